"""The students lost between the start of a program and its measurement."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._student_checks import STUDENTS, is_missing, took_part

# WWC Standards 4.1, table II.1: largest difference between the groups' losses, in percentage
# points, for each whole percent of all students lost, under cautious assumptions.
CAUTIOUS_BOUNDARY = (
    5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7,
    5.5, 5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1,
    2.9, 2.8, 2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2,
    0.0,
)  # fmt: skip
MOST_GROUPS_LOST = 57


def attrition_table(students: pd.DataFrame, group: str, columns: Sequence[str]) -> pd.DataFrame:
    """How many students of each group are lost for want of a value.

        share_lost = students without a value in any of the columns / students
        differential = |share lost of participants - share lost of comparison students|

    When many are lost, or more from one group than the other, those left may be alike
    only because the others are gone.  ``low`` and ``high`` are the WWC's under its
    cautious assumptions, in steps of a percent.

    Parameters
    ----------
    students : DataFrame, one row per student who was there at the start
    group : str
        Column of 1 (took part) and 0 (did not).
    columns : sequence of str
        What the analysis needs: the outcome, the prior score.

    Returns
    -------
    DataFrame, three rows
        ``who`` (all, participants, comparison), ``students``, ``lost``, ``share_lost``
        (0 to 1), ``differential`` (0 to 1, first row) and ``wwc`` (low or high, first row).

    Raises
    ------
    ValueError
        When a group is empty or a column is missing.

    Examples
    --------
    >>> students = pd.DataFrame({"took_part": [1, 1, 0, 0], "score": [1.0, None, 2.0, 3.0]})
    >>> attrition_table(students, "took_part", ["score"])[["who", "lost", "share_lost", "wwc"]]
                who  lost  share_lost   wwc
    0           all     1        0.25  high
    1  participants     1        0.50  <NA>
    2    comparison     0        0.00  <NA>

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1, table II.1.
    """
    flags = took_part(students, group)
    require_columns(students, columns, STUDENTS)
    gone = np.logical_or.reduce([is_missing(students[name]) for name in columns])
    sides = [np.ones(len(flags), dtype=bool), flags, ~flags]
    table = pd.DataFrame(
        {
            "who": ["all", "participants", "comparison"],
            "students": [int(side.sum()) for side in sides],
            "lost": [int(gone[side].sum()) for side in sides],
        }
    )
    table["share_lost"] = table["lost"] / table["students"]
    apart = abs(table["share_lost"][1] - table["share_lost"][2])
    table["differential"] = [apart, np.nan, np.nan]
    words = [attrition_class(table["share_lost"][0], apart), pd.NA, pd.NA]
    return table.assign(wwc=pd.Series(words, dtype="string"))


def attrition_class(overall: float, differential: float) -> str:
    """Whether the students lost are few and even enough: low or high (WWC, cautious).

    Parameters
    ----------
    overall : float, 0 to 1
        Share of all students lost.
    differential : float, 0 to 1
        Difference between the groups' shares lost.

    Returns
    -------
    str, "low" or "high"

    Examples
    --------
    At 10 percent lost the groups may differ by 6.3 points:

    >>> attrition_class(0.10, 0.063), attrition_class(0.10, 0.064)
    ('low', 'high')

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1, table II.1.
    """
    percent = int(np.ceil(round(100 * overall, 9)))
    if percent > MOST_GROUPS_LOST:
        return "high"
    return "low" if round(100 * differential, 9) <= CAUTIOUS_BOUNDARY[percent] else "high"
