"""The schools of a district as the two formulas need them, and what people set in them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._ledger import restricted, spending_rows
from smarter_spending.analysis.staffing import staffing_by
from smarter_spending.display.exercises import Question, ask_choice, ask_number
from smarter_spending.planning.sites import (
    ROUNDINGS,
    hold_harmless,
    moved_by_weight,
    staffing_allocation,
    weighted_allocation,
)

NEED = "unduplicated"
USUAL_WEIGHT, USUAL_RATIO, USUAL_LOSS = 0.20, 25.0, 2.0
TEACHER = "Teacher"


@dataclass(frozen=True)
class Formula:
    """What a room has set: the weight of a high-need student, students for each position, how
    a part of a position is rounded, and the most a school may lose (a share)."""

    weight: float
    ratio: float
    rounding: str
    most_lost: float


def ask_formula() -> list[Question]:
    """What a district sets when it shares dollars out to schools.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [question.key for question in ask_formula()]
    ['weight', 'ratio', 'rounding', 'most_lost']
    """
    return [
        ask_number("weight", "A high-need student counts this much more", USUAL_WEIGHT, 0, 2, 0.05),
        ask_number("ratio", "Students for each teaching position", USUAL_RATIO, 5, 60, 0.5),
        ask_choice("rounding", "A part of a position is rounded", list(ROUNDINGS), "nearest"),
        ask_number("most_lost", "A school may lose at most (% a student)", USUAL_LOSS, 0, 100, 0.5),
    ]


def formula_given(answers: Mapping[str, object]) -> Formula:
    """What was set so far, and the usual where nothing was.

    Parameters
    ----------
    answers : mapping

    Returns
    -------
    Formula

    Examples
    --------
    >>> formula_given({"weight": 0.5}).weight, formula_given({}).rounding
    (0.5, 'nearest')
    """
    usual = {question.key: question.default for question in ask_formula()}
    given = {
        key: answers[key] if isinstance(answers.get(key), (int, float)) else value
        for key, value in usual.items()
    }
    rounding = answers.get("rounding")
    given["rounding"] = rounding if rounding in ROUNDINGS else "nearest"
    return Formula(
        float(given["weight"]),
        max(float(given["ratio"]), 1.0),
        given["rounding"],
        min(max(float(given["most_lost"]) / 100, 0.0), 1.0),
    )


def schools_now(district) -> pd.DataFrame:
    """Every school with its students, its need, and the free dollars that are spent there now.

    The pool is the general fund's unrestricted spending that the ledger codes to schools:
    what a district could share out by another rule.  Directly funded charters, closed schools
    and schools below the district's minimum group are left out.

    Parameters
    ----------
    district : District

    Returns
    -------
    DataFrame, one row per school
        ``school`` (name), ``students``, ``unduplicated``, ``dollars`` (a year) and
        ``school_code``.  No rows without schools or a ledger.
    """
    columns = ["school", "students", NEED, "dollars", "school_code"]
    schools, ledger = district.schools, district.ledger
    if schools.empty or ledger.empty:
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, district.fiscal_year, "actual", "01")
    rows = rows[~restricted(rows["resource"])]
    spent = rows.groupby("school_code")["amount"].sum().round(2)
    table = pd.DataFrame(
        {
            "school": schools["school_name"],
            "students": schools["enrollment"].astype(float),
            NEED: schools["unduplicated"].astype(float),
            "dollars": schools["local_site_code"].map(spent),
            "school_code": schools["local_site_code"],
        }
    )
    kept = table["students"].ge(district.minimum_group) & table["dollars"].gt(0)
    kept &= table[NEED].notna()
    if "charter_funding" in schools:
        kept &= ~schools["charter_funding"].eq("direct").fillna(False)
    return table[kept].reset_index(drop=True)


def average_teacher(district) -> float:
    """The district's average pay and benefits of a full-time teacher.

    Parameters
    ----------
    district : District

    Returns
    -------
    float
        Dollars; ``NaN`` without position control.
    """
    staffing = district.staffing
    if staffing.empty or not staffing["fiscal_year"].eq(district.fiscal_year).any():
        return float("nan")
    jobs = staffing_by(staffing, "job_class", district.fiscal_year)
    own = jobs[jobs["job_class"].eq(TEACHER) & jobs["fte"].gt(0)]
    return float(own["actual_pay"].iloc[0] / own["fte"].iloc[0]) if len(own) else float("nan")


def both_formulas(schools: pd.DataFrame, formula: Formula, teacher: float) -> pd.DataFrame:
    """The same pool by staffing ratio and by weighted students, beside what is spent now.

        by ratio    positions * average pay, and what is left of the pool per student
        by weights  pool * weighted students / all weighted students
        softened    by weights, no school losing more a student than was set

    Both add to the pool to the cent.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.
    formula : Formula
    teacher : float
        Dollars of one position; with ``NaN``, or when positions cost more than the pool, the
        ratio's columns are blank.

    Returns
    -------
    DataFrame, one row per school
        ``school, students, need_share`` (0 to 1), ``now, by_ratio, by_weights, softened``
        (dollars), ``positions``, ``positions_exact``, ``now_each`` and ``weights_each``
        (per student) and ``softened_change`` (softened less now).

    Raises
    ------
    ValueError
        As ``weighted_allocation`` and ``hold_harmless``.
    """
    pool = round(float(schools["dollars"].sum()), 2)
    weighted = weighted_allocation(schools, pool, {NEED: formula.weight})
    soft = hold_harmless(weighted, schools[["school", "students", "dollars"]], formula.most_lost)
    table = schools[["school", "students"]].assign(
        need_share=schools[NEED] / schools["students"],
        now=schools["dollars"],
        by_weights=weighted["dollars"],
        softened=soft["dollars"],
        now_each=schools["dollars"] / schools["students"],
        weights_each=weighted["per_student"],
    )
    blank = {"positions": np.nan, "positions_exact": np.nan, "by_ratio": np.nan}
    table = table.assign(softened_change=table["softened"] - table["now"], **blank)
    if not teacher > 0:
        return table
    staffed = staffing_allocation(schools, formula.ratio, teacher, formula.rounding)
    left = round(pool - float(staffed["dollars"].round(2).sum()), 2)
    table["positions"], table["positions_exact"] = staffed["positions"], staffed["positions_exact"]
    if left >= 0:
        rest = weighted_allocation(schools, left, {})
        table["by_ratio"] = (staffed["dollars"].round(2) + rest["dollars"]).round(2)
    return table


def weight_moved(schools: pd.DataFrame, formula: Formula, weight: float) -> pd.DataFrame:
    """What moving the weight does to every school.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.
    formula : Formula
    weight : float
        To what.

    Returns
    -------
    DataFrame
        As ``moved_by_weight`` gives.
    """
    pool = round(float(schools["dollars"].sum()), 2)
    return moved_by_weight(schools, pool, {NEED: formula.weight}, NEED, weight)
