"""Questions put to leaders: what is asked, what counts as an answer, and how it is checked."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import isclose

import pandas as pd

from smarter_spending.guide.showing import lists
from smarter_spending.words import NOT_CHOSEN, UNANSWERED, literal

DONT_KNOW = "don't know"
WHO_FIRST = {"F": "Finance answers first", "A": "Academics answer first", "T": "Together"}
PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")
BLANK = "______"  # a line to fill in, on paper
APART = "; "  # between the answers of a question that takes several
CLOSE = 0.005  # how far an answer may lie from a number, as a share of it


@dataclass(frozen=True)
class Question:
    """One thing asked of a leader."""

    key: str
    label: str
    kind: str
    default: object = ""
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1e12
    step: float = 1.0
    unit: str = ""
    frame: str = ""


def ask_number(
    key: str, label: str, default: float = 0, low: float = 0, high: float = 1e12, step: float = 1,
    unit: str = "",
) -> Question:  # fmt: skip
    """A question answered with a number."""
    return Question(key, label, "number", default, low=low, high=high, step=step, unit=unit)


def ask_choice(
    key: str, label: str, options: Sequence[str], default: str | None = None
) -> Question:
    """A question answered by picking one of a few answers."""
    return Question(key, label, "choice", default or NOT_CHOSEN, (NOT_CHOSEN, *options))


def ask_several(key: str, label: str, options: Sequence[str]) -> Question:
    """A question answered by picking as many of the answers as one likes."""
    return Question(key, label, "several", "", tuple(options))


def picked(answer: object, options: Sequence[str]) -> list[str]:
    """Which of the answers were picked; kept as one text."""
    given = [answer, *str(answer or "").split(APART)]
    return [option for option in options if option in given]


def ask_words(key: str, label: str, default: str = "", frame: str = "") -> Question:
    """A question answered in the leader's own words."""
    return Question(key, label, "words", default, frame=frame)


def as_worded(entries: Sequence[Mapping]) -> tuple[Question, ...]:
    """Questions as a file beside the page words them: what has limits asks for a number."""
    kinds = (("options", ask_choice), ("high", ask_number))
    return tuple(
        next((ask for part, ask in kinds if part in entry), ask_words)(**entry) for entry in entries
    )


def asked_of(case, questions: Sequence) -> list[Question]:
    """Questions one after another; what gives those of a case is asked for them."""
    given = (one(case) if callable(one) else [one] for one in questions)
    return [*chain.from_iterable(given)]


def talks(page: str) -> tuple[Question, ...]:
    """A page's talk prompts (``talk.toml``), each with who speaks first, for the talk log."""
    return tuple(
        Question(f"talk_{key}", f"{WHO_FIRST[who]}: {label}", "words")
        for key, (who, label) in lists("talk")[page].items()
    )


def ask_ranking(key: str, options: Sequence[str], places: int = 3) -> list[Question]:
    """One question for each place of a ranked list, at most seven."""
    numbered = enumerate(PLACES[:places], start=1)
    return [ask_choice(f"{key}_{n}", place, options) for n, place in numbered]


def ranking(answers: Mapping[str, object], questions: Sequence[Question]) -> list[str]:
    """What was put in order, best first, each once."""
    given = [str(answers[q.key]) for q in questions if answered(q, answers)]
    return list(dict.fromkeys(given))


def answered(question: Question, answers: Mapping[str, object]) -> bool:
    """Whether somebody has answered: a default left standing is not an answer."""
    return answers.get(question.key) not in UNANSWERED


def printed(questions: Sequence[Question], answers: Mapping[str, object]) -> str:
    """The questions with their answers as a small table, blanks marked as blanks."""
    rows = "".join(f'<tr><th scope="row" style="text-align:left">{html.escape(one.label)}</th>'
                   f'<td style="text-align:left">{printed_answer(one, answers)}</td></tr>'
                   for one in questions)  # fmt: skip
    return f'<table class="ss-answers"><caption>Your answers</caption>{rows}</table>'


def printed_answer(
    question: Question, answers: Mapping[str, object], blank: str = "not answered yet"
) -> str:
    """One answer for the printed page, a blank marked as one."""
    if not answered(question, answers):
        return f"<em>{blank}</em>"
    return html.escape(said(question, answers[question.key]))


def said(question: Question, answer: object, digits: int = 10) -> str:
    """An answer as text, a number with its unit."""
    words = f"{answer:,.{digits}g} {question.unit}" if question.kind == "number" else str(answer)
    return words.strip()


def on_paper(questions: Sequence[Question], answers: Mapping[str, object]) -> list[str]:
    """The questions with their answers as lines of a page, a line to fill in where none is."""
    given = {one.key: literal(str(answers[one.key]).strip())
             for one in questions if answered(one, answers)}  # fmt: skip
    return [f"- **{one.label}:** {given.get(one.key, BLANK)}" for one in questions]


def rows_to_fill(table: pd.DataFrame, code: str, title: str, otherwise: str) -> pd.DataFrame:
    """The rows of a table to fill in; one that says why where there is none."""
    if table.empty:
        return pd.DataFrame({"code": ["none"], "title": [otherwise]}, dtype=object)
    rows = table[[code, title]].astype(object).set_axis(["code", "title"], axis=1)
    return rows.reset_index(drop=True)


def judge(answer: object, right: object, hint: str, why: str) -> str:
    """What to say to an answer: never "wrong", always a way on."""
    if answer in UNANSWERED:
        return ""
    close = answer == right
    if isinstance(right, (int, float)) and not isinstance(right, bool):
        close = isinstance(answer, (int, float)) and isclose(answer, right, rel_tol=CLOSE)
    return f"Yes. {why}" if close else f"Not yet. {hint}"


def choices_from(
    table: pd.DataFrame, column: str, otherwise: str = "nothing to choose yet"
) -> list:
    """The answers to choose from, out of a table, each once and in its order."""
    return list(dict.fromkeys(table[column].astype(str))) or [otherwise]
