"""Forms on the page.  Each is one call; what is entered is kept in a file at once.

A widget never holds an answer: it is in the choices file; and what follows from it goes out
as HTML too, so both are there after a save, a reload, a re-run, and in the HTML a leader
takes home.
"""

import asyncio
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets
from IPython.display import display

from smarter_spending.district.choices import ROLES, TEAM, Choices, joined, room_state
from smarter_spending.guide import questions as exercises
from smarter_spending.guide import showing
from smarter_spending.guide.questions import Question
from smarter_spending.guide.showing import looks, markdown_to_html, plain
from smarter_spending.planning.portfolio import Deck, HandScore, score_hand
from smarter_spending.planning.priorities import points_left
from smarter_spending.words import NOT_CHOSEN, listed, literal, number

# --- How a form and what follows from it are put on the page, the same way for every panel -------

SAVED = '<span class="ss-saved" role="status">✓ Saved</span>'
PAUSE = 0.7  # seconds without typing before a picture is drawn again
LOOKS = 2  # seconds between two looks whether the room's answers have been revealed


class Manners(anywidget.AnyWidget):
    """Nothing to see: gives a form its looks, and the keyboard to whoever fills it in."""

    _esm = looks("template/form.js")
    _css = looks("template/form.css")
    person = traitlets.Unicode().tag(sync=True)
    fold = traitlets.Unicode().tag(sync=True)  # the heading that opens the form; blank: it is open


class Asked:
    """What every form has: where its answers go, what it asks, and who follows it."""

    questions: tuple

    def __init__(self, choices: Choices):
        self.choices, self.loading = choices, False
        self.also: frozenset[str] = frozenset()  # answers to others that what follows it needs
        self.listeners: list[Callable[[], None]] = []
        self.status = widgets.HTML()
        choices.watchers.append(self.reload)
        choices.hearers.append(self.hear)

    def hear(self, key: str, by: "Asked") -> None:
        """Show what was answered elsewhere on the page to a question that is asked here too."""
        if by is not self and (key in self.also or any(one.key == key for one in self.questions)):
            self.reload()

    def reload(self) -> None:
        """Show what the person who goes on has answered."""
        self.loading = True
        self.fill()
        self.loading, self.status.value = False, ""
        for tell in self.listeners:
            tell()

    def _ipython_display_(self) -> None:
        """A form shows itself once, when it is asked; as a cell's value it shows nothing."""


def kept(asked: Asked, key: str, value: object) -> None:
    """Keep an answer, say so, and tell whatever follows it."""
    try:
        asked.choices.keep(key, value, *_how_asked(asked, key))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        asked.status.value = (
            f'<b role="alert">Not saved: {html.escape(reason)}. '
            "Write your answer on paper, and call the facilitator.</b>"
        )
        return
    asked.status.value = SAVED
    for tell in asked.listeners:
        tell()
    for hear in asked.choices.hearers:
        hear(key, asked)


def _how_asked(asked: Asked, key: str) -> tuple[str, Sequence[str]]:
    found = [(one.label, one.options) for one in asked.questions if one.key == key]
    label, options = next(iter(found), ("", ()))
    return label, [option for option in options if option != NOT_CHOSEN]


def show_form(box: widgets.Widget, on_paper: str, fold: str = "", expected: str = "") -> None:
    """One output: the form in a browser, the answers on paper, unseen what may be expected."""
    if fold:
        box.children = (Manners(fold=fold), *box.children)
        box.add_class("ss-form").add_class("ss-shut")
        on_paper = showing.fold(fold, on_paper)
    bundle = box._repr_mimebundle_() | {"text/html": on_paper, "text/plain": "form"}
    told = {"text/html": {showing.EXPECTED: expected}} if expected else None
    display(bundle, raw=True, metadata=told)


def bundle(text: str) -> dict[str, str]:
    """HTML for the page, in which dollars stay dollars."""
    # Jupyter would read two dollar signs as mathematics
    page = f'<div class="mathjax_ignore">{text}</div>'
    return {"text/html": page, "text/plain": html.unescape(text)}


