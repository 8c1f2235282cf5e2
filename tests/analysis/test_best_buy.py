"""From draws to the best buy: only within an outcome, with doing nothing among the choices."""

import numpy as np
import pandas as pd
import pytest

from smarter_spending.analysis.best_buy import (
    Draws,
    chances_at,
    chances_by_price,
    close_calls,
    decide_now,
    dollars_by_what_is_shown,
    program_bands,
    worth_of_learning,
    worth_of_seats,
)
from smarter_spending.analysis.spending import pattern_across, spending_beside_scores

PRICE = {"ela_score": 10_000.0, "math_score": 10_000.0}


@pytest.fixture
def draws():
    """Tutoring always gains 0.2 for $1,000; software gains 0.1 or loses 0.1 for $500."""
    costs = pd.DataFrame({"Tutoring": [1_000.0] * 4, "Software": 500.0, "Club": 100.0})
    effects = pd.DataFrame({"Tutoring": [0.2] * 4, "Software": [0.1, -0.1] * 2, "Club": 0.05})
    return Draws(costs, effects, pd.Series(dtype=float), {})


@pytest.fixture
def options():
    return pd.DataFrame(
        {
            "program": ["Tutoring", "Software", "Club"],
            "outcome": ["ela_score", "ela_score", "math_score"],
            "students_served": [100.0, 200.0, 50.0],
        }
    )


def test_chances_add_to_one_at_every_price(draws, options):
    table = chances_by_price(draws, options, PRICE)
    sums = table.groupby(["outcome", "willingness_to_pay"])["chance"].sum()
    assert np.allclose(sums, 1)


def test_at_no_price_the_best_buy_is_none_of_them(draws, options):
    table = chances_by_price(draws, options, PRICE)
    free = table[table["willingness_to_pay"] == 0].set_index("program")["chance"]
    assert free["None of them"] == 1


def test_at_one_price_the_likeliest_best_buy_comes_first():
    draws = Draws(
        pd.DataFrame({"A": [1.0], "B": [2.0]}), pd.DataFrame({"A": [1.0], "B": [1.0]}),
        pd.Series(dtype=float), {},
    )  # fmt: skip
    options = pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score"})
    assert chances_at(draws, options, {"ela_score": 4.0})["program"].tolist() == [
        "A", "B", "None of them"
    ]  # fmt: skip
    few = Draws(draws.costs, draws.effects, pd.Series({"A": 3.0, "B": 12.0}), {})
    here = chances_at(few, options, {"ela_score": 4.0})["chance"]
    assert here.between(0.03, 0.97).all() and here.sum() == pytest.approx(1)


def test_below_what_any_study_costs_one_decides_now():
    assert decide_now(pd.DataFrame({"worth": [800.0, 90_000.0]})).tolist() == [True, False]


def test_a_program_alone_on_its_outcome_is_never_ranked(draws, options):
    assert "Club" not in set(chances_by_price(draws, options, PRICE)["program"])


def test_the_worth_of_learning_is_never_negative_and_nothing_when_one_is_always_best(
    draws, options
):
    learning = worth_of_learning(draws, options, PRICE).set_index("outcome")
    # at 10,000: Tutoring nets 1,000 in every draw, software 500 or -1,500: nothing to learn
    assert learning.loc["ela_score", "evpi"] == 0
    assert (learning["worth"] >= 0).all()


def test_what_knowing_is_worth_is_summed_over_the_years_that_the_decision_stands(options):
    # half the time A is worth 100 more than nothing, half the time 100 less: knowing is worth 50
    draws = Draws(
        pd.DataFrame({"Club": [0.0, 0.0]}), pd.DataFrame({"Club": [0.01, -0.01]}),
        pd.Series(dtype=float), {},
    )  # fmt: skip
    one = worth_of_learning(draws, options, PRICE, years=1)
    assert one["worth"].item() == pytest.approx(50 * 50)
    # 50 students a year: 2,500 now, 2,500 / 1.25 a year later, 2,500 / 1.5625 after two
    three = worth_of_learning(draws, options, PRICE, years=3, rate=0.25)
    assert three["worth"].item() == pytest.approx(2_500 + 2_000 + 1_600)
    # a longer decision is never worth less to know about
    assert worth_of_learning(draws, options, PRICE, years=4)["worth"].item() > 3 * 2_500


def test_tries_of_ten_add_up_to_ten_whatever_the_chances(options):
    rng = np.random.default_rng(7)
    names = ["Tutoring", "Software"]
    for _ in range(20):
        effects = pd.DataFrame(rng.normal(0.1, 0.1, (40, 2)), columns=names)
        costs = pd.DataFrame(600.0, index=effects.index, columns=names)
        draws = Draws(costs, effects, pd.Series(dtype=float), {})
        here = chances_at(draws, options, PRICE)
        assert here["tries"].sum() == 10
        assert (here["tries"] - 10 * here["chance"]).abs().max() < 1


