"""What the inventory of programs says: its cost, its gaps, its overlaps, what is ready."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.display.wording import dollars, listed, many, number, percent


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
    worst = blank.head(3)
    return (
        f"Most often unknown: **{listed(worst['field_words'])}**. Only "
        f"{percent(worst['share_filled'].iloc[0])} of programs say the first."
    )


def say_overlaps(overlapping: pd.DataFrame) -> str:
    """How many pairs of programs teach the same skill to the same grades.

    Parameters
    ----------
    overlapping : DataFrame
        As ``overlaps`` gives: ``skill``, ``program``, ``other_program``.

    Returns
    -------
    str
    """
    if overlapping.empty:
        return "No two programs share a skill and a grade."
    one = len(overlapping) == 1
    names = pd.concat([overlapping["program"], overlapping["other_program"]]).nunique()
    skill = overlapping["skill"].value_counts().sort_index(kind="stable").idxmax()
    return (
        f"**{many(len(overlapping), 'pair')} of programs {'overlaps' if one else 'overlap'}** in "
        f"skill and grades, among {many(names, 'program')}. The most crowded skill is {skill}."
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
