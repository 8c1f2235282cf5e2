"""What may be said of a program, and what may not: the words follow the verdict."""

import re

import pandas as pd
import pytest

from smarter_spending.analysis.evaluation import WARNED, Reason
from smarter_spending.case import open_case
from smarter_spending.district.choices import open_choices
from smarter_spending.guide import nb08_what_moved_the_needle as page
from smarter_spending.guide.nb08_what_moved_the_needle import (
    _in_words,
    _parts,
    _say_before,
    _say_checked,
    _say_decided,
    _say_effects,
    _say_in_short,
    _say_misleads,
    _say_plain,
    _say_to_board,
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
            "naive_points": [-73.0, 55.9, -4.0, -70.0],
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
            "degrees_of_freedom": 12.0,
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
        # said in standard deviations until November 27, which no board hears
        "“Its students stand 73.0 points below everybody else, so Tutoring does harm.”"
    )
    assert "4.0 percentage points below" in words.loc["Class", "may_not_say"]


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
        # at 0.26 somebody like them was left out, and the old words denied it; and they said
        # "Only 9 participants", a count of few on a page
        "deviations below their comparison students, more than 0.25: too far for any adjustment "
        "to be trusted. Fewer than 10 participants have all the scores needed."
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
    told = effects[effects["verdict"].eq("can tell")]
    assert _say_misleads(told) == (
        "The plain gap misleads us about all 2 programs that we can judge"
    )
    near = told.assign(low=-1.0, high=1.0)
    assert _say_misleads(near).startswith("The plain gap misleads us about none of the 2 programs")
    one = told.assign(low=[0.11, -1.0], high=[0.28, 1.0])
    assert _say_misleads(one).startswith("The plain gap misleads us about 1 of the 2 programs")
    assert "misleads us about the one program" in _say_misleads(told[:1])
    assert "does not mislead us about the one program" in _say_misleads(near[:1])


def test_the_tempting_title_counts_who_stands_below_everybody_else(effects):
    assert _say_plain(effects) == "By the plain gap, 3 of 4 programs do harm"
    assert _say_plain(effects[:2]) == "By the plain gap, 1 of 2 programs does harm"
    assert _say_plain(effects[1:2]) == "By the plain gap, every program works"


def test_the_page_begins_with_how_many_show_a_gain(words):
    parts = _parts(words)
    # a program of five students is in no part but the last
    assert parts["programs"].tolist() == [1, 0, 1, 2] and parts["figure"].iloc[3] == "2"
    assert _say_in_short(parts, 4) == (
        # "of 2 nobody can tell" was no American's order of words
        "Of 4 programs, 1 shows a gain; for 2 nobody can tell yet what they did."
    )
    none = _say_in_short(_parts(words.assign(shown="cannot tell")), 4)
    assert none == "Nobody can tell yet what any of the 4 programs did."
    assert _say_in_short(_parts(words.assign(shown="not shown")), 4) == (
        "Of 4 programs, none shows a gain."
    )
    assert _say_in_short(_parts(words[:0]), 0).startswith("**Not yet known.**")


def test_of_a_program_of_few_students_nothing_is_called_shown(effects):
    few = _in_words(effects.assign(verdict="can tell", shown="gain shown"), minimum=11)
    assert few.set_index("program").loc["Braille", ["verdict", "shown"]].eq("cannot tell").all()
    assert "Braille" not in _say_effects(few).split("Cannot tell yet")[0]


def test_every_verdict_has_its_list(effects):
    assert _say_effects(effects) == (
        "Shown to gain: Tutoring. A loss shown: Software. Cannot tell yet: Class and Braille."
    )


@pytest.mark.parametrize(
    ("warned", "said"),
    [
        (Reason("guess"), "read it as a guess"),
        (Reason("rough", {"count": 8, "fewest": 10}), "8 schools only, fewer than 10"),
        (Reason("estimates differ"), "say both"),
        (Reason("together", {"names": ("Lab",)}), "were in Lab too: what is seen may be either's"),
        (
            Reason("not checked", {"checks": ("second", "placebo")}),
            "Not checked, so not passed: a second way of adjusting and the year before",
        ),
        (Reason("one of many", {"count": 8}), "one of 8 programs looked at together"),
        (Reason("uneven", {"names": ("sed", "grade")}), "differ much in low income and grade"),
    ],
)
def test_every_warning_stands_in_the_sentence_for_the_board(effects, warned, said):
    words = _in_words(effects.assign(warned=[(warned,)] * 4), minimum=11).set_index("program")
    assert said in words.loc["Tutoring", "may_say"] and said in words.loc["Tutoring", "read_with"]
    assert words.loc["Braille", "read_with"] == ""  # nothing about five students


