"""Were the two groups alike before the program began?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._student_checks import (
    as_columns,
    check_covariates,
    checked_missing,
    is_missing,
    refuse_missing,
    took_part,
    yes_no,
)
from smarter_spending.analysis.effect_sizes import COX_SCALE
from smarter_spending.analysis.spreads import small_sample_factor

SATISFIED, NOT_SATISFIED = 0.05, 0.25
BASELINE_COLUMNS = [
    "covariate",
    "mean_program",
    "mean_comparison",
    "sd_program",
    "sd_comparison",
    "program_students",
    "comparison_students",
    "effect_size",
    "wwc",
]


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
        ``covariate``, ``mean_program``, ``mean_comparison``, ``sd_program``,
        ``sd_comparison`` (the covariate's units; shares for yes/no),
        ``program_students``, ``comparison_students``, ``effect_size`` (SD; ``NaN``
        where a share is 0 or 1, which leaves no finite figure) and ``wwc``
        (``NaN`` counts as not satisfied).

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
    """What a baseline difference allows: satisfied, adjust or not satisfied.

    Parameters
    ----------
    effect_size : float, standard deviations
        ``NaN`` (not computable) counts as not satisfied.

    Returns
    -------
    str

    Examples
    --------
    >>> [wwc_class(size) for size in (0.05, -0.25, 0.26)]
    ['satisfied', 'adjust', 'not satisfied']

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1, section II.
    """
    size = round(abs(effect_size), 10)  # 0.05 made of floats is still 0.05
    if size <= SATISFIED:
        return "satisfied"
    return "adjust" if size <= NOT_SATISFIED else "not satisfied"


def too_far_apart(prior_difference: pd.Series) -> pd.Series:
    """Where the groups stood too far apart before a program for any adjustment to mend.

    Parameters
    ----------
    prior_difference : Series, standard deviations

    Returns
    -------
    Series of bool
        ``NaN`` is not called too far apart: nothing is known of it.

    Examples
    --------
    >>> too_far_apart(pd.Series([0.25, -0.26, None])).tolist()
    [False, True, False]
    """
    return prior_difference.abs() > NOT_SATISFIED


def standardized_difference(
    values: np.ndarray, flags: np.ndarray, weights: np.ndarray | None = None
) -> float:
    """Difference between the groups' means in standard deviations, by the covariate's kind.

    Hedges' g for scores and counts, the Cox index for yes/no; with weights the
    means are weighted and the spread stays that of the students as they are.

    Parameters
    ----------
    values : array, one per student
    flags : array of bool, True for students who took part
    weights : array, one per student, or None

    Returns
    -------
    float, standard deviations; ``NaN`` when there is no finite figure

    Examples
    --------
    >>> standardized_difference(np.array([5., 6, 7, 4, 5, 6]), np.arange(6) < 3)
    0.8
    """
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
    """Pooled standard deviation of two groups' values, each about its own mean.

    Parameters
    ----------
    values : array, one per student
    flags : array of bool, True for students who took part

    Returns
    -------
    float, the values' units; ``NaN`` for fewer than three students

    Examples
    --------
    >>> pooled_spread(np.array([5., 6, 7, 4, 5, 6]), np.arange(6) < 3)
    1.0
    """
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
