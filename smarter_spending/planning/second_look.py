"""After the rule has spoken: a second opinion, what people say against it, and how it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.planning.decisions import (
    BUDGET,
    FIX,
    GROW,
    KEEP,
    LAW_OR_CONTRACT,
    NOT_YET_KNOWN,
    STOP,
    VERDICTS,
    DecisionRule,
)

MOVES = (GROW, FIX, STOP)  # decisions that move dollars or students
RULE = "the rule"
ROOM = "the room"  # what was agreed aloud
OVERRIDE = "override"  # how the key of such an answer begins
NO_ROLE = "role not said"  # one voice, however many people gave no role
MOVES, ENDS = (GROW, FIX, STOP), "Ends"  # decisions that ask for an action; an end set before
NOTICE, END = (3, 15), (6, 30)  # month and day: notice to staff, end of the fiscal year
ENOUGH_KNOWN = 4  # of the six reasons: with fewer there is no second opinion
MOST_DISCUSSED = 8  # programs that a room can talk about


def abandonment_score(decisions: pd.DataFrame, rule: DecisionRule) -> pd.DataFrame:
    """A second opinion: of six reasons to let a program go, how many hold.

        score = reasons that hold / reasons about which something is known

    The six: it serves no priority; no gain is shown; it is unlikely worth its cost; less
    of it was delivered than is enough; another program does its job; nothing requires it.
    Six equal votes, without the order of the written rule: where the two disagree, talk.
    With fewer than four known the score says too little, and nothing is flagged.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``decide`` gives.
    rule : DecisionRule

    Returns
    -------
    DataFrame, one row per program
        ``decisions`` with ``score`` (0 to 1), ``reasons_known`` (0 to 6) and ``disagrees``
        (True where the rule says Grow or Keep and more than half the reasons hold, or the
        rule says Stop and fewer than half do).

    Examples
    --------
    >>> from smarter_spending.planning.decisions import decide
    >>> facts = pd.DataFrame({"program": ["A"], "aim": ["math"], "mandate": False,
    ...     "can_tell": True, "chance_gain": [0.99], "chance_worth_it": [0.05],
    ...     "delivered_share": [0.9], "purchase": False, "same_job_as": "B", "works_for": ""})
    >>> rule = DecisionRule(priority_aims=("early_literacy",))
    >>> float(abandonment_score(decide(facts, rule), rule)["score"].round(2).item())
    0.67
    """
    aligned = decisions["aligned"].astype("Float64")
    required = decisions["mandate"].astype("boolean").astype("Float64")
    told = decisions["can_tell"].astype(bool) & decisions["chance_gain"].notna()
    gain, worth = decisions["chance_gain"].astype(float), decisions["chance_worth_it"].astype(float)
    got = decisions["delivered_share"].astype(float)
    votes = pd.DataFrame(
        {
            "no_priority": 1 - aligned.to_numpy(dtype=float, na_value=np.nan),
            "no_gain": (gain < rule.gain_shown).where(told).to_numpy(dtype=float, na_value=np.nan),
            "dear": (worth <= rule.worth_unlikely).where(worth.notna()).astype(float),
            "undelivered": (got < rule.delivered_enough).where(got.notna()).astype(float),
            "another": decisions["same_job_as"].fillna("").ne("").astype(float),
            "not_required": 1 - required.to_numpy(dtype=float, na_value=np.nan),
        },
        index=decisions.index,
    )
    score, known = votes.mean(axis=1), votes.notna().sum(axis=1)
    stays = decisions["verdict"].isin([GROW, KEEP]) & (score > 0.5)
    goes = decisions["verdict"].eq(STOP) & (score < 0.5)
    return decisions.assign(
        score=score, reasons_known=known, disagrees=(stays | goes) & (known >= ENOUGH_KNOWN)
    )


def enough_known(decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs of which enough is known for a second opinion.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``abandonment_score`` gives.

    Returns
    -------
    DataFrame
        Their rows.

    Examples
    --------
    >>> enough_known(pd.DataFrame({"reasons_known": [5, 3]})).index.tolist()
    [0]
    """
    return decisions[decisions["reasons_known"] >= ENOUGH_KNOWN]


