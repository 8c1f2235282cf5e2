"""Notebook 12: what the page says of a plan, of what it stands on, and of its triggers."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from smarter_spending import load_district
from smarter_spending.case import Case
from smarter_spending.district.choices import open_choices
from smarter_spending.guide import nb12_financial_plan as page
from smarter_spending.guide.nb14_board_page import board
from tests.stopped import decided

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def teaching():
    case = Case(load_district(SAMPLES / "altamont_valley"))
    found = case.found(decided(case))
    return case.district, found, case.plan(found)


@pytest.fixture
def case(teaching, tmp_path, monkeypatch):
    """The teaching district's page: its plan is computed once, its answers are this test's."""
    district, _, ahead = teaching
    monkeypatch.setattr(page, "_planned", lambda case: ahead)
    case = Case(district, "12_financial_plan", take_home=tmp_path)
    case.__dict__["choices"] = open_choices(tmp_path, "12_financial_plan", "Team 3")
    return case


def changed(district, **tables):
    return type(district)(district.folder, district.settings, dict(district.tables) | tables)


def plan_ahead(district, found):
    return Case(district, seed=0).plan(found)


def test_the_teaching_district_breaks_in_its_next_year_and_says_so(teaching):
    district, _, ahead = teaching
    # 2026-27 held supplemental and concentration carryover for a reserve
    said = page._say_breaks(ahead, district.reserve_policy)
    assert said == "In 2025-26 the reserve falls below the board's policy of 5%"
    # 9.3% and −6.2% before four small high schools were drawn into it
    assert "from 8.2% of spending to −8.0% in 2027-28" in page._say_plan(ahead)
    assert "to the cent" in page._say_begin(ahead)
    # that moving is not closing a gap stands in the heading and in what the board hears
    assert page._say_decided(ahead, district.reserve_policy).startswith("Our decisions make the")


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
    # the table says it, year by year; a sentence below repeated it
    assert page._lcff_table(own)["assumed_source"].tolist()[-3:] == [version] * 3
    again = plan_ahead(changed(district, assumptions=both.iloc[:-1]), found)
    last = page._lcff_table(again)["assumed_source"].tolist()[-2:]
    assert last == [version, page.finance.SOURCE_FORMULA]


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
    assumed = pd.DataFrame({"fiscal_year": ["2027-28"], "students": [16_290.0]})
    assert "so the plan goes by that" in page._say_assumed(ahead, assumed)
    assert page._say_assumed(None, assumed) == ""


def test_years_that_cannot_be_compared_are_said_not_to_be_on_file(case):
    students = case.district.students_outcomes
    gap = students[students["fiscal_year"].ne("2023-24")]
    own = Case(changed(case.district, students_outcomes=gap), "12_financial_plan")
    shown = page.enrollment_ahead(own)
    assert "not on file" in shown.sentence
    # the picture is then what the district assumes: 17,067 less 1.9%, 1.8% and 1.6%
    assert shown.title == (
        "By what the district assumes, 17,067 students become about 16,178 by 2027-28"
    )


def test_the_cases_and_the_fan_are_said(teaching):
    _, _, ahead = teaching
    assert "as the formula then gives it" in page._say_cases(ahead)
    assert "the reserve of 2027-28" in page._say_fan(ahead)
    low = page.dollars(page._cases(ahead)["low_case"].iloc[-1])
    assert f"The low case ({low}) lies below the fan" in page._say_fan(ahead)
    never = replace(ahead, fan=ahead.fan.assign(p5=-99_999_999.0))
    assert "lies below the fan" not in page._say_fan(never)


def test_a_case_or_a_fan_at_spreads_of_ours_stays_on_its_page(case, tmp_path):
    ahead = page._planned(case)
    shown = [page.three_cases(case), page.spreads(case), page.fan(case), page.with_decisions(case)]
    assert all(one.what_if for one in shown)
    assert "this project's" in shown[2].words and "this project's" in shown[3].words
    assert len(shown[1].table) == len(ahead.spreads) == 7
    assert "not given by the district" in shown[1].table["assumed_source"].iloc[0]
    # the plan to hand out held the fan, though the page to take home did not
    page.plan_to_hand_out(case)
    page.take_home(case)
    written = [file.read_text("utf-8") for file in tmp_path.glob("*.md")]
    assert len(written) == 2
    assert not [text for text in written if "draws" in text or "what-if" in text]


def test_one_picture_shows_the_decisions_and_how_far_they_may_lie_off(case):
    shown = page.with_decisions(case)
    drawn = shown.picture.table
    ahead = page._planned(case)
    assert drawn["value"].tolist() == ahead_reserves(ahead)
    assert drawn["low"].tolist() == ahead.fan["p5"].tolist()
    assert drawn["kind"].tolist() == ["", "below", "below", "below"]
    assert "In nine of ten tries the reserve of 2027-28" in shown.words
    assert "standard deviation" not in shown.words and "draws" not in shown.words


def ahead_reserves(ahead):
    return page.reserves_side_by_side(ahead, 0.05)["reserve_decided"].tolist()


def test_what_the_decisions_do_is_the_title_and_no_more_than_they_do(teaching):
    _, _, ahead = teaching
    moved = page.Moved(0.0, 0.2, "2027-28", "2025-26", "2025-26")
    assert page._say_moved(ahead, moved).endswith("leave the reserve of 2027-28 where it was")
    assert page._say_moved(ahead, replace(moved, reserve=-68.0)).endswith("2027-28 $68 lower")
    assert page._say_turn(moved) == (
        "They do not move the year in which it falls below policy (2025-26)."
    )
    assert "stays above its policy" in page._say_turn(replace(moved, breaks_decided=""))
    assert page._say_turn(replace(moved, breaks="", breaks_decided="")) == ""


def test_fewer_students_end_no_position_and_what_the_districts_own_ratio_would_do_is_named(case):
    said = page.enrollment_ahead(case).words
    assert "**Fewer students end no position here**" in said
    # the teaching district was redrawn with a lesson and four small high schools
    # 17,067 students and 924.8 filled teaching positions are 18.45 each; 889 fewer are 48.17,
    # each paid $130,409
    assert "At today's 18.5 students a teacher, 889 fewer would be 48 teaching positions" in said
    assert "$6.3M a year" in said and "That is an assumption" in said and "not in the plan" in said
    no_list = Case(changed(case.district, staffing=case.district.staffing.iloc[:0]), "12")
    without = page.enrollment_ahead(no_list).words
    assert "Fewer students end no position here" in without and "a teacher" not in without


def test_more_students_are_said_to_add_no_position(case, monkeypatch):
    more = pd.DataFrame({"fiscal_year": ["2027-28"], "students": [17_160.0]})
    monkeypatch.setattr(page, "_students", lambda case: (more.iloc[:0], more, 17_067.0))
    said = page._say_teachers(case)
    # 93 more at 18.45 each are 5.04 (18.56 before the teaching district was redrawn)
    assert "**More students add no position here**" in said and "93 more would be 5 teach" in said


def test_what_nobody_set_is_named(teaching):
    district, found, ahead = teaching
    said = page._say_unmoved(ahead)
    # the teaching district was redrawn with a lesson and four small high schools
    assert "is not in the plan, since nobody has set one; each 1% costs $1,834,930" in said
    table = page._rates_table(ahead).set_index("assumed")
    assert table.loc["Contributions to restricted programs", "ahead_1"] == "not set"
    assert "No settlement" in page._say_plan(ahead)
    own = {"assumption": "settlement", "value": 0.02, "unit": "share", "source": "agreement of May"}
    rows = pd.DataFrame([{**own, "fiscal_year": f"{y}-{y - 1999}"} for y in (2025, 2026, 2027)])
    both = pd.concat([district.assumptions, rows], ignore_index=True)
    settled = plan_ahead(changed(district, assumptions=both), found)
    assert "is in the plan" in page._say_unmoved(settled)
    assert "No settlement" not in page._say_plan(settled)
    table = page._rates_table(settled).set_index("assumed")
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
    # the teaching district was redrawn with a lesson and four small high schools
    # 19,730,744 over 180,717,564; of 17,257,568.28 spent, 9,894,329.20 in contributing actions
    assert "percentage" in said and "10.92% in 2024-25 ($19,730,744 over a base of" in said
    assert "$9,894,329 is coded to actions marked contributing" in said
    assert "for $7,363,239 no action is named or marked" in said


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
    assert round(page.finance.compound(page.GROWTH), 4) == 1.1442
    # of any state: the question spoke of COLAs, which are California's, and stood in the prose
    assert page.CHECK.label.startswith("An example: revenue grows by 1.07, 2.93, 3.08, 3.30 and")
    assert "COLA" not in page.CHECK.label


@pytest.mark.parametrize("gone", [("9789", "9790"), ("9790",), ("9712", "9780", "9789", "9790")])
def test_without_the_split_of_the_balance_no_reserve_and_no_indicator_is_said(gone):
    district = load_district(SAMPLES / "cold_creek")
    ledger = district.ledger[~district.ledger["object"].isin(gone)]
    case = Case(changed(district, ledger=ledger), "12_financial_plan")
    said = page.in_short(case).data
    assert "not yet known" in said and "9790" in said and "off it in fund 01" in said
    said += " ".join(one.words for one in page.findings(case))
    assert not any(word in said for word in ("qualified", "negative", "positive", "policy of"))
    shown = {one.sheet for one in page.findings(case) if one.sheet and len(one.table)}
    assert "Balances" in shown and not shown & {"Reserve", "Cases", "Fan", "Triggers"}
    assert "reserve_now" not in board(case).figures


def test_the_balance_is_shown_by_its_parts_and_what_is_held_is_no_reserve(teaching):
    _, _, ahead = teaching
    said = page._say_parts(ahead)
    # the teaching district was redrawn with a lesson and four small high schools
    # 9,829,641.45 in object 9789 and 12,934,298.32 in 9790, of 36,627,497.46
    assert "Of the $36,627,497" in said and "$22,763,940 counts as a reserve" in said


def test_without_a_ledger_every_finding_says_why_and_nothing_is_guessed():
    district = load_district(SAMPLES / "cold_creek")
    case = Case(changed(district, ledger=district.ledger.iloc[:0]), "12_financial_plan")
    said = page.in_short(case).data
    assert "ledger.csv has none" in said and "$" not in said
    assert all(one.table.empty for one in page.findings(case) if one.sheet not in ("", "Students"))


def test_the_page_begins_with_what_goes_out_beyond_what_comes_in(case, teaching):
    said = page.in_short(case).data
    # the teaching district was redrawn with a lesson and four small high schools
    # lasting revenue less lasting spending is −9,750,864; 22,763,940 counts as a reserve
    assert "One-time money aside, we spend $9.8M a year more than comes in" in said
    assert "the reserve that pays for it is $22.8M" in said and "more goes out than comes" in said
    parts = page.years_ahead.held_for(teaching[2]).set_index("part")["dollars"]
    # of 36,627,497.46: 22,763,939.77 a reserve, 8,585,152.94 carried over, the rest held
    assert parts.to_dict() == {"reserve": 22_763_939.77, "carryover": 8_585_152.94,
                               "held": 5_278_404.75}  # fmt: skip


def test_a_year_that_covers_itself_and_a_reserve_that_is_gone_are_said(case, monkeypatch):
    rows = page.reserves_side_by_side(page._planned(case), 0.05)
    for gap, reserve, said in (
        # the teaching district was redrawn with a lesson and four small high schools
        (1e6, 2e7, "What comes in every year covers what goes out, and the reserve is 8.2% of"),
        (-1e6, -5.0, "we spend $1.0M a year more than comes in, and no reserve is left to pay"),
    ):
        table = rows.assign(structural_gap=gap, reserve=reserve)
        monkeypatch.setattr(page, "reserves_side_by_side", lambda *_, table=table: table)
        assert said in page._say_in_short(case)


def test_the_decision_stands_in_the_fields_that_the_decision_line_asks_for(case, monkeypatch):
    monkeypatch.setattr(page.panels, "display", lambda bundle, raw, **_: None)
    asked = page.decide(case).questions
    # can we keep it, and what do we do, by when, if not: each trigger with the year it is due
    assert asked[0].key == "can_keep" and asked[0].label == "We can keep what we decided"
    assert [one.label for one in asked[1:]] == [
        "The reserve falls below the board's policy (2025-26): then we",
        "The reserve is used up (2026-27): then we",
        "More goes out every year than comes in (2024-25): then we",
    ]
    assert all("by which month" in one.frame for one in asked[1:])
    case.choices.answers["can_keep"] = "in every year of the plan"
    assert "we can keep what we decided: in every year of the plan" in page.in_short(case).data
    assert "We can keep what we decided:** in every year" in handed_out(case)


def handed_out(case):
    page.plan_to_hand_out(case)
    return next(Path(case.take_home).glob("*-plan.md")).read_text("utf-8")


def test_what_comes_once_is_no_dollars_a_year_and_never_not_yet_known(case):
    changes = pd.DataFrame({"name": ["saved", "moved"], "fund": "unrestricted",
                            "first_year": "2026-27", "last_year": [None, "2026-27"],
                            "dollars": [-90.0, 20.0]})  # fmt: skip
    table = page._changes_table(replace(page._planned(case), changes=changes))
    assert table[["change_dollars", "change_once"]].values.tolist() == [[-90.0, 0.0], [0.0, 20.0]]
    shown = page.Finding("Changes", table, tuple(table))
    assert "$0" in str(shown) and "not yet known" not in str(shown) and "–" not in str(shown)
    # where nothing comes once, there is no column of zeros
    lasting = replace(page._planned(case), changes=changes.head(1))
    assert (
        "change_once"
        not in page._without_zeros(
            page._table(case, "Changes", page._changes_table, of=lambda case: lasting)
        ).columns
    )


def test_the_board_hears_no_single_figure_and_no_gap_closed_by_moving_dollars(teaching):
    _, _, ahead = teaching
    said = page._say_to_board(ahead, 0.05)
    assert "“In 2025-26 the reserve falls below the board's policy of 5%, if we go on" in said
    # the teaching district was redrawn with a lesson and four small high schools
    assert "**You may not say:** “In 2027-28 the reserve will be −$23.3M.”" in said
    assert "**You may not say:** “What we move closes the gap.”" in said
    already = page._say_to_board(ahead, 0.50)
    assert "already in 2024-25.”" in already and "if we go on" not in already
    # nothing breaks at a policy of none but what is below zero
    kept = replace(ahead, plan=replace(ahead.plan, set_aside=-1e9),
                   decided=replace(ahead.decided, set_aside=-1e9))  # fmt: skip
    assert "closes the gap" not in page._say_to_board(kept, 0.05)


WHAT_IS_CALIFORNIAS = ("LCFF", "COLA", "ADA", "CCR", "Education Code", "county", "March 15", "9790")


def test_another_states_district_reads_once_that_the_plan_is_californias_and_no_word_of_its_law(
    tmp_path,
):
    district = load_district(SAMPLES / "cold_creek")
    other = type(district)(district.folder, replace(district.settings, state="NV"), district.tables)
    case = Case(other, "12_financial_plan", take_home=tmp_path)
    shown = [page.in_short(case).data]
    cells = (page.reserves, page.enrollment_ahead, page.with_decisions, page.indicator,
             page.say_to_board, page.first_year, page.assumptions, page.lcff_ahead, page.parts,
             page.bound, page.both_ways, page.changes, page.three_cases, page.spreads, page.fan,
             page.triggers)  # fmt: skip
    shown += [cell(case)._html() for cell in cells]
    asked = [*page._decision(case), *page.WHO, page.GUESS, page.FIRST_CUT, page.CHECK, *page.TALK]
    shown += [f"{one.label} {one.frame}" for one in asked]
    source = (SAMPLES.parents[1] / "notebooks/src/12_financial_plan.py").read_text("utf-8")
    shown += [line for line in source.splitlines() if line.startswith("# ")]
    text = "\n".join(shown)
    # it stood there seven times, and the prose spoke of LCFF and COLA to every state
    assert text.count("This page is for California") == 1 == text.count("California")
    assert not [word for word in WHAT_IS_CALIFORNIAS if word in text]
    page.take_home(case)
    page.plan_to_hand_out(case)
    for file in tmp_path.glob("*.md"):
        assert file.read_text("utf-8").count("California") == 1
