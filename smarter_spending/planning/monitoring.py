"""After the decisions: what the board is told, whether it happened and helped, the days ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.learning import rate_range
from smarter_spending.analysis.spending import spending_rows
from smarter_spending.analysis.uncertainty import GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST
from smarter_spending.planning.decisions import (
    BUDGET,
    FIX,
    GROW,
    KEEP,
    NOT_YET_KNOWN,
    SCALE,
    DecisionRule,
    already_ending,
    loss_counts,
    taken_on_by,
    with_shown,
)
from smarter_spending.planning.decisions import STOP as ENDED
from smarter_spending.planning.reallocation import LABELS, ONE_TIME, RECURRING
from smarter_spending.words import day_written

# --- The district's programs in the columns of the LCAP's table of planned expenditures ----------

# the order of the state template's table, and where each column comes from
TEMPLATE = {
    "goal": "lcap_goal",
    "action": "lcap_action",
    "action_title": "program_name",
    "student_groups": "student_groups",
    "contributing": "contributing",
    "scope": "scope",
    "unduplicated_groups": "student_groups",
    "location": "location",
    "time_span": "time_span",
    "total_personnel": "personnel",
    "total_nonpersonnel": "nonpersonnel",
    "lcff_funds": "lcff",
    "other_state_funds": "other_state",
    "local_funds": "local",
    "federal_funds": "federal",
    "total_funds": "",
    "improved_services": "planned_improved_services",
}
FUNDS = ["lcff_funds", "other_state_funds", "local_funds", "federal_funds"]
AMOUNTS = ["total_personnel", "total_nonpersonnel", *FUNDS, "total_funds"]
UNDUPLICATED = {"el", "sed", "foster"}
YES_NO = {True: "Yes", False: "No"}
IN_LCAP, OUT_OF_LCAP = "in the LCAP", "not in the LCAP"
TOTALS = {IN_LCAP: "Total in the LCAP", OUT_OF_LCAP: "Total not in the LCAP"}
TOTAL = "Total"


def lcap_crosswalk(programs: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Every program as a line of the LCAP's table, its amounts the plan's, and what was decided."""
    require_columns(programs, ["program_id", "program_name"], "program inventory (programs.csv)")
    table = pd.DataFrame(index=programs.index)
    for name, source in TEMPLATE.items():
        table[name] = programs[source] if source in programs.columns else None
    table["contributing"] = table["contributing"].map(YES_NO)
    table["unduplicated_groups"] = _unduplicated(table)
    cents = (table[FUNDS].astype(float) * 100).round()
    table["total_funds"] = cents.sum(axis=1, min_count=1) / 100
    decided = decisions.set_index("program_id")["decision"]
    table["decision"] = programs["program_id"].map(decided)
    inside = table["goal"].notna() & table["action"].notna()
    table["place"] = inside.map({True: IN_LCAP, False: OUT_OF_LCAP})
    order = {"out": ~inside, "first": _number(table["goal"]), "second": _number(table["action"])}
    order = table.assign(**order).sort_values([*order, "action_title"])
    return table.loc[order.index].reset_index(drop=True)


