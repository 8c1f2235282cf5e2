"""Every import: reading sheets, refusing with what to do, writing into a folder, and the report."""

import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import KEYS, check_columns, written
from smarter_spending.district.files import (
    NO_VALUE,
    OLD_OR_LOCKED,
    ONE_NUMBER,
    RawTable,
    Sheet,
    UnreadableFileError,
    decoded,
    is_workbook,
    other_kind,
    read_csv,
    sheets_of,
    some,
    write_whole,
)
from smarter_spending.district.privacy import mark_of, secret_of
from smarter_spending.district.rules import check_alone
from smarter_spending.district.settings import not_typed
from smarter_spending.district.tables import (
    NUMERIC_KINDS,
    SHOWN,
    Column,
    Problem,
    Table,
    all_tables,
    counted,
)

# --- What an import refuses, said so that a finance office can mend the file ---------------------


MANY = 20  # problems of one column and one cause are each told, up to so many


@dataclass(frozen=True)
class ImportProblem:
    """One thing wrong in a file given to an import: where it is and what to do."""

    file: str
    message: str
    column: str = ""
    row: int | None = None
    value: str = ""

    def __str__(self) -> str:
        places = [self.file, self.column, f"row {self.row}" if self.row else ""]
        return f"{', '.join(place for place in places if place)}: {self.message}"


class ImportRefusedError(ValueError):
    """Nothing was imported; ``problems`` lists every reason, each with its place in the file."""

    def __init__(self, problems):
        self.problems = _each_cause(problems)
        count = len(self.problems)
        opening = f"Nothing was imported. {'One problem' if count == 1 else f'{count} problems'}:"
        super().__init__("\n".join([opening, *(f"- {problem}" for problem in self.problems)]))


def _each_cause(problems: Iterable[ImportProblem]) -> tuple[ImportProblem, ...]:
    """Every problem; of a column where many rows ask for the same, the first alone."""
    problems = list(problems)
    causes = [(one.file, one.column, one.message[-24:]) for one in problems]
    rows, kept = Counter(causes), []
    for one, cause in zip(problems, causes, strict=True):
        if rows[cause] <= MANY:
            kept.append(one)
        elif problems[causes.index(cause)] is one:
            more = f" ({rows[cause] - 1:,} more rows are like it.)"
            kept.append(replace(one, message=one.message + more))
    return tuple(kept)


def refuse(file: str, message: str, **place) -> ImportRefusedError:
    """An error for one problem, to be raised by the caller."""
    return ImportRefusedError([ImportProblem(file, message, **place)])


def no_file(path: Path) -> ImportRefusedError:
    """An error for a name that is no file's, to be raised by the caller."""
    if path.is_dir():
        held = some(sorted(one.name for one in path.iterdir() if one.is_file())) or "no file"
        return refuse(path.name, f"this is a folder. Name the file in it ({held}).")
    return refuse(path.name, f"there is no such file ({path}). Check the name and the folder.")


# --- What an import did: what it read, wrote and left out, and what the result adds up to --------


@dataclass(frozen=True, eq=False)
class ImportReport:
    """What one import read, wrote and left out, and what the result adds up to, in dollars.

    ``wrote`` names the files made or changed; ``files`` has a row per file or sheet read;
    ``rows`` what it became (by fiscal year and kind of amount, table, goal or test year);
    ``left_out`` each thing not written and why: no ledger row ever is. ``mapping`` shows each of
    our columns with the export's heading and its first values, to be checked.

    ``control_totals``, ``function_totals`` (objects 1000-7499, as on Form 01), ``not_spending``
    (kept in the ledger, never added to spending) and ``fund_balances`` (a difference of zero
    says the ledger is whole) hold rows and amounts, by fiscal year and kind of amount.
    ``notes`` say how things were read; ``problems`` what a person should look at.
    """

    folder: Path
    wrote: tuple[str, ...]
    files: pd.DataFrame
    rows: pd.DataFrame
    left_out: pd.DataFrame
    control_totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    function_totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_spending: pd.DataFrame = field(default_factory=pd.DataFrame)
    fund_balances: pd.DataFrame = field(default_factory=pd.DataFrame)
    mapping: pd.DataFrame = field(default_factory=pd.DataFrame)
    district_name: str = ""
    cds_code: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


COLUMNS = {
    "files": ["file", "shape", "rows"],
    "rows": ["table", "rows"],
    "left_out": ["file", "what", "rows", "why"],
    "control_totals": ["what", "rows"],
}


