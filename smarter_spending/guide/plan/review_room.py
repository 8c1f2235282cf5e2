"""Notebook 15: what happened to each program against its plan, and what the rule says of it."""

import pandas as pd

from smarter_spending.planning.decisions import FIX, GROW
from smarter_spending.planning.decisions import STOP as ENDED
from smarter_spending.planning.monitoring import (
    CHANGE,
    STOP,
    WAIT,
    ReviewRule,
    review_programs,
    spending_against_plan,
)
from smarter_spending.planning.second_look import taken_on_by
from smarter_spending.words import dollars, listed, many, percent


def review_table(
    decisions: pd.DataFrame, rule: ReviewRule, ledger: pd.DataFrame, year: str
) -> pd.DataFrame:
    """What happened to each program that was to move, and wait, change or stop.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    rule : ReviewRule
    ledger : DataFrame
    year : str
        Fiscal year.

    Returns
    -------
    DataFrame, one row per program that moves or ends, or whose dosage or effect is known
        ``program_id, program, delivered_words, budgeted, spent`` (dollars; ``NaN`` where the
        ledger has none), ``spent_words, review, review_reason``.
    """
    moves = decisions["decision"].isin([GROW, FIX, ENDED]) | decisions["ending"].astype(bool)
    known = decisions["delivered_share"].notna() | decisions["can_tell"].astype(bool)
    decisions = decisions.assign(same_job_as=taken_on_by(decisions))
    table = review_programs(decisions[moves | known], rule).merge(
        spending_against_plan(ledger, year), on="program_id", how="left"
    )
    part = table["spent_share"].astype(float)
    table["delivered_words"] = [_got(share) for share in table["delivered_share"].astype(float)]
    table["spent_words"] = [percent(s) if s == s else "not known" for s in part]
    order = table["review"].map({STOP: 0, CHANGE: 1, WAIT: 2})
    columns = ["program_id", "program", "delivered_words", "budgeted", "spent", "spent_words"]
    table = table.assign(order=order).sort_values(["order", "program"], kind="stable")
    return table[[*columns, "review", "review_reason"]].reset_index(drop=True)


def _got(share: float) -> str:
    if share != share:
        return "not known"
    return percent(share, 1) + (", more than planned" if share > 1 else "")


def say_reviews(table: pd.DataFrame) -> str:
    """Which programs to change or to stop, and of how many to wait.

    Parameters
    ----------
    table : DataFrame
        As ``review_table`` gives.

    Returns
    -------
    str
    """
    if table.empty:
        return (
            "Of no program is a planned dosage, a fair comparison or a decision on file, so there "
            "is nothing to review yet."
        )
    said = []
    for review, words in ((STOP, "Stop"), (CHANGE, "Change")):
        names = table.loc[table["review"].eq(review), "program"]
        if len(names):
            said.append(f"**{words}:** {listed(names, most=8)}.")
    waiting = table["review"].eq(WAIT).sum()
    if waiting:
        said.append(f"{many(waiting, 'program')} to go on with, and to look at again.")
    return " ".join(said)


def say_spent(table: pd.DataFrame, rule: ReviewRule) -> str:
    """What the reviewed programs were budgeted and spent, and for how many that is not on file.

    Parameters
    ----------
    table : DataFrame
        As ``review_table`` gives.
    rule : ReviewRule
        Says how far off is too far.

    Returns
    -------
    str
        "" when no program was reviewed.
    """
    if table.empty:
        return ""
    known = table.dropna(subset=["budgeted", "spent"])
    if known.empty:
        return "The ledger holds no adopted budget of these programs to set their spending beside."
    half_a_cent = 0.005  # exactly 10% over is not more than 10%
    off = (known["spent"] - known["budgeted"]).abs() > (
        rule.spent_within * known["budgeted"].abs() + half_a_cent
    )
    far = known.loc[off, "program"]
    apart = f" More than {percent(rule.spent_within)} off: {listed(far)}." if len(far) else ""
    rest = len(table) - len(known)
    unknown = f" For {many(rest, 'program')} the ledger does not show both."
    return (
        f"{many(len(known), 'program')} {'was' if len(known) == 1 else 'were'} budgeted "
        f"{dollars(known['budgeted'].sum())} and spent {dollars(known['spent'].sum())}.{apart}"
        f"{unknown if rest else ''} Under budget is no success by itself."
    )


def verdict_of_delivery(delivered: float, chance_gain: float, rule: ReviewRule) -> str:
    """Whether a program may be said to have failed: the second check of notebook 15.

    Parameters
    ----------
    delivered : float
        Share of the planned dosage.
    chance_gain : float
        Share of the draws that show a gain.
    rule : ReviewRule

    Returns
    -------
    str
        "Yes" when the rule says stop, else "Not shown".

    Examples
    --------
    >>> verdict_of_delivery(0.40, 0.30, ReviewRule())
    'Not shown'
    """
    review, _ = _judged(delivered, chance_gain, rule)
    return "Yes" if review == STOP else "Not shown"


def why_of_delivery(delivered: float, chance_gain: float, rule: ReviewRule) -> str:
    """Why a program may or may not be said to have failed, by the district's own rule.

    Parameters
    ----------
    delivered, chance_gain : float
    rule : ReviewRule

    Returns
    -------
    str

    Examples
    --------
    >>> why_of_delivery(0.40, 0.30, ReviewRule())[:36]
    'Only 40.0% of the plan was delivered'
    """
    return _judged(delivered, chance_gain, rule)[1]


def _judged(delivered: float, chance_gain: float, rule: ReviewRule) -> tuple[str, str]:
    facts = {"program_id": "P", "program": "this one", "delivered_share": delivered}
    facts |= {"can_tell": True, "chance_gain": chance_gain, "mandate": False}
    row = review_programs(pd.DataFrame([facts]), rule).iloc[0]
    return row["review"], row["review_reason"]
