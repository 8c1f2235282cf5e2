"""What a program bought for its cost: ratios, and the line of choices worth comparing."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns, rows

COSTS = "table of costs"
OUTCOMES = "table of outcomes"

# Two steps whose prices differ by less than this part are one straight line
_SAME_RATIO = 1e-9


class ProgramMismatchError(ValueError):
    """The cost table and the outcome table are not about the same programs."""


def cost_per_outcome(costs: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each unit of outcome gained, one row per program.

    The cost-effectiveness ratio sets all that a program used against all that
    its students gained beyond business as usual.

        outcome_gained = students_served * effect_per_student
        cost_per_outcome = total_cost / outcome_gained

    Lower is a better buy, among programs measured on the same outcome only.
    A program that gained nothing, or whose cost or effect is not known, has no
    ratio: it comes last with ``NaN``, never as zero or infinity.

    Parameters
    ----------
    costs : DataFrame, one row per program
        ``program`` (name) and ``total_cost`` (dollars of one price year,
        everything it used, whoever paid).
    outcomes : DataFrame, one row per program
        ``program`` (name), ``students_served`` (students) and
        ``effect_per_student`` (outcome units per student beyond what similar
        students gained without it; positive is better, may be zero or negative).

    Returns
    -------
    DataFrame, one row per program, best buy first, equal ones by name
        The columns above plus ``outcome_gained`` (outcome units) and
        ``cost_per_outcome`` (dollars per outcome unit).

    Raises
    ------
    ProgramMismatchError
        When a program is in one table only, or twice in one, or the tables
        give it different numbers of students.
    ValueError
        When a column is missing or a cost or a number of students is negative.

    Examples
    --------
    >>> costs = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                       "total_cost": [120_000, 30_000]})
    >>> outcomes = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                          "students_served": [200, 150],
    ...                          "effect_per_student": [0.20, 0.02]})
    >>> cost_per_outcome(costs, outcomes)[["program", "outcome_gained", "cost_per_outcome"]]
               program  outcome_gained  cost_per_outcome
    0      Reading lab            40.0            3000.0
    1  Saturday school             3.0           10000.0

    References
    ----------
    Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation in
    Education*, 3rd ed., SAGE.
    """
    require_columns(costs, ["program", "total_cost"], COSTS)
    require_columns(outcomes, ["program", "students_served", "effect_per_student"], OUTCOMES)
    _same_programs(costs, outcomes)
    _not_negative(costs, "total_cost", COSTS)
    _not_negative(outcomes, "students_served", OUTCOMES)
    _same_students(costs, outcomes)
    own = [name for name in costs.columns if name == "program" or name not in outcomes.columns]
    table = costs[own].merge(outcomes, on="program")
    gained = table["students_served"].astype(float) * table["effect_per_student"]
    table["outcome_gained"] = gained
    table["cost_per_outcome"] = table["total_cost"] / gained.where(gained > 0)
    order = np.lexsort([table["program"].astype(str), table["cost_per_outcome"]])
    return table.iloc[order].reset_index(drop=True)


def academic_roi(
    learning_increase: float | pd.Series, students: float | pd.Series, dollars: float | pd.Series
) -> float | pd.Series:
    """Units of learning gained for each dollar spent (A-ROI).

        academic_roi = learning_increase * students / dollars

    The inverse of the cost per outcome: higher is better.  It is a share of a
    unit per dollar and so a tiny number; per $1,000 it reads better.  Unlike
    the cost per outcome it stays defined for a loss, where it is negative.

    Parameters
    ----------
    learning_increase : float or Series, outcome units per student
        Beyond business as usual.
    students : float or Series, students helped, zero or more
    dollars : float or Series, dollars spent, above zero

    Returns
    -------
    float or Series
        Outcome units per dollar.

    Raises
    ------
    ValueError
        When a figure is missing, dollars are zero or less, or students negative.

    Examples
    --------
    100 students gain 0.30 SD each for $90,000:

    >>> round(1000 * academic_roi(0.30, 100, 90_000), 4)
    0.3333

    References
    ----------
    Government Finance Officers Association, "PK-12 Budgeting: Academic Return
    on Investment".
    """
    _known("learning increase", learning_increase)
    _known("number of students", students)
    _known("dollars spent", dollars)
    if np.any(np.asarray(students) < 0):
        raise ValueError("The number of students is below zero. Check the students helped.")
    if np.any(np.asarray(dollars) <= 0):
        raise ValueError(
            "The dollars spent are zero or less, so there is no return on them. "
            "Check the cost; count what others paid or gave as well."
        )
    return learning_increase * students / dollars


