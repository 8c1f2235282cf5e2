"""Put the parts of one invented district together."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from tools.samples import extras, latent_parts, lcff, ledger, programs, revenue, staffing, truth
from tools.samples.planted import PLANTED
from tools.samples.shapes import LATEST, YEARS, Shape, stream


@dataclass(frozen=True)
class SampleDistrict:
    """One invented district: its tables, its settings, and the truth about its programs.

    ``tables`` maps table names to DataFrames of the types that a loaded
    district has; ``settings`` is what district.toml says; ``truth`` has one
    row for each planted program and is never written to a folder.
    """

    shape: str
    seed: int
    tables: MappingProxyType
    settings: dict
    truth: pd.DataFrame


def built_students(shape: Shape, seed: int) -> SampleDistrict:
    """Students, participation, schools and the program list, without any money."""
    parts = latent_parts.draw(shape, seed)
    plan = programs.funded(shape, parts.schools, parts.participation, stream(seed, 6))
    money = ["personnel", "nonpersonnel", *programs.SOURCES]
    no_cost = pd.DataFrame(columns=money, index=plan["program_id"], dtype=float)
    listing = programs.programs_table(shape, plan.assign(cost="none"), no_cost, parts.participation)
    tables = {
        "programs": listing,
        "program_participation": parts.participation,
        "students_outcomes": _kept_years(parts.students, shape),
        "schools": _schools_table(parts.schools, shape),
    }
    return _district(shape, seed, tables, parts)


def built_district(shape: Shape, seed: int) -> SampleDistrict:
    """Everything, with the money reconciled to the people and the programs."""
    parts = latent_parts.draw(shape, seed)
    plan = programs.funded(shape, parts.schools, parts.participation, stream(seed, 6))
    counts = lcff.enrollment_table(parts.students, shape)
    lines = staffing.positions_of(shape, parts.schools, plan, stream(seed, 7))
    books, costs = _books(shape, seed, parts.schools, plan, counts, lines)
    listing = programs.programs_table(shape, plan, costs, parts.participation)
    tables = {
        "ledger": books,
        "control_totals": extras.control_totals(books, shape),
        "staffing": staffing.staffing_table(lines),
        "programs": listing,
        "ingredients": extras.ingredients(shape, listing, parts.participation),
        "program_participation": parts.participation,
        "students_outcomes": _kept_years(parts.students, shape),
        "schools": _schools_table(parts.schools, shape),
        "enrollment_lcff": counts[counts["fiscal_year"].isin(shape.years_of_counts)],
        "assumptions": extras.assumptions(shape),
    }
    kept = {name: table for name, table in tables.items() if name not in shape.left_out}
    return _district(shape, seed, kept, parts)


def _district(shape: Shape, seed: int, tables: dict, parts) -> SampleDistrict:
    known = truth.truth_of(parts.people, parts.latent, PLANTED[shape.folder], parts.gains)
    typed = {
        name: extras.typed(name, table.reset_index(drop=True)) for name, table in tables.items()
    }
    settings = extras.settings(shape)
    return SampleDistrict(shape.folder, seed, MappingProxyType(typed), settings, known)


def _kept_years(students: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    return students[students["fiscal_year"].isin(shape.years_of_students)]


def _schools_table(schools: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    table = schools[["local_site_code", "school_code", "school_name", "cde_type"]].copy()
    table["cde_type"] = table["cde_type"].replace("small high", "high")
    table.insert(0, "district_cds", shape.cds_code)
    table["grade_low"], table["grade_high"] = schools["grade_low"], schools["grade_high"]
    table["enrollment"], table["unduplicated"] = schools["enrollment"], schools["unduplicated"]
    table["charter"] = pd.array([False] * len(table), "boolean")
    table["title1"] = schools["title1"].astype("boolean")
    return table


def _books(shape: Shape, seed: int, schools, plan, counts, lines):
    """The ledger of every year, the adopted budget of the latest, and each program's cost."""
    rng = stream(seed, 8)
    latest = ledger.latest_spending(lines, plan, schools, shape, rng)
    latest = ledger.closed(latest, plan, shape.spent, rng)
    parts, opening = [], revenue.opening_balances(latest, shape)
    for year in YEARS:
        spent = ledger.year_of_spending(latest, year, plan, rng)
        local, enrolled = counts.loc[year, "local_revenue"], int(counts.loc[year, "enrollment"])
        counts.loc[year, "epa"] = spent.loc[spent["resource"] == "1400", "cents"].sum() / 100
        came = revenue.revenue_of(spent, lcff.target(counts, year), local, enrolled)
        rows = pd.concat([spent, came], ignore_index=True)
        sheet, opening = revenue.balances_of(rows, opening)
        actual = pd.concat([rows, sheet], ignore_index=True)
        parts.append(actual.assign(fiscal_year=year, amount_type="actual"))
        if year == LATEST:
            budget = ledger.budget_of(rows, plan, rng)
            parts.append(budget.assign(fiscal_year=year, amount_type="adopted_budget"))
            costs = _program_costs(plan, lines, spent, budget)
    books = pd.concat(parts, ignore_index=True)
    return _ledger_table(books[books["fiscal_year"].isin(shape.years_of_ledger)]), costs


