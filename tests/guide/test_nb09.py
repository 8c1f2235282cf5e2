"""Notebook 9's sentences: the words and the figures in them."""

import pandas as pd

from smarter_spending.guide.nb09_cost_per_outcome import WHY, _say_best_buy, _with_reasons


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


def test_a_band_is_given_its_reason_with_its_own_figures():
    bands = pd.DataFrame(
        {
            "outcome": "ela_score",
            "why": [*WHY],
            "chance_gain": 0.62,
            "chance_best": 0.41,
            "chance_beaten": 0.83,
        }
    )
    said = _with_reasons(bands)["why"]
    by_code = dict(zip(WHY, said, strict=True))
    assert by_code["beaten"].endswith("is the better buy in 83% of draws.")
    assert by_code["not sure"].startswith("It is the best buy in 41% of draws, no other choice in")
    assert "a unit of ela_score is worth (district.toml)" in by_code["no price"]
