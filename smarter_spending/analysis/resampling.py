"""Students, or whole schools, drawn again together with their costs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._draws import weight_chunks
from smarter_spending.analysis._student_checks import checked_level
from smarter_spending.analysis._sums import program_sums
from smarter_spending.analysis.comparisons import Comparison
from smarter_spending.analysis.uncertainty import RANGE

DRAWS = 5_000
MOST_WITHOUT_GAIN = 0.025


@dataclass(frozen=True)
class ResampledRatio:
    """A ratio of sums over many draws: dollars per unit of outcome.

    ``share_without_gain`` is the share of draws whose gain is zero or less; above 2.5%
    the range is not ``bounded`` and ``low`` and ``high`` are minus and plus infinity.
    """

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
    student) are draws x programs.  ``stretched`` says by how much each program's effects
    were spread out to match its standard error (1 when not).  ``left_out`` maps
    programs without draws to the reason.
    """

    costs: pd.DataFrame
    effects: pd.DataFrame
    stretched: pd.Series
    left_out: Mapping[str, str]

    def with_nothing(self, name: str = "None of them") -> "Draws":
        """The same draws with one more choice, of no cost and no effect.

        Parameters
        ----------
        name : str
            What to call it.

        Returns
        -------
        Draws
        """
        return Draws(
            self.costs.assign(**{name: 0.0}),
            self.effects.assign(**{name: 0.0}),
            self.stretched,
            self.left_out,
        )


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
) -> Draws:
    """Draw schools (or students) again, for all programs at once, with their costs.

    In each draw every school counts with a random weight, the same for all programs;
    each program's adjusted effect and its cost per student are worked out anew:

        effect = coefficient of the weighted regression on the covariates
        cost = (fixed + variable * hours received / mean hours) / students, weighted

    Only sums by school are drawn (X'X and X'y), never copies of the students, so 5,000
    draws take seconds.  With few schools the draws differ too little from each other;
    ``standard_errors`` (from ``estimate_effect``) then spread them out to match.

    Parameters
    ----------
    comparisons : mapping of program to Comparison
        As ``compare_programs`` gives.
    costs : DataFrame, one row per program
        ``program_id``, ``total_cost`` (dollars), ``students_served`` and, if known,
        ``fixed_cost`` (dollars that would be spent with any number of students).
    draws : int
    seed : int
        The same seed gives the same draws.
    by_school : bool
        Whether whole schools are drawn; otherwise students.
    standard_errors : mapping of program to float, optional
        In the effect's unit.  Draws are only ever spread out, never drawn in.
    method : {"weights", "counts"}
        Random weights (no school is ever absent) or drawing with replacement.

    Returns
    -------
    Draws
        Programs without a known cost, prior score or estimate are in ``left_out``.

    Raises
    ------
    ValueError
        When the table of costs lacks a column, or a draw leaves a program without
        students ("counts" with few schools).

    Examples
    --------
    >>> from smarter_spending.analysis.comparisons import compare_students
    >>> students = pd.DataFrame({"student_key": list("abcdefgh"), "fiscal_year": "2024-25",
    ...     "site_code": ["1", "2"] * 4, "grade": "04",
    ...     "ela_ss_prior": [2400.0, 2410, 2405, 2440, 2410, 2460, 2455, 2470],
    ...     "ela_ss": [2400.0, 2409, 2418, 2427, 2436, 2445, 2454, 2463]})
    >>> took = pd.DataFrame({"student_key": list("adf"), "program_id": "P1",
    ...     "fiscal_year": "2024-25", "group": "treated", "hours": [30.0, 30.0, 30.0]})
    >>> costs = pd.DataFrame({"program_id": ["P1"], "total_cost": [900.0], "students_served": [3]})
    >>> found = draw_costs_and_effects(
    ...     {"P1": compare_students(students, took, "P1", "ela_score")}, costs, draws=4)
    >>> found.costs["P1"].round(6).tolist()
    [300.0, 300.0, 300.0, 300.0]

    References
    ----------
    Rubin (1981), "The Bayesian bootstrap", *Annals of Statistics* 9; Drummond,
    Sculpher, Claxton, Stoddart and Torrance (2015), *Methods for the Economic Evaluation
    of Health Care Programmes*, 4th ed., Oxford University Press.
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
    factors = {
        program: _stretch(effect_draws[program], own.effect, (standard_errors or {}).get(program))
        for program, own in sums.items()
    }
    effects = {
        program: own.effect + factors[program] * (effect_draws[program] - own.effect)
        for program, own in sums.items()
    }
    return Draws(
        costs=pd.DataFrame(cost_draws, index=range(draws)),
        effects=pd.DataFrame(effects, index=range(draws)),
        stretched=pd.Series(factors, dtype=float, name="stretched"),
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


def _stretch(drawn: np.ndarray, effect: float, standard_error: float | None) -> float:
    if standard_error is None or not standard_error > 0:
        return 1.0
    spread = float(np.sqrt(((drawn - effect) ** 2).mean()))
    return max(1.0, standard_error / spread) if spread > 0 else 1.0


def _refuse_empty(cost_draws: dict, effect_draws: dict) -> None:
    for program in cost_draws:
        lost = ~np.isfinite(cost_draws[program]) | ~np.isfinite(effect_draws[program])
        if lost.any():
            raise ValueError(
                f"In {lost.sum()} of {len(lost)} draws too few schools or students of {program!r} "
                'came up to work out an effect. Use method="weights", in which every one counts.'
            )
