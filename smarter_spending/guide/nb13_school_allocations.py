"""Notebook 13, "By which rule do dollars reach our schools?": from the top.

The formula is read from the answers each time; a school's own paragraph stands with what is
handed out.
"""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.learning import published_by_school
from smarter_spending.analysis.spending import LOWER, NO_PATTERN, NOTHING_KNOWN, pattern_across
from smarter_spending.analysis.staffing import average_teacher
from smarter_spending.case import Case
from smarter_spending.district.privacy import hide_rates
from smarter_spending.district.settings import CALIFORNIA
from smarter_spending.guide import charts, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, taken_home
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question, ask_choice, ask_number, ask_words, talks
from smarter_spending.guide.sentences import NOT_MARKED, paragraphs
from smarter_spending.guide.showing import Text, lists, needs, show_text
from smarter_spending.planning import schools as shared
from smarter_spending.planning.schools import Formula, both_formulas, most_moved, schools_in_pool
from smarter_spending.words import dollars, listed, literal, many, number, percent, short_dollars

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "School allocations"
WORDS = lists("nb13_words")
SAY, WHY_NOT, PAYS = WORDS["say"], WORDS["why_not"], WORDS["pays"]
NEEDS = ("schools", "ledger", "staffing", "students_outcomes")  # each finding says what it lacks
ASK = WORDS["ask"]
WEIGHTS = (ask_number("weight", ASK["weight"], shared.USUAL_WEIGHT, 0, 2, 0.05),
           ask_number("most_lost", ASK["most_lost"], shared.USUAL_LOSS, 0, 100, 0.5))  # fmt: skip
RATIO = (ask_number("ratio", ASK["ratio"], shared.USUAL_RATIO, 5, 60, 0.5),
         ask_choice("rounding", ASK["rounding"], list(shared.ROUNDINGS), "nearest"))  # fmt: skip
FORMULA = (*WEIGHTS, *RATIO)
SHARES = ("$500,000 and $500,000", "$450,000 and $550,000", "$250,000 and $750,000")
DECIDED = (ask_words("why", ASK["why"]), ask_words("loser", ASK["loser"], frame=ASK["frame"]))
TALK = talks("13")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """Whether free dollars follow need today, and what is decided; or what is missing."""
    lacking, schools, decided = _lacking(case), _schools(case), case.choices.answers.get("why", "")
    results, said, size, drawn = published(case), lacking, ("", ""), ""
    if not lacking:
        said, size, drawn = _short(schools)
    elif len(results.table):
        said = f"{results.title}. {SAY['not_by_school']}"
    return opening.in_short(case, said, *size, drawn, {"our rule": decided})


def _short(schools: pd.DataFrame) -> tuple[str, tuple[str, str], str]:
    today = shared.pool_today(schools)
    rows = [(today.least, "least a student", today.least_each),
            (today.most, "most a student", today.most_each)]  # fmt: skip
    said = f"Free dollars for a student go from {dollars(today.least_each)} to "
    said += f"{dollars(today.most_each)}, from school to school."
    if pd.notna(today.needy_each):
        needy, rest = dollars(today.needy_each), dollars(today.rest_each)
        rows = [("Most high-need students", many(today.needy_schools, "school"), today.needy_each),
                ("The others", many(today.rest_schools, "school"), today.rest_each)]  # fmt: skip
        said = f"Today a student has {needy} of the free dollars at the schools with most need, "
        said += f"and {rest} elsewhere."
    table = pd.DataFrame(rows, columns=["label", "who", "value"])
    table = table.assign(said=table["value"].map(dollars), more="a student", kind="")
    size = short_dollars(today.dollars), f"to share out to {many(today.schools, 'school')}"
    return said, size, charts.chart_years(table)


# --- Say what is fair before you see who wins --------------------------------------------------

formula = panels.asks(*WEIGHTS)  # each person alone
ratio = panels.asks(*RATIO)  # for the analyst


# --- The pool stays the same -------------------------------------------------------------------


