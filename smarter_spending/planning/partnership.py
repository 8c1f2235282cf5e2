"""Working as one: who decides, by what values, what a room thinks, what the process takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns, typed
from smarter_spending.words import NOT_CHOSEN

# --- Working as one: who decides, and which policies stand ---------------------------------------

ROLES = ("finance", "academics", "superintendent", "principals", "board")
DECIDES, CONSULTED, INFORMED = MARKS = ("D", "C", "I")
DECIDERS = (*ROLES, "more than one", "not clear")  # who may be said to decide today
# what is wrong with a decision's marks
NOT_MARKED, NOBODY, SEVERAL, NOT_HEARD = "not marked", "nobody decides", "several", "not heard"
STATUSES = ("adopted", "in practice but unwritten", "neither", "don't know")

_FLAGS = ("about_programs", "with_dollars", "binds_both")


def decision_rights_problems(rights: pd.DataFrame) -> pd.DataFrame:
    """Which decisions have rules that will hold, and what is wrong with the others.

    valid = one decider
            and academics decide or are consulted, when it is about programs
            and finance decides or is consulted, when it has dollars
            and both decide or are consulted, when it binds both
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
    both = marks.to_dict("records"), rights[list(_FLAGS)].to_dict("records")
    found = [_problems(who, what) for who, what in zip(*both, strict=True)]
    return pd.DataFrame(
        {
            "decision": rights["decision"].astype("str").to_numpy(),
            "deciders": marks.eq(DECIDES).sum(axis=1).astype("int64").to_numpy(),
            "valid": pd.array([not problems for problems in found], dtype="bool"),
            "problems": pd.Series(found, dtype=object),
        }
    )


def _problems(marks: Mapping[str, str], decision: Mapping[str, bool]) -> tuple[tuple, ...]:
    if not any(marks.values()):
        return ((NOT_MARKED, ()),)
    deciders = tuple(role for role in ROLES if marks[role] == DECIDES)
    heard = {role for role in ROLES if marks[role] in (DECIDES, CONSULTED)}
    problems = []
    if len(deciders) != 1:
        problems.append((SEVERAL, deciders) if deciders else (NOBODY, ()))
    voices = (("about_programs", "academics"), ("with_dollars", "finance"),
              ("binds_both", "academics"), ("binds_both", "finance"))  # fmt: skip
    silent: dict[str, str] = {}
    for flag, role in voices:
        if decision[flag] and role not in heard:
            silent.setdefault(role, flag)
    return (*problems, *((NOT_HEARD, (role, flag)) for role, flag in silent.items()))


@dataclass(frozen=True)
class PolicyGaps:
    """Of how many budget policies are adopted, and of how many nobody has said anything."""

    policies: int
    adopted: int
    unanswered: int

    @property
    def gap(self) -> int:
        """Policies that the board has not adopted, as far as anybody knows."""
        return self.policies - self.adopted


def policy_gaps(policies: pd.DataFrame) -> PolicyGaps:
    """How many of the budget policies are adopted; what is unwritten or not known is a gap too."""
    require_columns(policies, ["policy", "status"], "list of policies")
    status = policies["status"].fillna("")
    wrong = ~status.isin([*STATUSES, ""])
    if wrong.any():
        raise ValueError(
            f"The policy {policies.loc[wrong, 'policy'].iloc[0]!r} is said to be "
            f"{status[wrong].iloc[0]!r}. Say {', '.join(STATUSES)}, or leave it blank."
        )
    return PolicyGaps(len(policies), int(status.eq(STATUSES[0]).sum()), int(status.eq("").sum()))


# --- Where a room agrees and where its sides do not: who decides, by what values, on which need

SIDES, OTHERS = ("finance", "academics"), "others"
SIDES_AND_OTHERS = (*SIDES, "school", "board")
APART = "apart"  # how the key of what each person decides alone begins

_DECIDERS = {"decision": "str", "answers": "int64", "deciders_named": "int64",
             "finance_says": "str", "academics_says": "str", "differ": "bool",
             "sides": "str"}  # fmt: skip
_NAMED = {"principle": "str", "named": "int64", "first": "int64"} | dict.fromkeys(SIDES, "int64")


