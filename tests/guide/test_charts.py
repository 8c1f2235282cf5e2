"""Pictures: the plotted values and the words beside them, not the pixels."""

import pandas as pd
import pytest

from smarter_spending.guide import charts
from smarter_spending.guide.charts import look


@pytest.fixture
def spending():
    return pd.DataFrame(
        {
            "title": ["Certificated salaries", "Employee benefits"],
            "dollars": [6_000_000.0, 2_000_000.0],
            "share": [0.75, 0.25],
        }
    )


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_the_largest_part_is_on_top_with_its_dollars_and_share(spending):
    ax = charts.chart_spending(spending, title="Spending")
    assert [bar.get_width() for bar in ax.patches] == [2_000_000, 6_000_000]
    assert words(ax) == ["$2.0M  (25.0%)", "$6.0M  (75.0%)"]
    assert ax.get_title(loc="left") == "Spending"


def test_change_is_drawn_from_the_first_year_to_the_last():
    table = pd.DataFrame({"title": ["Pay"], "2022-23": [1.0], "2023-24": [5.0], "2024-25": [3.0]})
    ax = charts.chart_change(table, years=["2022-23", "2023-24", "2024-25"])
    first, last = (points.get_offsets()[0, 0] for points in ax.collections[1:])
    assert (first, last) == (1.0, 3.0)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2022-23", "2024-25"]


def test_the_parts_of_a_balance_stand_on_each_other_and_a_lack_lies_below_zero():
    nothing = dict.fromkeys(["carryover", "committed", "assigned", "stabilization", "special"], 0.0)
    parts = {"nonspendable": 1.0, "restricted_part": 4.0, "uncertainties": 5.0} | nothing
    table = pd.DataFrame([parts, parts]).assign(
        unappropriated=[2.0, -3.0], fiscal_year=["2024-25", "2025-26"]
    )
    ax = charts.chart_balance_parts(table)
    drawn = [(bar.get_y(), bar.get_height()) for bar in ax.patches]
    # each part in both years: 1 from 0, 4 from 1, 5 from 5, then 2 from 10 and 3 below zero
    assert drawn == [(0, 1), (0, 1), (1, 4), (1, 4), (5, 5), (5, 5), (10, 2), (0, -3)]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "nonspendable", "restricted", "economic uncertainties", "unappropriated",
    ]  # fmt: skip


def test_a_school_with_hidden_figures_is_not_drawn():
    table = pd.DataFrame(
        {
            "school_name": ["Oak", "Tiny"],
            "per_pupil": [9_000.0, None],
            "unduplicated_share": [0.4, None],
        }
    )
    ax = charts.chart_per_pupil(table)
    assert words(ax) == ["$9,000  (40% high-need)"]


def test_a_range_without_a_limit_is_said_in_words_and_not_drawn():
    table = pd.DataFrame(
        {
            "program": ["Tutoring", "Software"],
            "cost_per_outcome": [2_500.0, 46_000.0],
            "low": [1_616.0, float("-inf")],
            "high": [4_963.0, float("inf")],
            "bounded": [True, False],
        }
    )
    ax = charts.chart_ratio_ranges(table)
    assert words(ax) == ["no limit: no gain is shown"]
    assert ax.get_xlim()[1] < 10_000


def test_every_program_is_named_on_the_picture_of_cost_against_effect():
    table = pd.DataFrame(
        {
            "program": ["A", "B", "C"],
            "cost": [100.0, 300.0, 200.0],
            "effect": [0.1, 0.3, 0.05],
            "status": ["ND", "ND", "D"],
        }
    )
    ax = charts.chart_cost_effect(table)
    assert sorted(words(ax)) == ["A", "B", "C"]
    assert ax.lines[0].get_xdata().tolist() == [0.1, 0.3]


def test_long_names_are_shortened_and_not_lost(spending):
    ax = charts.chart_spending(spending.assign(title=["x" * 80, "y"]))
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == ["y", "x" * 43 + "…"]


def contrast(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@pytest.mark.parametrize("name", ["BLUE", "ORANGE", "GREEN", "RED", "GREY", "INK"])
def test_every_colour_is_readable_on_white(name):
    # WCAG 2.1 AA: 4.5 to 1 for text, 3 to 1 for graphics
    assert contrast(getattr(look, name)) >= 4.5
