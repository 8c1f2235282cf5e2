"""Working as one: who decides, and which policies stand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns

ROLES = ("finance", "academics", "superintendent", "principals", "board")
DECIDES, CONSULTED, INFORMED = MARKS = ("D", "C", "I")
DECIDERS = (*ROLES, "more than one", "not clear")  # who may be said to decide today
NOT_MARKED = "not marked yet"
STATUSES = ("adopted", "in practice but unwritten", "neither", "don't know")

_FLAGS = ("about_programs", "with_dollars", "binds_both")


def decision_rights_problems(rights: pd.DataFrame) -> pd.DataFrame:
    """Which decisions have rules that will hold, and what is wrong with the others.

        valid = one decider
                and academics decide or are consulted, when it is about programs
                and finance decides or is consulted, when it has dollars
                and both decide or are consulted, when it binds both

    A valid row is clear, not wise: it says who decides and who is heard, not whether
    that is the right person.  To be informed is to hear afterwards; it is not a voice.

    Parameters
    ----------
    rights : DataFrame, one row per decision
        ``decision`` (what is decided), ``about_programs``, ``with_dollars``,
        ``binds_both`` (True or False) and one column per role (``finance``,
        ``academics``, ``superintendent``, ``principals``, ``board``) with the mark
        ``D`` decides, ``C`` consulted, ``I`` informed, or blank for no part in it.

    Returns
    -------
    DataFrame, one row per decision, in the order given
        ``decision``, ``deciders`` (how many), ``valid`` (True or False) and ``reason``
        (what is wrong, blank when nothing is; ``not marked yet`` for an empty row).

    Raises
    ------
    ValueError
        When a column is missing or a mark is another letter.

    Examples
    --------
    Finance and the superintendent both believe that they stop a program.

    >>> rights = pd.DataFrame({"decision": ["Stop a program"], "about_programs": [True],
    ...     "with_dollars": [True], "binds_both": [True], "finance": ["D"],
    ...     "academics": ["C"], "superintendent": ["D"], "principals": ["I"], "board": [""]})
    >>> decision_rights_problems(rights)[["deciders", "valid", "reason"]]
       deciders  valid                                reason
    0         2  False  finance and superintendent both decide

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 1A (that
    finance and academics plan together; the marks and tests are this project's).
    """
    require_columns(rights, ["decision", *_FLAGS, *ROLES], "table of decisions")
    marks = rights[list(ROLES)].fillna("")
    wrong = ~marks.isin([*MARKS, ""])
    if wrong.to_numpy().any():
        row, role = np.argwhere(wrong.to_numpy())[0]
        raise ValueError(
            f"The mark for {rights['decision'].iloc[row]!r} and {ROLES[role]} is "
            f"{marks.iat[row, role]!r}. Use D (decides), C (consulted), I (informed) or a blank."
        )
    flags = rights[list(_FLAGS)].to_dict("records")
    found = [
        _problems(who, what) for who, what in zip(marks.to_dict("records"), flags, strict=True)
    ]
    return pd.DataFrame(
        {
            "decision": rights["decision"].astype("str").to_numpy(),
            "deciders": marks.eq(DECIDES).sum(axis=1).astype("int64").to_numpy(),
            "valid": pd.array([not problems for problems in found], dtype="bool"),
            "reason": pd.array(["; ".join(problems) for problems in found], dtype="str"),
        }
    )


def _problems(marks: Mapping[str, str], decision: Mapping[str, bool]) -> list[str]:
    if not any(marks.values()):
        return [NOT_MARKED]
    deciders = [role for role in ROLES if marks[role] == DECIDES]
    heard = {role for role in ROLES if marks[role] in (DECIDES, CONSULTED)}
    problems = [] if len(deciders) == 1 else [_too_few_or_many(deciders)]
    voices = (
        ("academics", "about_programs", "it is about programs"),
        ("finance", "with_dollars", "it has dollars"),
        ("academics", "binds_both", "it binds both"),
        ("finance", "binds_both", "it binds both"),
    )
    silent: dict[str, str] = {}
    for role, flag, why in voices:
        if decision[flag] and role not in heard:
            silent.setdefault(role, why)
    problems += [f"{role} not consulted, though {why}" for role, why in silent.items()]
    return problems


def _too_few_or_many(deciders: list[str]) -> str:
    if not deciders:
        return "nobody decides"
    named = " and ".join(filter(None, [", ".join(deciders[:-1]), deciders[-1]]))
    return f"{named} {'both' if len(deciders) == 2 else 'all'} decide"


@dataclass(frozen=True, eq=False)
class PolicyGaps:
    """How many budget policies stand, and which are missing.

    ``adopted``, ``unwritten``, ``neither``, ``dont_know`` and ``unanswered`` count
    policies and add to ``policies``; ``gap`` is those not adopted; ``missing`` lists them
    (``policy``, ``status``).
    """

    policies: int
    adopted: int
    unwritten: int
    neither: int
    dont_know: int
    unanswered: int
    missing: pd.DataFrame

    @property
    def gap(self) -> int:
        """Policies that the board has not adopted, as far as anybody knows."""
        return self.policies - self.adopted


def policy_gaps(policies: pd.DataFrame) -> PolicyGaps:
    """How many of the budget policies are adopted, and which are not.

        gap = policies - adopted

    A practice that is nowhere written is a gap: it leaves with the person who keeps it.
    "Don't know" is a gap too, and counted apart: the policy may exist, but it guides
    nobody.  A policy nobody has answered for stands in the gap until somebody does.

    Parameters
    ----------
    policies : DataFrame, one row per policy
        ``policy`` (its name) and ``status``: ``adopted``, ``in practice but unwritten``,
        ``neither``, ``don't know``, or blank when nobody has answered.

    Returns
    -------
    PolicyGaps
        Counts of policies; ``missing`` in the order given.

    Raises
    ------
    ValueError
        When a column is missing or a status is none of these.

    Examples
    --------
    Of ten policies six are adopted: the gap is 10 - 6 = 4.

    >>> ten = pd.DataFrame({"policy": [f"Policy {n}" for n in range(10)],
    ...     "status": ["adopted"] * 6 + ["in practice but unwritten"] * 2
    ...     + ["neither", "don't know"]})
    >>> found = policy_gaps(ten)
    >>> found.gap, found.dont_know, found.missing["policy"].tolist()[0]
    (4, 1, 'Policy 6')

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 1B (the
    subjects on which a district should have a policy).
    """
    require_columns(policies, ["policy", "status"], "list of policies")
    status = policies["status"].fillna("")
    wrong = ~status.isin([*STATUSES, ""])
    if wrong.any():
        raise ValueError(
            f"The policy {policies.loc[wrong, 'policy'].iloc[0]!r} is said to be "
            f"{status[wrong].iloc[0]!r}. Say {', '.join(STATUSES)}, or leave it blank."
        )
    adopted, unwritten, neither, dont_know = (int(status.eq(name).sum()) for name in STATUSES)
    missing = policies.assign(status=status).loc[~status.eq("adopted"), ["policy", "status"]]
    return PolicyGaps(
        policies=len(policies),
        adopted=adopted,
        unwritten=unwritten,
        neither=neither,
        dont_know=dont_know,
        unanswered=int(status.eq("").sum()),
        missing=missing.reset_index(drop=True),
    )
