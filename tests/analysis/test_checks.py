"""Fiscal years across a century, back and forth."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.checks import enrolled, fiscal_year, year_after


def test_the_year_before_and_after_the_century():
    assert year_after("2000-01", -1) == "1999-00"
    assert year_after("2024-25", -1) == "2023-24"
    assert year_after("1998-99", 1) == "1999-00"
    assert year_after("2024-25", -3) == "2021-22"


@pytest.mark.parametrize("text", ["2024-26", "24-25", "2024", "2024-2025", "", "x"])
def test_what_is_no_fiscal_year_is_refused_with_how_to_write_it(text):
    with pytest.raises(ValueError, match="Write it as 2024-25"):
        year_after(text, 1)


@given(st.integers(1900, 2100), st.integers(-50, 50))
def test_going_and_coming_back_is_the_same_year(begins, years):
    assert year_after(year_after(fiscal_year(begins), years), -years) == fiscal_year(begins)


def test_students_enrolled_are_of_the_year_asked_and_else_not_known():
    counts = pd.DataFrame({"fiscal_year": ["2024-25"], "enrollment": [17_000.0]})
    assert enrolled(counts, "2024-25") == 17_000.0
    assert pd.isna(enrolled(counts, "2023-24"))
