"""Notebook 12: what the page says of a plan, of what it stands on, and of its triggers."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from smarter_spending import load_district
from smarter_spending.case import Case
from smarter_spending.guide import nb12_financial_plan as page
from smarter_spending.guide.nb14_board_page import board
from smarter_spending.planning.years_ahead import students_ahead
from tests.stopped import decided

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def teaching():
    case = Case(load_district(SAMPLES / "altamont_valley"))
    found = case.found(decided(case))
    return case.district, found, case.plan(found)


def changed(district, **tables):
    return type(district)(district.folder, district.settings, dict(district.tables) | tables)


def plan_ahead(district, found):
    return Case(district, seed=0).plan(found)


def test_the_teaching_district_breaks_in_its_next_year_and_says_so(teaching):
    district, _, ahead = teaching
    said = page._say_plan(ahead, district.reserve_policy)
    # 2026-27 held supplemental and concentration carryover for a reserve
    assert "**In 2025-26 it falls below the board's policy of 5%.**" in said
    assert "to the cent" in page._say_begin(ahead)
    assert "not the same as closing a gap" in page._say_decided(ahead, district.reserve_policy)


def test_the_official_calculators_result_is_named_and_how_far_it_goes(teaching):
    district, found, _ = teaching
    version = "FCMAT LCFF calculator v26.1"
    years = ["2025-26", "2026-27", "2027-28"]
    given = pd.DataFrame(
        {"assumption": "lcff", "fiscal_year": years, "value": [210e6, 214.2e6, 214.2e6],
         "unit": "dollars", "source": version}
    )  # fmt: skip
    both = pd.concat([district.assumptions, given], ignore_index=True)
    own = plan_ahead(changed(district, assumptions=both), found)
    assert version in page._say_lcff(own.lcff)
    again = plan_ahead(changed(district, assumptions=both.iloc[:-1]), found)
    assert "After 2026-27 it grows as the formula does" in page._say_lcff(again.lcff)


@pytest.mark.parametrize("name", ["altamont_valley", "port_sierra"])
def test_the_formula_goes_on_from_the_ledger_where_it_explains_it(name):
    ahead = Case(load_district(SAMPLES / name), seed=1).plan()
    assert "The plan goes on from the ledger" in page._say_lcff_booked(ahead)
    far = replace(ahead, lcff=ahead.lcff.assign(target=ahead.lcff["target"] * 0.9))
    assert "find out why they differ" in page._say_lcff_booked(far)


def test_without_an_assumed_enrollment_the_page_says_what_the_plan_goes_by(teaching):
    district, found, _ = teaching
    own = district.assumptions
    ahead = plan_ahead(
        changed(district, assumptions=own[own["assumption"].ne("enrollment")]), found
    )
    assert "so the plan goes by that" in page._say_students(
        students_ahead(district.students_outcomes), ahead.rates
    )


def test_years_that_cannot_be_compared_are_said_not_to_be_on_file(teaching):
    district, _, _ = teaching
    students = district.students_outcomes
    gap = students[students["fiscal_year"].ne("2023-24")]
    assert "not on file" in page._say_students(students_ahead(gap), pd.DataFrame())


def test_the_cases_and_the_fan_are_said(teaching):
    _, _, ahead = teaching
    assert "as the formula then gives it" in page._say_cases(ahead)
    assert "the reserve of 2027-28" in page._say_fan(ahead.fan)
    assert "lies below the fan" not in page._say_fan(ahead.fan)
    assert "The low case (−$99,999,999) lies below the fan" in page._say_fan(ahead.fan, -99_999_999)


def test_a_case_or_a_fan_at_spreads_of_ours_stays_on_its_page(teaching, monkeypatch):
    district, _, ahead = teaching
    monkeypatch.setattr(page, "_planned", lambda case: ahead)
    case = Case(district, "12_financial_plan")
    shown = [page.three_cases(case), page.spreads(case), page.fan(case)]
    assert all(one.what_if for one in shown)
    assert "this project's" in shown[2].words and "draws" not in page.what_you_found(case).markdown
    assert len(shown[1].table) == len(ahead.spreads) == 7
    assert "not given by the district" in shown[1].table["assumed_source"].iloc[0]


def test_what_nobody_set_is_named_and_fewer_students_end_no_position(teaching):
    district, found, ahead = teaching
    said = page._say_unmoved(ahead)
    assert "**Fewer students end no position here**" in said
    assert "is not in the plan, since nobody has set one; each 1% costs $1,816,913" in said
    table = page._rates_table(ahead.rates).set_index("assumed")
    assert table.loc["Contributions to restricted programs", "ahead_1"] == "not set"
    assert "No settlement" in page._say_plan(ahead, 0.05)
    own = {"assumption": "settlement", "value": 0.02, "unit": "share", "source": "agreement of May"}
    rows = pd.DataFrame([{**own, "fiscal_year": f"{y}-{y - 1999}"} for y in (2025, 2026, 2027)])
    both = pd.concat([district.assumptions, rows], ignore_index=True)
    settled = plan_ahead(changed(district, assumptions=both), found)
    assert "is in the plan" in page._say_unmoved(settled)
    assert "No settlement" not in page._say_plan(settled, 0.05)
    table = page._rates_table(settled.rates).set_index("assumed")
    assert table.loc["Settlement with the unions, beyond step and column"].tolist() == [
        "2.00%", "2.00%", "2.00%", "agreement of May",
    ]  # fmt: skip


def test_supplemental_and_concentration_money_is_said_in_the_laws_words(teaching, monkeypatch):
    district, _, ahead = teaching
    monkeypatch.setattr(page, "_planned", lambda case: ahead)
    case = Case(district, "12_financial_plan")
    said = page.bound(case).words
    for word in ("42238.07", "15496", "principally directed", "effective"):
        assert said.count(word) == 1
    # 19,730,452 over 180,714,895; of 17,561,679.35 spent, 10,089,650.80 in contributing actions
    assert "percentage" in said and "10.92% in 2024-25 ($19,730,452 over a base of" in said
    assert "$10,089,651 is coded to actions marked contributing" in said
    assert "of $7,472,029 that is not yet known" in said


def test_where_no_resource_is_marked_bound_money_is_not_yet_known():
    district = load_district(SAMPLES / "cold_creek")
    ledger = district.ledger.assign(resource=district.ledger["resource"].replace("0709", "0000"))
    case = Case(changed(district, ledger=ledger), "12_financial_plan")
    shown = page.bound(case)
    assert shown.table.empty and "is not yet known" in shown.sentence
    # and no four years of attendance: no formula says the percentage
    assert "The minimum proportionality percentage is not yet known" in shown.sentence


def test_the_indicator_is_of_the_running_year_at_the_states_standard_and_no_certification(teaching):
    _, _, ahead = teaching
    said = page._say_indicator(ahead, 0.05, 15_676)
    assert "for 2025-26 and the two years after it" in said and "at least 3%" in said
    assert "the state's standard for 15,676 ADA" in said
    # "qualified" held the whole unrestricted balance; the standard counts 9789 and 9790
    assert "**negative**" in said and "no certification and no legal opinion" in said
    assert "the board's policy, since" in page._say_indicator(ahead, 0.05, float("nan"))


def test_the_triggers_carry_the_rooms_answers_and_the_year_they_are_met(teaching):
    district, _, ahead = teaching
    answers = {
        "trigger_reserve_share_response": "freeze hiring",
        "trigger_reserve_share_who": "CBO",
    }
    table = page._triggers_table(ahead, district.reserve_policy, answers)
    first = table.iloc[0]
    # 2026-27 held supplemental and concentration carryover for a reserve
    assert (first["met_in"], first["response"], first["who"]) == ("2025-26", "freeze hiring", "CBO")
    assert table["met_in"].tolist()[2] == "2024-25", "lasting spending is above revenue already"
    handed_out = page._plan_page(["Said."], table, answers, [])
    assert "freeze hiring; CBO says so" in handed_out and "______ says so" in handed_out


def test_one_time_money_that_ends_is_named(teaching):
    _, _, ahead = teaching
    assert "One-time money ends with 2024-25" in page._say_unmoved(ahead)


def test_every_lasting_line_is_moved_by_a_rate_or_named_as_staying(teaching):
    _, _, ahead = teaching
    lines = ahead.plan.lines[ahead.plan.lines["recurring"]]
    grown = lines.groupby("object_group")["growth"].apply(lambda growth: growth.ne(0).any())
    named = {group: group in page._say_unmoved(ahead) for group in grown.index}
    assert {group for group, moves in grown.items() if not moves} == {
        group for group, said in named.items() if said
    }
    given = lines[lines["object_group"].eq("contributions") & lines["dollars"].gt(0)]
    # the old figure was of one pooled column; every restricted resource has its own
    first = given.loc[given["fiscal_year"].eq("2024-25"), "dollars"].sum()
    assert f"contributions ${first:,.0f}" in page._say_unmoved(ahead)


def test_what_a_restricted_program_lacks_is_said_to_be_taken_off_the_reserve(teaching):
    _, _, ahead = teaching
    assert "taken off the reserve" in page._say_unmoved(ahead)


def test_the_check_compounds_to_the_published_index_and_claims_no_cola_of_the_state(teaching):
    assert round(page.compound(page.COLAS), 4) == 1.1442
    source = (SAMPLES.parents[1] / "notebooks/src/12_financial_plan.py").read_text("utf-8")
    assert "An example: suppose COLAs of 1.07, 2.93, 3.08, 3.30 and 3.29 percent" in source


@pytest.mark.parametrize("gone", [("9789", "9790"), ("9790",), ("9712", "9780", "9789", "9790")])
def test_without_the_split_of_the_balance_no_reserve_and_no_indicator_is_said(gone):
    district = load_district(SAMPLES / "cold_creek")
    ledger = district.ledger[~district.ledger["object"].isin(gone)]
    case = Case(changed(district, ledger=ledger), "12_financial_plan")
    said = page.what_you_found(case).markdown
    assert "not yet known" in said and "9790" in said and "off it in fund 01" in said
    assert not any(word in said for word in ("qualified", "negative", "positive", "policy of"))
    shown = {one.sheet for one in page.findings(case) if one.sheet and len(one.table)}
    assert "Balances" in shown and not shown & {"Reserve", "Cases", "Fan", "Triggers"}
    assert "reserve_now" not in board(case).figures


def test_the_balance_is_shown_by_its_parts_and_what_is_held_is_no_reserve(teaching):
    _, _, ahead = teaching
    said = page._say_parts(page.parts_ahead(ahead))
    # 9,802,428.55 in object 9789 and 16,202,623.34 in 9790, of 39,120,064.62
    assert "Of the $39,120,065" in said and "$26,005,052 counts as a reserve" in said


def test_without_a_ledger_every_finding_says_why_and_nothing_is_guessed():
    district = load_district(SAMPLES / "cold_creek")
    case = Case(changed(district, ledger=district.ledger.iloc[:0]), "12_financial_plan")
    said = page.what_you_found(case).markdown
    assert "ledger.csv has none" in said and "$" not in said
    assert all(one.table.empty for one in page.findings(case) if one.sheet)
