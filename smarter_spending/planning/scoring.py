"""Options that people name, score against criteria that weigh differently, and choose from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

LOWEST, HIGHEST = 1, 5
SCORES = tuple(str(score) for score in range(LOWEST, HIGHEST + 1))  # as they are answered
DONT_KNOW = "don't know"
POINTS = 100  # that a person shares out among the criteria
# a first place under at least this share of weightings is called clear (a convention)
CLEAR_CHOICE = 0.80
SELDOM = 0.005  # share of weightings: an option first under fewer is written as 0%
WIDE_GAP = 1.0  # of the four steps between 1 and 5
SAME_SCORE = 0.05  # steps: what is less is written as 0.0
NOT_KNOWN, ALIKE, FURTHEST, FAR = "not known", "alike", "furthest", "far"
THEORY = ("if", "then", "because", "tier", "cost", "owner")  # what is written of a priority
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
    table["clear"] = table["share_first"].map(is_clear)
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


def options_named(answers: Mapping[str, object], keys: Sequence[str]) -> list[str]:
    """What one person put on the table, in order and each once; blanks are nothing.

    Examples
    --------
    >>> options_named({"a": " Reading ", "b": "", "c": "Reading"}, ["a", "b", "c"])
    ['Reading']
    """
    return list(dict.fromkeys(t for key in keys if (t := str(answers.get(key, "")).strip())))


def most_named(answers: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """The list of options that most people named; of several, the first by the person's name.

    Parameters
    ----------
    answers : DataFrame
        ``person``, ``key`` and ``answer``.
    keys : sequence of str
        Under which an option is named.

    Returns
    -------
    list of str
        Empty while nobody named any.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": ["A", "B", "C"], "key": "option_1",
    ...                         "answer": ["Math", "Reading", "Reading"]})
    >>> most_named(answers, ["option_1"])
    ['Reading']
    """
    lists = [
        tuple(options_named(dict(zip(theirs["key"], theirs["answer"], strict=True)), keys))
        for _, theirs in answers.groupby("person", sort=True)
    ]
    counts = Counter(named for named in lists if named)
    return list(max(counts, key=counts.get)) if counts else []


def scores_given(
    answers: pd.DataFrame, options: pd.DataFrame, criteria: pd.DataFrame
) -> pd.DataFrame:
    """Every score the room gave, in the shape that ``option_scores`` takes.

    Parameters
    ----------
    answers : DataFrame
        ``person``, ``role``, ``key`` and ``answer``; a score ("1" to "5", or "don't know") is
        kept as ``score_<option's code>_<criterion's code>``.
    options, criteria : DataFrame
        ``code`` and ``title``; a score of any other code is left out.

    Returns
    -------
    DataFrame, one row per person, option and criterion
        ``person``, ``role``, ``option`` (title), ``criterion`` (title) and ``score``
        (``NaN`` for "don't know").  What was left open has no row.

    Examples
    --------
    >>> one = lambda **columns: pd.DataFrame({name: [word] for name, word in columns.items()})
    >>> answers = one(person="A", role="finance", key="score_d8f705_need", answer="4")
    >>> scores_given(answers, one(code="d8f705", title="Reading"), one(code="need", title="Need"))
      person     role   option criterion  score
    0      A  finance  Reading      Need      4
    """
    keys = answers["key"].str.extract(r"^score_(?P<option>[0-9a-f]{6})_(?P<criterion>\w+)$")
    words = answers["answer"].astype(str)
    table = answers[["person", "role"]].assign(
        option=keys["option"].map(options.set_index("code")["title"]),
        criterion=keys["criterion"].map(criteria.set_index("code")["title"]),
        score=pd.to_numeric(words.where(words.isin(SCORES)), errors="coerce"),
    )
    given = words.isin([*SCORES, DONT_KNOW]) & table["option"].notna() & table["criterion"].notna()
    return table[given].reset_index(drop=True)


def weights_to_begin(criteria: pd.DataFrame) -> pd.DataFrame:
    """The criteria to be weighed, each beginning at the same whole points of the hundred.

    Examples
    --------
    >>> criteria = pd.DataFrame({"code": ["need", "money"], "title": ["Need", "Money"]})
    >>> weights_to_begin(criteria)["weight"].tolist()
    [50, 50]
    """
    return criteria[["code", "title"]].assign(weight=POINTS // len(criteria))


def weights_given(answers: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    """The room's weights; equal ones while nobody has given any.

    Parameters
    ----------
    answers : DataFrame
        ``person``, ``role``, ``key`` (``weight_<criterion's code>``) and ``answer`` (points).
        What a person left as it began counts as an equal share of the hundred.
    criteria : DataFrame
        ``code`` and ``title``.

    Returns
    -------
    DataFrame, one row per criterion
        As ``room_weights`` gives, and ``people`` who weighed (0: the weights are equal).

    Examples
    --------
    >>> criteria = pd.DataFrame({"code": ["need", "money"], "title": ["Need", "Money"]})
    >>> answers = pd.DataFrame({"person": ["A"], "role": "", "key": "weight_need", "answer": [75]})
    >>> weights_given(answers, criteria)["weight"].tolist()  # 75 and 50 of 125
    [0.6, 0.4]
    """
    titles = criteria.set_index("code")["title"]
    given = answers[answers["key"].isin("weight_" + titles.index)]
    rows = [
        (person, theirs["role"].iloc[0], title, kept.get(f"weight_{code}", POINTS / len(titles)))
        for person, theirs in given.groupby("person", sort=False)
        for kept in [dict(zip(theirs["key"], theirs["answer"], strict=True))]
        for code, title in titles.items()
    ]
    table = room_weights(pd.DataFrame(rows, columns=["person", "role", "criterion", "weight"]))
    if table.empty:
        equal = pd.DataFrame({"criterion": titles.to_list(), "weight": 1 / len(titles)})
        return equal.reindex(columns=table.columns).assign(people=0)
    return table.assign(people=given["person"].nunique())


def most_apart(weights: pd.DataFrame) -> pd.Series:
    """The row of ``weights_given`` on which people differ most: ``high`` less ``low``.

    Examples
    --------
    >>> most_apart(pd.DataFrame({"criterion": ["Need", "Money"], "low": [0.2, 0.1],
    ...                          "high": [0.3, 0.4]}))["criterion"]
    'Money'
    """
    return weights.loc[(weights["high"] - weights["low"]).idxmax()]


def points_left(given: Sequence[float], total: float = POINTS) -> tuple[float, float]:
    """What points add to, and what is left to give of the total (below 0: too much).

    Examples
    --------
    >>> points_left([60, 25]), points_left([60, 50])
    ((85.0, 15.0), (110.0, -10.0))
    """
    together = float(pd.Series(given, dtype=float).sum())
    left = total - together
    return together, 0.0 if abs(left) < 1e-9 else left


def ranked_options(
    scores: pd.DataFrame, weights: pd.DataFrame, draws: int = 10_000, seed: int = 2024
) -> pd.DataFrame:
    """The room's order, with what stands behind it: spread, gap, and how often it comes first.

    Parameters
    ----------
    scores : DataFrame
        As ``scores_given`` gives.
    weights : DataFrame
        ``criterion`` and ``weight``, as ``weights_given`` gives.
    draws, seed : int
        As for ``first_places``.

    Returns
    -------
    DataFrame, one row per option, highest score first
        The columns of ``option_scores`` and of ``first_places``.

    Examples
    --------
    >>> scores = pd.DataFrame({"person": "A", "role": "", "option": ["X", "Y"],
    ...                        "criterion": "need", "score": [3, 5]})
    >>> weights = pd.DataFrame({"criterion": ["need"], "weight": [1.0]})
    >>> ranked_options(scores, weights)[["option", "score", "share_first"]].values.tolist()
    [['Y', 5.0, 1.0], ['X', 3.0, 0.0]]
    """
    table = option_scores(scores, dict(zip(weights["criterion"], weights["weight"], strict=True)))
    places = first_places(scores, draws, seed).astype({"option": table["option"].dtype})
    return table.merge(places, on="option", how="left")


def weighted_score(weights: Sequence[float], scores: Sequence[float]) -> float:
    """One person's weighted score of one option: shares that add to 1, scores of 1 to 5.

    Examples
    --------
    >>> round(weighted_score([0.5, 0.3, 0.2], [4, 2, 5]), 2)
    3.6
    """
    criteria = [f"criterion {n}" for n in range(LOWEST, LOWEST + len(scores))]
    one = pd.DataFrame(
        {"person": "one", "role": "", "option": "it", "criterion": criteria, "score": scores}
    )
    return option_scores(one, dict(zip(criteria, weights, strict=True)))["score"].item()


def is_clear(share_first: float) -> bool:
    """Whether a first place under this share of weightings (0 to 1) is clear.

    Examples
    --------
    >>> is_clear(0.52), is_clear(0.93)
    (False, True)
    """
    return bool(share_first >= CLEAR_CHOICE)


@dataclass(frozen=True)
class Lead:
    """The first of a room's order, and how far the next (blank when alone) lies ``behind`` it.

    ``spread`` is the larger of their two, in points of the score as ``behind`` is; with
    ``told_apart`` False the raters lie further apart than the two options.  ``unplaced``
    counts the options without a score.
    """

    option: str
    score: float
    following: str
    behind: float
    spread: float
    told_apart: bool
    unplaced: int


def lead_of_first(ranking: pd.DataFrame) -> Lead | None:
    """Which option the room scored highest, and whether the next is told apart from it.

    Parameters
    ----------
    ranking : DataFrame, highest score first
        ``option``, ``score`` and ``spread``.

    Returns
    -------
    Lead, or None while no option has a score

    Examples
    --------
    >>> table = pd.DataFrame({"option": ["X", "Y"], "score": [4.0, 3.5], "spread": [0.7, 0.2]})
    >>> lead_of_first(table).behind, lead_of_first(table).told_apart
    (0.5, False)
    """
    known = ranking.dropna(subset=["score"])
    if known.empty:
        return None
    first, unplaced = known.iloc[0], len(ranking) - len(known)
    name, score = first["option"], float(first["score"])
    if len(known) == 1:
        return Lead(name, score, "", np.nan, np.nan, True, unplaced)
    second, spread = known.iloc[1], float(known.iloc[:2]["spread"].max())
    behind = score - float(second["score"])
    return Lead(name, score, second["option"], behind, spread, not spread > behind, unplaced)


@dataclass(frozen=True)
class SidesApart:
    """The option on which finance and academics lie furthest apart, in points of the score.

    ``code`` is "not known" (both have not scored one), "alike", "furthest" or "far" (a whole
    step or more); ``higher`` and ``lower`` name the sides.
    """

    code: str
    option: str = ""
    higher: str = ""
    high: float = np.nan
    lower: str = ""
    low: float = np.nan


def widest_gap(ranking: pd.DataFrame) -> SidesApart:
    """On which option finance and academics lie furthest apart; of several, the last.

    Parameters
    ----------
    ranking : DataFrame
        ``option``, ``finance``, ``academics`` and ``role_gap``, as ``option_scores`` gives.

    Returns
    -------
    SidesApart

    Examples
    --------
    >>> widest_gap(pd.DataFrame({"option": ["X"], "finance": [3.0], "academics": [5.0],
    ...                          "role_gap": [-2.0]}))
    SidesApart(code='far', option='X', higher='academics', high=5.0, lower='finance', low=3.0)
    """
    both = ranking.dropna(subset=["role_gap"])
    if both.empty:
        return SidesApart(NOT_KNOWN)
    widest = both.loc[both["role_gap"].abs().sort_values(kind="stable").index[-1]]
    gap = widest["role_gap"]
    if abs(gap) < SAME_SCORE:
        return SidesApart(ALIKE)
    higher, lower = ("academics", "finance") if gap < 0 else ("finance", "academics")
    code = FAR if abs(gap) >= WIDE_GAP else FURTHEST
    return SidesApart(
        code, widest["option"], higher, float(widest[higher]), lower, float(widest[lower])
    )


def least_known(ranking: pd.DataFrame) -> pd.DataFrame:
    """The options with a "don't know" among their scores, most first, then by name.

    Examples
    --------
    >>> least_known(pd.DataFrame({"option": ["X", "Y", "Z"], "share_dont_know": [0.1, 0.0, 0.3]}))[
    ...     "option"].tolist()
    ['Z', 'X']
    """
    unsure = ranking[ranking["share_dont_know"] > 0]
    return unsure.sort_values(["share_dont_know", "option"], ascending=[False, True])


def often_first(ranking: pd.DataFrame) -> pd.DataFrame:
    """The option most often first, and then those that are first not all too seldom.

    Parameters
    ----------
    ranking : DataFrame
        ``option`` and ``share_first`` (0 to 1; ``NaN`` where it is not known).

    Returns
    -------
    DataFrame
        Its rows, most often first at the top; under ``SELDOM`` only where it is the top.

    Examples
    --------
    >>> often_first(pd.DataFrame({"option": ["X", "Y", "Z"], "share_first": [0.6, 0.0, 0.4]}))[
    ...     "option"].tolist()
    ['X', 'Z']
    """
    known = ranking.dropna(subset=["share_first"])
    known = known.sort_values(["share_first", "option"], ascending=[False, True])
    top = pd.Series(range(len(known)), index=known.index) == 0
    return known[top | (known["share_first"] >= SELDOM)]


def theories_given(answers: Mapping[str, object], chosen: pd.DataFrame) -> pd.DataFrame:
    """What was written about each priority that was chosen.

    Parameters
    ----------
    answers : mapping of key to answer
        Kept as ``theory_<code>_<part>``, the parts as in ``THEORY``.
    chosen : DataFrame, one row per priority
        ``code`` and ``title``.

    Returns
    -------
    DataFrame, one row per priority
        ``priority``, ``if``, ``then``, ``because``, ``tier``, ``owner`` (words, "" when
        blank), ``cost`` (dollars a year, ``NaN`` when blank) and ``missing`` (how many of
        the six are blank).

    Examples
    --------
    >>> chosen = pd.DataFrame({"code": ["1"], "title": ["Reading"]})
    >>> table = theories_given({"theory_1_if": "teach it", "theory_1_cost": 0}, chosen)
    >>> table["missing"].item(), table["cost"].isna().item()
    (5, True)
    """
    table = pd.DataFrame({"priority": chosen["title"]})
    for part in THEORY:
        given = [answers.get(f"theory_{code}_{part}", "") for code in chosen["code"]]
        table[part] = [("" if word in (None, "choose…") else word) for word in given]
    table["cost"] = pd.to_numeric(table["cost"], errors="coerce").astype(float)
    words = table[[part for part in THEORY if part != "cost"]]
    blank = (words == "").sum(axis=1) + (table["cost"].isna() | (table["cost"] == 0))
    return table.assign(missing=blank.astype(int), cost=table["cost"].replace(0, np.nan))


def full_cost(theories: pd.DataFrame) -> float:
    """What the priorities whose cost is known cost together, in dollars a year.

    Examples
    --------
    >>> full_cost(pd.DataFrame({"cost": [100_000.0, None]}))
    100000.0
    """
    return float(theories["cost"].sum())


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
