"""From the tables of notebooks 7 to 9 to the facts that the rule of notebook 10 looks at."""

import numpy as np
import pandas as pd

from smarter_spending.analysis.inventory import overlaps
from smarter_spending.planning.decisions import DecisionRule

COLUMNS = [
    "program_id",
    "program",
    "aim",
    "mandate",
    "ending",
    "can_tell",
    "chance_gain",
    "chance_worth_it",
    "delivered_share",
    "purchase",
    "same_job_as",
    "works_for",
    "outcome",
    "total_cost",
    "students_served",
    "fund_restriction",
    "owner",
]


def decision_facts(
    programs: pd.DataFrame,
    costs: pd.DataFrame,
    effects: pd.DataFrame,
    banded: pd.DataFrame,
    rule: DecisionRule,
) -> pd.DataFrame:
    """What is known of every program, one row each, as the decision rule needs it.

        delivered_share = dosage delivered / dosage planned
        purchase        = non-personnel dollars / (personnel + non-personnel) >= rule's share
        same_job_as     = a program shown to work and likely worth its cost that teaches the
                          same skill to the same students of the same grades

    Programs that have ended are left out, and none is said to do the same job as one whose end
    is already set.

    Parameters
    ----------
    programs : DataFrame, one row per program
        The program inventory.
    costs : DataFrame, one row per program
        As ``program_costs`` gives.
    effects : DataFrame, one row per program compared
        As ``program_effects`` gives.
    banded : DataFrame, one row per program and outcome
        As ``program_bands`` gives; found by ``program_id`` where it has one, else by name.
    rule : DecisionRule

    Returns
    -------
    DataFrame, one row per program, dearest first
        What ``decide`` needs, and ``program_id``, ``ending`` (its end is already set),
        ``outcome``, ``total_cost`` (dollars), ``students_served``, ``fund_restriction`` and
        ``owner`` ("" when not said).  ``mandate`` is ``NA`` where nobody has said: that is not
        a no.  ``works_for`` is blank: subgroups are not searched for
        a gain, since one of many always shows one by chance.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1"], "program_name": ["Tutoring"],
    ...     "goal_area": ["math"], "dosage_planned": [60.0], "dosage_delivered": [15.0]})
    >>> costs = pd.DataFrame({"program_id": ["P1"], "program": ["Tutoring"],
    ...     "personnel": [10.0], "nonpersonnel": [90.0], "total_cost": [100.0],
    ...     "students_served": [5.0], "fund_restriction": ["restricted"]})
    >>> none = pd.DataFrame(columns=["program_id", "program", "verdict", "outcome",
    ...                              "chance_gain", "chance_worth_it"])
    >>> facts = decision_facts(programs, costs, none, none, DecisionRule())
    >>> facts[["delivered_share", "purchase", "can_tell"]].to_numpy().tolist()
    [[0.25, True, False]]
    """
    known = programs.set_index("program_id")
    ended = _text(known, "status").eq("ended")
    table = costs[costs["program_id"].isin(known.index[~ended])].reset_index(drop=True)
    one = known.reindex(table["program_id"])
    planned = _number(one, "dosage_planned").where(lambda hours: hours > 0)
    people, things = table["personnel"].astype(float), table["nonpersonnel"].astype(float)
    table = table.assign(
        aim=_text(one, "goal_area").to_numpy(),
        mandate=_flag(one, "mandate").array,
        ending=_text(one, "status").eq("ending").to_numpy(),
        delivered_share=(_number(one, "dosage_delivered") / planned).to_numpy(),
        purchase=(things / (people + things).where(people + things > 0)) >= rule.purchase_share,
        owner=_text(one, "owner").to_numpy(),
        works_for="",
    )
    table = _with_effects(table, effects, banded)
    table["same_job_as"] = _same_job(programs, costs, table, rule)
    order = ["total_cost", "program"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)[COLUMNS]


def _with_effects(table: pd.DataFrame, effects: pd.DataFrame, banded: pd.DataFrame) -> pd.DataFrame:
    told = effects[effects["verdict"].eq("can tell")]
    table["can_tell"] = table["program_id"].isin(told["program_id"])
    table["outcome"] = table["program_id"].map(
        effects.drop_duplicates("program_id").set_index("program_id")["outcome"]
    )
    table["outcome"] = table["outcome"].astype("object").fillna("none")
    chances = banded.assign(program_id=_ids(banded, effects)).dropna(subset=["program_id"])
    chances = chances.drop_duplicates("program_id").set_index("program_id")
    for column in ("chance_gain", "chance_worth_it"):
        found = table["program_id"].map(chances[column]).astype(float)
        table[column] = found.where(table["can_tell"], np.nan)
    return table


def _ids(banded: pd.DataFrame, effects: pd.DataFrame) -> pd.Series:
    if "program_id" in banded.columns:
        return banded["program_id"]
    # a name that two programs share says of neither what it did
    named = effects.drop_duplicates(["program_id", "program"])
    named = named.drop_duplicates("program", keep=False).set_index("program")
    return banded["program"].map(named["program_id"])


def _same_job(
    programs: pd.DataFrame, costs: pd.DataFrame, table: pd.DataFrame, rule: DecisionRule
) -> list[str]:
    needed = {"skill", "grades", "student_groups"}
    if not needed <= set(programs.columns) or programs.empty:
        return [""] * len(table)
    works = table[
        (table["chance_gain"] >= rule.gain_shown)
        & (table["chance_worth_it"] >= rule.worth_likely)
        & ~table["ending"]  # what ends can take on nobody
    ].sort_values("chance_worth_it", ascending=False)
    pairs = overlaps(programs, costs)
    both = [("program_id", "other_program_id"), ("other_program_id", "program_id")]
    found: dict[str, str] = {}
    for row in works[::-1].itertuples():
        for ours, theirs in both:
            for other in pairs.loc[pairs[ours] == row.program_id, theirs]:
                found[other] = row.program
    proven = set(works["program_id"])
    return ["" if one in proven else found.get(one, "") for one in table["program_id"]]


def _text(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table.columns:
        return pd.Series("", index=table.index)
    return table[column].astype("object").where(table[column].notna(), "").astype("str")


def _number(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table.columns:
        return pd.Series(np.nan, index=table.index)
    return table[column].astype(float)


def _flag(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table.columns:
        return pd.Series(pd.NA, index=table.index, dtype="boolean")
    return table[column].astype("boolean")