def most_to_let_go(decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs of which enough is known for a second opinion, most reasons to let go first.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``abandonment_score`` gives.

    Returns
    -------
    DataFrame
        Their rows.

    Examples
    --------
    >>> scored = pd.DataFrame({"program": list("ABC"), "score": [0.2, 0.9, 0.7],
    ...                        "reasons_known": [5, 3, 4]})
    >>> most_to_let_go(scored)["program"].tolist()
    ['C', 'A']
    """
    return enough_known(decisions).sort_values("score", ascending=False)


def programs_to_discuss(decisions: pd.DataFrame, most: int = MOST_DISCUSSED) -> pd.DataFrame:
    """The programs a room should talk about: where the rule would move dollars or students.

    Parameters
    ----------
    decisions : DataFrame
        As ``abandonment_score`` gives.
    most : int

    Returns
    -------
    DataFrame, one row per program, dearest first
        The rows to Grow, Fix or Stop, and those where the second opinion differs; filled up
        with the dearest of which nothing is known yet.

    Examples
    --------
    >>> table = pd.DataFrame({"program": ["A", "B"], "verdict": ["Keep", "Stop"],
    ...     "disagrees": False, "total_cost": [9.0, 1.0]})
    >>> programs_to_discuss(table)["program"].tolist()
    ['B']
    """
    moving = decisions["verdict"].isin(MOVES) | decisions["disagrees"]
    moving &= decisions["total_cost"].notna()
    first = decisions[moving].sort_values("total_cost", ascending=False, kind="stable").head(most)
    open_ones = decisions[decisions["verdict"].eq(NOT_YET_KNOWN) & ~moving].head(most - len(first))
    return pd.concat([first, open_ones]).reset_index(drop=True)


def may_be_overruled(discussed: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs of which people may decide against the rule: none that moves is left out.

    Parameters
    ----------
    discussed : DataFrame
        As ``programs_to_discuss`` gives: they come first.
    decisions : DataFrame
        As ``with_overrides`` gives: every other program that the rule or the room grows, fixes
        or stops is added, the dearest first, and every one somebody has spoken on.

    Returns
    -------
    DataFrame, one row per program
        ``program_id`` and ``program``.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2", "P3"], "program": ["A", "B", "C"],
    ...     "verdict": ["Keep", "Stop", "Fix"], "decision": ["Keep", "Stop", "Fix"],
    ...     "note": "", "total_cost": [9.0, 1.0, 5.0]})
    >>> may_be_overruled(decisions[:1], decisions)["program"].tolist()
    ['A', 'C', 'B']
    """
    moves = decisions[["verdict", "decision"]].isin(MOVES).any(axis=1)
    moves |= decisions["note"].ne("")
    others = decisions[moves & ~decisions["program_id"].isin(discussed["program_id"])]
    others = others.sort_values("total_cost", ascending=False, kind="stable")
    return pd.concat([table[["program_id", "program"]] for table in (discussed, others)])


@dataclass(frozen=True)
class KnownCost:
    """What programs cost a year, as far as it is on file: an unknown cost is not $0.

    ``dollars`` of those whose cost is known, the least that all of them can cost; of
    ``programs`` there are ``not_known`` without a cost on file.
    """

    programs: int
    not_known: int
    dollars: float


def known_cost(cost: pd.Series) -> KnownCost:
    """The known dollars of some programs, and how many have none on file.

    Parameters
    ----------
    cost : Series
        Dollars a year, one per program; blank where not known.

    Returns
    -------
    KnownCost

    Examples
    --------
    >>> known_cost(pd.Series([4_000.0, None]))
    KnownCost(programs=2, not_known=1, dollars=4000.0)
    """
    return KnownCost(len(cost), int(cost.isna().sum()), float(cost.sum()))


@dataclass(frozen=True)
class BlindCut:
    """What cutting every program without evidence would take.

    ``cost`` of these programs and its ``share`` of all known program dollars (``NaN`` where none
    is known); ``required`` by law or contract are so many of them, and ``not_said`` so many.
    """

    cost: KnownCost
    share: float
    required: int
    not_said: int


def blind_cut(decisions: pd.DataFrame) -> BlindCut:
    """What cutting every program of which nobody can tell the effect would take.

    Parameters
    ----------
    decisions : DataFrame
        As ``decide`` gives: ``chance_gain``, ``total_cost`` (dollars) and ``mandate``.

    Returns
    -------
    BlindCut

    Examples
    --------
    >>> blind_cut(pd.DataFrame({"chance_gain": [None, 0.9], "total_cost": [1.0, 3.0],
    ...     "mandate": pd.array([None, True], dtype="boolean")})).share
    0.25
    """
    blind = decisions[decisions["chance_gain"].isna()]
    cost = known_cost(blind["total_cost"])
    return BlindCut(
        cost=cost,
        share=float(cost.dollars / (decisions["total_cost"].sum() or np.nan)),
        required=int(blind["mandate"].fillna(False).astype(bool).sum()),
        not_said=int(blind["mandate"].isna().sum()),
    )


def verdict_dollars(decisions: pd.DataFrame) -> pd.DataFrame:
    """How many programs and dollars each decision holds.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame, one row per decision that occurs
        ``title``, ``programs``, ``cost_not_known`` (programs, which add no dollars),
        ``dollars`` (``NaN`` where no cost is known) and ``share`` (0 to 1).

    Examples
    --------
    >>> held = pd.DataFrame({"decision": ["Stop", "Keep"], "total_cost": [1.0, 3.0]})
    >>> verdict_dollars(held)[["title", "share"]].to_numpy().tolist()
    [['Keep', 0.75], ['Stop', 0.25]]
    """
    groups = decisions.assign(total_cost=decisions["total_cost"].astype(float)).groupby("decision")
    table = pd.DataFrame(
        {
            "programs": groups.size(),
            "cost_not_known": groups["total_cost"].apply(lambda cost: int(cost.isna().sum())),
            "dollars": groups["total_cost"].sum(min_count=1),
        }
    )
    table = table.reindex([verdict for verdict in VERDICTS if verdict in table.index])
    table.insert(0, "title", table.index)
    total = table["dollars"].sum()
    return table.assign(share=table["dollars"] / total if total else 0.0).reset_index(drop=True)


def movers_first(decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions in the order in which people read them: what stops, is fixed, grows, stays.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame
        Its rows, in each group the dearest first.

    Examples
    --------
    >>> held = pd.DataFrame({"decision": ["Keep", "Grow", "Stop"], "total_cost": [9.0, 1.0, 1.0]})
    >>> movers_first(held)["decision"].tolist()
    ['Stop', 'Grow', 'Keep']
    """
    places = {verdict: place for place, verdict in enumerate((STOP, FIX, GROW))}
    table = decisions.assign(place=decisions["decision"].map(places).fillna(len(places)))
    return table.sort_values(["place", "total_cost"], ascending=[True, False]).drop(columns="place")


def enough_students(decisions: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The decisions, ``students_served`` blank where fewer than may be shown.

    Parameters
    ----------
    decisions : DataFrame
    minimum : int, students

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> served = pd.DataFrame({"students_served": [40.0, 9.0]})
    >>> enough_students(served, 11)["students_served"].tolist()
    [40.0, nan]
    """
    students = decisions["students_served"].astype(float)
    return decisions.assign(students_served=students.where(students >= minimum))


def overrides_given(answers: pd.DataFrame, program_ids: pd.Series, record: str) -> pd.DataFrame:
    """What people decided against the rule, by role: the room's record before single voices.

    A person who gave no role speaks under "role not said": two of them are not two roles.

    Parameters
    ----------
    answers : DataFrame, one row per person and question
        ``person, role, key, answer``.
    program_ids : Series
        An override of a program that is not among them is left out.
    record : str
        The name under which the room's own record is kept.

    Returns
    -------
    DataFrame, one row per override
        ``program_id, role, verdict, because``.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": "Ana", "role": "finance",
    ...     "key": ["override_P1_verdict", "override_P1_because"],
    ...     "answer": ["Keep", "a contract"]})
    >>> overrides_given(answers, pd.Series(["P1", "P2"]), "our team").values.tolist()
    [['P1', 'finance', 'Keep', 'a contract']]
    """
    rows = []
    for program_id in program_ids:
        key = f"{OVERRIDE}_{program_id}_"
        given = answers[answers["key"].eq(f"{key}verdict") & answers["answer"].isin(VERDICTS)]
        agreed = given[given["person"].eq(record)]
        reasons = answers[answers["key"].eq(f"{key}because")].set_index("person")["answer"]
        for row in (given if agreed.empty else agreed).itertuples():
            role = ROOM if row.person == record else row.role or NO_ROLE
            rows.append((program_id, role, row.answer, str(reasons.get(row.person, ""))))
    return pd.DataFrame(rows, columns=["program_id", "role", "verdict", "because"])


def with_overrides(decisions: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """The rule's verdicts, with those that people changed, by whom and why.

    An override holds when it has a reason, when the room's record says it or two roles or more
    agree on it, and when it does not stop what law or contract requires, or may require while
    nobody has said.  People who gave no role are one voice.  Whatever does not hold is kept and
    said, never dropped.

    One purchase for one job needs the one: where people decide that the program that does the
    job neither grows nor is kept, the purchases that lean on it are Not yet known again.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``decide`` gives, with ``program_id``; ``same_job_as`` holds names of programs.
    overrides : DataFrame, one row per override
        ``program_id``, ``role`` ("finance", "academics", …, or "the room" for what was agreed
        aloud), ``verdict`` (one of the five) and ``because`` (the reason, in words).

    Returns
    -------
    DataFrame, one row per program
        ``decisions`` with ``decision`` (what holds), ``decided_by`` ("the rule" or the
        roles) and ``note`` (the reason given, or why an override or the rule does not hold; ""
        else).

    Raises
    ------
    ValueError
        When a verdict is none of the five or a program is not in the list.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1"], "verdict": ["Stop"], "mandate": [False]})
    >>> ours = pd.DataFrame({"program_id": ["P1"], "role": ["the room"],
    ...                      "verdict": ["Keep"], "because": ["its new form began in May"]})
    >>> with_overrides(decisions, ours)[["decision", "decided_by"]].to_numpy().tolist()
    [['Keep', 'the room']]
    """
    _check_overrides(decisions, overrides)
    roles = overrides["role"].fillna("").astype(str).str.strip().replace("", NO_ROLE)
    spoken = overrides.assign(
        role=roles, because=overrides["because"].fillna("").astype(str).str.strip()
    )
    given = {key: rows for key, rows in spoken.groupby("program_id", sort=False)}
    held = [_held(row, given.get(row.program_id)) for row in decisions.itertuples()]
    columns = ["decision", "decided_by", "note"]
    table = decisions.join(pd.DataFrame(held, columns=columns, index=decisions.index))
    return _with_nobody_to_do_the_job(table)


def _held(row, given: pd.DataFrame | None) -> tuple[str, str, str]:
    if given is None:
        return row.verdict, RULE, ""
    counted = given[given["because"].ne("")]
    silent = given[given["because"].eq("") & given["verdict"].ne(row.verdict)]
    silent = _and(role for role in silent["role"] if role not in set(counted["role"]))
    if counted.empty:
        note = f"{silent} would say otherwise, but gave no reason" if silent else ""
        return row.verdict, RULE, note
    decision, decided_by, note = _of_reasons(row, counted)
    return decision, decided_by, f"{note}; {silent} gave no reason" if silent else note


def _of_reasons(row, given: pd.DataFrame) -> tuple[str, str, str]:
    roles, wanted = _and(given["role"]), given["verdict"].iloc[0]
    if given["verdict"].nunique() > 1:
        each = "; ".join(f"{one.role}: {one.verdict}" for one in given.itertuples())
        return row.verdict, RULE, f"not agreed ({each})"
    if given["role"].nunique() == 1 and given["role"].iloc[0] != ROOM:
        note = f"{roles} would say {wanted}, and no other role has agreed yet"
        return row.verdict, RULE, note
    if wanted == STOP and pd.isna(row.mandate):
        note = f"{roles} would stop it, but nobody has said {LAW_OR_CONTRACT}"
        return row.verdict, RULE, note
    if wanted == STOP and row.mandate:
        return row.verdict, RULE, f"{roles} would stop it, but law or contract requires it"
    return wanted, roles, "; ".join(given["because"])


def _and(words: Iterable[str]) -> str:
    once = list(dict.fromkeys(words))
    return " and ".join(filter(None, [", ".join(once[:-1]), *once[-1:]]))


def _with_nobody_to_do_the_job(table: pd.DataFrame) -> pd.DataFrame:
    if not {"program", "same_job_as", "lever", "chance_gain"} <= set(table.columns):
        return table
    held = dict(zip(table["program"], table["decision"], strict=True))
    table = table.copy()
    for place in table.index[_one_too_many(table)]:
        name, note = table.at[place, "same_job_as"], table.at[place, "note"]
        now = held.get(name, KEEP)
        if now in (GROW, KEEP):
            continue
        gone = f"{name} ends" if now == STOP else f"{name} is not kept as it is ({now})"
        why = f"{name} was to do its job, and {gone}"
        cancelled = [NOT_YET_KNOWN, RULE, f"{why}; {note}" if note else why]
        table.loc[place, ["decision", "decided_by", "note"]] = cancelled
    return table


def _one_too_many(decisions: pd.DataFrame) -> pd.Series:
    return (
        decisions["decision"].eq(FIX)
        & decisions["verdict"].eq(FIX)
        & decisions["lever"].eq(BUDGET)
        & decisions["chance_gain"].isna()
    )


def _check_overrides(decisions: pd.DataFrame, overrides: pd.DataFrame) -> None:
    require_columns(overrides, ["program_id", "role", "verdict", "because"], "table of overrides")
    wrong = overrides[~overrides["verdict"].isin(VERDICTS)]
    if len(wrong):
        raise ValueError(
            f"{wrong['verdict'].iloc[0]!r} is not a decision. Use one of: {', '.join(VERDICTS)}."
        )
    stray = overrides[~overrides["program_id"].isin(decisions["program_id"])]
    if len(stray):
        raise ValueError(f"{stray['program_id'].iloc[0]!r} is not in the list of programs.")


def sunset_plan(
    decisions: pd.DataFrame, transition: pd.DataFrame, as_of: date, minimum: int
) -> pd.DataFrame:
    """How each program that ends is ended: who is affected, who takes them on, by when.

        notice by   March 15: until then California's districts must tell certificated staff
        last day    June 30 of the same year; a notice day already past moves both by a year
        review      a year after the last day

    Listed are programs to stop, and purchases that another program's work makes one too many.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``with_overrides`` gives, of ``decision_facts``.
    transition : DataFrame
        As ``transition_costs`` gives.
    as_of : date
        The day from which the plan looks ahead.
    minimum : int, students
        Fewer are not counted out.

    Returns
    -------
    DataFrame, one row per program that ends
        ``program_id, program, decision, students`` (``NaN`` when not known or too few to
        show), ``taken_on_by`` (the program that does the same job; "" while nobody is named,
        or where that program ends too), ``owner, notice_by, last_day, review`` (dates) and
        ``transition`` (dollars, once).

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1"], "program": ["Club"], "decision": ["Stop"],
    ...     "verdict": ["Stop"], "lever": [""], "chance_gain": [0.02], "students_served": [40.0],
    ...     "same_job_as": [""], "owner": ["Director"]})
    >>> none = pd.DataFrame({"program_id": [], "transition": []})
    >>> plan = sunset_plan(decisions, none, date(2025, 9, 15), 11)
    >>> plan["notice_by"].item().isoformat(), plan["last_day"].item().isoformat()
    ('2026-03-15', '2026-06-30')

    References
    ----------
    California Education Code 44949 (notice by March 15).
    """
    ends = decisions[_ends(decisions)]
    year = last_day(as_of).year
    once = transition.groupby("program_id")["transition"].sum()
    students = ends["students_served"].astype(float)
    table = ends[["program_id", "program", "decision"]].assign(
        students=students.where(students >= minimum),
        taken_on_by=taken_on_by(decisions)[ends.index],
        owner=ends["owner"],
        notice_by=date(year, *NOTICE),
        last_day=date(year, *END),
        review=date(year + 1, *END),
        transition=ends["program_id"].map(once).astype(float).fillna(0.0),
    )
    return table.reset_index(drop=True)


@dataclass(frozen=True)
class Endings:
    """A sunset plan and its sums.

    ``students`` are places: a child in two of the programs is in both counts.
    """

    plan: pd.DataFrame

    @property
    def students(self) -> float:
        """Students counted, once for each program."""
        return float(self.plan["students"].sum())

    @property
    def counted(self) -> int:
        """Programs whose students are known and not too few to show."""
        return int(self.plan["students"].notna().sum())

    @property
    def not_counted(self) -> int:
        """Programs whose students are not known, or too few to show."""
        return len(self.plan) - self.counted

    @property
    def transition(self) -> float:
        """Dollars, once, to move people to their next post."""
        return float(self.plan["transition"].sum())


def taken_on_by(decisions: pd.DataFrame) -> pd.Series:
    """The program that does the same job and stays, for each; "" where there is none.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``with_overrides`` gives, of ``decision_facts``.

    Returns
    -------
    Series of str, on the index of ``decisions``
    """
    gone = decisions.loc[_ends(decisions) | _end_was_set(decisions), "program"]
    same_job = decisions["same_job_as"].fillna("")
    return same_job.mask(same_job.isin(gone), "")


def _ends(decisions: pd.DataFrame) -> pd.Series:
    return decisions["decision"].eq(STOP) | _one_too_many(decisions)


def already_ending(decisions: pd.DataFrame) -> pd.DataFrame:
    """The programs whose end was set before anybody decided here.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives; without a column ``ending`` there is none.

    Returns
    -------
    DataFrame
        Their rows.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program": ["A", "B"], "ending": [False, True]})
    >>> already_ending(decisions)["program"].tolist()
    ['B']
    """
    return decisions[_end_was_set(decisions)]


def _end_was_set(decisions: pd.DataFrame) -> pd.Series:
    return decisions.get("ending", pd.Series(False, decisions.index)).astype(bool)


def actions_needed(decisions: pd.DataFrame) -> pd.DataFrame:
    """Every decision that needs somebody to do something, the dearest first.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame, one row per program to grow, to fix or to stop, and per one whose end was set
        The rows of ``decisions``, with ``action``: its decision, or "Ends".

    Examples
    --------
    >>> decisions = pd.DataFrame({"program": ["A", "B", "C"], "ending": [False, False, True],
    ...     "decision": ["Keep", "Stop", "Keep"], "total_cost": [5.0, None, 9.0]})
    >>> actions_needed(decisions)[["program", "action"]].values.tolist()
    [['C', 'Ends'], ['B', 'Stop']]
    """
    ends = _end_was_set(decisions)
    moving = decisions.assign(action=decisions["decision"].mask(ends, ENDS))
    moving = moving[ends | decisions["decision"].isin(MOVES)]
    return moving.sort_values(["total_cost", "program"], ascending=[False, True], kind="stable")


def last_day(as_of: date) -> date:
    """The last day of a program that is ended from this day on.

    Parameters
    ----------
    as_of : date

    Returns
    -------
    date
        June 30 of the year whose notice day is still to come.

    Examples
    --------
    >>> last_day(date(2025, 9, 15)).isoformat(), last_day(date(2026, 3, 15)).isoformat()
    ('2026-06-30', '2026-06-30')
    """
    return date(as_of.year + (as_of > date(as_of.year, *NOTICE)), *END)


def notice_day(as_of: date) -> date:
    """The last day for notice to staff before the last day of a program ended from this day on.

    Parameters
    ----------
    as_of : date

    Returns
    -------
    date

    Examples
    --------
    >>> notice_day(date(2025, 9, 15)).isoformat(), notice_day(date(2026, 3, 15)).isoformat()
    ('2026-03-15', '2026-03-15')
    """
    return last_day(as_of).replace(month=NOTICE[0], day=NOTICE[1])


def year_end_after(as_of: date) -> date:
    """The next end of a fiscal year: by then this year's decisions are looked at again.

    Parameters
    ----------
    as_of : date

    Returns
    -------
    date

    Examples
    --------
    >>> year_end_after(date(2025, 9, 15)).isoformat(), year_end_after(date(2025, 6, 29)).isoformat()
    ('2026-06-30', '2025-06-30')
    """
    end = date(as_of.year, *END)
    return end if as_of < end else end.replace(year=end.year + 1)
