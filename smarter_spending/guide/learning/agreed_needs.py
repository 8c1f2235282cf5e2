"""What the room chose as its need, and the page with the one question it agreed on."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import read_room
from smarter_spending.guide.exercises import BLANK, Question, answered, ask_choice, ask_words
from smarter_spending.guide.learning.needs_findings import say_needs, say_not_known
from smarter_spending.guide.showing import show_table
from smarter_spending.words import many, number

ROLES = ("finance", "academics", "school", "board")


def need_questions(titles: Sequence[str]) -> list[Question]:
    """What a room decides here: one need, one question, why, and what would make it doubt.

    Parameters
    ----------
    titles : sequence of str
        The needs to choose from.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [question.key for question in need_questions(["Mathematics, grade 11"])]
    ['need', 'question', 'why', 'doubt']
    """
    return [
        ask_choice("need", "The need we choose", [*titles, "another need"]),
        ask_words(
            "question",
            "The one question we agree on",
            frame="Why do so many of our … not yet …, although …?",
        ),
        ask_words("why", "Why this need", frame="By rate … By count … And because …"),
        ask_words(
            "doubt",
            "What would make us doubt it",
            frame="We would change our mind if … showed …",
        ),
    ]


def room_needs(folder: str | Path, notebook: str) -> pd.DataFrame:
    """How many people, of each side, chose each need; the room's own record is no voice.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook : str

    Returns
    -------
    DataFrame, one row per need, most chosen first
        ``need_chosen``, ``people`` and ``finance``, ``academics``, ``school``, ``board``
        (people).
    """
    room = read_room(folder, notebook)
    chosen = room[(room["key"] == "need") & ~room["answer"].isin(["", "choose…"])]
    sides = {role: chosen["role"].eq(role) for role in ROLES}
    counted = (
        chosen.assign(**sides)
        .groupby("answer", as_index=False)
        .agg(people=("person", "size"), **{role: (role, "sum") for role in ROLES})
    )
    table = counted.rename(columns={"answer": "need_chosen"})
    return table.sort_values(["people", "need_chosen"], ascending=[False, True], ignore_index=True)


def room_questions(folder: str | Path, notebook: str) -> pd.DataFrame:
    """The question that each person or table wrote.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    DataFrame, one row per person
        ``person``, ``need_chosen`` and ``question_written``.
    """
    room = read_room(folder, notebook)
    room = room[room["key"].isin(["need", "question"])]
    wide = room.pivot(index="person", columns="key", values="answer")
    wide = wide.reindex(columns=["need", "question"]).astype(object).fillna("")
    wide = wide.replace("choose…", "").astype(str)
    table = wide.reset_index().rename(
        columns={"need": "need_chosen", "question": "question_written"}
    )
    table.columns.name = None
    return table[table["question_written"].str.strip() != ""].reset_index(drop=True)


def room_needs_html(folder: str | Path, notebook: str) -> str:
    """What the room chose and asked, for a panel that reveals it.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    str
        HTML.
    """
    chosen, asked = room_needs(folder, notebook), room_questions(folder, notebook)
    tables = [
        show_table(chosen, "The need each of us chose", list(chosen.columns)),
        show_table(asked, "The questions we wrote", list(asked.columns)),
    ]
    return "".join(
        table.data for table, rows in zip(tables, (chosen, asked), strict=True) if len(rows)
    )


def say_room_needs(chosen: pd.DataFrame) -> str:
    """Whether the room agrees on the need.

    Parameters
    ----------
    chosen : DataFrame
        As ``room_needs`` gives.

    Returns
    -------
    str
    """
    if chosen.empty:
        return "Nobody has chosen a need yet."
    people, first = int(chosen["people"].sum()), chosen.iloc[0]
    if len(chosen) == 1:
        return f"All {number(people)} who answered chose **{first['need_chosen']}**."
    leading = chosen[chosen["people"] == first["people"]]["need_chosen"]
    names = "; ".join(f"**{need}**" for need in leading)
    each = " each" if len(leading) > 1 else ""
    return (
        f"{many(people, 'answer')}, {many(len(chosen), 'need')}: chosen most often, by "
        f"{number(first['people'])} of {number(people)}{each}: {names}."
    )


def needs_page(
    answers: Mapping[str, object], needs: pd.DataFrame, titles: Sequence[str], room: str = ""
) -> str:
    """The page to hand out: the agreed question, and the needs it was chosen from.

    Parameters
    ----------
    answers : mapping
        ``need``, ``question``, ``why``, ``doubt``; what nobody answered stays a blank line.
    needs : DataFrame
        As ``district_needs`` gives.
    titles : sequence of str
        All goals, as ``need_titles`` gives.
    room : str
        What ``say_room_needs`` says.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> empty = pd.DataFrame({"need_title": [], "rank_by_rate": []})
    >>> print(needs_page({}, empty, []).splitlines()[2])
    > **______**
    """
    said = {
        question.key: (answered(question, answers) and str(answers[question.key]).strip()) or BLANK
        for question in need_questions([])
    }
    parts = [
        "## The question we agreed",
        f"> **{said['question']}**",
        f"- **The need:** {said['need']}\n- **Why this one:** {said['why']}\n"
        f"- **What would make us doubt it:** {said['doubt']}",
        "## The needs we chose from",
        say_needs(needs),
        _table(needs),
        say_not_known(needs, titles),
        room,
        "## What this page does not say",
        "A rate says where students stand, not why, and not what any program did. Small "
        "differences and single years are not shown to be real. Figures about small groups are "
        "left out.",
        "## Agreed by",
        "- Superintendent: ______  Date: ______\n- Head of business: ______  Date: ______\n"
        "- Head of academics: ______  Date: ______",
    ]
    return "\n\n".join(part for part in parts if part)


def _table(needs: pd.DataFrame) -> str:
    if needs.empty:
        return ""
    lines = [
        "| Need | Reached the goal | 90% range | Students behind | By rate | By count |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.need_title} | {row.rate_words} | {row.range_words} | {number(row.behind)} | "
        f"{row.rank_by_rate} | {row.rank_by_count} |"
        for row in needs.itertuples()
    ]
    return "\n".join(lines)
