"""From the cells of an LCAP table to the rows of a program inventory: nothing guessed or lost."""

import re
from dataclasses import dataclass

import pandas as pd

from smarter_spending.district.columns import Checked, check_columns
from smarter_spending.district.findings import Problem, counted
from smarter_spending.district.importers.lcap_checks import (
    MONEY,
    column_totals,
    in_cents,
    keep_the_rules,
    money_problems,
)
from smarter_spending.district.importers.lcap_file import AMOUNTS, LcapTable
from smarter_spending.district.importers.problems import ImportProblem, ImportRefusedError
from smarter_spending.district.program_rules import name_keys
from smarter_spending.district.raw_tables import RawTable
from smarter_spending.district.tables import all_tables

FULL_NUMBER = re.compile(r"(?:action\s*)?(\d{1,2})\.(\d{1,2}[a-z]?)", re.IGNORECASE | re.ASCII)
BARE_NUMBER = re.compile(r"(?:action\s*)?(\d{1,2}[a-z]?)", re.IGNORECASE | re.ASCII)
GOAL_NUMBER = re.compile(r"(?:goal\s*)?(\d{1,2})(?:\.0)?", re.IGNORECASE | re.ASCII)
SCOPES = {"limited to unduplicated student group s": "Limited", "lea wide": "LEA-wide"}
SCOPES |= {"school wide": "Schoolwide", "schoolwide": "Schoolwide", "n a": ""}
TOTAL = re.compile(r".*\b(sub-?)?totals?\b.*", re.IGNORECASE)  # as in Goal 1 Total
SPLIT_AMOUNT = re.compile(r"(?<=[.,])\s+(?=\d)|(?<=\d)\s+(?=[.,]\d)")  # $1,533,772. 20


@dataclass(frozen=True, eq=False)
class LcapPrograms:
    """The actions as rows of programs.csv, as text; their index is the spreadsheet row.

    ``totals`` compares each amount's column with what the file prints; ``notes`` say how
    things were read, ``to_look_at`` what a person should look at.
    """

    rows: pd.DataFrame
    totals: pd.DataFrame
    left_out: list[tuple]
    notes: list[str]
    to_look_at: list[str]


def lcap_programs(table: LcapTable) -> LcapPrograms:
    """The actions of an LCAP table as rows of the program inventory.

        personnel + nonpersonnel = total = lcff + other_state + local + federal, within $1

    Goal and action number, title, amounts, contributing, scope and student groups are kept
    as the file has them; a title that several actions have gets the action's number, since a
    program needs a name of its own: Tutoring (1.2). What it does not say stays blank: the aim,
    the outcome, the grades, the students. Rows of totals are compared and set aside.

    Parameters
    ----------
    table : LcapTable

    Returns
    -------
    LcapPrograms
        ``rows`` has every column of programs.csv, amounts in dollars with their cents.

    Raises
    ------
    ImportRefusedError
        With every row that has no action number, or the same as another, that does not
        add, or holds something that cannot be read.

    Examples
    --------
    >>> cells = pd.DataFrame({"goal": ["1"], "action": ["1.10"], "title": ["Tutoring"],
    ...     "personnel": ["$5.00"], "nonpersonnel": [" - "], "lcff": ["(1)"],
    ...     "other_state": ["6"], "local": ["0"], "federal": ["0"], "total": ["5"]}, index=[2])
    >>> made = lcap_programs(LcapTable("lcap.csv", "LCAP table", 1, cells, {}))
    >>> made.rows[["program_id", "lcff", "annual_cost_total", "goal_area"]].values.tolist()
    [['LCAP-1.10', '-1.00', '5.00', '']]
    """
    rows, aside, problems = _sorted_out(table)
    numbers, faults = _numbered(table, rows)
    raw = _as_inventory(table, rows, numbers)
    checked = check_columns(raw)
    keep_the_rules(checked)
    problems += faults
    problems += [_in_the_file(table, problem) for problem in checked.problems]
    problems += money_problems(table, checked)
    if problems:
        raise ImportRefusedError(sorted(problems, key=lambda problem: problem.row or 0))
    made = _written(checked)
    totals, unlike = column_totals(table, made, aside)
    return LcapPrograms(
        made,
        totals,
        [*table.left_out, *_set_aside(table, aside)],
        [*_how_read(table, rows), *(note.message for note in checked.notes)],
        unlike,
    )


def _sorted_out(table: LcapTable) -> tuple[pd.DataFrame, pd.DataFrame, list[ImportProblem]]:
    cells = table.cells
    action = cells["action"]
    numbered = action.str.fullmatch(FULL_NUMBER) | action.str.fullmatch(BARE_NUMBER)
    priced = cells[list(AMOUNTS)].ne("").any(axis=1)
    words = cells[["goal", "action", "title"]]
    total = words.apply(lambda column: column.str.fullmatch(TOTAL)).any(axis=1)
    total &= words["title"].eq("") | words["title"].str.fullmatch(TOTAL)
    aside = ~numbered & (
        priced & (total | words.eq("").all(axis=1)) | ~priced & words["title"].eq("")
    )
    strange = [
        ImportProblem(
            table.file,
            f'"{action[row]}" is not an action number. Write it as 1.1.'
            if action[row]
            else "this row has no action number. Write it as 1.1; if the row goes on from the one "
            "above, put both in one row; if it is a remark, take it out.",
            column=table.headings.get("action", ""),
            row=row,
            value=action[row],
        )
        for row in cells.index[~numbered & ~aside]
    ]
    if not numbered.any() and not strange:
        strange = [ImportProblem(table.file, "there is no action under the headings.")]
    return cells[numbered], cells[aside], strange


