"""What the plan of several years says: where it starts, when it breaks, and what would bend it."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.display.plan_room import ITEMS
from smarter_spending.display.wording import dollars, listed, number, percent
from smarter_spending.display.years_ahead import (
    DRAWS,
    PlanAhead,
    reserves_side_by_side,
)
from smarter_spending.planning.finance import DRIVERS, compound
from smarter_spending.planning.plan_assumptions import SOURCE_COHORTS, SOURCE_FORMULA
from smarter_spending.planning.reserves import break_year, budget_indicator, state_minimum

NO_PLAN = (
    "**Not yet known.** A plan begins with the general fund's balance at the start of the year "
    "(object 9791), and ledger.csv has none."
)

CLOSE = 0.01  # of the ledger's LCFF: nearer than this, the formula explains it


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
    """Which lines no rate moves, what comes once, and who pays when a restricted program lacks.

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
    once = lines[first & ~lines["recurring"]]
    sums = once.groupby("kind")["dollars"].sum()
    if sums.abs().sum() >= 1:
        year = lines["fiscal_year"].min()
        both = [f"{dollars(amount)} of {kind}" for kind, amount in sums.items()]
        said.append(f"One-time money ends with {year}: {listed(both)}.")
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
            "Students by grade of two years that follow each other, with a count a year before for "
            "every grade of today, would show what the children already here lead to; they are "
            "not on file."
        )
    now = students[students["on_file"].eq("on file")].iloc[-1]
    last = students.iloc[-1]
    assumed = rates[rates["item"].eq("enrollment")].sort_values("fiscal_year")["rate"]
    same = now["students"] * compound(assumed.head((students["on_file"] == "ahead").sum()))
    said = (
        f"If children move up as they did, {number(now['students'])} students become about "
        f"{number(last['students'])} by {last['fiscal_year']}."
    )
    if rates.loc[rates["item"].eq("enrollment"), "source"].eq(SOURCE_COHORTS).all():
        return f"{said} The district assumes nothing of its own, so the plan goes by that."
    return f"{said} What the district assumes leads to about {number(same)}."


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
        given = lcff[lcff["source"].ne(SOURCE_FORMULA)].iloc[-1]
        after = (
            ""
            if given["fiscal_year"] == last["fiscal_year"]
            else (f" After {given['fiscal_year']} it grows as the formula does.")
        )
        return (
            f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
            f"{last['fiscal_year']}: to {given['fiscal_year']} as the district's own calculator "
            f"gives it ({given['source']}).{after}"
        )
    late = round(last["funded_ada"]) - round(last["ada"])
    felt = (
        f" It is paid for {number(late)} more students' attendance than will be there then: a "
        "decline is felt late, and then all at once."
        if late > 0
        else " It is paid for the attendance of that year: nothing is left to be felt late."
    )
    return (
        f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
        f"{last['fiscal_year']}.{felt}"
    )


def say_lcff_booked(ahead: PlanAhead) -> str:
    """How far the formula's LCFF of the first year lies from what the ledger books.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
        "" where the formula could not be worked out, or the district's own calculator was used.
    """
    lines = ahead.plan.lines
    year = lines["fiscal_year"].min()
    booked = lines.loc[lines["fiscal_year"].eq(year) & lines["object_group"].eq("LCFF"), "dollars"]
    if ahead.lcff.empty or "funded_ada" not in ahead.lcff or not booked.sum() > 0:
        return ""
    formula = ahead.lcff["target"].iloc[0]
    off = formula - booked.sum()
    apart = f"{dollars(abs(off))} apart" if abs(off) >= 1 else "the same to the dollar"
    said = (
        f"For {year} the formula gives {dollars(formula)} and the ledger books "
        f"{dollars(booked.sum())}: {apart}. "
    )
    if abs(off) <= CLOSE * booked.sum():
        return said + "The plan goes on from the ledger, and grows as the formula does."
    return (
        f"**{said.strip()}** The plan goes on from the ledger, and takes only the growth from the "
        "formula: find out why they differ before you rely on it."
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