def report_of(folder: Path, wrote: Iterable[str], **parts) -> ImportReport:
    """A report, its lists of lines made into tables."""
    for name, columns in COLUMNS.items():
        if isinstance(parts.get(name), list):
            parts[name] = pd.DataFrame(parts[name], columns=columns)
    parts["left_out"] = parts["left_out"].astype({"rows": "Int64"})
    parts |= {name: tuple(parts[name]) for name in ("notes", "problems") if name in parts}
    return ImportReport(folder, tuple(wrote), **parts)


# --- Writing into a district folder: never over what is already there, and never half ------------

SETTINGS = files(__package__).joinpath("imported_district.toml").read_text("utf-8")
MEND = "It is in the folder already: mend it first, or save it as CSV UTF-8 again."


def read_table(path: Path) -> pd.DataFrame:
    """A table of a district folder as text, blanks as empty text; no rows when there is no file."""
    if not path.is_file():
        return pd.DataFrame()
    table, content = all_tables().get(path.stem), path.read_bytes()
    try:
        if table is None:
            text = decoded(path.name, content)[0]
            return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        raw = read_csv(path, table, content)
    except (UnreadableFileError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise refuse(path.name, f"{error} {MEND}") from error
    if raw.problems:
        raise refuse(path.name, f"{raw.problems[0].message} {MEND}")
    return raw.frame.astype("str").set_axis(raw.rows - 2, axis=0)


def settings_text(name: str, cds_code: str, fiscal_year: str, source: str) -> str:
    """The text of a new district.toml."""
    placeholder = f"District {cds_code[:2]}-{cds_code[2:7]}"
    return SETTINGS.format(
        source=one_line(source),
        name=quoted(name or placeholder),
        name_comment="" if name else "  # PLACEHOLDER: write your district's name here",
        cds_code=cds_code,
        fiscal_year=fiscal_year,
    )


def toml_line(name: str, value) -> str:
    """One setting as a line of district.toml."""
    if isinstance(value, bool):
        return f"{name} = {str(value).lower()}"
    if isinstance(value, date):
        return f"{name} = {value:%Y-%m-%d}"
    if isinstance(value, int | float):
        return f"{name} = {value}"
    text = str(value).strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|true|false", text):
        return f"{name} = {text}"
    return f"{name} = {quoted(text)}"


def quoted(text: str) -> str:
    """A text in quotation marks, as TOML writes it."""
    return json.dumps(str(text).replace("\x7f", ""), ensure_ascii=False)


def read_settings(folder: Path) -> dict:
    """What district.toml says; empty when there is none."""
    if folder.exists() and not folder.is_dir():
        raise refuse(folder.name, "this is a file; name the district folder to import into.")
    return read_toml(folder, "district.toml", "Correct it, or move it away.")


def read_toml(folder: Path, name: str, then: str = "Correct it.") -> dict:
    """What a .toml file of a district folder says; empty when there is none."""
    path = folder / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}
    except (ValueError, RecursionError) as error:  # of TOML and of UTF-8, and brackets without end
        raise refuse(name, f"it cannot be read ({error}). {then}") from error


def fill_settings(folder: Path, source: str, **known: str) -> tuple[tuple[str, ...], list[str]]:
    """Fill what nobody has typed into district.toml; say what was, and what differs there."""
    path = folder / "district.toml"
    given = read_settings(folder)
    if not given:
        return (), []
    text = path.read_bytes().decode("utf-8-sig")
    ours, filled, notes = not_typed(text), [], []
    for name, value in known.items():
        if not value or (name not in ours and str(given.get(name)) == value):
            continue
        words = name.replace("_", " ").replace("cds", "CDS")
        line = f"{toml_line(name, value)}  # from {one_line(source)}"
        old = re.search(rf"(?m)^[ \t]*{name}[ \t]*=[^\r\n]*", text) if name in ours else None
        if old or name not in given:
            text = text[: old.start()] + line + text[old.end() :] if old else f"{line}\n{text}"
            was = f'was "{given[name]}"' if name in given else "was not set"
            filled.append(f'the {words} is now "{value}", which {was}')
        elif name != "price_year":  # the district's choice, whatever the year of a file
            notes.append(
                f"district.toml was left as it is: its {words} is {given[name]}, that of "
                f"{source} is {value}."
            )
    if not filled:
        return (), notes
    write_whole(path, text)
    return (path.name,), [*notes, f"district.toml, from {source}: {'; '.join(filled)}."]


