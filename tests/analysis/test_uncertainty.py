import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smarter_spending.analysis.best_buy import (
    Draws,
    bands,
    chance_best,
    expected_loss,
    value_of_information,
)
from smarter_spending.analysis.uncertainty import (
    RANGE,
    break_even_effect,
    is_close,
    one_way_sensitivity,
    ratio_range,
    said_chance,
    shown_among_many,
    what_is_shown,
)

dollars = st.floats(0, 5_000)
gains = st.floats(-1, 1)
prices = st.lists(st.floats(0, 50_000), min_size=1, max_size=3, unique=True)


def tables(costs: np.ndarray, effects: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = list("ABCD")[: costs.shape[1]]
    return pd.DataFrame(costs, columns=names), pd.DataFrame(effects, columns=names)


draws = st.integers(1, 4).flatmap(
    lambda k: st.integers(1, 30).flatmap(
        lambda n: st.builds(
            tables, arrays(float, (n, k), elements=dollars), arrays(float, (n, k), elements=gains)
        )
    )
)


# Fieller


@given(st.floats(0, 5_000), st.floats(0, 500), gains, st.floats(0, 0.5), st.floats(-1, 1))
def test_a_bounded_range_holds_the_ratio_and_an_unbounded_one_has_no_limit(c, sc, e, se, rho):
    found = ratio_range(c, sc, e, se, rho)
    if found.bounded:
        slack = 1e-6 * (1 + abs(found.ratio))
        assert found.low - slack <= found.ratio <= found.high + slack
    else:
        assert (found.low, found.high) == (-np.inf, np.inf)
        assert abs(e) <= 1.96 * se + 1e-9


@given(st.floats(0.1, 5_000), st.floats(0, 500), st.floats(0.3, 1), st.floats(0, 0.1))
def test_cents_instead_of_dollars_make_every_limit_a_hundredfold(c, sc, e, se):
    dollars, cents = ratio_range(c, sc, e, se), ratio_range(100 * c, 100 * sc, e, se)
    assert (cents.low, cents.high) == pytest.approx((100 * dollars.low, 100 * dollars.high))


def test_what_is_known_exactly_has_a_range_of_one_point():
    found = ratio_range(600, 0, 0.2, 0)
    assert (found.low, found.ratio, found.high, found.bounded) == pytest.approx(
        (3_000, 3_000, 3_000, True)
    )


def test_an_effect_of_zero_has_no_ratio_and_no_limit():
    found = ratio_range(600, 10, 0.0, 0.05)
    assert np.isnan(found.ratio)
    assert not found.bounded
    assert not ratio_range(600, 0, 0.0, 0.0).bounded


def test_a_sure_loss_has_a_negative_ratio_with_limits():
    # 500 / -0.2; the mirror image of the case that gains
    found, mirror = ratio_range(500, 40, -0.20, 0.05), ratio_range(500, 40, 0.20, 0.05)
    assert (found.low, found.high) == pytest.approx((-mirror.high, -mirror.low))


def test_a_cost_of_zero_costs_nothing_per_unit():
    found = ratio_range(0, 0, 0.2, 0.05)
    assert (found.ratio, found.low, found.high) == (0, 0, 0)


def test_costs_and_effects_that_rise_together_make_the_ratio_surer():
    apart, together = ratio_range(500, 100, 0.2, 0.03), ratio_range(500, 100, 0.2, 0.03, 0.8)
    assert together.high - together.low < apart.high - apart.low


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ((500, -1, 0.2, 0.1), "standard error of the cost is -1"),
        ((500, 1, 0.2, -0.1), "standard error of the effect is -0.1"),
        ((np.nan, 1, 0.2, 0.1), "cost is not known"),
        ((500, 1, "much", 0.1), "effect is 'much', which is not a number"),
        ((500, 1, 0.2, 0.1, 2), "lies between -1 and 1"),
        ((500, 1, 0.2, 0.1, 0, 95), "use 0.90 for 90%"),
    ],
)
def test_figures_that_make_no_ratio_are_said_in_words(figures, sentence):
    with pytest.raises(ValueError, match=sentence):
        ratio_range(*figures)


