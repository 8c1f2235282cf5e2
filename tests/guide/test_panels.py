"""Forms, driven without a browser: what is entered is kept, and the answer follows."""

import json
from collections import UserList
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from smarter_spending.district.choices import open_choices
from smarter_spending.guide import panels
from smarter_spending.guide.nb06_where_the_money_goes import _unit_cost
from smarter_spending.guide.nb11_trade_game import WORDS
from smarter_spending.guide.questions import ask_choice, ask_number, ask_several, ask_words
from smarter_spending.planning.portfolio import Deck


@pytest.fixture
def shown(monkeypatch):
    """Everything that was put on the page; ``told`` is what each carries unseen."""

    pages = UserList()
    pages.told = []

    def display(bundle, raw, metadata=None):
        pages.append(bundle)
        pages.told.append(metadata)

    monkeypatch.setattr(panels, "display", display)
    return pages


@pytest.fixture
def mine(tmp_path):
    return open_choices(tmp_path, "09_cost_per_outcome", "Team 3")


def test_what_is_entered_is_kept_at_once_and_said_to_be_saved(mine, shown):
    asked = panels.Form(mine, [ask_number("guess", "Dollars", 50, 0, 100)]).show()
    asked.controls["guess"].value = 80
    assert json.loads(mine.file.read_text("utf-8"))["answers"] == {"guess": 80}
    assert "Saved" in asked.status.value


def test_showing_a_form_headless_keeps_nothing(mine, shown):
    panels.form(mine, ask_words("why", "Because"))
    assert not mine.file.exists()


def test_an_answer_given_before_stands_there_again(mine, shown, tmp_path):
    mine.keep("guess", 80)
    again = open_choices(tmp_path, "09_cost_per_outcome", "Team 3")
    assert panels.Form(again, [ask_number("guess", "Dollars", 50)]).controls["guess"].value == 80


def test_an_old_answer_that_is_no_longer_offered_does_not_break_the_page(mine, shown):
    mine.keep("first", "A program that ended")
    asked = panels.Form(mine, [ask_choice("first", "First", ["Tutoring"])]).show()
    assert asked.controls["first"].value == "choose…"


