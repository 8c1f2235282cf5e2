"""Who reached a goal of learning: chronic absence, the state standard, ninth grade on track."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._student_checks import STUDENTS
from smarter_spending.analysis.outcomes import CREDITS_TO_BE_ON_TRACK

LEAST_DAYS_ENROLLED, MET = 31, 3
CUTS = ["level_2", "level_3", "level_4"]


def chronically_absent(students: pd.DataFrame) -> pd.Series:
    """Whether each student was chronically absent: 1 yes, 0 no, blank not counted.

        1 when days_absent / days_expected >= 0.10

    Counted is who was enrolled 31 days or more and came on at least one of them; for all
    others, and where a number of days is blank, it is blank.  Excused and unexcused days
    both count.  A student in two schools must have the days of both added first.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``days_expected`` (days enrolled) and ``days_absent`` (days; half days as 0.5).

    Returns
    -------
    Series on the students' index, 1, 0 or ``NaN``

    Raises
    ------
    ValueError
        When a column is absent.

    Examples
    --------
    >>> days = pd.DataFrame({"days_expected": [180, 180, 30], "days_absent": [18, 17.5, 20]})
    >>> chronically_absent(days).tolist()
    [1.0, 0.0, nan]

    References
    ----------
    California Education Code, section 60901(c)(1), for the tenth; California Department
    of Education, rules of the Dashboard's chronic absenteeism rate, for who is counted.
    """
    require_columns(students, ["days_expected", "days_absent"], STUDENTS)
    expected = students["days_expected"].astype(float)
    absent = students["days_absent"].astype(float)
    counted = (expected >= LEAST_DAYS_ENROLLED) & (absent < expected)
    # times ten rather than divided: half days stay exact, so 18 of 180 is a tenth
    return (10 * absent >= expected).astype(float).where(counted)


def standard_met(students: pd.DataFrame, subject: str) -> pd.Series:
    """Whether each student met the state standard: level 3 or 4 of the CAASPP test.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``ela_level`` or ``math_level`` (1 to 4; blank when not tested).
    subject : str
        ela or math.

    Returns
    -------
    Series on the students' index, 1, 0 or ``NaN``

    Raises
    ------
    ValueError
        When the column is absent.

    Examples
    --------
    >>> standard_met(pd.DataFrame({"ela_level": [2, 3, None]}), "ela").tolist()
    [0.0, 1.0, nan]
    """
    require_columns(students, [f"{subject}_level"], STUDENTS)
    level = students[f"{subject}_level"].astype(float)
    return (level >= MET).astype(float).where(level.notna())


def levels_from_scores(students: pd.DataFrame, standards: pd.DataFrame) -> pd.DataFrame:
    """Fill a blank achievement level where the score is known, by the state's cuts.

        level = 1 + how many of level_2, level_3, level_4 the score reaches

    A level that was given stays as it is.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``grade`` and any of ``ela_ss``, ``math_ss`` (scale points) and ``ela_level``,
        ``math_level`` (1 to 4).
    standards : DataFrame indexed by subject and grade
        ``level_2``, ``level_3``, ``level_4`` (scale points).

    Returns
    -------
    DataFrame
        ``students`` with ``ela_level`` and ``math_level`` where there are scores; blank
        for a grade without a standard, and where there is neither score nor level.

    Raises
    ------
    ValueError
        When the grade or a cut is absent.

    Examples
    --------
    >>> cuts = pd.DataFrame({"level_2": [2367], "level_3": [2432], "level_4": [2490]},
    ...     index=pd.MultiIndex.from_tuples([("ela", "03")]))
    >>> students = pd.DataFrame({"grade": "03", "ela_ss": [2366.0, 2432.0, None]})
    >>> levels_from_scores(students, cuts)["ela_level"].tolist()
    [1.0, 3.0, nan]

    References
    ----------
    California Department of Education, *Smarter Balanced scale score ranges*.
    """
    require_columns(students, ["grade"], STUDENTS)
    require_columns(standards, CUTS, "table of standards")
    filled = students.copy()
    for subject in ("ela", "math"):
        if f"{subject}_ss" in students:
            score = students[f"{subject}_ss"].astype(float)
            asked = pd.MultiIndex.from_arrays([[subject] * len(students), students["grade"]])
            cuts = standards[CUTS].reindex(asked).set_index(students.index)
            level = 1 + cuts.le(score, axis=0).sum(axis=1)
            level = level.astype(float).where(score.notna() & cuts.notna().all(axis=1))
            given = students.get(f"{subject}_level", level)
            filled[f"{subject}_level"] = given.astype(float).fillna(level)
    return filled


def ninth_grade_c_or_better(students: pd.DataFrame) -> pd.Series:
    """Whether each ninth grader is on track by California's stricter count.

        1 with 50 credits or more and neither a D nor an F in a core course

    A D earns credits and a diploma, but no place at a public university of the state,
    which asks for a C or better.  By Chicago's definition (``outcome_values`` with
    ``ninth_grade_on_track``) one F and any number of Ds are still on track: the two
    are different goals and must never stand in one line of figures.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``g9_credits`` (5 for a semester course), ``g9_core_f_sem1``, ``g9_core_f_sem2``
        and ``g9_core_d`` (courses).

    Returns
    -------
    Series on the students' index, 1, 0 or ``NaN`` where any of the four is blank

    Raises
    ------
    ValueError
        When a column is absent.

    Examples
    --------
    >>> students = pd.DataFrame({"g9_credits": [60, 60, 60, 45, 60], "g9_core_f_sem2": 0,
    ...     "g9_core_f_sem1": [0, 0, 1, 0, 0], "g9_core_d": [0, 1, 0, 0, None]})
    >>> ninth_grade_c_or_better(students).tolist()
    [1.0, 0.0, 0.0, 0.0, nan]

    References
    ----------
    University of California, *A-G subject requirements* (courses with a grade of C or
    better); Allensworth and Easton (2005), as in ``outcome_values``, for the credits.
    """
    columns = ["g9_credits", "g9_core_f_sem1", "g9_core_f_sem2", "g9_core_d"]
    require_columns(students, columns, STUDENTS)
    credits, *low_grades = (students[name].astype(float) for name in columns)
    too_low = sum(low_grades)
    values = (credits >= CREDITS_TO_BE_ON_TRACK) & (too_low == 0)
    return values.astype(float).where(np.isfinite(too_low) & np.isfinite(credits))
