"""Traps of students, schools, participation and enrollment, one by one."""

import pytest


@pytest.fixture
def students(folder):
    return folder.keep("students_outcomes", "schools")


def spoil(students, **cells):
    return students.change("students_outcomes", **cells).problem()


def test_a_level_that_contradicts_the_score_is_refused(students):
    assert str(spoil(students, ela_level="2")) == (
        "students_outcomes.csv row 2: ela_ss 2440 in grade 3 is level 3 (met) but ela_level says 2."
    )


@pytest.mark.parametrize(
    ("score", "level"), [("2366", "1"), ("2367", "2"), ("2431", "2"), ("2432", "3"), ("2490", "4")]
)
def test_a_level_begins_at_its_cut_score(students, score, level):
    # grade 3 English language arts: 2367, 2432, 2490 (California Department of Education)
    students.change("students_outcomes", ela_ss=score, ela_level=level)
    assert students.warnings() == []


def test_a_score_above_the_highest_of_its_grade_and_year_is_refused(students):
    problem = spoil(students, ela_ss="2700", ela_level="4")
    assert str(problem) == (
        "students_outcomes.csv row 2: ela_ss 2700 is above the 2024-25 grade 3 maximum 2650. "
        "Check the score, the grade and the year."
    )


def test_a_score_below_the_lowest_of_its_grade_and_year_is_refused(students):
    assert spoil(students, math_ss="2189", math_level="1").message == (
        "math_ss 2189 is below the 2024-25 grade 3 minimum 2190. Check the score, the grade and "
        "the year."
    )


@pytest.mark.parametrize(("year", "highest"), [("2018-19", 2623), ("2020-21", 2650)])
def test_the_highest_score_changed_in_2020_21(students, year, highest):
    students.change("students_outcomes", fiscal_year=year, ela_ss=str(highest), ela_level="4")
    assert students.warnings() == []
    assert f"maximum {highest}." in spoil(students, ela_ss=str(highest + 1)).message


def test_a_score_in_a_grade_without_a_test_is_refused(students):
    students.change("students_outcomes", math_ss="", math_level="", ela_level="")
    assert spoil(students, grade="09").message == (
        "ela_ss 2440 stands in a grade that takes no CAASPP test (tested: 3 to 8 and 11). Check "
        "the grade, or clear the score."
    )


def test_a_percentage_is_no_earlier_score(students):
    assert spoil(students, ela_ss_prior="55").message == (
        "ela_ss_prior 55 is no CAASPP score of any grade (2114 to 2900). Write the scale score of "
        "the spring before, or leave the cell blank."
    )


def test_one_student_is_one_row_a_year(students):
    problem = students.again("students_outcomes").problem()
    assert (problem.row, problem.more) == (2, 1)
    assert problem.message == "this student is listed twice in one year. Keep one row."


def test_a_student_in_two_schools_would_have_the_days_counted_twice(students):
    students.again("students_outcomes", site_code="0102")
    students.again("schools", local_site_code="0102", school_code="6901014")
    assert students.problem().message == (
        "this student is listed at two schools in one year, so days would count twice. Keep one "
        "row, with the days of both added."
    )


def test_more_days_absent_than_expected_is_refused(students):
    assert spoil(students, days_absent="181").message == (
        "days_absent 181 is more than the days expected. Check both."
    )


def test_a_group_that_nobody_belongs_to_is_worth_a_warning(students):
    students.tables["students_outcomes"] = [
        {"student_key": f"S{n}", "fiscal_year": "2024-25", "site_code": "0101", "grade": "01"}
        | {"foster": "N"}
        for n in range(101)
    ]
    assert students.warnings() == [
        "students_outcomes.csv: foster is N for every one of 101 students. If the district did "
        "not collect it, leave the column blank."
    ]


def test_a_students_school_must_be_listed(students):
    assert spoil(students, site_code="0199").message == (
        'site_code "0199" is not in schools.csv. Add it there, or correct it here.'
    )


# participation


def test_more_sessions_attended_than_offered_is_refused(folder):
    folder.change("program_participation", sessions_attended="61")
    assert str(folder.problem()) == (
        "program_participation.csv row 2: sessions_attended 61 is more than the sessions offered. "
        "Check both."
    )


def test_an_end_before_the_start_is_refused(folder):
    folder.change("program_participation", end_date="2024-09-01")
    assert folder.problem().message == ("end_date 2024-09-01 is before start_date. Check both.")


def test_a_participant_without_a_row_of_outcomes_is_worth_a_warning(folder):
    folder.change("program_participation", student_key="S0009")
    assert folder.warnings() == [
        "program_participation.csv: 1 row about students with no row in "
        "students_outcomes.csv that year; their outcome is not known."
    ]


def test_overlapping_spells_are_worth_a_warning(folder):
    folder.again("program_participation", site_code="0000", start_date="2025-05-01")
    assert folder.warnings() == [
        "program_participation.csv: 1 spell beginning before another of the same student in the "
        "same program has ended (first: row 3); hours may be counted twice."
    ]


def test_a_long_first_spell_overlaps_every_later_one(folder):
    folder.again(
        "program_participation", site_code="0000", start_date="2024-10-01", end_date="2024-10-31"
    )
    folder.again("program_participation", site_code="", start_date="2025-02-01")
    assert "2 spells beginning" in folder.warnings()[0]


