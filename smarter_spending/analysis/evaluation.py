"""The whole honest analysis of one program, and of every program of a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    STUDENTS,
    any_missing,
    is_missing,
    require_columns,
    took_part,
)
from smarter_spending.analysis.comparisons import (
    EARLIER,
    GROUPS,
    Comparison,
    attrition_table,
    compare_students,
    in_program,
)
from smarter_spending.analysis.effects import (
    FEW_DEGREES,
    NOT_SATISFIED,
    Effect,
    balance_weights,
    baseline_table,
    estimate_effect,
    partial_share,
)
from smarter_spending.analysis.uncertainty import (
    CANNOT_TELL,
    FEW_CLUSTERS,
    GAIN_SHOWN,
    LOSS_SHOWN,
    MAY_HAVE_LOST,
    RANGE,
    SMALL,
    chance_above,
    said_chance,
    shown_among_many,
    what_is_shown,
)

# --- What follows from the parts of an analysis: reasons one cannot tell, and warnings -----------

FEWEST_STUDENTS = 10
FEWEST_SCHOOLS = 4  # on each side


@dataclass(frozen=True)
class Reason:
    """Why one cannot tell what a program did, or a warning beside it: a code and its numbers.

    "no prior score"; "no complete student"; "not seen alike"; "apart" (``apart``, SD, and
    ``limit``); "few students" and "few schools" (``count``, ``of``, ``fewest``); "one
    school"; "few on a side" (``program`` and ``comparison`` schools, ``fewest``); "before it
    began" (``apart``, SD); "lost"; "refused" (the ``problem``, as the error says it).
    """

    code: str
    numbers: Mapping[str, object] = field(default_factory=dict)


def made(step, students: pd.DataFrame, *arguments, refused: list[str] | None = None, **named):
    """What a step gives, or None: what cannot be done stops nothing; ``refused`` takes why not."""
    try:
        return None if students.empty else step(students, *arguments, **named)
    except ValueError as problem:
        if refused is not None:
            refused.append(str(problem))
        return None


def reasons_for(used, group, priors, apart: float, cluster, effect: Effect | None) -> list[Reason]:
    """Why one cannot tell what a program did; empty when one can."""
    if not priors:
        return [Reason("no prior score")]
    if used.empty:
        return [Reason("no complete student")]
    if effect is None:
        return []
    found = []
    if np.isnan(apart):
        found.append(Reason("not seen alike"))
    elif abs(apart) > NOT_SATISFIED:
        found.append(Reason("apart", {"apart": apart, "limit": NOT_SATISFIED}))
    if effect.program_students < FEWEST_STUDENTS:
        counts = {"count": effect.program_students, "fewest": FEWEST_STUDENTS}
        found.append(Reason("few students", counts))
    if cluster is not None:
        found += _too_few_schools(used, group, cluster, effect)
    return found


def _too_few_schools(used, group, cluster: str, effect: Effect) -> list[Reason]:
    flags = pd.Series(took_part(used, group), index=used.index)
    per_school = flags.groupby(used[cluster]).mean()
    if (per_school > 0).sum() < 2 or (per_school < 1).sum() < 2:
        return [Reason("one school")]
    whole = per_school.isin([0.0, 1.0]).all()
    if whole and effect.program_clusters < FEW_CLUSTERS:
        had, all_schools = effect.program_clusters, effect.clusters
        counts = {"count": had, "of": all_schools, "fewest": FEW_CLUSTERS}
        return [Reason("few schools", counts)]
    sides = {"program": int((per_school > 0).sum()), "comparison": int((per_school < 1).sum())}
    if min(sides.values()) < FEWEST_SCHOOLS:
        return [Reason("few on a side", sides | {"fewest": FEWEST_SCHOOLS})]
    return []


PASSED, UNCLEAR, FAILED, NOT_CHECKED = "passed", "unclear", "failed", "not checked"
# A placebo is small up to this share of the effect.  That an outcome from before the program
# must show nothing is Imbens and Rubin's test (2015, ch. 21); how much is small is ours.
SMALL_PLACEBO = 1 / 3


def checks_of(effect, second, placebo, attrition, apart: float) -> dict[str, str]:
    """What came of each check of an estimate: one that did not run has not passed."""
    far = None if np.isnan(apart) else abs(apart) > NOT_SATISFIED
    lost = None if attrition is None else attrition["wwc"][0] != "low"
    differ = None
    if effect is not None and second is not None and effect.standard_error > 0:
        differ = abs(effect.estimate - second.estimate) > effect.standard_error
    found = {True: FAILED, False: PASSED, None: NOT_CHECKED}
    checks = {"baseline": found[far], "second": found[differ], "loss": found[lost]}
    return checks | {"placebo": _placebo_check(effect, placebo)}


def _placebo_check(effect: Effect | None, placebo: Effect | None) -> str:
    if effect is None or placebo is None or not placebo.standard_error > 0:
        return NOT_CHECKED
    # not small: failed where its range leaves zero out, unclear where it may be chance
    if abs(placebo.effect_size) <= SMALL_PLACEBO * abs(effect.effect_size):
        return PASSED
    return FAILED if placebo.low > 0 or placebo.high < 0 else UNCLEAR


WARNED = ("guess", "rough", "estimates differ", "not checked", "uneven", "together", "one of many")


def warned_of(effect: Effect | None, baseline, priors, checks: Mapping[str, str]):
    """What must be read beside an estimate: codes of ``WARNED`` with their numbers."""
    if effect is None:
        return ()
    found = []
    if effect.degrees_of_freedom < FEW_DEGREES:
        found.append(Reason("guess"))
    elif 0 < effect.program_clusters < FEW_CLUSTERS:
        counts = {"count": effect.program_clusters, "fewest": FEW_CLUSTERS}
        found.append(Reason("rough", counts))
    if checks["second"] == FAILED:
        found.append(Reason("estimates differ"))
    if unmade := tuple(check for check, came in checks.items() if came == NOT_CHECKED):
        found.append(Reason("not checked", {"checks": unmade}))
    if baseline is not None:
        far = baseline[baseline["effect_size"].abs() > NOT_SATISFIED]["covariate"]
        # who is in which other program is no trait: the adjustment holds it constant
        traits = far[~far.isin(list(priors)) & ~far.str.startswith(in_program(""))]
        names = tuple(traits.str.split(":").str[0].drop_duplicates())
        found += [Reason("uneven", {"names": names})] if names else []
    return tuple(found)


# --- The whole honest analysis of one program, from the naive gap to what may be said ------------

CAN_TELL = "can tell"
ENOUGH_STUDENTS = 350  # ESSA's guidance on how large a study of its second tier should be


@dataclass(frozen=True)
class ProgramEffect:
    """Everything that may be said of one program, and what may not."""

    verdict: str
    reasons: tuple[Reason, ...]
    naive_gap: float
    effect: Effect | None
    second: Effect | None
    baseline: pd.DataFrame | None
    prior_difference: float
    attrition: pd.DataFrame | None
    placebo: Effect | None
    mean_hours: float
    undone_by: float
    evidence_grade: str
    checks: Mapping[str, str]
    warned: tuple[Reason, ...]


def program_effect(
    students: pd.DataFrame,
    outcome: str,
    group: str,
    priors: Sequence[str],
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    earlier: str | None = None,
    hours: str | None = None,
    compared: str | None = None,
    level: float = RANGE,
) -> ProgramEffect:
    """The whole honest analysis of one program, in the order an analyst should work.

    1 the naive gap, everybody against everybody · 2 were the groups alike before?
    · 3 the adjusted estimate · 4 a second estimator (entropy balancing) · 5 a placebo
    on the year before · 6 students lost and hours received · 7 what may be said.

    "Cannot tell", whatever the numbers say, when: no prior score is on record; the groups were more
    than 0.25 standard deviations apart on a prior score; fewer than 10 students took part; all
    participants or all comparison students are in one school; either side has students of fewer
    than four schools; the program was given to whole schools, fewer than 10 of them; the placebo's
    range leaves zero out and it is more than a third of the effect; or more students are lost than
    the WWC's cautious boundary allows, overall and between the groups.  It never stops at bad data:
    what is wrong becomes a reason.

    The grade is *moderate* when one can tell, the range is all above zero, 350 students or more in
    two schools or more were compared, and every check was made and passed: the two estimators
    agree, the placebo is small and few students were lost; *promising* when one can tell and the
    range is all above zero; *no gain shown* when the range holds zero; *loss shown* when it is all
    below and the schools are ten or more, *may have lost* when they are fewer.

    Raises ValueError when a named column is not in the table.  Source: What Works Clearinghouse,
    *Standards Handbook*, version 4.1; U.S. Department of Education (2016), *Non-Regulatory
    Guidance: Using Evidence to Strengthen Education Investments*.

    Parameters
    ----------
    students : DataFrame, one row per student
    outcome : str, column of numbers, higher is better
    group : str, column of 1 (took part) and 0 (did not)
    priors : sequence of str, columns of prior scores, the most telling first; may be empty
    covariates : sequence of str, other columns known before the program
    cluster : str, optional, column of schools
    earlier : str, optional, column of the outcome longer before the program than the prior score
    hours : str, optional, column of hours received
    compared : str, optional
        Column that is True for participants and their comparison students; the others
        count in the naive gap only.
    level : float

    Returns
    -------
    ProgramEffect

    Examples
    --------
    Before the program participants stood a whole standard deviation lower:

    >>> students = pd.DataFrame({"took_part": [1] * 12 + [0] * 12,
    ...     "prior": [1.0, 2, 3] * 4 + [2.0, 3, 4] * 4, "score": [2.0, 3, 5] * 4 + [2.0, 3, 4] * 4})
    >>> found = program_effect(students, "score", "took_part", ["prior"])
    >>> found.verdict, round(found.naive_gap, 4)
    ('cannot tell', 0.3333)
    """
    named = [outcome, group, *priors, *covariates, cluster, hours, compared, earlier]
    require_columns(students, [name for name in named if name is not None], STUDENTS)
    chosen = students if compared is None else students[students[compared].astype(bool)]
    priors = [name for name in priors if chosen[name].notna().any()]
    held = [*priors, *covariates]
    needed = [outcome, group, *held, *([cluster] if cluster else [])]
    used = chosen[~any_missing(chosen, needed)]
    refused: list[str] = []
    attrition = made(attrition_table, chosen, group, [outcome, *priors])
    baseline = made(baseline_table, used, group, _varying(used, held)) if held else None
    how = {"level": level, "refused": refused}
    effect = made(estimate_effect, used, outcome, group, held, cluster, **how)
    second = _second(used, outcome, group, held, cluster, level) if held else None
    placebo = _placebo(used, group, held, cluster, earlier, level)
    apart = _prior_difference(baseline, priors)
    checks = checks_of(effect, second, placebo, attrition, apart)
    reasons = (
        *(Reason("refused", {"problem": problem}) for problem in refused),
        *reasons_for(used, group, priors, apart, cluster, effect),
        *([Reason("before it began", {"apart": placebo.effect_size})]
          if checks["placebo"] == FAILED else []),
        *([Reason("lost")] if checks["loss"] == FAILED else []),
    )  # fmt: skip
    took = chosen[chosen[group].astype(float).eq(1)]
    inside, values = students[group].astype(float) == 1, students[outcome].astype(float)
    found = ProgramEffect(
        verdict=CANNOT_TELL if reasons else CAN_TELL,
        reasons=reasons,
        naive_gap=float(values[inside].mean() - values[~inside].mean()),
        effect=effect,
        second=second,
        baseline=baseline,
        prior_difference=apart,
        attrition=attrition,
        placebo=placebo,
        mean_hours=float("nan") if hours is None else float(took[hours].astype(float).mean()),
        undone_by=_undone_by(used, outcome, [*held, group], priors, effect),
        evidence_grade="",
        checks=checks,
        warned=warned_of(effect, baseline, priors, checks),
    )
    return replace(found, evidence_grade=_grade(found))


def _varying(used: pd.DataFrame, held: Sequence[str]) -> list[str]:
    return [name for name in held if used[name].nunique() > 1]


def _second(used, outcome, group, held, cluster, level) -> Effect | None:
    found = made(balance_weights, used, group, _varying(used, held))
    if found is None:
        return None
    weighted = used.assign(**{"weight of balance": found.weights})
    return made(estimate_effect, weighted, outcome, group, (), cluster, "weight of balance", level)


def _placebo(used, group, held, cluster, earlier, level) -> Effect | None:
    if earlier is None:
        return None
    known = used[~is_missing(used[earlier])]
    sides = known[group].astype(float)
    if min((sides == 1).sum(), (sides == 0).sum()) < FEWEST_STUDENTS:
        return None
    held, how = _varying(known, held), {"level": level, "missing": "drop"}
    return made(estimate_effect, known, earlier, group, held, cluster, **how)


def _prior_difference(baseline: pd.DataFrame | None, priors: Sequence[str]) -> float:
    """The prior score on which the groups differ most."""
    if baseline is None:
        return float("nan")
    sizes = baseline.loc[baseline["covariate"].isin(list(priors)), "effect_size"].dropna()
    return float(sizes[sizes.abs().idxmax()]) if len(sizes) else float("nan")


def _undone_by(used, outcome, held, priors, effect: Effect | None) -> float:
    if effect is None or not priors:
        return float("nan")
    yardstick = partial_share(used, outcome, held, priors)
    return effect.undone_at / yardstick if yardstick > 0 else float("nan")


def _grade(found: ProgramEffect) -> str:
    if found.verdict == CANNOT_TELL or found.effect is None:
        return CANNOT_TELL
    effect = found.effect
    schools = pd.Series([effect.clusters or np.inf])
    shown = what_is_shown(pd.Series([_chance_gain(effect)]), schools=schools).item()
    if shown != GAIN_SHOWN:
        return shown if shown in (LOSS_SHOWN, MAY_HAVE_LOST) else "no gain shown"
    many = effect.students >= ENOUGH_STUDENTS and effect.clusters >= 2
    return "moderate" if many and set(found.checks.values()) == {PASSED} else "promising"


def _chance_gain(effect: Effect) -> float:
    return chance_above(0, effect.estimate, effect.standard_error, effect.degrees_of_freedom)


def _chance_small(effect: Effect) -> float:
    """The chance that an effect is smaller than a small one, either way."""
    unit = SMALL * abs(effect.estimate / effect.effect_size) if effect.effect_size else np.nan
    own = effect.estimate, effect.standard_error, effect.degrees_of_freedom
    return chance_above(-unit, *own) - chance_above(unit, *own)


# --- What each program of a district did: the analysis of every program, one row each ------------

EFFECT_COLUMNS = {
    "program_id": "str", "program": "str", "outcome": "str", "unit": "str", "verdict": "str",
    "evidence_grade": "str", "naive_gap": "float", "naive_points": "float",
    "effect_per_student": "float", "standard_error": "float", "low": "float", "high": "float",
    "effect_size": "float", "points": "float", "points_low": "float", "points_high": "float",
    "second_estimate": "float", "prior_difference": "float", "placebo": "float",
    "share_lost": "float", "mean_hours": "float", "program_students": "float",
    "comparison_students": "float", "program_schools": "float", "schools": "float",
    "p_value": "float", "degrees_of_freedom": "float", "chance_gain": "float",
    "chance_small": "float", "undone_by": "float", "shown": "str", "second_check": "str",
    "placebo_check": "str", "loss_check": "str", "compared_with": "str",
    "groups_held": "bool", "compared_got": "str", "why": "object", "warned": "object",
}  # fmt: skip
CHECK_COLUMNS = {"second_check": "second", "placebo_check": "placebo", "loss_check": "loss"}
SAID_AS_FOUND = (
    "verdict", "evidence_grade", "naive_gap", "prior_difference", "mean_hours", "undone_by"
)  # fmt: skip
OF_EFFECT = ("standard_error", "low", "high", "effect_size", "program_students", "p_value",
             "degrees_of_freedom")  # fmt: skip
# what is blank where one cannot tell: a figure that nobody can vouch for is not shown
ABOUT_EFFECT = [
    "effect_per_student", "standard_error", "low", "high", "effect_size", "points", "points_low",
    "points_high", "second_estimate", "placebo", "p_value", "chance_gain",
    "chance_small", "undone_by",
]  # fmt: skip
# and for a program of few students
ABOUT_STUDENTS = [
    *ABOUT_EFFECT, "naive_gap", "naive_points", "prior_difference", "share_lost", "mean_hours",
    "comparison_students", "program_students", "program_schools", "schools", "degrees_of_freedom",
]  # fmt: skip


# a mean or a share to its last digit tells of how many students it is
ROUNDED = {"program_students": -1, "comparison_students": -1, "naive_gap": 2, "naive_points": 1,
           "prior_difference": 2, "share_lost": 2}  # fmt: skip


def evaluate_comparison(comparison: Comparison, level: float = RANGE) -> ProgramEffect:
    """The whole honest analysis of participants set beside their comparison students."""
    program, others = comparison.unknown  # lost like those without a score
    lost = pd.DataFrame({"took_part": [1] * program + [0] * others, "compared": True})
    return program_effect(
        pd.concat([comparison.students, lost], ignore_index=True),
        outcome="outcome",
        group="took_part",
        priors=comparison.priors,
        covariates=comparison.covariates,
        cluster="site_code",
        earlier=EARLIER,
        hours="hours",
        compared="compared",
        level=level,
    )


def compare_programs(
    students: pd.DataFrame, participation: pd.DataFrame, programs: pd.DataFrame
) -> tuple[dict[str, Comparison], dict[str, str]]:
    """Participants beside comparison students for every program that has a list of students."""
    require_columns(programs, ["program_id", "intended_outcome"], "program inventory")
    require_columns(participation, ["program_id", "group"], "participation table")
    listed = participation.loc[participation["group"] == "treated", "program_id"]
    found, problems = {}, {}
    for row in programs[programs["program_id"].isin(listed)].itertuples():
        outcome = row.intended_outcome if isinstance(row.intended_outcome, str) else "none"
        try:
            found[row.program_id] = compare_students(
                students, participation, row.program_id, outcome
            )
        except ValueError as problem:
            problems[row.program_id] = str(problem)
    return found, problems


def program_effects(
    students: pd.DataFrame,
    participation: pd.DataFrame,
    programs: pd.DataFrame,
    level: float = RANGE,
) -> pd.DataFrame:
    """What each program did for its students, one row per program with a list of students.

    ``effect_per_student`` is the adjusted estimate in ``unit``: standard deviations of
    the grade for scores, a share of students for yes/no outcomes.  Where ``verdict`` is
    "cannot tell" the figures are shown all the same and must not be called effects;
    ``why`` holds the reasons, each a code with its numbers.

    Raises ValueError when a table lacks a column that names programs or students.  Source: What
    Works Clearinghouse, *Standards Handbook*, version 4.1.

    Parameters
    ----------
    students : DataFrame, one row per student and fiscal year, the columns of students_outcomes.csv
    participation : DataFrame, one row per student, program and year
        The columns of program_participation.csv.
    programs : DataFrame, one row per program
        ``program_id``, ``intended_outcome`` and, if there, ``program_name``.
    level : float, of the ranges

    Returns
    -------
    DataFrame, one row per program, by program_id
        ``program_id``, ``program``, ``outcome``, ``unit``, ``verdict``, ``evidence_grade``,
        ``naive_gap``, ``effect_per_student``, ``standard_error``, ``low``, ``high`` (unit),
        ``effect_size`` (SD of the students compared), ``points``, ``points_low``, ``points_high``
        and, of the plain gap, ``naive_points`` (points of the test; of shares students or days of
        100), ``second_estimate``, ``prior_difference`` (SD), ``placebo`` (unit), ``share_lost``,
        ``mean_hours``, counts of students and schools, ``p_value``, ``chance_gain`` (by t; behind
        few schools never near 0 or 1), ``chance_small`` (that it is less than 0.05 SD),
        ``undone_by`` (how strong a hidden difference, as a multiple of the prior score, would undo
        what is shown; 0 where nothing is), ``shown`` (as ``what_is_shown`` says of all programs
        together), ``second_check``, ``placebo_check`` and ``loss_check`` (as ``checks_of`` says),
        ``compared_with`` ("named" or "same grades"), ``groups_held`` (any was held alike),
        ``compared_got`` (what those got instead, as the inventory says; blank when nobody has),
        ``why`` and ``warned`` (``Reason``s).

    Examples
    --------
    >>> students = pd.DataFrame({"student_key": ["a", "b"], "fiscal_year": "2024-25",
    ...     "site_code": "0101", "grade": "04", "ela_ss": [2400.0, 2450.0],
    ...     "ela_ss_prior": [2380.0, 2400.0]})
    >>> participation = pd.DataFrame({"student_key": ["a"], "program_id": ["P1"],
    ...     "fiscal_year": ["2024-25"], "group": ["treated"]})
    >>> programs = pd.DataFrame({"program_id": ["P1"], "intended_outcome": ["ela_score"]})
    >>> program_effects(students, participation, programs)[["program_id", "verdict"]]
      program_id      verdict
    0         P1  cannot tell
    """
    return effects_of(*compare_programs(students, participation, programs), programs, level)


def effects_of(
    comparisons: Mapping[str, Comparison],
    problems: Mapping[str, str],
    programs: pd.DataFrame,
    level: float = RANGE,
) -> pd.DataFrame:
    """``program_effects`` of comparisons already made."""
    facts = programs.drop_duplicates("program_id").set_index("program_id")
    names = facts["program_name"] if "program_name" in facts else facts.index.to_series()
    got = facts.get("comparison_received", pd.Series(pd.NA, index=facts.index))
    rows = []
    for key in sorted([*comparisons, *problems]):
        row = {"program_id": key, "program": names[key], "outcome": facts["intended_outcome"][key]}
        row |= {"compared_got": got[key], "groups_held": False}
        if key in problems:
            why = (Reason("refused", {"problem": problems[key]}),)
            row |= {"verdict": CANNOT_TELL, "evidence_grade": CANNOT_TELL, "why": why}
            row |= {"warned": (), **dict.fromkeys(CHECK_COLUMNS, NOT_CHECKED)}
        else:
            row |= _row(comparisons[key], evaluate_comparison(comparisons[key], level), names)
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(EFFECT_COLUMNS)).astype(EFFECT_COLUMNS)
    chance = table["chance_gain"].where(table["verdict"].eq(CAN_TELL))
    table["shown"] = what_is_shown(chance, table["chance_small"], table["schools"])
    # a loss that one program would show alone is not always shown among many
    lost = table["shown"].isin([LOSS_SHOWN, MAY_HAVE_LOST])
    alone = table["shown"].eq(GAIN_SHOWN) & ~shown_among_many(1 - chance)
    many = Reason("one of many", {"count": int(chance.notna().sum())})
    table["warned"] = table["warned"].mask(alone, table["warned"].map(lambda said: (*said, many)))
    table["evidence_grade"] = table["evidence_grade"].mask(lost, table["shown"])
    table["chance_gain"] = said_chance(chance, table["schools"])
    return table


def hide_few(effects: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The effects that may be shown: nothing about few students, no effect one cannot tell.

        students lost = share_lost / (1 - share_lost) * (program_students + comparison_students);
                        few where those of the program alone would be, lost at the same share
        students_moved = effect_per_student * program_students, rounded

    Students are rounded to tens, so that those without a score cannot be counted by subtraction,
    and so far is every mean of theirs of which they would be the denominator.
    """
    few = effects["program_students"].between(0, minimum - 1).fillna(False)
    odds = effects["share_lost"] / (1 - effects["share_lost"])
    own = odds * effects["program_students"]
    lost = own + odds * effects["comparison_students"].fillna(0)
    shown = effects.copy()
    for column in ABOUT_STUDENTS:
        shown[column] = shown[column].mask(few)
    for column in ABOUT_EFFECT:
        shown[column] = shown[column].mask(shown["verdict"].eq(CANNOT_TELL).fillna(False))
    shown["share_lost"] = shown["share_lost"].mask(lost.ge(0.5) & own.le(minimum - 0.5))
    for column, places in ROUNDED.items():
        shown[column] = shown[column].round(places)
    moved = shown["effect_per_student"] * shown["program_students"]
    return shown.assign(few=few, students_moved=moved.round())


