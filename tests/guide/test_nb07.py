"""Notebook 7's sentences: the words and the figures in them."""

import pandas as pd

from smarter_spending.guide.nb07_program_inventory import _say_ready


def test_seven_of_sixty_are_ready():
    ready = pd.DataFrame({"ready": [True] * 7 + [False] * 53})
    assert _say_ready(ready).startswith("**7 of 60 programs (11.7%) can be reviewed deeply.**")
