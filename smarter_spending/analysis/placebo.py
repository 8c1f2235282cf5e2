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

    The same estimate as ``estimate_effect``, on an outcome that the program cannot have
    moved.  If participants were already gaining on comparison students the year before,
    the real estimate holds some of that too.  Students without the earlier scores are
    left out and counted: a placebo needs an extra year of records.

    Parameters
    ----------
    students : DataFrame, one row per student
    earlier_outcome : str
        Column of the outcome a year before the program.
    group : str
        Column of 1 (took part) and 0 (did not).
    covariates : sequence of str
        Columns known a year earlier still, such as the score two springs before.
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
    >>> students = pd.DataFrame({"took_part": [1, 1, 0, 0, 0, 1],
    ...     "two_springs_before": [3.0, 4.0, 3.0, 4.0, 5.0, 5.0],
    ...     "spring_before": [3.0, 5.0, 4.0, 4.0, 5.0, 5.0]})
    >>> round(abs(placebo_effect(students, "spring_before", "took_part",
    ...                          ["two_springs_before"]).estimate), 6)
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
        "The year before the program, participants already moved apart from comparison students "
        f"by {found.effect_size:+.2f} standard deviations: part of the estimate may be that."
    )
    return replace(found, warnings=(said, *found.warnings))