def test_the_range_we_show_is_ninety_percent():
    assert RANGE == 0.90


# The chance of being the best buy, and what knowing more is worth


@given(draws, prices)
def test_chances_add_to_one_and_one_program_is_best_on_average(pair, willingness):
    found = chance_best(*pair, willingness).groupby("willingness_to_pay")
    np.testing.assert_allclose(found["chance"].sum(), 1)
    assert (found["best_on_average"].sum() == 1).all()


@given(draws, prices)
def test_knowing_more_is_never_worth_less_than_nothing_and_is_the_least_loss(pair, willingness):
    worth = value_of_information(*pair, willingness)["evpi"]
    loss = expected_loss(*pair, willingness).groupby("willingness_to_pay", sort=False)
    assert (worth >= 0).all()
    np.testing.assert_allclose(worth, loss["expected_loss"].min(), atol=1e-9)


@given(draws, prices)
def test_with_one_draw_there_is_nothing_more_to_know(pair, willingness):
    once = [table.iloc[:1] for table in pair]
    assert (value_of_information(*once, willingness)["evpi"] == 0).all()


@given(draws, prices)
def test_a_program_dearer_and_worse_in_every_draw_changes_nothing(pair, willingness):
    costs, effects = pair
    worse = (costs.assign(Z=costs["A"] + 1), effects.assign(Z=effects["A"] - 0.1))
    with_it = chance_best(*worse, willingness)
    assert (with_it.loc[with_it["program"] == "Z", "chance"] == 0).all()
    np.testing.assert_allclose(
        value_of_information(*worse, willingness)["evpi"],
        value_of_information(*pair, willingness)["evpi"],
        atol=1e-9,
    )


def test_most_often_best_need_not_be_best_on_average():
    # A is a little better in two draws of three, far worse in the third
    costs = pd.DataFrame({"A": [0.0, 0, 0], "B": [0.0, 0, 0]})
    effects = pd.DataFrame({"A": [0.11, 0.11, -1.0], "B": [0.1, 0.1, 0.1]})
    found = chance_best(costs, effects, [1_000]).set_index("program")
    assert found.loc["A", "chance"] == pytest.approx(2 / 3)
    assert found.loc["B", "best_on_average"]


def test_a_tie_goes_to_the_cheaper_program_then_to_the_first():
    costs = pd.DataFrame({"dear": [200.0], "cheap": [100.0], "again": [100.0]})
    effects = pd.DataFrame({"dear": [0.2], "cheap": [0.1], "again": [0.1]})
    found = chance_best(costs, effects, [1_000]).set_index("program")  # 0, 0 and 0
    assert found["chance"].to_dict() == {"dear": 0, "cheap": 1, "again": 0}


def test_a_single_program_is_always_best():
    found = chance_best(pd.DataFrame({"A": [1.0]}), pd.DataFrame({"A": [-1.0]}), [0, 10])
    assert found["chance"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("costs", "effects", "price", "sentence"),
    [
        ({"A": [1.0]}, {"B": [1.0]}, 1, "of different programs: 'A' and 'B'"),
        ({"A": [1.0]}, {"A": [1.0, 2.0]}, 1, "1 draws of cost and 2 of effect"),
        ({"A": [1.0]}, {"A": [np.nan]}, 1, "draws of the effect of 'A' are missing"),
        ({"A": [1.0]}, {"A": [1.0]}, -1, "zero dollars or more"),
    ],
)
def test_draws_that_do_not_match_are_said_in_words(costs, effects, price, sentence):
    with pytest.raises(ValueError, match=sentence):
        chance_best(pd.DataFrame(costs), pd.DataFrame(effects), [price])


# Break-even and one-way sensitivity


def test_a_600_dollar_program_must_gain_015_at_4000_a_unit():
    assert break_even_effect(600, 4_000) == pytest.approx(0.15)
    assert break_even_effect(0, 4_000) == 0


def test_no_effect_pays_when_a_unit_is_worth_nothing():
    with pytest.raises(ValueError, match="no effect makes a program worth its cost"):
        break_even_effect(600, 0)


def ratio(cost: float, effect: float) -> float:
    return cost / effect if effect > 0 else float("nan")


