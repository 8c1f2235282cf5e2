"""Notebook 15, "Monitor and sustain": its questions, findings and sentences, from the top."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.settings import CALIFORNIA
from smarter_spending.guide import charts, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, taken_home
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question
from smarter_spending.guide.sentences import (
    action_rows,
    actions_table,
    goals_decided,
    say_not_set,
    to_the_board,
)
from smarter_spending.guide.showing import Text, lists, needs, show_text
from smarter_spending.guide.take_home import Event
from smarter_spending.planning import decisions as rules
from smarter_spending.planning import monitoring
from smarter_spending.planning.monitoring import AWAY, CHANGE, PASSED, REACHED, STOP, WAIT
from smarter_spending.words import day, dollars, listed, literal, many, percent

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "Monitor and sustain"
NEEDS = ("programs",)  # without it the page says so
WORDS = lists("nb15_monitor")
RULE = tuple(questions.ask_words(key, *words) for key, words in WORDS["rule"].items())
TALK = questions.talks("15")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """What the rule says of the programs, and of how many actions it is known where they stand."""
    table, said = actions(case).table, reviews(case)
    told = table["state"].notna()
    counted = f"{len(table[told])} of {len(table)}" if len(table) else ""
    drawn = charts.chart_tries(_by_state(table)) if len(table) else ""
    sentence = _say_in_short(said.table, attained(case).table) or said.sentence
    unit = "actions of which we know where they stand"
    decided = {"back to the table": case.choices.answers.get("back_to_table", "")}
    return opening.in_short(case, sentence, counted, unit, drawn, decided)


def _say_in_short(reviews: pd.DataFrame, attained: pd.DataFrame) -> str:
    if reviews.empty:
        return ""
    stop, change = (len(reviews[reviews["review"].eq(review)]) for review in (STOP, CHANGE))
    programs = f"Of {many(len(reviews), 'program')} looked at, {stop or 'none'} should stop"
    goals = f"; {_say_results(attained)}" if len(attained) else "; no goal has a target yet"
    return f"{programs} and {change or 'none'} should change{goals}."


def _by_state(table: pd.DataFrame) -> pd.DataFrame:
    """How many actions are in each state, as dots to count."""
    states = table["state"].fillna(WORDS["silent"])
    counts = {state: len(table[states.eq(state)]) for state in (*DONE, WORDS["silent"])}
    rows = [(state, count if state in DONE else 0, count, str(count))
            for state, count in counts.items() if count]  # fmt: skip
    return pd.DataFrame(rows, columns=["program", "tries", "of", "tries_words"])


# --- Write the rule before the results are in --------------------------------------------------

own_rule = panels.asks(RULE[0])  # commit in writing, before any result
whole_rule = panels.asks(*RULE)

DONE = ("done", "under way", "late", "not begun")
NOTHING = "none"  # the code of the one row of a list in which nothing has been decided
MOST_WINS, QUOTES = 2, ' “”"'
WIN = questions.ask_words("win", "Smallest win so far")
STANDS = (questions.ask_choice("state", "It is", list(DONE)), WIN)


def next_action(case: Case) -> panels.TableForm:
    """Where the next action stands of which nobody has said anything; the wins so far."""
    rows, answers = action_rows(case.decisions()), case.choices.answers
    silent = [answers.get(f"milestone_{code}_state") not in DONE for code in rows["code"]]
    here = (rows[silent] if any(silent) else rows)[:1]
    asked = panels.matrix(case.choices, here, STANDS[:1], "milestone", WORDS["next_action"])
    asked.also = frozenset(f"milestone_{code}_win" for code in rows["code"])  # asked in the fold
    return panels.says(asked, lambda: _say_wins(actions(case).table))


def ask_actions(case: Case) -> panels.TableForm:
    """Where each action of notebook 14 stands, and the smallest win so far."""
    rows = action_rows(case.decisions())
    asked = panels.matrix(case.choices, rows, STANDS, "milestone", WORDS["each_action"])
    return panels.says(asked, lambda: actions(case).sentence)


def actions(case: Case) -> Finding:
    """Where each action stands, and the wins."""
    table = _actions_now(action_rows(case.decisions()), case.choices.answers)
    missing = "Nothing has been decided yet, so there is no action to follow."
    more = {"words": _say_wins(table), "missing": missing, "sheet": "Actions"}
    return Finding("Where each action stands", table, **more)


def _actions_now(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    given = []
    for row in rows[rows["code"].ne(NOTHING)].itertuples():
        state = answers.get(f"milestone_{row.code}_state")
        win = " ".join(str(answers.get(f"milestone_{row.code}_win") or "").split())
        given.append((row.title, state if state in DONE else None, win or None))
    return pd.DataFrame(given, columns=["action_words", "state", "small_win"], dtype=object)


def _say_wins(table: pd.DataFrame) -> str:
    wins = list(dict.fromkeys(table["small_win"].dropna()))
    shown = "; ".join(f"“{str(win).strip(QUOTES)}”" for win in wins[:MOST_WINS])
    more = f"; and {len(wins[MOST_WINS:])} more" if wins[MOST_WINS:] else ""
    return f"Small win{'' if len(wins) == 1 else 's'}: {shown}{more}." if wins else ""


# --- The tempting answer: it did not work ------------------------------------------------------


def reviews(case: Case) -> Finding:
    """What happened to each program that was to move, and wait, change or stop."""
    table, unset = _reviews(case, case.decisions()), case.unset("decision_rule")
    waits = "A program stands here once its dosage, its effect or a decision is known."
    if unset and len(case.district.programs):
        waits = say_not_set(unset)
    lacks = needs(case.district, *NEEDS) or ("" if unset else WORDS["no_review"])
    missing = f"{waits}\n\n{lacks}".strip()
    return Finding(table=table, words=_say_spent(table), missing=missing, **WORDS["reviews"])


def delivered(case: Case) -> Finding:
    """How much of each program students got, beside its plan and its budget."""
    said = reviews(case)
    table, enough = said.table, case.rule.delivered_enough
    rows = [*table[:MOST].itertuples()]
    drawn = table[:MOST].assign(
        who=[_paid(row) for row in rows], began=0.0, now=table["delivered_share"], goal=1.0,
        low=None, high=None, scale="", shown="",
        said=[WORDS["uncounted"] if pd.isna(row.delivered_share) else row.delivered_words
              for row in rows],
        more="", group=[WORDS["says"][row.review] for row in rows],
    )  # fmt: skip
    waiting = many(len(table[table["review"].eq(WAIT)]), "program")
    words = f"The rule lets {waiting} go on; all stand in the workbook. {_say_spent(table)}"
    picture = Picture(partial(charts.chart_moved, note=WORDS["delivered"], start=0.0), drawn)
    more = {"words": words, "picture": picture, "missing": said.sentence}
    return Finding(_say_delivered(table, enough), table, **more)


MOST = 8  # programs in a picture; all stand in the workbook


def _say_delivered(table: pd.DataFrame, enough: float) -> str:
    shares = table["delivered_share"].dropna()
    if shares.empty:
        return "Of no program has anybody counted how much students got"
    little = len(shares[shares.lt(enough)])
    of = f"{little or 'None'} of {many(len(shares), 'program')}"
    return f"{of} gave students less than {percent(enough)} of what was planned"


def _paid(row) -> str:
    if pd.isna(row.budgeted) or pd.isna(row.spent):
        return WORDS["no_budget"]
    return f"spent {dollars(row.spent)}, budgeted {dollars(row.budgeted)}"


def _reviews(case: Case, decisions: pd.DataFrame) -> pd.DataFrame:
    district = case.district
    table = _review_table(decisions, case.rule, district.ledger, district.fiscal_year)
    return table.iloc[:0] if case.unset("decision_rule") else table


def _review_table(
    decisions: pd.DataFrame, rule: rules.DecisionRule, ledger: pd.DataFrame, year: str
) -> pd.DataFrame:
    table = monitoring.reviewed_programs(decisions, rule, ledger, year)
    table["delivered_words"] = [_got(share) for share in table["delivered_share"]]
    table["spent_words"] = ["not known" if pd.isna(share) else percent(share)
                            for share in table["spent_share"]]  # fmt: skip
    said = [_say_review(row) for row in table.itertuples()]
    table["review_reason"] = pd.Series(said, table.index, dtype=str)  # text also of no program
    return table[["program_id", "program", "delivered_share", "delivered_words", "budgeted",
                  "spent", "spent_words", "review", "review_reason"]]  # fmt: skip


REASONS = WORDS["reasons"]


def _say_review(row) -> str:
    """Why a program waits, changes or stops."""
    held, heir = row.decision, row.same_job_as
    fixed = held == rules.FIX and monitoring.REVIEWED[row.review_reason] == WAIT
    got = f"{row.delivered_share:.1%} of the plan was delivered"
    long = f"{got}, more than was planned" if row.delivered_share > 1 else got
    long_and = got if long == got else f"{long},"
    why = REASONS[row.review_reason].format(
        got=got, long=long, long_and=long_and, held=held, none=f"{long_and} and no gain is shown",
        used="" if pd.isna(row.delivered_share) else f" ({row.delivered_share:.1%} was)",
        place=f"that {heir} takes on its students" if heir else "where its students go",
        although=f", although it was decided otherwise ({held})" if held else "",
        then={rules.GROW: ": grow it, as notebook 10 says", rules.FIX: ""}.get(held, ": go on"),
    )  # fmt: skip
    return f"{'By notebook 10 it is fixed: see that this is done. ' if fixed else ''}{why}"


def _got(share: float) -> str:
    if pd.isna(share):
        return "not known"
    return f"{percent(share, 1)}{', more than planned' if share > 1 else ''}"


def _say_spent(table: pd.DataFrame, within: float = monitoring.SPENT_WITHIN) -> str:
    """What the reviewed programs were budgeted and spent; blank when none was reviewed."""
    if table.empty:
        return ""
    found = monitoring.spent_beside_budget(table, within)
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


def result(case: Case) -> panels.Form:
    """This year's result of the next goal that has none; how far it has come by that."""
    goals, answers = goals_decided(case), case.choices.answers
    asked = [one for one in _ask_results(goals) if not one.key.endswith("_of")]
    left = [one for one in asked if not answers.get(one.key)]
    (here,) = (left or asked)[:1]
    goal = goals[goals["number"].astype(str).eq(here.key.removeprefix("now_"))]

    def said() -> str:
        words = _attainment_table(goal, case.choices.answers)["attained_words"]
        return "".join(f"{one[:1].upper()}{one[1:]}." for one in words)

    return panels.says(panels.form(case.choices, here), said)


