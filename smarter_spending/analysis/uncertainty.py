"""How wide every range is, what an estimate shows, and how far a figure may be off."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import a_number, checked_level, quoted

# --- How wide every range is, and the range of a ratio -------------------------------------------

RANGE = 0.90  # every range we show is this wide; said once, here


# --- What an estimate shows: the words that every page reads, said once --------------------------

SHOWN = (1 + RANGE) / 2  # a chance from here up: the whole range lies on one side of zero
SMALL = 0.05  # standard deviations: Kraft (2020), "Interpreting Effect Sizes", calls less small
SURE = 0.80  # the chance from which a choice is called better, or an effect small (ours)
CLOSE = 0.025  # of a figure to the one it is held against (ours): a verdict that hangs on a hair
FEW_CLUSTERS = 10  # schools: behind fewer, neither a loss is shown nor is a chance near 0 or 1
NEAR = 0.03  # of 0 or 1 (ours): what was said to be surer than that came true in 79% of districts
GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST, NO_EFFECT, NOT_SHOWN, CANNOT_TELL = (
    "gain shown", "loss shown", "may have lost", "likely no effect", "not shown", "cannot tell"
)  # fmt: skip


def chance_above(limit: float, estimate: float, standard_error: float, degrees: float) -> float:
    """The chance that an effect lies above a limit, by the estimate's own t distribution."""
    from scipy.stats import t as student_t

    if not standard_error > 0:
        return math.nan
    return float(student_t.cdf((estimate - limit) / standard_error, degrees))


def what_is_shown(
    chance_gain: pd.Series, chance_small: pd.Series | None = None, schools: pd.Series | None = None
) -> pd.Series:
    """What the estimates of programs looked at together show: one code each.

        gain shown        the 90% range lies above zero
        loss shown        it lies below zero when all programs looked at are allowed for (Holm,
                          one-sided 5%), and ten schools or more stand behind it
        may have lost     it lies below zero, and that is all
        likely no effect  smaller than 0.05 SD, either way, with a chance of 80%
        not shown         anything else
        cannot tell       there is no chance: nobody can tell what it did

    ``chance_gain`` and ``chance_small`` as ``chance_above`` gives them; unknown ``schools`` are
    taken to be enough.
    """
    gain = chance_gain.astype(float)
    known, lost = gain.notna(), shown_among_many(gain)
    if schools is not None:
        lost &= ~schools.lt(FEW_CLUSTERS).fillna(False).astype(bool)
    small = pd.Series(False, index=gain.index) if chance_small is None else chance_small.ge(SURE)
    codes = np.select(
        [~known, gain >= SHOWN, lost, gain <= 1 - SHOWN, small],
        [CANNOT_TELL, GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST, NO_EFFECT],
        NOT_SHOWN,
    )
    return pd.Series(codes, index=gain.index, dtype="str")


def shown_among_many(chance: pd.Series) -> pd.Series:
    """Whether the chance of the contrary is small when all looked at together are allowed for."""
    from statsmodels.stats.multitest import multipletests

    known, stands = chance.notna(), pd.Series(False, index=chance.index)
    if known.any():
        stands[known] = multipletests(chance[known], 1 - SHOWN, method="holm")[0]
    return stands


def said_chance(chance: pd.Series | float, schools: pd.Series | float) -> pd.Series | float:
    """A chance as it may be said: behind fewer than ten schools none is near 0 or 1."""
    few = schools < FEW_CLUSTERS
    return np.clip(chance, few * NEAR, 1 - few * NEAR)


def is_close(chance: pd.Series | float, limit: pd.Series | float) -> pd.Series | float:
    """Whether a chance is a hair, less than ``CLOSE``, from the limit on which something hangs."""
    # as near 0 or 1 as few schools let it be said, it hangs on nothing
    held = np.isclose(chance, NEAR) | np.isclose(chance, 1 - NEAR)
    return (np.abs(chance - limit) < CLOSE) & ~held


