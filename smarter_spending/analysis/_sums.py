"""What each school (or student) adds to one program's regression and cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._regression import design_of, independent_columns
from smarter_spending.analysis._student_checks import as_columns, is_missing
from smarter_spending.analysis.comparisons import Comparison

NEARLY_SINGULAR = 1e-10


@dataclass(frozen=True)
class ProgramSums:
    """Sums by unit; ``places`` are the units' columns among all units' weights.

    ``products`` is units x pairs, each pair a product of two columns of
    [constant, covariates, took part, outcome]; ``spent`` is units x (dollars, students).
    """

    places: np.ndarray
    products: np.ndarray
    width: int
    spent_places: np.ndarray
    spent: np.ndarray
    effect: float

    def draw(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cost per student and effect, one for each row of weights."""
        dollars, students = (weights[:, self.spent_places] @ self.spent).T
        with np.errstate(divide="ignore", invalid="ignore"):
            cost = dollars / students
        return cost, self.coefficients(weights[:, self.places] @ self.products)

    def coefficients(self, summed: np.ndarray) -> np.ndarray:
        upper = np.triu_indices(self.width)
        gram = np.empty((len(summed), self.width, self.width))
        gram[:, upper[0], upper[1]] = summed
        gram[:, upper[1], upper[0]] = summed
        return _last_coefficient(gram)


def program_sums(comparison: Comparison, costs: pd.DataFrame, program, units, by_school: bool):
    """Sums of one program, or the sentence that says why there are none."""
    known = costs[costs["program_id"] == program]
    problem = _why_not(comparison, known)
    if problem:
        return None, problem
    students = comparison.students
    held = [*comparison.priors, *comparison.covariates]
    compared = students[students["compared"].astype(bool)]
    blank = np.logical_or.reduce([is_missing(compared[name]) for name in ["outcome", *held]])
    used = compared[~blank]
    flags = used["took_part"].to_numpy(dtype=float)
    if flags.sum() < 2 or (1 - flags).sum() < 2:
        return None, "Fewer than two participants or comparison students have every score needed."
    design, _, _ = design_of(as_columns(used, held, every_word=False), None)
    table = np.column_stack([design, flags, used["outcome"].to_numpy(dtype=float)])
    if table.shape[1] - 2 not in independent_columns(table[:, :-1]):
        return None, "The covariates settle who took part, so there is nobody to compare with."
    mine = students[students["took_part"] == 1]
    column = "site_code" if by_school else "student_key"
    places, products = _by_unit(table, units.get_indexer(used[column]), by_school)
    money = np.column_stack([_student_costs(mine, known.iloc[0]), np.ones(len(mine))])
    spent_places, spent = _add_up(units.get_indexer(mine[column]), money)
    own = ProgramSums(places, products, table.shape[1], spent_places, spent, np.nan)
    effect = float(own.coefficients(products.sum(axis=0, keepdims=True))[0])
    return ProgramSums(places, products, table.shape[1], spent_places, spent, effect), None


def _why_not(comparison: Comparison, known: pd.DataFrame) -> str | None:
    if len(known) != 1 or not np.isfinite(float(known["total_cost"].iloc[0])):
        return "Its cost is not known, so it cannot be set against what others cost."
    if not float(known["students_served"].iloc[0]) > 0:
        return "The number of students it served is not known, so there is no cost per student."
    if not comparison.priors:
        return "No score from before the program is on record."
    return None


def _student_costs(mine: pd.DataFrame, row: pd.Series) -> np.ndarray:
    """Each participant's part: a share of what is fixed, the rest by hours received."""
    total, served = float(row["total_cost"]), float(row["students_served"])
    fixed = float(row["fixed_cost"]) if "fixed_cost" in row and row["fixed_cost"] > 0 else 0.0
    hours = mine["hours"].to_numpy(dtype=float)
    known = np.isfinite(hours)
    mean = hours[known].mean() if known.any() else 0.0
    part = np.where(known, hours, mean) / mean if mean > 0 else np.ones(len(hours))
    return (min(fixed, total) + (total - min(fixed, total)) * part) / served


def _by_unit(table: np.ndarray, codes: np.ndarray, by_school: bool):
    first, second = np.triu_indices(table.shape[1])
    if not by_school:
        return codes, table[:, first] * table[:, second]
    order = np.argsort(codes, kind="stable")
    table, codes = table[order], codes[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    ends = np.r_[starts[1:], len(codes)]
    grams = [table[a:b].T @ table[a:b] for a, b in zip(starts, ends, strict=True)]
    return codes[starts], np.stack([gram[first, second] for gram in grams])


def _add_up(codes: np.ndarray, values: np.ndarray):
    places, inverse = np.unique(codes, return_inverse=True)
    sums = [np.bincount(inverse, weights=column, minlength=len(places)) for column in values.T]
    return places, np.column_stack(sums)


def _last_coefficient(gram: np.ndarray) -> np.ndarray:
    """Coefficient of the last regressor, from the Cholesky factor of [X y]'[X y].

    The factor's last two rows hold it: R[k-1, k] / R[k-1, k-1].  No system is solved.
    """
    eliminated = gram.copy()
    pivots = eliminated.shape[1] - 2
    lost = np.zeros(len(gram), dtype=bool)
    for step in range(pivots):
        pivot = eliminated[:, step, step]
        lost |= ~(pivot > NEARLY_SINGULAR * np.abs(gram[:, step, step]))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = eliminated[:, step, step + 1 :] / pivot[:, None]
        eliminated[:, step + 1 :, step + 1 :] -= (
            eliminated[:, step + 1 :, step, None] * ratio[:, None, :]
        )
    pivot = eliminated[:, pivots, pivots]
    lost |= ~(pivot > NEARLY_SINGULAR * np.abs(gram[:, pivots, pivots]))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = eliminated[:, pivots, pivots + 1] / pivot
    return np.where(lost, np.nan, found)
