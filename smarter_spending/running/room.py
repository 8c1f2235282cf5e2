"""The room: who is let in, under whose name, and what the facilitator's screen shows of it.

A person joins with the room's code and gets a key of their own, in a cookie and in a link: whoever
has it is that person.  The facilitator's key opens everything else.  What a page may show of
others' answers is decided below, in ``district.choices``, not here.
"""

import re
import secrets
import socket
import ssl
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from unicodedata import category
from urllib.parse import urlencode, urlsplit

import pandas as pd
import segno
from jupyter_core.utils import ensure_async
from jupyter_server.auth import IdentityProvider, User
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from smarter_spending.district import choices
from smarter_spending.guide import pages as written
from smarter_spending.guide.questions import APART, DONT_KNOW
from smarter_spending.running.batch import CannotRunError
from smarter_spending.words import number

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"
TRIES, TRIES_OF_ALL, AGAIN = 8, 40, 60  # wrong codes from one place, from all, within seconds
MOST_PEOPLE = 300
GONE = 30  # seconds without a sign of life until somebody is not here
WIDEST = 6  # answers that stand beside each other; more stand below each other
PERSON = "Smarter-Person"  # tells a page's Python who opened it: see choices.JOINED
PAGE = "Smarter-Page"  # tells an open page where the room is
ALL = "all of this page"
KERNEL = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}")
ROLES = {"finance": "Finance", "academics": "Academics", "school": "Principals", "": "Other"}
BLANK = (None, "", "choose…")
HIDDEN = (
    "Nobody on another computer sees anything: only this one is listened to (--network opens it)."
)
SEEN = (
    "Whoever reaches {address} can try the code. Whoever joins sees the pages with this district's "
    "figures and, once you reveal them, what others answered. Nobody can open files, or rows of "
    "single students."
)
OPEN = " Nothing is encrypted on its way: with --certificate and --key it is."


def is_ours(name: str, ip: str) -> bool:
    """Whether a page was asked for by a name that only this computer has."""
    # a page elsewhere can only call this computer by a name that is not its own
    here = {HERE, "localhost", "::1", "[::1]"}
    if ip in here:
        return name in here
    address = ip == EVERYWHERE and re.fullmatch(r"[\d.]+|\[?[\da-f:]+\]?", name)
    return name in {*here, ip, socket.gethostname().lower()} or bool(address)


def own_address() -> str:
    """This computer's address for the others of its network; its own name for itself if none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))  # sends nothing: only the way there is looked up
        except OSError:
            return HERE
        return line.getsockname()[0]


def safe_with(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """How what is sent is encrypted; nothing where no certificate is given."""
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise CannotRunError("--certificate and --key go together: name both files.")
    safely = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        safely.load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        raise CannotRunError(f"{certificate} and {key}: {error.reason} (PEM is needed).") from None
    return safely


# --- Who is in the room ---------------------------------------------------------------------------


class Guests:
    """Everybody who joined, the code by which others join, and whose each page's Python is."""

    def __init__(self, folder: Path, address: str, seen: str):
        self.folder, self.address, self.seen_by_others = folder, address, seen
        self.code = f"{secrets.randbelow(10**6):06}"
        self.known = {one["key"]: one["person"] for one in choices.joined_people(folder)}
        self.last, self.owners, self.wrong = {}, {}, []

    @property
    def picture(self) -> segno.QRCode:
        """The link that fills in the code, for a phone to read."""
        return segno.make(f"{self.address}/?code={self.code}", micro=False)

    def of(self, key: str | None) -> str:
        """Whose key this is; blank if nobody's."""
        person = self.known.get(choices.key_mark(key), "") if key else ""
        self.last[person] = time.monotonic()
        return person

    def here(self, person: str) -> bool:
        """Whether somebody has shown a sign of life just now."""
        return time.monotonic() - self.last.get(person, -GONE) < GONE

    def refuses(self, code: str, place: str) -> str:
        """Why a code lets nobody in; blank if it does."""
        now = time.monotonic()
        self.wrong = [one for one in self.wrong if now - one[0] < AGAIN]
        from_there = [one for one in self.wrong if one[1] == place]
        if len(from_there) >= TRIES or len(self.wrong) >= TRIES_OF_ALL:
            return "Too many wrong codes. Wait a minute, then try again."
        if secrets.compare_digest(code.encode(), self.code.encode()):
            return ""
        self.wrong.append((now, place))
        return "That is not the code of this room. It is on the screen in front."

    def let_in(self, person: str, *told: str, again: bool = False) -> str:
        """Give the key to a name; ``again`` makes a new one, and the old one opens nothing."""
        if not person or len(self.known) >= MOST_PEOPLE:
            raise choices.NameTakenError("This room is full." if person else "Say your name.")
        key, name = choices.join_room(self.folder, person, *told, again), choices.file_name(person)
        others = {mark: one for mark, one in self.known.items() if choices.file_name(one) != name}
        self.known = others | {choices.key_mark(key): person}
        return key


