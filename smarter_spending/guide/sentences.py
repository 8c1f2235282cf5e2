"""Sentences and rows that several pages say: dollars, learning, what was decided."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from smarter_spending.analysis.costs import LESS_THAN_POSITIONS
from smarter_spending.analysis.evaluation import Reason
from smarter_spending.analysis.spending import disagreements
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, earlier_answer, open_choices, read_room
from smarter_spending.district.settings import RATES, NotSet, spoken
from smarter_spending.guide.questions import BLANK, Question, ask_words, rows_to_fill
from smarter_spending.guide.showing import lists
from smarter_spending.planning.decisions import KnownCost, actions_needed
from smarter_spending.planning.priorities import goal_table, goals_of
from smarter_spending.planning.years_ahead import PlanAhead, unrestricted_first
from smarter_spending.words import (
    DASH,
    NOT_CHOSEN,
    as_strong,
    day,
    dollars,
    listed,
    literal,
    many,
    number,
    outcome_words,
    percent_range,
)

# --- How the goals of learning, the groups of students and their rates are said, on every page ---

_WORDS = lists("learning_words")
TITLES, GOALS = _WORDS["titles"], _WORDS["goals"]  # of each goal: its name, and what reaching it is
GROUPS, SUBJECTS, TESTS = _WORDS["groups"], _WORDS["subjects"], _WORDS["tests"]


def rates_in_words(rates: pd.DataFrame) -> pd.DataFrame:
    """Rates of goals with the goal's name and meaning, the range and the counts in words."""
    return counts_in_words(rates).assign(
        need_title=rates["measure"].map(TITLES), goal_words=rates["measure"].map(GOALS)
    )


def say_last_results(case: Case) -> str:
    """Of which year the results are, where the fiscal year has none; else blank."""
    year = case.results_year
    return "" if year == case.district.fiscal_year else f" The last results on file are of {year}."


def counts_in_words(rates: pd.DataFrame, too_few: str = "too few") -> pd.DataFrame:
    """Rates with their range and their counts in words, hidden ones said to be too few."""
    return rates.assign(
        range_words=ranges(rates["low"], rates["high"]),
        students_words=[too_few if pd.isna(n) else number(n) for n in rates["students"]],
        behind_words=[DASH if pd.isna(n) else number(n) for n in rates["behind"]],
    )


def ranges(low: pd.Series, high: pd.Series, words=percent_range) -> list[str]:
    """Ranges in words, one for each pair of limits."""
    return [words(*limits) for limits in zip(low, high, strict=True)]


# --- The year that the district filed ahead -------------------------------------------------------

_FILED = lists("nb12_words")["filed"]


def say_filed(ahead: PlanAhead | None) -> str:
    """The year that was filed: where it begins, what it loses or gains, how it ends; or blank."""
    if ahead is None or ahead.filed not in _FILED:
        return ""
    first, year = unrestricted_first(ahead), ahead.plan.balances["fiscal_year"].iloc[0]
    turn = "loses" if first["spending"] > first["revenue"] else "gains"
    fund = f"the unrestricted general fund {turn} {dollars(first['change'])}"
    ends = f"it begins with {dollars(first['beginning'])} and ends with {dollars(first['ending'])}"
    return (
        f"**In {year}, by {_FILED[ahead.filed]}, {fund}**: {ends}. The plan begins with that year."
    )


# --- A page to hand out: its parts, what was answered, and tables of text ------------------------


def paragraphs(*parts: str) -> str:
    """The parts of a page one under another, those left out that are blank."""
    return "\n\n".join(part for part in parts if part)


def written(answer: object) -> str:
    """What was answered, as text on one line; a line to fill in while nothing is."""
    words = " ".join(str(answer or "").split())
    return BLANK if words in ("", NOT_CHOSEN) else literal(words)


