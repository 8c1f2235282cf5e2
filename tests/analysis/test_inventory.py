import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.inventory import (
    aims_of_programs,
    completeness,
    cost_by_goal_area,
    crowding,
    nearly_ready,
    overlaps,
    percent_ready,
    readiness,
    triage_counts,
)

YEAR = "2024-25"


@pytest.fixture
def programs():
    return pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3", "P4"],
            "program_name": ["Lab", "Club", "Night school", "Old lab"],
            "goal_area": ["early_literacy", "early_literacy", "math", None],
            "purpose": ["reading", None, "  ", "reading"],
            "skill": ["phonics", "Phonics ", "phonics", "phonics"],
            "grades": ["TK;KN;01;02", "KN;01;10", "09", "01"],
            "student_groups": ["EL;SED", "SED", "all", "SED"],
            "intended_outcome": ["early_literacy_score", "early_literacy_score", "none", None],
            "dosage_planned": [30.0, np.nan, 10.0, 10.0],
            "dosage_delivered": [20.0, 10.0, 10.0, 10.0],
            "annual_cost_total": [100_000.0, 50_000.0, np.nan, 1.0],
            "status": ["active", "active", "pilot", "ended"],
        }
    )


# --- completeness ---------------------------------------------------------------------------


def test_a_blank_is_counted_and_so_is_a_cell_of_spaces(programs):
    table = completeness(programs).set_index("field")
    assert table.loc["purpose", ["filled", "blank"]].tolist() == [2, 2]
    assert table.loc["goal_area", "share_filled"] == 0.75
    # the inventory has no such column: nobody can say
    assert table.loc["owner", "filled"] == 0
    assert table.loc["owner", "field_words"] == "who answers for it"


def test_the_blankest_questions_come_first_essential_ones_before_others(programs):
    table = completeness(programs)
    assert table["share_filled"].is_monotonic_increasing
    never = table.loc[table["share_filled"] == 0, "essential"].tolist()
    assert never == sorted(never, reverse=True)


def test_an_empty_inventory_is_neither_complete_nor_incomplete(programs):
    empty = completeness(programs.head(0))
    assert empty.empty
    assert list(empty) == list(completeness(programs))


# --- overlaps -------------------------------------------------------------------------------


def test_two_programs_overlap_in_skill_grades_and_students(programs):
    table = overlaps(programs)
    # Night school shares no grade; Old lab has ended
    assert table[["program", "other_program"]].to_numpy().tolist() == [["Lab", "Club"]]
    pair = table.iloc[0]
    assert pair["shared_grades"] == "KN;01"
    assert pair["shared_grades_words"] == "KN, 01"
    assert pair["shared_groups"] == "SED"
    assert (pair["cost"], pair["other_cost"], pair["dollars"]) == (100_000, 50_000, 150_000)


@pytest.mark.parametrize(
    ("groups", "pairs"), [("all", 1), ("EL", 0), (None, 0), ("All Students", 1), ("foster;SED", 1)]
)
def test_all_shares_with_every_group_and_a_blank_with_none(programs, groups, pairs):
    programs.loc[0, "student_groups"] = groups
    assert len(overlaps(programs)) == pairs


def test_pairs_that_may_overlap_are_listed_when_asked_for(programs):
    programs.loc[0, "student_groups"] = None
    assert overlaps(programs).empty
    assert overlaps(programs, unstated=True)["shared_groups"].tolist() == [""]
    programs.loc[0, "student_groups"] = "foster"
    assert overlaps(programs, unstated=True).empty


@pytest.mark.parametrize("column", ["skill", "grades"])
def test_what_is_not_written_down_is_not_taken_for_an_overlap(programs, column):
    programs.loc[0, column] = None
    assert overlaps(programs).empty


@pytest.mark.parametrize("grades", ["K-5", "KN,01", "1", "01;upper", "2025-06-08"])
def test_grades_that_are_not_known_are_no_overlap(programs, grades):
    programs.loc[0, "grades"] = programs.loc[1, "grades"] = grades
    assert overlaps(programs).empty


def test_the_costs_worked_out_are_used_where_given(programs):
    costs = pd.DataFrame({"program_id": ["P1", "P2"], "total_cost": [7.0, np.nan]})
    pair = overlaps(programs, costs).iloc[0]
    assert pair["cost"] == 7
    assert np.isnan(pair["dollars"])


