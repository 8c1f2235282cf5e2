"""Notebooks 14 and 15: what is published and what is not, what was delivered, how far a goal is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smarter_spending import load_district
from smarter_spending.display import action_room as action
from smarter_spending.display import review_room as review
from smarter_spending.display.action_findings import goals_decided, say_crosswalk
from smarter_spending.display.artifacts import (
    hand_out_calendar,
    hand_out_questions,
    publish_board_page,
)
from smarter_spending.display.board_page import disagreements, filled
from smarter_spending.display.from_folder import decided, enrolled_now, found_dollars
from smarter_spending.display.years_ahead import plan_ahead
from smarter_spending.planning.lcap_lines import lcap_crosswalk
from smarter_spending.planning.monitoring import ReviewRule
from smarter_spending.planning.review_calendar import review_year
from smarter_spending.planning.second_look import last_day

FOLDER = Path(__file__).parents[2] / "data" / "samples" / "altamont_valley"


@pytest.fixture(scope="module")
def page():
    """The teaching district's board page: its tables, figures and lines."""
    district = load_district(FOLDER)
    known = decided(district, FOLDER, seed=2024)
    found = found_dollars(district, FOLDER, known, seed=2024)
    goals = goals_decided(district, FOLDER)
    ahead = plan_ahead(district, found, seed=2024)
    figures = action.board_figures(
        known, found, ahead, goals, district.reserve_policy, enrolled_now(district)
    )
    return (
        district,
        known,
        found,
        figures,
        action.board_lines(known, figures, goals, district.as_of),
    )


def publish(page, folder, edited):
    district, _, _, figures, lines = page
    return publish_board_page(district, folder, "14_x", "What do we move?", lines, figures, edited)


def test_every_line_as_the_tables_write_it_agrees_and_is_published_twice(page, tmp_path):
    _, _, found, figures, lines = page
    kept = {line.key: filled(line, figures) for line in lines}
    assert disagreements(lines, figures, kept) == []
    said = publish(page, tmp_path, kept).data
    assert "Published" in said
    assert {file.suffix for file in tmp_path.iterdir()} == {".html", ".md", ".pdf"}
    text = (tmp_path / "14_x-board_page.html").read_text(encoding="utf-8")
    lasting = found.savings.loc[found.savings["term"].eq("recurring"), "likely"].sum()
    assert f"${lasting:,.0f} a year is identified" in text


def test_a_number_off_its_table_publishes_nothing_and_shows_both(page, tmp_path):
    said = publish(page, tmp_path, {"found": "We found $1.4M for our schools."}).data
    assert said.startswith("**Not published.**")
    assert "\\$1.4M" in said and "\\$1,245,140" in said
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_is_bound_to_another_table_does_not_lend_its_numbers(page):
    _, _, _, figures, lines = page
    seats = figures["seats"].words
    (wrong,) = disagreements(lines, figures, {"found": f"{seats} students gain."})
    assert wrong.written == seats


def test_a_district_without_anything_has_a_page_that_says_so(tmp_path):
    (tmp_path / "district.toml").write_text(
        'name = "Oak"\ncds_code = "39754990000000"\nfiscal_year = "2024-25"\n'
        'as_of = 2025-09-15\nprice_year = "2024-25"\n',
        encoding="utf-8",
    )
    district = load_district(tmp_path)
    known = decided(district, tmp_path)
    found = found_dollars(district, tmp_path, known)
    goals = goals_decided(district, tmp_path)
    assert plan_ahead(district, found) is None
    figures = action.board_figures(known, found, None, goals, 0.03, float("nan"))
    lines = action.board_lines(known, figures, goals, district.as_of)
    assert figures == {}
    said = " ".join(filled(line, figures) for line in lines)
    assert "not yet known" in said and "No dollar is identified yet" in said


def test_the_crosswalk_has_every_program_and_adds_to_the_inventorys_cents(page):
    district, known, _, _, _ = page
    table = lcap_crosswalk(district.programs, known.decisions)
    assert len(table) == len(district.programs)
    for ours, theirs in (("lcff_funds", "lcff"), ("federal_funds", "federal")):
        assert round(table[ours].sum(), 2) == round(district.programs[theirs].sum(), 2)
    every = district.programs[["lcff", "other_state", "local", "federal"]].sum().sum()
    assert round(table["total_funds"].sum(), 2) == round(every, 2)
    actions = table.loc[table["place"].eq("in the LCAP"), "action"].tolist()
    assert actions.index("1.9") < actions.index("1.10"), "1.10 comes after 1.9"
    assert "would change by what was decided" in say_crosswalk(table)


def test_an_action_without_a_name_is_counted_as_open(page):
    _, known, _, _, _ = page
    rows = action.action_rows(known.decisions)
    assert "0 of 10 actions" in action.say_actions(action.actions_table(rows, {}))
    code = rows["code"].iloc[0]
    given = {f"action_{code}_{part}": "x" for part in ("step", "who", "when", "evidence")}
    assert "1 of 10 actions" in action.say_actions(action.actions_table(rows, given))