# schools


def test_a_closed_school_that_still_spends_is_worth_a_warning(folder):
    folder.change("schools", closed_date="2023-06-30")
    assert folder.warnings() == [
        "schools.csv: Oak Elementary closed on 2023-06-30 and still has ledger rows in 2024-25. "
        "Check the site code of those rows."
    ]


def test_a_school_that_closed_during_the_year_may_spend(folder):
    folder.change("schools", closed_date="2024-12-20")
    assert folder.warnings() == []


def test_a_direct_funded_charter_is_no_part_of_the_districts_totals(folder):
    folder.change("schools", charter_funding="direct")
    assert folder.warnings() == [
        "schools.csv: Oak Elementary is a direct-funded charter; its dollars and students are not "
        "part of the district's totals in the state's reports."
    ]


@pytest.mark.parametrize(
    ("charter", "funding", "told"),
    [
        (("Y", "N"), "", "charter_funding does not say whether it is funded directly"),
        (("", "N"), "", "charter is blank for 1 of 2 rows (schools 0101). Whether these schools"),
        (("Y", "N"), "local", ""),
        (("N", "N"), "", ""),
        (("", ""), "", ""),  # a list that does not know charters
    ],
)
def test_a_school_that_may_be_a_charter_is_named(folder, charter, funding, told):
    folder.keep("schools").change("schools", charter=charter[0], charter_funding=funding)
    folder.again("schools", local_site_code="0102", school_code="", charter=charter[1])
    folder["schools"][1]["charter_funding"] = ""
    said = folder.warnings()
    assert len(said) == bool(told) and all(told in one for one in said)


def test_two_versions_of_one_school_are_refused(folder):
    folder.again("schools", school_name="Oak Elem. (updated 2_18_22)")
    assert [problem.message for problem in folder.problems()] == [
        '"0101" is listed more than once (same local_site_code). Keep one row.',
        'the state\'s code "6901007" belongs to two rows. One school is one row; correct the code, '
        "or keep the newer row.",
    ]


def test_grades_the_wrong_way_round_are_refused(folder):
    folder.change("schools", grade_low="05", grade_high="TK")
    assert folder.problem().message == 'grade_high "TK" is below grade_low. Check both.'


# enrollment and the state's percentage


def test_a_percentage_averaged_over_years_is_refused(folder):
    folder["enrollment_lcff"][0].update(enrollment="500", upc="400")
    # (400 + 510 + 520) / (500 + 1000 + 1000) = 0.572; the mean of 0.8, 0.51 and 0.52 is 0.61
    folder["enrollment_lcff"][2]["upp"] = "0.61"
    folder["enrollment_lcff"][0]["ada_p2_tk3"] = "470"
    assert str(folder.problem()) == (
        "enrollment_lcff.csv row 4: upp 0.61 is not the three years' counts over the three years' "
        "enrollment (0.5720). Percentages are not averaged."
    )


def test_a_percentage_that_needs_a_year_not_given_is_not_checked_and_told(folder):
    del folder["enrollment_lcff"][1]
    folder["enrollment_lcff"].insert(0, {**folder["enrollment_lcff"][0], "fiscal_year": "2021-22"})
    folder["enrollment_lcff"][2]["upp"] = "0.9"
    # 2021-22 and 2022-23 are there, but 2024-25 needs 2022-23, 2023-24 and itself
    assert folder.warnings() == [
        "enrollment_lcff.csv: UPP of 2024-25 needs three years of counts, and fewer are given: "
        "taken as printed, not checked."
    ]


@pytest.mark.parametrize("count", ["upc", "el", "frpm", "foster"])
def test_a_count_above_the_enrollment_is_refused(folder, count):
    folder["enrollment_lcff"][2].update({count: "1001", "upp": ""})
    assert folder.problem().message == (f"{count} 1001 is more than the enrollment. Check both.")


def test_attendance_above_enrollment_is_refused(folder):
    folder["enrollment_lcff"][2]["ada_p2_tk3"] = "1021"
    assert folder.problem().message == (
        "second-period ADA of all grades is more than the enrollment. Is enrollment written where "
        "ADA belongs?"
    )


def test_attendance_exactly_the_enrollment_is_worth_a_warning(folder):
    folder["enrollment_lcff"][2]["ada_p2_tk3"] = "1000"
    assert folder.warnings() == [
        "enrollment_lcff.csv: second-period ADA of 2024-25 is exactly the enrollment. Attendance "
        "is always below it: is enrollment written where ADA belongs?"
    ]


def test_a_mark_blank_for_some_students_is_said_with_the_schools(folder):
    folder.keep("students_outcomes", "schools").again("students_outcomes", student_key="S9", sed="")
    folder.change("students_outcomes", sed="Y")
    said = [one for one in folder.warnings() if "sed is blank" in one]
    assert len(said) == 1
    assert "sed is blank for 1 of 3 rows (schools 0101). A blank is not a no" in said[0]
    for row in folder["students_outcomes"]:
        row["sed"] = ""
    assert not [one for one in folder.warnings() if "sed is blank" in one]
