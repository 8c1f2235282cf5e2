"""Pictures: each takes a table, draws one point, and gives back its Axes, or its HTML."""

# ruff: noqa: F401 (what a page may draw)

from smarter_spending.guide.charts.drawn import (
    chart_change,
    chart_deciders,
    chart_fishbone,
    chart_goal,
    chart_halves,
    chart_hands,
    chart_named,
    chart_needs,
    chart_pay,
    chart_per_pupil,
    chart_rate_changes,
    chart_rates_by_year,
    chart_ratings,
)
from smarter_spending.guide.charts.programs import (
    chart_bars,
    chart_cost_gain,
    chart_dollars,
    chart_fair,
    chart_gaps,
    chart_known,
    chart_moved,
    chart_parts,
    chart_scores,
    chart_tries,
    chart_unit_cost,
    chart_years,
    counted_parts,
)
