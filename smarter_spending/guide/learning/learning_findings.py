"""What is known of learning this year: groups, reading, ninth grade, absence, scores."""

import pandas as pd

from smarter_spending.guide.learning.learning_names import learning_words, rate_ranges, signed
from smarter_spending.words import listed, many, number, percent


def say_gaps(gaps: pd.DataFrame, measure: str) -> str:
    """Which student groups stand below all students, and which are too few to show.

    Parameters
    ----------
    gaps : DataFrame
        As ``group_gaps`` gives.
    measure : str

    Returns
    -------
    str
    """
    shown = gaps[~gaps["suppressed"].astype(bool)]
    if shown.empty:
        return "Too few students have a result to look at groups."
    everyone, title = shown[shown["group"] == "all"], learning_words()["titles"][measure]
    groups = shown[shown["group"] != "all"]
    below = groups[groups["gap_shown"].astype(bool) & (groups["gap"] < 0)]
    sentences = [f"*{title}*: {everyone['rate_words'].iloc[0]} of all students."] * len(everyone)
    if len(below):
        lowest = below.iloc[0]
        sentences.append(
            f"Furthest below: **{lowest['group_title'].lower()}**, {lowest['rate_words']} "
            f"({lowest['gap_words']}, range {lowest['gap_range_words']})."
        )
        others = below["group_title"].iloc[1:].tolist()
        if others:
            sentences.append(f"Also shown to be below all students: {listed(others)}.")
    else:
        sentences.append("No group that may be shown is shown to stand below all students.")
    few = int(gaps["suppressed"].astype(bool).sum())
    if few:
        sentences.append(
            f"{many(few, 'group')} cannot be shown without giving small groups away: not shown "
            "is not the same as doing well."
        )
    return " ".join(sentences)


def say_literacy(table: pd.DataFrame, needs: pd.DataFrame) -> str:
    """Where third graders stand by the early literacy test and by the state test.

    Parameters
    ----------
    table : DataFrame
        As ``literacy_by_grade`` gives.
    needs : DataFrame
        As ``district_needs`` gives.

    Returns
    -------
    str
    """
    third = table[table["grade"].eq("03")]
    parts = [
        f"By {row.test_title}, **{row.rate_words}** of third graders end the year at or above "
        "its benchmark."
        for row in third[~third["suppressed"].isna() & third["rate"].notna()].itertuples()
    ]
    by_state = needs[needs["measure"] == "third_grade_reading"]
    if len(by_state):
        parts.append(
            f"By the state test, **{by_state['rate_words'].iloc[0]}** meet the standard in English "
            "language arts."
        )
    if len(parts) > 1:
        parts.append("Two tests, two lines: a goal must name the one it means.")
    return " ".join(parts) or "Not yet known: no third grader has a result that may be shown."


def say_ninth_grade(ninth: pd.DataFrame, students: pd.DataFrame, used: str) -> str:
    """The share of ninth graders on track by each definition, and which one this page uses.

    Parameters
    ----------
    ninth : DataFrame
        As ``ninth_grade_rates`` gives.
    students : DataFrame
        As students_outcomes.csv.
    used : str
        The definition by which needs are ranked.

    Returns
    -------
    str
    """
    if not students["grade"].eq("09").any():
        return "This district's folder has no ninth graders, so nothing is said about ninth grade."
    if ninth.empty:
        return (
            "**Not yet known.** No ninth grader has credits and core grades in the folder "
            "(`students_outcomes.csv`, `g9_credits`, `g9_core_f_sem1`, `g9_core_f_sem2`)."
        )
    parts = [f"*{row.need_title}*: **{row.rate_words}** ({row.goal_words})." for row in
             ninth.itertuples()]  # fmt: skip
    title = learning_words()["titles"][used]
    return f"{' '.join(parts)} This page ranks needs by: *{title}*."


def say_absence(rates: pd.DataFrame, fiscal_year: str) -> str:
    """How many students were chronically absent, and who is counted.

    Parameters
    ----------
    rates : DataFrame
        As ``yearly_rates`` gives: the share who were *not* chronically absent.
    fiscal_year : str

    Returns
    -------
    str
    """
    rows = rates[
        rates["measure"].str.startswith("attending")
        & rates["fiscal_year"].eq(fiscal_year)
        & ~rates["suppressed"].astype(bool)
    ]
    if rows.empty:
        return (
            "**Not yet known.** Days expected and days absent are not in the folder, or too few "
            "students were absent to be shown."
        )
    grades = {"attending_tk_8": "TK to grade 8", "attending_9_12": "grades 9 to 12"}
    parts = [
        f"**{percent(row.behind / row.students)}** of students in {grades[row.measure]} "
        f"({number(row.behind)} students; 90% range "
        f"{rate_ranges([1 - row.high], [1 - row.low])[0]})"
        for row in rows.itertuples()
    ]
    return (
        f"Chronically absent in {fiscal_year}: {listed(parts)}. That is a tenth or more of the "
        "days enrolled, excused or not, of students enrolled 31 days or more."
    )


def say_distance(table: pd.DataFrame, fiscal_year: str) -> str:
    """How far students stood from the state standard, this year and in the first year known.

    Parameters
    ----------
    table : DataFrame
        As ``distances`` gives.
    fiscal_year : str

    Returns
    -------
    str
    """
    parts = []
    for subject, rows in table.groupby("subject_title"):
        now, first = rows[rows["fiscal_year"] == fiscal_year], rows.iloc[0]
        for row in now.itertuples():
            words = f"{subject}: **{_away(row.distance)}** ({row.range_words})"
            if first["fiscal_year"] != fiscal_year:
                words += f"; in {first['fiscal_year']}, {_away(first['distance'])}"
            parts.append(words)
    if not parts:
        return "**Not yet known.** No test scores that may be shown are in the folder."
    return f"On average in {fiscal_year}, {'. '.join(parts)}."


def say_growth(table: pd.DataFrame) -> str:
    """Where the same students moved more, or less, than is usual from one spring to the next.

    Parameters
    ----------
    table : DataFrame
        As ``growth`` gives.

    Returns
    -------
    str
    """
    if table.empty:
        return "**Not yet known.** No students have scores of two springs in the folder."
    parts = []
    for standing, word in (("above", "more"), ("below", "less")):
        rows = table[table["standing"] == standing]
        if len(rows):
            names = [
                f"{subject} ({listed(grades['grade_title'].str.lower())})"
                for subject, grades in rows.groupby("subject_title")
            ]
            parts.append(f"**{word}** than the usual step in {listed(names)}")
    told = "; ".join(parts) or "no more and no less than the usual step, as far as can be told"
    return (
        f"The same students moved {told}. The usual step is the state's, between the means of "
        "neighbouring grades. This describes; nobody is compared with similar students, so it "
        "is not an effect."
    )


def say_public(table: pd.DataFrame) -> str:
    """Which published results the folder holds, and how many the state hid.

    Parameters
    ----------
    table : DataFrame
        As ``public_results`` gives.

    Returns
    -------
    str
    """
    if table.empty:
        return ""
    hidden = int(table["published_words"].eq("hidden by the state").sum())
    words = f"The state publishes {many(len(table), 'result')} of this district."
    if hidden:
        words += f" It hides {number(hidden)} for privacy: hidden is not missing, and not zero."
    return words


def _away(distance: float) -> str:
    side = "above" if distance > 0 else "below"
    return f"{signed(abs(distance)).lstrip('+')} points {side} standard"
