"""What may fall short of the savings identified: counted twice, not all of it, not at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.planning.funds import ONE_TIME, RECURRING

ALL = "all"  # the pool of a line over all pools


def count_once(savings: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Cut a list of savings down to the dollars that are there, once.

        kept = the share of the ledger's dollars that earlier savings of the same program,
               fund and resource have left

    Two people may each propose to end the same contract, or to free the same position: the
    list then holds its dollars twice.  The first keeps its dollars, a later one what is left.

    Parameters
    ----------
    savings : DataFrame, one row per proposal, first come first served
        ``program_id``, ``fund``, ``resource`` and ``likely`` (dollars); where a position is
        freed, ``position_id`` (blank else): a position counts in the first row that names it.
    spending : DataFrame, one row per program, fund and resource
        ``program_id``, ``fund``, ``resource`` and ``dollars`` in the ledger.

    Returns
    -------
    DataFrame
        ``savings`` with ``counted`` (dollars) and ``counted_already`` (dollars cut).

    Examples
    --------
    >>> savings = pd.DataFrame({"program_id": "P1", "fund": "01", "resource": "0000",
    ...                         "likely": [80.0, 50.0]})
    >>> spending = pd.DataFrame({"program_id": ["P1"], "fund": "01", "resource": "0000",
    ...                          "dollars": [100.0]})
    >>> count_once(savings, spending)["counted"].tolist()
    [80.0, 20.0]
    """
    keys = ["program_id", "fund", "resource"]
    left = spending.set_index(keys)["dollars"].to_dict()
    seen: set[object] = set()
    counted = []
    for row in savings.to_dict("records"):
        key, position = tuple(row[one] for one in keys), row.get("position_id")
        twice = pd.notna(position) and position in seen
        dollars = 0.0 if twice else min(row["likely"], left.get(key, 0.0))
        if pd.notna(position):
            seen.add(position)
        left[key] = left.get(key, 0.0) - dollars
        counted.append(round(dollars, 2))
    table = savings.assign(counted=counted)
    return table.assign(counted_already=(table["likely"] - table["counted"]).round(2))


def plan_on(savings: pd.DataFrame) -> pd.Series:
    """The dollars of each saving to plan on: the mean of its triangle.

        plan on = (low + likely + high) / 3, to the cent

    It adds up over programs and funds, as a median would not.

    Parameters
    ----------
    savings : DataFrame
        ``low``, ``likely`` and ``high`` (dollars); where high is not above low, likely holds.

    Returns
    -------
    Series
        Dollars, on the index of ``savings``.

    Examples
    --------
    >>> plan_on(pd.DataFrame({"low": [0.0, 10.0], "likely": [60.0, 10.0], "high": [90.0, 10.0]}))
    0    50.0
    1    10.0
    dtype: float64
    """
    mean = savings[["low", "likely", "high"]].astype(float).mean(axis=1).round(2)
    return mean.where(savings["high"] > savings["low"], savings["likely"].astype(float))


def savings_range(savings: pd.DataFrame, draws: int = 5_000, seed: int = 0) -> pd.DataFrame:
    """How far the total may fall short of what is identified, by simulation.

        each program   one draw from the triangle (low, likely, high), the same for all its
                       resources
        total          the sum over programs; 5th and 95th percentile of the draws, and their
                       mean, which needs no draws (``plan_on``)

    Most savings can only fall short of what is identified, so the mean lies below it: plan on
    the mean, not on the sum.  Programs are drawn apart from each other: what makes one saving
    fail (a lawsuit, a contract) is not assumed to make another fail.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.
    draws, seed : int

    Returns
    -------
    DataFrame, one row per term and pool, and one per term over all pools (``pool`` "all")
        ``term, pool, identified`` (the sum of the likely figures), ``low, plan_on, high``
        (dollars).

    Examples
    --------
    >>> sure = pd.DataFrame({"program_id": ["P1"], "term": "recurring", "pool": "general",
    ...                      "low": [10.0], "likely": [10.0], "high": [10.0]})
    >>> savings_range(sure)[["pool", "identified", "low", "high"]].values.tolist()
    [['general', 10.0, 10.0, 10.0], ['all', 10.0, 10.0, 10.0]]
    """
    rng = np.random.default_rng(seed)
    where = {key: rng.random(draws) for key in savings["program_id"].unique()}
    drawn = [_triangle(row, where[row.program_id]) for row in savings.itertuples()]
    cases = np.array(drawn).reshape(len(savings), draws)
    means = plan_on(savings)
    rows = []
    for term in (RECURRING, ONE_TIME):
        here = savings["term"].eq(term).to_numpy()
        for pool in [*sorted(savings.loc[here, "pool"].unique()), ALL]:
            some = here & (savings["pool"].eq(pool).to_numpy() | (pool == ALL))
            if some.any():
                low, high = np.percentile(cases[some].sum(axis=0), [5, 95])
                sums = savings.loc[some, "likely"].sum(), low, means[some].sum(), high
                rows.append((term, pool, *sums))
    columns = ["term", "pool", "identified", "low", "plan_on", "high"]
    return pd.DataFrame(rows, columns=columns).round(dict.fromkeys(columns[2:], 2))