class Doorkeeper(IdentityProvider):
    """Knows the facilitator by the room's key, and everybody else by their own."""

    async def get_user(self, handler) -> User | None:
        """Who asks; ``handler`` is told under which of the two keys."""
        leads = await ensure_async(self._get_user(handler))
        handler.leads = leads is not None
        handler.guest = handler.settings["guests"].of(handler.get_cookie(_cookie(handler)))
        return leads or (User(handler.guest) if handler.guest else None)


def _cookie(handler) -> str:
    # two rooms on one computer share no cookie
    return f"smarter-room-{urlsplit('//' + handler.request.host).port}"


def _cleaned(words: str) -> str:
    # on one line, without what cannot be seen
    seen = (" " if one.isspace() else one for one in words)
    shown = "".join(one for one in seen if category(one)[0] != "C")
    return " ".join(shown.split())[: choices.LONGEST_NAME]


class Guarded:
    """A handler for this computer's own names and pages alone, and for who has a key."""

    guest, leads = "", False

    async def prepare(self):
        """Refuse what is foreign, who has no key, and another person's page."""
        origin = urlsplit(self.request.headers.get("Origin", "")).netloc
        ours = is_ours(self.request.host_name, self.settings["room"].ip)
        if not ours or origin not in ("", self.request.host):
            raise HTTPError(403)
        await ensure_async(super().prepare())
        kernel, owners = KERNEL.search(self.request.path), self.settings["guests"].owners
        if kernel and not self.leads and owners.get(kernel[0], self.guest) != self.guest:
            raise HTTPError(403)
        if self.get_argument("token", "") and self.request.method == "GET" and self.current_user:
            rest = {name: self.get_argument(name) for name in self.request.arguments}
            rest.pop("token")
            self.redirect(self.request.path + (f"?{urlencode(rest)}" if rest else ""))

    def check_xsrf_cookie(self) -> None:
        """A foreign page was refused by its origin, which every browser says when it sends."""
        if "Origin" not in self.request.headers:
            raise HTTPError(403)

    def get_login_url(self) -> str:
        """Nobody logs in here."""
        raise HTTPError(403)

    def write_error(self, status_code: int, **_: object) -> None:
        """Say in words what went wrong."""
        said = {
            403: "Join the room first: its address and its code are on the screen in front. "
            "Or ask whoever opened the room for its whole link: it ends in a key.",
            404: "There is no such page. Go back, and choose one of the pages.",
        }
        words = said.get(status_code, "Something went wrong here. What was saved is kept.")
        self.finish(written.notice_page("This page cannot be shown", words))


class Asked(Guarded, JupyterHandler):
    """A handler that knows the room."""

    @property
    def guests(self) -> Guests:
        """Who joined."""
        return self.settings["guests"]

    def stands(self) -> tuple[dict, int]:
        """Where the room stands, and the place of its page."""
        state = choices.room_state(self.guests.folder)
        at = [place for place, one in enumerate(self.settings["pages"])
              if one["href"] == f"/{state['page']}"]  # fmt: skip
        return state, (at or [0])[0]

    def show(self, name: str, title: str, **told) -> None:
        """Send a page; of a screen that is open, only what may have changed."""
        self.finish(
            written.served_page(name, title, self.get_argument("part", "") == "now", **told)
        )

    def remember(self, key: str) -> None:
        """Leave a person's key with their browser."""
        safe = self.request.protocol == "https"
        how = {"httponly": True, "samesite": "Lax", "secure": safe, "expires_days": 60}
        self.set_cookie(_cookie(self), key, **how)
        self.redirect("/", status=303)


