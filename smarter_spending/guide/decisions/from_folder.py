"""What is left of the old chain while notebooks 10 to 15 are moved to the Case."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from smarter_spending.case import Case
from smarter_spending.guide import decided as of_the_room
from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.money_found import FoundDollars
from smarter_spending.planning.years_ahead import PlanAhead
from smarter_spending.planning.years_ahead import students_ahead as ahead_of


@dataclass(frozen=True)
class Decided:
    """What the rule and the people of a district say of every program."""

    rule: DecisionRule
    costs: pd.DataFrame
    effects: pd.DataFrame
    decisions: pd.DataFrame


def decided(district, folder: str | Path, seed: int = 0) -> Decided:
    """What the written rule says of every program, and what people decided against it."""
    case = Case(replace(district, folder=Path(folder)), seed=seed)
    return Decided(case.rule, case.costs, case.effects_shown, case.decisions())


def found_dollars(district, folder: str | Path, known: Decided, seed: int = 0) -> FoundDollars:
    """What the decisions of a district could free, and what it could buy with that."""
    return Case(replace(district, folder=Path(folder)), seed=seed).found(known.decisions)


def plan_ahead(district, found: FoundDollars, seed: int = 0) -> PlanAhead | None:
    """A district's plan."""
    return Case(district, seed=seed).plan(found)


def students_ahead(district, **more) -> pd.DataFrame:
    """Enrollment on file and ahead."""
    return ahead_of(district.students_outcomes, **more)


def attended_now(district) -> float:
    """Average daily attendance."""
    return Case(district).attendance


def goals_decided(district, folder: str | Path) -> pd.DataFrame:
    """The goals of the room's record."""
    return of_the_room.goals_decided(Case(replace(district, folder=Path(folder))))
