"""The trade-off game: the score of a hand, the best one, and what each gives up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

import pandas as pd

from smarter_spending.planning.funds import (
    RECURRING,
    Paid,
    pay_for,
)
from smarter_spending.planning.portfolio import choose_payable
from smarter_spending.planning.trade_cards import INVESTMENT, SAVING, Deck

BEST = "best affordable set"


@dataclass(frozen=True)
class HandScore:
    """What a hand frees, buys and gives up.

    Dollars a year: ``freed`` (lasting), ``once`` (one-time), ``invested``, ``short`` (what no
    permitted pool can pay), ``left``.  ``students_gaining`` get a seat; ``students_losing`` are
    in what is cut (``NaN`` when nobody counted any of them).  ``value`` is what the gains are
    worth to the board, with its range, if every use is paid; a gain whose worth is not known
    counts as 0 in it, and ``cautions`` say so; what a cut takes from students is not in it,
    since of no cut is it known.  ``cautions``, ``conflicts`` and ``pairings`` are sentences.
    ``met``: the ``target`` is reached and no dollar crosses a fund.
    """

    target: float

    freed: float
    once: float
    invested: float
    short: float
    left: float
    students_gaining: float
    students_losing: float
    value: float
    value_low: float
    value_high: float
    cautions: tuple[str, ...]
    conflicts: tuple[str, ...]
    pairings: tuple[str, ...]
    paid: Paid
    met: bool

    @property
    def reached(self) -> float:
        """The share of the target put to work, 0 to 1; 0 where there is no target."""
        return min(1.0, self.invested / self.target) if self.target else 0.0

    @property
    def missing(self) -> float:
        """Dollars a year still to put to work."""
        return max(self.target - self.invested, 0.0)


def score_hand(deck: Deck, hand: Sequence[str], target: float) -> HandScore:
    """What a hand frees, what it buys, and whether it meets the target.

        met = dollars invested >= target, and every one of them paid by a pool that may pay,
              and no two cards shut each other out

    Parameters
    ----------
    deck : Deck
    hand : sequence of card names
        A name that is no longer in the deck is left out.
    target : float
        Dollars a year to put behind priorities.

    Returns
    -------
    HandScore

    Raises
    ------
    ValueError
        When the target is below zero.
    """
    if not target >= 0:
        raise ValueError(f"The target is {target:g} dollars; write 0 or more.")
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    saves, buys = held[held["kind"].eq(SAVING)], held[held["kind"].eq(INVESTMENT)]
    needs = buys.groupby("program_id", sort=False)["dollars"].sum().to_dict()
    pools = deck.freed(saves["card"])
    paid = pay_for(needs, pools, deck.allowed)
    conflicts = tuple(dict.fromkeys(words for _, _, words in _shut_out(held)))
    invested = float(buys["dollars"].sum())
    gain, low, high = (float(buys[c].fillna(0).sum()) for c in ("value", "value_low", "value_high"))
    return HandScore(
        target=target,
        freed=round(sum(pools.values()), 2),
        once=round(sum(deck.once.get(card, 0.0) for card in saves["card"]), 2),
        invested=round(invested, 2),
        short=paid.short,
        left=round(float(paid.by_pool["left"].sum()), 2),
        students_gaining=float(buys["students"].sum()),
        students_losing=float(saves["students"].sum(min_count=1)) if len(saves) else 0.0,
        value=gain,
        value_low=low,
        value_high=high,
        cautions=tuple(filter(None, map(_careful, held.itertuples()))),
        conflicts=conflicts,
        pairings=_pairings(saves, buys),
        paid=paid,
        met=bool(invested > 0 and invested >= target and paid.short == 0 and not conflicts),
    )


def _careful(card) -> str:
    unknown = card.kind == INVESTMENT and pd.isna(card.value)
    uncounted = "what it is worth is not known and counts as 0 here" if unknown else ""
    words = "; ".join(filter(None, [card.caution, uncounted]))
    return f"{card.program}: {words}" if words else ""


def _shut_out(cards: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Pairs of cards that cannot be held together, and why."""
    saves = list(cards[cards["kind"].eq(SAVING)].itertuples())
    buys = list(cards[cards["kind"].eq(INVESTMENT)].itertuples())
    for buy, save in product(buys, saves):
        if buy.program_id == save.program_id:
            yield save.card, buy.card, f"{buy.program} is cut and grown in the same hand"
    for one, other in combinations(buys, 2):
        if one.program_id == other.program_id:
            words = f"{one.program} is grown twice: all who wait, or half of them"
            yield one.card, other.card, words
    for gone, heir in permutations(saves, 2):
        if gone.same_job_as and gone.same_job_as == heir.program:
            words = f"{gone.program} ends because {heir.program} does its job, and {heir.program}"
            yield gone.card, heir.card, f"{words} is cut"


def _pairings(saves: pd.DataFrame, buys: pd.DataFrame) -> tuple[str, ...]:
    grown = set(buys["program"])
    pairs = saves[saves["same_job_as"].isin(grown)]
    return tuple(
        f"{' and '.join(rows['program'])} {'go' if len(rows) > 1 else 'goes'} and {grows}, which "
        "does the same job, grows"
        for grows, rows in pairs.groupby("same_job_as", sort=False)
    )


