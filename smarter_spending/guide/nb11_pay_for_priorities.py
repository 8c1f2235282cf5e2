"""Notebook 11, "Pay for priorities": its questions, findings and sentences, from the top.

What the decisions free and buy follows what people decided, so it is read anew; a list of
findings reads it once.  The trade-off game stands in ``nb11_trade_game``.
"""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.uncertainty import CANNOT_TELL, GAIN_SHOWN, NOT_SHOWN
from smarter_spending.case import Case
from smarter_spending.district.settings import CALIFORNIA
from smarter_spending.guide import charts, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, lacking, needing, taken_home
from smarter_spending.guide.nb11_trade_game import (
    all_hands,
    cards_dealt,
    hands,
    play,
    seat_and_target,
    seats,
)
from smarter_spending.guide.opening import trust
from smarter_spending.guide.pages import FORMATS, Stamp, opened, show_about, show_printing
from smarter_spending.guide.sentences import paragraphs, text_table, to_the_board
from smarter_spending.guide.showing import lists
from smarter_spending.planning.decisions import GROW, STOP, endings_of
from smarter_spending.planning.portfolio import FoundDollars
from smarter_spending.planning.reallocation import (
    ALL,
    APPROVED,
    DUTY,
    FREE,
    HOW,
    IDENTIFIED,
    LABELS,
    ONE_TIME,
    REALISED,
    RECURRING,
    Paid,
    Reallocated,
    bought_to_last,
    column_total,
    dollars_by_binding,
    dollars_by_ground,
    dollars_by_label,
    headline,
    lasting_dollars,
    left_over,
    move_between,
    moving_pair,
    payments_side_by_side,
    per_student,
    rows_added_up,
    to_grow,
    without_repeated_totals,
)
from smarter_spending.words import (
    dollar_range,
    dollars,
    listed,
    many,
    number,
    outcome_words,
    short_dollars,
    unit_words,
)

# what was checked, for the analyst; the others are the game's own cells
__all__ = ["all_hands", "cards_dealt", "hands", "play", "seat_and_target", "seats", "trust"]

TITLE = "Pay for priorities"
NEEDS = ("programs", "ledger")  # without them it says so
_finding, _lacking = needing(*NEEDS), lacking(*NEEDS)
NOTHING_FREED = "By what is decided nothing can be freed yet."
POTENTIAL = "potential until the board approves it"
WORDS = lists("nb11_words")
BINDS, ON_GROUND, BY_GROUND = (WORDS[one] for one in ("binds", "on_ground", "by_ground"))
OF_KIND, LEFT_OF, WARNED = (WORDS[one] for one in ("of_kind", "left_of", "warned"))
COMES = {RECURRING: "every year", ONE_TIME: "once"}
*PURPOSE, CHECK, MOVES = questions.as_worded(WORDS["asked"])
LABEL = (questions.ask_choice("label", "It is", list(LABELS)),)
TALK = questions.talks("11")
who = panels.asks_who


# --- In short ----------------------------------------------------------------------------------

DRAWN = {FREE: GAIN_SHOWN, DUTY: NOT_SHOWN}  # how dollars are drawn, by what binds them


def in_short(case: Case) -> HTML:
    """What is found, by what binds it, what growing takes, and what is decided."""
    found, answers = case.found(), case.choices.answers
    table = dollars_by_binding(found.savings)
    said = table["bound"].map(BINDS | {FREE: "free to use"})
    table = table.assign(shown=table["bound"].map(DRAWN).fillna(CANNOT_TELL), words=said)
    every = _total(found.ranges, RECURRING)
    decided = {"our savings will buy": answers.get("purpose", ""), "we move": answers.get("moves")}
    number = "" if every is None else short_dollars(every["plan_on"])
    unit = "a year to plan on: potential until the board approves it"
    drawn = charts.chart_parts(table) if len(table) else ""
    words = _lacking(case) or _say_in_short(found)
    return opening.in_short(case, words, number, unit, drawn, decided)


def _say_in_short(found: FoundDollars) -> str:
    every, grow = _total(found.ranges, RECURRING), to_grow(found.uses)
    freed = "Nothing" if every is None else f"{short_dollars(every['identified'])} a year"
    if grow.uses.empty:
        return f"{freed} is identified, and no program to grow has a waiting list on file."
    return (
        f"{freed} is identified; a seat for each of the {number(grow.seats)} students who wait for "
        f"a program to grow takes {short_dollars(grow.first_year)}."
    )