def effect_per_1000_dollars(
    effect_per_student: float | pd.Series, cost_per_student: float | pd.Series
) -> float | pd.Series:
    """Outcome units bought by $1,000: A-ROI at a size that can be read.

        1000 * effect_per_student / cost_per_student

    Higher is better, and the order is exactly that of the cost per outcome
    turned round: show one of the two, or label both.

    Parameters
    ----------
    effect_per_student : float or Series, outcome units per student
    cost_per_student : float or Series, dollars per student
        ``NaN`` where either is not known gives ``NaN``, as does a cost of zero.

    Returns
    -------
    float or Series
        Outcome units per $1,000.

    Raises
    ------
    ValueError
        When a cost is negative.

    Examples
    --------
    $15 a child raises scores by 0.15 SD, which is 1 SD for $100:

    >>> round(effect_per_1000_dollars(0.15, 15), 6)
    10.0

    References
    ----------
    Dhaliwal, Duflo, Glennerster and Tulloch (2013), on comparative
    cost-effectiveness.
    """
    cost = np.asarray(cost_per_student, dtype=float)
    if (cost < 0).any():
        raise ValueError("A cost per student is below zero. Check the costs.")
    if isinstance(cost_per_student, pd.Series):
        return 1000 * effect_per_student / cost_per_student.where(cost_per_student > 0)
    return 1000 * effect_per_student / (float(cost) if cost > 0 else np.nan)


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


def cost_at_benchmark(costs: pd.DataFrame, counts: pd.DataFrame, minimum: int = 11) -> pd.DataFrame:
    """Dollars for each student who reached the benchmark, and for each who would not have.

        cost_per_student_at_benchmark = total_cost / students_at_benchmark
        extra_at_benchmark = students_served * (share_at_benchmark - comparison_share)
        cost_per_extra_student = total_cost / extra_at_benchmark

    The first figure flatters a program whose students would have got there
    anyway; the second is the one to compare, and needs the share of similar
    students who reached the benchmark without the program.

    Parameters
    ----------
    costs : DataFrame, one row per program
        ``program`` and ``total_cost`` (dollars).
    counts : DataFrame, one row per program
        ``program``, ``students_served``, ``students_at_benchmark`` (students)
        and, where known, ``comparison_share`` (0 to 1).
    minimum : int, students
        Where fewer than this many did, or did not, reach the benchmark,
        nothing that would give the number away is shown.

    Returns
    -------
    DataFrame, one row per program, least dollars per extra student first
        ``program, total_cost, students_served, students_at_benchmark,
        share_at_benchmark, comparison_share, extra_at_benchmark,
        cost_per_student_at_benchmark, cost_per_extra_student`` and ``hidden``
        (True where small numbers are kept back).  No extra student, no cost
        per extra student: ``NaN``.

    Raises
    ------
    ProgramMismatchError
        When the tables list different programs.
    ValueError
        When counts are negative, more reached the benchmark than were served,
        or a share is not between 0 and 1.

    Examples
    --------
    >>> costs = pd.DataFrame({"program": ["Tutoring"], "total_cost": [90_000.0]})
    >>> counts = pd.DataFrame({"program": ["Tutoring"], "students_served": [100.0],
    ...                        "students_at_benchmark": [60.0], "comparison_share": [0.45]})
    >>> table = cost_at_benchmark(costs, counts)
    >>> table[["cost_per_student_at_benchmark", "cost_per_extra_student"]].round(2)
       cost_per_student_at_benchmark  cost_per_extra_student
    0                         1500.0                  6000.0
    """
    require_columns(costs, ["program", "total_cost"], COSTS)
    needed = ["program", "students_served", "students_at_benchmark"]
    require_columns(counts, needed, OUTCOMES)
    _same_programs(costs, counts)
    _not_negative(costs, "total_cost", COSTS)
    counts = counts.reindex(columns=[*needed, "comparison_share"])
    for column in [*needed[1:], "comparison_share"]:
        _not_negative(counts, column, OUTCOMES)
    reached_more = counts["students_at_benchmark"] > counts["students_served"]
    if reached_more.any() or (counts["comparison_share"] > 1).any():
        wrong = counts.loc[reached_more | (counts["comparison_share"] > 1), "program"]
        raise ValueError(
            f"{quoted(wrong)}: more students reached the benchmark than were served, or the "
            "comparison share is above 1 (write 0.45 for 45%)."
        )
    table = costs[["program", "total_cost"]].merge(counts, on="program")
    served, reached = table["students_served"].astype(float), table["students_at_benchmark"]
    hidden = (reached < minimum) | (served - reached < minimum)
    reached = reached.astype(float).mask(hidden)
    table["students_at_benchmark"] = reached
    table["share_at_benchmark"] = reached / served
    extra = served * (table["share_at_benchmark"] - table["comparison_share"])
    table["extra_at_benchmark"] = extra
    table["cost_per_student_at_benchmark"] = table["total_cost"] / reached
    table["cost_per_extra_student"] = table["total_cost"] / extra.where(extra > 0)
    table["hidden"] = hidden
    table = table.sort_values(["cost_per_extra_student", "program"], ignore_index=True)
    shown = ["program", "total_cost", *needed[1:], "share_at_benchmark", "comparison_share"]
    priced = ["extra_at_benchmark", "cost_per_student_at_benchmark", "cost_per_extra_student"]
    return table[[*shown, *priced, "hidden"]]


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