def _numbered(table: LcapTable, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[ImportProblem]]:
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
            problems.append(ImportProblem(table.file, message, column=column, row=row))
    return pd.DataFrame({"goal": goals, "action": actions}, index=rows.index, dtype=str), problems


def _as_inventory(table: LcapTable, rows: pd.DataFrame, numbers: pd.DataFrame) -> RawTable:
    frame = pd.DataFrame(
        {
            "program_id": "LCAP-" + numbers["action"],  # an id that Excel leaves alone
            "program_name": _told_apart(rows["title"], numbers["action"]),
            "lcap_goal": numbers["goal"],
            "lcap_action": numbers["action"],
            "cost_method": "lcap",
        },
        index=rows.index,
    )
    if "cds_code" in rows:
        frame["district_cds"] = rows["cds_code"]
    if "contributing" in rows:
        frame["contributing"] = rows["contributing"]
    if "scope" in rows:
        keys = rows["scope"].str.lower().str.replace(r"[^a-z]+", " ", regex=True).str.strip()
        frame["scope"] = keys.map(SCOPES).where(keys.isin(SCOPES), rows["scope"])
    groups = _groups(rows)
    if groups is not None:
        frame["student_groups"] = groups.str.replace(r"\s*[,;]\s*", ";", regex=True).str.strip(";")
    for theirs, ours in MONEY.items():
        frame[ours] = rows[theirs].str.replace(SPLIT_AMOUNT, "", regex=True)
    told = {ours: table.headings.get(theirs, theirs) for theirs, ours in _told().items()}
    return RawTable(
        all_tables()["programs"],
        table.file,
        frame.reset_index(drop=True),
        frame.index,
        {name: told.get(name, name) for name in frame},
    )


def _told_apart(titles: pd.Series, actions: pd.Series) -> pd.Series:
    again = titles.ne("") & name_keys(titles).duplicated(keep=False)
    return titles.mask(again, titles + " (" + actions + ")")


def _groups(rows: pd.DataFrame) -> pd.Series | None:
    given = [rows[name] for name in ("student_groups", "unduplicated_groups") if name in rows]
    if not given:
        return None
    return given[0].where(given[0].ne(""), given[-1])


def _told() -> dict[str, str]:
    same = {name: name for name in ("contributing", "scope", "student_groups")}
    return (
        MONEY
        | same
        | {"title": "program_name", "action": "lcap_action", "cds_code": "district_cds"}
    )


def _written(checked: Checked) -> pd.DataFrame:
    made = checked.frame.set_axis(checked.rows, axis=0)
    money = {ours: made[ours].map(in_cents, na_action="ignore") for ours in MONEY.values()}
    flags = {"contributing": made["contributing"].map({True: "Y", False: "N"})}
    made = made.assign(**money, **flags).astype(object)
    return made.where(made.notna(), "").astype(str)


def _set_aside(table: LcapTable, aside: pd.DataFrame) -> list[tuple]:
    return [
        (
            f"row {row}: {' '.join(word for word in line if word)}",
            1,
            "a total; the actions add to it" if any(line[-len(AMOUNTS) :]) else "words, no action",
        )
        for row, line in zip(
            aside.index,
            aside[[*aside.columns.difference(AMOUNTS, sort=False), *AMOUNTS]].values.tolist(),
            strict=True,
        )
    ]


def _how_read(table: LcapTable, rows: pd.DataFrame) -> list[str]:
    notes = []
    bare = ~rows["action"].str.fullmatch(FULL_NUMBER)
    if bare.any():
        notes.append(
            f"{counted(int(bare.sum()), 'action')} stood without the goal's number (1, 2, 3) and "
            "were joined with it (1.1, 1.2, 1.3)."
        )
    blank_goal = rows["goal"].eq("")
    if blank_goal.any():
        notes.append(
            f"{counted(int(blank_goal.sum()), 'blank goal')} were read from the action's number."
        )
    split = sum(int(rows[name].str.contains(SPLIT_AMOUNT).sum()) for name in AMOUNTS)
    if split:
        notes.append(f"{counted(split, 'amount')} with a space inside (772. 20) were put together.")
    if {"student_groups", "unduplicated_groups"} <= set(rows):
        two = rows["unduplicated_groups"].ne("") & rows["student_groups"].ne("")
        unlike = int((two & rows["unduplicated_groups"].ne(rows["student_groups"])).sum())
        if unlike:
            notes.append(
                f"{counted(unlike, 'row')} name other unduplicated groups than student groups; "
                "student_groups holds the student groups."
            )
    return notes


def _in_the_file(table: LcapTable, problem: Problem) -> ImportProblem:
    theirs = {ours: theirs for theirs, ours in _told().items()}.get(problem.column, problem.column)
    more = f" (and {counted(problem.more, 'more row')} with this fault)" if problem.more else ""
    heading = table.headings.get(theirs, theirs)
    return ImportProblem(problem.file, problem.message + more, heading, problem.row, problem.value)
