"""The spread that an effect is set against, and the small-sample factor."""

import math

from smarter_spending.analysis._checks import a_number
from smarter_spending.analysis._student_checks import whole_students


def pooled_sd(sd_program: float, n_program: int, sd_comparison: float, n_comparison: int) -> float:
    """Spread of the two groups taken together, each about its own mean.

        sqrt(((nT - 1) sT^2 + (nC - 1) sC^2) / (nT + nC - 2))

    Parameters
    ----------
    sd_program, sd_comparison : float, points, zero or more, not both zero
    n_program, n_comparison : int, students, 2 or more together above 2

    Returns
    -------
    float, points

    Raises
    ------
    ValueError
        When a spread is missing, negative, or both are zero.

    Examples
    --------
    >>> pooled_sd(3.0, 11, 4.0, 11)
    3.5355339059327378

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.
    """
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
    """The factor omega that takes the upward lean out of a small sample's effect size.

        omega = 1 - 3 / (4 N - 9)

    Parameters
    ----------
    students : int, students in both groups together, 4 or more

    Returns
    -------
    float, just under 1

    Examples
    --------
    >>> small_sample_factor(6)
    0.8

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.
    """
    return 1 - 3 / (4 * students - 9)


def g_from_coefficient(
    coefficient: float, unadjusted_sd: float, n_program: int, n_comparison: int
) -> float:
    """Effect size of an adjusted difference, such as a regression's coefficient.

        g = omega * coefficient / unadjusted_sd

    The spread must be that of the raw outcome, not what is left after the
    adjustment, which would make every effect look larger.

    Parameters
    ----------
    coefficient : float, points
    unadjusted_sd : float, points, above zero
        Both groups' pooled spread (see ``pooled_sd``).
    n_program, n_comparison : int, students, 2 or more

    Returns
    -------
    float, standard deviations

    Raises
    ------
    ValueError
        When the spread is zero or less, or a figure is missing.

    Examples
    --------
    >>> round(g_from_coefficient(14.0, 70.0, 250, 250), 4)
    0.1997

    References
    ----------
    What Works Clearinghouse, *Procedures Handbook*, version 4.1, appendix E.
    """
    spread = a_number("unadjusted spread (SD)", unadjusted_sd)
    if spread <= 0:
        raise ValueError(
            f"The unadjusted spread (SD) is {spread:g}; it must be above zero for an effect size. "
            "Say the difference in points instead."
        )
    for name, value in (("program", n_program), ("comparison", n_comparison)):
        whole_students(name, value)
    size = small_sample_factor(int(n_program) + int(n_comparison))
    return size * a_number("coefficient", coefficient) / spread
