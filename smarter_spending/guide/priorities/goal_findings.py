"""What a goal says, what it misses, and the goal sheets."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.guide.exercises import BLANK
from smarter_spending.guide.learning.learning_names import signed
from smarter_spending.planning.goals import LONGEST, Goal, smarter_tests
from smarter_spending.words import dollars, listed, many, number, percent

NO_GOAL = "No goal has been begun yet."
REASONS = {
    "no_measure": "it does not say what students will reach",
    "no_students": "it does not say which students",
    "no_baseline": "nobody knows where they stand now",
    "no_target": "there is no target",
    "no_count": "nobody knows how many students it is about",
    "nothing_to_compare": "without a baseline, a target and years nobody can tell",
    "target_not_above": "the target is not above where they stand now",
    "no_past_change": "not known: there are no two years to hold it against",
    "beyond_past": "it asks for more in a year than the district has ever moved it; say what will "
    "be different",
    "question_not_answered": "nobody has said whether it answers the question we agreed on",
    "other_question": "it answers another question than the one we agreed on",
    "no_years": "there is no year by which",
    "too_far_off": f"it is more than {LONGEST} years off: who sets it will not be there to answer",
    "no_owner": "nobody owns it",
    "nobody_engaged": "nobody beyond the owner helps to shape and carry it",
    "no_budget_line": "no budget line pays for it",
    "no_dollars": "there are no dollars on the line",
}


def letters_table(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests as they are shown: the letter, what it asks, whether it passed, why not.

    Parameters
    ----------
    tests : DataFrame
        As ``smarter_tests`` or ``goal_tests`` gives.

    Returns
    -------
    DataFrame
        ``goal_number`` where there are several, ``letter_word``, ``passed_words`` and
        ``failed_because``.
    """
    words = {True: "yes", False: "not yet"}
    table = pd.DataFrame(
        {
            "letter_word": tests["letter"] + " · " + tests["word"],
            "passed_words": [
                "not known" if pd.isna(passed) else words[bool(passed)]
                for passed in tests["passed"]
            ],
            "failed_because": ["; ".join(REASONS[r] for r in row) for row in tests["reasons"]],
        }
    )
    if "number" in tests:
        table.insert(0, "goal_number", tests["number"].to_numpy())
    return table.reset_index(drop=True)


def say_smarter(goal: Goal | None) -> str:
    """Which of the seven tests a goal passes, and why it fails the others.

    Parameters
    ----------
    goal : Goal or None
        ``None`` when it has not been begun.

    Returns
    -------
    str
    """
    if goal is None:
        return NO_GOAL
    tests = smarter_tests(goal)
    passed = int(tests["passed"].fillna(False).sum())
    if passed == len(tests):
        return f"**All {len(tests)} tests passed.**"
    missing = letters_table(tests[~tests["passed"].fillna(False).astype(bool)])
    reasons = "\n".join(
        f"- **{row.letter_word.split(' · ')[1]}:** {row.failed_because}."
        for row in missing.itertuples()
    )
    return f"**{passed} of {len(tests)} tests passed.**\n\n{reasons}"


def say_goal(row: pd.Series | Mapping) -> str:
    """What one goal comes to: students to move, points a year, dollars for each.

    Parameters
    ----------
    row : Series
        A row of ``goal_table``.

    Returns
    -------
    str
    """
    name = f"Goal {row['number']}"
    if pd.isna(row["to_move"]):
        return f"**{name}** has no baseline, target and number of students yet."
    if row["to_move"] <= 0:
        return f"**{name}** moves nobody: its target is not above where students stand now."
    said = (
        f"**{name}:** from {percent(row['baseline'], 1)} to {percent(row['target'], 1)} of "
        f"{many(row['count'], 'student')} is **{number(row['to_move'])} more students**"
    )
    if pd.notna(row["points_a_year"]):
        said += f", {_points(row['points_a_year'])} a year until {row['by_year'] or 'the target'}"
    said += "."
    if pd.notna(row["dollars_per_student"]):
        said += (
            f" The line of {dollars(row['dollars'])} a year comes to "
            f"{dollars(row['dollars_per_student'])} for each student moved, if it is reached: what "
            "the goal implies, not what it takes."
        )
    return said


def say_goals(table: pd.DataFrame) -> str:
    """What all goals come to, a sentence each.

    Parameters
    ----------
    table : DataFrame
        As ``goal_table`` gives.

    Returns
    -------
    str
    """
    return "\n\n".join(say_goal(row) for _, row in table.iterrows()) or NO_GOAL


