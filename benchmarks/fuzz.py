"""Is anything in a district's folder ever lost without a word?  Folders spoiled at random.

    python benchmarks/fuzz.py --mutations 2000 --seed 1 --only cut_anywhere

The smallest sample, cut down, is spoiled in one way that happens (``WAYS``) at a random place and
loaded.  What comes is one of: equal (the same figures), noted (other figures, and a note that
names the place), refused (an error that names the place), elsewhere (an error or note about
another place alone), silent (other figures and no word) or a fault of the program.  What changes
nothing must be equal; everything else equal, noted or refused.  Of the ways in ``UNTELLABLE`` a
folder holds nothing that could tell, such as a student fewer: those alone may be silent.
Answers in choices/ are spoiled likewise; what is spoiled in one file may lose no other's.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import random
import shutil
import signal
import socket
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district import choices
from smarter_spending.district.loading import DistrictDataError, load_district

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "samples" / "cold_creek"
ROWS = {"ledger": 25, "students_outcomes": 30, "program_participation": 5}  # every so many stays
PATIENCE, NOBODY = 20, 65534  # seconds; a user without rights
FINE = ("equal", "noted", "refused")
RIGHTS = ("not_readable", "answers_no_file")
UNTELLABLE = ("row_dropped", "column_dropped", "cells_swapped", "unit_changed",
              "headings_swapped", "columns_swapped", "cut_anywhere", "retyped")  # fmt: skip
ODD = ("?", "n.v.", "9" * 5000, "1e400", "=1+1", "<b>x</b>", "١٢٣", "x" * 200_000, "0x10",
       "12/2024", "9999-12-31", "0001-01-01", "-" * 70, '"', "\u202e", "999999999999999",
       "-999999999999999", "2024", "2024-26", "9999-00", "#REF!", "K-5 (all)", "Total")  # fmt: skip


@dataclass
class Folder:
    """A district's folder: its settings, and each table's rows, the headings first."""

    settings: str
    tables: dict[str, list[list[str]]]

    def write(self, place: Path) -> Path:
        """Write it whole and valid."""
        place.mkdir(parents=True)
        (place / "district.toml").write_text(self.settings, encoding="utf-8")
        for name, rows in self.tables.items():
            put(place / f"{name}.csv", rows)
        return place


@dataclass(frozen=True)
class Told:
    """What must be named of a mutation: its file, and any of some words where it has a place."""

    file: str
    words: tuple[str, ...] = ()
    harmless: bool = False


@dataclass
class Spoiled:
    """A copy of a folder about to be spoiled, and the dice."""

    place: Path
    dice: random.Random
    tables: dict[str, list[list[str]]] = field(default_factory=dict)

    def a_table(self, least: int = 3) -> tuple[Path, list[list[str]]]:
        """A table with rows enough, to be changed in place."""
        named = sorted(name for name, rows in self.tables.items() if len(rows) >= least)
        name = self.dice.choice(named)
        return self.place / f"{name}.csv", [list(row) for row in self.tables[name]]

    def a_filled(self, rows: list[list[str]], wanted: Callable[[str], bool] = bool) -> tuple:
        """The row and the column of a cell that is filled."""
        places = [(r, c) for r, row in enumerate(rows) if r for c, x in enumerate(row) if wanted(x)]
        return self.dice.choice(places)


def put(file: Path, rows: Iterable[list[str]], **form) -> None:
    """Write rows as a csv."""
    text = io.StringIO(newline="")
    csv.writer(text, **{"lineterminator": "\n", **form}).writerows(rows)
    file.write_bytes(text.getvalue().encode())


def small_folder() -> Folder:
    """The smallest sample with a part of its rows, its control totals made to agree again."""
    tables = {}
    for file in sorted(SAMPLE.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))
        tables[file.stem] = [rows[0], *rows[1 :: ROWS.get(file.stem, 1)]]
    here = tables["ledger"][0].index
    for total in tables["control_totals"][1:]:
        of = dict(zip(tables["control_totals"][0], total, strict=True))
        added = Decimal(0)
        for row in tables["ledger"][1:]:
            same = all(
                row[here(name)] == of[name] for name in ("fiscal_year", "amount_type", "fund")
            )
            within = of["object_from"] <= row[here("object")] <= of["object_to"]
            free = row[here("resource")] < "2000"
            mine = {"restricted": not free, "unrestricted": free}.get(of["restriction"], True)
            added += Decimal(row[here("amount")]) * (same and within and mine)
        total[tables["control_totals"][0].index("amount")] = str(added)
    return Folder((SAMPLE / "district.toml").read_text(encoding="utf-8"), tables)


# --- What changes nothing -------------------------------------------------------------------------


def rows_reordered(at: Spoiled) -> Told:
    """The rows in another order."""
    file, rows = at.a_table()
    put(file, [rows[0], *at.dice.sample(rows[1:], len(rows) - 1)])
    return Told(file.name, harmless=True)


def columns_reordered(at: Spoiled) -> Told:
    """The columns in another order."""
    file, rows = at.a_table()
    order = at.dice.sample(range(len(rows[0])), len(rows[0]))
    put(file, [[row[place] for place in order] for row in rows])
    return Told(file.name, harmless=True)


def written_otherwise(at: Spoiled) -> Told:
    """A mark at the beginning, other line ends, quotation marks, blank lines, UTF-16."""
    file, rows = at.a_table()
    end = at.dice.choice(["\n", "\r\n", "\r"])
    put(file, rows, lineterminator=end, quoting=at.dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    text = file.read_bytes().decode() + end * at.dice.randrange(4)
    file.write_bytes(text.encode(at.dice.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])))
    return Told(file.name, harmless=True)


def separated_otherwise(at: Spoiled) -> Told:
    """Tabs, semicolons or bars in the place of commas."""
    file, rows = at.a_table()
    put(file, rows, delimiter=at.dice.choice("\t;|"))
    return Told(file.name, harmless=True)


def headings_otherwise(at: Spoiled) -> Told:
    """Headings with capitals and spaces, under lines with a title."""
    file, rows = at.a_table()
    rows[0] = [f" {name.replace('_', ' ').title()} " for name in rows[0]]
    put(file, [["An invented district"], ["Printed 2025-09-15"]][: at.dice.randrange(3)] + rows)
    return Told(file.name, harmless=True)


def as_a_workbook(at: Spoiled) -> Told:
    """The same table as a workbook, every cell a text."""
    file, rows = at.a_table()
    pd.DataFrame(rows[1:], columns=rows[0]).to_excel(file.with_suffix(".xlsx"), index=False)
    file.unlink()
    return Told(file.name, harmless=True)


# --- What takes something away, or puts something in ----------------------------------------------


def row_dropped(at: Spoiled) -> Told:
    """A row is gone."""
    file, rows = at.a_table()
    del rows[at.dice.randrange(1, len(rows))]
    put(file, rows)
    return Told(file.name)


def row_twice(at: Spoiled) -> Told:
    """A row is there twice."""
    file, rows = at.a_table()
    rows.insert(at.dice.randrange(1, len(rows)), list(at.dice.choice(rows[1:])))
    put(file, rows)
    return Told(file.name)


def column_dropped(at: Spoiled) -> Told:
    """A column with something in it is gone."""
    file, rows = at.a_table()
    _, column = at.a_filled(rows)
    put(file, [row[:column] + row[column + 1 :] for row in rows])
    return Told(file.name, (rows[0][column],))


def headings_swapped(at: Spoiled) -> Told:
    """Two headings stand over each other's columns."""
    file, rows = at.a_table()
    one, other = (at.a_filled(rows)[1] for _ in range(2))
    names = rows[0][one], rows[0][other]
    rows[0][one], rows[0][other] = reversed(names)
    put(file, rows)
    return Told(file.name, harmless=one == other)


