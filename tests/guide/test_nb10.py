"""Notebook 10 in words: who said what, what holds, and how things end."""

from datetime import date
from pathlib import Path

import jupytext
import pandas as pd
import pytest
from nbclient import NotebookClient

from smarter_spending.case import Case
from smarter_spending.district.choices import TEAM, open_choices, read_choices, read_room
from smarter_spending.district.importers.workbook import write_template
from smarter_spending.district.loading import load_district
from smarter_spending.guide import nb10_keep_grow_fix_stop as page
from smarter_spending.guide.questions import ask_words
from smarter_spending.planning.decisions import (
    RULED,
    DecisionRule,
    decide,
    may_be_overruled,
    overrides_given,
    programs_to_discuss,
    sunset_plan,
    with_overrides,
)

NOTEBOOK = "10_keep_grow_fix_stop"
SOURCE = Path(__file__).parents[2] / "notebooks/src" / f"{NOTEBOOK}.py"
DECISIONS = pd.DataFrame(
    {
        "program_id": ["P1", "P2"],
        "program": ["Club", "Tutoring"],
        "verdict": ["Stop", "Not yet known"],
        "mandate": False,
        "total_cost": [100_000.0, 50_000.0],
        "ledger_cost": [100_000.0, 45_000.0],
        "heir_share": [0.75, None],
        "no_heir": ["07;08", ""],
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
    row = page._apart_in_words(read_room(tmp_path, NOTEBOOK), DECISIONS).iloc[0]
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
    said = page._say_overrides(held)
    assert "Club: Fix instead of Stop (the room: a new form)" in said
    untouched = with_overrides(DECISIONS, overridden(tmp_path / "b"))
    assert page._say_overrides(untouched) == "Nobody has decided against the rule."


def test_a_program_that_stops_is_never_said_to_stay(tmp_path):
    answers(tmp_path, "Principals", "school", override_P1_verdict="Keep", override_P1_because="")
    held = with_overrides(DECISIONS, overridden(tmp_path))
    assert page._say_overrides(held) == (
        "Club: Stop, as the rule says; school would say otherwise, but gave no reason."
    )


def test_a_purchase_that_must_wait_is_said_with_why():
    leaning = DECISIONS.assign(
        verdict=["Fix", "Grow"], lever=["budget", ""], chance_gain=[None, 0.99],
        same_job_as=["Tutoring", ""],
    )  # fmt: skip
    ours = {"program_id": ["P2"], "role": ["the room"], "verdict": ["Stop"], "because": ["x"]}
    said = page._say_overrides(with_overrides(leaning, pd.DataFrame(ours)))
    assert "Against the rule: Tutoring: Stop instead of Grow (the room: x)." in said
    why = "Club: Not yet known, no longer Fix; Tutoring was to do its job, and Tutoring ends."
    assert why in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("finance", "Keep", "a promise"), ("academics", "Keep", "new data"),
          ("school", "Keep", "")], "a promise; new data; school gave no reason"),
        ([("finance", "Keep", "a"), ("school", "Keep", "")],
         "finance would say Keep, and no other role has agreed yet; school gave no reason"),
        ([("finance", "Keep", "a"), ("academics", "Fix", "b")],
         "not agreed (finance: Keep; academics: Fix)"),
        ([("finance", "Keep", ""), ("academics", "Keep", ""), ("school", "Keep", "")],
         "finance, academics and school would say otherwise, but gave no reason"),
        ([(None, "Keep", "a")],
         "role not said would say Keep, and no other role has agreed yet"),
        ([("finance", "Stop", "")], ""),
    ],
)  # fmt: skip
def test_what_people_said_is_put_into_words(given, said):
    ours = pd.DataFrame(given, columns=["role", "verdict", "because"]).assign(program_id="P1")
    held = with_overrides(DECISIONS, ours)
    assert page._say_note(next(held.itertuples())) == said


