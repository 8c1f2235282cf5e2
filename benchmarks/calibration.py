"""How often is the honest analysis right?  Fresh invented districts, whose truth is known.

    python benchmarks/calibration.py --districts 200 --seed 1

Each district is drawn by the sample generator with its own seed, analysed as notebook 8
does, and held against the effects that were planted in it.  One row is printed for each
planted program:

    mean_error     mean of (estimate - truth), in points of the test or percentage points
    coverage       share of districts whose 90% range holds the truth, where one could tell
    naive_wrong    share of districts in which the plain gap had the wrong sign (for a
                   program that does nothing: showed more than a quarter of a SD)
    cannot_tell    share of districts in which the verdict was "cannot tell"
    told_rightly   share in which that verdict was the right one
"""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pandas as pd

MISLEADING = 0.25  # standard deviations


def one_district(shape: str, seed: int) -> pd.DataFrame:
    """Draw one district, analyse it, and set each planted program beside its truth."""
    from smarter_spending.analysis.evaluation import program_effects
    from tools.samples import make_students

    drawn = make_students(shape, seed)
    tables, truth = drawn.tables, drawn.truth
    effects = program_effects(
        tables["students_outcomes"], tables["program_participation"], tables["programs"]
    )
    table = truth.merge(effects.drop(columns="outcome"), on="program_id")
    yes_no = table["unit"].str.startswith("share", na=False)
    table["truth"] = table["true_effect"] * np.where(yes_no, 100, 1)
    return table.assign(seed=seed)


def calibrate(
    districts: int, seed: int, shape: str = "altamont_valley", jobs: int = 1
) -> pd.DataFrame:
    """Every planted program over many fresh districts, one row each."""
    seeds = [1000 * seed + place for place in range(districts)]
    if jobs == 1:
        drawn = [one_district(shape, one) for one in seeds]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            drawn = list(pool.map(one_district, [shape] * districts, seeds, chunksize=4))
    return summary(pd.concat(drawn, ignore_index=True))


def summary(drawn: pd.DataFrame) -> pd.DataFrame:
    """From one row per program and district to one row per program."""
    told = drawn["verdict"] == "can tell"
    zero = drawn["truth"] == 0
    wrong = np.where(
        zero,
        drawn["naive_gap"].abs() > MISLEADING,
        np.sign(drawn["naive_gap"]) != np.sign(drawn["truth"]),
    )
    held = (drawn["points_low"] <= drawn["truth"]) & (drawn["truth"] <= drawn["points_high"])
    each = drawn.assign(
        error=(drawn["points"] - drawn["truth"]).where(told),
        coverage=held.astype(float).where(told),
        naive_wrong=wrong.astype(float),
        cannot_tell=(~told).astype(float),
        told_rightly=(told == drawn["can_be_told"]).astype(float),
    )
    grouped = each.groupby(["program_id", "outcome", "can_be_told"])
    columns = ["truth", "error", "coverage", "naive_wrong", "cannot_tell", "told_rightly"]
    table = grouped[columns].mean().rename(columns={"truth": "true_effect", "error": "mean_error"})
    table.insert(0, "districts", grouped.size())
    return table.reset_index()


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--districts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", default="altamont_valley")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    table = calibrate(asked.districts, asked.seed, asked.shape, asked.jobs)
    print(table.round(3).to_string(index=False))
    told = table[table["can_be_told"]]
    print(
        f"\nPrograms that can be told: coverage {told['coverage'].min():.1%} to "
        f"{told['coverage'].max():.1%}, mean {told['coverage'].mean():.1%} (aim: 90%)."
    )


if __name__ == "__main__":
    main()
