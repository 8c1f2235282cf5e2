"""Whether it happened, whether it helped, and what to do next: by a rule written beforehand."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._ledger import spending_rows
from smarter_spending.planning.decisions import DecisionRule

WAIT, CHANGE, STOP = "wait", "change", "stop"


@dataclass(frozen=True)
class ReviewRule:
    """When to change and when to stop, written before the results are in.

    A program is delivered from ``delivered_enough`` of its plan up; spent as planned within
    ``spent_within`` (a share) of it; of no gain up to ``no_gain`` of the draws, shown to gain
    from ``gain_shown`` up and to lose up to ``loss_shown``.
    """

    delivered_enough: float = 0.60
    spent_within: float = 0.10
    no_gain: float = 0.50
    gain_shown: float = 0.90
    loss_shown: float = 0.05


def review_rule(rule: DecisionRule) -> ReviewRule:
    """The review by the same thresholds as the decision: one board, one rule.

    Parameters
    ----------
    rule : DecisionRule

    Returns
    -------
    ReviewRule

    Examples
    --------
    >>> review_rule(DecisionRule(delivered_enough=0.8)).delivered_enough
    0.8
    """
    return ReviewRule(
        delivered_enough=rule.delivered_enough,
        gain_shown=rule.gain_shown,
        loss_shown=rule.loss_shown,
    )


def goal_attainment(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained, from where it began to where it should end.

        attainment = (actual - baseline) / (target - baseline)

    0 is no step, 1 the target, above 1 beyond it, below 0 a step back.  It works for goals
    that go down (absence) as well.  A third of the way after a third of the time is on its
    way; the range of the actual result says whether it moved at all.

    Parameters
    ----------
    baseline, target, actual : float
        In the same unit.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        When the target is the baseline, or a figure is not a number.

    Examples
    --------
    >>> round(goal_attainment(42, 54, 46), 2), goal_attainment(20, 10, 15)
    (0.33, 0.5)
    """
    if not np.isfinite([baseline, target, actual]).all():
        raise ValueError("Baseline, target and actual must be numbers.")
    if target == baseline:
        raise ValueError(f"The target is the baseline, {baseline:g}: there is no way to go.")
    return (actual - baseline) / (target - baseline)


