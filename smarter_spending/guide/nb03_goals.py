"""Notebook 3, "What will be different, for how many students, by when?": from the top."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import read_room
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import (
    BLANK,
    Question,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    talks,
)
from smarter_spending.guide.sentences import earlier, rates_in_words, text_table, written
from smarter_spending.guide.showing import Text, lists, needs, show_table, show_text
from smarter_spending.planning import priorities
from smarter_spending.planning.priorities import LONGEST, OTHER, Goal
from smarter_spending.words import dollars, listed, literal, many, number, percent, signed

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Goals: what will be different, for how many, by when"
NEEDS = ("students_outcomes",)  # without it the page says so
NO_GOAL = "No goal has been begun yet."
NO_QUESTION = "*No question has been agreed yet: notebook 2 asks for it.*"
WHY_THIS = ask_words("target_because", "Why this target, and not five points less or more")
TALK = talks("03")

who = panels.asks_who


# --- The question you agreed on comes first ----------------------------------------------------


def question(case: Case) -> Text:
    """What notebook 2 carried forward."""
    agreed = earlier(case, "02_student_learning", "question")
    return show_text(f"**The question:** {literal(agreed)}" if agreed else NO_QUESTION)


def where_students_stand(case: Case) -> Finding:
    """Where every goal could start."""
    return Finding(
        "Where students stand this year",
        _needs(case),
        ("need_title", "goal_words", "students", "rate_words", "range_words"),
        missing=needs(case.district, *NEEDS),
    )


# --- The tempting goal: improve reading outcomes -----------------------------------------------

VAGUE = Goal(measure="improve reading outcomes")
REASONS = {code: words.format(longest=LONGEST) for code, words in lists("nb03_reasons").items()}


def vague_goal(case: Case) -> Finding:
    """A vague goal, letter by letter."""
    return Finding(
        "“Improve reading outcomes”, tested",
        _letters(priorities.smarter_tests(VAGUE)),
        ("letter_word", "passed_words", "failed_because"),
    )


def _letters(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests in words: the letter and what it asks, whether it passed, why not."""
    table = pd.DataFrame(
        {
            "letter_word": [f"{row.letter} · {row.word}" for row in tests.itertuples()],
            "passed_words": tests["passed"].map({True: "yes", False: "not yet"}),
            "failed_because": ["; ".join(REASONS[r] for r in row) for row in tests["reasons"]],
        },
        index=tests.index,
    ).fillna({"passed_words": "not known"})
    if "number" in tests:
        table.insert(0, "goal_number", tests["number"])
    return table.reset_index(drop=True)


# --- Write your first goal ---------------------------------------------------------------------


def first_goal(case: Case):
    """The first goal, tested as it is written; what it comes to, and the way there."""
    results, year = _results(case), case.district.fiscal_year
    asked = _goal_form(case, 1)
    return panels.says(asked, lambda: _say_begun(case.choices.answers, results, year))


def _goal_form(case: Case, goal: int):
    measures = choices_from(_needs(case), "need_title", "no result of ours may be shown yet")
    return panels.says(
        panels.form(case.choices, *_ask_goal(goal, measures)),
        lambda: _say_smarter(_goals(case).get(goal)),
    )


def _ask_goal(goal: int, measures: list[str]) -> list[Question]:
    key = f"goal_{goal}_"
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


def _say_smarter(goal: Goal | None) -> str:
    if goal is None:
        return NO_GOAL
    tests = priorities.smarter_tests(goal)
    passed = tests["passed"].fillna(False).astype(bool)
    if passed.all():
        return f"**All {len(tests)} tests passed.**"
    reasons = "\n".join(
        f"- **{row.letter_word.split(' · ')[1]}:** {row.failed_because}."
        for row in _letters(tests[~passed]).itertuples()
    )
    return f"**{len(tests[passed])} of {len(tests)} tests passed.**\n\n{reasons}"


def _say_begun(answers: Mapping[str, object], results: pd.DataFrame, fiscal_year: str) -> str:
    """What the first goal comes to so far; nothing while it has not been begun."""
    table = priorities.goal_table(priorities.goals_of(answers, results), fiscal_year)
    first = table[table["number"] == 1]
    return "" if first.empty else _say_goals(first)