def without_repeated_totals(ranges: pd.DataFrame) -> pd.DataFrame:
    """The ranges, without a line over all pools where there is but one.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> without_repeated_totals(pd.DataFrame({"term": "recurring", "pool": ["general", "all"]}))
            term     pool
    0  recurring  general
    """
    alone = ranges.groupby("term")["pool"].transform("size").eq(2) & ranges["pool"].eq(ALL)
    return ranges[~alone].reset_index(drop=True)


@dataclass(frozen=True)
class Headline:
    """Dollars that a headline would add up: ``lasting`` (every year), ``once``, and ``ended``,
    what programs cost whose end was set before anybody decided here."""

    lasting: float
    once: float
    ended: float

    @property
    def total(self) -> float:
        """All of them together: not one number."""
        return self.lasting + self.once + self.ended


def headline(ranges: pd.DataFrame, ending: pd.DataFrame) -> Headline:
    """The figure a newspaper would print, and its three parts.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.
    ending : DataFrame
        What programs cost whose end was set already: ``dollars``.

    Returns
    -------
    Headline

    Examples
    --------
    >>> ranges = pd.DataFrame({"term": ["recurring"], "pool": ["all"], "identified": [100.0]})
    >>> headline(ranges, pd.DataFrame({"dollars": [9.0]})).total
    109.0
    """
    every = ranges[ranges["pool"].eq(ALL)].set_index("term")["identified"]
    lasting, once = (float(every.get(term, 0.0)) for term in (RECURRING, ONE_TIME))
    return Headline(lasting, once, float(ending["dollars"].sum()))


def per_student(dollars: float, students: float) -> float:
    """Dollars for each student enrolled; ``NaN`` where their number is not known.

    Parameters
    ----------
    dollars, students : float

    Returns
    -------
    float

    Examples
    --------
    >>> per_student(100_000.0, 1_000.0), per_student(100_000.0, float("nan"))
    (100.0, nan)
    """
    return dollars / students if students > 0 else np.nan


def _triangle(row, place: np.ndarray) -> np.ndarray:
    low, likely, high = row.low, row.likely, row.high
    if high <= low:
        return np.full(len(place), likely)
    turn = (likely - low) / (high - low)
    rising = low + np.sqrt(place * (high - low) * max(likely - low, 0.0))
    falling = high - np.sqrt((1 - place) * (high - low) * max(high - likely, 0.0))
    return np.where(place < turn, rising, falling)


def transition_costs(savings: pd.DataFrame, months: float) -> pd.DataFrame:
    """What it costs, once, to let the people of a stopped program go on elsewhere.

        transition = people's yearly dollars * months / 12

    Months of pay between the end of a program and the next assignment.  It is one-time, and
    the first year's saving is smaller by it.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.
    months : float
        0 to 12; the board's own assumption.

    Returns
    -------
    DataFrame, one row per program and resource with people
        ``program_id, program, resource, pool``, ``people_dollars`` (a year) and ``transition``
        (dollars, once).

    Raises
    ------
    ValueError
        When ``months`` is outside 0 to 12.

    Examples
    --------
    >>> savings = pd.DataFrame({"program_id": ["P1"], "program": ["Club"], "resource": ["0000"],
    ...                         "pool": ["general"], "people": [120.0]})
    >>> transition_costs(savings, 2)["transition"].item()
    20.0
    """
    if not 0 <= months <= 12:
        raise ValueError(f"{months:g} months of transition: write a number from 0 to 12.")
    people = savings[savings["people"] > 0]
    table = people[["program_id", "program", "resource", "pool"]].assign(
        people_dollars=people["people"],
        transition=(people["people"] * months / 12).round(2),
    )
    return table.reset_index(drop=True)
