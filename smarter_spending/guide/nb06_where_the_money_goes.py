"""Notebook 6, "Where does the money go?": its questions, findings and sentences, from the top."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
from IPython.display import Markdown

from smarter_spending.analysis import spending, staffing
from smarter_spending.analysis.checks import enrollment_by_year
from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide.finding import Finding, Picture, elsewhere, for_california, objects_told
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import (
    Question,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    talks,
)
from smarter_spending.guide.sentences import say_largest, say_pay, say_reconciled, say_schools
from smarter_spending.guide.showing import Text, lists, needs, show_text, titles
from smarter_spending.words import dollars, listed, literal, many, number, percent, short_dollars

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Where the money goes"
NEEDS = ("ledger", "control_totals", "schools", "staffing")  # each finding says what it lacks
GENERAL_FUND = "01"
WORDS = lists("money_words")
GUESS = ask_number(
    "people_guess", "Of every $100, dollars for people", 50, 0, 100, unit="dollars of $100"
)
SPENT = ("title", "dollars", "share", "per_student")
TALK = talks("06")


# --- First: does our ledger agree with what we published? --------------------------------------


def published(case: Case) -> Finding:
    """Our ledger beside the published totals, to the cent."""
    d = case.district
    ours = not elsewhere(d)
    reconciled = spending.reconcile(d.ledger, d.control_totals, d.fiscal_year, named=ours)
    words, absent = say_reconciled(reconciled), needs(d, "control_totals")
    return Finding(
        "Our ledger beside the published totals",
        reconciled,
        ("title", "ledger_dollars", "control_total", "difference", "agrees", "source"),
        words,
        missing=f"{absent}\n\n{words}" if absent else "",
        sheet="Reconciliation",
        headline=True,
    )


def notes(case: Case) -> Text:
    """What to know about how the folder was read: each warning in its own words."""
    lines = "".join(f"\n- {literal(note)}" for note in case.district.notes)
    return show_text(f"What to know about how the files were read:\n{lines}" if lines else "")


# --- A ledger holds more than spending ---------------------------------------------------------


def not_spending(case: Case) -> Finding:
    """What the ledger holds besides spending, and why it is set apart."""
    table = spending.set_apart(case.district.ledger, case.district.fiscal_year)
    reasons = (
        table["kind"].map(WORDS["not_spending"]).fillna("Marked in the ledger as not spending.")
    )
    return Finding(
        "In the ledger, but not spending",
        table.assign(reason=reasons.astype("str")),
        ("title", "dollars", "reason"),
        sheet="Set apart",
    )


def total(case: Case) -> Finding:
    """What was spent, each dollar once: from what the funds paid out, line by line."""
    d = case.district
    lines = spending.spent_once(d.ledger, d.fiscal_year)
    told = lines[lines["dollars"].ne(0) | lines["line"].isin(["paid_out", "net"])]
    titled = told.assign(title=told["line"].map(WORDS["lines"]), to_the_cent=told["dollars"])
    return Finding(
        "From what the funds paid out to what was spent",
        lines,
        ("title", "to_the_cent"),
        _say_total(lines, d.fiscal_year),
        missing=needs(d, "ledger"),
        on_page=titled,
        sheet="Spent once",
        headline=True,
    )


def _say_total(lines: pd.DataFrame, fiscal_year: str) -> str:
    if lines.empty:
        return ""
    line = lines.set_index("line")["dollars"]
    said = [
        f"In {fiscal_year} the district spent **{dollars(line['operations'])}** on its schools, "
        "offices and all else of the year, each dollar once."
    ]
    apart = [
        f"**{dollars(line[code])}** {what}"
        for code, what in (
            ("bond_built", "built from bond money"),
            ("debt_service", "of debt repaid, with interest"),
        )
        if line[code]
    ]
    if apart:
        said.append(
            f"Apart from it: {listed(apart)}. What is built from bonds is repaid in later years, "
            "so the two are not spending of one year together."
        )
    if line["net"] != line["paid_out"]:
        said.append(
            f"The funds' own figures add to {dollars(line['paid_out'])}, since they count what one "
            "fund pays another."
        )
    return " ".join([*said, *_say_one_sided(lines)])


def _say_one_sided(lines: pd.DataFrame) -> list[str]:
    """What the ledger holds one end of: nothing is taken out for it."""
    said = []
    for row in lines[lines["one_sided"].ne(0)].itertuples():
        ends = "paid_without_receipt" if row.one_sided > 0 else "received_without_payment"
        said.append(f"**{dollars(abs(row.one_sided))} {WORDS[ends][row.line]}")
    return said


def funds(case: Case) -> Finding:
    """Every fund."""
    d = case.district
    table = spending.spending_by_fund(
        d.ledger, d.fiscal_year, _enrolled(case).get(d.fiscal_year), _titles(case, "fund")
    )
    return Finding(
        "What each fund paid out, and how much of it to other funds",
        table,
        ("title", "paid_out", "to_other_funds", *SPENT[1:]),
        "Paid out adds to the first line above to the cent. In the dollars that are left of it a "
        "premium still stands twice: in the fund that pays it and, as claims, in the one that "
        "insures.",
        missing=needs(d, "ledger"),
        sheet="By fund",
    )


# --- Guess before you look: what does it pay for? ----------------------------------------------

your_guess = panels.asks(GUESS)  # a number, before the figure


def by_object(case: Case) -> Finding:
    """What the General Fund buys, and the guess beside it."""
    table = _with_each_student(case, objects_told(case.district))
    return Finding(
        "General Fund spending by object",
        table,
        SPENT,
        _say_people(table, case.choices.answers),
        Picture(charts.chart_spending, title="What the General Fund buys"),
        sheet="By object",
        headline=True,
    )


def _say_people(table: pd.DataFrame, answers: Mapping[str, object]) -> str:
    if table.empty:
        return ""
    people, guess = spending.people_of_100(table), answers.get("people_guess")
    fact = f"**{number(people)} of every 100 dollars pay people**, in salaries and benefits."
    if guess is None:
        return fact
    apart = spending.away_from(guess, people)
    how_far = f"{many(apart, 'dollar')} away" if apart else "right on it"
    return f"{fact} You guessed {number(guess)}: {how_far}."


# --- What the money does -----------------------------------------------------------------------


def by_function(case: Case) -> Finding:
    """What the General Fund does."""
    table = _with_each_student(case, "function_group")
    return Finding(
        "General Fund spending by function",
        table,
        SPENT,
        say_largest(table, "function"),
        Picture(charts.chart_spending, title="What the General Fund does"),
        sheet="By function",
    )


# --- Whom it is for ----------------------------------------------------------------------------


def by_goal(case: Case) -> Finding:
    """For whom, the ten largest."""
    table = _general(case, "goal", titles=_titles(case, "goal"))
    untold = "" if _told(case, "goal") else WORDS["elsewhere"]["goals"]
    table = table.head(0) if untold else table
    return Finding(
        "General Fund spending by goal, largest first",
        table,
        ("title", "dollars", "share"),
        missing=untold,
        on_page=table.head(10),
        sheet="By goal",
    )


# --- Some dollars can only do some things ------------------------------------------------------


def restricted(case: Case) -> Finding:
    """How many dollars may only be spent by the rule they came with."""
    table = _general(case, "restriction")
    untold = elsewhere(case.district) and len(table) == 1
    return Finding(
        "Restricted and unrestricted",
        table.head(0) if untold else table,
        words="" if untold else _say_restricted(table),
        missing=needs(case.district, "ledger") or (WORDS["elsewhere"]["rules"] if untold else ""),
        headline=True,
    )


def _say_restricted(table: pd.DataFrame) -> str:
    return "".join(
        f"**{percent(held.share)} of General Fund spending is restricted** "
        f"({dollars(held.dollars)}): it may only buy what its rule allows."
        for held in table[table["by"] == "restricted"].itertuples()
    )


def by_resource(case: Case) -> Finding:
    """Under which rule, the twelve largest."""
    table = _general(case, "resource", titles=_titles(case, "resource"))
    return Finding(
        "General Fund spending by resource, largest first",
        table,
        ("title", "dollars", "share"),
        on_page=table.head(12),
        sheet="By resource",
    )


# --- What changed in the years we have ---------------------------------------------------------


def change(case: Case) -> Finding:
    """What spending did between the first and the latest year, beside enrollment."""
    table = spending.spending_change(_general_fund(case), objects_told(case.district))
    years = spending.years_of(table)
    draw = partial(charts.chart_change, years=years)
    return Finding(
        "General Fund spending by object, year by year",
        table,
        ("title", *years, "change", "change_share"),
        _say_change(table, _enrolled(case)),
        Picture(draw, title="Spending, first and latest year"),
        sheet="Change",
        headline=True,
    )


def _say_change(table: pd.DataFrame, students: Mapping[str, float]) -> str:
    moved = spending.total_change(table, students)
    if moved is None:
        return "**One year only.** A change needs at least two years in `ledger.csv`."
    most = table.iloc[0]
    more = "more" if most["change"] >= 0 else "less"
    sentence = (
        f"From {moved.first} to {moved.last} General Fund spending went from "
        f"{short_dollars(moved.before)} to {short_dollars(moved.after)} "
        f"(**{_up_or_down(moved.share)}**). {most['title']} moved most: "
        f"{dollars(abs(most['change']))} {more}."
    )
    if pd.isna(moved.students_share):
        return sentence
    return (
        f"{sentence} Over the same years enrollment went from {number(moved.students_before)} to "
        f"{number(moved.students_after)} ({_up_or_down(moved.students_share)}), so each student's "
        f"share went from {dollars(moved.each_before)} to {dollars(moved.each_after)}."
    )


def _up_or_down(share: float) -> str:
    return f"{'up' if share >= 0 else 'down'} {percent(abs(share), 1)}"


# --- What is spent at each school --------------------------------------------------------------


def schools(case: Case) -> Finding:
    """Direct dollars per pupil at each school, with the warning that goes with it."""
    table = case.school_spending
    coded = table["place"].eq("school") & table["dollars"].ne(0)
    return Finding(
        "Spending coded to each school",
        table if coded.any() else table.head(0),
        ("school_name", "enrollment", "dollars", "per_pupil", "unduplicated_share"),
        say_schools(table),
        Picture(charts.chart_per_pupil, title="Direct dollars per pupil, by school"),
        missing=needs(case.district, "schools") or WORDS["no_schools"],
        sheet="Schools",
    )


# --- The same job does not cost the same everywhere --------------------------------------------


def pay(case: Case) -> Finding:
    """Actual pay beside the average, by school."""
    return Finding(
        "Actual pay against the average",
        case.school_pay,
        words=say_pay(case.school_pay),
        picture=charts.chart_pay,
        missing=needs(case.district, "staffing"),
    )


def positions(case: Case) -> Finding:
    """The staffing table, the fifteen largest jobs."""
    jobs = _jobs(case)
    return Finding(
        "Positions by job, largest first",
        jobs,
        ("title", "fte", "actual_pay"),
        missing=needs(case.district, "staffing"),
        on_page=jobs.head(15),
        sheet="Staffing",
    )


def _jobs(case: Case) -> pd.DataFrame:
    return staffing.staffing_by(case.district.staffing, "job_class", case.district.fiscal_year)


# --- What one service costs a student ----------------------------------------------------------


def work_out(case: Case):
    """What one course or service costs a student, starting at this district's own pay."""
    return panels.what_if(case.choices, *_unit_cost(_jobs(case)))


