"""The board page: a number that disagrees with its table stops it, with both figures shown."""

import re
import shutil
import subprocess
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.guide.nb14_board_page import NotPrintableError, PageTooLongError, page_pdf
from smarter_spending.guide.nb14_numbers_agree import (
    Figure,
    Line,
    NumbersDisagreeError,
    board_text,
    disagreements,
    filled,
    line_texts,
    lines_that_agree,
    numbers_in_words,
    plain,
    read_numbers,
    sentence,
    tidy,
)
from smarter_spending.guide.pages import Stamp

FOUND = Line("found", "Found", "{identified} a year for {students} students, {share} of spending.")
FIGURES = {
    "identified": Figure(1_140_000.0, "By fund", "Every year, all funds", "Identified"),
    "students": Figure(820.0, "Growth", "all", "Students waiting", "count"),
    "share": Figure(0.0437, "By decision", "Stop", "Share", "percent"),
}
# the lines of the page in which reviewers got wrong numbers published
LINES = [
    Line(
        "challenge",
        "The challenge",
        "Our reserve goes from {now} of spending in 2024-25 to {last} in 2027-28.",
    ),
    Line("goal", "The goal", "Reading by grade 3: from {baseline} to {target} by 2027-28."),
    Line("stops", "What stops", "Math 180 stops: {stopped} a year.", ("Math 180", "Club")),
    Line("found", "Dollars found", "{found} a year is found, {each} a student; {once} once."),
    Line("next", "What comes next", "Staff are told by March 15, 2026; it ends on June 30, 2026."),
]
CELLS = {
    "now": Figure(0.122, "Reserve", "2024-25", "share", "percent", when="2024-25"),
    "last": Figure(-0.007, "Reserve", "2027-28", "share", "percent", when="2027-28"),
    "baseline": Figure(0.382, "Goals", "Goal 1", "Now", "percent"),
    "target": Figure(0.450, "Goals", "Goal 1", "Target", "percent", when="2027-28"),
    "stopped": Figure(647_540.0, "What stops", "Stopped", "Every year", per="a year"),
    "found": Figure(1_245_140.0, "Dollars found", "Every year", "Identified", per="a year"),
    "each": Figure(73.0, "Dollars found", "Every year", "Per student", per="a student"),
    "once": Figure(340_000.0, "Dollars found", "Once", "Identified", per="once"),
}
STAMP = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1.0", True)


def wrong(text):
    return [one.written for one in disagreements([FOUND], FIGURES, {"found": text})]


def refused(key, text):
    return [str(one) for one in disagreements(LINES, CELLS, {key: text})]


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
        "We grow grades 1 to 3, K-3 and the 9th grade; goal 1, and one page of notebook 14.",
        "No number at all. Nobody, no one and everyone: one of our first, one-time, half-day.",
        "1,140,000 dollars for ８２０ students",
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
        ("We found $1M", ["$1M"]),
        ("$1,140,001", ["$1,140,001"]),
        ("for 821 students and 5%", ["821", "5%"]),
        ("820% more", ["820%"]),
        # dollars in words are dollars: "820 dollars" once passed for the 820 students
        ("820 dollars is not $820", ["820 dollars", "$820"]),
        ("4.4 of spending", ["4.4"]),
        ("0 students", ["0"]),
        ("−$1,140,000", ["−$1,140,000"]),
    ],
)
def test_what_is_off_by_more_than_rounding_is_listed_as_written(text, said):
    assert wrong(text) == said


