"""What several years of results say, what one year does not, and two checks of both."""

import pandas as pd

from smarter_spending.analysis.rates import rate_change, students_behind
from smarter_spending.analysis.uncertainty import RANGE
from smarter_spending.guide.learning.learning_names import learning_words, points
from smarter_spending.words import listed, many, number, percent

HEADLINES = ("early_literacy", "third_grade_reading", "attending_tk_8")
MANY = 10  # schools from which chance alone is worth a sentence
NO_EFFECT = "A change from year to year is not what a program did."


def headline_goals(rates: pd.DataFrame) -> pd.DataFrame:
    """The four goals that a first picture shows: early reading, ninth grade, coming to school.

    Parameters
    ----------
    rates : DataFrame
        As ``yearly_rates`` gives.

    Returns
    -------
    DataFrame
        Rows of ``rates`` that may be shown.
    """
    wanted = rates["measure"].isin(HEADLINES) | rates["measure"].str.startswith("ninth")
    return rates[wanted & ~rates["suppressed"].astype(bool)].reset_index(drop=True)


def say_years_of_results(rates: pd.DataFrame) -> str:
    """How many years of results the folder holds, and what that allows to be said.

    Parameters
    ----------
    rates : DataFrame
        As ``yearly_rates`` gives.

    Returns
    -------
    str
        Empty when there is no result at all.

    Examples
    --------
    >>> print(say_years_of_results(pd.DataFrame({"fiscal_year": ["2024-25"]})))
    **The folder holds one year of results, 2024-25.** Where students stand can be said; whether
    anything rises or falls cannot. A second year of `students_outcomes.csv` would bring it.
    """
    years = sorted(set(rates["fiscal_year"]))
    if not years:
        return ""
    if len(years) == 1:
        return (
            f"**The folder holds one year of results, {years[0]}.** Where students stand can be "
            "said; whether anything rises or falls cannot. A second year of "
            "`students_outcomes.csv` would bring it."
        )
    return f"The folder holds **{len(years)} years of results**, {years[0]} to {years[-1]}."