@pytest.mark.parametrize(
    ("mandate", "said"),
    [(True, "the room would stop it, but law or contract requires it"),
     (None, "the room would stop it, but nobody has said whether law or contract requires it")],
)  # fmt: skip
def test_law_or_contract_is_said_against_a_stop(mandate, said):
    ours = pd.DataFrame([["P1", "the room", "Stop", "x"]],
                        columns=["program_id", "role", "verdict", "because"])  # fmt: skip
    facts = DECISIONS.assign(verdict="Keep", mandate=pd.array([mandate] * 2, "boolean"))
    assert page._say_note(next(with_overrides(facts, ours).itertuples())) == said


FACTS = {
    "program": "Tutoring", "aim": "math", "mandate": False, "can_tell": True, "chance_gain": 0.99,
    "chance_worth_it": 0.90, "delivered_share": 0.80, "purchase": False, "same_job_as": "",
    "works_for": "",
}  # fmt: skip
UNTOLD = {"can_tell": False, "chance_gain": None}
# "a gain shows in 94% of draws" stood beside "could not be shown to have moved" in notebook 8
GAIN, NONE = "A gain is shown (its chance is 99%)", "No gain is shown (the chance of one is 40%)"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"chance_gain": 0.01}, "Its students did worse than their comparison students: the chance "
         "of a gain is 1%."),
        ({"chance_worth_it": None}, f"{GAIN}; whether it is worth its cost is not known."),
        ({"chance_worth_it": 0.02, "delivered_share": 0.3}, f"{GAIN}, and the chance that it "
         "is worth its cost is 2%; students got 30.0% of what was planned: deliver it, "
         "then look again."),
        ({"chance_gain": 0.4, "chance_worth_it": 0.07, "delivered_share": 1.2}, f"{NONE} though "
         "students got 120.0% of what was planned, and the chance that it is worth its cost "
         "is 7%."),
        ({"chance_gain": 0.4, "works_for": "newcomers"},
         f"{NONE} for all, but it works for newcomers: serve them."),
        ({"chance_gain": 0.01, "mandate": True}, "Law or contract requires it, so it is not ours "
         "to stop. Its students did worse than their comparison students: the chance of a gain is "
         "1%."),
        ({"chance_gain": 0.04, "shown": "may have lost"}, "Its students may have done worse (the "
         "chance of a gain is 4%), which so few schools, or so many programs looked at together, "
         "do not show: add nothing to it, and look again."),
        (UNTOLD | {"delivered_share": 0.24, "mandate": None}, "The rule would take from it, but "
         "nobody has said whether law or contract requires it. Nobody can tell what it does, and "
         "students got 24.0% of what was planned: see that it is used."),
        (UNTOLD | {"delivered_share": 0.24}, "Nobody can tell what it does, and students got 24.0% "
         "of what was planned: see that it is used. 41 of the 45 seats that are paid are used: pay "
         "for these."),
        (UNTOLD | {"delivered_share": 0.24, "seats_planned": None}, "Nobody can tell what it does, "
         "and students got 24.0% of what was planned: see that it is used. How many seats are paid "
         "and used is not known, so no dollar is counted."),
        # "of which a gain is shown" was no English that a principal says
        (UNTOLD | {"purchase": True, "same_job_as": "Lift {A}"}, "Nobody can tell what it does, "
         "and Lift {A}, which shows a gain, does the same job for all its grades: one "
         "purchase for one job."),
        (UNTOLD | {"purchase": True, "same_job_as": "Lift", "heir_share": 0.74, "no_heir": "03"},
         "Nobody can tell what it does, and Lift, which shows a gain, does the same job for "
         "74% of its students, and not for grade 3, whose students keep it: one purchase for one "
         "job."),
    ],
)  # fmt: skip
def test_why_the_rule_says_so_is_put_into_words(facts, said):
    more = {"seats_planned": 45, "students_served": 41, "ending": False, "no_heir": "",
            "heir_share": None}  # fmt: skip
    decided = decide(pd.DataFrame([more | FACTS | facts]), DecisionRule())
    assert page._say_reason(next(decided.itertuples())) == said


