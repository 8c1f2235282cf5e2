"""The template workbook, a sheet for each table: a blank one, and a filled one into a folder."""

import re
import tempfile
import tomllib
from dataclasses import replace as changed
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from smarter_spending.district.cells import GRADES
from smarter_spending.district.files import (
    IMPORTED,
    RawTable,
    Sheet,
    column_name,
    fingerprint,
    imported,
    sheet_table,
    some,
    write_whole,
)
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    checked_rows,
    fill_settings,
    filled_sheets,
    joined_rows,
    read_settings,
    refuse,
    report_of,
    toml_line,
    unfinished_formulas,
)
from smarter_spending.district.settings import NO_CODE, NO_NAME, not_typed
from smarter_spending.district.settings import read_settings as settings_of
from smarter_spending.district.tables import NUMERIC_KINDS, Column, Table, all_tables, counted

# --- A blank district folder, made wholly from ``all_tables()`` ----------------------------------

WORKBOOK = "district_template.xlsx"
LAST_ROW = 1_048_575  # of an Excel sheet, counted from 0
NUMBER_FORMATS = {"dollars": "#,##0.00", "number": "General", "whole": "0", "share": "0.0000"}
WORDS = files("smarter_spending.district")  # what the blank folder says
HOW_TO = WORDS.joinpath("how_to.txt").read_text(encoding="utf-8").splitlines()


class FolderInUseError(ValueError):
    """A blank district folder was asked for where files already are."""


def write_template(folder: str | Path, today: date | None = None) -> Path:
    """Make a blank district folder, ready to be filled in with a spreadsheet program.

    It holds ``district.toml`` (the district's name, codes, dates and policies, each with a
    comment) and ``district_template.xlsx``: instructions, a list of every column, and a sheet
    for each table of ``all_tables()`` with its headings, lists and limits.

    Parameters
    ----------
    folder : path
        Made when it is not there; it must be empty.
    today : date, optional
        Fills in as ``fiscal_year`` the last one that had ended.
        The clock's date when left out.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FolderInUseError
        When the folder already holds something, or is a file: nothing is overwritten.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = write_template(Path(place, "our district"), today=date(2025, 9, 15))
    ...     print(*sorted(file.name for file in made.iterdir()), sep=", ")
    district.toml, district_template.xlsx
    """
    place = Path(folder)
    _must_be_free(place)
    place.mkdir(parents=True, exist_ok=True)
    settings = _blank_settings(today or date.today())
    (place / "district.toml").write_text(settings, encoding="utf-8", newline="\n")
    _write_workbook(place / WORKBOOK)
    return place


def _must_be_free(place: Path) -> None:
    if place.exists() and not place.is_dir():
        said = f'"{place.name}" is a file. Choose another name for the folder; nothing was written.'
        raise FolderInUseError(said)
    held = sorted(file.name for file in place.iterdir()) if place.is_dir() else []
    if held:
        raise FolderInUseError(
            f'The folder "{place.name}" already holds {some(held)}. Choose a new name, or move '
            "these away; nothing was written."
        )


def _blank_settings(today: date) -> str:
    ended = today.year - 1 if today.month >= 7 else today.year - 2
    year = f"{ended}-{(ended + 1) % 100:02d}"
    outcomes = all_tables()["programs"].columns["intended_outcome"].choices
    aims = all_tables()["programs"].columns["goal_area"].choices
    worth = "\n".join(f"# {outcome} = " for outcome in outcomes if outcome != "none")
    blank = WORDS.joinpath("new_district.toml").read_text(encoding="utf-8")
    return blank.format(name=NO_NAME, code=NO_CODE, year=year, aims=", ".join(aims), worth=worth)