def _program_costs(plan, lines, spent, budget) -> pd.DataFrame:
    """What each program cost in dollars: people, the rest, and by source of funds."""
    by_method = {
        "ledger": _tagged(spent),
        "lcap": _tagged(budget),
        "estimate": _untracked(plan, lines),
    }
    rows = [
        by_method[method].loc[[program]]
        for program, method in zip(plan["program_id"], plan["cost"], strict=True)
        if method in by_method and program in by_method[method].index
    ]
    return pd.concat(rows).reindex(plan["program_id"])


def _tagged(rows: pd.DataFrame) -> pd.DataFrame:
    mine = rows[rows["local_program"].notna()]
    people = mine["object"] < "4000"
    firsts = mine["resource"].str[0]
    table = pd.DataFrame(
        {
            "personnel": _sum_by_program(mine, people),
            "nonpersonnel": _sum_by_program(mine, ~people),
            **{
                name: _sum_by_program(mine, firsts.isin(codes))
                for name, codes in programs.SOURCES.items()
            },
        }
    )
    return table.fillna(0)


def _sum_by_program(rows: pd.DataFrame, which: pd.Series) -> pd.Series:
    return rows["cents"].where(which, 0).groupby(rows["local_program"]).sum() / 100


def _untracked(plan: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    paid = (lines["salary_annual"] + lines["benefits_annual"]) * lines["funding_pct"] / 100
    people = paid.groupby(lines["serves"]).sum().reindex(plan["program_id"]).fillna(0)
    other = plan.set_index("program_id")[["materials", "services"]].sum(axis=1)
    drift = plan.set_index("program_id")["drift"]
    table = pd.DataFrame({"personnel": people * drift, "nonpersonnel": other * drift})
    return table.assign(**dict.fromkeys(programs.SOURCES, np.nan))


def _ledger_table(books: pd.DataFrame) -> pd.DataFrame:
    account = ["fiscal_year", "amount_type", *ledger.ACCOUNT]
    table = books.groupby(account, dropna=False, as_index=False)["cents"].sum()
    local = table["resource"].between("0001", "0999")
    table["sacs_resource"] = np.where(local, "0000", None)
    table["project_year"] = "0"
    table["amount"] = table["cents"] / 100
    order = ["fiscal_year", "amount_type", "fund", "resource", "goal", "function", "object",
             "school_code", "local_program"]  # fmt: skip
    table = table.sort_values(order, kind="stable", na_position="first")
    columns = ["fiscal_year", "amount_type", "fund", "resource", "sacs_resource", "project_year",
               "goal", "function", "object", "school_code", "local_program", "amount"]  # fmt: skip
    return table[columns]
