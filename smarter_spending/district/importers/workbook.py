"""A filled template workbook, one sheet for each table, into a district folder."""

from pathlib import Path

import pandas as pd

from smarter_spending.district.files import as_text, write_whole
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    filled_sheets,
    read_settings,
    refuse,
    sheet_key,
    toml_line,
    unfinished_formulas,
)
from smarter_spending.district.importers.sacs import cents
from smarter_spending.district.tables import Table, all_tables

SETTINGS_SHEET = "district"
TEXT_SETTINGS = ("name", "cds_code", "fiscal_year", "price_year")
WORTH = "outcome_worth."  # before an outcome's name, as in outcome_worth.early_literacy_score
HEADER_ROWS = 15  # the header is looked for in these first rows
EXCEL_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def import_workbook(file: str | Path, into: str | Path) -> ImportReport:
    """Write every filled sheet of a template workbook as a table of a district folder.

    A sheet belongs to the table of the same name (ledger, programs, ...). Its
    header is looked for in the first 15 rows. Codes are written as the text
    they are, amounts with their cents, dates as 2024-09-15, yes and no as Y
    and N. A sheet named ``district`` with a setting and its value on each row
    becomes ``district.toml``. Whether the values make sense is for
    ``load_district`` to say; nothing already in the folder is overwritten.

    Parameters
    ----------
    file : path
        The workbook (.xlsx).
    into : path
        The district folder; made when it is not there.

    Returns
    -------
    ImportReport
        Sheets read, files written, and sheets, rows and columns left out.

    Raises
    ------
    ImportRefusedError
        With every problem: a sheet without its columns, a column given twice,
        a formula without a value, a table that the folder already holds with
        other content.

    Examples
    --------
    >>> import tempfile
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

    References
    ----------
    The tables and columns are those of ``all_tables()``.
    """
    path, folder = Path(file), Path(into)
    sheets = filled_sheets(path)
    tables = {title: sheet for title, sheet in sheets.items() if sheet_key(title) in all_tables()}
    texts, seen, problems = {}, [], unfinished_formulas(path.name, tables)
    for title, sheet in sheets.items():
        read = _settings(path.name, sheet.lines) if sheet_key(title) == SETTINGS_SHEET else None
        read = read or _table(path.name, title, sheet.lines)
        problems += read["problems"]
        if read["target"] in texts:
            message = f'a second sheet ("{title}") is for {read["target"]}. Keep one.'
            problems.append(ImportProblem(path.name, message))
        if read["text"] is not None:
            texts[read["target"]] = read["text"]
        seen.append((title, read))
    problems += _already_there(folder, texts)
    if problems:
        raise ImportRefusedError(problems)
    if not texts:
        raise refuse(
            path.name,
            f"no sheet holds a table. Its sheets are {', '.join(sheets)}; a sheet is named as "
            f"its table: {', '.join(all_tables())}.",
        )
    wrote = _write(folder, texts)
    return _report(path, folder, seen, wrote)


def _read(target=None, text=None, rows=0, problems=(), left_out=()) -> dict:
    return {
        "target": target,
        "text": text,
        "rows": rows,
        "problems": list(problems),
        "left_out": list(left_out),
    }


def _table(file: str, title: str, lines: list[tuple]) -> dict:
    table = all_tables().get(sheet_key(title))
    if table is None:
        return _read(left_out=[("sheet", None, "not named as a table")])
    at, missing = _find_header(table, lines)
    below = [line for line in lines[at + 1 :] if any(_filled(cell) for cell in line)]
    if not below:
        return _read(left_out=[("sheet", 0, "no rows are filled in")])
    header = [sheet_key(cell) for cell in lines[at]]
    problems = [
        ImportProblem(
            file, f'the sheet {title} has no column "{name}". Add it.', column=name, row=at + 1
        )
        for name in missing
    ]
    problems += [
        ImportProblem(
            file, f'the sheet {title} has the column "{name}" twice.', column=name, row=at + 1
        )
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]
    if problems:
        return _read(problems=problems)
    used = [place for place, name in enumerate(header) if name]
    made = {
        header[place]: [_text(line[place], table, header[place]) for line in below]
        for place in used
    }
    filled = pd.DataFrame(made)
    text = filled.to_csv(index=False, lineterminator="\n")
    problems = _excel_errors(file, title, filled)
    left_out = _around(lines, at, len(below), header)
    return _read(f"{table.name}.csv", text, len(below), problems, left_out)


