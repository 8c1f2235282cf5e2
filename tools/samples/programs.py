"""The program inventory of each invented district, and what each program costs."""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from tools.samples.shapes import Shape

GOAL_OF = {"special_education": "5760", "el_development": "4760"}
CENTRAL = ("2", "3", "4", "7")
OWNERS = {
    "early_literacy": "Director of Elementary Education",
    "grade9_success": "Director of Secondary Education",
    "math": "Coordinator of Mathematics",
    "el_development": "Coordinator of English Learner Services",
    "attendance": "Director of Student Services",
    "sel_counseling": "Director of Student Services",
    "enrichment": "Coordinator of Expanded Learning",
    "special_education": "Director of Special Education",
    "core": "Assistant Superintendent of Instruction",
    "operations": "Chief Business Official",
}
LCAP_GOAL = {"early_literacy": "1", "core": "1", "math": "1", "grade9_success": "2",
             "el_development": "3", "attendance": "4", "sel_counseling": "4"}  # fmt: skip
# The part of a program's cost that would be spent with one student or a hundred.
FIXED = {"technology": 0.85, "materials": 0.9, "coaching": 0.8, "services": 0.6, "staffing": 0.3,
         "small_group": 0.2, "one_to_one": 0.2, "extended_time": 0.35,
         "whole_class": 0.4}  # fmt: skip
SOURCES = {
    "lcff": ("0", "1"),
    "federal": ("3", "4", "5"),
    "other_state": ("2", "6", "7"),
    "local": ("8", "9"),
}


