"""A plan of several years: its first year, the rates that move it, balances and the reserve."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns, year_after
from smarter_spending.analysis.spending import (
    GENERAL_FUND,
    LEDGER,
    ON_BEHALF,
    chosen,
    require_kind,
    restricted,
)
from smarter_spending.planning.reallocation import ONE_TIME, resource_terms, with_duty

# --- What a plan of several years is given, checked: its years, its rates, its lines in cents ----

KINDS = ("revenue", "spending")
PLAN_COLUMNS = ["fund", "kind", "object_group", "name", "dollars", "one_time"]
PLAN_COLUMNS += ["first_year", "last_year"]


def _rates_by_year(assumptions: pd.DataFrame) -> pd.DataFrame:
    require_columns(assumptions, ("fiscal_year", "item", "rate"), "table of assumptions")
    if assumptions.empty:
        raise ValueError("There are no assumptions. Bring rates for at least one year to come.")
    if assumptions.duplicated(["fiscal_year", "item"]).any():
        raise ValueError("An item has two rates in one year. Keep one.")
    rates = assumptions.pivot(index="fiscal_year", columns="item", values="rate").astype(float)
    for item, rate in rates.stack(future_stack=True).items():
        if not -0.5 <= rate <= 0.5:
            raise ValueError(
                f"The rate of {item[1]} in {item[0]} is {rate:g}. Give each item a rate in every "
                "year, as a share: 0.0293 for 2.93%."
            )
    for before, after in zip(rates.index, rates.index[1:], strict=False):
        if year_after(before, 1) != after:
            raise ValueError(
                f"The assumptions go from {before} to {after}. Fill the years between."
            )
    return rates


def _plan_rows(lines: pd.DataFrame, changes: pd.DataFrame | None, years: list) -> pd.DataFrame:
    require_columns(lines, ("fund", "kind", "object_group", "dollars"), "table of lines")
    given = [lines.assign(first_year=years[0])]
    if changes is not None and len(changes):
        named = ("fund", "first_year", "last_year", "kind", "dollars", "name")
        require_columns(changes, named, "table of changes")
        given.append(changes)
    rows = pd.DataFrame([row for table in given for row in table.to_dict("records")])
    rows = rows.reindex(columns=PLAN_COLUMNS)
    check_known(rows["kind"], KINDS, "kind")
    if rows["one_time"].map(lambda mark: isinstance(mark, str)).any():
        raise ValueError("one_time holds text. Give True or False.")
    once = rows["one_time"].map(lambda mark: bool(pd.notna(mark) and mark)).astype(bool)
    ends = rows["last_year"].notna() & rows["last_year"].ne("")
    first, last = _first_and_last(rows, once, ends, years)
    text = rows[["object_group", "name"]].astype(object).fillna("")
    return rows[["fund", "kind"]].assign(
        object_group=text["object_group"], name=text["name"], cents=whole_cents(rows["dollars"]),
        first=first, last=last, grows=~once & text["object_group"].ne(""), recurring=~once & ~ends,
    )  # fmt: skip


def _first_and_last(rows, once, ends, years) -> tuple[pd.Series, pd.Series]:
    def place(year: str) -> int:
        return int(year_after(year, 0)[:4]) - int(years[0][:4])

    first = rows["first_year"].map(place).astype(int)
    last = first.where(once, len(years) - 1)
    last[ends] = rows.loc[ends, "last_year"].map(place).astype(int)
    if not (first.between(0, len(years) - 1) & first.le(last)).all():
        raise ValueError(f"A line or change begins outside {years[0]} to {years[-1]}, or ends "
                         "before it begins.")  # fmt: skip
    return first, last


def whole_cents(dollars: Sequence[float]) -> np.ndarray:
    """Dollars to whole cents; ValueError when one is blank or beyond ten billion."""
    amounts = pd.to_numeric(pd.Series(dollars), errors="coerce").to_numpy(float, na_value=np.nan)
    if not (np.abs(amounts) <= 1e10).all():
        raise ValueError("An amount is blank or beyond ten billion dollars. Write 0 for none.")
    return np.rint(amounts * 100).astype(np.int64)


def check_known(names: Iterable, known: Iterable, what: str) -> None:
    """Nothing, or a ValueError that names the first that is not among ``known``."""
    known = sorted(known, key=str)
    unknown = [name for name in names if name not in known]
    if unknown:
        ours = ", ".join(map(str, dict.fromkeys(known)))
        raise ValueError(f"{what}: {unknown[0]!r} is not known. Known here: {ours}.")


# --- The years ahead: balances by fund to the cent, the reserve, and when it runs out ------------

# a plan's columns: what is unrestricted, and each restricted resource ("resource 3010")
UNRESTRICTED, RESTRICTED, RESOURCE = "unrestricted", "restricted", "resource "
A_DOLLAR = 1.0  # less than that is rounding
PAY, SETTLEMENT, CONTRIBUTIONS = "step_and_column", "settlement", "contributions"
DRIVERS = {  # which rates move an object group, unless a rate bears the group's own name
    "LCFF": ("cola", "enrollment"),
    "other state": ("cola", "enrollment"),
    "certificated pay": (PAY, SETTLEMENT),
    "classified pay": (PAY, SETTLEMENT),
    "benefits: pension": (PAY, SETTLEMENT, "pension_rate"),
    "benefits: STRS": (PAY, SETTLEMENT),
    "benefits: PERS": (PAY, SETTLEMENT),
    "benefits: health": ("health_premiums",),
    "benefits: other": (PAY, SETTLEMENT),
    "books and supplies": ("inflation",),
    "services": ("inflation",),
}
PERCENTILES = (5, 25, 50, 75, 95)
LISTED = ["fiscal_year", "fund", "kind", "object_group", "name", "dollars", "growth", "recurring"]


@dataclass(frozen=True)
class Plan:
    """What ``multi_year_plan`` gives: ``balances`` by year and fund, ``lines`` behind them.

    ``set_aside``: dollars of the ending balance that count for no reserve, as ``BalanceParts``.
    """

    balances: pd.DataFrame
    lines: pd.DataFrame
    set_aside: float = 0.0


@dataclass(frozen=True)
class _Model:  # inside, everything is whole cents; a first axis may hold many draws
    years: list[str]
    beginning: dict[str, int]
    table: pd.DataFrame
    rates: pd.DataFrame
    moved: np.ndarray

    def factors(self, rates: np.ndarray) -> np.ndarray:
        grown = np.ones((*rates.shape[:-2], len(self.years), len(self.table)))
        for place, moved in enumerate(self.moved):
            grown[..., 1:, :] *= np.where(moved, 1 + rates[..., place, None], 1.0)
        return grown

    def cents(self, factors: np.ndarray) -> np.ndarray:
        first, last = self.table["first"].to_numpy(), self.table["last"].to_numpy()
        now, by_year = self.table["cents"].to_numpy(), []
        for year in range(len(self.years)):
            grown = np.rint(now * factors[..., year, :]).astype(np.int64)
            now = np.where(year > first, grown, now)
            by_year.append(np.where((first <= year) & (year <= last), now, 0))
        return np.stack(by_year, axis=-2)

    def flow(self, cents: np.ndarray, fund: str, kind: str, only=True) -> np.ndarray:
        funds, kinds = self.table["fund"].to_numpy(), self.table["kind"].to_numpy()
        return cents[..., (funds == fund) & (kinds == kind) & np.asarray(only)].sum(axis=-1)

    def ending(self, cents: np.ndarray, fund: str) -> np.ndarray:
        net = self.flow(cents, fund, "revenue") - self.flow(cents, fund, "spending")
        return self.beginning[fund] + net.cumsum(axis=-1)

    def reserve(self, cents: np.ndarray) -> np.ndarray:
        others = [self.ending(cents, fund) for fund in self.beginning if fund != UNRESTRICTED]
        return self.ending(cents, UNRESTRICTED) + sum(np.minimum(each, 0) for each in others)


def multi_year_plan(
    beginning: Mapping[str, float],
    lines: pd.DataFrame,
    assumptions: pd.DataFrame,
    changes: pd.DataFrame | None = None,
) -> Plan:
    """Every fund's balance in the base year and the years after it.

        dollars of a line = its dollars a year before * (1 + rate) * (1 + rate) ..., to the cent
        ending            = beginning + revenue - spending, and begins the next year

    ``DRIVERS`` says which rates move a group; a rate with the group's own name takes their
    place, as when ``lcff_target`` worked out LCFF.  Any other group stays as it is.  Spending
    follows enrollment only by a decision, a row of ``changes``.  A contribution to restricted
    programs is revenue below zero in the one fund and above zero in the other.  A plan is what
    follows from its rates, no forecast: it says nothing of how likely they are.

    Raises ValueError when a column or an amount is missing, a rate is missing in a year or no
    share, or a fund, kind or item is not known.  Source: GFOA, *Best practices in school district
    budgeting*, 4A.

    Parameters
    ----------
    beginning : mapping of fund to dollars
        At the start of the base year, the year before the first of ``assumptions``.
    lines : DataFrame, the base year
        ``fund``, ``kind`` ("revenue" or "spending"), ``object_group``, ``dollars``; if wanted
        ``name``, ``one_time`` (ends with its last year and does not grow) and ``last_year`` (a
        fiscal year; blank is the base year if one time, and otherwise no end).
    assumptions : DataFrame
        ``fiscal_year``, ``item``, ``rate`` (a share: 0.0293); each item in every year.
    changes : DataFrame, optional
        ``fund``, ``first_year``, ``last_year`` (blank: stays), ``kind``, ``dollars`` (a saving
        is spending below zero), ``name``; ``object_group`` if it grows after its first year.

    Returns
    -------
    Plan
        ``balances``: fiscal_year, fund, beginning, revenue, spending, ending,
        recurring_revenue, recurring_spending (without what is one time or has a last year).
        ``lines``: fiscal_year, fund, kind, object_group, name, dollars, growth, recurring.

    Examples
    --------
    >>> lines = pd.DataFrame({"fund": "unrestricted", "kind": ["revenue", "spending"],
    ...     "object_group": ["LCFF", "certificated pay"], "dollars": [1000, 980]})
    >>> rates = pd.DataFrame({"fiscal_year": "2025-26", "item": ["cola", "enrollment", PAY],
    ...                       "rate": [0.02, -0.03, 0.015]})
    >>> plan = multi_year_plan({"unrestricted": 50}, lines, rates)
    >>> plan.balances[["fiscal_year", "beginning", "revenue", "spending", "ending"]]
      fiscal_year  beginning  revenue  spending  ending
    0     2024-25       50.0   1000.0     980.0    70.0
    1     2025-26       70.0    989.4     994.7    64.7
    """
    model = _model(beginning, lines, assumptions, changes)
    factors = model.factors(model.rates.to_numpy())
    cents, detail = model.cents(factors), model.table
    parts = []
    for n, year in enumerate(model.years):
        growth = np.where(n > detail["first"], factors[n] - 1, 0.0)
        part = detail.assign(fiscal_year=year, dollars=cents[n] / 100, growth=growth)
        parts.append(part[detail["first"].le(n) & detail["last"].ge(n)])
    return Plan(_balances(model, cents), pd.concat(parts, ignore_index=True)[LISTED])


def compound(rates: Sequence[float]) -> float:
    """What a dollar becomes when it grows by each rate (a share) in turn."""
    return float(np.prod(1 + np.asarray(rates, dtype=float)))


def named_scenarios(beginning, lines, assumptions, changes, shifts) -> pd.DataFrame:
    """The balances of a low, a base and a high case; ValueError where they are not in order."""
    if set(shifts) != {"low", "high"}:
        raise ValueError("shifts needs 'low' and 'high', each with what is added to the rates.")
    cases = {}
    for name, shift in {"low": shifts["low"], "base": {}, "high": shifts["high"]}.items():
        check_known(shift, assumptions["item"], "shifts")
        by = [shift.get(item, 0.0) for item in assumptions["item"]]
        years = zip(by, assumptions["fiscal_year"], strict=True)
        added = [one.get(year, 0.0) if isinstance(one, Mapping) else one for one, year in years]
        rate = assumptions["rate"] + np.array(added, dtype=float)
        plan = multi_year_plan(beginning, lines, assumptions.assign(rate=rate), changes)
        cases[name] = plan.balances
    for worse, better in (("low", "base"), ("base", "high")):
        low, high = (_sides(cases[name]) for name in (worse, better))
        if (low > high).any():
            year, fund = low.index[low > high][0]
            raise ValueError(
                f"In {year} the {worse} case ends above the {better} case in {fund}. "
                "A low case has lower revenue rates and higher spending rates."
            )
    return pd.concat(cases, names=["scenario", None]).reset_index("scenario").reset_index(drop=True)


def _sides(balances: pd.DataFrame) -> pd.Series:
    # in a single resource a cost that others repay is spending below zero, and falls as costs rise
    side = [balances["fiscal_year"], by_number(balances["fund"])]
    return balances["ending"].groupby(side).sum().round(2)


def fan_chart(
    beginning, lines, assumptions, changes, spread, draws=1000, seed=2024, lasting=0.0
) -> pd.DataFrame:
    """Percentiles 5, 25, 50, 75 and 95 of the reserve by year, less what other funds lack."""
    model = _model(beginning, lines, assumptions, changes)
    check_known(spread, model.rates.columns, "spread")
    if draws < 1 or any(not sd >= 0 for sd in spread.values()) or not 0 <= lasting < 1:
        raise ValueError("A spread is zero or more, as 0.01 for a point, and draws at least 1.")
    sd = np.array([spread.get(item, 0.0) for item in model.rates])
    errors = lasting_errors((draws, *model.rates.shape), lasting, seed) * sd
    factors = model.factors(np.maximum(model.rates.to_numpy() + errors, -0.99))
    reserve = model.reserve(model.cents(factors)) / 100
    fan = np.percentile(reserve, PERCENTILES, axis=0).round(2)
    table = pd.DataFrame(fan.T, model.years, [f"p{percent}" for percent in PERCENTILES])
    return table.rename_axis("fiscal_year").reset_index()


def lasting_errors(shape: tuple[int, int, int], lasting: float, seed: int) -> np.ndarray:
    """Standard normal errors by draw, year and item, of which a share stays in the next year."""
    errors = np.random.default_rng(seed).normal(size=shape)
    for year in range(1, shape[1]):
        new = np.sqrt(1 - lasting**2) * errors[:, year]
        errors[:, year] = lasting * errors[:, year - 1] + new
    return errors


def _balances(model: _Model, cents: np.ndarray) -> pd.DataFrame:
    parts = []
    for fund, start in model.beginning.items():
        ending = model.ending(cents, fund)
        flows = {kind: model.flow(cents, fund, kind) for kind in KINDS}
        lasting = {f"recurring_{kind}": model.flow(cents, fund, kind, model.table["recurring"])
                   for kind in KINDS}  # fmt: skip
        columns = {"beginning": np.r_[start, ending[:-1]], **flows, "ending": ending, **lasting}
        dollars = {name: amount / 100 for name, amount in columns.items()}
        parts.append(pd.DataFrame({"fiscal_year": model.years, "fund": fund, **dollars}))
    return pd.concat(parts).sort_values("fiscal_year", kind="stable", ignore_index=True)


def _model(beginning, lines, assumptions, changes) -> _Model:
    rates = _rates_by_year(assumptions)
    years = [year_after(rates.index[0], -1), *rates.index]  # the base year comes first
    table = _plan_rows(lines, changes, years)
    funds = {fund: whole_cents([dollars]).item() for fund, dollars in beginning.items()}
    check_known(table["fund"], funds, "beginning")
    groups = set(table["object_group"])
    drivers = {item for moved in DRIVERS.values() for item in moved}
    check_known(rates.columns, groups | drivers, "lines")
    by = {g: {g} if g in rates else set(DRIVERS.get(g, ())) for g in groups}
    moved = np.array([[item in by[g] for g in table["object_group"]] for item in rates], dtype=bool)
    return _Model(years, funds, table, rates, moved & table["grows"].to_numpy())


# --- The reserve beside its policy, the structural gap, the year it breaks, and what to do then

# The state's standard, 5 CCR 15450(a): the most ADA of each size of district, and the share of
# spending it holds at the least; to 1,000 ADA also the dollars it holds at the least
STATE_MINIMUM = ((300, 0.05), (1_000, 0.04), (30_000, 0.03), (400_000, 0.02), (float("inf"), 0.01))
SMALL = 1_000


def state_minimum(ada: float) -> float:
    """The reserve the state's standard asks for, as a share of spending, by attendance."""
    if not ada >= 0:
        raise ValueError(f"The attendance (ADA) is {ada:g}. It is 0 or more.")
    return next(share for most, share in STATE_MINIMUM if round(ada) <= most)


