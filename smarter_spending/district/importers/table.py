"""Any export into a table of a district folder, by a map of its columns and values kept there."""

import csv
import io
import re
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from smarter_spending.district import files as texts
from smarter_spending.district.cells import KEYS, names_a_total, parse, written
from smarter_spending.district.files import called, is_workbook, plain, vocabulary, words_of
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    checked_rows,
    fill_settings,
    filled_sheets,
    no_file,
    quoted,
    read_settings,
    read_table,
    read_toml,
    refuse,
    report_of,
    unfinished_formulas,
    write_rows,
    year_of_ledger,
)
from smarter_spending.district.privacy import looks_personal, pseudonymise, secret_of
from smarter_spending.district.sacs import FIELDS, codes
from smarter_spending.district.tables import NUMERIC_KINDS, Table, all_tables, counted

# --- An export as text: its headings, wherever they stand, and every cell below them ---

TEXTS = (".csv", ".txt", ".tsv", ".dat", ".xlsx")  # what is taken out of a .zip
PASSED: list[str] = []
TITLE_ROWS = 25  # the headings are looked for in these first rows


@dataclass
class Export:
    """A file as text: ``cells`` with its own headings, ``rows`` as a spreadsheet counts them."""

    file: str
    shape: str
    cells: pd.DataFrame
    rows: pd.Series
    left_out: list[tuple[str, int, str]] = field(default_factory=list)
    titles: str = ""  # what stood above the headings
    passed: int = 0  # lines that were not wanted
    notes: list[str] = field(default_factory=list)  # what a workbook hides or merges

    def refuse(
        self, message: str, column: str = "", at: pd.Series | None = None, value: str = ""
    ) -> ImportRefusedError:
        """An error for one problem, in the first row that ``at`` marks; the caller raises it."""
        row = None if at is None else int(self.rows[at.idxmax()])
        return refuse(self.file, message, column=column, row=row, value=value)


def read_export(
    path: Path,
    known: Iterable[str],
    sheet: str = "",
    amounts: Callable[[str], bool] = lambda heading: True,
    remarks: bool = False,
    only: Callable | None = None,
) -> Export:
    """A file's cells as text; ``known`` are headings, as ``plain`` has them, to look for."""
    if not path.is_file():
        raise no_file(path)
    with tempfile.TemporaryDirectory() as place:
        inside = unpacked(path, Path(place))
        if inside != [path]:
            if len(inside) == 1:
                return read_export(inside[0], known, sheet, amounts, remarks, only)
            held = ", ".join(one.name for one in inside)
            raise refuse(path.name, f"this .zip holds several files ({held}). Unpack it, give one.")
    content, known, chosen, notes = path.read_bytes(), set(known), {}, []
    if is_workbook(content):
        chosen = _sheets(path, sheet)
        title = max(chosen, key=lambda name: _best(chosen[name].lines, known)[0], default="")
        lines, shape = [], f"workbook, sheet {title}"
        if title:
            seen, notes = _as_seen(path, title, chosen[title], known, amounts)
            lines = _wanted(iter(seen), known, only)
    elif other := texts.other_kind(content):
        raise refuse(path.name, other)
    else:
        lines, shape = text_lines(path, known, only)
    score, at = _best(lines, known)
    if not lines or score[1] < 2:
        raise refuse(path.name, "no row of headings was found in it. Is it the right file?")
    wide = sum(bool(cell.strip()) for cell in lines[at])
    if wide > texts.MOST_COLUMNS:
        raise refuse(path.name, texts.TOO_WIDE.format(wide, "no export has so many"))
    export = _export(path.name, shape, lines, at, remarks)
    export.notes.extend(notes)
    export.left_out += [
        (f"sheet {name}", len(one.lines), "another sheet was read; save it as a file of its own")
        for name, one in chosen.items()
        if shape != f"workbook, sheet {name}" and one.lines
    ]
    if export.cells.empty and not export.passed:
        raise refuse(path.name, "there are headings in it and no rows.")
    return export


def unpacked(path: Path, place: Path) -> list[Path]:
    """The texts and workbooks that a .zip holds, unpacked in ``place``; any other file as it is."""
    if "a .zip." not in texts.other_kind(path.read_bytes()):
        return [path]
    found: list[Path] = []
    try:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                inside = Path(name)
                if inside.suffix.lower() in TEXTS and not name.startswith((".", "__")):
                    found.append(place / str(len(found)) / inside.name)
                    found[-1].parent.mkdir(parents=True)
                    found[-1].write_bytes(packed.read(name))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise refuse(path.name, f"this .zip cannot be opened ({error}). Unpack it.") from error
    if not found:
        message = "no table is in this .zip. Save what is in it as CSV UTF-8 or as .xlsx."
        raise refuse(path.name, message)
    return found


def _sheets(path: Path, wanted: str) -> dict[str, texts.Sheet]:
    """The visible sheets, their cells as text: the one that is wanted, all when none is."""

    def choose(titles: list[str]) -> list[str]:
        seen.extend(titles)
        return [title for title in titles if title == wanted or not wanted]

    seen: list[str] = []
    sheets = filled_sheets(path, choose)
    if wanted and not sheets:
        message = f'no sheet "{wanted}". Its sheets: {", ".join(seen)}.'
        raise NoSuchSheetError([ImportProblem(path.name, message)])
    for title, one in sheets.items():
        lines = [[texts.as_text(value) for value in line] for line in one.lines]
        sheets[title] = replace(one, lines=lines)
    return sheets


def _as_seen(
    path: Path, title: str, sheet: texts.Sheet, known: set[str], amounts: Callable[[str], bool]
) -> tuple[list[list[str]], list[str]]:
    """A sheet's lines and what to say of them; refused where a cell cannot be what it shows."""
    if sheet.numbers:
        headings = sheet.lines[_best(sheet.lines, known)[1]]
        sheet = texts.with_numbers(sheet, [at for at, one in enumerate(headings) if amounts(one)])
    if faults := unfinished_formulas(path.name, {title: sheet}):
        raise ImportRefusedError(faults[:10])
    return [list(line) for line in sheet.lines], [f"sheet {title}: {said}" for said in sheet.notes]


class NoSuchSheetError(ImportRefusedError):
    """The sheet that was asked for is not in the workbook."""


