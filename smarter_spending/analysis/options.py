"""Programs as options to choose among: one row each, with a cost, an effect and its range."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.ratios import cost_per_outcome
from smarter_spending.analysis.uncertainty import RANGE, ratio_range

NOTHING = "None of them"
FALLS_SHORT = 0.5  # an estimate below this share of the claim does not bear the claim out
OPTION_COLUMNS = [
    "program_id",
    "program",
    "outcome",
    "personnel",
    "nonpersonnel",
    "outside_ledger",
    "total_cost",
    "students_served",
    "cost_per_student",
    "marginal_cost_per_student",
    "fund_restriction",
    "effect_per_student",
    "effect_se",
    "effect_source",
]


def reported_options(costs: pd.DataFrame, programs: pd.DataFrame) -> pd.DataFrame:
    """The programs that have both a cost and an effect somebody claims for them.

    The effects are the claims of the inventory (a vendor's, a study's), not estimates
    from the district's own students.  Use them to ask "if the claim holds here", never
    to say what a program did.

    Parameters
    ----------
    costs : DataFrame, one row per program
        As ``program_costs`` gives.
    programs : DataFrame, one row per program
        The inventory: ``program_id``, ``intended_outcome``, ``reported_effect`` (SD per
        student), ``reported_effect_se`` (SD) and ``reported_effect_source``.

    Returns
    -------
    DataFrame, one row per program with both, by outcome and program
        ``OPTION_COLUMNS``; dollars a year, effects in standard deviations per student.

    Examples
    --------
    >>> costs = pd.DataFrame({"program_id": ["P1", "P2"], "program": ["Tutoring", "Coaching"],
    ...     "total_cost": [90_000.0, 50_000.0], "students_served": [100.0, float("nan")]})
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"],
    ...     "intended_outcome": "ela_score", "reported_effect": [0.3, 0.2],
    ...     "reported_effect_se": 0.1, "reported_effect_source": "vendor"})
    >>> reported_options(costs, programs)["program"].tolist()
    ['Tutoring']
    """
    claims = programs.rename(
        columns={
            "intended_outcome": "outcome",
            "reported_effect": "effect_per_student",
            "reported_effect_se": "effect_se",
            "reported_effect_source": "effect_source",
        }
    )[["program_id", "outcome", "effect_per_student", "effect_se", "effect_source"]]
    return _options(costs.merge(claims, on="program_id", how="inner"))


def estimated_options(costs: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """The programs with a cost and an effect estimated from the district's own students.

    Only programs of which one can tell are options; of the others nothing may be said,
    and they are listed apart.

    Parameters
    ----------
    costs : DataFrame, one row per program
        As ``program_costs`` gives.
    effects : DataFrame, one row per program
        As ``program_effects`` gives.

    Returns
    -------
    DataFrame, one row per program, by outcome and program
        ``OPTION_COLUMNS``; effects in standard deviations per student for scores, in
        shares of students for yes/no outcomes; ``effect_source`` is the evidence grade.

    Examples
    --------
    >>> costs = pd.DataFrame({"program_id": ["P1", "P2"], "program": ["Tutoring", "Lab"],
    ...     "total_cost": [90_000.0, 50_000.0], "students_served": [100.0, 80.0]})
    >>> effects = pd.DataFrame({"program_id": ["P1", "P2"], "outcome": "ela_score",
    ...     "verdict": ["can tell", "cannot tell"], "effect_per_student": 0.2,
    ...     "standard_error": 0.05, "evidence_grade": ["promising", "cannot tell"]})
    >>> estimated_options(costs, effects)["program"].tolist()
    ['Tutoring']
    """
    found = effects[effects["verdict"] == "can tell"].rename(
        columns={"standard_error": "effect_se", "evidence_grade": "effect_source"}
    )
    names = ["program_id", "outcome", "effect_per_student", "effect_se", "effect_source"]
    return _options(costs.merge(found[names], on="program_id", how="inner"))


def claims_beside_estimates(claims: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """What each program was said to gain, beside what the district's own students show.

    Parameters
    ----------
    claims : DataFrame, one row per program
        As ``reported_options`` gives.
    effects : DataFrame, one row per program
        As ``program_effects`` gives; the claim is in standard deviations, and so is
        ``effect_size``.

    Returns
    -------
    DataFrame, one row per program with a claim and an analysis, by program
        ``program``, ``claim`` (SD), ``effect_source`` (who says so), ``own_effect`` (SD;
        ``NaN`` when one cannot tell) and ``evidence_grade``.

    Examples
    --------
    >>> claims = pd.DataFrame({"program_id": ["P1"], "program": ["Lab"],
    ...                        "effect_source": ["vendor"], "effect_per_student": [0.4]})
    >>> effects = pd.DataFrame({"program_id": ["P1"], "verdict": ["can tell"],
    ...                         "effect_size": [0.05], "evidence_grade": ["no gain shown"]})
    >>> claims_beside_estimates(claims, effects)[["claim", "own_effect"]].iloc[0].tolist()
    [0.4, 0.05]
    """
    own = effects.assign(own_effect=effects["effect_size"].where(effects["verdict"] == "can tell"))
    table = claims.merge(own[["program_id", "own_effect", "evidence_grade"]], on="program_id")
    table = table.rename(columns={"effect_per_student": "claim"}).sort_values("program")
    columns = ["program", "claim", "effect_source", "own_effect", "evidence_grade"]
    return table[columns].reset_index(drop=True)


def claims_fallen_short(beside: pd.DataFrame) -> pd.DataFrame:
    """The claims of which the district's own students show less than half.

    Parameters
    ----------
    beside : DataFrame
        As ``claims_beside_estimates`` gives.

    Returns
    -------
    DataFrame
        Those rows of it; a claim nobody could check is not among them.

    Examples
    --------
    >>> beside = pd.DataFrame({"program": ["Lab", "Tutoring", "Coaching"],
    ...                        "claim": [0.4, 0.4, 0.4], "own_effect": [0.05, 0.3, None]})
    >>> claims_fallen_short(beside)["program"].tolist()
    ['Lab']
    """
    return beside[beside["own_effect"] < FALLS_SHORT * beside["claim"]]


def best_of_each_outcome(ratios: pd.DataFrame) -> pd.DataFrame:
    """The best buy of each outcome, and of how many with a ratio.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives: the best buy first within each outcome.

    Returns
    -------
    DataFrame, one row per outcome in which a program has a ratio
        ``outcome``, ``program``, ``cost_per_outcome`` (dollars per unit) and ``programs``
        (how many have a ratio).

    Examples
    --------
    >>> ratios = pd.DataFrame({"outcome": "ela_score", "program": ["A", "B", "C"],
    ...                        "cost_per_outcome": [5.0, 9.0, None]})
    >>> best_of_each_outcome(ratios).values.tolist()
    [['ela_score', 'A', 5.0, 2]]
    """
    known = ratios.dropna(subset=["cost_per_outcome"])
    best = known.drop_duplicates("outcome")[["outcome", "program", "cost_per_outcome"]]
    programs = best["outcome"].map(known["outcome"].value_counts())
    return best.assign(programs=programs).reset_index(drop=True)


def ratio_if(ratios: pd.DataFrame, program: str, effect: float) -> "RatioIf":
    """What one program's unit of outcome would cost if its effect were another.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives.
    program : str
        One that has a ratio.
    effect : float, outcome units per student

    Returns
    -------
    RatioIf

    Examples
    --------
    >>> ratios = ratios_by_outcome(pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score",
    ...     "total_cost": [100.0, 150.0], "students_served": 1.0, "effect_per_student": 0.5}))
    >>> ratio_if(ratios, "A", 0.25)
    RatioIf(cost_per_outcome=400.0, better_buys=1, others=1)
    """
    known = ratios.dropna(subset=["cost_per_outcome"])
    row = known[known["program"] == program]
    others = known[known["outcome"].isin(row["outcome"]) & (known["program"] != program)]
    moved = row.assign(effect_per_student=effect)
    ratio = cost_per_outcome(
        moved[["program", "total_cost"]],
        moved[["program", "students_served", "effect_per_student"]],
    )["cost_per_outcome"].item()
    return RatioIf(ratio, int((others["cost_per_outcome"] < ratio).sum()), len(others))


@dataclass(frozen=True)
class RatioIf:
    """Dollars per unit (``NaN`` without a gain), and how many of the others would be cheaper."""

    cost_per_outcome: float
    better_buys: int
    others: int


def _options(table: pd.DataFrame) -> pd.DataFrame:
    table = table.reindex(columns=OPTION_COLUMNS)
    known = (
        table[["total_cost", "effect_per_student"]].notna().all(axis=1)
        & (table["students_served"] > 0)
        & table["outcome"].notna()
        & table["outcome"].ne("none")
    )
    return table[known].sort_values(["outcome", "program"], ignore_index=True)


def ratios_by_outcome(options: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each unit of outcome, a list of its own for each outcome.

    Programs meant to move different outcomes are never ranked together: a standard
    deviation of reading and one of attendance are not the same thing bought.

    Parameters
    ----------
    options : DataFrame, one row per program
        As ``reported_options`` gives.

    Returns
    -------
    DataFrame, one row per program: by outcome, best buy first within each
        ``options`` plus ``outcome_gained`` (SD × students), ``cost_per_outcome``
        (dollars per SD; ``NaN`` where nothing was gained) and
        ``effect_per_1000_dollars`` (SD per $1,000).

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["A", "B", "C"],
    ...     "outcome": ["math_score", "ela_score", "ela_score"], "total_cost": [9.0, 8.0, 1.0],
    ...     "students_served": 2.0, "effect_per_student": 0.5})
    >>> ratios_by_outcome(options)[["outcome", "program", "cost_per_outcome"]]
          outcome program  cost_per_outcome
    0   ela_score       C               1.0
    1   ela_score       B               8.0
    2  math_score       A               9.0
    """
    lists = [
        cost_per_outcome(
            rows.drop(columns=["students_served", "effect_per_student"]),
            rows[["program", "students_served", "effect_per_student"]],
        )
        for _, rows in options.groupby("outcome", sort=True)
    ]
    empty = options.assign(outcome_gained=np.nan, cost_per_outcome=np.nan)
    table = pd.concat(lists, ignore_index=True) if lists else empty
    table["effect_per_1000_dollars"] = 1000 * table["outcome_gained"] / table["total_cost"]
    added = ["outcome_gained", "cost_per_outcome", "effect_per_1000_dollars"]
    return table[[*options.columns, *added]]


