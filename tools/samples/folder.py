"""Write an invented district as a folder of plain files, the same bytes every time."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from smarter_spending.district.tables import all_tables
from tools.samples.build import SampleDistrict

DOLLAR_COLUMNS_WITH_CENTS = ("amount",)


def write_folder(district: SampleDistrict, folder: Path) -> list[Path]:
    """Write district.toml and one CSV a table; the truth stays behind."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "district.toml"
    settings.write_text(_toml(district.settings), encoding="utf-8", newline="\n")
    written = [settings]
    for name, table in district.tables.items():
        path = folder / f"{name}.csv"
        text = written_form(name, table).to_csv(index=False, lineterminator="\n")
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def written_form(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table as text, the way it stands in the file."""
    columns = all_tables()[name].columns
    return pd.DataFrame({column: _words(table[column], columns[column].kind) for column in table})


def _words(values: pd.Series, kind: str) -> pd.Series:
    if kind == "flag":
        return values.map({True: "Y", False: "N"})
    if kind == "date":
        return values.dt.strftime("%Y-%m-%d")
    if values.dtype != np.float64:
        return values
    if values.name in DOLLAR_COLUMNS_WITH_CENTS:
        return values.map("{:.2f}".format)
    whole = values.dropna() % 1 == 0
    return values.astype("Int64") if whole.all() else values


def _toml(settings: dict) -> str:
    lines = ["# An invented district: no school, person or figure in this folder is real."]
    for name, value in settings.items():
        if not isinstance(value, dict):
            lines.append(f"{name} = {_literal(name, value)}")
    lines += ["", "# What the board would pay, per student, for one unit of each outcome:",
              "# one standard deviation of a score; one more student for a yes-or-no outcome.",
              "[outcome_worth]"]  # fmt: skip
    lines += [f"{name} = {value}" for name, value in settings["outcome_worth"].items()]
    lines += ["", "# The written rule of notebook 10: which aims come first, and how many months",
              "# of pay lie between the end of a program and the next post. "
              "The shares say from where",
              "# on something counts as shown.",
              "[decision_rule]"]  # fmt: skip
    lines += [f"{name} = {json.dumps(value)}" for name, value in settings["decision_rule"].items()]
    lines += ["", "# Who set it, and when.", "[set_by]"]
    lines += [f"{name} = {json.dumps(by)}" for name, by in settings["set_by"].items()]
    return "\n".join(lines) + "\n"


def _literal(name: str, value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and name not in ("as_of", "review_by"):
        return f'"{value}"'
    return str(value)
