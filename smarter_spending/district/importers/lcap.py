"""An LCAP table of planned expenditures into a district folder, as its program inventory."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from smarter_spending.district.cells import READERS, Checked, check_columns
from smarter_spending.district.files import (
    RawTable,
    as_text,
    is_workbook,
    read_tables,
    some,
    vocabulary,
    write_whole,
)
from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
    fill_settings,
    filled_sheets,
    read_settings,
    refuse,
    report_of,
    settings_text,
    write_rows,
)
from smarter_spending.district.importers.sacs import cents
from smarter_spending.district.importers.table import TITLE_ROWS, read_export
from smarter_spending.district.rules import check_rules, name_keys
from smarter_spending.district.settings import Settings
from smarter_spending.district.tables import Column, all_tables, counted

# --- The cells of an LCAP table of planned expenditures, found in a .csv file or a workbook ------

AMOUNTS = ("personnel", "nonpersonnel", "lcff", "other_state", "local", "federal", "total")
REQUIRED = ("goal", "action", "title", *AMOUNTS)
# our column: what a heading says (letters only), in the state's template and in extracts
CALLED = vocabulary()["lcap"]
WORDS = {word for words in CALLED.values() for word in words.split()}
HEADED = "Goal # | Action # | Action Title | Total Personnel | Total Non-personnel | LCFF Funds"
HEADED += " | Other State Funds | Local Funds | Federal Funds | Total Funds"
IN_THE_TEMPLATE = dict(zip(REQUIRED, HEADED.split(" | "), strict=True))
PREFERRED = "total planned expenditures"  # the sheet's name in the state's workbook
YEAR = re.compile(r"(?<![\d-])20\d\d\s?[-–—]\s?\d\d(?!\d)", re.ASCII)


@dataclass(frozen=True, eq=False)
class LcapTable:
    """The rows under an LCAP table's headings, as text, by our names and spreadsheet row."""

    file: str
    shape: str
    cells: pd.DataFrame
    headings: dict[str, str]
    year_above: str
    left_out: list[tuple]
    notes: list[str]


def _read(path: Path) -> LcapTable:
    amounts = {word for name in AMOUNTS for word in CALLED[name].split()}
    export = read_export(path, WORDS, _sheet_of(path), lambda h: _letters(h) in amounts, True)
    cells = export.cells.set_axis(export.rows, axis=0)
    cells = cells.apply(lambda column: column.str.split().str.join(" "))
    where = {
        ours: [heading for heading in cells if _letters(heading) in said.split()]
        for ours, said in CALLED.items()
    }
    if problems := _heading_problems(export.file, where) or _too_wide(export.file, cells):
        raise ImportRefusedError(problems)
    ours = {name: found[0] for name, found in where.items() if found}
    left_out = [(what, rows, why) for what, rows, why in export.left_out if what != "blank rows"]
    for heading in cells.columns.difference(ours.values(), sort=False):
        if filled := int(cells[heading].ne("").sum()):
            named = "an unnamed column" if heading.startswith("(") else f'column "{heading}"'
            left_out.append((named, filled, "a program inventory has no place for it"))
    above = next((rows for what, rows, _ in left_out if what.startswith("rows above")), 0)
    sheet = export.shape.partition("workbook, ")[2]
    years = set(YEAR.findall(export.titles))
    return LcapTable(
        export.file,
        f"LCAP table, {sheet}{', ' * bool(sheet)}headings in row {above + 1}",
        cells[list(ours.values())].set_axis(list(ours), axis=1),
        ours,
        years.pop() if len(years) == 1 else "",
        left_out,
        export.notes,
    )


def _letters(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower())


def _sheet_of(path: Path) -> str:
    """Of a workbook, the sheet to read: the one that holds a whole table; blank for any."""
    if not path.is_file() or not is_workbook(path.read_bytes()):
        return ""
    whole = [
        title
        for title, sheet in filled_sheets(path).items()
        if any(map(_has_all, sheet.lines[:TITLE_ROWS]))
    ]
    named = [title for title in whole if PREFERRED in title.lower()]
    if len(whole) > 1 and len(named) != 1:
        message = f"{len(whole)} sheets hold an LCAP table ({', '.join(whole)}). Keep the one of"
        raise refuse(path.name, f"{message} planned expenditures, and import that.")
    return next(iter(named or whole), "")


def _has_all(line: tuple) -> bool:
    found = {_letters(as_text(cell)) for cell in line}
    return all(found & set(CALLED[name].split()) for name in REQUIRED)


