"""Where the money goes: the ledger's spending by every field, by school and from year to year."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns, typed
from smarter_spending.analysis._ledger import (
    LEDGER,
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
    "form01",
    "form01_totals",
    "reconcile",
    "set_apart",
    "spending_by",
    "spending_by_school",
    "spending_change",
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
