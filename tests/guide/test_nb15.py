"""Notebook 15: what was delivered and spent, how far a goal is, what ends, and what stays open."""

import inspect
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smarter_spending import load_district
from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices
from smarter_spending.guide import nb00_start_here as first_page
from smarter_spending.guide import nb15_monitor_and_sustain as page
from smarter_spending.guide.sentences import action_rows
from smarter_spending.guide.showing import show_table, show_text
from smarter_spending.guide.take_home import Event, calendar_file, hand_out_file, hand_out_questions
from smarter_spending.planning.decisions import DecisionRule, sunset_plan
from smarter_spending.planning.monitoring import (
    AUTUMN,
    EVERY_YEAR,
    LAST_DAY,
    NOTICE,
    REVIEWED,
    SPRING,
    review_of,
    review_programs,
)
from tests.stopped import decided

FOLDER = Path(__file__).parents[2] / "data" / "samples" / "altamont_valley"
PLANNED = open_choices(FOLDER, page.PLAN, TEAM).answers
GOALS = pd.DataFrame(
    {
        "number": [1, 2],
        "measure": ["Reading", "Ninth grade"],
        "baseline": [0.42, 0.70],
        "target": [0.54, 0.80],
        "count": [1_000.0, np.nan],
    }
)


@pytest.fixture(scope="module")
def altamont():
    """The teaching district and its case."""
    district = load_district(FOLDER)
    return district, Case(district, seed=2024)


@pytest.fixture(scope="module")
def reviews(altamont):
    """Its programs, each with wait, change or stop."""
    district, case = altamont
    return page._review_table(decided(case), case.rule, district.ledger, district.fiscal_year)


# what ends


def test_programs_are_reviewed_with_what_was_delivered_and_spent(altamont, reviews):
    _, case = altamont
    table = reviews.set_index("program_id")
    assert table.loc["P-110", "review"] == "change", "24% delivered: buy what is used"
    assert table.loc["P-104", "review"] == "stop"
    assert table.loc["P-102", "review"] == "wait"
    spent = case.costs.set_index("program_id").loc["P-104"]
    assert table.loc["P-104", "spent"] == pytest.approx(
        spent["total_cost"] - spent["outside_ledger"], abs=0.01
    )
    assert (table["budgeted"].dropna() > 0).all()


def test_what_notebook_11_ends_is_to_end_here_and_nothing_of_it_is_to_be_delivered(
    altamont, reviews
):
    district, case = altamont
    none = pd.DataFrame({"program_id": [], "transition": []})
    plan = sunset_plan(decided(case), none, district.as_of, district.minimum_group)
    table = reviews.set_index("program_id")
    assert set(table.loc[plan["program_id"], "review"]) == {"stop"}
    ending = case.decisions().loc[case.decisions()["ending"], "program_id"]
    assert table.loc[ending, "review_reason"].str.startswith("Its end is already set").all()
    contract, playlists, fluency = table.loc[["P-157", "P-133", "P-141"], "review_reason"]
    assert "Reading Lift Tutoring takes on its students" in contract
    assert "not renewed" in playlists
    # (32% of its hours were said to be what is used and to be paid: hours are no seats)
    assert "(32.0% was), or pay only for the seats" in fluency and "Deliver it" not in fluency


def test_a_decision_to_fix_or_grow_never_reads_wait_or_stop_by_mistake(altamont, reviews):
    _, case = altamont
    table = reviews.merge(decided(case)[["program_id", "decision", "lever"]], on="program_id")
    fixed = table[table["decision"].eq("Fix") & table["lever"].isin(["scale", "cycle", "goal"])]
    assert set(fixed["review"]) == {"change"}
    assert set(table.loc[table["decision"].eq("Grow"), "review"]) == {"wait"}
    assert set(table.loc[table["decision"].eq("Stop"), "review"]) == {"stop"}


