"""What a move of dollars gives up and brings, and what growing costs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.ratios import steps_of_growth
from smarter_spending.district.sacs import resource_rules
from smarter_spending.planning.reallocation import (
    investments,
    left_over,
    move_between,
    net_by_fund,
    reallocate,
    seat_dollars,
    seats_bought,
    to_grow,
)

CLUB = {
    "program": "Club", "outcome": "ela_score", "spending": 300_000.0, "students": 600,
    "effect_per_student": 0.01, "low": -0.05, "high": 0.07,
}  # fmt: skip
TUTORING = {
    "program": "Tutoring", "outcome": "ela_score", "spending": 400_000.0, "students": 400,
    "effect_per_student": 0.20, "low": 0.10, "high": 0.30,
}  # fmt: skip


def test_a_move_worked_by_hand():
    move = reallocate(CLUB, TUTORING, 100_000)
    # $500 a student leave 200 without a place; $1,000 a student seat 100
    assert (move.students_losing, move.students_gaining) == (200, 100)
    assert (move.lost, move.gained) == (pytest.approx(2.0), pytest.approx(20.0))
    assert move.net == pytest.approx(18.0)
    assert move.net_low == pytest.approx(100 * 0.10 - 200 * 0.07)
    assert move.net_high == pytest.approx(100 * 0.30 + 200 * 0.05)
    assert move.warnings == ()


def test_one_more_student_costs_the_margin_where_it_is_known():
    seat = {"ledger_seat": 800.0, "used_seat": 900.0, "step": 20_000.0, "room": 500.0,
            "each": 500.0, "used_step": 20_000.0}  # fmt: skip
    move = reallocate(CLUB, TUTORING | seat, 100_000)
    # 100 seats are left for 80,000; the 20,000 over buy the step and no seat beyond it
    assert move.students_gaining == 100 and move.gained == pytest.approx(20.0)
    # everything used: 200 places of 300,000 / 600; 100 seats of 900
    assert (move.used_losing, move.used_gaining) == (100_000.0, 90_000.0)


def test_a_large_move_is_warned_about_and_so_is_one_to_nothing():
    assert reallocate(CLUB, TUTORING, 250_000).warnings == ("far beyond",)
    nothing = TUTORING | {"effect_per_student": 0.0}
    assert "no gain" in reallocate(CLUB, nothing, 1_000).warnings


@pytest.mark.parametrize(
    "donor, receiver, dollars, said",
    [
        (CLUB, TUTORING, 300_001, r"'Club' spends 300,000.00 dollars, so 300,001.00 cannot"),
        (CLUB, TUTORING, 0, "must be above zero"),
        (CLUB, TUTORING, float("nan"), "must be above zero"),
        (CLUB, TUTORING | {"outcome": "math_score"}, 1, "different outcomes"),
        (CLUB | {"students": 0}, TUTORING, 1, "'Club' needs spending and students above zero"),
        (CLUB, TUTORING | {"effect_per_student": np.nan}, 1,
         "effect_per_student of 'Tutoring' is not known"),
        (CLUB, {"program": "X"}, 1, "outcome of 'X' is not known"),
    ],
)  # fmt: skip
def test_what_cannot_be_moved_is_said(donor, receiver, dollars, said):
    with pytest.raises(ValueError, match=said):
        reallocate(donor, receiver, dollars)


effects = st.floats(-1, 1)


@given(st.floats(1, 300_000), effects, effects)
def test_the_net_of_a_move_is_what_is_gained_less_what_is_lost(dollars, out, into):
    move = reallocate(CLUB | {"effect_per_student": out},
                      TUTORING | {"effect_per_student": into}, dollars)  # fmt: skip
    # it was held at the break-even effect, which nobody read and which is gone
    assert move.net == pytest.approx(dollars / 1_000 * into - dollars / 500 * out, abs=1e-9)


DECISIONS = pd.DataFrame(
    {"program_id": ["P1", "P2", "P3"], "program": ["Tutoring", "Seminar", "Coaching"],
     "verdict": ["Grow", "Not yet known", "Keep"], "seats_planned": [480.0, 50.0, np.nan]}
)  # fmt: skip
COSTS = pd.DataFrame(
    {"program_id": ["P1", "P2", "P3"], "total_cost": [667_704.0, 50_000.0, 40_000.0],
     "outside_ledger": [49_284.0, 10_000.0, 0.0], "students_served": [440.0, 40.0, 20.0],
     "marginal_cost_per_student": [1_236.0, np.nan, 100.0]}
)  # fmt: skip
EFFECTS = pd.DataFrame(
    {"program_id": ["P1", "P2"], "outcome": ["ela_score", "math_score"],
     "verdict": ["can tell", "cannot tell"], "effect_per_student": [0.2, 0.3],
     "low": [0.1, -1.0], "high": [0.3, 1.0]}
)  # fmt: skip


def test_growing_is_a_seat_for_each_who_waits_three_years_long():
    table = investments(
        DECISIONS, COSTS, {"P1": 420, "P2": 10}, EFFECTS, {"ela_score": 10_000.0}, (0.014, 0.02)
    )
    assert table["program"].tolist() == ["Tutoring", "Seminar"], "nobody waits for Coaching"
    first = table.iloc[0]
    # the fixed part is 667,704 - 440 x 1,236 = 123,864; of the ledger's 618,420 a seat takes
    # 494,556 / 440 = 1,123.99, and 380 of 420 seats lie beyond the 480 planned: one step.
    # (519,276.91 charged volunteers and our own classrooms to freed dollars, and no step.)
    assert first["year_1"] == round(420 * 494_556 / 440 + 123_864, 2) == 595_940.18
    assert first["used"] == 420 * 1_236 + 123_864 == 642_984
    assert first["steps"] == 123_864 and first["year_1"] < first["used"]
    assert first["year_2"] == pytest.approx(595_940.18 * 1.014, abs=0.01)
    assert first["year_3"] == pytest.approx(first["year_2"] * 1.02, abs=0.01)
    # 840,000 counted every new seat at the whole average gain: page 9 counts half until somebody
    # says, and its range holds every share from none (420,000 was the low end of all of it)
    assert first["value"] == pytest.approx(0.5 * 420 * 0.2 * 10_000)
    assert (first["value_low"], first["value_high"]) == (0.0, pytest.approx(1_260_000.0))


def test_a_new_seat_costs_what_page_9_says_a_teacher_and_a_room_where_the_seats_are_full():
    costs = pd.DataFrame(
        {"program_id": ["P1"], "program": "Lift", "total_cost": 7_800.0, "nonpersonnel": 1_800.0,
         "outside_ledger": 500.0, "students_served": 18.0, "marginal_cost_per_student": 6_800 / 18}
    )  # fmt: skip
    decided = pd.DataFrame(
        {"program_id": ["P1"], "program": "Lift", "verdict": "Grow", "seats_planned": 20.0,
         "fte": 2.0}
    )  # fmt: skip
    inventory = decided.assign(fixed_cost=1_000.0)
    on_9 = steps_of_growth(costs.iloc[0], inventory)
    for seats in (2, 3, 12):  # the free ones, the first beyond them, and all of a teacher's
        use = investments(decided, costs, {"P1": seats}, EFFECTS, {}).iloc[0]
        row = on_9[on_9["students_to"].eq(18 + seats)]
        before = on_9.loc[: row.index[0], "extra_cost"].sum()
        assert use["used"] == pytest.approx(before), seats
    # of the 2,500 for a teacher and a room, the ledger has 2,250: 500 of the cost are volunteers
    assert use["year_1"] == pytest.approx(12 * 100 + 2_250)


def test_the_share_of_the_gain_that_new_seats_see_is_the_rooms_own():
    all_of_it = investments(DECISIONS, COSTS, {"P1": 10}, EFFECTS, {"ela_score": 100.0}, share=1.0)
    assert all_of_it["value"].item() == pytest.approx(10 * 0.2 * 100)


def test_an_effect_nobody_can_tell_is_worth_nothing_known_which_is_not_zero():
    table = investments(DECISIONS, COSTS, {"P2": 10}, EFFECTS, {"math_score": 10_000.0})
    # (50,000 - 10,000) / 40: the average, where the margin is not known, and no step beside it
    assert table["cost_per_seat"].item() == 1_000.0 and table["steps"].item() == 0
    assert table["used"].item() == 12_500.0
    assert np.isnan(table["value"].item()) and not table["known"].item()


def test_one_time_dollars_pay_for_nothing_that_lasts():
    savings = pd.DataFrame(
        {"resource": ["7435", "0709"], "pool": ["Recovery", "Supplemental"],
         "term": ["one-time", "recurring"], "likely": [340_000.0, 50_000.0]}
    )  # fmt: skip
    programs = pd.DataFrame(
        {"program_name": ["Tutoring"], "goal_area": "early_literacy", "delivery": "one_to_one",
         "student_groups": "el;sed"}
    )  # fmt: skip
    uses = pd.DataFrame({"program": ["Tutoring"], "year_1": [80_000.0]})
    paid = net_by_fund(savings, uses, programs, resource_rules())
    assert paid.by_pool["pool"].tolist() == ["Supplemental"] and paid.short == 30_000.0


def test_less_than_a_dollar_left_is_nothing_left():
    net = pd.DataFrame({"term": ["recurring", "recurring", "recurring", "one-time"],
                        "bound": ["free", "duty", "duty", "free"],
                        "first_year_left": [5.0, -2.0, 7.0, 900.0],
                        "planned_left": [0.4, 0.5, 8.0, 900.0],
                        "transition": [3.0, 0.0, 0.0, 0.0]})  # fmt: skip
    over = left_over(net)
    # what one pool lacks another does not pay, and free dollars are no dollars with a duty
    assert (over.first_year, over.missing) == ({"free": 5.0, "duty": 7.0}, 2.0)
    assert (over.later, over.moving) == ({"duty": 8.5}, 3.0)
    assert left_over(net.assign(planned_left=0.2)).later == {}
    assert left_over(net[3:]) is None


@given(st.integers(1, 900), st.integers(0, 500), st.integers(1, 400))
def test_the_seats_that_dollars_buy_cost_no_more_than_these_dollars(dollars, step, room):
    seat = {"students": 100.0, "room": max(room, 100.0), "ledger_seat": 3.0, "step": float(step),
            "each": max(room, 100.0)}  # fmt: skip
    seats = seats_bought(float(dollars), seat)
    assert seat_dollars(seats, seat) <= dollars + 1e-9
    one_more = seat_dollars(seats + 0.01, seat)
    assert one_more > dollars - 1e-9, "and no more can be had for them"


def test_a_move_is_a_dollar_at_least_and_what_is_freed_at_most():
    donor = {"program": "Club", "outcome": "ela_score", "spending": 300.0, "students": 30,
             "effect_per_student": 0.0, "most": 200.0}  # fmt: skip
    receiver = donor | {"program": "Tutoring", "spending": 500.0, "effect_per_student": 0.2}
    moved = [move_between(donor, receiver, dollars).dollars for dollars in (0.0, 150.0, 900.0)]
    assert moved == [1.0, 150.0, 200.0]


def test_only_what_grows_counts_as_growth():
    uses = pd.DataFrame({"verdict": ["Grow", "Keep", "Grow"], "seats": [30.0, 5.0, 2.0],
                         "year_1": [100.0, 9.0, 10.0], "year_3": [120.0, 9.0, 11.0],
                         "used": [130.0, 9.0, 12.0]})  # fmt: skip
    grow = to_grow(uses)
    assert grow.used == 142.0
    assert (grow.seats, grow.first_year, grow.third_year) == (32.0, 110.0, 131.0)
