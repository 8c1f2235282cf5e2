"""No rate gives a small group away: not by itself, not by subtraction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.learning import group_rates, with_ranges
from smarter_spending.district.privacy import (
    COUNTS,
    TOO_FEW,
    hide_difference,
    hide_groups,
    hide_rates,
)


def rates(*pairs):
    table = pd.DataFrame(pairs, columns=["reached", "students"])
    table = with_ranges(table).assign(year="2024-25", school=[f"S{n}" for n in range(len(pairs))])
    return table


parts = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=9,
)


@given(parts)
def test_what_is_hidden_holds_eleven_of_each_kind_and_never_stands_alone(pairs):
    table = rates(*pairs)
    shown = hide_rates(table, 11, "year")
    hidden = table.set_index("school").loc[shown.loc[shown["suppressed"], "school"], COUNTS]
    everybody_hidden = shown["suppressed"].all()
    if len(hidden) and not everybody_hidden:
        assert len(hidden) >= 2
        assert (hidden.sum() >= 11).all()


@given(parts)
def test_no_count_below_eleven_is_shown_and_a_hidden_row_holds_no_number(pairs):
    shown = hide_rates(rates(*pairs), 11, "year")
    assert not (shown[COUNTS] < 11).any(axis=None)
    numbers = shown[shown["suppressed"]].select_dtypes("number")
    assert numbers.isna().all(axis=None)


@given(parts)
def test_hiding_blanks_and_changes_nothing_else(pairs):
    table = rates(*pairs)
    shown = hide_rates(table, 11, "year").set_index("school")
    open_rows = shown[~shown["suppressed"]]
    same = table.set_index("school").loc[open_rows.index]
    assert np.allclose(open_rows[COUNTS].to_numpy(float), same[COUNTS].to_numpy(float))


def test_six_of_twenty_is_hidden_although_twenty_students_could_be_shown():
    shown = hide_rates(rates((6, 20), (50, 100), (30, 60)), 11)
    assert shown["suppressed"].tolist() == [True, False, False]


def test_one_hidden_school_takes_the_next_smallest_with_it():
    shown = hide_rates(rates((6, 20), (50, 100), (30, 60)), 11, "year")
    assert shown["suppressed"].tolist() == [True, False, True]


def test_everybody_and_nobody_are_bounds_that_do_not_tell_which():
    # 0 and 10 of 120 read alike; so do 120 and 110 of 120
    table = hide_rates(rates((0, 120), (10, 120), (120, 120), (110, 120), (0, 30)), 11)
    words = table["rate_words"].tolist()
    assert words == ["10% or less", "10% or less", "90% or more", "90% or more", TOO_FEW]


@pytest.mark.parametrize(("students", "words"), [(49, TOO_FEW), (50, "20% or less")])
def test_a_bound_names_a_band_and_not_the_number_of_students(students, words):
    assert hide_rates(rates((3, students)), 11)["rate_words"].item() == words


def test_a_stricter_district_gets_no_bound_that_says_too_much():
    assert hide_rates(rates((3, 90)), 30)["rate_words"].item() == TOO_FEW


def test_a_school_where_nobody_was_tested_is_left_out():
    assert len(hide_rates(rates((0, 0), (20, 60)), 11)) == 1


def students(**members):
    size = len(next(iter(members.values())))
    return pd.DataFrame(members).assign(read=[float(n % 2) for n in range(size)])


def test_a_group_that_nearly_everybody_is_in_is_hidden_with_the_few_others():
    table = group_rates(students(sed=[True] * 95 + [False] * 5), "read")
    shown = hide_groups(table, 11).set_index("group")
    assert shown.loc["low_income", "suppressed"]
    assert not shown.loc["all", "suppressed"]


def test_a_group_inside_another_is_not_shown_when_the_rest_of_it_is_small():
    # 50 low-income students, 44 of them without a home: the other 6 would follow
    table = group_rates(
        students(sed=[True] * 50 + [False] * 50, homeless=[True] * 44 + [False] * 56), "read"
    )
    groups = hide_groups(table, 11)["group"].tolist()
    assert "homeless" not in groups
    assert "low_income" in groups


def test_everybody_else_is_never_a_row_of_its_own():
    table = group_rates(students(sed=[True] * 50 + [False] * 50), "read")
    assert "rest" not in set(hide_groups(table, 11)["group"])


def test_groups_are_ordered_by_the_gaps_that_may_be_shown_and_hidden_ones_by_name():
    # without a home: 4 of 100, all of them behind; shown first, they would be given away
    table = students(
        sed=[n < 50 for n in range(100)],
        swd=[n % 4 == 0 or n % 4 == 1 for n in range(100)],
        homeless=[n in (0, 2, 4, 6) for n in range(100)],
    )
    shown = hide_groups(group_rates(table, "read"), 11)
    assert shown["group"].iloc[0] == "all"
    hidden = shown.loc[shown["suppressed"], "group"].tolist()
    assert shown["group"].tolist()[-len(hidden) :] == sorted(hidden)


def test_two_definitions_that_few_students_tell_apart_are_shown_as_one():
    two = pd.DataFrame({"reached": [75, 64]})
    assert len(hide_difference(two, 11)) == 2
    assert hide_difference(two, 12)["reached"].tolist() == [75]
    assert len(hide_difference(two[:1], 11)) == 1