def test_every_reason_and_every_gap_of_the_rule_has_its_words():
    assert set(page.REASONS) == set(RULED)
    assert set(page.TO_FIND_OUT) == {gap for *_, gap in RULED.values() if gap} | {"law"}


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
         "verdict": ["Fix"] * 13 + ["Keep"] * 7, "note": "",
         "total_cost": [None, *range(19, 0, -1)]}
    )  # fmt: skip
    moving["decision"] = moving["verdict"]
    moving.loc[19, "note"] = "no reason"
    discussed = programs_to_discuss(moving)
    assert len(page._rows(discussed)) == 8
    rows = page._rows(may_be_overruled(discussed, moving))
    assert rows["code"].tolist()[:8] == discussed["program_id"].tolist()
    assert set(rows["code"]) == {f"P{n}" for n in range(13)} | {"P19"}
    assert rows["code"].is_unique


def test_the_teaching_district_can_overrule_every_program_that_moves(samples):
    held = Case(load_district(samples / "altamont_valley"), seed=2024).decisions()
    moves = held[held["decision"].isin(["Grow", "Fix", "Stop"])]
    rows = page._rows(may_be_overruled(programs_to_discuss(held), held))
    assert len(moves) > 8 and set(moves["program_id"]) <= set(rows["code"])


def test_cutting_blind_is_said_in_dollars_and_what_is_not_known_is_not_stopped():
    held = DECISIONS.assign(decision=DECISIONS["verdict"])
    assert "use $50,000 a year (33% of all program dollars), whoever pays" in page._say_cut(held)
    assert "would free $45,000 of our ledger at most" in page._say_cut(held)
    assert "1 has no effect" in page._say_cut(held)
    assert "none of these programs against law or contract" in page._say_cut(held)


def test_a_blind_cut_says_what_nobody_has_said_of_law_and_contract():
    blind = pd.DataFrame({"total_cost": [4.0, 3.0, 3.0], "ledger_cost": 3.0, "chance_gain": None})
    one = page._say_cut(blind.assign(mandate=pd.array([True, None, None], dtype="boolean")))
    assert "1 of these programs against law or contract (not said for 2 of them)" in one
    none = page._say_cut(blind.assign(mandate=pd.array([None] * 3, dtype="boolean")))
    assert "nobody has said which of them law or contract requires" in none
    told = blind.assign(chance_gain=0.5, mandate=False)
    assert "nothing to cut blind" in page._say_cut(told)


def test_a_cost_that_nobody_knows_is_not_counted_as_nothing():
    held = pd.DataFrame(
        {"program": list("ABC"), "decision": ["Not yet known", "Not yet known", "Keep"],
         "total_cost": [4_000.0, None, None], "ledger_cost": [4_000.0, None, None],
         "chance_gain": None, "mandate": False}
    )  # fmt: skip
    blind = page._say_cut(held)
    assert "at least $4,000 a year (100% of all program dollars; 2 have no cost on file)" in blind
    unknown = page._say_cut(held[1:])
    assert "They use dollars that nobody has on file" in unknown


def test_the_rule_is_shown_part_by_part():
    ours = DecisionRule(priority_aims=("early_literacy",))
    table = page._rule_in_words(ours).set_index("rule_part")
    assert table["rule_value"].iloc[0] == "Early literacy" and "60%" in table["rule_value"].tolist()
    assert page._rule_in_words(DecisionRule())["rule_value"].iloc[0] == "none named yet"


def ending(**changes):
    stopped = DECISIONS.assign(decision="Stop", verdict="Stop", **changes)
    moved = pd.DataFrame({"program_id": ["P1"], "transition": [8_000.0]})
    return sunset_plan(stopped, moved, date(2025, 9, 15), minimum=11)


def test_the_sunset_plan_names_who_has_no_place_yet_and_counts_no_nine_students():
    plan = ending()
    said = page._say_endings(plan, 11, {})
    assert "March 15, 2026" in said and "about 40 students and 1 program" in said
    assert "Nobody is named yet to take on the students of Club and Tutoring" in said
    handed = page._sunset_page(said, page._endings_in_words(plan, {}), {}, [])
    assert "**Who sees to it:** ______" in handed and "taken on by ______" in handed
    assert "9 students" not in handed and "not known or too few to show" in handed


