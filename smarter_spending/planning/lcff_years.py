"""LCFF in the years ahead: funded attendance trails enrollment, and rates follow COLAs."""

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from smarter_spending.analysis.checks import year_after
from smarter_spending.planning.lcff import funded_ada, lcff_target, unduplicated_share
from smarter_spending.planning.lcff_rates import LCFF_RATES, half_up, projected_rates, tk_add_on

ADA = {"TK-3": "ada_p2_tk3", "4-6": "ada_p2_46", "7-8": "ada_p2_78", "9-12": "ada_p2_912"}
ADD_ONS = ("tiig", "hts", "bus", "nss_adjustment")
YEARS_OF_ADA = 4


def attended(counts: pd.DataFrame, fiscal_year: str) -> float:
    """The average daily attendance (P-2) of one fiscal year, all grade spans.

    Parameters
    ----------
    counts : DataFrame, one row per fiscal year
        ``fiscal_year`` and the ADA of each span, as in enrollment_lcff.csv.
    fiscal_year : str

    Returns
    -------
    float
        ``NaN`` when a span of it is not on file.

    Examples
    --------
    >>> counts = pd.DataFrame({"fiscal_year": ["2024-25"], "ada_p2_tk3": [400.0],
    ...                        "ada_p2_46": [300.0], "ada_p2_78": [200.0], "ada_p2_912": [0.0]})
    >>> attended(counts, "2024-25"), attended(counts.drop(columns="ada_p2_46"), "2024-25")
    (900.0, nan)
    """
    now = counts[counts["fiscal_year"].eq(fiscal_year)] if len(counts) else counts
    if now.empty:
        return float("nan")
    return float(now.reindex(columns=list(ADA.values())).iloc[0].astype(float).sum(skipna=False))


def lcff_ahead(
    counts: pd.DataFrame,
    fiscal_year: str,
    enrollment_change: Mapping[str, float],
    colas: Mapping[str, float],
) -> pd.DataFrame:
    """The LCFF target of this year and the years ahead, as the state would compute it.

        attendance of a span = that of the year before * (1 + change of enrollment)
        funded attendance    = the greatest of this year's, last year's and the mean of the
                               three years before: a decline is felt late, and then all at once
        UPP                  = three years of unduplicated pupils over three years of enrollment,
                               the latest year's share of them held
        TK add-on            = TK attendance * dollars for each, which grow by the COLA
        target               = ``lcff_target`` at the rates the COLAs lead to

    The other add-ons stay as they are.  A district whose official calculator says otherwise
    uses that figure.

    Parameters
    ----------
    counts : DataFrame, one row per fiscal year
        As in enrollment_lcff.csv: ``fiscal_year, enrollment, upc``, the P-2 ADA by span
        (``ada_p2_tk3``, …), ``tk_ada`` and the other add-ons where there are any.
    fiscal_year : str
        The last year that is known.
    enrollment_change : mapping of fiscal year to share
        For each year ahead; -0.019 for 1.9% fewer.
    colas : mapping of fiscal year to share
        For the same years; 0.0302 for 3.02%.

    Returns
    -------
    DataFrame, one row per year, this year first
        ``fiscal_year``, ``ada`` and ``funded_ada`` (average daily attendance), ``upp``,
        ``target`` (dollars) and ``growth`` (a share; ``NaN`` in the first row).  No rows when
        attendance does not reach four years back, or the unduplicated counts three: then it is
        not known.

    Examples
    --------
    >>> counts = pd.DataFrame({"fiscal_year": ["2021-22", "2022-23", "2023-24", "2024-25"],
    ...     "enrollment": 100, "upc": 40, "ada_p2_tk3": [96.0, 95, 94, 90], "ada_p2_46": 0.0,
    ...     "ada_p2_78": 0.0, "ada_p2_912": 0.0})
    >>> ahead = lcff_ahead(counts, "2024-25", {"2025-26": -0.02}, {"2025-26": 0.023})
    >>> ahead["funded_ada"].round(2).tolist()
    [95.0, 93.0]

    References
    ----------
    California Education Code 42238.02 and 42238.05.
    """
    known = counts[counts["fiscal_year"] <= fiscal_year].sort_values("fiscal_year")
    columns = ["fiscal_year", "ada", "funded_ada", "upp", "target", "growth"]
    spans = known.reindex(columns=list(ADA.values())).dropna().tail(YEARS_OF_ADA)
    ahead = sorted(set(enrollment_change) & set(colas))
    last_years = known.loc[spans.index, "fiscal_year"].tolist()
    wanted = [year_after(fiscal_year, back) for back in range(1 - YEARS_OF_ADA, 1)]
    counted = known.reindex(columns=["enrollment", "upc"]).notna().all(axis=1)
    counted = set(known.loc[counted, "fiscal_year"]) >= set(wanted[1:])
    if last_years != wanted or not counted or not ahead or fiscal_year not in LCFF_RATES:
        return pd.DataFrame(columns=columns)
    latest = known.reindex(columns=["tk_ada", *ADD_ONS]).iloc[-1].fillna(0.0)
    lasting, tk_ada = float(latest[list(ADD_ONS)].sum()), float(latest["tk_ada"])
    percents = {year: round(colas[year] * 100, 6) for year in ahead}
    rates = projected_rates(LCFF_RATES[fiscal_year], percents)
    students = known[["fiscal_year", "enrollment", "upc"]].tail(3)
    ada = {span: spans[column].tolist() for span, column in ADA.items()}
    rows = []
    for year in [fiscal_year, *ahead]:
        if year != fiscal_year:
            tk_ada *= 1 + enrollment_change[year]
            students = _a_year_on(students, year, enrollment_change[year])
            for series in ada.values():
                series.append(series[-1] * (1 + enrollment_change[year]))
        funded = funded_ada(ada, year)
        add_ons = lasting + half_up(Decimal(str(round(tk_ada, 2))) * tk_add_on(year, percents))
        upp = unduplicated_share(students)
        found = lcff_target(funded, upp, year, add_ons=add_ons, rates=rates.get(year))
        now = sum(series[-1] for series in ada.values())
        rows.append((year, now, sum(funded.values()), upp, found.target))
    table = pd.DataFrame(rows, columns=columns[:-1])
    return table.assign(growth=table["target"].pct_change())


def _a_year_on(students: pd.DataFrame, year: str, change: float) -> pd.DataFrame:
    last = students.iloc[-1]
    share = last["upc"] / last["enrollment"] if last["enrollment"] else 0.0
    enrolled = last["enrollment"] * (1 + change)
    row = {"fiscal_year": year, "enrollment": round(enrolled), "upc": round(enrolled * share)}
    return pd.concat([students, pd.DataFrame([row])], ignore_index=True)
