"""How what ends is ended, in words: the plan as a table, a sentence and a page."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.display.exercises import BLANK, Question, on_paper
from smarter_spending.display.wording import day, dollars, listed, many, number


def sunset_table(plan: pd.DataFrame) -> pd.DataFrame:
    """The sunset plan, its dates in words.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives.

    Returns
    -------
    DataFrame
    """
    table = plan.assign(taken_on_by=plan["taken_on_by"].replace("", None))
    table["owner"] = plan["owner"].replace("", None)
    for column in ("notice_by", "last_day", "review"):
        table[column] = [day(value) for value in plan[column]]
    table = table.rename(columns={"students": "students_affected", "review": "review_by"})
    return table.drop(columns="program_id")


def say_sunset(plan: pd.DataFrame, minimum: int) -> str:
    """How many students the endings touch, by when they are told, and who has no place yet.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives.
    minimum : int, students

    Returns
    -------
    str
    """
    if plan.empty:
        return "No program ends, so there is nothing to wind down."
    counted = plan["students"].notna()
    students = f"about {number(plan['students'].sum(), 0)} students" if counted.any() else ""
    unknown = (
        f"{many((~counted).sum(), 'program')} whose students nobody counted (or fewer than "
        f"{minimum})"
    )
    touched = " and ".join(part for part in (students, unknown if (~counted).any() else "") if part)
    lost = plan.loc[plan["taken_on_by"].eq(""), "program"]
    place = (
        f" **Nobody is named yet to take on the students of {listed(lost)}.**" if len(lost) else ""
    )
    return (
        f"{many(len(plan), 'program')} would end on {day(plan['last_day'].iloc[0])}; staff are "
        f"told by {day(plan['notice_by'].iloc[0])}. That touches {touched}.{place} Moving people "
        f"to their next post costs about {dollars(plan['transition'].sum())}, once."
    )


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
    lines = [say_sunset(plan, minimum), ""]
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
