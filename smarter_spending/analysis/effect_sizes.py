"""Effect sizes as the What Works Clearinghouse reckons them, and whether two groups began alike."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    a_number,
    as_columns,
    check_covariates,
    checked_level,
    checked_missing,
    is_missing,
    refuse_missing,
    took_part,
    whole_students,
    yes_no,
)
from smarter_spending.analysis.uncertainty import RANGE

# --- The spread that an effect is set against, and the small-sample factor -----------------------


def pooled_sd(sd_program: float, n_program: int, sd_comparison: float, n_comparison: int) -> float:
    """Spread of the two groups taken together, each about its own mean.

    sqrt(((nT - 1) sT^2 + (nC - 1) sC^2) / (nT + nC - 2))
    """
    first = a_number("spread (SD) of the program group", sd_program)
    second = a_number("spread (SD) of the comparison group", sd_comparison)
    if min(first, second) < 0:
        raise ValueError(
            f"A spread (SD) of {min(first, second):g} is below zero, which no spread can be. "
            "Check that the mean and the SD have not changed places."
        )
    if first == 0 and second == 0:
        raise ValueError(
            "Both spreads (SD) are zero: every student in each group has the same score, so the "
            "difference cannot be set against a spread. Say the difference in points instead."
        )
    squares = (n_program - 1) * first**2 + (n_comparison - 1) * second**2
    return math.sqrt(squares / (n_program + n_comparison - 2))


def small_sample_factor(students: int) -> float:
    """Omega, which takes the upward lean out of a small sample's effect size: 1 - 3 / (4 N - 9)."""
    return 1 - 3 / (4 * students - 9)


# --- Effect sizes as the What Works Clearinghouse reckons them -----------------------------------

COX_SCALE = 1.65


@dataclass(frozen=True)
class HedgesG:
    """A difference of two means in standard deviations, with its range."""

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

    Positive when participants have the higher mean.  It describes a difference; whether the program
    made it depends on who the comparison students are.  The standard error takes students as
    independent: where whole schools took part, use ``estimate_effect`` with ``cluster``.

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
        When a share is 0 or 1 (no finite figure exists), outside them, or looks like a percentage.

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


# --- Were the two groups alike before the program began? -----------------------------------------

SATISFIED, NOT_SATISFIED = 0.05, 0.25
BASELINE_COLUMNS = [
    "covariate", "mean_program", "mean_comparison", "sd_program", "sd_comparison",
    "program_students", "comparison_students", "effect_size", "wwc",
]  # fmt: skip


def baseline_table(
    students: pd.DataFrame, group: str, covariates: Sequence[str], missing: str = "refuse"
) -> pd.DataFrame:
    """Compare participants with comparison students as they were before, one row a covariate.

        scores and counts:  omega * (mean_program - mean_comparison) / pooled SD
        yes/no:             (logit(share_program) - logit(share_comparison)) / 1.65
        |effect size| <= 0.05  satisfied        alike enough as they are
        up to 0.25             adjust           alike enough once it is held constant
        above 0.25             not satisfied    not alike: adjusting cannot mend it

    Read the prior score first.  When it is not satisfied the answer to "did the
    program work?" is "cannot tell", whatever the outcomes look like.

    Parameters
    ----------
    students : DataFrame, one row per student
    group : str
        Column of 1 (took part) and 0 (did not).
    covariates : sequence of str
        Columns known *before* the program: prior scores, groups, grade.  A column
        of words gives a row for each word.
    missing : {"refuse", "drop"}
        What to do with blank covariates: name them in an error, or leave those
        students out of that row, whose counts then show it.

    Returns
    -------
    DataFrame, one row per covariate
        ``covariate``, ``mean_program``, ``mean_comparison``, ``sd_program``, ``sd_comparison`` (the
        covariate's units; shares for yes/no), ``program_students``, ``comparison_students``,
        ``effect_size`` (SD; ``NaN`` where a share is 0 or 1, which leaves no finite figure) and
        ``wwc`` (``NaN`` counts as not satisfied).

    Raises
    ------
    ValueError
        When a column is missing, a group is empty or has one student, a covariate
        is the same for everybody, or a value is blank and not to be dropped.

    Examples
    --------
    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 0, 0, 0],
    ...                          "prior": [5.0, 6.0, 7.0, 4.0, 5.0, 6.0]})
    >>> baseline_table(students, "took_part", ["prior"])[["covariate", "effect_size", "wwc"]]
      covariate  effect_size            wwc
    0     prior          0.8  not satisfied

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1, section II.
    """
    flags = took_part(students, group)
    covariates = check_covariates(students, covariates, {group: "column of who took part"})
    checked_missing(missing)
    if missing == "refuse":
        refuse_missing(students, covariates)
    rows = []
    for name in covariates:
        known = ~is_missing(students[name])
        columns = as_columns(students.loc[known, [name]], [name])
        rows += [_row(label, columns[label].to_numpy(), flags[known]) for label in columns]
    return pd.DataFrame(rows, columns=BASELINE_COLUMNS)


def wwc_class(effect_size: float) -> str:
    """What a baseline difference (SD) allows: satisfied, adjust or not satisfied."""
    size = round(abs(effect_size), 10)  # 0.05 made of floats is still 0.05
    if size <= SATISFIED:
        return "satisfied"
    return "adjust" if size <= NOT_SATISFIED else "not satisfied"


def standardized_difference(
    values: np.ndarray, flags: np.ndarray, weights: np.ndarray | None = None
) -> float:
    """Difference between the groups' means in standard deviations, by the covariate's kind."""
    weights = np.ones(len(values)) if weights is None else weights
    means = [np.average(values[side], weights=weights[side]) for side in (flags, ~flags)]
    if yes_no(values):
        # a weighted share of 1 may come out as 0.9999999999999999
        if any(not 1e-12 < mean < 1 - 1e-12 for mean in means):
            return 0.0 if abs(means[0] - means[1]) < 1e-12 else np.nan
        logits = [np.log(mean / (1 - mean)) for mean in means]
        return float((logits[0] - logits[1]) / COX_SCALE)
    spread = pooled_spread(values, flags)
    if spread == 0:
        return np.nan
    return float(small_sample_factor(len(values)) * (means[0] - means[1]) / spread)


def pooled_spread(values: np.ndarray, flags: np.ndarray) -> float:
    """Pooled standard deviation of two groups' values, each about its own mean."""
    if len(values) < 3:
        return np.nan
    squares = sum(((side - side.mean()) ** 2).sum() for side in (values[flags], values[~flags]))
    return float(np.sqrt(squares / (len(values) - 2)))


def _row(label: str, values: np.ndarray, flags: np.ndarray) -> tuple:
    sides = [values[flags], values[~flags]]
    counts = [len(side) for side in sides]
    if min(counts) < 2:
        raise ValueError(
            f"Only {counts[0]} who took part and {counts[1]} who did not have a value for "
            f"{label!r}. Each group needs 2 or more for a comparison."
        )
    if np.ptp(values) == 0:
        raise ValueError(
            f"{label!r} is {values[0]:g} for every student, so the groups are alike in it and it "
            "has no spread to measure a difference by. Leave it out of the covariates."
        )
    size = standardized_difference(values, flags)
    means, spreads = [side.mean() for side in sides], [side.std(ddof=1) for side in sides]
    return (label, *means, *spreads, *counts, size, wwc_class(size))
