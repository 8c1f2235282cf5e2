"""From a district's folder to its plan of several years, without and with its decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import pandas as pd

from smarter_spending.analysis.checks import fiscal_year, year_after
from smarter_spending.analysis.spending import GENERAL_FUND, spending_rows
from smarter_spending.planning import finance
from smarter_spending.planning.decisions import last_day
from smarter_spending.planning.finance import UNRESTRICTED, BalanceParts, Plan
from smarter_spending.planning.lcff import lcff_ahead
from smarter_spending.planning.portfolio import FoundDollars
from smarter_spending.planning.reallocation import RECURRING, plan_on

YEARS_AHEAD, MOST_YEARS = 3, 5
LCFF, ADOPTED = "LCFF", "adopted_budget"
# how far a rate may lie from the base, one standard deviation, until a district says otherwise
LASTING = "lasting"  # what of a year's error stays in the next year's, a share
USUAL_SPREAD = {LCFF: 0.010, "cola": 0.010, "enrollment": 0.005, finance.PAY: 0.003}
USUAL_SPREAD |= {"health_premiums": 0.02, "inflation": 0.01, LASTING: 0.5}
# which way a rate of the low case lies from the base, by its spread; the high case mirrors it
WORSE = {LCFF: -1, "cola": -1, "enrollment": -1}
WORSE |= {finance.PAY: 1, "health_premiums": 1, "inflation": 1}
DRAWS = 1_000
GROWN = "grown: "  # how a change is named that puts more into a program
EXPLAINED = 0.01  # of the ledger's LCFF: nearer than this, the formula explains it
PEOPLE, PURCHASES = "people", "purchases"
MOVED_LIKE = {PEOPLE: "certificated pay", PURCHASES: "services"}  # seats like pay, as notebook 11


@dataclass(frozen=True)
class PlanAhead:
    """A plan of several years: ``plan`` as we go on, ``decided`` with the decisions.

    ``began`` as ``general_fund_balances`` gives it, ``rates`` as ``plan_rates``, ``lcff`` as
    ``lcff_ahead`` (or as the district's official calculator gave it), ``changes`` what the
    decisions add, ``scenarios`` as ``named_scenarios`` and
    ``fan`` as ``fan_chart`` (both with the decisions); ``shifts`` is what the low case adds to
    the rates, in every year or by year; ``spreads`` as ``rate_spreads``.  ``parts`` as
    ``balance_parts``: no reserve can be said of a plan whose balance is not split (``split``).
    """

    began: pd.DataFrame
    rates: pd.DataFrame
    lcff: pd.DataFrame
    changes: pd.DataFrame
    plan: Plan
    decided: Plan
    scenarios: pd.DataFrame
    shifts: Mapping[str, float | Mapping[str, float]]
    fan: pd.DataFrame
    filed: str = "actual"  # what the amounts of the first year are
    parted: bool = False  # whether a filed year lies outside what going on as before would give
    parts: BalanceParts | None = None
    budgeted: Mapping[str, float] = field(default_factory=dict)  # spending adopted, by column
    spreads: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def split(self) -> bool:
        """Whether the ledger says what all of the ending balance is held for."""
        return self.parts is None or not self.parts.unsplit


def plan_ahead(
    ledger: pd.DataFrame,
    fiscal_year: str,
    assumptions: pd.DataFrame,
    students: pd.DataFrame,
    attendance: pd.DataFrame,
    found: FoundDollars,
    as_of: date,
    seed: int = 0,
) -> PlanAhead | None:
    """A district's plan: the ledger's year carried ahead, and its decisions layered in.

    It begins with ``fiscal_year`` or, where the district filed the years after it, with the last
    of these (``first_filed``).  ``students`` (``students_outcomes`` with the grade of every
    student) and ``attendance`` (``enrollment_lcff``) may have no rows; ``as_of`` is the day from
    which the sunset plan looks ahead.  ``None`` when the ledger books no beginning balance: then
    nothing can be carried ahead.
    """
    first_year, filed = finance.first_filed(ledger, fiscal_year)
    began = finance.general_fund_balances(ledger, first_year, found.rules, filed)
    if began.empty:
        return None
    after = _years(assumptions["fiscal_year"], first_year)
    years = [*_between(fiscal_year, first_year), *after]  # from the last attendance on file
    seen = students_ahead(students, len(years))
    seen = seen[seen["on_file"].eq("ahead")].set_index("fiscal_year")["students_change"].to_dict()
    lines = finance.plan_lines(ledger, first_year, found.rules, filed)
    base = float(lines.loc[lines["object_group"].eq(LCFF), "dollars"].sum())
    plain = finance.plan_rates(assumptions, years, enrollment=seen)
    official = finance.lcff_given(assumptions, base, first_year)

    formula = partial(_formula, attendance, fiscal_year)
    lcff = finance.lcff_extended(official, formula(plain))
    rates = _moving(finance.plan_rates(assumptions, after, lcff, seen), lines)
    changes = decided_changes(found, after, as_of)
    start = _beginning(began, lines, changes)
    spreads = rate_spreads(assumptions, rates)
    shifts = {
        "low": _shifts(formula, plain, lcff, rates, spreads, 1),
        "high": _shifts(formula, plain, lcff, rates, spreads, -1),
    }
    plan = finance.multi_year_plan(start, lines, rates)
    ends = plan.balances.set_index("fund").loc[[UNRESTRICTED], "ending"].iloc[0]
    parts = finance.balance_parts(ledger, first_year, found.rules, filed, ends)
    aside = {"set_aside": parts.set_aside}
    fan = _fan(start, lines, rates, changes, spreads, seed).set_index("fiscal_year")
    return PlanAhead(
        began=began,
        rates=rates,
        lcff=lcff,
        changes=changes,
        plan=replace(plan, **aside),
        decided=replace(finance.multi_year_plan(start, lines, rates, changes), **aside),
        scenarios=finance.named_scenarios(start, lines, rates, changes, shifts),
        shifts=shifts["low"],
        fan=(fan - parts.set_aside).round(2).reset_index(),
        spreads=spreads,
        filed=filed,
        parted=_parted(ledger, fiscal_year, found.rules, assumptions, plan, seed),
        parts=parts,
        budgeted=_budgeted(ledger, first_year, found.rules),
    )


def _budgeted(ledger: pd.DataFrame, year: str, rules: pd.DataFrame) -> dict[str, float]:
    """What the budget adopted for a year would have spent, by column of the plan."""
    if not (ledger["fiscal_year"].eq(year) & ledger["amount_type"].eq(ADOPTED)).any():
        return {}
    lines = finance.plan_lines(ledger, year, rules, ADOPTED)
    return lines[lines["kind"].eq("spending")].groupby("fund")["dollars"].sum().round(2).to_dict()


def _between(year: str, last: str) -> list[str]:
    """The fiscal years after one, up to and with another."""
    return [year_after(year, n + 1) for n in range(int(last[:4]) - int(year[:4]))]


def _moving(rates: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The rates that move a line of the plan, or may."""
    drivers = {item for moved in finance.DRIVERS.values() for item in moved}
    return rates[rates["item"].isin({*lines["object_group"], *drivers})]


def _beginning(began: pd.DataFrame, *tables: pd.DataFrame) -> dict[str, float]:
    # a resource that is new in the year, or that only a decision touches, begins with nothing
    named = pd.concat([table["fund"] for table in (began, *tables)])
    start = began.set_index("fund")["beginning"]
    return start.reindex(pd.unique(pd.Series([UNRESTRICTED, *named])), fill_value=0.0).to_dict()


def rate_spreads(assumptions: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """How far each rate may lie from the base, a share, by item, with its ``source``."""
    own = assumptions.reindex(columns=["assumption", "fiscal_year", "value", "source"])
    own = own.sort_values("fiscal_year").drop_duplicates("assumption").set_index("assumption")
    moved = {LASTING, *rates["item"]}
    table = pd.DataFrame(USUAL_SPREAD.items(), columns=["item", "usual"])
    table = table[table["item"].isin(moved)].reset_index(drop=True)
    given = own.reindex(table["item"].str.lower() + "_spread").reset_index(drop=True)
    spread = given["value"].astype(float).fillna(table["usual"])
    named = given["source"].astype(object).fillna("assumptions.csv")
    source = named.where(given["value"].notna(), finance.SOURCE_USUAL)
    return table[["item"]].assign(spread=spread, source=source)


def _fan(start, lines, rates, changes, spreads, seed: int) -> pd.DataFrame:
    spread = spreads.set_index("item")["spread"].to_dict()
    lasting = spread.pop(LASTING)
    return finance.fan_chart(start, lines, rates, changes, spread, DRAWS, seed, lasting)


def _parted(
    ledger: pd.DataFrame,
    fiscal_year: str,
    rules: pd.DataFrame,
    assumptions: pd.DataFrame,
    filed: Plan,
    seed: int,
) -> bool:
    """Whether the filed year ends outside the fan of going on from ``fiscal_year`` as it ended."""
    year = filed.balances["fiscal_year"].min()
    if year <= fiscal_year:
        return False
    began = finance.general_fund_balances(ledger, fiscal_year, rules)
    if began.empty:
        return False
    lines = finance.plan_lines(ledger, fiscal_year, rules)
    rates = _moving(finance.plan_rates(assumptions, _between(fiscal_year, year)), lines)
    spreads = rate_spreads(assumptions, rates)
    fan = _fan(_beginning(began, lines), lines, rates, None, spreads, seed).set_index("fiscal_year")
    reserve = finance.reserve_table(filed, 0.0)["reserve"].iloc[0]
    return not fan.at[year, "p5"] <= reserve <= fan.at[year, "p95"]


def _formula(attendance: pd.DataFrame, fiscal_year: str, plain: pd.DataFrame) -> pd.DataFrame:
    """LCFF as the formula gives it at some rates of COLA and enrollment."""
    by_item = {item: rows.set_index("fiscal_year")["rate"] for item, rows in plain.groupby("item")}
    enrollment, cola = (by_item[item].to_dict() for item in ("enrollment", "cola"))
    return lcff_ahead(attendance, fiscal_year, enrollment, cola)


def _shifts(formula, plain, lcff, rates, spreads, sign: int) -> dict:
    """What a case adds to the base rates: LCFF through the formula, pensions with the pay."""
    moved, far = set(rates["item"]), spreads.set_index("item")["spread"]
    shifts = {item: sign * way * far[item] for item, way in WORSE.items() if item in moved}
    shifts |= {group: shifts[finance.PAY] for group in finance.PENSIONS.values() if group in moved}
    if LCFF not in moved:
        return shifts
    by = plain["item"].map(shifts).astype(float).fillna(0.0)
    case = formula(plain.assign(rate=plain["rate"] + by))
    if case.empty or "funded_ada" not in lcff:  # the official calculator cannot be worked again
        return shifts
    growth = [table.set_index("fiscal_year")["growth"] for table in (case, lcff)]
    return shifts | {LCFF: (growth[0] - growth[1]).dropna().to_dict()}


def _years(assumed: pd.Series, fiscal_year: str) -> list[str]:
    """At least three years ahead, and as far as something is assumed; none left out between."""
    years = [year_after(fiscal_year, n) for n in range(1, YEARS_AHEAD + 1)]
    last = max([*years, *assumed.dropna()])
    while years[-1] < last and len(years) < MOST_YEARS:
        years.append(year_after(years[-1]))
    return years


def decided_changes(found: FoundDollars, years: list[str], as_of: date) -> pd.DataFrame:
    """What the decisions change in a plan: savings to plan on, what grows, what moving costs."""
    first_year = max(years[0], fiscal_year(last_day(as_of).year))
    saved = _to_plan_on(found.savings, found.rules)
    rows = []
    for row in saved.itertuples():
        name = f"saved: {row.pool}, {row.what}"
        rows.append((row.fund, None, -row.dollars, name, MOVED_LIKE[row.what]))
    for row in _by_fund(found.planned.payments, saved).itertuples():
        name = f"{GROWN}{row.use}, from {row.pool}"
        rows.append((row.fund, None, row.dollars, name, MOVED_LIKE[PEOPLE]))
    moved = found.transition
    for row in moved.assign(fund=finance.plan_fund(moved["resource"], found.rules)).itertuples():
        name = f"moving people: {row.program}, from {row.pool}"
        rows.append((row.fund, first_year, row.transition, name, ""))
    columns = ["fund", "last_year", "dollars", "name", "object_group"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(first_year=first_year, kind="spending")
    return table if first_year <= years[-1] else table.iloc[:0]


def _to_plan_on(savings: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """What comes every year, by column of the plan and pool: people and purchases apart."""
    lasting = savings[savings["term"].eq(RECURRING) & (savings["likely"] > 0)]
    dollars = plan_on(lasting)
    people = (dollars * lasting["people"] / lasting["likely"]).round(2)
    parts = {PEOPLE: people, PURCHASES: dollars - people}
    named = lasting[["pool"]].assign(fund=finance.plan_fund(lasting["resource"], rules))
    each = [named.assign(what=what, dollars=part) for what, part in parts.items()]
    sums = pd.concat(each).groupby(["fund", "pool", "what"], as_index=False)["dollars"].sum()
    sums = sums.round({"dollars": 2})
    return sums[sums["dollars"] > 0]


def _by_fund(payments: pd.DataFrame, saved: pd.DataFrame) -> pd.DataFrame:
    """Each payment from the columns of the plan that its pool's savings stand in, to the cent."""
    sums = saved.groupby(["pool", "fund"], as_index=False)["dollars"].sum()
    up_to = sums.groupby("pool")["dollars"].cumsum()
    all_of = sums.groupby("pool")["dollars"].transform("sum")
    sums = sums.drop(columns="dollars").assign(share=up_to / all_of)
    table = payments.assign(payment=range(len(payments))).merge(sums, on="pool")
    up_to = (table["dollars"] * table["share"]).round(2)
    before = up_to.groupby(table["payment"]).shift(fill_value=0.0)
    return table.assign(dollars=(up_to - before).round(2)).query("dollars != 0")


def reserves_side_by_side(ahead: PlanAhead, policy: float) -> pd.DataFrame:
    """The reserve of each year, as we go on and with the decisions, beside the policy."""
    plain, decided = (finance.reserve_table(plan, policy) for plan in (ahead.plan, ahead.decided))
    columns = ["fiscal_year", "reserve", "reserve_share", "structural_gap", "policy_dollars"]
    return plain[columns].assign(
        reserve_decided=decided["reserve"],
        share_decided=decided["reserve_share"],
        gap_decided=decided["structural_gap"],
    )


def students_ahead(seen: pd.DataFrame, years: int = YEARS_AHEAD) -> pd.DataFrame:
    """Enrollment on file and ahead, as the children already here move up."""
    columns = ["fiscal_year", "students", "students_change", "on_file"]
    if seen.empty:
        return pd.DataFrame(columns=columns)
    counts = seen.groupby(["fiscal_year", "grade"], as_index=False).size()
    counts = counts.rename(columns={"size": "students"})
    if not finance.can_be_moved_up(counts):
        return pd.DataFrame(columns=columns)
    ahead = finance.cohort_survival(counts, years)
    table = finance.total_by_year(pd.concat([counts, ahead], ignore_index=True))
    last = counts["fiscal_year"].max()
    on_file = (table["fiscal_year"] <= last).map({True: "on file", False: "ahead"})
    table = table.rename(columns={"change": "students_change"})
    return table.assign(students=table["students"].round(), on_file=on_file)


def changes_by_term(changes: pd.DataFrame) -> pd.DataFrame:
    """What the decisions change, what comes every year apart from what comes once."""
    lasts, dollars = changes["last_year"].isna(), changes["dollars"]
    table = changes[["name", "fund", "first_year"]]
    return table.assign(every_year=dollars.where(lasts, 0.0), once=dollars.where(~lasts, 0.0))


@dataclass(frozen=True)
class Moved:
    """What the decisions change in a plan; of what they free, what has a duty or its own rules."""

    freed: float
    reserve: float
    last_year: str
    breaks: str
    breaks_decided: str
    bound: float = 0.0
    ruled: float = 0.0


def moved_by_decisions(ahead: PlanAhead, policy: float) -> Moved:
    """What the decisions change in the reserve, and in the year in which it breaks."""
    last = reserves_side_by_side(ahead, policy).iloc[-1]
    # each column by itself: what one frees does not pay for what another lacks
    free = -changes_by_term(ahead.changes).groupby("fund")["every_year"].sum()
    free = free[free >= finance.A_DOLLAR]
    fund = free.index.to_series()
    ruled = finance.by_number(fund).ne(UNRESTRICTED)
    before, after = (finance.break_year(plan, policy) for plan in (ahead.plan, ahead.decided))
    return Moved(
        freed=float(free.sum()),
        reserve=float(last["reserve_decided"] - last["reserve"]),
        last_year=last["fiscal_year"],
        breaks="" if pd.isna(before) else before,
        breaks_decided="" if pd.isna(after) else after,
        bound=float(free[~ruled & fund.ne(UNRESTRICTED)].sum()),
        ruled=float(free[ruled].sum()),
    )


def indicator_ahead(
    ahead: PlanAhead, policy: float, ada: float, floor: tuple[str, float] | None = None
) -> pd.Series:
    """The indicator of a plan with its decisions from ``year`` on; ``floor``: a year, dollars."""
    by_state = ada >= 0
    running = ahead.filed != "actual"  # a year that is filed ahead has not ended
    year = ahead.plan.balances["fiscal_year"].min() if running else min(ahead.rates["fiscal_year"])
    minimum = finance.state_minimum(ada) if by_state else policy
    cola = ahead.rates[ahead.rates["item"].eq("cola")].set_index("fiscal_year")["rate"].to_dict()
    years = ahead.plan.balances["fiscal_year"].unique()
    if finance.has_floor(ada) and floor is None:
        raise ValueError("A district of up to 1,000 ADA holds a floor of dollars: give it.")
    least = dict.fromkeys(years, 0.0)
    if finance.has_floor(ada):
        least = finance.state_floor(years, cola, *floor)
    word = finance.budget_indicator(ahead.decided, minimum, current=year, floor=least)
    found = {"word": word, "year": year, "minimum": minimum, "by_state": by_state}
    return pd.Series(found | {"floor": least[year]})


def parts_ahead(ahead: PlanAhead) -> pd.DataFrame:
    """The ending balance by its parts as we go on: as ``parts_by_year``."""
    return finance.parts_by_year(ahead.plan, ahead.parts)


def held_for(ahead: PlanAhead) -> pd.DataFrame:
    """What the plan's first year ends with (a reserve, carryover, held otherwise), above zero."""
    first = parts_ahead(ahead).iloc[0]
    held = first["balance"] + first["special"] - first["available"] - first["carryover"]
    parts = {"reserve": first["available"], "carryover": first["carryover"], "held": held}
    table = pd.DataFrame(parts.items(), columns=["part", "dollars"]).round(2).query("dollars > 0")
    return table.assign(share=table["dollars"] / table["dollars"].sum()).reset_index(drop=True)


def spent_by_action(
    ledger: pd.DataFrame, programs: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame
) -> pd.DataFrame:
    """What was spent of money bound to some students, by whether its action contributes or not."""
    columns = ["resource", "contributing", "others", "untold"]
    if not (ledger["fiscal_year"].eq(fiscal_year) & ledger["amount_type"].eq("actual")).any():
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, fiscal_year, "actual", GENERAL_FUND)
    rows = rows[finance.with_duty(rows["resource"], rules)]
    marks = programs.set_index("program_id")["contributing"] if len(programs) else {}
    named = {True: "contributing", False: "others"}
    program = rows.get("local_program", pd.Series(index=rows.index, dtype="object"))
    action = program.map(marks).map(named).astype(object).fillna("untold")
    table = rows["amount"].groupby([rows["resource"], action]).sum().unstack(fill_value=0.0)
    table = table.reindex(columns=columns[1:], fill_value=0.0).round(2)
    return table.rename_axis(columns=None).rename_axis("resource").reset_index()


def bound_money(ahead: PlanAhead, spent: pd.DataFrame | None = None) -> pd.DataFrame:
    """Money that is unrestricted by number and bound to some students, by resource and year.

        required = what came or comes in that year + what the year before left (``carried_in``)
        carried over = required - spent, and so required in the year after

    ``planned``: the adopted budget of the first year, then what goes on; ``spent_so_far`` is blank
    where the year has not ended; ``carried_decided`` is with the decisions.
    """
    balances = ahead.plan.balances
    own = finance.by_number(balances["fund"]).eq(UNRESTRICTED) & balances["fund"].ne(UNRESTRICTED)
    first, closed = _first(balances)[own], ahead.filed == "actual"
    table, spending = balances[own], balances.loc[own, "spending"]
    budget = table["fund"].map(ahead.budgeted) if closed else spending
    resource = table["fund"].str.removeprefix(finance.RESOURCE)
    told = {} if spent is None else spent.set_index("resource")["contributing"]
    return pd.DataFrame(
        {
            "resource": resource,
            "fiscal_year": table["fiscal_year"],
            "apportioned": table["revenue"],
            "carried_in": table["beginning"],
            "required": (table["revenue"] + table["beginning"]).round(2),
            "planned": spending.mask(first, budget),
            "spent_so_far": spending.where(first & closed),
            "spent_contributing": resource.map(told).where(first & closed),
            "carried_over": table["ending"],
            "carried_decided": ahead.decided.balances.loc[own, "ending"],
        }
    ).sort_values(["resource", "fiscal_year"], ignore_index=True)


def one_percent_of_pay(ahead: PlanAhead) -> float:
    """What 1% more pay would cost in the plan's first year, with the benefits that follow pay."""
    lines = ahead.plan.lines
    paid = lines["object_group"].isin(
        [group for group, moved in finance.DRIVERS.items() if finance.SETTLEMENT in moved]
    )
    lasting = _first(lines) & paid & lines["kind"].eq("spending") & lines["recurring"]
    return round(float(lines.loc[lasting, "dollars"].sum()) * 0.01, 2)


def triggers_ahead(ahead: PlanAhead, policy: float) -> pd.DataFrame:
    """When a plan with its decisions meets each of the three triggers."""
    below = {"reserve_share": policy, "reserve": 0.0, "structural_gap": 0.0}
    return finance.triggers_met(ahead.decided, below)


def reserve_by_case(scenarios: pd.DataFrame, set_aside: float = 0.0) -> pd.DataFrame:
    """The reserve in the three cases, a line a year: as in the table beside the policy."""
    own = scenarios[scenarios["fund"].eq(UNRESTRICTED)]
    wide = own.pivot(index="fiscal_year", columns="scenario", values="ending") - set_aside
    for case, rows in scenarios.groupby("scenario"):
        wide[case] -= finance.lacking_elsewhere(rows)
    cases = {"low": "low_case", "base": "base_case", "high": "high_case"}
    wide = wide.reset_index().rename(columns=cases)[["fiscal_year", *cases.values()]]
    return wide.rename_axis(columns=None).round(2)


def shift_ranges(shifts: Mapping[str, float | Mapping[str, float]]) -> pd.DataFrame:
    """What a case adds to each rate, in points."""
    each = {item: by if isinstance(by, Mapping) else {"": by} for item, by in shifts.items()}
    rows = [
        (item, 100 * min(by.values()), 100 * max(by.values()), "" not in by)
        for item, by in each.items()
    ]
    return pd.DataFrame(rows, columns=["item", "low", "high", "by_year"])


def first_year_booked(ahead: PlanAhead) -> pd.DataFrame:
    """The first year's ending balances beside those booked; ``apart``: how far one is off."""
    planned = ahead.plan.balances.drop_duplicates("fund").set_index("fund")["ending"]
    booked = ahead.began.set_index("fund")["ending"]
    both = pd.DataFrame({"planned": planned, "booked": booked}).dropna().rename_axis("fund")
    off = (both["planned"] - both["booked"]).round(2)
    both = both.assign(off=off, apart=off.abs()).sort_values("apart", ascending=False).reset_index()
    both["fund"] = finance.by_number(both["fund"])
    how = {"planned": "sum", "booked": "sum", "off": "first", "apart": "first"}
    return both.groupby("fund", as_index=False).agg(how).round(2)


def unrestricted_first(ahead: PlanAhead) -> pd.Series:
    """The plan's first year of all unrestricted resources, and by how much it moves, unsigned."""
    balances = ahead.plan.balances
    first = balances[_first(balances) & finance.by_number(balances["fund"]).eq(UNRESTRICTED)]
    sums = first[["beginning", "revenue", "spending", "ending"]].sum()
    sums["change"] = abs(sums["ending"] - sums["beginning"])
    return sums.round(2)


def lines_unmoved(ahead: PlanAhead) -> pd.DataFrame:
    """The lasting revenue and spending of the first year that no rate moves."""
    lines = ahead.plan.lines
    moved = lines["object_group"].isin([*finance.DRIVERS, *ahead.rates["item"]])
    kept = lines[~moved & lines["recurring"] & _first(lines) & lines["dollars"].gt(0)]
    return kept.groupby(["kind", "object_group"], as_index=False)["dollars"].sum()


def one_time_lines(ahead: PlanAhead) -> pd.DataFrame:
    """The one-time money that ends with the plan's first year."""
    lines = ahead.plan.lines
    once = lines[_first(lines) & ~lines["recurring"]]
    sums = once.groupby("kind", as_index=False)["dollars"].sum()
    return sums if sums["dollars"].abs().sum() >= finance.A_DOLLAR else sums.iloc[:0]


def _first(lines: pd.DataFrame) -> pd.Series:
    return lines["fiscal_year"].eq(lines["fiscal_year"].min())


def students_assumed(counted: Mapping[str, float], rates: pd.DataFrame) -> pd.DataFrame:
    """How many students the plan's assumption leads to, from those counted in its first year."""
    own = rates[rates["item"].eq("enrollment")].sort_values("fiscal_year", ignore_index=True)
    now = counted.get(year_after(own["fiscal_year"].min(), -1), float("nan")) if len(own) else 0.0
    students = (now * (1 + own["rate"]).cumprod()).round()
    return own[["fiscal_year"]].assign(students=students, on_file="ahead").dropna()


def attendance_still_paid(lcff: pd.DataFrame) -> int:
    """For how many students more than will be there the last year's LCFF is paid."""
    last = lcff.iloc[-1]
    return round(last["funded_ada"]) - round(last["ada"])


def formula_beside_ledger(ahead: PlanAhead) -> pd.Series | None:
    """How far the formula's LCFF of the first year lies from what the ledger books."""
    lines = ahead.plan.lines
    booked = float(lines.loc[_first(lines) & lines["object_group"].eq(LCFF), "dollars"].sum())
    if ahead.lcff.empty or "funded_ada" not in ahead.lcff or not booked > 0:
        return None
    year = lines["fiscal_year"].min()
    target = ahead.lcff.loc[ahead.lcff["fiscal_year"].eq(year), "target"]
    if target.empty:
        return None
    apart = abs(target.iloc[0] - booked)
    found = {"year": year, "formula": target.iloc[0], "booked": booked}
    found |= {"apart": apart if apart >= finance.A_DOLLAR else 0.0}
    return pd.Series(found | {"explained": apart <= EXPLAINED * booked})