@dataclass(frozen=True)
class RatioRange:
    """A cost per unit of outcome with its range, in dollars per unit."""

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
    degrees_of_freedom: float = math.inf,
) -> RatioRange:
    """Cost per unit of outcome with Fieller's range.

    The limits are the roots R of

        A R^2 - 2 B R + D = 0
        A = effect^2 - t^2 effect_se^2
        B = cost effect - t^2 correlation cost_se effect_se
        D = cost^2 - t^2 cost_se^2

    When A is zero or less the effect may be zero at this level, and dollars per
    unit may be anything: the range is not bounded, and the honest figure is the
    chance of being the best buy, not a ratio.  A negative ratio is a cost that
    comes with a loss, or a saving that comes with a gain: say which in words.

    Raises ValueError when a figure is missing, a standard error negative, the correlation outside
    -1 to 1, or the level outside 0 to 1.  Source: Fieller (1954), "Some problems in interval
    estimation", *Journal of the Royal Statistical Society B* 16.

    Parameters
    ----------
    cost : float, dollars per student
    cost_se : float, dollars per student, zero or more
        Standard error of the cost; 0 when it is known.
    effect : float, outcome units per student, any sign
    effect_se : float, outcome units per student, zero or more
    correlation : float, -1 to 1, between the errors of cost and effect
    level : float, above 0 and below 1
    degrees_of_freedom : float
        Of t: those of the effect's error; without end it is the bell curve's.

    Returns
    -------
    RatioRange
        ``ratio, low, high`` in dollars per unit of outcome (``ratio`` is ``NaN``
        for an effect of exactly zero) and ``bounded``.

    Examples
    --------
    >>> found = ratio_range(500, 40, 0.20, 0.05)
    >>> round(found.ratio), round(found.low, 2), round(found.high, 2)
    (2500, 1616.32, 4963.42)
    >>> ratio_range(300, 30, 0.05, 0.04).bounded
    False
    """
    from scipy.stats import t as student_t

    cost, cost_se, effect, effect_se, correlation = _checked_ratio(
        cost, cost_se, effect, effect_se, correlation
    )
    t = float(student_t.ppf((1 + checked_level(level)) / 2, degrees_of_freedom))
    ratio = cost / effect if effect else math.nan
    a = effect**2 - (t * effect_se) ** 2
    if a <= 0:
        return RatioRange(ratio, -math.inf, math.inf, bounded=False)
    b = cost * effect - t**2 * correlation * cost_se * effect_se
    d = cost**2 - (t * cost_se) ** 2
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


# --- How far a figure may be off before the decision changes -------------------------------------


def break_even_effect(cost_per_student: float, willingness_to_pay: float) -> float:
    """The smallest effect at which a program is worth its cost.

        break_even_effect = cost_per_student / willingness_to_pay

    If the program's whole range lies above it, the money is well spent whatever
    the exact effect; if the whole range lies below, it is not.

    Raises ValueError when a figure is missing, the cost negative or the price zero or less.
    Source: Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation in Education*,
    3rd ed., SAGE.

    Parameters
    ----------
    cost_per_student : float, dollars per student, zero or more
    willingness_to_pay : float, dollars per unit of outcome, above zero

    Returns
    -------
    float, outcome units per student

    Examples
    --------
    At $4,000 for a standard deviation, a $600 program must gain 0.15 SD:

    >>> break_even_effect(600, 4_000)
    0.15
    """
    cost = a_number("cost per student", cost_per_student)
    price = a_number("price the board would pay", willingness_to_pay)
    if cost < 0:
        raise ValueError(f"The cost per student is {cost:g}; it cannot be below zero.")
    if price <= 0:
        raise ValueError(
            f"The price the board would pay is {price:g}. It must be above zero: at nothing for a "
            "unit of outcome, no effect makes a program worth its cost."
        )
    return cost / price


def one_way_sensitivity(
    inputs: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float]],
    result: Callable[..., float],
) -> pd.DataFrame:
    """How far the result moves when each figure goes to its low and its high, one at a time.

        swing = abs(result_at_high - result_at_low), the others at their own values

    The table of a tornado chart: the figure at the top is the one worth checking
    first.  One at a time hides figures that move together.

    Raises ValueError when a range is of a figure that is not an input, or its low is above its
    high.  Source: Briggs, Claxton and Sculpher (2006), *Decision Modelling for Health Economic
    Evaluation*, Oxford University Press.

    Parameters
    ----------
    inputs : mapping of name to float, the values we believe, by the names that ``result`` takes
    ranges : mapping of name to (low, high), for the figures to be moved
    result : callable
        Called with every input by name; gives one number (for instance dollars
        per unit of outcome; ``NaN`` where there is none).

    Returns
    -------
    DataFrame, one row per figure moved, largest swing first
        ``input``, ``low``, ``high``, ``result_at_low``, ``result_at_high``, ``result`` (at the
        values we believe) and ``swing``, in the result's units.  A figure for which the result is
        lost at an end has no swing and comes first: it is the most important of all.

    Examples
    --------
    >>> table = one_way_sensitivity({"cost": 500.0, "effect": 0.2},
    ...     {"cost": (400.0, 600.0), "effect": (0.1, 0.4)},
    ...     lambda cost, effect: cost / effect)
    >>> table[["input", "result_at_low", "result_at_high", "swing"]]
        input  result_at_low  result_at_high   swing
    0  effect         5000.0          1250.0  3750.0
    1    cost         2000.0          3000.0  1000.0
    """
    unknown = [name for name in ranges if name not in inputs]
    if unknown:
        raise ValueError(
            f"There is a range for {quoted(unknown)}, which is not among the figures "
            f"{quoted(inputs)}. Check the spelling."
        )
    base = float(result(**inputs))
    rows = []
    for name, (low, high) in ranges.items():
        low, high = a_number(f"low of {name}", low), a_number(f"high of {name}", high)
        if low > high:
            raise ValueError(f"The low of {name} ({low:g}) is above its high ({high:g}).")
        ends = [float(result(**{**inputs, name: end})) for end in (low, high)]
        rows.append((name, low, high, *ends, base, abs(ends[1] - ends[0])))
    columns = ["input", "low", "high", "result_at_low", "result_at_high", "result", "swing"]
    table = pd.DataFrame(rows, columns=columns)
    order = np.lexsort([table["input"], -table["swing"].fillna(np.inf)])
    return table.iloc[order].reset_index(drop=True)
