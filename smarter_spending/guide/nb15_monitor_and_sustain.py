"""Notebook 15, "Monitor and sustain": its questions, findings and sentences, from the top.

Every function is one cell of the page and takes the district's case.  What a sentence says is
decided in the ``_say_…`` below its finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.settings import CALIFORNIA
from smarter_spending.guide import finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import Question, ask_choice, ask_number, ask_words, talks
from smarter_spending.guide.sentences import action_rows, actions_table, goals_decided, say_not_set
from smarter_spending.guide.showing import Text, lists, needs, show_text
from smarter_spending.guide.take_home import Event
from smarter_spending.planning.decisions import (
    FIX,
    GROW,
    NOT_YET_KNOWN,
    DecisionRule,
    last_day,
    notice_day,
)
from smarter_spending.planning.monitoring import (
    AWAY,
    CHANGE,
    NEARLY,
    NO_WAY,
    NOT_IN,
    PASSED,
    REACHED,
    REFUSED,
    REVIEWED,
    SPENT_WITHIN,
    STILL,
    STOP,
    WAIT,
    attained_percent,
    day_named,
    goals_attained,
    review_of,
    review_year,
    reviewed_programs,
    spent_beside_budget,
    way_gone,
    working_day,
)
from smarter_spending.words import day, dollars, listed, literal, many, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Monitor and sustain"
NEEDS = ("programs",)  # without it the page says so
RULE = (
    ask_words("would_stop", "We stop a program when", frame="… although it was delivered, and …"),
    ask_words(
        "would_wait", "We wait one more year when", frame="… because …, and not longer than …"
    ),
)
TALK = talks("15")


who = panels.asks_who


# --- Write the rule before the results are in --------------------------------------------------


own_rule = panels.asks(*RULE)  # commit in writing, before any result


# --- Did the actions happen at all? ------------------------------------------------------------

DONE = ("done", "under way", "late", "not begun")
NOTHING = "none"  # the code of the one row of a list in which nothing has been decided
MOST_WINS, QUOTES = 6, ' “”"'


def ask_actions(case: Case):
    """Where each action of notebook 14 stands, and the smallest win so far."""
    return panels.matrix(
        case.choices,
        action_rows(case.decisions()),
        [ask_choice("state", "It is", list(DONE)), ask_words("win", "Smallest win so far")],
        "milestone",
        "Where does each action stand?",
    )


def actions(case: Case) -> Finding:
    """How many actions are done, under way, late, not begun or silent; and the wins."""
    table = _actions_now(action_rows(case.decisions()), case.choices.answers)
    words = _say_actions(table)
    title = "Where each action stands"
    return Finding(title, table, words=words, sheet="Actions", headline=True)


def _actions_now(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    given = []
    for row in rows[rows["code"].ne(NOTHING)].itertuples():
        state = answers.get(f"milestone_{row.code}_state")
        win = " ".join(str(answers.get(f"milestone_{row.code}_win") or "").split())
        given.append((row.title, state if state in DONE else None, win or None))
    return pd.DataFrame(given, columns=["action_words", "state", "small_win"], dtype=object)


def _say_actions(table: pd.DataFrame) -> str:
    """The counts of all states add up to the actions."""
    if table.empty:
        return "Nothing has been decided yet, so there is no action to follow."
    said = [_states(table)]
    wins = list(dict.fromkeys(table["small_win"].dropna()))
    if wins:
        shown = "; ".join(f"“{str(win).strip(QUOTES)}”" for win in wins[:MOST_WINS])
        left = len(wins[MOST_WINS:])
        more = f"; and {left} more" if left else ""
        said.append(f"Small win{'' if len(wins) == 1 else 's'}: {shown}{more}.")
    return " ".join(said)


def _states(table: pd.DataFrame) -> str:
    silent = len(table[table["state"].isna()])
    if len(table) == 1:
        if silent:
            return "Of the one action nobody has said anything yet."
        return f"The one action is {table['state'].iloc[0]}."
    if silent == len(table):
        return f"Of all {many(silent, 'action')} nobody has said anything yet."
    counts = {state: len(table[table["state"].eq(state)]) for state in DONE}
    parts = [f"{count} {state}" for state, count in counts.items() if count]
    parts += [f"{silent} of which nobody has said anything"] if silent else []
    return f"Of {many(len(table), 'action')}: {listed(parts)}."


# --- The tempting answer: it did not work ------------------------------------------------------


def reviews(case: Case) -> Finding:
    """What happened to each program that was to move, and wait, change or stop."""
    table, unset = _reviews(case, case.decisions()), case.unset("decision_rule")
    words = "\n\n".join(filter(None, [_say_reviews(table), _say_spent(table)]))
    waits = "A program stands here once its dosage, its effect or a decision is known."
    if unset and len(case.district.programs):
        waits = say_not_set(unset)
    return Finding(
        "Delivered, budgeted and spent; and wait, change or stop",
        table,
        ("program", "delivered_words", "budgeted", "spent", "review", "review_reason"),
        words=words,
        missing=f"{waits}\n\n{needs(case.district, *NEEDS) or words}",
        sheet="Reviews",
        headline=True,
    )


def _reviews(case: Case, decisions: pd.DataFrame) -> pd.DataFrame:
    district = case.district
    table = _review_table(decisions, case.rule, district.ledger, district.fiscal_year)
    return table.iloc[:0] if case.unset("decision_rule") else table


def _review_table(
    decisions: pd.DataFrame, rule: DecisionRule, ledger: pd.DataFrame, year: str
) -> pd.DataFrame:
    table = reviewed_programs(decisions, rule, ledger, year)
    table["delivered_words"] = [_got(share) for share in table["delivered_share"]]
    table["spent_words"] = [
        "not known" if pd.isna(share) else percent(share) for share in table["spent_share"]
    ]
    table["review_reason"] = [_say_review(row) for row in table.itertuples()]
    columns = ["program_id", "program", "delivered_words", "budgeted", "spent", "spent_words"]
    return table[[*columns, "review", "review_reason"]]


REASONS = lists("nb15_monitor")["reasons"]


def _say_review(row) -> str:
    """Why a program waits, changes or stops."""
    held = row.decision
    first = ""
    if held == FIX and REVIEWED[row.review_reason] == WAIT:
        first = "It was decided to fix it: see that this is done. "
    got = f"{row.delivered_share:.1%} of the plan was delivered"
    long = f"{got}, more than was planned" if row.delivered_share > 1 else got
    long_and = got if long == got else f"{long},"
    heir = row.same_job_as
    why = REASONS[row.review_reason].format(
        got=got,
        long=long,
        long_and=long_and,
        none=f"{long_and} and no gain is likely",
        used="" if pd.isna(row.delivered_share) else f" ({row.delivered_share:.1%} of the plan)",
        place=f"that {heir} takes on its students" if heir else "where its students go",
        although=f", although it was decided otherwise ({held})" if held else "",
        then={GROW: ": grow it as was decided", FIX: ""}.get(held, ": go on"),
        held=held,
    )
    return f"{first}{why}"


def _got(share: float) -> str:
    if pd.isna(share):
        return "not known"
    return f"{percent(share, 1)}{', more than planned' if share > 1 else ''}"


def _say_reviews(table: pd.DataFrame) -> str:
    if table.empty:
        return (
            "Of no program is a planned dosage, a fair comparison or a decision on file, so there "
            "is nothing to review yet."
        )
    said = []
    for review, words in ((STOP, "Stop"), (CHANGE, "Change")):
        names = table.loc[table["review"].eq(review), "program"]
        if len(names):
            said.append(f"**{words}:** {listed(names, most=8)}.")
    waiting = len(table[table["review"].eq(WAIT)])
    if waiting:
        said.append(f"{many(waiting, 'program')} to go on with, and to look at again.")
    return " ".join(said)


def _say_spent(table: pd.DataFrame, within: float = SPENT_WITHIN) -> str:
    """What the reviewed programs were budgeted and spent; blank when none was reviewed."""
    if table.empty:
        return ""
    found = spent_beside_budget(table, within)
    if not found.programs:
        return "The ledger holds no adopted budget of these programs to set their spending beside."
    apart = f" More than {percent(within)} off: {listed(found.far)}." if found.far else ""
    unknown = f" For {many(found.unknown, 'program')} the ledger does not show both."
    return (
        f"{many(found.programs, 'program')} {'was' if found.programs == 1 else 'were'} budgeted "
        f"{dollars(found.budgeted)} and spent {dollars(found.spent)}.{apart}"
        f"{unknown if found.unknown else ''} Under budget is no success by itself."
    )


# --- How far have the goals come? --------------------------------------------------------------

ANY = {"low": -1e9, "high": 1e9}  # a box that cuts 460 to 100 would keep a wrong result
NO_NUMBER = "of how many students is not known, so nobody can say whether it may be chance"


def results(case: Case):
    """This year's results as they come in, and how far the goals have come by them."""
    goals = goals_decided(case)
    asked = panels.form(case.choices, *_ask_results(goals))
    panels.says(asked, lambda: _say_attained(_attainment_table(goals, case.choices.answers)))
    return asked


