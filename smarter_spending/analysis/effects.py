"""How far two groups of students lie apart: effect sizes, and estimates with what is held alike."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    STUDENTS,
    a_number,
    any_missing,
    as_columns,
    check_covariates,
    checked_level,
    checked_missing,
    is_missing,
    numeric,
    quoted,
    refuse_missing,
    require_columns,
    took_part,
    two_groups,
    whole_students,
    yes_no,
)
from smarter_spending.analysis.uncertainty import FEW_CLUSTERS, RANGE

# --- The spread that an effect is set against, and the small-sample factor -----------------------


def pooled_sd(sd_program: float, n_program: int, sd_comparison: float, n_comparison: int) -> float:
    """Spread of two groups together: sqrt(((nT - 1) sT^2 + (nC - 1) sC^2) / (nT + nC - 2))."""
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

    Raises ValueError when a figure is missing, a spread is negative or both are zero, or a number
    of students is not a whole number of 2 or more.  Source: What Works Clearinghouse, *Procedures
    Handbook*, version 4.1, appendix E.

    Parameters
    ----------
    mean_program, mean_comparison : float, points of one test
    sd_program, sd_comparison : float, the same points, zero or more, not both zero
    n_program, n_comparison : int, students with a score, 2 or more
    level : float, 0 to 1, share of the time such a range should hold the truth

    Returns
    -------
    HedgesG
        ``g, standard_error, low, high`` in standard deviations; the range is by
        t with nT + nC - 2 degrees of freedom.

    Examples
    --------
    >>> round(hedges_g(105.66, 4.88, 15, 103.33, 9.76, 15).g, 5)
    0.29381
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

    Raises ValueError when a share is 0 or 1 (no finite figure exists), outside them, or looks like
    a percentage.  Source: What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.

    Parameters
    ----------
    share_program, share_comparison : float, above 0 and below 1

    Returns
    -------
    float, standard deviations

    Examples
    --------
    >>> round(cox_index(0.8, 0.5), 6)
    0.840178
    """
    program = _checked_share("program group", share_program)
    comparison = _checked_share("comparison group", share_comparison)
    return (_logit(program) - _logit(comparison)) / COX_SCALE


