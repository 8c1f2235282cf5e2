"""The Local Control Funding Formula: its rates, its target, and the years ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from smarter_spending.analysis.checks import year_after

# --- The Local Control Funding Formula's rates, year by year, and how the next ones follow -------

SPANS = ("TK-3", "4-6", "7-8", "9-12")
# grade span adjustments: class size in TK-3, career technical education in 9-12
ADJUSTMENT = {"TK-3": Decimal("0.104"), "9-12": Decimal("0.026")}


@dataclass(frozen=True)
class Rates:
    """One year's base rates, dollars for each ADA, before the grade span adjustments.

    ``cola`` is the percentage that led to them; ``source`` says who printed them.
    """

    fiscal_year: str
    cola: float
    base: Mapping[str, int]
    source: str

    def adjusted(self, span: str) -> int:
        """The rate with its grade span adjustment, whole dollars."""
        return self.base[span] + half_up(self.base[span] * ADJUSTMENT.get(span, Decimal(0)))


_CHAIN = "the year before times its COLA"
_ROWS = (
    ("2013-14", "1.57", (6_952, 7_056, 7_266, 8_419), "Education Trust-West, LCFF booklet"),
    ("2014-15", "0.85", (7_011, 7_116, 7_328, 8_491), _CHAIN),
    ("2015-16", "1.02", (7_083, 7_189, 7_403, 8_578), _CHAIN),
    ("2016-17", "0", (7_083, 7_189, 7_403, 8_578), _CHAIN),
    ("2017-18", "1.56", (7_193, 7_301, 7_518, 8_712), _CHAIN),
    ("2018-19", "3.70", (7_459, 7_571, 7_796, 9_034), "CDE, LCFF funding snapshot 2018-19"),
    ("2019-20", "3.26", (7_702, 7_818, 8_050, 9_329), _CHAIN),
    ("2020-21", "0", (7_702, 7_818, 8_050, 9_329), _CHAIN),
    # 2.31 for the year before and 2.70 for this one, compounded: a plain 5.07 is a dollar off
    ("2021-22", "5.07237", (8_093, 8_215, 8_458, 9_802), "San Francisco USD budget 2022-23"),
    ("2022-23", "13.26", (9_166, 9_304, 9_580, 11_102), "San Francisco USD budget 2023-24"),
    ("2023-24", "8.22", (9_919, 10_069, 10_367, 12_015), "CDE, principal apportionment 2023-24"),
    ("2024-25", "1.07", (10_025, 10_177, 10_478, 12_144), "CDE, principal apportionment 2024-25"),
    # the COLA itself was not read in a source
    ("2025-26", "2.30", (10_256, 10_411, 10_719, 12_423), _CHAIN),
)
# dollars for each ADA of transitional kindergarten, on top of the base: 2022-23 is the first
# year, and the COLAs lead from it to the next two as the state prints them
TK_ADD_ON = {"2022-23": 2_813, "2023-24": 3_044, "2024-25": 3_077}
LCFF_RATES = {
    year: Rates(year, float(cola), dict(zip(SPANS, base, strict=True)), source)
    for year, cola, base, source in _ROWS
}


def projected_rates(after: Rates, colas: Mapping[str, float]) -> dict[str, Rates]:
    """The rates of years to come, from COLAs that somebody assumes."""
    projected, before = {}, after
    for year, cola in colas.items():
        if not -20 <= cola <= 30:
            raise ValueError(f"The COLA of {year} is {cola:g}. Write percent: 3.08 for 3.08%.")
        before = Rates(year, cola, chained(before.base, cola), "projected from the COLA")
        projected[year] = before
    return projected


def chained(base: Mapping[str, int], cola: float) -> dict[str, int]:
    """Base rates moved on by one COLA, each to the dollar."""
    factor = 1 + Decimal(str(cola)) / 100
    return {span: half_up(rate * factor) for span, rate in base.items()}


def half_up(amount: Decimal) -> int:
    """The nearest whole dollar; half a dollar goes up, as the state rounds."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tk_add_on(fiscal_year: str, colas: Mapping[str, float] | None = None) -> int:
    """Dollars for each ADA of transitional kindergarten: the year before * (1 + COLA / 100)."""
    if fiscal_year in TK_ADD_ON or fiscal_year < min(TK_ADD_ON):
        return TK_ADD_ON.get(fiscal_year, 0)
    known = {year: rates.cola for year, rates in LCFF_RATES.items()} | dict(colas or {})
    if fiscal_year not in known:
        raise ValueError(f"The COLA of {fiscal_year} is not known, so the TK add-on is not.")
    before = tk_add_on(f"{int(fiscal_year[:4]) - 1}-{fiscal_year[2:4]}", colas)
    return half_up(before * (1 + Decimal(str(known[fiscal_year])) / 100))


