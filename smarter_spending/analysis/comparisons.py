"""Who took part in a program, who they are compared with, and what is measured of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    STUDENTS,
    any_missing,
    quoted,
    require_columns,
    took_part,
    year_after,
)

# --- The outcomes a program may be meant to move, and the prior score that goes with each --------

ON_GRADE = ("at", "above")
CREDITS_TO_BE_ON_TRACK, MOST_FAILED = 50, 1


@dataclass(frozen=True)
class Outcome:
    """How one outcome is read from the student table."""

    word: str
    columns: tuple[str, ...]
    priors: tuple[str, ...]
    unit: str
    yes_no: bool
    from_last_year: bool
    test: str = ""  # the column that names the test whose points these are; blank for the state's


_SD, _STUDENT, _DAYS = (
    "standard deviations of the grade", "share of students", "share of days enrolled"
)  # fmt: skip
EARLY = "literacy_assessment"
NINTH = ("g9_credits", "g9_core_f_sem1", "g9_core_f_sem2")
OUTCOMES = {
    word: Outcome(word, columns, priors, unit, unit == _STUDENT, unit == _DAYS, *test)
    for word, columns, priors, unit, *test in (
        ("ela_score", ("ela_ss",), ("ela_ss_prior",), _SD),
        ("math_score", ("math_ss",), ("math_ss_prior",), _SD),
        ("early_literacy_score", ("eoy_score",), ("boy_score",), _SD, EARLY),
        ("reading_test_score", ("reading_eoy",), ("reading_boy",), _SD, "reading_test"),
        ("math_test_score", ("math_eoy",), ("math_boy",), _SD, "math_test"),
        ("reading_on_grade", ("literacy_status",), ("boy_score",), _STUDENT, EARLY),
        ("ninth_grade_on_track", NINTH, ("ela_ss_prior", "math_ss_prior"), _STUDENT),
        ("attendance", ("days_expected", "days_absent"), ("attendance",), _DAYS),
        ("reclassification", ("el_status", "reclassified_date"), ("ela_ss_prior",), _STUDENT),
    )
}


def outcome_named(intended_outcome: object) -> Outcome:
    """The outcome of this name."""
    if not isinstance(intended_outcome, str) or intended_outcome == "none":
        raise ValueError(
            "The program names no outcome that it is meant to move (programs.csv, "
            "intended_outcome), so there is nothing to look for. Name the one outcome first."
        )
    if intended_outcome not in OUTCOMES:
        raise ValueError(
            f"{intended_outcome!r} is not an outcome we can read (programs.csv, intended_outcome). "
            f"Use one of {quoted(OUTCOMES)}."
        )
    return OUTCOMES[intended_outcome]


def outcome_values(students: pd.DataFrame, intended_outcome: str) -> pd.Series:
    """One outcome for every student, higher is better, blank where it is not known."""
    outcome = outcome_named(intended_outcome)
    require_columns(students, outcome.columns, STUDENTS)
    if outcome.word == "reading_on_grade":
        status = students["literacy_status"]
        values = status.isin(ON_GRADE).astype(float).where(status.notna())
    elif outcome.word == "ninth_grade_on_track":
        values = on_track(students, NINTH[1:], MOST_FAILED)
    elif outcome.word == "attendance":
        expected = students["days_expected"].astype(float)
        values = 1 - students["days_absent"].astype(float) / expected.where(expected > 0)
    elif outcome.word == "reclassification":
        done = students["reclassified_date"].notna()
        # a year without a single date has not been recorded: nobody is "not reclassified" in it
        years = students.get("fiscal_year", pd.Series("", index=students.index))
        recorded = done.groupby(years).transform("any")
        values = done.astype(float).where((students["el_status"].eq("EL") | done) & recorded)
    else:
        values = students[outcome.columns[0]].astype(float)
    return values.rename(intended_outcome)


def grade_scale(students: pd.DataFrame, values: pd.Series, test: str) -> pd.DataFrame:
    """Mean and spread of a score among all students of the same grade, year and ``test``."""
    keys = [students[name] for name in ("grade", "fiscal_year", test) if name in students]
    grouped = values.groupby(keys, dropna=False)  # above the early grades no test is named
    spread = grouped.transform("std")
    scale = pd.DataFrame({"mean": grouped.transform("mean"), "spread": spread.where(spread > 0)})
    return scale.where(students["grade"].notna())


def on_track(students: pd.DataFrame, low_grades: Sequence[str], most: int) -> pd.Series:
    """Whether a ninth grader has the credits and no more than ``most`` low grades: 1 or 0."""
    low = sum(students[name].astype(float) for name in low_grades)
    credits = students["g9_credits"].astype(float)
    values = (credits >= CREDITS_TO_BE_ON_TRACK) & (low <= most)
    return values.astype(float).where(np.isfinite(low) & np.isfinite(credits))


# --- Who took part in a program and who they are compared with, one row a student ----------------

PARTICIPATION = "participation table"
NAMED = ("comparison", "waitlist")
FEWEST_NAMED = 20  # a named comparison group smaller than this is set aside
TO_BE_DETERMINED = ("TBD",)  # an el_status that says nothing yet, like a blank
MOST_BLANK = 0.10  # a covariate blank for more than this share of students is not used
GROUPS = ("sed", "swd", "english_learner", "reclassified")
EARLIER = "earlier"  # the outcome longer before the program than the prior
FEWEST_TOGETHER = 10  # students of another program on each side, to hold that program constant
MUCH = 0.10  # of one side in another program that nobody of the other side was in


@dataclass(frozen=True)
class Comparison:
    """Participants beside comparison students, ready to be compared.

    ``students`` has one row a student: ``student_key``, ``took_part`` (1/0), ``compared`` (False
    for students who are only in the naive gap), ``site_code``, ``grade``, ``outcome``, ``prior``
    (and ``prior_2`` where there is a second), ``earlier`` (the outcome a year before the prior, for
    the placebo), ``hours`` and the groups held constant.  ``who`` are the comparison students:
    "named" by the district, or everybody else in the "same grades"; ``unknown`` of each side have
    no row in the table.  A student of another program too has 1 in its column, ``in_program`` of
    its id; ``together`` are the programs that stand on one side alone, which no adjustment can tell
    apart.  Scores are in standard deviations of the grade; ``points`` is what one of them is in
    points of the test among participants (``NaN`` for yes/no and shares).
    """

    program_id: str
    outcome: Outcome
    fiscal_year: str
    students: pd.DataFrame
    priors: tuple[str, ...]
    covariates: tuple[str, ...]
    who: str
    points: float
    unknown: tuple[int, int]
    together: tuple[str, ...] = ()


def compare_students(
    students: pd.DataFrame,
    participation: pd.DataFrame,
    program_id: str,
    intended_outcome: str,
    fiscal_year: str | None = None,
) -> Comparison:
    """Set participants beside those they should be compared with.

    Comparison students are those the district itself names (group comparison or
    waitlist) when there are at least 20; otherwise everybody else in the participants'
    grades that year, which is a far weaker comparison and is said to be so.

    Raises ValueError when nobody took part, no participant is in the student table, or there is no
    outcome to look at.  Source: What Works Clearinghouse, *Standards Handbook*, version 4.1,
    section II.

    Parameters
    ----------
    students : DataFrame, one row per student and fiscal year
        The columns of students_outcomes.csv; earlier years give the placebo and last
        year's attendance.
    participation : DataFrame, one row per student, program and year
        The columns of program_participation.csv.
    program_id : str
    intended_outcome : str, as in programs.csv
    fiscal_year : str, optional
        Default: the latest year in which anybody took part.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> students = pd.DataFrame({"student_key": ["a", "b", "c"], "fiscal_year": "2024-25",
    ...     "site_code": "0101", "grade": "04", "ela_ss": [2400.0, 2450.0, 2500.0],
    ...     "ela_ss_prior": [2380.0, 2400.0, 2450.0]})
    >>> participation = pd.DataFrame({"student_key": ["a"], "program_id": ["P1"],
    ...     "fiscal_year": ["2024-25"], "group": ["treated"], "hours": [30.0]})
    >>> found = compare_students(students, participation, "P1", "ela_score")
    >>> found.students[["student_key", "took_part", "outcome"]]
      student_key  took_part  outcome
    0           a          1     -1.0
    1           b          0      0.0
    2           c          0      1.0
    """
    outcome = outcome_named(intended_outcome)
    require_columns(students, ["student_key", "fiscal_year", "site_code", "grade"], STUDENTS)
    needed = ["student_key", "program_id", "fiscal_year", "group"]
    require_columns(participation, needed, PARTICIPATION)
    rows, year = _rows_of(participation, program_id, fiscal_year)
    table, points = _measured(students, outcome, year)
    mine = rows[rows["group"] == "treated"]
    hours = mine.groupby("student_key")["hours"].sum(min_count=1) if "hours" in mine else None
    table["took_part"] = table["student_key"].isin(mine["student_key"]).astype(int)
    table["hours"] = np.nan if hours is None else table["student_key"].map(hours).astype(float)
    unknown = _unknown(rows, table["student_key"])
    inside = table["took_part"] == 1
    grades = set(table.loc[inside, "grade"].dropna())
    table = table[table["grade"].isin(grades)].reset_index(drop=True)
    table["compared"], who = _compared(table, rows)
    priors = _filled(table, ["prior", "prior_2"])
    compared = table[table["compared"]]
    known = [name for name in GROUPS if name in compared]
    covariates = [name for name in known if compared[name].isna().mean() <= MOST_BLANK]
    covariates += ["grade"] if compared["grade"].nunique() > 1 else []
    other = participation["program_id"].ne(program_id) & participation["fiscal_year"].eq(year)
    table, both, together = _in_others(table, participation[other])
    return Comparison(
        program_id=program_id,
        outcome=outcome,
        fiscal_year=year,
        students=table,
        priors=tuple(priors),
        covariates=(*covariates, *both),
        who=who,
        points=_points(points, inside),
        unknown=unknown if who == "named" else (unknown[0], 0),
        together=together,
    )


def _rows_of(participation, program_id, fiscal_year):
    rows = participation[participation["program_id"] == program_id]
    if fiscal_year is not None:
        rows = rows[rows["fiscal_year"] == fiscal_year]
    took = rows[rows["group"] == "treated"]
    if took.empty:
        raise ValueError(
            f"program_participation.csv lists nobody who took part in {program_id!r}"
            f"{'' if fiscal_year is None else ' in ' + fiscal_year}. Without a list of its "
            "students nothing can be said of what it did."
        )
    year = took["fiscal_year"].max()
    return rows[rows["fiscal_year"] == year], year


def _measured(students: pd.DataFrame, outcome: Outcome, year: str):
    """Outcome, prior and placebo of one year's students, on the scale of their grade."""
    recent = students[students["fiscal_year"].isin([year, year_after(year, -1)])]
    values = outcome_values(recent, outcome.word)
    scale = grade_scale(recent, values, outcome.test)
    own = values if outcome.yes_no or outcome.from_last_year else _scaled(values, scale)
    now = recent["fiscal_year"] == year
    table = _facts(recent[now])
    table["outcome"] = own[now].to_numpy()
    last = pd.DataFrame({"key": recent.loc[~now, "student_key"], "outcome": own[~now]})
    last = last.drop_duplicates("key").set_index("key")["outcome"]
    if outcome.from_last_year:
        table["prior"] = table["student_key"].map(last).astype(float)
        rows = students[students["fiscal_year"] == year_after(year, -2)]
        rows = rows.drop_duplicates("student_key")
        earlier = outcome_values(rows, outcome.word).set_axis(rows["student_key"])
        table[EARLIER] = table["student_key"].map(earlier).astype(float)
    else:
        _add_priors(table, recent, now, outcome, last)
    points = None if outcome.yes_no or outcome.from_last_year else scale["spread"][now].to_numpy()
    return table, points


