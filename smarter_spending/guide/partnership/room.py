"""What a room has said so far, put together from everybody's files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import read_room
from smarter_spending.guide.partnership.framework import practices
from smarter_spending.guide.showing import show_table
from smarter_spending.planning.priorities import ratings_summary, read_ratings
from smarter_spending.words import listed, many, number, percent


def steps(table: pd.DataFrame) -> pd.DataFrame:
    """The five steps, with their practices in words.

    Parameters
    ----------
    table : DataFrame
        As ``practices`` gives.

    Returns
    -------
    DataFrame, one row per step, in order
        ``step`` and ``practices``.

    Examples
    --------
    >>> steps(practices())["step"].tolist()[0]
    'Plan and prepare'
    """
    names = table.assign(practices=table["code"] + " " + table["title"])
    return names.groupby("step", sort=False)["practices"].agg("; ".join).reset_index()


def room_ratings(folder: str | Path, notebook: str, key: str = "rate") -> pd.DataFrame:
    """The room's ratings of all fifteen practices, so far.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook, key : str
        Where the ratings were asked.

    Returns
    -------
    DataFrame, one row per practice
        ``title`` and the columns of ``ratings_summary``.
    """
    table = practices()
    summary = ratings_summary(read_ratings(read_room(folder, notebook), key), table["code"])
    return summary.merge(table[["code", "title"]], on="code").assign(
        title=lambda rows: rows["code"] + " " + rows["title"]
    )


def room_ratings_html(folder: str | Path, notebook: str) -> str:
    """The room's ratings as a table, for a panel that reveals them.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    str
        HTML.
    """
    room = room_ratings(folder, notebook)
    columns = ["title", "median", "low_rating", "high_rating", "role_gap", "share_dont_know"]
    table = room.rename(columns={"low": "low_rating", "high": "high_rating"})
    return show_table(table, "The room so far", columns).data


def say_room(room: pd.DataFrame) -> str:
    """Where the room is weakest, and where its two sides differ most.

    Parameters
    ----------
    room : DataFrame
        As ``room_ratings`` gives.

    Returns
    -------
    str
    """
    rated = room[room["raters"] > 0]
    if rated.empty:
        return "Nobody has rated yet. The picture appears when the first person has."
    low = rated[rated["median"] == rated["median"].min()]["title"]
    sentence = (
        f"{many(rated['raters'].max(), 'person', 'people')} rated. Lowest, at "
        f"{number(rated['median'].min(), 1)}: **{listed(low, most=3)}**."
    )
    apart = rated.dropna(subset=["role_gap"]).sort_values(
        ["role_gap", "code"], ascending=[False, True]
    )
    if len(apart) and apart["role_gap"].iloc[0] > 0:
        widest = apart.iloc[0]
        sentence += (
            f" Finance and academics are furthest apart on {widest['title']}: "
            f"{number(widest['finance'], 1)} against {number(widest['academics'], 1)}."
        )
    unsure = rated["share_dont_know"].max()
    if unsure > 0:
        most = rated.loc[rated["share_dont_know"].idxmax(), "title"]
        sentence += f" {percent(unsure)} did not know about {most}."
    return sentence


def say_entry(answers: Mapping[str, object]) -> str:
    """The entry point and practices this person chose, with blanks said to be blank.

    Parameters
    ----------
    answers : mapping

    Returns
    -------
    str

    Examples
    --------
    >>> say_entry({})
    'No entry point has been chosen yet.'
    """
    chosen = [answers.get(f"practice_{place}") for place in (1, 2, 3)]
    named = [name for name in chosen if name and name != "choose…"]
    if answers.get("entry", "choose…") == "choose…":
        return "No entry point has been chosen yet."
    practices_named = listed(named) or "practices not yet chosen"
    return f"We enter at **{answers['entry']}** and work on {practices_named}."


def practice_names() -> list[str]:
    """The fifteen practices as a list to choose from.

    Returns
    -------
    list of str

    Examples
    --------
    >>> practice_names()[8]
    '3A Cost analysis'
    """
    table = practices()
    return (table["code"] + " " + table["title"]).tolist()


def median_gap(finance: Sequence[float], academics: Sequence[float]) -> float:
    """How many levels apart two groups' medians are.

    Parameters
    ----------
    finance, academics : sequence of float
        Ratings from 0 to 3.

    Returns
    -------
    float
        Levels.

    Examples
    --------
    >>> median_gap([3, 3, 2], [1, 1, 2])
    2.0
    """
    room = pd.DataFrame(
        {
            "code": "1A",
            "role": ["finance"] * len(finance) + ["academics"] * len(academics),
            "rating": [*finance, *academics],
        }
    )
    return ratings_summary(room, ["1A"])["role_gap"].item()
