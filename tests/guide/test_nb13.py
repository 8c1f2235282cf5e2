"""Notebook 13: two formulas over one pool, to the cent, and a paragraph a principal can check."""

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import jupytext
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

from smarter_spending import load_district
from smarter_spending.analysis.staffing import staffing_by_school
from smarter_spending.case import Case
from smarter_spending.district.choices import open_choices
from smarter_spending.district.sacs import resource_rules
from smarter_spending.guide import charts
from smarter_spending.guide import nb13_school_allocations as page
from smarter_spending.planning.schools import (
    Formula,
    both_formulas,
    school_results,
    schools_in_pool,
    schools_left_out,
    weight_moved,
)

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NOTEBOOK = Path(__file__).parents[2] / "notebooks/src/13_school_allocations.py"
SCHOOLS = pd.DataFrame(
    {
        "school": ["Oak", "Elm"],
        "students": [400.0, 400.0],
        "unduplicated": [100.0, 300.0],
        "dollars": [520_000.0, 480_000.0],
        "school_code": ["0101", "0102"],
    }
)
HALF = Formula(weight=0.5, ratio=150.0, rounding="nearest", most_lost=0.02)


def tables_of(district):
    year, rules = district.fiscal_year, resource_rules()
    return district.schools, district.ledger, year, district.minimum_group, rules


def paragraphs(table, formula):
    """Each school's paragraph, in the order of the table."""
    rows = {row.school: row for row in school_results(table, 11).itertuples()}
    return [page._say_school(rows[school], formula, 11) for school in table["school"]]


def test_by_ratio_is_positions_at_one_price_and_a_share_of_what_is_left():
    table = both_formulas(SCHOOLS, HALF, teacher=99_999.994).set_index("school")
    # 3 positions at $99,999.99 each, whole cents; 1,000,000 - 6 x 99,999.99 = 400,000.06 is left
    assert table["position_price"].tolist() == [99_999.99, 99_999.99]
    assert table["positions_cost"].tolist() == [299_999.97, 299_999.97]
    assert table["left_share"].tolist() == [200_000.03, 200_000.03]
    assert (table["positions_cost"] + table["left_share"]).round(2).tolist() == [500_000.0] * 2
    said = page._say_rounding(table.reset_index(), HALF)
    assert "Each is charged at $99,999.99, the average pay and benefits of a full-time" in said
    assert "What is left of the pool, $400,000, goes out per student: $500.00 for each." in said


def test_positions_that_cost_more_than_the_pool_are_said_to():
    dear = both_formulas(SCHOOLS, HALF, teacher=400_000.0)
    assert dear["by_ratio"].isna().all()
    # 6 positions at $400,000 are $2,400,000, and the pool is $1,000,000
    assert (
        "**They cost more than the pool holds** ($2,400,000 of $1,000,000)"
        in page._say_rounding(dear, HALF)
    )
    assert "which all together is more than the pool." in paragraphs(dear, HALF)[0]


def test_without_average_pay_the_page_says_why_there_are_no_positions():
    none = both_formulas(SCHOOLS, HALF, teacher=float("nan"))
    said = page._say_rounding(none, HALF)
    assert said.startswith("**No positions are shown, because the average pay of a teacher is not")
    assert "`staffing.csv`" in said


@pytest.mark.parametrize(
    "rounding, said, never",
    [
        # 400 / 150 = 2.67: up to 3 gains 0.33 of a position, down to 2 loses 0.67
        ("up", "gains 0.33 of a position", "loses"),
        ("down", "loses 0.67", "gains"),
        ("nearest", "rounded to the nearest whole, 6 positions are given", "loses"),
    ],
)
def test_rounding_says_who_gains_or_loses_and_nothing_of_who_does_not(rounding, said, never):
    formula = Formula(0.5, 150.0, rounding, 0.02)
    words = page._say_rounding(both_formulas(SCHOOLS, formula, teacher=100_000.0), formula)
    assert said in words and never not in words and "−" not in words


THREE = pd.DataFrame(
    {
        "school": ["Oak", "Elm", "Fir"],
        "students": [400.0, 400.0, 400.0],
        "unduplicated": [0.0, 200.0, 400.0],
        "dollars": [500_000.0, 396_000.0, 304_000.0],
        "school_code": ["0101", "0102", "0103"],
    }
)


