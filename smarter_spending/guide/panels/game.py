"""The trade-off game: cards to pick up and put back, and a score that follows the hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import anywidget
import ipywidgets as widgets
import traitlets

from smarter_spending.district.choices import Choices
from smarter_spending.guide.exercises import Question
from smarter_spending.guide.panels import shown
from smarter_spending.planning.trade_game import Deck, HandScore, score_hand


class GameTable(anywidget.AnyWidget):
    """The cards in the browser: ``hand`` holds the names of those picked up, ``before`` the
    hands that led to it."""

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


class Game:
    """A hand of cards on the page, kept as it is played.

    ``give`` picks a card up or puts it back, as a person would, and ``undo`` takes the last move
    back, for tests; ``listeners`` are called after every move.
    """

    def __init__(
        self,
        choices: Choices,
        deck: Deck,
        target: Callable[[], float],
        words: GameWords,
        key: str = "hand",
    ):
        self.choices, self.deck, self.target, self.key = choices, deck, target, key
        self.words = words
        self.questions = (Question(key, "The cards in our hand", "words"),)
        self.listeners: list[Callable[[], None]] = []
        self.loading, self.status = False, widgets.HTML()
        self.table = GameTable(cards=words.cards(deck), hand=self._kept())
        self.table.observe(self._changed, "hand")
        self.box = widgets.VBox([self.table, self.status])
        choices.watchers.append(self.reload)
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

    def reload(self) -> None:
        """Show the hand of the person who goes on."""
        self.loading = True
        self.table.before, self.table.hand = [], self._kept()
        self.loading, self.status.value = False, ""
        for tell in self.listeners:
            tell()

    def _ipython_display_(self) -> None:
        """Shown once, when it is played; as a cell's value it shows nothing."""

    def show(self) -> "Game":
        """Put the cards on the page; on the printed page, the hand so far and its score."""
        found = score_hand(self.deck, self.table.hand, self.target())
        shown.form(self.box, self.words.hand(self.deck, self.table.hand, found))
        self.table.ready = True
        return self


def trade_offs(
    choices: Choices,
    deck: Deck,
    target: Callable[[], float],
    words: GameWords,
    follows: Sequence = (),
) -> Game:
    """Play the trade-off game with a district's own cards.

    Parameters
    ----------
    choices : Choices
        The hand is kept as ``hand``.
    deck : Deck
    target : function giving dollars a year
        Read again at every move, so that a new target counts at once.
    words : GameWords
    follows : sequence of forms
        The score is made again when one of these is answered: the form of the target.

    Returns
    -------
    Game
    """
    game = Game(choices, deck, target, words).show()
    for form in follows:
        form.listeners.append(game.score)
    return game
