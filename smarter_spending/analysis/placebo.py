"""The same estimate on a year that the program cannot have touched."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from smarter_spending.analysis.effects import Effect, estimate_effect
from smarter_spending.analysis.uncertainty import RANGE


def placebo_effect(
    students: pd.DataFrame,
    earlier_outcome: str,
    group: str,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    level: float = RANGE,
) -> Effect:
    """The "effect" on a score from before the program, which should be near zero.

    The same model as ``estimate_effect``, the prior score held constant too, on an
    outcome that the program cannot have moved: the score two springs before.  If
    participants with the same prior score already stood apart from comparison students
    then, they differ in something that is not held constant, and the real estimate
    holds some of that.  Students without the earlier score are left out and counted: a
    placebo needs an extra year of records.

    Parameters
    ----------
    students : DataFrame, one row per student
    earlier_outcome : str
        Column of the outcome longer before the program than the prior score.
    group : str
        Column of 1 (took part) and 0 (did not).
    covariates : sequence of str
        The same as in the real estimate, the prior score among them.
    cluster : str, optional
        Column of schools.
    level : float

    Returns
    -------
    Effect
        In the earlier outcome's units; ``warnings`` says when the range leaves out zero.

    Raises
    ------
    ValueError
        As in ``estimate_effect``.

    Examples
    --------
    >>> students = pd.DataFrame({"took_part": [1, 1, 1, 0, 0, 0],
    ...     "spring_before": [3.0, 4.0, 5.0, 3.0, 4.0, 5.0],
    ...     "two_springs_before": [3.0, 5.0, 4.0, 2.0, 5.0, 5.0]})
    >>> round(abs(placebo_effect(students, "two_springs_before", "took_part",
    ...                          ["spring_before"]).estimate), 6)
    0.0

    References
    ----------
    Imbens and Wooldridge (2009), "Recent developments in the econometrics of program
    evaluation", *Journal of Economic Literature* 47.
    """
    found = estimate_effect(
        students, earlier_outcome, group, covariates, cluster, level=level, missing="drop"
    )
    if not (found.low > 0 or found.high < 0):
        return found
    said = (
        "Longer before the program, participants already stood apart from comparison students "
        f"with the same prior score by {found.effect_size:+.2f} standard deviations: part of the "
        "estimate may be that."
    )
    return replace(found, warnings=(said, *found.warnings))