def test_who_pays_for_softening_is_said_of_the_pool_and_of_every_school():
    # 400, 500 and 600 weighted of 1,500 of $1,200,000: 320,000, 400,000 and 480,000.
    # Oak keeps 98% of 500,000, so it is given 170,000 of the 180,000 that Elm and Fir gain
    table = both_formulas(THREE, HALF, float("nan"))
    said = page._say_weights(table, HALF)
    # what moves is said softened, as the page above says it; before softening it was $180,000
    assert said.startswith("$10K would change schools: most to Fir, most from Oak.")
    assert "Softening costs $170,000, given to 1 school so that none loses more than 2%" in said
    assert "The 2 schools that gain pay it out of their gain, and keep 6% of it." in said
    oak, elm, fir = paragraphs(table, HALF)
    assert "So that it loses no more than 2% a student in one year" in oak
    assert "the schools that gain give it $170,000" in oak and "**$10,000 less than today" in oak
    # Elm gains 4,000 and gives 170/180 of it, 3,778; Fir gains 176,000 and gives 166,222
    assert "It gives $3,778 of that gain to schools that would otherwise lose more than 2%" in elm
    assert "**$222 more than today.**" in elm and "**$9,778 more than today.**" in fir
    assert "none ends below today" in fir
    # 400, 520 and 640 of 1,560 at a weight of 0.6: Oak 307,692, 12,308 less
    assert oak.endswith("Before softening, a weight 0.1 higher would take $12,308 from it.")
    assert fir.endswith("a weight 0.1 higher would bring it $12,308.")


def test_a_school_that_loses_little_is_told_that_softening_leaves_it_alone():
    # Elm loses 1,000 of 401,000, a quarter of a percent; Fir alone gains, and pays
    schools = THREE.assign(dollars=[500_000.0, 401_000.0, 299_000.0])
    table = both_formulas(schools, HALF, float("nan"))
    assert table["softened"].tolist()[1] == 400_000
    elm = paragraphs(table, HALF)[1]
    assert "no more than may be lost in one year (2% a student), so softening neither" in elm
    assert "The 1 schools" not in page._say_weights(table, HALF)
    assert "The 1 school that gains pays it out of its gain, and keeps" in page._say_weights(
        table, HALF
    )


def test_softening_that_costs_nothing_and_softening_that_undoes_everything_are_said():
    free, frozen = Formula(0.5, 25, "up", 1.0), Formula(0.5, 25, "up", 0.0)
    assert "softening costs nothing" in page._say_weights(both_formulas(THREE, free, 0), free)
    table = both_formulas(THREE, frozen, 0)
    assert table["softened"].tolist() == table["now"].tolist()
    assert "every school stays where it is today" in page._say_weights(table, frozen)
    assert "**the same as today.**" in paragraphs(table, frozen)[0]


@st.composite
def some_schools(draw):
    heads = draw(st.lists(st.integers(11, 3_000), min_size=1, max_size=12))
    cents = st.integers(1, 10**9).map(lambda whole: whole / 100)
    return pd.DataFrame(
        {
            "school": [f"S{n}" for n in range(len(heads))],
            "students": [float(count) for count in heads],
            "unduplicated": [float(draw(st.integers(0, count))) for count in heads],
            "dollars": draw(st.lists(cents, min_size=len(heads), max_size=len(heads))),
        }
    )


@given(some_schools(), st.sampled_from([0, 0.2, 0.5, 2]), st.sampled_from([0, 0.02, 0.3, 1]))
def test_no_school_that_gains_ends_below_today_and_none_that_loses_pays(schools, weight, lost):
    formula = Formula(weight, 25.0, "nearest", lost)
    table = both_formulas(schools, formula, 100_000.0)
    gains = table["by_weights"] > table["now"]
    assert (table["softened"] >= table["now"] - 0.001)[gains].all()
    assert (table["softened"] >= table["by_weights"] - 0.001)[~gains].all()
    assert round(table["softened"].sum(), 2) == round(schools["dollars"].sum(), 2)
    sentences = [page._say_pool(schools), page._say_weights(table, formula)]
    sentences += [page._say_rounding(table, formula)]
    sentences += paragraphs(table, formula)
    assert not [said for said in sentences if "nan" in said or "not yet known" in said]


class Folder:
    """As much of a district as the schools' page reads."""

    def __init__(self, schools, spent, minimum=11):
        self.schools, self.fiscal_year, self.minimum_group = schools, "2024-25", minimum
        rows = pd.DataFrame({"school_code": list(spent), "amount": list(spent.values())})
        self.ledger = rows.assign(
            fiscal_year="2024-25", amount_type="actual", fund="01", kind="spending", resource="0000"
        )


