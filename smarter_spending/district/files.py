"""Every table of a folder as text, from files and workbooks; and files written whole."""

import csv
import io
import os
import re
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pandas as pd

from smarter_spending.district.tables import Note, Problem, Table, all_tables

# --- A table as text: its cells as they were typed, and the spreadsheet row of each --------------

TITLE_ROWS = 15  # the headings are looked for in these first rows
BEYOND = "(beyond the last heading)"


@dataclass
class RawTable:
    """A table as text: every cell a string, blank where nothing stood.

    ``rows`` gives the spreadsheet row of each row of ``frame``; ``written`` the heading of
    each column as it stands in the file.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    written: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class UnreadableFileError(ValueError):
    """A file cannot be read as a table; the message says what to do."""


def as_raw(
    table: Table,
    file: str,
    names: list[str],
    cells: pd.DataFrame,
    heading: int,
    notes: list[Note],
) -> RawTable:
    """A table as text from its headings and its cells."""
    if heading:
        notes.append(Note(file, "", f"its headings were found in row {heading + 1}."))
    cells = cells.fillna("")
    filled = ~_blank_rows(cells)
    rows = pd.RangeIndex(heading + 2, heading + 2 + len(cells))[filled]
    cells = cells[filled].reset_index(drop=True)
    problems = _too_many_values(file, cells, rows)
    columns = [column_name(name) for name in names]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems += [
        Problem(file, name, heading + 1, name, f'the column "{name}" is there twice. Keep one.')
        for name in twice
    ]
    frame = cells.drop(columns=BEYOND)
    unnamed = [place for place, name in enumerate(columns) if not name]
    without = sum(bool(frame[place].str.strip().ne("").any()) for place in unnamed)
    if without:
        notes.append(Note(file, "", f"{without} columns with no heading were left aside."))
    frame.columns = columns
    frame = frame.loc[:, ~pd.Index(columns).duplicated() & (pd.Index(columns) != "")]
    written = dict(zip(columns, names, strict=True))
    return RawTable(table, file, frame, rows, written, notes, problems)


def _blank_rows(cells: pd.DataFrame) -> np.ndarray:
    blank = np.ones(len(cells), dtype=bool)
    for name in cells:  # a space is nothing; only rows blank so far are looked at
        blank[blank] = cells.loc[blank, name].str.strip().eq("")
    return blank


def _too_many_values(file: str, cells: pd.DataFrame, rows: pd.Index) -> list[Problem]:
    beyond = cells[BEYOND].str.strip().ne("").to_numpy(dtype=bool)
    if not beyond.any():
        return []
    message = (
        "there are more values than headings. A comma inside a value needs quotation marks "
        "round the value."
    )
    return [Problem(file, "", int(rows[beyond][0]), "", message, int(beyond.sum()) - 1)]


def column_name(name: str) -> str:
    """A heading as the tables write it: small letters, an underscore for each gap.

    Examples
    --------
    >>> column_name(" School Code ")
    'school_code'
    """
    return re.sub(r"[\s\-]+", "_", str(name).strip().strip("\ufeff").lower())


# --- From the sheets of an Excel workbook to text, nothing interpreted yet -----------------------

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how an .xls begins, and an .xlsx with a password
STRICT = b"purl.oclc.org/ooxml"
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
NO_VALUE = "the formula in cell {place}{sheet} has no value. {then}"


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its ``lines`` of values, and the cells whose formulas were never worked out.

    ``unfinished`` holds the spreadsheet row and the cell, such as ``(2, "H2")``.
    """

    lines: list[tuple]
    unfinished: list[tuple[int, str]]


