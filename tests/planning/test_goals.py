"""SMARTER goals: what each letter asks, and the students and dollars behind a share."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.goals import (
    Goal,
    dollars_per_student_moved,
    smarter_tests,
    students_to_move,
    yearly_path,
)

GOOD = Goal(
    measure="met the state standard in reading",
    students="our third graders",
    count=1_300,
    baseline=0.42,
    target=0.54,
    years=3,
    answers_question=True,
    owner="Director of Elementary Education",
    engaged="grade-level teams and families",
    budget_line="01-0000-1110-1000",
    dollars=520_000,
    most_moved_in_a_year=0.05,
)
shares = st.floats(0, 1)


def failed(goal):
    table = smarter_tests(goal)
    return table.loc[~table["passed"].fillna(True).astype(bool), "word"].tolist()


def reasons(goal, word):
    return smarter_tests(goal).set_index("word").loc[word, "reasons"]


def test_1300_third_graders_from_42_to_54_percent_are_156_students_and_4_points_a_year():
    # 1,300 x (0.54 - 0.42) = 156; 12 points / 3 years = 4
    assert students_to_move(1_300, 0.42, 0.54) == pytest.approx(156)
    steps = yearly_path(0.42, 0.54, 3)["rate"].diff().dropna()
    assert steps.tolist() == pytest.approx([0.04] * 3)


def test_520000_dollars_a_year_for_three_years_are_10000_for_each_of_156_students():
    assert dollars_per_student_moved(520_000, 3, 156) == pytest.approx(10_000)
    assert pd.isna(dollars_per_student_moved(520_000, 3, 0))


def test_a_good_goal_passes_all_seven():
    assert smarter_tests(GOOD)["passed"].all()
    assert "".join(smarter_tests(GOOD)["letter"]) == "SMARTER"


def test_improve_reading_for_all_fails_every_letter():
    assert len(failed(Goal(measure="improve reading"))) == 7


@pytest.mark.parametrize(
    "change, word, reason",
    [
        ({"students": " "}, "Specific", "no_students"),
        ({"baseline": None}, "Measurable", "no_baseline"),
        ({"count": None}, "Measurable", "no_count"),
        ({"target": 0.42}, "Achievable", "target_not_above"),
        ({"target": 0.60}, "Achievable", "beyond_past"),  # 6 points a year; the most was 5
        ({"answers_question": False}, "Relevant", "other_question"),
        ({"years": None}, "Time-bound", "no_years"),
        ({"years": 9}, "Time-bound", "too_far_off"),
        ({"engaged": ""}, "Engaging", "nobody_engaged"),
        ({"dollars": 0}, "Resourced", "no_dollars"),
    ],
)
def test_each_letter_says_what_it_misses(change, word, reason):
    assert reason in reasons(replace(GOOD, **change), word)
    assert word in failed(replace(GOOD, **change))


def test_without_past_years_nobody_knows_whether_it_is_achievable():
    table = smarter_tests(replace(GOOD, most_moved_in_a_year=None)).set_index("word")
    assert pd.isna(table.loc["Achievable", "passed"])
    assert table.loc["Achievable", "reasons"] == ("no_past_change",)


@given(shares, shares, st.integers(1, 10))
def test_the_path_begins_at_the_baseline_and_ends_exactly_at_the_target(baseline, target, years):
    path = yearly_path(baseline, target, years)["rate"]
    assert len(path) == years + 1
    assert (path.iloc[0], path.iloc[-1]) == (baseline, target)
    assert path.is_monotonic_increasing or path.is_monotonic_decreasing


@given(shares, shares, shares, st.integers(0, 50_000))
def test_students_to_move_add_up_along_the_way(low, middle, high, count):
    there = students_to_move(count, low, middle) + students_to_move(count, middle, high)
    assert there == pytest.approx(students_to_move(count, low, high), abs=1e-6)


def test_a_percent_typed_for_a_share_is_refused_with_what_to_write():
    with pytest.raises(ValueError, match=r"The baseline is 42\. Write a share .* 0\.42 for 42%"):
        students_to_move(1_300, 42, 54)


@pytest.mark.parametrize("years", [0, 2.5])
def test_a_path_needs_whole_years(years):
    with pytest.raises(ValueError, match="whole number of years"):
        yearly_path(0.4, 0.5, years)