def test_the_printed_page_marks_a_blank_as_blank_and_a_default_is_no_answer(mine, shown):
    panels.form(mine, ask_number("guess", "Dollars", 50))
    assert "not answered yet" in shown[0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in shown[0]


def test_what_may_be_expected_is_told_unseen(mine, shown):
    words, dollars = ask_words("why", "Because"), ask_number("each", "Each", unit="dollars")
    panels.form(mine, words, expected="Tutoring.")
    panels.form(mine, words)
    panels.check(mine, dollars, 2500, "Divide.", "By <b>80</b> students.")
    panels.asks(words, expected=lambda case: case.notebook)(
        SimpleNamespace(choices=mine, notebook="09")
    )
    told = [one and one["text/html"]["expected"] for one in shown.told]
    # the second and the sentence under the check tell nothing
    assert told == [
        *("Tutoring.", None),
        *("**2,500 dollars.** By \\<b\\>80\\</b\\> students.", None),
        "09",
    ]
    assert not any(
        "Tutoring" in page["text/html"] or "2,500" in page["text/html"] for page in shown
    )


def test_controls_wait_until_the_page_is_ready(mine, shown):
    asked = panels.Form(mine, [ask_words("why", "Because")])
    assert asked.controls["why"].disabled
    assert not asked.show().controls["why"].disabled


def test_a_check_hints_and_then_says_why(mine, shown):
    asked = panels.check(mine, ask_number("cost", "Dollars"), 2000, "Add the benefits.", "All in.")
    asked.controls["cost"].value = 1500
    assert "Not yet. Add the benefits." in asked.answer.value
    asked.controls["cost"].value = 2000
    assert "Yes. All in." in asked.answer.value


def test_moving_a_number_changes_the_answer_and_the_button_returns_to_ours(mine, shown):
    jobs = pd.DataFrame({"title": ["Teacher"], "fte": [10.0], "actual_pay": [1_200_000.0]})
    moved = panels.what_if(mine, *_unit_cost(jobs))
    # one teacher at 120,000 for 100 students: 1,200 each
    assert "$1,200 per student" in moved.answer.value
    moved.controls["fte"].value = 2
    assert "$2,400 per student" in moved.answer.value
    moved.back.click()
    assert "$1,200 per student" in moved.answer.value


def test_a_box_for_each_answer_keeps_all_that_are_ticked(mine, shown):
    asked = panels.form(
        mine, ask_several("first", "Pay first for", ["Tutoring", "Coaching", "Club"])
    )
    ticks = asked.controls["first"].boxes
    ticks["Club"].value = ticks["Tutoring"].value = True
    assert mine.answers["first"] == "Tutoring; Club"
    again = panels.form(mine, ask_several("first", "Pay first for", ["Club", "Tutoring"]))
    assert again.controls["first"].value == "Club; Tutoring"
    assert not again.controls["first"].boxes["Club"].disabled
    asked.controls["first"].value = "Coaching; Club"  # what another person has answered
    assert [box.value for box in ticks.values()] == [False, True, True]
    ticks["Club"].value = ticks["Coaching"].value = False
    assert mine.answers["first"] == "" and "not answered yet" in shown[0]["text/html"]


def test_the_room_is_shown_only_after_ones_own_answer(mine, shown):
    rows = pd.DataFrame({"code": ["1A", "1B"], "title": ["Partnership", "Principles"]})
    rated = panels.ratings(mine, rows, ("0 not yet", "1 beginning"), "rate")
    panels.reveal(rated, lambda: "<p>THE ROOM</p>")
    rated.controls["rate_1A"].value = "1 beginning"
    assert "answered 1 of 2" in rated.answer.value
    rated.controls["rate_1B"].value = "don't know"
    assert rated.answer.value == "<p>THE ROOM</p>"


def test_a_folder_that_cannot_be_written_says_so_and_stays_on_the_page(mine, shown, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(mine), "keep", full)
    asked = panels.Form(mine, [ask_words("why", "Because")]).show()
    asked.controls["why"].value = "x"
    assert "Not saved" in asked.status.value and "No space left" in asked.status.value


# --- a table to fill in ----------------------------------------------------------------------

POLICIES = pd.DataFrame({"code": ["reserve", "sunset"], "title": ["Reserve", "Sunset"]})
COLUMNS = [ask_choice("state", "Is it adopted?", ["yes", "no"]), ask_number("year", "Since")]


def filled_in(mine):
    return panels.matrix(mine, POLICIES, COLUMNS, "policy", "Which policies have we?")


def test_each_cell_of_a_table_is_kept_as_it_is_filled_in_with_its_question(mine, shown):
    table = filled_in(mine)
    table.give("sunset", "state", "no")
    table.give("reserve", "year", 2019)
    page = json.loads(mine.file.read_text("utf-8"))
    assert page["answers"] == {"policy_sunset_state": "no", "policy_reserve_year": 2019}
    assert page["questions"]["policy_sunset_state"] == "Sunset: Is it adopted?"
    assert "Saved" in table.status.value


def test_a_table_shows_what_was_given_before_and_marks_the_rest_as_blank(mine, shown):
    mine.keep("policy_reserve_state", "yes")
    table = filled_in(mine)
    assert table.table.cells == {"reserve|state": "yes"}
    paper = shown[0]["text/html"]
    assert "<caption>Which policies have we?</caption>" in paper
    assert paper.count("<em>blank</em>") == 3


def test_a_table_waits_until_the_page_is_ready(mine, shown):
    assert not panels.TableForm(mine, POLICIES, COLUMNS, "policy", "Which?").table.ready
    assert filled_in(mine).table.ready


def test_the_room_is_revealed_when_the_last_cell_is_filled(mine, shown):
    table = panels.reveal(filled_in(mine), lambda: "the room")
    for row in POLICIES["code"]:
        table.give(row, "state", "no")
    assert "answered 2 of 4" in table.answer.value
    for row in POLICIES["code"]:
        table.give(row, "year", 2020)
    assert table.answer.value == "the room"


# --- ranked lists and weights ----------------------------------------------------------------


def test_naming_a_thing_twice_in_a_ranked_list_is_said_at_once(mine, shown):
    asked = panels.ranked(mine, ["equity", "evidence", "thrift"], "value", places=2)
    asked.controls["value_1"].value = "equity"
    assert "Your order: equity. 1 still open." in asked.answer.value
    asked.controls["value_2"].value = "equity"
    assert "equity is named twice" in asked.answer.value


def test_weights_say_what_is_left_to_give_until_they_add_up(mine, shown):
    rows = POLICIES.assign(weight=[50, 30])
    asked = panels.weights(mine, rows, "weight")
    assert "<strong>20 left to give</strong>" in asked.answer.value
    asked.controls["weight_sunset"].value = 60
    assert "10 too much" in asked.answer.value
    asked.controls["weight_reserve"].value = 40
    assert "<p>The weights add to 100.</p>" in asked.answer.value


# --- what follows an answer ------------------------------------------------------------------


def test_a_sentence_under_a_form_is_said_again_at_every_answer(mine, shown):
    asked = panels.form(mine, ask_number("guess", "Dollars", 50))
    panels.says(asked, lambda: f"You say **${mine.answers.get('guess', 0):.0f}**.")
    asked.controls["guess"].value = 80
    assert "<strong>$80</strong>" in asked.answer.value


def test_a_picture_under_a_form_is_drawn_again(mine, shown):
    from smarter_spending.guide.charts import axes

    def bars(table):
        ax = axes(len(table))
        ax.barh(table["name"], table["dollars"])
        return ax

    asked = panels.form(mine, ask_number("guess", "Dollars", 50))

    def table():
        # two bars: one alone is as long whatever it says, where an axis shows no figures
        dollars = [float(mine.answers.get("guess", 1)), 2.0]
        return pd.DataFrame({"name": ["a", "b"], "dollars": dollars})

    panels.draws(asked, bars, table, lambda: "one bar")
    before = asked.picture.value
    assert before == shown[1]["text/html"]
    with ThreadPoolExecutor() as aside:  # where a browser test has left no loop to wait in
        aside.submit(setattr, asked.controls["guess"], "value", 3).result()
    for html in (before, asked.picture.value):
        assert html.count('<img alt="one bar" src="data:image/png;base64,') == 1
    assert asked.picture.value != before


# --- what is asked twice, or needed elsewhere on the page --------------------------------------


def test_what_is_asked_in_two_places_says_the_same_in_both(mine, shown):
    alone = panels.form(mine, ask_words("plan_P1_step", "First step"))
    rows = pd.DataFrame({"code": ["P1"], "title": ["Tutoring"]})
    table = panels.matrix(mine, rows, [ask_words("step", "First step")], "plan", "The plan")
    told = []
    table.listeners.append(lambda: told.append(dict(mine.answers)))
    alone.controls["plan_P1_step"].value = "Name a tutor"
    assert table.table.cells == {"P1|step": "Name a tutor"}
    assert told == [{"plan_P1_step": "Name a tutor"}]
    table.give("P1", "step", "Name two")
    assert alone.controls["plan_P1_step"].value == "Name two"
    assert open_choices(mine.folder, mine.notebook, mine.person).answers == mine.answers
    assert len(told) == 2, "nobody answers himself"


def test_a_what_if_begins_anew_when_our_own_figure_changes(mine, shown):
    ours, moved = ask_number("weight", "Our weight", 0.5), ask_number("moved", "Moved to", 1.0)
    form = panels.form(mine, ours)
    asked = panels.what_if(
        mine, [moved], lambda values: f"From {mine.answers.get('weight', 0.5):g}", also=[ours]
    )
    assert "From 0.5" in asked.answer.value
    form.controls["weight"].value = 0.75
    assert "From 0.75" in asked.answer.value


# --- who answers -----------------------------------------------------------------------------


def test_a_name_and_a_role_are_asked_once(mine, shown, tmp_path):
    asked = panels.who(open_choices(tmp_path, "00_start_here"))
    assert asked.name.value == ""
    asked.name.value = "Team 3"
    asked.role.value = "finance"
    later = panels.who(open_choices(tmp_path, "09_cost_per_outcome", "Team 3"))
    assert (later.name.value, later.role.value) == ("Team 3", "finance")
    assert "under the name Team 3, for finance" in asked.status.value


def test_when_another_name_is_typed_every_form_shows_that_persons_answers(shown, tmp_path):
    open_choices(tmp_path, "n", "Team 3").keep_all({"guess": 80, "policy_sunset_state": "no"})
    page = open_choices(tmp_path, "n")
    who, guess = panels.who(page), panels.form(page, ask_number("guess", "Dollars", 50))
    table = filled_in(page)
    guess.controls["guess"].value = 60
    who.name.value = "Team 3"
    assert guess.controls["guess"].value == 80
    assert table.table.cells == {"sunset|state": "no"}
    guess.controls["guess"].value = 90
    assert open_choices(tmp_path, "n").answers == {"guess": 60}
    assert open_choices(tmp_path, "n", "Team 3").answers["guess"] == 90


@pytest.fixture
def deck():
    """Two ways to free dollars, one of them with a caution, and one program to grow."""
    what = [
        ("save A", "saving", "A", "App", "end it", 100.0, "recurring", 50.0, 0.0, "", ""),
        ("save B", "saving", "B", "Kits", "one purchase for one job", 60.0, "recurring", np.nan,
         np.nan, "must reach", "Tutors"),
        ("grow T all", "investment", "T", "Tutors", "all", 150.0, "recurring", 30.0,
         400.0, "", ""),
        ("grow T half", "investment", "T", "Tutors", "half", 75.0, "recurring", 15.0,
         200.0, "", ""),
    ]  # fmt: skip
    columns = ["card", "kind", "program_id", "program", "what", "dollars", "term", "students"]
    columns += ["value", "caution", "same_job_as"]
    cards = pd.DataFrame(what, columns=columns)
    cards = cards.assign(
        used=cards["dollars"] * 1.1,
        value_low=cards["value"] / 2,
        value_high=cards["value"] * 2,
        tempts=False,
    )
    pools = {"save A": {"general": 100.0}, "save B": {"general": 60.0}}
    return Deck(cards, pools, {"T": ["general"]})


def test_a_card_picked_up_is_kept_scored_and_can_be_put_back(mine, deck, shown):
    game = panels.trade_offs(mine, deck, lambda: 150.0, WORDS)
    game.give("grow T all")
    assert "no permitted dollar can pay" in game.table.score and not game.table.met
    game.give("save A")
    game.give("save B")
    assert json.loads(mine.file.read_text("utf-8"))["answers"]["hand"] == game.table.hand
    assert game.table.met and "Target met" in game.table.score
    assert "30 students gain a seat" in game.table.score
    assert "Kits: Tutors must reach its students" in game.table.score
    assert "Kits goes and Tutors, which does the same job, grows" in game.table.score
    game.undo()
    assert game.table.hand == ["grow T all", "save A"] and not game.table.met
    game.give("save A")
    assert mine.answers["hand"] == ["grow T all"]


def test_a_hand_played_before_is_there_again_without_cards_that_are_no_more(mine, deck, shown):
    mine.keep("hand", ["save A", "save of an older year"])
    game = panels.trade_offs(mine, deck, lambda: 10.0, WORDS)
    assert game.table.hand == ["save A"]
    assert "App" in shown[0]["text/html"] and "Kits" not in shown[0]["text/html"]


def test_headless_the_game_shows_an_empty_hand_and_keeps_nothing(mine, deck, shown):
    panels.trade_offs(mine, deck, lambda: 10.0, WORDS)
    assert "no card picked up yet" in shown[0]["text/html"]
    assert not mine.file.exists()


def test_a_new_target_counts_at_once(mine, deck, shown):
    target = ask_number("target", "Our target", 500, 0, 1e9)
    form = panels.form(mine, target)

    def aimed():
        return float(mine.answers.get("target", 500))

    game = panels.trade_offs(mine, deck, aimed, WORDS, [form])
    for card in ("save A", "grow T half"):
        game.give(card)
    assert not game.table.met
    form.controls["target"].value = 75
    assert game.table.met


def test_the_two_cards_of_one_program_shut_each_other_out(mine, deck, shown):
    game = panels.trade_offs(mine, deck, lambda: 10.0, WORDS)
    for card in ("save A", "save B", "grow T half", "grow T all"):
        game.give(card)
    assert "grown twice" in game.table.score and not game.table.met


def test_a_folded_form_is_shut_until_its_heading_is_pressed_and_keeps_its_answers(mine, shown):
    asked = panels.form(mine, ask_words("why", "Why?"), fold="Why & how")
    assert asked.box._dom_classes == ("ss-form", "ss-shut")
    assert asked.box.children[0].fold == "Why & how"  # the button that opens it (form.js)
    assert shown[-1]["text/html"].startswith("<details><summary>Why &amp; how</summary><table")
    asked.controls["why"].value = "because"
    assert mine.answers["why"] == "because"