def says(asked: Asked, words: Callable[[], str]) -> Asked:
    """A form with a sentence under it, said again at every answer."""

    def said() -> dict:
        text = words()
        rendered = markdown_to_html(text) if text else ""
        return bundle(f'<div role="status">{rendered}</div>') | {"text/plain": text}

    alive(asked, said)
    return asked


def alive(
    asked: Asked, said: Callable[[], dict], when: Callable[[Callable], Callable] | None = None
) -> widgets.HTML:
    """What follows an answer: a widget, which outlives a reload, and the same words on paper."""
    now = said()
    live = widgets.HTML(now["text/html"])
    display(live._repr_mimebundle_() | now, raw=True)

    def again() -> None:
        live.value = said()["text/html"]

    asked.listeners.append(when(again) if when else again)
    asked.answer = live
    return live


def after_a_pause(act: Callable[[], None]) -> Callable[[], None]:
    """An act put off until typing has paused; done at once where nothing can wait."""
    waiting: list[asyncio.TimerHandle] = []

    def later() -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no page is open: a test, or a run without people
            act()
            return
        for earlier in waiting:
            earlier.cancel()
        waiting[:] = [loop.call_later(PAUSE, act)]

    return later


# --- Questions one under another, each answer kept as it is given --------------------------------

LETTERS_A_LINE = 70  # of the sentence to complete, in the box of a page 1366 pixels wide
STYLE = {"description_width": "auto"}
WIDE = widgets.Layout(width="min(42rem, 100%)", height="auto")


class Form(Asked):
    """Questions on the page, answers kept as given; ``controls`` (by key), ``listeners`` follow."""

    def __init__(self, choices: Choices, questions: Sequence[Question]):
        super().__init__(choices)
        self.questions = tuple(questions)
        self.controls = {question.key: _control(question, choices) for question in questions}
        for key, control in self.controls.items():
            control.observe(lambda change, key=key: self._changed(key, change["new"]), "value")
        self.box = widgets.VBox([Manners(), *self.controls.values(), self.status])
        self.box.add_class("ss-form")

    def _changed(self, key: str, value: object) -> None:
        if not self.loading:
            kept(self, key, value)

    def fill(self) -> None:
        """Put into each box what was answered."""
        for question in self.questions:
            self.controls[question.key].value = _value(question, self.choices)

    def show(self, fold: str = "", expected: str = "") -> "Form":
        """Put the form on the page; on the printed page, the answers so far."""
        show_form(self.box, exercises.printed(self.questions, self.choices.answers), fold, expected)
        for control in self.controls.values():
            control.disabled = False
        return self


def form(choices: Choices, *questions: Question, fold: str = "", expected: str = "") -> Form:
    """Ask, and keep every answer as it is given; ``fold`` is a heading that opens the form."""
    return Form(choices, questions).show(fold, expected)


def asks(
    *questions: Question | Callable[..., Sequence[Question]],
    fold: str = "",
    expected: Callable[..., str] | None = None,
) -> Callable[..., Form]:
    """A cell of a page that asks: questions, or what gives those of a case; it takes the case."""

    def cell(case) -> Form:
        asked, told = exercises.asked_of(case, questions), expected(case) if expected else ""
        return form(case.choices, *asked, fold=fold, expected=told)

    return cell


def asks_who(case) -> "Who":
    """The cell of a page that asks for whom one speaks."""
    return who(case.choices)


def ratings(
    choices: Choices, rows: pd.DataFrame, options: Sequence[str], key: str, fold: str = ""
) -> Form:
    """Rate each row of a list on one scale, with "don't know" always among the answers."""
    given = (*options, exercises.DONT_KNOW)
    asked = [exercises.ask_choice(f"{key}_{row.code}", f"{row.code} {row.title}", given)
             for row in rows.itertuples()]  # fmt: skip
    return Form(choices, asked).show(fold)


def ranked(
    choices: Choices, options: Sequence[str], key: str, places: int = 3, fold: str = ""
) -> Form:
    """Put the first few of a list in order; says when one is named twice."""
    questions = exercises.ask_ranking(key, options, places)
    asked = Form(choices, questions).show(fold)
    return says(asked, lambda: _say_order(choices.answers, questions))