def attendance_swapped(at: Spoiled) -> Told:
    """The headings of attendance and of enrollment, or of two kinds of attendance, exchanged."""
    file, rows = at.place / "enrollment_lcff.csv", at.tables["enrollment_lcff"]
    heads = list(rows[0])
    ours = [n for n, name in enumerate(heads) if name.startswith("ada_p2") or name == "enrollment"]
    ours = [n for n in ours if any(row[n] not in ("", "0") for row in rows[1:])]
    one, other = at.dice.sample(ours, 2)
    heads[one], heads[other] = heads[other], heads[one]
    put(file, [heads, *rows[1:]])
    return Told(file.name)


def columns_swapped(at: Spoiled) -> Told:
    """From a row on, two columns have changed places."""
    file, rows = at.a_table()
    one, other = at.dice.sample(range(len(rows[0])), 2)
    for row in rows[at.dice.randrange(1, len(rows)) :]:
        row[one], row[other] = row[other], row[one]
    put(file, rows)
    return Told(file.name, (rows[0][one], rows[0][other]))


def cells_swapped(at: Spoiled) -> Told:
    """Two cells of a row have changed places."""
    file, rows = at.a_table()
    place, (one, other) = at.dice.randrange(1, len(rows)), at.dice.sample(range(len(rows[0])), 2)
    rows[place][one], rows[place][other] = rows[place][other], rows[place][one]
    put(file, rows)
    return Told(file.name, (str(place + 1), rows[0][one], rows[0][other]))


