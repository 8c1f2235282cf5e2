"""Invented students: they age, keep their key, and their scores behave like scores."""

import numpy as np
import pandas as pd
import pytest

from tools.samples import make_students
from tools.samples.shapes import GRADES


@pytest.fixture(scope="module")
def district():
    return make_students("altamont_valley", 31)


@pytest.fixture(scope="module")
def students(district):
    return district.tables["students_outcomes"]


def two_years(students, before, after):
    columns = ["student_key", "grade", "ela_ss", "math_ss", "el_status", "ethnicity"]
    years = [students.loc[students["fiscal_year"] == year, columns] for year in (before, after)]
    return years[0].merge(years[1], on="student_key", suffixes=("_before", "_now"))


def test_a_student_is_in_one_school_in_a_year(students):
    assert not students.duplicated(["student_key", "fiscal_year"]).any()


def test_a_student_who_stays_is_one_grade_further_and_the_same_person(students):
    both = two_years(students, "2023-24", "2024-25")
    place = {grade: number for number, grade in enumerate(GRADES)}
    assert (both["grade_now"].map(place) - both["grade_before"].map(place) == 1).all()
    assert (both["ethnicity_now"] == both["ethnicity_before"]).all()


def test_most_students_stay_and_some_come_and_go(students):
    keys = students.groupby("fiscal_year")["student_key"].agg(set)
    stayed = keys["2023-24"] & keys["2024-25"]
    leavers = len(keys["2023-24"]) - len(stayed)
    # grade 12 leaves for good: about one thirteenth; movers come on top
    assert 0.08 < leavers / len(keys["2023-24"]) < 0.20


def test_the_prior_score_is_the_score_of_the_spring_before(students):
    both = two_years(students, "2023-24", "2024-25")
    now = students[students["fiscal_year"] == "2024-25"].set_index("student_key")
    prior = now.loc[both["student_key"], "ela_ss_prior"].reset_index(drop=True)
    pd.testing.assert_series_equal(prior, both["ela_ss_before"], check_names=False)


def test_grade_3_has_no_prior_test_and_grade_9_has_that_of_grade_8(students):
    assert students.loc[students["grade"] == "03", "ela_ss_prior"].isna().all()
    assert students.loc[students["grade"] == "09", "ela_ss_prior"].notna().mean() > 0.8
    assert students.loc[students["grade"] == "09", "ela_ss"].isna().all()


@pytest.mark.parametrize("subject", ["ela", "math"])
def test_scores_a_year_apart_go_together_as_state_tests_do(students, subject):
    one = students[(students["grade"] == "07") & (students["fiscal_year"] == "2023-24")]
    assert one[f"{subject}_ss"].corr(one[f"{subject}_ss_prior"]) == pytest.approx(0.82, abs=0.04)


def test_schools_differ_by_about_a_tenth_of_the_variance(students):
    fifth = students[(students["grade"] == "05") & students["ela_ss"].notna()]
    means = fifth.groupby("site_code")["ela_ss"].mean()
    share = means.var() / fifth["ela_ss"].var()
    assert 0.02 < share < 0.25


def test_learners_grow_fewer_grade_by_grade_as_they_are_reclassified(students):
    share = (students["el_status"] == "EL").groupby(students["grade"]).mean()
    assert share["KN"] > share["05"] > share["09"] > 0.03
    dated = students[students["reclassified_date"].notna()]
    assert (dated["el_status"] == "EL").all()


def test_a_student_off_track_in_grade_9_has_too_few_credits_or_too_many_fs(students):
    ninth = students[students["grade"] == "09"]
    fs = ninth["g9_core_f_sem1"] + ninth["g9_core_f_sem2"]
    on_track = (ninth["g9_credits"] >= 50) & (fs <= 1)
    assert 0.65 < on_track.mean() < 0.9
    assert ninth.loc[on_track, "g9_gpa"].mean() > ninth.loc[~on_track, "g9_gpa"].mean() + 0.5
    assert students.loc[students["grade"] != "09", "g9_credits"].isna().all()


def test_chronic_absence_is_common_and_more_so_among_the_poor(students):
    chronic = students["days_absent"] / students["days_expected"] >= 0.10
    by_income = chronic.groupby(students["sed"]).mean()
    assert 0.12 < chronic.mean() < 0.28
    assert by_income[True] > by_income[False] + 0.04


def test_early_literacy_is_tested_from_kindergarten_to_grade_3_and_rises_in_the_year(students):
    tested = students[students["literacy_assessment"] == "DIBELS8"]
    assert set(tested["grade"]) == {"KN", "01", "02", "03"}
    means = tested.groupby("grade")[["boy_score", "moy_score", "eoy_score"]].mean()
    assert (means.diff(axis=1).iloc[:, 1:] > 20).all(axis=None)


def test_nobody_is_both_in_a_program_and_in_its_comparison_group(district):
    taking = district.tables["program_participation"]
    assert not taking.duplicated(["student_key", "program_id"]).any()
    assert set(taking["group"]) == {"treated", "waitlist", "comparison"}


def test_hours_are_the_sessions_attended_and_never_more_than_were_offered(district):
    treated = district.tables["program_participation"].query("group == 'treated'")
    given = treated.dropna(subset=["hours"])
    assert (given["sessions_attended"] <= given["sessions_offered"]).all()
    assert np.allclose(given["hours"], given["sessions_attended"] / 2)
    waiting = district.tables["program_participation"].query("group != 'treated'")
    assert waiting["hours"].isna().all()


def test_the_software_was_used_for_a_third_of_the_hours_planned(district):
    programs = district.tables["programs"].set_index("program_id")
    software = programs.loc["P-105"]
    share = software["dosage_delivered"] / software["dosage_planned"]
    assert share == pytest.approx(0.35, abs=0.05)


def test_the_true_effect_is_the_full_effect_times_the_hours_delivered(district):
    truth = district.truth.set_index("program_id").loc["P-101"]
    programs = district.tables["programs"].set_index("program_id").loc["P-101"]
    delivered = programs["dosage_delivered"] / programs["dosage_planned"]
    assert truth["true_effect_sd"] == pytest.approx(truth["full_effect"] * delivered, rel=0.02)


def test_coaching_goes_to_whole_schools_and_is_compared_with_the_other_schools(district):
    coached = district.tables["program_participation"].query("program_id == 'P-106'")
    groups = coached.groupby("site_code")["group"].nunique()
    assert (groups == 1).all()
    assert coached.loc[coached["group"] == "treated", "site_code"].nunique() == 5


def test_low_scorers_were_sent_to_tutoring_and_high_scorers_chose_enrichment(district, students):
    taking = district.tables["program_participation"].query("group == 'treated'")
    now = students[students["fiscal_year"] == "2024-25"].set_index("student_key")
    mean = now["ela_ss_prior"].mean()
    for program, sign in (("P-101", -1), ("P-104", 1)):
        keys = taking.loc[taking["program_id"] == program, "student_key"]
        assert sign * (now.loc[keys, "ela_ss_prior"].mean() - mean) > 40
