"""Which programs may be called better than others, and which may not."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, quoted
from smarter_spending.analysis.best_buy import chance_best
from smarter_spending.analysis.resampling import Draws

SURE = 0.80
CLEAR_LEADER = "clear leader"
CANNOT_SEPARATE = "cannot separate"
LIKELY_NO_EFFECT = "likely no effect"
NOT_COMPARABLE = "not comparable"
BAND_COLUMNS = {
    "program": "str", "outcome": "str", "band": "str", "chance_best": "float",
    "chance_gain": "float", "chance_worth_it": "float", "cost_per_student": "float",
    "effect_per_student": "float", "why": "str",
}  # fmt: skip


def bands(
    draws: Draws,
    outcomes: Mapping[str, str],
    willingness_to_pay: Mapping[str, float],
    verdicts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Sort programs into clear leader, cannot separate, likely no effect, not comparable.

    Applied in this order, within each outcome, at what the board would pay for a unit:

        not comparable    "cannot tell" what it did; no cost, effect or price on record;
                          or no other comparable program is meant for its outcome
        likely no effect  a gain in fewer than 80% of draws
        clear leader      the best buy of its outcome, doing nothing included, in 80% of
                          draws or more
        cannot separate   all others: the records do not say which is the better buy

    Programs of different outcomes are never ranked together: compare each with what its
    own outcome is worth (``chance_worth_it``) and decide as a board.  A program alone on
    its outcome is not comparable with another, whatever its chance of being worth it.

    Parameters
    ----------
    draws : Draws
        As ``draw_costs_and_effects`` gives.
    outcomes : mapping of program to outcome
        Every program to be listed, with or without draws.
    willingness_to_pay : mapping of outcome to dollars per unit
        ``district.outcome_worth``.
    verdicts : mapping of program to "can tell" or "cannot tell", optional

    Returns
    -------
    DataFrame, one row per program, by outcome, then best chance first
        ``program``, ``outcome``, ``band``, ``chance_best`` (0 to 1; among comparable
        programs of the outcome and doing nothing), ``chance_gain`` (share of draws with a
        gain), ``chance_worth_it`` (share in which the gain is worth more than the cost),
        ``cost_per_student`` and ``effect_per_student`` (means) and ``why``.

    Raises
    ------
    ValueError
        When a program with draws has no outcome, or a price is negative.

    Examples
    --------
    >>> costs = pd.DataFrame({"A": [100.0] * 10, "B": [900.0] * 10})
    >>> effects = pd.DataFrame({"A": [0.2] * 10, "B": [0.2] * 9 + [0.6]})
    >>> found = bands(Draws(costs, effects, pd.Series(dtype=float), {}),
    ...               {"A": "ela_score", "B": "ela_score"}, {"ela_score": 4000})
    >>> found[["program", "band", "chance_best"]]
      program             band  chance_best
    0       A     clear leader          0.9
    1       B  cannot separate          0.1

    References
    ----------
    Fenwick, Claxton and Sculpher (2001), *Health Economics* 10.
    """
    strangers = [program for program in draws.costs.columns if program not in outcomes]
    if strangers:
        raise ValueError(
            f"{quoted(strangers)} has draws but no outcome. Name the outcome each program is for."
        )
    prices = {word: _price(word, value) for word, value in willingness_to_pay.items()}
    verdicts = verdicts or {}
    told = [
        program
        for program, outcome in outcomes.items()
        if _why_not(program, outcome, draws, verdicts, prices) is None
    ]
    chances = _chances(draws, outcomes, prices, told)
    rows = [
        _row(program, outcome, draws, verdicts, prices, told, outcomes, chances)
        for program, outcome in outcomes.items()
    ]
    table = pd.DataFrame(rows, columns=list(BAND_COLUMNS)).astype(BAND_COLUMNS)
    order = np.lexsort(
        [table["program"], -table["chance_best"].fillna(-1.0), table["outcome"].fillna("~")]
    )
    return table.iloc[order].reset_index(drop=True)


def _price(outcome: str, value: object) -> float:
    price = a_number(f"price the board would pay for {outcome}", value)
    if price < 0:
        raise ValueError(f"The price the board would pay for {outcome} is below zero ({price:g}).")
    return price


def _why_not(program, outcome, draws: Draws, verdicts, prices) -> str | None:
    """Why a program stands outside the comparison, or None."""
    if verdicts.get(program, "can tell") != "can tell":
        return "What it did for students cannot be told from the records."
    if program in draws.left_out:
        return draws.left_out[program]
    if program not in draws.costs.columns:
        return "Its cost or its effect is not on record."
    if outcome not in prices:
        return f"The board has not said what a unit of {outcome} is worth (district.toml)."
    return None


def _chances(draws: Draws, outcomes, prices, told) -> dict[str, float]:
    found = {}
    for outcome in dict.fromkeys(outcomes[program] for program in told):
        mine = [program for program in told if outcomes[program] == outcome]
        costs, effects = draws.costs[mine].copy(), draws.effects[mine].copy()
        nothing = object()  # a name that no program has
        costs[nothing], effects[nothing] = 0.0, 0.0
        table = chance_best(costs, effects, [prices[outcome]])
        found |= dict(zip(table["program"], table["chance"], strict=True))
    return found


def _row(program, outcome, draws, verdicts, prices, told, outcomes, chances) -> dict:
    row = {"program": program, "outcome": outcome}
    why = _why_not(program, outcome, draws, verdicts, prices)
    if why is not None:
        return row | {"band": NOT_COMPARABLE, "why": why}
    cost, effect = draws.costs[program], draws.effects[program]
    gain = float((effect > 0).mean())
    row |= {
        "chance_best": chances[program],
        "chance_gain": gain,
        "chance_worth_it": float((prices[outcome] * effect > cost).mean()),
        "cost_per_student": float(cost.mean()),
        "effect_per_student": float(effect.mean()),
    }
    rivals = [other for other in told if outcomes[other] == outcome and other != program]
    if not rivals:
        why = f"No other program that can be told is meant for {outcome}."
        return row | {"band": NOT_COMPARABLE, "why": why}
    if gain < SURE:
        why = f"It shows a gain in {gain:.0%} of draws, fewer than {SURE:.0%}."
        return row | {"band": LIKELY_NO_EFFECT, "why": why}
    best = chances[program]
    if best >= SURE:
        why = f"It is the best buy in {best:.0%} of draws at what the board would pay."
        return row | {"band": CLEAR_LEADER, "why": why}
    why = f"It is the best buy in {best:.0%} of draws, fewer than {SURE:.0%}."
    return row | {"band": CANNOT_SEPARATE, "why": why}
