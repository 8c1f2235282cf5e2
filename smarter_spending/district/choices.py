"""What people decided, kept in the district's folder: one file per person per notebook.

    choices/<notebook>/<person>.json    the answers
    choices/people/<person>.json        for whom the person speaks, asked once
    choices/room/room.json              where a room stands, and what has been revealed

A file belongs to one person.  Every answer is put into it under a lock and the file is
replaced whole (written beside, flushed to the disk, then renamed), so a crash or a
closed laptop leaves either the old answers or the new ones, and two windows of the same
person lose nothing of each other.
"""

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from errno import EACCES
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pandas as pd

from smarter_spending.district.files import write_whole
from smarter_spending.words import PlainError, many

PACKAGE = Path(__file__).resolve().parents[1]
ANSWER_COLUMNS = ["notebook", "person", "role", "key", "answer"]
ROLES = ("finance", "academics", "school", "board")
TEAM = "our team"
PEOPLE, ROOM = "people", "room"
# where the name typed on this machine is kept, when somebody set a place for it
NAME_FILE = "SMARTER_SPENDING_NAME_FILE"
# under whose name a page's Python was begun for somebody who joined a room: no other's is taken
JOINED = "HTTP_SMARTER_PERSON"
LONGEST_NAME = 60
NOT_ON_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class ChoicesUnreadableError(PlainError):
    """A file of answers that cannot be read; the message names it and says what to do."""


class NotLetInError(PlainError):
    """A name that somebody has already, or a code that opens nothing: nobody is let in."""


@dataclass
class Choices:
    """One person's answers in one notebook."""

    folder: Path
    notebook: str
    person: str
    answers: dict[str, object] = field(default_factory=dict)
    role: str = ""
    watchers: list[Callable[[], None]] = field(default_factory=list, repr=False, compare=False)
    hearers: list[Callable] = field(default_factory=list, repr=False, compare=False)

    @property
    def file(self) -> Path:
        """Where the answers are kept."""
        return self.folder / "choices" / self.notebook / f"{file_name(self.person)}.json"

    def keep(
        self, key: str, answer: object, question: str = "", options: Sequence[str] = ()
    ) -> None:
        """Keep one answer, on the disk, now; with how it was asked, and what could be picked."""
        asked = {"questions": {key: question} if question else {}}
        asked |= {"options": {key: list(options)} if options else {}}
        self.answers = _put(self.file, self.person, self.notebook, {key: answer}, **asked)

    def keep_all(self, answers: Mapping[str, object]) -> None:
        """Keep several answers at once."""
        self.answers = _put(self.file, self.person, self.notebook, answers)

    def keep_role(self, role: str) -> None:
        """Keep for whom this person speaks; every notebook knows it from now on."""
        if role and role not in ROLES:
            raise ValueError(f"A role is one of {', '.join(ROLES)}, not {role!r}.")
        who = self.folder / "choices" / PEOPLE / f"{file_name(self.person)}.json"
        _put(who, self.person, PEOPLE, {"role": role})
        self.role = role

    def become(self, person: str) -> None:
        """Go on as another person, with what that person has answered so far."""
        mine = joined()
        if mine and file_name(person) != file_name(mine):
            raise ValueError(f"You joined this room as {mine}, and answer under that name alone")
        other = open_choices(self.folder, self.notebook, person.strip() or TEAM)
        self.person, self.answers, self.role = other.person, other.answers, other.role
        if place := os.environ.get(NAME_FILE):
            write_whole(Path(place), self.person + "\n")
        for tell in self.watchers:
            tell()


def open_choices(folder: str | Path, notebook: str, person: str = "") -> Choices:
    """A person's answers in one notebook, as they were last left."""
    chosen = Choices(Path(folder), notebook, person.strip() or _known_name() or TEAM)
    chosen.answers = _answers(_read(chosen.file))
    who = chosen.folder / "choices" / PEOPLE / chosen.file.name
    chosen.role = str(_answers(_read(who)).get("role", ""))
    return chosen