def largest_outcome(options: pd.DataFrame) -> pd.DataFrame:
    """The options of the outcome that most programs share, ready for ``incremental_ratios``.

    "None of them" is an option too: it costs nothing and gains nothing, so a program
    that gains nothing, or does harm, is beaten by it.

    Parameters
    ----------
    options : DataFrame, one row per program
        As ``estimated_options`` gives.

    Returns
    -------
    DataFrame, one row per choice; no rows without options
        ``program``, ``cost`` (dollars per student served), ``effect`` (units per student)
        and ``outcome``.

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["A", "B", "C"], "cost_per_student": [1.0, 2.0, 3.0],
    ...     "outcome": ["math_score", "ela_score", "ela_score"], "effect_per_student": 0.1})
    >>> largest_outcome(options)["program"].tolist()
    ['None of them', 'B', 'C']
    """
    counts = options["outcome"].value_counts()
    most = sorted(counts[counts == counts.max()].index)[:1]
    rows = options[options["outcome"].isin(most)]
    nothing = [NOTHING] * len(most)
    return pd.DataFrame(
        {
            "program": [*nothing, *rows["program"]],
            "cost": [*[0.0] * len(most), *rows["cost_per_student"]],
            "effect": [*[0.0] * len(most), *rows["effect_per_student"]],
            "outcome": [*most, *rows["outcome"]],
        }
    ).astype({"cost": float, "effect": float})


