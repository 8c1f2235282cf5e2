"""How far groups, years and schools lie apart in the share who reached a goal."""

from dataclasses import dataclass

import pandas as pd

from smarter_spending.analysis._checks import require_columns
from smarter_spending.analysis.rates import RATE_COLUMNS, rate_change, rates_by
from smarter_spending.analysis.uncertainty import RANGE

# what makes each group, each in a family whose groups do not overlap
FLAGS = {
    "low_income": "sed",
    "disability": "swd",
    "long_term_english_learner": "ltel",
    "foster": "foster",
    "homeless": "homeless",
    "migrant": "migrant",
}
ALL = "all"
MANY = 10  # rates looked at together, from which chance alone is worth a sentence
_PAIR = [
    "year_before",
    "year_after",
    "students_before",
    "students_after",
    "reached_before",
    "reached_after",
    "whole_span",
]


def group_rates(
    students: pd.DataFrame, flag: str | pd.Series, level: float = RANGE
) -> pd.DataFrame:
    """The rate of each student group beside that of all students, with the gap between.

        gap = rate of the group - rate of all students
            = (1 - students in the group / students) * (rate of the group - rate of the rest)

    The gap's range is Newcombe's for the group against all the rest, which are different
    students, on the scale of the line above.  Groups overlap: a student may be in several.
    A gap says where students stand, not why.

    Parameters
    ----------
    students : DataFrame, one row per student, of one year
        Any of ``sed``, ``swd``, ``ltel``, ``foster``, ``homeless``, ``migrant``
        (True/False; a blank is read as not in the group), ``el_status``, ``ethnicity``.
    flag : str or Series
        1 reached the goal, 0 did not, blank not known; or its column.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame, all students first, then a row per group
        ``family`` (the groups of one family do not overlap), ``group``, the columns of
        ``rates_by``, ``gap``, ``gap_low``, ``gap_high`` (-1 to 1; blank for all students
        and for a group that nobody or everybody is in) and ``gap_shown``.
        ``rest`` rows, one per yes-or-no family, hold everybody else: they are needed
        to hide small groups and are no group of their own.

    Examples
    --------
    >>> students = pd.DataFrame({"sed": [True] * 4 + [False] * 4, "read": [0, 0, 0, 1, 1, 1, 1, 0]})
    >>> group_rates(students, "read")[["group", "students", "rate", "gap"]]
            group  students  rate   gap
    0         all         8  0.50   NaN
    1  low_income         4  0.25 -0.25
    2        rest         4  0.75   NaN
    """
    column = "_flag"
    values = students[flag] if isinstance(flag, str) else flag
    table = students.assign(**{column: values})
    everyone = rates_by(table, column, level=level).assign(family=ALL, group=ALL)
    parts = [everyone]
    for family, names in _families(table).items():
        part = rates_by(table.assign(group=names), column, "group", level=level)
        parts.append(_with_gaps(part.assign(family=family), everyone, level))
    found = pd.concat(parts, ignore_index=True)
    found["gap_shown"] = found.get("gap_shown", pd.Series(dtype=object)).eq(True)
    ordered = ["family", "group", *RATE_COLUMNS, "gap", "gap_low", "gap_high", "gap_shown"]
    return found.reindex(columns=ordered)


def rate_changes(rates: pd.DataFrame, *by: str, level: float = RANGE) -> pd.DataFrame:
    """How far each rate moved from each year to the next, and from the first to the last.

        change = rate of the later year - rate of the earlier year

    A change between two years is not an effect of anything done between them.  Of many
    changes looked at together some will seem shown by chance alone: ``shown_among_all``
    asks of each change that its range hold for all of them together, with the share
    left out, 1 - level, divided by the number of changes of the same kind.

    Parameters
    ----------
    rates : DataFrame
        As ``rates_by`` gives, with ``fiscal_year`` and the columns of ``by``.
    *by : str
        What a rate is followed by through the years, such as ``measure`` or ``site_code``.
    level : float, above 0 and below 1

    Returns
    -------
    DataFrame, one row per pair of years and rate
        The columns of ``by``, ``year_before``, ``year_after``, ``students_before``,
        ``students_after`` (students), ``rate_before``, ``rate_after`` (0 to 1),
        ``change``, ``change_low``, ``change_high`` (-1 to 1), ``shown``,
        ``shown_among_all`` and ``whole_span`` (True on the row from first year to last,
        where there are three years or more).

    Raises
    ------
    ValueError
        When a column is absent.

    Examples
    --------
    >>> rates = pd.DataFrame({"fiscal_year": ["2023-24", "2024-25"], "students": [60, 60],
    ...                       "reached": [29, 31]})
    >>> changes = rate_changes(rates)
    >>> changes[["year_after", "change", "shown"]].round(3).values.tolist()
    [['2024-25', 0.033, False]]

    References
    ----------
    Newcombe (1998), as ``rate_change``; Dunn (1961), *Journal of the American Statistical
    Association* 56, for the range that holds for all.
    """
    require_columns(rates, [*by, "fiscal_year", "students", "reached"], "table of rates")
    known = rates[rates["students"] > 0].sort_values("fiscal_year", kind="stable")
    followed = (
        [(named, rows) for named, rows in known.groupby(list(by), sort=False)]
        if by
        else [((), known)]
    )
    found = [
        {**dict(zip(by, named, strict=True)), **pair}
        for named, rows in followed
        for pair in _pairs(rows)
    ]
    table = pd.DataFrame(found, columns=[*by, *_PAIR]).astype({"whole_span": bool})
    return _judged(table, level)


