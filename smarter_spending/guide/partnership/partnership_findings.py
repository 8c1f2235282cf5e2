"""What a room has settled about working as one, said in sentences."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.partnership.partnership import budget_principles
from smarter_spending.guide.partnership.partnership_answers import TELLING
from smarter_spending.planning.partnership import PolicyGaps
from smarter_spending.planning.process_time import WORDS_A_MINUTE, speech_seconds
from smarter_spending.words import dollars, listed, many, number

SPEECH = 30  # seconds


def say_rights(problems: pd.DataFrame) -> str:
    """How many decisions have rules that will hold, and why the others will not.

    Parameters
    ----------
    problems : DataFrame
        As ``decision_rights_problems`` gives.

    Returns
    -------
    str
    """
    marked = problems[problems["reason"] != "not marked yet"]
    if marked.empty:
        return "No decision is marked yet. Give each decision one who decides, then who is heard."
    failing = marked[~marked["valid"]]
    count = f"{number(marked['valid'].sum())} of {many(len(problems), 'decision')}"
    sentence = f"**{count} will hold**: one decides, and those who must be heard are heard."
    if len(failing):
        told = "".join(f"\n- {row.decision}: {row.reason}" for row in failing.itertuples())
        sentence += f" Not yet:\n{told}\n"
    left = len(problems) - len(marked)
    return sentence + (f"\n{many(left, 'decision')} not marked yet." if left else "")


def say_principles(held: Sequence[str]) -> str:
    """The principles a team holds, in order, each with what it means.

    Parameters
    ----------
    held : sequence of str
        Titles, first one first.

    Returns
    -------
    str

    Examples
    --------
    >>> say_principles([])
    'No principle has been chosen yet.'
    """
    if not held:
        return "No principle has been chosen yet."
    return f"We hold by: **{listed(held)}**, in this order."


def say_policies(found: PolicyGaps) -> str:
    """How many of the budget policies are adopted, and what the gap is made of.

    Parameters
    ----------
    found : PolicyGaps

    Returns
    -------
    str
    """
    if found.unanswered == found.policies:
        return "Nobody has said yet which policies stand."
    parts = [
        (found.unwritten, "in practice but unwritten"),
        (found.neither, "neither written nor in practice"),
        (found.dont_know, "of which nobody at the table knew"),
        (found.unanswered, "not answered yet"),
    ]
    made_of = listed(f"{number(count)} {words}" for count, words in parts if count)
    sentence = (
        f"**{number(found.adopted)} of {number(found.policies)} policies are adopted: a gap of "
        f"{number(found.gap)}.**"
    )
    return sentence + (f" In the gap: {made_of}." if made_of else "")


def say_process(hours: pd.DataFrame) -> str:
    """What the process takes in a year: people's hours and, where priced, their worth.

    Parameters
    ----------
    hours : DataFrame
        As ``process_hours`` gives.

    Returns
    -------
    str
    """
    known = hours.dropna(subset=["person_hours"])
    open_ones = hours[hours["person_hours"].isna()]["meeting"]
    left = (
        f" Not counted, for want of an answer: {listed(_lower(open_ones))}."
        if len(open_ones)
        else ""
    )
    if known.empty:
        return f"What the process takes in hours is not yet known.{left}"
    total, priced = known["person_hours"].sum(), known["priced_hours"].sum()
    sentence = f"**The process takes {number(total)} hours of people's time a year.**"
    if priced > 0:
        worth = dollars(known["dollars"].sum())
        whose = "They are" if priced == total else f"{number(priced)} of them have a price,"
        sentence += (
            f" {whose} worth {worth} at what an hour of our own people costs: pay we spend "
            "already, whatever the meetings are for."
        )
    else:
        sentence += " What an hour costs is not known, so no dollars are shown."
    return sentence + left


def say_hourly(rates: pd.DataFrame, hours_a_day: float) -> str:
    """Where the cost of an hour comes from, and what it leaves out.

    Parameters
    ----------
    rates : DataFrame
        As ``hourly_pay`` gives.
    hours_a_day : float
        Hours of a full-time day that it was computed with.

    Returns
    -------
    str
        Blank when there is no staffing table.
    """
    if rates.empty:
        return ""
    left = rates["pay_left_out"].sum()
    out = f" {dollars(left)} of pay without FTE or paid days is left out." if left > 0.5 else ""
    return (
        "An hour costs actual pay and benefits over FTE × paid days × "
        f"{number(hours_a_day, 0 if hours_a_day == int(hours_a_day) else 1)} hours, from our own "
        f"positions. It is an average of a kind of employee, and nobody's rate.{out}"
    )


def say_telling(telling: pd.DataFrame) -> str:
    """For how many audiences message, messenger, channel and date are settled, and what is open.

    Parameters
    ----------
    telling : DataFrame
        As ``telling_given`` gives.

    Returns
    -------
    str
    """
    filled = telling[list(TELLING)] != ""
    if not filled.to_numpy().any():
        return "Nothing is written yet for any of the audiences."
    done = int(filled.all(axis=1).sum())
    gaps = [
        f"{row.audience} (no {listed(column for column in TELLING if not getattr(row, column))})"
        for row in telling.itertuples()
        if not all(getattr(row, column) for column in TELLING)
    ]
    sentence = f"**{number(done)} of {many(len(telling), 'audience')} settled.**"
    return sentence + (f" Still open: {listed(gaps)}." if gaps else "")


def say_speech(text: object) -> str:
    """How many words a speech has, how long it takes, and how much must go.

    Parameters
    ----------
    text : str
        The speech; blank or ``None`` when nobody has written it.

    Returns
    -------
    str

    Examples
    --------
    >>> say_speech("money " * 60)
    '60 words: about 24 seconds at 150 words a minute, a rule of thumb. Say it with a watch.'
    """
    words = str(text or "")
    count, seconds = len(words.split()), speech_seconds(words)
    if not count:
        return ""
    pace = f"about {number(seconds)} seconds at {WORDS_A_MINUTE} words a minute, a rule of thumb"
    over = count - int(SPEECH * WORDS_A_MINUTE / 60)
    after = f"**Take out about {many(over, 'word')}**" if over > 0 else "Say it with a watch"
    return f"{many(count, 'word')}: {pace}. {after}."


def say_owner(answers: Mapping[str, object]) -> str:
    """Who owns the process, and who settles what the two sides cannot.

    Parameters
    ----------
    answers : mapping of key to answer
        ``owner`` and ``tie``.

    Returns
    -------
    str

    Examples
    --------
    >>> say_owner({})
    'Nobody owns the process yet.'
    """
    owner, tie = (_chosen(answers.get(key)) for key in ("owner", "tie"))
    if not owner:
        return "Nobody owns the process yet."
    settles = f"the {tie} settles it" if tie else "who settles it is still open"
    return (
        f"The process belongs to the **{owner}**. Where finance and academics cannot agree, "
        f"{settles}."
    )


def principle_meaning(title: str) -> str:
    """What a principle means, in a sentence.

    Parameters
    ----------
    title : str

    Returns
    -------
    str

    Examples
    --------
    >>> principle_meaning("Every program earns its place")
    'Nothing stays only because it was there last year.'
    """
    table = budget_principles().set_index("title")["says"]
    return str(table.get(title, ""))


def _chosen(answer: object) -> str:
    return "" if answer in (None, "", "choose…") else str(answer)


def _lower(titles) -> list[str]:
    return [title[:1].lower() + title[1:] for title in titles]
