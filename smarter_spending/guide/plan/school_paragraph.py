"""One school's result in a paragraph: every figure, who pays for softening, and why."""

import pandas as pd

from smarter_spending.guide.plan.site_room import STEP, Formula
from smarter_spending.words import dollars, many, number, percent

SEEN = 0.5  # dollars: what is less is written as $0


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
    return (
        f"{row.school} has {number(row.students)} students{_need(row, minimum)} Today "
        f"{dollars(row.now)} of the pool is spent there, {dollars(row.now_each)} a student."
        f"{_staffed(row, formula)} By weights, where each high-need student counts as "
        f"{1 + formula.weight:g}, its share is {dollars(row.by_weights)}, "
        f"{dollars(row.weights_each)} a student. {_softened(row, formula)}{_step(row)}"
    )


def say_softening(table: pd.DataFrame, formula: Formula) -> str:
    """What softening costs, who pays it, and what they keep.

    Parameters
    ----------
    table : DataFrame
        As ``both_formulas`` gives.
    formula : Formula

    Returns
    -------
    str
    """
    gain = (table["by_weights"] - table["now"]).clip(lower=0)
    given = (table["softened"] - table["by_weights"]).clip(lower=0)
    cost, most = dollars(given.sum()), most_lost(formula)
    if given.sum() < SEEN:
        return f"No school would lose more than {most} in one year, so softening costs nothing."
    if gain.sum() - given.sum() < SEEN:
        return (
            f"Softening costs {cost}, all that is gained: where no school may lose anything, every "
            "school stays where it is today."
        )
    payers, held = int((gain >= SEEN).sum()), int((given >= SEEN).sum())
    pay, keep = (
        ("s pays it out of its", "keeps") if payers == 1 else (" pay it out of their", "keep")
    )
    return (
        f"Softening costs {cost}, given to {many(held, 'school')} so that none loses more than "
        f"{most} in one year. The {many(payers, 'school')} that gain{pay} gain, and "
        f"{keep} {percent(1 - given.sum() / gain.sum())} of it. No school that gains ends below "
        "today, and no school that loses pays."
    )


def need_in_words(needy: float, students: float, minimum: int) -> str:
    """The share of high-need students as it may be shown, none of a small group.

    Parameters
    ----------
    needy, students : float, students
    minimum : int, students
        A smaller group, of high-need students or of the others, is not counted out.

    Returns
    -------
    str

    Examples
    --------
    >>> [need_in_words(needy, 400, 11) for needy in (100, 5, 395, 0)]
    ['25%', 'fewer than 11', 'all but fewer than 11', '0%']
    """
    if 0 < round(needy) < minimum:
        return f"fewer than {minimum}"
    if 0 < round(students - needy) < minimum:
        return f"all but fewer than {minimum}"
    return percent(needy / students)


def most_lost(formula: Formula) -> str:
    """The most a school may lose, as a room would say it.

    Parameters
    ----------
    formula : Formula

    Returns
    -------
    str

    Examples
    --------
    >>> most_lost(Formula(0.2, 25, "nearest", 0.02))
    '2% a student'
    """
    return f"{round(100 * formula.most_lost, 4):g}% a student"


def _need(row, minimum: int) -> str:
    words = need_in_words(row.need_share * row.students, row.students, minimum)
    if not words.endswith(f"fewer than {minimum}"):
        return f", {words} of them high-need."
    which = "all but " if words.startswith("all") else ""
    return f", {words} of them high-need; the formula counts {which}{minimum // 2}."


def _staffed(row, formula: Formula) -> str:
    if row.positions != row.positions:
        return ""
    said = (
        f" A ratio of {formula.ratio:g} gives {number(row.positions)} teaching positions "
        f"({number(row.positions_exact, 2)} before rounding) at {dollars(row.position_price)} each"
    )
    if row.by_ratio != row.by_ratio:
        return f"{said}, which all together is more than the pool."
    return f"{said}; with its share of what is left of the pool that is {dollars(row.by_ratio)}."


def _softened(row, formula: Formula) -> str:
    change = row.softened - row.now
    way = f"{dollars(abs(change))} {'more' if change > 0 else 'less'} than today"
    said = "the same as today" if abs(change) < SEEN else way
    return f"{_who_pays(row, formula)} Softened, it is {dollars(row.softened)}: **{said}.**"


def _who_pays(row, formula: Formula) -> str:
    gain, paid, most = row.by_weights - row.now, row.by_weights - row.softened, most_lost(formula)
    if abs(gain) < SEEN:
        return "That is what it has today, so softening neither gives it anything nor takes any."
    if gain < 0 and -paid < SEEN:
        return (
            f"That is {dollars(-gain)} less than today and no more than may be lost in one year "
            f"({most}), so softening neither gives it anything nor takes any."
        )
    if gain < 0:
        return (
            f"That is {dollars(-gain)} less than today. So that it loses no more than {most} in "
            f"one year, the schools that gain give it {dollars(-paid)}."
        )
    if paid < SEEN:
        return (
            f"That is {dollars(gain)} more than today, and it keeps all of it: no school would "
            f"lose more than {most}."
        )
    return (
        f"That is {dollars(gain)} more than today. It gives {dollars(paid)} of that gain to "
        f"schools that would otherwise lose more than {most} in one year. Every school that gains "
        "gives the same share of its gain, and none ends below today."
    )


def _step(row) -> str:
    if abs(row.tenth_more) < SEEN:
        return ""
    moved = dollars(abs(row.tenth_more))
    does = f"bring it {moved}" if row.tenth_more > 0 else f"take {moved} from it"
    return f" Before softening, a weight {STEP:g} higher would {does}."
