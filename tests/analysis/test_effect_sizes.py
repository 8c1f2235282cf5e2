import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import effectsize_smd

from smarter_spending.analysis.effects import (
    baseline_table,
    cox_index,
    hedges_g,
    improvement_index,
    pooled_sd,
    wwc_class,
)

means = st.floats(-1e4, 1e4)
spreads = st.floats(0.1, 1e3)
counts = st.integers(2, 5_000)
groups = st.tuples(means, spreads, counts)


@given(groups, groups)
def test_swapping_the_groups_only_turns_the_sign(program, comparison):
    forward, backward = hedges_g(*program, *comparison), hedges_g(*comparison, *program)
    assert forward.g == pytest.approx(-backward.g, rel=1e-12)
    assert forward.low == pytest.approx(-backward.high, rel=1e-9, abs=1e-9)


@given(groups, groups, st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_another_scale_for_the_scores_leaves_g_alone(program, comparison, times, plus):
    there = [(times * m + plus, times * s, n) for m, s, n in (program, comparison)]
    g = hedges_g(*program, *comparison).g
    assert hedges_g(*there[0], *there[1]).g == pytest.approx(g, rel=1e-6, abs=1e-6)


@given(groups, groups)
def test_g_agrees_with_statsmodels(program, comparison):
    theirs, _ = effectsize_smd(*program, *comparison)
    assert hedges_g(*program, *comparison).g == pytest.approx(float(theirs), rel=1e-9, abs=1e-9)


def test_the_range_of_g_is_by_t_about_g():
    found = hedges_g(10, 5, 20, 8, 5, 20)
    # error: sqrt(40 / 400 + g^2 / 80); t of 0.95 with 38 degrees of freedom is 1.68595
    error = math.sqrt(0.1 + found.g**2 / 80)
    assert found.standard_error == pytest.approx(error)
    assert found.high - found.g == pytest.approx(1.68595 * error, rel=1e-5)
    assert found.g - found.low == pytest.approx(found.high - found.g)


@given(st.floats(-5, 5))
def test_improvement_is_as_far_up_as_down(g):
    assert improvement_index(g) == pytest.approx(-improvement_index(-g), abs=1e-9)
    assert -50 <= improvement_index(g) <= 50


def test_improvement_of_several_programs_keeps_their_names():
    found = improvement_index(pd.Series([0.0, 0.25], index=["A", "B"]))
    assert found["A"] == 0
    assert found["B"] == pytest.approx(9.87, abs=0.005)


def test_pooled_spread_leans_to_the_larger_group():
    # sqrt((99 x 4 + 9 x 100) / 108) = sqrt(12)
    assert pooled_sd(2, 100, 10, 10) == pytest.approx(math.sqrt(12))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: hedges_g(1, 1, 1, 1, 1, 9), "whole number of 2 or more"),
        (lambda: hedges_g(1, 1, 2.5, 1, 1, 9), "the program group is 2.5"),
        (lambda: hedges_g(1, -1, 9, 1, 1, 9), "mean and the SD have not changed places"),
        (lambda: hedges_g(1, 0, 9, 2, 0, 9), "every student in each group has the same score"),
        (lambda: hedges_g(float("nan"), 1, 9, 2, 1, 9), "mean of the program group is not known"),
        (lambda: hedges_g(1, 1, 9, 2, 1, 9, level=90), "use 0.90 for 90%"),
        (lambda: cox_index(80, 50), "use 0.80 for 80%"),
        (lambda: cox_index(1.0, 0.5), "nobody or everybody"),
        (lambda: cox_index(0.5, 0), "percentage points and the students instead"),
        (lambda: cox_index(-0.1, 0.5), "below zero"),
        (lambda: improvement_index(float("nan")), "not known"),
    ],
)
def test_what_cannot_be_an_effect_size_is_said_in_words(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


# --- Were the two groups alike before the program began --------------------------------------


@pytest.fixture
def students() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "took_part": [True] * 4 + [False] * 4,
            "prior": [10.0, 20, 30, 40, 20, 30, 40, 50],
            "sed": [1, 1, 1, 0, 1, 1, 0, 0],
            "grade": ["04", "04", "05", "05", "04", "04", "04", "05"],
        }
    )


def test_a_prior_score_is_compared_by_g_and_a_yes_no_by_the_cox_index(students):
    found = baseline_table(students, "took_part", ["prior", "sed"]).set_index("covariate")
    # -10 / 12.9099 x (1 - 3 / 23)
    assert found.loc["prior", "effect_size"] == pytest.approx(-10 / 12.909944 * 20 / 23, rel=1e-6)
    # logit 0.75 = 1.098612, logit 0.5 = 0, over 1.65, and no omega
    assert found.loc["sed", "effect_size"] == pytest.approx(1.098612 / 1.65, rel=1e-6)
    assert found.loc["prior", "wwc"] == "not satisfied"
    assert found.loc["prior", ["mean_program", "mean_comparison"]].tolist() == [25, 35]


def test_words_are_compared_word_by_word(students):
    found = baseline_table(students, "took_part", ["grade"])
    assert found["covariate"].tolist() == ["grade: 04", "grade: 05"]
    assert found["effect_size"].sum() == pytest.approx(0)


@pytest.mark.parametrize(
    ("size", "word"),
    [(0, "satisfied"), (0.05, "satisfied"), (-0.0501, "adjust"), (0.25, "adjust"),
     (-0.26, "not satisfied"), (np.nan, "not satisfied")],
)  # fmt: skip
def test_the_clearinghouses_three_classes(size, word):
    assert wwc_class(size) == word


def test_a_group_in_which_nobody_has_it_gives_no_finite_figure(students):
    students["swd"] = [0, 0, 0, 0, 1, 0, 0, 1]
    found = baseline_table(students, "took_part", ["swd"])
    assert np.isnan(found["effect_size"].item())
    assert found["wwc"].item() == "not satisfied"


def test_a_covariate_that_is_the_same_for_all_is_named(students):
    students["foster"] = 0
    with pytest.raises(ValueError, match=r"'foster' is 0 for every student.*Leave it out"):
        baseline_table(students, "took_part", ["prior", "foster"])


def test_a_blank_prior_score_is_named_or_left_out_and_counted(students):
    students.loc[1, "prior"] = np.nan
    with pytest.raises(ValueError, match=r"'prior' in 1 \(row 3\)"):
        baseline_table(students, "took_part", ["prior"])
    found = baseline_table(students, "took_part", ["prior", "sed"], missing="drop")
    assert found["program_students"].tolist() == [3, 4]


def test_the_order_of_students_does_not_matter(students):
    shuffled = students.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        baseline_table(students, "took_part", ["prior", "sed"]),
        baseline_table(shuffled, "took_part", ["prior", "sed"]),
    )


def test_the_students_given_are_not_changed(students):
    before = students.copy()
    baseline_table(students, "took_part", ["prior", "grade"])
    pd.testing.assert_frame_equal(students, before)


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ([1] * 8, "All 8 students took part"),
        ([0] * 8, "Nobody took part"),
        (["yes"] * 4 + ["no"] * 4, "it says 'no', 'yes' in rows 2, 3"),
        ([1, None, 1, 1, 0, 0, 0, 0], "'took_part' in 1"),
        ([1] + [0] * 7, "Each group needs 2 or more"),
    ],
)
def test_groups_that_cannot_be_compared_are_said_in_words(students, group, sentence):
    with pytest.raises(ValueError, match=sentence):
        baseline_table(students.assign(took_part=group), "took_part", ["prior"])
