"""Notebook 14 in words: the crosswalk, the figures of the board page, and whether they agree."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from smarter_spending.analysis.learning_goals import levels_from_scores
from smarter_spending.display.board_page import Figure, Line, disagreements
from smarter_spending.display.exercises import BLANK, Question, on_paper
from smarter_spending.display.goal_room import goal_table, goals_of, statements_of
from smarter_spending.display.learning_tables import yearly_rates
from smarter_spending.display.wording import dollars, many
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.district.student_rules import caaspp_scores
from smarter_spending.planning.lcap_lines import NOT_IN

SECTIONS = (
    ("The challenge, and the goal", "notebooks 2, 3 and 12"),
    ("Where the money goes today", "notebooks 6 and 7"),
    ("What the programs bought", "notebooks 8 and 9"),
    ("What stops, what grows, and why", "notebooks 10 and 11"),
    ("What each school receives", "notebook 13"),
    ("Who does what by when", "this notebook"),
    ("What we do not know, and when we look again", "notebook 15"),
)


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
    return goal_table(goals, statements_of(answers), district.fiscal_year)


def crosswalk_in_words(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk under the headings a page knows.

    Parameters
    ----------
    crosswalk : DataFrame
        As ``lcap_crosswalk`` gives.

    Returns
    -------
    DataFrame
    """
    names = {"goal": "goal_in_lcap", "action": "action_in_lcap", "action_title": "program"}
    return crosswalk.rename(columns=names)


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
    inside = crosswalk[~out]
    moving = crosswalk[~out & crosswalk["decision"].isin(["Grow", "Fix", "Stop"])]
    outside = crosswalk.loc[out, "total_funds"].sum()
    return (
        f"{many(len(inside), 'program')} with {dollars(inside['total_funds'].sum())} planned stand "
        f"in the LCAP; {many(out.sum(), 'program')} with {dollars(outside)} do not. "
        f"**{many(len(moving), 'action')} of the LCAP would change by what was decided**: the "
        "annual update must say so."
    )


def figures_table(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """Every number of the board page with the cell it comes from.

    Parameters
    ----------
    figures : mapping of name to Figure

    Returns
    -------
    DataFrame
        ``figure_words, from_table, from_row, from_column``.
    """
    rows = [(one.words, one.table, one.row, one.column) for one in figures.values()]
    columns = ["figure_words", "from_table", "from_row", "from_column"]
    return pd.DataFrame(rows, columns=columns)


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
        The board page's lines.
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
    for row in actions.astype(object).where(actions.notna(), None).itertuples():
        lines.append(
            f"- **{row.action_words}**: {row.first_step or BLANK}; {row.who or BLANK}, by "
            f"{row.when or BLANK}; shown by {row.shown_by or BLANK}"
        )
    lines += ["", "## In our own words", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)
