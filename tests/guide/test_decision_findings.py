"""Notebooks 10 and 11 in words: who said what, what holds, and what is only potential."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import jupytext
import pandas as pd
import pytest
from nbclient import NotebookClient

from smarter_spending import load_district
from smarter_spending.district.choices import TEAM, open_choices, read_choices
from smarter_spending.district.template import write_template
from smarter_spending.guide.decisions import decision_findings as say
from smarter_spending.guide.decisions import decision_room as room
from smarter_spending.guide.decisions import growth_findings as growth
from smarter_spending.guide.decisions import reallocation_findings as money
from smarter_spending.guide.decisions.from_folder import decided
from smarter_spending.guide.decisions.statement import found_statement
from smarter_spending.guide.decisions.sunset import say_sunset, sunset_page, sunset_table
from smarter_spending.guide.decisions.trade_findings import say_given_up, say_hands
from smarter_spending.guide.decisions.trade_room import hands_given, target_given
from smarter_spending.guide.exercises import ask_words
from smarter_spending.planning.decisions import DecisionRule
from smarter_spending.planning.funds import pay_for
from smarter_spending.planning.money_found import labels_given
from smarter_spending.planning.reallocation import net_table
from smarter_spending.planning.second_look import overrides_given, sunset_plan, with_overrides

NOTEBOOK = "10_keep_grow_fix_stop"
SOURCE = Path(__file__).parents[2] / "notebooks/src" / f"{NOTEBOOK}.py"
DECISIONS = pd.DataFrame(
    {
        "program_id": ["P1", "P2"],
        "program": ["Club", "Tutoring"],
        "verdict": ["Stop", "Not yet known"],
        "mandate": False,
        "total_cost": [100_000.0, 50_000.0],
        "chance_gain": [0.01, None],
        "lever": "",
        "students_served": [40.0, 9.0],
        "same_job_as": "",
        "owner": ["Director", ""],
    }
)


def answers(folder, person, role, **given):
    theirs = open_choices(folder, NOTEBOOK, person)
    if role:
        theirs.keep_role(role)
    theirs.keep_all(given)


def overridden(folder):
    return overrides_given(read_choices(folder, NOTEBOOK), DECISIONS["program_id"], TEAM)


def test_the_sides_are_shown_apart_and_the_record_is_no_voice(tmp_path):
    answers(tmp_path, "Budget", "finance", apart_P1_verdict="Stop")
    answers(tmp_path, "Payroll", "finance", apart_P1_verdict="Keep")
    answers(tmp_path, "Learning", "academics", apart_P1_verdict="Fix")
    answers(tmp_path, TEAM, "", apart_P1_verdict="Grow")
    row = room.decided_apart(tmp_path, NOTEBOOK, DECISIONS).iloc[0]
    assert row["finance_decides"] == "Keep (1), Stop (1)"
    assert row["academics_decide"] == "Fix (1)" and row["others_decide"] == ""
    assert row["rule_says"] == "Stop"


def test_the_rooms_record_comes_before_single_voices(tmp_path):
    answers(tmp_path, "Budget", "finance", override_P1_verdict="Keep", override_P1_because="a")
    one = overridden(tmp_path)
    assert one.to_numpy().tolist() == [["P1", "finance", "Keep", "a"]]
    answers(tmp_path, TEAM, "", override_P1_verdict="Fix", override_P1_because="b")
    both = overridden(tmp_path)
    assert both.to_numpy().tolist() == [["P1", "the room", "Fix", "b"]]


def test_leaving_it_as_the_rule_says_is_no_override(tmp_path):
    answers(tmp_path, TEAM, "", override_P1_verdict="as the rule says")
    assert overridden(tmp_path).empty


def test_what_was_decided_against_the_rule_is_said_with_its_reason(tmp_path):
    answers(tmp_path, TEAM, "", override_P1_verdict="Fix", override_P1_because="a new form")
    held = with_overrides(DECISIONS, overridden(tmp_path))
    said = say.say_overrides(held)
    assert "Club: Fix instead of Stop (the room: a new form)" in said
    untouched = with_overrides(DECISIONS, overridden(tmp_path / "b"))
    assert say.say_overrides(untouched) == "Nobody has decided against the rule."


def test_a_program_that_stops_is_never_said_to_stay(tmp_path):
    answers(tmp_path, "Principals", "school", override_P1_verdict="Keep", override_P1_because="")
    held = with_overrides(DECISIONS, overridden(tmp_path))
    assert say.say_overrides(held) == (
        "Club: Stop, as the rule says; school would say otherwise, but gave no reason."
    )


def test_a_purchase_that_must_wait_is_said_with_why():
    leaning = DECISIONS.assign(
        verdict=["Fix", "Grow"], lever=["budget", ""], chance_gain=[None, 0.99],
        same_job_as=["Tutoring", ""],
    )  # fmt: skip
    ours = {"program_id": ["P2"], "role": ["the room"], "verdict": ["Stop"], "because": ["x"]}
    said = say.say_overrides(with_overrides(leaning, pd.DataFrame(ours)))
    assert "Against the rule: Tutoring: Stop instead of Grow (the room: x)." in said
    why = "Club: Not yet known, no longer Fix; Tutoring was to do its job, and Tutoring ends."
    assert why in said


def test_two_people_without_a_role_do_not_overrule_the_rule(tmp_path):
    given = {"override_P1_verdict": "Keep", "override_P1_because": "we like it"}
    answers(tmp_path, "Ana", "", **given)
    answers(tmp_path, "Ben", "", **given)
    spoken = overridden(tmp_path)
    assert spoken["role"].tolist() == ["role not said", "role not said"]
    assert with_overrides(DECISIONS, spoken)["decision"].iloc[0] == "Stop"


def test_every_program_that_moves_can_be_overruled_whatever_is_decided_apart():
    moving = pd.DataFrame(
        {"program_id": [f"P{n}" for n in range(20)], "program": [f"Program {n}" for n in range(20)],
         "verdict": ["Fix"] * 13 + ["Keep"] * 7, "disagrees": False, "note": "",
         "total_cost": [None, *range(19, 0, -1)]}
    )  # fmt: skip
    moving["decision"] = moving["verdict"]
    moving.loc[19, "note"] = "school would say otherwise, but gave no reason"
    discussed = room.programs_to_discuss(moving)
    assert len(room.discussion_rows(discussed)) == 8
    rows = room.discussion_rows(discussed, moving)
    assert rows["code"].tolist()[:8] == discussed["program_id"].tolist()
    assert set(rows["code"]) == {f"P{n}" for n in range(13)} | {"P19"}
    assert rows["code"].is_unique


def test_the_teaching_district_can_overrule_every_program_that_moves(samples):
    folder = samples / "altamont_valley"
    held = decided(load_district(folder), folder, seed=2024).decisions
    moves = held[held["decision"].isin(["Grow", "Fix", "Stop"])]
    rows = room.discussion_rows(room.programs_to_discuss(held), held)
    assert len(moves) > 8 and set(moves["program_id"]) <= set(rows["code"])


def test_cutting_blind_is_said_in_dollars_and_what_is_not_known_is_not_stopped():
    held = DECISIONS.assign(decision=DECISIONS["verdict"], disagrees=False, reasons_known=2)
    assert "$50,000 a year (33% of all program dollars)" in say.say_blind_cut(held)
    assert "1 has no effect" in say.say_blind_cut(held)
    assert "none of these programs against law or contract" in say.say_blind_cut(held)
    assert say.say_verdicts(held) == (
        "**Stop:** Club. Of **1 program**, with $50,000 a year, too little is known to decide: it "
        "gets a test and a date, and is not stopped for it."
    )
    assert "Too little is known" in say.say_second_opinion(held)


def test_a_blind_cut_says_what_nobody_has_said_of_law_and_contract():
    blind = pd.DataFrame({"total_cost": [4.0, 3.0, 3.0], "chance_gain": None})
    one = say.say_blind_cut(blind.assign(mandate=pd.array([True, None, None], dtype="boolean")))
    assert "1 of these programs against law or contract (not said for 2 of them)" in one
    none = say.say_blind_cut(blind.assign(mandate=pd.array([None] * 3, dtype="boolean")))
    assert "nobody has said which of them law or contract requires" in none
    told = blind.assign(chance_gain=0.5, mandate=False)
    assert "nothing to cut blind" in say.say_blind_cut(told)


def test_a_cost_that_nobody_knows_is_not_counted_as_nothing():
    held = pd.DataFrame(
        {"program": list("ABC"), "decision": ["Not yet known", "Not yet known", "Keep"],
         "total_cost": [4_000.0, None, None], "chance_gain": None, "mandate": False}
    )  # fmt: skip
    said = say.say_verdicts(held)
    assert "**2 programs**, with at least $4,000 a year (1 has no cost on file)" in said
    blind = say.say_blind_cut(held)
    assert "at least $4,000 a year (100% of all program dollars; 2 have no cost on file)" in blind
    table = say.verdict_dollars(held).set_index("title")
    assert table["cost_not_known"].to_dict() == {"Keep": 1, "Not yet known": 1}
    assert pd.isna(table.loc["Keep", "dollars"]) and pd.isna(table.loc["Keep", "share"])
    unknown = say.say_blind_cut(held[1:])
    assert "would take dollars that nobody has on file" in unknown


def test_no_sentence_is_about_no_programs():
    held = pd.DataFrame({"program": ["A"], "decision": "Grow", "total_cost": [5.0]})
    assert say.say_verdicts(held) == "**Grow:** A."


def test_the_rule_is_shown_part_by_part():
    table = say.rule_table(DecisionRule(priority_aims=("early_literacy",))).set_index("rule_part")
    assert table["rule_value"].iloc[0] == "Early literacy" and "60%" in table["rule_value"].tolist()
    assert say.rule_table(DecisionRule())["rule_value"].iloc[0] == "none named yet"


def ending(**changes):
    stopped = DECISIONS.assign(decision="Stop", verdict="Stop", **changes)
    moved = pd.DataFrame({"program_id": ["P1"], "transition": [8_000.0]})
    return sunset_plan(stopped, moved, date(2025, 9, 15), minimum=11)


def test_the_sunset_plan_names_who_has_no_place_yet_and_counts_no_nine_students():
    plan = ending()
    said = say_sunset(plan, 11)
    assert "March 15, 2026" in said and "about 40 students and 1 program" in said
    assert "Nobody is named yet to take on the students of Club and Tutoring" in said
    assert "No seat for them" not in said
    page = sunset_page(plan, sunset_table(plan), {}, [], 11)
    assert "**Who sees to it:** ______" in page and "taken on by ______" in page
    assert "9 students" not in page and "not known or too few to show" in page


def test_heads_added_over_programs_are_places_since_a_child_may_count_twice():
    said = say_sunset(ending(students_served=[40.0, 60.0]), 11)
    assert "about 100 places (students counted once for each program)" in said


def test_students_who_go_to_another_program_have_no_seat_in_the_savings():
    said = say_sunset(ending(same_job_as=["Reading Lift", ""]), 11)
    assert "Other programs are to take on the students of Club. No seat for them is in the" in said
    assert "Nobody is named yet to take on the students of Tutoring" in said


def test_where_the_room_has_answered_nobody_says_that_nobody_is_named():
    plan, ours = ending(), {"taken_on": "They go to the writing hour."}
    said = say_sunset(plan, 11, ours)
    assert "Nobody is named" not in said
    assert "students of Club and Tutoring: the room's own answer stands with the plan." in said
    table = sunset_table(plan, ours)
    assert set(table["taken_on_by"]) == {"whom our own answer names"}
    page = sunset_page(plan, table, ours, [ask_words("taken_on", "Who")], 11)
    assert "Nobody is named" not in page and "**Who:** They go to the writing hour." in page
    assert "Nobody is named" in say_sunset(plan, 11, {"taken_on": " "})


def sections_of_the_notebook(folder, take_home):
    notebook = jupytext.read(SOURCE)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            given = (str(folder), str(take_home), "", 1)
            cell.source = f"district_folder, take_home, person, seed = {given!r}"
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    sections = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and "## " in cell.source:
            sections.append([])
        for out in cell.get("outputs", []):
            assert out.output_type not in ("error", "stream")
            sections[-1].append(out["data"].get("text/markdown", ""))
    return [[text for text in section if text] for section in sections]


PROGRAMS = "program_id,program_name\nP1,Tutoring\nP2,Coaching\n"


@pytest.mark.slow
@pytest.mark.parametrize("inventory", ["", PROGRAMS], ids=["blank", "names alone"])
def test_a_section_without_data_says_so_once(inventory, tmp_path):
    folder = write_template(tmp_path / "ours", today=date(2025, 9, 15))
    if inventory:
        (folder / "programs.csv").write_text(inventory)
    sections = sections_of_the_notebook(folder, tmp_path / "home")
    assert sum(map(len, sections)) > 8
    for section in sections:
        assert len(section) == len(set(section)), section
    said = " ".join(text for section in sections for text in section)
    assert "nan" not in said.split() and "no programs" not in said


SAVINGS = pd.DataFrame(
    {
        "program_id": ["P1", "P3"],
        "program": ["Club", "Grant"],
        "verdict": "Stop",
        "lever": "",
        "resource": ["0709", "7435"],
        "pool": ["Supplemental", "Recovery"],
        "term": ["recurring", "one-time"],
        "low": [10_000.0, 0.0],
        "likely": [100_000.0, 40_000.0],
        "high": [100_000.0, 40_000.0],
        "people": 0.0,
        "label": "identified",
    }
)
RANGES = pd.DataFrame(
    {
        "term": ["recurring", "recurring", "one-time", "one-time"],
        "pool": ["Supplemental", "all", "Recovery", "all"],
        "identified": [100_000.0, 100_000.0, 40_000.0, 40_000.0],
        "low": [30_000.0, 30_000.0, 9_000.0, 9_000.0],
        "plan_on": [70_000.0, 70_000.0, 28_000.0, 28_000.0],
        "high": [90_000.0, 90_000.0, 39_000.0, 39_000.0],
    }
)


def test_dollars_found_are_potential_per_student_with_their_range_and_one_time_apart():
    said = money.say_found(RANGES, SAVINGS, students=1_000)
    assert "**$100,000 a year is identified, $100 a student**, from 1 program" in said
    assert "potential until the board approves it" in said and "Plan on $70,000" in said
    assert "$40,000 is one-time money" in said
    assert "$100 a student" not in money.say_found(RANGES, SAVINGS, float("nan"))
    assert "nothing can be freed yet" in money.say_found(RANGES.iloc[:0], SAVINGS, 1.0)


def test_a_growth_that_only_the_best_case_pays_for_is_to_go_in_steps():
    paid = pay_for(
        {"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    surer = pay_for(
        {"Tutoring": 80_000.0}, {"Supplemental": 70_000.0}, {"Tutoring": ["Supplemental"]}
    )
    said = growth.say_paid(paid, surer)
    assert "could be paid" in said and "$10,000 of it is missing: grow in steps" in said
    small = pay_for(
        {"Tutoring": 60_000.0}, {"Supplemental": 100_000.0}, {"Tutoring": ["Supplemental"]}
    )
    assert "even from the figures to plan on" in growth.say_paid(small, small)
    crossed = pay_for({"Tutoring": 80_000.0}, {"Supplemental": 100_000.0}, {})
    assert "$80,000 is missing" in growth.say_paid(crossed, crossed)


def test_the_statement_says_potential_first_and_labels_every_line():
    page = found_statement(found_of(SAVINGS), ["Said."], {}, [])
    assert page.splitlines()[0].startswith("*Potential until the board approves it")
    assert "nothing here was decided by a vote" in page
    lines = [line for line in page.splitlines() if line.startswith("| ") and "$" in line]
    assert len(lines) == 2 and all("| identified |" in line for line in lines)
    approved = SAVINGS.assign(label=["approved", "identified"])
    assert "$100,000 approved" in money.say_labels(approved)


def found_of(savings):
    none = pay_for({}, {}, {})
    moving = pd.DataFrame({"pool": [], "transition": []})
    net = net_table(savings.assign(plan_on=savings["likely"]), none, none, moving)
    return SimpleNamespace(savings=savings, paid=none, planned=none, net=net)


def test_what_the_board_approved_is_no_longer_called_potential():
    voted = SAVINGS.assign(label="approved")
    page = found_statement(found_of(voted), ["Said."], {}, [])
    assert "otential" not in page and "| approved |" in page
    assert "potential" not in money.say_found(RANGES, voted, 1_000)
    assert "$100,000 approved" in money.say_found(RANGES, voted, 1_000)
    partly = found_statement(found_of(SAVINGS.assign(label=["approved", "identified"])),
                                   ["Said."], {}, [])  # fmt: skip
    assert "nothing here was decided by a vote" not in partly


def test_a_range_that_may_exceed_what_is_identified_is_not_called_a_shortfall():
    more = RANGES.assign(high=[110_000.0, 110_000.0, 39_000.0, 39_000.0])
    assert "Not all of it will come about" not in money.say_found(more, SAVINGS, 1_000)
    assert "Not all of it will come about" in money.say_found(RANGES, SAVINGS, 1_000)


def test_the_headline_counts_what_ends_anyway_and_then_takes_it_out():
    ending = pd.DataFrame({"program": ["Contract"], "term": ["one-time"], "dollars": [9_000.0]})
    said = money.say_tempting_total(RANGES, ending)
    assert '"We found $149,000!"' in said and "$9,000 of it is what Contract cost" in said
    assert "each with its own rules" not in said, "there is one fund"


def test_moving_people_can_leave_the_first_year_short():
    net = pd.DataFrame(
        {"term": ["recurring"], "pool": ["general"], "first_year_left": [-30.0],
         "planned_left": [10.0], "transition": [40.0]}
    )  # fmt: skip
    assert "**In the first year $30 is missing**" in growth.say_net(net)
    assert "in every year after it $10 is left" in growth.say_net(net)
    assert growth.say_net(net.iloc[:0]) == ""


def test_both_sides_are_said_together():
    plan = pd.DataFrame({"program": ["Club", "Lab"], "students": [40.0, None]})
    uses = pd.DataFrame({"program": ["Tutoring"], "verdict": ["Grow"], "seats": [30.0]})
    said = growth.say_both_sides(plan, uses)
    assert "40 places end, in Club and Lab, and of 1 program nobody counted them" in said
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
    assert hands_given(tmp_path, notebook) == {"Budget": ["save P1"]}
    assert target_given({"target": "many"}, 5.0) == 5.0


COMPARED = pd.DataFrame(
    {
        "team": ["A", "B", "best affordable set"],
        "invested": [50.0, 90.0, 80.0],
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
    assert "the target is met by A" in say_hands(COMPARED)
    assert "B spent dollars that may not pay for it" in say_hands(COMPARED)
    assert "it cuts Aides, and nobody knows what students lose" in say_given_up(COMPARED, "A")
    assert "$40 of this hand cannot be paid" in say_given_up(COMPARED, "B")
    assert "Nobody has played a hand yet" in say_hands(COMPARED.iloc[-1:])


@pytest.mark.parametrize("recurring, once", [(500_000, 700_000), (0, 9), (10, 0)])
def test_a_lasting_program_costs_at_most_what_comes_every_year(recurring, once):
    assert growth.lasting_dollars(recurring, once) == recurring
