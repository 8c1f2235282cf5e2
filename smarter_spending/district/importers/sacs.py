"""A general ledger as filed with the state, into a district folder."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import accumulate
from pathlib import Path

import pandas as pd

from smarter_spending.district.files import (
    TITLE_ROWS,
    as_text,
    is_workbook,
    other_kind,
    plain,
    vocabulary,
    write_whole,
)
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    fill_settings,
    filled_sheets,
    no_file,
    read_settings,
    read_table,
    refuse,
    report_of,
    settings_text,
    unfinished_formulas,
    write_rows,
    year_of_ledger,
)
from smarter_spending.district.importers.table import text_lines, unpacked, year_of
from smarter_spending.district.sacs import (
    FIELDS,
    FUNCTION_GROUPS,
    OBJECT_GROUPS,
    codes,
    function_group,
    has_kind,
    ledger_kind,
    object_group,
    resource_nature,
    restriction,
)
from smarter_spending.district.tables import all_tables, counted

# --- The rows of one SACS file as read, before anything is judged --------------------------------

CODE_WIDTHS = {"fund": 2, "resource": 4, "project_year": 1, "goal": 4, "function": 4, "object": 4}
ACCOUNT_WIDTH = sum(CODE_WIDTHS.values())  # 19 characters
ROW_COLUMNS = ("cds", "fiscal_year", "column_code", "account", *CODE_WIDTHS, "amount", "row")


@dataclass(frozen=True, eq=False)
class SacsFile:
    """One file as read: its rows as trimmed text, and what was seen beside them."""

    name: str
    shape: str
    rows: pd.DataFrame
    padded: int = 0
    names: dict[str, str] = field(default_factory=dict)
    left_out: tuple[tuple[str, int | None, str], ...] = ()
    notes: tuple[str, ...] = ()


# --- Reading DatExport files: sections of quoted rows, each closed by a trailer that counts them


def whole_cds(code: str) -> str:
    """A code of 14 digits, where the state leaves out the dashes or the zeros of a district."""
    digits = code.replace("-", "")
    if re.fullmatch(r"\d{7}", digits):
        return digits + "0000000"
    return digits if re.fullmatch(r"\d{14}", digits) else code


def _opens_section(cells: list[str]) -> bool:
    """Whether a line opens a section of a DatExport file: fiscal year, then a CDS code."""
    opens = len(cells) >= 4 and year_of(cells[0]) != ""
    return opens and re.fullmatch(r"\d{14}", whole_cds(cells[1])) is not None


def _read_dat_export(name: str, lines: list[list[str]]) -> SacsFile:
    """Every ledger row of a DatExport file, with each section's trailer and the file's checked."""
    sections, problems = _sections(name, lines)
    ledger = [section for section in sections if not section["other"]]
    for section in ledger:
        problems += _trailer_problems(name, section)
    if problems:
        raise ImportRefusedError(problems)
    rows = pd.DataFrame(
        [
            (section["cds"], section["fiscal_year"], section["column_code"], *cells[:2], row)
            for section in ledger
            for row, cells in section["rows"]
        ],
        columns=["cds", "fiscal_year", "column_code", "account", "amount", "row"],
    )
    ends = accumulate(CODE_WIDTHS.values())
    for (code, width), end in zip(CODE_WIDTHS.items(), ends, strict=True):
        rows[code] = rows["account"].str.slice(end - width, end)
    why = "answers to forms, not ledger rows"
    left_out = tuple(
        (f"section {one['other']} of {one['column_code']}", len(one["rows"]), why)
        for one in sections
        if one["other"]
    )
    return SacsFile(name, f"DatExport, {len(ledger)} ledger sections", rows, left_out=left_out)


def _sections(name: str, lines) -> tuple[list[dict], list[ImportProblem]]:
    sections, current, end = [], None, None
    for row, line in enumerate(lines, start=1):
        cells = [_bare(cell) for cell in line]
        if not any(cells):
            continue
        if cells[:2] == ["-1", "EOF"] and current is None and end is None:
            end = (row, cells)
            continue
        if _opens_section(cells):
            current = _opened(row, cells)
            sections.append(current)
            continue
        if current is None:  # rows after a closing line, with no opening line of their own
            current = _opened(row, ["", "", "", ""]) | {"line": cells}
            sections.append(current)
        if cells[:2] == ["-1", "EOD"]:
            current["trailer"] = (row, cells)
            current["other"] = current["other"] or (cells[6] if len(cells) > 6 else "")
            current["column_code"] = current["column_code"] or "".join(cells[4:5])
            current = None
        else:
            current["rows"].append((row, cells))
    stray = [section for section in sections if not (section["cds"] or section["other"])]
    outside = "stands outside every section. The file may have been edited or joined; export it"
    problems = [
        ImportProblem(name, f'"{",".join(one["line"])[:60]}" {outside} again.', row=one["row"])
        for one in stray
    ]
    if end and not stray:
        problems += _end_problems(name, sections, *end)
    return [section for section in sections if section not in stray], problems


def _opened(row: int, cells: list[str]) -> dict:
    return {
        "row": row,
        "line": cells,
        "fiscal_year": year_of(cells[0]),
        "cds": whole_cds(cells[1]),
        "period": cells[2],
        "column_code": cells[3],
        "other": cells[4] if len(cells) > 4 else "",
        "rows": [],
        "trailer": None,
    }


def _trailer_problems(name: str, section: dict) -> list[ImportProblem]:
    label = f"the section {section['fiscal_year']} {section['column_code']}"
    counted = len(section["rows"])
    row, cells = section["trailer"] or (section["row"], [])
    stated = "".join(cells[5:6])
    expected = [section["cds"], section["period"], section["column_code"]]
    if not cells:
        message = f"{label} has no closing line (-1, EOD); its {counted:,} rows may not be all. "
        message += "The file was cut short: export it again."
    elif [*map(whole_cds, cells[2:3]), *cells[3:5]] != expected:
        stated = ""
        message = f"{label} is closed by a line for {' '.join(cells[2:5])}. Lines are missing or "
        message += "mixed up: export the file again."
    elif not stated.isdecimal() or int(stated) != counted:
        message = f'the closing line of {label} counts "{stated}" rows, but {counted:,} are in the '
        message += "file. Rows were lost or added: export the file again."
    else:
        message = (
            f"has not {ACCOUNT_WIDTH} characters followed by an amount. Export the file again."
        )
        return [
            ImportProblem(name, f'the account "{line[0]}" {message}', "account", at, line[0])
            for at, line in section["rows"]
            if len(line) < 2 or len(line[0]) != ACCOUNT_WIDTH
        ]
    return [ImportProblem(name, message, row=row, value=stated)]


def _end_problems(name: str, sections: list[dict], row: int, cells: list[str]):
    """What is wrong with the file's last line, which counts its rows or all of its lines."""
    stated = cells[3] if len(cells) > 3 else ""
    rows = sum(len(section["rows"]) for section in sections)
    ledger = sum(len(section["rows"]) for section in sections if not section["other"])
    lines = rows + 1 + sum(1 + (section["trailer"] is not None) for section in sections)
    if whole_cds("".join(cells[2:3])) not in {section["cds"] for section in sections}:
        message = f"the file is closed by a line for {' '.join(cells[2:3])}. Export it again."
        return [ImportProblem(name, message, row=row)]
    if stated.isdecimal() and int(stated) in (rows, ledger, lines):
        return []
    message = f'the last line of the file (-1, EOF) counts "{stated}" rows, but {rows:,} are in '
    message += "it. Rows were lost or added: export the file again."
    return [ImportProblem(name, message, row=row, value=stated)]


