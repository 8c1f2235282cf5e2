"""From a gap to what lies under it: the chain of whys, and which cause to act on first."""

from collections.abc import Mapping

import pandas as pd

LOWEST, HIGHEST = 1, 5
RATINGS = range(LOWEST, HIGHEST + 1)
HIGH = 4  # of five: from here on a rating counts as high
ACT, FIND, SMALL, LEAVE = "act first", "find who can", "quick, but small", "leave for now"
CHAIN = ["step", "why", "evidence", "gap"]


def why_chain(whys: pd.DataFrame) -> pd.DataFrame:
    """A chain of whys up to its first blank, and where it rests on no evidence.

        gap = a why is given and no evidence for it

    A chain is as strong as its weakest step.  A why after a blank one hangs in the air and
    is left out; five steps are a habit, not a rule.

    Parameters
    ----------
    whys : DataFrame, one row per step, in order
        ``why`` and ``evidence`` (words; blank or ``NaN`` where nothing was written).

    Returns
    -------
    DataFrame, one row per step given
        ``step`` (1 is nearest to the problem), ``why``, ``evidence`` ("" when none) and
        ``gap`` (True or False).

    Examples
    --------
    >>> whys = pd.DataFrame({"why": ["They cannot decode", "Nobody taught it", "", "Rain"],
    ...                      "evidence": ["fall screening", "", "", ""]})
    >>> why_chain(whys)[["step", "why", "gap"]].values.tolist()
    [[1, 'They cannot decode', False], [2, 'Nobody taught it', True]]

    References
    ----------
    Ohno (1988), *Toyota Production System* (the five whys); Government Finance Officers
    Association, *Smarter School Spending*, practice 2B.
    """
    words = whys[["why", "evidence"]].fillna("").astype(str).apply(lambda part: part.str.strip())
    unbroken = (words["why"] != "").cumprod().astype(bool)
    chain = words[unbroken.to_numpy()].reset_index(drop=True)
    chain.insert(0, "step", range(1, len(chain) + 1))
    return chain.assign(gap=chain["evidence"] == "")[CHAIN]


def with_ratings(causes: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """Causes with the ratings that a team gave them.

    Parameters
    ----------
    causes : DataFrame, one row per cause
        ``code``.
    answers : mapping of key to answer
        ``rate_<code>_impact`` and ``rate_<code>_influence``, digits as they were chosen.

    Returns
    -------
    DataFrame
        The same rows with ``impact`` and ``influence``, ``NaN`` where none was given.

    Examples
    --------
    >>> with_ratings(pd.DataFrame({"code": ["plant_1"]}), {"rate_plant_1_impact": "4"})
          code  impact  influence
    0  plant_1       4        NaN
    """
    causes = causes.copy()
    for part in ("impact", "influence"):
        given = [str(answers.get(f"rate_{code}_{part}", "")) for code in causes["code"]]
        causes[part] = pd.to_numeric(pd.Series(given, dtype="str"), errors="coerce").to_numpy()
    return causes


def cause_ranking(causes: pd.DataFrame) -> pd.DataFrame:
    """Causes by how much they matter and how much the district can do about them.

        weight = impact * influence        1 to 25

        both 4 or 5                act first
        impact 4 or 5 only         find who can
        influence 4 or 5 only      quick, but small
        neither                    leave for now

    The product sorts the list; the words tell what to do with it.  A cause nobody rated
    has no weight and comes last: unknown is not unimportant.

    Parameters
    ----------
    causes : DataFrame, one row per cause
        ``cause`` (words), ``family``, ``impact`` (how much would change if it were gone)
        and ``influence`` (how much of it is in the district's hands), 1 to 5, ``NaN`` when
        not rated.

    Returns
    -------
    DataFrame, heaviest first
        The columns above and ``weight`` (``NaN`` when not rated), ``place`` (1 is first;
        equal weights share a place) and ``advice`` ("" when not rated).

    Raises
    ------
    ValueError
        When a rating is not 1 to 5.

    Examples
    --------
    >>> causes = pd.DataFrame({"cause": ["No phonics plan", "Rents rise"],
    ...     "family": ["guidance", "community"], "impact": [5, 4], "influence": [4, 1]})
    >>> cause_ranking(causes)[["cause", "weight", "advice"]].values.tolist()
    [['No phonics plan', 20.0, 'act first'], ['Rents rise', 4.0, 'find who can']]
    """
    for column in ("impact", "influence"):
        given = causes[column].dropna()
        wrong = given[~given.between(LOWEST, HIGHEST)]
        if len(wrong):
            raise ValueError(
                f"The {column} of {causes.loc[wrong.index[0], 'cause']!r} is {wrong.iloc[0]:g}. "
                f"It is {LOWEST} to {HIGHEST}, or not rated."
            )
    impact, influence = causes["impact"].astype(float), causes["influence"].astype(float)
    table = causes.assign(impact=impact, influence=influence, weight=impact * influence)
    table["place"] = table["weight"].rank(method="min", ascending=False)
    advice = {(True, True): ACT, (True, False): FIND, (False, True): SMALL, (False, False): LEAVE}
    pairs = zip(impact >= HIGH, influence >= HIGH, strict=True)
    table["advice"] = [advice[pair] for pair in pairs]
    table["advice"] = table["advice"].where(table["weight"].notna(), "")
    order = table.sort_values(["weight", "impact", "cause"], ascending=[False, False, True])
    return order.reset_index(drop=True)


def causes_written(answers: pd.DataFrame) -> pd.DataFrame:
    """The causes that the people of a room wrote, with the family of each.

    Parameters
    ----------
    answers : DataFrame, one row per person and question
        ``person``, ``role``, ``key`` (``cause_<family>_<number>`` for a cause) and ``answer``.

    Returns
    -------
    DataFrame, one row per person and cause
        The same columns and ``family``; a blank cause is left out.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": "A", "role": "finance", "answer": ["Rents", " ", "x"],
    ...                         "key": ["cause_community_1", "cause_plant_1", "problem"]})
    >>> causes_written(answers)["family"].tolist()
    ['community']
    """
    families = answers["key"].str.extract(r"^cause_(?P<family>[a-z]+)_\d$")["family"]
    written = answers["answer"].astype(str).str.strip() != ""
    return answers[families.notna() & written].assign(family=families)


def causes_by_family(causes: pd.DataFrame, families: list[str]) -> pd.DataFrame:
    """In which families of causes each side of the room looks.

    Parameters
    ----------
    causes : DataFrame, one row per person and cause
        ``person``, ``role`` and ``family``.
    families : list of str
        Every family, in the order to list them.

    Returns
    -------
    DataFrame, one row per family
        ``family``, ``people`` (who named a cause in it), ``finance`` and ``academics``
        (people of that role), and ``one_sided``: named by one of the two roles only.

    Examples
    --------
    >>> named = pd.DataFrame({"person": ["A", "A", "B"], "role": ["finance", "finance",
    ...     "academics"], "family": ["community", "community", "guidance"]})
    >>> causes_by_family(named, ["guidance", "community"])[["people", "one_sided"]].values.tolist()
    [[1, True], [1, True]]
    """
    people = causes.drop_duplicates(["person", "family"])
    table = pd.DataFrame({"family": families})
    counts = {"people": people} | {
        role: people[people["role"] == role] for role in ("finance", "academics")
    }
    for name, rows in counts.items():
        table[name] = table["family"].map(rows["family"].value_counts()).fillna(0).astype(int)
    return table.assign(one_sided=(table["finance"] > 0) != (table["academics"] > 0))