def _same_programs(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    twice = [
        f"{name!r} is listed more than once in the {what}"
        for table, what in ((costs, COSTS), (outcomes, OUTCOMES))
        for name in table.loc[table["program"].duplicated(), "program"].unique()
    ]
    if twice:
        raise ProgramMismatchError(f"{'; '.join(twice)}. Give each program one row.")
    no_outcome = costs.loc[~costs["program"].isin(outcomes["program"]), "program"]
    no_cost = outcomes.loc[~outcomes["program"].isin(costs["program"]), "program"]
    alone = [f"{name!r} has a cost but no outcome" for name in no_outcome]
    alone += [f"{name!r} has an outcome but no cost" for name in no_cost]
    if alone:
        raise ProgramMismatchError(
            f"The cost and outcome tables list different programs: {'; '.join(alone)}. "
            "Check the spelling, or leave the program out of both tables."
        )


def _same_students(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    if "students_served" not in costs.columns:
        return
    both = (
        costs[["program", "students_served"]]
        .merge(
            outcomes[["program", "students_served"]], on="program", suffixes=("_cost", "_outcome")
        )
        .dropna()
    )
    apart = both[both["students_served_cost"] != both["students_served_outcome"]]
    if len(apart):
        said = "; ".join(
            f"{program!r}: {cost:g} and {outcome:g}"
            for program, cost, outcome in apart.itertuples(index=False)
        )
        raise ProgramMismatchError(
            f"The cost and outcome tables give different numbers of students served ({said}). "
            "A ratio needs the cost and the gain of the same students; use one number in both."
        )


def _not_negative(table: pd.DataFrame, column: str, what: str) -> None:
    values = table[column].astype(float)
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        raise ValueError(
            f"In the {what}, {column!r} is below zero or endless for "
            f"{quoted(table.loc[wrong, 'program'])}. Correct it, or leave it blank if not known."
        )


def _all_known(table: pd.DataFrame, columns: list[str], what: str) -> None:
    for column in columns:
        unknown = ~np.isfinite(table[column].astype(float))
        if unknown.any():
            raise ValueError(
                f"In the {what}, {column!r} is not known for "
                f"{quoted(table.loc[unknown, 'program'])} ({rows(table, unknown)}). "
                "Leave these options out, and say that they are left out."
            )


def _known(name: str, value: float | pd.Series) -> None:
    if not np.isfinite(np.asarray(value, dtype=float)).all():
        raise ValueError(f"The {name} is not known. Leave out programs where it is blank.")
