"""From a district's tables to the best buy: draws, bands, chances and what learning is worth."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis.best_buy import chance_best, value_of_information
from smarter_spending.analysis.comparisons import Comparison
from smarter_spending.analysis.options import NOTHING
from smarter_spending.analysis.resampling import DRAWS, Draws, draw_costs_and_effects
from smarter_spending.analysis.sensitivity import one_way_sensitivity
from smarter_spending.analysis.verdicts import bands

CHEAPEST_STUDY = 5_000  # dollars: below this nobody can find out more before deciding


def program_draws(
    comparisons: Mapping[str, Comparison],
    costs: pd.DataFrame,
    programs: pd.DataFrame,
    effects: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = 0,
) -> Draws:
    """Cost and effect of every program one can tell of, drawn together, school by school.

    Parameters
    ----------
    comparisons : mapping of program_id to Comparison
        As ``compare_programs`` gives.
    costs : DataFrame, one row per program
        As ``program_costs`` gives: ``program_id``, ``total_cost``, ``students_served``.
    programs : DataFrame, one row per program
        ``program_id`` and ``fixed_cost`` (dollars that any number of students would cost).
    effects : DataFrame, one row per program
        As ``program_effects`` gives: ``program_id``, ``program``, ``verdict`` and
        ``standard_error`` (to which few schools' draws are spread out).
    draws, seed : int

    Returns
    -------
    Draws
        Columns are program names.  With no program to draw, tables of no columns.

    Examples
    --------
    >>> nothing = pd.DataFrame(columns=["program_id", "program", "verdict", "standard_error"])
    >>> costs = pd.DataFrame(columns=["program_id", "total_cost", "students_served"])
    >>> programs = pd.DataFrame(columns=["program_id", "fixed_cost"])
    >>> program_draws({}, costs, programs, nothing, draws=3).costs.shape
    (3, 0)
    """
    told = effects[effects["verdict"] == "can tell"].set_index("program_id")
    chosen = {key: comparisons[key] for key in told.index if key in comparisons}
    table = costs[["program_id", "total_cost", "students_served"]].merge(
        programs[["program_id", "fixed_cost"]], on="program_id", how="left"
    )
    found = draw_costs_and_effects(
        chosen, table, draws, seed, standard_errors=told["standard_error"].to_dict()
    )
    names = told["program"].to_dict()
    return Draws(
        found.costs.rename(columns=names),
        found.effects.rename(columns=names),
        found.stretched.rename(index=names),
        {names[key]: reason for key, reason in found.left_out.items()},
    )


def program_bands(
    draws: Draws, effects: pd.DataFrame, outcome_worth: Mapping[str, float]
) -> pd.DataFrame:
    """What may be said of each program's place among the buys of its outcome.

    Parameters
    ----------
    draws : Draws
        As ``program_draws`` gives.
    effects : DataFrame, one row per program
        As ``program_effects`` gives; programs that name no outcome are left out.
    outcome_worth : mapping of outcome to dollars per unit
        What the board would pay.

    Returns
    -------
    DataFrame
        As ``bands`` gives.

    Examples
    --------
    >>> effects = pd.DataFrame({"program": ["A"], "outcome": ["ela_score"],
    ...                         "verdict": ["cannot tell"]})
    >>> none = Draws(pd.DataFrame(), pd.DataFrame(), pd.Series(dtype=float), {})
    >>> program_bands(none, effects, {})["band"].tolist()
    ['not comparable']
    """
    named = effects[effects["outcome"].notna() & effects["outcome"].ne("none")]
    return bands(
        draws,
        dict(zip(named["program"], named["outcome"], strict=True)),
        outcome_worth,
        dict(zip(named["program"], named["verdict"], strict=True)),
    )


def chances_by_price(
    draws: Draws, options: pd.DataFrame, outcome_worth: Mapping[str, float], steps: int = 21
) -> pd.DataFrame:
    """The chance of being the best buy as the price the board would pay moves.

    Within each outcome that two or more programs share; "None of them" is a choice too.

    Parameters
    ----------
    draws : Draws
        As ``program_draws`` gives.
    options : DataFrame, one row per program
        ``program`` and ``outcome``.
    outcome_worth : mapping of outcome to dollars per unit
        Prices run from zero to twice this.
    steps : int
        How many prices.

    Returns
    -------
    DataFrame, one row per outcome, price and program
        ``outcome``, ``willingness_to_pay`` (dollars per unit), ``program``, ``chance`` and
        ``best_on_average``.

    Examples
    --------
    >>> costs = pd.DataFrame({"A": [1.0], "B": [2.0]})
    >>> effects = pd.DataFrame({"A": [1.0], "B": [1.0]})
    >>> draws = Draws(costs, effects, pd.Series(dtype=float), {})
    >>> options = pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score"})
    >>> table = chances_by_price(draws, options, {"ela_score": 4.0}, steps=2)
    >>> table.loc[table["chance"] == 1, "program"].tolist()
    ['None of them', 'A']
    """
    lists = []
    for outcome, names in _shared(draws, options, outcome_worth).items():
        some = _only(draws, names)
        prices = np.linspace(0, 2 * outcome_worth[outcome], steps)
        table = chance_best(some.costs, some.effects, prices)
        lists.append(table.assign(outcome=outcome))
    columns = ["outcome", "willingness_to_pay", "program", "chance", "best_on_average"]
    return pd.concat(lists)[columns].reset_index(drop=True) if lists else _no_rows(columns)


def chances_at(draws: Draws, options: pd.DataFrame, prices: Mapping[str, float]) -> pd.DataFrame:
    """The chance of being the best buy at one price for each outcome, the likeliest first.

    Parameters
    ----------
    draws : Draws
        As ``program_draws`` gives.
    options : DataFrame, one row per program
        ``program`` and ``outcome``.
    prices : mapping of outcome to dollars per unit

    Returns
    -------
    DataFrame, one row per outcome and program
        As ``chances_by_price``.

    Examples
    --------
    >>> draws = Draws(pd.DataFrame({"A": [1.0], "B": [2.0]}),
    ...               pd.DataFrame({"A": [1.0], "B": [1.0]}), pd.Series(dtype=float), {})
    >>> options = pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score"})
    >>> chances_at(draws, options, {"ela_score": 4.0})["program"].tolist()
    ['A', 'B', 'None of them']
    """
    halves = {outcome: price / 2 for outcome, price in prices.items()}
    table = chances_by_price(draws, options, halves, steps=2)  # at zero, and at the price
    here = table[table["willingness_to_pay"] == table["outcome"].map(dict(prices))]
    here = here.drop_duplicates(["outcome", "program"])  # a price of zero is both ends
    return here.sort_values(
        ["outcome", "chance"], ascending=[True, False], kind="stable", ignore_index=True
    )


def decide_now(learning: pd.DataFrame) -> pd.Series:
    """Whether knowing for certain would be worth less than any study costs.

    Parameters
    ----------
    learning : DataFrame
        As ``worth_of_learning`` gives.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> decide_now(pd.DataFrame({"worth": [800.0, 90_000.0]})).tolist()
    [True, False]
    """
    return learning["worth"] < CHEAPEST_STUDY


def worth_of_learning(
    draws: Draws, options: pd.DataFrame, outcome_worth: Mapping[str, float]
) -> pd.DataFrame:
    """What it would be worth to know for certain before choosing, for each outcome.

        worth = value of information per student × students the choice is about

    If a better study would cost more than that, decide now; if far less, learn first.

    Parameters
    ----------
    draws : Draws
        As ``program_draws`` gives.
    options : DataFrame, one row per program
        ``program``, ``outcome`` and ``students_served``.
    outcome_worth : mapping of outcome to dollars per unit

    Returns
    -------
    DataFrame, one row per outcome with a program
        ``outcome``, ``willingness_to_pay`` (dollars per unit), ``students`` (served by the
        outcome's largest program), ``evpi`` (dollars per student) and ``worth`` (dollars).

    Examples
    --------
    >>> draws = Draws(pd.DataFrame({"A": [0.0, 0.0]}), pd.DataFrame({"A": [1.0, -1.0]}),
    ...               pd.Series(dtype=float), {})
    >>> options = pd.DataFrame({"program": ["A"], "outcome": ["ela_score"],
    ...                         "students_served": [100.0]})
    >>> worth_of_learning(draws, options, {"ela_score": 10.0})["worth"].item()
    500.0
    """
    rows = []
    for outcome, names in _shared(draws, options, outcome_worth, fewest=1).items():
        some, price = _only(draws, names), float(outcome_worth[outcome])
        evpi = value_of_information(some.costs, some.effects, [price])["evpi"].item()
        students = options.loc[options["program"].isin(names), "students_served"].max()
        rows.append((outcome, price, students, evpi, evpi * students))
    columns = ["outcome", "willingness_to_pay", "students", "evpi", "worth"]
    return pd.DataFrame(rows, columns=columns)


def tornado(option: pd.Series, level: float = 0.90, cost_change: float = 0.20) -> pd.DataFrame:
    """How far one program's cost per outcome moves with its cost, effect and students.

    Parameters
    ----------
    option : Series
        A row of options: ``total_cost``, ``students_served``, ``effect_per_student`` and
        ``effect_se``.
    level : float
        Of the effect's range, by the normal curve.
    cost_change : float, share
        How far cost and students may be off.

    Returns
    -------
    DataFrame
        As ``one_way_sensitivity`` gives, in dollars per unit of outcome; an end at which
        nothing is gained has no ratio.

    Examples
    --------
    >>> option = pd.Series({"total_cost": 90_000.0, "students_served": 100.0,
    ...                     "effect_per_student": 0.3, "effect_se": 0.05})
    >>> tornado(option)["input"].tolist()
    ['effect', 'students', 'cost']
    """
    from scipy.stats import norm

    reach = norm.ppf((1 + level) / 2) * option["effect_se"]
    own = {
        "cost": option["total_cost"],
        "effect": option["effect_per_student"],
        "students": option["students_served"],
    }
    ends = {name: (own[name] * (1 - cost_change), own[name] * (1 + cost_change)) for name in own}
    ends["effect"] = (own["effect"] - reach, own["effect"] + reach)
    return one_way_sensitivity(own, ends, _dollars_per_unit)


def _dollars_per_unit(cost: float, effect: float, students: float) -> float:
    return cost / (effect * students) if effect * students > 0 else float("nan")


def _shared(
    draws: Draws, options: pd.DataFrame, worth: Mapping[str, float], fewest: int = 2
) -> dict[str, list[str]]:
    drawn = options[options["program"].isin(draws.costs.columns) & options["outcome"].isin(worth)]
    lists = {outcome: rows["program"].tolist() for outcome, rows in drawn.groupby("outcome")}
    return {outcome: names for outcome, names in lists.items() if len(names) >= fewest}


def _only(draws: Draws, names: Sequence[str]) -> Draws:
    some = Draws(draws.costs[names], draws.effects[names], draws.stretched, draws.left_out)
    return some.with_nothing(NOTHING)


def _no_rows(columns: Sequence[str]) -> pd.DataFrame:
    text = {"outcome", "program"}
    kinds = {name: "str" if name in text else "float" for name in columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def first_program(ratios: pd.DataFrame) -> str:
    """The first program with a ratio: the best buy of the first outcome.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives.

    Returns
    -------
    str
        Empty when none has a ratio.

    Examples
    --------
    >>> first_program(pd.DataFrame({"program": ["A", "B"], "cost_per_outcome": [None, 5.0]}))
    'B'
    """
    known = ratios.dropna(subset=["cost_per_outcome"])
    return "" if known.empty else str(known["program"].iloc[0])


def tornado_of_first(ratios: pd.DataFrame) -> pd.DataFrame:
    """The sensitivity table of the first program with a ratio; no rows when there is none.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives, with ``effect_se``.

    Returns
    -------
    DataFrame
        As ``tornado`` gives.

    Examples
    --------
    >>> tornado_of_first(pd.DataFrame({"program": [], "cost_per_outcome": []})).empty
    True
    """
    known = ratios.dropna(subset=["cost_per_outcome"])
    if known.empty:
        columns = ["low", "high", "result_at_low", "result_at_high", "result", "swing"]
        return _no_rows(["program", *columns]).rename(columns={"program": "input"})
    return tornado(known.iloc[0])
