"""Notebook 6's sentences: the words and the figures in them."""

import shutil
from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from smarter_spending.case import open_case
from smarter_spending.guide.nb06_where_the_money_goes import (
    _say_change,
    _say_direction,
    _say_first,
    _say_guess,
    _say_in_short,
    _say_of_100,
    _say_people,
    _say_span,
    _say_to_board,
    _say_total,
    by_goal,
    by_object,
    drawn,
    findings,
    funds,
    lenses,
    not_spending,
    notes,
    published,
    restricted,
    schools,
    screens,
    seen,
    table,
)


def test_the_guess_stands_beside_the_fact():
    by_object = pd.DataFrame({"by": ["1000", "3000", "5000"], "share": [0.6, 0.25, 0.15]})
    assert _say_people(by_object, {}) == (
        "**85 of every 100 dollars pay people**, in salaries and benefits."
    )
    assert _say_people(by_object, {"people_guess": 50}).endswith("You guessed 50: 35 dollars away.")
    assert _say_people(by_object, {"people_guess": 85}).endswith("right on it.")
    # nothing is told before somebody has guessed
    assert _say_guess(by_object, {}) == ""
    assert "35 dollars away" in _say_guess(by_object, {"people_guess": 50})
    assert _say_of_100(by_object) == "85 of every $100 of the General Fund pay people"


def test_the_page_begins_with_what_was_spent_and_for_how_many():
    spent = pd.Series([301_395_984.0])
    assert _say_in_short(spent, "2024-25", {"2024-25": 17_067.0}) == (
        "In 2024-25 we spent $301M on our schools, offices and all else, with 17,067 students."
    )
    assert _say_in_short(spent, "2024-25", {}).endswith("offices and all else.")
    assert _say_in_short(spent[:0], "2024-25", {}).startswith("**Not yet known.**")


def test_the_title_of_a_picture_is_what_it_shows():
    parts = pd.DataFrame({"title": ["Instruction"], "share": [0.64]})
    assert _say_first(parts) == "Instruction takes 64% of the General Fund"
    change = pd.DataFrame({"title": ["Pay"], "2022-23": [200.0], "2024-25": [180.0]})
    assert _say_direction(change) == "General Fund spending went down 10.0% since 2022-23"
    assert _say_direction(change[["title", "2024-25"]]) == "One year of spending"


def test_the_picture_of_schools_says_how_far_apart_they_are():
    schools = pd.DataFrame({"per_pupil": [10_778.0, None, 13_330.0]})
    assert _say_span(schools) == "Direct dollars for each student, by school: $10,778 to $13,330"
    assert _say_span(schools[1:2]).endswith("by school")


def test_no_board_hears_that_a_school_uses_its_dollars_badly():
    objects = pd.DataFrame({"by": ["1000", "5000"], "share": [0.8, 0.2]})
    rules = pd.DataFrame({"by": ["unrestricted", "restricted"], "dollars": [9e7, 8.9e7]})
    two = pd.DataFrame({"school_name": ["Oak*", "Elm"], "per_pupil": [13_000.0, 11_000.0]})
    said = _say_to_board(objects, rules, two)
    assert "“80 of every $100 of the General Fund pay people.”" in said
    assert "“$89.0M of the General Fund may only buy what its rule allows.”" in said
    assert "**You may not say:** “Oak\\* uses its dollars least well.”" in said
    assert "may not say" not in _say_to_board(objects, rules, two[:1])
    assert _say_to_board(objects[:0], rules, two) == ""


def test_what_a_leader_sees_and_what_is_folded_are_together_the_finding():
    case = open_case("cold_creek", "06_where_the_money_goes")
    whole = by_object(case)
    above, below = (one(whole)._repr_mimebundle_()["text/html"] for one in (drawn, table))
    assert "<table" not in above and 'role="img"' in above and "Certificated salaries" in above
    assert "<table" in below and 'role="img"' not in below and "pay people" not in below
    assert "<table" not in seen(published(case))._repr_mimebundle_()["text/html"]
    assert "39 published totals" in seen(published(case)).sentence
    kept = {one.sheet for one in findings(case)}
    assert {"Reconciliation", "Set apart", "Spent once", "By fund", "By object", "By function",
            "By goal", "By resource", "Change", "Schools", "Form 01"} <= kept  # fmt: skip


