"""A finding: one answer, in every face the same, and what people typed is only ever text."""

from functools import partial
from types import SimpleNamespace

import pandas as pd

from smarter_spending.guide.charts import chart_change, chart_pay
from smarter_spending.guide.finding import Finding, Picture, needing
from smarter_spending.guide.questions import ask_words, on_paper
from smarter_spending.guide.sentences import text_table, written
from smarter_spending.guide.showing import Text, markdown_to_html, show_text
from smarter_spending.words import literal

NASTY = "<img src=x onerror=alert(1)> Tutoring* (A|B)"


def test_a_programs_name_is_text_in_the_table_in_the_sentence_and_to_who_cannot_see():
    table = pd.DataFrame({"program": [NASTY], "total_cost": [90_000.0]})
    one = Finding("Cost", table, ("program", "total_cost"), f"**{NASTY}** costs *most*.")
    page = one._repr_mimebundle_()
    assert "<img" not in page["text/html"] and "onerror=alert(1)&gt;" in page["text/html"]
    assert "Tutoring* (A|B)</strong> costs <em>most</em>" in page["text/html"]
    assert NASTY in page["text/plain"]


def test_what_was_answered_is_text_on_the_page_and_on_paper():
    said = show_text(f"**The question:** {literal(NASTY)}")._repr_mimebundle_()
    assert "<img" not in said["text/html"] and "Tutoring* (A|B)" in said["text/html"]
    (line,) = on_paper([ask_words("why", "Because")], {"why": NASTY})
    assert "<img" not in show_text(line)._repr_mimebundle_()["text/html"]


def test_a_folded_text_or_finding_is_closed_until_wanted():
    table = pd.DataFrame({"program": ["Tutoring"]})
    for one in (Text("Carried.", under="<all>"), Finding("A", table, ("program",), fold="<all>")):
        shown = one._repr_mimebundle_()["text/html"]
        assert shown.startswith("<details><summary>&lt;all&gt;</summary>")
        assert shown.count("details>") == 2 and "<all>" not in shown


def test_no_text_of_a_page_hands_markdown_to_jupyter():
    assert set(show_text("**5** dollars: $5 to $6")._repr_mimebundle_()) == {
        "text/html",
        "text/plain",
    }


def test_where_there_is_no_answer_what_is_missing_is_said_or_else_the_words():
    nothing = pd.DataFrame({"program": []})
    assert Finding("Cost", nothing, words="Of none.", missing="Bring a file.").sentence == (
        "Bring a file."
    )
    assert Finding("Cost", nothing, words="Of none.").sentence == "Of none."
    assert Finding("Cost", nothing).sentence == "*Cost*: there are no rows to show."
    assert Finding("Cost", nothing, words="Of none.", missing=None).sentence == ""


def test_a_picture_takes_its_table_and_its_title_from_its_finding_unless_given():
    table = pd.DataFrame({"program": ["A", "B"]})
    own = Finding("Cost", table, picture=chart_pay).picture
    assert own.draw is chart_pay and own.table is table and own.title == "Cost"
    given = Finding("Cost", table, picture=Picture(chart_pay, table[:1], "Dearest")).picture
    assert len(given.table) == 1 and given.title == "Dearest"


def test_a_page_that_needs_a_file_says_so_before_anything_else():
    nothing, finding = pd.DataFrame(), needing("programs")
    lacking = SimpleNamespace(district=SimpleNamespace(absent=("programs",)))
    assert "`programs.csv`" in finding(lacking, "Cost", nothing, otherwise="None.").sentence
    there = SimpleNamespace(district=SimpleNamespace(absent=()))
    assert finding(there, "Cost", nothing, otherwise="None.").sentence == "None."


def test_what_was_typed_into_a_page_to_hand_out_is_text_also_in_a_table():
    page = markdown_to_html(text_table(["Cause", "Now"], [[written(NASTY), ""]], figures=1))
    assert "<img" not in page and "Tutoring* (A|B)</td>" in page and "______" in page


def test_a_picture_without_a_sentence_is_said_by_its_title_to_who_cannot_see():
    table = pd.DataFrame({"title": ["Tutoring"], "2023-24": [80_000.0], "2024-25": [90_000.0]})
    drawn = partial(chart_change, years=("2023-24", "2024-25"))
    page = Finding("Where it goes", table, picture=drawn)._repr_mimebundle_()["text/html"]
    assert 'alt="Where it goes"' in page


def test_a_folded_table_stands_after_its_sentence_and_what_is_said_with_it_is_text():
    table = pd.DataFrame({"program": ["Tutoring *A*"], "decision": ["Keep"]})
    shown = Finding("A title", table, ("program",), words="One.", more="Of Tutoring *A*.")
    page = shown._html()
    assert page.index("One.") < page.index("<details><summary>The figures</summary>")
    assert "<em>" not in page  # a star that somebody typed stays a star
    named = Finding("A title", table, ("program",), fold="What is wrong <b>")
    # a named fold holds the whole finding, so it stands round what the table alone is
    assert "<summary>What is wrong &lt;b&gt;</summary>" in named._repr_mimebundle_()["text/html"]
    assert "<details>" not in Finding("A title", table, ("program",))._html()
