"""Notebook 15: this year's results against the goals, and whether they may be chance."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.rates import rate_range
from smarter_spending.guide.exercises import Question, ask_number, ask_words
from smarter_spending.planning.monitoring import goal_attainment
from smarter_spending.words import many, percent

ANY = {"low": -1e9, "high": 1e9}  # a box that cuts 460 to 100 would keep a wrong result
NO_NUMBER = "of how many students is not known, so nobody can say whether it may be chance"


def ask_results(goals: pd.DataFrame) -> list[Question]:
    """This year's result of each goal, in percent, and of how many students.

    Parameters
    ----------
    goals : DataFrame
        As ``goal_table`` gives.

    Returns
    -------
    list of Question
        Two a goal with a target; a line of words where there is none.
    """
    asked = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        result = f"{row.measure}: this year's result, in percent (0 until it is in)"
        students = "… of how many students (0 for as many as when the goal was set)"
        asked += [
            ask_number(f"now_{row.number}", result, step=0.1, **ANY),
            ask_number(f"now_{row.number}_of", students, high=1e6),
        ]
    return asked or [ask_words("now_words", "No goal has a target yet: what will you measure?")]


def attainment_table(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained, with Wilson's range of the result.

    Parameters
    ----------
    goals : DataFrame
        As ``goal_table`` gives.
    answers : mapping
        A result that is no percentage is refused in words, never cut to one.

    Returns
    -------
    DataFrame, one row per goal with a target
        ``goal`` (the measure), ``began, target, now_share`` (shares), ``attained_words``,
        ``now_range_words`` and ``attainment`` (a share of the way; ``NaN`` without a result or
        where the target is the baseline).

    Examples
    --------
    Chronic absence is to fall from 20% to 12%; it is 18% of 1,000 students now.

    >>> goals = pd.DataFrame({"number": [1], "measure": ["Absence"], "baseline": [0.20],
    ...                       "target": [0.12], "count": [1_000.0]})
    >>> table = attainment_table(goals, {"now_1": 18})
    >>> table[["attained_words", "now_range_words"]].values.tolist()
    [['25% of the way; it may not have moved at all', '16.1% to 20.1%']]
    """
    columns = ["goal", "began", "target", "now_share", "attained_words", "now_range_words"]
    rows = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        name = row.measure or f"Goal {row.number}"
        now, refused = _result(answers.get(f"now_{row.number}"))
        count = answers.get(f"now_{row.number}_of") or row.count
        found = refused or _attained(row.baseline, row.target, now, count)
        rows.append((name, row.baseline, row.target, now, *found))
    return pd.DataFrame(rows, columns=[*columns, "attainment"])


def _result(given: object) -> tuple[float | None, tuple | None]:
    if given in (None, "", 0):
        return None, ("the result is not in yet", "–", None)
    if isinstance(given, (int, float)) and 0 < given <= 100:
        return given / 100, None
    is_number = isinstance(given, (int, float)) and given == given
    typed = f"{given:g}".replace("-", "−") if is_number else f"“{given}”"
    return None, (f"{typed} is refused: a result is a number from 0 to 100", "–", None)


def _attained(baseline: float, target: float, now: float, count: object) -> tuple:
    number = isinstance(count, (int, float)) and count == count and count >= 1
    low, high = now, now
    span = "number of students missing"
    if number:
        found = rate_range(round(now * round(count)), round(count))
        low, high = found.low, found.high
        span = f"{percent(low, 1)} to {percent(high, 1)}"
    if target == baseline:
        return "the target is where it began: there is no way to go", span, None
    attained = goal_attainment(baseline, target, now)
    words = _way(attained)
    if not number:
        words += f"; {NO_NUMBER}"
    elif low <= baseline <= high and round(attained, 9):
        words += "; it may not have moved at all"
    return words, span, attained


def _way(attained: float) -> str:
    share = round(attained, 9)  # 0.30 less 0.28 is not quite 0.02
    if share < 0:
        return f"away from the target, by {percent(-share)} of the way"
    if share == 0:
        return "it has not moved"
    if share >= 1:
        return "the target is reached" + (f" and passed ({percent(share)})" if share > 1 else "")
    return f"{percent(share, 1 if share >= 0.995 else 0)} of the way"


def say_attained(table: pd.DataFrame) -> str:
    """How many results are in, and how far the goals have come.

    Parameters
    ----------
    table : DataFrame
        As ``attainment_table`` gives.

    Returns
    -------
    str
    """
    if table.empty:
        return "No goal has a baseline and a target yet (notebook 3)."
    known = table["now_share"].notna()
    has = "has" if known.sum() == 1 else "have"
    first = f"{known.sum()} of {many(len(table), 'goal')} {has} a result."
    if not known.any():
        first = f"Of {many(len(table), 'goal')} no result is in yet."
    told = table[known | table["attained_words"].str.contains(" is refused: ", regex=False)]
    each = [f"{row.goal}: {row.attained_words}." for row in told.itertuples()]
    return " ".join([first, *each])


def attained_in_words(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained, in whole percent: the check of notebook 15.

    Parameters
    ----------
    baseline, target, actual : float

    Returns
    -------
    float

    Examples
    --------
    >>> attained_in_words(42, 54, 46)
    33.0
    """
    return float(round(100 * goal_attainment(baseline, target, actual)))
