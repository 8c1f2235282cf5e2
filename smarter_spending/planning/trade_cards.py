"""The cards of the trade-off game, dealt from a district's own programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from smarter_spending.planning.decisions import GROW, NOT_YET_KNOWN, STOP
from smarter_spending.planning.funds import (
    ONE_TIME,
    RECURRING,
    most_bound_first,
)
from smarter_spending.planning.reallocation import permitted
from smarter_spending.planning.savings import HOW, ONE_JOB, WHAT_IS_USED

SAVING, INVESTMENT = "saving", "investment"
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

    Examples
    --------
    >>> uses = pd.DataFrame({"verdict": ["Grow", "Keep"], "year_1": [80_900.0, 9_000.0]})
    >>> usual_target(uses, Deck(pd.DataFrame(columns=CARD), {}, {}))
    80000.0
    """
    grow = uses.loc[uses["verdict"].eq(GROW), "year_1"].sum()
    if not grow:
        offered = deck.cards[deck.cards["kind"].eq(INVESTMENT)]["dollars"]
        grow = offered.max() if len(offered) else 0.0
    return float(grow // 1000 * 1000)


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
