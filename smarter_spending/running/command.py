"""The command line: each command calls one public function and says what it did."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from smarter_spending.words import DASH, dollars, is_fiscal_year, many, number

if TYPE_CHECKING:  # a command imports what it needs when it runs: --help answers at once
    import pandas as pd

    from smarter_spending.guide.pages import NotebookResult

# --- What the commands say on a terminal, or in a log where there is no terminal -----------------

LOG_WIDTH = 160  # of a line where no terminal says how wide it is


def say_folder(folder: Path) -> bool:
    """Check a district's folder and print all that is found."""
    from smarter_spending.case import find_district
    from smarter_spending.district.loading import DistrictDataError, load_district
    from smarter_spending.guide.opening import first_screen

    try:
        district = load_district(find_district(folder))
    except DistrictDataError as error:
        print(f"✗ {error}\n")
        return False
    taken = f", as of {district.as_of}" if district.as_of else ""
    print(f"✓ {folder}: {district.name}, {district.fiscal_year}{taken}. ", end="")
    print("No problems.")
    for line in first_screen(district).itertuples():
        if not line.what_was_found.startswith(many(len(district.notes), "note")):
            print(f"  {line.checked}: {line.what_was_found}")
    if district.notes:
        print("  To know before you rely on it:")
    for note in district.notes:
        print(f"  - {note}")
    print()
    return True


def say_choices(folder: Path) -> None:
    """Print who has answered what, notebook by notebook."""
    from smarter_spending.district.choices import left_aside, questions_asked, read_choices

    answers, asked = read_choices(folder), questions_asked(folder)
    complain(left_aside(folder))
    if answers.empty:
        print(f"Nobody has answered anything yet in {folder}.")
        return
    for notebook, rows in answers.groupby("notebook", sort=True):
        people = rows.groupby("person", sort=False)
        print(f"\n{notebook}: {many(people.ngroups, 'person', 'people')}")
        for person, theirs in people:
            role = theirs["role"].iloc[0]
            print(f"  {person}{f', for {role}' if role else ''}")
            for key, answer in zip(theirs["key"], theirs["answer"], strict=True):
                words = asked.get(notebook, {}).get(key) or key
                print(f"    {words}: {' '.join(str(answer).split())}")
    print()


def say_import(report) -> None:
    """Print what an import read, wrote and left out, and what it adds up to."""
    if report.district_name or report.cds_code:
        print(" ".join(word for word in (report.district_name, report.cds_code) if word))
    _table("What was read", report.files)
    _table("What it became", report.rows)
    _table("The mapping: check every line", report.mapping)
    _table("What was left out", report.left_out)
    if "what" in report.control_totals and "amount_type" not in report.control_totals:
        _table("Control totals", report.control_totals)
    by = " by fund and object" if "object_group" in report.control_totals else ""
    _by_set(f"Control totals{by}", report.control_totals)
    _by_set("Spending by fund and function (objects 1000-7499)", report.function_totals)
    _by_set("Kept in the ledger, never added to spending", report.not_spending)
    _by_set("Each fund: what it began with, and what it ended with", report.fund_balances)
    for heading, lines in (
        ("How it was read", report.notes),
        ("To look at; none of it stopped the import", report.problems),
    ):
        if lines:
            print(f"\n{heading}:")
        for line in lines:
            print(f"- {line}")
    print(f"\nWrote {', '.join(report.wrote) or 'nothing'} in {report.folder}.")
    print(f"Next: smarter-spending check {report.folder}")


def say_run(run) -> None:
    """Print how a run went: every failure with its place, and what to open."""
    from smarter_spending.guide.pages import DONE, FAILED

    for district in run.districts:
        if district.problems:
            things = many(len(district.problems), "thing")
            print(f"\n✗ {district.folder} cannot be used yet; {things} to mend:", file=sys.stderr)
        for problem in district.problems:
            print(f"  - {problem}", file=sys.stderr)
    for page in run.failures:
        where = f" at {page.place}" if page.place else ""
        how = f"stopped{where}" if page.status == FAILED else page.status
        print(f"\n✗ {page.district}, {page.notebook}, {how}:", file=sys.stderr)
        print("  " + page.message.replace("\n", "\n  "), file=sys.stderr)
        if page.has_page:
            full = run.index.parent / page.district / f"{page.notebook}.ipynb"
            print(f"  The whole of it is in {full}", file=sys.stderr)
    pages = [page for district in run.districts for page in district.notebooks]
    done, failed = sum(page.status == DONE for page in pages), len(run.failures)
    rest = len(pages) - done - failed
    print(
        f"\n{many(len(run.districts), 'district')}: {many(done, 'page')} done"
        f"{f', {failed} failed' if failed else ''}{f', {rest} not run' if rest else ''}."
    )
    print(f"Open {run.index} in a browser.")


