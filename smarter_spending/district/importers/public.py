"""The state's public files: results of its test, counts, LCFF snapshot, filed totals, a name."""

import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import grade_named, no_figure, written
from smarter_spending.district.files import called, plain, vocabulary
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    checked_rows,
    fill_settings,
    join_rows,
    read_settings,
    read_table,
    refuse,
    report_of,
    write_rows,
)
from smarter_spending.district.importers.sacs import AMOUNT_TYPES, whole_cds
from smarter_spending.district.importers.table import (
    Export,
    NoSuchSheetError,
    Rules,
    mapping_of,
    read_export,
    unpacked,
    year_of,
)
from smarter_spending.district.settings import FILE, not_typed
from smarter_spending.district.tables import all_tables, counted

# --- The state's CAASPP research files, in the shapes they have had, into outcomes_public.csv ---

TABLE = "outcomes_public"
CODES = {"county_code": 2, "district_code": 5, "school_code": 7}
NAMES = ("county_name", "district_name", "school_name", "type_id")
TAKERS = ("students_tested", "students_with_scores")
BELOW = (("n nearly met", "count standard nearly met"), ("n not met", "count standard not met"))
FIGURES = (*TAKERS, "students_met_and_above", "mean_scale_score", "pct_met_and_above")
VALUES = {
    "test_year": "a year such as 2024",
    "grade": "a grade (3 to 8, 11, or 13 for all)",
    "subject": "a test (1 for ELA, 2 for mathematics)",
    "student_group": "the number of a student group (1 is all students)",
    "county_code": "a county's code",
    "district_code": "a district's code",
    "school_code": "a school's code (0000000 in a district's row)",
}
GROUPS = (  # the state's numbers, of every year since 2015
    *(1, 3, 4, 6, 7, 8, 28, 29, 31, 50, 51, 52, 53, *range(74, 81), *range(90, 95), 99, 110, 111),
    *(120, 121, 128, 142, 144, 160, 170, 180, 190, *range(200, 208), *range(220, 228)),
    *(240, 241, 242, 243, 250, 251, 252),
)
UNSAID = {
    "student_group": "names no student group: read as all students",
    "students_with_scores": "has no students with scores, by which its percentages divide: left "
    "blank",
}
NEEDED = (*CODES, "test_year", "grade", "subject", "students_tested", "pct_met_and_above")
HEADED = {"subject": "Test ID", "pct_met_and_above": "Percentage Standard Met And Above"}
COLUMNS = tuple(all_tables()[TABLE].columns)
# what else the state's files hold, as ``plain`` has it: none of it can be the student group
ASIDE = re.compile(
    r"filler|zip\w*|(test|type|agg)(type|id|level)|cdscode|(area\d|overall|count|perc|pct|n(exc|met|"
    r"near|not)|total|(caaspp)?(reported|students?)enrol)\w*|\w+names?"
)


