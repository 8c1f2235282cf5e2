"""The dollars found and the best they can buy: by program, by set, and as a game of cards."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations, product

import numpy as np
import pandas as pd

from smarter_spending.analysis.best_buy import SCALE_SHARE
from smarter_spending.analysis.checks import require_columns, year_after
from smarter_spending.analysis.uncertainty import GAIN_SHOWN
from smarter_spending.planning import reallocation
from smarter_spending.planning.decisions import GROW, NOT_YET_KNOWN, STOP, enough_students
from smarter_spending.planning.finance import plan_rates
from smarter_spending.planning.reallocation import ONE_TIME, RECURRING, Paid

# --- The best set of programs that the funds can pay for: exact, not by rank ---------------------

LARGEST_VALUE = 1e6  # values are scaled to this, so that the solver's tolerance is no choice


@dataclass(frozen=True)
class Portfolio:
    """What was chosen, what it is worth, and the dollars ``spent`` and left (``slack``) by fund."""

    chosen: tuple[Hashable, ...]
    value: float
    spent: Mapping[str, float]
    slack: Mapping[str, float]


def choose_portfolio(
    programs: pd.DataFrame,
    budgets: Mapping[str, float],
    groups: str | None = None,
    required: Sequence[Hashable] = (),
    caps: Mapping[Hashable, float] | None = None,
) -> Portfolio:
    """The set of programs worth most within every fund's dollars.

        maximise    sum of value
        subject to  sum of cost in fund k <= budget of fund k, for every fund
                    at most one program of each group
                    every required program
                    sum of all costs at school s <= cap of school s

    Picking by value per dollar until the money is gone can miss the best set: a dear
    program may leave dollars that nothing fits.  This looks at all sets (an integer
    program, solved to the end).  Among sets of equal value the cheaper is taken, then the
    one whose programs stand earlier in the list.  The values are taken as certain: show
    beside it what the range of each effect does to the choice.

    Raises ValueError when a column is missing, a cost, value or budget is blank or a cost negative,
    a program stands twice, a required one is not in the list, a school with a cap has no program,
    or the required ones cannot all be had: the message says by how many dollars, or in which
    group.  Source: Kellerer, Pferschy and Pisinger (2004), *Knapsack Problems*; the solver is
    HiGHS.

    Parameters
    ----------
    programs : DataFrame, one row per program
        ``program`` (name, each once), ``value`` (such as effect times students) and, for
        every fund in ``budgets``, a column of that name with its cost in dollars.
    budgets : mapping of fund to dollars
        What each fund can pay; a dollar of one fund never pays for another's cost.
    groups : str, optional
        A column; of the programs that share a word in it at most one is chosen.  Blank
        belongs to no group.
    required : sequence of program names, chosen whatever they are worth
    caps : mapping of school to dollars, optional
        The most that may change at a school, all funds together; ``programs`` then has a
        column ``school``, in which each of these schools stands.

    Returns
    -------
    Portfolio, with a program of negative value only when it is required

    Examples
    --------
    The three worth 13, 23 and 15 fit into 26 dollars exactly; ranking by value per dollar
    would begin with the 23, add the 24, and stop at 47.

    >>> programs = pd.DataFrame({"program": list("abcde"), "value": [24, 13, 23, 15, 16],
    ...                          "general": [12, 7, 11, 8, 9]})
    >>> best = choose_portfolio(programs, {"general": 26})
    >>> best.chosen, best.value, best.slack["general"]
    (('b', 'c', 'd'), 51.0, 0.0)
    """
    _check_table(programs, budgets, groups, caps)
    funds = list(budgets)
    cents = _cents(programs[funds], "cost")
    limits = _cents(pd.Series(dict(budgets), dtype=float)[funds], "budget")
    unknown = [name for name in required if name not in set(programs["program"])]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is required and not in the table of programs.")
    must = programs["program"].isin(list(required)).to_numpy()
    costs, limits_all, words = cents, limits, [f"the {fund} fund" for fund in funds]
    if caps:
        by_school, school_limits = _school_rows(programs["school"], cents, caps)
        costs, limits_all = np.hstack([costs, by_school]), np.concatenate([limits, school_limits])
        words += [f"the cap of {school}" for school in caps]
    _check_required(programs, groups, must, costs, limits_all, words)
    value = programs["value"].to_numpy(dtype=float)
    membership = _group_rows(programs, groups)
    limited = (costs.T, -np.inf, limits_all), (membership, -np.inf, np.ones(len(membership)))
    picked = _best(value, cents.sum(axis=1), _Limits(limited, must.astype(float)))
    spent = cents[picked].sum(axis=0)
    by_fund = (dict(zip(funds, part.tolist(), strict=True)) for part in (spent, limits - spent))
    spent, slack = ({fund: part / 100 for fund, part in one.items()} for one in by_fund)
    return Portfolio(tuple(programs["program"][picked]), float(value[picked].sum()), spent, slack)


def choose_payable(
    uses: pd.DataFrame,
    pools: Mapping[str, float],
    allowed: Mapping[Hashable, Collection[str]],
    groups: str | None = None,
) -> tuple[Hashable, ...]:
    """The uses worth most that the pools which may pay for them can pay for, each whole."""
    _check_table(uses, ["dollars"], groups, None)
    cents, value = _cents(uses["dollars"], "cost"), uses["value"].to_numpy(dtype=float)
    there = _cents(pd.Series(dict(pools), dtype=float), "pool")
    routes = reallocation.routes_allowed(uses["program"], pools, allowed)
    limits = _payable(uses, cents, there, routes, groups)
    while True:
        picked = _best(value, cents, limits)
        chosen = uses[picked]
        needs = dict(zip(chosen["program"], chosen["dollars"], strict=True))
        if reallocation.pay_for(needs, pools, allowed).short == 0:
            return tuple(needs)
        # a set that only the solver's tolerance can pay is shut out, and the next best sought
        limits = limits.also(np.where(picked, 1.0, -1.0), picked.sum() - 1.0)


@dataclass(frozen=True)
class _Limits:
    """What a choice must keep: rows times the variables, each with its least and its most."""

    rows: tuple[tuple[np.ndarray, float, Sequence[float]], ...]
    low: np.ndarray
    flows: int = 0

    def also(self, row: np.ndarray, most: float) -> "_Limits":
        """The same with one more row, over the choices alone."""
        whole = np.concatenate([row, np.zeros(self.flows)])[None, :]
        return replace(self, rows=(*self.rows, (whole, -np.inf, [most])))


def _payable(uses, cents, there, routes, groups) -> _Limits:
    # in shares of the largest amount: in whole cents, with flows of billions beside choices of 0
    # or 1, the solver was seen to call a set the best that was not
    unit, count, wide = max(cents.max(initial=1), 1), len(uses), len(uses) + len(routes)
    unpaid, paid = np.zeros((count, wide)), np.zeros((len(there), wide))
    unpaid[:, :count] = np.diag(cents / unit)
    for place, (i, j) in enumerate(routes, start=count):
        unpaid[i, place], paid[j, place] = -1.0, 1.0
    member = _group_rows(uses, groups)
    one_of = np.hstack([member, np.zeros((len(member), len(routes)))])
    rows = (unpaid, 0.0, np.zeros(count)), (paid, -np.inf, there / unit)
    alone = one_of, -np.inf, np.ones(len(member))
    return _Limits((*rows, alone), np.zeros(count), len(routes))


def _best(value: np.ndarray, total: np.ndarray, limits: _Limits) -> np.ndarray:
    count = len(value)
    if count == 0:
        return np.zeros(0, dtype=bool)
    scaled = value * (LARGEST_VALUE / max(np.abs(value).max(), 1e-300))
    best = _solved(-scaled, limits)
    held = limits.also(-scaled, -scaled[best].sum())
    for goal in (total.astype(float), np.arange(1.0, count + 1)):
        again = _solved(goal, held)  # of equal value the cheaper, and then the earlier in the list
        worth = value[best].sum()
        if again is None or not np.isclose(value[again].sum(), worth, rtol=1e-12, atol=0):
            return best
        best, held = again, held.also(goal, goal[again].sum())
    return best


def _solved(goal: np.ndarray, limits: _Limits) -> np.ndarray | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    largest, flows = max(np.abs(goal).max(), 1.0), np.zeros(limits.flows)
    ones = np.ones(len(goal))
    found = milp(
        np.concatenate([goal / largest * LARGEST_VALUE, flows]),
        constraints=[LinearConstraint(*row) for row in limits.rows if len(row[0])],
        bounds=Bounds(np.concatenate([limits.low, flows]), np.concatenate([ones, flows + np.inf])),
        integrality=np.concatenate([ones, flows]),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else found.x[: len(goal)] > 0.5


def _check_table(programs, budgets, groups, caps) -> None:
    wanted = ["program", "value", *budgets, *([groups] if groups else [])]
    wanted += ["school"] if caps else []
    require_columns(programs, wanted, "table of programs")
    if not budgets:
        raise ValueError("No fund is named in budgets, so nothing can be paid for.")
    twice = programs["program"][programs["program"].duplicated()]
    if len(twice):
        raise ValueError(f"{twice.iloc[0]!r} stands twice in the table of programs. Keep one row.")
    unknown = programs["program"][~np.isfinite(programs["value"].astype(float))]
    if len(unknown):
        raise ValueError(
            f"The value of {unknown.iloc[0]!r} is not known. Leave the program out, or say what it "
            "is worth."
        )


def _cents(dollars: pd.DataFrame | pd.Series, what: str) -> np.ndarray:
    amounts = dollars.to_numpy(dtype=float)
    if not np.isfinite(amounts).all():
        raise ValueError(f"A {what} is blank. Write 0 where nothing is paid from a fund.")
    if (amounts < 0).any():
        raise ValueError(f"A {what} is below zero ({amounts.min():,.2f}). Write what it takes.")
    return np.rint(amounts * 100).astype(np.int64)


def _school_rows(schools, cents, caps) -> tuple[np.ndarray, np.ndarray]:
    there = schools.dropna().unique().tolist()
    strange = [school for school in caps if school not in there]
    if strange:
        raise ValueError(
            f"{' and '.join(map(repr, strange))} has a cap and no program in the table. The "
            f"schools there are: {', '.join(map(repr, sorted(there, key=str))) or 'none'}."
        )
    here = np.array([schools.eq(school).fillna(False).to_numpy(dtype=bool) for school in caps]).T
    most = _cents(pd.Series(dict(caps), dtype=float), "cap")
    return here * cents.sum(axis=1, keepdims=True), most


def _group_rows(programs: pd.DataFrame, groups: str | None) -> np.ndarray:
    if groups is None:
        return np.zeros((0, len(programs)))
    word = programs[groups]
    named = [one for one in word.dropna().unique() if str(one).strip()]
    rows = [word.eq(one).fillna(False).to_numpy(dtype=float) for one in named]
    return np.array(rows).reshape(len(named), len(programs))


def _check_required(programs, groups, must, costs, limits, words) -> None:
    over = costs[must].sum(axis=0) - limits
    both = zip(words, over, strict=True)
    problems = [f"{word} by ${excess / 100:,.2f}" for word, excess in both if excess > 0]
    if problems:
        raise ValueError(f"The required programs alone go beyond {' and '.join(problems)}.")
    for row in _group_rows(programs, groups):
        both = programs["program"][(row > 0) & must]
        if len(both) > 1:
            names = " and ".join(repr(name) for name in both)
            raise ValueError(f"{names} are both required, and only one of their group can be had.")


# --- The cards of the trade-off game, dealt from a district's own programs -----------------------

SAVING, INVESTMENT = "saving", "investment"
ALL_WHO_WAIT, HALF, ROOM = "all", "half", "room"  # of those who wait; as planned, and no step
UNKNOWN_CUTS = 5  # programs nobody can tell of, dealt as tempting cuts
# what to be careful of with a card
LOSS_UNKNOWN, MUST_REACH, CANNOT_TELL, WORTH_UNSAID, NOT_SHOWN = (
    "loss unknown", "must reach", "cannot tell", "worth unsaid", "not shown"
)  # fmt: skip
CARD = ["card", "kind", "program_id", "program", "what", "dollars", "used", "term", "students",
        "value", "value_low", "value_high", "caution", "same_job_as", "tempts"]  # fmt: skip


@dataclass(frozen=True)
class Deck:
    """The cards of a district (one row each), and the dollars behind them.

    ``dollars`` of a card are the ledger's, which pay; ``used`` is what its program, or its seats,
    use in all, whoever pays: against it stands the worth, and the two are never set off. ``pools``:
    the lasting dollars of each saving by pool; ``allowed``: which pools may pay for each program,
    by ``program_id``; ``order``: in which they pay; ``duty``: those bound to some students.
    """

    cards: pd.DataFrame
    pools: Mapping[str, Mapping[str, float]]
    allowed: Mapping[str, Sequence[str]]
    once: Mapping[str, float] = field(default_factory=dict)
    order: Sequence[str] = ()
    duty: Collection[str] = ()

    def freed(self, saves: Sequence[str]) -> dict[str, float]:
        """Lasting dollars that these savings free, by pool; where credits outweigh them, none."""
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
    """The cards a district plays with: its own savings, cuts that tempt, and investments."""
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
    for use in growing.to_dict("records"):
        rows += [_investment_card(use, part, seats) for part, seats in _parts(use).items()]
    cards = pd.DataFrame(rows, columns=CARD)
    lasting = cuts[cuts["term"].eq(RECURRING)]
    # by id: two programs of one name may serve different students
    by_id = programs.assign(program_name=programs["program_id"])
    allowed = reallocation.permitted(growing["program_id"], lasting, by_id, rules)
    resources = lasting.groupby("pool")["resource"].unique().to_dict()
    order = reallocation.most_bound_first(resources, programs, rules)
    duty = tuple(lasting.loc[lasting["bound"].eq(reallocation.DUTY), "pool"].unique())
    return Deck(cards, pools, allowed, once, order, duty)


def usual_target(uses: pd.DataFrame, deck: Deck) -> float:
    """A seat for all who wait for programs to grow or, where none is to grow, the dearest other."""
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
    caution, what = "", reallocation.HOW[first["lever"]]
    if first["tempts"]:
        lost, caution = (np.nan,) * 3, LOSS_UNKNOWN
    elif what == reallocation.ONE_JOB:
        lost, caution = (np.nan,) * 3, MUST_REACH
    students, same = about["students_served"], ""
    if what == reallocation.WHAT_IS_USED:
        students = np.nan
    elif what == reallocation.ONE_JOB:
        students, same = np.round(students * about["heir_share"]), about["same_job_as"]
    program, tempts = (first["program_id"], first["program"]), bool(first["tempts"])
    used = dollars if what == reallocation.WHAT_IS_USED else about["total_cost"]
    money = dollars, used, term
    return card, SAVING, *program, what, *money, students, *lost, caution, same, tempts


def _parts(use: Mapping) -> dict[str, float]:
    room = use["room"] - use["students"]
    parts = {ALL_WHO_WAIT: use["seats"], HALF: np.floor(use["seats"] / 2)}
    return parts | ({ROOM: room} if 0 < room < use["seats"] else {})


def _investment_card(use: Mapping, part: str, seats: float) -> tuple:
    share = seats / use["seats"]
    caution = ""
    if not use["told"]:
        caution = CANNOT_TELL
    elif not use["known"]:
        caution = WORTH_UNSAID
    elif use["shown"] != GAIN_SHOWN:
        caution = NOT_SHOWN
    value = (use["value"] * share, use["value_low"] * share, use["value_high"] * share)
    seat = use | {"ledger_seat": use["cost_per_seat"]}
    prices = ("ledger_seat", "used_seat")
    money = [round(reallocation.seat_dollars(seats, seat, price), 2) for price in prices]
    card, program = f"grow {use['program_id']} {part}", (use["program_id"], use["program"])
    return card, INVESTMENT, *program, part, *money, RECURRING, seats, *value, caution, "", False


# --- The dollars that decisions could free, and all that growing them into programs takes --------

TAKEN_UP = ("approved", "realised")  # how far a saving has come; without one it is identified


@dataclass(frozen=True)
class FoundDollars:
    """What the decisions could free, what growing would cost, and the cards made of both.

    ``paid`` is of the programs to grow from all that is identified, the one worth most for a dollar
    first, and ``planned`` the same from the figures to plan on; ``ending`` is what programs cost
    whose end was set before anybody decided here.
    """

    rules: pd.DataFrame
    rows: pd.DataFrame
    savings: pd.DataFrame
    ranges: pd.DataFrame
    transition: pd.DataFrame
    uses: pd.DataFrame
    paid: Paid
    planned: Paid
    net: pd.DataFrame
    ending: pd.DataFrame
    deck: Deck

    @property
    def bound(self) -> dict[str, str]:
        """What the dollars of each pool are bound to: "free", "duty" or "restricted"."""
        return self.savings.drop_duplicates("pool").set_index("pool")["bound"].to_dict()


def found_dollars(
    decisions: pd.DataFrame,
    costs: pd.DataFrame,
    effects: pd.DataFrame,
    programs: pd.DataFrame,
    ledger: pd.DataFrame,
    rules: pd.DataFrame,
    fiscal_year: str,
    *,
    labels: Mapping[str, str],
    waiting: Mapping[str, int],
    outcome_worth: Mapping[str, float],
    raises: tuple[float, float],
    transition_months: float,
    minimum_group: int,
    seed: int = 0,
    share: float = SCALE_SHARE,
) -> FoundDollars:
    """What the decisions of a district could free, and what it could buy with that.

    ``decisions`` as ``with_overrides`` gives, ``effects`` without programs of fewer students than
    may be shown, ``raises`` of pay in each of the two years after the next, ``share`` of the
    average effect that a new seat gains; counts of fewer than ``minimum_group`` are blank in the
    cards.
    """
    shown = enough_students(decisions, minimum_group)
    rows = reallocation.savings_rows(shown, ledger, fiscal_year)
    spending = reallocation.program_spending(ledger, fiscal_year, rules)
    identified = reallocation.identified_savings(rows, rules, labels)
    savings = reallocation.within_spending(identified, spending)
    savings["likely"] = savings["counted"]
    savings[["low", "high"]] = savings[["low", "high"]].clip(upper=savings["likely"], axis=0)
    savings["plan_on"] = reallocation.plan_on(savings)
    savings["used"] = savings["program_id"].map(costs.set_index("program_id")["total_cost"])
    bought = costs, waiting, effects, outcome_worth, raises, share
    uses = reallocation.investments(decisions, *bought)
    grow = uses[uses["verdict"].eq(GROW)]
    grow = grow.loc[(grow["value"] / grow["used"]).sort_values(ascending=False).index]
    surer = savings.assign(likely=savings["plan_on"])
    paid, planned = (
        reallocation.net_by_fund(one, grow, programs, rules) for one in (savings, surer)
    )
    moving = reallocation.transition_costs(savings, transition_months)
    ending = decisions.loc[decisions["ending"].astype(bool), ["program_id", "program"]]
    return FoundDollars(
        rules=rules,
        rows=rows,
        savings=savings,
        ranges=reallocation.savings_range(savings, seed=seed),
        transition=moving,
        uses=uses,
        paid=paid,
        planned=planned,
        net=reallocation.net_table(savings, paid, planned, moving),
        ending=spending.merge(ending, on="program_id"),
        deck=deal_cards(shown, savings, uses, spending, programs, rules),
    )


def labels_given(record: Mapping[str, object], program_ids: pd.Series) -> dict[str, str]:
    """How far each saving has come, by the room's record; where it is silent: identified."""
    given = {one: record.get(f"label_{one}_label", "") for one in program_ids.unique()}
    return {one: str(label) for one, label in given.items() if label in TAKEN_UP}


