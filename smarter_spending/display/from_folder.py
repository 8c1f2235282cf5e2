"""From a district's folder to its decisions: what notebooks 10 and later all begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smarter_spending.analysis.best_choice import program_bands, program_draws
from smarter_spending.analysis.costs import program_costs
from smarter_spending.analysis.every_program import compare_programs, program_effects
from smarter_spending.display.decision_room import overrides_given
from smarter_spending.planning.decisions import DecisionRule, decide
from smarter_spending.planning.program_facts import decision_facts
from smarter_spending.planning.second_look import abandonment_score, with_overrides

NOTEBOOK = "10_keep_grow_fix_stop"


@dataclass(frozen=True)
class Decided:
    """What the rule and the people of a district say of every program.

    ``costs`` and ``effects`` as ``program_costs`` and ``program_effects`` give them;
    ``decisions`` as ``with_overrides`` gives them, with the second opinion.
    """

    rule: DecisionRule
    costs: pd.DataFrame
    effects: pd.DataFrame
    decisions: pd.DataFrame


def decided(district, folder: str | Path, seed: int = 0) -> Decided:
    """What the written rule says of every program, and what people decided against it.

    Parameters
    ----------
    district : District
    folder : path
        The district's folder, where choices are kept.
    seed : int
        For the draws behind the chances; notebook 9 shows them.

    Returns
    -------
    Decided
    """
    programs, part = district.programs, district.program_participation
    costs = program_costs(
        programs,
        district.ledger,
        district.staffing,
        district.ingredients,
        part,
        district.fiscal_year,
    )
    effects = program_effects(district.students_outcomes, part, programs)
    comparisons, _ = compare_programs(district.students_outcomes, part, programs)
    draws = program_draws(comparisons, costs, programs, effects, seed=seed)
    enough = effects[effects["program_students"] >= district.minimum_group]
    banded = program_bands(draws, enough, district.outcome_worth)
    rule = rule_of(district.decision_rule)
    facts = decision_facts(programs, costs, enough, banded, rule)
    judged = abandonment_score(decide(facts, rule), rule)
    overrides = overrides_given(folder, NOTEBOOK, judged)
    return Decided(rule, costs, effects, with_overrides(judged, overrides))


def rule_of(given: Mapping[str, object]) -> DecisionRule:
    """The written rule of a district: its own parts, and the usual ones for the rest.

    Parameters
    ----------
    given : mapping
        ``[decision_rule]`` of ``district.toml``.

    Returns
    -------
    DecisionRule

    Examples
    --------
    >>> rule_of({"gain_shown": 0.95}).gain_shown, rule_of({}).gain_shown
    (0.95, 0.9)
    """
    return DecisionRule(**given)
