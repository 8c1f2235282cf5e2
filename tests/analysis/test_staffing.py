import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.staffing import (
    average_teacher,
    pay_of_a_teacher,
    position_lines,
    reconcile_staffing,
    staffing_by,
    staffing_by_school,
    teachers_follow,
    unit_cost,
    unit_cost_percent,
)

YEAR = "2024-25"


@pytest.fixture
def staffing():
    rows = [
        # one full-time teacher whose pay is split 60/40 over two accounts
        ("1", "Teacher", "0100", 0.6, 100_000, 30_000, 60, "0000", "1100", None, False),
        ("1", "Teacher", "0100", 0.4, 100_000, 30_000, 40, "3010", "1100", "P1", False),
        # a half-time teacher: the pay is what the half position is paid
        ("2", "Teacher", "0200", 0.5, 35_000, 10_000, 100, "0000", "1100", None, False),
        ("3", "Aide", "0200", 1.0, 40_000, 20_000, 100, "0000", "2100", "P1", False),
        ("4", "Aide", "0100", 1.0, 38_000, 18_000, 100, "0000", "2100", None, True),
        ("5", "Clerk", "0000", 1.0, 50_000, 25_000, 100, "0000", "2400", None, False),
    ]
    columns = ["position_id", "job_class", "site_code", "fte", "salary_annual", "benefits_annual"]
    columns += ["funding_pct", "resource", "object", "program_id", "vacant"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        fiscal_year=YEAR,
        employee_type="certificated",
        fund=np.nan,
        vacant=table["vacant"].astype("boolean"),
    )


PAID = 130_000 + 45_000 + 60_000 + 75_000


# --- what people are paid -------------------------------------------------------------------


def test_a_line_costs_its_part_of_the_positions_pay_whatever_its_fte(staffing):
    lines = position_lines(staffing, YEAR)
    # 130,000 x 60%, 130,000 x 40%; the half-time position's 45,000 is not halved again
    assert lines["pay"].iloc[:3].tolist() == pytest.approx([78_000, 52_000, 45_000])


def test_a_full_time_teacher_costs_what_teachers_are_paid_over_their_positions(staffing):
    # 130,000 for a whole position and 45,000 for half a one: 175,000 / 1.5
    assert average_teacher(staffing, YEAR) == pytest.approx(175_000 / 1.5)
    # pages 6 and 13 speak of one teacher: both know the job however the district names it
    named = staffing.replace({"job_class": {"Teacher": "Classroom teacher"}})
    assert average_teacher(named, YEAR) == pytest.approx(175_000 / 1.5)
    assert np.isnan(average_teacher(staffing, "2019-20"))
    assert np.isnan(average_teacher(staffing[staffing["job_class"] != "Teacher"], YEAR))


def test_teachers_follow_students_at_the_districts_own_ratio(staffing):
    # 30 students for 1.5 filled positions are 20 each; 10 fewer are half a position of 116,666.67
    found = teachers_follow(staffing, YEAR, 30, 20)
    assert found.tolist() == pytest.approx([10, 20, 0.5, 175_000 / 1.5 / 2])
    assert teachers_follow(staffing, YEAR, 30, 40).equals(found)  # 10 more, too
    assert teachers_follow(staffing, YEAR, 30, 30)["positions"] == 0
    unknown = teachers_follow(staffing.iloc[:0], YEAR, 30, 20)
    assert np.isnan(unknown["positions"]) and np.isnan(unknown["dollars"])
    assert np.isnan(teachers_follow(staffing, YEAR, float("nan"), 20)["positions"])


@pytest.mark.parametrize("by", ["site_code", "job_class", "program_id", "employee_type"])
def test_actual_and_average_pay_add_to_the_same_total_however_it_is_shown(staffing, by):
    table = staffing_by(staffing, by, YEAR)
    assert table["actual_pay"].sum() == pytest.approx(PAID)
    assert table["average_pay"].sum() == pytest.approx(PAID)
    assert table["fte"].sum() == pytest.approx(3.5)


