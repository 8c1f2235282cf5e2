"""What a program bought for its cost: ratios, the line of choices, and programs as options."""

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import quoted, require_columns, rows
from smarter_spending.analysis.costs import marginal_cost
from smarter_spending.analysis.uncertainty import (
    GAIN_SHOWN,
    RANGE,
    SHOWN,
    RatioRange,
    is_close,
    ratio_range,
)

# --- Costs and outcomes must be about the same programs and the same students --------------------

COSTS = "table of costs"
OUTCOMES = "table of outcomes"


class ProgramMismatchError(ValueError):
    """The cost table and the outcome table are not about the same programs."""


def same_programs(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    """Refuse two tables that list different programs, naming them."""
    twice = [
        f"{name!r} is listed more than once in the {what}"
        for table, what in ((costs, COSTS), (outcomes, OUTCOMES))
        for name in table.loc[table["program"].duplicated(), "program"].unique()
    ]
    if twice:
        raise ProgramMismatchError(f"{'; '.join(twice)}. Give each program one row.")
    no_outcome = costs.loc[~costs["program"].isin(outcomes["program"]), "program"]
    no_cost = outcomes.loc[~outcomes["program"].isin(costs["program"]), "program"]
    alone = [f"{name!r} has a cost but no outcome" for name in no_outcome]
    alone += [f"{name!r} has an outcome but no cost" for name in no_cost]
    if alone:
        raise ProgramMismatchError(
            f"The cost and outcome tables list different programs: {'; '.join(alone)}. "
            "Check the spelling, or leave the program out of both tables."
        )


def same_students(costs: pd.DataFrame, outcomes: pd.DataFrame) -> None:
    """Refuse two tables that count different students of a program."""
    if "students_served" not in costs.columns:
        return
    names = ["program", "students_served"]
    both = costs[names].merge(outcomes[names], on="program", suffixes=("_cost", "_outcome"))
    both = both.dropna()
    apart = both[both["students_served_cost"] != both["students_served_outcome"]]
    if len(apart):
        said = "; ".join(
            f"{program!r}: {cost:g} and {outcome:g}"
            for program, cost, outcome in apart.itertuples(index=False)
        )
        raise ProgramMismatchError(
            f"The cost and outcome tables give different numbers of students served ({said}). "
            "A ratio needs the cost and the gain of the same students; use one number in both."
        )


def not_negative(table: pd.DataFrame, column: str, what: str) -> None:
    """Refuse amounts below zero or endless, naming the programs."""
    values = table[column].astype(float)
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        raise ValueError(
            f"In the {what}, {column!r} is below zero or endless for "
            f"{quoted(table.loc[wrong, 'program'])}. Correct it, or leave it blank if not known."
        )


# --- Dollars for each student who reached a benchmark --------------------------------------------


def cost_at_benchmark(costs: pd.DataFrame, counts: pd.DataFrame, minimum: int = 11) -> pd.DataFrame:
    """Dollars for each student who reached the benchmark, and for each who would not have.

        cost_per_student_at_benchmark = total_cost / students_at_benchmark
        extra_at_benchmark = students_served * (share_at_benchmark - comparison_share)
        cost_per_extra_student = total_cost / extra_at_benchmark

    The first figure flatters a program whose students would have got there
    anyway; the second is the one to compare, and needs the share of similar
    students who reached the benchmark without the program.

    Raises ProgramMismatchError when the tables list different programs; ValueError when counts are
    negative, more reached the benchmark than were served, or a share is not between 0 and 1.
    Source: Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation in Education*,
    3rd ed., SAGE.

    Parameters
    ----------
    costs : DataFrame, one row per program, ``program`` and ``total_cost`` (dollars)
    counts : DataFrame, one row per program
        ``program``, ``students_served``, ``students_at_benchmark`` (students)
        and, where known, ``comparison_share`` (0 to 1).
    minimum : int, students
        Where fewer than this many did, or did not, reach the benchmark,
        nothing that would give the number away is shown.

    Returns
    -------
    DataFrame, one row per program, least dollars per extra student first
        ``program, total_cost, students_served, students_at_benchmark, share_at_benchmark,
        comparison_share, extra_at_benchmark, cost_per_student_at_benchmark,
        cost_per_extra_student`` and ``hidden`` (True where small numbers are kept back).  No extra
        student, no cost per extra student: ``NaN``.

    Examples
    --------
    >>> costs = pd.DataFrame({"program": ["Tutoring"], "total_cost": [90_000.0]})
    >>> counts = pd.DataFrame({"program": ["Tutoring"], "students_served": [100.0],
    ...                        "students_at_benchmark": [60.0], "comparison_share": [0.45]})
    >>> table = cost_at_benchmark(costs, counts)
    >>> table[["cost_per_student_at_benchmark", "cost_per_extra_student"]].round(2)
       cost_per_student_at_benchmark  cost_per_extra_student
    0                         1500.0                  6000.0
    """
    require_columns(costs, ["program", "total_cost"], COSTS)
    needed = ["program", "students_served", "students_at_benchmark"]
    require_columns(counts, needed, OUTCOMES)
    same_programs(costs, counts)
    not_negative(costs, "total_cost", COSTS)
    counts = counts.reindex(columns=[*needed, "comparison_share"])
    for column in [*needed[1:], "comparison_share"]:
        not_negative(counts, column, OUTCOMES)
    reached_more = counts["students_at_benchmark"] > counts["students_served"]
    if reached_more.any() or (counts["comparison_share"] > 1).any():
        wrong = counts.loc[reached_more | (counts["comparison_share"] > 1), "program"]
        raise ValueError(
            f"{quoted(wrong)}: more students reached the benchmark than were served, or the "
            "comparison share is above 1 (write 0.45 for 45%)."
        )
    table = costs[["program", "total_cost"]].merge(counts, on="program")
    served, reached = table["students_served"].astype(float), table["students_at_benchmark"]
    hidden = (reached < minimum) | (served - reached < minimum)
    reached = reached.astype(float).mask(hidden)
    table["students_at_benchmark"] = reached
    table["share_at_benchmark"] = reached / served
    extra = served * (table["share_at_benchmark"] - table["comparison_share"])
    table["extra_at_benchmark"] = extra
    table["cost_per_student_at_benchmark"] = table["total_cost"] / reached
    table["cost_per_extra_student"] = table["total_cost"] / extra.where(extra > 0)
    table["hidden"] = hidden
    table = table.sort_values(["cost_per_extra_student", "program"], ignore_index=True)
    shown = ["program", "total_cost", *needed[1:], "share_at_benchmark", "comparison_share"]
    priced = ["extra_at_benchmark", "cost_per_student_at_benchmark", "cost_per_extra_student"]
    return table[[*shown, *priced, "hidden"]]


# --- The line of choices worth comparing, and the price of each step along it --------------------

# Two steps whose prices differ by less than this part are one straight line
_SAME_RATIO = 1e-9


def incremental_ratios(options: pd.DataFrame) -> pd.DataFrame:
    """The line of choices worth comparing, and the price of each step along it.

    Options are put in order of cost.  One that costs as much or more and gains no more than another
    is dominated (D); of identical options the one listed second is D.  One that is dearer for each
    extra unit than the next step up is passed over by a mix of its neighbors and is extended
    dominated (ED); this is repeated until none is left.  What remains is not dominated (ND):

        incremental_ratio = (cost - cost of the step below) / (effect - effect of the step below)

    Read it upward: take the next step while its ratio is no more than the board would pay for a
    unit.  All options must be measured on the same outcome and meant for the same students.

    Raises ValueError when a cost or an effect is missing, or a program is listed twice.  Source:
    The efficiency frontier as taught in health economics, for example in the vignettes of the R
    package dampack.

    Parameters
    ----------
    options : DataFrame, one row per option
        ``program`` (any label, each once), ``cost`` (dollars, per student or in all) and ``effect``
        (outcome units, on the same basis; positive is better).  Other columns are kept.

    Returns
    -------
    DataFrame, every option, the line first by cost, then the others by cost
        The columns given plus ``status`` ("ND", "ED" or "D"), ``incremental_cost`` (dollars),
        ``incremental_effect`` (outcome units) and ``incremental_ratio`` (dollars per outcome unit),
        all three ``NaN`` off the line and on its first row.

    Examples
    --------
    >>> options = pd.DataFrame({"program": ["Coach", "Tutor", "Tablet", "Kit"],
    ...                         "cost": [400, 900, 700, 500], "effect": [0.1, 0.3, 0.15, 0.05]})
    >>> incremental_ratios(options)[["program", "status", "incremental_ratio"]]
      program status  incremental_ratio
    0   Coach     ND                NaN
    1   Tutor     ND             2500.0
    2     Kit      D                NaN
    3  Tablet     ED                NaN
    """
    what = "table of options"
    require_columns(options, ["program", "cost", "effect"], what)
    _all_known(options, ["cost", "effect"], what)
    again = options["program"].duplicated()
    if again.any():
        raise ValueError(
            f"{quoted(options.loc[again, 'program'])} is listed more than once in the {what} "
            f"({rows(options, again)}). Give each option its own name."
        )
    table = options.reset_index(drop=True)
    cost, effect = table["cost"].astype(float), table["effect"].astype(float)
    # by cost, the larger effect first, and as listed where both are equal
    order = np.lexsort([-effect, cost])
    status = _status(cost.to_numpy()[order], effect.to_numpy()[order])
    table = table.iloc[order].assign(status=pd.array(status, dtype="str"))
    on_line = table["status"] == "ND"
    line, others = table[on_line], table[~on_line]
    extra_cost = line["cost"].astype(float).diff()
    extra_effect = line["effect"].astype(float).diff()
    steps = {
        "incremental_cost": extra_cost,
        "incremental_effect": extra_effect,
        "incremental_ratio": extra_cost / extra_effect,
    }
    return table.assign(**steps).loc[[*line.index, *others.index]].reset_index(drop=True)


def _status(cost: np.ndarray, effect: np.ndarray) -> list[str]:
    status = np.full(len(cost), "D", dtype=object)
    best = np.maximum.accumulate(effect) if len(effect) else effect
    improves = np.r_[True, effect[1:] > best[:-1]] if len(effect) else np.zeros(0, dtype=bool)
    line: list[int] = []
    for place in np.flatnonzero(improves):
        while len(line) > 1 and _dearer_step(cost, effect, line[-2], line[-1], place):
            status[line.pop()] = "ED"
        line.append(place)
    status[line] = "ND"
    return status.tolist()


def _dearer_step(cost: np.ndarray, effect: np.ndarray, below: int, here: int, above: int) -> bool:
    step = (cost[here] - cost[below]) / (effect[here] - effect[below])
    after = (cost[above] - cost[here]) / (effect[above] - effect[here])
    return bool(step > after * (1 + _SAME_RATIO))


def _all_known(table: pd.DataFrame, columns: list[str], what: str) -> None:
    for column in columns:
        unknown = ~np.isfinite(table[column].astype(float))
        if unknown.any():
            raise ValueError(
                f"In the {what}, {column!r} is not known for "
                f"{quoted(table.loc[unknown, 'program'])} ({rows(table, unknown)}). "
                "Leave these options out, and say that they are left out."
            )


# --- Dollars for each unit of outcome, and units for each dollar ---------------------------------


def cost_per_outcome(costs: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each unit of outcome gained, one row per program.

    The cost-effectiveness ratio sets all that a program used against all that
    its students gained beyond business as usual.

        outcome_gained = students_served * effect_per_student
        cost_per_outcome = total_cost / outcome_gained

    Lower is a better buy, among programs measured on the same outcome only.
    A program that gained nothing, or whose cost or effect is not known, has no
    ratio: it comes last with ``NaN``, never as zero or infinity.

    Raises ProgramMismatchError when a program is in one table only, or twice in one, or the tables
    give it different numbers of students; ValueError when a column is missing or a cost or a number
    of students is negative.  Source: Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic
    Evaluation in Education*, 3rd ed., SAGE.

    Parameters
    ----------
    costs : DataFrame, one row per program
        ``program`` (name) and ``total_cost`` (dollars of one price year,
        everything it used, whoever paid).
    outcomes : DataFrame, one row per program
        ``program`` (name), ``students_served`` (students) and
        ``effect_per_student`` (outcome units per student beyond what similar
        students gained without it; positive is better, may be zero or negative).

    Returns
    -------
    DataFrame, one row per program, best buy first, equal ones by name
        The columns above plus ``outcome_gained`` (outcome units) and
        ``cost_per_outcome`` (dollars per outcome unit).

    Examples
    --------
    >>> costs = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                       "total_cost": [120_000, 30_000]})
    >>> outcomes = pd.DataFrame({"program": ["Reading lab", "Saturday school"],
    ...                          "students_served": [200, 150],
    ...                          "effect_per_student": [0.20, 0.02]})
    >>> cost_per_outcome(costs, outcomes)[["program", "outcome_gained", "cost_per_outcome"]]
               program  outcome_gained  cost_per_outcome
    0      Reading lab            40.0            3000.0
    1  Saturday school             3.0           10000.0
    """
    require_columns(costs, ["program", "total_cost"], COSTS)
    require_columns(outcomes, ["program", "students_served", "effect_per_student"], OUTCOMES)
    same_programs(costs, outcomes)
    not_negative(costs, "total_cost", COSTS)
    not_negative(outcomes, "students_served", OUTCOMES)
    same_students(costs, outcomes)
    own = [name for name in costs.columns if name == "program" or name not in outcomes.columns]
    table = costs[own].merge(outcomes, on="program")
    gained = table["students_served"].astype(float) * table["effect_per_student"]
    table["outcome_gained"] = gained
    table["cost_per_outcome"] = table["total_cost"] / gained.where(gained > 0)
    order = np.lexsort([table["program"].astype(str), table["cost_per_outcome"]])
    return table.iloc[order].reset_index(drop=True)


def academic_roi(
    learning_increase: float | pd.Series, students: float | pd.Series, dollars: float | pd.Series
) -> float | pd.Series:
    """Units of learning gained for each dollar spent (A-ROI).

        academic_roi = learning_increase * students / dollars

    The inverse of the cost per outcome: higher is better.  It is a share of a
    unit per dollar and so a tiny number; per $1,000 it reads better.  Unlike
    the cost per outcome it stays defined for a loss, where it is negative.

    Raises ValueError when a figure is missing, dollars are zero or less, or students negative.
    Source: Government Finance Officers Association, "PK-12 Budgeting: Academic Return on
    Investment".

    Parameters
    ----------
    learning_increase : float or Series, outcome units per student, beyond business as usual
    students : float or Series, students helped, zero or more
    dollars : float or Series, dollars spent, above zero

    Returns
    -------
    float or Series, outcome units per dollar

    Examples
    --------
    100 students gain 0.30 SD each for $90,000:

    >>> round(1000 * academic_roi(0.30, 100, 90_000), 4)
    0.3333
    """
    _known("learning increase", learning_increase)
    _known("number of students", students)
    _known("dollars spent", dollars)
    if np.any(np.asarray(students) < 0):
        raise ValueError("The number of students is below zero. Check the students helped.")
    if np.any(np.asarray(dollars) <= 0):
        raise ValueError(
            "The dollars spent are zero or less, so there is no return on them. "
            "Check the cost; count what others paid or gave as well."
        )
    return learning_increase * students / dollars


def effect_per_1000_dollars(
    effect_per_student: float | pd.Series, cost_per_student: float | pd.Series
) -> float | pd.Series:
    """Outcome units bought by $1,000: A-ROI at a size that can be read.

        1000 * effect_per_student / cost_per_student

    Higher is better, and the order is exactly that of the cost per outcome
    turned round: show one of the two, or label both.

    Raises ValueError when a cost is negative.  Source: Dhaliwal, Duflo, Glennerster and Tulloch
    (2013), on comparative cost-effectiveness.

    Parameters
    ----------
    effect_per_student : float or Series, outcome units per student
    cost_per_student : float or Series, dollars per student
        ``NaN`` where either is not known gives ``NaN``, as does a cost of zero.

    Returns
    -------
    float or Series, outcome units per $1,000

    Examples
    --------
    $15 a child raises scores by 0.15 SD, which is 1 SD for $100:

    >>> round(effect_per_1000_dollars(0.15, 15), 6)
    10.0
    """
    cost = np.asarray(cost_per_student, dtype=float)
    if (cost < 0).any():
        raise ValueError("A cost per student is below zero. Check the costs.")
    if isinstance(cost_per_student, pd.Series):
        return 1000 * effect_per_student / cost_per_student.where(cost_per_student > 0)
    return 1000 * effect_per_student / (float(cost) if cost > 0 else np.nan)


def _known(name: str, value: float | pd.Series) -> None:
    if not np.isfinite(np.asarray(value, dtype=float)).all():
        raise ValueError(f"The {name} is not known. Leave out programs where it is blank.")


# --- Programs as options to choose among: one row each, with a cost, an effect and its range -----

NOTHING = "None of them"
OPTION_COLUMNS = [
    "program_id", "program", "outcome", "personnel", "nonpersonnel", "outside_ledger",
    "total_cost", "students_served", "cost_per_student", "marginal_cost_per_student",
    "fund_restriction", "effect_per_student", "effect_se", "effect_df", "effect_source",
]  # fmt: skip


def reported_options(costs: pd.DataFrame, programs: pd.DataFrame) -> pd.DataFrame:
    """The programs with a cost and an effect that is claimed, for "if the claim holds here"."""
    claims = {"intended_outcome": "outcome", "reported_effect": "effect_per_student"}
    claims |= {"reported_effect_se": "effect_se", "reported_effect_source": "effect_source"}
    claims = programs[["program_id", *claims]].rename(columns=claims)
    return _options(costs.merge(claims, on="program_id", how="inner"))


def estimated_options(costs: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """The programs with a cost and an effect estimated from the district's own students.

    ``OPTION_COLUMNS``, by outcome and program: effects in standard deviations per student for
    scores, in shares of students for yes/no outcomes; ``effect_source`` is the evidence grade.  Of
    programs of which one cannot tell nothing may be said: they are no options.
    """
    found = effects[effects["verdict"] == "can tell"].rename(
        columns={"standard_error": "effect_se", "degrees_of_freedom": "effect_df",
                 "evidence_grade": "effect_source"}
    )  # fmt: skip
    names = ["program_id", "outcome", "effect_per_student", "effect_se", "effect_df"]
    own = found.reindex(columns=[*names, "effect_source"])
    return _options(costs.merge(own, on="program_id", how="inner"))


def claims_beside_estimates(claims: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """What each program was said to gain, beside what the district's own students show."""
    # one standard deviation for each program and outcome: the grade's; only a share has its index's
    size = effects["effect_per_student"].where(_is_score(effects), effects["effect_size"])
    own = effects.assign(own_effect=size.where(effects["verdict"] == "can tell"))
    table = claims.merge(own[["program_id", "own_effect", "evidence_grade"]], on="program_id")
    table = table.rename(columns={"effect_per_student": "claim"}).sort_values("program")
    columns = ["program", "claim", "effect_source", "own_effect", "evidence_grade"]
    return table[columns].reset_index(drop=True)


