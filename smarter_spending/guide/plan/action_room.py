"""Notebook 14: who does what by when, and the board page's lines in the room's own words."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import Question, ask_words, rows_to_fill
from smarter_spending.guide.plan.board_page import Figure, Line, filled
from smarter_spending.planning.decisions import FIX, GROW, STOP
from smarter_spending.words import many

ENDS, NOTHING = "Ends", "Nothing has been decided yet"


def action_rows(decisions: pd.DataFrame) -> pd.DataFrame:
    """Every decision that needs somebody to do something, the dearest first.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame
        ``code`` and ``title``: each program to grow, to fix or to stop, and each whose end
        was set before; a line that says so where nothing moves.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2", "P3"], "program": ["A", "B", "C"],
    ...     "decision": ["Keep", "Stop", "Keep"], "ending": [False, False, True],
    ...     "total_cost": [5.0, None, 9.0]})
    >>> action_rows(decisions)["title"].tolist()
    ['Ends: C', 'Stop: B']
    """
    moves = decisions["decision"].isin([GROW, FIX, STOP])
    ends = decisions["ending"].astype(bool) if "ending" in decisions else moves & False
    words = decisions["decision"].mask(ends, ENDS)
    moving = decisions.assign(title=words + ": " + decisions["program"])[moves | ends]
    moving = moving.sort_values(["total_cost", "program"], ascending=[False, True], kind="stable")
    return rows_to_fill(moving, "program_id", "title", NOTHING)


def action_columns() -> list[Question]:
    """What each action needs: somebody, a date, and what will show that it was done.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [column.key for column in action_columns()]
    ['step', 'who', 'when', 'evidence']
    """
    return [
        ask_words("step", "First step"),
        ask_words("who", "Who (by role)"),
        ask_words("when", "By when"),
        ask_words("evidence", "What will show it"),
    ]


def actions_table(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """The plan of action as it stands, blanks blank.

    Parameters
    ----------
    rows : DataFrame
        As ``action_rows`` gives.
    answers : mapping

    Returns
    -------
    DataFrame
        ``action_words, first_step, who, when`` and ``shown_by``.
    """
    given = [
        (row.title, *(answers.get(f"action_{row.code}_{q.key}") or None for q in action_columns()))
        for row in rows.itertuples()
    ]
    return pd.DataFrame(given, columns=["action_words", "first_step", "who", "when", "shown_by"])


def say_actions(actions: pd.DataFrame) -> str:
    """How many of the decisions have somebody, a date and evidence.

    Parameters
    ----------
    actions : DataFrame
        As ``actions_table`` gives.

    Returns
    -------
    str

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["P1"], "title": ["Stop: Club"]})
    >>> given = {"action_P1_who": "principal", "action_P1_when": "May 1",
    ...          "action_P1_evidence": "the letter"}
    >>> say_actions(actions_table(rows, given))
    'The one action has somebody, a date, and what will show it.'
    """
    actions = actions[actions["action_words"].ne(NOTHING)]
    if actions.empty:
        return f"{NOTHING}."
    full = int(actions[["who", "when", "shown_by"]].notna().all(axis=1).sum())
    count, one = len(actions), len(actions) == 1
    verb, it = ("has", "it") if one else ("have", "them")
    needs = f"{verb} somebody, a date, and what will show {it}"
    if full == count:
        return f"The one action {needs}." if one else f"All {count} actions {needs}."
    of = f"{full} of {many(count, 'action')}"
    return f"{of} {needs}. **An action without a name is a wish.**"


def ask_lines(lines: Sequence[Line], figures: Mapping[str, Figure]) -> list[Question]:
    """The lines as questions: leave one blank to keep what the tables say.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure

    Returns
    -------
    list of Question
    """
    return [
        ask_words(f"board_{line.key}", line.heading, frame=filled(line, figures)) for line in lines
    ]


def lines_edited(lines: Sequence[Line], answers: Mapping[str, object]) -> dict[str, str]:
    """The lines that somebody wrote anew.

    Parameters
    ----------
    lines : sequence of Line
    answers : mapping

    Returns
    -------
    dict of key to sentence

    Examples
    --------
    >>> lines_edited([Line("goal", "The goal", "")], {"board_goal": " Every child reads. "})
    {'goal': 'Every child reads.'}
    """
    given = {line.key: str(answers.get(f"board_{line.key}") or "").strip() for line in lines}
    return {key: text for key, text in given.items() if text}
