"""Rules of the ledger: its codes, its rows, and the totals it must agree with."""

import pandas as pd

from smarter_spending.district.columns import Checked
from smarter_spending.district.findings import counted
from smarter_spending.district.sacs import SacsCodeError, codes, ledger_kind

CODED = ("fund", "resource", "goal", "function", "object")
NETS_TO_ZERO = {
    "5710": "transfers of direct costs",
    "7310": "transfers of indirect costs",
    "8980": "contributions from unrestricted revenue",
}
TRANSFERS = ("5710", "5750", "7310", "7350")
ONE_TIME = ("3210", "3219")
ON_BEHALF = "7690"


def check_codes(checked: Checked, overrides: pd.DataFrame) -> None:
    """Every SACS code is in the state's tables or in code_overrides.csv."""
    for field in CODED:
        known = set(codes(field).index) | set(overrides.loc[overrides["field"] == field, "code"])
        cells = checked.frame[field]
        wrong = cells.notna() & ~cells.isin(known)
        if field == "resource":
            wrong &= ~cells.between("0001", "0999")
        checked.problem_by_value(
            field,
            wrong,
            lambda code, field=field: (
                f'{field} "{code}" is not a SACS {field} code{_hint(code)}. Fix the code or add '
                "it to code_overrides.csv."
            ),
        )


def _hint(code: str) -> str:
    letters = {"l": "letter l", "I": "letter I", "O": "letter O", "o": "letter o"}
    found = [name for letter, name in letters.items() if letter in code]
    return f" ({found[0]}?)" if found else ""


def check_overrides(checked: Checked) -> None:
    """A district's own object still has to say what kind of money it is."""
    overrides = checked.frame
    nameless = overrides["code"].map(_has_no_kind, na_action="ignore").eq(True)
    checked.problem(
        "code",
        overrides["field"].eq("object") & nameless,
        'object "{value}" cannot be told to be spending or revenue. Give it four digits in the '
        "state's ranges: 1000-7499 is spending, 8000-8799 revenue.",
    )


def _has_no_kind(code: str) -> bool:
    try:
        ledger_kind(pd.DataFrame({"object": [code]}, dtype="str"))
    except SacsCodeError:
        return True
    return False


def check_ledger(checked: Checked, fiscal_year: str) -> None:
    """The ledger's own rules: what must hold in a row, and what is worth knowing of the whole."""
    ledger = checked.frame
    checked.problem(
        "resource",
        ledger["resource"].between("0001", "0999") & ledger["sacs_resource"].isna(),
        'resource "{value}" is locally defined (0001-0999). Say in sacs_resource which SACS '
        "resource it rolls up to, such as 0000.",
    )
    checked.problem(
        "function",
        ledger["function"].eq("0000") & ledger["object"].str.fullmatch(r"[1-6]\d{3}"),
        'function "0000" stands beside a spending object. Function 0000 is only for revenue and '
        "balances; write what the money did.",
    )
    # the state accepts these (San Francisco's file has 59), so they are only worth knowing
    earning = ledger["object"].str[:1].isin(["8", "9"])
    coded = int((ledger["function"].ne("0000") & earning).sum())
    if coded:
        checked.warn(
            "function",
            f"{counted(coded, 'revenue or balance row')} (objects 8000-9999) with a function. They "
            "are kept, and are not spending.",
        )
    _same_account(checked)
    _net_to_zero(checked)
    _not_for_keeps(checked, fiscal_year)
    _below_zero(checked, fiscal_year)


def _same_account(checked: Checked) -> None:
    key = list(checked.table.key)
    twice = checked.frame[checked.frame.duplicated(key, keep=False)]
    if twice.empty:
        return
    text = twice[key].fillna("")
    first = twice[(text == text.iloc[0]).all(axis=1)]
    shown = " and ".join(
        f"row {checked.rows[place]} ({amount:,.2f})"
        for place, amount in first["amount"].head(2).items()
    )
    checked.warn(
        "",
        f"{len(twice):,} rows share an account string with another row of the same year; the "
        f"first are {shown}. All are kept and added; if one is a copy, take it out.",
    )


