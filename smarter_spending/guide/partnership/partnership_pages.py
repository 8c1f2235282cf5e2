"""The pages a partnership signs and hands out: charter, principles, communications plan.

Everything on them comes from the choices; what nobody has chosen is a blank to fill in.
"""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.guide.exercises import BLANK
from smarter_spending.guide.partnership.partnership import budget_audiences
from smarter_spending.guide.partnership.partnership_answers import (
    OWNERS,
    PRINCIPLES_HELD,
    TELLING,
    policies_given,
    principles_given,
    rights_given,
    telling_given,
)
from smarter_spending.guide.partnership.partnership_findings import (
    principle_meaning,
    say_policies,
    say_process,
    say_speech,
)
from smarter_spending.planning.partnership import ROLES, decision_rights_problems, policy_gaps
from smarter_spending.words import listed

SIGNATURE = "____________________________"


def charter_body(answers: Mapping[str, object], hours: pd.DataFrame) -> str:
    """The charter for three signatures: why, who owns it, who decides, by what, at what cost.

    Parameters
    ----------
    answers : mapping of key to answer
        The choices of notebook 1.
    hours : DataFrame
        As ``process_hours`` gives.

    Returns
    -------
    str
        Markdown; what nobody has chosen is ``______``.

    Examples
    --------
    >>> empty = pd.DataFrame(columns=["meeting", "person_hours", "priced_hours", "dollars"])
    >>> charter_body({}, empty).splitlines()[-1]
    '| Chief academic official | ____________________________ | ______ |'
    """
    said = {key: _words(answers.get(key)) for key in ("owner", "team", "meets", "tie")}
    parts = [
        "We plan, pay for and judge what we do for students together, by the rules below. "
        "They hold until the three of us change them in writing.",
        f"## Why we work as one\n\n{_paragraph(answers.get('purpose'))}",
        "## Who owns the process",
        f"- Owner: {said['owner']}\n- The team, by role: {said['team']}\n"
        f"- It meets: {said['meets']}\n"
        f"- Where finance and academics cannot agree, this settles it: {said['tie']}",
        "## Who decides",
        _rights_table(answers),
        _unsettled(answers),
        "## By which principles",
        _numbered(principles_given(answers)),
        "## By which policies",
        _policies(answers),
        f"## What it takes\n\n{say_process(hours)}",
        "## Signed",
        _table(["", "Signature", "Date"], [[_capital(role), SIGNATURE, BLANK] for role in OWNERS]),
    ]
    return "\n\n".join(part for part in parts if part)


def principles_body(answers: Mapping[str, object]) -> str:
    """The page of principles: what we hold by, what it means, and what it will cost us.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    str
        Markdown; what nobody has chosen is ``______``.

    Examples
    --------
    >>> print(principles_body({"principle_1": "Few priorities, fully paid for"}).splitlines()[2])
    1. **Few priorities, fully paid for.** We do a little well rather than everything a little.
    """
    return "\n\n".join(
        [
            "When two good things cannot both be paid for, we look here first, from the top.",
            _numbered(principles_given(answers)),
            f"## In our own words\n\n{_paragraph(answers.get('principle_own'))}",
            "## A decision that would have gone another way\n\n"
            f"{_paragraph(answers.get('principle_test'))}",
        ]
    )


def communications_body(answers: Mapping[str, object]) -> str:
    """The communications plan: the speech, and what each of four audiences hears.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    str
        Markdown; what nobody has written is ``______``.
    """
    timed = say_speech(answers.get("elevator"))
    rows = communications_table(answers)
    parts = [
        f"## In thirty seconds\n\n> {_paragraph(answers.get('elevator'))}",
        f"*{timed}*" if timed else "",
        "## What each audience hears, from whom, how and by when",
        _table(
            ["Audience", "It will ask", *TELLING.values()],
            [[_cell(value) for value in row] for row in rows.to_numpy().tolist()],
        ),
    ]
    return "\n\n".join(part for part in parts if part)


def communications_table(answers: Mapping[str, object]) -> pd.DataFrame:
    """The communications plan as a table, for the workbook.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    DataFrame, one row per audience
        ``audience``, ``asks`` (what it will ask), ``message``, ``messenger``, ``channel``,
        ``date``; blank where nothing was written.
    """
    table = telling_given(answers)
    table.insert(1, "asks", budget_audiences()["asks"])
    return table


def _rights_table(answers: Mapping[str, object]) -> str:
    rows = []
    for row in rights_given(answers).to_dict("records"):
        by_mark = {mark: [role for role in ROLES if row[role] == mark] for mark in "DCI"}
        told = [listed(by_mark[mark]) or BLANK for mark in "DC"]
        marked = any(by_mark.values())
        rows.append([row["decision"], *told, listed(by_mark["I"]) or ("–" if marked else BLANK)])
    return _table(["Decision", "Decides", "Is consulted first", "Is informed"], rows)


def _unsettled(answers: Mapping[str, object]) -> str:
    problems = decision_rights_problems(rights_given(answers))
    if problems["valid"].all():
        return "Each has one who decides, and those who must be heard are heard."
    failing = problems[~problems["valid"] & (problems["reason"] != "not marked yet")]
    if failing.empty:
        return ""
    told = "\n".join(f"- {row.decision}: {row.reason}" for row in failing.itertuples())
    return f"**Not settled yet:**\n\n{told}"


def _numbered(held: list[str]) -> str:
    lines = [f"{n}. **{title}.** {principle_meaning(title)}" for n, title in enumerate(held, 1)]
    blanks = [f"{n}. {_paragraph('')}" for n in range(len(held) + 1, PRINCIPLES_HELD + 1)]
    return "\n".join([*lines, *blanks])


def _policies(answers: Mapping[str, object]) -> str:
    table = policies_given(answers)
    rows = [
        [row.policy, row.status or BLANK, _cell(row.next)] for row in table.itertuples(index=False)
    ]
    found = say_policies(policy_gaps(table))
    return f"{found}\n\n" + _table(
        ["Policy", "Where it stands", "Its number; or who drafts it, by when"], rows
    )


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _words(answer: object) -> str:
    words = " ".join(str(answer or "").split())
    return BLANK if words in ("", "choose…") else words


def _paragraph(answer: object) -> str:
    words = _words(answer)
    # a blank alone on its line would be read as a rule across the page
    return f"To be written: {BLANK}" if words == BLANK else words


def _cell(answer: object) -> str:
    return _words(answer).replace("|", "/")  # a bar would end the cell


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
