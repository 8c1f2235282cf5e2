"""The small what-ifs of the notebooks: which numbers to move, and what to say of the result.

Each gives the questions and the function that words the answer; the arithmetic is the
library's, the boxes are the panels'.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from smarter_spending.analysis.baseline import wwc_class
from smarter_spending.analysis.best_choice import chances_by_price
from smarter_spending.analysis.ratios import cost_per_outcome
from smarter_spending.analysis.resampling import Draws
from smarter_spending.analysis.staffing import unit_cost
from smarter_spending.analysis.uncertainty import ratio_range
from smarter_spending.display.exercises import Question, ask_number
from smarter_spending.display.programs.findings import say_unit_cost
from smarter_spending.display.programs.program_findings import outcome_words, unit_words
from smarter_spending.display.wording import dollars, percent

Calculator = tuple[list[Question], Callable[[dict], str]]


def unit_cost_calculator(jobs: pd.DataFrame) -> Calculator:
    """What one course or service costs a student, starting at this district's own pay.

    Parameters
    ----------
    jobs : DataFrame
        As ``staffing_by(…, "job_class", …)`` gives; the teachers' average pay and benefits
        are the starting figure.  With no rows the pay starts at zero.

    Returns
    -------
    (list of Question, function of a dict of values giving a sentence)

    Examples
    --------
    >>> questions, answer = unit_cost_calculator(pd.DataFrame(columns=["title"]))
    >>> answer({"fte": 1.5, "pay": 80_000, "benefits": 25, "other": 10_000, "students": 80})
    '$2,000 per student, for 80 students.'
    """
    pay = _average_pay(jobs)
    questions = [
        ask_number("fte", "People, in full-time positions (FTE)", 1.0, 0, 500, 0.1),
        ask_number("pay", "Pay of one full-time position ($ a year)", pay, 0, 500_000, 1000),
        ask_number("benefits", "Benefits, percent of pay", 0 if pay else 25, 0, 150, 1),
        ask_number("other", "Everything else it buys ($ a year)", 0, 0, 1e9, 1000),
        ask_number("students", "Students it serves", 100, 1, 1e6, 1),
    ]

    def answer(values: dict) -> str:
        rate = values["benefits"] / 100
        each = unit_cost(values["fte"], values["pay"], rate, values["other"], values["students"])
        return say_unit_cost(each, values["students"]).replace("**", "")

    return questions, answer


def _average_pay(jobs: pd.DataFrame) -> float:
    if jobs.empty:
        return 0.0
    teachers = jobs[jobs["title"].str.contains("teacher", case=False)]
    most = (teachers if len(teachers) else jobs).head(1)
    return round(float(most["actual_pay"].iloc[0] / most["fte"].iloc[0]), -2)


def effect_calculator(ratios: pd.DataFrame) -> Calculator:
    """What the best buy would cost per unit if its effect were another.

    Parameters
    ----------
    ratios : DataFrame
        As ``ratios_by_outcome`` gives; the first program with a ratio is the one moved.

    Returns
    -------
    (list of Question, function of a dict of values giving a sentence)
    """
    known = ratios.dropna(subset=["cost_per_outcome"])
    if known.empty:
        return [], lambda values: "No program has a ratio yet, so there is nothing to move."
    row = known.iloc[[0]].reset_index(drop=True)
    name, rivals = row["program"].item(), known["outcome"] == row["outcome"].item()
    others = known[rivals & (known["program"] != name)]
    questions = [
        ask_number(
            "effect",
            f"Effect of {name} (SD per student)",
            round(float(row["effect_per_student"].item()), 6),
            0,
            2,
            0.01,
        )
    ]

    def answer(values: dict) -> str:
        moved = row.assign(effect_per_student=values["effect"])
        ratio = cost_per_outcome(
            moved[["program", "total_cost"]],
            moved[["program", "students_served", "effect_per_student"]],
        )["cost_per_outcome"].item()
        if ratio != ratio:
            return f"{name}: no gain, so no ratio; it costs {dollars(row['total_cost'].item())}."
        below = int((others["cost_per_outcome"] < ratio).sum())
        place = "" if others.empty else f" {below} of {len(others)} others would be the better buy."
        return f"{name}: {dollars(ratio)} for each standard deviation gained.{place}"

    return questions, answer


def upper_limit_in_words(cost: float, effect: float, effect_se: float) -> str:
    """Whether the cost of one unit has an upper limit, as one of the answers offered.

    Parameters
    ----------
    cost : float, dollars per student
    effect, effect_se : float, outcome units per student
        The effect and its standard error.

    Returns
    -------
    str
        ``"none"`` when the effect may be zero, otherwise about how many dollars.

    Examples
    --------
    >>> upper_limit_in_words(1382, 0.030, 0.018)
    'none'
    """
    ratio = ratio_range(cost, 0.0, effect, effect_se, level=0.95)
    return f"about {dollars(round(ratio.high, -3))}" if ratio.bounded else "none"


def may_be_called_an_effect(prior_difference: float) -> str:
    """Whether a gap may be called an effect, by how far apart the groups began.

    Parameters
    ----------
    prior_difference : float, standard deviations
        On the prior score.

    Returns
    -------
    str
        One of the answers offered: Yes, Only after adjusting, No.

    Examples
    --------
    >>> [may_be_called_an_effect(apart) for apart in (0.04, 0.20, 0.30)]
    ['Yes', 'Only after adjusting', 'No']
    """
    answers = {"satisfied": "Yes", "adjust": "Only after adjusting", "not satisfied": "No"}
    return answers[wwc_class(prior_difference)]


def price_calculator(
    draws: Draws, options: pd.DataFrame, outcome_worth: Mapping[str, float]
) -> Calculator:
    """Who is most often the best buy when the board pays another price for a unit.

    Parameters
    ----------
    draws : Draws
        As ``program_draws`` gives.
    options : DataFrame
        ``program`` and ``outcome``.
    outcome_worth : mapping of outcome to dollars per unit
        The board's own prices: where the boxes start.

    Returns
    -------
    (list of Question, function of a dict of values giving HTML)
    """
    shared = chances_by_price(draws, options, outcome_worth, steps=2)["outcome"].unique()
    questions = [
        ask_number(
            outcome,
            f"Dollars we would pay for {unit_words(outcome)} ({outcome_words(outcome)})",
            float(outcome_worth[outcome]),
            0,
            1_000_000,
            500,
        )
        for outcome in shared
    ]
    if not questions:
        return [], lambda values: "No two programs share an outcome, so there is no price to move."

    def answer(values: dict) -> str:
        lines = []
        for outcome, price in values.items():
            table = chances_by_price(draws, options, {outcome: price / 2}, steps=2)
            here = table[table["willingness_to_pay"] == table["willingness_to_pay"].max()]
            here = here.sort_values("chance", ascending=False)
            words = ", ".join(f"{row.program} {percent(row.chance)}" for row in here.itertuples())
            lines.append(f"{outcome_words(outcome).capitalize()} at {dollars(price)}: {words}.")
        return "<br>".join(lines)

    return questions, answer
