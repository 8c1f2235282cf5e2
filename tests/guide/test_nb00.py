"""Notebook 0: what is said of a room's ratings."""

import re

import pandas as pd
import pytest

import smarter_spending as ss
from smarter_spending.guide import nb00_start_here as page
from smarter_spending.guide.charts import chart_ratings


@pytest.fixture
def altamont(samples):
    return ss.open_case(samples / "altamont_valley", "00_start_here")


def rated(**columns):
    table = pd.DataFrame(
        {
            "code": ["1A"],
            "title": ["1A Partnership"],
            "raters": [2],
            "median": [1.5],
            "finance": [1.5],
            "academics": [float("nan")],
            "role_gap": [float("nan")],
            "share_dont_know": [0.0],
        }
    )
    return table.assign(**columns)


def test_a_room_with_one_side_only_has_no_gap_to_report():
    assert page._say_ratings(rated()) == "2 people rated. Lowest, at 1.5: **1A Partnership**."
    said = page._say_in_short(rated())
    assert said == "2 people rated; finance or academics is still missing."


def test_the_page_opens_with_how_many_practices_the_two_sides_see_differently():
    said = page._say_in_short(rated(academics=0.0, role_gap=1.5))
    assert said == "2 people rated; finance and academics differ on 1 of 1 practices."
    agreed = page._say_in_short(rated(academics=1.5, role_gap=0.0))
    assert agreed.endswith("differ on none of 1 practices.")
    assert page._say_in_short(rated()[:0]).startswith("Nobody has rated yet.")


def test_every_practice_on_which_the_sides_are_furthest_apart_is_named():
    # the page named 1A alone, though three others were as far apart
    two = pd.concat([rated(role_gap=2.0, code="1A"), rated(role_gap=2.0, code="4D")])
    assert page._say_furthest_apart(two) == "2 levels apart on 1A and 4D"
    assert page._say_furthest_apart(rated(role_gap=1.0, code="1A")) == "1 level apart on 1A"
    assert page._say_furthest_apart(rated(role_gap=0.0)) == ""


def test_the_picture_of_ratings_has_the_middle_both_sides_the_range_and_who_does_not_know(altamont):
    table = page.where_we_are(altamont).picture.table
    drawn = chart_ratings(table, title="Rated")
    (said,) = re.findall(r'role="img" aria-label="([^"]*)"', drawn)
    assert len(table) == 15
    for row in table.itertuples():
        words = f"{row.title} {row.median:g} finance {row.finance:g}, academics {row.academics:g}"
        unsure = f", {row.share_dont_know:.0%} don’t know" if row.share_dont_know else ""
        assert words + unsure in said
        assert f'd="M{row.low:g} .5H{row.high:g}"' in drawn  # the range
        assert f'd="M{row.median:g} 0V1"' in drawn
    # disc above, square below: two sides that agree do not cover one another
    assert drawn.count("stroke-linecap: square") == 15
    one_side = chart_ratings(rated(low=1.0, high=2.0))
    assert "academics" not in one_side.split("aria-label")[1] and "square" not in one_side


def test_each_practice_is_rated_beside_its_three_levels_and_under_its_key(altamont):
    asked = page.rate(altamont)
    assert list(asked.controls) == [f"rate_{code}" for code in page.PRACTICES["code"]]
    for question, row in zip(asked.questions, page.PRACTICES.itertuples(), strict=True):
        assert question.options == ("choose…", *page.LEVELS, "don't know")
        levels = f"1: {row.level_1} 2: {row.level_2} 3: {row.level_3}"
        assert question.label == f"{row.code} {row.title}. {levels}"
    # shut until its heading is pressed; the room's picture appears once all fifteen are given
    assert "ss-shut" in asked.box._dom_classes
    assert 'role="img"' in asked.revealed()["text/html"]


def test_what_the_room_rated_and_where_it_would_start_is_taken_home(altamont):
    found = {one.sheet or one.title: one for one in page.findings(altamont)}
    room, start = found["Room"], found["Start with"]
    kept = {"median", "low", "high", "role_gap", "share_dont_know", "finance", "academics"}
    assert kept <= set(room.to_take_home())
    assert start.to_take_home()["code"].tolist() == ["3B", "1A", "4D"]
    assert "**3B Resources" in start.sentence


def test_the_board_hears_no_average(altamont):
    said = page.say_to_board(altamont).markdown
    assert "9 people rated 15 practices. Lowest, at 0: **3B" in said
    assert "**You may not say:** “On average we are in the middle.”" in said