def improvement_index(g: float | pd.Series) -> float | pd.Series:
    """Percentile points that a middling comparison student would move.

        100 * Phi(g) - 50

    An effect of 0.25 SD moves a student from the 50th percentile to about the
    60th.  A way to picture an effect size, not a second finding.

    Raises ValueError when an effect size is missing.  Source: What Works Clearinghouse, *Procedures
    Handbook*, version 2.0, appendix F.

    Parameters
    ----------
    g : float or Series, standard deviations

    Returns
    -------
    float or Series, percentile points, between -50 and 50; negative for a loss

    Examples
    --------
    >>> round(improvement_index(0.25), 2)
    9.87
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

    Raises ValueError when a column is missing, a group is empty or has one student, a covariate is
    the same for everybody, or a value is blank and not to be dropped.  Source: What Works
    Clearinghouse, *Standards Handbook*, version 4.1, section II.

    Parameters
    ----------
    students : DataFrame, one row per student
    group : str, column of 1 (took part) and 0 (did not)
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

    Examples
    --------
    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 0, 0, 0],
    ...                          "prior": [5.0, 6.0, 7.0, 4.0, 5.0, 6.0]})
    >>> baseline_table(students, "took_part", ["prior"])[["covariate", "effect_size", "wwc"]]
      covariate  effect_size            wwc
    0     prior          0.8  not satisfied
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


# --- Errors of a regression when students of one school are not independent of each other --------

# below this a school's rows settle a coefficient alone, and the adjustment has no inverse
SETTLED = 1e-9


@dataclass(frozen=True)
class ClusterSums:
    """Each cluster's ``gram`` (X'X) and ``score`` (X'e); ``bread``, the inverse of all X'X."""

    gram: np.ndarray
    score: np.ndarray
    bread: np.ndarray


def cluster_sums(
    design: np.ndarray, residuals: np.ndarray, clusters: np.ndarray, bread: np.ndarray
) -> ClusterSums:
    """Add up X'X and X'e within each cluster: all that the errors below need."""
    order = np.argsort(clusters, kind="stable")
    design, residuals, clusters = design[order], residuals[order], clusters[order]
    starts = np.flatnonzero(np.r_[True, clusters[1:] != clusters[:-1]])
    score = np.add.reduceat(design * residuals[:, None], starts, axis=0)
    ends = np.r_[starts[1:], len(clusters)]
    # a product for each cluster is far quicker than adding up students' outer products
    gram = np.stack([design[a:b].T @ design[a:b] for a, b in zip(starts, ends, strict=True)])
    return ClusterSums(gram, score, bread)


def cluster_covariance(sums: ClusterSums) -> np.ndarray:
    """CR2, the bias-reduced covariance of the coefficients; clusters are independent.

    M sum_g (X_g' A_g e_g)(X_g' A_g e_g)' M,   M = (X'X)^-1,   A_g = (I - H_gg)^-1/2
    """
    share, turn, root, unroot = _leverage(sums)
    inner = np.einsum("gji,jk,gk->gi", turn, root, sums.score)
    score = np.einsum("ij,gjk,gk->gi", unroot, turn, _free(share) * inner)
    stretched = score @ sums.bread
    return stretched.T @ stretched


def satterthwaite(sums: ClusterSums, column: int) -> float:
    """Degrees of freedom of one coefficient's CR2 error, students' errors taken as alike."""
    share, turn, _, unroot = _leverage(sums)
    freed = _free(share)
    aim = np.einsum("gji,jk,k->gi", turn, unroot, sums.bread[:, column])
    own = (share * freed**2 * aim**2).sum(axis=1)
    across = np.einsum("ij,gjk,gk->gi", unroot, turn, share * freed * aim)
    form = np.diag(own) - across @ sums.bread @ across.T
    squares = (form**2).sum()
    return float(max(np.trace(form) ** 2 / squares, 1.0)) if squares > 0 else 1.0


def _leverage(sums: ClusterSums):
    """Eigenvalues and vectors of M^1/2 X_g'X_g M^1/2, with M^1/2 and its inverse."""
    values, vectors = np.linalg.eigh(sums.bread)
    root = (vectors * np.sqrt(values)) @ vectors.T
    unroot = (vectors / np.sqrt(values)) @ vectors.T
    share, turn = np.linalg.eigh(root @ sums.gram @ root)
    return np.clip(share, 0.0, 1.0), turn, root, unroot


def _free(share: np.ndarray) -> np.ndarray:
    left = 1.0 - share
    return np.where(left > SETTLED, np.maximum(left, SETTLED) ** -0.5, 0.0)


# --- One regression, its coefficient of interest, and errors that know about schools -------------

MANY_CLUSTERS = 40  # from here up the usual clustered error is good enough
FEW_DEGREES = 4.0


@dataclass(frozen=True)
class Coefficient:
    """One coefficient with its error; ``kind`` is HC1, CR1, CR2 or none."""

    value: float
    standard_error: float
    degrees_of_freedom: float
    kind: str
    unit: float = np.nan


def design_of(covariates: pd.DataFrame, weights: np.ndarray | None) -> tuple:
    """Constant and covariates in standard units, and what was left out: constant, repeated."""
    # standard units keep the arithmetic exact when scores in the thousands stand beside shares
    columns, labels, constant = [np.ones(len(covariates))], [], []
    for label in covariates:
        values = covariates[label].to_numpy(dtype=float)
        if np.ptp(values) == 0:
            constant.append(str(label))
        else:
            columns.append((values - values.mean()) / values.std())
            labels.append(str(label))
    table = np.column_stack(columns)
    kept = independent_columns(table if weights is None else table[weights > 0])
    repeated = [labels[i - 1] for i in range(1, table.shape[1]) if i not in kept]
    return table[:, kept], constant, repeated


