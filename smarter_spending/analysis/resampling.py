"""Students, or whole schools, drawn again together with their costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import any_missing, as_columns, checked_level, require_columns
from smarter_spending.analysis.comparisons import Comparison
from smarter_spending.analysis.effects import design_of, independent_columns
from smarter_spending.analysis.uncertainty import RANGE

# --- How much each student or school counts, draw after draw -------------------------------------

METHODS = ("weights", "counts")
CHUNK_BYTES = 32_000_000


def weight_chunks(
    units: int, draws: int, seed: int, method: str, bytes_at_once: int = CHUNK_BYTES
) -> Iterator[tuple[slice, np.ndarray]]:
    """Blocks of draws x units: "counts" with replacement, or exponential "weights" of mean one."""
    if method not in METHODS:
        raise ValueError(f'There is no method {method!r}. Use "weights" or "counts".')
    if draws < 1 or units < 1:
        raise ValueError("Drawing needs at least one draw and one student or school.")
    rng = np.random.default_rng(seed)
    rows = max(1, min(draws, bytes_at_once // (8 * units)))
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        yield slice(start, start + size), _block(rng, size, units, method)


def _block(rng: np.random.Generator, size: int, units: int, method: str) -> np.ndarray:
    if method == "weights":
        return rng.standard_exponential((size, units))
    drawn = rng.integers(0, units, (size, units)) + units * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units).astype(float)


# --- What each school (or student) adds to one program's regression and cost ---------------------

NEARLY_SINGULAR = 1e-10


@dataclass(frozen=True)
class ProgramSums:
    """Sums by unit, of products of pairs of [constant, covariates, took part, outcome]."""

    places: np.ndarray
    products: np.ndarray
    width: int
    spent_places: np.ndarray
    spent: np.ndarray

    @property
    def effect(self) -> float:
        """The coefficient of interest of the students as they are."""
        return float(self.coefficients(self.products.sum(axis=0, keepdims=True))[0])

    def draw(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cost per student and effect, one for each row of weights."""
        dollars, students = (weights[:, self.spent_places] @ self.spent).T
        with np.errstate(divide="ignore", invalid="ignore"):
            cost = dollars / students
        return cost, self.coefficients(weights[:, self.places] @ self.products)

    def coefficients(self, summed: np.ndarray) -> np.ndarray:
        """The coefficient of interest from summed products, one for each draw."""
        upper = np.triu_indices(self.width)
        gram = np.empty((len(summed), self.width, self.width))
        gram[:, upper[0], upper[1]] = summed
        gram[:, upper[1], upper[0]] = summed
        return _last_coefficient(gram)


def program_sums(comparison: Comparison, costs: pd.DataFrame, program, units, by_school: bool):
    """Sums of one program, or the code that says why there are none."""
    known = costs[costs["program_id"] == program]
    problem = _why_not(comparison, known)
    if problem:
        return None, problem
    students = comparison.students
    held = [*comparison.priors, *comparison.covariates]
    compared = students[students["compared"].astype(bool)]
    blank = any_missing(compared, ["outcome", *held])
    used = compared[~blank]
    flags = used["took_part"].to_numpy(dtype=float)
    if flags.sum() < 2 or (1 - flags).sum() < 2:
        return None, "few scores"
    design, _, _ = design_of(as_columns(used, held, every_word=False), None)
    table = np.column_stack([design, flags, used["outcome"].to_numpy(dtype=float)])
    if table.shape[1] - 2 not in independent_columns(table[:, :-1]):
        return None, "settled"
    mine = students[students["took_part"] == 1]
    column = "site_code" if by_school else "student_key"
    places, products = _by_unit(table, units.get_indexer(used[column]), by_school)
    money = np.column_stack([_student_costs(mine, known.iloc[0]), np.ones(len(mine))])
    spent_places, spent = _add_up(units.get_indexer(mine[column]), money)
    return ProgramSums(places, products, table.shape[1], spent_places, spent), None


def _why_not(comparison: Comparison, known: pd.DataFrame) -> str | None:
    if len(known) != 1 or not np.isfinite(float(known["total_cost"].iloc[0])):
        return "no cost"
    if not float(known["students_served"].iloc[0]) > 0:
        return "no students"
    if not comparison.priors:
        return "no prior score"
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
    """Coefficient of the last regressor: R[k-1, k] / R[k-1, k-1] of the Cholesky factor."""
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


# --- Students, or whole schools, drawn again together with their costs ---------------------------

DRAWS = 5_000
MOST_WITHOUT_GAIN = 0.025


@dataclass(frozen=True)
class ResampledRatio:
    """Dollars a unit; above 2.5% ``share_without_gain`` of the draws it is not ``bounded``."""

    ratio: float
    standard_error: float
    low: float
    high: float
    share_without_gain: float
    bounded: bool


@dataclass(frozen=True)
class Draws:
    """Cost and effect of every program in every draw, the same draw for all.

    ``costs`` (dollars per student served) and ``effects`` (the outcome's unit per
    student) are draws x programs.  ``schools`` says how many schools (or students, where
    these were drawn) stand behind each program.  ``left_out`` maps programs
    without draws to a code: "no cost", "no students", "no prior score", "few scores" (fewer
    than two of a group have every score) or "settled" (the covariates tell who took part).
    """

    costs: pd.DataFrame
    effects: pd.DataFrame
    schools: pd.Series
    left_out: Mapping[str, str]

    def with_nothing(self, name: str = "None of them") -> "Draws":
        """The same draws with one more choice, of no cost and no effect."""
        costs, effects = (one.assign(**{name: 0.0}) for one in (self.costs, self.effects))
        return Draws(costs, effects, self.schools, self.left_out)


