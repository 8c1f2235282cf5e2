import numpy as np
import pandas as pd
import pytest

from smarter_spending.analysis.effect_sizes import baseline_table, too_far_apart, wwc_class


@pytest.fixture
def students() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "took_part": [True] * 4 + [False] * 4,
            "prior": [10.0, 20, 30, 40, 20, 30, 40, 50],
            "sed": [1, 1, 1, 0, 1, 1, 0, 0],
            "grade": ["04", "04", "05", "05", "04", "04", "04", "05"],
        }
    )


def test_a_prior_score_is_compared_by_g_and_a_yes_no_by_the_cox_index(students):
    found = baseline_table(students, "took_part", ["prior", "sed"]).set_index("covariate")
    # -10 / 12.9099 x (1 - 3 / 23)
    assert found.loc["prior", "effect_size"] == pytest.approx(-10 / 12.909944 * 20 / 23, rel=1e-6)
    # logit 0.75 = 1.098612, logit 0.5 = 0, over 1.65, and no omega
    assert found.loc["sed", "effect_size"] == pytest.approx(1.098612 / 1.65, rel=1e-6)
    assert found.loc["prior", "wwc"] == "not satisfied"
    assert found.loc["prior", ["mean_program", "mean_comparison"]].tolist() == [25, 35]


def test_words_are_compared_word_by_word(students):
    found = baseline_table(students, "took_part", ["grade"])
    assert found["covariate"].tolist() == ["grade: 04", "grade: 05"]
    assert found["effect_size"].sum() == pytest.approx(0)


@pytest.mark.parametrize(
    ("size", "word"),
    [(0, "satisfied"), (0.05, "satisfied"), (-0.0501, "adjust"), (0.25, "adjust"),
     (-0.26, "not satisfied"), (np.nan, "not satisfied")],
)  # fmt: skip
def test_the_clearinghouses_three_classes(size, word):
    assert wwc_class(size) == word


def test_a_group_in_which_nobody_has_it_gives_no_finite_figure(students):
    students["swd"] = [0, 0, 0, 0, 1, 0, 0, 1]
    found = baseline_table(students, "took_part", ["swd"])
    assert np.isnan(found["effect_size"].item())
    assert found["wwc"].item() == "not satisfied"


def test_a_covariate_that_is_the_same_for_all_is_named(students):
    students["foster"] = 0
    with pytest.raises(ValueError, match=r"'foster' is 0 for every student.*Leave it out"):
        baseline_table(students, "took_part", ["prior", "foster"])


def test_a_blank_prior_score_is_named_or_left_out_and_counted(students):
    students.loc[1, "prior"] = np.nan
    with pytest.raises(ValueError, match=r"'prior' in 1 \(row 3\)"):
        baseline_table(students, "took_part", ["prior"])
    found = baseline_table(students, "took_part", ["prior", "sed"], missing="drop")
    assert found["program_students"].tolist() == [3, 4]


def test_the_order_of_students_does_not_matter(students):
    shuffled = students.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        baseline_table(students, "took_part", ["prior", "sed"]),
        baseline_table(shuffled, "took_part", ["prior", "sed"]),
    )


def test_the_students_given_are_not_changed(students):
    before = students.copy()
    baseline_table(students, "took_part", ["prior", "grade"])
    pd.testing.assert_frame_equal(students, before)


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ([1] * 8, "All 8 students took part"),
        ([0] * 8, "Nobody took part"),
        (["yes"] * 4 + ["no"] * 4, "it says 'no', 'yes' in rows 2, 3"),
        ([1, None, 1, 1, 0, 0, 0, 0], "'took_part' in 1"),
        ([1] + [0] * 7, "Each group needs 2 or more"),
    ],
)
def test_groups_that_cannot_be_compared_are_said_in_words(students, group, sentence):
    with pytest.raises(ValueError, match=sentence):
        baseline_table(students.assign(took_part=group), "took_part", ["prior"])


def test_a_quarter_of_a_standard_deviation_is_not_yet_too_far_apart_nor_is_an_unknown():
    apart = pd.Series([0.25, -0.25, 0.26, -0.26, np.nan])
    assert too_far_apart(apart).tolist() == [False, False, True, True, False]