def test_the_whole_fund_is_looked_at_and_nothing_is_said_to_be_found():
    shown = lenses(open_case("cold_creek", "06_where_the_money_goes"))
    assert shown.sentence == (
        "$18,117,188.56, each dollar in one of 25 lenses: **looked at, not found**. "
        "A question is no saving."
    )
    assert shown.picture.title == ("All $18.1M of the General Fund, each dollar under one question")
    assert shown.to_take_home()["to_the_cent"].sum() == pytest.approx(18_117_188.56, abs=0.005)
    assert {"lens", "rows", "question"} <= set(shown.to_take_home())


def test_a_screen_says_its_caution_and_what_would_sharpen_it_and_counts_nothing_as_found(samples):
    shown = screens(open_case(samples / "altamont_valley", "06_where_the_money_goes"))
    rows = shown.table
    # a question has no dollars; every other line begins at nothing
    assert rows["screen"].eq("growth").any() and shown.on_page["asked"].notna().any()
    assert rows.loc[rows["screen"].eq("growth"), ["low", "likely", "high"]].isna().all(axis=None)
    assert rows.loc[rows["screen"].ne("growth"), "low"].eq(0).all()
    words = ["title", "effort", "evidence", "caution", "sharper"]
    assert rows[words].notna().all(axis=None) and rows[words].ne("").all(axis=None)
    assert shown.on_page["asked"].dropna().gt(0).all() and len(shown.on_page) < len(rows)
    assert "may be recoded" in shown.sentence and "found" not in shown.title


def test_a_folder_without_positions_or_a_policy_has_no_screen_that_needs_them():
    rows = screens(open_case("cold_creek", "06_where_the_money_goes")).table
    assert set(rows["screen"]) == {"growth", "narrowest", "reserve"}


def test_a_change_is_set_beside_enrollment():
    change = pd.DataFrame(
        {"title": ["Pay"], "2022-23": [200.0], "2024-25": [220.0], "change": [20.0]}
    )
    said = _say_change(change, {"2022-23": 20.0, "2024-25": 10.0})
    # 200 / 20 = 10 a student; 220 / 10 = 22 a student
    assert "(**up 10.0%**)" in said
    assert "20 to 10 (down 50.0%)" in said
    assert "$10 to $22" in said


def test_one_year_gives_no_change_and_says_what_is_needed():
    change = pd.DataFrame({"title": ["Pay"], "2024-25": [220.0], "change": [float("nan")]})
    assert "at least two years" in _say_change(change, {})


def test_a_name_in_a_note_on_the_files_is_text():
    case = SimpleNamespace(district=SimpleNamespace(notes=("programs.csv: *Math* is there twice",)))
    assert (
        "<li>programs.csv: *Math* is there twice</li>"
        in (notes(case)._repr_mimebundle_()["text/html"])
    )


def test_what_is_not_spending_is_shown_with_its_reason():
    kinds = ["revenue", "transfer", "balance", "not_money", "spending"]
    ledger = pd.DataFrame(
        {"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01", "kind": kinds,
         "amount": [900.0, -7.0, 33.0, -9.0, 500.0]}
    )  # fmt: skip
    case = SimpleNamespace(district=SimpleNamespace(ledger=ledger, fiscal_year="2024-25"))
    reasons = not_spending(case).table.set_index("kind")["reason"]
    assert reasons.to_dict() == {
        "revenue": "Money coming in, not money spent.",
        # said until November 27 that it is counted where it is spent, beside a sum of both ends
        "transfer": "Money moved between the district's own funds and programs, or passed on: both "
        "ends stand here, so this is about twice what moved.",
        "balance": "What the district owns, owes or has left, not what it spent; its lines are no "
        "sum of money.",
        "not_money": "Entries that spread costs over goals for the state's report; nobody is paid "
        "by them.",
    }


LINES = [
    *[("paid_out", 364.0), ("transfers", -20.0), ("direct", 0.0), ("indirect", 0.0)],
    *[("premiums", -30.0), ("net", 314.0), ("operations", 195.0), ("bond_built", 70.0)],
    *[("debt_service", 49.0), ("not_received", 0.0)],
]


