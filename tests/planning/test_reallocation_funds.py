"""A restricted dollar never crosses, and no dollar is paid twice or lost."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.district.sacs import resource_rules
from smarter_spending.planning.reallocation import (
    lasting_dollars,
    may_pay,
    most_bound_first,
    pay_for,
    payments_side_by_side,
    resource_terms,
)

READING = {"goal_area": "early_literacy", "delivery": "small_group", "student_groups": "el;sed"}


@pytest.mark.parametrize(
    "resource, program, may",
    [
        ("0000", {}, True),
        ("0000", READING, True),
        ("0709", READING, True),
        ("0709", READING | {"student_groups": "all"}, False),
        ("0709", READING | {"student_groups": None}, False),
        ("0709", READING | {"contributing": False}, False),  # no increased or improved service
        ("0709", READING | {"contributing": True}, True),
        ("3010", READING | {"contributing": False}, True),
        ("3010", READING, True),
        ("3010", READING | {"goal_area": "enrichment"}, False),
        ("4035", READING, False),
        ("4035", READING | {"delivery": "coaching"}, True),
        ("6500", READING, False),
        ("6500", {"goal_area": "special_education", "student_groups": "swd"}, True),
        ("7435", READING | {"delivery": "technology"}, False),
        ("9010", READING, False),
        ("0210", READING, True),
    ],
)
def test_a_resource_pays_for_what_its_rule_allows(resource, program, may):
    assert may_pay(resource, program, resource_rules()) is may


def test_a_grant_nobody_wrote_a_rule_for_is_not_counted_on_again():
    terms = resource_terms(pd.Series(["0709", "7435", "9010", "0211"]), resource_rules())
    assert terms["term"].tolist() == ["recurring", "one-time", "one-time", "recurring"]
    assert terms["pool"].tolist()[2:] == ["Resource 9010", "Unrestricted General Fund"]


def test_the_pool_given_first_pays_first_but_no_dollar_stays_unpaid_for_it():
    may = {"tutors": ["free", "bound"], "buses": ["free"]}
    for order in (["bound", "free"], ["free", "bound"]):
        paid = pay_for({"tutors": 60.0}, dict.fromkeys(order, 100.0), may)
        assert paid.payments["pool"].tolist() == [order[0]]
    both = pay_for({"tutors": 60.0, "buses": 80.0}, {"free": 100.0, "bound": 100.0}, may)
    used = both.payments.set_index(["use", "pool"])["dollars"].to_dict()
    # free pays first, and still leaves 80 for the buses, which nothing else may pay for
    assert both.short == 0 and used["buses", "free"] == 80.0
    assert used["tutors", "free"] == 20.0 and used["tutors", "bound"] == 40.0


def test_the_most_bound_pool_is_the_one_with_fewest_permitted_uses():
    programs = pd.DataFrame(
        {"program_name": ["A", "B", "C"], "goal_area": ["early_literacy", "core", "math"],
         "delivery": "small_group", "student_groups": ["el", "el", None]}
    )  # fmt: skip
    pools = {"free": ["0000"], "LCFF S&C": ["0709"], "Title I": ["3010"], "a grant": ["9010"]}
    order = most_bound_first(pools, programs, resource_rules())
    assert order == ["a grant", "Title I", "LCFF S&C", "free"]


def test_nothing_to_pay_or_nothing_to_pay_with_is_no_error():
    assert pay_for({}, {"free": 5.0}, {}).by_pool["left"].tolist() == [5.0]
    assert pay_for({"tutors": 5.0}, {}, {}).short == 5.0


def test_an_amount_below_zero_is_refused():
    with pytest.raises(ValueError, match="use 'tutors' are -5; write 0 or more"):
        pay_for({"tutors": -5.0}, {"free": 1.0}, {})


POOLS = ("a", "b", "c")
cents = st.integers(0, 9_999).map(lambda value: value / 100)
uses = st.dictionaries(
    st.sampled_from(["u", "v", "w", "x"]),
    st.tuples(cents, st.sets(st.sampled_from(POOLS))),
    max_size=4,
)
pools = st.fixed_dictionaries(dict.fromkeys(POOLS, cents))


def hall(needs, there, allowed):
    """The most that can be paid, by the max-flow min-cut theorem: try every set of uses."""
    names = list(needs)
    best = sum(needs.values())
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            reached = set().union(*(allowed[use] for use in some)) if some else set()
            cut = sum(there[pool] for pool in reached)
            cut += sum(needs[use] for use in names if use not in some)
            best = min(best, cut)
    return best


@settings(max_examples=150)
@given(uses, pools)
def test_every_dollar_that_can_be_paid_is_and_none_crosses(drawn, there):
    needs = {use: need for use, (need, _) in drawn.items()}
    allowed = {use: pools_of for use, (_, pools_of) in drawn.items()}
    paid = pay_for(needs, there, allowed)
    assert all(row.pool in allowed[row.use] for row in paid.payments.itertuples())
    assert (paid.by_use["paid"] <= paid.by_use["needed"]).all()
    assert (paid.by_pool["used"] <= paid.by_pool["there"]).all()
    total = paid.payments["dollars"].sum()
    assert paid.by_use["paid"].sum() == pytest.approx(total)
    assert paid.by_pool["used"].sum() == pytest.approx(total)
    assert total == pytest.approx(hall(needs, there, allowed), abs=0.005)


def test_what_nothing_may_pay_stands_as_a_line_with_a_blank_pool():
    paid = pay_for({"tutors": 90.0, "buses": 40.0}, {"general": 50.0}, {"tutors": ["general"]})
    assert paid.payments_and_gaps.to_numpy().tolist() == [
        ["tutors", "general", 50.0], ["tutors", "", 40.0], ["buses", "", 40.0]
    ]  # fmt: skip
    assert (paid.needed, paid.dollars, paid.short) == (130.0, 50.0, 80.0)
    assert paid.short_of(pd.Series(["buses", "tutors", "labs"])).tolist() == [40.0, 40.0, 0.0]


def test_a_pool_that_pays_in_one_case_only_is_listed_with_nothing_in_the_other():
    allowed = {"tutors": ["bound", "free"]}
    paid = pay_for({"tutors": 90.0}, {"bound": 60.0, "free": 40.0}, allowed)
    planned = pay_for({"tutors": 90.0}, {"free": 40.0}, allowed)
    assert payments_side_by_side(paid, planned).to_numpy().tolist() == [
        ["tutors", "bound", 60.0, 0.0], ["tutors", "free", 30.0, 40.0]
    ]  # fmt: skip


@pytest.mark.parametrize("recurring, once", [(500_000, 700_000), (0, 9), (10, 0)])
def test_a_lasting_program_costs_at_most_what_comes_every_year(recurring, once):
    assert lasting_dollars(recurring, once) == recurring
