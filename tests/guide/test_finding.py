"""A finding: one answer, in every face the same, and what people typed is only ever text."""

import pandas as pd

from smarter_spending.guide.finding import Finding
from smarter_spending.guide.questions import ask_words, on_paper
from smarter_spending.guide.showing import show_text
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


def test_no_text_of_a_page_hands_markdown_to_jupyter():
    assert set(show_text("**5** dollars: $5 to $6")._repr_mimebundle_()) == {
        "text/html",
        "text/plain",
    }
