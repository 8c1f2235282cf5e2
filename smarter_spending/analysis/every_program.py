"""What each program of a district did: the analysis of every program, one row each."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis.comparisons import EARLIER, Comparison, compare_students
from smarter_spending.analysis.evaluation import (
    CAN_TELL,
    CANNOT_TELL,
    SMALL_PLACEBO,
    ProgramEffect,
    program_effect,
)
from smarter_spending.analysis.uncertainty import RANGE

EFFECT_COLUMNS = {
    "program_id": "str", "program": "str", "outcome": "str", "unit": "str", "verdict": "str",
    "evidence_grade": "str", "naive_gap": "float", "effect_per_student": "float",
    "standard_error": "float", "low": "float", "high": "float", "effect_size": "float",
    "points": "float", "points_low": "float", "points_high": "float", "second_estimate": "float",
    "estimators_differ": "boolean", "prior_difference": "float", "placebo": "float",
    "share_lost": "float", "per_hour": "float", "mean_hours": "float", "program_students": "float",
    "comparison_students": "float", "program_schools": "float", "schools": "float",
    "p_value": "float", "degrees_of_freedom": "float", "compared_with": "str", "why": "str",
}  # fmt: skip
# what is blank for a program of few students
ABOUT_STUDENTS = [
    "naive_gap", "effect_per_student", "standard_error", "low", "high", "effect_size", "points",
    "points_low", "points_high", "second_estimate", "prior_difference", "placebo", "share_lost",
    "per_hour", "mean_hours", "p_value", "comparison_students", "program_students",
    "program_schools", "schools",
]  # fmt: skip


def evaluate_comparison(comparison: Comparison, level: float = RANGE) -> ProgramEffect:
    """The whole honest analysis of participants set beside their comparison students.

    Parameters
    ----------
    comparison : Comparison
        As ``compare_students`` gives.
    level : float

    Returns
    -------
    ProgramEffect
        Scores in standard deviations of the grade, yes/no outcomes in shares.

    Examples
    --------
    >>> from smarter_spending.analysis.comparisons import compare_students
    >>> students = pd.DataFrame({"student_key": ["a", "b", "c"], "fiscal_year": "2024-25",
    ...     "site_code": "0101", "grade": "04", "ela_ss": [2400.0, 2450.0, 2500.0],
    ...     "ela_ss_prior": [2380.0, 2400.0, 2450.0]})
    >>> participation = pd.DataFrame({"student_key": ["a"], "program_id": ["P1"],
    ...     "fiscal_year": ["2024-25"], "group": ["treated"], "hours": [30.0]})
    >>> evaluate_comparison(compare_students(students, participation, "P1", "ela_score")).verdict
    'cannot tell'
    """
    return program_effect(
        comparison.students,
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
    """Participants beside comparison students for every program that has a list of students.

    Parameters
    ----------
    students, participation, programs : DataFrame
        The columns of students_outcomes.csv, program_participation.csv, programs.csv.

    Returns
    -------
    dict, dict
        ``program_id`` to ``Comparison``; and ``program_id`` to the sentence that says why
        there is none.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1"], "intended_outcome": ["none"]})
    >>> participation = pd.DataFrame({"student_key": ["a"], "program_id": ["P1"],
    ...     "fiscal_year": ["2024-25"], "group": ["treated"]})
    >>> list(compare_programs(pd.DataFrame(), participation, programs)[1])
    ['P1']
    """
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
    ``why`` says the reasons.

    Parameters
    ----------
    students : DataFrame, one row per student and fiscal year
        The columns of students_outcomes.csv.
    participation : DataFrame, one row per student, program and year
        The columns of program_participation.csv.
    programs : DataFrame, one row per program
        ``program_id``, ``intended_outcome`` and, if there, ``program_name``.
    level : float
        Of the ranges.

    Returns
    -------
    DataFrame, one row per program, by program_id
        ``program_id``, ``program``, ``outcome``, ``unit``, ``verdict``,
        ``evidence_grade``, ``naive_gap``, ``effect_per_student``, ``standard_error``,
        ``low``, ``high`` (unit), ``effect_size`` (SD of the students compared),
        ``points``, ``points_low``, ``points_high`` (points of the test; percentage points
        for yes/no), ``second_estimate``, ``estimators_differ``, ``prior_difference`` (SD),
        ``placebo`` (unit), ``share_lost``, ``per_hour`` (unit per hour), ``mean_hours``,
        counts of students and schools, ``p_value``, ``compared_with`` and ``why``.

    Raises
    ------
    ValueError
        When a table lacks a column that names programs or students.

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

    References
    ----------
    What Works Clearinghouse, *Standards Handbook*, version 4.1.
    """
    return effects_of(*compare_programs(students, participation, programs), programs, level)


