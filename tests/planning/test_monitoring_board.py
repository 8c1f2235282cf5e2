"""What stands behind the board page, counted by hand."""

import pandas as pd
import pytest

from smarter_spending.planning.decisions import actions_needed, already_ending
from smarter_spending.planning.monitoring import (
    agrees_as_written,
    before_and_after,
    found_by_pool,
    lcap_crosswalk,
    number_written,
    paid_short,
    rounded_up,
    saved_by_label,
    what_grows,
    what_stops,
    with_totals,
)

DECISIONS = pd.DataFrame(
    {
        "program_id": ["A", "B", "C", "D", "E"],
        "program": ["Club", "Kits", "Licence", "Camp", "Tutors"],
        "decision": ["Stop", "Fix", "Fix", "Keep", "Grow"],
        "ending": [False, False, False, True, False],
        "total_cost": [10.0, None, 30.0, 20.0, 30.0],
    }
)
SAVINGS = pd.DataFrame(
    {
        "program_id": ["A", "A", "B", "C", "D"],
        "verdict": ["Stop", "Stop", "Fix", "Fix", "Stop"],
        "lever": ["", "", "budget", "scale", ""],
        "term": ["recurring", "one-time", "recurring", "recurring", "recurring"],
        "likely": [100.0, 5.0, 0.0, 40.0, 900.0],
        "label": ["approved", "approved", "identified", "identified", "identified"],
    }
)
ENDINGS = pd.DataFrame(
    {"program_id": ["A", "B", "D"], "decision": ["Stop", "Fix", "Stop"], "students": [40, None, 99]}
)


def test_what_stops_is_counted_apart_and_added_up_without_what_was_ending_before():
    table = what_stops(DECISIONS, SAVINGS, ENDINGS).set_index("kind")
    columns = ["programs", "every_year", "once", "without_dollars", "students_uncounted"]
    assert table.loc["stop", columns].tolist() == [1, 100, 5, 0, 0]
    assert table.loc["renew", columns].tolist() == [1, 0, 0, 1, 1]
    assert table.loc["used", columns].tolist() == [1, 40, 0, 0, 0]
    assert table.loc["all", columns].tolist() == [3, 140, 5, 1, 1]
    assert table.loc["all", "students_affected"] == 40
    assert what_stops(DECISIONS[:0], SAVINGS[:0], ENDINGS[:0]).empty


def test_what_grows_without_a_waiting_list_has_neither_seats_nor_dollars():
    uses = pd.DataFrame(
        {"program_id": ["E"], "verdict": ["Grow"], "seats": [20], "year_1": [500.0]}
    )
    paid = pd.DataFrame({"use": ["Tutors", "Tutors"], "paid": [100.0, 50.0]})
    assert what_grows(DECISIONS, uses, paid).values.tolist() == [
        ["Tutors", 20, 500, 150],
        ["all", 20, 500, 150],
    ]
    without = what_grows(DECISIONS, uses[:0], paid)
    assert without.iloc[-1][["seats", "year_1_dollars", "paid_dollars"]].isna().all()


def test_less_than_a_dollar_is_not_short():
    assert paid_short(500, 499) and not paid_short(500, 499.01)


def test_dollars_for_each_student_are_not_known_where_nobody_was_counted():
    ranges = pd.DataFrame(
        {"pool": ["all"], "term": ["recurring"], "identified": [140.0], "plan_on": [100.0],
         "low": [90.0], "high": [150.0], "stated": [1.0]}
    )  # fmt: skip
    assert found_by_pool(ranges, 70.0)["per_student"].tolist() == [2.0]
    for students in (0.0, float("nan")):
        assert found_by_pool(ranges, students)["per_student"].isna().all()


def test_labels_come_in_the_order_of_how_far_a_saving_has_come():
    assert saved_by_label(SAVINGS).values.tolist() == [
        ["identified", 940.0, 0.0],
        ["approved", 100.0, 5.0],
    ]
    assert saved_by_label(SAVINGS[:0]).empty


