"""What the people of a room decide about programs: apart, together, and against the rule."""

from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import read_room
from smarter_spending.guide.exercises import Question, ask_choice, ask_words, rows_to_fill
from smarter_spending.guide.showing import show_table
from smarter_spending.planning.decisions import FIX, GROW, NOT_YET_KNOWN, STOP, VERDICTS

MOST = 8
AS_THE_RULE = "as the rule says"
APART = "apart"
SIDES = ("finance", "academics", "school", "board")


def programs_to_discuss(decisions: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """The programs a room should talk about: where the rule would move dollars or students.

    Parameters
    ----------
    decisions : DataFrame
        As ``decide`` or ``with_overrides`` gives.
    most : int

    Returns
    -------
    DataFrame, one row per program, dearest first
        The rows to Grow, Fix or Stop, and those where the second opinion differs; filled up
        with the dearest of which nothing is known yet.

    Examples
    --------
    >>> table = pd.DataFrame({"program": ["A", "B"], "verdict": ["Keep", "Stop"],
    ...     "disagrees": False, "total_cost": [9.0, 1.0]})
    >>> programs_to_discuss(table)["program"].tolist()
    ['B']
    """
    moving = decisions["verdict"].isin([GROW, FIX, STOP]) | decisions["disagrees"]
    moving &= decisions["total_cost"].notna()
    first = decisions[moving].sort_values("total_cost", ascending=False, kind="stable").head(most)
    open_ones = decisions[decisions["verdict"].eq(NOT_YET_KNOWN) & ~moving].head(most - len(first))
    return pd.concat([first, open_ones]).reset_index(drop=True)


def discussion_rows(discussed: pd.DataFrame, decisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """The programs as rows of a table to fill in.

    Parameters
    ----------
    discussed : DataFrame
        As ``programs_to_discuss`` gives.
    decisions : DataFrame, optional
        As ``with_overrides`` gives: every other program that the rule or the room grows, fixes
        or stops is added, and every one somebody has spoken on, since each may be overruled.

    Returns
    -------
    DataFrame
        ``code`` and ``title``; a line that says so where there is no program.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2", "P3"], "program": ["A", "B", "C"],
    ...     "verdict": ["Keep", "Stop", "Fix"], "decision": ["Keep", "Stop", "Fix"],
    ...     "note": "", "total_cost": [9.0, 1.0, 5.0]})
    >>> discussion_rows(decisions[:1], decisions)["title"].tolist()
    ['A', 'C', 'B']
    """
    rows = discussed[["program_id", "program"]]
    if decisions is not None:
        moves = decisions[["verdict", "decision"]].isin([GROW, FIX, STOP]).any(axis=1)
        moves |= decisions["note"].ne("")
        others = decisions[moves & ~decisions["program_id"].isin(rows["program_id"])]
        others = others.sort_values("total_cost", ascending=False, kind="stable")
        rows = pd.concat([rows, others[["program_id", "program"]]])
    return rows_to_fill(rows, "program_id", "program", "No program is in programs.csv yet")


def apart_columns() -> list[Question]:
    """What each person decides alone: one of the five, and the reason.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> apart_columns()[0].options[1:]
    ('Grow', 'Keep', 'Fix', 'Stop', 'Not yet known')
    """
    return [ask_choice("verdict", "I would", VERDICTS)]


def override_columns() -> list[Question]:
    """What a room decides against the rule, and why.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [column.key for column in override_columns()]
    ['verdict', 'because']
    """
    return [
        ask_choice("verdict", "We decide", [AS_THE_RULE, *VERDICTS]),
        ask_words("because", "Because (no reason, no change)"),
    ]


def decided_apart(folder: str | Path, notebook: str, discussed: pd.DataFrame) -> pd.DataFrame:
    """What the sides of the room decided before they heard each other, beside the rule.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook : str
    discussed : DataFrame
        As ``programs_to_discuss`` gives.

    Returns
    -------
    DataFrame, one row per program
        ``program``, ``finance_decides`` and ``academics_decide`` (each answer with how many gave
        it, most first; "" when nobody did), ``others_decide`` and ``rule_says``.
    """
    answers = read_room(folder, notebook)
    answers = answers[answers["answer"].isin(VERDICTS)]
    rows = []
    for row in discussed.itertuples():
        mine = answers[answers["key"].eq(f"{APART}_{row.program_id}_verdict")]
        said = [_counted(mine[mine["role"].eq(side)]) for side in SIDES[:2]]
        others = _counted(mine[~mine["role"].isin(SIDES[:2])])
        rows.append((row.program, *said, others, row.verdict))
    columns = ["program", "finance_decides", "academics_decide", "others_decide", "rule_says"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _counted(answers: pd.DataFrame) -> str:
    counts = answers["answer"].value_counts()
    order = sorted(counts.index, key=lambda verdict: (-counts[verdict], VERDICTS.index(verdict)))
    return ", ".join(f"{verdict} ({counts[verdict]})" for verdict in order)


def decided_apart_html(folder: str | Path, notebook: str, discussed: pd.DataFrame) -> str:
    """The room's answers beside the rule, for a panel that reveals them.

    Parameters
    ----------
    folder : path
    notebook : str
    discussed : DataFrame

    Returns
    -------
    str
        HTML.
    """
    table = decided_apart(folder, notebook, discussed)
    return show_table(table.replace("", None), "The room, apart, beside the rule").data
