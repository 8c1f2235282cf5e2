"""What a team and its room wrote about causes: read from their answers."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import earlier_answer, read_room
from smarter_spending.guide.charts.causes import ON_A_BONE
from smarter_spending.guide.exercises import Question, ask_choice, ask_words
from smarter_spending.guide.priorities.cause_lists import (
    SORTS,
    cause_families,
    statements_to_sort,
)
from smarter_spending.planning.root_causes import (
    HIGHEST,
    LOWEST,
    cause_ranking,
    causes_by_family,
    why_chain,
)

WHYS = 5
RATINGS = tuple(str(n) for n in range(LOWEST, HIGHEST + 1))
CAUSES = ["code", "family", "cause"]


def goals_carried(folder: str | Path, person: str = "") -> list[str]:
    """The goals of notebook 3 as a list to choose from.

    Parameters
    ----------
    folder : path
        The district's folder.
    person : str

    Returns
    -------
    list of str
        "no goal written yet" when there is none.

    Examples
    --------
    >>> goals_carried("no_such_folder")
    ['no goal written yet']
    """
    given = [
        str(earlier_answer(folder, "03_goals", f"goal_{n}_statement", person)).strip()
        for n in (1, 2, 3)
    ]
    return [goal for goal in given if goal] or ["no goal written yet"]


def why_rows() -> pd.DataFrame:
    """The five steps of the chain, as rows to fill in.

    Returns
    -------
    DataFrame
        ``code`` and ``title``.
    """
    titles = ["Why?", *["And why is that?"] * (WHYS - 1)]
    return pd.DataFrame({"code": [str(n + 1) for n in range(WHYS)], "title": titles})


def why_columns() -> list[Question]:
    """What each step of the chain must say: the why, and how one knows.

    Returns
    -------
    list of Question
    """
    return [
        ask_words("why", "Because …", frame="something that can be checked"),
        ask_words("evidence", "How do we know?", frame="a count, a record, a visit; or blank"),
    ]


def whys_given(answers: Mapping[str, object]) -> pd.DataFrame:
    """The chain of whys as it was written.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    DataFrame
        As ``why_chain`` gives.

    Examples
    --------
    >>> whys_given({"chain_1_why": "They cannot decode"})["gap"].tolist()
    [True]
    """
    parts = ("why", "evidence")
    rows = [[answers.get(f"chain_{n}_{part}", "") for part in parts] for n in range(1, WHYS + 1)]
    return why_chain(pd.DataFrame(rows, columns=list(parts)))


def cause_columns() -> list[Question]:
    """Up to three causes of each family.

    Returns
    -------
    list of Question
    """
    return [ask_words(str(n), f"Cause {n}") for n in range(1, ON_A_BONE + 1)]


def causes_given(answers: Mapping[str, object], blanks: bool = False) -> pd.DataFrame:
    """The causes a team wrote, family by family.

    Parameters
    ----------
    answers : mapping of key to answer
        With ``cause_<family>_<n>``.
    blanks : bool
        Whether a family without a cause has a row with a blank one, for the fishbone.

    Returns
    -------
    DataFrame, one row per cause
        ``code`` (``<family>_<n>``), ``family`` (title) and ``cause``.

    Examples
    --------
    >>> causes_given({"cause_plant_2": "Two buses"}).values.tolist()
    [['plant_2', 'Plant', 'Two buses']]
    """
    rows = []
    for family in cause_families().itertuples():
        codes = [f"{family.code}_{n}" for n in range(1, ON_A_BONE + 1)]
        written = [(code, str(answers.get(f"cause_{code}", "")).strip()) for code in codes]
        named = [(code, family.title, words) for code, words in written if words]
        rows += named or ([(family.code, family.title, "")] if blanks else [])
    return pd.DataFrame(rows, columns=CAUSES, dtype=object)


def rating_rows(causes: pd.DataFrame) -> pd.DataFrame:
    """The causes as rows to be rated; a line that says so while there is none.

    Parameters
    ----------
    causes : DataFrame
        As ``causes_given`` gives.

    Returns
    -------
    DataFrame
        ``code`` and ``title``.
    """
    if causes.empty:
        return pd.DataFrame({"code": ["none"], "title": ["No cause written yet"]})
    return pd.DataFrame({"code": causes["code"], "title": causes["cause"]})


def rating_columns() -> list[Question]:
    """How each cause is rated.

    Returns
    -------
    list of Question
    """
    return [
        ask_choice("impact", "Impact: would much change without it?", RATINGS),
        ask_choice("influence", "Influence: is it in our hands?", RATINGS),
    ]


def rated_causes(answers: Mapping[str, object]) -> pd.DataFrame:
    """The causes with their ratings, heaviest first.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    DataFrame
        As ``cause_ranking`` gives.
    """
    causes = causes_given(answers)
    for part in ("impact", "influence"):
        given = [str(answers.get(f"rate_{code}_{part}", "")) for code in causes["code"]]
        causes[part] = pd.to_numeric(pd.Series(given, dtype="str"), errors="coerce").to_numpy()
    return cause_ranking(causes)


def room_families(folder: str | Path, notebook: str) -> pd.DataFrame:
    """In which families each side of the room looks for causes.

    Parameters
    ----------
    folder : path
    notebook : str

    Returns
    -------
    DataFrame
        As ``causes_by_family`` gives, with family titles.
    """
    families = cause_families()
    answers = read_room(folder, notebook)
    keys = answers["key"].str.extract(r"^cause_(?P<family>[a-z]+)_\d$")["family"]
    written = answers["answer"].astype(str).str.strip() != ""
    rows = answers[keys.notna() & written].assign(
        family=keys.map(families.set_index("code")["title"])
    )
    return causes_by_family(rows, families["title"].tolist())


def sorting_questions() -> list[tuple[Question, str, str]]:
    """Each statement to sort, with the right answer and why it is right.

    Returns
    -------
    list of (Question, str, str)

    Examples
    --------
    >>> question, right, why = sorting_questions()[0]
    >>> question.label, right
    ('“We need more tutors.” This is …', 'a solution in disguise')
    """
    return [
        (
            ask_choice(f"sort_{row.code}", f"“{row.words}” This is …", list(SORTS.values())),
            row.sort,
            row.why,
        )
        for row in statements_to_sort().itertuples()
    ]