def read_choices(folder: str | Path, notebook: str | None = None) -> pd.DataFrame:
    """Everybody's answers, one row per person and question; before the reveal, one's own alone."""
    roles = {
        file.name: str(_answers(page).get("role", "")) for file, page in _pages(folder, PEOPLE)
    }
    own, shown = {file_name(joined()), file_name(TEAM)}, room_state(folder)["revealed"]
    rows = []
    for file, page in _pages(folder, notebook or "*"):
        if file.parent.name in (PEOPLE, ROOM):
            continue
        open_to_all = not joined() or file.stem in own  # what the team decided, all may read
        shown_here = shown.get(file.parent.name, ())
        answers, person = _answers(page), page.get("person", file.stem)
        role = roles.get(file.name) or answers.get("role", "")  # once it was asked on each page
        rows += [
            (file.parent.name, person, role, key, answer)
            for key, answer in answers.items()
            if open_to_all or key in shown_here
        ]
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS)


def kept_answers(folder: str | Path, *notebooks: str) -> dict[Path, dict]:
    """What the files of these pages' answers hold, to tell whether one of them has changed."""
    given = {file: page for notebook in notebooks for file, page in _pages(folder, notebook)}
    return given | {_room_file(folder): room_state(folder)["revealed"]}


def read_room(folder: str | Path, notebook: str) -> pd.DataFrame:
    """What each person of the room answered, without the room's own record."""
    answers = read_choices(folder, notebook)
    voices = answers[answers["person"] != TEAM]
    return (answers if voices.empty and not joined() else voices).reset_index(drop=True)


def answers_side_by_side(answers: pd.DataFrame, questions: dict | None = None) -> pd.DataFrame:
    """One notebook's answers, a row for each question and a column for each person."""
    named = answers.assign(
        who=answers["person"] + answers["role"].map(lambda role: f" ({role})" if role else ""),
        question=answers["key"].map(lambda key: (questions or {}).get(key) or key),
    )
    order = {name: place for place, name in enumerate(dict.fromkeys(named["key"]))}
    wide = named.pivot_table(
        index=["key", "question"], columns="who", values="answer", aggfunc="last", sort=False
    )
    wide = wide.sort_index(level="key", key=lambda keys: keys.map(order)).reset_index("question")
    return wide.reset_index(drop=True).rename_axis(columns=None).convert_dtypes()


def questions_asked(folder: str | Path, part: str = "questions") -> dict[str, dict]:
    """How each question was put, or its "options", where the files of answers say it."""
    asked: dict[str, dict] = {}
    for file, page in _pages(folder, "*"):
        asked.setdefault(file.parent.name, {}).update(page.get(part, {}))
    return asked


def gather(folders: Sequence[str | Path], into: str | Path) -> list[str]:
    """Bring together what was answered apart; who answered otherwise under one name is kept twice.

    Gathering again changes nothing.  Gives a sentence for each folder, and for what it left aside.
    """
    places, said = [Path(folder).resolve() for folder in folders], []
    for place in places:  # all that can be wrong is said before anything is written
        if not any(file.parent.name != ROOM for file, _ in _pages(place, "*")):
            raise ChoicesUnreadableError(f"No answers are in {place / 'choices'}.")
    for place in places:
        twice = sum(place.name == other.name for other in {*places}) > 1
        where = "/".join(place.parts[-2:] if twice else place.parts[-1:])
        pages = {file: page for file, page in _pages(place, "*") if file.parent.name != ROOM}
        there = {file: _answers(_read(Path(into, "choices", *file.parts[-2:]))) for file in pages}
        otherwise = {
            file.stem for file, page in pages.items() for key, answer in _answers(page).items()
            if file.parent.name != PEOPLE and there[file].get(key, answer) != answer
        }  # fmt: skip
        for file, page in pages.items():
            person, page_of = page.get("person", file.stem), file.parent.name
            person += f" ({where})" * (file.stem in otherwise)
            new = {key: answer for key, answer in _answers(page).items() if key != "key"}
            asked = {part: page.get(part, {}) for part in ("questions", "options")}
            target = Path(into, "choices", page_of, f"{file_name(person)}.json")
            _put(target, person, page_of, new, **asked)
        people = {file.stem for file in pages if file.parent.name != PEOPLE}
        both = f", {len(otherwise)} of them beside another of the same name" * bool(otherwise)
        said += [f"{where}: answers under {many(len(people), 'name')}{both}.", *left_aside(place)]
    return said


