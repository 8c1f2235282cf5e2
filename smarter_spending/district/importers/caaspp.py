"""The state's CAASPP research files, in the shapes they have had, into outcomes_public.csv."""

import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import grade_named, no_figure, written
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
    write_rows,
)
from smarter_spending.district.importers.students import year_of
from smarter_spending.district.importers.table import (
    Export,
    Rules,
    called,
    mapping_of,
    plain,
    read_export,
    unpacked,
)
from smarter_spending.district.settings import FILE, not_typed
from smarter_spending.district.tables import all_tables, counted

TABLE = "outcomes_public"
CODES = {"county_code": 2, "district_code": 5, "school_code": 7}
NAMES = ("county_name", "district_name", "school_name", "type_id")
COUNTS = ("students_tested", "students_with_scores")
BELOW = (("n nearly met", "count standard nearly met"), ("n not met", "count standard not met"))
FIGURES = (*COUNTS, "students_met_and_above", "mean_scale_score", "pct_met_and_above")
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
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise refuse(twice.name, "it is there twice. Give each file once.")
    cds = _district(folder)
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


def _district(folder: Path) -> str:
    """The code of the folder's district; blank where nobody has written it yet."""
    cds = str(read_settings(folder).get("cds_code", ""))
    if cds.strip("0") and not re.fullmatch(r"\d{14}", cds):
        raise refuse("district.toml", f'cds_code "{cds}" is not 14 digits. Correct it first.')
    return cds if cds.strip("0") else ""


def _first_to_know(
    folder: Path, rows: pd.DataFrame, file: str, cds: str
) -> tuple[tuple, list[str]]:
    """Fill in which district the folder is of, and its name, where the results are of one."""
    own = rows[_own(rows, cds) if cds else rows["district_code"].ne("00000")]
    toml = folder / FILE
    if cds and "name" not in not_typed(toml.read_text(encoding="utf-8-sig")):
        return (), []
    codes = (own["county_code"] + own["district_code"]).unique()
    if len(codes) != 1:
        which = "" if cds or not len(codes) else (
            f'{file} is of {len(codes)} districts, and {FILE} does not say which is yours: write '
            f'cds_code = "{codes[0]}0000000" there, or the like. Until then no page can.'
        )  # fmt: skip
        return (), [which] * bool(which)
    cds = cds or own["county_code"].iloc[0] + own["district_code"].iloc[0] + "0000000"
    names = own.loc[own["school_code"].eq("0000000"), "district_name"]
    return fill_settings(folder, file, cds_code=cds, name=max(names, default=""))


