"""The trade-off game: cards from a district's own programs, the score of a hand, the best one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations, product

import numpy as np
import pandas as pd

from smarter_spending.planning.decisions import NOT_YET_KNOWN, STOP
from smarter_spending.planning.funds import (
    ONE_TIME,
    RECURRING,
    Paid,
    most_bound_first,
    pay_for,
)
from smarter_spending.planning.portfolio import choose_payable
from smarter_spending.planning.reallocation import permitted
from smarter_spending.planning.savings import HOW, ONE_JOB, WHAT_IS_USED

SAVING, INVESTMENT = "saving", "investment"
BEST = "best affordable set"
HALF = {"all": 1.0, "half": 0.5}
UNKNOWN_CUTS = 5  # programs nobody can tell of, dealt as tempting cuts
CARD = [
    "card",
    "kind",
    "program_id",
    "program",
    "what",
    "dollars",
    "term",
    "students",
    "value",
    "value_low",
    "value_high",
    "caution",
    "same_job_as",
    "tempts",
]


@dataclass(frozen=True)
class Deck:
    """The cards of a district.

    ``cards`` (one row each); ``pools``: the lasting dollars of each saving by pool, and
    ``once``: its dollars that come once; ``allowed``: which pools may pay for each program, by
    ``program_id``; ``order``: the pools in the order in which they pay.
    """

    cards: pd.DataFrame
    pools: Mapping[str, Mapping[str, float]]
    allowed: Mapping[str, Sequence[str]]
    once: Mapping[str, float] = field(default_factory=dict)
    order: Sequence[str] = ()

    def freed(self, saves: Sequence[str]) -> dict[str, float]:
        """The lasting dollars that these savings free, by pool, in the order they pay.

        A pool in which credits outweigh what is freed pays for nothing.
        """
        sums: dict[str, float] = dict.fromkeys(self.order, 0.0)
        for card in saves:
            for pool, amount in self.pools[card].items():
                sums[pool] = round(sums.get(pool, 0.0) + amount, 2)
        return {pool: dollars for pool, dollars in sums.items() if dollars > 0}


@dataclass(frozen=True)
class HandScore:
    """What a hand frees, buys and gives up.

    Dollars a year: ``freed`` (lasting), ``once`` (one-time), ``invested``, ``short`` (what no
    permitted pool can pay), ``left``.  ``students_gaining`` get a seat; ``students_losing`` are
    in what is cut (``NaN`` when nobody counted any of them).  ``value`` is what the gains are
    worth to the board, with its range, if every use is paid; a gain whose worth is not known
    counts as 0 in it, and ``cautions`` say so; what a cut takes from students is not in it,
    since of no cut is it known.  ``cautions``, ``conflicts`` and ``pairings`` are sentences.
    ``met``: the target is reached and no dollar crosses a fund.
    """

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


def deal_cards(
    decisions: pd.DataFrame,
    savings: pd.DataFrame,
    uses: pd.DataFrame,
    spending: pd.DataFrame,
    programs: pd.DataFrame,
    rules: pd.DataFrame,
) -> Deck:
    """The cards a district plays with: its own savings, cuts that tempt, and investments.

    A saving is what the rule identifies.  A tempting cut is one of the dearest programs nobody can
    tell of: it frees dollars, and what it takes from students is not known.  An investment is
    a seat for every student who waits, or for half of them.  A stopped program is no
    investment.

    Parameters
    ----------
    decisions : DataFrame
        As ``decide`` gives, of ``decision_facts``.
    savings : DataFrame
        As ``identified_savings`` gives.
    uses : DataFrame
        As ``investments`` gives.
    spending : DataFrame, one row per program and resource
        ``program_id, resource, pool, term`` and ``dollars``: what the ledger says of every
        program.
    programs : DataFrame
        The program inventory.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    Deck
    """
    about = decisions.drop_duplicates("program_id").set_index("program_id")
    tempting = _tempting(decisions, savings, spending)
    cuts = pd.concat([savings.assign(tempts=False), tempting], ignore_index=True)
    rows, pools, once = [], {}, {}
    for program_id, mine in cuts.groupby("program_id", sort=False):
        card, lasts = f"save {program_id}", mine["term"].eq(RECURRING)
        pools[card] = mine[lasts].groupby("pool")["likely"].sum().to_dict()
        once[card] = float(mine.loc[~lasts, "likely"].sum())
        rows.append(_saving_card(card, mine, about.loc[program_id]))
    growing = uses[uses["verdict"].ne(STOP)]
    for use in growing.itertuples():
        rows += [_investment_card(use, part) for part in HALF]
    cards = pd.DataFrame(rows, columns=CARD)
    lasting = cuts[cuts["term"].eq(RECURRING)]
    # by id: two programs of one name may serve different students
    by_id = programs.assign(program_name=programs["program_id"])
    allowed = permitted(growing["program_id"], lasting, by_id, rules)
    resources = lasting.groupby("pool")["resource"].unique().to_dict()
    order = most_bound_first(resources, programs, rules)
    return Deck(cards, pools, allowed, once, order)


def _tempting(decisions, savings, spending) -> pd.DataFrame:
    held = decisions["decision"] if "decision" in decisions else decisions["verdict"]
    open_ones = decisions[held.eq(NOT_YET_KNOWN) & ~decisions["ending"].astype(bool)]
    lasting = spending[spending["term"].eq(RECURRING) & (spending["dollars"] > 0)]
    lasting = lasting[~lasting["program_id"].isin(savings["program_id"])]
    lasting = lasting.merge(open_ones[["program_id", "program"]], on="program_id")
    total = lasting.groupby("program_id")["dollars"].sum()
    few = total.sort_values(ascending=False, kind="stable").index[:UNKNOWN_CUTS]
    table = lasting[lasting["program_id"].isin(few)].rename(columns={"dollars": "likely"})
    return table.assign(verdict=NOT_YET_KNOWN, lever="", tempts=True)


def _saving_card(card: str, mine: pd.DataFrame, about: pd.Series) -> tuple:
    first, lost = mine.iloc[0], (0.0, 0.0, 0.0)
    term = ONE_TIME if mine["term"].eq(ONE_TIME).all() else RECURRING
    dollars = mine.loc[mine["term"].eq(term), "likely"].sum()
    caution, what = "", HOW[first["lever"]]
    if first["tempts"]:
        lost, caution = (np.nan,) * 3, "nobody can tell what students would lose"
    elif what == ONE_JOB:
        lost, caution = (np.nan,) * 3, f"{about['same_job_as']} must reach its students"
    if term == ONE_TIME:
        caution = "one-time dollars: they pay for nothing that lasts" + (
            f"; {caution}" if caution else ""
        )
    students = np.nan if what == WHAT_IS_USED else about["students_served"]
    same = about["same_job_as"] if what == ONE_JOB else ""
    program, tempts = (first["program_id"], first["program"]), bool(first["tempts"])
    return card, SAVING, *program, what, dollars, term, students, *lost, caution, same, tempts


def _investment_card(use, part: str) -> tuple:
    share = HALF[part]
    seats = np.floor(use.seats * share)
    share = seats / use.seats
    caution = ""
    if not getattr(use, "told", use.known):
        caution = "nobody can tell what it does"
    elif not use.known:
        caution = "what its outcome is worth to the board is not said"
    elif use.verdict == NOT_YET_KNOWN or use.value_low <= 0:
        caution = "no gain is shown yet"
    what = "a seat for all who wait" if part == "all" else "a seat for half of those who wait"
    value = (use.value * share, use.value_low * share, use.value_high * share)
    card, dollars = f"grow {use.program_id} {part}", round(use.year_1 * share, 2)
    program = (use.program_id, use.program)
    return card, INVESTMENT, *program, what, dollars, RECURRING, seats, *value, caution, "", False


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
    net = table["value"] - table["invested"]
    held = table["short"].eq(0) & table["conflicts"].eq("")
    return table.assign(given_up=(net.iloc[-1] - net).round(2).where(held))


def _unsure(deck: Deck, hand: Sequence[str]) -> tuple[str, str]:
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    buys = held[held["kind"].eq(INVESTMENT) & held["value"].gt(held["dollars"])]
    unshown = buys.loc[~buys["value_low"].gt(0), "program"]
    cut = held.loc[held["tempts"].astype(bool), "program"]
    return ", ".join(cut), ", ".join(unshown)
