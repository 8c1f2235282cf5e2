"""Tables as an Excel workbook: one sheet each, headed and written in words, and a sheet About."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

import pandas as pd

from smarter_spending.guide.results import Stamp
from smarter_spending.guide.showing import heading
from smarter_spending.words import DASH, NOT_YET_KNOWN

FORMATS = {
    "dollars": "$#,##0;[Red]-$#,##0",
    "cents": "$#,##0.00;[Red]-$#,##0.00",
    "percent": "0%",
    "percent1": "0.0%",
    "count": "#,##0",
    "number1": "#,##0.0",
    "number2": "0.00",
    "text": "General",
    "yes_no": "General",
    "number": "General",
}
# of a column that no page shows: what its name ends or begins with tells its unit
BY_NAME = (
    (r"(^|_)(share|pct|percent|probability)($|_)", "percent1"),
    (r"(^|_)(cost|dollars|amount|budget|price|spent|salary|benefits)($|_)", "dollars"),
    (r"(^|_)(students|enrollment|rows|count|schools)($|_)", "count"),
)
WIDEST, NARROWEST = 60, 9


def workbook_bytes(
    sheets: Mapping[str, pd.DataFrame], stamp: Stamp, notes: Sequence[str] = ()
) -> bytes:
    """The bytes of an .xlsx file: the same tables give the same bytes, whenever it is made.

    Parameters
    ----------
    sheets : mapping of sheet name to DataFrame
        In their order; row labels are not written.
    stamp : Stamp
        Written on the first sheet, About.
    notes : sequence of str
        Further sentences for that sheet.

    Returns
    -------
    bytes
    """
    file = BytesIO()
    with opened(file, stamp) as (book, looks):
        show_about(book.add_worksheet("About"), list(sheets), stamp, notes, looks)
        for name, table in sheets.items():
            _table(book.add_worksheet(name), table, stamp, looks)
    return file.getvalue()


@contextmanager
def opened(file: BytesIO, stamp: Stamp) -> Iterator[tuple]:
    """A new workbook with its formats, closed and written to ``file`` at the end.

    Parameters
    ----------
    file : BytesIO
    stamp : Stamp

    Yields
    ------
    (xlsxwriter.Workbook, dict of kind to format)
        ``looks["sum"]`` holds the formats of a line of totals.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        book.set_properties(
            {
                "title": stamp.district,
                "comments": stamp.made_from,
                "created": datetime.combine(stamp.as_of, datetime.min.time()),
            }
        )
        looks = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        for kind in ("text", "yes_no"):
            looks[kind] = book.add_format({"text_wrap": True, "valign": "top"})
        looks["head"] = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF5"}
        )
        total = {"bold": True, "top": 1}
        looks["sum"] = {
            kind: book.add_format({"num_format": code} | total) for kind, code in FORMATS.items()
        }
        yield book, looks


def show_about(
    sheet, sheets: Sequence[str], stamp: Stamp, notes: Sequence[str], looks: Mapping
) -> None:
    """Fill the first sheet: whose figures, from when, from what, and what they are worth.

    Parameters
    ----------
    sheet : xlsxwriter worksheet
    sheets : sequence of str
        The names of the others.
    stamp : Stamp
    notes : sequence of str
    looks : mapping of kind to format
    """
    lines = [
        ("District", stamp.district),
        ("Fiscal year", stamp.fiscal_year),
        ("Figures as of", stamp.day),
        ("Made from", ", ".join(stamp.sources) or "district.toml only"),
        ("Made with", f"Smarter Spending {stamp.version}"),
        ("Standing", "Draft for discussion"),
        ("Sheets", ", ".join(sheets)),
        ("Blank cells", "not known; never zero"),
        *[("Note", note) for note in notes],
    ]
    if stamp.invented:
        lines.insert(1, ("Invented", "This district is made up: no real district's figures."))
    sheet.set_column(0, 0, 16, looks["head"])
    sheet.set_column(1, 1, 90, looks["text"])
    for row, (label, words) in enumerate(lines):
        sheet.write_string(row, 0, label, looks["head"])
        sheet.write_string(row, 1, words, looks["text"])
    show_printing(sheet, stamp)


def _table(sheet, table: pd.DataFrame, stamp: Stamp, looks: Mapping) -> None:
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        words, kind, unknown = _heading(column, table[column])
        cells = [_cell(value, kind, unknown) for value in table[column]]
        sheet.set_column(place, place, _width(words, cells, kind), looks[kind])
        sheet.write_string(0, place, words, looks["head"])
        for row, value in enumerate(cells, start=1):
            if isinstance(value, str):
                sheet.write_string(row, place, value, looks["text"])  # never read as a formula
            elif value is not None:
                sheet.write_number(row, place, value, looks[kind])
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.repeat_rows(0)
    show_printing(sheet, stamp)


def show_printing(sheet, stamp: Stamp) -> None:
    """Set a sheet up for paper: across the page, with the district at its foot.

    Parameters
    ----------
    sheet : xlsxwriter worksheet
    stamp : Stamp
    """
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{stamp.line.replace('&', '&&')}&RDraft for discussion · &P of &N")


def _heading(column: str, values: pd.Series) -> tuple[str, str, str]:
    words = str(column).replace("_", " ")
    words = words[:1].upper() + words[1:]
    try:
        known, kind, unknown = heading(column)
    except KeyError:
        return words, _kind_by_name(column, values), ""
    return known or words, kind, "" if unknown in (DASH, NOT_YET_KNOWN) else unknown


def _kind_by_name(column: str, values: pd.Series) -> str:
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return "text"
    kinds = [kind for pattern, kind in BY_NAME if re.search(pattern, str(column))]
    return kinds[0] if kinds else "number"


def _cell(value: object, kind: str, unknown: str) -> str | float | None:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return unknown or None
    if isinstance(value, bool) or kind == "yes_no":
        return "yes" if value else "no"
    if pd.api.types.is_number(value):
        if math.isinf(value):
            return "no upper limit" if value > 0 else "no lower limit"
        return float(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _width(words: str, cells: Sequence, kind: str) -> float:
    written = [
        len(f"{value:,.2f}") + (kind == "dollars") if isinstance(value, float) else len(value)
        for value in cells
        if value is not None
    ]
    longest_word = max((len(word) for word in words.split()), default=0)
    return min(WIDEST, max([NARROWEST, longest_word + 3, len(words) / 2, *written])) + 1
