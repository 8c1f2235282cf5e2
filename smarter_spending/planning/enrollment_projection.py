"""The students of years to come: each grade moved up by the share that came back before."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from smarter_spending.analysis.checks import year_after
from smarter_spending.planning.plan_checks import check_columns

GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
ENTRY = ("TK", "KN")  # not everyone in kindergarten was in TK, so neither follows from a grade


def cohort_survival(
    enrollment: pd.DataFrame, years: int, entry: Mapping[str, Sequence[float]] | None = None
) -> pd.DataFrame:
    """Students by grade in the years ahead, if children move through school as before.

        students of a grade   = students of the grade below, a year before * its ratio
        students who enter    = students of that grade, a year before * its ratio

    The ratios are those of ``progression_ratios``.  A grade enters when it is TK or
    kindergarten, or when the grade below is not on file, as grade 9 of a high school district.
    The method knows nothing that has not happened yet: no new housing, no boundary, no charter
    school.  The years in which California widened TK made it grow by law and not by births, so
    with those on file give ``entry`` for TK.

    Parameters
    ----------
    enrollment : DataFrame, one row per fiscal year and grade
        ``fiscal_year`` ("2024-25"), ``grade`` (TK, KN, 01 to 12), ``students`` (a count of the
        same day each year).
    years : int
        How many to look ahead, from the last year on file.
    entry : mapping of grade to students, optional
        For each year ahead, those who enter that grade: from births in the county, say.

    Returns
    -------
    DataFrame, one row per projected year and grade
        ``fiscal_year``, ``grade``, ``students`` (not rounded).

    Raises
    ------
    ValueError
        As ``progression_ratios``; and when ``years`` is below 1, or ``entry`` names a grade
        that is not on file, has another number of years, or a count below zero.

    Examples
    --------
    Of 100 kindergartners 95 came back as first graders, and kindergarten fell from 100 to 90.

    >>> seen = pd.DataFrame({"fiscal_year": ["2023-24"] * 2 + ["2024-25"] * 2,
    ...                      "grade": ["KN", "01"] * 2, "students": [100, 110, 90, 95]})
    >>> cohort_survival(seen, years=1)
      fiscal_year grade  students
    0     2025-26    KN      81.0
    1     2025-26    01      85.5

    References
    ----------
    California Department of Finance, *California public K-12 graded enrollment projections*,
    which uses grade progression ratios.
    """
    if years < 1:
        raise ValueError(f"years is {years}. Look at least one year ahead.")
    ratios = progression_ratios(enrollment)
    given = _checked_entry(entry or {}, ratios["grade"], years)
    last = enrollment["fiscal_year"].max()
    before = enrollment[enrollment["fiscal_year"] == last].set_index("grade")["students"]
    rows, before = [], before.astype(float).to_dict()
    for ahead in range(years):
        before = {
            row.grade: given[row.grade][ahead]
            if row.grade in given
            else before[row.follows] * row.ratio
            for row in ratios.itertuples()
        }
        year = year_after(last, ahead + 1)
        rows += [(year, grade, students) for grade, students in before.items()]
    return pd.DataFrame(rows, columns=["fiscal_year", "grade", "students"])


def progression_ratios(enrollment: pd.DataFrame) -> pd.DataFrame:
    """For each grade, how many students come for each one in the grade below a year before.

        ratio = sum over years of the grade's students
                / sum over the years before of the students of the grade it follows

    Sums and not a mean of ratios, so that a small year counts for little.  An entry grade
    follows itself.  Above 1, more came than left.

    Parameters
    ----------
    enrollment : DataFrame
        As in ``cohort_survival``.

    Returns
    -------
    DataFrame, one row per grade of the last year on file
        ``grade``, ``follows`` (a grade), ``ratio``, ``pairs`` (pairs of years behind it).

    Raises
    ------
    ValueError
        When a column is missing, a grade stands twice in a year or is not a grade, students
        are blank or below zero, or there are not two years in a row to compare.

    Examples
    --------
    >>> seen = pd.DataFrame({"fiscal_year": ["2023-24"] * 2 + ["2024-25"] * 2,
    ...                      "grade": ["KN", "01"] * 2, "students": [100, 110, 90, 95]})
    >>> progression_ratios(seen)
      grade follows  ratio  pairs
    0    KN      KN   0.90      1
    1    01      KN   0.95      1
    """
    _check(enrollment)
    rows = []
    for grade, follows, pairs in _pairs(enrollment):
        if pairs["earlier"].sum() <= 0:
            raise ValueError(
                f"Grade {grade} has no students in grade {follows} a year before to compare with. "
                "Bring enrollment by grade for two years in a row or more."
            )
        rows.append((grade, follows, pairs["later"].sum() / pairs["earlier"].sum(), len(pairs)))
    return pd.DataFrame(rows, columns=["grade", "follows", "ratio", "pairs"])


def can_be_moved_up(enrollment: pd.DataFrame) -> bool:
    """Whether every grade has a year before it to compare with, as ``cohort_survival`` needs.

    Parameters
    ----------
    enrollment : DataFrame
        As in ``cohort_survival``.

    Returns
    -------
    bool

    Examples
    --------
    >>> one = pd.DataFrame({"fiscal_year": ["2024-25"], "grade": ["KN"], "students": [90]})
    >>> can_be_moved_up(one), can_be_moved_up(pd.concat([one, one.assign(fiscal_year="2023-24")]))
    (False, True)
    """
    if enrollment["fiscal_year"].nunique() < 2:
        return False
    return all(pairs["earlier"].sum() > 0 for _, _, pairs in _pairs(enrollment))


def _pairs(enrollment: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each grade of the last year, the one it follows, and their students a year apart."""
    wide = enrollment.pivot(index="fiscal_year", columns="grade", values="students").sort_index()
    on_file = [grade for grade in GRADES if grade in wide and pd.notna(wide[grade].iloc[-1])]
    for grade in on_file:
        below = GRADES[max(GRADES.index(grade) - 1, 0)]
        follows = grade if grade in ENTRY or below not in on_file else below
        earlier = wide[follows].rename(lambda year: year_after(year, 1))
        yield grade, follows, pd.DataFrame({"earlier": earlier, "later": wide[grade]}).dropna()


