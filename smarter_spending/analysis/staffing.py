"""What people cost, by school and by program, and what a place in a course or a service costs."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    a_number,
    quoted,
    require_columns,
    require_numbers,
    typed,
)
from smarter_spending.analysis.spending import (
    GROUPED,
    ON_BEHALF,
    PEOPLE,
    grouping,
    spending_rows,
    title_of,
)

# --- What one student's place in a course or a service costs -------------------------------------


def unit_cost(
    fte: float, salary: float, benefits_rate: float, other: float, students: float
) -> float:
    """Dollars per student of a course or a service.

        (fte * salary * (1 + benefits_rate) + other) / students

    It compares what one student's place costs in two services.  It says
    nothing about which of them does more good.

    Raises ValueError when a figure is missing or below zero, students is zero, or the benefits rate
    is above 2 (25 would be 2,500%).  Source: Government Finance Officers Association, Smarter
    School Spending, practice 3A.

    Parameters
    ----------
    fte : float, full-time equivalents
    salary : float, dollars a year for one full-time position
    benefits_rate : float, fraction of salary (0.25 for 25%)
    other : float, dollars a year besides people
    students : float, students served, above zero

    Returns
    -------
    float, dollars a year per student

    Examples
    --------
    One and a half teachers at $80,000, 25% benefits, $10,000 of materials, 80 students:

    >>> unit_cost(1.5, 80_000, 0.25, 10_000, 80)
    2000.0
    """
    given = {
        "fte": a_number("FTE", fte),
        "salary": a_number("salary", salary),
        "benefits_rate": a_number("benefits rate", benefits_rate),
        "other": a_number("other cost", other),
        "students": a_number("number of students", students),
    }
    problems = [f"{name!r} is below zero" for name, value in given.items() if value < 0]
    if given["students"] == 0:
        problems.append("'students' is zero, so there is no cost per student")
    if given["benefits_rate"] > 2:
        problems.append("'benefits_rate' is above 2; use 0.25 for 25%")
    if problems:
        raise ValueError(f"In the figures of the service: {'; '.join(problems)}.")
    people = given["fte"] * given["salary"] * (1 + given["benefits_rate"])
    return (people + given["other"]) / given["students"]


def unit_cost_percent(
    fte: float, salary: float, benefits_percent: float, other: float, students: float
) -> float:
    """Dollars per student of a course or a service, its benefits in percent, as people say them."""
    return unit_cost(fte, salary, benefits_percent / 100, other, students)


# --- What people cost: positions at their actual pay, against the average, and against the ledger

STAFFING = "position table (staffing.csv)"

_NUMBERS = ("fte", "salary_annual", "benefits_annual", "funding_pct")
_BY = ("site_code", "job_class", "program_id", "employee_type")
_LINES = {
    "site_code": "str", "job_class": "str", "program_id": "str", "employee_type": "str",
    "resource": "str", "function": "str", "object": "str", "fund": "str", "fte": "float",
    "vacant_fte": "float", "salary": "float", "benefits": "float", "pay": "float",
}  # fmt: skip


def average_teacher(staffing: pd.DataFrame, fiscal_year: str) -> float:
    """The district's average pay and benefits of a full-time teacher, in dollars a year."""
    if staffing.empty or not staffing["fiscal_year"].eq(fiscal_year).any():
        return float("nan")
    teachers = _teachers(staffing_by(staffing, "job_class", fiscal_year))
    return _average_pay(teachers) if len(teachers) else float("nan")


def teachers_follow(
    staffing: pd.DataFrame, fiscal_year: str, students: float, then: float
) -> pd.Series:
    """A change in students as teachers and dollars at today's ratio, which is an assumption."""
    pay, teachers = average_teacher(staffing, fiscal_year), float("nan")
    if pay > 0:
        teachers = _teachers(staffing_by(staffing, "job_class", fiscal_year))["fte"].iloc[0]
    change, ratio = abs(then - students), students / teachers
    told = {"change": change, "ratio": ratio, "positions": change / ratio}
    return pd.Series(told | {"dollars": change / ratio * pay}, dtype=float)


