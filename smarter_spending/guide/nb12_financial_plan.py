"""Notebook 12, "Strategic financial plan": its questions, findings and sentences, from the top.

Of another state's law nothing is known: that is said once, at the top, and nothing below speaks
of California's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.staffing import teachers_follow
from smarter_spending.analysis.uncertainty import GAIN_SHOWN, NOT_SHOWN
from smarter_spending.case import Case
from smarter_spending.guide import charts, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture, elsewhere, taken_home
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question, as_worded, ask_words, talks
from smarter_spending.guide.sentences import NOT_MARKED, say_filed, say_not_set, to_the_board
from smarter_spending.guide.showing import lists, text_html
from smarter_spending.planning import finance, years_ahead
from smarter_spending.planning.years_ahead import Moved, PlanAhead, reserves_side_by_side
from smarter_spending.words import (
    dollars,
    listed,
    literal,
    many,
    number,
    percent,
    short_dollars,
    signed,
)

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "Strategic financial plan"
NEEDS = ("ledger",)  # without its balances the page says so
WORDS = lists("nb12_words")
ITEMS, TRIGGERS, SAY = (WORDS[name] for name in ("items", "triggers", "say"))
GUESS, KEEP, FIRST_CUT, CHECK = as_worded(WORDS["asked"])
WHO = tuple(
    ask_words(f"trigger_{code}_who", f"{when}: who says so (by role)")
    for code, when in TRIGGERS.items()
)
GROWTH = (0.0107, 0.0293, 0.0308, 0.0330, 0.0329)  # an example; the state's own are in lcff
TALK = talks("12")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """What goes out beyond what comes in, and what pays for it; or what is missing."""
    ahead, drawn, figure = _reserved(case), "", ("", "")
    if ahead:
        first = reserves_side_by_side(ahead, 0.0).iloc[0]
        figure = percent(first["reserve_share"], 1), "of a year's spending, in reserve"
        if first["structural_gap"] < 0:
            more = short_dollars(abs(first["structural_gap"]))
            figure = more, "more goes out than comes in, a year"
        parts = years_ahead.held_for(ahead)
        said, shown = (parts["part"].map(of) for of in (WORDS["held"], {"reserve": GAIN_SHOWN}))
        rows = parts.assign(words=said, shown=shown.fillna(NOT_SHOWN), programs=1)
        drawn = charts.chart_parts(rows)
    decided = {"we can keep what we decided": case.choices.answers.get(KEEP.key, "")}
    first = opening.in_short(case, _say_in_short(case), *figure, drawn, decided)
    first.data = f"{first.data}{text_html(_unsaid(case))}"
    return first


def _say_in_short(case: Case) -> str:
    planned, ahead = _planned(case), _reserved(case)
    if planned is None:
        return elsewhere(case.district) or SAY["no_plan"]
    if not ahead:
        return SAY["no_reserve"] if _ahead(case) else say_filed(planned) or SAY["not_ahead"]
    first = reserves_side_by_side(ahead, 0.0).iloc[0]
    left = f"the reserve that pays for it is {short_dollars(first['reserve'])}"
    if first["reserve"] <= 0:
        left = "no reserve is left to pay for it"
    if first["structural_gap"] < 0:
        more = short_dollars(abs(first["structural_gap"]))
        return f"One-time money aside, we spend {more} a year more than comes in, and {left}."
    share = percent(first["reserve_share"], 1)
    return f"What comes in every year covers what goes out, and the reserve is {share} of spending."


# --- This year's balance hides the years after it ------------------------------------------------


def reserves(case: Case) -> Finding:
    """The reserve of each year as we go on, beside the board's policy."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    if not ahead:
        return Finding("The reserve as we go on", pd.DataFrame(), missing=SAY["waits"])
    table, note = reserves_side_by_side(ahead, policy), "Bar: the reserve. Upright: the policy."
    picture = Picture(partial(charts.chart_years, note=note), _years(table))
    title, words = _say_breaks(ahead, policy), _say_plan(ahead)
    return Finding(title, table, words=words, picture=picture, sheet="Reserve", headline=True)


# commit in writing, before the years are seen
guess = panels.asks(GUESS, expected=lambda case: reserves(case).said)


