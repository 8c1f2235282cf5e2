"""Notebooks 10 and 11 in words: who said what, what holds, and what is only potential."""

from datetime import date

import pandas as pd
import pytest

from smarter_spending.display import decision_findings as say
from smarter_spending.display import decision_room as room
from smarter_spending.display import reallocation_findings as money
from smarter_spending.display.sunset import say_sunset, sunset_page, sunset_table
from smarter_spending.display.trade_findings import say_given_up, say_hands
from smarter_spending.display.trade_room import hands_given, labels_given, target_given
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.funds import pay_for
from smarter_spending.planning.second_look import sunset_plan, with_overrides

NOTEBOOK = "10_keep_grow_fix_stop"
DECISIONS = pd.DataFrame(
    {
        "program_id": ["P1", "P2"],
        "program": ["Club", "Tutoring"],
        "verdict": ["Stop", "Not yet known"],
        "mandate": False,
        "total_cost": [100_000.0, 50_000.0],
        "chance_gain": [0.01, None],
        "lever": "",
        "students_served": [40.0, 9.0],
        "same_job_as": "",
        "owner": ["Director", ""],
    }
)


def answers(folder, person, role, **given):
    theirs = open_choices(folder, NOTEBOOK, person)
    if role:
        theirs.keep_role(role)
    theirs.keep_all(given)


def test_the_sides_are_shown_apart_and_the_record_is_no_voice(tmp_path):
    answers(tmp_path, "Budget", "finance", apart_P1_verdict="Stop")
    answers(tmp_path, "Payroll", "finance", apart_P1_verdict="Keep")
    answers(tmp_path, "Learning", "academics", apart_P1_verdict="Fix")
    answers(tmp_path, TEAM, "", apart_P1_verdict="Grow")
    row = room.decided_apart(tmp_path, NOTEBOOK, DECISIONS).iloc[0]
    assert row["finance_decides"] == "Keep (1), Stop (1)"
    assert row["academics_decide"] == "Fix (1)" and row["others_decide"] == ""
    assert row["rule_says"] == "Stop"


def test_the_rooms_record_comes_before_single_voices(tmp_path):
    answers(tmp_path, "Budget", "finance", override_P1_verdict="Keep", override_P1_because="a")
    one = room.overrides_given(tmp_path, NOTEBOOK, DECISIONS)
    assert one.to_numpy().tolist() == [["P1", "finance", "Keep", "a"]]
    answers(tmp_path, TEAM, "", override_P1_verdict="Fix", override_P1_because="b")
    both = room.overrides_given(tmp_path, NOTEBOOK, DECISIONS)
    assert both.to_numpy().tolist() == [["P1", "the room", "Fix", "b"]]


def test_leaving_it_as_the_rule_says_is_no_override(tmp_path):
    answers(tmp_path, TEAM, "", override_P1_verdict="as the rule says")
    assert room.overrides_given(tmp_path, NOTEBOOK, DECISIONS).empty


def test_what_was_decided_against_the_rule_is_said_with_its_reason(tmp_path):
    answers(tmp_path, TEAM, "", override_P1_verdict="Fix", override_P1_because="a new form")
    held = with_overrides(DECISIONS, room.overrides_given(tmp_path, NOTEBOOK, DECISIONS))
    said = say.say_overrides(held)
    assert "Club: Fix instead of Stop (the room: a new form)" in said
    untouched = with_overrides(DECISIONS, room.overrides_given(tmp_path / "b", NOTEBOOK, DECISIONS))
    assert say.say_overrides(untouched) == "Nobody has decided against the rule."


def test_cutting_blind_is_said_in_dollars_and_what_is_not_known_is_not_stopped():
    held = DECISIONS.assign(decision=DECISIONS["verdict"], disagrees=False, reasons_known=2)
    assert "$50,000 (33% of all program dollars)" in say.say_blind_cut(held)
    assert "**Stop:** Club." in say.say_verdicts(held)
    assert "**1 program**, with $50,000 a year" in say.say_verdicts(held)
    assert "Too little is known" in say.say_second_opinion(held)


def test_the_rule_is_shown_part_by_part():
    table = say.rule_table(DecisionRule(priority_aims=("early_literacy",))).set_index("rule_part")
    assert table["rule_value"].iloc[0] == "Early literacy" and "60%" in table["rule_value"].tolist()
    assert say.rule_table(DecisionRule())["rule_value"].iloc[0] == "none named yet"


def test_the_sunset_plan_names_who_has_no_place_yet_and_counts_no_nine_students():
    stopped = DECISIONS.assign(decision="Stop", verdict="Stop")
    moved = pd.DataFrame({"program_id": ["P1"], "transition": [8_000.0]})
    plan = sunset_plan(stopped, moved, date(2025, 9, 15), minimum=11)
    said = say_sunset(plan, 11)
    assert "March 15, 2026" in said and "about 40 students and 1 program" in said
    assert "Nobody is named yet to take on the students of Club and Tutoring" in said
    page = sunset_page(plan, sunset_table(plan), {}, [], 11)
    assert "**Who sees to it:** ______" in page and "taken on by ______" in page
    assert "9 students" not in page and "not known or too few to show" in page