def text_lines(
    path: Path, known: set[str], only: Callable | None = None
) -> tuple[list[list[str]], str]:
    """The lines of a text in cells, and how they were told apart: by the headings ``known``."""
    text, _ = texts.decoded(path.name, path.read_bytes())
    csv.field_size_limit(10_000_000)
    start = "\n".join(text[:500_000].splitlines()[:TITLE_ROWS])
    best = max(
        texts.DELIMITERS, key=lambda mark: (_best(_split(path, start, mark), known)[0], mark == ",")
    )
    try:
        if '"' in text:
            for _ in csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=True):
                pass  # to its end: a line may be blank
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            message = "a quotation mark in it is never closed. Close it, or take it out."
            raise refuse(path.name, message) from error
    name = {",": "commas", "\t": "tabs"}.get(best, f'"{best}"')
    return _split(path, text, best, known, only), f"text, columns separated by {name}"


def _split(
    path: Path, text: str, delimiter: str, known: Iterable[str] = (), only: Callable | None = None
) -> list[list[str]]:
    try:
        return _wanted(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), known, only)
    except csv.Error as error:
        raise refuse(path.name, f"it cannot be read as a table ({error}).") from error


def _wanted(rows: Iterator[list[str]], known: Iterable[str], only: Callable | None) -> list:
    """The lines; below the headings, ``PASSED`` stands for each that is not wanted."""
    top = list(islice(rows, TITLE_ROWS))
    if not only or not top:
        return [*top, *rows]
    at = _best(top, set(known))[1]
    keep = only(top[at])
    return top[: at + 1] + [line if keep(line) else PASSED for line in chain(top[at + 1 :], rows)]


def _best(lines: list[list[str]], known: set[str]) -> tuple[tuple[int, int], int]:
    scores = [
        (
            len({plain(cell) for cell in line} & known),
            len({cell.strip() for cell in line if re.search("[A-Za-z]", cell)}),
        )
        for line in lines[:TITLE_ROWS]
    ]
    best, at = max(((score, -at) for at, score in enumerate(scores)), default=((0, 0), 0))
    return best, -at


def _export(
    file: str, shape: str, lines: list[list[str]], at: int, remarks: bool = False
) -> Export:
    width = max(len(line) for line in lines[at:])
    headings: dict[str, None] = {}
    for place in range(width):
        name = " ".join(_bare(lines[at][place]).split()) if place < len(lines[at]) else ""
        name, again = name or f"(column {place + 1}, no heading)", 2
        first = name
        while name in headings:
            name, again = f"{first} ({again})", again + 1
        headings[name] = None
    body = {row: line for row, line in enumerate(lines[at + 1 :], at + 2) if line is not PASSED}
    again = [row for row, line in body.items() if line == lines[at]]
    body = {row: line for row, line in body.items() if line != lines[at]}
    *others, last = map(len, [lines[at], *filter(any, body.values())])
    if 2 < last < min(others, default=0):
        message = f"the last row is cut short: {last} cells of {others[0]}. Get the file again."
        raise refuse(file, message, row=max(row for row, line in body.items() if any(line)))
    cells = pd.DataFrame(
        [[*map(_bare, line), *[""] * (width - len(line))] for line in body.values()],
        columns=list(headings), dtype=str,
    )  # fmt: skip
    rows = pd.Series(list(body), index=cells.index, dtype=int)
    filled = cells.ne("").sum(axis=1)
    told = cells.iloc[:, 0].str.match(r"(?i)source\b|notes?\b|legend|[*†]")
    notes = filled.eq(1) & (told | (width > 3)) & (not remarks)
    left = [
        ("rows above the headings", at, "titles"),
        ("the headings again", len(again), "printed on every page, not data"),
        ("blank rows", int(filled.eq(0).sum()), "nothing in them"),
        ("rows with one cell only", int(notes.sum()), "a note, not data"),
    ]
    keep = filled.gt(0) & ~notes
    cells, rows = cells[keep].reset_index(drop=True), rows[keep].reset_index(drop=True)
    empty = [name for name in headings if name.startswith("(column") and cells[name].eq("").all()]
    titles = " ".join(cell for line in lines[:at] for cell in line if cell)
    left, passed = [n for n in left if n[1]], len(lines) - at - 1 - len(body) - len(again)
    return Export(file, shape, cells.drop(columns=empty), rows, left, titles, passed)


def _bare(cell: str) -> str:
    text = cell.strip().strip("\x1a")
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') else text


# --- The map: which heading is which column, which word is which value ---

PARTS_OF_A_MAP = {  # what each line of it holds
    **dict.fromkeys(("columns", "fixed", "account", "amounts", "hours"), str),
    **{"values": dict, "leave_out": list, "positions": bool},
}
ROW = "(row number)"
BLANK = "(blank)"
YEAR_IN_NAME = re.compile(  # what a file's name says of its year, and all after it
    r"(?i)[\W_]*(?:fy[\W_]*\d\d(?!\d)|(?:fy)?[\W_]*(?:(?:20)?\d\d[\W_]?(?:20)?\d\d\b|20\d\d)).*"
)
ASKED = ("choice", "flag", "grade", "fiscal_year", "code")  # kinds whose unknown words are asked
MONEY = {"ledger": "amount", "control_totals": "amount", "programs": "annual_cost_total"}
WITH_ACCOUNT = ("ledger", "staffing")
PAY = ("fte", "salary_annual", "benefits_annual", "funding_pct")
SCHOOLS = {  # in a school's name, what kind of school it is
    r"elem|es\b": "elementary", r"(?:junior|jr|middle|intermediate|ms\b)": "middle",
    r"(?<!junior )(?<!jr )(?<!jr\. )(?:high|hs\b)": "high", "k-?8": "K-8",
    "continuation": "continuation",
}  # fmt: skip
PARTS = {
    "F": "fund", "R": "resource", "Y": "project year", "G": "goal", "N": "function",
    "O": "object", "S": "school", "P": "program",
}  # fmt: skip
ORDERS = ("FF-RRRR-Y-GGGG-FFFF-OOOO", "FF-RRRRR-Y-GGGG-FFFF-OOOO", "FF-RRRR-Y-OOOO-GGGG-FFFF")
ENDS = ("", *(s + p for s in ("-SSS", "-SSSS") for p in ("", "-PPP", "-PPPP", "-PPPPP")))
PATTERNS = (*(order + end for order in ORDERS for end in ENDS), "FFRRRRYGGGGNNNNOOOO")
DEBIT = re.compile(r"(?i)(ytd |total )?(debits?|dr)( amount| amt)?")
CREDIT = re.compile(r"(?i)(ytd |total )?(credits?|cr)( amount| amt)?")
NET = "Debit less Credit"  # made of two columns; of revenue it is credit less debit
HOURS = re.compile(r"(?i)\b(?:hours?|hrs?)\b")  # in a position's name: its number is no FTE


