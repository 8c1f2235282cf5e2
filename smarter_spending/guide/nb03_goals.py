"""Notebook 3, "What will be different, for how many students, by when?": from the top."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, opening, panels, sentences
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.questions import BLANK, Question, as_worded, choices_from, talks
from smarter_spending.guide.showing import Text, fold, lists, needs, plain, show_table, show_text
from smarter_spending.planning import priorities
from smarter_spending.planning.priorities import LONGEST, NOT_CHOSEN, OTHER, Goal
from smarter_spending.words import dollars, listed, literal, many, number, percent, signed

__all__ = ["talk_first", "trust"]

TITLE = "Goals: what will be different, for how many, by when"
NEEDS = ("students_outcomes",)  # without it the page says so
NO_QUESTION = "*No question has been agreed yet: notebook 2 asks for it.*"
WORDS = lists("nb03_reasons")
NO_GOAL = WORDS["finding"]["letters"]["otherwise"]
(WHY_THIS,) = as_worded([WORDS["why_this"]])
TALK = talks("03")

who = panels.asks_who


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """How many more students the goals ask for, by when, and how fast that is."""
    table = _table(case)
    moved = table[table["to_move"].gt(0)]
    words = [many(row.to_move, "more student") for row in moved.itertuples()]
    heads = [f"Goal {row.number}: {row.measure}" for row in moved.itertuples()]
    drawn = moved.assign(title=heads, size=moved["to_move"], said=words)
    picture = charts.chart_bars(drawn) if len(moved) else ""
    said = f"{_say_in_short(moved, _path(case))}{_say_where_to_start(case) * table.empty}"
    if table.empty and _needs(case).empty:
        said = needs(case.district, *NEEDS) or said
    many_more = number(moved["to_move"].iloc[0]) if len(moved) else ""
    unit = f"more students, goal {moved['number'].iloc[0]}" if len(moved) else ""
    decided = {"we hold ourselves to": many(len(table), "goal") if len(table) else ""}
    return opening.in_short(case, said, many_more, unit, picture, decided)


def _say_where_to_start(case: Case) -> str:
    """Where most students are behind, by the district's results or the state's published ones."""
    most = priorities.most_behind(_needs(case)).head(1)
    told = [f" Most students are behind in **{row.need_title}**: {row.behind_words} of "
            f"{row.students_words}." for row in most.itertuples()]  # fmt: skip
    return "".join([*told, sentences.say_last_results(case)])


def _say_in_short(moved: pd.DataFrame, path: pd.DataFrame) -> str:
    if moved.empty:
        return "No goal can be measured yet: it needs a measure, a target and a year."
    row = moved.iloc[0]
    by = f" by {row['by_year']}" if row["by_year"] else ""
    said = f"Goal {row['number']} means {many(row['to_move'], 'more student')}{by}"
    if path.empty or row["number"] != 1:
        return f"{said}."
    pace = priorities.path_pace(path)
    past = f", against {_points(pace.past)} a year so far" if pace.past is not None else ""
    return f"{said}: {_points(pace.planned)} a year{past}."


# --- A share hides how many students it is -----------------------------------------------------


def question(case: Case) -> Text:
    """What notebook 2 carried forward."""
    agreed = sentences.earlier(case, "02_student_learning", "question")
    return show_text(f"**The question:** {literal(agreed)}" if agreed else NO_QUESTION)


def where_students_stand(case: Case) -> Finding:
    """Where every goal could start: this year's shares, and how many students are behind each."""
    table = _needs(case)
    rows = priorities.most_behind(table)[:MOST]
    words = [f"{row.behind_words} of {row.students_words}" for row in rows.itertuples()]
    drawn = rows.assign(title=rows["need_title"], size=rows["behind"], said=words)
    title = f"Most students not there yet: {''.join(rows['need_title'][:1])}"
    return _named(case, "stand", table, picture=Picture(charts.chart_bars, drawn, title))


