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
    most_chosen,
    needs_chosen,
    policy_gaps,
    principles_named,
    process_hours,
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
    assert found.unanswered == 0


def test_dont_know_is_a_gap():
    # 5 adopted, 2 unwritten, 1 neither, 2 don't know: gap 5
    found = policy_gaps(
        ten(*["adopted"] * 5, *["in practice but unwritten"] * 2, "neither", *["don't know"] * 2)
    )
    assert (found.gap, found.unanswered) == (5, 0)


def test_a_policy_nobody_answered_for_is_in_the_gap_and_said_to_be_unanswered():
    found = policy_gaps(ten(*["adopted"] * 6, "", None, "neither", "don't know"))
    assert (found.gap, found.unanswered) == (4, 2)


def test_a_status_in_other_words_is_refused():
    with pytest.raises(ValueError, match="'Policy 1' is said to be 'planned'"):
        policy_gaps(ten("planned", *["adopted"] * 9))


@given(st.lists(st.sampled_from([*STATUSES, ""]), min_size=10, max_size=10))
def test_all_policies_but_the_adopted_are_the_gap(statuses):
    found = policy_gaps(ten(*statuses))
    assert found.policies == 10 and found.unanswered == statuses.count("")
    assert found.gap == 10 - found.adopted == 10 - statuses.count("adopted")


# the process in hours


def test_hours_are_people_times_hours_times_meetings():
    # 6 people for 2 hours, 10 times
    assert process_hours({"meet_people": 6, "meet_hours": 2, "meet_times": 10}) == 120


@pytest.mark.parametrize("missing", [None, True, "ten"])
def test_hours_are_not_known_until_every_part_is_a_number(missing):
    answers = {"meet_people": 6, "meet_hours": missing, "meet_times": 10}
    assert pd.isna(process_hours(answers)) and pd.isna(process_hours({}))


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