AMOUNT_WORDS = {  # in the heading of a column of amounts, the kind of amount it holds
    "actual": r"\bactuals?\b|expended|\bytd exp",
    "adopted_budget": r"(adopted|orig(inal)?)\b.*\bbud(get)?\b|\bbud(get)?\b.*\b(adopted|orig)",
    "revised_budget": r"(rev(ised)?|working|curr(ent)?|amended|adj(usted)?)\b.*\bbud(get)?\b"
    r"|\bbud(get)?\b.*\b(rev|amended)",
    "encumbrance": r"\benc(umb|\b)",
}
TWO_YEARS = re.compile(r"(?<![\d/])(?:20)?(\d\d)\s?[-\u2010-\u2015/ ]\s?(?:20)?(\d\d)(?![\d/])")
TESTED = {"reading": r"reading|\bela\b|english", "math": r"math"}  # in a heading of scores
TAKEN = {"boy": r"\b(fall|boy|beg)", "moy": r"\b(winter|moy|mid)", "eoy": r"\b(spring|eoy|end\b)"}


def import_table(
    file: str | Path,
    table: str,
    into: str | Path,
    map_name: str = "",
    yes: bool = False,
    replace: bool = False,
) -> ImportReport:
    """Bring any export into a table of a district folder, by a map that a person confirms.

    The first run reads the headings and the values, and writes what it would do to
    ``maps/<table>-<name>.toml``: a plain file with a line for each column, each word and
    each account pattern, to be checked. When it says ``confirmed = true``, the same command
    imports, and so it does next year. A word that the map does not know is asked about, all
    of them in one pass; nothing is guessed. Ids become keys (``pseudonymise``), and columns
    with names, birth dates or addresses are never read.

    Parameters
    ----------
    file : path
        Text of any delimiter and encoding, or a workbook (.xlsx).
    table : str
        The table it becomes, such as ``"ledger"``.
    into : path
        The district folder; made when it is not there.
    map_name : str
        Which map; the file's name without its year when left out.
    yes : bool
        Import by the proposed map at once, where nothing is left to decide.
    replace : bool
        Put the file's rows in place of those already there that differ.

    Returns
    -------
    ImportReport
        ``mapping`` shows each column with where it comes from and its first values;
        ``control_totals`` rows and dollars in the file, left out, and written.

    Raises
    ------
    ImportRefusedError
        With every problem, each with its column, row and value in the file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "sites.csv").write_text("Site,School Name,Type\\n42,Oak,Elem\\n")
    ...     report = import_table(Path(place, "sites.csv"), "schools", place, yes=True)
    ...     print(Path(place, "schools.csv").read_text(), end="")
    local_site_code,school_name,cde_type
    0042,Oak,elementary

    References
    ----------
    National codes: NCES, *Financial Accounting for Local and State School Systems*, 2014.
    """
    path, folder = Path(file), Path(into)
    if table not in all_tables():
        raise refuse(path.name, f'"{table}" is no table. The tables: {", ".join(all_tables())}.')
    described = all_tables()[table]
    known = {plain(word) for name in described.columns for word in called(described, name)}
    kept, chart = _kept_map(folder, table, map_name, path)
    export = read_export(path, known, chart.get("sheet", ""))
    if not chart:
        proposal = _proposal(export, described, folder)
        chart = tomllib.loads(proposal)
        texts.write_whole(kept, proposal)
        if not yes:
            return _to_confirm(folder, kept, export, described, chart)
    elif not (chart.get("confirmed") is True or yes):
        return _to_confirm(folder, kept, export, described, chart)
    taken, totals = _apply(export, described, chart, folder, kept.name)
    checked = checked_rows(export.file, described, taken, chart.get("columns", {}))
    wrote, kinds = write_rows(folder, described, checked, replace)
    if table == "ledger":
        year, _ = year_of_ledger(checked)
        filled, said = fill_settings(folder, export.file, fiscal_year=year, price_year=year)
        wrote, kinds = (*wrote, *filled), [*kinds, *said]
    return report_of(
        folder,
        wrote,
        files=[(export.file, export.shape, len(export.cells))],
        rows=[(table, len(checked))],
        left_out=_left_out(export, totals["left"]),
        control_totals=_totals(described, taken, checked, totals),
        mapping=mapping_of(described, chart, export),
        notes=[*export.notes, *totals["notes"], *kinds],
    )


def _kept_map(folder: Path, table: str, name: str, path: Path) -> tuple[Path, dict]:
    """The map to use, and what it says; nothing when there is none yet."""
    short = name or YEAR_IN_NAME.sub("", path.stem)
    short = re.sub(r"\W+", "-", short).strip("-_").lower() or "export"
    kept = f"maps/{table}-{short.removeprefix(f'{table}-')}.toml"
    chart = read_toml(folder, kept)
    if not _well_formed(chart):
        message = 'every line of it reads  name = "text in quotation marks"; leave_out has lists.'
        raise refuse(kept, f"{message} Correct it, or delete it to begin again.")
    return folder / kept, chart


def _well_formed(chart: dict) -> bool:
    def lines(part: object, kind: type) -> bool:
        return isinstance(part, dict) and all(isinstance(value, kind) for value in part.values())

    values = chart.get("values", {})
    return (
        isinstance(chart.get("sheet", ""), str)
        and all(lines(chart.get(part, {}), kind) for part, kind in PARTS_OF_A_MAP.items())
        and all(lines(words, str) for words in values.values())
    )


# --- Proposing a map ---


