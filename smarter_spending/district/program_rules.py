"""Rules of the program inventory, and of who took part in what."""

import pandas as pd

from smarter_spending.district.columns import Checked
from smarter_spending.district.findings import counted

MOST_DELIVERED = 3  # times the dosage planned, as planning.decisions has it


def check_programs(checked: Checked) -> None:
    """A program has a name of its own, its parts add to its total, and its dollars are dollars."""
    programs = checked.frame
    _names_apart(checked)
    _adds_up(checked, ["personnel", "nonpersonnel"], "people and everything else add")
    _adds_up(checked, ["lcff", "other_state", "local", "federal"], "funding sources add")
    total = programs["annual_cost_total"].dropna()
    if len(total) >= 5 and total.median() < 2000:
        checked.problem(
            "annual_cost_total",
            programs["annual_cost_total"].notna(),
            f"half of the programs cost ${total.median():,.0f} a year or less. Are these thousands "
            "of dollars? Write whole dollars.",
        )
    checked.problem(
        "lcap_action",
        programs["lcap_action"].notna()
        & ~programs["lcap_action"].str.fullmatch(r"\d{1,2}\.\d{1,2}[a-zA-Z]?"),
        'lcap_action "{value}" is not a goal and action number. Write it as 1.1.',
    )
    delivered, planned = (
        pd.to_numeric(programs[name], errors="coerce")  # what is no number is asked for elsewhere
        for name in ("dosage_delivered", "dosage_planned")
    )
    checked.problem(
        "dosage_delivered",
        delivered > MOST_DELIVERED * planned.where(planned > 0),
        f"dosage_delivered {{value}} is more than {MOST_DELIVERED} times dosage_planned. Write "
        "both as hours per student a year.",
    )


def name_keys(names: pd.Series) -> pd.Series:
    """Names as people hear them: capitals and spaces make no other program.

    Parameters
    ----------
    names : Series of str

    Returns
    -------
    Series of str
        Blank where the name is.

    Examples
    --------
    >>> name_keys(pd.Series(["Reading Lab", "reading  lab "])).tolist()
    ['reading lab', 'reading lab']
    """
    return names.astype("str").str.strip().str.replace(r"\s+", " ", regex=True).str.casefold()


def _names_apart(checked: Checked) -> None:
    # a row with the program_id of another has words of its own for it
    programs = checked.frame[~checked.frame["program_id"].duplicated()]
    first: dict[str, int] = {}
    for place, key in name_keys(programs["program_name"]).dropna().items():
        original = first.setdefault(key, place)
        checked.problem(
            "program_name",
            pd.Series(checked.frame.index == place, index=checked.frame.index)
            & (place != original),
            f'program_name "{{value}}" is also in row {checked.rows[original]}. Tables and charts '
            "tell programs apart by their names: add a word, such as the grades or the school.",
        )


def _adds_up(checked: Checked, parts: list[str], words: str) -> None:
    programs = checked.frame
    known = programs[[*parts, "annual_cost_total"]].notna().all(axis=1)
    added = programs[parts].sum(axis=1)
    off = known & ((added - programs["annual_cost_total"]).abs() > 1)
    for place in programs.index[off]:
        program = programs.loc[place]
        checked.problem(
            "annual_cost_total",
            pd.Series(programs.index == place, index=programs.index),
            f"program {program['program_id']} {program['program_name']}: {words} to "
            f"${added[place]:,.0f} but the total is ${program['annual_cost_total']:,.0f}.",
        )


def check_participation(checked: Checked, students: pd.DataFrame) -> None:
    """Who took part: sessions and dates that are possible, students that are known."""
    rows = checked.frame
    checked.problem(
        "sessions_attended",
        rows["sessions_attended"] > rows["sessions_offered"],
        "sessions_attended {value} is more than the sessions offered. Check both.",
    )
    checked.problem(
        "end_date",
        rows["end_date"] < rows["start_date"],
        "end_date {value} is before start_date. Check both.",
    )
    if len(students):
        known = pd.MultiIndex.from_frame(students[["student_key", "fiscal_year"]])
        here = pd.MultiIndex.from_frame(rows[["student_key", "fiscal_year"]])
        lost = ~here.isin(known) & rows["fiscal_year"].isin(students["fiscal_year"].unique())
        if lost.any():
            checked.warn(
                "student_key",
                f"{counted(int(lost.sum()), 'row')} about students with no row in "
                "students_outcomes.csv that year; their outcome is not known.",
            )
    _overlapping(checked)


def _overlapping(checked: Checked) -> None:
    who = ["student_key", "program_id"]
    dated = checked.frame.dropna(subset=["start_date", "end_date", *who]).sort_values(
        [*who, "start_date"]
    )
    # the latest day of all earlier spells: a long first spell may cover several later ones
    latest = dated.groupby(who)["end_date"].cummax().groupby([dated[name] for name in who]).shift()
    over = dated.index[dated["start_date"] <= latest]
    if len(over):
        checked.warn(
            "start_date",
            f"{counted(len(over), 'spell')} beginning before another of the same student in the "
            f"same program has ended (first: row {checked.rows[min(over)]}); hours may be counted "
            "twice.",
        )
