"""What a program bought for its cost: ratios, and the line of choices worth comparing."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._pairing import (
    COSTS,
    OUTCOMES,
    ProgramMismatchError,
    not_negative,
    same_programs,
    same_students,
)
from smarter_spending.analysis.benchmark import cost_at_benchmark
from smarter_spending.analysis.frontier import incremental_ratios

__all__ = [
    "ProgramMismatchError",
    "academic_roi",
    "cost_at_benchmark",
    "cost_per_outcome",
    "effect_per_1000_dollars",
    "incremental_ratios",
]


def cost_per_outcome(costs: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each unit of outcome gained, one row per program.

    The cost-effectiveness ratio sets all that a program used against all that
    its students gained beyond business as usual.

        outcome_gained = students_served * effect_per_student
        cost_per_outcome = total_cost / outcome_gained

    Lower is a better buy, among programs measured on the same outcome only.
    A program that gained nothing, or whose cost or effect is not known, has no
    ratio: it comes last with ``NaN``, never as zero or infinity.

    Parameters
    ----------
    costs : DataFrame, one row per program
        ``program`` (name) and ``total_cost`` (dollars of one price year,
        everything it used, whoever paid).
    outcomes : DataFrame, one row per program
        ``program`` (name), ``students_served`` (students) and
        ``effect_per_student`` (outcome units per student beyond what similar
        students gained without it; positive is better, may be zero or negative).

    Returns
    -------
    DataFrame, one row per program, best buy first, equal ones by name
        The columns above plus ``outcome_gained`` (outcome units) and
        ``cost_per_outcome`` (dollars per outcome unit).

    Raises
    ------
    ProgramMismatchError
        When a program is in one table only, or twice in one, or the tables
        give it different numbers of students.
    ValueError
        When a column is missing or a cost or a number of students is negative.

    Examples
    --------
    >>> costs = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                       "total_cost": [120_000, 30_000]})
    >>> outcomes = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                          "students_served": [200, 150],
    ...                          "effect_per_student": [0.20, 0.02]})
    >>> cost_per_outcome(costs, outcomes)[["program", "outcome_gained", "cost_per_outcome"]]
               program  outcome_gained  cost_per_outcome
    0      Reading lab            40.0            3000.0
    1  Saturday school             3.0           10000.0

    References
    ----------
    Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation in
    Education*, 3rd ed., SAGE.
    """
    require_columns(costs, ["program", "total_cost"], COSTS)
    require_columns(outcomes, ["program", "students_served", "effect_per_student"], OUTCOMES)
    same_programs(costs, outcomes)
    not_negative(costs, "total_cost", COSTS)
    not_negative(outcomes, "students_served", OUTCOMES)
    same_students(costs, outcomes)
    own = [name for name in costs.columns if name == "program" or name not in outcomes.columns]
    table = costs[own].merge(outcomes, on="program")
    gained = table["students_served"].astype(float) * table["effect_per_student"]
    table["outcome_gained"] = gained
    table["cost_per_outcome"] = table["total_cost"] / gained.where(gained > 0)
    order = np.lexsort([table["program"].astype(str), table["cost_per_outcome"]])
    return table.iloc[order].reset_index(drop=True)


def academic_roi(
    learning_increase: float | pd.Series, students: float | pd.Series, dollars: float | pd.Series
) -> float | pd.Series:
    """Units of learning gained for each dollar spent (A-ROI).

        academic_roi = learning_increase * students / dollars

    The inverse of the cost per outcome: higher is better.  It is a share of a
    unit per dollar and so a tiny number; per $1,000 it reads better.  Unlike
    the cost per outcome it stays defined for a loss, where it is negative.

    Parameters
    ----------
    learning_increase : float or Series, outcome units per student
        Beyond business as usual.
    students : float or Series, students helped, zero or more
    dollars : float or Series, dollars spent, above zero

    Returns
    -------
    float or Series
        Outcome units per dollar.

    Raises
    ------
    ValueError
        When a figure is missing, dollars are zero or less, or students negative.

    Examples
    --------
    100 students gain 0.30 SD each for $90,000:

    >>> round(1000 * academic_roi(0.30, 100, 90_000), 4)
    0.3333

    References
    ----------
    Government Finance Officers Association, "PK-12 Budgeting: Academic Return
    on Investment".
    """
    _known("learning increase", learning_increase)
    _known("number of students", students)
    _known("dollars spent", dollars)
    if np.any(np.asarray(students) < 0):
        raise ValueError("The number of students is below zero. Check the students helped.")
    if np.any(np.asarray(dollars) <= 0):
        raise ValueError(
            "The dollars spent are zero or less, so there is no return on them. "
            "Check the cost; count what others paid or gave as well."
        )
    return learning_increase * students / dollars


def effect_per_1000_dollars(
    effect_per_student: float | pd.Series, cost_per_student: float | pd.Series
) -> float | pd.Series:
    """Outcome units bought by $1,000: A-ROI at a size that can be read.

        1000 * effect_per_student / cost_per_student

    Higher is better, and the order is exactly that of the cost per outcome
    turned round: show one of the two, or label both.

    Parameters
    ----------
    effect_per_student : float or Series, outcome units per student
    cost_per_student : float or Series, dollars per student
        ``NaN`` where either is not known gives ``NaN``, as does a cost of zero.

    Returns
    -------
    float or Series
        Outcome units per $1,000.

    Raises
    ------
    ValueError
        When a cost is negative.

    Examples
    --------
    $15 a child raises scores by 0.15 SD, which is 1 SD for $100:

    >>> round(effect_per_1000_dollars(0.15, 15), 6)
    10.0

    References
    ----------
    Dhaliwal, Duflo, Glennerster and Tulloch (2013), on comparative
    cost-effectiveness.
    """
    cost = np.asarray(cost_per_student, dtype=float)
    if (cost < 0).any():
        raise ValueError("A cost per student is below zero. Check the costs.")
    if isinstance(cost_per_student, pd.Series):
        return 1000 * effect_per_student / cost_per_student.where(cost_per_student > 0)
    return 1000 * effect_per_student / (float(cost) if cost > 0 else np.nan)


def _known(name: str, value: float | pd.Series) -> None:
    if not np.isfinite(np.asarray(value, dtype=float)).all():
        raise ValueError(f"The {name} is not known. Leave out programs where it is blank.")
