"""The goals a team wrote, held against its own district's results."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from smarter_spending.analysis.fiscal_years import year_after
from smarter_spending.district.choices import read_room
from smarter_spending.guide.exercises import Question, ask_choice, ask_number, ask_words
from smarter_spending.guide.priorities.goal_findings import say_goals
from smarter_spending.planning.goals import (
    Goal,
    dollars_per_student_moved,
    smarter_tests,
    students_to_move,
    yearly_path,
)

MOST_GOALS = 3
OTHER = "another measure, written above"
VAGUE = Goal(measure="improve reading outcomes")
SHEET = ["number", "goal", "measure", "students", "count", "baseline", "target", "years", "by_year",
         "points_a_year", "to_move", "owner", "engaged", "budget_line", "dollars",
         "dollars_per_student"]  # fmt: skip


def ask_goal(number: int, measures: list[str]) -> list[Question]:
    """The questions that make one goal.

    Parameters
    ----------
    number : int
        1 to 3; answers are kept as ``goal_<number>_…``.
    measures : list of str
        The district's own results that a goal may be about.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> ask_goal(1, ["Reading by grade 3"])[0].key
    'goal_1_statement'
    """
    key = f"goal_{number}_"
    own = "leave 0 to take the district's own figure"
    return [
        ask_words(
            key + "statement", "The goal", frame="Of our … (who), … in a hundred … by spring …"
        ),
        ask_choice(key + "measure", "It is measured by", [*measures, OTHER]),
        ask_words(
            key + "students", "Which students", frame="all third graders; English learners in …"
        ),
        ask_number(key + "count", f"How many students ({own})", 0, 0, 1e6),
        ask_number(key + "baseline", f"Now, percent who reach it ({own})", 0, 0, 100, 0.1, "%"),
        ask_number(key + "target", "Target, percent who reach it", 0, 0, 100, 0.1, "%"),
        ask_number(key + "years", "In how many years", 0, 0, 20),
        ask_choice(key + "relevant", "Does it answer the question we agreed on?", ["yes", "no"]),
        ask_words(key + "owner", "Owner (one role)"),
        ask_words(key + "engaged", "Who beyond the owner shapes and carries it"),
        ask_words(key + "budget_line", "Budget line that pays for it"),
        ask_number(key + "dollars", "Dollars a year on that line", 0, 0, 1e9, 1000, "$ a year"),
    ]


def goals_of(answers: Mapping[str, object], years: pd.DataFrame) -> dict[int, Goal]:
    """The goals that were begun, with the district's own figures where none were typed.

    Parameters
    ----------
    answers : mapping of key to answer
    years : DataFrame
        As ``yearly_rates`` gives; may be empty.

    Returns
    -------
    dict of number to Goal
        A goal without a statement, a measure and a target is not begun.
    """
    goals = {}
    for number in range(1, MOST_GOALS + 1):
        given = {name: _answer(answers, number, name) for name in _NAMES}
        if given["statement"] or given["measure"] or given["target"]:
            goals[number] = _goal(given, _own_rates(years, given["measure"]))
    return goals


def statements_of(answers: Mapping[str, object]) -> dict[int, str]:
    """What each goal says, in the team's words.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    dict of number to words
    """
    numbers = range(1, MOST_GOALS + 1)
    return {number: _answer(answers, number, "statement") for number in numbers}


def goal_tests(goals: Mapping[int, Goal]) -> pd.DataFrame:
    """The seven tests of every goal.

    Parameters
    ----------
    goals : mapping of number to Goal

    Returns
    -------
    DataFrame, one row per goal and letter
        ``number`` and the columns of ``smarter_tests``.
    """
    parts = [smarter_tests(goal).assign(number=number) for number, goal in goals.items()]
    columns = ["number", "letter", "word", "passed", "reasons"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def goal_table(
    goals: Mapping[int, Goal], statements: Mapping[int, str], fiscal_year: str
) -> pd.DataFrame:
    """What each goal comes to: points a year, students to move, dollars for each.

    Parameters
    ----------
    goals : mapping of number to Goal
    statements : mapping of number to words
    fiscal_year : str
        The baseline's.

    Returns
    -------
    DataFrame, one row per goal
        ``number``, ``goal`` (words), ``measure``, ``students``, ``count`` (students),
        ``baseline`` and ``target`` (shares), ``years``, ``by_year`` (fiscal year of the
        target), ``points_a_year`` (share), ``to_move`` (students), ``owner``, ``engaged``,
        ``budget_line``, ``dollars`` (a year) and ``dollars_per_student``; ``NaN`` or blank
        where a part is open.
    """
    rows = [
        _sheet_row(number, goal, statements.get(number, ""), fiscal_year)
        for number, goal in goals.items()
    ]
    return pd.DataFrame(rows, columns=SHEET)


def goal_path(goal: Goal, years: pd.DataFrame, measure: str, fiscal_year: str) -> pd.DataFrame:
    """Where the result was, year by year, and the straight line to the target.

    Parameters
    ----------
    goal : Goal
    years : DataFrame
        As ``yearly_rates`` gives.
    measure : str
        The goal's measure, as it was chosen.
    fiscal_year : str
        The baseline's.

    Returns
    -------
    DataFrame, one row per year
        ``fiscal_year``, ``rate``, ``low``, ``high`` (shares; the range is blank for a year
        to come) and ``kind`` ("was" or "planned").  No rows while the goal has no target.
    """
    columns = ["fiscal_year", "rate", "low", "high", "kind"]
    if goal.baseline is None or goal.target is None or not goal.years:
        return pd.DataFrame(columns=columns)
    past = _own_rates(years, measure)
    if not past.empty and abs(past["rate"].iloc[-1] - goal.baseline) > 5e-3:
        past = past.iloc[:0]  # the baseline typed is of other students: another line
    path = yearly_path(goal.baseline, goal.target, int(goal.years))
    path["fiscal_year"] = [year_after(fiscal_year, year) for year in path["year"]]
    planned = path.assign(kind="planned")
    return pd.concat([past.assign(kind="was"), planned]).reindex(columns=columns)


def say_begun(
    answers: Mapping[str, object], years: pd.DataFrame, fiscal_year: str, number: int
) -> str:
    """What one goal comes to so far; nothing while it has not been begun.

    Parameters
    ----------
    answers : mapping of key to answer
    years : DataFrame
        As ``yearly_rates`` gives.
    fiscal_year : str
    number : int
        Which goal.

    Returns
    -------
    str
    """
    table = goal_table(goals_of(answers, years), statements_of(answers), fiscal_year)
    own = table[table["number"] == number]
    return "" if own.empty else say_goals(own)


def room_goals(folder: str | Path, notebook: str) -> pd.DataFrame:
    """What the room set as its first goal: measure, target and years of each person.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    DataFrame, one row per person who chose a measure
        ``person``, ``role``, ``measure``, ``target`` (share) and ``years``; ``NaN`` open.
    """
    answers = read_room(folder, notebook)
    rows = []
    for (person, role), theirs in answers.groupby(["person", "role"], sort=True):
        kept = dict(zip(theirs["key"], theirs["answer"], strict=True))
        measure = _answer(kept, 1, "measure")
        if measure:
            target, years = _share(_answer(kept, 1, "target")), _answer(kept, 1, "years")
            rows.append((person, role, measure, target, years or None))
    return pd.DataFrame(rows, columns=["person", "role", "measure", "target", "years"]).astype(
        {"target": float, "years": float}
    )


_NAMES = ("statement", "measure", "students", "count", "baseline", "target", "years", "relevant",
          "owner", "engaged", "budget_line", "dollars")  # fmt: skip


def _answer(answers: Mapping[str, object], number: int, name: str):
    given = answers.get(f"goal_{number}_{name}", "")
    return "" if given in (None, "choose…", 0) else given


def _goal(given: Mapping[str, object], own: pd.DataFrame) -> Goal:
    count, rate = own.iloc[-1][["students", "rate"]] if len(own) else (None, None)
    return Goal(
        measure=str(given["measure"] if given["measure"] != OTHER else given["statement"]),
        students=str(given["students"]),
        count=_number(given["count"]) or count,
        baseline=_share(given["baseline"]) or rate,
        target=_share(given["target"]),
        years=_number(given["years"]),
        answers_question={"yes": True, "no": False}.get(str(given["relevant"])),
        owner=str(given["owner"]),
        engaged=str(given["engaged"]),
        budget_line=str(given["budget_line"]),
        dollars=_number(given["dollars"]),
        most_moved_in_a_year=_most_moved(own),
    )


def _most_moved(own: pd.DataFrame) -> float | None:
    started = own["fiscal_year"].str[:4].astype(int)
    rises = own["rate"].diff()[started.diff() == 1]
    return max(float(rises.max()), 0.0) if len(rises) else None


def _own_rates(years: pd.DataFrame, measure: object) -> pd.DataFrame:
    if years.empty:
        return years.reindex(columns=["fiscal_year", "students", "rate", "low", "high"])
    own = years[(years["need_title"] == measure) & years["rate"].notna()]
    return own.sort_values("fiscal_year")[["fiscal_year", "students", "rate", "low", "high"]]


def _sheet_row(number: int, goal: Goal, statement: str, fiscal_year: str) -> dict:
    row = dict.fromkeys(SHEET)
    row |= {"number": number, "goal": statement, "by_year": ""}
    row |= {name: getattr(goal, name) for name in SHEET if hasattr(goal, name)}
    if goal.years and goal.years == int(goal.years):
        row["by_year"] = year_after(fiscal_year, int(goal.years))
    if None not in (goal.baseline, goal.target):
        if goal.years:
            row["points_a_year"] = (goal.target - goal.baseline) / goal.years
        if goal.count is not None:
            row["to_move"] = students_to_move(goal.count, goal.baseline, goal.target)
            if goal.dollars and goal.years:
                row["dollars_per_student"] = dollars_per_student_moved(
                    goal.dollars, goal.years, row["to_move"]
                )
    return row


def _number(given: object) -> float | None:
    return float(given) if isinstance(given, (int, float)) and given else None


def _share(given: object) -> float | None:
    number = _number(given)
    return None if number is None else number / 100
