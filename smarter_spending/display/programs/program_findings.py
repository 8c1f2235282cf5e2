"""What the tables of buys say: claims, ratios, ranges, bands and the worth of learning."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.display.wording import (
    dollar_range,
    dollars,
    listed,
    many,
    percent,
)

OUTCOMES = {
    "ela_score": "English language arts score",
    "math_score": "mathematics score",
    "early_literacy_score": "early literacy score",
    "reading_on_grade": "reading on grade",
    "ninth_grade_on_track": "ninth grade on track",
    "attendance": "attendance",
    "reclassification": "reclassification of English learners",
    "none": "no outcome named",
}
STANDING = {
    "ND": "on the line: nothing beats it",
    "ED": "beaten by a mix of two others",
    "D": "costs more and gains no more than another",
}


def outcome_words(outcome: str) -> str:
    """An outcome's name as people say it.

    Parameters
    ----------
    outcome : str
        One of the inventory's words for an intended outcome.

    Returns
    -------
    str

    Examples
    --------
    >>> outcome_words("ninth_grade_on_track")
    'ninth grade on track'
    """
    return OUTCOMES.get(outcome, str(outcome).replace("_", " "))


def unit_words(outcome: str) -> str:
    """One unit of an outcome, in words: what the dollars of a ratio are dollars for.

    Parameters
    ----------
    outcome : str

    Returns
    -------
    str

    Examples
    --------
    >>> unit_words("ninth_grade_on_track"), unit_words("ela_score")
    ('one more student', 'one standard deviation for one student')
    """
    if outcome in ("reading_on_grade", "ninth_grade_on_track", "reclassification"):
        return "one more student"
    if outcome == "attendance":
        return "one student's whole year of days"
    return "one standard deviation for one student"


def say_dearest(options: pd.DataFrame) -> str:
    """The dearest and the cheapest program per student: the sentence that tempts.

    Parameters
    ----------
    options : DataFrame
        As ``reported_options`` gives.

    Returns
    -------
    str
    """
    if len(options) < 2:
        return ""
    low = options.loc[options["cost_per_student"].idxmin()]
    high = options.loc[options["cost_per_student"].idxmax()]
    return (
        f"{high['program']} costs {dollars(high['cost_per_student'])} a student, {low['program']} "
        f"{dollars(low['cost_per_student'])}. **That says nothing yet about which is the better "
        "buy.**"
    )


def say_best_buy(ratios: pd.DataFrame) -> str:
    """The lowest cost per unit of each outcome, if the claims hold, and what has no ratio.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives.

    Returns
    -------
    str
    """
    sentences = []
    for outcome, rows in ratios.groupby("outcome", sort=True):
        known = rows.dropna(subset=["cost_per_outcome"])
        if len(known) > 1:
            best = known.iloc[0]
            sentences.append(
                f"For {outcome_words(outcome)}, {best['program']} costs least for "
                f"{unit_words(outcome)}, {dollars(best['cost_per_outcome'])}; the ranges below say "
                "how sure that is."
            )
        elif len(known) == 1:
            sentences.append(
                f"For {outcome_words(outcome)} there is one program with a ratio, "
                f"{known['program'].item()}: nothing to compare it with."
            )
    none = ratios.loc[ratios["cost_per_outcome"].isna(), "program"]
    if len(none):
        sentences.append(f"No ratio for {listed(none)}: nothing was gained.")
    return " ".join(sentences)


def say_frontier(line: pd.DataFrame) -> str:
    """Which programs are beaten whatever a board would pay, and which are left.

    Parameters
    ----------
    line : DataFrame
        As ``incremental_ratios`` gives, with ``outcome``.

    Returns
    -------
    str
    """
    if line.empty:
        return ""
    programs = line[line["cost"] > 0]
    left, beaten = programs[programs["status"] == "ND"], programs[programs["status"] != "ND"]
    words = outcome_words(line["outcome"].iloc[0]) if "outcome" in line else "this outcome"
    if beaten.empty and len(left) == 1:
        return (
            f"For {words} there is one program, {left['program'].item()}, and no other to beat it."
        )
    if beaten.empty:
        return f"For {words}, no program is beaten outright: each buys more at a higher price."
    if left.empty:
        return f"For {words}, every program is beaten by doing none of them."
    return (
        f"For {words}, **{listed(left['program'])}** {'is' if len(left) == 1 else 'are'} left; "
        f"{listed(beaten['program'])} {'is' if len(beaten) == 1 else 'are'} beaten, whatever you "
        "would pay for the outcome."
    )


def say_ranges(ranges: pd.DataFrame) -> str:
    """For which programs the cost of a unit has limits, and for which it has none.

    Parameters
    ----------
    ranges : DataFrame
        As ``ratio_ranges`` gives.

    Returns
    -------
    str
    """
    if ranges.empty:
        return ""
    held = ranges[ranges["bounded"]]
    within = listed(f"{row.program} {dollar_range(row.low, row.high)}" for row in held.itertuples())
    loose = ranges.loc[~ranges["bounded"], "program"]
    sentences = [f"The cost of one unit lies within limits for {within}."] if len(held) else []
    if len(loose):
        sentences.append(
            f"**No limit for {listed(loose)}**: no gain is shown, so no price is too high to be "
            "possible."
        )
    return " ".join(sentences)


def say_claims(beside: pd.DataFrame) -> str:
    """How the claims held against the district's own records.

    Parameters
    ----------
    beside : DataFrame
        As ``claims_beside_estimates`` gives.

    Returns
    -------
    str
    """
    known = beside.dropna(subset=["own_effect"])
    if known.empty:
        return "No claim could be held against our own students' records yet."
    short = known[known["own_effect"] < 0.5 * known["claim"]]
    if short.empty:
        return "Every claim that could be checked holds at least by half."
    return (
        f"**For {many(len(short), 'program')} of {len(known)} our own records show less than half "
        f"of what was claimed**: {listed(short['program'])}."
    )


def say_bands(banded: pd.DataFrame) -> str:
    """Which programs may be called the better buy, and which may not be told apart.

    Parameters
    ----------
    banded : DataFrame
        As ``program_bands`` gives.

    Returns
    -------
    str
    """
    said = {
        "clear leader": "Clear leader: **{}**.",
        "cannot separate": "Cannot be separated: {}.",
        "likely no effect": "Likely no effect: {}.",
        "not comparable": "Not comparable: {}.",
    }
    return " ".join(
        words.format(listed(banded.loc[banded["band"] == band, "program"], most=8))
        for band, words in said.items()
        if (banded["band"] == band).any()
    )


def say_chances(chances: pd.DataFrame, outcome_worth: Mapping[str, float]) -> str:
    """Who is most often the best buy at the board's price, and how often.

    Parameters
    ----------
    chances : DataFrame
        As ``chances_by_price`` gives.
    outcome_worth : mapping of outcome to dollars per unit

    Returns
    -------
    str
    """
    sentences = []
    for outcome, rows in chances.groupby("outcome", sort=True):
        away = (rows["willingness_to_pay"] - outcome_worth[outcome]).abs()
        here = rows[away == away.min()]
        best = here.loc[here["chance"].idxmax()]
        sentences.append(
            f"For {outcome_words(outcome)}, at {dollars(best['willingness_to_pay'])} for "
            f"{unit_words(outcome)}, **{best['program']}** is the best buy in "
            f"{percent(best['chance'])} of draws."
        )
    return " ".join(sentences) or "No two programs share an outcome, so none can be the best buy."


def say_learning(learning: pd.DataFrame) -> str:
    """What a better study could be worth before deciding.

    Parameters
    ----------
    learning : DataFrame
        As ``worth_of_learning`` gives.

    Returns
    -------
    str
    """
    return " ".join(
        f"For {outcome_words(row.outcome)}, knowing for certain before choosing would be worth at "
        f"most {dollars(row.worth)} ({dollars(row.evpi)} for each of "
        f"{many(row.students, 'student')}): "
        + ("decide now." if row.worth < 5_000 else "a study that costs more is not worth it.")
        for row in learning.itertuples()
    )


def say_tornado(swings: pd.DataFrame, program: str) -> str:
    """Which figure the cost of an outcome hangs on most.

    Parameters
    ----------
    swings : DataFrame
        As ``tornado`` gives.
    program : str

    Returns
    -------
    str
    """
    if swings.empty:
        return ""
    return (
        f"For {program} the answer hangs most on its {swings['input'].iloc[0]}: that is the figure "
        "to check first."
    )


def say_sensitivity(sensitive: pd.DataFrame) -> str:
    """Whether the order would change if one program's cost were off.

    Parameters
    ----------
    sensitive : DataFrame
        As ``cost_sensitivity`` gives.

    Returns
    -------
    str
    """
    if sensitive.empty:
        return ""
    moves = sensitive.loc[~sensitive["keeps_place"], "program"]
    if moves.empty:
        return "The order stays the same when any one cost is off by that much."
    return (
        f"**The order is not safe**: it changes if the cost of {listed(moves)} is off by that much."
    )


def with_words(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its codes in words: outcome, standing on the line, and range.

    Parameters
    ----------
    table : DataFrame
        Any of the tables of options.

    Returns
    -------
    DataFrame
        ``outcome`` in words; ``status_words`` beside ``status``; ``range_words`` beside
        ``low``, ``high`` and ``bounded``.

    Examples
    --------
    >>> with_words(pd.DataFrame({"outcome": ["ela_score"]}))["outcome"].item()
    'English language arts score'
    """
    table = table.copy()
    if "outcome" in table:
        table["one_unit"] = [unit_words(outcome) for outcome in table["outcome"]]
        table["outcome"] = [outcome_words(outcome) for outcome in table["outcome"]]
    if "why" in table:
        for code, words in OUTCOMES.items():
            table["why"] = table["why"].str.replace(code, words, regex=False)
    if "status" in table:
        table["status_words"] = table["status"].map(STANDING)
    if "bounded" in table:
        table["range_words"] = [
            "not known" if row.low != row.low else _range(row) for row in table.itertuples()
        ]
    return table


def _range(row) -> str:
    return dollar_range(row.low, row.high) if row.bounded else "no limit: no gain is shown"
