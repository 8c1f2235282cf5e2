"""What the inventory of programs says: its cost, its gaps, its overlaps, what is ready."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.costs import STATED
from smarter_spending.words import dollars, listed, many, number, percent


def say_inventory(costs: pd.DataFrame, answers: Mapping[str, object]) -> str:
    """How many programs there are, what they cost, and for how many the cost is known.

    Parameters
    ----------
    costs : DataFrame
        As ``program_costs`` gives.
    answers : mapping
        This person's answers; ``blind_total`` is their guess at the number of programs.

    Returns
    -------
    str
    """
    if costs.empty:
        return ""
    known = costs["total_cost"].notna()
    sentence = (
        f"**The inventory lists {many(len(costs), 'program')}.** The cost of "
        f"{many(known.sum(), 'program')} is known: "
        f"{dollars(costs.loc[known, 'total_cost'].sum())} a year together."
    )
    if not known.all():
        sentence += f" For {many((~known).sum(), 'program')} nobody could say what it costs."
    stated = known & costs["cost_source"].isin(STATED.values())
    if stated.any():
        sentence += (
            f" For {number(stated.sum())} it is what was planned or estimated, "
            f"{dollars(costs.loc[stated, 'total_cost'].sum())}: not yet what was spent."
        )
    guess = answers.get("blind_total")
    return sentence if guess is None else f"{sentence} You guessed {many(guess, 'program')}."


def say_completeness(filled: pd.DataFrame) -> str:
    """Which questions about the programs most often have no answer.

    Parameters
    ----------
    filled : DataFrame
        As ``completeness`` gives: ``field_words``, ``share_filled``, most blank first.

    Returns
    -------
    str
    """
    blank = filled[filled["share_filled"] < 1]
    if filled.empty or blank.empty:
        return "" if filled.empty else "Every field of the inventory is filled."
    worst, share = blank.head(3), blank["share_filled"].iloc[0]
    nobody = blank[blank["share_filled"] == 0]
    if len(nobody):
        return f"No program says: **{listed(nobody['field_words'], most=12)}**."
    return (
        f"Most often unknown: **{listed(worst['field_words'])}**. Only {percent(share)} of "
        "programs say the first."
    )


def say_overlaps(overlapping: pd.DataFrame, programs: pd.DataFrame) -> str:
    """How many pairs of programs teach the same skill to the same grades.

    Parameters
    ----------
    overlapping : DataFrame
        As ``overlaps`` gives: ``skill``, ``program``, ``other_program``.
    programs : DataFrame
        The inventory.  A program that names no skill or no grades overlaps with nobody as
        far as anyone can tell: how many do not is said.

    Returns
    -------
    str

    Examples
    --------
    >>> programs = pd.DataFrame({"skill": ["phonics", None], "grades": ["01", "01"]})
    >>> say_overlaps(pd.DataFrame(columns=["skill"]), programs)
    'Not known: 1 of 2 programs names no skill or no grades, so no overlap can be seen.'
    """
    said = programs["skill"].notna() & programs["grades"].notna()
    silent = int((~said).sum())
    if overlapping.empty:
        if silent:
            verb, all_of_them = "names" if silent == 1 else "name", many(len(programs), "program")
            return (
                f"Not known: {number(silent)} of {all_of_them} {verb} no skill or no grades, so no "
                "overlap can be seen."
            )
        return "No two programs share a skill and a grade."
    one = len(overlapping) == 1
    names = pd.concat([overlapping["program"], overlapping["other_program"]]).nunique()
    skill = overlapping["skill"].value_counts().sort_index(kind="stable").idxmax()
    return (
        f"**{many(len(overlapping), 'pair')} of programs {'overlaps' if one else 'overlap'}** in "
        f"skill and grades, among {many(names, 'program')}. The most crowded skill is {skill}."
    ) + (
        f" {many(silent, 'program')} more cannot be placed: no skill or no grades named."
        if silent
        else ""
    )


def say_ready(ready: pd.DataFrame) -> str:
    """How many programs can be reviewed deeply, and which test stops the most.

    Parameters
    ----------
    ready : DataFrame
        As ``readiness`` gives: one yes or no per test, and ``ready``.

    Returns
    -------
    str
    """
    if ready.empty:
        return ""
    count = int(ready["ready"].sum())
    sentence = (
        f"**{number(count)} of {many(len(ready), 'program')} ({percent(count / len(ready), 1)}) "
        "can be reviewed deeply.**"
    )
    if count == len(ready):
        return sentence
    return (
        f"{sentence} Missing data is a finding: the others cannot yet be shown to work or to fail."
    )
