"""The years ahead: balances by fund to the cent, the reserve, and when it runs out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.planning.plan_checks import (
    KINDS,
    check_known,
    plan_inputs,
    whole_cents,
)

PAY = "step_and_column"
DRIVERS = {  # which rates move an object group, unless a rate bears the group's own name
    "LCFF": ("cola", "enrollment"),
    "other state": ("cola", "enrollment"),
    "certificated pay": (PAY,),
    "classified pay": (PAY,),
    "benefits: pension": (PAY, "pension_rate"),
    "benefits: STRS": (PAY,),
    "benefits: PERS": (PAY,),
    "benefits: health": ("health_premiums",),
    "benefits: other": (PAY,),
    "books and supplies": ("inflation",),
    "services": ("inflation",),
}
PERCENTILES = (5, 25, 50, 75, 95)
LISTED = ["fiscal_year", "fund", "kind", "object_group", "name", "dollars", "growth", "recurring"]


@dataclass(frozen=True)
class Plan:
    """What ``multi_year_plan`` gives: ``balances`` by year and fund, ``lines`` behind them."""

    balances: pd.DataFrame
    lines: pd.DataFrame


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
        chosen = self.table["fund"].eq(fund) & self.table["kind"].eq(kind) & only
        return cents[..., chosen.to_numpy()].sum(axis=-1)

    def ending(self, cents: np.ndarray, fund: str) -> np.ndarray:
        net = self.flow(cents, fund, "revenue") - self.flow(cents, fund, "spending")
        return self.beginning[fund] + net.cumsum(axis=-1)

    def reserve(self, cents: np.ndarray, fund: str) -> np.ndarray:
        others = [self.ending(cents, other) for other in self.beginning if other != fund]
        return self.ending(cents, fund) + sum(np.minimum(ending, 0) for ending in others)


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
    programs is revenue below zero in the one fund and above zero in the other.

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

    Raises
    ------
    ValueError
        When a column is missing, or an amount, rate, item, fund, kind or year cannot be.

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

    Source: GFOA, *Best practices in school district budgeting*, 4A.
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
    """What a dollar becomes when it grows by each rate (a share) in turn.

    >>> round(compound([0.0107, 0.0293, 0.0308, 0.0330, 0.0329]), 4)
    1.1442
    """
    return float(np.prod(1 + np.asarray(rates, dtype=float)))


def named_scenarios(beginning, lines, assumptions, changes, shifts) -> pd.DataFrame:
    """The balances of a low, a base and a high case, with the column ``scenario`` first.

    ``shifts`` maps "low" and "high" to what is added to each item's rate, the same in every
    year or by fiscal year, as {"low": {"cola": -0.01}, "high": {"cola": {"2025-26": 0.005}}};
    the other arguments are those of ``multi_year_plan``.  Raises ValueError when low is not at
    or below base and base at or below high, in every year and fund: then the names would mislead.
    """
    if set(shifts) != {"low", "high"}:
        raise ValueError("shifts needs 'low' and 'high', each with what is added to the rates.")
    cases = {}
    for name, shift in {"low": shifts["low"], "base": {}, "high": shifts["high"]}.items():
        check_known(shift, assumptions["item"], "shifts")
        added = [
            by.get(row.fiscal_year, 0.0)
            if isinstance(by := shift.get(row.item, 0.0), Mapping)
            else by
            for row in assumptions.itertuples()
        ]
        rate = assumptions["rate"] + np.array(added, dtype=float)
        plan = multi_year_plan(beginning, lines, assumptions.assign(rate=rate), changes)
        cases[name] = plan.balances
    for worse, better in (("low", "base"), ("base", "high")):
        wrong = cases[worse][cases[worse]["ending"] > cases[better]["ending"]]
        if len(wrong):
            year, fund = wrong.iloc[0][["fiscal_year", "fund"]]
            raise ValueError(
                f"In {year} the {worse} case ends above the {better} case in {fund}. "
                "A low case has lower revenue rates and higher spending rates."
            )
    return pd.concat(cases, names=["scenario", None]).reset_index("scenario").reset_index(drop=True)


def fan_chart(
    beginning, lines, assumptions, changes, spread, draws=1000, seed=2024, fund="unrestricted"
) -> pd.DataFrame:
    """The figures of a fan: percentiles 5, 25, 50, 75 and 95 of the reserve by year.

        reserve = ending balance of ``fund`` - what other funds end below zero

    ``spread`` maps an item to the standard deviation of its rate (a share).  Every draw adds
    normal errors to the rates, each year and item by itself; errors that persist, or come
    together, make a wider fan.  The same seed gives the same figures.  Raises ValueError when
    an item has no rate or a spread is below zero.
    """
    model = _model(beginning, lines, assumptions, changes)
    check_known(spread, model.rates.columns, "spread")
    check_known([fund], model.beginning, "fund")
    if draws < 1 or any(not sd >= 0 for sd in spread.values()):
        raise ValueError("A spread is zero or more, as 0.01 for a point, and draws at least 1.")
    sd = np.array([spread.get(item, 0.0) for item in model.rates])
    errors = np.random.default_rng(seed).normal(size=(draws, *model.rates.shape)) * sd
    factors = model.factors(np.maximum(model.rates.to_numpy() + errors, -0.99))
    reserve = model.reserve(model.cents(factors), fund) / 100
    fan = np.percentile(reserve, PERCENTILES, axis=0).round(2)
    table = pd.DataFrame(fan.T, model.years, [f"p{percent}" for percent in PERCENTILES])
    return table.rename_axis("fiscal_year").reset_index()


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
    years, rates, table = plan_inputs(lines, assumptions, changes)
    funds = {fund: whole_cents([dollars]).item() for fund, dollars in beginning.items()}
    check_known(table["fund"], funds, "beginning")
    groups = set(table["object_group"])
    drivers = {item for moved in DRIVERS.values() for item in moved}
    check_known(rates.columns, groups | drivers, "lines")
    by = {g: {g} if g in rates else set(DRIVERS.get(g, ())) for g in groups}
    moved = np.array([[item in by[g] for g in table["object_group"]] for item in rates], dtype=bool)
    return _Model(years, funds, table, rates, moved & table["grows"].to_numpy())
