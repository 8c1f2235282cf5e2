"""Pictures: the plotted values and the words beside them, not the pixels."""

import re

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


@pytest.fixture
def programs():
    return pd.DataFrame(
        {
            "program": ["Tutoring <A&B>", "Software"],
            "test": "State reading test",
            "who": ["440 students", "640 students"],
            "cost_per_student": [1_518.0, 586.0],
            "gain": [18.8, -8.1],
            "gain_low": [10.7, -14.1],
            "gain_high": [27.0, -2.1],
            "gain_words": ["+18.8 points", "−8.1 points"],
            "range_words": ["+10.7 to +27.0", "−14.1 to −2.1"],
            "shown": ["gain shown", "may have lost"],
            "unit_cost": [81.0, 99.0],
            "unit_low": [56.0, 60.0],
            "unit_high": [142.0, 200.0],
            "unit_range": ["$56 to $142", "$60 to $200"],
            "tries": [8, 2],
            "tries_words": ["8 of 10 tries", "2 of 10 tries"],
        }
    )


def test_a_picture_of_rows_says_every_figure_to_who_cannot_see_it(programs):
    drawn = charts.chart_cost_gain(programs, title="The cheapest shows no gain")
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    assert said.startswith("The cheapest shows no gain. State reading test Tutoring &lt;A&amp;B")
    assert "$586 −8.1 −14.1 to −2.1" in said
    assert "<A&B>" not in drawn


def test_a_gain_a_loss_and_nothing_shown_have_each_their_own_mark(programs):
    shown = charts.chart_cost_gain(programs.assign(shown=["not shown", "loss shown"]))
    # a ring is a dot with a white one in it; a square ends a line without rounding
    assert shown.count('stroke="#fff"') == 1 and shown.count("stroke-linecap: square") == 1
    gain = charts.chart_cost_gain(programs[:1])
    assert 'd="M18.80 .5h0"' in gain and 'd="M10.70 .5H27.00"' in gain


def test_a_bar_has_its_name_and_its_figure_and_a_loss_its_own_side():
    rows = pd.DataFrame({"title": ["A<b>", "B"], "size": [4.0, -1.0], "said": ["$4, 80%", "−$1"]})
    drawn = charts.chart_bars(rows, title="A takes most")
    assert 'aria-label="A takes most. A&lt;b&gt; $4, 80% B −$1"' in drawn
    assert drawn.count('viewBox="-1.00 0 5.00 1"') == 2 and 'd="M0 .5H-1.00"' in drawn


def test_the_plain_gap_stands_beside_the_fair_comparison(programs):
    gaps = programs.assign(naive_points=[-73.0, 56.0], gap_words=["−73.0", "+56.0"])
    drawn = charts.chart_fair(gaps, title="The plain gap misleads us")
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    assert "440 students −73.0 plain gap +18.8 points +10.7 to +27.0" in said
    # one line for the test, from the lowest gap to the highest
    assert set(re.findall(r'viewBox="([^"]*)"', drawn)) == {"-73.00 0 129.00 1"}
    assert 'd="M-73.00 .15V.85"' in drawn
    alone = charts.chart_gaps(gaps, title="By the plain gap")
    assert 'd="M0 .5H-73.00"' in alone and "+18.8" not in alone


def test_a_gap_of_one_student_of_100_does_not_fill_its_line(programs):
    small = programs[:1].assign(
        test="On track, students of 100", naive_points=0.8, gap_words="+0.8"
    )
    assert 'viewBox="-10.00 0 20.00 1"' in charts.chart_gaps(small)


def test_each_test_has_its_own_line_of_dollars(programs):
    drawn = charts.chart_unit_cost(programs.assign(test=["Reading", "Early literacy"]))
    assert re.findall(r'viewBox="([^"]*)"', drawn) == ["0.00 0 142.00 1", "0.00 0 200.00 1"]


def test_tries_are_dots_to_count(programs):
    drawn = charts.chart_tries(programs)
    assert drawn.count('<i class="on">') == 10 and drawn.count("<i></i>") == 10


def test_a_part_of_nothing_is_not_drawn():
    parts = pd.DataFrame(
        {"shown": ["gain shown", "not shown"], "programs": [2, 0], "dollars": [5e6, 0.0],
         "share": [1.0, 0.0], "words": ["2 programs: a gain shows", "no programs"]}
    )  # fmt: skip
    drawn = charts.chart_parts(parts)
    assert "$5.0M" in drawn and "no programs" not in drawn
    counted = charts.chart_parts(parts.assign(figure=["2", "0"]))
    assert "<b>2</b>" in counted and "$5.0M" not in counted


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