# --- Joining --------------------------------------------------------------------------------------


class _FrontPage(Asked):
    """All pages, for who is in the room; for everybody else, how to join it."""

    @allow_unauthenticated
    def get(self) -> None:
        if not self.current_user:
            self._ask({"code": self.get_argument("code", "")})
            return
        pages, (_, place) = self.settings["pages"], self.stands()
        told = {"pages": pages, "page": pages[place], "guest": self.guest, "leads": self.leads}
        back = f"{self.guests.address}/back/{self.get_cookie(_cookie(self))}"
        person = self.get_argument("person", "")
        self.show("room.html", written.SUBJECT, back=back, person=person, **told)

    @allow_unauthenticated
    def post(self) -> None:
        parts = ("code", "person", "role", "table")
        given = {name: _cleaned(self.get_argument(name, "")) for name in parts}
        if problem := self.guests.refuses(given["code"].replace(" ", ""), self.request.remote_ip):
            self.set_status(429 if problem.startswith("Too many") else 403)
            self._ask(given, problem)
            return
        role = given["role"] if given["role"] in ROLES else ""
        try:
            key = self.guests.let_in(given["person"], role, given["table"])
        except choices.NameTakenError as taken:
            self.set_status(409)
            self._ask(given, str(taken))
        else:
            self.remember(key)

    def _ask(self, given: Mapping[str, str], problem: str = "") -> None:
        told = {"given": given, "problem": problem, "roles": ROLES}
        self.show("join.html", "Join the room", longest=choices.LONGEST_NAME, **told)


class _Back(Asked):
    """A person's own link: it opens the room under their name, on any computer."""

    @allow_unauthenticated
    def get(self, key: str) -> None:
        if not self.guests.of(key):
            raise HTTPError(403)
        self.remember(key)


# --- The facilitator's screen, and the same for the projector, without names ----------------------


class _Screen(Asked):
    projected = False

    async def prepare(self):
        await super().prepare()
        if not self.leads:
            raise HTTPError(403)

    def get(self) -> None:
        told = self._told()
        self.show("screen.html", told["page"]["title"], projected=self.projected, **told)

    def post(self) -> None:
        told = {name: self.get_argument(name) for name in self.request.body_arguments}
        if person := _cleaned(told.get("give", "")):
            link = f"{self.guests.address}/back/{self.guests.let_in(person, again=True)}"
            said = f"{link} – any earlier link to this name opens nothing any more."
            self.finish(written.notice_page(f"A new link for {person}", said))
            return
        state, place = self.stands()
        here = self.settings["pages"][place]["href"][1:]
        if any(one["href"] == f"/{told.get('page')}" for one in self.settings["pages"]):
            state |= {"page": told["page"], "shown": "", "until": 0}
        if minutes := re.fullmatch(r"\d{1,3}", told.get("minutes", "")):
            more = 60 * int(minutes[0])
            state["until"] = more and max(state["until"], time.time()) + more
        asked, shown = _questions(self.guests.folder, here), state["revealed"].get(here, [])
        new = [key for key in asked if told.get("reveal") in (key, ALL)]
        state["revealed"] |= {here: [*dict.fromkeys([*shown, *new])]}
        state["shown"] = told.get("shown", told.get("reveal", state["shown"]))
        choices.keep_room(self.guests.folder, state)
        self.redirect(self.request.path, status=303)

    def _told(self) -> dict:
        (state, place), pages, guests = self.stands(), self.settings["pages"], self.guests
        here = pages[place]["href"][1:]
        asked, answers = _questions(guests.folder, here), choices.read_room(guests.folder, here)
        answers = answers[[answer not in BLANK for answer in answers["answer"]]]
        people = choices.joined_people(guests.folder)
        joined = answers["person"].isin([one["person"] for one in people])
        done = Counter(answers.loc[joined, "key"])
        revealed = state["revealed"].get(here, [])
        shown = state["shown"] if state["shown"] in revealed and state["shown"] in asked else ""
        given = [{"key": key, "label": label, "answered": done[key], "revealed": key in revealed}
                 for key, (label, _) in asked.items()]  # fmt: skip
        return {
            "guests": guests,
            "all": ALL,
            "until": state["until"],
            "pages": pages,
            "place": place,
            "page": pages[place],
            "here": sum(guests.here(one["person"]) for one in people),
            "joined": len(people),
            "answering": answers.loc[joined, "person"].nunique(),
            "earlier": answers.loc[~joined, "person"].nunique(),
            "sides": _by_side(people, guests, {*answers["person"]}),
            "questions": given,
            "hidden": [one for one in given if not one["revealed"]],
            "shown": shown and spread(*asked[shown], answers[answers["key"] == shown]),
        }


