"""Notebook 7, "Program inventory": its questions, findings and sentences, from the top."""

from collections.abc import Callable

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis import inventory
from smarter_spending.analysis.costs import NOT_KNOWN, STATED, dollars_known
from smarter_spending.case import Case
from smarter_spending.district.privacy import hide_small
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.questions import Question, ask_number, ask_several, ask_words, talks
from smarter_spending.guide.sentences import say_costs_in_doubt, to_the_board
from smarter_spending.guide.showing import lists, needs
from smarter_spending.words import dollars, listed, many, number, percent, short_dollars

__all__ = ["talk_first", "trust"]

TITLE = "Program inventory"
NEEDS = ("programs",)  # without them it says so
_finding = needing(*NEEDS)
BLIND = ask_words("blind", "Three programs we would review first")
TALK = talks("07")
WORDS = lists("nb07_words")
SAID, PARTS = WORDS["said"], WORDS["parts"]
SHEET = [ask_words(key, label) for key, label in WORDS["sheet"].items()]
MOST = 10  # aims in the picture; all stand in the workbook


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> HTML:
    """How many programs are ready for a deep review, and how many lack one answer or more."""
    ready = _readiness(case, smallest)
    parts = _parts(ready)
    drawn = charts.chart_parts(parts) if len(ready) else ""
    figure = f"{parts['programs'].iloc[0]} of {len(ready)}" if len(ready) else ""
    said = needs(case.district, *NEEDS) or _say_in_short(parts)
    decided = {"we review first": case.choices.answers.get("review_first", "")}
    unit = "programs are ready for a deep review"
    return opening.in_short(case, said, figure, unit, drawn, decided)


def _parts(ready: pd.DataFrame) -> pd.DataFrame:
    passed, near = len(ready[ready["ready"]]), len(inventory.nearly_ready(ready))
    counts = {"first": passed, "next": near, "": len(ready) - passed - near}
    return charts.counted_parts(counts, PARTS)


def _say_in_short(parts: pd.DataFrame) -> str:
    passed, *lacking = parts["programs"]
    if not parts["programs"].any():
        return "The inventory lists no program yet."
    others = [f"{number(count)} {'lacks' if count == 1 else 'lack'} {what}"
              for count, what in zip(lacking, ("one answer", "more"), strict=True)
              if count]  # fmt: skip
    ready = number(passed) if others and passed else "all" if passed else "none"
    return "; ".join([f"We can review {ready} of our programs deeply", *others]) + "."


# --- Choose blind, then see everything we fund ---------------------------------------------------


# three programs from memory, before any figure
choose_blind = panels.asks(BLIND, expected=lambda case: five_tests(case).sentence)


def by_aim(case: Case) -> Finding:
    """Program dollars by the aim they serve, and for how many programs the cost is known."""
    known = case.cost_by_aim.dropna(subset=["dollars"]).rename(columns={"dollars": "size"})
    said = [f"{short_dollars(row.size)}, {percent(row.share)}" for row in known.itertuples()]
    takes = [f"{row.title} takes {percent(row.share)} of the program dollars"
             for row in known.head(1).itertuples()]  # fmt: skip
    title = "".join(takes) or "Program dollars by aim"
    picture = Picture(charts.chart_bars, known.assign(said=said)[:MOST])
    words = f"{_say_inventory(case.costs)} {say_costs_in_doubt(case.costs_in_doubt)}".strip()
    more = {"words": words, "picture": picture, "sheet": "By aim"}
    return _finding(case, title, case.cost_by_aim, **more)


def _say_inventory(costs: pd.DataFrame) -> str:
    known, unknown = costs[costs["total_cost"].notna()], costs[costs["total_cost"].isna()]
    stated = known[known["cost_source"].isin(STATED.values())]
    said = [("known", len(costs), known), ("unknown", len(unknown), unknown),
            ("stated", len(stated), stated)]  # fmt: skip
    return " ".join(
        SAID[name].format(number(count), many(len(rows), "program"), dollars(dollars_known(rows)))
        for name, count, rows in said
        if count
    )


# --- Five tests for a deep review --------------------------------------------------------------


