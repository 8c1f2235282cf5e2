"""Control totals: what a ledger adds up to, one fiscal year and kind of amount at a time."""

import pandas as pd

from smarter_spending.district.sacs import (
    FUNCTION_GROUPS,
    OBJECT_GROUPS,
    codes,
    function_group,
    ledger_kind,
    object_group,
    resource_nature,
    restriction,
)

DERIVED = {
    "object_group": ("object", object_group),
    "function_group": ("function", function_group),
    "restriction": ("resource", restriction),
    "resource_nature": ("resource", resource_nature),
}
PAGE_ORDER = {
    name: place
    for groups in (OBJECT_GROUPS, FUNCTION_GROUPS)
    for place, (_, _, name) in enumerate(groups)
}


class MixedLedgerError(ValueError):
    """A sum was asked over amounts that must never be added together."""


def control_totals(ledger: pd.DataFrame, by=("fund", "object_group")) -> pd.DataFrame:
    """What a ledger adds up to, for reconciling with a page the district has printed.

        amount = sum of the rows' amounts, in whole cents

    Every row given is added, whatever its kind: with the default grouping the
    lines of Form 01 stand one under another. To total spending alone, give
    only the rows whose ``kind`` is "spending". One fiscal year and one kind of
    amount at a time: a budget and its actuals are the same money twice.

    Parameters
    ----------
    ledger : DataFrame, one row per account
        ``fiscal_year``, ``amount_type``, ``amount`` (dollars) and the code
        columns that ``by`` needs.
    by : sequence of str
        Columns of the ledger, or object_group, function_group, restriction,
        resource_nature, which are made from its codes.

    Returns
    -------
    DataFrame, one row per group, in the order of the state's forms
        The columns of ``by``, ``rows`` (ledger rows) and ``amount`` (dollars, exact to the cent).

    Raises
    ------
    MixedLedgerError
        When the ledger holds more than one fiscal year or kind of amount.
    SacsCodeError
        When a code belongs to no group.
    ValueError
        When an amount is blank.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...                        "object": ["1100", "1200", "3101"], "amount": [100.10, 50.20, 30.0]})
    >>> control_totals(ledger)
      fund            object_group  rows  amount
    0   01   Certificated salaries     2   150.3
    1   01       Employee benefits     1    30.0

    References
    ----------
    California Department of Education, SACS Form 01, General Fund.
    """
    one_kind_of_amount(ledger)
    if ledger["amount"].isna().any():
        raise ValueError(
            f"{ledger['amount'].isna().sum():,} ledger rows have no amount. Fill them in, or take "
            "those rows out, before adding up."
        )
    by = list(by)
    made = {name: DERIVED[name][1](ledger[DERIVED[name][0]]) for name in by if name in DERIVED}
    table = ledger.assign(**made, cents=(ledger["amount"] * 100).round().astype("int64"))
    table = table.groupby(by, sort=False, as_index=False).agg(
        rows=("cents", "size"), amount=("cents", "sum")
    )
    table["amount"] = table["amount"] / 100
    return table.sort_values(by, key=_page_order, kind="stable", ignore_index=True)


def one_kind_of_amount(ledger: pd.DataFrame) -> None:
    """Refuse a ledger whose amounts must not be added together.

    Parameters
    ----------
    ledger : DataFrame, one row per account
        ``fiscal_year`` and ``amount_type``.

    Raises
    ------
    MixedLedgerError
        When there is more than one fiscal year or more than one kind of amount.

    Examples
    --------
    >>> one_kind_of_amount(pd.DataFrame({"fiscal_year": ["2023-24"], "amount_type": ["actual"]}))
    """
    for column, twice in (
        ("amount_type", "adding them would count money twice"),
        ("fiscal_year", "adding them would mix years"),
    ):
        found = sorted(ledger[column].dropna().unique())
        if len(found) > 1:
            kinds = " and ".join([", ".join(found[:-1]), found[-1]])
            raise MixedLedgerError(
                f"This ledger holds {kinds} amounts; {twice}. Choose one: keep only the rows "
                f'with one {column}, such as "{found[0]}".'
            )


def not_spending(ledger: pd.DataFrame) -> pd.DataFrame:
    """The rows of a ledger that are not money spent, by kind and line, with their amounts.

    They are kept in the ledger and left out of spending. Transfers of direct
    (5710) and indirect costs (7310) should net to zero within a fund.

    Parameters
    ----------
    ledger : DataFrame, one row per account
        ``fiscal_year``, ``amount_type``, ``object`` and ``amount`` (dollars).

    Returns
    -------
    DataFrame, one row per kind and line
        ``kind``, ``line``, ``rows`` and ``amount`` (dollars).

    Raises
    ------
    MixedLedgerError
        When the ledger holds more than one fiscal year or kind of amount.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual",
    ...                        "object": ["1100", "7310", "PCRA"], "amount": [10.0, -2.0, 5.0]})
    >>> not_spending(ledger)
            kind                             line  rows  amount
    0  not_money  Program Cost Report allocation     1     5.0
    1   transfer       7310 Transfers of Indirect Costs     1    -2.0

    References
    ----------
    California School Accounting Manual, Procedure 330 (objects).
    """
    kinds = ledger_kind(ledger)
    aside = ledger[kinds != "spending"]
    aside = aside.assign(kind=kinds[aside.index])
    lines = object_group(aside["object"])
    costs = aside["object"].isin(["5710", "5750", "7310", "7350"])
    named = aside["object"] + " " + aside["object"].map(codes("object"))
    return control_totals(aside.assign(line=named.where(costs, lines)), by=("kind", "line"))


def _page_order(column: pd.Series) -> pd.Series:
    places = column.map(PAGE_ORDER)
    return column if places.isna().any() else places
