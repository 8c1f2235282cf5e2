"""Notebook 6's sentences: the words and the figures in them."""

from types import SimpleNamespace

import pandas as pd

from smarter_spending.guide.nb06_where_the_money_goes import (
    _say_change,
    _say_people,
    not_spending,
    notes,
)


def test_the_guess_stands_beside_the_fact():
    by_object = pd.DataFrame({"by": ["1000", "3000", "5000"], "share": [0.6, 0.25, 0.15]})
    assert _say_people(by_object, {}) == (
        "**85 of every 100 dollars pay people**, in salaries and benefits."
    )
    assert _say_people(by_object, {"people_guess": 50}).endswith("You guessed 50: 35 dollars away.")
    assert _say_people(by_object, {"people_guess": 85}).endswith("right on it.")


def test_a_change_is_set_beside_enrollment():
    change = pd.DataFrame(
        {"title": ["Pay"], "2022-23": [200.0], "2024-25": [220.0], "change": [20.0]}
    )
    said = _say_change(change, {"2022-23": 20.0, "2024-25": 10.0})
    # 200 / 20 = 10 a student; 220 / 10 = 22 a student
    assert "(**up 10.0%**)" in said
    assert "20 to 10 (down 50.0%)" in said
    assert "$10 to $22" in said


def test_one_year_gives_no_change_and_says_what_is_needed():
    change = pd.DataFrame({"title": ["Pay"], "2024-25": [220.0], "change": [float("nan")]})
    assert "at least two years" in _say_change(change, {})


def test_a_name_in_a_note_on_the_files_is_text():
    case = SimpleNamespace(district=SimpleNamespace(notes=("programs.csv: *Math* is there twice",)))
    assert (
        "<li>programs.csv: *Math* is there twice</li>"
        in (notes(case)._repr_mimebundle_()["text/html"])
    )


def test_what_is_not_spending_is_shown_with_its_reason():
    kinds = ["revenue", "transfer", "balance", "not_money", "spending"]
    ledger = pd.DataFrame(
        {"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01", "kind": kinds,
         "amount": [900.0, -7.0, 33.0, -9.0, 500.0]}
    )  # fmt: skip
    case = SimpleNamespace(district=SimpleNamespace(ledger=ledger, fiscal_year="2024-25"))
    reasons = not_spending(case).table.set_index("kind")["reason"]
    assert reasons.to_dict() == {
        "revenue": "Money coming in, not money spent.",
        # said until November 27 that it is counted where it is spent, beside a sum of both ends
        "transfer": "Money moved between the district's own funds and programs, or passed on: both "
        "ends stand here, so this is about twice what moved.",
        "balance": "What the district owns, owes or has left, not what it spent; its lines are no "
        "sum of money.",
        "not_money": "Entries that spread costs over goals for the state's report; nobody is paid "
        "by them.",
    }