def left_aside(folder: str | Path) -> list[str]:
    """Each file of answers that has another name than its person's, and what to do."""
    return [
        f"{file.parent.name}/{file.name} is left aside: answers of {page.get('person', own)} are "
        f"read from {own}.json alone. Keep one under that name, and move the other away."
        for file in _files(folder, "*")
        for page in [{} if file.name.startswith("~$") else _read(file)]
        if (own := file_name(page.get("person") or file.stem.removeprefix("~$"))) != file.stem
    ]


def _files(folder: str | Path, notebook: str) -> list[Path]:
    files = sorted((Path(folder) / "choices").glob(f"{notebook}/*.json"))
    return [file for file in files if not file.name.startswith(".")]  # a Mac's own, or a part


def _pages(folder: str | Path, notebook: str) -> Iterator[tuple[Path, dict]]:
    """Every file that has its person's name, and what it holds: no copy of a sync program's."""
    for file in _files(folder, notebook):
        page = {} if file.name.startswith("~$") else _read(file)
        if file_name(page.get("person") or file.stem) == file.stem:
            yield file, page


def earlier_answer(folder: str | Path, notebook: str, key: str, person: str = "") -> object:
    """What was answered in an earlier notebook: by this person, or else by the whole team."""
    for who in (person, TEAM):
        answer = open_choices(folder, notebook, who).answers.get(key, "")
        if answer not in ("", None):
            return answer
    return ""


# --- A room of people who joined: whose name is whose, and what has been revealed ----------------


def joined() -> str:
    """Who joined the room and opened this page; blank where nobody had to join."""
    return unquote(os.environ.get(JOINED, ""))


def join_room(
    folder: str | Path, person: str, role: str = "", table: str = "", again: bool = False
) -> str:
    """Make a name one person's, and give the key to it; ``again`` makes a new key to a name."""
    place, name = Path(folder) / "choices", file_name(person)
    answered = any(place.glob(f"*/{name}.json"))
    if not again and (answered or name == file_name(TEAM)):
        raise NotLetInError(
            f"Somebody answers as {person} already. Add your surname or your table to your name; "
            "if it was you, ask the facilitator for a new link."
        )
    key = secrets.token_urlsafe(24)
    told = {} if again else {"role": role, "table": table}
    _put(place / PEOPLE / f"{name}.json", person, PEOPLE, told | {"key": key_mark(key)})
    return key


def joined_people(folder: str | Path) -> list[dict[str, str]]:
    """Everybody who joined: ``person``, ``role``, ``table``, and the mark of their ``key``."""
    people = [
        {"role": "", "table": "", "person": page.get("person", file.stem), **_answers(page)}
        for file, page in _pages(folder, PEOPLE)
    ]
    return [one for one in people if "key" in one]


def key_mark(key: str) -> str:
    """What is kept of a key: enough to know it again, not to make it."""
    return sha256(key.encode()).hexdigest()


def room_state(folder: str | Path) -> dict:
    """Where a room stands: its ``page``, and by page the questions whose answers are revealed."""
    kept = _answers(_read(_room_file(folder)))
    return {"page": "", "revealed": {}, "shown": "", "until": 0} | kept


def keep_room(folder: str | Path, state: Mapping[str, object]) -> None:
    """Keep where a room stands."""
    _put(_room_file(folder), ROOM, ROOM, state)


