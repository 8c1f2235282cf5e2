"""The criteria on which candidate priorities are scored, with their anchors."""

import tomllib
from functools import cache
from importlib.resources import files

import pandas as pd

SCORES = ("1", "2", "3", "4", "5")


@cache
def _read() -> tuple[dict, ...]:
    text = files(__package__).joinpath("criteria.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["criterion"])


def priority_criteria() -> pd.DataFrame:
    """What a candidate priority is scored on, and what a 1, a 3 and a 5 mean.

    A score of 2 or 4 lies between two anchors.

    Returns
    -------
    DataFrame, one row per criterion
        ``code``, ``title``, ``question``, ``anchor_1``, ``anchor_3``, ``anchor_5``.

    Examples
    --------
    >>> priority_criteria()["title"].tolist()
    ['Need', 'Evidence', 'Fairness', 'Delivery', 'Money']
    """
    rows = [
        {
            **{name: entry[name] for name in ("code", "title", "question")},
            **dict(zip(("anchor_1", "anchor_3", "anchor_5"), entry["anchors"], strict=True)),
        }
        for entry in _read()
    ]
    return pd.DataFrame(rows)
