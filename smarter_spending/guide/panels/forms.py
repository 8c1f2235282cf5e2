"""Questions one under another, each answer kept as it is given."""

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets
import pandas as pd

from smarter_spending.district.choices import Choices
from smarter_spending.guide import exercises
from smarter_spending.guide.exercises import Question
from smarter_spending.guide.panels import shown
from smarter_spending.planning.priorities import points_left
from smarter_spending.words import listed, number

LETTERS_A_LINE = 44  # of the sentence to complete, in the box of a page 1366 pixels wide
STYLE = {"description_width": "360px"}
WIDE = widgets.Layout(width="min(820px, 98%)", height="auto")


class Form:
    """A set of questions on the page, its answers kept as they are given.

    ``controls`` (by key) and ``status`` are handles for tests; ``listeners`` are called
    after every answer, and when another person goes on.
    """

    def __init__(self, choices: Choices, questions: Sequence[Question]):
        self.choices, self.questions = choices, tuple(questions)
        self.status = widgets.HTML()
        self.listeners: list[Callable[[], None]] = []
        self.loading = False
        self.controls = {question.key: _control(question, choices) for question in questions}
        for key, control in self.controls.items():
            control.observe(lambda change, key=key: self._changed(key, change["new"]), "value")
        self.box = widgets.VBox([shown.Manners(), *self.controls.values(), self.status])
        self.box.add_class("ss-form")
        choices.watchers.append(self.reload)

    def _changed(self, key: str, value: object) -> None:
        if not self.loading:
            shown.kept(self, key, value)

    def reload(self) -> None:
        """Show what the person who goes on has answered."""
        self.loading = True
        for question in self.questions:
            self.controls[question.key].value = _value(question, self.choices)
        self.loading, self.status.value = False, ""
        for tell in self.listeners:
            tell()

    def _ipython_display_(self) -> None:
        """A form shows itself once, when it is asked; as a cell's value it shows nothing."""

    def show(self) -> "Form":
        """Put the form on the page; on the printed page, the answers so far."""
        shown.form(self.box, exercises.printed(self.questions, self.choices.answers))
        for control in self.controls.values():
            control.disabled = False
        return self


def form(choices: Choices, *questions: Question) -> Form:
    """Ask, and keep every answer the moment it is given.

    Parameters
    ----------
    choices : Choices
        Where the answers are kept.
    questions : Question

    Returns
    -------
    Form
    """
    return Form(choices, questions).show()


def ratings(choices: Choices, rows: pd.DataFrame, options: Sequence[str], key: str) -> Form:
    """Rate each row of a list on one scale, with "don't know" always among the answers.

    Parameters
    ----------
    choices : Choices
    rows : DataFrame
        ``code`` (short name) and ``title`` (what is rated).
    options : sequence of str
        The scale, worst first.
    key : str
        Answers are kept as ``<key>_<code>``.

    Returns
    -------
    Form
    """
    questions = [
        exercises.ask_choice(
            f"{key}_{row.code}", f"{row.code} {row.title}", (*options, exercises.DONT_KNOW)
        )
        for row in rows.itertuples()
    ]
    return Form(choices, questions).show()


def ranked(choices: Choices, options: Sequence[str], key: str, places: int = 3) -> Form:
    """Put the first few of a list in order; says when one is named twice.

    Parameters
    ----------
    choices : Choices
    options : sequence of str
    key : str
        Answers are kept as ``<key>_1``, ``<key>_2``, …
    places : int

    Returns
    -------
    Form
    """
    questions = exercises.ask_ranking(key, options, places)
    asked = Form(choices, questions).show()
    shown.follows(asked, lambda: _say_order(choices.answers, questions))
    return asked


def _say_order(answers: Mapping[str, object], questions: Sequence[Question]) -> str:
    """Whether the list is in order: nothing named twice, no place left open.

    >>> places = exercises.ask_ranking("value", ["equity", "evidence"], 2)
    >>> _say_order({"value_1": "evidence", "value_2": "evidence"}, places)
    'evidence is named twice. Each can have one place only.'
    """
    given = [str(answers[q.key]) for q in questions if exercises.answered(q, answers)]
    twice = [name for name in dict.fromkeys(given) if given.count(name) > 1]
    if twice:
        verb = "is" if len(twice) == 1 else "are"
        return f"{listed(twice)} {verb} named twice. Each can have one place only."
    if not given:
        return ""
    left = len([q for q in questions if not exercises.answered(q, answers)])
    return f"Your order: {listed(given)}." + (f" {left} still open." if left else "")


def weights(choices: Choices, rows: pd.DataFrame, key: str, total: float = 100) -> Form:
    """Share out a total; says what is left to give, or how much is given too much.

    Parameters
    ----------
    choices : Choices
    rows : DataFrame
        ``code``, ``title`` and, if they have one, ``weight``: where each box starts.
    key : str
        Answers are kept as ``<key>_<code>``.
    total : float

    Returns
    -------
    Form
    """
    questions = _ask_weights(key, rows, total)
    asked = Form(choices, questions).show()
    shown.follows(asked, lambda: _say_points(choices.answers, questions, total))
    return asked


def _ask_weights(key: str, rows: pd.DataFrame, total: float) -> list[Question]:
    return [
        exercises.ask_number(
            f"{key}_{row.code}", str(row.title), getattr(row, "weight", 0), 0, total, 1
        )
        for row in rows.itertuples()
    ]


def _say_points(answers: Mapping[str, object], questions: Sequence[Question], total: float) -> str:
    """What the weights add to, and what is left to give or given too much.

    >>> rows = pd.DataFrame({"code": ["a", "b"], "title": ["Evidence", "Reach"]})
    >>> questions = _ask_weights("w", rows, 100)
    >>> _say_points({"w_a": 60, "w_b": 25}, questions, 100)
    'The weights add to 85: **15 left to give**.'
    >>> _say_points({"w_a": 60, "w_b": 40}, questions, 100)
    'The weights add to 100.'
    """
    given, left = points_left([answers.get(q.key, q.default) for q in questions], total)
    if not left:
        return f"The weights add to {number(given)}."
    over = f"{number(left)} left to give" if left > 0 else f"{number(abs(left))} too much"
    return f"The weights add to {number(given)}: **{over}**."


def _value(question: Question, choices: Choices) -> object:
    kept = choices.answers.get(question.key, question.default)
    if question.kind == "number":
        number = kept if isinstance(kept, (int, float)) else question.default
        return min(max(number, question.low), question.high)
    if question.kind == "choice":
        return kept if kept in question.options else question.options[0]
    return str(kept or "")


def _control(question: Question, choices: Choices) -> widgets.Widget:
    common = {"description": question.label, "style": STYLE, "layout": WIDE, "disabled": True}
    value = _value(question, choices)
    if question.kind == "number":
        limits = {"min": question.low, "max": question.high, "step": question.step}
        return widgets.BoundedFloatText(value=value, **limits, **common)
    if question.kind == "choice":
        return widgets.Dropdown(options=question.options, value=value, **common)
    rows = max(2, -(-len(question.frame) // LETTERS_A_LINE))
    return widgets.Textarea(value=value, rows=rows, placeholder=question.frame, **common)
