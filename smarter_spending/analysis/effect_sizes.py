"""Effect sizes as the What Works Clearinghouse reckons them."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number
from smarter_spending.analysis._student_checks import checked_level, whole_students
from smarter_spending.analysis.spreads import pooled_sd, small_sample_factor
from smarter_spending.analysis.uncertainty import RANGE

COX_SCALE = 1.65


@dataclass(frozen=True)
class HedgesG:
    """A difference of two means in standard deviations, with its range.

    ``g``, ``standard_error``, ``low`` and ``high`` are in standard deviations.
    """

    g: float
    standard_error: float
    low: float
    high: float


def hedges_g(
    mean_program: float,
    sd_program: float,
    n_program: int,
    mean_comparison: float,
    sd_comparison: float,
    n_comparison: int,
    level: float = RANGE,
) -> HedgesG:
    """Difference between two groups' means in standard deviations (Hedges' g).

        S = sqrt(((nT - 1) sT^2 + (nC - 1) sC^2) / (nT + nC - 2))
        omega = 1 - 3 / (4 (nT + nC) - 9)
        g = omega * (mean_program - mean_comparison) / S
        standard_error = sqrt((nT + nC) / (nT nC) + g^2 / (2 (nT + nC)))

    Positive when participants have the higher mean.  It describes a difference;
    whether the program made it depends on who the comparison students are.  The
    standard error takes students as independent: where whole schools took part,
    use ``estimate_effect`` with ``cluster``.

    Parameters
    ----------
    mean_program, mean_comparison : float, points of one test
    sd_program, sd_comparison : float, the same points, zero or more, not both zero
    n_program, n_comparison : int, students with a score, 2 or more
    level : float, 0 to 1
        Share of the time such a range should hold the truth.

    Returns
    -------
    HedgesG
        ``g, standard_error, low, high`` in standard deviations; the range is by
        t with nT + nC - 2 degrees of freedom.

    Raises
    ------
    ValueError
        When a figure is missing, a spread is negative or both are zero, or a
        number of students is not a whole number of 2 or more.

    Examples
    --------
    >>> round(hedges_g(105.66, 4.88, 15, 103.33, 9.76, 15).g, 5)
    0.29381

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.
    """
    from scipy.stats import t as student_t

    for name, value in (("program", n_program), ("comparison", n_comparison)):
        whole_students(name, value)
    program, comparison = int(n_program), int(n_comparison)
    spread = pooled_sd(sd_program, program, sd_comparison, comparison)
    gap = a_number("mean of the program group", mean_program) - a_number(
        "mean of the comparison group", mean_comparison
    )
    total = program + comparison
    g = small_sample_factor(total) * gap / spread
    error = math.sqrt(total / (program * comparison) + g**2 / (2 * total))
    reach = student_t.ppf((1 + checked_level(level)) / 2, total - 2) * error
    return HedgesG(g, error, g - reach, g + reach)


def cox_index(share_program: float, share_comparison: float) -> float:
    """Difference between two shares in standard deviations (Cox index).

        (logit(share_program) - logit(share_comparison)) / 1.65

    For yes/no outcomes such as on track or not.  Positive when the participants'
    share is higher.  Say the percentage points and the students beside it: few
    people can picture a logit.  No small-sample factor is applied.

    Parameters
    ----------
    share_program, share_comparison : float, above 0 and below 1

    Returns
    -------
    float, standard deviations

    Raises
    ------
    ValueError
        When a share is 0 or 1 (no finite figure exists), outside them, or looks
        like a percentage.

    Examples
    --------
    >>> round(cox_index(0.8, 0.5), 6)
    0.840178

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.
    """
    program = _checked_share("program group", share_program)
    comparison = _checked_share("comparison group", share_comparison)
    return (_logit(program) - _logit(comparison)) / COX_SCALE


def improvement_index(g: float | pd.Series) -> float | pd.Series:
    """Percentile points that a middling comparison student would move.

        100 * Phi(g) - 50

    An effect of 0.25 SD moves a student from the 50th percentile to about the
    60th.  A way to picture an effect size, not a second finding.

    Parameters
    ----------
    g : float or Series, standard deviations

    Returns
    -------
    float or Series
        Percentile points, between -50 and 50; negative for a loss.

    Raises
    ------
    ValueError
        When an effect size is missing.

    Examples
    --------
    >>> round(improvement_index(0.25), 2)
    9.87

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 2.0, appendix F.
    """
    from scipy.special import ndtr

    if np.isnan(np.asarray(g, dtype=float)).any():
        raise ValueError(
            "An effect size is not known, so neither is the improvement. Leave out the programs "
            "without one."
        )
    if isinstance(g, pd.Series):
        return pd.Series(100 * ndtr(g.to_numpy(dtype=float)) - 50, index=g.index, name=g.name)
    return float(100 * ndtr(float(g)) - 50)


def _checked_share(name: str, value: object) -> float:
    share = a_number(f"share of the {name}", value)
    if share > 1:
        raise ValueError(
            f"The share of the {name} is {share:g}. Write it as a fraction: use 0.80 for 80%."
        )
    if share < 0:
        raise ValueError(f"The share of the {name} is {share:g}, which is below zero.")
    if share in (0.0, 1.0):
        raise ValueError(
            f"The share of the {name} is {share:g}: nobody or everybody, for which the Cox index "
            "has no finite value. Say the percentage points and the students instead."
        )
    return share


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
