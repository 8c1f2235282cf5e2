"""What a room put on the table as priorities, and how it scored and weighed them."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from smarter_spending.analysis.triage import GOAL_AREAS
from smarter_spending.district.choices import TEAM, earlier_answer, open_choices, read_room
from smarter_spending.guide.exercises import (
    DONT_KNOW,
    Question,
    ask_choice,
    ask_number,
    ask_words,
    rows_to_fill,
)
from smarter_spending.guide.priorities.criteria import SCORES, priority_criteria
from smarter_spending.planning.scoring import first_places, option_scores, room_weights

MOST_OPTIONS, MOST_PRIORITIES = 5, 3
EQUAL = 100
TIERS = ("1 strong", "2 moderate", "3 promising", "4 a reasoned hope", "none yet")
CONTENTS = ("if", "then", "because", "tier", "cost", "owner")


def ask_options() -> list[Question]:
    """The questions that put candidate priorities on the table.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [question.key for question in ask_options()]
    ['option_1', 'option_2', 'option_3', 'option_4', 'option_5']
    """
    frame = "Which students will do what better, such as: every child reads by the end of grade 3"
    return [
        ask_words(f"option_{n}", f"Candidate {n}", frame=frame if n == 1 else "")
        for n in range(1, MOST_OPTIONS + 1)
    ]


def priority_options(district, folder: str | Path, notebook: str) -> pd.DataFrame:
    """The candidate priorities: the room's record, or else the list that most people named.

    Everybody must score the same list.  Where nobody has named any, the aims of the
    district's own programs stand there to try the page with, and ``source`` says so.

    Parameters
    ----------
    district : District
    folder : path
        The district's folder.
    notebook : str

    Returns
    -------
    DataFrame, one row per candidate
        ``code`` (made from the words, so that a score given to other words never counts
        for these), ``title`` and ``source`` ("the room" or "programs").
    """
    record = _named(open_choices(folder, notebook, TEAM).answers)
    titles, source = record or _most_named(read_room(folder, notebook)), "the room"
    if not titles:
        areas = district.programs["goal_area"].dropna().map(GOAL_AREAS).value_counts()
        titles = sorted(areas.index, key=lambda title: (-areas[title], title))[:MOST_OPTIONS]
        source = "programs"
    codes = [option_code(title) for title in titles]
    return pd.DataFrame({"code": codes, "title": titles, "source": source}, dtype=object)


def option_rows(options: pd.DataFrame) -> pd.DataFrame:
    """The candidates as rows to be scored; a line that says so while there is none.

    Parameters
    ----------
    options : DataFrame
        As ``priority_options`` gives.

    Returns
    -------
    DataFrame
        ``code`` and ``title``.
    """
    return rows_to_fill(options, "code", "title", "No candidate has been named yet")


def option_code(title: str) -> str:
    """A short name for a candidate, made from its words.

    Parameters
    ----------
    title : str

    Returns
    -------
    str
        Six hexadecimal digits; capitals and spaces make no difference.

    Examples
    --------
    >>> option_code("Early literacy") == option_code(" early  LITERACY ")
    True
    """
    return sha256(" ".join(title.casefold().split()).encode()).hexdigest()[:6]


def _named(answers: Mapping[str, object]) -> list[str]:
    keys = [f"option_{n}" for n in range(1, MOST_OPTIONS + 1)]
    return list(dict.fromkeys(t for key in keys if (t := str(answers.get(key, "")).strip())))


def _most_named(answers: pd.DataFrame) -> list[str]:
    lists = [
        tuple(_named(dict(zip(theirs["key"], theirs["answer"], strict=True))))
        for _, theirs in answers.groupby("person", sort=True)
    ]
    counts = Counter(named for named in lists if named)
    return list(max(counts, key=counts.get)) if counts else []


def score_columns() -> list[Question]:
    """One question for each criterion: a score from 1 to 5, or "don't know".

    Returns
    -------
    list of Question

    Examples
    --------
    >>> score_columns()[0].options
    ('choose…', '1', '2', '3', '4', '5', "don't know")
    """
    return [
        ask_choice(row.code, row.title, (*SCORES, DONT_KNOW))
        for row in priority_criteria().itertuples()
    ]


def priority_scores(folder: str | Path, notebook: str, options: pd.DataFrame) -> pd.DataFrame:
    """Every score the room gave, in the shape that ``option_scores`` takes.

    Parameters
    ----------
    folder : path
    notebook : str
    options : DataFrame
        As ``priority_options`` gives.

    Returns
    -------
    DataFrame, one row per person, option and criterion
        ``person``, ``role``, ``option`` (title), ``criterion`` (title) and ``score``
        (``NaN`` for "don't know").  What was left open has no row.
    """
    titles = options.set_index("code")["title"]
    criteria = priority_criteria().set_index("code")["title"]
    answers = read_room(folder, notebook)
    keys = answers["key"].str.extract(r"^score_(?P<option>[0-9a-f]{6})_(?P<criterion>\w+)$")
    words = answers["answer"].astype(str)
    table = answers[["person", "role"]].assign(
        option=keys["option"].map(titles),
        criterion=keys["criterion"].map(criteria),
        score=pd.to_numeric(words.where(words.isin(SCORES)), errors="coerce"),
    )
    given = words.isin([*SCORES, DONT_KNOW]) & table["option"].notna() & table["criterion"].notna()
    return table[given].reset_index(drop=True)


def criterion_rows() -> pd.DataFrame:
    """The criteria as rows to be weighed, each starting at the same weight.

    Returns
    -------
    DataFrame
        ``code``, ``title`` and ``weight``.

    Examples
    --------
    >>> criterion_rows()["weight"].tolist()
    [20, 20, 20, 20, 20]
    """
    criteria = priority_criteria()[["code", "title"]]
    return criteria.assign(weight=EQUAL // len(criteria))


def priority_weights(folder: str | Path, notebook: str) -> pd.DataFrame:
    """The room's weights; equal ones while nobody has given any.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    DataFrame, one row per criterion
        As ``room_weights`` gives, and ``people`` who weighed (0: the weights are equal).
    """
    criteria = priority_criteria().set_index("code")["title"]
    answers = read_room(folder, notebook)
    given = answers[answers["key"].isin("weight_" + criteria.index)]
    rows = [
        (person, theirs["role"].iloc[0], title, kept.get(f"weight_{code}", EQUAL / len(criteria)))
        for person, theirs in given.groupby("person", sort=False)
        for kept in [dict(zip(theirs["key"], theirs["answer"], strict=True))]
        for code, title in criteria.items()
    ]
    table = room_weights(pd.DataFrame(rows, columns=["person", "role", "criterion", "weight"]))
    if table.empty:
        equal = pd.DataFrame({"criterion": criteria.to_list(), "weight": 1 / len(criteria)})
        return equal.reindex(columns=table.columns).assign(people=0)
    return table.assign(people=given["person"].nunique())


def priority_ranking(
    scores: pd.DataFrame, weights: pd.DataFrame, draws: int = 10_000, seed: int = 2024
) -> pd.DataFrame:
    """The room's order, with what stands behind it: spread, gap, and how often it comes first.

    Parameters
    ----------
    scores : DataFrame
        As ``priority_scores`` gives.
    weights : DataFrame
        As ``priority_weights`` gives.
    draws, seed : int
        As for ``first_places``.

    Returns
    -------
    DataFrame, one row per option, highest score first
        The columns of ``option_scores`` and of ``first_places``.
    """
    table = option_scores(scores, dict(zip(weights["criterion"], weights["weight"], strict=True)))
    places = first_places(scores, draws, seed).astype({"option": table["option"].dtype})
    return table.merge(places, on="option", how="left")


def priority_rows(answers: Mapping[str, object]) -> pd.DataFrame:
    """The priorities that were chosen, at most three, each once.

    Parameters
    ----------
    answers : mapping of key to answer
        With ``priority_1`` to ``priority_3``.

    Returns
    -------
    DataFrame
        ``code`` and ``title``; while none is chosen, the three places.

    Examples
    --------
    >>> priority_rows({"priority_1": "Reading", "priority_2": "choose…"})["title"].tolist()
    ['Reading']
    """
    given = [str(answers.get(f"priority_{n}", "")) for n in range(1, MOST_PRIORITIES + 1)]
    chosen = [title for title in dict.fromkeys(given) if title not in ("", "choose…")]
    titles = chosen or [f"Priority {n}" for n in range(1, MOST_PRIORITIES + 1)]
    codes = [str(n) for n in range(1, len(titles) + 1)]
    return pd.DataFrame({"code": codes, "title": titles})


def theory_columns() -> list[Question]:
    """What each priority must say: a theory of action, its evidence, its cost, its owner.

    Returns
    -------
    list of Question
    """
    return [
        ask_words("if", "If we …", frame="do what, for whom, how often"),
        ask_words("then", "then …", frame="which students will do what better, by when"),
        ask_words("because", "because …", frame="what makes us think so"),
        ask_choice("tier", "Evidence", TIERS),
        ask_number("cost", "At full scale, $ a year", 0, 0, 1e9),
        ask_words("owner", "Owner (a role)", frame="one role, not a committee"),
    ]


def priority_theories(answers: Mapping[str, object], rows: pd.DataFrame) -> pd.DataFrame:
    """What was written about each priority.

    Parameters
    ----------
    answers : mapping of key to answer
    rows : DataFrame
        As ``priority_rows`` gives.

    Returns
    -------
    DataFrame, one row per priority
        ``priority``, ``if``, ``then``, ``because``, ``tier``, ``owner`` (words, "" when
        blank), ``cost`` (dollars a year, ``NaN`` when blank) and ``missing`` (how many of
        the six are blank).
    """
    table = pd.DataFrame({"priority": rows["title"]})
    for part in CONTENTS:
        given = [answers.get(f"theory_{code}_{part}", "") for code in rows["code"]]
        table[part] = [("" if word in (None, "choose…") else word) for word in given]
    table["cost"] = pd.to_numeric(table["cost"], errors="coerce").astype(float)
    words = table[[part for part in CONTENTS if part != "cost"]]
    blank = (words == "").sum(axis=1) + (table["cost"].isna() | (table["cost"] == 0))
    return table.assign(missing=blank.astype(int), cost=table["cost"].replace(0, np.nan))


def say_carried(folder: str | Path, person: str = "") -> str:
    """What the notebooks before this one carry forward: the question, the goals, the root cause.

    Parameters
    ----------
    folder : path
        The district's folder.
    person : str

    Returns
    -------
    str
        Markdown, a line for each; a line says so where nothing was answered.
    """
    lines = [
        ("The question (notebook 2)", "02_student_learning", ("question",)),
        ("The goals (notebook 3)", "03_goals", tuple(f"goal_{n}_statement" for n in (1, 2, 3))),
        ("The root cause (notebook 4)", "04_root_causes", ("root_cause",)),
    ]
    said = []
    for label, notebook, keys in lines:
        given = [str(earlier_answer(folder, notebook, key, person)).strip() for key in keys]
        words = " · ".join(answer for answer in given if answer)
        said.append(f"- **{label}:** {words or '*not answered yet*'}")
    return "\n".join(said)
