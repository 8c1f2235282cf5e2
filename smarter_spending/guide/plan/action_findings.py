"""Notebook 14 in words: the crosswalk, the figures of the board page, and whether they agree."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smarter_spending.analysis.learning_goals import levels_from_scores
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.student_rules import caaspp_scores
from smarter_spending.guide.exercises import BLANK, Question, on_paper
from smarter_spending.guide.learning.learning_tables import yearly_rates
from smarter_spending.guide.plan.action_room import NOTHING
from smarter_spending.guide.plan.board_check import disagreements
from smarter_spending.guide.plan.board_page import COUNT, DOLLARS, PERCENT, YEAR, Figure, Line
from smarter_spending.planning.decisions import FIX, GROW, STOP
from smarter_spending.planning.goals import goal_table, goals_of
from smarter_spending.planning.lcap_lines import NOT_IN, TOTAL, TOTALS, with_totals
from smarter_spending.words import dollars, many

SECTIONS = (
    ("The challenge, and the goal", "notebooks 2, 3 and 12"),
    ("Where the money goes today", "notebooks 6 and 7"),
    ("What the programs bought", "notebooks 8 and 9"),
    ("What stops, what grows, and why", "notebooks 10 and 11"),
    ("What each school receives", "notebook 13"),
    ("Who does what by when", "this notebook"),
    ("What we do not know, and when we look again", "notebook 15"),
)
UNITS = {DOLLARS: "dollars", PERCENT: "share", COUNT: "count", YEAR: "year"}
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


def goals_decided(district, folder: str | Path) -> pd.DataFrame:
    """The goals of the room's record in notebook 3, with their baseline and target.

    Parameters
    ----------
    district : District
    folder : path
        The district's folder.

    Returns
    -------
    DataFrame
        As ``goal_table`` gives; no rows when none was begun.
    """
    answers = open_choices(folder, "03_goals", TEAM).answers
    students = levels_from_scores(district.students_outcomes, caaspp_scores())
    goals = goals_of(answers, yearly_rates(students, district.minimum_group))
    return goal_table(goals, district.fiscal_year)


def crosswalk_in_words(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk in the words and the order of the state's table, its totals below.

    Parameters
    ----------
    crosswalk : DataFrame
        As ``lcap_crosswalk`` gives.

    Returns
    -------
    DataFrame
        The seventeen columns of the state's table, then ``decision`` and ``place``.
    """
    if crosswalk.empty:
        return crosswalk
    table = with_totals(crosswalk)
    for column in ("student_groups", "unduplicated_groups"):
        table[column] = [groups_in_words(cell) for cell in table[column]]
    return table.rename(columns=HEADED)


def moving_lines(in_words: pd.DataFrame) -> pd.DataFrame:
    """The lines of the crosswalk that a decision moves, and the totals.

    Parameters
    ----------
    in_words : DataFrame
        As ``crosswalk_in_words`` gives.

    Returns
    -------
    DataFrame
    """
    if in_words.empty:
        return in_words
    moving = in_words["decision"].isin([GROW, FIX, STOP])
    return in_words[moving | in_words["action_title"].isin([*TOTALS.values(), TOTAL])]


def groups_in_words(cell: object) -> str | None:
    """Student groups by their names.

    Parameters
    ----------
    cell : str or missing
        Their short names, separated by ";".

    Returns
    -------
    str or None

    Examples
    --------
    >>> groups_in_words("sed;el"), groups_in_words(None)
    ('Low-income students, English learners', None)
    """
    if pd.isna(cell):
        return None
    words = [word.strip() for word in str(cell).split(";") if word.strip()]
    return ", ".join(GROUPS.get(word.lower(), word) for word in words) or None


