"""Notebook 14, "Plan of action and board page": its questions, findings and sentences.

The board page itself is ``nb14_board_page``; whether its numbers agree with their tables,
``nb14_numbers_agree``; words that are only words, ``nb14_words.toml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from weakref import WeakKeyDictionary

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.case import DECIDES, PAYS, Case
from smarter_spending.district.choices import read_choices
from smarter_spending.guide import charts, finding, opening, panels
from smarter_spending.guide import nb14_numbers_agree as agree
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, Picture
from smarter_spending.guide.nb14_board_page import WORDS, Board, board, publish_board_page
from smarter_spending.guide.nb14_numbers_agree import Figure, Line
from smarter_spending.guide.opening import trust
from smarter_spending.guide.questions import Question, ask_choice, ask_words, on_paper, talks
from smarter_spending.guide.sentences import (
    NOTHING,
    action_columns,
    action_rows,
    actions_table,
    say_filed,
    to_the_board,
    written,
)
from smarter_spending.guide.showing import Text, show_text, text_html
from smarter_spending.planning import monitoring
from smarter_spending.planning.decisions import ENDS, GROW, MOVES, already_ending
from smarter_spending.words import dollars, listed, literal, many

__all__ = ["trust"]  # what was checked: on this page for the analyst

TITLE = "Plan of action"
NEEDS = ("programs", "ledger")  # without the first the page says so; the board page asks for both
_lacking = finding.lacking("programs")
SPOKEN = ask_words(
    "thirty_seconds", "In the parking lot we say", frame="We stop … and grow … so that … by …"
)
PUBLISHED = ask_choice("check_publish", "May it be published?", ["Yes", "No"])
TALK = talks("14")


# --- In short ----------------------------------------------------------------------------------


def in_short(case: Case) -> HTML:
    """What growing takes and who pays it; how many of the actions somebody has taken on."""
    table = _real(actions(case).table)
    full = _complete(table)
    drawn = charts.chart_tries(_by_kind(table)) if len(table) else ""
    counted = f"{len(full)} of {len(table)}" if len(table) else ""
    lacking = _lacking(case)  # what the district filed for the year ahead needs no program
    said = f"{say_filed(case.plan())} {lacking}" if lacking else _say_in_short(_board(case).figures)
    unit = "actions have somebody, a date and evidence"
    decided = {"who and by when": listed(full["action_words"].str.split(": ").str[-1], most=3)}
    return opening.in_short(case, said, counted, unit, drawn, decided)


def _say_in_short(figures: Mapping[str, Figure]) -> str:
    if "grown" not in figures:
        found = f"{figures['found'].words} a year is found" if "found" in figures else ""
        return f"{found}, and nothing grows yet." if found else "No dollar is found to move yet."
    grown, paid = figures["grown"], figures.get("grown_paid")
    needs = f"What is to grow needs {grown.words} in its first year"
    if paid is None:
        return f"{needs}; what we plan on pays none of it yet."
    part = f"{paid.words} of it" if monitoring.paid_short(grown.value, paid.value) else "all of it"
    return f"{needs}; what we plan on pays {part}."


def _by_kind(table: pd.DataFrame) -> pd.DataFrame:
    """Of each kind of decision, how many actions are complete, as dots to count."""
    rows = []
    for kind in (*MOVES, ENDS):
        here = table[table["action_words"].str.startswith(f"{kind}: ")]
        full = len(_complete(here))
        rows += [(kind, full, len(here), f"{full} of {len(here)}")] if len(here) else []
    return pd.DataFrame(rows, columns=["program", "tries", "of", "tries_words"])


def _real(actions: pd.DataFrame) -> pd.DataFrame:
    return actions[actions["action_words"].ne(NOTHING)]


def _complete(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that have somebody, a date and evidence."""
    return actions.dropna(subset=["who", "when", "shown_by"])


# --- Every seat that is new was paid for somewhere else ------------------------------------------

MOST = 8  # programs, and actions, in a picture; all stand in the workbook

# commit in writing, before any page
thirty_seconds = panels.asks(SPOKEN, expected=lambda case: _say_in_short(_board(case).figures))


