"""An LCAP table of planned expenditures into a district folder, as its program inventory."""

import re
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import READERS
from smarter_spending.district.findings import counted
from smarter_spending.district.importers.folder import read_settings, settings_text
from smarter_spending.district.importers.lcap_file import LcapTable, read_lcap_file
from smarter_spending.district.importers.lcap_rows import lcap_programs
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError, refuse
from smarter_spending.district.importers.report import ImportReport
from smarter_spending.district.raw_tables import UnreadableFileError
from smarter_spending.district.tables import Column
from smarter_spending.district.workbooks import read_workbook
from smarter_spending.district.writing import write_whole

TABLE = "programs"
STRAY = re.compile(r"(?<!\S)(?![aik](?!\S))[a-z](?!\S)|action title", re.IGNORECASE)
YEAR = Column("lcap_year", "fiscal_year", "the plan's year")
LISTED = 10  # actions named in one sentence before the rest are counted
UNSAID = ("goal_area", "intended_outcome", "grades", "skill", "delivery", "students_served")


def import_lcap(file: str | Path, into: str | Path) -> ImportReport:
    """Write the actions of an LCAP's table of planned expenditures as a program inventory.

    Every action becomes a row of ``programs.csv``, named LCAP-1.1 after its number, with
    its amounts to the cent:

        personnel + nonpersonnel = total = lcff + other_state + local + federal, within $1

    What the table does not say (the aim, the outcome, the grades, the students) stays
    blank for the district to fill in. Titles stay as they are, with letters that another
    column left in them; those that several actions have get the action's number in
    parentheses. The amounts are planned, not spent.

    Parameters
    ----------
    file : path
        A .csv file or a workbook (.xlsx), with the headings of the state's table (Goal #,
        Action #, LCFF Funds ...) or plain ones (goal, action, lcff ...) in the first 15 rows.
    into : path
        The district folder; made when it is not there and the table names its district
        (cds_code) and its year (lcap_year). ``district.toml`` is written unless it exists,
        dated July 1, when the plan is due.

    Returns
    -------
    ImportReport
        ``rows`` has ``lcap_goal, rows, amount``; ``control_totals`` has ``column`` (as the
        file heads it), ``rows`` (filled in) and ``amount`` (dollars).

    Raises
    ------
    ImportRefusedError
        With every problem: a heading that is not there, an action number missing or twice,
        a row that does not add, a cell that cannot be read, another district, a folder
        whose inventory is another one. Nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> lines = ["cds_code,lcap_year,goal,action,title,personnel,nonpersonnel,lcff,other_state,"
    ...          "local,federal,total", "39999990000000,2025-26,1,1.1,Tutoring,5,0,5,0,0,0,5"]
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "lcap.csv").write_text("\\n".join(lines))
    ...     report = import_lcap(Path(place, "lcap.csv"), Path(place, "district"))
    >>> report.wrote, report.rows.values.tolist()
    (('programs.csv', 'district.toml'), [['1', 1, 5.0]])

    References
    ----------
    California Department of Education, *LCAP template*, Total Planned Expenditures Table;
    Education Code 52061 (the plan is adopted by July 1).
    """
    path, folder = Path(file), Path(into)
    if folder.exists() and not folder.is_dir():
        raise refuse(folder.name, "this is a file; name the district folder to import into.")
    table, settings = read_lcap_file(path), read_settings(folder)
    district, year, problems = _whose(table, settings)
    try:
        programs = lcap_programs(table)
    except ImportRefusedError as refused:
        raise ImportRefusedError([*problems, *refused.problems]) from None
    text = programs.rows.to_csv(index=False, lineterminator="\n")
    problems += _already_there(folder, text)
    if problems:
        raise ImportRefusedError(problems)
    wrote = _write(folder, text, settings, district, year, path.name)
    return _report(folder, table, programs, wrote, settings, district, year)


def _whose(table: LcapTable, settings: dict) -> tuple[str, str, list[ImportProblem]]:
    districts, years = _given(table, "cds_code"), _given(table, "lcap_year")
    years = years or ([_plain_year(table.year_above)] if table.year_above else [])
    problems = []
    for name, found, words in (("cds_code", districts, "district"), ("lcap_year", years, "year")):
        heading = table.headings.get(name, "")
        if len(found) > 1:
            message = f"the table holds {len(found)} {words}s ({', '.join(found)}). Keep one."
            problems.append(ImportProblem(table.file, message, heading))
        elif not found and not settings:
            message = (
                f"the table does not say of which {words} it is. Make the folder first with "
                "`smarter-spending new`, fill in its district.toml, and import again."
            )
            problems.append(ImportProblem(table.file, message))
    problems += _no_years(table, years) + _another_district(table, settings, districts)
    return next(iter(districts), ""), next(iter(years), ""), problems


def _no_years(table: LcapTable, years: list[str]) -> list[ImportProblem]:
    heading = table.headings.get("lcap_year", "")
    return [
        ImportProblem(table.file, fault, heading)
        for fault in (READERS["fiscal_year"](year, YEAR).fault for year in years)
        if fault
    ]


def _another_district(table: LcapTable, settings: dict, found: list) -> list[ImportProblem]:
    ours = settings.get("cds_code")
    if not settings or not found or ours == found[0]:
        return []
    message = (
        f"this is the LCAP of district {found[0]}, but the folder's district.toml says {ours}. "
        "Correct the code there, or choose another folder."
    )
    return [ImportProblem(table.file, message, table.headings["cds_code"])]