def listed(**columns):
    codes = [f"010{n}" for n in range(len(columns["enrollment"]))]
    return pd.DataFrame({"local_site_code": codes, **columns})


ODD = listed(
    school_name=["Oak", "Empty", "Unpaid", "Closed", "Unknown", "Tiny", "Charter", "Oak"],
    enrollment=[400, 0, 90, 80, 70, 6, 60, 300],
    unduplicated=[100, 0, 9, 8, None, 3, 30, 200],
    closed_date=pd.to_datetime([None, None, None, "2024-06-30", None, None, None, None]),
    charter_funding=[None] * 6 + ["direct", None],
)


@pytest.mark.parametrize(
    ("charter", "funding", "why"),
    [
        ([True, False], [None, None], {"Oak": "charter not known"}),
        ([None, False], [None, None], {"Oak": "charter not known"}),
        ([None, False], ["none", None], {}),
        ([True, False], ["local", None], {}),
        ([True, False], ["direct", None], {"Oak": "charter"}),
        ([None, None], [None, None], {}),
    ],
)
def test_a_school_that_may_be_a_charter_is_on_neither_side(charter, funding, why):
    schools = pd.DataFrame({"school_name": ["Oak", "Elm"], "local_site_code": ["0100", "0101"],
        "enrollment": 400, "unduplicated": 100, "closed_date": None, "charter_funding": funding,
        "charter": pd.array(charter, dtype="boolean")})  # fmt: skip
    district = Folder(schools, {"0100": 100_000.0, "0101": 100_000.0})
    left_out = schools_left_out(*tables_of(district))
    assert dict(zip(left_out["school"], left_out["why_not"], strict=True)) == why
    assert all(code in page.WHY_NOT for code in left_out["why_not"])


def test_a_school_that_no_formula_fits_is_left_out_by_name_with_the_reason():
    district = Folder(ODD, {f"010{n}": 100_000.0 for n in (0, 1, 3, 4, 5, 6, 7)})
    schools = schools_in_pool(*tables_of(district))
    assert schools["school"].tolist() == ["Oak (0100)", "Oak (0107)"]  # two of one name
    left_out = schools_left_out(*tables_of(district))
    assert [page.WHY_NOT[code] for code in left_out["why_not"]] == [
        "no students are counted there",
        "no free dollars are coded to it",
        "closed",
        "its high-need students are not known",
        "too few students to show",
        "a directly funded charter",
    ]
    said = page._say_pool(schools, left_out)
    assert "Left out, with the dollars spent there: Empty (no students are counted there)" in said
    assert "The pool is $200,000.00" in said


def test_without_a_school_left_the_page_says_what_a_formula_needs_and_who_lacks_it():
    district = Folder(ODD.iloc[[4]], {"0104": 100_000.0})
    tables = tables_of(district)
    said = page._say_pool(schools_in_pool(*tables), schools_left_out(*tables))
    assert said.startswith("**There is no school to share dollars out to.**")
    assert "Unknown (its high-need students are not known)" in said
    other_year = Folder(ODD, {"0100": 1.0})
    other_year.ledger["fiscal_year"] = "2020-21"
    assert schools_in_pool(*tables_of(other_year)).empty


@pytest.mark.parametrize("needy", [[0.0], [100.0], [400.0]])
def test_one_school_keeps_the_pool_and_nothing_moves(needy):
    schools = SCHOOLS.head(1).assign(unduplicated=needy)
    table = both_formulas(schools, HALF, 100_000.0)
    assert table[["by_weights", "softened", "by_ratio"]].iloc[0].tolist() == [520_000.0] * 3
    assert "Today that is $1,300 a student at Oak." in page._say_pool(schools)
    assert page._say_weights(table, HALF).startswith("No dollar would change schools.")
    assert "**the same as today.**" in paragraphs(table, HALF)[0]
    assert "No dollar moves" in page._weight_calculator(schools, lambda: HALF)[1]({"moved_to": 1.0})


def test_where_nobody_is_high_need_the_weight_moves_nothing():
    schools = SCHOOLS.assign(unduplicated=0.0)
    table = both_formulas(schools, HALF, float("nan"))
    assert table["by_weights"].tolist() == [500_000.0, 500_000.0]
    assert table["tenth_more"].tolist() == [0.0, 0.0]
    assert "By need" not in page._say_pool(schools)
    assert ", 0% of them high-need." in paragraphs(table, HALF)[0]


