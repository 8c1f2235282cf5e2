"""Whether it happened and whether it helped; and a calendar that other programs open."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.monitoring import (
    attained_percent,
    day_named,
    goal_attainment,
    goals_attained,
    review_of,
    review_programs,
    review_year,
    reviewed_programs,
    spending_against_plan,
    spent_beside_budget,
    way_gone,
    working_day,
)


# CURRICULUM.md, the checks of notebook 15
def test_from_42_to_54_and_now_46_is_a_third_of_the_way():
    assert goal_attainment(42, 54, 46) == pytest.approx(1 / 3)


def test_a_third_of_the_way_is_33_percent():
    assert attained_percent(42, 54, 46) == 33


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


@pytest.mark.parametrize(
    "attainment, state",
    [(-0.25, "away"), (1e-12, "still"), (0.5, "on its way"), (0.9949, "on its way"),
     (0.995, "nearly"), (1 - 1e-12, "reached"), (1.25, "passed")],
)  # fmt: skip
def test_how_far_a_goal_has_come_in_one_word(attainment, state):
    assert way_gone(attainment).state == state


def test_results_are_held_against_their_goals_and_a_wrong_one_is_never_cut_to_a_percentage():
    goals = pd.DataFrame(
        {"number": [1, 2, 3, 4], "measure": "Reading", "baseline": [0.42, 0.42, 0.42, np.nan],
         "target": [0.54, 0.54, 0.42, 0.54], "count": [1_000.0, np.nan, 1_000.0, 1_000.0]}
    )  # fmt: skip
    table = goals_attained(goals, {"now_1": 46, "now_2": 46, "now_3": 46, "now_4": 46})
    # (46 - 42) / (54 - 42) = 4 / 12; the fourth has no baseline, the third no way to go
    assert table["number"].tolist() == [1, 2, 3]
    assert table["attainment"].tolist()[:2] == pytest.approx([1 / 3, 1 / 3])
    assert table["state"].tolist() == ["on its way", "on its way", "no way"]
    # 460 of 1,000: Wilson's 90% range is 43.4% to 48.6%; of the second nobody knows how many
    assert table["low"].round(3).tolist()[0] == 0.434 and pd.isna(table["low"].iloc[1])
    assert not table["may_be_chance"].any()
    fewer = goals_attained(goals, {"now_1": 46, "now_1_of": 100, "now_2": 130, "now_3": "46%"})
    assert fewer["may_be_chance"].tolist() == [True, False, False]
    assert fewer["state"].tolist() == ["on its way", "refused", "refused"]
    assert goals_attained(goals, {})["state"].tolist() == ["not in"] * 3


def test_what_was_spent_is_set_beside_its_budget_to_half_a_cent():
    table = pd.DataFrame(
        {"program": ["A", "B", "C"], "budgeted": [100.0, 100.0, None], "spent": [110.0, 89.0, 5.0]}
    )
    assert spent_beside_budget(table).tolist() == [2, 1, 200.0, 199.0, ("B",)]
    assert spent_beside_budget(table, 0.2).far == ()


def test_one_program_is_judged_by_the_districts_own_rule():
    assert review_of(0.40, 0.30, DecisionRule()).review == "change"
    assert review_of(0.40, 0.30, DecisionRule(delivered_enough=0.35)).review == "stop"


def test_programs_that_move_or_of_which_something_is_known_are_reviewed_what_stops_first():
    decisions = pd.DataFrame(
        {"program_id": ["A", "B", "C"], "program": ["Art", "Band", "Choir"],
         "decision": ["Keep", "Stop", "Keep"], "verdict": ["Keep", "Stop", "Keep"], "lever": "",
         "ending": False, "mandate": False, "can_tell": False, "chance_gain": np.nan,
         "delivered_share": [0.9, np.nan, np.nan], "same_job_as": ""}
    )  # fmt: skip
    ledger = pd.DataFrame(
        {"fiscal_year": "2024-25", "amount_type": ["actual", "adopted_budget"], "fund": "01",
         "kind": "spending", "local_program": "A", "amount": [80.0, 100.0]}
    )  # fmt: skip
    table = reviewed_programs(decisions, DecisionRule(), ledger, "2024-25")
    assert table[["program", "review"]].values.tolist() == [["Band", "stop"], ["Art", "wait"]]
    assert table["spent_share"].tolist()[1] == 0.8 and pd.isna(table["spent"].iloc[0])


def reviewed(rule=DecisionRule(), **changes):  # noqa: B008
    row = {"program_id": "P1", "program": "Tutoring", "delivered_share": 0.8, "can_tell": True,
           "chance_gain": 0.95, "mandate": False} | changes  # fmt: skip
    return review_programs(pd.DataFrame([row]), rule).iloc[0]


@pytest.mark.parametrize(
    "changes, review, reason",
    [
        ({}, "wait", "gain shown"),
        ({"delivered_share": 0.40, "chance_gain": 0.30}, "change", "not tried"),
        (
            {"delivered_share": 0.40, "can_tell": False, "chance_gain": np.nan},
            "change",
            "not tried",
        ),
        ({"delivered_share": 0.40}, "wait", "helps though little"),
        ({"chance_gain": 0.30}, "stop", "no gain"),
        ({"chance_gain": 0.30, "mandate": True}, "change", "no gain, required"),
        ({"chance_gain": 0.70}, "wait", "too early"),
        ({"can_tell": False, "chance_gain": np.nan}, "wait", "cannot be told"),
        ({"delivered_share": np.nan, "chance_gain": 0.30}, "wait", "not counted"),
        ({"delivered_share": 0.33, "chance_gain": 0.0}, "stop", "did worse"),
        ({"chance_gain": 0.0, "mandate": True}, "change", "did worse, required"),
        ({"chance_gain": 0.30, "decision": "Not yet known"}, "wait", "no gain, open"),
        ({"chance_gain": 0.30, "decision": "Keep"}, "change", "no gain, kept"),
        ({"chance_gain": 0.0, "decision": "Keep"}, "stop", "did worse"),
        ({"chance_gain": 0.0, "mandate": pd.NA}, "change", "did worse, law open"),
        ({"chance_gain": 0.30, "mandate": pd.NA}, "wait", "no gain, law open"),
        ({"mandate": pd.NA}, "wait", "gain shown"),
        ({"delivered_share": 1.2, "chance_gain": 0.70}, "wait", "too early"),
    ],
)
def test_the_rule_branch_by_branch(changes, review, reason):
    row = reviewed(**changes)
    assert (row.review, row.review_reason) == (review, reason)


UNTOLD = {"can_tell": False, "chance_gain": np.nan}
BUDGET = {"decision": "Fix", "lever": "budget"}


@pytest.mark.parametrize(
    "changes, review, reason",
    [
        ({"decision": "Stop", "chance_gain": 0.70}, "stop", "decided to stop"),
        ({"decision": "Stop", "chance_gain": 0.01}, "stop", "decided to stop, did worse"),
        ({"decision": "Stop", "same_job_as": "Groups"}, "stop", "decided to stop"),
        ({"decision": "Keep", "chance_gain": 0.70}, "wait", "too early"),
        ({"decision": "Grow"}, "wait", "gain shown"),
        (BUDGET | UNTOLD | {"delivered_share": 0.3}, "stop", "not renewed"),
        (BUDGET | UNTOLD | {"same_job_as": "Groups"}, "stop", "not renewed"),
        (BUDGET | UNTOLD | {"same_job_as": np.nan}, "stop", "not renewed"),
        (BUDGET, "change", "same for less"),
        (
            UNTOLD | {"decision": "Fix", "lever": "scale", "delivered_share": 0.3},
            "change",
            "pay for use",
        ),
        (
            {"decision": "Fix", "lever": "cycle", "delivered_share": 0.3},
            "change",
            "helps though little",
        ),
        ({"decision": "Fix", "lever": "goal", "mandate": True}, "change", "gain shown"),
        ({"decision": "Fix", "chance_gain": 0.30}, "change", "no gain, to fix"),
        ({"decision": "Keep", "lever": "budget"} | UNTOLD, "wait", "cannot be told"),
        ({"ending": True}, "stop", "ending"),
        ({"ending": True, "decision": "Not yet known"} | UNTOLD, "stop", "ending"),
        ({"ending": True, "same_job_as": "Groups"} | BUDGET | UNTOLD, "stop", "ending"),
        ({"ending": True, "decision": "Keep"}, "change", "ending, kept"),
        ({"ending": True, "mandate": True}, "change", "ending, required"),
        ({"ending": np.nan}, "wait", "gain shown"),
    ],
)
def test_what_was_decided_comes_before_what_was_measured(changes, review, reason):
    row = reviewed(**changes)
    assert (row.review, row.review_reason) == (review, reason)


def test_a_purchase_that_is_not_renewed_is_never_to_be_delivered():
    row = reviewed(**BUDGET, **UNTOLD, delivered_share=0.275)
    assert row.review_reason == "not renewed"


@given(st.one_of(st.none(), st.floats(0, 1)), st.booleans(), st.one_of(st.none(), st.floats(0, 1)))
def test_what_is_missing_or_was_not_delivered_never_stops_a_program(share, told, gain):
    row = reviewed(delivered_share=share, can_tell=told, chance_gain=gain)
    if not told or gain is None:
        assert row.review != "stop"
    elif gain <= DecisionRule().loss_shown:
        assert row.review == "stop", "a loss that is shown stops, as the rule of notebook 10 says"
    elif share is None or share < 0.6:
        assert row.review != "stop"


def test_the_review_and_the_rule_of_notebook_10_call_the_same_thing_a_loss_and_a_delivery():
    half = {"delivered_share": 0.5, "chance_gain": 0.04}
    assert reviewed(**half).review == "stop"
    # (it was "change", to be delivered: of the same program notebook 10 says to add nothing to it)
    assert reviewed(DecisionRule(loss_shown=0.01), **half).review_reason == "may have lost"
    lower = DecisionRule(loss_shown=0.01, delivered_enough=0.4)
    assert reviewed(lower, **half).review_reason == "may have lost"  # "no gain", which stops it


def ledger(*rows):
    table = pd.DataFrame(rows, columns=["local_program", "amount_type", "amount"])
    return table.assign(fiscal_year="2024-25", fund="01", kind="spending")


def test_spending_stands_beside_the_budget_and_is_never_added_to_it():
    table = spending_against_plan(
        ledger(("P1", "adopted_budget", 100.0), ("P1", "actual", 80.0)), "2024-25"
    )
    assert table.to_numpy().tolist() == [["P1", 100.0, 80.0, -20.0, 0.8]]
    assert spending_against_plan(ledger(), "2024-25").empty


# it was left out before, and its page could not say that no budget is on file
def test_a_program_without_a_budget_keeps_its_spending_and_has_no_budget_of_zero():
    table = spending_against_plan(
        ledger(("P1", "adopted_budget", 100.0), ("P2", "actual", 5.0)), "2024-25"
    ).set_index("program_id")
    assert table.loc["P2", "spent"] == 5.0 and np.isnan(table.loc["P2", "budgeted"])
    assert table.loc["P1", "budgeted"] == 100.0 and np.isnan(table.loc["P1", "spent"])
    assert table["spent_share"].isna().all() and table["difference"].isna().all()
    only_spent = spending_against_plan(ledger(("P1", "actual", 80.0)), "2024-25")
    assert only_spent["spent"].tolist() == [80.0] and only_spent["budgeted"].isna().all()


def test_a_budget_of_zero_has_no_share_and_cents_add_up():
    table = spending_against_plan(
        ledger(
            ("P1", "adopted_budget", 0.0),
            ("P1", "actual", 80.0),
            ("P2", "adopted_budget", 0.1),
            ("P2", "adopted_budget", 0.2),
            ("P2", "actual", 0.3),
        ),
        "2024-25",
    ).set_index("program_id")
    assert table.loc["P1", "budgeted"] == 0 and np.isnan(table.loc["P1", "spent_share"])
    # 0.10 + 0.20 = 0.30: nothing is left over
    assert table.loc["P2", "difference"] == 0 and table.loc["P2", "spent_share"] == 1


TODAY = date(2025, 9, 15)
NOTICE, LAST = date(2026, 3, 15), date(2026, 6, 30)


def test_the_year_has_its_legal_days_in_order_and_none_before_today():
    days = [day for day, _ in review_year(date(2026, 1, 10), NOTICE, LAST)]
    assert days == sorted(days) and days[0] == date(2026, 2, 28)
    assert {NOTICE, LAST, date(2026, 7, 1), date(2026, 9, 15)} <= set(days)


def test_a_day_on_a_weekend_has_a_working_day_before_it():
    # March 14 and 15, 2026 are a Saturday and a Sunday; June 30, 2026 a Tuesday
    assert {working_day(date(2026, 3, day)) for day in (13, 14, 15)} == {date(2026, 3, 13)}
    assert working_day(LAST) == LAST


def test_after_the_notice_day_the_rest_of_the_year_is_not_forgotten():
    # looked at in April 2026, what ends ends in June 2027: May to September 2026 still come
    april = review_year(date(2026, 4, 10), date(2027, 3, 15), date(2027, 6, 30))
    assert [day for day, _ in april][:3] == [date(2026, 5, 15), date(2026, 7, 1), date(2026, 9, 15)]


@pytest.mark.parametrize(
    "words, day",
    [
        ("March 1", date(2026, 3, 1)),
        ("by October 31.", date(2025, 10, 31)),
        ("September 15", TODAY),
        ("June 15, 2027", date(2027, 6, 15)),
        ("3/1/2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("3/1/26", date(2026, 3, 1)),
        ("3/4/26", date(2026, 3, 4)),  # month and day, as California writes them
        ("3/1", date(2026, 3, 1)),
        ("3-1-2026", date(2026, 3, 1)),
        ("2026/3/1", date(2026, 3, 1)),
        ("March 1st", date(2026, 3, 1)),
        ("1st of March 2026", date(2026, 3, 1)),
        ("the 1st of March", date(2026, 3, 1)),
        ("Sept 30", date(2025, 9, 30)),
        ("Sep. 30, 2026", date(2026, 9, 30)),
        ("by Friday, March 6th, 2026", date(2026, 3, 6)),
        ("no later than Dec 15 '25", date(2025, 12, 15)),
        ("1-Mar-26", date(2026, 3, 1)),
        ("30 June 2026", date(2026, 6, 30)),
        ("JUNE 30", date(2026, 6, 30)),
        ("Feb 29, 2028", date(2028, 2, 29)),
        ("Feb 29", None),
        ("13/4/2026", None),
        ("3.4.2026", None),
        ("26-3-1", None),
        ("3-4", None),
        ("2/30/26", None),
        ("March 2026", None),
        ("Marching 1", None),
        ("June 15 or 16", None),
        ("in spring", None),
        ("", None),
    ],
)
def test_a_day_that_somebody_wrote_is_read_or_left_alone(words, day):
    assert day_named(words, TODAY) == day
