"""What a person should look at in a ledger of one fiscal year and one kind of amount."""

import pandas as pd

from smarter_spending.district.importers.balances import fund_balances
from smarter_spending.district.importers.ledger_rows import CODE_WIDTHS
from smarter_spending.district.sacs import FIELDS, codes, ledger_kind

NOT_IN_STATE_TABLE = "Title not in the state table of 2021-22"
# Objects that move money from one place to another, so that their total is zero.
ZERO_WITHIN_FUND = {
    "transfers of direct costs (object 5710)": ("5710", "5710"),
    "transfers of indirect costs (object 7310)": ("7310", "7310"),
    "contributions from unrestricted revenues (object 8980)": ("8980", "8980"),
    "contributions from restricted revenues (object 8990)": ("8990", "8990"),
}
ZERO_OVER_FUNDS = {
    "transfers of direct costs between funds (object 5750)": ("5750", "5750"),
    "transfers of indirect costs between funds (object 7350)": ("7350", "7350"),
}
TOLERANCE = 1.00  # dollars; smaller differences are the rounding of many lines


def ledger_warnings(ledger: pd.DataFrame) -> list[str]:
    """What a person should look at before relying on a ledger, after the state's own checks.

    Parameters
    ----------
    ledger : DataFrame, one row per account
        One fiscal year and one kind of amount: ``fiscal_year``, ``amount_type``,
        the code columns and ``amount`` (dollars).

    Returns
    -------
    list of str
        Sentences; empty when there is nothing to look at.

    Examples
    --------
    >>> row = {"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...        "resource": "0000", "project_year": "0", "goal": "0000", "function": "7210",
    ...        "object": "7310", "amount": -250.0}
    >>> print(ledger_warnings(pd.DataFrame([row]))[0])
    2023-24 actual, fund 01: transfers of indirect costs (object 7310) add to -$250.00, not to zero.

    References
    ----------
    California Department of Education, SACS technical review checks (INTRAFD-DIR-COST,
    INTRAFD-INDIRECT, INTERFD-INDIRECT, INTERFD-IN-OUT, CONTRIB-UNREST-REV, EXP-POSITIVE).
    """
    label = f"{ledger['fiscal_year'].iloc[0]} {ledger['amount_type'].iloc[0]}".replace("_", " ")
    found = [
        *_broken_balances(ledger),
        *_not_zero(ledger),
        *_unpaired_interfund(ledger),
        *_negative_spending(ledger),
        *_repeated_accounts(ledger),
        *_codes_without_title(ledger),
        *_non_cash(ledger),
    ]
    return [f"{label}{sentence}" for sentence in found]


def _dollars(amount: float) -> str:
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _total(ledger: pd.DataFrame, low: str, high: str) -> float:
    return ledger.loc[ledger["object"].between(low, high), "amount"].sum()


def _broken_balances(ledger: pd.DataFrame) -> list[str]:
    balances = fund_balances(ledger)
    broken = balances[balances["difference"].abs() > 0]
    return [
        f", fund {row.fund}: beginning balance plus money in less money out gives "
        f"{_dollars(row.ending)}, but the ending balance filed is {_dollars(row.filed_ending)} "
        f"(difference {_dollars(row.difference)}). Rows are missing, or some are there twice."
        for row in broken.itertuples()
    ]


def _not_zero(ledger: pd.DataFrame) -> list[str]:
    totals = [
        (f", fund {fund}: {name}", _total(rows, *span))
        for fund, rows in ledger.groupby("fund")
        for name, span in ZERO_WITHIN_FUND.items()
    ]
    totals += [(f": {name}", _total(ledger, *span)) for name, span in ZERO_OVER_FUNDS.items()]
    return [
        f"{name} add to {_dollars(total)}, not to zero."
        for name, total in totals
        if abs(total) >= TOLERANCE
    ]


def _unpaired_interfund(ledger: pd.DataFrame) -> list[str]:
    inward, outward = _total(ledger, "8910", "8929"), _total(ledger, "7610", "7629")
    if abs(inward - outward) < TOLERANCE:
        return []
    return [
        f": interfund transfers in (objects 8910-8929, {_dollars(inward)}) differ from "
        f"transfers out (7610-7629, {_dollars(outward)}) by {_dollars(inward - outward)}."
    ]


def _negative_spending(ledger: pd.DataFrame) -> list[str]:
    spent = ledger[ledger_kind(ledger) == "spending"]
    totals = spent.groupby(["fund", "resource", "object"])["amount"].sum().round(2)
    below = totals[totals < 0]
    if below.empty:
        return []
    fund, resource, account = below.idxmin()
    return [
        f": totals of spending by fund, resource and object that are negative: {len(below):,}, "
        f"together {_dollars(below.sum())}; the largest is fund {fund}, resource "
        f"{resource}, object {account}, {_dollars(below.min())}. A refund or a correction "
        "can explain it."
    ]


def _repeated_accounts(ledger: pd.DataFrame) -> list[str]:
    repeated = ledger.duplicated(list(CODE_WIDTHS), keep=False)
    if not repeated.any():
        return []
    first = ".".join(ledger.loc[repeated, list(CODE_WIDTHS)].iloc[0])
    return [
        f": {repeated.sum():,} rows share their account with another row, such as {first}. All "
        "were kept; check that none was entered twice."
    ]


def _codes_without_title(ledger: pd.DataFrame) -> list[str]:
    found = []
    for field in FIELDS:
        titles = ledger[field].map(codes(field))
        unknown = titles.isna() | (titles == NOT_IN_STATE_TABLE)
        for code, rows in ledger[unknown].groupby(field)["amount"]:
            found.append(
                f": {field} {code} (rows: {len(rows):,}) is not in the state's table of 2021-22. "
                "If it is right, give its title in code_overrides.csv."
            )
    return found


def _non_cash(ledger: pd.DataFrame) -> list[str]:
    spent = ledger[(ledger["resource"] == "7690") & (ledger_kind(ledger) == "spending")]
    total = spent["amount"].sum()
    if not total:
        return []
    return [
        f": {_dollars(total)} of spending is resource 7690, the state's pension payment booked on "
        "the district's behalf. It is a cost, but not the district's cash."
    ]
