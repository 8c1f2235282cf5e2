"""Notebook 11 in words: what is found is only potential, and whose place it is."""

from types import SimpleNamespace

import pandas as pd

from smarter_spending.district.choices import TEAM, open_choices, read_choices
from smarter_spending.guide import nb11_pay_for_priorities as page
from smarter_spending.guide import nb11_trade_game as game
from smarter_spending.planning.portfolio import labels_given
from smarter_spending.planning.reallocation import (
    GROUNDS,
    dollars_by_ground,
    net_table,
    pay_for,
    reallocate,
)

SAVINGS = pd.DataFrame(
    {
        "program_id": ["P1", "P3"],
        "program": ["Club", "Grant"],
        "verdict": "Stop",
        "lever": "",
        "resource": ["0709", "7435"],
        "pool": ["Supplemental", "Recovery"],
        "bound": ["duty", "restricted"],
        "ground": ["did worse", "one purchase for one job"],
        "term": ["recurring", "one-time"],
        "low": [10_000.0, 0.0],
        "likely": [100_000.0, 40_000.0],
        "high": [100_000.0, 40_000.0],
        "people": 0.0,
        "plan_on": [70_000.0, 28_000.0],
        "label": "identified",
    }
)
RANGES = pd.DataFrame(
    {
        "term": ["recurring", "recurring", "one-time", "one-time"],
        "pool": ["Supplemental", "all", "Recovery", "all"],
        "bound": ["duty", "", "restricted", ""],
        "identified": [100_000.0, 100_000.0, 40_000.0, 40_000.0],
        "low": [30_000.0, 30_000.0, 9_000.0, 9_000.0],
        "plan_on": [70_000.0, 70_000.0, 28_000.0, 28_000.0],
        "high": [90_000.0, 90_000.0, 39_000.0, 39_000.0],
    }
)


def test_dollars_found_are_potential_per_student_with_their_range_and_one_time_apart():
    said = page._say_found(RANGES, SAVINGS, students=1_000)
    assert "**$100,000 a year is identified, $100 a student**, from 1 program" in said
    assert "potential until the board approves it" in said and "Plan on $70,000" in said
    assert "$40,000 is one-time money" in said
    assert "Of it $100,000 has a duty: it goes to increased or improved services" in said
    assert "free to use" not in said
    assert "$100 a student" not in page._say_found(RANGES, SAVINGS, float("nan"))
    assert "nothing can be freed yet" in page._say_found(RANGES.iloc[:0], SAVINGS, 1.0)


