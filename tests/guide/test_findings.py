"""Sentences: the words and the figures in them."""

import pandas as pd

from smarter_spending.guide.partnership import room


def test_a_room_with_one_side_only_has_no_gap_to_report():
    table = pd.DataFrame(
        {
            "code": ["1A"],
            "title": ["1A Partnership"],
            "raters": [2],
            "median": [1.5],
            "finance": [1.5],
            "academics": [float("nan")],
            "role_gap": [float("nan")],
            "share_dont_know": [0.0],
        }
    )
    assert room.say_room(table) == "2 people rated. Lowest, at 1.5: **1A Partnership**."