def _years(table: pd.DataFrame, value: str = "reserve", share: str = "reserve_share"):
    """The rows of a picture of reserves, in words."""
    below = table[value] < table["policy_dollars"]
    held = [", below policy" if low else " of spending" for low in below]
    return table.assign(
        label=table["fiscal_year"], who="", value=table[value], held_to=table["policy_dollars"],
        said=table[value].map(short_dollars), kind=below.map({True: "below", False: ""}),
        more=[f"{percent(part, 1)}{how}" for part, how in zip(table[share], held, strict=True)],
    )  # fmt: skip


def _say_breaks(ahead: PlanAhead, policy: float) -> str:
    table, breaks = reserves_side_by_side(ahead, policy), finance.break_year(ahead.plan, policy)
    ours = f"the board's policy of {percent(policy)}"
    if not isinstance(breaks, str):
        return f"The reserve stays above {ours} through {table['fiscal_year'].iloc[-1]}"
    if breaks == table["fiscal_year"].iloc[0]:
        return f"The reserve is below {ours} already in {breaks}"
    return f"In {breaks} the reserve falls below {ours}"


def _say_plan(ahead: PlanAhead) -> str:
    table = reserves_side_by_side(ahead, 0.0)
    first, last = table.iloc[0], table.iloc[-1]
    settled = finance.SETTLEMENT in set(ahead.rates["item"])
    without = "" if settled else " No settlement with the unions is in it: nobody has set one."
    goes = f"from {percent(first['reserve_share'], 1)} of spending to "
    goes += f"{percent(last['reserve_share'], 1)} in {last['fiscal_year']}"
    return f"If we go on as we do, the reserve goes {goes}.{without}"


# --- Next year's ninth graders sit in grade 8 today --------------------------------------------


def enrollment_ahead(case: Case) -> Finding:
    """What the children already here lead to, what the plan assumes, and what teachers follow."""
    ahead, (seen, assumed, now) = _ahead(case), _students(case)
    year = case.district.fiscal_year
    here = pd.DataFrame({"fiscal_year": [year], "students": [now], "on_file": "on file"})
    rows = pd.concat([here, assumed]) if len(assumed) else assumed
    rows, whose = (seen, CHILDREN) if len(seen) else (rows, ASSUMED)
    words = [_say_assumed(ahead, assumed) if len(seen) else SAY["no_grades"]]
    words += [_say_paid(ahead.lcff) if ahead else "", _say_teachers(case)]
    said, title = " ".join(filter(None, words)), _say_children(rows, whose)
    kind = rows["on_file"].map({"ahead": "ahead"}).fillna("")
    drawn = rows.assign(label=rows["fiscal_year"], who=rows["on_file"], value=rows["students"],
                        said=rows["students"].map(number), more="", kind=kind)  # fmt: skip
    # the last year on file, and those ahead
    drawn = drawn[kind.eq("ahead") | kind.shift(-1).eq("ahead")]
    picture = Picture(partial(charts.chart_years, note="Lighter: still ahead."), drawn)
    return Finding(title, rows, words=said, picture=picture, missing=said, sheet="Students")


CHILDREN, ASSUMED = "If children move up as they did", "By what the district assumes"


def _students(case: Case) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Students as children move up, students as the plan assumes, and those of today."""
    d, ahead = case.district, _ahead(case)
    seen = years_ahead.students_ahead(d.students_outcomes)
    counted = {d.fiscal_year: case.students_enrolled}
    counted |= seen.set_index("fiscal_year")["students"].to_dict()
    assumed = years_ahead.students_assumed(counted, ahead.rates) if ahead else seen.iloc[:0]
    return seen, assumed, counted[d.fiscal_year]


def _say_children(rows: pd.DataFrame, whose: str) -> str:
    if rows.empty:
        return "Students ahead"
    now, last = rows[rows["on_file"].eq("on file")].iloc[-1], rows.iloc[-1]
    become = f"{number(now['students'])} students become about {number(last['students'])}"
    return f"{whose}, {become} by {last['fiscal_year']}"


def _say_assumed(ahead: PlanAhead | None, assumed: pd.DataFrame) -> str:
    if not ahead or assumed.empty:
        return ""
    source = ahead.rates.loc[ahead.rates["item"].eq("enrollment"), "source"]
    if source.eq(finance.SOURCE_COHORTS).all():
        return "The district assumes nothing of its own, so the plan goes by that."
    last = assumed.iloc[-1]
    about = f"about {number(last['students'])} by {last['fiscal_year']}"
    return f"What the district assumes leads to {about}."


def _say_paid(lcff: pd.DataFrame) -> str:
    """For whom the state still pays, where its formula was worked out."""
    if lcff.empty or "funded_ada" not in lcff:
        return ""
    late, year = years_ahead.attendance_still_paid(lcff), lcff["fiscal_year"].iloc[-1]
    return SAY["late" if late > 0 else "not_late"].format(year=year, late=number(late))


def _say_teachers(case: Case) -> str:
    """That no position follows the students, and what would at the district's own ratio."""
    d, (seen, assumed, now) = case.district, _students(case)
    ahead = assumed if len(assumed) else seen[seen["on_file"].eq("ahead")]
    then = ahead["students"].iloc[-1] if len(ahead) else now
    which, does = ("More", "add") if then > now else ("Fewer", "end")
    said = SAY["no_position"].format(which=which, does=does)
    found = teachers_follow(d.staffing, d.fiscal_year, now, then)
    if not found["positions"] > 0:  # nor where it is not known
        return said
    follow = SAY["teachers"].format(
        ratio=number(found["ratio"], 1), change=number(found["change"]), which=which.lower(),
        positions=many(round(found["positions"]), "teaching position"),
        dollars=short_dollars(found["dollars"]),
    )  # fmt: skip
    return f"{said}{follow}"