def say_path(path: pd.DataFrame, measure: str = "") -> str:
    """What the picture of a goal shows: where it was, where it shall be, how steep that is.

    Parameters
    ----------
    path : DataFrame
        As ``goal_path`` gives.
    measure : str

    Returns
    -------
    str
    """
    if path.empty:
        return "The picture appears when the goal has a baseline, a target and a year."
    plan, past = path[path["kind"] == "planned"], path[path["kind"] == "was"]
    first, last = plan.iloc[0], plan.iloc[-1]
    a_year = (last["rate"] - first["rate"]) / max(len(plan) - 1, 1)
    said = (
        f"{measure + ': ' if measure else ''}planned from {percent(first['rate'])} in "
        f"{first['fiscal_year']} to {percent(last['rate'])} in {last['fiscal_year']}, "
        f"{_points(a_year)} a year."
    )
    if len(past) > 1:
        moved = past["rate"].iloc[-1] - past["rate"].iloc[0]
        so_far = moved / (len(past) - 1)
        said += (
            f" From {past['fiscal_year'].iloc[0]} to {past['fiscal_year'].iloc[-1]} it moved by "
            f"{_points(so_far)} a year."
        )
    return said


def say_room_goals(room: pd.DataFrame) -> str:
    """How far the room lies apart on its first goal.

    Parameters
    ----------
    room : DataFrame
        As ``room_goals`` gives.

    Returns
    -------
    str
    """
    if room.empty:
        return "Nobody else has set a goal yet."
    counts = room["measure"].value_counts()
    top = counts.index[0]
    said = (
        f"{many(len(room), 'person or team', 'people or teams')} set a first goal, on "
        f"{many(len(counts), 'measure')}; most ({number(counts.iloc[0])}) on *{top}*."
    )
    targets = room[room["measure"] == top].dropna(subset=["target"])
    if len(targets) > 1:
        low, high = targets["target"].min(), targets["target"].max()
        said += f" Their targets run from {percent(low)} to {percent(high)}."
        sides = targets.groupby("role")["target"].median()
        if {"finance", "academics"} <= set(sides.index):
            said += (
                f" Finance's median is {percent(sides['finance'])}, academics' "
                f"{percent(sides['academics'])}."
            )
    return said


def room_goals_html(room: pd.DataFrame) -> str:
    """The room's first goals as a table, for a panel that reveals them.

    Parameters
    ----------
    room : DataFrame
        As ``room_goals`` gives.

    Returns
    -------
    str
        HTML.
    """
    from smarter_spending.guide.showing import show_table

    return show_table(
        room.rename(columns={"person": "who", "target": "target_share", "years": "in_years"}),
        "The room's first goals",
        ["who", "role", "measure", "target_share", "in_years"],
    ).data


def goal_sheets(table: pd.DataFrame, tests: pd.DataFrame) -> str:
    """The goal sheets, one part for each goal; blanks stay lines to fill in.

    Parameters
    ----------
    table : DataFrame
        As ``goal_table`` gives.
    tests : DataFrame
        As ``goal_tests`` gives.

    Returns
    -------
    str
        Markdown.
    """
    if table.empty:
        return f"{NO_GOAL}\n\n**Goal 1:** {BLANK}"
    parts = []
    for _, row in table.iterrows():
        parts += [
            f"## Goal {row['number']}: {row['goal'] or BLANK}",
            f"| | |\n|---|---|\n{_facts(row)}",
            say_goal(row),
            _tests_in_words(tests[tests["number"] == row["number"]]),
            f"Signed by the owner: {BLANK}    Seen by the chief business official: {BLANK}",
        ]
    return "\n\n".join(parts)


def _points(change: float) -> str:
    return f"{signed(100 * change, 1)} points"


def _tests_in_words(tests: pd.DataFrame) -> str:
    missing = letters_table(tests)
    missing = missing[missing["passed_words"] != "yes"]
    if missing.empty:
        return "**SMARTER:** all seven tests passed."
    words = [f"{r.letter_word[4:].lower()} ({r.failed_because})" for r in missing.itertuples()]
    return f"**SMARTER, still open:** {listed(words, most=7)}."


def _facts(row: pd.Series) -> str:
    facts = (
        ("Measured by", row["measure"]),
        ("Which students", row["students"]),
        ("How many", None if pd.isna(row["count"]) else number(row["count"])),
        ("Now", None if pd.isna(row["baseline"]) else percent(row["baseline"], 1)),
        ("Target", None if pd.isna(row["target"]) else percent(row["target"], 1)),
        ("By", row["by_year"]),
        ("Owner", row["owner"]),
        ("Shaped and carried by", row["engaged"]),
        ("Budget line", row["budget_line"]),
        ("Dollars a year", None if pd.isna(row["dollars"]) else dollars(row["dollars"])),
    )
    return "\n".join(
        f"| {name} | {str(value or BLANK).replace('|', '/')} |" for name, value in facts
    )