def test_three_programs_of_one_kind_make_three_pairs_and_order_does_not_matter(programs):
    programs["status"] = "active"
    programs.loc[3, "grades"] = "TK;01"
    table = overlaps(programs)
    assert len(table) == 3
    turned = overlaps(programs.iloc[::-1])
    pairs = [frozenset(pair) for pair in table[["program", "other_program"]].to_numpy()]
    assert {*pairs} == {frozenset(p) for p in turned[["program", "other_program"]].to_numpy()}


def test_no_overlap_keeps_the_columns(programs):
    assert list(overlaps(programs.head(0))) == list(overlaps(programs))
    assert list(overlaps(programs.head(1))) == list(overlaps(programs))


# --- readiness ------------------------------------------------------------------------------


@pytest.fixture
def costs():
    return pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3", "P4"],
            "total_cost": [100_000.0, 50_000.0, np.nan, 1.0],
            "students_served": [3.0, 2.0, np.nan, 3.0],
        }
    )


@pytest.fixture
def participation():
    rows = [("P1", key, "treated") for key in "abc"] + [("P1", "d", "comparison")]
    rows += [("P2", key, "treated") for key in "ab"]
    table = pd.DataFrame(rows, columns=["program_id", "student_key", "group"])
    return table.assign(fiscal_year=YEAR)


@pytest.fixture
def students():
    table = pd.DataFrame({"student_key": list("abcdefgh")})
    return table.assign(
        fiscal_year=YEAR,
        grade=["01", "01", "02", "01", "02", "01", "05", "01"],
        eoy_score=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, np.nan],
    )


def test_a_program_is_ready_when_all_five_are_known(programs, costs, participation, students):
    table = readiness(programs, costs, participation, students, minimum=3).set_index("program")
    lab = table.loc["Lab"]
    assert lab["ready"]
    assert lab["missing"] == ""
    # d, e and f did not take part, and have a score; g is in another grade, h has no score
    assert (lab["students_with_outcome"], lab["students_compared"]) == (3, 3)


def test_what_a_program_lacks_is_listed(programs, costs, participation, students):
    table = readiness(programs, costs, participation, students, minimum=3).set_index("program")
    # of its grades only d and f, two of the three it takes, did not take part and have a score
    assert table.loc["Club", "missing"] == (
        "outcome_known; enough_students; comparison_possible; delivery_known"
    )
    assert table.loc["Night school", "missing"] == (
        "cost_known; outcome_known; enough_students; comparison_possible"
    )
    assert table.loc["Night school", "missing_words"].startswith("what it cost; ")
    assert not table["ready"].drop("Lab").any()


def test_where_everybody_took_part_there_is_nobody_to_compare_with(
    programs, costs, participation, students
):
    everyone = pd.DataFrame(
        {"program_id": "P1", "student_key": list("abcdefgh"), "group": "treated"}
    ).assign(fiscal_year=YEAR)
    table = readiness(programs, costs, everyone, students, minimum=3).set_index("program")
    assert table.loc["Lab", "missing"] == "comparison_possible"


def test_a_student_on_the_comparison_list_did_not_take_part(
    programs, costs, participation, students
):
    treated = participation.assign(group="treated")
    with_d = readiness(programs, costs, treated, students, minimum=3).set_index("program")
    assert with_d.loc["Lab", "students_compared"] == 2


def test_without_grades_the_grades_of_those_who_took_part_are_meant(
    programs, costs, participation, students
):
    blank = programs.assign(grades=None)
    table = readiness(blank, costs, participation, students, minimum=3).set_index("program")
    assert table.loc["Lab", "students_compared"] == 3


def test_another_year_does_not_count(programs, costs, participation, students):
    last_year = students.assign(fiscal_year="2023-24")
    table = readiness(programs, costs, participation, last_year, minimum=3)
    assert not table["outcome_known"].any()
    then = readiness(programs, costs, participation, students, minimum=3, fiscal_year="2023-24")
    assert (then["students_with_outcome"] == 0).all()


def test_ready_programs_come_first_then_those_that_lack_least(
    programs, costs, participation, students
):
    table = readiness(programs, costs, participation, students, minimum=3)
    assert table["ready"].tolist() == [True, False, False, False]
    passed = table[
        ["cost_known", "outcome_known", "enough_students", "comparison_possible", "delivery_known"]
    ].sum(axis=1)
    assert passed.is_monotonic_decreasing


def test_one_answer_away_means_exactly_one_test_not_passed(
    programs, costs, participation, students
):
    programs.loc[0, "dosage_delivered"] = np.nan
    table = readiness(programs, costs, participation, students, minimum=3)
    assert nearly_ready(table)["program"].tolist() == ["Lab"]
    assert nearly_ready(table)["missing"].tolist() == ["delivery_known"]