def test_the_one_program_stopped_for_harm_says_so_though_little_of_it_was_delivered(altamont):
    district, case = altamont
    # a loss is shown of no program of Altamont once all seven are looked at together: one is made
    decisions = decided(case)
    lost = decisions.assign(
        shown=decisions["shown"].mask(decisions["program_id"].eq("P-105"), "loss shown")
    )
    table = page._review_table(lost, case.rule, district.ledger, district.fiscal_year)
    row = table.set_index("program_id").loc["P-105"]
    # 33.1% before the teaching district was drawn again with a lesson in it
    assert row["delivered_words"] == "32.4%" and "its students did worse" in row["review_reason"]


def test_the_sentence_on_what_was_not_tried_has_its_exception_and_types_no_number():
    source = FOLDER.parents[2] / "notebooks" / "src" / "15_monitor_and_sustain.py"
    text = source.read_text(encoding="utf-8")
    assert "less than half" not in text
    assert "we cannot say what it would do" in text and "one exception: where its students" in text


# dosage and spending against plan


def test_no_budget_on_file_is_said_and_is_no_budget_of_zero():
    decisions = pd.DataFrame(
        {
            "program_id": ["A", "B"],
            "program": ["Club", "Camp"],
            "decision": "Not yet known",
            "verdict": "Not yet known",
            "lever": "",
            "ending": False,
            "mandate": False,
            "can_tell": False,
            "chance_gain": np.nan,
            "delivered_share": [1.4, 0.9],
            "same_job_as": "",
        }
    )
    ledger = pd.DataFrame(
        {
            "fiscal_year": "2024-25",
            "amount_type": ["actual", "adopted_budget", "actual"],
            "fund": "01",
            "kind": "spending",
            "local_program": ["A", "B", "B"],
            "amount": [5.0, 100.0, 80.0],
        }
    )
    table = page._review_table(decisions, DecisionRule(), ledger, "2024-25")
    shown = show_table(table.drop(columns="program_id"), "Programs").data
    assert "no budget on file" in shown and "$0" not in shown and "$5" in shown
    said = page._say_spent(table)
    assert said.startswith("1 program was budgeted $100 and spent $80.")
    assert "For 1 program the ledger does not show both." in said
    nothing = page._review_table(decisions, DecisionRule(), ledger.iloc[:0], "2024-25")
    shown = show_table(nothing.drop(columns="program_id"), "Programs").data
    assert "nan" not in shown and "None" not in shown


def test_more_than_was_planned_is_said_and_is_no_error(altamont):
    district, case = altamont
    more = case.decisions().assign(delivered_share=1.4)
    table = page._review_table(more, DecisionRule(), district.ledger, district.fiscal_year)
    assert set(table["delivered_words"]) == {"140.0%, more than planned"}
    tutoring = table.set_index("program_id").loc["P-106", "review_reason"]
    assert tutoring.startswith("140.0% of the plan was delivered, more than was planned; what")


def test_how_far_off_a_budget_is_too_far_is_the_rules_to_say():
    table = pd.DataFrame({"program": ["A"], "budgeted": [100.0], "spent": [85.0]})
    assert "More than 10% off: A." in page._say_spent(table)
    assert "off:" not in page._say_spent(table, 0.2)


def test_exactly_a_tenth_over_is_not_more_than_a_tenth():
    # 110 / 100 - 1 is 0.10000000000000009 to a computer, and 10% to everybody else
    table = pd.DataFrame({"program": ["A"], "budgeted": [100.0], "spent": [110.0]})
    assert "off:" not in page._say_spent(table)
    over = table.assign(spent=110.01)
    assert "More than 10% off: A." in page._say_spent(over)


def test_of_no_reviewed_program_no_spending_is_said():
    table = pd.DataFrame({"program": ["A", "B"], "review": ["stop", "wait"]})
    assert page._say_spent(table.head(0)) == ""


