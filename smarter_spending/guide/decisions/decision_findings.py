"""What the decisions say: the rule in words, what it costs to cut blind, and how things end."""

from dataclasses import fields
from datetime import date
from statistics import NormalDist

import pandas as pd

from smarter_spending.analysis.triage import GOAL_AREAS
from smarter_spending.planning.decisions import (
    FIX,
    GROW,
    KEEP,
    NOT_YET_KNOWN,
    STOP,
    VERDICTS,
    DecisionRule,
    decide,
)
from smarter_spending.planning.second_look import RULE
from smarter_spending.words import day, dollars, listed, many, number, percent

PARTS = {
    "priority_aims": "Aims the board put first",
    "gain_shown": "A gain counts as shown from this share of draws up",
    "loss_shown": "A loss counts as shown when a gain appears in this share or less",
    "worth_likely": "Likely worth its cost from this share of draws up",
    "worth_unlikely": "Unlikely worth its cost at this share or less",
    "delivered_enough": "Delivered enough from this share of the plan up",
    "purchase_share": "A purchase: this share of its cost or more is not people",
    "transition_months": "Months of pay between the end of a program and the next post",
}
MEANS = {
    GROW: "works, is worth its cost, and serves a priority",
    KEEP: "works, or law requires it",
    FIX: "deliver it, serve whom it works for, or have the same for less",
    STOP: "students did worse than similar students; or it was delivered, looked at fairly, and "
    "not worth its cost",
    NOT_YET_KNOWN: "set a test and a date",
}


def rule_table(rule: DecisionRule) -> pd.DataFrame:
    """The written rule, a line for each part.

    Parameters
    ----------
    rule : DecisionRule

    Returns
    -------
    DataFrame
        ``rule_part`` and ``rule_value`` (in words).

    Examples
    --------
    >>> rule_table(DecisionRule(priority_aims=("math",))).iloc[0].tolist()
    ['Aims the board put first', 'Math']
    """
    rows = []
    for part in fields(rule):
        value = getattr(rule, part.name)
        if part.name == "priority_aims":
            words = listed(GOAL_AREAS.get(aim, aim) for aim in value) if value else "none named yet"
        else:
            words = number(value) if part.name == "transition_months" else percent(value)
        rows.append((PARTS[part.name], words))
    return pd.DataFrame(rows, columns=["rule_part", "rule_value"])


