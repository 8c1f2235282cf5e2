"""One table at a time: its columns are there, every cell can be read, every value allowed.

The limits are those of ``tables.toml``; pandera finds what breaks them, all in one pass,
and this page says it in a finance office's words.
"""

from dataclasses import dataclass, field

import pandas as pd

from smarter_spending.district.findings import Note, Problem
from smarter_spending.district.parsing import parse
from smarter_spending.district.privacy import looks_like_ssn, looks_like_state_ids, looks_personal
from smarter_spending.district.raw_tables import RawTable
from smarter_spending.district.tables import NUMERIC_KINDS, Column, Table

MASKED = "(not shown)"


@dataclass
class Checked:
    """A table read and checked, with what was found; ``rows`` are spreadsheet rows."""

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def problem(
        self, column: str, wrong: pd.Series, message: str, value: str | None = None
    ) -> None:
        """Record a fault of some rows once, with the first row and a count of the others.

        Parameters
        ----------
        column : str
        wrong : Series of bool
            Which rows of ``frame``; nothing is recorded when none is.
        message : str
            What is wrong and what to do; ``{value}`` stands for the first faulty cell.
        value : str, optional
            What stands there, where the cell itself must not be shown.
        """
        places = wrong.fillna(False).to_numpy(dtype=bool).nonzero()[0]
        if not len(places):
            return
        first = int(places[0])
        if value is None and column in self.frame:
            value = _written(self.frame[column].iloc[first])
        text = message.format(value=value) if "{value}" in message else message
        row = int(self.rows[first])
        self.problems.append(Problem(self.file, column, row, value or "", text, len(places) - 1))

    def note(self, column: str, message: str) -> None:
        """Record something worth knowing that stops nothing."""
        self.notes.append(Note(self.file, column, message))


def check_columns(raw: RawTable) -> Checked:
    """Read every column of a table, and gather all that is wrong with any cell.

    Parameters
    ----------
    raw : RawTable

    Returns
    -------
    Checked
        ``frame`` has every column of the table's description, in order; what could not
        be read is blank in it and named in ``problems``.
    """
    checked = Checked(
        raw.table, raw.file, pd.DataFrame(), raw.rows, list(raw.problems), list(raw.notes)
    )
    if _refused(raw, checked):
        checked.frame, checked.rows = empty(raw.table), raw.rows[:0]
        return checked
    _headings(raw, checked)
    faulty: dict[str, pd.Index] = {}
    columns = {}
    for name, column in raw.table.columns.items():
        if name not in raw.frame:
            columns[name] = _blank(column, len(raw.frame))
            continue
        read = parse(raw.frame[name], column)
        columns[name], faulty[name] = read.values, read.faults.index
        _unreadable(raw, checked, name, read.faults)
        for how, cells in read.readings.items():
            checked.note(name, f"{name}: {cells:,} {_cells(cells)} {how}.")
    checked.frame = pd.DataFrame(columns, index=raw.frame.index)
    _limits(checked, faulty, [name for name in raw.table.columns if name in raw.frame])
    return checked


def empty(table: Table) -> pd.DataFrame:
    """A table with no rows and the right columns, for a file that is not there.

    Parameters
    ----------
    table : Table

    Returns
    -------
    DataFrame
    """
    return pd.DataFrame({name: _blank(column, 0) for name, column in table.columns.items()})


def _blank(column: Column, rows: int) -> pd.Series:
    if column.kind in NUMERIC_KINDS:
        return pd.Series([float("nan")] * rows, dtype=float)
    if column.kind == "flag":
        return pd.Series([None] * rows, dtype="boolean")
    if column.kind == "date":
        return pd.Series([None] * rows, dtype="datetime64[ns]")
    return pd.Series([None] * rows, dtype="str")


def _refused(raw: RawTable, checked: Checked) -> bool:
    for name in raw.frame.columns:
        if looks_personal(name):
            message = (
                f'Column "{name}" found in {raw.file}. Remove names, birth dates and ids before '
                "loading; this tool must not read them."
            )
            checked.problems.append(Problem(raw.file, name, None, MASKED, message))
        elif looks_like_ssn(raw.frame[name]).any():
            checked.problem(
                name,
                looks_like_ssn(raw.frame[name]),
                f'column "{name}" holds what looks like social security numbers. Remove them '
                "before loading; this tool must not read them.",
                MASKED,
            )
    for name in ("student_key", "employee_key"):
        if name in raw.frame and looks_like_state_ids(raw.frame[name].str.strip()):
            message = (
                f"{name} looks like a state SSID. Run ss.pseudonymise(keys, secret) on it first, "
                "and give the same secret to every file with that key."
            )
            checked.problems.append(Problem(raw.file, name, None, MASKED, message))
    return any(problem.value == MASKED for problem in checked.problems)


def _headings(raw: RawTable, checked: Checked) -> None:
    for name in raw.table.required:
        if name not in raw.frame:
            message = (
                f'the column "{name}" is not there ({raw.table.columns[name].meaning}). '
                f"The headings found are: {', '.join(map(str, raw.frame.columns)) or 'none'}."
            )
            checked.problems.append(Problem(raw.file, name, None, "", message))
    unknown = [name for name in raw.frame.columns if name and name not in raw.table.columns]
    if unknown:
        checked.note("", f"columns kept but not used: {', '.join(unknown)}.")


def _unreadable(raw: RawTable, checked: Checked, name: str, faults: pd.Series) -> None:
    for message, rows in faults.groupby(faults, sort=False):
        first = raw.frame.index.get_loc(rows.index[0])
        checked.problems.append(
            Problem(
                raw.file,
                name,
                int(raw.rows[first]),
                raw.frame[name].iloc[first].strip(),
                message,
                len(rows) - 1,
            )
        )


def _limits(checked: Checked, faulty: dict[str, pd.Index], present: list[str]) -> None:
    import pandera.pandas as pa

    limited = {
        name: pa.Column(
            checks=_range_check(pa, checked.table.columns[name]),
            nullable=not checked.table.columns[name].filled,
            required=False,
        )
        for name in present
    }
    try:
        pa.DataFrameSchema(limited).validate(checked.frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        for name, rows in cases.groupby("column", sort=False):
            wrong = pd.Series(checked.frame.index.isin(rows["index"]), index=checked.frame.index)
            wrong &= ~checked.frame.index.isin(faulty[name])
            blank = checked.frame[name].isna()
            column = checked.table.columns[name]
            checked.problem(name, wrong & blank, f"{name} is blank. Fill in {column.meaning}.")
            checked.problem(name, wrong & ~blank, _outside(checked.table, column))


def _range_check(pa, column: Column) -> list:
    checks = []
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    return checks


def _outside(table: Table, column: Column) -> str:
    if (table.name, column.name) == ("staffing", "fte"):
        return "fte {value} is more than 1.0: is this hours per day? Put hours in hours_per_day."
    if column.high is None:
        limits = f"cannot be below {column.low:,g}"
    elif column.low is None:
        limits = f"cannot be above {column.high:,g}"
    else:
        limits = f"must be between {column.low:,g} and {column.high:,g}"
    unit = f" {column.unit}" if column.unit else ""
    return f"{column.name} {{value}} {limits}{unit}. Check {column.meaning}."


def _written(value: object) -> str:
    if value is None or value != value or value is pd.NA:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _cells(count: int) -> str:
    return "cell was" if count == 1 else "cells were"
