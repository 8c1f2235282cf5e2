"""Sentences that several pages say, each of the table it speaks of; blank with nothing to say."""

import pandas as pd

from smarter_spending.analysis.spending import (
    LOWER,
    NO_PATTERN,
    NOTHING_KNOWN,
    disagreements,
    pattern_across,
    share_of_first,
)
from smarter_spending.words import dollars, many, number, percent

IN_SD = (
    "Scores are in standard deviations (SD): 0 is the district's mean of the grade, and a student "
    "1 SD above it stands above about five of six."
)


def say_reconciled(reconciled: pd.DataFrame) -> str:
    """Whether the ledger agrees with the published totals, and where it does not."""
    if reconciled.empty:
        return (
            "**Not yet reconciled.** The folder has no `control_totals.csv`, so nothing outside "
            "the ledger has confirmed these figures. Hold the state's form at the end of notebook "
            "6 against the filed report."
        )
    count, off = len(reconciled), disagreements(reconciled)
    if off.empty:
        which = "the published total" if count == 1 else f"all {count} published totals"
        return f"**The ledger agrees with {which} to the cent.**"
    worst = off.iloc[0]
    return (
        f"**{many(len(off), 'published total')} of {count} do not agree with the ledger.** The "
        f"largest difference is {dollars(worst['difference'], cents=True)}, on {worst['title']}."
    )


def say_largest(parts: pd.DataFrame, what: str) -> str:
    """The largest part of a spending table, and what the first three make together."""
    if parts.empty:
        return ""
    first = parts.iloc[0]
    sentence = (
        f"The largest {what} is **{first['title']}**, {dollars(first['dollars'])}, "
        f"{percent(first['share'])} of the whole."
    )
    if len(parts) < 4:
        return sentence
    return f"{sentence} The first three make {percent(share_of_first(parts, 3))} together."


def say_schools(schools: pd.DataFrame) -> str:
    """How far apart the schools are per pupil, with the warning that goes with it."""
    known = schools.dropna(subset=["per_pupil"])
    if len(known) < 2:
        return ""
    low, high = known.loc[known["per_pupil"].idxmin()], known.loc[known["per_pupil"].idxmax()]
    return (
        f"Direct spending runs from {dollars(low['per_pupil'])} a pupil at {low['school_name']} "
        f"to {dollars(high['per_pupil'])} at {high['school_name']}. **This is a comparison, not an "
        "effect**: size, grades and students' needs differ from school to school."
    )


def say_pay(pay: pd.DataFrame) -> str:
    """At which schools the people cost most more, or less, than the average would say."""
    if pay.empty:
        return ""
    most, least = pay.loc[pay["difference"].idxmax()], pay.loc[pay["difference"].idxmin()]
    said = []
    if most["difference"] > 0:
        said.append(
            f"{most['school_name']} would look {dollars(most['difference'])} cheaper than it is"
        )
    if least["difference"] < 0:
        less = dollars(abs(least["difference"]))
        said.append(f"{least['school_name']} would look {less} dearer than it is")
    what = ", and ".join(said) or "no school would look cheaper or dearer than it is"
    return f"Charged at the district's average pay, {what}."


def cross_section_words(schools: pd.DataFrame) -> str:
    """The warning that goes with any picture of spending beside scores."""
    found = pattern_across(schools)
    if found.code == NOTHING_KNOWN:
        return "No school has both its dollars and enough scores to show: there is no picture."
    correlation = f"correlation {number(found.correlation, 2)}"
    span = f"90% range {number(found.low, 2)} to {number(found.high, 2)}"
    if found.code == NO_PATTERN:
        chance = f" ({correlation}, {span})" if pd.notna(found.low) else ""
        return (
            f"**No pattern can be told from {many(found.schools, 'school')}**{chance}. It is a "
            f"comparison, not an effect, and never the cost of a point. {IN_SD}"
        )
    because = (
        "Money follows need: it is sent where students start further behind."
        if found.code == LOWER
        else "Schools differ in size, in grades and in who attends them."
    )
    return (
        f"Schools that spend more per pupil have {found.code} scores here ({correlation}, {span}, "
        f"{many(found.schools, 'school')}). **This is not what a dollar buys**, and never the cost "
        f"of a point. {because} {IN_SD}"
    )
