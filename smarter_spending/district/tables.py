"""What a district folder may hold: every table and column, read from ``tables.toml``.

The loader's checks, the blank template and the data dictionary are made from
these descriptions, so the three can never disagree.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NUMERIC_KINDS = ("dollars", "number", "whole", "share")


@dataclass(frozen=True)
class Column:
    """One column of a table: what it means, how it is written, what it may hold.

    ``kind`` is one of the words listed at the top of ``tables.toml``;
    ``required`` says the column must be there, ``filled`` that no cell of it
    may be blank; ``low`` and ``high`` are the limits of a number, both allowed.
    """

    name: str
    kind: str
    meaning: str
    unit: str = ""
    required: bool = False
    filled: bool = False
    low: float | None = None
    high: float | None = None
    digits: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of a district folder: ``name``.csv, or the sheet ``name`` of a workbook."""

    name: str
    meaning: str
    grain: str
    key: tuple[str, ...]
    feeds: tuple[str, ...]
    columns: dict[str, Column]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there, in order."""
        return tuple(name for name, column in self.columns.items() if column.required)


@cache
def all_tables() -> dict[str, Table]:
    """Every table a district folder may hold, by name.

    Returns
    -------
    dict of str to Table
        In the order in which a facilitator would prepare them.

    Examples
    --------
    >>> all_tables()["ledger"].columns["amount"].unit
    'dollars'
    >>> all_tables()["schools"].required
    ('local_site_code', 'school_name', 'cde_type')
    """
    text = files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
    return {name: _table(name, entry) for name, entry in tomllib.loads(text).items()}


def _table(name: str, entry: dict) -> Table:
    columns = {
        column: Column(column, **{**rules, "choices": tuple(rules.get("choices", ()))})
        for column, rules in entry["columns"].items()
    }
    return Table(
        name, entry["meaning"], entry["grain"], tuple(entry["key"]), tuple(entry["feeds"]), columns
    )
