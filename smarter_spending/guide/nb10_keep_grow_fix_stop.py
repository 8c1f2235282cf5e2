"""Notebook 10, "Keep, grow, fix, stop": its questions, findings and sentences, from the top.

What the written rule says and what people decided against it is read anew for each finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.analysis.inventory import GOAL_AREAS
from smarter_spending.analysis.uncertainty import CANNOT_TELL, CLOSE, GAIN_SHOWN, NOT_SHOWN
from smarter_spending.case import Case
from smarter_spending.district.privacy import TOO_FEW
from smarter_spending.guide import charts, finding, opening, panels, questions
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding
from smarter_spending.guide.opening import trust
from smarter_spending.guide.sentences import (
    dollars_on_file,
    have,
    read_with,
    review_day,
    room_answers,
    say_not_set,
    to_the_board,
)
from smarter_spending.guide.showing import Text, lists, show_table, show_text
from smarter_spending.planning import decisions as rules
from smarter_spending.planning.partnership import APART, decided_apart
from smarter_spending.words import (
    day,
    dollars,
    listed,
    literal,
    many,
    number,
    of_ten,
    percent,
    short_dollars,
)

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "Keep, grow, fix, stop"
NEEDS = ("programs",)  # without them it says so
_lacking = finding.lacking(*NEEDS)
I_WOULD = (questions.ask_choice("verdict", "I would", rules.VERDICTS),)
WE_DECIDE = (
    questions.ask_choice("verdict", "We decide", ["as the rule says", *rules.VERDICTS]),
    questions.ask_words("because", "Because (no reason, no change)"),
)
CHECK = questions.ask_choice(
    "check_rule",
    "Its students ended between half a point behind and 3.5 ahead. Nobody knows how much of it "
    "they got. What does the rule say?",
    rules.VERDICTS,
)
EVERY_OTHER = "every other program"
TALK = questions.talks("10")
WORDS = lists("nb10_words")
PARTS, MEANS, REASONS = (WORDS[name] for name in ("parts", "means", "reasons"))
OUR_PART = questions.as_worded(WORDS["our_part"])
TO_FIND_OUT, BY_LAW, GRADE_NAMES = (WORDS[one] for one in ("to_find_out", "by_law", "grade_names"))
# how a decision's dollars are drawn
IN_PARTS = {rules.GROW: GAIN_SHOWN, rules.NOT_YET_KNOWN: CANNOT_TELL}
who = panels.asks_who


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """How many dollars the rule can decide on, in parts, and what is decided."""
    decisions = case.decisions()
    table = rules.verdict_dollars(decisions).dropna(subset=["dollars"])
    codes = table["title"].map(IN_PARTS).fillna(NOT_SHOWN)
    said = [f"{many(row.programs, 'program')}: {row.title.lower()}" for row in table.itertuples()]
    drawn = charts.chart_parts(table.assign(shown=codes, words=said)) if len(table) else ""
    unknown = table.set_index("title")["share"].get(rules.NOT_YET_KNOWN, 0.0)
    cents = percent(unknown).replace("%", "¢") if drawn else ""
    ours = decisions[decisions["decision"].ne(decisions["verdict"])]
    decided = {
        "we follow the rule for": case.choices.answers.get("we_follow", ""),
        "we decide otherwise for": listed(ours["program"]),
    }
    words = _lacking(case) or _say_in_short(decisions)
    return opening.in_short(case, words, cents, "of each dollar: not yet known", drawn, decided)


def _say_in_short(decisions: pd.DataFrame) -> str:
    if decisions["reason"].eq("no rule").any():
        return "**Not yet known.** Nobody has set the rule by which this district decides."
    every, open_ones = (
        rules.known_cost(one["total_cost"])
        for one in (decisions, decisions[decisions["decision"].eq(rules.NOT_YET_KNOWN)])
    )
    if not open_ones.programs:
        return f"Of all {many(every.programs, 'program')} enough is known to decide."
    spent = f"{short_dollars(every.dollars)} a year in {many(every.programs, 'program')}"
    least = short_dollars(open_ones.dollars)
    return f"Of {spent}, too little is known to decide on {least}: a test and a date, and no cut."


# --- A rule written beforehand has no friends --------------------------------------------------


def rule_aloud(case: Case) -> Text:
    """The written rule in sentences, each with the line that the board drew."""
    unset = case.unset("decision_rule")
    shares = {part.name for part in fields(case.rule)} - {"priority_aims", "transition_months"}
    of_100 = {name: percent(getattr(case.rule, name)).rstrip("%") for name in shares}
    said = WORDS["rule"]["said"].format(aims=_aims(case.rule), **of_100)
    return show_text(said, otherwise=say_not_set(unset) if unset else "")


def _aims(written: rules.DecisionRule) -> str:
    aims = [GOAL_AREAS.get(aim, aim) for aim in written.priority_aims]
    return literal(listed(aims)) if aims else "none named yet"


def rule(case: Case) -> Finding:
    """The written rule, a line for each part."""
    unset, table = case.unset("decision_rule"), _rule_in_words(case.rule)
    if unset:
        return Finding("Our written rule", table.iloc[:0], missing=say_not_set(unset), sheet="Rule")
    return Finding("Our written rule", table, tuple(table), sheet="Rule")


def _rule_in_words(written: rules.DecisionRule) -> pd.DataFrame:
    said = {"priority_aims": _aims(written), "transition_months": number(written.transition_months)}
    shares = (part.name for part in fields(written) if part.name not in said)
    said |= {name: percent(getattr(written, name)) for name in shares}
    rows = [(PARTS[part.name], said[part.name]) for part in fields(written)]
    return pd.DataFrame(rows, columns=["rule_part", "rule_value"])


# --- Decide apart, before you hear each other --------------------------------------------------

ALONE = 3  # programs on the page to decide on apart, one of each verdict; the others are folded


def what_is_known(case: Case) -> Finding:
    """What is known of the programs with most at stake, without what the rule says of them."""
    table = _facts_in_words(case, _discussed(case)[:ALONE])
    title = "What is known, before anybody decides"
    table = table.assign(
        who=[_say_who(row) for row in table.itertuples()],
        said=[(f"a gain: {of_ten(row.chance_gain)}",
               f"worth it: {of_ten(row.chance_worth_it)}" if row.can_tell else "",
               f"delivered: {row.delivered_words}") for row in table.itertuples()],
    )  # fmt: skip
    return _finding(case, title, table, picture=charts.chart_known)


def _say_who(row) -> str:
    students = many(row.students_served, "student") if pd.notna(row.students_served) else ""
    cost = f"{dollars(row.total_cost)} a year" if pd.notna(row.total_cost) else "cost not known"
    same = f"same job as {row.same_job}" if isinstance(row.same_job, str) else ""
    return "; ".join(filter(None, [students, cost, same]))


def _discussed(case: Case) -> pd.DataFrame:
    return rules.one_of_each(rules.programs_to_discuss(case.decisions()))


def facts(case: Case) -> Finding:
    """The same of every program that a room can talk about, in figures."""
    columns = ("program", "total_cost", "ledger_cost", "students_served", "gain_words",
               "worth_words", "delivered_words", "same_job", "read_with")  # fmt: skip
    known = _facts_in_words(case, _discussed(case))
    title = "What is known, without what the rule says"
    return _said_above(case, _finding(case, title, known, columns))


def _facts_in_words(case: Case, programs: pd.DataFrame) -> pd.DataFrame:
    minimum = case.district.minimum_group
    few = programs["students_served"].between(1, minimum, inclusive="left")
    programs = rules.enough_students(programs, minimum)
    delivered = _shares(programs["delivered_share"], "not known", 1)
    return programs.assign(
        gain_words=_shares(programs["chance_gain"], "cannot tell"),
        worth_words=_shares(programs["chance_worth_it"], "cannot tell"),
        delivered_words=pd.Series(delivered, programs.index).mask(few, TOO_FEW),
        same_job=[_same_job(row) or None for row in programs.itertuples()],
        read_with=programs["program_id"].map(read_with(case.effects_shown, case.costs_in_doubt)),
    )


def _same_job(row) -> str:
    """The program that does the same job, and for which grades no program does; or blank."""
    if not row.same_job_as or not row.no_heir:
        return row.same_job_as
    return f"{row.same_job_as}, but not for {_grades(row.no_heir)}"


def _grades(codes: str) -> str:
    names = [GRADE_NAMES.get(code, code.lstrip("0")) for code in codes.split(";")]
    return f"grade{'s' if len(names) > 1 else ''} {listed(names, most=14)}"


def _shares(shares: pd.Series, unknown: str, places: int = 0) -> list[str]:
    return [unknown if pd.isna(share) else percent(share, places) for share in shares]


def decide_apart(case: Case):
    """Each person's own decisions first, and then the room's beside the rule."""
    return _apart(case, _discussed(case)[:ALONE])


def decide_more(case: Case):
    """The same of the next programs, for a room with time."""
    others = _discussed(case)[ALONE:]
    return _apart(case, others) if len(others) else None


def _apart(case: Case, discussed: pd.DataFrame):
    rows, asked = _rows(discussed), "What would you do with each?"
    told = (f"{literal(row.program)}: **{row.decision}**" for row in discussed.itertuples())
    ruled = f"The rule says: {listed(told)}." if len(discussed) else ""
    apart = panels.matrix(case.choices, rows, I_WOULD, APART, asked, expected=ruled)

    def room() -> str:
        table = _apart_in_words(room_answers(case), discussed)
        return show_table(table.replace("", None), "The room, apart, beside the rule").data

    return panels.reveal(apart, room)


def _rows(programs: pd.DataFrame) -> pd.DataFrame:
    return questions.rows_to_fill(
        programs, "program_id", "program", "No program is in programs.csv yet"
    )


def _apart_in_words(answers: pd.DataFrame, discussed: pd.DataFrame) -> pd.DataFrame:
    said = decided_apart(answers, discussed["program_id"], rules.VERDICTS)

    def side(program_id: str, name: str) -> str:
        given = said[said["program_id"].eq(program_id) & said["side"].eq(name)]
        return ", ".join(f"{row.verdict} ({row.people})" for row in given.itertuples())

    sides = ("finance", "academics", "others")
    rows = [(row.program, *(side(row.program_id, name) for name in sides), row.verdict)
            for row in discussed.itertuples()]  # fmt: skip
    columns = ["program", "finance_decides", "academics_decide", "others_decide", "rule_says"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


# --- The tempting answer: cut whatever has no evidence -----------------------------------------


def cutting_blind(case: Case) -> Finding:
    """What cutting everything without evidence would free, and what it would cut blind."""
    decisions = case.decisions()
    return _finding(case, "What cutting blind would cut", decisions, words=_say_cut(decisions))


def _say_cut(decisions: pd.DataFrame) -> str:
    if decisions.empty:
        return ""
    cut = rules.blind_cut(decisions)
    if not cut.cost.programs:
        return "Of every program somebody can tell the effect: there is nothing to cut blind."
    share = f"{percent(cut.share)} of all program dollars"
    return (
        f"Of {many(len(decisions), 'program')}, {have(cut.cost.programs)} no effect that anybody "
        f"can tell. They use {dollars_on_file(cut.cost, share)}, whoever pays; cutting them all "
        f"would free {dollars(cut.ledger)} of our ledger at most, {_bound(cut)}."
    )


def _bound(cut: rules.BlindCut) -> str:
    if cut.not_said == cut.cost.programs:
        return "and nobody has said which of them law or contract requires"
    words = f"{cut.required or 'none'} of these programs against law or contract"
    return f"{words} (not said for {cut.not_said} of them)" if cut.not_said else words


# --- What the rule says ------------------------------------------------------------------------

MOST, HAIRS = 3, 1  # programs in the picture, and close calls in its sentence


def what_the_rule_says(case: Case) -> Finding:
    """The dearest programs by what is decided, each with its ground, and what hangs on a hair."""
    decisions = case.decisions()
    hairs = rules.hangs_on(decisions, case.rule)
    rows = rules.movers_first(rules.programs_to_discuss(decisions.join(hairs), MOST))
    rows = rows.assign(
        group=rows["decision"], dollars=rows["total_cost"], amount=rows["total_cost"].map(dollars),
        who=["hangs by a hair" if fact else "" for fact in rows["fact"]],
        said=[_say_brief(row) for row in rows.itertuples()],
    )  # fmt: skip
    words, drawn = _say_hairs(decisions[["program"]].join(hairs)), charts.chart_dollars
    more = {"words": words, "picture": drawn if len(rows) else None}
    return _said_above(case, _finding(case, _say_moves(decisions), rows, **more))


def _say_moves(decisions: pd.DataFrame) -> str:
    count = rules.verdict_dollars(decisions).set_index("title")["programs"]
    moves = (rules.GROW, rules.FIX, rules.STOP)
    each = [f"{verdict.lower()} {count.get(verdict, 'none')}" for verdict in moves]
    return f"Of {many(len(decisions), 'program')}: {listed(each)}"


def _say_brief(row) -> str:
    if row.decided_by != rules.RULE and row.decision != row.verdict:
        return f"decided by {row.decided_by}; the rule said {row.verdict}"
    if row.decision != row.verdict:
        return _say_note(row)
    law = {rules.NOT_OURS: "required by law or contract; ", rules.NOTHING_TAKEN: "required; "}
    law |= dict.fromkeys(
        (rules.WOULD_STOP, rules.WOULD_TAKE), "nobody has said whether law requires it; "
    )
    said = WORDS["brief"][row.reason].format(job=row.same_job_as, some=row.works_for)
    return f"{law.get(row.by_law, '')}{said}"


def _say_hairs(table: pd.DataFrame) -> str:
    """Which verdicts hang on a hair, on what, and what the rule would say past it."""
    near = [f"{row.program}, {_say_hair(row)}" for row in table[table["fact"].ne("")].itertuples()]
    more = f"; and {len(near[HAIRS:])} more below" if near[HAIRS:] else ""
    said = f"less than {percent(CLOSE, 1).rstrip('%')} points from our line"
    return f"**By a hair**, {said}: {'; '.join(near[:HAIRS])}{more}." if near else ""


def _say_hair(row) -> str:
    value, limit = percent(row.value, 1), percent(row.limit, 1).replace(".0%", "%")
    said = WORDS["hair"][row.fact].format(value=value, limit=limit)
    return f"{said} (past it, {row.otherwise})"


def by_decision(case: Case) -> Finding:
    """How many programs and dollars each decision holds."""
    table = rules.verdict_dollars(case.decisions())
    table.insert(1, "means", table["title"].map(MEANS))
    columns = ("title", "means", "programs", "cost_not_known", "dollars", "share", "ledger_cost")
    return _finding(case, "Programs and dollars by decision", table, columns, sheet="By decision")


def every_decision(case: Case) -> Finding:
    """Every decision with its ground, who sees to it, and what to find out by when."""
    columns = ("program", "decision", "lever", "total_cost", "ledger_cost", "reason_words",
               "to_find_out", "owner", "review_by")  # fmt: skip
    table = _decisions_in_words(case)
    return Finding("Every decision", table, columns, missing=None, sheet="Decisions")


def _decisions_in_words(case: Case) -> pd.DataFrame:
    decisions = case.decisions()
    table = rules.movers_first(decisions.join(rules.hangs_on(decisions, case.rule)))
    table = rules.enough_students(table, case.district.minimum_group)
    warned = read_with(case.effects_shown, case.costs_in_doubt)
    table = table.assign(
        lever=table["lever"].where(table["decision"].eq(rules.FIX), "").replace("", None),
        reason_words=[
            f"{_say_reason(row)}{f' It hangs by a hair: {_say_hair(row)}.' if row.fact else ''} "
            f"{warned.get(row.program_id, '')}".strip()
            for row in table.itertuples()
        ],
        decision_note=[_say_note(row) or None for row in table.itertuples()],
        owner=table["owner"].replace("", None),
        to_find_out=[TO_FIND_OUT.get(code) for code in table["to_find_out"]],
        review_by=review_day(case.district),
    )
    return table[["program", "decision", "lever", "reason_words", "decided_by", "decision_note",
                  "owner", "review_by", "total_cost", "ledger_cost", "students_served",
                  "to_find_out"]]  # fmt: skip


def _say_reason(row) -> str:
    """Why the rule says what it says of a program."""
    ends = row.ending and row.reason == "cannot tell"  # nothing that ends is set a test
    why = (WORDS["ending"] if ends else REASONS[row.reason]).format(
        gain=row.chance_gain, worth=row.chance_worth_it, got=row.delivered_share,
        some=row.works_for, job=row.same_job_as, grades=_say_heirs(row),
        seats="" if row.by_law else _say_seats(row),
    )  # fmt: skip
    return f"{BY_LAW.get(row.by_law, '')}{why.strip()}"


def _say_heirs(row) -> str:
    """For which of its grades, and how many of its students, another program does the same job."""
    if not row.no_heir:
        return "for all its grades"
    keep = f", and not for {_grades(row.no_heir)}{'' if row.ending else ', whose students keep it'}"
    if pd.isna(row.heir_share):
        return f"in grades it shares{keep} (of how many is not known, so no dollar is counted)"
    return f"for {percent(row.heir_share)} of its students{keep}"


def _say_seats(row) -> str:
    """Of the seats that are paid, how many are used; a seat unused is not an hour undelivered."""
    if pd.isna(row.seats_planned) or pd.isna(row.students_served):
        return "How many seats are paid and used is not known, so no dollar is counted."
    if row.students_served >= row.seats_planned:
        return "Every seat that is paid is used."
    return (
        f"{number(row.students_served)} of the {number(row.seats_planned)} seats that are paid are "
        "used: pay for these."
    )


# --- You may overrule the rule, with a reason --------------------------------------------------


def overrule(case: Case):
    """What the room decides against the rule, and why: every program that moves is listed."""
    decisions = case.decisions()
    rows = _rows(rules.may_be_overruled(rules.programs_to_discuss(decisions), decisions))
    asked = "Where we decide otherwise, and why"
    return panels.matrix(case.choices, rows, WE_DECIDE, rules.OVERRIDE, asked)


def what_holds(case: Case) -> Finding:
    """What people decided against the rule, and what did not hold."""
    decisions = case.decisions()
    return _finding(case, "What holds", decisions, words=_say_overrides(decisions))


def _say_overrides(decisions: pd.DataFrame) -> str:
    ours = decisions["decided_by"].ne(rules.RULE)
    otherwise = decisions[ours & decisions["decision"].ne(decisions["verdict"])]
    moved = [f"{row.program}: {row.decision} instead of {row.verdict} ({row.decided_by}: "
             f"{_say_note(row)})" for row in otherwise.itertuples()]  # fmt: skip
    said = [f"Against the rule: {'; '.join(moved)}."] if moved else []
    for row in decisions[~ours & decisions["note"].ne("")].itertuples():
        holds = row.decision == row.verdict
        rule = "as the rule says" if holds else f"no longer {row.verdict}"
        said.append(f"{row.program}: {row.decision}, {rule}; {_say_note(row)}.")
    return " ".join(said) or "Nobody has decided against the rule."


def _say_note(row) -> str:
    """What people said of a program, or why neither that nor the rule holds; blank with nothing."""
    said = _say_voices(row) if row.voices else ""
    if row.silent:
        silent = listed(row.silent, most=20)
        otherwise = f"{silent} would say otherwise, but gave no reason"
        said = f"{said}; {silent} gave no reason" if said else otherwise
    if not row.heir_now:
        return said
    heir = row.same_job_as
    gone = "ends" if row.heir_now == rules.STOP else f"is not kept as it is ({row.heir_now})"
    return "; ".join(filter(None, [f"{heir} was to do its job, and {heir} {gone}", said]))


def _say_voices(row) -> str:
    roles = listed(dict.fromkeys(role for role, *_ in row.voices), most=20)
    each = "; ".join(f"{role}: {verdict}" for role, verdict, _ in row.voices)
    said = {
        rules.NOT_AGREED: f"not agreed ({each})",
        rules.ONE_ROLE: f"{roles} would say {row.voices[0][1]}, and no other role has agreed yet",
        rules.LAW_OPEN: f"{roles} would stop it, but nobody has said whether law or contract "
                        "requires it",
        rules.REQUIRED: f"{roles} would stop it, but law or contract requires it",
    }  # fmt: skip
    return said.get(row.note) or "; ".join(because for *_, because in row.voices)


# --- What ends, ends well ----------------------------------------------------------------------


@finding.for_california
def what_ends(case: Case) -> Finding:
    """What ends, whom that touches, who takes them on and by when, in a sentence."""
    words = _say_endings(case.endings(), case.district.minimum_group, case.choices.answers)
    return replace(endings(case), columns=(), words=words)


@finding.for_california
def endings(case: Case) -> Finding:
    """The sunset plan: who is affected, who takes them on, by when."""
    plan, answers = case.endings(), case.choices.answers
    words = WORDS["no_seat"] if len(plan) else NOTHING_ENDS
    columns = ("program", "what_ends", "students_affected", "taken_on_by", "with_heir",
               "no_heir_words", "owner", "notice_by", "last_day", "transition")  # fmt: skip
    ended = _endings_in_words(plan, answers)
    return _said_above(case, _finding(case, "What ends, and how", ended, columns, words))


NOTHING_ENDS = "No program ends, so there is nothing to wind down."


def _said_above(case: Case, shown: Finding) -> Finding:
    """What its section lacks was said once: a second finding of it is silent."""
    return replace(shown, missing=None) if _lacking(case) else shown


def _endings_in_words(plan: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    unnamed = "whom our own answer names" if _taken_on(answers) else None
    days = {column: [day(value) for value in plan[column]]
            for column in ("notice_by", "last_day", "review")}  # fmt: skip
    table = plan.assign(
        taken_on_by=plan["taken_on_by"].replace("", unnamed),
        owner=plan["owner"].replace("", None),
        # all of it, or only what is bought, in the grades another serves
        what_ends=[f"what is bought{', in the grades it shares' if row.no_heir else ''}"
                   if row.keeps else "the program" for row in plan.itertuples()],
        no_heir_words=[f"{_grades(row.no_heir)}{', who keep it' if row.keeps else ''}"
                       if row.no_heir else None for row in plan.itertuples()],
        **days,
    ).rename(columns={"students": "students_affected", "review": "review_by"})  # fmt: skip
    return table.drop(columns=["program_id", "no_heir", "keeps"])


def _say_endings(plan: pd.DataFrame, minimum: int, answers: Mapping[str, object]) -> str:
    if plan.empty:
        return NOTHING_ENDS
    bought = [f"{row.program}{' (shared grades)' if row.no_heir else ''}"
              for row in plan[plan["keeps"]].itertuples()]  # fmt: skip
    things = [f"what is bought for {listed(bought, most=8)}"] if bought else []
    ends = [*plan.loc[~plan["keeps"], "program"], *things]
    sums = rules.endings_of(plan)
    moving = f"Moving people to their next post costs about {dollars(sums.transition)}, once."
    return (
        f"What ends on {day(plan['last_day'].iloc[0])}: {listed(ends, most=8)}. Staff are told by "
        f"{day(plan['notice_by'].iloc[0])}. That touches {_touched(sums, minimum)}."
        f"{_places(plan, answers)} {moving if sums.transition else ''}".strip()
    )


def _touched(endings: rules.Endings, minimum: int) -> str:
    # a child in two of these programs is in both counts
    places = "places (students counted once for each program)"
    counted = f"about {number(endings.students)} {places if endings.counted > 1 else 'students'}"
    unknown = many(endings.not_counted, "program")
    unknown += f" whose students nobody counted (or fewer than {minimum})"
    parts = counted if endings.counted else "", unknown if endings.not_counted else ""
    return " and ".join(filter(None, parts))


def _places(plan: pd.DataFrame, answers: Mapping[str, object]) -> str:
    names = listed(plan.loc[plan["taken_on_by"].eq(""), "program"])
    if not names:
        return ""
    if _taken_on(answers):
        return f" Who takes on the students of {names}: the room's own answer stands with the plan."
    return f" **Nobody is named yet to take on the students of {names}.**"


def _taken_on(answers: Mapping[str, object]) -> bool:
    return bool(str(answers.get("taken_on") or "").strip())


our_part = panels.asks(*OUR_PART)  # who takes on, who tells, what is tested first


# --- Decide, check yourself, say it to your board ------------------------------------------------

talk_first = opening.talk_first


def _decision(case: Case) -> list[questions.Question]:
    names = [*rules.programs_to_discuss(case.decisions())["program"], EVERY_OTHER]
    return [questions.ask_several("we_follow", "We follow the rule for", names)]


# for which programs the room follows the rule
decide = panels.asks(_decision, expected=lambda case: f"{_say_moves(case.decisions())}.")

# half a point behind to 3.5 ahead, and nobody knows what was delivered
check_the_rule = panels.checks(
    CHECK,
    rules.verdict_of_range(-0.5, 3.5, delivered=None),
    "Is a gain shown? And may it be called a failure if nobody knows whether it was delivered?",
    "Zero lies in the range, and what was delivered is not known: find that out first.",
)


def say_to_board(case: Case) -> Finding:
    """What may be said in public, and what may not."""
    decisions = case.decisions()
    words = _say_to_board(decisions.join(rules.hangs_on(decisions, case.rule)))
    return _finding(case, "Say it to your board", decisions, words=words)


def _say_to_board(decisions: pd.DataFrame) -> str:
    held = decisions["decision"]
    grow = decisions.loc[held.eq(rules.GROW) & decisions["shown"].eq(GAIN_SHOWN), "program"].head(1)
    may = [f"{name} shows a gain. We propose to grow it." for name in grow]
    near = decisions[decisions["fact"].ne("") & held.eq(decisions["verdict"])].head(1)
    may_not = [f"“The figures are clear on {row.program}.” They hang by a hair: past it the rule "
               f"says {row.otherwise}." for row in near.itertuples()]  # fmt: skip
    may = may or ["Too little is known: each program gets a test and a date, and no cut for that."]
    may_not = may_not or ["“No evidence, so we cut it.” No evidence is not evidence of nothing."]
    return to_the_board(may[:1], may_not[:1])


# --- Take it home ------------------------------------------------------------------------------

talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page; the workbook begins with every decision and ends with the rule."""
    first = [one(case) for one in (every_decision, facts, cutting_blind, by_decision)]
    ends = replace(endings(case), words=what_ends(case).words)
    return [*first, what_the_rule_says(case).titled(), what_holds(case), ends, say_to_board(case),
            rule(case)]  # fmt: skip


