"""One pool of dollars shared out to schools: to the cent, by rules that can be explained."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns

ALLOCATION = ["school", "students", "weighted_students", "dollars", "per_student"]
ROUNDINGS = {"up": np.ceil, "down": np.floor, "nearest": lambda n: np.floor(n + 0.5)}


def weighted_allocation(
    schools: pd.DataFrame, pool: float, weights: Mapping[str, float]
) -> pd.DataFrame:
    """A pool shared out by weighted students; the schools' dollars add to the pool exactly.

        weighted students = students + sum over groups of weight * students of the group
        dollars           = pool * weighted students / all weighted students

    Whole cents go out first; the cents left over go, one each, to the largest remainders
    (the first listed where they are equal).  A weight says what a student of the group
    is given beyond the others; it does not say what helping that student costs.

    Parameters
    ----------
    schools : DataFrame, one row per school
        ``school`` (name or code, each once), ``students`` and a column of students for
        every group in ``weights``.
    pool : float, dollars
        0 or more; counted in whole cents.
    weights : mapping of column to weight
        0.5 gives each student of the group half as much again; 0 changes nothing.

    Returns
    -------
    DataFrame, one row per school, in the order given
        ``school``, ``students``, ``weighted_students``, ``dollars`` (to the cent) and
        ``per_student`` (dollars; ``NaN`` at a school without students).

    Raises
    ------
    ValueError
        When a column is missing, a school stands twice, a count is blank, negative or more
        than the school's students, a weight or the pool is negative, or there is no
        student to share the pool out to.

    Examples
    --------
    Two schools of 400; 100 and 300 students of low income, who count half as much again:
    450 and 550 weighted students of 1,000.

    >>> schools = pd.DataFrame({"school": ["Oak", "Elm"], "students": [400, 400],
    ...                         "low_income": [100, 300]})
    >>> weighted_allocation(schools, 1_000_000, {"low_income": 0.5})["dollars"].tolist()
    [450000.0, 550000.0]

    References
    ----------
    Roza (2010), *Educational Economics*, chapter 5 (weighted student funding); the largest
    remainder method is Hamilton's.
    """
    _check_schools(schools, weights)
    cents = _pool_cents(pool)
    groups = list(weights)
    heads = schools["students"].astype(float)
    weighted = heads + (schools[groups].astype(float) * pd.Series(dict(weights), dtype=float)).sum(
        axis=1
    )
    if cents and not weighted.sum() > 0:
        raise ValueError("There is no student at any school, so the pool cannot be shared out.")
    dollars = _shared_out(cents, weighted.to_numpy()) / 100
    table = schools[["school"]].assign(students=schools["students"], weighted_students=weighted)
    table["dollars"] = dollars
    table["per_student"] = table["dollars"] / heads.where(heads > 0)
    return table.reset_index(drop=True)[ALLOCATION]


def staffing_allocation(
    schools: pd.DataFrame, ratio: float, cost_per_position: float, rounding: str = "nearest"
) -> pd.DataFrame:
    """Positions by a staffing ratio, with the rule by which parts of a position are rounded.

        positions = students / ratio, rounded up, down or to the nearest whole one

    At a small school the rounding is the allocation: one student more or less can be a
    position.  Show the unrounded number beside it.

    Parameters
    ----------
    schools : DataFrame, one row per school
        ``school`` and ``students``.
    ratio : float, students for each position
    cost_per_position : float, dollars
        The district's average pay and benefits of the position, or a school's actual one.
    rounding : {"up", "down", "nearest"}
        Half a position goes up with "nearest".

    Returns
    -------
    DataFrame, one row per school
        ``school``, ``students``, ``positions_exact``, ``positions`` (whole), ``dollars`` and
        ``students_per_position`` (``NaN`` without a position).

    Raises
    ------
    ValueError
        When a column is missing, the ratio is not above 0, the cost is negative, or the
        rounding is another word.

    Examples
    --------
    >>> schools = pd.DataFrame({"school": ["Oak", "Elm"], "students": [410, 395]})
    >>> staffing_allocation(schools, 25, 100_000)["positions"].tolist()
    [16.0, 16.0]
    """
    _check_schools(schools, {})
    if not ratio > 0:
        raise ValueError(f"The ratio is {ratio:g}. It is a number of students, above 0.")
    if not cost_per_position >= 0:
        raise ValueError(f"A position costs {cost_per_position:g}. It is 0 or more.")
    if rounding not in ROUNDINGS:
        raise ValueError(f"{rounding!r} is no rounding rule. Use {', '.join(ROUNDINGS)}.")
    heads = schools["students"].astype(float)
    table = schools[["school", "students"]].reset_index(drop=True)
    table["positions_exact"] = (heads / ratio).to_numpy()
    table["positions"] = ROUNDINGS[rounding](table["positions_exact"].round(9))
    table["dollars"] = table["positions"] * cost_per_position
    positions = table["positions"].where(table["positions"] > 0)
    return table.assign(students_per_position=table["students"] / positions)


def hold_harmless(
    allocation: pd.DataFrame, last_year: pd.DataFrame, most_lost: float = 0.0
) -> pd.DataFrame:
    """No school loses more than a share per student; what that costs, and who pays for it.

        floor  = last year's dollars per student * (1 - most lost) * this year's students
        cost   = sum of what schools below their floor are given up to it
        gain   = dollars above last year's (above the floor, where that is more)
        pays   = cost * gain / all gains, and never more than its gain

    The pool does not grow: the schools that gain pay, and none of them ends below last
    year for it.  Only where all gains together do not suffice (the pool shrank, or a school
    grew) does the rest come from every school above its floor, in proportion to what it has
    above it.  It softens one year; kept for ever, it is last year's formula.

    Parameters
    ----------
    allocation : DataFrame
        As ``weighted_allocation`` gives.
    last_year : DataFrame
        ``school``, ``students`` and ``dollars`` of last year; a school that is new, or had no
        students, has no floor and no gain: it pays only where the gains do not suffice.
    most_lost : float, 0 to 1
        0.02 lets a school lose at most 2% per student.

    Returns
    -------
    DataFrame, one row per school, in the order of ``allocation``
        The columns of ``allocation``, ``dollars`` and ``per_student`` as they are after, and
        ``before`` (dollars), ``floor`` (dollars, ``NaN`` for a new school), ``change``
        (dollars given, negative where a school pays).  The dollars add to the same pool.

    Raises
    ------
    ValueError
        When ``most_lost`` is not 0 to 1, or the floors together are more than the pool: it
        says by how much.

    Examples
    --------
    Oak keeps 90% of $1,100, so it is given $190; Elm gains $50 and Fir $150 by the formula,
    and pay it as 50 to 150.

    >>> now = pd.DataFrame({"school": ["Oak", "Elm", "Fir"], "students": [100, 100, 100],
    ...                     "dollars": [800.0, 950.0, 1_150.0]})
    >>> before = now.assign(dollars=[1_100.0, 900.0, 1_000.0])
    >>> hold_harmless(now, before, most_lost=0.1)["dollars"].tolist()
    [990.0, 902.5, 1007.5]
    """
    if not 0 <= most_lost <= 1:
        raise ValueError(f"most_lost is {most_lost:g}. Write a share: 0.02 for 2%.")
    floor, today = _floor_and_today(allocation, last_year, most_lost)
    before = allocation["dollars"]
    cents = np.rint(before.to_numpy(dtype=float) * 100).astype(np.int64)
    least = np.floor(floor.fillna(0).to_numpy() * 100 + 1e-6).astype(np.int64)
    raised = np.maximum(least - cents, 0)
    reached = np.rint(today.fillna(np.inf).to_numpy() * 100)
    gains = np.maximum(cents - np.maximum(reached, least), 0).astype(np.int64)
    after = cents + raised - _paid(int(raised.sum()), gains, np.maximum(cents - least, 0))
    table = allocation.assign(dollars=after / 100, before=before, floor=floor)
    heads = table["students"].astype(float)
    return table.assign(
        per_student=table["dollars"] / heads.where(heads > 0),
        change=(after - cents) / 100,
    )


def moved_by_weight(
    schools: pd.DataFrame, pool: float, weights: Mapping[str, float], group: str, weight: float
) -> pd.DataFrame:
    """What changing one weight does to every school; the changes add to zero.

    Parameters
    ----------
    schools, pool, weights
        As for ``weighted_allocation``.
    group : str
        Which weight is moved.
    weight : float
        To what.

    Returns
    -------
    DataFrame, one row per school
        ``school``, ``dollars`` (as now), ``dollars_after`` and ``change``.

    Raises
    ------
    ValueError
        As ``weighted_allocation``, and when there is no such weight.

    Examples
    --------
    >>> schools = pd.DataFrame({"school": ["Oak", "Elm"], "students": [400, 400],
    ...                         "low_income": [100, 300]})
    >>> moved_by_weight(schools, 1_000_000, {"low_income": 0}, "low_income", 0.5)[
    ...     "change"].tolist()
    [-50000.0, 50000.0]
    """
    if group not in weights:
        raise ValueError(f"{group!r} has no weight now. Those that have: {', '.join(weights)}.")
    now = weighted_allocation(schools, pool, weights)
    after = weighted_allocation(schools, pool, {**weights, group: weight})["dollars"]
    change = ((after - now["dollars"]) * 100).round() / 100
    return now[["school", "dollars"]].assign(dollars_after=after, change=change)


def _floor_and_today(
    allocation: pd.DataFrame, last_year: pd.DataFrame, most_lost: float
) -> tuple[pd.Series, pd.Series]:
    was = last_year.set_index("school")[["students", "dollars"]].astype(float)
    was = was[was["students"] > 0]
    per_student = allocation["school"].map(was["dollars"] / was["students"])
    floor = per_student * (1 - most_lost) * allocation["students"].astype(float)
    return floor, allocation["school"].map(was["dollars"])


def _paid(cost: int, gains: np.ndarray, room: np.ndarray) -> np.ndarray:
    """What each pays of the floors' cost: out of gains first, then out of what is left above."""
    if cost > room.sum():
        raise ValueError(
            f"The floors together are ${(cost - room.sum()) / 100:,.2f} more than the pool. Let "
            "schools lose a larger share, or put more into the pool."
        )
    first = _shared_out(min(cost, int(gains.sum())), gains)
    return first + _shared_out(cost - int(first.sum()), room - first)


