"""The best affordable set: exact, within every fund, and never worse than picking by rank."""

import time
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.planning.portfolio import choose_payable, choose_portfolio
from smarter_spending.planning.reallocation import pay_for


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


def test_no_school_with_a_cap_is_no_cap_at_all():
    programs = listed([40, 40], [3, 2])
    assert choose_portfolio(programs, {"general": 80}, caps={}).chosen == ("P1", "P2")


def test_a_cap_for_a_school_without_a_program_is_refused_and_the_schools_are_named():
    programs = listed([40, 40, 40], [3, 2, 1], school=["Oak", "Elm", None])
    with pytest.raises(ValueError, match=r"'Okk' has a cap .* schools there are: 'Elm', 'Oak'\."):
        choose_portfolio(programs, {"general": 200}, caps={"Oak": 50, "Okk": 50})
    with pytest.raises(ValueError, match=r"schools there are: none\."):
        choose_portfolio(programs.assign(school=None), {"general": 200}, caps={"Oak": 50})


def test_required_programs_beyond_a_schools_cap_say_by_how_much():
    programs = listed([80, 70.5, 5], [1, 1, 1], school=["Oak", "Oak", "Elm"])
    with pytest.raises(ValueError, match=r"alone go beyond the cap of Oak by \$50\.50\."):
        choose_portfolio(programs, {"general": 200}, required=["P1", "P2"], caps={"Oak": 100})
    both = r"beyond the general fund by \$0\.50 and the cap of Oak by \$50\.50\."
    with pytest.raises(ValueError, match=both):
        choose_portfolio(programs, {"general": 150}, required=["P1", "P2"], caps={"Oak": 100})


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


# Which uses can be paid, when each pool may pay for some only.


def uses_of(dollars, values, **more):
    names = [f"u{n + 1}" for n in range(len(dollars))]
    return pd.DataFrame({"program": names, "dollars": dollars, "value": values, **more})


def test_enough_dollars_in_the_wrong_pool_pay_for_nothing():
    uses = uses_of([60.0, 60.0], [9.0, 5.0])
    may = {"u1": ["x"], "u2": ["x", "y"]}
    assert choose_payable(uses, {"x": 50.0, "y": 500.0}, may) == ("u2",)
    assert choose_payable(uses, {"x": 60.0, "y": 60.0}, may) == ("u1", "u2")
    assert choose_payable(uses, {"z": 900.0}, may) == ()


def test_pools_share_in_one_use_which_is_paid_whole_or_not_at_all():
    uses = uses_of([100.0], [9.0])
    assert choose_payable(uses, {"x": 30.0, "y": 70.0}, {"u1": ["x", "y"]}) == ("u1",)
    assert choose_payable(uses, {"x": 30.0, "y": 69.99}, {"u1": ["x", "y"]}) == ()


def test_at_most_one_use_of_a_group_is_paid():
    uses = uses_of([10.0, 5.0, 5.0], [9.0, 5.0, 5.0], of=["A", "A", None])
    may = {use: ["x"] for use in uses["program"]}
    assert choose_payable(uses, {"x": 99.0}, may, groups="of") == ("u1", "u3")


def test_among_uses_of_equal_value_the_cheaper_is_paid_and_then_the_first():
    uses = uses_of([5.0, 4.0, 4.0], [9.0, 9.0, 9.0])
    assert choose_payable(uses, {"x": 5.0}, {use: ["x"] for use in uses["program"]}) == ("u2",)


def test_a_use_that_costs_nothing_needs_no_pool_and_a_worthless_one_is_left():
    assert choose_payable(uses_of([0.0, 1.0], [3.0, -1.0]), {"x": 5.0}, {"u2": ["x"]}) == ("u1",)
    assert choose_payable(uses_of([], []), {"x": 5.0}, {}) == ()


@pytest.mark.parametrize(
    "uses, pools, said",
    [
        (uses_of([-1.0], [1.0]), {"x": 1.0}, "below zero"),
        (uses_of([1.0], [np.nan]), {"x": 1.0}, "The value of 'u1' is not known"),
        (uses_of([1.0], [1.0]), {"x": -1.0}, "A pool is below zero"),
        (uses_of([1.0, 1.0], [1.0, 1.0]).assign(program="u1"), {"x": 1.0}, "'u1' stands twice"),
        (uses_of([1.0], [1.0]).drop(columns="dollars"), {"x": 1.0}, "no column 'dollars'"),
    ],
)
def test_uses_and_pools_that_cannot_be_weighed_are_said(uses, pools, said):
    with pytest.raises(ValueError, match=said):
        choose_payable(uses, pools, {"u1": ["x"]})


