"""Putting a table or a sentence on the page: the same for everybody, and in words."""

from types import SimpleNamespace

import pandas as pd
import pytest

from smarter_spending.guide import charts, showing


def test_a_missing_file_is_named_with_what_it_would_bring():
    district = SimpleNamespace(absent=("staffing",))
    assert showing.needs(district, "ledger", "staffing") == (
        "**Not yet known.** `staffing.csv` is not in the folder."
    )
    several = SimpleNamespace(absent=("staffing", "programs"))
    assert showing.needs(several, "staffing", "programs") == (
        "**Not yet known.** `staffing.csv` and `programs.csv` are not in the folder."
    )


def test_a_column_without_a_heading_never_reaches_a_leader():
    with pytest.raises(KeyError, match="ela_ss_prior"):
        showing.show_table(pd.DataFrame({"ela_ss_prior": [2400]}), "Scores")


def test_a_table_is_the_same_twice_and_escapes_what_it_shows():
    table = pd.DataFrame({"program": ["R&D <b>"], "total_cost": [1.0]})
    first, second = (showing.show_table(table, "Costs").data for _ in range(2))
    assert first == second
    assert "R&amp;D &lt;b&gt;" in first


def test_a_column_nothing_is_known_of_is_left_out():
    table = pd.DataFrame({"title": ["Pay"], "dollars": [1.0], "per_student": [float("nan")]})
    assert "Per student" not in showing.show_table(table, "Spending").data


def test_dollars_in_a_picture_stay_dollars_whoever_wrote_them():
    # page 6 printed "10, 737to" in italics, and a cause with "$\\x$" in it had stopped page 4
    drawn = {}

    def draw(table, **options):
        drawn["ax"] = charts.chart_fishbone(table, **options)
        return drawn["ax"]

    table = pd.DataFrame({"family": ["Plant"], "cause": ["$\\x$ and $5 to $7"]})
    showing.picture(draw, table, "a fishbone", title="$10,737 to $14,138")
    assert any("$5 to $7" in words.get_text() for words in drawn["ax"].texts)
    assert not any(words.get_parse_math() for words in drawn["ax"].texts)
    assert not drawn["ax"]._left_title.get_parse_math()
