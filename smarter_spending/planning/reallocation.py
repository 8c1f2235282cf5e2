"""Which dollars may pay for what, what decisions could free, and what moving them gives up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.best_buy import SCALE_SHARE, worth_of_seats
from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import (
    CAPITAL,
    FIRST_RESTRICTED,
    GENERAL_FUND,
    OBJECT_GROUPS,
    ON_BEHALF,
    PEOPLE,
    first_digit,
    restricted,
    spending_rows,
)
from smarter_spending.planning.decisions import BUDGET, FIX, GROW, SCALE, STOP

# --- Which dollars may pay for what, and how far they go: restricted money never crosses ---------

RECURRING, ONE_TIME = "recurring", "one-time"
EVERYBODY = {"all", "all students"}
LIMITS = {"students": "student_groups", "aims": "goal_area", "delivery": "delivery"}
FREE, DUTY, RESTRICTED = "free", "duty", "restricted"  # what money is bound to
FREE_POOL = "Unrestricted General Fund"


@dataclass(frozen=True)
class Paid:
    """What was paid from where, by use and by pool, and each payment."""

    by_use: pd.DataFrame
    by_pool: pd.DataFrame
    payments: pd.DataFrame

    @property
    def short(self) -> float:
        """Dollars that no permitted pool could pay."""
        return float(self.by_use["short"].sum())

    @property
    def needed(self) -> float:
        """Dollars that all uses need."""
        return float(self.by_use["needed"].sum())

    @property
    def dollars(self) -> float:
        """Dollars paid."""
        return float(self.by_use["paid"].sum())

    @property
    def payments_and_gaps(self) -> pd.DataFrame:
        """``payments``, and a line with a blank pool for what nothing may pay of a use."""
        short = self.by_use[self.by_use["short"] > 0]
        if short.empty:
            return self.payments
        gaps = pd.DataFrame({"use": short["use"], "pool": "", "dollars": short["short"]})
        return pd.concat([self.payments, gaps], ignore_index=True)

    def short_of(self, uses: pd.Series) -> pd.Series:
        """Dollars that nothing may pay of each use; 0 for one that was not to be paid."""
        return self.by_use.set_index("use")["short"].reindex(uses).fillna(0.0)


def resource_terms(
    resources: pd.Series, rules: pd.DataFrame, funds: pd.Series | None = None
) -> pd.DataFrame:
    """Each resource's pool, and whether its money comes again next year."""
    known = rules.set_index("resource")
    bound = restricted(resources)
    duty = with_duty(resources, rules)
    own, usual = (
        pd.Series(np.where(bound, one, other), resources.index)
        for one, other in (("Resource " + resources, FREE_POOL), (ONE_TIME, RECURRING))
    )
    pool = resources.map(known["pool"]).fillna(own)
    free = {FREE_POOL, *rules.loc[~with_duty(rules["resource"], rules), "pool"]}
    pool = pool.mask(duty & pool.isin(free), "Resource " + resources)  # never one with free money
    kind = pd.Series(np.select([bound, duty], [RESTRICTED, DUTY], FREE), index=resources.index)
    if funds is not None:
        here = funds.eq(GENERAL_FUND)
        pool = pool.where(here, "Fund " + funds + ": " + pool)
        kind = kind.where(here, RESTRICTED)
    term = resources.map(known["term"]).fillna(usual)
    return pd.DataFrame({"resource": resources, "pool": pool, "bound": kind, "term": term})


def with_duty(resource: pd.Series, rules: pd.DataFrame) -> pd.Series:
    """Whether a resource, unrestricted by number, is bound to some students (5 CCR 15496)."""
    bound = rules.loc[rules["students"].ne(""), "resource"] if "students" in rules else ()
    return resource.isin(bound) & ~restricted(resource)


def may_pay(resource: str, program: Mapping[str, object], rules: pd.DataFrame) -> bool:
    """Whether a resource may pay for a program."""
    return _within(_limits(resource, rules), program)


def _limits(resource: str, rules: pd.DataFrame) -> dict[str, set[str]] | None:
    rule = rules[rules["resource"] == resource]
    limits = {limit: _words(rule[limit].iloc[0]) for limit in LIMITS if len(rule)}
    if resource < FIRST_RESTRICTED:
        return limits | ({DUTY: set()} if limits.get("students") else {})
    return limits if any(limits.values()) else None


def _within(limits: dict[str, set[str]] | None, program: Mapping[str, object]) -> bool:
    if limits is None or (DUTY in limits and str(program.get("contributing")) == "False"):
        return False
    return all(
        not limits.get(limit) or bool(limits[limit] & _words(program.get(column)))
        for limit, column in LIMITS.items()
    )


