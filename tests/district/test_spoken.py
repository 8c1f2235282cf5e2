"""What the district itself has set, and what nobody has: no default speaks for it."""

from datetime import date

import pytest

import smarter_spending as ss
from smarter_spending.district.settings import USUAL, NotSet, Settings, Spoken, spoken

RULE = {**USUAL, "transition_months": 2}
BY = "the board, 2025-06-10"


def settings(**more):
    return Settings("Oak", "39123450000000", "2024-25", date(2025, 9, 15), "2024-25", **more)


def test_a_policy_nobody_wrote_or_signed_is_not_set():
    assert isinstance(spoken(settings(), "reserve_policy"), NotSet)
    assert isinstance(spoken(settings(reserve_policy=0.03), "reserve_policy"), NotSet)
    set_by = {"reserve_policy": BY}
    assert isinstance(spoken(settings(set_by=set_by), "reserve_policy"), NotSet)
    assert spoken(settings(reserve_policy=0.03, set_by=set_by), "reserve_policy") == Spoken(
        0.03, BY
    )


def test_a_rule_is_set_when_every_threshold_is():
    set_by = {"decision_rule": BY}
    part = {name: value for name, value in RULE.items() if name != "delivered_enough"}
    assert isinstance(spoken(settings(decision_rule=part, set_by=set_by), "decision_rule"), NotSet)
    assert spoken(settings(decision_rule=RULE, set_by=set_by), "decision_rule").set_by == BY


@pytest.mark.parametrize("name", ["altamont_valley", "cold_creek", "port_sierra"])
def test_the_samples_say_who_set_what_they_rest_on(name):
    case = ss.open_case(name)
    assert case.not_set(case.plan()) == []
