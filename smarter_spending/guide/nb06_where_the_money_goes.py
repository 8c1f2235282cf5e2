"""Notebook 6, "Where does the money go?": its questions, findings and sentences, from the top."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
from IPython.display import HTML

from smarter_spending.analysis import spending, staffing
from smarter_spending.analysis.checks import enrollment_by_year
from smarter_spending.analysis.lenses import by_family, home_lenses, looked_at
from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide.finding import Finding, Picture, elsewhere, for_california, objects_told
from smarter_spending.guide.opening import talk_first, trust
from smarter_spending.guide.questions import (
    Question,
    ask_choice,
    ask_number,
    ask_words,
    choices_from,
    talks,
)
from smarter_spending.guide.sentences import say_pay, say_reconciled, say_schools, to_the_board
from smarter_spending.guide.showing import Text, lists, needs, show_text, titles
from smarter_spending.planning.reallocation import with_duty
from smarter_spending.planning.screens import screened
from smarter_spending.words import dollars, listed, literal, many, number, percent, short_dollars

__all__ = ["talk_first", "trust"]

TITLE = "Where the money goes"
NEEDS = ("ledger", "control_totals", "schools", "staffing")  # each finding says what it lacks
GENERAL_FUND = "01"
WORDS, PAGE = lists("money_words"), lists("nb06_words")
FINDINGS, SCREENS = PAGE["finding"], PAGE["screen"]
SPENT_ONCE = WORDS["spent_once"]
GUESS = ask_number(
    "people_guess", "Of every $100, dollars for people", 50, 0, 100, unit="dollars of $100"
)
TALK = talks("06")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """What was spent, each dollar once, beside what was built from bonds and what repays them."""
    d = case.district
    lines = spending.spent_once(d.ledger, d.fiscal_year)
    parts = lines[lines["line"].isin(PARTS) & lines["dollars"].gt(0)]
    sums = parts.assign(shown=parts["line"].map(PARTS), share=parts["dollars"], programs=1,
                        words=parts["line"].map(WORDS["parts"]))  # fmt: skip
    spent = lines.loc[lines["line"].eq("operations"), "dollars"]
    figure = short_dollars(spent.iloc[0]) if len(spent) else ""
    said = needs(d, "ledger") or _say_in_short(spent, d.fiscal_year, _enrolled(case))
    decided = {"we look first at": case.choices.answers.get("first_look", "")}
    picture = charts.chart_parts(sums) if len(sums) else ""
    return opening.in_short(case, said, figure, "spent, each dollar once", picture, decided)


PARTS = {"operations": "first", "bond_built": "next", "debt_service": "next"}


def _say_in_short(spent: pd.Series, fiscal_year: str, students: Mapping[str, float]) -> str:
    if spent.empty:
        return "**Not yet known.** The ledger holds no spending of this year."
    of = f", with {number(students[fiscal_year])} students" if fiscal_year in students else ""
    dollars_spent = short_dollars(spent.iloc[0])
    return f"In {fiscal_year} we spent {dollars_spent} on our schools, offices and all else{of}."


# of a finding: its picture and sentence; its picture, whose title says it; its table, folded
seen, drawn = partial(replace, columns=()), partial(replace, columns=(), words="")
table = partial(replace, words="", picture=None)


# --- First: does our ledger agree with what we published? --------------------------------------


def published(case: Case) -> Finding:
    """Our ledger beside the published totals, to the cent."""
    d = case.district
    ours = not elsewhere(d)
    reconciled = spending.reconcile(d.ledger, d.control_totals, d.fiscal_year, named=ours)
    words = say_reconciled(reconciled)
    missing = f"{needs(d, 'control_totals')}\n\n{words}".strip()
    return _named(case, "published", reconciled, words=words, otherwise=missing)


def notes(case: Case) -> Text:
    """What to know about how the folder was read: each warning in its own words."""
    lines = "".join(f"\n- {literal(note)}" for note in case.district.notes)
    return show_text(f"What to know about how the files were read:\n{lines}" if lines else "")


# --- A ledger holds more than spending ---------------------------------------------------------


def not_spending(case: Case) -> Finding:
    """What the ledger holds besides spending, and why it is set apart."""
    table = spending.set_apart(case.district.ledger, case.district.fiscal_year)
    reasons = table["kind"].map(WORDS["not_spending"])
    reasons = reasons.fillna("Marked in the ledger as not spending.").astype("str")
    return _named(case, "not_spending", table.assign(reason=reasons))


def total(case: Case) -> Finding:
    """What was spent, each dollar once: from what the funds paid out, line by line."""
    d = case.district
    lines = spending.spent_once(d.ledger, d.fiscal_year)
    told = lines[lines["dollars"].ne(0) | lines["line"].isin(["paid_out", "net"])]
    titled = told.assign(title=told["line"].map(WORDS["lines"]), to_the_cent=told["dollars"])
    return _named(case, "total", lines, words=_say_total(lines, d.fiscal_year), on_page=titled)


def _say_total(lines: pd.DataFrame, fiscal_year: str) -> str:
    if lines.empty:
        return ""
    line = lines.set_index("line")["dollars"]
    said = [SPENT_ONCE["operations"].format(fiscal_year, dollars(line["operations"]))]
    apart = [SPENT_ONCE[code].format(dollars(line[code]))
             for code in ("bond_built", "debt_service")
             if line[code]]  # fmt: skip
    said += [SPENT_ONCE["apart"].format(listed(apart))] if apart else []
    if line["net"] != line["paid_out"]:
        said.append(SPENT_ONCE["own_figures"].format(dollars(line["paid_out"])))
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
    students = _enrolled(case).get(d.fiscal_year)
    table = spending.spending_by_fund(d.ledger, d.fiscal_year, students, _titles(case, "fund"))
    return _named(case, "funds", table)


# --- Guess before you look: what does it pay for? ----------------------------------------------


def your_guess(case: Case) -> panels.Form:
    """A number, before the figure; then how far it lies from it."""
    people = by_object(case).table
    asked = panels.form(case.choices, GUESS, expected=_say_people(people, {}))
    return panels.says(asked, lambda: _say_guess(people, case.choices.answers))


def _say_guess(table: pd.DataFrame, answers: Mapping[str, object]) -> str:
    return _say_people(table, answers) if "people_guess" in answers else ""


def by_object(case: Case) -> Finding:
    """What the General Fund buys, and the guess beside it."""
    table = _with_each_student(case, objects_told(case.district))
    words = _say_people(table, case.choices.answers)
    return _named(case, "by_object", table, words=words, picture=_bars(table, _say_of_100))


def _bars(table: pd.DataFrame, say: Callable[[pd.DataFrame], str]) -> Picture:
    said = [f"{short_dollars(row.dollars)}, {percent(row.share, 1)}" for row in table.itertuples()]
    title = say(table) if len(table) else ""
    return Picture(charts.chart_bars, table.assign(size=table["dollars"], said=said), title)


def _say_of_100(table: pd.DataFrame) -> str:
    return f"{number(spending.people_of_100(table))} of every $100 of the General Fund pay people"


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
    return _named(case, "by_function", table, picture=_bars(table, _say_first))


def _say_first(table: pd.DataFrame) -> str:
    first = table.iloc[0]
    return f"{first['title']} takes {percent(first['share'])} of the General Fund"


def lenses(case: Case) -> Finding:
    """The whole General Fund in its lenses, each dollar in one, each lens with its question."""
    table = home_lenses(_general_fund(case), case.district.fiscal_year)
    untold = WORDS["elsewhere"]["lenses"] if elsewhere(case.district) else ""
    table = table.head(0 if untold else len(table)).assign(to_the_cent=lambda rows: rows["dollars"])
    total, count = looked_at(table)
    told = dollars(total, cents=True), many(count, "lens", "lenses")
    words = WORDS["lenses"]["all"].format(*told) if len(table) else ""
    shown = {"on_page": by_family(table), "words": words}
    whole = f"All {short_dollars(total)} of the General Fund"
    picture = Picture(charts.chart_lenses, title=f"{whole}, each dollar under one question")
    return _named(case, "lenses", table, otherwise=untold, picture=picture, **shown)


def screens(case: Case) -> Finding:
    """Where each screen points, with its caution and what would sharpen it: no finding yet."""
    d, known = case.district, lenses(case).table
    if known.empty:
        return _named(case, "screens", known)
    asked = d.ledger, d.staffing, d.schools, d.fiscal_year, case.resource_rules, d.reserve_policy
    rows = screened(*asked).join(pd.DataFrame(SCREENS).T, on="screen")
    question = dict(zip(known["lens"], known["question"], strict=True))
    rows = rows.assign(question=rows["lens"].map(question), most=rows["high"])
    return _named(case, "screens", rows, on_page=rows[~rows["asked"].le(0)])


def by_goal(case: Case) -> Finding:
    """For whom, the ten largest."""
    table = _general(case, "goal", titles=_titles(case, "goal"))
    untold = "" if _told(case, "goal") else WORDS["elsewhere"]["goals"]
    table = table.head(0) if untold else table
    return _named(case, "by_goal", table, otherwise=untold, on_page=table.head(10))


def restricted(case: Case) -> Finding:
    """How many dollars may only be spent by the rule they came with."""
    table = _general(case, "restriction")
    if elsewhere(case.district) and len(table) == 1:
        return _named(case, "restricted", table.head(0), otherwise=WORDS["elsewhere"]["rules"])
    each = _general(case, "resource")
    bound = each[with_duty(each["by"], case.resource_rules) & (not elsewhere(case.district))]
    return _named(case, "restricted", table, words=_say_restricted(table, bound))


def _say_restricted(table: pd.DataFrame, bound: pd.DataFrame) -> str:
    held = table[table["by"] == "restricted"]
    rows = [("by_rule", row) for row in held.itertuples()]
    rows += [("bound", row) for row in bound.itertuples()]
    return " ".join(
        WORDS[said].format(share=percent(row.share), dollars=dollars(row.dollars), code=row.by)
        for said, row in rows
    )


def by_resource(case: Case) -> Finding:
    """Under which rule, the twelve largest."""
    table = _general(case, "resource", titles=_titles(case, "resource"))
    return _named(case, "by_resource", table, on_page=table.head(12))


# --- What changed in the years we have ---------------------------------------------------------


def change(case: Case) -> Finding:
    """What spending did between the first and the latest year, beside enrollment."""
    table = spending.spending_change(_general_fund(case), objects_told(case.district))
    years = spending.years_of(table)
    picture = Picture(partial(charts.chart_change, years=years), title=_say_direction(table))
    said = {"columns": ("title", *years, "change", "change_share"), "picture": picture}
    return _named(case, "change", table, words=_say_change(table, _enrolled(case)), **said)


def _say_change(table: pd.DataFrame, students: Mapping[str, float]) -> str:
    moved = spending.total_change(table, students)
    if moved is None:
        return "**One year only.** A change needs at least two years in `ledger.csv`."
    most = table.iloc[0]
    more = f"{dollars(abs(most['change']))} {'more' if most['change'] >= 0 else 'less'}"
    spent = short_dollars(moved.before), short_dollars(moved.after), _up_or_down(moved.share)
    said = WORDS["change"]["spent"].format(moved.first, moved.last, *spent, most["title"], more)
    if pd.isna(moved.students_share):
        return said
    enrolled = number(moved.students_before), number(moved.students_after)
    each = _up_or_down(moved.students_share), dollars(moved.each_before), dollars(moved.each_after)
    return f"{said} {WORDS['change']['students'].format(*enrolled, *each)}"


def _say_direction(table: pd.DataFrame) -> str:
    moved = spending.total_change(table, {})
    if moved is None:
        return "One year of spending"
    return f"General Fund spending went {_up_or_down(moved.share)} since {moved.first}"


def _up_or_down(share: float) -> str:
    return f"{'up' if share >= 0 else 'down'} {percent(abs(share), 1)}"


def schools(case: Case) -> Finding:
    """Direct dollars per pupil at each school, with the warning that goes with it."""
    table = case.school_spending
    coded = table["place"].eq("school") & table["dollars"].ne(0)
    picture = Picture(charts.chart_per_pupil, title=_say_span(table))
    said = {"words": say_schools(table), "otherwise": WORDS["no_schools"]}
    return _named(case, "schools", table if coded.any() else table[:0], picture=picture, **said)


def _say_span(table: pd.DataFrame) -> str:
    known = table["per_pupil"].dropna()
    span = f": {dollars(known.min())} to {dollars(known.max())}" if len(known) else ""
    return f"Direct dollars for each student, by school{span}"


def pay(case: Case) -> Finding:
    """Actual pay beside the average, by school."""
    words = say_pay(case.school_pay)
    return _named(case, "pay", case.school_pay, words=words, picture=charts.chart_pay)


def positions(case: Case) -> Finding:
    """The staffing table, the fifteen largest jobs."""
    return _named(case, "positions", _jobs(case), on_page=_jobs(case).head(15))


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
    ask_number(
        "check_unit_cost",
        "A course uses 1.5 full-time teachers at $80,000; benefits are 25% of pay, materials "
        "$10,000, and it serves 80 students. Dollars for each student",
    ),
    staffing.unit_cost(1.5, 80_000, 0.25, 10_000, 80),
    "Pay is 1.5 × $80,000; then add a quarter of it for benefits, and the materials, before "
    "you divide.",
    "People, their benefits and materials, shared by 80 students.",
)


@for_california
def state_form(case: Case) -> Finding:
    """The General Fund as the state's Form 01 prints it."""
    form = spending.form01(case.district.ledger, case.district.fiscal_year)
    return _named(case, "state_form", form)


