"""From a district's folder to its decisions: what notebooks 10 and later all begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from smarter_spending.analysis.enrollment import enrollment_by_year
from smarter_spending.analysis.fiscal_years import year_after
from smarter_spending.case import Case
from smarter_spending.district.resources import resource_rules
from smarter_spending.guide.decisions.decision_room import overrides_given
from smarter_spending.guide.decisions.trade_room import labels_given
from smarter_spending.planning.decisions import GROW, DecisionRule
from smarter_spending.planning.funds import Paid
from smarter_spending.planning.lcff_years import ADA
from smarter_spending.planning.plan_assumptions import plan_rates
from smarter_spending.planning.reallocation import investments, net_by_fund, net_table
from smarter_spending.planning.savings import identified_savings, program_spending, savings_rows
from smarter_spending.planning.savings_doubt import (
    count_once,
    plan_on,
    savings_range,
    transition_costs,
)
from smarter_spending.planning.second_look import with_overrides
from smarter_spending.planning.trade_cards import Deck, deal_cards

NOTEBOOK, MONEY = "10_keep_grow_fix_stop", "11_pay_for_priorities"


@dataclass(frozen=True)
class Decided:
    """What the rule and the people of a district say of every program.

    ``costs`` and ``effects`` as ``program_costs`` and ``program_effects`` give them, the effects
    without programs of fewer students than may be shown;
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
    case = Case(district, seed=seed)
    decisions = with_overrides(case.judged, overrides_given(folder, NOTEBOOK, case.judged))
    return Decided(case.rule, case.costs, case.effects_shown, decisions)


@dataclass(frozen=True)
class FoundDollars:
    """What the decisions could free, what growing would cost, and the cards made of both.

    ``rows`` as ``savings_rows`` gives them, ``savings`` as ``identified_savings``, ``ranges`` as
    ``savings_range``, ``transition`` as ``transition_costs``, ``uses`` as ``investments``,
    ``paid`` as ``net_by_fund`` (the programs to grow, from all that is identified; the one worth
    most for a dollar first) and ``planned`` the same from the figures to plan on; ``net`` as
    ``net_table``; ``ending`` what programs cost whose end was set before anybody decided here.
    """

    rules: pd.DataFrame
    rows: pd.DataFrame
    savings: pd.DataFrame
    ranges: pd.DataFrame
    transition: pd.DataFrame
    uses: pd.DataFrame
    paid: Paid
    planned: Paid
    net: pd.DataFrame
    ending: pd.DataFrame
    deck: Deck


def found_dollars(district, folder: str | Path, known: Decided, seed: int = 0) -> FoundDollars:
    """What the decisions of a district could free, and what it could buy with that.

    Parameters
    ----------
    district : District
    folder : path
        The district's folder, where choices are kept.
    known : Decided
        As ``decided`` gives.
    seed : int
        For the simulated range of the savings.

    Returns
    -------
    FoundDollars
        Counts of fewer students than the district's minimum are blank in the cards, and
        a waiting list of fewer is none.
    """
    rules, year = resource_rules(district.resource_rules), district.fiscal_year
    rows = savings_rows(known.decisions, district.ledger, year)
    labels = labels_given(folder, MONEY, rows["program_id"])
    spending = program_spending(district.ledger, year, rules)
    savings = count_once(identified_savings(rows, rules, labels), spending)
    savings["likely"] = savings["counted"]
    savings["plan_on"] = plan_on(savings)
    least = district.minimum_group
    waiting = {key: n for key, n in _waiting(district).items() if n >= least}
    worth, raises = district.outcome_worth, _raises(district)
    uses = investments(known.decisions, known.costs, waiting, known.effects, worth, raises)
    students = known.decisions["students_served"].astype(float)
    shown = known.decisions.assign(students_served=students.where(students >= least))
    grow = uses[uses["verdict"].eq(GROW)]
    grow = grow.loc[(grow["value"] / grow["year_1"]).sort_values(ascending=False).index]
    surer = savings.assign(likely=savings["plan_on"])
    paid, planned = (net_by_fund(one, grow, district.programs, rules) for one in (savings, surer))
    moving = transition_costs(savings, known.rule.transition_months)
    return FoundDollars(
        rules=rules,
        rows=rows,
        savings=savings,
        ranges=savings_range(savings, seed=seed),
        transition=moving,
        uses=uses,
        paid=paid,
        planned=planned,
        net=net_table(savings, paid, planned, moving),
        ending=_ending(known.decisions, spending),
        deck=deal_cards(shown, savings, uses, spending, district.programs, rules),
    )


def _ending(decisions: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    ended = decisions.loc[decisions["ending"].astype(bool), ["program_id", "program"]]
    return spending.merge(ended, on="program_id")


def enrolled_now(district) -> float:
    """How many students are enrolled in the fiscal year the pages are about.

    Parameters
    ----------
    district : District

    Returns
    -------
    float
        ``NaN`` when the district brought no counts.
    """
    counts = enrollment_by_year(district.enrollment_lcff)
    return float(counts.get(district.fiscal_year, float("nan")))


def attended_now(district) -> float:
    """The average daily attendance (P-2) of the fiscal year the pages are about.

    Parameters
    ----------
    district : District

    Returns
    -------
    float
        ``NaN`` when a span of it is not on file.
    """
    counts = district.enrollment_lcff
    now = counts[counts["fiscal_year"].eq(district.fiscal_year)] if len(counts) else counts
    if now.empty:
        return float("nan")
    return float(now.reindex(columns=list(ADA.values())).iloc[0].astype(float).sum(skipna=False))


def _waiting(district) -> dict[str, int]:
    part = district.program_participation
    if part.empty:
        return {}
    here = part[part["group"].eq("waitlist") & part["fiscal_year"].eq(district.fiscal_year)]
    return here.groupby("program_id")["student_key"].nunique().to_dict()


def _raises(district) -> tuple[float, float]:
    # what the plan of notebook 12 assumes for pay in the two years after the next
    years = [year_after(district.fiscal_year, n) for n in (2, 3)]
    rates = plan_rates(district.assumptions, years)
    pay = rates[rates["item"].eq("step_and_column")].set_index("fiscal_year")["rate"]
    return float(pay[years[0]]), float(pay[years[1]])


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