def best_hand(deck: Deck) -> tuple[str, ...]:
    """The investments worth most beyond their dollars that the identified savings can pay for.

        maximise    sum of (worth - dollars)
        subject to  every dollar paid by a pool that may pay, and no two cards that shut each
                    other out

    Exact: of all sets of investments that can be paid, the best.  Only what is known is
    weighed: a card is taken when its gain is shown and worth more than its dollars.  An effect
    nobody can tell is left out, and so is a tempting cut, because what it takes from students is
    not known.

    Parameters
    ----------
    deck : Deck

    Returns
    -------
    tuple of card names
        Every identified saving that can be held with the others, and then the investments, in
        the deck's order.
    """
    cards = deck.cards
    saves = cards["kind"].eq(SAVING) & cards["term"].eq(RECURRING) & ~cards["tempts"].astype(bool)
    shown = cards["kind"].eq(INVESTMENT) & cards["value_low"].gt(0)
    candidates = cards[saves | (shown & cards["value"].gt(cards["dollars"]))]
    hands = [_bought(deck, some) for some in _held_together(candidates)]
    net = (cards["value"] - cards["dollars"]).where(cards["kind"].eq(INVESTMENT), 0.0)
    return max(hands, key=lambda hand: net[cards["card"].isin(hand)].sum())


def _held_together(cards: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The cards, without one of every two that a saving keeps apart: each way to leave one out."""
    savings = set(cards.loc[cards["kind"].eq(SAVING), "card"])
    apart = next((pair for *pair, _ in _shut_out(cards) if savings & set(pair)), ())
    for card in apart:
        yield from _held_together(cards[cards["card"].ne(card)])
    if not apart:
        yield cards


def _bought(deck: Deck, cards: pd.DataFrame) -> tuple[str, ...]:
    saves = cards.loc[cards["kind"].eq(SAVING), "card"]
    buys = cards[cards["kind"].eq(INVESTMENT)]
    allowed = {row.card: deck.allowed.get(row.program_id, ()) for row in buys.itertuples()}
    uses = buys.assign(program=buys["card"], value=buys["value"] - buys["dollars"])
    return (*saves, *choose_payable(uses, deck.freed(saves), allowed, groups="program_id"))


def compare_hands(deck: Deck, hands: Mapping[str, Sequence[str]], target: float) -> pd.DataFrame:
    """Several hands side by side, and what each gives up against the best affordable one.

        net      = value - invested
        given up = net of the best hand - net of the hand, where the hand can be held

    Parameters
    ----------
    deck : Deck
    hands : mapping of a team's name to its cards
    target : float
        Dollars a year.

    Returns
    -------
    DataFrame, one row per hand and one for "best affordable set", which comes last
        ``team, freed, invested, short, students_gaining, students_losing, value, cautions``
        (how many), ``met``; ``conflicts``, ``unknown_cuts`` and ``unshown_gains`` (in words, ""
        for none: cards that shut each other out, cuts of which nobody knows the loss, and
        programs counted as worth more than they cost though no gain is shown yet); and
        ``given_up`` (dollars' worth to the board; ``NaN`` when the dollars do not reach or two
        cards shut each other out).  Below zero only by an unknown cut or an unshown gain.
    """
    columns = ["freed", "invested", "short", "students_gaining", "students_losing", "value"]
    rows = []
    for team, hand in [*hands.items(), (BEST, best_hand(deck))]:
        score = score_hand(deck, hand, target)
        known = [getattr(score, column) for column in columns]
        said = len(score.cautions), score.met, "; ".join(score.conflicts)
        rows.append((team, *known, *said, *_unsure(deck, hand)))
    columns = ["team", *columns, "cautions", "met", "conflicts", "unknown_cuts", "unshown_gains"]
    table = pd.DataFrame(rows, columns=columns)
    net = beyond_its_dollars(table)
    held = table["short"].eq(0) & table["conflicts"].eq("")
    return table.assign(given_up=(net.iloc[-1] - net).round(2).where(held))


def beyond_its_dollars(hands: pd.DataFrame | pd.Series) -> pd.Series | float:
    """What hands are worth beyond the dollars they put to work: value - invested.

    Parameters
    ----------
    hands : DataFrame, or a row of one
        As ``compare_hands`` gives.

    Returns
    -------
    Series or float
        Dollars.

    Examples
    --------
    >>> beyond_its_dollars(pd.DataFrame({"value": [400.0], "invested": [150.0]})).tolist()
    [250.0]
    """
    return hands["value"] - hands["invested"]


def _unsure(deck: Deck, hand: Sequence[str]) -> tuple[str, str]:
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    buys = held[held["kind"].eq(INVESTMENT) & held["value"].gt(held["dollars"])]
    unshown = buys.loc[~buys["value_low"].gt(0), "program"]
    cut = held.loc[held["tempts"].astype(bool), "program"]
    return ", ".join(cut), ", ".join(unshown)