def independent_columns(table: np.ndarray) -> list[int]:
    """The columns that are not a sum of the ones before them (by Gram-Schmidt, twice)."""
    basis = np.empty((len(table), 0))
    kept = []
    for place in range(table.shape[1]):
        rest = table[:, place].astype(float)
        size = np.linalg.norm(rest)
        for _ in range(2):
            rest = rest - basis @ (basis.T @ rest)
        left = np.linalg.norm(rest)
        if size > 0 and left > 1e-7 * size:
            basis = np.column_stack([basis, rest / left])
            kept.append(place)
    return kept


def fit_coefficient(
    outcome: np.ndarray,
    design: np.ndarray,
    interest: np.ndarray,
    clusters: np.ndarray | None,
    weights: np.ndarray | None,
) -> Coefficient:
    """Regress the outcome on the design and the column of interest; give that coefficient."""
    from statsmodels.regression.linear_model import WLS

    table = np.column_stack([design, interest])
    scale = np.ones(len(outcome)) if weights is None else weights
    fitted = WLS(outcome, table, weights=scale).fit()
    last = table.shape[1] - 1
    value = float(fitted.params[last])
    # of how the students vary, not of chance: the error that takes them as independent
    unit = float(fitted.bse[last] * np.sqrt(fitted.df_resid))
    if clusters is None:
        robust = fitted.get_robustcov_results("HC1")
        return Coefficient(value, float(robust.bse[last]), float(fitted.df_resid), "HC1", unit)
    count = int(clusters.max()) + 1
    if count < 2:
        return Coefficient(value, np.nan, np.nan, "none")
    if count >= MANY_CLUSTERS:
        robust = fitted.get_robustcov_results("cluster", groups=clusters, use_correction=True)
        return Coefficient(value, float(robust.bse[last]), count - 1.0, "CR1", unit)
    bread, root = np.asarray(fitted.normalized_cov_params), np.sqrt(scale)[:, None]
    sums = cluster_sums(table * root, fitted.wresid, clusters, bread)
    error = float(np.sqrt(cluster_covariance(sums)[last, last]))
    if not error > 0:
        return Coefficient(value, np.nan, np.nan, "none")
    return Coefficient(value, error, satterthwaite(sums, last), "CR2", unit)


# --- How strong a hidden difference would have to be to undo an estimate -------------------------


def robustness(f: float) -> float:
    """(sqrt(f^4 + 4 f^2) - f^2) / 2, f = |t| / sqrt(df): Cinelli and Hazlett (2020), JRSS B 82."""
    return float((np.sqrt(f**4 + 4 * f**2) - f**2) / 2)


def partial_share(
    students: pd.DataFrame, outcome: str, covariates: Sequence[str], named: Sequence[str]
) -> float:
    """The share of what the other covariates leave of the outcome that the named ones explain."""
    values = numeric(students, outcome)
    others = [name for name in covariates if name not in named]
    left = []
    for columns in (others, covariates):
        design, _, _ = design_of(as_columns(students, columns, every_word=False), None)
        fitted = design @ np.linalg.lstsq(design, values, rcond=None)[0]
        left.append(((values - fitted) ** 2).sum())
    return float(1 - left[1] / left[0]) if left[0] > 0 else np.nan


# --- What an analyst reads beside an estimate, in its ``warnings``; no page says it --------------


def about_design(students: int, left_out: int, constant: list, repeated: list, spread) -> list[str]:
    """What stands beside an estimate about who was left out and what could not be used."""
    said = {
        f"{left_out} of {students} students had a blank value and were left out; the estimate "
        f"is of the other {students - left_out}.": left_out,
        f"{quoted(constant)} has the same value for every student, so there is nothing to "
        "hold constant: it was left out, and the estimate is unchanged by it.": constant,
        f"{quoted(repeated)} says again what other covariates say; it was left out, and the "
        "estimate is unchanged by it.": repeated,
        "Every student of a group has the same outcome, so there is no effect size in standard "
        "deviations; the difference in the outcome's own units stands.": not spread > 0,
    }
    return [sentence for sentence, holds in said.items() if holds]