def five_tests(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> Finding:
    """How many programs pass each test, with ``smallest`` students being enough."""
    ready = _readiness(case, smallest)
    tests = inventory.triage_counts(ready)
    said = [f"{row.programs} of {row.of}" for row in tests.itertuples()]
    rows = tests.rename(columns={"test": "title", "programs": "size"}).assign(said=said)
    more = {"words": _say_ready(ready), "picture": Picture(charts.chart_bars, rows[:-1])}
    shown, sheet = tests if len(ready) else tests[:0], "Programs that pass each test"
    return _finding(case, _say_fewest(tests), shown, sheet=sheet, **more)


def _say_fewest(tests: pd.DataFrame) -> str:
    least = tests.loc[tests["programs"].iloc[:-1].idxmin()]
    if least["programs"] == least["of"]:
        return "Every program passes every test"
    test = f"{least['test'][:1].lower()}{least['test'][1:]}"
    return f"The test that fewest pass: {test} ({least['programs']} of {least['of']})"


def _say_ready(ready: pd.DataFrame) -> str:
    if ready.empty:
        return ""
    names = ready.loc[ready["ready"], "program"]
    share = number(inventory.percent_ready(len(names), len(ready)), 1)
    said = f"**{number(len(names))} of {many(len(ready), 'program')} ({share}%) can be reviewed "
    said += f"deeply{f':** {listed(names, most=10)}.' if len(names) else '.**'}"
    near = inventory.nearly_ready(ready)
    if len(near):
        said += f" One answer away: {listed(near['program'])}."
    if len(names) < len(ready):
        said += " Missing data is a finding: of the others nobody can say yet what they did."
    return said


# --- Some programs do the same thing for the same students -------------------------------------


def overlapping(case: Case) -> Finding:
    """Pairs of programs that teach the same skill in the same grades, the dearest."""
    pairs = inventory.overlaps(case.district.programs, case.costs)
    open_ones = inventory.overlaps(case.district.programs, case.costs, unstated=True)
    words = _say_overlaps(pairs, case.district.programs, len(open_ones) > len(pairs))
    grades = pairs["shared_grades_words"].str.replace(r"\b0", "", regex=True)  # as schools say it
    skills = pairs["skill"].str.capitalize()
    pairs = pairs.assign(shared_grades_words=grades.str.replace("KN", "K"), skill=skills)
    return _table(case, "overlaps", pairs, words=words, on_page=pairs.head(5))


def _say_overlaps(pairs: pd.DataFrame, programs: pd.DataFrame, unstated: bool = False) -> str:
    """A program that names no skill or no grades overlaps with nobody as far as one can tell."""
    silent = inventory.cannot_be_placed(programs)
    of = number(silent), many(len(programs), "program"), "names" if silent == 1 else "name"
    if pairs.empty:
        return SAID["silent" if silent else "unstated" if unstated else "no_overlap"].format(*of)
    (programs_in, skill), verb = (
        inventory.crowding(pairs),
        "overlaps" if len(pairs) == 1 else "overlap",
    )
    what = many(len(pairs), "pair"), verb, many(programs_in, "program"), skill
    more = f" {SAID['not_placed'].format(many(silent, 'program'))}" if silent else ""
    return SAID["overlap"].format(*what) + more


# --- Decide, check yourself, say it to your board ------------------------------------------------


def decide(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> panels.Form:
    """The deep-review list, and the data to get first."""
    return panels.form(case.choices, *_decision(case, smallest))


def _decision(case: Case, smallest: int) -> list[Question]:
    ready = _readiness(case, smallest)
    names = [*ready.loc[ready["ready"], "program"], "none of them yet"]
    return [
        ask_several("review_first", "We take these into deep review", names),
        ask_words("first_data", "The data we get first, from whom (by role), by when"),
    ]


# 7 of 60 programs pass
SHARE = "An invented district lists 60 programs, and 7 pass all five tests. Percent ready"
check_the_share = panels.checks(
    ask_number("check_share", SHARE, high=100, step=0.1),
    inventory.percent_ready(7, 60),
    "Divide the programs that pass by all that are listed.",
    "And the other 88% are a finding: nobody can say yet what they buy.",
)


def say_to_board(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> Finding:
    """What may be said in public, and what may not."""
    ready = _readiness(case, smallest)
    pairs = inventory.overlaps(case.district.programs, case.costs)
    return _finding(case, "Say it to your board", ready, words=_say_to_board(ready, pairs))


def _say_to_board(ready: pd.DataFrame, pairs: pd.DataFrame) -> str:
    if ready.empty:
        return ""
    passed, lacking = ready[ready["ready"]], ready[~ready["ready"]]
    few = number(len(passed)) if len(passed) else "none"
    can = f"of {few} we know enough to look at what {'it' if len(passed) == 1 else 'they'} did"
    may_not = [f"“{name} does not work.” Its data is missing." for name in lacking["program"][:1]]
    may_not += [
        f"“We pay twice for {pair.program} and {pair.other_program}.” They may support each other."
        for pair in pairs.head(1).itertuples()
    ]
    return to_the_board([f"We run {many(len(ready), 'program')}; {can}."], may_not)


# --- For the analyst: the tables, and the sheet for the first program ----------------------------


def _table(case: Case, name: str, rows: pd.DataFrame, **more) -> Finding:
    """A table titled and headed as ``nb07_words.toml`` says."""
    return _finding(case, table=rows, **WORDS["tables"][name], **more)


def dearest(case: Case) -> Finding:
    """The fifteen programs that cost most."""
    each = ["cost_per_student", "marginal_cost_per_student"]
    table = hide_small(case.costs, "students_served", case.district.minimum_group, each)
    return _table(case, "dearest", table, on_page=table.head(15))


def beside_books(case: Case) -> Finding:
    """What the inventory states of each cost beside ledger and positions, furthest apart first."""
    beside = case.costs_beside_books
    beside = beside[beside["cost_check"].ne(NOT_KNOWN)]
    shown = beside.assign(check_words=beside["cost_check"].map(lists("money_words")["cost_checks"]))
    return _table(case, "beside", beside, on_page=shown.head(12))


def complete(case: Case) -> Finding:
    """Which questions about the programs most often have no answer."""
    filled = inventory.completeness(case.district.programs)
    return _table(case, "blank", filled, on_page=filled.head(12))


def _by_readiness(name: str, rows: Callable) -> Callable[..., Finding]:
    """A table of some of the programs, with ``smallest`` students being enough."""
    return lambda case, smallest: _table(case, name, rows(_readiness(case, smallest)))


deep_review = _by_readiness("ready", lambda ready: ready[ready["ready"]])
one_answer_away = _by_readiness("nearly", inventory.nearly_ready)


review_sheet = panels.asks(*SHEET)  # five fields for the first program


def _data_to_get(case: Case, smallest: int) -> Finding:
    """What each other program lacks: taken home, not on the page."""
    ready = _readiness(case, smallest)
    return _finding(case, "Data to get", ready[~ready["ready"]], sheet="Data to get")


def _readiness(case: Case, smallest: int) -> pd.DataFrame:
    d = case.district
    ready = inventory.readiness(
        d.programs, case.costs, d.program_participation, d.students_outcomes, minimum=smallest
    )
    some = "students_with_outcome"
    others = hide_small(ready, "students_compared", d.minimum_group)
    return hide_small(others, "students_served", d.minimum_group, [some, "students_compared"], some)


def findings(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> list[Finding]:
    """Every finding of the page: the pictures, then what the analyst wants."""
    everywhere = (dearest, beside_books, by_aim, complete, overlapping)
    by_size = (five_tests, deep_review, one_answer_away, _data_to_get, say_to_board)
    return [*(one(case) for one in everywhere), *(one(case, smallest) for one in by_size)]


def take_home(case: Case, smallest: int = inventory.ENOUGH_TO_COMPARE) -> Markdown:
    """One page and one workbook."""
    questions = [BLIND, *_decision(case, smallest), *SHEET, *TALK]
    return finding.take_home(case, TITLE, findings(case, smallest), questions)
