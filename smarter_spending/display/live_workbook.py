"""The reallocation workbook: every total is a formula over the ledger rows, so it can be checked
and changed by whoever opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from smarter_spending.display.results import Stamp
from smarter_spending.display.workbooks import opened, show_about, show_printing
from smarter_spending.planning.funds import Paid

ROWS, SAVINGS, FUNDS, GROWTH, PAYMENTS = (
    "Ledger rows",
    "Savings",
    "Funds",
    "Investments",
    "Payments",
)
NOTES = (
    "The amounts on the sheet Ledger rows are the ledger's own; every other figure is a formula.",
    "Change a share or an amount, and the totals follow. Potential until the board approves it.",
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


def reallocation_workbook(
    rows: pd.DataFrame, savings: pd.DataFrame, uses: pd.DataFrame, paid: Paid, stamp: Stamp
) -> bytes:
    """The bytes of the reallocation workbook, its totals alive.

    Parameters
    ----------
    rows : DataFrame
        As ``savings_rows`` gives.
    savings : DataFrame
        As ``identified_savings`` gives.
    uses : DataFrame
        As ``investments`` gives, the ones to pay for.
    paid : Paid
        As ``net_by_fund`` gives.
    stamp : Stamp

    Returns
    -------
    bytes
        The same tables give the same bytes.
    """
    sheets = {
        ROWS: _rows(rows),
        SAVINGS: _savings(savings, len(rows)),
        FUNDS: _funds(savings, paid),
        GROWTH: _growth(uses),
        PAYMENTS: _payments(paid),
    }
    file = BytesIO()
    with opened(file, stamp) as (book, looks):
        show_about(book.add_worksheet("About"), list(sheets), stamp, NOTES, looks)
        for name, columns in sheets.items():
            _write(book.add_worksheet(name), columns, stamp, looks)
    return file.getvalue()


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
    freed = rows["freed"].tolist()
    return [
        *columns,
        Column("In the ledger", "cents", rows["amount"].tolist(), total=True),
        Column("Share freed", "percent1", rows["share"].tolist()),
        Column("Freed", "cents", freed, "=I{row}*J{row}", total=True),
    ]


def _savings(savings: pd.DataFrame, many: int) -> list[Column]:
    last = max(many + 1, 2)
    sums = (
        f"=ROUND(SUMIFS('{ROWS}'!$K$2:$K${last},'{ROWS}'!$A$2:$A${last},A{{row}},"
        f"'{ROWS}'!$D$2:$D${last},C{{row}}),2)"
    )
    words = {"program_id": "Program number", "program": "Program", "resource": "Resource"}
    words |= {"pool": "Fund", "term": "Comes", "label": "Label"}
    columns = [Column(said, "text", savings[name].tolist()) for name, said in words.items()]
    return [*columns, Column("Identified", "cents", savings["likely"].tolist(), sums, total=True)]


def _funds(savings: pd.DataFrame, paid: Paid) -> list[Column]:
    table = savings.groupby(["pool", "term"], as_index=False)["likely"].sum()
    last = max(len(savings) + 1, 2)
    found = f"=SUMIFS({SAVINGS}!$G$2:$G${last},{SAVINGS}!$D$2:$D${last},A{{row}},"
    found += f"{SAVINGS}!$E$2:$E${last},B{{row}})"
    used = paid.by_pool.set_index("pool")["used"] if len(paid.by_pool) else pd.Series(dtype=float)
    lasting = table["term"].eq("recurring")
    out = table["pool"].map(used).astype(float).where(lasting).fillna(0.0)
    end = max(len(paid.payments) + 1, 2)
    taken = f'=IF(B{{row}}="recurring",SUMIFS({PAYMENTS}!$C$2:$C${end},'
    taken += f"{PAYMENTS}!$B$2:$B${end},A{{row}}),0)"
    return [
        Column("Fund", "text", table["pool"].tolist()),
        Column("Comes", "text", table["term"].tolist()),
        Column("Identified", "cents", table["likely"].round(2).tolist(), found, total=True),
        Column("Put to work", "cents", out.tolist(), taken, total=True),
        Column("Left", "cents", (table["likely"] - out).round(2).tolist(), "=C{row}-D{row}", True),
    ]


def _growth(uses: pd.DataFrame) -> list[Column]:
    return [
        Column("Program", "text", uses["program"].tolist()),
        Column("Students waiting", "count", uses["seats"].tolist(), total=True),
        Column("One more seat", "cents", uses["cost_per_seat"].tolist()),
        Column("Raise, year 2", "percent1", uses["raise_2"].tolist()),
        Column("Raise, year 3", "percent1", uses["raise_3"].tolist()),
        Column("Year 1", "cents", uses["year_1"].tolist(), "=ROUND(B{row}*C{row},2)", True),
        Column("Year 2", "cents", uses["year_2"].tolist(), "=ROUND(F{row}*(1+D{row}),2)", True),
        Column("Year 3", "cents", uses["year_3"].tolist(), "=ROUND(G{row}*(1+E{row}),2)", True),
    ]


def _payments(paid: Paid) -> list[Column]:
    return [
        Column("Program", "text", paid.payments["use"].tolist()),
        Column("Fund", "text", paid.payments["pool"].tolist()),
        Column("Dollars", "cents", paid.payments["dollars"].tolist(), total=True),
    ]


def _write(sheet, columns: Sequence[Column], stamp: Stamp, looks: Mapping) -> None:
    sheet.freeze_panes(1, 1)
    count = len(columns[0].values)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 38 if column.heading in ("Program", "Fund") else 17)
        sheet.write_string(0, place, column.heading, looks["head"])
        for row, value in enumerate(column.values, start=1):
            look = looks[column.kind]
            if column.formula:
                sheet.write_formula(row, place, column.formula.format(row=row + 1), look, value)
            elif column.kind == "text":
                sheet.write_string(row, place, str(value), look)
            else:
                sheet.write_number(row, place, float(value), look)
        if column.total and count:
            letter = chr(ord("A") + place)
            total = round(sum(column.values), 6)
            sum_of = f"=SUM({letter}2:{letter}{count + 1})"
            sheet.write_formula(count + 2, place, sum_of, looks["sum"][column.kind], total)
    if count:
        sheet.write_string(count + 2, 0, "Total", looks["head"])
    sheet.repeat_rows(0)
    show_printing(sheet, stamp)
