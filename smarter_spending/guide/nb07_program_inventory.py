"""Notebook 7, "Program inventory": its questions, findings and sentences, from the top."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import Markdown

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
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import (
    Question,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    talks,
)
from smarter_spending.guide.sentences import say_costs_in_doubt, say_largest
from smarter_spending.guide.showing import Text, lists, needs
from smarter_spending.words import dollars, listed, many, number, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Program inventory"
NEEDS = ("programs",)  # without them it says so
_finding = needing(*NEEDS)
BLIND = (
    ask_words("blind", "Three programs we would review first"),
    ask_number("blind_total", "How many programs do we run, at a guess", unit="programs"),
)
SHEET = (
    ask_words("outcomes", "Intended outcomes: which students will do what, by when"),
    ask_words("rationale", "Rationale: why this should move it, and on whose evidence"),
    ask_words("operating_model", "Operating model: who does what, how often, for how many"),
    ask_words("considerations", "Considerations: rules, contracts, what depends on it"),
    ask_words("status", "Status: how it is going, and how we know"),
)
TALK = talks("07")


# --- Choose blind, before you see the data -----------------------------------------------------

choose_blind = panels.asks(*BLIND)  # three programs from memory, before any figure


# --- Everything we fund, on one list -----------------------------------------------------------


def inventory(case: Case) -> Finding:
    """How many programs there are, what they cost, and for how many the cost is known."""
    words = _say_inventory(case.costs, case.choices.answers)
    return _finding(case, "The inventory of programs", case.costs, words=words, headline=True)


def _say_inventory(costs: pd.DataFrame, answers: Mapping[str, object]) -> str:
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
    guess = answers.get("blind_total")
    return sentence if guess is None else f"{sentence} You guessed {many(guess, 'program')}."


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


# --- The inventory beside the books ------------------------------------------------------------


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
        headline=True,
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


# --- What the list is for, in dollars ----------------------------------------------------------


def by_aim(case: Case) -> Finding:
    """Programs and dollars by the aim they serve."""
    known = case.cost_by_aim.dropna(subset=["dollars"])
    drawn = Picture(charts.chart_spending, known, "Program dollars by aim")
    return _finding(
        case,
        "Programs and dollars by aim",
        case.cost_by_aim,
        ("title", "programs", "cost_not_known", "dollars", "share"),
        words=say_largest(known, "aim"),
        picture=drawn if len(known) else None,
        sheet="By aim",
    )


# --- What we do not know is a finding ----------------------------------------------------------


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
        headline=True,
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


# --- Some programs do the same thing for the same students -------------------------------------


def overlapping(case: Case) -> Finding:
    """Pairs of programs that teach the same skill in the same grades."""
    pairs = overlaps(case.district.programs, case.costs)
    open_ones = overlaps(case.district.programs, case.costs, unstated=True)
    return _finding(
        case,
        "Same skill, same grades",
        pairs,
        ("skill", "program", "other_program", "shared_grades_words", "dollars"),
        words=_say_overlaps(pairs, case.district.programs, len(open_ones) > len(pairs)),
        on_page=pairs.head(12),
        sheet="Overlaps",
        headline=True,
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


# --- Five tests for a deep review --------------------------------------------------------------


def five_tests(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Finding:
    """How many programs pass each test, with ``smallest`` students being enough."""
    ready = _readiness(case, smallest)
    return _finding(
        case,
        "Programs that pass each test",
        triage_counts(ready),
        ("test", "programs", "share"),
        words=_say_ready(ready),
        picture=charts.chart_readiness,
        headline=True,
    )


def _say_ready(ready: pd.DataFrame) -> str:
    if ready.empty:
        return ""
    passed = len(ready[ready["ready"]])
    share = number(percent_ready(passed, len(ready)), 1)
    sentence = (
        f"**{number(passed)} of {many(len(ready), 'program')} ({share}%) can be reviewed deeply.**"
    )
    if passed == len(ready):
        return sentence
    return (
        f"{sentence} Missing data is a finding: the others cannot yet be shown to work or to fail."
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
        nearly_ready(_readiness(case, smallest)).head(12),
        ("program", "total_cost", "missing_words"),
        otherwise="No program is one answer away.",
    )


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


# --- Hold your blind list against the data -----------------------------------------------------


def decide(case: Case, smallest: int = ENOUGH_TO_COMPARE):
    """The deep-review list, and the data to get first."""
    return panels.form(case.choices, *_decide(case, smallest))


def _decide(case: Case, smallest: int) -> list[Question]:
    ready = choices_from(deep_review(case, smallest).table, "program")
    return [
        *(ask_choice(f"review_{place}", f"Deep review {place}", ready) for place in (1, 2, 3)),
        ask_words("first_data", "The data we get first, from whom (by role), by when"),
    ]


review_sheet = panels.asks(*SHEET)  # five fields for the first program


# 7 of 60 programs pass
check_the_share = panels.checks(
    ask_number("check_share", "Percent ready", high=100, step=0.1),
    percent_ready(7, 60),
    "Divide the programs that pass by all that are listed.",
    "And the other 88% are a finding: nobody can say yet what they buy.",
)


# --- Talk about it; what you found; take it home -----------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        inventory(case),
        dearest(case),
        beside_books(case),
        by_aim(case),
        complete(case),
        overlapping(case),
        five_tests(case, smallest),
        deep_review(case, smallest),
        one_answer_away(case, smallest),
        _data_to_get(case, smallest),
    ]


def what_you_found(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Text:
    """The headline findings, one under another."""
    return finding.found(findings(case, smallest), otherwise=needs(case.district, *NEEDS))


def take_home(case: Case, smallest: int = ENOUGH_TO_COMPARE) -> Markdown:
    """One page and one workbook."""
    questions = [*BLIND, *_decide(case, smallest), *SHEET, *TALK]
    return finding.take_home(case, TITLE, findings(case, smallest), questions)
