"""What a room thinks, kept apart by role: ratings, their middle and their spread."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

SUMMARY_COLUMNS = [
    "code",
    "raters",
    "low",
    "median",
    "high",
    "share_dont_know",
    "finance",
    "academics",
    "role_gap",
]


def ratings_summary(ratings: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The room's ratings of each practice: middle, range, doubt, and the gap between roles.

        role_gap = | median(finance) - median(academics) |

    Read the gap and the share of "don't know" before the median: a room whose finance
    and academic heads differ by two levels does not agree that it is "in the middle".
    Do not average the ratings; the steps between levels are not equal.

    Parameters
    ----------
    ratings : DataFrame, one row per person and practice
        ``code`` (the practice), ``role`` (``finance``, ``academics`` or another),
        ``rating`` (0 to 3; ``NaN`` for "don't know").
    codes : sequence of str
        Every practice, in the order to list them; one that nobody rated stays, unknown.

    Returns
    -------
    DataFrame, one row per practice
        ``raters`` (people who gave a level), ``low``, ``median``, ``high`` (0 to 3),
        ``share_dont_know`` (0 to 1 of those who answered), ``finance``, ``academics``
        (medians by role) and ``role_gap`` (levels).

    Raises
    ------
    ValueError
        When a rating is not 0, 1, 2, 3 or unknown.

    Examples
    --------
    Finance says 3, 3, 2 and academics 1, 1, 2: the medians are 3 and 1, two apart.

    >>> room = pd.DataFrame({"code": "1A", "role": ["finance"] * 3 + ["academics"] * 3,
    ...                      "rating": [3, 3, 2, 1, 1, 2]})
    >>> ratings_summary(room, ["1A"])["role_gap"].item()
    2.0

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 1A.
    """
    wrong = ratings.loc[~ratings["rating"].isin([0, 1, 2, 3]) & ratings["rating"].notna(), "rating"]
    if len(wrong):
        raise ValueError(f"A rating is 0, 1, 2, 3 or unknown, not {wrong.iloc[0]}.")
    by_code = ratings.groupby("code")["rating"]
    summary = pd.DataFrame(index=pd.Index(codes, name="code"))
    summary["raters"] = by_code.count()
    summary["low"], summary["median"], summary["high"] = (
        by_code.min(),
        by_code.median(),
        by_code.max(),
    )
    summary["share_dont_know"] = by_code.apply(lambda given: given.isna().mean())
    for role in ("finance", "academics"):
        own = ratings[ratings["role"] == role]
        summary[role] = own.groupby("code")["rating"].median()
    summary["role_gap"] = (summary["finance"] - summary["academics"]).abs()
    summary["raters"] = summary["raters"].fillna(0).astype(int)
    return summary.reset_index()[SUMMARY_COLUMNS].astype(
        {column: float for column in SUMMARY_COLUMNS[2:]}
    )


def next_practices(summary: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Where to start: the practices rated lowest, then those the roles differ on most.

    Parameters
    ----------
    summary : DataFrame
        As ``ratings_summary`` gives.
    most : int
        How many to name.

    Returns
    -------
    DataFrame
        The first rows of ``summary`` in that order; practices nobody rated are left out.

    Examples
    --------
    >>> room = pd.DataFrame({"code": ["1A", "1B"], "role": "finance", "rating": [2, 0]})
    >>> next_practices(ratings_summary(room, ["1A", "1B"]), most=1)["code"].tolist()
    ['1B']
    """
    rated = summary[summary["raters"] > 0]
    rated = rated.assign(apart=-rated["role_gap"].fillna(0))
    ordered = rated.sort_values(["median", "apart", "code"], kind="stable")
    return ordered.drop(columns="apart").head(most).reset_index(drop=True)


def read_ratings(answers: pd.DataFrame, key: str = "rate") -> pd.DataFrame:
    """The ratings among everybody's answers.

    Parameters
    ----------
    answers : DataFrame
        ``person``, ``role``, ``key`` and ``answer``, as ``read_choices`` gives; a rating
        is kept as ``<key>_<code>`` with an answer that begins with its level.
    key : str

    Returns
    -------
    DataFrame, one row per person and practice
        ``person``, ``role``, ``code`` and ``rating`` (0 to 3; ``NaN`` for "don't know").
        A question left at "choose…" is no answer and has no row.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": ["A", "A"], "role": "finance",
    ...     "key": ["rate_1A", "rate_1B"], "answer": ["2 working", "don't know"]})
    >>> read_ratings(answers)["rating"].tolist()
    [2.0, nan]
    """
    kept = answers[answers["key"].str.startswith(f"{key}_", na=False)]
    words = kept["answer"].astype(str)
    level = pd.to_numeric(words.str[0], errors="coerce")
    ratings = pd.DataFrame(
        {
            "person": kept["person"],
            "role": kept["role"],
            "code": kept["key"].str.removeprefix(f"{key}_"),
            "rating": level.where(level.isin([0, 1, 2, 3]), np.nan),
        }
    )
    return ratings[level.notna() | words.eq("don't know")].reset_index(drop=True)
