"""A table as text: its cells as they were typed, and the spreadsheet row of each."""

import re
from dataclasses import dataclass, field

import pandas as pd

from smarter_spending.district.findings import Note, Problem
from smarter_spending.district.tables import Table

TITLE_ROWS = 15  # the headings are looked for in these first rows
BEYOND = "(beyond the last heading)"


@dataclass
class RawTable:
    """A table as text: every cell a string, blank where nothing stood.

    ``rows`` gives the spreadsheet row of each row of ``frame``; ``written`` the heading of
    each column as it stands in the file.
    """

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    written: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class UnreadableFileError(ValueError):
    """A file cannot be read as a table; the message says what to do."""


def as_raw(
    table: Table,
    file: str,
    names: list[str],
    cells: pd.DataFrame,
    heading: int,
    notes: list[Note],
) -> RawTable:
    """A table as text from its headings and its cells.

    Parameters
    ----------
    table : Table
    file : str
        As it is named in messages.
    names : list of str
        Headings as written.
    cells : DataFrame of str
        A column per heading, then one for what stands beyond the last of them.
    heading : int
        Rows above the headings.
    notes : list of Note
        What is already known of how the file was read.

    Returns
    -------
    RawTable
    """
    if heading:
        notes.append(Note(file, "", f"its headings were found in row {heading + 1}."))
    cells = cells.fillna("")
    filled = cells.ne("").any(axis=1).to_numpy(dtype=bool)
    rows = pd.RangeIndex(heading + 2, heading + 2 + len(cells))[filled]
    cells = cells[filled].reset_index(drop=True)
    problems = _too_many_values(file, cells, rows)
    columns = [column_name(name) for name in names]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    problems += [
        Problem(file, name, heading + 1, name, f'the column "{name}" is there twice. Keep one.')
        for name in twice
    ]
    frame = cells.drop(columns=BEYOND)
    unnamed = [place for place, name in enumerate(columns) if not name]
    without = sum(bool(frame[place].ne("").any()) for place in unnamed)
    if without:
        notes.append(Note(file, "", f"{without} columns with no heading were left aside."))
    frame.columns = columns
    frame = frame.loc[:, ~pd.Index(columns).duplicated() & (pd.Index(columns) != "")]
    written = dict(zip(columns, names, strict=True))
    return RawTable(table, file, frame, rows, written, notes, problems)


def _too_many_values(file: str, cells: pd.DataFrame, rows: pd.Index) -> list[Problem]:
    beyond = cells[BEYOND].ne("").to_numpy(dtype=bool)
    if not beyond.any():
        return []
    message = (
        "there are more values than headings. A comma inside a value needs quotation marks "
        "round the value."
    )
    return [Problem(file, "", int(rows[beyond][0]), "", message, int(beyond.sum()) - 1)]


def column_name(name: str) -> str:
    """A heading as the tables write it: small letters, an underscore for each gap.

    Parameters
    ----------
    name : str
        As typed.

    Returns
    -------
    str

    Examples
    --------
    >>> column_name(" School Code ")
    'school_code'
    """
    return re.sub(r"[\s\-]+", "_", str(name).strip().strip("\ufeff").lower())