def test_a_school_with_newer_teachers_costs_less_than_the_average_says(staffing):
    schools = staffing_by(staffing, "site_code", YEAR).set_index("site_code")
    # teachers: 175,000 for 1.5 FTE = 116,666.67 each; aides: 60,000
    assert schools.loc["0100", "average_pay"] == pytest.approx(116_666.67, abs=0.01)
    assert schools.loc["0100", "difference"] == pytest.approx(13_333.33, abs=0.01)
    # 0.5 x 116,666.67 + 60,000 = 118,333.33, against 105,000 paid
    assert schools.loc["0200", "difference"] == pytest.approx(-13_333.33, abs=0.01)
    assert schools.loc["0000", "title"] == "District office"


def test_a_vacant_position_pays_nobody_and_is_counted_apart(staffing):
    aides = staffing_by(staffing, "job_class", YEAR).set_index("job_class").loc["Aide"]
    assert (aides["fte"], aides["vacant_fte"], aides["actual_pay"]) == (1, 1, 60_000)


def test_within_a_job_there_is_no_difference_from_its_own_average(staffing):
    assert staffing_by(staffing, "job_class", YEAR)["difference"].to_numpy() == pytest.approx(0)


def test_people_of_no_program_have_a_row_of_their_own(staffing):
    table = staffing_by(staffing, "program_id", YEAR, {"P1": "Reading lab"})
    assert table["title"].tolist() == ["Not coded to a program", "Reading lab"]
    # 40% of 130,000, and the aide's 60,000
    assert table["actual_pay"].iloc[1] == pytest.approx(112_000)


def test_stipends_of_a_job_without_fte_stand_at_what_was_paid(staffing):
    stipend = staffing.iloc[[0]].assign(
        position_id="9", job_class="Coach stipend", fte=0.0, funding_pct=100.0
    )
    table = staffing_by(pd.concat([staffing, stipend]), "job_class", YEAR).set_index("job_class")
    coach = table.loc["Coach stipend"]
    assert (coach["actual_pay"], coach["average_pay"]) == (130_000, 130_000)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Teacher", "Aide"]),
            st.sampled_from(["0100", "0200", "0000"]),
            st.sampled_from([0, 0.25, 0.5, 1]),
            st.floats(0, 2e5),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_differences_from_the_average_cancel_over_the_district(positions):
    table = pd.DataFrame(positions, columns=["job_class", "site_code", "fte", "salary_annual"])
    table = table.assign(fiscal_year=YEAR, benefits_annual=0.0, funding_pct=100.0)
    shown = staffing_by(table, "site_code", YEAR)
    assert shown["difference"].sum() == pytest.approx(0, abs=1e-6 * (1 + shown["actual_pay"].sum()))


def test_schools_by_name_leave_the_district_office_out(staffing):
    schools = pd.DataFrame({"local_site_code": ["0100", "0200"], "school_name": ["Oak", "Elm"]})
    table = staffing_by_school(staffing, schools, YEAR)
    assert table["school_name"].tolist() == ["Oak", "Elm"]
    assert table["actual_pay"].tolist() == pytest.approx([130_000, 105_000])


def test_a_blank_salary_is_named_by_file_column_and_row(staffing):
    staffing.loc[1, "salary_annual"] = np.nan
    with pytest.raises(ValueError, match=r"staffing.csv.*'salary_annual' is blank.*row 3"):
        staffing_by(staffing, "site_code", YEAR)


def test_a_year_without_positions_is_refused_with_those_that_have(staffing):
    with pytest.raises(ValueError, match=r"no positions for 2019-20\. It has: '2024-25'"):
        staffing_by(staffing, "site_code", "2019-20")


def test_an_unknown_way_of_showing_staff_is_refused_with_the_known_ones(staffing):
    with pytest.raises(ValueError, match=r"cannot be shown by 'colour'.*'job_class'"):
        staffing_by(staffing, "colour", YEAR)


def test_no_positions_give_the_same_columns(staffing):
    empty = staffing_by(staffing.head(0), "job_class", YEAR)
    assert empty.empty
    assert list(empty) == list(staffing_by(staffing, "job_class", YEAR))


# --- positions beside the ledger ------------------------------------------------------------