def results(case: Case) -> panels.Form:
    """This year's results as they come in, and how far the goals have come by them."""
    goals = goals_decided(case)
    asked = panels.form(case.choices, *_ask_results(goals))
    return panels.says(asked, lambda: _say_attained(_attainment_table(goals, case.choices.answers)))


def _ask_results(goals: pd.DataFrame) -> list[Question]:
    """Two questions for a goal with a target; a line of words where there is none."""
    asked = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        result = f"{row.measure}: this year's result, in percent (0 until it is in)"
        students = "… of how many students (0 for as many as when the goal was set)"
        asked += [questions.ask_number(f"now_{row.number}", result, step=0.1, **ANY),
                  questions.ask_number(f"now_{row.number}_of", students, high=1e6)]  # fmt: skip
    none = "No goal has a target yet: what will you measure?"
    return asked or [questions.ask_words("now_words", none)]


def attained(case: Case) -> Finding:
    """How far each goal has come from where it began to its target."""
    table = _attainment_table(goals_decided(case), case.choices.answers)
    drawn = table.assign(
        program=table["goal"], who=table["attained_words"], now=table["now_share"],
        low=table["low_share"], high=table["high_share"], goal=table["target"],
        scale=table["goal"], group="", shown="gain shown",
        said=["not in yet" if pd.isna(now) else percent(now, 1) for now in table["now_share"]],
        more=[f"from {percent(row.began, 1)}, to reach {percent(row.target, 1)}"
              for row in table.itertuples()],
    )  # fmt: skip
    said = _say_results(table)
    picture = Picture(partial(charts.chart_moved, note=WORDS["progress"]), drawn)
    more = {"picture": picture, "missing": WORDS["no_goal"], "sheet": "Goals"}
    return Finding(f"{said[:1].upper()}{said[1:]}", table, **more)