def say_crosswalk(crosswalk: pd.DataFrame) -> str:
    """How many programs stand in the LCAP, with how many dollars, and which decided ones do not.

    Parameters
    ----------
    crosswalk : DataFrame
        As ``lcap_crosswalk`` gives.

    Returns
    -------
    str
    """
    if crosswalk.empty:
        return ""
    out = crosswalk["place"].eq(NOT_IN)
    said = [
        _stand(crosswalk[~out], "stands in the LCAP", "stand in the LCAP"),
        _stand(crosswalk[out], "does not", "do not")
        if (~out).any()
        else _stand(crosswalk[out], "does not stand in the LCAP", "do not stand in the LCAP"),
    ]
    moving = (~out & crosswalk["decision"].isin([GROW, FIX, STOP])).sum()
    changed = (
        f" **{many(moving, 'action')} of the LCAP would change by what was decided**: the annual "
        "update must say so."
        if moving
        else ""
    )
    return f"{'; '.join(filter(None, said))}.{changed}"


def _stand(programs: pd.DataFrame, one: str, several: str) -> str:
    if programs.empty:
        return ""
    known = programs["total_funds"].notna()
    verb = one if len(programs) == 1 else several
    if not known.any():
        return f"{many(len(programs), 'program')} without stated funds {verb}"
    least = "" if known.all() else "at least "
    amount = dollars(programs["total_funds"].sum())
    return f"{many(len(programs), 'program')} with {least}{amount} planned {verb}"


def figures_table(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Every number of the board page with the cell it comes from.

    Parameters
    ----------
    figures : mapping of name to Figure

    Returns
    -------
    DataFrame, one row per figure
        Its value under ``figure_dollars``, ``figure_share``, ``figure_count`` or
        ``figure_year``; ``from_table, from_row`` and ``from_column`` (as the workbook's sheet
        has it).

    Examples
    --------
    >>> seats = Figure(820, "What grows", "All that grow", "seats", "count")
    >>> figures_table({"seats": seats})[["figure_count", "from_column"]].values.tolist()
    [[820, 'Students waiting']]
    """
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


def say_agreement(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> str:
    """Whether every number of the page agrees with its table; both figures where one does not.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence

    Returns
    -------
    str
    """
    if not figures:
        return "There is no figure to put on a board page yet."
    wrong = disagreements(lines, figures, edited)
    if wrong:
        return "**It cannot be published yet.** " + " ".join(str(one) for one in wrong)
    own = f"{many(len(edited), 'line')} in your own words" if edited else "every line as written"
    return f"Every number of the board page agrees with its table ({own})."


def may_be_published(sentence: str, value: float) -> str:
    """Whether a sentence may stand beside a table that says a figure: the check of notebook 14.

    Parameters
    ----------
    sentence : str
    value : float
        Dollars, in the table.

    Returns
    -------
    str
        "Yes" or "No".

    Examples
    --------
    >>> may_be_published("We found $1.2M.", 1_140_000), may_be_published("$1.1M", 1_140_000)
    ('No', 'Yes')
    """
    line = Line("found", "Found", "{found}")
    figures = {"found": Figure(value, "the table", "all", "dollars")}
    return "No" if disagreements([line], figures, {"found": sentence}) else "Yes"


def budget_outline(
    sentences: Sequence[str],
    actions: pd.DataFrame,
    questions: Sequence[Question],
    answers: Mapping[str, object],
) -> str:
    """The outline of a budget document: what goes where, and what is already said.

    Parameters
    ----------
    sentences : sequence of str
        The board page's lines, as ``line_texts`` gives.
    actions : DataFrame
        As ``actions_table`` gives.
    questions : sequence of Question
    answers : mapping

    Returns
    -------
    str
        Markdown.
    """
    lines = ["| Section | Comes from |", "|---|---|"]
    lines += [f"| {section} | {source} |" for section, source in SECTIONS]
    lines += ["", "## What can be said already", ""]
    lines += [f"- {sentence}" for sentence in sentences]
    lines += ["", "## Who does what by when", ""]
    known = actions[actions["action_words"].ne(NOTHING)]
    lines += [] if len(known) else [f"- {NOTHING}."]
    for row in known.astype(object).where(known.notna(), None).itertuples():
        lines.append(
            f"- **{row.action_words}**: {row.first_step or BLANK}; {row.who or BLANK}, by "
            f"{row.when or BLANK}; shown by {row.shown_by or BLANK}"
        )
    lines += ["", "## In our own words", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)
