"""All sixteen live pages, worked through with the keyboard: answer, reload, change again.

One visitor walks from page to page by "Next", fills in every box that Tab reaches, and finds
after a reload all that stood there: what a new Python says is what the page had followed to.
"""

import re
import time
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import SCREENS, SLOW, WIDE, grave, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = sorted(one.stem for one in (Path(__file__).parents[2] / "notebooks").glob("[01]*.ipynb"))
WHO, QUERY = "team-16", "?person=Team+16"
DIES = ("09_cost_per_outcome", "10_keep_grow_fix_stop", "12_financial_plan")
NEVER_SEEN = {
    "code": "text=/^import |open_case/ >> visible=true",
    "Jupyter's own bars": ".jp-Toolbar, .jp-InputArea, #jp-MainLogo",
    "a dead control": "text=Error displaying widget",
    "a form for paper beside its boxes": ".still:visible",
    "dollars read as mathematics": "mjx-container",
    "a mark of Markdown": "text=/\\*\\*|\\\\\\$/ >> visible=true",
    "a page that could not be finished": ".stopped",
    "a name that was taken for a picture": "img[src=x]",
    "a picture that says nothing to who cannot see it": "main figure:not(:has(img, [role=img]))",
}
# what a screen reader is told of pictures, boxes and folds, and what stands in them
TOOLS = """window.tools ??= {
  all: (what) => [...document.querySelectorAll(`main :is(${what})`)],
  boxes() {
    const what = this.all("input, select, textarea, button, summary");
    return what.filter((one) => !one.disabled && one.getClientRects().length);
  },
  name: (one) => (one.getAttribute("aria-label") || one.labels?.[0]?.textContent
    || (one.matches("button, summary") ? one.textContent : "")).replace(/\\s+/g, " ").trim(),
  unfold() {
    this.all("details").forEach((one) => { one.open = true; });
    this.all("[aria-expanded=false]").forEach((one) => one.click());
  },
  values() {
    return this.all("input, select, textarea, [aria-pressed]").map((one) => [this.name(one),
      one.getAttribute("aria-pressed") ?? (one.type === "checkbox" ? one.checked : one.value)]);
  },
  follows() {
    const asks = (one) => one.querySelector(".ss-form, .ss-fill, .ss-game");
    const said = this.all(".live").filter((one) => !asks(one));
    return said.map((one) => [one.textContent.trim(),
      ...[...one.querySelectorAll("img")].map((img) => img.src)]);
  },
  silent() {
    const words = (one) => one.alt ?? one.getAttribute("aria-label") ?? "";
    const bare = (one) => !one.matches("[aria-hidden=true]") && !one.closest("[role=img]");
    return [...this.all("img, [role=img]").filter((one) => !/^[^\\s.,:;].{14}/.test(words(one))),
      ...this.all("svg").filter(bare)].map((one) => one.outerHTML.slice(0, 200));
  },
  here() {
    const one = document.activeElement;
    if (!document.getElementById("main").contains(one)) return null;
    (window.reached ??= []).push(one);
    const kind = one.hasAttribute("aria-pressed") ? "card" : one.type || one.localName;
    const shut = one.matches("[aria-expanded=false], details:not([open]) > summary");
    const last = one.value === one.max || one.selectedIndex + 1 === one.length;
    return { kind, shut, last, name: this.name(one) };
  },
  walked() {
    const high = (one) => one.getBoundingClientRect().bottom + scrollY;
    const back = (one, n) => n && (reached[n - 1].compareDocumentPosition(one) & 2
      || high(one) < reached[n - 1].getBoundingClientRect().top + scrollY);
    // what an answer brings out stands behind who gave it
    const later = (one) => one.closest(".live:not(:has(.ss-form))");
    const missed = this.boxes().filter((one) => !reached.includes(one) && !later(one));
    return { missed: missed.map(this.name),
      nameless: reached.filter((one) => this.boxes().includes(one) && !this.name(one)).length,
      back: reached.filter(back).map(this.name) };
  },
  cut() {
    const right = (one) => one.getBoundingClientRect().right;
    const own = (one) => one.closest(".ss-form") && !one.closest(".ss-fill-frame");
    return this.boxes().filter((one) => own(one) && right(one) > innerWidth).map(this.name);
  },
}"""
ALIVE = """() => !document.querySelector(
  ".live:not(:has(.jupyter-widgets)), .ss-form :disabled:not(.ss-tools *)")"""


