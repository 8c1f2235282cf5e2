"""Tables of scores: early literacy by window, distance from standard, growth, published results."""

import pandas as pd

from smarter_spending.analysis.learning import learning_rates, measure_grades
from smarter_spending.analysis.learning_growth import (
    distance_from_standard,
    literacy_windows,
    score_growth,
    scores_by_subject,
)
from smarter_spending.analysis.outcomes import outcome_values
from smarter_spending.analysis.rates import rates_by
from smarter_spending.district.privacy import suppress
from smarter_spending.district.student_rules import caaspp_scores
from smarter_spending.guide.learning.learning_names import (
    count_words,
    grade_title,
    learning_words,
    point_ranges,
    rate_ranges,
)
from smarter_spending.guide.learning.learning_privacy import TOO_FEW, hide_rates
from smarter_spending.guide.learning.learning_tables import NINTH_GRADE, worded
from smarter_spending.words import DASH, percent


def literacy_by_grade(students: pd.DataFrame, fiscal_year: str, minimum: int) -> pd.DataFrame:
    """Early literacy in one year by grade: mean score in each window, share on benchmark.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    fiscal_year : str
    minimum : int, students

    Returns
    -------
    DataFrame, one row per test and grade, kindergarten first
        ``test_title``, ``grade``, ``boy``, ``moy``, ``eoy`` (mean points of that test;
        blank for fewer than ``minimum``) and, for students with a benchmark status,
        the columns of ``hide_rates``.
    """
    year = students[students["fiscal_year"].eq(fiscal_year)]
    windows = literacy_windows(year)
    windows = windows[windows["literacy_assessment"] != "none"]
    open_windows = suppress(windows, "students", minimum, totals=False)
    keys = ["literacy_assessment", "grade"]
    means = open_windows.pivot(index=keys, columns="window", values="mean_score")
    means = means.reindex(columns=["boy", "moy", "eoy"]).reset_index()
    tested = year[year["literacy_assessment"].isin(means["literacy_assessment"])]
    rates = rates_by(tested, outcome_values(tested, "reading_on_grade"), *keys)
    # the grades whose total stands among the needs are parts of one whole
    early = rates["grade"].isin(measure_grades("early_literacy"))
    rates = hide_rates(rates.assign(whole=rates["grade"].mask(early, "early")), minimum, "whole")
    table = means.merge(rates, on=keys, how="left")
    names = learning_words()["tests"]
    order = {grade: place for place, grade in enumerate(("TK", "KN"))}
    table = table.assign(
        test_title=table["literacy_assessment"].map(lambda test: names.get(test, test)),
        rate_words=table["rate_words"].fillna(DASH),
        range_words=rate_ranges(table["low"], table["high"]),
        grade_title=table["grade"].map(grade_title),
        students_words=count_words(table["students"], TOO_FEW),
        place=table["grade"].map(lambda grade: order.get(grade, 9)),
    )
    return table.sort_values(["test_title", "place", "grade"], ignore_index=True)


def ninth_grade_rates(students: pd.DataFrame, fiscal_year: str, minimum: int) -> pd.DataFrame:
    """Ninth graders on track in one year by both definitions, as they may be shown.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    fiscal_year : str
    minimum : int, students
        The second definition is left out when fewer than this stand between the two.

    Returns
    -------
    DataFrame, a row per definition that may be shown
        As ``learning_rates``, with ``need_title``, ``goal_words``, ``rate_words`` and
        ``range_words``.
    """
    year = students[students["fiscal_year"].eq(fiscal_year)]
    rates = learning_rates(year, measures=NINTH_GRADE)
    between = rates["reached"].max() - rates["reached"].min()
    if len(rates) == 2 and between < minimum:
        rates = rates.iloc[:1]
    shown = worded(hide_rates(rates, minimum))
    return shown[~shown["suppressed"].astype(bool)].reset_index(drop=True)