def effects_of(
    comparisons: Mapping[str, Comparison],
    problems: Mapping[str, str],
    programs: pd.DataFrame,
    level: float = RANGE,
) -> pd.DataFrame:
    """``program_effects`` of comparisons already made.

    Parameters
    ----------
    comparisons, problems : as ``compare_programs`` gives
    programs : DataFrame
        As for ``effects_table``.
    level : float
        Of the ranges.

    Returns
    -------
    DataFrame, one row per program, by program_id
        As ``program_effects``.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1"], "intended_outcome": ["none"]})
    >>> effects_of({}, {"P1": "No outcome."}, programs)["verdict"].tolist()
    ['cannot tell']
    """
    found = {key: evaluate_comparison(comparison, level) for key, comparison in comparisons.items()}
    return effects_table(comparisons, found, problems, programs)


def effects_table(
    comparisons: Mapping[str, Comparison],
    found: Mapping[str, ProgramEffect],
    problems: Mapping[str, str],
    programs: pd.DataFrame,
) -> pd.DataFrame:
    """One row per program from analyses already made.

    Parameters
    ----------
    comparisons, problems : as ``compare_programs`` gives
    found : mapping of program_id to ProgramEffect
    programs : DataFrame
        ``program_id``, ``intended_outcome`` and, if there, ``program_name``.

    Returns
    -------
    DataFrame
        As ``program_effects``.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1"], "intended_outcome": ["none"]})
    >>> effects_table({}, {}, {"P1": "No outcome."}, programs)["why"].tolist()
    ['No outcome.']
    """
    facts = programs.drop_duplicates("program_id").set_index("program_id")
    names = facts["program_name"] if "program_name" in facts else facts.index.to_series()
    rows = []
    for key in sorted([*found, *problems]):
        row = {"program_id": key, "program": names[key], "outcome": facts["intended_outcome"][key]}
        if key in problems:
            row |= {"verdict": CANNOT_TELL, "evidence_grade": CANNOT_TELL, "why": problems[key]}
        else:
            row |= _row(comparisons[key], found[key])
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))
    return table.astype(EFFECT_COLUMNS)


