"""A general ledger as filed with the state, into a district folder."""

import csv
import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district.files import write_whole
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    is_workbook,
    read_settings,
    read_table,
    refuse,
    settings_text,
)
from smarter_spending.district.sacs import (
    FIELDS,
    FUNCTION_GROUPS,
    OBJECT_GROUPS,
    codes,
    function_group,
    ledger_kind,
    object_group,
    resource_nature,
    restriction,
)
from smarter_spending.district.tables import all_tables

# --- The rows of one SACS file as read, before anything is judged --------------------------------

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

    Examples
    --------
    >>> plain_year("2023\N{EN DASH}24")
    '2023-24'
    """
    found = FISCAL_YEAR.fullmatch(year)
    return f"{found[1]}-{found[2]}" if found else year


def opens_section(cells: list[str]) -> bool:
    """Whether a line opens a section of a DatExport file: fiscal year, then a CDS code.

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


# --- Reading DatExport files: sections of quoted rows, each closed by a trailer that counts them


def read_dat_export(name: str, lines: list[list[str]]) -> SacsFile:
    """Every ledger row of a DatExport file, with each section's trailer checked.

    A section opens with fiscal year, CDS code, period and column code, and
    closes with ``-1, EOD, CDS, period, column code, number of rows``. Sections
    marked ELEMENT hold answers to forms, not ledger rows: they are counted and
    left out.

    Examples
    --------
    >>> lines = [["2023-24", "39999990000000", "A", "BA"],
    ...          ["0100000111010001100", "250.00", "I"],
    ...          ["-1", "EOD", "39999990000000", "A", "BA", "1"]]
    >>> read_dat_export("DatExport.dat", lines).rows.iloc[0][["object", "amount"]].tolist()
    ['1100', '250.00']
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
    for code, width in CODE_WIDTHS.items():
        rows[code] = rows["account"].str.slice(at, at + width)
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


# --- Reading the state's three shapes of a general ledger into rows of text ----------------------
#
# Each reader gives a ``SacsFile``: every row as it stands, trimmed, with its
# spreadsheet row, and nothing judged yet.  The shape is told from what is in the
# file, never from its name.

# Our name for a field of the ledger, and the state's name for it in each shape.
WEB_COLUMNS = {
    "cds": "CDSCode",
    "fiscal_year": "FullFiscalYear",
    "column_code": "ColumnCode",
    "account": "AccountString",
    "fund": "FundCode",
    "resource": "ResourceCode",
    "project_year": "ProjectYear",
    "goal": "GoalCode",
    "function": "FunctionCode",
    "object": "ObjectCode",
    "amount": "Amount",
}
LEGACY_COLUMNS = {
    "fiscal_year": "Fiscalyear",
    "column_code": "Colcode",
    "account": "Account",
    "fund": "Fund",
    "resource": "Resource",
    "project_year": "Projectyear",
    "goal": "Goal",
    "function": "Function",
    "object": "Object",
    "amount": "Value",
}
CDS_PARTS = ("Ccode", "Dcode", "SchoolCode")
OPTIONAL_COLUMNS = ("account", "project_year")
HEADER_ROWS = 15  # the header is looked for in these first rows


def read_sacs_file(path: Path) -> SacsFile:
    """Every row of a SACS Web extract, an older UserGL table or a DatExport file, as text.

    Examples
    --------
    >>> import tempfile
    >>> text = "CDSCode,FullFiscalYear,ColumnCode,FundCode,ResourceCode,GoalCode,"
    >>> text += "FunctionCode,ObjectCode,Amount\\n"
    >>> text += "39999990000000,2023-24,BA,01,0000,1110,1000,1100,5\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "UserGLs.csv")
    ...     _ = path.write_text(text)
    ...     read_sacs_file(path).rows[["fund", "object", "amount", "row"]].values.tolist()
    [['01', '1100', '5', 2]]
    """
    if not path.is_file():
        raise refuse(path.name, f"there is no such file ({path}). Check the name and the folder.")
    content = path.read_bytes()
    if content.startswith(b"PK"):
        return _read_extract(path.name, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(
            path.name, "this is an older Excel file (.xls). Open it in Excel and save it as .xlsx."
        )
    if b"Standard Jet DB" in content[:64] or b"Standard ACE DB" in content[:64]:
        raise refuse(
            path.name,
            "this is a whole Access database. Export its table UserGL as .csv and import that.",
        )
    return _read_text(path.name, _decode(content))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_text(name: str, text: str) -> SacsFile:
    lines = list(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))
    first = next((line for line in lines if any(cell.strip() for cell in line)), [])
    if opens_section([cell.strip() for cell in first]):
        return read_dat_export(name, lines)
    return _from_table(name, "table of rows with a header", lines)


def _read_extract(name: str, content: bytes) -> SacsFile:
    import openpyxl

    if not is_workbook(content):
        raise refuse(name, "this is neither an Excel workbook nor a text file, or it is damaged.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the state's extract carries no default style
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            title = _ledger_sheet(sheets)
            if title is None:
                raise refuse(
                    name,
                    "no tab holds a general ledger. The tab is called UserGL in the state's data "
                    f"extract; this workbook has {', '.join(sheets)}. Download the data extract "
                    "again, with the general ledger ticked.",
                )
            lines = _lines(sheets[title])
            names = _entity_names(_lines(sheets["Entities"])) if "Entities" in sheets else {}
            others = tuple(
                (f"tab {other}", None, "not a ledger; not read")
                for other in sheets
                if other not in (title, "Entities")
            )
        finally:
            book.close()
    return _from_table(name, f"workbook, tab {title}", lines, names=names, left_out=others)


def _ledger_sheet(sheets: dict) -> str | None:
    by_name = next((title for title in sheets if title.strip().lower() == "usergl"), None)
    if by_name:
        return by_name
    for title, sheet in sheets.items():
        top = sheet.iter_rows(max_row=HEADER_ROWS, values_only=True)
        if any({"CDSCode", "ColumnCode", "ObjectCode"} <= set(line) for line in top):
            return title
    return None


def _lines(sheet) -> list[tuple]:
    sheet.reset_dimensions()  # some exports declare a smaller sheet than they hold
    return list(sheet.iter_rows(values_only=True))


def _entity_names(lines: list[tuple]) -> dict[str, str]:
    return {
        "".join(str(part) for part in line[:3]): str(line[3]).strip()
        for line in lines[1:]
        if len(line) >= 4 and all(line[:4])
    }


def _from_table(name: str, shape: str, lines, **seen) -> SacsFile:
    at, shape_columns = _find_header(name, lines)
    header = [str(cell or "").strip().lower() for cell in lines[at]]
    wanted = {ours: header.index(theirs.lower()) for ours, theirs in shape_columns.items()}
    body = [(at + 2 + n, line) for n, line in enumerate(lines[at + 1 :])]
    body = [(row, line) for row, line in body if any(cell not in (None, "") for cell in line)]
    width = len(header)
    cells = [[*line, *[None] * (width - len(line))] for _, line in body]
    raw = {ours: [line[place] for line in cells] for ours, place in wanted.items()}
    texts = {ours: _text(values) for ours, values in raw.items()}
    padded = sum(
        isinstance(value, str) and value != text
        for ours, values in raw.items()
        if ours != "amount"
        for value, text in zip(values, texts[ours], strict=True)
    )
    rows = pd.DataFrame({**texts, "row": [row for row, _ in body]})
    if "Ccode" in rows:
        rows["cds"] = rows["Ccode"] + rows["Dcode"] + rows["SchoolCode"]
        rows["fiscal_year"] = rows["fiscal_year"].map(_from_start)
    else:
        rows["fiscal_year"] = rows["fiscal_year"].map(plain_year)
    for column in OPTIONAL_COLUMNS:
        if column not in rows:
            rows[column] = ""
    return SacsFile(name, shape, rows[list(ROW_COLUMNS)], padded, **seen)


def _find_header(name: str, lines) -> tuple[int, dict[str, str]]:
    shapes = (WEB_COLUMNS, {**LEGACY_COLUMNS, **{part: part for part in CDS_PARTS}})
    nearest, fewest = None, None
    for at, line in enumerate(lines[:HEADER_ROWS]):
        present = {str(cell or "").strip().lower() for cell in line}
        for shape in shapes:
            missing = [
                theirs
                for ours, theirs in shape.items()
                if theirs.lower() not in present and ours not in OPTIONAL_COLUMNS
            ]
            if not missing:
                return at, {o: theirs for o, theirs in shape.items() if theirs.lower() in present}
            if fewest is None or len(missing) < len(fewest):
                nearest, fewest = at, missing
    if fewest is None or len(fewest) > 6:
        raise refuse(
            name,
            "this is not a general ledger as the state's software writes it: neither a data "
            "extract (tab UserGL), nor a UserGL table, nor a DatExport file.",
        )
    raise ImportRefusedError(
        ImportProblem(
            name,
            f'the column "{column}" is missing. Import the file as the state wrote it, with all '
            "its columns.",
            column=column,
            row=nearest + 1,
        )
        for column in fewest
    )


def _text(values: list) -> list[str]:
    return [_cell_text(value) for value in values]


def _cell_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value).strip()


def _from_start(year: str) -> str:
    if re.fullmatch(r"\d{4}", year):  # the older tables name a fiscal year by its start
        return f"{year}-{(int(year) + 1) % 100:02d}"
    return plain_year(year)


# --- Control totals: what a ledger adds up to, one fiscal year and kind of amount at a time ------

DERIVED = {
    "object_group": ("object", object_group),
    "function_group": ("function", function_group),
    "restriction": ("resource", restriction),
    "resource_nature": ("resource", resource_nature),
}
PAGE_ORDER = {
    name: place
    for groups in (OBJECT_GROUPS, FUNCTION_GROUPS)
    for place, (_, _, name) in enumerate(groups)
}


class MixedLedgerError(ValueError):
    """A sum was asked over amounts that must never be added together."""


def control_totals(ledger: pd.DataFrame, by=("fund", "object_group")) -> pd.DataFrame:
    """What a ledger adds up to, for reconciling with a page the district has printed.

        amount = sum of the rows' amounts, in whole cents

    Every row given is added, whatever its kind: with the default grouping the
    lines of Form 01 stand one under another. To total spending alone, give
    only the rows whose ``kind`` is "spending". One fiscal year and one kind of
    amount at a time: a budget and its actuals are the same money twice.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...                        "object": ["1100", "1200", "3101"], "amount": [100.10, 50.20, 30.0]})
    >>> control_totals(ledger)
      fund            object_group  rows  amount
    0   01   Certificated salaries     2   150.3
    1   01       Employee benefits     1    30.0
    """
    one_kind_of_amount(ledger)
    if ledger["amount"].isna().any():
        raise ValueError(
            f"{ledger['amount'].isna().sum():,} ledger rows have no amount. Fill them in, or take "
            "those rows out, before adding up."
        )
    by = list(by)
    made = {name: DERIVED[name][1](ledger[DERIVED[name][0]]) for name in by if name in DERIVED}
    table = ledger.assign(**made, cents=(ledger["amount"] * 100).round().astype("int64"))
    table = table.groupby(by, sort=False, as_index=False).agg(
        rows=("cents", "size"), amount=("cents", "sum")
    )
    table["amount"] = table["amount"] / 100
    return table.sort_values(by, key=_page_order, kind="stable", ignore_index=True)


def one_kind_of_amount(ledger: pd.DataFrame) -> None:
    """Refuse a ledger whose amounts must not be added together.

    Examples
    --------
    >>> one_kind_of_amount(pd.DataFrame({"fiscal_year": ["2023-24"], "amount_type": ["actual"]}))
    """
    for column, twice in (
        ("amount_type", "adding them would count money twice"),
        ("fiscal_year", "adding them would mix years"),
    ):
        found = sorted(ledger[column].dropna().unique())
        if len(found) > 1:
            kinds = " and ".join([", ".join(found[:-1]), found[-1]])
            raise MixedLedgerError(
                f"This ledger holds {kinds} amounts; {twice}. Choose one: keep only the rows "
                f'with one {column}, such as "{found[0]}".'
            )


def not_spending(ledger: pd.DataFrame) -> pd.DataFrame:
    """The rows of a ledger that are not money spent, by kind and line, with their amounts.

    They are kept in the ledger and left out of spending. Transfers of direct
    (5710) and indirect costs (7310) should net to zero within a fund.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual",
    ...                        "object": ["1100", "7310", "PCRA"], "amount": [10.0, -2.0, 5.0]})
    >>> not_spending(ledger)
            kind                             line  rows  amount
    0  not_money  Program Cost Report allocation     1     5.0
    1   transfer       7310 Transfers of Indirect Costs     1    -2.0
    """
    kinds = ledger_kind(ledger)
    aside = ledger[kinds != "spending"]
    aside = aside.assign(kind=kinds[aside.index])
    lines = object_group(aside["object"])
    costs = aside["object"].isin(["5710", "5750", "7310", "7350"])
    named = aside["object"] + " " + aside["object"].map(codes("object"))
    return control_totals(aside.assign(line=named.where(costs, lines)), by=("kind", "line"))


def _page_order(column: pd.Series) -> pd.Series:
    places = column.map(PAGE_ORDER)
    return column if places.isna().any() else places


# --- Whether a ledger is whole: what each fund began with, took in, paid out and ended with ------

BEGINNING = ("9791", "9793", "9795")  # beginning balance, audit adjustments, other restatements
ENDING = "979Z"


def fund_balances(ledger: pd.DataFrame) -> pd.DataFrame:
    """What each fund began with, took in and paid out, beside the ending balance it was filed with.

        ending     = beginning + taken_in - paid_out
        difference = ending - filed_ending

    A difference of zero in every fund means that no row of the ledger was lost
    or counted twice on its way here. Transfers are included on both sides, so
    these are not revenue and spending. The filed ending balance is the row 979Z
    that the state's software adds; a fund without one has no difference to show.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...                        "object": ["9791", "8011", "1100", "979Z"],
    ...                        "amount": [100.0, 50.0, 30.0, 120.0]})
    >>> fund_balances(ledger)[["ending", "filed_ending", "difference"]].values.tolist()
    [[120.0, 120.0, 0.0]]
    """
    one_kind_of_amount(ledger)
    cents = (ledger["amount"] * 100).round()
    objects = ledger["object"]
    parts = {
        "beginning": objects.isin(BEGINNING),
        "taken_in": objects.between("8000", "8999"),
        "paid_out": objects.between("1000", "7999"),
    }
    table = pd.DataFrame(
        {
            name: cents.where(which, 0.0).groupby(ledger["fund"]).sum()
            for name, which in parts.items()
        }
    )
    table["ending"] = table["beginning"] + table["taken_in"] - table["paid_out"]
    filed = objects == ENDING
    table["filed_ending"] = cents[filed].groupby(ledger.loc[filed, "fund"]).sum()
    table["difference"] = table["ending"] - table["filed_ending"]
    return (table / 100).reset_index()


# --- Judging SACS rows as read: every problem at once, each with its file, column, row and value

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


# --- What a person should look at in a ledger of one fiscal year and one kind of amount ----------

NOT_IN_STATE_TABLE = "Title not in the state table of 2021-22"
# Objects that move money from one place to another, so that their total is zero.
ZERO_WITHIN_FUND = {
    "transfers of direct costs (object 5710)": ("5710", "5710"),
    "transfers of indirect costs (object 7310)": ("7310", "7310"),
    "contributions from unrestricted revenues (object 8980)": ("8980", "8980"),
    "contributions from restricted revenues (object 8990)": ("8990", "8990"),
}
ZERO_OVER_FUNDS = {
    "transfers of direct costs between funds (object 5750)": ("5750", "5750"),
    "transfers of indirect costs between funds (object 7350)": ("7350", "7350"),
}
TOLERANCE = 1.00  # dollars; smaller differences are the rounding of many lines


def ledger_warnings(ledger: pd.DataFrame) -> list[str]:
    """What a person should look at before relying on a ledger, after the state's own checks.

    Examples
    --------
    >>> row = {"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...        "resource": "0000", "project_year": "0", "goal": "0000", "function": "7210",
    ...        "object": "7310", "amount": -250.0}
    >>> print(ledger_warnings(pd.DataFrame([row]))[0])
    2023-24 actual, fund 01: transfers of indirect costs (object 7310) add to -$250.00, not to zero.
    """
    label = f"{ledger['fiscal_year'].iloc[0]} {ledger['amount_type'].iloc[0]}".replace("_", " ")
    found = [
        *_broken_balances(ledger),
        *_not_zero(ledger),
        *_unpaired_interfund(ledger),
        *_negative_spending(ledger),
        *_repeated_accounts(ledger),
        *_codes_without_title(ledger),
        *_non_cash(ledger),
    ]
    return [f"{label}{sentence}" for sentence in found]


def _dollars(amount: float) -> str:
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _total(ledger: pd.DataFrame, low: str, high: str) -> float:
    return ledger.loc[ledger["object"].between(low, high), "amount"].sum()


def _broken_balances(ledger: pd.DataFrame) -> list[str]:
    balances = fund_balances(ledger)
    broken = balances[balances["difference"].abs() > 0]
    return [
        f", fund {row.fund}: beginning balance plus money in less money out gives "
        f"{_dollars(row.ending)}, but the ending balance filed is {_dollars(row.filed_ending)} "
        f"(difference {_dollars(row.difference)}). Rows are missing, or some are there twice."
        for row in broken.itertuples()
    ]


def _not_zero(ledger: pd.DataFrame) -> list[str]:
    totals = [
        (f", fund {fund}: {name}", _total(rows, *span))
        for fund, rows in ledger.groupby("fund")
        for name, span in ZERO_WITHIN_FUND.items()
    ]
    totals += [(f": {name}", _total(ledger, *span)) for name, span in ZERO_OVER_FUNDS.items()]
    return [
        f"{name} add to {_dollars(total)}, not to zero."
        for name, total in totals
        if abs(total) >= TOLERANCE
    ]


def _unpaired_interfund(ledger: pd.DataFrame) -> list[str]:
    inward, outward = _total(ledger, "8910", "8929"), _total(ledger, "7610", "7629")
    if abs(inward - outward) < TOLERANCE:
        return []
    return [
        f": interfund transfers in (objects 8910-8929, {_dollars(inward)}) differ from "
        f"transfers out (7610-7629, {_dollars(outward)}) by {_dollars(inward - outward)}."
    ]


def _negative_spending(ledger: pd.DataFrame) -> list[str]:
    spent = ledger[ledger_kind(ledger) == "spending"]
    totals = spent.groupby(["fund", "resource", "object"])["amount"].sum().round(2)
    below = totals[totals < 0]
    if below.empty:
        return []
    fund, resource, account = below.idxmin()
    return [
        f": totals of spending by fund, resource and object that are negative: {len(below):,}, "
        f"together {_dollars(below.sum())}; the largest is fund {fund}, resource "
        f"{resource}, object {account}, {_dollars(below.min())}. A refund or a correction "
        "can explain it."
    ]


def _repeated_accounts(ledger: pd.DataFrame) -> list[str]:
    repeated = ledger.duplicated(list(CODE_WIDTHS), keep=False)
    if not repeated.any():
        return []
    first = ".".join(ledger.loc[repeated, list(CODE_WIDTHS)].iloc[0])
    return [
        f": {repeated.sum():,} rows share their account with another row, such as {first}. All "
        "were kept; check that none was entered twice."
    ]


def _codes_without_title(ledger: pd.DataFrame) -> list[str]:
    found = []
    for part in FIELDS:
        titles = ledger[part].map(codes(part))
        unknown = titles.isna() | (titles == NOT_IN_STATE_TABLE)
        for code, rows in ledger[unknown].groupby(part)["amount"]:
            found.append(
                f": {part} {code} (rows: {len(rows):,}) is not in the state's table of 2021-22. "
                "If it is right, give its title in code_overrides.csv."
            )
    return found


def _non_cash(ledger: pd.DataFrame) -> list[str]:
    spent = ledger[(ledger["resource"] == "7690") & (ledger_kind(ledger) == "spending")]
    total = spent["amount"].sum()
    if not total:
        return []
    return [
        f": {_dollars(total)} of spending is resource 7690, the state's pension payment booked on "
        "the district's behalf. It is a cost, but not the district's cash."
    ]


# --- A general ledger as filed with the state, into a district folder ----------------------------

SET = ["fiscal_year", "amount_type"]  # amounts of one set may be added together
IN_WORDS = {code: name.replace("_", " ") for code, name in AMOUNT_TYPES.items()}


def import_sacs(files: str | Path | Iterable[str | Path], into: str | Path) -> ImportReport:
    """Write the general ledger of one or more state files into a district folder.

    Reads the SACS Web data extract (.xlsx, tab UserGL), the older UserGL table
    (.csv) and the DatExport file (.dat), told apart by their content. Every
    row goes to ``ledger.csv``, revenue, balances and cost report rows too, with
    its amount exact to the cent and under its own fiscal year:

        BA → actual      BB → adopted_budget      BE → estimated_actual

    Nothing is written unless everything can be. State files carry no school
    and no local program: those columns stay blank, and what needs them waits
    for the district's own ledger.

    Parameters
    ----------
    files : path or sequence of paths
        Files of one district. The same year and column code may come once.
    into : path
        The district folder; made when it is not there. ``district.toml`` is
        written unless it exists, dated 15 September after the year's end, when
        unaudited actuals are due.

    Returns
    -------
    ImportReport
        What was read, mapped and left out, the control totals, and what to look at.

    Raises
    ------
    ImportRefusedError
        With every problem's file, column, row and value: another district, a
        year and kind of amount given twice or already in the folder with other
        rows, an unknown column code, a wrong count, a missing column, a code
        or an amount that cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> lines = ['"2023-24","39999990000000","A","BA"', '"0100000111010001100","250.00","I"',
    ...          '"-1","EOD","39999990000000","A","BA","1"']
    >>> with tempfile.TemporaryDirectory() as place:
    ...     export = Path(place, "DatExport.dat")
    ...     _ = export.write_text("\\r\\n".join(lines))
    ...     report = import_sacs(export, Path(place, "altamont"))
    >>> report.control_totals[["fund", "object_group", "amount"]].values.tolist()
    [['01', 'Certificated salaries', 250.0]]

    References
    ----------
    California Department of Education, SACS Web System, data extract legend;
    Education Code 42100 (unaudited actuals by September 15).
    """
    given = [files] if isinstance(files, str | Path) else list(files)
    if not given:
        raise refuse("import", "no file was given. Name at least one.")
    folder = Path(into)
    if folder.exists() and not folder.is_dir():
        raise refuse(folder.name, "this is a file; name the district folder to import into.")
    read = _read_all([Path(file) for file in given])
    settings = read_settings(folder)
    _same_district(read, settings)
    _no_set_twice(read)
    ledger = pd.concat([_as_ledger(file) for file in read], ignore_index=True)
    kept, already = _beside_what_is_there(ledger, read_table(folder / "ledger.csv"))
    wrote = _write(folder, read, ledger, kept, settings)
    return _report(folder, read, ledger, wrote, settings, already)


def _read_all(paths: list[Path]) -> list[SacsFile]:
    read, problems = [], []
    for path in paths:
        try:
            file = read_sacs_file(path)
        except ImportRefusedError as refused:
            problems += refused.problems
            continue
        problems += sacs_problems(file)
        read.append(file)
    if problems:
        raise ImportRefusedError(problems)
    return read


def _same_district(read: list[SacsFile], settings: dict) -> None:
    first, ours = read[0], read[0].rows["cds"].iloc[0]
    for other in read[1:]:
        theirs = other.rows["cds"].iloc[0]
        if theirs != ours:
            raise refuse(
                other.name,
                f"this is the ledger of district {theirs}, but {first.name} is of {ours}. "
                "Import one district into one folder.",
            )
    if settings.get("cds_code", ours) != ours:
        raise refuse(
            first.name,
            f"this is the ledger of district {ours}, but the folder's district.toml says "
            f"{settings['cds_code']}. Choose another folder.",
        )


def _no_set_twice(read: list[SacsFile]) -> None:
    seen, problems = {}, []
    for place, file in enumerate(read):
        for year, code in file.rows[["fiscal_year", "column_code"]].drop_duplicates().values:
            if (year, code) in seen:
                message = (
                    f"{year} {IN_WORDS[code]} (column code {code}) is in {seen[year, code]} too; "
                    "adding both would count the money twice. Give only the later file."
                )
                problems.append(ImportProblem(file.name, message))
            seen.setdefault((year, code), f"file {place + 1} ({file.name})")
    if problems:
        raise ImportRefusedError(problems)


def _as_ledger(file: SacsFile) -> pd.DataFrame:
    rows = file.rows
    ledger = pd.DataFrame("", index=rows.index, columns=list(all_tables()["ledger"].columns))
    ledger["district_cds"] = rows["cds"]
    ledger["fiscal_year"] = rows["fiscal_year"]
    ledger["amount_type"] = rows["column_code"].map(AMOUNT_TYPES)
    for code in CODE_WIDTHS:
        ledger[code] = rows[code]
    ledger["amount"] = rows["amount"].map(cents)
    return ledger


def _beside_what_is_there(
    ledger: pd.DataFrame, there: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    if there.empty:
        return ledger, []
    missing = [column for column in (*SET, "amount") if column not in there]
    if missing:
        raise refuse(
            "ledger.csv",
            f"the folder has a ledger without the column {missing[0]}. Correct it or move it away.",
        )
    district = ledger["district_cds"].iloc[0]
    others = [cds for cds in there.get("district_cds", []) if cds not in ("", district)]
    if others:
        raise refuse(
            "ledger.csv",
            f"the folder holds the ledger of district {others[0]}; the files given are of "
            f"{district}. Choose another folder.",
        )
    new, already = [], []
    for (year, kind), rows in ledger.groupby(SET, sort=False):
        same = there[(there["fiscal_year"] == year) & (there["amount_type"] == kind)]
        if same.empty:
            new.append(rows)
        elif _identical(rows, same):
            already.append(f"{year} {kind.replace('_', ' ')}")
        else:
            raise refuse(
                "ledger.csv",
                f"the folder already holds {len(same):,} rows of {year} {kind.replace('_', ' ')}, "
                f"and they differ from the {len(rows):,} rows given; adding both would count the "
                "money twice. Take those rows out of ledger.csv first, or choose another folder.",
            )
    return pd.concat([there, *new], ignore_index=True).fillna(""), already


def _identical(rows: pd.DataFrame, same: pd.DataFrame) -> bool:
    columns = list(rows.columns)
    if len(rows) != len(same) or any(column not in same for column in columns):
        return False
    there = same[columns].assign(amount=same["amount"].map(lambda text: cents(text) or text))
    ours = rows.sort_values(columns, ignore_index=True)
    return ours.equals(there.sort_values(columns, ignore_index=True))


def _write(folder, read, ledger, kept, settings) -> tuple[str, ...]:
    wrote = []
    text = kept.to_csv(index=False, lineterminator="\n")
    path = folder / "ledger.csv"
    if not path.is_file() or path.read_text(encoding="utf-8-sig") != text:
        write_whole(path, text)
        wrote.append("ledger.csv")
    if not settings:
        source = ", ".join(file.name for file in read)
        write_whole(
            folder / "district.toml", settings_text(**_settings(read, ledger), source=source)
        )
        wrote.append("district.toml")
    return tuple(wrote)


def _settings(read: list[SacsFile], ledger: pd.DataFrame) -> dict[str, str]:
    cds = ledger["district_cds"].iloc[0]
    kind = next(
        kind
        for kind in ("actual", "estimated_actual", "adopted_budget")
        if (ledger["amount_type"] == kind).any()
    )
    year = ledger.loc[ledger["amount_type"] == kind, "fiscal_year"].max()
    begins = int(year[:4])
    if kind == "actual":
        as_of = (f"{begins + 1}-09-15", "when unaudited actuals of the year are due")
    elif kind == "estimated_actual":
        as_of = (f"{begins + 1}-07-01", "when the next budget, with these estimates, is due")
    else:
        as_of = (f"{begins}-07-01", "when the budget is due")
    return {
        "name": _district_name(read, cds),
        "cds_code": cds,
        "fiscal_year": year,
        "as_of": as_of[0],
        "as_of_comment": as_of[1],
    }


def _district_name(read: list[SacsFile], cds: str) -> str:
    return next((file.names[cds] for file in read if cds in file.names), "")


def _report(folder, read, ledger, wrote, settings, already) -> ImportReport:
    money = ledger.assign(amount=ledger["amount"].astype("float64"))
    sets = {key: rows for key, rows in money.groupby(SET)}
    spent = {key: rows[rows["object"].between("1000", "7499")] for key, rows in sets.items()}
    cds = ledger["district_cds"].iloc[0]
    return ImportReport(
        folder=folder,
        wrote=wrote,
        district_name=settings.get("name") or _district_name(read, cds),
        cds_code=cds,
        files=pd.DataFrame(
            [(file.name, file.shape, len(file.rows)) for file in read],
            columns=["file", "shape", "rows"],
        ),
        rows=_rows_by_set(money),
        left_out=pd.DataFrame(
            [(file.name, *left) for file in read for left in file.left_out],
            columns=["file", "what", "rows", "why"],
        ).astype({"rows": "Int64"}),
        control_totals=_each_set(sets, control_totals),
        function_totals=_each_set(
            spent, lambda rows: control_totals(rows, by=("fund", "function_group"))
        ),
        not_spending=_each_set(sets, not_spending),
        fund_balances=_each_set(sets, fund_balances),
        notes=_notes(read, ledger, settings, already),
        problems=tuple(sentence for rows in sets.values() for sentence in ledger_warnings(rows)),
    )


def _rows_by_set(ledger: pd.DataFrame) -> pd.DataFrame:
    table = ledger.groupby(SET, as_index=False).agg(rows=("amount", "size"))
    state_codes = {kind: code for code, kind in AMOUNT_TYPES.items()}
    table.insert(2, "column_code", table["amount_type"].map(state_codes))
    return table


def _each_set(sets: dict, total) -> pd.DataFrame:
    made = []
    for (year, kind), rows in sets.items():
        table = total(rows)
        table.insert(0, "fiscal_year", year)
        table.insert(1, "amount_type", kind)
        made.append(table)
    return pd.concat(made, ignore_index=True)


def _notes(read, ledger, settings, already) -> tuple[str, ...]:
    notes = [
        f"{file.name}: spaces around {file.padded:,} codes were taken off."
        for file in read
        if file.padded
    ]
    notes.append(
        "State files name no school, local resource or program: those columns are blank in "
        "ledger.csv. The district's own ledger would fill them."
    )
    notes += [
        f"{kind} was in ledger.csv already, row for row; it was not added again."
        for kind in already
    ]
    written = _settings(read, ledger)
    if not settings and not written["name"]:
        notes.append("No file named the district: write its name in district.toml.")
    if settings and settings.get("fiscal_year") != written["fiscal_year"]:
        notes.append(
            f"district.toml was there and is unchanged: its fiscal year is "
            f"{settings.get('fiscal_year')}, these files' latest is {written['fiscal_year']}."
        )
    return tuple(notes)
