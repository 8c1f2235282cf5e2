"""What students have learned: who reached a goal, how far they stand and have come."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smarter_spending.analysis.comparisons import outcome_values
from smarter_spending.analysis.learning import (
    MEASURES,
    PUBLISHED_GROUPS,
    changes_counted,
    chronically_absent,
    first_changes,
    goals_with,
    group_rates,
    learning_gaps,
    learning_rates,
    levels_from_scores,
    literacy_by_grade,
    literacy_rates,
    literacy_windows,
    lowest_told_apart,
    measure_values,
    ninth_grade_c_or_better,
    published_gaps,
    published_rates,
    ranked_needs,
    rate_change,
    rate_changes,
    rate_range,
    rates_by,
    rise_shown,
    score_growth,
    standard_met,
    students_behind,
    with_ranges,
    with_share_behind,
)
from smarter_spending.district.privacy import hide_groups
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


def test_a_district_without_scores_has_no_growth():
    students = pd.DataFrame({"fiscal_year": ["2024-25"], "grade": ["04"]})
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


def test_with_equal_numbers_of_students_both_ranks_agree():
    ranked = ranked_needs(needs(a=(10, 100), b=(30, 100), c=(20, 100)))
    assert (ranked["rank_by_rate"] == ranked["rank_by_count"]).all()


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


# --- Rates: how sure a share is, whether it moved, who is behind -----------------------------


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("reached", "students", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_range_of_a_rate_is_wilsons_as_newcombe_printed_it(reached, students, low, high):
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    found = rate_range(reached, students, level=0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


def test_the_range_of_a_rate_by_hand():
    # 52 of 100, z = 1.6449, z^2 = 2.7055: centre (52 + 1.3528) / 102.7055 = 0.5195;
    # half-width 1.6449 sqrt(100 x .52 x .48 + 2.7055/4) / 102.7055 = 0.0811
    found = rate_range(52, 100)
    assert (found.low, found.high) == pytest.approx((0.4384, 0.6006), abs=0.0001)


def test_the_range_of_a_change_is_newcombes_as_he_printed_it():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    found = rate_change(48, 80, 56, 70, level=0.95)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=0.00005)
    nobody = rate_change(0, 10, 10, 10, level=0.95)  # example (h): 10/10 against 0/10
    assert (nobody.low, nobody.high) == pytest.approx((0.6075, 1.0), abs=0.00005)


def test_52_percent_after_48_percent_of_60_students_each_is_no_rise_that_is_shown():
    found = rate_change(round(0.48 * 60), 60, round(0.52 * 60), 60)
    assert not found.shown
    assert found.low < 0 < found.high


def test_the_same_four_points_are_a_rise_with_sixty_times_the_students():
    assert rate_change(1728, 3600, 1872, 3600).shown


def test_a_low_rate_in_a_small_school_may_leave_fewer_behind_than_a_better_one_in_a_large_one():
    assert students_behind(0.40, 50) == pytest.approx(30)
    assert students_behind(0.55, 400) == pytest.approx(180)


@given(counts)
def test_a_range_holds_its_rate_and_stays_between_nobody_and_everybody(pair):
    found = rate_range(*pair)
    assert 0 <= found.low <= found.rate <= found.high <= 1
    assert found.high > found.low


@given(counts, st.integers(2, 20))
def test_a_range_narrows_with_more_students_at_the_same_rate(pair, times):
    reached, students = pair
    few, many = rate_range(reached, students), rate_range(reached * times, students * times)
    assert many.high - many.low < few.high - few.low


@given(counts, counts)
def test_a_change_read_backwards_is_the_same_change_turned_round(before, after):
    there, back = rate_change(*before, *after), rate_change(*after, *before)
    assert there.change == pytest.approx(-back.change)
    assert there.low == pytest.approx(-back.high)
    assert there.shown == back.shown


@given(counts, counts)
def test_a_change_lies_in_its_range_and_is_shown_only_without_zero(before, after):
    found = rate_change(*before, *after)
    assert found.low - 1e-12 <= found.change <= found.high + 1e-12
    assert found.shown == (not found.low <= 0 <= found.high)


def test_students_nobody_knows_about_are_counted_apart_and_not_as_behind():
    students = pd.DataFrame(
        {"school": ["Oak"] * 4 + ["Elm"] * 2, "read": [1, 0, 0, None, None, None]}
    )
    table = rates_by(students, "read", "school").set_index("school")
    assert table.loc["Oak", ["students", "not_known", "reached", "behind"]].tolist() == [3, 1, 1, 2]
    assert table.loc["Elm", "students"] == 0
    assert table.loc["Elm", ["rate", "low", "high"]].isna().all()


def test_schools_add_up_to_the_district():
    students = pd.DataFrame({"school": list("aabbbc"), "read": [1, 0, 1, 1, 0, None]})
    schools, district = rates_by(students, "read", "school"), rates_by(students, "read")
    for column in ("students", "not_known", "reached", "behind"):
        assert schools[column].sum() == district[column].item()


def test_no_students_at_all_gives_the_same_columns():
    none = pd.DataFrame({"school": pd.Series(dtype=str), "read": pd.Series(dtype=float)})
    some = rates_by(pd.DataFrame({"school": ["Oak"], "read": [1.0]}), "read", "school")
    assert list(rates_by(none, "read", "school").columns) == list(some.columns)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60))
def test_a_gap_is_the_groups_rate_less_everybodys_and_lies_in_its_range(pairs):
    students = pd.DataFrame(pairs, columns=["sed", "read"]).astype({"read": float})
    assume(students["sed"].any())
    table = group_rates(students, "read").set_index("group")
    row, everyone = table.loc["low_income"], table.loc["all"]
    if students["sed"].all():
        assert pd.isna(row["gap"])  # nobody is left to compare with
    else:
        assert row["gap"] == pytest.approx(row["rate"] - everyone["rate"])
        assert row["gap_low"] - 1e-12 <= row["gap"] <= row["gap_high"] + 1e-12


def test_an_english_learner_is_whoever_is_one_now():
    students = pd.DataFrame({"el_status": ["EL", "RFEP", "EO", "TBD"], "read": [1, 1, 0, 0]})
    table = group_rates(students, "read").set_index("group")
    assert table.loc["english_learner", "students"] == 1


def test_years_are_followed_in_order_and_the_first_is_held_against_the_last():
    rates = pd.DataFrame(
        {
            "fiscal_year": ["2024-25", "2022-23", "2023-24"],
            "students": [100, 100, 100],
            "reached": [60, 40, 50],
        }
    )
    table = rate_changes(rates)
    assert table["year_after"].tolist() == ["2023-24", "2024-25", "2024-25"]
    assert table["change"].tolist() == pytest.approx([0.1, 0.1, 0.2])
    assert table["whole_span"].tolist() == [False, False, True]


def test_one_year_alone_has_no_change():
    rates = pd.DataFrame({"fiscal_year": ["2024-25"], "students": [100], "reached": [60]})
    table = rate_changes(rates)
    assert table.empty
    assert {"change", "shown", "shown_among_all", "whole_span"} <= set(table.columns)


def test_the_largest_of_many_changes_must_show_itself_among_all_of_them():
    # 50 of 100 after 38 of 100: shown alone (Newcombe 90%: 0.004 to 0.23), not as one of twenty
    schools = [f"{place:02d}" for place in range(20)]
    reached = [38] * 20 + [50] + [38] * 19
    rates = pd.DataFrame(
        {
            "school": schools * 2,
            "fiscal_year": ["2023-24"] * 20 + ["2024-25"] * 20,
            "students": 100,
            "reached": reached,
        }
    )
    first = rate_changes(rates, "school").set_index("school").loc["00"]
    assert first["shown"]
    assert not first["shown_among_all"]


def test_percentages_given_as_students_are_refused():
    with pytest.raises(ValueError, match="Give students, not a percentage"):
        rate_range(0.52, 60)
    with pytest.raises(ValueError, match=r"use 0\.55 for 55%"):
        students_behind(55, 400)


def test_a_rate_of_nobody_is_refused():
    with pytest.raises(ValueError, match="A rate needs a whole number, 1 or more"):
        rate_range(0, 0)


def test_a_flag_that_is_no_flag_is_refused():
    with pytest.raises(ValueError, match=r"'level' holds 3\. Write 1 for a student"):
        rates_by(pd.DataFrame({"level": [1, 3]}), "level")


def test_a_rise_is_shown_of_many_students_and_a_fall_is_none():
    assert not rise_shown(0.48, 0.52, 60)
    assert rise_shown(0.48, 0.52, 3600)
    assert not rise_shown(0.52, 0.48, 3600)


def test_the_share_behind_turns_the_rate_and_its_range():
    found = with_share_behind(with_ranges(pd.DataFrame({"students": [100], "reached": [52]})))
    # Wilson's 0.4384 to 0.6006 of those who reached it
    limits = found[["share_behind", "behind_low", "behind_high"]].iloc[0].tolist()
    assert limits == pytest.approx([0.48, 0.3994, 0.5616], abs=0.0001)


def changes(*rows):
    columns = ["school", "year_before", "change", "shown", "shown_among_all", "whole_span"]
    return pd.DataFrame(rows, columns=columns)


def test_the_first_changes_are_the_earliest_years_largest_rise_first_ties_by_name():
    table = changes(
        ("Fir", "2022-23", 0.1, True, False, False),
        ("Elm", "2022-23", 0.1, False, False, False),
        ("Oak", "2022-23", 0.3, True, True, False),
        ("Oak", "2023-24", 0.9, True, True, False),
        ("Oak", "2022-23", 1.2, True, True, True),
    )
    assert first_changes(table, "school")["school"].tolist() == ["Oak", "Elm", "Fir"]
    assert first_changes(table, "school")["change"].iloc[0] == 0.3
    assert first_changes(table[:0], "school").empty


def test_of_ten_changes_those_are_counted_that_are_shown_together():
    rows = [("S", "2022-23", 0.1, n < 3, n < 1, False) for n in range(10)]
    found = changes_counted(changes(*rows))
    # those shown alone, and how many of them by chance, stood on no page any more
    assert (found.looked_at, found.together) == (10, 1)
    assert found.many and not changes_counted(changes(*rows[:9])).many


MARKS = {
    "sed": (True, False),
    "swd": (True, False),
    "el_status": ("EL", "EO"),
    "ethnicity": ("hispanic", "white"),
}


@given(
    st.lists(st.tuples(*map(st.sampled_from, MARKS.values()), st.booleans()), min_size=2),
    st.sampled_from(list(MARKS)),
    st.data(),
)
def test_a_blank_mark_moves_nobody_into_a_group(rows, mark, data):
    students = pd.DataFrame(rows, columns=[*MARKS, "read"]).astype({"read": float})
    flags = {name: "boolean" for name in ("sed", "swd")}
    before = group_rates(students.astype(flags), "read").set_index(["family", "group"])
    lost = data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1))
    blank = students.astype(object)
    blank.loc[list(lost), mark] = None
    after = group_rates(blank.astype(flags | {"read": float}), "read")
    after = after.set_index(["family", "group"])
    was = students.loc[list(lost), mark].value_counts()
    sides = {True: None, False: "rest", "EL": "english_learner", "EO": "rest"}
    for (family, group), row in after.iterrows():
        mine = family in {"sed": "low_income", "swd": "disability"}.get(mark, mark) or (
            mark == "el_status" and family == "english_learner"
        )
        if group == "not_known":
            assert row["students"] == len(lost)
        elif not mine:
            assert row["students"] == before.loc[(family, group), "students"]
        else:
            gone = sum(
                n for value, n in was.items() if (sides.get(value, value) or family) == group
            )
            assert row["students"] == before.loc[(family, group), "students"] - gone


def test_no_gap_is_claimed_over_many_blanks_and_few_leave_it_as_of_those_known():
    students = pd.DataFrame(
        {"sed": [True] * 10 + [False] * 10 + [None] * 2, "read": [0.0] * 8 + [1.0] * 14}
    )
    table = group_rates(students, "read").set_index("group")
    # 2 of 10 against 10 of 10, half of the known each: half of the 80 points between
    assert table.loc["low_income", "gap"] == pytest.approx(-0.4)
    assert table.loc["rest", "students"] == 10
    assert table.loc["low_income", "group_not_known"] == pytest.approx(2 / 22)
    table = group_rates(students.drop(index=[0, 19, 18]), "read").set_index("group")
    assert np.isnan(table.loc["low_income", "gap"]) and not table.loc["low_income", "gap_shown"]
    assert table.loc["low_income", "students"] == 9


# what the state publishes, where no student table was brought


def public_rows(**change):
    rows = [
        ("0000000", "04", 100, 100, 40.0),
        ("0000000", "05", 102, 100, 51.0),
        ("0000000", "13", 202, 200, 45.5),
        ("1234567", "04", 60, 60, 50.0),
        ("1234567", "05", 62, 60, 50.0),
        ("7654321", "04", 40, 40, np.nan),
        ("7654321", "05", 40, 40, 52.5),
    ]
    columns = ["school_code", "grade", "students_tested", "students_with_scores"]
    table = pd.DataFrame(rows, columns=[*columns, "pct_met_and_above"]).assign(
        county_code="39", district_code="12345", subject="ELA", student_group="1",
        test_year=2024, suppressed=False,
    )  # fmt: skip
    return table.assign(**change)


def test_a_districts_published_grades_add_up_to_a_goal():
    row = published_rates(public_rows(), "39123450000000").iloc[0]
    assert (row["measure"], row["fiscal_year"]) == ("ela_4_5", "2023-24")
    # 40 of 100 and 51 of 100; two of those tested have no score
    assert row[["students", "reached", "behind", "not_known", "rate"]].tolist() == [
        200, 91, 109, 2, 0.455
    ]  # fmt: skip


def test_a_goal_of_which_a_grade_is_hidden_is_left_out_and_a_school_stands_alone():
    rates = published_rates(public_rows(), "39123450000000", "school_code")
    # until November 28 the other school had no row, and followed from the district's by subtraction
    assert rates[["school_code", "students", "reached"]].values.tolist() == [
        ["1234567", 120.0, 60.0], ["7654321", 1.0, 0.0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"district_code": "99999"}, {"student_group": "3"}, {"subject": "Science"}]
)
def test_rows_of_others_are_nobodys_result(change):
    assert published_rates(public_rows(**change), "39123450000000").empty


def test_the_last_year_of_a_century_is_a_fiscal_year_too():
    rates = published_rates(public_rows(test_year=2100), "39123450000000")
    assert set(rates["fiscal_year"]) == {"2099-00"}


def group_rows(**counts):
    """Third graders of a district in reading, each state's group with its tested and met."""
    table = pd.DataFrame(
        [(group.strip("g"), *count) for group, count in counts.items()],
        columns=["student_group", "students_tested", "students_met_and_above"],
    )
    return table.assign(
        school_code="0000000", grade="03", students_with_scores=table["students_tested"],
        pct_met_and_above=100 * table["students_met_and_above"] / table["students_tested"],
        county_code="39", district_code="12345", subject="ELA", test_year=2024,
    )  # fmt: skip


