"""Notebook 12, "Strategic financial plan": its questions, findings and sentences, from the top.

Every function is one cell of the page and takes the district's case.  What a sentence says is
decided in the ``_say_…`` below its finding.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import Case
from smarter_spending.guide import charts, finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, elsewhere
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import BLANK, Question, ask_number, ask_words, on_paper, talks
from smarter_spending.guide.sentences import NOT_MARKED, say_not_set
from smarter_spending.guide.showing import Text, table_of
from smarter_spending.planning.finance import (
    CONTRIBUTIONS,
    PARTS,
    SETTLEMENT,
    SOURCE_COHORTS,
    SOURCE_FORMULA,
    SOURCE_USUAL,
    break_year,
    compound,
)
from smarter_spending.planning.years_ahead import (
    DRAWS,
    LASTING,
    PlanAhead,
    attendance_still_paid,
    bound_money,
    changes_by_term,
    first_year_booked,
    formula_beside_ledger,
    indicator_ahead,
    lines_unmoved,
    moved_by_decisions,
    one_percent_of_pay,
    one_time_lines,
    parts_ahead,
    reserve_by_case,
    reserves_side_by_side,
    shift_ranges,
    spent_by_action,
    students_ahead,
    students_assumed,
    triggers_ahead,
    unrestricted_first,
)
from smarter_spending.words import dollars, listed, literal, number, percent

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Strategic financial plan"
NEEDS = ("ledger",)  # without its balances the page says so
NO_PLAN = (
    "**Not yet known.** A plan begins with the general fund's balance at the start of the year "
    "(object 9791), and ledger.csv has none."
)
NO_SPLIT = (
    "**How the reserve will stand is not yet known.** The state counts as a reserve only what "
    "stands in objects 9789 and 9790 (and 975x), and in ledger.csv the parts of the unrestricted "
)
GUESS = (
    ask_words("break_guess", "It falls below in", frame="2027-28, or: never, because …"),
    ask_words("first_cut", "The first thing we would cut then, if nobody had planned"),
)
TALK = talks("12")


def who(case: Case):
    """Who answers."""
    return panels.who(case.choices)


# --- Guess the year, before you see it ---------------------------------------------------------


def guess(case: Case):
    """Commit in writing, before any figure."""
    return panels.form(case.choices, *GUESS)


# --- A plan begins where the ledger ended ------------------------------------------------------


def first_year(case: Case) -> Finding:
    """Whether the plan's first year ends where the ledger says it ended."""
    ahead = _planned(case)
    table = table_of(ahead, lambda: first_year_booked(ahead))
    words = _say_begin(ahead, whole=bool(_ahead(case))) if ahead else _lacking(case)
    return Finding(
        "The first year against the ledger",
        table,
        words=words,
        missing=words,
        headline=bool(ahead) and ahead.filed in FILED_WORDS,
    )


def _say_begin(ahead: PlanAhead, whole: bool = True) -> str:
    """``whole``: all that the plan rests on is set, so it may be held against what was filed."""
    both = first_year_booked(ahead)
    if ahead.filed in FILED_WORDS:
        return _say_filed(ahead) + (SAY_PARTED if whole and ahead.parted else "")
    if both.empty:
        return "The ledger books no ending balance to hold the first year against."
    words = listed(f"{dollars(row.booked, cents=True)} {row.fund}" for row in both.itertuples())
    if both["off"].eq(0).all():
        return (
            f"The plan's first year is the ledger's: it ends with {words}, to the cent. What comes "
            "after rests on the assumptions."
        )
    worst = both.loc[both["apart"].idxmax()]
    return (
        f"**The first year does not reconcile**: {worst['fund']} ends "
        f"{dollars(worst['off'], cents=True)} off what the ledger books. Settle that before you "
        "look ahead."
    )


FILED_WORDS = {
    "adopted_budget": "the district's adopted budget",
    "estimated_actual": "the district's estimated actuals",
}


SAY_PARTED = (
    " **Going on from the year before, at the rates assumed below, would not have led there**: "
    "find out which of the two nobody believes before you show either."
)


