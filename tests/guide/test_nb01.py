"""Notebook 1: what the room says about who decides, and the three pages made of it."""

import re

import pytest

import smarter_spending as ss
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
    assert "a gap of 4" in page._say_gap(page._first_policies(adopted=6))


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


@pytest.fixture
def altamont(samples):
    return ss.open_case(samples / "altamont_valley", NOTEBOOK)


def test_the_page_opens_with_how_many_decisions_stand_under_two_rules(altamont):
    said = page.in_short(altamont).data
    assert "Finance and academics name different deciders." in said
    assert '<p class="number">5<small>of 8 decisions under two rules' in said
    assert "<b>3</b><small>same decider" in said and "<b>5</b><small>two rules in force" in said
    assert "owner: superintendent; settles a tie: superintendent" in said
    both = page._both(altamont)
    alike = page._say_in_short(both.assign(differ=False))
    assert alike == "Finance and academics name the same deciders."
    assert "both must answer first" in page._say_in_short(both[:0])


def test_the_picture_of_deciders_has_each_side_at_every_name_it_gave(altamont):
    finding = page.deciders(altamont)
    rows = finding.picture.table
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', finding.picture.html(""))
    for row in rows.itertuples():
        assert f"{row.decision} finance: {row.finance_says} academics: {row.academics_says}" in said
    drawn = finding.picture.html("")
    names = sum(len(given) for given in rows["academics_names"])
    assert drawn.count("stroke-linecap: square") == names  # and a disc for each of finance's
    discs = drawn.count("stroke-linecap: round; stroke-width: 13")
    assert discs == sum(len(one) for one in rows["finance_names"])
    # the sentence opens with the figures, and is taken home
    assert "name different deciders for 5 of 8 decisions" in finding.more
    assert "<details><summary>The figures" in finding._html()


def test_what_the_room_holds_by_is_drawn_with_both_sides(altamont):
    finding = page.held(altamont)
    first = finding.picture.table.iloc[0]
    drawn = finding.picture.html("")
    assert f"finance {first['finance_named']}, academics {first['academics_named']}" in drawn
    assert finding.picture.title == f"{first['principle']} is named most: {first['named']} times"


def test_what_each_answers_alone_opens_from_a_heading_and_keeps_its_keys(altamont):
    kept = {
        "today_stop_decider", "principle_5", "principle_own", "rights_stop_board",
        "policy_reserve_next", "tell_board_date", "team", "meets", "purpose", "meet_hours",
    }  # fmt: skip
    asked = [page.today(altamont), page.rank_principles(altamont), page.own_principle(altamont)]
    assert all("ss-shut" in one.box._dom_classes for one in asked)
    known = set(altamont.choices.answers)
    assert kept <= known  # the sample's answers to them are there
    assert {q.key for one in asked for q in one.questions} <= known | {"check_two"}
    assert [q.key for q in page.decide(altamont).questions] == ["owner", "tie"]


def test_the_board_hears_the_gap_in_policies_and_never_that_everybody_knows(altamont, samples):
    said = page.say_to_board(altamont).markdown
    assert "**You may say:** “3 of 10 policies are adopted: a gap of 7.”" in said
    assert "Finance and academics name different people." in said
    nobody = page.say_to_board(ss.open_case(samples / "cold_creek", NOTEBOOK)).markdown
    assert "Nobody has shown that yet." in nobody and "policies" not in nobody


def test_the_first_try_is_said_to_fail_by_how_many_of_its_rules_hold(altamont):
    finding = page.first_try_tested(altamont)
    held = int(finding.table["valid"].sum())
    assert f"**Only {held} of 8 rules will hold.**" in finding.words
