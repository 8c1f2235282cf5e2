"""Whether it happened and whether it helped; and a calendar that other programs open."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.monitoring import (
    Event,
    ReviewRule,
    Spent,
    calendar_file,
    day_named,
    goal_attainment,
    goals_attained,
    review_of,
    review_programs,
    review_rule,
    review_year,
    reviewed_programs,
    spending_against_plan,
    spent_beside_budget,
    way_gone,
)


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
    assert spent_beside_budget(table, ReviewRule()) == Spent(2, 1, 200.0, 199.0, ("B",))
    assert spent_beside_budget(table, ReviewRule(spent_within=0.2)).far == ()


def test_one_program_is_judged_by_the_districts_own_rule():
    assert review_of(0.40, 0.30, ReviewRule()).review == "change"
    assert review_of(0.40, 0.30, ReviewRule(delivered_enough=0.35)).review == "stop"


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
    table = reviewed_programs(decisions, ReviewRule(), ledger, "2024-25")
    assert table[["program", "review"]].values.tolist() == [["Band", "stop"], ["Art", "wait"]]
    assert table["spent_share"].tolist()[1] == 0.8 and pd.isna(table["spent"].iloc[0])


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
        ({"chance_gain": 0.30, "decision": "Not yet known"}, "wait", "too much is open"),
        ({"chance_gain": 0.30, "decision": "Keep"}, "change", "decided otherwise (Keep)"),
        ({"chance_gain": 0.0, "decision": "Keep"}, "stop", "although it was decided otherwise"),
        ({"chance_gain": 0.0, "mandate": pd.NA}, "change", "find out whether law"),
        ({"chance_gain": 0.30, "mandate": pd.NA}, "wait", "find out whether law"),
        ({"mandate": pd.NA}, "wait", "a gain is shown"),
        ({"delivered_share": 1.2, "chance_gain": 0.70}, "wait", "120.0% of the plan was delivered"),
    ],
)
def test_the_rule_branch_by_branch(changes, review, words):
    row = reviewed(**changes)
    assert row.review == review and words in row.review_reason


UNTOLD = {"can_tell": False, "chance_gain": np.nan}
BUDGET = {"decision": "Fix", "lever": "budget"}


@pytest.mark.parametrize(
    "changes, review, words",
    [
        ({"decision": "Stop", "chance_gain": 0.70}, "stop", "decided to stop"),
        ({"decision": "Stop", "chance_gain": 0.01}, "stop", "its students did worse"),
        ({"decision": "Stop", "same_job_as": "Groups"}, "stop", "that Groups takes on its"),
        ({"decision": "Keep", "chance_gain": 0.70}, "wait", "too early"),
        ({"decision": "Grow"}, "wait", "grow it as was decided"),
        (BUDGET | UNTOLD | {"delivered_share": 0.3}, "stop", "not renewed: see that it ends, and"),
        (BUDGET | UNTOLD | {"same_job_as": "Groups"}, "stop", "that Groups takes on its students"),
        (BUDGET | UNTOLD | {"same_job_as": np.nan}, "stop", "where its students go"),
        (BUDGET, "change", "the same gain at a lower cost"),
        (UNTOLD | {"decision": "Fix", "lever": "scale", "delivered_share": 0.3}, "change", "used"),
        ({"decision": "Fix", "lever": "cycle", "delivered_share": 0.3}, "change", "decided to fix"),
        ({"decision": "Fix", "lever": "goal", "mandate": True}, "change", "decided to fix it"),
        ({"decision": "Fix", "chance_gain": 0.30}, "change", "fix it as was decided"),
        ({"decision": "Keep", "lever": "budget"} | UNTOLD, "wait", "cannot be told"),
        ({"ending": True}, "stop", "Its end is already set"),
        ({"ending": True, "decision": "Not yet known"} | UNTOLD, "stop", "already set"),
        ({"ending": True, "same_job_as": "Groups"} | BUDGET | UNTOLD, "stop", "already set"),
        ({"ending": True, "decision": "Keep"}, "change", "settle which"),
        ({"ending": True, "mandate": True}, "change", "law or contract requires it"),
        ({"ending": np.nan}, "wait", "a gain is shown"),
    ],
)
def test_what_was_decided_comes_before_what_was_measured(changes, review, words):
    row = reviewed(**changes)
    assert row.review == review and words in row.review_reason


def test_a_purchase_that_is_not_renewed_is_never_to_be_delivered():
    row = reviewed(**BUDGET, **UNTOLD, delivered_share=0.275)
    assert "Deliver it" not in row.review_reason and "comparison" not in row.review_reason


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


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def one_event(title="Staff are told", why="", key=""):
    return unfolded(calendar_file([Event(NOTICE, title, why, key)], "Oak", TODAY))


def test_every_line_ends_in_cr_lf_and_none_is_longer_than_75_octets():
    text = calendar_file([Event(NOTICE, "é€𝄞" * 60, "“” words " * 60)], "Oak", TODAY)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\r" not in text.replace("\r\n", "") and "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "é€𝄞" * 60 in "".join(unfolded(text)), "no letter is cut in two"


def test_commas_semicolons_backslashes_and_line_ends_are_written_as_text():
    lines = one_event(why="a, b; c\\d\ne\r\nf\rg\x00")
    (said,) = [line for line in lines if line.startswith("DESCRIPTION")]
    assert said == "DESCRIPTION:a\\, b\\; c\\\\d\\ne\\nf\\ng"


def test_an_event_is_a_whole_day_that_ends_before_the_next_and_blocks_nobody():
    lines = one_event()
    assert "DTSTART;VALUE=DATE:20260315" in lines
    assert "DTEND;VALUE=DATE:20260316" in lines, "the end is not part of the event"
    assert "TRANSP:TRANSPARENT" in lines


def test_the_file_says_when_it_was_made_by_the_books_and_never_by_the_clock():
    assert "DTSTAMP:20250915T000000Z" in one_event()
    assert one_event() == one_event()


def test_an_entry_keeps_its_name_when_its_words_or_its_day_move():
    def uid(event, made=TODAY):
        lines = unfolded(calendar_file([event], "Oak", made))
        return next(line for line in lines if line.startswith("UID:"))

    assert uid(Event(NOTICE, "A", "x")) == uid(Event(NOTICE, "A", "y"), made=date(2025, 12, 1))
    assert uid(Event(NOTICE, "A", key="P1")) == uid(Event(LAST, "A", key="P1"))
    assert uid(Event(NOTICE, "A")) != uid(Event(LAST, "A"))
    assert uid(Event(NOTICE, "A")) != uid(Event(NOTICE, "B"))


def test_a_calendar_says_what_it_is_before_its_first_event():
    lines = one_event()
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[2].startswith("PRODID:")
    assert lines[3:6] == ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT"]
    empty = unfolded(calendar_file([], "Oak", TODAY))
    assert empty[-2:] == ["END:VCALENDAR", ""]


def test_the_year_has_its_legal_days_in_order_and_none_before_today():
    events = review_year(date(2026, 1, 10), NOTICE, LAST)
    days = [event.day for event in events]
    assert days == sorted(days) and days[0] == date(2026, 2, 28)
    assert {NOTICE, LAST, date(2026, 7, 1), date(2026, 9, 15)} <= set(days)
    uids = [line for line in unfolded(calendar_file(events, "Oak", days[0])) if "UID" in line]
    assert len(set(uids)) == len(events)


def test_the_interim_reports_and_the_budget_look_at_the_triggers():
    told = {event.day: event for event in review_year(TODAY, NOTICE, LAST) if "rigger" in event.why}
    assert sorted(told) == [date(2025, 12, 15), date(2026, 3, 15), date(2026, 7, 1)]


def test_the_notice_day_says_for_whom_it_is_and_sends_the_others_to_human_resources():
    (told,) = [one for one in review_year(TODAY, NOTICE, LAST) if one.title == "Staff are told"]
    assert "certificated" in told.why
    assert "Classified staff have notice rules of their own" in told.why
    assert "human resources" in told.why


def test_a_day_on_a_weekend_names_the_last_working_day_before_it():
    # March 15, 2026 is a Sunday; June 30, 2026 a Tuesday
    told = {event.title: event.why for event in review_year(TODAY, NOTICE, LAST)}
    assert told["Staff are told"].endswith(
        "It falls on a Sunday: the last working day is Friday, March 13."
    )
    assert "falls on" not in told["What ends, ends"]


def test_after_the_notice_day_the_rest_of_the_year_is_not_forgotten():
    # looked at in April 2026, what ends ends in June 2027: May to September 2026 still come
    april = review_year(date(2026, 4, 10), date(2027, 3, 15), date(2027, 6, 30))
    assert [event.day for event in april][:3] == [
        date(2026, 5, 15),
        date(2026, 7, 1),
        date(2026, 9, 15),
    ]


@pytest.mark.parametrize(
    "words, day",
    [
        ("March 1", date(2026, 3, 1)),
        ("by October 31.", date(2025, 10, 31)),
        ("September 15", TODAY),
        ("June 15, 2027", date(2027, 6, 15)),
        ("3/1/2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("Feb 29", None),
        ("in spring", None),
        ("", None),
    ],
)
def test_a_day_that_somebody_wrote_is_read_or_left_alone(words, day):
    assert day_named(words, TODAY) == day
