"""What was decided, in the words that several pages use."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.guide.exercises import Question, ask_words, rows_to_fill
from smarter_spending.guide.learning_words import rates_in_words
from smarter_spending.planning.decisions import (
    FIX,
    GROW,
    KEEP,
    NOT_YET_KNOWN,
    STOP,
    KnownCost,
    actions_needed,
    known_cost,
    year_end_after,
)
from smarter_spending.planning.priorities import goal_table, goals_of
from smarter_spending.words import dollars, listed, many, number

NOTHING = "Nothing has been decided yet"


def say_verdicts(decisions: pd.DataFrame) -> str:
    """Which programs grow, are fixed and stop, and of how many it is too early to say."""
    if decisions.empty:
        return ""
    said = []
    for verdict in (GROW, FIX, STOP):
        names = decisions.loc[decisions["decision"].eq(verdict), "program"]
        if len(names):
            said.append(f"**{verdict}:** {listed(names, most=8)}.")
    kept = len(decisions[decisions["decision"].eq(KEEP)])
    if kept:
        said.append(f"{many(kept, 'program')} to keep.")
    unknown = decisions.loc[decisions["decision"].eq(NOT_YET_KNOWN), "total_cost"]
    if len(unknown):
        each = "it gets a test and a date, and is not stopped for it"
        if len(unknown) > 1:
            each = "each gets a test and a date, and none is stopped for it"
        said.append(
            f"Of **{many(len(unknown), 'program')}**, with {dollars_on_file(known_cost(unknown))}, "
            f"too little is known to decide: {each}."
        )
    return " ".join(said)


def dollars_on_file(cost: KnownCost, share: str = "") -> str:
    """What programs cost a year, where of some it may not be known: an unknown cost is not $0."""
    if cost.not_known == cost.programs:
        return "dollars that nobody has on file"
    least = f"{'at least ' if cost.not_known else ''}{dollars(cost.dollars)} a year"
    nothing = f"{have(cost.not_known)} no cost on file" if cost.not_known else ""
    aside = "; ".join(filter(None, [share, nothing]))
    return f"{least} ({aside})" if aside else least


def have(count: int) -> str:
    """A count of programs with its verb: "1 has", "2 have"."""
    return f"{number(count)} {'has' if count == 1 else 'have'}"


def review_day(district) -> date:
    """By when this year's decisions are looked at again: the next end of a fiscal year."""
    return year_end_after(district.as_of)


def goals_decided(case: Case) -> pd.DataFrame:
    """The goals of the room's record in notebook 3, as ``goal_table`` gives; read anew."""
    answers = open_choices(case.district.folder, "03_goals", TEAM).answers
    # people chose a goal's measure by its title, as the page shows it
    goals = goals_of(answers, rates_in_words(case.goal_rates))
    return goal_table(goals, case.district.fiscal_year)


def action_rows(decisions: pd.DataFrame) -> pd.DataFrame:
    """The plan's rows, ``code`` and ``title``; one that says so where nothing moves.

    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2", "P3"], "program": ["A", "B", "C"],
    ...     "decision": ["Keep", "Stop", "Keep"], "ending": [False, False, True],
    ...     "total_cost": [5.0, None, 9.0]})
    >>> action_rows(decisions)["title"].tolist()
    ['Ends: C', 'Stop: B']
    """
    needed = actions_needed(decisions)
    titles = [f"{row.action}: {row.program}" for row in needed.itertuples()]
    return rows_to_fill(needed.assign(title=titles), "program_id", "title", NOTHING)


def action_columns() -> list[Question]:
    """What each action needs: somebody, a date, and what will show that it was done."""
    return [
        ask_words("step", "First step"),
        ask_words("who", "Who (by role)"),
        ask_words("when", "By when"),
        ask_words("evidence", "What will show it"),
    ]


def actions_table(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """The plan of action as it stands, blanks blank: ``action_words, first_step, who, …``."""
    given = [
        (row.title, *(answers.get(f"action_{row.code}_{q.key}") or None for q in action_columns()))
        for row in rows.itertuples()
    ]
    return pd.DataFrame(given, columns=["action_words", "first_step", "who", "when", "shown_by"])
