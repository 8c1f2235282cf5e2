"""Notebook 9 as a leader meets it: opened in JupyterLab, run by itself, answers kept."""

import json

import psutil
import pytest

from tests.browser.conftest import READY, running_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCROLLED = ".jp-WindowedPanel-outer"
NEVER_SEEN = {
    "code": ".jp-InputArea-editor:visible",
    "a strip where code is hidden": ".jp-InputPlaceholder:visible",
    "a dead control": "text=Error displaying widget",
    "a warning or an error": "[data-mime-type='application/vnd.jupyter.stderr']:visible",
    "dollars read as mathematics": "mjx-container",
    "a mark of Markdown": "text=/\\*\\*|\\\\\\$/ >> visible=true",
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on the curriculum, with a copy of the teaching sample."""
    with running_lab(tmp_path_factory.mktemp("workshop"), "09", port=8940) as ready:
        yield ready


@pytest.fixture(scope="module")
def page(lab, chromium):
    """The page, opened and run by itself, with every address it asked for."""
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(lab.url)
    page.wait_for_selector(READY, timeout=180_000)
    yield page
    page.close()


def screens(page):
    """Scroll through the page, one screen at a time."""
    panel = page.locator(SCROLLED)
    panel.evaluate("box => box.scrollTop = 0")
    while True:
        page.wait_for_timeout(300)
        yield
        at_end = panel.evaluate(
            "box => { const before = box.scrollTop; box.scrollTop += box.clientHeight * 0.9;"
            " return box.scrollTop === before }"
        )
        if at_end:
            return


def test_the_page_runs_by_itself_and_shows_only_what_is_meant_for_leaders(page, screenshots):
    seen = {}
    for number, _ in enumerate(screens(page), start=1):
        page.screenshot(path=screenshots / f"lab_09_{number:02d}.png")
        for what, selector in NEVER_SEEN.items():
            if page.locator(selector).count():
                seen[what] = number
    assert seen == {}
    assert number > 5, "the page was not laid out in full"


def test_no_table_is_cut_and_no_picture_is_wider_than_the_page(page):
    for _ in screens(page):
        cut = page.locator("table:visible").evaluate_all(
            "tables => tables.filter(table => {"
            " for (let box = table.parentElement; box; box = box.parentElement) {"
            "  const overflow = getComputedStyle(box).overflowX;"
            "  if (overflow === 'auto' || overflow === 'scroll') return false;"
            "  if (overflow === 'hidden' && box.clientWidth < table.scrollWidth) return true }"
            " return false }).map(table => table.caption?.textContent ?? 'table')"
        )
        assert cut == []
        wide = page.locator(".jp-RenderedImage img:visible").evaluate_all(
            "images => images.filter(image => image.getBoundingClientRect().right >"
            " innerWidth).length"
        )
        assert wide == 0


def test_nothing_is_asked_of_any_other_machine(page):
    ours = ("http://127.0.0.1:", "data:", "blob:")
    assert [address for address in page.asked if not address.startswith(ours)] == []


def test_what_is_typed_is_on_the_disk_at_once_and_there_after_a_reload(page, lab):
    page.locator(SCROLLED).evaluate("box => box.scrollTop = 0")
    box = page.locator(".ss-form textarea").first
    box.scroll_into_view_if_needed()
    box.fill("Because the same dollars help others more")
    kept = lab.pages.parents[1] / "districts" / lab.pages.name / "choices" / "09_cost_per_outcome"
    page.locator("text=✓ Saved").first.wait_for(timeout=20_000)
    (answers,) = kept.glob("*.json")
    assert (
        "Because the same dollars help others more"
        in json.loads(answers.read_text(encoding="utf-8"))["answers"].values()
    )
    page.reload()
    page.wait_for_selector(READY, timeout=180_000)
    page.locator(".ss-form textarea").first.wait_for(timeout=60_000)
    assert page.locator(".ss-form textarea").first.input_value().startswith("Because the same")


def test_start_over_runs_the_page_again_and_keeps_the_answers(page, screenshots):
    page.evaluate("document.querySelector('[data-smarter]').removeAttribute('data-smarter')")
    page.get_by_role("button", name="Start over (keeps your answers)").click()
    page.wait_for_selector(READY, timeout=180_000)
    box = page.locator(".ss-form textarea").first
    box.wait_for(timeout=60_000)
    page.screenshot(path=screenshots / "lab_09_started_over.png")
    assert box.input_value().startswith("Because the same")
    assert not page.locator(NEVER_SEEN["a dead control"]).count()


def test_when_python_dies_the_page_runs_again_by_itself_and_keeps_the_answers(page, screenshots):
    page.evaluate("document.querySelector('[data-smarter]').removeAttribute('data-smarter')")
    ours = psutil.Process().children(recursive=True)
    (kernel,) = [one for one in ours if "ipykernel_launcher" in " ".join(one.cmdline())]
    kernel.kill()
    page.get_by_role("button", name="Ok", exact=True).click(timeout=30_000)
    page.wait_for_selector(READY, timeout=180_000)
    box = page.locator(".ss-form textarea").first
    box.wait_for(timeout=60_000)
    page.screenshot(path=screenshots / "lab_09_after_a_crash.png")
    assert box.input_value().startswith("Because the same")
    box.fill("Still heard after the crash")
    page.locator("text=✓ Saved").first.wait_for(timeout=20_000)
