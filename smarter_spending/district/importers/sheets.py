"""Reading a workbook's sheets as rows of cells, with no blank taken for a value that is missing."""

import io
import zipfile
from pathlib import Path

from smarter_spending.district.importers.folder import is_workbook
from smarter_spending.district.importers.problems import ImportProblem, refuse
from smarter_spending.district.tables import all_tables


def filled_sheets(path: Path) -> tuple[dict[str, list[tuple]], list[ImportProblem]]:
    """The cells of every sheet of a workbook, row by row, and the formulas that have no value.

    Parameters
    ----------
    path : Path
        The workbook (.xlsx).

    Returns
    -------
    tuple of dict and list
        Rows of cells by sheet name, all rows of a sheet equally wide; and one
        problem for each formula, on a sheet of a table, that was never worked out.

    Raises
    ------
    ImportRefusedError
        When there is no such file, or it is not a workbook.

    Examples
    --------
    >>> filled_sheets(Path("no such file.xlsx"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    smarter_spending.district.importers.problems.ImportRefusedError: Nothing was imported. ...
    """
    import openpyxl

    if not path.is_file():
        raise refuse(path.name, f"there is no such file ({path}). Check the name and the folder.")
    content = path.read_bytes()
    if not is_workbook(content):
        raise refuse(path.name, "this is not an Excel workbook (.xlsx). Save it as one.")
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
    try:
        sheets = {sheet.title: _lines(sheet) for sheet in book.worksheets}
    finally:
        book.close()
    return sheets, _unfinished_formulas(path.name, content, sheets) if _has_formulas(
        content
    ) else []


def _lines(sheet) -> list[tuple]:
    sheet.reset_dimensions()  # some programs declare a smaller sheet than they write
    lines = list(sheet.iter_rows(values_only=True))
    width = max(map(len, lines), default=0)
    return [(*line, *[None] * (width - len(line))) for line in lines]


def _unfinished_formulas(
    name: str, content: bytes, sheets: dict[str, list[tuple]]
) -> list[ImportProblem]:
    import openpyxl

    return [
        ImportProblem(
            name,
            f"the formula in cell {cell.coordinate} of sheet {sheet.title} has no value. Open the "
            "workbook in Excel, save it, and import it again.",
            row=cell.row,
            value=str(cell.value),
        )
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        if sheet_key(sheet.title) in all_tables()
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f" and sheets[sheet.title][cell.row - 1][cell.column - 1] is None
    ]


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in (page := book.read(name)) or b"<f " in page for name in names)


def sheet_key(name) -> str:
    """A sheet's or column's name as tables write it: small letters, underscores for spaces.

    Parameters
    ----------
    name : str or None
        As typed.

    Returns
    -------
    str
        Blank for a blank name.

    Examples
    --------
    >>> sheet_key(" Control  Totals ")
    'control_totals'
    """
    return "_".join(str(name or "").strip().lower().split())