# --- First: what will the savings buy? ---------------------------------------------------------


purpose = panels.asks(*PURPOSE)  # commit in writing, before any saving


# --- Dollars that our decisions could free -----------------------------------------------------

PEOPLE_TAKE = "notice by {day}, and talks with those concerned"
LAST_DAY = {True: "March 15", False: "the day your state sets"}  # whether it is California
THINGS_TAKE = "the next renewal or order"


def _table(
    name: str, rows: Callable, say: Callable = lambda case, found: "", **more
) -> Callable[..., Finding]:
    """A table for the analyst, titled and headed as ``nb11_words.toml`` says."""
    how = {"otherwise": NOTHING_FREED} | WORDS["analyst"][name] | more

    def table(case: Case, found: FoundDollars | None = None) -> Finding:
        found = found or case.found()
        shown, words = rows(case, found), say(case, found)
        return _finding(case, table=shown, words=words, **{"columns": tuple(shown)} | how)

    return table


def _freed(case: Case, found: FoundDollars) -> pd.DataFrame:
    people = PEOPLE_TAKE.format(day=LAST_DAY[case.district.state == CALIFORNIA])
    table = found.savings.assign(
        how=found.savings["lever"].map(HOW),
        bound_words=found.savings["bound"].map(BINDS),
        term=found.savings["term"].map(COMES),
        takes=found.savings["people"].gt(0).map({True: people, False: THINGS_TAKE}),
    ).rename(columns={"low": "low_dollars", "likely": "likely_dollars"})
    return table[["program", "how", "pool", "bound_words", "term", "low_dollars", "likely_dollars",
                  "plan_on", "used", "takes", "label"]]  # fmt: skip


freed = _table("freed", _freed)  # one line a program and fund
ledger_rows = _table("ledger_rows", lambda case, found: rows_added_up(found.rows))
moving_people = _table("moving_people", lambda case, found: found.transition)

MOST = 2  # rows of a picture; all stand in the workbook


def what_is_freed(case: Case) -> Finding:
    """The largest of what could be freed, each with its ground, and the headline mended."""
    found = case.found()
    rows = found.savings.head(MOST)
    rows = rows.assign(
        group=rows["pool"], who=rows["lever"].map(HOW), dollars=rows["likely"],
        amount=[dollars(one) for one in rows["likely"]],
        said=[f"plan on {dollars(one)}" for one in rows["plan_on"]],
    )  # fmt: skip
    sums, ended = headline(found.ranges, found.ending), listed(found.ending["program"].unique())
    title = f"“We found {short_dollars(sums.total)}!” is {short_dollars(sums.lasting)} a year"
    spent = f"{dollars(sums.ended)} of it is what {ended} cost: their end was set before."
    left = len(found.savings[MOST:])
    more = f"{many(left, 'more line')} in the figures below." if left else ""
    words = f"{more} {spent if sums.ended else ''}".strip()
    drawn = {"picture": charts.chart_dollars, "otherwise": NOTHING_FREED}
    return _finding(case, title, rows, (), words, **drawn)


# --- The tempting answer: add it all up --------------------------------------------------------


def _on_grounds(case: Case, found: FoundDollars) -> pd.DataFrame:
    grounds = dollars_by_ground(found.savings)
    table = grounds.rename(columns=BY_GROUND).assign(ground_words=grounds["ground"].map(ON_GROUND))
    return table if len(found.savings) else table.iloc[:0]


adding_up = _table("adding_up", _on_grounds, otherwise=None)


def _say_grounds(grounds: pd.DataFrame) -> str:
    """How many dollars of every year stand on each ground, as literally as the rule has it."""
    each = [f"{dollars(row.every_year)} in {many(row.programs, 'program')}: {ON_GROUND[row.ground]}"
            for row in grounds.itertuples() if row.ground != ALL and row.every_year]  # fmt: skip
    return f"By ground, every year: {'; '.join(each)}." if each else ""


# --- By fund, by year, and with a range --------------------------------------------------------