def waiting_lists(participation: pd.DataFrame, fiscal_year: str, minimum: int) -> dict[str, int]:
    """How many students wait for each program; fewer than may be shown are none."""
    if participation.empty:
        return {}
    here = participation[participation["fiscal_year"].eq(fiscal_year)]
    here = here[here["group"].eq("waitlist")]
    counts = here.groupby("program_id")["student_key"].nunique()
    return counts[counts >= minimum].to_dict()


def pay_raises(assumptions: pd.DataFrame, fiscal_year: str) -> tuple[float, float]:
    """What pay grows by, by assumption, in the two years after the next: shares of pay."""
    years = [year_after(fiscal_year, n) for n in (2, 3)]
    rates = plan_rates(assumptions, years)
    pay = rates[rates["item"].eq("step_and_column")].set_index("fiscal_year")["rate"]
    return float(pay[years[0]]), float(pay[years[1]])


# --- The trade-off game: the score of a hand, the best one, and what each gives up ---------------

BEST = "best affordable set"
# why two cards cannot be held together
CUT_AND_GROWN, GROWN_TWICE, HEIR_CUT = "cut and grown", "grown twice", "heir cut"


@dataclass(frozen=True)
class HandScore:
    """What a hand frees, buys and gives up, in dollars a year.

    ``freed, invested, short`` and ``left`` are dollars of the ledger, ``duty`` and ``duty_left``
    those of them that are bound to some students; ``used`` is what its seats use in all, whoever
    pays.  ``students_losing`` are in what is cut (``NaN`` when nobody counted any).  ``value`` is
    of the gains, if every use is paid: a gain whose worth is not known counts as 0, and what a cut
    takes from students is not in it.  ``met``: the ``target`` is reached, no dollar crosses a fund,
    and the same holds without what nobody can judge; where only that does not, ``blind`` names it.
    """

    target: float

    freed: float
    once: float
    invested: float
    used: float
    short: float
    left: float
    duty: float
    duty_left: float
    students_gaining: float
    students_losing: float
    value: float
    value_low: float
    value_high: float
    cautions: tuple
    conflicts: tuple[tuple[str, str, str], ...]
    pairings: tuple[tuple[tuple[str, ...], str], ...]
    paid: Paid
    blind: tuple[str, ...]
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
    """What a hand frees, what it buys, and whether it meets the target."""
    if not target >= 0:
        raise ValueError(f"The target is {target:g} dollars; write 0 or more.")
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    saves, buys = held[held["kind"].eq(SAVING)], held[held["kind"].eq(INVESTMENT)]
    pools, paid = _paid_by(deck, held)
    conflicts = tuple(dict.fromkeys(why for _, _, why in _shut_out(held)))
    invested, left = float(buys["dollars"].sum()), paid.by_pool.set_index("pool")["left"]
    reached = _reaches(held, paid, target) and not conflicts
    dark = held["tempts"].astype(bool) | held["caution"].eq(CANNOT_TELL)
    judged = held[~dark]
    met = reached and _reaches(judged, _paid_by(deck, judged)[1], target)
    unvalued = held["kind"].eq(INVESTMENT) & held["value"].isna()
    heirs = saves[saves["same_job_as"].isin(set(buys["program"]))]
    pairs = heirs.groupby("same_job_as", sort=False)["program"]
    gain, low, high = (float(buys[c].fillna(0).sum()) for c in ("value", "value_low", "value_high"))
    return HandScore(
        target=target,
        freed=round(sum(pools.values()), 2),
        once=round(sum(deck.once.get(card, 0.0) for card in saves["card"]), 2),
        invested=round(invested, 2),
        used=round(float(buys["used"].sum()), 2),
        short=paid.short,
        left=round(float(paid.by_pool["left"].sum()), 2),
        duty=round(sum(pools.get(pool, 0.0) for pool in deck.duty), 2),
        duty_left=round(float(left[left.index.isin(deck.duty)].sum()), 2),
        students_gaining=float(buys["students"].sum()),
        students_losing=float(saves["students"].sum(min_count=1)) if len(saves) else 0.0,
        value=gain,
        value_low=low,
        value_high=high,
        cautions=tuple(held[unvalued | _careful(held)].itertuples()),
        conflicts=conflicts,
        pairings=tuple((tuple(names), grows) for grows, names in pairs),
        paid=paid,
        blind=tuple(held.loc[dark, "program"].unique()) if reached and not met else (),
        met=met,
    )