# --- Reading the state's three shapes of a general ledger into rows of text ----------------------
#
# Every row as it stands, trimmed, with its spreadsheet row, and nothing judged yet.  The shape is
# told from what is in the file, never from its name.

# our name for a field of the ledger, and the state's name for it in each shape
SHAPES = vocabulary()["state"]["data_extract"], vocabulary()["state"]["user_gl"]
OPTIONAL_COLUMNS = ("account", "project_year")
KNOWN = {plain(theirs) for shape in SHAPES for theirs in shape.values()}
EXPECTED = "a general ledger as the state's software writes it: a data extract (.xlsx, tab "
EXPECTED += "UserGL), a UserGL table, or a DatExport file"


def read_sacs_file(path: Path) -> SacsFile:
    """Every row of a SACS Web extract, an older UserGL table or a DatExport file, as text."""
    if not path.is_file():
        raise no_file(path)
    content = path.read_bytes()
    if b"Standard Jet DB" in content[:64] or b"Standard ACE DB" in content[:64]:
        message = (
            "this is a whole Access database. Export its table UserGL as .csv and import that."
        )
        raise refuse(path.name, message)
    if other := other_kind(content):
        raise refuse(path.name, f"{other} Expected was {EXPECTED}.")
    if is_workbook(content):
        return _read_extract(path)
    lines, shape = text_lines(path, KNOWN)
    first = next((line for line in lines if any(map(_bare, line))), [])
    if _opens_section([_bare(cell) for cell in first]):
        return _read_dat_export(path.name, lines)
    return _from_table(path.name, shape, lines)


