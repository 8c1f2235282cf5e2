"""Notebook 14: what is published and what is not, and the cells behind every line."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn

from smarter_spending.analysis.ratios import in_leaders_units
from smarter_spending.case import Case
from smarter_spending.district.loading import load_district
from smarter_spending.guide import nb10_keep_grow_fix_stop as ten
from smarter_spending.guide import nb14_action_and_board_page as leaders
from smarter_spending.guide.nb14_action_and_board_page import (
    _as_the_state_has_it,
    _ask_lines,
    _figures_table,
    _groups_in_words,
    _may_be_published,
    _moving,
    _outline,
    _say_actions,
    _say_agreement,
    _say_changed,
    lines_edited,
)
from smarter_spending.guide.nb14_board_page import (
    WORDS,
    board,
    board_figures,
    board_lines,
    board_tables,
    publish_board_page,
)
from smarter_spending.guide.nb14_numbers_agree import (
    Figure,
    Line,
    disagreements,
    filled,
    line_texts,
    plain,
    read_numbers,
)
from smarter_spending.guide.pages import write_workbook
from smarter_spending.guide.sentences import action_rows, actions_table, goals_decided, review_day
from smarter_spending.guide.showing import headings, in_words
from smarter_spending.guide.take_home import stamp
from smarter_spending.planning.decisions import (
    BUDGET,
    SCALE,
    decided_by_a_hair,
    sunset_plan,
    without_rule,
)
from smarter_spending.planning.monitoring import (
    AS_USED,
    NOT_RENEWED,
    STOPPED,
    lcap_crosswalk,
    what_stops,
)
from smarter_spending.planning.reallocation import LABELS
from tests.stopped import decided

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
REVIEW = date(2026, 6, 30)
NO_GOALS = pd.DataFrame(columns=["number", "measure", "baseline", "target", "by_year"])
# the state's Total Planned Expenditures Table (DATA.md 6)
STATE = [
    "Goal #",
    "Action #",
    "Action Title",
    "Student Group(s)",
    "Contributing (Yes/No)",
    "Scope",
    "Unduplicated Student Group(s)",
    "Location",
    "Time Span",
    "Total Personnel",
    "Total Non-personnel",
    "LCFF Funds",
    "Other State Funds",
    "Local Funds",
    "Federal Funds",
    "Total Funds",
    "Planned % of Improved Services",
]


def all_of(name):
    """A sample district's board page: its tables, figures and lines."""
    district = load_district(SAMPLES / name)
    case = Case(district, "14_x", seed=2024)
    decisions = decided(case)
    found = case.found(decisions)
    goals = goals_decided(case)
    ahead = case.plan(found)
    endings = sunset_plan(decisions, found.transition, district.as_of, district.minimum_group)
    policy, students = district.reserve_policy, case.students_enrolled
    gains = in_leaders_units(case.options, case.effects_shown)
    tables = board_tables(decisions, found, endings, ahead, goals, policy, students, gains)
    figures = board_figures(tables)
    review = review_day(district)
    lines = board_lines(decisions, found, endings, figures, goals, review)
    return SimpleNamespace(**locals())


@pytest.fixture(scope="module", params=["altamont_valley", "cold_creek", "port_sierra"])
def any_page(request):
    return all_of(request.param)


@pytest.fixture(scope="module")
def page():
    return all_of("altamont_valley")


def publish(page, folder, edited):
    title = "What do we move?"
    return publish_board_page(
        page.district, folder, "14_x", title, page.lines, page.figures, edited, "", page.tables
    )


def sentence_of(lines, figures, key):
    (said,) = [filled(line, figures) for line in lines if line.key == key]
    return said


def lines_of(page, **changed):
    """The figures and the lines of the page with some of what stands behind them changed."""
    names = ("decisions", "found", "endings", "goals", "ahead", "gains")
    behind = {name: getattr(page, name) for name in names} | changed
    decisions, found, endings, goals, ahead, gains = behind.values()
    known = page.policy, page.students, gains
    figures = board_figures(board_tables(decisions, found, endings, ahead, goals, *known))
    return figures, board_lines(decisions, found, endings, figures, goals, REVIEW)


def written(page, **changed):
    """The same figures, and what each line then says."""
    figures, lines = lines_of(page, **changed)
    return figures, {line.key: filled(line, figures) for line in lines}


# what stands behind the numbers


