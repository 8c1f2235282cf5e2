"""A district's folder: read once, checked in one pass, held together."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import check_columns, empty
from smarter_spending.district.files import read_tables
from smarter_spending.district.rules import check_rules
from smarter_spending.district.sacs import ledger_kind
from smarter_spending.district.settings import Settings, read_settings, unsaid
from smarter_spending.district.tables import DistrictDataError, Note, Problem, all_tables

__all__ = ["District", "DistrictDataError", "Note", "Problem", "load_district"]


@dataclass(frozen=True)
class District:
    """What a district brought, checked: its settings and its tables.  It computes nothing.

    Attributes
    ----------
    folder : Path
    name, cds_code, fiscal_year, price_year, state : str
    as_of : date, or None until somebody says it
        The day the books stood like this.
    minimum_group : int, students
        Nothing about fewer students is shown.
    reserve_policy : float, share of spending, or None; reserve_floor : dollars, or None
        None until somebody sets it.
    set_by : mapping of setting to text
        Who set it, and when; ``settings.spoken`` reads it.
    outcome_worth : mapping of outcome to dollars
        What one unit of an outcome per student is worth to the board.
    decision_rule : mapping
        The thresholds of the board's written rule that differ from the usual ones.
    resource_rules : mapping of resource to mapping
        What this district knows better of which resource may pay for what.
    price_index : mapping of fiscal year to index number, and its ``source``
        What restates prices of another year in dollars of ``price_year``.
    invented : bool
    tables : mapping of name to DataFrame
        Every table by name; one that was not brought has no rows.  ``district.ledger``
        is ``district.tables["ledger"]``.
    absent : tuple of str
        Tables that were not brought.
    notes : tuple of Note
        What was read in a particular way, what was not read, and what is worth knowing.
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
    if not folder.is_dir():
        raise DistrictDataError(folder, problems)
    raws, more, notes = read_tables(folder)
    found = {name: check_columns(raw) for name, raw in raws.items()}
    brought = {name: checked for name, checked in found.items() if len(checked.frame)}
    held = {
        name: brought[name].frame if name in brought else empty(table)
        for name, table in all_tables().items()
    }
    for name, checked in found.items():
        if name not in brought and not checked.problems:
            said = "it has headings and no row: it counts as not brought."
            notes.append(Note(checked.file, "", said, "warning"))
    if settings is not None:
        notes += unsaid(folder)
    if settings is not None and "staffing" in brought:
        years = sorted(set(held["staffing"]["fiscal_year"].dropna()))
        if settings.fiscal_year not in years:
            of = f"its positions are of {', '.join(years)}"
            said = f"{of}; pages on {settings.fiscal_year} count none of them."
            notes.append(Note("staffing.csv", "fiscal_year", said, "warning"))
            held["staffing"] = empty(all_tables()["staffing"])
            del brought["staffing"]
    if settings is not None:  # the rules between tables need to know the district and the year
        check_rules(brought, settings)
    problems += more + [problem for checked in found.values() for problem in checked.problems]
    if problems:
        raise DistrictDataError(folder, problems)
    held["ledger"] = held["ledger"].assign(kind=ledger_kind(held["ledger"]))
    return District(
        folder=folder,
        settings=settings,
        tables=held,
        absent=tuple(name for name in all_tables() if name not in brought),
        notes=tuple(notes + [note for checked in found.values() for note in checked.notes]),
    )


def fingerprint_of(folder: Path) -> str:
    """What a folder holds that ``load_district`` reads, in 32 letters."""
    made = blake2b(f"{folder} {folder.resolve()}".encode(), digest_size=16)
    for one in sorted([*folder.glob("*"), *folder.glob("[!.]*/*")]):
        inside = one.relative_to(folder).parts
        if inside[0] == "choices":  # what people answer changes no table
            continue
        made.update("/".join(inside).encode())
        if one.is_file() and (len(inside) == 1 or inside[0] == "maps") and os.access(one, os.R_OK):
            made.update(blake2b(one.read_bytes()).digest())
    return made.hexdigest()