def has_floor(ada: float) -> bool:
    """Whether the standard holds a district of this attendance to a floor of dollars as well."""
    return ada >= 0 and round(ada) <= SMALL


def state_floor(
    years: Sequence[str], colas: Mapping[str, float], year: str, dollars: float
) -> dict[str, float]:
    """The least dollars a small district holds, by year: moved by the COLA, to the thousand."""
    floor, first = {year: float(dollars)}, float(dollars)
    while year < max(years):
        dollars, year = round(dollars * (1 + colas.get(year, 0.0)), -3), year_after(year)
        floor[year] = float(dollars)
    return {each: floor.get(each, first) for each in years}


def reserve_table(plan: Plan, reserve_share: float, floor=None) -> pd.DataFrame:
    """The reserve of each year beside the policy (or ``floor``, if more), and the structural gap.

    structural_gap = unrestricted recurring revenue - recurring spending, less what other funds
    lack: below zero, a district lives beyond its lasting means though the reserve be whole.
    """
    if not 0 <= reserve_share <= 1:
        raise ValueError(f"The reserve policy is {reserve_share:g}. Write 0.03 for 3%.")
    funds = plan.balances["fund"]
    own = plan.balances[funds == UNRESTRICTED].set_index("fiscal_year")
    lacking = lacking_elsewhere(plan.balances)
    spent = plan.balances.groupby("fiscal_year")["spending"].sum().astype(float)
    reserve = (own["ending"] - plan.set_aside - lacking).round(2)
    least = pd.Series(floor or {}, dtype=float).reindex(own.index).fillna(0.0)
    policy = (reserve_share * spent).round(2).clip(lower=least)
    lasting = plan.balances["recurring_revenue"] - plan.balances["recurring_spending"]
    gap = lasting.where(funds == UNRESTRICTED, lasting.clip(upper=0))
    gap = gap.groupby(plan.balances["fiscal_year"]).sum().reindex(own.index)
    table = {"ending": own["ending"], "lacking_elsewhere": lacking, "reserve": reserve,
             "total_spending": spent, "reserve_share": reserve / spent.where(spent > 0),
             "policy_dollars": policy, "meets_policy": reserve >= policy,
             "structural_gap": gap.round(2)}  # fmt: skip
    return pd.DataFrame(table).reset_index()


