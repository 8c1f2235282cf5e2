"""Weights that make comparison students look like participants: the second estimator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted
from smarter_spending.analysis._regression import independent_columns
from smarter_spending.analysis._student_checks import (
    as_columns,
    check_covariates,
    refuse_missing,
    took_part,
)
from smarter_spending.analysis.baseline import standardized_difference, wwc_class

METHODS = ("entropy", "ipw")
CLOSE_ENOUGH = 1e-6  # how far apart two weighted means may stay, in standard deviations
FEW_STUDENTS = 10


@dataclass(frozen=True)
class BalanceWeights:
    """Weights and what they achieve.

    ``weights`` is a Series on the students' index: 1 for participants; those of
    comparison students add up to the number of participants.
    ``effective_sample_size`` is how many equally weighted comparison students would
    be worth as much (Kish).  ``balance`` has one row a covariate: ``covariate``,
    ``effect_size_before``, ``effect_size`` (SD, after weighting) and ``wwc``.
    """

    weights: pd.Series
    effective_sample_size: float
    balance: pd.DataFrame
    warnings: tuple[str, ...]


def balance_weights(
    students: pd.DataFrame, group: str, covariates: Sequence[str], method: str = "entropy"
) -> BalanceWeights:
    """Weight comparison students so that as a group they look like the participants.

        entropy: the weights nearest to equal under which every covariate's mean is the
                 participants'; w_i is proportional to exp(x_i · lambda)
        ipw:     w_i = p_i / (1 - p_i), p_i the chance of taking part by a logit
        effective_sample_size = (sum w)^2 / sum w^2, over comparison students

    A check on ``estimate_effect``: estimate again with these weights, and if the two
    answers are more than one standard error apart, report both.  Weights even out only
    what is in ``covariates``.

    Parameters
    ----------
    students : DataFrame, one row per student
    group : str
        Column of 1 (took part) and 0 (did not).
    covariates : sequence of str
        Columns known before the program, no blanks; words are balanced word by word.
    method : {"entropy", "ipw"}

    Returns
    -------
    BalanceWeights
        ``weights``, ``effective_sample_size`` (students), ``balance``, ``warnings``.

    Raises
    ------
    ValueError
        When a group is empty, a value is blank, no covariate differs between students,
        or no weights make the groups alike (no comparison students are like the
        participants).

    Examples
    --------
    One of two low scorers and one of three high scorers took part in each case:

    >>> students = pd.DataFrame({"took_part": [1, 1, 0, 0, 0], "prior": [1.0, 3.0, 1.0, 3.0, 3.0]})
    >>> found = balance_weights(students, "took_part", ["prior"])
    >>> found.weights.round(3).tolist()
    [1.0, 1.0, 1.0, 0.5, 0.5]
    >>> round(found.effective_sample_size, 3)
    2.667

    References
    ----------
    Hainmueller (2012), "Entropy balancing for causal effects", *Political Analysis* 20;
    Kish (1965), *Survey Sampling*.
    """
    if method not in METHODS:
        raise ValueError(f"There is no method {method!r}. Use one of {quoted(METHODS)}.")
    flags = took_part(students, group)
    names = check_covariates(students, covariates, {group: "column of who took part"})
    refuse_missing(students, names)
    columns = as_columns(students, names)
    table = _standard_units(columns, flags)
    found = (_entropy if method == "entropy" else _odds)(table, flags)
    weights = np.ones(len(students))
    weights[~flags] = found * flags.sum() / found.sum()
    size = float(found.sum() ** 2 / (found**2).sum())
    return BalanceWeights(
        weights=pd.Series(weights, index=students.index, name="weight"),
        effective_sample_size=size,
        balance=_balance(columns, flags, weights),
        warnings=_warnings(size, int((~flags).sum())),
    )


def _standard_units(columns: pd.DataFrame, flags: np.ndarray) -> np.ndarray:
    """Distance from the participants' mean in standard deviations; repeated columns left out."""
    table = columns.to_numpy(dtype=float)
    spread = table.std(axis=0)
    table = (table[:, spread > 0] - table[flags][:, spread > 0].mean(axis=0)) / spread[spread > 0]
    if not table.shape[1]:
        raise ValueError(
            "No covariate differs between students, so there is nothing to balance. The plain "
            "difference of the groups is all there is."
        )
    with_constant = np.column_stack([np.ones(len(table)), table])
    return table[:, [place - 1 for place in independent_columns(with_constant) if place > 0]]


def _entropy(table: np.ndarray, flags: np.ndarray) -> np.ndarray:
    from scipy.optimize import minimize
    from scipy.special import logsumexp, softmax

    comparison = table[~flags]

    def slope(tilt):
        return comparison.T @ softmax(comparison @ tilt)

    def curve(tilt):
        share = softmax(comparison @ tilt)
        mean = comparison.T @ share
        return (comparison * share[:, None]).T @ comparison - np.outer(mean, mean)

    found = minimize(
        lambda tilt: logsumexp(comparison @ tilt),
        np.zeros(table.shape[1]),
        jac=slope,
        hess=curve,
        method="trust-exact",
        options={"gtol": CLOSE_ENOUGH / 100, "maxiter": 500},
    )
    if not np.abs(slope(found.x)).max() < CLOSE_ENOUGH:
        raise ValueError(
            "No weights make the comparison students look like the participants: there are hardly "
            "any comparison students like some of them. Cannot tell what the program did; say "
            "only how the two groups differ."
        )
    return softmax(comparison @ found.x)


def _odds(table: np.ndarray, flags: np.ndarray) -> np.ndarray:
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    design = np.column_stack([np.ones(len(table)), table])
    model = Logit(flags.astype(float), design)
    model.raise_on_perfect_prediction = True
    try:
        fitted = model.fit(disp=0, maxiter=200, warn_convergence=False)
    except (PerfectSeparationError, np.linalg.LinAlgError):
        fitted = None
    if fitted is None or not fitted.mle_retvals["converged"]:
        raise ValueError(
            "The covariates settle who took part: no comparison student is like the participants. "
            "Cannot tell what the program did; say only how the two groups differ."
        )
    return np.exp(design[~flags] @ fitted.params)


def _balance(columns: pd.DataFrame, flags: np.ndarray, weights: np.ndarray) -> pd.DataFrame:
    rows = []
    for label in columns:
        values = columns[label].to_numpy(dtype=float)
        if np.ptp(values) == 0:
            continue
        before = standardized_difference(values, flags)
        after = standardized_difference(values, flags, weights)
        rows.append((label, before, after, wwc_class(after)))
    return pd.DataFrame(rows, columns=["covariate", "effect_size_before", "effect_size", "wwc"])


def _warnings(size: float, comparison: int) -> tuple[str, ...]:
    if size < FEW_STUDENTS:
        return (
            f"Of {comparison} comparison students only the worth of {size:.1f} is like the "
            "participants: the weighted answer hangs on a few students.",
        )
    return ()
