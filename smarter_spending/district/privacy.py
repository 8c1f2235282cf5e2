"""Keeping people out of it: what may not be read, and what may not be shown.

A folder with names, birth dates, social security numbers or state student ids is
refused.  A table about students hides small groups, and enough of their neighbours
that no hidden number can be worked out from what is shown.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

ALLOWED = frozenset({"program_name", "school_name", "site_name", "district_name", "name_of_test"})
PERSONAL = re.compile(
    r"(^|_)(name|surname|lastname|firstname|fullname|middlename|nombre|apellido)s?(_|$)"
    r"|(^|_)(last|first|middle|full|maiden|student|employee|parent|guardian|staff)_?name"
    r"|birth|(^|_)dob(_|$)|social_?security|(^|_)ssn(_|$)|(^|_)ssid(_|$)|statewide_?student"
    r"|student_?(id|number|no|identifier)(_|$)|(^|_)seis_?id|calpads_?id|state_?(student_)?id(_|$)"
    r"|employee_?(id|number|no)(_|$)|(^|_)address|street|e_?mail|phone|passport|licen[cs]e_?no"
)
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
SSID = re.compile(r"[1-9]\d{9}")


def looks_personal(column: str) -> bool:
    """Whether a column's heading looks like something that names a person.

    Parameters
    ----------
    column : str
        The heading as it stands in the file.

    Returns
    -------
    bool

    Examples
    --------
    >>> [looks_personal(name) for name in ("Employee Name", "SSID", "DateofBirth", "program_name")]
    [True, True, True, False]
    """
    plain = re.sub(r"[\W_]+", "_", column.strip().lower()).strip("_")
    return plain not in ALLOWED and bool(PERSONAL.search(plain))


def looks_like_ssn(cells: pd.Series) -> pd.Series:
    """Which cells are written like a social security number.

    Parameters
    ----------
    cells : Series of str

    Returns
    -------
    Series of bool
    """
    return cells.astype("str").str.fullmatch(SSN).fillna(False).astype(bool)


def looks_like_state_ids(cells: pd.Series) -> bool:
    """Whether a column of keys looks like state student ids: ten digits, hardly any repeated.

    Parameters
    ----------
    cells : Series of str
        One key per student and year.

    Returns
    -------
    bool

    Examples
    --------
    >>> looks_like_state_ids(pd.Series(["1234567890", "2345678901", "3456789012"]))
    True
    >>> looks_like_state_ids(pd.Series(["S004512", "S000088"]))
    False
    """
    known = cells.dropna().astype("str")
    return len(known) > 0 and bool(known.str.fullmatch(SSID).mean() > 0.5)


def pseudonymise(keys: pd.Series, secret: str) -> pd.Series:
    """Made-up keys in place of student ids: the same id always gets the same key.

        key = "S" + first 12 characters of HMAC-SHA256(secret, id)

    The secret must stay with the district and out of the folder; with it, and only with
    it, a key could be matched to an id again.

    Parameters
    ----------
    keys : Series of str
        Student ids as the district's system gives them.
    secret : str
        A sentence only the district knows, of 12 characters or more.

    Returns
    -------
    Series of str

    Raises
    ------
    ValueError
        When the secret is too short to protect anybody.

    Examples
    --------
    >>> made = pseudonymise(pd.Series(["1234567890"] * 2), "a long secret of our own")
    >>> made.nunique(), made.str.len().tolist()
    (1, [13, 13])
    """
    if len(secret) < 12:
        raise ValueError("The secret must have 12 characters or more. Use a whole sentence.")

    def key(one: str) -> str:
        return "S" + hmac.new(secret.encode(), str(one).encode(), hashlib.sha256).hexdigest()[:12]

    return keys.map({one: key(one) for one in keys.dropna().unique()})


def suppress(
    table: pd.DataFrame, counts: str, minimum: int = 11, totals: bool = True
) -> pd.DataFrame:
    """Hide small groups, and enough others that no hidden number can be worked out.

    Every group of fewer than ``minimum`` students is hidden.  Where the rows add up to
    a total that is shown elsewhere, hidden rows could be found by subtraction; so the
    next smallest rows are hidden too, until at least two are hidden and together they
    hold ``minimum`` students or more.

    Parameters
    ----------
    table : DataFrame, one row per group
        The rows are parts of one whole (schools of a district, groups of a school).
    counts : str
        The column with the number of students.
    minimum : int, students
        The smallest group that may be shown.
    totals : bool
        Whether the rows' total is shown anywhere.

    Returns
    -------
    DataFrame
        ``table`` with every number of a hidden row blank, and ``suppressed`` (bool).
        A group of nobody is shown: there is nobody to protect.

    Raises
    ------
    ValueError
        When a count is missing, negative, or ``minimum`` is below 2.

    Examples
    --------
    Six students are too few to show; with the district's total at hand they would follow
    by subtraction, so the next smallest school is hidden with them.

    >>> schools = pd.DataFrame({"school": ["Oak", "Elm", "Fir"], "tested": [6, 80, 40],
    ...                         "rate": [0.5, 0.4, 0.6]})
    >>> suppress(schools, "tested", 11)[["school", "tested", "suppressed"]]
      school  tested  suppressed
    0    Oak     NaN        True
    1    Elm    80.0       False
    2    Fir     NaN        True

    References
    ----------
    US Department of Education, Privacy Technical Assistance Center, *Frequently Asked
    Questions: Disclosure Avoidance*.
    """
    if minimum < 2:
        raise ValueError("The smallest group that may be shown is 2 or more. State files use 11.")
    size = table[counts].astype(float)
    if size.isna().any() or (size < 0).any():
        raise ValueError(
            f'"{counts}" has a missing or negative count; nothing can be hidden safely.'
        )
    hidden = (size > 0) & (size < minimum)
    if totals and hidden.any():
        next_smallest = size[~hidden & (size > 0)].sort_values(kind="stable").index
        for place in next_smallest:
            if hidden.sum() >= 2 and size[hidden].sum() >= minimum:
                break
            hidden[place] = True
    shown = table.copy()
    numbers = table.select_dtypes([np.number]).columns
    shown[numbers] = shown[numbers].astype(float)
    shown.loc[hidden, numbers] = np.nan
    return shown.assign(suppressed=hidden)


def hide_small(
    table: pd.DataFrame, counts: str, minimum: int, columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Blank a small group's count, and every figure from which it could be worked out.

    Dollars and "dollars per student" give the number of students away, so the figures
    per student go with the count; the dollars themselves are public and stay.

    Parameters
    ----------
    table : DataFrame, one row per group
    counts : str
        The column with the number of students; a blank count stays as it is.
    minimum : int, students
        The smallest group that may be shown; nobody at all may be shown.
    columns : sequence of str
        The figures that go with the count.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> programs = pd.DataFrame({"program": ["Braille", "Tutoring"], "total_cost": [9e4, 9e4],
    ...     "students_served": [5.0, 90.0], "cost_per_student": [18_000.0, 1_000.0]})
    >>> shown = hide_small(programs, "students_served", 11, ["cost_per_student"])
    >>> shown["cost_per_student"].tolist()
    [nan, 1000.0]
    """
    small = table[counts].between(1, minimum - 1).to_numpy(dtype=bool, na_value=False)
    blanked = {name: table[name].astype(float).mask(small) for name in (counts, *columns)}
    return table.assign(**blanked)