def _bare(cell) -> str:
    return as_text(cell).strip('\x1a\ufeff"= \t\r\n\xa0')


def _read_extract(path: Path) -> SacsFile:
    seen: list[str] = []

    def choose(titles: list[str]) -> list[str]:
        seen.extend(titles)
        return [t for t in titles if plain(t) in ("usergl", "entities")] if named(titles) else seen

    def named(titles) -> str:
        return next((title for title in titles if plain(title) == "usergl"), "")

    sheets = filled_sheets(path, choose)
    title = named(sheets) or next((t for t in sheets if _is_ledger(sheets[t].lines)), "")
    if not title:
        message = (
            "no tab holds a general ledger. The tab is called UserGL in the state's data "
            f"extract; this workbook has {', '.join(seen)}. Download the data extract again, "
            "with the general ledger ticked."
        )
        raise refuse(path.name, message)
    names = next((sheet.lines for t, sheet in sheets.items() if plain(t) == "entities"), [])
    unread = [one for one in seen if one != title and plain(one) != "entities"]
    others = tuple((f"tab {one}", None, "not a ledger; not read") for one in unread)
    if unfinished := unfinished_formulas(path.name, {title: sheets[title]}):
        raise ImportRefusedError(unfinished)
    named_in_full = {
        "".join(as_text(part) for part in line[:3]): _bare(line[3])
        for line in names[1:]
        if len(line) >= 4 and all(line[:4])
    }
    return _from_table(
        path.name, f"workbook, tab {title}", sheets[title].lines, names=named_in_full,
        left_out=others, notes=tuple(sheets[title].notes),
    )  # fmt: skip


def _is_ledger(lines: list[tuple]) -> bool:
    top = ({plain(cell) for cell in line} for line in lines[:TITLE_ROWS])
    return any({"cdscode", "columncode", "objectcode"} <= line for line in top)


def _from_table(name: str, shape: str, lines, **seen) -> SacsFile:
    at, places = _find_header(name, lines)
    body = [(row, line) for row, line in enumerate(lines[at + 1 :], at + 2) if any(line)]
    cells = {row: [_bare(cell) for cell in line] for row, line in body}
    again = [_bare(cell) for cell in lines[at]]  # the headings, where tables were joined
    kept = (row for row, line in cells.items() if line != again and not _is_note(line))
    ledger = {row: cells[row] for row in kept if any(cells[row])}
    texts = {
        ours: [line[place] if place < len(line) else "" for line in ledger.values()]
        for ours, place in places.items()
    }
    codes_at = [place for ours, place in places.items() if ours != "amount"]
    padded = sum(
        isinstance(line[place], str) and line[place] != line[place].strip()
        for row, line in body
        if row in ledger
        for place in codes_at
        if place < len(line)
    )
    rows = pd.DataFrame({**texts, "row": [*ledger]}, dtype=object)
    if "Ccode" in rows:
        rows["cds"] = rows["Ccode"] + rows["Dcode"] + rows["SchoolCode"]
    years = {year: _fiscal_year(year, "Ccode" in rows) for year in rows["fiscal_year"].unique()}
    rows["fiscal_year"] = rows["fiscal_year"].map(years)
    rows["cds"] = rows["cds"].map({code: whole_cds(code) for code in rows["cds"].unique()})
    for column in OPTIONAL_COLUMNS:
        if column not in rows:
            rows[column] = ""
    aside = sum(map(_is_note, cells.values()))
    if aside:
        left = ("rows with one cell only", aside, "a note, not a ledger row")
        seen["left_out"] = (*seen.get("left_out", ()), left)
    return SacsFile(name, shape, rows[list(ROW_COLUMNS)], padded, **seen)


