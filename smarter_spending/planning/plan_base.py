"""From the ledger to the first year of a plan: balances, and lines that can be carried ahead."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import (
    GENERAL_FUND,
    LEDGER,
    ON_BEHALF,
    chosen,
    require_kind,
    restricted,
)
from smarter_spending.planning.funds import ONE_TIME, resource_terms

BEGINNING, ENDING = ("9791", "9793", "9795"), ("979Z",)
FUNDS = {False: "unrestricted", True: "restricted"}
NO_FLOW = ("balance", "not_money")  # balances, and the cost report's allocations (PCRA)
# first digits of the object, longest first, and the group that moves as one
SPENDING_GROUPS = {
    "310": "benefits: STRS",
    "320": "benefits: PERS",
    "34": "benefits: health",
    "37": "benefits: health",
    "1": "certificated pay",
    "2": "classified pay",
    "3": "benefits: other",
    "4": "books and supplies",
    "5": "services",
    "6": "capital outlay",
    "7": "other outgo",
}
REVENUE_GROUPS = {"80": "LCFF", "81": "federal", "82": "federal", "898": "contributions"}
REVENUE_GROUPS |= {"83": "other state", "84": "other state", "85": "other state"}
OTHER_REVENUE = "local and other"


def plan_lines(ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame) -> pd.DataFrame:
    """The general fund's revenue and spending of one year, as lines of a plan.

    Unrestricted and restricted stand apart, and so does what comes once.  Transfers count: a
    contribution is revenue below zero in the one and above zero in the other; what the
    indirect costs move is spending below zero.  The state's on-behalf pension payment is in
    and out by the same dollars, and does not grow.

    Parameters
    ----------
    ledger : DataFrame
        The ledger as ``load_district`` gives it.
    fiscal_year : str
        Actual amounts of this year.
    rules : DataFrame
        As ``resource_rules`` gives: which resources come once.

    Returns
    -------
    DataFrame, one row per fund, kind, group and term
        ``fund`` ("unrestricted", "restricted"), ``kind`` ("revenue", "spending"),
        ``object_group``, ``one_time`` (True or False) and ``dollars``; no row without a ledger.

    Raises
    ------
    ValueError
        When the ledger has no such year, or lacks a column.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "resource": ["0000", "0000", "3010"], "object": ["8011", "1100", "1100"],
    ...     "kind": ["revenue", "spending", "spending"], "amount": [100.0, 60.0, 9.0]})
    >>> rules = pd.DataFrame({"resource": ["3010"], "pool": ["Title I"], "term": ["recurring"]})
    >>> lines = plan_lines(ledger, "2024-25", rules)
    >>> lines[["fund", "object_group", "dollars"]].to_numpy().tolist()
    [['restricted', 'certificated pay', 9.0], ['unrestricted', 'LCFF', 100.0], \
['unrestricted', 'certificated pay', 60.0]]
    """
    columns = ["fund", "kind", "object_group", "one_time", "dollars"]
    if ledger.empty:
        return pd.DataFrame(columns=columns)
    require_columns(ledger, ["resource", "object", "kind"], LEDGER)
    require_kind(ledger)
    rows = chosen(ledger, fiscal_year, "actual")
    rows = rows[rows["fund"].eq(GENERAL_FUND) & ~rows["kind"].isin(NO_FLOW)]
    into = rows["object"].str[:1].eq("8")
    group = _group(rows["object"], SPENDING_GROUPS, "other outgo")
    group = group.where(~into, _group(rows["object"], REVENUE_GROUPS, OTHER_REVENUE))
    group = group.where(rows["resource"].ne(ON_BEHALF), "on behalf")
    once = resource_terms(rows["resource"].astype(str), rules)["term"].eq(ONE_TIME)
    table = pd.DataFrame(
        {
            "fund": restricted(rows["resource"]).map(FUNDS),
            "kind": into.map({True: "revenue", False: "spending"}),
            "object_group": group,
            "one_time": once & _named(rows["resource"], rules),
            "dollars": rows["amount"],
        }
    )
    sums = table.groupby(columns[:-1], as_index=False)["dollars"].sum()
    return sums.round({"dollars": 2})


def _named(resource: pd.Series, rules: pd.DataFrame) -> pd.Series:
    # a grant without a rule is not counted on for new programs, but a plan goes on with it
    return resource.isin(rules["resource"])


def _group(objects: pd.Series, groups: Mapping[str, str], otherwise: str) -> pd.Series:
    found = pd.Series(otherwise, index=objects.index, dtype="object")
    for first in sorted(groups, key=len):
        found = found.mask(objects.str.startswith(first), groups[first])
    return found


def general_fund_balances(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What the general fund began and ended the year with, as the ledger books it.

    Parameters
    ----------
    ledger : DataFrame
        The ledger as ``load_district`` gives it.
    fiscal_year : str

    Returns
    -------
    DataFrame, one row per fund ("restricted", "unrestricted")
        ``fund``, ``beginning`` (objects 9791, 9793, 9795) and ``ending`` (object 979Z; ``NaN``
        when not booked), dollars.  No row when no beginning balance is booked.
    """
    columns = ["fund", "beginning", "ending"]
    if ledger.empty:
        return pd.DataFrame(columns=columns)
    rows = chosen(ledger, fiscal_year, "actual")
    rows = rows[rows["fund"].eq(GENERAL_FUND)]
    fund = restricted(rows["resource"]).map(FUNDS)
    began = rows["object"].isin(BEGINNING)
    ended = rows["object"].isin(ENDING)
    if not began.any():
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame(
        {
            "beginning": rows["amount"].where(began, 0.0).groupby(fund).sum(),
            "ending": rows["amount"].where(ended).groupby(fund).sum(min_count=1),
        }
    )
    return table.round(2).rename_axis("fund").reset_index()[columns]
