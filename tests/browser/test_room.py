"""Notebook 4 as a leader meets it: live, without code, every answer kept and followed."""

import http.client
import time
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import KERNEL, READY, SLOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOK = "04_root_causes"
FIRST = "textarea >> nth=0"
NEVER_SEEN = {
    "code": "text=/^import |open_case/ >> visible=true",
    "Jupyter's own bars": ".jp-Toolbar, .jp-InputArea, #jp-MainLogo",
    "a dead control": "text=Error displaying widget",
    "a form for paper beside its boxes": ".still:visible",
    "dollars read as mathematics": "mjx-container",
    "a mark of Markdown": "text=/\\*\\*|\\\\\\$/ >> visible=true",
}
BOXES = """() => [...document.querySelectorAll("main :is(input, select, textarea, button)")]
  .filter((box) => !box.disabled && box.getClientRects().length)"""
FOLLOWED = "before => document.querySelector('.live img').src !== before"
SEND = """async ([kernel, code]) => {
  const socket = new WebSocket(`ws://${location.host}/api/kernels/${kernel}/channels`);
  const heard = [];
  socket.onmessage = ({ data }) => heard.push(JSON.parse(data).msg_type);
  await new Promise((open) => { socket.onopen = open; });
  const send = (msg_type, content) => socket.send(JSON.stringify({
    header: { msg_id: msg_type, msg_type, session: "s", username: "", version: "5.3", date: "" },
    parent_header: {}, metadata: {}, content, channel: "shell", buffers: [] }));
  send("execute_request", { code, silent: false, store_history: false });
  send("kernel_info_request", {});
  for (let n = 0; n < 100 && !heard.includes("kernel_info_reply"); n += 1) {
    await new Promise((later) => setTimeout(later, 100));
  }
  await new Promise((later) => setTimeout(later, 1000));
  socket.close();
  return heard;
}"""


@pytest.fixture(scope="module")
def page(room, visitor):
    """The page, open, and what stood there before its Python had begun."""
    visitor.goto(f"{room.base}/{NOTEBOOK}?person=Team%209", wait_until="commit", timeout=SLOW)
    visitor.wait_for_selector(".coming")
    visitor.early = visitor.locator("main").inner_text()
    visitor.wait_for_selector(READY, timeout=SLOW)
    return visitor


def first_cause(page):
    """The first box for a cause; its fold is opened where it is still shut."""
    box = page.get_by_label("Cause 1, for").first
    box.wait_for(state="attached")
    if not box.is_visible():
        page.get_by_role("button", name="Write causes in every family").click()
    return box


def write(page, room, words):
    first_cause(page).fill(words)
    end = time.monotonic() + 20
    while words not in room.answers(NOTEBOOK, "team-9").values() and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert words in room.answers(NOTEBOOK, "team-9").values(), "it is on the disk"
    page.locator("#saved.saved", has_text="Saved").wait_for(timeout=20_000)


def picture(page):
    return page.locator(".live img").first.get_attribute("src")


def test_title_and_decision_are_there_before_the_figures_and_then_only_what_leaders_need(
    page, screenshots
):
    assert "4. Why is it so" in page.early and "which cause" in page.early
    assert "Getting your figures ready" in page.early
    page.screenshot(path=screenshots / "room_04.png", full_page=True)
    assert {what: page.locator(seen).count() for what, seen in NEVER_SEEN.items()} == dict.fromkeys(
        NEVER_SEEN, 0
    )
    assert page.locator(".live").count() == page.locator(".live:has(.jupyter-widgets)").count() > 3


def test_the_header_says_where_we_are_and_who_writes(page, room):
    assert "Page 4 · 5 of 16" in page.locator("header").inner_text()
    assert page.locator(".steps rect").count() == 16
    assert page.locator("#who").inner_text() == "Team 9"
    assert page.get_by_role("link", name="Back: 3.").get_attribute("href").startswith("/03_")
    assert page.url == f"{room.base}/{NOTEBOOK}?person=Team%209", "the key is not in the address"


def test_every_box_is_reached_with_the_keyboard_and_has_a_name(page):
    shut = page.locator("main button[aria-expanded=false]")
    while shut.count():
        shut.first.click()
    count = page.evaluate(f"() => ({BOXES})().length")
    page.evaluate("window.scrollTo(0, 0); document.querySelector('main').focus()")
    page.evaluate(f"({BOXES})().forEach((box, n) => {{ box.dataset.box = n }})")
    reached, silent = set(), []
    for _ in range(3 * count + 60):
        page.keyboard.press("Tab")
        box, name = page.evaluate(
            "() => { const box = document.activeElement; return [box.dataset.box,"
            " box.getAttribute('aria-label') || box.labels?.[0]?.innerText || box.innerText] }"
        )
        if box in reached:
            break
        if box is not None:
            reached.add(box)
            if not name:
                silent.append(box)
    assert len(reached) == count > 20
    assert silent == []


