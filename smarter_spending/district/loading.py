"""A district's folder: read once, checked in one pass, held together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from smarter_spending.district import money_rules, student_rules
from smarter_spending.district.columns import Checked, check_columns, empty
from smarter_spending.district.findings import DistrictDataError, Note, Problem
from smarter_spending.district.reading import read_tables
from smarter_spending.district.sacs import ledger_kind
from smarter_spending.district.settings import Settings, read_settings
from smarter_spending.district.tables import tables

__all__ = ["District", "DistrictDataError", "Note", "Problem", "load_district"]


@dataclass(frozen=True)
class District:
    """What a district brought, checked: its settings and its tables.  It computes nothing.

    Attributes
    ----------
    folder : Path
    name, cds_code, fiscal_year, price_year : str
    as_of : date
        The day the books stood like this.
    minimum_group : int, students
        Nothing about fewer students is shown.
    reserve_policy : float, share of spending
    outcome_worth : mapping of outcome to dollars
        What one unit of an outcome per student is worth to the board.
    invented : bool
    tables : mapping of name to DataFrame
        Every table by name; one that was not brought has no rows.  ``district.ledger``
        is ``district.tables["ledger"]``.
    absent : tuple of str
        Tables that were not brought.
    notes : tuple of Note
        What was read in a particular way, and what is worth knowing.
    """

    folder: Path
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    absent: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=(), repr=False)

    def __getattr__(self, name: str) -> object:
        if name in ("settings", "tables") or name.startswith("__"):
            raise AttributeError(name)
        if name in self.tables:
            return self.tables[name]
        return getattr(self.settings, name)


def load_district(folder: str | Path) -> District:
    """Read and check a district's folder; every problem is reported at once.

    A folder needs only ``district.toml``.  Each table is ``<name>.csv`` or the sheet
    ``<name>`` of a workbook; one that is absent is held empty and named in ``absent``.

    Parameters
    ----------
    folder : path

    Returns
    -------
    District
        Codes are text with their zeros; dollars and numbers are floats, ``NaN`` where
        blank or hidden; the ledger has a column ``kind`` that tells spending from
        revenue, transfers and balances.

    Raises
    ------
    DistrictDataError
        With every problem of the folder in ``problems``: file, column, spreadsheet row,
        value, and what to do.  Nothing is guessed, dropped or rounded.

    Examples
    --------
    >>> try:
    ...     load_district("no_such_folder")
    ... except DistrictDataError as error:
    ...     print(error.problems[0])
    district.toml: there is no folder no_such_folder. Make one with `smarter-spending new`.
    """
    folder = Path(folder)
    settings, problems = read_settings(folder)
    if settings is None:
        raise DistrictDataError(folder, problems)
    raws, more, notes = read_tables(folder)
    found = {name: check_columns(raw) for name, raw in raws.items()}
    brought = {name: checked for name, checked in found.items() if len(checked.frame)}
    held = {
        name: brought[name].frame if name in brought else empty(table)
        for name, table in tables().items()
    }
    _check_rules(brought, held, settings)
    problems += more + [problem for checked in found.values() for problem in checked.problems]
    if problems:
        raise DistrictDataError(folder, problems)
    held["ledger"] = held["ledger"].assign(kind=ledger_kind(held["ledger"]))
    return District(
        folder=folder,
        settings=settings,
        tables=held,
        absent=tuple(name for name in tables() if name not in brought),
        notes=tuple(notes + [note for checked in found.values() for note in checked.notes]),
    )


def _check_rules(
    brought: Mapping[str, Checked], held: Mapping[str, pd.DataFrame], settings: Settings
) -> None:
    year = settings.fiscal_year
    for name, checked in brought.items():
        _same_district(checked, settings.cds_code)
        if name in ("ledger", "staffing"):
            money_rules.check_codes(checked, held["code_overrides"])
        if name not in ("ledger", "students_outcomes"):
            _named_once(checked)
    sites = {"ledger": "school_code", "staffing": "site_code", "students_outcomes": "site_code"}
    for name, column in sites.items():
        if name in brought and "schools" in brought:
            student_rules.check_sites(brought[name], column, held["schools"])
    rules = {
        "ledger": lambda it: money_rules.check_ledger(it, year),
        "control_totals": lambda it: money_rules.check_control_totals(it, held["ledger"]),
        "staffing": lambda it: money_rules.check_staffing(it),
        "programs": lambda it: money_rules.check_programs(it),
        "program_participation": lambda it: student_rules.check_participation(
            it, held["programs"], held["students_outcomes"]
        ),
        "students_outcomes": lambda it: student_rules.check_students(it),
        "schools": lambda it: student_rules.check_schools(it, held["ledger"], year),
        "enrollment_lcff": lambda it: student_rules.check_enrollment(it),
    }
    for name, rule in rules.items():
        if name in brought:
            rule(brought[name])
    if "staffing" in brought and "ledger" in brought:
        money_rules.check_staffing_against_ledger(brought["staffing"], held["ledger"], year)


def _same_district(checked: Checked, cds_code: str) -> None:
    cells = checked.frame["district_cds"]
    checked.problem(
        "district_cds",
        cells.notna() & (cells != cds_code),
        f'district_cds "{{value}}" is not this district\'s code in district.toml ({cds_code}). '
        "Take the row out, or correct the code.",
    )


def _named_once(checked: Checked) -> None:
    key = [name for name in checked.table.key if name in checked.frame]
    named = checked.frame[key[0]].notna()
    checked.problem(
        key[0],
        named & checked.frame.duplicated(key),
        f'"{{value}}" is listed more than once (same {", ".join(key)}). Keep one row.',
    )
