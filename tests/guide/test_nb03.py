"""Notebook 3: goals held against the district's own results, and the sheets made of them."""

from dataclasses import replace

import pandas as pd
import pytest

from smarter_spending.case import Case
from smarter_spending.district.choices import open_choices, read_room
from smarter_spending.district.loading import load_district
from smarter_spending.guide import nb03_goals as page
from smarter_spending.guide.charts import chart_goal
from smarter_spending.planning import priorities as plan
from smarter_spending.planning.priorities import Goal

READING = "Reading by grade 3 (state test)"
RESULTS = pd.DataFrame(
    {
        "need_title": READING,
        "fiscal_year": ["2022-23", "2023-24", "2024-25"],
        "students": [1_310.0, 1_305.0, 1_300.0],
        "rate": [0.36, 0.37, 0.42],
        "low": [0.34, 0.35, 0.40],
        "high": [0.38, 0.39, 0.44],
    }
)
WRITTEN = {
    "goal_1_statement": "54 in a hundred third graders",
    "goal_1_measure": READING,
    "goal_1_students": "all third graders",
    "goal_1_target": 54,
    "goal_1_years": 3,
    "goal_1_dollars": 520_000,
}


def table(answers, results=RESULTS):
    return plan.goal_table(plan.goals_of(answers, results), "2024-25")


def test_where_nothing_is_typed_the_districts_own_figure_stands():
    row = table(WRITTEN).iloc[0]
    # 1,300 students from 42% to 54%: 156 more, 4 points a year, $10,000 for each
    assert (row["count"], row["baseline"]) == (1_300, 0.42)
    assert row["to_move"] == pytest.approx(156)
    assert row["points_a_year"] == pytest.approx(0.04)
    assert row["dollars_per_student"] == pytest.approx(10_000)
    assert row["by_year"] == "2027-28"


def test_what_is_typed_goes_before_the_districts_figure():
    row = table(WRITTEN | {"goal_1_baseline": 30, "goal_1_count": 100}).iloc[0]
    assert (row["count"], row["baseline"]) == (100, 0.30)
    assert row["to_move"] == pytest.approx(24)


def test_the_most_it_ever_moved_is_of_two_years_that_follow_each_other():
    goal = plan.goals_of(WRITTEN, RESULTS)[1]
    assert goal.most_moved_in_a_year == pytest.approx(0.05)
    with_a_gap = RESULTS.drop(index=1)  # 36% to 42% over two years is no year's rise
    assert plan.goals_of(WRITTEN, with_a_gap)[1].most_moved_in_a_year is None


def test_a_district_without_results_still_gets_its_goal_with_what_is_missing():
    goal = plan.goals_of(WRITTEN, RESULTS.iloc[:0])[1]
    said = page._say_smarter(goal)
    assert "nobody knows where they stand now" in said
    assert "no baseline" in page._say_goal(table(WRITTEN, RESULTS.iloc[:0]).iloc[0])


def test_a_goal_is_said_in_students_and_in_what_the_line_implies():
    said = page._say_goals(table(WRITTEN))
    assert "from 42.0% to 54.0% of 1,300 students is **156 more students**" in said
    assert "+4.0 points a year until 2027-28" in said
    assert "$10,000 for each student moved, if it is reached" in said


def test_a_target_that_is_not_above_moves_nobody_and_has_no_dollars_for_each():
    row = table(WRITTEN | {"goal_1_target": 40}).iloc[0]
    assert "moves nobody" in page._say_goal(row)
    assert pd.isna(row["dollars_per_student"])


def test_each_failed_letter_is_said_with_its_reason():
    goals = plan.goals_of(WRITTEN, RESULTS)
    said = page._say_smarter(goals[1])
    assert said.startswith("**4 of 7 tests passed.**")  # S, M, A and T; R, E and R are open
    assert "**Engaging:** nobody owns it" in said


def test_no_goal_yet_says_so_everywhere():
    assert plan.goals_of({"goal_1_measure": "choose…"}, RESULTS) == {}
    assert page._say_smarter(None) == page._say_goals(table({})) == page.NO_GOAL
    assert page._goal_sheets(table({}), {}).endswith("______")
    assert page._say_begun(table({})) == ""
    assert plan.goal_path(Goal(), RESULTS, READING, "2024-25").empty


def test_the_picture_has_the_years_on_file_and_the_line_to_the_target():
    goal = plan.goals_of(WRITTEN, RESULTS)[1]
    path = plan.goal_path(goal, RESULTS, READING, "2024-25")
    assert path["kind"].tolist() == ["was"] * 3 + ["planned"] * 4
    ax = chart_goal(path)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [
        "2022-23", "2023-24", "2024-25", "2025-26", "2026-27", "2027-28",
    ]  # fmt: skip
    said = page._say_path(path, READING)
    assert "planned from 42% in 2024-25 to 54% in 2027-28, +4.0 points a year" in said
    assert "From 2022-23 to 2024-25 it moved by +3.0 points a year" in said