def sheets_of(
    content: bytes, choose: Callable[[list[str]], Iterable[str]] = list
) -> dict[str, Sheet]:
    """The sheets of a workbook that are chosen among the titles of those that can be seen.

    Raises ``UnreadableFileError`` for what Excel alone can open.
    """
    import openpyxl

    if content.startswith(OLD_OR_LOCKED):
        raise UnreadableFileError(
            "this workbook has a password, or is an old .xls. Open it in Excel, take the password "
            "off (File, Info, Protect Workbook), and save it as .xlsx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            strict = STRICT in parts.read("xl/workbook.xml")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        titles = choose(visible)
        lines = {title: lines_of(book[title]) for title in titles}
        book.close()
        unfinished = _unfinished(content, lines)
    except Exception as error:  # openpyxl has no error of its own: a damaged file can raise any
        raise UnreadableFileError(
            "this workbook cannot be opened. Open it in Excel and save it again as .xlsx."
        ) from error
    if strict:
        raise UnreadableFileError(
            "this workbook is saved as Strict Open XML. Open it in Excel and save it as Excel "
            "Workbook (.xlsx)."
        )
    return {title: Sheet(lines[title], unfinished.get(title, [])) for title in lines}


def lines_of(sheet) -> list[tuple]:
    """The values of a sheet, line by line, however large it declares itself."""
    sheet.reset_dimensions()  # some programs declare a smaller sheet than they write
    return list(sheet.iter_rows(values_only=True))


def _unfinished(content: bytes, lines: dict[str, list[tuple]]) -> dict[str, list]:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        pages = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        if not any(FORMULA.search(parts.read(name)) for name in pages):
            return {}
        # a program that leaves the working out to Excel writes 0 for every result
        left_to_excel = b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")
    none = (None, 0) if left_to_excel else (None,)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    found = {
        title: [
            (row, f"{openpyxl.utils.get_column_letter(column)}{row}")
            for row, line in enumerate(lines_of(book[title]), start=1)
            for column, written in enumerate(line, start=1)
            if str(getattr(written, "text", written)).startswith("=")  # of an array, its text
            and values[row - 1][column - 1] in none
        ]
        for title, values in lines.items()
    }
    book.close()
    return found


def read_workbook(path: Path) -> list[RawTable]:
    """Every table of a workbook: the visible sheets that are named as one.

    When no sheet is and the workbook itself is named as a table, its first
    visible sheet is taken. A sheet with headings and no rows counts as absent.
    """
    tables: dict[str, Table] = {}

    def choose(titles: list[str]) -> Iterable[str]:
        named = {title: all_tables().get(column_name(title)) for title in titles}
        whole = all_tables().get(column_name(path.stem))
        tables.update({title: table for title, table in named.items() if table})
        if not tables and whole:
            tables.update({title: whole for title in titles[:1]})
        return tables

    sheets = sheets_of(path.read_bytes(), choose)
    found = [_sheet(path, tables[title], title, sheet) for title, sheet in sheets.items()]
    return [raw for raw in found if raw is not None]


def _sheet(path: Path, table: Table, title: str, sheet: Sheet) -> RawTable | None:
    cells = [[as_text(value) for value in line] for line in sheet.lines]
    if not any(cell.strip() for row in cells for cell in row):
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
    save = "Open the workbook in Excel and save it again."
    raw.problems += [
        Problem(raw.file, "", row, "", NO_VALUE.format(place=place, sheet="", then=save))
        for row, place in sheet.unfinished
    ]
    return None if raw.frame.empty and not raw.problems else raw


def as_text(value: object) -> str:
    """A cell of a workbook as a person would type it.

    Examples
    --------
    >>> as_text(3.0), as_text(True), as_text(date(2025, 9, 15)), as_text("Oak_x0033_")
    ('3', 'Y', '2025-09-15', 'Oak3')
    """
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
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        value = unescape(value)
    return normalize("NFC", str(value))


# --- From files to text: every table of a folder as it was typed, nothing interpreted yet --------

DELIMITERS = ",^;\t|"
OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt", ".numbers")


def read_tables(folder: Path) -> tuple[dict[str, RawTable], list[Problem], list[Note]]:
    """Every table that a folder holds, as text."""
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
    text, notes = decoded(path.name, path.read_bytes())
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


def decoded(file: str, content: bytes) -> tuple[str, list[Note]]:
    """The text of a file, whatever it is written in, with what there is to say of that."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        note = Note(file, "", "written as Unicode text (UTF-16), and read so.")
        return _one_form(content.decode("utf-16", errors="replace")), [note]
    try:
        return _one_form(content.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        windows, mac = (content.decode(page, errors="replace") for page in ("cp1252", "mac_roman"))
    likely = [len(AS_WRITTEN.findall(text)) for text in (windows, mac)]
    if likely[1] > likely[0]:
        note = Note(file, "", "not UTF-8, so read as Mac Roman (Excel on a Mac).")
        return _one_form(mac), [note]
    notes = [Note(file, "", "not UTF-8, so read as Windows-1252 (an older Excel).")]
    if likely[1] == likely[0] > 0:
        doubt = "it may come from a Mac: look at its accents, or save it as CSV UTF-8."
        notes.append(Note(file, "", doubt, "warning"))
    return _one_form(windows), notes


# accents where Spanish has them, apostrophes and dashes where English has them: what one code page
# makes of the other's bytes is none of these
AS_WRITTEN = re.compile(
    r"(?<=[A-Za-z])[áéóúü](?=[a-z]|\b)|(?<=[AEIOUaeiou])ñ(?=[aeiou])|(?<![a-z])[ÁÉÍÓÚÑ](?=[A-Za-z])"
    r"|(?<=[A-Za-z])í(?!(?:s|t|d|m|ll|re|ve)\b)(?=[a-z])|(?<=[a-z]{2})—(?=[a-z]{3})"
    r"|(?<=[A-Za-z])’(?=(?:s|t|d|m|ll|re|ve)\b|[A-Z])|(?<=[A-Z0-9])–(?=[A-Z0-9])|“(?=\w)"
)


def _one_form(text: str) -> str:
    """An accent is one sign with its letter, however a Mac has put it down; no zero bytes."""
    return normalize("NFC", text.replace("\x00", ""))


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


# --- Writing a file so that a reader finds the old one or the new one, never a part of it --------


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all; the folder is made when needed.

    The text is written beside, flushed to the disk and renamed, so a crash or a closed
    laptop leaves either the old file or the new one.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "new", "schools.csv"), "local_site_code\\n")
    ...     Path(folder, "new", "schools.csv").read_text()
    'local_site_code\\n'
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as writer:
            writer.write(text)
            writer.flush()
            os.fsync(writer.fileno())
        Path(beside).chmod(0o644)  # as any file a person saves; mkstemp's is for one user
        _replace(Path(beside), file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _replace(beside: Path, file: Path, tries: int = 5) -> None:
    # a synchronised folder on Windows may hold the file for a moment
    for attempt in range(tries):
        try:
            beside.replace(file)
            return
        except PermissionError:
            if attempt == tries - 1:
                raise
            time.sleep(0.05 * 2**attempt)