def _proposal(export: Export, table: Table, folder: Path) -> str:
    accounts = _accounts(export) if table.name in WITH_ACCOUNT else {}
    cells = _with_accounts(export, accounts)
    found = _matches(table, cells)
    split = {heading.partition(": ")[0] for heading in found.values() if ": " in heading}
    if not split & {*accounts}:
        accounts, cells = {}, export.cells
    amounts = _amounts(table, cells, found)
    chart = {"columns": found, "account": accounts, "amounts": amounts}
    lines = [
        f'# How exports like "{export.file}" become {table.name}.csv. Check every line,',
        "# correct it, then write  confirmed = true  and type the command again: next year too.",
        "confirmed = false",
        f"table = {quoted(table.name)}",
    ]
    if sheet := export.shape.partition("workbook, sheet ")[2]:
        lines.append(f"sheet = {quoted(sheet)}")
    if accounts:
        lines += ["", "[account]  # how an account is split: F fund, R resource, Y project year,"]
        lines += ["# G goal, second F (or N) function, O object, S school, P program, X anything"]
        lines += [f"{quoted(name)} = {quoted(pattern)}" for name, pattern in accounts.items()]
    lines += ["", "[columns]  # our column = the export's heading"]
    for name, heading in found.items():
        words = [*map(plain, called(table, name))]
        sure = heading == ROW or _plain(heading.split(": ")[-1]) in words
        lines.append(
            f"{name} = {quoted(heading)}  # {examples(cells, name, heading)}"
            f"{'' if sure else ' - A CLOSE MATCH ONLY'}"
        )
    lines += _also(table, found, cells)
    if amounts:
        lines += ["", "[amounts]  # a heading with amounts = what kind of amount it holds"]
        lines += [f"{quoted(name)} = {quoted(kind)}" for name, kind in amounts.items()]
    lines += _fixed(table, found, amounts, export)
    lines += _leave_out(cells)
    if table.name == "staffing":
        jobs = cells[found["job_class"]] if "job_class" in found else pd.Series(dtype=str)
        named = jobs[jobs.str.contains(HOURS) & ("hours_per_day" not in found)].unique()
        if len(named):
            lines += ["", "[hours]  # its number is of hours: how many a day are one full position"]
            lines += [f'{quoted(job)} = ""  # NEEDED: "8", or "1" if it is FTE' for job in named]
        lines += ["", "[positions]"]
        lines += ["one_row_each = false  # true: a row of 16.0 FTE is written as 16 positions"]
        lines += ["full_time_pay = false  # true: pay is for a full-time position, not at this FTE"]
    lines += _value_lines(table, cells, chart, folder)
    return "\n".join([*lines, ""])


def examples(cells: pd.DataFrame, name: str, heading: str) -> str:
    """The first values under a heading; of ids none."""
    if name in KEYS:
        return "made into keys; the ids themselves are never written"
    if heading == ROW:
        return "a number for each row"
    seen = [value for value in cells[heading].unique() if value][:3]
    return " | ".join(" ".join(value.split())[:40] for value in seen) or "blank everywhere"


def _matches(table: Table, cells: pd.DataFrame) -> dict[str, str]:
    plains: dict[str, str] = {}
    for heading in cells:
        plains.setdefault(_plain(heading.split(": ")[-1]), heading)
        plains[_plain(heading)] = heading
    found = _scores(cells) if table.name == "students_outcomes" else {}
    for name in [name for name in table.columns if name not in found]:
        allowed = {p: h for p, h in plains.items() if name in KEYS or not looks_personal(h)}
        exact = next((allowed[p] for p in map(plain, called(table, name)) if p in allowed), "")
        if exact and name == "district_cds" and not _one_district(cells[exact]):
            exact = ""
        elif not exact:
            near = get_close_matches(plain(name), allowed, n=1, cutoff=0.86)
            exact = allowed[near[0]] if near else ""
        shared = name in table.required or name == "local_resource"
        if exact and (shared or exact not in found.values()):
            found[name] = exact
    if table.name == "schools" and "cde_type" not in found and "school_name" in found:
        found["cde_type"] = found["school_name"]  # its words are asked for, school by school
    if "position_id" in table.required and found.get("position_id") in (
        None, found.get("job_class"), found.get("job_title"),
    ):  # fmt: skip
        found["position_id"] = ROW
    return {name: found[name] for name in table.columns if name in found}


def _plain(heading: str) -> str:
    return plain(heading.replace("%", " percent"))  # "Fund %" is no fund


def _scores(cells: pd.DataFrame) -> dict[str, str]:
    """Scores of a season by headings such as "aReading Spring" and "Math BOY"."""
    return {
        f"{test}_{season}": heading
        for heading in cells
        for test, about in TESTED.items()
        for season, when in TAKEN.items()
        if re.search(about, heading.lower()) and re.search(when, heading.lower())
        and cells[heading].str.fullmatch(r"[\d,.]*").all() and cells[heading].ne("").any()
        and not re.search(r"(?i)%|percent|rank|level|date|grade|growth|lexile", heading)
    }  # fmt: skip


def year_of(text: str, ends: bool = False) -> str:
    """The one fiscal year that a text names; blank when it names none, or several by its days.

    Two years in a row, an FY, or days; ``ends``: a year alone is the spring in which one ends.
    """
    for one, two in TWO_YEARS.findall(text):
        if (int(one) + 1) % 100 == int(two):
            return f"20{one}-{two}"
    days = re.findall(r"\b(\d\d?)/\d\d?/(20\d\d)\b", text)
    starts = {int(year) - (int(month) < 7) for month, year in days}
    last = re.search(r"(?i)\bFY ?(?:20)?(\d\d)\b", text)
    if last := last or (re.fullmatch(r"20(\d\d)", text) if ends else None):
        starts = {1999 + int(last[1])}
    return f"{min(starts)}-{(min(starts) + 1) % 100:02d}" if len(starts) == 1 else ""


def _one_district(codes: pd.Series) -> bool:
    """Whether all codes are one district's own, and no school's."""
    return codes.nunique() == 1 and bool(re.fullmatch(r"\d{7}0{7}", codes.iloc[0]))


def _amounts(table: Table, cells: pd.DataFrame, found: dict[str, str]) -> dict[str, str]:
    if table.name != "ledger" or "amount_type" in found:
        return {}
    kinds = {
        heading: kind
        for heading in cells
        for kind, word in AMOUNT_WORDS.items()
        if re.search(word, heading.lower())
        and cells[heading].str.fullmatch(r"[-($ ]*[\d,.]*[\d)]*-?").all()
    }
    if kinds:
        found.pop("amount", None)
    return kinds


def _accounts(export: Export) -> dict[str, str]:
    for heading in export.cells:
        shown = export.cells[heading]
        shown = shown[shown.ne("")]
        for pattern in PATTERNS:
            if len(shown) and shown.str.fullmatch(_expression(pattern)).mean() > 0.5:
                return {heading: pattern}
    return {}


