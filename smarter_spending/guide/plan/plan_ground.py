"""What a plan stands on: the ledger, the children already here, and the LCFF formula."""

import pandas as pd

from smarter_spending.planning.finance import DRIVERS, compound
from smarter_spending.planning.plan_assumptions import SOURCE_COHORTS, SOURCE_FORMULA
from smarter_spending.planning.years_ahead import (
    PlanAhead,
)
from smarter_spending.words import dollars, listed, number

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