# --- What the Local Control Funding Formula gives a district: its target, span by span -----------

SUPPLEMENTAL = Decimal("0.20")
THRESHOLD = Decimal("0.55")
CONCENTRATION, CONCENTRATION_SINCE_2021 = Decimal("0.50"), Decimal("0.65")
YEARS_COUNTED = 3
BEST_OF_THREE = "2022-23"


@dataclass(frozen=True)
class LcffTarget:
    """A district's target entitlement, whole dollars."""

    base: int
    supplemental: int
    concentration: int
    add_ons: float
    target: float


def lcff_target(
    ada_by_span: Mapping[str, float],
    upp: float,
    fiscal_year: str,
    concentration_upp_cap: float | None = None,
    add_ons: float = 0.0,
    rates: Rates | None = None,
) -> LcffTarget:
    """The target entitlement of one year, as the state computes it.

        base          = sum over spans of  ADA * (rate + grade span adjustment)
        supplemental  = sum over spans of  span base * 20% * UPP
        concentration = sum over spans of  span base * 50% * (UPP - 55%), above 55% only;
                        65% from 2021-22
        target        = base + supplemental + concentration + add-ons

    Every grant is rounded to the dollar span by span, half a dollar up.  Before 2018-19 a
    district received its floor and a part of the gap to this target; and property tax,
    EPA and state aid decide who pays it, not how much it is.  Necessary small schools
    have allowances of their own in place of the base.

    Raises ValueError when a span is another, an ADA or the UPP cannot be, or the year has no
    rates.  Source: California Education Code 42238.02; CDE, LCFF funding snapshot 2018-19.

    Parameters
    ----------
    ada_by_span : mapping of "TK-3", "4-6", "7-8", "9-12" to funded ADA, a span left out has none
    upp : float, 0 to 1, unduplicated pupil percentage, of three years (see ``unduplicated_share``)
    fiscal_year : str, such as "2024-25"
    concentration_upp_cap : float, optional
        A charter school's limit: the UPP of the district where it is.
    add_ons : float, dollars
        Targeted instructional improvement, transportation, transitional kindergarten and
        the like, as the state's own sheet gives them.
    rates : Rates, optional
        For a year to come, as ``projected_rates`` gives; those of ``LCFF_RATES`` if left out.

    Returns
    -------
    LcffTarget

    Examples
    --------
    100 ADA in grades 4 to 6 in 2018-19: 100 * 7,571; a fifth of 60% of it; and half of
    the 5 points above 55%.

    >>> lcff_target({"4-6": 100}, upp=0.60, fiscal_year="2018-19")
    LcffTarget(base=757100, supplemental=90852, concentration=18928, add_ons=0.0, target=866880.0)
    """
    _check(ada_by_span, upp, concentration_upp_cap)
    rates = rates or _rates_of(fiscal_year)
    share = _exact(upp)
    capped = share if concentration_upp_cap is None else min(share, _exact(concentration_upp_cap))
    above = max(capped - THRESHOLD, Decimal(0))
    since_2021 = fiscal_year >= "2021-22"
    factor = CONCENTRATION_SINCE_2021 if since_2021 else CONCENTRATION
    spans = [half_up(_exact(ada_by_span.get(span, 0)) * rates.adjusted(span)) for span in SPANS]
    base = sum(spans)
    supplemental = sum(half_up(span * SUPPLEMENTAL * share) for span in spans)
    concentration = sum(half_up(span * factor * above) for span in spans)
    target = base + supplemental + concentration + add_ons
    return LcffTarget(base, supplemental, concentration, add_ons, target)


def unduplicated_share(counts: pd.DataFrame) -> float:
    """The UPP: three years' unduplicated pupils over their enrollment, to four decimals."""
    rows = counts.dropna(subset=["enrollment", "upc"]).sort_values("fiscal_year")
    latest = rows.tail(YEARS_COUNTED)
    started = latest["fiscal_year"].str[:4].astype(int)
    if len(latest) < YEARS_COUNTED or not (started.diff().dropna() == 1).all():
        given = ", ".join(rows["fiscal_year"]) or "none"
        raise ValueError(
            "The unduplicated percentage needs three years of counts, one after the other; "
            f"there are {given}. It is not known, and is not estimated."
        )
    share = Decimal(int(latest["upc"].sum())) / Decimal(int(latest["enrollment"].sum()))
    return float(round(share, 4))


