"""How what ends is ended, in words: the plan as a table, a sentence and a page."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from smarter_spending.guide.exercises import BLANK, Question, on_paper
from smarter_spending.words import day, dollars, listed, many, number

TAKEN_ON = "taken_on"  # where notebook 10 keeps who takes on the students of what ends
OURS = "whom our own answer names"
NOBODY: Mapping[str, object] = MappingProxyType({})


def sunset_table(plan: pd.DataFrame, answers: Mapping[str, object] = NOBODY) -> pd.DataFrame:
    """The sunset plan, its dates in words.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives.
    answers : mapping, optional
        What the room added: where it says who takes on the students, no line says that nobody
        is named.

    Returns
    -------
    DataFrame
    """
    unnamed = OURS if _answered(answers) else None
    table = plan.assign(taken_on_by=plan["taken_on_by"].replace("", unnamed))
    table["owner"] = plan["owner"].replace("", None)
    for column in ("notice_by", "last_day", "review"):
        table[column] = [day(value) for value in plan[column]]
    table = table.rename(columns={"students": "students_affected", "review": "review_by"})
    return table.drop(columns="program_id")


def say_sunset(plan: pd.DataFrame, minimum: int, answers: Mapping[str, object] = NOBODY) -> str:
    """How many students the endings touch, by when they are told, and who has no place yet.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives.
    minimum : int, students
    answers : mapping, optional
        What the room added to the plan.

    Returns
    -------
    str
    """
    if plan.empty:
        return "No program ends, so there is nothing to wind down."
    return (
        f"{many(len(plan), 'program')} would end on {day(plan['last_day'].iloc[0])}; staff are "
        f"told by {day(plan['notice_by'].iloc[0])}. That touches {_touched(plan, minimum)}."
        f"{_places(plan, answers)} Moving people to their next post costs about "
        f"{dollars(plan['transition'].sum())}, once."
    )


def _touched(plan: pd.DataFrame, minimum: int) -> str:
    counted, parts = plan["students"].notna(), []
    if counted.any():
        # a child in two of these programs is in both counts
        places = "places (students counted once for each program)"
        noun = places if counted.sum() > 1 else "students"
        parts.append(f"about {number(plan['students'].sum())} {noun}")
    if not counted.all():
        parts.append(
            f"{many((~counted).sum(), 'program')} whose students nobody counted (or fewer than "
            f"{minimum})"
        )
    return " and ".join(parts)


def _places(plan: pd.DataFrame, answers: Mapping[str, object]) -> str:
    lost = plan["taken_on_by"].eq("")
    said = ""
    if not lost.all():
        said = (
            f" Other programs are to take on the students of "
            f"{listed(plan.loc[~lost, 'program'])}. No seat for them is in the savings."
        )
    if not lost.any():
        return said
    names = listed(plan.loc[lost, "program"])
    if _answered(answers):
        ours = f"Who takes on the students of {names}: the room's own answer stands with the plan."
        return f"{said} {ours}"
    return f"{said} **Nobody is named yet to take on the students of {names}.**"


def _answered(answers: Mapping[str, object]) -> bool:
    return bool(str(answers.get(TAKEN_ON) or "").strip())


def sunset_page(
    plan: pd.DataFrame,
    endings: pd.DataFrame,
    answers: Mapping[str, object],
    questions: Sequence[Question],
    minimum: int,
) -> str:
    """The sunset plan as a page to hand out, with lines to fill in where nobody answered.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives.
    endings : DataFrame
        As ``sunset_table`` gives.
    answers : mapping
    questions : sequence of Question
        What the room adds to the plan.
    minimum : int, students

    Returns
    -------
    str
        Markdown.
    """
    lines = [say_sunset(plan, minimum, answers), ""]
    for row in endings.astype(object).where(endings.notna(), None).itertuples():
        students = row.students_affected
        touched = "not known or too few to show" if students is None else number(students)
        lines += [
            f"### {row.program}",
            "",
            f"- **Decision:** {row.decision}, looked at again by {row.review_by}",
            f"- **Students affected:** {touched}; taken on by {row.taken_on_by or BLANK}",
            f"- **Staff told by** {row.notice_by}; **last day** {row.last_day}",
            f"- **Who sees to it:** {row.owner or BLANK}",
            f"- **Moving people to their next post, once:** {dollars(row.transition)}",
            "",
        ]
    lines += ["## What we added", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)