def test_the_figure_that_moves_the_ratio_most_comes_first():
    found = one_way_sensitivity(
        {"cost": 500, "effect": 0.2}, {"cost": (400, 600), "effect": (0.1, 0.4)}, ratio
    )
    # effect: 500/0.1 = 5,000 down to 500/0.4 = 1,250; cost: 2,000 to 3,000
    assert found["input"].tolist() == ["effect", "cost"]
    assert found["swing"].tolist() == pytest.approx([3_750, 1_000])
    assert found["result"].tolist() == pytest.approx([2_500, 2_500])


def test_a_figure_at_which_the_ratio_is_lost_comes_first_without_a_swing():
    found = one_way_sensitivity(
        {"cost": 500, "effect": 0.2}, {"cost": (1, 9_000), "effect": (-0.1, 0.4)}, ratio
    )
    assert found["input"].tolist() == ["effect", "cost"]
    assert np.isnan(found["swing"][0])


@pytest.mark.parametrize(
    ("ranges", "sentence"),
    [({"price": (1, 2)}, "a range for 'price'"), ({"cost": (2, 1)}, r"low of cost \(2\) is above")],
)
def test_ranges_that_cannot_be_moved_are_said_in_words(ranges, sentence):
    with pytest.raises(ValueError, match=sentence):
        one_way_sensitivity({"cost": 500, "effect": 0.2}, ranges, ratio)


# Bands


@pytest.fixture
def some_draws() -> Draws:
    rng = np.random.default_rng(3)
    middles = {"strong": 0.40, "weak": 0.25, "none": 0.0, "alone": 0.3, "untold": 0.9}
    effects = pd.DataFrame({name: rng.normal(m, 0.03, 2_000) for name, m in middles.items()})
    costs = pd.DataFrame({name: np.full(2_000, 500.0) for name in middles})
    return Draws(costs, effects, pd.Series(dtype=float), {"unpriced": "no cost"})


OUTCOMES = {
    "strong": "ela_score", "weak": "ela_score", "none": "ela_score", "untold": "ela_score",
    "alone": "math_score", "unpriced": "ela_score", "undrawn": "ela_score",
}  # fmt: skip
WORTH = {"ela_score": 4_000, "math_score": 4_000}


def test_bands_say_who_leads_who_has_no_effect_and_who_cannot_be_compared(some_draws):
    found = bands(some_draws, OUTCOMES, WORTH, {"untold": "cannot tell"}).set_index("program")
    assert found["band"].to_dict() == {
        "strong": "clear leader",
        "weak": "beaten",  # beside a clear leader it is separated: the leader is the better buy
        "none": "likely no effect",
        "untold": "not comparable",
        "alone": "not comparable",
        "unpriced": "not comparable",
        "undrawn": "not comparable",
    }
    assert found["why"].to_dict() == {
        "strong": "best buy",
        "weak": "beaten",
        "none": "likely no effect",  # less than 0.05 SD in 9 of 10 draws, not "seldom a gain"
        "untold": "cannot tell",
        "alone": "alone",
        "unpriced": "no cost",
        "undrawn": "not on record",
    }
    assert found.loc["alone", "chance_worth_it"] == 1  # 0.3 x 4,000 is well over 500


def test_programs_close_together_cannot_be_separated(some_draws):
    some_draws.effects["weak"] = some_draws.effects["strong"].sample(frac=1, random_state=1).values
    # with "untold" among them both are beaten by it
    found = bands(some_draws, OUTCOMES, WORTH, {"untold": "cannot tell"}).set_index("program")
    assert found.loc[["strong", "weak"], "band"].tolist() == ["cannot separate"] * 2


def test_no_program_leads_when_doing_nothing_is_the_best_buy(some_draws):
    found = bands(some_draws, OUTCOMES, {**WORTH, "ela_score": 100}).set_index("program")
    # 0.40 x 100 = 40 dollars of gain for 500 dollars
    assert "clear leader" not in set(found["band"])
    assert found.loc[found["outcome"] == "ela_score", "chance_best"].max() == 0