def lacking_elsewhere(balances: pd.DataFrame) -> pd.Series:
    """What other funds end below zero, each by itself, by year.  Source: 5 CCR 15450(b)(1)."""
    others = balances["ending"].where(balances["fund"] != UNRESTRICTED, 0).clip(upper=0)
    return 0.0 - others.groupby(balances["fiscal_year"]).sum()


def break_year(plan: Plan, policy: float) -> object:
    """The first fiscal year whose reserve is below ``policy`` (a share), or ``pd.NA``."""
    table = reserve_table(plan, policy)
    return next(iter(table.loc[~table["meets_policy"], "fiscal_year"]), pd.NA)


def budget_indicator(
    plan: Plan, minimum_reserve: float, current: str | None = None, floor=None
) -> str:
    """An indicator in the words of the county report: positive, qualified or negative.

    It is no certification and no legal opinion: the board certifies, the county superintendent
    reviews, and both look at cash and at more than this plan knows.  Education Code 42131.
    """
    table = reserve_table(plan, minimum_reserve, floor)
    table = table[table["fiscal_year"] >= (current or table["fiscal_year"].min())].head(3)
    if len(table) < 3:
        raise ValueError("The indicator needs three years. Bring rates for two years to come.")
    if table["reserve"].head(2).lt(0).any():
        return "negative"
    return "positive" if table["meets_policy"].all() else "qualified"


