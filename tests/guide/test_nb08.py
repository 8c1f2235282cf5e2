"""What may be said of a program, and what may not: the words follow the verdict."""

import re

import pandas as pd
import pytest

from smarter_spending.analysis.evaluation import WARNED, Reason
from smarter_spending.guide.nb08_what_moved_the_needle import (
    _in_words,
    _say_before,
    _say_checks,
    _say_effects,
    _say_got,
    _say_looked_at,
    _say_naive,
    _say_turned,
)
from smarter_spending.guide.sentences import WARNINGS, WHY, read_with, say_reasons

SD = "standard deviations of the grade"
APART = (
    Reason("apart", {"apart": -1.86, "limit": 0.25}),
    Reason("few students", {"count": 9, "fewest": 10}),
)


@pytest.fixture
def effects():
    """A gain hidden by who was sent, a loss, an unknown, and one too small to show."""
    return pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3", "P4"],
            "program": ["Tutoring", "Software", "Class", "Braille"],
            "outcome": ["ela_score", "ela_score", "ninth_grade_on_track", "ela_score"],
            "unit": [SD, SD, "share of students", SD],
            "verdict": ["can tell", "can tell", "cannot tell", "cannot tell"],
            "evidence_grade": ["moderate", "loss shown", "cannot tell", "cannot tell"],
            "naive_gap": [-0.75, 0.57, -0.04, -0.7],
            "effect_per_student": [0.20, -0.08, 0.05, -0.2],
            "standard_error": 0.04,
            "low": [0.11, -0.14, -0.1, -0.8],
            "high": [0.28, -0.02, 0.2, 0.4],
            "effect_size": 0.1,
            "points": [18.8, -8.1, 5.0, -21.0],
            "points_low": [10.7, -14.1, -10.0, -80.0],
            "points_high": [27.0, -2.1, 20.0, 40.0],
            "second_estimate": [0.21, -0.09, 0.06, -0.2],
            "estimators_differ": pd.array([False, False, True, False], dtype="boolean"),
            "prior_difference": [-0.22, 0.11, -1.86, -0.7],
            "placebo": [0.0, 0.07, 0.0, float("nan")],
            "share_lost": [0.06, 0.01, 0.05, 0.5],
            "per_hour": 0.01,
            "mean_hours": [43.0, 15.0, 74.0, float("nan")],
            "program_students": [423.0, 612.0, 283.0, 5.0],
            "comparison_students": [392.0, 611.0, 282.0, 2149.0],
            "program_schools": [14.0, 18.0, 3.0, 4.0],
            "schools": [14.0, 18.0, 3.0, 15.0],
            "p_value": 0.01,
            "undone_by": [0.12, 0.05, None, None],
            "compared_with": "named",
            "groups_held": True,
            "compared_got": ["the usual class", None, None, None],
            "shown": ["gain shown", "loss shown", "cannot tell", "cannot tell"],
            "chance_gain": [0.99, 0.01, None, None],
            "chance_small": 0.1,
            "second_check": "passed",
            "placebo_check": ["passed", "passed", "passed", "not checked"],
            "loss_check": "passed",
            "warned": [()] * 4,
            "why": [(), (), APART, (Reason("few students", {"count": 5, "fewest": 10}),)],
        }
    )


@pytest.fixture
def words(effects):
    return _in_words(effects, minimum=11).set_index("program")


def test_a_gain_is_said_with_its_range_its_comparison_and_what_would_undo_it(words):
    # the old sentence said "gained ... beyond similar students": no lottery decided who took
    # part, and they are similar in what is on record only
    assert words.loc["Tutoring", "may_say"] == (
        "In English language arts score, students of Tutoring came out higher than about 390 "
        "students similar in last year's score and group who did not take part: 18.8 points of "
        "the test (0.20 SD), with a 90% range, of chance alone, from 10.7 to 27.0. A hidden "
        "difference about a tenth as strong as last year's score would undo it."
    )
    assert words.loc["Tutoring", "may_not_say"] == (
        "“Its students stand 0.75 standard deviations below everybody else, so Tutoring does harm.”"
    )