def _in_ranges(case: Case, found: FoundDollars) -> pd.DataFrame:
    table = without_repeated_totals(found.ranges)
    every = {ONE_TIME: "Once, all funds", RECURRING: "Every year, all funds"}
    words = [every[row.term] if row.pool == ALL else
             f"{row.pool}{' (once)' if row.term == ONE_TIME else ''}"
             for row in table.itertuples()]  # fmt: skip
    words, binds = pd.array(words, dtype="str"), table["bound"].map(BINDS)
    table = table.assign(pool_words=words, term=table["term"].map(COMES), bound_words=binds)
    return table.rename(columns={"low": "range_low", "high": "range_high"})


by_fund = _table(
    "by_fund",
    _in_ranges,
    lambda case, found: _say_found(found.ranges, found.savings, case.students_enrolled),
)


def _say_found(ranges: pd.DataFrame, savings: pd.DataFrame, students: float) -> str:
    """How many dollars were found, with their label, per student, and what to plan on."""
    year, once = _total(ranges, RECURRING), _total(ranges, ONE_TIME)
    if year is None and once is None:
        return NOTHING_FREED
    said = []
    if year is not None:
        each = per_student(year["identified"], students)
        each = "" if pd.isna(each) else f", {dollars(each)} a student"
        programs = len(savings.loc[savings["term"].eq(RECURRING), "program"].unique())
        less = "Not all of it will come about: " if year["high"] < year["identified"] else ""
        span = f"{less}in 90% of draws it is {dollar_range(year['low'], year['high'])}."
        said += [f"**{dollars(year['identified'])} a year is identified{each}**, from "
                 f"{many(programs, 'program')}; {_standing(savings)}. {_say_bound(savings)} "
                 f"{span[0].upper()}{span[1:]} Plan on {dollars(year['plan_on'])}."]  # fmt: skip
    if once is not None:
        said += [f"Another {dollars(once['identified'])} is one-time money: as far as it is not "
                 "spent yet, it can be spent once, where its own rules allow, and pays for nothing "
                 "that lasts."]  # fmt: skip
    return " ".join(said)


def _say_bound(savings: pd.DataFrame) -> str:
    """Of the dollars of every year, what binds how many."""
    every = dollars_by_ground(savings).set_index("ground").loc[ALL]
    said = [f"{dollars(every[kind])} {words}" for kind, words in OF_KIND.items() if every[kind]]
    return f"Of it {'; '.join(said)}."


def _total(ranges: pd.DataFrame, term: str) -> pd.Series | None:
    rows = ranges[ranges["term"].eq(term) & ranges["pool"].eq(ALL)]
    return None if rows.empty else rows.iloc[0]


def _standing(savings: pd.DataFrame) -> str:
    """Potential, or how much of it a board has approved and the ledger has shown."""
    sums = dollars_by_label(savings)
    known = [f"{dollars(sums[label])} {label}" for label in (APPROVED, REALISED) if sums[label]]
    rest = f"; {dollars(sums[IDENTIFIED])} is {POTENTIAL}" if sums[IDENTIFIED] else ""
    return f"{listed(known)}{rest}" if known else POTENTIAL


# --- What growing would cost, and bring --------------------------------------------------------


def what_growing_takes(case: Case) -> Finding:
    """What a seat for each who waits takes, and brings, in the programs to grow and others."""
    found = case.found()
    grow = to_grow(found.uses).uses
    uses = grow if len(grow) else found.uses
    uses = _uses_in_words(uses, case.costs_in_doubt).head(MOST)
    rows = uses.assign(
        group=uses["verdict"], dollars=uses["year_1_dollars"],
        amount=[f"{dollars(one)} of our ledger" for one in uses["year_1_dollars"]],
        who=[f"{number(one)} students wait" for one in uses["seats"]],
        said=[f"uses {dollars(row.used)} in all; worth {row.outcome_worth_words}"
              for row in uses.itertuples()],
    )  # fmt: skip
    title = "A seat for each who waits: what it takes, and what it is worth"
    words = f"{_say_share(case.scale_said)} {_say_paid(found.paid, found.planned, found.bound)}"
    drawn = {"picture": charts.chart_dollars, "otherwise": NO_LIST}
    return _finding(case, title, rows, (), words, **drawn)


NO_LIST = "No program has a waiting list on file."


def _say_share(said: str) -> str:
    whose = f"as our team said on page 9: {said}" if said else "half, ours until your team says"
    return f"New seats are counted at a share of the average gain ({whose})."


seats_for_those_who_wait = _table(  # what stops is not grown
    "seats",
    lambda case, found: _uses_in_words(found.uses, case.costs_in_doubt),
    lambda case, found: f"{_say_uses(found.uses)} {_say_share(case.scale_said)}",
    otherwise=NO_LIST,
)