def stand_in_full(case: Case) -> Finding:
    """The same with shares and ranges, for the analyst."""
    columns = ("need_title", "goal_words", "students", "rate_words", "range_words")
    return replace(where_students_stand(case), columns=columns, picture=None)


MOST = 6  # measures in the picture; all stand in the analyst's table


VAGUE = Goal(measure="improve reading outcomes")
REASONS = {code: words.format(longest=LONGEST) for code, words in WORDS["reasons"].items()}


def vague_goal(case: Case) -> Finding:
    """A vague goal, letter by letter, in a fold."""
    words = f"“Improve reading outcomes”: {_say_smarter(VAGUE).splitlines()[0]}"
    return _named(case, "vague", _letters(priorities.smarter_tests(VAGUE)), words=words)


def _letters(tests: pd.DataFrame) -> pd.DataFrame:
    """The tests in words: the letter and what it asks, whether it passed, why not."""
    said = {
        "letter_word": [f"{row.letter} · {row.word}" for row in tests.itertuples()],
        "passed_words": tests["passed"].map({True: "yes", False: "not yet"}),
        "failed_because": ["; ".join(REASONS[r] for r in row) for row in tests["reasons"]],
    }
    table = pd.DataFrame(said, index=tests.index).fillna({"passed_words": "not known"})
    if "number" in tests:
        table.insert(0, "goal_number", tests["number"])
    return table.reset_index(drop=True)


# --- A goal: three parts drafted and held against the past, two decided, the rest in a fold ----

DRAFTED, DECIDED = ("measure", "target", "years"), ("statement", "owner")
PARTS = [part for part in priorities.WRITTEN if part not in DRAFTED + DECIDED]


def draft(case: Case):
    """The measure, the target and the years of the first goal, and what it comes to."""
    asked = panels.form(case.choices, *_asked(case, 1, DRAFTED))
    return panels.says(asked, lambda: _say_begun(_table(case)))


def decide(case: Case):
    """The decision of this page: the first goal in words, and its owner; folded, the rest."""
    first = panels.form(case.choices, *_asked(case, 1, DECIDED))
    opens = "Say the rest of goal 1: which students, who helps, which dollars"
    rest = panels.form(case.choices, *_asked(case, 1, PARTS), fold=opens)
    panels.says(rest, lambda: _say_smarter(_goals(case).get(1)))
    first.listeners.extend(rest.listeners)
    for goal in (2, 3):
        opens = f"Add goal {goal}, only if you can carry it"
        more = panels.form(case.choices, *_asked(case, goal, priorities.WRITTEN), fold=opens)
        panels.says(more, partial(_say_another, case, goal))
    return first


def _say_another(case: Case, goal: int) -> str:
    begun = _goals(case).get(goal)
    return f"**Goal {goal}.** {_say_smarter(begun)}" if begun else ""


def _asked(case: Case, goal: int, parts: Sequence[str]) -> list[Question]:
    measures = choices_from(_needs(case), "need_title", "no result of ours may be shown yet")
    given = {"measure": (NOT_CHOSEN, *measures, OTHER)}
    asked = (one for one in as_worded(WORDS["goal"]) if one.key in parts)
    return [replace(one, key=f"goal_{goal}_{one.key}", options=given.get(one.key, one.options))
            for one in asked]  # fmt: skip


def _say_smarter(goal: Goal | None) -> str:
    if goal is None:
        return NO_GOAL
    tests = priorities.smarter_tests(goal)
    passed = tests["passed"].fillna(False).astype(bool)
    if passed.all():
        return f"**All {len(tests)} tests passed.**"
    reasons = "\n".join(f"- **{row.letter_word.split(' · ')[1]}:** {row.failed_because}."
                        for row in _letters(tests[~passed]).itertuples())  # fmt: skip
    return f"**{len(tests[passed])} of {len(tests)} tests passed.**\n\n{reasons}"


