"""LCFF in the years ahead: funded attendance trails enrollment, and rates follow COLAs."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.fiscal_years import year_after
from smarter_spending.planning.lcff import funded_ada, lcff_target, unduplicated_share
from smarter_spending.planning.lcff_rates import LCFF_RATES, SPANS, projected_rates

ADA = {"TK-3": "ada_p2_tk3", "4-6": "ada_p2_46", "7-8": "ada_p2_78", "9-12": "ada_p2_912"}
ADD_ONS = ("tiig", "hts", "bus")
YEARS_OF_ADA = 4


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
        target               = ``lcff_target`` at the rates the COLAs lead to

    The share of high-need students stays that of the last three years; the add-ons stay.
    A district whose official calculator says otherwise uses that figure.

    Parameters
    ----------
    counts : DataFrame, one row per fiscal year
        As in enrollment_lcff.csv: ``fiscal_year, enrollment, upc``, the P-2 ADA by span
        (``ada_p2_tk3``, …) and the add-ons where there are any.
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
    upp = unduplicated_share(known)
    add_ons = float(known.reindex(columns=list(ADD_ONS)).iloc[-1].fillna(0).sum())
    rates = projected_rates(
        LCFF_RATES[fiscal_year], {year: round(colas[year] * 100, 6) for year in ahead}
    )
    ada = {span: spans[column].tolist() for span, column in ADA.items()}
    rows = []
    for year in [fiscal_year, *ahead]:
        if year != fiscal_year:
            for series in ada.values():
                series.append(series[-1] * (1 + enrollment_change[year]))
        funded = {span: round(funded_ada(ada[span], year), 2) for span in SPANS}
        found = lcff_target(funded, upp, year, add_ons=add_ons, rates=rates.get(year))
        now = sum(series[-1] for series in ada.values())
        rows.append((year, now, sum(funded.values()), upp, found.target))
    table = pd.DataFrame(rows, columns=columns[:-1])
    return table.assign(growth=table["target"].pct_change())
