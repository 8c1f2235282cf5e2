"""The best affordable set: exact, within every fund, and never worse than picking by rank."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.planning.portfolio import choose_portfolio


def listed(costs, values, **more):
    names = [f"P{n + 1}" for n in range(len(costs))]
    return pd.DataFrame({"program": names, "value": values, "general": costs, **more})


def greedy(programs, budget):
    left, worth = budget, 0
    ratio = programs["value"] / programs["general"].where(programs["general"] > 0, 1e-9)
    for place in ratio.sort_values(ascending=False, kind="stable").index:
        if programs.loc[place, "general"] <= left and programs.loc[place, "value"] > 0:
            left -= programs.loc[place, "general"]
            worth += programs.loc[place, "value"]
    return worth


def by_hand(programs, budgets):
    """The best value of all sets, tried one by one."""
    best = 0.0
    for size in range(len(programs) + 1):
        for rows in combinations(programs.index, size):
            some = programs.loc[list(rows)]
            if all(some[fund].sum() <= dollars + 1e-9 for fund, dollars in budgets.items()):
                best = max(best, some["value"].sum())
    return best


# Two published instances: J. Burkardt's KNAPSACK_01 collection, p01 and p02.


def test_the_published_instance_of_ten_items_is_worth_309():
    programs = listed(
        [23, 31, 29, 44, 53, 38, 63, 85, 89, 82], [92, 57, 49, 68, 60, 43, 67, 84, 87, 72]
    )
    best = choose_portfolio(programs, {"general": 165})
    assert best.chosen == ("P1", "P2", "P3", "P4", "P6")
    assert (best.value, best.spent["general"], best.slack["general"]) == (309, 165, 0)


def test_the_published_instance_that_greedy_misses_is_worth_51():
    programs = listed([12, 7, 11, 8, 9], [24, 13, 23, 15, 16])
    best = choose_portfolio(programs, {"general": 26})
    assert best.chosen == ("P2", "P3", "P4") and best.value == 51
    assert greedy(programs, 26) == 47


def test_a_dollar_of_one_fund_never_pays_for_anothers_cost():
    programs = listed([0, 60], [5, 9], title_i=[50, 50])
    best = choose_portfolio(programs, {"general": 0, "title_i": 100})
    assert best.chosen == ("P1",)
    assert dict(best.slack) == {"general": 0, "title_i": 50}


def test_at_most_one_of_a_group_and_blank_is_no_group():
    programs = listed([1, 1, 1, 1], [5, 9, 2, 2], kind=["phonics", "phonics", None, None])
    best = choose_portfolio(programs, {"general": 10}, groups="kind")
    assert best.chosen == ("P2", "P3", "P4")


def test_what_is_required_is_chosen_though_it_is_worth_nothing():
    programs = listed([9, 8], [-1, 5])
    assert choose_portfolio(programs, {"general": 10}, required=["P1"]).chosen == ("P1",)
    assert choose_portfolio(programs, {"general": 10}).chosen == ("P2",)


def test_the_change_at_one_school_stays_below_its_cap():
    programs = listed([40, 40, 40], [3, 2, 1], school=["Oak", "Oak", "Elm"])
    best = choose_portfolio(programs, {"general": 200}, caps={"Oak": 50})
    assert best.chosen == ("P1", "P3")


def test_of_equal_value_the_cheaper_is_taken_and_then_the_first_listed():
    assert choose_portfolio(listed([5, 4, 4], [9, 9, 9]), {"general": 5}).chosen == ("P2",)


def test_cents_are_kept_to_the_cent_in_a_budget_of_a_billion():
    programs = listed([600_000_000.01, 400_000_000.00], [6, 4])
    assert choose_portfolio(programs, {"general": 1_000_000_000}).chosen == ("P1",)
    whole = choose_portfolio(programs, {"general": 1_000_000_000.01})
    assert whole.chosen == ("P1", "P2") and whole.slack["general"] == 0


def test_a_very_small_value_is_not_lost_beside_a_very_large_one():
    best = choose_portfolio(listed([1, 1], [1_000_000, 0.5]), {"general": 2})
    assert best.chosen == ("P1", "P2")


def test_no_program_at_all_leaves_the_budget_whole():
    best = choose_portfolio(listed([], []), {"general": 7})
    assert best.chosen == () and best.slack["general"] == 7


def test_required_programs_beyond_a_fund_say_by_how_much():
    programs = listed([80, 70.5], [1, 1])
    with pytest.raises(ValueError, match=r"beyond the general fund by \$50\.50"):
        choose_portfolio(programs, {"general": 100}, required=["P1", "P2"])


def test_two_required_of_one_group_are_named():
    programs = listed([1, 1], [1, 1], kind="phonics")
    with pytest.raises(ValueError, match="'P1' and 'P2' are both required"):
        choose_portfolio(programs, {"general": 9}, groups="kind", required=["P1", "P2"])


@pytest.mark.parametrize(
    "programs, more, said",
    [
        (listed([-1], [1]), {}, "below zero"),
        (listed([np.nan], [1]), {}, "cost is blank"),
        (listed([1], [np.nan]), {}, "The value of 'P1' is not known"),
        (listed([1], [1]).drop(columns="general"), {}, "no column 'general'"),
        (listed([1, 1], [1, 1]).assign(program="P1"), {}, "'P1' stands twice"),
        (listed([1], [1]), {"required": ["P9"]}, "'P9' is required and not in the table"),
    ],
)
def test_what_cannot_be_used_is_said(programs, more, said):
    with pytest.raises(ValueError, match=said):
        choose_portfolio(programs, {"general": 10}, **more)


costs = st.integers(0, 50).map(float)
values = st.integers(-5, 40).map(float)
lists = st.lists(st.tuples(costs, values, costs), min_size=1, max_size=8)


@settings(max_examples=60)
@given(lists, st.integers(0, 120), st.integers(0, 120))
def test_it_is_the_best_of_all_sets_within_every_fund(rows, general, title_i):
    programs = listed([r[0] for r in rows], [r[1] for r in rows], title_i=[r[2] for r in rows])
    budgets = {"general": general, "title_i": title_i}
    best = choose_portfolio(programs, budgets)
    assert best.value == pytest.approx(by_hand(programs, budgets))
    assert all(best.spent[fund] <= budgets[fund] for fund in budgets)


@settings(max_examples=40)
@given(lists, st.integers(0, 120), st.integers(0, 60))
def test_it_is_never_worse_than_greedy_and_more_money_is_never_worse(rows, budget, more):
    programs = listed([r[0] for r in rows], [r[1] for r in rows])
    best = choose_portfolio(programs, {"general": budget})
    assert best.value >= greedy(programs, budget) - 1e-9
    assert choose_portfolio(programs, {"general": budget + more}).value >= best.value - 1e-9


@settings(max_examples=40)
@given(lists, st.integers(0, 120))
def test_dropping_a_program_that_nobody_chose_changes_nothing(rows, budget):
    programs = listed([r[0] for r in rows], [r[1] for r in rows])
    best = choose_portfolio(programs, {"general": budget})
    left = programs[programs["program"].isin(best.chosen)].reset_index(drop=True)
    assert choose_portfolio(left, {"general": budget}).chosen == best.chosen