def about_baseline(columns: pd.DataFrame, flags: np.ndarray, weights) -> list[str]:
    """What stands beside an estimate about how alike the groups began."""
    said, scores = [], 0
    for label in columns:
        values = columns[label].to_numpy(dtype=float)
        if np.ptp(values) == 0:
            continue
        size = standardized_difference(values, flags, weights)
        is_score = not yes_no(values)
        scores += is_score
        if is_score and not abs(size) <= NOT_SATISFIED:
            said.append(
                f"Cannot tell: before the program, participants and comparison students were "
                f"{abs(size):.2f} standard deviations apart on {label!r}, more than "
                f"{NOT_SATISFIED}. What can be said is that they ended this far apart, not that "
                "the program did it."
            )
    if not scores and weights is None:
        said.insert(
            0,
            "Cannot tell, unless a lottery decided who took part: no prior score is held constant, "
            "so differences that were there before the program are in this figure. It may be "
            "called a difference, not an effect.",
        )
    return said


def about_clusters(codes, flags, found: Coefficient, cluster, few: int) -> list[str]:
    """What stands beside an estimate about how few schools there are."""
    if codes is None:
        return []
    clusters, program = int(codes.max()) + 1, len(np.unique(codes[flags]))
    comparison = len(np.unique(codes[~flags]))
    if clusters == 1:
        return [
            f"All students have the same {cluster!r}, so how much one differs from another cannot "
            "be seen: there is no range. The difference itself stands, for that one place."
        ]
    who = "all participants" if program == 1 else "all comparison students"
    said = {
        f"Cannot tell: {who} are in one {cluster!r}, so the program cannot be told from whatever "
        "else is particular to that place, and no range is given. The difference itself can be "
        "said, as a difference with that place.": 1 in (program, comparison),
        f"There are {clusters} different values of {cluster!r}, fewer than {MANY_CLUSTERS}: errors "
        f"are CR2 (bias-reduced) with Satterthwaite's {found.degrees_of_freedom:.1f} degrees of "
        "freedom.": clusters < MANY_CLUSTERS and found.kind == "CR2",
        f"Participants are in {program} {cluster!r} only, fewer than {few}: no p-value is given, "
        "and the range is rough.": program < few,
    }
    return [sentence for sentence, holds in said.items() if holds]


# --- What a program did for its students, beyond what similar students did without it ------------


