"""What follows from the parts of an analysis: reasons one cannot tell, and warnings."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._student_checks import took_part
from smarter_spending.analysis.baseline import NOT_SATISFIED
from smarter_spending.analysis.effects import FEW_PROGRAM_CLUSTERS, Effect

FEWEST_STUDENTS = 10


class Tries:
    """Runs each step; what cannot be done becomes a sentence, never a stop."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.warnings: list[str] = []

    def needed(self, step, *arguments, **named):
        return self._run(self.reasons, step, *arguments, **named)

    def value(self, step, *arguments, **named):
        return self._run(self.warnings, step, *arguments, **named)

    @staticmethod
    def _run(place: list[str], step, students, *arguments, **named):
        if students.empty:
            return None
        try:
            return step(students, *arguments, **named)
        except ValueError as problem:
            place.append(str(problem))
            return None


def reasons_for(used, group, priors, apart: float, cluster, effect: Effect | None) -> list[str]:
    if not priors:
        return [
            "No score from before the program is on record, so what was there before cannot be "
            "told from what the program did. The naive gap may be said, as a gap."
        ]
    if used.empty:
        return [
            "No student has an outcome, a prior score and every group on record, so nothing can be "
            "estimated. Look for the column of students_outcomes.csv that is blank for everybody."
        ]
    if effect is None:
        return []
    said = []
    if np.isnan(apart):
        said.append(
            "Whether the groups were alike before the program cannot be seen: too few students "
            "have a prior score, or all have the same."
        )
    elif abs(apart) > NOT_SATISFIED:
        said.append(
            f"Before the program participants stood {abs(apart):.2f} standard deviations "
            f"{'above' if apart > 0 else 'below'} their comparison students, more than "
            f"{NOT_SATISFIED}: nobody like them was left out of it to compare them with."
        )
    if effect.program_students < FEWEST_STUDENTS:
        said.append(
            f"Only {effect.program_students} participants have all the scores needed, fewer than "
            f"{FEWEST_STUDENTS}."
        )
    if cluster is not None:
        said += _too_few_schools(used, group, cluster, effect)
    return said


def _too_few_schools(used, group, cluster: str, effect: Effect) -> list[str]:
    flags = pd.Series(took_part(used, group), index=used.index)
    per_school = flags.groupby(used[cluster]).mean()
    if (per_school > 0).sum() < 2 or (per_school < 1).sum() < 2:
        return [
            "All participants, or all comparison students, are in one school, so the program "
            "cannot be told from what is particular to that school."
        ]
    whole = per_school.isin([0.0, 1.0]).all()
    if whole and effect.program_clusters < FEW_PROGRAM_CLUSTERS:
        return [
            f"The program was given to whole schools, and only {effect.program_clusters} of "
            f"{effect.clusters} schools had it, fewer than {FEW_PROGRAM_CLUSTERS}: a few schools "
            "may differ for many reasons."
        ]
    return []


def more_than_an_error_apart(effect: Effect | None, second: Effect | None) -> bool | None:
    if effect is None or second is None or not effect.standard_error > 0:
        return None
    return bool(abs(effect.estimate - second.estimate) > effect.standard_error)


def warnings_beside(chosen, used, effect, second, placebo, attrition) -> tuple[str, ...]:
    said = [] if effect is None else [w for w in effect.warnings if w not in effect.cannot_tell]
    left_out = len(chosen) - len(used)
    if left_out:
        said.append(
            f"{left_out} of {len(chosen)} students have a blank outcome, prior score or group and "
            "are in no estimate."
        )
    if attrition is not None and attrition["wwc"][0] == "high":
        said.append(
            f"{attrition['share_lost'][0]:.0%} of the students are lost, and the groups' losses "
            f"differ by {100 * attrition['differential'][0]:.1f} points: more than the What Works "
            "Clearinghouse accepts without a baseline check."
        )
    if more_than_an_error_apart(effect, second):
        said.append(
            f"The two ways of estimating differ by more than a standard error "
            f"({effect.estimate:+.3f} and {second.estimate:+.3f}): report both."
        )
    if placebo is not None and (placebo.low > 0 or placebo.high < 0):
        said.append(placebo.warnings[0])
    return tuple(said)
