"""What a leader takes home from a notebook: a page, a workbook, a hand-out; who answered what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import (
    Choices,
    answers_side_by_side,
    questions_asked,
    read_choices,
)
from smarter_spending.district.settings import read_settings
from smarter_spending.district.tables import DistrictDataError
from smarter_spending.guide.pages import (
    HAND_OUT,
    Stamp,
    remove_files,
    write_csv,
    write_file,
    write_page,
    write_workbook,
)
from smarter_spending.guide.questions import BLANK, Question, answered
from smarter_spending.guide.showing import picture
from smarter_spending.planning.monitoring import day_after
from smarter_spending.words import literal

# --- Everybody's answers, laid out to be read in a room or opened in Excel -----------------------

LONGEST_SHEET_NAME = 31


def write_choices(folder: str | Path, out: str | Path) -> Path:
    """Write everybody's answers as a workbook: a sheet for each notebook, and all in one list."""
    settings, problems = read_settings(Path(folder))
    if settings is None:
        raise DistrictDataError(Path(folder), problems)
    answers = read_choices(folder)
    asked = questions_asked(folder)
    sheets = {
        str(notebook)[:LONGEST_SHEET_NAME]: answers_side_by_side(
            answers[answers["notebook"] == notebook], asked.get(notebook)
        )
        for notebook in sorted(answers["notebook"].unique())
    }
    everything = answers.rename(columns={"key": "short_name"})
    file, seal = Path(out), _sealed(settings, ("choices",))
    return write_workbook(file.parent, file.stem, {**sheets, "All answers": everything}, seal)


# --- What a leader takes home from a notebook: one page and, where there are tables, a workbook


def stamp(district) -> Stamp:
    """Whose figures, from when, made with what: the line that every artifact carries."""
    present = [name for name, table in district.tables.items() if not table.empty]
    return _sealed(district, tuple(f"{name}.csv" for name in present))


def _sealed(of, sources: tuple[str, ...]) -> Stamp:
    from smarter_spending import __version__

    return Stamp(of.name, of.fiscal_year, of.as_of, sources, __version__, of.invented)


def page_and_workbook(
    district,
    folder: str | Path,
    name: str,
    title: str,
    sentences: Sequence[str],
    tables: Mapping[str, pd.DataFrame],
    questions: Sequence[Question],
    choices: Choices,
) -> Markdown:
    """Write the page and the workbook of one notebook, and say what was written."""
    found = "\n\n".join(sentence for sentence in sentences if sentence)
    decided = "\n".join(_line(question, choices.answers) for question in questions)
    body = f"## What we found\n\n{found or 'Nothing yet.'}\n\n## What we decided\n\n{decided}"
    names = _written(district, folder, name, title, body, tables)
    return Markdown(f"**Yours to take home:** {names}, in the folder `take_home`.")


def hand_out(
    case: Case,
    name: str,
    title: str,
    body: str,
    tables: Mapping[str, pd.DataFrame] | None = None,
    pictures: Sequence[tuple[Callable, pd.DataFrame, str, str]] = (),
) -> Markdown:
    """Write a page of the notebook to sign or to hand out, with its workbook; say what it is."""
    drawn = [
        (picture(draw, table, words)[0]["image/png"], words, heading)
        for draw, table, words, heading in pictures
    ]
    file = f"{case.notebook}{HAND_OUT}{name}"
    names = _written(case.district, case.take_home, file, title, body, tables or {}, drawn)
    return Markdown(f"**To hand out:** {title} ({names}), in the folder `take_home`.")


@dataclass(frozen=True)
class Event:
    """One day: what happens, and why; by its ``key`` an entry moves when its day does."""

    day: date
    title: str
    why: str = ""
    key: str = ""


def hand_out_file(
    folder: str | Path, notebook: str, name: str, content: bytes, what: str
) -> Markdown:
    """Write a file that was made in memory, and say what was written."""
    file = write_file(folder, f"{notebook}{HAND_OUT}{name}", content)
    return Markdown(f"**To hand out:** {what} (`{file.name}`), in the folder `take_home`.")


def take_away(folder: str | Path, notebook: str, name: str) -> list[str]:
    """Take away what an earlier run handed out."""
    return remove_files(folder, f"{notebook}{HAND_OUT}{name}")


def hand_out_questions(
    district, folder: str | Path, notebook: str, questions: Sequence[str]
) -> Markdown:
    """Write what the year leaves open, as the file that next year's notebook 0 begins with."""
    name = f"{notebook}{HAND_OUT}open_questions"
    table = pd.DataFrame({"open_question": list(questions)}, dtype=str)
    table.insert(0, "fiscal_year", district.fiscal_year)
    table.insert(0, "district_cds", district.cds_code)
    file = write_csv(folder, name, table)
    return Markdown(
        f"**For next year:** what is left open (`{file.name}`), in the folder `take_home`. Put it "
        "into next year's district folder as `open_questions.csv`: notebook 0 begins with it."
    )


def _written(
    district,
    folder: str | Path,
    name: str,
    title: str,
    body: str,
    tables: Mapping[str, pd.DataFrame],
    pictures: Sequence[tuple[str, str, str]] = (),
) -> str:
    written = write_page(folder, name, title, body, stamp(district), pictures)
    filled = {sheet: table for sheet, table in tables.items() if not table.empty}
    if filled:
        written = [*written, write_workbook(folder, name, filled, stamp(district))]
    return ", ".join(f"`{Path(file).name}`" for file in written)


def _line(question: Question, answers: Mapping[str, object]) -> str:
    if not answered(question, answers):
        return f"- {question.label}: {BLANK} *(not answered yet)*"
    answer = literal(str(answers[question.key]).strip())
    return f"- {question.label}: **{answer}** {question.unit}".rstrip()


# --- The days on which a district looks again, as a file that any calendar program opens ---------

LONGEST = 75  # octets of a line, RFC 5545


def calendar_file(events: Iterable[Event], district: str, as_of: date) -> str:
    """The events as an iCalendar text (RFC 5545): whole days that block nobody's."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Smarter Spending//review calendar//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event_lines(event, district, as_of)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event_lines(event: Event, district: str, as_of: date) -> list[str]:
    about = f"{district}|{event.key or f'{event.day}|{event.title}'}"
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(about.encode()).hexdigest()[:24]}@smarter-spending",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day_after(event.day):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{district}: {event.title}')}",
        *([f"DESCRIPTION:{_escaped(event.why)}"] if event.why else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(letter for letter in text if letter >= " ")  # no other control signs


def _folded(line: str) -> Sequence[str]:
    parts, part = [], ""
    for letter in line:  # never cut inside a letter of several octets
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