@contextmanager
def progress() -> Iterator[Callable[["NotebookResult", int, int], None]]:
    """A bar on a terminal, a line for each notebook elsewhere."""
    if not sys.stderr.isatty():
        yield lambda page, done, total: print(_line(page, done, total), flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the districts' folders", total=None)
        failed = 0

        def report(page: "NotebookResult", done: int, total: int) -> None:
            nonlocal failed
            failed += page.failed
            words = f"{page.district} · {page.notebook}" + (f" · {failed} failed" * bool(failed))
            bar.update(task, completed=done, total=total, description=words)

        yield report


def _line(page: "NotebookResult", done: int, total: int) -> str:
    status = "unchanged, kept" if page.kept else page.status
    warned = f" ({many(page.warnings, 'technical warning')})" if page.warnings else ""
    return f"{done} of {total}  {page.district} · {page.notebook}: {status}{warned}"


def _by_set(title: str, table: "pd.DataFrame") -> None:
    sets = [column for column in ("fiscal_year", "amount_type") if column in table]
    if table.empty or not sets:
        return
    for named, rows in table.groupby(sets, sort=True):
        words = ", ".join(str(part).replace("_", " ") for part in named)
        _table(f"{title}, {words}", rows.drop(columns=sets))


def _table(title: str, table: "pd.DataFrame") -> None:
    from pandas.api.types import is_numeric_dtype
    from rich.console import Console
    from rich.table import Table

    if table.empty:
        return
    shown = Table(title=title, title_justify="left", title_style="bold")
    for column in table:
        right = is_numeric_dtype(table[column])
        heading = str(column).replace("_", " ").capitalize()
        shown.add_column(heading, justify="right" if right else "left", overflow="fold")
    cells = [[_written(column, value) for value in table[column]] for column in table]
    for row in zip(*cells, strict=True):
        shown.add_row(*row)
    width = None if sys.stdout.isatty() else LOG_WIDTH
    print()
    Console(width=width, highlight=False, markup=False, emoji=False).print(shown)


def _written(column: str, value: object) -> str:
    import pandas as pd

    if pd.isna(value):
        return DASH
    if not pd.api.types.is_number(value):
        return str(value)
    return number(value) if column.startswith("rows") else dollars(value, cents=True)


def complain(lines: str | Sequence[str]) -> None:
    """Say on the error channel what is wrong and what to do."""
    for line in [lines] if isinstance(lines, str) else lines:
        print(line, file=sys.stderr)


# --- The command line: each command calls one public function and says what it did ---------------

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="What each program of a school district costs, what it buys, and how sure we are.",
)
TRACEBACK = "SMARTER_SPENDING_TRACEBACK"


Kind = Literal["sacs", "caaspp", "lcap", "workbook", "table", "students", "public"]
Districts = Annotated[
    list[Path], typer.Argument(metavar="DISTRICT...", help="District folders, or samples' names.")
]
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
        sys.exit(getattr(error, "exit_code", 1))


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
        str | None, typer.Option(help="Such as 06,09 or 07-11; all if left out.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave alone what is done and has not changed.")
    ] = False,
    edition: Annotated[
        Literal["leaders", "facilitator"],
        typer.Option(help="facilitator: beside each page the same with notes and answers."),
    ] = "leaders",
) -> None:
    """Run every notebook for every district, into pages."""
    from smarter_spending.running.batch import run_batch, write_notes
    from smarter_spending.running.warm import FORKS, PLAIN

    complain([PLAIN] * (not FORKS))
    try:
        with progress() as report:
            result = run_batch(districts, out, notebooks, jobs or cores(), resume, report)
    except KeyboardInterrupt:
        complain(
            "Stopped. What was done is kept: the same command with --resume goes on from here."
        )
        raise typer.Exit(130) from None
    if edition == "facilitator":
        write_notes(result)
    say_run(result)
    raise typer.Exit(int(result.failed))


@app.command()
def check(districts: Districts) -> None:
    """List every problem of a district folder at once."""
    fine = [say_folder(folder) for folder in districts]
    raise typer.Exit(int(not all(fine)))


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="The folder to make.")]) -> None:
    """Make a blank district folder to fill in."""
    from smarter_spending.district.importers.workbook import write_template

    made = write_template(folder)
    files = ", ".join(sorted(file.name for file in made.iterdir()))
    print(f"Made {made} with {files}.")
    print("Fill in district.toml and the sheets you have; the first sheet says how.")
    print(f"Then: smarter-spending check {made}")