def answers_about(
    answers: pd.DataFrame, subjects: Mapping[str, object], options: Iterable[str]
) -> pd.DataFrame:
    """What everybody answered to a few questions of one kind, each with what it was about."""
    require_columns(answers, ["person", "role", "key", "answer"], "room's answers")
    said = answers[answers["key"].isin(list(subjects)) & answers["answer"].isin(list(options))]
    said = said.assign(subject=said["key"].map(subjects))
    return said[["person", "role", "subject", "answer"]].reset_index(drop=True)


def deciders_named(answers: pd.DataFrame, decisions: Sequence[str]) -> pd.DataFrame:
    """Who a room says decides today; the sides differ where no name is most said by both."""
    require_columns(answers, ["role", "decision", "decider"], "room's answers")
    rows = []
    for decision in decisions:
        said = answers[answers["decision"] == decision]
        finance, academics = (_most_said(said[said["role"] == side]) for side in SIDES)
        differ = bool(finance and academics and not set(finance) & set(academics))
        both = "differ" if differ else "agree"
        rows.append(
            {
                "decision": decision,
                "answers": len(said),
                "deciders_named": said["decider"].nunique(),
                "finance_says": " or ".join(finance),
                "academics_says": " or ".join(academics),
                "differ": differ,
                "sides": both if finance and academics else "",
            }
        )
    return pd.DataFrame(rows, columns=list(_DECIDERS)).astype(_DECIDERS)


def deciders_counted(answers: pd.DataFrame, decisions: Sequence[str]) -> pd.DataFrame:
    """How many of finance and of academics name each decider: the answers behind a picture."""
    require_columns(answers, ["role", "decision", "decider"], "room's answers")
    columns = {"decision": "str", "decider": "str"} | dict.fromkeys(SIDES, "int64")
    said = answers[answers["role"].isin(SIDES) & answers["decision"].isin(list(decisions))]
    if said.empty:
        return typed(columns)
    table = pd.crosstab([said["decision"], said["decider"]], said["role"])
    table = table.reindex(columns=list(SIDES), fill_value=0).reset_index()
    place = table["decision"].map({name: n for n, name in enumerate(decisions)})
    table = table.assign(place=place).sort_values(["place", "decider"], kind="stable")
    return table[list(columns)].rename_axis(columns=None).reset_index(drop=True).astype(columns)


