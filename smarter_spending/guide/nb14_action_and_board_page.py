"""Notebook 14, "Plan of action and board page": its questions, findings and sentences.

Every function is one cell of the page, in its order, and takes the district's case.  The board
page itself is ``nb14_board_page``; whether its numbers agree with their tables,
``nb14_numbers_agree``.
"""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

import pandas as pd
from IPython.display import Markdown

from smarter_spending.case import DECIDES, PAYS, Case
from smarter_spending.district.choices import read_choices
from smarter_spending.guide import finding, panels
from smarter_spending.guide import take_home as artifacts
from smarter_spending.guide.finding import Finding, for_california
from smarter_spending.guide.nb14_board_page import Board, board, publish_board_page
from smarter_spending.guide.nb14_numbers_agree import (
    COUNT,
    DOLLARS,
    PERCENT,
    YEAR,
    Figure,
    Line,
    disagreements,
    filled,
    line_texts,
    lines_that_agree,
)
from smarter_spending.guide.opening import trust, whose
from smarter_spending.guide.questions import Question, ask_choice, ask_words, on_paper, talks
from smarter_spending.guide.sentences import (
    NOTHING,
    action_columns,
    action_rows,
    actions_table,
    say_verdicts,
    written,
)
from smarter_spending.guide.showing import Text, needs, show_text
from smarter_spending.planning.decisions import MOVES
from smarter_spending.planning.monitoring import (
    IN_LCAP,
    OUT_OF_LCAP,
    TOTAL,
    TOTALS,
    lcap_crosswalk,
    planned_by_place,
    with_totals,
)
from smarter_spending.words import dollars, literal, many

__all__ = ["trust", "whose"]  # every page begins with these two

TITLE = "Plan of action"
NEEDS = ("programs", "ledger")  # without the first the page says so; the board page asks for both
SPOKEN = ask_words(
    "thirty_seconds", "In the parking lot we say", frame="We stop … and grow … so that … by …"
)
PUBLISHED = ask_choice("check_publish", "May it be published?", ["Yes", "No"])
TALK = talks("14")


who = panels.asks_who


# --- Say it in thirty seconds first ------------------------------------------------------------


thirty_seconds = panels.asks(SPOKEN)  # commit in writing, before any page


# --- A decision is not an action ---------------------------------------------------------------


def decided(case: Case) -> Text:
    """What was decided, as notebook 10 says it."""
    return show_text(say_verdicts(case.decisions()), otherwise=_lacking(case))


def plan_of_action(case: Case):
    """For each decision: first step, who, by when, and what will show it."""
    return panels.matrix(
        case.choices,
        action_rows(case.decisions()),
        action_columns(),
        "action",
        "For each decision: first step, who, by when, and what will show it",
    )


def how_complete(case: Case) -> Text:
    """How many of the decisions have somebody, a date and evidence."""
    return show_text(actions(case).words, otherwise=_lacking(case))


def actions(case: Case) -> Finding:
    """The plan of action as it stands; a blank one goes home too, to be filled in."""
    table = actions_table(action_rows(case.decisions()), case.choices.answers)
    words = _say_actions(table)
    return Finding(TITLE, table, words=words, sheet="Plan of action", headline=True)


def _say_actions(actions: pd.DataFrame) -> str:
    """How many of the actions have somebody, a date and evidence."""
    actions = actions[actions["action_words"].ne(NOTHING)]
    if actions.empty:
        return f"{NOTHING}."
    full, count = len(actions.dropna(subset=["who", "when", "shown_by"])), len(actions)
    verb, it = ("has", "it") if count == 1 else ("have", "them")
    needs = f"{verb} somebody, a date, and what will show {it}"
    if full == count:
        return f"The one action {needs}." if count == 1 else f"All {count} actions {needs}."
    of = f"{full} of {many(count, 'action')}"
    return f"{of} {needs}. **An action without a name is a wish.**"


# --- Line items to goals -----------------------------------------------------------------------

# what the page calls the columns of the state's table, where the name alone is taken
HEADED = {
    "goal": "goal_in_lcap",
    "action": "action_in_lcap",
    "student_groups": "groups_in_lcap",
    "contributing": "contributing_words",
}
GROUPS = {
    "all": "All students",
    "sed": "Low-income students",
    "el": "English learners",
    "ltel": "Long-term English learners",
    "foster": "Foster youth",
    "homeless": "Homeless students",
    "migrant": "Migrant students",
    "swd": "Students with disabilities",
}


