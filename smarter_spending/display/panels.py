"""Forms on the page.  Each is one call; what is entered is kept in a file at once.

A widget never holds an answer and never a finding: the answer is in the choices
file, and results go out through a display handle, so both are there after a save,
a reload, a re-run, and in the HTML a leader takes home.
"""

import html
from collections.abc import Callable, Sequence

import ipywidgets as widgets
import pandas as pd
from IPython.display import display

from smarter_spending.display import exercises
from smarter_spending.display.exercises import Question
from smarter_spending.district.choices import ROLES, Choices

STYLE = {"description_width": "360px"}
WIDE = widgets.Layout(width="min(820px, 98%)", height="auto")
# a long question wraps instead of being cut, and what has the cursor is plain to see
LOOK = """<style>
.ss-form .widget-inline-hbox { height: auto; align-items: center; margin-bottom: 6px }
.ss-form .widget-inline-hbox .widget-label { white-space: normal; height: auto;
  line-height: 1.35; text-align: left; overflow: visible }
.ss-form :is(input, select, textarea, button) { border: 1px solid #767676 }
.ss-form :focus { outline: 3px solid #1a4fa3; outline-offset: 2px }
</style>"""


class Form:
    """A set of questions on the page, its answers kept as they are given.

    ``controls`` (by key) and ``status`` are handles for tests.
    """

    def __init__(self, choices: Choices, questions: Sequence[Question]):
        self.choices, self.questions = choices, tuple(questions)
        self.status = widgets.HTML()
        self.controls = {question.key: _control(question, choices) for question in questions}
        for key, control in self.controls.items():
            control.observe(lambda change, key=key: self._changed(key, change["new"]), "value")
        self.listeners: list[Callable[[], None]] = []
        self.box = widgets.VBox([widgets.HTML(LOOK), *self.controls.values(), self.status])
        self.box.add_class("ss-form")

    def _changed(self, key: str, value: object) -> None:
        try:
            self.choices.keep(key, value)
        except OSError as error:
            self.status.value = (
                '<b role="alert">Not saved: the district\'s folder cannot be written to '
                f"({html.escape(str(error.strerror))}). Write your answer on paper.</b>"
            )
            return
        self.status.value = '<span role="status">✓ Saved</span>'
        for tell in self.listeners:
            tell()

    def _ipython_display_(self) -> None:
        """A form shows itself once, when it is asked; as a cell's value it shows nothing."""

    def show(self) -> "Form":
        """Put the form on the page; on the printed page, the answers so far."""
        _show(self.box, exercises.printed(self.questions, self.choices.answers))
        for control in self.controls.values():
            control.disabled = False
        return self


def form(choices: Choices, *questions: Question) -> None:
    """Ask, and keep every answer the moment it is given.

    Parameters
    ----------
    choices : Choices
        Where the answers are kept.
    questions : Question
    """
    Form(choices, questions).show()


def role(choices: Choices) -> None:
    """Ask for whom this person speaks: finance, academics, a school or the board.

    Parameters
    ----------
    choices : Choices
    """
    form(choices, exercises.ask_choice("role", "I speak for", ROLES))


def check(choices: Choices, question: Question, right: object, hint: str, why: str) -> "Form":
    """A check for understanding: says yes and why, or not yet and where to look.

    Parameters
    ----------
    choices : Choices
    question : Question
    right : str or number
        The right answer, computed from the tables in front of the leader.
    hint, why : str

    Returns
    -------
    Form
    """
    asked = Form(choices, [question])
    asked.show()

    def said() -> dict:
        answer = choices.answers.get(question.key)
        words = html.escape(exercises.judge(answer, right, hint, why))
        return _bundle(f'<p role="status"><b>{words or "No answer yet."}</b></p>')

    handle = display(said(), raw=True, display_id=True)
    asked.listeners.append(lambda: handle.update(said(), raw=True))
    return asked


def what_if(
    choices: Choices,
    questions: Sequence[Question],
    answer: Callable[[dict], str],
) -> "Form":
    """Move a number and see what follows, starting at the district's own figures.

    Parameters
    ----------
    choices : Choices
    questions : sequence of Question
        Numbers, each with the district's own figure as its default.
    answer : function of a dict of values by key, giving HTML or Markdown-free text
        The arithmetic lives in the library; this only words its result.

    Returns
    -------
    Form
        With ``back``, the button that returns to the district's own figures.
    """
    moved = Form(choices, questions)
    moved.back = widgets.Button(
        description="Back to our numbers", layout=widgets.Layout(width="220px")
    )
    moved.box.children = [*moved.box.children, moved.back]

    def said() -> dict:
        values = {key: control.value for key, control in moved.controls.items()}
        return _bundle(f'<p role="status">{answer(values)}</p>')

    moved.show()
    handle = display(said(), raw=True, display_id=True)
    moved.listeners.append(lambda: handle.update(said(), raw=True))
    moved.answer = said

    def return_to_ours(_: object) -> None:
        for question in questions:
            moved.controls[question.key].value = question.default

    moved.back.on_click(return_to_ours)
    return moved


def ratings(choices: Choices, rows: pd.DataFrame, options: Sequence[str], key: str) -> "Form":
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


def reveal(asked: "Form", said: Callable[[], str]) -> "Form":
    """Own answer first, then the room's: shown when every question has been answered.

    Parameters
    ----------
    asked : Form
        The questions that must be answered before anything is shown.
    said : function giving HTML
        What to show then; it reads everybody's files.

    Returns
    -------
    Form
        ``asked``, with ``revealed``: what is shown now.
    """

    def shown() -> dict:
        answers, total = asked.choices.answers, len(asked.questions)
        done = sum(exercises.answered(question, answers) for question in asked.questions)
        if done < total:
            return _bundle(
                f'<p role="status">You have answered {done} of {total}. The room\'s answers '
                "appear here when you have answered all.</p>"
            )
        return {"text/html": said(), "text/plain": "the room's answers"}

    asked.revealed = shown
    handle = display(shown(), raw=True, display_id=True)
    asked.listeners.append(lambda: handle.update(shown(), raw=True))
    return asked


def _control(question: Question, choices: Choices) -> widgets.Widget:
    kept = choices.answers.get(question.key, question.default)
    common = {"description": question.label, "style": STYLE, "layout": WIDE, "disabled": True}
    if question.kind == "number":
        box = widgets.BoundedFloatText(
            min=question.low, max=question.high, step=question.step, **common
        )
        box.value = kept if isinstance(kept, (int, float)) else question.default
        return box
    if question.kind == "choice":
        value = kept if kept in question.options else question.options[0]
        return widgets.Dropdown(options=question.options, value=value, **common)
    return widgets.Textarea(value=str(kept or ""), rows=2, **common)


def _bundle(text: str) -> dict:
    # Jupyter would read two dollar signs as mathematics
    shown = f'<div class="tex2jax_ignore">{text}</div>'
    return {"text/html": shown, "text/plain": html.unescape(text)}


def _show(box: widgets.Widget, on_paper: str) -> None:
    # one output, two faces: the live form in a browser, the answers on the printed page
    bundle = box._repr_mimebundle_() | {"text/html": on_paper, "text/plain": "form"}
    display(bundle, raw=True)
