"""Where the money goes: the ledger's spending by every field, by school and from year to year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns, typed
from smarter_spending.analysis._ledger import (
    LEDGER,
    ON_BEHALF,
    PEOPLE,
    chosen,
    enrolled,
    grouping,
    require_kind,
    spending_rows,
    title_of,
)
from smarter_spending.analysis.published import form01, form01_totals, reconcile
from smarter_spending.analysis.school_spending import spending_by_school

__all__ = [
    "TotalChange",
    "away_from",
    "form01",
    "form01_totals",
    "on_behalf_dollars",
    "people_of_100",
    "reconcile",
    "set_apart",
    "share_of_first",
    "spending_by",
    "spending_by_school",
    "spending_change",
    "total_change",
    "total_dollars",
    "years_of",
]

NOT_SPENDING = {
    "revenue": ("Revenue", "Money coming in, not money spent."),
    "transfer": (
        "Transfers and contributions",
        "Money moved between the district's own funds and programs, counted where it is spent.",
    ),
    "balance": ("Balances", "What the district owns, owes or has left, not what it spent."),
    "not_money": (
        "Program cost report entries",
        "Entries that spread costs over goals for the state's report; nobody is paid by them.",
    ),
}


def spending_by(
    ledger: pd.DataFrame,
    by: str,
    fiscal_year: str,
    amount_type: str = "actual",
    fund: str | None = None,
    students: float | None = None,
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Spending of one year by any field of the account string, largest first.

        dollars = sum of amount over rows whose kind is "spending"
        share = dollars / all spending chosen;  per_student = dollars / students

    The rows add to the ledger's spending to the cent: what is coded to
    nothing has a row of its own.  Transfers, revenue and balances are in
    :func:`set_apart`.  A small line is not a wasteful one, and one kind of
    amount (actual, budget) is never added to another.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        As load_district gives it, with ``kind``; ``amount`` in dollars.
    by : str
        "fund", "object", "object_group" (first digit: 1000, 2000 ...),
        "function", "function_group", "goal", "resource", "restriction"
        (resources 2000-9999 are restricted), "school_code" or "local_program".
    fiscal_year : str
        Written 2024-25.
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund, such as "01"; every fund unless given.
    students : float, optional
        Enrollment of that year, for ``per_student``; unknown unless given.
    titles : mapping from code to name, optional
        What the codes are called; groups have names of their own.

    Returns
    -------
    DataFrame, one row per code, equal ones by title
        ``by`` (the code; "" where the ledger has none), ``title``,
        ``dollars``, ``share`` (of the total, 0 to 1) and ``per_student``
        (dollars; ``NaN`` while students are unknown).

    Raises
    ------
    ValueError
        When the ledger has no such year, kind of amount or fund (naming what
        it has), or ``by`` is not one of the fields.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "object": ["1100", "1200", "4300", "8011"], "amount": [60.0, 15.0, 25.0, 110.0],
    ...     "kind": ["spending", "spending", "spending", "revenue"]})
    >>> spending_by(ledger, "object_group", "2024-25", students=10)
         by                  title  dollars  share  per_student
    0  1000  Certificated salaries     75.0   0.75          7.5
    1  4000     Books and supplies     25.0   0.25          2.5

    References
    ----------
    California School Accounting Manual, on the standardized account code
    structure; resources from 2000 up being restricted reproduces the printed
    Form 01 to the cent.
    """
    spent = spending_rows(ledger, fiscal_year, amount_type, fund)
    table = spent.groupby(grouping(spent, by).rename("by"))["amount"].sum().rename("dollars")
    table = table.reset_index()
    table.insert(1, "title", title_of(table["by"], by, titles))
    total = table["dollars"].sum()
    table["share"] = table["dollars"] / (total if total else np.nan)
    table["per_student"] = table["dollars"] / enrolled(students)
    return table.sort_values(["dollars", "title"], ascending=[False, True], ignore_index=True)


def set_apart(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str = "actual", fund: str | None = None
) -> pd.DataFrame:
    """What the ledger holds besides spending, and why it is not counted as spending.

        spending + the dollars set apart = everything in the ledger

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        With ``kind``; ``amount`` in dollars.
    fiscal_year : str
        Written 2024-25.
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund; every fund unless given.

    Returns
    -------
    DataFrame, one row per kind that is there
        ``kind``, ``title``, ``rows`` (ledger rows), ``dollars`` (their sum,
        which may be negative) and ``reason`` (a sentence).

    Raises
    ------
    ValueError
        When the ledger has no such year, kind of amount or fund.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "amount": [60.0, 110.0, -5.0], "kind": ["spending", "revenue", "transfer"]})
    >>> set_apart(ledger, "2024-25")[["title", "rows", "dollars"]]
                             title  rows  dollars
    0                      Revenue     1    110.0
    1  Transfers and contributions     1     -5.0
    """
    require_kind(ledger)
    here = chosen(ledger, fiscal_year, amount_type, fund)
    here = here[here["kind"] != "spending"]
    if here.empty:
        columns = {"kind": "str", "title": "str", "rows": "int64", "dollars": "float"}
        return typed(columns | {"reason": "str"})
    sums = here.groupby("kind")["amount"].agg(["size", "sum"])
    order = [kind for kind in NOT_SPENDING if kind in sums.index]
    order += [kind for kind in sums.index if kind not in NOT_SPENDING]
    sums = sums.loc[order]
    known = [
        NOT_SPENDING.get(kind, (kind, "Marked in the ledger as not spending.")) for kind in order
    ]
    return pd.DataFrame(
        {
            "kind": pd.array(order, dtype="str"),
            "title": pd.array([title for title, _ in known], dtype="str"),
            "rows": sums["size"].to_numpy(),
            "dollars": sums["sum"].to_numpy(),
            "reason": pd.array([reason for _, reason in known], dtype="str"),
        }
    )


