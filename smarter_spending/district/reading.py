"""From files to text: every table of a folder as it was typed, nothing interpreted yet."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from smarter_spending.district.findings import Note, Problem
from smarter_spending.district.tables import Table, tables

TITLE_ROWS = 15
DELIMITERS = ",^;\t|"
EXTRA = "(beyond the last heading)"


@dataclass
class RawTable:
    """A table as text: every cell a string, blank where nothing stood.

    ``rows`` gives the spreadsheet row of each row of ``frame``.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tables(folder: Path) -> tuple[dict[str, RawTable], list[Problem], list[Note]]:
    """Every table that a folder holds, as text.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    (dict of name to RawTable, list of Problem, list of Note)
        Problems and notes about files as such; those of a table are in the table.
    """
    found: dict[str, RawTable] = {}
    problems: list[Problem] = []
    notes: list[Note] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in (".csv", ".xlsx") or path.name.startswith(("~$", ".")):
            continue
        try:
            sheets = _csv(path) if path.suffix.lower() == ".csv" else _workbook(path)
        except _UnreadableError as error:
            problems.append(Problem(path.name, "", None, "", str(error)))
            continue
        if not sheets:
            notes.append(Note(path.name, "", _not_a_table(path)))
        for raw in sheets:
            if raw.table.name in found:
                message = (
                    f"the table {raw.table.name} is also in {found[raw.table.name].file}. "
                    "Keep one of the two."
                )
                problems.append(Problem(raw.file, "", None, "", message))
            else:
                found[raw.table.name] = raw
    return found, problems, notes


class _UnreadableError(ValueError):
    pass


def _not_a_table(path: Path) -> str:
    known = ", ".join(tables())
    return f"not read: its name is none of the tables this tool knows ({known})."


def _csv(path: Path) -> list[RawTable]:
    table = tables().get(path.stem.strip().lower())
    if table is None:
        return []
    notes = []
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        notes.append(Note(path.name, "", "not UTF-8, so read as Windows-1252 (an older Excel)."))
    text = text.replace("\x00", "")
    heading, delimiter = _heading(text, table)
    if delimiter != ",":
        name = {"\t": "tabs"}.get(delimiter, f'"{delimiter}"')
        notes.append(Note(path.name, "", f"its columns are separated by {name} instead of commas."))
    names = next(csv.reader([_line(text, heading)], delimiter=delimiter), [])
    try:
        cells = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            names=[*range(len(names)), EXTRA],
            index_col=False,
            skiprows=heading + 1,
            skip_blank_lines=False,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        if isinstance(error, pd.errors.EmptyDataError):
            cells = pd.DataFrame(columns=[*range(len(names)), EXTRA], dtype=str)
        else:
            raise _UnreadableError(_cannot_parse(error, names)) from error
    return [_raw(table, path.name, names, cells, heading, notes)]


def _line(text: str, place: int) -> str:
    lines = text.splitlines()
    return lines[place] if place < len(lines) else ""


def _heading(text: str, table: Table) -> tuple[int, str]:
    """The line that names the columns, among the first few, and what separates them."""
    best, where = -1, (0, ",")
    for place, line in enumerate(text[:200_000].splitlines()[:TITLE_ROWS]):
        for delimiter in DELIMITERS:
            cells = {
                _column_name(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])
            }
            known = len(cells & table.columns.keys())
            if known > max(best, 0):
                best, where = known, (place, delimiter)
    return where


def _cannot_parse(error: Exception, names: list[str]) -> str:
    line = re.search(r"line (\d+), saw (\d+)", str(error))
    if line:
        return (
            f"line {line[1]} has {line[2]} values, but there are {len(names)} headings. "
            "A comma inside a value needs quotation marks round the value."
        )
    return "this file cannot be read as a table. Open it in Excel and save it as CSV UTF-8."


def _workbook(path: Path) -> list[RawTable]:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _UnreadableError(
            "this workbook cannot be opened. Open it in Excel and save it again as .xlsx."
        ) from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    named = tables().get(path.stem.strip().lower())
    chosen = [(tables().get(sheet.title.strip().lower()), sheet) for sheet in visible]
    chosen = [(table, sheet) for table, sheet in chosen if table]
    if named and not chosen:
        chosen = [(named, visible[0])]
    found = [_sheet(path, table, sheet) for table, sheet in chosen]
    book.close()
    return [raw for raw in found if raw is not None]


def _sheet(path: Path, table: Table, sheet) -> RawTable | None:
    cells = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    if not any(any(row) for row in cells):
        return None
    scores = [len({_column_name(c) for c in row} & table.columns.keys()) for row in cells]
    heading = max(range(min(TITLE_ROWS, len(cells))), key=lambda place: (scores[place], -place))
    names = cells[heading]
    while names and not names[-1]:
        names = names[:-1]
    body = [(row + [""] * len(names))[: len(names)] for row in cells[heading + 1 :]]
    frame = pd.DataFrame(body, columns=range(len(names)), dtype=str)
    frame[EXTRA] = ""
    raw = _raw(table, f"{path.name} sheet {sheet.title}", names, frame, heading, [])
    return None if raw.frame.empty else raw


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _raw(
    table: Table,
    file: str,
    names: list[str],
    cells: pd.DataFrame,
    heading: int,
    notes: list[Note],
) -> RawTable:
    if heading:
        notes.append(Note(file, "", f"its headings were found in row {heading + 1}."))
    cells = cells.fillna("")
    filled = cells.ne("").any(axis=1).to_numpy()
    rows = pd.RangeIndex(heading + 2, heading + 2 + len(cells))[filled]
    cells = cells[filled].reset_index(drop=True)
    problems = _too_many_values(file, cells, rows)
    columns = [_column_name(name) for name in names]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems += [
        Problem(file, name, heading + 1, name, f'the column "{name}" is there twice. Keep one.')
        for name in twice
    ]
    frame = cells.drop(columns=EXTRA)
    frame.columns = columns
    frame = frame.loc[:, ~pd.Index(columns).duplicated()]
    return RawTable(table, file, frame, rows, notes, problems)


def _too_many_values(file: str, cells: pd.DataFrame, rows: pd.Index) -> list[Problem]:
    beyond = cells[EXTRA].ne("").to_numpy()
    if not beyond.any():
        return []
    message = (
        "there are more values than headings. A comma inside a value needs quotation marks "
        "round the value."
    )
    first = cells.loc[beyond, EXTRA].iloc[0]
    return [Problem(file, "", int(rows[beyond][0]), first, message, int(beyond.sum()) - 1)]


def _column_name(name: str) -> str:
    return re.sub(r"[\s\-]+", "_", str(name).strip().strip("\ufeff").lower())