def position_lines(staffing: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What each funding line of each position cost in one year: salary, benefits, both (pay)."""
    if staffing.empty:
        return typed(_LINES)
    require_columns(staffing, ["fiscal_year", "job_class", *_NUMBERS], STAFFING)
    year = staffing[staffing["fiscal_year"] == fiscal_year]
    if year.empty:
        there = quoted(sorted(staffing["fiscal_year"].dropna().unique()))
        raise ValueError(
            f"The {STAFFING} has no positions for {fiscal_year}. It has: {there}. "
            "Choose one of these."
        )
    require_numbers(staffing, _NUMBERS, STAFFING)
    lines = year.reindex(columns=list(_LINES)).reset_index(drop=True)
    codes = [name for name, dtype in _LINES.items() if dtype == "str"]
    lines[codes] = lines[codes].astype("str").fillna({"program_id": "", "fund": "01"})
    vacant = _flag(year, "vacant")
    paid = np.where(vacant, 0.0, year["funding_pct"].to_numpy(dtype=float) / 100)
    fte = year["fte"].to_numpy(dtype=float)
    lines["fte"], lines["vacant_fte"] = np.where(vacant, 0.0, fte), np.where(vacant, fte, 0.0)
    lines["salary"] = year["salary_annual"].to_numpy(dtype=float) * paid
    lines["benefits"] = year["benefits_annual"].to_numpy(dtype=float) * paid
    lines["pay"] = lines["salary"] + lines["benefits"]
    return lines


def staffing_by(
    staffing: pd.DataFrame, by: str, fiscal_year: str, titles: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """People and what they are paid, by site, job or program, against the district's average.

        actual_pay = sum of (salary_annual + benefits_annual) * funding_pct / 100
        average_pay = sum of fte * (the district's pay per FTE in that job class)
        difference = actual_pay - average_pay

    A school whose difference is negative has newer staff: a budget in FTE treats it as equal, a
    budget in dollars does not.  It says nothing about how good anybody is.

    Raises ValueError when ``by`` is none of these, the year is not there or a figure is blank.
    Source: Government Finance Officers Association, Smarter School Spending, practice 3A.

    Parameters
    ----------
    staffing : DataFrame, one row per position and funding line, as in staffing.csv
    by : str, "site_code", "job_class", "program_id" or "employee_type"
    fiscal_year : str, written 2024-25
    titles : mapping from code to name, optional

    Returns
    -------
    DataFrame, one row per group, most pay first
        The ``by`` column, ``title``, ``fte`` and ``vacant_fte`` (full-time equivalents, filled and
        not), ``actual_pay``, ``average_pay`` and ``difference`` (dollars a year).  Both kinds of
        pay add to the same total.  Pay without FTE (stipends of a class that has none) stands at
        what was paid.

    Examples
    --------
    >>> positions = pd.DataFrame({"fiscal_year": "2024-25", "site_code": ["0100", "0200"],
    ...     "job_class": "Teacher", "fte": 1.0, "salary_annual": [70_000.0, 90_000.0],
    ...     "benefits_annual": 20_000.0, "funding_pct": 100.0})
    >>> staffing_by(positions, "site_code", "2024-25")[
    ...     ["site_code", "actual_pay", "average_pay", "difference"]]
      site_code  actual_pay  average_pay  difference
    0      0200    110000.0     100000.0     10000.0
    1      0100     90000.0     100000.0    -10000.0
    """
    if by not in _BY:
        raise ValueError(f"Staffing cannot be shown by {by!r}. Choose one of {quoted(_BY)}.")
    lines = position_lines(staffing, fiscal_year)
    classes = lines.groupby("job_class")[["pay", "fte"]].transform("sum")
    rate = classes["pay"] / classes["fte"].where(classes["fte"] > 0)
    lines["average"] = (lines["fte"] * rate).where(classes["fte"] > 0, lines["pay"])
    names = {
        "fte": "fte",
        "vacant_fte": "vacant_fte",
        "pay": "actual_pay",
        "average": "average_pay",
    }
    sums = lines.groupby(lines[by].fillna("").astype("str"))[[*names]].sum()
    table = sums.rename(columns=names).reset_index()
    table.insert(1, "title", title_of(table[by], by, titles))
    table["difference"] = table["actual_pay"] - table["average_pay"]
    return table.sort_values(["actual_pay", "title"], ascending=[False, True], ignore_index=True)


def schools_by_gap(pay: pd.DataFrame) -> pd.DataFrame:
    """The schools by how far actual pay lies above the average, the lowest first, then by name."""
    return pay.sort_values(["difference", "school_name"], kind="stable", ignore_index=True)


def staffing_by_school(
    staffing: pd.DataFrame, schools: pd.DataFrame, fiscal_year: str
) -> pd.DataFrame:
    """Actual pay at each school beside the average for the same FTE, as ``staffing_by`` gives."""
    what = "list of schools (schools.csv)"
    require_columns(schools, ["local_site_code", "school_name"], what)
    names = schools.set_index("local_site_code")["school_name"].to_dict()
    table = staffing_by(staffing, "site_code", fiscal_year, names)
    table = table[table["site_code"].isin(list(names))].reset_index(drop=True)
    return table.rename(columns={"site_code": "school_code", "title": "school_name"})


def pay_of_a_teacher(jobs: pd.DataFrame) -> float:
    """The average pay of the first job of teachers, else of the first job, to the nearest $100."""
    if jobs.empty:
        return 0.0
    teachers = _teachers(jobs)
    return round(_average_pay(teachers if len(teachers) else jobs), -2)


def _teachers(jobs: pd.DataFrame) -> pd.DataFrame:
    """The jobs with "teacher" in their name and somebody in them, most pay first as given."""
    return jobs[jobs["title"].str.contains("teacher", case=False) & jobs["fte"].gt(0)]


def _average_pay(jobs: pd.DataFrame) -> float:
    """Dollars a year for a full-time position of the first job."""
    return float(jobs["actual_pay"].iloc[0] / jobs["fte"].iloc[0])


def reconcile_staffing(
    staffing: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str, by: str = "object_group"
) -> pd.DataFrame:
    """Pay by positions beside pay in the ledger, by salaries and benefits; no row without either.

        difference = positions - (ledger_dollars - on_behalf)

    What is left is substitutes, extra duty, retirees' benefits and turnover: a few percent is
    usual.  ``by`` is "object_group" or, salaries in one, "object_class".
    """
    columns = {"object_group": "str", "title": "str", "positions": "float"}
    columns |= {"ledger_dollars": "float", "on_behalf": "float", "difference": "float"}
    columns["difference_share"] = "float"
    if staffing.empty or ledger.empty:
        return typed(columns)
    require_columns(staffing, ["object"], STAFFING)
    lines = position_lines(staffing, fiscal_year)
    salaries = lines.groupby(grouping(lines, by))["salary"].sum()
    spent = spending_rows(ledger, fiscal_year, "actual")
    group = grouping(spent, by)
    booked = spent.groupby(group)["amount"].sum()
    state_paid = spent["amount"].where(spent["resource"] == ON_BEHALF, 0.0).groupby(group).sum()
    named = GROUPED[by][1]
    groups = pd.Series([group for group in PEOPLE if group in named], dtype="str")
    table = pd.DataFrame({"object_group": groups, "title": groups.map(named)})
    table["positions"] = groups.map(salaries).fillna(0.0)
    table.loc[table.index[-1], "positions"] = lines["benefits"].sum()
    table["ledger_dollars"] = groups.map(booked).fillna(0.0)
    table["on_behalf"] = groups.map(state_paid).fillna(0.0)
    own = table["ledger_dollars"] - table["on_behalf"]
    table["difference"] = table["positions"] - own
    table["difference_share"] = table["difference"] / own.where(own != 0)
    return table


def _flag(table: pd.DataFrame, column: str) -> np.ndarray:
    if column not in table.columns:
        return np.zeros(len(table), dtype=bool)
    return table[column].astype("boolean").fillna(False).to_numpy(dtype=bool)
