"""Student files of the state and of test publishers, into students_outcomes.csv, with no ids."""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import grade_named, no_figure
from smarter_spending.district.files import called, plain
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    checked_rows,
    read_table,
    read_toml,
    refuse,
    report_of,
    write_rows,
)
from smarter_spending.district.importers.table import (
    Export,
    Rules,
    examples,
    hashed,
    read_export,
    school_codes,
    with_aside,
    year_of,
)
from smarter_spending.district.privacy import looks_personal, secret_file
from smarter_spending.district.tables import Table, all_tables, counted

TABLE = "students_outcomes"
KEPT = "reading or ELA and mathematics, of a season or of the state's test in spring"
BESIDE = ("AchievementLevels", "AchievementLevel", "ScaleScoreAchievementLevel", "Attemptedness",
          "ScaleScoreMinus1", "IncludeIndicator", "GrowthMeasureYN")  # fmt: skip
ZEROS = "Export the ids again as Text, all of one length, so that Excel keeps their zeros."
LONGEST_ID = 12  # digits
ONE = ["_id", "fiscal_year"]  # a student's row
SEASONS = ("boy", "moy", "eoy")
TESTS_OF_THE_STATE = dict.fromkeys(("01", "1", "ela"), "ela")
TESTS_OF_THE_STATE |= dict.fromkeys(("02", "2", "math"), "math")


@dataclass(frozen=True)
class Layout:
    """One publisher's file: what tells it from others, and where each thing stands in it."""

    name: str
    tells: tuple[str, ...]  # headings that must be there
    score: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    grade: tuple[str, ...] = ("grade",)
    school: tuple[str, ...] = ("school name", "school")
    subject: tuple[str, ...] = ()
    status: tuple[str, ...] = ()


_KNOWN = tomllib.loads(files(__package__).joinpath("student_files.toml").read_text("utf-8"))
IDS, WINDOWS, STATUS = tuple(_KNOWN["ids"]), _KNOWN["windows"], _KNOWN["status"]
LAYOUTS = tuple(
    Layout(**{key: said if key == "name" else tuple(said) for key, said in one.items()})
    for one in _KNOWN["layouts"]
)
WIDE = re.compile(r"composite(k|1st|2nd|3rd|[4-8]th)(beginning|beg|middle|mid|end)(score)?")


