"""Costs and outcomes must be about the same programs and the same students."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import quoted

COSTS = "table of costs"
OUTCOMES = "table of outcomes"


class ProgramMismatchError(ValueError):
    """The cost table and the outcome table are not about the same programs."""


def same_programs(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
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


def same_students(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
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


def not_negative(table: pd.DataFrame, column: str, what: str) -> None:
    values = table[column].astype(float)
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        raise ValueError(
            f"In the {what}, {column!r} is below zero or endless for "
            f"{quoted(table.loc[wrong, 'program'])}. Correct it, or leave it blank if not known."
        )
