"""What students have learned, each goal as reached, not reached or not known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns
from smarter_spending.analysis._student_checks import STUDENTS
from smarter_spending.analysis.learning_goals import (
    chronically_absent,
    ninth_grade_c_or_better,
    standard_met,
)
from smarter_spending.analysis.outcomes import outcome_values
from smarter_spending.analysis.rates import RATE_COLUMNS, rates_by
from smarter_spending.analysis.uncertainty import RANGE


def _attending(students: pd.DataFrame) -> pd.Series:
    return 1 - chronically_absent(students)


@dataclass(frozen=True)
class Measure:
    """One goal of learning: whom it is asked of and how it is read.

    ``grades`` and ``columns`` say who is counted and what the table must hold; ``values``
    gives 1, 0 or blank per student.  Among ``MEASURES`` no student is counted twice in
    one subject, so that counts of students behind may be put side by side.
    """

    word: str
    grades: tuple[str, ...]
    columns: tuple[str, ...]
    values: Callable[[pd.DataFrame], pd.Series]


_DAYS = ("days_expected", "days_absent")
_NINTH = ("g9_credits", "g9_core_f_sem1", "g9_core_f_sem2")
_ELA, _MATH = (partial(standard_met, subject=subject) for subject in ("ela", "math"))
MEASURES = {
    measure.word: measure
    for measure in (
        Measure(
            "early_literacy",
            ("KN", "01", "02"),
            ("literacy_status",),
            partial(outcome_values, intended_outcome="reading_on_grade"),
        ),
        Measure("third_grade_reading", ("03",), ("ela_level",), _ELA),
        Measure("ela_4_5", ("04", "05"), ("ela_level",), _ELA),
        Measure("ela_6_8", ("06", "07", "08"), ("ela_level",), _ELA),
        Measure("ela_11", ("11",), ("ela_level",), _ELA),
        Measure("math_3_5", ("03", "04", "05"), ("math_level",), _MATH),
        Measure("math_6_8", ("06", "07", "08"), ("math_level",), _MATH),
        Measure("math_11", ("11",), ("math_level",), _MATH),
        Measure(
            "ninth_grade_on_track",
            ("09",),
            _NINTH,
            partial(outcome_values, intended_outcome="ninth_grade_on_track"),
        ),
        Measure(
            "ninth_grade_c_or_better", ("09",), (*_NINTH, "g9_core_d"), ninth_grade_c_or_better
        ),
        Measure(
            "attending_tk_8",
            ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 9))),
            _DAYS,
            _attending,
        ),
        Measure("attending_9_12", ("09", "10", "11", "12"), _DAYS, _attending),
    )
}

# two definitions of one goal: a ranking holds one of them
NINTH_GRADE = ("ninth_grade_on_track", "ninth_grade_c_or_better")


def goals_with(ninth_grade: str = NINTH_GRADE[0]) -> list[str]:
    """Every goal of learning, with one definition of ninth grade on track.

    Parameters
    ----------
    ninth_grade : str
        ninth_grade_on_track or ninth_grade_c_or_better.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        When it is neither.

    Examples
    --------
    >>> goals_with("ninth_grade_c_or_better")[-3:]
    ['ninth_grade_c_or_better', 'attending_tk_8', 'attending_9_12']
    """
    if ninth_grade not in NINTH_GRADE:
        raise ValueError(
            f"{ninth_grade!r} is not a definition of ninth grade on track. Use one of "
            f"{', '.join(NINTH_GRADE)}."
        )
    return [word for word in MEASURES if word not in NINTH_GRADE or word == ninth_grade]


def measure_values(students: pd.DataFrame, measure: str) -> pd.Series:
    """One goal for every student: 1 reached, 0 not reached, blank not asked or not known.

        early_literacy           benchmark status at the end of the year at or above, KN to 2
        third_grade_reading      met the state standard in English language arts, grade 3
        ela_4_5, ela_6_8, ela_11       the same in those grades
        math_3_5, math_6_8, math_11    met the state standard in mathematics
        ninth_grade_on_track     Chicago's definition: 50 credits, at most one core F
        ninth_grade_c_or_better  California's: 50 credits, no D or F in a core course
        attending_tk_8, attending_9_12  not chronically absent

    Parameters
    ----------
    students : DataFrame, one row per student and year
        ``grade`` and the columns of the goal, as in students_outcomes.csv.
    measure : str

    Returns
    -------
    Series on the students' index

    Raises
    ------
    ValueError
        When there is no such goal, or a column of it is absent.

    Examples
    --------
    >>> students = pd.DataFrame({"grade": ["03", "03", "04"], "ela_level": [3, 2, 4]})
    >>> measure_values(students, "third_grade_reading").tolist()
    [1.0, 0.0, nan]
    """
    found = _measure(measure)
    require_columns(students, ["grade", *found.columns], STUDENTS)
    values = found.values(students).where(students["grade"].isin(found.grades))
    return values.rename(measure)


def learning_rates(
    students: pd.DataFrame,
    *by: str,
    measures: Sequence[str] = tuple(MEASURES),
    level: float = RANGE,
) -> pd.DataFrame:
    """The rate of each goal in each year, for all students or group by group.

    A goal whose columns are absent, or whose grades the district has not, is not in the
    table; a group with nobody known is not either.

    Parameters
    ----------
    students : DataFrame, one row per student and year
        As students_outcomes.csv.
    *by : str
        More columns to group by, such as ``site_code``.
    measures : sequence of str
        Which goals, as in ``measure_values``.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame, one row per goal, year and group
        ``measure``, ``fiscal_year``, the columns of ``by``, and those of ``rates_by``;
        ``not_known`` counts students of the goal's grades without a result.

    Raises
    ------
    ValueError
        As ``measure_values``, and when ``fiscal_year`` or a column of ``by`` is absent.

    Examples
    --------
    >>> students = pd.DataFrame({"fiscal_year": "2024-25", "grade": ["03", "03", "04"],
    ...                          "ela_level": [3, 2, 4]})
    >>> learning_rates(students)[["measure", "students", "rate"]]
                   measure  students  rate
    0  third_grade_reading         2   0.5
    1              ela_4_5         1   1.0
    """
    require_columns(students, ["grade", "fiscal_year", *by], STUDENTS)
    parts = [pd.DataFrame(columns=["measure", "fiscal_year", *by, *RATE_COLUMNS])]
    for word in measures:
        wanted = students[students["grade"].isin(_measure(word).grades)]
        if set(_measure(word).columns) <= set(students.columns):
            rates = rates_by(wanted, measure_values(wanted, word), "fiscal_year", *by, level=level)
            parts.append(rates[rates["students"] > 0].assign(measure=word))
    parts = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(parts, ignore_index=True)[["measure", "fiscal_year", *by, *RATE_COLUMNS]]


def measure_grades(measure: str) -> tuple[str, ...]:
    """The grades a goal is asked of.

    Parameters
    ----------
    measure : str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> measure_grades("ela_4_5")
    ('04', '05')
    """
    return _measure(measure).grades


def published_results(outcomes_public: pd.DataFrame, cds_code: str) -> pd.DataFrame:
    """The results that the state has published of one district: all students, all grades.

    What the state hid is no result, and where nobody was tested there is none: the two are
    not the same, and neither is zero.

    Parameters
    ----------
    outcomes_public : DataFrame
        As outcomes_public.csv.
    cds_code : str
        The district's 14 digits; the first seven say the county and the district.

    Returns
    -------
    DataFrame, one row per subject and year
        ``subject`` (as the file has it), ``test_year``, ``students_with_scores`` (the
        state's denominator; students tested where the file has no such column; blank where
        hidden), ``share`` (0 to 1 met the standard) and ``standing``: "hidden" by the
        state, "nobody tested", "known" or "not known".

    Examples
    --------
    >>> row = {"county_code": "39", "district_code": "99999", "school_code": "0000000",
    ...     "grade": "13", "student_group": "1", "subject": "ELA", "test_year": 2024,
    ...     "students_tested": 60, "students_with_scores": 50, "suppressed": False}
    >>> table = pd.DataFrame([row | {"pct_met_and_above": 40.0}])
    >>> published_results(table, "39999990000000")[["share", "standing"]].values.tolist()
    [[0.4, 'known']]
    """
    table = outcomes_public
    own = (
        table["county_code"].eq(cds_code[:2])
        & table["district_code"].eq(cds_code[2:7])
        & table["school_code"].eq("0000000")
        & table["grade"].eq("13")
        & table["student_group"].fillna("1").eq("1")
    )
    rows = table[own].sort_values(["subject", "test_year"]).reset_index(drop=True)
    hidden = rows["suppressed"].astype("boolean").fillna(False).astype(bool)
    nobody = rows["students_tested"].astype(float).eq(0)
    share = rows["pct_met_and_above"].astype(float) / 100
    counted = rows["students_with_scores"].fillna(rows["students_tested"]).astype(float)
    standing = np.select(
        [nobody, hidden, share.notna()], ["nobody tested", "hidden", "known"], "not known"
    )
    return rows[["subject", "test_year"]].assign(
        students_with_scores=counted.mask(hidden), share=share, standing=standing
    )


def _measure(word: str) -> Measure:
    if word not in MEASURES:
        raise ValueError(
            f"{word!r} is not a goal of learning that we can read. Use one of {quoted(MEASURES)}."
        )
    return MEASURES[word]