def _add_priors(table, recent, now, outcome: Outcome, last: pd.Series) -> None:
    for place, column in enumerate(outcome.priors):
        require_columns(recent, [column], STUDENTS)
        prior = recent[column].astype(float)
        prior = _scaled(prior, grade_scale(recent, prior, outcome.test))
        name = "prior" if place == 0 else f"prior_{place + 1}"
        table[name] = prior[now].to_numpy()
        if place == 0:
            before = pd.Series(prior[~now].to_numpy(), index=recent.loc[~now, "student_key"])
            before = before[~before.index.duplicated()]
    # a test of two springs before, or the end of last year where the prior is of this fall
    earlier = before if outcome.priors[0].endswith("_ss_prior") else last
    table[EARLIER] = table["student_key"].map(earlier).astype(float)


def _facts(students: pd.DataFrame) -> pd.DataFrame:
    table = students[["student_key", "site_code", "grade"]].reset_index(drop=True)
    if table["student_key"].duplicated().any():
        raise ValueError(  # pages say it: no key of a student, and no count of few
            "students_outcomes.csv has more than one row of a student in one year. Keep one row a "
            "student and year: the school of the longer stay."
        )
    for flag in ("sed", "swd"):
        blank = pd.Series(np.nan, index=table.index)
        table[flag] = _flag(students[flag]) if flag in students else blank
    if "el_status" in students:
        status = students["el_status"].reset_index(drop=True)
        status = status.mask(status.isin(TO_BE_DETERMINED))
        for name, word in (("english_learner", "EL"), ("reclassified", "RFEP")):
            table[name] = status.eq(word).fillna(False).astype(float).where(status.notna())
    return table