GOT = "80.0% of the plan was delivered"
FIX = {"decision": "Fix"}
MAY_HAVE_LOST = (
    "Its students came out lower than their comparison students, and it may be chance: add nothing "
    "to it, and look again."
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, f"{GOT} and a gain is shown: go on."),
        ({"decision": "Grow"}, f"{GOT} and a gain is shown: grow it, as notebook 10 says."),
        (FIX | {"lever": "goal"}, "By notebook 10 it is fixed: see that this is done. "
         f"{GOT} and a gain is shown."),
        ({"delivered_share": 0.4}, "A gain is shown even though only 40.0% of the plan was "
         "delivered: see that the rest is delivered."),
        ({"delivered_share": 1.2, "chance_gain": 0.7}, "120.0% of the plan was delivered, more "
         "than was planned, and it is too early to say: look again after the next scores."),
        ({"delivered_share": 1.2, "can_tell": False}, "120.0% of the plan was delivered, more than "
         "was planned; what it does cannot be told yet: set a test and a date."),
        ({"chance_gain": 0.3, "decision": "Keep"}, f"{GOT} and no gain is shown; it was decided "
         "otherwise (Keep), so change how it is done."),
        ({"chance_gain": 0.0, "decision": "Keep"}, "Its students did worse than their comparison "
         "students, although it was decided otherwise (Keep): bring it to the table of notebook "
         "10."),
        ({"chance_gain": 0.3, "mandate": None}, f"{GOT} and no gain is shown; find out whether "
         "law or contract requires it."),
        ({"decision": "Stop", "chance_gain": 0.01, "same_job_as": "Groups"}, "By notebook 10 it "
         "stops, and its students did worse: see that it ends, and that Groups takes on its "
         "students."),
        # (80% of the hours stood there as the share that is used: hours are no seats)
        (FIX | {"lever": "scale"}, "By notebook 10: see it delivered (80.0% was), or pay only for "
         "the seats that are used."),
        (FIX | {"lever": "scale", "delivered_share": None}, "By notebook 10: see it delivered, or "
         "pay only for the seats that are used."),
        # (of these two it was said that nobody can tell, and that the program is to be delivered)
        ({"delivered_share": 0.3, "shown": "may have lost", "chance_gain": 0.02}, MAY_HAVE_LOST),
        ({"shown": "may have lost", "chance_gain": 0.02, "decision": "Keep"}, MAY_HAVE_LOST),
        ({"ending": True}, "Its end is already set: see that it ends, and where its students go."),
    ],
)  # fmt: skip
def test_why_a_program_waits_changes_or_stops_is_put_into_words(facts, said):
    row = {"program_id": "P1", "program": "Tutoring", "delivered_share": 0.8, "can_tell": True,
           "chance_gain": 0.95, "mandate": False, "decision": "", "same_job_as": ""}  # fmt: skip
    table = pd.DataFrame([row | facts]).astype({"delivered_share": float})
    assert page._say_review(next(review_programs(table, DecisionRule()).itertuples())) == said


def test_every_reason_of_the_review_has_its_words():
    assert set(page.REASONS) == set(REVIEWED)


def test_the_check_is_answered_by_the_districts_own_rule():
    assert page._verdict(review_of(0.40, 0.30, DecisionRule()).review) == "Not shown"
    # ("it has not been tried" was said of two fifths of the plan, and of what one can tell)
    said = page._say_review(review_of(0.40, 0.30, DecisionRule()))
    assert "we cannot say what it would do" in said
    lower = DecisionRule(delivered_enough=0.35)
    assert page._verdict(review_of(0.40, 0.30, lower).review) == "Yes"
    assert "no gain is shown" in page._say_review(review_of(0.40, 0.30, lower))


# results and goals


def test_results_are_asked_goal_by_goal_and_say_how_far_and_whether_it_may_be_chance():
    asked = page._ask_results(GOALS)
    assert [question.key for question in asked] == ["now_1", "now_1_of", "now_2", "now_2_of"]
    table = page._attainment_table(GOALS, {"now_1": 46, "now_2": 0})
    # (46 - 42) / (54 - 42) = 4 / 12 = 33%
    assert table["attainment"].tolist()[0] == pytest.approx(1 / 3)
    # 460 of 1,000: Wilson's 90% range is 43.4% to 48.6%, above the baseline of 42%
    assert table["attained_words"].tolist()[0] == "33% of the way"
    assert table["now_range_words"].tolist()[0] == "43.4% to 48.6%"
    assert table["attained_words"].tolist()[1] == "the result is not in yet"
    near = page._attainment_table(GOALS, {"now_1": 43})
    assert near["attained_words"].iloc[0].endswith("it may not have moved at all")
    # how many have a result is the title above it, no longer said again here
    assert page._say_attained(table).startswith("Reading: 33% of the way.")


