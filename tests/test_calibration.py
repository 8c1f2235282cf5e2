"""The honest analysis is honest: a short form of benchmarks/calibration.py."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
import calibration  # noqa: E402


@pytest.fixture(scope="module")
def drawn():
    """Twenty districts of many schools, and twenty of three."""
    return {
        shape: calibration.fresh(districts=20, seed=1, shape=shape)
        for shape in ("altamont_valley", "cold_creek")
    }


@pytest.fixture(scope="module")
def twenty(drawn):
    return calibration.summary(drawn["altamont_valley"]).set_index("program_id")


def test_the_range_holds_the_truth_about_nine_times_in_ten(twenty):
    told = twenty[twenty["can_be_told"]]
    # 20 districts of 5 programs: 100 ranges, so 90 of them give or take 9 (three errors)
    assert 0.81 <= told["coverage"].mean() <= 0.99


def test_the_estimate_is_right_on_average(twenty):
    told = twenty[twenty["can_be_told"]]
    scores = told[told["outcome"] != "ninth_grade_on_track"]
    assert scores["mean_error"].abs().max() < 4  # points of the test, in 20 districts


def test_the_plain_gap_points_the_wrong_way_for_most_programs_that_can_be_told(twenty):
    told = twenty[twenty["can_be_told"]]
    assert (told["naive_wrong"] > 0.75).sum() >= 4


def test_cannot_tell_is_said_where_nobody_can_and_seldom_elsewhere(twenty):
    assert (twenty.loc[~twenty["can_be_told"], "cannot_tell"] == 1).all()
    assert twenty.loc[twenty["can_be_told"], "cannot_tell"].mean() < 0.10


def test_the_rule_is_seldom_confident_and_wrong_however_few_the_schools(drawn):
    every = pd.concat(drawn.values())
    for table in (*drawn.values(), every):
        for law in calibration.laws(table).itertuples():
            # three standard errors above what may be at most
            error = (law.at_most * (1 - law.at_most) / law.programs) ** 0.5
            assert law.share <= law.at_most + 3 * error, law


def test_three_schools_show_no_loss_and_no_chance_near_nought_or_one(drawn):
    few = drawn["cold_creek"]
    assert few["chance_gain"].dropna().between(0.03, 0.97).all()
    assert "loss shown" not in set(few["shown"]) and "did worse" not in set(few["reason"])
    assert few.loc[few["chance_gain"].ge(0.95), "truth"].gt(0).mean() >= 0.8


def test_a_range_that_misses_and_a_gap_with_the_wrong_sign_are_counted():
    drawn = pd.DataFrame(
        {
            "program_id": "P1",
            "outcome": "ela_score",
            "can_be_told": True,
            "verdict": ["can tell", "can tell", "can tell", "cannot tell"],
            "truth": [10.0, 10.0, 10.0, 10.0],
            "points": [9.0, 12.0, 2.0, 50.0],
            "points_low": [5.0, 8.0, 1.0, 40.0],
            "points_high": [13.0, 16.0, 3.0, 60.0],
            "naive_gap": [-0.5, -0.4, 0.2, 0.3],
        }
    )
    row = calibration.summary(drawn).iloc[0]
    # errors -1, 2, -8 of the three told; two of three ranges hold 10; two of four gaps wrong
    assert row["mean_error"] == pytest.approx(-7 / 3)
    assert row["coverage"] == pytest.approx(2 / 3)
    assert row["naive_wrong"] == 0.5
    assert row["cannot_tell"] == 0.25


def test_the_script_prints_a_table_with_its_coverage():
    script = [sys.executable, str(BENCHMARKS / "calibration.py")]
    asked = ["--districts", "2", "--seed", "3", "--jobs", "1", "--shape", "cold_creek"]
    done = subprocess.run([*script, *asked], capture_output=True, text=True, check=True)
    assert "coverage" in done.stdout.splitlines()[0]