def _ask_results(goals: pd.DataFrame) -> list[Question]:
    """Two questions for a goal with a target; a line of words where there is none."""
    asked = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        result = f"{row.measure}: this year's result, in percent (0 until it is in)"
        students = "… of how many students (0 for as many as when the goal was set)"
        asked += [
            ask_number(f"now_{row.number}", result, step=0.1, **ANY),
            ask_number(f"now_{row.number}_of", students, high=1e6),
        ]
    return asked or [ask_words("now_words", "No goal has a target yet: what will you measure?")]


def goals_now(case: Case) -> Finding:
    """Baseline, target and now; the sentence already stands under the form."""
    return replace(attained(case), words="")


def attained(case: Case) -> Finding:
    """How many results are in, and how far the goals have come."""
    table = _attainment_table(goals_decided(case), case.choices.answers)
    return Finding(
        "Where each goal began, should end, and stands",
        table,
        ("goal", "began", "target", "now_share", "now_range_words", "attained_words"),
        words=_say_attained(table),
        missing="A goal stands here once it has a baseline and a target.",
        sheet="Goals",
        headline=True,
    )


def _attainment_table(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained, with the range of the result, in words."""
    found = goals_attained(goals, answers)
    words = [_attained_words(row, answers) for row in found.itertuples()]
    table = found.rename(columns={"baseline": "began"}).assign(
        goal=[row.measure or f"Goal {row.number}" for row in found.itertuples()],
        attained_words=pd.Series(words, dtype=object),
        now_range_words=pd.Series([_range_words(row) for row in found.itertuples()], dtype=object),
    )
    columns = ["goal", "began", "target", "now_share", "attained_words", "now_range_words"]
    return table[[*columns, "attainment"]]


def _attained_words(row, answers: Mapping[str, object]) -> str:
    if row.state == NOT_IN:
        return "the result is not in yet"
    if row.state == REFUSED:
        typed = _typed(answers[f"now_{row.number}"])
        return f"{typed} is refused: a result is a number from 0 to 100"
    if row.state == NO_WAY:
        return "the target is where it began: there is no way to go"
    if pd.isna(row.low):
        return f"{_way(row.attainment)}; {NO_NUMBER}"
    chance = "; it may not have moved at all" if row.may_be_chance else ""
    return f"{_way(row.attainment)}{chance}"


def _typed(given: object) -> str:
    if isinstance(given, (int, float)) and pd.notna(given):
        return f"{given:g}".replace("-", "−")
    return f"“{given}”"


def _range_words(row) -> str:
    if row.state in (NOT_IN, REFUSED):
        return "–"
    if pd.isna(row.low):
        return "number of students missing"
    return f"{percent(row.low, 1)} to {percent(row.high, 1)}"


def _way(attainment: float) -> str:
    way = way_gone(attainment)
    if way.state == AWAY:
        return f"away from the target, by {percent(abs(way.share))} of the way"
    if way.state == STILL:
        return "it has not moved"
    if way.state in (REACHED, PASSED):
        passed = f" and passed ({percent(way.share)})" if way.state == PASSED else ""
        return f"the target is reached{passed}"
    return f"{_part(way)} of the way"


def _part(way) -> str:
    return percent(way.share, 1 if way.state == NEARLY else 0)  # almost there is not there


def _say_attained(table: pd.DataFrame) -> str:
    if table.empty:
        return "No goal has a baseline and a target yet (notebook 3)."
    known = table["now_share"].notna()
    count = len(table[known])
    first = (
        f"{count} of {many(len(table), 'goal')} {'has' if count == 1 else 'have'} a result."
        if count
        else f"Of {many(len(table), 'goal')} no result is in yet."
    )
    told = table[known | table["attained_words"].str.contains(" is refused: ", regex=False)]
    each = [f"{row.goal}: {row.attained_words}." for row in told.itertuples()]
    return " ".join([first, *each])


check_attainment = panels.checks(  # a goal goes from 42 to 54, and is 46 now
    ask_number("check_attained", "Percent of the way", high=200),
    attained_percent(42, 54, 46),
    "How far is the whole way, and how far have you come on it?",
    "Four of twelve points.",
)


def check_failure(case: Case):
    """Check yourself: 40% of the planned dosage, and no gain is shown."""
    found = review_of(0.40, 0.30, case.rule)
    return panels.check(
        case.choices,
        ask_choice("check_failed", "Has it failed?", ["Yes", "Not shown"]),
        _verdict(found.review),
        "What would it have to have been, before it could fail?",
        _say_review(found),
    )


def _verdict(review: str) -> str:
    return "Yes" if review == STOP else "Not shown"


# --- The days on which we look again -----------------------------------------------------------

PLAN = "14_action_and_board_page"


def calendar(case: Case) -> Finding:
    """The state's days and those of the plan of action, in one list."""
    rows = action_rows(case.decisions())
    due = _due(case, rows)
    return Finding(
        "The days on which we look again",
        _calendar_table([*_days_of_law(case.district), *due]),
        ("on_day", "event", "event_why"),
        words=_say_action_days(rows, due),
        sheet="Calendar",
    )


def _calendar_table(events: Sequence[Event]) -> pd.DataFrame:
    ordered = sorted(events, key=lambda one: (one.day, one.title))
    rows = [(day(one.day), one.title, one.why or None) for one in ordered]
    return pd.DataFrame(rows, columns=["on_day", "event", "event_why"])


DAYS = lists("nb15_monitor")["days"]  # what happens on each of the year's days, and why


def _days_of_law(district) -> list[Event]:
    return _known_days(district.counts_from) if district.state == CALIFORNIA else []


def _known_days(as_of: date) -> list[Event]:
    days = review_year(as_of, notice_day(as_of), last_day(as_of))
    return [Event(on, DAYS[code][0], f"{DAYS[code][1]}{_weekend(on)}") for on, code in days]


def _weekend(on: date) -> str:
    before = working_day(on)
    if before == on:
        return ""
    return f" It falls on a {on:%A}: the last working day is {before:%A}, {before:%B} {before.day}."


def _due(case: Case, rows: pd.DataFrame) -> list[Event]:
    answers = open_choices(case.district.folder, PLAN, TEAM).answers
    return _action_days(rows, answers, case.district.counts_from)


def _action_days(rows: pd.DataFrame, answers: Mapping[str, object], as_of: date) -> list[Event]:
    """One day for each action whose "by when" can be read as a day still to come."""
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


def _say_action_days(rows: pd.DataFrame, days: Sequence[Event]) -> str:
    """How many actions stand in the calendar, and what the others lack."""
    total = len(rows[rows["code"].ne(NOTHING)])
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


# --- Talk about it; what you found; take it home -----------------------------------------------


talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is taken home."""
    return [actions(case), reviews(case), attained(case), calendar(case), left_open(case)]


def what_you_found(case: Case) -> Text:
    """What was done, what the rule says, and how far the goals have come."""
    return finding.found([actions(case), reviews(case), attained(case)])


def what_goes_back(case: Case) -> Text:
    """What goes back into notebook 0, a line each."""
    sentences = _open_questions(case)
    nothing = "" if sentences else "Nothing is left open."
    return show_text(*(f"- {literal(sentence)}" for sentence in sentences), otherwise=nothing)


def left_open(case: Case) -> Finding:
    """What this year leaves open."""
    sentences = _open_questions(case)
    table = pd.DataFrame({"open_question": sentences}, dtype=str)
    return Finding("What is left open", table, words="\n\n".join(sentences), headline=True)


def _open_questions(case: Case) -> list[str]:
    goals, answers, decisions = goals_decided(case), case.choices.answers, case.decisions()
    return _carry_forward(
        _reviews(case, decisions),
        _attainment_table(goals, answers),
        decisions,
        goals,
        _actions_now(action_rows(decisions), answers),
    )


def _carry_forward(
    reviews: pd.DataFrame,
    attained: pd.DataFrame,
    decisions: pd.DataFrame | None = None,
    goals: pd.DataFrame | None = None,
    actions: pd.DataFrame | None = None,
) -> list[str]:
    """The questions a year leaves open, none twice: goals first, then programs, then actions."""
    said = [] if goals is None else _without_target(goals)
    said += [_way_left(row) for row in attained.itertuples()]
    for review in (STOP, CHANGE):
        names = reviews.loc[reviews["review"].eq(review), "program"].tolist()
        if names:
            said.append(f"To {review}: {', '.join(names)}.")
    said += [] if decisions is None else _untold(decisions)
    said += [] if actions is None else _hanging(actions)
    plain = (" ".join(sentence.split()) for sentence in said)
    return list(dict.fromkeys(sentence for sentence in plain if sentence))


def _without_target(goals: pd.DataFrame) -> list[str]:
    if goals.empty:
        return ["No goal is set yet: which students will reach what, and by when?"]
    said = []
    for row in goals.itertuples():
        lacks = [part for part in ("baseline", "target") if pd.isna(getattr(row, part))]
        if lacks:
            name = row.measure or getattr(row, "goal", "") or f"Goal {row.number}"
            said.append(f"{name}: no {' and no '.join(lacks)} yet.")
    return said


def _way_left(row) -> str:
    if pd.isna(row.attainment):
        if pd.notna(getattr(row, "now_share", None)):
            return f"{row.goal}: the target is where it began; what should it be?"
        return f"{row.goal}: nobody has brought the result yet."
    way = way_gone(row.attainment)
    if way.state == AWAY:
        return f"{row.goal}: it moved away from its target; why?"
    if way.state in (REACHED, PASSED):
        return ""
    return f"{row.goal}: {_part(way)} of the way; why not more?"


def _untold(decisions: pd.DataFrame) -> list[str]:
    if decisions.empty:
        return ["No program is on file yet: which ones do we run, and for whom?"]
    open_ones = len(decisions[decisions["decision"].eq(NOT_YET_KNOWN)])
    if not open_ones:
        return []
    every = many(len(decisions), "program")
    if open_ones == 1:
        of = "the one program" if len(decisions) == 1 else f"1 of {every}"
        return [f"Of {of} nobody can tell yet what it does: when do we test it?"]
    of = f"all {every}" if open_ones == len(decisions) else f"{open_ones} of {every}"
    return [f"Of {of} nobody can tell yet what they do: which do we test first?"]


def _hanging(actions: pd.DataFrame) -> list[str]:
    said = []
    for state, words in (("late", "Late"), ("not begun", "Not begun")):
        names = actions.loc[actions["state"].eq(state), "action_words"]
        if len(names):
            said.append(f"{words}: {'; '.join(names)}.")
    silent = actions.loc[actions["state"].isna(), "action_words"]
    if len(silent):
        of = many(len(silent), "action")
        where = "where it stands" if len(silent) == 1 else "where they stand"
        said.append(f"Of {of} nobody has said {where}: {'; '.join(silent)}.")
    return said


def questions_for_next_year(case: Case) -> Markdown:
    """What is left open, as the file that next year's notebook 0 begins with."""
    return artifacts.hand_out_questions(
        case.district, case.take_home, case.notebook, _open_questions(case)
    )


def calendar_to_open(case: Case) -> Markdown:
    """The calendar, for any calendar program."""
    days = [*_days_of_law(case.district), *_due(case, action_rows(case.decisions()))]
    return artifacts.hand_out_calendar(case.district, case.take_home, case.notebook, days)


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    asked = [*RULE, *_ask_results(goals_decided(case)), *TALK]
    return finding.take_home(case, TITLE, findings(case), asked)
