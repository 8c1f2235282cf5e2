"""Notebook 5 worked through with the keyboard alone: every answer lands, nothing else changes."""

import pytest

from smarter_spending.guide.nb05_instructional_priorities import option_code
from tests.browser.conftest import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOK = "05_instructional_priorities"
# what a screen reader would call the box that has the cursor
NAME = """() => {
  const box = document.activeElement;
  return box.getAttribute("aria-label") || box.labels?.[0]?.innerText
    || (["BUTTON", "SUMMARY"].includes(box.tagName) ? box.innerText : box.tagName);
}"""


@pytest.fixture(scope="module")
def page(room, visitor):
    opened(visitor, f"{room.base}/{NOTEBOOK}")
    return visitor


def tab_to(page, name, most=90):
    """Press Tab until a box of this name has the cursor."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(NAME))
        if name in reached[-1]:
            return reached[-1]
    raise AssertionError(f"no box named {name!r} was reached with Tab, only {reached}")


def unfold(page, name):
    """Open a fold, which keeps its boxes closed until somebody wants them."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def write(page, name, words):
    tab_to(page, name)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def test_notebook_5_can_be_worked_through_with_the_keyboard_alone(page, room, screenshots):
    write(page, "Your name, or your team's", "Team 9")
    tab_to(page, "I speak for")
    page.wait_for_timeout(600)
    page.keyboard.type("aca")  # a letter picks from the list
    unfold(page, "Name up to five candidates")
    write(page, "Candidate 1", "Everybody reads")
    page.screenshot(path=screenshots / "keyboard_05_candidates.png")
    tab_to(page, "I expect this one to come first")
    page.keyboard.press("ArrowDown")

    unfold(page, "Score every candidate")
    first = tab_to(page, "Need, for ")
    for place in range(25):
        page.keyboard.type("don" if place == 3 else str(1 + place % 5))
        page.wait_for_timeout(60)
        if place < 24:
            page.keyboard.press("Tab")
    page.get_by_text("The room so far").first.wait_for(timeout=20_000)
    page.screenshot(path=screenshots / "keyboard_05_revealed.png")

    unfold(page, "Share out 100 points")
    write(page, "Money", "30")
    page.keyboard.press("Tab")
    page.get_by_text("10 too much").wait_for(timeout=20_000)
    tab_to(page, "First")
    page.keyboard.press("ArrowDown")
    write(page, "Why these, and why in this order", "Reading decides the rest")
    unfold(page, "Keep what waits")
    write(page, "Together: What will we say no to", "A third pilot")
    unfold(page, "Write each priority's theory")
    write(page, "If we …, for ", "teach sounds first")
    write(page, "At full scale, $ a year, for ", "250000")
    tab_to(page, "Is it a clear choice?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    unfold(page, "For the analyst")
    write(page, "The weighted score?", "3.6")
    page.keyboard.press("Tab")  # a number is kept when its box is left
    page.wait_for_timeout(1500)
    page.screenshot(path=screenshots / "keyboard_05_end.png")

    answers = room.answers(NOTEBOOK, "team-9")
    assert room.answers("people", "team-9") == {"role": "academics"}
    assert answers["option_1"] == "Everybody reads"
    code = option_code(first.removeprefix("Need, for "))
    scores = [answers[f"score_{code}_{c}"] for c in ("need", "evidence", "fairness", "delivery")]
    assert scores == ["1", "2", "3", "don't know"]
    assert sum(key.startswith("score_") for key in answers) == 25
    assert (answers["weight_money"], answers["check_score"]) == (30, 3.6)
    assert answers["check_clear"] == "No"
    assert answers["guess"] == answers["priority_1"] == first.removeprefix("Need, for ")
    assert answers["reason"] == "Reading decides the rest"
    assert (answers["theory_1_if"], answers["theory_1_cost"]) == ("teach sounds first", 250000)
    assert answers["talk_no"] == "A third pilot"


def test_at_a_projectors_zoom_no_box_is_cut(page, screenshots):
    page.set_viewport_size({"width": 683, "height": 384})  # 1366 x 768 at twice the size
    page.get_by_text("Score each candidate, 1 to 5").first.scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    page.screenshot(path=screenshots / "projector_05_scores.png")
    beyond = page.locator(".ss-form :is(input, select, textarea):visible").evaluate_all(
        # a table of boxes scrolls in its own frame, which is looked at below
        "boxes => boxes.filter(box => !box.closest('.ss-fill-frame')"
        " && box.getBoundingClientRect().right > innerWidth).length"
    )
    assert beyond == 0
    frame = page.locator(".ss-fill-frame").first
    assert frame.evaluate("box => getComputedStyle(box).overflowX") == "auto"