def year_of_ledger(ledger: pd.DataFrame) -> tuple[str, str]:
    """The fiscal year that a ledger is of, and by which kind of amount: its latest actuals."""
    years = ledger.groupby("amount_type")["fiscal_year"].max()
    order = [kind for kind in ("actual", "estimated_actual", "adopted_budget") if kind in years]
    kind = next(iter([*order, *years.index]))
    return years[kind], kind


def one_line(text: str) -> str:
    """A file's name as a comment can hold it."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


# --- Reading a workbook's sheets as rows of cells, with no blank taken for a value that is missing


def filled_sheets(
    path: Path, choose: Callable[[list[str]], Iterable[str]] = list
) -> dict[str, Sheet]:
    """The visible sheets of a workbook by title, every line as wide as the widest."""
    if not path.is_file():
        raise no_file(path)
    content = path.read_bytes()
    if not is_workbook(content) and not content.startswith(OLD_OR_LOCKED):
        other = other_kind(content).removeprefix("this is ")
        but = f" but {other}" if other else ". Save it as one."
        raise refuse(path.name, f"this is not an Excel workbook (.xlsx){but}")
    try:
        sheets = sheets_of(content, choose)
    except UnreadableFileError as error:
        raise refuse(path.name, str(error)) from error
    for title, sheet in sheets.items():
        width = max(map(len, sheet.lines), default=0)
        even = [(*line, *[None] * (width - len(line))) for line in sheet.lines]
        sheets[title] = replace(sheet, lines=even)
    return sheets


def unfinished_formulas(file: str, sheets: Mapping[str, Sheet]) -> list[ImportProblem]:
    """The formulas of these sheets that were never worked out, and numbers merged over rows."""
    then = "Open the workbook in Excel, save it, and import it again."
    told = [
        (row, message.format(place=place, sheet=f" of sheet {title}", then=then))
        for title, sheet in sheets.items()
        for message, places in ((NO_VALUE, sheet.unfinished), (ONE_NUMBER, sheet.numbers))
        for row, place in places
    ]
    return [ImportProblem(file, message, row=row) for row, message in told]


# --- What is written into a table: checked first, and joined to what is there -------------------


def checked_rows(
    file: str, table: Table, taken: pd.DataFrame, headings: dict[str, str], add: bool = True
) -> pd.DataFrame:
    """Rows of a table, each cell read and within its limits, as the text that is written."""
    taken = taken.reset_index(drop=True)
    cells = taken.drop(columns="_row")
    raw = RawTable(table, file, cells, pd.Index(taken["_row"]), {name: name for name in cells})
    checked = check_columns(raw)
    if not checked.problems:
        check_alone(checked)
    if checked.problems:
        raise ImportRefusedError(_by_heading(checked.problems, headings))
    ours = [name for name in cells if name in table.columns]
    shown = {name: _as_text(checked.frame[name], cells[name], table.columns[name]) for name in ours}
    rows = cells.assign(**shown)
    return rows if table.name == "ledger" and not add else _once(file, table, rows, taken["_row"])


def _by_heading(found: list[Problem], headings: dict[str, str]) -> list[ImportProblem]:
    """Problems as the export's own headings have them; a blank that several columns need, once."""
    told: dict[tuple, ImportProblem] = {}
    for problem in found:
        heading = headings.get(problem.column, problem.column)
        again = f" ({counted(problem.more, 'more row')})" if problem.more else ""
        cause = (heading, problem.row, problem.value or problem.more)
        message = problem.message
        if not problem.value and problem.column in headings:
            message = f'"{heading}" is blank, and {problem.column} needs it. Fill it in, or in the '
            message += f'map, under [leave_out], write: {quoted(heading)} = [""]'
        value = "" if problem.column in KEYS else problem.value
        told.setdefault(
            cause, ImportProblem(problem.file, message + again, heading, problem.row, value)
        )
    return list(told.values())


def _as_text(values: pd.Series, raw: pd.Series, column: Column) -> pd.Series:
    if column.kind == "flag":
        return values.map({True: "Y", False: "N"}).fillna("").astype(str)
    # dollars with their cents; parts of a cent stay, for nothing is rounded
    as_text = _dollars if column.kind == "dollars" else written
    return values.map(as_text).where(values.notna(), raw)


def _dollars(value: float) -> str:
    return f"{value:.2f}" if abs(value - round(value, 2)) < 1e-9 else written(value)


