"""What a partnership is asked, and its answers as tables."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.guide.exercises import (
    Question,
    ask_choice,
    ask_number,
    ask_ranking,
    ask_words,
    ranking,
)
from smarter_spending.guide.partnership.partnership import (
    budget_audiences,
    budget_policies,
    budget_principles,
    process_meetings,
    shared_decisions,
)
from smarter_spending.planning.partnership import ROLES, STATUSES

MARKS = {"D decides": "D", "C consulted": "C", "I informed": "I"}
MARK_WORDS = {"D": "decides", "C": "consulted", "I": "informed", "": ""}
TODAY = (*ROLES, "more than one", "not clear")
OWNERS = ("superintendent", "chief business official", "chief academic official")
PAID = ("management", "certificated", "classified")
PEOPLE = {
    "management": "Managers",
    "certificated": "Teachers and other certificated",
    "classified": "Classified",
    "others": "Board, families, others we do not pay",
}
TELLING = {
    "message": "Message",
    "messenger": "Messenger (role)",
    "channel": "Channel",
    "date": "By when",
}
PRINCIPLES_HELD = 5
NOTEBOOK = "01_partnership"


def ask_rights() -> list[Question]:
    """One question for each role's part in a decision: the columns of the matrix.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> [question.key for question in ask_rights()]
    ['finance', 'academics', 'superintendent', 'principals', 'board']
    """
    return [ask_choice(role, role.capitalize(), list(MARKS)) for role in ROLES]


def rights_given(answers: Mapping[str, object], key: str = "rights") -> pd.DataFrame:
    """The decision rights somebody has marked, as ``decision_rights_problems`` takes them.

    Parameters
    ----------
    answers : mapping of key to answer
        Marks are kept as ``<key>_<decision>_<role>``.
    key : str

    Returns
    -------
    DataFrame, one row per decision; a cell nobody filled is blank

    Examples
    --------
    >>> rights_given({"rights_stop_board": "D decides"}).loc[2, ["decision", "board"]].tolist()
    ['Stop a program', 'D']
    """
    table = shared_decisions()
    for role in ROLES:
        given = [answers.get(f"{key}_{code}_{role}", "") for code in table["code"]]
        table[role] = [MARKS.get(str(mark), "") for mark in given]
    return table.rename(columns={"title": "decision"})


def rights_in_words(rights: pd.DataFrame) -> pd.DataFrame:
    """Decision rights as a page shows them: words in place of letters.

    Parameters
    ----------
    rights : DataFrame
        As ``usual_rights`` or ``rights_given`` gives.

    Returns
    -------
    DataFrame
        ``decision`` and ``part_of_<role>`` for each role; blank for no part in it.
    """
    parts = {f"part_of_{role}": rights[role].map(MARK_WORDS) for role in ROLES}
    return pd.DataFrame({"decision": rights["decision"], **parts})


def ask_policies() -> list[Question]:
    """Where each policy stands, and who writes what is missing: the columns of the table.

    Returns
    -------
    list of Question
    """
    return [
        ask_choice("status", "Where it stands", STATUSES),
        ask_words("next", "Its number; or who drafts it (role), by when"),
    ]


def policies_given(answers: Mapping[str, object], key: str = "policy") -> pd.DataFrame:
    """Where each of the ten policies stands, as ``policy_gaps`` takes them.

    Parameters
    ----------
    answers : mapping of key to answer
        Kept as ``<key>_<policy>_status`` and ``<key>_<policy>_next``.
    key : str

    Returns
    -------
    DataFrame, one row per policy
        ``policy``, ``status`` (blank when not answered) and ``next`` (words).

    Examples
    --------
    >>> policies_given({"policy_reserve_status": "adopted"})["status"].tolist()[:2]
    ['adopted', '']
    """
    table = budget_policies()
    status = [str(answers.get(f"{key}_{code}_status", "")) for code in table["code"]]
    following = [str(answers.get(f"{key}_{code}_next") or "").strip() for code in table["code"]]
    return pd.DataFrame(
        {
            "policy": table["title"],
            "status": [said if said in STATUSES else "" for said in status],
            "next": following,
        }
    )


def ask_meetings() -> list[Question]:
    """Who comes to a meeting, how long, how often: the columns of the table.

    Returns
    -------
    list of Question
    """
    return [
        *[ask_number(kind, words, unit="people") for kind, words in PEOPLE.items()],
        ask_number("hours", "Hours each time", high=24, step=0.5, unit="hours"),
        ask_number("times", "Times a year", high=366, unit="times a year"),
    ]


def meetings_given(answers: Mapping[str, object], key: str = "meet") -> pd.DataFrame:
    """The meetings somebody has filled in, as ``process_hours`` takes them.

    Parameters
    ----------
    answers : mapping of key to answer
        Kept as ``<key>_<meeting>_<column>``.
    key : str

    Returns
    -------
    DataFrame, one row per meeting and kind of people
        Meetings of which nothing was said are left out.  Where people were named, a kind
        left blank is nobody; hours or times left blank are not known.

    Examples
    --------
    >>> meetings_given({"meet_team_management": 6, "meet_team_hours": 2})[
    ...     ["employee_type", "people", "hours", "meetings"]].iloc[:2].values.tolist()
    [['management', 6.0, 2.0, nan], ['certificated', 0.0, 2.0, nan]]
    """
    columns = ["meeting", "employee_type", "people", "hours", "meetings"]
    rows = []
    for meeting in process_meetings().itertuples():
        said = {name: _number(answers.get(f"{key}_{meeting.code}_{name}")) for name in PEOPLE}
        hours, times = (
            _number(answers.get(f"{key}_{meeting.code}_{name}")) for name in ("hours", "times")
        )
        known = pd.Series([*said.values(), hours, times], dtype=float).notna()
        if not known.any():
            continue
        nobody = 0.0 if known[: len(said)].any() else np.nan
        for kind, people in said.items():
            people = nobody if np.isnan(people) else people
            rows.append((meeting.title, kind, people, hours, times))
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], float))


def ask_hourly(rates: pd.DataFrame) -> list[Question]:
    """What an hour costs, starting at what the staffing table says.

    Parameters
    ----------
    rates : DataFrame
        As ``hourly_pay`` gives; with no rows the boxes start at 0, not known.

    Returns
    -------
    list of Question
    """
    known = hourly_given({}, rates)
    return [
        ask_number(
            f"hourly_{kind}",
            f"{PEOPLE[kind]}: dollars an hour, pay and benefits (0: not known)",
            default=round(known.get(kind, 0.0), 2),
            high=1000,
            unit="dollars an hour",
        )
        for kind in PAID
    ]


def hourly_given(answers: Mapping[str, object], rates: pd.DataFrame) -> dict[str, float]:
    """What an hour of each kind of employee costs: the district's own figure, or its staffing's.

    Parameters
    ----------
    answers : mapping of key to answer
        ``hourly_<kind>``, dollars an hour; 0 is not known.
    rates : DataFrame
        As ``hourly_pay`` gives: used where nothing was answered.

    Returns
    -------
    dict of employee type to dollars an hour
        Without the kinds whose cost is not known: no rate is made up.

    Examples
    --------
    >>> rates = pd.DataFrame({"employee_type": ["management"], "hourly_cost": [101.5]})
    >>> hourly_given({"hourly_classified": 40}, rates)
    {'management': 101.5, 'classified': 40.0}
    """
    paid = dict(zip(rates["employee_type"], rates["hourly_cost"], strict=True))
    told = {kind: _number(answers.get(f"hourly_{kind}", paid.get(kind))) for kind in PAID}
    return {kind: rate for kind, rate in told.items() if rate > 0}


def ask_telling() -> list[Question]:
    """What each audience hears, from whom, how and by when: the columns of the table.

    Returns
    -------
    list of Question
    """
    return [ask_words(column, words) for column, words in TELLING.items()]


def telling_given(answers: Mapping[str, object], key: str = "tell") -> pd.DataFrame:
    """What each audience shall hear, as far as somebody has written it.

    Parameters
    ----------
    answers : mapping of key to answer
        Kept as ``<key>_<audience>_<column>``.
    key : str

    Returns
    -------
    DataFrame, one row per audience
        ``audience``, ``message``, ``messenger``, ``channel``, ``date``; blank where nothing
        was written.
    """
    table = budget_audiences()
    columns = {
        column: [str(answers.get(f"{key}_{code}_{column}") or "").strip() for code in table["code"]]
        for column in TELLING
    }
    return pd.DataFrame({"audience": table["title"], **columns})


def principles_given(answers: Mapping[str, object]) -> list[str]:
    """The principles somebody put in order, first one first, each once.

    Parameters
    ----------
    answers : mapping of key to answer

    Returns
    -------
    list of str

    Examples
    --------
    >>> principles_given({"principle_1": "Evidence before opinion"})
    ['Evidence before opinion']
    """
    titles = budget_principles()["title"].tolist()
    return ranking(answers, ask_ranking("principle", titles, PRINCIPLES_HELD))


def _number(answer: object) -> float:
    is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    return float(answer) if is_number else np.nan
