import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from smarter_spending.analysis.comparisons import attrition_class, attrition_table
from smarter_spending.analysis.effects import (
    balance_weights,
    cluster_covariance,
    cluster_sums,
    estimate_effect,
    fit_coefficient,
    partial_share,
    robustness,
    satterthwaite,
)


def made_up(seed: int = 1, schools: int = 12, each: int = 40, effect: float = 5.0) -> pd.DataFrame:
    """Students of some schools, half in a program that adds `effect` points; low scorers first."""
    rng = np.random.default_rng(seed)
    size = schools * each
    prior = rng.normal(100, 15, size)
    takes = (0.03 * (100 - prior) + rng.standard_normal(size) > 0).astype(int)
    school = np.repeat([f"{place:04d}" for place in range(schools)], each)
    luck = np.repeat(rng.normal(0, 3, schools), each)
    score = 20 + 0.8 * prior + effect * takes + luck + rng.normal(0, 8, size)
    return pd.DataFrame(
        {
            "took_part": takes,
            "prior": prior,
            "sed": rng.integers(0, 2, size),
            "school": school,
            "score": score,
            "earlier": 0.8 * prior + rng.normal(0, 8, size),
            "hours": np.where(takes == 1, rng.uniform(5, 40, size), np.nan),
        }
    )


@pytest.fixture
def students() -> pd.DataFrame:
    return made_up()


def test_the_naive_gap_has_the_wrong_sign_and_the_prior_score_mends_it(students):
    naive = estimate_effect(students, "score", "took_part")
    held = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    assert naive.estimate < 0
    assert held.low < 5 < held.high
    assert held.low > 0


def test_the_effect_size_is_set_against_the_raw_spread_of_both_groups(students):
    found = estimate_effect(students, "score", "took_part", ["prior"])
    sides = [students.loc[students["took_part"] == side, "score"] for side in (1, 0)]
    squares = sum((len(side) - 1) * side.var() for side in sides)
    spread = np.sqrt(squares / (len(students) - 2))
    omega = 1 - 3 / (4 * len(students) - 9)
    assert found.effect_size == pytest.approx(omega * found.estimate / spread)


def test_without_covariates_the_estimate_is_the_difference_of_means(students):
    means = students.groupby("took_part")["score"].mean()
    assert estimate_effect(students, "score", "took_part").estimate == pytest.approx(
        means[1] - means[0]
    )


@given(st.floats(0.01, 1000), st.floats(-1e4, 1e4))
def test_another_scale_of_the_outcome_scales_the_estimate_and_not_the_effect_size(times, plus):
    students = made_up(each=12)
    once = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    students["score"] = times * students["score"] + plus
    again = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    assert again.estimate == pytest.approx(times * once.estimate, rel=1e-6)
    assert again.effect_size == pytest.approx(once.effect_size, rel=1e-6)
    assert again.degrees_of_freedom == pytest.approx(once.degrees_of_freedom, rel=1e-6)


def test_calling_participants_comparison_students_turns_the_sign(students):
    students["stayed_out"] = 1 - students["took_part"]
    forward = estimate_effect(students, "score", "took_part", ["prior"])
    backward = estimate_effect(students, "score", "stayed_out", ["prior"])
    assert forward.estimate == pytest.approx(-backward.estimate)


def test_the_order_of_students_and_the_kind_of_true_do_not_matter(students):
    once = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    other = students.sample(frac=1, random_state=5)
    other["took_part"] = other["took_part"].astype("boolean")
    again = estimate_effect(other, "score", "took_part", ["prior"], cluster="school")
    assert again.estimate == pytest.approx(once.estimate)
    assert again.standard_error == pytest.approx(once.standard_error)


def test_a_wider_range_for_a_higher_level(students):
    ninety = estimate_effect(students, "score", "took_part", ["prior"])
    ninety_nine = estimate_effect(students, "score", "took_part", ["prior"], level=0.99)
    assert ninety.level == 0.90
    assert ninety_nine.low < ninety.low < ninety.high < ninety_nine.high


def test_words_are_held_constant_one_word_at_a_time(students):
    students["home"] = np.where(students["sed"] == 1, "low income", "other")
    by_word = estimate_effect(students, "score", "took_part", ["prior", "home"])
    by_number = estimate_effect(students, "score", "took_part", ["prior", "sed"])
    assert by_word.warnings == by_number.warnings
    assert by_word.estimate == pytest.approx(by_number.estimate)