def hide_few(effects: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table of effects with no figure about fewer students than may be shown.

    Students are rounded to tens, so that those without a score cannot be counted by
    subtraction; their share is blank where it is of fewer than ``minimum``.

        students lost = share_lost / (1 - share_lost) * program_students
        students_moved = effect_per_student * program_students, rounded

    Parameters
    ----------
    effects : DataFrame
        As :func:`program_effects` gives.
    minimum : int, students
        Nothing about a program with fewer participants is shown.

    Returns
    -------
    DataFrame
        With ``few`` (True where the figures are blank) and ``students_moved`` (students,
        for an outcome that is a share of students).

    Examples
    --------
    >>> table = pd.DataFrame({"program_students": [5.0, 283.0], "effect_per_student": [0.1, 0.05]})
    >>> shown = hide_few(table.reindex(columns=list(EFFECT_COLUMNS)).combine_first(table), 11)
    >>> shown["few"].tolist(), shown["program_students"].tolist(), shown["students_moved"].tolist()
    ([True, False], [nan, 280.0], [nan, 14.0])
    """
    few = effects["program_students"].between(0, minimum - 1).fillna(False)
    shown = effects.copy()
    for column in ABOUT_STUDENTS:
        shown[column] = shown[column].mask(few)
    lost = shown["share_lost"] / (1 - shown["share_lost"]) * shown["program_students"]
    shown["share_lost"] = shown["share_lost"].mask(lost.between(0.5, minimum - 0.5))
    for column in ("program_students", "comparison_students"):
        shown[column] = shown[column].round(-1)
    moved = shown["effect_per_student"] * shown["program_students"]
    return shown.assign(few=few, students_moved=moved.round())


def gaps_that_mislead(effects: pd.DataFrame) -> pd.DataFrame:
    """The programs whose plain gap points the other way than the fair comparison, past its range.

    Parameters
    ----------
    effects : DataFrame
        As :func:`program_effects` gives.

    Returns
    -------
    DataFrame, rows of ``effects`` of which one can tell

    Examples
    --------
    >>> effects = pd.DataFrame({"program": ["Tutoring", "Coaching"], "verdict": "can tell",
    ...     "naive_gap": [-0.75, -0.02], "effect_per_student": [0.20, 0.03],
    ...     "low": [0.11, -0.05], "high": [0.28, 0.11]})
    >>> gaps_that_mislead(effects)["program"].tolist()
    ['Tutoring']
    """
    told = effects[effects["verdict"] == CAN_TELL]
    gap = told["naive_gap"]
    outside = (gap < told["low"]) | (gap > told["high"])
    return told[(gap * told["effect_per_student"] < 0) & outside]


def effects_before_they_began(effects: pd.DataFrame) -> pd.DataFrame:
    """The programs whose placebo is further from zero than a small one: 0.10.

    Parameters
    ----------
    effects : DataFrame
        As :func:`program_effects` gives; ``placebo`` in the outcome's unit.

    Returns
    -------
    DataFrame, rows of ``effects`` of which one can tell

    Examples
    --------
    >>> effects = pd.DataFrame({"program": ["A", "B", "C"], "verdict": "can tell",
    ...                         "placebo": [0.10, -0.12, None]})
    >>> effects_before_they_began(effects)["program"].tolist()
    ['B']
    """
    told = effects[effects["verdict"] == CAN_TELL]
    return told[told["placebo"].abs() > SMALL_PLACEBO]


def _row(comparison: Comparison, found: ProgramEffect) -> dict:
    row = {
        "unit": comparison.outcome.unit,
        "verdict": found.verdict,
        "evidence_grade": found.evidence_grade,
        "naive_gap": found.naive_gap,
        "prior_difference": found.prior_difference,
        "compared_with": comparison.who,
        "why": " ".join(found.reasons),
    }
    if found.effect is not None:
        row |= _figures(found, 100.0 if comparison.outcome.yes_no else comparison.points)
    if found.attrition is not None:
        row["share_lost"] = found.attrition["share_lost"][0]
    if found.placebo is not None:
        row["placebo"] = found.placebo.estimate
    if found.dosage is not None:
        row |= {"per_hour": found.dosage.per_hour, "mean_hours": found.dosage.mean_hours}
    return row


def _figures(found: ProgramEffect, points: float) -> dict:
    effect = found.effect
    return {
        "effect_per_student": effect.estimate,
        "standard_error": effect.standard_error,
        "low": effect.low,
        "high": effect.high,
        "effect_size": effect.effect_size,
        "points": points * effect.estimate,
        "points_low": points * effect.low,
        "points_high": points * effect.high,
        "second_estimate": np.nan if found.second is None else found.second.estimate,
        "estimators_differ": pd.NA if found.estimators_differ is None else found.estimators_differ,
        "program_students": effect.program_students,
        "comparison_students": effect.students - effect.program_students,
        "program_schools": effect.program_clusters,
        "schools": effect.clusters,
        "p_value": effect.p_value,
        "degrees_of_freedom": effect.degrees_of_freedom,
    }