def test_heads_added_over_programs_are_places_since_a_child_may_count_twice():
    said = page._say_endings(ending(students_served=[40.0, 60.0]), 11, {})
    assert "about 100 places (students counted once for each program)" in said


def test_where_only_a_purchase_ends_it_is_not_said_that_the_program_ends():
    plan = ending().assign(keeps=[True, False], no_heir=["07;08", ""])
    said = page._say_endings(plan, 11, {})
    assert "June 30, 2026: Tutoring and what is bought for Club (shared grades)." in said
    table = page._endings_in_words(plan, {})
    assert table["what_ends"].tolist() == ["what is bought, in the grades it shares", "the program"]


def test_a_verdict_on_a_hair_is_said_with_its_figure_its_line_and_what_lies_past_it():
    near = pd.DataFrame(
        {"program": ["Seminar", "Club"], "fact": ["delivered_share", ""], "value": [0.6067, None],
         "limit": [0.6, None], "otherwise": ["Fix", ""]}
    )  # fmt: skip
    assert page._say_hairs(near) == (
        # a verdict hangs by a hair in English, not on one
        "**By a hair**, less than 2.5 points from our line: Seminar, delivered: 60.7% against 60% "
        "(past it, Fix)."
    )
    assert page._say_hairs(near[1:]) == ""
    assert set(page.WORDS["brief"]) == set(RULED)


def test_the_page_begins_with_what_is_too_little_known_to_decide():
    held = pd.DataFrame(
        {"decision": ["Keep", "Not yet known"], "reason": "", "total_cost": [2e6, 5e6]}
    )
    assert page._say_in_short(held) == (
        "Of $7.0M a year in 2 programs, too little is known to decide on $5.0M: a test and a date, "
        "and no cut."
    )
    assert "Nobody has set the rule" in page._say_in_short(held.assign(reason="no rule"))


def test_students_who_go_to_another_program_have_no_seat_in_the_savings():
    plan = ending(same_job_as=["Reading Lift", ""])
    said, table = page._say_endings(plan, 11, {}), page._endings_in_words(plan, {})
    # 75% of the 40 are in grades that Reading Lift serves; a shared grade is no heir for all:
    # that stands in the plan, program by program, and no longer in the sentence above it too
    assert table.loc[0, ["taken_on_by", "with_heir"]].tolist() == ["Reading Lift", 30]
    handed = page._sunset_page(said, table, {}, [])
    assert "taken on by Reading Lift; no program for grades 7 and 8" in handed
    assert handed.count("No seat is in the savings for students whom another program takes") == 1
    assert "Nobody is named yet to take on the students of Tutoring" in said


def test_where_the_room_has_answered_nobody_says_that_nobody_is_named():
    plan, ours = ending(), {"taken_on": "They go to the writing hour."}
    said = page._say_endings(plan, 11, ours)
    assert "Nobody is named" not in said
    assert "students of Club and Tutoring: the room's own answer stands with the plan." in said
    table = page._endings_in_words(plan, ours)
    assert set(table["taken_on_by"]) == {"whom our own answer names"}
    handed = page._sunset_page(said, table, ours, [ask_words("taken_on", "Who")])
    assert "Nobody is named" not in handed and "**Who:** They go to the writing hour." in handed
    assert "Nobody is named" in page._say_endings(plan, 11, {"taken_on": " "})


def said_in(data):
    """What an output says in words alone: Markdown, or a finding that has nothing but its words."""
    shown = data.get("text/html", "")
    alone = "<table" not in shown and "<img" not in shown and "ss-form" not in shown
    words = data["text/plain"] if shown.startswith('<div class="mathjax_ignore">') and alone else ""
    return data.get("text/markdown", words)


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
            sections[-1].append(said_in(out["data"]))
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
