"""The best set of programs that the funds can pay for: exact, not by rank."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

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
        column ``school``.

    Returns
    -------
    Portfolio
        With a program of negative value only when it is required.

    Raises
    ------
    ValueError
        When a column is missing, a cost, value or budget is blank or a cost negative, a
        program stands twice, a required one is not in the list, or the required ones
        cannot all be had: the message says by how many dollars, or in which group.

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
    if caps is not None:
        by_school, school_limits = _school_rows(programs["school"], cents, caps)
        rows, most = [*rows, by_school], [*most, school_limits]
        words += [f"the cap of {school}" for school in caps]
    costs, limits_all = np.hstack(rows), np.concatenate(most)
    _check_required(programs, groups, must, costs, limits_all, words)
    membership = _group_rows(programs, groups)
    value = programs["value"].to_numpy(dtype=float)
    picked = _best(value, costs, limits_all, membership, must, cents.sum(axis=1))
    spent = cents[picked].sum(axis=0)
    return Portfolio(
        chosen=tuple(programs["program"][picked]),
        value=float(value[picked].sum()),
        spent=dict(zip(funds, (spent / 100).tolist(), strict=True)),
        slack=dict(zip(funds, ((limits - spent) / 100).tolist(), strict=True)),
    )


def _best(value, costs, limits, membership, must, total) -> np.ndarray:
    count = len(value)
    if count == 0:
        return np.zeros(0, dtype=bool)
    scaled = value * (LARGEST_VALUE / max(np.abs(value).max(), 1e-300))
    fixed = (costs.T, limits), (membership, np.ones(len(membership)))
    best = _solved(-scaled, fixed, must)
    goals = (total.astype(float), np.arange(1.0, count + 1))
    held = [*fixed, (-scaled[None, :], [-scaled[best].sum()])]
    for goal in goals:  # of equal value the cheaper, and then the earlier in the list
        again = _solved(goal, held, must)
        if again is None or not np.isclose(
            value[again].sum(), value[best].sum(), rtol=1e-12, atol=0
        ):
            return best
        best, held = again, [*held, (goal[None, :], [goal[again].sum()])]
    return best


def _solved(goal, limited, must) -> np.ndarray | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    largest = max(np.abs(goal).max(), 1.0)
    found = milp(
        goal / largest * LARGEST_VALUE,
        constraints=[LinearConstraint(rows, ub=most) for rows, most in limited if len(rows)],
        bounds=Bounds(must.astype(float), 1),
        integrality=np.ones(len(goal)),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else found.x > 0.5


def _check_table(programs, budgets, groups, caps) -> None:
    wanted = ["program", "value", *budgets, *([groups] if groups else [])]
    missing = [name for name in wanted + (["school"] if caps is not None else [])
               if name not in programs.columns]  # fmt: skip
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
    here = np.array([schools.eq(school).to_numpy() for school in caps]).reshape(len(caps), -1).T
    return here * cents.sum(axis=1, keepdims=True), _cents(
        pd.Series(dict(caps), dtype=float), "cap"
    )


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
