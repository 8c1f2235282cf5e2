"""Notebook 9's sentences: the words and the figures in them."""

import pandas as pd

from smarter_spending.guide.nb09_cost_per_outcome import _say_best_buy


def test_the_best_buy_is_named_for_each_outcome_and_never_across_them():
    ratios = pd.DataFrame(
        {
            "outcome": ["attendance", "ela_score", "ela_score", "ela_score"],
            "program": ["Buses", "Tutoring", "Coaching", "Software"],
            "cost_per_outcome": [5.0, 3_000.0, 9_000.0, float("nan")],
        }
    )
    said = _say_best_buy(ratios)
    assert "Tutoring costs least for one standard deviation for one student, $3,000" in said
    assert "one program with a ratio, Buses: nothing to compare it with" in said
    assert "No ratio for Software: nothing was gained." in said