def resample_ratios(
    costs: np.ndarray,
    gains: np.ndarray,
    clusters: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = RANGE,
    method: str = "counts",
) -> ResampledRatio:
    """Range of total cost over total gain, by drawing students again with both.

        ratio = sum of costs / sum of gains,   in every draw

    A ratio of sums, never a mean of ratios.  Cost and gain of a student stay together,
    and students of a school are drawn together when ``clusters`` are given.

    Parameters
    ----------
    costs : array, dollars, one per student
    gains : array, outcome units, one per student
    clusters : array, optional
        The school of each student.
    draws : int
    seed : int
        The same seed gives the same range.
    level : float
    method : {"counts", "weights"}
        Draw with replacement, or give each a random weight of one on average.

    Returns
    -------
    ResampledRatio
        Dollars per unit of outcome; percentile range.

    Raises
    ------
    ValueError
        When the two are not of the same students, or a value is missing.

    Examples
    --------
    >>> found = resample_ratios(np.array([100.0, 200, 300]), np.array([1.0, 2, 3]))
    >>> found.ratio, found.low, found.high
    (100.0, 100.0, 100.0)

    References
    ----------
    Davison and Hinkley (1997), *Bootstrap Methods and their Application*, Cambridge.
    """
    pair = np.column_stack([np.asarray(costs, dtype=float), np.asarray(gains, dtype=float)])
    if not np.isfinite(pair).all():
        raise ValueError(
            f"{int((~np.isfinite(pair)).any(axis=1).sum())} students have no cost or no gain on "
            "record. Leave them out of both, and say how many."
        )
    if clusters is not None:
        codes = pd.factorize(np.asarray(clusters))[0]
        pair = np.column_stack([np.bincount(codes, weights=column) for column in pair.T])
    found = np.vstack(
        [weights @ pair for _, weights in weight_chunks(len(pair), draws, seed, method)]
    )
    return _summary(*pair.sum(axis=0), found, checked_level(level))


def draw_costs_and_effects(
    comparisons: Mapping[str, Comparison],
    costs: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = 0,
    by_school: bool = True,
    standard_errors: Mapping[str, float] | None = None,
    method: str = "weights",
    degrees_of_freedom: Mapping[str, float] | None = None,
) -> Draws:
    """Draw schools (or students) again, for all programs at once, with their costs.

    With few schools these differ too little: where ``standard_errors`` are given, effect = estimate
    + standard error * t, in the order of what was drawn, so that it stays beside its cost.
    """
    require_columns(costs, ["program_id", "total_cost", "students_served"], "table of costs")
    units = _units(comparisons, by_school)
    sums, left_out = {}, {}
    for program, comparison in comparisons.items():
        found, problem = program_sums(comparison, costs, program, units, by_school)
        if problem:
            left_out[program] = problem
        else:
            sums[program] = found
    cost_draws = {program: np.empty(draws) for program in sums}
    effect_draws = {program: np.empty(draws) for program in sums}
    if sums:
        for place, weights in weight_chunks(len(units), draws, seed, method):
            for program, own in sums.items():
                cost_draws[program][place], effect_draws[program][place] = own.draw(weights)
    _refuse_empty(cost_draws, effect_draws)
    for program, error in (standard_errors or {}).items():
        if program in sums and error > 0:
            degrees = (degrees_of_freedom or {}).get(program, np.inf)
            by_t = _by_t(effect_draws[program], sums[program].effect, error, degrees)
            effect_draws[program] = by_t
    schools = {program: float(len(np.unique(own.places))) for program, own in sums.items()}
    return Draws(
        costs=pd.DataFrame(cost_draws, index=range(draws)),
        effects=pd.DataFrame(effect_draws, index=range(draws)),
        schools=pd.Series(schools, dtype=float, name="schools"),
        left_out=left_out,
    )


def _summary(cost: float, gain: float, found: np.ndarray, level: float) -> ResampledRatio:
    without = float((found[:, 1] <= 0).mean())
    ratio = float(cost / gain) if gain else np.nan
    if without > MOST_WITHOUT_GAIN:
        return ResampledRatio(ratio, np.nan, -np.inf, np.inf, without, bounded=False)
    ratios = found[:, 0] / np.where(found[:, 1] > 0, found[:, 1], np.nan)
    # the few draws without gain are the dearest of all, so they stand above every ratio
    ordered = np.where(np.isnan(ratios), np.inf, ratios)
    low, high = np.quantile(ordered, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    error = float(np.nanstd(ratios, ddof=1))
    return ResampledRatio(ratio, error, float(low), float(high), without, bounded=True)


def _units(comparisons: Mapping[str, Comparison], by_school: bool) -> pd.Index:
    column = "site_code" if by_school else "student_key"
    found = [comparison.students[column].to_numpy() for comparison in comparisons.values()]
    return pd.Index(sorted(set(np.concatenate(found)))) if found else pd.Index([])


def _by_t(drawn: np.ndarray, effect: float, error: float, degrees: float) -> np.ndarray:
    """The estimate's t distribution at even steps, in the order of what was drawn."""
    from scipy.stats import rankdata
    from scipy.stats import t as student_t

    place = (rankdata(drawn, method="ordinal") - 0.5) / len(drawn)
    return effect + error * student_t.ppf(place, degrees)


def _refuse_empty(cost_draws: dict, effect_draws: dict) -> None:
    for program in cost_draws:
        lost = ~np.isfinite(cost_draws[program]) | ~np.isfinite(effect_draws[program])
        if lost.any():
            raise ValueError(
                f"In {lost.sum()} of {len(lost)} draws too few schools or students of {program!r} "
                'came up to work out an effect. Use method="weights", in which every one counts.'
            )
