"""Rules between rows and tables: which of them concern a folder, in what order they are asked."""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.district import (
    ledger_rules,
    plan_rules,
    program_rules,
    school_rules,
    staffing_rules,
    student_rules,
)
from smarter_spending.district.columns import Checked
from smarter_spending.district.findings import counted
from smarter_spending.district.settings import Settings

OFFICE = "0000"  # the site code of the district office
SITES = {
    "ledger": "school_code",
    "staffing": "site_code",
    "students_outcomes": "site_code",
    "program_participation": "site_code",
}
PROGRAMS = {
    "staffing": "program_id",
    "ingredients": "program_id",
    "program_participation": "program_id",
}
# where a row named "Total" would be counted once more
NO_TOTALS = {
    "staffing": ("position_id", "job_class"),
    "programs": ("program_id", "program_name"),
    "schools": ("school_name",),
    "ingredients": ("program_id", "ingredient"),
}
TOTAL = r"\s*(?:sub-?\s*total|grand total|total|district total)s?\b.*"


def check_rules(
    brought: Mapping[str, Checked], held: Mapping[str, pd.DataFrame], settings: Settings
) -> None:
    """Ask every rule that concerns the tables of a folder; each records what it finds.

    Parameters
    ----------
    brought : mapping of name to Checked
        The tables that have rows; problems and notes are added to them.
    held : mapping of name to DataFrame
        Every table; those that were not brought are empty.
    settings : Settings
    """
    for name, checked in brought.items():
        if "district_cds" in checked.frame:
            _same_district(checked, settings.cds_code)
        _no_totals(checked, NO_TOTALS.get(name, ()))
        if name not in ("ledger", "students_outcomes"):  # these have words of their own for it
            _named_once(checked)
        if name in SITES and "schools" in brought:
            _listed(checked, SITES[name], held["schools"]["local_site_code"], "schools.csv")
        if name in PROGRAMS and "programs" in brought:
            _listed(checked, PROGRAMS[name], held["programs"]["program_id"], "programs.csv")
    _rules_of_money(brought, held, settings.fiscal_year)
    _rules_of_students(brought, held, settings.fiscal_year)


def _rules_of_money(brought: Mapping, held: Mapping, fiscal_year: str) -> None:
    ledger, staffing = brought.get("ledger"), brought.get("staffing")
    for checked in (ledger, staffing):
        if checked:
            ledger_rules.check_codes(checked, held["code_overrides"])
    if "code_overrides" in brought:
        ledger_rules.check_overrides(brought["code_overrides"])
    if ledger:
        ledger_rules.check_ledger(ledger, fiscal_year)
        if "programs" in brought:
            _local_programs(ledger, held["programs"])
    if "control_totals" in brought:
        ledger_rules.check_control_totals(brought["control_totals"], held["ledger"])
    if staffing:
        staffing_rules.check_staffing(staffing)
        staffing_rules.check_against_ledger(staffing, held["ledger"], fiscal_year)
    if "programs" in brought:
        program_rules.check_programs(brought["programs"])


def _rules_of_students(brought: Mapping, held: Mapping, fiscal_year: str) -> None:
    if "program_participation" in brought:
        program_rules.check_participation(
            brought["program_participation"], held["students_outcomes"]
        )
    if "students_outcomes" in brought:
        student_rules.check_students(brought["students_outcomes"])
    if "schools" in brought:
        school_rules.check_schools(brought["schools"], held["ledger"], fiscal_year)
    if "enrollment_lcff" in brought:
        school_rules.check_enrollment(brought["enrollment_lcff"])
    if "assumptions" in brought:
        plan_rules.check_assumptions(brought["assumptions"])


def _same_district(checked: Checked, cds_code: str) -> None:
    cells = checked.frame["district_cds"]
    checked.problem_by_value(
        "district_cds",
        cells.notna() & (cells != cds_code),
        lambda code: (
            f'district_cds "{code}" is not this district\'s code in district.toml ({cds_code}). '
            "Take the row out, or correct the code."
        ),
    )


def _no_totals(checked: Checked, columns: tuple[str, ...]) -> None:
    totals = pd.Series(False, index=checked.frame.index)
    for name in columns:
        totals |= checked.frame[name].str.fullmatch(TOTAL, case=False, na=False).astype(bool)
    if checked.table.name == "staffing":  # a subtotal often has its figures and nothing else
        totals |= checked.frame["position_id"].isna() & checked.frame["salary_annual"].notna()
    rows = ", ".join(str(row) for row in checked.rows[totals.to_numpy()])
    checked.problem(
        columns[0] if columns else "",
        totals,
        f"a subtotal would be counted once more. Take out row {rows}.",
    )


def _named_once(checked: Checked) -> None:
    key = list(checked.table.key)
    named = checked.frame[key[0]].notna()
    checked.problem(
        key[0],
        named & checked.frame.duplicated(key),
        f'"{{value}}" is listed more than once (same {", ".join(key)}). Keep one row.',
    )


def _listed(checked: Checked, column: str, known: pd.Series, file: str) -> None:
    cells = checked.frame[column]
    office = cells.eq(OFFICE) if column in SITES.values() else False
    checked.problem_by_value(
        column,
        cells.notna() & ~cells.isin(known.dropna()) & ~office,
        lambda value: f'{column} "{value}" is not in {file}. Add it there, or correct it here.',
    )


def _local_programs(ledger: Checked, programs: pd.DataFrame) -> None:
    cells = ledger.frame["local_program"]
    unknown = cells[cells.notna() & ~cells.isin(programs["program_id"].dropna())]
    if len(unknown):
        ledger.warn(
            "local_program",
            f"{counted(len(unknown), 'row')} with a local_program that programs.csv does not list "
            f'(first: "{unknown.iloc[0]}"); their dollars belong to no program of the inventory.',
        )
