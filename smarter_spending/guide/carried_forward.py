"""What pages carry forward to later ones: the goals of notebook 3, the actions of notebook 14."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.learning_goals import levels_from_scores
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.student_rules import caaspp_scores
from smarter_spending.guide.exercises import Question, ask_words, rows_to_fill
from smarter_spending.guide.learning.learning_tables import yearly_rates
from smarter_spending.guide.priorities.goal_room import goal_table, goals_of, statements_of
from smarter_spending.planning.second_look import actions_needed

NOTHING = "Nothing has been decided yet"


def goals_decided(case: Case) -> pd.DataFrame:
    """The goals of the room's record in notebook 3, as ``goal_table`` gives; read anew."""
    district = case.district
    answers = open_choices(district.folder, "03_goals", TEAM).answers
    students = levels_from_scores(district.students_outcomes, caaspp_scores())
    # people chose a goal's measure by its title, as the page shows it
    goals = goals_of(answers, yearly_rates(students, district.minimum_group))
    return goal_table(goals, statements_of(answers), district.fiscal_year)


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