@pytest.mark.parametrize(
    "digits, more, value, step",
    [
        ("1200000", {}, 1_200_000, 100_000),
        ("1140000", {}, 1_140_000, 10_000),
        ("5000", {}, 5_000, 100),
        ("10", {}, 10, 1),
        ("1.14", {"scale": 1e6}, 1_140_000, 10_000),
        ("2", {"scale": 1e6}, 2_000_000, 100_000),
        ("12", {"scale": 1e6}, 12_000_000, 1_000_000),
        ("40", {"share": True}, 40, 1),
        ("0.7", {"share": True, "minus": True}, -0.7, 0.1),
    ],
)
def test_a_number_is_rounded_to_its_last_digit_but_exact_to_two(digits, more, value, step):
    assert number_written(digits, **more) == pytest.approx((value, step))


def test_a_figure_agrees_within_half_a_step():
    assert agrees_as_written(1_100_000, 100_000, 1_149_999)
    assert not agrees_as_written(1_100_000, 100_000, 1_150_001)
    assert agrees_as_written(-0.7, 0.1, -0.0066, share=True)


def test_the_dearest_action_comes_first_and_an_unknown_cost_last():
    needed = actions_needed(DECISIONS)
    assert needed[["program", "action"]].values.tolist() == [
        ["Licence", "Fix"],
        ["Tutors", "Grow"],
        ["Camp", "Ends"],
        ["Club", "Stop"],
        ["Kits", "Fix"],
    ]
    assert already_ending(DECISIONS)["program"].tolist() == ["Camp"]
    assert already_ending(DECISIONS.drop(columns="ending")).empty


def test_the_totals_of_the_crosswalk_are_in_the_lcap_out_of_it_and_together():
    programs = pd.DataFrame(
        {
            "program_id": ["P1", "P2"],
            "program_name": ["Tutors", "Club"],
            "lcap_goal": ["1", None],
            "lcap_action": ["1.2", None],
            "lcff": [60.5, 10.0],
        }
    )
    decisions = pd.DataFrame({"program_id": ["P1", "P2"], "decision": ["Grow", "Keep"]})
    table = with_totals(lcap_crosswalk(programs, decisions))
    assert table["total_funds"].tolist() == [60.5, 10.0, 60.5, 10.0, 70.5]


def test_what_moves_is_set_before_and_after_in_dollars_of_the_ledger():
    decisions = pd.DataFrame(
        {
            "program_id": ["K", "S", "G", "X"],
            "program": ["Kits", "Studio", "Groups", "Club"],
            "decision": ["Fix", "Stop", "Grow", "Keep"],
            "lever": ["budget", "", "", ""],
            "ledger_cost": [142_000.0, 90_000.0, 600_000.0, 5_000.0],
        }
    )
    savings = pd.DataFrame(
        {"program_id": ["K", "K", "S"], "likely": [100_000.0, 20_000.0, 90_000.0]}
    )
    uses = pd.DataFrame(
        {
            "program_id": ["G", "X"],
            "verdict": ["Grow", "Keep"],
            "seats": [40.0, 9.0],
            "year_1": [400_000.0, 1.0],
        }
    )
    by_use = pd.DataFrame({"use": ["Groups"], "paid": [150_000.0]})
    table = before_and_after(decisions, savings, uses, by_use).set_index("program")
    assert table.index.tolist() == ["Kits", "Studio", "Groups"], "what frees most comes first"
    # 142,000 - 120,000; 90,000 - 90,000; 600,000 + 150,000, and 600,000 + 400,000 for all
    assert table["after_dollars"].tolist() == [22_000.0, 0.0, 750_000.0]
    assert table["wanted_dollars"].dropna().tolist() == [1_000_000.0]
    assert table["freed_dollars"].sum() == savings["likely"].sum(), "no dollar is lost on the way"
    nobody = before_and_after(decisions, savings.iloc[:0], uses.iloc[:0], by_use.iloc[:0])
    assert nobody.empty and "wanted_dollars" in nobody


@pytest.mark.parametrize(
    "dollars, up", [(324_520, 400_000), (1_440, 2_000), (300_000, 400_000), (9.5, 10), (0, 1)]
)
def test_the_tempting_number_is_the_next_round_one_above(dollars, up):
    assert rounded_up(dollars) == up