def test_a_weight_of_two_counts_a_student_twice(students):
    students["weight"] = np.where(students["sed"] == 1, 2.0, 1.0)
    weighted = estimate_effect(students, "score", "took_part", ["prior"], weights="weight")
    twice = pd.concat([students, students[students["sed"] == 1]], ignore_index=True)
    assert weighted.estimate == pytest.approx(
        estimate_effect(twice, "score", "took_part", ["prior"]).estimate
    )


def test_under_forty_schools_the_errors_say_how_they_were_made(students):
    found = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    assert found.errors == "CR2"
    assert any("fewer than 40" in said and "Satterthwaite" in said for said in found.warnings)
    assert 1 <= found.degrees_of_freedom <= 11 + 1e-9


def test_fewer_than_ten_schools_with_the_program_give_no_p_value_and_say_so():
    students = made_up(schools=9)
    found = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    assert np.isnan(found.p_value)
    assert any("no p-value is given" in said for said in found.warnings)
    twelve = estimate_effect(made_up(), "score", "took_part", ["prior"], cluster="school")
    assert 0 <= twelve.p_value < 0.01


# Bad input: what is wrong, and what can still be said


def test_everybody_in_the_program_leaves_nobody_to_compare_with(students):
    with pytest.raises(ValueError, match=r"All 480 students took part.*nobody to compare") as said:
        estimate_effect(students.assign(took_part=1), "score", "took_part", ["prior"])
    assert "only how these students did can be said" in str(said.value)


def test_nobody_in_the_program_is_said(students):
    with pytest.raises(ValueError, match="Nobody took part"):
        estimate_effect(students.assign(took_part=0), "score", "took_part", ["prior"])


def test_a_constant_covariate_is_left_out_and_the_estimate_stands(students):
    students["foster"] = 0
    found = estimate_effect(students, "score", "took_part", ["prior", "foster"])
    assert found.estimate == pytest.approx(
        estimate_effect(students, "score", "took_part", ["prior"]).estimate
    )
    assert any("'foster' has the same value for every student" in said for said in found.warnings)


def test_a_covariate_that_repeats_another_is_left_out_and_the_estimate_stands(students):
    students["prior again"] = 2 * students["prior"] + 7
    found = estimate_effect(students, "score", "took_part", ["prior", "prior again"])
    assert any("'prior again' says again" in said for said in found.warnings)
    assert found.estimate == pytest.approx(
        estimate_effect(students, "score", "took_part", ["prior"]).estimate
    )


def test_without_a_prior_score_it_may_be_called_a_difference_not_an_effect(students):
    found = estimate_effect(students, "score", "took_part", ["sed"])
    said = next(one for one in found.warnings if one.startswith("Cannot tell"))
    assert "no prior score is held constant" in said
    assert "called a difference, not an effect" in said
    assert np.isfinite(found.estimate)


def test_a_prior_score_a_third_of_a_spread_apart_means_one_cannot_tell(students):
    found = estimate_effect(students, "score", "took_part", ["prior"])
    said = [one for one in found.warnings if one.startswith("Cannot tell")]
    assert any("apart on 'prior', more than 0.25" in one for one in said)
    assert np.isfinite([found.estimate, found.low, found.high]).all()


def test_all_participants_in_one_school_gives_the_difference_and_no_range(students):
    students["took_part"] = (students["school"] == "0003").astype(int)
    found = estimate_effect(students, "score", "took_part", ["prior"], cluster="school")
    assert np.isfinite(found.estimate)
    assert np.isnan([found.standard_error, found.low, found.high]).all()
    said = [one for one in found.warnings if one.startswith("Cannot tell")]
    assert any("all participants are in one 'school'" in one for one in said)


def test_one_school_in_all_gives_no_range(students):
    one = students[students["school"] == "0003"]
    found = estimate_effect(one, "score", "took_part", ["prior"], cluster="school")
    assert np.isfinite(found.estimate)
    assert np.isnan(found.low)
    assert any("there is no range" in said for said in found.warnings)


def test_blank_values_are_named_with_their_rows_or_left_out_and_counted(students):
    students.loc[[0, 4], "score"] = np.nan
    students.loc[7, "prior"] = np.inf
    with pytest.raises(ValueError, match=r"'score' in 2 \(rows 2, 6\); 'prior' in 1 \(row 9\)"):
        estimate_effect(students, "score", "took_part", ["prior"])
    found = estimate_effect(students, "score", "took_part", ["prior"], missing="drop")
    assert (found.left_out, found.students) == (3, 477)
    assert "3 of 480 students had a blank value" in found.warnings[0]


