"""Notebook 13: two formulas over one pool, to the cent, and a paragraph a principal can check."""

from pathlib import Path

import pandas as pd
import pytest

from smarter_spending import load_district
from smarter_spending.display import site_findings as say
from smarter_spending.display.site_room import (
    Formula,
    average_teacher,
    both_formulas,
    formula_given,
    schools_now,
    weight_moved,
)

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
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


def test_the_same_pool_both_ways_worked_by_hand():
    table = both_formulas(SCHOOLS, HALF, teacher=100_000.0).set_index("school")
    # 400 + 50 and 400 + 150 weighted students of 1,000
    assert table["by_weights"].tolist() == [450_000.0, 550_000.0]
    # 400 / 150 = 2.67 positions, rounded to 3 each; the other $400,000 by students
    assert table["positions"].tolist() == [3.0, 3.0]
    assert table["by_ratio"].tolist() == [500_000.0, 500_000.0]
    # Oak may lose 2% of $520,000: it keeps $509,600, and Elm pays
    assert table["softened"].tolist() == [509_600.0, 490_400.0]


@pytest.mark.parametrize("name", ["altamont_valley", "cold_creek", "port_sierra"])
def test_every_formula_adds_to_the_pool_to_the_cent(name):
    district = load_district(SAMPLES / name)
    schools = schools_now(district)
    table = both_formulas(schools, formula_given({}), average_teacher(district))
    pool = round(schools["dollars"].sum(), 2)
    for column in ("now", "by_ratio", "by_weights", "softened"):
        if table[column].notna().all():
            assert round(table[column].sum(), 2) == pool, column
    assert table["by_weights"].notna().all()
    assert table["by_ratio"].notna().all() == bool(len(district.staffing))


def test_positions_that_cost_more_than_the_pool_are_said_to():
    dear = both_formulas(SCHOOLS, HALF, teacher=400_000.0)
    assert dear["by_ratio"].isna().all()
    assert "cost more than the pool holds" in say.say_rounding(dear, HALF)
    none = both_formulas(SCHOOLS, HALF, teacher=float("nan"))
    assert "staffing.csv" in say.say_rounding(none, HALF)


def test_a_schools_paragraph_gives_every_figure_and_no_small_group():
    table = both_formulas(SCHOOLS, HALF, teacher=100_000.0)
    said = [say.say_school(row, HALF, 11) for row in table.itertuples()]
    assert "400 students, 25% of them high-need" in said[0]
    assert "**$10,400 less than today.**" in said[0] and "**$10,400 more than today.**" in said[1]
    assert "counts as 1.5" in said[0] and "3 teaching positions (2.67 before rounding)" in said[0]
    few = both_formulas(SCHOOLS.assign(unduplicated=[4.0, 300.0]), HALF, float("nan"))
    assert "high-need," not in say.say_school(next(few.itertuples()), HALF, 11)
    words = say.with_need_words(few, 11)["need_words"].tolist()
    assert words == ["–", "75%"]


def test_what_one_school_gains_by_a_weight_another_pays():
    table = weight_moved(SCHOOLS, Formula(0.0, 25, "up", 0.0), 0.5)
    assert table["change"].tolist() == [-50_000.0, 50_000.0]
    questions, answer = say.weight_calculator(SCHOOLS, HALF)
    assert "the same dollars" in answer({"moved_to": 0.5})
    assert "Elm gains" in answer({"moved_to": 1.0}) and len(questions) == 1


def test_what_was_set_is_kept_within_what_can_be():
    assert formula_given({"most_lost": 250, "ratio": 0, "rounding": "sideways"}) == Formula(
        0.20, 1.0, "nearest", 1.0
    )


def test_without_schools_there_is_nothing_to_share():
    district = load_district(SAMPLES / "cold_creek")
    empty = type(district)(district.folder, district.settings, dict(district.tables))
    empty.tables["schools"] = district.schools.iloc[:0]
    assert schools_now(empty).empty
    assert say.weight_calculator(schools_now(empty), HALF)[0] == []


# CURRICULUM.md, the check of notebook 13
def test_the_curriculums_two_schools():
    assert say.two_schools(1_000_000, 0.5, (100, 300), 400) == "$450,000 and $550,000"
