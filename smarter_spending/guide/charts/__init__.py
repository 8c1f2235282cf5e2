"""Pictures: each takes a table, draws one point, and gives back its Axes, or its HTML."""

# ruff: noqa: F401 (what a page may draw)

from smarter_spending.guide.charts.money import (
    chart_balance_parts,
    chart_change,
    chart_fan,
    chart_hands,
    chart_pay,
    chart_per_pupil,
    chart_reserves,
    chart_savings,
    chart_spending,
)
from smarter_spending.guide.charts.people import (
    chart_deciders,
    chart_first_places,
    chart_fishbone,
    chart_goal,
    chart_needs,
    chart_rate_changes,
    chart_rates_by_year,
    chart_ratings,
    chart_scores,
)
from smarter_spending.guide.charts.programs import (
    chart_bars,
    chart_cost_gain,
    chart_cross_section,
    chart_fair,
    chart_gaps,
    chart_parts,
    chart_tries,
    chart_unit_cost,
    counted_parts,
)
