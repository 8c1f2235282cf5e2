"""Until notebooks 3 and 14 have their rooms: the goals' rates and the needs they still ask for.

A page with a case says ``rates_in_words(case.goal_rates)`` and ``rates_in_words(case.needs)``.
"""

import pandas as pd

from smarter_spending.analysis.learning import NINTH_GRADE, goals_with, learning_rates
from smarter_spending.analysis.learning_needs import ranked_needs
from smarter_spending.district.privacy import hide_rates
from smarter_spending.guide.learning_words import rates_in_words


def yearly_rates(
    students: pd.DataFrame, minimum: int, ninth_grade: str = NINTH_GRADE[0]
) -> pd.DataFrame:
    """Each goal's rate in each year, with small groups hidden, in words."""
    return rates_in_words(
        hide_rates(learning_rates(students, measures=goals_with(ninth_grade)), minimum)
    )


def district_needs(
    students: pd.DataFrame, fiscal_year: str, minimum: int, ninth_grade: str = NINTH_GRADE[0]
) -> pd.DataFrame:
    """The goals of one year ranked by rate and by count, as they may be shown, in words."""
    rates = yearly_rates(students, minimum, ninth_grade)
    year = rates["fiscal_year"].eq(fiscal_year) & ~rates["suppressed"].astype(bool)
    return ranked_needs(rates[year])