def moves(case: Case) -> Finding:
    """What each program that moves costs the ledger before and after."""
    decisions, found, figures = (of := _board(case)).decisions, of.found, of.figures
    table = monitoring.before_and_after(decisions, found.savings, found.uses, found.planned.by_use)
    said = WORDS["picture"]
    rows, grows = list(table.itertuples()), table["wanted_dollars"].notna()
    drawn = table.assign(
        who=[f"{many(row.seats, 'student')} wait" if one else WORDS["moves"].get(row.lever, "stops")
             for row, one in zip(rows, grows, strict=True)],
        began=table["today_dollars"], now=table["after_dollars"], goal=table["wanted_dollars"],
        low=None, high=None, scale="", shown=["gain shown" if one else "" for one in grows],
        said=[f"{dollars(row.today_dollars)} to {dollars(row.after_dollars)}" for row in rows],
        more=[f"{dollars(row.wanted_dollars)} if all who wait are seated" if one
              else f"{dollars(row.freed_dollars)} less"
              for row, one in zip(rows, grows, strict=True)],
        group=[said["grows" if one else "frees"] for one in grows],
    )  # fmt: skip
    title, note = _say_moves(figures), said["note"]
    chart = partial(charts.chart_moved, note=note, start=0.0)
    shown = {"words": _say_not_drawn(decisions, table), "missing": _lacking(case) or f"{title}."}
    picture = Picture(chart, _first(drawn), title)
    return Finding(title, table, picture=picture, sheet="Before and after", **shown)


def _first(drawn: pd.DataFrame) -> pd.DataFrame:
    """The programs that free most and those that grow most, as many as a picture holds."""
    grow = drawn["wanted_dollars"].notna()
    frees, grows = drawn[~grow], drawn[grow]
    return pd.concat([frees[: MOST - min(len(grows), 3)], grows[:3]])


def _say_moves(figures: Mapping[str, Figure]) -> str:
    freed = [f"{figures[name].words} {per}" for name, per in (("found", "a year"), ("once", "once"))
             if name in figures]  # fmt: skip
    frees = f"What ends or shrinks would free {listed(freed)}" if freed else "Nothing is freed yet"
    grown = figures.get("grown")
    return f"{frees}; {f'what grows needs {grown.words}' if grown else 'nothing grows yet'}"


def _say_not_drawn(decisions: pd.DataFrame, table: pd.DataFrame) -> str:
    """What the picture leaves out: what ends anyway, and what grows or is fixed without dollars."""
    ending = already_ending(decisions)["program"]
    rest = decisions[~decisions["program_id"].isin(table["program_id"])]
    rest = rest[~rest["program"].isin(ending)]
    grow = rest.loc[rest["decision"].eq(GROW), "program"]
    fixed = rest[rest["decision"].isin(MOVES) & rest["decision"].ne(GROW)]
    left = table[~table["program_id"].isin(_first(table)["program_id"])]
    grows = left.loc[left["wanted_dollars"].notna(), "program"]
    to_grow = f"; of these, to grow: {listed(grows)}" if len(grows) else ""
    said = [
        f"{many(len(left), 'more program')} in the workbook{to_grow}." if len(left) else "",
        f"Ending anyway, and in none of these figures: {listed(ending)}." if len(ending) else "",
        f"No waiting list is on file for {listed(grow)}, so no seats yet." if len(grow) else "",
        f"{many(len(fixed), 'program')} to fix with the dollars on hand." if len(fixed) else "",
    ]
    return " ".join(filter(None, said))


# --- A decision is not an action ---------------------------------------------------------------

PARTS = ("first_step", "who", "when", "shown_by")