def test_dollars_a_student_are_said_by_need():
    # Elm 300 of 400 high-need, $480,000 / 400 = $1,200; Oak 100 of 400, $520,000 / 400 = $1,300
    assert (
        "By need: $1,200 a student at the 1 school with the largest share of high-need students, "
        "$1,300 at the other 1."
    ) in page._say_pool(SCHOOLS)


@given(st.integers(1, 10), st.integers(1, 10), st.booleans())
def test_a_small_group_cannot_be_worked_out_from_the_dollars(few, other_few, nearly_all):
    def shown(count):
        needy = 400 - count if nearly_all else count
        both = {"school_name": ["Oak", "Elm"], "enrollment": [400, 400]}
        schools = listed(**both, unduplicated=[needy, 200])
        district = Folder(schools, {"0100": 5e5, "0101": 5e5})
        table = both_formulas(schools_in_pool(*tables_of(district)), HALF, float("nan"))
        words = page._with_need_words(table, 11)["need_words"].tolist()
        return table.to_dict("list"), words, paragraphs(table, HALF)

    # one to ten students of 400: every figure and word of the page is the same
    assert str(shown(few)) == str(shown(other_few))


def test_pay_above_and_below_the_average_is_written_beside_every_bar():
    staffing = load_district(SAMPLES / "altamont_valley").staffing
    schools = load_district(SAMPLES / "altamont_valley").schools
    pay = staffing_by_school(staffing, schools, "2024-25")
    ax = charts.chart_pay(pay)
    # 22 schools before four small high schools were drawn into the teaching district
    assert len(ax.texts) == len(ax.patches) == 26
    assert {ax.texts[0].get_text()[0], ax.texts[-1].get_text()[0]} == {"−", "+"}
    assert [text.xy[0] for text in ax.texts] == [bar.get_width() for bar in ax.patches]


def many_schools(count):
    draws = np.random.default_rng(2024)
    return pd.DataFrame(
        {
            "school_name": [f"School {n} Elementary" for n in range(count)],
            "title": [f"School {n}" for n in range(count)],
            "program": [f"Program {n}" for n in range(count)],
            "per_pupil": draws.normal(12_000, 900, count),
            "mean_score": draws.normal(0, 0.2, count),
            "unduplicated_share": 0.5,
            "difference": [1_000.0 * (n - 3) for n in range(count)],
            "dollars": 1.0,
            "share": 0.5,
        }
    )


@pytest.mark.parametrize("draw", ["chart_per_pupil", "chart_pay"])
@pytest.mark.parametrize("count", [1, 3, 67])
def test_a_picture_is_as_tall_as_its_bars_with_no_empty_band(draw, count):
    ax = getattr(charts, draw)(many_schools(count))
    # half a bar and a little air beyond the first and the last, however many there are
    assert ax.get_ylim() == pytest.approx((-0.6, count - 0.4))
    assert ax.figure.get_figheight() == pytest.approx(1.5 + 0.34 * count)


def shown_by_the_notebook(folder, take_home):
    notebook = jupytext.read(NOTEBOOK)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = (
                f"district_folder, take_home, person = {str(folder)!r}, {str(take_home)!r}, ''"
            )
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert not [out for out in outputs if out.output_type in ("error", "stream")]
    shown = [out["data"].get("text/markdown", out["data"].get("text/html", "")) for out in outputs]
    return [text for text in shown if text]


@pytest.mark.slow
@pytest.mark.parametrize("absent", [["students_outcomes"], ["schools", "ledger"]])
def test_no_sentence_stands_twice_in_a_row_whatever_is_missing(absent, tmp_path):
    shutil.copytree(SAMPLES / "cold_creek", tmp_path / "district")
    for name in [*absent, *(["control_totals"] if "ledger" in absent else [])]:
        (tmp_path / "district" / f"{name}.csv").unlink()
    shown = shown_by_the_notebook(tmp_path / "district", tmp_path / "home")
    assert len(shown) > 15
    assert not [one for one, following in pairwise(shown) if one == following]
    assert not [text for text in shown if "nan" in text.split()]


