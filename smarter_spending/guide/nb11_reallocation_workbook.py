"""The reallocation workbook: its totals are formulas over the ledger rows, so that whoever opens it
can check them, change an input and see what moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from smarter_spending.analysis.checks import added_up
from smarter_spending.guide.pages import FORMATS, Stamp, opened, show_about, show_printing
from smarter_spending.planning.decisions import GROW
from smarter_spending.planning.portfolio import FoundDollars
from smarter_spending.planning.reallocation import (
    ONE_TIME,
    RECURRING,
    bought_to_last,
    payments_side_by_side,
)

ROWS, SAVINGS, FUNDS, GROWTH, PAYMENTS, MOVING = (
    "Ledger rows",
    "Savings",
    "Funds",
    "Investments",
    "Payments",
    "Moving people",
)
INPUT = "#1A4FA3"
TERM = "Comes"
NOTES = (
    "Figures in blue are inputs: the ledger's amounts, the shares freed, the least and the most, "
    "seats, prices, raises, months and the payments. Figures in black are formulas over them.",
    "Change an input, and the totals follow. The payments are the answer of a calculation and do "
    "not move by themselves: the sheet Investments shows what would then be short.",
    "What comes every year and what comes once are never added together.",
    "What is only identified is potential until the board approves it: see the column Label.",
)


@dataclass(frozen=True)
class Column:
    """One column of a live sheet: its heading, its format, and what stands in each cell.

    ``formula`` is written with ``{row}`` for the row's number; ``values`` are what stands
    there, or what the formula gives with today's figures.
    """

    heading: str
    kind: str
    values: Sequence
    formula: str = ""
    total: bool = False


def live_workbook(found: FoundDollars, months: float, stamp: Stamp) -> bytes:
    """The bytes of the workbook, its totals alive: the same tables give the same bytes."""
    uses = found.uses[found.uses["verdict"].eq(GROW)]
    sheets = {
        ROWS: _rows(found.rows),
        SAVINGS: _savings(found.savings, len(found.rows)),
        FUNDS: _funds(found),
        GROWTH: _growth(uses, found),
        PAYMENTS: _payments(found),
        MOVING: _moving(found.transition, months),
    }
    file = BytesIO()
    with opened(file, stamp) as (book, looks):
        inputs = {"font_color": INPUT}
        blue = {kind: book.add_format({"num_format": FORMATS[kind]} | inputs) for kind in FORMATS}
        show_about(book.add_worksheet("About"), list(sheets), stamp, NOTES, looks)
        for name, columns in sheets.items():
            _write(book.add_worksheet(name), columns, stamp, looks, blue)
    return file.getvalue()


def _same(sheet: str, letters: Mapping[str, str], last: int, summed: str) -> str:
    """A sum over rows whose words are the same to the letter: none is taken for a pattern."""
    pairs = [
        f"EXACT('{sheet}'!${there}$2:${there}${last},{here}{{row}})"
        for there, here in letters.items()
    ]
    return f"SUMPRODUCT({'*'.join(pairs)}*'{sheet}'!${summed}$2:${summed}${last})"


def _yes_no(flags: pd.Series) -> list[str]:
    return ["yes" if one else "no" for one in flags]


def _rows(rows: pd.DataFrame) -> list[Column]:
    text = {
        "program_id": "Program number",
        "program": "Program",
        "fund": "Fund",
        "resource": "Resource",
        "goal": "Goal",
        "function": "Function",
        "object": "Object",
        "school_code": "School",
    }
    columns = [Column(words, "text", rows[name].tolist()) for name, words in text.items()]
    return [
        *columns,
        Column("Bought to last", "text", _yes_no(bought_to_last(rows))),
        Column("In the ledger", "cents", rows["amount"].tolist(), total=True),
        Column("Share freed", "percent1", rows["share"].tolist()),
        Column("Freed", "cents", rows["freed"].tolist(), "=J{row}*K{row}", total=True),
    ]


def _savings(savings: pd.DataFrame, many: int) -> list[Column]:
    matched = {"A": "A", "C": "C", "D": "D", "I": "E"}
    words = {"program_id": "Program number", "program": "Program", "fund": "Fund"}
    words |= {"resource": "Resource"}
    columns = [Column(said, "text", savings[name].tolist()) for name, said in words.items()]
    identified = f"=ROUND({_same(ROWS, matched, max(many + 1, 2), 'L')},2)"
    mean = "=IF(K{row}>I{row},ROUND((I{row}+J{row}+K{row})/3,2),J{row})"
    return [
        *columns,
        Column("Bought to last", "text", _yes_no(~savings["lasts"].astype(bool))),
        Column("Dollars of", "text", savings["pool"].tolist()),
        Column(TERM, "text", savings["term"].tolist()),
        Column("Label", "text", savings["label"].tolist()),
        Column("At least", "cents", savings["low"].tolist(), total=True),
        Column("Identified", "cents", savings["likely"].tolist(), identified, total=True),
        Column("At most", "cents", savings["high"].tolist(), total=True),
        Column("Plan on", "cents", savings["plan_on"].tolist(), mean, total=True),
    ]


def _funds(found: FoundDollars) -> list[Column]:
    net = found.net
    payments = payments_side_by_side(found.paid, found.planned)
    last, paid = max(len(found.savings) + 1, 2), max(len(payments) + 1, 2)
    moved = max(len(found.transition) + 1, 2)
    of_pool, lasting = {"F": "A", "G": "B"}, f'EXACT(B{{row}},"{RECURRING}")*'
    sums = {
        "identified": f"=ROUND({_same(SAVINGS, of_pool, last, 'J')},2)",
        "used": f"=ROUND({lasting}{_same(PAYMENTS, {'B': 'A'}, paid, 'C')},2)",
        "left": "=C{row}-D{row}",
        "plan_on": f"=ROUND({_same(SAVINGS, of_pool, last, 'L')},2)",
        "planned_use": f"=ROUND({lasting}{_same(PAYMENTS, {'B': 'A'}, paid, 'D')},2)",
        "planned_left": "=F{row}-G{row}",
        "transition": f"=ROUND({lasting}{_same(MOVING, {'B': 'A'}, moved, 'E')},2)",
        "first_year_left": "=H{row}-I{row}",
    }
    words = {
        "identified": "Identified",
        "used": "Put to work, of what is identified",
        "left": "Left",
        "plan_on": "Plan on",
        "planned_use": "Put to work, of what to plan on",
        "planned_left": "Left to plan on",
        "transition": "Moving people, once",
        "first_year_left": "Left in the first year",
    }
    money = [
        Column(words[name], "cents", net[name].tolist(), formula, total=True)
        for name, formula in sums.items()
    ]
    return [
        Column("Dollars of", "text", net["pool"].tolist()),
        Column(TERM, "text", net["term"].tolist()),
        *money,
    ]


def _growth(uses: pd.DataFrame, found: FoundDollars) -> list[Column]:
    last = max(len(payments_side_by_side(found.paid, found.planned)) + 1, 2)
    sources = (("identified", "C", found.paid), ("to plan on", "D", found.planned))
    short = [
        Column(
            f"Short, of what is {words}",
            "cents",
            paid.short_of(uses["program"]).tolist(),
            f"=ROUND(F{{row}}-{_same(PAYMENTS, {'A': 'A'}, last, letter)},2)",
            total=True,
        )
        for words, letter, paid in sources
    ]
    return [
        Column("Program", "text", uses["program"].tolist()),
        Column("Students waiting", "count", uses["seats"].tolist(), total=True),
        Column("One more seat", "cents", uses["cost_per_seat"].tolist()),
        Column("Raise, year 2", "percent1", uses["raise_2"].tolist()),
        Column("Raise, year 3", "percent1", uses["raise_3"].tolist()),
        Column("Year 1", "cents", uses["year_1"].tolist(), "=ROUND(B{row}*C{row},2)", True),
        Column("Year 2", "cents", uses["year_2"].tolist(), "=ROUND(F{row}*(1+D{row}),2)", True),
        Column("Year 3", "cents", uses["year_3"].tolist(), "=ROUND(G{row}*(1+E{row}),2)", True),
        *short,
    ]


def _payments(found: FoundDollars) -> list[Column]:
    both = payments_side_by_side(found.paid, found.planned)
    return [
        Column("Program", "text", both["use"].tolist()),
        Column("Dollars of", "text", both["pool"].tolist()),
        Column("Of what is identified", "cents", both["dollars"].tolist(), total=True),
        Column("Of what to plan on", "cents", both["dollars_planned"].tolist(), total=True),
    ]


def _moving(transition: pd.DataFrame, months: float) -> list[Column]:
    return [
        Column("Program", "text", transition["program"].tolist()),
        Column("Dollars of", "text", transition["pool"].tolist()),
        Column("People, a year", "cents", transition["people_dollars"].tolist(), total=True),
        Column("Months", "number1", [months] * len(transition)),
        Column(
            "Moving people, once",
            "cents",
            transition["transition"].tolist(),
            "=ROUND(C{row}*D{row}/12,2)",
            total=True,
        ),
    ]


def _write(sheet, columns: Sequence[Column], stamp: Stamp, looks: Mapping, blue: Mapping) -> None:
    sheet.freeze_panes(1, 1)
    count = len(columns[0].values)
    wide = ("Program", "Dollars of")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 38 if column.heading in wide else 17)
        sheet.write_string(0, place, column.heading, looks["head"])
        for row, value in enumerate(column.values, start=1):
            if column.formula:
                formula = column.formula.format(row=row + 1)
                sheet.write_formula(row, place, formula, looks[column.kind], value)
            elif column.kind == "text":
                sheet.write_string(row, place, str(value), looks["text"])
            else:
                sheet.write_number(row, place, float(value), blue[column.kind])
    if count:
        _totals(sheet, columns, count, looks)
    sheet.repeat_rows(0)
    show_printing(sheet, stamp)


def _totals(sheet, columns: Sequence[Column], count: int, looks: Mapping) -> None:
    """A line of totals; one for each term where dollars come every year or once, never for both."""
    terms = next((n for n, column in enumerate(columns) if column.heading == TERM), None)
    kinds = [(None, "Total")]
    if terms is not None:
        kinds = [(RECURRING, "Total, every year"), (ONE_TIME, "Total, once")]
    for below, (term, words) in enumerate(kinds, start=2):
        sheet.write_string(count + below, 0, words, looks["head"])
        for place, column in enumerate(columns):
            if not column.total:
                continue
            letter, last = chr(ord("A") + place), count + 1
            if term is None:
                values, formula = column.values, f"=SUM({letter}2:{letter}{last})"
            else:
                at = chr(ord("A") + terms)
                own = zip(columns[terms].values, column.values, strict=True)
                values = [value for one, value in own if one == term]
                formula = (
                    f'=SUMPRODUCT(EXACT(${at}$2:${at}${last},"{term}")*{letter}2:{letter}{last})'
                )
            look = looks["sum"][column.kind]
            sheet.write_formula(count + below, place, formula, look, added_up(values))
