"""Which rates may be shown: no figure about fewer students than the district allows.

A rate is about three groups at once: the students counted, those who reached the goal
and those who did not.  None of the three may be small, and none may follow from the
others by subtraction.
"""

import math

import pandas as pd

from smarter_spending.district.privacy import suppress
from smarter_spending.words import DASH, percent

COUNTS = ["students", "reached", "behind"]
TOO_FEW = "too few to show"
# students from which a bound says nothing about how many there are, most first
BANDS = (1000, 200, 100, 50)
# every foster, homeless or migrant student is counted among the low-income
INSIDE = {"foster": "low_income", "homeless": "low_income", "migrant": "low_income"}


def hide_rates(rates: pd.DataFrame, minimum: int, *whole: str) -> pd.DataFrame:
    """Blank every rate about too few students, and what would give it away.

    A row is hidden when 1 to ``minimum`` - 1 students are counted in it, or when fewer
    than ``minimum``, none included, reached the goal or did not: with none and all
    hidden too, a blank does not say which it was.  Where rows are parts of a whole whose
    total is shown, the next smallest are hidden until at least two are, and until those
    hidden hold ``minimum`` students or more of each kind.

    Parameters
    ----------
    rates : DataFrame
        ``students``, ``reached`` and ``behind``, as ``rates_by`` gives.
    minimum : int, students
        The smallest group that may be shown.
    *whole : str
        Rows alike in these columns are parts of one whole; without any, each row stands
        alone.

    Returns
    -------
    DataFrame
        Rows with nobody counted are left out; hidden rows have blank numbers, and
        ``suppressed`` (bool) is True. ``rate_words`` is the rate as it may be shown: for
        a large group with few on one side a bound, such as "20% or less".

    Examples
    --------
    Oak is too small; Fir is hidden with it, since the district's rate is shown.

    >>> rates = pd.DataFrame({"school": ["Oak", "Elm", "Fir"], "year": 1, "students": [20, 80, 40],
    ...     "reached": [6, 40, 20], "behind": [14, 40, 20], "rate": [0.3, 0.5, 0.5]})
    >>> hide_rates(rates, 11, "year")[["school", "rate_words"]]
      school       rate_words
    0    Oak  too few to show
    1    Elm              50%
    2    Fir  too few to show
    """
    known = rates[rates["students"] > 0].reset_index(drop=True)
    small = (known[COUNTS] < minimum).any(axis=1)
    hidden = small.copy()
    for _, rows in known.groupby(list(whole)) if whole else ():
        hidden[rows.index] = _with_neighbours(rows, small[rows.index], minimum)
    blank = known.select_dtypes(["number", "bool", "boolean"]).columns
    shown = known.assign(**{name: known[name].astype("Float64").mask(hidden) for name in blank})
    shown = shown.astype(dict.fromkeys(blank, float))
    words = [
        _bound(row, minimum) if row.suppressed else percent(row.reached / row.students)
        for row in known.assign(suppressed=hidden).itertuples()
    ]
    return shown.assign(suppressed=hidden, rate_words=words)


def hide_groups(gaps: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The rates of student groups that may be shown, without the rows for everybody else.

    Each group and all who are not in it make one whole, and so do the groups of one
    family; a group inside another is hidden when the difference would be too small.

    Parameters
    ----------
    gaps : DataFrame
        As ``group_rates`` gives.
    minimum : int, students

    Returns
    -------
    DataFrame
        As ``hide_rates``, all students first.
    """
    if gaps.empty:
        return gaps.assign(suppressed=False, rate_words=DASH)
    counted = gaps.set_index("group")
    leaking = [
        inner
        for inner, outer in INSIDE.items()
        if inner in counted.index and outer in counted.index
        if _leaks(counted.loc[outer, COUNTS] - counted.loc[inner, COUNTS], minimum)
    ]
    kept = gaps[~gaps["family"].isin(leaking)]
    shown = hide_rates(kept, minimum, "family")
    return shown[shown["group"] != "rest"].reset_index(drop=True)


def _leaks(left: pd.Series, minimum: int) -> bool:
    return bool((left < minimum).any())


def _with_neighbours(rows: pd.DataFrame, small: pd.Series, minimum: int) -> pd.Series:
    if not small.any():
        return small
    counts = rows[["students"]].astype(float)
    hidden = small | suppress(counts, "students", minimum)["suppressed"]
    for place in rows["students"].sort_values(kind="stable").index:
        held = rows.loc[hidden, COUNTS].sum()
        if hidden.sum() >= 2 and (held >= minimum).all():
            break
        hidden[place] = True
    return hidden


def _bound(row, minimum: int) -> str:
    band = next((band for band in BANDS if row.students >= band), None)
    if band is None or minimum > band / 4:
        return TOO_FEW
    most = math.ceil(100 * (minimum - 1) / band) / 100
    if row.reached < minimum:
        return f"{percent(most)} or less"
    return f"{percent(1 - most)} or more" if row.behind < minimum else TOO_FEW
