import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.effects import balance_weights


def drawn(seed: int, size: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    prior = rng.normal(2450, 90, size)
    takes = (rng.standard_normal(size) - (prior - 2450) / 90 > 0.6).astype(int)
    return pd.DataFrame(
        {"took_part": takes, "prior": prior, "grade": rng.choice(["04", "05", "06"], size)},
        index=[f"S{place}" for place in range(size)],
    )


@given(st.integers(0, 1_000))
def test_weighted_comparison_students_have_the_participants_means(seed):
    students = drawn(seed)
    found = balance_weights(students, "took_part", ["prior", "grade"])
    mine = students["took_part"] == 1
    weights = found.weights
    assert (weights[mine] == 1).all()
    assert (weights > 0).all()
    assert weights[~mine].sum() == pytest.approx(mine.sum())
    assert np.average(students.loc[~mine, "prior"], weights=weights[~mine]) == pytest.approx(
        students.loc[mine, "prior"].mean(), abs=1e-3
    )
    assert found.balance["effect_size"].abs().max() < 1e-4


@pytest.mark.parametrize("method", ["entropy", "ipw"])
def test_effective_sample_size_is_kishs_and_never_more_than_there_are(method):
    students = drawn(3)
    found = balance_weights(students, "took_part", ["prior"], method)
    w = found.weights[students["took_part"] == 0]
    assert found.effective_sample_size == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert 1 <= found.effective_sample_size <= len(w)


def test_by_hand_one_low_scorer_must_count_as_much_as_two_high_ones():
    # participants' mean is 2; of 1, 3, 3 only weights (1/2, 1/4, 1/4) have it: times 2 participants
    students = pd.DataFrame({"took_part": [1, 1, 0, 0, 0], "prior": [1.0, 3, 1, 3, 3]})
    found = balance_weights(students, "took_part", ["prior"])
    assert found.weights.tolist() == pytest.approx([1, 1, 1, 0.5, 0.5], abs=1e-5)
    assert found.effective_sample_size == pytest.approx(4 / 1.5, abs=1e-4)


def test_balance_is_shown_before_and_after():
    found = balance_weights(drawn(1), "took_part", ["prior"]).balance
    assert found["effect_size_before"].item() < -0.25
    assert abs(found["effect_size"].item()) < 1e-4
    assert found["wwc"].item() == "satisfied"


@pytest.mark.parametrize("method", ["entropy", "ipw"])
def test_participants_like_whom_there_is_nobody_are_said(method):
    students = pd.DataFrame(
        {"took_part": [1] * 30 + [0] * 30, "prior": [*range(30), *range(100, 130)]}, dtype=float
    )
    with pytest.raises(ValueError, match="Cannot tell what the program did"):
        balance_weights(students, "took_part", ["prior"], method)


def test_an_answer_that_hangs_on_a_few_students_is_said():
    alike, unlike = [-1.0, 0.0, 1.0], np.linspace(3, 6, 200)
    students = pd.DataFrame(
        {
            "took_part": [1] * 50 + [0] * 203,
            "prior": np.r_[np.linspace(-1.5, 1.5, 50), alike, unlike],
        }
    )
    found = balance_weights(students, "took_part", ["prior"])
    assert found.effective_sample_size < 10
    assert "hangs on a few students" in found.warnings[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "matching"}, "'entropy', 'ipw'"),
        ({"covariates": ["took_part"]}, "cannot also be held constant"),
        ({"covariates": ["same"]}, "nothing to balance"),
        ({"covariates": ["blank"]}, "'blank' in 1"),
    ],
)
def test_what_cannot_be_balanced_is_said(change, sentence):
    students = drawn(2).assign(same=1.0, blank=[np.nan] + [1.0] * 299)
    with pytest.raises(ValueError, match=sentence):
        balance_weights(students, "took_part", **{"covariates": ["prior"], **change})