def _unit_cost(jobs: pd.DataFrame) -> tuple[list[Question], Callable[[dict], str]]:
    starting = staffing.pay_of_a_teacher(jobs)
    questions = [
        ask_number("fte", "People, in full-time positions (FTE)", 1.0, 0, 500, 0.1),
        ask_number("pay", "Pay of one full-time position ($ a year)", starting, 0, 500_000, 1000),
        ask_number("benefits", "Benefits, percent of pay", 0 if starting else 25, 0, 150, 1),
        ask_number("other", "Everything else it buys ($ a year)", 0, 0, 1e9, 1000),
        ask_number("students", "Students it serves", 100, 1, 1e6, 1),
    ]

    def answer(values: dict) -> str:
        each = staffing.unit_cost_percent(*(values[question.key] for question in questions))
        return f"{dollars(each)} per student, for {many(values['students'], 'student')}."

    return questions, answer


# 1.5 teachers at $80,000, a quarter benefits, $10,000 more, 80 students
check_the_example = panels.checks(
    ask_number("check_unit_cost", "Dollars per student"),
    staffing.unit_cost(1.5, 80_000, 0.25, 10_000, 80),
    "Pay is 1.5 × $80,000; then add a quarter of it for benefits, and the materials, before "
    "you divide.",
    "People, their benefits and materials, shared by 80 students.",
)


