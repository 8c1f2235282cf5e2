"""Options scored by several people against criteria that weigh differently."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

LOWEST, HIGHEST = 1, 5
# a first place under at least this share of weightings is called clear (a convention)
CLEAR_CHOICE = 0.80
SCORED = ["option", "score", "low", "high", "spread", "finance", "academics", "role_gap",
          "raters", "share_dont_know"]  # fmt: skip


def option_scores(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The room's score of each option: weighted mean, spread, and the gap between roles.

        score    = sum over criteria of weight * mean score of those who gave one
        own      = the same for one person alone, where that person scored every criterion
        spread   = standard deviation of the people's own scores
        role_gap = score by finance - score by academics

    Read the spread and the gap before the order.  Two options whose scores differ by less
    than the spread of either are not told apart by this room.  Scores are opinions
    against anchors: they are no measure of what an option would do.

    Parameters
    ----------
    scores : DataFrame, one row per person, option and criterion
        ``person``, ``role``, ``option``, ``criterion``, ``score`` (1 to 5; ``NaN`` for
        "don't know").
    weights : mapping of criterion to weight
        Shares; together 1.

    Returns
    -------
    DataFrame, one row per option, highest score first
        ``option``, ``score`` (1 to 5; ``NaN`` while a criterion with weight has no score),
        ``low`` and ``high`` (of the people's own scores), ``spread`` (``NaN`` below two
        people), ``finance``, ``academics``, ``role_gap`` (finance minus academics),
        ``raters`` (people who scored every criterion with weight) and ``share_dont_know``
        (0 to 1).

    Raises
    ------
    ValueError
        When a score is not 1 to 5, the weights do not add to 1, one is negative, or a
        criterion has no weight.

    Examples
    --------
    >>> scores = pd.DataFrame({"person": "A", "role": "finance", "option": "Tutoring",
    ...     "criterion": ["need", "evidence", "reach"], "score": [4, 2, 5]})
    >>> table = option_scores(scores, {"need": 0.5, "evidence": 0.3, "reach": 0.2})
    >>> round(table["score"].item(), 2)
    3.6

    References
    ----------
    Belton and Stewart (2002), *Multiple Criteria Decision Analysis*, chapter 5 (the
    weighted sum); Government Finance Officers Association, *Smarter School Spending*,
    practices 2C and 2D.
    """
    weight = _weights(weights)
    _check_scores(scores, weight)
    wide = scores.pivot_table(
        index=["option", "person", "role"], columns="criterion", values="score", dropna=False
    )
    own = _weighted(wide.reindex(columns=weight.index), weight)
    own = own[own.index.isin(pd.MultiIndex.from_frame(scores[["option", "person", "role"]]))]
    by_option = own.dropna().groupby("option")
    table = pd.DataFrame(index=pd.Index(scores["option"].unique(), name="option"))
    table["score"] = _weighted(_means(scores, weight), weight)
    table["low"], table["high"], table["spread"] = by_option.min(), by_option.max(), by_option.std()
    for role in ("finance", "academics"):
        table[role] = _weighted(_means(scores[scores["role"] == role], weight), weight)
    table["role_gap"] = table["finance"] - table["academics"]
    table["raters"] = by_option.size().reindex(table.index).fillna(0).astype(int)
    unknown = scores["score"].isna().groupby(scores["option"]).mean()
    table["share_dont_know"] = unknown
    table = table.reset_index().sort_values(["score", "option"], ascending=[False, True])
    return table.reset_index(drop=True)[SCORED]


