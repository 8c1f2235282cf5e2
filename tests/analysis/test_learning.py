"""What students have learned: who reached a goal, how far they stand and have come."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.comparisons import outcome_values
from smarter_spending.analysis.learning import (
    MEASURES,
    chronically_absent,
    distance_from_standard,
    furthest_apart,
    goals_with,
    learning_gaps,
    learning_rates,
    levels_from_scores,
    literacy_by_grade,
    literacy_rates,
    literacy_windows,
    lowest_told_apart,
    measure_values,
    ninth_grade_c_or_better,
    published_results,
    ranked_needs,
    score_growth,
    scores_by_subject,
    standard_met,
    top_need_changes,
)
from smarter_spending.district.rules import caaspp_scores


def absent(expected, days):
    table = pd.DataFrame({"days_expected": [expected], "days_absent": [days]})
    return chronically_absent(table).item()


def test_a_tenth_of_the_days_is_chronic_and_half_a_day_less_is_not():
    assert absent(180, 18) == 1
    assert absent(180, 17.5) == 0
    assert absent(30 + 1, 3.5) == 1  # 11.3% of 31 days
    assert absent(31, 3) == 0  # 9.7%


def test_who_was_enrolled_thirty_days_or_never_came_is_not_counted():
    assert np.isnan(absent(30, 20))
    assert np.isnan(absent(180, 180))
    assert absent(180, 179) == 1


def test_blank_days_are_not_known_and_not_present():
    assert np.isnan(absent(180, None))
    assert np.isnan(absent(None, 3))


@given(st.integers(31, 200), st.integers(0, 398))
def test_chronic_absence_is_the_exact_tenth_at_every_half_day(expected, half_days):
    if half_days >= 2 * expected:
        return
    assert absent(expected, half_days / 2) == (10 * half_days >= 2 * expected)


NINTH = pd.DataFrame(
    {
        "g9_credits": [60, 60, 55, 60, 45, 50, None],
        "g9_core_f_sem1": [0, 1, 0, 1, 0, 0, 0],
        "g9_core_f_sem2": [0, 0, 0, 1, 0, 0, 0],
        "g9_core_d": [0, 0, 2, 0, 0, 0, 0],
    }
)


def test_one_f_or_two_ds_are_on_track_in_chicago_and_not_by_californias_count():
    chicago = outcome_values(NINTH, "ninth_grade_on_track").tolist()
    california = ninth_grade_c_or_better(NINTH).tolist()
    assert chicago[:6] == [1, 1, 1, 0, 0, 1]
    assert california[:6] == [1, 0, 0, 0, 0, 1]
    assert np.isnan([chicago[6], california[6]]).all()


def test_a_ninth_grader_whose_ds_nobody_counted_is_not_known():
    assert np.isnan(ninth_grade_c_or_better(NINTH.assign(g9_core_d=np.nan))).all()


def test_whoever_is_on_track_in_california_is_on_track_in_chicago(samples):
    from smarter_spending import load_district

    students = load_district(samples / "altamont_valley").students_outcomes
    strict = ninth_grade_c_or_better(students) == 1
    assert strict.any()
    assert (outcome_values(students, "ninth_grade_on_track")[strict] == 1).all()


def test_level_three_meets_the_standard_and_nobody_untested_fails_it():
    students = pd.DataFrame({"math_level": [1, 2, 3, 4, None]})
    assert standard_met(students, "math").tolist()[:4] == [0, 0, 1, 1]
    assert np.isnan(standard_met(students, "math").iloc[4])


def test_a_score_without_a_level_gets_the_level_of_its_grade_and_a_given_level_stays():
    students = pd.DataFrame(
        {
            "grade": ["03", "03", "08", "09", "03"],
            "ela_ss": [2431.0, 2432.0, 2567.0, 2500.0, np.nan],
            "ela_level": [np.nan, np.nan, np.nan, np.nan, 4.0],
        }
    )
    levels = levels_from_scores(students, caaspp_scores())["ela_level"].tolist()
    assert levels[:3] == [2, 3, 3]  # grade 3 meets at 2432, grade 8 at 2567
    assert np.isnan(levels[3])  # no test, no standard in grade 9
    assert levels[4] == 4


def test_levels_worked_out_are_the_levels_the_samples_give(samples):
    from smarter_spending import load_district

    students = load_district(samples / "cold_creek").students_outcomes
    without = students.drop(columns=["ela_level", "math_level"])
    filled = levels_from_scores(without, caaspp_scores())
    for column in ("ela_level", "math_level"):
        known = students[column].notna()
        assert known.sum() > 1000
        assert (filled[column][known] == students[column][known]).all()


def test_a_goal_is_asked_of_its_grades_only():
    students = pd.DataFrame({"grade": ["03", "04", "11"], "ela_level": [3, 3, 3]})
    assert measure_values(students, "ela_4_5").notna().tolist() == [False, True, False]


def test_no_grade_is_counted_twice_in_one_subject():
    for subject in ("ela_level", "math_level", "literacy_status", "days_absent"):
        grades = [g for m in MEASURES.values() if subject in m.columns for g in m.grades]
        assert len(grades) == len(set(grades))


def test_a_district_without_ninth_grade_or_literacy_test_has_no_such_rate(samples):
    from smarter_spending import load_district

    students = load_district(samples / "cold_creek").students_outcomes
    assert "ninth_grade_on_track" not in set(learning_rates(students)["measure"])
    without = students.drop(columns="literacy_status")
    assert "early_literacy" not in set(learning_rates(without)["measure"])


def test_a_district_where_nothing_is_known_has_an_empty_table_with_the_same_columns():
    students = pd.DataFrame({"grade": ["12"], "fiscal_year": ["2024-25"], "ela_level": [np.nan]})
    empty = learning_rates(students)
    assert empty.empty
    assert {"measure", "fiscal_year", "rate", "behind"} <= set(empty.columns)


def test_a_goal_nobody_has_heard_of_is_named():
    with pytest.raises(ValueError, match="'reading' is not a goal of learning"):
        measure_values(pd.DataFrame({"grade": ["03"]}), "reading")


def test_the_distance_is_the_mean_less_the_cut_of_the_right_grade_and_subject():
    scores = pd.DataFrame(
        {
            "subject": ["ela", "ela", "math", "math"],
            "grade": ["03", "03", "08", "08"],
            "score": [2400.0, 2420.0, 2600.0, 2592.0],
        }
    )
    table = distance_from_standard(scores, caaspp_scores(), "grade").set_index("subject")
    assert table.loc["ela", "distance"] == pytest.approx(2410 - 2432)
    assert table.loc["math", "distance"] == pytest.approx(2596 - 2586)


def test_over_several_grades_each_student_is_held_against_their_own_grade():
    scores = pd.DataFrame(
        {"subject": "ela", "grade": ["03", "03", "03", "11"], "score": [2432.0] * 3 + [2603.0]}
    )
    # (0 + 0 + 0 + 20) / 4 = 5, whatever the mean score is
    assert distance_from_standard(scores, caaspp_scores())["distance"].item() == pytest.approx(5)


def test_a_score_in_a_grade_without_a_standard_is_refused():
    scores = pd.DataFrame({"subject": ["ela"], "grade": ["09"], "score": [2500.0]})
    with pytest.raises(ValueError, match="no standard for ela in grade 09"):
        distance_from_standard(scores, caaspp_scores())


@given(st.floats(-50, 50))
def test_lifting_every_score_lifts_the_distance_as_much(points):
    scores = pd.DataFrame({"subject": "ela", "grade": "03", "score": [2400.0, 2450.0, 2500.0]})
    before = distance_from_standard(scores, caaspp_scores())["distance"].item()
    lifted = scores.assign(score=scores["score"] + points)
    after = distance_from_standard(lifted, caaspp_scores())["distance"].item()
    assert after - before == pytest.approx(points, abs=1e-6)


STEPS = {("ela", "04"): 42.0}


def growing(*changes, grade="04"):
    return pd.DataFrame(
        {
            "fiscal_year": "2024-25",
            "grade": grade,
            "ela_ss": [2440.0 + change for change in changes],
            "ela_ss_prior": 2440.0,
        }
    )


def test_growth_is_of_the_same_students_beside_the_usual_step():
    table = score_growth(growing(50, 52, 54), STEPS)
    assert table["change"].item() == pytest.approx(52)
    assert table["beyond"].item() == pytest.approx(10)
    # t(2) at 90% = 2.920, spread 2, so 10 +- 2.920 x 2 / sqrt(3) = 10 +- 3.372
    assert table["beyond_low"].item() == pytest.approx(6.628, abs=0.001)
    assert table["standing"].item() == "above"


def test_a_student_without_a_score_before_is_not_in_the_growth():
    students = growing(40, 44)
    students.loc[2] = ["2024-25", "04", 2700.0, np.nan]
    assert score_growth(students, STEPS)["students"].item() == 2


def test_growth_into_a_grade_without_a_usual_step_is_left_out():
    assert score_growth(growing(40, 44, grade="03"), STEPS).empty


def test_growth_of_one_student_cannot_be_told():
    table = score_growth(growing(90), STEPS)
    assert table["standing"].item() == "not told"
    assert np.isnan(table["beyond_low"].item())


def test_a_district_without_scores_has_no_distance_and_no_growth():
    students = pd.DataFrame({"fiscal_year": ["2024-25"], "grade": ["04"]})
    assert scores_by_subject(students).empty
    assert score_growth(students, STEPS).empty


def test_two_literacy_tests_are_never_put_on_one_line():
    students = pd.DataFrame(
        {
            "fiscal_year": "2024-25",
            "grade": "01",
            "literacy_assessment": ["DIBELS8", "MAP", None],
            "boy_score": [330.0, 156.0, 99.0],
        }
    )
    table = literacy_windows(students)
    assert table["literacy_assessment"].tolist() == ["DIBELS8", "MAP"]
    assert table["mean_score"].tolist() == [330, 156]


def test_without_any_window_the_columns_are_named():
    students = pd.DataFrame(
        {"fiscal_year": ["2024-25"], "grade": ["01"], "literacy_assessment": ["MAP"]}
    )
    with pytest.raises(ValueError, match="none of 'boy_score', 'moy_score', 'eoy_score'"):
        literacy_windows(students)


def needs(**rates):
    return pd.DataFrame(
        [
            {"measure": name, "students": n, "reached": k, "rate": k / n, "behind": n - k}
            for name, (k, n) in rates.items()
        ]
    )


def test_the_lowest_rate_and_the_most_students_may_be_two_different_needs():
    ranked = ranked_needs(needs(small=(20, 50), large=(220, 400)))
    assert ranked["measure"].tolist() == ["small", "large"]
    assert ranked["rank_by_count"].tolist() == [2, 1]
    assert top_need_changes(ranked)


def test_with_equal_numbers_of_students_both_ranks_agree():
    ranked = ranked_needs(needs(a=(10, 100), b=(30, 100), c=(20, 100)))
    assert (ranked["rank_by_rate"] == ranked["rank_by_count"]).all()
    assert not top_need_changes(ranked)


def test_ties_are_ranked_by_name_and_nothing_is_left_out():
    ranked = ranked_needs(needs(b=(10, 100), a=(10, 100)))
    assert ranked["measure"].tolist() == ["a", "b"]
    assert ranked["rank_by_count"].tolist() == [1, 2]


def test_two_years_in_one_ranking_are_refused():
    both = pd.concat([needs(a=(10, 100)), needs(a=(20, 100))])
    with pytest.raises(ValueError, match="'a' is listed twice"):
        ranked_needs(both)


def test_a_lowest_rate_a_hair_below_the_next_is_not_told_apart():
    assert not lowest_told_apart(ranked_needs(needs(a=(29, 60), b=(31, 60))))
    assert lowest_told_apart(ranked_needs(needs(a=(100, 600), b=(400, 600))))
    assert not lowest_told_apart(ranked_needs(needs(a=(1, 60))))


def test_gaps_count_only_students_of_the_goals_grades():
    students = pd.DataFrame(
        {
            "fiscal_year": "2024-25",
            "grade": ["03", "03", "12"],
            "sed": [True, False, True],
            "ela_level": [2.0, 3.0, np.nan],
        }
    )
    table = learning_gaps(students, "third_grade_reading", "2024-25").set_index("group")
    assert table["not_known"].tolist() == [0, 0, 0]
    assert learning_gaps(students, "third_grade_reading", "2019-20").empty


def test_a_ranking_holds_one_definition_of_ninth_grade():
    assert len(goals_with()) == len(MEASURES) - 1
    assert "ninth_grade_on_track" not in goals_with("ninth_grade_c_or_better")
    with pytest.raises(ValueError, match="'gpa' is not a definition of ninth grade"):
        goals_with("gpa")


def test_early_literacy_is_listed_from_kindergarten_on_with_its_windows_side_by_side():
    students = pd.DataFrame(
        {
            "fiscal_year": "2024-25",
            "grade": ["01", "01", "KN", "03"],
            "literacy_assessment": "STAR",
            "boy_score": [40.0, 50.0, 30.0, None],
            "eoy_score": [60.0, None, 45.0, 90.0],
            "literacy_status": ["at", "below", None, "above"],
        }
    )
    rates = literacy_rates(students, "2024-25")
    table = literacy_by_grade(literacy_windows(students), rates).set_index("grade")
    assert table.index.tolist() == ["KN", "01", "03"]
    assert table.loc["01", ["boy", "eoy", "rate"]].tolist() == [45.0, 60.0, 0.5]
    assert table["moy"].isna().all()
    assert table["whole"].tolist() == ["early", "early", "03"]
    assert literacy_rates(students, "2023-24").empty


def test_the_need_whose_ranks_lie_furthest_apart():
    ranked = pd.DataFrame(
        {"need": list("abcd"), "rank_by_rate": [1, 2, 3, 4], "rank_by_count": [1, 4, 2, 3]}
    )
    assert furthest_apart(ranked)["need"].tolist() == ["b"]
    assert furthest_apart(ranked[:1]).empty


def test_a_hidden_result_is_not_a_missing_one_and_nobody_tested_is_a_third_thing():
    row = {
        "county_code": "39", "district_code": "99999", "school_code": "0000000", "grade": "13",
        "student_group": None, "subject": "ELA", "students_tested": 60.0,
        "students_with_scores": None,
    }  # fmt: skip
    table = pd.DataFrame(
        [
            row | {"test_year": 2024, "pct_met_and_above": 40.0, "suppressed": False},
            row | {"test_year": 2023, "pct_met_and_above": None, "suppressed": True},
            row | {"test_year": 2022, "pct_met_and_above": None, "suppressed": None},
            row | {"test_year": 2021, "pct_met_and_above": None, "suppressed": True,
                   "students_tested": 0.0},
        ]
    )  # fmt: skip
    found = published_results(table, "39999990000000")
    assert found["test_year"].tolist() == [2021, 2022, 2023, 2024]
    assert found["standing"].tolist() == ["nobody tested", "not known", "hidden", "known"]
    assert found["share"].iloc[-1] == 0.4
    assert found["students_with_scores"].iloc[-1] == 60
    assert found["students_with_scores"].isna().tolist() == [True, False, True, False]