def ratio_ranges(options: pd.DataFrame, level: float = RANGE) -> pd.DataFrame:
    """The cost of a unit of outcome with its range.

    The dollars are taken as known and the effect as known roughly, so the range is
    Fieller's; where the effect may be zero, or is a loss, it has no limit.

    Parameters
    ----------
    options : DataFrame, one row per program
        As ``reported_options`` gives.
    level : float, 0 to 1

    Returns
    -------
    DataFrame, one row per program, as ``ratios_by_outcome`` orders them
        The columns of ``ratios_by_outcome``, ``low`` and ``high`` (dollars per unit; ``NaN``
        without a standard error) and ``bounded`` (whether they are limits).

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score",
    ...     "total_cost": [100.0, 900.0], "cost_per_student": [100.0, 900.0],
    ...     "students_served": 1.0, "effect_per_student": 0.2, "effect_se": 0.02})
    >>> ratio_ranges(options)["bounded"].tolist()
    [True, True]
    """
    table = ratios_by_outcome(options)
    found = [
        ratio_range(row.cost_per_student, 0.0, row.effect_per_student, row.effect_se, level=level)
        for row in table.dropna(subset=["effect_se"]).itertuples()
    ]
    has_error = table["effect_se"].notna()
    for name in ("low", "high"):
        table[name] = np.nan
        table.loc[has_error, name] = [getattr(ratio, name) for ratio in found]
    table["bounded"] = False
    table.loc[has_error, "bounded"] = [ratio.bounded and ratio.ratio > 0 for ratio in found]
    return table


