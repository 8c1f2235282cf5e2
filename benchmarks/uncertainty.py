"""How quickly the ranges are drawn: beside a plain loop and beside scipy, in the same run.

    python benchmarks/uncertainty.py [--district altamont_valley] [--draws 5000] [--seed 1]

Prints for each way the seconds, the peak of memory allocated and the standard error it
finds, so that speed is only compared between ways that give the same answer.
"""

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from smarter_spending.analysis.best_buy import draw_costs_and_effects, resample_ratios
from smarter_spending.analysis.comparisons import Comparison
from smarter_spending.analysis.evaluation import compare_programs, evaluate_comparison
from tools.samples import make_students

DOLLARS, FIXED = 1_400.0, 0.2  # invented cost per student and its fixed share


def main() -> None:
    """Print the tables."""
    arguments = _arguments()
    tables = make_students(arguments.district, arguments.seed).tables
    students = tables["students_outcomes"]
    comparisons, _ = compare_programs(students, tables["program_participation"], tables["programs"])
    costs = _costs(comparisons)
    year = students["fiscal_year"].max()
    print(
        f"{arguments.district}: {(students['fiscal_year'] == year).sum():,} students, "
        f"{len(comparisons)} programs, {arguments.draws:,} draws\n"
    )
    print(_whole_district(comparisons, costs, arguments).to_string(index=False), "\n")
    print(_one_program(comparisons, costs, arguments).to_string(index=False), "\n")
    print(_one_ratio(comparisons, arguments).to_string(index=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--district", default="altamont_valley")
    parser.add_argument("--draws", type=int, default=5_000)
    parser.add_argument("--loop-draws", type=int, default=100, help="draws of the plain loop")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _costs(comparisons: dict[str, Comparison]) -> pd.DataFrame:
    served = {key: int(c.students["took_part"].sum()) for key, c in comparisons.items()}
    table = pd.DataFrame({"program_id": list(served), "students_served": list(served.values())})
    table["total_cost"] = DOLLARS * table["students_served"]
    table["fixed_cost"] = FIXED * table["total_cost"]
    return table


def _whole_district(comparisons, costs, arguments) -> pd.DataFrame:
    """Every program at once, as notebooks 08 and 09 need it."""
    ways = {
        "all programs: estimates, checks, placebo": lambda: [
            evaluate_comparison(comparison) for comparison in comparisons.values()
        ],
        "all programs: schools drawn": lambda: draw_costs_and_effects(
            comparisons, costs, arguments.draws, arguments.seed
        ),
        "all programs: students drawn": lambda: draw_costs_and_effects(
            comparisons, costs, arguments.draws, arguments.seed, by_school=False
        ),
    }
    return pd.DataFrame([{"way": name, **_measured(way)[0]} for name, way in ways.items()])


def _one_program(comparisons, costs, arguments) -> pd.DataFrame:
    """Weights x sums against copying the students and fitting again, draw by draw."""
    program = next(iter(comparisons))
    one = {program: comparisons[program]}

    def ours() -> float:
        found = draw_costs_and_effects(one, costs, arguments.draws, arguments.seed, by_school=False)
        return float(found.effects[program].std())

    def loop() -> float:
        return _loop(one[program], arguments.loop_draws, arguments.seed)

    rows = []
    for name, way, draws in (
        ("weights x sums", ours, arguments.draws),
        ("plain loop, copies and refits", loop, arguments.loop_draws),
    ):
        row, error = _measured(way)
        rows.append(
            {
                "way": f"{program} effect: {name}",
                "draws": draws,
                **row,
                "per_1000_draws": 1000 * row["seconds"] / draws,
                "standard_error": error,
            }
        )
    return _with_ratio(pd.DataFrame(rows), "per_1000_draws")


def _loop(comparison: Comparison, draws: int, seed: int) -> float:
    held = [*comparison.priors, *comparison.covariates]
    students = comparison.students[comparison.students["compared"]]
    students = students.dropna(subset=["outcome", *held]).reset_index(drop=True)
    rng, found = np.random.default_rng(seed), []
    for _ in range(draws):
        again = students.iloc[rng.integers(0, len(students), len(students))]
        design = pd.get_dummies(again[[*held, "took_part"]], dtype=float).assign(constant=1.0)
        solved = np.linalg.lstsq(design.to_numpy(float), again["outcome"].to_numpy(float))
        found.append(solved[0][design.columns.get_loc("took_part")])
    return float(np.std(found))


def _one_ratio(comparisons, arguments) -> pd.DataFrame:
    """The range of one ratio of sums against scipy's bootstrap and a plain loop."""
    students = next(iter(comparisons.values())).students
    gains = students.loc[students["took_part"] == 1, "outcome"].dropna().to_numpy() + 2.0
    costs = np.random.default_rng(arguments.seed).normal(DOLLARS, 200.0, len(gains))

    def ours() -> float:
        return resample_ratios(
            costs, gains, draws=arguments.draws, seed=arguments.seed
        ).standard_error

    def theirs() -> float:
        return bootstrap(
            (costs, gains),
            lambda c, g, axis: c.sum(axis=axis) / g.sum(axis=axis),
            n_resamples=arguments.draws,
            paired=True,
            vectorized=True,
            method="percentile",
            rng=np.random.default_rng(arguments.seed),
        ).standard_error

    def loop() -> float:
        rng, found = np.random.default_rng(arguments.seed), []
        for _ in range(arguments.draws):
            drawn = rng.integers(0, len(costs), len(costs))
            found.append(costs[drawn].sum() / gains[drawn].sum())
        return float(np.std(found))

    rows = []
    for name, way in (("ours", ours), ("scipy.stats.bootstrap", theirs), ("plain loop", loop)):
        row, error = _measured(way)
        rows.append({"way": f"one ratio: {name}", "draws": arguments.draws, **row,
                     "standard_error": float(error)})  # fmt: skip
    return _with_ratio(pd.DataFrame(rows), "seconds")


def _with_ratio(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table.assign(times_ours=table[column] / table[column].iloc[0]).round(3)


def _measured(way: Callable) -> tuple[dict[str, float], object]:
    """Seconds of one run, and the peak memory of another (watching memory slows a run)."""
    started = time.perf_counter()
    found = way()
    seconds = time.perf_counter() - started
    tracemalloc.start()
    way()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"seconds": round(seconds, 3), "peak_megabytes": round(peak / 1e6, 1)}, found


if __name__ == "__main__":
    main()