def text_table(heads: Sequence[str], rows: Iterable[Sequence[object]], figures: int = 0) -> str:
    """A table in Markdown, what is blank a line to fill in; the last ``figures`` columns right."""
    rule = ["---" if n < len(heads[figures:]) else "---:" for n in range(len(heads))]
    lines = [heads, rule, *([str(cell or BLANK) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def to_the_board(may: Iterable[str], may_not: Iterable[str]) -> str:
    """What may be said in public, and what may not."""
    said = [f"- **You may say:** “{one}”" for one in may]
    return "\n".join([*said, *(f"- **You may not say:** {one}" for one in may_not)])


def earlier(case: Case, notebook: str, key: str) -> str:
    """What was answered in an earlier notebook, by this person or else by the team; or blank."""
    return str(earlier_answer(case.district.folder, notebook, key, case.person)).strip()


def room_answers(case: Case) -> pd.DataFrame:
    """What everybody in the room has answered on this page."""
    return read_room(case.district.folder, case.notebook)


# --- What was decided, in the words that several pages use ---------------------------------------

NOTHING = "Nothing has been decided yet"


def dollars_on_file(cost: KnownCost, share: str = "") -> str:
    """What programs cost a year, where of some it may not be known: an unknown cost is not $0."""
    if cost.not_known == cost.programs:
        return "dollars that nobody has on file"
    least = f"{'at least ' if cost.not_known else ''}{dollars(cost.dollars)} a year"
    nothing = f"{have(cost.not_known)} no cost on file" if cost.not_known else ""
    aside = "; ".join(filter(None, [share, nothing]))
    return f"{least} ({aside})" if aside else least


def have(count: int) -> str:
    """A count of programs with its verb: "1 has", "2 have"."""
    return f"{number(count)} {'has' if count == 1 else 'have'}"


def review_day(district) -> str:
    """By when the board looks at this year's decisions again, in words."""
    set_to = spoken(district.settings, "review_by")
    return "a day that nobody has set" if isinstance(set_to, NotSet) else day(set_to.value)


def goals_decided(case: Case) -> pd.DataFrame:
    """The goals of the room's record in notebook 3, as ``goal_table`` gives; read anew."""
    answers = open_choices(case.district.folder, "03_goals", TEAM).answers
    # people chose a goal's measure by its title, as the page shows it
    goals = goals_of(answers, rates_in_words(case.goal_rates))
    return goal_table(goals, case.district.fiscal_year)


def action_rows(decisions: pd.DataFrame) -> pd.DataFrame:
    """The plan's rows, ``code`` and ``title``; one that says so where nothing moves."""
    needed = actions_needed(decisions)
    titles = [f"{row.action}: {row.program}" for row in needed.itertuples()]
    return rows_to_fill(needed.assign(title=titles), "program_id", "title", NOTHING)


def action_columns() -> list[Question]:
    """What each action needs: somebody, a date, and what will show that it was done."""
    asked = {"step": "First step", "who": "Who (by role)", "when": "By when",
             "evidence": "What will show it"}  # fmt: skip
    return [ask_words(key, label) for key, label in asked.items()]


def actions_table(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """The plan of action as it stands, blanks blank: ``action_words, first_step, who, …``."""
    keys = [one.key for one in action_columns()]
    given = [(row.title, *(answers.get(f"action_{row.code}_{key}") or None for key in keys))
             for row in rows.itertuples()]  # fmt: skip
    return pd.DataFrame(given, columns=["action_words", "first_step", "who", "when", "shown_by"])


# --- Sentences that several pages say, each of the table it speaks of; blank with nothing to say


def say_reconciled(reconciled: pd.DataFrame) -> str:
    """Whether the ledger agrees with the published totals, and where it does not."""
    if reconciled.empty:
        return (
            "**Not yet reconciled.** The folder has no `control_totals.csv`, so nothing outside "
            "the ledger has confirmed these figures. Hold the state's form at the end of notebook "
            "6 against the filed report."
        )
    count, off = len(reconciled), disagreements(reconciled)
    if off.empty:
        which = "the published total" if count == 1 else f"all {count} published totals"
        return f"**The ledger agrees with {which} to the cent.**"
    worst = off.iloc[0]
    return (
        f"**{many(len(off), 'published total')} of {count} do not agree with the ledger.** The "
        f"largest difference is {dollars(worst['difference'], cents=True)}, on {worst['title']}."
    )


def say_schools(schools: pd.DataFrame) -> str:
    """How far apart the schools are per pupil, with the warning that goes with it."""
    known = schools.dropna(subset=["per_pupil"])
    if len(known) < 2:
        return ""
    low, high = known.loc[known["per_pupil"].idxmin()], known.loc[known["per_pupil"].idxmax()]
    return (
        f"Direct spending runs from {dollars(low['per_pupil'])} a pupil at {low['school_name']} "
        f"to {dollars(high['per_pupil'])} at {high['school_name']}. **This is a comparison, not an "
        "effect**: size, grades and students' needs differ from school to school."
    )


def say_pay(pay: pd.DataFrame) -> str:
    """At which schools the people cost most more, or less, than the average would say."""
    if pay.empty:
        return ""
    most, least = pay.loc[pay["difference"].idxmax()], pay.loc[pay["difference"].idxmin()]
    said = []
    if most["difference"] > 0:
        said.append(
            f"{most['school_name']} would look {dollars(most['difference'])} cheaper than it is"
        )
    if least["difference"] < 0:
        less = dollars(abs(least["difference"]))
        said.append(f"{least['school_name']} would look {less} dearer than it is")
    what = ", and ".join(said) or "no school would look cheaper or dearer than it is"
    return f"Charged at the district's average pay, {what}."


def say_costs_in_doubt(in_doubt: pd.DataFrame) -> str:
    """Of whose cost more than a tenth has gone missing in the books; blank of nobody's."""
    if in_doubt.empty:
        return ""
    which = listed([f"{row.program} ({_short_by(row)})" for row in in_doubt.itertuples()], most=5)
    them = "it" if len(in_doubt) == 1 else "them"
    return (
        f"**A cost that may be too low.** Of {many(len(in_doubt), 'program')} more than a tenth of "
        f"the cost is missing in the books: {which}. Any worth said of {them} rests on the lower "
        "figure until finance has found the rest; notebook 7 has both."
    )


def _short_by(row) -> str:
    said = "its positions and lines make" if row.cost_check == LESS_THAN_POSITIONS else "stated:"
    return f"{said} {dollars(row.whole)}, counted: {dollars(row.counted)}"


# Why nobody can tell what a program did, by the codes of ``Reason``
_MONEY = lists("money_words")
WHY, WARNINGS, HELD, NOBODYS = (_MONEY[name] for name in ("why", "warned", "held", "nobodys"))


def say_reasons(reasons: Iterable[Reason]) -> str:
    """Every reason why nobody can tell what a program did; blank when one can."""
    return " ".join(map(_say_reason, reasons))


def _say_reason(reason: Reason) -> str:
    numbers = dict(reason.numbers)
    if "apart" in numbers:
        apart = numbers["apart"]
        numbers |= {"size": abs(apart), "side": "above" if apart > 0 else "below"}
    return WHY[reason.code].format(**numbers)


def say_warned(warned: Iterable[Reason]) -> str:
    """Every warning of an estimate, to stand wherever the estimate does; blank without one."""
    said = []
    for one in warned:
        worded = {key: listed(HELD.get(name, name) for name in one.numbers[key])
                  for key in ("names", "checks") if key in one.numbers}  # fmt: skip
        said.append(WARNINGS[one.code].format(**{**one.numbers, **worded}))
    return " ".join(said)


_FALL = ("early_literacy_score", "reading_test_score", "math_test_score", "reading_on_grade")
BEFORE = dict.fromkeys(_FALL, "the fall score")
BEFORE["attendance"] = "last year's attendance"


def before_it_began(outcome: str) -> str:
    """What is known of a student from before a program that is meant to move this outcome."""
    return BEFORE.get(outcome, "last year's score")


def say_ahead(row) -> str:
    """A gain that is shown, with its range, as a board may hear it: in a leader's units."""
    more, within = number(row.gain, 1), f"{number(row.gain_low, 1)} to {number(row.gain_high, 1)}"
    alike = f"students who had scored alike (range {within})."
    if row.in_points:
        return f"{row.program} students ended {more} points ahead of {alike}"
    goal = outcome_words(row.outcome)
    if goal == outcome_words("attendance"):
        return f"{row.program} students came {more} more days of 100 than {alike}"
    return f"In {row.program} {more} more of 100 students reached the goal ({goal}) than of {alike}"


def say_hidden(row) -> str:
    """What a difference that nobody measured could do to an estimate; blank without one."""
    if pd.isna(row.undone_by):
        return ""
    if row.undone_by == 0:
        return "A hidden difference between the groups could cover a gain, or feign one."
    strong = f"{as_strong(row.undone_by)} {before_it_began(row.outcome)}"
    return f"A hidden difference {strong} would undo it."


def read_with(effects: pd.DataFrame, in_doubt: pd.DataFrame) -> dict[str, str]:
    """What an estimate and its cost are read with, or why there is none, by name and by id."""
    said = {row.program_id: say_reasons(row.why)
            or f"{say_warned(row.warned)} {say_hidden(row)}".strip()
            for row in effects.itertuples()}  # fmt: skip
    for row in in_doubt.itertuples():
        cost = f"Its cost may be too low ({_short_by(row)})."
        said[row.program_id] = f"{said.get(row.program_id, '')} {cost}".strip()
    both = pd.concat([effects, in_doubt])
    names = dict(zip(both["program_id"], both["program"], strict=True))
    return said | {names[program]: words for program, words in said.items()}


NOT_MARKED = _MONEY["not_marked"]


def say_not_set(wanted: Sequence[NotSet]) -> str:
    """What nobody has set, who decides it, and the line to write; no number of ours."""
    said = [f"{NOBODYS[one.code]}: {one.who} decides; in {one.file} write `{one.line}`."
            for one in wanted if one.file != RATES]  # fmt: skip
    rates = [NOBODYS[one.code] for one in wanted if one.file == RATES]
    if rates:
        ahead = f"Rates of the years ahead: the finance office decides; in {RATES} write a row for "
        said.append(f"{ahead}each year, with its source: {listed(rates, most=len(rates))}.")
    return "**Not set, so nothing is said of it in the district's name.** " + " ".join(said)
