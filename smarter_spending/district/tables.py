"""What a district folder may hold, and what was found wrong or read in a particular way in it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from smarter_spending.words import PlainError

# --- What a district folder may hold: every table and column, read from ``tables.toml`` ----------
#
# The loader's checks, the blank template and the data dictionary are made from
# these descriptions, so the three can never disagree.

NUMERIC_KINDS = ("dollars", "number", "whole", "share")


@dataclass(frozen=True)
class Column:
    """One column of a table: what it means, how it is written, what it may hold."""

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

    @property
    def is_site(self) -> bool:
        """Whether it is a district's own number of a school, typed without zeros in front."""
        return self.digits == 4 and self.name in ("local_site_code", "site_code", "school_code")


@dataclass(frozen=True)
class Table:
    """One file of a district folder: ``name``.csv, or the sheet ``name`` of a workbook."""

    name: str
    meaning: str
    grain: str
    key: tuple[str, ...]
    feeds: tuple[str, ...]
    columns: dict[str, Column]
    held_by: str = ""
    comes_in: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that must be there, in order."""
        return tuple(name for name, column in self.columns.items() if column.required)


@cache
def all_tables() -> dict[str, Table]:
    """Every table a district folder may hold, by name."""
    text = files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")
    return {name: _table(name, entry) for name, entry in tomllib.loads(text).items()}


def _table(name: str, entry: dict) -> Table:
    columns = {
        column: Column(column, **{**rules, "choices": tuple(rules.get("choices", ()))})
        for column, rules in entry["columns"].items()
    }
    lists = {"key": tuple(entry["key"]), "feeds": tuple(entry["feeds"]), "columns": columns}
    return Table(name, **{**entry, **lists})


# --- What was found wrong, and what was read in a particular way, in a district's folder ---------

SHOWN = 10  # problems of one column written out before the rest are counted


def counted(count: int, thing: str) -> str:
    """A count with its thing, in the plural when it is not one."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Problem:
    """One thing in a folder that must be mended before anything is calculated."""

    file: str
    column: str
    row: int | None
    value: str
    message: str
    more: int = 0

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file} row {self.row}"
        again = f" (and {counted(self.more, 'more row')} with this fault)" if self.more else ""
        return f"{place}: {self.message}{again}"


@dataclass(frozen=True)
class Note:
    """Something read in a particular way, or worth knowing, that stops nothing."""

    file: str
    column: str
    message: str
    kind: str = "note"

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


class DistrictDataError(PlainError):
    """A district's folder has problems; ``problems`` lists every one of them.

    Written out, at most ten problems of one column are shown and the rest counted;
    ``problems`` has them all.
    """

    def __init__(self, folder: Path, problems: Iterable[Problem]):
        self.folder = Path(folder)
        self.problems = list(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        things = "1 thing needs" if count == 1 else f"{count:,} things need"
        lines = "\n".join(f"- {line}" for line in _listed(self.problems))
        return (
            f"The folder {self.folder.name} cannot be used yet: {things} mending. "
            f"Nothing was calculated.\n{lines}"
        )

    def __reduce__(self):
        return type(self), (self.folder, self.problems)


def _listed(problems: list[Problem]) -> list[str]:
    kept = defaultdict(list)
    for problem in problems:
        kept[problem.file, problem.column].append(str(problem))
    lines = []
    for (file, column), told in kept.items():
        lines += told[:SHOWN]
        if len(told) > SHOWN:
            lines.append(f"{file}: {len(told) - SHOWN:,} more problems in the column {column}.")
    return lines