def test_of_fewer_students_the_same_result_has_a_wider_range_and_may_be_chance():
    table = page._attainment_table(GOALS, {"now_1": 46, "now_1_of": 100})
    # 46 of 100: Wilson's 90% range is 38.0% to 54.2%, and holds the baseline of 42%
    assert table["now_range_words"].iloc[0] == "38.0% to 54.2%"
    assert table["attained_words"].iloc[0] == "33% of the way; it may not have moved at all"


def test_a_missing_number_of_students_is_said_and_no_range_is_made_up():
    row = page._attainment_table(GOALS, {"now_2": 75}).iloc[1]
    assert row["now_range_words"] == "number of students missing"
    assert row["attained_words"].startswith("50% of the way; of how many students is not known")


@pytest.mark.parametrize("typed, shown", [(130, "130"), (-5, "−5"), ("46%", "“46%”")])
def test_a_result_that_is_no_percentage_is_refused_in_plain_words_and_not_cut_to_100(typed, shown):
    table = page._attainment_table(GOALS, {"now_1": typed})
    assert pd.isna(table["now_share"].iloc[0]) and pd.isna(table["attainment"].iloc[0])
    refused = f"Reading: {shown} is refused: a result is a number from 0 to 100."
    assert page._say_attained(table).startswith(refused)
    box = page._ask_results(GOALS)[0]
    assert box.low < -5 and box.high > 130, "a box that cuts 130 to 100 would keep a wrong result"


@pytest.mark.parametrize(
    "now, words",
    [
        (18, "25% of the way"),  # (18 - 20) / (12 - 20) = -2 / -8
        (12, "the target is reached"),
        (10, "the target is reached and passed (125%)"),  # -10 / -8
        (22, "away from the target, by 25% of the way"),  # 2 / -8
        (20, "it has not moved"),
    ],
)
def test_a_goal_that_should_fall_is_attained_by_falling(now, words):
    absence = GOALS.head(1).assign(measure="Absence", baseline=0.20, target=0.12, count=40_000.0)
    table = page._attainment_table(absence, {"now_1": now})
    assert table["attained_words"].iloc[0] == words


def test_almost_reached_is_not_rounded_to_reached():
    # (53.97 - 42) / 12 = 99.75%
    table = page._attainment_table(GOALS, {"now_1": 53.97})
    assert table["attained_words"].iloc[0].startswith("99.8% of the way")


def test_a_target_that_is_the_baseline_is_said_and_divides_nothing():
    flat = GOALS.head(1).assign(target=0.42)
    table = page._attainment_table(flat, {"now_1": 46})
    assert table["attained_words"].iloc[0].startswith("the target is where it began")
    assert pd.isna(table["attainment"].iloc[0]) and table["now_share"].iloc[0] == 0.46
    (left,) = page._carry_forward(pd.DataFrame({"program": [], "review": []}), table)
    assert left == "Reading: the target is where it began; what should it be?"


def test_where_a_goal_began_and_where_it_stands_are_two_columns_of_the_page():
    table = page._attainment_table(GOALS, {"now_1": 46})
    columns = ["goal", "began", "target", "now_share", "now_range_words", "attained_words"]
    shown = show_table(table, "Goals", columns).data
    assert all(share in shown for share in ("42.0%", "54.0%", "46.0%"))
    assert "nan" not in shown and "None" not in shown


# actions


def milestones(**states):
    rows = pd.DataFrame({"code": list(states), "title": [f"Fix: {code}" for code in states]})
    answers = {f"milestone_{code}_state": state for code, state in states.items()}
    return page._actions_now(rows, answers)


def test_small_wins_are_quoted_and_told_apart():
    rows = pd.DataFrame({"code": ["A", "B", "C"], "title": ["Stop: A", "Grow: B", "Fix: C"]})
    given = {"milestone_A_win": "A room, and\nboxes gone", "milestone_B_win": '"Sixty" came '}
    table = page._actions_now(rows, given)
    said = page._say_wins(table)
    assert said.endswith('Small wins: “A room, and boxes gone”; “Sixty" came”.')


