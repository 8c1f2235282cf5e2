"""Spending beside scores, school by school: a picture that must come with its warning."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis.outcomes import grade_scale
from smarter_spending.analysis.uncertainty import RANGE

FEWEST = 4  # schools; with fewer, chance can make any correlation
NOTHING_KNOWN, NO_PATTERN = "nothing known", "no pattern"
LOWER, HIGHER = "lower", "higher"


@dataclass(frozen=True)
class Pattern:
    """Whether schools that spend more have higher or lower scores: never what a dollar buys.

    ``code`` is "nothing known" (no school), "no pattern" (the 90% range ``low`` to ``high`` of
    the ``correlation`` holds zero, or is not known), "lower" or "higher".
    """

    code: str
    schools: int
    correlation: float
    low: float
    high: float


def spending_beside_scores(
    schools: pd.DataFrame, students: pd.DataFrame, fiscal_year: str, minimum: int = 11
) -> pd.DataFrame:
    """Each school's direct dollars per pupil beside its students' mean reading score.

        mean_score = mean of (score - the grade's mean) / the grade's spread

    Never read it as what a dollar buys: money is sent where students start further
    behind, so more spending stands beside lower scores without causing them.

    Parameters
    ----------
    schools : DataFrame, one row per school
        As ``spending_by_school`` gives: ``school_code``, ``school_name``, ``per_pupil``
        (dollars) and ``unduplicated_share``.
    students : DataFrame, one row per student and year
        ``site_code``, ``grade``, ``fiscal_year`` and ``ela_ss`` (scale points).
    fiscal_year : str
    minimum : int, students
        Schools with fewer scores are left out.

    Returns
    -------
    DataFrame, one row per school, by name
        ``school_name``, ``per_pupil``, ``mean_score`` (standard deviations from the
        district's mean of the grade), ``students`` and ``unduplicated_share``.

    Examples
    --------
    >>> schools = pd.DataFrame({"school_code": ["1", "2"], "school_name": ["Oak", "Elm"],
    ...     "per_pupil": [9_000.0, 12_000.0], "unduplicated_share": [0.3, 0.8]})
    >>> students = pd.DataFrame({"site_code": ["1", "1", "2", "2"], "grade": "04",
    ...     "fiscal_year": "2024-25", "ela_ss": [2500.0, 2480.0, 2420.0, 2440.0]})
    >>> table = spending_beside_scores(schools, students, "2024-25", minimum=2)
    >>> table["mean_score"].round(2).tolist()
    [-0.82, 0.82]
    """
    require_columns(schools, ["school_code", "per_pupil"], "table of schools")
    year = students[(students["fiscal_year"] == fiscal_year) & students["ela_ss"].notna()]
    scale = grade_scale(year, year["ela_ss"])
    placed = (year["ela_ss"] - scale["mean"]) / scale["spread"]
    by_school = placed.groupby(year["site_code"]).agg(["mean", "count"])
    by_school = by_school.rename(columns={"mean": "mean_score", "count": "students"})
    table = schools.merge(by_school, left_on="school_code", right_index=True, how="inner")
    table = table[(table["students"] >= minimum) & table["per_pupil"].notna()]
    columns = ["school_name", "per_pupil", "mean_score", "students", "unduplicated_share"]
    return table.sort_values("school_name")[columns].reset_index(drop=True)


def correlation_range(correlation: float, schools: int) -> tuple[float, float]:
    """The 90% range of a correlation across schools, by Fisher's transformation.

        z = arctanh(correlation);  z +- 1.645 / sqrt(schools - 3), and back by tanh

    Where it holds zero, the schools show no pattern that chance alone would not.  Where it
    does not, they still show no effect: a cross-section compares different schools.

    Parameters
    ----------
    correlation : float, -1 to 1
    schools : int

    Returns
    -------
    (float, float)
        ``NaN`` twice with fewer than four schools, or a correlation that is not known.

    Examples
    --------
    22 schools at 0.17: arctanh is 0.172, and 1.645 / sqrt(19) is 0.377.

    >>> low, high = correlation_range(0.17, 22)
    >>> round(low, 2), round(high, 2)
    (-0.2, 0.5)

    References
    ----------
    Fisher (1915), *Biometrika* 10(4), 507-521.
    """
    if schools < FEWEST or not abs(correlation) <= 1 + 1e-9:
        return (float("nan"), float("nan"))
    with np.errstate(divide="ignore"):  # schools on one line: the range is that one number
        middle = np.arctanh(np.clip(correlation, -1, 1))
    apart = norm.ppf((1 + RANGE) / 2) / np.sqrt(schools - 3)
    return (float(np.tanh(middle - apart)), float(np.tanh(middle + apart)))


def pattern_across(schools: pd.DataFrame) -> Pattern:
    """What a picture of spending beside scores shows: a pattern only where its range leaves zero.

    Parameters
    ----------
    schools : DataFrame, one row per school
        ``per_pupil`` (dollars) and ``mean_score``, as ``spending_beside_scores`` gives.

    Returns
    -------
    Pattern

    Examples
    --------
    >>> schools = pd.DataFrame({"per_pupil": range(12), "mean_score": range(12, 0, -1)})
    >>> pattern_across(schools).code, pattern_across(schools.head(3)).code
    ('lower', 'no pattern')
    """
    known = schools[["per_pupil", "mean_score"]].astype(float).dropna()
    spread = len(known) > 0 and known.nunique().min() > 1
    correlation = float(known["per_pupil"].corr(known["mean_score"])) if spread else float("nan")
    low, high = correlation_range(correlation, len(known))
    if known.empty:
        code = NOTHING_KNOWN
    elif not (low > 0 or high < 0):
        code = NO_PATTERN
    else:
        code = LOWER if correlation < 0 else HIGHER
    return Pattern(code, len(known), correlation, low, high)


def furthest_out(table: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    """The points in the order in which they are named: furthest from the middle of all first.

    Parameters
    ----------
    table : DataFrame, one row per point
    places : list of two columns
        Distances are measured in each column's own spread.

    Returns
    -------
    DataFrame
        The same rows, furthest out first.

    Examples
    --------
    >>> table = pd.DataFrame({"x": [4.0, 5.0, 40.0], "y": 0.0})
    >>> furthest_out(table, ["x", "y"])["x"].tolist()
    [40.0, 4.0, 5.0]
    """
    values = table[places].astype(float)
    spread = values.std().where(lambda wide: wide > 0, 1.0).fillna(1.0)
    apart = (((values - values.mean()) / spread) ** 2).sum(axis=1)
    return table.loc[apart.sort_values(ascending=False, kind="stable").index]