def sunset_plan(case: Case) -> Markdown:
    """The sunset plan, to hand out."""
    plan, answers, minimum = case.endings(), case.choices.answers, case.district.minimum_group
    table, body = _endings_in_words(plan, answers), finding.elsewhere(case.district)
    sheets = {} if body else {"Sunset plan": table}
    body = body or _sunset_page(_say_endings(plan, minimum, answers), table, answers, OUR_PART)
    return artifacts.hand_out(case, "sunset_plan", "What ends, and how we end it", body, sheets)


def _sunset_page(
    said: str,
    endings: pd.DataFrame,
    answers: Mapping[str, object],
    asked: Sequence[questions.Question],
) -> str:
    lines = [said, "", WORDS["no_seat"] if endings["taken_on_by"].notna().any() else "", ""]
    for row in endings.astype(object).where(endings.notna(), None).itertuples():
        students = row.students_affected
        touched = "not known or too few to show" if students is None else number(students)
        lines += [
            f"### {row.program}",
            "",
            f"- **Decision:** {row.decision}, looked at again by {row.review_by}",
            f"- **What ends:** {row.what_ends}",
            f"- **Students affected:** {touched}; taken on by {row.taken_on_by or questions.BLANK}"
            f"{f'; no program for {row.no_heir_words}' if row.no_heir_words else ''}",
            f"- **Staff told by** {row.notice_by}; **last day** {row.last_day}",
            f"- **Who sees to it:** {row.owner or questions.BLANK}",
            f"- **Moving people to their next post, once:** {dollars(row.transition)}",
            "",
        ]
    return "\n".join([*lines, "## What we added", "", *questions.on_paper(asked, answers)])


take_home = finding.taken_home(TITLE, findings, *OUR_PART, *TALK)


# --- What several findings of this page share --------------------------------------------------


def _finding(case: Case, title: str, table: pd.DataFrame, columns=(), words="", **more) -> Finding:
    """A finding of this page; where a file is absent it says so, and nothing else."""
    lacking = _lacking(case)
    missing = lacking or words or ("" if columns else None)
    return Finding(title, table, columns, "" if lacking else words, missing=missing, **more)