def actions(case: Case) -> Finding:
    """The plan of action as it stands; a blank one goes home too, to be filled in."""
    table = actions_table(action_rows(case.decisions()), case.choices.answers)
    title, rows = _say_actions(table).rstrip("."), list(_real(table)[:MOST].itertuples())
    given = [[part for part in PARTS if pd.notna(getattr(row, part))] for row in rows]
    drawn = pd.DataFrame({"program": [row.action_words for row in rows], "of": len(PARTS),
                          "tries": [len(parts) for parts in given],
                          "tries_words": [_who(row) for row in rows]})  # fmt: skip
    picture = Picture(charts.chart_tries, drawn, title) if rows else None
    return Finding(TITLE, table, picture=picture, missing=_lacking(case), sheet="Plan of action")


def _who(row) -> str:
    who = "nobody yet" if pd.isna(row.who) else " ".join(str(row.who).split())
    return who if pd.isna(row.when) else f"{who}, by {' '.join(str(row.when).split())}"


def _say_actions(actions: pd.DataFrame) -> str:
    """How many of the actions have somebody, a date and evidence."""
    actions = _real(actions)
    if actions.empty:
        return f"{NOTHING}."
    full, count = len(_complete(actions)), len(actions)
    verb, it = ("has", "it") if count == 1 else ("have", "them")
    needs = f"{verb} somebody, a date, and what will show {it}"
    if full == count:
        return f"The one action {needs}." if count == 1 else f"All {count} actions {needs}."
    return f"{full} of {many(count, 'action')} {needs}."


def in_the_lcap(case: Case) -> Text:
    """How many actions of the LCAP would change; in another state, nothing."""
    lines = monitoring.lcap_crosswalk(case.district.programs, case.decisions())
    return show_text("" if finding.elsewhere(case.district) else _say_changed(lines))


@finding.for_california
def crosswalk(case: Case) -> Finding:
    """Every program in the columns of the LCAP's table; the page shows those that move."""
    lines = monitoring.lcap_crosswalk(case.district.programs, case.decisions())
    table = _as_the_state_has_it(lines)
    shown = {"words": _say_changed(lines), "missing": _lacking(case), "on_page": _moving(table)}
    return Finding(table=table, **shown, **WORDS["crosswalk"])