def cell_lost(at: Spoiled) -> Told:
    """A row has lost a cell, and all behind it stand one to the left."""
    file, rows = at.a_table()
    place, column = at.a_filled(rows)
    del rows[place][column]
    put(file, rows)
    return Told(file.name)


def row_above(at: Spoiled) -> Told:
    """A row stands above the headings."""
    file, rows = at.a_table()
    rows.insert(0, rows.pop(at.dice.randrange(1, len(rows))))
    put(file, rows)
    return Told(file.name, ("above",))


def subtotal(at: Spoiled) -> Told:
    """A row that adds up the others."""
    file, rows = at.place / "ledger.csv", [list(row) for row in at.tables["ledger"]]
    amount = rows[0].index("amount")
    upto = at.dice.randrange(2, len(rows))
    summed = str(sum(Decimal(row[amount]) for row in rows[1:upto]))
    line = list(rows[1]) if at.dice.random() < 0.5 else ["Total"] + [""] * (len(rows[0]) - 1)
    line[amount] = summed
    put(file, [*rows[:upto], line, *rows[upto:]])
    return Told(file.name, harmless=Decimal(summed) == 0)


def unit_changed(at: Spoiled) -> Told:
    """A whole column in thousands, in percent, or in cents."""
    file, rows = at.a_table()
    column = at.a_filled(rows, lambda cell: cell.replace(".", "", 1).isdigit() and float(cell) > 0)[
        1
    ]
    times = at.dice.choice([Decimal(1000), Decimal(100), Decimal("0.001"), Decimal("0.01")])
    for row in rows[1:]:
        with contextlib.suppress(ArithmeticError):
            row[column] = f"{Decimal(row[column]) * times:f}"
    put(file, rows)
    return Told(file.name, (rows[0][column],))


def retyped(at: Spoiled) -> Told:
    """A cell holds something else."""
    file, rows = at.a_table()
    place, column = at.dice.randrange(1, len(rows)), at.dice.randrange(len(rows[0]))
    rows[place][column] = at.dice.choice(ODD)
    put(file, rows)
    return Told(file.name, (str(place + 1), rows[0][column]))


def retyped_number(at: Spoiled) -> Told:
    """A number, date or code holds what it cannot."""
    file, rows = at.a_table()
    place, column = at.a_filled(rows, lambda cell: cell.replace("-", "").isdigit())
    rows[place][column] = at.dice.choice(ODD)
    put(file, rows)
    return Told(file.name, (str(place + 1), rows[0][column]))


def heading_retyped(at: Spoiled) -> Told:
    """A heading is another word."""
    file, rows = at.a_table()
    column = at.a_filled(rows)[1]
    name, rows[0][column] = rows[0][column], at.dice.choice(("", "?", "x" * 9, "Total", "\u202e"))
    put(file, rows)
    return Told(file.name, (name, rows[0][column].lower(), "heading"))


# --- What a copy, a disk or a program makes of a file ---------------------------------------------


def cut_anywhere(at: Spoiled) -> Told:
    """A table ends at any of its bytes."""
    file, _ = at.a_table()
    content = file.read_bytes()
    file.write_bytes(content[: at.dice.randrange(len(content))])
    return Told(file.name)


def cut_inside_a_row(at: Spoiled) -> Told:
    """A table ends inside one of its rows, before its last column."""
    file, _ = at.a_table()
    content = file.read_bytes()
    commas = [n for n, byte in enumerate(content) if byte == ord(",") and n > content.index(b"\n")]
    file.write_bytes(content[: at.dice.choice(commas)])
    return Told(file.name)


