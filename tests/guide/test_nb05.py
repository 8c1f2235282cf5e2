"""Notebook 5's sentences and pages: from what a room put on the table to what it chose."""

from dataclasses import replace

import pandas as pd
import pytest

from smarter_spending.case import Case
from smarter_spending.district.choices import open_choices
from smarter_spending.district.loading import load_district
from smarter_spending.guide import nb05_instructional_priorities as page
from smarter_spending.guide.charts import chart_bars, chart_scores
from smarter_spending.planning.priorities import theories_given

NOTEBOOK = "05_instructional_priorities"
TITLES = ["Reading", "Ninth grade"]
CODES = ("need", "evidence", "fairness", "delivery", "money")


def answers(folder, person, role, *rows, **more):
    """One person's scores: a row of five for each candidate, 0 for "don't know"."""
    theirs = open_choices(folder, NOTEBOOK, person)
    theirs.keep_role(role)
    theirs.keep_all(
        {
            f"score_{page.option_code(title)}_{code}": str(score) if score else "don't know"
            for title, row in zip(TITLES, rows, strict=False)
            for code, score in zip(CODES, row, strict=True)
        }
        | more
    )


@pytest.fixture(scope="module")
def cold_creek(samples):
    return load_district(samples / "cold_creek")


@pytest.fixture
def case(cold_creek, tmp_path):
    return Case(replace(cold_creek, folder=tmp_path), NOTEBOOK)


@pytest.fixture
def options():
    codes = [page.option_code(title) for title in TITLES]
    return pd.DataFrame({"code": codes, "title": TITLES, "source": "the room"})


@pytest.fixture
def scored(case, tmp_path):
    answers(tmp_path, "Budget", "finance", (3, 3, 3, 3, 3), (4, 4, 4, 4, 4))
    answers(tmp_path, "Learning", "academics", (5, 5, 5, 5, 5), (4, 4, 4, 4, 0))
    return case


def test_a_room_that_scores_alike_on_average_is_not_told_apart(scored, options):
    table = page._ranking(scored, options)
    # Reading: (3 + 5) / 2 = 4; ninth grade: 4 from both: the same score, told apart by nobody
    assert table["score"].tolist() == pytest.approx([4, 4])
    assert page._title_scores(table).startswith("The first two are too close to call")


def test_the_gap_between_the_two_sides_is_said_with_both_figures(scored, options):
    said = page._say_gap(page._ranking(scored, options))
    assert "far apart on **“Reading”**: academics 5.0, finance 3.0" in said


def test_what_nobody_knows_is_told_apart_from_what_scores_low(scored, options):
    table = page._for_page(page._ranking(scored, options)).set_index("option")
    assert table.loc["Ninth grade", "share_dont_know"] == pytest.approx(0.1)


def test_nobody_has_scored_yet_says_so_everywhere(case, options):
    table = page._ranking(case, options)
    assert table.empty
    to_sign = page._to_sign(theories_given({}, page._chosen({})), table, {})
    assert page.NOT_SCORED in to_sign and "comes first" not in to_sign
    assert page.spread(case).sentence == page.NOT_SCORED
    assert "not known" in page._say_gap(table)


def test_weights_are_equal_until_somebody_weighs_and_then_the_rooms(case, tmp_path):
    assert page._weights(case)["weight"].tolist() == [0.2] * 5
    assert page.rooms_weights(case).words == page.NOT_WEIGHED
    answers(tmp_path, "Budget", "finance", weight_need=60)  # 60 and four times 20: a total of 140
    weights = page._weights(case)
    assert weights["weight"].iloc[0] == pytest.approx(60 / 140)
    assert page.rooms_weights(case).words == ""


def test_everybody_scores_the_list_of_the_record_or_else_the_one_most_people_named(case, tmp_path):
    def titles():
        return page._options(case)["title"].tolist()

    for team, named in (("Team 1", "Math"), ("Team 2", "Reading"), ("Team 3", "Reading")):
        open_choices(tmp_path, NOTEBOOK, team).keep("option_1", named)
    assert titles() == ["Reading"]
    open_choices(tmp_path, NOTEBOOK).keep_all({"option_2": "Attendance", "option_4": " "})
    assert titles() == ["Attendance"]