def test_every_figure_of_every_sample_is_the_value_of_its_cell_in_the_workbook(any_page, tmp_path):
    sheets = {"Figures": _figures_table(any_page.figures)} | any_page.tables
    file = write_workbook(tmp_path, "plan", sheets, stamp(any_page.district))
    book = openpyxl.load_workbook(file)
    rows = list(book["Figures"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(any_page.figures) > 10
    for figure, (*values, table, row, column) in zip(any_page.figures.values(), rows, strict=True):
        (value,) = [one for one in values if one is not None]
        heads = [cell.value for cell in book[table][1]]
        here = [cells for cells in book[table].iter_rows(min_row=2) if cells[0].value == row]
        assert len(here) == 1, (table, row)
        cell = here[0][heads.index(column)].value
        assert cell == value == pytest.approx(figure.value), (table, row, column)
        assert isinstance(value, str) == (figure.kind == "year"), "a number is no text"


def test_a_cell_changed_in_any_table_stops_the_sentence_that_kept_the_old_number(any_page):
    kept = {line.key: filled(line, any_page.figures) for line in any_page.lines}
    assert disagreements(any_page.lines, any_page.figures, kept) == []
    used = {name for line in any_page.lines for name in line.template.split("{")[1:]}
    for name in {one.partition("}")[0] for one in used}:
        figure = any_page.figures[name]
        table = any_page.tables[figure.table].copy()
        other = "2031-32" if figure.kind == "year" else figure.value * 2 + 1
        table[figure.column] = table[figure.column].astype(object)
        table.loc[table.iloc[:, 0].astype(str).eq(figure.row), figure.column] = other
        moved = board_figures(any_page.tables | {figure.table: table})
        said = " ".join(str(one) for one in disagreements(any_page.lines, moved, kept))
        assert figure.words in said and moved[name].words in said, name


def test_what_stops_is_not_renewed_and_is_paid_as_used_adds_up_to_what_is_found(any_page):
    table = any_page.tables["What stops"].set_index("title")
    apart = table.drop(index="All")
    ranges = any_page.found.ranges
    for column, term in (("every_year", "recurring"), ("once", "one-time")):
        here = ranges[ranges["term"].eq(term) & ranges["pool"].eq("all")]
        assert apart[column].sum() == pytest.approx(here["identified"].sum(), abs=0.01)
        assert table.loc["All", column] == pytest.approx(apart[column].sum(), abs=0.01)


def test_the_page_of_every_sample_is_published_as_one_page_twice_the_same(any_page, tmp_path):
    kept = {line.key: filled(line, any_page.figures) for line in any_page.lines}
    for place, edited in (("one", {}), ("two", kept)):
        assert "Published" in publish(any_page, tmp_path / place, edited).data
    names = {file.suffix for file in (tmp_path / "one").iterdir()}
    # the board item in Word is published with the page since there is one
    assert names == {".html", ".md", ".pdf", ".docx"}
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name
    text = (tmp_path / "one/14_x-board_page.html").read_text(encoding="utf-8")
    assert text.count("<h2>") == len(any_page.lines) + 1
    (line,) = [line for line in any_page.lines if line.key == "challenge"]
    assert "below our policy of" in line.template and "decided_last" in line.template


# what is refused


def test_a_number_off_its_table_publishes_nothing_and_takes_the_older_page_away(page, tmp_path):
    publish(page, tmp_path, {})
    (tmp_path / "14_x-budget_outline.md").write_text("another page", encoding="utf-8")
    refused = publish(page, tmp_path, {"found": "We found $1.4M for our schools."})
    assert refused.data.startswith("**Not published.**")
    # the teaching district was redrawn with a lesson: Young Authors costs more, and its stop and
    # the others free $1,256,995, no more $972,060 (931,264 + 307,121 + 18,610)
    assert "\\$1.4M" in refused.data and "\\$1,256,995" in refused.data
    assert "The page published before was taken away." in refused.data
    assert refused.metadata == {"not published": "a number disagrees"}
    assert [file.name for file in tmp_path.iterdir()] == ["14_x-budget_outline.md"]


def test_a_page_too_long_for_one_sheet_is_refused_and_the_longest_line_named(page, tmp_path):
    refused = publish(page, tmp_path, {"risk": "Nobody can tell. " * 900})
    assert "longest line is “What we do not know”" in refused.data
    assert refused.metadata == {"not published": "it is longer than a page"}
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_is_bound_to_another_table_does_not_lend_its_numbers(page):
    seats = page.figures["seats"].words
    (wrong,) = disagreements(page.lines, page.figures, {"found": f"{seats} students gain."})
    assert wrong.written == seats


def test_a_district_without_anything_publishes_no_page_and_says_what_is_missing(tmp_path):
    (tmp_path / "district.toml").write_text(
        'name = "Oak"\ncds_code = "39754990000000"\nfiscal_year = "2024-25"\n'
        'as_of = 2025-09-15\nprice_year = "2024-25"\n',
        encoding="utf-8",
    )
    case = Case(load_district(tmp_path))
    district, decisions = case.district, case.decisions()
    found = case.found(decisions)
    goals = goals_decided(case)
    assert case.plan(found) is None
    endings = sunset_plan(decisions, found.transition, district.as_of, 11)
    gains = in_leaders_units(case.options, case.effects_shown)
    tables = board_tables(decisions, found, endings, None, goals, 0.03, float("nan"), gains)
    figures = board_figures(tables)
    lines = board_lines(decisions, found, endings, figures, goals, REVIEW)
    assert (tables, figures) == ({}, {})
    said = " ".join(line_texts(lines, figures, {}))
    assert "not yet known" in said and "No dollar is found yet" in said
    assert said.count("No program is on file yet, so nothing can be said of any.") == 3
    assert "Nothing grows, so nothing more is bought." in said
    assert "enough is known" not in said and "March 15" not in said
    answer = publish_board_page(district, tmp_path / "out", "14_x", "What?", lines, figures, {})
    assert "No board page yet" in answer.data and "programs.csv" in answer.data
    assert not answer.metadata and not (tmp_path / "out").exists()
    rows = action_rows(decisions)
    actions = actions_table(rows, {})
    assert _say_actions(actions) == "Nothing has been decided yet."
    assert "- Nothing has been decided yet.\n" in _outline([said], actions, {})
    assert "no figure" in _say_agreement(lines, figures, {})


# the label


def test_the_label_follows_the_boards_vote_and_cannot_be_edited_away(page):
    savings = page.found.savings.copy()
    savings.loc[savings["program_id"].eq("P-105"), "label"] = "approved"
    found = replace(page.found, savings=savings)
    figures, lines = lines_of(page, found=found)
    approved = savings.loc[savings["label"].eq("approved"), "likely"].sum()
    text = " ".join(line_texts(lines, figures, {"found": "It is all ours, and certain."}))
    assert f"Approved by the board: ${approved:,.0f} a year." in text
    rest = savings.loc[savings["label"].eq("identified"), "likely"].sum()
    assert f"potential until the board approves it: ${rest:,.0f} a year." in text
    every = found_with_label(page, "approved")
    # the teaching district was redrawn with a lesson: $1,256,995 is found, no more $972,060
    assert "potential" not in every and "Approved by the board: $1,256,995 a year." in every


def found_with_label(page, label):
    found = replace(page.found, savings=page.found.savings.assign(label=label))
    figures, lines = lines_of(page, found=found)
    return " ".join(line_texts(lines, figures, {}))


# the sentences


def test_what_grows_is_said_with_its_range_and_no_surer_than_the_least_sure(page):
    def said(shown="gain shown", chance=0.886):
        lift = page.gains["program"].eq("Reading Lift Tutoring")
        gains = page.gains.assign(shown=page.gains["shown"].mask(lift, shown))
        sure = page.decisions["program"].eq("Summer Bridge to Grade 9")
        decisions = page.decisions.assign(
            chance_gain=page.decisions["chance_gain"].mask(sure, chance)
        )
        return written(page, decisions=decisions, gains=gains)[1]["buys"]

    (row,) = page.gains[page.gains["program"].eq("Reading Lift Tutoring")].itertuples()
    ends = f"({row.gain_low:.1f} to {row.gain_high:.1f})"
    assert f"Reading Lift Tutoring: {row.gain:.1f} points of the test {ends}" in said()
    assert "Each is a gain in at least 8 of 10 tries" in said(), "rounded down, never up"
    assert "at least 9 of 10 tries" in said(chance=1.0), "nothing is sure"
    untold = said(shown="not shown")
    assert "Of Reading Lift Tutoring no gain is shown." in untold
    assert "Reading Lift Tutoring:" not in untold


def test_what_was_decided_by_a_hair_is_named_and_cannot_be_edited_away(page):
    behind = page.decisions, page.found, page.endings, page.figures, page.goals, REVIEW
    lines = board_lines(*behind, ["Freshman Forward {9}"])
    text = " ".join(line_texts(lines, page.figures, {"risk": "All is certain."}))
    assert "All is certain. *Decided by a hair, as page 10 shows: Freshman Forward (9).*" in text
    # whose verdict hangs by one, and moves as the rule says; not what people decided otherwise
    decisions, rule = page.case.decisions(), page.case.rule
    near = decided_by_a_hair(decisions, rule)
    (risk,) = [line for line in board(page.case).lines if line.key == "risk"]
    assert len(near) and all(name in risk.fixed for name in near)
    first = decisions["program"].eq(near.iloc[0])
    ours = decisions.assign(decision=decisions["decision"].mask(first, "Keep"))
    assert near.iloc[0] not in set(decided_by_a_hair(ours, rule))


def test_two_programs_that_stop_without_dollars_in_the_ledger_are_still_named(page):
    ledgerless = page.found.savings["program_id"].isin(["P-104", "P-105"])
    found = replace(page.found, savings=page.found.savings[~ledgerless])
    _, said = written(page, found=found)
    names = "2 programs stop (Young Authors Academy and Canyon Reader Software)"
    assert said["stops"].startswith(f"{names}: no dollar in our ledger;")
    rest = page.found.savings[page.found.savings["program_id"] != "P-104"]
    _, said = written(page, found=replace(page.found, savings=rest))
    # the teaching district was redrawn with a lesson: Canyon Reader's dollars were $334,258
    assert "$336,850 a year, and no dollar of 1 program in our ledger" in said["stops"]


def test_a_stop_paid_by_one_time_money_is_not_said_to_free_dollars_every_year(page):
    savings = page.found.savings.copy()
    savings.loc[savings["verdict"].eq("Stop"), "term"] = "one-time"
    _, said = written(page, found=replace(page.found, savings=savings))
    # the teaching district was redrawn with a lesson: the two cost $594,414 and $336,850, no more
    # $647,540 together
    assert "Canyon Reader Software): $931,264 once;" in said["stops"]


def test_what_is_found_once_keeps_the_words_of_its_fund(page):
    once = {"term": "one-time", "pool": "Emergency Block Grant", "identified": 340_000.0}
    rows = [once, once | {"pool": "all"}]
    ranges = pd.concat([page.found.ranges, pd.DataFrame(rows)], ignore_index=True)
    _, said = written(page, found=replace(page.found, ranges=ranges))
    assert said["found"].endswith(
        "Another $340,000 comes once: Emergency Block Grant, spent by its own rules, and pays for "
        "nothing that lasts."
    )


def test_what_stops_names_what_is_not_renewed_with_its_students_and_dollars_apart(page):
    said = sentence_of(page.lines, page.figures, "stops")
    assert "3 programs are not renewed, since another does the job (Phonics Kits" in said
    # 330,000 and 760 had counted students whose grade the other program does not serve
    # the teaching district was redrawn with a lesson: 305,911 and 561 were of other students; 571
    # of the 760 in Literacy Playlists are in a grade of Sound Starters, for 571/760 of 92,000
    assert "$307,121 a year; 571 students are in one of them, and the students of 2 " in said
    assert "1,160 students are in them, counted for each program" in said
    assert "Ending anyway, and in none of these figures: School Social Workers" in said


def test_students_of_fewer_than_may_be_shown_are_counted_nowhere():
    decisions = pd.DataFrame(
        {"program_id": ["A", "B"], "program": ["A", "B"], "decision": "Stop", "ending": False}
    )
    endings = decisions.assign(students=[float("nan"), 40.0])
    savings = pd.DataFrame(columns=["program_id", "verdict", "lever", "term", "likely"])
    row, _ = what_stops(decisions, savings, endings).to_dict("records")
    assert (row["students_affected"], row["students_uncounted"]) == (40.0, 1)


def test_where_something_is_known_and_nothing_stops_the_page_says_so():
    page = all_of("cold_creek")
    said = sentence_of(page.lines, page.figures, "stops")
    # ("by our rule" was said of a district that has set none, too)
    assert said.startswith("By what is decided nothing stops.")
    last = sentence_of(page.lines, page.figures, "next")
    assert last == "The board looks again by June 30, 2026.", "nothing ends, so nobody is told"


def test_where_nobody_has_set_the_rule_no_line_speaks_by_it(page):
    # the page denied every gain that page 8 shows: "of no program is a gain shown that is worth it"
    unruled = without_rule(page.decisions).assign(decision="Not yet known")
    _, said = written(page, decisions=unruled, endings=page.endings.head(0))
    assert said["grows"] == "By what is decided nothing grows yet."
    assert said["risk"].endswith("Nobody has set the rule by which this district decides.")
    assert said["stops"].startswith("By what is decided nothing stops.")
    assert "a test and a date" not in said["risk"]


def test_a_program_whose_end_is_set_is_given_no_test(page):
    ending = page.decisions[page.decisions["ending"] & page.decisions["reason"].eq("cannot tell")]
    assert ending["program"].tolist() == ["School Social Workers"]
    reasons = ten._decisions_in_words(page.case).set_index("program")["reason_words"]
    assert reasons["School Social Workers"].endswith("and its end is already set.")
    assert "each that goes on gets a test" in sentence_of(page.lines, page.figures, "risk")


def test_the_review_day_is_that_of_notebook_10(any_page):
    last = sentence_of(any_page.lines, any_page.figures, "next")
    assert last.endswith(f"by {review_day(any_page.district)}.")


def test_a_program_that_grows_without_a_waiting_list_is_named():
    page = all_of("port_sierra")
    said = sentence_of(page.lines, page.figures, "grows")
    assert said.startswith("Tide Reader Software: a seat for 1,050 students who wait")
    assert "Literacy Partnership Schools grows too; no waiting list is on file" in said


def test_the_page_says_how_much_of_what_grows_the_plan_pays(page):
    assert page.figures["grown_paid"].value < page.figures["grown"].value
    # 1,010,227 had counted hours undelivered as seats unused
    # the teaching district was redrawn with a lesson: 764,707 was paid from the dollars found then;
    # now 954,663 is planned on, of which 64,000 is lottery money for materials and pays no seat
    assert "what we plan on pays $890,663 of it" in sentence_of(page.lines, page.figures, "grows")


def test_dollars_of_programs_without_a_cost_on_file_are_at_least_what_is_known(page):
    said = sentence_of(page.lines, page.figures, "risk")
    unknown = page.decisions["decision"].eq("Not yet known")
    missing = page.decisions.loc[unknown, "total_cost"].isna().sum()
    assert "with at least $" in said and f"({missing} with no cost on file)" in said
    costs = page.decisions["total_cost"].mask(unknown)
    _, lines = written(page, decisions=page.decisions.assign(total_cost=costs))
    assert "programs, whose cost is not on file, too little is known" in lines["risk"]


def test_the_challenge_says_the_policy_the_year_and_what_the_decisions_do(page):
    said = sentence_of(page.lines, page.figures, "challenge")
    # 2026-27 and 0.2% held the whole unrestricted balance; the standard counts 9789 and 9790, less
    # what each restricted resource lacks, and the carryover of 0709 is no reserve
    assert "It falls below our policy of 5.0% in 2025-26." in said
    # the teaching district was redrawn with a lesson: its ledger ends with less; −6.2%, $26,005,052
    # and $5,190,061 were of another ledger (9789 and 9790 hold 9,829,641 and 12,934,298 now)
    assert "With our decisions it still falls below it in 2025-26, and is −8.0% in 2027-28" in said
    assert "$22,763,940 counts as a reserve, the rest is held ($5,069,567 restricted" in said
    edited = {"challenge": "It falls below our policy of 3% in 2027-28."}
    wrong = [one.written for one in disagreements(page.lines, page.figures, edited)]
    assert wrong == ["3%"], "the page has the year 2027-28, but no 3%"
    _, lines = written(page, ahead=None)
    assert "not yet known" in lines["challenge"]


def test_what_fund_17_adds_and_a_balance_that_is_not_split_are_said(page):
    parts = replace(page.ahead.parts, special=1_000_000.0)
    figures, lines = written(page, ahead=replace(page.ahead, parts=parts))
    # the teaching district was redrawn with a lesson: 22,763,939.77 counts without fund 17, no more
    # 26,005,051.89
    assert figures["available"].value == pytest.approx(23_763_939.77)
    assert "counts as a reserve, $1,000,000 of it in fund 17" in lines["challenge"]
    figures, lines = written(page, ahead=None)
    assert "available" not in figures and "not split by objects 9711 to 9790" in lines["challenge"]


def test_a_reserve_that_the_decisions_mend_is_said_to_stay_above(page):
    tables = dict(page.tables)
    tables["Reserve policy"] = tables["Reserve policy"].assign(below_policy_in=["2026-27", None])
    figures = board_figures(tables)
    lines = board_lines(page.decisions, page.found, page.endings, figures, page.goals, REVIEW)
    said = sentence_of(lines, figures, "challenge")
    assert "With our decisions it stays above it, and is" in said


def test_where_nothing_is_decided_no_effect_of_decisions_is_claimed(page):
    tables = dict(page.tables)
    same = tables["Reserve"]["reserve_share"]
    tables["Reserve"] = tables["Reserve"].assign(share_decided=same)
    figures = board_figures(tables)
    lines = board_lines(page.decisions, page.found, page.endings, figures, page.goals, REVIEW)
    said = sentence_of(lines, figures, "challenge")
    assert "With our decisions" not in said and said.endswith("decided yet changes it.")


# the leaders' page


def test_in_short_says_what_growing_needs_and_who_pays_it(page):
    said = leaders._say_in_short(page.figures)
    # was $1,233,169: each further seat is priced as on page 9, a teacher and a room by steps
    # the teaching district was redrawn with a lesson: $905,248 was of P-101 and P-102 alone, and
    # P-103, P-111 and P-130 are told and grow now; $764,707 was paid from fewer dollars found
    assert said == (
        "What is to grow needs $1,841,523 in its first year; what we plan on pays $890,663 of it."
    )
    paid = page.figures | {"grown_paid": page.figures["grown"]}
    assert leaders._say_in_short(paid).endswith("pays all of it.")
    none = {name: one for name, one in page.figures.items() if name != "grown_paid"}
    assert leaders._say_in_short(none).endswith("pays none of it yet.")
    nothing = {name: one for name, one in none.items() if name != "grown"}
    # the teaching district was redrawn with a lesson: $1,256,995 is found, no more $972,060
    assert leaders._say_in_short(nothing) == "$1,256,995 a year is found, and nothing grows yet."
    assert leaders._say_in_short({}) == "No dollar is found to move yet."


def test_the_picture_of_what_moves_adds_up_to_the_dollars_on_the_board_page(any_page):
    moved, figures = leaders.moves(any_page.case), leaders._board(any_page.case).figures
    freed = figures["found"].value
    assert moved.table["freed_dollars"].sum() == pytest.approx(freed, abs=0.01)
    assert figures["found"].words in moved.title
    grows = moved.table[moved.table["wanted_dollars"].notna()]
    paid = (grows["after_dollars"] - grows["today_dollars"]).sum()
    told = figures.get("grown_paid")
    assert paid == pytest.approx(told.value if told else 0.0, abs=0.01)
    assert "nan" not in moved._html() and moved._html().count('role="img"') == 1


def test_every_program_that_moves_is_drawn_or_named_below(any_page):
    moved = leaders.moves(any_page.case)
    decisions = any_page.case.decisions()
    for program in decisions.loc[decisions["decision"].eq("Grow"), "program"]:
        assert program in moved._html()
    ending = decisions.loc[decisions["ending"].astype(bool), "program"]
    assert all(program in moved.words for program in ending)


def test_the_dots_count_what_an_action_has_and_a_blank_is_said_to_be_nobodys(page, tmp_path):
    rows = action_rows(page.decisions)[:2]
    code = rows["code"].iloc[0]
    some = actions_table(rows, {f"action_{code}_who": "the\nCBO", f"action_{code}_when": "May 1"})
    first, second = some.itertuples()
    assert leaders._who(first) == "the CBO, by May 1"
    assert leaders._who(second) == "nobody yet"
    kinds = leaders._by_kind(some)
    assert (kinds["tries"].sum(), kinds["of"].sum()) == (0, 2)


def test_the_dollars_found_rounded_up_are_refused_with_their_cell(any_page):
    said = leaders.rounding(any_page.case).markdown
    found = leaders._board(any_page.case).figures["found"].words
    assert "the page is not published: “Dollars found” says $" in said
    assert f"the table says {found} a year (Dollars found, Every year, all funds, Ident" in said


def test_what_may_be_said_follows_how_far_the_dollars_have_come(page):
    said = leaders._say_to_board(page.figures)
    # the teaching district was redrawn with a lesson: was $972,060 found, and $764,707 paid
    assert "“$1,256,995 a year is identified; the board has not approved it yet.”" in said
    assert "**You may not say:** “We saved $1,256,995.” No ledger shows it yet." in said
    assert "what we plan on pays only $890,663 of it." in said
    realised = {"realised_year": page.figures["identified_year"]}
    said = leaders._say_to_board(realised)
    assert said == "- **You may say:** “$1,256,995 a year less is spent, as the ledger shows.”"


def test_the_words_of_the_page_are_those_of_the_codes():
    words = leaders.WORDS
    assert set(words["kinds"]) == {STOPPED, NOT_RENEWED, AS_USED}
    assert tuple(words["labels"]) == tuple(words["may_say"]) == tuple(LABELS)
    assert set(words["moves"]) == {BUDGET, SCALE}


# the plan of action


def test_every_decision_that_moves_and_every_program_that_ends_has_a_row(any_page):
    decisions = any_page.decisions
    moves = decisions["decision"].isin(["Grow", "Fix", "Stop"]) | decisions["ending"].astype(bool)
    moves |= decisions["program_id"].isin(any_page.endings["program_id"])
    rows = action_rows(decisions)
    assert set(rows["code"]) == set(decisions.loc[moves, "program_id"])
    assert rows["code"].is_unique


def test_an_action_without_a_name_is_counted_as_open(page):
    rows = action_rows(page.decisions)
    total = len(rows)
    assert f"0 of {total} actions" in _say_actions(actions_table(rows, {}))
    code = rows["code"].iloc[0]
    given = {f"action_{code}_{part}": "x" for part in ("step", "who", "when", "evidence")}
    some = actions_table(rows, given)
    assert f"1 of {total} actions" in _say_actions(some)
    outline = _outline(["**The goal.** Every child reads."], some, {})
    assert "- **The goal.** Every child reads." in outline


def test_a_line_is_asked_with_its_sentence_and_is_written_anew_by_what_is_not_blank():
    lines = [Line("goal", "The goal", "Every child reads."), Line("risk", "Risk", "None.")]
    assert [question.frame for question in _ask_lines(lines, {})] == ["Every child reads.", "None."]
    given = {"board_goal": " Every child reads well. ", "board_risk": " "}
    assert lines_edited(lines, given) == {"goal": "Every child reads well."}
    seats = {"seats": Figure(820, "What grows", "All that grow", "seats", "count")}
    table = _figures_table(seats)[["figure_count", "from_column"]]
    assert table.values.tolist() == [[820, "Students waiting"]]
    assert _may_be_published("We found $1.2M.", 1_140_000) == "No"
    assert _may_be_published("$1.1M", 1_140_000) == "Yes"


# the LCAP crosswalk


def test_the_crosswalk_stands_in_the_order_and_the_words_of_the_states_table(any_page):
    table = lcap_crosswalk(any_page.district.programs, any_page.decisions)
    words = _as_the_state_has_it(table)
    heads = [headings()[column][0] for column in words.columns]
    assert heads == [*STATE, "Decision", "Stands"]
    assert set(words["contributing_words"].dropna()) <= {"Yes", "No"}
    assert not words["unduplicated_groups"][words["contributing_words"].ne("Yes")].notna().any()
    assert set(words["groups_in_lcap"].dropna()) <= {
        "Low-income students",
        "English learners",
        "Low-income students, English learners",
        "English learners, Low-income students",
    }


def test_the_crosswalks_totals_are_the_inventorys_to_the_cent(any_page):
    programs = any_page.district.programs
    table = lcap_crosswalk(programs, any_page.decisions)
    assert len(table) == len(programs)
    words = _as_the_state_has_it(table).set_index("action_title")
    theirs = {"lcff_funds": "lcff", "other_state_funds": "other_state", "local_funds": "local"}
    theirs |= {"federal_funds": "federal", "total_personnel": "personnel"}
    theirs |= {"total_nonpersonnel": "nonpersonnel"}
    for ours, inventory in theirs.items():
        total = round(words.loc["Total", ours], 2)
        assert total == round(programs[inventory].sum(), 2)
        parts = words.loc[["Total in the LCAP", "Total not in the LCAP"], ours].sum()
        assert total == round(parts, 2)
    shown = _moving(_as_the_state_has_it(table))
    assert set(shown["decision"].dropna()) <= {"Grow", "Fix", "Stop"}
    assert shown["action_title"].iloc[-1] == "Total"
    every = programs[["lcff", "other_state", "local", "federal"]].sum().sum()
    assert round(words.loc["Total", "total_funds"], 2) == round(every, 2)


def test_a_program_outside_the_lcap_has_a_blank_goal_and_says_where_it_stands(page, tmp_path):
    table = lcap_crosswalk(page.district.programs, page.decisions)
    sheets = {"LCAP crosswalk": _as_the_state_has_it(table)}
    file = write_workbook(tmp_path, "x", sheets, stamp(page.district))
    sheet = openpyxl.load_workbook(file)["LCAP crosswalk"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[: len(STATE)] == STATE
    rows = [
        dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    outside = [row for row in rows if row["Stands"] == "not in the LCAP"]
    assert outside and {row["Goal #"] for row in outside} == {None}
    assert rows[-1]["Action Title"] == "Total"
    assert "$" in sheet.cell(row=2, column=heads.index("LCFF Funds") + 1).number_format


def test_actions_come_in_the_order_of_their_numbers(page):
    table = lcap_crosswalk(page.district.programs, page.decisions)
    actions = table.loc[table["place"].eq("in the LCAP"), "action"].tolist()
    assert actions.index("1.9") < actions.index("1.10"), "1.10 comes after 1.9"
    assert "would change by what was decided" in _say_changed(table)


def test_groups_are_called_by_their_names_and_none_is_blank():
    assert _groups_in_words("sed;el") == "Low-income students, English learners"
    assert _groups_in_words(None) is None


def test_the_outline_leaves_a_line_for_what_a_plan_lacks_and_keeps_what_was_typed_as_typed():
    rows = pd.DataFrame({"code": ["P1", "P2"], "title": ["Stop: A", "Grow: B"]})
    given = {"action_P2_who": "the *CBO*"}
    outline = _outline([], actions_table(rows, given), {})
    assert "**Stop: A**: ______; ______, by ______; shown by ______" in outline
    assert r"**Grow: B**: ______; the \*CBO\*, by ______" in outline


# the board item in Word


def item_of(page, folder, edited=()):
    publish(page, folder, dict(edited))
    return docx.Document(folder / "14_x-board_page.docx")


def words_of(item):
    """Every paragraph of a Word document, those of its tables and of its foot too."""
    cells = [cell for table in item.tables for row in table.rows for cell in row.cells]
    found = [*item.paragraphs, *item.sections[0].footer.paragraphs]
    return [one.text for one in [*found, *(one for cell in cells for one in cell.paragraphs)]]


def test_every_number_of_the_board_item_is_one_of_the_board_pages(any_page, tmp_path):
    known = {figure.words for figure in any_page.figures.values()}
    known |= {  # of the tables behind the page, as the workbook has them
        written
        for table in any_page.tables.values()
        for written in in_words(table, None, None)[0].to_numpy().ravel()
    }
    lines = [filled(line, any_page.figures) for line in any_page.lines]
    dates = {one.text for said in lines for one in read_numbers(said) if one.kind == "date"}
    names = [name for line in any_page.lines for name in line.names]
    # whose figures, from when, from what: the stamp of every page
    item = item_of(any_page, tmp_path)
    stamped = [stamp(any_page.district).line, stamp(any_page.district).made_from]
    headed = {cell.text for table in item.tables for cell in table.rows[0].cells}
    for text in set(words_of(item)) - headed:
        for said in stamped:
            text = text.replace(said, "")
        for one in read_numbers(plain(text), [*names, *known_names(any_page)]):
            assert one.text in known | dates, (one.text, text)
    captions = [one.text for one in item.paragraphs if one.style.name == "Caption"]
    assert len(captions) == len(item.tables) and set(captions) <= set(any_page.tables)
    assert {"Dollars found", "Reserve"} & set(any_page.tables) <= set(captions)


def known_names(page):
    return [str(name) for table in page.tables.values() for name in table.iloc[:, 0]]


def test_the_board_item_has_the_shape_of_an_item_and_no_name_that_nobody_set(any_page, tmp_path):
    item = item_of(any_page, tmp_path)
    told = [one.text for one in item.paragraphs if one.style.name == "Heading 1"]
    assert told == [*(part["heading"] for part in WORDS["memo"]["parts"]), WORDS["memo"]["asked"]]
    asked = [one.text for one in item.paragraphs if one.style.name == "Heading 2"]
    assert len(asked) == 5 and all(one.endswith("?") for one in asked)
    texts = words_of(item)
    assert any(re.fullmatch(r"Presenter: _+", text) for text in texts)
    assert any(re.fullmatch(r"Meeting date: _+", text) for text in texts)
    moves = {"What stops", "What grows"} & set(any_page.tables)
    assert ("I move that the board approve the following" in " ".join(texts)) == bool(moves)
    for line in any_page.lines:
        assert filled(line, any_page.figures) in texts, line.key
    for table in item.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "its head is repeated"
    assert item.core_properties.language == "en-US"
    assert item.styles.element.xpath("//w:lang/@w:val")[0] == "en-US"
    assert item.core_properties.created.date() == any_page.district.as_of


def test_what_people_type_stays_text_in_the_board_item(page, tmp_path):
    typed = "So <b>much</b> & more, =SUM(A:A) **for** [us](http://x.y): {found} a year."
    texts = words_of(item_of(page, tmp_path, {"found": typed}))
    said = (
        f"So <b>much</b> & more, =SUM(A:A) **for** [us](http://x.y): {page.figures['found'].words}"
    )
    assert f"{said} a year." in texts


def test_what_refuses_the_board_page_refuses_the_board_item_in_the_same_words(page, tmp_path):
    item_of(page, tmp_path)
    refused = publish(page, tmp_path, {"found": "We found $1.4M for our schools."})
    assert "\\$1.4M" in refused.data and not list(tmp_path.glob("*.docx"))
    item_of(page, tmp_path)
    said = publish_board_page(
        page.district, tmp_path, "14_x", "What?", page.lines, page.figures, {}, "Nobody set it."
    )
    assert "Nobody set it." in said.data and not list(tmp_path.iterdir())


def test_a_reserve_that_waits_for_the_rule_is_not_said_to_lack_its_balance(page):
    unset = SimpleNamespace(code="decision_rule", who="the board", file="district.toml", line="x")
    case = Case(page.district, "14_x", seed=2024)
    with (
        patch.object(Case, "not_set", return_value=[unset]),
        patch("smarter_spending.guide.nb14_board_page.say_not_set", return_value="Nobody set it."),
    ):
        waiting = board(case)
    said = " ".join(line_texts(waiting.lines, waiting.figures, {}))
    assert "is not said while something" in said and "balance is not on file" not in said
    assert waiting.refused == "Nobody set it."
