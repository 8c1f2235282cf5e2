"""Notebook 7's sentences: the words and the figures in them."""

import shutil
from importlib import import_module

import pandas as pd
import pytest

from smarter_spending.analysis.inventory import TESTS
from smarter_spending.case import open_case
from smarter_spending.guide import nb07_program_inventory as page
from smarter_spending.guide.nb07_program_inventory import _say_overlaps, _say_ready
from smarter_spending.guide.sentences import read_with, say_costs_in_doubt


def test_seven_of_sixty_are_ready():
    ready = pd.DataFrame({"ready": [True] * 7 + [False] * 53})
    names = [f"P{n}" for n in range(60)]
    ready = ready.assign(program=names, total_cost=1.0, **dict.fromkeys(TESTS, False))
    said = _say_ready(ready)
    # the names were in a table of their own until November 27
    assert said.startswith("**7 of 60 programs (11.7%) can be reviewed deeply:** P0, P1, P2")
    # "cannot be shown to work" was said of the evidence, and is not ours to say of a program
    assert said.endswith("of the others nobody can say yet what they did.")
    near = ready.assign(**dict.fromkeys([*TESTS][1:], True), ready=False)
    assert "**0 of 60 programs (0.0%) can be reviewed deeply.** One answer away: P0" in (
        _say_ready(near)
    )


def parts(ready, near, more):
    return pd.DataFrame({"programs": [ready, near, more]})


def test_the_page_begins_with_how_many_are_ready():
    said = page._say_in_short(parts(7, 4, 49))
    assert said == "We can review 7 of our programs deeply; 4 lack one answer; 49 lack more."
    assert page._say_in_short(parts(0, 0, 1)) == (
        "We can review none of our programs deeply; 1 lacks more."
    )
    assert page._say_in_short(parts(3, 0, 0)) == "We can review all of our programs deeply."
    assert page._say_in_short(parts(0, 0, 0)) == "The inventory lists no program yet."


def test_every_program_is_in_one_part_of_the_picture(samples):
    case = open_case(samples / "altamont_valley", "07_program_inventory")
    counted = page._parts(page._readiness(case, 30))
    # [7, 4, 49] before two more programs of the district kept lists of who came and who waited
    assert counted["programs"].tolist() == [9, 3, 48]


def test_the_title_names_the_test_that_fewest_pass():
    tests = pd.DataFrame(
        {"test": ["Cost is known", "Outcome is known", "All five"], "programs": [56, 7, 3],
         "of": 60}
    )  # fmt: skip
    assert page._say_fewest(tests) == "The test that fewest pass: outcome is known (7 of 60)"
    assert page._say_fewest(tests.assign(programs=60)) == "Every program passes every test"


def test_no_board_hears_that_what_lacks_data_does_not_work():
    ready = pd.DataFrame({"program": ["Tutoring", "Lab"], "ready": [True, False]})
    pairs = pd.DataFrame({"program": ["Lab"], "other_program": ["Club"]})
    said = page._say_to_board(ready, pairs)
    assert "“We run 2 programs; of 1 we know enough to look at what it did.”" in said
    assert "**You may not say:** “Lab does not work.” Its data is missing." in said
    assert "“We pay twice for Lab and Club.” They may support each other." in said
    assert page._say_to_board(ready[:1], pairs[:0]).count("**You may") == 1
    assert "of none we know enough" in page._say_to_board(ready[1:], pairs)


def test_every_table_that_left_the_page_is_in_the_workbook(samples):
    case = open_case(samples / "cold_creek", "07_program_inventory")
    sheets = {one.sheet or one.title for one in page.findings(case)}
    assert {"Inventory", "Beside the ledger", "By aim", "Overlaps", "Deep review", "Data to get",
            "Programs that pass each test", "The fields most often blank",
            "One answer away from a deep review"} <= sheets  # fmt: skip