def import_caaspp(
    files: list[str | Path] | str | Path, into: str | Path, replace: bool = False
) -> ImportReport:
    """Bring the state's research files into ``outcomes_public.csv`` of a district folder.

    Reads the quoted files of 2015 to 2019, the caret files since 2021, with or without the
    columns added in 2024, and the same as a plain table, a workbook or a .zip; the state's file
    of entities gives the names. A folder that says which district it is keeps that district,
    its schools, and the rows of its county and the state. Years join those already there.
    A result is *suppressed* when students were tested and the state shows none; with nobody
    tested it is missing. Percentages are the state's own: they divide by students with
    scores, not tested.

    Parameters
    ----------
    files : path or list of paths
    into : path
        The district folder; made when it is not there.
    replace : bool
        Let these files' results stand in place of those already there that differ.

    Returns
    -------
    ImportReport
        ``rows`` has ``test_year, subject, rows, rows_hidden``; ``control_totals`` the rows
        read, left out and kept.

    Raises
    ------
    ImportRefusedError
        With every problem: a heading that is not there, a code that is no number, a row
        given twice, a result that differs from the one already there.

    Examples
    --------
    >>> import tempfile
    >>> text = ("County Code^District Code^School Code^Test Year^Student Group ID^Grade^Test ID^"
    ...         "Students Tested^Mean Scale Score^Percentage Standard Met and Above\\n"
    ...         "39^99999^0000001^2024^1^3^1^6^*^*\\n")
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "sb.txt").write_text(text)
    ...     report = import_caaspp(Path(place, "sb.txt"), place)
    >>> report.rows.values.tolist()
    [['2024', 'ELA', 1, 1]]

    References
    ----------
    California Department of Education and ETS, *Smarter Balanced research files*.
    """
    paths = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    folder, table = Path(into), all_tables()[TABLE]
    if twice := [path for path in paths if paths.count(path) > 1]:
        raise refuse(twice[0].name, "it is there twice. Give each file once.")
    cds = _code_of(folder)
    found = _gathered(paths, folder, cds)
    *earlier, (_, rows) = found.results
    for file, before in reversed(earlier):
        rows = join_rows(file, before, rows, table, other="a file after it")
    rows = _named(rows, found.names)
    wrote, notes = write_rows(folder, table, rows, replace and found.read > 0, keep=NAMES)
    if found.read:
        filled, said = _first_to_know(folder, rows, paths[0].name, cds)
        wrote, notes = (*wrote, *filled), [*notes, *said]
    return _report(folder, wrote, rows, found, notes)


@dataclass
class Gathered:
    """What the files hold, each with its name, and what there is to say of them."""

    results: list[tuple[str, pd.DataFrame]] = field(default_factory=list)
    names: list[pd.DataFrame] = field(default_factory=list)
    files: list[tuple] = field(default_factory=list)
    left_out: list[tuple] = field(default_factory=list)
    mapping: list[pd.DataFrame] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    read: int = 0


def _code_of(folder: Path) -> str:
    """The code of the folder's district; blank where nobody has written it yet."""
    cds = str(read_settings(folder).get("cds_code", ""))
    if not cds.strip("0"):
        return ""
    if not re.fullmatch(r"\d{14}", cds):
        raise refuse(FILE, f'cds_code "{cds}" is not 14 digits. Correct it first.')
    return cds


def _first_to_know(
    folder: Path, rows: pd.DataFrame, file: str, cds: str
) -> tuple[tuple, list[str]]:
    """Fill in which district the folder is of, and its name, where the results are of one."""
    own = rows[_own(rows, cds) if cds else rows["district_code"].ne("00000")]
    toml = folder / FILE
    if cds and "name" not in not_typed(toml.read_text(encoding="utf-8-sig")):
        return (), []
    codes = (own["county_code"] + own["district_code"]).unique()
    if len(codes) > 1 and not cds:
        return (), [
            f"{file} is of {len(codes)} districts, and {FILE} does not say which is yours: write "
            f'cds_code = "{codes[0]}0000000" there, or the like. Until then no page can.'
        ]
    if len(codes) != 1:
        return (), []
    cds = cds or own["county_code"].iloc[0] + own["district_code"].iloc[0] + "0000000"
    names = own.loc[own["school_code"].eq("0000000"), "district_name"]
    return fill_settings(folder, file, cds_code=cds, name=max(names, default=""))


def _gathered(paths: list[Path], folder: Path, cds: str) -> Gathered:
    found, there = Gathered(), read_table(folder / f"{TABLE}.csv")
    words = {name: called(all_tables()[TABLE], name) for name in COLUMNS}
    known, only = {plain(w) for said in words.values() for w in said}, partial(_near, words, cds)
    if len(there):
        found.names.append(there.reindex(columns=[*CODES, *NAMES], fill_value=""))
    with tempfile.TemporaryDirectory() as place:
        for at, path in enumerate(paths):
            for one in unpacked(path, Path(place, str(at))) if path.is_file() else [path]:
                _gather(found, read_export(one, known, only=only), words, folder)
    if not found.results and there.empty:
        raise refuse(paths[-1].name, "no result is in it. Give it with the state's research file.")
    if not found.results:
        found.results.append((f"{TABLE}.csv", there))
    elif cds and not any(_own(rows, cds).any() for _, rows in found.results):
        raise refuse(found.results[0][0], f"no row is of district {cds[:2]}-{cds[2:7]}.")
    return found


