"""Position control: who works where, for how much, paid from which accounts."""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from tools.samples.shapes import LATEST, Shape

# What the employer pays on top of a dollar of salary, and health premiums for a full position.
RATES = {
    "certificated": {"3101": 0.191, "3301": 0.0145, "3501": 0.0005, "3601": 0.0185, "3701": 0.011},
    "classified": {"3202": 0.2705, "3302": 0.0765, "3502": 0.0005, "3602": 0.0185, "3702": 0.011},
}
HEALTH = {"certificated": ("3401", 15_600), "classified": ("3402", 14_200)}
BENEFITS = tuple(
    sorted(
        {code for rates in RATES.values() for code in rates} | {code for code, _ in HEALTH.values()}
    )
)
STUDENTS_PER_TEACHER = {"TK-3": 23.5, "4-6": 28.5, "7-8": 25.5, "9-12": 25.5}
PAID_BY_EPA = 0.20  # share of regular teachers booked to the Education Protection Account
VACANT = 0.012


@cache
def jobs() -> pd.DataFrame:
    """Job classes with their SACS object, pay scale and year."""
    return _data("jobs.csv").set_index("job")


def positions_of(shape: Shape, schools: pd.DataFrame, programs: pd.DataFrame, rng) -> pd.DataFrame:
    """One row a position and funding line, with pay and every benefit in whole dollars."""
    slots = pd.concat(
        [_teachers(schools, shape), _support(schools, shape), _program_slots(programs)],
        ignore_index=True,
    )
    slots = slots[slots["fte"] > 0].reset_index(drop=True)
    slots = slots.join(jobs(), on="job")
    _pay(slots, schools, shape, rng)
    slots["position_id"] = [f"{10_000 + 7 * number:05d}" for number in range(len(slots))]
    slots["employee_key"] = _employee_keys(slots, rng)
    return _funding_lines(slots)


def staffing_table(lines: pd.DataFrame) -> pd.DataFrame:
    """The columns of staffing.csv."""
    columns = [
        "fiscal_year", "position_id", "employee_key", "job_class", "job_title", "employee_type",
        "credential_area", "site_code", "fte", "paid_days", "hours_per_day", "salary_annual",
        "benefits_annual", "fund", "resource", "goal", "function", "object", "funding_pct",
        "program_id", "vacant",
    ]  # fmt: skip
    return lines[columns].reset_index(drop=True)


@cache
def _data(name: str) -> pd.DataFrame:
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        codes = dict.fromkeys(("object", "resource", "goal", "function", "fund"), str)
        return pd.read_csv(file, dtype=codes)