# --- Moving dollars is not closing a gap -------------------------------------------------------


def with_decisions(case: Case) -> Finding:
    """The reserve with our decisions, how far it may lie off, and the board's policy."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    if not ahead:
        return Finding("The reserve with our decisions", pd.DataFrame(), missing=SAY["waits"])
    table = reserves_side_by_side(ahead, policy)
    moved = years_ahead.moved_by_decisions(ahead, policy)
    low, high = ahead.fan["p5"], ahead.fan["p95"]
    ends = zip(map(short_dollars, low), map(short_dollars, high), strict=True)
    spread = ["" if one == other else f"{one} to {other}" for one, other in ends]
    drawn = _years(table, "reserve_decided", "share_decided")
    drawn = drawn.assign(low=low, high=high, more=spread)
    note = "Dot, square below policy: with our decisions. Line: the range (90%). Upright: policy."
    last = ahead.fan.iloc[-1]
    ends = {"low": short_dollars(last["p5"]), "high": short_dollars(last["p95"])}
    reach = SAY["range"].format(year=last["fiscal_year"], **ends)
    words = f"{_say_turn(moved)} {SAY['what_if'] if _ours(ahead) else ''}{reach}".strip()
    picture = Picture(partial(charts.chart_years, note=note), drawn)
    more = {"words": words, "picture": picture, "what_if": _ours(ahead)}
    return Finding(_say_moved(ahead, moved), table, **more)


def _say_moved(ahead: PlanAhead, moved: Moved) -> str:
    if ahead.changes.empty:
        return "Nothing is decided yet that would change the plan"
    if round(moved.reserve) == 0:
        return f"Our decisions leave the reserve of {moved.last_year} where it was"
    by = f"{dollars(abs(moved.reserve))} {'higher' if moved.reserve > 0 else 'lower'}"
    return f"Our decisions make the reserve of {moved.last_year} {by}"


def _say_turn(moved: Moved) -> str:
    if moved.breaks and moved.breaks_decided == moved.breaks:
        return f"They do not move the year in which it falls below policy ({moved.breaks})."
    kept = moved.breaks and not moved.breaks_decided
    return "With them the reserve stays above its policy." if kept else ""


# --- Decide, check yourself, say it to your board ------------------------------------------------

talk_first = opening.talk_first


def indicator(case: Case) -> Finding:
    """The plan in the county's words: of California alone."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    held = policy, case.attendance, case.reserve_floor
    words = _say_indicator(ahead, *held) if ahead else ""
    more = {"words": words, "missing": words or None, "headline": True}
    return Finding("The indicator", pd.DataFrame(), **more)


def _say_indicator(
    ahead: PlanAhead, policy: float, ada: float, floor: tuple[str, float] | None = None
) -> str:
    """The indicator in the county's words, said to be one, from the year that is running."""
    found = years_ahead.indicator_ahead(ahead, policy, ada, floor)
    whose = "the board's policy, since the attendance that sets the state's is not on file"
    whose = f"the state's standard for {number(ada)} ADA" if found.by_state else whose
    least = f" and of {dollars(found.floor)}, the floor of small districts," if found.floor else ","
    return (
        f"As an indicator, with our decisions, for {found.year} and the two years after it: "
        f"**{found.word}**, at a reserve of at least {percent(found.minimum)} of spending{least} "
        f"{whose}. {SAY['no_certification']}"
    )