def test_nothing_decided_is_no_action(altamont):
    _, case = altamont
    rows = action_rows(case.decisions().iloc[:0])
    table = page._actions_now(rows, {"milestone_none_state": "late"})
    assert table.empty
    assert page._action_days(rows, PLANNED, date(2025, 9, 15)) == []
    assert page._say_action_days(rows, []) == ""


# the calendar


def test_the_days_of_the_plan_of_action_stand_in_the_calendar(altamont):
    district, case = altamont
    rows = action_rows(decided(case))
    days = page._action_days(rows, PLANNED, district.as_of)
    told = {event.title: event.day for event in days}
    assert told["Due: Stop: Young Authors Academy"] == date(2026, 3, 1), '"March 1" has no year'
    assert told["Due: Fix: Credit Recovery Online"] == date(2025, 10, 31)
    assert all(event.why.startswith("First step: ") for event in days)
    said = page._say_action_days(rows, days)
    assert said.startswith(f"Of {len(rows)} actions {len(days)} stand in this calendar. The others")
    later = page._action_days(rows, PLANNED, date(2026, 2, 1))
    assert {event.key for event in later} == {event.key for event in days}, "entries are moved"


def test_a_calendar_is_shown_in_the_order_of_its_days():
    events = [Event(date(2026, 3, 1), "B", "why"), Event(date(2026, 2, 1), "A")]
    table = page._calendar_table(events)
    assert table["on_day"].tolist() == ["February 1, 2026", "March 1, 2026"]
    assert "None" not in show_table(table, "Days").data


def test_the_calendar_is_written_beside_the_pages(altamont, tmp_path):
    district, _ = altamont
    events = page._known_days(district.as_of)
    text = calendar_file(events, district.name, district.counts_from).encode()
    said = hand_out_file(tmp_path, "15_x", "review_calendar.ics", text, "The calendar").data
    (file,) = tmp_path.iterdir()
    assert file.name == "15_x-review_calendar.ics" and file.name in said
    assert file.read_bytes().count(b"BEGIN:VEVENT") == len(events)
    assert b"\r\n" in file.read_bytes()


TODAY = date(2025, 9, 15)
STAFF_TOLD, LAST = date(2026, 3, 15), date(2026, 6, 30)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def one_event(title="Staff are told", why="", key=""):
    return unfolded(calendar_file([Event(STAFF_TOLD, title, why, key)], "Oak", TODAY))


def test_every_line_ends_in_cr_lf_and_none_is_longer_than_75_octets():
    text = calendar_file([Event(STAFF_TOLD, "é€𝄞" * 60, "“” words " * 60)], "Oak", TODAY)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\r" not in text.replace("\r\n", "") and "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "é€𝄞" * 60 in "".join(unfolded(text)), "no letter is cut in two"


def test_commas_semicolons_backslashes_and_line_ends_are_written_as_text():
    lines = one_event(why="a, b; c\\d\ne\r\nf\rg\x00")
    (said,) = [line for line in lines if line.startswith("DESCRIPTION")]
    assert said == "DESCRIPTION:a\\, b\\; c\\\\d\\ne\\nf\\ng"


def test_an_event_is_a_whole_day_that_ends_before_the_next_and_blocks_nobody():
    lines = one_event()
    assert "DTSTART;VALUE=DATE:20260315" in lines
    assert "DTEND;VALUE=DATE:20260316" in lines, "the end is not part of the event"
    assert "TRANSP:TRANSPARENT" in lines


def test_the_file_says_when_it_was_made_by_the_books_and_never_by_the_clock():
    assert "DTSTAMP:20250915T000000Z" in one_event()
    assert one_event() == one_event()