def _say_order(answers: Mapping[str, object], questions: Sequence[Question]) -> str:
    """Whether the list is in order: nothing named twice, no place left open."""
    given = [str(answers[q.key]) for q in questions if exercises.answered(q, answers)]
    twice = [name for name in dict.fromkeys(given) if given.count(name) > 1]
    if twice:
        verb = "is" if len(twice) == 1 else "are"
        return f"{listed(twice)} {verb} named twice. Each can have one place only."
    left = len(questions) - len(given)
    more = f" {left} still open." if left else ""
    return f"Your order: {listed(given)}.{more}" if given else ""


def weights(
    choices: Choices, rows: pd.DataFrame, key: str, total: float = 100, fold: str = ""
) -> Form:
    """Share out a total; says what is left to give, or how much is given too much."""
    begun = rows if "weight" in rows else rows.assign(weight=0)
    questions = [exercises.ask_number(f"{key}_{row.code}", str(row.title), row.weight, 0, total)
                 for row in begun.itertuples()]  # fmt: skip
    asked = Form(choices, questions).show(fold)
    return says(asked, lambda: _say_points(choices.answers, questions, total))


def _say_points(answers: Mapping[str, object], questions: Sequence[Question], total: float) -> str:
    """What the weights add to, and what is left to give or given too much."""
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
    if question.kind == "several":
        return exercises.APART.join(exercises.picked(kept, question.options))
    return str(kept or "")


def _labelled(label: str) -> dict[str, object]:
    """A widget's label as it stands: two dollar signs would be read as mathematics."""
    if label.count("$") < 2:
        return {"description": label}
    kept = f'<span class="mathjax_ignore">{html.escape(label)}</span>'
    return {"description": kept, "description_allow_html": True}