def _decision(case: Case) -> list[Question]:
    """The fields of the decision line, each response with the year in which it is due."""
    ahead, policy = _reserved(case), case.district.reserve_policy
    due = {} if not ahead else _met(years_ahead.triggers_ahead(ahead, policy))
    labels = {code: f"{when}{f' ({due[code]})' if due else ''}: then we"
              for code, when in TRIGGERS.items()}  # fmt: skip
    how = "what we do; by which month"
    return [KEEP, *(ask_words(f"trigger_{code}_response", label, frame=how)
                    for code, label in labels.items())]  # fmt: skip


# whether we can keep it, and what we do when we cannot
decide = panels.asks(_decision, expected=lambda case: with_decisions(case).sentence)


def _met(met: pd.DataFrame) -> dict[str, str]:
    return {row.measure: row.first_year if row.met else "not in these years"
            for row in met.itertuples()}  # fmt: skip


check_compounding = panels.checks(  # what a dollar becomes after five years' growth
    CHECK,
    round(finance.compound(GROWTH), 4),
    "Multiply: 1.0107 times 1.0293 and so on. Adding the percentages is too little.",
    "Each year's growth is paid on the years before it, too.",
)


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not."""
    ahead = _reserved(case)
    words = _say_to_board(ahead, case.district.reserve_policy) if ahead else SAY["no_word"]
    return Finding("Say it to your board", pd.DataFrame(), words=words, missing=words)


def _say_to_board(ahead: PlanAhead, policy: float) -> str:
    moved = years_ahead.moved_by_decisions(ahead, policy)
    last = reserves_side_by_side(ahead, policy).iloc[-1]
    will = f"“In {last['fiscal_year']} the reserve will be {short_dollars(last['reserve'])}.”"
    may_not = [f"{will} That is one line of many that are possible."]
    closes = "“What we move closes the gap.” It pays for what works; the reserve still falls."
    may_not += [closes] if moved.breaks_decided else []
    already = moved.breaks == ahead.plan.balances["fiscal_year"].min()
    on = "" if already else ", if we go on as we do"
    return to_the_board([f"{_say_breaks(ahead, policy)}{on}."], may_not)


# --- For the analyst: what the plan rests on, and the figures behind the pictures -----------------


def _table(
    case: Case, title: str, make, say=None, of=None, columns=None, guessed=False, **more
) -> Finding:
    """A table of the plan and what is said of it; what rests on spreads of ours is a what-if."""
    ahead = (of or (_reserved if guessed else _ahead))(case)
    table, words = (make(ahead), say(ahead) if say else "") if ahead else (pd.DataFrame(), "")
    shown = tuple(table) if columns is None else columns
    more["what_if"] = guessed and bool(ahead) and _ours(ahead)
    return Finding(title, table, shown, words=words, missing=words or None, **more)


def _of_the_plan(*answer, **more):
    """A cell of the page that shows a table of the plan, with what is said of it."""
    return lambda case: _table(case, *answer, **more)


def first_year(case: Case) -> Finding:
    """Whether the plan's first year ends where the ledger says it ended."""
    filed, title = bool(say_filed(_planned(case))), "The first year against the ledger"
    of, make = _ahead if filed else _planned, years_ahead.first_year_booked
    return _table(case, title, make, _say_begin, of, (), headline=filed)


def _say_begin(ahead: PlanAhead) -> str:
    both = years_ahead.first_year_booked(ahead)
    if filed := say_filed(ahead):
        return f"{filed}{SAY['parted'] if ahead.parted else ''}"
    if both.empty:
        return SAY["no_ending"]
    words = listed(f"{dollars(row.booked, cents=True)} {row.fund}" for row in both.itertuples())
    if both["off"].eq(0).all():
        return SAY["begins"].format(ends=words)
    worst = both.loc[both["apart"].idxmax()]
    return SAY["not_reconciled"].format(fund=worst["fund"], off=dollars(worst["off"], cents=True))


def _rates_table(ahead: PlanAhead) -> pd.DataFrame:
    rates, not_set = ahead.rates, WORDS["not_set"]
    years = [f"ahead_{place}" for place, _ in enumerate(rates["fiscal_year"].unique(), start=1)]
    rows = []
    for item, words in ITEMS.items():
        own = rates[rates["item"].eq(item)]
        if len(own):
            rows.append((words, *(percent(r, 2) for r in own["rate"]), own["source"].iloc[0]))
        elif item in not_set:
            rows.append((words, *("not set" for _ in years), not_set[item]))
    return pd.DataFrame(rows, columns=["assumed", *years, "assumed_source"])


