"""Programs as options: ranked within an outcome, never across, and only with a range."""

import pandas as pd
import pytest

from smarter_spending.analysis.ratios import (
    cost_sensitivity,
    incremental_ratios,
    largest_outcome,
    ratio_ranges,
    ratios_by_outcome,
    reported_options,
)


@pytest.fixture
def options():
    return pd.DataFrame(
        {
            "program": ["Tutoring", "Coaching", "Software", "Buses"],
            "outcome": ["ela_score", "ela_score", "ela_score", "attendance"],
            "total_cost": [90_000.0, 60_000.0, 10_000.0, 40_000.0],
            "students_served": [100.0, 200.0, 100.0, 400.0],
            "cost_per_student": [900.0, 300.0, 100.0, 100.0],
            "effect_per_student": [0.30, 0.02, 0.0, 0.10],
            "effect_se": [0.03, 0.005, 0.05, 0.01],
            "fund_restriction": "unrestricted",
        }
    )


def test_each_outcome_has_its_own_list(options):
    table = ratios_by_outcome(options)
    assert table["outcome"].tolist() == ["attendance"] + ["ela_score"] * 3
    # Tutoring: 90,000 / (100 x 0.30) = 3,000; Coaching: 60,000 / (200 x 0.02) = 15,000
    ela = table[table["outcome"] == "ela_score"]
    assert ela["cost_per_outcome"].head(2).tolist() == pytest.approx([3_000, 15_000])
    assert ela["program"].tolist() == ["Tutoring", "Coaching", "Software"]


def test_no_options_give_the_same_columns(options):
    full, none = ratios_by_outcome(options), ratios_by_outcome(options.iloc[:0])
    assert set(full.columns) == set(none.columns)
    assert list(ratio_ranges(options).columns) == list(ratio_ranges(options.iloc[:0]).columns)
    assert list(cost_sensitivity(options).columns) == list(
        cost_sensitivity(options.iloc[:0]).columns
    )


def test_a_program_whose_effect_may_be_zero_has_no_limit(options):
    ranges = ratio_ranges(options).set_index("program")
    assert not ranges.loc["Software", "bounded"]
    # Tutoring: 900 / 0.30 = 3,000, with the effect between 0.251 and 0.349
    assert ranges.loc["Tutoring", "bounded"]
    assert ranges.loc["Tutoring", ["low", "high"]].tolist() == pytest.approx(
        [900 / 0.34935, 900 / 0.25065], rel=1e-3
    )


def test_a_loss_has_no_limit_either(options):
    harm = options.assign(effect_per_student=[-0.30, 0.02, 0.0, 0.10])
    assert not ratio_ranges(harm).set_index("program").loc["Tutoring", "bounded"]


def test_a_claim_without_a_standard_error_has_no_range(options):
    blank = options.assign(effect_se=[None, 0.005, 0.05, 0.01]).astype({"effect_se": float})
    row = ratio_ranges(blank).set_index("program").loc["Tutoring"]
    assert pd.isna(row["low"]) and not row["bounded"]


def test_programs_without_a_claim_or_a_cost_are_no_options():
    costs = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "program": ["A", "B", "C"],
            "total_cost": [1.0, None, 1.0],
            "students_served": [10.0, 10.0, 10.0],
        }
    )
    programs = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "intended_outcome": ["ela_score", "ela_score", "none"],
            "reported_effect": 0.2,
            "reported_effect_se": 0.1,
            "reported_effect_source": "vendor",
        }
    )
    assert reported_options(costs, programs)["program"].tolist() == ["A"]


def test_the_largest_outcome_is_the_one_most_programs_share(options):
    choices = largest_outcome(options)
    assert choices["program"].tolist() == ["None of them", "Tutoring", "Coaching", "Software"]
    assert largest_outcome(options.iloc[:0]).empty


def test_a_program_that_does_harm_is_beaten_by_none_of_them(options):
    harm = options.assign(effect_per_student=[0.30, 0.02, -0.05, 0.10])
    line = incremental_ratios(largest_outcome(harm)).set_index("program")["status"]
    assert line["None of them"] == "ND"
    assert line["Software"] == "D"


def test_a_close_second_does_not_keep_its_place():
    options = pd.DataFrame(
        {
            "program": ["A", "B", "C"],
            "outcome": "ela_score",
            "total_cost": [100.0, 110.0, 900.0],
            "students_served": 1.0,
            "effect_per_student": 0.5,
        }
    )
    # ratios 200, 220 and 1,800: A and B change places within 20%, C does not
    kept = cost_sensitivity(options).set_index("program")["keeps_place"]
    assert kept.to_dict() == {"A": False, "B": False, "C": True}
