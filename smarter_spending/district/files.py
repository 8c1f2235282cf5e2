"""Every table of a folder as text, from files and workbooks; and files written whole."""

import csv
import hashlib
import io
import os
import re
import tempfile
import time
import tomllib
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pandas as pd

from smarter_spending.district.tables import (
    NUMERIC_KINDS,
    Note,
    Problem,
    Table,
    all_tables,
    counted,
)

# --- A table as text: its cells as they were typed, and the spreadsheet row of each --------------

TITLE_ROWS = 15  # the headings are looked for in these first rows
BEYOND = "(beyond the last heading)"
MOST_COLUMNS = 1000
TOO_MANY = "there are more values than headings. A comma inside a value needs quotation marks "
TOO_MANY += "round the value."
TOO_WIDE = (
    "its row of headings has {:,} columns; {}. Is it the right file, and are its line breaks there?"
)


Alike = tuple[np.ndarray, np.ndarray]  # each cell's place among a column's texts, and the texts


@dataclass
class RawTable:
    """A table as text: every cell a string, blank where nothing stood."""

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    written: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    heading: int = 0
    places: dict[str, int] = field(default_factory=dict)
    above: list[list[str]] = field(default_factory=list)  # the rows above the headings
    once: dict[str, Alike] = field(default_factory=dict, repr=False)


class UnreadableFileError(ValueError):
    """A file cannot be read as a table; the message says what to do."""


def as_raw(
    table: Table, file: str, names: list[str], cells: pd.DataFrame, heading: int, notes: list[Note]
) -> RawTable:
    """A table as text from its headings and its cells."""
    columns = [column_name(name) for name in names]
    if wrong := _another_table(table, names, columns):
        nothing = pd.DataFrame(columns=list(table.columns), dtype=str)
        told = [Problem(file, "", None, "", wrong)]
        return RawTable(
            table, file, nothing, pd.RangeIndex(0), {name: name for name in nothing}, [], told
        )
    if heading:
        notes.append(Note(file, "", f"its headings were found in row {heading + 1}."))
    once = {place: alike(cells[place]) for place in cells}
    rows, blank = pd.RangeIndex(heading + 2, heading + 2 + len(cells)), _blank(once.values())
    if blank.any():
        rows, cells = rows[~blank], cells[~blank].reset_index(drop=True)
        once = {place: alike(cells[place]) for place in cells}
    problems, beyond = [], rows[~_blank([once[BEYOND]])]
    if len(beyond):
        problems.append(Problem(file, "", int(beyond[0]), "", TOO_MANY, len(beyond) - 1))
    for name in sorted(name for name, times in Counter(columns).items() if name and times > 1):
        message = f'the column "{name}" is there twice. Keep one.'
        problems.append(Problem(file, name, heading + 1, name, message))
    unnamed = [place for place, name in enumerate(columns) if not name]
    without = sum(not _blank([once[place]]).all() for place in unnamed)
    if without:
        notes.append(Note(file, "", f"{without} columns with no heading were left aside."))
    written = dict(zip(columns, names, strict=True))
    places = {name: place for place, name in enumerate(columns)}
    firsts = {name: columns.index(name) for name in columns if name}
    frame = cells[[*firsts.values()]].set_axis(list(firsts), axis=1)
    once = {name: once[place] for name, place in firsts.items()}
    return RawTable(table, file, frame, rows, written, notes, problems, heading, places, once)


def alike(cells: pd.Series) -> Alike:
    """Each cell's place among a column's different texts, and these, in order of appearance."""
    # a reader makes one object of what is alike in a piece of a file; so the cells' addresses are
    # told apart first, which is quick, and what they say for each address once
    texts = np.ascontiguousarray(cells.to_numpy(dtype=object))
    places, addresses = pd.factorize(np.frombuffer(texts, dtype=np.intp))
    firsts = np.empty(len(addresses), dtype=np.intp)
    firsts[places[::-1]] = np.arange(len(places))[::-1]
    same, once = pd.factorize(texts[firsts])
    return (places if len(once) == len(same) else same[places]), once


def _blank(columns: Iterable[Alike]) -> np.ndarray:
    """The rows in which every one of these columns is blank; a space is nothing."""
    columns = list(columns)
    blank = np.ones(len(columns[0][0]), dtype=bool)
    for places, texts in columns:
        blank &= np.array([not text.strip() for text in texts], dtype=bool)[places]
        if not blank.any():
            break
    return blank