def absence_by_year(rates: pd.DataFrame) -> pd.DataFrame:
    """The share of students chronically absent in each year, as it may be shown.

    Parameters
    ----------
    rates : DataFrame
        As ``yearly_rates`` gives: the share who were *not* chronically absent.

    Returns
    -------
    DataFrame, one row per span of grades and year
        ``grade_title``, ``fiscal_year``, ``students``, ``absent_students`` (students),
        ``absent_words`` and ``range_words``; hidden rows are left out.
    """
    wanted = rates["measure"].str.startswith("attending") & ~rates["suppressed"].astype(bool)
    rows = rates[wanted].reset_index(drop=True)
    return rows.assign(
        grade_title=rows["need_title"].str.split(", ").str[-1],
        absent_students=rows["behind"],
        absent_words=(rows["behind"] / rows["students"]).map(percent),
        range_words=rate_ranges(1 - rows["high"], 1 - rows["low"]),
    )


def distances(students: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """How far students stood from the state standard in each year, by subject.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    minimum : int, students

    Returns
    -------
    DataFrame, one row per subject and year
        As ``distance_from_standard``, with ``subject_title`` and ``range_words``.
    """
    standards = caaspp_scores()
    scores = scores_by_subject(students)
    table = distance_from_standard(scores, standards, "fiscal_year")
    table = suppress(table, "students", minimum, totals=False)
    table = table[~table["suppressed"]].reset_index(drop=True)
    return _with_subject(table).assign(
        range_words=point_ranges(table["distance_low"], table["distance_high"])
    )


def growth(students: pd.DataFrame, fiscal_year: str, minimum: int) -> pd.DataFrame:
    """How far the same students' scores moved since the spring before, by subject and grade.

    Parameters
    ----------
    students : DataFrame
        As students_outcomes.csv.
    fiscal_year : str
    minimum : int, students

    Returns
    -------
    DataFrame, one row per subject and grade
        As ``score_growth``, with ``subject_title``, ``grade_title``, ``change_in_points``,
        ``range_words`` (of what is beyond the usual step) and ``standing_words``.
    """
    steps = {
        (subject, grade): float(step)
        for subject, by_grade in learning_words()["steps"].items()
        for grade, step in by_grade.items()
    }
    table = score_growth(students[students["fiscal_year"].eq(fiscal_year)], steps)
    table = suppress(table, "students", minimum, totals=False)
    table = table[~table["suppressed"]].reset_index(drop=True)
    standing = {"above": "above the usual step", "below": "below the usual step"}
    words = table["standing"].map(standing).fillna("cannot be told from the usual step")
    return _with_subject(table).assign(
        range_words=point_ranges(table["beyond_low"], table["beyond_high"]),
        change_in_points=table["change"],
        standing_words=words,
        grade_title=table["grade"].map(grade_title),
    )


def public_results(outcomes_public: pd.DataFrame, cds_code: str) -> pd.DataFrame:
    """The district's own published results by year: all students, all grades.

    What the state hid is said to be hidden; where nobody was tested there is no result:
    the two are not the same, and neither is zero.

    Parameters
    ----------
    outcomes_public : DataFrame
        As outcomes_public.csv.
    cds_code : str
        The district's 14 digits; the first seven say the county and the district.

    Returns
    -------
    DataFrame, one row per subject and year
        ``subject_title``, ``test_year``, ``students_with_scores`` (the state's
        denominator; students tested where the file has no such column) and
        ``published_words``.
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
    shares = rows["pct_met_and_above"].astype(float) / 100
    words = [
        "hidden by the state" if closed else DASH if share != share else percent(share, 2)
        for closed, share in zip(hidden, shares, strict=True)
    ]
    words = pd.Series(words, index=rows.index, dtype="str")
    nobody = rows["students_tested"].astype(float).eq(0)
    counted = rows["students_with_scores"].fillna(rows["students_tested"]).astype(float)
    return pd.DataFrame(
        {
            "subject_title": rows["subject"].map(
                {"ELA": "English language arts", "Math": "Mathematics"}
            ),
            "test_year": rows["test_year"].map(lambda year: f"spring {int(year)}"),
            "students_with_scores": counted.mask(hidden),
            "published_words": words.mask(nobody, "nobody tested"),
        }
    )


def _with_subject(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(subject_title=table["subject"].map(learning_words()["subjects"]))
