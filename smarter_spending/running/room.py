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
from contextlib import suppress
from itertools import chain
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
from smarter_spending.guide.questions import DONT_KNOW, picked
from smarter_spending.running.batch import CannotRunError
from smarter_spending.words import UNANSWERED, number

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"
TRIES, TRIES_OF_ALL, AGAIN = 8, 40, 60  # wrong codes from one place, from all, within seconds
MOST_PEOPLE = 300
GONE = 30  # seconds without a sign of life until somebody is not here
WIDEST = 6  # answers that stand beside each other; more stand below each other
PERSON = "Smarter-Person"  # tells a page's Python who opened it: see choices.JOINED
PAGE = "Smarter-Page"  # tells an open page where the room is
ALL = "all of this page"
KERNEL = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}")
ROLES = {"finance": "Finance", "academics": "Academics", "school": "Principals",
         "board": "Board", "": "Other"}  # fmt: skip
HIDDEN = "Nobody on another computer sees anything of it; --network lets others in."
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
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.connect(("192.0.2.1", 9))  # sends nothing: only the way there is looked up
        return line.getsockname()[0]
    return HERE


def safe_with(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """How what is sent is encrypted; nothing where no certificate is given."""
    if not certificate and not key:
        return None
    safely = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        safely.load_cert_chain(certificate, key)
    except (OSError, TypeError):  # not there, not readable, or no certificate
        said = "--certificate and --key must name a certificate and its own key, both as PEM."
        raise CannotRunError(said) from None
    return safely


# --- Who is in the room ---------------------------------------------------------------------------


class Guests:
    """Everybody who joined, the code by which others join, and whose each page's Python is."""

    def __init__(self, folder: Path, address: str, seen: str):
        self.folder, self.address, self.seen_by_others = folder, address, seen
        self.code = f"{secrets.randbelow(10**6):06}"
        self.known = {one["key"]: one["person"] for one in choices.joined_people(folder)}
        self.picture = segno.make(f"{address}/?code={self.code}", micro=False)  # for a phone
        self.last, self.owners, self.wrong = {}, {}, []

    def of(self, key: str | None) -> str:
        """Whose key this is; blank if nobody's."""
        person = self.known.get(choices.key_mark(key), "") if key else ""
        self.last[person] = time.monotonic()
        return person

    def here(self, person: str) -> bool:
        """Whether somebody has shown a sign of life just now."""
        return time.monotonic() - self.last.get(person, -GONE) < GONE

    def try_code(self, code: str, place: str) -> None:
        """Refuse a wrong code, and for a while every code from where many wrong ones came."""
        now = time.monotonic()
        self.wrong = [one for one in self.wrong if now - one[0] < AGAIN]
        from_there = [one for one in self.wrong if one[1] == place]
        if len(from_there) >= TRIES or len(self.wrong) >= TRIES_OF_ALL:
            raise choices.NotLetInError("Too many wrong codes. Wait a minute, then try again.")
        if not secrets.compare_digest(code.encode(), self.code.encode()):
            self.wrong.append((now, place))
            raise choices.NotLetInError("That is not the code on the screen in front.")

    def let_in(self, person: str, *told: str, again: bool = False) -> str:
        """Give the key to a name; ``again`` makes a new one, and the old one opens nothing."""
        if not person or len(self.known) >= MOST_PEOPLE:
            raise choices.NotLetInError("This room is full." if person else "Say your name.")
        key = choices.join_room(self.folder, person, *told, again=again)
        self.known = {one["key"]: one["person"] for one in choices.joined_people(self.folder)}
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

    guest, leads, for_all = "", False, True

    async def prepare(self):
        """Refuse what is foreign, who has no key, and another person's page."""
        self.guests = self.settings["guests"]
        origin = self.request.headers.get("Origin", f"//{self.request.host}")  # "null" is foreign
        ours = is_ours(self.request.host_name, self.settings["room"].ip)
        if not ours or urlsplit(origin).netloc != self.request.host:
            raise HTTPError(403)
        await ensure_async(super().prepare())
        kernel = KERNEL.search(self.request.path)
        owner = self.guests.owners.get(kernel[0], self.guest) if kernel else self.guest
        if not self.leads and (owner != self.guest or not self.for_all):
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
        self.finish(written.served_page("notice.html", "This page cannot be shown", words=words))


class Asked(Guarded, JupyterHandler):
    """A handler that knows the room."""

    def stands(self) -> tuple[dict, int]:
        """Where the room stands, and the place of its page."""
        state = choices.room_state(self.guests.folder)
        at = [place for place, one in enumerate(self.settings["pages"])
              if one["href"] == f"/{state['page']}"]  # fmt: skip
        return state, (at or [0])[0]

    def show(self, name: str, title: str, **told) -> None:
        """Send a page; of a screen that is open, only what may have changed."""
        changed = self.get_argument("part", "") == "now"
        self.finish(written.served_page(name, title, changed, **told))

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
    def get(self, problem: str = "") -> None:
        if problem or not self.current_user:
            told = {"given": self._given(), "problem": problem, "roles": ROLES}
            self.show("join.html", "Join the room", longest=choices.LONGEST_NAME, **told)
            return
        pages, (_, place) = self.settings["pages"], self.stands()
        told = {"pages": pages, "page": pages[place], "guest": self.guest, "leads": self.leads}
        back = f"{self.guests.address}/back/{self.get_cookie(_cookie(self))}"
        person = self.get_argument("person", "")
        told["longest"] = choices.LONGEST_NAME
        self.show("room.html", written.SUBJECT, back=back, person=person, **told)

    @allow_unauthenticated
    def post(self) -> None:
        code, *who = self._given().values()
        try:
            self.guests.try_code(code.replace(" ", ""), self.request.remote_ip)
            self.remember(self.guests.let_in(*who))
        except choices.NotLetInError as refused:
            self.set_status(403)
            self.get(str(refused))

    def _given(self) -> dict[str, str]:
        parts = ("code", "person", "role", "table")
        given = {part: _cleaned(self.get_argument(part, "")) for part in parts}
        return given | {"role": given["role"] if given["role"] in ROLES else ""}


class _Back(Asked):
    """A person's own link: it opens the room under their name, on any computer."""

    @allow_unauthenticated
    def get(self, key: str) -> None:
        if not self.guests.of(key):
            raise HTTPError(403)
        self.remember(key)


# --- The facilitator's screen, and the same for the projector, without names ----------------------


class _Screen(Asked):
    for_all = False

    def get(self, seen_by: str) -> None:
        told = self._told() | {"projected": seen_by == "projector"}
        told["longest"] = choices.LONGEST_NAME
        self.show("screen.html", told["page"]["title"], **told)

    def post(self, _: str) -> None:
        told = {name: self.get_argument(name) for name in self.request.body_arguments}
        if person := _cleaned(told.get("give", "")):
            link = f"{self.guests.address}/back/{self.guests.let_in(person, again=True)}"
            said = f"{link} – any earlier link to this name opens nothing any more."
            self.show("notice.html", f"A new link for {person}", words=said)
            return
        state, place = self.stands()
        here = self.settings["pages"][place]["href"][1:]
        if any(one["href"] == f"/{told.get('page')}" for one in self.settings["pages"]):
            state |= {"page": told["page"], "shown": "", "until": 0}
        if minutes := re.fullmatch(r"\d{1,3}", told.get("minutes", "")):
            more = 60 * int(minutes[0])
            state["until"] = more and max(state["until"], time.time()) + more
        asked = choices.questions_asked(self.guests.folder).get(here, {})
        shown = state["revealed"].get(here, [])
        new = [key for key in asked if told.get("reveal") in (key, ALL)]
        state["revealed"] |= {here: [*dict.fromkeys([*shown, *new])]}
        state["shown"] = told.get("shown", told.get("reveal", state["shown"]))
        choices.keep_room(self.guests.folder, state)
        self.redirect(self.request.path, status=303)

    def _told(self) -> dict:
        (state, place), pages, guests = self.stands(), self.settings["pages"], self.guests
        here, folder = pages[place]["href"][1:], guests.folder
        asked = choices.questions_asked(folder).get(here, {})
        options = choices.questions_asked(folder, "options").get(here, {})
        answers = choices.read_room(folder, here)
        answers = answers.loc[[answer not in UNANSWERED for answer in answers["answer"]]]
        answered = {*answers["person"]}
        people = choices.joined_people(folder)
        for one in people:
            one["here"], one["answered"] = guests.here(one["person"]), one["person"] in answered
        joined = answers["person"].isin([one["person"] for one in people])
        told = {"guests": guests, "all": ALL, "pages": pages, "place": place, "page": pages[place]}
        told |= {"until": state["until"], "people": people, "roles": ROLES, "asked": asked}
        told["revealed"] = [one for one in state["revealed"].get(here, []) if one in asked]
        if (key := state["shown"]) in told["revealed"]:
            told["shown"] = spread(asked[key], options.get(key, ()), answers[answers["key"] == key])
        return told | {
            "done": Counter(answers.loc[joined, "key"]),
            "earlier": answers.loc[~joined, "person"].nunique(),
        }


def spread(label: str, options: Sequence[str], answers: pd.DataFrame) -> dict:
    """One question's answers, side by side: counted, or their range, or in their own words."""
    roles = answers["role"].where(answers["role"].isin([*ROLES]), "")
    by_side = answers.groupby(roles)["answer"].agg(list).to_dict()
    given = {side: by_side[side] for side in ROLES if side in by_side}
    told = {"label": label}
    if options:
        picks = {side: [picked(one, options) for one in said] for side, said in given.items()}
        counts = {side: Counter(chain.from_iterable(picks[side])) for side in picks}
        every = sum(counts.values(), Counter())
        rows = [one for one in options if every[one] or len(options) <= WIDEST]
        cells = {side: [counts[side][one] for one in rows] for side in given}
        told |= {"said": _differ(counts), "unsure": every[DONT_KNOW]}
    elif all(isinstance(one, int | float) for one in answers["answer"]):
        rows, told["numbers"] = ["Lowest", "Middle", "Highest"], True
        cells = {side: [number(at(said)) for at in (min, median, max)]
                 for side, said in given.items()}  # fmt: skip
    else:
        return told | {"words": [(ROLES[side], said) for side, said in given.items()]}
    sides = [(ROLES[side], len(given[side]), side or "others", cells[side]) for side in given]
    return told | {"rows": rows, "sides": sides}


def _differ(counts: Mapping[str, Counter]) -> str:
    """Whether what most of finance and most of academics say is the same."""
    sides = [counts[side] for side in ("finance", "academics") if counts.get(side)]
    most = [{one for one in side if side[one] == max(side.values())} for side in sides]
    if len(most) < 2:
        return ""
    if both := most[0] & most[1]:
        return f"Finance and academics agree most on {' or '.join(sorted(both))}."
    said = (" or ".join(sorted(one)) for one in most)
    return "Finance and academics differ: {} against {}.".format(*said)


class _Nothing(Guarded, JupyterHandler):
    @allow_unauthenticated
    def get(self) -> None:
        raise HTTPError(404)


ADDRESSES = [
    (r"/", _FrontPage),
    (r"/back/([\w-]+)", _Back),
    (r"/(facilitator|projector)", _Screen),
    (r"/.*", _Nothing),
]
