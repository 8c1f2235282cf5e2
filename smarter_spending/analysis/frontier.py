"""The line of choices worth comparing, and the price of each step along it."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns, rows

# Two steps whose prices differ by less than this part are one straight line
_SAME_RATIO = 1e-9


def incremental_ratios(options: pd.DataFrame) -> pd.DataFrame:
    """The line of choices worth comparing, and the price of each step along it.

    Options are put in order of cost.  One that costs as much or more and gains
    no more than another is dominated (D); of identical options the one listed
    second is D.  One that is dearer for each extra unit than the next step up
    is passed over by a mix of its neighbors and is extended dominated (ED);
    this is repeated until none is left.  What remains is not dominated (ND):

        incremental_ratio = (cost - cost of the step below) / (effect - effect of the step below)

    Read it upward: take the next step while its ratio is no more than the
    board would pay for a unit.  All options must be measured on the same
    outcome and meant for the same students.

    Parameters
    ----------
    options : DataFrame, one row per option
        ``program`` (any label, each once), ``cost`` (dollars, per student or
        in all) and ``effect`` (outcome units, on the same basis; positive is
        better).  Other columns are kept.

    Returns
    -------
    DataFrame, every option, the line first by cost, then the others by cost
        The columns given plus ``status`` ("ND", "ED" or "D"),
        ``incremental_cost`` (dollars), ``incremental_effect`` (outcome units)
        and ``incremental_ratio`` (dollars per outcome unit), all three ``NaN``
        off the line and on its first row.

    Raises
    ------
    ValueError
        When a cost or an effect is missing, or a program is listed twice.

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["Coach", "Tutor", "Tablet", "Kit"],
    ...                         "cost": [400, 900, 700, 500], "effect": [0.1, 0.3, 0.15, 0.05]})
    >>> incremental_ratios(options)[["program", "status", "incremental_ratio"]]
      program status  incremental_ratio
    0   Coach     ND                NaN
    1   Tutor     ND             2500.0
    2     Kit      D                NaN
    3  Tablet     ED                NaN

    References
    ----------
    The efficiency frontier as taught in health economics, for example in the
    vignettes of the R package dampack.
    """
    what = "table of options"
    require_columns(options, ["program", "cost", "effect"], what)
    _all_known(options, ["cost", "effect"], what)
    again = options["program"].duplicated()
    if again.any():
        raise ValueError(
            f"{quoted(options.loc[again, 'program'])} is listed more than once in the {what} "
            f"({rows(options, again)}). Give each option its own name."
        )
    table = options.reset_index(drop=True)
    cost, effect = table["cost"].astype(float), table["effect"].astype(float)
    # by cost, the larger effect first, and as listed where both are equal
    order = np.lexsort([-effect, cost])
    status = _status(cost.to_numpy()[order], effect.to_numpy()[order])
    table = table.iloc[order].assign(status=pd.array(status, dtype="str"))
    on_line = table["status"] == "ND"
    line, others = table[on_line], table[~on_line]
    extra_cost = line["cost"].astype(float).diff()
    extra_effect = line["effect"].astype(float).diff()
    steps = {
        "incremental_cost": extra_cost,
        "incremental_effect": extra_effect,
        "incremental_ratio": extra_cost / extra_effect,
    }
    return table.assign(**steps).loc[[*line.index, *others.index]].reset_index(drop=True)


def _status(cost: np.ndarray, effect: np.ndarray) -> list[str]:
    status = np.full(len(cost), "D", dtype=object)
    best = np.maximum.accumulate(effect) if len(effect) else effect
    improves = np.r_[True, effect[1:] > best[:-1]] if len(effect) else np.zeros(0, dtype=bool)
    line: list[int] = []
    for place in np.flatnonzero(improves):
        while len(line) > 1 and _dearer_step(cost, effect, line[-2], line[-1], place):
            status[line.pop()] = "ED"
        line.append(place)
    status[line] = "ND"
    return status.tolist()


def _dearer_step(cost: np.ndarray, effect: np.ndarray, below: int, here: int, above: int) -> bool:
    step = (cost[here] - cost[below]) / (effect[here] - effect[below])
    after = (cost[above] - cost[here]) / (effect[above] - effect[here])
    return bool(step > after * (1 + _SAME_RATIO))


def _all_known(table: pd.DataFrame, columns: list[str], what: str) -> None:
    for column in columns:
        unknown = ~np.isfinite(table[column].astype(float))
        if unknown.any():
            raise ValueError(
                f"In the {what}, {column!r} is not known for "
                f"{quoted(table.loc[unknown, 'program'])} ({rows(table, unknown)}). "
                "Leave these options out, and say that they are left out."
            )
