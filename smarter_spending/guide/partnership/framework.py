"""The five steps and fifteen practices of the framework, as data."""

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

LEVELS = ("0 not yet", "1 beginning", "2 working", "3 strong")


@cache
def _read() -> tuple[dict, ...]:
    text = files(__package__).joinpath("framework.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["practice"])


def practices() -> pd.DataFrame:
    """The fifteen practices in order, with what each of three levels looks like.

    Returns
    -------
    DataFrame, one row per practice
        ``code`` (1A … 5A), ``step``, ``title``, ``level_1``, ``level_2``, ``level_3``.

    Examples
    --------
    >>> practices()["code"].tolist()[:4]
    ['1A', '1B', '1C', '1D']

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending* (the names of
    the steps and practices; the levels are this project's words).
    """
    rows = [
        {
            **{name: entry[name] for name in ("code", "step", "title")},
            **{f"level_{place}": text for place, text in enumerate(entry["levels"], start=1)},
        }
        for entry in _read()
    ]
    return pd.DataFrame(rows)