def principles_named(answers: pd.DataFrame) -> pd.DataFrame:
    """Which principles a room names, most named first; names count, places are not averaged."""
    require_columns(answers, ["person", "role", "principle", "place"], "room's answers")
    if answers.empty:
        return typed(_NAMED)
    # a principle that one person named twice counts once, at its better place
    once = answers.sort_values("place", kind="stable").drop_duplicates(["person", "principle"])
    table = once.groupby("principle").agg(
        named=("person", "size"), first=("place", lambda places: int((places == 1).sum()))
    )
    for side in SIDES:
        table[side] = once[once["role"] == side].groupby("principle")["person"].size()
    table = table.fillna(0).reset_index().astype(_NAMED)[list(_NAMED)]
    order = ["named", "first", "principle"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def needs_chosen(answers: pd.DataFrame) -> pd.DataFrame:
    """How many people, of each side, chose each need, most chosen first."""
    chosen = answers[(answers["key"] == "need") & ~answers["answer"].isin(["", NOT_CHOSEN])]
    sides = {role: chosen["role"].eq(role) for role in SIDES_AND_OTHERS}
    sums = {"people": ("person", "size")} | {role: (role, "sum") for role in SIDES_AND_OTHERS}
    counted = chosen.assign(**sides).groupby("answer", as_index=False).agg(**sums)
    table = counted.rename(columns={"answer": "need_chosen"})
    return table.sort_values(["people", "need_chosen"], ascending=[False, True], ignore_index=True)


def most_chosen(chosen: pd.DataFrame) -> pd.Series:
    """The ``needs`` that most ``people`` chose, of all ``answers``; several where they tie."""
    most = chosen["people"].max()
    needs = tuple(chosen.loc[chosen["people"] == most, "need_chosen"])
    return pd.Series({"answers": int(chosen["people"].sum()), "people": int(most), "needs": needs})


def questions_written(answers: pd.DataFrame) -> pd.DataFrame:
    """The question that each person or table wrote, beside the need it chose."""
    keys = ["need", "question"]
    wide = answers[answers["key"].isin(keys)].pivot(index="person", columns="key", values="answer")
    wide = wide.reindex(columns=keys).astype(object).fillna("").replace(NOT_CHOSEN, "").astype(str)
    table = wide.reset_index().rename_axis(columns=None)
    table = table.rename(columns={"need": "need_chosen", "question": "question_written"})
    return table[table["question_written"].str.strip() != ""].reset_index(drop=True)


def decided_apart(
    answers: pd.DataFrame, program_ids: Sequence[str], verdicts: Sequence[str]
) -> pd.DataFrame:
    """What the sides of a room decided of each program before they heard each other."""
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


# --- What a room thinks, kept apart by role: ratings, their middle and their spread --------------

SUMMARY_COLUMNS = ["code", "raters", "low", "median", "high", "share_dont_know", "finance",
                   "academics", "role_gap"]  # fmt: skip


def ratings_summary(ratings: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The room's ratings of each practice: middle, range, doubt, gap between the two medians."""
    wrong = ratings.loc[~ratings["rating"].isin([0, 1, 2, 3]) & ratings["rating"].notna(), "rating"]
    if len(wrong):
        raise ValueError(f"A rating is 0, 1, 2, 3 or unknown, not {wrong.iloc[0]}.")
    by_code = ratings.groupby("code")["rating"]
    summary = pd.DataFrame(index=pd.Index(codes, name="code"))
    summary["raters"] = by_code.count()
    for name, of in {"low": "min", "median": "median", "high": "max"}.items():
        summary[name] = by_code.agg(of)
    summary["share_dont_know"] = by_code.apply(lambda given: given.isna().mean())
    for role in SIDES:
        own = ratings[ratings["role"] == role]
        summary[role] = own.groupby("code")["rating"].median()
    summary["role_gap"] = (summary["finance"] - summary["academics"]).abs()
    summary["raters"] = summary["raters"].fillna(0).astype(int)
    return summary.reset_index()[SUMMARY_COLUMNS].astype(dict.fromkeys(SUMMARY_COLUMNS[2:], float))


def next_practices(summary: pd.DataFrame) -> pd.DataFrame:
    """Where to start: the practices rated lowest, then those the roles differ on most."""
    rated = summary[summary["raters"] > 0]
    rated = rated.assign(apart=-rated["role_gap"].fillna(0))
    ordered = rated.sort_values(["median", "apart", "code"], kind="stable")
    return ordered.drop(columns="apart").head(3).reset_index(drop=True)


def read_ratings(answers: pd.DataFrame) -> pd.DataFrame:
    """The ratings among everybody's answers."""
    kept = answers[answers["key"].str.startswith("rate_", na=False)]
    words = kept["answer"].astype(str)
    level = pd.to_numeric(words.str[0], errors="coerce")
    ratings = kept[["person", "role"]].assign(code=kept["key"].str.removeprefix("rate_"))
    ratings["rating"] = level.where(level.isin([0, 1, 2, 3]), np.nan)
    return ratings[level.notna() | words.eq("don't know")].reset_index(drop=True)


# --- What the process takes: hours of people's time, and seconds of a speech --------------------

WORDS_A_MINUTE = 150
SPEECH_SECONDS = 30
MEETING = ("people", "hours", "times")


def _number(answer: object) -> float:
    is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    return float(answer) if is_number else np.nan


def process_hours(answers: Mapping[str, object]) -> float:
    """Hours that the team's meetings take in a year, of everybody; NaN until all are answered."""
    return prod(_number(answers.get(f"meet_{part}")) for part in MEETING)


def speech_seconds(text: str) -> float:
    """Seconds a text takes to say, at a rule of thumb for conversation in English."""
    return 60 * len(text.split()) / WORDS_A_MINUTE


def words_too_many(text: str) -> int:
    """How many words must go for a text to be said in thirty seconds."""
    return max(len(text.split()) - SPEECH_SECONDS * WORDS_A_MINUTE // 60, 0)