def _expression(pattern: str) -> str:
    """A pattern such as FF-RRRR-Y as an expression with a group for each part."""
    parts, seen = [], set()
    for run in re.finditer(r"([A-Z])\1*|[^A-Z]", pattern):
        letter = run[0][0]
        if not letter.isupper():
            parts.append("[-. ]" if letter in "-. " else re.escape(letter))
            continue
        name = "function" if letter == "F" and "F" in seen else PARTS.get(letter, "")
        if name in seen:
            said = f"the pattern names {name} twice. Write X for what is not needed."
            raise refuse(pattern, said)
        seen |= {letter, name}
        size = f"[0-9A-Za-z]{{{len(run[0])}}}"
        parts.append(f"(?P<{name.replace(' ', '_')}>{size})" if name else size)
    return "".join(parts)


def _with_accounts(export: Export, accounts: dict[str, str]) -> pd.DataFrame:
    cells = export.cells
    sides = [[name for name in cells if side.fullmatch(name)] for side in (DEBIT, CREDIT)]
    if all(len(side) == 1 for side in sides):
        amount = all_tables()["ledger"].columns["amount"]
        debit, credit = (parse(cells[side[0]], amount).values.fillna(0) for side in sides)
        cells = cells.assign(**{NET: (debit - credit).map("{:.2f}".format)})
    for heading, pattern in accounts.items():
        if heading not in cells:
            continue
        split = cells[heading].str.extract(f"^{_expression(pattern)}$").fillna("")
        cells = cells.assign(
            **{f"{heading}: {part.replace('_', ' ')}": split[part] for part in split}
        )
    return cells


def _check_accounts(export: Export, accounts: dict[str, str], used: pd.Series) -> None:
    for heading, pattern in accounts.items():
        given = export.cells.loc[used, heading] if heading in export.cells else pd.Series(dtype=str)
        wrong = given[given.ne("") & ~given.str.fullmatch(_expression(pattern))]
        if len(wrong):
            message = f"{counted(len(wrong), 'account')} cannot be split by {pattern}. Correct the "
            message += "pattern in the map, or the account."
            raise export.refuse(message, heading, wrong.ne(""), wrong.iloc[0])


def _also(table: Table, found: dict[str, str], cells: pd.DataFrame) -> list[str]:
    more = [name for name in table.columns if name not in found and name not in table.required]
    hidden = [name for name in cells if looks_personal(name) and name not in found.values()]
    aside = [name for name in cells if name not in found.values() and name not in hidden]
    lines = [f"# left aside: {', '.join(aside)}"] if aside else []
    lines += [f"# never read, they name a person: {', '.join(hidden)}"] if hidden else []
    return [*lines, f"# could be added: {', '.join(more)}"] if more else lines


def _fixed(table: Table, found: dict, amounts: dict, export: Export) -> list[str]:
    missing = [name for name in table.required if name not in found]
    tests = [t for t in TESTED for s in TAKEN if f"{t}_{s}" in found and f"{t}_test" not in found]
    missing += [f"{test}_test" for test in dict.fromkeys(tests)]
    if amounts:
        missing = [name for name in missing if name not in ("amount", "amount_type")]
    lines = ["", "[fixed]  # the same value on every row; where it differs, take it out and name"]
    lines += ["# a heading under [columns]: its words are then asked for, one by one"]
    year = year_of(f"{export.file} {export.titles}".replace("_", " "))
    for name in missing:
        value = {"funding_pct": "100", "fiscal_year": year}.get(name, "")
        column = table.columns[name]
        said = f"one of {', '.join(column.choices)}" if column.choices else column.meaning
        lines.append(f"{name} = {quoted(value)}  # {'' if value else 'NEEDED: '}{said}")
    return lines if missing else []


def _leave_out(cells: pd.DataFrame) -> list[str]:
    lines = []
    for heading in cells:
        if not looks_personal(heading) and cells[heading].nunique() < 5000:
            totals = [value for value in cells[heading].unique() if names_a_total(value)]
            if totals and not heading.lower().startswith("source"):
                lines.append(f"{quoted(heading)} = [{', '.join(map(quoted, totals))}]")
    heads = ["", "[leave_out]  # rows with one of these values are totals, not data"]
    return [*heads, *lines] if lines else []


def _value_lines(table: Table, cells: pd.DataFrame, chart: dict, folder: Path) -> list[str]:
    lines = []
    rules = Rules(table, chart, folder)
    for name, heading in chart["columns"].items():
        if heading == ROW or table.columns[name].kind not in ASKED or name in KEYS:
            continue
        asked = {value: rules.near(name, value) for value in rules.unknown(name, cells[heading])}
        if asked:
            if name == "function" and len(asked) > 1:
                other = "# Of another state? maps/crosswalk.csv: field, code, nces, ours, title"
                lines += ["", other]
            may = ", ".join(table.columns[name].choices) or table.columns[name].meaning
            may += f'; "{BLANK}" leaves it blank'
            lines += ["", f"[values.{name}]  # the export's word = ours ({may})"]
            lines += [
                f"{quoted(theirs)} = {quoted(ours)}{'' if ours else '  # NEEDED'}"
                for theirs, ours in asked.items()
            ]
    return lines


# --- Using a map ---