def _write_workbook(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        looks = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "bold": book.add_format({"bold": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "must": book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "white"}),
            "may": book.add_format({"bold": True, "bg_color": "#D9E2F3"}),
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        looks |= {
            kind: book.add_format({"num_format": written})
            for kind, written in NUMBER_FORMATS.items()
        }
        _instructions(book.add_worksheet("Read me first"), looks)
        _dictionary(book.add_worksheet("Columns"), looks)
        for table in all_tables().values():
            _sheet(book.add_worksheet(table.name), table, looks)


def _instructions(sheet, looks: dict) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70, looks["wrap"])
    sheet.set_column(2, 2, 40, looks["wrap"])
    sheet.set_column(3, 3, 14)
    sheet.write(0, 0, "Your district's figures", looks["title"])
    for row, line in enumerate(HOW_TO, start=2):
        sheet.write(row, 0, f"{row - 1}.")
        sheet.write(row, 1, line, looks["wrap"])
    top = len(HOW_TO) + 3
    sheet.write_row(top, 0, ["Sheet", "What it holds", "One row is", "Notebooks"], looks["bold"])
    for row, table in enumerate(all_tables().values(), start=top + 1):
        sheet.write_url(row, 0, f"internal:'{table.name}'!A1", string=table.name)
        sheet.write(row, 1, table.meaning, looks["wrap"])
        sheet.write(row, 2, table.grain, looks["wrap"])
        sheet.write(row, 3, ", ".join(table.feeds))


def _dictionary(sheet, looks: dict) -> None:
    headings = ["sheet", "column", "must be there", "how it is written", "unit", "meaning"]
    for place, width in enumerate((24, 24, 14, 50, 34, 80)):
        sheet.set_column(place, place, width)
    sheet.write_row(0, 0, headings, looks["bold"])
    sheet.freeze_panes(1, 2)
    lines = [
        (table, column) for table in all_tables().values() for column in table.columns.values()
    ]
    for row, (table, column) in enumerate(lines, start=1):
        must = "yes" if column.required else ""
        written = [table.name, column.name, must, _how_written(column), column.unit, column.meaning]
        sheet.write_row(row, 0, written)
    sheet.autofilter(0, 0, len(lines), len(headings) - 1)


def _sheet(sheet, table: Table, looks: dict) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns.values()):
        look = looks.get(column.kind, looks["text"])
        sheet.set_column(place, place, max(12, len(column.name) + 2), look)
        sheet.write(0, place, column.name, looks["must" if column.required else "may"])
        sheet.write_comment(0, place, _comment(column), {"x_scale": 2, "y_scale": 1.5})
        rule = _allowed(column)
        if rule:
            told = {
                "error_title": column.name,
                "error_message": f"Write {_how_written(column)}."[:255],
            }
            sheet.data_validation(1, place, LAST_ROW, place, rule | told)


def _comment(column: Column) -> str:
    lines = [column.meaning[:1].upper() + column.meaning[1:] + "."]
    lines.append(f"Write {_how_written(column)}.")
    if column.unit:
        lines.append(f"Unit: {column.unit}.")
    lines.append("Must be filled in." if column.filled else "May be left blank.")
    return "\n".join(lines)


def _allowed(column: Column) -> dict | None:
    choices = {"flag": ("Y", "N"), "grade": GRADES, "choice": column.choices}.get(column.kind)
    if choices:
        return {"validate": "list", "source": list(choices)}
    if column.is_site:
        return {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 4}
    if length := {"code": column.digits, "cds": 14}.get(column.kind):
        return {"validate": "length", "criteria": "==", "value": length}
    low, high = (0, 1) if column.kind == "share" else (column.low, column.high)
    if column.kind not in NUMERIC_KINDS or (low is None and high is None):
        return None
    size = "integer" if column.kind == "whole" else "decimal"
    if high is None:
        return {"validate": size, "criteria": ">=", "value": low}
    if low is None:
        return {"validate": size, "criteria": "<=", "value": high}
    return {"validate": size, "criteria": "between", "minimum": low, "maximum": high}