def _fiscal_year(text: str, by_start: bool) -> str:
    """A fiscal year as 2023-24, which the older tables name by its start; else as it stands."""
    start = by_start and re.fullmatch(r"\d{4}", text)
    return year_of(f"{text}-{int(text) + 1}" if start else text) or text


def _is_note(line: list[str]) -> bool:
    """Whether one cell alone is filled, with words; what is left of a row cut short has none."""
    filled = [text for text in line if text]
    return len(filled) == 1 and " " in filled[0]


def _find_header(name: str, lines) -> tuple[int, dict[str, int]]:
    nearest, fewest = 0, [*KNOWN]
    for at, line in enumerate(lines[:TITLE_ROWS]):
        headings = {plain(cell): place for place, cell in reversed([*enumerate(line)])}
        for shape in SHAPES:
            found = {o: headings[plain(t)] for o, t in shape.items() if plain(t) in headings}
            missing = [t for o, t in shape.items() if o not in (*found, *OPTIONAL_COLUMNS)]
            if not missing:
                return at, found
            if len(missing) < len(fewest):
                nearest, fewest = at, missing
    if len(fewest) > 6:
        seen = next((line for line in lines if any(line)), ())
        shown = ", ".join([text[:30] for text in map(_bare, seen) if text][:8])
        begins = f" It begins: {shown}." if shown else ""
        raise refuse(name, f"this is not a general ledger.{begins} Expected was {EXPECTED}.")
    named = ", ".join(f'"{column}"' for column in fewest)
    word = f"column {named} is" if len(fewest) == 1 else f"columns {named} are"
    message = f"the {word} missing. Import the file as the state wrote it, with all its columns."
    raise refuse(name, message, column=fewest[0], row=nearest + 1)


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
    """What a ledger adds up to, for reconciling with a page the district has printed."""
    one_kind_of_amount(ledger)
    if blank := ledger["amount"].isna().sum():
        raise ValueError(
            f"{blank:,} ledger rows have no amount. Fill them in, or take those rows out, before "
            "adding up."
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
    """Refuse a ledger whose amounts must not be added together."""
    why = {"amount_type": "adding them would count money twice",
           "fiscal_year": "adding them would mix years"}  # fmt: skip
    for column, twice in why.items():
        found = sorted(ledger[column].dropna().unique())
        if len(found) > 1:
            kinds = " and ".join([", ".join(found[:-1]), found[-1]])
            raise MixedLedgerError(
                f"This ledger holds {kinds} amounts; {twice}. Choose one: keep only the rows "
                f'with one {column}, such as "{found[0]}".'
            )


def not_spending(ledger: pd.DataFrame) -> pd.DataFrame:
    """The rows of a ledger that are not money spent, by kind and line, with their amounts."""
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
    """What each fund began with, took in and paid out, beside the ending balance it filed."""
    one_kind_of_amount(ledger)
    cents = (ledger["amount"] * 100).round()
    objects = ledger["object"]
    parts = {
        "beginning": objects.isin(BEGINNING),
        "taken_in": objects.between("8000", "8999"),
        "paid_out": objects.between("1000", "7999"),
    }
    table = pd.DataFrame({name: cents.where(which, 0.0) for name, which in parts.items()})
    table = table.groupby(ledger["fund"]).sum()
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
MUST = ["cds", "fiscal_year", "column_code", *CODE_WIDTHS, "amount"]
MUST.remove("project_year")
IN_WORDS = {name: name.replace("_", " ").replace("cds", "CDS code") for name in MUST}


def sacs_problems(file: SacsFile) -> list[ImportProblem]:
    """Everything in one file that would make an import wrong."""
    rows = file.rows
    if rows.empty:
        return [ImportProblem(file.name, "the file holds no ledger rows.")]
    lacking = [
        ", ".join(IN_WORDS[name] for name, text in zip(MUST, line, strict=True) if not text)
        for line in rows[MUST].to_numpy()
    ]
    lacking = pd.Series(lacking, index=rows.index)
    message = "the row has no {value}: it was cut short, or is no row of a ledger. Export the file "
    message += "again, or take the row out."
    found = _each(file, lacking.ne(""), lacking, "", message)
    found += [*_identity(file), *_column_codes(file)]
    for name, width in CODE_WIDTHS.items():
        words = name.replace("_", " ")
        message = (
            f'the {words} "{{value}}" has not {width} character{"s" * (width > 1)}. Where zeros in '
            "front were lost, import the file as the state wrote it, not one saved by Excel."
        )
        found += _each(file, rows[name].str.len() != width, rows[name], words, message)
    if not found:
        found = _accounts(file)
    message = 'the amount "{value}" is not a number of dollars and cents. Write it with digits, a '
    message += "point and a minus sign only."
    return found + _each(file, rows["amount"].map(cents).isna(), rows["amount"], "amount", message)


def cents(text: str) -> str | None:
    """An amount as text with two decimals, exact; None when it is not an amount of whole cents."""
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text, re.ASCII) is None:
        return None
    exact = Decimal(text)
    rounded = exact.quantize(CENT)
    if abs(exact - rounded) > BINARY_NOISE:
        return None
    return f"{rounded:f}" if rounded else "0.00"


