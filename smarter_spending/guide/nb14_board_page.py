"""The board page of notebook 14: its tables, its figures, its eight lines, and its two files.

board               a district's page: tables, the figures read from them, and the lines
publish_board_page  as HTML and as a PDF of one sheet, or refused and taken away
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path

import pandas as pd
from IPython.display import Markdown

from smarter_spending.analysis.ratios import in_leaders_units
from smarter_spending.case import Case
from smarter_spending.guide import nb14_numbers_agree as agree
from smarter_spending.guide.nb14_numbers_agree import Figure, Line
from smarter_spending.guide.pages import (
    HAND_OUT,
    NOT_PUBLISHED,
    Stamp,
    document_bytes,
    remove_files,
    write_page,
)
from smarter_spending.guide.sentences import goals_decided, review_day, say_not_set
from smarter_spending.guide.showing import in_jupyter, in_words, lists, looks, needs, typesetting
from smarter_spending.guide.take_home import stamp
from smarter_spending.planning import decisions as rules
from smarter_spending.planning import monitoring
from smarter_spending.planning.finance import break_year
from smarter_spending.planning.portfolio import FoundDollars
from smarter_spending.planning.reallocation import LABELS, ONE_TIME, RECURRING
from smarter_spending.planning.years_ahead import PlanAhead, parts_ahead, reserves_side_by_side
from smarter_spending.words import day, listed, printable


@dataclass(frozen=True)
class Board:
    """What a board page says and where from: tables by name, figures by name, lines in order."""

    decisions: pd.DataFrame
    found: object  # what the decisions free and pay for
    behind: dict[str, pd.DataFrame]
    figures: dict[str, Figure]
    lines: list[Line]
    refused: str = ""  # why it may not be published: what nobody has set


def board(case: Case) -> Board:
    """The board page of a district as its tables write it, read anew from what people decided."""
    district, decisions = case.district, case.decisions()
    found, goals = case.found(), goals_decided(case)
    endings = case.endings(decisions, found)
    ahead = case.plan(found)
    wanted = case.not_set(ahead)
    known = None if wanted or not ahead or not ahead.split else ahead
    policy, students = district.reserve_policy, case.students_enrolled
    gains = in_leaders_units(case.options, case.effects_shown)
    behind = board_tables(decisions, found, endings, known, goals, policy, students, gains)
    figures = board_figures(behind)
    hairs = rules.decided_by_a_hair(decisions, case.rule)
    lines = board_lines(decisions, found, endings, figures, goals, review_day(district), hairs)
    if wanted and ahead and ahead.split:  # it is known, and waits for what is named
        lines[0] = replace(lines[0], template=WORDS["reserve_waits"])
    return Board(decisions, found, behind, figures, lines, say_not_set(wanted) if wanted else "")


# --- The tables behind it ----------------------------------------------------------------------

RESERVE, POLICY, GOALS, FOUND = "Reserve", "Reserve policy", "Goals", "Dollars found"
PARTS = "Parts of the balance"
LABELLED, STOPS, GROWS, DECISIONS = "By label", "What stops", "What grows", "Decisions"
BUYS = "What it buys"
GO_ON, DECIDED = "As we go on", "With our decisions"
EVERY_YEAR, ALL_ONCE, ALL_GROW = "Every year, all funds", "Once, all funds", "All that grow"
WORDS = lists("nb14_words")
HEADINGS, KINDS, HELD_FOR, LABEL_WORDS = (
    WORDS[name] for name in ("headings", "kinds", "held_for", "labels")
)


def board_tables(
    decisions: pd.DataFrame,
    found: FoundDollars,
    endings: pd.DataFrame,
    ahead: PlanAhead | None,
    goals: pd.DataFrame,
    policy: float,
    students: float,
    gains: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The tables of the page's numbers, as the workbook has them: the first column names a row."""
    tables = {} if ahead is None else _reserve_tables(ahead, policy)
    stops = monitoring.what_stops(decisions, found.savings, endings)
    grows = monitoring.what_grows(decisions, found.uses, found.planned.by_use)
    buys = monitoring.what_it_buys(decisions, gains)
    aims = goals[["measure", "baseline", "target", "by_year"]].copy()
    aims.insert(0, "title", [f"Goal {number}" for number in goals["number"]])
    pools = monitoring.found_by_pool(found.ranges, students)
    pools.insert(0, "pool_words", [_pool(row) for row in pools.itertuples()])
    tables |= {
        GOALS: aims,
        STOPS: _titled(stops, "kind", KINDS | {monitoring.ALL: "All"}),
        GROWS: _titled(grows, "program", {monitoring.ALL: ALL_GROW}),
        BUYS: _titled(buys, "program", {monitoring.ALL: ALL_GROW}),
        FOUND: pools.drop(columns=["pool", "term"]),
        LABELLED: _titled(monitoring.saved_by_label(found.savings), "label", {}),
        DECISIONS: rules.verdict_dollars(decisions),
    }
    return {name: table for name, table in tables.items() if not table.empty}