# Of 1,300 third graders, from 42% to 54%
check_students = panels.checks(
    ask_number("check_students", "More students"),
    round(priorities.students_to_move(1300, 0.42, 0.54)),
    "How many points from 42 to 54? That many in each hundred of the 1,300.",
    "Twelve points of 1,300 students.",
)


# From 42% to 54% in three years
check_points = panels.checks(
    ask_number("check_points", "Points a year"),
    round(priorities.rise_a_year(0.42, 0.54, 3)),
    "Twelve points, shared out over three years.",
    "A straight line; hold it against each year's range.",
)


# --- A second and a third goal, only if you can carry them -------------------------------------

second_goal = partial(_goal_form, goal=2)
third_goal = partial(_goal_form, goal=3)


# --- A share hides how many students it is -----------------------------------------------------


def what_they_come_to(case: Case) -> Finding:
    """The goals in students and dollars."""
    table = _table(case)
    return Finding(
        "Your goals in students and dollars",
        table,
        ("number", "measure", "count", "baseline", "target", "by_year", "to_move",
         "dollars_per_student"),
        words=_say_goals(table),
        missing=NO_GOAL,
        sheet="Goals",
        headline=True,
    )  # fmt: skip


def _say_goals(table: pd.DataFrame) -> str:
    return "\n\n".join(_say_goal(row) for _, row in table.iterrows()) or NO_GOAL


def _say_goal(row: pd.Series) -> str:
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
        a_year = priorities.rise_a_year(row["baseline"], row["target"], row["years"])
        said += f", {_points(a_year)} a year until {row['by_year'] or 'the target'}"
    said += "."
    if pd.notna(row["dollars_per_student"]):
        said += (
            f" The line of {dollars(row['dollars'])} a year comes to "
            f"{dollars(row['dollars_per_student'])} for each student moved, if it is reached: what "
            "the goal implies, not what it takes."
        )
    return said


# --- Is the line steeper than anything you have done? ------------------------------------------


def way_there(case: Case) -> Finding:
    """The first goal drawn against the years on file."""
    path = _path(case)
    return Finding(
        "Where it was, and where it shall be",
        path,
        words=_say_path(path, str(case.choices.answers.get("goal_1_measure", ""))),
        picture=charts.chart_goal,
        headline=True,
    )


def _say_path(path: pd.DataFrame, measure: str = "") -> str:
    if path.empty:
        return "The picture appears when the goal has a baseline, a target and a year."
    pace = priorities.path_pace(path)
    plan, past = path[path["kind"] == "planned"], path[path["kind"] == "was"]
    first, last = plan.iloc[0], plan.iloc[-1]
    said = (
        f"{f'{measure}: ' if measure else ''}planned from {percent(first['rate'])} in "
        f"{first['fiscal_year']} to {percent(last['rate'])} in {last['fiscal_year']}, "
        f"{_points(pace.planned)} a year."
    )
    if pace.past is not None:
        said += (
            f" From {past['fiscal_year'].iloc[0]} to {past['fiscal_year'].iloc[-1]} it moved by "
            f"{_points(pace.past)} a year."
        )
    return said


def every_letter(case: Case) -> Finding:
    """Every letter of every goal."""
    return Finding(
        "SMARTER, letter by letter",
        _letters(priorities.goal_tests(_goals(case))),
        ("goal_number", "letter_word", "passed_words", "failed_because"),
        missing=NO_GOAL,
        sheet="SMARTER",
    )


# --- Finance and academics set different targets for the same students -------------------------


def the_rooms_goals(case: Case):
    """The room's first goals, once one's own stands."""
    asked = panels.form(case.choices, WHY_THIS)
    named = {"person": "who", "target": "target_share", "years": "in_years"}
    columns = ["who", "role", "measure", "target_share", "in_years"]

    def rooms() -> str:
        table = _first_goals(case).rename(columns=named)
        return show_table(table, "The room's first goals", columns).data

    return panels.reveal(asked, rooms)


def how_far_apart(case: Case) -> Finding:
    """How far the room lies apart on its first goal."""
    goals = _first_goals(case)
    return Finding("The room's first goals", goals, words=_say_room(goals), headline=True)