def _say_filed(ahead: PlanAhead) -> str:
    """The year the district filed ahead: where it begins, what it loses or gains, how it ends."""
    first, year = unrestricted_first(ahead), ahead.plan.balances["fiscal_year"].iloc[0]
    turn = "loses" if first["spending"] > first["revenue"] else "gains"
    return (
        f"**In {year}, by {FILED_WORDS[ahead.filed]}, the unrestricted general "
        f"fund {turn} {dollars(first['change'])}**: it begins with "
        f"{dollars(first['beginning'])} and ends with {dollars(first['ending'])}. The plan begins "
        "with that year."
    )


# --- What we assume ----------------------------------------------------------------------------

ITEMS = {
    "cola": "COLA of the state",
    "enrollment": "Change of enrollment",
    "step_and_column": "Step and column (pay)",
    SETTLEMENT: "Settlement with the unions, beyond step and column",
    CONTRIBUTIONS: "Contributions to restricted programs",
    "health_premiums": "Health premiums",
    "inflation": "Prices of supplies and services",
    "benefits: STRS": "Teachers' pension, cost",
    "benefits: PERS": "Classified pension, cost",
    "LCFF": "LCFF, revenue",
    LASTING: "Of a year's error, what stays in the next year's",
}


def assumptions(case: Case) -> Finding:
    """What is assumed, a line an item and a column a year, with its source."""
    ahead = _ahead(case)
    table = table_of(ahead, lambda: _rates_table(ahead.rates))
    title = "What is assumed for the next years, in order, and who says so"
    words = _say_unmoved(ahead) if ahead else ""
    return Finding(title, table, tuple(table), words, missing=_lacking(case), sheet="Assumptions")


def _rates_table(rates: pd.DataFrame) -> pd.DataFrame:
    years = [f"ahead_{place}" for place, _ in enumerate(rates["fiscal_year"].unique(), start=1)]
    rows = []
    for item, words in ITEMS.items():
        own = rates[rates["item"].eq(item)]
        if len(own):
            rows.append((words, *(percent(r, 2) for r in own["rate"]), own["source"].iloc[0]))
        elif item in NOT_SET:
            rows.append((words, *("not set" for _ in years), NOT_SET[item]))
    return pd.DataFrame(rows, columns=["assumed", *years, "assumed_source"])


NOT_SET = {
    SETTLEMENT: "nobody yet: no settlement is in the plan",
    CONTRIBUTIONS: "nobody yet: they stay as filed, and what a program lacks comes off the reserve",
}


def _say_unmoved(ahead: PlanAhead) -> str:
    kept, once = lines_unmoved(ahead), one_time_lines(ahead)
    said = []
    for kind in kept["kind"].drop_duplicates():
        rows = kept[kept["kind"].eq(kind)].itertuples()
        each = listed((f"{row.object_group} {dollars(row.dollars)}" for row in rows), most=8)
        said.append(f"No rate moves this {kind}, and it stays as it is: {each}.")
    if len(once):
        both = listed(f"{dollars(row.dollars)} of {row.kind}" for row in once.itertuples())
        year = ahead.plan.balances["fiscal_year"].iloc[0]
        said.append(f"One-time money ends with {year}: {both}.")
    settled = "is in the plan"
    if SETTLEMENT not in set(ahead.rates["item"]):
        settled = "is not in the plan, since nobody has set one"
    said.append(
        f"A settlement with the unions {settled}; each 1% costs "
        f"{dollars(one_percent_of_pay(ahead))} a year, with the benefits that follow pay. **Fewer "
        "students end no position here**: staffing stays as it is until a decision changes it."
    )
    said.append(
        "What a restricted resource lacks once its own balance is used is taken off the reserve; "
        "what another has left does not pay for it."
    )
    return " ".join(said)


# --- Next year's ninth graders sit in grade 8 today --------------------------------------------


def enrollment_ahead(case: Case) -> Finding:
    """What the children already here lead to, beside what the district assumes."""
    ahead, students = _ahead(case), students_ahead(case.district.students_outcomes)
    words = _say_students(students, ahead.rates) if ahead else _waits(case)
    return Finding(
        "Students, on file and ahead",
        students,
        ("fiscal_year", "students", "students_change", "on_file"),
        words=words,
        missing=words,
    )