# --- Decide, say it to your board, take it home --------------------------------------------------


def _decision(case: Case) -> tuple[Question, ...]:
    parts = choices_from(_general(case, "function_group"), "title")
    return (
        ask_choice("first_look", "The part of our spending we look at first", parts),
        ask_words("first_look_reason", "Because"),
    )


# one part to look at first, and why
decide = panels.asks(_decision, expected=lambda case: change(case).sentence)


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not."""
    objects = _with_each_student(case, objects_told(case.district))
    words = _say_to_board(objects, restricted(case).table, case.school_spending)
    return _named(case, "board", objects, words=words)


def _say_to_board(objects: pd.DataFrame, rules: pd.DataFrame, schools: pd.DataFrame) -> str:
    if objects.empty:
        return ""
    held = [
        f"{short_dollars(row.dollars)} of the General Fund may only buy what its rule allows."
        for row in rules[rules["by"].eq("restricted")].itertuples()
    ]
    known = schools.dropna(subset=["per_pupil"])
    most = known.loc[known["per_pupil"].eq(known["per_pupil"].max()), "school_name"].head(1)
    worst = [f"“{literal(name)} uses its dollars least well.” {WORDS['need']}" for name in most]
    return to_the_board([f"{_say_of_100(objects)}.", *held], worst if len(known) > 1 else [])


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is taken home."""
    ours = (published, not_spending, total, funds, by_object, by_function, lenses, screens,
            by_goal, restricted, by_resource, change, schools, pay, positions, state_form,
            say_to_board)  # fmt: skip
    return [one(case) for one in ours]


take_home = finding.taken_home(TITLE, findings, GUESS, _decision, *TALK)


# --- What several findings of this page share --------------------------------------------------


_named = finding.named(FINDINGS)


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
