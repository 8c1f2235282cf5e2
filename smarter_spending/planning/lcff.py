"""What the Local Control Funding Formula gives a district: its target, span by span."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from smarter_spending.planning.lcff_rates import LCFF_RATES, SPANS, Rates, half_up

SUPPLEMENTAL = Decimal("0.20")
THRESHOLD = Decimal("0.55")
CONCENTRATION, CONCENTRATION_SINCE_2021 = Decimal("0.50"), Decimal("0.65")
YEARS_COUNTED = 3
BEST_OF_THREE = "2022-23"


@dataclass(frozen=True)
class LcffTarget:
    """A district's target entitlement, whole dollars.

    ``base`` includes the K-3 and 9-12 adjustments; ``target`` is the sum of the others.
    """

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

    Parameters
    ----------
    ada_by_span : mapping of "TK-3", "4-6", "7-8", "9-12" to funded ADA
        A span left out has none.
    upp : float, 0 to 1
        Unduplicated pupil percentage, of three years (see ``unduplicated_share``).
    fiscal_year : str
        Such as "2024-25".
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

    Raises
    ------
    ValueError
        When a span is another, an ADA or the UPP cannot be, or the year has no rates.

    Examples
    --------
    100 ADA in grades 4 to 6 in 2018-19: 100 * 7,571; a fifth of 60% of it; and half of
    the 5 points above 55%.

    >>> lcff_target({"4-6": 100}, upp=0.60, fiscal_year="2018-19")
    LcffTarget(base=757100, supplemental=90852, concentration=18928, add_ons=0.0, target=866880.0)

    References
    ----------
    California Education Code 42238.02; CDE, LCFF funding snapshot 2018-19.
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
    """The unduplicated pupil percentage: three years of counts over three years of enrollment.

        UPP = sum of three years' unduplicated pupils / sum of three years' enrollment

    It is the sum of counts, not the mean of three percentages, and has four decimals.

    Parameters
    ----------
    counts : DataFrame, one row per year
        ``fiscal_year``, ``enrollment`` and ``upc`` (students); the latest three rows count.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ValueError
        With fewer than three years that follow each other: it is then not known, and is
        not estimated.

    Examples
    --------
    >>> counts = pd.DataFrame({"fiscal_year": ["2022-23", "2023-24", "2024-25"],
    ...                        "enrollment": [1_000, 900, 800], "upc": [500, 500, 500]})
    >>> unduplicated_share(counts)
    0.5556

    References
    ----------
    California Education Code 42238.02(b)(5).
    """
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


def funded_ada(
    ada_by_span: Mapping[str, Sequence[float]], fiscal_year: str, charter: bool = False
) -> dict[str, float]:
    """The attendance a district is paid for in a year, protected when it declines.

        to 2021-22     this year's or last year's ADA
        from 2022-23   this year's, last year's, or the mean of the three years before this one
        charter        this year's

    Whichever has the greatest *total* counts, for every span: a district is paid for one year's
    children, not for the best year of each grade.

    Parameters
    ----------
    ada_by_span : mapping of span to sequence of float
        P-2 ADA, oldest first, this year's last: two years, or four from 2022-23 on, as many in
        every span.
    fiscal_year : str
        This year.
    charter : bool

    Returns
    -------
    dict of span to ADA
        To the hundredth, as attendance is reported.

    Raises
    ------
    ValueError
        When fewer years are given than the rule needs, or not as many in every span.

    Examples
    --------
    The total was 1,000, 970, 940 and is 910: the mean of the three years before, 970, counts,
    also in grades 4 to 6, which grew.

    >>> funded_ada({"TK-3": [600, 560, 520, 480], "4-6": [400, 410, 420, 430]}, "2024-25")
    {'TK-3': 560.0, '4-6': 410.0}

    References
    ----------
    California Education Code 42238.05; the rule from 2022-23 as DATA.md part 2 states it,
    to be checked against the year's own guidance.
    """
    needed = 1 if charter else (4 if fiscal_year >= BEST_OF_THREE else 2)
    years = pd.DataFrame({span: list(ada) for span, ada in ada_by_span.items()})
    if len(years) < needed:
        raise ValueError(
            f"Funded ADA of {fiscal_year} needs {needed} years of attendance; {len(years)} given."
        )
    candidates = [years.iloc[-1]]
    if not charter:
        candidates.append(years.iloc[-2])
    if not charter and fiscal_year >= BEST_OF_THREE:
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