def _find_header(table: Table, lines: list[tuple]) -> tuple[int, list[str]]:
    best, missing = 0, list(table.required)
    for at, line in enumerate(lines[:HEADER_ROWS]):
        names = {sheet_key(cell) for cell in line}
        lacking = [name for name in table.required if name not in names]
        if len(lacking) < len(missing):
            best, missing = at, lacking
    return best, missing


def _around(lines: list[tuple], at: int, taken: int, header: list[str]) -> list[tuple]:
    blank = len(lines) - at - 1 - taken
    without_name = sum(
        any(_filled(line[place]) for line in lines[at + 1 :])
        for place, name in enumerate(header)
        if not name
    )
    found = []
    if at:
        found.append(("rows above the header", at, "titles, not data"))
    if blank:
        found.append(("blank rows", blank, "nothing in them"))
    if without_name:
        found.append((f"{without_name} columns", None, "no column name above them"))
    return found


def _filled(cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(value, table: Table, name: str) -> str:
    kind = table.columns[name].kind if name in table.columns else "text"
    text = as_text(value).strip()
    return (cents(text) or text) if kind == "dollars" else text


def _excel_errors(file: str, title: str, filled: pd.DataFrame) -> list[ImportProblem]:
    return [
        ImportProblem(
            file,
            f"the sheet {title} holds {value}, an Excel error. Mend the formula.",
            column=name,
            value=value,
        )
        for name in filled
        for value in sorted(set(filled[name]) & set(EXCEL_ERRORS))
    ]


def _settings(file: str, lines: list[tuple]) -> dict | None:
    filled = [line for line in lines if len(line) > 1 and _filled(line[0]) and _filled(line[1])]
    pairs = {sheet_key(line[0]): line[1] for line in filled}
    pairs.pop("setting", None)  # the header
    if not pairs:
        return None
    plain = [
        toml_line(name, str(value).strip() if name in TEXT_SETTINGS else value)
        for name, value in pairs.items()
        if not name.startswith(WORTH)
    ]
    worth = [
        toml_line(name.removeprefix(WORTH), value)
        for name, value in pairs.items()
        if name.startswith(WORTH)
    ]
    text = "\n".join([f"# From the workbook {file}.", *plain, "", "[outcome_worth]", *worth, ""])
    return _read("district.toml", text, len(pairs))


def _already_there(folder: Path, texts: dict[str, str]) -> list[ImportProblem]:
    return [
        ImportProblem(
            name,
            "the folder already holds this file with other content. Move it away first, or "
            "choose another folder; nothing is overwritten.",
        )
        for name, text in texts.items()
        if (folder / name).is_file() and (folder / name).read_text(encoding="utf-8-sig") != text
    ]


def _write(folder: Path, texts: dict[str, str]) -> tuple[str, ...]:
    new = [name for name in texts if not (folder / name).is_file()]
    for name in new:
        write_whole(folder / name, texts[name])
    return tuple(new)


def _report(path: Path, folder: Path, seen: list, wrote: tuple[str, ...]) -> ImportReport:
    settings = read_settings(folder)
    taken = [(title, read) for title, read in seen if read["target"]]
    notes = [
        f"{read['target']} was there already with the same content."
        for _, read in taken
        if read["target"] not in wrote
    ]
    problems = []
    if not settings:
        problems.append(
            "The folder has no district.toml yet, so it cannot be loaded: fill in the sheet "
            "district, or start from a new folder."
        )
    return ImportReport(
        folder=folder,
        wrote=wrote,
        district_name=settings.get("name", ""),
        cds_code=settings.get("cds_code", ""),
        files=pd.DataFrame(
            [(path.name, f"workbook, sheet {title}", read["rows"]) for title, read in taken],
            columns=["file", "shape", "rows"],
        ),
        rows=pd.DataFrame(
            [(Path(read["target"]).stem, read["rows"]) for _, read in taken],
            columns=["table", "rows"],
        ),
        left_out=pd.DataFrame(
            [
                (path.name, f"{title}: {what}", rows, why)
                for title, read in seen
                for what, rows, why in read["left_out"]
            ],
            columns=["file", "what", "rows", "why"],
        ).astype({"rows": "Int64"}),
        notes=tuple(notes),
        problems=tuple(problems),
    )
