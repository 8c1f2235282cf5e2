import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.comparisons import (
    OUTCOMES,
    compare_students,
    grade_scale,
    outcome_named,
    outcome_values,
)


def test_on_track_is_fifty_credits_and_at_most_one_f_in_core_courses():
    students = pd.DataFrame(
        {
            "g9_credits": [50, 49.5, 60, 60, np.nan, 55],
            "g9_core_f_sem1": [1, 0, 1, 2, 0, 0],
            "g9_core_f_sem2": [0, 0, 1, 0, 0, np.nan],
        }
    )
    found = outcome_values(students, "ninth_grade_on_track")
    assert found.tolist()[:4] == [1, 0, 0, 0]
    assert found.isna().tolist() == [False] * 4 + [True, True]


def test_reading_on_grade_is_at_or_above_the_benchmark():
    students = pd.DataFrame({"literacy_status": ["at", "above", "below", "well_below", None]})
    assert outcome_values(students, "reading_on_grade").tolist()[:4] == [1, 1, 0, 0]
    assert np.isnan(outcome_values(students, "reading_on_grade")[4])


def test_attendance_is_the_share_of_days_attended_so_higher_is_better():
    students = pd.DataFrame({"days_expected": [180.0, 90, np.nan], "days_absent": [18.0, 0, 3]})
    assert outcome_values(students, "attendance").tolist()[:2] == [0.9, 1.0]
    assert np.isnan(outcome_values(students, "attendance")[2])


def test_only_english_learners_can_be_reclassified():
    students = pd.DataFrame(
        {
            "el_status": ["EL", "EL", "RFEP", "EO"],
            "reclassified_date": pd.to_datetime(["2025-03-01", None, "2025-04-01", None]),
        }
    )
    found = outcome_values(students, "reclassification")
    assert found.tolist()[:3] == [1, 0, 1]
    assert np.isnan(found[3])


@pytest.mark.parametrize("word", ["ela_score", "math_score", "early_literacy_score"])
def test_scores_are_the_points_of_the_test(word):
    column = OUTCOMES[word].columns[0]
    students = pd.DataFrame({column: [2450.0, np.nan]})
    assert outcome_values(students, word)[0] == 2450
    assert np.isnan(outcome_values(students, word)[1])


def test_a_score_is_scaled_within_its_grade_year_and_test():
    students = pd.DataFrame(
        {
            "grade": ["01", "01", "01", "01", "02"],
            "fiscal_year": "2024-25",
            "literacy_assessment": ["DIBELS8", "DIBELS8", "iReady", "iReady", None],
        }
    )
    found = grade_scale(students, pd.Series([400.0, 410, 520, 560, 433]), "literacy_assessment")
    assert found["mean"].tolist() == [405, 405, 540, 540, 433]
    assert found["spread"].round(3).tolist()[:4] == [7.071, 7.071, 28.284, 28.284]
    assert np.isnan(found["spread"][4])


def test_every_outcome_of_the_inventory_can_be_read_but_none():
    from smarter_spending.district.tables import all_tables

    choices = all_tables()["programs"].columns["intended_outcome"].choices
    assert set(choices) - {"none"} == set(OUTCOMES)


@pytest.mark.parametrize("subject", ["reading", "math"])
def test_a_test_of_the_seasons_is_an_outcome_on_the_scale_of_its_own_test(subject):
    """MAP in one school, i-Ready in the other; both take DIBELS, and STAR in the other subject."""
    other = {"reading": "math", "math": "reading"}[subject]
    students = pd.DataFrame(
        {
            "student_key": list("abcdef"),
            "fiscal_year": "2024-25",
            "site_code": ["0101"] * 3 + ["0102"] * 3,
            "grade": "05",
            f"{subject}_test": ["MAP"] * 3 + ["iReady"] * 3,
            f"{subject}_boy": [200.0, 210, 220, 500, 520, 540],
            f"{subject}_eoy": [205.0, 215, 225, 560, 540, 520],
            f"{other}_test": ["STAR", "MAP"] * 3,
            "literacy_assessment": ["DIBELS8", "STAR"] * 3,
        }
    )
    took = pd.DataFrame(
        {
            "student_key": ["a", "d"],
            "program_id": "P1",
            "fiscal_year": "2024-25",
            "group": "treated",
        }
    )
    found = compare_students(students, took, "P1", f"{subject}_test_score")
    assert found.students["outcome"].tolist() == [-1, 0, 1, 1, 0, -1]
    assert found.students["prior"].tolist() == [-1, 0, 1, -1, 0, 1]
    assert found.priors == ("prior",)