PUBLISHED = dict(
    g1=(1000, 450), g31=(600, 200), g111=(395, 248), g160=(200, 40),
    g78=(500, 190), g80=(300, 180), g76=(150, 60), g79=(42, 17),
)  # fmt: skip


def gaps_of(table):
    return published_gaps(table, "39123450000000", "third_grade_reading", "2023-24")


def test_the_groups_that_the_state_published_stand_as_those_of_the_students_would():
    found = gaps_of(group_rows(**PUBLISHED))
    group = found.set_index("group")
    # 200 of 600 beside 248 of 395: the gap to all whose income is known, and 5 of 1,000 unknown
    assert group.loc["low_income", "gap"] == pytest.approx(200 / 600 - 448 / 995)
    assert group.loc["low_income", "group_not_known"] == pytest.approx(0.005)
    # the state's file has no row of the fluent here: the rest is all but the learners
    assert group.loc["english_learner", "gap"] == pytest.approx(40 / 200 - 450 / 1000)
    assert group.loc["hispanic", "gap_shown"] and group.loc["hispanic", "gap"] < 0
    assert group.loc["not_known", "students"] == 8
    nobody = pd.DataFrame(columns=["grade", "fiscal_year", "ela_level"])
    assert set(learning_gaps(nobody, "third_grade_reading", "2023-24")) == set(found)
    assert gaps_of(group_rows(g31=(600, 200))).empty, "nothing without all students"
    assert gaps_of(group_rows(**PUBLISHED).assign(grade="04")).empty