def _once(file: str, table: Table, rows: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    key = [name for name in table.key if name in rows]
    twice = rows.duplicated(key, keep=False)
    if not twice.any():
        return rows
    if table.name == "ledger":  # lines of one account are added, to the cent
        amounts = rows["amount"].astype(float)
        added = amounts.groupby([rows[name] for name in key], sort=False).transform("sum")
        return rows.assign(amount=added.map("{:.2f}".format)).drop_duplicates(key)
    first = places[rows.duplicated(key)].iloc[0]
    said = f"{counted(int(rows.duplicated(key).sum()), 'row')} say the same {', '.join(key)} again "
    said += f"({table.grain}). Keep one of each."
    raise refuse(file, said, row=int(first))


SETS = ["fiscal_year", "amount_type"]  # of a ledger, compared and replaced fund by fund
NARROWS = ("resource", "school_code", "local_program")  # by these an export may hold less
WHOLE_ROWS = ("outcomes_public",)  # where a figure that is hidden now takes the old one's place


def write_rows(
    folder: Path, table: Table, rows: pd.DataFrame, replace: bool, keep: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], list[str]]:
    """Join rows to a table of the folder: what is there stays, what differs is refused."""
    if any(name in rows for name in KEYS):
        secret = mark_of(secret_of(folder))
    path, there, joined, said = joined_rows(folder, table, rows, replace, keep)
    if any(name in rows for name in KEYS):
        write_whole(folder / "maps" / "keys.toml", secret)
    order = [name for name in table.columns if name in joined]
    order += [name for name in joined if name not in order]
    if len(there):
        said = [f"{path.name} held {counted(len(there), 'row')}; now {len(joined):,}.", *said]
    text = joined[order].to_csv(index=False, lineterminator="\n")
    if path.is_file() and path.read_bytes() == text.encode():
        return (), said
    write_whole(path, text)
    return (path.name,), said


def joined_rows(
    folder: Path, table: Table, rows: pd.DataFrame, replace: bool, keep: tuple[str, ...] = ()
) -> tuple[Path, pd.DataFrame, pd.DataFrame, list[str]]:
    """The table's file, what is there, what ``write_rows`` would write, and what to say of it."""
    path = folder / f"{table.name}.csv"
    there = read_table(path)
    if there.empty:
        return path, there, rows, []
    if table.name == "ledger":
        return path, there, *_sets(path.name, there, rows, table, replace)
    return path, there, join_rows(path.name, there, rows, table, replace, keep), []


def _sets(
    file: str, there: pd.DataFrame, rows: pd.DataFrame, table: Table, replace: bool
) -> tuple[pd.DataFrame, list[str]]:
    """Years and kinds of amount: the same stand as they are, of others the file's own funds go."""
    there, rows = (_with_columns(frame, [*SETS, *NARROWS]) for frame in (there, rows))
    same = [name for name in rows if name in there]
    differ, said, lost, new = [], [], [], []
    out = pd.Series(False, index=there.index)
    for one, given in rows.groupby(SETS, sort=False):
        of_year = there[SETS].eq(list(one)).all(axis=1)
        old = of_year & there["fund"].isin(given["fund"].unique())
        label = " ".join(one).replace("_", " ")
        before, now = (_as_numbers(frame[same], table) for frame in (there[old], given))
        alike = Counter(before.itertuples(False, None)) == Counter(now.itertuples(False, None))
        more, own = (
            frame.drop(columns=same).ne("").to_numpy().any() for frame in (given, there[old])
        )
        if alike and not more:
            said.append(f"{label} was in {file} already, row for row; it was not added again.")
            continue
        if old.any() and (own or not alike):
            differ.append(f"{counted(int(old.sum()), 'row')} of {label}")
            said.append(f"{differ[-1]} in {file} were replaced by {len(given):,}.")
            lost.append(_lost(there[old], given, label))
        if (of_year & ~old).any():
            left = _by_value(there[of_year & ~old], "fund")
            said.append(f"of {label}, what the file does not hold stays: {left}.")
        out |= old
        new.append(given)
    if differ and not replace:
        raise refuse(
            file,
            f"the folder already holds {', '.join(differ)}, and they differ. Add --replace to put "
            "this file's rows in their place; other funds, years and kinds of amount stay.",
        )
    if any(lost):
        less = "; ".join(filter(None, lost))
        message = f"this file holds less than the folder, which would lose {less}. Give a file "
        message += f"that holds these too; if they are to go, take them out of {file} first."
        raise refuse(file, message)
    return pd.concat([there[~out], *new], ignore_index=True).fillna(""), said