def test_a_schools_paragraph_gives_every_figure_and_no_small_group():
    table = both_formulas(SCHOOLS, HALF, teacher=100_000.0)
    said = paragraphs(table, HALF)
    assert "400 students, 25% of them high-need" in said[0]
    assert "**$10,400 less than today.**" in said[0] and "**$10,400 more than today.**" in said[1]
    assert "counts as 1.5" in said[0] and "3 teaching positions (2.67 before rounding)" in said[0]
    few = both_formulas(SCHOOLS.assign(unduplicated=[4.0, 300.0]), HALF, float("nan"))
    small = paragraphs(few, HALF)[0]
    assert "400 students, fewer than 11 of them high-need; the formula counts 5." in small
    words = page._with_need_words(few, 11)
    assert words["need_words"].tolist() == ["75%", "fewer than 11"]  # most need first


def test_what_one_school_gains_by_a_weight_another_pays():
    table = weight_moved(SCHOOLS, Formula(0.0, 25, "up", 0.0), 0.5)
    assert table["change"].tolist() == [-50_000.0, 50_000.0]
    questions, answer = page._weight_calculator(SCHOOLS, lambda: HALF)
    assert "the same dollars" in answer({"moved_to": 0.5})
    assert "Elm gains" in answer({"moved_to": 1.0}) and len(questions) == 1


def test_supplemental_and_concentration_money_is_shown_apart_with_the_laws_words_once():
    case = Case(load_district(SAMPLES / "cold_creek"), "13_school_allocations")
    shown = page.duty(case)
    # the ledger's resource 0709: 1,284,762.51 spent, 228,404.00 of it at no school
    assert "$1,056,358.51 of supplemental and concentration money (resource 0709)" in shown.words
    assert "and $228,404 elsewhere" in shown.words
    # 1,056,358.51 over 655 high-need students
    assert "each of them brings $1,613" in shown.words and not shown.what_if
    assert shown.table["duty_by_need"].sum() == pytest.approx(1_056_358.51, abs=0.001)
    everything = " ".join(one.sentence for one in page.findings(case))
    assert everything.count("principally directed") == 1 == everything.count("5 CCR 15496")
    assert "minimum proportionality percentage" in everything
    # 9,439,323.51 of the old pool held it: unrestricted by number alone
    assert "The pool is $8,382,965.00" in page.pool(case).words
    # what is taken home of it holds nothing by a formula that nobody has set
    assert not {"by_weights", "softened"} & set(shown.to_take_home())
    letters = page._paragraphs(case)
    assert letters.count("bound to high-need students is spent there") == 3


def test_where_no_resource_is_marked_the_pool_is_said_to_may_hold_such_money():
    district = load_district(SAMPLES / "cold_creek")
    ledger = district.ledger.assign(resource=district.ledger["resource"].replace("0709", "0000"))
    tables = dict(district.tables) | {"ledger": ledger}
    case = Case(type(district)(district.folder, district.settings, tables), "13_school_allocations")
    said = page.duty(case)
    assert said.table.empty and "is not yet known" in said.sentence
    assert "[resource_rules.0709]" in said.sentence


def test_the_law_of_california_is_not_told_to_another_state():
    district = load_district(SAMPLES / "cold_creek")
    other = replace(district.settings, state="NV")
    shown = page.duty(Case(type(district)(district.folder, other, district.tables), "13"))
    assert "CCR" not in shown.words and "$1,056,358.51" in shown.words
    ledger = district.ledger.assign(resource=district.ledger["resource"].replace("0709", "0000"))
    tables = dict(district.tables) | {"ledger": ledger}
    assert page.duty(Case(type(district)(district.folder, other, tables), "13")).sentence == ""


def test_without_schools_there_is_nothing_to_share():
    district = load_district(SAMPLES / "cold_creek")
    empty = type(district)(district.folder, district.settings, dict(district.tables))
    empty.tables["schools"] = district.schools.iloc[:0]
    schools = schools_in_pool(*tables_of(empty))
    assert schools.empty
    assert page._weight_calculator(schools, lambda: HALF)[0] == []


# CURRICULUM.md, the check of notebook 13
def test_the_curriculums_two_schools():
    assert page._two_schools(1_000_000, 0.5, (100, 300), 400) == "$450,000 and $550,000"


