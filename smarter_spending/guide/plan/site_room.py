"""The schools of a district as the two formulas need them, and what people set in them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._ledger import restricted, spending_rows
from smarter_spending.analysis.staffing import staffing_by
from smarter_spending.guide.exercises import Question, ask_choice, ask_number
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
COLUMNS = ["school", "students", NEED, "dollars", "school_code"]
KNOWN_OF_SCHOOLS = ["enrollment", "unduplicated", "charter_funding", "closed_date"]
RATIO_COLUMNS = [
    "positions_exact",
    "positions",
    "position_price",
    "positions_cost",
    "left_share",
    "by_ratio",
]
STEP = 0.1  # how far the table moves the weight, to show what it does to every school


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
        max(float(given["weight"]), 0.0),
        max(float(given["ratio"]), 1.0),
        given["rounding"],
        min(max(float(given["most_lost"]) / 100, 0.0), 1.0),
    )


def schools_now(district) -> pd.DataFrame:
    """Every school with its students, its need, and the free dollars that are spent there now.

    The pool is the general fund's unrestricted spending that the ledger codes to schools:
    what a district could share out by another rule.  ``schools_left_out`` names the others,
    and why.  Where a few of a school's students are high-need, or all but a few, the formula
    counts a fixed number of those few: the exact one could be worked out from the dollars.

    Parameters
    ----------
    district : District

    Returns
    -------
    DataFrame, one row per school
        ``school`` (name), ``students``, ``unduplicated``, ``dollars`` (a year) and
        ``school_code``.  No rows without schools or a ledger.
    """
    table = _every_school(district)
    table = table[table["why_not"] == ""].reset_index(drop=True)
    needy = counted_need(table["students"], table[NEED], district.minimum_group)
    return table.assign(**{NEED: needy})[COLUMNS]


def schools_left_out(district) -> pd.DataFrame:
    """The schools that no formula shares dollars out to, and why.

    Parameters
    ----------
    district : District

    Returns
    -------
    DataFrame, one row per school
        ``school`` and ``why_not`` (words).
    """
    table = _every_school(district)
    return table.loc[table["why_not"] != "", ["school", "why_not"]].reset_index(drop=True)


def counted_need(students: pd.Series, needy: pd.Series, minimum: int) -> pd.Series:
    """High-need students as the formula counts them: never an exact count of a small group.

    Parameters
    ----------
    students, needy : Series, students of each school
    minimum : int, students
        Half of it is counted for a smaller group, of high-need students or of the others.

    Returns
    -------
    Series

    Examples
    --------
    >>> needy = pd.Series([4.0, 395.0, 0.0, 100.0])
    >>> counted_need(pd.Series([400.0] * 4), needy, 11).tolist()
    [5.0, 395.0, 0.0, 100.0]
    """
    few, others = minimum // 2, students - needy
    counted = needy.mask(others.between(1, minimum - 1), students - few)
    return counted.mask(needy.between(1, minimum - 1), few)


def _every_school(district) -> pd.DataFrame:
    listed, ledger = district.schools, district.ledger
    if listed.empty or ledger.empty:
        return pd.DataFrame(columns=[*COLUMNS, "why_not"])
    listed = listed.reindex(columns=[*listed.columns.union(KNOWN_OF_SCHOOLS)])
    twice = listed["school_name"].duplicated(keep=False)
    names = listed["school_name"] + " (" + listed["local_site_code"] + ")"
    table = pd.DataFrame(
        {
            "school": listed["school_name"].mask(twice, names),
            "students": listed["enrollment"].astype(float),
            NEED: listed["unduplicated"].astype(float),
            "dollars": listed["local_site_code"].map(_free_dollars(ledger, district.fiscal_year)),
            "school_code": listed["local_site_code"],
        }
    )
    return table.assign(why_not=_why_not(table, listed, district))


def _free_dollars(ledger: pd.DataFrame, fiscal_year: str) -> pd.Series:
    general = ledger["fund"].eq("01") & ledger["amount_type"].eq("actual")
    if not (general & ledger["fiscal_year"].eq(fiscal_year)).any():
        return pd.Series(dtype=float)
    rows = spending_rows(ledger, fiscal_year, "actual", "01")
    rows = rows[~restricted(rows["resource"])]
    return rows.groupby("school_code")["amount"].sum().round(2)


def _why_not(table: pd.DataFrame, listed: pd.DataFrame, district) -> np.ndarray:
    last_day = pd.Timestamp(int(district.fiscal_year[:4]) + 1, 6, 30)
    reasons = {
        "a directly funded charter": listed["charter_funding"].eq("direct").fillna(False),
        "closed": pd.to_datetime(listed["closed_date"]).le(last_day),
        "no students are counted there": ~table["students"].gt(0),
        "too few students to show": table["students"].lt(district.minimum_group),
        "its high-need students are not known": table[NEED].isna(),
        "no unrestricted dollars are coded to it": ~table["dollars"].gt(0),
    }
    return np.select([test.to_numpy(dtype=bool) for test in reasons.values()], list(reasons), "")


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

        by ratio    positions * price of a position, and what is left of the pool per student
        by weights  pool * weighted students / all weighted students
        softened    by weights, no school losing more a student than was set

    Both add to the pool to the cent.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.
    formula : Formula
    teacher : float
        Dollars of one position, counted in whole cents; with ``NaN``, or when positions cost
        more than the pool, the ratio's columns are blank.

    Returns
    -------
    DataFrame, one row per school
        ``school, students, need_share`` (0 to 1), ``now, by_ratio, by_weights, softened``
        (dollars), ``positions``, ``positions_exact``, ``position_price``, ``positions_cost``
        and ``left_share`` (dollars; the last two add to ``by_ratio``), ``now_each``,
        ``weights_each`` and ``softened_each`` (per student), ``softened_change`` (softened
        less now) and ``tenth_more`` (what a weight higher by 0.1 would bring or take).

    Raises
    ------
    ValueError
        As ``weighted_allocation`` and ``hold_harmless``.
    """
    weighted = weighted_allocation(schools, _pool(schools), {NEED: formula.weight})
    soft = hold_harmless(weighted, schools[["school", "students", "dollars"]], formula.most_lost)
    higher = weight_moved(schools, formula, round(formula.weight + STEP, 2))
    table = schools[["school", "students"]].assign(
        need_share=schools[NEED] / schools["students"],
        now=schools["dollars"],
        by_weights=weighted["dollars"],
        softened=soft["dollars"],
        now_each=schools["dollars"] / schools["students"],
        weights_each=weighted["per_student"],
        softened_each=soft["per_student"],
        softened_change=soft["dollars"] - schools["dollars"],
        tenth_more=higher["change"],
    )
    return table.assign(**_by_ratio(schools, formula, teacher))


def _by_ratio(schools: pd.DataFrame, formula: Formula, teacher: float) -> dict[str, object]:
    blank = dict.fromkeys(RATIO_COLUMNS, np.nan)
    if not teacher > 0:
        return blank
    price = round(teacher, 2)
    staffed = staffing_allocation(schools, formula.ratio, price, formula.rounding)
    cost = staffed["dollars"].round(2)
    made = blank | {name: staffed[name] for name in ("positions", "positions_exact")}
    made |= {"position_price": price, "positions_cost": cost}
    left = round(_pool(schools) - float(cost.sum()), 2)
    if left < 0:
        return made
    rest = weighted_allocation(schools, left, {})["dollars"]
    return made | {"left_share": rest, "by_ratio": (cost + rest).round(2)}


def _pool(schools: pd.DataFrame) -> float:
    return round(float(schools["dollars"].sum()), 2)


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
    return moved_by_weight(schools, _pool(schools), {NEED: formula.weight}, NEED, weight)
