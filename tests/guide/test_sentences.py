"""Sentences that several pages say: the words and the figures in them."""

import pandas as pd
import pytest

from smarter_spending.guide.sentences import say_pay, say_reconciled, say_schools


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
