"""What a program costs by the ingredients method: everything it uses, priced, whoever pays."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import checked_rate, quoted, rows, yearly_part

_REQUIRED = ("ingredient", "quantity", "unit_price", "payer")
_ALLOWED = (*_REQUIRED, "share", "life_years", "district_cds", "program_id", "price_year")


@dataclass(frozen=True)
class ProgramCost:
    """What a program costs in a year, and who pays.

    Attributes
    ----------
    total : float, dollars a year, everything it uses
    per_student : float, dollars a year for each student served
    by_payer : DataFrame
        ``payer, dollars, share, per_student``, largest first; adds to the total.
    by_ingredient : DataFrame
        ``ingredient, payer, dollars, share, per_student`` in the given order.
    """

    total: float
    per_student: float
    by_payer: pd.DataFrame
    by_ingredient: pd.DataFrame


def program_cost(ingredients: pd.DataFrame, students: float, rate: float = 0.03) -> ProgramCost:
    """What a program costs in a year from a list of everything it uses, whoever pays.

        dollars of an ingredient = quantity * unit_price * share (* yearly part, if it lasts)
        total = sum over ingredients;  per student = total / students served

    Volunteers' hours, donated rooms and parents' fees count at what they
    would cost.  The total is for comparing programs; what the district itself
    pays is its row of ``by_payer``.

    Parameters
    ----------
    ingredients : DataFrame, one row per ingredient of one program
        ``ingredient`` (name), ``quantity`` (units), ``unit_price`` (dollars a
        unit, one price year), ``payer`` (who pays) and, where known, ``share``
        (0 to 1, the part this program uses; blank means all) and
        ``life_years`` (years it lasts; blank means used up in the year).
        ``district_cds``, ``program_id`` and ``price_year`` may be there.
    students : float, students served (not seats, not enrolled), above zero
    rate : float, fraction
        Discount rate for things that last: 0.03 for 3%.

    Returns
    -------
    ProgramCost
        ``.total``, ``.per_student``, ``.by_payer`` and ``.by_ingredient``.

    Raises
    ------
    ValueError
        Listing every problem of the table at once, each with its spreadsheet row.

    Examples
    --------
    >>> used = pd.DataFrame({
    ...     "ingredient": ["tutors", "tablets", "parent readers"],
    ...     "quantity": [2, 50, 300], "unit_price": [45_000, 400, 20],
    ...     "share": [1.0, 0.5, None], "life_years": [None, 4, None],
    ...     "payer": ["district", "grant", "volunteers"]})
    >>> cost = program_cost(used, students=100, rate=0)
    >>> cost.total, cost.per_student
    (98500.0, 985.0)
    >>> cost.by_payer[["payer", "dollars"]]
            payer  dollars
    0    district  90000.0
    1  volunteers   6000.0
    2       grant   2500.0

    References
    ----------
    The ingredients method: Levin and others (2018).
    """
    rate = checked_rate(rate)
    problems = _ingredient_problems(ingredients, students)
    if problems:
        raise ValueError(
            "The list of ingredients cannot be priced yet:\n- " + "\n- ".join(problems)
        )
    served = float(students)
    table = ingredients[["ingredient", "payer"]].reset_index(drop=True)
    table["dollars"] = yearly_dollars(ingredients, rate).to_numpy()
    payers = table.groupby("payer", as_index=False)["dollars"].sum()
    payers = payers.sort_values(["dollars", "payer"], ascending=[False, True], ignore_index=True)
    total = float(table["dollars"].sum())
    return ProgramCost(
        total, total / served, _shares(payers, total, served), _shares(table, total, served)
    )


def yearly_dollars(ingredients: pd.DataFrame, rate: float) -> pd.Series:
    """Dollars a year of each ingredient, durables spread over their life.

        quantity * unit_price * share (* yearly part of a price, if it lasts)

    Parameters
    ----------
    ingredients : DataFrame, one row per ingredient
        ``quantity``, ``unit_price`` and, where known, ``share`` and ``life_years``.
    rate : float, fraction
        0.03 for 3%.

    Returns
    -------
    Series, dollars a year, on the table's index

    Examples
    --------
    >>> yearly_dollars(pd.DataFrame({"quantity": [2], "unit_price": [500.0], "life_years": [4]}), 0)
    0    250.0
    dtype: float64
    """
    full = pd.Series(np.nan, index=ingredients.index)
    share = pd.to_numeric(ingredients.get("share", full)).fillna(1.0).astype(float)
    life = pd.to_numeric(ingredients.get("life_years", full)).astype(float)
    yearly = pd.Series(yearly_part(life.to_numpy(), rate), index=life.index).where(life.notna(), 1)
    return ingredients["quantity"].astype(float) * ingredients["unit_price"] * share * yearly


def _ingredient_problems(ingredients: pd.DataFrame, students: float) -> list[str]:
    problems = []
    if pd.isna(students) or not 0 < float(students) < np.inf:
        problems.append(f"students served is {students}; it must be a number above zero")
    unknown = [column for column in ingredients.columns if column not in _ALLOWED]
    if unknown:
        problems.append(f"column {quoted(unknown)} is not one we know; use {quoted(_ALLOWED)}")
    missing = [column for column in _REQUIRED if column not in ingredients.columns]
    if missing:
        problems.append(f"column {quoted(missing)} is missing")
    for column in ("quantity", "unit_price", "share", "life_years"):
        if column in ingredients.columns:
            problems += _number_problems(ingredients, column)
    for column in {"ingredient", "payer"} - set(missing):
        if ingredients[column].isna().any():
            problems.append(
                f"{column!r} is blank in {rows(ingredients, ingredients[column].isna())}"
            )
    if "ingredient" in ingredients.columns:
        again = ingredients["ingredient"].duplicated() & ingredients["ingredient"].notna()
        if again.any():
            names = quoted(ingredients.loc[again, "ingredient"].unique())
            problems.append(f"{names} is listed twice ({rows(ingredients, again)}); count it once")
    for column, word in (("program_id", "program"), ("price_year", "price year")):
        if column in ingredients.columns and ingredients[column].nunique() > 1:
            problems.append(f"there is more than one {word}; give one {word} at a time")
    return sorted(problems)


def _number_problems(ingredients: pd.DataFrame, column: str) -> list[str]:
    given = ingredients[column]
    value = pd.to_numeric(given, errors="coerce").astype(float)
    optional = column in ("share", "life_years")
    problems = []
    unreadable = ~np.isfinite(value) & ~(given.isna() & optional)
    if unreadable.any():
        problems.append(f"{column!r} is blank or not a number in {rows(ingredients, unreadable)}")
    limits = {
        "share": ((value < 0) | (value > 1), "must be between 0 and 1 (0.25 for 25%)"),
        "life_years": (value <= 0, "must be above zero years"),
    }
    wrong, rule = limits.get(column, (value < 0, "cannot be below zero"))
    problems += [
        f"{column!r} is {value.iloc[place]:g} in row {place + 2}; it {rule}"
        for place in np.flatnonzero(wrong)
    ]
    return problems


def _shares(table: pd.DataFrame, total: float, students: float) -> pd.DataFrame:
    return table.assign(
        share=table["dollars"] / total if total else np.nan,
        per_student=table["dollars"] / students,
    )