def _control(question: Question, choices: Choices) -> widgets.Widget:
    common = _labelled(question.label) | {"style": STYLE, "layout": WIDE, "disabled": True}
    value = _value(question, choices)
    if question.kind == "number":
        limits = {"min": question.low, "max": question.high, "step": question.step}
        return widgets.BoundedFloatText(value=value, **limits, **common)
    if question.kind == "choice":
        return widgets.Dropdown(options=question.options, value=value, **common)
    if question.kind == "several":
        return Several(question, value)
    rows = max(2, -(-len(question.frame) // LETTERS_A_LINE))
    return widgets.Textarea(value=value, rows=rows, placeholder=question.frame, **common)


class Several(widgets.VBox):
    """A question with a box to tick for each of its answers; ``value`` is what is ticked."""

    value, disabled = traitlets.Unicode(), traitlets.Bool()

    def __init__(self, question: Question, value: str):
        self.boxes = {one: widgets.Checkbox(**_labelled(one), indent=False, layout=WIDE)
                      for one in question.options}  # fmt: skip
        asked = widgets.HTML(f'<b class="mathjax_ignore">{html.escape(question.label)}</b>')
        super().__init__([asked, *self.boxes.values()], value=value, disabled=True)
        self._show()
        self.observe(self._show, ["value", "disabled"])
        for box in self.boxes.values():
            box.observe(self._ticked, "value")

    def _show(self, _: object = None) -> None:
        picked, self.showing = exercises.picked(self.value, [*self.boxes]), True
        for option, box in self.boxes.items():
            box.disabled, box.value = self.disabled, option in picked
        self.showing = False

    def _ticked(self, _: object) -> None:
        if not self.showing:
            self.value = exercises.APART.join(one for one, box in self.boxes.items() if box.value)


# --- Who answers, and for whom: asked once, known in every notebook ------------------------------


def who(choices: Choices) -> "Who":
    """Ask for a display name and a role, once; a name given before stands there again."""
    return Who(choices).show()


class Who:
    """The two boxes that say who answers."""

    def __init__(self, choices: Choices):
        self.choices, self.loading, self.status = choices, False, widgets.HTML()
        common = {"style": STYLE, "layout": WIDE, "disabled": True}
        self.name = widgets.Text(
            description="Your name, or your team's, as the room knows it", value=_typed(choices),
            placeholder="blank: the whole team answers together", continuous_update=False, **common,
        )  # fmt: skip
        roles = {"options": (NOT_CHOSEN, *ROLES), "value": choices.role or NOT_CHOSEN}
        self.role = widgets.Dropdown(description="I speak for", **roles, **common)
        self.name.observe(self._another_name, "value")
        self.role.observe(self._another_role, "value")
        self.manners = Manners(person=self.name.value)
        boxes = [self.role] if joined() else [self.name, self.role]  # whoever joined has a name
        self.box = widgets.VBox([self.manners, *boxes, self.status])
        self.box.add_class("ss-form")
        self.status.value = f"<span>{self.words()}</span>" if joined() else ""

    def _another_name(self, change: dict) -> None:
        self._tried(lambda: self.choices.become(change["new"]))
        self.loading = True
        self.role.value = self.choices.role or NOT_CHOSEN
        self.manners.person = _typed(self.choices)
        self.loading = False

    def _another_role(self, change: dict) -> None:
        if not self.loading:
            said = "" if change["new"] == NOT_CHOSEN else change["new"]
            self._tried(lambda: self.choices.keep_role(said))

    def _tried(self, act) -> None:
        try:
            act()
        except (OSError, ValueError) as error:
            reason = html.escape(getattr(error, "strerror", None) or str(error))
            self.status.value = f'<b role="alert">Not saved: {reason}.</b>'
            return
        self.status.value = f'<span role="status">✓ {self.words()}</span>'

    def words(self) -> str:
        """Who answers, and for whom, in a sentence."""
        role = f"for {self.choices.role}" if self.choices.role else "role not said"
        return f"Answers are kept under the name {html.escape(self.choices.person)}, {role}."

    def _ipython_display_(self) -> None:
        """Shown once, when it is asked; as a cell's value it shows nothing."""

    def show(self) -> "Who":
        """Put the boxes on the page; on the printed page, who answered if not the team."""
        show_form(self.box, f"<p>{self.words()}</p>" if _typed(self.choices) else "")
        self.name.disabled = self.role.disabled = False
        return self


def _typed(choices: Choices) -> str:
    return "" if choices.person == TEAM else choices.person


# --- What is shown because of an answer: a hint, a what-if, the room, a sentence, a picture ------


def check(choices: Choices, question: Question, right: object, hint: str, why: str) -> Form:
    """A check for understanding: says yes and why, or not yet and where to look."""
    told = f"**{literal(exercises.said(question, right, 6))}.** {literal(why)}"
    asked = Form(choices, [question]).show(expected=told)

    def said() -> dict:
        answer = choices.answers.get(question.key)
        words = html.escape(exercises.judge(answer, right, hint, why))
        return bundle(f'<p role="status"><b>{words or "No answer yet."}</b></p>')

    alive(asked, said)
    return asked


def checks(question: Question, right: object, hint: str, why: str) -> Callable[..., Form]:
    """A cell of a page that checks understanding by the same example in every district."""
    return lambda case: check(case.choices, question, right, hint, why)


def what_if(
    choices: Choices,
    questions: Sequence[Question],
    answer: Callable[[dict], str],
    also: Sequence[Question] = (),
) -> Form:
    """Move a number and see what follows, starting at our own figures: ``also`` asks for these."""
    moved = Form(choices, questions)
    moved.also = frozenset(question.key for question in also)
    wide = widgets.Layout(width="220px")
    moved.back = widgets.Button(description="Back to our numbers", layout=wide)
    moved.box.children = [*moved.box.children, moved.back]

    def said() -> dict:
        values = {key: control.value for key, control in moved.controls.items()}
        return bundle(f'<p role="status">{answer(values)}</p>')

    if not questions:  # nothing can be moved: no empty box of answers, only the sentence
        display(said(), raw=True)
        return moved
    moved.show()
    alive(moved, said)

    def return_to_ours(_: object) -> None:
        for question in questions:
            moved.controls[question.key].value = question.default

    moved.back.on_click(return_to_ours)
    return moved


def reveal(asked: Asked, said: Callable[[], str]) -> Asked:
    """Own answer first, then the room's: when all is answered and, in a led room, revealed."""

    def held_back() -> bool:
        shown = room_state(asked.choices.folder)["revealed"].get(asked.choices.notebook, ())
        return bool(joined()) and not {one.key for one in asked.questions} <= {*shown}

    def now() -> dict:
        answers, total = asked.choices.answers, len(asked.questions)
        done = len([one for one in asked.questions if exercises.answered(one, answers)])
        if done < total or held_back():
            when = "when the facilitator reveals them" if joined() else "when you have answered all"
            return bundle(
                f'<p role="status">You have answered {done} of {total}. The room\'s answers '
                f"appear here {when}.</p>"
            )
        return {"text/html": said(), "text/plain": "the room's answers"}

    def look() -> None:
        if held_back():
            asyncio.get_running_loop().call_later(LOOKS, look)
        else:
            for tell in asked.listeners:
                tell()

    asked.revealed = now
    alive(asked, now)
    if held_back():
        look()
    return asked


def draws(
    asked: Asked,
    draw: Callable,
    table: Callable[[], pd.DataFrame],
    words: Callable[[], str],
    **options: object,
) -> None:
    """A picture under a form, drawn again when typing pauses, with the sentence that says it."""

    def picture() -> dict:
        rows, said = table(), words()
        drawn = "" if rows.empty else showing.picture_html(draw, rows, said, **options)
        return bundle(drawn) | {"text/plain": plain(said)}

    asked.picture = alive(asked, picture, after_a_pause)
    says(asked, words)


# --- A table to fill in: a real one, which a keyboard and a screen reader can walk through -------


class EditableTable(anywidget.AnyWidget):
    """The table in the browser: ``cells`` maps "row code|column key" to what stands there."""

    _esm = looks("template/table.js")
    _css = looks("template/table.css")
    caption = traitlets.Unicode().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    columns = traitlets.List().tag(sync=True)
    cells = traitlets.Dict().tag(sync=True)
    ready = traitlets.Bool(False).tag(sync=True)


class TableForm(Asked):
    """A table on the page, each cell kept as filled in; tests ``give``, ``listeners`` follow."""

    def __init__(
        self, choices: Choices, rows: pd.DataFrame, columns: Sequence[Question], key: str,
        caption: str,
    ):  # fmt: skip
        super().__init__(choices)
        self.rows, self.columns, self.key = rows, tuple(columns), key
        asked = {
            f"{row.code}|{column.key}": replace(
                column, key=f"{key}_{row.code}_{column.key}", label=f"{row.title}: {column.label}"
            )
            for row in rows.itertuples()
            for column in columns
        }
        self.questions = tuple(asked.values())
        self.places = {place: question.key for place, question in asked.items()}
        titled = [{"code": row.code, "title": row.title} for row in rows.itertuples()]
        shown = {"rows": titled, "columns": [*map(_described, columns)], "cells": self._kept()}
        self.table = EditableTable(caption=caption, **shown)
        self.table.observe(self._changed, "cells")
        self.box = widgets.VBox([self.table, self.status])

    def _kept(self) -> dict[str, object]:
        answers = self.choices.answers
        return {place: answers[key] for place, key in self.places.items() if key in answers}

    def _changed(self, change: dict) -> None:
        if self.loading:
            return
        for place, value in change["new"].items():
            if change["old"].get(place) != value and place in self.places:
                kept(self, self.places[place], value)

    def give(self, row: str, column: str, value: object) -> None:
        """Fill one cell, as a person would."""
        self.table.cells = self.table.cells | {f"{row}|{column}": value}

    def fill(self) -> None:
        """Put into each cell what was answered."""
        self.table.cells = self._kept()

    def show(self, fold: str = "", expected: str = "") -> "TableForm":
        """Put the table on the page; on the printed page, the answers so far."""
        show_form(self.box, self._printed(), fold, expected)
        self.table.ready = True
        return self

    def _printed(self) -> str:
        heads = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in self.columns)
        body = ""
        for row in self.rows.itertuples():
            cells = "".join(self._printed_cell(row.code, column) for column in self.columns)
            head = f'<th scope="row" style="text-align:left">{html.escape(str(row.title))}</th>'
            body += f"<tr>{head}{cells}</tr>"
        caption = html.escape(self.table.caption)
        return (
            f'<div class="ss-scroll" tabindex="0"><table class="ss-answers"><caption>{caption}'
            f"</caption><thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _printed_cell(self, code: str, column: Question) -> str:
        question = replace(column, key=self.places[f"{code}|{column.key}"])
        words = exercises.printed_answer(question, self.choices.answers, "blank")
        return f'<td style="text-align:left">{words}</td>'


def matrix(
    choices: Choices, rows: pd.DataFrame, columns: Sequence[Question], key: str, caption: str,
    fold: str = "", expected: str = "",
) -> TableForm:  # fmt: skip
    """Fill in a table: the same few questions of every row; ``fold`` is what opens it."""
    return TableForm(choices, rows, columns, key, caption).show(fold, expected)


def _described(column: Question) -> dict[str, object]:
    parts = ("key", "label", "kind", "low", "high", "step", "frame")
    return {part: getattr(column, part) for part in parts} | {"options": list(column.options)}


# --- The trade-off game: cards to pick up and put back, and a score that follows the hand --------


class GameTable(anywidget.AnyWidget):
    """The cards in the browser: ``hand`` names those picked up, ``before`` the hands until then."""

    _esm = looks("template/game.js")
    _css = looks("template/game.css")
    cards = traitlets.List().tag(sync=True)
    hand = traitlets.List().tag(sync=True)
    before = traitlets.List().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)
    met = traitlets.Bool(False).tag(sync=True)
    ready = traitlets.Bool(False).tag(sync=True)


@dataclass(frozen=True)
class GameWords:
    """How the page says the cards, a hand's score, and a hand on the printed page (HTML)."""

    cards: Callable[[Deck], list[dict]]
    score: Callable[[HandScore], str]
    hand: Callable[[Deck, Sequence[str], HandScore], str]


class Game(Asked):
    """A hand of cards, kept as it is played; tests ``give`` and ``undo``, ``listeners`` follow."""

    def __init__(self, choices: Choices, deck: Deck, target: Callable[[], float], words: GameWords):
        super().__init__(choices)
        self.deck, self.target, self.words = deck, target, words
        self.key = "hand"
        self.questions = (Question(self.key, "The cards in our hand", "words"),)
        self.table = GameTable(cards=words.cards(deck), hand=self._kept())
        self.table.observe(self._changed, "hand")
        self.box = widgets.VBox([self.table, self.status])
        self.score()

    def _kept(self) -> list[str]:
        known = set(self.deck.cards["card"])
        return [card for card in self.choices.answers.get(self.key) or [] if card in known]

    def _changed(self, change: dict) -> None:
        if not self.loading:
            kept(self, self.key, list(change["new"]))
        self.score()

    def score(self) -> HandScore:
        """Score the hand, and say so on the page."""
        found = score_hand(self.deck, self.table.hand, self.target())
        self.table.score = self.words.score(found)
        self.table.met = found.met
        return found

    def give(self, card: str) -> None:
        """Pick a card up, or put it back."""
        hand = self.table.hand
        self.table.before = [*self.table.before, hand]
        self.table.hand = [c for c in hand if c != card] if card in hand else [*hand, card]

    def undo(self) -> None:
        """Take the last move back."""
        if self.table.before:
            *earlier, last = self.table.before
            self.table.before, self.table.hand = earlier, last

    def fill(self) -> None:
        """Lay out the hand of the person who goes on."""
        self.table.before, self.table.hand = [], self._kept()

    def show(self, expected: str = "") -> "Game":
        """Put the cards on the page; on the printed page, the hand so far and its score."""
        found = score_hand(self.deck, self.table.hand, self.target())
        hand = self.words.hand(self.deck, self.table.hand, found)
        show_form(self.box, hand, expected=expected)
        self.table.ready = True
        return self


def trade_offs(
    choices: Choices, deck: Deck, target: Callable[[], float], words: GameWords,
    follows: Sequence = (), expected: str = "",
) -> Game:  # fmt: skip
    """Play the trade-off game with a district's own cards."""
    game = Game(choices, deck, target, words).show(expected)
    for form in follows:
        form.listeners.append(game.score)
    return game