def bytes_changed(at: Spoiled) -> Told:
    """A few bytes are others: zeros, or what no text holds."""
    file, _ = at.a_table()
    content = bytearray(file.read_bytes())
    for _ in range(at.dice.randrange(1, 30)):
        content[at.dice.randrange(len(content))] = at.dice.choice([0, 0xFF, 0x80, 0x1A, 0x22])
    file.write_bytes(content)
    return Told(file.name)


def headings_only(at: Spoiled) -> Told:
    """A table has its headings and no row; or nothing at all."""
    file, rows = at.a_table(least=2)
    put(file, rows[:1] * at.dice.randrange(2))
    return Told(file.name)


def no_file(at: Spoiled) -> Told:
    """A folder, a broken link, a pipe, a socket or a device has the name of a table."""
    file = at.dice.choice([at.a_table(least=2)[0], at.place / "district.toml"])
    file.unlink()
    kind = at.dice.choice(["folder", "link", "loop", "pipe", "socket", "device"])
    if kind == "socket":
        here = Path.cwd()
        os.chdir(file.parent)  # a socket's path is short
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(file.name)
        os.chdir(here)
    else:
        {
            "folder": file.mkdir,
            "link": lambda: file.symlink_to("nowhere.csv"),
            "loop": lambda: file.symlink_to(file.name),
            "pipe": lambda: os.mkfifo(file),
            "device": lambda: file.symlink_to("/dev/zero"),
        }[kind]()
    return Told(file.name)


def not_readable(at: Spoiled) -> Told:
    """Nobody may read a file."""
    file = at.dice.choice([at.a_table(least=2)[0], at.place / "district.toml"])
    file.chmod(0)
    return Told(file.name)


COPIES = ("{} (1)", "{} (conflicted copy 2026-01-02)", "{}-DESKTOP-7", "{} - Copy", "{} copy",
          "Copy of {}", "{}_v2", "{}.sync-conflict-20260102-120000-ABCDEF")  # fmt: skip


def synced_copy(at: Spoiled) -> Told:
    """A sync program has put a copy beside a table, or in its place."""
    file, _ = at.a_table(least=2)
    copy = file.with_name(at.dice.choice(COPIES).format(file.stem) + file.suffix)
    if at.dice.random() < 0.5:
        shutil.copy(file, copy)
        return Told(copy.name)
    file.rename(copy)
    return Told(copy.name)


def beside_in_capitals(at: Spoiled) -> Told:
    """A second file whose name differs in its capitals."""
    file, _ = at.a_table(least=2)
    copy = file.with_name(file.name.title())
    shutil.copy(file, copy)
    return Told(copy.name)


def settings_spoiled(at: Spoiled) -> Told:
    """A line of the settings holds what it cannot."""
    file = at.place / "district.toml"
    lines = file.read_text(encoding="utf-8").splitlines()
    places = [n for n, line in enumerate(lines) if " = " in line]
    place = at.dice.choice(places)
    name = lines[place].split(" = ")[0]
    value = at.dice.choice(
        ("[" * 2000 + "]" * 2000, "9" * 5000, "0x" + "f" * 6000, "1" + "0" * 400, "1e400", "nan",
         "-inf", "9999-12-31", '"9999-00"', '"0001-02"', "{ a = 1 }", "[1, [2]]", '""', "true",
         "-1", "[")
    )  # fmt: skip
    lines[place] = f"{name} = {value}"
    file.write_text("\n".join(lines), encoding="utf-8")
    return Told(file.name)


WAYS: dict[str, Callable[[Spoiled], Told]] = {
    one.__name__: one
    for one in (
        rows_reordered, columns_reordered, written_otherwise, separated_otherwise,
        headings_otherwise, as_a_workbook, row_dropped, row_twice, column_dropped,
        headings_swapped, attendance_swapped, columns_swapped, cells_swapped, cell_lost, row_above,
        subtotal, unit_changed, retyped, retyped_number, heading_retyped, cut_anywhere,
        cut_inside_a_row, bytes_changed, headings_only, no_file, not_readable, synced_copy,
        beside_in_capitals, settings_spoiled,
    )
}  # fmt: skip


# --- What comes of it -----------------------------------------------------------------------------


def what_it_holds(district) -> dict:
    """Every table of a district, its rows in one order, for comparing."""
    held = {name: str(value) for name, value in vars(district.settings).items()}
    for name, table in district.tables.items():
        held[name] = sorted(map(repr, table.itertuples(index=False, name=None)))
    return held


