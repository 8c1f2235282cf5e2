"""Which programs can be reviewed deeply: five tests, and what each program still lacks."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns

ENOUGH_TO_COMPARE = 30  # who took part, before results can be compared
TESTS = {
    "cost_known": ("Cost is known", "what it cost"),
    "outcome_known": ("Outcome is known", "the outcome of its students"),
    "enough_students": ("Enough students took part", "enough students"),
    "comparison_possible": (
        "Similar students did not take part",
        "students of the same grades to compare with",
    ),
    "delivery_known": ("Delivery is known", "how much was planned and delivered"),
}
GOAL_AREAS = {
    "early_literacy": "Early literacy",
    "grade9_success": "9th-grade success",
    "math": "Math",
    "el_development": "English learners",
    "attendance": "Attendance",
    "sel_counseling": "Counseling and well-being",
    "enrichment": "Enrichment",
    "special_education": "Special education",
    "core": "Core program",
    "operations": "Operations",
    "": "No aim named",
}
# What must be filled on a student's row for the outcome to be known there
OUTCOME_COLUMNS = {
    "ela_score": ("ela_ss",),
    "math_score": ("math_ss",),
    "early_literacy_score": ("eoy_score",),
    "reading_on_grade": ("literacy_status", "ela_level"),
    "ninth_grade_on_track": ("g9_credits",),
    "attendance": ("days_absent",),
    "reclassification": ("el_status",),
}


def readiness(
    programs: pd.DataFrame,
    costs: pd.DataFrame,
    participation: pd.DataFrame,
    students: pd.DataFrame,
    minimum: int = ENOUGH_TO_COMPARE,
    fiscal_year: str | None = None,
) -> pd.DataFrame:
    """Five yes-or-no tests for every program: can it be reviewed deeply?

    - the cost is known;
    - the outcome is known: the inventory names one, and at least ``minimum``
      of the students who took part have it on their row of the year;
    - enough students took part;
    - a comparison is possible: at least ``minimum`` students of the same
      grades, with the outcome on their row, did not take part;
    - delivery is known: hours planned and hours delivered are both written.

    Ready means all five.  Not ready is no judgment of the program: it says
    which data to get.  Ready is no promise either: whether the comparison is
    fair is the next notebook's question.

    Parameters
    ----------
    programs : DataFrame, one row per program
        ``program_id, program_name, goal_area, grades, intended_outcome,
        dosage_planned`` and ``dosage_delivered``.
    costs : DataFrame, one row per program
        ``program_id``, ``total_cost`` and ``students_served``, as
        ``program_costs`` gives.
    participation : DataFrame, one row per student, program and year
        ``student_key, program_id, fiscal_year`` and ``group``; only "treated"
        took part.
    students : DataFrame, one row per student and year
        ``student_key, fiscal_year, grade`` and the outcomes.
    minimum : int, students
    fiscal_year : str, optional
        The year to look at; the latest in ``participation`` unless given.

    Returns
    -------
    DataFrame, one row per program: ready first, then most tests passed, then by name
    XX ``students_with_outcome`` and
        ``students_compared`` (students), ``cost_known``, ``outcome_known``,
        ``enough_students``, ``comparison_possible``, ``delivery_known``,
        ``ready`` (True or False), ``missing`` (names of the tests not passed)
        and ``missing_words`` (the same in words), both separated by "; ".

    Raises
    ------
    ValueError
        When a column is missing.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1"], "program_name": ["Tutoring"],
    ...     "goal_area": ["math"], "grades": ["03"], "intended_outcome": ["math_score"],
    ...     "dosage_planned": [30.0], "dosage_delivered": [None]})
    >>> costs = pd.DataFrame({"program_id": ["P1"], "total_cost": [9_000.0],
    ...                       "students_served": [2.0]})
    >>> took_part = pd.DataFrame({"student_key": ["a", "b"], "program_id": "P1",
    ...                           "fiscal_year": "2024-25", "group": "treated"})
    >>> students = pd.DataFrame({"student_key": list("abcd"), "fiscal_year": "2024-25",
    ...                          "grade": "03", "math_ss": [2400.0, 2410.0, 2420.0, 2430.0]})
    >>> readiness(programs, costs, took_part, students, minimum=2)[["ready", "missing_words"]]
       ready                       missing_words
    0  False  how much was planned and delivered

    References
    ----------
    Government Finance Officers Association, Smarter School Spending, practice
    3B: choosing programs for a deeper review.
    """
    needed = ["program_id", "program_name", "goal_area", "grades", "intended_outcome"]
    require_columns(programs, needed, "program inventory (programs.csv)")
    table = programs[needed].rename(columns={"program_name": "program"}).reset_index(drop=True)
    area = table["goal_area"].astype("str").fillna("")
    table.insert(3, "goal_area_words", area.map(GOAL_AREAS).fillna(area).astype("str"))
    known = costs.set_index("program_id")[["total_cost", "students_served"]]
    table = table.join(known, on="program_id")
    counted = _counts(table, participation, students, fiscal_year)
    table = pd.concat([table, counted], axis=1)
    dosage = programs.reindex(columns=["dosage_planned", "dosage_delivered"])
    named = table["intended_outcome"].isin(list(OUTCOME_COLUMNS))
    passed = pd.DataFrame(
        {
            "cost_known": table["total_cost"].notna(),
            "outcome_known": named & (table["students_with_outcome"] >= minimum),
            "enough_students": table["students_served"] >= minimum,
            "comparison_possible": named & (table["students_compared"] >= minimum),
            "delivery_known": dosage.notna().all(axis=1).to_numpy(),
        },
        dtype=bool,
    )
    lacking = [[test for test in TESTS if not one[test]] for one in passed.to_dict("records")]
    table = pd.concat([table, passed], axis=1)
    table["ready"] = passed.all(axis=1)
    table["missing"] = pd.array(["; ".join(tests) for tests in lacking], dtype="str")
    table["missing_words"] = pd.array(
        ["; ".join(TESTS[test][1] for test in tests) for tests in lacking], dtype="str"
    )
    order = np.lexsort([table["program"].astype(str), -passed.sum(axis=1)])
    table = table.iloc[order].reset_index(drop=True)
    return table.drop(columns=["grades", "intended_outcome"])


def triage_counts(ready: pd.DataFrame) -> pd.DataFrame:
    """How many programs pass each of the five tests, and how many pass all.

        share = programs that pass / programs in the inventory

    Parameters
    ----------
    ready : DataFrame, one row per program
        As :func:`readiness` gives.

    Returns
    -------
    DataFrame, six rows: the five tests in order, then all five
        ``test`` (in words), ``programs`` (that pass), ``of`` (programs in the
        inventory) and ``share`` (0 to 1; ``NaN`` for an empty inventory).

    Examples
    --------
    >>> yes = dict.fromkeys([*TESTS, "ready"], [True] * 7 + [False] * 53)
    >>> last = triage_counts(pd.DataFrame(yes)).iloc[-1]
    >>> int(last["programs"]), int(last["of"]), f"{last['share']:.1%}"
    (7, 60, '11.7%')
    """
    tests = {**{test: words for test, (words, _) in TESTS.items()}, "ready": "All five"}
    require_columns(ready, tests, "table of programs and tests")
    table = pd.DataFrame({"test": pd.array(list(tests.values()), dtype="str")})
    table["programs"] = ready[list(tests)].sum().to_numpy(dtype=int)
    table["of"] = len(ready)
    table["share"] = table["programs"] / (len(ready) or np.nan)
    return table


def percent_ready(ready: int, programs: int) -> float:
    """How many of every 100 programs can be reviewed deeply.

    Parameters
    ----------
    ready, programs : int, programs

    Returns
    -------
    float, percent

    Examples
    --------
    >>> round(percent_ready(7, 60), 1)
    11.7
    """
    return 100 * ready / programs


def nearly_ready(ready: pd.DataFrame) -> pd.DataFrame:
    """Programs that fail exactly one of the five tests, the dearest first.

    They are where one answer buys most: get it, and the program can be reviewed.

    Parameters
    ----------
    ready : DataFrame, one row per program
        As :func:`readiness` gives.

    Returns
    -------
    DataFrame, the rows of those programs, equal costs by name, unknown costs last

    Examples
    --------
    >>> table = pd.DataFrame({**dict.fromkeys(TESTS, [True, True]), "program": ["A", "B"],
    ...                       "total_cost": [1.0, 2.0]}).assign(cost_known=[True, False])
    >>> nearly_ready(table)["program"].tolist()
    ['B']
    """
    one_short = ready[list(TESTS)].astype(bool).sum(axis=1) == len(TESTS) - 1
    return ready[one_short].sort_values(
        ["total_cost", "program"], ascending=[False, True], ignore_index=True
    )


def _counts(
    programs: pd.DataFrame,
    participation: pd.DataFrame,
    students: pd.DataFrame,
    fiscal_year: str | None,
) -> pd.DataFrame:
    require_columns(
        participation,
        ["student_key", "program_id", "fiscal_year", "group"],
        "participation table (program_participation.csv)",
    )
    require_columns(
        students, ["student_key", "fiscal_year", "grade"], "students' table (students_outcomes.csv)"
    )
    year = participation["fiscal_year"].max() if fiscal_year is None else fiscal_year
    treated = participation[
        (participation["fiscal_year"] == year) & (participation["group"] == "treated")
    ]
    keys = treated.groupby("program_id")["student_key"].agg(set).to_dict()
    enrolled = students[students["fiscal_year"] == year]
    measured = {
        outcome: enrolled.loc[_measured(enrolled, columns), ["student_key", "grade"]]
        for outcome, columns in OUTCOME_COLUMNS.items()
    }
    none = enrolled.loc[[], ["student_key", "grade"]]
    counts = [
        _with_and_without(
            measured.get(row.intended_outcome, none), keys.get(row.program_id, set()), row.grades
        )
        for row in programs.itertuples(index=False)
    ]
    return pd.DataFrame(counts, columns=["students_with_outcome", "students_compared"], dtype=float)


def _measured(students: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    return students.reindex(columns=list(columns)).notna().any(axis=1)


def _with_and_without(measured: pd.DataFrame, keys: set[str], grades: object) -> tuple[int, int]:
    took_part = measured["student_key"].isin(keys)
    if pd.isna(grades):
        served = set(measured.loc[took_part, "grade"])
    else:
        served = {grade.strip() for grade in str(grades).split(";")}
    others = ~took_part & measured["grade"].isin(served)
    count = measured["student_key"]
    return count[took_part].nunique(), count[others].nunique()
