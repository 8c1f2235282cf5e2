"""Tables of what students learned, with small groups hidden and rates in words."""

import pandas as pd

from smarter_spending.analysis.learning import MEASURES, learning_rates
from smarter_spending.analysis.learning_needs import learning_gaps, ranked_needs
from smarter_spending.analysis.rate_gaps import rate_changes
from smarter_spending.guide.learning.learning_names import (
    count_words,
    learning_words,
    point_ranges,
    points,
    rate_ranges,
)
from smarter_spending.guide.learning.learning_privacy import hide_groups, hide_rates
from smarter_spending.words import DASH, percent

NINTH_GRADE = ("ninth_grade_on_track", "ninth_grade_c_or_better")
FOCUS = "third_grade_reading"


def need_titles(ninth_grade: str = NINTH_GRADE[0]) -> list[str]:
    """Every goal of learning by its title, with one definition of ninth grade on track.

    Parameters
    ----------
    ninth_grade : str
        ninth_grade_on_track or ninth_grade_c_or_better.

    Returns
    -------
    list of str

    Examples
    --------
    >>> need_titles()[1]
    'Reading by grade 3 (state test)'
    """
    titles = learning_words()["titles"]
    return [titles[word] for word in _measures(ninth_grade)]


def yearly_rates(
    students: pd.DataFrame, minimum: int, ninth_grade: str = NINTH_GRADE[0]
) -> pd.DataFrame:
    """Each goal's rate in each year, with small groups hidden.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv; without rows where the file is absent.
    minimum : int, students
        The smallest group that may be shown.
    ninth_grade : str
        Which definition of ninth grade on track.

    Returns
    -------
    DataFrame, one row per goal and year
        As ``learning_rates``, hidden by ``hide_rates``, with ``need_title``,
        ``goal_words`` and ``range_words``.
    """
    rates = learning_rates(students, measures=_measures(ninth_grade))
    return worded(hide_rates(rates, minimum))


def yearly_changes(rates: pd.DataFrame, *by: str) -> pd.DataFrame:
    """How far the rates that may be shown moved, with the change and its range in words.

    Parameters
    ----------
    rates : DataFrame
        As ``yearly_rates`` or ``school_rates`` gives.
    *by : str
        What is followed through the years; the goal unless given.

    Returns
    -------
    DataFrame
        As ``rate_changes``, with the titles of ``rates``, ``before_words``,
        ``after_words``, ``change_words`` and ``change_range_words`` (points are
        percentage points).
    """
    by = by or ("measure",)
    named = [name for name in ("need_title", "school_name") if name in rates]
    open_rates = rates[~rates["suppressed"]] if len(rates) else rates
    changes = rate_changes(open_rates, *by, *named)
    return changes.assign(
        before_words=changes["rate_before"].map(percent),
        after_words=changes["rate_after"].map(percent),
        change_words=changes["change"].map(points),
        change_range_words=point_ranges(changes["change_low"], changes["change_high"], times=100),
    )


def district_needs(
    students: pd.DataFrame, fiscal_year: str, minimum: int, ninth_grade: str = NINTH_GRADE[0]
) -> pd.DataFrame:
    """The district's needs of one year, ranked by rate and by count, as they may be shown.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    fiscal_year : str
    minimum : int, students
        A need with fewer students on either side is left out, and has no rank.
    ninth_grade : str
        Which definition of ninth grade on track.

    Returns
    -------
    DataFrame, lowest rate first
        As ``ranked_needs``, with ``need_title``, ``goal_words``, ``rate_words`` and
        ``range_words``.
    """
    rates = yearly_rates(students, minimum, ninth_grade)
    year = rates[rates["fiscal_year"].eq(fiscal_year) & ~rates["suppressed"].astype(bool)]
    return ranked_needs(year)


def focus_goal(needs: pd.DataFrame) -> str:
    """The goal that a page looks at closely: reading by grade 3, or else the first need.

    Parameters
    ----------
    needs : DataFrame
        As ``district_needs`` gives.

    Returns
    -------
    str
        "third_grade_reading" also where nothing is known.

    Examples
    --------
    >>> focus_goal(pd.DataFrame({"measure": ["math_6_8", "ela_6_8"]}))
    'math_6_8'
    """
    known = list(needs["measure"])
    return FOCUS if FOCUS in known or not known else known[0]


