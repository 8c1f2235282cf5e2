"""Notebook 7, "Program inventory": its questions, findings and sentences, from the top."""

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.costs import (
    MORE_THAN_STATED,
    NOT_KNOWN,
    NOTHING_BOOKED,
    NOTHING_STATED,
    STATED,
    dollars_known,
)
from smarter_spending.analysis.inventory import (
    ENOUGH_TO_COMPARE,
    cannot_be_placed,
    completeness,
    crowding,
    nearly_ready,
    overlaps,
    percent_ready,
    readiness,
    triage_counts,
)
from smarter_spending.case import Case
from smarter_spending.district.privacy import hide_small
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question, ask_number, ask_several, ask_words, talks
from smarter_spending.guide.sentences import say_costs_in_doubt
from smarter_spending.guide.showing import Text, lists, needs, show_text
from smarter_spending.words import dollars, listed, many, number, percent, short_dollars

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "Program inventory"
NEEDS = ("programs",)  # without them it says so
_finding = needing(*NEEDS)
BLIND = ask_words("blind", "Three programs we would review first")
SHEET = (
    ask_words("outcomes", "Intended outcomes: which students will do what, by when"),
    ask_words("rationale", "Rationale: why this should move it, and on whose evidence"),
    ask_words("operating_model", "Operating model: who does what, how often, for how many"),
    ask_words("considerations", "Considerations: rules, contracts, what depends on it"),
    ask_words("status", "Status: how it is going, and how we know"),
)
TALK = talks("07")
MOST = 10  # aims in the picture; all stand in the workbook
PARTS = {"first": "ready", "next": "one answer away", "": "more is missing"}


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> HTML:
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
    passed, near = len(ready[ready["ready"]]), len(nearly_ready(ready))
    counts = zip(PARTS.items(), (passed, near, len(ready) - passed - near), strict=True)
    rows = [
        {"shown": code, "programs": count, "share": count, "figure": number(count), "words": words}
        for (code, words), count in counts
    ]
    return pd.DataFrame(rows)


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


choose_blind = panels.asks(BLIND)  # three programs from memory, before any figure


def by_aim(case: Case) -> Finding:
    """Program dollars by the aim they serve, and for how many programs the cost is known."""
    known = case.cost_by_aim.dropna(subset=["dollars"]).rename(columns={"dollars": "size"})
    said = [f"{short_dollars(row.size)}, {percent(row.share)}" for row in known.itertuples()]
    title = _say_first_aim(known)
    return _finding(
        case,
        title,
        case.cost_by_aim,
        words=f"{_say_inventory(case.costs)} {say_costs_in_doubt(case.costs_in_doubt)}".strip(),
        picture=Picture(charts.chart_bars, known.assign(said=said)[:MOST], title),
        sheet="By aim",
    )


def _say_first_aim(known: pd.DataFrame) -> str:
    if known.empty:
        return "Program dollars by aim"
    first = known.iloc[0]
    return f"{first['title']} takes {percent(first['share'])} of the program dollars"


def _say_inventory(costs: pd.DataFrame) -> str:
    if costs.empty:
        return ""
    known, unknown = costs[costs["total_cost"].notna()], costs[costs["total_cost"].isna()]
    stated = known[known["cost_source"].isin(STATED.values())]
    sentence = (
        f"**The inventory lists {many(len(costs), 'program')}.** The cost of "
        f"{many(len(known), 'program')} is known: {dollars(dollars_known(known))} a year together."
    )
    if len(unknown):
        sentence += f" For {many(len(unknown), 'program')} no file in the folder records a cost."
    if len(stated):
        sentence += (
            f" For {number(len(stated))} it is what was planned or estimated, "
            f"{dollars(dollars_known(stated))}: not yet what was spent."
        )
    return sentence


# --- Five tests for a deep review --------------------------------------------------------------


