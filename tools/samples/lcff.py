"""Counts, attendance and the Local Control Funding Formula of each invented district."""

import numpy as np
import pandas as pd

from tools.samples.shapes import GRADES, YEARS, Shape

SPANS = {"TK-3": "tk3", "4-6": "46", "7-8": "78", "9-12": "912"}
ALL_YEARS = ("2018-19", "2019-20", "2020-21", "2021-22", *YEARS)
YEARLY_FALL = 0.021  # enrollment before the simulated years, going back
# Dollars for each ADA by span: base with the K-3 and 9-12 adjustments; then the TK add-on.
# Source: CDE principal apportionment rates 2022-23 to 2024-25.
RATES = {
    "2022-23": (10_119, 9_304, 9_580, 11_391, 2_813),
    "2023-24": (10_951, 10_069, 10_367, 12_327, 3_044),
    "2024-25": (11_068, 10_177, 10_478, 12_460, 3_077),
}


def span_of(grade: pd.Series) -> pd.Series:
    """The LCFF grade span of each grade."""
    order = grade.map({name: place for place, name in enumerate(GRADES)}).to_numpy()
    return pd.Series(
        np.select([order <= 4, order <= 7, order <= 9], list(SPANS)[:3], "9-12"), grade.index
    )


def enrollment_table(students: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """Seven years of counts, attendance and add-ons; the folder holds some of them."""
    simulated = pd.DataFrame([_counts(students, year) for year in YEARS], index=list(YEARS))
    table = simulated.reindex(ALL_YEARS)
    for year in reversed(ALL_YEARS[: -len(YEARS)]):
        after = ALL_YEARS[ALL_YEARS.index(year) + 1]
        table.loc[year] = table.loc[after] * (1 + YEARLY_FALL)
    counts = ["enrollment", "upc", "el", "frpm", "foster"]
    table[counts] = table[counts].round()
    ada = [column for column in table if column.startswith(("ada", "tk"))]
    table[ada] = table[ada].round(2)
    table["upp"] = _percentage(table)
    table = pd.concat([table, _funded(table)], axis=1)
    _add_ons(table, shape)
    table.insert(0, "fiscal_year", table.index)
    table.insert(0, "district_cds", shape.cds_code)
    return table


def target(table: pd.DataFrame, year: str) -> dict[str, float]:
    """Base, supplemental and concentration grants and add-ons of one year, whole dollars."""
    row, rates = table.loc[year], RATES[year]
    ada = np.array([row[f"ada_funded_{span}"] for span in SPANS.values()])
    base = np.round(ada * np.array(rates[:4]))
    supplemental = np.round(base * 0.20 * row["upp"]).sum()
    concentration = np.round(base * 0.65 * max(row["upp"] - 0.55, 0)).sum()
    add_ons = row[["nss_adjustment", "tiig", "hts"]].sum() + np.round(row["tk_ada"] * rates[4])
    total = base.sum() + supplemental + concentration + add_ons
    return {"base": base.sum(), "targeted": supplemental + concentration, "total": total}


def _counts(students: pd.DataFrame, year: str) -> dict[str, float]:
    rows = students[students["fiscal_year"] == year]
    attended = (rows["days_expected"] - rows["days_absent"]) / 180
    el = rows["el_status"] == "EL"
    needy = el | rows["sed"].astype(bool) | rows["foster"].astype(bool)
    by_span = attended.groupby(span_of(rows["grade"])).sum()
    counts = {
        "enrollment": len(rows), "upc": needy.sum(), "el": el.sum(),
        "frpm": round(0.985 * rows["sed"].sum()), "foster": rows["foster"].sum(),
    }  # fmt: skip
    for span, short in SPANS.items():
        counts[f"ada_p2_{short}"] = 1.004 * by_span.get(span, 0.0)
        counts[f"ada_annual_{short}"] = by_span.get(span, 0.0)
    counts["tk_ada"] = 1.004 * attended[rows["grade"] == "TK"].sum()
    return {name: float(value) for name, value in counts.items()}


def _percentage(table: pd.DataFrame) -> pd.Series:
    """Three years of counts over three years of enrollment, four decimals."""
    needy = table["upc"].rolling(3, min_periods=3).sum()
    share = needy / table["enrollment"].rolling(3, min_periods=3).sum()
    return share.round(4)


def _funded(table: pd.DataFrame) -> pd.DataFrame:
    """The greatest of this year, last year and the average of the three years before."""
    p2 = table[[f"ada_p2_{short}" for short in SPANS.values()]]
    choices = [p2, p2.shift(1), p2.shift(1).rolling(3, min_periods=3).mean()]
    totals = np.column_stack([choice.sum(axis=1, min_count=1).fillna(-1) for choice in choices])
    best = totals.argmax(axis=1)
    funded = np.stack([choice.to_numpy() for choice in choices])[best, np.arange(len(table))]
    names = [column.replace("p2", "funded") for column in p2]
    return pd.DataFrame(funded.round(2), index=table.index, columns=names)


def _add_ons(table: pd.DataFrame, shape: Shape) -> None:
    table["nss_adjustment"] = 0.0
    table["tiig"] = float(round(22 * shape.students, -2))
    table["hts"] = float(round(58 * shape.students, -2))
    table["local_revenue"] = np.nan
    table["epa"] = np.nan
    for year in YEARS:
        total = target(table, year)["total"]
        table.loc[year, "local_revenue"] = round(shape.local_revenue_share * total)