def test_a_program_alone_on_its_outcome_is_tried_against_doing_nothing_where_asked(draws, options):
    here = chances_at(draws, options, PRICE, fewest=1)
    # 0.05 for 100 is worth 500 at 10,000: the club is worth it in every draw
    club = here[here["outcome"] == "math_score"].set_index("program")["tries"]
    assert club.to_dict() == {"Club": 10, "None of them": 0}


def test_a_place_hangs_on_a_chance_only_where_the_chance_decides():
    bands = pd.DataFrame(
        {
            "why": ["not sure", "beaten", "alone", "loss shown", "best buy"],
            "chance_best": [0.1, 0.0, 0.79, 0.80, 0.81],
            "chance_beaten": [0.785, 0.95, 0.2, 0.1, 0.1],
        }
    )
    hangs = close_calls(bands)
    assert hangs.iloc[[0, 4]].tolist() == [0.785, 0.81] and hangs.iloc[1:4].isna().all()


def test_dollars_are_split_by_what_is_shown_and_unknown_costs_are_left_out():
    costs = pd.DataFrame({"program_id": list("ABCD"), "total_cost": [100.0, 300.0, 600.0, None]})
    effects = pd.DataFrame(
        {
            "program_id": list("ABCD"),
            "program_students": [40, 40, 4, 40],
            "shown": ["gain shown", "may have lost", "gain shown", "gain shown"],
        }
    )
    parts = dollars_by_what_is_shown(costs, effects, 11).set_index("shown")
    # C has too few students to be spoken of: what it did is "cannot tell", as its cost is known
    assert parts["dollars"].to_dict() == {
        "gain shown": 100.0, "not shown": 300.0, "cannot tell": 600.0
    }  # fmt: skip
    assert parts["share"].sum() == 1 and parts["all_programs"].iloc[0] == 3
    assert dollars_by_what_is_shown(costs[:0], effects[:0], 11)["share"].tolist() == [0, 0, 0]


def test_new_seats_are_worth_a_share_and_their_range_is_never_narrower_than_sampling():
    option = pd.Series({"gain": 20.0, "gain_low": 12.0, "gain_high": 28.0})
    # half of 20 points for ten students: 100; from none of it to all of 28
    assert worth_of_seats(option, 10) == (100.0, 0.0, 280.0)
    for share in (0.0, 0.3, 1.0):
        value, low, high = worth_of_seats(option, 10, share, (share, share))
        assert low <= value <= high and high - low >= 10 * (28 - 12)
    dollars = worth_of_seats(option, 10, price=5.0)
    assert dollars == (500.0, 0.0, 1_400.0)


def test_bands_say_not_comparable_for_what_one_cannot_tell(draws):
    effects = pd.DataFrame(
        {
            "program": ["Tutoring", "Software", "Club", "Class"],
            "outcome": ["ela_score", "ela_score", "math_score", "none"],
            "verdict": ["can tell", "can tell", "cannot tell", "cannot tell"],
        }
    )
    bands = program_bands(draws, effects, PRICE).set_index("program")["band"]
    assert bands.to_dict() == {
        "Tutoring": "clear leader",
        "Software": "beaten",  # a tenth of an SD up or down is not a small effect
        "Club": "not comparable",
    }


def test_a_school_with_few_scores_is_not_in_the_cross_section():
    schools = pd.DataFrame(
        {
            "school_code": ["1", "2"],
            "school_name": ["Oak", "Tiny"],
            "per_pupil": [9_000.0, 20_000.0],
            "unduplicated_share": 0.5,
        }
    )
    students = pd.DataFrame(
        {
            "site_code": ["1"] * 12 + ["2"] * 3,
            "grade": "04",
            "fiscal_year": "2024-25",
            "ela_ss": [2400.0 + 5 * n for n in range(15)],
        }
    )
    table = spending_beside_scores(schools, students, "2024-25", minimum=11)
    assert table["school_name"].tolist() == ["Oak"]


def test_schools_show_a_pattern_only_where_its_range_leaves_zero_out():
    falling = pd.DataFrame({"per_pupil": range(12), "mean_score": range(12, 0, -1)})
    assert (pattern_across(falling).code, pattern_across(falling).schools) == ("lower", 12)
    rising = falling.assign(mean_score=falling["per_pupil"] ** 2)
    assert pattern_across(rising).code == "higher"
    assert pattern_across(falling.head(3)).code == "no pattern"
    # (0, 1), (1, 0), (2, 0), (3, 1): the correlation is zero
    level = pd.DataFrame({"per_pupil": range(4), "mean_score": [1, 0, 0, 1]})
    found = pattern_across(level)
    assert found.code == "no pattern" and found.correlation == pytest.approx(0)
    assert found.low < 0 < found.high


def test_no_school_and_schools_all_alike_show_nothing():
    alike = pd.DataFrame({"per_pupil": [9_000.0] * 5, "mean_score": [0.1, 0.2, 0.3, 0.4, 0.5]})
    assert pattern_across(alike[:0]).code == "nothing known"
    found = pattern_across(alike)
    assert found.code == "no pattern" and np.isnan([found.correlation, found.low]).all()