def _flag(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return values.map({"Y": 1.0, "N": 0.0}).to_numpy(dtype=float)


def _scaled(values: pd.Series, scale: pd.DataFrame) -> pd.Series:
    return (values - scale["mean"]) / scale["spread"]


def _unknown(rows: pd.DataFrame, known: pd.Series) -> tuple[int, int]:
    """How many participants, and how many named to compare them with, have no row of their own."""
    mine = rows["group"].eq("treated")
    listed = [rows.loc[side, "student_key"].unique() for side in (mine, rows["group"].isin(NAMED))]
    lost = [int((~pd.Series(keys).isin(known)).sum()) for keys in listed]
    if lost[0] == len(listed[0]):
        raise ValueError(
            "None of the participants is in students_outcomes.csv of that year. Check that both "
            "files use the same student_key."
        )
    return lost[0], lost[1]


def _compared(table: pd.DataFrame, rows: pd.DataFrame) -> tuple[np.ndarray, str]:
    took = (table["took_part"] == 1).to_numpy()
    named = set(rows.loc[rows["group"].isin(NAMED), "student_key"])
    chosen = table["student_key"].isin(named).to_numpy() & ~took
    if chosen.sum() >= FEWEST_NAMED:
        return took | chosen, "named"
    return np.ones(len(table), dtype=bool), "same grades"


def _filled(table: pd.DataFrame, columns) -> list[str]:
    inside = table["compared"] & (table["took_part"] == 1)
    return [name for name in columns if name in table and table.loc[inside, name].notna().any()]


def in_program(program_id: str) -> str:
    """The column of who was in another program of the same year."""
    return f"in {program_id}"


def _in_others(table: pd.DataFrame, others: pd.DataFrame):
    """Columns of the other programs' students, those to hold constant, and those on one side."""
    took = others[others["group"].eq("treated")]
    columns, both, together = {}, [], []
    for key, keys in took.groupby("program_id")["student_key"]:
        inside = table["student_key"].isin(keys).astype(float)
        sides = inside[table["compared"]].groupby(table["took_part"])
        if sides.sum().min() >= FEWEST_TOGETHER:
            columns[in_program(key)] = inside
            # a whole side of it is told apart by nothing
            both += [in_program(key)] if sides.mean().max() < 1 else []
        elif sides.sum().min() == 0 and sides.mean().max() >= MUCH:
            together.append(key)
    return table.assign(**columns), both, tuple(together)


def _points(spread: np.ndarray | None, inside: pd.Series) -> float:
    if spread is None:
        return float("nan")
    mine = spread[inside.to_numpy()]
    return float(np.nanmean(mine)) if np.isfinite(mine).any() else float("nan")


# --- The students lost between the start of a program and its measurement ------------------------

# WWC Standards 4.1, table II.1: largest difference between the groups' losses, in percentage
# points, for each whole percent of all students lost, under cautious assumptions.
CAUTIOUS_BOUNDARY = (
    5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7,
    5.5, 5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1,
    2.9, 2.8, 2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2,
    0.0,
)  # fmt: skip
MOST_GROUPS_LOST = 57


def attrition_table(students: pd.DataFrame, group: str, columns: Sequence[str]) -> pd.DataFrame:
    """How many students of each group lack a value, and by how much the shares lost differ."""
    flags = took_part(students, group)
    require_columns(students, columns, STUDENTS)
    gone = any_missing(students, columns)
    sides = [np.ones(len(flags), dtype=bool), flags, ~flags]
    table = pd.DataFrame({"who": ["all", "participants", "comparison"]})
    table["students"] = [int(side.sum()) for side in sides]
    table["lost"] = [int(gone[side].sum()) for side in sides]
    table["share_lost"] = table["lost"] / table["students"]
    apart = abs(table["share_lost"][1] - table["share_lost"][2])
    table["differential"] = [apart, np.nan, np.nan]
    words = [attrition_class(table["share_lost"][0], apart), pd.NA, pd.NA]
    return table.assign(wwc=pd.Series(words, dtype="string"))


def attrition_class(overall: float, differential: float) -> str:
    """Whether the students lost are few and even enough: low or high (WWC, cautious)."""
    percent = int(np.ceil(round(100 * overall, 9)))
    if percent > MOST_GROUPS_LOST:
        return "high"
    return "low" if round(100 * differential, 9) <= CAUTIOUS_BOUNDARY[percent] else "high"
