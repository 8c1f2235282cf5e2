"""Notebook 0: what is said of a room's ratings."""

import pandas as pd

from smarter_spending.guide import nb00_start_here as page


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
    assert page._say_ratings(table) == "2 people rated. Lowest, at 1.5: **1A Partnership**."
