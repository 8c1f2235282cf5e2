"""The rows of one SACS file as read, before anything is judged."""

import re
from dataclasses import dataclass, field

import pandas as pd

CODE_WIDTHS = {"fund": 2, "resource": 4, "project_year": 1, "goal": 4, "function": 4, "object": 4}
ACCOUNT_WIDTH = sum(CODE_WIDTHS.values())  # 19 characters
ROW_COLUMNS = ("cds", "fiscal_year", "column_code", "account", *CODE_WIDTHS, "amount", "row")
FISCAL_YEAR = re.compile(r"(\d{4})[-\u2010-\u2015](\d{2})")


@dataclass(frozen=True, eq=False)
class SacsFile:
    """One file as read: its rows as trimmed text, and what was seen beside them.

    ``rows`` has ``ROW_COLUMNS``, all text but ``row`` (the spreadsheet row);
    ``padded`` counts cells that had spaces around them; ``names`` maps CDS codes
    to names; ``left_out`` lists what, how many rows (None when not
    counted) and why.
    """

    name: str
    shape: str
    rows: pd.DataFrame
    padded: int = 0
    names: dict[str, str] = field(default_factory=dict)
    left_out: tuple[tuple[str, int | None, str], ...] = ()


def plain_year(year: str) -> str:
    """A fiscal year with a plain hyphen; anything else is given back as it is.

    Parameters
    ----------
    year : str
        Such as 2023-24, written with any dash.

    Returns
    -------
    str
        Such as 2023-24.

    Examples
    --------
    >>> plain_year("2023\N{EN DASH}24")
    '2023-24'
    """
    found = FISCAL_YEAR.fullmatch(year)
    return f"{found[1]}-{found[2]}" if found else year


def opens_section(cells: list[str]) -> bool:
    """Whether a line opens a section of a DatExport file: fiscal year, then a CDS code.

    Parameters
    ----------
    cells : list of str
        The cells of one line, trimmed.

    Returns
    -------
    bool
        True for the opening line of a section.

    Examples
    --------
    >>> opens_section(["2023-24", "39999990000000", "A", "BA"])
    True
    """
    return (
        len(cells) >= 4
        and FISCAL_YEAR.fullmatch(cells[0]) is not None
        and re.fullmatch(r"\d{14}", cells[1]) is not None
    )
