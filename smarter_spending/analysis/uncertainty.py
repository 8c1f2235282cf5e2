"""How wide every range is, and the range of a ratio."""

import math
from dataclasses import dataclass

from smarter_spending.analysis._checks import a_number
from smarter_spending.analysis._student_checks import checked_level

RANGE = 0.90  # every range we show is this wide; said once, here


@dataclass(frozen=True)
class RatioRange:
    """A cost per unit of outcome with its range, in dollars per unit.

    ``bounded`` is False when the effect may be zero: then ``low`` and ``high``
    are minus and plus infinity and no finite range may be shown.
    """

    ratio: float
    low: float
    high: float
    bounded: bool


def ratio_range(
    cost: float,
    cost_se: float,
    effect: float,
    effect_se: float,
    correlation: float = 0.0,
    level: float = 0.95,
) -> RatioRange:
    """Cost per unit of outcome with Fieller's range.

    The limits are the roots R of

        A R^2 - 2 B R + D = 0
        A = effect^2 - z^2 effect_se^2
        B = cost effect - z^2 correlation cost_se effect_se
        D = cost^2 - z^2 cost_se^2

    When A is zero or less the effect may be zero at this level, and dollars per
    unit may be anything: the range is not bounded, and the honest figure is the
    chance of being the best buy, not a ratio.  A negative ratio is a cost that
    comes with a loss, or a saving that comes with a gain: say which in words.

    Parameters
    ----------
    cost : float, dollars per student
    cost_se : float, dollars per student, zero or more
        Standard error of the cost; 0 when it is known.
    effect : float, outcome units per student, any sign
    effect_se : float, outcome units per student, zero or more
    correlation : float, -1 to 1
        Between the errors of cost and effect.
    level : float, above 0 and below 1

    Returns
    -------
    RatioRange
        ``ratio, low, high`` in dollars per unit of outcome (``ratio`` is ``NaN``
        for an effect of exactly zero) and ``bounded``.

    Raises
    ------
    ValueError
        When a figure is missing, a standard error negative, the correlation
        outside -1 to 1, or the level outside 0 to 1.

    Examples
    --------
    >>> found = ratio_range(500, 40, 0.20, 0.05)
    >>> round(found.ratio), round(found.low, 2), round(found.high, 2)
    (2500, 1616.32, 4963.42)
    >>> ratio_range(300, 30, 0.05, 0.04).bounded
    False

    References
    ----------
    Fieller (1954), "Some problems in interval estimation", *Journal of the
    Royal Statistical Society B* 16.
    """
    from scipy.special import ndtri

    cost, cost_se, effect, effect_se, correlation = _checked_ratio(
        cost, cost_se, effect, effect_se, correlation
    )
    z = float(ndtri((1 + checked_level(level)) / 2))
    ratio = cost / effect if effect else math.nan
    a = effect**2 - (z * effect_se) ** 2
    if a <= 0:
        return RatioRange(ratio, -math.inf, math.inf, bounded=False)
    b = cost * effect - z**2 * correlation * cost_se * effect_se
    d = cost**2 - (z * cost_se) ** 2
    reach = math.sqrt(max(b**2 - a * d, 0.0))
    return RatioRange(ratio, (b - reach) / a, (b + reach) / a, bounded=True)


def _checked_ratio(cost, cost_se, effect, effect_se, correlation) -> tuple[float, ...]:
    named = {
        "cost": cost,
        "standard error of the cost": cost_se,
        "effect": effect,
        "standard error of the effect": effect_se,
        "correlation": correlation,
    }
    values = {name: a_number(name, value) for name, value in named.items()}
    for name, value in values.items():
        if name.startswith("standard error") and value < 0:
            raise ValueError(f"The {name} is {value:g}; it cannot be below zero.")
    if not -1 <= values["correlation"] <= 1:
        raise ValueError(f"The correlation is {values['correlation']:g}; it lies between -1 and 1.")
    return tuple(values.values())
