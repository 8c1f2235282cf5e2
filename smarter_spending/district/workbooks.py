"""From the sheets of an Excel workbook to text, nothing interpreted yet."""

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district.findings import Problem
from smarter_spending.district.raw_tables import (
    BEYOND,
    TITLE_ROWS,
    RawTable,
    UnreadableFileError,
    as_raw,
    column_name,
)
from smarter_spending.district.tables import Table, all_tables


def read_workbook(path: Path) -> list[RawTable]:
    """Every table of a workbook: the visible sheets that are named as one.

    When no sheet is and the workbook itself is named as a table, its first
    visible sheet is taken. A sheet with headings and no rows counts as absent.

    Parameters
    ----------
    path : Path
        The workbook (.xlsx).

    Returns
    -------
    list of RawTable

    Raises
    ------
    UnreadableFileError
        When it is not a workbook that can be opened.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        chosen = _chosen(path, [s for s in book.worksheets if s.sheet_state == "visible"])
        cells = {sheet.title: _lines(sheet) for _, sheet in chosen}
    except Exception as error:  # openpyxl has no error of its own: a damaged file can raise any
        raise UnreadableFileError(
            "this workbook cannot be opened. Open it in Excel and save it again as .xlsx."
        ) from error
    book.close()
    without_value = _formulas_without_value(path, cells) if _has_formulas(path) else {}
    found = [
        _sheet(path, table, sheet.title, cells[sheet.title], without_value.get(sheet.title, []))
        for table, sheet in chosen
    ]
    return [raw for raw in found if raw is not None]


def _chosen(path: Path, visible: list) -> list[tuple[Table, object]]:
    named = [(all_tables().get(column_name(sheet.title)), sheet) for sheet in visible]
    chosen = [(table, sheet) for table, sheet in named if table]
    whole = all_tables().get(column_name(path.stem))
    return chosen or ([(whole, visible[0])] if whole and visible else [])


def _lines(sheet) -> list[tuple]:
    sheet.reset_dimensions()  # some programs declare a smaller sheet than they write
    return list(sheet.iter_rows(values_only=True))


def _sheet(
    path: Path, table: Table, title: str, lines: list[tuple], without_value: list
) -> RawTable | None:
    cells = [[_text(value) for value in line] for line in lines]
    if not any(any(row) for row in cells):
        return None
    scores = [len({column_name(cell) for cell in row} & table.columns.keys()) for row in cells]
    heading = max(range(min(TITLE_ROWS, len(cells))), key=lambda place: (scores[place], -place))
    names = cells[heading]
    width = max(map(len, cells))
    body = pd.DataFrame(
        [row + [""] * (width - len(row)) for row in cells[heading + 1 :]],
        columns=range(width),
        dtype=str,
    )
    body[BEYOND] = ""
    names = names + [""] * (width - len(names))
    raw = as_raw(table, f"{path.name} sheet {title}", names, body, heading, [])
    raw.problems += [
        Problem(raw.file, "", row, "", f"the formula in cell {place} has no value. {_SAVE}")
        for row, place in without_value
    ]
    return None if raw.frame.empty and not raw.problems else raw


_SAVE = "Open the workbook in Excel and save it again."


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in (page := book.read(name)) or b"<f " in page for name in names)


def _formulas_without_value(path: Path, cells: dict[str, list[tuple]]) -> dict[str, list]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    found = {
        title: [
            (row, f"{openpyxl.utils.get_column_letter(column)}{row}")
            for row, line in enumerate(_lines(book[title]), start=1)
            for column, written in enumerate(line, start=1)
            if isinstance(written, str)
            and written.startswith("=")
            and lines[row - 1][column - 1] is None
        ]
        for title, lines in cells.items()
    }
    book.close()
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value)
