"""Goals: the seven SMARTER tests, the way from year to year, and the students behind a share.

goals_of      the goals a team wrote, held against its own district's results
goal_table    what each comes to: points a year, students to move, dollars for each
room_goals    what each person of a room set, and how far that lies apart
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from smarter_spending.analysis.checks import year_after

LONGEST = 5  # years: beyond that few of those who set a goal are there to answer for it
LETTERS = (
    ("S", "Specific"),
    ("M", "Measurable"),
    ("A", "Achievable"),
    ("R", "Relevant"),
    ("T", "Time-bound"),
    ("E", "Engaging"),
    ("R", "Resourced"),
)
PATH = ["year", "rate"]
MOST_GOALS = 3
OTHER = "another measure, written above"  # the answer of who measures by none of our results
NOT_CHOSEN = "choose…"  # what a list says before anybody chooses
WRITTEN = ("statement", "measure", "students", "count", "baseline", "target", "years", "relevant",
           "owner", "engaged", "budget_line", "dollars")  # fmt: skip
SHEET = ["number", "goal", "measure", "students", "count", "baseline", "target", "years", "by_year",
         "points_a_year", "to_move", "owner", "engaged", "budget_line", "dollars",
         "dollars_per_student"]  # fmt: skip
RESULTS = ["fiscal_year", "students", "rate", "low", "high"]
SAME = 5e-3  # share: a baseline further from the district's own is of other students


@dataclass(frozen=True)
class Goal:
    """One goal as it was written; whatever was left open is ``None`` or blank.

    ``measure`` is what students will reach and ``students`` which students, in words;
    ``count`` is how many of them there are; ``baseline`` and ``target`` are shares, 0 to
    1; ``years`` until the target; ``answers_question`` says whether it answers the
    question the room agreed on; ``owner`` is one role and ``engaged`` who beyond the owner
    helps to shape and carry it; ``budget_line`` and ``dollars`` a year pay for it;
    ``most_moved_in_a_year`` is the largest rise of the same share from one year to the
    next that the district has on file (``None`` with fewer than two years); ``statement``
    is the goal in its team's words.
    """

    measure: str = ""
    students: str = ""
    count: float | None = None
    baseline: float | None = None
    target: float | None = None
    years: float | None = None
    answers_question: bool | None = None
    owner: str = ""
    engaged: str = ""
    budget_line: str = ""
    dollars: float | None = None
    most_moved_in_a_year: float | None = None
    statement: str = ""


def smarter_tests(goal: Goal) -> pd.DataFrame:
    """Seven tests of a goal, and for each that fails, why.

        S  names what students will reach, and which students
        M  has a baseline, a target and a number of students
        A  the target is above the baseline, by no more a year than the district has moved
        R  answers the question the room agreed on
        T  has a number of years, at most 5
        E  has one owner, and somebody beyond the owner
        R  has a budget line with dollars in it

    A test asks whether the goal says something, not whether it is wise.  "Achievable" is
    not known while there is no past change to hold it against; a goal beyond every past
    year may still be right, if somebody says what will be different.

    Parameters
    ----------
    goal : Goal

    Returns
    -------
    DataFrame, one row per letter, in order
        ``letter``, ``word``, ``passed`` (True, False, or ``<NA>`` when it cannot be known)
        and ``reasons`` (a tuple of short names of what is missing; empty when passed).

    Raises
    ------
    ValueError
        When a share is not between 0 and 1, or a number is negative.

    Examples
    --------
    >>> vague = smarter_tests(Goal(measure="reading"))
    >>> vague[["letter", "passed"]].values.tolist()[:2]
    [['S', False], ['M', False]]
    >>> vague["reasons"].iloc[0]
    ('no_students',)

    References
    ----------
    Government Finance Officers Association, *Smarter School Spending*, practice 2A
    (SMARTER); the thresholds are this project's.
    """
    _check(goal)
    reasons = [
        _named(no_measure=goal.measure, no_students=goal.students),
        _known(no_baseline=goal.baseline, no_target=goal.target, no_count=goal.count),
        _achievable(goal),
        {None: ("question_not_answered",), False: ("other_question",), True: ()}[
            goal.answers_question
        ],
        _known(no_years=goal.years) or (("too_far_off",) if goal.years > LONGEST else ()),
        _named(no_owner=goal.owner, nobody_engaged=goal.engaged),
        (*_named(no_budget_line=goal.budget_line), *(() if goal.dollars else ("no_dollars",))),
    ]
    passed = pd.array([not failed for failed in reasons], "boolean")
    passed[[failed == ("no_past_change",) for failed in reasons]] = pd.NA
    letters, words = zip(*LETTERS, strict=True)
    return pd.DataFrame({"letter": letters, "word": words, "passed": passed, "reasons": reasons})


def students_to_move(count: float, baseline: float, target: float) -> float:
    """How many more students must reach the goal.

        students to move = students * (target - baseline)

    Parameters
    ----------
    count : float, students
    baseline, target : float, shares 0 to 1

    Returns
    -------
    float
        Students; negative when the target lies below the baseline.

    Raises
    ------
    ValueError
        When a share is not between 0 and 1, or the count is negative.

    Examples
    --------
    From 42% to 54% of 1,300 third graders: 1,300 * 0.12 = 156.

    >>> round(students_to_move(1_300, 0.42, 0.54), 6)
    156.0
    """
    _check(Goal(count=count, baseline=baseline, target=target))
    return count * (target - baseline)


def yearly_path(baseline: float, target: float, years: int) -> pd.DataFrame:
    """A straight line from the baseline to the target, year by year.

        rate in year k = baseline + k * (target - baseline) / years

    Few results move in a straight line: it is a ruler to hold against each year's range,
    not a forecast.

    Parameters
    ----------
    baseline, target : float, shares 0 to 1
    years : int, at least 1

    Returns
    -------
    DataFrame, one row per year
        ``year`` (0 is the baseline's) and ``rate`` (0 to 1).

    Raises
    ------
    ValueError
        When a share is not between 0 and 1, or there is not a whole year.

    Examples
    --------
    >>> yearly_path(0.42, 0.54, 3)["rate"].round(2).tolist()
    [0.42, 0.46, 0.5, 0.54]
    """
    if years != int(years) or years < 1:
        raise ValueError(f"A goal needs a whole number of years, 1 or more, not {years:g}.")
    _check(Goal(baseline=baseline, target=target))
    steps = range(int(years) + 1)
    rates = [target if k == years else baseline + k * (target - baseline) / years for k in steps]
    return pd.DataFrame({"year": list(steps), "rate": rates}, columns=PATH)


def dollars_per_student_moved(dollars: float, years: float, students: float) -> float:
    """What the budget line comes to for each student who is to be moved.

        dollars per student moved = dollars a year * years / students to move

    It is what the goal *implies*, if it is reached: no estimate of what it takes.  Hold it
    against notebook 9's figures for programs that were compared.

    Parameters
    ----------
    dollars : float, dollars a year
    years : float
    students : float
        To be moved by the last year.

    Returns
    -------
    float
        Dollars; ``NaN`` when no student is to be moved.

    Raises
    ------
    ValueError
        When the dollars or the years are negative.

    Examples
    --------
    >>> dollars_per_student_moved(520_000, 3, 156)
    10000.0
    """
    _check(Goal(dollars=dollars, years=years))
    return dollars * years / students if students > 0 else float("nan")


def rise_a_year(before: float, after: float, years: float) -> float:
    """Percentage points a year between two shares.

        rise a year = 100 * (after - before) / years

    Parameters
    ----------
    before, after : float, shares 0 to 1
    years : float

    Returns
    -------
    float
        Percentage points.

    Examples
    --------
    >>> round(rise_a_year(0.42, 0.54, 3), 6)
    4.0
    """
    return float(100 * ((after - before) / years))


def goals_of(answers: Mapping[str, object], years: pd.DataFrame) -> dict[int, Goal]:
    """The goals that were begun, with the district's own figures where none were typed.

    Parameters
    ----------
    answers : mapping of key to answer
        ``goal_<number>_<part>`` with the parts of ``WRITTEN``; shares in percent.
    years : DataFrame, one row per result and year
        ``need_title``, ``fiscal_year``, ``students``, ``rate``, ``low`` and ``high`` (shares);
        may be empty.

    Returns
    -------
    dict of number to Goal
        A goal without a statement, a measure and a target is not begun.

    Examples
    --------
    >>> goals = goals_of({"goal_1_statement": "All read", "goal_1_target": 54}, pd.DataFrame())
    >>> goals[1].statement, goals[1].target, goals[1].baseline
    ('All read', 0.54, None)
    """
    goals = {}
    for number in range(1, MOST_GOALS + 1):
        given = {part: _answer(answers, number, part) for part in WRITTEN}
        if given["statement"] or given["measure"] or given["target"]:
            goals[number] = _goal(given, _own_rates(years, given["measure"]))
    return goals


def goal_tests(goals: Mapping[int, Goal]) -> pd.DataFrame:
    """The seven tests of every goal.

    Parameters
    ----------
    goals : mapping of number to Goal

    Returns
    -------
    DataFrame, one row per goal and letter
        ``number`` and the columns of ``smarter_tests``.

    Examples
    --------
    >>> goal_tests({2: Goal(owner="Director", engaged="Teachers")})["passed"].tolist()
    [False, False, False, False, False, True, False]
    """
    parts = [smarter_tests(goal).assign(number=number) for number, goal in goals.items()]
    columns = ["number", "letter", "word", "passed", "reasons"]
    return pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)


def goal_table(goals: Mapping[int, Goal], fiscal_year: str) -> pd.DataFrame:
    """What each goal comes to: points a year, students to move, dollars for each.

    Parameters
    ----------
    goals : mapping of number to Goal
    fiscal_year : str
        The baseline's.

    Returns
    -------
    DataFrame, one row per goal
        ``number``, ``goal`` (words), ``measure``, ``students``, ``count`` (students),
        ``baseline`` and ``target`` (shares), ``years``, ``by_year`` (fiscal year of the
        target), ``points_a_year`` (share), ``to_move`` (students), ``owner``, ``engaged``,
        ``budget_line``, ``dollars`` (a year) and ``dollars_per_student``; ``NaN`` or blank
        where a part is open.

    Examples
    --------
    >>> goal = Goal("reading", count=1_300, baseline=0.42, target=0.54, years=3)
    >>> goal_table({1: goal}, "2024-25")[["by_year", "to_move"]].round(6).values.tolist()
    [['2027-28', 156.0]]
    """
    rows = [_sheet_row(number, goal, fiscal_year) for number, goal in goals.items()]
    return pd.DataFrame(rows, columns=SHEET)


def goal_path(goal: Goal, years: pd.DataFrame, measure: str, fiscal_year: str) -> pd.DataFrame:
    """Where the result was, year by year, and the straight line to the target.

    Parameters
    ----------
    goal : Goal
    years : DataFrame
        As for ``goals_of``.
    measure : str
        The goal's measure, as it was chosen.
    fiscal_year : str
        The baseline's.

    Returns
    -------
    DataFrame, one row per year
        ``fiscal_year``, ``rate``, ``low``, ``high`` (shares; the range is blank for a year
        to come) and ``kind`` ("was" or "planned").  No rows while the goal has no target.

    Examples
    --------
    >>> goal = Goal(baseline=0.42, target=0.54, years=2)
    >>> goal_path(goal, pd.DataFrame(), "", "2024-25")[["fiscal_year", "rate"]].values.tolist()
    [['2024-25', 0.42], ['2025-26', 0.48], ['2026-27', 0.54]]
    """
    columns = ["fiscal_year", "rate", "low", "high", "kind"]
    if goal.baseline is None or goal.target is None or not goal.years:
        return pd.DataFrame(columns=columns)
    past = _own_rates(years, measure)
    if not past.empty and abs(past["rate"].iloc[-1] - goal.baseline) > SAME:
        past = past.iloc[:0]  # the baseline typed is of other students: another line
    path = yearly_path(goal.baseline, goal.target, int(goal.years))
    path["fiscal_year"] = [year_after(fiscal_year, year) for year in path["year"]]
    planned = path.assign(kind="planned")
    return pd.concat([past.assign(kind="was"), planned]).reindex(columns=columns)


@dataclass(frozen=True)
class Pace:
    """How steep a goal's path is, in percentage points a year.

    ``planned`` is the line to the target, ``past`` the years on file (``None`` with fewer
    than two).
    """

    planned: float
    past: float | None


def path_pace(path: pd.DataFrame) -> Pace:
    """How steep the way to a goal is, and how steep it was so far.

    Parameters
    ----------
    path : DataFrame
        As ``goal_path`` gives, with at least one row.

    Returns
    -------
    Pace

    Examples
    --------
    >>> path = pd.DataFrame({"rate": [0.36, 0.42, 0.42, 0.46], "kind": ["was", "was", "planned",
    ...                                                                 "planned"]})
    >>> pace = path_pace(path)
    >>> round(pace.planned, 6), round(pace.past, 6)
    (4.0, 6.0)
    """
    plan, past = (path.loc[path["kind"] == kind, "rate"] for kind in ("planned", "was"))
    return Pace(
        planned=rise_a_year(plan.iloc[0], plan.iloc[-1], max(len(plan) - 1, 1)),
        past=rise_a_year(past.iloc[0], past.iloc[-1], len(past) - 1) if len(past) > 1 else None,
    )


def room_goals(answers: pd.DataFrame) -> pd.DataFrame:
    """What a room set as its first goal: measure, target and years of each person.

    Parameters
    ----------
    answers : DataFrame, one row per person and question
        ``person``, ``role``, ``key`` and ``answer``.

    Returns
    -------
    DataFrame, one row per person who chose a measure
        ``person``, ``role``, ``measure``, ``target`` (share) and ``years``; ``NaN`` open.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": "A", "role": "finance",
    ...     "key": ["goal_1_measure", "goal_1_target"], "answer": ["Reading", 54]})
    >>> room_goals(answers)[["person", "measure", "target"]].values.tolist()
    [['A', 'Reading', 0.54]]
    """
    rows = []
    for (person, role), theirs in answers.groupby(["person", "role"], sort=True):
        kept = dict(zip(theirs["key"], theirs["answer"], strict=True))
        measure = _answer(kept, 1, "measure")
        if measure:
            target, years = _share(_answer(kept, 1, "target")), _answer(kept, 1, "years")
            rows.append((person, role, measure, target, years or None))
    return pd.DataFrame(rows, columns=["person", "role", "measure", "target", "years"]).astype(
        {"target": float, "years": float}
    )


@dataclass(frozen=True)
class TargetsApart:
    """How far a room lies apart on its first goal.

    ``measures`` is how many were chosen, ``measure`` the one that most people chose and
    ``chosen_by`` how many they are; ``low`` and ``high`` are the ends of their targets
    (shares; ``None`` with fewer than two), ``finance`` and ``academics`` the medians of the
    two sides (``None`` unless both set one).
    """

    measures: int
    measure: str
    chosen_by: int
    low: float | None = None
    high: float | None = None
    finance: float | None = None
    academics: float | None = None


def targets_apart(room: pd.DataFrame) -> TargetsApart:
    """The measure that most of a room chose, and how far its targets lie apart.

    Parameters
    ----------
    room : DataFrame
        As ``room_goals`` gives, with at least one row.

    Returns
    -------
    TargetsApart

    Examples
    --------
    >>> room = pd.DataFrame({"role": ["finance", "academics"], "measure": "Reading",
    ...                      "target": [0.45, 0.55]})
    >>> apart = targets_apart(room)
    >>> apart.chosen_by, apart.low, apart.high, apart.academics
    (2, 0.45, 0.55, 0.55)
    """
    counts = room["measure"].value_counts()
    found = TargetsApart(len(counts), counts.index[0], int(counts.iloc[0]))
    targets = room[room["measure"] == found.measure].dropna(subset=["target"])
    if len(targets) < 2:
        return found
    sides = targets.groupby("role")["target"].median()
    both = {"finance", "academics"} <= set(sides.index)
    medians = {side: float(sides[side]) for side in ("finance", "academics")} if both else {}
    low, high = float(targets["target"].min()), float(targets["target"].max())
    return replace(found, low=low, high=high, **medians)


def _answer(answers: Mapping[str, object], number: int, part: str):
    given = answers.get(f"goal_{number}_{part}", "")
    return "" if given in (None, NOT_CHOSEN, 0) else given


def _goal(given: Mapping[str, object], own: pd.DataFrame) -> Goal:
    count, rate = own.iloc[-1][["students", "rate"]] if len(own) else (None, None)
    return Goal(
        measure=str(given["measure"] if given["measure"] != OTHER else given["statement"]),
        students=str(given["students"]),
        count=_number(given["count"]) or count,
        baseline=_share(given["baseline"]) or rate,
        target=_share(given["target"]),
        years=_number(given["years"]),
        answers_question={"yes": True, "no": False}.get(str(given["relevant"])),
        owner=str(given["owner"]),
        engaged=str(given["engaged"]),
        budget_line=str(given["budget_line"]),
        dollars=_number(given["dollars"]),
        most_moved_in_a_year=_most_moved(own),
        statement=given["statement"],
    )


def _most_moved(own: pd.DataFrame) -> float | None:
    if len(own) < 2:
        return None
    started = own["fiscal_year"].str[:4].astype(int)
    rises = own["rate"].diff()[started.diff() == 1]
    return max(float(rises.max()), 0.0) if len(rises) else None


def _own_rates(years: pd.DataFrame, measure: object) -> pd.DataFrame:
    if years.empty:
        return years.reindex(columns=RESULTS)
    own = years[(years["need_title"] == measure) & years["rate"].notna()]
    return own.sort_values("fiscal_year")[RESULTS]


def _sheet_row(number: int, goal: Goal, fiscal_year: str) -> dict:
    row = dict.fromkeys(SHEET)
    row |= {"number": number, "goal": goal.statement, "by_year": ""}
    row |= {name: getattr(goal, name) for name in SHEET if hasattr(goal, name)}
    if goal.years and goal.years == int(goal.years):
        row["by_year"] = year_after(fiscal_year, int(goal.years))
    if None not in (goal.baseline, goal.target):
        if goal.years:
            row["points_a_year"] = (goal.target - goal.baseline) / goal.years
        if goal.count is not None:
            row["to_move"] = students_to_move(goal.count, goal.baseline, goal.target)
            if goal.dollars and goal.years:
                row["dollars_per_student"] = dollars_per_student_moved(
                    goal.dollars, goal.years, row["to_move"]
                )
    return row


def _number(given: object) -> float | None:
    return float(given) if isinstance(given, (int, float)) and given else None


def _share(given: object) -> float | None:
    number = _number(given)
    return None if number is None else number / 100


def _achievable(goal: Goal) -> tuple[str, ...]:
    if goal.baseline is None or goal.target is None or not goal.years:
        return ("nothing_to_compare",)
    if goal.target <= goal.baseline:
        return ("target_not_above",)
    if goal.most_moved_in_a_year is None:
        return ("no_past_change",)
    a_year = (goal.target - goal.baseline) / goal.years
    return ("beyond_past",) if a_year > goal.most_moved_in_a_year + 1e-9 else ()


def _named(**words: str) -> tuple[str, ...]:
    return tuple(name for name, word in words.items() if not str(word).strip())


def _known(**numbers: float | None) -> tuple[str, ...]:
    return tuple(name for name, number in numbers.items() if number is None or pd.isna(number))


def _check(goal: Goal) -> None:
    for name in ("baseline", "target"):
        share = getattr(goal, name)
        if share is not None and not 0 <= share <= 1:
            raise ValueError(
                f"The {name} is {share:g}. Write a share between 0 and 1: 0.42 for 42%."
            )
    for name in ("count", "years", "dollars"):
        number = getattr(goal, name)
        if number is not None and not number >= 0:
            raise ValueError(f"{name.capitalize()} is {number:g}. It cannot be below zero.")