def ready(page):
    """Wait until every box of the page is alive."""
    page.wait_for_selector(".live .jupyter-widgets", timeout=SLOW)
    page.wait_for_function(ALIVE, timeout=SLOW)
    page.evaluate(TOOLS)


def settled(page, read):
    """What is read, as soon as it stands still."""
    now, end = read(), time.monotonic() + 60
    while time.monotonic() < end:
        page.wait_for_timeout(900)  # longer than a picture waits for who types
        before, now = now, read()
        if now == before:
            return now
    raise AssertionError("it never stands still")


def shown(page):
    """What stands in the boxes, and what follows from it."""
    return settled(page, lambda: page.evaluate("[tools.values(), tools.follows()]"))


def apart(now, before):
    """Where two windows, or a window and itself before a reload, do not say the same."""
    return [pair for pair in zip_longest(now, before) if pair[0] != pair[1]]


def answer(page, box, words):
    """Answer the box that has the cursor, as its kind is answered."""
    if box["kind"] == "textarea":
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(words)
    elif box["kind"] in ("number", "select-one"):
        page.keyboard.press("ArrowUp" if box["last"] == (box["kind"] != "number") else "ArrowDown")
    else:
        page.keyboard.press("Space")


# a row that stands for what nobody had named when the page was opened; what was named has its own
NAMES = ("04_root_causes", "05_instructional_priorities")
STANDS_IN = re.compile(r"for (?:Priority \d|No cause written yet)$")


@pytest.fixture(scope="module", params=PAGES)
def page(request, room, visitor):
    """A page that is open: come to by the link of the one before, where that is open."""
    place = PAGES.index(request.param)
    visitor.errors.clear()
    visitor.asked.clear()
    if place and urlsplit(visitor.url).path == f"/{PAGES[place - 1]}":
        visitor.get_by_role("link", name="Next:").first.click(no_wait_after=True)
        visitor.wait_for_url(f"**/{request.param}?person=*", wait_until="commit", timeout=SLOW)
    else:
        visitor.goto(f"{room.base}/{request.param}{QUERY}", wait_until="commit", timeout=SLOW)
    ready(visitor)
    visitor.place, visitor.notebook = place, request.param
    return visitor


def test_it_opens_says_where_it_stands_and_shows_nothing_but_what_leaders_need(page):
    seen = {what: page.locator(found).count() for what, found in NEVER_SEEN.items()}
    assert seen == dict.fromkeys(NEVER_SEEN, 0)
    assert page.locator("h1").inner_text().startswith(f"{page.place}. ")
    header = page.locator("header.top").inner_text()
    assert f"Page {page.place} · {page.place + 1} of 16" in header and "Team 16" in header
    for way, step in (("prev", -1), ("next", 1)):
        beside = [one for n, one in enumerate(PAGES) if n == page.place + step]
        links = page.locator(f"header a[rel={way}]").evaluate_all("all => all.map(a => a.pathname)")
        assert links == [f"/{one}" for one in beside]
    assert page.evaluate("tools.silent()") == []