def _uses_in_words(uses: pd.DataFrame, in_doubt: pd.DataFrame) -> pd.DataFrame:
    uses = uses[uses["verdict"].ne(STOP)]
    doubted = set(in_doubt["program_id"])
    doubt = ["; its cost may be too low" if one in doubted else "" for one in uses["program_id"]]
    worth = [f"{dollars(row.value)} ({dollar_range(row.value_low, row.value_high)})" if row.known
             else "the board has not said" if row.told else "not known"
             for row in uses.itertuples()]  # fmt: skip
    worth = [f"{said}{low}" for said, low in zip(worth, doubt, strict=True)]
    years = {f"year_{n}": f"year_{n}_dollars" for n in (1, 2, 3)}
    table = uses.rename(columns=years).assign(outcome_worth_words=worth)
    columns = ["program", "verdict", "seats", "cost_per_seat", "steps", *years.values(), "used"]
    return table[[*columns, "outcome_worth_words"]]


def _say_uses(uses: pd.DataFrame) -> str:
    grow = to_grow(uses)
    if grow.uses.empty:
        return "No program that the rule would grow has a waiting list on file."
    return (
        f"A seat for each of the {number(grow.seats)} students who wait for "
        f"{listed(grow.uses['program'])} takes {dollars(grow.first_year)} of our ledger in the "
        f"first year and {dollars(grow.third_year)} in the third. To judge whether they are worth "
        f"it: in all, whoever pays, they use {dollars(grow.used)} in the first year."
    )


# --- A restricted dollar never crosses ---------------------------------------------------------

NOTHING_TO_PAY = "There is nothing to pay for yet."


def _payments(case: Case, found: FoundDollars) -> pd.DataFrame:
    table = found.paid.payments_and_gaps.rename(columns={"use": "program"})
    table["bound_words"] = table["pool"].map(found.bound).fillna("").map(BINDS)
    return table.replace({"pool": {"": "nothing that may pay for it"}})


who_pays = _table(
    "payments",
    _payments,
    lambda case, found: _say_paid(found.paid, found.planned, found.bound),
    otherwise=NOTHING_TO_PAY,
)


def _say_paid(paid: Paid, planned: Paid, bound: Mapping[str, str]) -> str:
    """Whether the growth can be paid for, what is left where, and what if less comes about."""
    if paid.by_use.empty:
        return NOTHING_TO_PAY
    left = [f"{dollars(row.left)} {row.pool}{KEPT if bound.get(row.pool) == DUTY else ''}"
            for row in paid.by_pool.itertuples() if row.left > 0]  # fmt: skip
    over = f" Left over: {listed(left)}." if left else ""
    if paid.short:
        return (
            f"Of the {dollars(paid.needed)} our ledger needs every year, {dollars(paid.dollars)} "
            f"can be paid from what was found; **{dollars(paid.short)} is missing**, or comes from "
            f"dollars that may not pay for it.{over} From the figures to plan on, "
            f"{dollars(planned.dollars)} can be paid."
        )
    careful = " It can be paid even from the figures to plan on."
    if planned.short:
        careful = f" **But from the figures to plan on, {dollars(planned.short)} of it is missing: "
        careful += "grow in steps, as the dollars come.**"
    needed = f"All of the {dollars(paid.needed)} our ledger needs could be paid"
    return f"{needed}, and no dollar crosses a fund.{over}{careful}"


KEPT = " (for such services only, or carried over for them)"


what_is_left = _table(  # fund by fund, in the first year and after it
    "netted", lambda case, found: _net_in_words(found.net), lambda case, found: _say_net(found.net)
)


def _net_in_words(net: pd.DataFrame) -> pd.DataFrame:
    table = net.rename(columns={"pool": "pool_words", "transition": "moving_once"})
    columns = ["pool_words", "bound_words", "term", "identified", "plan_on", "planned_use"]
    columns += ["moving_once", "first_year_left", "planned_left"]
    return table.assign(term=net["term"].map(COMES), bound_words=net["bound"].map(BINDS))[columns]


