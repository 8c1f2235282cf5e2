"""Notebook 15: results against goals, what happened against the plan, the days to look again."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.rates import rate_range
from smarter_spending.display.exercises import Question, ask_choice, ask_number, ask_words
from smarter_spending.display.wording import day, dollars, listed, many, percent
from smarter_spending.planning.monitoring import (
    CHANGE,
    STOP,
    WAIT,
    ReviewRule,
    goal_attainment,
    review_programs,
    spending_against_plan,
)
from smarter_spending.planning.review_calendar import Event

DONE = ("done", "under way", "late", "not begun")


def ask_results(goals: pd.DataFrame) -> list[Question]:
    """This year's result of each goal, in percent.

    Parameters
    ----------
    goals : DataFrame
        As ``goal_table`` gives.

    Returns
    -------
    list of Question
        One a goal with a target; a line of words where there is none.
    """
    known = goals.dropna(subset=["baseline", "target"])
    asked = [
        ask_number(
            f"now_{row.number}",
            f"{row.measure}: this year's result, in percent",
            default=0,
            high=100,
            step=0.1,
        )
        for row in known.itertuples()
    ]
    return asked or [ask_words("now_words", "No goal has a target yet: what will you measure?")]


def attainment_table(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained, with the range of the result.

    Parameters
    ----------
    goals : DataFrame
        As ``goal_table`` gives.
    answers : mapping

    Returns
    -------
    DataFrame, one row per goal with a target
        ``goal`` (the measure), ``baseline, target, now_share`` (shares), ``attained_words``,
        ``now_range_words`` and ``attainment`` (a share of the way).
    """
    columns = ["goal", "baseline", "target", "now_share", "attained_words", "now_range_words"]
    rows = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        given = answers.get(f"now_{row.number}")
        now = given / 100 if isinstance(given, (int, float)) and 0 < given <= 100 else None
        attained, words, span = None, "the result is not in yet", "–"
        if now is not None and row.target != row.baseline:
            attained = goal_attainment(row.baseline, row.target, now)
            words = f"{percent(attained)} of the way"
            if row.count == row.count and row.count and row.count >= 1:
                found = rate_range(round(now * row.count), int(row.count))
                span = f"{percent(found.low, 1)} to {percent(found.high, 1)}"
                if found.low <= row.baseline <= found.high:
                    words += "; it may not have moved at all"
        rows.append((row.measure, row.baseline, row.target, now, words, span, attained))
    return pd.DataFrame(rows, columns=[*columns, "attainment"])


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
    known = table.dropna(subset=["attainment"])
    if known.empty:
        return f"Of {many(len(table), 'goal')} no result is in yet."
    each = [f"{row.goal}: {row.attained_words}" for row in known.itertuples()]
    return f"{len(known)} of {many(len(table), 'goal')} have a result. {listed(each)}."


def review_table(
    decisions: pd.DataFrame, rule: ReviewRule, ledger: pd.DataFrame, year: str
) -> pd.DataFrame:
    """What happened to each program that was to move, and wait, change or stop.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    rule : ReviewRule
    ledger : DataFrame
    year : str
        Fiscal year.

    Returns
    -------
    DataFrame, one row per program with a planned dosage or a fair comparison
        ``program, delivered_words, budgeted, spent, spent_words, review, review_reason``.
    """
    shown = decisions[decisions["delivered_share"].notna() | decisions["can_tell"]]
    table = review_programs(shown, rule).merge(
        spending_against_plan(ledger, year), on="program_id", how="left"
    )
    got = table["delivered_share"].astype(float)
    part = table["spent_share"].astype(float)
    table["delivered_words"] = [percent(d, 1) if d == d else "not known" for d in got]
    table["spent_words"] = [percent(s) if s == s else "not known" for s in part]
    order = table["review"].map({STOP: 0, CHANGE: 1, WAIT: 2})
    columns = ["program_id", "program", "delivered_words", "budgeted", "spent", "spent_words"]
    table = table.assign(order=order).sort_values(["order", "program"], kind="stable")
    return table[[*columns, "review", "review_reason"]].reset_index(drop=True)


