"""What students have learned: shares and how sure they are, goals reached, growth, and needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    STUDENTS,
    a_number,
    checked_level,
    quoted,
    require_columns,
)
from smarter_spending.analysis.comparisons import (
    MOST_BLANK,
    NINTH,
    TO_BE_DETERMINED,
    on_track,
    outcome_values,
)
from smarter_spending.analysis.uncertainty import RANGE

# --- Shares of students: how sure a rate is, whether it moved, and how many are behind -----------

RATE_COLUMNS = ["students", "not_known", "reached", "behind", "rate", "low", "high"]


@dataclass(frozen=True)
class Rate:
    """A share of students (0 to 1) with its range."""

    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class RateChange:
    """The second rate minus the first (-1 to 1) with its range; ``shown`` if no zero is in that."""

    change: float
    low: float
    high: float
    shown: bool


def rate_range(reached: float, students: float, level: float = RANGE) -> Rate:
    """The share of students who reached a goal, with Wilson's range; both counts are whole numbers.

        range = all true shares p for which (rate - p)^2 <= z^2 p (1 - p) / students

    The range says how far the rate of so few students may lie from what the same school would show
    with very many; it has a width even at 0% and 100%.  Tests missed or badly given are not in it.
    Wilson (1927); Newcombe (1998), "Two-sided confidence intervals for the single proportion".
    """
    reached, students = _counts(reached, students)
    low, high = _wilson(np.array([reached]), np.array([students]), checked_level(level))
    return Rate(reached / students, float(low[0]), float(high[0]))


def students_behind(rate: float, students: float) -> float:
    """How many students have not reached the goal: students * (1 - rate)."""
    rate, students = a_number("rate", rate), a_number("number of students", students)
    if not 0 <= rate <= 1:
        raise ValueError(f"The rate is {rate:g}. Write it as a fraction: use 0.55 for 55%.")
    if students < 0:
        raise ValueError(f"The number of students is {students:g}; it cannot be below zero.")
    return students * (1 - rate)


def rate_change(
    reached_before: float,
    students_before: float,
    reached_after: float,
    students_after: float,
    level: float = RANGE,
) -> RateChange:
    """How far a rate moved between two groups of students, with Newcombe's range."""
    before = rate_range(reached_before, students_before, level)
    after = rate_range(reached_after, students_after, level)
    change = after.rate - before.rate
    low = change - np.hypot(after.rate - after.low, before.high - before.rate)
    high = change + np.hypot(after.high - after.rate, before.rate - before.low)
    return RateChange(change, float(low), float(high), bool(low > 0 or high < 0))


def rise_shown(rate_before: float, rate_after: float, students: int) -> bool:
    """Whether a rise is shown between two groups of the same size."""
    before, after = round(rate_before * students), round(rate_after * students)
    return rate_change(before, students, after, students).low > 0


def rates_by(students: pd.DataFrame, flag: str | pd.Series, *by: str) -> pd.DataFrame:
    """The share who reached a goal, for each group of students, with Wilson's range."""
    require_columns(students, [*by, *([flag] if isinstance(flag, str) else [])], STUDENTS)
    values = _one_or_zero(students[flag] if isinstance(flag, str) else flag)
    keys = [students[name] for name in by] or [pd.Series(0, index=students.index, name="all")]
    grouped = values.groupby(keys)
    table = grouped.agg(students="count", not_known=lambda rows: rows.isna().sum(), reached="sum")
    table = table.astype(int).reset_index()[[*by, "students", "not_known", "reached"]]
    return with_ranges(table)