def test_a_check_that_was_not_made_for_all_says_for_how_many_it_was(effects):
    told = effects.head(3).assign(second_check="passed", loss_check="failed")
    made = told.assign(placebo_check=["passed", "not checked", "unclear"])
    assert _say_checked(made) == (
        "Checked for 2 of 3 programs: the year before, when nothing should show."
    )
    assert _say_checked(told.assign(placebo_check="passed")) == ""


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
    known = words.dropna(subset=["prior_difference"])
    assert "For 2 programs nobody has said what the comparison" in _say_before(known)
    assert "nobody has said" not in _say_before(known[:1])


@pytest.fixture(scope="module")
def whole(samples):
    return open_case(samples / "altamont_valley", "08_what_moved_the_needle")


@pytest.fixture
def case(whole, tmp_path):
    whole.__dict__["choices"] = open_choices(tmp_path, "08_what_moved_the_needle", "Team 3")
    return whole


@pytest.fixture
def shown(monkeypatch):
    pages = []
    monkeypatch.setattr(page.panels, "display", lambda bundle, raw, **_: pages.append(bundle))
    return pages


def test_no_figure_of_an_effect_stands_beside_cannot_tell_wherever_the_page_says_it(case):
    """Ninth Grade Success Seminar: 4.3 points (1.3 to 7.3) beside "cannot tell" until November."""
    unknown = case.effects[case.effects["verdict"].eq("cannot tell")].dropna(subset=["points"])
    assert len(unknown) >= 3
    for one in page.findings(case):
        drawn = str(one) + one._repr_mimebundle_()["text/html"]
        for row in unknown.itertuples():
            range_ = page.signed_range(row.points_low, row.points_high)
            assert range_ not in drawn, (one.title, row)
        kept = one.to_take_home()
        if "points" in kept and "program" in kept:
            assert kept.loc[kept["program"].isin(unknown["program"]), "points"].isna().all()


def test_what_was_believed_is_answered_with_what_is_shown(case, shown):
    asked = page.believe(case)
    asked.controls["believe"].value = "Reading Lift Tutoring"
    # drawn again: 18.6 was the tutoring's gain, and of the seminar one can tell now
    asked.controls["doubt"].value = "Literacy Coaching Schools"
    assert "Reading Lift Tutoring: a gain is shown, +24.2 points (+16.0 to" in asked.answer.value
    assert "Literacy Coaching Schools: nobody can tell yet." in asked.answer.value


def test_what_is_decided_against_the_records_is_said(case, shown, words):
    asked = page.decide(case)
    assert [question.key for question in asked.questions] == ["say_worked", "learn_next"]
    assert set(asked.questions[0].options) == {
        *case.effects.loc[case.effects["verdict"].eq("can tell"), "program"], "none of them yet"
    }  # fmt: skip
    frame = words.reset_index()
    assert _say_decided(frame, {"say_worked": "Tutoring; Software"}) == (
        "Our records show no gain for Software yet."
    )
    assert _say_decided(frame, {"say_worked": "Tutoring; none of them yet"}) == ""
    case.choices.answers["say_worked"] = "Reading Lift Tutoring"
    assert "we say that these worked: Reading Lift Tutoring" in page.in_short(case).data


def test_no_board_hears_of_a_plain_gap_or_that_what_is_not_known_does_not_work(case):
    said = _say_to_board(page._rows(case), page._effects(case))
    assert said.count("**You may say:**") == 2
    # 18.6 points, and the seminar, before the district was drawn again with a lesson in it
    assert "students ended 24.2 points ahead of students who had scored alike" in said
    assert "so Reading Lift Tutoring does harm.” That is who was sent there." in said
    assert "Literacy Coaching Schools does not work.” Nobody can tell yet." in said
    lost = page._rows(case).assign(shown="loss shown")[:2]
    assert "did worse than students who had scored alike" in _say_to_board(lost, lost)
    nobody = _say_to_board(lost[:0], page._effects(case))
    assert nobody.startswith("- **You may say:** “We looked, and cannot show a gain yet.”")


def test_every_reason_stands_once_in_short_with_what_would_let_us_tell(case):
    short = page.WORDS["in_short"]
    assert set(short) == {*WHY, "few", "no outcome"}
    table = page.cannot_tell(case).table
    assert table["why"].is_unique
    unknown = page._effects(case).query("verdict == 'cannot tell'")["program"]
    assert all(table["program"].str.contains(name, regex=False).any() for name in unknown)


def test_the_pictures_stand_test_by_test_and_leave_out_whom_nobody_can_judge(case):
    drawn = page.plain_gap(case)._repr_mimebundle_()["text/html"]
    assert drawn.count("State reading test, points</div>") == 1
    assert "Intensive Reading Class" in drawn
    assert "Intensive Reading Class" not in page.fair(case)._repr_mimebundle_()["text/html"]


def test_where_nobody_can_be_judged_no_title_of_a_picture_is_taken_home():
    creek = open_case("cold_creek", "08_what_moved_the_needle")
    said = " ".join(one.words for one in page.findings(creek))
    assert "misleads us" not in said and "By the plain gap, 3 of 4 programs do harm" in said