def _say_net(net: pd.DataFrame) -> str:
    """What is left in the first year, when people are moved, and in every year after it."""
    over = left_over(net)
    if over is None:
        return ""
    if not over.moving:
        return f"From the figures to plan on, and with nobody to move, {_say_left(over.later)}."
    after = f"in every year after it {_say_left(over.later)}"
    moved = f"moving people to their next posts takes {dollars(over.moving)}, once"
    if over.missing:
        return (
            f"**In the first year {dollars(over.missing)} is missing**: {moved}. Let what grows "
            f"begin later, or find that much once; {after}."
        )
    return f"In the first year {_say_left(over.first_year)}: {moved}; {after}."


def _say_left(left: Mapping[str, float]) -> str:
    """What is left, apart by what binds it: never one sum of free dollars and others."""
    parts = [f"{dollars(left[kind])} {words}" for kind, words in LEFT_OF.items() if kind in left]
    return f"{listed(parts)} is left" if parts else "all of it is at work"


# --- Whose place ends, and whose begins --------------------------------------------------------


def both_sides(case: Case, found: FoundDollars | None = None) -> Finding:
    """Whose places end, beside whose begin."""
    found = found or case.found()
    plan = case.endings(found=found)
    words = _say_both_sides(plan, found.uses)
    title = "Whose place ends, and whose begins"
    return Finding(title, plan, words=words, missing=words or None)


def _say_both_sides(plan: pd.DataFrame, uses: pd.DataFrame, names: bool = True) -> str:
    ending, grow = endings_of(plan), to_grow(uses)
    said = []
    if len(plan):
        places = f"{number(ending.students)} places" if ending.counted else "places"
        unknown = f", and of {many(ending.not_counted, 'program')} nobody counted them"
        heirs = f" For {number(ending.with_heir)} of them a program that stays serves their grade."
        said.append(
            f"On the one side {places} end"
            f"{', in ' * names}{listed(plan['program'] if names else [], most=8)}"
            f"{unknown if ending.not_counted else ''}.{heirs if ending.with_heir else ''}"
        )
    if len(grow.uses):
        said.append(
            f"On the other {number(grow.seats)} students who wait get a seat"
            f"{', in ' * names}{listed(grow.uses['program'] if names else [])}."
        )
    if len(plan) and names:
        said.append("A student in two programs is counted in both. Say both sides aloud, together.")
    return " ".join(said)


NO_PAIR = (
    "There is no pair of programs to move dollars between: one that stops and one that grows, for "
    "the same outcome, with dollars that may pay for it."
)


def move_dollars(case: Case):
    """Move dollars from one program to another, and see both groups of students at once."""
    decisions = case.decisions()
    savings, programs = case.found().savings, case.district.programs
    known = case.costs, case.effects_shown, savings, programs, case.resource_rules
    pair = moving_pair(decisions, *known)
    return panels.what_if(case.choices, *_move(pair))


def _move(pair: tuple[dict, dict] | None) -> tuple[list[questions.Question], Callable[[dict], str]]:
    if pair is None:
        return [], lambda values: NO_PAIR
    donor, receiver = pair
    words = f"Dollars of {listed(donor['pools'])} to move (at most {dollars(donor['most'])})"

    def answer(values: dict) -> str:
        moved = move_between(donor, receiver, values["moved"])
        return _say_move(moved, donor, receiver).replace("**", "")

    return [questions.ask_number("moved", words, donor["start"], 1, donor["most"], 1000)], answer


def _say_move(move: Reallocated, donor: Mapping, receiver: Mapping) -> str:
    unit, lost = unit_words(receiver["outcome"]), number(round(move.lost, 1) or 0.0, 1)
    given_up = lost if move.lost > 0 else f"nothing that shows ({lost})"  # no zero with a minus
    said = (
        f"{dollars(move.dollars)} from {donor['program']} to {receiver['program']}: about "
        f"{number(move.students_losing)} students lose a place, and about "
        f"{number(move.students_gaining)} gain one. In all, whoever pays, the places lost use "
        f"{dollars(move.used_losing)} and the new ones {dollars(move.used_gaining)}. In "
        f"{outcome_words(receiver['outcome'])} that gives up {given_up} and brings "
        f"{number(move.gained, 1)} (one is {unit}): "
        f"**net {number(move.net, 1)}**, from {number(move.net_low, 1)} to "
        f"{number(move.net_high, 1)} at the ends of both ranges."
    )
    warned = (WARNED[code].format(receiver["program"]) for code in move.warnings)
    return " ".join([said, *warned])