def first_step(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes between the earliest two years, largest rise first.

    Parameters
    ----------
    changes : DataFrame
        As ``yearly_changes`` gives, of schools.

    Returns
    -------
    DataFrame
        Rows of ``changes``; none when there is one year only.
    """
    steps = changes[~changes["whole_span"].astype(bool)]
    first = steps[steps["year_before"] == steps["year_before"].min()]
    return first.sort_values(["change", "school_name"], ascending=[False, True], ignore_index=True)


def say_good_news(step: pd.DataFrame, measure: str) -> str:
    """The largest one-year rise of a school, told as a headline would tell it.

    Parameters
    ----------
    step : DataFrame
        As ``first_step`` gives.
    measure : str
        The goal.

    Returns
    -------
    str
    """
    if step.empty:
        return (
            "No school has two years of results that may be shown, so there is no before and after."
        )
    best, title = step.iloc[0], learning_words()["titles"][measure]
    between = f"From {best['year_before']} to {best['year_after']}"
    if best["change"] <= 0:
        return f"{between} no school rose in *{title}*."
    return (
        f"{between}, **{best['school_name']}** went from {percent(best['rate_before'])} to "
        f"{percent(best['rate_after'])} in *{title}*: {points(best['change'])} in one year, the "
        f"largest rise of {many(len(step), 'school')}. It would make a headline."
    )


def say_one_year(step: pd.DataFrame, changes: pd.DataFrame) -> str:
    """The same rise with its range, beside all other schools', and what came after.

    Parameters
    ----------
    step : DataFrame
        As ``first_step`` gives.
    changes : DataFrame
        As ``yearly_changes`` gives, of schools.

    Returns
    -------
    str
    """
    if step.empty:
        return ""
    best = step.iloc[0]
    sentences = [
        f"The 90% range of {best['school_name']}'s change is {best['change_range_words']} points: "
        + ("a change is shown." if best["shown"] else "**no rise is shown.**")
    ]
    if len(step) >= MANY:
        sentences.append(_chance_words(step))
    after = changes[
        changes["year_before"].eq(best["year_after"])
        & changes["school_name"].eq(best["school_name"])
    ]
    for row in after.head(1).itertuples():
        sentences.append(
            f"The year after, {best['school_name']} went from {percent(row.rate_before)} to "
            f"{percent(row.rate_after)}."
        )
    return " ".join([*sentences, *_all_years(best["school_name"], changes)])


def say_long_view(changes: pd.DataFrame) -> str:
    """Which goals moved over all the years the folder holds, and which did not.

    Parameters
    ----------
    changes : DataFrame
        As ``yearly_changes`` gives, of goals.

    Returns
    -------
    str
    """
    if changes.empty:
        return "No two years of results may be shown side by side, so no change can be."
    spans = changes[changes["whole_span"].astype(bool)]
    looked_at = spans if len(spans) else changes
    first, last = looked_at["year_before"].min(), looked_at["year_after"].max()
    told = looked_at[looked_at["shown_among_all"]]
    parts = [
        f"{word}: {listed(_with_points(rows), most=12)}"
        for word, rows in (
            ("**rose**", told[told["change"] > 0]),
            ("**fell**", told[told["change"] < 0]),
        )
        if len(rows)
    ]
    quiet, alone = len(looked_at) - len(told), int(looked_at["shown"].sum()) - len(told)
    rest = f" For {many(quiet, 'other goal')} no change is shown." if quiet and parts else ""
    if alone:
        rest += (
            f" Looked at alone, {number(alone)} of those would seem to have moved; of "
            f"{many(len(looked_at), 'goal')}, about {_by_chance(looked_at)} would even if nothing "
            "had."
        )
    moved = "; ".join(parts) if parts else "no goal is shown to have risen or fallen"
    return (
        f"From {first} to {last}, looking at {many(len(looked_at), 'goal')} together, {moved}."
        f"{rest} {NO_EFFECT}"
    )


def school_with_more_behind(schools: dict[str, tuple[float, float]]) -> str:
    """The school in which more students are behind.

    Parameters
    ----------
    schools : dict of name to (rate from 0 to 1, students)

    Returns
    -------
    str

    Examples
    --------
    >>> school_with_more_behind({"School X": (0.40, 50), "School Y": (0.55, 400)})
    'School Y'
    """
    return max(schools, key=lambda name: students_behind(*schools[name]))


def rise_words(rate_before: float, rate_after: float, students: int) -> str:
    """Whether a rise is shown, between two groups of the same size.

    Parameters
    ----------
    rate_before, rate_after : float, 0 to 1
        Rounded to whole students.
    students : int
        In each of the two groups.

    Returns
    -------
    str
        "yes, a rise is shown" or "no, not shown".

    Examples
    --------
    >>> rise_words(0.48, 0.52, 60), rise_words(0.48, 0.52, 3600)
    ('no, not shown', 'yes, a rise is shown')
    """
    before, after = round(rate_before * students), round(rate_after * students)
    found = rate_change(before, students, after, students)
    return "yes, a rise is shown" if found.shown and found.low > 0 else "no, not shown"


def _chance_words(step: pd.DataFrame) -> str:
    alone, together = int(step["shown"].sum()), int(step["shown_among_all"].sum())
    return (
        f"Of {len(step)} schools, {alone or 'none'} {'shows' if alone == 1 else 'show'} a change "
        f"when looked at alone; if nothing had changed anywhere, about "
        f"{_by_chance(step)} still would. Looked at together, {together or 'none'} "
        f"{'does' if together == 1 else 'do'}."
    )


def _by_chance(changes: pd.DataFrame) -> str:
    return number((1 - RANGE) * len(changes), 1)


def _all_years(school: str, changes: pd.DataFrame) -> list[str]:
    span = changes[changes["school_name"].eq(school) & changes["whole_span"].astype(bool)]
    return [
        f"Over all the years, {row.year_before} to {row.year_after}, its range is "
        f"{row.change_range_words} points: "
        + (
            "a change is shown, among all schools too."
            if row.shown_among_all
            else "a change is shown when the school is looked at alone, not among all schools."
            if row.shown
            else "still none is shown."
        )
        for row in span.itertuples()
    ]


def _with_points(rows: pd.DataFrame) -> list[str]:
    return [f"{row.need_title} ({row.change_words})" for row in rows.itertuples()]
