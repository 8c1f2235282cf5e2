"""Programs whose costs and benefits the Washington State Institute for Public Policy printed.

Read on wsipp.wa.gov: dollars per participant; benefit-cost ratios there come from unrounded
dollars, so ours agree to a few hundredths.
"""

import pandas as pd
import pytest

from smarter_spending.analysis.best_buy import chance_best, expected_loss
from smarter_spending.analysis.ratios import academic_roi, cost_per_outcome

PUBLISHED = pytest.mark.parametrize(
    ("benefits", "cost", "ratio", "net"),
    [
        pytest.param(2_166, 247, 8.76, 1_919, id="204 smaller kindergarten classes"),
        pytest.param(5_472, 1_153, 4.75, 4_319, id="354 summer learning"),
        pytest.param(4_686, 571, 8.21, 4_115, id="639 computers for struggling readers"),
    ],
)


@PUBLISHED
def test_benefits_for_each_dollar_are_the_published_ratio(benefits, cost, ratio, net):
    assert academic_roi(benefits, students=1, dollars=cost) == pytest.approx(ratio, abs=0.03)


@PUBLISHED
def test_doing_nothing_loses_the_published_net_benefit(benefits, cost, ratio, net):
    # one unit of outcome is one dollar of benefits, and the board pays a dollar for it
    costs = pd.DataFrame({"nothing": [0.0], "program": [float(cost)]})
    effects = pd.DataFrame({"nothing": [0.0], "program": [float(benefits)]})
    loss = expected_loss(costs, effects, [1]).set_index("program")["expected_loss"]
    assert loss.to_dict() == {"nothing": net, "program": 0}
    best = chance_best(costs, effects, [1]).set_index("program")["chance"]
    assert best["program"] == 1


def test_a_smaller_kindergarten_class_costs_about_6861_dollars_for_one_standard_deviation():
    # program 204: $247 a child and 0.036 SD; 247 / 0.036 = 6,861
    costs = pd.DataFrame({"program": ["smaller class"], "total_cost": [247.0]})
    outcomes = pd.DataFrame(
        {"program": ["smaller class"], "students_served": [1.0], "effect_per_student": [0.036]}
    )
    ratio = cost_per_outcome(costs, outcomes)["cost_per_outcome"].item()
    assert ratio == pytest.approx(6_861.1, abs=0.1)