class Rules:
    """What a word in the export becomes in one of our columns, by the map and the crosswalk."""

    def __init__(self, table: Table, chart: dict, folder: Path):
        self.table, self.values = table, chart.get("values", {})
        overrides = read_table(folder / "code_overrides.csv")
        self.known = {
            name: set(codes(name).index)
            | set(overrides.loc[overrides["field"] == name, "code"] if len(overrides) else ())
            for name in FIELDS
        }
        self.crossed = _crosswalk(folder)
        self.sites = school_codes(read_table(folder / "schools.csv"))

    def value(self, name: str, text: str) -> str | None:
        """Our value for a text, or None where nobody has said what it is."""
        given = self.values.get(name, {})
        if self.table.columns[name].unit == "percent":
            text = text.removesuffix("%").strip()
        if given.get(text):  # a line still blank says nothing
            return "" if given[text] == BLANK else str(given[text])
        if not text or (name == "local_program" and set(text) == {"0"}):
            return ""
        column = self.table.columns[name]
        if name in self.crossed:
            return self.crossed[name].get(text.lstrip("0"))
        if name == "school_code" and column.digits == 7 and re.fullmatch(r"\d{13,14}", text):
            text = text[-7:]  # of a CDS code
        padded = text.zfill(column.digits) if column.digits and text.isdecimal() else text
        if name in self.known and self.table.name in WITH_ACCOUNT:
            return padded if padded in self.known[name] else None
        worded = column.kind in NUMERIC_KINDS and re.search("[A-Za-z]", text)
        if (worded or column.kind in ASKED) and parse(pd.Series([padded]), column).faults.size:
            return None
        return padded if column.kind in ASKED else text

    def unknown(self, name: str, cells: pd.Series) -> list[str]:
        """The words of a column that nobody has said anything about."""
        return [text for text in cells.unique() if self.value(name, text) is None]

    def near(self, name: str, text: str) -> str:
        """A value to propose, which a person confirms; blank when there is none."""
        words = words_of(name)
        if plain(text) in words:
            return words[plain(text)]
        if name == "fiscal_year":
            years = re.fullmatch(r"(?:FY ?)?(?:20)?(\d\d)[-/–]?(?:20)?(\d\d)", text)
            if ends := re.fullmatch(r"(?i)FY ?(?:20)?(\d\d)", text):  # named by the year it ends
                return f"20{int(ends[1]) - 1:02d}-{ends[1]}"
            one_year = re.fullmatch(r"20\d\d", text)  # 2021: begins or ends then, nobody knows
            if years and not one_year and (int(years[1]) + 1) % 100 == int(years[2]):
                return f"20{years[1]}-{years[2]}"
            return ""
        if name == "cde_type":
            kinds = {ours for word, ours in SCHOOLS.items() if re.search(rf"(?i)\b{word}", text)}
            return kinds.pop() if len(kinds) == 1 else ""
        if name == "resource" and re.fullmatch(r"\d{5}", text):
            if text[:4] in self.known["resource"] and text >= "20000":
                return text[:4]
            return "0000" if text < "02000" else ""
        if name in ("site_code", "school_code") and self.table.name != "schools":
            site = self.sites.get(text[-7:].lstrip("0") if text.isdecimal() else plain(text), "")
            if site:
                return site
        digits = self.table.columns[name].digits or 0
        return "0" * digits if set(text) == {"0"} else ""


def _crosswalk(folder: Path) -> dict[str, dict[str, str]]:
    """Another state's codes: ``maps/crosswalk.csv`` with field, code, nces and, if known, ours."""
    path = folder / "maps" / "crosswalk.csv"
    given = read_table(path)
    if given.empty:
        return {}
    wanted = {"field", "code"} - set(given)
    if wanted or not {"nces", "ours"} & set(given):
        raise refuse("maps/crosswalk.csv", "its columns are: field, code, nces, ours, title.")
    crossed: dict[str, dict[str, str]] = {}
    for row, line in enumerate(given.to_dict("records"), start=2):
        nces, known = line.get("nces", ""), vocabulary()["nces"].get(line["field"], {})
        starts = (nces[:size] for size in range(len(nces), 0, -1))  # the nearest: the longest
        ours = line.get("ours") or next((known[one] for one in starts if one in known), "")
        if not ours:
            given_as = f'"{nces}" is none' if nces else "there is none"
            message = (
                f"the {line['field']} {line['code']} needs an NCES code, and {given_as} of those "
                f"known here, which begin: {', '.join(known)}. Correct nces, or write our code "
                "under ours."
            )
            raise refuse("maps/crosswalk.csv", message, row=row, value=nces)
        crossed.setdefault(line["field"], {})[line["code"].lstrip("0")] = ours
    return crossed


def school_codes(schools: pd.DataFrame) -> dict[str, str]:
    """Each school's site code by its own code, the state's (7 or 14 digits) and its name."""
    found: dict[str, str] = {}
    for name in (n for n in ("school_name", "school_code", "local_site_code") if n in schools):
        for text, site in schools[[name, "local_site_code"]].itertuples(index=False):
            bare = text.lstrip("0") if text.isdecimal() else plain(text)
            found |= {bare: site} if bare else {}
    return found


def _apply(
    export: Export, table: Table, chart: dict, folder: Path, kept: str
) -> tuple[pd.DataFrame, dict]:
    """The table's columns as text, with ``_row`` of the file, and what was left out on the way."""
    columns, fixed = chart.get("columns", {}), chart.get("fixed", {})
    cells = _with_accounts(export, chart.get("account", {}))
    problems = _faults_of(chart, table, cells, kept)
    if problems:
        raise ImportRefusedError(problems)
    out = pd.Series("", index=cells.index)
    for heading, listed in chart.get("leave_out", {}).items():
        out = out.mask(cells[heading].isin(listed) & out.eq(""), f"{heading}: by the map")
    _check_accounts(export, chart.get("account", {}), out.eq(""))
    rules, problems = Rules(table, chart, folder), []
    if columns.get("amount") == NET:
        earns = cells[columns["object"]].map(lambda code: rules.value("object", code) or "")
        other = cells[NET].map(lambda n: n[1:] if n.startswith("-") else f"-{n}")
        cells = cells.assign(**{NET: cells[NET].mask(earns.str.startswith("8"), other)})
        export.notes.append("amount: debit less credit; of revenue (8000-8999) credit less debit.")
    kept_cells = cells[out.eq("")]
    taken = pd.DataFrame({"_row": export.rows[kept_cells.index]})
    for name in table.columns:
        if name in fixed:
            taken[name] = str(fixed[name])
        elif columns.get(name) == ROW:
            taken[name] = [str(place) for place in range(1, len(taken) + 1)]
        elif name in columns:
            source = kept_cells[columns[name]]
            if name in KEYS:
                taken[name] = hashed(source, folder, columns[name])
                continue
            problems += [
                ImportProblem(
                    export.file,
                    f'"{text}" is not known ({counted(int(source.eq(text).sum()), "row")}). In '
                    f"maps/{kept}, under [values.{name}], write: {quoted(text)} = "
                    f"{quoted(rules.near(name, text))}",
                    column=columns[name],
                    row=int(export.rows[source.eq(text).idxmax()]),
                    value=text,
                )
                for text in rules.unknown(name, source)
            ]
            taken[name] = source.map({text: rules.value(name, text) for text in source.unique()})
    problems += _districts(export, columns, taken, folder)
    problems += _hours_to_say(export, kept, chart, taken)
    if problems:
        raise ImportRefusedError(problems)
    if hours := chart.get("hours", {}):
        a_day = taken["job_class"].map({job: float(said) for job, said in hours.items()})
        fte = pd.to_numeric(taken["fte"], errors="coerce") / a_day
        taken["fte"] = taken["fte"].where(fte.isna(), fte.round(4).map(written))
    if amounts := chart.get("amounts"):
        each = [
            taken.assign(amount_type=kind, amount=kept_cells[heading])
            for heading, kind in amounts.items()
        ]
        taken = pd.concat(each).query("amount != ''")
    read, notes = taken, []
    taken = _as_positions(taken, chart.get("positions", {}), notes)
    if table.name == "staffing":
        taken = _fte_of_lines(taken, notes)
    left = out[out.ne("")].value_counts(sort=False).to_dict()
    money = _money(table, chart, cells, out, rules)
    return taken, {"left": left, "rows": len(cells), "notes": notes, "money": money, "read": read}