def test_the_states_score_is_one_scale_whatever_early_test_a_school_gives():
    """Until November 28 a grade's ELA was scaled apart for each early literacy test in it."""
    students = pd.DataFrame(
        {
            "student_key": list("abcd"),
            "fiscal_year": "2024-25",
            "site_code": "0101",
            "grade": "03",
            "ela_ss": [2300.0, 2400, 2400, 2500],
            "ela_ss_prior": [2300.0, 2400, 2400, 2500],
            "literacy_assessment": ["DIBELS8", "DIBELS8", "iReady", "iReady"],
        }
    )
    took = pd.DataFrame(
        {"student_key": ["a"], "program_id": "P1", "fiscal_year": "2024-25", "group": "treated"}
    )
    outcome = compare_students(students, took, "P1", "ela_score").students["outcome"]
    assert outcome[1] == outcome[2] == 0


@pytest.mark.parametrize("word", ["none", None, np.nan])
def test_a_program_without_an_outcome_is_told_to_name_one(word):
    with pytest.raises(ValueError, match=r"names no outcome.*Name the one outcome first"):
        outcome_named(word)


def test_an_unknown_outcome_is_named():
    with pytest.raises(ValueError, match="'happiness' is not an outcome we can read"):
        outcome_values(pd.DataFrame(), "happiness")


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="no column 'days_absent'"):
        outcome_values(pd.DataFrame({"days_expected": [180]}), "attendance")


KNOWN = {
    "literacy_status": ("below", "at"), "g9_credits": (45.0, 60.0), "g9_core_f_sem1": (0.0, 2.0),
    "g9_core_f_sem2": (0.0, 2.0), "days_expected": (90.0, 180.0), "days_absent": (0.0, 9.0),
    "ela_ss": (2400.0, 2500.0), "math_ss": (2400.0, 2500.0), "eoy_score": (300.0, 400.0),
    "reading_eoy": (205.0, 215.0), "math_eoy": (205.0, 215.0),
}  # fmt: skip


@given(
    st.sampled_from([word for word in OUTCOMES if word != "reclassification"]),
    st.lists(st.tuples(*map(st.sampled_from, KNOWN.values())), min_size=1, max_size=8),
    st.data(),
)
def test_a_blank_that_an_outcome_needs_is_no_outcome(word, rows, data):
    students = pd.DataFrame(rows, columns=list(KNOWN))
    before = outcome_values(students, word)
    lost = list(data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1)))
    column = data.draw(st.sampled_from(OUTCOMES[word].columns))
    after = outcome_values(students.assign(**{column: students[column].drop(lost)}), word)
    assert after[lost].isna().all()
    pd.testing.assert_series_equal(after.drop(lost), before.drop(lost))


@pytest.mark.parametrize("status", [None, "TBD", "EO", "IFEP", "RFEP"])
def test_who_is_not_known_to_be_an_english_learner_was_not_kept_one(status):
    dates = pd.to_datetime(["2025-03-01", None, None])
    students = pd.DataFrame({"el_status": ["EL", "EL", status], "reclassified_date": dates})
    found = outcome_values(students, "reclassification")
    assert found.tolist()[:2] == [1, 0] and np.isnan(found[2])


def test_scores_of_no_grade_are_no_grade_of_their_own():
    students = pd.DataFrame({"grade": ["04", "04", None, None], "fiscal_year": "2024-25"})
    scale = grade_scale(students, pd.Series([2400.0, 2500.0, 2000.0, 2100.0]), "")
    assert scale["mean"].tolist()[:2] == [2450, 2450] and scale["mean"][2:].isna().all()


def test_a_participant_without_a_grade_brings_nobody_to_compare_with():
    students = pd.DataFrame({"student_key": list("abcd"), "fiscal_year": "2024-25",
        "site_code": "0101", "grade": ["04", "04", None, None], "days_absent": 9.0,
        "el_status": ["EL", "TBD", None, "RFEP"], "days_expected": 180.0})  # fmt: skip
    took = pd.DataFrame({"student_key": ["a", "c"], "program_id": "P1", "fiscal_year": "2024-25",
                         "group": "treated"})  # fmt: skip
    found = compare_students(students, took, "P1", "attendance").students
    assert found["student_key"].tolist() == ["a", "b"]
    assert found["english_learner"].tolist()[0] == 1 and np.isnan(found["english_learner"][1])
