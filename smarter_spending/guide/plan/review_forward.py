"""What one year leaves open, for notebook 0 of the next one to begin with."""

import pandas as pd

from smarter_spending.planning.decisions import NOT_YET_KNOWN
from smarter_spending.planning.monitoring import CHANGE, STOP
from smarter_spending.words import many, percent


def carry_forward(
    reviews: pd.DataFrame,
    attained: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    goals: pd.DataFrame | None = None,
    milestones: pd.DataFrame | None = None,
) -> list[str]:
    """What goes back into notebook 0 next year: the questions this year leaves open.

    Parameters
    ----------
    reviews : DataFrame
        As ``review_programs`` gives.
    attained : DataFrame, one row per goal with a target
        ``goal`` (words) and ``attainment`` (``NaN`` when nobody gave the result).
    decisions, goals, milestones : DataFrame, optional
        As ``with_overrides``, ``goal_table`` and ``milestones_table`` give: then what nobody
        can tell, the goals without a target and the actions that hang are left open too.

    Returns
    -------
    list of str
        One sentence each, none twice: the goals first, then the programs, then the actions.

    Examples
    --------
    >>> reviews = pd.DataFrame({"program": ["Club"], "review": ["stop"]})
    >>> goals = pd.DataFrame({"goal": ["Reading"], "attainment": [None]})
    >>> carry_forward(reviews, goals)
    ['Reading: nobody has brought the result yet.', 'To stop: Club.']
    """
    said = [] if goals is None else _without_target(goals)
    said += [_way_left(row) for row in attained.itertuples()]
    for review in (STOP, CHANGE):
        names = reviews.loc[reviews["review"].eq(review), "program"].tolist()
        if names:
            said.append(f"To {review}: {', '.join(names)}.")
    said += [] if decisions is None else _untold(decisions)
    said += [] if milestones is None else _hanging(milestones)
    plain = (" ".join(sentence.split()) for sentence in said)
    return list(dict.fromkeys(sentence for sentence in plain if sentence))


def _without_target(goals: pd.DataFrame) -> list[str]:
    if goals.empty:
        return ["No goal is set yet: which students will reach what, and by when?"]
    said = []
    for row in goals.itertuples():
        lacks = [part for part in ("baseline", "target") if pd.isna(getattr(row, part))]
        if lacks:
            name = row.measure or getattr(row, "goal", "") or f"Goal {row.number}"
            said.append(f"{name}: no {' and no '.join(lacks)} yet.")
    return said


def _way_left(row) -> str:
    if pd.isna(row.attainment):
        if pd.notna(getattr(row, "now_share", None)):
            return f"{row.goal}: the target is where it began; what should it be?"
        return f"{row.goal}: nobody has brought the result yet."
    if row.attainment < 0:
        return f"{row.goal}: it moved away from its target; why?"
    if round(row.attainment, 9) >= 1:
        return ""
    part = percent(row.attainment, 1 if row.attainment >= 0.995 else 0)
    return f"{row.goal}: {part} of the way; why not more?"


def _untold(decisions: pd.DataFrame) -> list[str]:
    if decisions.empty:
        return ["No program is on file yet: which ones do we run, and for whom?"]
    open_ones = int(decisions["decision"].eq(NOT_YET_KNOWN).sum())
    if not open_ones:
        return []
    every = many(len(decisions), "program")
    if open_ones == 1:
        of = "the one program" if len(decisions) == 1 else f"1 of {every}"
        return [f"Of {of} nobody can tell yet what it does: when do we test it?"]
    of = f"all {every}" if open_ones == len(decisions) else f"{open_ones} of {every}"
    return [f"Of {of} nobody can tell yet what they do: which do we test first?"]


def _hanging(milestones: pd.DataFrame) -> list[str]:
    said = []
    for state, words in (("late", "Late"), ("not begun", "Not begun")):
        names = milestones.loc[milestones["state"].eq(state), "action_words"]
        if len(names):
            said.append(f"{words}: {'; '.join(names)}.")
    silent = milestones.loc[milestones["state"].isna(), "action_words"]
    if len(silent):
        of = many(len(silent), "action")
        where = "where it stands" if len(silent) == 1 else "where they stand"
        said.append(f"Of {of} nobody has said {where}: {'; '.join(silent)}.")
    return said