def _too_wide(name: str, cells: pd.DataFrame) -> list[ImportProblem]:
    last = max(at for at, heading in enumerate(cells) if not heading.startswith("("))
    beyond = cells.iloc[:, last + 1 :].ne("").any(axis=1)
    if not beyond.any():
        return []
    rows = int(beyond.sum())
    more = f" ({counted(rows - 1, 'more row')} too)" * (rows > 1)
    message = f"there are more values than headings{more}. A comma inside a value needs quotation "
    message += "marks round the value."
    return [ImportProblem(name, message, row=int(beyond.idxmax()))]


def _heading_problems(name: str, where: dict) -> list[ImportProblem]:
    missing = [ours for ours in REQUIRED if not where[ours]]
    if 2 * len(missing) > len(REQUIRED):
        message = "no headings of an LCAP table are in it. They are "
        message += f"{', '.join(IN_THE_TEMPLATE.values())}. Is it the right file?"
        return [ImportProblem(name, message)]
    add = "Add it as the state's table of total planned expenditures has it."
    told = {ours: f'no column "{IN_THE_TEMPLATE[ours]}". {add}' for ours in missing}
    told |= {
        ours: f"{len(found)} columns are headed as the {ours.replace('_', ' ')}. Keep one."
        for ours, found in where.items()
        if len(found) > 1
    }
    return [
        ImportProblem(name, said, IN_THE_TEMPLATE.get(ours, ours)) for ours, said in told.items()
    ]


# --- Whether an LCAP table adds: across each row, down each column, and by the loader's own rules

MONEY = {name: name for name in AMOUNTS} | {"total": "annual_cost_total"}  # theirs: ours
KINDS, SOURCES = ("personnel", "nonpersonnel"), ("lcff", "other_state", "local", "federal")


def _keep_the_rules(checked: Checked) -> None:
    """Ask the rules that the folder's loader will ask, while the file's own rows are known."""
    once = ~checked.frame["program_id"].duplicated()  # the others are told with their cause
    alone = Checked(
        checked.table,
        checked.file,
        checked.frame[once].reset_index(drop=True).assign(district_cds=None),  # asked elsewhere
        checked.rows[once.to_numpy()],
    )
    check_rules({"programs": alone}, Settings("", "", "", date.min, ""))
    checked.problems += alone.problems
    checked.notes += alone.notes


def _in_cents(value: float) -> str | None:
    """An amount as text with its cents; None when it has parts of a cent."""
    return cents(f"{Decimal(repr(float(value))):f}")


def _of_a_program(table: LcapTable, program: dict) -> list[ImportProblem]:
    """What the loader lets pass and an import must not: no total, blank parts, parts of a cent."""
    total = program["annual_cost_total"]
    about = f"{program['program_id']} {program['program_name']}"
    messages = [
        f"{about}: {program[ours]} has parts of a cent. Round it to cents."
        for ours in MONEY.values()
        if not pd.isna(program[ours]) and _in_cents(program[ours]) is None
    ]
    if pd.isna(total):
        said = f"{about} has no total. Fill it in; where a formula stands, save the file in Excel."
        messages.append(said)
    for parts, words in ((KINDS, "personnel and non-personnel"), (SOURCES, "funding sources")):
        known = [program[part] for part in parts if not pd.isna(program[part])]
        if len(known) < len(parts) and abs(sum(known) - total) > 1:
            messages.append(
                f"{about}: {words} add to ${sum(known):,.2f} where they are filled in, but the "
                f"total is ${total:,.2f}. Fill in the blank ones."
            )
    heading = table.headings["total"]
    return [ImportProblem(table.file, text, heading, int(program["row"])) for text in messages]


