"""Forms of somebody who joined a room: under one name, and apart until the reveal."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from smarter_spending.district import choices
from smarter_spending.district.choices import keep_room, open_choices
from smarter_spending.guide import panels
from smarter_spending.guide import panels as forms
from smarter_spending.guide.questions import ask_choice, ask_words

PAGE = "02_student_learning"


@pytest.fixture
def rosa(tmp_path, monkeypatch):
    monkeypatch.setenv(choices.JOINED, "Rosa")
    monkeypatch.setattr(forms, "LOOKS", 0.01)
    return open_choices(tmp_path, PAGE)


def asked(mine):
    need = ask_choice("need", "Which need?", ["reading", "math"])
    return panels.form(mine, need, ask_words("why", "Why?"))


def test_the_rooms_answers_wait_for_the_facilitator_and_then_come_by_themselves(rosa):
    async def page():
        shown = panels.reveal(asked(rosa), lambda: "<p>Ana says math</p>")
        shown.controls["need"].value, shown.controls["why"].value = "math", "It is behind"
        before = shown.answer.value
        keep_room(rosa.folder, {"revealed": {PAGE: ["need"]}})
        await asyncio.sleep(0.1)
        half = shown.answer.value
        keep_room(rosa.folder, {"revealed": {PAGE: ["need", "why"]}})
        await asyncio.sleep(0.1)
        return before, half, shown.answer.value

    with ThreadPoolExecutor() as aside:  # a browser test of this worker may have left a loop here
        before, half, after = aside.submit(asyncio.run, page()).result()
    assert "appear here when the facilitator reveals them" in before
    assert half == before, "every question of the form is revealed first"
    assert after == "<p>Ana says math</p>"


def test_ones_own_answer_comes_first_even_after_the_reveal(rosa):
    keep_room(rosa.folder, {"revealed": {PAGE: ["need", "why"]}})
    shown = panels.reveal(asked(rosa), lambda: "<p>Ana says math</p>")
    assert "You have answered 0 of 2" in shown.answer.value


def test_a_name_that_was_joined_is_said_and_cannot_be_changed(rosa):
    rosa.keep_role("finance")
    asks = panels.who(rosa)
    assert asks.name not in asks.box.children and asks.role in asks.box.children
    assert "under the name Rosa, for finance" in asks.status.value
    asks.name.value = "Ana"  # as a message to the box that is not shown could
    assert "You joined this room as Rosa" in asks.status.value
    assert rosa.person == "Rosa" and not (rosa.folder / "choices" / PAGE).exists()