def test_a_column_blank_for_everybody_is_said(students):
    students["score"] = np.nan
    with pytest.raises(ValueError, match="None of the 480 students has a value in all"):
        estimate_effect(students, "score", "took_part", missing="drop")


def test_a_covariate_that_settles_who_took_part_is_said(students):
    students["in the pull-out room"] = students["took_part"]
    with pytest.raises(ValueError, match="is settled by 'in the pull-out room'"):
        estimate_effect(students, "score", "took_part", ["in the pull-out room"])


def test_the_same_outcome_for_everybody_has_no_effect_size(students):
    students["score"] = 50.0
    found = estimate_effect(students, "score", "took_part", ["prior"])
    assert found.estimate == pytest.approx(0)
    assert np.isnan(found.effect_size)
    assert any("no effect size" in said for said in found.warnings)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"outcome": "scores"}, "no column 'scores'"),
        ({"covariates": ["score"]}, "'score' is the outcome"),
        ({"covariates": ["took_part"]}, "'took_part' is the column of who took part"),
        ({"outcome": "school"}, "holds words"),
        ({"level": 90}, "use 0.90 for 90%"),
        ({"missing": "ignore"}, 'write "refuse" or "drop"'),
        ({"weights": "minus"}, "weights below zero"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_words(students, change, sentence):
    students["minus"] = -1.0
    with pytest.raises(ValueError, match=sentence):
        estimate_effect(students, **{"outcome": "score", "group": "took_part", **change})


def test_too_few_students_for_the_covariates_is_said():
    few = pd.DataFrame({"took_part": [1, 0, 0], "prior": [1.0, 2.0, 4.0], "score": [1.0, 2.0, 3.0]})
    with pytest.raises(ValueError, match="3 students and 3 figures"):
        estimate_effect(few, "score", "took_part", ["prior"])


# Yes/no outcomes, placebo, attrition, dosage


def test_a_yes_no_outcome_is_a_difference_of_shares():
    # 60 of 80 participants and 50 of 100 comparison students: 0.75 less 0.50
    students = pd.DataFrame(
        {"took_part": [1] * 80 + [0] * 100, "on_track": [1] * 60 + [0] * 20 + [1] * 50 + [0] * 50}
    )
    effect = estimate_effect(students, "on_track", "took_part")
    assert effect.yes_no
    assert effect.estimate == pytest.approx(0.25)


def test_a_placebo_is_near_zero_when_the_prior_score_holds_what_matters(students):
    found = estimate_effect(
        students, "earlier", "took_part", ["prior"], cluster="school", missing="drop"
    )
    assert found.low < 0 < found.high


def test_a_placebo_that_is_not_zero_has_a_range_without_it(students):
    students["earlier"] += 6 * students["took_part"]
    found = estimate_effect(
        students, "earlier", "took_part", ["prior"], cluster="school", missing="drop"
    )
    assert 0 < found.low < 6 < found.high


def test_the_students_lost_are_counted_by_group(students):
    lost = students.index[students["took_part"] == 1][:24]
    students.loc[lost, "score"] = np.nan
    found = attrition_table(students, "took_part", ["score", "prior"]).set_index("who")
    assert found["lost"].tolist() == [24, 24, 0]
    assert found.loc["all", "share_lost"] == pytest.approx(24 / 480)
    takers = (students["took_part"] == 1).sum()
    assert found.loc["all", "differential"] == pytest.approx(24 / takers)


# Standards 4.1 table II.1, cautious: 0% 5.7, 20% 5.4, 40% 2.6, 57% 0.0, above always high
@pytest.mark.parametrize(("overall", "most"), [(0, 5.7), (0.2, 5.4), (0.4, 2.6), (0.57, 0.0)])
def test_the_clearinghouses_boundary_of_students_lost(overall, most):
    assert attrition_class(overall, most / 100) == "low"
    assert attrition_class(overall, (most + 0.1) / 100) == "high"


def test_more_than_57_percent_lost_is_always_high():
    assert attrition_class(0.58, 0.0) == "high"


# --- The quick errors against slow ones that follow the definitions --------------------------


def clustered(seed: int, sizes: list[int]):
    rng = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    n = len(clusters)
    design = np.column_stack([np.ones(n), rng.standard_normal((n, 2)), rng.random(n) < 0.5])
    outcome = design @ [1, 2, 0, 0.5] + rng.standard_normal(len(sizes))[clusters]
    return outcome + rng.standard_normal(n), design.astype(float), clusters


def power_of(matrix: np.ndarray, power: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * values**power) @ vectors.T


def slow(outcome, design, clusters, power: float):
    """Covariance and degrees of freedom with whole students x students matrices."""
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    left = np.eye(len(outcome)) - hat
    residuals = left @ outcome
    meat, columns = np.zeros_like(bread), []
    for one in np.unique(clusters):
        mine = clusters == one
        adjust = power_of(np.eye(mine.sum()) - hat[np.ix_(mine, mine)], power)
        score = design[mine].T @ adjust @ residuals[mine]
        meat += np.outer(score, score)
        columns.append(left[:, mine] @ adjust @ design[mine] @ bread[:, -1])
    form = np.column_stack(columns)
    values = np.linalg.eigvalsh(form.T @ form)
    return bread @ meat @ bread, values.sum() ** 2 / (values**2).sum()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(5, 30), min_size=4, max_size=9))