def test_a_loss_is_called_worse_and_never_a_gain(words):
    said = words.loc["Software", "may_say"]
    assert "did worse than about 610 students similar in last year's score" in said
    assert "gained" not in said and "higher" not in said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("may have lost", "similar in last year's score and group who did not take part: −8.1"),
        ("likely no effect", "likely no effect on English language arts score, −8.1 points"),
        ("not shown", "could not show that it moved English language arts score: −8.1 points"),
    ],
)
def test_what_is_not_shown_is_not_said(effects, code, said):
    row = _in_words(effects.assign(shown=code), minimum=11).set_index("program").loc["Software"]
    assert said in row["may_say"]
    assert "did worse" not in row["may_say"] and "gained" not in row["may_say"]


def test_of_a_program_one_cannot_tell_no_figure_is_worded_as_an_effect(words):
    assert words.loc["Class", "may_say"] == (
        "We cannot tell yet what Class did. Before the program participants stood 1.86 standard "
        # at 0.26 somebody like them was left out, and the old words denied it
        "deviations below their comparison students, more than 0.25: too far for any adjustment "
        "to be trusted. Only 9 participants have all the scores needed, fewer than 10."
    )


def test_every_reason_that_one_cannot_tell_has_its_sentence():
    assert set(re.findall('"([^"]+)"', " ".join(Reason.__doc__.split()))) == set(WHY)
    assert say_reasons([Reason("refused", {"problem": "Nobody {took} part."})]) == (
        "Nobody {took} part."
    )
    schools = Reason("few schools", {"count": 9, "of": 20, "fewest": 10})
    assert "only 9 of 20 schools had it, fewer than 10" in say_reasons([schools])
    side = Reason("few on a side", {"program": 3, "comparison": 5, "fewest": 4})
    assert "from 3 schools, and those they are compared with from 5." in say_reasons([side])


def test_a_yes_or_no_outcome_is_said_in_students(effects):
    told = effects.assign(verdict="can tell", evidence_grade="moderate", shown="gain shown")
    said = _in_words(told, minimum=11).set_index("program").loc["Class", "may_say"]
    # 0.05 of 280 participants is 14 students
    assert "5.0 percentage points, about 14 students more of 280" in said


def test_nothing_about_five_students_is_shown_in_figures_or_words(words):
    row = words.loc["Braille"]
    assert row[["effect_per_student", "points", "program_students", "naive_gap"]].isna().all()
    assert "5" not in row["why"] + row["may_say"] + row["may_not_say"]


def test_students_without_a_score_cannot_be_found_by_subtraction(words):
    # Software: 612 with scores and 1% without is about 6 students, too few to show
    assert pd.isna(words.loc["Software", "share_lost"])
    assert words.loc["Tutoring", "share_lost"] == 0.06
    assert words["program_students"].dropna().mod(10).eq(0).all()


def test_the_plain_gap_is_said_to_mislead_only_when_it_is_outside_the_range(effects):
    said = _say_turned(effects)
    # where no gain is shown the fairer comparison points no way, so "the other way" was too much
    assert said.startswith("**For 2 programs of 2 the plain gap points a way that the fairer")
    near = effects.assign(low=-1.0, high=1.0)
    assert _say_turned(near).startswith("For no program")


def test_the_tempting_sentence_speaks_of_scores_only(effects):
    assert "**Software** looks best" in _say_naive(effects)
    assert "**Tutoring** looks worst" in _say_naive(effects)


def test_the_tempting_sentence_says_on_which_side_of_everybody_else_students_stand(effects):
    assert _say_naive(effects).endswith("**Tutoring** looks worst: 0.75 below.")
    above = effects.assign(naive_gap=[0.10, 0.57, 0.0, 0.3])
    assert _say_naive(above).endswith("**Tutoring** looks worst: 0.10 above.")
    below = effects.assign(naive_gap=[-0.30, -0.10, 0.0, -0.2])
    assert "0.10 standard deviations below everybody else" in _say_naive(below)


def test_a_start_too_far_apart_is_named(effects):
    assert "**Class and Braille did not**" in _say_before(effects)


def test_every_verdict_has_its_list(effects):
    assert _say_effects(effects) == (
        "Shown to gain: Tutoring. A loss shown: Software. Cannot tell yet: Class and Braille."
    )


