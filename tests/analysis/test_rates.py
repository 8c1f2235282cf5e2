"""Rates: how sure a share of students is, whether it moved, who is behind."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smarter_spending.analysis.learning import (
    changes_counted,
    first_changes,
    group_rates,
    rate_change,
    rate_changes,
    rate_range,
    rates_by,
    rise_shown,
    students_behind,
    with_ranges,
    with_share_behind,
)

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


def test_of_ten_changes_one_is_expected_by_chance():
    rows = [("S", "2022-23", 0.1, n < 3, n < 1, False) for n in range(10)]
    found = changes_counted(changes(*rows))
    assert (found.alone, found.together, found.quiet, found.only_alone) == (3, 1, 9, 2)
    assert found.by_chance == pytest.approx(1.0)
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