def test_tab_reaches_every_box_in_reading_order_and_each_answer_is_followed(page, room):
    blank = page.evaluate("tools.follows()")
    page.evaluate("window.scrollTo(0, 0); document.querySelector('.skip').focus()")
    page.keyboard.press("Enter")
    cards = 0
    for n in range(400):
        page.keyboard.press("Tab")
        box = page.evaluate("tools.here()")
        if box is None and n:
            break
        if box["shut"]:
            page.keyboard.press("Enter")
        elif box["kind"] in ("textarea", "number", "select-one", "checkbox"):
            answer(page, box, f"Words {n}")
        elif box["kind"] == "card" and not cards:
            cards += 1
            answer(page, box, "")
    assert page.evaluate("tools.walked()") == {"missed": [], "nameless": 0, "back": []}
    kept = settled(page, lambda: room.answers(page.notebook, WHO))
    page.locator("#saved.saved").wait_for(timeout=SLOW)
    typed = [
        value for _, value in page.evaluate("tools.values()") if str(value).startswith("Words")
    ]
    assert typed and set(typed) <= {*map(str, kept.values())}, "each of them is on the disk"
    assert (shown(page)[1] != blank) == bool(blank), "what follows has followed"


@pytest.mark.parametrize("width", [size[0] for size in SCREENS.values()])
def test_the_page_is_never_wider_than_what_it_is_read_on(page, width):
    page.set_viewport_size({"width": width, "height": 768})
    assert page.evaluate(f"[{WIDE}, tools.cut()]") == [width, []]
    page.set_viewport_size({"width": 1366, "height": 768})


def test_nobody_is_kept_out_of_the_open_and_answered_page(page):
    assert grave(page) == []


def test_after_a_reload_or_a_death_all_is_there_and_can_be_changed_again(page, room):
    before, kept = shown(page), room.answers(page.notebook, WHO)
    if page.notebook in DIES:
        room.python(page).kill()
        page.get_by_text("This page has stopped. What was saved is kept").wait_for(timeout=SLOW)
        assert page.locator("#saved").inner_text() == "Not connected"
        page.keyboard.press("Enter")  # the one button has the cursor
        page.wait_for_selector(".gone", state="detached", timeout=SLOW)
    else:
        page.reload(wait_until="commit", timeout=SLOW)
    ready(page)
    values, follows = shown(page)
    named = [pair for pair in before[0] if not STANDS_IN.search(pair[0])]
    assert Counter(map(str, named)) - Counter(map(str, values)) == Counter()
    assert room.answers(page.notebook, WHO) == kept, "what stood in for a name is kept as well"
    asked = {name for name, _ in values} - {name for name, _ in before[0]}
    if page.notebook in NAMES:  # what was named asks for more: what follows counts these too
        assert asked
    else:
        assert not asked and apart(follows, before[1]) == []
    page.evaluate("tools.unfold()")
    for kind in ("textarea", "input[type=number]", "select", "input[type=checkbox]"):
        found = page.locator(f"main {kind}")
        if found.count():
            found.last.focus()
            answer(page, page.evaluate("tools.here()"), "Other words")
            page.keyboard.press("Tab")
    page.locator("#saved.saved").wait_for(timeout=SLOW)
    assert settled(page, lambda: room.answers(page.notebook, WHO)) != kept


def test_a_second_window_says_the_same_and_takes_nothing_from_the_first(page, room):
    before = shown(page)
    second = page.context.new_page()
    opened(second, page.url)
    ready(second)
    now = shown(second)
    assert (apart(now[0], before[0]), apart(now[1], before[1])) == ([], [])
    second.evaluate("tools.unfold()")
    second.locator("main textarea").first.fill("From the second window")
    second.locator("#saved.saved").wait_for(timeout=SLOW)
    kept = settled(page, lambda: room.answers(page.notebook, WHO))
    assert "From the second window" in kept.values()
    second.goto("about:blank")
    second.close()


def test_nothing_was_asked_of_any_other_machine_and_no_error_was_told(page):
    ours = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    assert [address for address in page.asked if not address.startswith(ours)] == []
    assert page.errors == [] and page.evaluate("window.hit") is None
