"""What is shown because of an answer: a hint, a what-if, the room, a sentence, a picture."""

import html
from collections.abc import Callable, Sequence

import ipywidgets as widgets
import pandas as pd

from smarter_spending.district.choices import Choices
from smarter_spending.guide import exercises, showing
from smarter_spending.guide.exercises import Question
from smarter_spending.guide.notebook_html import plain
from smarter_spending.guide.panels import shown
from smarter_spending.guide.panels.forms import Form
from smarter_spending.guide.panels.shown import Asked


def check(choices: Choices, question: Question, right: object, hint: str, why: str) -> Form:
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
    asked = Form(choices, [question]).show()

    def said() -> dict:
        answer = choices.answers.get(question.key)
        words = html.escape(exercises.judge(answer, right, hint, why))
        return shown.bundle(f'<p role="status"><b>{words or "No answer yet."}</b></p>')

    shown.alive(asked, said)
    return asked


def what_if(
    choices: Choices,
    questions: Sequence[Question],
    answer: Callable[[dict], str],
) -> Form:
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
        return shown.bundle(f'<p role="status">{answer(values)}</p>')

    if not questions:  # nothing can be moved: no empty box of answers, only the sentence
        shown.display(said(), raw=True)
        return moved
    moved.show()
    shown.alive(moved, said)

    def return_to_ours(_: object) -> None:
        for question in questions:
            moved.controls[question.key].value = question.default

    moved.back.on_click(return_to_ours)
    return moved


def reveal(asked: Asked, said: Callable[[], str]) -> Asked:
    """Own answer first, then the room's: shown when every question has been answered.

    Parameters
    ----------
    asked : Form or TableForm
        The questions that must be answered before anything is shown.
    said : function giving HTML
        What to show then; it reads everybody's files.

    Returns
    -------
    Form or TableForm
        ``asked``, with ``revealed``: what is shown now.
    """

    def now() -> dict:
        answers, total = asked.choices.answers, len(asked.questions)
        done = len([one for one in asked.questions if exercises.answered(one, answers)])
        if done < total:
            return shown.bundle(
                f'<p role="status">You have answered {done} of {total}. The room\'s answers '
                "appear here when you have answered all.</p>"
            )
        return {"text/html": said(), "text/plain": "the room's answers"}

    asked.revealed = now
    shown.alive(asked, now)
    return asked


def says(asked: Asked, words: Callable[[], str]) -> None:
    """A sentence under a form, said again at every answer.

    Parameters
    ----------
    asked : Form or TableForm
    words : function giving Markdown
        A ``say_…`` of the answers so far; blank shows nothing.
    """
    shown.follows(asked, words)


def draws(
    asked: Asked,
    draw: Callable,
    table: Callable[[], pd.DataFrame],
    words: Callable[[], str],
    **options: object,
) -> None:
    """A picture under a form, drawn again when typing pauses, with the sentence that says it.

    Parameters
    ----------
    asked : Form or TableForm
    draw : function of a table, returning Axes
        One of the ``chart_…`` functions.
    table : function giving a DataFrame
        What to draw now; with no rows only the sentence is shown.
    words : function giving Markdown
        What the picture shows; also its alternative text.
    options
        Passed on to ``draw``.

    ``asked.picture`` is the widget that holds it.
    """

    def picture() -> dict:
        rows, said = table(), words()
        drawn = "" if rows.empty else showing.picture_html(draw, rows, said, **options)
        return shown.bundle(drawn) | {"text/plain": plain(said)}

    asked.picture = shown.alive(asked, picture, shown.after_a_pause)
    shown.follows(asked, words)