def _paid_by(deck: Deck, cards: pd.DataFrame) -> tuple[dict[str, float], Paid]:
    saves, buys = (cards[cards["kind"].eq(kind)] for kind in (SAVING, INVESTMENT))
    needs = buys.groupby("program_id", sort=False)["dollars"].sum().to_dict()
    pools = deck.freed(saves["card"])
    return pools, reallocation.pay_for(needs, pools, deck.allowed)


def _reaches(cards: pd.DataFrame, paid: Paid, target: float) -> bool:
    invested = cards.loc[cards["kind"].eq(INVESTMENT), "dollars"].sum()
    return bool(invested > 0 and invested >= target and paid.short == 0)


def _careful(cards: pd.DataFrame) -> pd.Series:
    return cards["caution"].ne("") | cards["term"].eq(ONE_TIME)


def to_be_careful_of(deck: Deck) -> pd.DataFrame:
    """The cards that carry a caution: a code of their own, or dollars that come once."""
    return deck.cards[_careful(deck.cards)]


def _shut_out(cards: pd.DataFrame) -> Iterator[tuple[str, str, tuple[str, str, str]]]:
    """Pairs of cards that cannot be held together, and why."""
    saves = list(cards[cards["kind"].eq(SAVING)].itertuples())
    buys = list(cards[cards["kind"].eq(INVESTMENT)].itertuples())
    for buy, save in product(buys, saves):
        if buy.program_id == save.program_id:
            yield save.card, buy.card, (CUT_AND_GROWN, buy.program, "")
    for one, other in combinations(buys, 2):
        if one.program_id == other.program_id:
            yield one.card, other.card, (GROWN_TWICE, one.program, "")
    for gone, heir in permutations(saves, 2):
        if gone.same_job_as and gone.same_job_as == heir.program:
            yield gone.card, heir.card, (HEIR_CUT, gone.program, heir.program)


