"""How far a figure may be off before the decision changes."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, quoted


def break_even_effect(cost_per_student: float, willingness_to_pay: float) -> float:
    """The smallest effect at which a program is worth its cost.

        break_even_effect = cost_per_student / willingness_to_pay

    If the program's whole range lies above it, the money is well spent whatever
    the exact effect; if the whole range lies below, it is not.

    Parameters
    ----------
    cost_per_student : float, dollars per student, zero or more
    willingness_to_pay : float, dollars per unit of outcome, above zero

    Returns
    -------
    float, outcome units per student

    Raises
    ------
    ValueError
        When a figure is missing, the cost negative or the price zero or less.

    Examples
    --------
    At $4,000 for a standard deviation, a $600 program must gain 0.15 SD:

    >>> break_even_effect(600, 4_000)
    0.15

    References
    ----------
    Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation in
    Education*, 3rd ed., SAGE.
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

    Parameters
    ----------
    inputs : mapping of name to float
        The values we believe, by the names that ``result`` takes.
    ranges : mapping of name to (low, high)
        For the figures to be moved.
    result : callable
        Called with every input by name; gives one number (for instance dollars
        per unit of outcome; ``NaN`` where there is none).

    Returns
    -------
    DataFrame, one row per figure moved, largest swing first
        ``input``, ``low``, ``high``, ``result_at_low``, ``result_at_high``,
        ``result`` (at the values we believe) and ``swing``, in the result's
        units.  A figure for which the result is lost at an end has no swing and
        comes first: it is the most important of all.

    Raises
    ------
    ValueError
        When a range is of a figure that is not an input, or its low is above its high.

    Examples
    --------
    >>> table = one_way_sensitivity({"cost": 500.0, "effect": 0.2},
    ...     {"cost": (400.0, 600.0), "effect": (0.1, 0.4)},
    ...     lambda cost, effect: cost / effect)
    >>> table[["input", "result_at_low", "result_at_high", "swing"]]
        input  result_at_low  result_at_high   swing
    0  effect         5000.0          1250.0  3750.0
    1    cost         2000.0          3000.0  1000.0

    References
    ----------
    Briggs, Claxton and Sculpher (2006), *Decision Modelling for Health Economic
    Evaluation*, Oxford University Press.
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
