"""From a district's folder to its plan of several years, without and with its decisions."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from smarter_spending.analysis._ledger import FIRST_RESTRICTED
from smarter_spending.analysis.fiscal_years import fiscal_year, year_after
from smarter_spending.display.from_folder import FoundDollars
from smarter_spending.planning.enrollment_projection import cohort_survival, total_by_year
from smarter_spending.planning.finance import Plan, fan_chart, multi_year_plan, named_scenarios
from smarter_spending.planning.funds import RECURRING
from smarter_spending.planning.lcff_years import lcff_ahead
from smarter_spending.planning.plan_assumptions import lcff_given, plan_rates
from smarter_spending.planning.plan_base import FUNDS, general_fund_balances, plan_lines
from smarter_spending.planning.reserves import reserve_table
from smarter_spending.planning.second_look import last_day

YEARS_AHEAD, MOST_YEARS = 3, 5
# what a worse and a better case add to the base rates, in every year
WORSE = {"LCFF": -0.015, "cola": -0.01, "enrollment": -0.005, "step_and_column": 0.003}
WORSE |= {"health_premiums": 0.02, "inflation": 0.01}
# how far a rate may lie from the base, one standard deviation
SPREAD = {"LCFF": 0.010, "cola": 0.008, "enrollment": 0.006, "step_and_column": 0.002}
SPREAD |= {"health_premiums": 0.02, "inflation": 0.01}
DRAWS = 1_000
UNDER_LCFF = ("cola", "enrollment")  # what moves LCFF only where the formula has not worked it out


@dataclass(frozen=True)
class PlanAhead:
    """A plan of several years: ``plan`` as we go on, ``decided`` with the decisions.

    ``began`` as ``general_fund_balances`` gives it, ``rates`` as ``plan_rates``, ``lcff`` as
    ``lcff_ahead`` (or as the district's official calculator gave it), ``changes`` what the
    decisions add, ``scenarios`` as ``named_scenarios`` and
    ``fan`` as ``fan_chart`` (both with the decisions).
    """

    began: pd.DataFrame
    rates: pd.DataFrame
    lcff: pd.DataFrame
    changes: pd.DataFrame
    plan: Plan
    decided: Plan
    scenarios: pd.DataFrame
    fan: pd.DataFrame


def plan_ahead(district, found: FoundDollars, seed: int = 0) -> PlanAhead | None:
    """A district's plan: the ledger's year carried ahead, and its decisions layered in.

    Parameters
    ----------
    district : District
    found : FoundDollars
        As ``found_dollars`` gives.
    seed : int
        For the simulated fan.

    Returns
    -------
    PlanAhead or None
        ``None`` when the ledger books no beginning balance: then nothing can be carried
        ahead.
    """
    year, given = district.fiscal_year, district.assumptions
    began = general_fund_balances(district.ledger, year)
    if began.empty:
        return None
    years = _years(given["fiscal_year"], year)
    plain = plan_rates(given, years)
    by_item = {item: rows.set_index("fiscal_year")["rate"] for item, rows in plain.groupby("item")}
    lines = plan_lines(district.ledger, year, found.rules)
    base = float(lines.loc[lines["object_group"].eq("LCFF"), "dollars"].sum())
    lcff = lcff_given(given, base, year)
    if not set(years) <= set(lcff["fiscal_year"]):
        enrollment, cola = (by_item[item].to_dict() for item in ("enrollment", "cola"))
        lcff = lcff_ahead(district.enrollment_lcff, year, enrollment, cola)
    rates = plan_rates(given, years, lcff)
    start = began.set_index("fund")["beginning"].to_dict()
    start = {fund: start.get(fund, 0.0) for fund in FUNDS.values()}
    changes = decided_changes(found, years, district.as_of)
    shifts = shifts_of(rates)
    better = {item: -by for item, by in shifts.items()}
    spread = {item: sd for item, sd in SPREAD.items() if item in shifts}
    return PlanAhead(
        began=began,
        rates=rates,
        lcff=lcff,
        changes=changes,
        plan=multi_year_plan(start, lines, rates),
        decided=multi_year_plan(start, lines, rates, changes),
        scenarios=named_scenarios(start, lines, rates, changes, {"low": shifts, "high": better}),
        fan=fan_chart(start, lines, rates, changes, spread, DRAWS, seed),
    )


def shifts_of(rates: pd.DataFrame) -> dict[str, float]:
    """What the low case adds to the base rates, in every year.

    Parameters
    ----------
    rates : DataFrame
        As ``plan_rates`` gives.

    Returns
    -------
    dict of item to share
        COLA and enrollment stay as they are where the formula has worked LCFF out.
    """
    moved = set(rates["item"])
    still = UNDER_LCFF if "LCFF" in moved else ()
    return {item: by for item, by in WORSE.items() if item in moved and item not in still}


def _years(assumed: pd.Series, fiscal_year: str) -> list[str]:
    """At least three years ahead, and as far as something is assumed; none left out between."""
    years = [year_after(fiscal_year, n) for n in range(1, YEARS_AHEAD + 1)]
    last = max([*years, *assumed.dropna()])
    while years[-1] < last and len(years) < MOST_YEARS:
        years.append(year_after(years[-1]))
    return years


def decided_changes(found: FoundDollars, years: list[str], as_of: date) -> pd.DataFrame:
    """What the decisions change in a plan: savings to plan on, what grows, what moving costs.

    The savings are planned at the middle of their draws, fund by fund, not at what is
    identified; what grows is planned only as far as these pay for it.  They hold from the
    fiscal year after the last day of the sunset plan.

    Parameters
    ----------
    found : FoundDollars
    years : list of str
        The fiscal years ahead.
    as_of : date
        The day from which the sunset plan looks ahead.

    Returns
    -------
    DataFrame
        ``fund, first_year, last_year, kind, dollars, name, object_group``: what
        ``multi_year_plan`` takes.
    """
    first_year = max(years[0], fiscal_year(last_day(as_of).year))
    ranges = found.ranges[found.ranges["term"].eq(RECURRING) & found.ranges["pool"].ne("all")]
    resources = found.savings.drop_duplicates("pool").set_index("pool")["resource"]
    rows = []
    for row in ranges.itertuples():
        name = f"saved: {row.pool}"
        rows.append((_fund(resources[row.pool]), None, -row.middle, name, "services"))
    there = ranges["middle"].sum()
    needed = found.paid.by_use["needed"].sum()
    share = min(1.0, there / needed) if needed else 0.0
    for row in found.paid.payments.itertuples():
        dollars = round(row.dollars * share, 2)
        rows.append((_fund(resources[row.pool]), None, dollars, f"grown: {row.use}", "services"))
    for row in found.transition.itertuples():
        name = f"moving people: {row.program}"
        rows.append((_fund(row.resource), first_year, row.transition, name, ""))
    columns = ["fund", "last_year", "dollars", "name", "object_group"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(first_year=first_year, kind="spending")
    return table if first_year <= years[-1] else table.iloc[:0]


def _fund(resource: str) -> str:
    return FUNDS[resource >= FIRST_RESTRICTED]


def reserves_side_by_side(ahead: PlanAhead, policy: float) -> pd.DataFrame:
    """The reserve of each year as we go on, and with the decisions, beside the policy.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float
        The board's reserve, a share of spending.

    Returns
    -------
    DataFrame, one row per year
        ``fiscal_year, reserve, reserve_share, structural_gap`` (as we go on),
        ``reserve_decided, share_decided, gap_decided`` and ``policy_dollars``.
    """
    plain, decided = (reserve_table(plan, policy) for plan in (ahead.plan, ahead.decided))
    columns = ["fiscal_year", "reserve", "reserve_share", "structural_gap", "policy_dollars"]
    return plain[columns].assign(
        reserve_decided=decided["reserve"],
        share_decided=decided["reserve_share"],
        gap_decided=decided["structural_gap"],
    )


def students_ahead(district, years: int = YEARS_AHEAD) -> pd.DataFrame:
    """Enrollment on file and ahead, as the children already here move up.

    Parameters
    ----------
    district : District
        ``students_outcomes`` with the grade of every student, two years or more.
    years : int

    Returns
    -------
    DataFrame, one row per year
        ``fiscal_year, students, students_change`` (a share) and ``on_file`` ("on file" or
        "ahead").  No rows when there are not two years on file.
    """
    seen = district.students_outcomes
    columns = ["fiscal_year", "students", "students_change", "on_file"]
    if seen.empty or seen["fiscal_year"].nunique() < 2:
        return pd.DataFrame(columns=columns)
    counts = seen.groupby(["fiscal_year", "grade"], as_index=False).size()
    counts = counts.rename(columns={"size": "students"})
    ahead = cohort_survival(counts, years)
    table = total_by_year(pd.concat([counts, ahead], ignore_index=True))
    last = counts["fiscal_year"].max()
    on_file = (table["fiscal_year"] <= last).map({True: "on file", False: "ahead"})
    table = table.rename(columns={"change": "students_change"})
    return table.assign(students=table["students"].round(), on_file=on_file)