@for_california
def crosswalk(case: Case) -> Finding:
    """Every program in the columns of the LCAP's table; the page shows those that move."""
    lines = lcap_crosswalk(case.district.programs, case.decisions())
    table = _as_the_state_has_it(lines)
    return Finding(
        "Goal, action, expenditure: what moves, and the totals of all",
        table,
        ("goal_in_lcap", "action_in_lcap", "action_title", "lcff_funds", "other_state_funds",
         "local_funds", "federal_funds", "total_funds", "decision"),
        words=_say_crosswalk(lines),
        missing=_lacking(case),
        on_page=_moving(table),
        sheet="LCAP crosswalk",
        headline=True,
    )  # fmt: skip


def _as_the_state_has_it(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk in the words and the order of the state's table, its totals below."""
    if crosswalk.empty:
        return crosswalk
    table = with_totals(crosswalk)
    for column in ("student_groups", "unduplicated_groups"):
        table[column] = [_groups_in_words(cell) for cell in table[column]]
    return table.rename(columns=HEADED)


def _groups_in_words(cell: object) -> str | None:
    """Student groups by their names."""
    if pd.isna(cell):
        return None
    words = [word.strip() for word in str(cell).split(";") if word.strip()]
    return ", ".join(GROUPS.get(word.lower(), word) for word in words) or None


def _moving(table: pd.DataFrame) -> pd.DataFrame:
    """The lines that a decision moves, and the totals."""
    if table.empty:
        return table
    totals = table["action_title"].isin([*TOTALS.values(), TOTAL])
    return table[table["decision"].isin(MOVES) | totals]


def _say_crosswalk(crosswalk: pd.DataFrame) -> str:
    if crosswalk.empty:
        return ""
    planned = {row.place: row for row in planned_by_place(crosswalk).itertuples()}
    said = []
    if IN_LCAP in planned:
        said.append(_stand(planned[IN_LCAP], "stands in the LCAP", "stand in the LCAP"))
    if OUT_OF_LCAP in planned:
        there = "" if said else " stand in the LCAP"
        said.append(_stand(planned[OUT_OF_LCAP], f"does not{there}", f"do not{there}"))
    moving = len(crosswalk[crosswalk["place"].ne(OUT_OF_LCAP) & crosswalk["decision"].isin(MOVES)])
    changed = (
        f" **{many(moving, 'action')} of the LCAP would change by what was decided**: the annual "
        "update must say so."
        if moving
        else ""
    )
    return f"{'; '.join(said)}.{changed}"


def _stand(planned, one: str, several: str) -> str:
    verb, programs = one if planned.programs == 1 else several, many(planned.programs, "program")
    if not planned.stated:
        return f"{programs} without stated funds {verb}"
    least = "" if planned.stated == planned.programs else "at least "
    return f"{programs} with {least}{dollars(planned.total_funds)} planned {verb}"


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


# --- The tempting answer: round it up ----------------------------------------------------------

UNITS = {DOLLARS: "dollars", PERCENT: "share", COUNT: "count", YEAR: "year"}


def figures(case: Case) -> Finding:
    """Every number the board page may use, and its cell."""
    table = _figures_table(_board(case).figures)
    title = "Every number the board page may use, and its cell"
    return Finding(title, table, tuple(table), missing=_lacking(case), sheet="Figures")


def _figures_table(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Every figure with its value, in a column of its kind, and its table, row and heading."""
    rows = [
        {
            f"figure_{UNITS[one.kind]}": one.value,
            "from_table": one.table,
            "from_row": one.row,
            "from_column": one.heading,
        }
        for one in figures.values()
    ]
    columns = [f"figure_{unit}" for unit in UNITS.values()]
    return pd.DataFrame(rows, columns=[*columns, "from_table", "from_row", "from_column"])


# --- Write it in your own words ----------------------------------------------------------------


def write_the_lines(case: Case):
    """The lines as questions: leave one blank to keep what the tables say."""
    page = _board(case)
    return panels.form(case.choices, *_ask_lines(page.lines, page.figures))


def _ask_lines(lines: Sequence[Line], figures: Mapping[str, Figure]) -> list[Question]:
    """A question for each line, the sentence that the tables say standing faintly in it."""
    return [
        ask_words(f"board_{line.key}", line.heading, frame=filled(line, figures)) for line in lines
    ]


def as_it_stands(case: Case) -> Text:
    """The page as it stands, and whether every number agrees."""
    page = _board(case)
    return show_text(*line_texts(page.lines, page.figures, _edited(case)), agreement(case).words)


def agreement(case: Case) -> Finding:
    """Whether the board page may be published."""
    page = _board(case)
    words = _say_agreement(page.lines, page.figures, _edited(case))
    title = "Whether every number agrees with its table"
    return Finding(title, _figures_table(page.figures), words=words, headline=True)


def _say_agreement(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> str:
    if not figures:
        return "There is no figure to put on a board page yet."
    wrong = disagreements(lines, figures, edited)
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


def check_the_agreement(case: Case):
    """Check yourself: the sentence says $1.2M, the table $1,140,000."""
    return panels.check(
        case.choices,
        PUBLISHED,
        _may_be_published("We found $1.2M.", 1_140_000),
        "Round the table as far as the sentence is written: to one tenth of a million.",
        "The table rounds to $1.1M. Sixty thousand dollars are somebody's job.",
    )


def _may_be_published(sentence: str, value: float) -> str:
    """Whether a sentence may stand beside a table that says so many dollars."""
    line = Line("found", "Found", "{found}")
    figures = {"found": Figure(value, "the table", "all", "dollars")}
    return "No" if disagreements([line], figures, {"found": sentence}) else "Yes"


# --- Talk about it; what you found; take it home -----------------------------------------------

SECTIONS = (
    ("The challenge, and the goal", "notebooks 2, 3 and 12"),
    ("Where the money goes today", "notebooks 6 and 7"),
    ("What the programs bought", "notebooks 8 and 9"),
    ("What stops, what grows, and why", "notebooks 10 and 11"),
    ("What each school receives", "notebook 13"),
    ("Who does what by when", "this notebook"),
    ("What we do not know, and when we look again", "notebook 15"),
)


talk_log = panels.asks(*TALK)  # who speaks first, and what was said


def findings(case: Case) -> list[Finding]:
    """Every finding of the page, in its order, and the tables behind the board page."""
    behind = [Finding(name, table, sheet=name) for name, table in _board(case).behind.items()]
    return [actions(case), crosswalk(case), figures(case), *behind, agreement(case)]


def what_you_found(case: Case) -> Text:
    """The headline findings, one under another."""
    return finding.found(findings(case), otherwise=_lacking(case))


def publish(case: Case) -> Markdown:
    """Publish the board page, or say which number disagrees with its table."""
    page = _board(case)
    return publish_board_page(
        case.district,
        case.take_home,
        case.notebook,
        "What do we move, for whom, and how sure are we?",
        page.lines,
        page.figures,
        _edited(case),
        page.refused,
    )


def budget_outline(case: Case) -> Markdown:
    """The outline of the budget document, to hand out: only sentences that agree are in it."""
    page = _board(case)
    agreed = lines_that_agree(page.lines, page.figures, _edited(case))
    sentences = [page.refused] if page.refused else line_texts(page.lines, page.figures, agreed)
    return artifacts.hand_out(
        case,
        "budget_outline",
        "Outline of our budget document",
        _outline(sentences, actions(case).table, case.choices.answers),
    )


def _outline(sentences: Sequence[str], actions: pd.DataFrame, answers: Mapping[str, object]) -> str:
    lines = ["| Section | Comes from |", "|---|---|"]
    lines += [f"| {section} | {source} |" for section, source in SECTIONS]
    lines += ["", "## What can be said already", ""]
    lines += [f"- {sentence}" for sentence in sentences]
    lines += ["", "## Who does what by when", ""]
    known = actions[actions["action_words"].ne(NOTHING)]
    lines += [] if len(known) else [f"- {NOTHING}."]
    for row in known.astype(object).where(known.notna(), None).itertuples():
        step, who, when, shown = map(written, (row.first_step, row.who, row.when, row.shown_by))
        lines.append(
            f"- **{literal(row.action_words)}**: {step}; {who}, by {when}; shown by {shown}"
        )
    lines += ["", "## In our own words", ""]
    lines += on_paper([SPOKEN, *TALK], answers)
    return "\n".join(lines)


def take_home(case: Case) -> Markdown:
    """One page and one workbook."""
    return finding.take_home(case, TITLE, findings(case), [SPOKEN, *TALK])


def _lacking(case: Case) -> str:
    """What to say where the programs are absent from the folder; blank when they are there."""
    return needs(case.district, "programs")
