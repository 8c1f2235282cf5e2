"""Notebook 1: what the room says about who decides, and the three pages made of it."""

import pytest

from smarter_spending.district.choices import TEAM
from smarter_spending.guide import nb01_partnership as page
from tools.samples.teams import answers_of

NOTEBOOK = "01_partnership"


@pytest.fixture
def record():
    assert TEAM == "our team"
    return answers_of(NOTEBOOK)["our_team"]


def test_two_deciders_for_stop_a_program_are_not_a_rule():
    problems = page._tested(page.USUAL).set_index("decision")
    assert not problems.loc["Stop a program", "valid"]
    assert "both decide" in problems.loc["Stop a program", "reason"]
    assert "Stop a program: finance and superintendent both decide" in page._say_rights(
        problems.reset_index()
    )


def test_what_is_wrong_with_a_decision_is_put_into_words():
    assert page._say_problem("several", ("finance", "academics", "board")) == (
        "finance, academics and board all decide"
    )
    assert page._say_problem("not heard", ("finance", "with_dollars")) == (
        "finance not consulted, though it has dollars"
    )
    assert page._say_problem("nobody decides", ()) == "nobody decides"


def test_six_of_ten_policies_adopted_leave_a_gap_of_four():
    assert len(page.POLICIES) == 10
    assert "a gap of 4" in page._say_policies(page._first_policies(adopted=6))


def test_nothing_marked_yet_is_said_and_not_called_wrong():
    problems = page._tested(page._rights_given({}))
    assert page._say_rights(problems).startswith("No decision is marked yet.")


def test_the_charter_of_nobody_is_lines_to_fill_in_and_three_signatures():
    body = page._charter({})
    for signer in ("Superintendent", "Chief business official", "Chief academic official"):
        assert signer in body.split("## Signed")[1]
    assert body.count("______") >= len(page.DECISIONS) + 3
    assert "finance" not in body.split("## Who decides")[1].split("##")[0].lower()


def test_the_charter_says_what_the_room_settled_and_what_it_did_not(record):
    body = page._charter(record)
    assert "Owner: superintendent" in body
    assert "Set the budget calendar: academics not consulted" in body
    assert "1. **Learning before custom.**" in body
    assert "a gap of 7" in body


def test_the_charter_names_no_person_only_roles(record):
    body = page._charter(record)
    assert not any(title in body for title in ("Mr.", "Ms.", "Mrs.", "Dr."))


def test_principles_come_in_the_order_they_were_put(record):
    body = page._principles_page(record)
    assert body.index("Learning before custom") < body.index("Every program earns its place")
    assert "______" in page._principles_page({})


def test_the_communications_plan_has_four_audiences_and_says_what_is_open(record):
    table = page._telling_given(record)
    assert len(table) == 4
    assert "Labor partners (no date)" in page._say_telling(page._telling_given(record))
    assert page._communications({}).count("______") >= 4


@pytest.mark.parametrize("words, seconds", [(75, 30), (150, 60)])
def test_75_words_are_thirty_seconds(words, seconds):
    assert f"{words} words: about {seconds} seconds" in page._say_speech("word " * words)


def test_the_process_takes_hours_once_all_three_are_answered(record):
    # 10 people for 2 hours, 14 times a year
    assert "take 280 hours" in page._say_process(record)
    assert "not yet known" in page._say_process(record | {"meet_times": None})
