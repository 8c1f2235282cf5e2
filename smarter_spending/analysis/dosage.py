"""How the outcome goes with the hours received."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._regression import design_of, fit_coefficient, independent_columns
from smarter_spending.analysis._student_checks import (
    STUDENTS,
    as_columns,
    check_covariates,
    checked_level,
    is_missing,
    numeric,
    took_part,
)
from smarter_spending.analysis.uncertainty import RANGE


@dataclass(frozen=True)
class Dosage:
    """How the outcome goes with the hours that participants received.

    ``per_hour``, ``low`` and ``high`` are outcome units for one hour more;
    ``students`` had hours on record, ``without_hours`` had none; ``mean_hours`` in hours.
    """

    per_hour: float
    standard_error: float
    low: float
    high: float
    students: int
    without_hours: int
    mean_hours: float
    warnings: tuple[str, ...]


def dosage_effect(
    students: pd.DataFrame,
    outcome: str,
    group: str,
    hours: str,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    level: float = RANGE,
) -> Dosage:
    """Among participants, how much more of the outcome goes with an hour more.

        outcome = constant + per_hour * hours + covariates   (participants only)

    A hint, not an effect: students who come more often differ in other ways too.  A
    program that works usually shows more gain with more hours; one that shows none
    deserves a look at what happens in the hours.

    Parameters
    ----------
    students : DataFrame, one row per student
    outcome : str
        Column of numbers.
    group : str
        Column of 1 (took part) and 0 (did not).
    hours : str
        Column of hours received; blank for students without a record.
    covariates : sequence of str
        Columns known before the program.
    cluster : str, optional
        Column of schools.
    level : float

    Returns
    -------
    Dosage
        Outcome units per hour, with the range and what to mind.

    Raises
    ------
    ValueError
        When no participant has hours and outcome, all had the same hours, or there
        are too few participants for the covariates.

    Examples
    --------
    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 1, 0], "hours": [1.0, 2, 3, 4, None],
    ...                          "score": [12.0, 13.0, 17.0, 18.0, 10.0]})
    >>> round(dosage_effect(students, "score", "took_part", "hours").per_hour, 6)
    2.2
    """
    level = checked_level(level)
    names = check_covariates(students, covariates, {outcome: "outcome", hours: "column of hours"})
    require_columns(students, [outcome, hours], STUDENTS)
    mine = students[took_part(students, group)]
    columns = [outcome, hours, *names, *([cluster] if cluster else [])]
    used = mine[~np.logical_or.reduce([is_missing(mine[name]) for name in columns])]
    design, _, _ = (
        design_of(as_columns(used, names, every_word=False), None)
        if len(used)
        else (None, None, None)
    )
    _enough_hours(used, hours, design)
    codes = pd.factorize(used[cluster])[0] if cluster else None
    received = numeric(used, hours)
    found = fit_coefficient(numeric(used, outcome), design, received, codes, None)
    reach = _reach(found, level)
    return Dosage(
        per_hour=found.value,
        standard_error=found.standard_error,
        low=found.value - reach,
        high=found.value + reach,
        students=len(used),
        without_hours=int(is_missing(mine[hours]).sum()),
        mean_hours=float(received.mean()),
        warnings=(
            "Students who come more often differ in other ways too: this is what goes with an "
            "hour more, not what an hour does.",
        ),
    )


def _enough_hours(used: pd.DataFrame, hours: str, design) -> None:
    if used.empty:
        raise ValueError(
            f"No participant has both {hours!r} and the outcome, so nothing can be said of the "
            "hours. Ask the program for its attendance sheets."
        )
    received = numeric(used, hours)
    together = np.column_stack([design, received])
    if together.shape[1] - 1 not in independent_columns(together):
        raise ValueError(
            f"All {len(used)} participants with {hours!r} on record had the same, once the "
            "covariates are held constant; what more hours would do cannot be seen."
        )
    if len(used) <= together.shape[1]:
        raise ValueError(
            f"Only {len(used)} participants have {hours!r} and the outcome: too few for "
            f"{together.shape[1]} figures. Hold fewer things constant."
        )


def _reach(found, level: float) -> float:
    from scipy.stats import t as student_t

    return float(student_t.ppf((1 + level) / 2, found.degrees_of_freedom) * found.standard_error)