def test_a_baseline_of_other_students_is_not_drawn_on_the_districts_line():
    goal = plan.goals_of(WRITTEN | {"goal_1_baseline": 30}, RESULTS)[1]
    path = plan.goal_path(goal, RESULTS, READING, "2024-25")
    assert set(path["kind"]) == {"planned"}


def test_the_sheet_marks_what_is_blank_and_names_what_is_open():
    goals = plan.goals_of(WRITTEN, RESULTS)
    sheet = page._goal_sheets(table(WRITTEN), goals)
    assert "## Goal 1: 54 in a hundred third graders" in sheet
    assert "| Owner | ______ |" in sheet and "| Now | 42.0% |" in sheet
    assert (
        "**SMARTER:** **4 of 7 tests passed.**" in sheet and "Signed by the owner: ______" in sheet
    )


def test_the_page_opens_with_the_students_behind_the_goal_and_its_pace():
    moved = table(WRITTEN)
    path = plan.goal_path(plan.goals_of(WRITTEN, RESULTS)[1], RESULTS, READING, "2024-25")
    # 42% to 54% in three years is 4 points a year; 36% to 42% in two years is 3
    assert page._say_in_short(moved, path) == (
        "Goal 1 means 156 more students by 2027-28: +4.0 points a year, against +3.0 points a "
        "year so far."
    )
    assert page._say_in_short(moved, path.iloc[:0]) == (
        "Goal 1 means 156 more students by 2027-28."
    )
    assert page._say_in_short(table({}), path).startswith("No goal can be measured yet")


def test_the_picture_of_a_goal_is_titled_by_whether_it_is_steeper_than_every_year():
    goal = plan.goals_of(WRITTEN, RESULTS)[1]
    assert page._title_path(goal) == "No steeper than our best year on file"  # 4 against 5 points
    steep = plan.goals_of(WRITTEN | {"goal_1_target": 80}, RESULTS)[1]
    assert page._title_path(steep) == "Steeper than any year we have on file"
    alone = plan.goals_of(WRITTEN, RESULTS.iloc[2:])[1]
    assert page._title_path(alone) == "There are no two years to hold it against"


def test_the_board_hears_students_and_never_what_no_test_passes():
    goals = plan.goals_of(WRITTEN, RESULTS)
    said = page._say_to_board(table(WRITTEN), plan.goal_tests(goals))
    assert f"“{READING}: 156 more students, from 42% to 54% by 2027-28.”" in said
    assert "“We will improve reading outcomes.” 0 of 7 tests passed." in said
    assert "“It is paid for.” No budget line stands behind goal 1 yet." in said
    assert "We have done this before" not in said, "it asks no more than the best year gave"
    assert "We have no goal yet" in page._say_to_board(table({}), plan.goal_tests({}))


def test_every_part_of_a_goal_is_asked_once_in_the_open_or_in_a_fold(samples, tmp_path):
    case = Case(replace(load_district(samples / "cold_creek"), folder=tmp_path), "03_goals")
    asked = [page.draft(case), page.decide(case)]
    keys = [question.key for form in asked for question in form.questions]
    assert keys == [f"goal_1_{part}" for part in ("measure", "target", "years",
                                                  "statement", "owner")]  # fmt: skip
    every = {one.key for goal in (1, 2, 3) for one in page._asked(case, goal, plan.WRITTEN)}
    assert every == {f"goal_{goal}_{part}" for goal in (1, 2, 3) for part in plan.WRITTEN}
    assert set(page.PARTS) | {key[7:] for key in keys} == set(plan.WRITTEN)


def test_a_measure_that_was_typed_is_text_in_every_sentence(samples, tmp_path):
    case = Case(replace(load_district(samples / "cold_creek"), folder=tmp_path), "03_goals")
    given = {"statement": "<b>A*B*</b>", "measure": page.OTHER, "target": 50, "baseline": 40,
             "count": 100, "years": 2}  # fmt: skip
    case.choices.keep_all({f"goal_1_{part}": value for part, value in given.items()})
    shown = page.in_short(case).data + page.say_to_board(case)._repr_mimebundle_()["text/html"]
    assert "10 more students" in shown and "<b>A" not in shown and "&lt;b&gt;A*B*" in shown


def test_the_room_is_told_apart_by_measure_and_by_role(tmp_path):
    for person, role, target in (("Budget", "finance", 45), ("Learning", "academics", 55)):
        theirs = open_choices(tmp_path, "03_goals", person)
        theirs.keep_role(role)
        theirs.keep_all({"goal_1_measure": READING, "goal_1_target": target})
    said = page._say_room(plan.room_goals(read_room(tmp_path, "03_goals")))
    assert "targets run from 45% to 55%" in said
    assert "Finance's median is 45%, academics' 55%." in said
