"""What one student's place in a course or a service costs."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.analysis._checks import a_number, require_columns, require_numbers, rows
from smarter_spending.analysis._ledger import (
    PEOPLE,
    enrolled,
    first_digit,
    grouping,
    spending_rows,
    title_of,
)


def unit_cost(
    fte: float, salary: float, benefits_rate: float, other: float, students: float
) -> float:
    """Dollars per student of a course or a service.

        (fte * salary * (1 + benefits_rate) + other) / students

    It compares what one student's place costs in two services.  It says
    nothing about which of them does more good.

    Parameters
    ----------
    fte : float, full-time equivalents
    salary : float, dollars a year for one full-time position
    benefits_rate : float, fraction of salary (0.25 for 25%)
    other : float, dollars a year besides people
    students : float, students served, above zero

    Returns
    -------
    float
        Dollars a year per student.

    Raises
    ------
    ValueError
        When a figure is missing or below zero, students is zero, or the
        benefits rate is above 2 (25 would be 2,500%).

    Examples
    --------
    One and a half teachers at $80,000, 25% benefits, $10,000 of materials, 80 students:

    >>> unit_cost(1.5, 80_000, 0.25, 10_000, 80)
    2000.0
    """
    one = pd.DataFrame(
        {
            "service": ["this service"],
            "fte": [a_number("FTE", fte)],
            "salary": [a_number("salary", salary)],
            "benefits_rate": [a_number("benefits rate", benefits_rate)],
            "other": [a_number("other cost", other)],
            "students": [a_number("number of students", students)],
        }
    )
    return float(unit_costs(one)["cost_per_student"].item())


def unit_cost_percent(
    fte: float, salary: float, benefits_percent: float, other: float, students: float
) -> float:
    """Dollars per student of a course or a service, its benefits in percent, as people say them.

    Parameters
    ----------
    fte, salary, other, students : as for :func:`unit_cost`
    benefits_percent : float, percent of salary (25 for 25%)

    Returns
    -------
    float
        Dollars a year per student.

    Examples
    --------
    >>> unit_cost_percent(1.5, 80_000, 25, 10_000, 80)
    2000.0
    """
    return unit_cost(fte, salary, benefits_percent / 100, other, students)


def unit_costs(services: pd.DataFrame) -> pd.DataFrame:
    """Dollars per student of several courses or services, dearest first.

        total_cost = fte * salary * (1 + benefits_rate) + other
        cost_per_student = total_cost / students

    Parameters
    ----------
    services : DataFrame, one row per course or service
        ``service`` (name), ``fte``, ``salary`` (dollars a year for one
        full-time position), ``benefits_rate`` (fraction), ``other`` (dollars a
        year) and ``students`` (served).

    Returns
    -------
    DataFrame, one row per service
        The columns above plus ``total_cost`` (dollars a year) and
        ``cost_per_student`` (dollars).

    Raises
    ------
    ValueError
        As for :func:`unit_cost`, naming the spreadsheet rows.

    Examples
    --------
    >>> services = pd.DataFrame({"service": ["Band", "Algebra"], "fte": [1.0, 2.0],
    ...     "salary": 80_000.0, "benefits_rate": 0.25, "other": [20_000.0, 0.0],
    ...     "students": [60.0, 250.0]})
    >>> unit_costs(services)[["service", "total_cost", "cost_per_student"]]
       service  total_cost  cost_per_student
    0     Band    120000.0            2000.0
    1  Algebra    200000.0             800.0
    """
    numbers = ["fte", "salary", "benefits_rate", "other", "students"]
    require_columns(services, ["service", *numbers], "table of services")
    require_numbers(services, numbers, "table of services")
    limits = [(services[column] < 0, f"{column!r} is below zero") for column in numbers]
    limits += [
        (services["students"] == 0, "'students' is zero, so there is no cost per student"),
        (services["benefits_rate"] > 2, "'benefits_rate' is above 2; use 0.25 for 25%"),
    ]
    problems = [f"{rule} ({rows(services, wrong)})" for wrong, rule in limits if wrong.any()]
    if problems:
        raise ValueError(f"In the table of services: {'; '.join(problems)}.")
    people = services["fte"] * services["salary"] * (1 + services["benefits_rate"])
    total = people + services["other"]
    table = services.assign(total_cost=total, cost_per_student=total / services["students"])
    return table.sort_values(
        ["cost_per_student", "service"], ascending=[False, True], ignore_index=True
    )


def service_costs(
    ledger: pd.DataFrame,
    fiscal_year: str,
    students: float,
    by: str = "function_group",
    amount_type: str = "actual",
    fund: str | None = None,
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """What each activity costs per student: its people and everything else.

        per_student = (personnel + nonpersonnel) / students enrolled

    People are objects 1000-3999.  Per student enrolled, not per student who
    used the service: counseling looks cheap because few are counted on it.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        With ``kind``; ``amount`` in dollars.
    fiscal_year : str
        Written 2024-25.
    students : float, students enrolled, above zero (``NaN`` if not known)
    by : str
        "function_group" or "function" (or any field of ``spending_by``).
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund; every fund unless given.
    titles : mapping from code to name, optional

    Returns
    -------
    DataFrame, one row per activity, largest first
        ``by``, ``title``, ``personnel``, ``nonpersonnel``, ``dollars``
        (dollars a year) and ``per_student`` (dollars; ``NaN`` while students
        are not known).

    Raises
    ------
    ValueError
        When the ledger has no such year, or students are zero or less.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "kind": "spending", "function": ["1000", "1000", "3110"],
    ...     "object": ["1100", "4300", "1200"], "amount": [800.0, 100.0, 60.0]})
    >>> service_costs(ledger, "2024-25", students=10)[
    ...     ["title", "personnel", "nonpersonnel", "per_student"]]
                  title  personnel  nonpersonnel  per_student
    0       Instruction      800.0         100.0         90.0
    1  Student services       60.0           0.0          6.0
    """
    spent = spending_rows(ledger, fiscal_year, amount_type, fund)
    people = first_digit(spent["object"]).isin(PEOPLE)
    parts = pd.DataFrame(
        {
            "personnel": spent["amount"].where(people, 0.0),
            "nonpersonnel": spent["amount"].mask(people, 0.0),
            "dollars": spent["amount"],
        }
    )
    table = parts.groupby(grouping(spent, by).rename("by")).sum().reset_index()
    table.insert(1, "title", title_of(table["by"], by, titles))
    table["per_student"] = table["dollars"] / enrolled(students)
    return table.sort_values(["dollars", "title"], ascending=[False, True], ignore_index=True)
