"""The best buy: costs and effects drawn again together, chances, bands, what knowing is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    a_number,
    any_missing,
    as_columns,
    checked_level,
    quoted,
    require_columns,
    typed,
)
from smarter_spending.analysis.comparisons import Comparison
from smarter_spending.analysis.effects import design_of, independent_columns
from smarter_spending.analysis.ratios import NOTHING
from smarter_spending.analysis.uncertainty import (
    CANNOT_TELL,
    FEW_CLUSTERS,
    GAIN_SHOWN,
    LOSS_SHOWN,
    NEAR,
    NO_EFFECT,
    NOT_SHOWN,
    RANGE,
    SMALL,
    SURE,
    is_close,
    said_chance,
    what_is_shown,
)

# --- How much each student or school counts, draw after draw -------------------------------------

METHODS = ("weights", "counts")
CHUNK_BYTES = 32_000_000


def weight_chunks(
    units: int, draws: int, seed: int, method: str, bytes_at_once: int = CHUNK_BYTES
) -> Iterator[tuple[slice, np.ndarray]]:
    """Blocks of draws x units: "counts" with replacement, or exponential "weights" of mean one."""
    if method not in METHODS:
        raise ValueError(f'There is no method {method!r}. Use "weights" or "counts".')
    if draws < 1 or units < 1:
        raise ValueError("Drawing needs at least one draw and one student or school.")
    rng = np.random.default_rng(seed)
    rows = max(1, min(draws, bytes_at_once // (8 * units)))
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        yield slice(start, start + size), _block(rng, size, units, method)


def _block(rng: np.random.Generator, size: int, units: int, method: str) -> np.ndarray:
    if method == "weights":
        return rng.standard_exponential((size, units))
    drawn = rng.integers(0, units, (size, units)) + units * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units).astype(float)


# --- What each school (or student) adds to one program's regression and cost ---------------------

NEARLY_SINGULAR = 1e-10


@dataclass(frozen=True)
class ProgramSums:
    """Sums by unit, of products of pairs of [constant, covariates, took part, outcome]."""

    places: np.ndarray
    products: np.ndarray
    width: int
    spent_places: np.ndarray
    spent: np.ndarray

    @property
    def effect(self) -> float:
        """The coefficient of interest of the students as they are."""
        return float(self.coefficients(self.products.sum(axis=0, keepdims=True))[0])

    def draw(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cost per student and effect, one for each row of weights."""
        dollars, students = (weights[:, self.spent_places] @ self.spent).T
        with np.errstate(divide="ignore", invalid="ignore"):
            cost = dollars / students
        return cost, self.coefficients(weights[:, self.places] @ self.products)

    def coefficients(self, summed: np.ndarray) -> np.ndarray:
        """The coefficient of interest from summed products, one for each draw."""
        upper = np.triu_indices(self.width)
        gram = np.empty((len(summed), self.width, self.width))
        gram[:, upper[0], upper[1]] = summed
        gram[:, upper[1], upper[0]] = summed
        return _last_coefficient(gram)


def program_sums(comparison: Comparison, costs: pd.DataFrame, program, units, by_school: bool):
    """Sums of one program, or the code that says why there are none."""
    known = costs[costs["program_id"] == program]
    problem = _no_sums(comparison, known)
    if problem:
        return None, problem
    students = comparison.students
    held = [*comparison.priors, *comparison.covariates]
    compared = students[students["compared"].astype(bool)]
    blank = any_missing(compared, ["outcome", *held])
    used = compared[~blank]
    flags = used["took_part"].to_numpy(dtype=float)
    if flags.sum() < 2 or (1 - flags).sum() < 2:
        return None, "few scores"
    design, _, _ = design_of(as_columns(used, held, every_word=False), None)
    table = np.column_stack([design, flags, used["outcome"].to_numpy(dtype=float)])
    if table.shape[1] - 2 not in independent_columns(table[:, :-1]):
        return None, "settled"
    mine = students[students["took_part"] == 1]
    column = "site_code" if by_school else "student_key"
    places, products = _by_unit(table, units.get_indexer(used[column]), by_school)
    money = np.column_stack([_student_costs(mine, known.iloc[0]), np.ones(len(mine))])
    spent_places, inverse = np.unique(units.get_indexer(mine[column]), return_inverse=True)
    sums = [np.bincount(inverse, weights=of, minlength=len(spent_places)) for of in money.T]
    spent = np.column_stack(sums)
    return ProgramSums(places, products, table.shape[1], spent_places, spent), None


def _no_sums(comparison: Comparison, known: pd.DataFrame) -> str | None:
    if len(known) != 1 or not np.isfinite(float(known["total_cost"].iloc[0])):
        return "no cost"
    if not float(known["students_served"].iloc[0]) > 0:
        return "no students"
    if not comparison.priors:
        return "no prior score"
    return None