def first_places(scores: pd.DataFrame, draws: int = 10_000, seed: int = 2024) -> pd.DataFrame:
    """How often each option comes first when nobody knows the right weights.

        weights ~ Dirichlet(1, ..., 1): every way of sharing out the total is as likely
        share_first = share of draws in which the option has the highest score

    An option first under nearly every weighting is a clear choice whatever one values;
    one that is first in half of them is first because of the weights.  Ties share a draw.

    Parameters
    ----------
    scores : DataFrame
        As for ``option_scores``.
    draws : int, at least 1
    seed : int
        The same seed gives the same draws.

    Returns
    -------
    DataFrame, one row per option, most often first at the top
        ``option``, ``share_first`` (0 to 1, together 1), ``best_place`` and
        ``worst_place`` (1 is first), ``clear`` (``share_first`` is at least
        ``CLEAR_CHOICE``).  Options with a criterion that nobody scored are left out.

    Raises
    ------
    ValueError
        When a score is not 1 to 5, or there is no draw.

    Examples
    --------
    One option is better on both criteria, so no weighting puts the other first.

    >>> scores = pd.DataFrame({"person": "A", "role": "", "option": ["X", "X", "Y", "Y"],
    ...     "criterion": ["need", "reach"] * 2, "score": [5, 4, 3, 2]})
    >>> first_places(scores)[["option", "share_first", "clear"]].values.tolist()
    [['X', 1.0, True], ['Y', 0.0, False]]

    References
    ----------
    Lahdelma, Hokkanen and Salminen (1998), SMAA - stochastic multiobjective
    acceptability analysis, *European Journal of Operational Research* 106.
    """
    if draws < 1:
        raise ValueError(f"At least one draw is needed, not {draws}.")
    criteria = sorted(scores["criterion"].unique())
    _check_scores(scores, pd.Series(0.0, index=criteria))
    means = _means(scores, pd.Series(0.0, index=criteria)).dropna()
    columns = ["option", "share_first", "best_place", "worst_place", "clear"]
    if means.empty:
        return pd.DataFrame(columns=columns)
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(criteria)), draws)
    drawn = (weights @ means.to_numpy().T).round(9)  # ties are ties, whatever the last digit
    first = drawn == drawn.max(axis=1, keepdims=True)
    place = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
    table = pd.DataFrame(
        {
            "option": means.index,
            "share_first": (first / first.sum(axis=1, keepdims=True)).mean(axis=0),
            "best_place": place.min(axis=0),
            "worst_place": place.max(axis=0),
        }
    )
    table["clear"] = table["share_first"] >= CLEAR_CHOICE
    order = ["share_first", "worst_place", "option"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table[columns]


def room_weights(weights: pd.DataFrame) -> pd.DataFrame:
    """The room's weights: the mean of everybody's, each person's brought to a total of 1.

        weight = mean over people of own weight / sum of own weights

    Parameters
    ----------
    weights : DataFrame, one row per person and criterion
        ``person``, ``role``, ``criterion``, ``weight`` (any total; 0 or more).

    Returns
    -------
    DataFrame, one row per criterion
        ``criterion``, ``weight`` (shares, together 1), ``low``, ``high`` (of people),
        ``finance``, ``academics`` (means by role).  No rows when nobody gave any.

    Raises
    ------
    ValueError
        When a weight is negative or not a number.

    Examples
    --------
    >>> given = pd.DataFrame({"person": ["A", "A", "B", "B"], "role": "",
    ...     "criterion": ["need", "reach"] * 2, "weight": [60, 40, 1, 1]})
    >>> room_weights(given)["weight"].round(2).tolist()
    [0.55, 0.45]
    """
    amounts = weights["weight"].astype(float)
    if amounts.isna().any() or (amounts < 0).any():
        wrong = weights.loc[amounts.isna() | (amounts < 0)].iloc[0]
        raise ValueError(
            f"The weight of {wrong['criterion']} given by {wrong['person']} is "
            f"{wrong['weight']}. Write 0 or more."
        )
    totals = amounts.groupby(weights["person"]).transform("sum")
    shares = weights.assign(weight=amounts / totals)[totals > 0]
    order = weights["criterion"].drop_duplicates()
    by_criterion = shares.groupby("criterion")["weight"]
    table = pd.DataFrame({"weight": by_criterion.mean(), "low": by_criterion.min(),
                          "high": by_criterion.max()})  # fmt: skip
    for role in ("finance", "academics"):
        table[role] = shares[shares["role"] == role].groupby("criterion")["weight"].mean()
    if table.empty:
        order = order.iloc[:0]
    return table.reindex(order).rename_axis("criterion").reset_index()


def _means(scores: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    means = scores.groupby(["option", "criterion"])["score"].mean().unstack("criterion")
    return means.reindex(columns=weight.index)


def _weighted(wide: pd.DataFrame, weight: pd.Series) -> pd.Series:
    counted = weight[weight > 0]  # what weighs nothing need not be scored
    return (wide[counted.index] * counted).sum(axis=1, skipna=False)


def _weights(weights: Mapping[str, float]) -> pd.Series:
    weight = pd.Series(dict(weights), dtype=float)
    if (weight < 0).any() or not np.isfinite(weight).all():
        raise ValueError("A weight is 0 or more; one here is negative or missing.")
    if abs(weight.sum() - 1) > 1e-6:
        raise ValueError(
            f"The weights add to {weight.sum():.4g}, not 1. Divide each by their total."
        )
    return weight


def _check_scores(scores: pd.DataFrame, weight: pd.Series) -> None:
    given = scores["score"].dropna()
    wrong = given[~given.between(LOWEST, HIGHEST)]
    if len(wrong):
        row = scores.loc[wrong.index[0]]
        raise ValueError(
            f"{row['person']} scored {row['option']} {row['score']:g} on {row['criterion']}. "
            f"A score is {LOWEST} to {HIGHEST}, or unknown."
        )
    missing = sorted(set(scores["criterion"]) - set(weight.index))
    if missing:
        raise ValueError(f"There is no weight for: {', '.join(missing)}.")
