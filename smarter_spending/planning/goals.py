"""Goals: the seven SMARTER tests, the way from year to year, and the students behind a share."""

from dataclasses import dataclass

import pandas as pd

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


@dataclass(frozen=True)
class Goal:
    """One goal as it was written; whatever was left open is ``None`` or blank.

    ``measure`` is what students will reach and ``students`` which students, in words;
    ``count`` is how many of them there are; ``baseline`` and ``target`` are shares, 0 to
    1; ``years`` until the target; ``answers_question`` says whether it answers the
    question the room agreed on; ``owner`` is one role and ``engaged`` who beyond the owner
    helps to shape and carry it; ``budget_line`` and ``dollars`` a year pay for it;
    ``most_moved_in_a_year`` is the largest rise of the same share from one year to the
    next that the district has on file (``None`` with fewer than two years).
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
