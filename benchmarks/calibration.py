"""How often is the honest analysis right?  Fresh invented districts, whose truth is known.

    python benchmarks/calibration.py --districts 200 --seed 1 --shape cold_creek

Each district is drawn by the sample generator with its own seed, analysed as notebook 8
does, and held against the effects that were planted in it.  One row is printed for each
planted program:

    mean_error     mean of (estimate - truth), in points of the test or percentage points
    coverage       share of districts whose 90% range holds the truth, where one could tell
    naive_wrong    share of districts in which the plain gap had the wrong sign (for a
                   program that does nothing: showed more than a quarter of a SD)
    cannot_tell    share of districts in which the verdict was "cannot tell"
    told_rightly   share in which that verdict was the right one

Then what the decision rule made of them, each with what it may be at most (``laws``), and the
said chance of a gain beside how often there was one (``by_chance``).
"""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pandas as pd

MISLEADING = 0.25  # standard deviations
COST, PER_SD, PER_STUDENT = 1_500.0, 10_000.0, 25_000.0  # dollars a student, and for one gained
DELIVERED = 0.90  # of the plan, so that nothing but the effect speaks


def one_district(shape: str, seed: int) -> pd.DataFrame:
    """Draw one district, analyse it, and set each planted program beside its truth."""
    from smarter_spending.analysis.evaluation import compare_programs, effects_of
    from tools.samples import make_students

    drawn = make_students(shape, seed)
    tables, truth = drawn.tables, drawn.truth
    programs = tables["programs"]
    comparisons, problems = compare_programs(
        tables["students_outcomes"], tables["program_participation"], programs
    )
    effects = effects_of(comparisons, problems, programs)
    columns = {"program_id": "program_id", "verdict": "decision", "reason": "reason",
               "chance_worth_it": "chance_worth_it"}  # fmt: skip
    judged = decided(effects, comparisons, programs)[list(columns)].rename(columns=columns)
    table = truth.merge(effects.drop(columns="outcome"), on="program_id")
    table = table.merge(judged, on="program_id", how="left")
    yes_no = table["unit"].str.startswith("share", na=False)
    table["truth"] = table["true_effect"] * np.where(yes_no, 100, 1)
    return table.assign(seed=seed, good=worth_of(table, yes_no) >= COST)


def worth_of(truth: pd.DataFrame, yes_no: pd.Series) -> np.ndarray:
    """What a planted effect is worth in dollars a student."""
    return np.where(yes_no, truth["true_effect"] * PER_STUDENT, truth["true_effect_sd"] * PER_SD)


def decided(effects, comparisons, programs, cost: float = COST) -> pd.DataFrame:
    """What the usual rule says of each program when every one costs the same a student."""
    from smarter_spending.analysis.best_buy import program_bands, program_draws
    from smarter_spending.planning.decisions import DecisionRule, decide

    served = {key: float(one.students["took_part"].sum()) for key, one in comparisons.items()}
    costs = pd.DataFrame({"program_id": list(served), "students_served": list(served.values())})
    costs["total_cost"] = cost * costs["students_served"]
    fixed = programs[["program_id"]].assign(fixed_cost=0.0)
    draws = program_draws(comparisons, costs, fixed, effects, draws=2_000, seed=1)
    worth = {
        row.outcome: PER_STUDENT if str(row.unit).startswith("share") else PER_SD
        for row in effects.dropna(subset=["outcome", "unit"]).itertuples()
    }
    bands = program_bands(draws, effects, worth)
    facts = effects.assign(
        aim="math", mandate=False, can_tell=effects["verdict"].eq("can tell"), purchase=False,
        delivered_share=DELIVERED, same_job_as="", works_for="",
        chance_worth_it=effects["program"].map(bands.set_index("program")["chance_worth_it"]),
    ).drop(columns="verdict")  # fmt: skip
    return decide(facts, DecisionRule(priority_aims=("math",)))


def laws(drawn: pd.DataFrame) -> pd.DataFrame:
    """How often the rule was confident and wrong, and how often it may be."""
    nothing, kept = drawn["truth"].eq(0), drawn["decision"].isin(["Grow", "Keep"])
    unharmed = drawn["truth"] >= 0
    rows = [
        ("no effect, kept or grown", kept[nothing], 0.05),
        ("truly good, stopped", drawn.loc[drawn["good"], "decision"].eq("Stop"), 0.02),
        ("no harm, said to do worse", drawn.loc[unharmed, "shown"].eq("loss shown"), 0.05),
    ]
    table = [(law, len(found), int(found.sum()), found.mean(), most) for law, found, most in rows]
    return pd.DataFrame(table, columns=["law", "programs", "times", "share", "at_most"])


def by_chance(drawn: pd.DataFrame) -> pd.DataFrame:
    """The said chance of a gain, by tenth, beside the share in which there was one."""
    told = drawn[drawn["chance_gain"].notna() & drawn["truth"].ne(0)]
    tenth = pd.cut(told["chance_gain"], np.linspace(0, 1, 11), include_lowest=True)
    groups = told.assign(gained=told["truth"] > 0).groupby(tenth, observed=True)
    return groups.agg(
        programs=("gained", "size"), said=("chance_gain", "mean"), gained=("gained", "mean")
    ).reset_index(names="tenth")


def fresh(districts: int, seed: int, shape: str = "altamont_valley", jobs: int = 1) -> pd.DataFrame:
    """Every planted program of many fresh districts, one row for each."""
    seeds = [1000 * seed + place for place in range(districts)]
    if jobs == 1:
        drawn = [one_district(shape, one) for one in seeds]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            drawn = list(pool.map(one_district, [shape] * districts, seeds, chunksize=4))
    return pd.concat(drawn, ignore_index=True)


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
    drawn = fresh(asked.districts, asked.seed, asked.shape, asked.jobs)
    table = summary(drawn)
    print(table.round(3).to_string(index=False))
    told = table[table["can_be_told"]]
    print(
        f"\nPrograms that can be told: coverage {told['coverage'].min():.1%} to "
        f"{told['coverage'].max():.1%}, mean {told['coverage'].mean():.1%} (aim: 90%).\n"
    )
    print(laws(drawn).round(3).to_string(index=False), "\n")
    print(by_chance(drawn).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