def _identity(file: SacsFile) -> list[ImportProblem]:
    rows = file.rows
    districts = [cds for cds in rows["cds"].unique() if cds]
    if len(districts) > 1:
        shown = ", ".join(districts[:3])
        more = " and others" if len(districts) > 3 else ""
        message = f"the file holds {len(districts):,} districts ({shown}{more}). Keep the rows of "
        message += "one district and import that."
        return [ImportProblem(file.name, message, column="CDS code")]
    no_code = ~rows["cds"].str.fullmatch(r"\d{14}")
    message = 'the CDS code "{value}" has not 14 digits; Excel may have removed the zero in front. '
    message += "Import the file as the state wrote it."
    years = rows["fiscal_year"]
    no_year = '"{value}" is not a fiscal year such as 2023-24. Correct it.'
    return [
        *_each(file, no_code, rows["cds"], "CDS code", message),
        *_each(file, years.map(year_of) != years, years, "fiscal year", no_year),
    ]


def _column_codes(file: SacsFile) -> list[ImportProblem]:
    codes = file.rows["column_code"]
    found = []
    for code in codes[~codes.isin([*AMOUNT_TYPES, ""])].unique():
        where = codes == code
        message = (
            f'"{code}" is {INTERIM_CODES.get(code, "not a column code")} ({where.sum():,} rows). '
            "This import takes BA (unaudited actuals), BB (budget) and BE (estimated actuals). "
            "Export those, or take the other rows out."
        )
        row = int(file.rows.loc[where, "row"].iloc[0])
        found.append(ImportProblem(file.name, message, "column code", row, code))
    return found


def _accounts(file: SacsFile) -> list[ImportProblem]:
    """What a row's account says otherwise than its fields, and objects that are none."""
    rows = file.rows
    joined = rows[next(iter(CODE_WIDTHS))].str.cat(rows[list(CODE_WIDTHS)[1:]])
    unlike = (rows["account"].str.len() == ACCOUNT_WIDTH) & (rows["account"] != joined)
    message = 'the account "{value}" is not what its fund, resource, goal, function and object '
    message += "say. Columns may have been moved: import the file as the state wrote it."
    unknown = [code for code in rows["object"].unique() if not has_kind(code)]
    no_object = '"{value}" is not a SACS object code (a letter for a digit?). Correct it.'
    return [
        *_each(file, unlike, rows["account"], "account", message),
        *_each(file, rows["object"].isin(unknown), rows["object"], "object", no_object),
    ]


