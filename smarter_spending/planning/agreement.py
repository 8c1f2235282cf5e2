"""Where a room agrees and where its sides do not: who decides, by what values, on which need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from smarter_spending.analysis.checks import require_columns, typed

SIDES, OTHERS = ("finance", "academics"), "others"
ROLES = (*SIDES, "school", "board")
NOT_CHOSEN = ("", "choose…")
APART = "apart"  # how the key of what each person decides alone begins

_DECIDERS = {
    "decision": "str",
    "answers": "int64",
    "deciders_named": "int64",
    "finance_says": "str",
    "academics_says": "str",
    "differ": "bool",
}
_NAMED = {"principle": "str", "named": "int64", "first": "int64"} | dict.fromkeys(SIDES, "int64")


def answers_about(
    answers: pd.DataFrame, subjects: Mapping[str, object], options: Iterable[str]
) -> pd.DataFrame:
    """What everybody answered to a few questions of one kind, each with what it was about.

    Parameters
    ----------
    answers : DataFrame, one row per person and question
        ``person``, ``role``, ``key`` and ``answer``.
    subjects : mapping from key to what that question is about
        Answers under other keys are left out.
    options : iterable of str
        The answers that may be given; others are none.

    Returns
    -------
    DataFrame, one row per person and question answered, in the order given
        ``person``, ``role``, ``subject`` and ``answer``.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": ["A", "A"], "role": "finance",
    ...     "key": ["today_stop", "today_start"], "answer": ["board", "choose…"]})
    >>> answers_about(answers, {"today_stop": "Stop a program"}, ["board", "finance"])
      person     role         subject answer
    0      A  finance  Stop a program  board
    """
    require_columns(answers, ["person", "role", "key", "answer"], "room's answers")
    said = answers[answers["key"].isin(list(subjects)) & answers["answer"].isin(list(options))]
    said = said.assign(subject=said["key"].map(subjects))
    return said[["person", "role", "subject", "answer"]].reset_index(drop=True)


def deciders_named(room: pd.DataFrame, decisions: Sequence[str]) -> pd.DataFrame:
    """Who a room says decides today, and where finance and academics name somebody else.

        differ = both sides answered, and no name is most often said by both

    A decision on which the sides differ has two rules, and people will follow their own.
    That they agree does not make it a good rule.

    Parameters
    ----------
    room : DataFrame, one row per person and decision
        ``role`` (for whom the person speaks), ``decision``, ``decider`` (who decides
        today, as that person says).
    decisions : sequence of str
        Every decision, in the order to list them.

    Returns
    -------
    DataFrame, one row per decision
        ``answers`` (people who answered), ``deciders_named`` (different answers),
        ``finance_says`` and ``academics_says`` (what each side says most, several where
        they tie, joined by "or"; blank when nobody of that side answered) and ``differ``
        (True or False).

    Raises
    ------
    ValueError
        When a column is missing.

    Examples
    --------
    >>> room = pd.DataFrame({"role": ["finance", "academics", "school"],
    ...     "decision": "Stop a program", "decider": ["finance", "board", "board"]})
    >>> table = deciders_named(room, ["Stop a program"])
    >>> table[["answers", "deciders_named", "finance_says", "academics_says", "differ"]]
       answers  deciders_named finance_says academics_says  differ
    0        3               2      finance          board    True
    """
    require_columns(room, ["role", "decision", "decider"], "room's answers")
    rows = []
    for decision in decisions:
        said = room[room["decision"] == decision]
        finance, academics = (_most_said(said[said["role"] == side]) for side in SIDES)
        rows.append(
            {
                "decision": decision,
                "answers": len(said),
                "deciders_named": said["decider"].nunique(),
                "finance_says": " or ".join(finance),
                "academics_says": " or ".join(academics),
                "differ": bool(finance and academics and not set(finance) & set(academics)),
            }
        )
    return pd.DataFrame(rows, columns=list(_DECIDERS)).astype(_DECIDERS)


def deciders_counted(room: pd.DataFrame, decisions: Sequence[str]) -> pd.DataFrame:
    """How many of finance and of academics name each decider: the answers behind a picture.

    Parameters
    ----------
    room : DataFrame, one row per person and decision
        ``role``, ``decision`` and ``decider``.
    decisions : sequence of str
        The order to list them in.

    Returns
    -------
    DataFrame, one row per decision and decider that finance or academics named
        ``decision``, ``decider``, ``finance`` and ``academics`` (people).

    Examples
    --------
    >>> room = pd.DataFrame({"role": ["finance", "finance", "academics"],
    ...     "decision": "Stop a program", "decider": ["finance", "board", "board"]})
    >>> deciders_counted(room, ["Stop a program"])
             decision  decider  finance  academics
    0  Stop a program    board        1          1
    1  Stop a program  finance        1          0
    """
    require_columns(room, ["role", "decision", "decider"], "room's answers")
    columns = {"decision": "str", "decider": "str"} | dict.fromkeys(SIDES, "int64")
    said = room[room["role"].isin(SIDES) & room["decision"].isin(list(decisions))]
    if said.empty:
        return typed(columns)
    table = pd.crosstab([said["decision"], said["decider"]], said["role"])
    table = table.reindex(columns=list(SIDES), fill_value=0).reset_index()
    place = table["decision"].map({name: n for n, name in enumerate(decisions)})
    table = table.assign(place=place).sort_values(["place", "decider"], kind="stable")
    return table[list(columns)].rename_axis(columns=None).reset_index(drop=True).astype(columns)


def principles_named(room: pd.DataFrame) -> pd.DataFrame:
    """Which principles a room names, most named first, and by whom.

    Count names, do not average places: a principle that everybody puts third is held
    more widely than one that two people put first.

    Parameters
    ----------
    room : DataFrame, one row per person and principle named
        ``person``, ``role``, ``principle`` and ``place`` (1 for first).

    Returns
    -------
    DataFrame, one row per principle that somebody named
        ``principle``, ``named`` (people), ``first`` (of these, people who put it first),
        ``finance`` and ``academics`` (people of each side who named it); the most named
        first, then the most often first, then by name.

    Raises
    ------
    ValueError
        When a column is missing.

    Examples
    --------
    >>> room = pd.DataFrame({"person": ["A", "A", "B"], "role": ["finance", "finance", "board"],
    ...     "principle": ["Evidence", "Equity", "Equity"], "place": [1, 2, 1]})
    >>> principles_named(room)[["principle", "named", "first", "finance"]]
      principle  named  first  finance
    0    Equity      2      1        1
    1  Evidence      1      1        1
    """
    require_columns(room, ["person", "role", "principle", "place"], "room's answers")
    if room.empty:
        return typed(_NAMED)
    # a principle that one person named twice counts once, at its better place
    once = room.sort_values("place", kind="stable").drop_duplicates(["person", "principle"])
    table = once.groupby("principle").agg(
        named=("person", "size"), first=("place", lambda places: int((places == 1).sum()))
    )
    for side in SIDES:
        table[side] = once[once["role"] == side].groupby("principle")["person"].size()
    table = table.fillna(0).reset_index().astype(_NAMED)[list(_NAMED)]
    return table.sort_values(
        ["named", "first", "principle"], ascending=[False, False, True], ignore_index=True
    )


def needs_chosen(room: pd.DataFrame) -> pd.DataFrame:
    """How many people, of each side, chose each need, most chosen first.

    Parameters
    ----------
    room : DataFrame, one row per answer
        ``person``, ``role``, ``key`` and ``answer``; what was chosen stands under the key
        "need".

    Returns
    -------
    DataFrame, one row per need; ties by name
        ``need_chosen``, ``people`` and ``finance``, ``academics``, ``school``, ``board``
        (people).

    Examples
    --------
    >>> room = pd.DataFrame({"person": ["A", "B", "C"], "role": ["finance", "board", "board"],
    ...     "key": "need", "answer": ["Reading", "Reading", "choose…"]})
    >>> needs_chosen(room)[["need_chosen", "people", "board"]].values.tolist()
    [['Reading', 2, 1]]
    """
    chosen = room[(room["key"] == "need") & ~room["answer"].isin(NOT_CHOSEN)]
    sides = {role: chosen["role"].eq(role) for role in ROLES}
    counted = (
        chosen.assign(**sides)
        .groupby("answer", as_index=False)
        .agg(people=("person", "size"), **{role: (role, "sum") for role in ROLES})
    )
    table = counted.rename(columns={"answer": "need_chosen"})
    return table.sort_values(["people", "need_chosen"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class MostChosen:
    """Of all ``answers``, ``people`` chose each of the leading ``needs``."""

    answers: int
    people: int
    needs: tuple[str, ...]


def most_chosen(chosen: pd.DataFrame) -> MostChosen:
    """The need that most people chose; several where they tie.

    Parameters
    ----------
    chosen : DataFrame
        As ``needs_chosen`` gives, with at least one row.

    Returns
    -------
    MostChosen

    Examples
    --------
    >>> most_chosen(pd.DataFrame({"need_chosen": ["Reading", "Mathematics"], "people": [2, 1]}))
    MostChosen(answers=3, people=2, needs=('Reading',))
    """
    most = chosen["people"].max()
    needs = chosen.loc[chosen["people"] == most, "need_chosen"]
    return MostChosen(int(chosen["people"].sum()), int(most), tuple(needs))


def questions_written(room: pd.DataFrame) -> pd.DataFrame:
    """The question that each person or table wrote, beside the need it chose.

    Parameters
    ----------
    room : DataFrame, one row per answer
        ``person``, ``key`` ("need" or "question") and ``answer``.

    Returns
    -------
    DataFrame, one row per person who wrote a question
        ``person``, ``need_chosen`` (blank where none was) and ``question_written``.

    Examples
    --------
    >>> room = pd.DataFrame({"person": ["A", "A", "B"], "key": ["need", "question", "need"],
    ...     "answer": ["Reading", "Why so late?", "Reading"]})
    >>> questions_written(room).values.tolist()
    [['A', 'Reading', 'Why so late?']]
    """
    keys = ["need", "question"]
    wide = room[room["key"].isin(keys)].pivot(index="person", columns="key", values="answer")
    wide = wide.reindex(columns=keys).astype(object).fillna("").replace("choose…", "").astype(str)
    table = wide.reset_index().rename_axis(columns=None)
    table = table.rename(columns={"need": "need_chosen", "question": "question_written"})
    return table[table["question_written"].str.strip() != ""].reset_index(drop=True)


def decided_apart(
    answers: pd.DataFrame, program_ids: Sequence[str], verdicts: Sequence[str]
) -> pd.DataFrame:
    """What the sides of a room decided of each program before they heard each other.

    Parameters
    ----------
    answers : DataFrame, one row per person and question
        ``role``, ``key`` (``apart_<program_id>_verdict``) and ``answer``.
    program_ids : sequence of str
        In the order to list them.
    verdicts : sequence of str
        The decisions there are; another answer is left out.

    Returns
    -------
    DataFrame, one row per program, side and decision that somebody of that side gave
        ``program_id``, ``side`` ("finance", "academics" or "others"), ``verdict`` and
        ``people``; of one program and side, what most said first.

    Examples
    --------
    >>> answers = pd.DataFrame({"role": ["finance", "board"], "key": "apart_P1_verdict",
    ...                         "answer": ["Stop", "Keep"]})
    >>> decided_apart(answers, ["P1"], ["Keep", "Stop"]).values.tolist()
    [['P1', 'finance', 'Stop', 1], ['P1', 'others', 'Keep', 1]]
    """
    require_columns(answers, ["role", "key", "answer"], "room's answers")
    rows = []
    for program_id in program_ids:
        mine = answers[answers["key"].eq(f"{APART}_{program_id}_verdict")]
        of_side = mine["role"].where(mine["role"].isin(SIDES), OTHERS)
        for side in (*SIDES, OTHERS):
            counts = mine.loc[of_side.eq(side), "answer"].value_counts()
            said = [(verdict, int(counts.get(verdict, 0))) for verdict in verdicts]
            most_first = sorted(said, key=lambda one: -one[1])
            rows += [(program_id, side, *one) for one in most_first if one[1]]
    return pd.DataFrame(rows, columns=["program_id", "side", "verdict", "people"])


def _most_said(said: pd.DataFrame) -> list[str]:
    counts = said["decider"].value_counts()
    return sorted(counts[counts == counts.max()].index) if len(counts) else []
