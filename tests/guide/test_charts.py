"""Pictures: the plotted values and the words beside them, not the pixels."""

import re

import pandas as pd
import pytest

from smarter_spending.guide import charts


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_change_is_drawn_from_the_first_year_to_the_last():
    table = pd.DataFrame({"title": ["Pay"], "2022-23": [1.0], "2023-24": [5.0], "2024-25": [3.0]})
    ax = charts.chart_change(table, years=["2022-23", "2023-24", "2024-25"])
    first, last = (points.get_offsets()[0, 0] for points in ax.collections[1:])
    assert (first, last) == (1.0, 3.0)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2022-23", "2024-25"]


def test_a_picture_of_years_draws_from_zero_and_says_every_figure():
    # it took the place of the reserve's lines, the fan and the balance's stacked bars
    years = pd.DataFrame(
        {"label": ["2024-25", "2025-26"], "who": "", "value": [26.0, -5.0], "held_to": [10.0, 11.0],
         "said": ["$26", "−$5"], "more": ["9.3% of spending", "−1.0%, below policy"],
         "kind": ["", "below"]}
    )  # fmt: skip
    drawn = charts.chart_years(years, title="It falls below", note="Bar: the reserve.")
    assert drawn.count('viewBox="-5.00 0 31.00 1"') == 2
    assert 'd="M0 .5H26.00"' in drawn and 'd="M0 .5H-5.00"' in drawn
    assert 'd="M10.00 0V1"' in drawn and 'd="M11.00 0V1"' in drawn
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    for words in ("It falls below", "2024-25", "$26", "9.3% of spending", "−1.0%, below policy"):
        assert words in said
    spread = charts.chart_years(years.assign(low=[26.0, -9.0], high=[26.0, 2.0]))
    # the dot of a year below its mark is a square, so that no color is needed
    assert 'd="M-9.00 .5H2.00"' in spread and 'd="M0 .5H' not in spread
    assert 'd="M-5.00 .5h0" style="stroke-linecap: square' in spread
    assert 'd="M26.00 .5h0" style="stroke-linecap: round' in spread
    assert 'viewBox="-9.00 0 35.00 1"' in spread
    bare = charts.chart_years(years.drop(columns="held_to").assign(label="<b>"))
    assert "V1" not in bare.replace("M0 0V1", "") and "<b><b>" not in bare


def test_every_lens_with_dollars_is_a_bar_beside_its_question_under_its_family():
    table = pd.DataFrame(
        {"lens": [2, 4, 20, 23], "family": ["Classes", "Classes", "Buildings", "Buildings"],
         "question": ["Full?", "Aides?", "Power?", "Travel?"], "rows": [3, 1, 1, 0],
         "dollars": [50_000.0, 20_000.0, 30_000.0, 0.0], "share": [0.5, 0.2, 0.3, 0.0]}
    )  # fmt: skip
    ax = charts.chart_lenses(table)
    assert [bar.get_width() for bar in ax.patches] == [50_000.0, 20_000.0, 30_000.0]
    assert words(ax) == ["Classes: $70K, 70.0%", "$50K, 50.0%", "Full?", "$20K, 20.0%", "Aides?",
                         "Buildings: $30K, 30.0%", "$30K, 30.0%", "Power?"]  # fmt: skip
    assert charts._of_all(132_000, 0.0004) == "$132K, under 0.1%"


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
    # "plain gap" stood in each row: the note above them says it once
    assert "440 students −73.0 +18.8 points +10.7 to +27.0" in said
    assert "Short tick: the plain gap." in drawn
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


def test_dots_stand_for_as_many_as_there_are_and_what_people_typed_stays_text():
    actions = pd.DataFrame(
        {"program": ["Stop: A"], "tries": [1], "of": [4], "tries_words": ["<b>the CBO</b>, by May"]}
    )
    drawn = charts.chart_tries(actions)
    assert drawn.count('<i class="on">') == 1 and drawn.count("<i></i>") == 3
    assert "&lt;b&gt;the CBO&lt;/b&gt;, by May" in drawn and "<b>the CBO" not in drawn


MOVED = pd.DataFrame(
    {
        "program": ["Kits", "Groups"], "who": ["not renewed", "40 students wait"],
        "began": [100.0, 300.0], "now": [0.0, 350.0], "goal": [None, 500.0],
        "low": [None, None], "high": [None, None], "scale": "", "shown": ["", "gain shown"],
        "said": ["$100 to $0", "$300 to $350"], "more": ["$100 less", "$500 in all"],
        "group": ["Shrinks", "Grows"],
    }
)  # fmt: skip


def test_what_moved_is_a_line_from_ring_to_disc_with_what_is_left_dotted():
    drawn = charts.chart_moved(MOVED, "Kits pay for groups", start=0.0)
    assert drawn.count('viewBox="0.0000 0 500.0000 1"') == 2, "one scale for all rows"
    assert 'd="M100.0000 .5H0.0000"' in drawn and 'd="M300.0000 .5H350.0000"' in drawn
    assert drawn.count('class="left"') == 1 and 'd="M350.0000 .5H500.0000"' in drawn
    assert 'aria-label="Kits pay for groups. Shrinks Kits not renewed $100 to $0 $100 less' in drawn


def test_each_scale_has_its_own_line_and_an_unknown_place_has_no_disc():
    goals = MOVED.assign(scale=["A", "B"], now=[None, 350.0], low=[None, 320.0], high=[None, 380.0])
    goals["goal"] = [140.0, 500.0]
    drawn = charts.chart_moved(goals)
    boxes = re.findall(r'viewBox="([^"]*)"', drawn)
    assert boxes == ["100.0000 0 40.0000 1", "300.0000 0 200.0000 1"]
    assert 'd="M100.0000 .5H140.0000"' in drawn, "all the way is left"
    assert 'd="M320.0000 .5H380.0000"' in drawn, "the range"


def test_a_part_of_nothing_is_not_drawn():
    parts = pd.DataFrame(
        {"shown": ["gain shown", "not shown"], "programs": [2, 0], "dollars": [5e6, 0.0],
         "share": [1.0, 0.0], "words": ["2 programs: a gain shows", "no programs"]}
    )  # fmt: skip
    drawn = charts.chart_parts(parts)
    assert "$5.0M" in drawn and "no programs" not in drawn
    counted = charts.chart_parts(parts.assign(figure=["2", "0"]))
    assert "<b>2</b>" in counted and "$5.0M" not in counted


def test_long_names_are_shortened_and_not_lost():
    assert charts.short(pd.Series(["x" * 80, "y"])) == ["x" * 43 + "…", "y"]


def contrast(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


@pytest.mark.parametrize("name", ["BLUE", "ORANGE", "GREEN", "RED", "GREY", "INK"])
def test_every_colour_is_readable_on_white(name):
    # WCAG 2.1 AA: 4.5 to 1 for text, 3 to 1 for graphics
    assert contrast(getattr(charts, name)) >= 4.5
