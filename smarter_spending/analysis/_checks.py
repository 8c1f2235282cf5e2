"""Checks shared by the tables of costs: what is wrong, where, and what to do."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd


def a_number(name: str, value: object) -> float:
    try:
        as_number = float(value)
    except (TypeError, ValueError):
        raise ValueError(
            f"The {name} is {value!r}, which is not a number. Give a number."
        ) from None
    if not math.isfinite(as_number):
        raise ValueError(f"The {name} is not known ({as_number}). Give a number.")
    return as_number


def in_order(table: pd.DataFrame, *columns: str, falling: Iterable[str] = ()) -> pd.DataFrame:
    """The rows in order of some columns, the later ones deciding ties; rows that tie stay put.

    Parameters
    ----------
    table : DataFrame
    columns : str
    falling : iterable of str
        Those of them in which the largest comes first.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> table = pd.DataFrame({"program": ["B", "A", "C"], "cost": [1.0, 1.0, 5.0]})
    >>> in_order(table, "cost", "program", falling=["cost"])["program"].tolist()
    ['C', 'A', 'B']
    """
    rising = [column not in set(falling) for column in columns]
    return table.sort_values(list(columns), ascending=rising, kind="stable")


def require_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"The {what} has no column {quoted(missing)}. Its columns are "
            f"{quoted(table.columns)}. Add what is missing, or check the spelling."
        )


def require_numbers(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    problems = [
        f"column {column!r} is blank or not a finite number in {rows(table, wrong)}"
        for column in columns
        if (wrong := ~np.isfinite(table[column].to_numpy(dtype=float, na_value=np.nan))).any()
    ]
    if problems:
        raise ValueError(f"In the {what}, {'; '.join(problems)}. Fill these in first.")


def rows(table: pd.DataFrame, wrong: Iterable[bool], most: int = 5) -> str:
    """Spreadsheet rows (the heading is row 1) in which something is wrong."""
    places = [str(place + 2) for place in np.flatnonzero(np.asarray(wrong, dtype=bool))]
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return ("row " if len(places) == 1 else "rows ") + ", ".join(places[:most]) + more


def quoted(names: Iterable[object], most: int = 30) -> str:
    words = [repr(name) for name in names]
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def typed(columns: dict[str, str]) -> pd.DataFrame:
    """An empty table with these columns and dtypes."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def yearly_part(life_years, rate: float):
    if rate == 0:
        return 1 / life_years
    # log1p and expm1 keep the digits when the rate is tiny
    return rate / -np.expm1(-life_years * np.log1p(rate))


def checked_rate(rate: float) -> float:
    rate = a_number("rate", rate)
    if rate >= 1:
        raise ValueError(
            f"The rate is {rate:g}, which would be {rate:.0%} a year. Write it as a fraction: "
            "use 0.03 for 3%."
        )
    if rate < 0:
        raise ValueError(f"The rate is {rate:g}; it cannot be below zero. Use 0.03 for 3%.")
    return rate
