"""Which dollars may pay for what, and how far they go: restricted money never crosses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import FIRST_RESTRICTED, GENERAL_FUND, restricted

RECURRING, ONE_TIME = "recurring", "one-time"
EVERYBODY = {"all", "all students"}
LIMITS = {"students": "student_groups", "aims": "goal_area", "delivery": "delivery"}


@dataclass(frozen=True)
class Paid:
    """What was paid from where: ``by_use`` and ``by_pool``, and each payment.

    ``by_use``: ``use, needed, paid, short``; ``by_pool``: ``pool, there, used, left``;
    ``payments``: ``use, pool, dollars``.
    """

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
    """Each resource's pool, and whether its money comes again next year.

    A resource without a rule keeps its own number for a pool.  Unrestricted ones (below
    2000) come again; of others without a rule nothing is assumed: they count as one-time.
    Another fund's money is a pool of its own, named after its fund.

    Parameters
    ----------
    resources : Series of str
    rules : DataFrame
        As ``resource_rules`` gives.
    funds : Series of str, optional
        The fund of each; the general fund (01) when left out.

    Returns
    -------
    DataFrame, one row per resource given
        ``resource``, ``pool``, ``term``.

    Examples
    --------
    >>> rules = pd.DataFrame({"resource": ["3010"], "pool": ["Title I"], "term": ["recurring"]})
    >>> resource_terms(pd.Series(["3010", "9010", "0210"]), rules)["term"].tolist()
    ['recurring', 'one-time', 'recurring']
    """
    known = rules.set_index("resource")
    bound = restricted(resources)
    own = np.where(bound, "Resource " + resources, "Unrestricted General Fund")
    term = np.where(bound, ONE_TIME, RECURRING)
    pool = resources.map(known["pool"]).fillna(pd.Series(own, index=resources.index))
    if funds is not None:
        pool = pool.where(funds.eq(GENERAL_FUND), "Fund " + funds + ": " + pool)
    return pd.DataFrame(
        {
            "resource": resources,
            "pool": pool,
            "term": resources.map(known["term"]).fillna(pd.Series(term, index=resources.index)),
        }
    )


def may_pay(resource: str, program: Mapping[str, object], rules: pd.DataFrame) -> bool:
    """Whether a resource may pay for a program.

    A rule's students, aims and delivery must each be blank or share a word with the
    program's.  A program for all students is not one for a group: money meant for a group
    does not pay for it.  A restricted resource without a rule, or whose rule states no limit
    at all, pays for no other program: nothing is known of what it may pay for.

    Parameters
    ----------
    resource : str
        Four digits.
    program : mapping
        ``goal_area``, ``delivery`` and ``student_groups`` (separated by ";") of the
        inventory; blank when not said.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    bool

    Examples
    --------
    >>> rules = pd.DataFrame({"resource": ["3010"], "students": ["sed;el"], "aims": ["math"],
    ...                       "delivery": [""]})
    >>> may_pay("3010", {"goal_area": "math", "student_groups": "el"}, rules)
    True
    >>> may_pay("3010", {"goal_area": "math", "student_groups": "all"}, rules)
    False
    """
    return _within(_limits(resource, rules), program)


def _limits(resource: str, rules: pd.DataFrame) -> dict[str, set[str]] | None:
    rule = rules[rules["resource"] == resource]
    limits = {limit: _words(rule[limit].iloc[0]) for limit in LIMITS if len(rule)}
    return None if resource >= FIRST_RESTRICTED and not any(limits.values()) else limits


def _within(limits: dict[str, set[str]] | None, program: Mapping[str, object]) -> bool:
    return limits is not None and all(
        not allowed or bool(allowed & _words(program.get(LIMITS[limit])))
        for limit, allowed in limits.items()
    )


def pay_for(uses: Mapping[str, float], pools: Mapping[str, float], allowed: Mapping) -> Paid:
    """Pay for uses from the pools that may pay for them, as far as the dollars go.

        maximise    dollars paid
        subject to  paid for a use  <= what it needs
                    paid from a pool <= what is there
                    nothing from a pool that may not pay for the use

    Among equal answers the pool given first pays first: give the most bound one first, and
    free dollars stay free (``most_bound_first``); and where the dollars do not reach, the use
    given first is paid first.  Solved to the end (linear program), in whole cents.

    Parameters
    ----------
    uses : mapping of use to dollars needed
        In the order in which they shall be paid.
    pools : mapping of pool to dollars there
        In the order in which they shall pay.
    allowed : mapping of use to collection of pools
        Which pools may pay for it.

    Returns
    -------
    Paid

    Raises
    ------
    ValueError
        When an amount is below zero or not a number.

    Examples
    --------
    >>> paid = pay_for({"tutors": 100.0, "buses": 40.0}, {"Title I": 80.0, "general": 50.0},
    ...                {"tutors": ["Title I", "general"], "buses": ["general"]})
    >>> paid.by_use[["use", "paid", "short"]].to_numpy().tolist(), paid.short
    ([['tutors', 100.0, 0.0], ['buses', 30.0, 10.0]], 10.0)

    References
    ----------
    The transportation problem (Hitchcock, 1941); the solver is HiGHS.
    """
    needed, there = _whole_cents(uses, "use"), _whole_cents(pools, "pool")
    use_names, pool_names = list(uses), list(pools)
    routes = [
        (i, j)
        for i, use in enumerate(use_names)
        for j, pool in enumerate(pool_names)
        if pool in set(allowed.get(use, ()))
    ]
    moved = _flow(routes, needed, there)
    payments = pd.DataFrame(
        [(use_names[i], pool_names[j], c / 100) for (i, j), c in zip(routes, moved, strict=True)],
        columns=["use", "pool", "dollars"],
    )
    payments = payments[payments["dollars"] > 0].reset_index(drop=True)
    out, used = np.zeros(len(needed)), np.zeros(len(there))
    for (i, j), cents in zip(routes, moved, strict=True):
        out[i], used[j] = out[i] + cents, used[j] + cents
    return Paid(
        pd.DataFrame(
            {
                "use": use_names,
                "needed": needed / 100,
                "paid": out / 100,
                "short": (needed - out) / 100,
            }
        ),
        pd.DataFrame(
            {
                "pool": pool_names,
                "there": there / 100,
                "used": used / 100,
                "left": (there - used) / 100,
            }
        ),
        payments,
    )


def payments_side_by_side(paid: Paid, planned: Paid) -> pd.DataFrame:
    """What each pool pays for each use, twice: of all that is there, and of what to plan on.

    Parameters
    ----------
    paid, planned : Paid

    Returns
    -------
    DataFrame, one row per use and pool
        ``use, pool, dollars`` and ``dollars_planned``.

    Examples
    --------
    >>> paid, planned = (pay_for({"tutors": 90.0}, {"general": there}, {"tutors": ["general"]})
    ...                  for there in (100.0, 60.0))
    >>> payments_side_by_side(paid, planned).to_numpy().tolist()
    [['tutors', 'general', 90.0, 60.0]]
    """
    both = paid.payments.merge(
        planned.payments, on=["use", "pool"], how="outer", suffixes=("", "_planned"), sort=True
    )
    return both.fillna({"dollars": 0.0, "dollars_planned": 0.0})


def lasting_dollars(recurring: float, one_time: float) -> float:
    """What a program that goes on may cost a year: what comes every year, nothing of the rest.

    Parameters
    ----------
    recurring, one_time : float
        Dollars that come every year, and once.

    Returns
    -------
    float

    Examples
    --------
    >>> lasting_dollars(500_000, 700_000)
    500000.0
    """
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
    """Pools in the order in which they should pay: the one with fewest permitted uses first.

        permitted uses = programs of the inventory that every resource of the pool may pay for

    Parameters
    ----------
    pools : mapping of pool to its resources
    programs : DataFrame
        The program inventory.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    list of str
        Equal ones by name.

    Examples
    --------
    >>> rules = pd.DataFrame({"resource": ["3010"], "students": [""], "aims": ["math"],
    ...                       "delivery": [""]})
    >>> programs = pd.DataFrame({"program_name": ["A", "B"], "goal_area": ["math", "core"]})
    >>> most_bound_first({"free": ["0000"], "Title I": ["3010"]}, programs, rules)
    ['Title I', 'free']
    """
    about = programs_of(programs).values()

    def uses(pool: str) -> int:
        limits = [_limits(resource, rules) for resource in pools[pool]]
        return sum(all(_within(one, program) for one in limits) for program in about)

    return sorted(pools, key=lambda pool: (uses(pool), pool))


def programs_of(programs: pd.DataFrame) -> dict[str, dict[str, object]]:
    """What ``may_pay`` asks of each program, by its name.

    Parameters
    ----------
    programs : DataFrame, one row per program
        The program inventory.

    Returns
    -------
    dict of program name to dict

    Raises
    ------
    ValueError
        When ``program_name`` is not a column.
    """
    require_columns(programs, ["program_name"], "program inventory (programs.csv)")
    columns = ["goal_area", "delivery", "student_groups"]
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