def test_the_page_begins_with_whether_free_dollars_follow_need():
    # Elm 300 of 400 high-need, $1,200 a student; Oak 100 of 400, $1,300; $1,000,000 in all
    said, size, drawn = page._short(SCHOOLS)
    assert said == (
        "Today a student has $1,200 of the free dollars at the schools with most need, and $1,300 "
        "elsewhere."
    )
    assert size == ("$1.0M", "to share out to 2 schools")
    assert "Most high-need students" in drawn and "$1,200" in drawn and 'role="img"' in drawn
    # where all schools have the same need, from the least to the most
    alike, _, _ = page._short(SCHOOLS.assign(unduplicated=100.0))
    assert alike == "Free dollars for a student go from $1,200 to $1,300, from school to school."


def test_the_picture_holds_the_schools_that_change_most_and_its_title_is_what_moves():
    # Oak keeps 490,000 of 500,000 and pays 10,000; Elm is given 222, Fir 9,778
    table = both_formulas(THREE, HALF, float("nan"))
    assert page._say_moves(table) == ("$10K would change schools: most to Fir, most from Oak")
    first = page.shared.change_most(table, 2)
    assert first["school"].tolist() == ["Fir", "Oak"]
    frozen = both_formulas(THREE, Formula(0.5, 25, "up", 0.0), 0)
    assert page._say_moves(frozen) == "No dollar would change schools"


def test_what_is_not_set_of_the_ratio_holds_back_no_letter_and_reaches_none():
    # the ratio is asked in the analyst's fold: a room that set the weights had no letter without it
    unset = replace(HALF, not_set=("ratio", "rounding"))
    assert page._say_what_if(unset) == ""
    told = page._say_what_if(unset, page.RATIO)
    assert "Students for each teaching position" in told and "For the analyst" in told
    assert "letter" not in told
    table = both_formulas(SCHOOLS, unset, teacher=100_000.0)
    assert "A ratio of" not in " ".join(paragraphs(table, unset))
    assert "A ratio of 150" in paragraphs(table, HALF)[0]
    weights = replace(HALF, not_set=("weight",))
    assert "Until then no school gets a letter" in page._say_what_if(weights)


def test_the_decision_stands_in_the_fields_that_the_decision_line_asks_for(monkeypatch, tmp_path):
    monkeypatch.setattr(page.panels, "display", lambda bundle, raw, **_: None)
    case = Case(load_district(SAMPLES / "cold_creek"), "13_school_allocations")
    case.__dict__["choices"] = open_choices(tmp_path, "13_school_allocations", "Team 3")
    assert [one.key for one in page.decide(case).questions] == ["why", "loser"]
    case.choices.answers["why"] = "weighted students"
    assert "our rule: weighted students" in page.in_short(case).data
    assert "By which rule" not in page.in_short(case).data


def test_the_board_hears_that_a_weight_is_no_cost_and_no_rule_that_nobody_set():
    table = both_formulas(SCHOOLS, HALF, float("nan"))
    said = page._say_to_board(table, HALF)
    assert all(line.startswith("- **You may") for line in said.strip().split("\n"))  # one a line
    assert said.count("- **You may") == said.strip().count("\n") + 1
    assert "“A high-need student counts as 1.5, at every school alike.”" in said
    assert "**You may not say:** “A high-need student costs that much more.”" in said
    unset = replace(HALF, not_set=("weight",))
    assert "counts as" not in page._say_to_board(table, unset)
    assert "cannot show yet" in page._say_to_board(table.iloc[:0], HALF)


def test_spending_beside_results_is_said_without_a_standard_deviation():
    crossed = pd.DataFrame({"per_pupil": [1.0, 2.0, 3.0], "mean_score": [0.1, -0.1, 0.1]})
    said = page._say_pattern(crossed)
    assert "no pattern can be told from 3 schools" in said and "not what a dollar buys" in said
    assert "deviation" not in said
    assert page._say_pattern(crossed.iloc[:0]) == ""


PUBLIC = pd.DataFrame(
    {
        "test_year": [2023, 2024, 2024, 2024, 2024, 2024],
        "county_code": "38",
        "district_code": "68478",
        "school_code": ["0000001", "0000001", "0000002", "0000003", "0000000", "0000001"],
        "school_name": ["Oak", "Oak", "Elm", "Tiny", None, "Oak"],
        "grade": "13",
        "subject": ["ELA", "ELA", "ELA", "ELA", "ELA", "Math"],
        "student_group": "1",
        "students_tested": [90, 100, 400, 8, 508, 100],
        "students_with_scores": [90, 100, 400, 8, 508, 100],
        "students_met_and_above": [10, 40, 300, 2, 342, 5],
        "pct_met_and_above": [11.1, 40.0, 75.0, 25.0, 67.3, 5.0],
        "suppressed": False,
    }
)


