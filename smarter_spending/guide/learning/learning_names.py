"""What goals, groups, grades and differences of rates are called on a page of learning."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from smarter_spending.words import DASH, number, percent


@cache
def learning_words() -> Mapping[str, Mapping]:
    """What the goals, the groups and the tests are called on a page.

    Returns
    -------
    mapping of section to mapping
        ``titles``, ``goals``, ``groups``, ``subjects``, ``tests``, ``steps``.

    Examples
    --------
    >>> learning_words()["titles"]["third_grade_reading"]
    'Reading by grade 3 (state test)'
    """
    text = files(__package__).joinpath("learning.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def grade_title(grade: str) -> str:
    """A grade as a page says it.

    Parameters
    ----------
    grade : str
        TK, KN, 01 to 12.

    Returns
    -------
    str

    Examples
    --------
    >>> grade_title("KN"), grade_title("03")
    ('Kindergarten', 'Grade 3')
    """
    early = {"TK": "Transitional kindergarten", "KN": "Kindergarten"}
    return early.get(grade) or f"Grade {int(grade)}"


def points(change: float) -> str:
    """A difference of rates in percentage points, with its sign.

    Parameters
    ----------
    change : float, -1 to 1

    Returns
    -------
    str

    Examples
    --------
    >>> points(0.036), points(-0.01), points(float("nan"))
    ('+4 points', '−1 point', '–')
    """
    if change is None or change != change:
        return DASH
    whole = signed(100 * change)
    return f"{whole} {'point' if whole[1:] == '1' else 'points'}"


def signed(value: float, places: int = 0) -> str:
    """A number with its sign, minus as a minus; what rounds to zero has none.

    Parameters
    ----------
    value : float
    places : int
        Digits after the point.

    Returns
    -------
    str

    Examples
    --------
    >>> signed(3.6), signed(-0.2), signed(-0.2, 1)
    ('+4', '0', '−0.2')
    """
    rounded = round(float(value), places) + 0.0  # no minus before a zero
    return f"+{number(rounded, places)}" if rounded > 0 else number(rounded, places)


def rate_ranges(low: Iterable[float], high: Iterable[float]) -> list[str]:
    """Ranges of rates in words, a dash where there is none.

    Parameters
    ----------
    low, high : float, 0 to 1

    Returns
    -------
    list of str

    Examples
    --------
    >>> rate_ranges([0.29, float("nan")], [0.52, float("nan")])
    ['29% to 52%', '–']
    """
    return [
        DASH if one != one else f"{percent(one)} to {percent(two)}"
        for one, two in zip(low, high, strict=True)
    ]


def point_ranges(low: Iterable[float], high: Iterable[float], times: float = 1) -> list[str]:
    """Ranges of differences in points, with their signs, a dash where there is none.

    Parameters
    ----------
    low, high : float
    times : float
        100 for differences of rates.

    Returns
    -------
    list of str

    Examples
    --------
    >>> point_ranges([-0.008], [0.24], times=100)
    ['−0.8 to +24.0']
    """
    return [
        DASH if one != one else f"{signed(times * one, 1)} to {signed(times * two, 1)}"
        for one, two in zip(low, high, strict=True)
    ]


def count_words(counts: Iterable[float], otherwise: str) -> list[str]:
    """Counts of students in words, with what to say where a count is hidden.

    Parameters
    ----------
    counts : float
        Students; blank where hidden.
    otherwise : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> count_words([1159.0, float("nan")], "too few to show")
    ['1,159', 'too few to show']
    """
    return [otherwise if count != count else number(count) for count in counts]