def with_ranges(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rate, its range and the students behind to counts."""
    known = table["students"].to_numpy(dtype=float)
    reached = table["reached"].to_numpy(dtype=float)
    some = known > 0
    low, high, rate = (np.full(len(table), np.nan) for _ in range(3))
    low[some], high[some] = _wilson(reached[some], known[some], RANGE)
    rate[some] = reached[some] / known[some]
    behind = table["students"] - table["reached"]
    return table.assign(behind=behind, rate=rate, low=low, high=high)


def with_share_behind(rates: pd.DataFrame) -> pd.DataFrame:
    """Add the share who did not reach the goal (behind / students), with its range."""
    return rates.assign(
        share_behind=rates["behind"] / rates["students"],
        behind_low=1 - rates["high"],
        behind_high=1 - rates["low"],
    )


def _one_or_zero(flag: pd.Series) -> pd.Series:
    values = flag.astype("Float64").astype(float)
    wrong = values.notna() & ~values.isin([0.0, 1.0])
    if wrong.any():
        raise ValueError(
            f"{flag.name!r} holds {values[wrong].iloc[0]:g}. Write 1 for a student who reached the "
            "goal, 0 for one who did not, and leave it blank where it is not known."
        )
    return values


def _wilson(reached: np.ndarray, students: np.ndarray, level: float) -> tuple:
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(reached, students, alpha=1 - level, method="wilson")
    rate = reached / students
    # rounding may carry a limit of 0% or 100% a hair past the rate itself
    return np.clip(np.minimum(low, rate), 0, 1), np.clip(np.maximum(high, rate), 0, 1)


def _counts(reached: float, students: float) -> tuple[float, float]:
    reached = a_number("number of students who reached the goal", reached)
    students = a_number("number of students", students)
    if students < 1 or students != int(students):
        raise ValueError(
            f"The number of students is {students:g}. A rate needs a whole number, 1 or more."
        )
    if reached != int(reached) or not 0 <= reached <= students:
        raise ValueError(
            f"{reached:g} of {students:g} students reached the goal: that must be a whole number "
            "between none and all of them. Give students, not a percentage."
        )
    return reached, students


# --- How far groups, years and schools lie apart in the share who reached a goal -----------------

# what makes each group, each in a family whose groups do not overlap
FLAGS = {"low_income": "sed", "disability": "swd", "long_term_english_learner": "ltel",
         "foster": "foster", "homeless": "homeless", "migrant": "migrant"}  # fmt: skip
ALL, UNKNOWN = "all", "not_known"
MANY = 10  # rates looked at together, from which chance alone is worth a sentence
_PAIR = [
    "year_before", "year_after", "students_before", "students_after", "reached_before",
    "reached_after", "whole_span",
]  # fmt: skip


def group_rates(students: pd.DataFrame, flag: str | pd.Series) -> pd.DataFrame:
    """The rate of each student group beside that of all students, with the gap between."""
    values = students[flag] if isinstance(flag, str) else flag
    parts = [rates_by(students, values).assign(family=ALL, group=ALL)]
    for family, names in _families(students).items():
        part = rates_by(students.assign(group=names), values, "group")
        blank = names.isna() | names.eq(UNKNOWN)
        unknown = float(blank[values.notna()].mean())
        part = _with_gaps(part.assign(family=family), unknown > MOST_BLANK)
        parts.append(part.assign(group_not_known=unknown))
    return _as_gaps(parts)


def _as_gaps(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    found = pd.concat(parts, ignore_index=True)
    found["gap_shown"] = found.get("gap_shown", pd.Series(dtype=object)).eq(True)
    gaps = ["gap", "gap_low", "gap_high", "gap_shown", "group_not_known"]
    return found.reindex(columns=["family", "group", *RATE_COLUMNS, *gaps])


def rate_changes(rates: pd.DataFrame, *by: str) -> pd.DataFrame:
    """How far each rate moved from each year to the next, and from the first to the last.

    ``shown_among_all`` asks that a range hold for all changes of the same kind together, each with
    (1 - level) / their number left out: of many some seem shown by chance alone.
    """
    require_columns(rates, [*by, "fiscal_year", "students", "reached"], "table of rates")
    known = rates[rates["students"] > 0].sort_values("fiscal_year", kind="stable")
    followed = known.groupby(list(by), sort=False) if by else [((), known)]
    found = [
        dict(zip(by, named, strict=True)) | pair
        for named, rows in followed
        for pair in _pairs(rows)
    ]
    table = pd.DataFrame(found, columns=[*by, *_PAIR]).astype({"whole_span": bool})
    return _judged(table)


def in_points(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with ``points, low_points, high_points``: 100 times change and its range."""
    shares = {"points": "change", "low_points": "change_low", "high_points": "change_high"}
    return changes.assign(**{points: 100 * changes[share] for points, share in shares.items()})


def year_by_year(rates: pd.DataFrame) -> pd.DataFrame:
    """Rates of one goal, the earliest year first."""
    return rates.sort_values("fiscal_year", kind="stable")


def first_changes(changes: pd.DataFrame, name: str) -> pd.DataFrame:
    """The changes between the earliest two years, the largest rise first."""
    steps = changes[~changes["whole_span"].astype(bool)]
    first = steps[steps["year_before"] == steps["year_before"].min()]
    return first.sort_values(["change", name], ascending=[False, True], ignore_index=True)


def ends(changes: pd.DataFrame, each: int) -> pd.DataFrame:
    """The first and the last rows of a list, at most so many of each."""
    return pd.concat([changes[:each], changes[each:][-each:]], ignore_index=True)


def changes_counted(changes: pd.DataFrame) -> pd.Series:
    """How many changes were looked at, and are shown together; whether they are ``MANY``."""
    looked_at, together = len(changes), int(changes["shown_among_all"].sum())
    found = {"looked_at": looked_at, "together": together, "many": looked_at >= MANY}
    return pd.Series(found, dtype=object)


def _pairs(rows: pd.DataFrame) -> list[dict]:
    rows = rows.reset_index(drop=True)
    steps = [(place, place + 1, False) for place in range(len(rows) - 1)]
    whole = [(0, len(rows) - 1, True)] if len(rows) > 2 else []
    ends = {"year": "fiscal_year", "students": "students", "reached": "reached"}
    return [
        {f"{name}_before": rows[column][one] for name, column in ends.items()}
        | {f"{name}_after": rows[column][two] for name, column in ends.items()}
        | {"whole_span": span}
        for one, two, span in steps + whole
    ]


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    counts = table[["reached_before", "students_before", "reached_after", "students_after"]]
    alike = table.groupby(["year_before", "year_after"])["year_after"].transform("size")
    one_by_one = [rate_change(*row) for row in counts.to_numpy()]
    together = [
        rate_change(*row, level=1 - (1 - RANGE) / looked_at)
        for row, looked_at in zip(counts.to_numpy(), alike, strict=True)
    ]
    return table.assign(
        rate_before=table["reached_before"] / table["students_before"],
        rate_after=table["reached_after"] / table["students_after"],
        change=[found.change for found in one_by_one],
        change_low=[found.low for found in one_by_one],
        change_high=[found.high for found in one_by_one],
        shown=pd.Series([found.shown for found in one_by_one], dtype=bool),
        shown_among_all=pd.Series([found.shown for found in together], dtype=bool),
    )


def _families(students: pd.DataFrame) -> dict[str, pd.Series]:
    """For each family, the group that each student is in, or "rest"; blank where not known."""
    members = {group: students[column] for group, column in FLAGS.items() if column in students}
    if "el_status" in students:
        status = students["el_status"].astype("str")
        unknown = status.isna() | status.isin(TO_BE_DETERMINED)
        members["english_learner"] = status.eq("EL").astype("boolean").mask(unknown)
    families = {}
    for group, member in members.items():
        inside = member.astype("boolean")
        if inside.eq(True).any():
            families[group] = inside.map({True: group, False: "rest"}, na_action="ignore")
    if "ethnicity" in students and students["ethnicity"].notna().any():
        said = students["ethnicity"].astype("str").replace("not_reported", UNKNOWN)
        families["ethnicity"] = said.fillna(UNKNOWN)
    return families


def _with_gaps(part: pd.DataFrame, unknown: bool) -> pd.DataFrame:
    known = part[part["group"] != UNKNOWN]
    total, reached = known["students"].sum(), known["reached"].sum()
    rows = []
    for row in part.itertuples():
        rest, rest_reached = total - row.students, reached - row.reached
        if unknown or row.group in ("rest", UNKNOWN) or row.students == 0 or rest == 0:
            rows.append((None, None, None, False))
            continue
        apart = rate_change(rest_reached, rest, row.reached, row.students)
        share = rest / total
        rows.append((share * apart.change, share * apart.low, share * apart.high, apart.shown))
    gaps = pd.DataFrame(rows, columns=["gap", "gap_low", "gap_high", "gap_shown"], index=part.index)
    gaps = gaps.astype({"gap": float, "gap_low": float, "gap_high": float})
    return part.join(gaps).sort_values("group", key=lambda names: names.eq("rest"), kind="stable")


# --- Who reached a goal of learning: chronic absence, the state standard, ninth grade on track ---

LEAST_DAYS_ENROLLED, MET = 31, 3
CUTS = ["level_2", "level_3", "level_4"]


def chronically_absent(students: pd.DataFrame) -> pd.Series:
    """Whether each student was chronically absent: 1 yes, 0 no, blank not counted."""
    require_columns(students, ["days_expected", "days_absent"], STUDENTS)
    expected = students["days_expected"].astype(float)
    absent = students["days_absent"].astype(float)
    counted = (expected >= LEAST_DAYS_ENROLLED) & (absent < expected)
    # times ten rather than divided: half days stay exact, so 18 of 180 is a tenth
    return (10 * absent >= expected).astype(float).where(counted)


def standard_met(students: pd.DataFrame, subject: str) -> pd.Series:
    """Whether each student met the state standard: level 3 or 4 of the CAASPP test."""
    require_columns(students, [f"{subject}_level"], STUDENTS)
    level = students[f"{subject}_level"].astype(float)
    return (level >= MET).astype(float).where(level.notna())


def levels_from_scores(students: pd.DataFrame, standards: pd.DataFrame) -> pd.DataFrame:
    """Fill a blank achievement level where the score is known, by the state's cuts.

        level = 1 + how many of level_2, level_3, level_4 (scale points) the score reaches

    A level that was given stays; a grade without a standard stays blank.  ``standards`` is indexed
    by subject and grade (California Department of Education, Smarter Balanced score ranges).
    """
    require_columns(students, ["grade"], STUDENTS)
    require_columns(standards, CUTS, "table of standards")
    filled = students.copy()
    for subject in ("ela", "math"):
        if f"{subject}_ss" in students:
            score = students[f"{subject}_ss"].astype(float)
            asked = pd.MultiIndex.from_arrays([[subject] * len(students), students["grade"]])
            cuts = standards[CUTS].reindex(asked).set_index(students.index)
            level = 1 + cuts.le(score, axis=0).sum(axis=1)
            level = level.astype(float).where(score.notna() & cuts.notna().all(axis=1))
            given = students.get(f"{subject}_level", level)
            filled[f"{subject}_level"] = given.astype(float).fillna(level)
    return filled


def ninth_grade_c_or_better(students: pd.DataFrame) -> pd.Series:
    """Whether each ninth grader has 50 credits and neither a D nor an F in a core course: 1 or 0.

    California's stricter count, as its public universities ask.  By Chicago's (``outcome_values``)
    one F and any number of Ds are on track: never both definitions in one line of figures.
    """
    columns = [*NINTH, "g9_core_d"]
    require_columns(students, columns, STUDENTS)
    return on_track(students, columns[1:], most=0)


# --- What students have learned, each goal as reached, not reached or not known ------------------


def _attending(students: pd.DataFrame) -> pd.Series:
    return 1 - chronically_absent(students)


@dataclass(frozen=True)
class Measure:
    """One goal: of whom it is asked and how read; no two of ``MEASURES`` count a student twice."""

    word: str
    grades: tuple[str, ...]
    columns: tuple[str, ...]
    values: Callable[[pd.DataFrame], pd.Series]


# two definitions of one goal: a ranking holds one of them
NINTH_GRADE = ("ninth_grade_on_track", "ninth_grade_c_or_better")
_DAYS = ("days_expected", "days_absent")
_ELA, _MATH = (partial(standard_met, subject=subject) for subject in ("ela", "math"))
_LITERACY, _ON_TRACK = (
    partial(outcome_values, intended_outcome=outcome)
    for outcome in ("reading_on_grade", NINTH_GRADE[0])
)
_TK_8 = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 9)))
MEASURES = {
    word: Measure(word, grades, columns, values)
    for word, grades, columns, values in (
        ("early_literacy", ("KN", "01", "02"), ("literacy_status",), _LITERACY),
        ("third_grade_reading", ("03",), ("ela_level",), _ELA),
        ("ela_4_5", ("04", "05"), ("ela_level",), _ELA),
        ("ela_6_8", ("06", "07", "08"), ("ela_level",), _ELA),
        ("ela_11", ("11",), ("ela_level",), _ELA),
        ("math_3_5", ("03", "04", "05"), ("math_level",), _MATH),
        ("math_6_8", ("06", "07", "08"), ("math_level",), _MATH),
        ("math_11", ("11",), ("math_level",), _MATH),
        (NINTH_GRADE[0], ("09",), NINTH, _ON_TRACK),
        (NINTH_GRADE[1], ("09",), (*NINTH, "g9_core_d"), ninth_grade_c_or_better),
        ("attending_tk_8", _TK_8, _DAYS, _attending),
        ("attending_9_12", ("09", "10", "11", "12"), _DAYS, _attending),
    )
}


