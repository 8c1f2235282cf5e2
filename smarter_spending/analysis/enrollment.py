"""How many students, by year: the denominator of every per-student figure."""

import pandas as pd


def enrollment_by_year(enrollment: pd.DataFrame) -> dict[str, float]:
    """Census Day enrollment by fiscal year.

    Enrollment is not attendance: divide spending by it to speak of students served,
    and by ADA only where the state's own formula does.

    Parameters
    ----------
    enrollment : DataFrame, one row per fiscal year
        ``fiscal_year`` (2024-25) and ``enrollment`` (students), as in enrollment_lcff.csv.

    Returns
    -------
    dict of fiscal year to students
        Years whose enrollment is not known are left out.

    Examples
    --------
    >>> enrollment_by_year(pd.DataFrame({"fiscal_year": ["2024-25"], "enrollment": [17_000.0]}))
    {'2024-25': 17000.0}
    """
    known = enrollment.dropna(subset=["enrollment"])
    return dict(zip(known["fiscal_year"], known["enrollment"].astype(float), strict=True))


def students_on_file(students: pd.DataFrame, fiscal_year: str) -> int:
    """How many different students have a row in one year.

    Parameters
    ----------
    students : DataFrame, one row per student and fiscal year
        ``student_key`` and ``fiscal_year``, as in students_outcomes.csv.
    fiscal_year : str

    Returns
    -------
    int, students

    Examples
    --------
    >>> students = pd.DataFrame({"student_key": ["a", "a", "b"],
    ...                          "fiscal_year": ["2023-24", "2024-25", "2024-25"]})
    >>> students_on_file(students, "2024-25")
    2
    """
    return int(students.loc[students["fiscal_year"] == fiscal_year, "student_key"].nunique())


def enrolled(enrollment: pd.DataFrame, fiscal_year: str) -> float:
    """How many students are enrolled in one fiscal year.

    Parameters
    ----------
    enrollment : DataFrame, one row per fiscal year
        As for ``enrollment_by_year``.
    fiscal_year : str

    Returns
    -------
    float
        ``NaN`` when the district brought no count of it.

    Examples
    --------
    >>> enrolled(pd.DataFrame({"fiscal_year": ["2024-25"], "enrollment": [17_000.0]}), "2023-24")
    nan
    """
    return float(enrollment_by_year(enrollment).get(fiscal_year, float("nan")))