def _attainment_table(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained, with the range of the result, in words."""
    found = monitoring.goals_attained(goals, answers)
    words = [_attained_words(row, answers) for row in found.itertuples()]
    named = {"baseline": "began", "low": "low_share", "high": "high_share"}
    table = found.rename(columns=named).assign(
        goal=[row.measure or f"Goal {row.number}" for row in found.itertuples()],
        attained_words=pd.Series(words, dtype=object),
        now_range_words=pd.Series([_range_words(row) for row in found.itertuples()], dtype=object),
    )
    columns = ["goal", "began", "target", "now_share", "attained_words", "now_range_words"]
    return table[[*columns, "low_share", "high_share", "attainment"]]


def _attained_words(row, answers: Mapping[str, object]) -> str:
    if row.state == monitoring.NOT_IN:
        return "the result is not in yet"
    if row.state == monitoring.REFUSED:
        given = answers[f"now_{row.number}"]
        is_number = isinstance(given, (int, float)) and pd.notna(given)
        typed = f"{given:g}".replace("-", "−") if is_number else f"“{given}”"
        return f"{typed} is refused: a result is a number from 0 to 100"
    if row.state == monitoring.NO_WAY:
        return "the target is where it began: there is no way to go"
    if pd.isna(row.low):
        return f"{_way(row.attainment)}; {NO_NUMBER}"
    chance = "; it may not have moved at all" if row.may_be_chance else ""
    return f"{_way(row.attainment)}{chance}"


def _range_words(row) -> str:
    if row.state in (monitoring.NOT_IN, monitoring.REFUSED):
        return "–"
    if pd.isna(row.low):
        return "number of students missing"
    return f"{percent(row.low, 1)} to {percent(row.high, 1)}"


def _way(attainment: float) -> str:
    way = monitoring.way_gone(attainment)
    if way.state == AWAY:
        return f"away from the target, by {percent(abs(way.share))} of the way"
    if way.state == monitoring.STILL:
        return "it has not moved"
    if way.state in (REACHED, PASSED):
        passed = f" and passed ({percent(way.share)})" if way.state == PASSED else ""
        return f"the target is reached{passed}"
    return f"{_part(way)} of the way"


def _part(way) -> str:
    return percent(way.share, 1 if way.state == monitoring.NEARLY else 0)


def _say_attained(table: pd.DataFrame) -> str:
    if table.empty:
        return "No goal has a baseline and a target yet (notebook 3)."
    return " ".join(f"{row.goal}: {row.attained_words}." for row in table.itertuples())


def _say_results(table: pd.DataFrame) -> str:
    count, goals = len(table[table["now_share"].notna()]), many(len(table), "goal")
    of = f"{count} of {goals} {'has' if count == 1 else 'have'} a result"
    return of if count else f"of {goals} no result is in yet"


# --- Decide, check yourself, say it to your board ----------------------------------------------

talk_first = opening.talk_first


def _decision(case: Case) -> list[Question]:
    table = reviews(case).table
    names = table.loc[table["review"].isin([STOP, CHANGE]), "program"]
    label = "These we bring back to the table of notebook 10; the others go on as the rule says"
    return [questions.ask_several("back_to_table", label, [*names, "none of them"])]


# which programs go back to the table
decide = panels.asks(_decision, expected=lambda case: reviews(case).sentence)


check_attainment = panels.checks(  # a goal goes from 42 to 54, and is 46 now
    questions.ask_number("check_attained", "Percent of the way", high=200),
    monitoring.attained_percent(42, 54, 46),
    "How far is the whole way, and how far have you come on it?",
    "Four of twelve points.",
)


def check_failure(case: Case):
    """Check yourself: 40% of the planned dosage, and no gain is shown."""
    found = monitoring.review_of(0.40, 0.30, case.rule)
    asked = questions.ask_choice("check_failed", "Has it failed?", ["Yes", "Not shown"])
    hint, why = "What would it have to have been, before it could fail?", _say_review(found)
    return panels.check(case.choices, asked, _verdict(found.review), hint, why)


def _verdict(review: str) -> str:
    return "Yes" if review == STOP else "Not shown"


def say_to_board(case: Case) -> Text:
    """What may be said in public, and what may not."""
    return show_text(_say_to_board(reviews(case).table, attained(case).table))


def _say_to_board(reviews: pd.DataFrame, attained: pd.DataFrame) -> str:
    may = [f"{row.goal}: {row.attained_words}."
           for row in attained.dropna(subset=["attainment"]).head(1).itertuples()]  # fmt: skip
    untried = REASONS["not tried"].rpartition("}")[2]
    little = reviews[reviews["review_reason"].str.endswith(untried)]
    may_not = [f"“{row.program} failed.” Students got {row.delivered_words} of it: we cannot say."
               for row in little.head(1).itertuples()]  # fmt: skip
    return to_the_board(may or [WORDS["not_in"]], [*may_not, WORDS["no_effect"]])


PLAN = "14_action_and_board_page"


def calendar(case: Case) -> Finding:
    """The state's days and those of the plan of action, in one list."""
    rows = action_rows(case.decisions())
    due = _due(case, rows)
    table = _calendar_table([*_days_of_law(case.district), *due])
    return Finding(table=table, words=_say_action_days(rows, due), **WORDS["calendar"])


def _calendar_table(events: Sequence[Event]) -> pd.DataFrame:
    ordered = sorted(events, key=lambda one: (one.day, one.title))
    rows = [(day(one.day), one.title, one.why or None) for one in ordered]
    return pd.DataFrame(rows, columns=["on_day", "event", "event_why"])


DAYS = WORDS["days"]  # what happens on each of the year's days, and why


def _days_of_law(district) -> list[Event]:
    return _known_days(district.counts_from) if district.state == CALIFORNIA else []


def _known_days(as_of: date) -> list[Event]:
    events = []
    for on, code in monitoring.review_year(as_of, rules.notice_day(as_of), rules.last_day(as_of)):
        before, (title, why) = monitoring.working_day(on), DAYS[code]
        working = f"{before:%A}, {before:%B} {before.day}"
        moved = f" It falls on a {on:%A}: the last working day is {working}."
        events.append(Event(on, title, why if before == on else f"{why}{moved}"))
    return events


def _due(case: Case, rows: pd.DataFrame) -> list[Event]:
    answers = open_choices(case.district.folder, PLAN, TEAM).answers
    return _action_days(rows, answers, case.district.counts_from)


def _action_days(rows: pd.DataFrame, answers: Mapping[str, object], as_of: date) -> list[Event]:
    """One day for each action whose "by when" can be read as a day still to come."""
    planned = actions_table(rows, answers).astype(object)
    events = []
    for code, action in zip(rows["code"], planned.itertuples(), strict=True):
        on = monitoring.day_named(str(action.when or ""), as_of)
        if code != NOTHING and on and on >= as_of:
            key = f"{code}|{rules.last_day(as_of).year}"  # its day may move, the entry with it
            parts = {"First step": action.first_step, "Who": action.who,
                     "Shown by": action.shown_by}  # fmt: skip
            plan = " ".join(f"{name}: {str(words).strip().rstrip('.')}."
                            for name, words in parts.items() if words)  # fmt: skip
            events.append(Event(on, f"Due: {action.action_words}", plan, key))
    return events


def _say_action_days(rows: pd.DataFrame, days: Sequence[Event]) -> str:
    """How many actions stand in the calendar, and what the others lack."""
    total = len(rows[rows["code"].ne(NOTHING)])
    if not total:
        return ""
    stand = "stands" if len(days) < 2 else "stand"
    first = f"Of {many(total, 'action')} {len(days) or 'none'} {stand} in this calendar."
    unread = f" The {'others' if days else 'actions'} have no day that can be read, or one that "
    unread += "has passed: write it in notebook 14 as *March 1* or *March 1, 2026*."
    return first if len(days) == total else f"{first}{unread}"


def next_days(case: Case) -> Text:
    """The next days on which we look again, in a line."""
    days = calendar(case).table[:3].itertuples()
    said = [f"**{row.on_day}:** {row.event}{'' if row.event[-1] in '.?' else '.'}" for row in days]
    return show_text(" ".join(["The next days:", *said]) if said else "")


# --- Take it home ------------------------------------------------------------------------------


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is taken home."""
    goals, left = attained(case), _open_questions(case)
    goals = replace(goals, words=_say_attained(goals.table))
    table = pd.DataFrame({"open_question": left}, dtype=str)
    left_open = Finding("What is left open", table, words="\n\n".join(left))
    return [actions(case), reviews(case), goals, calendar(case), left_open]


def what_goes_back(case: Case) -> Text:
    """What goes back into notebook 0, a line each."""
    left = _open_questions(case)
    nothing = "" if left else "Nothing is left open."
    return show_text(*(f"- {literal(sentence)}" for sentence in left), otherwise=nothing)


def _open_questions(case: Case) -> list[str]:
    goals, answers, decisions = goals_decided(case), case.choices.answers, case.decisions()
    attained, now = _attainment_table(goals, answers), _actions_now(action_rows(decisions), answers)
    return _carry_forward(_reviews(case, decisions), attained, decisions, goals, now)


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
    said += [] if decisions is None else [_untold(decisions)]
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
    way = monitoring.way_gone(row.attainment)
    if way.state == AWAY:
        return f"{row.goal}: it moved away from its target; why?"
    if way.state in (REACHED, PASSED):
        return ""
    return f"{row.goal}: {_part(way)} of the way; why not more?"


def _untold(decisions: pd.DataFrame) -> str:
    if decisions.empty:
        return "No program is on file yet: which ones do we run, and for whom?"
    open_ones, every = decisions["decision"].eq(rules.NOT_YET_KNOWN), len(decisions)
    if not open_ones.any():
        return ""
    if every == 1:
        return "Of the one program too little is known yet to decide: when do we test it?"
    of = "all" if open_ones.all() else f"{len(decisions[open_ones])} of"
    return (
        f"Of {of} {many(every, 'program')} too little is known yet to decide: which do we test "
        "first?"
    )


def _hanging(actions: pd.DataFrame) -> list[str]:
    state, names = actions["state"], actions["action_words"]
    silent = names[state.isna()]
    where = "where it stands" if len(silent) == 1 else "where they stand"
    untold = f"Of {many(len(silent), 'action')} nobody has said {where}"
    held = {"Late": names[state.eq("late")], "Not begun": names[state.eq("not begun")],
            untold: silent}  # fmt: skip
    return [f"{words}: {'; '.join(which)}." for words, which in held.items() if len(which)]


def questions_for_next_year(case: Case) -> Markdown:
    """What is left open, as the file that next year's notebook 0 begins with."""
    asked = _open_questions(case)
    return artifacts.hand_out_questions(case.district, case.take_home, case.notebook, asked)


def calendar_to_open(case: Case) -> Markdown:
    """The calendar, for any calendar program."""
    days = [*_days_of_law(case.district), *_due(case, action_rows(case.decisions()))]
    text = artifacts.calendar_file(days, case.district.name, case.district.counts_from)
    file = case.take_home, case.notebook, "review_calendar.ics", text.encode()
    return artifacts.hand_out_file(*file, "The review calendar")


take_home = taken_home(
    TITLE, findings, *RULE, _decision, lambda case: _ask_results(goals_decided(case)), *TALK
)