def import_students(
    file: str | Path, into: str | Path, year: str = "", ids: str = "", replace: bool = False
) -> ImportReport:
    """Bring a student file of the state or of a test publisher into ``students_outcomes.csv``.

    Known by their headings: the state's student test file (TOMS, CERS), CALPADS rosters and
    absence lists, NWEA MAP, i-Ready, Renaissance STAR, DIBELS and mCLASS, long or wide. Ids
    become keys by the district's secret (HMAC-SHA256), which is kept outside the folder;
    names and birth dates are dropped before anything is written. Scores of one student join
    those already there. Reading tests of grades TK to 3 are the early literacy test; of other
    grades, and mathematics, they stand in columns of their own, with test and season.

    Parameters
    ----------
    file : path
        Text of any delimiter and encoding, or a workbook (.xlsx).
    into : path
        The district folder; ``schools.csv`` in it tells which school is which site.
    year : str
        The fiscal year (2024-25), where the file does not say it.
    ids : str
        The heading whose ids become the keys; the state's id when left out and there.
    replace : bool
        Let the file's values stand in place of those already there that differ.

    Returns
    -------
    ImportReport
        ``notes`` say which ids were used, where the secret is, and what was left out.

    Raises
    ------
    ImportRefusedError
        With every problem, each with its column and row; never with an id or a name.

    Examples
    --------
    >>> import_students("no such file.csv", "ours")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    smarter_spending.district.importers.into_folder.ImportRefusedError: Nothing was imported. ...

    References
    ----------
    The publishers' own field lists, as their exports head them.
    """
    path, folder = Path(file), Path(into)
    table = all_tables()[TABLE]
    known = {plain(word) for layout in LAYOUTS for word in layout.tells} | set(map(plain, IDS))
    known |= {plain(word) for name in table.columns for word in called(table, name)}
    export = read_export(path, known)
    heads = {plain(name): name for name in reversed(export.cells.columns)}
    found = [layout for layout in LAYOUTS if all(plain(word) in heads for word in layout.tells)]
    wide = {name: match for name in export.cells if (match := WIDE.fullmatch(plain(name)))}
    key = _id_heading(export, heads, ids)
    blank = export.cells[key].eq("")
    if blank.any():
        others = [heads[plain(w)] for w in IDS if plain(w) in heads and heads[plain(w)] != key]
        other = f", name other ids with --id ({', '.join(dict.fromkeys(others))})" if others else ""
        without = f"{counted(int(blank.sum()), 'row')} without an id. Fill it in{other}"
        raise export.refuse(f"{without}, or take the rows out.", key, blank)
    _one_spelling(export, key)
    chart = read_toml(folder, "maps/students.toml")
    layout = found[0] if found else _roster_of(table)
    name = "DIBELS8" if wide and not found else layout.name
    if name == "CAASPP":
        rows, notes = _state(export, heads, layout, key, year)
    elif found:
        rows, notes = _seasons(name, _long(export, heads, layout, key, year))
    elif wide:
        rows, notes = _seasons(name, _wide(export, heads, wide, key, year))
    else:
        rows, notes = _roster(export, heads, layout, key, year)
    if rows.empty:
        raise refuse(export.file, f"no row of it is a result that is kept ({KEPT}).")
    left = len(export.cells) - rows.attrs.get("used", len(export.cells))
    rows["site_code"] = _sites(export, rows, folder, chart)
    rows = _in_our_words(export, rows, chart, folder)
    used_key = rows.pop("_id")
    rows.insert(0, "student_key", hashed(used_key, folder, key))
    matched = {} if found and name != "CAASPP" else _matching(heads)
    mapping = _mapping(export, heads, layout, {"student_key": key, **matched}, list(wide))
    headed = mapping.set_index("our_column")["from_the_export"]
    optional = {
        ours: heading
        for ours, heading in headed.items()
        if ours in table.columns and not table.columns[ours].filled
    }
    checked = checked_rows(export.file, table, rows, optional)
    here = set(read_table(folder / f"{TABLE}.csv").get("student_key", ()))
    _same_spelling(export, used_key[~rows["student_key"].isin(here)], here, folder, key)
    apart = here and not here & set(checked["student_key"])
    wrote, more = write_rows(folder, table, checked, replace, keep=("site_code", "grade"))
    used = set(mapping.loc[mapping["our_column"].ne("(left aside)"), "from_the_export"])
    dropped = [word for word in export.cells if looks_personal(word) and word not in used]
    untested = [("rows", left, "no score to keep: not tested, or not this test")] * bool(left)
    personal = [(f"column {word}", None, "names a person") for word in dropped]
    joined = len(checked) - len(export.cells) + left
    filled = checked.drop(columns=["student_key"]).ne("").sum()
    alone = f"none of these students is among the {len(here):,} already here. Were the keys there "
    alone += "made from the same ids? Otherwise import again with --id."
    return report_of(
        folder,
        wrote,
        files=[(export.file, f"{name}, {export.shape}", len(export.cells))],
        rows=filled.rename_axis("column").reset_index(name="rows"),
        left_out=[(export.file, *one) for one in (*export.left_out, *untested, *personal)],
        control_totals=[
            ("in the file", len(export.cells)),
            ("left out", -left),
            ("joined to another row of the same student and year", joined),
            ("students written", len(checked)),
        ],
        mapping=mapping,
        notes=[
            f'keys were made from "{key}". The secret is {secret_file()}: keep a copy where the '
            "district keeps its passwords. Without it next year's files cannot be joined.",
            *export.notes,
            *notes,
            *more,
        ],
        problems=[alone] * bool(apart),
    )


