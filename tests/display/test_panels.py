"""Forms, driven without a browser: what is entered is kept, and the answer follows."""

import json

import pandas as pd
import pytest
from IPython.display import DisplayHandle

from smarter_spending.display import panels
from smarter_spending.display.calculators import effect_calculator, unit_cost_calculator
from smarter_spending.display.exercises import ask_choice, ask_number, ask_words
from smarter_spending.district.choices import open_choices


@pytest.fixture
def shown(monkeypatch):
    """Everything that was put on the page, with each later update."""
    pages = []

    def display(bundle, raw=False, display_id=None, metadata=None):
        pages.append(bundle)
        handle = DisplayHandle("id")
        handle.update = lambda later, raw=True: pages.append(later)
        return handle

    monkeypatch.setattr(panels.shown, "display", display)
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


def test_controls_wait_until_the_page_is_ready(mine, shown):
    asked = panels.Form(mine, [ask_words("why", "Because")])
    assert asked.controls["why"].disabled
    assert not asked.show().controls["why"].disabled


def test_a_check_hints_and_then_says_why(mine, shown):
    asked = panels.check(mine, ask_number("cost", "Dollars"), 2000, "Add the benefits.", "All in.")
    asked.controls["cost"].value = 1500
    assert "Not yet. Add the benefits." in shown[-1]["text/html"]
    asked.controls["cost"].value = 2000
    assert "Yes. All in." in shown[-1]["text/html"]


def test_moving_a_number_changes_the_answer_and_the_button_returns_to_ours(mine, shown):
    jobs = pd.DataFrame({"title": ["Teacher"], "fte": [10.0], "actual_pay": [1_200_000.0]})
    moved = panels.what_if(mine, *unit_cost_calculator(jobs))
    # one teacher at 120,000 for 100 students: 1,200 each
    assert "$1,200 per student" in shown[-1]["text/html"]
    moved.controls["fte"].value = 2
    assert "$2,400 per student" in shown[-1]["text/html"]
    moved.back.click()
    assert "$1,200 per student" in shown[-1]["text/html"]


def test_halving_the_effect_doubles_the_cost_of_an_outcome(mine, shown):
    ratios = pd.DataFrame(
        {
            "program": ["Tutoring", "Summer school"],
            "outcome": "ela_score",
            "total_cost": [90_000.0, 60_000.0],
            "students_served": [100.0, 200.0],
            "effect_per_student": [0.30, 0.05],
            "cost_per_outcome": [3_000.0, 6_000.0],
        }
    )
    moved = panels.what_if(mine, *effect_calculator(ratios))
    assert "$3,000" in shown[-1]["text/html"]
    moved.controls["effect"].value = 0.15
    assert "$6,000" in shown[-1]["text/html"]
    moved.controls["effect"].value = 0
    assert "no ratio" in shown[-1]["text/html"]


def test_the_room_is_shown_only_after_ones_own_answer(mine, shown):
    rows = pd.DataFrame({"code": ["1A", "1B"], "title": ["Partnership", "Principles"]})
    rated = panels.ratings(mine, rows, ("0 not yet", "1 beginning"), "rate")
    panels.reveal(rated, lambda: "<p>THE ROOM</p>")
    rated.controls["rate_1A"].value = "1 beginning"
    assert "answered 1 of 2" in shown[-1]["text/html"]
    rated.controls["rate_1B"].value = "don't know"
    assert shown[-1]["text/html"] == "<p>THE ROOM</p>"


def test_a_folder_that_cannot_be_written_says_so_and_stays_on_the_page(mine, shown, monkeypatch):
    def full(self, key, answer):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(mine), "keep", full)
    asked = panels.Form(mine, [ask_words("why", "Because")]).show()
    asked.controls["why"].value = "x"
    assert "Not saved" in asked.status.value and "No space left" in asked.status.value