def pool(case: Case) -> Finding:
    """Which dollars are shared out, over whom, how they follow need, and who is left out."""
    lacking, schools = _lacking(case), _schools(case)
    words = lacking or _say_pool(schools, _left_out(case))
    return Finding("The pool and where it goes today", schools, words=words, missing=lacking)


def _say_pool(schools: pd.DataFrame, left_out: pd.DataFrame | None = None) -> str:
    rows = [] if left_out is None else left_out.itertuples()
    named = [f"{school.school} ({WHY_NOT[school.why_not]})" for school in rows]
    out = f" Left out, with the dollars spent there: {listed(named, 12)}." if named else ""
    if schools.empty:
        return SAY["no_school"] + out
    today = shared.pool_today(schools)
    each = f"{dollars(today.least_each)} a student at {today.least}"
    if today.least != today.most:
        each = f"from {each} to {dollars(today.most_each)} at {today.most}"
    said = SAY["pool"].format(pool=dollars(today.dollars, cents=True), each=each,
                              schools=many(today.schools, "school"),
                              students=number(today.students))  # fmt: skip
    if pd.notna(today.needy_each):
        need = SAY["by_need"].format(needy=dollars(today.needy_each), others=today.rest_schools,
                                      schools=many(today.needy_schools, "school"),
                                      rest=dollars(today.rest_each))  # fmt: skip
        said = f"{said}{need}"
    return f"{said}{out}"


def duty(case: Case) -> Finding:
    """Money bound to high-need students: a pool of its own, shared out by them alone."""
    table = _in_words(case)
    shared = table.dropna(subset=["duty_by_need"]) if len(table) else table
    words = "" if table.empty else _say_duty(case)
    title = "Supplemental and concentration money, by high-need students alone; most need first"
    columns = ("school_name", "need_words", "duty_now", "duty_by_need", "duty_change")
    return Finding(title, shared, columns, words=words, missing=words or None)


def _say_duty(case: Case) -> str:
    d, schools = case.district, _schools(case)
    bound = shared.duty_today(schools, d.ledger, d.fiscal_year, case.resource_rules)
    here = d.state == CALIFORNIA
    others = f" {dollars(bound.others)} more is bound to other students, and in no pool here."
    others = others if bound.others else ""
    if not bound.resources:
        unmarked = f"{NOT_MARKED} Until then the pool above may hold it." if here else ""
        return f"{unmarked}{others}".strip()
    said = SAY["bound"].format(here=dollars(bound.here, cents=True), named=listed(bound.resources),
                               elsewhere=dollars(bound.elsewhere))  # fmt: skip
    if pd.isna(bound.each):
        return f"{said}{others}"
    moved, each = most_moved(shared.duty_by_need(schools)), dollars(bound.each)
    ends = {"up": moved.up, "gained": dollars(moved.gained), "paid": dollars(moved.paid)}
    by_need = SAY["bound_moves" if moved.seen else "bound_stays"]
    by_need = by_need.format(each=each, down=moved.down, **ends)
    law = SAY["duty"] if here else ""
    return f"{said} Shared out by high-need students alone, {by_need} {law}{others}"


# --- The tempting answer: a teacher for so many students ---------------------------------------


def by_ratio(case: Case) -> Finding:
    """Positions by a ratio, its rounding, and what is left of the pool: in a sentence."""
    table, shown = _table(case), _in_words(case)
    words = SAY["waits"] if table.empty else _say_rounding(table, _formula(case))
    unpaid = table.empty or table["positions"].isna().all()
    title, table = "The pool shared out by a ratio", shown.iloc[:0] if unpaid else shown
    more = {"missing": words if unpaid else "", "sheet": "All schools", "asked": RATIO}
    return _by_formula(case, title, table, words=words, **more)