# $500,000 that comes every year, and $700,000 that comes once
check_lasting = panels.checks(
    CHECK,
    lasting_dollars(500_000, 700_000),
    "Which of the two is still there in the third year?",
    "The $700,000 can pay for something that ends: training, a study, moving people to their next "
    "post.",
)


# --- Decide, and say it to your board ------------------------------------------------------------

talk_first = opening.talk_first
decide = panels.asks(MOVES)  # from what, to what, and what is given up


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not, and both sides together."""
    found = case.found()
    sums = headline(found.ranges, found.ending)
    may = f"{dollars(sums.lasting)} a year is identified; {_standing(found.savings)}."
    total = f"“We found {dollars(sums.total)}.”"
    may_not = f"{total} Every year, once, and spent already are no one sum."
    said = to_the_board([may], [may_not]) if len(found.savings) else NOTHING_FREED
    sides = _say_both_sides(case.endings(found=found), found.uses, names=False)
    return _finding(case, "Say it to your board", found.savings, (), f"{said}\n\n{sides}",
                    otherwise=f"{NOTHING_FREED}\n\n{sides}")  # fmt: skip


# --- What the board has approved ---------------------------------------------------------------


def labels(case: Case):
    """How far each saving has come: for the facilitator, after the vote."""
    each = case.found().savings.drop_duplicates("program_id")
    rows = questions.rows_to_fill(each, "program_id", "program", "Nothing is identified yet")
    return panels.matrix(case.choices, rows, LABEL, "label", "How far each saving has come")


# --- Talk about it; what you found; take it home -----------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order: the one list that is said again and taken home."""
    found = case.found()
    shown = (freed, ledger_rows, adding_up, by_fund, moving_people, seats_for_those_who_wait,
             who_pays, what_is_left, both_sides, all_hands)  # fmt: skip
    return [one(case, found) for one in shown]


def statement(case: Case) -> Markdown:
    """The dollars-found statement, to hand out: every figure with its label."""
    found = case.found()
    said = [one(case, found).words for one in (by_fund, seats_for_those_who_wait, both_sides)]
    body = _statement(found, said, case.choices.answers, [*PURPOSE, *TALK])
    return artifacts.hand_out(case, "dollars_found", "Dollars found: potential, by fund", body)


def _statement(
    found: FoundDollars,
    sentences: Sequence[str],
    answers: Mapping,
    asked: Sequence[questions.Question],
) -> str:
    open_ones = dollars_by_label(found.savings)[IDENTIFIED] or not len(found.savings)
    vote = "what is labelled so was decided by a vote, and nothing else"
    if found.savings["label"].eq(IDENTIFIED).all():
        vote = "nothing here was decided by a vote"
    potential = f"*Potential until the board approves it: {vote}.*" if open_ones else ""
    heads = ("Program", "How", "Fund", "Bound by", "Comes", "Identified", "Plan on", "Label")
    rows = [(row.program, HOW[row.lever], row.pool, BINDS[row.bound], COMES[row.term],
             dollars(row.likely), dollars(row.plan_on), row.label)
            for row in found.savings.itertuples()]  # fmt: skip
    from_where = text_table(heads, rows), _say_grounds(dollars_by_ground(found.savings))
    pays = _say_paid(found.paid, found.planned, found.bound), _say_net(found.net)
    said = "## What we say", "\n".join(questions.on_paper(asked, answers))
    parts = "## Where it would come from", *from_where, "## What it could pay for", *pays
    return paragraphs(potential, *sentences, *parts, *said)


def workbook(case: Case) -> Markdown:
    """The reallocation workbook, to check; none while nothing is identified and nothing grows."""
    found, seal = case.found(), artifacts.stamp(case.district)
    if found.savings.empty and found.paid.by_use.empty:
        artifacts.take_away(case.take_home, case.notebook, "reallocation.xlsx")
        return Markdown("**No reallocation workbook yet:** nothing is identified, nothing grows.")
    made = live_workbook(found, case.rule.transition_months, seal)
    file = case.take_home, case.notebook, "reallocation.xlsx", made
    return artifacts.hand_out_file(*file, "The reallocation workbook")


take_home = taken_home(TITLE, findings, *PURPOSE, MOVES, *TALK)


# --- The reallocation workbook: its totals are formulas over the ledger rows, to check and change

ROWS, SAVINGS, FUNDS = "Ledger rows", "Savings", "Funds"
GROWTH, PAYMENTS, MOVING = "Investments", "Payments", "Moving people"
INPUT = "#1A4FA3"
TERM = "Comes"