@pytest.mark.parametrize(
    "text, said",
    [
        ("This year 900 students", ["900"]),
        ("Next year 1,200 students", ["1,200"]),
        ("In two years 5,000", ["5,000"]),
        ("Goal 95% of readers", ["95%"]),
        ("Our goal 31 schools", ["31"]),
        ("action 12000000", ["12000000"]),
        ("the 900th student", ["900th"]),
        ("In May 31 schools", ["May 31"]),
        ("$2025", ["$2025"]),
        ("$1999 a student", ["$1999 a student"]),
        ("2025 students", ["2025"]),
        ("In 2025-26 and until June 30, 2026", ["2025-26", "June 30, 2026"]),
        ("in each grade 12 students", ["12"]),
    ],
)
def test_what_looks_like_a_year_a_goal_or_a_date_is_none_unless_the_line_has_it(text, said):
    assert wrong(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "one point four million",
        "twelve programs",
        "half a million",
        "½ of it",
        "a third of our readers",
        "two-thirds",
        "thirty schools",
        "one school",
        "dozens of seats",
        "twice as many",
        "nine in ten read",
        "forty-five percent",
    ],
)
def test_a_number_in_words_is_refused_with_what_to_do(text):
    found = [str(one) for one in disagreements([FOUND], FIGURES, {"found": f"We say {text}."})]
    said = "write it in digits, so that it can be held against its table."
    assert found and all(one.endswith(said) for one in found)


def test_what_a_sentence_says_in_numbers_is_read_in_its_order():
    found = read_numbers("By June 30, 2026 we stop two programs: $5.")
    assert [(one.kind, one.text) for one in found] == [
        ("date", "June 30, 2026"),
        ("words", "two programs"),
        ("number", "$5"),
    ]
    assert read_numbers("Grades 1 to 3, goal 1, the 9th grade: one page, first.") == []
    text = "On one page: twelve programs, first, one-time, a third of it."
    said = [text[start:end] for start, end in numbers_in_words(text)]
    assert said == ["twelve programs", "a third of"]


def test_a_sentence_is_read_in_plain_signs_and_stands_on_one_line():
    assert plain("－$１,２00 – or  − 0.7%") == "-$1,200 - or -0.7%"
    assert plain("We&nbsp;stop") == "We stop"
    assert tidy("## We\n stop – 5%") == "We stop – 5%"
    lines = [Line("goal", "The goal", "Every **child** reads, {all} of them.")]
    figures = {"all": Figure(820.0, "Growth", "all", "seats", "count")}
    assert sentence(lines[0], figures, {}) == "Every **child** reads, 820 of them."
    (typed,) = line_texts(lines, figures, {"goal": "We *try* {all}."})
    assert typed == r"**The goal.** We \*try\* 820."


@pytest.mark.parametrize("text", ["($1,140,000)", "–$1,140,000", "minus $1,140,000", "$-1,140,000"])
def test_a_minus_is_read_however_it_is_written(text):
    assert len(wrong(f"We found {text}")) == 1
    lost = FIGURES | {"identified": Figure(-1_140_000.0, "t", "r", "c")}
    assert disagreements([FOUND], lost, {"found": f"We lost {text}"}) == []


def test_a_dash_between_two_figures_or_two_words_is_no_minus():
    line = Line("found", "Found", "{low} to {high}")
    values = {"low": 1.2e6, "high": 1.4e6}
    figures = {name: Figure(value, "t", "r", name) for name, value in values.items()}
    for text in ("$1.2M-$1.4M", "$1.2M – $1.4M", "We found – $1.2M – a year"):
        assert disagreements([line], figures, {"found": text}) == []


def test_a_negative_share_may_be_said_in_words():
    assert refused("challenge", "It falls from 12.2% to minus 0.7% in 2027-28.") == []
    assert len(refused("challenge", "It falls from 12.2% to 0.7% in 2027-28.")) == 1


def test_figures_that_change_places_are_refused_in_the_order_of_the_table():
    (said,) = refused("goal", "Reading: from 45.0% to 38.2% by 2027-28.")
    assert "says 38.2% after 45.0%" in said
    assert "38.2% (Goals, Goal 1, Now); 45.0% (Goals, Goal 1, Target)" in said
    assert refused("goal", "Reading: to 45.0% by 2027-28.") == []


def test_money_that_comes_once_is_not_money_of_every_year():
    (said,) = refused("found", "$340,000 a year is identified.")
    assert "says $340,000 a year" in said
    assert "$1,245,140 a year (" in said and "$340,000 once (" in said
    assert len(refused("found", "$1,245,140 a student")) == 1
    assert (
        refused("found", "Of $1.2M a year, $73 a student. Another $340,000 can be spent once.")
        == []
    )