def _say_rounding(table: pd.DataFrame, formula: Formula) -> str:
    given = shared.positions_given(table)
    if given.code == "no price":
        return SAY["no_price"]
    way = "to the nearest whole" if formula.rounding == "nearest" else formula.rounding
    gains = f"{given.gains} gains {number(given.gained, 2)} of a position" if given.gains else ""
    loses = f"{given.loses} loses {number(given.lost, 2)}" if given.loses else ""
    both = " and ".join(filter(None, [gains, loses]))
    alone = f"; by rounding alone {both}" if both else ""
    said = SAY["ratio"].format(ratio=f"{formula.ratio:g}", way=way, alone=alone,
                               positions=number(given.positions),
                               price=dollars(given.price, cents=True))  # fmt: skip
    if given.code == "too dear":
        both = {"cost": dollars(given.cost), "pool": dollars(given.pool)}
        return f"{said}{SAY['too_dear'].format(**both)}"
    left = {"left": dollars(given.left), "each": dollars(given.left_each, cents=True)}
    return f"{said}{SAY['left'].format(**left)}"


# --- Dollars that follow students --------------------------------------------------------------


def by_weights(case: Case) -> Finding:
    """The same pool as it is spent now, by weights, and softened."""
    table, shown = _table(case), _in_words(case)
    title = "The same pool: as it is spent now, by weights, and softened; most need first"
    columns = ("school_name", "students", "need_words", "now", "by_weights", "softened",
               "softened_change", "tenth_more")  # fmt: skip
    words = "" if table.empty else _say_weights(table, _formula(case))
    more = {"words": words, "on_page": shown, "sheet": "All schools"}
    return _by_formula(case, title, shown.dropna(axis=1, how="all"), columns, **more)


def _say_weights(table: pd.DataFrame, formula: Formula) -> str:
    return f"{_say_moves(table)}. {_say_softening(table, formula)} {SAY['to_the_cent']}"


def _say_softening(table: pd.DataFrame, formula: Formula) -> str:
    soft, most = shared.softening(table), _most_lost(formula)
    one = soft.payers == 1
    return SAY[f"softening_{soft.code}"].format(
        most=most, cost=dollars(soft.cost), held=many(soft.held, "school"),
        payers=many(soft.payers, "school"), kept=percent(soft.kept),
        pay="s pays it out of its" if one else " pay it out of their",
        keep="keeps" if one else "keep",
    )  # fmt: skip


def moves(case: Case) -> Finding:
    """Which schools change most by the weights, softened, beside what they have today."""
    table, formula = _in_words(case), _formula(case)
    if table.empty:
        return Finding("Who gains and who pays", table, missing=None)
    rows = shared.change_most(table, MOST)
    change = rows["softened_change"]
    drawn = rows.assign(
        label=rows["school_name"], value=change, more="a year",
        who=[f"{need} high-need" for need in rows["need_words"]],
        said=[f"{'+' if gain > 0 else ''}{short_dollars(gain)}" for gain in change],
        kind=["below" if gain < 0 else "" for gain in change],
    )  # fmt: skip
    left = len(table) - len(rows)
    others = f" {many(left, 'more school')} in the workbook." if left else ""
    note = f"Against what is spent there now.{others}"
    picture = Picture(partial(charts.chart_years, note=note), drawn)
    words = _say_softening(_table(case), formula)
    return _by_formula(case, _say_moves(_table(case)), rows, words=words, picture=picture)


MOST = 8  # schools in a picture; all stand in the workbook


def _say_moves(table: pd.DataFrame) -> str:
    moved = most_moved(table[["school"]].assign(change=table["softened_change"]))
    if not moved.seen:
        return "No dollar would change schools"
    moves = f"{short_dollars(moved.dollars)} would change schools"
    return f"{moves}: most to {moved.up}, most from {moved.down}"


def move_the_weight(case: Case):
    """Move one weight, and see which schools pay and which gain."""
    moved = _weight_calculator(_schools(case), lambda: _formula(case))
    return panels.what_if(case.choices, *moved, also=WEIGHTS)