def _say_begun(table: pd.DataFrame) -> str:
    """What the first goal comes to so far; nothing while it has not been begun."""
    first = table[table["number"] == 1]
    return "" if first.empty else _say_goals(first)


check_students = panels.checks(  # of 1,300 third graders, from 42% to 54%
    as_worded([WORDS["check_students"]])[0],
    round(priorities.students_to_move(1300, 0.42, 0.54)),
    "How many points from 42 to 54? That many in each hundred of the 1,300.",
    "Twelve points of 1,300 students.",
)
check_points = panels.checks(  # from 42% to 54% in three years
    as_worded([WORDS["check_points"]])[0],
    round(priorities.rise_a_year(0.42, 0.54, 3)),
    "Twelve points, shared out over three years.",
    "A straight line; hold it against each year's range.",
)


def what_they_come_to(case: Case) -> Finding:
    """The goals in students and dollars."""
    return _named(case, "goals", _table(case), words=_say_goals(_table(case)))


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
        each = f"{dollars(row['dollars_per_student'])} for each student moved, if it is reached"
        said += f" The line of {dollars(row['dollars'])} a year comes to {each}: what the goal "
        said += "implies, not what it takes."
    return said


# --- Is the line steeper than anything you have done? ------------------------------------------


def way_there(case: Case) -> Finding:
    """The first goal drawn against the years on file."""
    path, goal = _path(case), _goals(case).get(1, Goal())
    words = _say_path(path, str(case.choices.answers.get("goal_1_measure", "")))
    picture = Picture(charts.chart_goal, path, _title_path(goal))
    return _named(case, "path", path, words=words, picture=picture)


def _title_path(goal: Goal) -> str:
    reasons = priorities.smarter_tests(goal).set_index("word")["reasons"]
    return WORDS["steep"].get(" ".join(reasons["Achievable"]) or "passed", "The way to the target")


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
        span = f"From {past['fiscal_year'].iloc[0]} to {past['fiscal_year'].iloc[-1]}"
        said += f" {span} it moved by {_points(pace.past)} a year."
    return said


def every_letter(case: Case) -> Finding:
    """Every letter of every goal."""
    return _named(case, "letters", _letters(priorities.goal_tests(_goals(case))))


# --- Finance and academics set different targets for the same students -------------------------


def the_rooms_goals(case: Case):
    """The room's first goals, once one's own stands."""
    asked = panels.form(case.choices, WHY_THIS, fold="Say why this target, then see the room's")
    named = {"person": "who", "target": "target_share", "years": "in_years"}
    columns = ["who", "role", "measure", "target_share", "in_years"]

    def rooms() -> str:
        goals = _first_goals(case).rename(columns=named)
        table = show_table(goals, "The room's first goals", columns, otherwise=None)
        return fold("The room's first goals", table.data if table else "")

    return panels.reveal(asked, rooms)


def how_far_apart(case: Case) -> Finding:
    """How far the room lies apart on its first goal."""
    goals = _first_goals(case)
    return Finding("The room's first goals", goals, words=_say_room(goals))


def _say_room(goals: pd.DataFrame) -> str:
    if goals.empty:
        return "Nobody else has set a goal yet."
    apart = priorities.targets_apart(goals)
    said = f"{many(len(goals), 'person or team', 'people or teams')} set a first goal, on "
    said += f"{many(apart.measures, 'measure')}; most ({number(apart.chosen_by)}) on "
    said += f"*{apart.measure}*."
    if apart.low is not None:
        said += f" Their targets run from {percent(apart.low)} to {percent(apart.high)}."
    if apart.finance is not None:
        said += f" Finance's median is {percent(apart.finance)}, "
        said += f"academics' {percent(apart.academics)}."
    return said


# --- Talk about it; say it to your board; take it home -----------------------------------------


talk_log = panels.asks(*TALK, fold="Keep what was said")


