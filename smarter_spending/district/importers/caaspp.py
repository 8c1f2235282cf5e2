"""The state's CAASPP research files, in the shapes they have had, into outcomes_public.csv."""

import csv
from pathlib import Path

import pandas as pd

from smarter_spending.district.files import write_whole
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    refuse,
)
from smarter_spending.district.tables import all_tables

TABLE = "outcomes_public"
# our column: what it has been called, since 2015 (headings in lower case)
CALLED = {
    "test_year": ("test year", "test_year"),
    "county_code": ("county code", "county_code"),
    "district_code": ("district code", "district_code"),
    "school_code": ("school code", "school_code"),
    "grade": ("grade",),
    "subject": ("test id", "subject"),
    "student_group": ("student group id", "subgroup id", "demographic id"),
    "students_tested": ("students tested", "students_tested"),
    "students_with_scores": ("students with scores", "total students tested with scores"),
    "mean_scale_score": ("mean scale score", "mean_scale_score"),
    "pct_met_and_above": (
        "percentage standard met and above",
        "percent_standard_met_and_above",
        "pct_met_and_above",
    ),
}
OPTIONAL = ("student_group", "students_with_scores")
SUBJECTS = {"1": "ELA", "2": "Math", "ELA": "ELA", "MATH": "Math"}
HIDDEN = "*"


def import_caaspp(files: list[str | Path] | str | Path, into: str | Path) -> ImportReport:
    """Write the state's research files as ``outcomes_public.csv`` of a district folder.

    Reads the quoted files of 2015 to 2019, the caret files since 2021, with or without
    the columns added in 2024, and the same as a plain table.  A result is *suppressed*
    when students were tested and the state shows none; with nobody tested it is missing.
    Percentages are the state's own: they divide by students with scores, not tested.

    Parameters
    ----------
    files : path or list of paths
    into : path
        The district folder; made when it is not there.

    Returns
    -------
    ImportReport
        ``rows`` has ``test_year, subject, rows, rows_hidden``.

    Raises
    ------
    ImportRefusedError
        With every problem: a heading that is not there, a code that is no number, a row
        given twice.

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
    read = pd.concat([_read(path) for path in paths], ignore_index=True)
    key = [*all_tables()[TABLE].key, "file"]
    twice = read[read.duplicated(key[:-1], keep="first")]
    if len(twice):
        row = twice.iloc[0]
        raise refuse(
            row["file"],
            f"{len(twice):,} rows are there twice (first: school {row['school_code']}, grade "
            f"{row['grade']}, {row['subject']}). Give each file once.",
        )
    folder = Path(into)
    folder.mkdir(parents=True, exist_ok=True)
    columns = [name for name in all_tables()[TABLE].columns if name in read]
    write_whole(folder / f"{TABLE}.csv", read[columns].to_csv(index=False, lineterminator="\n"))
    return _report(folder, paths, read)


def _report(folder: Path, paths: list[Path], read: pd.DataFrame) -> ImportReport:
    counted = read.assign(hidden=read["suppressed"].eq("Y"))
    rows = counted.groupby(["test_year", "subject"], as_index=False).agg(
        rows=("grade", "size"), rows_hidden=("hidden", "sum")
    )
    sizes = read.groupby("file", sort=False).size()
    files = pd.DataFrame({"file": sizes.index, "shape": "CAASPP", "rows": sizes.to_numpy()})
    return ImportReport(
        folder=folder,
        wrote=(f"{TABLE}.csv",),
        files=files,
        rows=rows,
        left_out=pd.DataFrame(columns=["file", "what", "rows", "why"]),
        notes=(
            f"{int(rows['rows_hidden'].sum()):,} results are hidden by the state for privacy: "
            "kept as hidden, which is not missing and not zero.",
        ),
    )


def _read(path: Path) -> pd.DataFrame:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # as the state wrote the files of 2021 to 2023
    first = text.split("\n", 1)[0]
    lines = csv.reader(text.splitlines(), delimiter="^" if "^" in first else ",")
    names = [name.strip().lower() for name in next(lines, [])]
    where = {
        ours: next((names.index(name) for name in called if name in names), None)
        for ours, called in CALLED.items()
    }
    missing = [ours for ours, at in where.items() if at is None and ours not in OPTIONAL]
    if missing:
        raise ImportRefusedError(
            ImportProblem(
                path.name,
                f'no column "{CALLED[ours][0].title()}". Is this the research file of a '
                "Smarter Balanced year?",
                column=CALLED[ours][0].title(),
            )
            for ours in missing
        )
    cells = pd.DataFrame([line for line in lines if any(line)], dtype=str).fillna("")
    found = {
        ours: cells[at].str.strip() if at is not None and at in cells else ""
        for ours, at in where.items()
    }
    return _outcomes(path, pd.DataFrame(found, index=cells.index))


def _outcomes(path: Path, found: pd.DataFrame) -> pd.DataFrame:
    problems = [
        ImportProblem(path.name, f'"{value}" is not {what}.', column=name, row=row + 2, value=value)
        for name, pattern, what in (
            ("test_year", r"20\d\d", "a year such as 2024"),
            ("grade", r"\d{1,2}", "a grade (3 to 8, 11, or 13 for all)"),
            ("subject", r"(?i:1|2|ela|math)", "a test (1 for ELA, 2 for mathematics)"),
        )
        for row, value in found.loc[~found[name].str.fullmatch(pattern), name].head(3).items()
    ]
    if problems:
        raise ImportRefusedError(problems)
    tested = found["students_tested"]
    nobody = pd.to_numeric(tested, errors="coerce").eq(0)
    unseen = found["pct_met_and_above"].isin(["", HIDDEN])
    shown = found.replace(HIDDEN, "")
    return shown.assign(
        grade=found["grade"].str.zfill(2),
        subject=found["subject"].str.upper().map(SUBJECTS),
        student_group=found["student_group"].replace("", "1").str.lstrip("0"),
        county_code=found["county_code"].str.zfill(2),
        district_code=found["district_code"].str.zfill(5),
        school_code=found["school_code"].str.zfill(7),
        suppressed=(unseen & ~nobody).map({True: "Y", False: "N"}),
        file=path.name,
    )
