"""The best set of programs that the funds can pay for: exact, not by rank."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smarter_spending.planning.funds import pay_for

LARGEST_VALUE = 1e6  # values are scaled to this, so that the solver's tolerance is no choice


@dataclass(frozen=True)
class Portfolio:
    """What was chosen, what it is worth, and what is left of each fund.

    ``chosen`` are program names in the given order; ``value`` is in the unit of the values
    given; ``spent`` and ``slack`` map each fund to dollars.
    """

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
    required : sequence of program names
        Chosen whatever they are worth.
    caps : mapping of school to dollars, optional
        The most that may change at a school, all funds together; ``programs`` then has a
        column ``school``, in which each of these schools stands.

    Returns
    -------
    Portfolio
        With a program of negative value only when it is required.

    Raises
    ------
    ValueError
        When a column is missing, a cost, value or budget is blank or a cost negative, a
        program stands twice, a required one is not in the list, a school with a cap has no
        program, or the required ones cannot all be had: the message says by how many
        dollars, or in which group.

    Examples
    --------
    The three worth 13, 23 and 15 fit into 26 dollars exactly; ranking by value per dollar
    would begin with the 23, add the 24, and stop at 47.

    >>> programs = pd.DataFrame({"program": list("abcde"), "value": [24, 13, 23, 15, 16],
    ...                          "general": [12, 7, 11, 8, 9]})
    >>> best = choose_portfolio(programs, {"general": 26})
    >>> best.chosen, best.value, best.slack["general"]
    (('b', 'c', 'd'), 51.0, 0.0)

    References
    ----------
    Kellerer, Pferschy and Pisinger (2004), *Knapsack Problems*; the solver is HiGHS.
    """
    _check_table(programs, budgets, groups, caps)
    funds = list(budgets)
    cents = _cents(programs[funds], "cost")
    limits = _cents(pd.Series(dict(budgets), dtype=float)[funds], "budget")
    must = _required(programs, required)
    rows, most, words = [cents], [limits], [f"the {fund} fund" for fund in funds]
    if caps:
        by_school, school_limits = _school_rows(programs["school"], cents, caps)
        rows, most = [*rows, by_school], [*most, school_limits]
        words += [f"the cap of {school}" for school in caps]
    costs, limits_all = np.hstack(rows), np.concatenate(most)
    _check_required(programs, groups, must, costs, limits_all, words)
    value = programs["value"].to_numpy(dtype=float)
    membership = _group_rows(programs, groups)
    limited = (costs.T, -np.inf, limits_all), (membership, -np.inf, np.ones(len(membership)))
    picked = _best(value, cents.sum(axis=1), _Limits(limited, must.astype(float)))
    spent = cents[picked].sum(axis=0)
    return Portfolio(
        chosen=tuple(programs["program"][picked]),
        value=float(value[picked].sum()),
        spent=dict(zip(funds, (spent / 100).tolist(), strict=True)),
        slack=dict(zip(funds, ((limits - spent) / 100).tolist(), strict=True)),
    )


def choose_payable(
    uses: pd.DataFrame,
    pools: Mapping[str, float],
    allowed: Mapping[Hashable, Collection[str]],
    groups: str | None = None,
) -> tuple[Hashable, ...]:
    """The uses worth most that the pools which may pay for them can pay for, each whole.

        maximise    sum of value
        subject to  paid for a use, by all pools together = its dollars, if it is chosen
                    paid by a pool, for all uses together <= what is there
                    nothing paid by a pool that may not pay for the use
                    at most one use of each group

    One integer program, solved to the end: whether each use is chosen, and the cents that flow
    to it from each pool.  The answer counts only once ``pay_for`` has paid it out to the cent.
    Among sets of equal value the cheaper is taken, then the one whose uses stand earlier in the
    list.  As in ``choose_portfolio``, the values are taken as certain.

    Parameters
    ----------
    uses : DataFrame, one row per use
        ``program`` (its name, each once), ``dollars`` and ``value``.
    pools : mapping of pool to dollars there
    allowed : mapping of use to collection of pools
        Which pools may pay for it; several may share in one use.
    groups : str, optional
        A column; of the uses that share a word in it at most one is chosen.  Blank belongs to
        no group.

    Returns
    -------
    tuple of names
        In the order of ``uses``.

    Raises
    ------
    ValueError
        When a column is missing, a use stands twice, its value is not known, or an amount is
        blank or below zero.

    Examples
    --------
    Only x may pay for "a", which costs 60: with 50 in x it cannot be had, though y has dollars.

    >>> uses = pd.DataFrame({"program": ["a", "b"], "dollars": 60.0, "value": [9.0, 5.0]})
    >>> may = {"a": ["x"], "b": ["x", "y"]}
    >>> choose_payable(uses, {"x": 50.0, "y": 50.0}, may)
    ('b',)
    >>> choose_payable(uses, {"x": 70.0, "y": 50.0}, may)
    ('a', 'b')

    References
    ----------
    The transportation problem (Hitchcock, 1941) with uses paid whole or not at all; the solver
    is HiGHS.
    """
    _check_table(uses, ["dollars"], groups, None)
    cents, value = _cents(uses["dollars"], "cost"), uses["value"].to_numpy(dtype=float)
    there = _cents(pd.Series(dict(pools), dtype=float), "pool")
    limits = _payable(uses, cents, there, _routes(uses, pools, allowed), groups)
    while True:
        picked = _best(value, cents, limits)
        chosen = uses[picked]
        needs = dict(zip(chosen["program"], chosen["dollars"], strict=True))
        if pay_for(needs, pools, allowed).short == 0:
            return tuple(needs)
        # a set that only the solver's tolerance can pay is shut out, and the next best sought
        limits = limits.also(np.where(picked, 1.0, -1.0), picked.sum() - 1.0)