def test_a_score_given_to_other_words_never_counts_for_these(scored, options):
    reworded = options.assign(code=[page.option_code(t) for t in ("Reading", "Grade 9")])
    assert set(page._ranking(scored, reworded)["option"]) == {"Reading"}


def test_where_nobody_named_any_the_districts_own_aims_stand_there_and_it_is_said(
    samples, tmp_path
):
    district = replace(load_district(samples / "port_sierra"), folder=tmp_path / "no_such_folder")
    options = page._options(Case(district, NOTEBOOK))
    assert set(options["source"]) == {"programs"} and 1 <= len(options) <= 5
    assert "aims of your own programs" in page._say_options(options)


def test_a_district_with_no_candidate_and_no_aims_still_has_a_page(case):
    nameless = case.district.programs.assign(goal_area=pd.Series(dtype="str"))
    tables = {**case.district.tables, "programs": nameless}
    bare = Case(replace(case.district, tables=tables), NOTEBOOK)
    options = page._options(bare)
    assert options.empty and "nobody" in page._say_options(options).lower()
    rows = page.scores(bare).rows
    assert rows["title"].tolist() == ["No candidate has been named yet"]
    assert page._ranking(bare, options).empty
    assert page._for_page(page._ranking(bare, options)).empty


def test_a_priority_chosen_twice_counts_once_and_blanks_stay_blank(case, options):
    chosen = {"priority_1": "Reading", "priority_2": "Reading", "priority_3": "choose…"}
    rows = page._chosen(chosen)
    assert rows["title"].tolist() == ["Reading"]
    theories = theories_given({"theory_1_if": "teach", "theory_1_cost": 0}, rows)
    assert theories["missing"].item() == 5 and theories["cost"].isna().all()
    nobody = page._ranking(case, options)
    to_sign = page._to_sign(theories, nobody, {})
    assert "**If we** teach, **then** ______, **because** ______." in to_sign
    # the page asks its own two questions, and no other question can be put to it
    assert "**Cost:** ______" in to_sign and "Why these, and why in this order:** ______" in to_sign


def test_the_priorities_together_cost_what_was_written_and_no_blank_counts_as_zero():
    rows = page._chosen({"priority_1": "Reading", "priority_2": "Ninth grade"})
    one = {"theory_1_cost": 100_000.0}
    said = page._say_cost(theories_given(one, rows))
    assert "$100,000 a year is named; the rest has no cost yet." in said
    both = page._say_cost(theories_given(one | {"theory_2_cost": 50_000}, rows))
    assert "Together $150,000 a year" in both


def test_the_pictures_show_the_scores_and_the_first_places(scored, options, tmp_path):
    table = page._ranking(scored, options)
    drawn = chart_scores(table, "Alike")
    # ties by name; of academics Ninth grade has one "don't know", so no score of that side
    said = "Alike. Ninth grade 4.0 finance 4.0 Reading 4.0 finance 3.0, academics 5.0"
    assert f'aria-label="{said}"' in drawn
    assert 'd="M3.00 .5H5.00"' in drawn, "from the lowest rater to the highest"
    named = dict(zip(page.OPTION_KEYS, TITLES, strict=False))
    open_choices(tmp_path, NOTEBOOK).keep_all(named)
    shown = page.first_places(scored)
    assert shown.picture.table["tries"].sum() == 10
    words = [f"{one} of 10 ways" for one in shown.picture.table["tries"]]
    assert shown.picture.table["tries_words"].tolist() == words


def test_a_side_that_gave_no_score_has_no_mark_and_no_figure(scored, options):
    table = page._ranking(scored, options).assign(academics=float("nan"))
    drawn = chart_scores(table)
    assert "academics" not in drawn.split("<small>", 1)[1] and "finance 3.0" in drawn
    assert drawn.count('stroke="#b04a00"') == 0 < drawn.count('stroke="#0072b2"')


def test_the_bars_are_as_long_as_their_dollars():
    rows = {"title": ["A <b>", "B"], "size": [400.0, 100.0], "said": ["$400", "$100"]}
    drawn = chart_bars(pd.DataFrame(rows))
    assert 'viewBox="0.00 0 400.00 1"' in drawn and 'd="M0 .5H100.00"' in drawn
    assert "A &lt;b&gt;" in drawn and "A <b>" not in drawn