def _say_students(students: pd.DataFrame, rates: pd.DataFrame) -> str:
    if students.empty:
        return (
            "Students by grade of two years that follow each other, with a count a year before for "
            "every grade of today, would show what the children already here lead to; they are "
            "not on file."
        )
    now, last = students[students["on_file"].eq("on file")].iloc[-1], students.iloc[-1]
    said = (
        f"If children move up as they did, {number(now['students'])} students become about "
        f"{number(last['students'])} by {last['fiscal_year']}."
    )
    if rates.loc[rates["item"].eq("enrollment"), "source"].eq(SOURCE_COHORTS).all():
        return f"{said} The district assumes nothing of its own, so the plan goes by that."
    assumed = students_assumed(students, rates)
    return f"{said} What the district assumes leads to about {number(assumed)}."


# --- The state pays for yesterday's children, for a while --------------------------------------


def lcff_ahead(case: Case) -> Finding:
    """How LCFF moves, and whether the formula explains this year's ledger."""
    ahead = _ahead(case)
    table = table_of(ahead, lambda: _lcff_table(ahead.lcff))
    said = [_say_lcff(ahead.lcff), _say_lcff_booked(ahead)] if ahead else [_waits(case)]
    words = "\n\n".join(filter(None, said))
    return Finding("LCFF in the years ahead", table, tuple(table), words=words, missing=words)


def _lcff_table(lcff: pd.DataFrame) -> pd.DataFrame:
    """LCFF by year; blank where the calculator gave no attendance, or no source is needed."""
    names = {"target": "lcff_target", "growth": "lcff_growth", "source": "assumed_source"}
    columns = ["fiscal_year", "ada", "funded_ada", *names.values()]
    return lcff.rename(columns=names).reindex(columns=columns)


def _say_lcff(lcff: pd.DataFrame) -> str:
    if lcff.empty:
        return (
            "The formula needs four years of attendance in enrollment_lcff.csv; without them LCFF "
            "moves with the COLA and enrollment alone."
        )
    first, last = lcff.iloc[0], lcff.iloc[-1]
    said = (
        f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
        f"{last['fiscal_year']}"
    )
    if "funded_ada" not in lcff:
        given = lcff[lcff["source"].ne(SOURCE_FORMULA)].iloc[-1]
        year = given["fiscal_year"]
        after = (
            "" if year == last["fiscal_year"] else f" After {year} it grows as the formula does."
        )
        return (
            f"{said}: to {year} as the district's own calculator gives it ({given['source']})."
            f"{after}"
        )
    late = attendance_still_paid(lcff)
    felt = (
        f"It is paid for {number(late)} more students' attendance than will be there then: a "
        "decline is felt late, and then all at once."
        if late > 0
        else "It is paid for the attendance of that year: nothing is left to be felt late."
    )
    return f"{said}. {felt}"


def _say_lcff_booked(ahead: PlanAhead) -> str:
    """Whether the formula gives what the ledger books; blank where it was not worked out."""
    found = formula_beside_ledger(ahead)
    if found is None:
        return ""
    apart = f"{dollars(found.apart)} apart" if found.apart else "the same to the dollar"
    said = (
        f"For {found.year} the formula gives {dollars(found.formula)} and the ledger books "
        f"{dollars(found.booked)}: {apart}."
    )
    if found.explained:
        return f"{said} The plan goes on from the ledger, and grows as the formula does."
    return (
        f"**{said}** The plan goes on from the ledger, and takes only the growth from the "
        "formula: find out why they differ before you rely on it."
    )


# --- The tempting answer: this year is fine ----------------------------------------------------


def parts(case: Case) -> Finding:
    """What the ending balance is held for, year by year, and what of it counts as a reserve."""
    ahead = _reserved(case)
    table = table_of(ahead, lambda: parts_ahead(ahead))
    title = "What the ending balance is held for, as we go on"
    held = tuple(part for part in table if part != "balance" and table[part].any())
    return Finding(
        title,
        table,
        held,
        words=_say_parts(table) if ahead else _unsaid(case),
        picture=Picture(charts.chart_balance_parts, table, title),
        missing=_unsaid(case),
        sheet="Parts of the balance",
        headline=True,
    )


def _say_parts(table: pd.DataFrame) -> str:
    first = table.iloc[0]
    return (
        f"Of the {dollars(first['balance'])} with which the general fund ends "
        f"{first['fiscal_year']}, {dollars(first['available'])} counts as a reserve (objects 9789 "
        "and 9790, 975x, and fund 17's): the rest is held for something. What is nonspendable, "
        "committed or assigned stays here as last filed, since a board's vote sets it and no rate "
        "foretells that; what the years add or take falls on what is unappropriated."
    )