def _routes(uses, pools, allowed) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, use in enumerate(uses["program"])
        for j, pool in enumerate(pools)
        if pool in set(allowed.get(use, ()))
    ]


@dataclass(frozen=True)
class _Limits:
    """What a choice must keep: rows times the variables, each with its least and its most.

    The variables are whether each is chosen (``low``: 1 where it must be), and then ``flows``.
    """

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
    rows = (
        (unpaid, 0.0, np.zeros(count)),
        (paid, -np.inf, there / unit),
        (one_of, -np.inf, np.ones(len(member))),
    )
    return _Limits(rows, np.zeros(count), len(routes))


def _best(value: np.ndarray, total: np.ndarray, limits: _Limits) -> np.ndarray:
    count = len(value)
    if count == 0:
        return np.zeros(0, dtype=bool)
    scaled = value * (LARGEST_VALUE / max(np.abs(value).max(), 1e-300))
    best = _solved(-scaled, limits)
    held = limits.also(-scaled, -scaled[best].sum())
    for goal in (total.astype(float), np.arange(1.0, count + 1)):
        again = _solved(goal, held)  # of equal value the cheaper, and then the earlier in the list
        if again is None or not np.isclose(
            value[again].sum(), value[best].sum(), rtol=1e-12, atol=0
        ):
            return best
        best, held = again, held.also(goal, goal[again].sum())
    return best


def _solved(goal: np.ndarray, limits: _Limits) -> np.ndarray | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    largest, flows = max(np.abs(goal).max(), 1.0), np.zeros(limits.flows)
    found = milp(
        np.concatenate([goal / largest * LARGEST_VALUE, flows]),
        constraints=[
            LinearConstraint(rows, least, most) for rows, least, most in limits.rows if len(rows)
        ],
        bounds=Bounds(
            np.concatenate([limits.low, flows]),
            np.concatenate([np.ones(len(goal)), flows + np.inf]),
        ),
        integrality=np.concatenate([np.ones(len(goal)), flows]),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else found.x[: len(goal)] > 0.5


def _check_table(programs, budgets, groups, caps) -> None:
    wanted = ["program", "value", *budgets, *([groups] if groups else [])]
    wanted += ["school"] if caps else []
    missing = [name for name in wanted if name not in programs.columns]
    if missing:
        raise ValueError(f"The table of programs has no column {', '.join(map(repr, missing))}.")
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


def _required(programs: pd.DataFrame, required: Sequence[Hashable]) -> np.ndarray:
    names = set(programs["program"])
    unknown = [name for name in required if name not in names]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is required and not in the table of programs.")
    return programs["program"].isin(list(required)).to_numpy()


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
    return np.array([word.eq(one).fillna(False).to_numpy(dtype=float) for one in named]).reshape(
        len(named), len(programs)
    )


def _check_required(programs, groups, must, costs, limits, words) -> None:
    over = costs[must].sum(axis=0) - limits
    problems = [
        f"{word} by ${excess / 100:,.2f}"
        for word, excess in zip(words, over, strict=True)
        if excess > 0
    ]
    if problems:
        raise ValueError(f"The required programs alone go beyond {' and '.join(problems)}.")
    for row in _group_rows(programs, groups):
        both = programs["program"][(row > 0) & must]
        if len(both) > 1:
            names = " and ".join(repr(name) for name in both)
            raise ValueError(f"{names} are both required, and only one of their group can be had.")