def _column_totals(
    table: LcapTable, made: pd.DataFrame, aside: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Each amount's column added up, exact, and the printed totals that say something else."""
    exact = {ours: made[ours].replace("", "0").map(Decimal) for ours in MONEY.values()}
    lines = [
        (table.headings[theirs], int(made[ours].ne("").sum()), float(sum(exact[ours])))
        for theirs, ours in MONEY.items()
    ]
    totals = pd.DataFrame(lines, columns=["column", "rows", "amount"])
    unlike, since = [], 0
    for row in aside.index[aside[list(AMOUNTS)].ne("").any(axis=1)]:
        for theirs, ours in MONEY.items():
            column = all_tables()["programs"].columns[ours]
            printed = READERS["dollars"](aside.at[row, theirs], column).value
            above = exact[ours][(made.index > since) & (made.index < row)]
            sums = [float(sum(part)) for part in (exact[ours], above)]
            if printed is not None and all(abs(printed - one) > 1 for one in sums):
                unlike.append(
                    f"Row {row} prints ${printed:,.2f} as a total of "
                    f"{table.headings[theirs]}, but the actions add to "
                    f"${sums[0]:,.2f}. The actions were imported, the total was not."
                )
        since = row
    return totals, unlike


# --- From the cells of an LCAP table to the rows of a program inventory: nothing guessed or lost

FULL_NUMBER = re.compile(r"(?:action\s*)?(\d{1,2})\.(\d{1,2}[a-z]?)", re.IGNORECASE | re.ASCII)
BARE_NUMBER = re.compile(r"(?:action\s*)?(\d{1,2}[a-z]?)", re.IGNORECASE | re.ASCII)
GOAL_NUMBER = re.compile(r"(?:goal\s*)?(\d{1,2})(?:\.0)?", re.IGNORECASE | re.ASCII)
SCOPES = {"limitedtounduplicatedstudentgroups": "Limited", "leawide": "LEA-wide"}
SCOPES |= {"schoolwide": "Schoolwide", "na": ""}
TOLD = {  # ours: theirs, to name a problem as the file does
    **{ours: theirs for theirs, ours in MONEY.items()},
    **{name: name for name in ("contributing", "scope", "student_groups")},
    **{"program_name": "title", "lcap_action": "action", "district_cds": "cds_code"},
}
TOTAL = re.compile(r".*\b(sub-?)?totals?\b.*", re.IGNORECASE)  # as in Goal 1 Total
SPLIT_AMOUNT = re.compile(r"(?<=[.,])\s+(?=\d)|(?<=\d)\s+(?=[.,]\d)")  # $1,533,772. 20


@dataclass(frozen=True, eq=False)
class LcapPrograms:
    """The actions as rows of programs.csv, as text; their index is the spreadsheet row."""

    rows: pd.DataFrame
    totals: pd.DataFrame
    left_out: list[tuple]
    notes: list[str]
    to_look_at: list[str]


def _programs(table: LcapTable) -> LcapPrograms:
    """The actions as rows of the inventory; rows of totals are compared and set aside."""
    rows, aside, problems = _sorted_out(table)
    numbers, faults = _numbered_rows(table, rows)
    raw = _as_inventory(table, rows, numbers)
    checked = check_columns(raw)
    _keep_the_rules(checked)
    problems += faults
    for one in checked.problems:
        theirs = TOLD.get(one.column, one.column)
        more = f" (and {counted(one.more, 'more row')} with this fault)" if one.more else ""
        place = table.headings.get(theirs, theirs), one.row, one.value
        problems.append(ImportProblem(one.file, one.message + more, *place))
    frame = checked.frame.assign(row=checked.rows)
    read = frame[~frame["row"].isin({problem.row for problem in checked.problems})]
    problems += [one for row in read.to_dict("records") for one in _of_a_program(table, row)]
    if problems:
        raise ImportRefusedError(sorted(problems, key=lambda problem: problem.row or 0))
    made = checked.frame.set_axis(checked.rows, axis=0)
    made = made.assign(
        **{ours: made[ours].map(_in_cents, na_action="ignore") for ours in MONEY.values()},
        contributing=made["contributing"].map({True: "Y", False: "N"}),
    ).astype(object)
    made = made.where(made.notna(), "").astype(str)
    totals, unlike = _column_totals(table, made, aside)
    left_out = [*table.left_out]
    for row, priced in aside[list(AMOUNTS)].ne("").any(axis=1).items():
        why = "a total; the actions add to it" if priced else "words, no action"
        left_out.append((f"row {row}: {' '.join(filter(None, aside.loc[row]))}", 1, why))
    notes = [*_how_read(rows), *(note.message for note in checked.notes)]
    return LcapPrograms(made, totals, left_out, notes, unlike)


def _sorted_out(table: LcapTable) -> tuple[pd.DataFrame, pd.DataFrame, list[ImportProblem]]:
    cells = table.cells
    action = cells["action"]
    numbered = action.str.fullmatch(FULL_NUMBER) | action.str.fullmatch(BARE_NUMBER)
    priced = cells[list(AMOUNTS)].ne("").any(axis=1)
    words = cells[["goal", "action", "title"]]
    total = words.apply(lambda column: column.str.fullmatch(TOTAL)).any(axis=1)
    total &= words["title"].eq("") | words["title"].str.fullmatch(TOTAL)
    summed = priced & (total | words.eq("").all(axis=1))
    aside = ~numbered & (summed | ~priced & words["title"].eq(""))
    none = "this row has no action number. Write it as 1.1; if the row goes on from the one above, "
    none += "put both in one row; if it is a remark, take it out."
    strange = []
    for row, said in action[~numbered & ~aside].items():
        message = f'"{said}" is not an action number. Write it as 1.1.' if said else none
        place = table.headings.get("action", ""), row, said
        strange.append(ImportProblem(table.file, message, *place))
    if not numbered.any() and not strange:
        strange = [ImportProblem(table.file, "there is no action under the headings.")]
    return cells[numbered], cells[aside], strange


def _numbered_rows(
    table: LcapTable, rows: pd.DataFrame
) -> tuple[pd.DataFrame, list[ImportProblem]]:
    goals, actions, problems, first = [], [], [], {}
    for row, goal, action in rows[["goal", "action"]].itertuples(name=None):
        given = GOAL_NUMBER.fullmatch(goal)
        full, bare = FULL_NUMBER.fullmatch(action), BARE_NUMBER.fullmatch(action)
        goals.append(given[1] if given else full[1] if full and not goal else "")
        actions.append(f"{full[1]}.{full[2]}" if full else f"{goals[-1]}.{bare[1]}")
        message = ""
        if not goals[-1]:
            message = f'"{goal}" is not a goal number. Write the number alone, such as 1.'
        elif full and int(full[1]) != int(goals[-1]):
            message = f"action {actions[-1]} stands under goal {goals[-1]}. Correct one of the two."
        elif actions[-1] in first:
            message = (
                f"action {actions[-1]} is also in row {first[actions[-1]]}. Excel turns 1.10 into "
                "1.1: format the column as Text and write the numbers again, or keep one row."
            )
        first.setdefault(actions[-1], row)
        if message:
            column = table.headings.get("action" if goals[-1] else "goal", "")
            problems.append(ImportProblem(table.file, message, column, row))
    return pd.DataFrame({"goal": goals, "action": actions}, index=rows.index, dtype=str), problems


def _as_inventory(table: LcapTable, rows: pd.DataFrame, numbers: pd.DataFrame) -> RawTable:
    titles, actions = rows["title"], numbers["action"]
    again = titles.ne("") & name_keys(titles).duplicated(keep=False)
    frame = pd.DataFrame(
        {
            "program_id": "LCAP-" + actions,  # an id that Excel leaves alone
            "program_name": titles.mask(again, titles + " (" + actions + ")"),
            "lcap_goal": numbers["goal"],
            "lcap_action": actions,
            "cost_method": "lcap",
        },
        index=rows.index,
    )
    for theirs, ours in {"cds_code": "district_cds", "contributing": "contributing"}.items():
        if theirs in rows:
            frame[ours] = rows[theirs]
    if "scope" in rows:
        keys = rows["scope"].map(_letters)
        frame["scope"] = keys.map(SCOPES).where(keys.isin(SCOPES), rows["scope"])
    given = [rows[name] for name in ("student_groups", "unduplicated_groups") if name in rows]
    if given:
        groups = given[0].where(given[0].ne(""), given[-1])
        frame["student_groups"] = groups.str.replace(r"\s*[,;]\s*", ";", regex=True).str.strip(";")
    for theirs, ours in MONEY.items():
        frame[ours] = rows[theirs].str.replace(SPLIT_AMOUNT, "", regex=True)
    written = {name: table.headings.get(TOLD.get(name, name), name) for name in frame}
    cells, rows = frame.reset_index(drop=True), frame.index
    return RawTable(all_tables()["programs"], table.file, cells, rows, written)


def _how_read(rows: pd.DataFrame) -> list[str]:
    blank = pd.Series("", index=rows.index)
    groups, others = (rows.get(name, blank) for name in ("student_groups", "unduplicated_groups"))
    found = {
        "action": (
            ~rows["action"].str.fullmatch(FULL_NUMBER),
            "stood without the goal's number (1, 2, 3) and were joined with it (1.1, 1.2, 1.3)",
        ),
        "blank goal": (rows["goal"].eq(""), "were read from the action's number"),
        "amount": (
            rows[list(AMOUNTS)].stack().str.contains(SPLIT_AMOUNT),
            "with a space inside (772. 20) were put together",
        ),
        "row": (
            groups.ne("") & others.ne("") & groups.ne(others),
            "name other unduplicated groups than student groups; student_groups holds the student "
            "groups",
        ),
    }
    return [f"{counted(int(n.sum()), one)} {how}." for one, (n, how) in found.items() if n.any()]


# --- An LCAP table of planned expenditures into a district folder, as its program inventory ------

TABLE = "programs"
STRAY = re.compile(r"(?<!\S)(?![aik](?!\S))[a-z](?!\S)|action title", re.IGNORECASE)
NOBODYS = "0" * 14  # the code in a blank folder
FISCAL_YEAR_COLUMN = Column("lcap_year", "fiscal_year", "the plan's year")
LISTED = 10  # actions named in one sentence before the rest are counted
UNSAID = ("goal_area", "intended_outcome", "grades", "skill", "delivery", "students_served")


def import_lcap(file: str | Path, into: str | Path, replace: bool = False) -> ImportReport:
    """Write the actions of an LCAP's table of planned expenditures as a program inventory.

    Every action becomes a row of ``programs.csv``, named LCAP-1.1 after its number, with its
    amounts to the cent, planned and not spent:

        personnel + nonpersonnel = total = lcff + other_state + local + federal, within $1

    What the table does not say (the aim, the outcome, the grades, the students) stays blank
    for the district to fill in; titles stay as they are, numbered where several are the same.

    Parameters
    ----------
    file : path
        A .csv file or a workbook (.xlsx) with the headings of the state's table (Goal #,
        Action #, LCFF Funds ...) or plain ones (goal, action, lcff ...).
    into : path
        The district folder; made, with its ``district.toml``, when it is not there and the
        table names its district (cds_code) and its year (lcap_year).
    replace : bool
        Put the table's values in place of those that differ; what was filled in besides stays.

    Returns
    -------
    ImportReport
        ``rows`` has ``lcap_goal, rows, amount``; ``control_totals`` has ``column`` (as the
        file heads it), ``rows`` (filled in) and ``amount`` (dollars).

    Raises
    ------
    ImportRefusedError
        With every problem of the table, and where the inventory there says otherwise.

    Examples
    --------
    >>> import tempfile
    >>> lines = ["cds_code,lcap_year,goal,action,title,personnel,nonpersonnel,lcff,other_state,"
    ...          "local,federal,total", "39999990000000,2025-26,1,1.1,Tutoring,5,0,5,0,0,0,5"]
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "lcap.csv").write_text("\\n".join(lines))
    ...     report = import_lcap(Path(place, "lcap.csv"), Path(place, "district"))
    >>> report.wrote, report.rows.values.tolist()
    (('programs.csv', 'district.toml'), [['1', 1, 5.0]])

    References
    ----------
    California Department of Education, *LCAP template*, Total Planned Expenditures Table;
    Education Code 52061 (the plan is adopted by July 1).
    """
    path, folder = Path(file), Path(into)
    settings, table = read_settings(folder), _read(path)
    district, year, problems = _whose(table, settings)
    try:
        programs = _programs(table)
    except ImportRefusedError as refused:
        raise ImportRefusedError([*problems, *refused.problems]) from None
    problems += _in_a_workbook(folder)
    if problems:
        raise ImportRefusedError(problems)
    wrote, notes = write_rows(folder, all_tables()[TABLE], programs.rows, replace)
    if not wrote:
        notes = [f"{TABLE}.csv was there already with the same content."]
    filled, said = fill_settings(folder, path.name, cds_code=district)
    if not settings:
        write_whole(folder / "district.toml", settings_text("", district, year, path.name))
        filled = ("district.toml",)
    programs.notes.extend([*notes, *said])
    return _report(folder, table, programs, [*wrote, *filled], settings, district, year)


def _whose(table: LcapTable, settings: dict) -> tuple[str, str, list[ImportProblem]]:
    districts, years = _given(table, "cds_code"), _given(table, "lcap_year")
    years = years or ([_plain_year(table.year_above)] if table.year_above else [])
    problems = []
    for name, found, words in (("cds_code", districts, "district"), ("lcap_year", years, "year")):
        heading = table.headings.get(name, "")
        if len(found) > 1:
            message = f"the table holds {len(found)} {words}s ({', '.join(found)}). Keep one."
            problems.append(ImportProblem(table.file, message, heading))
        elif not found and not settings:
            message = f"the table does not say of which {words} it is. Make the folder first with "
            message += "`smarter-spending new`, fill in its district.toml, and import again."
            problems.append(ImportProblem(table.file, message))
    faults = [READERS["fiscal_year"](year, FISCAL_YEAR_COLUMN).fault for year in years]
    heading = table.headings.get("lcap_year", "")
    problems += [ImportProblem(table.file, fault, heading) for fault in faults if fault]
    ours = settings.get("cds_code")
    if settings and districts and districts[0] != ours != NOBODYS:
        message = f"this is the LCAP of district {districts[0]}, but the folder's district.toml "
        message += f"says {ours}. Correct the code there, or choose another folder."
        problems.append(ImportProblem(table.file, message, table.headings["cds_code"]))
    return next(iter(districts), ""), next(iter(years), ""), problems


def _given(table: LcapTable, name: str) -> list[str]:
    if name not in table.cells:
        return []
    actions = table.cells.loc[table.cells["action"].ne("") & table.cells[name].ne(""), name]
    return sorted({_plain_year(cell) if name == "lcap_year" else cell for cell in actions})


def _plain_year(text: str) -> str:
    return re.sub(r"\s?[–—-]\s?", "-", text)


def _in_a_workbook(folder: Path) -> list[ImportProblem]:
    """Workbooks of the folder whose inventory is read, where no file holds it."""
    if (folder / f"{TABLE}.csv").is_file() or not folder.is_dir():
        return []
    found, problems, _ = read_tables(folder)
    held = found.get(TABLE)
    told = [ImportProblem(one.file, one.message) for one in problems if one.file.endswith(".xlsx")]
    if held is None or " sheet " not in held.file:
        return told
    message = "it is filled in, and a folder has one inventory. Empty the sheet first, or import "
    message += "the workbook: smarter-spending import workbook."
    return [*told, ImportProblem(held.file, message)]


def _report(folder, table, programs, wrote, settings, district, year) -> ImportReport:
    rows = programs.rows
    dollars = rows["annual_cost_total"].astype(float)
    by_goal = dollars.groupby(rows["lcap_goal"].astype(int)).agg(rows="size", amount="sum")
    totals, ours = programs.totals.assign(amount_type="planned"), settings.get("fiscal_year", year)
    other = f"The LCAP is of {year}, district.toml of {ours}: these costs are of another year."
    numbered = rows["program_name"].ne(table.cells.loc[rows.index, "title"])
    return report_of(
        folder,
        wrote,
        district_name=settings.get("name", ""),
        cds_code=district or settings.get("cds_code", ""),
        files=[(table.file, table.shape, len(rows))],
        rows=by_goal.reset_index().astype({"lcap_goal": str}),
        left_out=[(table.file, *left) for left in programs.left_out],
        control_totals=totals.assign(fiscal_year=year) if year else totals,
        notes=_notes(table, programs, settings, int(numbered.sum())),
        problems=[
            *programs.to_look_at,
            *_to_look_at(rows, numbered),
            *[other] * bool(year and ours != year),
        ],
    )


def _notes(table, programs, settings, numbered: int) -> list[str]:
    absent = [n for n in ("contributing", "scope", "student_groups") if n not in table.cells]
    but = f", but for {numbered} that other actions have too: these got their action number"
    notes = [
        "Amounts are the plan's, not spending: the ledger says what was spent.",
        f"An LCAP table does not say {', '.join(UNSAID)}: blank in {TABLE}.csv, for you to fill "
        "in.",
        f"Titles are as the file has them{but if numbered else ''}.",
        *programs.notes,
        *table.notes,
    ]
    if absent:
        notes.append(f"The file has no column for {', '.join(absent)}: left blank.")
    if table.year_above and "lcap_year" not in table.headings:
        notes.append(f"The year {table.year_above} was read above the headings.")
    if not settings:
        notes.append("The table does not name the district: write its name in district.toml.")
    return notes


def _to_look_at(rows: pd.DataFrame, numbered: pd.Series) -> list[str]:
    names = rows["program_name"]
    doubts = {
        "Contributing or not is not said, and left blank": rows["contributing"].eq(""),
        "A cost of $0": rows["annual_cost_total"].eq("0.00"),
        "Perhaps letters of another column in the title, as in a table copied from a PDF; "
        f"correct program_name in {TABLE}.csv": names.str.contains(STRAY),
        "A title that another action has too, told apart by its action number in parentheses; "
        "a word of your own would say more": numbered,
    }
    doubted = {words: rows.loc[found, "lcap_action"] for words, found in doubts.items()}
    return [
        f"{words}: {counted(len(actions), 'action')} ({some(actions, LISTED)})."
        for words, actions in doubted.items()
        if len(actions)
    ]