def with_totals(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk with its totals below: in the LCAP, not in it, and together."""
    parts = {TOTALS[place]: rows for place, rows in crosswalk.groupby("place")} | {TOTAL: crosswalk}
    sums = {title: rows[AMOUNTS].astype(float).sum(min_count=1) for title, rows in parts.items()}
    totals = pd.DataFrame(sums).T.round(2).rename_axis("action_title").reset_index()
    totals = totals.reindex(columns=crosswalk.columns).astype(object)
    table = pd.concat([crosswalk.astype(object), totals], ignore_index=True)
    return table.astype(dict.fromkeys(AMOUNTS, float))


def _unduplicated(table: pd.DataFrame) -> list[str | None]:
    given = table["student_groups"].where(table["contributing"].eq("Yes"))
    cells = ["" if pd.isna(cell) else str(cell) for cell in given]
    words = [[word.strip() for word in cell.split(";")] for cell in cells]
    return [";".join(word for word in one if word in UNDUPLICATED) or None for one in words]


def _number(codes: pd.Series) -> pd.Series:
    # 1.10 comes after 1.9: the part behind the dot is counted, not read as a decimal
    text = codes.astype("object").where(codes.notna(), "").astype(str)
    parts = text.str.extract(r"(\d+)(?:\.(\d+))?").astype(float).fillna(0)
    return parts[0] * 1000 + parts[1]


# --- What stands behind a board page: its tables, and whether a number written is one of theirs

STOPPED, NOT_RENEWED, AS_USED, ALL = "stop", "renew", "used", "all"
TERMS = {RECURRING: "every_year", ONE_TIME: "once"}
TWO_DIGITS = 2  # a number in digits is taken as exact to two of them at the least
ONE_DOLLAR = 1.0  # less than this is rounding, and nothing left to pay


def what_stops(
    decisions: pd.DataFrame, savings: pd.DataFrame, endings: pd.DataFrame
) -> pd.DataFrame:
    """What stops, is not renewed or is paid only as used: programs and dollars by term, in all."""
    used = savings["verdict"].eq(FIX) & savings["lever"].eq(SCALE)
    ours = endings[~endings["program_id"].isin(already_ending(decisions)["program_id"])]
    ids = {
        STOPPED: ours.loc[ours["decision"].eq(ENDED), "program_id"],
        NOT_RENEWED: ours.loc[ours["decision"].eq(FIX), "program_id"],
        AS_USED: savings.loc[used, "program_id"].drop_duplicates(),
    }
    rows = [{"kind": kind} | _freed_by(some, savings, ours) for kind, some in ids.items()]
    table = pd.DataFrame(rows)
    table = table[table["programs"] > 0].round(dict.fromkeys(TERMS.values(), 2))
    return _with_sum(table, "kind")


def _freed_by(ids: pd.Series, savings: pd.DataFrame, endings: pd.DataFrame) -> dict[str, float]:
    freed = savings[savings["program_id"].isin(ids) & savings["likely"].gt(0)]
    sums = freed.groupby("term")["likely"].sum()
    students = endings.loc[endings["program_id"].isin(ids), "students"].astype(float)
    return {
        "programs": len(ids),
        **{column: sums.get(term, 0.0) for term, column in TERMS.items()},
        "without_dollars": int((~ids.isin(freed["program_id"])).sum()),
        "students_affected": students.sum(min_count=1),
        "students_uncounted": int(students.isna().sum()),
    }


def what_grows(decisions: pd.DataFrame, uses: pd.DataFrame, by_use: pd.DataFrame) -> pd.DataFrame:
    """What grows: its new seats, what these cost in the first year, and how much of it is paid."""
    grow = decisions.loc[decisions["decision"].eq(GROW), ["program_id", "program"]]
    seated = uses.loc[uses["verdict"].eq(GROW), ["program_id", "seats", "year_1"]]
    table = grow.merge(seated, on="program_id", how="left").drop(columns="program_id")
    paid = table["program"].map(by_use.groupby("use")["paid"].sum())
    table["paid_dollars"] = paid.where(table["seats"].notna())
    return _with_sum(table.rename(columns={"year_1": "year_1_dollars"}), "program")


TRIES = 10  # of which a chance is said


def what_it_buys(decisions: pd.DataFrame, gains: pd.DataFrame) -> pd.DataFrame:
    """What each program that grows, if a gain is shown, has bought a student, with its range.

    Of ``ALL`` stand the tries, of ten, in which the least sure gains, rounded down.
    """
    grow = decisions.loc[decisions["decision"].eq(GROW), ["program_id", "chance_gain"]]
    here = gains[gains["shown"].eq(GAIN_SHOWN)].merge(grow, on="program_id")
    if here.empty:
        return here
    tries = min(round(TRIES * float(here["chance_gain"].min()), 6) // 1, TRIES - 1)
    table = here[["program", "in_points", "gain", "gain_low", "gain_high"]]
    least = {"program": ALL, "tries_at_least": tries, "tries_of": TRIES}
    return pd.concat([table.sort_values("program"), pd.DataFrame([least])], ignore_index=True)


def _with_sum(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if table.empty:
        return table
    total = {name: ALL} | table.drop(columns=name).sum(min_count=1).to_dict()
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def paid_short(wanted: float, paid: float) -> bool:
    """Whether a dollar or more of what is wanted is not paid."""
    return wanted - paid >= ONE_DOLLAR


def found_by_pool(ranges: pd.DataFrame, students: float) -> pd.DataFrame:
    """The dollars found, pool by pool, and what they are for each student."""
    table = ranges[["pool", "term", "identified", "plan_on", "low", "high"]]
    each = students if students > 0 else float("nan")
    return table.assign(per_student=table["identified"] / each)


def saved_by_label(savings: pd.DataFrame) -> pd.DataFrame:
    """How far the dollars found have come."""
    sums = savings.pivot_table(index="label", columns="term", values="likely", aggfunc="sum")
    table = sums.reindex(columns=list(TERMS)).rename(columns=TERMS).fillna(0.0).round(2)
    table = table.reindex([label for label in LABELS if label in table.index])
    table.insert(0, "label", table.index)
    return table.reset_index(drop=True)


def before_and_after(
    decisions: pd.DataFrame, savings: pd.DataFrame, uses: pd.DataFrame, by_use: pd.DataFrame
) -> pd.DataFrame:
    """Ledger dollars of each program that frees or takes any, what frees most first.

    after  = today - what is found, or today + what the plan pays of its growth
    wanted = today + what all its new seats cost in the first year; blank where it frees
    """
    table = decisions[["program_id", "program", "decision", "lever"]].copy()
    today = decisions["ledger_cost"].astype(float)
    freed = table["program_id"].map(savings.groupby("program_id")["likely"].sum())
    grow = uses[uses["verdict"].eq(GROW)].set_index("program_id")
    wanted = today + table["program_id"].map(grow["year_1"])
    paid = table["program"].map(by_use.groupby("use")["paid"].sum()).where(wanted.notna())
    after = (today - freed.fillna(0.0) + paid.fillna(0.0)).clip(lower=0.0)
    table["seats"] = table["program_id"].map(grow["seats"])
    dollars = {"today": today, "after": after, "wanted": wanted, "freed": freed}
    table = table.assign(**{f"{name}_dollars": values.round(2) for name, values in dollars.items()})
    order = ["wanted_dollars", "freed_dollars", "program"]
    table = table[freed.gt(0) | wanted.notna()]
    return table.sort_values(order, ascending=[False, False, True], na_position="first")


def rounded_up(dollars: float) -> float:
    """The next round number above, as one is tempted to say it: 324,520 becomes 400,000."""
    step = 10.0 ** (len(str(int(dollars))) - 1)
    return (dollars // step + 1) * step


def number_written(
    digits: str, scale: float = 1.0, share: bool = False, minus: bool = False
) -> tuple[float, float]:
    """A number as it is written in digits: its value, and how far it is rounded.

    To its last digit or, without decimals, as far as its zeros say, but to two digits at least.
    """
    value = float(digits) * scale * (-1 if minus else 1)
    whole, _, decimals = digits.partition(".")
    if decimals:
        return value, scale * 10.0 ** -len(decimals)
    if share:
        return value, 1.0
    if scale > 1:
        return value, scale / 10 if len(whole) == 1 else scale
    zeros = len(whole) - len(whole.rstrip("0"))
    return value, 10.0 ** max(min(zeros, len(whole) - TWO_DIGITS), 0)


def agrees_as_written(written: float, step: float, figure: float, share: bool = False) -> bool:
    """Whether a figure, rounded as far as a number is written, is that number."""
    value = figure * 100 if share else figure
    return abs(written - value) <= step / 2 + 1e-9


# --- Whether it happened, whether it helped, and what to do next: by a rule written beforehand ---

WAIT, CHANGE, STOP = "wait", "change", "stop"
SPENT_WITHIN = 0.10  # of a budget: spent as planned
NO_GAIN = 0.50  # of the draws: no gain is likely
REVIEWED = {  # a reason, and what the rule then says of a program
    "ending, required": CHANGE,
    "ending, kept": CHANGE,
    "ending": STOP,
    "decided to stop": STOP,
    "decided to stop, did worse": STOP,
    "pay for use": CHANGE,
    "not renewed": STOP,
    "same for less": CHANGE,
    "did worse, required": CHANGE,
    "did worse, law open": CHANGE,
    "did worse": STOP,
    "may have lost": WAIT,
    "not counted": WAIT,
    "helps though little": WAIT,
    "not tried": CHANGE,
    "cannot be told": WAIT,
    "gain shown": WAIT,
    "too early": WAIT,
    "no gain, required": CHANGE,
    "no gain, law open": WAIT,
    "no gain, to fix": CHANGE,
    "no gain, open": WAIT,
    "no gain, kept": CHANGE,
    "no gain": STOP,
}
HALF_A_CENT = 0.005  # exactly 10% over a budget is not more than 10%
# how far a goal has come
AWAY, STILL, ON_ITS_WAY, NEARLY, REACHED, PASSED = (
    "away", "still", "on its way", "nearly", "reached", "passed"
)  # fmt: skip
ALL_BUT_THERE = 0.995  # share of the way: rounded to whole percent it would read as all of it
NOT_IN, REFUSED, NO_WAY = "not in", "refused", "no way"  # why nobody can tell how far
ATTAINED = ["number", "measure", "baseline", "target", "now_share", "low", "high", "attainment",
            "state", "may_be_chance"]  # fmt: skip


def goal_attainment(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained: (actual - baseline) / (target - baseline)."""
    if not np.isfinite([baseline, target, actual]).all():
        raise ValueError("Baseline, target and actual must be numbers.")
    if target == baseline:
        raise ValueError(f"The target is the baseline, {baseline:g}: there is no way to go.")
    return (actual - baseline) / (target - baseline)


def attained_percent(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained, in whole percent."""
    return float(round(100 * goal_attainment(baseline, target, actual)))


@dataclass(frozen=True)
class Way:
    """How far a goal has come: ``state`` in one of six words, ``share`` of the way."""

    state: str
    share: float


def way_gone(attainment: float) -> Way:
    """How far a goal has come, small errors of arithmetic left out."""
    share = round(attainment, 9)  # 0.30 less 0.28 is not quite 0.02
    if share <= 0:
        return Way(AWAY if share < 0 else STILL, share)
    if share >= 1:
        return Way(PASSED if share > 1 else REACHED, share)
    return Way(NEARLY if share >= ALL_BUT_THERE else ON_ITS_WAY, share)


def goals_attained(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained by this year's result, and whether it may be chance."""
    rows = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        given = answers.get(f"now_{row.number}")
        students = answers.get(f"now_{row.number}_of") or row.count
        found = _attained(row.baseline, row.target, given, students)
        rows.append((row.number, row.measure, row.baseline, row.target, *found))
    return pd.DataFrame(rows, columns=ATTAINED)


def _attained(baseline: float, target: float, given: object, students: object) -> tuple:
    if given in (None, "", 0):
        return None, None, None, None, NOT_IN, False
    if not (isinstance(given, (int, float)) and 0 < given <= 100):
        return None, None, None, None, REFUSED, False  # never cut to a percentage
    now, low, high = given / 100, None, None
    if isinstance(students, (int, float)) and students >= 1:  # NaN is no number of students
        found = rate_range(round(now * round(students)), round(students))
        low, high = found.low, found.high
    if target == baseline:
        return now, low, high, None, NO_WAY, False
    attained = goal_attainment(baseline, target, now)
    way = way_gone(attained)
    chance = low is not None and low <= baseline <= high and way.state != STILL
    return now, low, high, attained, way.state, chance


def spending_against_plan(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What each program was budgeted and what it spent, from the ledger."""
    columns = ["program_id", "budgeted", "spent", "difference", "spent_share"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    kinds = set(ledger.loc[ledger["fiscal_year"].eq(fiscal_year), "amount_type"])
    sums = {}
    for name, kind in (("budgeted", "adopted_budget"), ("spent", "actual")):
        rows = spending_rows(ledger, fiscal_year, kind) if kind in kinds else ledger.iloc[:0]
        sums[name] = rows.groupby("local_program")["amount"].sum().astype(float).round(2)
    table = pd.DataFrame(sums).rename_axis("program_id").reset_index()
    table["difference"] = (table["spent"] - table["budgeted"]).round(2)
    table["spent_share"] = table["spent"] / table["budgeted"].where(table["budgeted"] > 0)
    return table[columns]


def spent_beside_budget(reviews: pd.DataFrame, within: float = SPENT_WITHIN) -> pd.Series:
    """What was budgeted and spent; far off is |spent - budgeted| > within * |budgeted|."""
    known = reviews.dropna(subset=["budgeted", "spent"])
    allowed = within * known["budgeted"].abs() + HALF_A_CENT
    off = (known["spent"] - known["budgeted"]).abs() > allowed
    sums = {name: float(known[name].sum()) for name in ("budgeted", "spent")}
    counts = {"programs": len(known), "unknown": len(reviews) - len(known)}
    return pd.Series(counts | sums | {"far": tuple(known.loc[off, "program"])})


def reviewed_programs(
    decisions: pd.DataFrame, rule: DecisionRule, ledger: pd.DataFrame, fiscal_year: str
) -> pd.DataFrame:
    """What happened to each program against its plan; and wait, change or stop."""
    moves = decisions["decision"].isin([GROW, FIX, ENDED]) | decisions["ending"].astype(bool)
    known = decisions["delivered_share"].notna() | decisions["can_tell"].astype(bool)
    facts = decisions.assign(same_job_as=taken_on_by(decisions))[moves | known]
    spending = spending_against_plan(ledger, fiscal_year)
    table = review_programs(facts, rule).merge(spending, on="program_id", how="left")
    shares = {name: table[name].astype(float) for name in ("delivered_share", "spent_share")}
    order = table["review"].map({STOP: 0, CHANGE: 1, WAIT: 2})
    table = table.assign(order=order, **shares).sort_values(["order", "program"], kind="stable")
    columns = ["program_id", "program", "delivered_share", "budgeted", "spent", "spent_share",
               "decision", "same_job_as", "review", "review_reason"]  # fmt: skip
    return table[columns].reset_index(drop=True)


def review_of(delivered_share: float, chance_gain: float, rule: DecisionRule):
    """What the rule says of a program that is not required, and of which nothing was decided."""
    facts = {"program_id": "P", "program": "this one", "delivered_share": delivered_share}
    facts |= {"can_tell": True, "chance_gain": chance_gain, "mandate": False}
    facts |= {"decision": "", "same_job_as": ""}
    return next(review_programs(pd.DataFrame([facts]), rule).itertuples())


def review_programs(facts: pd.DataFrame, rule: DecisionRule) -> pd.DataFrame:
    """Wait, change or stop: what the rule says of each program, and why (one of ``REVIEWED``)."""
    needed = ["program_id", "program", "delivered_share", "can_tell", "chance_gain", "mandate"]
    require_columns(facts, needed, "table of facts")
    known = facts.reindex(columns=facts.columns.union(["decision", "lever", "ending"]))
    reasons = _reasons(with_shown(known), rule)
    tests = [test.to_numpy(dtype=bool) for test in reasons.values()]
    codes = np.select(tests, list(reasons), "too early")
    reason = pd.Series(codes, index=facts.index, dtype="str")
    review = reason.map(REVIEWED)
    fixes = known["decision"].eq(FIX).fillna(False).astype(bool)
    review = review.mask(review.eq(WAIT) & fixes, CHANGE)  # what is to be fixed never waits
    return facts.assign(review=review, review_reason=reason)


def _reasons(facts: pd.DataFrame, rule: DecisionRule) -> dict[str, pd.Series]:
    """When each reason of ``REVIEWED`` holds; of several the first counts."""
    decision, lever = (facts[name].astype(object).fillna("") for name in ("decision", "lever"))
    ending, tell = (facts[name].astype("boolean").fillna(False) for name in ("ending", "can_tell"))
    mandate = facts["mandate"].astype("boolean")
    required, law_open = mandate.fillna(False), mandate.isna()
    chance, delivered = (facts[name].astype(float) for name in ("chance_gain", "delivered_share"))
    told, little = tell & chance.notna(), delivered.lt(rule.delivered_enough)
    shown, loses = told & facts["shown"].eq(GAIN_SHOWN), told & loss_counts(facts, rule)
    stops, fixes, gone = decision.eq(ENDED), decision.eq(FIX), chance.le(NO_GAIN)
    return {
        "ending, required": ending & required,
        "ending, kept": ending & decision.isin([GROW, KEEP]),
        "ending": ending,
        "decided to stop, did worse": stops & loses,
        "decided to stop": stops,
        "pay for use": fixes & lever.eq(SCALE),
        "not renewed": fixes & lever.eq(BUDGET) & chance.isna(),
        "same for less": fixes & lever.eq(BUDGET),
        "did worse, law open": loses & law_open,
        "did worse, required": loses & required,
        "did worse": loses,
        "may have lost": told & facts["shown"].isin([MAY_HAVE_LOST, LOSS_SHOWN]),
        "not counted": delivered.isna(),
        "helps though little": little & shown,
        "not tried": little,
        "cannot be told": ~told,
        "no gain, law open": gone & law_open,
        "no gain, required": gone & required,
        "no gain": gone & decision.eq(""),
        "no gain, to fix": gone & fixes,
        "no gain, open": gone & decision.eq(NOT_YET_KNOWN),
        "no gain, kept": gone,
        "gain shown": shown,
    }


# --- The days on which a district looks again ----------------------------------------------------

# month and day of what California asks for, and of what follows from the decisions
AUTUMN = {"first look": (10, 15), "first interim": (12, 15)}
SPRING = {"mid-year": (2, 28), "second interim": (3, 15)}
EVERY_YEAR = {"results": (5, 15), "budget": (7, 1), "actuals": (9, 15), "again": (9, 30)}
NOTICE, LAST_DAY = "notice", "last day"  # as the decisions set them


def review_year(as_of: date, notice_by: date, last_day: date) -> list[tuple[date, str]]:
    """The days until the next autumn on which decisions are looked at, in order."""
    end = last_day.year
    days = [(notice_by, NOTICE), (last_day, LAST_DAY)]
    days += [(date(end - 1, *on), code) for code, on in AUTUMN.items()]
    days += [(date(end, *on), code) for code, on in SPRING.items()]
    for year in (end - 1, end):
        days += [(date(year, *on), code) for code, on in EVERY_YEAR.items()]
    return sorted((one for one in days if one[0] >= as_of), key=lambda one: one[0])


def working_day(day: date) -> date:
    """The day itself, or the Friday before it where it falls on a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def day_after(day: date) -> date:
    """The day after: where an entry of a whole day ends."""
    return day + timedelta(days=1)


def day_named(words: str, as_of: date) -> date | None:
    """The day that somebody wrote, month first; without a year the next such; None if not read."""
    found = day_written(words)
    if not found:
        return None
    year, month, day = found
    years = [year] if year else [as_of.year, as_of.year + 1]
    days = [f"{one:04d}-{month}-{day}" for one in years]
    there = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").dropna().date
    return next((one for one in there if year or one >= as_of), None)