@given(st.sampled_from(["g31", "g111", "g160", "g75", "g76", "g79"]), st.integers(1, 10))
def test_no_group_that_the_state_hid_comes_back_by_subtraction(hidden, tested):
    table = group_rows(**PUBLISHED | {hidden: (tested, np.nan)})
    mine = table["student_group"].eq(hidden.strip("g"))
    table.loc[mine, "students_tested"] = np.nan  # the state hides the count too, in some years
    shown = hide_groups(gaps_of(table), 11)
    shown = shown[~shown["suppressed"].astype(bool)].set_index("group")
    family, group = PUBLISHED_GROUPS[hidden.strip("g")]
    assert group not in shown.index
    kin = [name for kind, name in PUBLISHED_GROUPS.values() if kind == family]
    beside = [name for name in kin if name in shown.index]
    if family != "ethnicity":
        assert beside == [], "beside all students it tells the other"
        return
    counts = ["students", "reached", "behind"]
    left = shown.loc["all", counts] - shown.loc[beside, counts].sum()
    assert "not_known" not in shown.index and len(beside) <= 3, "two groups or more are left"
    assert (left >= 11).all()


def test_a_charter_school_that_the_state_funds_is_none_of_the_districts():
    table = public_rows(grade="04").assign(type_id=["6", "6", "6", "9", "7", "9", "7"])
    rates = published_rates(table[3:5], "39123450000000", "school_code")
    # San Juan's page 13 named a charter school of no part of San Juan's results
    assert rates["students"].tolist() == [60.0]
    assert published_rates(table.iloc[[3]], "39123450000000", "school_code").empty


