"""The student table: one row a student and year, as a district would export it."""

import numpy as np
import pandas as pd

from tools.samples import scores
from tools.samples.people import WINDOW, People
from tools.samples.scores import Latent
from tools.samples.shapes import GRADES, LATEST, YEARS

DAYS = 180


def students_of(people: People, latent: Latent, added: dict, rng) -> pd.DataFrame:
    """One row for every student and year, with scores, windows, attendance and grade 9.

    ``added`` maps ela, math, eoy and on_track to what programs of the latest
    year add for each person: standard deviations, or chances for on_track.
    """
    frames = []
    for place, year in enumerate(YEARS, start=1):
        rows = np.flatnonzero(people.present[:, place])
        gains = {
            name: (gain[rows] if year == LATEST else np.zeros(len(rows)))
            for name, gain in added.items()
        }
        frames.append(_one_year(people, latent, gains, rows, place, rng))
    return pd.concat(frames, ignore_index=True)


def points_before(people: People, latent: Latent, subject: str) -> np.ndarray:
    """The score of the spring before, in standard units of its grade, blank where not tested."""
    before = getattr(latent, subject)[:, -2]
    grade = np.where(people.present[:, -2], people.grade[:, -2], -1)
    points = scores.caaspp_points(subject, grade, before)
    points = np.where(latent.tested[subject][:, -2], points, np.nan)
    scale = scores.caaspp(subject).reindex(grade)
    return (points - scale["mean"].to_numpy()) / scale["spread"].to_numpy()


def window_points(people: People, latent: Latent, window: str) -> np.ndarray:
    """The latest year's early literacy score of a window, in standard units of the grade."""
    grade = np.where(people.present[:, -1], people.grade[:, -1], -1)
    points = scores.literacy_points(window, grade, latent.windows[window][:, -1])
    means = pd.Series(scores.LITERACY_MEANS[window], index=scores.LITERACY_GRADES)
    return (points - means.reindex(grade).to_numpy()) / scores.LITERACY_SPREAD


def _one_year(people, latent, gains, rows, place, rng) -> pd.DataFrame:
    persons, grade = people.persons.iloc[rows], people.grade[rows, place]
    table = pd.DataFrame({"student_key": persons["student_key"].to_numpy()})
    table["fiscal_year"] = YEARS[place - 1]
    sites = people.schools["local_site_code"].to_numpy()
    table["site_code"] = sites[people.site[rows, place]]
    table["grade"] = np.array(GRADES)[grade]
    _groups(table, persons, latent.el[rows, place], latent.ever_el[rows], grade)
    _attendance(table, latent.ability[rows], persons, grade, rng)
    for subject in ("ela", "math"):
        _tests(table, subject, people, latent, gains, rows, place)
    _literacy(table, latent, gains, rows, place, grade, rng)
    _ninth_grade(table, gains, grade, rng)
    _reclassified(table, latent, grade, rows, place, rng)
    return table


def _groups(table, persons, el, ever, grade) -> None:
    fluent, late = persons["fluent"].to_numpy(), persons["late"].to_numpy()
    table["ethnicity"] = persons["ethnicity"].to_numpy()
    table["el_status"] = np.select(
        [el, ever, fluent & (grade <= 1), fluent], ["EL", "RFEP", "TBD", "IFEP"], default="EO"
    )
    table["ltel"] = pd.array(el & (grade >= 7) & ~late, "boolean")
    for flag in ("sed", "swd", "foster", "homeless", "migrant"):
        table[flag] = pd.array(persons[flag].to_numpy(), "boolean")


def _attendance(table, ability, persons, grade, rng) -> None:
    size = len(table)
    short = rng.random(size) < 0.05
    expected = np.where(short, rng.integers(35, DAYS, size), DAYS)
    young_or_old = np.where((grade <= 1) | (grade >= 12), 0.25, 0.0)
    tendency = -0.22 * ability + 0.22 * persons["sed"].to_numpy() + young_or_old
    rate = np.exp(-3.22 + tendency + 0.75 * rng.standard_normal(size))
    table["days_expected"] = expected.astype(float)
    table["days_absent"] = np.minimum(np.round(np.clip(rate, 0, 0.8) * expected), expected)
    upset = 0.035 * np.exp(-0.5 * ability) * (grade >= 5)
    table["suspensions"] = rng.poisson(np.clip(upset, 0, 0.5)).astype(float)


