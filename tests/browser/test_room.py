"""Notebook 4 as a leader meets it, and what a visitor may do; test_live_pages walks all sixteen."""

import http.client
import time
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import KERNEL, READY, SLOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOK = "04_root_causes"
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


def test_title_and_decision_are_there_before_the_figures(page, screenshots):
    assert "4. Why is it so" in page.early and "which cause" in page.early
    assert "Getting your figures ready" in page.early
    page.screenshot(path=screenshots / "room_04.png", full_page=True)
    assert page.locator(".live").count() == page.locator(".live:has(.jupyter-widgets)").count() > 3


def test_the_header_says_where_we_are_and_who_writes(page, room):
    assert "Page 4 · 5 of 16" in page.locator("header").inner_text()
    assert page.locator(".steps rect").count() == 16
    assert page.locator("#who").inner_text() == "Team 9"
    assert page.get_by_role("link", name="Back: 3.").get_attribute("href").startswith("/03_")
    assert page.url == f"{room.base}/{NOTEBOOK}?person=Team%209", "the key is not in the address"


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
    assert first_cause(page).input_value() == "No reading help at all"


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
    # without a key the front page was refused; it is where people join by the code now
    status, text = answer(room, "/")
    assert status == 200 and "The code of this room" in text and "<li>" not in text
    status, text = answer(room, f"/{NOTEBOOK}")
    assert status == 403 and "Join the room first" in text
    assert answer(room, "/facilitator", **key)[0] == 200 and answer(room, "/projector")[0] == 403
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
