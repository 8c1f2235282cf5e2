"""Who takes part in which program, how much of it they get, and what it truly adds."""

import numpy as np
import pandas as pd

from tools.samples import students
from tools.samples.people import People
from tools.samples.planted import Planted
from tools.samples.scores import Latent
from tools.samples.shapes import LATEST

# Where a gain shows; reading on grade also shows on the state test of those who take it, grade 3.
ADDS_TO = {
    "ela_score": ("ela",),
    "math_score": ("math",),
    "early_literacy_score": ("eoy",),
    "reading_on_grade": ("eoy", "ela"),
    "ninth_grade_on_track": ("on_track",),
}
SESSION_HOURS = 0.5
CHANCE_PER_SPREAD = 0.36  # near the goal, a standard deviation is worth about this much chance
DOSE_SPREAD, SCHOOL_DOSE_SPREAD = 0.15, 0.05


def select(people: People, latent: Latent, planted, hours_planned: dict, rng):
    """Put students forward, give the seats and the hours, and add up what each gains.

    Returns the participation rows, what is added for each person (see
    ``students_of``), and a table program, person, gain of those who took part.
    """
    added = {name: np.zeros(len(people.persons)) for name in ("ela", "math", "eoy", "on_track")}
    rows, gains = [], []
    for program in planted:
        treated, waiting = _seats(people, latent, program, rng)
        share = _dose(people, treated, program.dose, rng)
        gain = program.full_effect * share
        if program.outcome == "reading_on_grade":
            gain = gain / CHANCE_PER_SPREAD
        for name in ADDS_TO[program.outcome]:
            added[name][treated] += gain
        hours = hours_planned[program.program_id]
        rows.append(_treated_rows(people, program.program_id, treated, share * hours, hours))
        rows.append(_comparison_rows(people, program, waiting))
        gains.append(
            pd.DataFrame({"program_id": program.program_id, "person": treated, "gain": gain})
        )
    return pd.concat(rows, ignore_index=True), added, pd.concat(gains, ignore_index=True)


def listed(people: People, programs, hours_planned: dict, rng) -> pd.DataFrame:
    """Participation rows of programs that only kept a list of names, without any hours."""
    rows = []
    for program_id, grades, count in programs:
        pool = np.flatnonzero(people.present[:, -1] & np.isin(people.grade[:, -1], grades))
        chosen = np.sort(rng.choice(pool, size=min(count, len(pool)), replace=False))
        hours = hours_planned.get(program_id, np.nan)
        share = np.full(len(chosen), np.nan) if np.isnan(hours) else _dose(people, chosen, 0.6, rng)
        rows.append(_treated_rows(people, program_id, chosen, share * hours, hours))
    return pd.concat(rows, ignore_index=True)


def _seats(people: People, latent: Latent, program: Planted, rng):
    prior = _prior(people, latent, program.prior)
    pool = people.present[:, -1] & np.isin(people.grade[:, -1], program.grades)
    offering = _offering(people, program, rng)
    if program.whole_school:
        inside = np.isin(people.site[:, -1], offering)
        return np.flatnonzero(pool & inside), np.flatnonzero(pool & ~inside)
    able = np.flatnonzero(pool & np.isin(people.site[:, -1], offering) & ~np.isnan(prior))
    index = program.referral * prior[able] + rng.logistic(size=len(able))
    index = index + program.el * latent.el[able, -1]
    index = index + program.sed * people.persons["sed"].to_numpy()[able]
    wanted = min(program.seats + program.waiting, len(able) // 2)
    forward = able[np.argsort(-index, kind="stable")[:wanted]]
    order = program.seating * prior[forward] + 0.6 * rng.logistic(size=len(forward))
    forward = forward[np.argsort(-order, kind="stable")]
    seats = round(wanted * program.seats / (program.seats + program.waiting))
    return np.sort(forward[:seats]), np.sort(forward[seats:])


def _prior(people: People, latent: Latent, prior: str) -> np.ndarray:
    if prior == "boy":
        return students.window_points(people, latent, "boy")
    return students.points_before(people, latent, prior)


def _offering(people: People, program: Planted, rng) -> np.ndarray:
    """Schools that have it: evenly spaced down the list by poverty, so alike on average."""
    teaches = people.site[np.isin(people.grade[:, -1], program.grades), -1]
    ranked = people.schools.loc[np.unique(teaches), "poverty"].sort_values().index.to_numpy()
    if program.offered == 1:
        return ranked
    place = np.arange(len(ranked)) * program.offered + rng.random()
    return ranked[np.floor(place) > np.floor(place - program.offered)]


def _dose(people: People, treated: np.ndarray, mean: float, rng) -> np.ndarray:
    """Each student's share of the planned hours; schools differ a little in what they deliver."""
    at_school = mean + SCHOOL_DOSE_SPREAD * rng.standard_normal(len(people.schools))
    share = at_school[people.site[treated, -1]] + DOSE_SPREAD * rng.standard_normal(len(treated))
    return np.clip(share, 0.05, 1.0)


def _treated_rows(people: People, program_id, treated, hours, planned) -> pd.DataFrame:
    offered = np.full(len(treated), np.ceil(planned / SESSION_HOURS))
    attended = np.minimum(np.round(hours / SESSION_HOURS), offered)
    share = attended / offered
    words = np.select([share >= 0.8, share >= 0.5], ["full", "partial"], default="low")
    table = _rows(people, program_id, treated, "treated")
    table["start_date"] = pd.Timestamp("2024-09-09")
    table["end_date"] = pd.Timestamp("2025-05-16")
    table["sessions_offered"], table["sessions_attended"] = offered, attended
    table["hours"] = attended * SESSION_HOURS
    table["dosage_level"] = np.where(np.isnan(share), None, words)
    return table


def _comparison_rows(people: People, program: Planted, waiting) -> pd.DataFrame:
    return _rows(
        people, program.program_id, waiting, "comparison" if program.whole_school else "waitlist"
    )


def _rows(people: People, program_id: str, chosen, group: str) -> pd.DataFrame:
    table = pd.DataFrame({"student_key": people.persons["student_key"].to_numpy()[chosen]})
    table["program_id"], table["fiscal_year"] = program_id, LATEST
    table["site_code"] = people.schools["local_site_code"].to_numpy()[people.site[chosen, -1]]
    table["group"] = group
    return table