# --- The state's form, from our own rows -------------------------------------------------------


@for_california
def state_form(case: Case) -> Finding:
    """The General Fund as the state's Form 01 prints it."""
    return Finding(
        "General Fund as Form 01 prints it, by object",
        spending.form01(case.district.ledger, case.district.fiscal_year),
        ("title", "unrestricted", "restricted", "total"),
        missing=needs(case.district, "ledger"),
        sheet="Form 01",
    )


# --- Decide together; what you found; take it home ---------------------------------------------


def _decide(case: Case) -> tuple[Question, ...]:
    parts = choices_from(_general(case, "function_group"), "title")
    return (
        ask_choice("first_look", "The part we look at first", parts),
        ask_words("first_look_reason", "Because"),
    )


decide = panels.asks(_decide)  # one line to look at first, and why


talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        published(case),
        not_spending(case),
        total(case),
        funds(case),
        by_object(case),
        by_function(case),
        by_goal(case),
        restricted(case),
        by_resource(case),
        change(case),
        schools(case),
        pay(case),
        positions(case),
        state_form(case),
    ]


def what_you_found(case: Case) -> Text:
    """The headline findings, one under another."""
    return finding.found(findings(case))


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    return finding.take_home(case, TITLE, findings(case), [*_decide(case), *TALK])