def test_what_was_spent_is_said_with_what_stands_apart():
    lines = pd.DataFrame(LINES, columns=["line", "dollars"]).assign(one_sided=0.0)
    said = _say_total(lines, "2024-25")
    assert said.startswith("In 2024-25 the district spent **$195** on its schools")
    assert "Apart from it: **$70** built from bond money and **$49** of debt repaid" in said
    assert said.endswith("add to $364, since they count what one fund pays another.")
    assert _say_total(lines[:0], "2024-25") == ""


def test_what_the_ledger_holds_one_end_of_is_said():
    lines = pd.DataFrame(LINES, columns=["line", "dollars"])
    lines["one_sided"] = [0.0, 20.0, 0.0, -3.0, -5.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    said = _say_total(lines, "2024-25")
    assert "**$20 went to other funds that book no transfer in" in said
    assert "**$3 was credited to funds without a charge" in said
    assert "**$5 of premiums (object 8674) has no cost" in said


def test_a_ledger_without_schools_does_not_say_that_the_office_spent_it_all(samples, tmp_path):
    """As the state's file has it: no school code on any row."""
    case = open_case("cold_creek", "06_where_the_money_goes")
    tables = dict(case.district.tables)
    tables["ledger"] = tables["ledger"].assign(school_code=None)
    bare = replace(case, district=replace(case.district, tables=tables))
    assert not schools(case).table.empty
    assert schools(bare).table.empty and "coded to a school" in schools(bare).sentence


@pytest.fixture(scope="module")
def texas(samples, tmp_path_factory):
    """Cold Creek in Texas: every goal one code, no code titled by the district."""
    folder = shutil.copytree(samples / "cold_creek", tmp_path_factory.mktemp("tx") / "creek")
    file = folder / "district.toml"
    file.write_text('state = "TX"\n' + file.read_text("utf-8"), "utf-8")
    return folder


def test_in_another_state_no_code_is_called_by_californias_name(texas):
    case = open_case(texas, "06_where_the_money_goes")
    shown = "\n".join(str(one) for one in findings(case))
    for word in ("Certificated", "Classified", "Regular Education", "County School Service Fund"):
        assert word not in shown
    assert "General Fund" in shown and "Fund 13" in shown and "Resource 3010" in shown
    assert by_goal(case).table.empty and by_goal(case).sentence.startswith(
        "**Not known.** For which"
    )
    first = by_object(case).table.iloc[0]
    assert (first["by"], first["title"]) == ("1000", "Salaries")
    ours = by_object(open_case("cold_creek", "06_where_the_money_goes")).words
    assert by_object(case).words == ours  # people are people


def test_codes_that_the_district_titled_itself_are_called_so(texas, tmp_path):
    folder = shutil.copytree(texas, tmp_path / "creek")
    (folder / "code_overrides.csv").write_text(
        "field,code,title\ngoal,1110,Basic education\nfund,13,Food service\n", "utf-8"
    )
    case = open_case(folder, "06_where_the_money_goes")
    assert "Basic education" in set(by_goal(case).table["title"])
    assert "Food service" in set(funds(case).table["title"])


def test_one_kind_of_resource_says_nothing_of_rules_in_another_state(texas, tmp_path):
    case = open_case(texas, "06_where_the_money_goes")
    ledger = case.district.ledger.assign(resource="0000")
    alone = replace(
        case, district=replace(case.district, tables={**case.district.tables, "ledger": ledger})
    )
    assert restricted(alone).sentence.startswith("**Not known.** All dollars stand under one kind")


def test_money_bound_to_some_students_is_not_told_by_its_number(samples):
    # of each of these the page said "restricted" by the number alone, and all else seemed free
    for name, spent in (("altamont_valley", "$17,257,568"), ("cold_creek", "$1,284,763")):
        said = restricted(open_case(samples / name)).sentence
        assert f"{spent} more of it, resource 0709, is unrestricted by its number" in said


def test_in_another_state_no_lens_is_said_to_be_known(texas):
    shown = lenses(open_case(texas, "06_where_the_money_goes"))
    assert shown.table.empty and shown.sentence.startswith("**Not known.** The lenses read")
