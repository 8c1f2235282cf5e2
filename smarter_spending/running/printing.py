"""What the commands say on a terminal, or in a log where there is no terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from smarter_spending.guide.results import DONE, FAILED, NotebookResult
from smarter_spending.words import DASH, dollars, many, number

LOG_WIDTH = 160  # of a line where no terminal says how wide it is


def say_folder(folder: Path) -> bool:
    """Check a district's folder and print all that is found.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    bool
        Whether the folder can be used.
    """
    from smarter_spending.case import find_district
    from smarter_spending.district.loading import DistrictDataError, load_district
    from smarter_spending.guide.opening import first_screen

    try:
        district = load_district(find_district(folder))
    except DistrictDataError as error:
        print(f"✗ {error}\n")
        return False
    print(f"✓ {folder}: {district.name}, {district.fiscal_year}, as of {district.as_of}. ", end="")
    print("No problems.")
    for line in first_screen(district).itertuples():
        if not line.finding.startswith(many(len(district.notes), "note")):
            print(f"  {line.checked}: {line.finding}")
    if district.notes:
        print("  To know before you rely on it:")
    for note in district.notes:
        print(f"  - {note}")
    print()
    return True


def say_choices(folder: Path) -> None:
    """Print who has answered what, notebook by notebook.

    Parameters
    ----------
    folder : Path
        The district's folder.
    """
    from smarter_spending.district.choices import questions_asked, read_choices

    answers, asked = read_choices(folder), questions_asked(folder)
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
    """Print what an import read, wrote and left out, and what it adds up to.

    Parameters
    ----------
    report : ImportReport
    """
    if report.district_name or report.cds_code:
        print(" ".join(word for word in (report.district_name, report.cds_code) if word))
    _table("What was read", report.files)
    _table("What it became", report.rows)
    _table("What was left out", report.left_out)
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
    """Print how a run went: every failure with its place, and what to open.

    Parameters
    ----------
    run : BatchResult
    """
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
def progress() -> Iterator[Callable[[NotebookResult, int, int], None]]:
    """A bar on a terminal, a line for each notebook elsewhere.

    Yields
    ------
    function of (NotebookResult, done, total)
        For ``run_batch`` to report to.
    """
    if not sys.stderr.isatty():
        yield lambda page, done, total: print(_line(page, done, total), flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading the districts' folders", total=None)
        failed = 0

        def report(page: NotebookResult, done: int, total: int) -> None:
            nonlocal failed
            failed += page.failed
            words = f"{page.district} · {page.notebook}" + (f" · {failed} failed" * bool(failed))
            bar.update(task, completed=done, total=total, description=words)

        yield report


def _line(page: NotebookResult, done: int, total: int) -> str:
    status = "unchanged, kept" if page.kept else page.status
    warned = f" ({many(page.warnings, 'technical warning')})" if page.warnings else ""
    return f"{done} of {total}  {page.district} · {page.notebook}: {status}{warned}"


def _by_set(title: str, table: pd.DataFrame) -> None:
    sets = [column for column in ("fiscal_year", "amount_type") if column in table]
    if table.empty or not sets:
        return
    for named, rows in table.groupby(sets, sort=True):
        words = ", ".join(str(part).replace("_", " ") for part in named)
        _table(f"{title}, {words}", rows.drop(columns=sets))


def _table(title: str, table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    if table.empty:
        return
    shown = Table(title=title, title_justify="left", title_style="bold")
    for column in table:
        right = pd.api.types.is_numeric_dtype(table[column])
        heading = str(column).replace("_", " ").capitalize()
        shown.add_column(heading, justify="right" if right else "left", overflow="fold")
    cells = [[_written(column, value) for value in table[column]] for column in table]
    for row in zip(*cells, strict=True):
        shown.add_row(*row)
    width = None if sys.stdout.isatty() else LOG_WIDTH
    print()
    Console(width=width, highlight=False, markup=False, emoji=False).print(shown)


def _written(column: str, value: object) -> str:
    if pd.isna(value):
        return DASH
    if not pd.api.types.is_number(value):
        return str(value)
    return number(value) if column.startswith("rows") else dollars(value, cents=True)


def complain(lines: str | Sequence[str]) -> None:
    """Say on the error channel what is wrong and what to do.

    Parameters
    ----------
    lines : str or sequence of str
    """
    for line in [lines] if isinstance(lines, str) else lines:
        print(line, file=sys.stderr)
