"""A blank district folder: the settings to fill in and a workbook with a sheet for every table.

Made wholly from ``all_tables()``: a column described there is in the template, with its
meaning, its unit, the format that keeps its zeros and the values it may hold.
"""

from datetime import date
from importlib.resources import files
from pathlib import Path

from smarter_spending.district.cells import GRADES
from smarter_spending.district.files import some
from smarter_spending.district.settings import NO_CODE, NO_NAME
from smarter_spending.district.tables import NUMERIC_KINDS, Column, Table, all_tables

WORKBOOK = "district_template.xlsx"
LAST_ROW = 1_048_575  # of an Excel sheet, counted from 0
NUMBER_FORMATS = {"dollars": "#,##0.00", "number": "General", "whole": "0", "share": "0.0000"}
HOW_TO = files(__package__).joinpath("how_to.txt").read_text(encoding="utf-8").splitlines()


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
    settings = _settings(today or date.today())
    (place / "district.toml").write_text(settings, encoding="utf-8", newline="\n")
    _write_workbook(place / WORKBOOK)
    return place


def _must_be_free(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise FolderInUseError(
            f'"{place.name}" is a file. Choose another name for the folder; nothing was written.'
        )
    held = sorted(file.name for file in place.iterdir()) if place.is_dir() else []
    if held:
        raise FolderInUseError(
            f'The folder "{place.name}" already holds {some(held)}. Choose a new name, or move '
            "these away; nothing was written."
        )


def _settings(today: date) -> str:
    ended = today.year - 1 if today.month >= 7 else today.year - 2
    year = f"{ended}-{(ended + 1) % 100:02d}"
    outcomes = all_tables()["programs"].columns["intended_outcome"].choices
    aims = all_tables()["programs"].columns["goal_area"].choices
    worth = "\n".join(f"# {outcome} = " for outcome in outcomes if outcome != "none")
    blank = files(__package__).joinpath("new_district.toml").read_text(encoding="utf-8")
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
        written = [table.name, column.name, must, _written(column), column.unit, column.meaning]
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
            told = {"error_title": column.name, "error_message": f"Write {_written(column)}."[:255]}
            sheet.data_validation(1, place, LAST_ROW, place, rule | told)


def _comment(column: Column) -> str:
    lines = [column.meaning[:1].upper() + column.meaning[1:] + "."]
    lines.append(f"Write {_written(column)}.")
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
    if column.kind == "code" and column.digits:
        return {"validate": "length", "criteria": "==", "value": column.digits}
    if column.kind == "cds":
        return {"validate": "length", "criteria": "==", "value": 14}
    low, high = (0, 1) if column.kind == "share" else (column.low, column.high)
    if column.kind not in NUMERIC_KINDS or (low is None and high is None):
        return None
    size = "integer" if column.kind == "whole" else "decimal"
    if high is None:
        return {"validate": size, "criteria": ">=", "value": low}
    if low is None:
        return {"validate": size, "criteria": "<=", "value": high}
    return {"validate": size, "criteria": "between", "minimum": low, "maximum": high}


def _written(column: Column) -> str:
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
    limits = _limits(column) if column.kind != "share" else ""
    return plain + limits


def _limits(column: Column) -> str:
    if column.low is not None and column.high is not None:
        return f" from {column.low:g} to {column.high:g}"
    if column.low is not None:
        return f", {column.low:g} or more"
    return f", {column.high:g} or less" if column.high is not None else ""
