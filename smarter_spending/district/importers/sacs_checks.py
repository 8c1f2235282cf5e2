"""Judging SACS rows as read: every problem at once, each with its file, column, row and value."""

import re
from decimal import Decimal

import pandas as pd

from smarter_spending.district.importers.ledger_rows import ACCOUNT_WIDTH, CODE_WIDTHS, SacsFile
from smarter_spending.district.importers.problems import ImportProblem
from smarter_spending.district.sacs import ledger_kind

AMOUNT_TYPES = {"BA": "actual", "BB": "adopted_budget", "BE": "estimated_actual"}
INTERIM_CODES = {
    "IO": "the original budget of an interim report",
    "IB": "the board-approved operating budget of an interim report",
    "IA": "the actuals to date of an interim report",
    "IP": "the projected totals of an interim report",
}
CENT = Decimal("0.01")
BINARY_NOISE = Decimal("0.000001")  # what a workbook's binary number may differ from its cents by
SHOWN = 20  # problems of one sort listed one by one; the rest are counted


def sacs_problems(file: SacsFile) -> list[ImportProblem]:
    """Everything in one file that would make an import wrong.

    Parameters
    ----------
    file : SacsFile
        A file as read.

    Returns
    -------
    list of ImportProblem
        Empty when every row can be taken. Of one sort, the first 20 are
        listed and the others counted.

    Examples
    --------
    >>> row = {"cds": "39999990000000", "fiscal_year": "2023-24", "column_code": "XX",
    ...        "account": "", "fund": "01", "resource": "0000", "project_year": "0",
    ...        "goal": "1110", "function": "1000", "object": "1100", "amount": "5", "row": 2}
    >>> print(sacs_problems(SacsFile("gl.csv", "table", pd.DataFrame([row])))[0].column)
    column code
    """
    rows = file.rows
    if rows.empty:
        return [ImportProblem(file.name, "the file holds no ledger rows.")]
    found = [*_identity(file), *_column_codes(file)]
    for name, width in CODE_WIDTHS.items():
        found += _widths(file, name, width)
    if not found:
        found = [*_accounts(file), *_objects(file)]
    return found + _amounts(file)


def cents(text: str) -> str | None:
    """An amount as text with two decimals, exact; None when it is not an amount of whole cents.

    Parameters
    ----------
    text : str
        An amount as the file writes it, such as 310761235 or -112458.10.

    Returns
    -------
    str or None
        Dollars with two decimals.

    Examples
    --------
    >>> cents("310761235"), cents(".09"), cents("12.345"), cents("(5.00)")
    ('310761235.00', '0.09', None, None)
    """
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII) is None:
        return None
    exact = Decimal(text)
    rounded = exact.quantize(CENT)
    if abs(exact - rounded) > BINARY_NOISE:
        return None
    return f"{rounded:f}" if rounded else "0.00"


def _identity(file: SacsFile) -> list[ImportProblem]:
    rows = file.rows
    districts = rows["cds"].unique()
    if len(districts) > 1:
        shown = ", ".join(districts[:3])
        more = " and others" if len(districts) > 3 else ""
        message = (
            f"the file holds {len(districts):,} districts ({shown}{more}). "
            "Keep the rows of one district and import that."
        )
        return [ImportProblem(file.name, message, column="CDS code")]
    found = _each(
        file,
        ~rows["cds"].str.fullmatch(r"\d{14}"),
        "cds",
        "CDS code",
        'the CDS code "{value}" has not 14 digits; Excel may have removed the zero in front. '
        "Import the file as the state wrote it.",
    )
    return found + _each(
        file,
        ~rows["fiscal_year"].map(_is_fiscal_year),
        "fiscal_year",
        "fiscal year",
        '"{value}" is not a fiscal year such as 2023-24. Correct it.',
    )


def _is_fiscal_year(year: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}", year)) and (int(year[:4]) + 1) % 100 == int(year[5:])


def _column_codes(file: SacsFile) -> list[ImportProblem]:
    codes = file.rows["column_code"]
    found = []
    for code in codes[~codes.isin(AMOUNT_TYPES)].unique():
        where = codes == code
        is_what = INTERIM_CODES.get(code)
        start = f'"{code}" is {is_what}' if is_what else f'"{code}" is not a column code'
        message = (
            f"{start} ({where.sum():,} rows). This import takes BA (unaudited actuals), BB "
            "(budget) and BE (estimated actuals). Export those, or take the other rows out."
        )
        row = int(file.rows.loc[where, "row"].iloc[0])
        found.append(ImportProblem(file.name, message, "column code", row, code))
    return found


def _widths(file: SacsFile, name: str, width: int) -> list[ImportProblem]:
    codes = file.rows[name]
    wrong = codes.str.len() != width
    if name == "project_year":
        wrong &= codes != ""
    return _each(
        file,
        wrong,
        name,
        name.replace("_", " "),
        f'the {name.replace("_", " ")} "{{value}}" has not {width} characters. Where zeros in '
        "front were lost, import the file as the state wrote it, not one saved by Excel.",
    )


def _accounts(file: SacsFile) -> list[ImportProblem]:
    rows = file.rows
    joined = rows[next(iter(CODE_WIDTHS))].str.cat(rows[list(CODE_WIDTHS)[1:]])
    given = rows["account"].str.len() == ACCOUNT_WIDTH
    return _each(
        file,
        given & (rows["account"] != joined),
        "account",
        "account",
        'the account "{value}" is not what its fund, resource, goal, function and object say. '
        "Columns may have been moved: import the file as the state wrote it.",
    )


def _objects(file: SacsFile) -> list[ImportProblem]:
    objects = file.rows["object"]
    unknown = [code for code in objects.unique() if not _has_kind(code)]
    return _each(
        file,
        objects.isin(unknown),
        "object",
        "object",
        '"{value}" is not a SACS object code (a letter for a digit?). Correct it.',
    )


def _has_kind(code: str) -> bool:
    try:
        ledger_kind(pd.DataFrame({"object": [code]}))
    except ValueError:
        return False
    return True


def _amounts(file: SacsFile) -> list[ImportProblem]:
    return _each(
        file,
        file.rows["amount"].map(cents).isna(),
        "amount",
        "amount",
        'the amount "{value}" is not a number of dollars and cents. Write it with digits, a '
        "point and a minus sign only.",
    )


def _each(
    file: SacsFile, wrong: pd.Series, column: str, shown_as: str, message: str
) -> list[ImportProblem]:
    places = file.rows.loc[wrong, [column, "row"]]
    found = [
        ImportProblem(file.name, message.format(value=value), shown_as, int(row), value)
        for value, row in places.head(SHOWN).itertuples(index=False)
    ]
    if len(places) > SHOWN:
        more = f"and {len(places) - SHOWN:,} more rows of the same sort."
        found.append(ImportProblem(file.name, more, shown_as))
    return found