def pay_for(uses: Mapping[str, float], pools: Mapping[str, float], allowed: Mapping) -> Paid:
    """Pay for uses from the pools that may pay for them, as far as the dollars go, to the cent."""
    needed, there = _whole_cents(uses, "use"), _whole_cents(pools, "pool")
    use_names, pool_names = list(uses), list(pools)
    routes = routes_allowed(use_names, pool_names, allowed)
    out, used, rows = np.zeros(len(needed)), np.zeros(len(there)), []
    for (i, j), cents in zip(routes, _flow(routes, needed, there), strict=True):
        out[i], used[j] = out[i] + cents, used[j] + cents
        rows += [(use_names[i], pool_names[j], cents / 100)] * bool(cents > 0)
    payments = pd.DataFrame(rows, columns=["use", "pool", "dollars"]).astype({"dollars": float})
    by_use = pd.DataFrame({"needed": needed, "paid": out, "short": needed - out}) / 100
    by_pool = pd.DataFrame({"there": there, "used": used, "left": there - used}) / 100
    by_use.insert(0, "use", use_names)
    by_pool.insert(0, "pool", pool_names)
    return Paid(by_use, by_pool, payments)


def routes_allowed(
    uses: Sequence[str], pools: Sequence[str], allowed: Mapping
) -> list[tuple[int, int]]:
    """The places of each use and pool of which the pool may pay for the use."""
    return [
        (i, j)
        for i, use in enumerate(uses)
        for j, pool in enumerate(pools)
        if pool in set(allowed.get(use, ()))
    ]


def payments_side_by_side(paid: Paid, planned: Paid) -> pd.DataFrame:
    """What each pool pays for each use, twice: of all that is there, and of what to plan on."""
    both = paid.payments.merge(
        planned.payments, on=["use", "pool"], how="outer", suffixes=("", "_planned"), sort=True
    )
    return both.fillna({"dollars": 0.0, "dollars_planned": 0.0})


def lasting_dollars(recurring: float, one_time: float) -> float:
    """What a program that goes on may cost a year: what comes every year, nothing of the rest."""
    pools = {RECURRING: float(recurring), ONE_TIME: float(one_time)}
    paid = pay_for({"it": float(recurring + one_time)}, pools, {"it": [RECURRING]})
    return paid.dollars


def _flow(routes: list[tuple[int, int]], needed: np.ndarray, there: np.ndarray) -> np.ndarray:
    from scipy.optimize import linprog

    if not routes:
        return np.zeros(0)
    limits = np.zeros((len(needed) + len(there), len(routes)))
    for place, (i, j) in enumerate(routes):
        limits[i, place] = limits[len(needed) + j, place] = 1
    # a route is worth a dollar, less a trifle for each pool and each use that stand before its
    # own: all trifles together are less than a dollar, so none stays unpaid for the order's sake
    worth = [1 - 0.5 * j / len(there) - 0.25 * i / len(needed) for i, j in routes]
    found = linprog(-np.array(worth), A_ub=limits, b_ub=np.concatenate([needed, there]))
    return np.rint(found.x)


def most_bound_first(
    pools: Mapping[str, Sequence[str]], programs: pd.DataFrame, rules: pd.DataFrame
) -> list[str]:
    """Pools in the order in which they should pay: the one with fewest permitted uses first."""
    about = programs_of(programs).values()

    def uses(pool: str) -> int:
        limits = [_limits(resource, rules) for resource in pools[pool]]
        return sum(all(_within(one, program) for one in limits) for program in about)

    return sorted(pools, key=lambda pool: (uses(pool), pool))


def programs_of(programs: pd.DataFrame) -> dict[str, dict[str, object]]:
    """What ``may_pay`` asks of each program, by its name."""
    require_columns(programs, ["program_name"], "program inventory (programs.csv)")
    columns = ["goal_area", "delivery", "student_groups", "contributing"]
    table = programs.reindex(columns=columns).astype("object")
    table = table.where(table.notna(), "")
    return dict(zip(programs["program_name"], table.to_dict("records"), strict=True))


def _words(cell: object) -> set[str]:
    if cell is None or pd.isna(cell):
        return set()
    words = {word.strip().lower() for word in str(cell).split(";")} - {""}
    return set() if words & EVERYBODY else words


def _whole_cents(amounts: Mapping[str, float], what: str) -> np.ndarray:
    values = np.array(list(amounts.values()), dtype=float)
    for name, value in zip(amounts, values, strict=True):
        if not np.isfinite(value) or value < 0:
            raise ValueError(f"The dollars of the {what} {name!r} are {value:g}; write 0 or more.")
    return np.rint(values * 100)


# --- Dollars that the decisions could free: from which ledger rows, and how sure -----------------

IDENTIFIED, APPROVED, REALISED = "identified", "approved", "realised"
LABELS = (IDENTIFIED, APPROVED, REALISED)
END_IT, ONE_JOB, WHAT_IS_USED = "end it", "one purchase for one job", "pay for the seats used"
HOW = {"": END_IT, BUDGET: ONE_JOB, SCALE: WHAT_IS_USED}  # how a saving comes about, by lever
OVERRULED = "overruled"  # the ground of what people stop against the rule
DID_WORSE, NOT_WORTH = "did worse", "not worth it"  # grounds of a Stop, as the rule gives them
GROUNDS = (DID_WORSE, NOT_WORTH, ONE_JOB, WHAT_IS_USED, OVERRULED)
ROW = ["fund", "resource", "goal", "function", "object", "school_code"]


