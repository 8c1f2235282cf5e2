"""Grow, keep, fix, stop, or not yet known: a rule written beforehand."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from smarter_spending.analysis.checks import require_columns

GROW, KEEP, FIX, STOP, NOT_YET_KNOWN = "Grow", "Keep", "Fix", "Stop", "Not yet known"
VERDICTS = (GROW, KEEP, FIX, STOP, NOT_YET_KNOWN)
GOAL, SCALE, CYCLE, BUDGET = "goal", "scale", "cycle", "budget"
FACTS = "table of facts (decision_facts)"
MOST_DELIVERED = 3.0  # of the planned dosage; more is a percentage, or hours in another unit
LAW_OR_CONTRACT = "whether law or contract requires it"  # to find out, where nobody has said


@dataclass(frozen=True)
class DecisionRule:
    """The thresholds of the rule, as ``[decision_rule]`` of ``district.toml`` gives them.

    ``priority_aims`` are the aims (``goal_area``) the board put first.  The others are
    shares between 0 and 1: a gain is *shown* from ``gain_shown`` of the draws up, a loss up to
    ``loss_shown``; a program is likely worth its cost from ``worth_likely`` up and unlikely
    up to ``worth_unlikely``; delivered enough from ``delivered_enough`` of the planned dosage;
    a purchase is a program of whose cost at least ``purchase_share`` is not people.
    ``transition_months`` of pay lie between the end of a program and the next post.
    They are this project's conventions until a board sets its own.
    """

    priority_aims: Collection[str] = ()
    gain_shown: float = 0.90
    loss_shown: float = 0.05
    worth_likely: float = 0.75
    worth_unlikely: float = 0.10
    delivered_enough: float = 0.60
    purchase_share: float = 0.50
    transition_months: float = 2.0


NEEDED = [
    "program",
    "aim",
    "mandate",
    "can_tell",
    "chance_gain",
    "chance_worth_it",
    "delivered_share",
    "purchase",
    "same_job_as",
    "works_for",
]


def decide(facts: pd.DataFrame, rule: DecisionRule) -> pd.DataFrame:
    """What the written rule says of each program, and why.

        can tell, loss shown                              Stop
        can tell, gain shown, likely worth its cost       Grow (a priority) or Keep
        can tell, gain shown, unlikely worth its cost     Fix: the same for less (budget), or
                                                          deliver it first (cycle)
        can tell, gain shown, in between                  Keep
        no gain shown, delivered too little               Fix: deliver it first (cycle)
        no gain shown, works for some students            Fix: serve them (goal)
        no gain shown, delivered, unlikely worth it       Stop
        cannot tell, a purchase for a job that a program
            shown to work does                            Fix: one for the job (budget)
        cannot tell, delivered too little                 Fix: pay for what is used (scale)
        everything else                                   Not yet known

    Missing data never lead to Stop; a shown loss does, whatever was delivered.  Where the
    effect is not known, or no gain is shown and nobody knows what was delivered, the answer is
    a test and a date.  What law or contract requires is never stopped and nothing is taken
    from it; where the rule would, it says Fix.  Where nobody has said whether law or contract
    requires it, nothing is stopped or taken either: the answer is Not yet known.  The rule says
    what to discuss first, it does not decide: people may override it with a reason
    (``with_overrides``).

    Parameters
    ----------
    facts : DataFrame, one row per program
        ``program``, ``aim`` (goal area), ``mandate`` (True when law or contract requires it;
        a blank is not a no), ``can_tell`` (a fair comparison was possible), ``chance_gain``
        and ``chance_worth_it`` (shares of draws, 0 to 1), ``delivered_share`` (of the planned
        dosage; 1.2 is a fifth more than planned), ``purchase`` (True when most of its cost is
        not people), ``same_job_as`` and ``works_for`` (names).  A blank (``None``, ``NaN``,
        ``NA`` or "") is not known, or none.  Other columns are kept.
    rule : DecisionRule

    Returns
    -------
    DataFrame, one row per program, in the given order
        The facts, their blanks written alike, and ``aligned`` (serves a priority; ``NA`` while
        the board named none),
        ``cost_band`` ("likely worth it", "in between", "unlikely worth it", "not known"),
        ``verdict``, ``lever`` ("goal", "scale", "cycle", "budget"; "" unless Fix),
        ``reason`` (a sentence) and ``to_find_out`` ("" unless something is missing).

    Raises
    ------
    ValueError
        When a column is missing, or a share is outside its limits (the program is named).

    Examples
    --------
    An effect of -0.01 to 0.07 with nobody knowing what was delivered:

    >>> facts = pd.DataFrame({"program": ["Word Lab"], "aim": ["early_literacy"],
    ...     "mandate": False, "can_tell": True, "chance_gain": [0.89], "chance_worth_it": [0.04],
    ...     "delivered_share": [None], "purchase": False, "same_job_as": "", "works_for": ""})
    >>> decided = decide(facts, DecisionRule(priority_aims=("early_literacy",)))
    >>> decided["verdict"].item(), decided["to_find_out"].item()
    ('Not yet known', 'how much of it students got')

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 3B
    (evaluate and prioritize resources); the thresholds are this project's.
    """
    require_columns(facts, NEEDED, FACTS)
    table = _blanks_alike(facts)
    _check_shares(table)
    aims = pd.Series([aim in rule.priority_aims for aim in table["aim"]], index=table.index)
    table["aligned"] = aims.astype("boolean") if rule.priority_aims else pd.NA
    table["cost_band"] = [_cost_band(chance, rule) for chance in table["chance_worth_it"]]
    answers = [_verdict(row, rule) for row in table.itertuples()]
    columns = ["verdict", "lever", "reason", "to_find_out"]
    return table.join(pd.DataFrame(answers, columns=columns, index=table.index))


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
    width = (high - low) / (2 * ndtri(0.5 + level / 2))
    facts = {"program": "this one", "aim": "", "mandate": False, "can_tell": True}
    facts |= {"chance_gain": ndtr((low + high) / 2 / width), "chance_worth_it": np.nan}
    facts |= {"delivered_share": delivered, "purchase": False, "same_job_as": "", "works_for": ""}
    return decide(pd.DataFrame([facts]), DecisionRule())["verdict"].item()


def _blanks_alike(facts: pd.DataFrame) -> pd.DataFrame:
    def filled(column: str, blank: object) -> pd.Series:
        cells = facts[column].astype(object)
        return cells.where(cells.notna(), blank)

    words = {name: filled(name, "").astype(str) for name in ("aim", "same_job_as", "works_for")}
    shares = ("chance_gain", "chance_worth_it", "delivered_share")
    numbers = {name: filled(name, np.nan).astype(float) for name in shares}
    flags = {name: filled(name, False).astype(bool) for name in ("can_tell", "purchase")}
    required = filled("mandate", pd.NA).astype("boolean")  # here a blank is not a no
    return facts.assign(**words, **numbers, **flags, mandate=required)


def _cost_band(chance: float, rule: DecisionRule) -> str:
    if pd.isna(chance):
        return "not known"
    if chance >= rule.worth_likely:
        return "likely worth it"
    return "unlikely worth it" if chance <= rule.worth_unlikely else "in between"


def _verdict(row, rule: DecisionRule) -> tuple[str, str, str, str]:
    verdict, lever, reason, missing = (_known if _told(row) else _unknown)(row, rule)
    if pd.isna(row.mandate):
        return _not_said(row, verdict, lever, reason, missing)
    if row.mandate and verdict in (STOP, NOT_YET_KNOWN):
        kept = FIX if verdict == STOP else KEEP
        reason = f"Law or contract requires it, so it is not ours to stop. {reason}"
        return kept, GOAL if kept == FIX else "", reason, missing
    if row.mandate and verdict == FIX and lever in (SCALE, BUDGET):
        reason = f"Law or contract requires it, so nothing is taken from it. {reason}"
        return FIX, CYCLE, reason, missing
    return verdict, lever, reason, missing


def _not_said(
    row, verdict: str, lever: str, reason: str, missing: str
) -> tuple[str, str, str, str]:
    takes = verdict == FIX and (lever == SCALE or (lever == BUDGET and not _told(row)))
    if verdict != STOP and not takes:
        return verdict, lever, reason, missing
    would = "stop it" if verdict == STOP else "take from it"
    why = f"The rule would {would}, but nobody has said {LAW_OR_CONTRACT}. {reason}"
    return NOT_YET_KNOWN, "", why, LAW_OR_CONTRACT


def _told(row) -> bool:
    return bool(row.can_tell) and pd.notna(row.chance_gain)


def _known(row, rule: DecisionRule) -> tuple[str, str, str, str]:
    chance = f"{row.chance_gain:.0%}"
    if row.chance_gain <= rule.loss_shown:
        reason = f"Its students did worse than similar students: a gain shows in {chance} of draws."
        return STOP, "", reason, ""
    if row.chance_gain >= rule.gain_shown:
        return _gains(row, rule, f"A gain shows in {chance} of draws")
    return _no_gain(row, rule, f"No gain is shown (it shows in {chance} of draws)")


def _gains(row, rule: DecisionRule, shown: str) -> tuple[str, str, str, str]:
    if pd.isna(row.chance_worth_it):
        missing = "what it costs, or what the outcome is worth to the board"
        return KEEP, "", f"{shown}; whether it is worth its cost is not known.", missing
    worth = f"and in {row.chance_worth_it:.0%} it is worth its cost"
    if row.chance_worth_it <= rule.worth_unlikely:
        if row.delivered_share < rule.delivered_enough:
            reason = (
                f"{shown}, {worth}; students got {row.delivered_share:.1%} of what was planned: "
                "deliver it, then look again."
            )
            return FIX, CYCLE, reason, ""
        reason = f"{shown}, {worth}: look for the same gain at a lower cost."
        return FIX, BUDGET, reason, ""
    if row.chance_worth_it < rule.worth_likely:
        return KEEP, "", f"{shown}, {worth}: good, and not sure enough to grow.", ""
    if pd.isna(row.aligned):
        return KEEP, "", f"{shown}, {worth}; the board has named no priority yet.", "our priorities"
    if row.aligned:
        return GROW, "", f"{shown}, {worth}, for an aim the board put first.", ""
    return KEEP, "", f"{shown}, {worth}; its aim is not among the board's priorities.", ""


def _no_gain(row, rule: DecisionRule, shown: str) -> tuple[str, str, str, str]:
    if pd.isna(row.delivered_share):
        reason = f"{shown}, and nobody knows how much of it students got."
        return NOT_YET_KNOWN, "", reason, "how much of it students got"
    got = f"{row.delivered_share:.1%} of what was planned"
    if row.delivered_share < rule.delivered_enough:
        reason = f"{shown}, but students got {got}: it has not failed, it was not delivered."
        return FIX, CYCLE, reason, ""
    if row.works_for:
        return FIX, GOAL, f"{shown} for all, but it works for {row.works_for}: serve them.", ""
    if pd.isna(row.chance_worth_it):
        missing = "what it costs, or what the outcome is worth to the board"
        return NOT_YET_KNOWN, "", f"{shown}, and whether it is worth its cost is open.", missing
    worth = f"in {row.chance_worth_it:.0%} it is worth its cost"
    if row.chance_worth_it <= rule.worth_unlikely:
        return STOP, "", f"{shown} though students got {got}, and {worth}.", ""
    return NOT_YET_KNOWN, "", f"{shown}, and {worth}: too open to decide.", "more years or students"


def _unknown(row, rule: DecisionRule) -> tuple[str, str, str, str]:
    missing = "what it did for its students, by a fair comparison"
    if row.same_job_as and row.purchase:
        reason = (
            f"Nobody can tell what it does, and {row.same_job_as}, which is shown to work, does "
            "the same job for the same grades: one purchase for one job."
        )
        return FIX, BUDGET, reason, missing
    if pd.notna(row.delivered_share) and row.delivered_share < rule.delivered_enough:
        reason = (
            f"Nobody can tell what it does, and students got {row.delivered_share:.1%} of what was "
            "planned: pay for what is used, or see that it is used."
        )
        return FIX, SCALE, reason, missing
    return NOT_YET_KNOWN, "", "Nobody can tell yet what it does: set a test and a date.", missing


def _check_shares(facts: pd.DataFrame) -> None:
    limits = {
        "chance_gain": (1.0, "a share between 0 and 1"),
        "chance_worth_it": (1.0, "a share between 0 and 1"),
        "delivered_share": (MOST_DELIVERED, "a share of what was planned, 1 for all of it"),
    }
    for column, (most, what) in limits.items():
        known = facts[column]
        wrong = facts[(known < 0) | (known > most)]
        if len(wrong):
            given = wrong[column].iloc[0]
            instead = f"; write {given / 100:g} for {given:g} percent" if given > 0 else ""
            raise ValueError(
                f"{column} of {wrong['program'].iloc[0]!r} is {given:g}. It is {what}{instead}."
            )