def _mapping(
    export: Export, heads: dict, layout: Layout, named: dict[str, str], scores: list[str]
) -> pd.DataFrame:
    """Each of our columns with the heading it comes from, then what is left aside."""
    said = {"year": "fiscal_year", "school": "site_code", "status": "literacy_status"}
    taken = {
        said.get(part, part): next((heads[w] for w in map(plain, words) if w in heads), "")
        for part, words in vars(layout).items()
        if part not in ("name", "tells")
    }
    taken |= named | {f"score, {name}": name for name in scores}
    if layout.name != "roster":
        taken |= {f"used, {name}": heads[plain(name)] for name in BESIDE if plain(name) in heads}
    taken = {ours: heading for ours, heading in taken.items() if heading}
    lines = [(ours, name, examples(export.cells, ours, name)) for ours, name in taken.items()]
    return with_aside(lines, export.cells, taken.values())


def _one_spelling(export: Export, key: str) -> None:
    """Refuse ids that are there with and without zeros in front: one student would be two."""
    ids = export.cells[key]
    alike = ids.groupby(ids.str.lstrip("0")).transform("nunique").gt(1)
    if alike.any():
        several = counted(ids[alike].str.lstrip("0").nunique(), "id")
        message = f"{several} with zeros in front and without: one student would be two. {ZEROS}"
        raise export.refuse(message, key, alike)


def _same_spelling(export: Export, ids: pd.Series, here: set, folder: Path, key: str) -> None:
    """Refuse ids whose other spelling, with or without zeros in front, is here already."""
    if not here or ids.empty:
        return
    others = [ids.str.lstrip("0"), *(ids.str.zfill(size) for size in range(2, LONGEST_ID + 1))]
    changed = [other[other.ne(ids) & other.ne("")] for other in others]
    again = {at for one in changed if len(one)
             for at in one.index[hashed(one, folder, key).isin(here)]}  # fmt: skip
    if again:
        message = f"{counted(len(again), 'student')} of it are here already, under the same id "
        message += f"with other zeros in front. {ZEROS}"
        raise export.refuse(message, key)


def _id_heading(export: Export, heads: dict[str, str], ids: str) -> str:
    key = ids or next((heads[plain(word)] for word in IDS if plain(word) in heads), "")
    if key in export.cells:
        return key
    there = f"{', '.join(export.cells)}."
    if ids:
        raise export.refuse(f'no heading "{ids}". There are: {there}')
    message = f"no column of student ids was found. Name it with --id. The headings are: {there}"
    raise export.refuse(message)


def _pick(export: Export, heads: dict[str, str], words: tuple[str, ...]) -> pd.Series:
    for word in words:
        if plain(word) in heads and export.cells[heads[plain(word)]].ne("").any():
            return export.cells[heads[plain(word)]]
    return pd.Series("", index=export.cells.index)


def _base(export: Export, heads: dict, layout: Layout, key: str, year: str) -> pd.DataFrame:
    stated = _pick(export, heads, layout.year)
    ends = layout.name == "CAASPP"  # a single year there is the spring of the test
    years = stated.map({text: year_of(text, ends) for text in stated.unique()})
    when = _pick(export, heads, layout.date).map(_date)
    dated = when.map(lambda day: "" if pd.isna(day) else year_of(f"{day:%m/%d/%Y}"))
    years = years.where(years.ne(""), dated).where(lambda known: known.ne(""), year)
    if (unsaid := years.eq("")).any():
        message = "the file does not say which school year it is. Add --year, such as"
        raise export.refuse(f"{message} --year 2024-25.", at=unsaid)
    return pd.DataFrame({
        "_id": export.cells[key], "_row": export.rows, "_when": when, "fiscal_year": years,
        "_school": _pick(export, heads, layout.school),
        "grade": _pick(export, heads, layout.grade).map(lambda text: grade_named(text) or text),
    })  # fmt: skip


