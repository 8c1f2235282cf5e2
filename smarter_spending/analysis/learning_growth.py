"""How far students stand from the standard, and how far the same students have come."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns
from smarter_spending.analysis._student_checks import STUDENTS, checked_level
from smarter_spending.analysis.learning import measure_grades
from smarter_spending.analysis.outcomes import outcome_values
from smarter_spending.analysis.rates import rates_by
from smarter_spending.analysis.uncertainty import RANGE

SUBJECTS = ("ela", "math")
WINDOWS = {"boy": "boy_score", "moy": "moy_score", "eoy": "eoy_score"}
# The step into each grade between the state's mean scores of two neighbouring grades, spring
# 2024, in scale points: what is common from one spring to the next.  Worked out from the state
# row of the research file (CDE and ETS, Smarter Balanced 2024).
STATE_STEPS = {
    ("ela", "04"): 42.0,
    ("ela", "05"): 39.0,
    ("ela", "06"): 25.0,
    ("ela", "07"): 21.0,
    ("ela", "08"): 13.0,
    ("math", "04"): 39.0,
    ("math", "05"): 22.0,
    ("math", "06"): 17.0,
    ("math", "07"): 13.0,
    ("math", "08"): 11.0,
}


def scores_by_subject(students: pd.DataFrame) -> pd.DataFrame:
    """The students' CAASPP scores, one below the other: a row per student and subject.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        Any of ``ela_ss`` and ``math_ss`` (scale points; blank when not tested).

    Returns
    -------
    DataFrame
        The students' columns, with ``subject`` (ela or math) and ``score`` (scale
        points); only students with a score.

    Examples
    --------
    >>> students = pd.DataFrame({"grade": ["03"], "ela_ss": [2440.0], "math_ss": [None]})
    >>> scores_by_subject(students)[["grade", "subject", "score"]].values.tolist()
    [['03', 'ela', 2440.0]]
    """
    parts = [
        students.assign(subject=subject, score=students[f"{subject}_ss"].astype(float))
        for subject in SUBJECTS
        if f"{subject}_ss" in students
    ]
    if not parts:
        return students.assign(subject="", score=np.nan).iloc[:0]
    return pd.concat(parts, ignore_index=True).dropna(subset=["score"]).reset_index(drop=True)


def distance_from_standard(
    scores: pd.DataFrame, standards: pd.DataFrame, *by: str, level: float = RANGE
) -> pd.DataFrame:
    """How many scale points students stand above (+) or below (-) "standard met".

        distance = mean of (score - level_3 of the student's own grade and subject)

    Within one grade this is the mean score minus the cut.  It uses every score, where
    the share who met the standard sees only who crossed the line; but it is in points
    of the test, and ten points are not the same feat in every grade.

    Parameters
    ----------
    scores : DataFrame, one row per student and subject
        ``subject`` (ela or math), ``grade`` (03 to 08, 11) and ``score`` (scale points),
        as ``scores_by_subject`` gives.
    standards : DataFrame indexed by subject and grade
        ``level_3``: the lowest score that meets the standard (scale points).
    *by : str
        More columns to group by than the subject, such as ``fiscal_year`` and ``grade``.
    level : float, above 0 and below 1
        How sure the range of the mean shall be.

    Returns
    -------
    DataFrame, one row per subject and group
        ``subject``, the columns of ``by``, ``students``, ``mean_score`` (scale points),
        ``distance``, ``distance_low`` and ``distance_high`` (scale points; the range by
        Student's t, blank for one student).

    Raises
    ------
    ValueError
        When a column is absent, a score is blank, or a grade has no standard.

    Examples
    --------
    >>> standards = pd.DataFrame({"level_3": [2432, 2473]},
    ...     index=pd.MultiIndex.from_tuples([("ela", "03"), ("ela", "04")]))
    >>> scores = pd.DataFrame({"subject": "ela", "grade": ["03", "03", "04"],
    ...                        "score": [2402.0, 2442.0, 2483.0]})
    >>> distance_from_standard(scores, standards)[["subject", "students", "distance"]].round(1)
      subject  students  distance
    0     ela         3      -3.3

    References
    ----------
    California Department of Education, *Smarter Balanced scale score ranges* (the cuts)
    and *California School Dashboard technical guide* (distance from standard).
    """
    require_columns(scores, ["subject", "grade", "score", *by], "table of scores")
    require_columns(standards, ["level_3"], "table of standards")
    if scores["score"].isna().any():
        raise ValueError("A score is blank. Leave out students who were not tested.")
    asked = pd.MultiIndex.from_frame(scores[["subject", "grade"]])
    without = asked.difference(standards.index)
    if len(without):
        subject, grade = without[0]
        raise ValueError(
            f"There is no standard for {subject} in grade {grade}, so a distance cannot be given. "
            "Leave such scores out, or check the grade (tested: 3 to 8 and 11)."
        )
    met = standards["level_3"].reindex(asked).to_numpy(dtype=float)
    away = scores.assign(_away=scores["score"] - met)
    keys = ["subject", *by]
    table = _means(away, "_away", keys, level)
    means = scores.groupby(keys)["score"].mean().rename("mean_score").reset_index()
    table = table.merge(means, on=keys).rename(
        columns={"mean": "distance", "low": "distance_low", "high": "distance_high"}
    )
    return table[[*keys, "students", "mean_score", "distance", "distance_low", "distance_high"]]


def score_growth(
    students: pd.DataFrame,
    typical: Mapping[tuple[str, str], float] = STATE_STEPS,
    *by: str,
    level: float = RANGE,
) -> pd.DataFrame:
    """How far the same students' scores moved since last spring, beside the usual step.

        change     = mean of (score - score the spring before), students with both
        beyond     = change - typical step into the same grade

    Only students tested in both years are in it: who moved away, arrived or missed a test
    is not.  The usual step is the state's, between the means of two grades in one year;
    it says what is common, not what a school should get.  Growth above it is no effect of
    a program: nobody is compared with similar students elsewhere.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``grade``, ``fiscal_year`` and any of ``ela_ss`` with ``ela_ss_prior``, ``math_ss``
        with ``math_ss_prior`` (scale points).
    typical : mapping of (subject, grade) to scale points
        The usual step from the grade below into this grade. Grades not in it are left out:
        grade 3 has no score before it, and grade 11 none the spring before.
    *by : str
        More columns to group by.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame, one row per subject, year, grade and group
        ``subject``, ``fiscal_year``, ``grade``, the columns of ``by``, ``students``,
        ``change``, ``typical_step``, ``beyond``, ``beyond_low``, ``beyond_high`` (scale
        points; ranges by Student's t) and ``standing``: "above", "below" or "not told"
        when the range holds zero or cannot be given.

    Raises
    ------
    ValueError
        When ``grade``, ``fiscal_year`` or a column of ``by`` is absent.

    Examples
    --------
    >>> students = pd.DataFrame({"fiscal_year": "2024-25", "grade": ["04", "04"],
    ...     "ela_ss": [2480.0, 2490.0], "ela_ss_prior": [2440.0, 2446.0]})
    >>> score_growth(students, {("ela", "04"): 42.0})[["students", "change", "standing"]]
       students  change  standing
    0         2    42.0  not told
    """
    require_columns(students, ["grade", "fiscal_year", *by], STUDENTS)
    keys = ["subject", "fiscal_year", "grade", *by]
    parts = [
        students.assign(
            subject=subject,
            _step=students[f"{subject}_ss"].astype(float)
            - students[f"{subject}_ss_prior"].astype(float),
        )
        for subject in SUBJECTS
        if {f"{subject}_ss", f"{subject}_ss_prior"} <= set(students.columns)
    ]
    together = (
        pd.concat(parts, ignore_index=True) if parts else students.assign(subject="", _step=np.nan)
    )
    usual = pd.Series(
        [typical.get(pair, np.nan) for pair in zip(together["subject"], together["grade"],
                                                   strict=True)],
        index=together.index, dtype=float,
    )  # fmt: skip
    together = together.assign(typical_step=usual, _beyond=together["_step"] - usual)
    table = _means(together.dropna(subset=["_beyond"]), "_beyond", [*keys, "typical_step"], level)
    table = table.rename(columns={"mean": "beyond", "low": "beyond_low", "high": "beyond_high"})
    table["change"] = table["beyond"] + table["typical_step"]
    above, below = table["beyond_low"] > 0, table["beyond_high"] < 0
    table["standing"] = np.select([above, below], ["above", "below"], "not told")
    found = ["students", "change", "typical_step", "beyond", "beyond_low", "beyond_high"]
    return table[[*keys, *found, "standing"]]


def literacy_windows(students: pd.DataFrame) -> pd.DataFrame:
    """Early literacy scores at the beginning, middle and end of the year, by test and grade.

    Each window holds whoever was tested in it, so a step from one to the next may be
    other students as well as learning.  Tests are not on one scale: never compare one
    with another, nor one grade's points with the next.  Only the end of the year has a
    benchmark in the table, so only there is the share at or above it known.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``fiscal_year``, ``grade``, ``literacy_assessment`` (the test's name) and any of
        ``boy_score``, ``moy_score``, ``eoy_score`` (points of that test).

    Returns
    -------
    DataFrame, one row per test, year, grade and window
        ``literacy_assessment``, ``fiscal_year``, ``grade``, ``window`` (boy, moy, eoy),
        ``students`` (tested in the window) and ``mean_score`` (points of the test).

    Raises
    ------
    ValueError
        When a column is absent.

    Examples
    --------
    >>> students = pd.DataFrame({"fiscal_year": "2024-25", "grade": "03", "boy_score": [40, 50],
    ...     "literacy_assessment": "DIBELS8", "eoy_score": [90, None]})
    >>> literacy_windows(students)[["window", "students", "mean_score"]].values.tolist()
    [['boy', 2, 45.0], ['eoy', 1, 90.0]]
    """
    keys = ["literacy_assessment", "fiscal_year", "grade"]
    require_columns(students, keys, STUDENTS)
    parts = [
        students[keys].assign(window=window, order=order, score=students[column].astype(float))
        for order, (window, column) in enumerate(WINDOWS.items())
        if column in students
    ]
    if not parts:
        raise ValueError(
            f"The table of students has none of {quoted(WINDOWS.values())}, so no window of the "
            "early literacy test is known."
        )
    long = pd.concat(parts).dropna(subset=["score", "literacy_assessment"])
    table = long.groupby([*keys, "order", "window"], as_index=False).agg(
        students=("score", "size"), mean_score=("score", "mean")
    )
    return table.drop(columns="order")


def literacy_rates(students: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """The share at or above the early literacy benchmark in one year, by test and grade.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        As students_outcomes.csv.
    fiscal_year : str

    Returns
    -------
    DataFrame, one row per test and grade
        ``literacy_assessment``, ``grade``, the columns of ``rates_by``, and ``whole``:
        alike in the grades whose total stands among the needs, so that none of them
        follows from it when another is hidden.

    Examples
    --------
    >>> students = pd.DataFrame({"fiscal_year": "2024-25", "grade": ["KN", "01", "03"],
    ...     "literacy_assessment": "DIBELS8", "literacy_status": ["at", "below", "above"]})
    >>> literacy_rates(students, "2024-25")[["grade", "rate", "whole"]].values.tolist()
    [['01', 0.0, 'early'], ['03', 1.0, '03'], ['KN', 1.0, 'early']]
    """
    year = students[students["fiscal_year"].eq(fiscal_year)]
    reached = outcome_values(year, "reading_on_grade")
    rates = rates_by(year, reached, "literacy_assessment", "grade")
    early = rates["grade"].isin(measure_grades("early_literacy"))
    return rates.assign(whole=rates["grade"].mask(early, "early"))


def literacy_by_grade(windows: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """The mean score of each window side by side, with the share on benchmark.

    Parameters
    ----------
    windows : DataFrame
        As ``literacy_windows`` gives, of one year.
    rates : DataFrame
        As ``literacy_rates`` gives; the tests and grades that ``windows`` has are kept.

    Returns
    -------
    DataFrame, one row per test and grade, the youngest first
        ``literacy_assessment``, ``grade``, ``boy``, ``moy``, ``eoy`` (mean points of that
        test) and the columns of ``rates``, blank where no status is known.

    Examples
    --------
    >>> windows = pd.DataFrame({"literacy_assessment": "DIBELS8", "grade": ["01", "KN"],
    ...     "window": "eoy", "mean_score": [430.0, 420.0]})
    >>> rates = pd.DataFrame({"literacy_assessment": ["DIBELS8"], "grade": ["KN"], "rate": [0.5]})
    >>> literacy_by_grade(windows, rates)[["grade", "eoy", "rate"]].values.tolist()
    [['KN', 420.0, 0.5], ['01', 430.0, nan]]
    """
    keys = ["literacy_assessment", "grade"]
    means = windows.pivot(index=keys, columns="window", values="mean_score")
    means = means.reindex(columns=list(WINDOWS)).reset_index().rename_axis(columns=None)
    table = means.merge(rates, on=keys, how="left")
    place = table["grade"].map({"TK": 0, "KN": 1}).fillna(9)
    ordered = table.assign(place=place).sort_values(["literacy_assessment", "place", "grade"])
    return ordered.drop(columns="place").reset_index(drop=True)


def _means(rows: pd.DataFrame, column: str, keys: list[str], level: float) -> pd.DataFrame:
    from scipy.stats import t

    level = checked_level(level)
    table = rows.groupby(keys, as_index=False).agg(
        students=(column, "size"), mean=(column, "mean"), _sd=(column, "std")
    )
    several = table["students"] > 1
    reach = t.ppf((1 + level) / 2, (table["students"] - 1).where(several, 1))
    half = (reach * table["_sd"] / np.sqrt(table["students"])).where(several)
    return table.assign(low=table["mean"] - half, high=table["mean"] + half).drop(columns="_sd")