def say_to_board(case: Case) -> Finding:
    """What may be said in public of these goals, and what may not."""
    words = _say_to_board(_table(case), priorities.goal_tests(_goals(case)))
    return Finding("Say it to your board", _table(case), words=words, missing=words)


def _say_to_board(table: pd.DataFrame, tests: pd.DataFrame) -> str:
    may = [
        f"{row.measure}: {many(row.to_move, 'more student')}, from {percent(row.baseline)} to "
        f"{percent(row.target)}{f' by {row.by_year}' if row.by_year else ''}."
        for row in table[table["to_move"].gt(0)].itertuples()
    ] or ["We have no goal yet that can be measured."]
    may_not = [f"“We will improve reading outcomes.” {plain(_say_smarter(VAGUE).splitlines()[0])}"]
    for reason, wish in WORDS["wishes"].items():
        which = [row.number for row in tests.itertuples() if reason in row.reasons]
        may_not += [wish.format(goals=listed(which))] if which else []
    return sentences.to_the_board(may, may_not)


# every finding of the page, in its order: the one list that is taken home
findings = finding.every(
    stand_in_full, vague_goal, what_they_come_to, way_there, every_letter, how_far_apart
)


def goal_sheets(case: Case) -> Markdown:
    """The goal sheets, to sign."""
    table, goals = _table(case), _goals(case)
    tables = {"Goals": table, "SMARTER": every_letter(case).table, "Path of goal 1": _path(case)}
    return artifacts.hand_out(case, "goal_sheets", "Our goals", _goal_sheets(table, goals), tables)


FACTS = (
    ("Measured by", "measure", sentences.written),
    ("Which students", "students", sentences.written),
    ("How many", "count", number),
    ("Now", "baseline", partial(percent, places=1)),
    ("Target", "target", partial(percent, places=1)),
    ("By", "by_year", sentences.written),
    ("Owner", "owner", sentences.written),
    ("Shaped and carried by", "engaged", sentences.written),
    ("Budget line", "budget_line", sentences.written),
    ("Dollars a year", "dollars", dollars),
)


def _goal_sheets(table: pd.DataFrame, goals: Mapping[int, Goal]) -> str:
    """One part for each goal; blanks stay lines to fill in."""
    if table.empty:
        return f"{NO_GOAL}\n\n**Goal 1:** {BLANK}"
    parts = []
    for _, row in table.iterrows():
        facts = [(name, "" if pd.isna(row[key]) else say(row[key])) for name, key, say in FACTS]
        parts += [
            f"## Goal {row['number']}: {sentences.written(row['goal'])}",
            sentences.text_table(["", ""], facts),
            _say_goal(row),
            f"**SMARTER:** {_say_smarter(goals[row['number']])}",
            f"Signed by the owner: {BLANK}    Seen by the chief business official: {BLANK}",
        ]
    return "\n\n".join(parts)


take_home = finding.taken_home(TITLE, findings, *TALK)


# --- What several cells of this page share -----------------------------------------------------


_named = finding.named(WORDS["finding"])


def _needs(case: Case) -> pd.DataFrame:
    """The goals of the year as they may be shown, in words."""
    return sentences.rates_in_words(case.needs)


def _goals(case: Case) -> dict[int, Goal]:
    """The goals as they were written up to now."""
    return priorities.goals_of(case.choices.answers, sentences.rates_in_words(case.goal_rates))


def _table(case: Case) -> pd.DataFrame:
    return priorities.goal_table(_goals(case), case.district.fiscal_year)


def _path(case: Case) -> pd.DataFrame:
    results = sentences.rates_in_words(case.goal_rates)
    goal, measure = _goals(case).get(1, Goal()), case.choices.answers.get("goal_1_measure", "")
    return priorities.goal_path(goal, results, str(measure), case.district.fiscal_year)


def _first_goals(case: Case) -> pd.DataFrame:
    return priorities.room_goals(sentences.room_answers(case))


def _points(change: float) -> str:
    return f"{signed(change, 1)} points"
