"""The dollars that decisions could free, what growing would cost, and how the two meet by fund."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from smarter_spending.analysis.checks import year_after
from smarter_spending.planning.decisions import GROW, enough_students
from smarter_spending.planning.finance import plan_rates
from smarter_spending.planning.portfolio import Deck, deal_cards
from smarter_spending.planning.reallocation import (
    Paid,
    count_once,
    identified_savings,
    investments,
    net_by_fund,
    net_table,
    plan_on,
    program_spending,
    savings_range,
    savings_rows,
    transition_costs,
)

LABELS = ("approved", "realised")  # how far a saving has come; without one it is identified


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


def found_dollars(
    decisions: pd.DataFrame,
    costs: pd.DataFrame,
    effects: pd.DataFrame,
    programs: pd.DataFrame,
    ledger: pd.DataFrame,
    rules: pd.DataFrame,
    fiscal_year: str,
    *,
    labels: Mapping[str, str],
    waiting: Mapping[str, int],
    outcome_worth: Mapping[str, float],
    raises: tuple[float, float],
    transition_months: float,
    minimum_group: int,
    seed: int = 0,
) -> FoundDollars:
    """What the decisions of a district could free, and what it could buy with that.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``with_overrides`` gives.
    costs, effects : DataFrame
        As ``program_costs`` and ``program_effects`` give, the effects without programs of fewer
        students than may be shown.
    programs, ledger : DataFrame
        The program inventory and the general ledger.
    rules : DataFrame
        As ``resource_rules`` gives.
    fiscal_year : str
    labels : mapping of program_id to "approved" or "realised"
        As ``labels_given`` gives.
    waiting : mapping of program_id to students
        As ``waiting_lists`` gives.
    outcome_worth : mapping of outcome to dollars for one unit
    raises : (float, float)
        What pay grows by in each of the two years after the next, as ``pay_raises`` gives.
    transition_months : float
        Of pay between the end of a program and the next post.
    minimum_group : int
        Counts of fewer students are blank in the cards.
    seed : int
        For the simulated range of the savings.

    Returns
    -------
    FoundDollars
    """
    rows = savings_rows(decisions, ledger, fiscal_year)
    spending = program_spending(ledger, fiscal_year, rules)
    savings = count_once(identified_savings(rows, rules, labels), spending)
    savings["likely"] = savings["counted"]
    savings["plan_on"] = plan_on(savings)
    uses = investments(decisions, costs, waiting, effects, outcome_worth, raises)
    shown = enough_students(decisions, minimum_group)
    grow = uses[uses["verdict"].eq(GROW)]
    grow = grow.loc[(grow["value"] / grow["year_1"]).sort_values(ascending=False).index]
    surer = savings.assign(likely=savings["plan_on"])
    paid, planned = (net_by_fund(one, grow, programs, rules) for one in (savings, surer))
    moving = transition_costs(savings, transition_months)
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
        ending=_ending(decisions, spending),
        deck=deal_cards(shown, savings, uses, spending, programs, rules),
    )


def _ending(decisions: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    ended = decisions.loc[decisions["ending"].astype(bool), ["program_id", "program"]]
    return spending.merge(ended, on="program_id")


def labels_given(record: Mapping[str, object], program_ids: pd.Series) -> dict[str, str]:
    """How far each saving has come, as the room's record says.

    Parameters
    ----------
    record : mapping of key to answer
        The room's own answers on the page about the money.
    program_ids : Series

    Returns
    -------
    dict of program_id to "approved" or "realised"
        Programs of which nothing is recorded are left out: they are identified.

    Examples
    --------
    >>> labels_given({"label_P1_label": "approved"}, pd.Series(["P1", "P2"]))
    {'P1': 'approved'}
    """
    given = {one: record.get(f"label_{one}_label", "") for one in program_ids.unique()}
    return {one: str(label) for one, label in given.items() if label in LABELS}


def waiting_lists(participation: pd.DataFrame, fiscal_year: str, minimum: int) -> dict[str, int]:
    """How many students wait for each program; a list of fewer than may be shown is none.

    Parameters
    ----------
    participation : DataFrame
        ``program_id, student_key, fiscal_year`` and ``group`` ("waitlist" for who waits).
    fiscal_year : str
    minimum : int
        Students.

    Returns
    -------
    dict of program_id to students

    Examples
    --------
    >>> waits = pd.DataFrame({"program_id": "P1", "student_key": ["a", "b"], "group": "waitlist",
    ...                       "fiscal_year": "2024-25"})
    >>> waiting_lists(waits, "2024-25", 2), waiting_lists(waits, "2024-25", 3)
    ({'P1': 2}, {})
    """
    if participation.empty:
        return {}
    here = participation[
        participation["group"].eq("waitlist") & participation["fiscal_year"].eq(fiscal_year)
    ]
    counts = here.groupby("program_id")["student_key"].nunique()
    return counts[counts >= minimum].to_dict()


def pay_raises(assumptions: pd.DataFrame, fiscal_year: str) -> tuple[float, float]:
    """What pay grows by, by assumption, in the two years after the next: shares of pay.

    Parameters
    ----------
    assumptions : DataFrame
        The district's table of assumptions.
    fiscal_year : str
        The year the pages are about.

    Returns
    -------
    (float, float)
    """
    years = [year_after(fiscal_year, n) for n in (2, 3)]
    rates = plan_rates(assumptions, years)
    pay = rates[rates["item"].eq("step_and_column")].set_index("fiscal_year")["rate"]
    return float(pay[years[0]]), float(pay[years[1]])