def _date(text: str) -> pd.Timestamp | None:
    day = re.match(r"(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})", text)
    if not day:
        return None
    style = "%m/%d/%Y" if "/" in day[1] else "%Y-%m-%d"
    value = pd.to_datetime(day[1], format=style, errors="coerce")
    return None if pd.isna(value) else value


# --- The state's test ---


def _figure(text: str) -> str:
    return "" if no_figure(text) == "not known" else text


def _state(
    export: Export, heads: dict, layout: Layout, key: str, year: str
) -> tuple[pd.DataFrame, list[str]]:
    base = _base(export, heads, layout, key, year)
    subject = _pick(export, heads, layout.subject).str.lower().map(TESTS_OF_THE_STATE).fillna("")
    summative = _pick(export, heads, ("AssessmentType",)).str.lower()
    counted_in = summative.isin(["", "summative"]) & subject.ne("")
    for word in ("IncludeIndicator", "Attemptedness"):
        counted_in &= ~_pick(export, heads, (word,)).str.upper().isin(["N", "NO"])
    prior = heads.get("scalescoreminus1", "")
    level = _pick(
        export, heads, ("AchievementLevels", "AchievementLevel", "ScaleScoreAchievementLevel")
    )
    score = _pick(export, heads, layout.score).map(_figure)
    values = base.assign(
        _subject=subject, ss=score, level=level.where(score.ne(""), ""),
        ss_prior=export.cells[prior].map(_figure) if prior else "",
    )[counted_in]  # fmt: skip
    flags = _matched(export, heads)
    rows = _students(pd.concat([base, flags], axis=1)[counted_in])
    keyed = rows.set_index(ONE).index
    for name in ("ela", "math"):
        one = values[values["_subject"].eq(name)].set_index(ONE)
        if one.index.duplicated().any():
            place = int(one.loc[one.index.duplicated(), "_row"].iloc[0])
            message = f"a student has two {name} results in one year. Keep one."
            raise refuse(export.file, message, row=place)
        for part in ("ss", "level", "ss_prior"):
            rows[f"{name}_{part}"] = one[part].reindex(keyed).fillna("").to_numpy()
    rows.attrs["used"] = int(counted_in.sum())
    return rows, []


# --- Tests of publishers, in seasons ---


def _long(export: Export, heads: dict, layout: Layout, key: str, year: str) -> pd.DataFrame:
    base = _base(export, heads, layout, key, year)
    subject = _pick(export, heads, layout.subject).str.lower()
    if layout.name == "iReady" and subject.eq("").all():
        reading = "lexilemeasure" in heads or "readingdifficultyindicator" in heads
        math = "quantilemeasure" in heads or "math" in export.file.lower()
        if reading == math:
            message = "it does not say whether it is reading or mathematics (Lexile, Quantile)."
            raise export.refuse(message)
        subject = pd.Series("reading" if reading else "math", index=subject.index)
    if layout.name == "DIBELS8":
        subject = subject.where(subject.ne(""), "reading")
    window = _pick(export, heads, layout.season).str.lower()
    said = window.map(lambda text: next((s for w, s in WINDOWS.items() if w in text.split()), ""))
    by_date = base["_when"].map(lambda day: "" if day is None else _season(day.month))
    return base.assign(
        _test=subject.map(_subject), _season=said.where(said.ne(""), by_date),
        score=_pick(export, heads, layout.score), status=_pick(export, heads, layout.status),
        _main=~_pick(export, heads, ("GrowthMeasureYN", "Growth Measure (Y/N)")).str.lower().isin(
            ["false", "n", "no"]
        ),
    )  # fmt: skip


def _subject(text: str) -> str:
    if re.search(r"math|early numeracy", text):
        return "math"
    return "reading" if re.search(r"reading|ela|english|literacy", text) else ""


def _season(month: int) -> str:
    return "boy" if 8 <= month <= 10 else "eoy" if 3 <= month <= 6 else "moy" * (month != 7)


