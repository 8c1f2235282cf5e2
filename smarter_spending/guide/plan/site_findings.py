"""Dollars shared out to schools, in words that every principal can check."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import Question, ask_number, on_paper
from smarter_spending.guide.plan.school_paragraph import (
    SEEN,
    need_in_words,
    say_school,
    say_softening,
)
from smarter_spending.guide.plan.site_room import NEED, Formula, schools_left_out, weight_moved
from smarter_spending.planning.sites import weighted_allocation
from smarter_spending.words import dollars, listed, many, number


def say_pool(schools: pd.DataFrame, district=None) -> str:
    """Which dollars are shared out, over whom, how they follow need, and who is left out.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.
    district : District, optional
        For the schools that are left out, and why.

    Returns
    -------
    str
    """
    out = _left_out(district)
    if schools.empty:
        return (
            "**There is no school to share dollars out to.** The formulas need its students, how "
            f"many of them are high-need, and unrestricted dollars coded to it.{out}"
        )
    return (
        f"The pool is {dollars(schools['dollars'].sum(), cents=True)}: the general fund's "
        f"unrestricted dollars spent at {many(len(schools), 'school')} for "
        f"{number(schools['students'].sum())} students. {_today(schools)}{_by_need(schools)}{out}"
    )


def _today(schools: pd.DataFrame) -> str:
    each = schools["dollars"] / schools["students"]
    low, high = schools.loc[each.idxmin(), "school"], schools.loc[each.idxmax(), "school"]
    if low == high:
        return f"Today that is {dollars(each.min())} a student at {low}."
    return (
        f"Today that is from {dollars(each.min())} a student at {low} to {dollars(each.max())} "
        f"at {high}."
    )


def _by_need(schools: pd.DataFrame) -> str:
    share = schools[NEED] / schools["students"]
    half = len(schools) // 2
    if share.nunique() < 2:
        return ""
    order = share.sort_values(ascending=False, kind="stable").index
    most, rest = (
        schools.loc[places, "dollars"].sum() / schools.loc[places, "students"].sum()
        for places in (order[:half], order[half:])
    )
    return (
        f" By need: {dollars(most)} a student at the {many(half, 'school')} with the largest "
        f"share of high-need students, {dollars(rest)} at the other {len(schools) - half}."
    )


def _left_out(district) -> str:
    left = [] if district is None else schools_left_out(district).itertuples()
    named = [f"{school.school} ({school.why_not})" for school in left]
    return f" Left out, with the dollars spent there: {listed(named, 12)}." if named else ""


def say_rounding(table: pd.DataFrame, formula: Formula) -> str:
    """What a position is charged at, and what rounding alone gives and takes.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    formula : Formula

    Returns
    -------
    str
    """
    known = table.dropna(subset=["positions"])
    if known.empty:
        return (
            "**No positions are shown, because the average pay of a teacher is not known**: the "
            "folder has no `staffing.csv`, or no filled Teacher position of this year in it. Only "
            "the weights can be shown."
        )
    way = "to the nearest whole" if formula.rounding == "nearest" else formula.rounding
    said = (
        f"At {formula.ratio:g} students for each position, rounded {way}, "
        f"{number(known['positions'].sum())} positions are given{_rounded(known)}. Each is charged "
        f"at {dollars(known['position_price'].iloc[0], cents=True)}, the average pay and benefits "
        "of a full-time teacher here, whoever teaches."
    )
    if known["by_ratio"].isna().all():
        return (
            f"{said} **They cost more than the pool holds** "
            f"({dollars(known['positions_cost'].sum())} of {dollars(known['now'].sum())}): take "
            "more students for each."
        )
    left = known["left_share"].sum()
    return (
        f"{said} What is left of the pool, {dollars(left)}, goes out per student: "
        f"{dollars(left / known['students'].sum(), cents=True)} for each."
    )


def _rounded(known: pd.DataFrame) -> str:
    gained = (known["positions"] - known["positions_exact"]).round(2)
    most, least = known.loc[gained.idxmax(), "school"], known.loc[gained.idxmin(), "school"]
    said = []
    if gained.max() > 0:
        said.append(f"{most} gains {number(gained.max(), 2)} of a position")
    if gained.min() < 0:
        said.append(f"{least} loses {number(-gained.min(), 2)}")
    return f"; by rounding alone {' and '.join(said)}" if said else ""


def say_weights(table: pd.DataFrame, formula: Formula) -> str:
    """How far the weights move dollars from where they are spent now, and what softening costs.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    formula : Formula

    Returns
    -------
    str
    """
    change = table["by_weights"] - table["now"]
    moved = change.clip(lower=0).sum()
    said = f"With a weight of {formula.weight:g} for high-need students, "
    if moved < SEEN:
        return f"{said}every school has what it has today: no dollar moves."
    up, down = table.loc[change.idxmax(), "school"], table.loc[change.idxmin(), "school"]
    return (
        f"{said}{dollars(moved)} would change schools: most to {up}, most from {down}. "
        f"{say_softening(table, formula)} Every formula adds to the same pool to the cent: cents "
        "that do not divide go, one each, to the schools with the largest remainders."
    )


def weight_calculator(
    schools: pd.DataFrame, formula: Formula
) -> tuple[list[Question], Callable[[dict], str]]:
    """Move one weight, and see which schools pay and which gain.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.
    formula : Formula

    Returns
    -------
    (list of Question, function of a dict of values giving a sentence)
    """
    if schools.empty:
        return [], lambda values: "There is no school to share dollars out to."
    question = ask_number("moved_to", "The weight of a high-need student", 0.5, 0, 2, 0.05)

    def answer(values: dict) -> str:
        table = weight_moved(schools, formula, float(values["moved_to"]))
        change = table["change"]
        moved = change.clip(lower=0).sum()
        if float(values["moved_to"]) == formula.weight:
            return "The same weight, the same dollars."
        if not moved:
            return "No dollar moves: every school has the same share of high-need students."
        up, down = table.loc[change.idxmax()], table.loc[change.idxmin()]
        return (
            f"From {formula.weight:g} to {values['moved_to']:g}: {dollars(moved)} move. "
            f"{up['school']} gains {dollars(up['change'])}, {down['school']} pays "
            f"{dollars(-down['change'])}. What one gains another pays: the changes add to zero."
        )

    return [question], answer


def schools_page(
    table: pd.DataFrame,
    formula: Formula,
    minimum: int,
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """Every school's paragraph, to hand out to principals.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    formula : Formula
    minimum : int, students
    answers : mapping
    questions : sequence of Question

    Returns
    -------
    str
        Markdown.
    """
    lines = [
        "A formula is fair when the school that loses by it can say why. Nothing here has been "
        "decided.",
        "",
    ]
    lines += [say_softening(table, formula), ""]
    for row in table.sort_values("school").itertuples():
        lines += [f"### {row.school}", "", say_school(row, formula, minimum), ""]
    lines += ["## What we decided", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)


def with_need_words(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table with the share of high-need students in words, most need first.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    minimum : int, students
        A smaller group is not counted out.

    Returns
    -------
    DataFrame
        With ``need_words``, and the schools under ``school_name``.
    """
    if table.empty:
        return table
    table = table.rename(columns={"school": "school_name"})
    table = table.sort_values(["need_share", "school_name"], ascending=[False, True])
    needy = table["need_share"] * table["students"]
    words = [
        need_in_words(few, students, minimum)
        for few, students in zip(needy, table["students"], strict=True)
    ]
    return table.assign(need_words=words).reset_index(drop=True)


def two_schools(pool: float, weight: float, needy: Sequence[int], students: int) -> str:
    """What two schools of one size are given, by weights: the check of notebook 13.

    Parameters
    ----------
    pool : float, dollars
    weight : float
    needy : sequence of two counts
    students : int
        At each.

    Returns
    -------
    str

    Examples
    --------
    >>> two_schools(1_000_000, 0.5, (100, 300), 400)
    '$450,000 and $550,000'
    """
    schools = pd.DataFrame({"school": ["one", "other"], "students": students, "low": list(needy)})
    table = weighted_allocation(schools, pool, {"low": weight})
    return " and ".join(dollars(amount) for amount in table["dollars"])