def bound(case: Case) -> Finding:
    """Money that is unrestricted by its number alone: required, planned, spent, carried over."""
    ahead, d = _ahead(case), case.district
    table, words = pd.DataFrame(), ""
    if ahead:
        spent = spent_by_action(d.ledger, d.programs, d.fiscal_year, case.resource_rules)
        table = bound_money(ahead, spent)
        told = _say_bound(table, spent, d.fiscal_year) if len(table) else NOT_MARKED
        words = f"{told}\n\n{_say_proportion(ahead.lcff)}"
    return Finding(
        "Supplemental and concentration money, in a column of its own",
        table,
        tuple(table),
        words=words,
        missing=words or None,
        sheet="Bound money",
        headline=True,
    )


def _say_proportion(lcff: pd.DataFrame) -> str:
    """The share of its base by which a district's services for high-need students are to grow."""
    if lcff.empty or "share_of_base" not in lcff:
        return "The minimum proportionality percentage is not yet known: no formula stands above."
    each = (
        f"{percent(row.share_of_base, 2)} in {row.fiscal_year} ({dollars(row.supplemental)} over a "
        f"base of {dollars(row.base)})"
        for row in lcff.head(2).itertuples()
    )
    return (
        "By the formula the minimum proportionality percentage, by which services for these "
        f"students are to grow at the least, is {listed(each)}."
    )


def _say_bound(table: pd.DataFrame, spent: pd.DataFrame, year: str) -> str:
    told = [
        f"Of what resource {row.resource} spent in {year}, {dollars(row.contributing)} is coded to "
        f"actions marked contributing and {dollars(row.others)} to others; of "
        f"{dollars(row.untold)} that is not yet known, since no action is named or marked."
        for row in spent.itertuples()
        if not table["spent_contributing"].isna().all()
    ]
    carried = [
        f"Resource {row.resource} carries {dollars(row.carried_over)} over from {row.fiscal_year} "
        f"({dollars(row.carried_decided)} with our decisions)."
        for year in (table["fiscal_year"].min(), table["fiscal_year"].max())
        for row in table[table["fiscal_year"].eq(year)].itertuples()
    ]
    return (
        "With this money services for English learners, low-income and foster students are "
        "increased or improved, and what is not spent so is added to the duty of the year after "
        "(Education Code 42238.07). What serves a whole school or district is to be principally "
        "directed toward their goals, and effective (5 CCR 15496). It is no reserve, whatever its "
        f"number, and what decisions free of it stays with it. {' '.join([*told, *carried])} "
        "Carried over here is what the resource has left; an LCAP counts what contributing "
        "actions, paid from any LCFF money, did not spend."
    )


def reserves(case: Case) -> Finding:
    """The reserve beside its policy, year by year, as we go on and with our decisions."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    table = table_of(ahead, lambda: reserves_side_by_side(ahead, policy))
    return Finding(
        "The reserve and the gap, as we go on and with our decisions",
        table,
        ("fiscal_year", "reserve", "reserve_share", "structural_gap", "reserve_decided",
         "share_decided", "gap_decided"),
        words=_say_plan(ahead, policy) if ahead else "",
        picture=Picture(charts.chart_reserves, table, "The reserve, and the board's policy"),
        missing=None,
        sheet="Reserve",
        headline=True,
    )  # fmt: skip


def _say_plan(ahead: PlanAhead, policy: float) -> str:
    table = reserves_side_by_side(ahead, policy)
    first, last = table.iloc[0], table.iloc[-1]
    breaks = break_year(ahead.plan, policy)
    year = f"It stays above the board's policy of {percent(policy)}."
    if isinstance(breaks, str):
        year = f"**In {breaks} it falls below the board's policy of {percent(policy)}.**"
    if breaks == first["fiscal_year"]:
        year = f"**It is below the board's policy of {percent(policy)} already in {breaks}.**"
    gap = first["structural_gap"]
    lasting = (
        f"Lasting spending is {dollars(abs(gap))} above lasting revenue already in "
        f"{first['fiscal_year']}."
        if gap < 0
        else f"Lasting revenue covers lasting spending in {first['fiscal_year']}."
    )
    settled = SETTLEMENT in set(ahead.rates["item"])
    without = "" if settled else " No settlement with the unions is in it: nobody has set one."
    return (
        f"If we go on as we do, the reserve goes from {percent(first['reserve_share'], 1)} of "
        f"spending to {percent(last['reserve_share'], 1)} in {last['fiscal_year']}. {year} "
        f"{lasting}{without}"
    )


def balances(case: Case) -> Finding:
    """Every fund's balance, year by year: in the workbook alone."""
    ahead = _ahead(case)
    table = table_of(ahead, lambda: ahead.decided.balances)
    return Finding("Every fund's balance", table, missing=None, sheet="Balances")