def spending_change(
    ledger: pd.DataFrame,
    by: str,
    fiscal_years: Sequence[str] | None = None,
    amount_type: str = "actual",
    fund: str | None = None,
    students: Mapping[str, float] | None = None,
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Spending year by year, and the change from the first year to the last.

        change = dollars of the last year - dollars of the first
        change_share = change / dollars of the first
        per_student_change = last / its students - first / its students

    Dollars are of each year: prices rose in between, and enrollment moved.
    With enrollment the per-student change tells growth from shrinking schools.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        With ``kind``; ``amount`` in dollars.
    by : str
        As for :func:`spending_by`.
    fiscal_years : sequence of str, optional
        Which years; every year of that kind of amount unless given.
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund; every fund unless given.
    students : mapping from fiscal year to enrollment, optional
    titles : mapping from code to name, optional

    Returns
    -------
    DataFrame, one row per code, the largest change first
        ``by``, ``title``, a column of dollars per year named as the year,
        earliest first (0 where nothing was spent), ``change`` (dollars),
        ``change_share`` (``NaN`` where the first year is zero or less) and
        ``per_student_change`` (dollars per student; ``NaN`` while either
        year's students are unknown).  With one year the changes are ``NaN``.

    Raises
    ------
    ValueError
        When a year is asked for that the ledger does not have.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": ["2022-23", "2024-25", "2024-25"],
    ...     "amount_type": "actual", "fund": "01", "object": ["1100", "1100", "5800"],
    ...     "amount": [100.0, 130.0, 20.0], "kind": "spending"})
    >>> spending_change(ledger, "object_group")[
    ...     ["by", "2022-23", "2024-25", "change", "change_share"]]
         by  2022-23  2024-25  change  change_share
    0  1000    100.0    130.0    30.0           0.3
    1  5000      0.0     20.0    20.0           NaN
    """
    require_columns(ledger, ["fiscal_year", "amount_type"], LEDGER)
    years = _years(ledger, fiscal_years, amount_type)
    spent = {year: spending_rows(ledger, year, amount_type, fund) for year in years}
    dollars = {
        year: here.groupby(grouping(here, by))["amount"].sum() for year, here in spent.items()
    }
    wide = pd.DataFrame(dollars, columns=years, dtype=float).fillna(0.0)
    table = wide.rename_axis("by").reset_index()
    table["by"] = table["by"].astype("str")
    table.insert(1, "title", title_of(table["by"], by, titles))
    comparable = len(years) > 1
    first = table[years[0]] if comparable else pd.Series(np.nan, index=table.index)
    last = table[years[-1]] if comparable else first
    counted = {year: enrolled((students or {}).get(year)) for year in years}
    table["change"] = last - first
    table["change_share"] = table["change"] / first.where(first > 0)
    table["per_student_change"] = (
        last / counted[years[-1]] - first / counted[years[0]] if comparable else np.nan
    )
    moved = table["change"].abs().fillna(0.0)
    return table.iloc[np.lexsort([table["title"], -moved])].reset_index(drop=True)


@dataclass(frozen=True)
class TotalChange:
    """All spending of the first and of the latest year, beside enrollment.

    Dollars of each year; ``share`` and ``students_share`` are changes as a share of the first.
    What needs enrollment is ``NaN`` while either year's is not known.
    """

    first: str
    last: str
    before: float
    after: float
    share: float
    students_before: float
    students_after: float
    students_share: float
    each_before: float
    each_after: float


def years_of(change: pd.DataFrame) -> list[str]:
    """The fiscal years that a table of changes has a column for, earliest first.

    Parameters
    ----------
    change : DataFrame
        As :func:`spending_change` gives.

    Returns
    -------
    list of str

    Examples
    --------
    >>> years_of(pd.DataFrame(columns=["title", "2023-24", "2024-25", "change"]))
    ['2023-24', '2024-25']
    """
    return sorted(name for name in change.columns if name[:4].isdigit() and name[4:5] == "-")


def total_change(change: pd.DataFrame, students: Mapping[str, float]) -> TotalChange | None:
    """What all spending did between the first and the latest year, in all and per student.

        share = after / before - 1;  each_after = after / students_after

    Parameters
    ----------
    change : DataFrame, one row per part
        As :func:`spending_change` gives, with a column of dollars a year.
    students : mapping from fiscal year to enrollment
        May lack a year, or all.

    Returns
    -------
    TotalChange, or None with fewer than two years or no rows

    Examples
    --------
    >>> change = pd.DataFrame({"title": ["Pay"], "2022-23": [200.0], "2024-25": [220.0]})
    >>> moved = total_change(change, {"2022-23": 20.0, "2024-25": 10.0})
    >>> round(moved.share, 3), moved.students_share, moved.each_before, moved.each_after
    (0.1, -0.5, 10.0, 22.0)
    """
    years = years_of(change)
    if change.empty or len(years) < 2:
        return None
    first, last = years[0], years[-1]
    before, after = float(change[first].sum()), float(change[last].sum())
    counted = {first, last} <= set(students)
    was, now = (students[first], students[last]) if counted else (np.nan, np.nan)
    return TotalChange(
        first,
        last,
        before=before,
        after=after,
        share=after / before - 1 if before else np.nan,
        students_before=was,
        students_after=now,
        students_share=(now - was) / was,
        each_before=before / was,
        each_after=after / now,
    )


def total_dollars(parts: pd.DataFrame) -> float:
    """The dollars of all parts of a spending table together.

    Parameters
    ----------
    parts : DataFrame
        ``dollars``, as :func:`spending_by` gives.

    Returns
    -------
    float, dollars

    Examples
    --------
    >>> total_dollars(pd.DataFrame({"dollars": [60.0, 40.0]}))
    100.0
    """
    return float(parts["dollars"].sum())


def share_of_first(parts: pd.DataFrame, count: int = 3) -> float:
    """What the first few parts of a spending table make together.

    Parameters
    ----------
    parts : DataFrame, largest first
        ``share`` (0 to 1), as :func:`spending_by` gives.
    count : int, parts

    Returns
    -------
    float, 0 to 1

    Examples
    --------
    >>> share_of_first(pd.DataFrame({"share": [0.5, 0.25, 0.125, 0.125]}))
    0.875
    """
    return float(parts["share"].head(count).sum())


def people_of_100(by_object: pd.DataFrame) -> float:
    """How many of every 100 dollars pay people: salaries and benefits, objects 1000-3999.

    Parameters
    ----------
    by_object : DataFrame
        As :func:`spending_by` gives by "object_group": ``by`` and ``share`` (0 to 1).

    Returns
    -------
    float, dollars of every 100

    Examples
    --------
    >>> parts = pd.DataFrame({"by": ["1000", "3000", "5000"], "share": [0.5, 0.25, 0.25]})
    >>> people_of_100(parts)
    75.0
    """
    return float(100 * by_object.loc[by_object["by"].isin(PEOPLE), "share"].sum())


def away_from(guess: float, figure: float) -> int:
    """How far a guess is from the figure, in whole units.

    Parameters
    ----------
    guess, figure : float
        In the same unit.

    Returns
    -------
    int

    Examples
    --------
    >>> away_from(50, 84.7), away_from(85, 84.7)
    (35, 0)
    """
    return round(abs(guess - figure))


def on_behalf_dollars(ledger: pd.DataFrame, fiscal_year: str) -> float:
    """The state's own payment to the teachers' pension, as the district had to book it.

    It is actual spending under resource 7690, in and out, and never the district's cash.

    Parameters
    ----------
    ledger : DataFrame, one row per account line, with ``kind``
    fiscal_year : str

    Returns
    -------
    float, dollars
        Zero where the ledger has none.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual",
    ...     "kind": ["spending", "revenue", "spending"], "resource": ["7690", "7690", "0000"],
    ...     "amount": [8_000.0, 8_000.0, 90_000.0]})
    >>> on_behalf_dollars(ledger, "2024-25")
    8000.0
    """
    rows = ledger[
        (ledger["resource"] == ON_BEHALF)
        & (ledger["fiscal_year"] == fiscal_year)
        & (ledger["amount_type"] == "actual")
        & (ledger["kind"] == "spending")
    ]
    return float(rows["amount"].sum())


def _years(ledger: pd.DataFrame, asked: Sequence[str] | None, amount_type: str) -> list[str]:
    there = ledger.loc[ledger["amount_type"] == amount_type, "fiscal_year"]
    there = sorted(there.dropna().unique())
    if asked is None:
        return there
    absent = [year for year in asked if year not in there]
    if absent and not ledger.empty:
        raise ValueError(
            f"The ledger has no {amount_type.replace('_', ' ')} amounts for {quoted(absent)}. "
            f"It has: {quoted(there)}. Choose from these."
        )
    return sorted(set(asked))