class Column(NamedTuple):
    """One column of a live sheet: its heading, its format, whence its values, and what sums it."""

    heading: str
    kind: str
    name: str
    formula: str = ""
    total: bool = False


def _same(sheet: str, letters: Mapping[str, str], summed: str) -> str:
    """A sum over rows whose words are the same to the letter: none is taken for a pattern."""
    last = f"{{last[{sheet}]}}"
    pairs = [f"EXACT('{sheet}'!${there}$2:${there}${last},{here}{{row}})"
             for there, here in letters.items()]  # fmt: skip
    return f"SUMPRODUCT({'*'.join(pairs)}*'{sheet}'!${summed}$2:${summed}${last})"


OF_POOL, OF_LINE = {"F": "A", "G": "B"}, {"A": "A", "C": "C", "D": "D", "I": "E"}
LASTING = f'EXACT(B{{row}},"{RECURRING}")*'
ACCOUNT = (("Program number", "text", "program_id"), ("Program", "text", "program"),
           ("Fund", "text", "fund"), ("Resource", "text", "resource"))  # fmt: skip
SHEETS = {
    ROWS: (
        *ACCOUNT,
        *((one.capitalize(), "text", one) for one in ("goal", "function", "object")),
        ("School", "text", "school_code"),
        ("Bought to last", "text", "lasts"),
        ("In the ledger", "cents", "amount", "", True),
        ("Share freed", "percent1", "share"),
        ("Freed", "cents", "freed", "=J{row}*K{row}", True),
    ),
    SAVINGS: (
        *ACCOUNT,
        ("Bought to last", "text", "lasts"),
        ("Dollars of", "text", "pool"),
        (TERM, "text", "term"),
        ("Label", "text", "label"),
        ("At least", "cents", "low", "", True),
        ("Identified", "cents", "likely", f"=ROUND({_same(ROWS, OF_LINE, 'L')},2)", True),
        ("At most", "cents", "high", "", True),
        ("Plan on", "cents", "plan_on", "=IF(K{row}>I{row},"
         "MIN(ROUND((I{row}+J{row}+K{row})/3,2),J{row}),J{row})", True),
        ("Bound by", "text", "bound"),
    ),
    FUNDS: (
        ("Dollars of", "text", "pool"),
        (TERM, "text", "term"),
        ("Identified", "cents", "identified", f"=ROUND({_same(SAVINGS, OF_POOL, 'J')},2)", True),
        ("Put to work, of what is identified", "cents", "used",
         f"=ROUND({LASTING}{_same(PAYMENTS, {'B': 'A'}, 'C')},2)", True),
        ("Left", "cents", "left", "=C{row}-D{row}", True),
        ("Plan on", "cents", "plan_on", f"=ROUND({_same(SAVINGS, OF_POOL, 'L')},2)", True),
        ("Put to work, of what to plan on", "cents", "planned_use",
         f"=ROUND({LASTING}{_same(PAYMENTS, {'B': 'A'}, 'D')},2)", True),
        ("Left to plan on", "cents", "planned_left", "=F{row}-G{row}", True),
        ("Moving people, once", "cents", "transition",
         f"=ROUND({LASTING}{_same(MOVING, {'B': 'A'}, 'E')},2)", True),
        ("Left in the first year", "cents", "first_year_left", "=H{row}-I{row}", True),
        ("Bound by", "text", "bound"),
    ),
    GROWTH: (
        ("Program", "text", "program"),
        ("Students waiting", "count", "seats", "", True),
        ("One more seat", "cents", "cost_per_seat"),
        ("Raise, year 2", "percent1", "raise_2"),
        ("Raise, year 3", "percent1", "raise_3"),
        ("Year 1", "cents", "year_1", "=ROUND(B{row}*C{row}+K{row},2)", True),
        ("Year 2", "cents", "year_2", "=ROUND(F{row}*(1+D{row}),2)", True),
        ("Year 3", "cents", "year_3", "=ROUND(G{row}*(1+E{row}),2)", True),
        ("Short, of what is identified", "cents", "short",
         f"=ROUND(F{{row}}-{_same(PAYMENTS, {'A': 'A'}, 'C')},2)", True),
        ("Short, of what is to plan on", "cents", "short_planned",
         f"=ROUND(F{{row}}-{_same(PAYMENTS, {'A': 'A'}, 'D')},2)", True),
        ("Steps, beyond the seats planned", "cents", "steps", "", True),
        ("Used in all, whoever pays", "cents", "used", "", True),
    ),
    PAYMENTS: (
        ("Program", "text", "use"),
        ("Dollars of", "text", "pool"),
        ("Of what is identified", "cents", "dollars", "", True),
        ("Of what to plan on", "cents", "dollars_planned", "", True),
    ),
    MOVING: (
        ("Program", "text", "program"),
        ("Dollars of", "text", "pool"),
        ("People, a year", "cents", "people_dollars", "", True),
        ("Months", "number1", "months"),
        ("Moving people, once", "cents", "transition", "=ROUND(C{row}*D{row}/12,2)", True),
    ),
}  # fmt: skip