@app.command("import")
def bring_in(
    kind: Annotated[Kind, typer.Argument(help="What the files are; table is any export.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to read.")],
    into: Annotated[Path, typer.Option("--into", help="District folder; made if not there.")],
    as_table: Annotated[
        str, typer.Option("--as", metavar="TABLE", help="table: which one, such as ledger.")
    ] = "",
    map_name: Annotated[
        str, typer.Option("--map", metavar="NAME", help="table: which map of the folder's maps/.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="table: import by the proposed map at once.")
    ] = False,
    year: Annotated[
        str, typer.Option(metavar="2024-25", help="students, public: where the file says none.")
    ] = "",
    ids: Annotated[
        str, typer.Option("--id", metavar="HEADING", help="students: which ids become the keys.")
    ] = "",
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Put the files' rows in place of theirs; what they lack stays."
        ),
    ] = False,
) -> None:
    """Bring in a district's own exports, the state's files or a filled-in template."""
    from smarter_spending.district import importers

    given = {
        "sacs": (importers.import_sacs, files, into, replace),
        "caaspp": (importers.import_caaspp, files, into, replace),
        "workbook": (importers.import_workbook, files[0], into, replace),
        "lcap": (importers.import_lcap, files[0], into, replace),
        "table": (importers.import_table, files[0], as_table, into, map_name, yes, replace),
        "students": (importers.import_students, files[0], into, year, ids, replace),
        "public": (importers.import_public, files[0], into, year, replace),
    }
    bring, read, *more = given[kind]
    if read is not files and len(files) > 1:
        thing = {"workbook": "workbook", "lcap": "LCAP table"}.get(kind, "file")
        raise typer.BadParameter(f"one {thing} at a time.", param_hint="FILE...")
    if year and not is_fiscal_year(year):
        raise typer.BadParameter(f"{year} is no fiscal year; write 2024-25.", param_hint="--year")
    if kind == "table" and not as_table:
        raise typer.BadParameter("say which table it becomes, such as ledger.", param_hint="--as")
    say_import(bring(read, *more))


Played = Annotated[Path | None, typer.Argument(help="District folder; of a sample, a copy.")]
Workshop = Annotated[Path, typer.Option("--folder", help="Where the pages are worked on.")]
Opened = Annotated[str | None, typer.Option("--notebook", help="The one to open, such as 09.")]
Port = Annotated[
    int, typer.Option("--port", min=1, max=65535, help="The next free one is taken if in use.")
]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")]
WORKSHOP = Path("smarter-spending-workshop")


@app.command()
def room(
    district: Played = None,
    folder: Workshop = WORKSHOP,
    notebook: Opened = None,
    port: Port = 8866,
    browser: Browser = True,
    network: Annotated[
        bool, typer.Option("--network", help="Let others of this network in.")
    ] = False,
    certificate: Annotated[Path | None, typer.Option(help="PEM file: encrypts the line.")] = None,
    key: Annotated[Path | None, typer.Option(help="PEM file of the certificate's key.")] = None,
) -> None:
    """Show the pages live, for leaders to fill in."""
    from smarter_spending.running.live import open_room

    raise typer.Exit(
        open_room(district, folder, port, browser, notebook, network, certificate, key)
    )


@app.command()
def lab(
    district: Played = None,
    folder: Workshop = WORKSHOP,
    notebook: Opened = None,
    port: Port = 8888,
    browser: Browser = True,
) -> None:
    """Open the notebooks in JupyterLab, for facilitators and analysts."""
    from smarter_spending.running.live import open_lab

    raise typer.Exit(open_lab(district, folder, port, browser, notebook))


@app.command()
def choices(
    districts: Annotated[list[Path], typer.Argument(help="District folder, or a sample's name.")],
    workbook: Annotated[
        Path | None, typer.Option(help="Write all answers to this Excel workbook.")
    ] = None,
    bring: Annotated[bool, typer.Option("--gather", help="Bring their answers together.")] = False,
    into: Annotated[Path | None, typer.Option(help="The district that gets them.")] = None,
) -> None:
    """Show what everybody has answered; write it to a workbook; gather what was answered apart."""
    from smarter_spending.case import find_district
    from smarter_spending.district.choices import gather

    if bring != (into is not None) or (not bring and len(districts) > 1):
        raise typer.BadParameter("Write --gather FOLDER FOLDER … --into DISTRICT, or one district.")
    folder = find_district(into or districts[0])
    if bring:
        print("\n".join(gather([*map(find_district, districts)], folder)))
    say_choices(folder)
    if workbook is not None:
        from smarter_spending.guide.take_home import write_choices

        print(f"Wrote {write_choices(folder, workbook.with_suffix('.xlsx'))}.")


@app.command()
def kit(
    district: Annotated[Path, typer.Argument(help="District folder, or a sample's name.")],
    session: Annotated[
        Literal["1", "2", "3", "three-hours", "one-hour"], typer.Option(help="Which session.")
    ] = "2",
    out: Out = Path("out"),
) -> None:
    """Make a session's agenda, slides, worksheets, answer key and cards."""
    from smarter_spending.case import find_district
    from smarter_spending.guide.kit import make_kit
    from smarter_spending.running.batch import curriculum, district_folders, for_its_owner

    (folder,) = district_folders([find_district(district)], out)
    place = out / folder.resolve().name / "kit"
    place.mkdir(parents=True, exist_ok=True)
    for name, content in make_kit(folder, curriculum(), session).items():
        (place / name).write_bytes(content)
        print(f"Wrote {place / name}.")
    for_its_owner(place)
    print(f"Next: read {place / 'agenda.docx'} with one person of finance and one of academics.")


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_words(error: Exception) -> str:
    if type(error).__module__.startswith("smarter_spending."):
        return str(error)
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
        return "The disk is full: make room on it, and run the same command again."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}. Check the name, and who may read and write it."
    return (
        f"A fault in the program, not in your files: {type(error).__name__}: {error}\n"
        f"To see where, set {TRACEBACK}=1 and run the command again."
    )


if __name__ == "__main__":
    main()