def test_with_public_files_alone_the_schools_results_are_said_and_what_is_missing_once(monkeypatch):
    district = load_district(SAMPLES / "cold_creek")
    tables = dict(district.tables) | {
        "outcomes_public": PUBLIC,
        **{name: district.tables[name].iloc[:0] for name in ("schools", "students_outcomes")},
    }
    settings = replace(district.settings, cds_code="38684780000000")
    own = type(district)(district.folder, settings, tables)
    case = Case(own, "13_school_allocations")
    shown = page.published(case)
    # 100 of 400 at Elm are below; 8 tested at Tiny are too few to show. Until November 28 Oak's 60
    # of 100 stood here too, and Tiny followed from the district's 508, which are on page 2
    assert shown.table[["school_name", "students", "behind"]].values.tolist() == [
        ["Elm", 400.0, 100.0]
    ]
    assert shown.title == ("Elm has most students below the state's reading standard, 100")
    monkeypatch.setattr(page, "needs", lambda *_: "`schools.csv` is not in the folder.")
    begins = page.in_short(case).data
    assert "Elm has most students below the state" in begins
    assert begins.count("is not yet known") == 1
    assert "Spring 2024, all grades" in shown._html()
    assert page.by_ratio(case).sentence == page.SAY["waits"] and page.moves(case).sentence == ""
    none = Case(type(district)(district.folder, district.settings, district.tables), "13")
    assert page.published(none).sentence == ""


def test_a_cross_section_comes_with_its_warning_and_few_schools_with_none_of_it():
    table = pd.DataFrame({"per_pupil": range(12), "mean_score": range(12, 0, -1)})
    assert "Money follows need" in page._say_correlation(table)
    assert page._say_correlation(table.head(3)).startswith("Of 3 schools no correlation can be")


def weak(schools, correlation):
    """Schools whose dollars and scores have exactly this correlation."""
    across = [(-1) ** n for n in range(schools)]
    apart = [1 if n % 4 < 2 else -1 for n in range(schools)]
    table = pd.DataFrame({"per_pupil": across, "mean_score": apart})
    rest = (1 - correlation**2) ** 0.5
    return table.assign(mean_score=correlation * table["per_pupil"] + rest * table["mean_score"])


def test_a_correlation_that_chance_could_make_is_no_pattern():
    # 20 schools at 0.17: arctanh 0.172 and 1.645 / sqrt(17) = 0.399, so -0.22 to 0.52
    said = page._say_correlation(weak(20, 0.17))
    # that this is no pattern stands on the page above, and "a comparison" over the table
    assert "no pattern can be told from 20 schools" in page._say_pattern(weak(20, 0.17))
    assert said.startswith("Correlation 0.17, 90% range −0.22 to 0.52, 20 schools.")
    assert "**This is not what a dollar buys**, and never the cost of a point" in said


def test_a_correlation_that_leaves_zero_out_is_named_with_its_range_and_its_warning():
    # 68 schools at 0.30: arctanh 0.310 and 1.645 / sqrt(65) = 0.204, so 0.11 to 0.47
    said = page._say_correlation(weak(68, 0.30))
    assert "have higher scores" in page._say_pattern(weak(68, 0.30))
    assert said.startswith("Correlation 0.30, 90% range 0.11 to 0.47, 68 schools.")
    assert "**This is not what a dollar buys**, and never the cost of a point" in said


def test_the_cross_section_says_in_words_what_its_scores_are_measured_in():
    for table in (weak(20, 0.17), weak(68, 0.30)):
        assert "standard deviations (SD): 0 is the district's mean" in page._say_correlation(table)


@pytest.mark.parametrize("rows", [0, 1])
def test_no_school_or_one_shows_no_pattern_and_no_nan(rows):
    said = page._say_correlation(weak(20, 0.17).head(rows))
    assert "nan" not in said.lower() and "not yet known" not in said
    assert "Of 1 school no correlation" in said if rows else "No school has both" in said


def test_schools_that_all_spend_the_same_show_no_pattern():
    said = page._say_correlation(weak(20, 0.17).assign(per_pupil=9_000.0))
    assert said.startswith("Of 20 schools no correlation can be told.")
