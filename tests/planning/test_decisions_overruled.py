"""Overrides with a reason, and an ending that is planned."""

from datetime import date

import pandas as pd
import pytest

from smarter_spending.planning.decisions import (
    blind_cut,
    endings_of,
    movers_first,
    programs_to_discuss,
    sunset_plan,
    verdict_dollars,
    with_overrides,
    without_rule,
)


def test_where_nobody_set_a_rule_no_verdict_of_ours_stands():
    judged = without_rule(pd.DataFrame({"program": ["A"], "verdict": ["Stop"]}))
    columns = ["verdict", "reason", "to_find_out"]
    assert judged[columns].values.tolist() == [["Not yet known", "no rule", "rule"]]


DECISIONS = pd.DataFrame(
    {
        "program_id": ["P1", "P2", "P3"],
        "verdict": ["Stop", "Keep", "Keep"],
        "mandate": [False, True, None],
    }
)


def overridden(*given):
    columns = ["program_id", "role", "verdict", "because"]
    return with_overrides(DECISIONS, pd.DataFrame(given, columns=columns))


def test_without_overrides_the_rule_holds():
    assert overridden()["decision"].tolist() == ["Stop", "Keep", "Keep"]
    assert set(overridden()["decided_by"]) == {"the rule"}


def test_the_rooms_record_overrides_with_its_reason():
    row = overridden(("P1", "the room", "Fix", "its new form began in May")).iloc[0]
    assert (row.decision, row.decided_by) == ("Fix", "the room")
    assert row.note == "holds"
    assert row.voices == (("the room", "Fix", "its new form began in May"),)


def test_two_roles_that_agree_override_and_one_alone_does_not():
    both = [("P1", "finance", "Keep", "a promise"), ("P1", "academics", "Keep", "new data")]
    assert overridden(*both).iloc[0]["decided_by"] == "finance and academics"
    alone = overridden(both[0]).iloc[0]
    assert (alone.decision, alone.note) == ("Stop", "one role")


def test_an_override_without_a_reason_is_kept_and_said_and_does_not_hold():
    row = overridden(("P1", "the room", "Keep", "  ")).iloc[0]
    assert (row.decision, row.note, row.silent) == ("Stop", "no reason", ("the room",))


def test_a_reason_that_is_missing_silences_only_the_role_that_gave_none():
    three = [
        ("P1", "finance", "Keep", "a promise"),
        ("P1", "academics", "Keep", "new data"),
        ("P1", "school", "Keep", ""),
    ]
    row = overridden(*three).iloc[0]
    assert (row.decision, row.decided_by) == ("Keep", "finance and academics")
    assert [because for *_, because in row.voices] == ["a promise", "new data"]
    assert row.silent == ("school",)
    row = overridden(three[0], three[2]).iloc[0]
    assert (row.decision, row.note, row.silent) == ("Stop", "one role", ("school",))


def test_a_role_that_says_what_the_rule_says_owes_no_reason():
    row = overridden(("P1", "school", "Stop", "")).iloc[0]
    assert (row.decision, row.note) == ("Stop", "")


def test_several_silent_roles_are_all_kept():
    roles = ("finance", "academics", "school")
    row = overridden(*[("P1", role, "Keep", "") for role in roles]).iloc[0]
    assert (row.note, row.silent) == ("no reason", roles)


@pytest.mark.parametrize("blank", ["", " ", None])
def test_people_without_a_role_are_one_voice(blank):
    both = [("P1", blank, "Keep", "a"), ("P1", blank, "Keep", "b")]
    row = overridden(*both).iloc[0]
    assert (row.decision, row.note) == ("Stop", "one role")
    assert {role for role, *_ in row.voices} == {"role not said"}
    assert overridden(*both, ("P1", "finance", "Keep", "c")).iloc[0]["decision"] == "Keep"


def test_roles_that_disagree_leave_the_rule_and_both_are_said():
    row = overridden(("P1", "finance", "Keep", "a"), ("P1", "academics", "Fix", "b")).iloc[0]
    assert (row.decision, row.note) == ("Stop", "not agreed")


def test_nobody_can_stop_what_law_requires():
    row = overridden(("P2", "the room", "Stop", "we would like to")).iloc[1]
    assert (row.decision, row.note) == ("Keep", "required")


def test_nobody_stops_a_program_while_nobody_has_said_whether_law_requires_it():
    row = overridden(("P3", "the room", "Stop", "we would like to")).iloc[2]
    assert (row.decision, row.note) == ("Keep", "law open")