def triggers_met(plan: Plan, below: Mapping[str, float]) -> pd.DataFrame:
    """The first year, if any, in which each figure of ``reserve_table`` lies below a number."""
    table = reserve_table(plan, 0.0)
    check_known(below, table.columns.drop(["fiscal_year", "meets_policy"]), "measure")
    first = [next(iter(table.index[table[name] < level]), -1) for name, level in below.items()]
    year = table["fiscal_year"].reindex(first).array  # -1 stands for no year, and gives a blank
    return pd.DataFrame({"measure": list(below), "met": pd.notna(year), "first_year": year})


# --- What a district assumes about the years ahead, as the rates that move a plan ----------------

PENSIONS = {"strs_rate": "benefits: STRS", "pers_rate": "benefits: PERS"}
PLAIN = ("cola", "enrollment", "step_and_column", "health_premiums", "inflation")
# what stands there until a district says otherwise; a convention of this project, not a forecast
USUAL = {"cola": 0.025, "enrollment": 0.0, "step_and_column": 0.015, "health_premiums": 0.06,
         "inflation": 0.03}  # fmt: skip
MAY_BE_SET = (SETTLEMENT, CONTRIBUTIONS)  # no stand-in: what is not set is not in the plan
SOURCE_NONE = "not set for every year; where it is not, none is in the plan"
SOURCE_COHORTS = "not given by the district: the children on file, moved up as children did before"
SOURCE_FORMULA = "the formula, at these COLAs and this enrollment"
NO_STEP = "the rate of the year before is not given, so its step into the first year is left out"
SOURCE_USUAL = "not given by the district: this project's stand-in of November 2026 until it is"


