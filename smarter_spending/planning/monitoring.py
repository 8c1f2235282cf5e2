"""Whether it happened, whether it helped, and what to do next: by a rule written beforehand."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis._ledger import spending_rows
from smarter_spending.planning.decisions import (
    BUDGET,
    FIX,
    GROW,
    KEEP,
    NOT_YET_KNOWN,
    SCALE,
    DecisionRule,
)
from smarter_spending.planning.decisions import STOP as ENDED

WAIT, CHANGE, STOP = "wait", "change", "stop"
MAY_BE_LAW = "find out whether law or contract requires it"


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

    Under its budget is no success by itself: a program that was not delivered spends less.  A
    program without a budget has none: that is not a budget of zero.

    Parameters
    ----------
    ledger : DataFrame
        The ledger as ``load_district`` gives it, with adopted-budget and actual amounts.
    fiscal_year : str

    Returns
    -------
    DataFrame, one row per program the ledger knows
        ``program_id``, ``budgeted``, ``spent``, ``difference`` (dollars; ``NaN`` where the
        ledger has none of the program) and ``spent_share`` (``NaN`` without a budget above
        zero).  No rows when the ledger knows no programs.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "fund": "01", "kind": "spending",
    ...     "amount_type": ["adopted_budget", "actual", "actual"],
    ...     "local_program": ["P1", "P1", "P2"], "amount": [100.0, 80.0, 5.0]})
    >>> spending_against_plan(ledger, "2024-25")[["program_id", "budgeted", "spent"]].values
    array([['P1', 100.0, 80.0],
           ['P2', nan, 5.0]], dtype=object)
    """
    columns = ["program_id", "budgeted", "spent", "difference", "spent_share"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    kinds = set(ledger.loc[ledger["fiscal_year"].eq(fiscal_year), "amount_type"])
    sums = {}
    for name, kind in (("budgeted", "adopted_budget"), ("spent", "actual")):
        rows = spending_rows(ledger, fiscal_year, kind) if kind in kinds else ledger.iloc[:0]
        sums[name] = rows.groupby("local_program")["amount"].sum().astype(float).round(2)
    table = pd.DataFrame(sums).rename_axis("program_id").reset_index()
    return table.assign(
        difference=(table["spent"] - table["budgeted"]).round(2),
        spent_share=table["spent"] / table["budgeted"].where(table["budgeted"] > 0),
    )[columns]


def review_programs(facts: pd.DataFrame, rule: ReviewRule) -> pd.DataFrame:
    """Wait, change or stop: what the rule says of each program, and why.

    What was decided comes first, so that this page ends what notebooks 10 and 11 end:

        its end is already set                     stop; change where it was to be kept
        decided to stop                            stop: see that it ends
        to fix, one purchase for one job           stop: it is not renewed
        to fix, pay for what is used               change: buy that, or see it delivered
        to fix, the same gain for less             change: the same gain at a lower cost

    Then what was measured:

        a loss is shown                            stop, as notebook 10 does
        delivered too little, no gain shown        change: deliver it; it has not failed
        delivered too little, gain shown           wait: it works, see that it is delivered
        delivered, no gain likely                  stop, where nothing else was decided
        delivery or effect not known               wait: and get what is missing, by a date
        everything else                            wait: go on as planned

    A program that was not delivered has not been tried, and has not failed unless its students
    are shown to do worse.  What is only missing stops nothing.  A program to fix never waits.

    Parameters
    ----------
    facts : DataFrame, one row per program
        ``program_id``, ``program``, ``delivered_share`` (of the planned dosage, ``NaN`` when not
        known), ``can_tell``, ``chance_gain`` (share of draws, ``NaN`` when not known) and
        ``mandate`` (True when law or contract requires it; a blank is not a no, and nothing is
        stopped by it).  Where there are such columns:
        ``decision`` (what holds after notebook 10), ``lever`` (of ``decide``), ``ending`` (True
        when its end is set) and ``same_job_as`` (the program that takes on its students).
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
    >>> ended = facts.assign(decision="Stop", same_job_as="Groups")
    >>> print(review_programs(ended, ReviewRule())["review_reason"].item())
    It was decided to stop it: see that it ends, and that Groups takes on its students.
    """
    needed = ["program_id", "program", "delivered_share", "can_tell", "chance_gain", "mandate"]
    require_columns(facts, needed, "table of facts")
    said = [_review(row, rule) for row in facts.itertuples()]
    columns = ["review", "review_reason"]
    return facts.join(pd.DataFrame(said, columns=columns, index=facts.index))


def _review(row, rule: ReviewRule) -> tuple[str, str]:
    decided = _ending(row) if _flag(row, "ending") else _decided(row, rule)
    if decided:
        return decided
    review, reason = _harmed(row, rule) or _delivered(row, rule)
    if review == WAIT and _word(row, "decision") == FIX:
        return CHANGE, f"It was decided to fix it: see that this is done. {reason}"
    return review, reason


def _ending(row) -> tuple[str, str]:
    if _flag(row, "mandate"):
        return CHANGE, "Its end is already set, but law or contract requires it: settle which."
    if _word(row, "decision") in (GROW, KEEP):
        return CHANGE, "Its end is already set, but it was decided to keep it: settle which."
    return STOP, f"Its end is already set: {_see_it_end(row)}"


def _decided(row, rule: ReviewRule) -> tuple[str, str] | None:
    decision, lever = _word(row, "decision"), _word(row, "lever")
    if decision == ENDED:
        harm = ", and its students did worse" if _loses(row, rule) else ""
        return STOP, f"It was decided to stop it{harm}: {_see_it_end(row)}"
    if decision != FIX or lever not in (BUDGET, SCALE):
        return None
    if lever == SCALE:
        used = "" if pd.isna(row.delivered_share) else f" ({row.delivered_share:.1%} of the plan)"
        return CHANGE, f"It was decided to pay for what is used{used}, or to see it delivered."
    if pd.isna(row.chance_gain):
        return STOP, f"One purchase for one job, so it is not renewed: {_see_it_end(row)}"
    return CHANGE, "A gain is shown; it was decided to look for the same gain at a lower cost."


def _see_it_end(row) -> str:
    other = _word(row, "same_job_as")
    place = f"that {other} takes on its students" if other else "where its students go"
    return f"see that it ends, and {place}."


def _harmed(row, rule: ReviewRule) -> tuple[str, str] | None:
    if not _loses(row, rule):
        return None
    worse = "Its students did worse than similar students"
    if _flag(row, "mandate"):
        return CHANGE, f"{worse}; it is required, so change how it is done."
    if pd.isna(row.mandate):
        return CHANGE, f"{worse}; {MAY_BE_LAW}, then bring it to the table of notebook 10."
    held = _word(row, "decision")
    back = f", although it was decided otherwise ({held})" if held else ""
    return STOP, f"{worse}{back}: bring it to the table of notebook 10."


def _delivered(row, rule: ReviewRule) -> tuple[str, str]:
    told = _told(row)
    if pd.isna(row.delivered_share):
        return WAIT, "Nobody knows how much of it students got: count it from now on."
    got = f"{row.delivered_share:.1%} of the plan was delivered"
    low = row.delivered_share < rule.delivered_enough
    if low and told and row.chance_gain >= rule.gain_shown:
        return WAIT, f"It helps even though only {got}: see that the rest is delivered."
    if low:
        return CHANGE, f"Only {got}: it has not failed, it has not been tried. Deliver it."
    if row.delivered_share > 1:
        got = f"{got}, more than was planned,"
    if not told:
        return WAIT, f"{got.rstrip(',')}; what it does cannot be told yet: set a test and a date."
    if row.chance_gain <= rule.no_gain:
        return _no_gain(row, f"{got} and no gain is likely")
    if row.chance_gain >= rule.gain_shown:
        then = {GROW: ": grow it as was decided", FIX: ""}.get(_word(row, "decision"), ": go on")
        return WAIT, f"{got} and a gain is shown{then}."
    return WAIT, f"{got} and it is too early to say: look again after the next scores."


def _no_gain(row, found: str) -> tuple[str, str]:
    held = _word(row, "decision")
    if _flag(row, "mandate"):
        return CHANGE, f"{found}; it is required, so change how it is done."
    if pd.isna(row.mandate):
        return WAIT, f"{found}; {MAY_BE_LAW}."
    if held == FIX:
        return CHANGE, f"{found}: fix it as was decided."
    if held == NOT_YET_KNOWN:
        return WAIT, f"{found}, but too much is open to decide: look again after the next scores."
    if held:
        return CHANGE, f"{found}; it was decided otherwise ({held}), so change how it is done."
    return STOP, f"{found}: bring it to the table of notebook 10."


def _told(row) -> bool:
    return _flag(row, "can_tell") and pd.notna(row.chance_gain)


def _loses(row, rule: ReviewRule) -> bool:
    return _told(row) and row.chance_gain <= rule.loss_shown


def _word(row, column: str) -> str:
    value = getattr(row, column, "")
    return value if isinstance(value, str) else ""


def _flag(row, column: str) -> bool:
    value = getattr(row, column, False)
    return bool(pd.notna(value) and value)