def goals_with(ninth_grade: str = NINTH_GRADE[0]) -> list[str]:
    """Every goal of learning, with one definition of ninth grade on track."""
    if ninth_grade not in NINTH_GRADE:
        raise ValueError(
            f"{ninth_grade!r} is not a definition of ninth grade on track. Use one of "
            f"{', '.join(NINTH_GRADE)}."
        )
    return [word for word in MEASURES if word not in NINTH_GRADE or word == ninth_grade]


def measure_values(students: pd.DataFrame, measure: str) -> pd.Series:
    """One goal for every student: 1 reached, 0 not reached, blank not asked or not known."""
    found = _measure(measure)
    require_columns(students, ["grade", *found.columns], STUDENTS)
    values = found.values(students).where(students["grade"].isin(found.grades))
    return values.rename(measure)


def learning_rates(
    students: pd.DataFrame, *by: str, measures: Sequence[str] = tuple(MEASURES)
) -> pd.DataFrame:
    """The rate of each goal in each year, of all students or by more columns (``by``).

    ``measure, fiscal_year, *by`` and the columns of ``rates_by``; ``not_known`` counts students of
    the goal's grades without a result.  A goal whose columns or grades are absent has no row, and
    a group with nobody known has none.
    """
    require_columns(students, ["grade", "fiscal_year", *by], STUDENTS)
    found = {}
    for word in measures:
        wanted = students[students["grade"].isin(_measure(word).grades)]
        if set(_measure(word).columns) <= set(students.columns):
            rates = rates_by(wanted, measure_values(wanted, word), "fiscal_year", *by)
            found[word] = rates[rates["students"] > 0]
    return _goal_by_goal(found, by)


