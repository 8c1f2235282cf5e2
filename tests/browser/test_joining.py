"""Three people at two tables join by the code, answer, and see each other after the reveal."""

import json
import re
import time

import pytest

from smarter_spending.running import room
from tests.browser.conftest import KERNEL, READY, SCREENS, SLOW, WIDE, grave, opened_room
from tests.browser.test_room import SEND, answer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOTEBOOK = "02_student_learning"
ROSA, BEN, ANA = "Rosa", "Ben <img src=x onerror=window.hit=1>", "Ana"
PEOPLE = {  # the role, the table and the screen of each
    ROSA: ("finance", "Budget office", "phone"),
    BEN: ("academics", "4", "laptop"),
    ANA: ("academics", "4", "tablet"),
}
# a message over somebody's own line to a Python, from a page of the room
DIAL = """(kernel) => new Promise((told) => {
  const socket = new WebSocket(`ws://${location.host}/api/kernels/${kernel}/channels`);
  socket.onopen = () => { socket.close(); told("open"); };
  socket.onerror = () => told("refused");
})"""
FETCH = """([path, how]) => fetch(path, how).then((one) => one.status)"""


@pytest.fixture(scope="module")
def led(samples, tmp_path_factory):
    with opened_room(samples, tmp_path_factory.mktemp("led"), 8960) as visited:
        yield visited


