"""The state's public files about a district: counts, LCFF snapshot, filed totals, its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import no_figure
from smarter_spending.district.importers.into_folder import (
    ImportReport,
    checked_rows,
    fill_settings,
    read_settings,
    read_table,
    refuse,
    write_rows,
)
from smarter_spending.district.importers.sacs import AMOUNT_TYPES, whole_cds
from smarter_spending.district.importers.students import year_of
from smarter_spending.district.importers.table import (
    Export,
    NoSuchSheetError,
    Rules,
    plain,
    read_export,
)
from smarter_spending.district.tables import all_tables, counted

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
LCFF = {
    "ada_funded_tk3": "TK/K-3 ADA Target", "ada_funded_46": "4 - 6 ADA Target",
    "ada_funded_78": "7 - 8 ADA Target", "ada_funded_912": "9 - 12 ADA Target",
    "upp": "Unduplicated Pupil Percentage Target",
    "nss_adjustment": "Necessary Small Schools Allowance Target",
    "tiig": "Add-On (Based on 2012-13 Targeted Instructional Improvement Block Grant) Target",
    "hts": "Add-On (Based on 2012-13 Home-to-School Transportation) Target",
    "bus": "Add-On (Based on 2012-13 Small School District Bus Replacement Program) Target",
    "local_revenue": "Total Local Revenue or In-Lieu of Property Taxes Transition",
    "epa": "Education Protection Account Entitlement Transition",
}  # fmt: skip
COUNTS = {
    "enrollment": "Total Enrollment", "frpm": "Free & Reduced Meal Program", "foster": "Foster",
    "el": "English Learner (EL)", "upc": "CALPADS Unduplicated Pupil Count (UPC)",
}  # fmt: skip


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
        raise refuse(
            "district.toml",
            "it does not say which district this is. Write its cds_code, or import its ledger "
            "first.",
        )
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
    return ImportReport(
        folder=folder,
        wrote=tuple(wrote),
        cds_code=cds,
        files=pd.DataFrame(
            [(path.name, f"{kind.name}, {e.shape}", len(e.cells)) for e in exports],
            columns=["file", "shape", "rows"],
        ),
        rows=pd.DataFrame(
            [(name, len(rows)) for name, rows in checked.items()], columns=["table", "rows"]
        ),
        left_out=pd.DataFrame(
            [(path.name, "rows", left, "of other districts, or not figures of this folder")],
            columns=["file", "what", "rows", "why"],
        ).astype({"rows": "Int64"}),
        notes=(*notes, *(said for e in exports for said in e.notes)),
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
    raise refuse(
        path.name,
        "this is none of the public files known here (unduplicated counts, LCFF snapshot, SACS "
        f"extract with Form 01, list of entities). Its headings begin: {seen}.",
    )


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
        raise refuse(export.file, f"no row is of district {cds[:2]}-{cds[2:7]}.")
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
        rows = rows.assign(**{ours: _number(export, word) for ours, word in COUNTS.items()})
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


def _number(export: Export, word: str) -> pd.Series:
    cells = _cells(export, word).str.replace(",", "")
    return cells.where(cells.map(no_figure).ne("not known"), "")


def _schools(export: Export, mine, code, rows, folder: Path) -> tuple[pd.DataFrame, list[str]]:
    there = read_table(folder / "schools.csv")
    known = dict(zip(there.get("school_code", []), there.get("local_site_code", []), strict=True))
    kind_known = dict(zip(there.get("school_code", []), there.get("cde_type", []), strict=True))
    codes = code[mine]
    last = codes.str[-4:]
    free = ~last.duplicated(keep=False) & ~last.isin(there.get("local_site_code", []))
    sites = codes.map(known).where(codes.isin(list(known)), last.where(free, ""))
    if sites.eq("").any():
        raise refuse(
            export.file,
            f"no site code for the state's school codes {', '.join(codes[sites.eq('')][:5])}. Add "
            "them to schools.csv with your own local_site_code, then import again.",
        )
    rules = Rules(all_tables()["schools"], {}, folder)
    stated = _cells(export, "School Type")[mine]
    kinds = stated.map(lambda text: rules.near("cde_type", text))
    unknown = stated[kinds.eq("") & ~codes.isin(list(known))]
    if len(unknown):
        raise refuse(
            export.file,
            f"{counted(len(unknown), 'school')} of a kind not known here "
            f"({', '.join(sorted(set(unknown)))}). Add them to schools.csv with school_code and "
            f"cde_type ({', '.join(all_tables()['schools'].columns['cde_type'].choices)}), then "
            "import again.",
            column="School Type",
            row=int(export.rows[unknown.index[0]]),
        )
    made = pd.DataFrame({
        "_row": rows.loc[mine, "_row"], "local_site_code": sites, "school_code": codes,
        "school_name": _cells(export, "School Name")[mine],
        "cde_type": kinds.where(kinds.ne(""), codes.map(kind_known)),
        "grade_low": _cells(export, "Low Grade")[mine].map(_grade),
        "grade_high": _cells(export, "High Grade")[mine].map(_grade),
        "enrollment": rows.loc[mine, "enrollment"], "unduplicated": rows.loc[mine, "upc"],
        "charter": _cells(export, "Charter School")[mine].str.upper().str[:1].where(
            lambda flag: flag.isin(["Y", "N"]), ""),
        "charter_funding": _cells(export, "Charter Funding Type")[mine].map(
            lambda text: rules.near("charter_funding", text)),
    })  # fmt: skip
    notes = []
    stand_in = int((~codes.isin(list(known))).sum())
    if stand_in:
        notes.append(
            f"{counted(stand_in, 'school')} had no site code here: the last four digits of the "
            "state's code stand in. Write your own in schools.csv before you import a ledger."
        )
    return made, notes


def _grade(text: str) -> str:
    word = {"K": "KN", "P": "TK", "PK": "TK", "TK": "TK", "KN": "KN"}.get(text.upper(), text)
    return f"{int(word):02d}" if word.isdecimal() else word if word in ("KN", "TK") else ""


# --- LCFF funding snapshot ---


def _snapshot(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    export = exports[0]
    mine = _ours(export, cds) & _cells(export, "School Code", 7).eq("0000000")
    year = year or year_of(export.titles) or year_of(export.file.replace("_", " "))
    if not year:
        raise refuse(export.file, "it does not say its year. Add --year, such as --year 2018-19.")
    row = pd.DataFrame({name: _cells(export, word)[mine] for name, word in LCFF.items()})
    row.insert(0, "_row", export.rows[mine])
    there = read_table(folder / "enrollment_lcff.csv")
    same = there[there["fiscal_year"].eq(year)] if len(there) else there
    if same.empty:
        raise refuse(
            export.file,
            f"enrollment_lcff.csv has no enrollment of {year} yet. Import the unduplicated counts "
            "(CUPC) of that year first; the snapshot has none.",
        )
    row = row.assign(fiscal_year=year, district_cds=cds, enrollment=same["enrollment"].iloc[0])
    return {"enrollment_lcff": row}, [
        "ADA of the target is funded ADA; UPP as the state printed it."
    ]


# --- Form 01 as filed, and the district's name ---


def _filed(exports: list[Export], cds: str, year: str, folder: Path) -> tuple[dict, list[str]]:
    export = exports[0]
    cells = export.cells[export.cells["CDSCode"].str.zfill(14).eq(cds)]
    if cells.empty:
        raise refuse(export.file, f"no figure in it is of district {cds[:2]}-{cds[2:7]}.")
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
        if name == rest:
            lines.append((*base, "total", value, source))
            continue
        lines.append((*base, "unrestricted", value, source))
        if total:
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
        raise refuse(export.file, f"no entity has the code {cds}.")
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