def test_cr2_and_its_degrees_of_freedom_are_those_of_the_definition(seed, sizes):
    outcome, design, clusters = clustered(seed, sizes)
    fitted = OLS(outcome, design).fit()
    sums = cluster_sums(design, fitted.resid, clusters, fitted.normalized_cov_params)
    covariance, degrees = slow(outcome, design, clusters, -0.5)
    np.testing.assert_allclose(cluster_covariance(sums), covariance, rtol=1e-6, atol=1e-12)
    assert satterthwaite(sums, 3) == pytest.approx(max(degrees, 1.0), rel=1e-6)


def test_from_forty_schools_up_the_error_is_statsmodels_cr1():
    outcome, design, clusters = clustered(8, [6] * 40)
    found = fit_coefficient(outcome, design[:, :3], design[:, 3], clusters, None)
    theirs = OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    assert found.standard_error == pytest.approx(theirs.bse[3])
    assert (found.kind, found.degrees_of_freedom) == ("CR1", 39)
    fewer = clusters < 39
    assert fit_coefficient(
        outcome[fewer], design[fewer, :3], design[fewer, 3], clusters[fewer], None
    ).kind == "CR2"  # fmt: skip


def test_the_range_holds_the_truth_nine_times_in_ten_with_twelve_schools():
    """Half the schools take part as whole schools, the hardest case; nothing truly happens."""
    from scipy.stats import t as student_t

    rng, held = np.random.default_rng(11), 0
    clusters = np.repeat(np.arange(12), np.arange(10, 34, 2))
    takes = (clusters % 2).astype(float)
    for _ in range(400):
        outcome = 0.5 * rng.standard_normal(12)[clusters] + rng.standard_normal(len(clusters))
        found = fit_coefficient(outcome, np.ones((len(clusters), 1)), takes, clusters, None)
        reach = student_t.ppf(0.95, found.degrees_of_freedom) * found.standard_error
        held += abs(found.value) <= reach
    assert 0.85 <= held / 400 <= 0.95


# --- Weights that make comparison students look like participants ----------------------------