def _net_to_zero(checked: Checked) -> None:
    ledger = checked.frame
    for code, name in NETS_TO_ZERO.items():
        rows = ledger[ledger["object"] == code]
        sums = rows.groupby(["fiscal_year", "amount_type", "fund"])["amount"].sum().round(2)
        for (year, kind, fund), amount in sums[sums != 0].items():
            checked.warn(
                "amount",
                f"object {code} ({name}) should add to zero within a fund; in fund {fund}, {year} "
                f"{kind.replace('_', ' ')}, it adds to {amount:,.2f}.",
            )


def _spent(checked: Checked, fiscal_year: str) -> pd.DataFrame:
    ledger = checked.frame
    year = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")]
    return year[year["object"].str.fullmatch(r"[1-7]\d{3}", na=False)]


def _not_for_keeps(checked: Checked, fiscal_year: str) -> None:
    spent = _spent(checked, fiscal_year)
    state = spent.loc[spent["resource"] == ON_BEHALF, "amount"]
    if len(state):
        checked.warn(
            "resource",
            f"{state.sum():,.2f} of {fiscal_year} is the state's own payment to the teachers' "
            f"pension (resource {ON_BEHALF}). It is not district cash and is never offered for "
            "reallocation.",
        )
    once = spent[spent["resource"].between(*ONE_TIME)]
    if len(once):
        checked.warn(
            "resource",
            f"one-time federal relief (resources {ONE_TIME[0]}-{ONE_TIME[1]}) paid "
            f"{once['amount'].sum():,.2f} in {fiscal_year}. It has ended and can pay for nothing "
            "lasting.",
        )


def _below_zero(checked: Checked, fiscal_year: str) -> None:
    spent = _spent(checked, fiscal_year)
    own = spent[~spent["object"].isin(TRANSFERS)]
    sums = own.groupby(["fund", "resource", "object"])["amount"].sum().round(2)
    below = sums[sums < 0]
    if len(below):
        fund, resource, code = below.idxmin()
        checked.warn(
            "amount",
            f"{counted(len(below), 'spending account')} of {fiscal_year} below zero (lowest: "
            f"fund {fund}, resource {resource}, object {code}, {below.min():,.2f}). Explain them, "
            "as the state's review asks.",
        )


def check_control_totals(totals: Checked, ledger: pd.DataFrame) -> None:
    """The ledger agrees with every published total to within a dollar."""
    if ledger.empty:
        totals.warn("amount", "there is no ledger to hold these totals against.")
        return
    free = ledger["resource"] < "2000"
    keys = ["fiscal_year", "amount_type", "fund", "object"]
    added = {
        "unrestricted": ledger[free].groupby(keys)["amount"].sum(),
        "restricted": ledger[~free].groupby(keys)["amount"].sum(),
        "total": ledger.groupby(keys)["amount"].sum(),
    }
    complete = totals.frame.dropna(
        subset=["fiscal_year", "amount_type", "fund", "object_from", "object_to", "amount"]
    )
    for place, total in complete.iterrows():
        restriction = total["restriction"] if pd.notna(total["restriction"]) else "total"
        found = _between(added[restriction], total)
        if abs(round(found - total["amount"], 2)) > 1:
            _disagrees(totals, place, total, restriction, found)


def _between(added: pd.Series, total: pd.Series) -> float:
    account = (total["fiscal_year"], total["amount_type"], total["fund"])
    if account not in added.index.droplevel("object"):
        return 0.0
    by_object = added.loc[account]
    within = (by_object.index >= total["object_from"]) & (by_object.index <= total["object_to"])
    return round(by_object[within].sum(), 2)


def _disagrees(
    totals: Checked, place: int, total: pd.Series, restriction: str, found: float
) -> None:
    which = "" if restriction == "total" else f", {restriction}"
    totals.problem(
        "amount",
        pd.Series(totals.frame.index == place, index=totals.frame.index),
        f"ledger fund {total['fund']}, objects {total['object_from']}-{total['object_to']}{which}, "
        f"{total['fiscal_year']} {total['amount_type'].replace('_', ' ')}, is ${found:,.2f}; your "
        f"control total says ${total['amount']:,.2f} (difference "
        f"${abs(found - total['amount']):,.2f}). Nothing was calculated.",
        f"{total['amount']:,.2f}",
    )