def _teachers(schools: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    rows = []
    for school in schools.itertuples():
        for span, ratio in STUDENTS_PER_TEACHER.items():
            count = school.spans[span] / (ratio * shape.teacher_ratio)
            regular = "teacher" if span in ("TK-3", "4-6") else "secondary_teacher"
            goal = "3200" if school.cde_type == "continuation" else "1110"
            for resource, share in _payers(shape):
                part = round(count * share * 5) / 5
                rows += _split(regular, part, school.local_site_code, resource, goal, "1000")
    return pd.DataFrame(rows)


def _payers(shape: Shape):
    """Who pays regular teachers; supplemental and concentration money pays for more of them."""
    return (
        ("0000", 1 - PAID_BY_EPA),
        ("1400", PAID_BY_EPA),
        ("0709", shape.teachers_on_supplemental),
    )


def _support(schools: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    bases = _bases(schools)
    rows = []
    for entry in _data("positions.csv").itertuples():
        if entry.fund == "11" and shape.top_grade < 13:
            continue
        places = schools["local_site_code"] if entry.where == "school" else ["0000"]
        amounts = bases[entry.per] if entry.where == "school" else [bases[entry.per].sum()]
        if entry.per == "district":
            amounts = [1 + (shape.students > 5_000)]
            amounts = [entry.count * amounts[0] / 2]
        else:
            amounts = [entry.count * amount for amount in amounts]
        for place, amount in zip(places, amounts, strict=True):
            wanted = round(amount * 5) / 5
            wanted = max(wanted, 0.2) if amount > 0.05 else 0.0
            rows += _split(
                entry.job, wanted, place, entry.resource, entry.goal, entry.function, entry.fund
            )
    return pd.DataFrame(rows)


def _bases(schools: pd.DataFrame) -> dict:
    enrolled = schools["enrollment"]
    old = schools["spans"].map(lambda spans: spans["7-8"] + spans["9-12"])
    return {
        "students": enrolled,
        "disabled": schools["disabled"],
        "low_income": schools["low_income"],
        "secondary": old,
        "school": pd.Series(1.0, index=schools.index),
        "district": enrolled,
        "adults": enrolled,
        "preschool": enrolled,
    }


def _split(job, count, site, resource, goal, function, fund="01") -> list[dict]:
    """Whole positions and one part-time remainder."""
    whole = int(count + 1e-9)
    parts = [1.0] * whole + ([round(count - whole, 2)] if count - whole > 1e-9 else [])
    return [
        {
            "job": job, "position_fte": part, "fte": part, "site_code": site, "goal": goal,
            "function": function, "fund": fund, "shares": ((resource, 100),), "program_id": None,
            "serves": None,
        }
        for part in parts
    ]  # fmt: skip


def _program_slots(programs: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for program in programs.itertuples():
        tag = program.program_id if program.tracked else None
        for job, total in ((program.job, program.job_fte), ("aide", program.aide_fte)):
            for site, count in _over_sites(total, program.site_codes):
                for slot in _split(job, count, site, None, program.goal, program.function):
                    rows.append(
                        {
                            **slot,
                            "shares": program.shares,
                            "program_id": tag,
                            "serves": program.program_id,
                        }
                    )
    return pd.DataFrame(rows)


def _over_sites(total: float, sites: tuple[str, ...]):
    """Spread positions over the sites in fifths, the first sites one fifth more."""
    fifths = round(total * 5)
    each, more = divmod(fifths, len(sites))
    return [(site, (each + (place < more)) / 5) for place, site in enumerate(sites)]


def _pay(slots: pd.DataFrame, schools: pd.DataFrame, shape: Shape, rng) -> None:
    """Pay by years of service: schools in poorer neighborhoods have newer teachers."""
    ease = schools.set_index("local_site_code")["poverty"].reindex(slots["site_code"]).fillna(0)
    years = rng.gamma(2.6, 4.4, len(slots)) - 2.6 * ease.to_numpy() + 1
    years = np.clip(np.round(years), 0, 27)
    salary = (slots["start_pay"] + slots["step_pay"] * years) * shape.pay_level
    slots["vacant"] = rng.random(len(slots)) < VACANT
    slots.loc[slots["program_id"].notna() | (slots["job"] == "principal"), "vacant"] = False
    filled = ~slots["vacant"].to_numpy()
    slots["salary_annual"] = np.round(salary * slots["position_fte"]) * filled
    kind = np.where(slots["object"] < "2000", "certificated", "classified")
    for code in BENEFITS:
        slots[code] = 0.0
    for name, rates in RATES.items():
        mine = kind == name
        for code, rate in rates.items():
            slots.loc[mine, code] = np.round(slots.loc[mine, "salary_annual"] * rate)
        code, premium = HEALTH[name]
        health = np.round(premium * slots["position_fte"] * filled * (slots["position_fte"] >= 0.5))
        slots.loc[mine, code] = health[mine]
    slots["benefits_annual"] = slots[list(BENEFITS)].sum(axis=1)


def _employee_keys(slots: pd.DataFrame, rng) -> np.ndarray:
    keys = rng.choice(900_000, size=len(slots), replace=False) + 100_000
    words = np.char.add("E", keys.astype(str))
    return np.where(slots["vacant"], None, words)


def _funding_lines(slots: pd.DataFrame) -> pd.DataFrame:
    lines = slots.explode("shares", ignore_index=True)
    lines["resource"] = [resource for resource, _ in lines["shares"]]
    lines["funding_pct"] = [float(percent) for _, percent in lines["shares"]]
    lines["fte"] = (lines["position_fte"] * lines["funding_pct"] / 100).round(4)
    lines["fiscal_year"] = LATEST
    lines["paid_days"] = lines["days"].astype(float)
    lines["hours_per_day"] = lines["hours"].astype(float)
    lines["credential_area"] = lines["credential"]
    lines["vacant"] = lines["vacant"].astype("boolean")
    return lines.drop(columns=["shares", "days", "hours", "credential"])
