"""Putting things in order and sharing out a total: what is asked, and what is said meanwhile."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import Question, answered, ask_choice, ask_number
from smarter_spending.words import listed, number

PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh")


def ask_ranking(key: str, options: Sequence[str], places: int = 3) -> list[Question]:
    """One question for each place of a ranked list.

    Parameters
    ----------
    key : str
        Answers are kept as ``<key>_1``, ``<key>_2``, …
    options : sequence of str
    places : int
        At most seven.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [question.key for question in ask_ranking("value", ["equity", "evidence"], 2)]
    ['value_1', 'value_2']
    """
    return [ask_choice(f"{key}_{n + 1}", PLACES[n], options) for n in range(places)]


def ranking(answers: Mapping[str, object], questions: Sequence[Question]) -> list[str]:
    """What was put in order, best first, each once.

    Parameters
    ----------
    answers : mapping of key to answer
    questions : sequence of Question
        As ``ask_ranking`` gives.

    Returns
    -------
    list of str

    Examples
    --------
    >>> places = ask_ranking("value", ["equity", "evidence"], 2)
    >>> ranking({"value_1": "evidence", "value_2": "evidence"}, places)
    ['evidence']
    """
    given = [str(answers[q.key]) for q in questions if answered(q, answers)]
    return list(dict.fromkeys(given))


def say_ranking(answers: Mapping[str, object], questions: Sequence[Question]) -> str:
    """Whether the list is in order: nothing named twice, no place left open.

    Parameters
    ----------
    answers : mapping of key to answer
    questions : sequence of Question
        As ``ask_ranking`` gives.

    Returns
    -------
    str

    Examples
    --------
    >>> places = ask_ranking("value", ["equity", "evidence"], 2)
    >>> say_ranking({"value_1": "evidence", "value_2": "evidence"}, places)
    'evidence is named twice. Each can have one place only.'
    """
    given = [str(answers[q.key]) for q in questions if answered(q, answers)]
    twice = [name for name in dict.fromkeys(given) if given.count(name) > 1]
    if twice:
        verb = "is" if len(twice) == 1 else "are"
        return f"{listed(twice)} {verb} named twice. Each can have one place only."
    if not given:
        return ""
    left = len(questions) - len(given)
    return f"Your order: {listed(given)}." + (f" {left} still open." if left else "")


def ask_weights(key: str, rows: pd.DataFrame, total: float = 100) -> list[Question]:
    """One number for each row, together to add to a total.

    Parameters
    ----------
    key : str
        Answers are kept as ``<key>_<code>``.
    rows : DataFrame
        ``code``, ``title`` and, if they have one, ``weight``: where each box starts.
    total : float

    Returns
    -------
    list of Question
    """
    return [
        ask_number(f"{key}_{row.code}", str(row.title), getattr(row, "weight", 0), 0, total, 1)
        for row in rows.itertuples()
    ]


def weights_given(answers: Mapping[str, object], questions: Sequence[Question]) -> pd.Series:
    """The weight of each row: what was given, and where nothing was, the box's start.

    Parameters
    ----------
    answers : mapping of key to answer
    questions : sequence of Question
        As ``ask_weights`` gives.

    Returns
    -------
    Series of float by the question's key
    """
    given = {q.key: answers.get(q.key, q.default) for q in questions}
    return pd.Series(given, dtype=float)


def say_weights(
    answers: Mapping[str, object], questions: Sequence[Question], total: float = 100
) -> str:
    """What the weights add to, and what is left to give or given too much.

    Parameters
    ----------
    answers : mapping of key to answer
    questions : sequence of Question
        As ``ask_weights`` gives.
    total : float

    Returns
    -------
    str

    Examples
    --------
    >>> rows = pd.DataFrame({"code": ["a", "b"], "title": ["Evidence", "Reach"]})
    >>> questions = ask_weights("w", rows)
    >>> say_weights({"w_a": 60, "w_b": 25}, questions)
    'The weights add to 85: **15 left to give**.'
    >>> say_weights({"w_a": 60, "w_b": 40}, questions)
    'The weights add to 100.'
    """
    given = weights_given(answers, questions).sum()
    left = total - given
    if abs(left) < 1e-9:
        return f"The weights add to {number(given)}."
    over = f"{number(left)} left to give" if left > 0 else f"{number(-left)} too much"
    return f"The weights add to {number(given)}: **{over}**."
