"""What the dollars found could buy, which fund may pay for it, and whose place it is."""

import pandas as pd

from smarter_spending.guide.decisions.reallocation_findings import COMES
from smarter_spending.planning.decisions import GROW, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING, Paid, pay_for
from smarter_spending.words import dollar_range, dollars, listed, many, number


def uses_table(uses: pd.DataFrame) -> pd.DataFrame:
    """What growing would cost and bring, in words; a program to stop is not grown.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    DataFrame
        ``program, verdict, seats, cost_per_seat, year_1_dollars`` to ``year_3_dollars``,
        ``worth_words``.
    """
    uses = uses[uses["verdict"].ne(STOP)]
    worth = [
        f"{dollars(row.value)} ({dollar_range(row.value_low, row.value_high)})"
        if row.known
        else ("the board has not said" if row.told else "not known")
        for row in uses.itertuples()
    ]
    years = {f"year_{n}": f"year_{n}_dollars" for n in (1, 2, 3)}
    table = uses.rename(columns=years).assign(outcome_worth_words=worth)
    columns = ["program", "verdict", "seats", "cost_per_seat", *years.values()]
    return table[[*columns, "outcome_worth_words"]]


def say_uses(uses: pd.DataFrame) -> str:
    """What it would take to give a seat to every student who waits for a program to grow.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    str
    """
    grow = uses[uses["verdict"].eq(GROW)]
    if grow.empty:
        return "No program that the rule would grow has a waiting list on file."
    return (
        f"A seat for each of the {number(grow['seats'].sum())} students who wait for "
        f"{listed(grow['program'])} costs {dollars(grow['year_1'].sum())} in the first year and "
        f"{dollars(grow['year_3'].sum())} in the third."
    )


def payments_table(paid: Paid) -> pd.DataFrame:
    """Which pool pays for what.

    Parameters
    ----------
    paid : Paid

    Returns
    -------
    DataFrame
        ``program``, ``pool`` and ``dollars``, with a line for what nothing may pay.
    """
    table = paid.payments.rename(columns={"use": "program"})
    short = paid.by_use[paid.by_use["short"] > 0]
    unpaid = pd.DataFrame(
        {"program": short["use"], "pool": "nothing that may pay for it", "dollars": short["short"]}
    )
    return pd.concat([table, unpaid], ignore_index=True) if len(unpaid) else table


def say_paid(paid: Paid, planned: Paid) -> str:
    """Whether the growth can be paid for, what is left where, and what if less comes about.

    Parameters
    ----------
    paid, planned : Paid
        From all that is identified, and from what to plan on.

    Returns
    -------
    str
    """
    if paid.by_use.empty:
        return "There is nothing to pay for yet."
    needed, used = paid.by_use["needed"].sum(), paid.by_use["paid"].sum()
    left = [f"{dollars(r.left)} {r.pool}" for r in paid.by_pool.itertuples() if r.left > 0]
    over = f" Left over: {listed(left)}." if left else ""
    if paid.short:
        return (
            f"Of the {dollars(needed)} needed every year, {dollars(used)} can be paid from what "
            f"was found; **{dollars(paid.short)} is missing**, or comes from dollars that may not "
            f"pay for it.{over} From the figures to plan on, "
            f"{dollars(planned.by_use['paid'].sum())} can be paid."
        )
    careful = (
        f" **But from the figures to plan on, {dollars(planned.short)} of it is missing: grow in "
        "steps, as the dollars come.**"
        if planned.short
        else " It can be paid even from the figures to plan on."
    )
    return (
        f"All of the {dollars(needed)} could be paid, and no dollar crosses a fund.{over}{careful}"
    )


def net_in_words(net: pd.DataFrame) -> pd.DataFrame:
    """Savings against growth by fund, under the headings a page knows.

    Parameters
    ----------
    net : DataFrame
        As ``net_table`` gives.

    Returns
    -------
    DataFrame
        ``pool_words``, ``term`` (in words), ``identified, plan_on, planned_use,
        transition, first_year_left, planned_left`` (dollars).
    """
    table = net.rename(columns={"pool": "pool_words", "transition": "moving_once"})
    columns = ["pool_words", "term", "identified", "plan_on", "planned_use", "moving_once"]
    return table.assign(term=net["term"].map(COMES))[[*columns, "first_year_left", "planned_left"]]


def say_net(net: pd.DataFrame) -> str:
    """What is left in the first year, when people are moved, and in every year after it.

    Parameters
    ----------
    net : DataFrame
        As ``net_table`` gives.

    Returns
    -------
    str
        "" where nothing comes every year.
    """
    lasting = net[net["term"].eq(RECURRING)]
    if lasting.empty:
        return ""
    first, later = lasting["first_year_left"].sum(), lasting["planned_left"].sum()
    moving = lasting["transition"].sum()
    left = f"{dollars(later)} is left" if later >= 1 else "all of it is at work"
    after = f"in every year after it {left}"
    if not moving:
        return f"From the figures to plan on, and with nobody to move, {left}."
    if first < 0:
        return (
            f"**In the first year {dollars(-first)} is missing**: moving people to their next "
            f"posts takes {dollars(moving)}, once. Let what grows begin later, or find that much "
            f"once; {after}."
        )
    return (
        f"In the first year {dollars(first)} is left: moving people to their next posts takes "
        f"{dollars(moving)}, once; {after}."
    )


def say_both_sides(plan: pd.DataFrame, uses: pd.DataFrame) -> str:
    """Whose places end, beside whose begin.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives: what ends, and how many students are in it.
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    str
        "" where nothing ends and nothing grows.
    """
    grow = uses[uses["verdict"].eq(GROW)]
    said = []
    if len(plan):
        counted = plan["students"].notna()
        places = f"{number(plan['students'].sum())} places" if counted.any() else "places"
        unknown = f", and of {many((~counted).sum(), 'program')} nobody counted them"
        said.append(
            f"On the one side {places} end, in {listed(plan['program'], most=8)}"
            f"{unknown if (~counted).any() else ''}."
        )
    if len(grow):
        said.append(
            f"On the other {number(grow['seats'].sum())} students who wait get a seat, in "
            f"{listed(grow['program'])}."
        )
    if len(plan):
        said.append("A student in two programs is counted in both. Say both sides aloud, together.")
    return " ".join(said)


def lasting_dollars(recurring: float, one_time: float) -> float:
    """What a program that goes on may cost a year: what comes every year, nothing of the rest.

    Parameters
    ----------
    recurring, one_time : float
        Dollars that come every year, and once.

    Returns
    -------
    float

    Examples
    --------
    >>> lasting_dollars(500_000, 700_000)
    500000.0
    """
    use = {"a program that goes on": float(recurring + one_time)}
    pools = {RECURRING: float(recurring), ONE_TIME: float(one_time)}
    return float(pay_for(use, pools, {"a program that goes on": [RECURRING]}).by_use["paid"].sum())