def _weight_calculator(
    schools: pd.DataFrame, ours: Callable[[], Formula]
) -> tuple[list[Question], Callable[[dict], str]]:
    if schools.empty:
        return [], lambda values: "There is no school to share dollars out to."
    question = ask_number("moved_to", "The weight of a high-need student", 0.5, 0, 2, 0.05)

    def answer(values: dict) -> str:
        weight, formula = float(values["moved_to"]), ours()
        moved = most_moved(shared.weight_moved(schools, formula, weight))
        if weight == formula.weight:
            return "The same weight, the same dollars."
        if not moved.dollars:
            return "No dollar moves: every school has the same share of high-need students."
        return (
            f"From {formula.weight:g} to {weight:g}: {dollars(moved.dollars)} move. "
            f"{moved.up} gains {dollars(moved.gained)}, {moved.down} pays {dollars(moved.paid)}. "
            "What one gains another pays: the changes add to zero."
        )

    return [question], answer


# --- Spending beside results, and what not to read into it -------------------------------------


def beside_scores(case: Case) -> Finding:
    """Spending beside scores, school by school, with its warning."""
    spent, title = pd.DataFrame(), "Spending beside scores: a comparison, not an effect"
    if not _lacking(case):  # at the schools of the pool, all funds
        spent = case.school_spending
        spent = spent[spent["school_code"].isin(_schools(case)["school_code"])]
    missing = needs(case.district, "students_outcomes")
    if not missing and spent.empty:
        missing = f"*{title}*: there are no rows to show."
    crossed, columns = spent.iloc[:0], ["school_name", "per_pupil", "mean_score"]
    if not missing:
        scores = case.school_scores
        crossed = scores.loc[scores["school_name"].isin(spent["school_name"]), columns]
    words = missing or _say_correlation(crossed)
    return Finding(title, crossed, tuple(columns), words, sheet="Spending beside scores")


def _say_correlation(crossed: pd.DataFrame) -> str:
    """How far dollars and scores go together, as far as that can be told, and why it may be."""
    found = pattern_across(crossed)
    if found.code == NOTHING_KNOWN:
        return SAY["no_scores"]
    of = many(found.schools, "school")
    said = f"Of {of} no correlation can be told"
    if pd.notna(found.low):
        span = f"90% range {number(found.low, 2)} to {number(found.high, 2)}"
        said = f"Correlation {number(found.correlation, 2)}, {span}, {of}"
    need = SAY["by_need_too"] if found.code == LOWER else ""
    return f"{said}. {SAY['no_price_of_a_point']} {need}{SAY['in_sd']}"


def said_of_results(case: Case) -> Finding:
    """Whether schools that spend more score higher, said with its warning; the table is below."""
    words = _say_pattern(beside_scores(case).table)
    return Finding("Spending beside results", pd.DataFrame(), words=words, missing=words or None)


def _say_pattern(crossed: pd.DataFrame) -> str:
    found = pattern_across(crossed) if len(crossed) else None
    if found is None or found.code == NOTHING_KNOWN:
        return ""
    seen = f"schools that spend more per pupil have {found.code} scores"
    if found.code == NO_PATTERN:
        seen = f"no pattern can be told from {many(found.schools, 'school')}"
    return f"**Here {seen}.** That is a comparison: it is not what a dollar buys."


def published(case: Case) -> Finding:
    """What the state published of each school: where most students are below its standard."""
    d = case.district
    if d.outcomes_public.empty:
        return Finding("Published results", pd.DataFrame(), missing=None)
    # beside the district's own results, which pages 2 and 3 show
    rows = published_by_school(d.outcomes_public, d.cds_code)
    rows = hide_rates(rows, d.minimum_group, "test_year")
    rows = rows[~rows["suppressed"]].drop(columns=["suppressed", "rate_words", "reached"])
    if rows.empty:
        return Finding("Published results", rows, missing=None)
    first = rows.head(MOST)
    drawn = first.assign(
        label=first["school_name"], value=first["behind"], kind="",
        who=[f"{number(students)} tested" for students in first["students"]],
        said=[f"{number(behind)} students" for behind in first["behind"]],
        more=[f"{percent(rate)} reach it" for rate in first["rate"]],
    )  # fmt: skip
    title = f"{first['school_name'].iloc[0]} has most students below the state's reading "
    title += f"standard, {number(first['behind'].iloc[0])}"
    note = f"Spring {first['test_year'].iloc[0]:g}, all grades, as the state published it."
    picture = Picture(partial(charts.chart_years, note=note), drawn)
    words = f"{SAY['published']} {many(len(rows), 'school')} that may be shown are in the workbook."
    return Finding(title, rows, words=words, picture=picture, sheet="Published results")