def _each(
    file: SacsFile, wrong: pd.Series, values: pd.Series, shown_as: str, message: str
) -> list[ImportProblem]:
    """A problem for each wrong row that says something; what is blank was named once."""
    wrong = wrong & values.ne("")
    return [
        ImportProblem(file.name, message.format(value=value), shown_as, int(row), value)
        for value, row in zip(values[wrong], file.rows.loc[wrong, "row"], strict=True)
    ]


# --- What a person should look at in a ledger of one fiscal year and one kind of amount ----------

NOT_IN_STATE_TABLE = "Title not in the state table of 2021-22"
# Objects that move money from one place to another, so that their total is zero.
ZERO_WITHIN_FUND = {
    "5710": "transfers of direct costs",
    "7310": "transfers of indirect costs",
    "8980": "contributions from unrestricted revenues",
    "8990": "contributions from restricted revenues",
}
ZERO_OVER_FUNDS = {
    "5750": "transfers of direct costs between funds",
    "7350": "transfers of indirect costs between funds",
}
TOLERANCE = 1.00  # dollars; smaller differences are the rounding of many lines


def _dollars(amount: float) -> str:
    return f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def _total(ledger: pd.DataFrame, low: str, high: str) -> float:
    return ledger.loc[ledger["object"].between(low, high), "amount"].sum()


def _sums_that_do_not_hold(ledger: pd.DataFrame) -> Iterator[str]:
    """Balances that money in and out do not lead to, and moves of money that are not zero."""
    balances = fund_balances(ledger)
    for row in balances[balances["difference"].abs() > 0].itertuples():
        yield (
            f", fund {row.fund}: beginning balance plus money in less money out gives "
            f"{_dollars(row.ending)}, but the ending balance filed is {_dollars(row.filed_ending)} "
            f"(difference {_dollars(row.difference)}). Rows are missing, or some are there twice."
        )
    parts = [(f", fund {fund}", rows, ZERO_WITHIN_FUND) for fund, rows in ledger.groupby("fund")]
    for where, rows, objects in [*parts, ("", ledger, ZERO_OVER_FUNDS)]:
        for code, name in objects.items():
            if abs(total := _total(rows, code, code)) >= TOLERANCE:
                yield f"{where}: {name} (object {code}) add to {_dollars(total)}, not to zero."
    inward, outward = _total(ledger, "8910", "8929"), _total(ledger, "7610", "7629")
    if abs(inward - outward) >= TOLERANCE:
        yield (
            f": interfund transfers in (objects 8910-8929, {_dollars(inward)}) differ from "
            f"transfers out (7610-7629, {_dollars(outward)}) by {_dollars(inward - outward)}."
        )


def _odd_rows(ledger: pd.DataFrame) -> Iterator[str]:
    """Accounts below zero or there twice, codes without a title, and what is no cash."""
    spent = ledger[ledger_kind(ledger) == "spending"]
    totals = spent.groupby(["fund", "resource", "object"])["amount"].sum().round(2)
    if len(below := totals[totals < 0]):
        fund, resource, account = below.idxmin()
        yield (
            f": totals of spending by fund, resource and object that are negative: {len(below):,}, "
            f"together {_dollars(below.sum())}; the largest is fund {fund}, resource {resource}, "
            f"object {account}, {_dollars(below.min())}. A refund or a correction can explain it."
        )
    repeated = ledger[ledger.duplicated(list(CODE_WIDTHS), keep=False)]
    if len(repeated):
        first = ".".join(repeated[list(CODE_WIDTHS)].iloc[0])
        yield (
            f": {len(repeated):,} rows share their account with another row, such as {first}. All "
            "were kept; check that none was entered twice."
        )
    for part in FIELDS:
        titles = ledger[part].map(codes(part))
        unknown = titles.isna() | (titles == NOT_IN_STATE_TABLE)
        for code, rows in ledger[unknown].groupby(part)["amount"]:
            yield (
                f": {part} {code} (rows: {len(rows):,}) is not in the state's table of 2021-22. "
                "If it is right, give its title in code_overrides.csv."
            )
    if total := spent.loc[spent["resource"] == "7690", "amount"].sum():
        yield (
            f": {_dollars(total)} of spending is resource 7690, the state's pension payment booked "
            "on the district's behalf. It is a cost, but not the district's cash."
        )


