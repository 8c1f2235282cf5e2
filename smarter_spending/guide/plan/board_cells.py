"""The tables behind the board page, and the figures read from their cells."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.guide.decisions.from_folder import Decided
from smarter_spending.guide.plan.board_numbers import A_STUDENT, A_YEAR, ONCE
from smarter_spending.guide.plan.board_page import COUNT, DOLLARS, PERCENT, YEAR, Figure
from smarter_spending.planning.decisions import FIX, GROW, NOT_YET_KNOWN, SCALE, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING
from smarter_spending.planning.money_found import FoundDollars
from smarter_spending.planning.reserves import break_year
from smarter_spending.planning.savings import LABELS
from smarter_spending.planning.second_look import verdict_dollars
from smarter_spending.planning.years_ahead import PlanAhead, reserves_side_by_side

RESERVE, POLICY, GOALS, FOUND = "Reserve", "Reserve policy", "Goals", "Dollars found"
LABELLED, STOPS, GROWS, DECISIONS = "By label", "What stops", "What grows", "Decisions"
GO_ON, DECIDED = "As we go on", "With our decisions"
EVERY_YEAR, ALL_ONCE, ALL = "Every year, all funds", "Once, all funds", "All"
STOPPED, NOT_RENEWED, AS_USED = "Stopped", "Not renewed", "Paid for as used"
KINDS = {"stop": STOPPED, "renew": NOT_RENEWED, "used": AS_USED}


def board_tables(
    known: Decided,
    found: FoundDollars,
    endings: pd.DataFrame,
    ahead: PlanAhead | None,
    goals: pd.DataFrame,
    policy: float,
    students: float,
) -> dict[str, pd.DataFrame]:
    """The tables that the board page's numbers come from, as they stand in the workbook.

    Parameters
    ----------
    known : Decided
    found : FoundDollars
    endings : DataFrame
        As ``sunset_plan`` gives.
    ahead : PlanAhead or None
    goals : DataFrame
        As ``goal_table`` gives.
    policy : float
        The board's reserve, a share of spending.
    students : float
        Enrolled; ``NaN`` when not known.

    Returns
    -------
    dict of name to DataFrame
        The first column of each names its rows.  Tables without rows are left out.
    """
    tables = {
        GOALS: _goals(goals),
        STOPS: what_stops(known.decisions, found.savings, endings),
        GROWS: _what_grows(known.decisions, found),
        FOUND: _found(found.ranges, students),
        LABELLED: _by_label(found.savings),
        DECISIONS: verdict_dollars(known.decisions),
    }
    if ahead is not None:
        tables = {RESERVE: _reserve(ahead, policy), POLICY: _policy(ahead, policy)} | tables
    return {name: table for name, table in tables.items() if not table.empty}


def _reserve(ahead: PlanAhead, policy: float) -> pd.DataFrame:
    table = reserves_side_by_side(ahead, policy)
    columns = ["fiscal_year", "reserve", "reserve_share", "policy_dollars"]
    return table[[*columns, "reserve_decided", "share_decided"]]


def _policy(ahead: PlanAhead, policy: float) -> pd.DataFrame:
    years = [break_year(plan, policy) for plan in (ahead.plan, ahead.decided)]
    return pd.DataFrame(
        {
            "title": [GO_ON, DECIDED],
            "policy_share": policy,
            "below_policy_in": pd.array(years, dtype="object"),
        }
    )


def _goals(goals: pd.DataFrame) -> pd.DataFrame:
    titles = [f"Goal {number}" for number in goals["number"]]
    table = goals[["measure", "baseline", "target", "by_year"]].copy()
    table.insert(0, "title", titles)
    return table


def what_stops(
    decisions: pd.DataFrame, savings: pd.DataFrame, endings: pd.DataFrame
) -> pd.DataFrame:
    """What stops, what is not renewed and what is paid for only as used: programs and dollars.

        Stopped + Not renewed + Paid for as used = all that is found, by term

    A program whose end was set before anybody decided here frees nothing, and is left out.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    savings : DataFrame
        As ``identified_savings`` gives.
    endings : DataFrame
        As ``sunset_plan`` gives.

    Returns
    -------
    DataFrame, one row per kind that occurs, and their sum
        ``title``, ``programs``, ``every_year`` and ``once`` (dollars), ``without_dollars``
        (programs with none in the ledger), ``students_affected`` (``NaN`` where not known or
        too few to show) and ``students_uncounted`` (programs).
    """
    used = savings["verdict"].eq(FIX) & savings["lever"].eq(SCALE)
    ours = endings[~endings["program_id"].isin(already_ending(decisions)["program_id"])]
    ids = {
        STOPPED: ours.loc[ours["decision"].eq(STOP), "program_id"],
        NOT_RENEWED: ours.loc[ours["decision"].eq(FIX), "program_id"],
        AS_USED: savings.loc[used, "program_id"].drop_duplicates(),
    }
    rows = [{"title": title} | _freed_by(some, savings, ours) for title, some in ids.items()]
    table = pd.DataFrame(rows)
    table = table[table["programs"] > 0].round({"every_year": 2, "once": 2})
    if table.empty:
        return table
    total = table.drop(columns="title").sum(min_count=1)
    return pd.concat([table, pd.DataFrame([{"title": ALL} | total.to_dict()])], ignore_index=True)


def _freed_by(ids: pd.Series, savings: pd.DataFrame, endings: pd.DataFrame) -> dict[str, float]:
    freed = savings[savings["program_id"].isin(ids) & savings["likely"].gt(0)]
    sums = freed.groupby("term")["likely"].sum()
    students = endings.loc[endings["program_id"].isin(ids), "students"].astype(float)
    return {
        "programs": len(ids),
        "every_year": sums.get(RECURRING, 0.0),
        "once": sums.get(ONE_TIME, 0.0),
        "without_dollars": int((~ids.isin(freed["program_id"])).sum()),
        "students_affected": students.sum(min_count=1),
        "students_uncounted": int(students.isna().sum()),
    }


def already_ending(decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs whose end was set before anybody decided here.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame
        Their rows.
    """
    return decisions[decisions["ending"].astype(bool)]


