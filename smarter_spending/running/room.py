"""The room: who is let in, under whose name, and what the facilitator's screen shows of it.

A person joins with the room's code and gets a key of their own, in a cookie and in a link: whoever
has it is that person.  The facilitator's key opens everything else.  What a page may show of
others' answers is decided below, by ``district.choices``, not here.
"""

import re
import secrets
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from unicodedata import category
from urllib.parse import quote, urlencode, urlsplit

import pandas as pd
from jupyter_core.utils import ensure_async
from jupyter_server.auth import IdentityProvider, User
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from smarter_spending.district import choices
from smarter_spending.guide import pages as written
from smarter_spending.guide.questions import APART, DONT_KNOW
from smarter_spending.words import many, number

HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"
DIGITS = 6  # of a room's code
TRIES, TRIES_OF_ALL, AGAIN = 8, 40, 60  # wrong codes from one place, from all, within seconds
MOST_PEOPLE = 300
GONE = 30  # seconds without a sign of life until somebody is not here
WIDEST = 6  # answers that stand beside each other; more stand below each other
WORDS_SHOWN = 40  # answers in own words on one screen
PERSON = "Smarter-Person"  # tells a page's Python who opened it: see choices.JOINED
PAGE = "Smarter-Page"  # tells an open page where the room is
KERNEL = re.compile(r"[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}")
SAYS = {"finance": "Finance", "academics": "Academics", "principal": "Principal", "other": "Other"}
SIDES = {"finance": "Finance", "academics": "Academics", "school": "Principals", "": "Others"}
BLANK = (None, "", "choose…")
NOTE = {
    403: "Join the room first: its address and its code are on the screen. Whoever opened the room "
    "has a link that ends in a key.",
    404: "There is no such page. Go back, and choose one of the pages.",
}


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


def cleaned(words: str) -> str:
    """What somebody typed on one line, without what cannot be seen."""
    seen = "".join(" " if one.isspace() else one for one in words)
    return " ".join("".join(one for one in seen if category(one)[0] != "C").split())


# --- Who is in the room ---------------------------------------------------------------------------


@dataclass
class Guests:
    """Everybody who joined, and the code by which others join."""

    folder: Path
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**DIGITS):0{DIGITS}}")
    known: dict[str, str] = field(default_factory=dict)  # by the mark of a key
    seen: dict[str, float] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)  # of each page's Python
    wrong: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self):
        people = choices.joined_people(self.folder)
        self.known |= {one["key"]: one["person"] for one in people}

    def of(self, key: str | None) -> str:
        """Whose key this is; blank if nobody's."""
        person = self.known.get(choices.key_mark(key), "") if key else ""
        if person:
            self.seen[person] = time.monotonic()
        return person

    def here(self, person: str) -> bool:
        """Whether somebody has shown a sign of life just now."""
        return time.monotonic() - self.seen.get(person, -GONE) < GONE

    def refuses(self, code: str, place: str) -> str:
        """Why a code lets nobody in; blank if it does."""
        now = time.monotonic()
        self.wrong = [one for one in self.wrong if now - one[0] < AGAIN]
        mine = [one for one in self.wrong if one[1] == place]
        if len(mine) >= TRIES or len(self.wrong) >= TRIES_OF_ALL:
            return "Too many wrong codes. Wait a minute, then try again."
        if secrets.compare_digest(code.encode(), self.code.encode()):
            return ""
        self.wrong.append((now, place))
        return "That is not the code of this room. It is on the screen in front."

    def join(self, person: str, role: str, table: str) -> str:
        """Let somebody in who gave the code: the key to their name."""
        if not person:
            raise choices.NameTakenError("Say how the room knows you.")
        if len(self.known) >= MOST_PEOPLE:
            raise choices.NameTakenError("This room is full.")
        key = choices.join_room(self.folder, person, role, table)
        self.known[choices.key_mark(key)] = person
        return key

    def renew(self, person: str) -> str:
        """Make a new key to a name: the old one opens nothing any more."""
        key = choices.join_room(self.folder, person, again=True)
        name = choices.file_name(person)
        self.known = {
            mark: one for mark, one in self.known.items() if choices.file_name(one) != name
        } | {choices.key_mark(key): person}
        return key


