"""The seven lines of the board page, each written from the figures it is bound to."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from smarter_spending.guide.decisions.from_folder import Decided
from smarter_spending.guide.plan.board_cells import already_ending
from smarter_spending.guide.plan.board_page import Figure, Line
from smarter_spending.planning.decisions import FIX, GROW, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING
from smarter_spending.planning.money_found import FoundDollars
from smarter_spending.planning.savings import APPROVED, IDENTIFIED, REALISED
from smarter_spending.words import day, listed

HEADINGS = {
    "challenge": "The challenge",
    "goal": "The goal",
    "stops": "What stops",
    "grows": "What grows",
    "found": "Dollars found",
    "risk": "What we do not know",
    "next": "What comes next",
}
NO_PROGRAM = "No program is on file yet, so nothing can be said of any."
LABEL_WORDS = {
    IDENTIFIED: "Identified, and potential until the board approves it",
    APPROVED: "Approved by the board",
    REALISED: "Realised, as the ledger of the year after shows",
}


def board_lines(
    known: Decided,
    found: FoundDollars,
    endings: pd.DataFrame,
    figures: Mapping[str, Figure],
    goals: pd.DataFrame,
    review: date,
) -> list[Line]:
    """The seven lines of the board page, each with the figures it is bound to.

    Parameters
    ----------
    known : Decided
    found : FoundDollars
    endings : DataFrame
        As ``sunset_plan`` gives.
    figures : mapping of name to Figure
        As ``board_figures`` gives.
    goals : DataFrame
        As ``goal_table`` gives.
    review : date
        The day by which notebook 10 looks at its decisions again.

    Returns
    -------
    list of Line
        Under "Dollars found" stands, fixed, how far these dollars have come.
    """
    decisions = known.decisions
    ours = endings[~endings["program_id"].isin(already_ending(decisions)["program_id"])]
    measure = "" if goals.empty else str(goals.iloc[0]["measure"])
    pools = found.ranges.loc[found.ranges["pool"].ne("all"), "pool"]
    names = [*decisions["program"], *pools, measure]
    names = tuple(dict.fromkeys(_named(name) for name in names if name))
    templates = {
        "challenge": _challenge(figures),
        "goal": _goal(figures, goals),
        "stops": _stops(decisions, ours, figures),
        "grows": _grows(decisions, found.uses, figures),
        "found": _found(figures, found.ranges),
        "risk": _risk(decisions, figures),
        "next": _next(ours, review),
    }
    fixed = {"found": _labelled(figures)}
    return [Line(key, HEADINGS[key], templates[key], names, fixed.get(key, "")) for key in HEADINGS]


def _named(name: object) -> str:
    # a name in braces would be taken for a figure's
    return str(name).replace("{", "(").replace("}", ")")


def _names(programs: Iterable[object]) -> str:
    programs = [_named(program) for program in programs]
    return listed(programs, most=len(programs))


def _challenge(figures: Mapping[str, Figure]) -> str:
    if "reserve_now" not in figures:
        return (
            "How our reserve will stand is not yet known: no beginning balance of the general fund "
            "is on file."
        )
    first, last = (figures[name].when for name in ("reserve_now", "reserve_last"))
    before, after = (name in figures for name in ("break_year", "break_decided"))
    falls = "It stays above our policy of {policy}."
    if before:
        already = figures["break_year"].value == first
        verb, yet = ("is", " already") if already else ("falls", "")
        falls = f"It {verb} below our policy of {{policy}}{yet} in {{break_year}}."
    still = " still" if before and after and _same(figures, "break_year", "break_decided") else ""
    then = f"{still} falls below it in {{break_decided}}" if after else " stays above it"
    decided = f"With our decisions it{then}, and is {{decided_last}} in {last}."
    if _same(figures, "decided_last", "reserve_last"):
        decided = "Nothing that is decided yet changes it."
    return (
        f"If we go on as we do, our reserve goes from {{reserve_now}} of spending in {first} to "
        f"{{reserve_last}} in {last}. {falls} {decided}"
    )


def _same(figures: Mapping[str, Figure], one: str, other: str) -> bool:
    return figures[one].value == figures[other].value


def _goal(figures: Mapping[str, Figure], goals: pd.DataFrame) -> str:
    if goals.empty or not {"baseline", "target"} <= set(figures):
        return "No goal with a baseline and a target has been written yet (notebook 3)."
    row = goals.iloc[0]
    by_year = f" by {row['by_year']}" if row["by_year"] else ""
    return f"{_named(row['measure'])}: from {{baseline}} to {{target}}{by_year}."


def _stops(decisions: pd.DataFrame, endings: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    stopped = endings.loc[endings["decision"].eq(STOP), "program"]
    dropped = endings.loc[endings["decision"].eq(FIX), "program"]
    said = []
    if len(stopped):
        verb = "stops" if len(stopped) == 1 else "stop"
        programs = _noun("stop_programs", "program", figures)
        said.append(f"{programs} {verb} ({_names(stopped)}): {_freed('stop', figures)}.")
    if len(dropped):
        verb = "is not renewed" if len(dropped) == 1 else "are not renewed"
        programs = _noun("renew_programs", "program", figures)
        said.append(
            f"{programs} {verb}, since another does the job ({_names(dropped)}): "
            f"{_freed('renew', figures)}."
        )
    if not said:
        said.append("By our rule nothing stops.")
    if "used_year" in figures or "used_once" in figures:
        programs = _noun("used_programs", "program", figures)
        said.append(f"Paying {programs} only for what is used frees {_dollars('used', figures)}.")
    set_before = already_ending(decisions)["program"]
    if len(set_before):
        said.append(f"Ending anyway, and in none of these figures: {_names(set_before)}.")
    return " ".join(said)


def _freed(kind: str, figures: Mapping[str, Figure]) -> str:
    """The dollars and the students of what ends, as far as they are known."""
    money = _dollars(kind, figures)
    if not money:
        money = "no dollar in our ledger"
    elif f"{kind}_unpriced" in figures:
        money += f", and no dollar of {_noun(f'{kind}_unpriced', 'program', figures)} in our ledger"
    return "; ".join(filter(None, [money, _students(kind, figures)]))


def _students(kind: str, figures: Mapping[str, Figure]) -> str:
    programs, uncounted = figures[f"{kind}_programs"].value, figures.get(f"{kind}_uncounted")
    counted = programs - (uncounted.value if uncounted else 0)
    said = []
    if f"{kind}_students" in figures:
        where = "in them, counted for each program" if counted > 1 else "in one of them"
        where = "in it" if programs == 1 else where
        said.append(f"{{{kind}_students}} students are {where}")
    if uncounted:
        without = _noun(f"{kind}_uncounted", "program", figures)
        said.append(f"the students of {without} are not counted, or too few to show")
    return ", and ".join(said)


def _dollars(kind: str, figures: Mapping[str, Figure]) -> str:
    parts = [
        f"{{{kind}_{term}}} {per}"
        for term, per in (("year", "a year"), ("once", "once"))
        if f"{kind}_{term}" in figures
    ]
    return listed(parts)


def _noun(name: str, noun: str, figures: Mapping[str, Figure]) -> str:
    return f"{{{name}}} {noun}{'' if figures[name].value == 1 else 's'}"


def _grows(decisions: pd.DataFrame, uses: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    grow = decisions[decisions["decision"].eq(GROW)]
    if grow.empty:
        return "Nothing grows yet: no program is shown to work and to be worth its cost."
    seated = grow["program_id"].isin(uses["program_id"])
    said = []
    if seated.any() and "seats" in figures:
        paid = ""
        if "grown_paid" not in figures:
            paid = "; what we plan on pays for none of it yet"
        elif figures["grown"].value - figures["grown_paid"].value >= 1:
            paid = "; what we plan on pays {grown_paid} of it"
        said.append(
            f"{_names(grow.loc[seated, 'program'])}: a seat for {{seats}} students who wait, for "
            f"{{grown}} in the first year{paid}."
        )
    if not seated.all():
        rest = grow.loc[~seated, "program"]
        verb = "grows" if len(rest) == 1 else "grow"
        also = " too" if said else ""
        said.append(f"{_names(rest)} {verb}{also}; no waiting list is on file, so no seats yet.")
    return " ".join(said)


def _found(figures: Mapping[str, Figure], ranges: pd.DataFrame) -> str:
    said = []
    if "found" in figures:
        each = ", {each} a student" if "each" in figures else ""
        said.append(f"{{found}} a year is found{each}: {_pools(ranges, RECURRING)}.")
        if "plan_on" in figures:
            said.append("We plan on {plan_on} a year.")
    if "once" in figures:
        another = "Another {once}" if said else "{once}"
        said.append(
            f"{another} comes once: {_pools(ranges, ONE_TIME)}, and pays for nothing that lasts."
        )
    return " ".join(said) or "No dollar is found yet."


def _pools(ranges: pd.DataFrame, term: str) -> str:
    pools = ranges.loc[ranges["term"].eq(term) & ranges["pool"].ne("all"), "pool"]
    rules = "spent by its own rules" if len(pools) == 1 else "each spent by its own rules"
    return f"{_names(pools)}, {rules}"


def _labelled(figures: Mapping[str, Figure]) -> str:
    said = [
        f"{words}: {_dollars(label, figures)}."
        for label, words in LABEL_WORDS.items()
        if _dollars(label, figures)
    ]
    return f"*{' '.join(said)}*" if said else ""


def _risk(decisions: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    if "open_programs" not in figures:
        return "Of every program enough is known to decide."
    alone = figures["open_programs"].value == 1
    cost = "whose cost is not on file"
    if "open_dollars" in figures:
        least, missing = "", ""
        if "open_uncosted" in figures:
            least, missing = "at least ", " ({open_uncosted} with no cost on file)"
        cost = f"with {least}{{open_dollars}} a year{missing}"
    does, each = "what they do", "None is stopped for that; each gets a test and a date."
    if alone:
        does, each = "what it does", "It is not stopped for that; it gets a test and a date."
    programs = _noun("open_programs", "program", figures)
    return f"Of {programs}, {cost}, nobody can tell yet {does}. {each}"


def _next(endings: pd.DataFrame, review: date) -> str:
    looks = f"The board looks again by {day(review)}."
    if endings.empty:
        return looks
    told, last = day(endings["notice_by"].iloc[0]), day(endings["last_day"].iloc[0])
    return f"Staff are told by {told}. What ends, ends on {last}. {looks}"