def test_what_earlier_notebooks_left_open_is_said_to_be_open(case, tmp_path):
    open_choices(tmp_path, "03_goals").keep("goal_1_statement", "54% by 2028")
    said = page.carried(case).markdown
    assert "**The goals (notebook 3):** 54% by 2028" in said
    assert said.count("*not answered yet*") == 2


def test_a_candidate_is_the_same_however_it_is_typed():
    assert page.option_code("Early literacy") == page.option_code(" early  LITERACY ")


def test_half_of_all_ways_of_weighing_is_no_clear_choice():
    table = pd.DataFrame(
        {"option": ["Reading", "Math"], "share_first": [0.52, 0.48], "tries": [5, 5]}
    )
    assert page._title_first_places(table).startswith("No clear choice")
    clear = table.assign(share_first=[0.97, 0.03], tries=[10, 0])
    assert page._title_first_places(clear) == (
        "However we weigh, “Reading” nearly always comes first"
    )
    assert page._say_seldom(clear) == "Hardly ever first: 1 other candidate."


def test_the_picture_says_that_close_scores_are_too_close_to_call(scored, options):
    table = page._ranking(scored, options)
    assert page._title_scores(table).startswith("The first two are too close to call")
    apart = table.assign(score=[4.0, 2.0], spread=0.1)
    assert page._title_scores(apart) == "“Ninth grade” scores highest, 4.0 of 5"


def test_the_page_opens_with_how_many_aims_the_programs_serve(samples, tmp_path):
    district = replace(load_district(samples / "port_sierra"), folder=tmp_path)
    open_choices(tmp_path, NOTEBOOK).keep("priority_1", "Read <b>well</b>")
    shown = page.in_short(Case(district, NOTEBOOK)).data
    assert "Our programs serve 10 aims, and the largest, Early literacy, gets 27%" in shown
    assert '<p class="number">10<small>aims among our programs' in shown
    assert "we put first: Read &lt;b&gt;well&lt;/b&gt;" in shown and "<b>well" not in shown


def test_of_few_aims_it_is_not_said_that_they_are_too_many():
    aims = pd.DataFrame({"title": ["Math", "Arts"], "dollars": [1.0, None], "share": [1.0, None]})
    assert page._say_in_short(aims) == (
        "Our programs serve 2 aims, and the largest, Math, gets 100% of the dollars on file."
    )
    assert page._say_in_short(aims.iloc[1:]).startswith("**Not yet known:**")


def test_the_board_is_told_what_was_chosen_and_not_that_the_scores_decided(scored, options):
    table = page._ranking(scored, options)
    nothing = theories_given({}, page._chosen({}))
    assert "We have put nothing first yet." in page._say_to_board(nothing, table)
    given = {"priority_1": "Reading", "theory_1_cost": 2000}
    said = page._say_to_board(theories_given(given, page._chosen(given)), table)
    assert "“We put 1 first: Reading.”" in said and "It costs $2,000 a year" in said
    assert "“We all agree on Reading.” Scores of 5: academics 5.0, finance 3.0." in said
    assert "“That is what it takes.” It is our own estimate." in said
    typed = page._say_to_board(nothing, table.replace({"option": {"Reading": "A*B*"}}))
    assert r"“We all agree on A\*B\*.”" in typed


def test_a_candidate_put_in_two_places_is_named():
    twice = {"priority_1": "A*B*", "priority_3": "A*B*"}
    assert page._say_twice(twice) == r"A\*B\* is named twice. Each can have one place only."
    assert page._say_twice({"priority_1": "choose…", "priority_2": "choose…"}) == ""


def test_a_candidate_is_text_in_every_sentence_to_sign():
    shares = {"share_first": [0.9], "tries": [9], "share_dont_know": [0.5]}
    ranking = pd.DataFrame({"option": ["A*B*"]} | shares)
    theories = theories_given({"theory_1_if": "C*D*"}, page._chosen({"priority_1": "A*B*"}))
    scored = ranking.assign(score=4.0, spread=0.5, finance=3.0, academics=4.0, role_gap=1.0)
    to_sign = page._to_sign(theories, scored, {})
    assert r"“A\*B\*” nearly always comes first" in to_sign and r"**If we** C\*D\*" in to_sign
    assert r"Scores of 5, as the room weighs: “A\*B\*” 4.0." in to_sign
    assert "A*B*" not in to_sign and "C*D*" not in to_sign
