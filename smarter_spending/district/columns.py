"""One table at a time: its columns are there, every cell can be read, every value allowed.

The limits are those of ``tables.toml``; pandera finds what breaks them, all in one pass,
and this page says it in a finance office's words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from smarter_spending.district.findings import Note, Problem
from smarter_spending.district.parsing import parse
from smarter_spending.district.privacy import looks_like_ssn, looks_like_state_ids, looks_personal
from smarter_spending.district.raw_tables import RawTable
from smarter_spending.district.tables import NUMERIC_KINDS, Column, Table

MASKED = "(not shown)"
KEYS = ("student_key", "employee_key")


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
            value = written(self.frame[column].iloc[first])
        text = message.format(value=value) if "{value}" in message else message
        row = int(self.rows[first])
        self.problems.append(Problem(self.file, column, row, value or "", text, len(places) - 1))

    def problem_by_value(
        self, column: str, wrong: pd.Series, message: Callable[[str], str]
    ) -> None:
        """Record a fault once for each different value, with its first row and a count.

        Parameters
        ----------
        column : str
        wrong : Series of bool
            Which rows of ``frame``.
        message : function of the value as text
            What is wrong with it and what to do.
        """
        cells = self.frame.loc[wrong.fillna(False).astype(bool), column]
        counts = cells.value_counts()
        for place, value in cells.dropna().drop_duplicates().items():
            row, more = int(self.rows[place]), int(counts[value]) - 1
            told = written(value)
            self.problems.append(Problem(self.file, column, row, told, message(told), more))

    def note(self, column: str, message: str) -> None:
        """Record a particular way in which something was read."""
        self.notes.append(Note(self.file, column, message))

    def warn(self, column: str, message: str) -> None:
        """Record something in the figures that should be looked into, and that stops nothing."""
        self.notes.append(Note(self.file, column, message, "warning"))


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
        message = _personal(raw, name)
        if message:
            checked.problems.append(Problem(raw.file, name, None, MASKED, message))
    return any(problem.value == MASKED for problem in checked.problems)


def _personal(raw: RawTable, name: str) -> str:
    heading, cells = raw.written[name].strip(), raw.frame[name]
    if looks_personal(heading):
        what, it = ("names", "them") if "name" in heading.lower() else ("the column", "it")
        return (
            f'Column "{heading}" found in {raw.file}. Remove {what} before loading; this tool '
            f"must not read {it}."
        )
    if looks_like_ssn(cells):
        return (
            f'Column "{heading}" in {raw.file} holds what looks like social security numbers. '
            "Remove it before loading; this tool must not read them."
        )
    if name in KEYS and looks_like_state_ids(cells):
        return (
            f"{name} looks like a state SSID. Run ss.pseudonymise(keys, secret) on it first, "
            "with the same secret for every file with that key."
        )
    return ""


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
        checked.note("", f"columns not known to this tool, and left aside: {', '.join(unknown)}.")


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
            outside = wrong & ~blank
            if (checked.table.name, name) == ("staffing", "fte"):
                _hours_for_fte(checked, outside & (checked.frame["fte"] > 1))
                outside &= checked.frame["fte"] < 0
            if outside.any():
                checked.problem(name, outside, _outside(column))


def _range_check(pa, column: Column) -> list:
    checks = []
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    return checks


def _hours_for_fte(checked: Checked, wrong: pd.Series) -> None:
    positions = checked.frame.loc[wrong, "position_id"]
    position = f"position {positions.iloc[0]}: " if positions.notna().any() else ""
    checked.problem(
        "fte",
        wrong,
        f"{position}fte {{value}} is more than 1.0. Is this hours per day? Put hours in "
        "hours_per_day.",
    )


def _outside(column: Column) -> str:
    if column.high is None:
        limits = f"cannot be below {column.low:,g}"
    elif column.low is None:
        limits = f"cannot be above {column.high:,g}"
    else:
        limits = f"must be between {column.low:,g} and {column.high:,g}"
    unit = f" {column.unit}" if column.unit else ""
    return f"{column.name} {{value}} {limits}{unit}. Check {column.meaning}."


def written(value: object) -> str:
    """A value as it would stand in a cell.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
    """
    if value is None or value != value or value is pd.NA:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _cells(count: int) -> str:
    return "cell was" if count == 1 else "cells were"