@pytest.fixture
def ledger():
    rows = [
        ("1100", "0000", 140_000.0, "spending"),
        ("2100", "0000", 60_000.0, "spending"),
        ("2400", "0000", 50_000.0, "spending"),
        ("3101", "0000", 85_000.0, "spending"),
        ("3101", "7690", 9_000.0, "spending"),
        ("4300", "0000", 5_000.0, "spending"),
        ("8011", "0000", 400_000.0, "revenue"),
    ]
    table = pd.DataFrame(rows, columns=["object", "resource", "amount", "kind"])
    return table.assign(fiscal_year=YEAR, amount_type="actual", fund="01", function="1000")


def test_pay_by_positions_stands_beside_pay_in_the_ledger(staffing, ledger):
    table = reconcile_staffing(staffing, ledger, YEAR).set_index("object_group")
    # teachers 100,000 + 35,000; aide and clerk 40,000 + 50,000; benefits 30 + 10 + 20 + 25 thousand
    assert table["positions"].tolist() == [135_000, 90_000, 85_000]
    assert table["ledger_dollars"].tolist() == [140_000, 110_000, 94_000]
    assert table["difference"].tolist() == [-5_000, -20_000, 0]
    assert table.loc["1000", "difference_share"] == pytest.approx(-5 / 140)


def test_the_states_pension_payment_belongs_to_no_position(staffing, ledger):
    table = reconcile_staffing(staffing, ledger, YEAR).set_index("object_group")
    assert table.loc["3000", "on_behalf"] == 9_000
    assert table.loc["3000", "difference"] == 0


def test_where_there_are_no_positions_or_no_ledger_nothing_is_compared(staffing, ledger):
    full = list(reconcile_staffing(staffing, ledger, YEAR))
    for pair in ((staffing.head(0), ledger), (staffing, ledger.head(0))):
        table = reconcile_staffing(*pair, YEAR)
        assert table.empty
        assert list(table) == full


# --- what one place costs -------------------------------------------------------------------


def test_the_course_of_the_notebook_costs_two_thousand_a_student():
    # (1.5 x 80,000 x 1.25 + 10,000) / 80 = 160,000 / 80
    assert unit_cost(1.5, 80_000, 0.25, 10_000, 80) == 2_000


def test_a_small_class_costs_more_a_student_than_a_large_one():
    # Band: 120,000 / 60; Algebra: 200,000 / 250
    assert unit_cost(1.0, 80_000, 0.25, 20_000, 60) == 2_000
    assert unit_cost(2.0, 80_000, 0.25, 0, 250) == 800


@given(st.floats(1, 5), st.integers(1, 500))
def test_twice_the_students_halve_the_cost_of_a_place(fte, students):
    one = unit_cost(fte, 80_000, 0.25, 1_000, students)
    assert unit_cost(fte, 80_000, 0.25, 1_000, 2 * students) == pytest.approx(one / 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1, 80_000, 0.25, 0, 0), "'students' is zero"),
        ((-1, 80_000, 0.25, 0, 10), "'fte' is below zero"),
        ((1, 80_000, 25, 0, 10), "use 0.25 for 25%"),
        ((1, float("nan"), 0.25, 0, 10), "salary is not known"),
    ],
)
def test_a_place_cannot_be_priced_from_impossible_figures(arguments, message):
    with pytest.raises(ValueError, match=message):
        unit_cost(*arguments)


def test_a_teachers_pay_is_of_the_largest_teaching_job_to_the_nearest_hundred():
    jobs = pd.DataFrame(
        {
            "title": ["Aide", "TEACHER, primary", "Teacher, music"],
            "fte": [30.0, 10.0, 1.0],
            "actual_pay": [1_500_000.0, 1_234_560.0, 90_000.0],
        }
    )
    assert pay_of_a_teacher(jobs) == 123_500
    assert pay_of_a_teacher(jobs.head(1)) == 50_000  # no teacher: the largest job
    assert pay_of_a_teacher(jobs[:0]) == 0


def test_benefits_in_percent_cost_the_same_as_their_share():
    assert unit_cost_percent(1.5, 80_000, 25, 10_000, 80) == 2_000
