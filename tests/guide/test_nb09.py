"""Notebook 9's sentences: the words and the figures in them."""

import pandas as pd
import pytest

from smarter_spending.case import open_case
from smarter_spending.district.choices import open_choices
from smarter_spending.guide import nb09_cost_per_outcome as page
from smarter_spending.guide.nb09_cost_per_outcome import (
    WHY,
    _say_bands,
    _say_cheapest,
    _say_in_short,
    _say_limits,
    _say_to_board,
    _say_units,
    _with_reasons,
)


def test_what_a_point_costs_is_said_test_by_test_and_never_across_them():
    rows = pd.DataFrame(
        {
            "outcome": ["ela_score", "ela_score", "ela_score", "ninth_grade_on_track"],
            "program": ["Coaching", "Tutoring", "Software", "Class"],
            "unit_cost": [90.0, 30.0, 5_000.0, 20.0],
            "unit_range": ["$60 to $120", "$20 to $50", "no gain is shown", "$10 to $30"],
            "bounded": [True, True, False, True],
        }
    )
    assert _say_units(rows) == "One point for one student costs $30 in Tutoring, $20 to $50"
    said = _say_limits(rows)
    assert "**No upper limit for Software**" in said
    assert _say_limits(rows[:2]) == ""
    assert _say_units(rows[2:3]) == "No program's price for a gain has an upper limit yet"


def test_a_band_is_given_its_reason_with_its_own_figures():
    bands = pd.DataFrame(
        {
            "outcome": "ela_score",
            "why": [*WHY],
            "chance_gain": 0.62,
            "chance_best": 0.41,
            "chance_beaten": 0.83,
        }
    )
    said = _with_reasons(bands)["why"]
    by_code = dict(zip(WHY, said, strict=True))
    assert by_code["beaten"].endswith("is the better buy in 83% of draws.")
    assert by_code["not sure"].startswith("It is the best buy in 41% of draws, no other choice in")
    assert "a unit of ela_score is worth (district.toml)" in by_code["no price"]


@pytest.fixture(scope="module")
def whole(samples):
    return open_case(samples / "altamont_valley", "09_cost_per_outcome")


@pytest.fixture
def case(whole, tmp_path):
    mine = open_choices(tmp_path, "09_cost_per_outcome", "Team 3")
    whole.__dict__["choices"] = mine  # the stages are computed once, the answers are this test's
    return whole


@pytest.fixture
def shown(monkeypatch):
    pages = []
    monkeypatch.setattr(page.panels, "display", lambda bundle, raw, **_: pages.append(bundle))
    return pages


def test_a_verdict_that_hangs_on_a_chance_close_to_the_threshold_says_so_and_whose_it_is():
    bands = pd.DataFrame(
        {"program": ["Tutoring"], "band": "cannot separate", "why": "not sure",
         "chance_best": 0.777, "chance_beaten": 0.2, "outcome": "ela_score"}
    )  # fmt: skip
    said = _say_bands(bands)
    assert said == ("Too close to call: Tutoring (77.7 of 100 tries; our threshold is 80).")
    assert "(" not in _say_bands(bands.assign(chance_best=0.5))


def test_the_page_begins_with_what_the_dollars_bought():
    parts = pd.DataFrame(
        {"shown": ["gain shown", "not shown", "cannot tell"], "programs": [2, 3, 6],
         "dollars": [1.36e6, 1.21e6, 1.66e6], "all_programs": 11, "all_dollars": 4.23e6}
    )  # fmt: skip
    said = _say_in_short(parts)
    assert said == "Of $4.2M a year in 11 programs, $1.4M bought a gain that we can show."
    none = _say_in_short(parts.assign(programs=[0, 5, 6], dollars=[0.0, 2.57e6, 1.66e6]))
    assert none.endswith("in 11 programs, no dollar bought a gain that we can show.")


def test_the_title_of_the_picture_is_what_it_shows():
    rows = pd.DataFrame(
        {"program": ["Software", "Academy", "Tutoring"], "cost_per_student": [586.0, 738.0, 1518.0],
         "shown": ["may have lost", "not shown", "gain shown"]}
    )  # fmt: skip
    assert _say_cheapest(rows) == "The two cheapest seats show no gain"
    assert _say_cheapest(rows[1:]) == "The cheapest seat, Academy, shows no gain"
    assert _say_cheapest(rows[:2]) == "No program shows a gain yet, cheap or dear"
    first = rows.assign(shown=["gain shown", "not shown", "not shown"])
    assert _say_cheapest(first) == "The cheapest seat, Software, comes with a gain"
    assert _say_cheapest(rows[2:]).endswith("that we can judge, Tutoring, shows a gain")


def test_no_board_hears_that_one_test_beats_another_or_that_what_is_not_shown_does_not_work():
    rows = pd.DataFrame(
        {"program": ["Tutoring", "Groups", "Academy"], "gain": [18.8, 11.0, -0.5],
         "outcome": ["ela_score", "early_literacy_score", "ela_score"], "in_points": True,
         "gain_low": [10.7, 7.7, -11.4], "gain_high": [27.0, 14.3, 10.4],
         "shown": ["gain shown", "gain shown", "not shown"]}
    )  # fmt: skip
    said = _say_to_board(rows)
    assert "Tutoring students ended 18.8 points ahead" in said and "10.7 to 27.0" in said
    assert "**You may not say:** “Tutoring beats Groups.”" in said
    assert "**You may not say:** “Academy does not work.”" in said
    shares = _say_to_board(rows[:1].assign(in_points=False, outcome="ninth_grade_on_track"))
    assert "In Tutoring 18.8 more of 100 students reached the goal" in shares


def test_the_price_starts_at_the_boards_own_and_says_so(case, shown):
    moved = page.move_the_price(case)
    assert moved.controls["price"].value == pytest.approx(101.97, abs=1)
    assert "at our price" in moved.answer.value
    # at nothing a point, no program is worth its cost
    moved.controls["price"].value = 0
    # "nearly all of 10 tries" is not said in American English
    assert "None of them: keep the money nearly all 10 tries" in moved.answer.value
    moved.back.click()
    assert "at our price" in moved.answer.value


def test_a_share_nobody_has_set_is_called_ours_and_another_is_called_yours(case, shown):
    asked = page.growing(case)
    assert "Our share: half" in asked.answer.value
    row = page.ratios.first_to_grow(page._programs(case)).iloc[0]
    # ten seats at half of 18.8 points are 94, at all of it 188
    assert f"{5 * row['gain']:.0f} points, worth" in asked.answer.value
    asked.controls["scale_share"].value = "all of it"
    assert f"{10 * row['gain']:.0f} points, worth" in asked.answer.value
    assert "Your share: all of it" in asked.answer.value


def test_the_decision_stands_in_a_field_named_as_the_page_asks_for_it(case, shown):
    asked = page.decide(case)
    assert [question.key for question in asked.questions] == ["gives_most", "only_think"]
    assert "most for each dollar" in asked.questions[0].label
    assert "only think" in asked.questions[1].label
    case.choices.answers["gives_most"] = "Reading Lift Tutoring"
    said = page.in_short(case).data
    assert "we would pay first for: Reading Lift Tutoring" in said