def _how_written(column: Column) -> str:
    plain = {
        "text": "text",
        "code": f"a code of {column.digits} characters, with its zeros",
        "cds": "14 digits, with the zero in front",
        "fiscal_year": "a fiscal year such as 2024-25",
        "date": "a date such as 2024-09-30",
        "dollars": "dollars and cents, a minus sign when negative",
        "number": "a number",
        "whole": "a whole number",
        "share": "a share from 0 to 1, such as 0.551 for 55.1 percent",
        "flag": "Y or N",
        "choice": f"one of: {', '.join(column.choices)}",
        "grade": "TK, KN or 01 to 12",
        "list": "a list with ; between",
    }[column.kind]
    low, high = (None, None) if column.kind == "share" else (column.low, column.high)
    if low is not None and high is not None:
        return f"{plain} from {low:g} to {high:g}"
    if low is not None:
        return f"{plain}, {low:g} or more"
    return plain if high is None else f"{plain}, {high:g} or less"


# --- A filled workbook into a district folder ----------------------------------------------------

SETTINGS_SHEET, SETTINGS_FILE = "district", "district.toml"
TEXT_SETTINGS = ("name", "cds_code", "fiscal_year", "price_year")
WORTH = "outcome_worth."  # before an outcome's name, as in outcome_worth.early_literacy_score


def import_workbook(file: str | Path, into: str | Path, replace: bool = False) -> ImportReport:
    """Write every filled sheet of a template workbook as a table of a district folder.

    A sheet is the table of its name (ledger, programs, ...) and is read as ``load_district``
    reads it; a sheet ``district`` of settings and values becomes ``district.toml``. Nothing is
    written before every cell is right. The workbook may lie in the folder: once imported, its
    csv files are what is read, and it can be corrected and imported again.

    Parameters
    ----------
    file : path
        The workbook (.xlsx).
    into : path
        The district folder; made when it is not there.
    replace : bool
        Put the workbook's rows in place of those already there that differ. A file that
        stands as this workbook wrote it becomes what its sheet holds now.

    Returns
    -------
    ImportReport
        Sheets read, files written, and sheets, rows and columns left out.

    Raises
    ------
    ImportRefusedError
        With every problem, by sheet and cell, and every row that the folder holds otherwise.

    Examples
    --------
    >>> filled = pd.DataFrame({"local_site_code": ["0042"], "school_name": ["Oak Elementary"],
    ...                        "cde_type": ["elementary"]})
    >>> with tempfile.TemporaryDirectory() as place:
    ...     filled.to_excel(Path(place, "filled.xlsx"), sheet_name="schools", index=False)
    ...     report = import_workbook(Path(place, "filled.xlsx"), Path(place, "district"))
    ...     print(Path(place, "district", "schools.csv").read_text(), end="")
    local_site_code,school_name,cde_type
    0042,Oak Elementary,elementary
    >>> report.rows.values.tolist()
    [['schools', 1]]
    """
    path, folder = Path(file), Path(into)
    sheets = filled_sheets(path)
    made: dict[str, tuple[str, pd.DataFrame]] = {}
    problems: list[ImportProblem] = []
    left_out: list[tuple] = []
    settings, text = {}, ""
    for title, sheet in sheets.items():
        table = all_tables().get(column_name(title))
        if table:  # these are told with how to go on; merged numbers with their table
            problems += unfinished_formulas(path.name, {title: changed(sheet, numbers=[])})
            sheet = changed(sheet, unfinished=[])
        if column_name(title) == SETTINGS_SHEET and _pairs(sheet.lines):
            settings, text, faults = _settings(path.name, title, sheet.lines)
            problems += faults
        elif table is None:
            left_out.append((f"{title}: sheet", None, "not named as a table"))
        elif (raw := sheet_table(path, table, title, sheet)) is None:
            left_out.append((f"{title}: sheet", 0, "no rows are filled in"))
        elif table.name in made:
            message = f'a second sheet ("{title}") is for {table.name}.csv. Keep one.'
            problems.append(ImportProblem(path.name, message))
        else:
            rows, faults = _rows(raw)
            made[table.name] = (title, rows)
            problems += faults
            left_out += _around(title, raw, sheet)
    if not made and not text:
        told = f"no sheet holds a table. Its sheets are {', '.join(sheets)}; a sheet is named as "
        told += f"its table: {', '.join(all_tables())}."
        raise refuse(path.name, told)
    texts, notes, faults = _texts(path, folder, made, replace) if not problems else ({}, [], [])
    problems += faults + _other_settings(folder, settings)
    if problems:
        raise ImportRefusedError(problems)
    if text and not (folder / SETTINGS_FILE).is_file():
        texts[SETTINGS_FILE] = text, False
    wrote = _write(path, folder, texts)
    if SETTINGS_FILE not in texts:
        known = {n: str(settings[n]) for n in (*TEXT_SETTINGS, "as_of") if n in settings}
        filled, said = fill_settings(folder, path.name, **known)
        wrote, notes = (*wrote, *filled), [*notes, *said]
        there = read_settings(folder)
        unsaid = [name for name in settings if settings[name] and not there.get(name)]
        notes += [f"district.toml says no {name}: write it there." for name in unsaid]
    there = [name for name in texts if name not in wrote]
    notes += [f"{name} was there already with the same content." for name in there]
    notes += [f"sheet {title}: {said}" for title, one in sheets.items() for said in one.notes]
    return _report(path, folder, made, settings, left_out, wrote, notes)


