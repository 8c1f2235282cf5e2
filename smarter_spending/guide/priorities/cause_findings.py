"""What a team found under its problem, said in sentences, and the root-cause sheet."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import BLANK, Question, answered, judge
from smarter_spending.planning.root_causes import ACT
from smarter_spending.words import listed, many, number

NO_CAUSE = "No cause has been written yet. The fishbone fills as you write."


def say_chain(chain: pd.DataFrame) -> str:
    """How deep the chain of whys goes, and on how many steps there is no evidence.

    Parameters
    ----------
    chain : DataFrame
        As ``why_chain`` gives.

    Returns
    -------
    str

    Examples
    --------
    >>> chain = pd.DataFrame({"step": [1, 2], "why": ["They cannot decode", "Nobody taught it"],
    ...                       "evidence": ["fall screening", ""], "gap": [False, True]})
    >>> print(say_chain(chain))
    Your chain has 2 steps and ends at “Nobody taught it”. It rests on no evidence at **step 2**: a
    finding, and the first thing to go and look at.
    """
    if chain.empty:
        return "No why has been written yet."
    said = f"Your chain has {many(len(chain), 'step')} and ends at “{chain['why'].iloc[-1]}”."
    gaps = chain.loc[chain["gap"], "step"].tolist()
    if not gaps:
        return f"{said} Every step rests on something that can be checked."
    steps = f"step{'s' if len(gaps) > 1 else ''} {listed(gaps)}"
    return (
        f"{said} It rests on no evidence at **{steps}**: a finding, and the first thing to go and "
        "look at."
    )


def say_fishbone(causes: pd.DataFrame, problem: str = "") -> str:
    """What the fishbone shows: how many causes, in which families, and which are empty.

    Parameters
    ----------
    causes : DataFrame
        ``family`` and ``cause``, a blank cause for a family without one.
    problem : str

    Returns
    -------
    str
    """
    named = causes[causes["cause"] != ""]
    if named.empty:
        return NO_CAUSE
    counts = named["family"].value_counts(sort=False)
    parts = listed((f"{family.lower()} ({count})" for family, count in counts.items()), most=7)
    empty = [f.lower() for f in dict.fromkeys(causes["family"]) if f not in counts.index]
    under = f"Under “{problem}”: " if problem else ""
    cause = many(len(named), "cause")
    said = f"{under}{cause} in {many(len(counts), 'family', 'families')}: {parts}."
    if not under:
        said = said[0].upper() + said[1:]
    return said + (f" Nobody has looked in {listed(empty, most=7)}." if empty else "")


def say_causes(ranked: pd.DataFrame) -> str:
    """Which causes to act on first, and which nobody has rated.

    Parameters
    ----------
    ranked : DataFrame
        As ``cause_ranking`` gives.

    Returns
    -------
    str
    """
    if ranked.empty:
        return "No cause has been written yet."
    rated = ranked.dropna(subset=["weight"])
    if rated.empty:
        return f"{many(len(ranked), 'cause')} written, none rated yet."
    first = rated.loc[rated["advice"] == ACT, "cause"]
    said = (
        f"To act on first, high on both: {listed([f'**“{words}”**' for words in first], most=3)}."
        if len(first)
        else "No cause is high on both impact and influence: look again, or look for who has the "
        "influence you lack."
    )
    top = rated[rated["place"] == 1]
    if len(top) > 1:
        said += f" {number(len(top))} causes share the first place: the product does not choose."
    left = len(ranked) - len(rated)
    return said + (f" {many(left, 'cause')} not rated yet." if left else "")


def say_families(families: pd.DataFrame) -> str:
    """Where the two sides of the room look for causes, and where only one of them looks.

    Parameters
    ----------
    families : DataFrame
        As ``causes_by_family`` gives.

    Returns
    -------
    str
    """
    if not families["people"].sum():
        return "Nobody else has written a cause yet."
    most = families.loc[families["people"].idxmax()]
    said = f"Most of the room looks in {most['family'].lower()} ({number(most['people'])} of it)."
    for own, other in (("finance", "academics"), ("academics", "finance")):
        alone = families[(families[own] > 0) & (families[other] == 0)]["family"].str.lower()
        if len(alone):
            verb = "look" if own == "academics" else "looks"
            said += f" Only {own} {verb} in {listed(alone)}."
    nobody = families[families["people"] == 0]["family"].str.lower()
    return said + (f" Nobody looks in {listed(nobody)}." if len(nobody) else "")


def families_table(families: pd.DataFrame) -> pd.DataFrame:
    """Where the room looks, as it is shown.

    Parameters
    ----------
    families : DataFrame
        As ``causes_by_family`` gives.

    Returns
    -------
    DataFrame
        ``family``, ``people``, ``finance``, ``academics`` and ``sides`` (words).
    """
    sides = families["one_sided"].map({True: "one side only", False: ""})
    return families.assign(sides=sides)[["family", "people", "finance", "academics", "sides"]]


def say_sorted(
    answers: Mapping[str, object], questions: Sequence[tuple[Question, str, str]]
) -> str:
    """Which of the statements were sorted right, and where to look again.

    Parameters
    ----------
    answers : mapping of key to answer
    questions : sequence of (Question, right answer, why)
        As ``sorting_questions`` gives.

    Returns
    -------
    str
        A line for each statement that was answered.
    """
    hint = "Could you check it, change it, and would the trouble follow from it?"
    lines = [
        f"- {question.label.split('” ')[0]}” {judge(answers[question.key], right, hint, why)}"
        for question, right, why in questions
        if answered(question, answers)
    ]
    return "\n".join(lines)


def causes_sheet(answers: Mapping[str, object], chain: pd.DataFrame, ranked: pd.DataFrame) -> str:
    """The root-cause sheet, tied to a goal; blanks stay lines to fill in.

    Parameters
    ----------
    answers : mapping of key to answer
    chain : DataFrame
        As ``why_chain`` gives.
    ranked : DataFrame
        As ``cause_ranking`` gives.

    Returns
    -------
    str
        Markdown; the fishbone stands at its line ``[[picture 1]]``.
    """
    parts = [
        f"**The goal it stands under.** {_given(answers, 'goal')}",
        f"**The problem.** {_given(answers, 'problem')}",
        f"**The root cause we act on.** {_given(answers, 'root_cause')}",
        f"**What we still have to find out, who, by when.** {_given(answers, 'find_out')}",
        "## Where the causes lie",
        "[[picture 1]]",
        "## Why, and why is that",
        _chain_lines(chain),
        say_chain(chain) if len(chain) else "",
        "## What to act on",
        _table(ranked),
        say_causes(ranked),
    ]
    return "\n\n".join(part for part in parts if part)


def _given(answers: Mapping[str, object], key: str) -> str:
    words = str(answers.get(key, "")).strip()
    return words if words not in ("", "choose…") else BLANK


def _chain_lines(chain: pd.DataFrame) -> str:
    if chain.empty:
        return BLANK
    return "\n".join(
        f"{row.step}. {row.why.rstrip('.')}. *How we know:* {row.evidence or BLANK}"
        for row in chain.itertuples()
    )


def _table(ranked: pd.DataFrame) -> str:
    if ranked.empty:
        return BLANK
    rows = [
        f"| {_cell(row.cause)} | {row.family} | {number(row.impact) if row.impact > 0 else BLANK} "
        f"| {number(row.influence) if row.influence > 0 else BLANK} | {row.advice or BLANK} |"
        for row in ranked.itertuples()
    ]
    head = "| Cause | Where it lies | Impact | Influence | What to do |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "/")
