"""What a district assumes about the years ahead, as the rates that move a plan."""

import pandas as pd

from smarter_spending.analysis.fiscal_years import year_after

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
SOURCE_USUAL = "not given by the district: this project's stand-in of November 2026 until it is"


def plan_rates(
    assumptions: pd.DataFrame, years: list[str], lcff_growth: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rates of every year ahead, with where each comes from.

        pension group = (1 + step and column) * (rate of the year / rate of the year before) - 1

    The first year's step of a pension rate needs the rate of the year before it; where that is
    not among the assumptions, the first year's rate counts as unchanged.

    Parameters
    ----------
    assumptions : DataFrame
        As in assumptions.csv: ``assumption, fiscal_year, value, source``.
    years : list of str
        The fiscal years ahead.
    lcff_growth : DataFrame, optional
        As ``lcff_ahead`` gives: it takes the place of COLA and enrollment for LCFF.

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
            rows.append((year, item, USUAL[item] if value is None else value, source))
    table = pd.DataFrame(rows, columns=["fiscal_year", "item", "rate", "source"])
    pensions = [_pension(known, years, name, group, table) for name, group in PENSIONS.items()]
    parts = [table, *pensions]
    if lcff_growth is not None and len(lcff_growth):
        later = lcff_growth[lcff_growth["fiscal_year"].isin(years)]
        source = "the formula, at these COLAs and this enrollment"
        lcff = later[["fiscal_year"]].assign(item="LCFF", rate=later["growth"], source=source)
        parts.append(lcff)
    return pd.concat(parts, ignore_index=True)


def _pension(known, years, name, group, table) -> pd.DataFrame:
    pay = table[table["item"].eq("step_and_column")].set_index("fiscal_year")["rate"]
    rows, before = [], _given(known, name, year_after(years[0], -1))[0]
    for year in years:
        level, source = _given(known, name, year)
        change = level / before if level and before else 1.0
        rows.append((year, group, (1 + pay[year]) * change - 1, source))
        before = level or before
    return pd.DataFrame(rows, columns=["fiscal_year", "item", "rate", "source"])


def _given(known, item: str, year: str) -> tuple[float | None, str]:
    if known is None or (item, year) not in known.index:
        return None, SOURCE_USUAL
    row = known.loc[(item, year)]
    source = row["source"] if isinstance(row["source"], str) else ""
    return float(row["value"]), source or "assumptions.csv"
