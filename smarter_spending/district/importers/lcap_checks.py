"""Whether an LCAP table adds: across each row, down each column, and by the loader's own rules."""

from datetime import date
from decimal import Decimal

import pandas as pd

from smarter_spending.district.cells import READERS
from smarter_spending.district.checks import check_rules
from smarter_spending.district.columns import Checked
from smarter_spending.district.importers.lcap_file import AMOUNTS, LcapTable
from smarter_spending.district.importers.problems import ImportProblem
from smarter_spending.district.importers.sacs_checks import cents
from smarter_spending.district.settings import Settings
from smarter_spending.district.tables import all_tables

MONEY = {name: name for name in AMOUNTS} | {"total": "annual_cost_total"}  # theirs: ours
KINDS, SOURCES = ("personnel", "nonpersonnel"), ("lcff", "other_state", "local", "federal")


def keep_the_rules(checked: Checked) -> None:
    """Ask the rules that the folder's loader will ask, while the file's own rows are known.

    Parameters
    ----------
    checked : Checked
        Of the table programs; problems and notes are added to it.

    Examples
    --------
    >>> frame = pd.DataFrame({name: pd.Series(["LCAP-1.1"], dtype="str")
    ...                       for name in all_tables()["programs"].columns})
    >>> for money in MONEY.values():
    ...     frame[money] = 5.0
    >>> checked = Checked(all_tables()["programs"], "lcap.csv",
    ...                   frame.assign(lcap_action="1,1"), pd.Index([7]))
    >>> keep_the_rules(checked)
    >>> [problem.row for problem in checked.problems if problem.column == "lcap_action"]
    [7]
    """
    once = ~checked.frame["program_id"].duplicated()  # the others are told with their cause
    alone = Checked(
        checked.table,
        checked.file,
        checked.frame[once].reset_index(drop=True).assign(district_cds=None),  # asked elsewhere
        checked.rows[once.to_numpy()],
    )
    check_rules({"programs": alone}, {}, Settings("", "", "", date.min, ""))
    checked.problems += alone.problems
    checked.notes += alone.notes


def in_cents(value: float) -> str | None:
    """An amount as text with its cents; None when it has parts of a cent.

    Parameters
    ----------
    value : float
        Dollars.

    Returns
    -------
    str or None

    Examples
    --------
    >>> in_cents(0.1 + 0.2), in_cents(1.005)
    ('0.30', None)
    """
    return cents(f"{Decimal(repr(float(value))):f}")


def money_problems(table: LcapTable, checked: Checked) -> list[ImportProblem]:
    """What the loader lets pass and an import must not: no total, blank parts, parts of a cent.

    A row with a blank part must add without it, or the blank one is asked for.

    Parameters
    ----------
    table : LcapTable
    checked : Checked
        Of the table programs; rows that already have a problem are passed over.

    Returns
    -------
    list of ImportProblem

    Examples
    --------
    >>> program = {name: 0.0 for name in MONEY.values()} | {
    ...     "program_id": "LCAP-1.1", "program_name": "Tutoring", "annual_cost_total": 9.0,
    ...     "lcff": float("nan"), "personnel": 9.0}
    >>> table = LcapTable("lcap.csv", "LCAP table", 1, pd.DataFrame(), {"total": "Total Funds"})
    >>> checked = Checked(all_tables()["programs"], "lcap.csv", pd.DataFrame([program]),
    ...                   pd.Index([2]))
    >>> for problem in money_problems(table, checked):
    ...     print(problem)
    lcap.csv, Total Funds, row 2: LCAP-1.1 Tutoring: funding sources add to $0.00 where they are
    filled in, but the total is $9.00. Fill in the blank ones.
    """
    frame = checked.frame.assign(row=checked.rows)
    unread = {problem.row for problem in checked.problems}
    problems = []
    for program in frame[~frame["row"].isin(unread)].to_dict("records"):
        problems += _of_a_program(table, program)
    return problems


def _of_a_program(table: LcapTable, program: dict) -> list[ImportProblem]:
    total, about = (
        program["annual_cost_total"],
        f"{program['program_id']} {program['program_name']}",
    )
    messages = [
        f"{about}: {program[ours]} has parts of a cent. Round it to cents."
        for ours in MONEY.values()
        if not pd.isna(program[ours]) and in_cents(program[ours]) is None
    ]
    if pd.isna(total):
        messages.append(
            f"{about} has no total. Fill it in; where a formula stands, save the file in Excel."
        )
    for parts, words in ((KINDS, "personnel and non-personnel"), (SOURCES, "funding sources")):
        known = [program[part] for part in parts if not pd.isna(program[part])]
        if len(known) < len(parts) and abs(sum(known) - total) > 1:
            messages.append(
                f"{about}: {words} add to ${sum(known):,.2f} where they are filled in, but the "
                f"total is ${total:,.2f}. Fill in the blank ones."
            )
    heading = table.headings.get("total", "total")
    return [ImportProblem(table.file, text, heading, int(program["row"])) for text in messages]


def column_totals(
    table: LcapTable, made: pd.DataFrame, aside: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Each amount's column added up, exact, and the printed totals that say something else.

    A printed total agrees when it is, within $1, the sum of all actions or of those since
    the total before it.

    Parameters
    ----------
    table : LcapTable
    made : DataFrame
        Rows of programs.csv, amounts as text; the index is the spreadsheet row.
    aside : DataFrame
        Rows of the file that are no actions, with the file's own columns.

    Returns
    -------
    (DataFrame, list of str)
        ``column`` (as the file heads it), ``rows`` (filled in), ``amount`` (dollars); and a
        sentence for each printed total that differs.

    Examples
    --------
    >>> made = pd.DataFrame({name: ["2.00", "3.00"] for name in MONEY.values()}, index=[2, 3])
    >>> printed = pd.DataFrame({name: ["$8.00"] for name in MONEY}, index=[4])
    >>> table = LcapTable("lcap.csv", "LCAP table", 1, pd.DataFrame(), {"lcff": "LCFF Funds"})
    >>> totals, unlike = column_totals(table, made, printed)
    >>> totals.values.tolist()[2], unlike[2].split(".")[0]  # 2 + 3 = 5, not 8
    (['LCFF Funds', 2, 5.0], 'Row 4 prints $8')
    """
    exact = {ours: made[ours].replace("", "0").map(Decimal) for ours in MONEY.values()}
    totals = pd.DataFrame(
        [
            (
                table.headings.get(theirs, theirs),
                int(made[ours].ne("").sum()),
                float(sum(exact[ours])),
            )
            for theirs, ours in MONEY.items()
        ],
        columns=["column", "rows", "amount"],
    )
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
                    f"{table.headings.get(theirs, theirs)}, but the actions add to "
                    f"${sums[0]:,.2f}. The actions were imported, the total was not."
                )
        since = row
    return totals, unlike
