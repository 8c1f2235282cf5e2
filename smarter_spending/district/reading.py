"""From files to text: every table of a folder as it was typed, nothing interpreted yet."""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from smarter_spending.district.findings import Note, Problem
from smarter_spending.district.raw_tables import (
    BEYOND,
    TITLE_ROWS,
    RawTable,
    UnreadableFileError,
    as_raw,
    column_name,
)
from smarter_spending.district.tables import Table, all_tables
from smarter_spending.district.workbooks import read_workbook

DELIMITERS = ",^;\t|"
OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt", ".numbers")


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
    for path in sorted(file for file in folder.iterdir() if file.is_file()):
        kind = path.suffix.lower()
        if path.name.startswith(("~$", ".")):
            continue
        if kind not in (".csv", ".xlsx"):
            if kind in OTHER_SHEETS and column_name(path.stem) in all_tables():
                problems.append(Problem(path.name, "", None, "", _other_sheet(kind)))
            continue
        try:
            sheets = _read_csv(path) if kind == ".csv" else read_workbook(path)
        except UnreadableFileError as error:
            problems.append(Problem(path.name, "", None, "", str(error)))
            continue
        if not sheets and kind == ".csv":
            notes.append(Note(path.name, "", _not_a_table()))
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


def _other_sheet(kind: str) -> str:
    return f"a {kind} file is not read. Save it as CSV UTF-8 or as an Excel workbook (.xlsx)."


def _not_a_table() -> str:
    known = ", ".join(all_tables())
    return f"not read: its name is none of the tables this tool knows ({known})."


def _read_csv(path: Path) -> list[RawTable]:
    table = all_tables().get(column_name(path.stem))
    if table is None:
        return []
    text, notes = _decoded(path)
    heading, delimiter, names, start = _heading(text, table)
    if delimiter != ",":
        name = {"\t": "tabs"}.get(delimiter, f'"{delimiter}"')
        notes.append(Note(path.name, "", f"its columns are separated by {name} instead of commas."))
    cells = _cells(text[start:], delimiter, [*range(len(names)), BEYOND], heading + 2)
    return [as_raw(table, path.name, names, cells, heading, notes)]


def _cells(text: str, delimiter: str, columns: list, first_row: int) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():  # as_raw names the rows that this warning is about
            warnings.simplefilter("ignore", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(text, newline=""),
                sep=delimiter,
                header=None,
                names=columns,
                index_col=False,
                skip_blank_lines=False,
                dtype=str,
                na_filter=False,
            )
    except pd.errors.EmptyDataError:
        return pd.DataFrame(columns=columns, dtype=str)
    except pd.errors.ParserError as error:
        raise UnreadableFileError(_cannot_parse(error, first_row)) from None


def _decoded(path: Path) -> tuple[str, list[Note]]:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        note = Note(path.name, "", "written as Unicode text (UTF-16), and read so.")
        return content.decode("utf-16", errors="replace").replace("\x00", ""), [note]
    try:
        return content.decode("utf-8-sig").replace("\x00", ""), []
    except UnicodeDecodeError:
        note = Note(path.name, "", "not UTF-8, so read as Windows-1252 (an older Excel).")
        return content.decode("cp1252", errors="replace").replace("\x00", ""), [note]


def _heading(text: str, table: Table) -> tuple[int, str, list[str], int]:
    """The row that names the columns, what separates them, their names, where the rest begins."""
    best, found = -1, (0, ",", [], len(text))
    for delimiter in DELIMITERS:
        for place, (cells, end) in enumerate(_records(text, delimiter)):
            known = len({column_name(cell) for cell in cells} & table.columns.keys())
            if known > best and (known or not place):
                best, found = known, (place, delimiter, cells, end)
    return found


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """The first rows of a text, each with the place in the text where it ends."""
    ends = [0]

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            ends.append(ends[-1] + len(line))
            yield line

    rows = csv.reader(lines(), delimiter=delimiter)
    for _ in range(TITLE_ROWS):
        try:
            cells = next(rows)
        except (StopIteration, csv.Error):
            return
        yield cells, ends[rows.line_num]


def _cannot_parse(error: Exception, first_row: int) -> str:
    opened = re.search(r"EOF inside string starting at row (\d+)", str(error))
    if opened:
        return (
            f"row {int(opened[1]) + first_row} opens a quotation mark that is never closed. Close "
            "it, or take it out."
        )
    return "this file cannot be read as a table. Open it in Excel and save it as CSV UTF-8."