def _say_unmoved(ahead: PlanAhead) -> str:
    kept, once = years_ahead.lines_unmoved(ahead), years_ahead.one_time_lines(ahead)
    said = []
    for kind in kept["kind"].drop_duplicates():
        rows = kept[kept["kind"].eq(kind)].itertuples()
        each = listed((f"{row.object_group} {dollars(row.dollars)}" for row in rows), most=8)
        said.append(f"No rate moves this {kind}, and it stays as it is: {each}.")
    if len(once):
        both = listed(f"{dollars(row.dollars)} of {row.kind}" for row in once.itertuples())
        year = ahead.plan.balances["fiscal_year"].iloc[0]
        said.append(f"One-time money ends with {year}: {both}.")
    inside = finance.SETTLEMENT in set(ahead.rates["item"])
    settled = "is in the plan" if inside else "is not in the plan, since nobody has set one"
    each = dollars(years_ahead.one_percent_of_pay(ahead))
    said += [f"A settlement with the unions {settled}; each 1% costs {each} a year, with the "
             f"benefits that follow pay. {SAY['lacks']}"]  # fmt: skip
    return " ".join(said)


assumptions = _of_the_plan(
    "What is assumed for the next years, in order, and who says so", _rates_table, _say_unmoved,
    sheet="Assumptions",
)  # fmt: skip


def _lcff_table(ahead: PlanAhead) -> pd.DataFrame:
    """LCFF by year; blank where the calculator gave no attendance, or no source is needed."""
    names = {"target": "lcff_target", "growth": "lcff_growth", "source": "assumed_source"}
    columns = ["fiscal_year", "ada", "funded_ada", *names.values()]
    return ahead.lcff.rename(columns=names).reindex(columns=columns)


def _say_lcff_booked(ahead: PlanAhead) -> str:
    """Whether the formula gives what the ledger books; blank where it was not worked out."""
    found = years_ahead.formula_beside_ledger(ahead)
    if found is None:
        return ""
    apart = f"{dollars(found.apart)} apart" if found.apart else "the same to the dollar"
    said = f"For {found.year} the formula gives {dollars(found.formula)} and the ledger books "
    said += f"{dollars(found.booked)}: {apart}."
    return said + SAY["explained"] if found.explained else f"**{said}**{SAY['not_explained']}"


lcff_ahead = _of_the_plan("LCFF in the years ahead", _lcff_table, lambda ahead: "\n\n".join(filter(
    None, (SAY["paid_for"], SAY["no_formula"] if ahead.lcff.empty else "", _say_lcff_booked(ahead))
)))  # fmt: skip


def _say_parts(ahead: PlanAhead) -> str:
    first = years_ahead.parts_ahead(ahead).iloc[0]
    balance, available = dollars(first["balance"]), dollars(first["available"])
    return SAY["parts"].format(balance=balance, year=first["fiscal_year"], available=available)


def parts(case: Case) -> Finding:
    """What the ending balance is held for, year by year, and what of it counts as a reserve."""
    title, make = "What the ending balance is held for, as we go on", years_ahead.parts_ahead
    more = {"sheet": "Parts of the balance", "headline": True}
    return _without_zeros(_table(case, title, make, _say_parts, _reserved, **more), "balance")


def _without_zeros(shown: Finding, *also: str) -> Finding:
    """A table without the columns in which nothing stands, and without others."""
    held = (name for name in shown.table if name not in also and shown.table[name].any())
    return replace(shown, columns=tuple(held))


def bound(case: Case) -> Finding:
    """Money that is unrestricted by its number alone: required, planned, spent, carried over."""
    d, rules = case.district, case.resource_rules
    title = "Supplemental and concentration money, in a column of its own"
    spent = years_ahead.spent_by_action(d.ledger, d.programs, d.fiscal_year, rules)

    def say(ahead: PlanAhead) -> str:
        table = years_ahead.bound_money(ahead, spent)
        told = _say_bound(table, spent, d.fiscal_year) if len(table) else NOT_MARKED
        return f"{told}\n\n{_say_proportion(ahead.lcff)}"

    make, more = partial(years_ahead.bound_money, spent=spent), {"sheet": "Bound money"}
    return _table(case, title, make, say, headline=True, **more)