def _what_grows(decisions: pd.DataFrame, found: FoundDollars) -> pd.DataFrame:
    grow = decisions.loc[decisions["decision"].eq(GROW), ["program_id", "program"]]
    uses = found.uses[found.uses["verdict"].eq(GROW)]
    table = grow.merge(uses[["program_id", "seats", "year_1"]], on="program_id", how="left")
    paid = found.planned.by_use.groupby("use")["paid"].sum()
    table["paid_dollars"] = table["program"].map(paid).where(table["seats"].notna())
    columns = {"program": "title", "year_1": "year_1_dollars"}
    table = table.drop(columns="program_id").rename(columns=columns)
    if table.empty:
        return table
    total = {"title": "All that grow"} | table.drop(columns="title").sum(min_count=1).to_dict()
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def _found(ranges: pd.DataFrame, students: float) -> pd.DataFrame:
    every, once = ranges["pool"].eq("all"), ranges["term"].eq(ONE_TIME)
    titles = ranges["pool"] + once.map({True: " (once)", False: ""})
    titles = titles.mask(every & ~once, EVERY_YEAR).mask(every & once, ALL_ONCE)
    table = ranges[["identified", "plan_on", "low", "high"]].copy()
    table.insert(0, "pool_words", titles)
    table["per_student"] = table["identified"] / (students if students > 0 else float("nan"))
    return table


def _by_label(savings: pd.DataFrame) -> pd.DataFrame:
    sums = savings.pivot_table(index="label", columns="term", values="likely", aggfunc="sum")
    names = {RECURRING: "every_year", ONE_TIME: "once"}
    table = sums.reindex(columns=list(names)).rename(columns=names).fillna(0.0).round(2)
    table = table.reindex([label for label in LABELS if label in table.index])
    table.insert(0, "title", table.index)
    return table.reset_index(drop=True)


