"""What the plan of several years says: where it starts, when it breaks, and what would bend it."""

import pandas as pd

from smarter_spending.display.plan_room import ITEMS
from smarter_spending.display.wording import dollars, listed, number, percent
from smarter_spending.display.years_ahead import (
    DRAWS,
    PlanAhead,
    reserves_side_by_side,
    shifts_of,
)
from smarter_spending.planning.finance import DRIVERS, compound
from smarter_spending.planning.reserves import break_year, budget_indicator

NO_PLAN = (
    "**Not yet known.** A plan begins with the balance the year began with (object 9791), and the "
    "ledger here books none."
)


def say_begin(ahead: PlanAhead) -> str:
    """Whether the plan's first year ends where the ledger says it ended.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
    """
    ours = ahead.plan.balances.drop_duplicates("fund").set_index("fund")["ending"]
    booked = ahead.began.set_index("fund")["ending"]
    both = pd.DataFrame({"ours": ours, "booked": booked}).dropna()
    if both.empty:
        return "The ledger books no ending balance to hold the first year against."
    off = (both["ours"] - both["booked"]).round(2)
    words = listed(f"{dollars(row.booked, cents=True)} {row.Index}" for row in both.itertuples())
    if (off == 0).all():
        return (
            f"The plan's first year is the ledger's: it ends with {words}, to the cent. What comes "
            "after rests on the assumptions."
        )
    worst = off.abs().idxmax()
    return (
        f"**The first year does not reconcile**: {worst} ends {dollars(off[worst], cents=True)} "
        "off what the ledger books. Settle that before you look ahead."
    )


def say_unmoved(ahead: PlanAhead) -> str:
    """Which lines of the plan no rate moves, and who pays when a restricted program runs short.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
    """
    lines = ahead.plan.lines
    still = ~lines["object_group"].isin([*DRIVERS, *ahead.rates["item"]]) & lines["recurring"]
    first = lines["fiscal_year"].eq(lines["fiscal_year"].min())
    kept = lines[still & first & lines["dollars"].gt(0)]
    said = []
    for kind, rows in kept.groupby("kind"):
        groups = rows.groupby("object_group")["dollars"].sum()
        each = listed((f"{name} {dollars(sum_)}" for name, sum_ in groups.items()), most=8)
        said.append(f"No rate moves this {kind}, and it stays as it is: {each}.")
    said.append(
        "What restricted programs lack once their balance is used is taken off the reserve."
    )
    return " ".join(said)


def say_students_ahead(students: pd.DataFrame, rates: pd.DataFrame) -> str:
    """What the children already here lead to, beside what the district assumes.

    Parameters
    ----------
    students : DataFrame
        As ``students_ahead`` gives.
    rates : DataFrame
        As ``plan_rates`` gives.

    Returns
    -------
    str
    """
    if students.empty:
        return (
            "Two years of students by grade would show what the children already here lead to; "
            "they are not on file."
        )
    now = students[students["on_file"].eq("on file")].iloc[-1]
    last = students.iloc[-1]
    assumed = rates[rates["item"].eq("enrollment")].sort_values("fiscal_year")["rate"]
    same = now["students"] * compound(assumed.head((students["on_file"] == "ahead").sum()))
    return (
        f"If children move up as they did, {number(now['students'])} students become about "
        f"{number(last['students'])} by {last['fiscal_year']}. What the district assumes leads to "
        f"about {number(same)}."
    )


def say_lcff_ahead(lcff: pd.DataFrame) -> str:
    """How LCFF moves while enrollment falls, and what is still to be felt.

    Parameters
    ----------
    lcff : DataFrame
        As ``lcff_ahead`` gives.

    Returns
    -------
    str
    """
    if lcff.empty:
        return (
            "The formula needs four years of attendance in enrollment_lcff.csv; without them LCFF "
            "moves with the COLA and enrollment alone."
        )
    first, last = lcff.iloc[0], lcff.iloc[-1]
    if "funded_ada" not in lcff:
        return (
            f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
            f"{last['fiscal_year']}, as the district's own calculator gives it ({last['source']})."
        )
    late = last["funded_ada"] - last["ada"]
    return (
        f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
        f"{last['fiscal_year']}. It is paid for {number(late)} more students' attendance than will "
        "be there then: the decline is felt late, and then all at once."
    )


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


def say_indicator(ahead: PlanAhead, policy: float) -> str:
    """The indicator in the county's words, said to be one.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    words = budget_indicator(ahead.decided, policy)
    return (
        f"As an indicator, with our decisions: **{words}**. It is no certification and no legal "
        "opinion: the board certifies, and the county superintendent reviews."
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
    changed = [f"{ITEMS[item]} {signed_points(by)}" for item, by in shifts_of(ahead.rates).items()]
    return (
        f"In every year the low case has: {listed(changed, most=8)}; the high case is its mirror. "
        f"The fan draws every rate {number(DRAWS)} times around the base."
    )


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
    """How far the last year's balance may lie off.

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
        f"In nine of ten draws the unrestricted balance of {last['fiscal_year']} lies between "
        f"{dollars(last['p5'])} and {dollars(last['p95'])}. The further ahead, the wider: plan the "
        "response, not the figure."
    )
