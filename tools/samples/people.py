"""Who goes to school where, year by year: cohorts that age, enter and leave."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.samples.shapes import ETHNICITIES, Shape

WINDOW = (-3, -2, -1, 0)  # school years before the latest; the first is only for prior scores
ENTER = (0.845, 0.055, 0.05, 0.05)  # share who were there in the first year, or came in each later
LEAVE = (0.055, 0.055, 0.045, 0.845)  # share who leave after each year; the last stay
IN_SMALL_HIGH = 0.25
FIRST_SITE = {"elementary": 100, "K-8": 200, "middle": 300, "high": 400, "continuation": 500,
              "small high": 600}  # fmt: skip
IN_TK = 0.55  # share of a cohort that goes to transitional kindergarten

EVER_EL = {"hispanic": 1.0, "asian": 0.75, "filipino": 0.4, "pacific_islander": 0.5}
LOW_INCOME_ODDS = {"hispanic": 0.55, "african_american": 0.45, "white": -0.5, "asian": -0.45}


@dataclass(frozen=True)
class People:
    """Everybody who was in the district in any year of the window.

    ``persons`` has one row a person; ``present``, ``grade`` and ``site`` are
    arrays of persons by the years of ``WINDOW``: in school or not, grade
    counted from TK = 0, row number in ``schools``.
    """

    persons: pd.DataFrame
    present: np.ndarray
    grade: np.ndarray
    site: np.ndarray
    schools: pd.DataFrame


def schools_of(shape: Shape, rng: np.random.Generator) -> pd.DataFrame:
    """The schools with their codes and how poor their neighborhoods are (standard units)."""
    spans = {
        "elementary": (0, 6), "K-8": (0, 9), "middle": (7, 9), "high": (10, 13),
        "continuation": (12, 13), "small high": (10, 13),
    }  # fmt: skip
    rows = [(kind, name, *spans[kind]) for kind, names in shape.schools.items() for name in names]
    schools = pd.DataFrame(rows, columns=["cde_type", "school_name", "low", "high"])
    if not shape.schools["middle"]:
        schools.loc[schools["cde_type"] == "elementary", "high"] = 9
        schools["cde_type"] = "K-8"
    number = schools.groupby("cde_type").cumcount() + 1
    first = schools["cde_type"].map(FIRST_SITE)
    schools["local_site_code"] = (first + number).map("{:04d}".format)
    schools["school_code"] = (6_900_000 + first * 10 + number * 7).map("{:07d}".format)
    schools["poverty"] = _spread_within(schools["cde_type"], rng)
    return schools


def people_of(shape: Shape, schools: pd.DataFrame, rng: np.random.Generator) -> People:
    """Draw the persons, their groups, their years in the district and their schools."""
    cohort = np.repeat(np.arange(shape.top_grade + 4), _cohort_sizes(shape))
    persons = pd.DataFrame({"cohort": cohort})
    present, grade = _years_in_district(cohort, shape.top_grade, rng)
    home = _home_school(schools, len(cohort), rng)
    site = _site_by_year(schools, home, grade, rng)
    persons["poverty"] = schools["poverty"].to_numpy()[home]
    _draw_groups(persons, present[:, -1], shape, rng)
    kept = present.any(axis=1)
    persons = persons[kept].reset_index(drop=True)
    persons["student_key"] = _keys(len(persons), rng)
    return People(persons, present[kept], grade[kept], site[kept], schools)


def _spread_within(kinds: pd.Series, rng: np.random.Generator) -> np.ndarray:
    place = kinds.groupby(kinds).transform(lambda kind: rng.permutation(len(kind)) + 0.5)
    return ((place / kinds.groupby(kinds).transform("size") - 0.5) * 3.2).to_numpy()


def _cohort_sizes(shape: Shape) -> np.ndarray:
    relative = (1 + shape.decline) ** np.arange(shape.top_grade + 4)
    in_latest = relative[: shape.top_grade + 1].copy()
    in_latest[0] *= IN_TK
    return np.round(relative * shape.students / in_latest.sum() / LEAVE[-1]).astype(int)


def _years_in_district(cohort: np.ndarray, top: int, rng: np.random.Generator):
    years = np.array(WINDOW)
    enter = rng.choice(years, size=len(cohort), p=ENTER)
    leave = rng.choice(years, size=len(cohort), p=LEAVE)
    to_kindergarten = rng.random(len(cohort)) >= IN_TK
    first = np.where(to_kindergarten, 1, 0)
    grade = cohort[:, None] + years[None, :]
    present = (enter[:, None] <= years) & (years <= leave[:, None])
    return present & (grade >= first[:, None]) & (grade <= top), np.clip(grade, 0, top)


def _home_school(schools: pd.DataFrame, people: int, rng: np.random.Generator) -> np.ndarray:
    homes = np.flatnonzero(schools["low"] == 0)
    size = rng.uniform(0.75, 1.25, len(homes))
    return rng.choice(homes, size=people, p=size / size.sum())


def _site_by_year(schools, home, grade, rng) -> np.ndarray:
    """Where each grade is taught: the home school, then the middle and high school it feeds."""
    site = np.repeat(home[:, None], grade.shape[1], axis=1)
    for kind, first in (("middle", 7), ("high", 10)):
        rooms = np.flatnonzero(schools["cde_type"] == kind)
        if len(rooms):
            fed = _feeder(schools, home, rooms, rng)
            ends = schools["high"].to_numpy()[site]
            site = np.where((grade >= first) & (ends < grade), fed[:, None], site)
    continuation = np.flatnonzero(schools["cde_type"] == "continuation")
    if len(continuation):
        moved = rng.random(len(home)) < 0.07
        other = rng.choice(continuation, size=len(home))
        site = np.where((grade >= 12) & moved[:, None], other[:, None], site)
    return _chose_small(schools, site, rng.spawn(1)[0])


def _chose_small(schools, site: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One in four of high school age goes to a small high school of choice, where there is one.

    Its chance comes from a source of its own, so that it moves nobody's draws before it.
    """
    small = np.flatnonzero(schools["cde_type"] == "small high")
    if not len(small):
        return site
    chose = (rng.random(len(site)) < IN_SMALL_HIGH)[:, None]
    other = rng.choice(small, size=len(site))[:, None]
    in_high = schools["cde_type"].eq("high").to_numpy()[site]
    return np.where(in_high & chose, other, site)


