"""Rules of the students' table: once a year each, with scores that are possible."""

from functools import cache
from importlib.resources import files

import pandas as pd

from smarter_spending.district.columns import Checked

SUBJECTS = ("ela", "math")


@cache
def caaspp_scores() -> pd.DataFrame:
    """Where each CAASPP achievement level begins, and the lowest and highest score.

    Returns
    -------
    DataFrame, indexed by subject (ela, math) and grade (03 to 08, 11)
        ``level_2``, ``level_3`` (met), ``level_4``; ``low`` and ``high`` since 2020-21;
        ``low_to_2019`` and ``high_to_2019`` before.  Scale points.

    Examples
    --------
    >>> int(caaspp_scores().loc[("ela", "03"), "level_3"])
    2432

    References
    ----------
    California Department of Education, Smarter Balanced scale score ranges.
    """
    with files(__package__).joinpath("caaspp_scores.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype={"subject": str, "grade": str})
    return table.set_index(["subject", "grade"])


def check_students(checked: Checked) -> None:
    """Every student once a year, with scores that are possible and levels that fit them."""
    students = checked.frame
    key = [students["student_key"], students["fiscal_year"]]
    sites = students["site_code"].groupby(key).transform("nunique")
    twice = students.duplicated(["student_key", "fiscal_year"], keep=False)
    checked.problem(
        "student_key",
        twice & (sites > 1),
        "this student is listed at two schools in one year, so days would count twice. Keep one "
        "row, with the days of both added.",
    )
    checked.problem(
        "student_key",
        twice & (sites <= 1),
        "this student is listed twice in one year. Keep one row.",
    )
    checked.problem(
        "days_absent",
        students["days_absent"] > students["days_expected"],
        "days_absent {value} is more than the days expected. Check both.",
    )
    for subject in SUBJECTS:
        _scores(checked, subject)
        _prior_scores(checked, subject)
    for group in ("ltel", "sed", "swd", "foster", "homeless", "migrant"):
        given = students[group].dropna()
        if len(given) > 100 and not given.any():
            checked.warn(
                group,
                f"{group} is N for every one of {len(given):,} students. If the district did not "
                "collect it, leave the column blank.",
            )


def _scores(checked: Checked, subject: str) -> None:
    students, name = checked.frame, f"{subject}_ss"
    score = students[name]
    limits = caaspp_scores().loc[subject].reindex(students["grade"]).set_index(students.index)
    untested = score.notna() & limits["level_3"].isna() & students["grade"].notna()
    checked.problem(
        name,
        untested,
        f"{name} {{value}} stands in a grade that takes no CAASPP test (tested: 3 to 8 and 11). "
        "Check the grade, or clear the score.",
    )
    early = students["fiscal_year"] < "2020-21"
    low = limits["low"].where(~early, limits["low_to_2019"])
    high = limits["high"].where(~early, limits["high_to_2019"])
    _beyond(checked, name, score < low, low, "below the {} minimum")
    _beyond(checked, name, score > high, high, "above the {} maximum")
    _levels(checked, subject, limits)


def _beyond(checked: Checked, name: str, wrong: pd.Series, limit: pd.Series, how: str) -> None:
    students = checked.frame
    for (year, grade), rows in students[wrong].groupby(["fiscal_year", "grade"]):
        side = how.format(f"{year} grade {int(grade)}")
        checked.problem(
            name,
            wrong & students.index.isin(rows.index),
            f"{name} {{value}} is {side} {limit[rows.index[0]]:.0f}. "
            "Check the score, the grade and the year.",
        )


def _prior_scores(checked: Checked, subject: str) -> None:
    name = f"{subject}_ss_prior"
    limits = caaspp_scores().loc[subject, ["low_to_2019", "high_to_2019", "low", "high"]]
    lowest, highest = limits.min(axis=None), limits.max(axis=None)
    prior = checked.frame[name]
    checked.problem(
        name,
        prior.notna() & ~prior.between(lowest, highest),
        f"{name} {{value}} is no CAASPP score of any grade ({lowest:.0f} to {highest:.0f}). Write "
        "the scale score of the spring before, or leave the cell blank.",
    )


def _levels(checked: Checked, subject: str, limits: pd.DataFrame) -> None:
    students = checked.frame
    score, level = students[f"{subject}_ss"], students[f"{subject}_level"]
    right = 1 + sum((score >= limits[f"level_{n}"]).astype(int) for n in (2, 3, 4))
    wrong = score.notna() & level.notna() & limits["level_2"].notna() & (right != level)
    words = {1: "not met", 2: "nearly met", 3: "met", 4: "exceeded"}
    shown = students[wrong]
    for place in shown.index[:1]:
        checked.problem(
            f"{subject}_level",
            wrong,
            f"{subject}_ss {score[place]:.0f} in grade {int(students['grade'][place])} is level "
            f"{right[place]} ({words[int(right[place])]}) but {subject}_level says "
            f"{level[place]:.0f}.",
        )
