"""Sentences: the words and the figures in them."""

from types import SimpleNamespace

import pandas as pd
import pytest

from smarter_spending.guide import nb09_cost_per_outcome, showing
from smarter_spending.guide.programs import findings, inventory_findings


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
    assert findings.say_reconciled(reconciled) == (
        "**1 published total of 2 do not agree with the ledger.** The largest difference is "
        "$2.75, on Benefits."
    )


def test_agreement_is_said_to_the_cent(reconciled):
    said = findings.say_reconciled(reconciled.head(1))
    assert said == "**The ledger agrees with the published total to the cent.**"


def test_without_published_totals_nothing_is_claimed(reconciled):
    assert findings.say_reconciled(reconciled.iloc[:0]).startswith("**Not yet reconciled.**")


def test_the_guess_stands_beside_the_fact():
    by_object = pd.DataFrame({"by": ["1000", "3000", "5000"], "share": [0.6, 0.25, 0.15]})
    assert findings.say_people(by_object, {}) == (
        "**85 of every 100 dollars pay people**, in salaries and benefits."
    )
    assert findings.say_people(by_object, {"people_guess": 50}).endswith(
        "You guessed 50: 35 dollars away."
    )
    assert findings.say_people(by_object, {"people_guess": 85}).endswith("right on it.")


def test_a_change_is_set_beside_enrollment():
    change = pd.DataFrame(
        {"title": ["Pay"], "2022-23": [200.0], "2024-25": [220.0], "change": [20.0]}
    )
    said = findings.say_change(change, {"2022-23": 20.0, "2024-25": 10.0})
    # 200 / 20 = 10 a student; 220 / 10 = 22 a student
    assert "(**up 10.0%**)" in said
    assert "20 to 10 (down 50.0%)" in said
    assert "$10 to $22" in said


def test_one_year_gives_no_change_and_says_what_is_needed():
    change = pd.DataFrame({"title": ["Pay"], "2024-25": [220.0], "change": [float("nan")]})
    assert "at least two years" in findings.say_change(change, {})


def test_schools_are_compared_with_the_warning_that_it_is_no_effect():
    schools = pd.DataFrame({"school_name": ["Oak", "Elm"], "per_pupil": [9_000.0, 12_000.0]})
    said = findings.say_schools(schools)
    assert "$9,000 a pupil at Oak to $12,000 at Elm" in said
    assert "a comparison, not an effect" in said


def test_seven_of_sixty_are_ready():
    ready = pd.DataFrame({"ready": [True] * 7 + [False] * 53})
    assert inventory_findings.say_ready(ready).startswith(
        "**7 of 60 programs (11.7%) can be reviewed deeply.**"
    )


def test_the_best_buy_is_named_for_each_outcome_and_never_across_them():
    ratios = pd.DataFrame(
        {
            "outcome": ["attendance", "ela_score", "ela_score", "ela_score"],
            "program": ["Buses", "Tutoring", "Coaching", "Software"],
            "cost_per_outcome": [5.0, 3_000.0, 9_000.0, float("nan")],
        }
    )
    said = nb09_cost_per_outcome._say_best_buy(ratios)
    assert "Tutoring costs least for one standard deviation for one student, $3,000" in said
    assert "one program with a ratio, Buses: nothing to compare it with" in said
    assert "No ratio for Software: nothing was gained." in said


def test_a_missing_file_is_named_with_what_it_would_bring():
    district = SimpleNamespace(absent=("staffing",))
    assert showing.needs(district, "ledger", "staffing") == (
        "**Not yet known.** The file `staffing.csv` would bring this to life: position control: "
        "every position with its actual pay and benefits and the account that pays for it."
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


def test_one_school_above_the_average_pay_is_not_called_dearer_too():
    pay = pd.DataFrame({"school_name": ["Oak"], "difference": [5_000.0]})
    assert findings.say_pay(pay).endswith("Oak would look $5,000 cheaper than it is.")
    assert "no school would look cheaper" in findings.say_pay(pay.assign(difference=0.0))
