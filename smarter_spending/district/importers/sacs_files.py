"""Reading the state's three shapes of a general ledger into rows of text.

Each reader gives a ``SacsFile``: every row as it stands, trimmed, with its
spreadsheet row, and nothing judged yet.  The shape is told from what is in the
file, never from its name.
"""

import csv
import io
import re
import warnings
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district.importers.dat_export import read_dat_export
from smarter_spending.district.importers.folder import is_workbook
from smarter_spending.district.importers.ledger_rows import (
    ROW_COLUMNS,
    SacsFile,
    opens_section,
    plain_year,
)
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError, refuse

# Our name for a field of the ledger, and the state's name for it in each shape.
WEB_COLUMNS = {
    "cds": "CDSCode",
    "fiscal_year": "FullFiscalYear",
    "column_code": "ColumnCode",
    "account": "AccountString",
    "fund": "FundCode",
    "resource": "ResourceCode",
    "project_year": "ProjectYear",
    "goal": "GoalCode",
    "function": "FunctionCode",
    "object": "ObjectCode",
    "amount": "Amount",
}
LEGACY_COLUMNS = {
    "fiscal_year": "Fiscalyear",
    "column_code": "Colcode",
    "account": "Account",
    "fund": "Fund",
    "resource": "Resource",
    "project_year": "Projectyear",
    "goal": "Goal",
    "function": "Function",
    "object": "Object",
    "amount": "Value",
}
CDS_PARTS = ("Ccode", "Dcode", "SchoolCode")
OPTIONAL_COLUMNS = ("account", "project_year")
HEADER_ROWS = 15  # the header is looked for in these first rows


def read_sacs_file(path: Path) -> SacsFile:
    """Every row of a SACS Web extract, an older UserGL table or a DatExport file, as text.

    Parameters
    ----------
    path : Path
        The file; its shape is told from its content.

    Returns
    -------
    SacsFile
        Rows in the order of the file.

    Raises
    ------
    ImportRefusedError
        When the file is none of the three shapes, lacks a column, or is cut short.

    Examples
    --------
    >>> import tempfile
    >>> text = "CDSCode,FullFiscalYear,ColumnCode,FundCode,ResourceCode,GoalCode,"
    >>> text += "FunctionCode,ObjectCode,Amount\\n"
    >>> text += "39999990000000,2023-24,BA,01,0000,1110,1000,1100,5\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "UserGLs.csv")
    ...     _ = path.write_text(text)
    ...     read_sacs_file(path).rows[["fund", "object", "amount", "row"]].values.tolist()
    [['01', '1100', '5', 2]]

    References
    ----------
    California Department of Education, SACS Web System, data extract legend.
    """
    if not path.is_file():
        raise refuse(path.name, f"there is no such file ({path}). Check the name and the folder.")
    content = path.read_bytes()
    if content.startswith(b"PK"):
        return _read_extract(path.name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(
            path.name, "this is an older Excel file (.xls). Open it in Excel and save it as .xlsx."
        )
    if b"Standard Jet DB" in content[:64] or b"Standard ACE DB" in content[:64]:
        raise refuse(
            path.name,
            "this is a whole Access database. Export its table UserGL as .csv and import that.",
        )
    return _read_text(path.name, _decode(content))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_text(name: str, text: str) -> SacsFile:
    lines = list(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))
    first = next((line for line in lines if any(cell.strip() for cell in line)), [])
    if opens_section([cell.strip() for cell in first]):
        return read_dat_export(name, lines)
    return _from_table(name, "table of rows with a header", lines)