def plan_rates(
    assumptions: pd.DataFrame,
    years: list[str],
    lcff_growth: pd.DataFrame | None = None,
    enrollment: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """The rates of every year ahead, with where each comes from."""
    known = assumptions.set_index(["assumption", "fiscal_year"]) if len(assumptions) else None
    rows = []
    for year in years:
        for item in PLAIN:
            value, source = _given(known, item, year)
            if value is None and item == "enrollment" and year in (enrollment or {}):
                value, source = enrollment[year], SOURCE_COHORTS
            rows.append((year, item, USUAL[item] if value is None else value, source))
    for item in MAY_BE_SET:
        given = [_given(known, item, year) for year in years]
        if any(value is not None for value, _ in given):
            whole = all(value is not None for value, _ in given)
            for year, (value, source) in zip(years, given, strict=True):
                rows.append((year, item, value or 0.0, source if whole else SOURCE_NONE))
    table = pd.DataFrame(rows, columns=["fiscal_year", "item", "rate", "source"])
    pensions = [_pension(known, years, name, group, table) for name, group in PENSIONS.items()]
    parts = [table, *pensions]
    if lcff_growth is not None and len(lcff_growth):
        later = lcff_growth[lcff_growth["fiscal_year"].isin(years)]
        source = later.get("source", SOURCE_FORMULA)
        lcff = later[["fiscal_year"]].assign(item="LCFF", rate=later["growth"], source=source)
        parts.append(lcff)
    return pd.concat(parts, ignore_index=True)


def lcff_given(assumptions: pd.DataFrame, base: float, fiscal_year: str) -> pd.DataFrame:
    """LCFF ahead as the official calculator gives it, which knows what the formula does not."""
    columns = ["fiscal_year", "target", "growth", "source"]
    rows = assumptions[assumptions["assumption"].eq("lcff")] if len(assumptions) else assumptions
    rows = rows[rows["fiscal_year"] > fiscal_year] if len(rows) else rows
    if rows.empty:
        return pd.DataFrame(columns=columns)
    ahead = rows.set_index("fiscal_year")[["value", "source"]].sort_index()
    first = pd.DataFrame({"value": [base], "source": ["the ledger"]}, index=[fiscal_year])
    table = pd.concat([first, ahead])
    years = [year_after(fiscal_year, n) for n in range(len(table))]
    if table.index.tolist() != years or not (table["value"] > 0).all():
        return pd.DataFrame(columns=columns)
    table = table.rename_axis("fiscal_year").reset_index().rename(columns={"value": "target"})
    table["target"] = table["target"].astype(float)
    return table.assign(growth=table["target"].pct_change())[columns]


def lcff_extended(given: pd.DataFrame, formula: pd.DataFrame) -> pd.DataFrame:
    """The calculator's LCFF as far as it goes, and after it the formula's growth."""
    if given.empty or formula.empty:
        return formula if given.empty else given
    later = formula[formula["fiscal_year"] > given["fiscal_year"].iloc[-1]]
    grown = given["target"].iloc[-1] * (1 + later["growth"].astype(float)).cumprod()
    after = later[["fiscal_year", "growth"]].assign(target=grown.round(2), source=SOURCE_FORMULA)
    return pd.concat([given, after[given.columns]], ignore_index=True) if len(after) else given


def _pension(known, years, name, group, table) -> pd.DataFrame:
    rates = table.pivot(index="fiscal_year", columns="item", values="rate")
    pay = (1 + rates.reindex(columns=[PAY, SETTLEMENT]).fillna(0.0)).prod(axis=1) - 1
    rows, before = [], _given(known, name, year_after(years[0], -1))[0]
    for year in years:
        level, source = _given(known, name, year)
        change = level / before if level and before else 1.0
        if level and not before:
            source = f"{source}; {NO_STEP}"
        rows.append((year, group, (1 + pay[year]) * change - 1, source))
        before = level or before
    return pd.DataFrame(rows, columns=["fiscal_year", "item", "rate", "source"])


def _given(known, item: str, year: str) -> tuple[float | None, str]:
    if known is None or (item, year) not in known.index:
        return None, SOURCE_USUAL
    row = known.loc[(item, year)]
    source = row["source"] if isinstance(row["source"], str) else ""
    return float(row["value"]), source or "assumptions.csv"


# --- From the ledger to the first year of a plan: balances, and lines that can be carried ahead

BEGINNING, ENDING = ("9791", "9793", "9795"), ("979Z",)
NO_FLOW = ("balance", "not_money")  # balances, and the cost report's allocations (PCRA)
# first digits of the object, longest first, and the group that moves as one
SPENDING_GROUPS = {
    "310": "benefits: STRS",
    "320": "benefits: PERS",
    "34": "benefits: health",
    "37": "benefits: health",
    "1": "certificated pay",
    "2": "classified pay",
    "3": "benefits: other",
    "4": "books and supplies",
    "5": "services",
    "6": "capital outlay",
    "7": "other outgo",
}
REVENUE_GROUPS = {"80": "LCFF", "81": "federal", "82": "federal", "898": "contributions"}
REVENUE_GROUPS |= {"83": "other state", "84": "other state", "85": "other state"}
OTHER_REVENUE = "local and other"


def plan_lines(
    ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame, amount_type: str = "actual"
) -> pd.DataFrame:
    """The general fund's lines of one year, transfers too: a contribution is revenue below zero."""
    columns = ["fund", "kind", "object_group", "one_time", "dollars"]
    if ledger.empty:
        return pd.DataFrame(columns=columns)
    require_columns(ledger, ["resource", "object", "kind"], LEDGER)
    require_kind(ledger)
    rows = chosen(ledger, fiscal_year, amount_type)
    rows = rows[rows["fund"].eq(GENERAL_FUND) & ~rows["kind"].isin(NO_FLOW)]
    into = rows["object"].str[:1].eq("8")
    group = _group(rows["object"], SPENDING_GROUPS, "other outgo")
    group = group.where(~into, _group(rows["object"], REVENUE_GROUPS, OTHER_REVENUE))
    group = group.where(rows["resource"].ne(ON_BEHALF), "on behalf")
    once = resource_terms(rows["resource"].astype(str), rules)["term"].eq(ONE_TIME)
    table = pd.DataFrame(
        {
            "fund": plan_fund(rows["resource"], rules),
            "kind": into.map({True: "revenue", False: "spending"}),
            "object_group": group,
            # a grant without a rule is not counted on for new programs, but a plan goes on with it
            "one_time": once & rows["resource"].isin(rules["resource"]),
            "dollars": rows["amount"],
        }
    )
    sums = table.groupby(columns[:-1], as_index=False)["dollars"].sum()
    return sums.round({"dollars": 2})


def _group(objects: pd.Series, groups: Mapping[str, str], otherwise: str) -> pd.Series:
    longest, found = sorted(groups, key=len, reverse=True), {}
    for code in objects.unique():
        found[code] = next((groups[one] for one in longest if code.startswith(one)), otherwise)
    return objects.map(found).astype("object")


def plan_fund(resource: pd.Series, rules: pd.DataFrame) -> pd.Series:
    """The column of a plan in which a resource stands: what is restricted or bound by itself."""
    apart = restricted(resource) | with_duty(resource, rules)
    return (RESOURCE + resource.astype(str)).where(apart, UNRESTRICTED)


def by_number(fund: pd.Series) -> pd.Series:
    """The columns of a plan as unrestricted or restricted, by the number of the resource."""
    code = fund.str.removeprefix(RESOURCE)
    side = restricted(code).map({True: RESTRICTED, False: UNRESTRICTED})
    return fund.mask(code.ne(fund), side)


def general_fund_balances(
    ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame, amount_type: str = "actual"
) -> pd.DataFrame:
    """What each column of the plan began and ended the year with, as the ledger books it."""
    columns = ["fund", "beginning", "ending"]
    if ledger.empty:
        return pd.DataFrame(columns=columns)
    rows = chosen(ledger, fiscal_year, amount_type)
    rows = rows[rows["fund"].eq(GENERAL_FUND)]
    began, ended = (rows["object"].isin(objects) for objects in (BEGINNING, ENDING))
    if not began.any():
        return pd.DataFrame(columns=columns)
    amount, booked = rows["amount"], ended.groupby(restricted(rows["resource"])).transform("any")
    # a resource that books no ending ends with nothing, where others beside it book theirs
    both = {"beginning": amount.where(began, 0.0), "ending": amount.where(ended, 0.0).where(booked)}
    table = pd.DataFrame(both).groupby(plan_fund(rows["resource"], rules)).sum(min_count=1)
    return table.round(2).rename_axis("fund").reset_index()[columns]


# --- What the ending balance is held for, and what of it the state counts as a reserve -----------

SPECIAL_RESERVE, CATEGORICAL = "17", "restricted_part"
PARTS = {  # first digits of the object, and the part of the ending balance that it is
    "971": "nonspendable",
    "974": CATEGORICAL,
    "975": "stabilization",
    "976": "committed",
    "9780": "assigned",
    "9789": "uncertainties",
    "9790": "unappropriated",
}
AVAILABLE = ("stabilization", "uncertainties", "unappropriated")


@dataclass(frozen=True)
class BalanceParts:
    """The general fund's unrestricted ending balance by its parts, as the ledger splits it."""

    dollars: Mapping[str, float]
    ending: float
    special: float
    unsplit: Mapping[str, float]

    @property
    def set_aside(self) -> float:
        """Dollars of the ending balance that count for no reserve, less what fund 17 adds."""
        return round(self.ending - sum(self.dollars[part] for part in AVAILABLE) - self.special, 2)


def balance_parts(
    ledger: pd.DataFrame,
    fiscal_year: str,
    rules: pd.DataFrame,
    amount_type: str = "actual",
    ends: float = 0.0,
) -> BalanceParts:
    """What the ending balance is held for, and how much of it the state counts as a reserve.

    ``ends``: where the general fund ends if the ledger books no ending balance (979Z).  What is
    bound to some students is no reserve, whatever its object.  5 CCR 15450(b); form 01CS, 10.
    """
    rows = chosen(ledger, fiscal_year, amount_type)
    rows = rows[plan_fund(rows["resource"], rules).eq(UNRESTRICTED)]
    part = _group(rows["object"], PARTS, "")
    ending, dollars, unsplit = {}, {}, {}
    for fund in (GENERAL_FUND, SPECIAL_RESERVE):
        own = rows["fund"].eq(fund)
        booked = rows.loc[own & rows["object"].isin(ENDING), "amount"]
        planned = ends if fund == GENERAL_FUND else 0.0
        ending[fund] = round(float(booked.sum() if len(booked) else planned), 2)
        sums = rows["amount"][own].groupby(part[own]).sum()
        dollars[fund] = sums.reindex(PARTS.values()).fillna(0.0).round(2)
        apart = round(ending[fund] - float(dollars[fund].sum()), 2)
        unsplit |= {fund: apart} if abs(apart) >= A_DOLLAR else {}
    special = round(float(dollars[SPECIAL_RESERVE][list(AVAILABLE)].sum()), 2)
    return BalanceParts(dollars[GENERAL_FUND].to_dict(), ending[GENERAL_FUND], special, unsplit)


def parts_by_year(plan: Plan, parts: BalanceParts) -> pd.DataFrame:
    """The general fund's ending balance by year and part; ``unappropriated`` is all the rest."""
    years = plan.balances["fiscal_year"]
    own = plan.balances["fund"].eq(UNRESTRICTED)
    ends = plan.balances["ending"]
    held = [name for name in PARTS.values() if name not in (CATEGORICAL, "unappropriated")]
    table = pd.DataFrame({name: parts.dollars[name] for name in held}, index=years.unique())
    fixed = table.sum(axis=1) + parts.dollars[CATEGORICAL]
    above, side = ends.mask(own, 0.0).clip(lower=0), by_number(plan.balances["fund"])
    table[CATEGORICAL] = above.where(side.ne(UNRESTRICTED), 0.0).groupby(years).sum()
    table[CATEGORICAL] += parts.dollars[CATEGORICAL]
    table["carryover"] = above.where(side.eq(UNRESTRICTED), 0.0).groupby(years).sum()
    left = ends[own].groupby(years[own]).sum() - lacking_elsewhere(plan.balances) - fixed
    table["unappropriated"] = left
    table["special"] = parts.special
    table["available"] = table[[*AVAILABLE, "special"]].sum(axis=1)
    table["balance"] = ends.groupby(years).sum()
    return table.round(2).rename_axis("fiscal_year").reset_index()


FILED = ("estimated_actual", "adopted_budget")  # the nearer to the truth first


def first_filed(ledger: pd.DataFrame, fiscal_year: str) -> tuple[str, str]:
    """The last year in a row that the district filed, from ``fiscal_year`` on, and its amounts."""
    year, kind = fiscal_year, "actual"
    if ledger.empty:
        return year, kind
    began = ledger[ledger["fund"].eq(GENERAL_FUND) & ledger["object"].isin(BEGINNING)]
    filed = set(zip(began["fiscal_year"], began["amount_type"], strict=True))
    while found := [name for name in FILED if (year_after(year), name) in filed]:
        year, kind = year_after(year), found[0]
    return year, kind


def items_not_set(rates: pd.DataFrame) -> list[str]:
    """The items of ``plan_rates`` that nobody in the district gave for every year."""
    return rates.loc[rates["source"].eq(SOURCE_USUAL), "item"].drop_duplicates().tolist()


# --- The students of years to come: each grade moved up by the share that came back before -------

GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
ENTRY = ("TK", "KN")  # not everyone in kindergarten was in TK, so neither follows from a grade


def cohort_survival(enrollment: pd.DataFrame, years: int) -> pd.DataFrame:
    """Students by grade in the years ahead, if children move through school as before."""
    if years < 1:
        raise ValueError(f"years is {years}. Look at least one year ahead.")
    ratios = progression_ratios(enrollment)
    last = enrollment["fiscal_year"].max()
    before = enrollment[enrollment["fiscal_year"] == last].set_index("grade")["students"]
    rows, before = [], before.astype(float).to_dict()
    for ahead in range(years):
        before = {row.grade: before[row.follows] * row.ratio for row in ratios.itertuples()}
        year = year_after(last, ahead + 1)
        rows += [(year, grade, students) for grade, students in before.items()]
    return pd.DataFrame(rows, columns=["fiscal_year", "grade", "students"])


def progression_ratios(enrollment: pd.DataFrame) -> pd.DataFrame:
    """For each grade, how many students come for each one in the grade below a year before."""
    _check(enrollment)
    rows = []
    for grade, follows, pairs in _pairs(enrollment):
        if pairs["earlier"].sum() <= 0:
            raise ValueError(
                f"Grade {grade} has no students in grade {follows} a year before to compare with. "
                "Bring enrollment by grade for two years in a row or more."
            )
        rows.append((grade, follows, pairs["later"].sum() / pairs["earlier"].sum(), len(pairs)))
    return pd.DataFrame(rows, columns=["grade", "follows", "ratio", "pairs"])


def can_be_moved_up(enrollment: pd.DataFrame) -> bool:
    """Whether every grade has a year before it to compare with, as ``cohort_survival`` needs."""
    if enrollment["fiscal_year"].nunique() < 2:
        return False
    return all(pairs["earlier"].sum() > 0 for _, _, pairs in _pairs(enrollment))


def _pairs(enrollment: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Each grade of the last year, the one it follows, and their students a year apart."""
    wide = enrollment.pivot(index="fiscal_year", columns="grade", values="students").sort_index()
    on_file = [grade for grade in GRADES if grade in wide and pd.notna(wide[grade].iloc[-1])]
    for grade in on_file:
        below = GRADES[max(GRADES.index(grade) - 1, 0)]
        follows = grade if grade in ENTRY or below not in on_file else below
        earlier = wide[follows].rename(lambda year: year_after(year, 1))
        yield grade, follows, pd.DataFrame({"earlier": earlier, "later": wide[grade]}).dropna()


def total_by_year(students: pd.DataFrame) -> pd.DataFrame:
    """All grades together, and the change from the year before."""
    total = students.groupby("fiscal_year", as_index=False)["students"].sum()
    return total.assign(change=(total["students"] / total["students"].shift() - 1).round(12))


def _check(enrollment: pd.DataFrame) -> None:
    require_columns(enrollment, ("fiscal_year", "grade", "students"), "table of enrollment")
    if enrollment["fiscal_year"].nunique() < 2:
        raise ValueError(
            "A projection needs at least two years of enrollment by grade, one after the other, "
            "and five are better. Bring the CALPADS Fall 1 counts of earlier years."
        )
    unknown = sorted(set(enrollment["grade"]) - set(GRADES), key=str)
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a grade. Write TK, KN, or 01 to 12.")
    twice = enrollment[enrollment.duplicated(["fiscal_year", "grade"])]
    if len(twice):
        year, grade = twice.iloc[0][["fiscal_year", "grade"]]
        raise ValueError(f"Grade {grade} stands twice in {year}. Add its schools together first.")
    if not enrollment["students"].astype(float).between(0, 1e9).all():
        raise ValueError("A count of students is blank or below zero. Leave the row out, or mend.")