class Doorkeeper(IdentityProvider):
    """Knows the facilitator by the room's key, and everybody else by their own."""

    async def get_user(self, handler) -> User | None:
        """Who asks; ``handler`` is told under which of the two keys."""
        leads = await ensure_async(self._get_user(handler))
        handler.leads = leads is not None
        if guests := handler.settings.get("guests"):
            handler.guest = guests.of(handler.get_cookie(cookie_name(handler)))
        return leads or (User(handler.guest) if handler.guest else None)


def cookie_name(handler) -> str:
    """Two rooms on one computer do not share a cookie."""
    return f"smarter-room-{urlsplit('//' + handler.request.host).port or ''}"


class Guarded:
    """A handler for this computer's own names and pages alone, and for who has a key."""

    guest, leads = "", False

    async def prepare(self):
        """Refuse what is foreign, what has no key, and the page of somebody else."""
        origin = urlsplit(self.request.headers.get("Origin", "")).netloc
        ours = is_ours(self.request.host_name, self.settings["room"].ip)
        if not ours or origin not in ("", self.request.host):
            raise HTTPError(403)
        await ensure_async(super().prepare())
        kernel = KERNEL.search(self.request.path)
        if kernel and self.guest and not self.leads:
            owner = self.settings["guests"].owners.get(kernel[0], self.guest)
            if owner != self.guest:
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
        words = NOTE.get(status_code, "Something went wrong here. What was saved is kept.")
        self.finish(written.notice_page("This page cannot be shown", words))


class Nothing(Guarded, JupyterHandler):
    """What is asked for and is not there."""

    @allow_unauthenticated
    async def prepare(self):
        """Refuse what is foreign before anything else is said."""
        await super().prepare()
        raise HTTPError(404)


# --- Joining ----------------------------------------------------------------------------------------


class _Asked(Guarded, JupyterHandler):
    @property
    def room(self):
        """The server, which knows its district and its pages."""
        return self.settings["room"]

    @property
    def guests(self) -> Guests:
        """Who joined."""
        return self.settings["guests"]

    def state(self) -> dict:
        """Where the room stands."""
        return choices.room_state(self.room.district)

    def page(self) -> Mapping[str, str]:
        """The page the room is on."""
        pages = self.settings["pages"]
        return next((one for one in pages if one["href"][1:] == self.state()["page"]), pages[0])

    def only_changes(self) -> bool:
        """Whether an open screen asks for what may have changed, and nothing around it."""
        return self.get_argument("part", "") == "now"


class FrontPage(_Asked):
    """All pages, for who is in the room; for everybody else, how to join it."""

    @allow_unauthenticated
    def get(self) -> None:
        """The first page."""
        if not self.current_user:
            self.ask({"code": self.get_argument("code", "")})
            return
        key = self.get_cookie(cookie_name(self)) if self.guest else ""
        told = {"guest": self.guest, "page": self.page(), "leads": self.leads, "part": ""}
        told["back"] = self.guest and f"{self.request.protocol}://{self.request.host}/back/{key}"
        person = self.get_argument("person", "")
        pages = self.settings["pages"]
        self.finish(written.room_page(pages, person, self.only_changes(), **told))

    @allow_unauthenticated
    def post(self) -> None:
        """Join."""
        given = {name: cleaned(self.get_argument(name, ""))[: choices.LONGEST_NAME]
                 for name in ("code", "person", "role", "table")}  # fmt: skip
        if problem := self.guests.refuses(given["code"].replace(" ", ""), self.request.remote_ip):
            self.set_status(429 if problem.startswith("Too many") else 403)
            self.ask(given, problem)
            return
        role = "school" if given["role"] == "principal" else given["role"]
        role = role if role in choices.ROLES else ""
        try:
            key = self.guests.join(given["person"], role, given["table"])
        except choices.NameTakenError as taken:
            self.set_status(409)
            self.ask(given, str(taken))
            return
        _remember(self, key)
        self.redirect("/", status=303)

    def ask(self, given: Mapping[str, str], problem: str = "") -> None:
        """Show the form by which people join."""
        told = {"given": given, "problem": problem, "roles": SAYS, "longest": choices.LONGEST_NAME}
        self.finish(written.served_page("join.html", "Join the room", **told))