def _read_extract(name: str, content: bytes) -> SacsFile:
    import openpyxl

    if not is_workbook(content):
        raise refuse(name, "this is neither an Excel workbook nor a text file, or it is damaged.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the state's extract carries no default style
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            title = _ledger_sheet(sheets)
            if title is None:
                raise refuse(
                    name,
                    "no tab holds a general ledger. The tab is called UserGL in the state's data "
                    f"extract; this workbook has {', '.join(sheets)}. Download the data extract "
                    "again, with the general ledger ticked.",
                )
            lines = _lines(sheets[title])
            names = _entity_names(_lines(sheets["Entities"])) if "Entities" in sheets else {}
            others = tuple(
                (f"tab {other}", None, "not a ledger; not read")
                for other in sheets
                if other not in (title, "Entities")
            )
        finally:
            book.close()
    return _from_table(name, f"workbook, tab {title}", lines, names=names, left_out=others)


def _ledger_sheet(sheets: dict) -> str | None:
    by_name = next((title for title in sheets if title.strip().lower() == "usergl"), None)
    if by_name:
        return by_name
    for title, sheet in sheets.items():
        top = sheet.iter_rows(max_row=HEADER_ROWS, values_only=True)
        if any({"CDSCode", "ColumnCode", "ObjectCode"} <= set(line) for line in top):
            return title
    return None


def _lines(sheet) -> list[tuple]:
    sheet.reset_dimensions()  # some exports declare a smaller sheet than they hold
    return list(sheet.iter_rows(values_only=True))


def _entity_names(lines: list[tuple]) -> dict[str, str]:
    return {
        "".join(str(part) for part in line[:3]): str(line[3]).strip()
        for line in lines[1:]
        if len(line) >= 4 and all(line[:4])
    }


def _from_table(name: str, shape: str, lines, **seen) -> SacsFile:
    at, shape_columns = _find_header(name, lines)
    header = [str(cell or "").strip().lower() for cell in lines[at]]
    wanted = {ours: header.index(theirs.lower()) for ours, theirs in shape_columns.items()}
    body = [(at + 2 + n, line) for n, line in enumerate(lines[at + 1 :])]
    body = [(row, line) for row, line in body if any(cell not in (None, "") for cell in line)]
    width = len(header)
    cells = [[*line, *[None] * (width - len(line))] for _, line in body]
    raw = {ours: [line[place] for line in cells] for ours, place in wanted.items()}
    texts = {ours: _text(values) for ours, values in raw.items()}
    padded = sum(
        isinstance(value, str) and value != text
        for ours, values in raw.items()
        if ours != "amount"
        for value, text in zip(values, texts[ours], strict=True)
    )
    rows = pd.DataFrame({**texts, "row": [row for row, _ in body]})
    if "Ccode" in rows:
        rows["cds"] = rows["Ccode"] + rows["Dcode"] + rows["SchoolCode"]
        rows["fiscal_year"] = rows["fiscal_year"].map(_from_start)
    else:
        rows["fiscal_year"] = rows["fiscal_year"].map(plain_year)
    for column in OPTIONAL_COLUMNS:
        if column not in rows:
            rows[column] = ""
    return SacsFile(name, shape, rows[list(ROW_COLUMNS)], padded, **seen)


def _find_header(name: str, lines) -> tuple[int, dict[str, str]]:
    shapes = (WEB_COLUMNS, {**LEGACY_COLUMNS, **{part: part for part in CDS_PARTS}})
    nearest, fewest = None, None
    for at, line in enumerate(lines[:HEADER_ROWS]):
        present = {str(cell or "").strip().lower() for cell in line}
        for shape in shapes:
            missing = [
                theirs
                for ours, theirs in shape.items()
                if theirs.lower() not in present and ours not in OPTIONAL_COLUMNS
            ]
            if not missing:
                return at, {o: theirs for o, theirs in shape.items() if theirs.lower() in present}
            if fewest is None or len(missing) < len(fewest):
                nearest, fewest = at, missing
    if fewest is None or len(fewest) > 6:
        raise refuse(
            name,
            "this is not a general ledger as the state's software writes it: neither a data "
            "extract (tab UserGL), nor a UserGL table, nor a DatExport file.",
        )
    raise ImportRefusedError(
        ImportProblem(
            name,
            f'the column "{column}" is missing. Import the file as the state wrote it, with all '
            "its columns.",
            column=column,
            row=nearest + 1,
        )
        for column in fewest
    )


def _text(values: list) -> list[str]:
    return [_cell_text(value) for value in values]


def _cell_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value).strip()


def _from_start(year: str) -> str:
    if re.fullmatch(r"\d{4}", year):  # the older tables name a fiscal year by its start
        return f"{year}-{(int(year) + 1) % 100:02d}"
    return plain_year(year)