def _faults_of(chart: dict, table: Table, cells: pd.DataFrame, kept: str) -> list[ImportProblem]:
    file, faults = f"maps/{kept}", []
    sources = {
        **{name: heading for name, heading in chart.get("columns", {}).items() if heading != ROW},
        **{f"amounts, {heading}": heading for heading in chart.get("amounts", {})},
        **{f"leave_out, {heading}": heading for heading in chart.get("leave_out", {})},
    }
    for name, heading in sources.items():
        if heading not in cells:
            close = get_close_matches(heading, list(cells), n=1)
            near = f' Is it "{close[0]}" now?' if close else ""
            message = f'the export has no heading "{heading}".{near} Correct the map.'
            faults.append(ImportProblem(file, message, column=name, value=heading))
        elif name in table.columns and looks_personal(heading) and name not in KEYS:
            message = f'"{heading}" names a person and is never read. Take the line out.'
            faults.append(ImportProblem(file, message, column=name, value=heading))
    for name in [*chart.get("columns", {}), *chart.get("fixed", {})]:
        if name not in table.columns:
            message = f"{table.name} has no such column. Its columns: {', '.join(table.columns)}."
            faults.append(ImportProblem(file, message, column=name))
    given = {n for part in ("columns", "fixed") for n, v in chart.get(part, {}).items() if v != ""}
    if chart.get("amounts"):
        given |= {"amount", "amount_type"}
    faults += [
        ImportProblem(
            file,
            f"needed, and not said yet ({table.columns[name].meaning}). Give a heading under "
            f'[columns], or under [fixed]: {name} = "..."',
            column=name,
        )
        for name in table.required
        if name not in given
    ]
    return faults


def hashed(ids: pd.Series, folder: Path, heading: str) -> pd.Series:
    """Made-up keys for a column of ids, with the district's secret; the ids go no further."""
    if ids.str.fullmatch(r"\d+\.0+|[\d.]+[eE]\+?\d+").any():
        message = (
            "some ids were turned into numbers by Excel. Export them again, formatted as Text."
        )
        raise refuse(folder.name, message, column=heading)
    return pseudonymise(ids, secret_of(folder)).fillna("")


def _districts(
    export: Export, columns: dict, taken: pd.DataFrame, folder: Path
) -> list[ImportProblem]:
    """Codes under district_cds that are not the folder's, or not one district's."""
    if "district_cds" not in columns or _one_district(taken["district_cds"]):
        ours = str(read_settings(folder).get("cds_code", ""))
        if not ours.strip("0") or set(taken.get("district_cds", [ours])) == {ours}:
            return []
    message = (
        "these are not the code of this district (14 digits, ending 0000000), the same on every "
        "row. In the map take the line district_cds out; a school's code belongs to school_code."
    )
    return [ImportProblem(export.file, message, columns.get("district_cds", "district_cds"))]


def _hours_to_say(
    export: Export, kept: str, chart: dict, taken: pd.DataFrame
) -> list[ImportProblem]:
    """Positions named after hours whose number nobody has said to be hours or FTE."""
    if "hours_per_day" in chart.get("columns", {}) or "job_class" not in taken:
        return []
    jobs = taken.loc[taken["job_class"].str.contains(HOURS), "job_class"].value_counts(sort=False)
    said = chart.get("hours", {})
    return [
        ImportProblem(
            export.file,
            f'"{job}" ({counted(count, "row")}) says hours, and its number would be read as FTE. '
            f"In maps/{kept}, under [hours], write how many hours a day are one full-time "
            f'position, such as {quoted(job)} = "8" ("1" if it is FTE already), or leave the '
            "rows out under [leave_out].",
            chart["columns"].get("fte", "fte"),
            int(taken.loc[taken["job_class"].eq(job), "_row"].iloc[0]),
            job,
        )
        for job, count in jobs.items()
        if not (re.fullmatch(r"\d+(\.\d+)?", said.get(job, "")) and float(said[job]) > 0)
    ]