GOALS = pd.DataFrame(
    {
        "number": [1, 2],
        "measure": ["Reading", "Ninth grade"],
        "baseline": [0.42, 0.70],
        "target": [0.54, 0.80],
        "count": [1_000.0, np.nan],
    }
)


def test_results_are_asked_goal_by_goal_and_say_how_far_and_whether_it_may_be_chance():
    asked = review.ask_results(GOALS)
    assert [question.key for question in asked] == ["now_1", "now_2"]
    table = review.attainment_table(GOALS, {"now_1": 46, "now_2": 0})
    assert table["attainment"].tolist()[0] == pytest.approx(1 / 3)
    # 460 of 1,000: Wilson's 90% range is 43.4% to 48.6%, above the baseline of 42%
    assert table["attained_words"].tolist()[0] == "33% of the way"
    assert table["now_range_words"].tolist()[0] == "43.4% to 48.6%"
    assert table["attained_words"].tolist()[1] == "the result is not in yet"
    near = review.attainment_table(GOALS, {"now_1": 43})
    assert near["attained_words"].iloc[0].endswith("it may not have moved at all")
    assert "1 of 2 goals have a result" in review.say_attained(table)


def test_programs_are_reviewed_with_what_was_delivered_and_spent(page):
    district, known, _, _, _ = page
    table = review.review_table(
        known.decisions, ReviewRule(), district.ledger, district.fiscal_year
    ).set_index("program_id")
    assert table.loc["P-110", "review"] == "change", "24% delivered: it has not been tried"
    assert table.loc["P-104", "review"] == "stop"
    assert table.loc["P-102", "review"] == "wait"
    spent = known.costs.set_index("program_id").loc["P-104"]
    assert table.loc["P-104", "spent"] == pytest.approx(
        spent["total_cost"] - spent["outside_ledger"], abs=0.01
    )
    assert (table["budgeted"].dropna() > 0).all()


def test_how_far_off_a_budget_is_too_far_is_the_rules_to_say():
    table = pd.DataFrame({"program": ["A"], "budgeted": [100.0], "spent": [85.0]})
    assert "More than 10% off: A." in review.say_spent(table, ReviewRule())
    assert "off:" not in review.say_spent(table, ReviewRule(spent_within=0.2))


def test_what_nobody_said_of_an_action_is_said():
    rows = pd.DataFrame({"code": ["P1", "P2"], "title": ["Stop: A", "Grow: B"]})
    table = review.milestones_table(
        rows, {"milestone_P1_state": "done", "milestone_P1_win": "told"}
    )
    said = review.say_milestones(table)
    assert "1 are done" in said and "of 1 nobody has said anything" in said
    assert "Small wins: told." in said


def test_the_calendar_is_written_beside_the_pages(page, tmp_path):
    district = page[0]
    end = last_day(district.as_of)
    events = review_year(district.as_of, end.replace(month=3, day=15), end)
    said = hand_out_calendar(district, tmp_path, "15_x", events).data
    (file,) = tmp_path.iterdir()
    assert file.name == "15_x-review_calendar.ics" and file.name in said
    assert file.read_bytes().count(b"BEGIN:VEVENT") == len(events)
    assert b"\r\n" in file.read_bytes()


def test_what_15_leaves_open_is_what_next_years_00_begins_with(page, tmp_path):
    left = ["Reading, grade 3: 33% of the way; why not more?", 'To stop: Club "A", Camp.']
    said = hand_out_questions(page[0], tmp_path, "15_x", left).data
    (file,) = tmp_path.iterdir()
    assert file.name in said and "open_questions.csv" in said
    next_year = tmp_path / "next_year"
    next_year.mkdir()
    file.rename(next_year / "open_questions.csv")
    (next_year / "district.toml").write_text((FOLDER / "district.toml").read_text())
    district = load_district(next_year)
    assert district.open_questions["open_question"].tolist() == left
    first = review.say_left_open(district.open_questions)
    assert page[0].fiscal_year in first
    assert [line.removeprefix("- ") for line in first.splitlines()[2:]] == left


def test_only_the_last_years_questions_are_asked_and_a_first_year_has_none(page, tmp_path):
    older = pd.DataFrame({"fiscal_year": ["2023-24", "2024-25"], "open_question": ["Old", "New"]})
    assert "Old" not in review.say_left_open(older) and "- New" in review.say_left_open(older)
    assert review.say_left_open(page[0].open_questions) == ""
    hand_out_questions(page[0], tmp_path, "15_x", [])
    (file,) = tmp_path.iterdir()
    assert file.read_text() == "district_cds,fiscal_year,open_question\n"
