"""A yes/no effect said in students."""

from dataclasses import dataclass

from smarter_spending.analysis.effects import Effect


@dataclass(frozen=True)
class Moved:
    """A yes/no effect in words a principal can repeat.

    ``percentage_points`` (with ``points_low``, ``points_high``) and ``students`` more
    who reached the outcome among the participants (with ``students_low``, ``students_high``).
    """

    percentage_points: float
    points_low: float
    points_high: float
    students: float
    students_low: float
    students_high: float


def students_moved(effect: Effect) -> Moved:
    """A yes/no effect as percentage points and as students.

        percentage_points = 100 * estimate
        students = estimate * participants

    Parameters
    ----------
    effect : Effect
        Of an outcome of 1 and 0.

    Returns
    -------
    Moved
        Percentage points and students, each with its range.

    Raises
    ------
    ValueError
        When the outcome was not yes/no.

    Examples
    --------
    Of 4 participants 3 are on track, of 4 comparison students 2: 25 points, 1 student.

    >>> import pandas as pd
    >>> from smarter_spending.analysis.effects import estimate_effect
    >>> students = pd.DataFrame({"took_part": [1] * 4 + [0] * 4,
    ...                          "on_track": [1, 1, 1, 0, 1, 1, 0, 0]})
    >>> moved = students_moved(estimate_effect(students, "on_track", "took_part"))
    >>> round(moved.percentage_points, 6), round(moved.students, 6)
    (25.0, 1.0)
    """
    if not effect.yes_no:
        raise ValueError(
            "This outcome is a score, not yes or no, so it moves points and not a count of "
            "students. Say the points and the effect size."
        )
    shares = (effect.estimate, effect.low, effect.high)
    return Moved(
        *(100 * share for share in shares), *(effect.program_students * share for share in shares)
    )