def _names(said: object, told: Told) -> bool:
    text, stem = str(said), told.file.rsplit(".", 1)[0]
    if stem.lower() not in text.lower():
        return False
    where = {said.column, str(getattr(said, "row", ""))}
    return not told.words or any(word in where or word in text for word in told.words)


def outcome(place: Path, told: Told, before: dict, known: set[str]) -> tuple[str, str]:
    """What loading a spoiled folder comes to, and what was said."""
    try:
        district = load_district(place)
    except DistrictDataError as refused:
        said = str(refused)
        if told.harmless:
            return "refused", said
        return ("refused" if any(_names(p, told) for p in refused.problems) else "elsewhere"), said
    except BaseException as fault:
        return "fault", f"{type(fault).__name__}: {str(fault)[:200]}"
    notes = [note for note in district.notes if str(note) not in known]
    said = "; ".join(map(str, notes))
    if what_it_holds(district) == before:
        return "equal", said
    if any(_names(note, told) for note in notes):
        return "noted", said
    return ("elsewhere" if notes else "silent"), said


def _bounded(way: str, act: Callable) -> object:
    """Do it, not for ever; what is about rights as a user without, for root may read all."""
    root = not os.geteuid() and way in RIGHTS
    signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(PATIENCE)
    if root:
        os.seteuid(NOBODY)
    try:
        return act()
    finally:
        signal.alarm(0)
        if root:
            os.seteuid(0)


class HangsError(BaseException):
    """Beyond patience; no OSError, which a reader of files would take for a file's own."""


def _hangs(*_) -> None:
    raise HangsError("it waits for ever")


def tried(way: str, number: int, seed: int, folder: Folder, before: dict, known: set[str]) -> tuple:
    """One mutation: how it came out, whether that is fine, and what was said."""
    dice = random.Random(f"{seed} {way} {number}")
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        place = folder.write(Path(made, "cold_creek"))
        told = WAYS[way](Spoiled(place, dice, folder.tables))
        came, said = _bounded(way, lambda: outcome(place, told, before, known))
    allowed = ("equal",) if told.harmless else FINE
    fine = came in allowed or (way in UNTELLABLE and came in ("silent", "elsewhere"))
    return came, fine, f"{told.file}: {said}"


# --- The same of people's answers -----------------------------------------------------------------

PAGE, PEOPLE = "02", ("Ann", "Budget office", "María José", "principal of Cold Creek")
PARTS = ("person", "notebook", "answers", "questions", "options")


def write_answers(place: Path) -> None:
    """Four people's answers to two questions."""
    for number, person in enumerate(PEOPLE):
        mine = choices.open_choices(place, PAGE, person)
        mine.keep_role(choices.ROLES[number])
        mine.keep("q1", f"{number}A", "How ready?", ("0A", "1A", "2A", "3A"))
        mine.keep("q2", number)


def _file_of(at: Spoiled, whose: str = "") -> Path:
    person = whose or at.dice.choice(PEOPLE)
    return at.place / "choices" / PAGE / f"{choices.file_name(person)}.json"


def answers_copied(at: Spoiled) -> str:
    """A sync program has put a copy beside somebody's answers."""
    file = _file_of(at)
    made = at.dice.choice((*COPIES, "~${}", "TITLE")).replace("TITLE", file.stem.title())
    copy = file.with_name(made.format(file.stem) + ".json")
    page = json.loads(file.read_text(encoding="utf-8"))
    page["answers"]["q1"] = "3A"
    copy.write_text(json.dumps(page), encoding="utf-8")
    return copy.name


def answers_cut(at: Spoiled) -> str:
    """A file of answers ends at any of its bytes."""
    file = _file_of(at)
    content = file.read_bytes()
    file.write_bytes(content[: at.dice.randrange(len(content))])
    return file.name


def answers_retyped(at: Spoiled) -> str:
    """A part of a file of answers is something else."""
    file = _file_of(at)
    page = json.loads(file.read_text(encoding="utf-8"))
    part = at.dice.choice(PARTS)
    odd = at.dice.choice(("null", "[]", "7", '"x"', '{"q1": {"a": [1]}}', "true", "NaN",
                          "[" * 60_000 + "]" * 60_000, "9" * 5000))  # fmt: skip
    if part == "answers" and odd.startswith("{"):  # other answers, for all a reader can tell
        odd = "[]"
    rest = {name: value for name, value in page.items() if name != part}
    text = json.dumps(rest)[:-1] + f', "{part}": {odd}}}'
    file.write_text(text, encoding="utf-8")
    return file.name