def _tests(table, subject, people, latent, gains, rows, place) -> None:
    grade = people.grade[rows, place]
    standard = getattr(latent, subject)[rows, place] + gains[subject]
    points = scores.caaspp_points(subject, grade, standard)
    points = np.where(latent.tested[subject][rows, place], points, np.nan)
    table[f"{subject}_ss"] = points
    table[f"{subject}_level"] = scores.caaspp_levels(subject, grade, points)
    before = scores.caaspp_points(
        subject, people.grade[rows, place - 1], getattr(latent, subject)[rows, place - 1]
    )
    table[f"{subject}_ss_prior"] = np.where(latent.tested[subject][rows, place - 1], before, np.nan)


def _literacy(table, latent, gains, rows, place, grade, rng) -> None:
    table["literacy_assessment"] = np.where(np.isin(grade, scores.LITERACY_GRADES), "DIBELS8", None)
    for window, part in (("boy", 0.0), ("moy", 0.5), ("eoy", 1.0)):
        standard = latent.windows[window][rows, place] + part * gains["eoy"]
        points = scores.literacy_points(window, grade, standard)
        table[f"{window}_score"] = np.where(rng.random(len(rows)) < 0.03, np.nan, points)
    table["literacy_status"] = scores.literacy_status(grade, table["eoy_score"].to_numpy())


def _ninth_grade(table, gains, grade, rng) -> None:
    """On track or not first, then credits, Fs, Ds and grade points that say the same."""
    size, ninth = len(table), grade == 10
    prior = table["ela_ss_prior"].to_numpy()
    scale = scores.caaspp("ela").loc[9]
    standing = np.nan_to_num((prior - scale["mean"]) / scale["spread"], nan=-0.2)
    chance = 0.79 + 0.12 * standing - 0.04 * table["sed"].to_numpy(dtype=float)
    chance = chance - 0.03 * (table["el_status"] == "EL").to_numpy() + gains["on_track"]
    on_track = rng.random(size) < np.clip(chance, 0.03, 0.985)
    failed = np.where(on_track, rng.binomial(1, 0.12, size), rng.integers(0, 7, size))
    lost = np.where(
        on_track, rng.choice([0, 0, 0, 5, 10], size), rng.choice([15, 20, 25, 30], size)
    )
    failed = np.where(~on_track & (rng.random(size) < 0.4), np.maximum(failed, 2), failed)
    first = rng.binomial(failed, 0.45)
    points = 2.75 + 0.4 * standing + 0.45 * rng.standard_normal(size) - 0.25 * failed
    values = {
        "g9_credits": np.maximum(60.0 - np.maximum(lost, 5 * failed), 0),
        "g9_core_f_sem1": first,
        "g9_core_f_sem2": failed - first,
        "g9_core_d": np.where(on_track, rng.binomial(2, 0.2, size), rng.binomial(6, 0.3, size)),
        "g9_gpa": np.clip(np.round(points, 2), 0, 4),
    }
    for column, value in values.items():
        table[column] = np.where(ninth, value.astype(float), np.nan)


def _reclassified(table, latent, people_grade, rows, place, rng) -> None:
    """The date belongs to the last year as an English learner; the latest year's by a like rule."""
    el = latent.el[rows, place]
    ends = ~latent.el[rows, place + 1] if place + 1 < len(WINDOW) else rng.random(len(rows)) < 0.11
    ends = ends & (people_grade >= 4)
    day = pd.Timestamp(f"{2022 + place}-02-01") + pd.to_timedelta(
        rng.integers(0, 110, len(rows)), "D"
    )
    table["reclassified_date"] = pd.Series(day).where(el & ends)