def _two_schools(pool: float, weight: float, needy: Sequence[int], students: int) -> str:
    schools = pd.DataFrame({"school": ["one", "other"], "students": students, "low": list(needy)})
    table = shared.weighted_allocation(schools, pool, {"low": weight})
    return " and ".join(dollars(amount) for amount in table["dollars"])


check_the_weights = panels.checks(  # a pool of $1,000,000, two schools of 400
    ask_choice("check_weights", "They are given", SHARES),
    _two_schools(1_000_000, 0.5, (100, 300), 400),
    "Count the weighted students of each school first: 400 and half of 100; 400 and half of 300.",
    "450 and 550 weighted students of 1,000.",
)


# --- Decide, and say why; what you found; take it home -----------------------------------------


# the rule with its reason, and what the principals will hear
decide = panels.asks(*DECIDED, expected=lambda case: moves(case).said)
talk_first = opening.talk_first


def say_to_board(case: Case) -> Text:
    """What may be said in public, and what may not."""
    return show_text(_say_to_board(_table(case), _formula(case)))


def _say_to_board(table: pd.DataFrame, formula: Formula) -> str:
    if table.empty:
        return SAY["board_nothing"]
    set_by_us = "" if _unset(formula, WEIGHTS) else SAY["board_weight"]
    return SAY["board"].format(weight=set_by_us.format(counts_as=f"{formula.counts_as:g}"))


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    return [one(case) for one in (pool, duty, by_ratio, by_weights, beside_scores, published)]


def every_school(case: Case) -> Markdown:
    """A paragraph for each school, to hand out to principals."""
    title, what_if = "What our school would receive, and why", _say_what_if(_formula(case))
    said = _lacking(case) or what_if or _paragraphs(case)
    return artifacts.hand_out(case, "every_school", title, said)


def _paragraphs(case: Case) -> str:
    table, formula, minimum = _table(case), _formula(case), case.district.minimum_group
    said = ["A formula is fair when the school that loses by it can say why. Nothing here has been "
            f"decided: the formula is what {literal(case.choices.person)} wrote in notebook 13.",
            _say_softening(table, formula)]  # fmt: skip
    for row in shared.school_results(table, minimum).itertuples():
        said += [f"### {row.school}", _say_school(row, formula, minimum)]
    answers = "\n".join(questions.on_paper(DECIDED, case.choices.answers))
    return paragraphs(*said, "## What we decided", answers)


def _say_school(row, formula: Formula, minimum: int) -> str:
    """One school's result in a paragraph that its principal can check."""
    need = f"{_need_words(row, minimum)} of them high-need"
    if row.need_code in (shared.FEW, shared.ALL_BUT_FEW):
        which = "all but " if row.need_code == shared.ALL_BUT_FEW else ""
        need += f"; the formula counts {which}{shared.stands_for_few(minimum)}"
    change = f"{dollars(row.after)} {'more' if row.more else 'less'} than today"
    moved = {"moved": dollars(row.moved), "soft": dollars(row.softening)}
    who_pays = PAYS[row.code].format(**moved, most=_most_lost(formula))
    said = (
        f"{row.school} has {number(row.students)} students, {need}. Today "
        f"{dollars(row.now)} of the pool is spent there, {dollars(row.now_each)} a student."
        f"{_say_staffed(row, formula)} By weights, where each high-need student counts as "
        f"{formula.counts_as:g}, its share is {dollars(row.by_weights)}, "
        f"{dollars(row.weights_each)} a student. {who_pays} Softened, it is "
        f"{dollars(row.softened)}: **{change if row.seen else 'the same as today'}.**"
    )
    if row.step_code:
        step = dollars(row.step)
        does = f"bring it {step}" if row.step_code == "brings" else f"take {step} from it"
        said += f" Before softening, a weight {shared.STEP:g} higher would {does}."
    if pd.notna(row.duty_by_need):
        said += (
            f" Apart from the pool, {dollars(row.duty_now)} bound to high-need students is spent "
            f"there; by their number alone it would be {dollars(row.duty_by_need)}."
        )
    return said


