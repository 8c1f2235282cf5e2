"""Reading DatExport files: sections of quoted rows, each closed by a trailer that counts them."""

import pandas as pd

from smarter_spending.district.importers.ledger_rows import (
    ACCOUNT_WIDTH,
    CODE_WIDTHS,
    SacsFile,
    opens_section,
    plain_year,
)
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError


def read_dat_export(name: str, lines: list[list[str]]) -> SacsFile:
    """Every ledger row of a DatExport file, with each section's trailer checked.

    A section opens with fiscal year, CDS code, period and column code, and
    closes with ``-1, EOD, CDS, period, column code, number of rows``. Sections
    marked ELEMENT hold answers to forms, not ledger rows: they are counted and
    left out.

    Parameters
    ----------
    name : str
        The file's name, for messages.
    lines : list of list of str
        The cells of each line, unquoted.

    Returns
    -------
    SacsFile
        Rows in the order of the file; the 19-character account is split into its fields.

    Raises
    ------
    ImportRefusedError
        When a trailer is absent, belongs to another section or counts other
        rows, or a line has another shape.

    Examples
    --------
    >>> lines = [["2023-24", "39999990000000", "A", "BA"],
    ...          ["0100000111010001100", "250.00", "I"],
    ...          ["-1", "EOD", "39999990000000", "A", "BA", "1"]]
    >>> read_dat_export("DatExport.dat", lines).rows.iloc[0][["object", "amount"]].tolist()
    ['1100', '250.00']

    References
    ----------
    California Department of Education, SACS software, export of official data.
    """
    sections, problems = _sections(name, lines)
    ledger = [section for section in sections if not section["other"]]
    for section in ledger:
        problems += _trailer_problems(name, section)
    if problems:
        raise ImportRefusedError(problems)
    rows = pd.DataFrame(
        [record for section in ledger for record in _records(section)],
        columns=["cds", "fiscal_year", "column_code", "account", "amount", "row"],
    )
    at = 0
    for field, width in CODE_WIDTHS.items():
        rows[field] = rows["account"].str.slice(at, at + width)
        at += width
    left_out = tuple(
        (
            f"section {section['other']} of {section['column_code']}",
            len(section["rows"]),
            "answers to forms, not ledger rows",
        )
        for section in sections
        if section["other"]
    )
    return SacsFile(name, f"DatExport, {len(ledger)} ledger sections", rows, left_out=left_out)


def _sections(name: str, lines) -> tuple[list[dict], list[ImportProblem]]:
    sections, current = [], None
    for row, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if opens_section(cells):
            current = _opened(row, cells)
            sections.append(current)
            continue
        if current is None:  # rows after a closing line, with no opening line of their own
            current = _opened(row, ["", "", "", ""])
            sections.append(current)
        if cells[:2] == ["-1", "EOD"]:
            current["trailer"] = (row, cells)
            current["other"] = current["other"] or (cells[6] if len(cells) > 6 else "")
            current["column_code"] = current["column_code"] or "".join(cells[4:5])
            current = None
        else:
            current["rows"].append((row, cells))
    stray = [section for section in sections if not (section["cds"] or section["other"])]
    return [section for section in sections if section not in stray], [
        _stray(name, section) for section in stray
    ]


def _stray(name: str, section: dict) -> ImportProblem:
    cells = next((cells for _, cells in section["rows"]), ["-1", "EOD"])
    return ImportProblem(
        name,
        f'"{",".join(cells)[:60]}" stands outside every section. The file may have been edited '
        "or joined; export it again.",
        row=section["row"],
    )


def _opened(row: int, cells: list[str]) -> dict:
    return {
        "row": row,
        "fiscal_year": plain_year(cells[0]),
        "cds": cells[1],
        "period": cells[2],
        "column_code": cells[3],
        "other": cells[4] if len(cells) > 4 else "",
        "rows": [],
        "trailer": None,
    }


def _trailer_problems(name: str, section: dict) -> list[ImportProblem]:
    label = f"the section {section['fiscal_year']} {section['column_code']}"
    counted = len(section["rows"])
    if section["trailer"] is None:
        message = (
            f"{label} has no closing line (-1, EOD); its {counted:,} rows may not be all. "
            "The file was cut short: export it again."
        )
        return [ImportProblem(name, message, row=section["row"])]
    row, cells = section["trailer"]
    expected = [section["cds"], section["period"], section["column_code"]]
    if cells[2:5] != expected:
        message = (
            f"{label} is closed by a line for {' '.join(cells[2:5])}. Lines are missing or "
            "mixed up: export the file again."
        )
        return [ImportProblem(name, message, row=row)]
    stated = cells[5] if len(cells) > 5 else ""
    if not stated.isdecimal() or int(stated) != counted:
        message = (
            f'the closing line of {label} counts "{stated}" rows, but {counted:,} are in the '
            "file. Rows were lost or added: export the file again."
        )
        return [ImportProblem(name, message, row=row, value=stated)]
    return [
        ImportProblem(
            name,
            f'the account "{line[0]}" has not {ACCOUNT_WIDTH} characters followed by an amount. '
            "Export the file again.",
            column="account",
            row=at,
            value=line[0],
        )
        for at, line in section["rows"]
        if len(line) < 2 or len(line[0]) != ACCOUNT_WIDTH
    ]


def _records(section: dict) -> list[tuple]:
    key = (section["cds"], section["fiscal_year"], section["column_code"])
    return [(*key, cells[0], cells[1], row) for row, cells in section["rows"]]