KNOWN = {
    "literacy_status": ("well_below", "below", "at", "above"),
    "ela_level": (1.0, 2.0, 3.0, 4.0),
    "math_level": (1.0, 2.0, 3.0, 4.0),
    "g9_credits": (45.0, 50.0, 60.0),
    "g9_core_f_sem1": (0.0, 1.0, 2.0),
    "g9_core_f_sem2": (0.0, 1.0, 2.0),
    "g9_core_d": (0.0, 1.0),
    "days_expected": (20.0, 90.0, 180.0),
    "days_absent": (0.0, 9.0, 18.0),
}


@given(
    st.sampled_from(list(MEASURES)),
    st.lists(st.tuples(*map(st.sampled_from, KNOWN.values())), min_size=1, max_size=8),
    st.data(),
)
def test_a_blank_score_day_or_grade_is_neither_reached_nor_not(word, rows, data):
    measure = MEASURES[word]
    students = pd.DataFrame(rows, columns=list(KNOWN))
    grades = st.lists(st.sampled_from(measure.grades), min_size=len(rows), max_size=len(rows))
    students["grade"] = data.draw(grades)
    before = measure_values(students, word)
    blank = students.copy()
    lost = data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1))
    blank.loc[list(lost), data.draw(st.sampled_from([*measure.columns, "grade"]))] = None
    after = measure_values(blank, word)
    assert after[list(lost)].isna().all()
    pd.testing.assert_series_equal(after.drop(list(lost)), before.drop(list(lost)))


