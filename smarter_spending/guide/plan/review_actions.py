"""Notebook 15: where each action stands, the small wins, and the days to look again."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.guide.decided import actions_table
from smarter_spending.guide.exercises import Question, ask_choice, ask_words
from smarter_spending.planning.review_calendar import Event, day_named
from smarter_spending.planning.second_look import last_day
from smarter_spending.words import day, listed, many

DONE = ("done", "under way", "late", "not begun")
NOTHING = "none"  # the code of the one row of a list in which nothing has been decided
PLAN = "14_action_and_board_page"
MOST_WINS, QUOTES = 6, ' “”"'


def milestone_columns() -> list[Question]:
    """Where each action stands, and the smallest win so far.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [column.key for column in milestone_columns()]
    ['state', 'win']
    """
    return [ask_choice("state", "It is", list(DONE)), ask_words("win", "Smallest win so far")]


def milestones_table(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """Where each action stands.

    Parameters
    ----------
    rows : DataFrame
        As ``action_rows`` gives.
    answers : mapping

    Returns
    -------
    DataFrame, one row per action
        ``action_words, state, small_win``; no rows while nothing has been decided.
    """
    given = []
    for row in rows[rows["code"].ne(NOTHING)].itertuples():
        state = answers.get(f"milestone_{row.code}_state")
        win = " ".join(str(answers.get(f"milestone_{row.code}_win") or "").split())
        given.append((row.title, state if state in DONE else None, win or None))
    return pd.DataFrame(given, columns=["action_words", "state", "small_win"], dtype=object)


def say_milestones(table: pd.DataFrame) -> str:
    """How many actions are done, under way, late, not begun or silent; and the wins.

    Parameters
    ----------
    table : DataFrame
        As ``milestones_table`` gives.

    Returns
    -------
    str
        The counts of all states add up to the actions.

    Examples
    --------
    >>> table = pd.DataFrame({"action_words": ["Stop: A", "Grow: B", "Fix: C"],
    ...     "state": ["done", "late", None], "small_win": ["a room", None, None]})
    >>> print(say_milestones(table))
    Of 3 actions: 1 done, 1 late and 1 of which nobody has said anything. Small win: “a room”.
    """
    if table.empty:
        return "Nothing has been decided yet, so there is no action to follow."
    said = [_states(table)]
    wins = list(dict.fromkeys(table["small_win"].dropna()))
    if wins:
        shown = "; ".join(f"“{str(win).strip(QUOTES)}”" for win in wins[:MOST_WINS])
        more = f"; and {len(wins) - MOST_WINS} more" if len(wins) > MOST_WINS else ""
        said.append(f"Small win{'' if len(wins) == 1 else 's'}: {shown}{more}.")
    return " ".join(said)


def _states(table: pd.DataFrame) -> str:
    counts = {state: int(table["state"].eq(state).sum()) for state in DONE}
    silent = len(table) - sum(counts.values())
    if len(table) == 1:
        state = next((state for state in DONE if counts[state]), None)
        if state is None:
            return "Of the one action nobody has said anything yet."
        return f"The one action is {state}."
    if silent == len(table):
        return f"Of all {many(silent, 'action')} nobody has said anything yet."
    parts = [f"{count} {state}" for state, count in counts.items() if count]
    parts += [f"{silent} of which nobody has said anything"] if silent else []
    return f"Of {many(len(table), 'action')}: {listed(parts)}."


def action_days(rows: pd.DataFrame, folder: str | Path, as_of: date) -> list[Event]:
    """The days that the plan of action of notebook 14 names, for the calendar.

    Parameters
    ----------
    rows : DataFrame
        As ``action_rows`` gives.
    folder : path
        The district's folder, where the room's plan is kept.
    as_of : date
        Days before it are left out; a day without a year is the next one.

    Returns
    -------
    list of Event
        One for each action whose "by when" can be read as a day.
    """
    answers = open_choices(folder, PLAN, TEAM).answers
    planned = actions_table(rows, answers).astype(object)
    events = []
    for code, action in zip(rows["code"], planned.itertuples(), strict=True):
        on = day_named(str(action.when or ""), as_of)
        if code != NOTHING and on and on >= as_of:
            key = f"{code}|{last_day(as_of).year}"  # its day may move, the entry with it
            events.append(Event(on, f"Due: {action.action_words}", _planned(action), key))
    return events


def _planned(action) -> str:
    parts = (("First step", action.first_step), ("Who", action.who), ("Shown by", action.shown_by))
    return " ".join(f"{name}: {str(words).strip().rstrip('.')}." for name, words in parts if words)


def say_action_days(rows: pd.DataFrame, days: Sequence[Event]) -> str:
    """How many actions stand in the calendar, and what the others lack.

    Parameters
    ----------
    rows : DataFrame
        As ``action_rows`` gives.
    days : sequence of Event
        As ``action_days`` gives.

    Returns
    -------
    str
        "" while nothing has been decided.

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["P1", "P2"], "title": ["Stop: A", "Grow: B"]})
    >>> say_action_days(rows, [Event(date(2026, 3, 1), "Due: Stop: A")])[:40]
    'Of 2 actions 1 stands in this calendar. '
    """
    total = int(rows["code"].ne(NOTHING).sum())
    if not total:
        return ""
    stand = "stands" if len(days) < 2 else "stand"
    first = f"Of {many(total, 'action')} {len(days) or 'none'} {stand} in this calendar."
    if len(days) == total:
        return first
    return (
        f"{first} The {'others' if days else 'actions'} have no day that can be read, or one that "
        "has passed: write it in notebook 14 as *March 1* or *March 1, 2026*."
    )


def calendar_table(events: Sequence[Event]) -> pd.DataFrame:
    """The days on which the district looks again, in words.

    Parameters
    ----------
    events : sequence of Event

    Returns
    -------
    DataFrame, in order of the days
        ``on_day, event, event_why``.
    """
    ordered = sorted(events, key=lambda one: (one.day, one.title))
    rows = [(day(one.day), one.title, one.why or None) for one in ordered]
    return pd.DataFrame(rows, columns=["on_day", "event", "event_why"])
