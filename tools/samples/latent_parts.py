"""The students of one invented district, drawn once and used by everything else."""

from dataclasses import dataclass

import pandas as pd

from tools.samples import people, programs, scores, selection, students
from tools.samples.lcff import SPANS, span_of
from tools.samples.planted import LISTED, PLANTED
from tools.samples.shapes import GRADES, LATEST, Shape, stream


@dataclass(frozen=True)
class Parts:
    """People, what they can do, their table, their programs and what they gained."""

    people: people.People
    latent: scores.Latent
    schools: pd.DataFrame
    students: pd.DataFrame
    participation: pd.DataFrame
    gains: pd.DataFrame


def draw(shape: Shape, seed: int) -> Parts:
    """Draw schools, persons, scores, participation and the student table, in that order."""
    schools = people.schools_of(shape, stream(seed, 1))
    everybody = people.people_of(shape, schools, stream(seed, 2))
    latent = scores.latent_of(everybody, shape, stream(seed, 3))
    hours = programs.planned_hours(shape.folder)
    rows, added, gains = selection.select(
        everybody, latent, PLANTED[shape.folder], hours, stream(seed, 4)
    )
    lists = selection.listed(everybody, LISTED[shape.folder], hours, stream(seed, 9))
    participation = pd.concat([rows, lists], ignore_index=True)
    table = students.students_of(everybody, latent, added, stream(seed, 5))
    return Parts(everybody, latent, _counted(schools, table, shape), table, participation, gains)


def _counted(schools: pd.DataFrame, table: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """Schools with the latest year's enrollment, by span, and how many need more."""
    now = table[table["fiscal_year"] == LATEST]
    sites = schools["local_site_code"]
    counted = schools.copy()
    needy = (now["el_status"] == "EL") | now["sed"].astype(bool) | now["foster"].astype(bool)
    flags = {"enrollment": now["sed"].notna(), "disabled": now["swd"], "low_income": now["sed"],
             "unduplicated": needy}  # fmt: skip
    for name, flag in flags.items():
        counted[name] = (
            flag.groupby(now["site_code"]).sum().reindex(sites).fillna(0).to_numpy(float)
        )
    spans = pd.crosstab(now["site_code"], span_of(now["grade"])).reindex(sites, fill_value=0)
    spans = spans.reindex(columns=list(SPANS), fill_value=0)
    counted["spans"] = spans.to_dict("records")
    counted["grade_low"] = [GRADES[low] for low in schools["low"]]
    counted["grade_high"] = [GRADES[high] for high in schools["high"]]
    counted["title1"] = counted["low_income"] / counted["enrollment"] >= 0.45
    return counted
