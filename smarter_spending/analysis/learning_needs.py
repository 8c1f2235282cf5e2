"""The district's needs, ranked by rate and by count."""

import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._student_checks import STUDENTS
from smarter_spending.analysis.learning import measure_grades, measure_values
from smarter_spending.analysis.rate_gaps import group_rates
from smarter_spending.analysis.rates import rate_change
from smarter_spending.analysis.uncertainty import RANGE


def ranked_needs(rates: pd.DataFrame, name: str = "measure") -> pd.DataFrame:
    """The needs of one year with two ranks: lowest rate first, and most students behind first.

        rank_by_rate   1 for the lowest share who reached the goal
        rank_by_count  1 for the most students who did not

    Neither rank is the right one.  By rate, a small group far behind comes first; by
    count, the broadest goal does, and a goal asked of three grades counts about three
    times the students of a goal asked of one.

    Parameters
    ----------
    rates : DataFrame, one row per need, of one year
        ``name``, ``students``, ``rate`` (0 to 1) and ``behind`` (students), as
        ``learning_rates`` gives.  A need without a rate is left out.
    name : str
        The column that names the need: a goal, a school or a group.

    Returns
    -------
    DataFrame, lowest rate first; ties by name
        The columns given, with ``rank_by_rate`` and ``rank_by_count`` (whole numbers from
        1; ties in the order of their names).

    Raises
    ------
    ValueError
        When a column is absent, or a need is listed twice.

    Examples
    --------
    >>> rates = pd.DataFrame({"school": ["X", "Y"], "students": [50, 400], "rate": [0.40, 0.55],
    ...                       "behind": [30, 180]})
    >>> ranked_needs(rates, "school")[["school", "rank_by_rate", "rank_by_count"]]
      school  rank_by_rate  rank_by_count
    0      X             1              2
    1      Y             2              1
    """
    require_columns(rates, [name, "students", "rate", "behind"], "table of needs")
    if rates[name].duplicated().any():
        twice = rates.loc[rates[name].duplicated(), name].iloc[0]
        raise ValueError(f"{twice!r} is listed twice among the needs. Give one year at a time.")
    known = rates.dropna(subset=["rate"]).sort_values(name, kind="stable")
    ranked = known.assign(
        rank_by_rate=known["rate"].rank(method="first").astype(int),
        rank_by_count=known["behind"].rank(method="first", ascending=False).astype(int),
    )
    return ranked.sort_values("rank_by_rate", ignore_index=True)


def top_need_changes(ranked: pd.DataFrame) -> bool:
    """Whether the first need by rate is another than the first by count.

    Parameters
    ----------
    ranked : DataFrame
        As ``ranked_needs`` gives.

    Returns
    -------
    bool
        False when there is no need at all.

    Examples
    --------
    >>> top_need_changes(pd.DataFrame({"rank_by_rate": [1, 2], "rank_by_count": [2, 1]}))
    True
    """
    first = ranked[ranked["rank_by_rate"] == 1]
    return bool((first["rank_by_count"] != 1).any())


def lowest_told_apart(ranked: pd.DataFrame, level: float = RANGE) -> bool:
    """Whether the lowest rate can be told from the next lowest.

    Parameters
    ----------
    ranked : DataFrame
        As ``ranked_needs`` gives, with ``reached`` (students).
    level : float, above 0 and below 1

    Returns
    -------
    bool
        True when Newcombe's range of the difference leaves zero out; False otherwise,
        and when there are fewer than two needs.

    Examples
    --------
    >>> two = pd.DataFrame({"rank_by_rate": [1, 2], "reached": [29, 31], "students": [60, 60]})
    >>> lowest_told_apart(two)
    False
    """
    if len(ranked) < 2:
        return False
    lowest, after = (ranked[ranked["rank_by_rate"] == place].iloc[0] for place in (1, 2))
    apart = rate_change(
        lowest["reached"], lowest["students"], after["reached"], after["students"], level
    )
    return apart.shown


def furthest_apart(ranked: pd.DataFrame) -> pd.DataFrame:
    """The need whose rank by rate lies furthest from its rank by count.

    Parameters
    ----------
    ranked : DataFrame
        As ``ranked_needs`` gives.

    Returns
    -------
    DataFrame
        That row of ``ranked``, the first where several lie equally far; no row where the
        two rankings agree throughout.

    Examples
    --------
    >>> ranked = pd.DataFrame({"rank_by_rate": [1, 2, 3], "rank_by_count": [1, 3, 2]})
    >>> furthest_apart(ranked).values.tolist()
    [[2, 3]]
    """
    apart = (ranked["rank_by_rate"] - ranked["rank_by_count"]).abs()
    return ranked[apart.gt(0) & apart.eq(apart.max())].head(1)


def learning_gaps(
    students: pd.DataFrame, measure: str, fiscal_year: str, level: float = RANGE
) -> pd.DataFrame:
    """Each student group's rate of one goal in one year, beside that of all students.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        As students_outcomes.csv.
    measure : str
        A goal, as in ``measure_values``.
    fiscal_year : str
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame
        As ``group_rates`` gives, of the students in the goal's grades; no rows when none
        of them has a result.

    Raises
    ------
    ValueError
        As ``measure_values``.

    Examples
    --------
    >>> students = pd.DataFrame({"fiscal_year": "2024-25", "grade": ["03"] * 4, "sed": [True] * 2
    ...     + [False] * 2, "ela_level": [2, 3, 3, 4]})
    >>> gaps = learning_gaps(students, "third_grade_reading", "2024-25")
    >>> gaps.loc[gaps["group"] == "low_income", "gap"].item()
    -0.25

    References
    ----------
    As ``group_rates``.
    """
    require_columns(students, ["fiscal_year", "grade"], STUDENTS)
    asked = students["grade"].isin(measure_grades(measure))
    year = students[asked & students["fiscal_year"].eq(fiscal_year)]
    values = measure_values(year, measure)
    found = group_rates(year, values, level)
    return found if values.notna().any() else found.iloc[:0]