def _reserve_tables(ahead: PlanAhead, policy: float) -> dict[str, pd.DataFrame]:
    columns = ["fiscal_year", "reserve", "reserve_share", "policy_dollars", "reserve_decided",
               "share_decided"]  # fmt: skip
    years = [break_year(plan, policy) for plan in (ahead.plan, ahead.decided)]
    held = pd.DataFrame({"title": [GO_ON, DECIDED], "policy_share": policy,
                         "below_policy_in": pd.array(years, dtype="object")})  # fmt: skip
    table = reserves_side_by_side(ahead, policy)[columns]
    return {RESERVE: table, POLICY: held, PARTS: parts_ahead(ahead)}


def _titled(table: pd.DataFrame, code: str, words: Mapping[str, str]) -> pd.DataFrame:
    """The table with its codes in words under ``title``; names keep their own."""
    if table.empty:
        return table
    title = [words.get(name, name) for name in table[code]]
    return table.assign(**{code: title}).rename(columns={code: "title"})


def _pool(row) -> str:
    once = row.term == ONE_TIME
    if row.pool == "all":
        return ALL_ONCE if once else EVERY_YEAR
    return f"{row.pool} (once)" if once else row.pool


# --- The figures, each read from its cell ------------------------------------------------------


def board_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, Figure]:
    """Every number the page may use; what is not known, dollars and counts of zero are left out."""
    first, last = ([(name, *cell) for name, cell in WORDS[cells].items()]
                   for cells in ("money_cells", "open_cells"))  # fmt: skip
    stops, labels = ([(f"{key}_{name}", table, row, *cell) for key, row in rows
                      for name, cell in WORDS[cells].items()] for cells, table, rows in (
        ("stop_cells", STOPS, KINDS.items()),
        ("label_cells", LABELLED, [(label, label) for label in LABELS])))  # fmt: skip
    cells = [*_reserve_cells(tables), *_goal_cells(tables), *stops, *first, *labels, *last,
             *_gain_cells(tables)]  # fmt: skip
    figures = {}
    for name, table, row, column, more in cells:
        if table not in tables or not tables[table].iloc[:, 0].astype(str).eq(row).any():
            continue
        figure = Figure.of(tables, table, row, column, **more)
        counted = more.get("kind", agree.DOLLARS) in (agree.DOLLARS, agree.COUNT)
        nothing = counted and figure.value == 0
        if figure.value == figure.value and not nothing:
            figures[name] = figure
    return figures


def _reserve_cells(tables: Mapping[str, pd.DataFrame]) -> list[tuple]:
    if RESERVE not in tables:
        return []
    years = tables[RESERVE]["fiscal_year"].astype(str)
    first, last = years.iloc[0], years.iloc[-1]
    in_first, in_last = ({"kind": agree.PERCENT, "when": year} for year in (first, last))
    breaks = tables[POLICY].set_index("title").loc[GO_ON, "below_policy_in"]
    held = {"kind": agree.PERCENT, "when": breaks if isinstance(breaks, str) else ""}
    at = {"when": first}
    return [
        ("balance", PARTS, first, "balance", at),
        ("available", PARTS, first, "available", at),
        *((part, PARTS, first, part, at) for part in (*HELD_FOR, "special")),
        ("reserve_now", RESERVE, first, "reserve_share", in_first),
        ("reserve_last", RESERVE, last, "reserve_share", in_last),
        ("policy", POLICY, GO_ON, "policy_share", held),
        ("break_year", POLICY, GO_ON, "below_policy_in", {"kind": agree.YEAR}),
        ("decided_last", RESERVE, last, "share_decided", in_last),
        ("break_decided", POLICY, DECIDED, "below_policy_in", {"kind": agree.YEAR}),
    ]


