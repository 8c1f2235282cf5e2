"""Picking ledger rows and naming the ways in which they can be grouped."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, quoted, require_columns, require_numbers

LEDGER = "ledger (ledger.csv)"
FIRST_RESTRICTED = "2000"
GENERAL_FUND = "01"
ON_BEHALF = "7690"  # the state's own payment to the teachers' pension: in and out, never cash
CAPITAL = "6000"
PEOPLE = ("1000", "2000", "3000")

OBJECT_GROUPS = {
    "1000": "Certificated salaries",
    "2000": "Classified salaries",
    "3000": "Employee benefits",
    "4000": "Books and supplies",
    "5000": "Services and other operating costs",
    "6000": "Capital outlay",
    "7000": "Other outgo and debt payments",
    "8000": "Revenue and other sources",
    "9000": "Balances",
}
FUNCTION_GROUPS = {
    "0000": "No activity (revenue and balances)",
    "1000": "Instruction",
    "2000": "Support of instruction and school offices",
    "3000": "Student services",
    "4000": "Athletics and activities",
    "5000": "Community services",
    "6000": "Enterprise",
    "7000": "District administration",
    "8000": "Buildings and grounds",
    "9000": "Debt, transfers and other outgo",
}
RESTRICTIONS = {"unrestricted": "Unrestricted", "restricted": "Restricted"}
BLANK_TITLES = {
    "school_code": "Not coded to a school",
    "local_program": "Not coded to a program",
    "program_id": "Not coded to a program",
}
GROUPED = {
    "object_group": ("object", OBJECT_GROUPS),
    "function_group": ("function", FUNCTION_GROUPS),
    "restriction": ("resource", RESTRICTIONS),
}
PLAIN = ("fund", "object", "function", "goal", "resource", "school_code", "local_program")


def restricted(resource: pd.Series) -> pd.Series:
    return resource >= FIRST_RESTRICTED


def first_digit(code: pd.Series) -> pd.Series:
    return code.str[:1] + "000"


def grouping(ledger: pd.DataFrame, by: str) -> pd.Series:
    if by in GROUPED:
        column = GROUPED[by][0]
        require_columns(ledger, [column], LEDGER)
        if by != "restriction":
            return first_digit(ledger[column])
        words = {True: "restricted", False: "unrestricted"}
        return restricted(ledger[column]).map(words).astype("str")
    if by not in PLAIN:
        raise ValueError(
            f"Spending cannot be shown by {by!r}. Choose one of {quoted([*PLAIN, *GROUPED])}."
        )
    require_columns(ledger, [by], LEDGER)
    return ledger[by].fillna("")


def title_of(codes: pd.Series, by: str, titles: Mapping[str, str] | None) -> pd.Series:
    known = dict(GROUPED[by][1]) if by in GROUPED else {"": BLANK_TITLES.get(by, "Not coded")}
    if by == "school_code":
        known["0000"] = "District office"
    known |= dict(titles or {})
    return codes.map(known).fillna(codes).astype("str")


def chosen(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str, fund: str | None = None
) -> pd.DataFrame:
    require_columns(ledger, ["fiscal_year", "amount_type", "fund", "amount"], LEDGER)
    if ledger.empty:
        return ledger
    require_numbers(ledger, ["amount"], LEDGER)
    here = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == amount_type)]
    if here.empty:
        pairs = ledger[["fiscal_year", "amount_type"]].drop_duplicates()
        pairs = pairs.sort_values(["fiscal_year", "amount_type"])
        there = [f"{year} {words(kind)}" for year, kind in pairs.itertuples(index=False)]
        raise ValueError(
            f"The ledger has no {words(amount_type)} amounts for {fiscal_year}. "
            f"It has: {', '.join(there)}. Choose one of these."
        )
    if fund is None:
        return here
    in_fund = here[here["fund"] == fund]
    if in_fund.empty:
        raise ValueError(
            f"The ledger has no fund {fund!r} in {fiscal_year}. "
            f"It has: {quoted(sorted(here['fund'].dropna().unique()))}. Choose one of these."
        )
    return in_fund


def spending_rows(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str, fund: str | None = None
) -> pd.DataFrame:
    require_kind(ledger)
    here = chosen(ledger, fiscal_year, amount_type, fund)
    return here[here["kind"] == "spending"]


def require_kind(ledger: pd.DataFrame) -> None:
    if "kind" not in ledger.columns:
        raise ValueError(
            "The ledger has no column 'kind', which tells spending from revenue, transfers and "
            "balances. Load the folder with load_district, which adds it."
        )


def words(amount_type: str) -> str:
    return str(amount_type).replace("_", " ")


def enrolled(students: float | None) -> float:
    if students is None or pd.isna(students):
        return np.nan
    if a_number("number of students", students) <= 0:
        raise ValueError(f"The number of students is {students:g}; it must be above zero.")
    return float(students)