def five_tests(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Finding:
    """How many programs pass each test, with ``smallest`` students being enough."""
    ready = _readiness(case, smallest)
    tests = triage_counts(ready)
    said = [f"{row.programs} of {row.of}" for row in tests.itertuples()]
    rows = tests.rename(columns={"test": "title", "programs": "size"}).assign(said=said)
    title = _say_fewest(tests)
    return _finding(
        case,
        title,
        tests if len(ready) else tests[:0],
        words=_say_ready(ready),
        picture=Picture(charts.chart_bars, rows[:-1], title),
        sheet="Programs that pass each test",
    )


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
    share = number(percent_ready(len(names), len(ready)), 1)
    said = f"**{number(len(names))} of {many(len(ready), 'program')} ({share}%) can be reviewed "
    said += f"deeply{f':** {listed(names, most=10)}.' if len(names) else '.**'}"
    near = nearly_ready(ready)
    if len(near):
        said += f" One answer away: {listed(near['program'])}."
    if len(names) < len(ready):
        said += " Missing data is a finding: the others cannot yet be shown to work or to fail."
    return said


# --- Some programs do the same thing for the same students -------------------------------------


def overlapping(case: Case) -> Finding:
    """Pairs of programs that teach the same skill in the same grades, the dearest."""
    pairs = overlaps(case.district.programs, case.costs)
    open_ones = overlaps(case.district.programs, case.costs, unstated=True)
    return _finding(
        case,
        "Same skill, same grades: the pairs that cost most",
        pairs,
        ("skill", "program", "other_program", "shared_grades_words", "dollars"),
        words=_say_overlaps(pairs, case.district.programs, len(open_ones) > len(pairs)),
        on_page=pairs.head(5),
        sheet="Overlaps",
    )


def _say_overlaps(pairs: pd.DataFrame, programs: pd.DataFrame, unstated: bool = False) -> str:
    """A program that names no skill or no grades overlaps with nobody as far as one can tell."""
    silent = cannot_be_placed(programs)
    if pairs.empty and silent:
        verb = "names" if silent == 1 else "name"
        return (
            f"Not known: {number(silent)} of {many(len(programs), 'program')} {verb} no skill or "
            "no grades, so no overlap can be seen."
        )
    if pairs.empty and unstated:
        return (
            "Not known: programs share a skill and a grade, but not all of them name the students "
            "they are for."
        )
    if pairs.empty:
        return "No two programs share a skill, a grade and a student group."
    crowded, verb = crowding(pairs), "overlaps" if len(pairs) == 1 else "overlap"
    more = f" {many(silent, 'program')} more cannot be placed: no skill or no grades named."
    return (
        f"**{many(len(pairs), 'pair')} of programs {verb}** in skill and grades, among "
        f"{many(crowded.programs, 'program')}. The most crowded skill is {crowded.skill}."
        f"{more if silent else ''}"
    )


# --- Decide, check yourself, say it to your board ------------------------------------------------


def talk_first(case: Case) -> Text:
    """Who speaks first, and what about; the lines for notes are on the page taken home."""
    return show_text(*("**{}:** {}".format(*one.label.split(": ", 1)) for one in TALK))


def decide(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> panels.Form:
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
check_the_share = panels.checks(
    ask_number(
        "check_share",
        "An invented district lists 60 programs, and 7 pass all five tests. Percent ready",
        high=100,
        step=0.1,
    ),
    percent_ready(7, 60),
    "Divide the programs that pass by all that are listed.",
    "And the other 88% are a finding: nobody can say yet what they buy.",
)


def say_to_board(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Finding:
    """What may be said in public, and what may not."""
    ready = _readiness(case, smallest)
    pairs = overlaps(case.district.programs, case.costs)
    words = _say_to_board(ready, pairs)
    return _finding(case, "Say it to your board", ready, words=words)


def _say_to_board(ready: pd.DataFrame, pairs: pd.DataFrame) -> str:
    if ready.empty:
        return ""
    passed, lacking = ready[ready["ready"]], ready[~ready["ready"]]
    few = number(len(passed)) if len(passed) else "none"
    can = f"of {few} we know enough to look at what {'it' if len(passed) == 1 else 'they'} did"
    said = [f"- **You may say:** “We run {many(len(ready), 'program')}; {can}.”"]
    if len(lacking):
        name = lacking["program"].iloc[0]
        said.append(f"- **You may not say:** “{name} does not work.” Its data is missing.")
    for pair in pairs.head(1).itertuples():
        both = f"{pair.program} and {pair.other_program}"
        said.append(
            f"- **You may not say:** “We pay twice for {both}.” They may support each other."
        )
    return "\n".join(said)


# --- For the analyst: the tables, and the sheet for the first program ----------------------------


def dearest(case: Case) -> Finding:
    """The fifteen programs that cost most."""
    each = ["cost_per_student", "marginal_cost_per_student"]
    table = hide_small(case.costs, "students_served", case.district.minimum_group, each)
    return _finding(
        case,
        "The programs that cost most",
        table,
        ("program", "total_cost", "students_served", "cost_per_student", "fund_restriction",
         "cost_source"),
        on_page=table.head(15),
        sheet="Inventory",
    )  # fmt: skip


def beside_books(case: Case) -> Finding:
    """What the inventory states of each cost beside ledger and positions, furthest apart first."""
    beside = case.costs_beside_books
    beside = beside[beside["cost_check"].ne(NOT_KNOWN)]
    words = beside.assign(check_words=beside["cost_check"].map(lists("money_words")["cost_checks"]))
    return _finding(
        case,
        "What the inventory states beside the ledger, furthest apart first",
        beside,
        ("program", "stated", "in_ledger", "in_positions", "counted", "short_by", "check_words"),
        words=_say_beside_books(beside, case.costs_in_doubt),
        on_page=words.head(12),
        otherwise="No program has a cost on file.",
        sheet="Beside the ledger",
    )


def _say_beside_books(beside: pd.DataFrame, in_doubt: pd.DataFrame) -> str:
    both = beside[~beside["cost_check"].isin([NOTHING_BOOKED, NOTHING_STATED])]
    if len(in_doubt):
        return say_costs_in_doubt(in_doubt)
    if both.empty:
        return "No program has a cost both in the inventory and in the books, so none is confirmed."
    more = len(both[both["cost_check"].eq(MORE_THAN_STATED)])
    over = f" For {number(more)} of them more is booked than was stated." if more else ""
    return (
        f"Of {many(len(both), 'program')} with a cost both in the inventory and in the books, "
        f"none has more than a tenth missing.{over}"
    )


def complete(case: Case) -> Finding:
    """Which questions about the programs most often have no answer."""
    filled = completeness(case.district.programs)
    return _finding(
        case,
        "The fields most often blank",
        filled,
        ("field_words", "filled", "blank", "share_filled"),
        words=_say_completeness(filled),
        on_page=filled.head(12),
    )


def _say_completeness(filled: pd.DataFrame) -> str:
    if filled.empty:
        return ""
    blank, nobody = filled[filled["blank"] > 0], filled[filled["filled"] == 0]
    if blank.empty:
        return "Every field of the inventory is filled."
    if len(nobody):
        return f"No program says: **{listed(nobody['field_words'], most=12)}**."
    return (
        f"Most often unknown: **{listed(blank['field_words'].head(3))}**. Only "
        f"{percent(blank['share_filled'].iloc[0])} of programs say the first."
    )


def deep_review(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Finding:
    """The programs that are ready for a deep review."""
    ready = _readiness(case, smallest)
    return _finding(
        case,
        "Ready for a deep review",
        ready[ready["ready"]],
        ("program", "total_cost", "students_served", "students_compared"),
        otherwise="No program passes all five tests yet; the next table says what would change "
        "that.",
        sheet="Deep review",
    )


def one_answer_away(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Finding:
    """The programs that lack one answer."""
    return _finding(
        case,
        "One answer away from a deep review",
        nearly_ready(_readiness(case, smallest)),
        ("program", "total_cost", "missing_words"),
        otherwise="No program is one answer away.",
    )


review_sheet = panels.asks(*SHEET)  # five fields for the first program


def _data_to_get(case: Case, smallest: int) -> Finding:
    """What each other program lacks: taken home, not on the page."""
    ready = _readiness(case, smallest)
    return _finding(case, "Data to get", ready[~ready["ready"]], sheet="Data to get")


def _readiness(case: Case, smallest: int) -> pd.DataFrame:
    d = case.district
    ready = readiness(
        d.programs, case.costs, d.program_participation, d.students_outcomes, minimum=smallest
    )
    return hide_small(ready, "students_served", d.minimum_group, ["students_with_outcome"])


# --- Take it home --------------------------------------------------------------------------------


def findings(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> list[Finding]:
    """Every finding of the page: the pictures, then what the analyst wants."""
    everywhere = (dearest, beside_books, by_aim, complete, overlapping)
    by_size = (five_tests, deep_review, one_answer_away, _data_to_get, say_to_board)
    return [*(one(case) for one in everywhere), *(one(case, smallest) for one in by_size)]


def take_home(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Markdown:
    """One page and one workbook."""
    questions = [BLIND, *_decision(case, smallest), *SHEET, *TALK]
    return finding.take_home(case, TITLE, findings(case, smallest), questions)