def _another_table(table: Table, names: list[str], columns: list[str]) -> str:
    """What to say of headings that are not this table's: fewer than a third of those it needs."""
    written = [" ".join(name.split()) for name in names if name.strip()]
    if len(written) > MOST_COLUMNS:
        return TOO_WIDE.format(len(written), f"the table {table.name} has {len(table.columns)}")
    found = len(set(table.required) & set(columns))
    if 3 * found >= len(table.required):
        return ""
    if not written:
        return "it is empty: there are no headings in it. Fill it in, or take it away."
    like = looks_like([names])
    kind = like if like in STATE_FILES else "table" if like == table.name else ""
    hint = f"They look like those of {like}." if like else "Is it the right file?"
    if kind:
        hint = f"Give it another name and bring it in: smarter-spending import {kind}."
    shown = ", ".join(name[:30] for name in written[:8]) + ", ..." * (len(written) > 8)
    return (
        f"this is not the table {table.name}, which needs {', '.join(table.required)}. The "
        f"headings found are: {shown}. {hint}"
    )


def column_name(name: str) -> str:
    """A heading as the tables write it: small letters, an underscore for each gap."""
    return re.sub(r"[\s\-]+", "_", str(name).strip().strip("\ufeff").lower())


# --- What a file is, by what is in it and not by its name ----------------------------------------

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how an .xls begins, and an .xlsx with a password
PASSWORD = (
    "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it as .xlsx."
)
UNPACK = "Unpack it, and give the table that is inside."
SAVE = "Save the table as CSV UTF-8 or as an Excel workbook (.xlsx)."
STARTS = {
    "a PDF": (b"%PDF",),
    "a compressed file (.gz)": (b"\x1f\x8b",),
    "a compressed file": (b"BZh9", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"),
    "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF"),
    "a text document (.rtf)": (b"{\\rtf",),
    "a database": (b"SQLite format 3", b"PAR1", b"\x00\x01\x00\x00Standard"),
}
PACKED = {  # what a .zip is, by a name in it
    "word/": "a Word document (.docx)",
    "ppt/": "a PowerPoint file (.pptx)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods or .odt)",
    "Index/": "a Numbers or Pages file",
}
SIGNS = bytes({*range(32)} - {*b"\t\n\x0b\x0c\r\x1a"})  # which no text has
MARKUP = {
    rb"<(!doctype html|html|head|meta|body|table|div|style)\b": "a web page (HTML)",
    rb"<\?xml": "an XML file",
    rb"[\[{]\s*[\[{\"]": "a JSON file",
}


def is_workbook(content: bytes) -> bool:
    """Whether a file's content is an Excel workbook (.xlsx), whatever its name says."""
    return "xl/workbook.xml" in _packed(content)


def _packed(content: bytes) -> list[str]:
    if not content.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def other_kind(content: bytes) -> str:
    """What a file is that holds neither text nor an .xlsx, and what to do; blank for these."""
    if content.startswith(OLD_OR_LOCKED):
        return _old_or_locked(content)
    if content.startswith(b"PK\x03\x04"):
        names = _packed(content)
        if not names:
            return f"this is a workbook or a .zip that is damaged. {SAVE}"
        held = (what for name, what in PACKED.items() if any(n.startswith(name) for n in names))
        if "xl/workbook.xml" in names:
            return ""
        kind = next(held, "")
        return f"this is {kind}. {SAVE}" if kind else f"this is a .zip. {UNPACK}"
    for kind, starts in STARTS.items():
        if content.startswith(starts):
            return f"this is {kind}. {UNPACK if 'compressed' in kind else SAVE}"
    codec = _unicode(content)
    head = content[:2048].decode(codec, errors="ignore").encode() if codec else content[:2048]
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for pattern, kind in MARKUP.items():
        if re.match(pattern, head):
            return f"this is {kind}. Open it in Excel. {SAVE}"
    signs = len(head) - len(head.translate(None, SIGNS))
    return f"this is a file of another kind, no text. {SAVE}" if signs > 0.1 * len(head) else ""


