"""What students can do, and what the tests of each year show of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.district.samples.people import WINDOW, People
from smarter_spending.district.samples.shapes import Shape

# CAASPP by grade: lowest and highest score, the three cuts, state mean and spread of 2024.
# Source: ETS scale score ranges; state means 2024, spread a tenth under the fitted one.
CAASPP = pd.DataFrame(
    [
        ("ela", 4, 2115, 2650, 2367, 2432, 2490, 2409.9, 98),
        ("ela", 5, 2140, 2690, 2416, 2473, 2533, 2452.0, 101),
        ("ela", 6, 2200, 2730, 2442, 2502, 2582, 2490.7, 104),
        ("ela", 7, 2230, 2770, 2457, 2531, 2618, 2515.3, 101),
        ("ela", 8, 2260, 2810, 2479, 2552, 2649, 2536.2, 104),
        ("ela", 9, 2290, 2850, 2487, 2567, 2668, 2548.7, 105),
        ("ela", 12, 2300, 2900, 2493, 2583, 2682, 2590.5, 118),
        ("math", 4, 2190, 2660, 2381, 2436, 2501, 2422.9, 86),
        ("math", 5, 2205, 2700, 2411, 2485, 2549, 2461.5, 90),
        ("math", 6, 2220, 2740, 2455, 2528, 2579, 2483.3, 101),
        ("math", 7, 2235, 2780, 2473, 2552, 2610, 2499.8, 107),
        ("math", 8, 2250, 2820, 2484, 2567, 2635, 2513.0, 114),
        ("math", 9, 2265, 2860, 2504, 2586, 2653, 2524.3, 128),
        ("math", 12, 2280, 2900, 2543, 2628, 2718, 2547.8, 134),
    ],
    columns=["subject", "grade", "low", "high", "cut2", "cut3", "cut4", "mean", "spread"],
).set_index(["subject", "grade"])

# An early literacy composite of the DIBELS kind; these means and goals are invented.
LITERACY_SPREAD = 40.0
LITERACY_GRADES = (1, 2, 3, 4)
LITERACY_MEANS = {
    "boy": (312, 335, 352, 360),
    "moy": (365, 385, 395, 400),
    "eoy": (412, 428, 432, 436),
}
LITERACY_GOALS = (408, 427, 433, 438)

GAPS = {"sed": -0.38, "swd": -0.65, "ever_el": -0.30}
ETHNIC_GAPS = {"asian": 0.40, "filipino": 0.28, "white": 0.10, "african_american": -0.22}
TEST_NOISE = 0.18  # share of the variance that is the day of the test; a year apart r is about 0.8
UNTESTED = 0.04
SCHOOL_SPREAD, SCHOOL_YEAR_SPREAD = 0.12, 0.06


@dataclass(frozen=True)
class Latent:
    """Standard scores of every person in every year of the window, before any program.

    ``ela`` and ``math`` are persons by years; ``windows`` maps boy, moy and
    eoy to persons by years of early literacy; ``el`` is who is an English
    learner in each year, ``ever_el`` who ever was; ``ability`` is what lasts
    of a person's reading; ``tested`` maps ela and math to who sat the test.
    """

    ela: np.ndarray
    math: np.ndarray
    windows: dict[str, np.ndarray]
    el: np.ndarray
    ever_el: np.ndarray
    ability: np.ndarray
    tested: dict[str, np.ndarray]


def latent_of(people: People, shape: Shape, rng: np.random.Generator) -> Latent:
    """Draw what every person can do, with group gaps, school effects and test noise."""
    persons, size = people.persons, len(people.persons)
    common = rng.standard_normal((size, 3))
    reading = common[:, 0]
    math = 0.8 * reading + 0.6 * common[:, 1]
    early = 0.85 * reading + np.sqrt(1 - 0.85**2) * common[:, 2]
    el, ever = _english_learners(people, reading, shape, rng)
    gaps = _gaps(persons, ever)
    lasting = np.sqrt(1 - TEST_NOISE - gaps.var() - SCHOOL_SPREAD**2 - SCHOOL_YEAR_SPREAD**2)
    gaps = gaps - gaps[people.present[:, -1]].mean() + shape.score_shift
    scores = [
        gaps[:, None] + lasting * part[:, None] + school + _noise(people, rng)
        for part, school in ((reading, _school_effects(people, rng)), (math, _school_effects(people, rng)))
    ]  # fmt: skip
    at_school = _school_effects(people, rng)
    base = gaps[:, None] + lasting * early[:, None] + at_school
    windows = {name: base + _noise(people, rng) for name in ("boy", "moy", "eoy")}
    tested = {subject: _tested(people, rng) for subject in ("ela", "math")}
    return Latent(*scores, windows, el, ever, gaps + lasting * reading, tested)


def caaspp_points(subject: str, grade: np.ndarray, standard: np.ndarray) -> np.ndarray:
    """Standard scores as whole points on the CAASPP scale; blank in grades without a test."""
    scale = CAASPP.loc[subject].reindex(grade)
    points = np.round(scale["mean"].to_numpy() + scale["spread"].to_numpy() * standard)
    return np.clip(points, scale["low"].to_numpy(), scale["high"].to_numpy())


def caaspp_levels(subject: str, grade: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Achievement levels 1 to 4 by the cut scores; blank without a score."""
    cuts = CAASPP.loc[subject].reindex(grade)[["cut2", "cut3", "cut4"]].to_numpy()
    level = 1.0 + (points[:, None] >= cuts).sum(axis=1)
    return np.where(np.isnan(points), np.nan, level)