def facts_table(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """What is known of each program, in words, without what the rule says of it.

    Parameters
    ----------
    table : DataFrame
        Rows of ``decide``.
    minimum : int, students
        Fewer are not shown.

    Returns
    -------
    DataFrame, one row per program
        ``program, total_cost, students_served, gain_words, worth_words, delivered_words,
        same_job_as``.
    """
    students = table["students_served"].astype(float)
    shown = table[["program", "total_cost"]].assign(
        students_served=students.where(students >= minimum),
        gain_words=_shares(table["chance_gain"], "cannot tell"),
        worth_words=_shares(table["chance_worth_it"], "cannot tell"),
        delivered_words=_shares(table["delivered_share"], "not known", 1),
        same_job=table["same_job_as"].replace("", None),
    )
    return shown.reset_index(drop=True)


def _shares(shares: pd.Series, unknown: str, places: int = 0) -> list[str]:
    return [unknown if pd.isna(share) else percent(share, places) for share in shares]


def say_blind_cut(decisions: pd.DataFrame) -> str:
    """What cutting everything without evidence would free, and what it would cut blind.

    Parameters
    ----------
    decisions : DataFrame
        As ``decide`` gives.

    Returns
    -------
    str
    """
    if decisions.empty:
        return ""
    blind = decisions[decisions["chance_gain"].isna()]
    if blind.empty:
        return "Of every program somebody can tell the effect: there is nothing to cut blind."
    known = decisions["total_cost"].sum() or float("nan")
    share = f"{percent(blind['total_cost'].sum() / known)} of all program dollars"
    amount = _dollars_on_file(blind["total_cost"], share)
    return (
        f"Of {many(len(decisions), 'program')}, {_have(len(blind))} no effect that anybody can "
        f"tell. Cutting them all would take {amount}, {_bound(blind['mandate'])}. "
        "**No evidence is not evidence of nothing.**"
    )


def _bound(mandate: pd.Series) -> str:
    unsaid, bound = int(mandate.isna().sum()), int(mandate.fillna(False).astype(bool).sum())
    if unsaid == len(mandate):
        return "and nobody has said which of them law or contract requires"
    words = f"{bound or 'none'} of these programs against law or contract"
    return f"{words} (not said for {unsaid} of them)" if unsaid else words


def _dollars_on_file(cost: pd.Series, share: str = "") -> str:
    # an unknown cost is not $0: what is known is the least it can be
    unknown = int(cost.isna().sum())
    if unknown == len(cost):
        return "dollars that nobody has on file"
    least = f"at least {dollars(cost.sum())} a year" if unknown else f"{dollars(cost.sum())} a year"
    nothing = f"{_have(unknown)} no cost on file" if unknown else ""
    aside = "; ".join(filter(None, [share, nothing]))
    return f"{least} ({aside})" if aside else least


def _have(count: int) -> str:
    return f"{number(count)} {'has' if count == 1 else 'have'}"


def verdict_dollars(decisions: pd.DataFrame) -> pd.DataFrame:
    """How many programs and dollars each decision holds.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    DataFrame, one row per decision that occurs
        ``title``, ``means``, ``programs``, ``cost_not_known`` (programs, which add no
        dollars), ``dollars`` (``NaN`` where no cost is known) and ``share`` (0 to 1).
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
    table.insert(1, "means", table.index.map(MEANS))
    total = table["dollars"].sum()
    return table.assign(share=table["dollars"] / total if total else 0.0).reset_index(drop=True)


def say_verdicts(decisions: pd.DataFrame) -> str:
    """Which programs grow, are fixed and stop, and of how many it is too early to say.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    str
    """
    if decisions.empty:
        return ""
    said = []
    for verdict in (GROW, FIX, STOP):
        names = decisions.loc[decisions["decision"].eq(verdict), "program"]
        if len(names):
            said.append(f"**{verdict}:** {listed(names, most=8)}.")
    kept = int(decisions["decision"].eq(KEEP).sum())
    if kept:
        said.append(f"{many(kept, 'program')} to keep.")
    unknown = decisions.loc[decisions["decision"].eq(NOT_YET_KNOWN), "total_cost"]
    if len(unknown):
        each = "it gets a test and a date, and is not stopped for it"
        if len(unknown) > 1:
            each = "each gets a test and a date, and none is stopped for it"
        said.append(
            f"Of **{many(len(unknown), 'program')}**, with {_dollars_on_file(unknown)}, too little "
            f"is known to decide: {each}."
        )
    return " ".join(said)


def say_second_opinion(decisions: pd.DataFrame) -> str:
    """Where the second opinion and the rule part ways.

    Parameters
    ----------
    decisions : DataFrame
        As ``abandonment_score`` gives.

    Returns
    -------
    str
    """
    if decisions.empty:
        return ""
    enough = decisions[decisions["reasons_known"] >= 4]
    if enough.empty:
        return "Too little is known of any program for a second opinion."
    apart = decisions.loc[decisions["disagrees"], "program"]
    if len(apart):
        return (
            f"**The two disagree on {listed(apart)}.** Talk about that first: one of the two is "
            "missing something."
        )
    return (
        f"For none of the {many(len(enough), 'program')} of which enough is known does the second "
        "opinion turn the rule around."
    )


def say_overrides(decisions: pd.DataFrame) -> str:
    """What people decided against the rule, and what did not hold.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.

    Returns
    -------
    str
    """
    ours = decisions["decided_by"].ne(RULE)
    moved = [
        f"{row.program}: {row.decision} instead of {row.verdict} ({row.decided_by}: {row.note})"
        for row in decisions[ours].itertuples()
        if row.decision != row.verdict
    ]
    said = [f"Against the rule: {'; '.join(moved)}."] if moved else []
    for row in decisions[~ours & decisions["note"].ne("")].itertuples():
        holds = row.decision == row.verdict
        rule = "as the rule says" if holds else f"no longer {row.verdict}"
        said.append(f"{row.program}: {row.decision}, {rule}; {row.note}.")
    return " ".join(said) or "Nobody has decided against the rule."


def decisions_table(decisions: pd.DataFrame, minimum: int, review: object) -> pd.DataFrame:
    """The decisions as they are taken home.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    minimum : int, students
        Fewer are not shown.
    review : date
        By when each decision, or the test of what is not yet known, is looked at again.

    Returns
    -------
    DataFrame, one row per program, the ones that move first
        ``program, decision, lever, reason_words, decided_by, decision_note, owner,
        review_by, total_cost, students_served, to_find_out``.
    """
    students = decisions["students_served"].astype(float)
    place = decisions["decision"].map({v: n for n, v in enumerate((STOP, FIX, GROW))}).fillna(3)
    table = decisions.assign(
        students_served=students.where(students >= minimum),
        lever=decisions["lever"].where(decisions["decision"].eq(FIX), "").replace("", None),
        reason_words=decisions["reason"],
        decision_note=decisions["note"].replace("", None),
        owner=decisions["owner"].replace("", None),
        to_find_out=decisions["to_find_out"].replace("", None),
        review_by=day(review),
        place=place,
    )
    columns = ["program", "decision", "lever", "reason_words", "decided_by", "decision_note"]
    columns += ["owner", "review_by", "total_cost", "students_served", "to_find_out"]
    return table.sort_values(["place", "total_cost"], ascending=[True, False])[columns]


def review_day(district) -> date:
    """By when this year's decisions are looked at again: the next end of a fiscal year.

    Parameters
    ----------
    district : District

    Returns
    -------
    date
    """
    end = date(district.as_of.year, 6, 30)
    return end if district.as_of < end else end.replace(year=end.year + 1)


def verdict_of_range(low: float, high: float, delivered: float | None, level: float = 0.90) -> str:
    """What the usual rule says of a program whose effect is known only as a range.

    The range is read as a bell curve; what the outcome is worth stays open.

    Parameters
    ----------
    low, high : float
        The ends of the effect's range.
    delivered : float or None
        Share of the planned dosage, ``None`` when not known.
    level : float
        How much of the curve the range holds.

    Returns
    -------
    str

    Examples
    --------
    >>> verdict_of_range(-0.01, 0.07, delivered=None), verdict_of_range(-0.2, -0.1, 0.9)
    ('Not yet known', 'Stop')
    """
    width = (high - low) / (2 * NormalDist().inv_cdf(0.5 + level / 2))
    gain = NormalDist((low + high) / 2, width).cdf(0)
    facts = {"program": "this one", "aim": "", "mandate": False, "can_tell": True}
    facts |= {"chance_gain": 1 - gain, "chance_worth_it": float("nan"), "purchase": False}
    facts |= {"delivered_share": float("nan") if delivered is None else delivered}
    facts |= {"same_job_as": "", "works_for": ""}
    return decide(pd.DataFrame([facts]), DecisionRule())["verdict"].item()