LEANING = pd.DataFrame(
    {
        "program_id": ["P1", "P2", "P3", "P4"],
        "program": ["Tutoring", "Kits", "Software", "App"],
        "verdict": ["Grow", "Fix", "Stop", "Fix"],
        "lever": ["", "budget", "", "scale"],
        "chance_gain": [0.99, None, 0.0, None],
        "mandate": False,
        "same_job_as": ["", "Tutoring", "Tutoring", "Tutoring"],
        "students_served": 40.0,
        "owner": "Director",
    }
)


def leaning(*given):
    columns = ["program_id", "role", "verdict", "because"]
    return with_overrides(LEANING, pd.DataFrame(given, columns=columns)).set_index("program")


def test_a_purchase_is_not_one_too_many_when_the_program_that_does_its_job_ends():
    assert leaning().loc["Kits", "decision"] == "Fix"
    held = leaning(("P1", "the room", "Stop", "its staff leave"))
    kits = held.loc["Kits"]
    assert (kits["decision"], kits["decided_by"]) == ("Not yet known", "the rule")
    assert (kits["note"], kits["heir_now"]) == ("nobody left", "Stop")
    assert held["decision"].tolist()[2:] == ["Stop", "Fix"], "these do not lean on it"


@pytest.mark.parametrize("instead", ["Fix", "Not yet known"])
def test_a_purchase_is_not_one_too_many_when_the_program_that_does_its_job_is_not_kept(instead):
    kits = leaning(("P1", "the room", instead, "we doubt it")).loc["Kits"]
    assert kits["decision"] == "Not yet known"
    assert (kits["note"], kits["heir_now"]) == ("nobody left", instead)


def test_what_people_said_of_a_purchase_is_not_lost_when_it_must_wait():
    both = [("P1", "the room", "Stop", "a"), ("P2", "finance", "Stop", "")]
    kits = leaning(*both).loc["Kits"]
    assert (kits["note"], kits["heir_now"], kits["silent"]) == ("no reason", "Stop", ("finance",))


def test_a_program_kept_instead_of_grown_still_does_the_job():
    assert leaning(("P1", "the room", "Keep", "later")).loc["Kits", "decision"] == "Fix"


def test_no_students_go_to_a_program_that_ends():
    held = leaning(("P1", "the room", "Stop", "its staff leave")).reset_index()
    none = pd.DataFrame({"program_id": [], "transition": []})
    plan = sunset_plan(held, none, date(2025, 9, 15), 11)
    assert plan["program"].tolist() == ["Tutoring", "Software"]
    assert plan["taken_on_by"].tolist() == ["", ""]
    ending = leaning().reset_index().assign(ending=[True, False, False, False])
    assert set(sunset_plan(ending, none, date(2025, 9, 15), 11)["taken_on_by"]) == {""}


def test_what_cannot_be_used_is_said():
    with pytest.raises(ValueError, match=r"'Cut' is not a decision. Use one of: Grow, Keep"):
        overridden(("P1", "the room", "Cut", "x"))
    with pytest.raises(ValueError, match="'P9' is not in the list of programs"):
        overridden(("P9", "the room", "Keep", "x"))


ENDING = pd.DataFrame(
    {
        "program_id": ["P1", "P2", "P3", "P4", "P5"],
        "program": list("ABCDE"),
        "decision": ["Stop", "Stop", "Fix", "Fix", "Keep"],
        "verdict": ["Stop", "Stop", "Fix", "Fix", "Keep"],
        "lever": ["", "", "budget", "scale", ""],
        "chance_gain": [0.01, 0.02, None, None, 0.9],
        "students_served": [40.0, 9.0, 640.0, 50.0, 60.0],
        "same_job_as": ["", "", "Tutoring", "", ""],
        "heir_share": [None, None, 369 / 640, None, None],
        "no_heir": ["", "", "07;08", "", ""],
        "owner": "Director",
    }
)
MOVED = pd.DataFrame({"program_id": ["P1", "P1"], "transition": [100.0, 50.0]})