def literacy_points(window: str, grade: np.ndarray, standard: np.ndarray) -> np.ndarray:
    """Standard scores as whole points of the early literacy composite, kindergarten to grade 3."""
    means = pd.Series(LITERACY_MEANS[window], index=LITERACY_GRADES).reindex(grade).to_numpy()
    return np.clip(np.round(means + LITERACY_SPREAD * standard), 200, 600)


def literacy_status(grade: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Benchmark status at the end of the year: at from the goal, above from 30 points over it."""
    goal = pd.Series(LITERACY_GOALS, index=LITERACY_GRADES).reindex(grade).to_numpy()
    away = points - goal
    words = np.select(
        [away >= 30, away >= 0, away >= -25], ["above", "at", "below"], default="well_below"
    )
    return np.where(np.isnan(away), None, words)


def _tested(people: People, rng) -> np.ndarray:
    """Who sat the test of each year; a student with a disability is missed twice as often."""
    missed = UNTESTED * (1 + people.persons["swd"].to_numpy())
    return people.present & (rng.random(people.present.shape) >= missed[:, None])


def _english_learners(people: People, reading, shape: Shape, rng):
    """Each learner is reclassified in a grade that comes earlier the better they read."""
    size = len(reading)
    leaves = np.clip(np.round(9.0 - 2.6 * reading + 4 * rng.standard_normal(size)), 3, 30)
    odds = people.persons["el_odds"].to_numpy()
    now, still = people.present[:, -1], people.grade[:, -1] < leaves
    wanted = int(round(shape.english_learners * now.sum()))
    cut = np.sort(odds[now & still])[::-1][wanted]
    ever = odds > cut
    return ever[:, None] & (people.grade < leaves[:, None]), ever


def _gaps(persons: pd.DataFrame, ever_el: np.ndarray) -> np.ndarray:
    gaps = persons["ethnicity"].map(ETHNIC_GAPS).fillna(0).to_numpy()
    gaps = gaps + GAPS["sed"] * persons["sed"].to_numpy() + GAPS["swd"] * persons["swd"].to_numpy()
    return gaps + GAPS["ever_el"] * ever_el


def _school_effects(people: People, rng) -> np.ndarray:
    count = len(people.schools)
    level = SCHOOL_SPREAD * rng.standard_normal((count, 1))
    level = level + SCHOOL_YEAR_SPREAD * rng.standard_normal((count, len(WINDOW)))
    return np.take_along_axis(level, people.site, axis=0)


def _noise(people: People, rng) -> np.ndarray:
    return np.sqrt(TEST_NOISE) * rng.standard_normal(people.site.shape)