def cost_sensitivity(options: pd.DataFrame, change: float = 0.20) -> pd.DataFrame:
    """Whether each program keeps its place when its own cost is off by some share.

        at_lower_cost = cost_per_outcome * (1 - change); at_higher_cost likewise

    Parameters
    ----------
    options : DataFrame, one row per program
        As ``reported_options`` gives.
    change : float, share
        How far the cost may be off: 0.20 for 20% either way.

    Returns
    -------
    DataFrame, one row per program that has a ratio
        ``outcome``, ``program``, ``at_lower_cost``, ``cost_per_outcome``,
        ``at_higher_cost`` (dollars per SD) and ``keeps_place`` (whether its rank within
        the outcome stays the same while the others' costs stand still).

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["A", "B"], "outcome": "ela_score",
    ...     "total_cost": [100.0, 110.0], "students_served": 1.0, "effect_per_student": 0.5})
    >>> cost_sensitivity(options)["keeps_place"].tolist()
    [False, False]
    """
    table = ratios_by_outcome(options).dropna(subset=["cost_per_outcome"])
    table = table.assign(
        at_lower_cost=table["cost_per_outcome"] * (1 - change),
        at_higher_cost=table["cost_per_outcome"] * (1 + change),
    )
    places = [
        _rank(rows, row.Index, row.at_lower_cost) == _rank(rows, row.Index, row.at_higher_cost)
        for _, rows in table.groupby("outcome", sort=True)
        for row in rows.itertuples()
    ]
    columns = ["outcome", "program", "at_lower_cost", "cost_per_outcome", "at_higher_cost"]
    table = table[columns].reset_index(drop=True)
    table["keeps_place"] = pd.Series(places, dtype=bool)
    return table


def _rank(rows: pd.DataFrame, own: int, ratio: float) -> int:
    return int((rows["cost_per_outcome"].drop(own) < ratio).sum())
