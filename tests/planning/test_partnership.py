"""Who decides, which policies stand, what the process takes, and where a room differs."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.partnership import (
    ROLES,
    STATUSES,
    answers_about,
    decided_apart,
    deciders_counted,
    deciders_named,
    decision_rights_problems,
    hourly_given,
    hourly_pay,
    meetings_given,
    most_chosen,
    needs_chosen,
    pay_left_out,
    policy_gaps,
    principles_named,
    process_hours,
    process_total,
    questions_written,
    speech_seconds,
    words_too_many,
)


def decision(marks, about_programs=True, with_dollars=True, binds_both=True, name="Stop a program"):
    """One decision; ``marks`` by finance, academics, superintendent, principals, board."""
    return pd.DataFrame(
        [[name, about_programs, with_dollars, binds_both, *marks]],
        columns=["decision", "about_programs", "with_dollars", "binds_both", *ROLES],
    )


def verdict(marks, **about):
    row = decision_rights_problems(decision(marks, **about)).iloc[0]
    return bool(row["valid"]), row["problems"]


# who decides


def test_two_deciders_for_stopping_a_program_are_not_a_rule():
    assert verdict(["D", "D", "C", "C", "I"]) == (False, (("several", ("finance", "academics")),))


def test_one_decider_with_both_sides_heard_is_a_rule():
    assert verdict(["C", "C", "D", "I", ""]) == (True, ())


def test_a_program_decision_on_which_academics_only_hear_afterwards_is_not_valid():
    assert verdict(["D", "I", "C", "", ""]) == (
        False,
        (("not heard", ("academics", "about_programs")),),
    )


def test_a_decision_with_dollars_on_which_finance_is_not_asked_is_not_valid():
    valid, reason = verdict(["", "D", "C", "C", "I"], binds_both=False)
    assert not valid
    assert reason == (("not heard", ("finance", "with_dollars")),)


def test_neither_side_sets_alone_what_binds_both_even_without_programs_or_dollars():
    # the budget calendar: finance decides, academics are told
    calendar = {"about_programs": False, "with_dollars": False, "name": "Set the calendar"}
    assert verdict(["D", "I", "", "", ""], **calendar) == (
        False,
        (("not heard", ("academics", "binds_both")),),
    )
    assert verdict(["D", "C", "", "", ""], **calendar) == (True, ())
    # the board deciding over the heads of both
    assert verdict(["I", "C", "", "", "D"], **calendar)[1] == (
        ("not heard", ("finance", "binds_both")),
    )


def test_a_decision_of_one_side_alone_needs_no_other_voice():
    own = {"about_programs": False, "with_dollars": True, "binds_both": False}
    assert verdict(["D", "", "", "", ""], **own) == (True, ())


def test_everybody_consulted_and_nobody_deciding_is_said():
    assert verdict(["C", "C", "C", "C", "C"]) == (False, (("nobody decides", ()),))


def test_three_deciders_are_all_named():
    assert verdict(["D", "D", "D", "", ""])[1] == (
        ("several", ("finance", "academics", "superintendent")),
    )


def test_an_empty_row_is_not_marked_yet_rather_than_wrong_in_three_ways():
    assert verdict(["", None, "", "", ""]) == (False, (("not marked", ()),))


def test_a_row_with_several_faults_names_them_all():
    reason = verdict(["I", "", "D", "D", ""])[1]
    assert reason == (
        ("several", ("superintendent", "principals")),
        ("not heard", ("academics", "about_programs")),
        ("not heard", ("finance", "with_dollars")),
    )


def test_another_letter_is_refused_and_named():
    with pytest.raises(ValueError, match="'Stop a program' and academics is 'R'"):
        decision_rights_problems(decision(["D", "R", "", "", ""]))


def test_a_missing_role_is_named():
    with pytest.raises(ValueError, match="no column 'board'"):
        decision_rights_problems(decision(["D", "C", "", "", ""]).drop(columns="board"))


def test_no_decisions_give_the_same_columns():
    none = decision_rights_problems(decision(["", "", "", "", ""]).iloc[:0])
    assert list(none.columns) == ["decision", "deciders", "valid", "problems"]
    assert none.empty


marks = st.lists(st.sampled_from(["D", "C", "I", ""]), min_size=5, max_size=5)


@given(marks, st.booleans(), st.booleans(), st.booleans())
def test_a_valid_decision_has_one_decider_and_no_reason_and_every_other_has_a_reason(
    given_marks, programs, money, both
):
    table = decision_rights_problems(decision(given_marks, programs, money, both)).iloc[0]
    assert table["valid"] == (table["problems"] == ())
    if table["valid"]:
        assert given_marks.count("D") == 1
        voice = [given_marks[1]] * (programs or both) + [given_marks[0]] * (money or both)
        assert all(mark in ("D", "C") for mark in voice)


@given(marks)
def test_consulting_those_who_were_only_informed_never_breaks_a_rule(given_marks):
    before = decision_rights_problems(decision(given_marks))["valid"].item()
    asked = ["C" if mark == "I" else mark for mark in given_marks]
    after = decision_rights_problems(decision(asked))["valid"].item()
    assert after or not before


# policies


def ten(*statuses):
    return pd.DataFrame({"policy": [f"Policy {n}" for n in range(1, 11)], "status": statuses})


def test_six_of_ten_adopted_leave_a_gap_of_four():
    found = policy_gaps(ten(*["adopted"] * 6, *["neither"] * 4))
    assert (found.adopted, found.gap) == (6, 4)
    assert (found.neither, found.unwritten, found.dont_know, found.unanswered) == (4, 0, 0, 0)


def test_dont_know_is_a_gap_and_is_counted_apart():
    # 5 adopted, 2 unwritten, 1 neither, 2 don't know: gap 5, of which 2 not known
    found = policy_gaps(
        ten(
            *["adopted"] * 5,
            *["in practice but unwritten"] * 2,
            "neither",
            *["don't know"] * 2,
        )
    )
    assert (found.gap, found.unwritten, found.neither, found.dont_know) == (5, 2, 1, 2)


def test_a_policy_nobody_answered_for_is_in_the_gap_and_said_to_be_unanswered():
    found = policy_gaps(ten(*["adopted"] * 6, "", None, "neither", "don't know"))
    assert (found.gap, found.unanswered) == (4, 2)


def test_a_status_in_other_words_is_refused():
    with pytest.raises(ValueError, match="'Policy 1' is said to be 'planned'"):
        policy_gaps(ten("planned", *["adopted"] * 9))


@given(st.lists(st.sampled_from([*STATUSES, ""]), min_size=10, max_size=10))
def test_the_counts_add_to_the_policies_and_all_but_the_adopted_are_the_gap(statuses):
    found = policy_gaps(ten(*statuses))
    counted = found.adopted + found.unwritten + found.neither + found.dont_know + found.unanswered
    assert counted == found.policies == 10
    assert found.gap == counted - statuses.count("adopted")


# the process in hours


def meetings(rows):
    columns = ["meeting", "employee_type", "people", "hours", "meetings"]
    return pd.DataFrame(rows, columns=columns)


def test_hours_are_people_times_hours_times_meetings():
    # 6 managers and 4 teachers, 2 hours, 10 times: (6 + 4) * 2 * 10 = 200 hours
    # 120 * 90 + 80 * 75 = 10,800 + 6,000 = 16,800 dollars
    table = process_hours(
        meetings([["Team", "management", 6, 2, 10], ["Team", "certificated", 4, 2, 10]]),
        {"management": 90, "certificated": 75},
    )
    assert table.loc[0, ["person_hours", "priced_hours", "dollars"]].tolist() == [200, 200, 16_800]


def test_without_a_rate_of_the_districts_own_there_are_hours_and_no_dollars():
    table = process_hours(meetings([["Team", "management", 6, 2, 10]]))
    assert table["person_hours"].item() == 120
    assert table["priced_hours"].item() == 0
    assert pd.isna(table["dollars"].item())


def test_hours_of_people_the_district_does_not_pay_are_counted_and_not_priced():
    # 5 board members and 5 managers, 3 hours, twice: 60 hours, 30 of them priced at 90
    table = process_hours(
        meetings([["Study", "management", 5, 3, 2], ["Study", "others", 5, 3, 2]]),
        {"management": 90.0},
    )
    assert table.loc[0, ["person_hours", "priced_hours", "dollars"]].tolist() == [60, 30, 2_700]


def test_a_meeting_whose_length_nobody_knows_has_no_hours_and_never_zero():
    table = process_hours(
        meetings(
            [
                ["Team", "management", 6, 2, 10],
                ["Evening", "management", 2, None, 3],
                ["Evening", "others", 30, 1.5, 3],
            ]
        ),
        {"management": 90.0},
    )
    assert table["person_hours"].isna().tolist() == [False, True]
    assert pd.isna(table["dollars"].iloc[1])


def test_a_negative_number_of_people_is_refused():
    with pytest.raises(ValueError, match="cannot be below zero"):
        process_hours(meetings([["Team", "management", -6, 2, 10]]))


def test_no_meetings_give_the_same_columns():
    assert list(process_hours(meetings([])).columns) == [
        "meeting",
        "person_hours",
        "priced_hours",
        "dollars",
    ]


@given(
    st.integers(0, 60), st.floats(0, 8), st.integers(0, 40), st.floats(0, 500), st.integers(1, 5)
)
def test_meeting_so_many_times_as_often_takes_so_many_times_the_hours(
    people, hours, times, rate, more
):
    once = process_hours(meetings([["T", "m", people, hours, times]]), {"m": rate})
    often = process_hours(meetings([["T", "m", people, hours, times * more]]), {"m": rate})
    for column in ("person_hours", "dollars"):
        expected = once[column].fillna(0).item() * more
        assert often[column].fillna(0).item() == pytest.approx(expected)


def test_a_meeting_nobody_spoke_of_is_left_out_and_a_kind_left_blank_is_nobody():
    kinds = pd.DataFrame({"code": ["team", "board"], "title": ["Team", "Board"]})
    answers = {"meet_team_management": 6, "meet_team_hours": 2, "meet_team_times": 10}
    table = meetings_given(answers, kinds)
    assert table["meeting"].unique().tolist() == ["Team"]
    assert table["people"].tolist() == [6, 0, 0, 0]
    assert process_hours(table)["person_hours"].item() == 120  # 6 * 2 * 10


def test_a_meeting_whose_people_nobody_named_has_no_hours():
    kinds = pd.DataFrame({"code": ["team"], "title": ["Team"]})
    table = meetings_given({"meet_team_hours": 2, "meet_team_times": True}, kinds)
    assert table["people"].isna().all() and table["meetings"].isna().all()
    assert meetings_given({}, kinds).columns.tolist() == table.columns.tolist()


def test_the_total_holds_the_meetings_whose_hours_are_known():
    # 120 hours at 90 dollars and 80 hours without a price; the evening is not known
    table = process_hours(
        meetings(
            [
                ["Team", "management", 6, 2, 10],
                ["Board", "others", 8, 5, 2],
                ["Evening", "others", 30, None, 3],
            ]
        ),
        {"management": 90.0},
    )
    assert process_total(table).tolist() == [200, 120, 10_800]


# what an hour costs


def test_the_districts_own_figure_goes_before_its_staffings_and_zero_is_not_known():
    rates = pd.DataFrame({"employee_type": ["certificated", "management"], "hourly_cost": [75, 90]})
    answers = {"hourly_management": 100, "hourly_certificated": 0, "hourly_classified": 40}
    assert hourly_given(answers, rates) == {"management": 100, "classified": 40}
    unknown = rates.assign(hourly_cost=[75, float("nan")])
    assert hourly_given({}, unknown) == {"certificated": 75}


def test_less_than_half_a_dollar_of_pay_is_nothing_left_out():
    assert pay_left_out(pd.DataFrame({"pay_left_out": [0.2, 0.2]})) == 0
    assert pay_left_out(pd.DataFrame({"pay_left_out": [6_000.0, 100_000.0]})) == 106_000


def positions(rows):
    columns = ["employee_type", "fte", "paid_days", "salary_annual", "benefits_annual", "vacant"]
    return pd.DataFrame(rows, columns=columns).assign(
        fiscal_year="2024-25", job_class="Any", funding_pct=100.0
    )


def test_an_hour_costs_pay_and_benefits_over_the_years_hours():
    # (80,000 + 31,000) / (1 * 185 * 8) = 111,000 / 1,480 = 75
    table = hourly_pay(positions([["certificated", 1.0, 185, 8e4, 3.1e4, False]]), "2024-25", 8)
    assert table["hourly_cost"].item() == pytest.approx(75)


def test_a_half_time_position_at_half_the_pay_costs_the_same_an_hour():
    full = hourly_pay(positions([["classified", 1.0, 260, 6e4, 2e4, False]]), "2024-25", 8)
    half = hourly_pay(positions([["classified", 0.5, 260, 3e4, 1e4, False]]), "2024-25", 8)
    assert full["hourly_cost"].item() == pytest.approx(half["hourly_cost"].item())


def test_vacant_positions_stipends_and_lines_without_days_count_on_neither_side():
    table = hourly_pay(
        positions(
            [
                ["certificated", 1.0, 185, 8e4, 3.1e4, False],
                ["certificated", 1.0, 185, 9e4, 3.0e4, True],  # nobody holds it
                ["certificated", 0.0, 185, 5e3, 1e3, False],  # a stipend
                ["certificated", 1.0, None, 7e4, 3e4, False],  # days not written
            ]
        ),
        "2024-25",
        8,
    )
    assert table["hourly_cost"].item() == pytest.approx(75)
    assert table["fte"].item() == 1
    assert table["pay_left_out"].item() == pytest.approx(6_000 + 100_000)


def test_a_kind_of_employee_whose_days_nobody_wrote_has_no_hourly_cost():
    unknown = positions([["management", 1.0, None, 1.5e5, 5e4, False]])
    for table in (unknown, unknown.drop(columns="paid_days")):
        assert pd.isna(hourly_pay(table, "2024-25", 8)["hourly_cost"].item())


def test_no_staffing_table_gives_no_row_and_the_same_columns():
    table = hourly_pay(pd.DataFrame(), "2024-25", 8)
    assert list(table.columns) == ["employee_type", "fte", "hourly_cost", "pay_left_out"]
    assert table.empty


def test_a_day_of_no_hours_is_refused():
    with pytest.raises(ValueError, match="between 0 and 24 hours, not 0"):
        hourly_pay(pd.DataFrame(), "2024-25", 0)


def test_seventy_five_words_take_half_a_minute_and_silence_takes_none():
    assert speech_seconds("money " * 75) == 30
    assert speech_seconds(" \n ") == 0


def test_eighty_words_are_five_too_many_for_half_a_minute():
    assert words_too_many("money " * 80) == 5  # 30 seconds at 150 a minute hold 75
    assert words_too_many("money " * 75) == 0


# where a room differs


def test_only_answers_that_may_be_given_to_these_questions_are_taken():
    answers = pd.DataFrame(
        {
            "person": ["A", "A", "B"],
            "role": ["finance", "finance", "board"],
            "key": ["today_stop", "owner", "today_stop"],
            "answer": ["board", "board", "choose…"],
        }
    )
    table = answers_about(answers, {"today_stop": "Stop"}, ["board", "finance"])
    assert table.to_numpy().tolist() == [["A", "finance", "Stop", "board"]]
    assert answers_about(answers.iloc[:0], {"today_stop": "Stop"}, ["board"]).empty


def room(*rows):
    return pd.DataFrame(rows, columns=["role", "decision", "decider"])


def test_the_sides_differ_when_each_names_somebody_else():
    table = deciders_named(
        room(
            ("finance", "Stop", "superintendent"),
            ("finance", "Stop", "superintendent"),
            ("academics", "Stop", "academics"),
            ("school", "Stop", "principals"),
            ("finance", "Start", "board"),
            ("academics", "Start", "board"),
        ),
        ["Stop", "Start", "Calendar"],
    ).set_index("decision")
    assert table["differ"].tolist() == [True, False, False]
    assert table["sides"].tolist() == ["differ", "agree", ""]
    assert table.loc["Stop", ["finance_says", "academics_says"]].tolist() == [
        "superintendent",
        "academics",
    ]
    assert table.loc["Stop", ["answers", "deciders_named"]].tolist() == [4, 3]
    assert table.loc["Calendar", "answers"] == 0


def test_a_tie_that_holds_the_other_sides_answer_is_not_a_difference():
    table = deciders_named(
        room(
            ("finance", "Stop", "board"),
            ("finance", "Stop", "finance"),
            ("academics", "Stop", "board"),
        ),
        ["Stop"],
    )
    assert table["finance_says"].item() == "board or finance"
    assert not table["differ"].item()


def test_when_one_side_is_silent_there_is_no_difference_to_tell():
    table = deciders_named(room(("finance", "Stop", "board")), ["Stop"])
    assert not table["differ"].item()
    assert table["academics_says"].item() == ""


def test_the_picture_counts_finance_and_academics_and_nobody_else():
    table = deciders_counted(
        room(
            ("finance", "Stop", "board"),
            ("academics", "Stop", "board"),
            ("academics", "Stop", "board"),
            ("school", "Stop", "principals"),
        ),
        ["Stop"],
    )
    assert table[["decider", "finance", "academics"]].to_numpy().tolist() == [["board", 1, 2]]


def test_nobody_in_the_room_gives_the_same_columns():
    nobody = room()
    assert deciders_named(nobody, ["Stop"])["answers"].tolist() == [0]
    assert list(deciders_counted(nobody, ["Stop"]).columns) == [
        "decision",
        "decider",
        "finance",
        "academics",
    ]


def test_who_is_neither_finance_nor_academics_decided_apart_as_one_of_the_others():
    answers = pd.DataFrame(
        {
            "role": ["finance", "board", "school"],
            "key": "apart_P1_verdict",
            "answer": ["Stop", "Keep", "Keep"],
        }
    )
    assert decided_apart(answers, ["P1", "P2"], ["Keep", "Stop"]).values.tolist() == [
        ["P1", "finance", "Stop", 1],
        ["P1", "others", "Keep", 2],
    ]


def named(*rows):
    return pd.DataFrame(rows, columns=["person", "role", "principle", "place"])


def test_the_most_named_principle_comes_first_and_first_places_break_a_tie():
    # equity: 3 people; evidence and candour: 2 each, evidence first once
    table = principles_named(
        named(
            ("A", "finance", "Evidence", 1),
            ("A", "finance", "Equity", 2),
            ("B", "academics", "Equity", 1),
            ("B", "academics", "Candour", 2),
            ("C", "school", "Equity", 1),
            ("C", "school", "Candour", 3),
            ("D", "finance", "Evidence", 2),
        )
    )
    assert table["principle"].tolist() == ["Equity", "Evidence", "Candour"]
    assert table["named"].tolist() == [3, 2, 2]
    assert table["first"].tolist() == [2, 1, 0]
    assert table["finance"].tolist() == [1, 2, 0]


def test_a_principle_named_twice_by_one_person_counts_once_at_its_better_place():
    table = principles_named(named(("A", "finance", "Equity", 2), ("A", "finance", "Equity", 1)))
    assert table[["named", "first"]].to_numpy().tolist() == [[1, 1]]


def test_no_principles_give_the_same_columns():
    assert list(principles_named(named()).columns) == [
        "principle",
        "named",
        "first",
        "finance",
        "academics",
    ]


# on which need

ANSWERS = pd.DataFrame(
    [
        ("a", "finance", "need", "Mathematics"),
        ("b", "academics", "need", "Reading"),
        ("b", "academics", "question", "Why Reading?"),
        ("c", "school", "need", "Reading"),
        ("d", "board", "need", "choose…"),
        ("d", "board", "question", "Why so late?"),
        ("e", "board", "question", "  "),
    ],
    columns=["person", "role", "key", "answer"],
)


def test_needs_are_counted_by_person_and_by_side_and_who_has_not_chosen_is_no_vote():
    chosen = needs_chosen(ANSWERS)
    assert chosen.values.tolist() == [["Reading", 2, 0, 1, 1, 0], ["Mathematics", 1, 1, 0, 0, 0]]
    assert needs_chosen(ANSWERS[:0]).empty


def test_the_most_chosen_needs_are_several_where_they_tie():
    found = most_chosen(needs_chosen(ANSWERS))
    assert (found.answers, found.people, found.needs) == (3, 2, ("Reading",))
    tied = most_chosen(needs_chosen(ANSWERS[:2]))
    assert (tied.answers, tied.people, tied.needs) == (2, 1, ("Mathematics", "Reading"))


def test_a_question_is_listed_with_the_need_it_is_about_and_a_blank_one_is_not():
    assert questions_written(ANSWERS).values.tolist() == [
        ["b", "Reading", "Why Reading?"],
        ["d", "", "Why so late?"],
    ]