def test_no_overlap_is_denied_while_a_program_does_not_name_its_students():
    programs = pd.DataFrame({"skill": ["phonics", "phonics"], "grades": ["01", "01"]})
    none = pd.DataFrame(columns=["skill"])
    assert page._say_overlaps(none, programs, unstated=True).startswith("Not known: programs share")
    assert page._say_overlaps(none, programs).startswith("No two programs share")


@pytest.mark.parametrize("grades", ["K-5", "KN,01", "6-8", "01;upper", "2025-06-08", " ", None])
def test_no_overlap_is_denied_over_grades_that_are_not_known(grades):
    programs = pd.DataFrame({"skill": "phonics", "grades": ["01", grades]})
    said = _say_overlaps(pd.DataFrame(columns=["skill"]), programs)
    assert said.startswith("Not known: 1 of 2 programs names no skill or no grades")


def test_what_has_ended_is_not_asked_for_its_grades():
    programs = pd.DataFrame({"skill": "x", "grades": ["01", None], "status": ["active", "ended"]})
    assert _say_overlaps(pd.DataFrame(columns=["skill"]), programs).startswith("No two programs")


def test_a_cost_is_not_said_to_be_unknown_to_anybody():
    costs = pd.DataFrame({"total_cost": [1.0, None], "cost_source": ["ledger", "not known"]})
    said = page._say_inventory(costs)
    assert "For 1 program no file in the folder records a cost." in said


def test_a_program_without_skill_or_grades_overlaps_with_nobody_as_far_as_one_can_tell():
    programs = pd.DataFrame({"skill": ["phonics", None], "grades": ["01", "01"]})
    assert _say_overlaps(pd.DataFrame(columns=["skill"]), programs) == (
        "Not known: 1 of 2 programs names no skill or no grades, so no overlap can be seen."
    )


def test_a_cost_of_which_a_part_is_missing_is_said_with_both_figures():
    beside = pd.DataFrame(
        [("Tutoring", "less than stated", 1000.0, 600.0),
         ("Lab", "less than its positions", 500.0, 100.0)],
        columns=["program", "cost_check", "whole", "counted"],
    )  # fmt: skip
    said = say_costs_in_doubt(beside)
    assert said.startswith("**A cost that may be too low.** Of 2 programs more than a tenth")
    assert "Tutoring (stated: $1,000, counted: $600)" in said
    assert "Lab (its positions and lines make $500, counted: $100)" in said


@pytest.mark.parametrize("page_name", ["09_cost_per_outcome", "10_keep_grow_fix_stop"])
def test_a_worth_over_a_cost_that_is_partly_missing_goes_with_a_note(samples, tmp_path, page_name):
    """First Readers Groups states ten times what the ledger tags: pages 9 and 10 say so."""
    folder = shutil.copytree(samples / "cold_creek", tmp_path / "creek")
    table = pd.read_csv(folder / "programs.csv", dtype=str)
    table.loc[table["program_id"].eq("P-01"), ["annual_cost_total", "personnel", "nonpersonnel",
              "lcff", "other_state", "local", "federal"]] = ["900000", *[None] * 6]  # fmt: skip
    table.to_csv(folder / "programs.csv", index=False)
    case = open_case(folder, page_name)
    assert case.costs_in_doubt["program_id"].tolist() == ["P-01"]
    top = import_module(f"smarter_spending.guide.nb{page_name}").in_short(case).data
    assert "A cost that may be too low" in top and "stated: $900,000" in top
    assert "Its cost may be too low" in read_with(case.effects_shown, case.costs_in_doubt)["P-01"]


def test_pairs_that_overlap_name_grades_and_skills_as_a_school_does(samples):
    case = open_case(samples / "altamont_valley", "07_program_inventory")
    pairs = page.overlapping(case).table
    assert not pairs["shared_grades_words"].str.contains(r"\b0|KN").any()
    assert pairs["skill"].str[0].str.isupper().all()