def live_workbook(found: FoundDollars, months: float, stamp: Stamp) -> bytes:
    """The bytes of the workbook, its totals alive: the same tables give the same bytes."""
    said = {True: "yes", False: "no"}
    uses, savings = found.uses[found.uses["verdict"].eq(GROW)], found.savings
    short = {f"short{plan}": paid.short_of(uses["program"]).tolist()
             for plan, paid in (("", found.paid), ("_planned", found.planned))}  # fmt: skip
    lasts = (~savings["lasts"].astype(bool)).map(said)
    tables = {
        ROWS: found.rows.assign(lasts=bought_to_last(found.rows).map(said)),
        SAVINGS: savings.assign(lasts=lasts, bound=savings["bound"].map(BINDS)),
        FUNDS: found.net.assign(bound=found.net["bound"].map(BINDS)),
        GROWTH: uses.assign(**short),
        PAYMENTS: payments_side_by_side(found.paid, found.planned),
        MOVING: found.transition.assign(months=months),
    }
    last = {name: max(len(table) + 1, 2) for name, table in tables.items()}
    file = BytesIO()
    with opened(file, stamp) as (book, looks):
        inputs = {"font_color": INPUT}
        blue = {kind: book.add_format({"num_format": FORMATS[kind]} | inputs) for kind in FORMATS}
        show_about(book.add_worksheet("About"), list(tables), stamp, WORDS["book_notes"], looks)
        for name, table in tables.items():
            sheet, columns = book.add_worksheet(name), [Column(*one) for one in SHEETS[name]]
            _write(sheet, columns, table, looks, blue, last)
            show_printing(sheet, stamp)
    return file.getvalue()


def _write(sheet, columns, table: pd.DataFrame, looks: Mapping, blue: Mapping, last) -> None:
    sheet.freeze_panes(1, 1)
    wide = ("Program", "Dollars of")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 38 if column.heading in wide else 17)
        sheet.write_string(0, place, column.heading, looks["head"])
        for row, value in enumerate(table[column.name].tolist(), start=1):
            if column.formula:
                formula = column.formula.format(row=row + 1, last=last)
                sheet.write_formula(row, place, formula, looks[column.kind], value)
            elif column.kind == "text":
                sheet.write_string(row, place, str(value), looks["text"])
            else:
                sheet.write_number(row, place, float(value), blue[column.kind])
    if len(table):
        _totals(sheet, columns, table, looks)
    sheet.repeat_rows(0)


def _totals(sheet, columns, table: pd.DataFrame, looks: Mapping) -> None:
    """A line of totals; one for each term where dollars come every year or once, never for both."""
    terms = {chr(ord("A") + n): table[one.name].tolist()
             for n, one in enumerate(columns) if one.heading == TERM}  # fmt: skip
    kinds = {RECURRING: "Total, every year", ONE_TIME: "Total, once"} if terms else {"": "Total"}
    last = len(table) + 1
    for row, (term, words) in enumerate(kinds.items(), start=last + 1):
        sheet.write_string(row, 0, words, looks["head"])
        for place, column in enumerate(columns):
            if not column.total:
                continue
            letter = chr(ord("A") + place)
            cells, formula = f"{letter}2:{letter}{last}", f"=SUM({letter}2:{letter}{last})"
            for at in terms:
                formula = f'=SUMPRODUCT(EXACT(${at}$2:${at}${last},"{term}")*{cells})'
            total = column_total(table[column.name].tolist(), *terms.values(), term=term)
            sheet.write_formula(row, place, formula, looks["sum"][column.kind], total)