def test_a_figure_keeps_its_year_and_a_changed_date_shows_the_pages_own():
    (said,) = refused("challenge", "From 12.2% to -0.7% in 2024-25.")
    assert "−0.7% in 2024-25" in said and "−0.7% in 2027-28" in said
    said = refused("challenge", "From 12.2% to -0.7% in 2029-30.")
    assert any("2029-30; the page says 2024-25, 2027-28" in one for one in said)
    (said,) = refused("next", "Staff are told by March 15, 2027.")
    assert "March 15, 2027; the page says March 15, 2026, June 30, 2026" in said
    assert refused("next", "By March 15 staff know; in June 2026 it ends.") == []
    assert len(refused("next", "By March 15 staff know; in 2027 it ends.")) == 1


def test_a_number_in_a_programs_name_is_no_figure_and_lends_itself_to_nothing_else():
    assert refused("stops", "Math 180 stops, and frees $647,540 a year.") == []
    (said,) = refused("stops", "Math stops for 180 students.")
    assert "180" in said and "$647,540" in said


def test_a_figures_name_in_braces_is_filled_in_and_another_name_is_refused():
    edited = {"found": "We found {identified}, and { students } wait."}
    assert disagreements([FOUND], FIGURES, edited) == []
    assert "We found $1,140,000, and 820 wait." in board_text("What?", [FOUND], FIGURES, edited)
    (one,) = disagreements([FOUND], FIGURES, {"found": "We found {everything}."})
    assert "{everything}, which names no figure of that line; it has {identified}" in str(one)


def test_every_disagreement_is_said_at_once_with_table_row_and_column():
    with pytest.raises(NumbersDisagreeError) as failed:
        board_text("What?", [FOUND], FIGURES, {"found": "$1.2M for 900 students"})
    said = str(failed.value)
    assert "$1.2M" in said and "900" in said
    assert "$1,140,000 (By fund, Every year, all funds, Identified)" in said


def test_a_number_on_a_line_without_a_table_is_not_let_through():
    line = Line("goal", "Goal", "Every child reads.")
    (one,) = disagreements([line], FIGURES, {"goal": "95% of children read."})
    assert "no table stands behind that line" in str(one)


def test_a_changed_table_stops_a_page_whose_sentence_was_kept():
    table = pd.DataFrame({"pool_words": ["Every year"], "identified": [1_140_000.0]})
    line = Line("found", "Found", "{identified} a year")
    cell = ("Dollars found", "Every year", "identified")
    kept = {"found": filled(line, {"identified": Figure.of({"Dollars found": table}, *cell)})}
    table.loc[0, "identified"] = 1_050_000.0
    moved = {"identified": Figure.of({"Dollars found": table}, *cell)}
    (one,) = disagreements([line], moved, kept)
    assert one.written == "$1,140,000 a year"
    assert "$1,050,000 (Dollars found, Every year, Identified)" in str(one)


def test_a_figure_of_a_row_that_is_not_there_or_is_there_twice_is_refused():
    table = pd.DataFrame({"title": ["A", "A"], "dollars": [1.0, 2.0]})
    for row in ("A", "B"):
        with pytest.raises(ValueError, match="one was expected"):
            Figure.of({"T": table}, "T", row, "dollars")


def test_only_edited_sentences_that_agree_leave_the_room():
    edited = {"goal": "From 38.2% to 50%.", "next": "Staff know by March 15."}
    assert lines_that_agree(LINES, CELLS, edited) == {"next": "Staff know by March 15."}


def test_what_is_fixed_stays_whatever_somebody_writes():
    line = Line("found", "Found", "{identified} a year", fixed="*Potential: {identified}.*")
    edited = {"found": "It is all ours."}
    assert "*Potential: $1,140,000.*" in board_text("What?", [line], FIGURES, edited)
    (text,) = line_texts([line], FIGURES, edited)
    assert text == "**Found.** It is all ours. *Potential: $1,140,000.*"


