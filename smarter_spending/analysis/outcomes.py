"""The outcomes a program may be meant to move, and the prior score that goes with each."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns
from smarter_spending.analysis._student_checks import STUDENTS

ON_GRADE = ("at", "above")
CREDITS_TO_BE_ON_TRACK, MOST_FAILED = 50, 1


@dataclass(frozen=True)
class Outcome:
    """How one outcome is read from the student table.

    ``columns`` are needed for it and ``priors`` hold what was known before, the most
    telling first; a prior named like the outcome itself is last year's value of it.
    ``unit`` is what one unit of effect means once scores are put on the scale of the
    grade (see ``grade_scale``), ``yes_no`` whether it is a share of students.
    """

    word: str
    columns: tuple[str, ...]
    priors: tuple[str, ...]
    unit: str
    yes_no: bool = False
    from_last_year: bool = False


_SD = "standard deviations of the grade"
_STUDENT = "share of students"
OUTCOMES = {
    outcome.word: outcome
    for outcome in (
        Outcome("ela_score", ("ela_ss",), ("ela_ss_prior",), _SD),
        Outcome("math_score", ("math_ss",), ("math_ss_prior",), _SD),
        Outcome("early_literacy_score", ("eoy_score",), ("boy_score",), _SD),
        Outcome("reading_on_grade", ("literacy_status",), ("boy_score",), _STUDENT, yes_no=True),
        Outcome(
            "ninth_grade_on_track",
            ("g9_credits", "g9_core_f_sem1", "g9_core_f_sem2"),
            ("ela_ss_prior", "math_ss_prior"),
            _STUDENT,
            yes_no=True,
        ),
        Outcome(
            "attendance",
            ("days_expected", "days_absent"),
            ("attendance",),
            "share of days enrolled",
            from_last_year=True,
        ),
        Outcome(
            "reclassification",
            ("el_status", "reclassified_date"),
            ("ela_ss_prior",),
            _STUDENT,
            yes_no=True,
        ),
    )
}


def outcome_named(intended_outcome: object) -> Outcome:
    """The outcome of this name.

    Parameters
    ----------
    intended_outcome : str
        As in programs.csv.

    Returns
    -------
    Outcome

    Raises
    ------
    ValueError
        When no outcome has the name, or it is blank or "none".

    Examples
    --------
    >>> outcome_named("ela_score").priors
    ('ela_ss_prior',)
    """
    if not isinstance(intended_outcome, str) or intended_outcome == "none":
        raise ValueError(
            "The program names no outcome that it is meant to move (programs.csv, "
            "intended_outcome), so there is nothing to look for. Name the one outcome first."
        )
    if intended_outcome not in OUTCOMES:
        raise ValueError(
            f"{intended_outcome!r} is not an outcome we can read (programs.csv, intended_outcome). "
            f"Use one of {quoted(OUTCOMES)}."
        )
    return OUTCOMES[intended_outcome]


def outcome_values(students: pd.DataFrame, intended_outcome: str) -> pd.Series:
    """One outcome for every student, higher is better, blank where it is not known.

        scores                 points of the test
        reading_on_grade       1 when the benchmark status at the end of the year is at or above
        ninth_grade_on_track   1 with 50 credits or more and at most one semester F in core courses
        attendance             1 - days absent / days expected
        reclassification       1 when an English learner was reclassified in the year;
                               blank for everybody else

    Parameters
    ----------
    students : DataFrame, one row per student and year
        The columns of students_outcomes.csv.
    intended_outcome : str
        One of ela_score, math_score, early_literacy_score, reading_on_grade,
        ninth_grade_on_track, attendance, reclassification.

    Returns
    -------
    Series on the students' index
        Points, or 1 and 0, or a share of days; ``NaN`` where a part is blank.

    Raises
    ------
    ValueError
        When the outcome is not one of these or its columns are absent.

    Examples
    --------
    >>> students = pd.DataFrame({"g9_credits": [55.0, 60.0, 45.0, None],
    ...     "g9_core_f_sem1": [1.0, 1.0, 0.0, 0.0], "g9_core_f_sem2": [0.0, 1.0, 0.0, 0.0]})
    >>> outcome_values(students, "ninth_grade_on_track").tolist()
    [1.0, 0.0, 0.0, nan]

    References
    ----------
    Allensworth and Easton (2005), *The On-Track Indicator as a Predictor of High School
    Graduation*, University of Chicago Consortium on School Research.
    """
    outcome = outcome_named(intended_outcome)
    require_columns(students, outcome.columns, STUDENTS)
    if outcome.word == "reading_on_grade":
        status = students["literacy_status"]
        values = status.isin(ON_GRADE).astype(float).where(status.notna())
    elif outcome.word == "ninth_grade_on_track":
        values = _on_track(students)
    elif outcome.word == "attendance":
        expected = students["days_expected"].astype(float)
        values = 1 - students["days_absent"].astype(float) / expected.where(expected > 0)
    elif outcome.word == "reclassification":
        done = students["reclassified_date"].notna()
        values = done.astype(float).where(students["el_status"].eq("EL") | done)
    else:
        values = students[outcome.columns[0]].astype(float)
    return values.rename(intended_outcome)


def grade_scale(students: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """Mean and spread of a score among all students of the same grade, year and test.

    Scores of different grades, or of different early literacy tests, are not on one
    scale.  (score - mean) / spread is: how far a student stands from the grade's mean
    in this district, in standard deviations of the grade.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``grade``, ``fiscal_year`` and, where it exists, ``literacy_assessment``.
    values : Series on the students' index, points

    Returns
    -------
    DataFrame on the students' index
        ``mean`` and ``spread`` in points; ``NaN`` where the grade has fewer than two
        scores or no spread.

    Examples
    --------
    >>> students = pd.DataFrame({"grade": ["04", "04", "05"], "fiscal_year": "2024-25"})
    >>> grade_scale(students, pd.Series([2400.0, 2500.0, 2480.0])).round(1)
         mean  spread
    0  2450.0    70.7
    1  2450.0    70.7
    2  2480.0     NaN
    """
    keys = [students[name] for name in ("grade", "fiscal_year", "literacy_assessment")
            if name in students]  # fmt: skip
    grouped = values.groupby(keys, dropna=False)
    spread = grouped.transform("std")
    return pd.DataFrame({"mean": grouped.transform("mean"), "spread": spread.where(spread > 0)})


def _on_track(students: pd.DataFrame) -> pd.Series:
    failed = students["g9_core_f_sem1"].astype(float) + students["g9_core_f_sem2"].astype(float)
    credits = students["g9_credits"].astype(float)
    values = (credits >= CREDITS_TO_BE_ON_TRACK) & (failed <= MOST_FAILED)
    return values.astype(float).where(np.isfinite(failed) & np.isfinite(credits))
