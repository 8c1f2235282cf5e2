"""The reserve beside its policy, the structural gap, the year it breaks, and what to do then."""

import pandas as pd

from smarter_spending.planning.finance import Plan
from smarter_spending.planning.plan_checks import check_columns, check_known

# the most ADA of each size of district, and the share of spending it holds at the least
STATE_MINIMUM = ((300, 0.05), (1_000, 0.04), (30_000, 0.03), (400_000, 0.02), (float("inf"), 0.01))


def state_minimum(ada: float) -> float:
    """The reserve the state's standard asks for, as a share of spending, by attendance.

        to 300 ADA 5%, to 1,000 4%, to 30,000 3%, to 400,000 2%, beyond 1%

    Below 1,001 ADA the standard is at least an amount of dollars too, which the state moves on
    every year and which is not looked at here.  A board's own policy may ask for more.
    Raises ValueError when the attendance is below zero or not a number.

    >>> state_minimum(15_676), state_minimum(43_608)
    (0.03, 0.02)

    Source: 5 CCR 15450(a).
    """
    if not ada >= 0:
        raise ValueError(f"The attendance (ADA) is {ada:g}. It is 0 or more.")
    return next(share for most, share in STATE_MINIMUM if round(ada) <= most)


def reserve_table(
    plan: Plan, reserve_share: float, total_spending=None, fund: str = "unrestricted"
) -> pd.DataFrame:
    """The reserve of each year beside the policy, and the structural gap of ``fund``.

        reserve        = ending balance of the fund - what other funds end below zero
        policy_dollars = reserve_share * total_spending (all funds of the plan, or as given:
                         a mapping of fiscal year to dollars)
        structural_gap = recurring revenue - recurring spending of the fund, and what other funds
                         lack of theirs; below zero, the district lives beyond its lasting
                         means even while the reserve is whole

    Raises ValueError when fund or year is missing, or the share not 0 to 1.  See 5 CCR 15450.
    """
    if not 0 <= reserve_share <= 1:
        raise ValueError(f"The reserve policy is {reserve_share:g}. Write 0.03 for 3%.")
    years, funds = plan.balances.groupby("fiscal_year"), plan.balances["fund"]
    if fund not in set(funds):
        raise ValueError(f"The plan has no fund {fund!r}. Name one of {', '.join(funds.unique())}.")
    own = plan.balances[funds == fund].set_index("fiscal_year")
    lacking = lacking_elsewhere(plan.balances, fund)
    spent = years["spending"].sum() if total_spending is None else pd.Series(total_spending)
    spent = spent.astype(float).reindex(own.index)
    if spent.isna().any():
        raise ValueError(f"total_spending has no dollars for {spent.index[spent.isna()][0]}.")
    reserve = (own["ending"] - lacking).round(2)
    policy = (reserve_share * spent).round(2)
    lasting = plan.balances["recurring_revenue"] - plan.balances["recurring_spending"]
    gap = lasting.where(funds == fund, lasting.clip(upper=0))
    gap = gap.groupby(plan.balances["fiscal_year"]).sum().reindex(own.index)
    table = {"ending": own["ending"], "lacking_elsewhere": lacking, "reserve": reserve,
             "total_spending": spent, "reserve_share": reserve / spent.where(spent > 0),
             "policy_dollars": policy, "meets_policy": reserve >= policy,
             "structural_gap": gap.round(2)}  # fmt: skip
    return pd.DataFrame(table).reset_index()


def lacking_elsewhere(balances: pd.DataFrame, fund: str = "unrestricted") -> pd.Series:
    """What the other funds end below zero, by year, as dollars to be taken off the reserve.

    ``balances`` is that of a ``Plan``.  Source: 5 CCR 15450(b)(1).
    """
    others = balances["ending"].where(balances["fund"] != fund, 0).clip(upper=0)
    return 0.0 - others.groupby(balances["fiscal_year"]).sum()


def break_year(plan: Plan, policy: float, fund: str = "unrestricted") -> object:
    """The first fiscal year whose reserve is below ``policy`` (a share), or ``pd.NA``."""
    table = reserve_table(plan, policy, fund=fund)
    return next(iter(table.loc[~table["meets_policy"], "fiscal_year"]), pd.NA)


def budget_indicator(
    plan: Plan, minimum_reserve: float, fund: str = "unrestricted", current: str | None = None
) -> str:
    """An indicator in the words of the county report: positive, qualified or negative.

        negative   the reserve is below zero in the current year or the next
        positive   it meets ``minimum_reserve`` (a share) in the current year and the two after it
        qualified  otherwise: it may not meet it

    The current year is ``current``, or the plan's first.  This is an indicator, not a
    certification nor a legal opinion: the board certifies, the county superintendent reviews,
    and both look at cash and at more than this plan knows.  Raises ValueError when the plan
    has fewer than three years from the current one on.
    Source: Education Code 42131.
    """
    table = reserve_table(plan, minimum_reserve, fund=fund)
    table = table[table["fiscal_year"] >= (current or table["fiscal_year"].min())].head(3)
    if len(table) < 3:
        raise ValueError("The indicator needs three years. Bring rates for two years to come.")
    if table["reserve"].head(2).lt(0).any():
        return "negative"
    return "positive" if table["meets_policy"].all() else "qualified"


def triggers_met(plan: Plan, triggers: pd.DataFrame, **reserve) -> pd.DataFrame:
    """Each rule agreed beforehand, with the first year that meets it, and its response.

    ``triggers`` has ``measure`` (a figure of ``reserve_table``, such as reserve or
    structural_gap), ``below`` (a number) and ``response``; added are ``met``, ``first_year``
    and ``value`` (of that year).  Raises ValueError when a measure is another.
    """
    table = reserve_table(plan, 0.0, **reserve)
    check_columns(triggers, ("measure", "below", "response"), "triggers")
    check_known(triggers["measure"], table.columns.drop(["fiscal_year", "meets_policy"]), "measure")
    rules = zip(triggers["measure"], triggers["below"], strict=True)
    first = [next(iter(table.index[table[name] < level]), -1) for name, level in rules]
    hit = table.reindex(first)  # -1 stands for no year, and gives blanks
    value = [hit[name].iloc[n] for n, name in enumerate(triggers["measure"])]
    met = hit["fiscal_year"].notna().to_numpy()
    return triggers.assign(met=met, first_year=hit["fiscal_year"].array, value=value)