@given(st.floats(100, 1e9), st.sampled_from(["identified"]))
def test_a_figure_as_the_page_writes_it_always_agrees(value, name):
    figures = FIGURES | {name: Figure(value, "t", "r", "c")}
    assert disagreements([FOUND], figures, {"found": filled(FOUND, figures)}) == []


@given(st.integers(1_000_000, 10**8), st.floats(0.06, 0.5))
def test_a_figure_changed_by_more_than_a_twentieth_never_agrees(value, by):
    figures = FIGURES | {"identified": Figure(float(value), "t", "r", "c")}
    changed = f"${value * (1 + by):,.0f}"
    assert disagreements([FOUND], figures, {"found": changed})


@given(st.text(alphabet="0123456789,.$%-−–(){} MKk½twodzen", max_size=40))
def test_whatever_is_typed_is_read_to_its_end(text):
    disagreements([FOUND], FIGURES, {"found": text})


def test_the_page_says_where_each_number_comes_from_by_table_row_and_column():
    text = board_text("What do we move?", [FOUND], FIGURES, {})
    assert "## Found\n\n$1,140,000 a year for 820 students, 4.4% of spending." in text
    assert "By fund: $1,140,000 (Every year, all funds, Identified)" in text
    shorter = board_text("What do we move?", [FOUND], FIGURES, {"found": "820 students."})
    assert "Growth: 820 (all, Students waiting)." in shorter and "1,140,000" not in shorter


@pytest.fixture(scope="module")
def printed():
    text = board_text("What do we move?", LINES, CELLS, {})
    return page_pdf("For the board", text, STAMP)


def test_the_pdf_is_the_same_every_time_tagged_titled_and_in_english(printed):
    text = board_text("What do we move?", LINES, CELLS, {})
    assert page_pdf("For the board", text, STAMP) == printed
    assert page_pdf("For the board", text + " More.", STAMP) != printed
    for mark in (b"/StructTreeRoot", b"/Lang(en-US)", b"pdfuaid:part>1<", b"/S/H1", b"/S/H2"):
        assert mark in printed, mark
    assert printed.count(b"/S/H2") == len(LINES) + 1
    # what to read is one page; where its numbers come from stands overleaf, no more below it
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo (poppler-utils) is not installed")
def test_another_reader_finds_tagged_pages_with_a_title_and_their_headings(printed, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(printed)

    def read(*options):
        done = subprocess.run(["pdfinfo", *options, str(file)], capture_output=True, text=True)
        return done.stdout

    said = read()
    assert re.search(r"^Pages: +2$", said, re.M) and re.search(r"^Tagged: +yes$", said, re.M)
    assert re.search(r"^Title: +For the board · Oak Unified$", said, re.M)
    structure = read("-struct-text")
    headings = re.findall(r'H2 "(.+?)"', structure)
    assert headings == [*(line.heading for line in LINES), "Where each number comes from"]


def test_a_long_page_is_printed_smaller_and_a_longer_one_refused_by_its_longest_line():
    long = Line("risk", "What we do not know", "Nobody can tell. " * 90)
    text = board_text("What?", [*LINES, long], CELLS, {})
    assert len(re.findall(rb"/Type\s*/Page\b", page_pdf("For the board", text, STAMP))) == 2
    longer = Line("risk", "What we do not know", "Nobody can tell. " * 900)
    with pytest.raises(PageTooLongError, match="longest line is “What we do not know”"):
        page_pdf("For the board", board_text("What?", [*LINES, longer], CELLS, {}), STAMP)


def test_a_sign_that_cannot_be_printed_is_named():
    with pytest.raises(NotPrintableError, match="no letter for “日”"):
        page_pdf("For the board", "## Goal\n\nEvery 日 reads.", STAMP)


def test_marks_of_the_typesetter_are_printed_as_they_stand():
    text = "## Goal\n\n#let x = 1; *one* **two** $3 <b> @x _y_ \\ `z` [w]"
    assert page_pdf("For the board", text, STAMP).startswith(b"%PDF")
