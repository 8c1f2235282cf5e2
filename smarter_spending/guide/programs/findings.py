"""What the money tables say, in sentences a board member could repeat.

Each ``say_…`` takes the table it speaks of and gives back Markdown; with nothing to
speak of it gives an empty string.  No sentence carries a figure of its own.
"""

from collections.abc import Mapping

import pandas as pd

from smarter_spending.words import dollars, many, number, percent, short_dollars

PEOPLE = ("1000", "2000", "3000")


def say_notes(district) -> str:
    """What to know about how the folder was read: each warning in its own words.

    Parameters
    ----------
    district : District

    Returns
    -------
    str
        A list; empty when there is nothing to say.
    """
    if not district.notes:
        return ""
    lines = "".join(f"\n- {note}" for note in district.notes)
    return f"\n\nWhat to know about how the files were read:\n{lines}"


def say_reconciled(reconciled: pd.DataFrame) -> str:
    """Whether the ledger agrees with the published totals, and where it does not.

    Parameters
    ----------
    reconciled : DataFrame
        As ``reconcile`` gives: ``title``, ``ledger_dollars``, ``control_total``,
        ``difference`` and ``agrees``.

    Returns
    -------
    str
    """
    if reconciled.empty:
        return (
            "**Not yet reconciled.** The folder has no `control_totals.csv`, so nothing outside "
            "the ledger has confirmed these figures. Hold the state's form at the end of notebook "
            "6 against the filed report."
        )
    count, off = len(reconciled), reconciled[~reconciled["agrees"]]
    if off.empty:
        return f"**The ledger agrees with {_all(count)} published {_totals(count)} to the cent.**"
    worst = off.loc[off["difference"].abs().idxmax()]
    return (
        f"**{many(len(off), 'published total')} of {count} do not agree with the ledger.** The "
        f"largest difference is {dollars(worst['difference'], cents=True)}, on {worst['title']}."
    )


def say_total(spent: pd.DataFrame, fiscal_year: str) -> str:
    """What the district spent in all, and how much of it is the General Fund.

    Parameters
    ----------
    spent : DataFrame
        Spending by fund, as ``spending_by`` gives.
    fiscal_year : str

    Returns
    -------
    str
    """
    if spent.empty:
        return ""
    general = spent.loc[spent["by"] == "01", ["dollars", "share"]]
    sentence = (
        f"In {fiscal_year} the district spent **{dollars(spent['dollars'].sum())}** "
        f"from {many(len(spent), 'fund')}."
    )
    if general.empty:
        return sentence
    return (
        f"{sentence} The General Fund is {dollars(general['dollars'].item())}, "
        f"{percent(general['share'].item())} of it."
    )


def say_people(by_object: pd.DataFrame, answers: Mapping[str, object]) -> str:
    """How many of every 100 dollars pay people, beside the guess made before looking.

    Parameters
    ----------
    by_object : DataFrame
        General Fund spending by object group, as ``spending_by`` gives.
    answers : mapping
        This person's answers; ``people_guess`` is the guess, if one was made.

    Returns
    -------
    str
    """
    if by_object.empty:
        return ""
    people = by_object.loc[by_object["by"].isin(PEOPLE), "share"].sum()
    fact = f"**{number(100 * people)} of every 100 dollars pay people**, in salaries and benefits."
    guess = answers.get("people_guess")
    if guess is None:
        return fact
    apart = round(abs(guess - 100 * people))
    how_far = f"{many(apart, 'dollar')} away" if apart else "right on it"
    return f"{fact} You guessed {number(guess)}: {how_far}."


def say_largest(table: pd.DataFrame, what: str) -> str:
    """The largest part of a spending table, and what the first three make together.

    Parameters
    ----------
    table : DataFrame
        As ``spending_by`` gives, largest first.
    what : str
        What the parts are called, such as ``"function"``.

    Returns
    -------
    str
    """
    if table.empty:
        return ""
    first = table.iloc[0]
    sentence = (
        f"The largest {what} is **{first['title']}**, {dollars(first['dollars'])}, "
        f"{percent(first['share'])} of the whole."
    )
    if len(table) < 4:
        return sentence
    return f"{sentence} The first three make {percent(table['share'].head(3).sum())} together."