def _rows(raw: RawTable) -> tuple[pd.DataFrame, list[ImportProblem]]:
    """A sheet's rows as they are written, or what is wrong, by its cell."""
    found = [ImportProblem(p.file, p.message, p.column, p.row, p.value) for p in raw.problems]
    sites = [n for n in raw.frame if n in raw.table.columns and raw.table.columns[n].is_site]
    rows = raw.frame.assign(**{name: raw.frame[name].map(_site_code) for name in sites})
    if not found:
        try:
            rows = checked_rows(raw.file, raw.table, rows.assign(_row=raw.rows), {}, False)
        except ImportRefusedError as refused:
            found = list(refused.problems)
    return rows, [_at_its_cell(one, raw.places) for one in found]


def _site_code(text: str) -> str:
    """A district's own site number as the ledger has it: 413 is 0413."""
    return text.zfill(4) if re.fullmatch(r"\d{1,3}", text) else text


def _at_its_cell(problem: ImportProblem, places: dict[str, int]) -> ImportProblem:
    if not problem.row or problem.column not in places:
        return problem
    cell = f"{get_column_letter(places[problem.column] + 1)}{problem.row}"
    return changed(problem, file=f"{problem.file} cell {cell}")


def _around(title: str, raw: RawTable, sheet: Sheet) -> list[tuple]:
    blank = int(raw.rows[-1]) - raw.heading - 1 - len(raw.rows) if len(raw.rows) else 0
    lines = sheet.lines[raw.heading + 1 :]
    unnamed = [
        at for at, cell in enumerate(sheet.lines[raw.heading]) if not column_name(cell or "")
    ]
    filled = sum(any(str(line[at] or "").strip() for line in lines) for at in unnamed)
    found = [("rows above the header", raw.heading, "titles, not data")] * bool(raw.heading)
    found += [("blank rows", blank, "nothing in them")] * bool(blank)
    found += [(f"{filled} columns", None, "no column name above them")] * bool(filled)
    return [(f"{title}: {what}", rows, why) for what, rows, why in found]


def _pairs(lines: list[tuple]) -> dict:
    cells = [line[:2] for line in lines if len(line) > 1]
    pairs = {column_name(name): value for name, value in cells if name and value is not None}
    pairs = {name: value for name, value in pairs.items() if str(value).strip()}
    return {name: value for name, value in pairs.items() if name != "setting"}  # the header


