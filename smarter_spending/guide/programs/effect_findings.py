"""What may be said of what a program did, and what may not: sentences for a board.

The sentences follow the verdict.  Where one cannot tell, the figures are never worded
as an effect, whatever they are.
"""

import pandas as pd

from smarter_spending.analysis.cross_section import correlation_range
from smarter_spending.words import listed, many, number, outcome_words, percent

FIGURES = [
    "naive_gap",
    "effect_per_student",
    "standard_error",
    "low",
    "high",
    "effect_size",
    "points",
    "points_low",
    "points_high",
    "second_estimate",
    "prior_difference",
    "placebo",
    "share_lost",
    "per_hour",
    "mean_hours",
    "p_value",
    "comparison_students",
]
IN_SD = (
    "Scores are in standard deviations (SD): 0 is the district's mean of the grade, and a student "
    "1 SD above it stands above about five of six."
)
SMALL = "Too few students took part to show anything about them."
GRADES = {
    "moderate": "moderate: a gain is shown, and the checks agree",
    "promising": "promising: a gain is shown, not every check agrees",
    "no gain shown": "no gain shown: it may be zero",
    "loss shown": "loss shown",
    "cannot tell": "cannot tell",
}


def with_effect_words(effects: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table of effects in words, with nothing about small groups of students.

    Parameters
    ----------
    effects : DataFrame
        As ``program_effects`` gives.
    minimum : int, students
        Nothing about a program with fewer participants is shown.

    Returns
    -------
    DataFrame
        With ``outcome`` and ``evidence`` in words, ``may_say`` and ``may_not_say``; the
        figures and the number of students of small programs blank, and their reason general.
        Students are rounded to tens, so that those without a score cannot be counted by
        subtraction; their share is blank where it is of fewer than ``minimum``.
    """
    small = effects["program_students"].between(0, minimum - 1).fillna(False)
    words = effects.copy()
    for column in [*FIGURES, "program_students", "program_schools", "schools"]:
        words[column] = words[column].mask(small)
    words.loc[small, "why"] = SMALL
    lost = words["share_lost"] / (1 - words["share_lost"]) * words["program_students"]
    words["share_lost"] = words["share_lost"].mask(lost.between(0.5, minimum - 0.5))
    for column in ("program_students", "comparison_students"):
        words[column] = words[column].round(-1)
    words["may_say"] = [may_say(row) for row in words.itertuples()]
    words["may_not_say"] = [may_not_say(row) for row in words.itertuples()]
    words["evidence"] = words["evidence_grade"].map(GRADES)
    words["outcome"] = [outcome_words(outcome) for outcome in words["outcome"].fillna("none")]
    return words


def may_say(row) -> str:
    """The sentence about one program that may be said to a board.

    Parameters
    ----------
    row : a row of ``program_effects``, by attributes

    Returns
    -------
    str
    """
    words = outcome_words(row.outcome)
    if row.verdict != "can tell":
        return f"We cannot tell yet what {row.program} did. {row.why}"
    size = f"{_points(row)}, with a 90% range of {_span(row)}"
    if row.evidence_grade in ("moderate", "promising"):
        return (
            f"In {words}, students of {row.program} gained {size}, beyond "
            f"about {many(row.comparison_students, 'similar student')} who did not take part."
        )
    if row.evidence_grade == "loss shown":
        return (
            f"In {words}, students of {row.program} did worse than similar students who did not "
            f"take part: {size}."
        )
    return (
        f"We looked at about {many(row.program_students, 'student')} of {row.program} and could "
        f"not show that it moved {words}: {size}. It may be nothing, and it may be a little."
    )


def may_not_say(row) -> str:
    """The sentence that the same records tempt one to say, and that may not be said.

    Parameters
    ----------
    row : a row of ``program_effects``, by attributes

    Returns
    -------
    str
    """
    if row.naive_gap != row.naive_gap:
        return f"“{row.program} works: everybody there says so.”"
    side, verb = ("above", "works") if row.naive_gap > 0 else ("below", "does harm")
    return (
        f"“Its students stand {_size(abs(row.naive_gap), row.unit)} {side} everybody else, so "
        f"{row.program} {verb}.”"
    )


def say_looked_at(effects: pd.DataFrame) -> str:
    """How many programs have a list of students, and of how many one can tell.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    if effects.empty:
        return ""
    told = int((effects["verdict"] == "can tell").sum())
    return (
        f"{many(len(effects), 'program')} kept a list of the students who took part. "
        f"Of {many(told, 'program')} one can tell what it did."
    )


def say_naive(effects: pd.DataFrame) -> str:
    """The best and the worst program by the plain gap: the tempting sentence.

    Parameters
    ----------
    effects : DataFrame
        As ``with_effect_words`` gives.

    Returns
    -------
    str
    """
    scores = _scores(effects)
    if len(scores) < 2:
        return ""
    best = scores.loc[scores["naive_gap"].idxmax()]
    worst = scores.loc[scores["naive_gap"].idxmin()]
    return (
        f"By the plain gap, **{best['program']}** looks best: its students stand "
        f"{number(best['naive_gap'], 2)} standard deviations above everybody else. "
        f"**{worst['program']}** looks worst: {number(-worst['naive_gap'], 2)} below."
    )


def say_before(effects: pd.DataFrame) -> str:
    """How far apart the groups already stood before the program began.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    known = effects.dropna(subset=["prior_difference"])
    if known.empty:
        return ""
    apart = known[known["prior_difference"].abs() > 0.25]
    close = known[known["prior_difference"].abs() <= 0.25]
    sentence = (
        f"Beside the comparison students chosen for them, {many(len(close), 'program')} of "
        f"{len(known)} began within a quarter of a standard deviation, close enough to adjust."
    )
    if apart.empty:
        return sentence
    return (
        f"{sentence} **{listed(apart['program'])} did not**: no adjustment mends a start that far "
        "apart."
    )


def say_turned(effects: pd.DataFrame) -> str:
    """For which programs the plain gap pointed the wrong way.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    told = effects[effects["verdict"] == "can tell"]
    if told.empty:
        return "Of no program here can one tell what it did."
    gap, low, high = told["naive_gap"], told["low"], told["high"]
    turned = told[(gap * told["effect_per_student"] < 0) & ((gap < low) | (gap > high))]
    if turned.empty:
        return "For no program one can tell of did the plain gap point clearly the other way."
    return (
        f"**For {many(len(turned), 'program')} of {len(told)} the plain gap points the other way "
        f"than the fair comparison, and far outside its range**: {listed(turned['program'])}. Who "
        "takes part differs from who does not, and the gap had measured that."
    )


def say_effects(effects: pd.DataFrame) -> str:
    """Which programs are shown to gain, which are not, and of which nobody can tell.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    if effects.empty:
        return ""
    said = (
        (("moderate", "promising"), "Shown to gain: {}."),
        (("no gain shown",), "No gain shown: {}."),
        (("loss shown",), "A loss shown: {}."),
        (("cannot tell",), "Cannot tell yet: {}."),
    )
    return " ".join(
        words.format(listed(effects.loc[effects["evidence_grade"].isin(grades), "program"], 8))
        for grades, words in said
        if effects["evidence_grade"].isin(grades).any()
    )


def say_checks(effects: pd.DataFrame) -> str:
    """Whether the second estimator and the placebo agree with the first.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    told = effects[effects["verdict"] == "can tell"]
    if told.empty:
        return ""
    differ = told[told["estimators_differ"].fillna(False).astype(bool)]
    placebo = told[told["placebo"].abs() > 0.10]
    sentence = (
        "The two ways of adjusting agree for every program one can tell of."
        if differ.empty
        else f"The two ways of adjusting differ for {listed(differ['program'])}: say both."
    )
    if placebo.empty:
        return f"{sentence} None shows an effect before it began."
    return (
        f"{sentence} {listed(placebo['program'])} seems to have had an effect before it began, "
        "which cannot be: read it with doubt."
    )


def say_delivery(effects: pd.DataFrame) -> str:
    """How much of the program the students got, where the hours are known.

    Parameters
    ----------
    effects : DataFrame

    Returns
    -------
    str
    """
    known = effects.dropna(subset=["mean_hours"])
    if known.empty:
        return "No program recorded the hours its students got."
    least = known.loc[known["mean_hours"].idxmin()]
    return (
        f"Hours are recorded for {many(len(known), 'program')}. Fewest: {least['program']}, "
        f"{number(least['mean_hours'])} hours a student."
    )


def cross_section_words(table: pd.DataFrame) -> str:
    """The warning that goes with any picture of spending beside scores.

    A pattern is named only where the 90% range of the correlation leaves zero out.

    Parameters
    ----------
    table : DataFrame
        As ``spending_beside_scores`` gives.

    Returns
    -------
    str
    """
    known = table[["per_pupil", "mean_score"]].astype(float).dropna()
    if known.empty:
        return "No school has both its dollars and enough scores to show: there is no picture."
    spread = known.nunique().min() > 1
    correlation = known["per_pupil"].corr(known["mean_score"]) if spread else float("nan")
    low, high = correlation_range(correlation, len(known))
    span = f"90% range {number(low, 2)} to {number(high, 2)}"
    if not (low > 0 or high < 0):
        chance = f" (correlation {number(correlation, 2)}, {span})" if low == low else ""
        return (
            f"**No pattern can be told from {many(len(known), 'school')}**{chance}. It is a "
            f"comparison, not an effect, and never the cost of a point. {IN_SD}"
        )
    way, because = (
        ("lower", "Money follows need: it is sent where students start further behind.")
        if correlation < 0
        else ("higher", "Schools differ in size, in grades and in who attends them.")
    )
    return (
        f"Schools that spend more per pupil have {way} scores here (correlation "
        f"{number(correlation, 2)}, {span}, {many(len(known), 'school')}). **This is not what a "
        f"dollar buys**, and never the cost of a point. {because} {IN_SD}"
    )


def _scores(effects: pd.DataFrame) -> pd.DataFrame:
    known = effects["unit"].str.startswith("standard", na=False) & effects["naive_gap"].notna()
    return effects[known]


def _points(row) -> str:
    points = number(row.points, 1)
    if row.unit == "share of students":
        moved = row.effect_per_student * row.program_students
        more = "more" if moved >= 0 else "fewer"
        return (
            f"{points} percentage points, about {many(abs(round(moved)), 'student')} {more} of "
            f"{number(row.program_students)}"
        )
    if row.unit == "share of days enrolled":
        return f"{points} percentage points of days"
    return f"{points} points of the test ({number(row.effect_per_student, 2)} SD)"


def _span(row) -> str:
    return f"{number(row.points_low, 1)} to {number(row.points_high, 1)}"


def _size(value: float, unit: str) -> str:
    if str(unit).startswith("share"):
        return f"{percent(value)} of students".replace("% of students", " percentage points")
    return f"{number(value, 2)} standard deviations"
