"""What the plan of several years says: when it breaks, and what would bend it."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.guide.plan.plan_room import ITEMS
from smarter_spending.planning.reserves import break_year, budget_indicator, state_minimum
from smarter_spending.planning.years_ahead import (
    DRAWS,
    PlanAhead,
    reserves_side_by_side,
)
from smarter_spending.words import dollars, listed, number, percent


def say_plan(ahead: PlanAhead, policy: float) -> str:
    """When the reserve falls below its policy if nothing changes, and by how much it lives beyond.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    table = reserves_side_by_side(ahead, policy)
    first, last = table.iloc[0], table.iloc[-1]
    breaks = break_year(ahead.plan, policy)
    year = (
        f"**In {breaks} it falls below the board's policy of {percent(policy)}.**"
        if isinstance(breaks, str)
        else f"It stays above the board's policy of {percent(policy)}."
    )
    gap = first["structural_gap"]
    lasting = (
        f"Lasting spending is {dollars(-gap)} above lasting revenue already in "
        f"{first['fiscal_year']}."
        if gap < 0
        else f"Lasting revenue covers lasting spending in {first['fiscal_year']}."
    )
    return (
        f"If we go on as we do, the reserve goes from {percent(first['reserve_share'], 1)} of "
        f"spending to {percent(last['reserve_share'], 1)} in {last['fiscal_year']}. {year} "
        f"{lasting}"
    )


def say_decided(ahead: PlanAhead, policy: float) -> str:
    """What the decisions change, and what they do not.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    table = reserves_side_by_side(ahead, policy)
    last = table.iloc[-1]
    moved = last["reserve_decided"] - last["reserve"]
    before, after = break_year(ahead.plan, policy), break_year(ahead.decided, policy)
    if ahead.changes.empty:
        return "Nothing has been decided that would change the plan."
    lasts = ahead.changes["last_year"].isna()
    left = -ahead.changes.loc[lasts, "dollars"].sum()
    kept = (
        f"The decisions free {dollars(left)} a year beyond what they put to work"
        if left >= 1
        else "The decisions put to work all they free"
    )
    same = isinstance(after, str) and after == before
    turn = f" They do not move the year in which it breaks ({after})." if same else ""
    if isinstance(before, str) and not isinstance(after, str):
        turn = " With them the reserve stays above its policy."
    return (
        f"{kept}; by {last['fiscal_year']} the reserve is {dollars(abs(moved))} "
        f"{'higher' if moved >= 0 else 'lower'}.{turn} Moving dollars to what works is not the "
        "same as closing a gap."
    )


def say_indicator(ahead: PlanAhead, policy: float, ada: float) -> str:
    """The indicator in the county's words, said to be one, from the year that is running.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float
        The board's reserve policy, used where the attendance is not known.
    ada : float
        P-2 ADA of the last year that is known; ``NaN`` when it is not.

    Returns
    -------
    str
    """
    known = ada >= 0
    minimum = state_minimum(ada) if known else policy
    whose = (
        f"the state's standard for {number(ada)} ADA"
        if known
        else "the board's policy, since the attendance that sets the state's is not on file"
    )
    years = sorted(ahead.rates["fiscal_year"].unique())
    words = budget_indicator(ahead.decided, minimum, current=years[0])
    return (
        f"As an indicator, with our decisions, for {years[0]} and the two years after it: "
        f"**{words}**, at a reserve of at least {percent(minimum)} of spending, {whose}. It is no "
        "certification and no legal opinion: the board certifies, and the county superintendent "
        "reviews."
    )


def say_cases(ahead: PlanAhead) -> str:
    """What the low case takes and adds, every year, and how often the fan draws.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
    """
    changed = [f"{ITEMS[item]} {_points(by)}" for item, by in ahead.shifts.items()]
    return (
        f"In every year the low case has: {listed(changed, most=9)}; the high case goes as far the "
        "other way. "
        f"The fan draws every rate {number(DRAWS)} times around the base, each year and rate by "
        "itself; what goes wrong together makes it wider."
    )


def _points(by: float | Mapping[str, float]) -> str:
    if not isinstance(by, Mapping):
        return signed_points(by)
    low, high = min(by.values()), max(by.values())
    return f"{signed_points(low)} to {signed_points(high)}, as the formula then gives it"


def signed_points(share: float) -> str:
    """A change of a rate in points, with its sign.

    Parameters
    ----------
    share : float

    Returns
    -------
    str

    Examples
    --------
    >>> signed_points(-0.015), signed_points(0.003)
    ('−1.5 points', '+0.3 points')
    """
    return f"{'+' if share > 0 else ''}{number(100 * share, 1)} points"


def say_fan(fan: pd.DataFrame) -> str:
    """How far the last year's reserve may lie off.

    Parameters
    ----------
    fan : DataFrame
        As ``fan_chart`` gives.

    Returns
    -------
    str
    """
    last = fan.iloc[-1]
    return (
        f"In nine of ten draws the reserve of {last['fiscal_year']} lies between "
        f"{dollars(last['p5'])} and {dollars(last['p95'])}. The further ahead, the wider: plan the "
        "response, not the figure."
    )