def changes(case: Case) -> Finding:
    """What the decisions change, and what they do not."""
    ahead, policy = _ahead(case), case.district.reserve_policy
    table = table_of(ahead, lambda: _changes_table(ahead.changes))
    words = _say_decided(ahead, policy) if ahead else ""
    if _reserved(case):
        words += f"\n\n{_say_indicator(ahead, policy, case.attendance, case.reserve_floor)}"
    return Finding(
        "What our decisions change in the plan",
        table,
        tuple(table),
        words=words,
        missing=words or None,
        sheet="Changes",
        headline=True,
    )


def _changes_table(changes: pd.DataFrame) -> pd.DataFrame:
    names = {"name": "change_name", "every_year": "change_dollars", "once": "change_once"}
    return changes_by_term(changes).rename(columns=names)


def _say_decided(ahead: PlanAhead, policy: float) -> str:
    if ahead.changes.empty:
        return "Nothing has been decided that would change the plan."
    moved = moved_by_decisions(ahead, policy)
    bound = f", {dollars(moved.bound)} of it bound to high-need students" if moved.bound else ""
    kept = "The decisions put to work all they free"
    if moved.freed:
        kept = (
            f"The decisions free {dollars(moved.freed)} a year beyond what they put to work{bound}"
        )
    by = f"the reserve is {dollars(abs(moved.reserve))} "
    by += "higher" if moved.reserve >= 0 else "lower"
    if round(moved.reserve) == 0:
        by = "the reserve is the same as without them"
    turn = ""
    if moved.breaks and moved.breaks_decided == moved.breaks:
        turn = f" They do not move the year in which it breaks ({moved.breaks})."
    if moved.breaks and not moved.breaks_decided:
        turn = " With them the reserve stays above its policy."
    return (
        f"{kept}; by {moved.last_year} {by}.{turn} Moving dollars to what works is not the same as "
        "closing a gap."
    )


def _say_indicator(
    ahead: PlanAhead, policy: float, ada: float, floor: tuple[str, float] | None = None
) -> str:
    """The indicator in the county's words, said to be one, from the year that is running."""
    found = indicator_ahead(ahead, policy, ada, floor)
    whose = (
        f"the state's standard for {number(ada)} ADA"
        if found.by_state
        else "the board's policy, since the attendance that sets the state's is not on file"
    )
    least = f" and of {dollars(found.floor)}, the floor of small districts," if found.floor else ","
    return (
        f"As an indicator, with our decisions, for {found.year} and the two years after it: "
        f"**{found.word}**, at a reserve of at least {percent(found.minimum)} of spending{least} "
        f"{whose}. It is no certification and no legal opinion: the board certifies, and the "
        "county superintendent reviews."
    )


# --- Three cases, and a fan --------------------------------------------------------------------


def three_cases(case: Case) -> Finding:
    """The reserve in a low, a base and a high case."""
    ahead = _reserved(case)
    table = table_of(ahead, lambda: reserve_by_case(ahead.scenarios, ahead.plan.set_aside))
    title = "The reserve in three cases, with our decisions"
    words = _say_cases(ahead) if ahead else ""
    ours = bool(ahead) and _ours(ahead)
    return Finding(
        title, table, tuple(table), words=words, missing=None, sheet="Cases", what_if=ours
    )


def _say_cases(ahead: PlanAhead) -> str:
    changed = [
        f"{ITEMS[row.item]} {_points(row.low)}"
        + (f" to {_points(row.high)}, as the formula then gives it" if row.by_year else "")
        for row in shift_ranges(ahead.shifts).itertuples()
    ]
    return (
        f"{WHAT_IF if _ours(ahead) else ''}In the low case every rate is its spread off, at once "
        f"and in every year: {listed(changed, most=9)}; the high case goes as far the other way."
    )


