"""SMARTER goals: what each letter asks, and the students and dollars behind a share."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.priorities import (
    OTHER,
    Goal,
    dollars_per_student_moved,
    goal_path,
    goal_table,
    goal_tests,
    goals_of,
    path_pace,
    rise_a_year,
    room_goals,
    smarter_tests,
    students_to_move,
    targets_apart,
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


YEARS = pd.DataFrame(
    {
        "need_title": "Reading",
        "fiscal_year": ["2024-25", "2022-23", "2023-24"],
        "students": [1_300.0, 1_310.0, 1_305.0],
        "rate": [0.42, 0.36, 0.37],
        "low": [0.40, 0.34, 0.35],
        "high": [0.44, 0.38, 0.39],
    }
)


def test_points_a_year_are_shared_out_evenly():
    assert rise_a_year(0.42, 0.54, 3) == pytest.approx(4)  # twelve points over three years
    assert rise_a_year(0.20, 0.12, 4) == pytest.approx(-2)


def test_a_goal_is_made_of_its_answers_and_of_the_results_of_its_measure():
    answers = {"goal_2_measure": "Reading", "goal_2_target": 54, "goal_2_relevant": "no"}
    goals = goals_of(answers, YEARS)
    assert list(goals) == [2]
    assert (goals[2].baseline, goals[2].count, goals[2].target) == (0.42, 1_300, 0.54)
    assert goals[2].answers_question is False
    assert goals[2].most_moved_in_a_year == pytest.approx(0.05)  # 37% to 42%


def test_a_measure_of_ones_own_is_named_by_the_statement_and_has_no_results():
    answers = {"goal_1_statement": "All swim", "goal_1_measure": OTHER, "goal_1_target": 90}
    goal = goals_of(answers, YEARS)[1]
    assert (goal.measure, goal.statement, goal.baseline) == ("All swim", "All swim", None)


def test_a_goal_is_not_begun_by_what_stood_there_before():
    assert goals_of({"goal_1_measure": "choose…", "goal_1_target": 0}, YEARS) == {}


def test_what_each_goal_comes_to_and_how_it_stands_the_tests():
    reading = Goal("reading", count=1_300, baseline=0.42, target=0.54, years=3)
    row = goal_table({1: reading}, "2024-25").iloc[0]
    assert (row["by_year"], round(row["to_move"], 6)) == ("2027-28", 156)
    tests = goal_tests({2: Goal(owner="Director", engaged="Teachers")})
    assert tests["passed"].tolist() == [False, False, False, False, False, True, False]
    assert set(tests["number"]) == {2}


def test_the_pace_of_a_path_is_planned_and_past():
    goal = Goal(baseline=0.42, target=0.54, years=3)
    pace = path_pace(goal_path(goal, YEARS, "Reading", "2024-25"))
    assert pace.planned == pytest.approx(4)
    assert pace.past == pytest.approx(3)  # 36% to 42% in two steps
    assert path_pace(goal_path(goal, YEARS, "Algebra", "2024-25")).past is None


def test_a_rooms_targets_lie_apart_on_the_measure_that_most_chose():
    room = pd.DataFrame(
        {
            "role": ["finance", "finance", "academics", "board"],
            "measure": ["Reading", "Reading", "Reading", "Algebra"],
            "target": [0.45, 0.47, 0.55, 0.10],
        }
    )
    apart = targets_apart(room)
    assert (apart.measures, apart.measure, apart.chosen_by) == (2, "Reading", 3)
    assert (apart.low, apart.high) == (0.45, 0.55)
    assert apart.finance == pytest.approx(0.46) and apart.academics == 0.55
    alone = targets_apart(room[room["role"] == "finance"])
    assert (alone.low, alone.high, alone.finance) == (0.45, 0.47, None)
    assert targets_apart(room.tail(1)).low is None


def test_who_chose_no_measure_set_no_goal():
    answers = pd.DataFrame(
        [
            ("A", "finance", "goal_1_measure", "Reading"),
            ("A", "finance", "goal_1_target", 45),
            ("B", "board", "goal_1_measure", "choose…"),
        ],
        columns=["person", "role", "key", "answer"],
    )
    room = room_goals(answers)
    assert room["person"].tolist() == ["A"]
    assert room["target"].tolist() == [0.45] and room["years"].isna().all()