def best_hand(deck: Deck) -> tuple[str, ...]:
    """The investments worth most beyond their dollars that the identified savings can pay for.

        maximise    sum of (worth - all that the seats use, whoever pays)
        subject to  every dollar of the ledger paid by a pool that may pay, and no two cards that
                    shut each other out

    Exact, of what is known: an effect nobody can tell is left out, and so is a tempting cut.
    """
    cards = deck.cards
    saves = cards["kind"].eq(SAVING) & cards["term"].eq(RECURRING) & ~cards["tempts"].astype(bool)
    shown = cards["kind"].eq(INVESTMENT) & cards["caution"].eq("")
    candidates = cards[saves | (shown & cards["value"].gt(cards["used"]))]
    hands = [_bought(deck, some) for some in _held_together(candidates)]
    net = (cards["value"] - cards["used"]).where(cards["kind"].eq(INVESTMENT), 0.0)
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
    uses = buys.assign(program=buys["card"], value=buys["value"] - buys["used"])
    return (*saves, *choose_payable(uses, deck.freed(saves), allowed, groups="program_id"))


def compare_hands(deck: Deck, hands: Mapping[str, Sequence[str]], target: float) -> pd.DataFrame:
    """Several hands side by side, and by how much each is worth less than the best affordable."""
    columns = ["freed", "duty", "invested", "used", "short", "students_gaining", "students_losing"]
    columns += ["value", "blind"]
    rows = []
    for team, hand in [*hands.items(), (BEST, best_hand(deck))]:
        score = score_hand(deck, hand, target)
        known = [getattr(score, column) for column in columns]
        said = len(score.cautions), score.met, score.conflicts
        rows.append((team, *known, *said, *_unsure(deck, hand)))
    columns = ["team", *columns, "cautions", "met", "conflicts", "unknown_cuts", "unshown_gains"]
    table = pd.DataFrame(rows, columns=columns)
    net = beyond_its_dollars(table)
    held = table["short"].eq(0) & ~table["conflicts"].astype(bool)
    return table.assign(given_up=(net.iloc[-1] - net).round(2).where(held))


def beyond_its_dollars(hands: pd.DataFrame | pd.Series) -> pd.Series | float:
    """What hands are worth beyond all that their seats use, whoever pays: value - used."""
    return hands["value"] - hands["used"]


def _unsure(deck: Deck, hand: Sequence[str]) -> tuple[str, str]:
    held = deck.cards[deck.cards["card"].isin(list(hand))]
    buys = held[held["kind"].eq(INVESTMENT) & held["value"].gt(held["used"])]
    unshown = buys.loc[buys["caution"].ne(""), "program"]
    cut = held.loc[held["tempts"].astype(bool), "program"]
    return ", ".join(cut), ", ".join(unshown)
