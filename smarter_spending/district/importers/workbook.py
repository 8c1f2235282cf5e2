"""A filled template workbook, one sheet for each table, into a district folder."""

import re
import tempfile
import tomllib
from dataclasses import replace as changed
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from smarter_spending.district.files import (
    IMPORTED,
    RawTable,
    Sheet,
    column_name,
    fingerprint,
    imported,
    sheet_table,
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
from smarter_spending.district.settings import not_typed
from smarter_spending.district.settings import read_settings as settings_of
from smarter_spending.district.tables import all_tables, counted

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
        raise refuse(
            path.name,
            f"no sheet holds a table. Its sheets are {', '.join(sheets)}; a sheet is named as "
            f"its table: {', '.join(all_tables())}.",
        )
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
    nowhere = (
        "The folder has no district.toml yet, so it cannot be loaded: fill in the sheet "
        "district, or start from a new folder."
    )
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