def _say_staffed(row, formula: Formula) -> str:
    if pd.isna(row.positions) or _unset(formula, RATIO):
        return ""
    said = SAY["staffed"].format(ratio=f"{formula.ratio:g}", positions=number(row.positions),
                                 exact=number(row.positions_exact, 2),
                                 price=dollars(row.position_price))  # fmt: skip
    if pd.isna(row.by_ratio):
        return f"{said}, which all together is more than the pool."
    return f"{said}; with its share of what is left of the pool that is {dollars(row.by_ratio)}."


take_home = taken_home(TITLE, findings, *FORMULA, *DECIDED, *TALK)


# --- The schools, the formula, and the words that several findings share -----------------------


def _schools(case: Case) -> pd.DataFrame:
    """The schools that the pool is shared out to, as ``schools_in_pool`` gives."""
    return schools_in_pool(*_tables(case))


def _left_out(case: Case) -> pd.DataFrame:
    return shared.schools_left_out(*_tables(case))


def _tables(case: Case) -> tuple:
    d = case.district
    return d.schools, d.ledger, d.fiscal_year, d.minimum_group, case.resource_rules


def _lacking(case: Case) -> str:
    """What to say where nothing can be shared out; blank when all is there."""
    lacking, schools = needs(case.district, "schools", "ledger"), _schools(case)
    return lacking or ("" if len(schools) else _say_pool(schools, _left_out(case)))


def _formula(case: Case) -> Formula:
    return shared.formula_given(case.choices.answers)


def _by_formula(case: Case, *answer, words: str = "", asked=WEIGHTS, **more) -> Finding:
    """A finding by the room's formula: a what-if of this page until the room has set its part."""
    what_if = _say_what_if(_formula(case), asked)
    said = f"{what_if} {words}" if what_if and words else words
    return Finding(*answer, words=said, what_if=bool(what_if), **more)


def _unset(formula: Formula, asked: Sequence[Question]) -> list[str]:
    return [f"“{question.label}”" for question in asked if question.key in formula.not_set]


def _say_what_if(formula: Formula, asked: Sequence[Question] = WEIGHTS) -> str:
    """Which parts of the formula nobody has set, and who sets them; blank where all are set."""
    unset, where = _unset(formula, asked), "“Say what is fair”. Until then no school gets a letter."
    where = "“For the analyst”." if asked is RATIO else where
    said = (
        f"**A what-if: nobody here has set {listed(unset)}.** The superintendent and the finance "
    )
    return f"{said}office decide; write it under {where}" if unset else ""


def _table(case: Case) -> pd.DataFrame:
    """The pool by every formula, as ``both_formulas`` gives; no rows where there is no pool."""
    if _lacking(case):
        return pd.DataFrame()
    d = case.district
    return both_formulas(_schools(case), _formula(case), average_teacher(d.staffing, d.fiscal_year))


def _in_words(case: Case) -> pd.DataFrame:
    table = _table(case)
    return table if table.empty else _with_need_words(table, case.district.minimum_group)


def _with_need_words(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table most need first, the share of high-need students in words."""
    table = shared.by_need(table, minimum).rename(columns={"school": "school_name"})
    words = [_need_words(row, minimum) for row in table.itertuples()]
    return table.drop(columns=["need_share", "need_code", "need_known"]).assign(need_words=words)


def _need_words(row, minimum: int) -> str:
    few = f"fewer than {minimum}"
    hidden = {shared.FEW: few, shared.ALL_BUT_FEW: f"all but {few}"}
    return hidden.get(row.need_code, percent(row.need_known))


def _most_lost(formula: Formula) -> str:
    """The most a school may lose, as a room would say it: "2% a student"."""
    return f"{formula.most_lost_percent:g}% a student"