def funded_ada(ada_by_span: Mapping[str, Sequence[float]], fiscal_year: str) -> dict[str, float]:
    """The attendance a district is paid for in a year, protected when it declines.

        to 2021-22     this year's or last year's ADA
        from 2022-23   this year's, last year's, or the mean of the three years before this one

    Whichever has the greatest *total* counts, for every span: a district is paid for one year's
    children, not for the best year of each grade.
    """
    needed = 4 if fiscal_year >= BEST_OF_THREE else 2
    years = pd.DataFrame({span: list(ada) for span, ada in ada_by_span.items()})
    if len(years) < needed:
        raise ValueError(
            f"Funded ADA of {fiscal_year} needs {needed} years of attendance; {len(years)} given."
        )
    candidates = [years.iloc[-1], years.iloc[-2]]
    if fiscal_year >= BEST_OF_THREE:
        candidates.append(years.iloc[-4:-1].mean())
    best = max(candidates, key=lambda by_span: by_span.sum())
    return {span: float(ada) for span, ada in best.round(2).items()}


def _exact(number: float) -> Decimal:
    return Decimal(str(number))


def _rates_of(fiscal_year: str) -> Rates:
    if fiscal_year not in LCFF_RATES:
        known = sorted(LCFF_RATES)
        raise ValueError(
            f"There are no LCFF rates of {fiscal_year}: they run from {known[0]} to {known[-1]}. "
            "For a later year give rates, from the COLAs you assume."
        )
    return LCFF_RATES[fiscal_year]


def _check(ada_by_span, upp, cap) -> None:
    unknown = [span for span in ada_by_span if span not in SPANS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no grade span. Use {', '.join(SPANS)}.")
    for span, ada in ada_by_span.items():
        if not ada >= 0:
            raise ValueError(f"The ADA of {span} is {ada}. It is 0 or more.")
    for name, share in (("upp", upp), ("concentration_upp_cap", cap)):
        if share is not None and not 0 <= share <= 1:
            raise ValueError(f"{name} is {share:g}. Write a share: 0.5513 for 55.13%.")


# --- LCFF in the years ahead: funded attendance trails enrollment, and rates follow COLAs --------

ADA = {"TK-3": "ada_p2_tk3", "4-6": "ada_p2_46", "7-8": "ada_p2_78", "9-12": "ada_p2_912"}
ADD_ONS = ("tiig", "hts", "bus", "nss_adjustment")
YEARS_OF_ADA = 4


def attended(counts: pd.DataFrame, fiscal_year: str) -> float:
    """The average daily attendance (P-2) of one fiscal year; ``NaN`` without one of its spans."""
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

    ``supplemental`` is with concentration; its ``share_of_base`` is the minimum proportionality
    percentage (5 CCR 15496).  The other add-ons stay as they are.  A district whose official
    calculator says otherwise uses that figure.
    """
    known = counts[counts["fiscal_year"] <= fiscal_year].sort_values("fiscal_year")
    columns = ["fiscal_year", "ada", "funded_ada", "upp", "target", "base", "supplemental"]
    columns += ["share_of_base", "growth"]
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
            change, last = 1 + enrollment_change[year], students.iloc[-1]
            tk_ada *= change
            need = last["upc"] / last["enrollment"] if last["enrollment"] else 0.0
            counts = round(last["enrollment"] * change), round(last["enrollment"] * change * need)
            students = pd.concat([students, pd.DataFrame([(year, *counts)], columns=[*students])])
            for series in ada.values():
                series.append(series[-1] * change)
        funded = funded_ada(ada, year)
        add_ons = lasting + half_up(Decimal(str(round(tk_ada, 2))) * tk_add_on(year, percents))
        upp = unduplicated_share(students)
        found = lcff_target(funded, upp, year, add_ons=add_ons, rates=rates.get(year))
        now = sum(series[-1] for series in ada.values())
        for_need = found.supplemental + found.concentration
        rows.append((year, now, sum(funded.values()), upp, found.target, found.base, for_need))
    table = pd.DataFrame(rows, columns=columns[:-2])
    share = table["supplemental"] / table["base"]
    return table.assign(share_of_base=share, growth=table["target"].pct_change())
