"""The board page: a number that disagrees with its table stops it, with both figures shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.display.board_page import (
    Figure,
    Line,
    NumbersDisagreeError,
    board_text,
    disagreements,
    filled,
)
from smarter_spending.display.board_pdf import page_pdf
from smarter_spending.display.results import Stamp

FOUND = Line("found", "Found", "{identified} a year for {students} students, {share} of spending.")
FIGURES = {
    "identified": Figure(1_140_000.0, "By fund", "Every year, all funds", "Identified"),
    "students": Figure(820.0, "Growth", "all", "Students waiting", "count"),
    "share": Figure(0.0437, "By decision", "Stop", "Share", "percent"),
}


def wrong(text):
    return [one.written for one in disagreements([FOUND], FIGURES, {"found": text})]


# CURRICULUM.md, the check of notebook 14
def test_text_of_1_2_million_and_a_table_of_1_14_million_must_fail_with_both_figures():
    with pytest.raises(NumbersDisagreeError, match=r"\$1\.2M.*\$1,140,000"):
        board_text("What?", [FOUND], FIGURES, {"found": "We found $1.2M."})


@pytest.mark.parametrize(
    "text",
    [
        "We found $1.1M.",
        "We found $1.14 million a year.",
        "about $1,140,000",
        "about $1,100,000, for 820 students",
        "$1,140K and 4.4% of spending",
        "$1.140 million, 4 percent",
        "In 2025-26 and until June 30, 2026 we grow grades 1 to 3 and the 9th grade; goal 1.",
        "No number at all.",
        "",
    ],
)
def test_what_is_rounded_as_far_as_it_is_written_agrees(text):
    assert wrong(text) == []


@pytest.mark.parametrize(
    "text, said",
    [
        ("We found $1.2M.", ["$1.2M"]),
        ("We found $1.15 million", ["$1.15 million"]),
        ("$1,140,001", ["$1,140,001"]),
        ("for 821 students and 5%", ["821", "5%"]),
        ("820% more", ["820%"]),
        ("820 dollars is not $820", ["$820"]),
        ("4.4 of spending", ["4.4"]),
        ("−$1,140,000", ["−$1,140,000"]),
    ],
)
def test_what_is_off_by_more_than_rounding_is_listed_as_written(text, said):
    assert wrong(text) == said


def test_every_disagreement_is_said_at_once_with_table_row_and_column():
    with pytest.raises(NumbersDisagreeError) as refused:
        board_text("What?", [FOUND], FIGURES, {"found": "$1.2M for 900 students"})
    said = str(refused.value)
    assert "$1.2M" in said and "900" in said
    assert "$1,140,000 (By fund, Every year, all funds, Identified)" in said


def test_a_number_on_a_line_without_a_table_is_not_let_through():
    line = Line("goal", "Goal", "Every child reads.")
    (one,) = disagreements([line], FIGURES, {"goal": "95% of children read."})
    assert "no table stands behind that line" in str(one)


def test_a_changed_table_stops_a_page_whose_sentence_was_kept():
    kept = filled(FOUND, FIGURES)
    assert wrong(kept) == []
    moved = FIGURES | {"identified": Figure(1_050_000.0, "By fund", "all", "Identified")}
    (one,) = disagreements([FOUND], moved, {"found": kept})
    assert one.written == "$1,140,000" and "$1,050,000" in str(one)


@given(st.floats(100, 1e9), st.sampled_from(["identified"]))
def test_a_figure_as_the_page_writes_it_always_agrees(value, name):
    figures = FIGURES | {name: Figure(value, "t", "r", "c")}
    assert disagreements([FOUND], figures, {"found": filled(FOUND, figures)}) == []


@given(st.integers(1_000_000, 10**8), st.floats(0.06, 0.5))
def test_a_figure_changed_by_more_than_a_twentieth_never_agrees(value, by):
    figures = FIGURES | {"identified": Figure(float(value), "t", "r", "c")}
    changed = f"${value * (1 + by):,.0f}"
    assert disagreements([FOUND], figures, {"found": changed})


def test_the_page_says_where_each_number_comes_from():
    text = board_text("What do we move?", [FOUND], FIGURES, {})
    assert "**Found.** $1,140,000 a year for 820 students, 4.4% of spending." in text
    assert "$1,140,000: By fund, Every year, all funds" in text


def test_the_pdf_is_one_page_the_same_every_time():
    stamp = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1.0", True)
    text = board_text("What do we move?", [FOUND], FIGURES, {})
    first, again = page_pdf("Board page", text, stamp), page_pdf("Board page", text, stamp)
    assert first == again and first.startswith(b"%PDF") and first.count(b"/Type /Page\n") == 1
    assert page_pdf("Board page", text + " More.", stamp) != first