def _say_room(goals: pd.DataFrame) -> str:
    if goals.empty:
        return "Nobody else has set a goal yet."
    apart = priorities.targets_apart(goals)
    said = (
        f"{many(len(goals), 'person or team', 'people or teams')} set a first goal, on "
        f"{many(apart.measures, 'measure')}; most ({number(apart.chosen_by)}) on "
        f"*{apart.measure}*."
    )
    if apart.low is not None:
        said += f" Their targets run from {percent(apart.low)} to {percent(apart.high)}."
    if apart.finance is not None:
        said += (
            f" Finance's median is {percent(apart.finance)}, academics' {percent(apart.academics)}."
        )
    return said


# --- Talk about it; what you found; take it home -----------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is taken home."""
    return [
        where_students_stand(case),
        vague_goal(case),
        what_they_come_to(case),
        way_there(case),
        every_letter(case),
        how_far_apart(case),
    ]


def what_you_found(case: Case) -> Text:
    """The team's own goals, and the way to the first."""
    return finding.found([what_they_come_to(case), way_there(case)])


def goal_sheets(case: Case) -> Markdown:
    """The goal sheets, to sign."""
    table, tests = _table(case), priorities.goal_tests(_goals(case))
    tables = {"Goals": table, "SMARTER": _letters(tests), "Path of goal 1": _path(case)}
    return artifacts.hand_out(case, "goal_sheets", "Our goals", _goal_sheets(table, tests), tables)


FACTS = (
    ("Measured by", "measure", written),
    ("Which students", "students", written),
    ("How many", "count", number),
    ("Now", "baseline", partial(percent, places=1)),
    ("Target", "target", partial(percent, places=1)),
    ("By", "by_year", written),
    ("Owner", "owner", written),
    ("Shaped and carried by", "engaged", written),
    ("Budget line", "budget_line", written),
    ("Dollars a year", "dollars", dollars),
)


def _goal_sheets(table: pd.DataFrame, tests: pd.DataFrame) -> str:
    """One part for each goal; blanks stay lines to fill in."""
    if table.empty:
        return f"{NO_GOAL}\n\n**Goal 1:** {BLANK}"
    parts = []
    for _, row in table.iterrows():
        facts = [(name, "" if pd.isna(row[key]) else say(row[key])) for name, key, say in FACTS]
        parts += [
            f"## Goal {row['number']}: {written(row['goal'])}",
            text_table(["", ""], facts),
            _say_goal(row),
            _say_open(_letters(tests[tests["number"] == row["number"]])),
            f"Signed by the owner: {BLANK}    Seen by the chief business official: {BLANK}",
        ]
    return "\n\n".join(parts)


def _say_open(letters: pd.DataFrame) -> str:
    missing = letters[letters["passed_words"] != "yes"]
    if missing.empty:
        return "**SMARTER:** all seven tests passed."
    words = [f"{r.letter_word[4:].lower()} ({r.failed_because})" for r in missing.itertuples()]
    return f"**SMARTER, still open:** {listed(words, most=7)}."


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    return finding.take_home(case, TITLE, findings(case), TALK)


# --- What several cells of this page share -----------------------------------------------------


def _results(case: Case) -> pd.DataFrame:
    """Every goal's rate in each year, in words."""
    return rates_in_words(case.goal_rates)


def _needs(case: Case) -> pd.DataFrame:
    """The goals of the year as they may be shown, in words."""
    return rates_in_words(case.needs)


def _goals(case: Case) -> dict[int, Goal]:
    """The goals as they were written up to now."""
    return priorities.goals_of(case.choices.answers, _results(case))


def _table(case: Case) -> pd.DataFrame:
    return priorities.goal_table(_goals(case), case.district.fiscal_year)


def _path(case: Case) -> pd.DataFrame:
    answers, results = case.choices.answers, _results(case)
    goal = _goals(case).get(1, Goal())
    measure = str(answers.get("goal_1_measure", ""))
    return priorities.goal_path(goal, results, measure, case.district.fiscal_year)


def _first_goals(case: Case) -> pd.DataFrame:
    return priorities.room_goals(read_room(case.district.folder, case.notebook))


def _points(change: float) -> str:
    return f"{signed(change, 1)} points"