def savings_rows(decisions: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """The ledger rows behind every dollar that the decisions could free, each with its share."""
    # of a Stop all; of one purchase for one job what is not people, times the share of students
    # whose grade the other serves; of seats paid for and not used, what is not people and idle
    what = ["program_id", "program", "verdict", "lever", "chance_gain"]
    what += ["seats_planned", "students_served", "heir_share"]
    require_columns(decisions, what, "table of decisions")
    free = _freeing(decisions)
    columns = ["program_id", "program", "verdict", "lever", "ground", *ROW, "people", "amount"]
    columns += ["share", "freed"]
    if ledger.empty or "local_program" not in ledger.columns or free.empty:
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, fiscal_year, "actual")
    rows = rows[rows["local_program"].isin(free["program_id"]) & rows["resource"].ne(ON_BEHALF)]
    table = rows.merge(free, left_on="local_program", right_on="program_id", how="inner")
    table["people"] = first_digit(table["object"]).isin(PEOPLE)
    table["share"] = table["things_share"].where(~table["people"], table["people_share"])
    table["freed"] = table["amount"] * table["share"]
    order = ["program_id", *ROW]
    return table[table["share"] > 0].sort_values(order, ignore_index=True)[columns]


def _freeing(decisions: pd.DataFrame) -> pd.DataFrame:
    held = decisions["decision"] if "decision" in decisions else decisions["verdict"]
    ending = decisions["ending"].astype(bool) if "ending" in decisions else False
    stop = held.eq(STOP)
    # a person who chose Fix against the rule has not said how: nothing is counted then
    fix = held.eq(FIX) & decisions["verdict"].eq(FIX)
    one_job = fix & decisions["lever"].eq(BUDGET) & decisions["chance_gain"].isna()
    used = fix & decisions["lever"].eq(SCALE)
    served = decisions["heir_share"].astype(float).fillna(0.0)
    paid = decisions["seats_planned"].astype(float).where(lambda seats: seats > 0)
    idle = (1 - decisions["students_served"].astype(float) / paid).clip(lower=0)
    things = np.select([stop, one_job, used], [1.0, served, idle.fillna(0.0)], 0.0)
    why = np.where(held.ne(decisions["verdict"]), OVERRULED, decisions.get("reason", ""))
    table = decisions[["program_id", "program"]].assign(
        verdict=held,
        lever=decisions["lever"].where(held.eq(FIX), ""),
        ground=np.select([one_job, used], [ONE_JOB, WHAT_IS_USED], why),
        people_share=stop.astype(float),
        things_share=things,
    )
    return table[((table["people_share"] > 0) | (table["things_share"] > 0)) & ~ending]


def bought_to_last(rows: pd.DataFrame) -> pd.Series:
    """Whether each ledger row pays for something that is not bought again next year."""
    return first_digit(rows["object"].astype(str)).eq(CAPITAL)


def column_total(values: Sequence[float], terms: Sequence[str] = (), term: str = "") -> float:
    """What a column adds up to, without the dust of floating point; of one term alone, if any."""
    own = zip(terms, values, strict=True) if term else ((term, value) for value in values)
    return round(sum(value for one, value in own if one == term), 6)


def rows_added_up(rows: pd.DataFrame) -> pd.DataFrame:
    """The ledger rows behind the savings, added up by program, resource and kind of object."""
    kind = rows["object"].astype(str).str[:1] + "000"
    by = [rows["program"], rows["resource"], kind.map(OBJECT_GROUPS).rename("title")]
    table = rows.groupby(by, as_index=False, sort=False).agg(
        ledger_rows=("amount", "size"),
        ledger_amount=("amount", "sum"),
        share_freed=("share", "first"),
        freed_cents=("freed", "sum"),
    )
    return table.round(dict.fromkeys(["ledger_amount", "freed_cents"], 2))


def dollars_by_label(savings: pd.DataFrame) -> pd.Series:
    """The dollars of every year by how far they have come."""
    lasting = savings[savings["term"].eq(RECURRING)]
    return lasting.groupby("label")["likely"].sum().reindex(list(LABELS), fill_value=0.0)


