"""Grow, keep, fix, stop, or not yet known: the facts, the rule, and what people say against it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.inventory import GRADES, grades_listed, overlaps
from smarter_spending.analysis.uncertainty import (
    CLOSE,
    GAIN_SHOWN,
    LOSS_SHOWN,
    MAY_HAVE_LOST,
    SHOWN,
    is_close,
    what_is_shown,
)

# --- Grow, keep, fix, stop, or not yet known: a rule written beforehand --------------------------

GROW, KEEP, FIX, STOP, NOT_YET_KNOWN = "Grow", "Keep", "Fix", "Stop", "Not yet known"
VERDICTS = (GROW, KEEP, FIX, STOP, NOT_YET_KNOWN)
GOAL, SCALE, CYCLE, BUDGET = "goal", "scale", "cycle", "budget"
FACTS = "table of facts (decision_facts)"
# what to find out first
EFFECT, COST, DELIVERY, PRIORITIES, MORE_DATA, LAW, THE_RULE = (
    "effect", "cost", "delivery", "priorities", "more data", "law", "rule"
)  # fmt: skip
RULED = {  # a reason: the verdict it leads to, its lever, and what to find out
    "did worse": (STOP, "", ""),
    "may have done worse": (NOT_YET_KNOWN, "", MORE_DATA),
    "worth open": (KEEP, "", COST),
    "deliver first": (FIX, CYCLE, ""),
    "same for less": (FIX, BUDGET, ""),
    "not sure": (KEEP, "", ""),
    "no priority named": (KEEP, "", PRIORITIES),
    "a priority": (GROW, "", ""),
    "no priority": (KEEP, "", ""),
    "delivery open": (NOT_YET_KNOWN, "", DELIVERY),
    "not delivered": (FIX, CYCLE, ""),
    "works for some": (FIX, GOAL, ""),
    "no gain, worth open": (NOT_YET_KNOWN, "", COST),
    "not worth it": (STOP, "", ""),
    "too open": (NOT_YET_KNOWN, "", MORE_DATA),
    "one job": (FIX, BUDGET, EFFECT),
    "not used": (FIX, SCALE, EFFECT),
    "cannot tell": (NOT_YET_KNOWN, "", EFFECT),
    "no rule": (NOT_YET_KNOWN, "", THE_RULE),
}
# what law or contract does to the rule's answer: required, or not said whether it is
NOT_OURS, NOTHING_TAKEN, WOULD_STOP, WOULD_TAKE = (
    "not ours to stop", "nothing is taken", "would stop", "would take"
)  # fmt: skip
MOST_DELIVERED = 3.0  # of the planned dosage; more is a percentage, or hours in another unit


@dataclass(frozen=True)
class DecisionRule:
    """The thresholds of the rule, as ``[decision_rule]`` of ``district.toml`` gives them.

    ``priority_aims`` are the aims (``goal_area``) the board put first.  The others are shares
    between 0 and 1: a gain that is shown (``what_is_shown``) counts from a chance of ``gain_shown``
    up, a loss that is shown up to ``loss_shown``, so that a board can ask for more than is shown
    and never for less; a program is likely worth its cost from ``worth_likely`` up and unlikely up
    to ``worth_unlikely``; delivered enough from ``delivered_enough`` of the planned dosage; a
    purchase is a program of whose cost at least ``purchase_share`` is not people.
    ``transition_months`` of pay lie between the end of a program and the next post.  They are this
    project's conventions until a board sets its own.
    """

    priority_aims: Collection[str] = ()
    gain_shown: float = SHOWN
    loss_shown: float = 0.05
    worth_likely: float = 0.75
    worth_unlikely: float = 0.10
    delivered_enough: float = 0.60
    purchase_share: float = 0.50
    transition_months: float = 2.0


NEEDED = ["program", "aim", "mandate", "can_tell", "chance_gain", "chance_worth_it",
          "delivered_share", "purchase", "same_job_as", "works_for"]  # fmt: skip


def decide(facts: pd.DataFrame, rule: DecisionRule) -> pd.DataFrame:
    """What the written rule says of each program, and why.

        can tell, loss shown                              Stop
        can tell, may have lost                           Not yet known
        can tell, gain shown, likely worth its cost       Grow (a priority) or Keep
        can tell, gain shown, unlikely worth its cost     Fix: the same for less (budget), or
                                                          deliver it first (cycle)
        can tell, gain shown, in between                  Keep
        no gain shown, delivered too little               Fix: deliver it first (cycle)
        no gain shown, works for some students            Fix: serve them (goal)
        no gain shown, delivered, unlikely worth it       Stop
        cannot tell, a purchase for a job that a program
            with a gain shown does                        Fix: one for the job (budget)
        cannot tell, delivered too little                 Fix: see it used, or pay for the seats
                                                          that are (scale)
        everything else                                   Not yet known

    Missing data never lead to Stop; a shown loss does, whatever was delivered.  Where the effect is
    not known, or no gain is shown and nobody knows what was delivered, the answer is a test and a
    date.  What law or contract requires is never stopped and nothing is taken from it; where the
    rule would, it says Fix.  Where nobody has said whether law or contract requires it, nothing is
    stopped or taken either: the answer is Not yet known.  The rule says what to discuss first, it
    does not decide: people may override it with a reason (``with_overrides``).

    Raises ValueError when a column is missing, or a share is outside its limits (the program is
    named).  Source: Government Finance Officers Association, *Smarter School Spending*, practice 3B
    (evaluate and prioritize resources); the thresholds are this project's.

    Parameters
    ----------
    facts : DataFrame, one row per program
        ``program``, ``aim`` (goal area), ``mandate`` (True when law or contract requires it;
        a blank is not a no), ``can_tell`` (a fair comparison was possible), ``chance_gain``
        and ``chance_worth_it`` (0 to 1), ``shown`` (as ``what_is_shown`` says; where it is
        absent or blank, what the chance shows of one program alone), ``delivered_share`` (of
        the planned dosage; 1.2 is a fifth more than planned), ``purchase`` (True when most of
        its cost is not people), ``same_job_as`` and ``works_for`` (names).  A blank (``None``,
        ``NaN``, ``NA`` or "") is not known, or none.  Other columns are kept.
    rule : DecisionRule

    Returns
    -------
    DataFrame, one row per program, in the given order
        The facts, their blanks written alike, and ``aligned`` (serves a priority; ``NA`` while the
        board named none), ``cost_band`` ("likely worth it", "in between", "unlikely worth it", "not
        known"), ``verdict``, ``lever`` ("goal", "scale", "cycle", "budget"; "" unless Fix),
        ``reason`` (one of ``RULED``), ``by_law`` (what law or contract does to the answer; "" when
        nothing) and ``to_find_out`` ("effect", "cost", "delivery", "priorities", "more data",
        "law"; "" unless something is missing).

    Examples
    --------
    An effect of -0.01 to 0.07 with nobody knowing what was delivered:

    >>> facts = pd.DataFrame({"program": ["Word Lab"], "aim": ["early_literacy"],
    ...     "mandate": False, "can_tell": True, "chance_gain": [0.89], "chance_worth_it": [0.04],
    ...     "delivered_share": [None], "purchase": False, "same_job_as": "", "works_for": ""})
    >>> decided = decide(facts, DecisionRule(priority_aims=("early_literacy",)))
    >>> decided["verdict"].item(), decided["to_find_out"].item()
    ('Not yet known', 'delivery')
    """
    require_columns(facts, NEEDED, FACTS)
    table = with_shown(_blanks_alike(facts))
    _check_shares(table)
    aims = pd.Series([aim in rule.priority_aims for aim in table["aim"]], index=table.index)
    table["aligned"] = aims.astype("boolean") if rule.priority_aims else pd.NA
    worth = table["chance_worth_it"]
    limits = [worth.isna(), worth >= rule.worth_likely, worth <= rule.worth_unlikely]
    bands = ["not known", "likely worth it", "unlikely worth it"]
    table["cost_band"] = pd.Series(np.select(limits, bands, "in between"), table.index, dtype="str")
    answers = [_verdict(row, rule) for row in table.itertuples()]
    columns = ["verdict", "lever", "reason", "by_law", "to_find_out"]
    return table.join(pd.DataFrame(answers, columns=columns, index=table.index))


def verdict_of_range(low: float, high: float, delivered: float | None) -> str:
    """What the usual rule says of a program whose effect is a range (90%), read as a bell curve."""
    width = (high - low) / (2 * ndtri(0.95))
    facts = {"program": "this one", "aim": "", "mandate": False, "can_tell": True}
    facts |= {"chance_gain": ndtr((low + high) / 2 / width), "chance_worth_it": np.nan}
    facts |= {"delivered_share": delivered, "purchase": False, "same_job_as": "", "works_for": ""}
    return decide(pd.DataFrame([facts]), DecisionRule())["verdict"].item()


def _blanks_alike(facts: pd.DataFrame) -> pd.DataFrame:
    def filled(column: str, blank: object) -> pd.Series:
        cells = facts[column].astype(object)
        return cells.where(cells.notna(), blank)

    words = {name: filled(name, "").astype(str) for name in ("aim", "same_job_as", "works_for")}
    shares = ("chance_gain", "chance_worth_it", "delivered_share")
    numbers = {name: filled(name, np.nan).astype(float) for name in shares}
    flags = {name: filled(name, False).astype(bool) for name in ("can_tell", "purchase")}
    required = filled("mandate", pd.NA).astype("boolean")  # here a blank is not a no
    return facts.assign(**words, **numbers, **flags, mandate=required)


def with_shown(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts with ``shown``: as it was found, or what a chance of gain shows of one alone."""
    shown = facts.reindex(columns=["shown"])["shown"].astype(object).fillna("")
    chances = facts.loc[shown.eq(""), "chance_gain"].astype(float)
    shown[shown.eq("")] = [what_is_shown(pd.Series([chance])).item() for chance in chances]
    return facts.assign(shown=shown.astype("str"))


def _verdict(row, rule: DecisionRule) -> tuple[str, str, str, str, str]:
    told = row.can_tell and pd.notna(row.chance_gain)
    reason = (_known if told else _unknown)(row, rule)
    verdict, lever, missing = RULED[reason]
    takes = verdict == FIX and lever in (SCALE, BUDGET)
    if pd.isna(row.mandate):
        # the same gain for less takes nothing from anybody
        if verdict == STOP or (takes and reason != "same for less"):
            return NOT_YET_KNOWN, "", reason, WOULD_STOP if verdict == STOP else WOULD_TAKE, LAW
    elif row.mandate and verdict in (STOP, NOT_YET_KNOWN):
        kept = (FIX, GOAL) if verdict == STOP else (KEEP, "")
        return *kept, reason, NOT_OURS, missing
    elif row.mandate and takes:
        return FIX, CYCLE, reason, NOTHING_TAKEN, missing
    return verdict, lever, reason, "", missing


def _known(row, rule: DecisionRule) -> str:
    if loss_counts(row, rule):
        return "did worse"
    if row.shown in (LOSS_SHOWN, MAY_HAVE_LOST):
        return "may have done worse"
    return (_gains if row.shown == GAIN_SHOWN else _no_gain)(row, rule)


def loss_counts(row, rule: DecisionRule):
    """Whether a loss is shown, as sure as the rule asks for, of one program or of a table."""
    return (row.shown == LOSS_SHOWN) & (row.chance_gain <= rule.loss_shown)


def _gains(row, rule: DecisionRule) -> str:
    if pd.isna(row.chance_worth_it):
        return "worth open"
    if row.chance_worth_it <= rule.worth_unlikely:
        return "deliver first" if row.delivered_share < rule.delivered_enough else "same for less"
    if row.chance_worth_it < rule.worth_likely or row.chance_gain < rule.gain_shown:
        return "not sure"
    if pd.isna(row.aligned):
        return "no priority named"
    return "a priority" if row.aligned else "no priority"


def _no_gain(row, rule: DecisionRule) -> str:
    if pd.isna(row.delivered_share):
        return "delivery open"
    if row.delivered_share < rule.delivered_enough:
        return "not delivered"
    if row.works_for:
        return "works for some"
    if pd.isna(row.chance_worth_it):
        return "no gain, worth open"
    return "not worth it" if row.chance_worth_it <= rule.worth_unlikely else "too open"


def _unknown(row, rule: DecisionRule) -> str:
    if row.same_job_as and row.purchase:
        return "one job"
    return "not used" if row.delivered_share < rule.delivered_enough else "cannot tell"


HAIR = ["fact", "value", "limit", "otherwise"]


def hangs_on(decided: pd.DataFrame, rule: DecisionRule) -> pd.DataFrame:
    """The fact by which each verdict hangs on a hair, and what the rule would say past it.

    A hair: less than ``CLOSE`` from a threshold beyond which ``decide`` says another verdict or
    lever; of several the nearest.  ``fact`` ("" where none), its ``value``, the ``limit`` and the
    verdict ``otherwise``, on the index of ``decided``.
    """
    limits = {
        ("chance_gain", SHOWN), ("chance_gain", rule.gain_shown), ("chance_gain", 1 - SHOWN),
        ("chance_gain", rule.loss_shown), ("chance_worth_it", rule.worth_likely),
        ("chance_worth_it", rule.worth_unlikely), ("delivered_share", rule.delivered_enough),
        ("things_share", rule.purchase_share),
    }  # fmt: skip
    rows = [
        min(_hairs(row, rule, limits), default=(1.0, "", np.nan, np.nan, ""))[1:]
        for row in decided.itertuples()
    ]
    return pd.DataFrame(rows, columns=HAIR, index=decided.index)


def decided_by_a_hair(decisions: pd.DataFrame, rule: DecisionRule) -> pd.Series:
    """The programs that move as the rule says, where that hangs by a hair."""
    moves = decisions["decision"].isin(MOVES) & decisions["decision"].eq(decisions["verdict"])
    return decisions.loc[moves & hangs_on(decisions, rule)["fact"].ne(""), "program"]


def _hairs(row, rule: DecisionRule, limits: Collection) -> Iterator[tuple]:
    for fact, limit in limits if row.reason != "no rule" else ():
        value = getattr(row, fact, np.nan)
        near = abs(value - limit)
        close = is_close(value, limit) if fact.startswith("chance") else near < CLOSE
        if close:
            for there in (limit, limit - 1e-9, limit + 1e-9):  # at it, and just past it
                verdict, lever, *_ = _verdict(_moved(row, fact, there, rule), rule)
                if (verdict, lever) != (row.verdict, row.lever):
                    said = verdict if verdict != row.verdict else f"{verdict} ({lever})"
                    yield near, fact, value, limit, said


def _moved(row, fact: str, there: float, rule: DecisionRule):
    """A program's facts with one of them moved, and what turns with it."""
    more = {fact: there}
    if fact == "things_share":
        more["purchase"] = there >= rule.purchase_share
    elif fact == "chance_gain" and row.shown != LOSS_SHOWN:  # a loss is shown by all looked at
        more["shown"] = what_is_shown(pd.Series([there])).item().replace(LOSS_SHOWN, MAY_HAVE_LOST)
    return row._replace(**more)


def _check_shares(facts: pd.DataFrame) -> None:
    limits = {"chance_gain": 1.0, "chance_worth_it": 1.0, "delivered_share": MOST_DELIVERED}
    for column, most in limits.items():
        known = facts[column]
        wrong = facts[(known < 0) | (known > most)]
        if len(wrong):
            given = wrong[column].iloc[0]
            what = "between 0 and 1" if most == 1 else "of the plan, 1 for all"
            instead = f"; write {given / 100:g} for {given:g} percent" if given > 0 else ""
            raise ValueError(
                f"{column} of {wrong['program'].iloc[0]!r} is {given:g}. It is a share {what}"
                f"{instead}."
            )


# --- From the tables of notebooks 7 to 9 to the facts that the rule of notebook 10 looks at ------

COLUMNS = ["program_id", "program", "aim", "mandate", "ending", "can_tell", "shown", "chance_gain",
           "chance_worth_it", "delivered_share", "things_share", "purchase", "same_job_as",
           "heir_share", "no_heir", "works_for", "outcome", "total_cost", "ledger_cost",
           "students_served", "seats_planned", "fte", "fund_restriction", "owner"]  # fmt: skip
# what the inventory may say of a program
WORDS = ["status", "goal_area", "owner"]
NUMBERS = ["dosage_planned", "dosage_delivered", "seats_planned", "fte"]


def decision_facts(
    programs: pd.DataFrame,
    costs: pd.DataFrame,
    effects: pd.DataFrame,
    banded: pd.DataFrame,
    rule: DecisionRule,
    grades: pd.DataFrame | None = None,
    minimum: int = 0,
) -> pd.DataFrame:
    """What is known of every program, one row each, dearest first, as ``decide`` needs it.

        delivered_share = dosage delivered / dosage planned, of ``minimum`` students or more
        things_share    = non-personnel dollars / (personnel + non-personnel)
        purchase        = things_share >= rule's share
        same_job_as     = a program with a gain shown, likely worth its cost, that teaches the
                          same skill to the same students, in one of its grades at least
        heir_share      = its students in grades which that program serves / all its students
        no_heir         = its grades which that program does not serve ("07;08")
        ledger_cost     = total_cost - what the ledger does not show

    Programs that have ended are left out, and none is said to do the same job as one whose end
    is already set.  ``mandate`` is ``NA`` where nobody has said: that is not a no.  ``works_for``
    is blank: subgroups are not searched for a gain, since one of many always shows one by chance.
    Chances are found by ``program_id`` where ``banded`` has one, else by name.  ``grades`` as
    ``students_by_grade`` gives; without it every student has an heir where every grade of the
    program has, and else it is not known of how many, as where fewer than ``minimum`` would show.
    """
    asked = [*WORDS, *NUMBERS, "mandate", "grades"]
    known = programs.set_index("program_id").reindex(columns=asked)
    ended = known["status"].eq("ended")
    table = costs[costs["program_id"].isin(known.index[~ended])].reset_index(drop=True)
    one = known.reindex(table["program_id"]).reset_index(drop=True)
    words = one[WORDS].astype("object").fillna("").astype("str")
    numbers = one[NUMBERS].astype(float)
    planned = numbers["dosage_planned"].where(lambda hours: hours > 0)
    people, things = table["personnel"].astype(float), table["nonpersonnel"].astype(float)
    share = things / (people + things).where(people + things > 0)
    few = table["students_served"].between(1, minimum - 1)  # what they got is theirs alone
    table = table.assign(
        aim=words["goal_area"],
        mandate=one["mandate"].astype("boolean"),
        ending=words["status"].eq("ending"),
        delivered_share=(numbers["dosage_delivered"] / planned).mask(few),
        things_share=share,
        purchase=share >= rule.purchase_share,
        owner=words["owner"],
        seats_planned=numbers["seats_planned"],
        fte=numbers["fte"],
        ledger_cost=(table["total_cost"] - table.get("outside_ledger", 0.0)).round(2),
        works_for="",
    )
    table = _with_effects(table, effects, banded)
    heirs = _same_job(programs, costs, table, rule)
    counts = pd.DataFrame(columns=["program_id", "grade", "students"]) if grades is None else grades
    table = table.join(_with_heirs(heirs, table["program_id"], known, counts, minimum))
    order = ["total_cost", "program"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)[COLUMNS]


def _with_effects(table: pd.DataFrame, effects: pd.DataFrame, banded: pd.DataFrame) -> pd.DataFrame:
    told = effects[effects["verdict"].eq("can tell")]
    table["can_tell"] = table["program_id"].isin(told["program_id"])
    by_id = effects.drop_duplicates("program_id").set_index("program_id")
    table["outcome"] = table["program_id"].map(by_id["outcome"])
    table["outcome"] = table["outcome"].astype("object").fillna("none")
    # a name that two programs share says of neither what it did
    named = effects.drop_duplicates(["program_id", "program"])
    named = named.drop_duplicates("program", keep=False).set_index("program")["program_id"]
    ids = banded["program_id"] if "program_id" in banded else banded["program"].map(named)
    chances = banded.assign(program_id=ids).dropna(subset=["program_id"])
    chances = chances.drop_duplicates("program_id").set_index("program_id")
    for column in ("chance_gain", "chance_worth_it"):
        # a gain needs no cost to be shown, so its chance is the effect's own
        known = by_id if column in by_id else chances
        found = table["program_id"].map(known[column]).astype(float)
        table[column] = found.where(table["can_tell"], np.nan)
    shown = table["program_id"].map(by_id["shown"]) if "shown" in by_id else ""
    return with_shown(table.assign(shown=shown))


def _same_job(
    programs: pd.DataFrame, costs: pd.DataFrame, table: pd.DataFrame, rule: DecisionRule
) -> dict[str, tuple[str, str]]:
    needed = {"skill", "grades", "student_groups"}
    if not needed <= set(programs.columns) or programs.empty:
        return {}
    works = table[
        table["shown"].eq(GAIN_SHOWN)
        & (table["chance_gain"] >= rule.gain_shown)
        & (table["chance_worth_it"] >= rule.worth_likely)
        & ~table["ending"]  # what ends can take on nobody
    ].sort_values("chance_worth_it", ascending=False)
    pairs = overlaps(programs, costs)
    both = [("program_id", "other_program_id"), ("other_program_id", "program_id")]
    found: dict[str, tuple[str, str]] = {}
    for row in works[::-1].itertuples():
        for ours, theirs in both:
            pair = pairs[pairs[ours] == row.program_id]
            for other, shared in zip(pair[theirs], pair["shared_grades"], strict=True):
                found[other] = row.program, shared
    proven = set(works["program_id"])
    return {one: heir for one, heir in found.items() if one not in proven}


def _with_heirs(heirs, program_id, programs, counts, minimum) -> pd.DataFrame:
    rows = []
    for one in program_id:
        heir, shared = heirs.get(one, ("", ""))
        served = set(shared.split(";"))
        own = counts[counts["program_id"].eq(one)].set_index("grade")["students"]
        listed = grades_listed(programs["grades"].get(one)) if heir else set()
        without = listed.union(own.index) - served
        with_heir, total = own[own.index.isin(served)].sum(), own.sum()
        share = with_heir / total if total else np.nan if without else 1.0
        if heir and total and not with_heir:
            heir = ""  # it serves none of them
        elif 0 < min(with_heir, total - with_heir) < minimum or 0 < total < minimum:
            share = np.nan
        gone = ";".join([grade for grade in (*GRADES, "") if grade in without])
        rows.append((heir, share, gone) if heir else ("", np.nan, ""))
    columns = ["same_job_as", "heir_share", "no_heir"]
    return pd.DataFrame(rows, columns=columns, index=program_id.index)


def students_by_grade(
    participation: pd.DataFrame, students: pd.DataFrame, fiscal_year: str
) -> pd.DataFrame:
    """How many students took part in each program, by grade; "" where it is not on file."""
    if participation.empty:
        return pd.DataFrame(columns=["program_id", "grade", "students"])
    year = participation[participation["fiscal_year"].eq(fiscal_year)]
    took = year.loc[year["group"].eq("treated"), ["program_id", "student_key"]].drop_duplicates()
    grades = pd.DataFrame(columns=["student_key", "grade"]) if students.empty else students
    if len(grades):
        grades = grades.loc[grades["fiscal_year"].eq(fiscal_year), ["student_key", "grade"]]
    table = took.merge(grades.drop_duplicates("student_key"), on="student_key", how="left")
    table["grade"] = table["grade"].fillna("")
    return table.groupby(["program_id", "grade"]).size().rename("students").reset_index()


# --- After the rule has spoken: what people say against it, and how it ends ---------------------

RULE = "the rule"
ROOM = "the room"  # what was agreed aloud
# why what people said does not hold, or that it does
NO_REASON, NOT_AGREED, ONE_ROLE, LAW_OPEN, REQUIRED, HOLDS = (
    "no reason", "not agreed", "one role", "law open", "required", "holds"
)  # fmt: skip
NOBODY_LEFT = "nobody left"  # for the job: the program that was to do it does not stay
OVERRIDE = "override"  # how the key of such an answer begins
NO_ROLE = "role not said"  # one voice, however many people gave no role
MOVES, ENDS = (GROW, FIX, STOP), "Ends"  # decisions that ask for an action; an end set before
NOTICE, END = (3, 15), (6, 30)  # month and day: notice to staff, end of the fiscal year
MOST_DISCUSSED = 8  # programs that a room can talk about


def without_rule(judged: pd.DataFrame) -> pd.DataFrame:
    """What ``decide`` gives where nobody has set a rule: no verdict of ours stands."""
    verdict, lever, missing = RULED["no rule"]
    return judged.assign(
        verdict=verdict, lever=lever, reason="no rule", by_law="", to_find_out=missing,
        cost_band="not known",
    )  # fmt: skip


def programs_to_discuss(decisions: pd.DataFrame, most: int = MOST_DISCUSSED) -> pd.DataFrame:
    """The programs a room should talk about: where the rule would move dollars or students."""
    moving = decisions["verdict"].isin(MOVES) & decisions["total_cost"].notna()
    first = decisions[moving].sort_values("total_cost", ascending=False, kind="stable").head(most)
    open_ones = decisions[decisions["verdict"].eq(NOT_YET_KNOWN) & ~moving].head(most - len(first))
    return pd.concat([first, open_ones]).reset_index(drop=True)


def one_of_each(discussed: pd.DataFrame) -> pd.DataFrame:
    """The same programs, the first of each verdict before the others."""
    first = discussed.drop_duplicates("verdict")
    return pd.concat([first, discussed]).drop_duplicates("program_id", ignore_index=True)


def may_be_overruled(discussed: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs of which people may decide against the rule: none that moves is left out."""
    moves = decisions[["verdict", "decision"]].isin(MOVES).any(axis=1)
    moves |= decisions["note"].ne("")
    others = decisions[moves & ~decisions["program_id"].isin(discussed["program_id"])]
    others = others.sort_values("total_cost", ascending=False, kind="stable")
    return pd.concat([table[["program_id", "program"]] for table in (discussed, others)])


@dataclass(frozen=True)
class KnownCost:
    """What programs cost a year, as far as it is on file: an unknown cost is not $0."""

    programs: int
    not_known: int
    dollars: float


def known_cost(cost: pd.Series) -> KnownCost:
    """The known dollars of some programs, and how many have none on file."""
    return KnownCost(len(cost), int(cost.isna().sum()), float(cost.sum()))


@dataclass(frozen=True)
class BlindCut:
    """What cutting every program without evidence would take, whoever pays and of the ledger."""

    cost: KnownCost
    share: float
    ledger: float
    required: int
    not_said: int


def blind_cut(decisions: pd.DataFrame) -> BlindCut:
    """What cutting every program of which nobody can tell the effect would take."""
    blind = decisions[decisions["chance_gain"].isna()]
    cost = known_cost(blind["total_cost"])
    return BlindCut(
        cost=cost,
        share=float(cost.dollars / (decisions["total_cost"].sum() or np.nan)),
        ledger=float(blind["ledger_cost"].sum()),
        required=int(blind["mandate"].fillna(False).astype(bool).sum()),
        not_said=int(blind["mandate"].isna().sum()),
    )


def verdict_dollars(decisions: pd.DataFrame) -> pd.DataFrame:
    """How many programs and dollars (``NaN`` where no cost is known) each decision holds."""
    costs = decisions[["total_cost", "ledger_cost"]].astype(float)
    groups = costs.assign(blank=costs["total_cost"].isna()).groupby(decisions["decision"])
    counts = {"programs": groups.size(), "cost_not_known": groups["blank"].sum().astype(int)}
    sums = groups[["total_cost", "ledger_cost"]].sum(min_count=1)
    table = pd.DataFrame(counts).join(sums.rename(columns={"total_cost": "dollars"}))
    table = table.reindex([verdict for verdict in VERDICTS if verdict in table.index])
    table.insert(0, "title", table.index)
    total = table["dollars"].sum()
    return table.assign(share=table["dollars"] / total if total else 0.0).reset_index(drop=True)


def movers_first(decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions in the order in which people read them: what stops, is fixed, grows, stays."""
    places = {verdict: place for place, verdict in enumerate((STOP, FIX, GROW))}
    table = decisions.assign(place=decisions["decision"].map(places).fillna(len(places)))
    return table.sort_values(["place", "total_cost"], ascending=[True, False]).drop(columns="place")


def enough_students(decisions: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The decisions, ``students_served`` blank where fewer than may be shown."""
    students = decisions["students_served"].astype(float)
    return decisions.assign(students_served=students.where(students >= minimum))


def overrides_given(answers: pd.DataFrame, program_ids: pd.Series, record: str) -> pd.DataFrame:
    """What people decided against the rule, by role: the room's record before single voices.

    A person who gave no role speaks under "role not said": two of them are not two roles.
    """
    rows = []
    for program_id in program_ids:
        key = f"{OVERRIDE}_{program_id}_"
        given = answers[answers["key"].eq(f"{key}verdict") & answers["answer"].isin(VERDICTS)]
        agreed = given[given["person"].eq(record)]
        reasons = answers[answers["key"].eq(f"{key}because")].set_index("person")["answer"]
        for row in (given if agreed.empty else agreed).itertuples():
            role = ROOM if row.person == record else row.role or NO_ROLE
            rows.append((program_id, role, row.answer, str(reasons.get(row.person, ""))))
    return pd.DataFrame(rows, columns=["program_id", "role", "verdict", "because"])


def with_overrides(decisions: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """The rule's verdicts, with those that people changed, by whom and why.

    An override (``program_id, role, verdict, because``) holds when it has a reason, when the room's
    record says it or two roles or more agree on it, and when it does not stop what law or contract
    requires, or may require while nobody has said.  Whatever does not hold is kept and said.  Where
    people decide that the program that does a job neither grows nor is kept, the purchases that
    lean on it are Not yet known again (``heir_now``).

    Added are ``decision`` (what holds), ``decided_by``, ``note`` (why an override or the rule does
    not hold, or "holds"; "" where nobody spoke), ``voices`` (role, verdict, reason) and ``silent``
    (roles without a reason).
    """
    _check_overrides(decisions, overrides)
    roles = overrides["role"].fillna("").astype(str).str.strip().replace("", NO_ROLE)
    because = overrides["because"].fillna("").astype(str).str.strip()
    spoken = overrides.assign(role=roles, because=because)
    given = {key: rows for key, rows in spoken.groupby("program_id", sort=False)}
    held = [_held(row, given.get(row.program_id)) for row in decisions.itertuples()]
    columns = ["decision", "decided_by", "note", "voices", "silent"]
    table = decisions.join(pd.DataFrame(held, columns=columns, index=decisions.index))
    return _with_nobody_to_do_the_job(table.assign(heir_now=""))


def _held(row, given: pd.DataFrame | None) -> tuple[str, str, str, tuple, tuple]:
    if given is None:
        return row.verdict, RULE, "", (), ()
    counted = given[given["because"].ne("")]
    silent = given[given["because"].eq("") & given["verdict"].ne(row.verdict)]
    left = dict.fromkeys(role for role in silent["role"] if role not in set(counted["role"]))
    voices = tuple(counted[["role", "verdict", "because"]].itertuples(index=False, name=None))
    note = _of_reasons(row, counted) if voices else NO_REASON if left else ""
    if note == HOLDS:
        roles = list(dict.fromkeys(counted["role"]))
        decided_by = " and ".join(filter(None, [", ".join(roles[:-1]), roles[-1]]))
        return counted["verdict"].iloc[0], decided_by, note, voices, tuple(left)
    return row.verdict, RULE, note, voices, tuple(left)


def _of_reasons(row, given: pd.DataFrame) -> str:
    if given["verdict"].nunique() > 1:
        return NOT_AGREED
    if given["role"].nunique() == 1 and given["role"].iloc[0] != ROOM:
        return ONE_ROLE
    if given["verdict"].iloc[0] != STOP:
        return HOLDS
    return LAW_OPEN if pd.isna(row.mandate) else REQUIRED if row.mandate else HOLDS


def _with_nobody_to_do_the_job(table: pd.DataFrame) -> pd.DataFrame:
    if not {"program", "same_job_as", "lever", "chance_gain"} <= set(table.columns):
        return table
    held = dict(zip(table["program"], table["decision"], strict=True))
    now = table["same_job_as"].map(held).fillna(KEEP)
    gone = _one_too_many(table) & ~now.isin([GROW, KEEP])
    return table.assign(
        decision=table["decision"].mask(gone, NOT_YET_KNOWN),
        decided_by=table["decided_by"].mask(gone, RULE),
        note=table["note"].mask(gone & table["note"].eq(""), NOBODY_LEFT),
        heir_now=now.where(gone, ""),
    )


def _one_too_many(decisions: pd.DataFrame) -> pd.Series:
    fixed = decisions[["decision", "verdict"]].eq(FIX).all(axis=1)
    return fixed & decisions["lever"].eq(BUDGET) & decisions["chance_gain"].isna()


def _check_overrides(decisions: pd.DataFrame, overrides: pd.DataFrame) -> None:
    require_columns(overrides, ["program_id", "role", "verdict", "because"], "table of overrides")
    wrong = overrides[~overrides["verdict"].isin(VERDICTS)]
    if len(wrong):
        raise ValueError(
            f"{wrong['verdict'].iloc[0]!r} is not a decision. Use one of: {', '.join(VERDICTS)}."
        )
    stray = overrides[~overrides["program_id"].isin(decisions["program_id"])]
    if len(stray):
        raise ValueError(f"{stray['program_id'].iloc[0]!r} is not in the list of programs.")


def sunset_plan(
    decisions: pd.DataFrame, transition: pd.DataFrame, as_of: date, minimum: int
) -> pd.DataFrame:
    """How each program that ends is ended: who is affected, who takes them on, by when.

        notice by   March 15: until then California's districts must tell certificated staff
                    (Education Code 44949)
        last day    June 30 of the same year; a notice day already past moves both by a year
        review      a year after the last day

    Listed are programs to stop, and purchases that another program's work makes one too many: the
    students whose grade that program does not serve (``no_heir``) keep these.  ``with_heir`` of the
    ``students`` are in grades that ``taken_on_by`` serves ("" while nobody is named, or where that
    program ends too); ``NaN`` when fewer than ``minimum``.  ``transition``: dollars, once.
    """
    ends = decisions[_ends(decisions)]
    year = last_day(as_of).year
    once = transition.groupby("program_id")["transition"].sum()
    students = ends["students_served"].astype(float)
    heir = taken_on_by(decisions)[ends.index]
    share = ends["heir_share"].astype(float) if "heir_share" in ends else np.nan * students
    no_heir = ends.get("no_heir", pd.Series("", ends.index)).where(heir.ne(""), "")
    keeps = _one_too_many(ends) & ~_end_was_set(ends)
    with_heir = (students * share).round().where(heir.ne(""))
    students = students.mask(keeps & no_heir.ne(""), with_heir)
    table = ends[["program_id", "program", "decision"]].assign(
        students=students.where(students >= minimum),
        with_heir=with_heir.where(with_heir >= minimum),
        taken_on_by=heir,
        no_heir=no_heir,
        keeps=keeps,
        owner=ends["owner"],
        notice_by=date(year, *NOTICE),
        last_day=date(year, *END),
        review=date(year + 1, *END),
        transition=ends["program_id"].map(once).astype(float).fillna(0.0),
    )
    return table.reset_index(drop=True)


@dataclass(frozen=True)
class Endings:
    """The sums of a sunset plan; a child in two of the programs is counted in both.

    ``counted`` are programs whose students are known and not too few to show; ``with_heir``
    students whose grade another program serves; ``transition`` dollars, once, to move people.
    """

    students: float
    with_heir: float
    counted: int
    not_counted: int
    transition: float


def endings_of(plan: pd.DataFrame) -> Endings:
    """What a sunset plan comes to."""
    sums = plan[["students", "with_heir", "transition"]].astype(float).sum()
    students, with_heir, once = map(float, sums)
    counted = int(plan["students"].notna().sum())
    return Endings(students, with_heir, counted, len(plan) - counted, once)


def taken_on_by(decisions: pd.DataFrame) -> pd.Series:
    """The program that does the same job and stays, for each; "" where there is none."""
    gone = decisions.loc[_ends(decisions) | _end_was_set(decisions), "program"]
    same_job = decisions["same_job_as"].fillna("")
    return same_job.mask(same_job.isin(gone), "")


def _ends(decisions: pd.DataFrame) -> pd.Series:
    return decisions["decision"].eq(STOP) | _one_too_many(decisions)


def already_ending(decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs whose end was set before anybody decided here."""
    return decisions[_end_was_set(decisions)]


def _end_was_set(decisions: pd.DataFrame) -> pd.Series:
    return decisions.get("ending", pd.Series(False, decisions.index)).astype(bool)


def actions_needed(decisions: pd.DataFrame) -> pd.DataFrame:
    """Every decision that needs somebody to do something, the dearest first."""
    ends = _end_was_set(decisions)
    moving = decisions.assign(action=decisions["decision"].mask(ends, ENDS))
    moving = moving[ends | decisions["decision"].isin(MOVES)]
    return moving.sort_values(["total_cost", "program"], ascending=[False, True], kind="stable")


def last_day(as_of: date) -> date:
    """The last day of a program that is ended from this day on."""
    return date(as_of.year + (as_of > date(as_of.year, *NOTICE)), *END)


def notice_day(as_of: date) -> date:
    """The last day for notice to staff before the last day of a program ended from this day on."""
    return last_day(as_of).replace(month=NOTICE[0], day=NOTICE[1])