# --- A general ledger as filed with the state, into a district folder ----------------------------

SET = ["fiscal_year", "amount_type"]  # amounts of one set may be added together


def import_sacs(
    files: str | Path | Iterable[str | Path], into: str | Path, replace: bool = False
) -> ImportReport:
    """Write the general ledger of one or more state files into a district folder.

    Reads the SACS Web data extract (.xlsx, tab UserGL), the older UserGL table
    (text of any delimiter) and the DatExport file (.dat), told apart by their content.
    Every row goes to ``ledger.csv``, revenue, balances and cost report rows too, with
    its amount exact to the cent and under its own fiscal year:

        BA → actual      BB → adopted_budget      BE → estimated_actual

    Nothing is written unless everything can be. State files carry no school
    and no local program: those columns stay blank, and what needs them waits
    for the district's own ledger.

    Parameters
    ----------
    files : path or sequence of paths
        Files of one district. Where two hold the same year and column code, the later
        filing's rows stand: that of the later year, else the one given later.
    into : path
        The district folder; made when it is not there. What nobody has typed into
        ``district.toml`` is filled.
    replace : bool
        Put the files' rows in place of those there of the same year, column code and fund.

    Returns
    -------
    ImportReport
        What was read, mapped and left out, the control totals, and what to look at.

    Raises
    ------
    ImportRefusedError
        With every problem's file, column, row and value: another district, a year and
        kind of amount already in the folder with other rows, an unknown column code, a
        wrong count, a missing column, a code or an amount that cannot be read.

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
    folder, settings = Path(into), read_settings(Path(into))
    read = _read_all([Path(file) for file in given])
    _same_district(read, settings, read_table(folder / "ledger.csv"))
    ledger, notes, aside = _later_filings(read)
    wrote, said = write_rows(folder, all_tables()["ledger"], ledger, replace)
    made, filled = _fill(folder, read, ledger, settings)
    return _report(folder, read, ledger, [*wrote, *made], [*notes, *said, *filled], aside)


def _read_all(paths: list[Path]) -> list[SacsFile]:
    read, problems = [], []
    for path in paths:
        try:
            with tempfile.TemporaryDirectory() as place:
                inside = unpacked(path, Path(place)) if path.is_file() else [path]
                found = [read_sacs_file(one) for one in inside]
        except ImportRefusedError as refused:
            problems += refused.problems
            continue
        problems += [problem for file in found for problem in sacs_problems(file)]
        read += found
    if problems:
        raise ImportRefusedError(problems)
    return read


def _same_district(read: list[SacsFile], settings: dict, there: pd.DataFrame) -> None:
    first, ours = read[0], read[0].rows["cds"].iloc[0]
    for other in read[1:]:
        theirs = other.rows["cds"].iloc[0]
        if theirs != ours:
            message = f"this is the ledger of district {theirs}, but {first.name} is of {ours}."
            raise refuse(other.name, f"{message} Import one district into one folder.")
    said = whole_cds(str(settings.get("cds_code", "")).strip())
    if said.strip("0") and said != ours:
        message = f"this is the ledger of district {ours}, but the folder's district.toml says"
        raise refuse(first.name, f"{message} {said}. Choose another folder.")
    others = [cds for cds in there.get("district_cds", []) if whole_cds(cds) not in ("", ours)]
    if others:
        message = f"the folder holds the ledger of district {others[0]}; the files given are of"
        raise refuse("ledger.csv", f"{message} {ours}. Choose another folder.")


def _later_filings(read: list[SacsFile]) -> tuple[pd.DataFrame, list[str], list[tuple]]:
    """The rows of all files; where two hold one year and column code, those of the later filing."""
    stands: dict[tuple, tuple[SacsFile, pd.DataFrame]] = {}
    notes, aside = [], []
    for file in sorted(read, key=_filing_year):
        for one, rows in _as_ledger(file).groupby(SET):
            if one in stands:
                before, earlier = stands[one]
                what = " ".join(one).replace("_", " ")
                label = f"{what} is in {before.name} and in {file.name}"
                alike = sorted(rows.values.tolist()) == sorted(earlier.values.tolist())
                how = "row for row the same, and was taken once" if alike else (
                    f"they differ: the {counted(len(rows), 'row')} of {file.name}, the later "
                    f"filing, stand, and {len(earlier):,} of {before.name} were left out"
                )  # fmt: skip
                notes.append(f"{label}; {how}.")
                aside.append((before.name, what, len(earlier), f"taken from {file.name}"))
            stands[one] = (file, rows)
    rows = pd.concat([stands[one][1] for one in sorted(stands)], ignore_index=True)
    return rows, notes, aside


def _filing_year(file: SacsFile) -> str:
    """The year a filing is of: that of its actuals, and without any that of its budget."""
    actual = file.rows["column_code"].eq("BA")
    return file.rows.loc[actual | (not actual.any()), "fiscal_year"].max()


def _as_ledger(file: SacsFile) -> pd.DataFrame:
    rows = file.rows
    ledger = pd.DataFrame("", index=rows.index, columns=list(all_tables()["ledger"].columns))
    ledger[["fiscal_year", *CODE_WIDTHS]] = rows[["fiscal_year", *CODE_WIDTHS]]
    kinds, amounts = rows["column_code"].map(AMOUNT_TYPES), rows["amount"].map(cents)
    return ledger.assign(district_cds=rows["cds"], amount_type=kinds, amount=amounts)


def _fill(folder, read, ledger, settings) -> tuple[tuple[str, ...], list[str]]:
    cds = ledger["district_cds"].iloc[0]
    name = next((file.names[cds] for file in read if cds in file.names), "")
    source = ", ".join(file.name for file in read)
    year, _ = year_of_ledger(ledger)
    if settings:
        return fill_settings(
            folder, source, cds_code=cds, name=name, fiscal_year=year, price_year=year
        )
    path = folder / "district.toml"
    comments = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    write_whole(path, settings_text(name, cds, year, source) + comments)
    nameless = "No file named the district: write its name in district.toml."
    return ("district.toml",), [nameless] * (not name)


def _report(folder, read, ledger, wrote, notes, aside) -> ImportReport:
    money = ledger.assign(amount=ledger["amount"].astype("float64"))
    sets = dict(iter(money.groupby(SET)))
    spent = {key: rows[rows["object"].between("1000", "7499")] for key, rows in sets.items()}
    counts = money.groupby(SET, as_index=False).agg(rows=("amount", "size"))
    state_codes = {kind: code for code, kind in AMOUNT_TYPES.items()}
    counts.insert(2, "column_code", counts["amount_type"].map(state_codes))
    return report_of(
        folder,
        wrote,
        district_name=read_settings(folder).get("name", ""),
        cds_code=ledger["district_cds"].iloc[0],
        files=[(file.name, file.shape, len(file.rows)) for file in read],
        rows=counts,
        left_out=[*((file.name, *left) for file in read for left in file.left_out), *aside],
        control_totals=_each_set(sets, control_totals),
        function_totals=_each_set(spent, partial(control_totals, by=("fund", "function_group"))),
        not_spending=_each_set(sets, not_spending),
        fund_balances=_each_set(sets, fund_balances),
        notes=[*_how_read(read), *notes],
        problems=[
            f"{' '.join(one).replace('_', ' ')}{sentence}"
            for one, rows in sets.items()
            for sentence in (*_sums_that_do_not_hold(rows), *_odd_rows(rows))
        ],
    )


def _each_set(sets: dict, total) -> pd.DataFrame:
    table = pd.concat({one: total(rows) for one, rows in sets.items()}, names=SET)
    return table.reset_index(SET).reset_index(drop=True)


def _how_read(read: list[SacsFile]) -> list[str]:
    padded = "{}: spaces around {:,} codes were taken off."
    notes = [padded.format(file.name, file.padded) for file in read if file.padded]
    notes += [f"{file.name}: {said}" for file in read for said in file.notes]
    message = "State files name no school, local resource or program: those columns are blank in "
    message += "ledger.csv. The district's own ledger would fill them."
    return [*notes, message]