def _headed(headings: Iterable[str], words: dict[str, list[str]]) -> dict[str, str]:
    """Our columns, each with the first of its headings that is there."""
    there = {plain(name): name for name in reversed(list(headings))}
    said = {name: [there[p] for p in map(plain, words[name]) if p in there] for name in words}
    return {name: found[0] for name, found in said.items() if found}


def _near(words: dict[str, list[str]], cds: str, headings: list[str]) -> Callable[[list], bool]:
    """Whether a line is of the district, its county or the state; one without its code is kept."""
    heads = _headed(headings, words)
    if not cds or not {"county_code", "district_code"} <= set(heads):
        return lambda line: True
    at = [headings.index(heads[name]) for name in ("county_code", "district_code")]

    def wanted(line: list[str]) -> bool:
        if len(line) <= max(at) or not (line[at[0]].strip() and line[at[1]].strip()):
            return True
        county, district = line[at[0]].strip(' "=').zfill(2), line[at[1]].strip(' "=').zfill(5)
        return county == "00" or (county == cds[:2] and district in (cds[2:7], "00000"))

    return wanted


def _gather(found: Gathered, export: Export, words: dict, folder: Path) -> None:
    heads = _headed(export.cells, words)
    result = "grade" in heads or "pct_met_and_above" in heads
    names = not result and ("school_name" in heads or "district_name" in heads)
    groups = not result and not names and "demographicname" in map(plain, export.cells)
    kind = "names of schools" if names else "list of student groups" if groups else "CAASPP"
    size = len(export.cells) + export.passed
    found.files.append((export.file, f"{kind}, {export.shape}", size))
    if groups:
        found.left_out.append((export.file, kind, size, "nothing in it is a result"))
        return
    lacking = [name for name in (CODES if names else NEEDED) if name not in heads]
    if lacking:
        first, *rest = [HEADED.get(n, n.replace("_", " ").title()) for n in reversed(lacking)]
        message = (
            f'no column "{first}"{" nor " * bool(rest)}{", ".join(rest)}. Is this the research '
            "file of a Smarter Balanced year? Its headings begin: "
            f"{', '.join(list(export.cells)[:8])}."
        )
        raise export.refuse(message, first)
    given = {name: export.cells[heads[name]] for name in CODES}
    codes = pd.DataFrame(
        {n: text.where(text.eq(""), text.str.zfill(CODES[n])) for n, text in given.items()}
    )
    if names:
        stated = {name: export.cells[heads[name]] for name in NAMES if name in heads}
        found.names.append(codes.assign(**stated).reindex(columns=[*CODES, *NAMES], fill_value=""))
        return
    found.read += size
    if export.passed:
        found.left_out.append((export.file, "rows", export.passed, "of other districts"))
    found.mapping.append(mapping_of(all_tables()[TABLE], {"columns": heads}, export))
    found.results.append((export.file, _outcomes(export, heads, codes, folder)))
    found.left_out += [(export.file, *left) for left in export.left_out]
    for name, then in UNSAID.items():
        if name not in heads and (name == "student_group" or name not in found.results[-1][1]):
            found.problems.append(f"{export.file} {then}.")


def _own(codes: pd.DataFrame, cds: str) -> pd.Series:
    return codes["county_code"].eq(cds[:2]) & codes["district_code"].eq(cds[2:7])


# --- What each cell says ---