def _options(table: pd.DataFrame) -> pd.DataFrame:
    table = table.reindex(columns=OPTION_COLUMNS)
    known = table[["total_cost", "effect_per_student", "outcome"]].notna().all(axis=1)
    known &= (table["students_served"] > 0) & table["outcome"].ne("none")
    return table[known].sort_values(["outcome", "program"], ignore_index=True)


def ratios_by_outcome(options: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each unit of outcome, a list of its own for each outcome, best buy first.

    Programs meant to move different outcomes are never ranked together: a standard deviation of
    reading and one of attendance are not the same thing bought.  To the options are added
    ``outcome_gained``, ``cost_per_outcome`` (``NaN`` where nothing was gained) and
    ``effect_per_1000_dollars``.
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
    """The options of the outcome that most programs share, "None of them" among them."""
    counts = options["outcome"].value_counts()
    most = sorted(counts[counts == counts.max()].index)[:1]
    names = {"cost_per_student": "cost", "effect_per_student": "effect"}
    rows = options[options["outcome"].isin(most)].rename(columns=names)
    nothing = [(NOTHING, 0.0, 0.0, outcome) for outcome in most]
    own = rows[["program", "cost", "effect", "outcome"]].itertuples(index=False, name=None)
    table = pd.DataFrame([*nothing, *own], columns=["program", "cost", "effect", "outcome"])
    return table.astype({"cost": float, "effect": float})


def ratio_ranges(options: pd.DataFrame) -> pd.DataFrame:
    """The cost of a unit of outcome with its range."""
    table = ratios_by_outcome(options)
    found = [_range_of(row) for row in table.itertuples()]
    table["low"], table["high"] = [one.low for one in found], [one.high for one in found]
    table[["low", "high"]] = table[["low", "high"]].astype(float)
    bounded = [bool(one.bounded and one.ratio > 0) for one in found]
    return table.assign(bounded=pd.Series(bounded, dtype=bool))


def _range_of(row) -> RatioRange:
    if pd.isna(row.effect_se):
        return RatioRange(np.nan, np.nan, np.nan, bounded=False)
    degrees = getattr(row, "effect_df", np.nan)
    free = np.inf if pd.isna(degrees) else float(degrees)
    both = row.cost_per_student, 0.0, row.effect_per_student, row.effect_se
    return ratio_range(*both, level=RANGE, degrees_of_freedom=free)


SCORES = "standard deviations"  # how the unit of an effect on a score begins


def _is_score(effects: pd.DataFrame) -> pd.Series:
    return effects["unit"].astype(str).str.startswith(SCORES)


def in_leaders_units(options: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Each program's gain and the price of one unit of it, as a leader counts them.

        gain = effect * points of the test in one standard deviation of the grade
        unit_cost = cost per standard deviation / points in one

    A yes/no outcome is counted in students of 100; its unit is one more student.  To what
    ``ratio_ranges`` has are added ``scale`` (units in one of the effect's), ``gain…, unit_…``
    with their ends, ``in_points``, ``shown`` and ``hangs_on``: the chance of a gain where it lies
    so close to the one asked that little more may turn it.  Sorted by programs of the outcome,
    then the cheapest seat first.
    """
    own = effects.drop_duplicates("program_id").set_index("program_id")
    table = ratio_ranges(options)
    own = own.reindex(table["program_id"]).reset_index(drop=True)
    table["in_points"] = _is_score(own)
    width = (own["points_high"] - own["points_low"]) / (own["high"] - own["low"])
    table["scale"] = width.where(table["in_points"], 1.0).astype(float)
    counted = table["scale"].where(table["in_points"], 100.0)
    effects = {"": table["effect_per_student"], "_low": own["low"], "_high": own["high"]}
    for end, effect in effects.items():
        table[f"gain{end}"] = effect * counted
    for dollars in ("low", "high", "cost"):
        of = "cost_per_outcome" if dollars == "cost" else dollars
        table[f"unit_{dollars}"] = table[of] / table["scale"]
    table["shown"], chance = own["shown"], own["chance_gain"].astype(float)
    table["hangs_on"] = chance.where(is_close(chance, SHOWN))
    table["programs"] = table["outcome"].map(table["outcome"].value_counts()).astype(int)
    order = np.lexsort([table["program"], table["cost_per_student"], table["outcome"],
                        -table["programs"]])  # fmt: skip
    return table.iloc[order].reset_index(drop=True)


def price_in_units(table: pd.DataFrame, outcome: str, worth: float) -> float:
    """What the board would pay for a leader's unit, to the cent; ``worth`` is for the effect's."""
    return round(worth / _units_in_one(table, outcome), 2)


def worth_of_price(table: pd.DataFrame, outcome: str, price: float) -> float:
    """What a price for a leader's unit makes of one unit of the effect."""
    return price * _units_in_one(table, outcome)


def _units_in_one(table: pd.DataFrame, outcome: str) -> float:
    """The mean over an outcome's programs by students: each has its grades' own deviation."""
    rows = table[table["outcome"] == outcome]
    return float(np.average(rows["scale"], weights=rows["students_served"]))


def cheapest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The cheapest seats, in the order of the table."""
    return table.loc[sorted(table["cost_per_student"].nsmallest(most).index)]


def cheapest_without_gain(table: pd.DataFrame) -> pd.DataFrame:
    """The cheapest seats, one after another, up to the first with which a gain is shown."""
    by_cost = table.sort_values(["cost_per_student", "program"])
    return by_cost[by_cost["shown"].eq(GAIN_SHOWN).cumsum().eq(0)]


# --- Growing: a seat more costs less than the average until a teacher is needed, then far more ---


def first_to_grow(table: pd.DataFrame) -> pd.DataFrame:
    """Of the programs with a gain shown, one row: the first outcome's with the least unit cost."""
    gained = table[table["shown"].eq(GAIN_SHOWN)]
    first = gained["outcome"].eq(gained["outcome"].iloc[0]) if len(gained) else slice(None)
    return gained[first].nsmallest(1, "unit_cost")


def steps_of_growth(option: pd.Series, inventory: pd.DataFrame) -> pd.DataFrame:
    """What the next seats of a program cost, as ``marginal_cost`` has it, a row for each step.

        a seat = nonpersonnel cost, as far as it is not fixed, / students
        a teacher (``is_step``) = what else is not fixed / full-time people
        seats of a teacher = seats planned / full-time people

    No rows where people, seats (programs.csv) or the fixed part are not on file.
    """
    row = inventory[inventory["program_id"].eq(option["program_id"])].iloc[:1]
    known = row.reindex(columns=["fte", "seats_planned", "fixed_cost"]).astype(float)
    fte, planned, fixed = known.iloc[0] if len(known) else [np.nan] * 3
    served, varying = option["students_served"], option["total_cost"] - fixed
    each = np.floor(planned / fte) if fte > 0 else np.nan
    if not (varying >= 0 and each >= 2):
        now = pd.DataFrame({"students": [served], "total_cost": [option["total_cost"]]})
        return marginal_cost(now).assign(is_step=False)
    seat = min(option["nonpersonnel"], varying) / served
    step = (varying - seat * served) / fte
    planned = max(planned, served)
    students = pd.Series([served, planned, planned + 1, planned + each]).drop_duplicates()
    cost = option["total_cost"] + (students - served) * seat + step * (students > planned)
    rows = marginal_cost(pd.DataFrame({"students": students, "total_cost": cost}))
    return rows.assign(is_step=rows["students_from"].eq(planned) & (step > 0))


def cost_sensitivity(options: pd.DataFrame, change: float = 0.20) -> pd.DataFrame:
    """Whether each program keeps its place when its own cost is lower or higher by some share."""
    table = ratios_by_outcome(options).dropna(subset=["cost_per_outcome"])
    table["at_lower_cost"] = table["cost_per_outcome"] * (1 - change)
    table["at_higher_cost"] = table["cost_per_outcome"] * (1 + change)
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