def _room_file(folder: str | Path) -> Path:
    return Path(folder) / "choices" / ROOM / "room.json"


def file_name(person: str) -> str:
    """The name of a person's file, without its ending."""
    same = re.sub(r"[\s\-_.,'’]+", " ", person.casefold()).strip()
    plain = re.sub(r"[\W_]+", "-", same).strip("-")[:LONGEST_NAME]
    if plain and plain.replace("-", " ") == same and not NOT_ON_WINDOWS.fullmatch(plain):
        return plain
    return f"{plain or 'person'}-{sha256(same.encode()).hexdigest()[:8]}"


def _known_name() -> str:
    if known := os.environ.get("JUPYTERHUB_USER", "").strip() or joined():
        return known
    asked = parse_qs(os.environ.get("QUERY_STRING", ""))  # of a live page: ?person=…
    if person := " ".join(asked.get("person", [""])[0].split()):
        return person[:LONGEST_NAME]
    place = os.environ.get(NAME_FILE)
    if place and Path(place).is_file():
        return Path(place).read_text(encoding="utf-8").strip()
    return ""


def _put(
    file: Path, person: str, notebook: str, new: Mapping, **asked: Mapping[str, object]
) -> dict:
    from filelock import FileLock

    _not_ours(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    # the lock is the operating system's: it is gone the moment its holder is
    with FileLock(file.with_name(f".{file.stem}.lock"), timeout=20):
        before = _read(file)
        answers = _answers(before) | dict(new)
        page = {"person": person, "notebook": notebook, "answers": answers}
        for part in ("questions", "options"):
            if told := before.get(part, {}) | dict(asked.get(part, {})):
                page[part] = told
        write_whole(file, json.dumps(page, indent=1, ensure_ascii=False) + "\n")
        for left_behind in file.parent.glob(f".{file.name}.*.part"):
            left_behind.unlink(missing_ok=True)  # by a writer that was killed; we have the lock
    return answers


def _not_ours(file: Path) -> None:
    if file.resolve().is_relative_to(PACKAGE):
        said = "this sample came with the program, which keeps no answers. `smarter-spending room` "
        said += "plays on a copy that does"
        raise PermissionError(EACCES, said, str(file))


def _answers(page: dict) -> dict:
    return dict(page.get("answers", {}))


# what a file of answers is made of, and what each part of it holds
PARTS = {"answers": object, "questions": str, "options": list}


def _read(file: Path) -> dict:
    where = f"The answers in {file.parent.name}/{file.name}"
    try:
        if os.path.lexists(file) and not file.is_file():
            raise ChoicesUnreadableError(f"{where} are no file. Move what has this name away.")
        page = json.loads(file.read_text(encoding="utf-8-sig"))
        for part in ("questions", "options"):  # nothing is asked: no answer is lost of that
            if isinstance(page, dict) and page.get(part) is None:
                page.pop(part, None)
    except FileNotFoundError:
        return {}
    except ChoicesUnreadableError:
        raise
    except OSError as error:
        raise ChoicesUnreadableError(
            f"{where} cannot be opened ({error.strerror}). See who may read the file, or move it "
            "away."
        ) from error
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ChoicesUnreadableError(
            f"{where} cannot be read{line}. "
            "Somebody may have edited the file by hand: mend it, or move the file away."
        ) from error
    if not isinstance(page, dict) or not _laid_out(page):
        said = f'{where} are not laid out as they were saved: it should have a part "answers" with '
        said += "a name and an answer on each line. Mend it, or move the file away."
        raise ChoicesUnreadableError(said)
    return page


def _laid_out(page: dict) -> bool:
    parts = {part: page.get(part, {}) for part in PARTS}
    return isinstance(page.get("person", ""), str) and all(
        isinstance(held, dict) and all(isinstance(one, PARTS[part]) for one in held.values())
        for part, held in parts.items()
    )
