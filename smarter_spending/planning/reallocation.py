"""Moving dollars from what does not work to what does: what is gained, and what is given up."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.spending import GENERAL_FUND
from smarter_spending.planning.decisions import GROW, STOP
from smarter_spending.planning.funds import (
    RECURRING,
    Paid,
    may_pay,
    most_bound_first,
    pay_for,
    programs_of,
)

FIRST_MOVE = 0.25  # of what can be moved: where a what-if begins
ALL_AT_WORK = 1.0  # dollars: where less than this is left, nothing is
FAR = 0.5  # of the receiver's present spending: more is outside what was seen
NEEDED = ("program", "outcome", "spending", "students", "effect_per_student")


@dataclass(frozen=True)
class Reallocated:
    """What a move of dollars gives up and brings, in units of the outcome.

    ``lost`` and ``gained`` are units over all students; ``net`` is their difference, with
    ``net_low`` and ``net_high`` from the two ranges; ``break_even_effect`` is what the
    receiver must do for each student for the move to be worth nothing either way.
    """

    dollars: float
    lost: float
    gained: float
    net: float
    net_low: float
    net_high: float
    break_even_effect: float
    students_losing: float
    students_gaining: float
    warnings: tuple[str, ...]


def reallocate(donor: Mapping, receiver: Mapping, dollars: float) -> Reallocated:
    """What moving dollars from one program to another gives up, and what it brings.

        cost per student = spending / students
        lost   = dollars / donor's cost per student    * donor's effect per student
        gained = dollars / receiver's cost per student * receiver's effect per student
        net    = gained - lost
        break-even effect = lost * receiver's cost per student / dollars

    Average cost stands for the cost of one more student: right for a small move, and less
    and less so for a large one.  ``net_low`` sets the receiver's low against the donor's
    high, ``net_high`` the other way round: wider than a 90% range of the difference.

    Parameters
    ----------
    donor, receiver : mapping
        ``program, outcome, spending`` (dollars a year), ``students``,
        ``effect_per_student`` and, where known, ``low`` and ``high`` of its range.  Where a
        receiver's ``marginal_cost`` per student is given, it is used instead of the average.
    dollars : float
        A year's dollars.

    Returns
    -------
    Reallocated

    Raises
    ------
    ValueError
        When the dollars are not above zero or more than the donor spends, the two serve
        different outcomes, or a figure is missing.

    Examples
    --------
    $100,000 from a program that costs $500 a student and does nothing, to one that costs
    $1,000 and gives 0.2 of a standard deviation:

    >>> club = {"program": "Club", "outcome": "ela_score", "spending": 300_000.0,
    ...         "students": 600, "effect_per_student": 0.0}
    >>> tutoring = {"program": "Tutoring", "outcome": "ela_score", "spending": 400_000.0,
    ...             "students": 400, "effect_per_student": 0.2}
    >>> move = reallocate(club, tutoring, 100_000.0)
    >>> move.lost, move.gained, move.students_losing, move.students_gaining
    (0.0, 20.0, 200.0, 100.0)

    References
    ----------
    Levin and others (2018), *Economic Evaluation in Education*, on the use of
    cost-effectiveness for reallocation.
    """
    _check_pair(donor, receiver, dollars)
    cost_out = donor["spending"] / donor["students"]
    cost_in = receiver.get("marginal_cost") or receiver["spending"] / receiver["students"]
    out, into = dollars / cost_out, dollars / cost_in
    lost, gained = out * donor["effect_per_student"], into * receiver["effect_per_student"]
    low_in, high_in = (receiver.get(k, np.nan) for k in ("low", "high"))
    low_out, high_out = (donor.get(k, np.nan) for k in ("low", "high"))
    warnings = []
    if dollars > FAR * receiver["spending"]:
        warnings.append(
            f"{receiver['program']} would grow by more than half: beyond what its results show. "
            "One more student may cost more, and gain less, than those so far."
        )
    if not gained > 0:
        warnings.append(f"{receiver['program']} shows no gain, so nothing speaks for the move.")
    return Reallocated(
        dollars=float(dollars),
        lost=float(lost),
        gained=float(gained),
        net=float(gained - lost),
        net_low=float(into * low_in - out * high_out),
        net_high=float(into * high_in - out * low_out),
        break_even_effect=float(lost * cost_in / dollars),
        students_losing=float(out),
        students_gaining=float(into),
        warnings=tuple(warnings),
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
    decisions: pd.DataFrame, costs: pd.DataFrame, effects: pd.DataFrame, savings: pd.DataFrame
) -> tuple[dict, dict] | None:
    """A program to stop and one to grow that serve the same outcome, the dearest of each.

    Only what the ledger frees every year can be moved: a program's ingredients may cost more
    (a room, a volunteer), and nobody gets those dollars back.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    costs : DataFrame
        As ``program_costs`` gives.
    effects : DataFrame
        As ``program_effects`` gives.
    savings : DataFrame
        As ``identified_savings`` gives: ``program_id, term, likely`` (dollars).

    Returns
    -------
    (dict, dict) or None
        Donor and receiver as ``reallocate`` needs them, the donor with ``most`` (dollars) and
        ``start`` (a quarter of it, in whole thousands); ``None`` when there is no such pair, or
        the one to stop has no cost or frees nothing.
    """
    table = decisions[["program_id", "program", "decision"]].merge(
        costs.drop(columns="program"), on="program_id"
    )
    told = effects[effects["verdict"].eq("can tell")].drop(columns="program")
    table = table.merge(told, on="program_id").sort_values("total_cost", ascending=False)
    lasting = savings[savings["term"].eq(RECURRING)]
    freed = table["program_id"].map(lasting.groupby("program_id")["likely"].sum())
    table["most"] = np.minimum(freed, table["total_cost"])
    table = table[table["total_cost"].gt(0) & table["students_served"].gt(0)]
    for stop in table[table["decision"].eq(STOP) & table["most"].ge(1)].to_dict("records"):
        same = table[table["decision"].eq(GROW) & table["outcome"].eq(stop["outcome"])]
        if len(same):
            start = float(round(stop["most"] * FIRST_MOVE, -3)) or stop["most"]
            donor = _side(stop) | {"most": stop["most"], "start": start}
            return donor, _side(same.iloc[0].to_dict())
    return None


def _side(row: dict) -> dict:
    keep = ("program", "outcome", "effect_per_student", "low", "high")
    side = {name: row[name] for name in keep}
    marginal = row["marginal_cost_per_student"]
    side |= {"spending": row["total_cost"], "students": row["students_served"]}
    return side | ({"marginal_cost": marginal} if pd.notna(marginal) else {})


def move_between(donor: Mapping, receiver: Mapping, dollars: float) -> Reallocated:
    """``reallocate``, with a dollar at least and no more than the donor frees every year.

    Parameters
    ----------
    donor, receiver : mapping
        As ``moving_pair`` gives.
    dollars : float

    Returns
    -------
    Reallocated
    """
    return reallocate(donor, receiver, min(max(dollars, 1.0), donor["most"]))


@dataclass(frozen=True)
class Growth:
    """The programs to grow that have a waiting list, and their sums."""

    uses: pd.DataFrame

    @property
    def seats(self) -> float:
        """Students who wait."""
        return float(self.uses["seats"].sum())

    @property
    def first_year(self) -> float:
        """Dollars for a seat each, in the first year."""
        return float(self.uses["year_1"].sum())

    @property
    def third_year(self) -> float:
        """Dollars for the same seats in the third year."""
        return float(self.uses["year_3"].sum())


def to_grow(uses: pd.DataFrame) -> Growth:
    """The programs to grow among the uses.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    Growth

    Examples
    --------
    >>> to_grow(pd.DataFrame({"verdict": ["Grow", "Keep"], "seats": [30.0, 5.0]})).seats
    30.0
    """
    return Growth(uses[uses["verdict"].eq(GROW)])


def investments(
    decisions: pd.DataFrame,
    costs: pd.DataFrame,
    waiting: Mapping[str, float],
    effects: pd.DataFrame,
    outcome_worth: Mapping[str, float],
    raises: tuple[float, ...] = (0.0, 0.0),
) -> pd.DataFrame:
    """What growing would cost and bring: a seat for every student who waits for one.

        cost of a seat = what one more student costs; the average where that is not known
        year 1         = seats * cost of a seat
        year 2, 3      = the year before * (1 + raise)
        value          = seats * effect per student * what the board would pay for one unit

    Only students on a waiting list count: they were put forward like those who took part,
    so what was seen of these may be hoped for those.  A program whose effect one cannot tell
    has no value, which is not a value of zero.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``decide`` gives, of ``decision_facts``.
    costs : DataFrame, one row per program
        As ``program_costs`` gives.
    waiting : mapping of program_id to students
    effects : DataFrame, one row per program compared
        As ``program_effects`` gives.
    outcome_worth : mapping of outcome to dollars per unit
    raises : tuple of float
        How much dearer the second and the third year are, as shares (0.014 for 1.4%).

    Returns
    -------
    DataFrame, one row per program with a waiting list and a known cost, Grow first
        ``program_id, program, verdict, outcome, seats, cost_per_seat, raise_2, raise_3``
        (shares), ``year_1, year_2, year_3`` (dollars), ``value, value_low, value_high``
        (dollars' worth to the board), ``told`` (whether one can tell its effect) and ``known``
        (whether its worth is known: told, and the board said what its outcome is worth).
    """
    held = decisions["decision"] if "decision" in decisions else decisions["verdict"]
    table = decisions[["program_id", "program"]].assign(verdict=held)
    table["seats"] = table["program_id"].map(dict(waiting)).astype(float)
    costs = costs.set_index("program_id")
    per_seat = costs["marginal_cost_per_student"].fillna(costs["cost_per_student"])
    table["cost_per_seat"] = table["program_id"].map(per_seat).astype(float)
    table = table[(table["seats"] > 0) & table["cost_per_seat"].notna()]
    table["raise_2"], table["raise_3"] = raises
    table["year_1"] = (table["seats"] * table["cost_per_seat"]).round(2)
    table["year_2"] = (table["year_1"] * (1 + raises[0])).round(2)
    table["year_3"] = (table["year_2"] * (1 + raises[1])).round(2)
    told = effects[effects["verdict"].eq("can tell")].set_index("program_id")
    table["told"] = table["program_id"].isin(told.index)
    table["outcome"] = table["program_id"].map(
        effects.drop_duplicates("program_id").set_index("program_id")["outcome"]
    )
    worth = table["outcome"].map(dict(outcome_worth)).astype(float) * table["seats"]
    ends = {"value": "effect_per_student", "value_low": "low", "value_high": "high"}
    for name, end in ends.items():
        table[name] = table["program_id"].map(told[end]).astype(float) * worth
    table["known"] = table["value"].notna()
    table["grow"] = table["verdict"].ne(GROW)
    table = table.sort_values(["grow", "year_1"], ascending=[True, False], ignore_index=True)
    columns = ["program_id", "program", "verdict", "outcome", "seats", "cost_per_seat"]
    columns += ["raise_2", "raise_3"]
    years = ["year_1", "year_2", "year_3"]
    return table[[*columns, *years, "value", "value_low", "value_high", "told", "known"]]


def net_by_fund(
    savings: pd.DataFrame, uses: pd.DataFrame, programs: pd.DataFrame, rules: pd.DataFrame
) -> Paid:
    """Savings against investments, pool by pool: a lasting use is paid by lasting dollars.

    One-time dollars pay for no program that goes on, a restricted dollar pays only for what
    its resource may pay for, and the most bound dollars pay first.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives; its ``likely`` dollars that come again are used.
    uses : DataFrame, one row per investment
        ``program`` and ``year_1`` (dollars, every year).
    programs : DataFrame
        The program inventory, which says what each program is for.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    Paid
        ``by_pool`` names resources' pools; ``short`` is what nothing permitted can pay.
    """
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
    """Savings against growth, pool by pool: what is left every year, and in the first.

        left            = identified - put to work
        left to plan on = figures to plan on - put to work from them
        left in year 1  = left to plan on - moving people, once

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives, with ``plan_on`` (dollars).
    paid, planned : Paid
        As ``net_by_fund`` gives, from all that is identified and from the figures to plan on.
    transition : DataFrame
        As ``transition_costs`` gives: ``pool`` and ``transition`` (dollars, once).

    Returns
    -------
    DataFrame, one row per term and pool
        ``term, pool, identified, used, left, plan_on, planned_use, planned_left, transition,
        first_year_left`` (dollars).  One-time dollars pay for nothing that lasts: of them
        nothing is used, and moving people may be paid from them where their rules allow.

    Examples
    --------
    >>> savings = pd.DataFrame({"term": ["recurring"], "pool": ["general"], "likely": [100.0],
    ...                         "plan_on": [80.0]})
    >>> paid = pay_for({"tutors": 90.0}, {"general": 100.0}, {"tutors": ["general"]})
    >>> planned = pay_for({"tutors": 90.0}, {"general": 80.0}, {"tutors": ["general"]})
    >>> moving = pd.DataFrame({"pool": ["general"], "transition": [12.0]})
    >>> table = net_table(savings, paid, planned, moving)
    >>> table[["left", "planned_left", "first_year_left"]].to_numpy().tolist()
    [[10.0, 0.0, -12.0]]
    """
    sums = savings.groupby(["term", "pool"], as_index=False)[["likely", "plan_on"]].sum()
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
    columns = ["identified", "used", "left", "plan_on", "planned_use", "planned_left"]
    columns += ["transition", "first_year_left"]
    table = table.sort_values(["term", "pool"], ascending=[False, True], ignore_index=True)
    return table[["term", "pool", *columns]].round(dict.fromkeys(columns, 2))


@dataclass(frozen=True)
class LeftOver:
    """What growth leaves of the figures to plan on, all pools together, in dollars.

    ``first_year`` (below zero where it is short), ``later`` (every year after it), ``moving``
    (people to their next posts, once) and ``missing`` (in the first year).
    """

    first_year: float
    later: float
    moving: float
    missing: float

    @property
    def all_at_work(self) -> bool:
        """Whether nothing is left in the years after the first."""
        return self.later < ALL_AT_WORK


def left_over(net: pd.DataFrame) -> LeftOver | None:
    """What is left in the first year, when people are moved, and in every year after it.

    Parameters
    ----------
    net : DataFrame
        As ``net_table`` gives.

    Returns
    -------
    LeftOver or None
        ``None`` where nothing comes every year.

    Examples
    --------
    >>> net = pd.DataFrame({"term": ["recurring"], "first_year_left": [-30.0],
    ...                     "planned_left": [10.0], "transition": [40.0]})
    >>> left_over(net)
    LeftOver(first_year=-30.0, later=10.0, moving=40.0, missing=30.0)
    """
    lasting = net[net["term"].eq(RECURRING)]
    if lasting.empty:
        return None
    columns = ["first_year_left", "planned_left", "transition"]
    first, later, moving = (float(lasting[column].sum()) for column in columns)
    return LeftOver(first, later, moving, max(-first, 0.0))


def permitted(
    names: pd.Series, savings: pd.DataFrame, programs: pd.DataFrame, rules: pd.DataFrame
) -> dict[str, list[str]]:
    """Which pools of savings may pay for each program.

    Parameters
    ----------
    names : Series of program names
    savings : DataFrame
        ``resource`` and ``pool``.
    programs : DataFrame
        The program inventory.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    dict of program name to list of pools
        A pool of several resources counts when each of them may pay.  Another fund's dollars
        stay in their fund: they pay for no program here.
    """
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
