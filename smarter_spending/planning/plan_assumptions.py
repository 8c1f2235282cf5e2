"""What a district assumes about the years ahead, as the rates that move a plan."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis.checks import year_after

PENSIONS = {"strs_rate": "benefits: STRS", "pers_rate": "benefits: PERS"}
PLAIN = ("cola", "enrollment", "step_and_column", "health_premiums", "inflation")
# what stands there until a district says otherwise; a convention of this project, not a forecast
USUAL = {
    "cola": 0.025,
    "enrollment": 0.0,
    "step_and_column": 0.015,
    "health_premiums": 0.06,
    "inflation": 0.03,
}
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
    """The rates of every year ahead, with where each comes from.

        pension group = (1 + step and column) * (rate of the year / rate of the year before) - 1

    The first year's step of a pension rate needs the rate of the year before it; where that is
    not among the assumptions, the first year's rate counts as unchanged, and its source says so.

    Parameters
    ----------
    assumptions : DataFrame
        As in assumptions.csv: ``assumption, fiscal_year, value, source``.
    years : list of str
        The fiscal years ahead.
    lcff_growth : DataFrame, optional
        As ``lcff_ahead`` or ``lcff_given`` gives: it takes the place of COLA and enrollment for
        LCFF.
    enrollment : mapping of fiscal year to share, optional
        What the children already on file lead to: used where the district assumes nothing.

    Returns
    -------
    DataFrame
        ``fiscal_year``, ``item``, ``rate`` (a share) and ``source``: what ``multi_year_plan``
        asks for.

    Examples
    --------
    >>> given = pd.DataFrame({"assumption": ["cola"], "fiscal_year": ["2025-26"],
    ...                       "value": [0.023], "source": ["School Services, July"]})
    >>> rates = plan_rates(given, ["2025-26"]).set_index("item")
    >>> rates.loc[["cola", "inflation"], "rate"].tolist(), rates.loc["cola", "source"]
    ([0.023, 0.03], 'School Services, July')
    """
    known = assumptions.set_index(["assumption", "fiscal_year"]) if len(assumptions) else None
    rows = []
    for year in years:
        for item in PLAIN:
            value, source = _given(known, item, year)
            if value is None and item == "enrollment" and year in (enrollment or {}):
                value, source = enrollment[year], SOURCE_COHORTS
            rows.append((year, item, USUAL[item] if value is None else value, source))
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
    """LCFF of the years ahead as the district's official calculator gives it.

        growth = dollars of the year / dollars of the year before

    The calculator knows what this library does not (a charter's cap, a transfer, an add-on);
    where a district gives its result, the plan uses those dollars, and its source says which
    version.  The first year's growth is from the ledger's dollars, so that every year of the
    plan holds what the calculator gives.

    Parameters
    ----------
    assumptions : DataFrame
        As in assumptions.csv; rows whose ``assumption`` is ``lcff``, in dollars, with the
        calculator and its version as ``source``.
    base : float
        LCFF dollars of ``fiscal_year`` in the ledger.
    fiscal_year : str
        The last year that is known.

    Returns
    -------
    DataFrame, one row per year given, in order
        ``fiscal_year, target`` (dollars), ``growth`` (a share; ``NaN`` for ``fiscal_year``) and
        ``source``.  No rows when the district gave none, or left a year out: the first one
        ahead, or one between.

    Examples
    --------
    >>> given = pd.DataFrame({"assumption": "lcff", "fiscal_year": ["2025-26"], "unit": "dollars",
    ...                       "value": [103.0], "source": ["FCMAT LCFF calculator v26.1"]})
    >>> table = lcff_given(given, 100.0, "2024-25")
    >>> table["growth"].round(2).tolist()
    [nan, 0.03]
    >>> table["source"].tolist()
    ['the ledger', 'FCMAT LCFF calculator v26.1']
    """
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
    """The calculator's LCFF as far as it goes, and after it the formula's growth.

    Parameters
    ----------
    given : DataFrame
        As ``lcff_given`` gives; no rows where the district gave none.
    formula : DataFrame
        As ``lcff_ahead`` gives; no rows where it cannot be worked out.

    Returns
    -------
    DataFrame
        ``formula`` where nothing was given, and ``given`` where the formula has no later year.

    Examples
    --------
    >>> given = pd.DataFrame({"fiscal_year": ["2024-25", "2025-26"], "target": [100.0, 103.0],
    ...                       "growth": [None, 0.03], "source": ["the ledger", "FCMAT v26.1"]})
    >>> formula = pd.DataFrame({"fiscal_year": ["2025-26", "2026-27"], "target": [1.0, 1.0],
    ...                         "growth": [0.01, 0.02]})
    >>> lcff_extended(given, formula)["target"].tolist()
    [100.0, 103.0, 105.06]
    """
    if given.empty or formula.empty:
        return formula if given.empty else given
    later = formula[formula["fiscal_year"] > given["fiscal_year"].iloc[-1]]
    grown = given["target"].iloc[-1] * (1 + later["growth"].astype(float)).cumprod()
    after = later[["fiscal_year", "growth"]].assign(target=grown.round(2), source=SOURCE_FORMULA)
    return pd.concat([given, after[given.columns]], ignore_index=True) if len(after) else given


def _pension(known, years, name, group, table) -> pd.DataFrame:
    pay = table[table["item"].eq("step_and_column")].set_index("fiscal_year")["rate"]
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
