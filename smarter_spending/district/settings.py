"""district.toml: who the district is, which year, and what its board has decided."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from smarter_spending.district.board_rules import board_faults, is_number, written
from smarter_spending.district.findings import Problem

FILE = "district.toml"


@dataclass(frozen=True)
class Settings:
    """What ``district.toml`` says.  Shares are 0 to 1; dollars are of ``price_year``."""

    name: str
    cds_code: str
    fiscal_year: str
    as_of: date
    price_year: str
    minimum_group: int = 11
    reserve_policy: float = 0.03
    invented: bool = False
    outcome_worth: Mapping[str, float] = field(default_factory=dict)
    decision_rule: Mapping[str, object] = field(default_factory=dict)
    resource_rules: Mapping[str, Mapping] = field(default_factory=dict)


def read_settings(folder: Path) -> tuple[Settings | None, list[Problem]]:
    """Read ``district.toml``, with every problem in it.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    (Settings or None, list of Problem)
        ``None`` when there is a problem.
    """
    make_one = "Make one with `smarter-spending new`."
    if not folder.is_dir():
        return None, [_problem("", f"there is no folder {folder}. {make_one}")]
    file = folder / FILE
    if not file.is_file():
        return None, [_problem("", f"it is not in the folder. {make_one}")]
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return None, [_problem("", "it is not plain text in UTF-8. Save it so in a text editor.")]
    except tomllib.TOMLDecodeError as error:
        reason = str(error).removesuffix(".")
        return None, [_problem("", f"it cannot be read: {reason}. Text stands in quotation marks.")]
    problems = [_problem(name, message, given.get(name)) for name, message in _faults(given)]
    if problems:
        return None, problems
    known = {name: given[name] for name in Settings.__dataclass_fields__ if name in given}
    return Settings(**known), []


def _faults(given: Mapping) -> list[tuple[str, str]]:
    faults = [
        (name, f"{name} is not there. Write {name} = {example}")
        for name, example in EXAMPLES.items()
        if name not in given
    ]
    settings = ", ".join(Settings.__dataclass_fields__)
    faults += [
        (name, f'"{name}" is not a setting. Those there are: {settings}.')
        for name in sorted(given.keys() - Settings.__dataclass_fields__.keys())
    ]
    for name, (right, what) in RULES.items():
        if name in given and not right(given[name]):
            faults.append((name, f"{name} = {written(given[name])} is not {what}."))
    return [*faults, *board_faults(given)]


def _problem(column: str, message: str, value: object = None) -> Problem:
    return Problem(FILE, column, None, "" if value is None else str(value), message)


def _year(value: object) -> bool:
    written = re.fullmatch(r"(\d{4})-(\d{2})", value) if isinstance(value, str) else None
    return bool(written) and (int(written[1]) + 1) % 100 == int(written[2])


def _cds(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{14}", value))


EXAMPLES = {
    "name": '"Our Unified"',
    "cds_code": '"39123450000000"',
    "fiscal_year": '"2024-25"',
    "as_of": "2025-09-15",
    "price_year": '"2024-25"',
}
RULES = {
    "name": (lambda v: isinstance(v, str) and v.strip() != "", "a name"),
    "cds_code": (_cds, 'a CDS code: 14 digits in quotation marks, such as "39754990000000"'),
    "fiscal_year": (_year, 'a fiscal year; write "2024-25"'),
    "price_year": (_year, 'a fiscal year; write "2024-25"'),
    "as_of": (lambda v: type(v) is date, "a date; write 2025-09-15, without quotation marks"),
    "minimum_group": (
        lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 2,
        "a whole number of students, 2 or more",
    ),
    "reserve_policy": (
        lambda v: is_number(v) and 0 <= v < 1,
        "a share between 0 and 1; write 0.03 for 3 percent",
    ),
    "invented": (lambda v: isinstance(v, bool), "true or false"),
    "outcome_worth": (lambda v: isinstance(v, dict), "a list of outcomes with their dollars"),
    "decision_rule": (lambda v: isinstance(v, dict), "a list of the rule's thresholds"),
    "resource_rules": (lambda v: isinstance(v, dict), "a list of resources with their rules"),
}
