"""Moving dollars from one program to another: the pair, the arithmetic's words, the what-if."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from smarter_spending.guide.exercises import Question, ask_number
from smarter_spending.planning.decisions import GROW, STOP
from smarter_spending.planning.funds import RECURRING
from smarter_spending.planning.reallocation import Reallocated, reallocate
from smarter_spending.words import dollars, number, outcome_words, unit_words

NO_PAIR = (
    "There is no pair of programs to move dollars between: one that stops and one that grows, for "
    "the same outcome."
)


def moving_pair(
    decisions: pd.DataFrame, costs: pd.DataFrame, effects: pd.DataFrame, savings: pd.DataFrame
) -> tuple[dict, dict] | None:
    """A program to stop and one to grow that serve the same outcome, the dearest of each.

    Only what the ledger frees every year can be moved: a program's ingredients may cost more
    (a room, a volunteer), and nobody gets those dollars back.

    Parameters
    ----------
    decisions : DataFrame
        As ``with_overrides`` gives.
    costs : DataFrame
        As ``program_costs`` gives.
    effects : DataFrame
        As ``program_effects`` gives.
    savings : DataFrame
        As ``identified_savings`` gives: ``program_id, term, likely`` (dollars).

    Returns
    -------
    (dict, dict) or None
        Donor and receiver as ``reallocate`` needs them, the donor with ``most`` (dollars);
        ``None`` when there is no such pair, or the one to stop has no cost or frees nothing.
    """
    table = decisions[["program_id", "program", "decision"]].merge(
        costs.drop(columns="program"), on="program_id"
    )
    told = effects[effects["verdict"].eq("can tell")].drop(columns="program")
    table = table.merge(told, on="program_id").sort_values("total_cost", ascending=False)
    lasting = savings[savings["term"].eq(RECURRING)]
    freed = table["program_id"].map(lasting.groupby("program_id")["likely"].sum())
    table["most"] = np.minimum(freed, table["total_cost"])
    table = table[table["total_cost"].gt(0) & table["students_served"].gt(0)]
    for stop in table[table["decision"].eq(STOP) & table["most"].ge(1)].to_dict("records"):
        same = table[table["decision"].eq(GROW) & table["outcome"].eq(stop["outcome"])]
        if len(same):
            return _side(stop) | {"most": stop["most"]}, _side(same.iloc[0].to_dict())
    return None


def _side(row: dict) -> dict:
    keep = ("program", "outcome", "effect_per_student", "low", "high")
    side = {name: row[name] for name in keep}
    marginal = row["marginal_cost_per_student"]
    side |= {"spending": row["total_cost"], "students": row["students_served"]}
    return side | ({"marginal_cost": marginal} if marginal == marginal else {})


def say_move(move: Reallocated, donor: Mapping, receiver: Mapping) -> str:
    """What one move of dollars gives up and brings, both sides' students named.

    Parameters
    ----------
    move : Reallocated
    donor, receiver : mapping

    Returns
    -------
    str
    """
    unit = unit_words(receiver["outcome"])
    said = (
        f"{dollars(move.dollars)} from {donor['program']} to {receiver['program']}: about "
        f"{number(move.students_losing)} students lose a place, and about "
        f"{number(move.students_gaining)} gain one. In {outcome_words(receiver['outcome'])} that "
        f"gives up {_given_up(move.lost)} and brings {number(move.gained, 1)} (one is {unit}): "
        f"**net {number(move.net, 1)}**, from {number(move.net_low, 1)} to "
        f"{number(move.net_high, 1)} at the ends of both ranges."
    )
    return " ".join([said, *move.warnings])


def _given_up(lost: float) -> str:
    if lost > 0:
        return number(lost, 1)
    return f"nothing that shows ({number(round(lost, 1) + 0.0, 1)})"  # no zero with a minus


def move_calculator(pair: tuple[dict, dict] | None) -> tuple[list[Question], Callable]:
    """Move dollars from the one to the other, and see both sides.

    Parameters
    ----------
    pair : (dict, dict) or None
        As ``moving_pair`` gives.

    Returns
    -------
    (list of Question, function of a dict of values giving a sentence)
    """
    if pair is None:
        return [], lambda values: NO_PAIR
    donor, receiver = pair
    most = donor["most"]
    start = float(round(most / 4, -3)) or most
    words = f"Dollars to move (at most {dollars(most)})"
    question = ask_number("moved", words, start, 1, most, 1000)

    def answer(values: dict) -> str:
        moved = min(max(values["moved"], 1.0), most)
        return say_move(reallocate(donor, receiver, moved), donor, receiver).replace("**", "")

    return [question], answer
