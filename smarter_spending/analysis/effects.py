"""What a program did for its students, beyond what similar students did without it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns
from smarter_spending.analysis._effect_warnings import (
    about_baseline,
    about_clusters,
    about_design,
)
from smarter_spending.analysis._regression import (
    Coefficient,
    design_of,
    fit_coefficient,
    independent_columns,
)
from smarter_spending.analysis._student_checks import (
    STUDENTS,
    as_columns,
    check_covariates,
    checked_level,
    checked_missing,
    is_missing,
    numeric,
    refuse_missing,
    took_part,
    two_groups,
    yes_no,
)
from smarter_spending.analysis.baseline import pooled_spread
from smarter_spending.analysis.spreads import small_sample_factor
from smarter_spending.analysis.uncertainty import RANGE

FEW_PROGRAM_CLUSTERS = 10


@dataclass(frozen=True)
class Effect:
    """What ``estimate_effect`` found.

    ``estimate``, ``standard_error``, ``low`` and ``high`` are in the outcome's own
    units (a share for yes/no outcomes); ``effect_size`` is in standard deviations.
    ``students`` and ``clusters`` were used, ``program_students`` and
    ``program_clusters`` of them took part, ``left_out`` had a blank; ``clusters`` is
    0 when none were named.  ``errors`` is HC1 (no clusters), CR1, CR2 or none.
    ``warnings`` are sentences to be read beside the figures, and shown with them.
    """

    estimate: float
    standard_error: float
    low: float
    high: float
    degrees_of_freedom: float
    students: int
    clusters: int
    effect_size: float
    warnings: tuple[str, ...]
    program_students: int
    program_clusters: int
    left_out: int
    level: float
    errors: str
    spread: float
    yes_no: bool

    @property
    def p_value(self) -> float:
        """Two-sided p-value by t; ``NaN`` with fewer than 10 program clusters."""
        from scipy.stats import t as student_t

        few = self.clusters > 0 and self.program_clusters < FEW_PROGRAM_CLUSTERS
        if few or not self.standard_error > 0:
            return float("nan")
        ratio = abs(self.estimate) / self.standard_error
        return float(2 * student_t.sf(ratio, self.degrees_of_freedom))

    @property
    def cannot_tell(self) -> tuple[str, ...]:
        """The warnings that begin with "Cannot tell"; none of them when one can."""
        return tuple(said for said in self.warnings if said.startswith("Cannot tell"))


def estimate_effect(
    students: pd.DataFrame,
    outcome: str,
    group: str,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    level: float = RANGE,
    missing: str = "refuse",
) -> Effect:
    """Difference in an outcome between participants and comparison students, held alike.

        outcome = constant + estimate * group + covariates
        effect_size = omega * estimate / unadjusted pooled SD of the outcome
        low, high = estimate -/+ t(level, degrees of freedom) * standard_error

    Give at least the score of the spring before as a covariate: without it the
    estimate is a difference between groups, not the work of the program.  Students
    of one school share teachers and luck, so name the school in ``cluster``: errors
    are CR1 with G - 1 degrees of freedom from 40 schools up, CR2 with Satterthwaite's
    below, and HC1 (N - K) when no cluster is named.  The estimate is always given;
    when it should not be believed a warning that begins "Cannot tell" stands beside it.

    Parameters
    ----------
    students : DataFrame, one row per student
    outcome : str
        Column of numbers, higher is better; 1/0 for yes/no outcomes.
    group : str
        Column of 1 (took part) and 0 (did not).
    covariates : sequence of str
        Columns known before the program.  Words are held constant word by word; a
        column that is the same for everybody is left out, with a warning.
    cluster : str, optional
        Column that names the school (or classroom) at which students were placed.
    weights : str, optional
        Column of weights, such as those of ``balance_weights``; zero or more.
    level : float, above 0 and below 1
    missing : {"refuse", "drop"}
        Blank values: name them in an error, or leave those students out and count them.

    Returns
    -------
    Effect
        ``estimate, standard_error, low, high`` (outcome units), ``degrees_of_freedom``,
        ``students``, ``clusters``, ``effect_size`` (SD), ``warnings`` and more.

    Raises
    ------
    ValueError
        When a group is empty, a column is missing, blank (and not to be dropped) or
        in words where numbers are needed, the program is settled by a covariate, or
        there are too few students.

    Examples
    --------
    Participants end 4 points above comparison students with the same prior score:

    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 0, 0, 0],
    ...     "prior": [10.0, 20.0, 30.0, 20.0, 30.0, 40.0],
    ...     "score": [15.0, 22.0, 35.0, 21.0, 28.0, 41.0]})
    >>> found = estimate_effect(students, "score", "took_part", ["prior"])
    >>> round(found.estimate, 2)
    4.0

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1; Cameron and Miller
    (2015), "A practitioner's guide to cluster-robust inference", *Journal of Human
    Resources* 50.
    """
    level = checked_level(level)
    used, names, left_out = _students_used(
        students, outcome, group, covariates, cluster, weights, missing
    )
    flags, values = took_part(used, group), numeric(used, outcome)
    scale = _weights(used, weights)
    design, constant, repeated = design_of(as_columns(used, names, every_word=False), scale)
    _program_stands_alone(used, design, flags, names, group)
    codes = None if cluster is None else pd.factorize(used[cluster])[0]
    found = fit_coefficient(values, design, flags.astype(float), codes, scale)
    if _one_place(codes, flags):
        found = Coefficient(found.value, np.nan, np.nan, "none")
    spread = pooled_spread(values, flags)
    size = small_sample_factor(len(used)) * found.value / spread if spread > 0 else np.nan
    said = (
        about_design(len(students), left_out, constant, repeated, spread)
        + about_baseline(as_columns(used, names), flags, scale)
        + about_clusters(codes, flags, found, cluster, FEW_PROGRAM_CLUSTERS)
    )
    reach = _reach(found, level)
    return Effect(
        estimate=found.value,
        standard_error=found.standard_error,
        low=found.value - reach,
        high=found.value + reach,
        degrees_of_freedom=found.degrees_of_freedom,
        students=len(used),
        clusters=0 if codes is None else int(codes.max()) + 1,
        effect_size=float(size),
        warnings=tuple(said),
        program_students=int(flags.sum()),
        program_clusters=0 if codes is None else len(np.unique(codes[flags])),
        left_out=left_out,
        level=level,
        errors=found.kind,
        spread=float(spread),
        yes_no=yes_no(values),
    )


def _students_used(students, outcome, group, covariates, cluster, weights, missing):
    """The rows with every value that is needed, the covariates, and how many were left out."""
    checked_missing(missing)
    parts = {outcome: "outcome", group: "column of who took part"}
    names = check_covariates(students, covariates, parts)
    columns = [outcome, group, *names, *(name for name in (cluster, weights) if name is not None)]
    require_columns(students, columns, STUDENTS)
    took_part(students.dropna(subset=[group]) if missing == "drop" else students, group)
    if missing == "refuse":
        refuse_missing(students, columns)
        return students, names, 0
    blank = np.logical_or.reduce([is_missing(students[name]) for name in columns])
    used = students[~blank]
    if used.empty:
        raise ValueError(
            f"None of the {len(students)} students has a value in all of {quoted(columns)}, so "
            "nothing can be estimated. Look for the column that is blank for everybody."
        )
    two_groups(took_part(used, group), group)
    return used, names, int(blank.sum())


def _weights(students: pd.DataFrame, weights: str | None) -> np.ndarray | None:
    if weights is None:
        return None
    scale = numeric(students, weights)
    if (scale < 0).any() or not scale.sum() > 0:
        raise ValueError(
            f"Column {weights!r} has weights below zero, or none above it. A weight says how much "
            "a student counts: zero or more."
        )
    return scale


def _program_stands_alone(students, design, flags, names, group) -> None:
    together = np.column_stack([design, flags.astype(float)])
    if together.shape[1] - 1 not in independent_columns(together):
        raise ValueError(
            f"Who took part ({group!r}) is settled by {quoted(names)}: no participant has a "
            "comparison student who is alike in them, so the program cannot be told from what it "
            "goes with. Take out the covariate that is the same as taking part, or find "
            "comparison students."
        )
    if len(students) <= together.shape[1]:
        raise ValueError(
            f"There are {len(students)} students and {together.shape[1]} figures to estimate. Hold "
            "fewer things constant, or add students."
        )


def _one_place(codes, flags) -> bool:
    """Whether all participants, or all comparison students, are in one school."""
    return codes is not None and any(len(np.unique(codes[side])) < 2 for side in (flags, ~flags))


def _reach(found, level: float) -> float:
    from scipy.stats import t as student_t

    if np.isnan(found.standard_error):
        return np.nan
    return float(student_t.ppf((1 + level) / 2, found.degrees_of_freedom) * found.standard_error)