def _feeder(schools, home, rooms, rng) -> np.ndarray:
    """Neighborhoods of like income share a school, one student in six goes elsewhere."""
    order = np.argsort(schools["poverty"].to_numpy()[rooms])
    rank = schools["poverty"].rank(pct=True).to_numpy()[home]
    near = rooms[order[np.minimum((rank * len(rooms)).astype(int), len(rooms) - 1)]]
    return np.where(rng.random(len(home)) < 1 / 6, rng.choice(rooms, size=len(home)), near)


def _draw_groups(persons, now, shape: Shape, rng) -> None:
    size = len(persons)
    poverty = persons["poverty"].to_numpy() * shape.low_income_spread
    hispanic = _share(0.55 * poverty + rng.logistic(size=size), now, shape.hispanic)
    others = np.array(shape.other_ethnicities)
    other = rng.choice(len(others), size=size, p=others / others.sum()) + 1
    persons["ethnicity"] = np.array(ETHNICITIES)[np.where(hispanic, 0, other)]
    odds = persons["ethnicity"].map(LOW_INCOME_ODDS).fillna(0).to_numpy()
    persons["sed"] = _share(1.1 * poverty + odds + rng.logistic(size=size), now, shape.low_income)
    persons["swd"] = rng.random(size) < shape.disabled
    persons["foster"] = rng.random(size) < 0.006
    persons["homeless"] = persons["sed"] & (rng.random(size) < 0.045)
    persons["migrant"] = hispanic & (rng.random(size) < 0.012)
    home_language = persons["ethnicity"].map(EVER_EL).fillna(0.06).to_numpy()
    persons["fluent"] = rng.random(size) < np.where(hispanic, 0.01, 0.05)
    persons["late"] = rng.random(size) < 0.2
    persons["el_odds"] = (
        np.log(home_language) + 1.1 * persons["sed"] + 0.7 * rng.logistic(size=size)
    )


def _share(index: np.ndarray, now: np.ndarray, share: float) -> np.ndarray:
    """The given share of those in school now, highest index first."""
    return index > np.quantile(index[now], 1 - share)


def _keys(size: int, rng: np.random.Generator) -> np.ndarray:
    """Made-up keys: S and six characters, always with letters, so never like a state id."""
    letters = np.array(list("BCDFGHJKMNPQRTVWXYZ"))
    number = rng.choice(len(letters) ** 2 * 10_000, size=size, replace=False)
    first, rest = np.divmod(number, 10_000)
    pairs = np.char.add(letters[first // len(letters)], letters[first % len(letters)])
    return np.char.add(np.char.add("S", pairs), np.char.zfill(rest.astype(str), 4))