def say_restricted(by_restriction: pd.DataFrame) -> str:
    """How many dollars may only be spent by the rule they came with.

    Parameters
    ----------
    by_restriction : DataFrame
        Spending by restriction, as ``spending_by`` gives.

    Returns
    -------
    str
    """
    rows = by_restriction.set_index("by")
    if "restricted" not in rows.index:
        return ""
    held = rows.loc["restricted"]
    return (
        f"**{percent(held['share'])} of General Fund spending is restricted** "
        f"({dollars(held['dollars'])}): it may only buy what its rule allows."
    )


def say_change(change: pd.DataFrame, students: Mapping[str, float]) -> str:
    """What spending did between the first and the latest year, beside enrollment.

    Parameters
    ----------
    change : DataFrame
        As ``spending_change`` gives: ``title``, a column a year, ``change``.
    students : mapping of fiscal year to enrollment
        May lack a year, or all.

    Returns
    -------
    str
    """
    years = years_in(change)
    if change.empty or len(years) < 2:
        return "**One year only.** A change needs at least two years in `ledger.csv`."
    first, last = years[0], years[-1]
    before, after = change[first].sum(), change[last].sum()
    most = change.loc[change["change"].abs().idxmax()]
    sentence = (
        f"From {first} to {last} General Fund spending went from {short_dollars(before)} to "
        f"{short_dollars(after)} (**{_signed(after / before - 1)}**). {most['title']} moved most: "
        f"{_more_or_less(most['change'])}."
    )
    if not {first, last} <= set(students):
        return sentence
    moved = students[last] - students[first]
    return (
        f"{sentence} Over the same years enrollment went from {number(students[first])} to "
        f"{number(students[last])} ({_signed(moved / students[first])}), so each student's share "
        f"went from {dollars(before / students[first])} to {dollars(after / students[last])}."
    )


def say_schools(schools: pd.DataFrame) -> str:
    """How far apart the schools are per pupil, with the warning that goes with it.

    Parameters
    ----------
    schools : DataFrame
        As ``spending_by_school`` gives.

    Returns
    -------
    str
    """
    known = schools.dropna(subset=["per_pupil"])
    if len(known) < 2:
        return ""
    low, high = known.loc[known["per_pupil"].idxmin()], known.loc[known["per_pupil"].idxmax()]
    return (
        f"Direct spending runs from {dollars(low['per_pupil'])} a pupil at {low['school_name']} "
        f"to {dollars(high['per_pupil'])} at {high['school_name']}. **This is a comparison, not an "
        "effect**: size, grades and students' needs differ from school to school."
    )


def say_pay(pay: pd.DataFrame) -> str:
    """At how many schools the people cost more, or less, than the average would say.

    Parameters
    ----------
    pay : DataFrame
        As ``staffing_by_school`` gives: ``school_name`` and ``difference`` (dollars).

    Returns
    -------
    str
    """
    if pay.empty:
        return ""
    gap = pay["difference"]
    most, least = pay.loc[gap.idxmax()], pay.loc[gap.idxmin()]
    said = []
    if gap.max() > 0:
        said.append(f"{most['school_name']} would look {dollars(gap.max())} cheaper than it is")
    if gap.min() < 0:
        said.append(f"{least['school_name']} would look {dollars(-gap.min())} dearer than it is")
    what = ", and ".join(said) or "no school would look cheaper or dearer than it is"
    return f"Charged at the district's average pay, {what}."


def say_unit_cost(dollars_per_student: float, students: float) -> str:
    """What one course or service costs a student, all in.

    Parameters
    ----------
    dollars_per_student : float
    students : float

    Returns
    -------
    str

    Examples
    --------
    >>> say_unit_cost(2000, 80)
    '**$2,000 per student**, for 80 students.'
    """
    return f"**{dollars(dollars_per_student)} per student**, for {many(students, 'student')}."


def years_in(change: pd.DataFrame) -> list[str]:
    """The fiscal years that a table of changes has a column for, earliest first.

    Parameters
    ----------
    change : DataFrame

    Returns
    -------
    list of str

    Examples
    --------
    >>> years_in(pd.DataFrame(columns=["title", "2023-24", "2024-25", "change"]))
    ['2023-24', '2024-25']
    """
    return sorted(name for name in change.columns if name[:4].isdigit() and name[4:5] == "-")


def _all(count: int) -> str:
    return "the" if count == 1 else f"all {count}"


def _totals(count: int) -> str:
    return "total" if count == 1 else "totals"


def _signed(share: float) -> str:
    return f"{'up' if share >= 0 else 'down'} {percent(abs(share), 1)}"


def _more_or_less(amount: float) -> str:
    return f"{dollars(abs(amount))} {'more' if amount >= 0 else 'less'}"