def _say_proportion(lcff: pd.DataFrame) -> str:
    """The share of its base by which a district's services for high-need students are to grow."""
    if lcff.empty or "share_of_base" not in lcff:
        return SAY["no_share"]
    each = (f"{percent(row.share_of_base, 2)} in {row.fiscal_year} ({dollars(row.supplemental)} "
            f"over a base of {dollars(row.base)})"
            for row in lcff.head(2).itertuples())  # fmt: skip
    return SAY["share"].format(each=listed(each))


def _say_bound(table: pd.DataFrame, spent: pd.DataFrame, year: str) -> str:
    told = [
        SAY["bound"].format(resource=row.resource, year=year, untold=dollars(row.untold),
                            contributing=dollars(row.contributing), others=dollars(row.others))
        for row in spent.itertuples()
        if not table["spent_contributing"].isna().all()
    ]  # fmt: skip
    told += [
        SAY["carried"].format(resource=row.resource, carried=dollars(row.carried_over),
                              year=row.fiscal_year, decided=dollars(row.carried_decided))
        for year in (table["fiscal_year"].min(), table["fiscal_year"].max())
        for row in table[table["fiscal_year"].eq(year)].itertuples()
    ]  # fmt: skip
    return SAY["law"].format(told=" ".join(told))


def both_ways(case: Case) -> Finding:
    """The reserve and the gap of each year, as we go on and with our decisions."""
    columns = ("fiscal_year", "reserve", "reserve_share", "structural_gap", "reserve_decided",
               "share_decided", "gap_decided")  # fmt: skip
    make = partial(reserves_side_by_side, policy=case.district.reserve_policy)
    return _table(case, "The reserve and the gap, both ways", make, None, _reserved, columns)


def changes(case: Case) -> Finding:
    """What the decisions change, and what they do not; what comes once is $0 a year, and named."""
    title, policy = "What our decisions change in the plan", case.district.reserve_policy
    say, more = partial(_say_decided, policy=policy), {"sheet": "Changes", "headline": True}
    return _without_zeros(_table(case, title, _changes_table, say, **more))


def _changes_table(ahead: PlanAhead) -> pd.DataFrame:
    names = {"name": "change_name", "every_year": "change_dollars", "once": "change_once"}
    return years_ahead.changes_by_term(ahead.changes).rename(columns=names)


def _say_decided(ahead: PlanAhead, policy: float) -> str:
    if ahead.changes.empty:
        return "Nothing has been decided that would change the plan."
    moved = years_ahead.moved_by_decisions(ahead, policy)
    kinds = {"bound to high-need students": moved.bound, "for its own rules alone": moved.ruled}
    bound = "".join(f", {dollars(kept)} of it {words}" for words, kept in kinds.items() if kept)
    free = f" They free {dollars(moved.freed)} a year beyond what they put to work{bound}."
    return f"{_say_moved(ahead, moved)}.{free if moved.freed else ''} {_say_turn(moved)}".strip()


def _ours(ahead: PlanAhead) -> bool:
    """Whether a spread is this project's own: then no case leaves the page."""
    return ahead.spreads["source"].eq(finance.SOURCE_USUAL).any()


def _cases(ahead: PlanAhead) -> pd.DataFrame:
    return years_ahead.reserve_by_case(ahead.scenarios, ahead.plan.set_aside)


def _say_cases(ahead: PlanAhead) -> str:
    changed = []
    for row in years_ahead.shift_ranges(ahead.shifts).itertuples():
        to = f" to {signed(row.high, 1)} points, as the formula then gives it"
        changed.append(f"{ITEMS[row.item]} {signed(row.low, 1)} points{to if row.by_year else ''}")
    said = SAY["low_case"].format(each=listed(changed, most=9))
    return f"{SAY['what_if'] if _ours(ahead) else ''}{said}"


def _spreads(ahead: PlanAhead) -> pd.DataFrame:
    names = {"spread": "spread_off", "source": "assumed_source"}
    table = ahead.spreads.assign(assumed=ahead.spreads["item"].map(ITEMS)).rename(columns=names)
    return table[["assumed", "spread_off", "assumed_source"]]