# --- Rows that several findings of this page share ---------------------------------------------


def _general_fund(case: Case) -> pd.DataFrame:
    return case.district.ledger[case.district.ledger["fund"] == GENERAL_FUND]


def _general(case: Case, by: str, **more) -> pd.DataFrame:
    return spending.spending_by(_general_fund(case), by, case.district.fiscal_year, **more)


def _with_each_student(case: Case, by: str) -> pd.DataFrame:
    return _general(case, by, students=_enrolled(case).get(case.district.fiscal_year))


def _told(case: Case, field: str) -> bool:
    return not elsewhere(case.district) or bool(_own_titles(case, field))


def _own_titles(case: Case, field: str) -> dict[str, str]:
    own = case.district.code_overrides
    own = own[own["field"].eq(field)]
    return dict(zip(own["code"], own["title"], strict=True))


def _titles(case: Case, field: str) -> dict[str, str]:
    if not elsewhere(case.district):
        return titles(field) | _own_titles(case, field)
    bare = {code: f"{field.capitalize()} {code}" for code in case.district.ledger[field].unique()}
    general = {GENERAL_FUND: "General Fund"} if field == "fund" else {}
    return bare | general | _own_titles(case, field)


def _enrolled(case: Case) -> dict[str, float]:
    return enrollment_by_year(case.district.enrollment_lcff)
