"""The sentences that stand beside an estimate."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted
from smarter_spending.analysis._regression import FEW_DEGREES, MANY_CLUSTERS, Coefficient
from smarter_spending.analysis._student_checks import yes_no
from smarter_spending.analysis.baseline import NOT_SATISFIED, standardized_difference


def about_design(students: int, left_out: int, constant: list, repeated: list, spread) -> list[str]:
    said = []
    if left_out:
        said.append(
            f"{left_out} of {students} students had a blank value and were left out; the estimate "
            f"is of the other {students - left_out}."
        )
    if constant:
        said.append(
            f"{quoted(constant)} has the same value for every student, so there is nothing to "
            "hold constant: it was left out, and the estimate is unchanged by it."
        )
    if repeated:
        said.append(
            f"{quoted(repeated)} says again what other covariates say; it was left out, and the "
            "estimate is unchanged by it."
        )
    if not spread > 0:
        said.append(
            "Every student of a group has the same outcome, so there is no effect size in standard "
            "deviations; the difference in the outcome's own units stands."
        )
    return said


def about_baseline(columns: pd.DataFrame, flags: np.ndarray, weights) -> list[str]:
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
        elif not is_score and not abs(size) <= NOT_SATISFIED:
            said.append(
                f"The groups differ much in {label!r}; the estimate leans on the regression to "
                "even that out."
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
    if codes is None:
        return []
    clusters, program = int(codes.max()) + 1, len(np.unique(codes[flags]))
    comparison = len(np.unique(codes[~flags]))
    said = []
    if clusters == 1:
        return [
            f"All students have the same {cluster!r}, so how much one differs from another cannot "
            "be seen: there is no range. The difference itself stands, for that one place."
        ]
    if program == 1 or comparison == 1:
        who = "All participants" if program == 1 else "All comparison students"
        said.append(
            f"Cannot tell: {who.lower()} are in one {cluster!r}, so the program cannot be told "
            "from whatever else is particular to that place, and no range is given. The "
            "difference itself can be said, as a difference with that place."
        )
    if clusters < MANY_CLUSTERS and found.kind == "CR2":
        said.append(
            f"There are {clusters} different values of {cluster!r}, fewer than {MANY_CLUSTERS}: "
            "errors are CR2 (bias-reduced) with Satterthwaite's "
            f"{found.degrees_of_freedom:.1f} degrees of freedom."
        )
    if program < few:
        said.append(
            f"Participants are in {program} {cluster!r} only, fewer than {few}: no p-value is "
            "given, and the range is rough."
        )
    if found.kind == "CR2" and found.degrees_of_freedom < FEW_DEGREES:
        said.append(
            f"With {found.degrees_of_freedom:.1f} degrees of freedom the range may be too narrow "
            "or too wide; read it as a guess."
        )
    return said
