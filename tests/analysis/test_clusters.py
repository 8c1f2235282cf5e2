"""The quick errors against slow ones that follow the definitions word for word."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from smarter_spending.analysis.effects import (
    cluster_covariance,
    cluster_sums,
    fit_coefficient,
    satterthwaite,
)


def drawn(seed: int, sizes: list[int]):
    rng = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    n = len(clusters)
    design = np.column_stack([np.ones(n), rng.standard_normal((n, 2)), rng.random(n) < 0.5])
    outcome = design @ [1, 2, 0, 0.5] + rng.standard_normal(len(sizes))[clusters]
    return outcome + rng.standard_normal(n), design.astype(float), clusters


def power_of(matrix: np.ndarray, power: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * values**power) @ vectors.T


def slow(outcome, design, clusters, power: float):
    """Covariance and degrees of freedom with whole students x students matrices."""
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    left = np.eye(len(outcome)) - hat
    residuals = left @ outcome
    meat, columns = np.zeros_like(bread), []
    for one in np.unique(clusters):
        mine = clusters == one
        adjust = power_of(np.eye(mine.sum()) - hat[np.ix_(mine, mine)], power)
        score = design[mine].T @ adjust @ residuals[mine]
        meat += np.outer(score, score)
        columns.append(left[:, mine] @ adjust @ design[mine] @ bread[:, -1])
    form = np.column_stack(columns)
    values = np.linalg.eigvalsh(form.T @ form)
    return bread @ meat @ bread, values.sum() ** 2 / (values**2).sum()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(5, 30), min_size=4, max_size=9))
def test_cr2_and_its_degrees_of_freedom_are_those_of_the_definition(seed, sizes):
    outcome, design, clusters = drawn(seed, sizes)
    fitted = OLS(outcome, design).fit()
    sums = cluster_sums(design, fitted.resid, clusters, fitted.normalized_cov_params)
    covariance, degrees = slow(outcome, design, clusters, -0.5)
    np.testing.assert_allclose(cluster_covariance(sums, "CR2"), covariance, rtol=1e-6, atol=1e-12)
    assert satterthwaite(sums, 3) == pytest.approx(max(degrees, 1.0), rel=1e-6)


def test_cr3_is_the_jackknife_of_leaving_out_each_school():
    outcome, design, clusters = drawn(4, [12, 20, 9, 15, 30, 7])
    fitted = OLS(outcome, design).fit()
    without = np.array(
        [OLS(outcome[clusters != g], design[clusters != g]).fit().params for g in range(6)]
    )
    apart = without - fitted.params
    sums = cluster_sums(design, fitted.resid, clusters, fitted.normalized_cov_params)
    np.testing.assert_allclose(cluster_covariance(sums, "CR3"), 5 / 6 * apart.T @ apart, rtol=1e-8)


def test_cr0_is_statsmodels_without_its_correction():
    outcome, design, clusters = drawn(2, [12, 20, 9, 15])
    fitted = OLS(outcome, design).fit()
    theirs = fitted.get_robustcov_results("cluster", groups=clusters, use_correction=False)
    sums = cluster_sums(design, fitted.resid, clusters, fitted.normalized_cov_params)
    np.testing.assert_allclose(cluster_covariance(sums, "CR0"), theirs.cov_params(), rtol=1e-8)


def test_from_forty_schools_up_the_error_is_statsmodels_cr1():
    outcome, design, clusters = drawn(8, [6] * 40)
    found = fit_coefficient(outcome, design[:, :3], design[:, 3], clusters, None)
    theirs = OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    assert found.standard_error == pytest.approx(theirs.bse[3])
    assert (found.kind, found.degrees_of_freedom) == ("CR1", 39)
    fewer = clusters < 39
    assert fit_coefficient(
        outcome[fewer], design[fewer, :3], design[fewer, 3], clusters[fewer], None
    ).kind == "CR2"  # fmt: skip


def test_the_range_holds_the_truth_nine_times_in_ten_with_twelve_schools():
    """Half the schools take part as whole schools, the hardest case; nothing truly happens."""
    from scipy.stats import t as student_t

    rng, held = np.random.default_rng(11), 0
    clusters = np.repeat(np.arange(12), np.arange(10, 34, 2))
    takes = (clusters % 2).astype(float)
    for _ in range(400):
        outcome = 0.5 * rng.standard_normal(12)[clusters] + rng.standard_normal(len(clusters))
        found = fit_coefficient(outcome, np.ones((len(clusters), 1)), takes, clusters, None)
        reach = student_t.ppf(0.95, found.degrees_of_freedom) * found.standard_error
        held += abs(found.value) <= reach
    assert 0.85 <= held / 400 <= 0.95


def test_an_unknown_kind_of_error_is_refused():
    sums = cluster_sums(np.ones((2, 1)), np.ones(2), np.arange(2), np.array([[0.5]]))
    with pytest.raises(ValueError, match="Use CR0, CR2 or CR3"):
        cluster_covariance(sums, "CR9")