def identified_savings(
    rows: pd.DataFrame, rules: pd.DataFrame, labels: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """What each program could free, by fund and resource: low, likely and high.

        likely = sum of the freed dollars, rounded to the cent
        low    = a Stop: what is not people (positions may stay on the payroll); a Fix: 0
        high   = the same as likely: no more is counted on than is identified

    Every ledger row belongs to one program, so no dollar is in two rows.  What was bought to last
    (objects 6000 to 6999) is not bought again next year: it comes once.  The label is "identified"
    until a board has approved it, and "realised" only when the ledger of the next year shows it.

    Raises ValueError when a label is not one of the three.

    Parameters
    ----------
    rows : DataFrame, as ``savings_rows`` gives
    rules : DataFrame, as ``resource_rules`` gives
    labels : mapping of program_id to label, optional
        "approved" or "realised" where the board has acted.

    Returns
    -------
    DataFrame, one row per program, fund, resource and term, most dollars first
        ``program_id, program, verdict, lever, ground, fund, resource, pool, bound`` ("free",
        "duty" or "restricted"), ``term`` ("recurring" or "one-time"), ``lasts`` (False for what
        was bought to last), ``low, likely, high`` (dollars), ``people`` (dollars of salaries and
        benefits in ``likely``) and ``label``.

    Examples
    --------
    A club that stops: its teacher may stay on the payroll, its supplies are freed for certain.

    >>> rows = pd.DataFrame({"program_id": "P1", "program": "Club", "verdict": "Stop",
    ...     "lever": "", "fund": "01", "resource": "0000", "object": ["1100", "4300"],
    ...     "amount": [60_000.0, 5_000.0], "freed": [60_000.0, 5_000.0], "people": [True, False]})
    >>> rules = pd.DataFrame({"resource": ["0000"], "pool": ["general"], "term": ["recurring"]})
    >>> identified_savings(rows, rules)[["low", "likely", "high", "label"]].values.tolist()
    [[5000.0, 65000.0, 65000.0, 'identified']]
    """
    given = dict(labels or {})
    wrong = [label for label in given.values() if label not in LABELS]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not a label. Use one of: {', '.join(LABELS)}.")
    by = ["program_id", "program", "verdict", "lever", "ground", "fund", "resource"]
    whole = rows.assign(
        ground=rows.get("ground", ""),
        lasts=~bought_to_last(rows),
        things=rows["amount"].where(~rows["people"].astype(bool), 0.0),
        paid=rows["freed"].where(rows["people"].astype(bool), 0.0),
    )
    table = whole.groupby([*by, "lasts"], as_index=False)[["freed", "things", "paid"]].sum()
    stop = table["verdict"].eq(STOP)
    terms = resource_terms(table["resource"].astype(str), rules, table["fund"].astype(str))
    table = table.assign(
        pool=terms["pool"],
        bound=terms["bound"],
        term=terms["term"].where(table["lasts"].astype(bool), ONE_TIME),
        low=table["things"].where(stop, 0.0),
        likely=table["freed"],
        high=table["freed"],
        people=table["paid"],
        label=[given.get(program_id, IDENTIFIED) for program_id in table["program_id"]],
    )
    dollars = ["low", "likely", "high", "people"]
    table[dollars] = table[dollars].astype(float).round(2)
    order = ["likely", "program", "resource"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table[[*by, "pool", "bound", "term", "lasts", *dollars, "label"]]


def dollars_by_ground(savings: pd.DataFrame) -> pd.DataFrame:
    """Dollars found by ground: yearly by what binds them, and once; the last row adds them up."""
    lasts = savings["term"].eq(RECURRING)
    kinds = {kind: savings["likely"].where(lasts & savings["bound"].eq(kind), 0.0)
             for kind in (FREE, DUTY, RESTRICTED)}  # fmt: skip
    each = {"every_year": savings["likely"].where(lasts, 0.0)}
    each["once"] = savings["likely"].where(~lasts, 0.0)
    dollars = pd.DataFrame(kinds | each)
    table = dollars.groupby(savings["ground"]).sum()
    table.insert(0, "programs", savings.groupby("ground")["program_id"].nunique())
    table = table.reindex([ground for ground in GROUNDS if ground in table.index])
    table.loc[ALL] = table.sum()
    return table.round(2).rename_axis("ground").reset_index()


def dollars_by_binding(savings: pd.DataFrame) -> pd.DataFrame:
    """Dollars of every year by what binds them: ``programs, dollars, share``; none that is zero."""
    lasting = savings[savings["term"].eq(RECURRING)]
    groups = lasting.groupby("bound")
    sums = groups.agg(programs=("program_id", "nunique"), dollars=("likely", "sum"))
    sums = sums.reindex([FREE, DUTY, RESTRICTED]).dropna().reset_index()
    return sums.assign(share=sums["dollars"] / max(sums["dollars"].sum(), 1.0))


def program_spending(ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame) -> pd.DataFrame:
    """What the ledger says every program cost, by fund and resource."""
    columns = ["program_id", "fund", "resource", "pool", "bound", "term", "dollars"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, fiscal_year, "actual")
    rows = rows[rows["local_program"].notna() & rows["resource"].ne(ON_BEHALF)]
    keys = ["local_program", "fund", "resource"]
    table = rows.groupby(keys, as_index=False)["amount"].sum().round({"amount": 2})
    table = table.rename(columns={"local_program": "program_id", "amount": "dollars"})
    terms = resource_terms(table["resource"].astype(str), rules, table["fund"].astype(str))
    return table.assign(**terms.drop(columns="resource"))[columns]


# --- How sure the savings are: each dollar once, how far they may fall short, what moving costs --

ALL = "all"  # the pool of a line over all pools


def within_spending(savings: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Savings cut to the dollars of the ledger that earlier ones of a program have left."""
    keys = ["program_id", "fund", "resource"]
    left = spending.set_index(keys)["dollars"].to_dict()
    counted = []
    for *key, likely in savings[[*keys, "likely"]].itertuples(index=False):
        dollars = min(likely, left.get(tuple(key), 0.0))
        left[tuple(key)] = left.get(tuple(key), 0.0) - dollars
        counted.append(round(dollars, 2))
    return savings.assign(counted=counted)


def plan_on(savings: pd.DataFrame) -> pd.Series:
    """The dollars to plan on: (low + likely + high) / 3, to the cent, and never above likely."""
    mean = savings[["low", "likely", "high"]].astype(float).mean(axis=1).round(2)
    likely = savings["likely"].astype(float)
    return np.minimum(mean.where(savings["high"] > savings["low"], likely), likely)


def savings_range(savings: pd.DataFrame, draws: int = 5_000, seed: int = 0) -> pd.DataFrame:
    """How far the total may fall short of what is identified: 5th and 95th percentile of draws."""
    # a draw from each program's triangle (low, likely, high) is the same for all its resources
    rng = np.random.default_rng(seed)
    where = {key: rng.random(draws) for key in savings["program_id"].unique()}
    drawn = [_triangle(row, where[row.program_id]) for row in savings.itertuples()]
    cases = np.array(drawn).reshape(len(savings), draws)
    means = plan_on(savings)
    rows = []
    for term in (RECURRING, ONE_TIME):
        here = savings["term"].eq(term).to_numpy()
        for pool in [*sorted(savings.loc[here, "pool"].unique()), ALL]:
            some = here & (savings["pool"].eq(pool).to_numpy() | (pool == ALL))
            if some.any():
                low, high = np.percentile(cases[some].sum(axis=0), [5, 95])
                sums = savings.loc[some, "likely"].sum(), low, means[some].sum(), high
                bound = "" if pool == ALL else savings.loc[some, "bound"].iloc[0]
                rows.append((term, pool, bound, *sums))
    columns = ["term", "pool", "bound", "identified", "low", "plan_on", "high"]
    return pd.DataFrame(rows, columns=columns).round(dict.fromkeys(columns[3:], 2))


def without_repeated_totals(ranges: pd.DataFrame) -> pd.DataFrame:
    """The ranges, without a line over all pools where there is but one."""
    alone = ranges.groupby("term")["pool"].transform("size").eq(2) & ranges["pool"].eq(ALL)
    return ranges[~alone].reset_index(drop=True)


@dataclass(frozen=True)
class Headline:
    """Dollars that a headline would add up; ``ended`` is of programs whose end was set before."""

    lasting: float
    once: float
    ended: float

    @property
    def total(self) -> float:
        """All of them together: not one number."""
        return self.lasting + self.once + self.ended


def headline(ranges: pd.DataFrame, ending: pd.DataFrame) -> Headline:
    """The figure a newspaper would print, and its three parts."""
    every = ranges[ranges["pool"].eq(ALL)].set_index("term")["identified"]
    lasting, once = (float(every.get(term, 0.0)) for term in (RECURRING, ONE_TIME))
    return Headline(lasting, once, float(ending["dollars"].sum()))


def per_student(dollars: float, students: float) -> float:
    """Dollars for each student enrolled; ``NaN`` where their number is not known."""
    return dollars / students if students > 0 else np.nan


def _triangle(row, place: np.ndarray) -> np.ndarray:
    low, likely, high = row.low, row.likely, row.high
    if high <= low:
        return np.full(len(place), likely)
    turn = (likely - low) / (high - low)
    rising = low + np.sqrt(place * (high - low) * max(likely - low, 0.0))
    falling = high - np.sqrt((1 - place) * (high - low) * max(high - likely, 0.0))
    return np.where(place < turn, rising, falling)


def transition_costs(savings: pd.DataFrame, months: float) -> pd.DataFrame:
    """What it costs, once, to move people: their yearly dollars * months / 12."""
    if not 0 <= months <= 12:
        raise ValueError(f"{months:g} months of transition: write a number from 0 to 12.")
    people = savings[savings["people"] > 0]
    table = people[["program_id", "program", "resource", "pool"]].assign(
        people_dollars=people["people"], transition=(people["people"] * months / 12).round(2)
    )
    return table.reset_index(drop=True)


# --- Moving dollars from what does not work to what does: what is gained, and what is given up ---

FIRST_MOVE = 0.25  # of what can be moved: where a what-if begins
ALL_AT_WORK = 1.0  # dollars: where less than this is left, nothing is
NONE = (np.nan,) * 3  # a worth that nobody knows, with its ends
FAR_BEYOND, NO_GAIN = "far beyond", "no gain"  # what the receiver has shown so far
FAR = 0.5  # of the receiver's present spending: more is outside what was seen
NEEDED = ("program", "outcome", "spending", "students", "effect_per_student")
INVESTED = ["program_id", "program", "verdict", "outcome", "seats", "cost_per_seat", "steps",
            "raise_2", "raise_3", "year_1", "year_2", "year_3", "used", "value", "value_low",
            "value_high", "told", "known", "shown", "students", "used_seat", "step", "used_step",
            "room", "each"]  # fmt: skip


@dataclass(frozen=True)
class Reallocated:
    """What a move of dollars gives up and brings, in units of the outcome over all students.

    ``dollars`` leave one ledger line for another; ``used_losing`` and ``used_gaining`` are what the
    places use in all, whoever pays.
    """

    dollars: float
    lost: float
    gained: float
    net: float
    net_low: float
    net_high: float
    students_losing: float
    students_gaining: float
    used_losing: float
    used_gaining: float
    warnings: tuple[str, ...]


def reallocate(donor: Mapping, receiver: Mapping, dollars: float) -> Reallocated:
    """What moving dollars from one program to another gives up, and what it brings."""
    _check_pair(donor, receiver, dollars)
    cost_out = donor["spending"] / donor["students"]
    cost_in = receiver["spending"] / receiver["students"]
    out, into = dollars / cost_out, dollars / cost_in
    if "ledger_seat" in receiver:
        into = seats_bought(dollars, receiver)
    lost, gained = out * donor["effect_per_student"], into * receiver["effect_per_student"]
    low_in, high_in = (receiver.get(k, np.nan) for k in ("low", "high"))
    low_out, high_out = (donor.get(k, np.nan) for k in ("low", "high"))
    beyond, no_gain = dollars > FAR * receiver["spending"], not gained > 0
    used = seat_dollars(into, receiver, "used_seat") if "used_seat" in receiver else dollars
    return Reallocated(
        dollars=float(dollars),
        lost=float(lost),
        gained=float(gained),
        net=float(gained - lost),
        net_low=float(into * low_in - out * high_out),
        net_high=float(into * high_in - out * low_out),
        students_losing=float(out),
        students_gaining=float(into),
        used_losing=float(out * donor.get("used_per_student", cost_out)),
        used_gaining=float(used),
        warnings=(FAR_BEYOND,) * beyond + (NO_GAIN,) * no_gain,
    )


def _check_pair(donor: Mapping, receiver: Mapping, dollars: float) -> None:
    for side in (donor, receiver):
        for name in NEEDED:
            if name not in side or (name not in ("program", "outcome") and pd.isna(side[name])):
                raise ValueError(f"{name} of {side.get('program', 'a program')!r} is not known.")
        if not side["spending"] > 0 or not side["students"] > 0:
            raise ValueError(f"{side['program']!r} needs spending and students above zero.")
    if donor["outcome"] != receiver["outcome"]:
        raise ValueError(
            f"{donor['program']!r} is for {donor['outcome']}, {receiver['program']!r} for "
            f"{receiver['outcome']}: units of different outcomes cannot be set against each other."
        )
    if not dollars > 0:
        raise ValueError(f"The dollars to move are {dollars:g}; they must be above zero.")
    if dollars > donor["spending"]:
        raise ValueError(
            f"{donor['program']!r} spends {donor['spending']:,.2f} dollars, so {dollars:,.2f} "
            "cannot be moved from it."
        )


def moving_pair(
    decisions: pd.DataFrame,
    costs: pd.DataFrame,
    effects: pd.DataFrame,
    savings: pd.DataFrame,
    programs: pd.DataFrame,
    rules: pd.DataFrame,
) -> tuple[dict, dict] | None:
    """The dearest to stop and to grow of one outcome between which lasting dollars may move."""
    told = effects[effects["verdict"].eq("can tell")].drop(columns="program")
    table = decisions[["program_id", "program", "decision"]].merge(
        costs[["program_id", "total_cost"]], on="program_id"
    )
    seats = seat_costs(decisions, costs)
    table = table.merge(seats, on="program_id").merge(told, on="program_id")
    table = table.sort_values("total_cost", ascending=False)
    table = table[table["spending"].gt(0) & table["students"].gt(0)]
    lasting = savings[savings["term"].eq(RECURRING)]
    grow = table[table["decision"].eq(GROW)]
    allowed = permitted(grow["program"], lasting, programs, rules)
    for stop in table[table["decision"].eq(STOP)].to_dict("records"):
        freed = lasting[lasting["program_id"].eq(stop["program_id"])]
        for same in grow[grow["outcome"].eq(stop["outcome"])].to_dict("records"):
            own = freed[freed["pool"].isin(allowed[same["program"]])]
            most = min(round(float(own["likely"].sum()), 2), stop["spending"])
            if most >= 1:
                start = float(round(most * FIRST_MOVE, -3)) or most
                pools = tuple(own["pool"].unique())
                return stop | {"most": most, "start": start, "pools": pools}, same
    return None


def ledger_cost(costs: pd.DataFrame) -> pd.Series:
    """What leaves the ledger for each program; an ingredient somebody else pays is not in it."""
    return costs["total_cost"] - costs["outside_ledger"]


def seat_costs(decisions: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """What one more seat takes, twice: of the ledger, which pays, and of all, whoever pays."""
    # a seat is what is not people and not fixed, for each student; a step (a teacher and a room) is
    # what else is not fixed, for every ``each`` seats begun beyond ``room``.  Where people or seats
    # are not on file a seat is all but the fixed part, which comes again for every ``room`` seats
    ours = decisions.reindex(columns=["program_id", "seats_planned", "fte"])
    table = costs.merge(ours, on="program_id")
    students = table["students_served"].astype(float).where(lambda count: count > 0)
    spending, used = ledger_cost(table), table["total_cost"]
    fixed = used - table["marginal_cost_per_student"] * students
    room, fte = table["seats_planned"].astype(float), table["fte"].astype(float)
    known = fixed.between(0, spending) & room.gt(0)
    each = np.floor(room / fte.where(fte > 0)).where(known)
    steps = each.ge(2) & table.reindex(columns=["nonpersonnel"]).notna().all(axis=1)
    fixed = fixed.where(known, 0.0)
    things = np.minimum(table.get("nonpersonnel", 0.0), used - fixed)
    room = np.maximum(room.where(known, students), students)
    return pd.DataFrame(
        {
            "program_id": table["program_id"],
            "spending": spending,
            "students": students,
            "used_per_student": used / students,
            "ledger_seat": (spending - fixed).mask(steps, things) / students,
            "used_seat": (used - fixed).mask(steps, things) / students,
            "step": fixed.mask(steps, (spending - fixed - things).clip(lower=0) / fte).round(2),
            "used_step": fixed.mask(steps, (used - fixed - things) / fte).round(2),
            "room": room,
            "each": room.mask(steps, each),
        }
    )


def seat_dollars(seats: float, seat: Mapping, price: str = "ledger_seat") -> float:
    """Dollars for so many more seats (a row of ``seat_costs``): each its price, and the steps."""
    beyond = max(seat["students"] + seats - seat["room"], 0.0)
    step = seat["step"] if price == "ledger_seat" else seat["used_step"]
    return seats * seat[price] + np.ceil(beyond / seat["each"]) * step


def seats_bought(dollars: float, seat: Mapping) -> float:
    """The most seats that the ledger's dollars buy, steps and all."""
    best, steps = 0.0, 0
    while dollars >= steps * seat["step"]:
        most = seat["room"] + seat["each"] * steps - seat["students"]
        left = dollars - steps * seat["step"]
        best = max(best, min(left / seat["ledger_seat"], most) if seat["ledger_seat"] else most)
        if best < most:
            return best
        steps += 1
    return best


def move_between(donor: Mapping, receiver: Mapping, dollars: float) -> Reallocated:
    """``reallocate``, with a dollar at least and no more than the donor frees every year."""
    return reallocate(donor, receiver, min(max(dollars, 1.0), donor["most"]))


@dataclass(frozen=True)
class Growth:
    """The programs to grow that have a waiting list: who waits, and the dollars of a seat each.

    ``first_year`` and ``third_year`` are of the ledger; ``used`` is in all, whoever pays.
    """

    uses: pd.DataFrame
    seats: float
    first_year: float
    third_year: float
    used: float


def to_grow(uses: pd.DataFrame) -> Growth:
    """The programs to grow among the uses."""
    grow = uses[uses["verdict"].eq(GROW)]
    return Growth(grow, *grow[["seats", "year_1", "year_3", "used"]].astype(float).sum())


def investments(
    decisions: pd.DataFrame,
    costs: pd.DataFrame,
    waiting: Mapping[str, float],
    effects: pd.DataFrame,
    outcome_worth: Mapping[str, float],
    raises: tuple[float, ...] = (0.0, 0.0),
    share: float = SCALE_SHARE,
) -> pd.DataFrame:
    """What growing would cost and bring: a seat for every student who waits for one."""
    # year 1 is of the ledger, which pays; ``used`` of all, whoever pays: against it is the worth
    held = decisions["decision"] if "decision" in decisions else decisions["verdict"]
    table = decisions[["program_id", "program"]].assign(verdict=held)
    table["seats"] = table["program_id"].map(dict(waiting)).astype(float)
    table = table.merge(seat_costs(decisions, costs), on="program_id")
    table = table[(table["seats"] > 0) & table["ledger_seat"].notna()]
    table["raise_2"], table["raise_3"] = raises
    rows = table.to_dict("records")
    table["year_1"] = [round(seat_dollars(row["seats"], row), 2) for row in rows]
    table["used"] = [round(seat_dollars(row["seats"], row, "used_seat"), 2) for row in rows]
    table["steps"] = (table["year_1"] - table["seats"] * table["ledger_seat"]).round(2)
    table["year_2"] = (table["year_1"] * (1 + raises[0])).round(2)
    table["year_3"] = (table["year_2"] * (1 + raises[1])).round(2)
    told = effects[effects["verdict"].eq("can tell")].set_index("program_id")
    table["told"] = table["program_id"].isin(told.index)
    outcomes = effects.drop_duplicates("program_id").set_index("program_id")["outcome"]
    table["outcome"] = table["program_id"].map(outcomes)
    own = told.reindex(table["program_id"])
    table["shown"] = own["shown"].to_numpy() if "shown" in own else None
    worth = table["outcome"].map(dict(outcome_worth)).astype(float)
    ends = {"effect_per_student": "gain", "low": "gain_low", "high": "gain_high"}
    gains = own[list(ends)].rename(columns=ends)
    values = [
        worth_of_seats(gain, seats, share, price=price)
        if gain.notna().all() and price > 0
        else NONE
        for (_, gain), seats, price in zip(gains.iterrows(), table["seats"], worth, strict=True)
    ]
    names = ["value", "value_low", "value_high"]
    table[names] = pd.DataFrame(values, columns=names, index=table.index, dtype=float)
    table["known"] = table["value"].notna()
    table["grow"] = table["verdict"].ne(GROW)
    table = table.sort_values(["grow", "year_1"], ascending=[True, False], ignore_index=True)
    return table.rename(columns={"ledger_seat": "cost_per_seat"})[INVESTED]


def net_by_fund(
    savings: pd.DataFrame, uses: pd.DataFrame, programs: pd.DataFrame, rules: pd.DataFrame
) -> Paid:
    """Savings against investments, pool by pool: a lasting use is paid by lasting dollars."""
    lasting = savings[savings["term"].eq(RECURRING)]
    # a pool in which credits outweigh what is freed pays for nothing
    there = lasting.groupby("pool")["likely"].sum().round(2).clip(lower=0)
    resources = lasting.groupby("pool")["resource"].unique().to_dict()
    order = most_bound_first(resources, programs, rules)
    pools = {pool: there[pool] for pool in order}
    allowed = permitted(uses["program"], lasting, programs, rules)
    needs = dict(zip(uses["program"], uses["year_1"], strict=True))
    return pay_for(needs, pools, allowed)


def net_table(
    savings: pd.DataFrame, paid: Paid, planned: Paid, transition: pd.DataFrame
) -> pd.DataFrame:
    """Savings against growth by pool: what is left every year and, less moving people, at first."""
    by = ["term", "pool", "bound"]
    sums = savings.groupby(by, as_index=False)[["likely", "plan_on"]].sum()
    table = sums.rename(columns={"likely": "identified"})
    lasts = table["term"].eq(RECURRING)
    for name, one in (("used", paid), ("planned_use", planned)):
        used = one.by_pool.set_index("pool")["used"].astype(float)
        table[name] = table["pool"].map(used).where(lasts).fillna(0.0)
    once = transition.groupby("pool")["transition"].sum()
    moving = table["pool"].map(once).astype(float).where(lasts).fillna(0.0)
    table = table.assign(
        left=table["identified"] - table["used"],
        planned_left=table["plan_on"] - table["planned_use"],
        transition=moving,
        first_year_left=table["plan_on"] - table["planned_use"] - moving,
    )
    columns = ["identified", "used", "left", "plan_on", "planned_use", "planned_left", "transition",
               "first_year_left"]  # fmt: skip
    table = table.sort_values(["term", "pool"], ascending=[False, True], ignore_index=True)
    return table[[*by, *columns]].round(dict.fromkeys(columns, 2))


def left_over(net: pd.DataFrame) -> pd.Series | None:
    """What growth leaves to plan on by what it is bound to, while people are moved and later."""
    lasting = net[net["term"].eq(RECURRING)]
    if lasting.empty:
        return None

    def left(column: str) -> dict[str, float]:
        sums = lasting[column].clip(lower=0).groupby(lasting["bound"]).sum().round(2)
        return sums[sums >= ALL_AT_WORK].to_dict()

    return pd.Series(
        {
            "first_year": left("first_year_left"),
            "later": left("planned_left"),
            "moving": float(lasting["transition"].sum()),
            "missing": float(-lasting["first_year_left"].clip(upper=0).sum()),
        }
    )


def permitted(
    names: pd.Series, savings: pd.DataFrame, programs: pd.DataFrame, rules: pd.DataFrame
) -> dict[str, list[str]]:
    """Which pools of savings may pay for each program."""
    about = programs_of(programs)
    if "fund" in savings:
        savings = savings[savings["fund"].eq(GENERAL_FUND)]
    pools = savings.groupby("pool")["resource"].unique().to_dict()
    return {
        name: [
            pool
            for pool, resources in pools.items()
            if all(may_pay(resource, about.get(name, {}), rules) for resource in resources)
        ]
        for name in names
    }