def _each(cells: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Every different text read once."""
    return cells.map({text: read(text) for text in cells.unique()})


def _outcomes(
    export: Export, heads: dict[str, str], codes: pd.DataFrame, folder: Path
) -> pd.DataFrame:
    table, rules = all_tables()[TABLE], Rules(all_tables()[TABLE], {}, folder)
    cells = export.cells.rename(columns={head: name for name, head in heads.items()})
    _not_shares(export, cells["pct_met_and_above"])
    _group_known(export, heads)
    cells = cells.reindex(columns=[name for name in COLUMNS if name in heads])
    rows = cells.assign(
        **codes,
        _row=export.rows,
        test_year=_each(cells["test_year"], _year),
        grade=_each(cells["grade"], _tested_grade),
        subject=_each(cells["subject"], partial(rules.near, "subject")),
        student_group=_each(cells["student_group"], partial(_group, rules))
        if "student_group" in heads else "1",
        **{n: cells[n].str.lstrip("0") for n in ("type_id",) if n in heads},
    )  # fmt: skip
    problems = []
    for name, what in VALUES.items():
        wrong = cells[rows[name].eq("")]
        for value, at in wrong.groupby(name, sort=False).groups.items() if len(wrong) else ():
            again = f" ({counted(len(at) - 1, 'more row')})" if len(at) > 1 else ""
            said = f'"{value}" is not {what}.{again}', heads[name], int(export.rows[at[0]]), value
            problems.append(ImportProblem(export.file, *said))
    if problems:
        raise ImportRefusedError(problems)
    strange = ~rows["student_group"].isin(map(str, GROUPS))
    if len(rows) and strange.all():
        raise export.refuse("no row is of a student group that the state lists.")
    for group, count in rows.loc[strange, "student_group"].value_counts(sort=False).items():
        export.left_out.append((f"student group {group}", count, "none that the state lists"))
    rows, cells = rows[~strange].reset_index(drop=True), cells[~strange].reset_index(drop=True)
    hidden = pd.Series(False, index=rows.index)
    for name in (name for name in FIGURES if name in cells):
        hidden |= _each(cells[name], lambda text: no_figure(text) == "hidden")
        rows[name] = _each(cells[name], _figure)
    rows = _with_scores(rows, export.cells[~strange].reset_index(drop=True))
    rows["pct_met_and_above"] = rows["pct_met_and_above"].str.removesuffix("%").str.strip()
    if "suppressed" in cells:  # a table that this import wrote
        hidden |= cells["suppressed"].str.upper().str[:1].eq("Y")
    seen = rows[[name for name in TAKERS if name in rows]].apply(pd.to_numeric, errors="coerce")
    some, nobody = seen.gt(0).any(axis=1), seen["students_tested"].eq(0)
    unseen = rows["pct_met_and_above"].eq("")
    rows["suppressed"] = (unseen & ~nobody & (hidden | some)).map({True: "Y", False: "N"})
    rows = rows.reset_index(drop=True)
    checked = checked_rows(export.file, table, rows, heads)
    as_stated = {name: rows[name] for name in ("mean_scale_score", "pct_met_and_above")
                 if name in rows}  # fmt: skip
    return checked.assign(**as_stated).set_axis(rows["_row"] - 2)


def _with_scores(rows: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Students with scores where the file gives none: the state's counts of every level, added."""
    there = {plain(name): name for name in cells}
    below = [next((there[w] for w in map(plain, words) if w in there), "") for words in BELOW]
    if "students_with_scores" in rows or "students_met_and_above" not in rows or "" in below:
        return rows
    counts = [rows["students_met_and_above"], *(_each(cells[name], _figure) for name in below)]
    numbers = pd.concat([pd.to_numeric(one, errors="coerce") for one in counts], axis=1)
    added = numbers.sum(axis=1, skipna=False)
    return rows.assign(students_with_scores=added.map(written))


def _year(text: str) -> str:
    """The spring of a test, also where the school year is named (2023-24)."""
    ends = year_of(text.removesuffix(".0"), ends=True)
    return f"20{ends[-2:]}" if ends else ""


def _tested_grade(text: str) -> str:
    every = plain(text).removesuffix("grades") in ("all", "13", "130")
    grade = "13" if every else grade_named(text)
    return grade if grade.isdecimal() and grade >= "03" else ""


def _group(rules: Rules, text: str) -> str:
    number = re.fullmatch(r"0*([1-9]\d{0,2})(?:\.0+)?", text)
    return number[1] if number else rules.near("student_group", text)


def _figure(text: str) -> str:
    return "" if no_figure(text) else re.sub(r"(?<=\d),(?=\d{3})", "", text)


def _group_known(export: Export, heads: dict[str, str]) -> None:
    """Without a heading that is the student group's, none may be there that could be it."""
    unknown = [
        name
        for name in export.cells
        if "student_group" not in heads
        and name not in heads.values()
        and not ASIDE.fullmatch(plain(name))
    ]
    if unknown:
        message = (
            f"no column is known as the student group, and not known either: {', '.join(unknown)}. "
            'Head the student group "Student Group ID" (1 is all students); take the others out.'
        )
        raise export.refuse(message, unknown[0])


def _not_shares(export: Export, cells: pd.Series) -> None:
    numbers = pd.to_numeric(cells, errors="coerce")
    shares = numbers.between(0, 1, inclusive="neither")
    if numbers.max() <= 1 and shares.any():
        first = cells[shares.idxmax()]
        message = f'no percentage is above 1: is "{first}" the share {100 * float(first):.2f}%? '
        message += "Write it so, with the percent sign."
        raise export.refuse(message, "Percentage Standard Met and Above", shares, first)


# --- Names, and what is said ---


def _named(rows: pd.DataFrame, names: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows with the names they state, and where they state none, those the other files give."""
    rows = rows.assign(**{name: "" for name in NAMES if name not in rows})
    if not names:
        return rows
    known = pd.concat(names).replace("", None).groupby(list(CODES))[list(NAMES)].last()
    told = known.reindex(pd.MultiIndex.from_frame(rows[list(CODES)])).fillna("")
    told = told.set_axis(rows.index)
    return rows.assign(**{name: rows[name].where(rows[name].ne(""), told[name]) for name in NAMES})


def _report(
    folder: Path, wrote: tuple[str, ...], rows: pd.DataFrame, found: Gathered, notes: list[str]
) -> ImportReport:
    hidden = rows["suppressed"].eq("Y") if "suppressed" in rows else rows["test_year"].eq("")
    by = rows.assign(hidden=hidden).groupby(["test_year", "subject"], as_index=False)
    others = sum(n for _, what, n, _ in found.left_out if what == "rows")
    again = max(found.read - others - len(rows), 0)
    control = [
        ("rows read", found.read), ("left out, of other districts", -others),
        ("left out, the same in two files", -again), ("kept", len(rows)),
        ("of these, hidden by the state", int(hidden.sum())),
    ]  # fmt: skip
    told = ", ".join(f"{what} {abs(n):,}" for what, n in control if n)
    hides = "a result that the state hides is kept as hidden: not missing, and not zero."
    return report_of(
        folder,
        wrote,
        files=found.files,
        rows=by.agg(rows=("grade", "size"), rows_hidden=("hidden", "sum")),
        left_out=found.left_out,
        control_totals=control,
        mapping=pd.concat([pd.DataFrame(), *found.mapping]),
        notes=[hides, *notes, f"control totals: {told}."],
        problems=found.problems,
    )


# --- The other public files: counts, LCFF snapshot, filed totals, the list of entities -----------

# of the filed Form 01: the element, and the objects that it adds up
FILED = {
    "REV.LIMIT.SOURCES": ("8010", "8099"),
    "CERT.SALARIES": ("1000", "1999"),
    "CLASS.SALARIES": ("2000", "2999"),
    "EMPLOYEE.BENEFITS": ("3000", "3999"),
    "EXPENDITURES.TOTAL": ("1000", "7499"),
    "INTRFND.XFRS.OUT": ("7600", "7629"),
    "CONTRIBUTIONS": ("8980", "8999"),
}
LCFF, COUNTS = vocabulary()["state"]["lcff_snapshot"], vocabulary()["state"]["unduplicated_counts"]
SPAN = {"grade_low": "Low Grade", "grade_high": "High Grade"}


@dataclass(frozen=True)
class Kind:
    """One public file: the headings that tell it, its sheets, and what reads it."""

    name: str
    tells: tuple[str, ...]
    read: Callable
    sheets: tuple[str, ...] = ("",)


def import_public(
    file: str | Path, into: str | Path, year: str = "", replace: bool = False
) -> ImportReport:
    """Bring one of the state's public files about the district into its folder.

    Known by their headings: the unduplicated counts (CUPC: ``schools`` and
    ``enrollment_lcff``), the LCFF funding snapshot (``enrollment_lcff``), the filed Form 01 in
    a SACS extract (``control_totals``) and the list of entities (the district's name). Only
    the rows of the folder's own district are taken; ``district.toml`` says which it is.

    Parameters
    ----------
    file : path
    into : path
        The district folder.
    year : str
        The fiscal year (2024-25), where the file does not say it.
    replace : bool
        Let the file's values stand in place of those already there that differ.

    Returns
    -------
    ImportReport
        ``rows`` has ``table, rows``; ``notes`` what each figure is.

    Raises
    ------
    ImportRefusedError
        When the file is none of these, or the folder does not say which district it is.

    Examples
    --------
    >>> import_public("no such file.csv", "ours")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    smarter_spending.district.importers.into_folder.ImportRefusedError: Nothing was imported. ...

    References
    ----------
    California Department of Education: CALPADS UPC files, LCFF funding snapshot, SACS data.
    """
    path, folder = Path(file), Path(into)
    kind, exports = _kind(path)
    cds = _district(exports[0], str(read_settings(folder).get("cds_code", "")))
    if not cds:
        message = "it does not say which district this is. Write its cds_code, or import its ledger"
        raise refuse(FILE, f"{message} first.")
    made, notes = kind.read(exports, cds, year, folder)
    tables = all_tables()
    checked = {name: checked_rows(path.name, tables[name], rows, {}) for name, rows in made.items()}
    wrote: list[str] = []
    for name, rows in checked.items():
        keep = tuple(c for c in ("school_name", "cde_type") if name == "schools" and c in rows)
        files, more = write_rows(folder, tables[name], rows, replace, keep)
        wrote += files
        notes += more
    name = _name(exports[0], cds) if kind.name == "entities" else ""
    filled, more = fill_settings(folder, path.name, cds_code=cds, name=name)
    wrote += filled
    notes += more
    read = sum(len(export.cells) for export in exports)
    taken = sum(map(len, checked.values()))
    left = max(read - taken, 0) if made else read - 1
    return report_of(
        folder,
        wrote,
        cds_code=cds,
        files=[(path.name, f"{kind.name}, {one.shape}", len(one.cells)) for one in exports],
        rows=[(name, len(rows)) for name, rows in checked.items()],
        left_out=[(path.name, "rows", left, "of other districts, or not figures of this folder")],
        notes=[*notes, *(said for one in exports for said in one.notes)],
    )


def _district(export: Export, said: str) -> str:
    """The folder's district; where nobody has written it, the one that the file alone is of."""
    named = set(export.cells.get("CDSCode", [])) - {""}
    only = named.pop().zfill(14) if len(named) == 1 else ""
    return whole_cds(said) if said.strip("0") else only


def _kind(path: Path) -> tuple[Kind, list[Export]]:
    tried = []
    for kind in KINDS:
        exports = []
        for sheet in kind.sheets:
            try:
                exports.append(read_export(path, map(plain, kind.tells), sheet))
            except NoSuchSheetError:
                continue
        found = [e for e in exports if all(_heading(e, word) for word in kind.tells)]
        if found:
            return kind, found
        tried += exports
    seen = ", ".join(tried[-1].cells.columns[:12]) if tried else ""
    message = "this is none of the public files known here (unduplicated counts, LCFF snapshot, "
    message += f"SACS extract with Form 01, list of entities). Its headings begin: {seen}."
    raise refuse(path.name, message)


def _heading(export: Export, word: str) -> str:
    """The file's heading that begins with a word, whatever line breaks and notes it has."""
    return next((name for name in export.cells if plain(name).startswith(plain(word))), "")


def _cells(export: Export, word: str, digits: int = 0) -> pd.Series:
    name = _heading(export, word)
    cells = export.cells[name] if name else pd.Series("", index=export.cells.index)
    return cells.where(cells.eq(""), cells.str.zfill(digits)) if digits else cells


def _ours(export: Export, cds: str) -> pd.Series:
    mine = _cells(export, "County Code", 2).eq(cds[:2])
    mine &= _cells(export, "District Code", 5).eq(cds[2:7])
    if not mine.any():
        raise export.refuse(f"no row is of district {cds[:2]}-{cds[2:7]}.")
    return mine


# --- Unduplicated counts (CUPC) ---


def _counts(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    made, notes = {}, []
    for export in exports:
        mine = _ours(export, cds)
        code = _cells(export, "School Code", 7)
        stated = _cells(export, "Academic Year").map(year_of)
        years = stated.where(stated.ne(""), year or year_of(export.titles))
        rows = pd.DataFrame({"_row": export.rows, "fiscal_year": years})
        for ours, word in COUNTS.items():
            cells = _cells(export, word).str.replace(",", "")
            rows[ours] = cells.where(cells.map(no_figure).ne("not known"), "")
        district = mine & code.eq("0000000")
        if district.any():
            made["enrollment_lcff"] = rows[district].assign(district_cds=cds)
        schools = mine & code.ne("0000000") & code.ne("")
        charter = _cells(export, "Charter School").str.upper().str[:1].isin(["Y"])
        if schools.any() and (schools & ~charter).any():
            made["schools"], said = _schools(export, schools, code, rows, folder)
            notes += said
    if "enrollment_lcff" not in made and "schools" in made:
        notes.append("the file has no row of the district itself: its sum was not made up from "
                     "the schools. Import the file with the LEA sheet too.")  # fmt: skip
    return made, notes


def _schools(export: Export, mine, code, rows, folder: Path) -> tuple[pd.DataFrame, list[str]]:
    there = read_table(folder / "schools.csv")
    known = dict(zip(there.get("school_code", []), there.get("local_site_code", []), strict=True))
    kind_known = dict(zip(there.get("school_code", []), there.get("cde_type", []), strict=True))
    codes = code[mine]
    last = codes.str[-4:]
    free = ~last.duplicated(keep=False) & ~last.isin(there.get("local_site_code", []))
    sites = codes.map(known).where(codes.isin(list(known)), last.where(free, ""))
    if sites.eq("").any():
        raise export.refuse(
            f"no site code for the state's school codes {', '.join(codes[sites.eq('')][:5])}. Add "
            "them to schools.csv with your own local_site_code, then import again."
        )
    rules = Rules(all_tables()["schools"], {}, folder)
    stated = _cells(export, "School Type")[mine]
    kinds = stated.map(partial(rules.near, "cde_type"))
    strange = kinds.eq("") & ~codes.isin(list(known))
    if strange.any():
        message = (
            f"{counted(int(strange.sum()), 'school')} of a kind not known here "
            f"({', '.join(sorted(set(stated[strange])))}). Add them to schools.csv with "
            f"school_code and cde_type ({', '.join(rules.table.columns['cde_type'].choices)}), "
            "then import again."
        )
        raise export.refuse(message, "School Type", strange)
    made = pd.DataFrame({
        "_row": rows.loc[mine, "_row"], "local_site_code": sites, "school_code": codes,
        "school_name": _cells(export, "School Name")[mine],
        "cde_type": kinds.where(kinds.ne(""), codes.map(kind_known)),
        **{ours: _cells(export, word)[mine].map(_grade) for ours, word in SPAN.items()},
        "enrollment": rows.loc[mine, "enrollment"], "unduplicated": rows.loc[mine, "upc"],
        "charter": _cells(export, "Charter School")[mine].str.upper().str[:1].where(
            lambda flag: flag.isin(["Y", "N"]), ""),
        "charter_funding": _cells(export, "Charter Funding Type")[mine].map(
            partial(rules.near, "charter_funding")),
    })  # fmt: skip
    stand_in = int((~codes.isin(list(known))).sum())
    note = f"{counted(stand_in, 'school')} had no site code here: the last four digits of the "
    note += "state's code stand in. Write your own in schools.csv before you import a ledger."
    return made, [note] * bool(stand_in)


def _grade(text: str) -> str:
    return "TK" if text.upper() in ("P", "PK") else grade_named(text)


# --- LCFF funding snapshot ---


def _snapshot(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    export = exports[0]
    mine = _ours(export, cds) & _cells(export, "School Code", 7).eq("0000000")
    year = year or year_of(export.titles) or year_of(export.file.replace("_", " "))
    if not year:
        raise export.refuse("it does not say its year. Add --year, such as --year 2018-19.")
    row = pd.DataFrame({name: _cells(export, word)[mine] for name, word in LCFF.items()})
    row.insert(0, "_row", export.rows[mine])
    there = read_table(folder / "enrollment_lcff.csv")
    same = there[there["fiscal_year"].eq(year)] if len(there) else there
    if same.empty:
        raise export.refuse(
            f"enrollment_lcff.csv has no enrollment of {year} yet. Import the unduplicated counts "
            "(CUPC) of that year first; the snapshot has none."
        )
    row = row.assign(fiscal_year=year, district_cds=cds, enrollment=same["enrollment"].iloc[0])
    note = "ADA of the target is funded ADA; UPP as the state printed it."
    return {"enrollment_lcff": row}, [note]


# --- Form 01 as filed, and the district's name ---


def _filed(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    export = exports[0]
    cells = export.cells[export.cells["CDSCode"].str.zfill(14).eq(cds)]
    if cells.empty:
        raise export.refuse(f"no figure in it is of district {cds[:2]}-{cds[2:7]}.")
    values = {
        (line.FullFiscalYear, line.ColumnCode, line.ElementCode): line.ValueData
        for line in cells.itertuples()
    }
    lines = []
    for (fiscal_year, column, element), value in values.items():
        fund, _, name = element.partition(".")
        rest = name.removesuffix(".UNREST")
        if rest not in FILED or column not in AMOUNT_TYPES or not re.fullmatch(r"\d\d", fund):
            continue
        total = values.get((fiscal_year, column, f"{fund}.{rest}"))
        base = (fiscal_year, AMOUNT_TYPES[column], fund, *FILED[rest])
        source = f"Form {fund}, {rest.lower().replace('.', ' ')}, as filed"
        lines.append((*base, "total" if name == rest else "unrestricted", value, source))
        if name != rest and total:
            restricted = f"{float(total) - float(value):.2f}"
            lines.append((*base, "restricted", restricted, source))
    columns = ["fiscal_year", "amount_type", "fund", "object_from", "object_to", "restriction",
               "amount", "source"]  # fmt: skip
    made = pd.DataFrame(lines, columns=columns).assign(district_cds=cds)
    made.insert(0, "_row", 0)
    made = made[made["amount"].ne("")]
    return {"control_totals": made}, ["`check` now holds the ledger against what was filed."]


def _entities(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    return {}, []


def _name(export: Export, cds: str) -> str:
    cells = export.cells
    own = cells["Ccode"].str.zfill(2) + cells["Dcode"].str.zfill(5) + cells["Scode"].str.zfill(7)
    if not own.eq(cds).any():
        raise export.refuse(f"no entity has the code {cds}.")
    return cells.loc[own.eq(cds), "EntityName"].iloc[0]


KINDS = (
    Kind("unduplicated counts", ("Total Enrollment", "CALPADS Unduplicated Pupil Count"), _counts,
         ("LEA-Level CALPADS UPC Data", "School-Level CALPADS UPC Data")),
    Kind("Form 01 as filed", ("ElementCode", "ValueData", "CDSCode"), _filed, ("UserElement",)),
    Kind("unduplicated counts", ("Total Enrollment", "CALPADS Unduplicated Pupil Count"), _counts),
    Kind("LCFF snapshot", ("TK/K-3 ADA Target", "Unduplicated Pupil Percentage Target"), _snapshot),
    Kind("Form 01 as filed", ("ElementCode", "ValueData", "CDSCode"), _filed),
    Kind("entities", ("Ccode", "Dcode", "Scode", "EntityName"), _entities),
)  # fmt: skip
