"""Rules for schools, students, who took part in what, and enrollment."""

from functools import cache
from importlib.resources import files

import pandas as pd

from smarter_spending.district.cells import GRADES
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
    for group in ("ltel", "sed", "swd", "foster", "homeless", "migrant"):
        given = students[group].dropna()
        if len(given) > 100 and not given.any():
            checked.note(
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
    for side, limit, wrong in (
        ("below", low, score < low),
        ("above", high, score > high),
    ):
        bound = "minimum" if side == "below" else "maximum"
        for (year, grade), rows in students[wrong].groupby(["fiscal_year", "grade"]):
            here = pd.Series(students.index.isin(rows.index), index=students.index)
            edge = int(limit[rows.index[0]])
            checked.problem(
                name,
                here,
                f"{name} {{value}} is {side} the {year} grade {int(grade)} {bound} {edge}. "
                "Check the score, the grade and the year.",
            )
    _levels(checked, subject, limits)


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


def check_participation(checked: Checked, programs: pd.DataFrame, students: pd.DataFrame) -> None:
    """Who took part: sessions and dates that are possible, programs and students that are known."""
    rows = checked.frame
    checked.problem(
        "sessions_attended",
        rows["sessions_attended"] > rows["sessions_offered"],
        "sessions_attended {value} is more than the sessions offered. Check both.",
    )
    checked.problem(
        "end_date",
        rows["end_date"] < rows["start_date"],
        "end_date {value} is before start_date. Check both.",
    )
    if len(programs):
        unknown = rows["program_id"].notna() & ~rows["program_id"].isin(programs["program_id"])
        _unknown(checked, "program_id", unknown, "programs.csv")
    if len(students):
        known = pd.MultiIndex.from_frame(students[["student_key", "fiscal_year"]])
        here = pd.MultiIndex.from_frame(rows[["student_key", "fiscal_year"]])
        lost = ~here.isin(known) & rows["fiscal_year"].isin(students["fiscal_year"].unique())
        if lost.any():
            checked.note(
                "student_key",
                f"{int(lost.sum()):,} rows are about students with no row in students_outcomes.csv "
                "that year; their outcome is not known.",
            )
    dated = rows.dropna(subset=["start_date", "end_date"]).sort_values(
        ["student_key", "program_id", "start_date"]
    )
    before = dated.groupby(["student_key", "program_id"])["end_date"].shift()
    over = int((dated["start_date"] <= before).sum())
    if over:
        checked.note(
            "start_date",
            f"{over:,} spells of one student in one program overlap; hours may be counted twice.",
        )


def check_schools(checked: Checked, ledger: pd.DataFrame, fiscal_year: str) -> None:
    """Schools that are closed or charters, and still in the money."""
    schools = checked.frame
    order = {grade: place for place, grade in enumerate(GRADES)}
    checked.problem(
        "grade_high",
        schools["grade_low"].map(order) > schools["grade_high"].map(order),
        'grade_high "{value}" is below grade_low. Check both.',
    )
    checked.problem(
        "unduplicated",
        schools["unduplicated"] > schools["enrollment"],
        "unduplicated {value} is more than the enrollment. Check both.",
    )
    start = pd.Timestamp(int(fiscal_year[:4]), 7, 1)
    spent = set(ledger.loc[ledger["fiscal_year"] == fiscal_year, "school_code"].dropna())
    for school in schools[schools["local_site_code"].isin(spent)].itertuples():
        if pd.notna(school.closed_date) and school.closed_date < start:
            checked.note(
                "closed_date",
                f"{school.school_name} closed on {school.closed_date:%Y-%m-%d} and still has "
                f"ledger rows in {fiscal_year}.",
            )
        if school.charter_funding == "direct":
            checked.note(
                "charter_funding",
                f"{school.school_name} is a direct-funded charter; its dollars and students are "
                "not part of the district's totals in the state's reports.",
            )


def check_enrollment(checked: Checked) -> None:
    """Counts within enrollment, and the unduplicated percentage from three years of counts."""
    years = checked.frame.sort_values("fiscal_year")
    for count in ("upc", "el", "frpm", "foster"):
        checked.problem(
            count,
            checked.frame[count] > checked.frame["enrollment"],
            f"{count} {{value}} is more than the enrollment. Check both.",
        )
    spans = [name for name in years if name.startswith("ada_p2_")]
    ada = checked.frame[spans].sum(axis=1)
    checked.problem(
        "ada_p2_tk3",
        ada > 1.02 * checked.frame["enrollment"],
        "ADA is more than the enrollment. Is enrollment written where ADA belongs?",
    )
    start = years["fiscal_year"].str[:4].astype(float)
    unchecked = []
    for place, year in years[years["upp"].notna()].iterrows():
        three = years[start.between(start[place] - 2, start[place])]
        if len(three) < 3 or three[["upc", "enrollment"]].isna().any(axis=None):
            unchecked.append(year["fiscal_year"])
            continue
        right = round(three["upc"].sum() / three["enrollment"].sum(), 4)
        checked.problem(
            "upp",
            pd.Series(checked.frame.index == place, index=checked.frame.index)
            & (abs(right - year["upp"]) > 0.00015),
            f"upp {{value}} is not the three years' counts over the three years' enrollment "
            f"({right:.4f}). Percentages are not averaged.",
        )
    if unchecked:
        checked.note(
            "upp",
            f"UPP of {', '.join(unchecked)} needs three years of counts, and fewer are given: "
            "taken as printed, not checked.",
        )


def check_sites(checked: Checked, column: str, schools: pd.DataFrame) -> None:
    """Every school code of a table is in schools.csv, or the district office's 0000."""
    cells = checked.frame[column]
    known = {*schools["local_site_code"].dropna(), "0000"}
    _unknown(checked, column, cells.notna() & ~cells.isin(known), "schools.csv")


def _unknown(checked: Checked, column: str, wrong: pd.Series, file: str) -> None:
    for value in checked.frame.loc[wrong, column].unique():
        checked.problem(
            column,
            checked.frame[column] == value,
            f'{column} "{value}" is not in {file}. Add it there, or correct it here.',
        )