def _gathered(paths: list[Path], folder: Path, cds: str) -> Gathered:
    found, there = Gathered(), read_table(folder / f"{TABLE}.csv")
    words = {name: called(all_tables()[TABLE], name) for name in COLUMNS}
    known = {plain(word) for said in words.values() for word in said}
    if len(there):
        found.names.append(there.reindex(columns=[*CODES, *NAMES], fill_value=""))
    with tempfile.TemporaryDirectory() as place:
        for at, path in enumerate(paths):
            for one in unpacked(path, Path(place, str(at))) if path.is_file() else [path]:
                _gather(
                    found, read_export(one, known, only=partial(_near, words, cds)), words, folder
                )
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
        raise refuse(
            export.file,
            f'no column "{first}"{" nor " * bool(rest)}{", ".join(rest)}. Is this the research '
            "file of a Smarter Balanced year? Its headings begin: "
            f"{', '.join(list(export.cells)[:8])}.",
            column=first,
        )
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
    found.left_out += [(export.file, what, n, why) for what, n, why in export.left_out]
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
        grade=_each(cells["grade"], _grade),
        subject=_each(cells["subject"], lambda text: rules.near("subject", text)),
        student_group=_each(cells["student_group"], lambda text: _group(rules, text))
        if "student_group" in heads else "1",
        **{n: cells[n].str.lstrip("0") for n in ("type_id",) if n in heads},
    )  # fmt: skip
    problems = [
        ImportProblem(
            export.file, f'"{value}" is not {what}.{_again(len(at))}', heads[name],
            int(export.rows[at[0]]), value,
        )
        for name, what in VALUES.items()
        if rows[name].eq("").any()
        for value, at in cells[rows[name].eq("")].groupby(name, sort=False).groups.items()
    ]  # fmt: skip
    if problems:
        raise ImportRefusedError(problems)
    strange = ~rows["student_group"].isin(map(str, GROUPS))
    if len(rows) and strange.all():
        raise refuse(export.file, "no row is of a student group that the state lists.")
    for group, count in rows.loc[strange, "student_group"].value_counts(sort=False).items():
        export.left_out.append((f"student group {group}", count, "none that the state lists"))
    rows, cells = rows[~strange].reset_index(drop=True), cells[~strange].reset_index(drop=True)
    figures = [name for name in FIGURES if name in cells]
    hidden = pd.Series(False, index=rows.index)
    for name in figures:
        hidden |= _each(cells[name], lambda text: no_figure(text) == "hidden")
        rows[name] = _each(cells[name], _figure)
    rows = _with_scores(rows, export.cells[~strange].reset_index(drop=True))
    rows["pct_met_and_above"] = rows["pct_met_and_above"].str.removesuffix("%").str.strip()
    if "suppressed" in cells:  # a table that this import wrote
        hidden |= cells["suppressed"].str.upper().str[:1].eq("Y")
    seen = rows[[name for name in COUNTS if name in rows]].apply(pd.to_numeric, errors="coerce")
    some, nobody = seen.gt(0).any(axis=1), seen["students_tested"].eq(0)
    unseen = rows["pct_met_and_above"].eq("")
    rows["suppressed"] = (unseen & ~nobody & (hidden | some)).map({True: "Y", False: "N"})
    rows = rows.reset_index(drop=True)
    checked = checked_rows(export.file, table, rows, heads)
    as_stated = {name: rows[name] for name in ("mean_scale_score", "pct_met_and_above")
                 if name in rows}  # fmt: skip
    return checked.assign(**as_stated).set_axis(rows["_row"] - 2)


def _again(rows: int) -> str:
    return f" ({counted(rows - 1, 'more row')})" if rows > 1 else ""


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


def _grade(text: str) -> str:
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
        raise refuse(
            export.file,
            f"no column is known as the student group, and not known either: {', '.join(unknown)}. "
            'Head the student group "Student Group ID" (1 is all students); take the others out.',
            column=unknown[0],
        )


def _not_shares(export: Export, cells: pd.Series) -> None:
    numbers = pd.to_numeric(cells, errors="coerce")
    if numbers.max() <= 1 and numbers.between(0, 1, inclusive="neither").any():
        at = numbers.between(0, 1, inclusive="neither").idxmax()
        raise refuse(
            export.file,
            f'no percentage is above 1: is "{cells[at]}" the share {100 * numbers[at]:.2f}%? '
            "Write it so, with the percent sign.",
            column="Percentage Standard Met and Above",
            row=int(export.rows[at]),
            value=cells[at],
        )


# --- Names, and what is said ---


def _named(rows: pd.DataFrame, names: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows with the names they state, and where they state none, those the other files give."""
    rows = rows.assign(**{name: "" for name in NAMES if name not in rows})
    if not names:
        return rows
    known = pd.concat(names).replace("", None).groupby(list(CODES))[list(NAMES)].last()
    told = (
        known.reindex(pd.MultiIndex.from_frame(rows[list(CODES)])).fillna("").set_axis(rows.index)
    )
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
    return ImportReport(
        folder=folder,
        wrote=wrote,
        files=pd.DataFrame(found.files, columns=["file", "shape", "rows"]),
        rows=by.agg(rows=("grade", "size"), rows_hidden=("hidden", "sum")),
        left_out=pd.DataFrame(found.left_out, columns=["file", "what", "rows", "why"]),
        control_totals=pd.DataFrame(control, columns=["what", "rows"]),
        mapping=pd.concat([pd.DataFrame(), *found.mapping]),
        notes=(
            "a result that the state hides is kept as hidden: not missing, and not zero.",
            *notes,
            f"control totals: {told}.",
        ),
        problems=tuple(found.problems),
    )