def spending_against_plan(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What each program was budgeted and what it spent, from the ledger.

        difference = spent - budgeted;  share = spent / budgeted

    Under its budget is no success by itself: a program that was not delivered spends less.

    Parameters
    ----------
    ledger : DataFrame
        The ledger as ``load_district`` gives it, with adopted-budget and actual amounts.
    fiscal_year : str

    Returns
    -------
    DataFrame, one row per program with both
        ``program_id``, ``budgeted``, ``spent``, ``difference`` (dollars) and ``spent_share``.
        No rows when the ledger has no budget of the year or knows no programs.
    """
    columns = ["program_id", "budgeted", "spent", "difference", "spent_share"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    kinds = ledger.loc[ledger["fiscal_year"].eq(fiscal_year), "amount_type"]
    if not {"adopted_budget", "actual"} <= set(kinds):
        return pd.DataFrame(columns=columns)
    sums = {}
    for name, kind in (("budgeted", "adopted_budget"), ("spent", "actual")):
        rows = spending_rows(ledger, fiscal_year, kind)
        sums[name] = rows.groupby("local_program")["amount"].sum().round(2)
    table = pd.DataFrame(sums).dropna()
    table = table[table["budgeted"] > 0].rename_axis("program_id").reset_index()
    return table.assign(
        difference=(table["spent"] - table["budgeted"]).round(2),
        spent_share=table["spent"] / table["budgeted"],
    )


def review_programs(facts: pd.DataFrame, rule: ReviewRule) -> pd.DataFrame:
    """Wait, change or stop: what the rule says of each program, and why.

        a loss is shown                            stop, as notebook 10 does
        delivered too little, no gain shown        change: deliver it; it has not failed
        delivered too little, gain shown           wait: it works, see that it is delivered
        delivered, no gain, unlikely               stop: bring it to notebook 10
        delivery or effect not known               wait: and get what is missing, by a date
        everything else                            wait: go on as planned

    A program that was not delivered has not been tried.  Nothing missing leads to stop.

    Parameters
    ----------
    facts : DataFrame, one row per program
        ``program_id``, ``program``, ``delivered_share`` (of the planned dosage, ``NaN`` when not
        known), ``can_tell``, ``chance_gain`` (share of draws, ``NaN`` when not known) and
        ``mandate`` (True when law or contract requires it).
    rule : ReviewRule

    Returns
    -------
    DataFrame, one row per program
        The facts and ``review`` ("wait", "change", "stop") with ``review_reason``.

    Raises
    ------
    ValueError
        When a column is missing.

    Examples
    --------
    Dosage 40% of plan, and no gain: has the program failed?  Not shown.

    >>> facts = pd.DataFrame({"program_id": ["P1"], "program": ["Tutoring"], "mandate": False,
    ...     "delivered_share": [0.40], "can_tell": True, "chance_gain": [0.30]})
    >>> review_programs(facts, ReviewRule())["review"].item()
    'change'
    """
    needed = ["program_id", "program", "delivered_share", "can_tell", "chance_gain", "mandate"]
    require_columns(facts, needed, "table of facts")
    said = [_review(row, rule) for row in facts.itertuples()]
    columns = ["review", "review_reason"]
    return facts.join(pd.DataFrame(said, columns=columns, index=facts.index))


def _review(row, rule: ReviewRule) -> tuple[str, str]:
    told = bool(row.can_tell) and pd.notna(row.chance_gain)
    if told and row.chance_gain <= rule.loss_shown:
        worse = "Its students did worse than similar students"
        if row.mandate:
            return CHANGE, f"{worse}; it is required, so change how it is done."
        return STOP, f"{worse}: bring it to the table of notebook 10."
    if pd.isna(row.delivered_share):
        return WAIT, "Nobody knows how much of it students got: count it from now on."
    got = f"{row.delivered_share:.1%} of the plan was delivered"
    low = row.delivered_share < rule.delivered_enough
    if low and told and row.chance_gain >= rule.gain_shown:
        return WAIT, f"It helps even though only {got}: see that the rest is delivered."
    if low:
        return CHANGE, f"Only {got}: it has not failed, it has not been tried. Deliver it."
    if not told:
        return WAIT, f"{got}; what it does cannot be told yet: keep the comparison going."
    if row.chance_gain <= rule.no_gain and row.mandate:
        return CHANGE, f"{got} and no gain is likely; it is required, so change how it is done."
    if row.chance_gain <= rule.no_gain:
        return STOP, f"{got} and no gain is likely: bring it to the table of notebook 10."
    if row.chance_gain >= rule.gain_shown:
        return WAIT, f"{got} and a gain is shown: go on."
    return WAIT, f"{got} and it is too early to say: look again after the next scores."


def carry_forward(reviews: pd.DataFrame, attained: pd.DataFrame) -> list[str]:
    """What goes back into notebook 0 next year: the questions this year leaves open.

    Parameters
    ----------
    reviews : DataFrame
        As ``review_programs`` gives.
    attained : DataFrame, one row per goal
        ``goal`` (words) and ``attainment`` (``NaN`` when nobody gave the result).

    Returns
    -------
    list of str
        One sentence each, the goals first.

    Examples
    --------
    >>> reviews = pd.DataFrame({"program": ["Club"], "review": ["stop"]})
    >>> goals = pd.DataFrame({"goal": ["Reading"], "attainment": [None]})
    >>> carry_forward(reviews, goals)
    ['Reading: nobody has brought the result yet.', 'To stop: Club.']
    """
    said = []
    for row in attained.itertuples():
        if pd.isna(row.attainment):
            said.append(f"{row.goal}: nobody has brought the result yet.")
        elif row.attainment < 1:
            said.append(f"{row.goal}: {row.attainment:.0%} of the way; why not more?")
    for review in (STOP, CHANGE):
        names = reviews.loc[reviews["review"].eq(review), "program"].tolist()
        if names:
            said.append(f"To {review}: {', '.join(names)}.")
    return said
