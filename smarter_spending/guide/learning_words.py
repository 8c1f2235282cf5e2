"""How the goals of learning, the groups of students and their rates are said, on every page."""

import tomllib
from importlib.resources import files

import pandas as pd

from smarter_spending.words import DASH, number, percent_range

_WORDS = tomllib.loads(files(__package__).joinpath("learning_words.toml").read_text("utf-8"))
TITLES, GOALS = _WORDS["titles"], _WORDS["goals"]  # of each goal: its name, and what reaching it is
GROUPS, SUBJECTS, TESTS = _WORDS["groups"], _WORDS["subjects"], _WORDS["tests"]


def rates_in_words(rates: pd.DataFrame) -> pd.DataFrame:
    """Rates of goals with the goal's name and meaning, the range and the counts in words."""
    return counts_in_words(rates).assign(
        need_title=rates["measure"].map(TITLES), goal_words=rates["measure"].map(GOALS)
    )


def counts_in_words(rates: pd.DataFrame, too_few: str = "too few") -> pd.DataFrame:
    """Rates with their range and their counts in words, hidden ones said to be too few."""
    return rates.assign(
        range_words=ranges(rates["low"], rates["high"]),
        students_words=[too_few if pd.isna(n) else number(n) for n in rates["students"]],
        behind_words=[DASH if pd.isna(n) else number(n) for n in rates["behind"]],
    )


def ranges(low: pd.Series, high: pd.Series, words=percent_range) -> list[str]:
    """Ranges in words, one for each pair of limits."""
    return [words(*limits) for limits in zip(low, high, strict=True)]
