"""What a partnership settles, as lists: decisions, policies, principles, meetings, audiences."""

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from smarter_spending.planning.partnership import ROLES


@cache
def _lists() -> dict:
    text = files(__package__).joinpath("partnership.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def shared_decisions() -> pd.DataFrame:
    """The decisions that finance and academics must settle who takes.

    Returns
    -------
    DataFrame, one row per decision
        ``code``, ``title``, ``about_programs``, ``with_dollars``, ``binds_both``.

    Examples
    --------
    >>> shared_decisions()["title"].tolist()[2]
    'Stop a program'
    """
    return pd.DataFrame(_lists()["decision"])


def budget_policies() -> pd.DataFrame:
    """The ten subjects on which a district should have a budget policy.

    Returns
    -------
    DataFrame, one row per policy
        ``code``, ``title``, ``says`` (what such a policy settles) and ``why``.

    Examples
    --------
    >>> len(budget_policies())
    10

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 1B (the
    subjects; the sentences are this project's).
    """
    return pd.DataFrame(_lists()["policy"])


def budget_principles() -> pd.DataFrame:
    """Principles a room may choose among.

    Returns
    -------
    DataFrame, one row per principle
        ``title`` and ``says``.

    Examples
    --------
    >>> budget_principles()["title"].tolist()[0]
    'Learning before custom'
    """
    return pd.DataFrame(_lists()["principle"])


def process_meetings() -> pd.DataFrame:
    """The kinds of meetings a budget process takes.

    Returns
    -------
    DataFrame, one row per meeting: ``code`` and ``title``

    Examples
    --------
    >>> process_meetings()["code"].tolist()
    ['team', 'leaders', 'board', 'community']
    """
    return pd.DataFrame(_lists()["meeting"])


def budget_audiences() -> pd.DataFrame:
    """Who must hear of the budget, and what each will ask.

    Returns
    -------
    DataFrame, one row per audience: ``code``, ``title`` and ``asks``

    Examples
    --------
    >>> budget_audiences()["title"].tolist()
    ['Board', 'Staff', 'Families and community', 'Labor partners']
    """
    return pd.DataFrame(_lists()["audience"])


def usual_rights() -> pd.DataFrame:
    """An invented district's first try at who decides, for ``decision_rights_problems``.

    Returns
    -------
    DataFrame, one row per decision
        ``decision``, the three flags, and a mark for each role.

    Examples
    --------
    >>> usual_rights().loc[2, ["decision", "finance", "superintendent"]].tolist()
    ['Stop a program', 'D', 'D']
    """
    marks = pd.DataFrame.from_dict(_lists()["usual"], orient="index", columns=list(ROLES))
    table = shared_decisions().merge(marks, left_on="code", right_index=True)
    return table.rename(columns={"title": "decision"})


def first_policies(adopted: int) -> pd.DataFrame:
    """Ten policies of which the first few are adopted: the example of the check.

    Parameters
    ----------
    adopted : int

    Returns
    -------
    DataFrame: ``policy`` and ``status``

    Examples
    --------
    >>> first_policies(6)["status"].value_counts().to_dict()
    {'adopted': 6, 'neither': 4}
    """
    table = budget_policies()
    status = np.where(np.arange(len(table)) < adopted, "adopted", "neither")
    return pd.DataFrame({"policy": table["title"], "status": status})