def _student_costs(mine: pd.DataFrame, row: pd.Series) -> np.ndarray:
    """Each participant's part: a share of what is fixed, the rest by hours received."""
    total, served = float(row["total_cost"]), float(row["students_served"])
    fixed = float(row["fixed_cost"]) if "fixed_cost" in row and row["fixed_cost"] > 0 else 0.0
    hours = mine["hours"].to_numpy(dtype=float)
    known = np.isfinite(hours)
    mean = hours[known].mean() if known.any() else 0.0
    part = np.where(known, hours, mean) / mean if mean > 0 else np.ones(len(hours))
    return (min(fixed, total) + (total - min(fixed, total)) * part) / served


def _by_unit(table: np.ndarray, codes: np.ndarray, by_school: bool):
    first, second = np.triu_indices(table.shape[1])
    if not by_school:
        return codes, table[:, first] * table[:, second]
    order = np.argsort(codes, kind="stable")
    table, codes = table[order], codes[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    ends = np.r_[starts[1:], len(codes)]
    grams = [table[a:b].T @ table[a:b] for a, b in zip(starts, ends, strict=True)]
    return codes[starts], np.stack([gram[first, second] for gram in grams])


def _last_coefficient(gram: np.ndarray) -> np.ndarray:
    """Coefficient of the last regressor: R[k-1, k] / R[k-1, k-1] of the Cholesky factor."""
    eliminated = gram.copy()
    pivots = eliminated.shape[1] - 2
    lost = np.zeros(len(gram), dtype=bool)
    for step in range(pivots):
        pivot = eliminated[:, step, step]
        lost |= ~(pivot > NEARLY_SINGULAR * np.abs(gram[:, step, step]))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = eliminated[:, step, step + 1 :] / pivot[:, None]
        eliminated[:, step + 1 :, step + 1 :] -= (
            eliminated[:, step + 1 :, step, None] * ratio[:, None, :]
        )
    pivot = eliminated[:, pivots, pivots]
    lost |= ~(pivot > NEARLY_SINGULAR * np.abs(gram[:, pivots, pivots]))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = eliminated[:, pivots, pivots + 1] / pivot
    return np.where(lost, np.nan, found)


# --- Students, or whole schools, drawn again together with their costs ---------------------------

DRAWS = 5_000
MOST_WITHOUT_GAIN = 0.025


@dataclass(frozen=True)
class ResampledRatio:
    """Dollars a unit; above 2.5% ``share_without_gain`` of the draws it is not ``bounded``."""

    ratio: float
    standard_error: float
    low: float
    high: float
    share_without_gain: float
    bounded: bool


@dataclass(frozen=True)
class Draws:
    """Cost and effect of every program in every draw, the same draw for all.

    ``costs`` (dollars per student served) and ``effects`` (the outcome's unit per
    student) are draws x programs.  ``schools`` says how many schools (or students, where
    these were drawn) stand behind each program.  ``left_out`` maps programs
    without draws to a code: "no cost", "no students", "no prior score", "few scores" (fewer
    than two of a group have every score) or "settled" (the covariates tell who took part).
    """

    costs: pd.DataFrame
    effects: pd.DataFrame
    schools: pd.Series
    left_out: Mapping[str, str]

    def with_nothing(self, name: str = "None of them") -> "Draws":
        """The same draws with one more choice, of no cost and no effect."""
        costs, effects = (one.assign(**{name: 0.0}) for one in (self.costs, self.effects))
        return Draws(costs, effects, self.schools, self.left_out)


def resample_ratios(
    costs: np.ndarray,
    gains: np.ndarray,
    clusters: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = RANGE,
    method: str = "counts",
) -> ResampledRatio:
    """Range of total cost over total gain, by drawing students again with both.

        ratio = sum of costs / sum of gains,   in every draw

    A ratio of sums, never a mean of ratios.  Cost and gain of a student stay together,
    and students of a school are drawn together when ``clusters`` are given.

    Raises ValueError when the two are not of the same students, or a value is missing.  Source:
    Davison and Hinkley (1997), *Bootstrap Methods and their Application*, Cambridge.

    Parameters
    ----------
    costs : array, dollars, one per student
    gains : array, outcome units, one per student
    clusters : array, optional, the school of each student
    draws : int
    seed : int, the same seed gives the same range
    level : float
    method : {"counts", "weights"}
        Draw with replacement, or give each a random weight of one on average.

    Returns
    -------
    ResampledRatio, dollars per unit of outcome; percentile range

    Examples
    --------
    >>> found = resample_ratios(np.array([100.0, 200, 300]), np.array([1.0, 2, 3]))
    >>> found.ratio, found.low, found.high
    (100.0, 100.0, 100.0)
    """
    pair = np.column_stack([np.asarray(costs, dtype=float), np.asarray(gains, dtype=float)])
    if not np.isfinite(pair).all():
        raise ValueError(
            f"{int((~np.isfinite(pair)).any(axis=1).sum())} students have no cost or no gain on "
            "record. Leave them out of both, and say how many."
        )
    if clusters is not None:
        codes = pd.factorize(np.asarray(clusters))[0]
        pair = np.column_stack([np.bincount(codes, weights=column) for column in pair.T])
    found = np.vstack(
        [weights @ pair for _, weights in weight_chunks(len(pair), draws, seed, method)]
    )
    return _summary(*pair.sum(axis=0), found, checked_level(level))


def draw_costs_and_effects(
    comparisons: Mapping[str, Comparison],
    costs: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = 0,
    by_school: bool = True,
    standard_errors: Mapping[str, float] | None = None,
    method: str = "weights",
    degrees_of_freedom: Mapping[str, float] | None = None,
) -> Draws:
    """Draw schools (or students) again, for all programs at once, with their costs.

    With few schools these differ too little: where ``standard_errors`` are given, effect = estimate
    + standard error * t, in the order of what was drawn, so that it stays beside its cost.
    """
    require_columns(costs, ["program_id", "total_cost", "students_served"], "table of costs")
    units = _units(comparisons, by_school)
    sums, left_out = {}, {}
    for program, comparison in comparisons.items():
        found, problem = program_sums(comparison, costs, program, units, by_school)
        if problem:
            left_out[program] = problem
        else:
            sums[program] = found
    cost_draws = {program: np.empty(draws) for program in sums}
    effect_draws = {program: np.empty(draws) for program in sums}
    if sums:
        for place, weights in weight_chunks(len(units), draws, seed, method):
            for program, own in sums.items():
                cost_draws[program][place], effect_draws[program][place] = own.draw(weights)
    _refuse_empty(cost_draws, effect_draws)
    for program, error in (standard_errors or {}).items():
        if program in sums and error > 0:
            degrees = (degrees_of_freedom or {}).get(program, np.inf)
            by_t = _by_t(effect_draws[program], sums[program].effect, error, degrees)
            effect_draws[program] = by_t
    schools = {program: float(len(np.unique(own.places))) for program, own in sums.items()}
    return Draws(
        costs=pd.DataFrame(cost_draws, index=range(draws)),
        effects=pd.DataFrame(effect_draws, index=range(draws)),
        schools=pd.Series(schools, dtype=float, name="schools"),
        left_out=left_out,
    )


def _summary(cost: float, gain: float, found: np.ndarray, level: float) -> ResampledRatio:
    without = float((found[:, 1] <= 0).mean())
    ratio = float(cost / gain) if gain else np.nan
    if without > MOST_WITHOUT_GAIN:
        return ResampledRatio(ratio, np.nan, -np.inf, np.inf, without, bounded=False)
    ratios = found[:, 0] / np.where(found[:, 1] > 0, found[:, 1], np.nan)
    # the few draws without gain are the dearest of all, so they stand above every ratio
    ordered = np.where(np.isnan(ratios), np.inf, ratios)
    low, high = np.quantile(ordered, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    error = float(np.nanstd(ratios, ddof=1))
    return ResampledRatio(ratio, error, float(low), float(high), without, bounded=True)


def _units(comparisons: Mapping[str, Comparison], by_school: bool) -> pd.Index:
    column = "site_code" if by_school else "student_key"
    found = [comparison.students[column].to_numpy() for comparison in comparisons.values()]
    return pd.Index(sorted(set(np.concatenate(found)))) if found else pd.Index([])


def _by_t(drawn: np.ndarray, effect: float, error: float, degrees: float) -> np.ndarray:
    """The estimate's t distribution at even steps, in the order of what was drawn."""
    from scipy.stats import rankdata
    from scipy.stats import t as student_t

    place = (rankdata(drawn, method="ordinal") - 0.5) / len(drawn)
    return effect + error * student_t.ppf(place, degrees)


def _refuse_empty(cost_draws: dict, effect_draws: dict) -> None:
    for program in cost_draws:
        lost = ~np.isfinite(cost_draws[program]) | ~np.isfinite(effect_draws[program])
        if lost.any():
            raise ValueError(
                f"In {lost.sum()} of {len(lost)} draws too few schools or students of {program!r} "
                'came up to work out an effect. Use method="weights", in which every one counts.'
            )


# --- The chance of being the best buy, and what knowing more before choosing is worth ------------


def chance_best(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """How often each program is the best buy, at each price the board would pay.

        net_benefit = willingness_to_pay * effect - cost, in each draw
        chance = share of draws in which a program's net benefit is the largest

    Chances add to 1 at each price.  A tie goes to the cheaper program, then to the one listed
    first.  The program that is best *on average* need not be the one most often best: it is
    flagged, because it is the one to choose when a choice must be made.  Only programs measured on
    one outcome may be compared, and "fund none of them" is a choice only if it is a column (zero
    cost, zero effect).

    Raises ValueError when the tables do not match, a value is missing, or a price is negative.
    Source: Fenwick, Claxton and Sculpher (2001), "Representing uncertainty: the role of
    cost-effectiveness acceptability curves", *Health Economics* 10.

    Parameters
    ----------
    costs : DataFrame, draws x programs, dollars per student
    effects : DataFrame, draws x programs, outcome units per student
        The same rows and columns as ``costs``.
    willingness_to_pay : sequence of float, dollars per unit of outcome, zero or more

    Returns
    -------
    DataFrame, one row per price and program
        ``willingness_to_pay`` (dollars per unit), ``program``, ``chance`` (0 to 1)
        and ``best_on_average`` (exactly one True at each price).

    Examples
    --------
    >>> costs = pd.DataFrame({"None": [0, 0], "Tutoring": [100, 10]})
    >>> effects = pd.DataFrame({"None": [0, 0], "Tutoring": [1, -2]})
    >>> chance_best(costs, effects, [5])
       willingness_to_pay program  chance  best_on_average
    0                 5.0      None     1.0             True
    1                 5.0  Tutoring     0.0            False
    """
    costs, effects, prices = _checked_draws(costs, effects, willingness_to_pay)
    spent, gained = costs.to_numpy(dtype=float), effects.to_numpy(dtype=float)
    tables = []
    for price in prices:
        best = _best_in_each_draw(price * gained - spent, spent)
        chance = np.bincount(best, minlength=spent.shape[1]) / len(spent)
        mean = (price * gained.mean(axis=0) - spent.mean(axis=0))[None, :]
        leader = _best_in_each_draw(mean, spent.mean(axis=0)[None, :])[0]
        table = {"willingness_to_pay": price, "program": costs.columns, "chance": chance}
        best = np.arange(spent.shape[1]) == leader
        tables.append(pd.DataFrame(table | {"best_on_average": best}))
    return pd.concat(tables, ignore_index=True)


def value_of_information(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """What knowing for certain, before choosing, would be worth per student (EVPI).

        evpi = mean over draws of (largest net benefit) - largest (mean net benefit)

    Never negative; zero when one program is best in every draw.  Multiply by the
    students whom the choice concerns.  If a pilot or a better study would cost
    more than that, decide now; if far less, learn first.

    Raises ValueError as in ``chance_best``.  Source: Claxton (1999), "The irrelevance of
    inference", *Journal of Health Economics* 18.

    Parameters
    ----------
    costs, effects : DataFrame, draws x programs
        As in ``chance_best``.
    willingness_to_pay : sequence of float, dollars per unit of outcome

    Returns
    -------
    DataFrame, one row per price
        ``willingness_to_pay`` (dollars per unit), ``evpi`` (dollars per student).

    Examples
    --------
    Half the time A is worth $10 more, half the time $10 less: knowing which is worth $5.

    >>> costs = pd.DataFrame({"A": [0, 0], "B": [0, 0]})
    >>> effects = pd.DataFrame({"A": [1, -1], "B": [0, 0]})
    >>> value_of_information(costs, effects, [10])["evpi"].item()
    5.0
    """
    losses = expected_loss(costs, effects, willingness_to_pay)
    least = losses.groupby("willingness_to_pay", sort=False)["expected_loss"].min()
    return least.rename("evpi").reset_index()


def expected_loss(
    costs: pd.DataFrame, effects: pd.DataFrame, willingness_to_pay: Sequence[float]
) -> pd.DataFrame:
    """What choosing each program is expected to cost us in hindsight, per student.

        expected_loss = mean over draws of (largest net benefit - own net benefit)

    The program with the smallest is the one to choose today, and that smallest
    loss is the value of information.

    Raises ValueError as in ``chance_best``.  Source: Alarid-Escudero, Enns, Kuntz, Michaud and
    Jalal (2019), "Time traveling is just too dangerous but some methods are worth revisiting",
    *Value in Health* 22.

    Parameters
    ----------
    costs, effects : DataFrame, draws x programs
        As in ``chance_best``.
    willingness_to_pay : sequence of float, dollars per unit of outcome

    Returns
    -------
    DataFrame, one row per price and program
        ``willingness_to_pay``, ``program``, ``expected_loss`` (dollars per student, zero or more).

    Examples
    --------
    >>> costs = pd.DataFrame({"A": [0, 0], "B": [0, 0]})
    >>> effects = pd.DataFrame({"A": [1, -1], "B": [0.5, 0.5]})
    >>> expected_loss(costs, effects, [10])["expected_loss"].tolist()
    [7.5, 2.5]
    """
    costs, effects, prices = _checked_draws(costs, effects, willingness_to_pay)
    spent, gained = costs.to_numpy(dtype=float), effects.to_numpy(dtype=float)
    tables = []
    for price in prices:
        net = price * gained - spent
        loss = (net.max(axis=1, keepdims=True) - net).mean(axis=0)
        table = {"willingness_to_pay": price, "program": costs.columns, "expected_loss": loss}
        tables.append(pd.DataFrame(table))
    return pd.concat(tables, ignore_index=True)


def _best_in_each_draw(net: np.ndarray, spent: np.ndarray) -> np.ndarray:
    """Column of the largest net benefit; ties to the cheaper, then to the first listed."""
    tied = net == net.max(axis=1, keepdims=True)
    return np.where(tied, spent, np.inf).argmin(axis=1)


def _checked_draws(costs, effects, willingness_to_pay):
    costs, effects = pd.DataFrame(costs), pd.DataFrame(effects)
    if list(costs.columns) != list(effects.columns):
        raise ValueError(
            f"The draws of cost and of effect are of different programs: {quoted(costs.columns)} "
            f"and {quoted(effects.columns)}. Give both tables the same columns."
        )
    if len(costs) != len(effects) or costs.empty:
        raise ValueError(
            f"There are {len(costs)} draws of cost and {len(effects)} of effect. They must be the "
            "same draws, row by row, and at least one."
        )
    for what, table in (("cost", costs), ("effect", effects)):
        wrong = ~np.isfinite(table.to_numpy(dtype=float)).all(axis=0)
        if wrong.any():
            raise ValueError(
                f"Some draws of the {what} of {quoted(table.columns[wrong])} are missing. Leave "
                "the program out of both tables, and say that it is not comparable."
            )
    prices = [
        a_number("price the board would pay", price)
        for price in np.atleast_1d(np.asarray(willingness_to_pay, dtype=object))
    ]
    if not prices or min(prices) < 0:
        raise ValueError(
            "What the board would pay for a unit of outcome must be one or more figures of zero "
            "dollars or more."
        )
    return costs, effects, prices


# --- Which programs may be called better than others, and which may not --------------------------

CLEAR_LEADER, BEATEN, CANNOT_SEPARATE, NOT_COMPARABLE = (
    "clear leader", "beaten", "cannot separate", "not comparable"
)  # fmt: skip
BAND_COLUMNS = {
    "program": "str", "outcome": "str", "band": "str", "chance_best": "float",
    "chance_gain": "float", "chance_worth_it": "float", "chance_beaten": "float",
    "cost_per_student": "float", "effect_per_student": "float", "why": "str",
}  # fmt: skip


def bands(
    draws: Draws,
    outcomes: Mapping[str, str],
    willingness_to_pay: Mapping[str, float],
    verdicts: Mapping[str, str] | None = None,
    shown: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Sort programs into bands: who leads, who is beaten, and of whom less may be said.

    Applied in this order, within each outcome, at what the board would pay for a unit:

        not comparable    "cannot tell" what it did; no cost, effect or price on record;
                          or no other comparable program is meant for its outcome
        loss shown, likely no effect
                          as ``what_is_shown`` has it
        clear leader      a gain is shown, and it is the best buy of its outcome, doing nothing
                          included, in 80% of draws or more
        beaten            one other choice, doing nothing included, is the better buy in 80% of
                          draws or more
        cannot separate   all others: the records do not say which is the better buy

    Programs of different outcomes are never ranked together: compare each with what its
    own outcome is worth (``chance_worth_it``) and decide as a board.  A program alone on
    its outcome is not comparable with another, whatever its chance of being worth it.

    Raises ValueError when a program with draws has no outcome, or a price is negative.  Source:
    Fenwick, Claxton and Sculpher (2001), *Health Economics* 10.

    Parameters
    ----------
    draws : Draws, as ``draw_costs_and_effects`` gives
    outcomes : mapping of program to outcome, every program to be listed, with or without draws
    willingness_to_pay : mapping of outcome to dollars per unit, ``district.outcome_worth``
    verdicts : mapping of program to "can tell" or "cannot tell", optional
    shown : mapping of program to the code of ``what_is_shown``, optional
        Read from the draws where it is not given.

    Returns
    -------
    DataFrame, one row per program, by outcome, then best chance first
        ``program``, ``outcome``, ``band``, ``chance_best`` (0 to 1; among comparable
        programs of the outcome and doing nothing), ``chance_gain`` (share of draws with a
        gain), ``chance_worth_it`` (share in which the gain is worth more than the cost),
        ``chance_beaten`` (share in which the likeliest other choice is the better buy),
        ``cost_per_student`` and ``effect_per_student`` (means) and ``why``, a code: "best buy",
        "beaten", "not sure", or what is shown; where it is not comparable "alone", "no price",
        "not on record", "cannot tell", or what ``draws.left_out`` says.  Behind fewer than ten
        schools no chance is near 0 or 1 (``said_chance``).

    Examples
    --------
    >>> costs = pd.DataFrame({"A": [100.0] * 10, "B": [900.0] * 10})
    >>> effects = pd.DataFrame({"A": [0.2] * 10, "B": [0.2] * 9 + [0.6]})
    >>> found = bands(Draws(costs, effects, pd.Series(dtype=float), {}),
    ...               {"A": "ela_score", "B": "ela_score"}, {"ela_score": 4000})
    >>> found[["program", "band", "chance_best"]]
      program          band  chance_best
    0       A  clear leader          0.9
    1       B        beaten          0.1
    """
    strangers = [program for program in draws.costs.columns if program not in outcomes]
    if strangers:
        raise ValueError(
            f"{quoted(strangers)} has draws but no outcome. Name the outcome each program is for."
        )
    prices = {word: _price(word, value) for word, value in willingness_to_pay.items()}
    gain, small = (draws.effects > 0).mean(), (draws.effects.abs() < SMALL).mean()
    alone = what_is_shown(gain, small, draws.schools.reindex(gain.index)).to_dict()
    codes = alone | (shown or {})
    rows, told = [], []
    for program, outcome in outcomes.items():
        why = _why_not(program, outcome, draws, verdicts or {}, prices)
        row = {"program": program, "outcome": outcome, "band": NOT_COMPARABLE, "why": why}
        rows += [row] * (why is not None)
        told += [program] * (why is None)
    for outcome in dict.fromkeys(outcomes[program] for program in told):
        rivals = [program for program in told if outcomes[program] == outcome]
        rows += _banded(outcome, rivals, draws, prices[outcome], codes)
    table = pd.DataFrame(rows, columns=list(BAND_COLUMNS)).astype(BAND_COLUMNS)
    best, outcome = table["chance_best"].fillna(-1.0), table["outcome"].fillna("~")
    order = np.lexsort([table["program"], -best, outcome])
    return table.iloc[order].reset_index(drop=True)


def _price(outcome: str, value: object) -> float:
    price = a_number(f"price the board would pay for {outcome}", value)
    if price < 0:
        raise ValueError(f"The price the board would pay for {outcome} is below zero ({price:g}).")
    return price


def _why_not(program, outcome, draws: Draws, verdicts, prices) -> str | None:
    """Why a program stands outside the comparison, or None."""
    if verdicts.get(program, "can tell") != "can tell":
        return "cannot tell"
    if program in draws.left_out:
        return draws.left_out[program]
    if program not in draws.costs.columns:
        return "not on record"
    return "no price" if outcome not in prices else None


def _shared_out(chances: pd.Series, draws: Draws, names: Sequence[str]) -> pd.Series:
    """Chances of being the best, none near 0 or 1 where few schools stand behind one of them."""
    few = draws.schools.reindex(names).lt(FEW_CLUSTERS).any()
    choices = len(names) + 1  # doing nothing is one too
    return NEAR + (1 - choices * NEAR) * chances if few else chances


def _banded(outcome: str, rivals: list[str], draws: Draws, price: float, shown) -> list[dict]:
    """The programs that can be compared on one outcome, each against the others and nothing."""
    costs, effects = draws.costs[rivals].copy(), draws.effects[rivals].copy()
    nothing = object()  # a name that no program has
    costs[nothing], effects[nothing] = 0.0, 0.0
    net, table = price * effects - costs, chance_best(costs, effects, [price])
    chances = _shared_out(table.set_index("program")["chance"], draws, rivals)
    rows = []
    for program in rivals:
        schools, own = draws.schools.get(program, np.inf), net[program]
        likeliest = net.drop(columns=program).gt(own, axis=0).mean().max()
        row = {
            "program": program,
            "outcome": outcome,
            "chance_best": chances[program],
            "chance_gain": said_chance(float((effects[program] > 0).mean()), schools),
            "chance_worth_it": said_chance(float((own > 0).mean()), schools),
            "chance_beaten": said_chance(likeliest, schools),
            "cost_per_student": float(costs[program].mean()),
            "effect_per_student": float(effects[program].mean()),
        }
        band, why = _band(row, shown[program], alone=len(rivals) == 1)
        rows.append(row | {"band": band, "why": why})
    return rows


def _band(row: Mapping, shown: str, alone: bool) -> tuple[str, str]:
    if alone:
        return NOT_COMPARABLE, "alone"
    if shown in (LOSS_SHOWN, NO_EFFECT):
        return shown, shown
    if row["chance_best"] >= SURE and shown == GAIN_SHOWN:
        return CLEAR_LEADER, "best buy"
    return (BEATEN, BEATEN) if row["chance_beaten"] >= SURE else (CANNOT_SEPARATE, "not sure")


# --- From a district's tables to the best buy: draws, bands, chances and what learning is worth

CHEAPEST_STUDY = 5_000  # dollars (ours): below this nobody can find out more before deciding
YEARS_IT_STANDS, RATE = 3, 0.03  # how long a decision stands, and what a later year is worth (ours)


def program_draws(
    comparisons: Mapping[str, Comparison],
    costs: pd.DataFrame,
    programs: pd.DataFrame,
    effects: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = 0,
) -> Draws:
    """Cost and effect of every program one can tell of, drawn together; columns are names."""
    told = effects[effects["verdict"] == "can tell"].set_index("program_id")
    chosen = {key: comparisons[key] for key in told.index if key in comparisons}
    table = costs[["program_id", "total_cost", "students_served"]]
    table = table.merge(programs[["program_id", "fixed_cost"]], on="program_id", how="left")
    errors = {"standard_errors": told["standard_error"].to_dict()}
    if "degrees_of_freedom" in told:
        errors["degrees_of_freedom"] = told["degrees_of_freedom"].to_dict()
    found = draw_costs_and_effects(chosen, table, draws, seed, **errors)
    names = told["program"].to_dict()
    return Draws(
        found.costs.rename(columns=names),
        found.effects.rename(columns=names),
        found.schools.rename(index=names),
        {names[key]: reason for key, reason in found.left_out.items()},
    )


def program_bands(
    draws: Draws, effects: pd.DataFrame, outcome_worth: Mapping[str, float]
) -> pd.DataFrame:
    """What may be said of each program's place among the buys of its outcome."""
    named = effects[effects["outcome"].notna() & effects["outcome"].ne("none")]
    named = named.drop_duplicates("program", keep="last").set_index("program")
    told = named[named["verdict"].ne(CANNOT_TELL)]
    shown = told["shown"].to_dict() if "shown" in told else None
    outcomes, verdicts = named["outcome"].to_dict(), named["verdict"].to_dict()
    table = bands(draws, outcomes, outcome_worth, verdicts, shown)
    if "chance_gain" in told:  # the very figure of notebook 8
        table["chance_gain"] = table["program"].map(told["chance_gain"]).astype(float)
    return table


def chances_by_price(
    draws: Draws,
    options: pd.DataFrame,
    outcome_worth: Mapping[str, float],
    steps: int = 21,
    fewest: int = 2,
) -> pd.DataFrame:
    """The chance of being the best buy as the price moves, among an outcome's programs, or none."""
    lists = []
    for outcome, names in _shared(draws, options, outcome_worth, fewest).items():
        some = _only(draws, names)
        prices = np.linspace(0, 2 * outcome_worth[outcome], steps)
        table = chance_best(some.costs, some.effects, prices)
        chances = _shared_out(table["chance"], draws, names)
        lists.append(table.assign(outcome=outcome, chance=chances))
    columns = {"outcome": "str", "willingness_to_pay": "float", "program": "str", "chance": "float"}
    columns |= {"best_on_average": "float"}
    return pd.concat(lists)[[*columns]].reset_index(drop=True) if lists else typed(columns)


def chances_at(
    draws: Draws, options: pd.DataFrame, prices: Mapping[str, float], fewest: int = 2
) -> pd.DataFrame:
    """The chance of being the best buy at one price for each outcome, and as ``tries`` of ten."""
    halves = {outcome: price / 2 for outcome, price in prices.items()}
    table = chances_by_price(draws, options, halves, 2, fewest)  # at zero, and at the price
    here = table[table["willingness_to_pay"] == table["outcome"].map(dict(prices))]
    here = here.drop_duplicates(["outcome", "program"])  # a price of zero is both ends
    order = {"ascending": [True, False], "kind": "stable", "ignore_index": True}
    here = here.sort_values(["outcome", "chance"], **order)
    lists = [of_ten(chances) for _, chances in here.groupby("outcome")["chance"]]
    return here.assign(tries=pd.concat(lists) if lists else np.nan)


def of_ten(chances: pd.Series) -> pd.Series:
    """Chances as tries of ten that add up to ten: what is left goes to the largest remainders."""
    whole = np.floor(10 * chances)
    left = round(10 - whole.sum())
    nearest = (10 * chances - whole).sort_values(ascending=False, kind="stable").index[:left]
    return whole.add(pd.Series(1.0, index=nearest), fill_value=0).astype(int)


def close_calls(bands: pd.DataFrame) -> pd.Series:
    """The chance on which a program's place among the buys hangs, where it is close to ``SURE``."""
    judged = bands["why"].isin(["best buy", BEATEN, "not sure"])
    chances = bands[["chance_best", "chance_beaten"]].astype(float).where(judged)
    return chances.where(is_close(chances, SURE)).max(axis=1)


def dollars_by_what_is_shown(
    costs: pd.DataFrame, effects: pd.DataFrame, minimum: int
) -> pd.DataFrame:
    """Known dollars and ``share`` by "gain shown", "not shown", "cannot tell" (few students)."""
    table = effects.drop_duplicates("program_id").merge(costs, on="program_id", suffixes=("", "_c"))
    table = table[table["total_cost"].notna()]
    told = table["shown"].ne(CANNOT_TELL) & table["program_students"].ge(minimum)
    codes = pd.Series(NOT_SHOWN, index=table.index).mask(~told, CANNOT_TELL)
    codes = codes.mask(told & table["shown"].eq(GAIN_SHOWN), GAIN_SHOWN)
    sums = table["total_cost"].groupby(codes).agg(["size", "sum"])
    sums = sums.reindex([GAIN_SHOWN, NOT_SHOWN, CANNOT_TELL], fill_value=0)
    rows = sums.set_axis(["programs", "dollars"], axis=1).rename_axis("shown").reset_index()
    spent = rows["dollars"].sum()
    share = rows["dollars"] / max(spent, 1.0)
    return rows.assign(share=share, all_programs=rows["programs"].sum(), all_dollars=spent)


SCALE_SHARE = 0.5  # of the average effect (ours): what a new seat is worth until somebody says
SHARES = {"none of it": 0.0, "a quarter": 0.25, "half": 0.5, "three quarters": 0.75,
          "all of it": 1.0}  # fmt: skip  # of the average gain that new students may see


def worth_of_seats(
    option: pd.Series,
    seats: float,
    share: float = SCALE_SHARE,
    shares: tuple[float, float] = (0.0, 1.0),
    price: float = 1.0,
) -> tuple[float, float, float]:
    """What new seats of a program gain in all, and between what limits; in dollars at a price.

        value = share * average effect * seats * price

    A program that grows seldom gains as much for its new students.  The range holds every share
    between ``shares`` with every effect of the range, and is never narrower than sampling alone.
    """
    value = share * option["gain"] * seats * price
    low, high = option["gain_low"] * seats * price, option["gain_high"] * seats * price
    half = (high - low) / 2
    ends = [one * end for one in shares for end in (low, high)]
    return float(value), float(min(*ends, value - half)), float(max(*ends, value + half))


def decide_now(learning: pd.DataFrame) -> pd.Series:
    """Whether knowing for certain would be worth less than any study costs."""
    return learning["worth"] < CHEAPEST_STUDY


def worth_of_learning(
    draws: Draws,
    options: pd.DataFrame,
    outcome_worth: Mapping[str, float],
    years: int = YEARS_IT_STANDS,
    rate: float = RATE,
) -> pd.DataFrame:
    """What it would be worth, at most, to know for certain before choosing, for each outcome.

        worth = value of information per student * sum over years of students / (1 + rate)^year

    The students of the largest of the programs, as many each year; the first counts in full.
    """
    rows = []
    reached = sum((1 + rate) ** -year for year in range(years))
    for outcome, names in _shared(draws, options, outcome_worth, fewest=1).items():
        some, price = _only(draws, names), float(outcome_worth[outcome])
        evpi = value_of_information(some.costs, some.effects, [price])["evpi"].item()
        students = options.loc[options["program"].isin(names), "students_served"].max()
        rows.append((outcome, price, students, years, evpi, evpi * students * reached))
    columns = ["outcome", "willingness_to_pay", "students", "years", "evpi", "worth"]
    return pd.DataFrame(rows, columns=columns)


def _shared(
    draws: Draws, options: pd.DataFrame, worth: Mapping[str, float], fewest: int = 2
) -> dict[str, list[str]]:
    drawn = options[options["program"].isin(draws.costs.columns) & options["outcome"].isin(worth)]
    lists = {outcome: rows["program"].tolist() for outcome, rows in drawn.groupby("outcome")}
    return {outcome: names for outcome, names in lists.items() if len(names) >= fewest}


def _only(draws: Draws, names: Sequence[str]) -> Draws:
    some = Draws(draws.costs[names], draws.effects[names], draws.schools, draws.left_out)
    return some.with_nothing(NOTHING)