def school_rates(
    students: pd.DataFrame, schools: pd.DataFrame, measure: str, minimum: int
) -> pd.DataFrame:
    """One goal's rate at each school in each year, as it may be shown beside the total.

    Parameters
    ----------
    students, schools : DataFrame
        As students_outcomes.csv and schools.csv.
    measure : str
    minimum : int, students

    Returns
    -------
    DataFrame, one row per school and year
        As ``yearly_rates``, with ``site_code`` and ``school_name`` (its code where
        schools.csv has no name for it).
    """
    rates = learning_rates(students, "site_code", measures=[measure])
    names = dict(zip(schools["local_site_code"], schools["school_name"], strict=True))
    shown = worded(hide_rates(rates, minimum, "fiscal_year"))
    site = shown["site_code"]
    return shown.assign(school_name=site.map(names).fillna("School " + site.astype(str)))


def school_needs(rates: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """The schools of one year, ranked by rate and by students behind, as they may be shown.

    Parameters
    ----------
    rates : DataFrame
        As ``school_rates`` gives.
    fiscal_year : str

    Returns
    -------
    DataFrame, lowest rate first
        As ``ranked_needs``; schools with too few students have no rank and are left out.
    """
    year = rates[rates["fiscal_year"].eq(fiscal_year) & ~rates["suppressed"].astype(bool)]
    return ranked_needs(year, "school_name")


def group_gaps(
    students: pd.DataFrame, measure: str, fiscal_year: str, minimum: int
) -> pd.DataFrame:
    """Each student group's rate of one goal and its gap to all students, as may be shown.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    measure, fiscal_year : str
    minimum : int, students

    Returns
    -------
    DataFrame, all students first, then the widest gap below them first
        As ``hide_groups``, with ``group_title``, ``gap_words`` (percentage points),
        ``gap_range_words`` and ``range_words``.
    """
    gaps = hide_groups(learning_gaps(students, measure, fiscal_year), minimum)
    names = learning_words()["groups"]
    gaps = gaps.assign(
        group_title=gaps["group"].map(lambda group: names.get(group, group)),
        gap_words=gaps["gap"].map(points),
        gap_range_words=point_ranges(gaps["gap_low"], gaps["gap_high"], times=100),
        range_words=rate_ranges(gaps["low"], gaps["high"]),
        **in_words(gaps),
        order=gaps["gap"].where(gaps["group"] != "all", -2.0),
    )
    return gaps.sort_values(["order", "group"], ignore_index=True).drop(columns="order")


def worded(rates: pd.DataFrame) -> pd.DataFrame:
    """Add what each goal is called, what reaching it means, and the range in words.

    Parameters
    ----------
    rates : DataFrame
        ``measure``, ``low`` and ``high``.

    Returns
    -------
    DataFrame
        With ``need_title``, ``goal_words``, ``range_words``, ``students_words`` and
        ``behind_words``.
    """
    words = learning_words()
    return rates.assign(
        need_title=rates["measure"].map(words["titles"]),
        goal_words=rates["measure"].map(words["goals"]),
        range_words=rate_ranges(rates["low"], rates["high"]),
        **in_words(rates),
    )


def in_words(rates: pd.DataFrame) -> dict[str, list[str]]:
    """The students counted and the students behind in words, hidden ones said to be too few.

    Parameters
    ----------
    rates : DataFrame
        ``students`` and ``behind``, as ``hide_rates`` gives.

    Returns
    -------
    dict
        ``students_words`` and ``behind_words``.
    """
    return {
        "students_words": count_words(rates["students"], "too few"),
        "behind_words": count_words(rates["behind"], DASH),
    }


def _measures(ninth_grade: str) -> list[str]:
    if ninth_grade not in NINTH_GRADE:
        raise ValueError(
            f"{ninth_grade!r} is not a definition of ninth grade on track. Use one of "
            f"{', '.join(NINTH_GRADE)}."
        )
    return [word for word in MEASURES if word not in NINTH_GRADE or word == ninth_grade]
