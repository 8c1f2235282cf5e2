"""A general ledger as filed with the state, into a district folder."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from smarter_spending.district.importers.balances import fund_balances
from smarter_spending.district.importers.folder import (
    read_settings,
    read_table,
    settings_text,
)
from smarter_spending.district.importers.ledger_rows import CODE_WIDTHS, SacsFile
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError, refuse
from smarter_spending.district.importers.report import ImportReport
from smarter_spending.district.importers.sacs_checks import AMOUNT_TYPES, cents, sacs_problems
from smarter_spending.district.importers.sacs_files import read_sacs_file
from smarter_spending.district.importers.sacs_warnings import ledger_warnings
from smarter_spending.district.importers.totals import control_totals, not_spending
from smarter_spending.district.tables import all_tables
from smarter_spending.district.writing import write_whole

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