def _goal_by_goal(rates: dict[str, pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    columns = ["measure", "fiscal_year", *by, *RATE_COLUMNS]
    parts = [part.assign(measure=word) for word, part in rates.items() if len(part)]
    return pd.concat(parts or [pd.DataFrame(columns=columns)], ignore_index=True)[columns]


def published_rates(
    outcomes_public: pd.DataFrame,
    cds_code: str,
    *by: str,
    measures: Sequence[str] = tuple(MEASURES),
) -> pd.DataFrame:
    """``learning_rates`` from what the state has published, where no student table was brought.

        reached = the state's own count of students who met the standard; where it gives none,
                  percent met and above * students with scores; added over the goal's grades

    Of all students of a district or, with a column ``by`` that names schools, of each.  A goal
    of which the state hid a grade is left out: its other grades are not the goal; a school's
    stands as ``_stood_in``.  The state publishes achievement alone: early literacy, ninth grade
    and attendance are never here.
    """
    rows = _published_of(outcomes_public, cds_code, ["1"])
    district = rows["school_code"].eq(DISTRICT)
    rows = rows[~district if by else district]
    found = {}
    for word in measures:
        added = _added(_asked(rows, word), "fiscal_year", *by)
        found[word] = with_ranges(_stood_in(added) if by else added.dropna(subset=["reached"]))
    return _goal_by_goal(found, by)


DISTRICT, ALL_GRADES, DIRECT_CHARTER = "0000000", "13", "9"
PUBLISHED_GROUPS = {  # the state's numbers of student groups: the family of each, and its name here
    "1": (ALL, ALL), "31": ("low_income", "low_income"), "111": ("low_income", "rest"),
    "128": ("disability", "disability"), "99": ("disability", "rest"),
    "160": ("english_learner", "english_learner"), "6": ("english_learner", "rest"),
    "240": ("foster", "foster"), "241": ("foster", "rest"), "52": ("homeless", "homeless"),
    "53": ("homeless", "rest"), "28": ("migrant", "migrant"), "29": ("migrant", "rest"),
    "74": ("ethnicity", "african_american"), "75": ("ethnicity", "american_indian"),
    "76": ("ethnicity", "asian"), "77": ("ethnicity", "filipino"), "78": ("ethnicity", "hispanic"),
    "79": ("ethnicity", "pacific_islander"), "80": ("ethnicity", "white"),
    "144": ("ethnicity", "two_or_more"),
}  # fmt: skip


def published_gaps(
    outcomes_public: pd.DataFrame, cds_code: str, measure: str, fiscal_year: str
) -> pd.DataFrame:
    """``learning_gaps`` from what the state has published of a district's student groups.

    Of whom the state published no group, the group is not known; a group of which it hid a grade
    of the goal stands as ``_stood_in``, without a gap.
    """
    rows = _asked(_published_of(outcomes_public, cds_code, [*PUBLISHED_GROUPS]), measure)
    rows = rows[rows["school_code"].eq(DISTRICT) & rows["fiscal_year"].eq(fiscal_year)]
    named = rows["student_group"].fillna("1").map(PUBLISHED_GROUPS)
    added = _added(rows.assign(family=named.str[0], group=named.str[1]), "family", "group")
    whole = added[added["family"].eq(ALL)].dropna(subset=["reached"])
    parts = [with_ranges(whole)]
    for family, part in added[added["family"].ne(ALL)].groupby("family") if len(whole) else ():
        parts.append(_published_family(part, whole.iloc[0]).assign(family=family))
    return _as_gaps(parts)


def _published_family(part: pd.DataFrame, whole: pd.Series) -> pd.DataFrame:
    """The groups of one family with their gaps, beside what is left of all students."""
    shown, hidden = part.dropna(subset=["reached"]), part[part["reached"].isna()]
    left = (whole[COUNTED] - shown[COUNTED].sum()).clip(lower=0).astype(float)
    apart = part["family"].eq("ethnicity").any()
    known = hidden.empty and (apart or part["group"].eq("rest").any())
    rest = left.to_frame().T.assign(group=UNKNOWN if known else "rest")
    unknown = left["students"] / whole["students"] if known else 0.0
    rows = with_ranges(pd.concat([shown, rest[rest["students"] > 0]], ignore_index=True))
    found = _with_gaps(rows, unknown > MOST_BLANK)
    if len(hidden) or (known and not apart):  # the rest is told by those beside it
        found = found.drop(index=len(shown), errors="ignore")
    one_by_one = [with_ranges(_stood_in(hidden))] if len(hidden) else []
    return pd.concat([found, *one_by_one]).assign(group_not_known=unknown)


def published_by_school(outcomes_public: pd.DataFrame, cds_code: str) -> pd.DataFrame:
    """Students of each school below the standard in ELA, all grades of the last spring, most first.

    As counts that nobody has hidden yet (``hide_rates``).
    """
    columns = ["school_name", "test_year", "students", "reached", "behind", "rate"]
    rows = _published_of(outcomes_public, cds_code, ["1"])
    rows = rows[rows["grade"].eq(ALL_GRADES) & rows["subject"].eq("ELA")]
    rows = rows[rows["school_code"].ne(DISTRICT) & rows["test_year"].eq(rows["test_year"].max())]
    names = rows.get("school_name", rows["school_code"]).fillna(rows["school_code"])
    added = _added(rows.assign(school_name=names), "school_name", "test_year")
    table = with_ranges(_stood_in(added))[columns]
    return table.sort_values(["behind", "school_name"], ascending=[False, True], ignore_index=True)


def _asked(rows: pd.DataFrame, word: str) -> pd.DataFrame:
    """The published rows of one goal's subject and grades; none where the state publishes none."""
    subject, _, achievement = _measure(word).columns[0].partition("_")
    asked = rows["subject"].str.lower().eq(subject) & (achievement == "level")
    return rows[asked & rows["grade"].isin(_measure(word).grades)]


COUNTED = ["students", "not_known", "reached"]


def _added(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Published rows added up; ``reached`` blank where the state hid one of them."""
    added = rows.groupby([*by], as_index=False)[COUNTED].sum(skipna=False)
    return added[added["students"].gt(0) | added["reached"].isna()]


def _stood_in(added: pd.DataFrame) -> pd.DataFrame:
    """What the state hid as one student who did not reach the goal: it is hidden again as a few."""
    one = added.assign(students=1.0, not_known=0.0, reached=0.0)
    return added.where(added["reached"].notna(), one)


def _published_of(public: pd.DataFrame, cds_code: str, groups: Sequence[str]) -> pd.DataFrame:
    """A district's published rows with counts, without charter schools that are none of it."""
    own = public["county_code"].eq(cds_code[:2]) & public["district_code"].eq(cds_code[2:7])
    group = public["student_group"]
    own &= group.isin(groups) | group.isna().all()
    if "type_id" in public:
        own &= ~public["type_id"].eq(DIRECT_CHARTER).fillna(False)
    rows = public[own]
    counted = rows["students_with_scores"].fillna(rows["students_tested"]).astype(float)
    by_share = (rows["pct_met_and_above"].astype(float) / 100 * counted).round()
    given = rows.get("students_met_and_above", pd.Series(float("nan"), rows.index))
    year = rows["test_year"].astype(int)
    return rows.assign(
        fiscal_year=(year - 1).astype(str) + "-" + (year % 100).astype(str).str.zfill(2),
        students=counted,
        not_known=(rows["students_tested"].astype(float) - counted).fillna(0.0),
        reached=given.astype(float).fillna(by_share).mask(counted.eq(0), 0.0),
    )


def _measure(word: str) -> Measure:
    if word not in MEASURES:
        raise ValueError(
            f"{word!r} is not a goal of learning that we can read. Use one of {quoted(MEASURES)}."
        )
    return MEASURES[word]


# --- How far students stand from the standard, and how far the same students have come -----------

SUBJECTS = ("ela", "math")
WINDOWS = {"boy": "boy_score", "moy": "moy_score", "eoy": "eoy_score"}
# The step into each grade between the state's mean scores of two neighbouring grades, spring
# 2024, in scale points: what is common from one spring to the next.  Worked out from the state
# row of the research file (CDE and ETS, Smarter Balanced 2024).
_STEPS = {"ela": (42.0, 39.0, 25.0, 21.0, 13.0), "math": (39.0, 22.0, 17.0, 13.0, 11.0)}
STATE_STEPS = {
    (subject, grade): points
    for subject, steps in _STEPS.items()
    for grade, points in zip(("04", "05", "06", "07", "08"), steps, strict=True)
}


def score_growth(
    students: pd.DataFrame, typical: Mapping[tuple[str, str], float] = STATE_STEPS, *by: str
) -> pd.DataFrame:
    """How far the same students' scores moved since last spring, beside the usual step.

        change     = mean of (score - score the spring before), students with both
        beyond     = change - typical step into the same grade

    The usual step is the state's, between the means of two grades in one year: it says what is
    common, not what a school should get.  Growth above it is no effect of a program.
    """
    require_columns(students, ["grade", "fiscal_year", *by], STUDENTS)
    keys = ["subject", "fiscal_year", "grade", *by]
    parts = []
    for subject in SUBJECTS:
        if {f"{subject}_ss", f"{subject}_ss_prior"} <= set(students.columns):
            score, prior = (
                students[f"{subject}_{one}"].astype(float) for one in ("ss", "ss_prior")
            )
            parts.append(students.assign(subject=subject, _step=score - prior))
    together = pd.concat(parts or [students.assign(subject="", _step=np.nan)], ignore_index=True)
    pairs = zip(together["subject"], together["grade"], strict=True)
    usual = np.array([typical.get(pair, np.nan) for pair in pairs], dtype=float)
    together = together.assign(typical_step=usual, _beyond=together["_step"] - usual)
    table = _means(together.dropna(subset=["_beyond"]), "_beyond", [*keys, "typical_step"])
    table = table.rename(columns={"mean": "beyond", "low": "beyond_low", "high": "beyond_high"})
    table["change"] = table["beyond"] + table["typical_step"]
    above, below = table["beyond_low"] > 0, table["beyond_high"] < 0
    table["standing"] = np.select([above, below], ["above", "below"], "not told")
    found = ["students", "change", "typical_step", "beyond", "beyond_low", "beyond_high"]
    return table[[*keys, *found, "standing"]]


def not_tested_before(growth: pd.DataFrame, tested: pd.Series) -> pd.Series:
    """Of each row's goal, how many have a result this spring (``tested``) and none of the last."""
    goals = {(w.split("_")[0], g): w for w, one in MEASURES.items() for g in one.grades}
    pairs = zip(growth["subject"], growth["grade"], strict=True)
    goal = pd.Series([goals.get(pair) for pair in pairs], growth.index, dtype="object")
    return goal.map(tested) - growth.groupby(goal)["students"].transform("sum")


def literacy_windows(students: pd.DataFrame) -> pd.DataFrame:
    """Early literacy scores in three windows of the year; tests are not on one scale."""
    keys = ["literacy_assessment", "fiscal_year", "grade"]
    require_columns(students, keys, STUDENTS)
    parts = [
        students[keys].assign(window=window, order=order, score=students[column].astype(float))
        for order, (window, column) in enumerate(WINDOWS.items())
        if column in students
    ]
    if not parts:
        raise ValueError(
            f"The table of students has none of {quoted(WINDOWS.values())}, so no window of the "
            "early literacy test is known."
        )
    long = pd.concat(parts).dropna(subset=["score", "literacy_assessment"])
    table = long.groupby([*keys, "order", "window"], as_index=False).agg(
        students=("score", "size"), mean_score=("score", "mean")
    )
    return table.drop(columns="order")


def literacy_rates(students: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """The share at or above the early literacy benchmark in one year, by test and grade."""
    year = students[students["fiscal_year"].eq(fiscal_year)]
    reached = outcome_values(year, "reading_on_grade")
    rates = rates_by(year, reached, "literacy_assessment", "grade")
    early = rates["grade"].isin(MEASURES["early_literacy"].grades)
    return rates.assign(whole=rates["grade"].mask(early, "early"))


def literacy_by_grade(windows: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """The mean score of each window side by side, with the share on benchmark."""
    keys = ["literacy_assessment", "grade"]
    means = windows.pivot(index=keys, columns="window", values="mean_score")
    means = means.reindex(columns=list(WINDOWS)).reset_index().rename_axis(columns=None)
    table = means.merge(rates, on=keys, how="left")
    place = table["grade"].map({"TK": 0, "KN": 1}).fillna(9)
    ordered = table.assign(place=place).sort_values(["literacy_assessment", "place", "grade"])
    return ordered.drop(columns="place").reset_index(drop=True)


def _means(rows: pd.DataFrame, column: str, keys: list[str]) -> pd.DataFrame:
    from scipy.stats import t

    table = rows.groupby(keys, as_index=False).agg(
        students=(column, "size"), mean=(column, "mean"), _sd=(column, "std")
    )
    several = table["students"] > 1
    reach = t.ppf((1 + RANGE) / 2, (table["students"] - 1).where(several, 1))
    half = (reach * table["_sd"] / np.sqrt(table["students"])).where(several)
    return table.assign(low=table["mean"] - half, high=table["mean"] + half).drop(columns="_sd")


# --- The district's needs, ranked by rate and by count -------------------------------------------


def ranked_needs(rates: pd.DataFrame, name: str = "measure") -> pd.DataFrame:
    """The needs of one year, lowest rate first, with two ranks: by rate, and by students behind.

    Neither rank is the right one: by count, a goal asked of three grades counts about three times
    the students of a goal asked of one.  ``name`` is the column that names the need.
    """
    require_columns(rates, [name, "students", "rate", "behind"], "table of needs")
    if rates[name].duplicated().any():
        twice = rates.loc[rates[name].duplicated(), name].iloc[0]
        raise ValueError(f"{twice!r} is listed twice among the needs. Give one year at a time.")
    known = rates.dropna(subset=["rate"]).sort_values(name, kind="stable")
    ranked = known.assign(
        rank_by_rate=known["rate"].rank(method="first").astype(int),
        rank_by_count=known["behind"].rank(method="first", ascending=False).astype(int),
    )
    return ranked.sort_values("rank_by_rate", ignore_index=True)


def lowest_told_apart(ranked: pd.DataFrame) -> bool:
    """Whether the lowest rate can be told from the next lowest."""
    if len(ranked) < 2:
        return False
    lowest, after = (ranked[ranked["rank_by_rate"] == place].iloc[0] for place in (1, 2))
    apart = rate_change(lowest["reached"], lowest["students"], after["reached"], after["students"])
    return apart.shown


def learning_gaps(students: pd.DataFrame, measure: str, fiscal_year: str) -> pd.DataFrame:
    """Each student group's rate of one goal in one year, beside that of all students."""
    require_columns(students, ["fiscal_year", "grade"], STUDENTS)
    asked = students["grade"].isin(_measure(measure).grades)
    year = students[asked & students["fiscal_year"].eq(fiscal_year)]
    values = measure_values(year, measure)
    found = group_rates(year, values)
    return found if values.notna().any() else found.iloc[:0]