SAVINGS = pd.DataFrame(
    {
        "program_id": ["P1", "P3"],
        "program": ["Club", "Grant"],
        "verdict": "Stop",
        "lever": "",
        "resource": ["0709", "7435"],
        "pool": ["Supplemental", "Recovery"],
        "term": ["recurring", "one-time"],
        "low": [10_000.0, 0.0],
        "likely": [100_000.0, 40_000.0],
        "high": [100_000.0, 40_000.0],
        "people": 0.0,
        "label": "identified",
    }
)
RANGES = pd.DataFrame(
    {
        "term": ["recurring", "recurring", "one-time", "one-time"],
        "pool": ["Supplemental", "all", "Recovery", "all"],
        "identified": [100_000.0, 100_000.0, 40_000.0, 40_000.0],
        "low": [30_000.0, 30_000.0, 9_000.0, 9_000.0],
        "middle": [70_000.0, 70_000.0, 28_000.0, 28_000.0],
        "high": [90_000.0, 90_000.0, 39_000.0, 39_000.0],
    }
)


def test_dollars_found_are_potential_per_student_with_their_range_and_one_time_apart():
    said = money.say_found(RANGES, SAVINGS, students=1_000)
    assert "**$100,000 a year is identified, $100 a student**, from 1 program" in said
    assert "potential until the board approves it" in said and "Plan on $70,000" in said
    assert "$40,000 is one-time money" in said
    assert "$100 a student" not in money.say_found(RANGES, SAVINGS, float("nan"))
    assert "nothing can be freed yet" in money.say_found(RANGES.iloc[:0], SAVINGS, 1.0)


def test_a_growth_that_only_the_best_case_pays_for_is_to_go_in_steps():
    paid = pay_for(
        {"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    said = money.say_paid(paid, RANGES)
    assert "could be paid" in said and "$10,000 of it is missing: grow in steps" in said
    small = pay_for(
        {"Tutoring": 60_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    assert "even from the figure to plan on" in money.say_paid(small, RANGES)
    crossed = pay_for({"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {})
    assert "$80,000 is missing" in money.say_paid(crossed, RANGES)


def test_the_statement_says_potential_first_and_labels_every_line():
    paid = pay_for({}, {}, {})
    page = money.found_statement(RANGES, SAVINGS, paid, ["Said."], {}, [])
    assert page.splitlines()[0].startswith("*Potential until the board approves it")
    lines = [line for line in page.splitlines() if line.startswith("| ") and "$" in line]
    assert len(lines) == 2 and all("| identified |" in line for line in lines)
    approved = SAVINGS.assign(label=["approved", "identified"])
    assert "$100,000 approved" in money.say_labels(approved)


def test_only_the_rooms_record_makes_a_dollar_approved(tmp_path):
    folder, notebook = tmp_path, "11_pay_for_priorities"
    open_choices(folder, notebook, "Budget").keep("label_P1_label", "approved")
    assert labels_given(folder, notebook, SAVINGS["program_id"]) == {}
    open_choices(folder, notebook, TEAM).keep("label_P1_label", "approved")
    assert labels_given(folder, notebook, SAVINGS["program_id"]) == {"P1": "approved"}


def test_every_teams_hand_is_read_and_a_blank_target_is_the_usual_one(tmp_path):
    notebook = "11_pay_for_priorities"
    open_choices(tmp_path, notebook, "Budget").keep("hand", ["save P1"])
    open_choices(tmp_path, notebook, "Learning").keep("hand", [])
    assert hands_given(tmp_path, notebook) == {"Budget": ["save P1"]}
    assert target_given({"target": "many"}, 5.0) == 5.0


COMPARED = pd.DataFrame(
    {
        "team": ["A", "B", "best affordable set"],
        "invested": [50.0, 90.0, 80.0],
        "students_gaining": [1.0, 2.0, 3.0],
        "short": [0.0, 40.0, 0.0],
        "value": [200.0, 10.0, 100.0],
        "given_up": [-100.0, None, 0.0],
        "met": [True, False, True],
    }
)


def test_hands_are_said_with_what_a_table_cannot_show():
    assert "the target is met by A" in say_hands(COMPARED)
    assert "B spent dollars that may not pay for it" in say_hands(COMPARED)
    assert "cuts whose loss nobody knows" in say_given_up(COMPARED, "A")
    assert "$40 of this hand cannot be paid" in say_given_up(COMPARED, "B")
    assert "Nobody has played a hand yet" in say_hands(COMPARED.iloc[-1:])


@pytest.mark.parametrize("recurring, once", [(500_000, 700_000), (0, 9), (10, 0)])
def test_a_lasting_program_costs_at_most_what_comes_every_year(recurring, once):
    assert money.lasting_dollars(recurring, once) == recurring