def test_an_entry_keeps_its_name_when_its_words_or_its_day_move():
    def uid(event, made=TODAY):
        lines = unfolded(calendar_file([event], "Oak", made))
        return next(line for line in lines if line.startswith("UID:"))

    assert uid(Event(STAFF_TOLD, "A", "x")) == uid(
        Event(STAFF_TOLD, "A", "y"), made=date(2025, 12, 1)
    )
    assert uid(Event(STAFF_TOLD, "A", key="P1")) == uid(Event(LAST, "A", key="P1"))
    assert uid(Event(STAFF_TOLD, "A")) != uid(Event(LAST, "A"))
    assert uid(Event(STAFF_TOLD, "A")) != uid(Event(STAFF_TOLD, "B"))


def test_a_calendar_says_what_it_is_before_its_first_event():
    lines = one_event()
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[2].startswith("PRODID:")
    assert lines[3:6] == ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "BEGIN:VEVENT"]
    empty = unfolded(calendar_file([], "Oak", TODAY))
    assert empty[-2:] == ["END:VCALENDAR", ""]


def test_every_day_of_the_year_has_its_words_and_an_entry_of_its_own():
    assert set(page.DAYS) == {*AUTUMN, *SPRING, *EVERY_YEAR, NOTICE, LAST_DAY}
    events = page._known_days(date(2026, 1, 10))
    uids = [line for line in unfolded(calendar_file(events, "Oak", TODAY)) if "UID" in line]
    assert len(set(uids)) == len(events)


def test_the_interim_reports_and_the_budget_look_at_the_triggers():
    told = {event.day: event for event in page._known_days(TODAY) if "rigger" in event.why}
    assert sorted(told) == [date(2025, 12, 15), date(2026, 3, 15), date(2026, 7, 1)]


def test_the_notice_day_says_for_whom_it_is_and_sends_the_others_to_human_resources():
    (told,) = [one for one in page._known_days(TODAY) if one.title == "Staff are told"]
    assert "certificated" in told.why
    assert "Classified staff have notice rules of their own" in told.why
    assert "human resources" in told.why


def test_a_day_on_a_weekend_names_the_last_working_day_before_it():
    # March 15, 2026 is a Sunday; June 30, 2026 a Tuesday
    told = {event.title: event.why for event in page._known_days(TODAY)}
    assert told["Staff are told"].endswith(
        "It falls on a Sunday: the last working day is Friday, March 13."
    )
    assert "falls on" not in told["What ends, ends"]


# the leaders' page


REVIEWED_TABLE = pd.DataFrame(
    {
        "program": ["Studio", "App", "Tutors"],
        "review": ["stop", "change", "wait"],
        "delivered_share": [0.9, 0.24, np.nan],
        "delivered_words": ["90.0%", "24.0%", "not known"],
        # as the page says it: the sentence typed here was one that it never says
        "review_reason": ["It ends.", page.REASONS["not tried"].format(got="24.0%"), "Count it."],
        "budgeted": [10.0, np.nan, 5.0],
        "spent": [9.0, 8.0, 5.0],
    }
)


def test_in_short_counts_what_should_stop_and_change_and_the_goals_with_a_result():
    goals = page._attainment_table(GOALS, {"now_1": 46})
    assert page._say_in_short(REVIEWED_TABLE, goals) == (
        "Of 3 programs looked at, 1 should stop and 1 should change; 1 of 2 goals has a result."
    )
    none = page._say_in_short(REVIEWED_TABLE[2:], goals[:0])
    assert none == (
        "Of 1 program looked at, none should stop and none should change; no goal has a target yet."
    )
    assert page._say_in_short(REVIEWED_TABLE[:0], goals) == "", "what is missing is said instead"


def test_actions_of_which_nobody_spoke_are_rings_and_no_state_is_lost():
    dots = page._by_state(milestones(A="done", B="late", C=None, D="?"))
    assert dots.values.tolist() == [
        ["done", 1, 1, "1"],
        ["late", 1, 1, "1"],
        ["nobody has said", 0, 2, "2"],
    ]


def test_what_was_delivered_is_counted_against_the_districts_own_line():
    said = page._say_delivered(REVIEWED_TABLE, 0.6)
    assert said == "1 of 2 programs gave students less than 60% of what was planned"
    assert page._say_delivered(REVIEWED_TABLE, 0.2).startswith("None of 2 programs gave")
    assert page._say_delivered(REVIEWED_TABLE[2:], 0.6).startswith("Of no program has anybody")
    first, second, _ = REVIEWED_TABLE.itertuples()
    assert page._paid(first) == "spent $9, budgeted $10"
    assert page._paid(second) == "no budget on file"


