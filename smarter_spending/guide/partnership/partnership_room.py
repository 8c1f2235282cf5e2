"""What the whole room says about working as one: who decides today, and by what principles."""

from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import read_room
from smarter_spending.guide.partnership.partnership import budget_principles, shared_decisions
from smarter_spending.guide.partnership.partnership_answers import (
    NOTEBOOK,
    PRINCIPLES_HELD,
    TODAY,
)
from smarter_spending.guide.showing import show_table
from smarter_spending.planning.agreement import deciders_named, principles_named
from smarter_spending.words import listed, many, number


def room_deciders(folder: str | Path) -> pd.DataFrame:
    """Who everybody says decides today, as ``deciders_named`` takes it.

    Parameters
    ----------
    folder : path
        The district's folder.

    Returns
    -------
    DataFrame, one row per person and decision answered
        ``person``, ``role``, ``decision`` and ``decider``.
    """
    answers = read_room(folder, NOTEBOOK)
    titles = shared_decisions()
    keys = {f"today_{row.code}_decider": row.title for row in titles.itertuples()}
    said = answers[answers["key"].isin(list(keys)) & answers["answer"].isin(TODAY)]
    said = said.assign(decision=said["key"].map(keys)).rename(columns={"answer": "decider"})
    return said[["person", "role", "decision", "decider"]].reset_index(drop=True)


def room_principles(folder: str | Path) -> pd.DataFrame:
    """Which principles everybody put in which place, as ``principles_named`` takes it.

    Parameters
    ----------
    folder : path
        The district's folder.

    Returns
    -------
    DataFrame, one row per person and principle
        ``person``, ``role``, ``principle`` and ``place``.
    """
    answers = read_room(folder, NOTEBOOK)
    places = {f"principle_{place}": place for place in range(1, PRINCIPLES_HELD + 1)}
    titles = budget_principles()["title"]
    said = answers[answers["key"].isin(list(places)) & answers["answer"].isin(titles)]
    said = said.assign(place=said["key"].map(places)).rename(columns={"answer": "principle"})
    return said[["person", "role", "principle", "place"]].reset_index(drop=True)


def say_deciders(named: pd.DataFrame) -> str:
    """On which decisions finance and academics name somebody else as the one who decides.

    Parameters
    ----------
    named : DataFrame
        As ``deciders_named`` gives.

    Returns
    -------
    str
    """
    said = named[named["answers"] > 0]
    if said.empty:
        return "Nobody has said yet who decides. The picture appears when the first person has."
    both = said[(said["finance_says"] != "") & (said["academics_says"] != "")]
    if both.empty:
        return "Only one of the two sides has answered so far: finance or academics is missing."
    apart = both[both["differ"]]
    if apart.empty:
        return f"Finance and academics name the same decider for {_all(len(both))}."
    widest = apart.sort_values("deciders_named", ascending=False, kind="stable").iloc[0]
    others = [title for title in apart["decision"] if title != widest["decision"]]
    also = f" They also differ on: {listed(_lower(others), most=8)}." if others else ""
    return (
        f"**Finance and academics name different deciders for {number(len(apart))} of "
        f"{many(len(both), 'decision')}.** To {_lower([widest['decision']])[0]}, finance says "
        f"{widest['finance_says']}; academics say {widest['academics_says']}.{also}"
    )


def room_deciders_table(folder: str | Path) -> pd.DataFrame:
    """Who the room says decides today, decision by decision, in words.

    Parameters
    ----------
    folder : path
        The district's folder.

    Returns
    -------
    DataFrame
        The columns of ``deciders_named`` and ``sides`` (differ, agree, or blank when one
        side is silent).
    """
    named = deciders_named(room_deciders(folder), shared_decisions()["title"].tolist())
    both = (named["finance_says"] != "") & (named["academics_says"] != "")
    words = named["differ"].map({True: "differ", False: "agree"}).where(both, "")
    return named.assign(sides=words)


def room_deciders_html(folder: str | Path) -> str:
    """The room's answers to who decides today, for a panel that reveals them.

    Parameters
    ----------
    folder : path

    Returns
    -------
    str
        HTML.
    """
    columns = ["decision", "finance_says", "academics_says", "sides", "deciders_named"]
    return show_table(room_deciders_table(folder), "Who decides today, the room says", columns).data


def room_principles_table(folder: str | Path) -> pd.DataFrame:
    """Which principles the room holds, most named first.

    Parameters
    ----------
    folder : path
        The district's folder.

    Returns
    -------
    DataFrame, one row per principle that somebody named
        ``principle``, ``named``, ``first``, ``finance_named``, ``academics_named`` (people).
    """
    named = principles_named(room_principles(folder))
    return named.rename(columns={"finance": "finance_named", "academics": "academics_named"})


def room_principles_html(folder: str | Path) -> str:
    """The room's principles, for a panel that reveals them.

    Parameters
    ----------
    folder : path

    Returns
    -------
    str
        HTML.
    """
    return show_table(room_principles_table(folder), "What the room holds by").data


def say_room_principles(named: pd.DataFrame) -> str:
    """Which principles most of the room names, and which only one side does.

    Parameters
    ----------
    named : DataFrame
        As ``room_principles_table`` gives.

    Returns
    -------
    str
    """
    if named.empty:
        return "Nobody has named a principle yet."
    most = named["named"].max()
    top = named[named["named"] == most]["principle"]
    verb = "is" if len(top) == 1 else "are each"
    sentence = f"**{listed(top)}** {verb} named most: {many(most, 'time')}."
    one_sided = named[(named["finance_named"] == 0) != (named["academics_named"] == 0)]
    told = [
        f"{row.principle} (only {'finance' if row.finance_named else 'academics'})"
        for row in one_sided.itertuples()
    ]
    alone = f" Of the two sides, one alone names: {listed(told)}." if told else ""
    return sentence + alone


def _all(count: int) -> str:
    return (
        "the one decision both answered" if count == 1 else f"all {count} decisions both answered"
    )


def _lower(titles) -> list[str]:
    return [title[:1].lower() + title[1:] for title in titles]