@dataclass(frozen=True)
class Effect:
    """What ``estimate_effect`` found."""

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
    yes_no: bool
    unit: float

    @property
    def undone_at(self) -> float:
        """The robustness value of the range's end nearest to zero; 0 where zero is in the range."""
        # the schools' errors are in the range already: its end is set against ``unit`` as it is
        near = min(abs(self.low), abs(self.high)) if self.low * self.high > 0 else 0.0
        return robustness(near / self.unit) if self.unit > 0 else np.nan

    @property
    def p_value(self) -> float:
        """Two-sided p-value by t; ``NaN`` with fewer than 10 program clusters."""
        from scipy.stats import t as student_t

        few = self.clusters > 0 and self.program_clusters < FEW_CLUSTERS
        if few or not self.standard_error > 0:
            return float("nan")
        ratio = abs(self.estimate) / self.standard_error
        return float(2 * student_t.sf(ratio, self.degrees_of_freedom))


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

    Raises ValueError when a group is empty, a column is missing, blank (and not to be dropped) or
    in words where numbers are needed, the program is settled by a covariate, or there are too few
    students.  Source: What Works Clearinghouse, *Procedures Handbook*, version 4.1; Cameron and
    Miller (2015), "A practitioner's guide to cluster-robust inference", *Journal of Human
    Resources* 50.

    Parameters
    ----------
    students : DataFrame, one row per student
    outcome : str, column of numbers, higher is better; 1/0 for yes/no outcomes
    group : str, column of 1 (took part) and 0 (did not)
    covariates : sequence of str
        Columns known before the program.  Words are held constant word by word; a
        column that is the same for everybody is left out, with a warning.
    cluster : str, optional
        Column that names the school (or classroom) at which students were placed.
    weights : str, optional, column of weights, such as those of ``balance_weights``; zero or more
    level : float, above 0 and below 1
    missing : {"refuse", "drop"}
        Blank values: name them in an error, or leave those students out and count them.

    Returns
    -------
    Effect
        ``estimate, standard_error, low, high`` (outcome units), ``degrees_of_freedom``,
        ``students``, ``clusters``, ``effect_size`` (SD), ``warnings`` and more.

    Examples
    --------
    Participants end 4 points above comparison students with the same prior score:

    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 0, 0, 0],
    ...     "prior": [10.0, 20.0, 30.0, 20.0, 30.0, 40.0],
    ...     "score": [15.0, 22.0, 35.0, 21.0, 28.0, 41.0]})
    >>> found = estimate_effect(students, "score", "took_part", ["prior"])
    >>> round(found.estimate, 2)
    4.0
    """
    level = checked_level(level)
    named = outcome, group, covariates, cluster, weights
    used, names, left_out = _students_used(students, *named, missing)
    flags, values = took_part(used, group), numeric(used, outcome)
    scale = _weights(used, weights)
    design, constant, repeated = design_of(as_columns(used, names, every_word=False), scale)
    _program_stands_alone(used, design, flags, names, group)
    codes = None if cluster is None else pd.factorize(used[cluster])[0]
    found = fit_coefficient(values, design, flags.astype(float), codes, scale)
    # all participants, or all comparison students, in one school
    if codes is not None and min(len(np.unique(codes[side])) for side in (flags, ~flags)) < 2:
        found = Coefficient(found.value, np.nan, np.nan, "none")
    spread = pooled_spread(values, flags)
    size = small_sample_factor(len(used)) * found.value / spread if spread > 0 else np.nan
    said = (
        about_design(len(students), left_out, constant, repeated, spread)
        + about_baseline(as_columns(used, names), flags, scale)
        + about_clusters(codes, flags, found, cluster, FEW_CLUSTERS)
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
        yes_no=yes_no(values),
        unit=found.unit,
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
    blank = any_missing(students, columns)
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


def _reach(found, level: float) -> float:
    from scipy.stats import t as student_t

    if np.isnan(found.standard_error):
        return np.nan
    return float(student_t.ppf((1 + level) / 2, found.degrees_of_freedom) * found.standard_error)


# --- Weights that make comparison students look like participants: the second estimator ----------

METHODS = ("entropy", "ipw")
CLOSE_ENOUGH = 1e-6  # how far apart two weighted means may stay, in standard deviations
FEW_STUDENTS = 10


@dataclass(frozen=True)
class BalanceWeights:
    """Weights and what they achieve."""

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

    Raises ValueError when a group is empty, a value is blank, no covariate differs between
    students, or no weights make the groups alike (no comparison students are like the
    participants).  Source: Hainmueller (2012), "Entropy balancing for causal effects", *Political
    Analysis* 20; Kish (1965), *Survey Sampling*.

    Parameters
    ----------
    students : DataFrame, one row per student
    group : str, column of 1 (took part) and 0 (did not)
    covariates : sequence of str
        Columns known before the program, no blanks; words are balanced word by word.
    method : {"entropy", "ipw"}

    Returns
    -------
    BalanceWeights, ``weights``, ``effective_sample_size`` (students), ``balance``, ``warnings``

    Examples
    --------
    One of two low scorers and one of three high scorers took part in each case:

    >>> students = pd.DataFrame({"took_part": [1, 1, 0, 0, 0], "prior": [1.0, 3.0, 1.0, 3.0, 3.0]})
    >>> found = balance_weights(students, "took_part", ["prior"])
    >>> found.weights.round(3).tolist()
    [1.0, 1.0, 1.0, 0.5, 0.5]
    >>> round(found.effective_sample_size, 3)
    2.667
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
        warnings=about_weights(size, int((~flags).sum())),
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

    how = {"method": "trust-exact", "options": {"gtol": CLOSE_ENOUGH / 100, "maxiter": 500}}
    start = np.zeros(table.shape[1])
    found = minimize(lambda x: logsumexp(comparison @ x), start, jac=slope, hess=curve, **how)
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


def about_weights(size: float, comparison: int) -> tuple[str, ...]:
    """What stands beside weights that hang on a few students."""
    if size < FEW_STUDENTS:
        return (
            f"Of {comparison} comparison students only the worth of {size:.1f} is like the "
            "participants: the weighted answer hangs on a few students.",
        )
    return ()
