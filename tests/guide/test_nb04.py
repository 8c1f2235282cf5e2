"""Notebook 4: sorting, the fishbone, and the sheet made from what was written."""

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from smarter_spending.district.choices import open_choices, read_room
from smarter_spending.guide import nb04_root_causes as page
from smarter_spending.guide.charts import chart_fishbone

WRITTEN = {
    "cause_guidance_1": "Two programs",
    "cause_guidance_3": "No order of sounds",
    "cause_community_1": "Rents rise",
    "rate_guidance_1_impact": "5",
    "rate_guidance_1_influence": "4",
    "rate_community_1_impact": "4",
    "rate_community_1_influence": "1",
}


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_we_need_more_tutors_is_a_solution_in_disguise():
    (question, right, why), *_ = page._statements()
    said = page._say_sorted({question.key: right}, [(question, right, why)])
    # its reason stands in the fold under it now, for all six
    assert said == "1 of 1 sorted as we would.\n"
    wrong = page._say_sorted({question.key: "a cause"}, [(question, right, why)])
    assert wrong.startswith("0 of 1 sorted as we would.") and "Not yet. Could you check it" in wrong
    assert page._say_sorted({}, page._statements()) == ""


def test_every_statement_is_explained_in_a_fold():
    folded = page.how_we_sort(None)
    assert folded.under and folded.markdown.count("\n") == 5
    assert "“We need more tutors.” This is … a solution in disguise. It names something" in (
        folded.markdown
    )


def test_the_page_opens_with_the_causes_that_are_in_our_hands():
    assert page._say_in_short(page._ranked({})).startswith("No cause has been written yet")
    assert page._say_in_short(page._ranked(WRITTEN)) == (
        # nobody says that something "matters much"
        "Of 3 causes that we wrote, 1 matters a lot and is in our hands."
    )
    unrated = {key: value for key, value in WRITTEN.items() if key.startswith("cause")}
    assert page._say_in_short(page._ranked(unrated)) == "3 causes written, none rated yet."


def test_the_board_hears_the_cause_and_not_what_nobody_has_shown():
    chain = page._whys({"chain_1_why": "Nobody taught it"})
    said = page._say_to_board({"root_cause": "A*B*"}, chain, ["plant"])
    assert r"“We act on this: A\*B\*”" in said and "We still have to find out" not in said
    assert "Step 1 of our chain rests on no evidence" in said
    assert "Nobody has looked in plant." in said
    nothing = page._say_to_board({}, page._whys({}), [])
    assert "we are still asking" in nothing and "We know why" not in nothing


def test_the_picture_of_the_room_says_in_how_many_families_one_side_is_alone():
    table = pd.DataFrame({"one_sided": [True, False, True]})
    said = page._title_families(table)
    assert said == "In 2 of 3 families only one side of the house looks"
    assert page._title_families(table.iloc[1:2]).startswith("Where one side")


def test_the_fishbone_has_seven_bones_and_every_cause_on_its_own():
    drawn = texts(chart_fishbone(page._causes(WRITTEN, blanks=True), problem="They cannot read"))
    assert set(page.FAMILIES["title"]) <= set(drawn)
    assert {"• Two programs", "• No order of sounds", "• Rents rise"} <= set(drawn)
    assert drawn.count("no cause named") == 5
    assert "They cannot read" in " ".join(drawn).replace("\n", " ")


def test_a_fishbone_without_a_cause_can_be_drawn_and_says_so():
    nothing = page._causes({}, blanks=True)
    assert texts(chart_fishbone(nothing)).count("no cause named") == 7
    assert page._say_fishbone(nothing) == page.NO_CAUSE


def test_what_finds_no_room_on_a_bone_is_counted_and_long_words_are_wrapped():
    many = pd.DataFrame({"family": "Plant", "cause": ["a" * 200, "b", "c", "d", "e"]})
    drawn = texts(chart_fishbone(many))
    assert "and 2 more" in drawn
    assert max(len(line) for text in drawn for line in text.split("\n")) < 30