def programs_by_gap(effects: pd.DataFrame) -> pd.DataFrame:
    """The programs test by test, that of most first; by plain gap, the lowest first, then name."""
    most = -effects.groupby("outcome")["outcome"].transform("size")
    order = ["most", "outcome", "naive_points", "program"]
    return effects.assign(most=most).sort_values(order, kind="stable").drop(columns="most")


def gaps_that_mislead(effects: pd.DataFrame) -> pd.DataFrame:
    """The programs whose plain gap points the other way than the fair range, and lies outside."""
    told = effects[effects["verdict"] == CAN_TELL]
    gap = told["naive_gap"]
    outside = (gap < told["low"]) | (gap > told["high"])
    return told[(gap * told["effect_per_student"] < 0) & outside]


def _row(comparison: Comparison, found: ProgramEffect, names: pd.Series) -> dict:
    both = tuple(names.reindex(comparison.together).dropna())
    of, effect = comparison.outcome, found.effect
    points = 100.0 if of.yes_no or of.from_last_year else comparison.points  # or of 100 days
    row = {column: getattr(found, column) for column in SAID_AS_FOUND} | {
        "unit": of.unit,
        "naive_points": points * found.naive_gap,
        "compared_with": comparison.who,
        "groups_held": bool(set(GROUPS) & set(comparison.covariates)),
        "why": found.reasons,
        "warned": (*found.warned, *([Reason("together", {"names": both})] if both else [])),
        **{column: found.checks[check] for column, check in CHECK_COLUMNS.items()},
    }
    if effect is not None:
        row |= {column: getattr(effect, column) for column in OF_EFFECT} | {
            "effect_per_student": effect.estimate,
            "points": points * effect.estimate,
            "points_low": points * effect.low,
            "points_high": points * effect.high,
            "second_estimate": np.nan if found.second is None else found.second.estimate,
            "comparison_students": effect.students - effect.program_students,
            "program_schools": effect.program_clusters,
            "schools": effect.clusters,
            "chance_gain": _chance_gain(effect),
            "chance_small": _chance_small(effect),
        }
    if found.attrition is not None:
        row["share_lost"] = found.attrition["share_lost"][0]
    if found.placebo is not None:
        row["placebo"] = found.placebo.estimate
    return row
