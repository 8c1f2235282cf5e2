"""Tables to fill in, and the table on which the trade-off game is played."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from smarter_spending.district.choices import Choices
from smarter_spending.guide import questions as exercises
from smarter_spending.guide.panels import forms as shown
from smarter_spending.guide.questions import Question
from smarter_spending.planning.portfolio import Deck, HandScore, score_hand

# --- A table to fill in: a real one, which a keyboard and a screen reader can walk through -------


class EditableTable(anywidget.AnyWidget):
    """The table in the browser: ``cells`` maps "row code|column key" to what stands there."""

    _esm = shown.text_of("table.js")
    _css = shown.text_of("table.css")
    caption = traitlets.Unicode().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    columns = traitlets.List().tag(sync=True)
    cells = traitlets.Dict().tag(sync=True)
    ready = traitlets.Bool(False).tag(sync=True)


class TableForm(shown.Asked):
    """A table on the page, each cell kept as filled in; tests ``give``, ``listeners`` follow."""

    def __init__(
        self,
        choices: Choices,
        rows: pd.DataFrame,
        columns: Sequence[Question],
        key: str,
        caption: str,
    ):
        super().__init__(choices)
        self.rows, self.columns, self.key = rows, tuple(columns), key
        asked = {
            f"{row.code}|{column.key}": replace(
                column, key=f"{key}_{row.code}_{column.key}", label=column_label(row, column)
            )
            for row in rows.itertuples()
            for column in columns
        }
        self.questions = tuple(asked.values())
        self.places = {place: question.key for place, question in asked.items()}
        self.table = EditableTable(
            caption=caption,
            rows=[{"code": row.code, "title": row.title} for row in rows.itertuples()],
            columns=[_described(column) for column in columns],
            cells=self._kept(),
        )
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
                shown.kept(self, self.places[place], value)

    def give(self, row: str, column: str, value: object) -> None:
        """Fill one cell, as a person would."""
        self.table.cells = self.table.cells | {f"{row}|{column}": value}

    def fill(self) -> None:
        """Put into each cell what was answered."""
        self.table.cells = self._kept()

    def show(self, fold: str = "", expected: str = "") -> "TableForm":
        """Put the table on the page; on the printed page, the answers so far."""
        shown.show_form(self.box, self._printed(), fold, expected)
        self.table.ready = True
        return self

    def _printed(self) -> str:
        heads = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in self.columns)
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(str(row.title))}</th>'
            + "".join(self._printed_cell(row.code, column) for column in self.columns)
            + "</tr>"
            for row in self.rows.itertuples()
        )
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


def column_label(row: object, column: Question) -> str:
    """What one cell asks, in words: the row and the column."""
    return f"{row.title}: {column.label}"


def _described(column: Question) -> dict[str, object]:
    parts = ("key", "label", "kind", "low", "high", "step", "frame")
    return {part: getattr(column, part) for part in parts} | {"options": list(column.options)}


# --- The trade-off game: cards to pick up and put back, and a score that follows the hand --------


class GameTable(anywidget.AnyWidget):
    """The cards in the browser: ``hand`` names those picked up, ``before`` the hands until then."""

    _esm = shown.text_of("game.js")
    _css = shown.text_of("game.css")
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


class Game(shown.Asked):
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
            shown.kept(self, self.key, list(change["new"]))
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
        shown.show_form(self.box, hand, expected=expected)
        self.table.ready = True
        return self


def trade_offs(
    choices: Choices,
    deck: Deck,
    target: Callable[[], float],
    words: GameWords,
    follows: Sequence = (),
    expected: str = "",
) -> Game:
    """Play the trade-off game with a district's own cards."""
    game = Game(choices, deck, target, words).show(expected)
    for form in follows:
        form.listeners.append(game.score)
    return game