def test_the_plan_lists_what_ends_and_who_takes_the_students_on():
    plan = sunset_plan(ENDING, MOVED, date(2025, 9, 15), minimum=11)
    assert plan["program"].tolist() == ["A", "B", "C"], "what is only cut down does not end"
    assert plan["taken_on_by"].tolist() == ["", "", "Tutoring"]
    assert plan["transition"].tolist() == [150.0, 0.0, 0.0]
    assert plan["students"].isna().tolist() == [False, True, False], "nine are not counted out"
    # of 640 students 271 are in grades 07 and 08, which Tutoring does not serve: they keep it
    assert (plan["students"][2], plan["with_heir"][2]) == (369.0, 369.0)
    assert (plan["no_heir"][2], plan["keeps"][2]) == ("07;08", True)
    stopped = ENDING.assign(decision="Stop", same_job_as="Tutoring")
    plan = sunset_plan(stopped, MOVED, date(2025, 9, 15), minimum=11)
    assert (plan["students"][2], plan["with_heir"][2], plan["keeps"][2]) == (640.0, 369.0, False)


@pytest.mark.parametrize(
    "as_of, notice", [("2025-09-15", 2026), ("2026-03-15", 2026), ("2026-03-16", 2027)]
)
def test_a_notice_day_already_past_moves_the_end_by_a_year(as_of, notice):
    plan = sunset_plan(ENDING, MOVED, date.fromisoformat(as_of), 11)
    assert set(plan["notice_by"]) == {date(notice, 3, 15)}
    assert set(plan["last_day"]) == {date(notice, 6, 30)}
    assert set(plan["review"]) == {date(notice + 1, 6, 30)}


def test_where_nothing_ends_the_plan_has_no_row():
    decisions = pd.DataFrame(
        {"program_id": ["P1"], "program": ["Club"], "decision": ["Keep"], "verdict": ["Keep"],
         "lever": [""], "chance_gain": [0.99], "students_served": [40.0], "same_job_as": ["Lab"],
         "owner": [""]}
    )  # fmt: skip
    none = pd.DataFrame({"program_id": [], "transition": []})
    assert sunset_plan(decisions, none, date(2025, 9, 15), 11).empty


def test_a_cost_that_nobody_knows_is_counted_and_adds_no_dollars():
    held = pd.DataFrame(
        {"program": list("ABC"), "decision": ["Not yet known", "Not yet known", "Keep"],
         "total_cost": [4_000.0, None, None], "ledger_cost": [3_000.0, None, None]}
    )  # fmt: skip
    table = verdict_dollars(held).set_index("title")
    assert table["cost_not_known"].to_dict() == {"Keep": 1, "Not yet known": 1}
    assert pd.isna(table.loc["Keep", "dollars"]) and pd.isna(table.loc["Keep", "share"])


def test_a_blind_cut_is_a_share_of_the_known_dollars_and_says_what_is_required():
    required = pd.array([True, None, False, True], dtype="boolean")
    programs = pd.DataFrame({"chance_gain": [None, None, None, 0.9], "mandate": required,
                             "total_cost": [10.0, 20.0, None, 70.0],
                             "ledger_cost": [9.0, 18.0, None, 60.0]})  # fmt: skip
    cut = blind_cut(programs)
    assert (cut.cost.programs, cut.cost.not_known, cut.cost.dollars) == (3, 1, 30.0)
    assert cut.ledger == 27.0, "what is used and not paid by the ledger cannot be freed"
    assert cut.share == pytest.approx(0.30) and (cut.required, cut.not_said) == (1, 1)
    assert pd.isna(blind_cut(programs.assign(total_cost=float("nan"))).share)


def test_what_moves_stands_first_and_of_each_kind_the_dearest():
    held = pd.DataFrame({"decision": ["Keep", "Fix", "Not yet known", "Stop", "Fix", "Grow"],
                         "total_cost": [9.0, 1.0, 8.0, 2.0, 3.0, 4.0]})  # fmt: skip
    assert movers_first(held).index.tolist() == [3, 4, 1, 5, 0, 2]


def test_a_room_talks_about_what_moves_and_then_about_the_dearest_unknown():
    held = pd.DataFrame(
        {"program": list("ABCDE"), "verdict": ["Not yet known", "Stop", "Keep", "Fix", "Keep"],
         "total_cost": [50.0, 10.0, 30.0, None, 90.0]}
    )  # fmt: skip
    # D's cost is on no file, C and E do not move (C was disputed by the second opinion, now gone)
    assert programs_to_discuss(held)["program"].tolist() == ["B", "A"]
    assert programs_to_discuss(held, most=1)["program"].tolist() == ["B"]


def test_endings_are_counted_once_for_each_program():
    plan = pd.DataFrame({"students": [40.0, None, 60.0], "transition": [8_000.0, 0.0, 500.0]})
    plan["with_heir"] = 0.0
    ends = endings_of(plan)
    assert (ends.students, ends.counted, ends.not_counted) == (100.0, 2, 1)
    assert ends.transition == 8_500.0