def test_only_what_was_not_tried_may_not_be_called_a_failure():
    goals = page._attainment_table(GOALS, {"now_1": 46})
    said = page._say_to_board(REVIEWED_TABLE, goals)
    assert "**You may say:** “Reading: 33% of the way.”" in said
    assert "“App failed.” Students got 24.0% of it: we cannot say." in said
    assert "Studio failed" not in said and "A rise is no effect" in said
    none = page._say_to_board(REVIEWED_TABLE[:0], goals[:0])
    assert "no result of a goal is in yet" in none and "failed" not in none


def test_a_district_without_programs_has_a_page_and_a_sentence(altamont):
    """San Francisco's public files alone stopped the page here: no reason, so no text column."""
    district, case = altamont
    none = page._review_table(decided(case)[:0], case.rule, district.ledger, district.fiscal_year)
    said = page._say_to_board(none, GOALS[:0].assign(attainment=0))
    assert "no result of a goal is in yet" in said


def test_every_program_of_the_picture_has_its_rule_and_its_delivery(altamont):
    _, case = altamont
    shown = page.delivered(case)
    html = shown._html()
    assert html.count("The rule says: stop") == 2, "once to be read, once to be heard"
    assert "not counted" in html and "nan" not in html
    assert html.count("<svg") == min(page.MOST, len(shown.table))


def test_the_goals_are_drawn_from_where_they_began_and_a_result_not_in_is_said(altamont):
    district, _ = altamont
    shown = page.attained(Case(district, "15_monitor_and_sustain", TEAM, seed=2024))
    assert shown.title == "1 of 2 goals has a result"
    html = shown._html()
    # 38.2% and 77.4% before the teaching district was drawn again: its seminar does more now
    assert "40.5%" in html and "from 38.1%, to reach 45.0%" in html
    assert "from 81.0%, to reach 83.0%" in html and "not in yet" in html and "nan" not in html


def test_the_next_days_are_the_first_of_the_calendar(altamont):
    _, case = altamont
    said = page.next_days(case).markdown
    assert said.startswith("The next days: **September 15, 2025:** Unaudited actuals are due.")
    assert "?." not in said


# what stays open


def test_what_is_left_open_goes_back_to_notebook_0():
    table = pd.DataFrame({"program": ["A", "B"], "review": ["change", "wait"]})
    goals = pd.DataFrame({"goal": ["Reading", "Absence"], "attainment": [0.33, 1.2]})
    assert page._carry_forward(table, goals) == [
        "Reading: 33% of the way; why not more?",
        "To change: A.",
    ]
    back = pd.DataFrame({"goal": ["Reading"], "attainment": [-0.25]})
    (said,) = page._carry_forward(table.iloc[1:], back)
    assert said == "Reading: it moved away from its target; why?"


def test_programs_nobody_can_tell_of_goals_without_target_and_hanging_actions_stay_open():
    none = pd.DataFrame({"program": [], "review": []})
    goals = pd.DataFrame(
        {
            "number": [1, 2, 3],
            "goal": ["", "We read", ""],
            "measure": ["Reading", "", ""],
            "baseline": [0.4, 0.3, np.nan],
            "target": [0.5, np.nan, np.nan],
        }
    )
    decisions = pd.DataFrame({"decision": ["Not yet known"] * 3 + ["Keep"]})
    attained = pd.DataFrame({"goal": ["Reading"], "attainment": [1.0]})
    hanging = milestones(A="late", B=None, C="not begun", D="done", E="under way")
    said = page._carry_forward(none, attained, decisions, goals, hanging)
    assert said == [
        "We read: no target yet.",
        "Goal 3: no baseline and no target yet.",
        "Of 3 of 4 programs too little is known yet to decide: which do we test first?",
        "Late: Fix: A.",
        "Not begun: Fix: C.",
        "Of 1 action nobody has said where it stands: Fix: B.",
    ]
    one = page._carry_forward(none, attained, decisions.head(1), goals.head(1))
    assert one == ["Of the one program too little is known yet to decide: when do we test it?"]