class _Projector(_Screen):
    projected = True


def _questions(folder: Path, page: str) -> dict[str, tuple[str, Sequence[str]]]:
    """What somebody has answered on a page: how it was asked, and what could be picked."""
    asked = choices.questions_asked(folder, notebook=page).get(page, {})
    options = choices.questions_asked(folder, "options", page).get(page, {})
    return {key: (label, options.get(key, ())) for key, label in asked.items()}


def _by_side(people: Sequence[Mapping], guests: Guests, answering: set[str]) -> list[dict]:
    """Who is here, by role and by table."""
    sides = {side: {} for side in ROLES}
    for one in sorted(people, key=lambda one: (one["table"].casefold(), one["person"])):
        name = one["person"]
        told = {"name": name, "here": guests.here(name), "answered": name in answering}
        sides[_side(one["role"])].setdefault(one["table"] or "No table", []).append(told)
    return [{"title": ROLES[side], "tables": tables} for side, tables in sides.items() if tables]


def _side(role: str) -> str:
    return role if role in ROLES else ""


def spread(label: str, options: Sequence[str], answers: pd.DataFrame) -> dict:
    """One question's answers, side by side: counted, or their range, or in their own words."""
    sides = answers["role"].map(_side)
    given = {
        side: [*answers.loc[sides == side, "answer"]] for side in ROLES if (sides == side).any()
    }
    told = {"label": label, "long": len(options) > WIDEST}
    if options:
        counts = {side: _picked(said, options) for side, said in given.items()}
        every = sum(counts.values(), Counter())
        columns = [one for one in options if every[one] or not told["long"]]
        cells = {side: [counts[side][one] for one in columns] for side in given}
        told |= {"said": _differ(counts), "unsure": every[DONT_KNOW]}
    elif all(isinstance(one, int | float) for one in answers["answer"]):
        columns = ["Lowest", "Middle", "Highest"]
        cells = {side: [number(at(said)) for at in (min, median, max)]
                 for side, said in given.items()}  # fmt: skip
        told["numbers"] = True
    else:
        return told | {"words": [(ROLES[side], said) for side, said in given.items()]}
    rows = [(ROLES[side], len(given[side]), side or "others", cells[side]) for side in given]
    return told | {"columns": columns, "rows": rows}


def _picked(said: Sequence[object], options: Sequence[str]) -> Counter:
    # where several may be ticked they are kept as one text
    picks = [[one] if one in options else str(one).split(APART) for one in said]
    return Counter(one for several in picks for one in several if one in options)


def _differ(counts: Mapping[str, Counter]) -> str:
    """Whether what most of finance and most of academics say is the same."""
    sides = [counts[side] for side in ("finance", "academics") if counts.get(side)]
    if len(sides) < 2:
        return ""
    finance, academics = (
        {one for one in side if side[one] == max(side.values())} for side in sides
    )
    if both := finance & academics:
        return f"Finance and academics agree most on {' or '.join(sorted(both))}."
    said = (" or ".join(sorted(one)) for one in (finance, academics))
    return "Finance and academics differ: {} against {}.".format(*said)


def handlers() -> list[tuple]:
    """The room's own addresses."""
    screens = [(r"/facilitator", _Screen), (r"/projector", _Projector)]
    return [(r"/", _FrontPage), (r"/back/([\w-]+)", _Back), *screens]


class Nothing(Guarded, JupyterHandler):
    """What is asked for and is not there."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say so."""
        raise HTTPError(404)