@cache
def catalogue(folder: str) -> pd.DataFrame:
    """The programs of one invented district as written in its catalogue, codes as text."""
    with files(__package__).joinpath(f"catalogue_{folder}.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, sep="|", dtype=str)
    numbers = [
        "planned",
        "delivered",
        "fte",
        "aides",
        "materials",
        "services",
        "since",
        "claim",
        "claim_se",
        "served",
    ]
    table[numbers] = table[numbers].astype(float)
    return table


def planned_hours(folder: str) -> dict[str, float]:
    """Hours planned for each student, by program."""
    return catalogue(folder).set_index("program_id")["planned"].to_dict()


def funded(shape: Shape, schools: pd.DataFrame, participation: pd.DataFrame, rng) -> pd.DataFrame:
    """The catalogue with sites, account codes and funding shares, ready to staff and to pay."""
    table = catalogue(shape.folder).copy()
    treated = participation[participation["group"] == "treated"]
    sites = treated.groupby("program_id")["site_code"].unique().map(sorted)
    table["site_codes"] = [
        _sites(rule, program, sites, schools)
        for rule, program in zip(table["sites"], table["program_id"], strict=True)
    ]
    table["shares"] = [_shares(text) for text in table["resources"]]
    teaching = table["function"].str[0] == "1"
    table["goal"] = table["goal_area"].map(GOAL_OF).fillna("1110").where(teaching, "0000")
    table["tracked"] = table["cost"].isin(["ledger", "lcap"])
    table["job"] = table["job"].fillna("teacher")
    table["job_fte"], table["aide_fte"] = table["fte"], table["aides"]
    table["drift"] = 1 + rng.uniform(-0.07, 0.09, len(table))
    return table


def programs_table(
    shape: Shape, plan: pd.DataFrame, ledger_cost: pd.DataFrame, participation
) -> pd.DataFrame:
    """The columns of programs.csv; costs from the ledger, the budget, an estimate or not known."""
    table = _described(plan)
    _dosage(table, participation)
    _money(table, plan, ledger_cost)
    table["status"], table["cost_method"] = (
        plan["status"],
        plan["cost"].where(plan["cost"] != "none"),
    )
    table["mandate"] = (plan["mandate"] == "Y").astype("boolean")
    table["owner"] = plan["goal_area"].map(OWNERS)
    table.insert(0, "district_cds", shape.cds_code)
    return table


def _shares(text: str) -> tuple[tuple[str, int], ...]:
    pairs = [part.split(":") for part in text.split("+")]
    return tuple((resource, int(percent)) for resource, percent in pairs)


def _sites(rule: str, program: str, planted, schools: pd.DataFrame) -> tuple[str, ...]:
    if rule == "planted" and program in planted.index:
        return tuple(planted[program])
    kinds = {
        "E": ("elementary", "K-8"),
        "M": ("middle", "K-8"),
        "H": ("high", "small high"),
        "MH": ("middle", "high", "small high"),
    }
    letters = rule.rstrip("0123456789")
    if letters not in kinds:
        return ("0000",)
    codes = schools.loc[schools["cde_type"].isin(kinds[letters]), "local_site_code"].tolist()
    most = int(rule[len(letters) :] or len(codes))
    return tuple(codes[:: max(len(codes) // most, 1)][:most])


def _described(plan: pd.DataFrame) -> pd.DataFrame:
    same = ["program_id", "program_name", "goal_area", "purpose", "grades", "skill", "delivery"]
    table = plan[same].copy()
    table["dosage_planned"], table["dosage_delivered"] = plan["planned"], plan["delivered"]
    people = plan["job_fte"] + plan["aide_fte"]
    table["fte"] = people.where(plan["cost"] != "none")
    table["lcap_goal"] = plan["goal_area"].map(LCAP_GOAL)
    action = (table.groupby("lcap_goal", dropna=False).cumcount() + 1).astype(int)
    table["lcap_action"] = (table["lcap_goal"] + "." + action.astype(str)).where(
        table["lcap_goal"].notna()
    )
    contributes = plan["resources"].str.contains("0709")
    table["contributing"] = contributes.where(table["lcap_goal"].notna()).astype("boolean")
    limited = plan["groups"].notna() & plan["delivery"].isin(["small_group", "one_to_one"])
    schoolwide = plan["site_codes"].map(len).between(2, 6)
    scope = np.select([limited, schoolwide], ["Limited", "Schoolwide"], default="LEA-wide")
    table["scope"], table["student_groups"] = scope, plan["groups"]
    table["intended_outcome"], table["start_year"] = plan["outcome"], plan["since"]
    table["evidence_tier"] = plan["tier"]
    table["reported_effect"], table["reported_effect_se"] = plan["claim"], plan["claim_se"]
    table["reported_effect_source"] = plan["claim_source"].where(plan["claim"].notna())
    table["students_served"] = plan["served"]
    return table


def _dosage(table: pd.DataFrame, participation: pd.DataFrame) -> None:
    treated = participation[participation["group"] == "treated"].groupby("program_id")
    seats = treated.size().reindex(table["program_id"]).to_numpy().astype(float)
    hours = treated["hours"].mean().round(1).reindex(table["program_id"]).to_numpy()
    table["students_served"] = np.where(np.isnan(seats), table["students_served"], seats)
    table["dosage_delivered"] = np.where(np.isnan(hours), table["dosage_delivered"], hours)
    table["seats_planned"] = np.ceil(table["students_served"] * 1.08 / 10) * 10


def _money(table: pd.DataFrame, plan: pd.DataFrame, cost: pd.DataFrame) -> None:
    """Whole dollars that add up: people and the rest, and the four kinds of funds."""
    cost = cost.reindex(plan["program_id"]).reset_index(drop=True)
    known = (plan["cost"] != "none").to_numpy()
    estimated = (plan["cost"] == "estimate").to_numpy()
    table["personnel"] = np.where(estimated, cost["personnel"].round(-3), cost["personnel"].round())
    other = np.where(estimated, cost["nonpersonnel"].round(-3), cost["nonpersonnel"].round())
    table["nonpersonnel"] = other
    table["annual_cost_total"] = table["personnel"] + table["nonpersonnel"]
    for name, firsts in SOURCES.items():
        share = [
            sum(percent for resource, percent in shares if resource[0] in firsts) / 100
            for shares in plan["shares"]
        ]
        split = np.round(table["annual_cost_total"] * share)
        table[name] = np.where(estimated, split, cost[name].round())
    _close_rounding(table)
    rate = plan["delivery"].map(FIXED).to_numpy()
    table["fixed_cost"] = (table["annual_cost_total"] * rate).round(-2)
    money = ["annual_cost_total", "personnel", "nonpersonnel", *SOURCES, "fixed_cost"]
    table.loc[~known, money] = np.nan


def _close_rounding(table: pd.DataFrame) -> None:
    """A dollar lost in rounding goes to the largest source, so the sources add to the total."""
    names = list(SOURCES)
    gap = table["annual_cost_total"] - table[names].sum(axis=1)
    largest = table[names].to_numpy().argmax(axis=1)
    for place, name in enumerate(names):
        table[name] = table[name] + gap.where(largest == place, 0.0)
