"""The whole honest analysis of one program, from the naive gap to what may be said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._student_checks import STUDENTS, is_missing
from smarter_spending.analysis._verdict import (
    FEWEST_STUDENTS,
    Tries,
    more_than_an_error_apart,
    reasons_for,
    warnings_beside,
)
from smarter_spending.analysis.attrition import attrition_table
from smarter_spending.analysis.baseline import baseline_table
from smarter_spending.analysis.dosage import Dosage, dosage_effect
from smarter_spending.analysis.effects import Effect, estimate_effect
from smarter_spending.analysis.placebo import placebo_effect
from smarter_spending.analysis.uncertainty import RANGE
from smarter_spending.analysis.weights import balance_weights

CAN_TELL, CANNOT_TELL = "can tell", "cannot tell"
ENOUGH_STUDENTS = 350  # ESSA's guidance on how large a study of its second tier should be
SMALL_PLACEBO = 0.10  # standard deviations; a placebo further out than this lowers the grade


@dataclass(frozen=True)
class ProgramEffect:
    """Everything that may be said of one program, and what may not.

    ``verdict`` is "can tell" or "cannot tell", with the ``reasons`` for the latter.
    ``naive_gap`` is the plain difference from everybody else, in the outcome's units.
    ``effect`` is the adjusted estimate (None when there is none), ``second`` the
    weighted one and ``estimators_differ`` whether they are more than a standard error
    apart (None when there is no second).  ``baseline``, ``attrition``, ``placebo`` and
    ``dosage`` are None when the records do not allow them.  ``evidence_grade`` is
    moderate, promising, no gain shown, loss shown or cannot tell.
    """

    verdict: str
    reasons: tuple[str, ...]
    naive_gap: float
    effect: Effect | None
    second: Effect | None
    estimators_differ: bool | None
    baseline: pd.DataFrame | None
    prior_difference: float
    attrition: pd.DataFrame | None
    placebo: Effect | None
    dosage: Dosage | None
    evidence_grade: str
    warnings: tuple[str, ...]


def program_effect(
    students: pd.DataFrame,
    outcome: str,
    group: str,
    priors: Sequence[str],
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    earlier: str | None = None,
    hours: str | None = None,
    compared: str | None = None,
    level: float = RANGE,
) -> ProgramEffect:
    """The whole honest analysis of one program, in the order an analyst should work.

    1 the naive gap, everybody against everybody · 2 were the groups alike before?
    · 3 the adjusted estimate · 4 a second estimator (entropy balancing) · 5 a placebo
    on the year before · 6 students lost and hours received · 7 what may be said.

    "Cannot tell", whatever the numbers say, when: no prior score is on record; the
    groups were more than 0.25 standard deviations apart on a prior score; fewer than
    10 students took part; all participants or all comparison students are in one
    school; or the program was given to whole schools, fewer than 10 of them.  It never
    stops at bad data: what is wrong becomes a reason.

    The grade is *moderate* when one can tell, the range is all above zero, 350 students
    or more in two schools or more were compared, the two estimators agree, the placebo
    is near zero and few students were lost; *promising* when one can tell and the
    range is all above zero; *no gain shown* when the range holds zero; *loss shown*
    when it is all below.

    Parameters
    ----------
    students : DataFrame, one row per student
    outcome : str
        Column of numbers, higher is better.
    group : str
        Column of 1 (took part) and 0 (did not).
    priors : sequence of str
        Columns of prior scores, the most telling first; may be empty.
    covariates : sequence of str
        Other columns known before the program.
    cluster : str, optional
        Column of schools.
    earlier : str, optional
        Column of the outcome longer before the program than the prior score.
    hours : str, optional
        Column of hours received.
    compared : str, optional
        Column that is True for participants and their comparison students; the others
        count in the naive gap only.
    level : float

    Returns
    -------
    ProgramEffect

    Raises
    ------
    ValueError
        When a named column is not in the table.

    Examples
    --------
    Before the program participants stood a whole standard deviation lower:

    >>> students = pd.DataFrame({"took_part": [1] * 12 + [0] * 12,
    ...     "prior": [1.0, 2, 3] * 4 + [2.0, 3, 4] * 4, "score": [2.0, 3, 5] * 4 + [2.0, 3, 4] * 4})
    >>> found = program_effect(students, "score", "took_part", ["prior"])
    >>> found.verdict, round(found.naive_gap, 4)
    ('cannot tell', 0.3333)

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1; U.S. Department of
    Education (2016), *Non-Regulatory Guidance: Using Evidence to Strengthen Education
    Investments*.
    """
    named = [outcome, group, *priors, *covariates, cluster, hours, compared, earlier]
    require_columns(students, [name for name in named if name is not None], STUDENTS)
    chosen = students if compared is None else students[students[compared].astype(bool)]
    priors = [name for name in priors if chosen[name].notna().any()]
    held = [*priors, *covariates]
    used = _complete(chosen, [outcome, group, *held, *([cluster] if cluster else [])])
    tried = Tries()
    attrition = tried.value(attrition_table, chosen, group, [outcome, *priors])
    baseline = tried.value(baseline_table, used, group, _varying(used, held)) if held else None
    effect = tried.needed(estimate_effect, used, outcome, group, held, cluster, level=level)
    second = _second(tried, used, outcome, group, held, cluster, level) if held else None
    placebo = _placebo(tried, used, group, held, cluster, earlier, level)
    dosage = tried.value(dosage_effect, chosen, outcome, group, hours, held, cluster, level) \
        if hours is not None and chosen[hours].notna().any() else None  # fmt: skip
    apart = _prior_difference(baseline, priors)
    reasons = (*tried.reasons, *reasons_for(used, group, priors, apart, cluster, effect))
    found = ProgramEffect(
        verdict=CANNOT_TELL if reasons else CAN_TELL,
        reasons=tuple(reasons),
        naive_gap=_naive_gap(students, outcome, group),
        effect=effect,
        second=second,
        estimators_differ=more_than_an_error_apart(effect, second),
        baseline=baseline,
        prior_difference=apart,
        attrition=attrition,
        placebo=placebo,
        dosage=dosage,
        evidence_grade="",
        warnings=(
            *(said for said in dict.fromkeys(tried.warnings) if said not in reasons),
            *warnings_beside(chosen, used, effect, second, placebo, attrition),
        ),
    )
    return replace(found, evidence_grade=_grade(found))


def _naive_gap(students: pd.DataFrame, outcome: str, group: str) -> float:
    flags = students[group].astype(float) == 1
    values = students[outcome].astype(float)
    return float(values[flags].mean() - values[~flags].mean())


def _complete(chosen: pd.DataFrame, needed: Sequence[str]) -> pd.DataFrame:
    return chosen[~np.logical_or.reduce([is_missing(chosen[name]) for name in needed])]


def _varying(used: pd.DataFrame, held: Sequence[str]) -> list[str]:
    return [name for name in held if used[name].nunique() > 1]


def _second(tried: Tries, used, outcome, group, held, cluster, level) -> Effect | None:
    found = tried.value(balance_weights, used, group, _varying(used, held))
    if found is None:
        return None
    tried.warnings += found.warnings
    weighted = used.assign(**{"weight of balance": found.weights})
    return tried.value(
        estimate_effect, weighted, outcome, group, (), cluster, "weight of balance", level
    )


def _placebo(tried: Tries, used, group, held, cluster, earlier, level) -> Effect | None:
    if earlier is None:
        return None
    known = used[~is_missing(used[earlier])]
    sides = known[group].astype(float)
    if min((sides == 1).sum(), (sides == 0).sum()) < FEWEST_STUDENTS:
        return None
    return tried.value(placebo_effect, known, earlier, group, _varying(known, held), cluster, level)


def _prior_difference(baseline: pd.DataFrame | None, priors: Sequence[str]) -> float:
    """The prior score on which the groups differ most."""
    if baseline is None:
        return float("nan")
    sizes = baseline.loc[baseline["covariate"].isin(list(priors)), "effect_size"].dropna()
    return float(sizes[sizes.abs().idxmax()]) if len(sizes) else float("nan")


def _grade(found: ProgramEffect) -> str:
    if found.verdict == CANNOT_TELL or found.effect is None:
        return CANNOT_TELL
    effect = found.effect
    if effect.high < 0:
        return "loss shown"
    if not effect.low > 0:
        return "no gain shown"
    sound = (
        effect.students >= ENOUGH_STUDENTS
        and effect.clusters >= 2
        and found.estimators_differ is False
        and (found.placebo is None or abs(found.placebo.effect_size) <= SMALL_PLACEBO)
        and found.attrition is not None
        and found.attrition["wwc"][0] == "low"
    )
    return "moderate" if sound else "promising"
