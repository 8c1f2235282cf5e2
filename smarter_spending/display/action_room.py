"""Notebook 14: who does what by when, and the lines of the board page with their figures."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.display.board_page import Figure, Line, filled
from smarter_spending.display.exercises import Question, ask_words, rows_to_fill
from smarter_spending.display.from_folder import Decided, FoundDollars
from smarter_spending.display.wording import day, listed
from smarter_spending.display.years_ahead import PlanAhead, reserves_side_by_side
from smarter_spending.planning.decisions import FIX, GROW, NOT_YET_KNOWN, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING
from smarter_spending.planning.second_look import last_day

MOST = 10
HEADINGS = {
    "challenge": "The challenge",
    "goal": "The goal",
    "stops": "What stops",
    "grows": "What grows",
    "found": "Dollars found",
    "risk": "What we do not know",
    "next": "What comes next",
}


def action_rows(decisions: pd.DataFrame, most: int = MOST) -> pd.DataFrame:
    """The decisions that need somebody to do something, the dearest first.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    most : int

    Returns
    -------
    DataFrame
        ``code`` and ``title``; a line that says so where nothing moves.
    """
    moving = decisions[decisions["decision"].isin([GROW, FIX, STOP])]
    moving = moving.sort_values("total_cost", ascending=False, kind="stable").head(most)
    moving = moving.assign(title=moving["decision"] + ": " + moving["program"])
    return rows_to_fill(moving, "program_id", "title", "Nothing has been decided yet")


def action_columns() -> list[Question]:
    """What each action needs: somebody, a date, and what will show that it was done.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [column.key for column in action_columns()]
    ['step', 'who', 'when', 'evidence']
    """
    return [
        ask_words("step", "First step"),
        ask_words("who", "Who (by role)"),
        ask_words("when", "By when"),
        ask_words("evidence", "What will show it"),
    ]


def actions_table(rows: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """The plan of action as it stands, blanks blank.

    Parameters
    ----------
    rows : DataFrame
        As ``action_rows`` gives.
    answers : mapping

    Returns
    -------
    DataFrame
        ``action, step, who, when`` and ``shown_by``.
    """
    given = [
        (row.title, *(answers.get(f"action_{row.code}_{q.key}") or None for q in action_columns()))
        for row in rows.itertuples()
    ]
    return pd.DataFrame(given, columns=["action_words", "first_step", "who", "when", "shown_by"])


def say_actions(actions: pd.DataFrame) -> str:
    """How many of the decisions have somebody, a date and evidence.

    Parameters
    ----------
    actions : DataFrame
        As ``actions_table`` gives.

    Returns
    -------
    str
    """
    full = actions[["who", "when", "shown_by"]].notna().all(axis=1)
    if full.all():
        return f"All {len(actions)} actions have somebody, a date, and what will show them."
    return (
        f"{full.sum()} of {len(actions)} actions have somebody, a date, and what will show them. "
        "**An action without a name is a wish.**"
    )


def board_figures(
    known: Decided, found: FoundDollars, ahead: PlanAhead | None, goals: pd.DataFrame,
    policy: float, students: float,
) -> dict[str, Figure]:  # fmt: skip
    """Every number the board page may use, with the cell it comes from.

    Parameters
    ----------
    known : Decided
    found : FoundDollars
    ahead : PlanAhead or None
    goals : DataFrame
        As ``goal_table`` gives.
    policy : float
    students : float
        Enrolled; ``NaN`` when not known.

    Returns
    -------
    dict of name to Figure
    """
    figures = _money_figures(known.decisions, found, students)
    if ahead is not None:
        table = reserves_side_by_side(ahead, policy)
        for name, row in (("reserve_now", table.iloc[0]), ("reserve_last", table.iloc[-1])):
            year = row["fiscal_year"]
            share = float(row["reserve_share"])
            figures[name] = Figure(share, "Plan: reserve as we go on", year, "share", "percent")
    for row in goals.head(1).itertuples():
        for name, value in (("baseline", row.baseline), ("target", row.target)):
            if value == value and value is not None:
                place = ("Goals", f"goal {row.number}", name)
                figures[name] = Figure(float(value), *place, "percent")
    return figures


def _money_figures(decisions, found: FoundDollars, students: float) -> dict[str, Figure]:
    figures = {}
    totals = found.ranges[found.ranges["pool"].eq("all")].set_index("term")
    if RECURRING in totals.index:
        year = totals.loc[RECURRING]
        for name in ("identified", "middle"):
            figures[name] = Figure(year[name], "Dollars found", "every year, all funds", name)
        if students > 0:
            each = year["identified"] / students
            figures["each"] = Figure(each, "Dollars found", "every year, all funds", "per student")
    if ONE_TIME in totals.index:
        once = totals.loc[ONE_TIME, "identified"]
        figures["once"] = Figure(once, "Dollars found", "once, all funds", "identified")
    stopped = found.savings[found.savings["verdict"].eq(STOP)]
    if len(stopped):
        amount = stopped["likely"].sum()
        figures["stopped"] = Figure(amount, "Savings", "programs that stop", "identified")
    grow = found.uses[found.uses["verdict"].eq(GROW)]
    if len(grow):
        seats, dollars = grow["seats"].sum(), grow["year_1"].sum()
        figures["seats"] = Figure(seats, "Growth", "programs that grow", "seats", "count")
        figures["grown"] = Figure(dollars, "Growth", "programs that grow", "year 1")
    unknown = decisions[decisions["decision"].eq(NOT_YET_KNOWN)]
    if len(unknown):
        where = ("Decisions", "not yet known")
        figures["open_programs"] = Figure(float(len(unknown)), *where, "programs", "count")
        figures["open_dollars"] = Figure(unknown["total_cost"].sum(), *where, "dollars")
    return figures


def board_lines(
    known: Decided, figures: Mapping[str, Figure], goals: pd.DataFrame, as_of
) -> list[Line]:
    """The seven lines of the board page, each with the figures it is bound to.

    Parameters
    ----------
    known : Decided
    figures : mapping of name to Figure
        As ``board_figures`` gives.
    goals : DataFrame
        As ``goal_table`` gives.
    as_of : date

    Returns
    -------
    list of Line
    """
    decisions = known.decisions
    names = {
        verdict: listed(decisions.loc[decisions["decision"].eq(verdict), "program"], most=8)
        for verdict in (STOP, GROW)
    }
    end = last_day(as_of)
    templates = {
        "challenge": _challenge(figures),
        "goal": _goal(figures, goals),
        "stops": f"{names[STOP]}: {{stopped}} a year in our ledger."
        if "stopped" in figures
        else "Nothing stops: too little is known to stop anything.",
        "grows": f"{names[GROW]}: a seat for {{seats}} students who wait, {{grown}} a year."
        if "seats" in figures
        else "Nothing grows yet: no program that is shown to work has a waiting list on file.",
        "found": _found(figures),
        "risk": "Of {open_programs} programs, with {open_dollars} a year, nobody can tell yet "
        "what they do. None is stopped for that; each gets a test and a date."
        if "open_programs" in figures
        else "Of every program enough is known to decide.",
        "next": f"Staff are told by March 15, {end.year}. What ends, ends on {day(end)}. The "
        f"board looks again by {day(end.replace(year=end.year + 1))}.",
    }
    return [Line(key, HEADINGS[key], templates[key]) for key in HEADINGS]


def _challenge(figures: Mapping[str, Figure]) -> str:
    if "reserve_now" not in figures:
        return "How our reserve will stand is not yet known: the ledger books no beginning balance."
    years = [figures[name].row for name in ("reserve_now", "reserve_last")]
    return (
        f"If we go on as we do, our reserve goes from {{reserve_now}} of spending in {years[0]} to "
        f"{{reserve_last}} in {years[1]}."
    )


def _goal(figures: Mapping[str, Figure], goals: pd.DataFrame) -> str:
    if goals.empty or not {"baseline", "target"} <= set(figures):
        return "No goal with a baseline and a target has been written yet (notebook 3)."
    row = goals.iloc[0]
    return f"{row['measure']}: from {{baseline}} to {{target}} by {row['by_year']}."


def _found(figures: Mapping[str, Figure]) -> str:
    if "identified" not in figures:
        return "No dollar is identified yet."
    each = ", {each} a student" if "each" in figures else ""
    once = " Another {once} can be spent once." if "once" in figures else ""
    return (
        f"{{identified}} a year is identified{each}: potential until you approve it. We plan on "
        f"{{middle}}.{once}"
    )


def ask_lines(lines: Sequence[Line], figures: Mapping[str, Figure]) -> list[Question]:
    """The lines as questions: leave one blank to keep what the tables say.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure

    Returns
    -------
    list of Question
    """
    return [
        ask_words(f"board_{line.key}", line.heading, frame=filled(line, figures)) for line in lines
    ]


def lines_edited(lines: Sequence[Line], answers: Mapping[str, object]) -> dict[str, str]:
    """The lines that somebody wrote anew.

    Parameters
    ----------
    lines : sequence of Line
    answers : mapping

    Returns
    -------
    dict of key to sentence

    Examples
    --------
    >>> lines_edited([Line("goal", "The goal", "")], {"board_goal": " Every child reads. "})
    {'goal': 'Every child reads.'}
    """
    given = {line.key: str(answers.get(f"board_{line.key}") or "").strip() for line in lines}
    return {key: text for key, text in given.items() if text}