def _say_fan(ahead: PlanAhead) -> str:
    last, low = ahead.fan.iloc[-1], _cases(ahead)["low_case"].iloc[-1]
    outside = SAY["outside"].format(low=dollars(low)) if low < last["p5"] else ""
    ends = {"low": dollars(last["p5"]), "high": dollars(last["p95"]), "outside": outside}
    said = SAY["fan"].format(draws=number(years_ahead.DRAWS), year=last["fiscal_year"], **ends)
    return f"{SAY['what_if'] if _ours(ahead) else ''}{said}"


three_cases = _of_the_plan(
    "The reserve in three cases, with our decisions", _cases, _say_cases, guessed=True,
    sheet="Cases",
)  # fmt: skip
spreads = _of_the_plan(
    "How far a rate may lie from what is assumed, and who says so", _spreads,
    lambda ahead: SAY["spreads"], guessed=True,
)  # fmt: skip
fan = _of_the_plan(
    "How far the reserve may lie off", lambda ahead: ahead.fan, _say_fan, columns=(), guessed=True,
    sheet="Fan", headline=True,
)  # fmt: skip
balances = _of_the_plan(
    "Every fund's balance", lambda ahead: ahead.decided.balances, sheet="Balances"
)
lines = _of_the_plan("Every line of the plan", lambda ahead: ahead.decided.lines, sheet="Lines")


def triggers(case: Case) -> Finding:
    """Which trigger is met when, and what was agreed to do then."""
    policy, answers = case.district.reserve_policy, case.choices.answers
    make = partial(_triggers_table, policy=policy, answers=answers)
    title = "When each trigger would be met, with our decisions"
    return _table(case, title, make, None, _reserved, sheet="Triggers")


def _triggers_table(ahead: PlanAhead, policy: float, answers: Mapping[str, object]) -> pd.DataFrame:
    rows = [
        (TRIGGERS[code], met,
         *(answers.get(f"trigger_{code}_{part}") or None for part in ("response", "who")))
        for code, met in _met(years_ahead.triggers_ahead(ahead, policy)).items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["trigger", "met_in", "response", "who"])


who_says_so = panels.asks(*WHO, FIRST_CUT)  # for each response, and what would go first


# --- Take it home --------------------------------------------------------------------------------


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, and what is in the workbook alone: the one list taken home."""
    begins = f"{_say_in_short(case)} {_unsaid(case)}".strip()
    drawn = [one(case).titled() for one in (reserves, enrollment_ahead)]
    others = (first_year, assumptions, lcff_ahead, parts, bound, balances, changes, indicator,
              three_cases, spreads, fan, triggers, say_to_board, lines)  # fmt: skip
    short = Finding("In short", pd.DataFrame(), words=begins, headline=True)
    return [short, *drawn, *(one(case) for one in others)]


def plan_to_hand_out(case: Case) -> Markdown:
    """The plan as a page to hand out."""
    said = [one.words for one in findings(case) if one.headline and not one.what_if]
    title, told = "Our plan for the years ahead", triggers(case).table
    body = _plan_page(said, told, case.choices.answers, [KEEP, GUESS, FIRST_CUT, *TALK])
    return artifacts.hand_out(case, "plan", title, body)


def _plan_page(
    sentences: Sequence[str], triggers: pd.DataFrame, answers: Mapping, asked: Sequence[Question]
) -> str:
    lines = [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## What we do, and when", ""]
    for row in triggers.astype(object).where(triggers.notna(), None).itertuples():
        given = (row.response, row.who)
        response, who = (literal(typed) if typed else questions.BLANK for typed in given)
        lines.append(f"- **{row.trigger}** ({row.met_in}): {response}; {who} says so")
    lines += ["", "## What we decided", "", *questions.on_paper(asked, answers)]
    return "\n".join(lines)


take_home = taken_home(TITLE, findings, GUESS, _decision, *WHO, FIRST_CUT, *TALK)


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
    """Why nothing is said of the years ahead, or of their reserve; blank where all is."""
    planned = _planned(case)
    if planned is None or _reserved(case):
        return ""
    if not _ahead(case):
        return say_not_set(case.not_set(planned))
    split = planned.parts
    each = (f"{dollars(abs(off))} off it in fund {fund}" for fund, off in split.unsplit.items())
    parts = finance.PARTS.items()
    empty = [digits.ljust(4, "x") for digits, part in parts if not split.dollars[part]]
    nothing = f"; no dollar of fund 01 stands in {listed(empty, most=9)}" if empty else ""
    return SAY["no_split"].format(off=listed(each), nothing=nothing)