def test_harm_is_never_called_no_effect_and_small_is_no_matter_of_the_sign(some_draws):
    some_draws.effects["none"] -= 0.2
    some_draws.effects["weak"] -= 0.25
    found = bands(some_draws, OUTCOMES, WORTH).set_index("program")
    assert found.loc["none", "band"] == "loss shown"
    assert found.loc["weak", "band"] == "likely no effect"


@pytest.mark.parametrize("schools", [2, 3, 5, 9])
def test_behind_few_schools_no_chance_is_near_nought_or_one_and_no_loss_is_shown(
    some_draws, schools
):
    some_draws.effects["none"] -= 0.3
    few = Draws(
        some_draws.costs, some_draws.effects,
        pd.Series(float(schools), index=some_draws.costs.columns), {},
    )  # fmt: skip
    found = bands(few, OUTCOMES, WORTH).set_index("program")
    columns = ["chance_best", "chance_gain", "chance_worth_it", "chance_beaten"]
    chances = found[columns].stack().dropna()
    assert chances.between(0.03, 0.97).all()
    assert "loss shown" not in set(found["band"])


def test_no_program_cannot_be_separated_beside_a_clear_leader(some_draws):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        for name in ("strong", "weak", "none", "untold"):
            some_draws.effects[name] = rng.normal(rng.uniform(-0.1, 0.4), 0.05, 2_000)
        found = bands(some_draws, OUTCOMES, WORTH)
        ela = set(found.loc[found["outcome"].eq("ela_score"), "band"])
        assert not {"clear leader", "cannot separate"} <= ela


def test_holm_asks_more_of_a_loss_the_more_programs_were_looked_at():
    # one-sided 0.02: shown alone and beside one other (0.04), not beside two (0.06)
    for others, code in ((0, "loss shown"), (1, "loss shown"), (2, "may have lost")):
        chances = pd.Series([0.02, *[0.6] * others])
        assert what_is_shown(chances)[0] == code
    # step down: 0.01 is shown among three (0.03), and then 0.02 among the two left (0.04)
    assert what_is_shown(pd.Series([0.01, 0.02, 0.6])).tolist()[:2] == ["loss shown"] * 2


def test_the_range_of_a_ratio_ends_where_the_gain_is_no_longer_shown():
    # three schools: 0.23, se 0.0685; by t of 2 the range is 0.03 to 0.43, with 1.5 it holds zero
    assert ratio_range(1_000, 0, 0.23, 0.0685, level=0.9, degrees_of_freedom=2).bounded
    assert not ratio_range(1_000, 0, 0.23, 0.0685, level=0.9, degrees_of_freedom=1.2).bounded
    assert ratio_range(1_000, 0, 0.23, 0.0685, level=0.9).bounded


def test_an_outcome_without_a_price_is_not_compared(some_draws):
    found = bands(some_draws, OUTCOMES, {"math_score": 4_000}).set_index("program")
    assert found.loc["strong", "why"] == "no price"


def test_a_program_without_an_outcome_is_named(some_draws):
    with pytest.raises(ValueError, match="'alone' has draws but no outcome"):
        bands(some_draws, {k: v for k, v in OUTCOMES.items() if k != "alone"}, WORTH)


def test_what_few_schools_let_be_said_at_most_is_no_hair():
    chances = pd.Series([0.94, 0.97, 0.9699, 0.926, 0.92, 0.03, np.nan])
    # of 0.95: a hundredth off, held at the bound, nearly so, then just within and without 0.025
    assert is_close(chances, 0.95).tolist() == [True, False, True, True, False, False, False]
    assert not is_close(said_chance(0.9999, 7), 0.95) and is_close(0.9699, 0.95)


def test_a_gain_that_one_program_shows_alone_may_be_chance_among_many():
    chances = pd.Series([0.96, 0.999, np.nan, *[0.60] * 6])
    assert what_is_shown(chances).tolist()[:3] == ["gain shown", "gain shown", "cannot tell"]
    # Holm: of eight known, 0.001 is held against 0.05 / 8 and 0.04 against 0.05 / 7
    assert shown_among_many(1 - chances).tolist()[:3] == [False, True, False]
    assert shown_among_many(1 - chances[:1]).tolist() == [True]