def first_changes(changes: pd.DataFrame, name: str) -> pd.DataFrame:
    """The changes between the earliest two years, the largest rise first.

    Parameters
    ----------
    changes : DataFrame
        As ``rate_changes`` gives.
    name : str
        The column by which ties are ordered.

    Returns
    -------
    DataFrame
        Rows of ``changes``; none when there is one year only.

    Examples
    --------
    >>> changes = pd.DataFrame({"school": ["Oak", "Elm", "Oak"], "change": [0.1, 0.2, 0.9],
    ...     "year_before": ["2022-23", "2022-23", "2023-24"], "whole_span": False})
    >>> first_changes(changes, "school")["school"].tolist()
    ['Elm', 'Oak']
    """
    steps = changes[~changes["whole_span"].astype(bool)]
    first = steps[steps["year_before"] == steps["year_before"].min()]
    return first.sort_values(["change", name], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class ChangesCounted:
    """How many of the changes ``looked_at`` are shown ``alone``, and ``together``.

    ``quiet`` are not shown together; of these ``only_alone`` would seem shown when looked at
    alone, and about ``by_chance`` of all would even if nothing had changed; ``many`` where
    that is worth a sentence.
    """

    looked_at: int
    alone: int
    together: int
    quiet: int
    only_alone: int
    by_chance: float
    many: bool


def changes_counted(changes: pd.DataFrame, level: float = RANGE) -> ChangesCounted:
    """Count the changes that are shown, alone and together, and those chance would bring.

        by_chance = (1 - level) * changes

    Parameters
    ----------
    changes : DataFrame
        Rows of ``rate_changes``, of one kind.
    level : float, above 0 and below 1
        The level of their ranges.

    Returns
    -------
    ChangesCounted

    Examples
    --------
    >>> changes = pd.DataFrame({"shown": [1, 1, 0], "shown_among_all": [1, 0, 0]})
    >>> found = changes_counted(changes, level=0.90)
    >>> found.alone, found.together, found.quiet, found.only_alone, round(found.by_chance, 1)
    (2, 1, 2, 1, 0.3)
    """
    looked_at = len(changes)
    alone, together = int(changes["shown"].sum()), int(changes["shown_among_all"].sum())
    return ChangesCounted(
        looked_at=looked_at,
        alone=alone,
        together=together,
        quiet=looked_at - together,
        only_alone=alone - together,
        by_chance=(1 - level) * looked_at,
        many=looked_at >= MANY,
    )


def _pairs(rows: pd.DataFrame) -> list[dict]:
    rows = rows.reset_index(drop=True)
    steps = [(place, place + 1, False) for place in range(len(rows) - 1)]
    whole = [(0, len(rows) - 1, True)] if len(rows) > 2 else []
    return [
        {
            "year_before": rows["fiscal_year"][one],
            "year_after": rows["fiscal_year"][two],
            "students_before": rows["students"][one],
            "students_after": rows["students"][two],
            "reached_before": rows["reached"][one],
            "reached_after": rows["reached"][two],
            "whole_span": span,
        }
        for one, two, span in steps + whole
    ]


def _judged(table: pd.DataFrame, level: float) -> pd.DataFrame:
    counts = table[["reached_before", "students_before", "reached_after", "students_after"]]
    alike = table.groupby(["year_before", "year_after"])["year_after"].transform("size")
    one_by_one = [rate_change(*row, level=level) for row in counts.to_numpy()]
    together = [
        rate_change(*row, level=1 - (1 - level) / looked_at)
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
    """For each family, the name of the group that each student is in, or "rest"."""
    members = {group: students[column] for group, column in FLAGS.items() if column in students}
    if "el_status" in students:
        members["english_learner"] = students["el_status"].eq("EL")
    families = {}
    for group, member in members.items():
        inside = member.astype("boolean").fillna(False).astype(bool)
        if inside.any():
            families[group] = inside.map({True: group, False: "rest"})
    if "ethnicity" in students and students["ethnicity"].notna().any():
        families["ethnicity"] = students["ethnicity"].fillna("not_reported")
    return families


def _with_gaps(part: pd.DataFrame, everyone: pd.DataFrame, level: float) -> pd.DataFrame:
    total, reached = everyone["students"].item(), everyone["reached"].item()
    rows = []
    for row in part.itertuples():
        rest, rest_reached = total - row.students, reached - row.reached
        if row.group == "rest" or row.students == 0 or rest == 0:
            rows.append((None, None, None, False))
            continue
        apart = rate_change(rest_reached, rest, row.reached, row.students, level)
        share = rest / total
        rows.append((share * apart.change, share * apart.low, share * apart.high, apart.shown))
    gaps = pd.DataFrame(rows, columns=["gap", "gap_low", "gap_high", "gap_shown"], index=part.index)
    gaps = gaps.astype({"gap": float, "gap_low": float, "gap_high": float})
    return part.join(gaps).sort_values("group", key=lambda names: names.eq("rest"), kind="stable")
