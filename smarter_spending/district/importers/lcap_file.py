"""The cells of an LCAP table of planned expenditures, found in a .csv file or a workbook."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district.importers.folder import is_workbook
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError, refuse
from smarter_spending.district.importers.sheets import filled_sheets

HEADER_ROWS = 15  # the headings are looked for in these first rows
DELIMITERS = ",;\t|^"
AMOUNTS = ("personnel", "nonpersonnel", "lcff", "other_state", "local", "federal", "total")
REQUIRED = ("goal", "action", "title", *AMOUNTS)
# our column: what a heading says (small letters only), in the state's template and in extracts
CALLED = {
    "cds_code": ("cds code", "cds"),
    "lcap_year": ("lcap year", "lcap year input", "fiscal year"),
    "goal": ("goal", "goal number", "lcap goal"),
    "action": ("action", "action number", "lcap action"),
    "title": ("title", "action title", "action name"),
    "contributing": (
        "contributing",
        "contributing yes no",
        "contributing to increased or improved services",
    ),
    "scope": ("scope",),
    "student_groups": ("student group s", "student groups", "student group"),
    "unduplicated_groups": ("unduplicated student group s", "unduplicated student groups"),
    "personnel": ("personnel", "total personnel"),
    "nonpersonnel": (
        "nonpersonnel",
        "non personnel",
        "total nonpersonnel",
        "total non personnel",
    ),
    "lcff": ("lcff", "lcff funds"),
    "other_state": ("other state", "other state funds"),
    "local": ("local", "local funds"),
    "federal": ("federal", "federal funds"),
    "total": ("total", "total funds"),
}
IN_THE_TEMPLATE = {
    "goal": "Goal #",
    "action": "Action #",
    "title": "Action Title",
    "personnel": "Total Personnel",
    "nonpersonnel": "Total Non-personnel",
    "lcff": "LCFF Funds",
    "other_state": "Other State Funds",
    "local": "Local Funds",
    "federal": "Federal Funds",
    "total": "Total Funds",
}
PREFERRED = "total planned expenditures"  # the sheet's name in the state's workbook
YEAR = re.compile(r"20\d\d\s?[-–—]\s?\d\d", re.ASCII)


@dataclass(frozen=True, eq=False)
class LcapTable:
    """The rows under an LCAP table's headings, as text, nothing interpreted yet.

    ``cells`` has our name for each heading found, its index is the spreadsheet row;
    ``headings`` gives each heading as the file writes it; ``year_above`` the year that
    stands alone in a row above the headings; ``left_out`` what has no place in a
    program inventory: what, rows, why.
    """

    file: str
    shape: str
    header_row: int
    cells: pd.DataFrame
    headings: dict[str, str]
    year_above: str = ""
    left_out: list[tuple] = field(default_factory=list)


def read_lcap_file(path: Path) -> LcapTable:
    """Find the table of planned expenditures in a file, and give its cells as text.

    The headings are looked for in the first 15 rows; the state's own headings (Goal #,
    Action #, LCFF Funds ...) and plain ones (goal, action, lcff ...) are known. Of a
    workbook with several such sheets the one named *Total Planned Expenditures* is read.

    Parameters
    ----------
    path : Path
        A .csv file (comma, semicolon, tab or caret) or a workbook (.xlsx).

    Returns
    -------
    LcapTable

    Raises
    ------
    ImportRefusedError
        When there is no such table, a heading is not there or there twice, or a row has
        more values than headings.

    Examples
    --------
    >>> import tempfile
    >>> lines = ["LCAP Year,2025-26", "Goal #,Action #,Action Title,Total Personnel,"
    ...          "Total Non-personnel,LCFF Funds,Other State Funds,Local Funds,Federal Funds,"
    ...          "Total Funds", "1,1.1,Tutoring,5,0,5,0,0,0,5"]
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "lcap.csv").write_text("\\n".join(lines))
    ...     table = read_lcap_file(Path(place, "lcap.csv"))
    >>> table.header_row, table.year_above, table.cells.loc[3, "title"]
    (2, '2025-26', 'Tutoring')

    References
    ----------
    California Department of Education, *LCAP template*, Total Planned Expenditures Table.
    """
    if not path.is_file():
        raise refuse(path.name, f"there is no such file ({path}). Check the name and the folder.")
    content = path.read_bytes()
    if is_workbook(content):
        title, lines = _sheet_of(path)
        return _table(path.name, f"LCAP table, sheet {title}", lines)
    if path.suffix.lower() not in (".csv", ".txt", ".tsv") or content.startswith(b"%PDF"):
        raise refuse(
            path.name, "this is neither a .csv file nor an Excel workbook. Save it as one."
        )
    return _table(path.name, "LCAP table", _lines_of(path.name, content))


def _sheet_of(path: Path) -> tuple[str, list[list[str]]]:
    sheets, _ = filled_sheets(path)
    texts = {title: [[_text(cell) for cell in line] for line in sheets[title]] for title in sheets}
    whole = [title for title, lines in texts.items() if not _header(lines)[2]]
    named = [title for title in whole if PREFERRED in title.lower()]
    if len(whole) > 1 and len(named) != 1:
        raise refuse(
            path.name,
            f"{len(whole)} sheets hold an LCAP table ({', '.join(whole)}). Keep the one of planned "
            "expenditures, and import that.",
        )
    # with none whole, the nearest one is refused with the headings that it lacks
    best = (named or whole or sorted(texts, key=lambda title: len(_header(texts[title])[2])))[0]
    return best, texts[best]


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)


def _lines_of(name: str, content: bytes) -> list[list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")  # an older Excel
    try:
        read = [list(csv.reader(io.StringIO(text, newline=""), delimiter=d)) for d in DELIMITERS]
    except csv.Error as error:
        raise refuse(
            name, f"it cannot be read as a table ({error}). Open it in Excel and save it as CSV."
        ) from None
    return min(read, key=lambda lines: len(_header(lines)[2]))


def _key(heading: str) -> str:
    return re.sub(r"[^a-z]+", " ", heading.lower()).strip()


def _header(lines: list[list[str]]) -> tuple[int, dict[str, list[int]], list[str]]:
    """The row of the headings, where each of ours stands, and which are not there."""
    best, where, missing = 0, {}, list(REQUIRED)
    for at, line in enumerate(lines[:HEADER_ROWS]):
        keys = [_key(cell) for cell in line]
        found = {
            ours: [place for place, key in enumerate(keys) if key in called]
            for ours, called in CALLED.items()
        }
        lacking = [ours for ours in REQUIRED if not found[ours]]
        if len(lacking) < len(missing):
            best, missing = at, lacking
            where = {ours: places for ours, places in found.items() if places}
    return best, where, missing


def _table(name: str, shape: str, lines: list[list[str]]) -> LcapTable:
    at, where, missing = _header(lines)
    headings = lines[at] if lines else []
    below = {
        row: line for row, line in enumerate(lines[at + 1 :], at + 2) if any(map(str.strip, line))
    }
    problems = _heading_problems(name, at, where, missing) + _too_wide(name, headings, below)
    if problems:
        raise ImportRefusedError(problems)
    rows = {row: line for row, line in below.items() if not _is_heading(line, headings)}
    left_out = _around(headings, at, where, rows)
    if len(rows) < len(below):
        again = len(below) - len(rows)
        left_out.append(("the headings again", again, "printed on every page, not data"))
    return LcapTable(
        name,
        shape,
        at + 1,
        _cells(rows, where),
        {ours: " ".join(headings[place].split()) for ours, (place,) in where.items()},
        _year_above(lines[:at]),
        left_out,
    )


def _too_wide(name: str, headings: list[str], below: dict) -> list[ImportProblem]:
    last = max((place for place, cell in enumerate(headings) if cell.strip()), default=0)
    message = (
        "there are more values than headings. A comma inside a value needs quotation marks round "
        "the value."
    )
    return [
        ImportProblem(name, message, row=row)
        for row, line in below.items()
        if any(cell.strip() for cell in line[last + 1 :])
    ]


def _cells(rows: dict[int, list[str]], where: dict[str, list[int]]) -> pd.DataFrame:
    columns = {
        ours: [" ".join(line[at].split()) if at < len(line) else "" for line in rows.values()]
        for ours, (at,) in where.items()
    }
    return pd.DataFrame(columns, index=pd.Index(list(rows), dtype=int), dtype=str)


def _heading_problems(name: str, at: int, where: dict, missing: list[str]) -> list[ImportProblem]:
    if len(missing) == len(REQUIRED):
        message = (
            f"no headings of an LCAP table in its first {HEADER_ROWS} rows. They are "
            f"{', '.join(IN_THE_TEMPLATE.values())}."
        )
        return [ImportProblem(name, message)]
    problems = [
        ImportProblem(
            name,
            f'no column "{IN_THE_TEMPLATE[ours]}". Add it as the state\'s table of total planned '
            "expenditures has it.",
            column=IN_THE_TEMPLATE[ours],
            row=at + 1,
        )
        for ours in missing
    ]
    return problems + [
        ImportProblem(
            name,
            f"{len(places)} columns are headed as the {ours.replace('_', ' ')}. Keep one.",
            column=IN_THE_TEMPLATE.get(ours, ours),
            row=at + 1,
        )
        for ours, places in where.items()
        if len(places) > 1
    ]


def _is_heading(line: list[str], header: list[str]) -> bool:
    return [_key(cell) for cell in line if cell.strip()] == [
        _key(cell) for cell in header if cell.strip()
    ]


def _around(headings: list[str], at: int, where: dict, rows: dict[int, list[str]]) -> list[tuple]:
    taken = {place for places in where.values() for place in places}
    found = [("rows above the headings", at, "titles, not actions")] if at else []
    for place, heading in enumerate(headings):
        filled = sum(bool(line[place].strip()) for line in rows.values() if place < len(line))
        if place not in taken and filled:
            named = (
                f'column "{" ".join(heading.split())}"' if heading.strip() else "an unnamed column"
            )
            found.append((named, filled, "a program inventory has no place for it"))
    return found


def _year_above(lines: list[list[str]]) -> str:
    years = {cell.strip() for line in lines for cell in line if YEAR.fullmatch(cell.strip())}
    return years.pop() if len(years) == 1 else ""