@pytest.mark.parametrize("unit", [0.01, 1.0, 100_000.0])
def test_in_cents_or_in_millions_it_is_the_best_set(unit):
    # against every set and every union of pools (Hall's condition); flows in whole cents beside
    # choices of 0 or 1 missed the best of two of these twelve at a unit of $100,000
    rng = np.random.default_rng(5)
    for _ in range(12):
        uses = uses_of(rng.integers(10, 100, 12) * unit, rng.integers(10, 200, 12).astype(float))
        pools = {pool: float(rng.integers(0, 100) * unit) for pool in "vwxyz"}
        may = {
            use: list(rng.choice(list("vwxyz"), rng.integers(1, 5), False))
            for use in uses["program"]
        }
        chosen = uses["program"].isin(choose_payable(uses, pools, may))
        assert uses.loc[chosen, "value"].sum() == best_by_hall(uses, pools, may)


def best_by_hall(uses, pools, may):
    sets = (np.arange(2 ** len(uses))[:, None] >> np.arange(len(uses))) & 1
    cents = np.rint(uses["dollars"].to_numpy() * 100).astype(np.int64)
    payable = np.ones(len(sets), dtype=bool)
    for size in range(len(pools) + 1):
        for union in combinations(pools, size):
            within = np.array([set(may[use]) <= set(union) for use in uses["program"]])
            payable &= sets @ (cents * within) <= sum(round(pools[pool] * 100) for pool in union)
    return (sets @ uses["value"].to_numpy())[payable].max()


def test_twenty_sets_of_permissions_are_solved_while_one_waits():
    # every union of twenty sets of pools was a budget once: 172 seconds at fourteen sets
    rng = np.random.default_rng(3)
    names = [f"pool {n}" for n in range(12)]
    uses = uses_of(rng.uniform(1e4, 1e6, 24).round(2), rng.uniform(1e4, 1e6, 24).round(2))
    may = {use: names[n % 12 : n % 12 + 2 + n // 12] for n, use in enumerate(uses["program"])}
    assert len(set(map(tuple, may.values()))) >= 20
    began = time.monotonic()
    chosen = choose_payable(uses, dict(zip(names, rng.uniform(0, 1e6, 12), strict=True)), may)
    assert chosen and time.monotonic() - began < 10


pool_names = st.sampled_from("xyz")
drawn_uses = st.lists(
    st.tuples(st.integers(0, 9_000).map(lambda n: n / 100), values, st.sets(pool_names)),
    min_size=1,
    max_size=5,
)
drawn_pools = st.fixed_dictionaries(dict.fromkeys("xyz", st.integers(0, 120).map(float)))


def weighed(rows):
    uses = uses_of([row[0] for row in rows], [row[1] for row in rows])
    return uses, {use: sorted(row[2]) for use, row in zip(uses["program"], rows, strict=True)}


@settings(max_examples=60)
@given(drawn_uses, drawn_pools)
def test_it_is_the_best_of_all_sets_that_the_permitted_pools_can_pay(rows, pools):
    uses, may = weighed(rows)
    best = 0.0
    for size in range(len(uses) + 1):
        for places in combinations(uses.index, size):
            some = uses.loc[list(places)]
            needs = dict(zip(some["program"], some["dollars"], strict=True))
            if pay_for(needs, pools, may).short == 0:
                best = max(best, some["value"].sum())
    chosen = uses[uses["program"].isin(choose_payable(uses, pools, may))]
    assert chosen["value"].sum() == pytest.approx(best)
    needs = dict(zip(chosen["program"], chosen["dollars"], strict=True))
    assert pay_for(needs, pools, may).short == 0


@settings(max_examples=40)
@given(drawn_uses, drawn_pools, pool_names, st.integers(0, 60))
def test_more_dollars_in_a_pool_are_never_worse(rows, pools, pool, more):
    uses, may = weighed(rows)

    def worth(there):
        return uses.loc[uses["program"].isin(choose_payable(uses, there, may)), "value"].sum()

    assert worth(pools | {pool: pools[pool] + more}) >= worth(pools) - 1e-9