def test_no_students_and_no_participation_make_nothing_ready(
    programs, costs, participation, students
):
    full = readiness(programs, costs, participation, students)
    bare = readiness(programs, costs, participation.head(0), students.head(0))
    assert not bare["ready"].any()
    assert list(bare) == list(full)
    none = readiness(programs.head(0), costs.head(0), participation.head(0), students.head(0))
    assert none.empty
    assert list(none) == list(full)


def test_seven_of_sixty_is_eleven_point_seven_percent():
    tests = ["cost_known", "outcome_known", "enough_students", "comparison_possible"]
    names = [*tests, "delivery_known", "ready"]
    table = triage_counts(pd.DataFrame({name: [True] * 7 + [False] * 53 for name in names}))
    assert len(table) == 6
    assert table["share"].round(3).eq(0.117).all()


def test_the_tests_of_an_empty_inventory_have_no_share(programs, costs, participation, students):
    none = readiness(programs.head(0), costs.head(0), participation.head(0), students.head(0))
    table = triage_counts(none)
    assert table["programs"].eq(0).all()
    assert table["share"].isna().all()


@given(st.integers(1, 6), st.integers(1, 6))
def test_asking_for_more_students_never_makes_more_programs_ready(low, high):
    low, high = sorted((low, high))
    ids = [f"P{number}" for number in range(4)]
    inventory = pd.DataFrame({"program_id": ids, "program_name": ids}).assign(
        goal_area="math",
        grades="03",
        intended_outcome="math_score",
        dosage_planned=1.0,
        dosage_delivered=1.0,
    )
    took_part = pd.DataFrame(
        [(name, f"s{key}") for size, name in enumerate(ids, 1) for key in range(size)],
        columns=["program_id", "student_key"],
    ).assign(fiscal_year=YEAR, group="treated")
    known = pd.DataFrame({"program_id": ids, "total_cost": 1.0, "students_served": [1, 2, 3, 4]})
    enrolled = pd.DataFrame({"student_key": [f"s{key}" for key in range(9)]}).assign(
        fiscal_year=YEAR, grade="03", math_ss=2400.0
    )
    few, many = (
        readiness(inventory, known, took_part, enrolled, minimum=minimum)["ready"].sum()
        for minimum in (low, high)
    )
    assert many <= few


# --- cost by aim ----------------------------------------------------------------------------


def test_dollars_by_aim_add_to_all_known_program_dollars(programs, costs):
    table = cost_by_goal_area(programs, costs)
    assert table["dollars"].sum() == costs["total_cost"].sum()
    assert table["share"].sum() == pytest.approx(1)
    first = table.iloc[0]
    assert (first["title"], first["programs"], first["dollars"]) == ("Early literacy", 2, 150_000)


def test_a_program_without_an_aim_or_without_a_cost_is_still_counted(programs, costs):
    table = cost_by_goal_area(programs, costs).set_index("title")
    assert table.loc["No aim named", "programs"] == 1
    assert table.loc["Math", ["programs", "cost_not_known"]].tolist() == [1, 1]
    # was 0 until November 27: $0 is said only where nothing is spent, and here nobody knows
    assert pd.isna(table.loc["Math", "dollars"]) and pd.isna(table.loc["Math", "share"])


def test_an_empty_inventory_has_no_aims_and_the_same_columns(programs, costs):
    empty = cost_by_goal_area(programs.head(0), costs.head(0))
    assert empty.empty
    assert list(empty) == list(cost_by_goal_area(programs, costs))


def test_a_program_in_two_pairs_is_counted_once_and_equal_skills_go_by_name():
    pairs = pd.DataFrame(
        {
            "skill": ["phonics", "fractions", "phonics", "fractions"],
            "program": ["Lab", "Club", "Lab", "Camp"],
            "other_program": ["Boost", "Camp", "Tutors", "Lab"],
        }
    )
    assert crowding(pairs) == (5, "fractions")
    assert crowding(pairs.head(3))[1] == "phonics"


def test_seven_of_sixty_are_a_little_under_twelve_percent():
    assert percent_ready(7, 60) == pytest.approx(11.6667, abs=1e-4)


def test_the_aim_of_most_programs_comes_first_and_a_blank_is_none():
    programs = pd.DataFrame({"goal_area": ["math", "attendance", "attendance", None]})
    assert aims_of_programs(programs) == ["Attendance", "Math"]