def _wide(export: Export, heads: dict, wide: dict, key: str, year: str) -> pd.DataFrame:
    parts = []
    for name, match in wide.items():
        grade = match[1]
        at = Layout("DIBELS8", (), year=(f"Year_{grade}", "School Year"), grade=(),
                    school=(f"School_{grade}", "School"))  # fmt: skip
        status = heads.get(plain(f"Benchmark_Status_{name}"), "")
        filled = export.cells[name].ne("")
        if not filled.any():
            continue
        one = Export(export.file, "", export.cells[filled], export.rows[filled])
        base = _base(one, heads, at, key, year)
        named = "KN" if grade == "k" else f"{int(grade[0]):02d}"
        told = one.cells[status] if status else ""
        scored = {"_season": WINDOWS[match[2]], "score": one.cells[name], "status": told}
        parts.append(base.assign(grade=named, _test="reading", _main=True, **scored))
    if not parts:
        raise export.refuse("no composite score is filled in.")
    return pd.concat(parts, ignore_index=True)


def _seasons(name: str, long: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    used = long[long["_main"] & long[["score", "_test", "_season"]].ne("").all(axis=1)]
    used = used.assign(_when=pd.to_datetime(used["_when"])).sort_values("_when", kind="stable")
    rows = _students(used)
    index = pd.MultiIndex.from_frame(rows[ONE])
    young = rows["grade"].isin(["TK", "KN", "01", "02", "03"]).to_numpy()
    again = 0
    for test in ("reading", "math"):
        tested = used[used["_test"].eq(test)]
        if tested.empty:
            continue
        had = index.isin(pd.MultiIndex.from_frame(tested[ONE]))
        early = young & (test == "reading")
        named = pd.Series(name, rows.index)
        rows[f"{test}_test"] = named.where(had & ~early, "")
        if test == "reading":
            rows["literacy_assessment"] = named.where(had & early, "")
        for season in SEASONS:
            one = tested[tested["_season"].eq(season)]
            again += int(one.duplicated(ONE).sum())
            one = one.drop_duplicates(ONE, keep="first" if season == "boy" else "last")
            found = one.set_index(ONE)[["score", "status"]].reindex(index).fillna("")
            score = found["score"]
            rows[f"{test}_{season}"] = score.where(~early, "").to_numpy()
            if test == "reading":
                rows[f"{season}_score"] = score.where(early, "").to_numpy()
                if season == "eoy" and tested["status"].ne("").any():
                    told = found["status"].map(lambda text: STATUS.get(plain(text), text))
                    rows["literacy_status"] = told.where(early, "").to_numpy()
    rows.attrs["used"] = len(used)
    notes = ["season: fall is beginning, winter middle, spring end of year; where the file names "
             "none, August to October, November to February, March to June."]  # fmt: skip
    if again:
        notes.append(f"{counted(again, 'test')} taken again in one season: the first of the fall, "
                     "the last of winter and spring, were kept.")  # fmt: skip
    return rows, notes


# --- Rosters ---


def _matching(heads: dict) -> dict[str, str]:
    """Our columns of what a student is, each with its heading where it is there."""
    table = all_tables()[TABLE]
    skip = ("student_key", "fiscal_year", "site_code", "grade", "district_cds")
    found = {
        name: next((heads[plain(w)] for w in called(table, name) if plain(w) in heads), "")
        for name in table.columns
        if name not in skip and not re.match(r"(ela|math|reading)_|.*_score$|literacy", name)
    }
    return {name: heading for name, heading in found.items() if heading}


def _matched(export: Export, heads: dict) -> pd.DataFrame:
    taken = _matching(heads)
    return pd.DataFrame({name: export.cells[heading] for name, heading in taken.items()},
                        index=export.cells.index)  # fmt: skip


def _roster_of(table: Table) -> Layout:
    return Layout(
        "roster", (), year=tuple(called(table, "fiscal_year")), grade=tuple(called(table, "grade")),
        school=("site code", "school code", "schoolcode", "school number", "school name", "school"),
    )  # fmt: skip


def _roster(
    export: Export, heads: dict, layout: Layout, key: str, year: str
) -> tuple[pd.DataFrame, list[str]]:
    flags = _matched(export, heads)
    if _pick(export, heads, layout.grade).eq("").all() or not len(flags.columns):
        raise export.refuse(
            "none of the student files known here (CAASPP, CALPADS, MAP, i-Ready, STAR, DIBELS). "
            "A test of another publisher needs a row for each student with id, school, grade and "
            f"school year, and a column for each season's score: `import table {export.file} --as "
            f'{TABLE}`, reading_eoy = its heading, reading_test = "other" (math_eoy, math_test; '
            "grades TK to 3: eoy_score, literacy_assessment). Its headings are: "
            f"{', '.join(name for name in export.cells if not looks_personal(name))}."
        )
    year = year or year_of(export.titles) or year_of(export.file)
    base = _base(export, heads, layout, key, year)
    several, who = base.duplicated(ONE, keep=False), [base[name] for name in ONE]
    for name in {"days_expected", "days_absent", "suspensions"} & set(flags):
        days = pd.to_numeric(flags[name], errors="coerce").groupby(who)
        total = days.transform("sum", min_count=1).map(lambda n: "" if pd.isna(n) else f"{n:g}")
        flags[name] = flags[name].mask(several, total)
    rows = _students(pd.concat([base, flags], axis=1))
    rows.attrs["used"] = len(export.cells)
    return rows, ["a student with several rows is one: the last school, days added together."]


def _students(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each student and year: the last that is filled in, of each column."""
    own = [c for c in rows if c in ("_id", "_row", "_school") or c[0] != "_"]
    kept = rows[own].drop(columns=["score", "status"], errors="ignore")
    last = kept.mask(kept.eq("")).groupby(ONE, sort=False, as_index=False).last()
    return last.fillna("").astype({"_row": int})


# --- Our words and our sites ---


def _sites(export: Export, rows: pd.DataFrame, folder: Path, chart: dict) -> pd.Series:
    sites = school_codes(read_table(folder / "schools.csv"))
    own = chart.get("schools", {})
    given = rows.pop("_school")
    bare = given.map(lambda text: text[-7:].lstrip("0") if text.isdecimal() else plain(text))
    found = given.map(lambda text: own.get(text, "")).where(given.isin(list(own)), bare.map(sites))
    found = found.fillna("")
    problems = [
        ImportProblem(
            export.file,
            f'the school "{text}" is not in schools.csv. Import the schools first, or in '
            f'maps/students.toml, under [schools], write: "{text}" = "its site code"',
            value=text,
        )
        for text in sorted({text for text in given[found.eq("")] if text})
    ]
    if given.eq("").any():
        problems.append(ImportProblem(export.file, "a student has no school."))
    if problems:
        raise ImportRefusedError(problems)
    return found


def _in_our_words(export: Export, rows: pd.DataFrame, chart: dict, folder: Path) -> pd.DataFrame:
    table = all_tables()[TABLE]
    rules, problems = Rules(table, chart, folder), []
    for name in [column for column in rows if column in table.columns and column != "site_code"]:
        words = {text: rules.value(name, text) for text in rows[name].unique()}
        unknown = [text for text, ours in words.items() if ours is None]
        words |= {text: rules.near(name, text) or None for text in unknown}
        problems += [
            ImportProblem(
                export.file,
                f'"{text}" is not known for {name}. In maps/students.toml, under [values.{name}], '
                f'write: "{text}" = "..." (or "(blank)")',
                column=name,
                row=int(rows.loc[rows[name].eq(text), "_row"].iloc[0]),
                value=text,
            )
            for text, ours in words.items()
            if ours is None
        ]
        rows[name] = rows[name].map(words)
    if problems:
        raise ImportRefusedError(problems)
    return rows
