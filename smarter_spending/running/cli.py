"""The command line: each command calls one public function and says what it did."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="What each program of a school district costs, what it buys, and how sure we are.",
)
TRACEBACK = "SMARTER_SPENDING_TRACEBACK"


class Kind(StrEnum):
    """What can be brought in."""

    sacs = "sacs"
    caaspp = "caaspp"
    lcap = "lcap"
    workbook = "workbook"


Districts = Annotated[list[Path], typer.Argument(metavar="DISTRICT...", help="District folders.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the pages.")]


def main() -> None:
    """Run a command; whatever a person can cause is said in plain words."""
    for channel in (sys.stdout, sys.stderr):
        if hasattr(channel, "reconfigure"):
            channel.reconfigure(errors="replace")  # a terminal that knows no tick marks
    try:
        app(prog_name="smarter-spending")
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        print(_in_words(error), file=sys.stderr)
        sys.exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        from smarter_spending import __version__

        print(f"smarter-spending {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    pass


@app.command()
def run(
    districts: Districts,
    out: Out = Path("out"),
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Notebooks at a time; as many as there are cores.")
    ] = None,
    notebooks: Annotated[
        str | None,
        typer.Option(help="Such as 06,09 or 07-11; all if left out."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave alone what is done and has not changed.")
    ] = False,
) -> None:
    """Run every notebook for every district, into pages."""
    from smarter_spending.running.batch import run_batch
    from smarter_spending.running.printing import complain, progress, say_run

    try:
        with progress() as report:
            result = run_batch(districts, out, notebooks, jobs or cores(), resume, report)
    except KeyboardInterrupt:
        complain(
            "Stopped. What was done is kept: the same command with --resume goes on from here."
        )
        raise typer.Exit(130) from None
    say_run(result)
    raise typer.Exit(int(result.failed))


@app.command()
def check(districts: Districts) -> None:
    """List every problem of a district folder at once."""
    from smarter_spending.running.printing import say_folder

    fine = [say_folder(folder) for folder in districts]
    raise typer.Exit(int(not all(fine)))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
) -> None:
    """Make a blank district folder to fill in."""
    from smarter_spending.district.template import write_template

    made = write_template(folder)
    files = ", ".join(sorted(file.name for file in made.iterdir()))
    print(f"Made {made} with {files}.")
    print("Fill in district.toml and the sheets you have; the first sheet says how.")
    print(f"Then: smarter-spending check {made}")


@app.command("import")
def bring_in(
    kind: Annotated[Kind, typer.Argument(help="The files: sacs, caaspp, lcap or workbook.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to read.")],
    into: Annotated[Path, typer.Option("--into", help="District folder; made if not there.")],
) -> None:
    """Bring in a state ledger file, test results, an LCAP table or a filled-in template."""
    from smarter_spending.district import importers
    from smarter_spending.running.printing import say_import

    one = {Kind.workbook: importers.import_workbook, Kind.lcap: importers.import_lcap}
    many = {Kind.sacs: importers.import_sacs, Kind.caaspp: importers.import_caaspp}
    if kind in one and len(files) > 1:
        thing = "workbook" if kind is Kind.workbook else "LCAP table"
        raise typer.BadParameter(f"one {thing} at a time.", param_hint="FILE...")
    say_import(one[kind](files[0], into) if kind in one else many[kind](files, into))


@app.command()
def lab(
    district: Annotated[
        Path | None, typer.Argument(help="District folder; a copy of the sample if left out.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the pages are worked on.")] = Path(
        "smarter-spending-workshop"
    ),
    notebook: Annotated[str | None, typer.Option(help="The one to open, such as 09.")] = None,
    port: Annotated[int, typer.Option(help="The next free one is taken if it is in use.")] = 8888,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Open the notebooks for leaders, code hidden."""
    from smarter_spending.running.lab import open_lab

    raise typer.Exit(open_lab(district, folder, port, browser, notebook))


@app.command()
def choices(
    district: Annotated[Path, typer.Argument(help="District folder.")],
    workbook: Annotated[
        Path | None, typer.Option(help="Write all answers to this Excel workbook.")
    ] = None,
) -> None:
    """Show what everybody has answered; write it to a workbook."""
    from smarter_spending.running.printing import say_choices

    say_choices(district)
    if workbook is not None:
        from smarter_spending.guide.choices_book import write_choices

        print(f"Wrote {write_choices(district, workbook.with_suffix('.xlsx'))}.")


@app.command()
def portfolio(out: Annotated[Path, typer.Argument(help="Folder that a run wrote.")]) -> None:
    """Make the pages again from executed notebooks."""
    from smarter_spending.running.batch import rebuild_pages

    result = rebuild_pages(out)
    pages = sum(page.has_page for district in result.districts for page in district.notebooks)
    print(f"Made {pages} pages again. Open {result.index} in a browser.")


def cores() -> int:
    """How many processors this process may use.

    Returns
    -------
    int

    Examples
    --------
    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_words(error: Exception) -> str:
    if type(error).__module__.startswith("smarter_spending."):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}. Check the name, and who may read and write it."
    return (
        f"A fault in the program, not in your files: {type(error).__name__}: {error}\n"
        f"To see where, set {TRACEBACK}=1 and run the command again."
    )


if __name__ == "__main__":
    main()
