"""The chance of being the best buy, and what knowing more before choosing is worth."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, quoted


def chance_best(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """How often each program is the best buy, at each price the board would pay.

        net_benefit = willingness_to_pay * effect - cost, in each draw
        chance = share of draws in which a program's net benefit is the largest

    Chances add to 1 at each price.  A tie goes to the cheaper program, then to
    the one listed first.  The program that is best *on average* need not be the
    one most often best: it is flagged, because it is the one to choose when a
    choice must be made.  Only programs measured on one outcome may be compared,
    and "fund none of them" is a choice only if it is a column (zero cost, zero
    effect).

    Parameters
    ----------
    costs : DataFrame, draws x programs, dollars per student
    effects : DataFrame, draws x programs, outcome units per student
        The same rows and columns as ``costs``.
    willingness_to_pay : sequence of float, dollars per unit of outcome, zero or more

    Returns
    -------
    DataFrame, one row per price and program
        ``willingness_to_pay`` (dollars per unit), ``program``, ``chance`` (0 to 1)
        and ``best_on_average`` (exactly one True at each price).

    Raises
    ------
    ValueError
        When the tables do not match, a value is missing, or a price is negative.

    Examples
    --------
    >>> costs = pd.DataFrame({"None": [0, 0], "Tutoring": [100, 10]})
    >>> effects = pd.DataFrame({"None": [0, 0], "Tutoring": [1, -2]})
    >>> chance_best(costs, effects, [5])
       willingness_to_pay program  chance  best_on_average
    0                 5.0      None     1.0             True
    1                 5.0  Tutoring     0.0            False

    References
    ----------
    Fenwick, Claxton and Sculpher (2001), "Representing uncertainty: the role of
    cost-effectiveness acceptability curves", *Health Economics* 10.
    """
    costs, effects, prices = _checked_draws(costs, effects, willingness_to_pay)
    spent, gained = costs.to_numpy(dtype=float), effects.to_numpy(dtype=float)
    tables = []
    for price in prices:
        best = _best_in_each_draw(price * gained - spent, spent)
        chance = np.bincount(best, minlength=spent.shape[1]) / len(spent)
        mean = (price * gained.mean(axis=0) - spent.mean(axis=0))[None, :]
        leader = _best_in_each_draw(mean, spent.mean(axis=0)[None, :])[0]
        tables.append(
            pd.DataFrame(
                {
                    "willingness_to_pay": price,
                    "program": costs.columns,
                    "chance": chance,
                    "best_on_average": np.arange(spent.shape[1]) == leader,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def value_of_information(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """What knowing for certain, before choosing, would be worth per student (EVPI).

        evpi = mean over draws of (largest net benefit) - largest (mean net benefit)

    Never negative; zero when one program is best in every draw.  Multiply by the
    students whom the choice concerns.  If a pilot or a better study would cost
    more than that, decide now; if far less, learn first.

    Parameters
    ----------
    costs, effects : DataFrame, draws x programs
        As in ``chance_best``.
    willingness_to_pay : sequence of float, dollars per unit of outcome

    Returns
    -------
    DataFrame, one row per price
        ``willingness_to_pay`` (dollars per unit), ``evpi`` (dollars per student).

    Raises
    ------
    ValueError
        As in ``chance_best``.

    Examples
    --------
    Half the time A is worth $10 more, half the time $10 less: knowing which is worth $5.

    >>> costs = pd.DataFrame({"A": [0, 0], "B": [0, 0]})
    >>> effects = pd.DataFrame({"A": [1, -1], "B": [0, 0]})
    >>> value_of_information(costs, effects, [10])["evpi"].item()
    5.0

    References
    ----------
    Claxton (1999), "The irrelevance of inference", *Journal of Health Economics* 18.
    """
    losses = expected_loss(costs, effects, willingness_to_pay)
    least = losses.groupby("willingness_to_pay", sort=False)["expected_loss"].min()
    return least.rename("evpi").reset_index()


def expected_loss(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """What choosing each program is expected to cost us in hindsight, per student.

        expected_loss = mean over draws of (largest net benefit - own net benefit)

    The program with the smallest is the one to choose today, and that smallest
    loss is the value of information.

    Parameters
    ----------
    costs, effects : DataFrame, draws x programs
        As in ``chance_best``.
    willingness_to_pay : sequence of float, dollars per unit of outcome

    Returns
    -------
    DataFrame, one row per price and program
        ``willingness_to_pay``, ``program``, ``expected_loss`` (dollars per student,
        zero or more).

    Raises
    ------
    ValueError
        As in ``chance_best``.

    Examples
    --------
    >>> costs = pd.DataFrame({"A": [0, 0], "B": [0, 0]})
    >>> effects = pd.DataFrame({"A": [1, -1], "B": [0.5, 0.5]})
    >>> expected_loss(costs, effects, [10])["expected_loss"].tolist()
    [7.5, 2.5]

    References
    ----------
    Alarid-Escudero, Enns, Kuntz, Michaud and Jalal (2019), "Time traveling is
    just too dangerous but some methods are worth revisiting", *Value in Health* 22.
    """
    costs, effects, prices = _checked_draws(costs, effects, willingness_to_pay)
    spent, gained = costs.to_numpy(dtype=float), effects.to_numpy(dtype=float)
    tables = []
    for price in prices:
        net = price * gained - spent
        loss = (net.max(axis=1, keepdims=True) - net).mean(axis=0)
        tables.append(
            pd.DataFrame(
                {"willingness_to_pay": price, "program": costs.columns, "expected_loss": loss}
            )
        )
    return pd.concat(tables, ignore_index=True)


def _best_in_each_draw(net: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """Column of the largest net benefit; ties to the cheaper, then to the first listed."""
    tied = net == net.max(axis=1, keepdims=True)
    return np.where(tied, spent, np.inf).argmin(axis=1)


def _checked_draws(costs, effects, willingness_to_pay):
    costs, effects = pd.DataFrame(costs), pd.DataFrame(effects)
    if list(costs.columns) != list(effects.columns):
        raise ValueError(
            f"The draws of cost and of effect are of different programs: {quoted(costs.columns)} "
            f"and {quoted(effects.columns)}. Give both tables the same columns."
        )
    if len(costs) != len(effects) or costs.empty:
        raise ValueError(
            f"There are {len(costs)} draws of cost and {len(effects)} of effect. They must be the "
            "same draws, row by row, and at least one."
        )
    for what, table in (("cost", costs), ("effect", effects)):
        wrong = ~np.isfinite(table.to_numpy(dtype=float)).all(axis=0)
        if wrong.any():
            raise ValueError(
                f"Some draws of the {what} of {quoted(table.columns[wrong])} are missing. Leave "
                "the program out of both tables, and say that it is not comparable."
            )
    prices = [
        a_number("price the board would pay", price)
        for price in np.atleast_1d(np.asarray(willingness_to_pay, dtype=object))
    ]
    if not prices or min(prices) < 0:
        raise ValueError(
            "What the board would pay for a unit of outcome must be one or more figures of zero "
            "dollars or more."
        )
    return costs, effects, prices