def new_page(chromium, screen):
    width, height = SCREENS[screen]
    page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
    page.errors = []
    page.on("console", lambda said: said.type == "error" and page.errors.append(said.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


def join(page, led, person, role="", table="", code=""):
    page.goto(f"{led.base}/?code={code or led.code}")
    page.get_by_label("Your name, as the room knows you").fill(person)
    page.get_by_label("Your table").fill(table)
    page.locator(f"input[name=role][value='{role}']").check()
    page.get_by_role("button", name="Join").click()


def choose(page, led, person, need):
    box = page.get_by_label("The need we choose", exact=True)
    box.select_option(index=need)
    page.get_by_label("The one question we agree on").fill(f"Why {need}?")
    end = time.monotonic() + 30
    while len(led.answers(NOTEBOOK, person)) < 2 and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert len(led.answers(NOTEBOOK, person)) >= 2, "it is on the disk"


@pytest.fixture(scope="module")
def lead(led, chromium):
    page = new_page(chromium, "laptop")
    page.goto(led.link.replace("/?", "/facilitator?"))
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def people(led, lead, chromium, screenshots):
    """Everybody on the room's page, with how long each took from the code to the first box."""
    lead.get_by_role("button", name="Next for everyone: 1.").click()
    lead.get_by_role("button", name="Next for everyone: 2.").click()
    lead.get_by_role("heading", name="2.").wait_for()
    pages = {}
    for person, (role, table, screen) in PEOPLE.items():
        page = pages[person] = new_page(chromium, screen)
        if person == ROSA:
            page.goto(led.base)
            page.screenshot(path=screenshots / "join_375.png", full_page=True)
            assert page.evaluate(WIDE) <= 375 and not grave(page)
        began = time.monotonic()
        join(page, led, person, role, table)
        page.get_by_text(f"Welcome, {person}.").wait_for()
        page.get_by_role("link", name="Go to 2.").click(no_wait_after=True)
        page.wait_for_selector(READY, timeout=SLOW)
        page.took = time.monotonic() - began
    yield pages
    for page in pages.values():
        page.goto("about:blank")
        page.context.close()


def test_all_are_on_the_facilitators_screen_by_role_and_table(people, lead, screenshots):
    print("from the code to the first box:", [round(page.took, 1) for page in people.values()])
    counted = lead.locator(".counts .number").first
    counted.filter(has_text=re.compile(r"^\s*3\s*people here")).wait_for(timeout=20_000)
    lead.get_by_text(BEN).first.wait_for()
    said = lead.locator("main").inner_text()
    assert "Budget office" in said and "0 of 2" in said and ROSA in said
    assert lead.evaluate("window.hit") is None and not grave(lead)
    for person, page in people.items():
        assert page.locator("#who").inner_text() == person
        assert page.get_by_label("Your name, or your team's").count() == 0, "a name is for good"


def test_nobody_sees_anothers_answer_before_the_reveal_and_all_after_it(
    people, lead, led, screenshots
):
    for person, file, need in ((ROSA, "rosa", 1), (ANA, "ana", 2)):
        choose(people[person], led, file, need)
    page = people[ROSA]
    page.get_by_text("appear here when the facilitator reveals").first.wait_for(timeout=20_000)
    assert "Why 2?" not in page.content() and "Why 2?" not in people[BEN].content()
    row = lead.locator("tr", has_text="The need we choose")
    row.get_by_text("2 of 3").wait_for(timeout=20_000)
    lead.screenshot(path=screenshots / "facilitator_1366.png", full_page=True)
    assert ANA in lead.content() and "Why 2?" not in lead.content()

    row.get_by_role("button", name="Reveal").click()
    lead.get_by_text("Finance and academics differ").wait_for(timeout=20_000)
    other = lead.locator("tr", has_text="The one question we agree on")
    other.get_by_role("button", name="Reveal").click()
    lead.get_by_text(f"Why {1}?").wait_for(timeout=20_000)
    row.get_by_role("button", name="Show on the screen").click()
    lead.get_by_text("Finance and academics differ").wait_for(timeout=20_000)
    page.get_by_text("Who chose which").wait_for(timeout=20_000)
    assert "Why 2?" in page.content(), "what was revealed is on everybody's page who answered"
    people[BEN].wait_for_timeout(3000)
    assert "Why 2?" not in people[BEN].content(), "one's own answer comes first"
    page.screenshot(path=screenshots / "participant_375.png", full_page=True)
    lead.screenshot(path=screenshots / "facilitator_revealed_1366.png", full_page=True)


def test_the_projector_shows_the_same_large_and_no_name(people, lead, screenshots):
    projector = lead.context.new_page()
    projector.goto(lead.url.replace("/facilitator", "/projector"))
    lead.get_by_role("button", name="+5 minutes").click()
    projector.get_by_text("4:5").wait_for(timeout=20_000)
    said = projector.locator("main").inner_text()
    assert "Finance" in said and "Academics" in said and ROSA not in said and ANA not in said
    assert projector.get_by_role("button").count() == 0 and not grave(projector)
    projector.screenshot(path=screenshots / "projector_revealed.png", full_page=True)
    lead.get_by_role("button", name="Take it off the screen").click()
    projector.get_by_text("Point your phone here").wait_for(timeout=20_000)
    projector.screenshot(path=screenshots / "projector.png", full_page=True)
    assert ROSA not in projector.content() and "Budget office" in projector.content()
    projector.set_viewport_size({"width": 375, "height": 800})
    lead.set_viewport_size({"width": 375, "height": 800})
    lead.screenshot(path=screenshots / "facilitator_375.png", full_page=True)
    assert projector.evaluate(WIDE) <= 375 and lead.evaluate(WIDE) <= 375
    lead.set_viewport_size({"width": 1366, "height": 768})
    projector.close()


def test_the_next_page_is_a_link_for_everybody_and_takes_nobody_away(people, lead):
    lead.get_by_role("button", name="Next for everyone: 3.").click()
    link = people[ANA].get_by_role("link", name="The room is on page 3")
    link.wait_for(timeout=20_000)
    assert people[ANA].url.endswith(f"/{NOTEBOOK}") and link.get_attribute("href").startswith("/03")


def test_a_name_is_one_persons_and_the_own_link_opens_it_elsewhere(people, led, chromium):
    page = new_page(chromium, "phone")
    join(page, led, " rosa ", "academics", "9")
    assert "Somebody answers as rosa already" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Your table").input_value() == "9", "what was typed stands there still"
    people[ANA].goto(led.base)
    people[ANA].get_by_text("Your own link").click()
    link = people[ANA].locator(".own").inner_text()
    page.goto(link)
    page.get_by_text(f"Welcome, {ANA}.").wait_for()
    assert page.url == f"{led.base}/", "the key is not in the address"
    page.context.close()


def on_the_disk(page, led, person, words):
    end = time.monotonic() + 60
    while words not in led.answers(NOTEBOOK, person).values() and time.monotonic() < end:
        page.wait_for_timeout(200)
    assert words in led.answers(NOTEBOOK, person).values()


def test_what_is_typed_while_the_network_is_gone_is_kept_said_and_sent(people, led, screenshots):
    page = people[ROSA]
    box = page.get_by_label("The one question we agree on")
    page.context.set_offline(True)
    box.fill("Typed into the dark")
    page.get_by_text("Go on reading and writing").wait_for(timeout=30_000)
    page.locator("small.kept").first.wait_for()
    assert page.locator("#saved").inner_text() == "Not connected"
    page.screenshot(path=screenshots / "participant_offline_375.png")
    assert "Typed into the dark" not in led.answers(NOTEBOOK, "rosa").values()
    page.context.set_offline(False)
    on_the_disk(page, led, "rosa", "Typed into the dark")
    page.locator("small.kept").first.wait_for(state="detached", timeout=30_000)


def test_what_is_typed_into_a_page_whose_python_died_is_there_when_it_is_opened_again(people, led):
    page = people[ANA]
    page.goto(f"{led.base}/{NOTEBOOK}", wait_until="commit", timeout=SLOW)
    page.wait_for_selector(READY, timeout=SLOW)
    led.python(page).kill()
    page.get_by_text("This page has stopped").wait_for(timeout=30_000)
    page.get_by_label("The one question we agree on").fill("Typed after its end")
    page.locator("small.kept").first.wait_for()
    page.get_by_role("button", name="Open the page again").click(no_wait_after=True)
    page.wait_for_selector(".gone", state="detached", timeout=SLOW)
    page.wait_for_selector(READY, timeout=SLOW)
    on_the_disk(page, led, "ana", "Typed after its end")


def test_a_participant_can_do_nothing_but_answer(people, lead, led, tmp_path):
    page, kernel = people[ROSA], people[BEN].evaluate(KERNEL)
    heard = page.evaluate(SEND, [page.evaluate(KERNEL), f"open({str(tmp_path / 'ran')!r}, 'w')"])
    assert "kernel_info_reply" in heard and "execute_reply" not in heard
    assert not (tmp_path / "ran").exists(), "no code is run"
    assert page.evaluate(DIAL, page.evaluate(KERNEL)) == "open"
    assert page.evaluate(DIAL, kernel) == "refused", "another's Python is shut"
    shut = {"method": "POST"}
    screen = {"method": "POST", "body": "reveal=all", "headers": {}}
    for path, how in (
        ("/facilitator", {}),
        ("/facilitator?part=now", {}),
        ("/projector", {}),
        ("/facilitator", screen),
        (f"/alive/{kernel}", shut),
        (f"/voila/api/shutdown/{kernel}", shut),
        (f"/api/kernels/{kernel}", {}),
        (f"/api/kernels/{kernel}", {"method": "DELETE"}),
    ):
        assert page.evaluate(FETCH, [path, how]) == 403, path
    for path in ("/choices/people/ana.json", "/voila/files/students.csv", "/api/contents",
                 "/voila/static/../../students.csv", "/api/kernels", "/api/sessions"):  # fmt: skip
        assert page.evaluate(FETCH, [path, {}]) == 404, path
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    for path in ("/", f"/{NOTEBOOK}", "/facilitator", f"/api/kernels/{kernel}/channels", "/x"):
        assert answer(led, path, Cookie=cookie, Host="evil.example:8960")[0] == 403
        foreign = {"Cookie": cookie, "Origin": "http://evil.example"}
        assert answer(led, path, **foreign)[0] == 403
    status, text = answer(led, "/", Cookie=cookie, **{"Smarter-Person": "Ana"})
    assert status == 200 and f"Welcome, {ROSA}" in text
    assert people[BEN].evaluate("fetch(`/alive/${" + KERNEL + "}`).then((x) => x.text())") == "yes"


def test_names_and_words_never_become_markup_or_a_path(people, lead, led, chromium):
    page = new_page(chromium, "laptop")
    join(page, led, "../../../etc/<script>window.hit=1</script>", "", "<b>9</b>\u202e")
    page.get_by_text("Welcome, ../../../etc/<script>").wait_for()
    lead.get_by_text("<b>9</b>").first.wait_for(timeout=20_000)
    assert page.evaluate("window.hit") is None and lead.evaluate("window.hit") is None
    files = {one.name for one in (led.choices / "people").glob("*.json")}
    assert len([one for one in files if one.startswith("etc-script")]) == 1
    told = [json.loads(one.read_text("utf-8")) for one in (led.choices / "people").glob("etc*")]
    assert told[0]["answers"]["table"] == "<b>9</b>", "what cannot be seen is left out"
    assert not page.errors and not lead.errors
    page.context.close()


def test_wrong_codes_are_slowed_down(led, chromium):
    page = new_page(chromium, "laptop")
    for _ in range(room.TRIES):
        join(page, led, "Eve", code="000000")
        assert "not the code" in page.get_by_role("alert").inner_text()
    join(page, led, "Eve")
    assert "Too many wrong codes" in page.get_by_role("alert").inner_text()
    page.context.close()