def _lost(old: pd.DataFrame, given: pd.DataFrame, label: str) -> str:
    """What a narrower file would take away; a correction brings as many rows as it takes."""
    for name in NARROWS:
        gone = old[old[name].ne("") & ~old[name].isin(given[name])]
        new = given[name].ne("") & ~given[name].isin(old[name])
        if len(gone) > new.sum():
            return f"of {label} {_by_value(gone, name)}"
    return ""


def _by_value(rows: pd.DataFrame, name: str) -> str:
    """Rows and dollars by a column's values, the most rows first."""
    amounts = pd.to_numeric(rows["amount"], errors="coerce").groupby(rows[name])
    each = amounts.agg(["size", "sum"]).sort_values("size", ascending=False, kind="stable")
    words = name.replace("_", " ")
    parts = [f"{words} {v} ({counted(int(n), 'row')}, ${s:,.2f})" for v, n, s in each.itertuples()]
    more = f" and {counted(len(parts) - SHOWN, f'more {words}')}" if len(parts) > SHOWN else ""
    return ", ".join(parts[:SHOWN]) + more


def _with_columns(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return frame.assign(**{name: "" for name in names if name not in frame})


POINTS_OF = {
    "reading_test": ("reading_boy", "reading_moy", "reading_eoy"),
    "math_test": ("math_boy", "math_moy", "math_eoy"),
    "literacy_assessment": ("boy_score", "moy_score", "eoy_score", "literacy_status"),
}


def join_rows(
    file: str, there: pd.DataFrame, rows: pd.DataFrame, table: Table, replace: bool = False,
    keep: tuple[str, ...] = (), other: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Rows joined to those there by the table's key; ``there`` is indexed by its row less 2."""
    key = list(table.key)
    places = there.index
    old, new = (_with_columns(frame, key).set_index(key) for frame in (there, rows))
    if old.index.has_duplicates:
        raise refuse(file, f"it holds rows with the same {', '.join(key)}. Run check, and mend it.")
    fresh = ~new.index.isin(old.index)
    both = new.index[~fresh]
    columns = [*old.columns, *(name for name in new if name not in old)]
    joined = old.reindex(columns=columns, fill_value="")
    wide = new.reindex(columns=columns, fill_value="")
    before, now = joined.loc[both], wide.loc[both]
    now = now.assign(**{name: now[name].where(before[name].eq(""), before[name]) for name in keep})
    differ = before.ne("") & now.ne("") & _as_numbers(before, table).ne(_as_numbers(now, table))
    if differ.to_numpy().any() and not replace:
        named = [f"{name} in {counted(int(n), 'row')}" for name, n in differ.sum().items() if n]
        first = differ.any(axis=1).to_numpy().nonzero()[0][0]
        name = differ.columns[differ.iloc[first]][0]
        row = int(places[old.index.get_loc(both[first])]) + 2
        said = f"{name} {before.iloc[first][name]} here, {now.iloc[first][name]} in the other"
        then = "Give only the one that is right." if other else (
            "Add --replace to put this file's in place of theirs; the rest stays."
        )  # fmt: skip
        message = f"it {f'and {other} hold' if other else 'already holds'} other values: "
        message += f"{', '.join(named)}{'' if set(KEYS) & set(key) else f' ({said})'}. {then}"
        raise refuse(file, message, column=", ".join(differ.columns[differ.any()]), row=row)
    stays = now.eq("")
    if replace and table.name in WHOLE_ROWS:
        stays[[name for name in new if name not in keep]] = False
    for test, points in POINTS_OF.items():  # points of one test do not stay beside another's
        if test in differ and differ[test].any():
            stays.loc[differ[test].to_numpy(), [name for name in points if name in now]] = False
    joined.loc[both] = now.mask(stays, before)
    if replace and "district_cds" in joined and "district_cds" not in new:
        joined.loc[both, "district_cds"] = ""  # the file no longer says what it once did
    more = pd.concat([joined, wide[fresh]]).reset_index()
    return more.set_axis([*places, *rows.index[fresh]])


def _as_numbers(cells: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Figures as numbers are compared, so that 45 and 45.00 are one; other cells as they stand."""
    names = [name for name in cells if name in table.columns]
    figures = {
        name: pd.to_numeric(cells[name], errors="coerce").astype(object)
        for name in names
        if table.columns[name].kind in NUMERIC_KINDS
    }
    return cells.assign(**{n: f.where(f.notna(), cells[n]) for n, f in figures.items()})