def answers_no_file(at: Spoiled) -> str:
    """A folder, a broken link or a pipe has the name of a file of answers; or none may read it."""
    file = _file_of(at)
    kind = at.dice.choice(["folder", "link", "pipe", "rights"])
    if kind == "rights":
        file.chmod(0)
        return file.name
    file.unlink()
    made = {"folder": file.mkdir, "link": lambda: file.symlink_to("nowhere"),
            "pipe": lambda: os.mkfifo(file)}  # fmt: skip
    made[kind]()
    return file.name


CHOICES = {
    one.__name__: one for one in (answers_copied, answers_cut, answers_retyped, answers_no_file)
}


def read_all(place: Path) -> list:
    """Everything that pages read of people's answers."""
    choices.joined_people(place)
    choices.room_state(place)
    choices.questions_asked(place)
    choices.questions_asked(place, "options")
    choices.kept_answers(place, PAGE)
    return sorted(map(repr, choices.read_choices(place).itertuples(index=False, name=None)))


def tried_answers(way: str, number: int, seed: int) -> tuple:
    """One mutation of answers: how it came out, whether that is fine, and what was said."""
    dice = random.Random(f"{seed} {way} {number}")
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        place = Path(made, "cold_creek")
        write_answers(place)
        before = read_all(place)
        file = CHOICES[way](Spoiled(place, dice))
        came, said = _bounded(way, lambda: answers_outcome(way, place, file, before))
    return came, came in FINE, f"{file}: {said}"


def answers_outcome(way: str, place: Path, file: str, before: list) -> tuple[str, str]:
    """What reading spoiled answers comes to, and what was said."""
    aside = getattr(choices, "left_aside", lambda _: [])
    try:
        found = read_all(place)
        said = "; ".join(map(str, aside(place)))
    except choices.ChoicesUnreadableError as refused:
        said = str(refused)
        return ("refused" if file in said else "elsewhere"), said
    except BaseException as fault:
        return "fault", f"{type(fault).__name__}: {str(fault)[:200]}"
    if file in said:
        return ("noted" if found == before or "copied" not in way else "silent"), said
    return ("equal" if found == before else "silent"), said


# --- Many of them ---------------------------------------------------------------------------------


def fuzz(mutations: int, seed: int, only: str = "") -> pd.DataFrame:
    """A row for each mutation: its ``way``, what ``came``, whether that is ``fine``, what was
    ``said``."""
    ways = [only] if only else [*WAYS, *CHOICES]
    folder = small_folder()
    with tempfile.TemporaryDirectory() as made:
        whole = load_district(folder.write(Path(made, "cold_creek")))
    before, known = what_it_holds(whole), {str(note) for note in whole.notes}
    found = []
    for number in range(mutations):
        way = ways[number % len(ways)]
        if way in WAYS:
            came = tried(way, number, seed, folder, before, known)
        else:
            came = tried_answers(way, number, seed)
        found.append((way, *came))
    return pd.DataFrame(found, columns=["way", "came", "fine", "said"])


def counts(found: pd.DataFrame) -> pd.DataFrame:
    """For each way to spoil how often each thing came of it."""
    order = [*FINE, "elsewhere", "silent", "fault"]
    table = pd.crosstab(found["way"], found["came"]).reindex(columns=order, fill_value=0)
    table["not fine"] = (~found["fine"]).groupby(found["way"]).sum()
    return table.reindex([way for way in (*WAYS, *CHOICES) if way in table.index])


def main() -> None:
    """Read the command line, spoil, and print what came."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--mutations", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", choices=["", *WAYS, *CHOICES])
    parser.add_argument("--shown", type=int, default=3, help="what was said, of each way not fine")
    asked = parser.parse_args()
    found = fuzz(asked.mutations, asked.seed, asked.only)
    for way, rows in found[~found["fine"]].groupby("way"):
        for told, times in Counter(
            zip(rows["came"], rows["said"].str[:300], strict=True)
        ).most_common(asked.shown):
            print(f"{way}, {told[0]}, {times}: {told[1]}")
    table = counts(found)
    table.loc["all"] = table.sum()
    print("\n" + table.to_string())


if __name__ == "__main__":
    main()
