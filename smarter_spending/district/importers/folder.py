"""Writing into a district folder: never over what is already there, and never half."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd

from smarter_spending.district.importers.problems import refuse

SETTINGS = """\
# Made by the import of {source}. Check every line; the board's own choices belong here.
name = {name}{name_comment}
cds_code = "{cds_code}"
fiscal_year = "{fiscal_year}"
as_of = {as_of}  # {as_of_comment}
price_year = "{fiscal_year}"  # every cost is shown in dollars of this year
minimum_group = 11  # groups of fewer students are never shown
reserve_policy = 0.03  # share of spending held in reserve: put your board's policy here
invented = false

[outcome_worth]
# What one unit of outcome per student is worth to your board, in dollars, such as
# early_literacy_score = 3000
"""


def read_table(path: Path) -> pd.DataFrame:
    """A table of a district folder as text, blanks as empty text; no rows when there is no file.

    Parameters
    ----------
    path : Path
        A .csv file with a header.

    Returns
    -------
    DataFrame of str
        Columns and rows as in the file.

    Examples
    --------
    >>> read_table(Path("no such folder", "ledger.csv")).empty
    True
    """
    if not path.is_file():
        return pd.DataFrame()
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def is_workbook(content: bytes) -> bool:
    """Whether a file's content is an Excel workbook (.xlsx), whatever its name says.

    Parameters
    ----------
    content : bytes
        All of the file.

    Returns
    -------
    bool
        False too for a workbook that is damaged.

    Examples
    --------
    >>> is_workbook(b"fund,amount")
    False
    """
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "xl/workbook.xml" in parts.namelist()


def settings_text(
    name: str, cds_code: str, fiscal_year: str, as_of: str, as_of_comment: str, source: str
) -> str:
    """The text of a new district.toml.

    Parameters
    ----------
    name : str
        The district's name; blank when no file gave it, and then a marked placeholder is written.
    cds_code : str
        14 digits.
    fiscal_year : str
        Such as 2023-24.
    as_of : str
        ISO date.
    as_of_comment : str
        Why that date.
    source : str
        What was imported.

    Returns
    -------
    str
        Of the file, with a comment on each choice.

    Examples
    --------
    >>> text = settings_text("", "39999990000000", "2023-24", "2024-09-15", "due", "gl.csv")
    >>> print(text.splitlines()[1])
    name = "District 39-99999"  # PLACEHOLDER: write your district's name here
    """
    placeholder = f"District {cds_code[:2]}-{cds_code[2:7]}"
    return SETTINGS.format(
        source=source,
        name=_quoted(name or placeholder),
        name_comment="" if name else "  # PLACEHOLDER: write your district's name here",
        cds_code=cds_code,
        fiscal_year=fiscal_year,
        as_of=as_of,
        as_of_comment=as_of_comment,
    )


def toml_line(name: str, value) -> str:
    """One setting as a line of district.toml.

    Parameters
    ----------
    name : str
        The setting.
    value : str, number, bool or date
        Its value; numbers and dates are written bare, text in quotes.

    Returns
    -------
    str
        Such as ``minimum_group = 11``.

    Examples
    --------
    >>> toml_line("name", 'The "Oak" District'), toml_line("as_of", date(2025, 9, 15))
    ('name = "The \\\\"Oak\\\\" District"', 'as_of = 2025-09-15')
    """
    if isinstance(value, bool):
        return f"{name} = {str(value).lower()}"
    if isinstance(value, date):
        return f"{name} = {value:%Y-%m-%d}"
    if isinstance(value, int | float):
        return f"{name} = {value}"
    text = str(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|true|false", text):
        return f"{name} = {text}"
    return f"{name} = {_quoted(text)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_settings(folder: Path) -> dict:
    """What district.toml says; empty when there is none.

    Parameters
    ----------
    folder : Path
        A district folder.

    Returns
    -------
    dict
        Its settings.

    Raises
    ------
    ImportRefusedError
        When the file cannot be read as settings.

    Examples
    --------
    >>> read_settings(Path("no such folder"))
    {}
    """
    import tomllib

    path = folder / "district.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(
            "district.toml", f"it cannot be read ({error}). Correct it, or move it away."
        ) from error