def say_reviews(table: pd.DataFrame) -> str:
    """Which programs to change or to stop, and of how many to wait.

    Parameters
    ----------
    table : DataFrame
        As ``review_table`` gives.

    Returns
    -------
    str
    """
    if table.empty:
        return "Of no program is a planned dosage or a fair comparison on file."
    said = []
    for review, words in ((STOP, "Stop"), (CHANGE, "Change")):
        names = table.loc[table["review"].eq(review), "program"]
        if len(names):
            said.append(f"**{words}:** {listed(names, most=8)}.")
    waiting = table["review"].eq(WAIT).sum()
    return " ".join([*said, f"{many(waiting, 'program')} to go on with, and to look at again."])


def say_spent(table: pd.DataFrame, rule: ReviewRule) -> str:
    """What the reviewed programs were budgeted and spent.

    Parameters
    ----------
    table : DataFrame
        As ``review_table`` gives.
    rule : ReviewRule
        Says how far off is too far.

    Returns
    -------
    str
    """
    known = table.dropna(subset=["budgeted", "spent"])
    if known.empty:
        return "The ledger holds no adopted budget of these programs to set their spending beside."
    off = (known["spent"] / known["budgeted"] - 1).abs()
    far = known.loc[off > rule.spent_within, "program"]
    apart = f" More than {percent(rule.spent_within)} off: {listed(far)}." if len(far) else ""
    return (
        f"{many(len(known), 'program')} were budgeted {dollars(known['budgeted'].sum())} and spent "
        f"{dollars(known['spent'].sum())}.{apart} Under budget is no success by itself."
    )


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
    DataFrame
        ``action_words, state, small_win``.
    """
    given = []
    for row in rows.itertuples():
        state = answers.get(f"milestone_{row.code}_state")
        win = answers.get(f"milestone_{row.code}_win") or None
        given.append((row.title, state if state in DONE else None, win))
    return pd.DataFrame(given, columns=["action_words", "state", "small_win"], dtype=object)


def say_milestones(table: pd.DataFrame) -> str:
    """How many actions are done, late or silent, and the wins.

    Parameters
    ----------
    table : DataFrame
        As ``milestones_table`` gives.

    Returns
    -------
    str
    """
    counts = table["state"].value_counts()
    silent = table["state"].isna().sum()
    wins = [str(win) for win in table["small_win"].dropna()]
    said = [
        f"Of {many(len(table), 'action')}, {counts.get('done', 0)} are done, "
        f"{counts.get('late', 0)} late, and of {silent} nobody has said anything."
    ]
    if wins:
        said.append(f"Small wins: {listed(wins)}.")
    return " ".join(said)


def calendar_table(events: list[Event]) -> pd.DataFrame:
    """The days on which the district looks again, in words.

    Parameters
    ----------
    events : list of Event

    Returns
    -------
    DataFrame
        ``on_day, event, event_why``.
    """
    rows = [(day(one.day), one.title, one.why) for one in events]
    return pd.DataFrame(rows, columns=["on_day", "event", "event_why"])


def say_left_open(questions: pd.DataFrame) -> str:
    """What the last year left open, for the first page of the year after.

    Parameters
    ----------
    questions : DataFrame
        ``fiscal_year`` and ``open_question``, as in open_questions.csv.

    Returns
    -------
    str
        Markdown, a line for each question of the last year on file; "" when there is none.

    Examples
    --------
    >>> left = {"fiscal_year": ["2024-25"], "open_question": ["To stop: Club."]}
    >>> print(say_left_open(pd.DataFrame(left)))
    **What 2024-25 left open** (notebook 15):
    <BLANKLINE>
    - To stop: Club.
    """
    if questions.empty:
        return ""
    last = questions["fiscal_year"].max()
    lines = [f"- {one}" for one in questions.loc[questions["fiscal_year"] == last, "open_question"]]
    return "\n".join([f"**What {last} left open** (notebook 15):", "", *lines])


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


def verdict_of_delivery(delivered: float, chance_gain: float, rule: ReviewRule) -> str:
    """Whether a program may be said to have failed: the second check of notebook 15.

    Parameters
    ----------
    delivered : float
        Share of the planned dosage.
    chance_gain : float
        Share of the draws that show a gain.
    rule : ReviewRule

    Returns
    -------
    str
        "Yes" when the rule says stop, else "Not shown".
    """
    facts = {"program_id": "P", "program": "this one", "delivered_share": delivered}
    facts |= {"can_tell": True, "chance_gain": chance_gain, "mandate": False}
    review = review_programs(pd.DataFrame([facts]), rule)["review"].item()
    return "Yes" if review == STOP else "Not shown"