class Back(_Asked):
    """A person's own link: it opens the room under their name, on any computer."""

    @allow_unauthenticated
    def get(self, key: str) -> None:
        """Come back."""
        if not self.guests.of(key):
            raise HTTPError(403)
        _remember(self, key)
        self.redirect("/")


def _remember(handler, key: str) -> None:
    safe = handler.request.protocol == "https"
    how = {"httponly": True, "samesite": "Lax", "secure": safe, "expires_days": 60}
    handler.set_cookie(cookie_name(handler), key, **how)


# --- The facilitator's screen, and the same for the projector, without names -------------------------


class Screen(_Asked):
    """The facilitator's screen; whoever only joined cannot see it."""

    names = True

    def get(self) -> None:
        """Show where the room stands."""
        if not self.leads:
            raise HTTPError(403)
        told = self.shown()
        name = "screen_now.html" if self.only_changes() else "screen.html"
        self.finish(written.served_page(name, told["page"]["title"], self.only_changes(), **told))

    def post(self) -> None:
        """Do what the facilitator pressed."""
        if not self.leads:
            raise HTTPError(403)
        told = {name: self.get_argument(name) for name in self.request.body_arguments}
        if "give" in told and (person := cleaned(told["give"])[: choices.LONGEST_NAME]):
            link = f"{self.room.address}/back/{self.guests.renew(person)}"
            self.finish(written.notice_page(f"A new link for {person}", f"{link} – an earlier link "
                                            "to this name opens nothing any more."))  # fmt: skip
            return
        state = self.state()
        pages = {one["href"][1:]: one for one in self.settings["pages"]}
        here = self.page()["href"][1:]
        if told.get("page") in pages:
            state |= {"page": told["page"], "shown": "", "until": 0}
        if minutes := re.fullmatch(r"\d{1,3}", told.get("minutes", "")):
            added = int(minutes[0]) * 60
            state["until"] = max(state["until"], time.time()) + added if added else 0
        asked = questions(self.room.district, here)
        reveal = [key for key in asked if told.get("reveal") in (key, "all of this page")]
        if reveal:
            before = state["revealed"].get(here, [])
            state["revealed"] |= {here: [*dict.fromkeys([*before, *reveal])]}
        if told.get("shown", told.get("reveal")) in (*asked, ""):
            state["shown"] = told.get("shown", told.get("reveal"))
        choices.keep_room(self.room.district, state)
        self.redirect(self.request.path, status=303)

    def shown(self) -> dict:
        """All that the screen says."""
        page, state, guests = self.page(), self.state(), self.guests
        folder, here = self.room.district, page["href"][1:]
        asked, answers = questions(folder, here), _voices(folder, here)
        people = choices.joined_people(folder)
        revealed = state["revealed"].get(here, [])
        done = Counter(answers["key"])
        shown = state["shown"] if state["shown"] in revealed and state["shown"] in asked else ""
        pages = self.settings["pages"]
        place = pages.index(page)
        given = [{"key": key, "label": label, "answered": done[key], "revealed": key in revealed}
                 for key, (label, _) in asked.items()]  # fmt: skip
        return {
            "projected": not self.names,
            "room": self.room,
            "code": guests.code,
            "picture": self.room.picture,
            "page": page,
            "place": place,
            "pages": pages,
            "following": pages[place + 1] if place + 1 < len(pages) else None,
            "before": pages[place - 1] if place else None,
            "here": sum(guests.here(one["person"]) for one in people),
            "joined": len(people),
            "answering": answers["person"].nunique(),
            "sides": _by_side(people, guests, set(answers["person"])),
            "questions": given,
            "hidden": [one for one in given if not one["revealed"]],
            "until": state["until"],
            "shown": shown and spread(asked[shown], answers[answers["key"] == shown]),
        }


class Projector(Screen):
    """The same, large, and without names."""

    names = False


def questions(folder: str | Path, page: str) -> dict[str, tuple[str, Sequence[str]]]:
    """What somebody has answered on a page: how it was asked, and what could be picked."""
    asked = choices.questions_asked(folder, notebook=page).get(page, {})
    options = choices.questions_asked(folder, "options", page).get(page, {})
    return {key: (label, options.get(key, ())) for key, label in asked.items()}