def _goal_cells(tables: Mapping[str, pd.DataFrame]) -> list[tuple]:
    if GOALS not in tables:
        return []
    first = tables[GOALS].iloc[0]
    by_year = str(first["by_year"] or "")
    return [
        ("baseline", GOALS, first["title"], "baseline", {"kind": agree.PERCENT}),
        ("target", GOALS, first["title"], "target", {"kind": agree.PERCENT, "when": by_year}),
    ]


def _gain_cells(tables: Mapping[str, pd.DataFrame]) -> list[tuple]:
    rows = tables[BUYS].itertuples() if BUYS in tables else ()
    return [
        (f"{'gain' if row.in_points else 'rate'}_{row.Index}{name}", BUYS, row.title, *cell)
        for row in rows
        if row.title != ALL_GROW
        for name, cell in WORDS["gain_cells"].items()
    ]


# --- Its eight lines ---------------------------------------------------------------------------

NO_PROGRAM = WORDS["no_program"]


def board_lines(
    decisions: pd.DataFrame,
    found: FoundDollars,
    endings: pd.DataFrame,
    figures: Mapping[str, Figure],
    goals: pd.DataFrame,
    review: str,
    hairs: Sequence[str] = (),
) -> list[Line]:
    """The lines, each bound to its figures; how far the dollars have come cannot be edited away."""
    ours = endings[~endings["program_id"].isin(rules.already_ending(decisions)["program_id"])]
    measure = "" if goals.empty else str(goals.iloc[0]["measure"])
    pools = found.ranges.loc[found.ranges["pool"].ne("all"), "pool"]
    names = [*decisions["program"], *pools, measure]
    names = tuple(dict.fromkeys(_named(name) for name in names if name))
    templates = {"challenge": _challenge(figures), "goal": _goal(figures, goals),
                 "stops": _stops(decisions, ours, figures),
                 "grows": _grows(decisions, found.uses, figures),
                 "buys": _buys(decisions, figures),
                 "found": _found(figures, found.ranges), "risk": _risk(decisions, figures),
                 "next": _next(ours, review)}  # fmt: skip
    near = f"*Decided by a hair, as page 10 shows: {_names(hairs)}.*" if len(hairs) else ""
    fixed = {"found": _labelled(figures), "risk": near}
    return [Line(key, HEADINGS[key], templates[key], names, fixed.get(key, "")) for key in HEADINGS]


def _named(name: object) -> str:
    # a name in braces would be taken for a figure's
    return str(name).replace("{", "(").replace("}", ")")


def _names(programs: Iterable[object]) -> str:
    programs = [_named(program) for program in programs]
    return listed(programs, most=len(programs))


def _challenge(figures: Mapping[str, Figure]) -> str:
    if "reserve_now" not in figures:
        return WORDS["no_reserve"]
    first, last = (figures[name].when for name in ("reserve_now", "reserve_last"))
    before, after = (name in figures for name in ("break_year", "break_decided"))
    falls = "It stays above our policy of {policy}."
    if before:
        falls = "It falls below our policy of {policy} in {break_year}."
        if figures["break_year"].value == first:
            falls = "It is below our policy of {policy} already."
    still = " still" if before and after and _same(figures, "break_year", "break_decided") else ""
    then = f"{still} falls below it in {{break_decided}}" if after else " stays above it"
    if after and figures["break_decided"].value == first:
        then = " stays below it"
    decided = f"With our decisions it{then}, and is {{decided_last}} in {last}."
    if _same(figures, "decided_last", "reserve_last"):
        decided = "Nothing that is decided yet changes it."
    parts = listed(f"{{{part}}} {word}" for part, word in HELD_FOR.items() if part in figures)
    held = f", the rest is held ({parts})" if parts else ""
    counts = ""
    if {"balance", "available"} <= set(figures):
        beside = ", {special} of it in fund 17" if "special" in figures else ""
        counts = (
            f"Of the {{balance}} with which our general fund ends {first}, {{available}} counts as "
            f"a reserve{beside}{held}. "
        )
    return (
        f"{counts}If we go on as we do, our reserve goes from {{reserve_now}} of spending in "
        f"{first} to {{reserve_last}} in {last}. {falls} {decided}"
    )