def test_a_growth_that_only_the_best_case_pays_for_is_to_go_in_steps():
    paid = pay_for(
        {"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    surer = pay_for(
        {"Tutoring": 80_000.0}, {"Supplemental": 70_000.0}, {"Tutoring": ["Supplemental"]}
    )
    said = page._say_paid(paid, surer, {"Supplemental": "duty"})
    assert "$20,000 Supplemental (for such services only, or carried over for them)" in said
    assert "could be paid" in said and "$10,000 of it is missing: grow in steps" in said
    small = pay_for(
        {"Tutoring": 60_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    assert "even from the figures to plan on" in page._say_paid(small, small, {})
    crossed = pay_for({"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {})
    assert "$80,000 is missing" in page._say_paid(crossed, crossed, {})


def test_the_statement_says_potential_first_and_labels_every_line():
    handed = page._statement(found_of(SAVINGS), ["Said."], {}, [])
    assert handed.splitlines()[0].startswith("*Potential until the board approves it")
    assert "nothing here was decided by a vote" in handed
    lines = [line for line in handed.splitlines() if line.startswith("| ") and "$" in line]
    assert len(lines) == 2 and all("| identified |" in line for line in lines)


def found_of(savings):
    none = pay_for({}, {}, {})
    moving = pd.DataFrame({"pool": [], "transition": []})
    net = net_table(savings.assign(plan_on=savings["likely"]), none, none, moving)
    return SimpleNamespace(savings=savings, paid=none, planned=none, net=net, bound={})


def test_what_the_board_approved_is_no_longer_called_potential():
    voted = SAVINGS.assign(label="approved")
    handed = page._statement(found_of(voted), ["Said."], {}, [])
    assert "otential" not in handed and "| approved |" in handed
    assert "potential" not in page._say_found(RANGES, voted, 1_000)
    assert "$100,000 approved" in page._say_found(RANGES, voted, 1_000)
    partly = page._statement(found_of(SAVINGS.assign(label=["approved", "identified"])),
                                   ["Said."], {}, [])  # fmt: skip
    assert "nothing here was decided by a vote" not in partly


def test_a_range_that_may_exceed_what_is_identified_is_not_called_a_shortfall():
    more = RANGES.assign(high=[110_000.0, 110_000.0, 39_000.0, 39_000.0])
    assert "Not all of it will come about" not in page._say_found(more, SAVINGS, 1_000)
    assert "Not all of it will come about" in page._say_found(RANGES, SAVINGS, 1_000)


def test_every_dollar_found_is_said_on_its_ground():
    table = dollars_by_ground(SAVINGS)
    assert table["every_year"].tolist() == [100_000.0, 0.0, 100_000.0]
    assert table[["free", "duty", "once"]].values.tolist()[-1] == [0.0, 100_000.0, 40_000.0]
    # "similar students" alone claimed more than last year's score and group can show
    said = "$100,000 in 1 program: its students did worse than their comparison students."
    assert page._say_grounds(table) == f"By ground, every year: {said}"
    assert set(page.ON_GROUND) == {*GROUNDS, "all"}


def test_moving_people_can_leave_the_first_year_short():
    net = pd.DataFrame(
        {"term": ["recurring"], "pool": ["general"], "bound": ["free"], "first_year_left": [-30.0],
         "planned_left": [10.0], "transition": [40.0]}
    )  # fmt: skip
    assert "**In the first year $30 is missing**" in page._say_net(net)
    assert "in every year after it $10 free to use is left" in page._say_net(net)
    bound = page._say_net(net.assign(bound="duty"))
    assert "$10 with a duty (for such services only, or carried over for them) is left" in bound
    assert page._say_net(net.iloc[:0]) == ""


def test_both_sides_are_said_together():
    plan = pd.DataFrame(
        {
            "program": ["Club", "Lab"],
            "students": [40.0, None],
            "with_heir": [25.0, None],
            "transition": 0.0,
        }
    )
    uses = pd.DataFrame({"program": ["Tutoring"], "verdict": ["Grow"], "seats": [30.0]})
    uses = uses.assign(year_1=1.0, year_3=1.0, used=1.0)
    said = page._say_both_sides(plan, uses)
    assert "40 places end, in Club and Lab, and of 1 program nobody counted them" in said
    assert "For 25 of them a program that stays serves their grade." in said
    assert "30 students who wait get a seat, in Tutoring" in said


def test_only_the_rooms_record_makes_a_dollar_approved(tmp_path):
    folder, notebook = tmp_path, "11_pay_for_priorities"
    open_choices(folder, notebook, "Budget").keep("label_P1_label", "approved")
    assert labels_given(open_choices(folder, notebook, TEAM).answers, SAVINGS["program_id"]) == {}
    open_choices(folder, notebook, TEAM).keep("label_P1_label", "approved")
    assert labels_given(open_choices(folder, notebook, TEAM).answers, SAVINGS["program_id"]) == {
        "P1": "approved"
    }


def test_every_teams_hand_is_read_and_a_blank_target_is_the_usual_one(tmp_path):
    notebook = "11_pay_for_priorities"
    open_choices(tmp_path, notebook, "Budget").keep("hand", ["save P1"])
    open_choices(tmp_path, notebook, "Learning").keep("hand", [])
    assert game._hands_given(read_choices(tmp_path, notebook)) == {"Budget": ["save P1"]}
    assert game._target({"target": "many"}, 5.0) == 5.0


COMPARED = pd.DataFrame(
    {
        "team": ["A", "B", "best affordable set"],
        "invested": [50.0, 90.0, 80.0],
        "used": [55.0, 95.0, 85.0],
        "students_gaining": [1.0, 2.0, 3.0],
        "short": [0.0, 40.0, 0.0],
        "value": [200.0, 10.0, 100.0],
        "given_up": [-100.0, None, 0.0],
        "met": [True, False, True],
        "conflicts": "",
        "unknown_cuts": ["Aides", "", ""],
        "unshown_gains": "",
    }
)


def test_hands_are_said_with_what_a_table_cannot_show():
    assert "it cuts Aides, and nobody knows what students lose" in game._say_given_up(COMPARED, "A")
    assert "$40 of this hand cannot be paid" in game._say_given_up(COMPARED, "B")


def test_cards_that_shut_each_other_out_say_why():
    assert game._say_conflict(("cut and grown", "Lift", "")) == (
        "Lift is cut and grown in the same hand"
    )
    assert game._say_conflict(("grown twice", "Lift", "")).startswith("Lift is grown twice: take")
    assert game._say_conflict(("heir cut", "Kits", "Lift")) == (
        "Kits ends because Lift does its job, and Lift is cut"
    )
    assert game._say_pairing(("Kits", "App"), "Lift") == (
        "Kits and App go and Lift, which does the same job, grows"
    )


def test_what_a_move_lacks_is_said_after_it():
    club = {"program": "Club", "outcome": "ela_score", "spending": 300_000.0, "students": 600,
            "effect_per_student": 0.0, "low": -0.1, "high": 0.1}  # fmt: skip
    choir = club | {"program": "Choir", "spending": 100_000.0}
    said = page._say_move(reallocate(club, choir, 60_000.0), club, choir)
    assert "Choir would grow by more than half: beyond what its results show." in said
    assert said.endswith("Choir shows no gain, so nothing speaks for the move.")


def test_a_cost_in_doubt_is_said_beside_the_worth_and_on_the_card():
    uses = pd.DataFrame(
        {"program_id": ["P1", "P2"], "program": ["A", "B"], "verdict": "Grow", "seats": 5.0,
         "cost_per_seat": 1.0, "steps": 0.0, "year_1": 5.0, "year_2": 5.0, "year_3": 5.0,
         "used": 5.0, "value": 9.0, "value_low": 0.0, "value_high": 20.0, "known": True,
         "told": True}
    )  # fmt: skip
    said = page._uses_in_words(uses, pd.DataFrame({"program_id": ["P2"]}))["outcome_worth_words"]
    assert said.tolist() == ["$9 ($0 to $20)", "$9 ($0 to $20); its cost may be too low"]


def test_the_share_that_new_seats_gain_is_named_as_ours_until_the_team_says():
    assert "half, ours until your team says" in page._say_share("")
    assert "as our team said on page 9: a quarter" in page._say_share("a quarter")