def unlike(seed: int, size: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    prior = rng.normal(2450, 90, size)
    takes = (rng.standard_normal(size) - (prior - 2450) / 90 > 0.6).astype(int)
    return pd.DataFrame(
        {"took_part": takes, "prior": prior, "grade": rng.choice(["04", "05", "06"], size)},
        index=[f"S{place}" for place in range(size)],
    )


@given(st.integers(0, 1_000))
def test_weighted_comparison_students_have_the_participants_means(seed):
    students = unlike(seed)
    found = balance_weights(students, "took_part", ["prior", "grade"])
    mine = students["took_part"] == 1
    weights = found.weights
    assert (weights[mine] == 1).all()
    assert (weights > 0).all()
    assert weights[~mine].sum() == pytest.approx(mine.sum())
    assert np.average(students.loc[~mine, "prior"], weights=weights[~mine]) == pytest.approx(
        students.loc[mine, "prior"].mean(), abs=1e-3
    )
    assert found.balance["effect_size"].abs().max() < 1e-4


@pytest.mark.parametrize("method", ["entropy", "ipw"])
def test_effective_sample_size_is_kishs_and_never_more_than_there_are(method):
    students = unlike(3)
    found = balance_weights(students, "took_part", ["prior"], method)
    w = found.weights[students["took_part"] == 0]
    assert found.effective_sample_size == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert 1 <= found.effective_sample_size <= len(w)


def test_by_hand_one_low_scorer_must_count_as_much_as_two_high_ones():
    # participants' mean is 2; of 1, 3, 3 only weights (1/2, 1/4, 1/4) have it: times 2 participants
    students = pd.DataFrame({"took_part": [1, 1, 0, 0, 0], "prior": [1.0, 3, 1, 3, 3]})
    found = balance_weights(students, "took_part", ["prior"])
    assert found.weights.tolist() == pytest.approx([1, 1, 1, 0.5, 0.5], abs=1e-5)
    assert found.effective_sample_size == pytest.approx(4 / 1.5, abs=1e-4)


def test_balance_is_shown_before_and_after():
    found = balance_weights(unlike(1), "took_part", ["prior"]).balance
    assert found["effect_size_before"].item() < -0.25
    assert abs(found["effect_size"].item()) < 1e-4
    assert found["wwc"].item() == "satisfied"


@pytest.mark.parametrize("method", ["entropy", "ipw"])
def test_participants_like_whom_there_is_nobody_are_said(method):
    students = pd.DataFrame(
        {"took_part": [1] * 30 + [0] * 30, "prior": [*range(30), *range(100, 130)]}, dtype=float
    )
    with pytest.raises(ValueError, match="Cannot tell what the program did"):
        balance_weights(students, "took_part", ["prior"], method)


def test_an_answer_that_hangs_on_a_few_students_is_said():
    alike, unlike = [-1.0, 0.0, 1.0], np.linspace(3, 6, 200)
    students = pd.DataFrame(
        {
            "took_part": [1] * 50 + [0] * 203,
            "prior": np.r_[np.linspace(-1.5, 1.5, 50), alike, unlike],
        }
    )
    found = balance_weights(students, "took_part", ["prior"])
    assert found.effective_sample_size < 10
    assert "hangs on a few students" in found.warnings[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "matching"}, "'entropy', 'ipw'"),
        ({"covariates": ["took_part"]}, "cannot also be held constant"),
        ({"covariates": ["same"]}, "nothing to balance"),
        ({"covariates": ["blank"]}, "'blank' in 1"),
    ],
)
def test_what_cannot_be_balanced_is_said(change, sentence):
    students = unlike(2).assign(same=1.0, blank=[np.nan] + [1.0] * 299)
    with pytest.raises(ValueError, match=sentence):
        balance_weights(students, "took_part", **{"covariates": ["prior"], **change})


# --- how strong a hidden difference would have to be ----------------------------------------


@pytest.mark.parametrize(
    ("t", "df", "zero"),
    [
        # Cinelli and Hazlett (2020), their example of Darfur: 13.9%
        (4.18445, 783, 0.138776),
        # the others from PySensemakr's robustness_value (run once by hand, not a dependency)
        (1.0, 100, 0.095125),
        (-9.5, 40, 0.750416),
    ],
)
def test_the_robustness_value_is_cinelli_and_hazletts(t, df, zero):
    assert robustness(abs(t) / np.sqrt(df)) == pytest.approx(zero, abs=1e-6)


def test_the_partial_share_is_what_a_column_adds_to_what_the_others_leave(students):
    # by two regressions of statsmodels: 1 - SSR with / SSR without
    held = ["prior", "took_part"]
    values, flag = students["score"], students["took_part"].astype(float)
    ones = np.ones(len(students))
    without = OLS(values, np.column_stack([ones, flag])).fit().ssr
    full = OLS(values, np.column_stack([ones, flag, students["prior"]])).fit().ssr
    share = partial_share(students, "score", held, ["prior"])
    assert share == pytest.approx(1 - full / without)


def test_a_hidden_difference_moves_the_estimate_by_what_its_shares_say():
    rng = np.random.default_rng(5)
    hidden = rng.standard_normal(2000)
    takes = (0.4 * hidden + rng.standard_normal(2000) > 0).astype(float)
    table = pd.DataFrame({"took_part": takes, "hidden": hidden})
    table["score"] = hidden + rng.standard_normal(2000)
    alone = estimate_effect(table, "score", "took_part")
    held = estimate_effect(table, "score", "took_part", ["hidden"])
    of_score = partial_share(table, "score", ["took_part", "hidden"], ["hidden"])
    of_seats = partial_share(table, "took_part", ["hidden"], ["hidden"])
    # their equation of the bias, exact: unit * sqrt(R2 of the outcome * f2 of taking part)
    moved = alone.unit * (of_score * of_seats / (1 - of_seats)) ** 0.5
    assert alone.estimate - held.estimate == pytest.approx(moved)