def _same(figures: Mapping[str, Figure], one: str, other: str) -> bool:
    return figures[one].value == figures[other].value


def _goal(figures: Mapping[str, Figure], goals: pd.DataFrame) -> str:
    if goals.empty or not {"baseline", "target"} <= set(figures):
        return "No goal with a baseline and a target has been written yet (notebook 3)."
    row = goals.iloc[0]
    by_year = f" by {row['by_year']}" if row["by_year"] else ""
    return f"{_named(row['measure'])}: from {{baseline}} to {{target}}{by_year}."


ENDED = (
    ("stop", rules.STOP, "stops", "stop", ""),
    ("renew", rules.FIX, "is not renewed", "are not renewed", ", since another does the job"),
)


def _stops(decisions: pd.DataFrame, endings: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    said = []
    for kind, decided, one, several, why in ENDED:
        ended = endings[endings["decision"].eq(decided)]
        if len(ended):
            verb = one if len(ended) == 1 else several
            programs = _noun(f"{kind}_programs", "program", figures)
            freed = _freed(kind, figures, ended)
            said.append(f"{programs} {verb}{why} ({_names(ended['program'])}): {freed}.")
    if not said:
        said.append(WORDS["nothing_stops"])
    if "used_year" in figures or "used_once" in figures:
        programs = _noun("used_programs", "program", figures)
        said.append(f"Paying {programs} only for what is used frees {_dollars('used', figures)}.")
    set_before = rules.already_ending(decisions)["program"]
    if len(set_before):
        said.append(f"Ending anyway, and in none of these figures: {_names(set_before)}.")
    return " ".join(said)


def _freed(kind: str, figures: Mapping[str, Figure], rows: pd.DataFrame) -> str:
    """The dollars and the students of what ends, as far as they are known."""
    money = _dollars(kind, figures)
    if not money:
        money = "no dollar in our ledger"
    elif f"{kind}_unpriced" in figures:
        money += f", and no dollar of {_noun(f'{kind}_unpriced', 'program', figures)} in our ledger"
    return "; ".join(filter(None, [money, _students(kind, figures, rows)]))


def _students(kind: str, figures: Mapping[str, Figure], rows: pd.DataFrame) -> str:
    said = []
    if f"{kind}_students" in figures:
        several = rows["students"].count() > 1
        where = "in them, counted for each program" if several else "in one of them"
        where = "in it" if len(rows) == 1 else where
        said.append(f"{{{kind}_students}} students are {where}")
    if f"{kind}_uncounted" in figures:
        without = _noun(f"{kind}_uncounted", "program", figures)
        said.append(f"the students of {without} are not counted, or too few to show")
    return ", and ".join(said)


def _dollars(kind: str, figures: Mapping[str, Figure]) -> str:
    parts = [
        f"{{{kind}_{term}}} {per}"
        for term, per in (("year", "a year"), ("once", "once"))
        if f"{kind}_{term}" in figures
    ]
    return listed(parts)


def _noun(name: str, noun: str, figures: Mapping[str, Figure]) -> str:
    return f"{{{name}}} {noun}{'' if figures[name].value == 1 else 's'}"


def _grows(decisions: pd.DataFrame, uses: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    grow = decisions[decisions["decision"].eq(rules.GROW)]
    if grow.empty:
        return WORDS["nothing_grows"]
    seated = grow["program_id"].isin(uses["program_id"])
    said = []
    if seated.any() and "seats" in figures:
        paid = ""
        if "grown_paid" not in figures:
            paid = "; what we plan on pays for none of it yet"
        elif monitoring.paid_short(figures["grown"].value, figures["grown_paid"].value):
            paid = "; what we plan on pays {grown_paid} of it"
        said.append(
            f"{_names(grow.loc[seated, 'program'])}: a seat for {{seats}} students who wait, for "
            f"{{grown}} in the first year{paid}."
        )
    if not seated.all():
        rest = grow.loc[~seated, "program"]
        verb = "grows" if len(rest) == 1 else "grow"
        also = " too" if said else ""
        said.append(f"{_names(rest)} {verb}{also}; no waiting list is on file, so no seats yet.")
    return " ".join(said)


def _buys(decisions: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    grow = decisions.loc[decisions["decision"].eq(rules.GROW), "program"]
    if grow.empty:
        return "Nothing grows, so nothing more is bought."
    names = [name for name in figures if re.fullmatch(r"(?:gain|rate)_\d+", name)]
    said = [
        f"{_named(figures[name].row)}: {{{name}}} {WORDS['gained'][name[:4]]} ({{{name}_low}} to "
        f"{{{name}_high}})"
        for name in names
    ]
    sure = WORDS["sure_of_all" if len(names) > 1 else "sure"]
    said = [f"{WORDS['ahead']} {'; '.join(said)}. {sure}"] if said else []
    untold = grow[~grow.isin({figures[name].row for name in names})]
    said += [f"Of {_names(untold)} no gain is shown."] if len(untold) else []
    return " ".join(said)


def _found(figures: Mapping[str, Figure], ranges: pd.DataFrame) -> str:
    said = []
    if "found" in figures:
        each = ", {each} a student" if "each" in figures else ""
        said.append(f"{{found}} a year is found{each}: {_pools(ranges, RECURRING)}.")
        if "plan_on" in figures:
            said.append("We plan on {plan_on} a year.")
    if "once" in figures:
        another = "Another {once}" if said else "{once}"
        said.append(
            f"{another} comes once: {_pools(ranges, ONE_TIME)}, and pays for nothing that lasts."
        )
    return " ".join(said) or "No dollar is found yet."


def _pools(ranges: pd.DataFrame, term: str) -> str:
    pools = ranges.loc[ranges["term"].eq(term) & ranges["pool"].ne("all"), "pool"]
    rules = "spent by its own rules" if len(pools) == 1 else "each spent by its own rules"
    return f"{_names(pools)}, {rules}"


def _labelled(figures: Mapping[str, Figure]) -> str:
    said = [
        f"{words}: {_dollars(label, figures)}."
        for label, words in LABEL_WORDS.items()
        if _dollars(label, figures)
    ]
    return f"*{' '.join(said)}*" if said else ""


def _risk(decisions: pd.DataFrame, figures: Mapping[str, Figure]) -> str:
    if decisions.empty:
        return NO_PROGRAM
    if "open_programs" not in figures:
        return "Of every program enough is known to decide."
    alone = figures["open_programs"].value == 1
    cost = "whose cost is not on file"
    if "open_dollars" in figures:
        least, missing = "", ""
        if "open_uncosted" in figures:
            least, missing = "at least ", " ({open_uncosted} with no cost on file)"
        cost = f"with {least}{{open_dollars}} a year{missing}"
    each = WORDS["it_is_tested" if alone else "each_is_tested"]
    if decisions["reason"].eq("no rule").any():
        each = WORDS["no_rule"]
    programs = _noun("open_programs", "program", figures)
    return f"Of {programs}, {cost}, too little is known yet to decide. {each}"


def _next(endings: pd.DataFrame, review: str) -> str:
    looks = f"The board looks again by {review}."
    if endings.empty:
        return looks
    told, last = day(endings["notice_by"].iloc[0]), day(endings["last_day"].iloc[0])
    return f"Staff are told by {told}. What ends, ends on {last}. {looks}"


# --- Published whole, or refused ---------------------------------------------------------------

BOARD = "For the board"
SIZES = (11, 10.5, 10, 9.5, 9)  # points; below nine a printed page is hard to read
RUN = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*")


class PageTooLongError(ValueError):
    """A page that does not fit one sheet at a size that can be read."""


class NotPrintableError(ValueError):
    """A page with a sign that the page's letters do not have."""


def publish_board_page(
    district,
    folder: str | Path,
    notebook: str,
    title: str,
    lines: Sequence[Line],
    figures: Mapping[str, Figure],
    edited: Mapping[str, str],
    refused: str = "",
    behind: Mapping[str, pd.DataFrame] | None = None,
) -> Markdown:
    """Publish page and board item; nothing, and no older one, when a number disagrees."""
    name, seal = f"{notebook}{HAND_OUT}board_page", stamp(district)
    removed = remove_files(folder, f"{name}.*")
    older = " The page published before was taken away." if removed else ""
    if refused:
        return in_jupyter(f"**No board page.** {refused}{older}")
    if not figures:
        missing = needs(district, "programs", "ledger")
        return in_jupyter(f"**No board page yet:** there is no figure to put on it. {missing}")
    try:
        text = agree.board_text(title, lines, figures, edited)
        printed = page_pdf(BOARD, text, seal)
    except (agree.NumbersDisagreeError, PageTooLongError, NotPrintableError) as error:
        said = f"**Not published.** {error} Mend the sentence, or the table.{older}"
        return Markdown(in_jupyter(said).data, metadata={NOT_PUBLISHED: _in_short(error)})
    item = board_item(title, lines, figures, edited, behind or {}, seal)
    write_page(folder, name, BOARD, text, seal, pdf=printed, docx=item)
    return Markdown(
        f"**Published:** the board page (`{name}.html`, `{name}.pdf`; to edit, `{name}.docx`), in "
        "the folder `take_home`. Every number on it agrees with its table."
    )


def _in_short(error: ValueError) -> str:
    if isinstance(error, agree.NumbersDisagreeError):
        return "a number disagrees"
    return "it is longer than a page" if isinstance(error, PageTooLongError) else "it has no PDF"


# --- As a board item in Word, which staff can edit ----------------------------------------------

ITEM = WORDS["memo"]


def board_item(
    title: str,
    lines: Sequence[Line],
    figures: Mapping[str, Figure],
    edited: Mapping[str, str],
    behind: Mapping[str, pd.DataFrame],
    seal: Stamp,
) -> bytes:
    """The item of the board's agenda: the lines and the tables of the page, as a Word document."""
    from docx import Document
    from docx.shared import Inches, Pt

    said = {line.key: agree.sentence(line, figures, edited) for line in lines}
    fixed = {line.key: agree.filled(Line("", "", line.fixed), figures).strip("*") for line in lines}
    item = Document()
    about = item.core_properties
    about.title, about.author = printable(f"{ITEM['title']}: {title}"), printable(seal.district)
    about.created = about.modified = datetime.combine(seal.dated, datetime.min.time())
    about.language, about.comments = "en-US", ""
    (sheet,) = item.sections
    sheet.left_margin = sheet.right_margin = Inches(1)
    sheet.footer.paragraphs[0].text = printable(_whose(seal))
    for style, size in {"Normal": 11, "Footer": 8, "Caption": 9}.items():
        item.styles[style].font.name, item.styles[style].font.size = "Calibri", Pt(size)
    item.add_heading(ITEM["title"], 0)
    head = {ITEM["district"]: _whose(seal), ITEM["subject"]: title}
    for label, words in (head | dict.fromkeys(ITEM["blanks"], ITEM["line"])).items():
        paragraph = item.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(printable(words))
    moves = {STOPS, GROWS} & set(behind)
    for part in ITEM["parts"]:
        item.add_heading(part["heading"], 1)
        motion = part.get("motion", False)
        if motion:
            item.add_paragraph(ITEM["motion" if moves else "no_motion"])
        for key in part.get("lines", []) if moves or not motion else []:
            for words in filter(None, (said.get(key), fixed.get(key))):
                item.add_paragraph(printable(words), "List Number" if motion else None)
        for name, columns in part.get("tables", []):
            known = behind.get(name, pd.DataFrame(columns=columns))
            known = known.dropna(subset=columns[1:], how="all")
            if len(known):
                _add_table(item, name, *in_words(known, columns, None))
    item.add_heading(ITEM["asked"], 1)
    for one in ITEM["questions"]:
        item.add_heading(one["ask"], 2)
        told = [agree.filled(Line("", "", text), figures) for text in one["answers"]
                if set(agree.PLACEHOLDER.findall(text)) <= set(figures)]  # fmt: skip
        told = [*(told or [one["otherwise"]]), *(said.get(key, "") for key in one.get("lines", []))]
        item.add_paragraph(printable(" ".join(told)))
    item.add_paragraph(printable(f"{ITEM['bound']} {seal.made_from}"))
    return document_bytes(item)


def _add_table(item, caption: str, table: pd.DataFrame, is_text: Sequence[bool]) -> None:
    """A table whose head stands on every page that it reaches."""
    from docx.oxml import OxmlElement
    from docx.shared import Inches, Pt

    item.add_paragraph(caption, "Caption").paragraph_format.keep_with_next = True
    first, others = ITEM["widths"][str(len(is_text))]
    shown = item.add_table(0, len(table.columns), "Light Grid Accent 1")
    for column, width in zip(shown.columns, chain([first], repeat(others)), strict=False):
        column.width = Inches(width)
    for words in (table.columns, *table.itertuples(index=False)):
        for place, cell in enumerate(shown.add_row().cells):
            cell.text = printable(words[place])
            cell.paragraphs[0].alignment = 0 if is_text[place] else 2  # left, right
            cell.paragraphs[0].runs[0].font.size = Pt(9)
    shown.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


# --- As a PDF that a screen reader can read: one sheet, the same bytes every time ---------------


def page_pdf(title: str, text: str, seal: Stamp) -> bytes:
    """A short Markdown text as a PDF of one page, tagged (PDF/UA-1), in the largest letters."""
    page = {"title": title, "district": seal.district, "whose": _whose(seal),
            "made": seal.made_from, "parts": list(_parts(text)),
            "day": [seal.dated.year, seal.dated.month, seal.dated.day]}  # fmt: skip
    for size in SIZES:
        printed = _printed(page | {"size": size})
        if printed:
            return printed
    longest = max(page["parts"], key=lambda part: 0 if part["small"] else len(str(part)))
    raise PageTooLongError(
        f"The page does not fit one sheet, even in letters of {SIZES[-1]} points. The longest line "
        f"is “{longest['heading'] or title}”: say it shorter."
    )


def _whose(seal: Stamp) -> str:
    invented = " Invented district: no real district's figures." if seal.invented else ""
    return f"{seal.line}.{invented}"


def _parts(text: str) -> Iterator[dict]:
    heading, paragraphs = "", []
    for paragraph in [*text.split("\n\n"), "## "]:
        words = " ".join(paragraph.split())
        if not words.startswith("##"):
            paragraphs.append(_runs(words))
            continue
        if paragraphs or heading:
            yield {"heading": heading, "paragraphs": paragraphs, "small": heading == agree.SOURCES}
        heading, paragraphs = words.lstrip("# "), []


def _runs(words: str) -> list[dict]:
    runs, place = [], 0
    for found in RUN.finditer(words):
        runs.append((words[place : found.start()], False, False))
        runs.append((found["bold"] or found["italic"], bool(found["bold"]), bool(found["italic"])))
        place = found.end()
    runs.append((words[place:], False, False))
    return [{"text": said, "bold": b, "italic": i} for said, b, i in runs if said]


def _printed(page: dict) -> bytes | None:
    """The PDF, or None where its text takes more than one page; its sources stand overleaf."""
    import typst

    how, template = typesetting(page=json.dumps(page)), looks("nb14_board_page.typ").encode()
    pages, *_ = json.loads(typst.query(template, "<pages>", field="value", **how))
    if pages > 1:
        return None
    try:
        return typst.compile(template, format="pdf", pdf_standards=["ua-1"], **how)
    except typst.TypstError as error:
        sign = re.search(r'text `"(.+?)"`', error.message)
        what = f"no letter for “{sign[1]}”" if sign else error.message
        raise NotPrintableError(f"The PDF has {what}: write it in plain letters.") from error
