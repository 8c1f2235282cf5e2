"""Dollars shared out to schools, in words that every principal can check."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from smarter_spending.display.exercises import Question, ask_number, on_paper
from smarter_spending.display.site_room import Formula, weight_moved
from smarter_spending.display.wording import dollars, many, number, percent
from smarter_spending.planning.sites import weighted_allocation


def say_pool(schools: pd.DataFrame) -> str:
    """Which dollars are shared out, and over whom.

    Parameters
    ----------
    schools : DataFrame
        As ``schools_now`` gives.

    Returns
    -------
    str
    """
    each = schools["dollars"] / schools["students"]
    low, high = schools.loc[each.idxmin(), "school"], schools.loc[each.idxmax(), "school"]
    return (
        f"The pool is {dollars(schools['dollars'].sum(), cents=True)}: the general fund's "
        f"unrestricted dollars spent at {many(len(schools), 'school')} for "
        f"{number(schools['students'].sum())} students. Today that is from {dollars(each.min())} a "
        f"student at {low} to {dollars(each.max())} at {high}."
    )


def say_rounding(table: pd.DataFrame, formula: Formula) -> str:
    """What rounding alone gives and takes.

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
            "Position control (staffing.csv) would give the average pay that a staffing ratio "
            "needs; without it only the weights can be shown."
        )
    gained = known["positions"] - known["positions_exact"]
    most, least = known.loc[gained.idxmax()], known.loc[gained.idxmin()]
    said = (
        f"At {formula.ratio:g} students for each position, rounded {formula.rounding}, "
        f"{number(known['positions'].sum())} positions are given; {most['school']} gains "
        f"{number(gained.max(), 2)} of a position by rounding alone, and {least['school']} "
        f"loses {number(-gained.min(), 2)}."
    )
    if known["by_ratio"].isna().all():
        return f"{said} **They cost more than the pool holds**: take more students for each."
    return f"{said} What is left of the pool goes out per student."


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
    cost = (table["softened"] - table["by_weights"]).clip(lower=0).sum()
    up, down = table.loc[change.idxmax(), "school"], table.loc[change.idxmin(), "school"]
    return (
        f"With a weight of {formula.weight:g} for high-need students, {dollars(moved)} would "
        f"change schools: most to {up}, most from {down}. Letting no school lose more than "
        f"{percent(formula.most_lost, 1)} a student takes {dollars(cost)} back from those that "
        "gain. To the cent, every formula adds to the same pool."
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
        if not moved:
            return "The same weight, the same dollars."
        up, down = table.loc[change.idxmax()], table.loc[change.idxmin()]
        return (
            f"From {formula.weight:g} to {values['moved_to']:g}: {dollars(moved)} move. "
            f"{up['school']} gains {dollars(up['change'])}, {down['school']} pays "
            f"{dollars(-down['change'])}. What one gains another pays: the changes add to zero."
        )

    return [question], answer


def say_school(row, formula: Formula, minimum: int) -> str:
    """One school's result in a paragraph that its principal can check.

    Parameters
    ----------
    row : a row of ``both_formulas``, by attributes
    formula : Formula
    minimum : int, students
        A smaller group is not counted out.

    Returns
    -------
    str
    """
    needy = row.need_share * row.students
    shown = minimum <= needy <= row.students - minimum
    need = f", {percent(row.need_share)} of them high-need" if shown else ""
    change = row.softened - row.now
    way = "more" if change >= 0 else "less"
    staffed = ""
    if row.positions == row.positions:
        staffed = (
            f" A ratio of {formula.ratio:g} gives {number(row.positions)} teaching positions "
            f"({number(row.positions_exact, 2)} before rounding)."
        )
    return (
        f"{row.school} has {number(row.students)} students{need}. Today {dollars(row.now)} of the "
        f"pool is spent there, {dollars(row.now_each)} a student.{staffed} By weights, where each "
        f"high-need student counts as {1 + formula.weight:g}, its share is "
        f"{dollars(row.by_weights)}, {dollars(row.weights_each)} a student. With no school losing "
        f"more than {percent(formula.most_lost, 1)} a student it is {dollars(row.softened)}: "
        f"**{dollars(abs(change))} {way} than today.**"
    )


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
    for row in table.sort_values("school").itertuples():
        lines += [f"### {row.school}", "", say_school(row, formula, minimum), ""]
    lines += ["## What we decided", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)


def with_need_words(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table with the share of high-need students in words, none of a small group.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    minimum : int, students

    Returns
    -------
    DataFrame
        With ``need_words``, and the schools under ``school_name``.
    """
    if table.empty:
        return table
    table = table.rename(columns={"school": "school_name"})
    needy = table["need_share"] * table["students"]
    shown = needy.ge(minimum) & (table["students"] - needy).ge(minimum)
    words = [
        percent(share) if ok else "–" for share, ok in zip(table["need_share"], shown, strict=True)
    ]
    return table.assign(need_words=words)


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