def total_by_year(students: pd.DataFrame) -> pd.DataFrame:
    """All grades together, and the change from the year before.

    Put the years on file and the projected ones together first, ``pd.concat([seen, ahead])``,
    so that the first projected year has its change: it is the ``enrollment`` rate of
    ``multi_year_plan``.

    Parameters
    ----------
    students : DataFrame
        ``fiscal_year``, ``grade``, ``students``.

    Returns
    -------
    DataFrame, one row per fiscal year
        ``fiscal_year``, ``students``, ``change`` (a share; NaN in the first year).

    Examples
    --------
    >>> total_by_year(pd.DataFrame({"fiscal_year": ["2024-25", "2025-26"], "grade": ["KN", "KN"],
    ...                             "students": [100, 97]}))
      fiscal_year  students  change
    0     2024-25       100     NaN
    1     2025-26        97   -0.03
    """
    total = students.groupby("fiscal_year", as_index=False)["students"].sum()
    return total.assign(change=(total["students"] / total["students"].shift() - 1).round(12))


def _check(enrollment: pd.DataFrame) -> None:
    check_columns(enrollment, ("fiscal_year", "grade", "students"), "enrollment")
    if enrollment["fiscal_year"].nunique() < 2:
        raise ValueError(
            "A projection needs at least two years of enrollment by grade, one after the other, "
            "and five are better. Bring the CALPADS Fall 1 counts of earlier years."
        )
    unknown = sorted(set(enrollment["grade"]) - set(GRADES), key=str)
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a grade. Write TK, KN, or 01 to 12.")
    twice = enrollment[enrollment.duplicated(["fiscal_year", "grade"])]
    if len(twice):
        year, grade = twice.iloc[0][["fiscal_year", "grade"]]
        raise ValueError(f"Grade {grade} stands twice in {year}. Add its schools together first.")
    if not enrollment["students"].astype(float).between(0, 1e9).all():
        raise ValueError("A count of students is blank or below zero. Leave the row out, or mend.")


def _checked_entry(entry, grades: pd.Series, years: int) -> dict[str, list[float]]:
    for grade, students in entry.items():
        if grade not in set(grades):
            raise ValueError(f"entry names grade {grade!r}, which is not in the last year on file.")
        if len(students) != years or not all(count >= 0 for count in students):
            raise ValueError(f"entry of grade {grade} needs {years} counts of zero or more.")
    return {grade: [float(count) for count in students] for grade, students in entry.items()}