def _old_or_locked(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"this workbook has a password. {PASSWORD}"
    if "WordDocument".encode("utf-16-le") in content:
        return f"this is an old Word document (.doc). {SAVE}"
    return "this is an old workbook (.xls). Open it in Excel, and save it as .xlsx."


def _unicode(content: bytes) -> str:
    """Which UTF-16 a text is in, if it is, with a mark at its beginning or without."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:200]
    if len(start) > 3 and min(start[::2]) > 0 and start[1::2].count(0) > 0.4 * len(start):
        return "utf-16-le"
    if len(start) > 3 and min(start[1::2]) > 0 and start[::2].count(0) > 0.4 * len(start):
        return "utf-16-be"
    return ""


# --- From the sheets of an Excel workbook to text, nothing interpreted yet -----------------------

STRICT = b"purl.oclc.org/ooxml"
FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]+\d+:[A-Z]+\d+)")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
NO_VALUE = "the formula in cell {place}{sheet} has no value. {then}"
ONE_NUMBER = "the cells {place}{sheet} are merged and hold one number. Unmerge them in Excel, and "
ONE_NUMBER += "write each row's own."


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its ``lines`` of values, a text merged over rows in each of them."""

    lines: list[tuple]
    unfinished: list[tuple[int, str]]
    numbers: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Sheets(dict[str, Sheet]):
    """The sheets that were chosen, by title; ``others`` has the first rows of the other ones."""

    others: dict[str, list[tuple]]


def sheets_of(content: bytes, choose: Callable[[list[str]], Iterable[str]] = list) -> Sheets:
    """The sheets of a workbook that are chosen among the titles of those that can be seen."""
    import openpyxl

    if other := other_kind(content):
        raise UnreadableFileError(other)
    found = Sheets()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # the state's extract has no default style
            about = parts.read("xl/workbook.xml")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
            titles = list(choose(visible))
            lines = {title: lines_of(book[title]) for title in titles}
            pages = {title: parts.read(book[title]._worksheet_path) for title in titles}
            others = [title for title in visible if title not in titles]
            found.others = {title: lines_of(book[title], TITLE_ROWS) for title in others}
            hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
            book.close()
        left_to_excel = b'fullCalcOnLoad="1"' in about
        unfinished = _unfinished(content, lines, pages, left_to_excel)
        for title in titles:
            seen, numbers, notes = _as_seen(pages[title], lines[title])
            found[title] = Sheet(seen, unfinished.get(title, []), numbers, notes)
    except Exception as error:  # openpyxl has no error of its own: a damaged file can raise any
        message = "this workbook cannot be opened. Open it in Excel and save it again as .xlsx."
        raise UnreadableFileError(message) from error
    if STRICT in about:
        raise UnreadableFileError(
            "this workbook is saved as Strict Open XML. Open it in Excel and save it as Excel "
            "Workbook (.xlsx)."
        )
    if hidden and found:
        said = f"hidden sheets of the workbook were not read: {', '.join(hidden)}."
        next(iter(found.values())).notes.append(said)
    return found


def lines_of(sheet, rows: int | None = None) -> list[tuple]:
    """The values of a sheet, line by line, however large it declares itself."""
    sheet.reset_dimensions()  # some programs declare a smaller sheet than they write
    return list(sheet.iter_rows(values_only=True, max_row=rows))


def _unfinished(
    content: bytes, lines: dict[str, list[tuple]], pages: dict[str, bytes], left_to_excel: bool
) -> dict[str, list]:
    import openpyxl

    if not any(map(FORMULA.search, pages.values())):
        return {}
    # a program that leaves the working out to Excel writes 0 for every result
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


def _as_seen(page: bytes, lines: list[tuple]) -> tuple[list[tuple], list, list[str]]:
    """A sheet's lines with merged text in each of its rows, merged numbers, and what to say."""
    numbers, notes = [], []
    if b"mergeCell" in page:
        lines, numbers, notes = _merged([found.decode() for found in MERGED.findall(page)], lines)
    if b"hidden" in page:
        notes += _hidden(page, lines)
    return lines, numbers, notes


def _merged(ranges: list[str], lines: list[tuple]) -> tuple[list[tuple], list, list[str]]:
    from openpyxl.utils import range_boundaries

    made, numbers, down, across = list(map(list, lines)), [], [], []
    for place in ranges:
        left, top, right, bottom = range_boundaries(place)
        rows = _below(lines, top, bottom)
        value = made[top - 1][left - 1] if top <= len(made) and left <= len(made[top - 1]) else None
        if value is None:
            continue
        others = [*lines[top - 1][: left - 1], *lines[top - 1][right:]]
        if right > left and any(one is not None for one in others):
            across.append(place)
        if rows and isinstance(value, int | float) and not isinstance(value, bool):
            numbers.append((top, place))
        elif rows:
            down.append(place)
            _spread(made, rows, left, value)
    notes = [f"merged cells were read in each of their rows: {some(down)}."] * bool(down)
    if across:
        notes.append(f"cells merged across columns were read in the first one: {some(across)}.")
    return [tuple(line) for line in made], numbers, notes


def _spread(lines: list[list], rows: Iterable[int], column: int, value: object) -> None:
    for row in rows:
        lines[row] += [None] * (column - len(lines[row]))
        lines[row][column - 1] = value


def with_numbers(sheet: Sheet, amounts: Collection[int]) -> Sheet:
    """A sheet with merged numbers in each of their rows, but for the columns ``amounts``."""
    from openpyxl.utils import range_boundaries

    made, kept = list(map(list, sheet.lines)), []
    for top, place in sheet.numbers:
        left, _, _, bottom = range_boundaries(place)
        if left - 1 in amounts:
            kept.append((top, place))
        else:
            _spread(made, _below(sheet.lines, top, bottom), left, made[top - 1][left - 1])
    return replace(sheet, lines=[tuple(line) for line in made], numbers=kept)


def _below(lines: list[tuple], top: int, bottom: int) -> list[int]:
    """The places of merged rows below the first, where something else stands in them."""
    rows = range(top, min(bottom, len(lines)))
    return [row for row in rows if any(value is not None for value in lines[row])]


def some(names: Iterable[str], shown: int = 3) -> str:
    """The first of some names, and how many more there are."""
    names = list(names)
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _hidden(page: bytes, lines: list[tuple]) -> list[str]:
    from openpyxl.utils import get_column_letter

    rows, at = 0, 0
    for row in map(_attributes, ROW.findall(page)):
        at = int(row.get("r", at + 1))
        filled = at <= len(lines) and any(value is not None for value in lines[at - 1])
        rows += filled and row.get("hidden") in ("1", "true")
    notes = [f"{counted(rows, 'hidden row')} (a filter?) {_were(rows)} read too."] * bool(rows)
    columns = [
        get_column_letter(place)
        for span in map(_attributes, COLUMNS.findall(page))
        if span.get("hidden") in ("1", "true")
        for place in range(int(span["min"]), int(span["max"]) + 1)
        if any(len(line) >= place and line[place - 1] is not None for line in lines)
    ]
    count = len(columns)
    said = f"{counted(count, 'hidden column')} {_were(count)} read too: {some(columns)}."
    return notes + [said] * bool(columns)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _attributes(tag: bytes) -> dict[str, str]:
    return dict(re.findall(r"(\w+)\s*=\s*[\"']([^\"']*)", tag.decode()))


def read_workbook(path: Path) -> list[RawTable]:
    """Every table of a workbook: the visible sheets that are named as one."""
    return _workbook(path)[0]


def _workbook(path: Path, without: Collection[str] = ()) -> tuple[list[RawTable], Sheets]:
    """The sheets named as a table; when none is, the first of a workbook that is itself."""
    tables: dict[str, Table] = {}

    def choose(titles: list[str]) -> Iterable[str]:
        named = {title: all_tables().get(column_name(title)) for title in titles}
        whole = all_tables().get(column_name(path.stem))
        if whole and not any(named.values()):
            named = {title: whole for title in titles[:1]}
        tables.update({title: table for title, table in named.items() if table})
        return [title for title, table in tables.items() if table.name not in without]

    sheets = sheets_of(path.read_bytes(), choose)
    for title in tables.keys() - sheets.keys():
        sheets.others.pop(title, None)
    found = [sheet_table(path, tables[title], title, sheet) for title, sheet in sheets.items()]
    return [raw for raw in found if raw is not None], sheets


def sheet_table(path: Path, table: Table, title: str, sheet: Sheet) -> RawTable | None:
    """A sheet as a table's text; none when there is no row under its headings."""
    cells = [[as_text(value) for value in line] for line in sheet.lines]
    if not any(cell.strip() for row in cells for cell in row):
        return None
    known = [
        {column_name(cell) for cell in row} & table.columns.keys() for row in cells[:TITLE_ROWS]
    ]
    heading = max(range(len(known)), key=lambda place: (len(known[place]), -place))
    names = cells[heading]
    if sheet.numbers:
        kinds = [table.columns.get(column_name(name)) for name in names]
        amounts = [place for place, one in enumerate(kinds) if one and one.kind in NUMERIC_KINDS]
        sheet = with_numbers(sheet, amounts)
        cells = [[as_text(value) for value in line] for line in sheet.lines]
    width = max(map(len, cells))
    rows = [row + [""] * (width - len(row)) for row in cells[heading + 1 :]]
    body = pd.DataFrame(rows, columns=range(width), dtype=str)
    if not (sheet.unfinished or body.ne("").to_numpy().any()):
        return None
    body[BEYOND] = ""
    names = names + [""] * (width - len(names))
    file = f"{path.name} sheet {title}"
    raw = as_raw(table, file, names, body, heading, [Note(file, "", said) for said in sheet.notes])
    raw.above = cells[:heading]
    save = "Open the workbook in Excel and save it again."
    for message, found in ((NO_VALUE, sheet.unfinished), (ONE_NUMBER, sheet.numbers)):
        for row, place in found:
            said = message.format(place=place, sheet="", then=save)
            raw.problems.append(Problem(file, "", row, "", said))
    return None if raw.frame.empty and not raw.problems else raw


def as_text(value: object) -> str:
    """A cell of a workbook as a person would type it."""
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
NO_DATA = (".md", ".toml", ".ini", ".db", ".lnk", ".url", ".png", ".jpg", ".jpeg", ".gif", ".svg")
OUR_FOLDERS = ("choices", "maps")
IMPORTED = "imported.txt"  # in maps: which workbooks were imported, and what they wrote


def read_tables(folder: Path) -> tuple[dict[str, RawTable], list[Problem], list[Note]]:
    """Every table that a folder holds, as text; what was not read is told."""
    found: dict[str, RawTable] = {}
    problems: list[Problem] = []
    notes: list[Note] = []
    seen = [path for path in folder.iterdir() if not re.match(r"~\$|\.|.*~$", path.name)]
    for path in sorted(seen, key=lambda one: (_rank(one), one.name)):
        try:
            raws = _tables_of(path, found, problems, notes)
        except UnreadableFileError as error:
            problems.append(Problem(path.name, "", None, "", str(error)))
            continue
        except OSError as error:
            said = f"it cannot be opened ({error.strerror}). Close it elsewhere, see who may "
            said += "read it"
            if _copied(path):
                problems.append(Problem(path.name, "", None, "", f"{said}, or move it away."))
            else:
                notes.append(Note(path.name, "", f"{said}.", "warning"))
            continue
        for raw in raws:
            there = found.setdefault(raw.table.name, raw)
            if there is not raw:
                message = (
                    f"the table {raw.table.name} is also in {there.file}. Keep one of the two."
                )
                problems.append(Problem(raw.file, "", None, "", message))
    return found, problems, notes


def _tables_of(
    path: Path, found: dict[str, RawTable], problems: list[Problem], notes: list[Note]
) -> list[RawTable]:
    """The tables of one file; what is none of a table's is told."""
    kind = path.suffix.lower()
    if not path.is_file():
        _no_file(path, problems, notes)
    elif kind == ".csv":
        return _csv_tables(path, notes)
    elif kind == ".xlsx":
        return _sheets(path, found, notes)
    else:
        _other_file(path, found, problems, notes)
    return []


def _copied(path: Path) -> str:
    """The table whose name is in a file's, as in ``ledger (1).csv``; blank where there is none."""
    named = re.search(rf"(?<![a-z])({'|'.join(all_tables())})(?![a-z])", column_name(path.name))
    return named[1] if named else ""


def _rank(path: Path) -> int:
    """A text before a workbook, so that the workbook is said to be the second; the rest last."""
    return {".csv": 0, ".xlsx": 1}.get(path.suffix.lower(), 2)


def _no_file(path: Path, problems: list[Problem], notes: list[Note]) -> None:
    if column_name(path.name.partition(".")[0]) in all_tables() and path.suffix:
        kinds = {"it is a folder": path.is_dir(), "it is a pipe or a device": path.exists()}
        lost = "it points to a file that is not there"
        what = next((kind for kind, is_so in kinds.items() if is_so), lost)
        problems.append(Problem(path.name, "", None, "", f"{what}, not a table. Move it away."))
    elif path.is_dir() and path.name not in OUR_FOLDERS:
        held = sorted(one.name for one in path.iterdir() if _rank(one) < 2)
        if held:
            said = f"the folder is not read ({some(held)}). A table stands beside district.toml."
            notes.append(Note(path.name, "", said))


def _other_file(
    path: Path, found: dict[str, RawTable], problems: list[Problem], notes: list[Note]
) -> None:
    kind, table = path.suffix.lower(), column_name(path.name.partition(".")[0])
    if kind in NO_DATA or table == "readme":
        return
    message = f"a {kind} file is not read." if kind else "a file with no ending is not read."
    if table in all_tables() and table not in found:
        message += " Save it as CSV UTF-8 or as an Excel workbook (.xlsx)."
        problems.append(Problem(path.name, "", None, "", message))
    elif table in all_tables():
        notes.append(Note(path.name, "", f"{message} {found[table].file} is."))
    else:
        content = path.read_bytes()
        lines = [] if other_kind(content) or is_workbook(content) else _first_lines(content)
        notes.append(Note(path.name, "", f"{message} {_way_in(path, lines)}"))


def _csv_tables(path: Path, notes: list[Note]) -> list[RawTable]:
    content = path.read_bytes()
    if table := all_tables().get(column_name(path.stem)):
        return read_workbook(path) if is_workbook(content) else [read_csv(path, table, content)]
    known = ", ".join(all_tables())
    told = f"not read: its name is none of the tables this tool knows ({known})."
    if table := _copied(path):
        told = f"not read: is it a copy of {table}.csv? Keep one of the two, under that name."
    other = other_kind(content)
    lines = [] if other or is_workbook(content) else _first_lines(content)
    notes.append(Note(path.name, "", f"{told} {other or _way_in(path, lines)}"))
    return []


def _first_lines(content: bytes) -> list[list[str]]:
    text, _ = decoded("", content[:200_000])
    starts = [[cells for cells, _ in _records(text, mark)] for mark in DELIMITERS]
    return max(starts, key=lambda lines: max(map(len, lines), default=0))


def _sheets(path: Path, found: dict[str, RawTable], notes: list[Note]) -> list[RawTable]:
    """The tables of a workbook; of one that was imported, those that no file holds."""
    before = imported(path.parent)
    known = path.name in before or fingerprint(path.read_bytes()) in before.values()
    raws, sheets = _workbook(path, found if known else ())
    if known:
        notes.append(Note(path.name, "", _stands(path, before)))
    elif not sheets:
        said = f"not read: none of its sheets ({', '.join(sheets.others)}) is named as a table."
        firsts = sorted(sheets.others.values(), key=looks_like, reverse=True)
        notes.append(Note(path.name, "", f"{said} {_way_in(path, firsts[0] if firsts else [])}"))
    for title, lines in sheets.others.items() if sheets else ():
        like = looks_like(lines)
        if like and column_name(title) not in all_tables():
            said = f"not read: its name is no table's. {_way_in(path, lines)}"
            notes.append(Note(f"{path.name} sheet {title}", "", said))
    return raws


def _stands(path: Path, before: dict[str, str]) -> str:
    """Where an imported workbook stands: read as it is, or changed since."""
    wrote = [name.partition(" from ")[0] for name in before if name.endswith(f" from {path.name}")]
    read = f"it was imported: {', '.join(wrote) or 'the .csv files'} hold its tables and are read."
    if fingerprint(path.read_bytes()) in before.values():
        return read
    again = f'smarter-spending import workbook "{path}" --into "{path.parent}" --replace'
    return f"{read} It has changed since. To bring the change in: {again}"


def imported(folder: Path) -> dict[str, str]:
    """The fingerprint of each workbook imported into a folder, and of each file it wrote."""
    path = folder / "maps" / IMPORTED
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {name: mark for mark, _, name in (line.partition("  ") for line in lines)}


def fingerprint(content: bytes) -> str:
    """What tells a content from every other."""
    return hashlib.sha256(content).hexdigest()


# --- What a file that was not read looks like, and the command that brings it in -----------------

STATE_FILES = {  # what imports a file of the state's: headings, as ``plain`` has them, that tell it
    "lcap": "goal action actiontitle title contributing scope totalpersonnel totalnonpersonnel "
    "lcfffunds otherstatefunds localfunds federalfunds totalfunds personnel nonpersonnel lcff "
    "otherstate local federal total",
    "caaspp": "testyear testid typeid countycode districtcode schoolcode studentstested grade "
    "meanscalescore percentagestandardmetandabove pctmetandabove studentgroupid demographicid",
    "sacs": "submissionnumber reportingperiod columncode accountstring colcode account fundcode "
    "resourcecode goalcode functioncode objectcode projectyear period dcode ccode",
    "public": "",
}
PUBLIC = ("tkk3adatarget", "calpadsunduplicatedpupilcount")  # how a heading of these begins


def looks_like(lines: list[list]) -> str:
    """The table, or the file of the state's, whose headings stand in these lines."""
    rows = [{plain(cell) for cell in line if cell} for line in lines[:TITLE_ROWS]]
    for table in all_tables().values():
        own = set(map(plain, table.columns))
        ours = [row for row in rows if table.name != "outcomes_public" or "suppressed" in row]
        if any(len(row & own) > max(1, 0.8 * len(row)) for row in ours):
            return table.name
    for name, told in STATE_FILES.items():
        if any(len(row & set(told.split())) >= 6 for row in rows):
            return name
    if any(cell.startswith(PUBLIC) for row in rows for cell in row):
        return "public"
    best, like = (0, 0.0), ""
    for table in all_tables().values():
        if table.name == "outcomes_public":  # it comes from the state's own files alone
            continue
        words = {name: set(map(plain, called(table, name))) for name in table.columns}
        for row in rows:
            found = {name for name, said in words.items() if row & said}
            needed = len(found & set(table.required)) / len(table.required)
            score = (min(len(found), len(row)), needed)
            if needed >= 0.5 and score[0] > 1 and score > best:
                best, like = score, table.name
    return like


def _way_in(path: Path, lines: list[list]) -> str:
    like = looks_like(lines)
    kind = {"students_outcomes": "students"}.get(like, like)
    if kind not in (*STATE_FILES, "students"):
        kind = "table"
    end = f" --as {like or 'TABLE'}" if kind == "table" else ""
    opening = f"It looks like {like}: " if like else "If it holds a table of yours: "
    return f'{opening}smarter-spending import {kind} "{path}"{end} --into "{path.parent}"'


def plain(text: object) -> str:
    """A heading or word for comparing: small letters and figures, nothing else."""
    return re.sub(r"[^a-z0-9]", "", str(text).lower())


@cache
def vocabulary() -> dict:
    """What other systems call our columns and values, from ``headings.toml``."""
    text = files("smarter_spending.district").joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words_of(column: str) -> dict[str, str]:
    """What other words for a column's values mean; theirs as ``plain`` has them."""
    words = vocabulary()["values"].get(column, {})
    return {plain(theirs): ours for ours, said in words.items() for theirs in said}


def called(table: Table, name: str) -> list[str]:
    """A column's own name and what else it is called, the nearest first."""
    said = vocabulary()
    return [name, *said.get(table.name, {}).get(name, ()), *said["any"].get(name, ())]


# --- From one text file to its cells -------------------------------------------------------------


def read_csv(path: Path, table: Table, content: bytes) -> RawTable:
    """A text as a table, whatever separates its columns and wherever its headings stand."""
    text, notes = decoded(path.name, content)
    above, delimiter, names, start = _heading(text, table)
    heading = len(above)
    if delimiter != ",":
        name = {"\t": "tabs"}.get(delimiter, f'"{delimiter}"')
        notes.append(Note(path.name, "", f"its columns are separated by {name} instead of commas."))
    cells = _cells(text[start:], delimiter, [*range(len(names)), BEYOND], heading + 2)
    raw = as_raw(table, path.name, names, cells, heading, notes)
    raw.above = above
    _cut_short(raw, text[start:], delimiter, names)
    return raw


def _cut_short(raw: RawTable, text: str, delimiter: str, names: list[str]) -> None:
    """A last row that ends before its last column, or inside it; and shorter rows before it."""
    wide, rows = len(names), text.rstrip("\r\n").splitlines()
    if '"' in text or text.count(delimiter) != len(rows) * (wide - 1):
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        filled = {n: len(line) for n, line in enumerate(lines) if "".join(line).strip()}
    else:
        filled = dict.fromkeys(range(len(rows)), wide)
    first, last = raw.heading + 2, max(filled, default=-1)
    short = {n: width for n, width in filled.items() if width < wide}
    alone = [n for n, width in short.items() if width == filled[last]] == [last]
    # a program that leaves out what is blank at a row's end does so in many rows
    if alone and last in short:
        ends = names[short.pop(last) - 1]
        said = f"the file ends inside this row, in {ends}. Get it whole, or fill the row in."
        raw.problems.append(Problem(raw.file, column_name(ends), last + first, "", said))
    elif last >= 0 and not text.endswith(("\r", "\n")) and _breaks_off(raw.frame.iloc[:, -1]):
        said = "the file ends inside the last cell of this row. Get it whole, or mend the cell."
        raw.problems.append(Problem(raw.file, raw.frame.columns[-1], last + first, "", said))
    if short:
        said = f"{counted(len(short), 'row')} ending before the last column (first: row "
        said += f"{min(short) + first}): what is not there was read as blank."
        raw.notes.append(Note(raw.file, "", said, "warning"))


def _breaks_off(cells: pd.Series) -> bool:
    """Whether the last cell ends otherwise than all others do, as 12.5 among dollars and cents."""
    ends = [re.sub(r"\d", "0", re.search(r"(\d\W)?\d*$", cell)[0]) for cell in cells if cell]
    alike = len(ends) > 2 and len({*ends[:-1]}) == 1 and re.match(r"0\W00", ends[0])
    return bool(alike) and ends[-1] != ends[0] and cells.iloc[-1] != ""


def _cells(text: str, delimiter: str, columns: list, first_row: int) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():  # as_raw names the rows that this warning is about
            warnings.simplefilter("ignore", pd.errors.ParserWarning)
            return pd.read_csv(
                io.BytesIO(text.encode()),
                sep=delimiter,
                header=None,
                names=columns,
                index_col=False,
                skip_blank_lines=False,
                dtype=object,
                na_filter=False,
                low_memory=False,  # in one piece, so that what is alike is one object
            )
    except pd.errors.EmptyDataError:
        return pd.DataFrame(columns=columns, dtype=str)
    except pd.errors.ParserError as error:
        raise UnreadableFileError(_cannot_parse(error, first_row)) from None


def decoded(file: str, content: bytes) -> tuple[str, list[Note]]:
    """The text of a file, whatever it is written in, with what there is to say of that."""
    if other := other_kind(content):
        raise UnreadableFileError(other)
    if codec := _unicode(content):
        note = Note(file, "", "written as Unicode text (UTF-16), and read so.")
        return _one_form(content.decode(codec, errors="replace")), [note]
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
    text = text.replace("\x00", "")
    return text if text.isascii() else normalize("NFC", text)


def _heading(text: str, table: Table) -> tuple[list[list[str]], str, list[str], int]:
    """The rows above the headings, what separates columns, their names, where the rest begins."""
    best, found = -1, ([], ",", [], len(text))
    for delimiter in DELIMITERS:
        above: list[list[str]] = []
        for cells, end in _records(text, delimiter):
            known = len({column_name(cell) for cell in cells} & table.columns.keys())
            if known > best and (known or not above):
                best, found = known, ([*above], delimiter, cells, end)
            above.append(cells)
    return found


LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """The first rows of a text, each with the place in the text where it ends."""
    ends = [0]
    csv.field_size_limit(10_000_000)

    def lines() -> Iterator[str]:
        for line in LINE.finditer(text):
            ends.append(line.end())
            yield line[0]

    rows = csv.reader(lines(), delimiter=delimiter)
    for _ in range(TITLE_ROWS):
        try:
            cells = next(rows)
        except (StopIteration, csv.Error):
            return
        yield cells, ends[rows.line_num]


def _cannot_parse(error: Exception, first_row: int) -> str:
    if opened := re.search(r"EOF inside string starting at row (\d+)", str(error)):
        return (
            f"row {int(opened[1]) + first_row} opens a quotation mark that is never closed. Close "
            "it, or take it out."
        )
    return "this file cannot be read as a table. Open it in Excel and save it as CSV UTF-8."


# --- Writing a file so that a reader finds the old one or the new one, never a part of it --------


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all; the folder is made when needed."""
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