def _given(table: LcapTable, name: str) -> list[str]:
    if name not in table.cells:
        return []
    actions = table.cells.loc[table.cells["action"].ne("") & table.cells[name].ne(""), name]
    return sorted({_plain_year(cell) if name == "lcap_year" else cell for cell in actions})


def _plain_year(text: str) -> str:
    return re.sub(r"\s?[–—-]\s?", "-", text)


def _already_there(folder: Path, text: str) -> list[ImportProblem]:
    path = folder / f"{TABLE}.csv"
    if path.is_file() and path.read_text(encoding="utf-8-sig") != text:
        message = (
            "the folder already holds an inventory with other content. Move it away first, or "
            "choose another folder; nothing is overwritten."
        )
        return [ImportProblem(path.name, message)]
    if path.is_file():
        return []
    problems = []
    for book in sorted(folder.glob("*.xlsx")):
        try:
            held = [
                raw for raw in read_workbook(book) if raw.table.name == TABLE and len(raw.frame)
            ]
        except UnreadableFileError as error:
            problems.append(ImportProblem(book.name, str(error)))
            continue
        if held:
            message = (
                f"its sheet {TABLE} is filled in, and a folder has one inventory. Empty the "
                "sheet first, or choose another folder."
            )
            problems.append(ImportProblem(book.name, message))
    return problems


def _write(folder, text, settings, district, year, source) -> tuple[str, ...]:
    wrote = []
    if not (folder / f"{TABLE}.csv").is_file():
        write_whole(folder / f"{TABLE}.csv", text)
        wrote.append(f"{TABLE}.csv")
    if not settings:
        as_of, why = f"{year[:4]}-07-01", "when the LCAP of the year is due"
        new = settings_text("", district, year, as_of, why, source)
        write_whole(folder / "district.toml", new)
        wrote.append("district.toml")
    return tuple(wrote)


def _report(folder, table, programs, wrote, settings, district, year) -> ImportReport:
    rows = programs.rows
    goals = rows.assign(amount=rows["annual_cost_total"].astype(float)).groupby(
        rows["lcap_goal"].astype(int)
    )
    by_goal = goals.agg(rows=("amount", "size"), amount=("amount", "sum")).reset_index()
    totals = programs.totals.assign(amount_type="planned")
    shape = f"{table.shape}, headings in row {table.header_row}"
    return ImportReport(
        folder=folder,
        wrote=wrote,
        district_name=settings.get("name", ""),
        cds_code=district or settings.get("cds_code", ""),
        files=pd.DataFrame({"file": [table.file], "shape": [shape], "rows": [len(rows)]}),
        rows=by_goal.astype({"lcap_goal": str}),
        left_out=pd.DataFrame(
            [(table.file, *left) for left in programs.left_out],
            columns=["file", "what", "rows", "why"],
        ).astype({"rows": "Int64"}),
        control_totals=totals.assign(fiscal_year=year) if year else totals,
        notes=_notes(table, programs, wrote, settings),
        problems=(
            *programs.to_look_at,
            *_to_look_at(rows, _numbered(table, rows)),
            *_other_year(settings, year),
        ),
    )


def _numbered(table: LcapTable, rows: pd.DataFrame) -> pd.Series:
    return rows["program_name"].ne(table.cells.loc[rows.index, "title"])


def _notes(table, programs, wrote, settings) -> tuple[str, ...]:
    absent = [
        name for name in ("contributing", "scope", "student_groups") if name not in table.cells
    ]
    numbered = int(_numbered(table, programs.rows).sum())
    but = f", but for {numbered} that other actions have too: these got their action number"
    notes = [
        "Amounts are the plan's, not spending: the ledger says what was spent.",
        f"An LCAP table does not say {', '.join(UNSAID)}: blank in {TABLE}.csv, for you to fill "
        "in.",
        f"Titles are as the file has them{but if numbered else ''}.",
        *programs.notes,
    ]
    if absent:
        notes.append(f"The file has no column for {', '.join(absent)}: left blank.")
    if table.year_above and "lcap_year" not in table.headings:
        notes.append(f"The year {table.year_above} was read above the headings.")
    if f"{TABLE}.csv" not in wrote:
        notes.append(f"{TABLE}.csv was there already with the same content.")
    if not settings:
        notes.append("The table does not name the district: write its name in district.toml.")
    return tuple(notes)


def _to_look_at(rows: pd.DataFrame, numbered: pd.Series) -> list[str]:
    names = rows["program_name"]
    doubts = {
        "Contributing or not is not said, and left blank": rows["contributing"].eq(""),
        "A cost of $0": rows["annual_cost_total"].eq("0.00"),
        "Perhaps letters of another column in the title, as in a table copied from a PDF; "
        f"correct program_name in {TABLE}.csv": names.str.contains(STRAY),
        "A title that another action has too, told apart by its action number in parentheses; "
        "a word of your own would say more": numbered,
    }
    return [
        f"{words}: {_listed(rows.loc[found, 'lcap_action'])}."
        for words, found in doubts.items()
        if found.any()
    ]


def _listed(actions: pd.Series) -> str:
    some = ", ".join(actions[:LISTED])
    rest = f" and {len(actions) - LISTED} more" if len(actions) > LISTED else ""
    return f"{counted(len(actions), 'action')} ({some}{rest})"


def _other_year(settings: dict, year: str) -> list[str]:
    ours = settings.get("fiscal_year")
    if not settings or not year or ours == year:
        return []
    return [f"The LCAP is of {year}, district.toml of {ours}: these costs are of another year."]