def board_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, Figure]:
    """Every number the board page may use, read from its cell.

    Parameters
    ----------
    tables : mapping of name to DataFrame
        As ``board_tables`` gives.

    Returns
    -------
    dict of name to Figure
        What is not known, and dollars and counts that are zero, are left out.
    """
    cells = [*_reserve_cells(tables), *_goal_cells(tables), *_stop_cells(), *_money_cells()]
    figures = {}
    for name, table, row, column, more in cells:
        if table not in tables or not tables[table].iloc[:, 0].astype(str).eq(row).any():
            continue
        figure = Figure.of(tables, table, row, column, **more)
        nothing = more.get("kind", DOLLARS) in (DOLLARS, COUNT) and figure.value == 0
        if figure.value == figure.value and not nothing:
            figures[name] = figure
    return figures


def _reserve_cells(tables: Mapping[str, pd.DataFrame]) -> list[tuple]:
    if RESERVE not in tables:
        return []
    years = tables[RESERVE]["fiscal_year"].astype(str)
    first, last = years.iloc[0], years.iloc[-1]
    in_first, in_last = ({"kind": PERCENT, "when": year} for year in (first, last))
    breaks = tables[POLICY].set_index("title").loc[GO_ON, "below_policy_in"]
    held = {"kind": PERCENT, "when": breaks if isinstance(breaks, str) else ""}
    return [
        ("reserve_now", RESERVE, first, "reserve_share", in_first),
        ("reserve_last", RESERVE, last, "reserve_share", in_last),
        ("policy", POLICY, GO_ON, "policy_share", held),
        ("break_year", POLICY, GO_ON, "below_policy_in", {"kind": YEAR}),
        ("decided_last", RESERVE, last, "share_decided", in_last),
        ("break_decided", POLICY, DECIDED, "below_policy_in", {"kind": YEAR}),
    ]


def _goal_cells(tables: Mapping[str, pd.DataFrame]) -> list[tuple]:
    if GOALS not in tables:
        return []
    first = tables[GOALS].iloc[0]
    by_year = str(first["by_year"] or "")
    return [
        ("baseline", GOALS, first["title"], "baseline", {"kind": PERCENT}),
        ("target", GOALS, first["title"], "target", {"kind": PERCENT, "when": by_year}),
    ]


def _stop_cells() -> list[tuple]:
    cells = []
    for key, title in KINDS.items():
        cells += [
            (f"{key}_programs", STOPS, title, "programs", {"kind": COUNT}),
            (f"{key}_year", STOPS, title, "every_year", {"per": A_YEAR}),
            (f"{key}_once", STOPS, title, "once", {"per": ONCE}),
            (f"{key}_unpriced", STOPS, title, "without_dollars", {"kind": COUNT}),
            (f"{key}_students", STOPS, title, "students_affected", {"kind": COUNT}),
            (f"{key}_uncounted", STOPS, title, "students_uncounted", {"kind": COUNT}),
        ]
    return cells


def _money_cells() -> list[tuple]:
    grow, count, a_year = "All that grow", {"kind": COUNT}, {"per": A_YEAR}
    labels = [
        cell
        for label in LABELS
        for cell in (
            (f"{label}_year", LABELLED, label, "every_year", a_year),
            (f"{label}_once", LABELLED, label, "once", {"per": ONCE}),
        )
    ]
    return [
        ("seats", GROWS, grow, "seats", count),
        ("grown", GROWS, grow, "year_1_dollars", a_year),
        ("grown_paid", GROWS, grow, "paid_dollars", a_year),
        ("found", FOUND, EVERY_YEAR, "identified", a_year),
        ("each", FOUND, EVERY_YEAR, "per_student", {"per": A_STUDENT}),
        ("plan_on", FOUND, EVERY_YEAR, "plan_on", a_year),
        ("once", FOUND, ALL_ONCE, "identified", {"per": ONCE}),
        *labels,
        ("open_programs", DECISIONS, NOT_YET_KNOWN, "programs", count),
        ("open_dollars", DECISIONS, NOT_YET_KNOWN, "dollars", a_year),
        ("open_uncosted", DECISIONS, NOT_YET_KNOWN, "cost_not_known", count),
    ]