def _as_positions(taken: pd.DataFrame, asked: dict, notes: list) -> pd.DataFrame:
    if not (asked.get("one_row_each") or asked.get("full_time_pay")):
        return taken
    fte = pd.to_numeric(taken["fte"], errors="coerce")
    if asked.get("one_row_each"):
        whole = fte.fillna(1).clip(lower=0).apply(lambda n: max(1, int(-(-n // 1))))
        longer = taken.loc[taken.index.repeat(whole)].copy()
        place = longer.groupby(level=0).cumcount()
        rest = (fte.reindex(longer.index) - place).clip(upper=1)
        longer["fte"] = rest.map(written).where(rest.notna(), longer["fte"])
        many = whole.reindex(longer.index) > 1
        longer.loc[many, "position_id"] += "-" + (place[many] + 1).astype(str)
        notes.append(f"{counted(len(taken), 'row')} became {counted(len(longer), 'position')}.")
        taken, fte = longer, rest
    if asked.get("full_time_pay"):
        for name in ("salary_annual", "benefits_annual"):
            pay = pd.to_numeric(taken[name], errors="coerce")
            paid = (pay * fte).round(2).map(written).where(pay.notna(), taken[name])
            taken = taken.assign(**{name: paid})  # what was read stays beside it, as it was
        notes.append("pay was given for a full-time position: written at each position's FTE.")
    return taken


def _fte_of_lines(taken: pd.DataFrame, notes: list) -> pd.DataFrame:
    """Each line's part of the FTE, where every funding line says the whole position's."""
    who = [taken["fiscal_year"], taken["position_id"]]
    fte, part = (pd.to_numeric(taken[name], errors="coerce") for name in ("fte", "funding_pct"))
    several = fte.groupby(who).transform("size").gt(1) & part.groupby(who).transform("sum").eq(100)
    alike = fte.groupby(who).transform("nunique").eq(1)
    more = fte.groupby(who).transform("sum").gt(1.0005)
    if not (several & more).any() or not alike[several].all():
        return taken
    said = "a position's FTE stood on each of its funding lines: each was given its part of it."
    notes.append(said)
    return taken.assign(fte=taken["fte"].mask(several, (fte * part / 100).map(written)))


# --- What is said ---


def _left_out(export: Export, left: dict) -> list[tuple]:
    lines = [*export.left_out, *(("rows", rows, why) for why, rows in left.items())]
    return [(export.file, *line) for line in lines]


def mapping_of(table: Table, chart: dict, export: Export) -> pd.DataFrame:
    """Each of our columns, where it comes from and its first values; then what is left aside."""
    cells = _with_accounts(export, chart.get("account", {}))
    fixed, columns = chart.get("fixed", {}), chart.get("columns", {})
    lines = []
    for name in table.columns:
        if name in columns and columns[name] in [*cells, ROW]:
            lines.append((name, columns[name], examples(cells, name, columns[name])))
        elif name in fixed:
            lines.append((name, "(the same on every row)", str(fixed[name]) or "NOT SAID YET"))
    lines += [("amount", heading, kind) for heading, kind in chart.get("amounts", {}).items()]
    return with_aside(lines, cells, [*columns.values(), *chart.get("amounts", {})])


def with_aside(lines: list[tuple], cells: pd.DataFrame, used: Collection[str]) -> pd.DataFrame:
    """A mapping's lines, then what is left aside and what it holds; of a personal one nothing."""
    for name in (name for name in cells if name not in used):
        hidden = "never read: it names a person" if looks_personal(name) else ""
        lines.append(("(left aside)", name, hidden or examples(cells, "", name)))
    return pd.DataFrame(lines, columns=["our_column", "from_the_export", "first_values"])


def _money(table: Table, chart: dict, cells: pd.DataFrame, out: pd.Series, rules: Rules) -> list:
    """Rows and dollars of the file by kind of amount, and of those left out; none without money."""
    column, columns = MONEY.get(table.name, ""), chart.get("columns", {})
    amounts = chart.get("amounts") or {columns.get(column, ""): ""}
    if not column or not set(amounts) <= set(cells):
        return []
    kinds = pd.Series(str(chart.get("fixed", {}).get("amount_type", "")), index=cells.index)
    if "amount_type" in columns:
        stated = cells[columns["amount_type"]]
        kinds = stated.map({text: rules.value("amount_type", text) for text in stated.unique()})
    lines = []
    for heading, kind in amounts.items():
        read = parse(cells[heading], table.columns[column]).values.fillna(0)
        read = read[cells[heading].ne("")] if kind else read
        stated = pd.Series(kind, index=read.index) if kind else kinds[read.index].fillna("")
        for each, part in read.groupby(stated):
            lines.append((each, "in the file", len(part), part.sum()))
            for why, left in part.groupby(out[part.index]):
                lines += [(each, f"left out, {why}", -len(left), -left.sum())] * bool(why)
    return lines


def _totals(table: Table, taken: pd.DataFrame, rows: pd.DataFrame, totals: dict) -> pd.DataFrame:
    columns = ["amount_type", "what", "rows", "amount"]
    lines = [("in the file", totals["rows"])]
    lines += [(f"left out, {why}", -n) for why, n in totals["left"].items()]
    if table.name == "staffing":
        return _position_totals(lines, totals["read"], rows)
    if not totals["money"]:
        spread = len(taken) - sum(n for _, n in lines)
        lines += [("one row made into several", spread)] * bool(spread)
        return pd.DataFrame([*lines, ("written", len(rows))], columns=columns[1:3])
    made = pd.DataFrame(totals["money"], columns=columns)
    amounts = rows[MONEY[table.name]].replace("", "0").astype(float)
    kinds = rows.get("amount_type", pd.Series("", index=rows.index))
    kept = taken.get("amount_type", pd.Series("", index=taken.index)).value_counts()
    for kind, part in amounts.groupby(kinds):
        joined = len(part) - int(kept[kind])
        if joined:
            made.loc[len(made)] = (kind, "lines of one account added together", joined, 0.0)
        if abs(made.loc[made["amount_type"].eq(kind), "amount"].sum() - part.sum()) > 0.005:
            message = "the dollars written are not those read less those left out."
            raise refuse(f"{table.name}, control totals", message)
        made.loc[len(made)] = (kind, "written", len(part), part.sum())
    made = made.sort_values("amount_type", kind="stable", ignore_index=True)
    return made if kinds.ne("").any() else made.drop(columns="amount_type")


def _position_totals(lines: list, read: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows, FTE and pay (each funding line's part) as read by the map, and as written."""
    lines = [(*line, None, None) for line in lines]
    for what, frame in (("read by the map", read), ("written", rows)):
        number = {n: pd.to_numeric(frame[n], errors="coerce") for n in PAY}
        pay = (number["salary_annual"] + number["benefits_annual"]) * number["funding_pct"] / 100
        lines.append((what, len(frame), number["fte"].sum(), pay.sum()))
    return pd.DataFrame(lines, columns=["what", "rows", "fte", "salary_and_benefits"])


def _to_confirm(
    folder: Path, kept: Path, export: Export, table: Table, chart: dict
) -> ImportReport:
    name = f"maps/{kept.name}"
    lines = kept.read_text(encoding="utf-8").splitlines()
    undecided = [line.split("  #")[0] for line in lines if re.search(r' = ""(\s|$)', line)]
    problems = [f"{name}: {line} is still to be filled in." for line in undecided]
    return report_of(
        folder,
        [name],
        files=[(export.file, export.shape, len(export.cells))],
        rows=[],
        left_out=_left_out(export, {}),
        mapping=mapping_of(table, chart, export),
        notes=[
            f"Nothing was imported yet. Open {name}, check every line, write confirmed = true, "
            "and type the same command again."
        ],
        problems=problems,
    )
