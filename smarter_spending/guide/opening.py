"""What a page opens with, and what was checked before any figure was shown."""

from collections.abc import Mapping

import pandas as pd
from IPython.display import HTML

from smarter_spending.analysis.checks import students_on_file
from smarter_spending.analysis.spending import on_behalf_dollars, reconcile
from smarter_spending.analysis.staffing import reconcile_staffing
from smarter_spending.district.choices import left_aside
from smarter_spending.district.privacy import keys_like_state_ids
from smarter_spending.district.tables import all_tables
from smarter_spending.guide import questions, showing
from smarter_spending.guide.finding import Finding, elsewhere, objects_told
from smarter_spending.guide.sentences import say_costs_in_doubt, say_reconciled
from smarter_spending.words import dollars, listed, literal, many, number, percent

COLUMNS = ["checked", "what_was_found"]
JUDGE_COSTS = ("09", "10", "11")  # the pages that say what a program is worth
LOOKED_FOR = (
    "Looked for and not found: headings of names or birth dates, numbers written like social "
    "security numbers, keys like state student ids; what a key stands for cannot be seen."
)
UNNAMED = (
    "**NOT YOUR DISTRICT.** Nobody named a district, so this page shows an invented one. To see "
    "yours, write its folder behind `district_folder` in the cell above, or give it to papermill: "
    "`-p district_folder FOLDER`."
)


def in_short(
    case, sentence: str, number: str, unit: str, drawn: str, decided: Mapping[str, str]
) -> HTML:
    """The first thing on a page: its answer, what is decided, whose figures, what is missing."""
    so_far = "; ".join(f"{what}: {answer}" for what, answer in decided.items() if answer)
    district = case.district
    invented = "Invented: no figure is a real district's. " if district.invented else ""
    figures = f"**{literal(district.name)}**, {district.fiscal_year}. "
    said = (
        UNNAMED if case.unnamed else "",
        f"{figures}{invented}*Decided so far:* {literal(so_far) or 'nothing'}.",
        say_costs_in_doubt(case.costs_in_doubt) if case.notebook[:2] in JUDGE_COSTS else "",
        say_wanted(district, case.notebook),
    )
    below = showing.show_text(*said).markdown
    big = f'<p class="number">{number}<small>{unit}</small></p>' if number else ""
    lead = showing.markdown_to_html(sentence)
    told = {showing.IN_SHORT: {"in_short": lead, "figure": f"{number} {unit}" if number else ""}}
    return HTML(
        f"<style>{showing.looks('short.css')}</style>"
        f'<div class="ss-short mathjax_ignore"><div><p class="label">In short</p>'
        f'<div class="lead">{lead}</div></div>{big}'
        f'<div class="whole">{drawn}</div></div>{showing.text_html(below)}',
        metadata=told,
    )


def talk_first(case) -> showing.Text:
    """Who speaks first, and what about; what was said is kept in a fold, or on the page at home."""
    asked = questions.talks(case.notebook[:2])
    return showing.show_text(*("**{}:** {}".format(*one.label.split(": ", 1)) for one in asked))


def trust(case) -> Finding:
    """The first table of every page: what was checked."""
    table = first_screen(case.district)
    return Finding("What was checked before any figure was shown", table, tuple(COLUMNS))


def say_wanted(district, notebook: str) -> str:
    """Which files this page waits for, who in a district usually has each, and the command."""
    lines = [
        f"- `{name}.csv`: {what}. Who has it: {held_by}. `{command}`"
        for name, what, held_by, command in wanted(district, notebook[:2])
    ]
    return "\n".join(["**What would bring more of this page to life:**", "", *lines] * bool(lines))


def wanted(district, number: str = "") -> list[tuple[str, str, str, str]]:
    """The files not there, of one page or all: name, what is in it, who has it, the command."""
    into = district.folder.resolve().name
    return [
        (name, f"{table.meaning[:1].lower()}{table.meaning[1:].rstrip('.')}", table.held_by,
         f"smarter-spending import {table.comes_in} --into {into}")
        for name, table in all_tables().items()
        if table.held_by and name in district.absent and (number in table.feeds or not number)
    ]  # fmt: skip


def first_screen(district) -> pd.DataFrame:
    """What was checked in a district's folder: a line each, ``checked`` and ``what_was_found``."""
    read = [f"{name} ({number(len(rows))} rows)" for name, rows in district.tables.items()
            if len(rows)]  # fmt: skip
    absent = (f"{name}.csv" for name in district.absent)
    noted = many(len(district.notes), "note")
    lists = "on how the files were read. smarter-spending check lists them; so does notebook 6."
    lines = [
        ("What was read", listed(read, most=12)),
        ("The ledger against published totals", _published(district)),
        ("Positions against the ledger", _positions(district)),
        ("Money that is not district cash", _on_behalf(district)),
        ("Students", _students(district)),
        ("What is not there", listed(absent, most=12)),
        ("Answers left aside", " ".join(left_aside(district.folder))),
        ("To know before you rely on it", f"{noted} {lists}" if district.notes else ""),
    ]
    return pd.DataFrame([line for line in lines if line[1]], columns=COLUMNS)


def _published(district) -> str:
    if district.ledger.empty:
        return ""
    named = not elsewhere(district)
    table = reconcile(district.ledger, district.control_totals, district.fiscal_year, named=named)
    return say_reconciled(table).replace("**", "").replace("`", "")


def _positions(district) -> str:
    by = objects_told(district)
    table = reconcile_staffing(district.staffing, district.ledger, district.fiscal_year, by=by)
    return listed(
        f"{row.title.lower()}: positions are {percent(abs(row.difference_share), 1)} "
        f"{'below' if row.difference < 0 else 'above'} the ledger"
        for row in table.dropna(subset=["difference_share"]).itertuples()
    )


def _on_behalf(district) -> str:
    state = on_behalf_dollars(district.ledger, district.fiscal_year)
    if not state:
        return ""
    return (
        f"{dollars(state)} is the state's own payment to the teachers' pension, booked by every "
        "district (resource 7690). It is in the totals and can never be reallocated."
    )


def _students(district) -> str:
    if district.students_outcomes.empty:
        return ""
    students = students_on_file(district.students_outcomes, district.fiscal_year)
    like = keys_like_state_ids(district.students_outcomes["student_key"])
    looked = (
        f"WARNING: {many(like, 'key')} {'is' if like == 1 else 'are'} written like state student "
        "ids. Put made-up keys in their place before this page is shown to anybody."
    )
    shown = f"No figure about fewer than {district.minimum_group} of them is shown."
    looked = looked if like else LOOKED_FOR
    return f"{many(students, 'student')} in {district.fiscal_year}. {looked} {shown}"