def _shared_out(cents: int, by: np.ndarray) -> np.ndarray:
    """Whole cents in proportion, the rest to the largest remainders, first listed first."""
    total = float(np.sum(by))
    if cents == 0 or total <= 0:
        return np.zeros(len(by), dtype=np.int64)
    exact = [Decimal(cents) * Decimal(str(share)) for share in by]
    whole_of = sum((Decimal(str(share)) for share in by), Decimal(0))
    whole = np.array([int(part // whole_of) for part in exact], dtype=np.int64)
    remainder = [part % whole_of for part in exact]
    order = sorted(range(len(by)), key=lambda place: (-remainder[place], place))
    for place in order[: cents - int(whole.sum())]:
        whole[place] += 1
    return whole


def _pool_cents(pool: float) -> int:
    if not pool >= 0:
        raise ValueError(f"The pool is {pool:g} dollars. It is 0 or more.")
    return int((Decimal(str(pool)) * 100).to_integral_value())


def _check_schools(schools: pd.DataFrame, weights: Mapping[str, float]) -> None:
    require_columns(schools, ["school", "students", *weights], "table of schools")
    twice = schools["school"][schools["school"].duplicated()]
    if len(twice):
        raise ValueError(f"The school {twice.iloc[0]!r} stands twice. Keep one row for it.")
    for column in ("students", *weights):
        counts = schools[column].astype(float)
        wrong = ~(counts >= 0)
        if wrong.any():
            row = schools[wrong].iloc[0]
            raise ValueError(
                f"{row['school']}: {column} is {row[column]}. Write a number of students."
            )
        if (counts > schools["students"].astype(float)).any():
            row = schools[counts > schools["students"].astype(float)].iloc[0]
            raise ValueError(
                f"{row['school']} has {row[column]:g} in {column} and {row['students']:g} students."
            )
    for column, weight in weights.items():
        if not weight >= 0:
            raise ValueError(f"The weight of {column} is {weight}. It is 0 or more.")