def _as_the_state_has_it(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk in the words and the order of the state's table, its totals below."""
    if crosswalk.empty:
        return crosswalk
    table = monitoring.with_totals(crosswalk)
    for column in ("student_groups", "unduplicated_groups"):
        table[column] = [_groups_in_words(cell) for cell in table[column]]
    return table.rename(columns=WORDS["headed"])


def _groups_in_words(cell: object) -> str | None:
    """Student groups by their names."""
    if pd.isna(cell):
        return None
    words = [word.strip() for word in str(cell).split(";") if word.strip()]
    return ", ".join(WORDS["groups"].get(word.lower(), word) for word in words) or None


def _moving(table: pd.DataFrame) -> pd.DataFrame:
    """The lines that a decision moves, and the totals."""
    if table.empty:
        return table
    totals = table["action_title"].isin([*monitoring.TOTALS.values(), monitoring.TOTAL])
    return table[table["decision"].isin(MOVES) | totals]


def _say_changed(crosswalk: pd.DataFrame) -> str:
    moving = len(
        crosswalk[crosswalk["place"].ne(monitoring.OUT_OF_LCAP) & crosswalk["decision"].isin(MOVES)]
    )
    changed = f"**{many(moving, 'action')} of the LCAP would change by what was decided**"
    return f"{changed}: the annual update must say so." if moving else ""


# --- The board page as it is written, once until somebody answers again ------------------------

DECIDED_ON = ("03_goals", DECIDES, PAYS)  # the pages whose answers it follows
_BOARDS: WeakKeyDictionary[Case, tuple[list[str], Board]] = WeakKeyDictionary()


def _board(case: Case) -> Board:
    """The board page; written anew when an answer has changed since."""
    folder = case.district.folder
    given = [read_choices(folder, page).to_json(default_handler=str) for page in DECIDED_ON]
    kept = _BOARDS.get(case)
    if kept is None or kept[0] != given:
        kept = _BOARDS[case] = given, board(case)
    return kept[1]


UNITS = {agree.DOLLARS: "dollars", agree.PERCENT: "share", agree.COUNT: "count", agree.YEAR: "year",
         agree.POINTS: "points"}  # fmt: skip


def figures(case: Case) -> Finding:
    """Every number the board page may use, and its cell."""
    table = _figures_table(_board(case).figures)
    title = "Every number the board page may use, and its cell"
    return Finding(title, table, tuple(table), missing=_lacking(case), sheet="Figures")


def _figures_table(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Every figure with its value, in a column of its kind, and its table, row and heading."""
    rows = [{f"figure_{UNITS[one.kind]}": one.value, "from_table": one.table,
             "from_row": one.row, "from_column": one.heading}
            for one in figures.values()]  # fmt: skip
    columns = [f"figure_{unit}" for unit in UNITS.values()]
    return pd.DataFrame(rows, columns=[*columns, "from_table", "from_row", "from_column"])


def rounding(case: Case) -> Text:
    """The tempting answer: the dollars found, rounded up, held against their table."""
    page = _board(case)
    found = page.figures.get("found")
    tempting = f"We found {dollars(monitoring.rounded_up(found.value))} a year." if found else ""
    line = Line("found", WORDS["headings"]["found"], "{found}")
    wrong = agree.disagreements([line], page.figures, {"found": tempting}) if found else []
    said = f"Write “{tempting}” and the page is not published: {wrong[0]}" if wrong else ""
    return show_text(said, otherwise=_lacking(case))


def write_the_lines(case: Case):
    """The lines as questions: leave one blank to keep what the tables say."""
    page = _board(case)
    return panels.form(case.choices, *_ask_lines(page.lines, page.figures))


def _ask_lines(lines: Sequence[Line], figures: Mapping[str, Figure]) -> list[Question]:
    """A question for each line, the sentence that the tables say standing faintly in it."""
    return [
        ask_words(f"board_{line.key}", line.heading, frame=agree.filled(line, figures))
        for line in lines
    ]


def as_it_stands(case: Case) -> HTML:
    """Whether every number agrees; the page as it stands is folded below."""
    page = _board(case)
    lines = show_text(*agree.line_texts(page.lines, page.figures, _edited(case))).markdown
    read = f"<details><summary>Read the board page as it stands</summary>{text_html(lines)}"
    return HTML(f"{text_html(page.refused or agreement(case).words)}{read}</details>")


def agreement(case: Case) -> Finding:
    """Whether the board page may be published."""
    page = _board(case)
    words = _say_agreement(page.lines, page.figures, _edited(case))
    title = "Whether every number agrees with its table"
    return Finding(title, _figures_table(page.figures), words=words)


def _say_agreement(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> str:
    if not figures:
        return "There is no figure to put on a board page yet."
    wrong = agree.disagreements(lines, figures, edited)
    if wrong:
        return "**It cannot be published yet.** " + " ".join(str(one) for one in wrong)
    own = f"{many(len(edited), 'line')} in your own words" if edited else "every line as written"
    return f"Every number of the board page agrees with its table ({own})."


def _edited(case: Case) -> dict[str, str]:
    return lines_edited(_board(case).lines, case.choices.answers)


def lines_edited(lines: Sequence[Line], answers: Mapping[str, object]) -> dict[str, str]:
    """The lines that somebody wrote anew, by key."""
    given = {line.key: str(answers.get(f"board_{line.key}") or "").strip() for line in lines}
    return {key: text for key, text in given.items() if text}


# --- Decide, check yourself, say it to your board ----------------------------------------------

talk_first = opening.talk_first


def decide(case: Case) -> panels.TableForm:
    """The decision of this page: who does it, by when, for the next action that lacks it."""
    rows, lacks = action_rows(case.decisions()), actions(case).table.isna().any(axis=1)
    caption = "The next action that lacks somebody, a date or evidence"
    here = rows[lacks.to_numpy()] if lacks.any() else rows
    return panels.matrix(case.choices, here[:1], action_columns(), "action", caption)


def plan_of_action(case: Case) -> panels.TableForm:
    """For each decision: first step, who, by when, and what will show it."""
    caption = "For each decision: first step, who, by when, and what will show it"
    rows = action_rows(case.decisions())
    asked = panels.matrix(case.choices, rows, action_columns(), "action", caption)
    return panels.says(asked, lambda: _say_actions(actions(case).table))


def check_the_agreement(case: Case):
    """Check yourself: the sentence says $1.2M, the table $1,140,000."""
    right = _may_be_published("We found $1.2M.", 1_140_000)
    return panels.check(case.choices, PUBLISHED, right, *WORDS["check"])


def _may_be_published(sentence: str, value: float) -> str:
    """Whether a sentence may stand beside a table that says so many dollars."""
    line = Line("found", "Found", "{found}")
    figures = {"found": Figure(value, "the table", "all", "dollars")}
    return "No" if agree.disagreements([line], figures, {"found": sentence}) else "Yes"


def say_to_board(case: Case) -> Text:
    """What may be said in public, and what may not."""
    return show_text(_say_to_board(_board(case).figures), otherwise=_lacking(case))


def _say_to_board(figures: Mapping[str, Figure]) -> str:
    labels = [(label, figures.get(f"{label}_year")) for label in WORDS["may_say"]]
    may = [WORDS["may_say"][label].format(one.words) for label, one in labels if one]
    if "open_programs" in figures:
        unknown = many(figures["open_programs"].value, "program")
        may.append(f"Of {unknown} we do not know enough yet to decide.")
    grown, paid = figures.get("grown"), figures.get("grown_paid")
    may_not = [f"“We saved {one.words}.” No ledger shows it yet." for label, one in labels
               if one and label != "realised"]  # fmt: skip
    if grown and (paid is None or monitoring.paid_short(grown.value, paid.value)):
        pays = f"only {paid.words}" if paid else "none"
        need = f"That needs {grown.words}, and what we plan on pays {pays} of it."
        may_not.append(f"“Every student who waits gets a seat.” {need}")
    return to_the_board(may or [f"{NOTHING}."], may_not)


# --- Take it home ------------------------------------------------------------------------------


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order, and the tables behind the board page."""
    behind = [Finding(name, table, sheet=name) for name, table in _board(case).behind.items()]
    plan = actions(case)
    plan = replace(plan, words=_say_actions(plan.table))
    return [moves(case).titled(), plan, crosswalk(case), figures(case), *behind, agreement(case)]


def publish(case: Case) -> Markdown:
    """Publish the board page, or say which number disagrees with its table."""
    page = _board(case)
    where = case.district, case.take_home, case.notebook, WORDS["title"]
    said = page.lines, page.figures, _edited(case), page.refused, page.behind
    return publish_board_page(*where, *said)


def budget_outline(case: Case) -> Markdown:
    """The outline of the budget document, to hand out: only sentences that agree are in it."""
    page = _board(case)
    agreed = agree.lines_that_agree(page.lines, page.figures, _edited(case))
    sentences = (
        [page.refused] if page.refused else agree.line_texts(page.lines, page.figures, agreed)
    )
    text = _outline(sentences, actions(case).table, case.choices.answers)
    return artifacts.hand_out(case, "budget_outline", "Outline of our budget document", text)


def _outline(sentences: Sequence[str], actions: pd.DataFrame, answers: Mapping[str, object]) -> str:
    lines = ["| Section | Comes from |", "|---|---|"]
    lines += [f"| {section} | {source} |" for section, source in WORDS["sections"].items()]
    lines += ["", "## What can be said already", ""]
    lines += [f"- {sentence}" for sentence in sentences]
    lines += ["", "## Who does what by when", ""]
    known = _real(actions)
    lines += [] if len(known) else [f"- {NOTHING}."]
    for row in known.astype(object).where(known.notna(), None).itertuples():
        step, who, when, shown = map(written, (row.first_step, row.who, row.when, row.shown_by))
        taken = f"{step}; {who}, by {when}; shown by {shown}"
        lines.append(f"- **{literal(row.action_words)}**: {taken}")
    lines += ["", "## In our own words", ""]
    lines += on_paper([SPOKEN, *TALK], answers)
    return "\n".join(lines)


take_home = finding.taken_home(TITLE, findings, SPOKEN, *TALK)