WHAT_IF = "**A what-if: nobody here has set every spread, and the rest are this project's.** "


def _ours(ahead: PlanAhead) -> bool:
    """Whether a spread is this project's own: then no case and no fan leaves the page."""
    return ahead.spreads["source"].eq(SOURCE_USUAL).any()


def spreads(case: Case) -> Finding:
    """How far each rate is drawn from its base, and who says so."""
    ahead = _reserved(case)
    names = {"spread": "spread_off", "source": "assumed_source"}
    table = table_of(ahead, lambda: ahead.spreads.rename(columns=names))
    table = table.assign(assumed=table["item"].map(ITEMS)) if len(table) else table
    return Finding(
        "How far a rate may lie from what is assumed, and who says so",
        table,
        ("assumed", "spread_off", "assumed_source"),
        words=SAY_SPREADS,
        missing=None,
        what_if=bool(ahead) and _ours(ahead),
    )


SAY_SPREADS = (
    "Two years of three lie within one spread (a standard deviation) of the base. The finance "
    "office sets its own in assumptions.csv: cola_spread, lasting_spread and so on, each with its "
    "source."
)


def _points(change: float) -> str:
    """A change of a rate in points, with its sign."""
    return f"{'+' if change > 0 else ''}{number(change, 1)} points"


def fan(case: Case) -> Finding:
    """How far the reserve may lie off."""
    ahead, title = _reserved(case), "How far the reserve may lie off"
    table, low, what_if = table_of(ahead, lambda: ahead.fan), float("nan"), ""
    if ahead:
        low = reserve_by_case(ahead.scenarios, ahead.plan.set_aside)["low_case"].iloc[-1]
        what_if = WHAT_IF if _ours(ahead) else ""
    return Finding(
        title,
        table,
        words=_say_fan(table, low, what_if) if ahead else "",
        picture=Picture(charts.chart_fan, table, title),
        missing=None,
        sheet="Fan",
        headline=True,
        what_if=bool(what_if),
    )


def _say_fan(fan: pd.DataFrame, low: float = float("nan"), what_if: str = "") -> str:
    """``low`` is where the low case ends the last year."""
    last, outside = fan.iloc[-1], ""
    if low < last["p5"]:
        outside = (
            f" The low case ({dollars(low)}) lies below the fan: there every rate goes wrong in "
            "every year, while a draw seldom has them all go wrong together."
        )
    return (
        f"{what_if}In nine of ten of {number(DRAWS)} draws the reserve of {last['fiscal_year']} "
        f"lies between {dollars(last['p5'])} and {dollars(last['p95'])}. A bad year does not wash "
        "out: the years after it begin from its level, and part of its error stays with them."
        f"{outside} Plan the response, not the figure."
    )


# --- Agree now what you will do then -----------------------------------------------------------

TRIGGERS = {
    "reserve_share": "The reserve falls below the board's policy",
    "reserve": "The reserve is used up",
    "structural_gap": "Lasting spending is above lasting revenue",
}


def ask_triggers(case: Case):
    """For each trigger: what the district does then, and who says so."""
    return panels.matrix(
        case.choices,
        pd.DataFrame(TRIGGERS.items(), columns=["code", "title"]),
        [ask_words("response", "Then we …"), ask_words("who", "Who says so (by role)")],
        "trigger",
        "When this happens, what do we do?",
    )


