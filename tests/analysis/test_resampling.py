import numpy as np
import pandas as pd
import pytest
from scipy.stats import bootstrap

from smarter_spending.analysis.best_buy import (
    draw_costs_and_effects,
    program_sums,
    resample_ratios,
    weight_chunks,
)
from smarter_spending.analysis.comparisons import compare_students
from smarter_spending.analysis.effects import estimate_effect
from smarter_spending.analysis.uncertainty import chance_above


def made_up(schools: int = 10, each: int = 60) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Students and participation of two programs; some students are in both."""
    rng = np.random.default_rng(6)
    size = schools * each
    prior = rng.normal(2450, 90, size)
    first, second = rng.random(size) < 0.4, rng.random(size) < 0.3
    students = pd.DataFrame(
        {
            "student_key": [f"S{place}" for place in range(size)],
            "fiscal_year": "2024-25",
            "site_code": np.repeat([f"{place:04d}" for place in range(schools)], each),
            "grade": rng.choice(["04", "05"], size),
            "sed": rng.random(size) < 0.5,
            "ela_ss": 500 + 0.8 * prior + 25 * first + 10 * second + rng.normal(0, 50, size),
            "ela_ss_prior": prior,
        }
    )
    rows = [
        pd.DataFrame(
            {
                "student_key": students.loc[inside, "student_key"],
                "program_id": program,
                "fiscal_year": "2024-25",
                "group": "treated",
                "hours": rng.uniform(10, 40, inside.sum()),
            }
        )
        for program, inside in (("P1", first), ("P2", second))
    ]
    return students, pd.concat(rows, ignore_index=True)


@pytest.fixture(scope="module")
def comparisons():
    students, participation = made_up()
    return {p: compare_students(students, participation, p, "ela_score") for p in ("P1", "P2")}


@pytest.fixture(scope="module")
def costs(comparisons) -> pd.DataFrame:
    served = [int(c.students["took_part"].sum()) for c in comparisons.values()]
    return pd.DataFrame(
        {
            "program_id": ["P1", "P2"],
            "students_served": served,
            "total_cost": [600.0 * served[0], 200.0 * served[1]],
            "fixed_cost": [100.0 * served[0], np.nan],
        }
    )


def held(comparison) -> list[str]:
    return [*comparison.priors, *comparison.covariates]


@pytest.mark.parametrize("by_school", [True, False])
def test_sums_give_the_very_estimate_that_the_students_give(comparisons, costs, by_school):
    column = "site_code" if by_school else "student_key"
    units = pd.Index(sorted(set(comparisons["P1"].students[column])))
    found, problem = program_sums(comparisons["P1"], costs, "P1", units, by_school)
    whole = estimate_effect(
        comparisons["P1"].students, "outcome", "took_part", held(comparisons["P1"])
    )
    assert problem is None
    assert found.effect == pytest.approx(whole.estimate, rel=1e-9)


def test_weighted_sums_are_the_weighted_regression_of_copied_students(comparisons, costs):
    """The slow way: every student copied as often as the school came up."""
    comparison = comparisons["P2"]
    units = pd.Index(sorted(set(comparison.students["site_code"])))
    found, _ = program_sums(comparison, costs, "P2", units, True)
    counts = np.array([2, 0, 1, 3, 0, 1, 1, 2, 0, 0])
    cost, effect = found.draw(counts[None, :].astype(float))
    places = np.repeat(
        np.arange(len(comparison.students)),
        counts[units.get_indexer(comparison.students["site_code"])],
    )
    copied = comparison.students.iloc[places]
    slow = estimate_effect(copied, "outcome", "took_part", held(comparison))
    assert effect[0] == pytest.approx(slow.estimate, rel=1e-9)
    # dollars go by hours: 200 x hours / mean hours, averaged over the copies
    takers = comparison.students.query("took_part == 1")
    mean = takers["hours"].mean()
    assert cost[0] == pytest.approx(200 * (copied.query("took_part == 1")["hours"] / mean).mean())


@pytest.mark.parametrize("by_school", [True, False])
@pytest.mark.parametrize("method", ["weights", "counts"])
def test_draws_spread_about_as_far_as_the_standard_error(comparisons, costs, by_school, method):
    draws = draw_costs_and_effects(comparisons, costs, 2_000, 1, by_school, method=method)
    for program, comparison in comparisons.items():
        exact = estimate_effect(
            comparison.students, "outcome", "took_part", held(comparison),
            "site_code" if by_school else None,
        )  # fmt: skip
        assert draws.effects[program].std() == pytest.approx(exact.standard_error, rel=0.25)
        assert draws.effects[program].mean() == pytest.approx(exact.estimate, abs=0.01)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(comparisons, costs):
    one, same, other = (draw_costs_and_effects(comparisons, costs, 50, s) for s in (7, 7, 8))
    pd.testing.assert_frame_equal(one.effects, same.effects)
    pd.testing.assert_frame_equal(one.costs, same.costs)
    assert not one.effects.equals(other.effects)


def test_cost_per_student_is_the_districts_own_on_average(comparisons, costs):
    draws = draw_costs_and_effects(comparisons, costs, 4_000, 2, by_school=False)
    assert draws.costs.mean().to_dict() == pytest.approx({"P1": 600, "P2": 200}, rel=0.005)


def test_draws_are_the_estimates_own_t_distribution(comparisons, costs):
    # draws that were only stretched kept the bell shape: 98% where t with few degrees says 96%
    errors, degrees = {"P1": 0.5, "P2": 0.1}, {"P1": 2.0, "P2": 30.0}
    draws = draw_costs_and_effects(
        comparisons, costs, 2_000, 1, standard_errors=errors, degrees_of_freedom=degrees
    )
    plain = draw_costs_and_effects(comparisons, costs, 2_000, 1)
    for program, comparison in comparisons.items():
        effect = estimate_effect(
            comparison.students, "outcome", "took_part", held(comparison)
        ).estimate
        drawn = draws.effects[program]
        for limit in (-0.3, 0.0, 0.4):
            by_t = chance_above(limit, effect, errors[program], degrees[program])
            assert (drawn > limit).mean() == pytest.approx(by_t, abs=0.001)
        assert drawn.rank().equals(plain.effects[program].rank())  # beside its cost as before
    assert draws.costs.equals(plain.costs)
    assert draws.schools.to_dict() == {"P1": 10, "P2": 10}


def test_a_program_without_a_known_cost_is_left_out_and_said(comparisons, costs):
    unknown = costs.assign(total_cost=[np.nan, 4_000.0])
    draws = draw_costs_and_effects(comparisons, unknown, 10)
    assert list(draws.effects) == ["P2"]
    assert draws.left_out["P1"] == "no cost"


def test_nothing_is_a_choice_of_no_cost_and_no_effect(comparisons, costs):
    draws = draw_costs_and_effects(comparisons, costs, 10).with_nothing()
    assert draws.costs["None of them"].eq(0).all()
    assert draws.effects["None of them"].eq(0).all()


def test_a_program_that_costs_nothing_has_draws_of_zero_dollars(comparisons, costs):
    free = costs.assign(total_cost=0.0, fixed_cost=0.0)
    assert draw_costs_and_effects(comparisons, free, 10).costs.eq(0).all(axis=None)


def test_counted_draws_in_which_a_program_is_absent_are_refused(costs):
    students, participation = made_up(schools=3)
    first = students.loc[students["site_code"] == "0000", "student_key"]
    few = participation[participation["student_key"].isin(first)]
    one = {"P1": compare_students(students, few, "P1", "ela_score")}
    with pytest.raises(ValueError, match="too few schools or students of 'P1'"):
        draw_costs_and_effects(one, costs, 200, method="counts")


def test_no_more_memory_than_a_block_of_draws_at_a_time():
    blocks = list(weight_chunks(1_000, 100, 1, "weights", bytes_at_once=80_000))
    assert [len(weights) for _, weights in blocks] == [10] * 10
    assert [place.start for place, _ in blocks] == list(range(0, 100, 10))


def test_drawing_with_replacement_draws_as_many_as_there_are():
    (_, weights), *_ = weight_chunks(37, 50, 1, "counts")
    assert (weights.sum(axis=1) == 37).all()
    assert (weights == 0).any()


def test_the_range_of_a_ratio_agrees_with_scipys_bootstrap():
    rng = np.random.default_rng(2)
    costs, gains = rng.normal(1_000, 300, 200), rng.normal(0.5, 1, 200)
    ours = resample_ratios(costs, gains, draws=20_000, seed=3, level=0.9)
    theirs = bootstrap(
        (costs, gains),
        lambda c, g, axis: c.sum(axis=axis) / g.sum(axis=axis),
        n_resamples=20_000, paired=True, vectorized=True, method="percentile",
        confidence_level=0.9, rng=np.random.default_rng(4),
    )  # fmt: skip
    assert ours.bounded
    assert ours.low == pytest.approx(theirs.confidence_interval.low, rel=0.02)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, rel=0.02)


def test_students_of_a_school_are_drawn_together():
    costs = np.full(100, 10.0)
    gains = np.repeat([0.5, 1.0, 1.5, 2.0], 25)  # all of a school gain alike
    alone = resample_ratios(costs, gains, seed=1)
    together = resample_ratios(costs, gains, np.repeat(list("abcd"), 25), seed=1)
    assert together.standard_error > 3 * alone.standard_error


def test_gains_that_may_be_none_have_no_finite_range():
    gains = np.r_[np.full(10, 1.0), np.full(9, -1.0)]
    found = resample_ratios(np.full(19, 100.0), gains, seed=1)
    assert not found.bounded
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert found.share_without_gain > 0.025


def test_students_without_a_cost_are_counted_in_the_error():
    with pytest.raises(ValueError, match="2 students have no cost or no gain"):
        resample_ratios(np.array([1.0, np.nan, 2.0]), np.array([1.0, 1.0, np.nan]))


def test_an_unknown_way_of_drawing_is_refused():
    with pytest.raises(ValueError, match='Use "weights" or "counts"'):
        resample_ratios(np.ones(3), np.ones(3), method="jackknife")
