"""Dollars for each student who reached a benchmark."""

import pandas as pd

from smarter_spending.analysis._checks import quoted, require_columns
from smarter_spending.analysis._pairing import COSTS, OUTCOMES, not_negative, same_programs


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
    same_programs(costs, counts)
    not_negative(costs, "total_cost", COSTS)
    counts = counts.reindex(columns=[*needed, "comparison_share"])
    for column in [*needed[1:], "comparison_share"]:
        not_negative(counts, column, OUTCOMES)
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