def test_no_two_words_of_a_full_fishbone_stand_on_each_other():
    words = "a cause that takes rather more than two or three lines to write down in full here"
    full = pd.DataFrame(
        [(family, words) for family in page.FAMILIES["title"] for _ in range(3)],
        columns=["family", "cause"],
    )
    ax = chart_fishbone(full, problem=words)
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in ax.texts]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            over = (min(one.x1, other.x1) - max(one.x0, other.x0),
                    min(one.y1, other.y1) - max(one.y0, other.y0))  # fmt: skip
            assert min(over) < 2, "two texts overlap"


def test_the_picture_in_words_names_the_empty_families():
    said = page._say_fishbone(page._causes(WRITTEN, blanks=True))
    assert said.startswith("3 causes in 2 families: instructional guidance (2) and family and")
    # the room may have looked there: it is this fishbone that names none
    assert "None is named in professional capacity, learning environment" in said


def test_the_cause_to_act_on_is_high_on_both_and_the_unrated_are_counted():
    said = page._say_causes(page._ranked(WRITTEN))
    assert said == ("To act on first, high on both: **“Two programs”**. 1 cause not rated yet.")


def test_where_only_one_side_looks_is_said(tmp_path):
    for person, role, key in (
        ("Budget", "finance", "cause_community_1"),
        ("Learning", "academics", "cause_guidance_1"),
    ):
        theirs = open_choices(tmp_path, "04_root_causes", person)
        theirs.keep_role(role)
        theirs.keep_all({key: "something", "cause_plant_1": " "})
    said = page._say_families(page._looked_in(read_room(tmp_path, "04_root_causes")))
    assert "Only finance looks in family and community." in said
    # both are looked in by one: neither is "most of the room"
    most = "Looked in most, by 1 each: instructional guidance and family and community."
    assert said.startswith(most)
    assert "Only academics look in instructional guidance." in said
    assert "Nobody looks in" in said and "plant" in said


@pytest.mark.parametrize("answers", [{}, {"problem": "They cannot read", "goal": "choose…"}])
def test_the_sheet_leaves_a_line_for_whatever_is_blank(answers):
    chain, ranked = page._whys(answers), page._ranked(answers)
    sheet = page._sheet(answers, chain, ranked)
    assert "**The goal it stands under.** ______" in sheet
    assert "**The root cause we act on.** ______" in sheet
    assert "[[picture 1]]" in sheet
    assert ("They cannot read" in sheet) == bool(answers)


def test_the_sheet_prints_the_chain_with_its_gaps_and_the_causes_in_order():
    answers = WRITTEN | {"chain_1_why": "Nobody decides", "cause_plant_1": "A | b"}
    sheet = page._sheet(answers, page._whys(answers), page._ranked(answers))
    assert "1. Nobody decides. *How we know:* ______" in sheet
    assert sheet.index("| Two programs |") < sheet.index("| Rents rise |")
    # a bar that somebody typed is text of the cell, and ends no cell
    assert r"| A \| b | Plant | ______ | ______ | ______ |" in sheet


def test_the_chain_names_the_steps_that_rest_on_no_evidence():
    chain = pd.DataFrame(
        {
            "step": [1, 2],
            "why": ["They cannot decode", "Nobody taught it"],
            "evidence": ["fall screening", ""],
            "gap": [False, True],
        }
    )
    assert page._say_chain(chain).endswith(
        "ends at “Nobody taught it”. It rests on no evidence at **step 2**: a finding, and the "
        "first thing to go and look at."
    )


def test_what_was_typed_is_text_everywhere_on_the_sheet():
    answers = WRITTEN | {"problem": "A*B*", "chain_1_why": "C*D*", "cause_guidance_1": "E*F*"}
    sheet = page._sheet(answers, page._whys(answers), page._ranked(answers))
    for typed in ("A*B*", "C*D*", "E*F*"):
        assert typed not in sheet and typed.replace("*", r"\*") in sheet
