"""Who sits at the table of the trade-off game, and the hands that were played."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import read_choices
from smarter_spending.guide.decisions.trade_findings import NO_SET, say_given_up, say_hands
from smarter_spending.guide.exercises import Question, ask_choice, ask_number
from smarter_spending.guide.showing import show_table
from smarter_spending.planning.decisions import GROW
from smarter_spending.planning.trade_cards import INVESTMENT, Deck
from smarter_spending.planning.trade_offs import best_hand, compare_hands

SEATS = {
    "Superintendent": "keeps the promise to the board: the target",
    "Chief business official": "sees that no dollar crosses a fund, and that once is not forever",
    "Chief academic officer": "asks what students gain, and how sure we are",
    "Principal": "says whether a school can do it in August",
    "Teacher or parent": "asks who loses what, and who tells them",
}


def seats_table() -> pd.DataFrame:
    """The five roles at the table, and what each watches.

    Returns
    -------
    DataFrame
        ``seat`` and ``watches``.
    """
    return pd.DataFrame(list(SEATS.items()), columns=["seat", "watches"])


def usual_target(uses: pd.DataFrame, deck: Deck) -> float:
    """The target that stands there until a room sets its own.

    A seat for every student who waits for a program to grow; where none is to grow, for
    every student who waits for the dearest other one.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.
    deck : Deck

    Returns
    -------
    float
        Whole dollars a year, rounded down to a thousand so that the cards can reach it.
    """
    grow = uses.loc[uses["verdict"].eq(GROW), "year_1"].sum()
    if not grow:
        offered = deck.cards[deck.cards["kind"].eq(INVESTMENT)]["dollars"]
        grow = offered.max() if len(offered) else 0.0
    return float(grow // 1000 * 1000)


def ask_table(target: float) -> list[Question]:
    """The seat each one takes, and the target.

    Parameters
    ----------
    target : float
        What stands there until somebody answers, in dollars a year.

    Returns
    -------
    list of Question
    """
    return [
        ask_choice("seat", "My seat at the table", list(SEATS)),
        ask_number("target", "Our target: dollars a year to put to work", target, 0, 1e9, 1000),
    ]


def target_given(answers: dict, usual: float) -> float:
    """The target a person or a team has set, or the usual one.

    Parameters
    ----------
    answers : mapping
    usual : float

    Returns
    -------
    float

    Examples
    --------
    >>> target_given({"target": 500_000}, 80_000.0), target_given({}, 80_000.0)
    (500000.0, 80000.0)
    """
    given = answers.get("target")
    return float(given) if isinstance(given, (int, float)) and given >= 0 else usual


def hands_given(folder: str | Path, notebook: str) -> dict[str, list[str]]:
    """Every hand that was played, by the name of the team.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook : str

    Returns
    -------
    dict of team to list of card names
        Teams without a card in their hand are left out.
    """
    answers = read_choices(folder, notebook)
    hands = answers[answers["key"].eq("hand")]
    return {
        row.person: list(row.answer)
        for row in hands.itertuples()
        if isinstance(row.answer, list) and row.answer
    }


def hands_table(deck: Deck, hands: Mapping[str, Sequence[str]], target: float) -> pd.DataFrame:
    """The hands side by side with the best affordable set, in words.

    Parameters
    ----------
    deck : Deck
    hands : mapping of team to card names
        A hand of which no card is in the deck any more was not played with this deck.
    target : float
        Dollars a year.

    Returns
    -------
    DataFrame
        As ``compare_hands`` gives, with ``freed_dollars`` and ``met_words``; no row, so that the
        best set stays covered, while nobody has played.
    """
    known = list(deck.cards["card"])
    played = {team: hand for team, hand in hands.items() if any(card in known for card in hand)}
    table = compare_hands(deck, played, target)
    words = [_met_words(row) for row in table.itertuples()]
    table = table.assign(freed_dollars=table["freed"], met_words=words)
    return table if played else table.iloc[:0]


def _met_words(row) -> str:
    if row.met:
        return "✓ met"
    if row.short > 0:
        return "cannot be paid"
    return "cards shut each other out" if row.conflicts else "not met"


def hands_html(deck: Deck, folder: str | Path, notebook: str, target: float) -> str:
    """Every hand and what it gives up, for a panel that reveals them.

    Parameters
    ----------
    deck : Deck
    folder : path
    notebook : str
    target : float

    Returns
    -------
    str
        HTML; without the best set while nobody has played.
    """
    table = hands_table(deck, hands_given(folder, notebook), target)
    if table.empty:
        return f"<p>{html.escape(say_hands(table, deck))}</p>"
    columns = ["team", "invested", "students_gaining", "value", "given_up", "met_words"]
    best = deck.cards[deck.cards["card"].isin(best_hand(deck))]
    grown = best[best["kind"].eq(INVESTMENT)]
    inside = "; ".join(f"{row.program}, {row.what}" for row in grown.itertuples())
    said = [f"The best affordable set grows{f': {inside}' if inside else f' nothing: {NO_SET}'}."]
    said += [say_given_up(table, team) for team in table["team"]]
    words = "".join(f"<p>{html.escape(line)}</p>" for line in said if line)
    return show_table(table, "Every hand, and what it gives up", columns).data + words