def test_no_question_is_handed_on_twice():
    none = pd.DataFrame({"program": [], "review": []})
    twice = pd.DataFrame({"goal": ["Reading", "Reading"], "attainment": [None, None]})
    assert len(page._carry_forward(none, twice)) == 1, "next year's file has a key"


def lcap_district(folder: Path, programs: int) -> Path:
    """A folder as ``import lcap`` makes it: programs with a plan, and nothing known of any."""
    folder.mkdir()
    (folder / "district.toml").write_text(
        'name = "Oak"\ncds_code = "39754990000000"\nfiscal_year = "2025-26"\n'
        'as_of = 2025-07-01\nprice_year = "2025-26"\n',
        encoding="utf-8",
    )
    rows = [f"39754990000000,P{n},Action {n},1000,active" for n in range(1, programs + 1)]
    head = "district_cds,program_id,program_name,lcff,status"
    (folder / "programs.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return folder


def left_open(folder: Path) -> list[str]:
    """What notebook 15 leaves open of a folder."""
    return page._open_questions(Case(load_district(folder), "15_monitor_and_sustain", TEAM))


def test_a_district_of_which_nothing_is_known_leaves_that_open_and_notebook_0_begins_with_it(
    tmp_path,
):
    here = lcap_district(tmp_path / "this_year", programs=5)
    left = left_open(here)
    assert left == [
        "No goal is set yet: which students will reach what, and by when?",
        "Of all 5 programs too little is known yet to decide: which do we test first?",
    ]
    hand_out_questions(load_district(here), tmp_path / "take_home", "15_x", left)
    (file,) = (tmp_path / "take_home").iterdir()
    then = lcap_district(tmp_path / "next_year", programs=5)
    file.rename(then / "open_questions.csv")
    first = show_text(first_page._say_left_open(load_district(then).open_questions)).markdown
    assert first.splitlines() == [
        "**What 2025-26 left open** (notebook 15):",
        "",
        *[f"- {sentence}" for sentence in left],
    ]


def test_the_first_thing_notebook_0_shows_is_what_last_year_left_open():
    source = FOLDER.parents[2] / "notebooks" / "src" / "00_start_here.py"
    cells = source.read_text(encoding="utf-8").split("# %%")
    first = next(cell for cell in cells if "page." in cell)
    # the page now opens with its answer, and the same cell says what was left open
    assert "page.in_short(case)" in first
    assert "_say_left_open(case.district.open_questions)" in inspect.getsource(first_page.in_short)


def test_what_15_leaves_open_is_what_next_years_00_begins_with(altamont, tmp_path):
    district, _ = altamont
    left = ["Reading, grade 3: 33% of the way; why not more?", 'To stop: Club "A", Camp.']
    said = hand_out_questions(district, tmp_path, "15_x", left).data
    (file,) = tmp_path.iterdir()
    assert file.name in said and "open_questions.csv" in said
    next_year = tmp_path / "next_year"
    next_year.mkdir()
    file.rename(next_year / "open_questions.csv")
    (next_year / "district.toml").write_text((FOLDER / "district.toml").read_text())
    loaded = load_district(next_year)
    assert loaded.open_questions["open_question"].tolist() == left
    first = first_page._say_left_open(loaded.open_questions)
    assert district.fiscal_year in first
    assert [line.removeprefix("- ") for line in first.splitlines()[2:]] == left


def test_only_the_last_years_questions_are_asked_and_a_first_year_has_none(altamont, tmp_path):
    district, _ = altamont
    older = pd.DataFrame({"fiscal_year": ["2023-24", "2024-25"], "open_question": ["Old", "New"]})
    said = first_page._say_left_open(older)
    assert "Old" not in said and "- New" in said
    assert first_page._say_left_open(district.open_questions) == ""
    hand_out_questions(district, tmp_path, "15_x", [])
    (file,) = tmp_path.iterdir()
    assert file.read_text() == "district_cds,fiscal_year,open_question\n"
