"""Shares of students: how sure a rate is, whether it moved, and how many are behind."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, require_columns
from smarter_spending.analysis._student_checks import STUDENTS, checked_level
from smarter_spending.analysis.uncertainty import RANGE

RATE_COLUMNS = ["students", "not_known", "reached", "behind", "rate", "low", "high"]


@dataclass(frozen=True)
class Rate:
    """A share of students (0 to 1) with its range."""

    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class RateChange:
    """The second rate minus the first (-1 to 1) with its range.

    ``shown`` is False when the range holds zero: a change may be there, but these
    students do not show it.
    """

    change: float
    low: float
    high: float
    shown: bool


def rate_range(reached: float, students: float, level: float = RANGE) -> Rate:
    """The share of students who reached a goal, with Wilson's range.

        rate  = reached / students
        range = all true shares p for which (rate - p)^2 <= z^2 p (1 - p) / students

    The range says how far the rate of so few students may lie from what the same school
    would show with very many.  It never leaves 0 to 1, and it has a width even at 0%
    and 100%.  It does not cover tests that were missed or badly given.

    Parameters
    ----------
    reached : whole number of students, 0 to ``students``
    students : whole number of students, 1 or more
        Those for whom it is known whether they reached the goal.
    level : float, above 0 and below 1
        How sure the range shall be.

    Returns
    -------
    Rate
        ``rate``, ``low`` and ``high``, 0 to 1.

    Raises
    ------
    ValueError
        When a count is not a whole number, nobody was counted, or more reached the goal
        than there are students.

    Examples
    --------
    For 81 of 263 students and 95%, Newcombe prints 0.2553 to 0.3662.

    >>> found = rate_range(81, 263, level=0.95)
    >>> round(found.rate, 3), round(found.low, 4), round(found.high, 4)
    (0.308, 0.2553, 0.3662)

    References
    ----------
    Wilson (1927), *Journal of the American Statistical Association* 22; Newcombe (1998),
    "Two-sided confidence intervals for the single proportion", *Statistics in Medicine* 17.
    """
    reached, students = _counts(reached, students)
    low, high = _wilson(np.array([reached]), np.array([students]), checked_level(level))
    return Rate(reached / students, float(low[0]), float(high[0]))


def students_behind(rate: float, students: float) -> float:
    """How many students have not reached the goal.

        behind = students * (1 - rate)

    A high rate in a large school may leave more students behind than a low rate in a
    small one; which of the two is the greater need is a judgement, not arithmetic.

    Parameters
    ----------
    rate : float, 0 to 1
        Share who reached the goal.
    students : float, zero or more

    Returns
    -------
    float, students

    Raises
    ------
    ValueError
        When the rate is not between 0 and 1, or the number of students is negative.

    Examples
    --------
    >>> round(students_behind(0.40, 50)), round(students_behind(0.55, 400))
    (30, 180)
    """
    rate, students = a_number("rate", rate), a_number("number of students", students)
    if not 0 <= rate <= 1:
        raise ValueError(f"The rate is {rate:g}. Write it as a fraction: use 0.55 for 55%.")
    if students < 0:
        raise ValueError(f"The number of students is {students:g}; it cannot be below zero.")
    return students * (1 - rate)


def rate_change(
    reached_before: float,
    students_before: float,
    reached_after: float,
    students_after: float,
    level: float = RANGE,
) -> RateChange:
    """How far a rate moved between two groups of students, with Newcombe's range.

        change = reached_after / students_after - reached_before / students_before
        low    = change - sqrt((after - low_after)^2 + (high_before - before)^2)
        high   = change + sqrt((high_after - after)^2 + (before - low_before)^2)

    where low and high are Wilson's for each rate.  The two groups must hold different
    students, such as the third graders of two years; where some are in both, the range
    is usually somewhat too wide.  A change that is shown is still not an effect: the
    second group may differ from the first in more than one year of school.

    Parameters
    ----------
    reached_before, students_before, reached_after, students_after : whole numbers
        Students who reached the goal, and students, in each group.
    level : float, above 0 and below 1

    Returns
    -------
    RateChange
        ``change``, ``low``, ``high`` (-1 to 1) and ``shown``.

    Raises
    ------
    ValueError
        As ``rate_range``.

    Examples
    --------
    Newcombe's own example: 48 of 80, then 56 of 70, at 95%.

    >>> found = rate_change(48, 80, 56, 70, level=0.95)
    >>> round(found.change, 2), round(found.low, 4), round(found.high, 4), found.shown
    (0.2, 0.0524, 0.3339, True)

    References
    ----------
    Newcombe (1998), "Interval estimation for the difference between independent
    proportions", *Statistics in Medicine* 17, method 10.
    """
    before = rate_range(reached_before, students_before, level)
    after = rate_range(reached_after, students_after, level)
    change = after.rate - before.rate
    low = change - np.hypot(after.rate - after.low, before.high - before.rate)
    high = change + np.hypot(after.high - after.rate, before.rate - before.low)
    return RateChange(change, float(low), float(high), bool(low > 0 or high < 0))


def rise_shown(rate_before: float, rate_after: float, students: int, level: float = RANGE) -> bool:
    """Whether a rise is shown between two groups of the same size.

    Parameters
    ----------
    rate_before, rate_after : float, 0 to 1
        Rounded to whole students.
    students : int
        In each of the two groups.
    level : float, above 0 and below 1

    Returns
    -------
    bool
        True when Newcombe's range of the change lies above zero.

    Examples
    --------
    >>> rise_shown(0.48, 0.52, 60), rise_shown(0.48, 0.52, 3600)
    (False, True)
    """
    before, after = round(rate_before * students), round(rate_after * students)
    return rate_change(before, students, after, students, level).low > 0


def rates_by(
    students: pd.DataFrame, flag: str | pd.Series, *by: str, level: float = RANGE
) -> pd.DataFrame:
    """The share who reached a goal, for each group of students, with Wilson's range.

        rate   = reached / students
        behind = students - reached

    Students for whom it is not known count in ``not_known`` and nowhere else: when they
    are many, the rate speaks for fewer students than it seems to.

    Parameters
    ----------
    students : DataFrame, one row per student (and year)
    flag : str or Series on the students' index
        1 reached the goal, 0 did not, blank not known; or the column that holds it.
    *by : str
        Columns that make the groups; none for all students together.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame, one row per group, in order
        The columns of ``by``, ``students`` (known), ``not_known``, ``reached``,
        ``behind`` (all students), ``rate``, ``low`` and ``high`` (0 to 1; blank where
        nobody's result is known).  Small groups are in it: hide them before showing.

    Raises
    ------
    ValueError
        When a column is absent, or the flag holds anything but 1, 0 and blank.

    Examples
    --------
    >>> students = pd.DataFrame({"school": ["Oak", "Oak", "Oak", "Elm"],
    ...                          "read": [1.0, 0.0, None, 1.0]})
    >>> rates_by(students, "read", "school")[["school", "students", "reached", "rate"]]
      school  students  reached  rate
    0    Elm         1        1   1.0
    1    Oak         2        1   0.5
    """
    require_columns(students, [*by, *([flag] if isinstance(flag, str) else [])], STUDENTS)
    values = _one_or_zero(students[flag] if isinstance(flag, str) else flag)
    keys = [students[name] for name in by] or [pd.Series(0, index=students.index, name="all")]
    grouped = values.groupby(keys)
    table = grouped.agg(students="count", not_known=lambda rows: rows.isna().sum(), reached="sum")
    table = table.astype(int).reset_index()[[*by, "students", "not_known", "reached"]]
    return with_ranges(table, level)


def with_ranges(table: pd.DataFrame, level: float = RANGE) -> pd.DataFrame:
    """Add the rate, its range and the students behind to counts.

    Parameters
    ----------
    table : DataFrame
        ``students`` and ``reached``, whole numbers.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame
        With ``behind`` (students), ``rate``, ``low``, ``high`` (0 to 1; blank for
        nobody).

    Examples
    --------
    >>> with_ranges(pd.DataFrame({"students": [50], "reached": [20]})).round(2).values.tolist()
    [[50.0, 20.0, 30.0, 0.4, 0.29, 0.52]]
    """
    known = table["students"].to_numpy(dtype=float)
    reached = table["reached"].to_numpy(dtype=float)
    some = known > 0
    low, high, rate = (np.full(len(table), np.nan) for _ in range(3))
    low[some], high[some] = _wilson(reached[some], known[some], checked_level(level))
    rate[some] = reached[some] / known[some]
    behind = table["students"] - table["reached"]
    return table.assign(behind=behind, rate=rate, low=low, high=high)


def with_share_behind(rates: pd.DataFrame) -> pd.DataFrame:
    """Add the share who did not reach the goal, with its range.

        share_behind = behind / students

    Parameters
    ----------
    rates : DataFrame
        ``students``, ``behind`` (students), ``low`` and ``high`` (0 to 1).

    Returns
    -------
    DataFrame
        With ``share_behind``, ``behind_low`` and ``behind_high`` (0 to 1).

    Examples
    --------
    >>> rates = with_ranges(pd.DataFrame({"students": [50], "reached": [20]}))
    >>> found = with_share_behind(rates)[["share_behind", "behind_low", "behind_high"]]
    >>> found.round(2).values.tolist()
    [[0.6, 0.48, 0.71]]
    """
    return rates.assign(
        share_behind=rates["behind"] / rates["students"],
        behind_low=1 - rates["high"],
        behind_high=1 - rates["low"],
    )


def _one_or_zero(flag: pd.Series) -> pd.Series:
    values = flag.astype("Float64").astype(float)
    wrong = values.notna() & ~values.isin([0.0, 1.0])
    if wrong.any():
        raise ValueError(
            f"{flag.name!r} holds {values[wrong].iloc[0]:g}. Write 1 for a student who reached the "
            "goal, 0 for one who did not, and leave it blank where it is not known."
        )
    return values


def _wilson(reached: np.ndarray, students: np.ndarray, level: float) -> tuple:
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(reached, students, alpha=1 - level, method="wilson")
    rate = reached / students
    # rounding may carry a limit of 0% or 100% a hair past the rate itself
    return np.clip(np.minimum(low, rate), 0, 1), np.clip(np.maximum(high, rate), 0, 1)


def _counts(reached: float, students: float) -> tuple[float, float]:
    reached = a_number("number of students who reached the goal", reached)
    students = a_number("number of students", students)
    if students < 1 or students != int(students):
        raise ValueError(
            f"The number of students is {students:g}. A rate needs a whole number, 1 or more."
        )
    if reached != int(reached) or not 0 <= reached <= students:
        raise ValueError(
            f"{reached:g} of {students:g} students reached the goal: that must be a whole number "
            "between none and all of them. Give students, not a percentage."
        )
    return reached, students