def _settings(file: str, title: str, lines: list[tuple]) -> tuple[dict, str, list[ImportProblem]]:
    pairs = _pairs(lines)
    plain, worth = [], []
    for name, value in pairs.items():
        text = str(value).strip() if name in TEXT_SETTINGS else value
        of = worth if name.startswith(WORTH) else plain
        of.append(toml_line(name.removeprefix(WORTH), text))
    text = "\n".join([f"# From the workbook {file}.", *plain, "", "[outcome_worth]", *worth, ""])
    with tempfile.TemporaryDirectory() as place:
        write_whole(Path(place, SETTINGS_FILE), text)
        _, faults = settings_of(Path(place))
    where = f"{file} sheet {title}"
    problems = [ImportProblem(where, one.message, one.column, None, one.value) for one in faults]
    return {} if faults else tomllib.loads(text), text, problems


def _other_settings(folder: Path, settings: dict) -> list[ImportProblem]:
    there, file = read_settings(folder), folder / SETTINGS_FILE
    free = not_typed(file.read_text(encoding="utf-8-sig")) if there else ()
    return [
        ImportProblem(
            SETTINGS_FILE,
            f"it says {name} = {there[name]}, and the workbook {value}. Correct one of the two.",
            name,
        )
        for name, value in settings.items()
        if value and name not in free and (there.get(name) or value) != value
    ]


def _texts(
    path: Path, folder: Path, made: dict, replace: bool
) -> tuple[dict[str, tuple[str, bool]], list[str], list[ImportProblem]]:
    """What every table's file is to hold, and whether of this workbook alone; or what hinders."""
    texts, notes, problems = {}, [], []
    for name, (_, rows) in made.items():
        file = folder / f"{name}.csv"
        own = file.is_file() and _mark(path, file) in imported(folder).items()
        try:
            _, there, joined, said = joined_rows(folder, all_tables()[name], rows, replace)
        except ImportRefusedError as refused:
            problems += refused.problems
            continue
        order = [*there, *(column for column in rows if column not in there)]
        if own and replace:
            order, joined = list(rows), rows
        notes += said
        gone = len(joined) - len(rows)
        if gone and own:
            kept = f"{counted(gone, 'row')} that the workbook no longer has"
            notes.append(f"{file.name} keeps {kept}; --replace takes them out.")
        elif gone:
            notes.append(f"{file.name} held {counted(len(there), 'row')}; now {len(joined):,}.")
        texts[file.name] = _csv(joined, order), _csv(joined, order) == _csv(rows, order)
    return texts, notes, problems


def _csv(rows: pd.DataFrame, order: list[str]) -> str:
    return rows.reindex(columns=order, fill_value="").to_csv(index=False, lineterminator="\n")


def _mark(path: Path, file: Path) -> tuple[str, str]:
    """How a file that one workbook alone filled is remembered."""
    return f"{file.name} from {path.name}", fingerprint(file.read_bytes())


def _write(path: Path, folder: Path, texts: dict[str, tuple[str, bool]]) -> tuple[str, ...]:
    known, wrote = imported(folder), []
    for name, (text, alone) in texts.items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8-sig") != text:
            write_whole(file, text)
            wrote.append(name)
            known.pop(f"{name} from {path.name}", None)
        known |= [_mark(path, file)] * alone
    known[path.name] = fingerprint(path.read_bytes())
    lines = [f"{mark}  {name}\n" for name, mark in sorted(known.items())]
    write_whole(folder / "maps" / IMPORTED, "".join(lines))
    return tuple(wrote)


def _report(path, folder, made, settings, left_out, wrote, notes) -> ImportReport:
    known = read_settings(folder)
    taken = [(title, name, len(rows)) for name, (title, rows) in made.items()]
    taken += [(SETTINGS_SHEET, SETTINGS_SHEET, len(settings))] * bool(settings)
    nowhere = "The folder has no district.toml yet, so it cannot be loaded: fill in the sheet "
    nowhere += "district, or start from a new folder."
    return report_of(
        folder,
        wrote,
        district_name=known.get("name", ""),
        cds_code=known.get("cds_code", ""),
        files=[(path.name, f"workbook, sheet {title}", rows) for title, _, rows in taken],
        rows=[one[1:] for one in taken],
        left_out=[(path.name, *left) for left in left_out],
        notes=notes,
        problems=() if known else (nowhere,),
    )