def _voices(folder: str | Path, page: str) -> pd.DataFrame:
    answers = choices.read_room(folder, page)
    return answers[[answer not in BLANK for answer in answers["answer"]]]


def _by_side(people: Sequence[Mapping], guests: Guests, answering: set[str]) -> list[dict]:
    """Who is here, by role and by table."""
    sides = []
    for side, title in SIDES.items():
        ours = [one for one in people if _side(one["role"]) == side]
        tables = {}
        for one in sorted(ours, key=lambda one: (one["table"].casefold(), one["person"])):
            told = {"name": one["person"], "here": guests.here(one["person"]),
                    "answered": one["person"] in answering}  # fmt: skip
            tables.setdefault(one["table"] or "No table", []).append(told)
        sides.append({"title": title, "people": len(ours), "tables": tables})
    return sides


def _side(role: str) -> str:
    return role if role in SIDES else ""


def spread(asked: tuple[str, Sequence[str]], answers: pd.DataFrame) -> dict:
    """One question's answers, side by side: counted, or their range, or in their own words."""
    label, options = asked
    by_side = {side: [*answers.loc[[_side(role) == side for role in answers["role"]], "answer"]]
               for side in SIDES}  # fmt: skip
    given = {side: said for side, said in by_side.items() if said}
    told = {"label": label, "columns": (), "rows": [], "words": [], "said": ""}
    every = [*answers["answer"]]
    if options:
        picks = {side: _picked(said, options) for side, said in given.items()}
        named = [*options] if len(options) <= WIDEST else [
            one for one in options if any(picks[side][one] for side in picks)]  # fmt: skip
        cells = {side: [picks[side][one] for one in named] for side in given}
        told |= {"columns": named, "said": _differ(picks)}
        unsure = sum(picks[side][DONT_KNOW] for side in picks)
        told["unsure"] = f"{many(unsure, 'person does', 'people do')} not know." if unsure else ""
    elif all(isinstance(one, int | float) for one in every):
        cells = {side: [number(at(said)) for at in (min, median, max)]
                 for side, said in given.items()}  # fmt: skip
        told |= {"columns": ["Lowest", "Middle", "Highest"], "numbers": True}
    else:
        told["words"] = [(SIDES[side], [_in_words(one) for one in said][:WORDS_SHOWN])
                         for side, said in given.items()]  # fmt: skip
        return told
    told["rows"] = [(SIDES[side], len(given[side]), side or "others", row)
                    for side, row in cells.items()]  # fmt: skip
    return told


def _picked(said: Sequence[object], options: Sequence[str]) -> Counter:
    # what may be ticked several times over is kept as one text
    several = [[one] if one in options else str(one).split(APART) for one in said]
    return Counter(one for picks in several for one in picks if one in options)


def _in_words(answer: object) -> str:
    return f"{many(len(answer), 'card')} in hand" if isinstance(answer, list) else str(answer)


def _differ(picks: Mapping[str, Counter]) -> str:
    """Whether finance and academics, by what most of each say, agree."""
    most = [
        {one for one, count in counted.items() if count == max(counted.values())}
        for counted in (picks.get("finance"), picks.get("academics"))
        if counted
    ]
    if len(most) < 2:
        return ""
    if both := most[0] & most[1]:
        return f"Finance and academics agree most on {' or '.join(sorted(both))}."
    finance, academics = (" or ".join(sorted(one)) for one in most)
    return f"Finance and academics differ: most of finance {finance}, of academics {academics}."


def picture_of(address: str) -> str:
    """A link as a picture that a phone reads, as SVG."""
    import segno

    made = segno.make(address, micro=False)
    return made.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None)


def drawn_on_terminal(address: str) -> None:
    """The same picture in letters."""
    import segno

    segno.make(address, micro=False).terminal(compact=True)


def handlers() -> list[tuple]:
    """The room's own addresses."""
    return [
        (r"/", FrontPage),
        (r"/back/([\w-]+)", Back),
        (r"/facilitator", Screen),
        (r"/projector", Projector),
    ]


def joining_address(address: str, code: str) -> str:
    """The link behind the picture: it fills in the code."""
    return f"{address}/?code={quote(code)}"