@pytest.mark.parametrize("width", [1366, 768, 375])
def test_the_page_is_never_wider_than_what_it_is_read_on(page, width, screenshots):
    page.set_viewport_size({"width": width, "height": 768})
    page.wait_for_timeout(400)
    page.screenshot(path=screenshots / f"room_04_{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_visitor_can_run_nothing(page, tmp_path):
    heard = page.evaluate(SEND, [page.evaluate(KERNEL), f"open({str(tmp_path / 'ran')!r}, 'w')"])
    assert "kernel_info_reply" in heard, "the channel is open"
    assert "execute_reply" not in heard and not (tmp_path / "ran").exists()


def test_what_is_typed_is_followed_by_text_and_picture_and_all_is_there_after_a_reload(
    page, room, screenshots
):
    blank = picture(page)
    write(page, room, "Late start of reading help")
    page.wait_for_function(FOLLOWED, arg=blank)
    page.get_by_text("1 cause in 1 family").first.wait_for(timeout=20_000)
    drawn = picture(page)
    page.screenshot(path=screenshots / "room_04_answered.png", full_page=True)

    page.reload(wait_until="commit")
    page.wait_for_selector(READY, timeout=SLOW)
    assert first_cause(page).input_value() == "Late start of reading help"
    assert picture(page) == drawn
    first_cause(page).fill("")
    page.wait_for_function(FOLLOWED, arg=drawn)
    page.get_by_text("No cause has been written yet").first.wait_for(timeout=20_000)
    write(page, room, "No reading help at all")
    page.get_by_text("1 cause in 1 family").first.wait_for(timeout=20_000)


def test_another_name_is_known_to_the_header_the_address_and_the_links(page, room):
    box = page.get_by_label("Your name, or your team's").first
    box.fill("Team 4 <b>")
    box.press("Enter")
    page.locator("#who", has_text="Team 4 <b>").wait_for(timeout=20_000)
    assert "person=Team+4+%3Cb%3E" in page.url
    forward = page.get_by_role("link", name="Next: 5.").first
    assert "person=Team+4+%3Cb%3E" in forward.get_attribute("href")
    box.fill("Team 9")
    box.press("Enter")
    page.locator("#who", has_text="Team 9").wait_for(timeout=20_000)


def test_when_python_dies_one_press_brings_all_of_it_back(page, room, screenshots):
    room.python(page).kill()
    page.get_by_text("This page has stopped. What was saved is kept").wait_for(timeout=30_000)
    page.screenshot(path=screenshots / "room_04_stopped.png")
    assert page.locator("#saved").inner_text() == "Not connected"
    page.keyboard.press("Enter")  # the one button has the cursor
    page.wait_for_selector(".gone", state="detached", timeout=SLOW)
    page.wait_for_selector(READY, timeout=SLOW)
    assert first_cause(page).input_value() == "No reading help at all"
    write(page, room, "Still heard")


def test_next_and_back_lead_on_and_a_page_that_is_left_ends_its_python(page, room):
    left = room.python(page)
    page.get_by_role("link", name="Next: 5.").first.click(no_wait_after=True)
    page.locator("h1", has_text="5. Which three things").wait_for(timeout=SLOW)
    assert page.locator("#who").inner_text() == "Team 9"
    page.wait_for_selector(READY, timeout=SLOW)
    assert not left.is_running()
    page.go_back(wait_until="commit")
    page.locator("h1", has_text="4. Why is it so").wait_for(timeout=SLOW)
    page.wait_for_selector(READY, timeout=SLOW)
    assert first_cause(page).input_value() == "Still heard"


def test_nothing_was_asked_of_any_other_machine_and_no_error_was_told(page):
    ours = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    assert [address for address in page.asked if not address.startswith(ours)] == []
    assert page.errors == []


def answer(room, path, **headers):
    """The status and the text of a request with these headers."""
    where = urlsplit(room.base)
    line = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    line.putrequest("GET", path, skip_host="Host" in headers)
    for name, value in headers.items():
        line.putheader(name, value)
    line.endheaders()
    said = line.getresponse()
    return said.status, said.read().decode()


def test_only_who_has_the_key_and_calls_this_computer_by_its_name_is_let_in(room):
    key = {"Authorization": f"token {room.link.partition('token=')[2]}"}
    status, text = answer(room, "/", **key)
    assert status == 200 and text.count("<li>") == 16
    status, text = answer(room, "/")
    assert status == 403 and "Ask whoever opened the room for its whole link" in text
    for path in ("/", f"/{NOTEBOOK}", "/voila/static/voila.js", "/live.js"):
        assert answer(room, path, Host="evil.example:8940", **key)[0] == 403
    for shut in ("/voila/tree", "/voila/files/x.png", "/api/contents", "/lab", "/99_nothing"):
        assert answer(room, shut, **key)[0] == 404


def test_a_foreign_page_can_neither_listen_nor_end_a_page(room, visitor):
    kernel, made = room.python(visitor), visitor.evaluate(KERNEL)
    key = {"Authorization": f"token {room.link.partition('token=')[2]}"}
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    path, foreign = f"/api/kernels/{made}/channels", {"Origin": "http://evil.example"}
    assert answer(room, path, **key, **upgrade, **foreign)[0] == 403
    line = http.client.HTTPConnection(urlsplit(room.base).netloc, timeout=20)
    line.request("POST", f"/alive/{made}", headers={**key, **foreign})
    assert line.getresponse().status == 403
    time.sleep(0.5)
    assert kernel.is_running()
