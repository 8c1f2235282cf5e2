"""The district's needs in words: by rate, by count, as guessed, as asked."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.analysis.learning_needs import lowest_told_apart, top_need_changes
from smarter_spending.words import number


def say_needs(needs: pd.DataFrame, name: str = "need_title", one: str = "need") -> str:
    """Which need is first by rate, which by count, and whether the top need changes.

    Parameters
    ----------
    needs : DataFrame
        As ``district_needs`` or ``school_needs`` gives.
    name : str
        The column that names the need.
    one : str
        What one row is: a need, or a school.

    Returns
    -------
    str
    """
    if needs.empty:
        return f"No {one} can be ranked yet: no result that may be shown is in the folder."
    by_rate = needs[needs["rank_by_rate"] == 1].iloc[0]
    by_count = needs[needs["rank_by_count"] == 1].iloc[0]
    if len(needs) == 1:
        return f"Only one can be ranked: {_place(by_rate, name)}."
    if top_need_changes(needs):
        words = (
            f"**The top {one} changes.** By rate it is {_place(by_rate, name)}; by count it is "
            f"{_place(by_count, name)}. Choose between them on purpose."
        )
    else:
        words = (
            f"**The top {one} does not change:** by rate and by count it is "
            f"{_place(by_rate, name)}. {_furthest(needs, name)}"
        )
    if not lowest_told_apart(needs):
        second = needs[needs["rank_by_rate"] == 2].iloc[0]
        words += (
            f" The lowest rate, that of {by_rate[name]}, cannot be told from the next lowest, "
            f"that of {second[name]}."
        )
    return words


def say_guess(answers: Mapping[str, object], needs: pd.DataFrame) -> str:
    """What this person guessed before the figures, beside what the figures say.

    Parameters
    ----------
    answers : mapping
        ``guess_rate`` and ``guess_count``: titles of needs.
    needs : DataFrame
        As ``district_needs`` gives.

    Returns
    -------
    str
    """
    places = {row.need_title: row for row in needs.itertuples()}
    parts = []
    for key, rank, words in (
        ("guess_rate", "rank_by_rate", "the lowest rate"),
        ("guess_count", "rank_by_count", "the most students behind"),
    ):
        guess = answers.get(key)
        if guess in places:
            place = int(getattr(places[guess], rank))
            parts.append(f"You guessed {guess} for {words}: it is number {place} of {len(needs)}.")
        elif guess not in (None, "", "choose…"):
            parts.append(f"You guessed {guess} for {words}: here that is not known.")
    return " ".join(parts) or "No guess was written down before the figures."


def say_not_known(needs: pd.DataFrame, titles: Sequence[str]) -> str:
    """Which goals have no result that may be shown in this year.

    Parameters
    ----------
    needs : DataFrame
        As ``district_needs`` gives.
    titles : sequence of str
        All goals, as ``need_titles`` gives.

    Returns
    -------
    str
        Empty when every goal is known.

    Examples
    --------
    >>> say_not_known(pd.DataFrame({"need_title": ["A"]}), ["A", "B"])
    'Not known here, for want of such grades, of results, or of enough students: B.'
    """
    absent = [title for title in titles if title not in set(needs["need_title"])]
    if not absent:
        return ""
    return (
        "Not known here, for want of such grades, of results, or of enough students: "
        f"{'; '.join(absent)}."
    )


def say_question(answers: Mapping[str, object]) -> str:
    """The need and the question that were agreed, or that none is yet.

    Parameters
    ----------
    answers : mapping

    Returns
    -------
    str

    Examples
    --------
    >>> say_question({})
    'No question has been agreed yet.'
    """
    question = str(answers.get("question", "")).strip()
    if not question:
        return "No question has been agreed yet."
    need = answers.get("need", "choose…")
    about = "" if need in ("", "choose…", None) else f" It is about: **{need}**."
    return f"The question we agreed: **{question}**{about}"


def _place(row: pd.Series, name: str) -> str:
    return (
        f"**{row[name]}** ({row['rate_words']} of {number(row['students'])} students; "
        f"{number(row['behind'])} behind)"
    )


def _furthest(needs: pd.DataFrame, name: str) -> str:
    """The need whose two ranks lie furthest apart, when they lie apart at all."""
    apart = (needs["rank_by_rate"] - needs["rank_by_count"]).abs()
    if apart.max() == 0:
        return "The two rankings agree throughout."
    row = needs.loc[apart.idxmax()]
    return (
        f"Below the top they part: {row[name]} is number {row['rank_by_rate']} by rate and "
        f"number {row['rank_by_count']} by count."
    )
