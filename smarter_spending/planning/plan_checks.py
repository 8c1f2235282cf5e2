"""What a plan of several years is given, checked: its years, its rates, its lines in cents."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import year_after

KINDS = ("revenue", "spending")
PLAN_COLUMNS = ["fund", "kind", "object_group", "name", "dollars", "one_time"]
PLAN_COLUMNS += ["first_year", "last_year"]


def plan_inputs(lines, assumptions, changes) -> tuple[list[str], pd.DataFrame, pd.DataFrame]:
    """The years, rates and rows of ``multi_year_plan``, checked; the base year comes first."""
    rates = _rates_by_year(assumptions)
    years = [year_after(rates.index[0], -1), *rates.index]
    return years, rates, _plan_rows(lines, changes, years)


def _rates_by_year(assumptions: pd.DataFrame) -> pd.DataFrame:
    check_columns(assumptions, ("fiscal_year", "item", "rate"), "assumptions")
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
    check_columns(lines, ("fund", "kind", "object_group", "dollars"), "lines")
    given = [lines.assign(first_year=years[0])]
    if changes is not None and len(changes):
        check_columns(changes, ("fund", "first_year", "last_year", "kind", "dollars", "name"),
                      "changes")  # fmt: skip
        given.append(changes)
    rows = pd.DataFrame([row for table in given for row in table.to_dict("records")])
    rows = rows.reindex(columns=PLAN_COLUMNS)
    check_known(rows["kind"], KINDS, "kind")
    if rows["one_time"].map(lambda mark: isinstance(mark, str)).any():
        raise ValueError("one_time holds text. Give True or False.")
    once = rows["one_time"].map(lambda mark: bool(pd.notna(mark) and mark)).astype(bool)
    first, last = _first_and_last(rows, once, years)
    ends = rows["last_year"].notna() & rows["last_year"].ne("")
    text = rows[["object_group", "name"]].astype(object).fillna("")
    return rows[["fund", "kind"]].assign(
        object_group=text["object_group"], name=text["name"], cents=whole_cents(rows["dollars"]),
        first=first, last=last, grows=~once & text["object_group"].ne(""), recurring=~once & ~ends,
    )  # fmt: skip


def _first_and_last(rows, once, years) -> tuple[list[int], list[int]]:
    blank = rows["last_year"].isna() | rows["last_year"].eq("")
    first = [_place(year, years) for year in rows["first_year"]]
    last = [start if mark else len(years) - 1 for start, mark in zip(first, once, strict=True)]
    ends = zip(rows["last_year"], blank, last, strict=True)
    last = [end if none else _place(year, years) for year, none, end in ends]
    if any(not 0 <= a < len(years) or b < a for a, b in zip(first, last, strict=True)):
        raise ValueError(f"A line or change begins outside {years[0]} to {years[-1]}, or ends "
                         "before it begins.")  # fmt: skip
    return first, last


def _place(fiscal_year: str, years: list[str]) -> int:
    return int(year_after(fiscal_year, 0)[:4]) - int(years[0][:4])


def whole_cents(dollars: Sequence[float]) -> np.ndarray:
    """Dollars to whole cents; ValueError when one is blank or beyond ten billion."""
    amounts = pd.to_numeric(pd.Series(dollars), errors="coerce").to_numpy(float, na_value=np.nan)
    if not (np.abs(amounts) <= 1e10).all():
        raise ValueError("An amount is blank or beyond ten billion dollars. Write 0 for none.")
    return np.rint(amounts * 100).astype(np.int64)


def check_columns(table: pd.DataFrame, names: Sequence[str], what: str) -> None:
    """Nothing, or a ValueError that names the columns missing."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise ValueError(f"The table of {what} has no column {', '.join(map(repr, missing))}.")


def check_known(names: Iterable, known: Iterable, what: str) -> None:
    """Nothing, or a ValueError that names the first that is not among ``known``."""
    known = sorted(known, key=str)
    unknown = [name for name in names if name not in known]
    if unknown:
        ours = ", ".join(map(str, dict.fromkeys(known)))
        raise ValueError(f"{what}: {unknown[0]!r} is not known. Known here: {ours}.")
