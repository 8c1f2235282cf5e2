"""What each program costs: its ledger lines, what the ledger does not show, and its students."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns, require_numbers
from smarter_spending.analysis._ledger import LEDGER, PEOPLE, first_digit, require_kind, restricted
from smarter_spending.analysis.ingredients import ProgramCost, program_cost, yearly_dollars
from smarter_spending.analysis.prices import annual_cost, marginal_cost, to_base_year
from smarter_spending.analysis.staffing import position_lines

__all__ = [
    "ProgramCost",
    "annual_cost",
    "dollars_known",
    "marginal_cost",
    "program_cost",
    "program_costs",
    "to_base_year",
]

_COLUMNS = [
    "program_id",
    "program",
    "personnel",
    "nonpersonnel",
    "outside_ledger",
    "total_cost",
    "students_served",
    "cost_per_student",
    "marginal_cost_per_student",
    "restricted_share",
    "fund_restriction",
    "cost_source",
]

# how a cost that is not in the ledger came about, by the inventory's cost_method
STATED = {"lcap": "planned in the LCAP", "estimate": "an estimate"}


def program_costs(
    programs: pd.DataFrame,
    ledger: pd.DataFrame,
    staffing: pd.DataFrame,
    ingredients: pd.DataFrame,
    participation: pd.DataFrame,
    fiscal_year: str,
    rate: float = 0.03,
) -> pd.DataFrame:
    """What every program of the inventory cost in one year, one row per program.

        total_cost = personnel + nonpersonnel + outside_ledger
        cost_per_student = total_cost / students_served
        marginal_cost_per_student = (total_cost - fixed_cost) / students_served

    The ledger comes first: actual spending of the year under the program's
    ``local_program``, people being objects 1000-3999.  Where those lines hold
    no pay at all, the pay is that of the positions assigned to the program.
    A program with no ledger line at all has the cost its inventory row states;
    with neither, its cost is not known and stays ``NaN``: never zero.

    Read the marginal cost when growing or shrinking a program, the average
    when judging what it was worth.  Neither holds far from today's size.

    Parameters
    ----------
    programs : DataFrame, one row per program
        The program inventory (programs.csv): ``program_id``, ``program_name``
        and, where known, ``annual_cost_total, personnel, nonpersonnel, lcff,
        other_state, local, federal, fixed_cost`` (dollars a year) and
        ``students_served``.
    ledger : DataFrame, one row per account line
        With the column ``kind`` that load_district adds; dollars in ``amount``.
    staffing : DataFrame, one row per position and funding line
    ingredients : DataFrame, one row per program and ingredient
        What the ledger does not show, whoever pays (ingredients.csv).
    participation : DataFrame, one row per student, program and year
        ``group`` "treated" marks who took part.
    fiscal_year : str
        The year to cost, written 2024-25.
    rate : float, fraction
        Discount rate for ingredients that last: 0.03 for 3%.

    Returns
    -------
    DataFrame, one row per program, the dearest first, unknown costs last
        ``program_id``, ``program`` (name), ``personnel``, ``nonpersonnel``,
        ``outside_ledger``, ``total_cost`` (dollars of the year),
        ``students_served`` (different students treated in the year, else as
        the inventory states), ``cost_per_student``,
        ``marginal_cost_per_student`` (dollars per student; ``NaN`` while the
        fixed part is not known or exceeds the total), ``restricted_share`` (0
        to 1, of the ledger dollars; for a cost from the inventory only where
        LCFF and federal are all its funds), ``fund_restriction``
        ("unrestricted", "restricted", "mixed", "not known") and
        ``cost_source`` ("ledger", "ledger and positions", "planned in the LCAP",
        "an estimate", "inventory" where it does not say how, "not known").

    Raises
    ------
    ValueError
        When a table lacks a column, or the rate is not a fraction.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"],
    ...                          "program_name": ["Tutoring", "Reading club"],
    ...                          "fixed_cost": [30_000.0, None], "students_served": [100.0, 40.0]})
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual",
    ...                        "kind": "spending", "resource": ["0000", "3010"],
    ...                        "object": ["1100", "4300"], "local_program": "P1",
    ...                        "amount": [80_000.0, 10_000.0]})
    >>> none = pd.DataFrame()
    >>> costs = program_costs(programs, ledger, none, none, none, "2024-25")
    >>> costs[["program", "total_cost", "cost_per_student", "marginal_cost_per_student"]]
            program  total_cost  cost_per_student  marginal_cost_per_student
    0      Tutoring     90000.0             900.0                      600.0
    1  Reading club         NaN               NaN                        NaN
    >>> costs[["fund_restriction", "cost_source"]].to_numpy().tolist()
    [['mixed', 'ledger'], ['not known', 'not known']]

    References
    ----------
    Government Finance Officers Association, Smarter School Spending, practice
    3A (cost analysis); Levin and others (2018) on cost per participant.
    """
    require_columns(programs, ["program_id", "program_name"], "program inventory (programs.csv)")
    table = programs.drop(columns=["personnel", "nonpersonnel"], errors="ignore")
    table = table.rename(columns={"program_name": "program"}).reset_index(drop=True)
    stated = pd.DataFrame({name: _stated(programs, name) for name in ("personnel", "nonpersonnel")})
    booked = _booked(ledger, staffing, fiscal_year).reindex(table["program_id"])
    booked = booked.reset_index(drop=True)
    found = booked["source"].notna()
    budget = _stated(programs, "annual_cost_total")
    budget = budget.fillna(stated["personnel"] + stated["nonpersonnel"])
    table["personnel"] = booked["personnel"].where(found, stated["personnel"])
    table["nonpersonnel"] = booked["nonpersonnel"].where(found, stated["nonpersonnel"])
    table["outside_ledger"] = _outside_ledger(ingredients, rate, table["program_id"])
    spent = (booked["personnel"] + booked["nonpersonnel"]).where(found, budget)
    table["total_cost"] = spent + table["outside_ledger"]
    table["students_served"] = _served(programs, participation, fiscal_year)
    students = table["students_served"].where(table["students_served"] > 0)
    table["cost_per_student"] = table["total_cost"] / students
    varying = table["total_cost"] - _stated(programs, "fixed_cost")
    table["marginal_cost_per_student"] = varying.where(varying >= 0) / students
    share = booked["restricted_share"].where(found, _stated_restriction(programs))
    table["restricted_share"] = share
    table["fund_restriction"] = np.select(
        [share.isna(), share == 0, share == 1], ["not known", "unrestricted", "restricted"], "mixed"
    )
    table["cost_source"] = booked["source"].where(found, _stated_source(programs, budget))
    return table[_COLUMNS].sort_values(
        ["total_cost", "program"], ascending=[False, True], ignore_index=True
    )


def dollars_known(costs: pd.DataFrame) -> float:
    """What programs cost together, as far as it is known.

    Parameters
    ----------
    costs : DataFrame, one row per program
        ``total_cost`` (dollars a year), as :func:`program_costs` gives.

    Returns
    -------
    float, dollars a year

    Examples
    --------
    >>> dollars_known(pd.DataFrame({"total_cost": [60_000.0, None, 40_000.0]}))
    100000.0
    """
    return float(costs["total_cost"].sum())


def _stated_source(programs: pd.DataFrame, budget: pd.Series) -> pd.Series:
    method = programs.reindex(columns=["cost_method"])["cost_method"].reset_index(drop=True)
    said = method.map(STATED).fillna("inventory")
    return said.where(budget.notna(), "not known")


def _stated(programs: pd.DataFrame, column: str) -> pd.Series:
    if column not in programs.columns:
        return pd.Series(np.nan, index=range(len(programs)))
    return programs[column].astype(float).reset_index(drop=True)


def _booked(ledger: pd.DataFrame, staffing: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    columns = ["personnel", "nonpersonnel", "restricted_share", "source"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    require_kind(ledger)
    require_numbers(ledger, ["amount"], LEDGER)
    year = (ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")
    lines = ledger[year & (ledger["kind"] == "spending") & ledger["local_program"].notna()]
    lines = pd.DataFrame(
        {
            "program_id": lines["local_program"],
            "people": first_digit(lines["object"]).isin(PEOPLE),
            "restricted": restricted(lines["resource"]),
            "amount": lines["amount"],
        }
    )
    booked = _by_people(lines)
    if staffing.empty or not (staffing["fiscal_year"] == fiscal_year).any():
        return booked[columns]
    positions = position_lines(staffing, fiscal_year).rename(columns={"pay": "amount"})
    unpaid = booked.index[booked["lines_of_pay"] == 0]
    pay = positions[positions["program_id"].isin(unpaid)].assign(people=True)
    if pay.empty:
        return booked[columns]
    pay["restricted"] = restricted(pay["resource"])
    mended = _by_people(pd.concat([lines, pay[lines.columns]], ignore_index=True))
    mended.loc[mended.index.isin(pay["program_id"]), "source"] = "ledger and positions"
    return mended[columns]


def _by_people(lines: pd.DataFrame) -> pd.DataFrame:
    amount = lines["amount"]
    parts = pd.DataFrame(
        {
            "personnel": amount.where(lines["people"], 0.0),
            "nonpersonnel": amount.where(~lines["people"], 0.0),
            "restricted": amount.where(lines["restricted"], 0.0),
            "lines_of_pay": lines["people"].astype(int),
        }
    )
    sums = parts.groupby(lines["program_id"]).sum()
    # cents only: a share of exactly 0 or 1 must not be missed for a rounding error
    sums = sums.round(2)
    total = sums["personnel"] + sums["nonpersonnel"]
    share = (sums["restricted"] / total.round(2)).where(total > 0)
    sums["restricted_share"] = share.where(share.between(0, 1))
    sums["source"] = "ledger"
    return sums


def _outside_ledger(ingredients: pd.DataFrame, rate: float, program_id: pd.Series) -> pd.Series:
    if ingredients.empty:
        return pd.Series(0.0, index=program_id.index)
    what = ["program_id", "quantity", "unit_price"]
    require_columns(ingredients, what, "list of ingredients (ingredients.csv)")
    yearly = yearly_dollars(ingredients, rate).groupby(ingredients["program_id"])
    return program_id.map(yearly.sum(min_count=1)).where(
        program_id.isin(ingredients["program_id"]), 0.0
    )


def _served(programs: pd.DataFrame, participation: pd.DataFrame, fiscal_year: str) -> pd.Series:
    stated = _stated(programs, "students_served")
    if participation.empty:
        return stated
    needed = ["student_key", "program_id", "fiscal_year", "group"]
    require_columns(participation, needed, "participation table (program_participation.csv)")
    year = participation[participation["fiscal_year"] == fiscal_year]
    treated = year[year["group"] == "treated"]
    counted = treated.groupby("program_id")["student_key"].nunique()
    ids = programs["program_id"].reset_index(drop=True)
    return ids.map(counted).astype(float).fillna(stated)


def _stated_restriction(programs: pd.DataFrame) -> pd.Series:
    # LCFF is unrestricted and federal money restricted; other state and local money may be either
    lcff, federal = _stated(programs, "lcff").fillna(0), _stated(programs, "federal").fillna(0)
    unclear = _stated(programs, "other_state").fillna(0) + _stated(programs, "local").fillna(0)
    both = lcff + federal
    return (federal / both.where(both > 0)).where(unclear == 0)
