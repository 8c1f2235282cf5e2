"""What students can do, and what the tests of each year show of it."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from smarter_spending.district.rules import caaspp_scores
from tools.samples.people import WINDOW, People
from tools.samples.shapes import GRADES, Shape

# State mean and spread of each test in 2024; the spread is a tenth under the one fitted to the
# published shares at each level. Grades are counted from TK = 0.
STATE = pd.DataFrame(
    [
        ("ela", "03", 2409.9, 98), ("ela", "04", 2452.0, 101), ("ela", "05", 2490.7, 104),
        ("ela", "06", 2515.3, 101), ("ela", "07", 2536.2, 104), ("ela", "08", 2548.7, 105),
        ("ela", "11", 2590.5, 118), ("math", "03", 2422.9, 86), ("math", "04", 2461.5, 90),
        ("math", "05", 2483.3, 101), ("math", "06", 2499.8, 107), ("math", "07", 2513.0, 114),
        ("math", "08", 2524.3, 128), ("math", "11", 2547.8, 134),
    ],
    columns=["subject", "grade", "mean", "spread"],
).set_index(["subject", "grade"])  # fmt: skip

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
    read, count, start = (
        gaps[:, None] + lasting * part[:, None] + _school_effects(people, rng)
        for part in (reading, math, early)
    )
    scores = (read + _noise(people, rng), count + _noise(people, rng))
    windows = {name: start + _noise(people, rng) for name in ("boy", "moy", "eoy")}
    tested = {subject: _tested(people, rng) for subject in ("ela", "math")}
    return Latent(*scores, windows, el, ever, gaps + lasting * reading, tested)


@cache
def caaspp(subject: str) -> pd.DataFrame:
    """Means, spreads, limits and level cuts of one subject, by grade counted from TK = 0."""
    table = STATE.join(caaspp_scores()).loc[subject]
    return table.set_axis([GRADES.index(grade) for grade in table.index])


def caaspp_points(subject: str, grade: np.ndarray, standard: np.ndarray) -> np.ndarray:
    """Standard scores as whole points on the CAASPP scale; blank in grades without a test."""
    scale = caaspp(subject).reindex(grade)
    points = np.round(scale["mean"].to_numpy() + scale["spread"].to_numpy() * standard)
    return np.clip(points, scale["low"].to_numpy(), scale["high"].to_numpy())


def caaspp_levels(subject: str, grade: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Achievement levels 1 to 4 by the cut scores; blank without a score."""
    cuts = caaspp(subject).reindex(grade)[["level_2", "level_3", "level_4"]].to_numpy()
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
    wanted = round(shape.english_learners * int(now.sum()))
    cut = np.sort(odds[now & still])[::-1][wanted]
    ever = odds > cut
    return ever[:, None] & (people.grade < leaves[:, None]), ever


def _gaps(persons: pd.DataFrame, ever_el: np.ndarray) -> np.ndarray:
    gaps = persons["ethnicity"].map(ETHNIC_GAPS).fillna(0).to_numpy()
    gaps = gaps + GAPS["sed"] * persons["sed"].to_numpy() + GAPS["swd"] * persons["swd"].to_numpy()
    return gaps + GAPS["ever_el"] * ever_el


def _school_effects(people: People, rng) -> np.ndarray:
    small = int(people.schools["cde_type"].eq("small high").sum())  # the last rows
    count = len(people.schools) - small
    level = SCHOOL_SPREAD * rng.standard_normal((count, 1))
    level = level + SCHOOL_YEAR_SPREAD * rng.standard_normal((count, len(WINDOW)))
    spread = np.hypot(SCHOOL_SPREAD, SCHOOL_YEAR_SPREAD)
    of_small = spread * rng.spawn(1)[0].standard_normal((small, len(WINDOW)))
    level = np.vstack([level, of_small])
    return np.take_along_axis(level, people.site, axis=0)


def _noise(people: People, rng) -> np.ndarray:
    return np.sqrt(TEST_NOISE) * rng.standard_normal(people.site.shape)