@given(st.lists(st.tuples(st.sampled_from(["03", "04", None]),
                          st.sampled_from([1.0, 2.0, 3.0, 4.0, None])), min_size=1))  # fmt: skip
def test_whoever_has_no_result_counts_as_not_known_and_whoever_has_no_grade_nowhere(rows):
    students = pd.DataFrame(rows, columns=["grade", "ela_level"]).astype({"ela_level": float})
    students["fiscal_year"] = "2024-25"
    third = students[students["grade"].eq("03")]
    assume(third["ela_level"].notna().any())
    row = learning_rates(students, measures=["third_grade_reading"]).iloc[0]
    assert row["students"] == third["ela_level"].notna().sum()
    assert row["not_known"] == third["ela_level"].isna().sum()
    assert row["reached"] + row["behind"] == row["students"]


@pytest.mark.parametrize("mark, column", [("TBD", "el_status"), ("not_reported", "ethnicity")])
def test_a_mark_that_says_nothing_yet_is_on_neither_side(mark, column):
    known = ["EL"] * 5 + ["EO"] * 5 if column == "el_status" else ["white"] * 5 + ["asian"] * 5
    students = pd.DataFrame({column: [*known, mark], "read": [0.0] * 5 + [1.0] * 6})
    table = group_rates(students, "read")
    mine = table[table["family"] != "all"].set_index("group")
    assert mine.drop("not_known", errors="ignore")["students"].tolist() == [5, 5]
    # half of the known each, 100 points apart: half of that to all whose mark is known
    assert mine["gap"].min() == pytest.approx(-0.5)
    assert mine["group_not_known"].iloc[0] == pytest.approx(1 / 11)


def test_the_states_own_count_of_those_who_met_stands_in_place_of_a_rounded_share():
    counts = [39, 51, 90, 30, 30, np.nan, 21]
    rates = published_rates(public_rows(students_met_and_above=counts), "39123450000000")
    # 39 and 51 as counted, though 40% of 100 would be 40
    assert rates["reached"].tolist() == [90]
    unsaid = public_rows(students_met_and_above=np.nan)
    assert published_rates(unsaid, "39123450000000")["reached"].tolist() == [91]
