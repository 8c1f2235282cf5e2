"""The small what-ifs of the notebooks: which numbers to move, and what to say of the result.

Each gives the questions and the function that words the answer; the arithmetic is the
library's, the boxes are the panels'.
"""

from collections.abc import Callable

import pandas as pd

from smarter_spending.analysis.baseline import wwc_class
from smarter_spending.analysis.staffing import unit_cost
from smarter_spending.guide.exercises import Question, ask_number
from smarter_spending.guide.programs.findings import say_unit_cost

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
