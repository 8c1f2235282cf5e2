import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import effectsize_smd

from smarter_spending.analysis.effect_sizes import (
    cox_index,
    hedges_g,
    improvement_index,
    pooled_sd,
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
