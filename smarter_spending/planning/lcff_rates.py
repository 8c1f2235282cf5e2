"""The Local Control Funding Formula's rates, year by year, and how the next ones follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SPANS = ("TK-3", "4-6", "7-8", "9-12")
STATUTE = {"TK-3": 6_845, "4-6": 6_947, "7-8": 7_154, "9-12": 8_289}  # 2013-14, before its COLA
# grade span adjustments: class size in TK-3, career technical education in 9-12
ADJUSTMENT = {"TK-3": Decimal("0.104"), "9-12": Decimal("0.026")}


@dataclass(frozen=True)
class Rates:
    """One year's base rates, dollars for each ADA, before the grade span adjustments.

    ``cola`` is the percentage that led to them from the year before; ``source`` says who
    printed them, or that they follow by the chain of COLAs; ``sure`` is False where the
    COLA itself was not read in a source.
    """

    fiscal_year: str
    cola: float
    base: Mapping[str, int]
    source: str
    sure: bool = True

    def adjusted(self, span: str) -> int:
        """The rate with its grade span adjustment, whole dollars."""
        return self.base[span] + half_up(self.base[span] * ADJUSTMENT.get(span, Decimal(0)))


_CHAIN = "the year before, times its COLA, to the dollar"
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
    ("2025-26", "2.30", (10_256, 10_411, 10_719, 12_423), _CHAIN),
)
NOT_SURE = {"2025-26"}
# dollars for each ADA of transitional kindergarten, on top of the base: 2022-23 is the first
# year, and the COLAs lead from it to the next two as the state prints them
TK_ADD_ON = {"2022-23": 2_813, "2023-24": 3_044, "2024-25": 3_077}
LCFF_RATES = {
    year: Rates(
        year, float(cola), dict(zip(SPANS, base, strict=True)), source, year not in NOT_SURE
    )
    for year, cola, base, source in _ROWS
}


def projected_rates(after: Rates, colas: Mapping[str, float]) -> dict[str, Rates]:
    """The rates of years to come, from COLAs that somebody assumes.

        rate = rate of the year before * (1 + COLA / 100), to the dollar, every year

    The rounding is the state's, each year: compounding first and rounding last is a
    dollar or two off after some years.

    Parameters
    ----------
    after : Rates
        Of the last year that is known.
    colas : mapping of fiscal year to percent
        In order; 3.08 for 3.08%.

    Returns
    -------
    dict of fiscal year to Rates
        ``source`` says that they are projected; ``sure`` is False.

    Raises
    ------
    ValueError
        When a COLA is below -20 or above 30: a share typed for a percentage, or a slip.

    Examples
    --------
    >>> projected_rates(LCFF_RATES["2023-24"], {"2024-25": 1.07})["2024-25"].base["TK-3"]
    10025

    References
    ----------
    California Education Code 42238.02(d).
    """
    projected, before = {}, after
    for year, cola in colas.items():
        if not -20 <= cola <= 30:
            raise ValueError(f"The COLA of {year} is {cola:g}. Write percent: 3.08 for 3.08%.")
        before = Rates(year, cola, chained(before.base, cola), "projected from the COLA", False)
        projected[year] = before
    return projected


def chained(base: Mapping[str, int], cola: float) -> dict[str, int]:
    """Base rates moved on by one COLA, each to the dollar.

    Parameters
    ----------
    base : mapping of span to dollars
    cola : float, percent

    Returns
    -------
    dict of span to dollars

    Examples
    --------
    >>> chained({"TK-3": 7_193}, 3.70)
    {'TK-3': 7459}
    """
    factor = 1 + Decimal(str(cola)) / 100
    return {span: half_up(rate * factor) for span, rate in base.items()}


def half_up(amount: Decimal) -> int:
    """The nearest whole dollar; half a dollar goes up, as the state rounds.

    Parameters
    ----------
    amount : Decimal

    Returns
    -------
    int

    Examples
    --------
    >>> half_up(Decimal("2.5")), half_up(Decimal("3.49"))
    (3, 3)
    """
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tk_add_on(fiscal_year: str, colas: Mapping[str, float] | None = None) -> int:
    """Dollars for each ADA of transitional kindergarten, on top of the base.

        a later year = the year before * (1 + COLA / 100), to the dollar

    A year after the last one that is known follows by its COLA alone; where the state raised
    the add-on beyond that, for smaller classes, the official calculator has the higher figure.

    Parameters
    ----------
    fiscal_year : str
    colas : mapping of fiscal year to percent, optional
        Of years to come; those of ``LCFF_RATES`` else.

    Returns
    -------
    int
        0 before 2022-23, when there was none.

    Raises
    ------
    ValueError
        When the COLA of a year on the way is not known.

    Examples
    --------
    >>> tk_add_on("2021-22"), tk_add_on("2024-25"), tk_add_on("2025-26", {"2025-26": 2.3})
    (0, 3077, 3148)
    """
    if fiscal_year in TK_ADD_ON or fiscal_year < min(TK_ADD_ON):
        return TK_ADD_ON.get(fiscal_year, 0)
    known = {year: rates.cola for year, rates in LCFF_RATES.items()} | dict(colas or {})
    if fiscal_year not in known:
        raise ValueError(f"The COLA of {fiscal_year} is not known, so the TK add-on is not.")
    before = tk_add_on(f"{int(fiscal_year[:4]) - 1}-{fiscal_year[2:4]}", colas)
    return half_up(before * (1 + Decimal(str(known[fiscal_year])) / 100))
