"""Notebook 7's sentences: the words and the figures in them."""

import pandas as pd

from smarter_spending.guide.nb07_program_inventory import _say_overlaps, _say_ready


def test_seven_of_sixty_are_ready():
    ready = pd.DataFrame({"ready": [True] * 7 + [False] * 53})
    assert _say_ready(ready).startswith("**7 of 60 programs (11.7%) can be reviewed deeply.**")


def test_a_program_without_skill_or_grades_overlaps_with_nobody_as_far_as_one_can_tell():
    programs = pd.DataFrame({"skill": ["phonics", None], "grades": ["01", "01"]})
    assert _say_overlaps(pd.DataFrame(columns=["skill"]), programs) == (
        "Not known: 1 of 2 programs names no skill or no grades, so no overlap can be seen."
    )
