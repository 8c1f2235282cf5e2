"""Prices and costs as figures: a year of something durable, one price year, one more student."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import (
    a_number,
    checked_rate,
    quoted,
    require_columns,
    require_numbers,
    rows,
    yearly_part,
)


def annual_cost(price: float, life_years: float, rate: float, salvage: float = 0.0) -> float:
    """Dollars a year that something bought once and used for years really costs.

    The price is spread evenly over the years of use, with interest, so that
    a device bought this year and one bought three years ago cost the
    programs that use them the same.

        annual_cost = (price - salvage / (1 + rate)^life) * rate / (1 - (1 + rate)^-life)

    and ``(price - salvage) / life`` when the rate is zero.  Use it for things
    that last longer than a year; what is used up in the year costs its price.

    Parameters
    ----------
    price : float, dollars, zero or more
    life_years : float, years, above zero
        How long it is used, which may be shorter than how long it could last.
    rate : float, a fraction from 0 up to (not including) 1
        Yearly discount rate: 0.03 for 3%.
    salvage : float, dollars, at most the price
        What it can be sold for at the end.

    Returns
    -------
    float
        Dollars a year.

    Raises
    ------
    ValueError
        When a figure is missing, not a number or out of its limits.

    Examples
    --------
    A $10,000 cart of tablets used for 5 years, at 3%:

    >>> round(annual_cost(10_000, 5, 0.03), 2)
    2183.55
    >>> annual_cost(10_000, 5, 0)
    2000.0

    References
    ----------
    The capital recovery factor; Levin, McEwan, Belfield, Bowden and Shand
    (2018), *Economic Evaluation in Education*, 3rd ed., SAGE.
    """
    price, life_years = a_number("price", price), a_number("life in years", life_years)
    rate, salvage = checked_rate(rate), a_number("salvage value", salvage)
    if price < 0:
        raise ValueError(f"The price is {price:,.2f}; a price cannot be below zero.")
    if life_years <= 0:
        raise ValueError(
            f"The life is {life_years:g} years; it must be above zero. "
            "For something used up within the year, use its price as it is."
        )
    if not 0 <= salvage <= price:
        raise ValueError(
            f"The salvage value is {salvage:,.2f}; it must lie between zero and the price "
            f"({price:,.2f})."
        )
    worn = price - salvage * (1 + rate) ** -life_years
    return float(worn * yearly_part(life_years, rate))


def to_base_year(
    amount: float | pd.Series,
    year: object,
    base_year: object,
    index: Mapping[object, float] | pd.Series,
) -> float | pd.Series:
    """Dollars of one year restated in the prices of another.

        amount * index of the base year / index of the amount's own year

    Bring prices to one year before adding them.  This is not discounting,
    which is a separate step; use a wage index for people and a price index
    for goods where both are at hand.

    Parameters
    ----------
    amount : float or Series, dollars of ``year``
    year : label, or a Series of labels on the same index as ``amount``
        The year the amount is from, written as in ``index``.
    base_year : label
        The year to restate it in.
    index : mapping or Series from year to index number, above zero

    Returns
    -------
    float or Series
        Dollars of ``base_year``.

    Raises
    ------
    ValueError
        When a year is not in the index, an index number is zero or less, or
        an amount is missing.

    Examples
    --------
    Prices rose from 100 to 125, so $198 then is $247.50 now:

    >>> to_base_year(198, "2011-12", "2022-23", {"2011-12": 100, "2022-23": 125})
    247.5

    References
    ----------
    Levin and others (2018), chapter on cost analysis.
    """
    levels = dict(index)
    needed = [*pd.unique(pd.Series(year)), base_year]
    absent = list(dict.fromkeys(label for label in needed if label not in levels))
    if absent:
        raise ValueError(
            f"The price index has no figure for {quoted(absent)}. It has: {quoted(levels)}. "
            "Add the year, or check how it is written."
        )
    for label in needed:
        if a_number(f"price index of {label}", levels[label]) <= 0:
            raise ValueError(
                f"The price index of {label} is {levels[label]:g}; it must be above zero."
            )
    if not isinstance(amount, pd.Series):
        if isinstance(year, pd.Series):
            raise ValueError("Several years were given for one amount. Give an amount for each.")
        return a_number("amount", amount) * levels[base_year] / levels[year]
    require_numbers(amount.to_frame("amount"), ["amount"], "table of amounts")
    own = year.map(levels) if isinstance(year, pd.Series) else levels[year]
    return amount * levels[base_year] / own


def marginal_cost(cost_by_students: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each extra student between one scale of a program and the next.

        marginal_cost = (cost at more - cost at fewer) / (more - fewer students)

    This, and not the average cost, is what growing or shrinking changes.  It
    is jumpy where a program grows in steps (a new section at 25 students).

    Parameters
    ----------
    cost_by_students : DataFrame, one row per scale
        ``students`` (students served, each row more than the one above) and
        ``total_cost`` (dollars a year).

    Returns
    -------
    DataFrame, one row per step
        ``students_from``, ``students_to``, ``extra_cost`` (dollars) and
        ``marginal_cost`` (dollars per extra student).  One scale gives no row.

    Raises
    ------
    ValueError
        When students do not rise from row to row or a figure is missing.

    Examples
    --------
    >>> marginal_cost(pd.DataFrame({"students": [20, 25, 50],
    ...                             "total_cost": [60_000, 61_000, 121_000]}))
       students_from  students_to  extra_cost  marginal_cost
    0           20.0         25.0      1000.0          200.0
    1           25.0         50.0     60000.0         2400.0

    References
    ----------
    Levin and others (2018), on average and marginal cost.
    """
    what = "table of costs by number of students"
    require_columns(cost_by_students, ["students", "total_cost"], what)
    require_numbers(cost_by_students, ["students", "total_cost"], what)
    students = cost_by_students["students"].to_numpy(dtype=float)
    extra = np.diff(students)
    if (extra <= 0).any():
        raise ValueError(
            f"Students do not rise in {rows(cost_by_students, np.r_[False, extra <= 0])} of the "
            f"{what}. List each number of students once, from few to many."
        )
    cost = np.diff(cost_by_students["total_cost"].to_numpy(dtype=float))
    return pd.DataFrame(
        {
            "students_from": students[:-1],
            "students_to": students[1:],
            "extra_cost": cost,
            "marginal_cost": cost / extra,
        }
    )
