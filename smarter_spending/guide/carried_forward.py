"""What pages carry forward to later ones: the goals of notebook 3, the actions of notebook 14."""

import pandas as pd

from smarter_spending.analysis.learning_goals import levels_from_scores
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.student_rules import caaspp_scores
from smarter_spending.guide.learning.learning_tables import yearly_rates
from smarter_spending.guide.plan.action_room import action_rows, actions_table
from smarter_spending.planning.goals import goal_table, goals_of

__all__ = ["action_rows", "actions_table", "goals_decided"]


def goals_decided(case: Case) -> pd.DataFrame:
    """The goals of the room's record in notebook 3, as ``goal_table`` gives; read anew."""
    district = case.district
    answers = open_choices(district.folder, "03_goals", TEAM).answers
    students = levels_from_scores(district.students_outcomes, caaspp_scores())
    # people chose a goal's measure by its title, as the page shows it
    goals = goals_of(answers, yearly_rates(students, district.minimum_group))
    return goal_table(goals, district.fiscal_year)
