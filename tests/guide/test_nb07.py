"""Notebook 7's sentences: the words and the figures in them."""

import pandas as pd
import pytest

from smarter_spending.guide import nb07_program_inventory as page
from smarter_spending.guide.nb07_program_inventory import _say_overlaps, _say_ready


def test_seven_of_sixty_are_ready():
    ready = pd.DataFrame({"ready": [True] * 7 + [False] * 53})
    assert _say_ready(ready).startswith("**7 of 60 programs (11.7%) can be reviewed deeply.**")


def test_no_overlap_is_denied_while_a_program_does_not_name_its_students():
    programs = pd.DataFrame({"skill": ["phonics", "phonics"], "grades": ["01", "01"]})
    none = pd.DataFrame(columns=["skill"])
    assert page._say_overlaps(none, programs, unstated=True).startswith("Not known: programs share")
    assert page._say_overlaps(none, programs).startswith("No two programs share")


@pytest.mark.parametrize("grades", ["K-5", "KN,01", "6-8", "01;upper", "2025-06-08", " ", None])
def test_no_overlap_is_denied_over_grades_that_are_not_known(grades):
    programs = pd.DataFrame({"skill": "phonics", "grades": ["01", grades]})
    said = _say_overlaps(pd.DataFrame(columns=["skill"]), programs)
    assert said.startswith("Not known: 1 of 2 programs names no skill or no grades")


def test_what_has_ended_is_not_asked_for_its_grades():
    programs = pd.DataFrame({"skill": "x", "grades": ["01", None], "status": ["active", "ended"]})
    assert _say_overlaps(pd.DataFrame(columns=["skill"]), programs).startswith("No two programs")


def test_a_cost_is_not_said_to_be_unknown_to_anybody():
    costs = pd.DataFrame({"total_cost": [1.0, None], "cost_source": ["ledger", "not known"]})
    said = page._say_inventory(costs, {})
    assert "For 1 program no file in the folder records a cost." in said


def test_a_program_without_skill_or_grades_overlaps_with_nobody_as_far_as_one_can_tell():
    programs = pd.DataFrame({"skill": ["phonics", None], "grades": ["01", "01"]})
    assert _say_overlaps(pd.DataFrame(columns=["skill"]), programs) == (
        "Not known: 1 of 2 programs names no skill or no grades, so no overlap can be seen."
    )