def test_an_effect_before_it_began_is_ruled_out_only_where_it_was_looked_for(effects):
    # the old fixture had no placebo for one program and said "None shows" all the same
    assert _say_checks(effects).endswith(
        "The year before was checked for 2 of 2 programs: None shows an effect before it began."
    )
    one = effects.assign(placebo_check=["passed", "not checked"] * 2)
    assert "checked for 1 of 2 programs: of those 1 no effect" in _say_checks(one)
    for said in (_say_checks(one), _say_checks(effects.assign(placebo_check="not checked"))):
        assert "None shows" not in said
    none = _say_checks(effects.assign(placebo_check="not checked", second_check="not checked"))
    assert none == (
        "A second way of adjusting could be checked for 0 of 2 programs. The year before was "
        "checked for 0 of 2 programs: whether any showed an effect before it began is not known."
    )


def test_a_check_too_rough_to_pass_and_an_answer_that_differs_are_named(effects):
    said = _say_checks(
        effects.assign(
            placebo_check=["unclear", "passed"] * 2, second_check=["failed", "passed"] * 2
        )
    )
    assert "checked for 2 of 2 programs, differs for Tutoring: say both" in said
    assert "for Tutoring it is too rough to rule out an effect before it began" in said


@pytest.mark.parametrize(
    ("warned", "said"),
    [
        (Reason("guess"), "read it as a guess"),
        (Reason("rough", {"count": 8, "fewest": 10}), "8 schools only, fewer than 10"),
        (Reason("estimates differ"), "say both"),
        (Reason("together", {"names": ("Lab",)}), "were in Lab too: what is seen may be either's"),
        (Reason("uneven", {"names": ("sed", "grade")}), "differ much in low income and grade"),
    ],
)
def test_every_warning_stands_in_the_sentence_for_the_board(effects, warned, said):
    words = _in_words(effects.assign(warned=[(warned,)] * 4), minimum=11).set_index("program")
    assert said in words.loc["Tutoring", "may_say"] and said in words.loc["Tutoring", "read_with"]
    assert words.loc["Braille", "read_with"] == ""  # nothing about five students


def test_every_code_of_a_warning_has_its_words():
    assert set(WARNINGS) == set(WARNED)


@pytest.mark.parametrize("shown", ["not shown", "likely no effect"])
def test_where_nothing_is_shown_a_hidden_difference_may_cover_a_gain(effects, shown):
    words = _in_words(effects.assign(shown=shown, undone_by=0.0), minimum=11)
    assert words.loc[1, "may_say"].endswith(
        "A hidden difference between the groups could cover a gain, or feign one."
    )
    assert words.loc[words["program"].eq("Braille"), "undone_words"].isna().all()


def test_the_yardstick_is_what_was_known_before_a_program_of_that_outcome(effects):
    fall = _in_words(effects.assign(outcome="reading_on_grade", undone_by=2.0), minimum=11)
    assert "stronger than the fall score would undo it" in fall.loc[0, "may_say"]
    assert "similar in the fall score and group" in fall.loc[0, "may_say"]


def test_students_are_called_similar_in_group_only_where_a_group_was_held(effects):
    said = _in_words(effects.assign(groups_held=False), minimum=11).loc[0, "may_say"]
    assert "students similar in last year's score who did not take part" in said


def test_why_nobody_can_tell_travels_to_the_pages_that_read_the_estimate(effects):
    said = read_with(effects, pd.DataFrame(columns=["program_id", "program"]))
    assert said["Class"] == said["P3"] == say_reasons(APART)
    assert said["Tutoring"].endswith("about a tenth as strong as last year's score would undo it.")


def test_what_the_comparison_students_got_is_asked_where_nobody_has_said(effects):
    words = _in_words(effects, minimum=11)
    assert words["compared_got"].tolist() == ["the usual class"] + ["not known"] * 3
    # Braille's figures are hidden, so two programs with a comparison are left
    assert _say_got(words).startswith("For 2 programs nobody has said what the comparison")
    assert _say_got(words[:1]) == ""


def test_a_district_of_which_nobody_can_tell_anything_is_told_so(effects):
    none = _in_words(effects.assign(verdict="cannot tell"), minimum=11)
    assert _say_looked_at(none).endswith("Of none one can tell what it did.")
