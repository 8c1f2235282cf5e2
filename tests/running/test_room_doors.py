"""The room as others of a network reach it: who gets in, by which name, and over which line."""

import http.client
import re
import signal
import ssl
import subprocess
import sys
from urllib.parse import urlencode, urlsplit

import pytest

from smarter_spending.running import room
from smarter_spending.running.room import own_address

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def door(make_district, tmp_path_factory):
    """A room opened to the network, with a certificate: what it said, and how to ask it."""
    place = tmp_path_factory.mktemp("door")
    pair = [place / name for name in ("key.pem", "room.pem")]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    named = ["-subj", "/CN=room", "-keyout", pair[0], "-out", pair[1]]
    subprocess.run([*make, *named], check=True, capture_output=True)
    options = ["--folder", place / "w", "--port", "8985", "--no-browser", "--network"]
    command = [sys.executable, "-m", "smarter_spending.running.command", "room"]
    where = [make_district(place, "oak"), *options, "--certificate", pair[1], "--key", pair[0]]
    with subprocess.Popen(
        [*command, *where],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as server:
        said = ""
        while "To stop" not in said:
            line = server.stdout.readline()
            assert line, said
            said += line
        yield Door(said, place / "oak")
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)


class Door:
    def __init__(self, said, district):
        self.said, self.district = said, district
        self.link = urlsplit(re.search(r"Open (\S+)", said)[1])
        self.code = re.search(r"with the code (\d{6})", said)[1]
        self.key = self.link.query.partition("=")[2]

    def ask(self, path, host="", cookie="", post=None, **headers):
        """The status, the text and the headers of what is answered."""
        unchecked = ssl._create_unverified_context()
        line = http.client.HTTPSConnection("127.0.0.1", self.link.port, context=unchecked)
        headers["Host"] = f"{host or '127.0.0.1'}:{self.link.port}"
        headers |= {"Cookie": cookie} if cookie else {}
        if post is not None:
            headers = {"Origin": f"https://{headers['Host']}"} | headers
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for tries in range(50):
            try:
                line.request("POST" if post is not None else "GET", path,
                             urlencode(post) if post is not None else None, headers)  # fmt: skip
                break
            except ConnectionRefusedError:  # told a moment before anybody listens
                assert tries < 49
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def join(self, person, **told):
        given = {"code": self.code, "person": person, "role": "finance", "table": "4"} | told
        status, text, headers = self.ask("/", post=given)
        cookie = headers.get("Set-Cookie", "")
        return status, text, cookie


def test_it_says_what_others_can_see_and_where_they_join(door):
    assert f"People join at https://{own_address()}:8985 with the code" in door.said
    assert "Whoever joins sees the pages with this district's figures" in door.said
    assert room.OPEN.strip() not in door.said, "it has a certificate"
    assert "█" in door.said or "▄" in door.said, "a picture for phones"
    assert door.link.path == "/facilitator"


def test_who_joins_is_known_by_a_cookie_that_no_script_and_no_open_line_sees(door):
    status, _, cookie = door.join("Rosa")
    assert status == 303 and {"HttpOnly", "Secure", "SameSite=Lax"} <= {*cookie.split("; ")}
    status, text, _ = door.ask("/", cookie=cookie.partition(";")[0])
    assert status == 200 and "Welcome, Rosa" in text
    back = re.search(r"https://\S+(/back/[\w-]+)", text)[1]
    status, _, headers = door.ask(back)
    assert status == 303 and headers["Location"] == "/" and cookie.split(";")[0] in str(headers)
    assert door.ask(f"{back}x")[0] == 403


def test_without_the_code_nobody_gets_in_and_a_foreign_page_cannot_join_for_anybody(door):
    before = {*(door.district / "choices" / "people").glob("*")}
    assert door.join("Eve", code="")[0] == 403
    given = {"code": door.code, "person": "Eve", "role": "", "table": ""}
    assert door.ask("/", post=given, Origin="https://evil.example")[0] == 403
    assert door.ask("/", post=given, Origin="null")[0] == 403
    assert {*(door.district / "choices" / "people").glob("*")} == before


@pytest.mark.parametrize("path", ["/", "/09_cost_per_outcome", "/facilitator", "/room.js", "/x"])
def test_a_foreign_host_or_origin_is_refused_on_every_address(door, path):
    key = {"Authorization": f"token {door.key}"}
    assert door.ask(path, host="evil.example", **key)[0] == 403
    assert door.ask(path, Origin="https://evil.example", **key)[0] == 403
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    line = "/api/kernels/00000000-0000-0000-0000-000000000000/channels"
    assert door.ask(line, host="evil.example", **key, **upgrade)[0] == 403


def test_the_facilitators_screen_opens_by_the_rooms_key_alone(door):
    _, _, cookie = door.join("Ana", role="academics", table="<b>7</b>")
    own = cookie.partition(";")[0]
    for path in ("/facilitator", "/facilitator?part=now", "/projector", "/facilitator?token=x"):
        assert door.ask(path, cookie=own)[0] == door.ask(path)[0] == 403
        assert door.ask(path, cookie=own, post={"reveal": "all of this page"})[0] == 403
    key = {"Authorization": f"token {door.key}"}
    status, text, _ = door.ask("/facilitator", **key)
    assert status == 200 and "Ana" in text and "&lt;b&gt;7&lt;/b&gt;" in text
    status, text, _ = door.ask("/projector", **key)
    assert status == 200 and "Ana" not in text and door.code in text


def test_a_lost_link_is_made_anew_and_the_old_one_opens_nothing(door):
    _, _, cookie = door.join("Ben")
    old = cookie.partition(";")[0]
    key = {"Authorization": f"token {door.key}"}
    status, text, _ = door.ask("/facilitator", post={"give": "Ben"}, **key)
    new = re.search(r"(/back/[\w-]+)", text)[1]
    assert status == 200 and door.ask(new)[0] == 303
    assert "Welcome" not in door.ask("/", cookie=old)[1]


def test_more_than_a_form_holds_is_not_read(door):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError, ssl.SSLError)):
        door.ask("/", post={"person": "x" * (2 << 20)})
    assert door.ask("/")[0] == 200
