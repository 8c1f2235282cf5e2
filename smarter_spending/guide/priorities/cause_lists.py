"""The families in which to look for causes, and statements to sort: the lists of notebook 4."""

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

SORTS = {
    "cause": "a cause",
    "symptom": "a symptom",
    "solution": "a solution in disguise",
}


@cache
def _read() -> dict[str, list[dict[str, str]]]:
    text = files(__package__).joinpath("causes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cause_families() -> pd.DataFrame:
    """The seven families of causes, with the question each asks.

    Returns
    -------
    DataFrame
        ``code``, ``title`` and ``question``.

    Examples
    --------
    >>> len(cause_families()), cause_families()["title"].iloc[-1]
    (7, 'Measurement')
    """
    return pd.DataFrame(_read()["family"])


def statements_to_sort() -> pd.DataFrame:
    """Statements to be told apart: a cause, a symptom, or a solution in disguise.

    Returns
    -------
    DataFrame
        ``code``, ``words``, ``sort`` (in words, as it can be answered) and ``why``.

    Examples
    --------
    >>> statements_to_sort().set_index("code").loc["tutors", "sort"]
    'a solution in disguise'
    """
    table = pd.DataFrame(_read()["statement"])
    return table.assign(sort=table["sort"].map(SORTS))
