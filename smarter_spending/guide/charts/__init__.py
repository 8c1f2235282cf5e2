"""Pictures: each takes a table, draws one point, and gives back its Axes."""

from smarter_spending.guide.charts.causes import chart_fishbone
from smarter_spending.guide.charts.evidence import chart_cross_section, chart_effects, chart_naive
from smarter_spending.guide.charts.goals import chart_goal
from smarter_spending.guide.charts.learning import (
    chart_needs,
    chart_rate_changes,
    chart_rates_by_year,
)
from smarter_spending.guide.charts.money import (
    chart_change,
    chart_pay,
    chart_per_pupil,
    chart_spending,
)
from smarter_spending.guide.charts.partnership import chart_deciders
from smarter_spending.guide.charts.plan import chart_fan, chart_reserves
from smarter_spending.guide.charts.priorities import chart_first_places, chart_scores
from smarter_spending.guide.charts.programs import (
    chart_chances,
    chart_cost_effect,
    chart_ratio_ranges,
    chart_readiness,
    chart_tornado,
)
from smarter_spending.guide.charts.ratings import chart_ratings
from smarter_spending.guide.charts.reallocation import chart_hands, chart_savings

__all__ = [
    "chart_chances",
    "chart_change",
    "chart_cost_effect",
    "chart_cross_section",
    "chart_deciders",
    "chart_effects",
    "chart_fan",
    "chart_first_places",
    "chart_fishbone",
    "chart_goal",
    "chart_hands",
    "chart_naive",
    "chart_needs",
    "chart_pay",
    "chart_per_pupil",
    "chart_rate_changes",
    "chart_rates_by_year",
    "chart_ratings",
    "chart_ratio_ranges",
    "chart_readiness",
    "chart_reserves",
    "chart_savings",
    "chart_scores",
    "chart_spending",
    "chart_tornado",
]
