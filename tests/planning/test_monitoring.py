"""Whether it happened and whether it helped; and a calendar that other programs open."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.monitoring import (
    ReviewRule,
    carry_forward,
    goal_attainment,
    review_programs,
    review_rule,
    spending_against_plan,
)
from smarter_spending.planning.review_calendar import Event, calendar_file, review_year


# CURRICULUM.md, the checks of notebook 15
def test_from_42_to_54_and_now_46_is_a_third_of_the_way():
    assert goal_attainment(42, 54, 46) == pytest.approx(1 / 3)


def test_a_goal_that_goes_down_is_attained_by_going_down():
    assert goal_attainment(24, 12, 21) == pytest.approx(0.25)
    assert goal_attainment(24, 12, 27) == pytest.approx(-0.25)
    with pytest.raises(ValueError, match="no way to go"):
        goal_attainment(42, 42, 46)
    with pytest.raises(ValueError, match="must be numbers"):
        goal_attainment(42, 54, float("nan"))


@given(st.floats(-100, 100), st.floats(1, 100), st.floats(0, 2))
def test_attainment_is_the_share_of_the_way_whatever_the_unit(baseline, way, share):
    actual = baseline + share * way
    assert goal_attainment(baseline, baseline + way, actual) == pytest.approx(share, abs=1e-6)


def reviewed(**changes):
    row = {"program_id": "P1", "program": "Tutoring", "delivered_share": 0.8, "can_tell": True,
           "chance_gain": 0.95, "mandate": False} | changes  # fmt: skip
    return review_programs(pd.DataFrame([row]), ReviewRule()).iloc[0]


@pytest.mark.parametrize(
    "changes, review, words",
    [
        ({}, "wait", "a gain is shown"),
        ({"delivered_share": 0.40, "chance_gain": 0.30}, "change", "has not been tried"),
        ({"delivered_share": 0.40, "can_tell": False, "chance_gain": np.nan}, "change", "Deliver"),
        ({"delivered_share": 0.40}, "wait", "helps even though"),
        ({"chance_gain": 0.30}, "stop", "notebook 10"),
        ({"chance_gain": 0.30, "mandate": True}, "change", "required"),
        ({"chance_gain": 0.70}, "wait", "too early"),
        ({"can_tell": False, "chance_gain": np.nan}, "wait", "cannot be told"),
        ({"delivered_share": np.nan, "chance_gain": 0.30}, "wait", "count it"),
        ({"delivered_share": 0.33, "chance_gain": 0.0}, "stop", "did worse"),
        ({"chance_gain": 0.0, "mandate": True}, "change", "required"),
    ],
)
def test_the_rule_branch_by_branch(changes, review, words):
    row = reviewed(**changes)
    assert row.review == review and words in row.review_reason


@given(st.one_of(st.none(), st.floats(0, 1)), st.booleans(), st.one_of(st.none(), st.floats(0, 1)))
def test_what_is_missing_or_was_not_delivered_never_stops_a_program(share, told, gain):
    row = reviewed(delivered_share=share, can_tell=told, chance_gain=gain)
    if not told or gain is None:
        assert row.review != "stop"
    elif gain <= ReviewRule().loss_shown:
        assert row.review == "stop", "a loss that is shown stops, as the rule of notebook 10 says"
    elif share is None or share < 0.6:
        assert row.review != "stop"


def test_the_review_and_the_rule_of_notebook_10_call_the_same_thing_a_loss_and_a_delivery():
    assert review_rule(DecisionRule()) == ReviewRule()
    strict = review_rule(DecisionRule(delivered_enough=0.9, loss_shown=0.01))
    assert (strict.delivered_enough, strict.loss_shown) == (0.9, 0.01)


def ledger(*rows):
    table = pd.DataFrame(rows, columns=["local_program", "amount_type", "amount"])
    return table.assign(fiscal_year="2024-25", fund="01", kind="spending")


def test_spending_stands_beside_the_budget_and_is_never_added_to_it():
    table = spending_against_plan(
        ledger(("P1", "adopted_budget", 100.0), ("P1", "actual", 80.0), ("P2", "actual", 5.0)),
        "2024-25",
    )
    assert table.to_numpy().tolist() == [["P1", 100.0, 80.0, -20.0, 0.8]]
    assert spending_against_plan(ledger(("P1", "actual", 80.0)), "2024-25").empty


def test_what_is_left_open_goes_back_to_notebook_0():
    reviews = pd.DataFrame({"program": ["A", "B"], "review": ["change", "wait"]})
    goals = pd.DataFrame({"goal": ["Reading", "Absence"], "attainment": [0.33, 1.2]})
    assert carry_forward(reviews, goals) == [
        "Reading: 33% of the way; why not more?",
        "To change: A.",
    ]


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_is_whole_days_in_lines_a_calendar_program_reads():
    why = "Sí; “notice”, by law\nand a long reason: " + "words " * 30
    told, today = Event(date(2026, 3, 15), "Staff are told", why), date(2025, 9, 15)
    text = calendar_file([told], "Oak", today)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20260315" in lines and "DTEND;VALUE=DATE:20260316" in lines
    said = next(line for line in lines if line.startswith("DESCRIPTION"))
    assert "Sí\\; “notice”\\, by law\\nand a long reason: words" in said
    assert text == calendar_file([told], "Oak", today)


def test_the_year_has_its_legal_days_in_order_and_none_before_today():
    events = review_year(date(2026, 1, 10), date(2026, 3, 15), date(2026, 6, 30))
    days = [event.day for event in events]
    assert days == sorted(days) and days[0] == date(2026, 2, 28)
    assert {date(2026, 3, 15), date(2026, 6, 30), date(2026, 9, 15)} <= set(days)
    uids = [line for line in unfolded(calendar_file(events, "Oak", days[0])) if "UID" in line]
    assert len(set(uids)) == len(events)
