"""Sentences that several pages say: the words and the figures in them."""

import pandas as pd
import pytest

from smarter_spending.guide.sentences import (
    cross_section_words,
    say_pay,
    say_reconciled,
    say_schools,
)


@pytest.fixture
def reconciled():
    return pd.DataFrame(
        {
            "title": ["Certificated salaries", "Benefits"],
            "ledger_dollars": [100.0, 50.0],
            "control_total": [100.0, 47.25],
            "difference": [0.0, 2.75],
            "agrees": [True, False],
        }
    )


def test_a_difference_is_named_with_its_cents(reconciled):
    assert say_reconciled(reconciled) == (
        "**1 published total of 2 do not agree with the ledger.** The largest difference is "
        "$2.75, on Benefits."
    )


def test_agreement_is_said_to_the_cent(reconciled):
    said = say_reconciled(reconciled.head(1))
    assert said == "**The ledger agrees with the published total to the cent.**"


def test_without_published_totals_nothing_is_claimed(reconciled):
    assert say_reconciled(reconciled.iloc[:0]).startswith("**Not yet reconciled.**")


def test_schools_are_compared_with_the_warning_that_it_is_no_effect():
    schools = pd.DataFrame({"school_name": ["Oak", "Elm"], "per_pupil": [9_000.0, 12_000.0]})
    said = say_schools(schools)
    assert "$9,000 a pupil at Oak to $12,000 at Elm" in said
    assert "a comparison, not an effect" in said


def test_one_school_above_the_average_pay_is_not_called_dearer_too():
    pay = pd.DataFrame({"school_name": ["Oak"], "difference": [5_000.0]})
    assert say_pay(pay).endswith("Oak would look $5,000 cheaper than it is.")
    assert "no school would look cheaper" in say_pay(pay.assign(difference=0.0))


def test_a_cross_section_comes_with_its_warning_and_few_schools_with_none_of_it():
    table = pd.DataFrame({"per_pupil": range(12), "mean_score": range(12, 0, -1)})
    assert "Money follows need" in cross_section_words(table)
    assert "**No pattern can be told from 3 schools**" in cross_section_words(table.head(3))


def weak(schools, correlation):
    """Schools whose dollars and scores have exactly this correlation."""
    across = [(-1) ** n for n in range(schools)]
    apart = [1 if n % 4 < 2 else -1 for n in range(schools)]
    table = pd.DataFrame({"per_pupil": across, "mean_score": apart})
    rest = (1 - correlation**2) ** 0.5
    return table.assign(mean_score=correlation * table["per_pupil"] + rest * table["mean_score"])


def test_a_correlation_that_chance_could_make_is_no_pattern():
    # 20 schools at 0.17: arctanh 0.172 and 1.645 / sqrt(17) = 0.399, so -0.22 to 0.52
    said = cross_section_words(weak(20, 0.17))
    assert "**No pattern can be told from 20 schools**" in said and "higher scores" not in said
    assert "(correlation 0.17, 90% range −0.22 to 0.52)" in said
    assert "a comparison, not an effect, and never the cost of a point" in said


def test_a_correlation_that_leaves_zero_out_is_named_with_its_range_and_its_warning():
    # 68 schools at 0.30: arctanh 0.310 and 1.645 / sqrt(65) = 0.204, so 0.11 to 0.47
    said = cross_section_words(weak(68, 0.30))
    assert "have higher scores here (correlation 0.30, 90% range 0.11 to 0.47, 68 schools)" in said
    assert "**This is not what a dollar buys**, and never the cost of a point" in said


def test_the_cross_section_says_in_words_what_its_scores_are_measured_in():
    for table in (weak(20, 0.17), weak(68, 0.30)):
        assert "standard deviations (SD): 0 is the district's mean" in cross_section_words(table)


@pytest.mark.parametrize("rows", [0, 1])
def test_no_school_or_one_shows_no_pattern_and_no_nan(rows):
    said = cross_section_words(weak(20, 0.17).head(rows))
    assert "nan" not in said.lower() and "not yet known" not in said
    assert "No pattern can be told from 1 school" in said if rows else "No school has both" in said


def test_schools_that_all_spend_the_same_show_no_pattern():
    said = cross_section_words(weak(20, 0.17).assign(per_pupil=9_000.0))
    assert "**No pattern can be told from 20 schools**. It is" in said