def triggers(case: Case) -> Finding:
    """Which trigger is met when, and what was agreed to do then."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    table = table_of(ahead, lambda: _triggers_table(ahead, policy, case.choices.answers))
    title = "When each trigger would be met, with our decisions"
    return Finding(title, table, tuple(table), missing=_unsaid(case), sheet="Triggers")


def _triggers_table(ahead: PlanAhead, policy: float, answers: Mapping[str, object]) -> pd.DataFrame:
    rows = [
        (
            TRIGGERS[row.measure],
            row.first_year if row.met else "not in these years",
            *(answers.get(f"trigger_{row.measure}_{part}") or None for part in ("response", "who")),
        )
        for row in triggers_ahead(ahead, policy).itertuples()
    ]
    return pd.DataFrame(rows, columns=["trigger", "met_in", "response", "who"])


def lines(case: Case) -> Finding:
    """Every line behind the balances: in the workbook alone."""
    ahead = _ahead(case)
    table = table_of(ahead, lambda: ahead.decided.lines)
    return Finding("Every line of the plan", table, missing=None, sheet="Lines")


COLAS = (0.0107, 0.0293, 0.0308, 0.0330, 0.0329)  # an example; the state's own are in lcff


def check_compounding(case: Case):
    """Check yourself: what a dollar becomes after five COLAs."""
    return panels.check(
        case.choices,
        ask_number("check_cola", "Dollars, to four decimals", step=0.0001),
        round(compound(COLAS), 4),
        "Multiply: 1.0107 times 1.0293 and so on. Adding the percentages is too little.",
        "Each year's COLA is paid on the years before it, too.",
    )


# --- Talk about it; what you found; take it home -----------------------------------------------


def talk_log(case: Case):
    """Who speaks first, and what was said."""
    return panels.form(case.choices, *TALK)


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [
        first_year(case),
        assumptions(case),
        enrollment_ahead(case),
        lcff_ahead(case),
        parts(case),
        bound(case),
        reserves(case),
        balances(case),
        changes(case),
        three_cases(case),
        spreads(case),
        fan(case),
        triggers(case),
        lines(case),
    ]


def what_you_found(case: Case) -> Text:
    """The headline findings, one under another."""
    otherwise = "" if _ahead(case) else "\n\n".join(_begun(case))
    return finding.found(findings(case), otherwise=otherwise)


def plan_to_hand_out(case: Case) -> Markdown:
    """The plan as a page to hand out."""
    said = [one.words for one in findings(case) if one.headline] if _ahead(case) else _begun(case)
    answers = case.choices.answers
    return artifacts.hand_out(
        case,
        "plan",
        "Our plan for the years ahead",
        _plan_page(said, triggers(case).table, answers, [*GUESS, *TALK]),
    )


def _plan_page(
    sentences: Sequence[str],
    triggers: pd.DataFrame,
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    lines = [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## What we do, and when", ""]
    for row in triggers.astype(object).where(triggers.notna(), None).itertuples():
        response, who = (literal(typed) if typed else BLANK for typed in (row.response, row.who))
        lines.append(f"- **{row.trigger}** ({row.met_in}): {response}; {who} says so")
    lines += ["", "## What we decided", "", *on_paper(questions, answers)]
    return "\n".join(lines)


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    return finding.take_home(case, TITLE, findings(case), [*GUESS, *TALK])


# --- What the cells of this page share ---------------------------------------------------------


@lru_cache(maxsize=1)  # no answer given on this page moves it, and every cell shows the same plan
def _planned(case: Case) -> PlanAhead | None:
    return case.plan()


def _ahead(case: Case) -> PlanAhead | None:
    """The plan, once all it rests on was set by somebody in the district."""
    return None if case.not_set(_planned(case)) else _planned(case)


def _reserved(case: Case) -> PlanAhead | None:
    """The plan, where the ledger says what of its ending balance counts as a reserve."""
    ahead = _ahead(case)
    return ahead if ahead and ahead.split else None


def _unsaid(case: Case) -> str:
    """Why nothing is said of the reserve."""
    ahead = _ahead(case)
    if ahead is None or ahead.split:
        return _waits(case)
    split = ahead.parts
    each = (f"{dollars(abs(off))} off it in fund {fund}" for fund, off in split.unsplit.items())
    empty = [digits.ljust(4, "x") for digits, part in PARTS.items() if not split.dollars[part]]
    nothing = f"; no dollar of fund 01 stands in {listed(empty, most=9)}" if empty else ""
    return f"{NO_SPLIT}ending balance (object 979Z) are {listed(each)}{nothing}. Bring these rows."


def _begun(case: Case) -> list[str]:
    """What can be said while the years ahead cannot: the filed year, and what is not set."""
    first = first_year(case)
    return [*([first.words] if first.headline else []), _lacking(case)]


def _waits(case: Case) -> str:
    """Where what is missing stands, so that it is said once."""
    if _planned(case) is None:
        return elsewhere(case.district) or NO_PLAN
    return "*Not said: what nobody has set yet stands under “What we assume”.*"


def _lacking(case: Case) -> str:
    """Why nothing is said of the years ahead."""
    ahead = _planned(case)
    if ahead is None:
        return elsewhere(case.district) or NO_PLAN
    return say_not_set(case.not_set(ahead))
