"""The spending side of the general ledger: payroll, what was bought, transfers of costs."""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from tools.samples.shapes import LATEST, Shape
from tools.samples.staffing import BENEFITS

ACCOUNT = ["fund", "resource", "goal", "function", "object", "school_code", "local_program"]
ON_BEHALF = 0.0833  # the state's pension payment for each dollar of certificated salary
INDIRECT = 0.042
PAYS_INDIRECT = ("2600", "3010", "4035", "4203", "6387", "6266")
NETS_TO_ZERO = ("5710", "5750", "7310", "7350", "8980")
PRICES = {"2022-23": 0.925, "2023-24": 0.972, "2024-25": 1.0}
UTILITIES = {"2022-23": 0.84, "2023-24": 0.93, "2024-25": 1.0}


def latest_spending(lines, plan, schools, shape: Shape, rng) -> pd.DataFrame:
    """Every spending account of the latest year, in cents, with its first and last year."""
    parts = [payroll(lines), bought(schools, shape, rng), bought_for_programs(plan)]
    table = pd.concat(parts, ignore_index=True)
    return table.groupby([*ACCOUNT, "first", "last"], dropna=False, as_index=False)["cents"].sum()


def payroll(lines: pd.DataFrame) -> pd.DataFrame:
    """Salaries and each benefit of every position, added up by account."""
    keys = lines[["fund", "resource", "goal", "function", "site_code", "program_id"]]
    keys = keys.rename(columns={"site_code": "school_code", "program_id": "local_program"})
    share = lines["funding_pct"].to_numpy().round().astype(np.int64)
    parts = [keys.assign(object=lines["object"], cents=_cents(lines["salary_annual"], share))]
    parts += [keys.assign(object=code, cents=_cents(lines[code], share)) for code in BENEFITS]
    table = pd.concat(parts, ignore_index=True)
    table = table.groupby(ACCOUNT, dropna=False, as_index=False)["cents"].sum()
    return table[table["cents"] != 0].assign(first=2000, last=2100)


def year_of_spending(latest: pd.DataFrame, year: str, plan, rng) -> pd.DataFrame:
    """The same accounts in one year: prices, staffing of the time, programs not yet begun."""
    start = int(year[:4])
    begun = plan.set_index("program_id")["since"].reindex(latest["local_program"]).fillna(0)
    kept = (latest["first"] <= start) & (start <= latest["last"]) & (begun.to_numpy() <= start)
    table = latest[kept].copy()
    if year != LATEST:
        price = np.where(table["object"] == "5500", UTILITIES[year], PRICES[year])
        wobble = np.exp(0.03 * rng.standard_normal(len(table)))
        table["cents"] = np.round(table["cents"] * price * wobble).astype(np.int64)
    table = pd.concat([table[[*ACCOUNT, "cents"]], _on_behalf(table)], ignore_index=True)
    return pd.concat([table, cost_transfers(table)], ignore_index=True)


def closed(latest: pd.DataFrame, plan, spent: int | None, rng) -> pd.DataFrame:
    """The latest year's accounts, liability insurance taking up what is left of a set total."""
    if spent is None:
        return latest
    year = year_of_spending(latest, LATEST, plan, rng)
    charged = year["object"].isin(["5750", "7350"])
    counted = (year["fund"] == "01") & (year["object"] < "7500") & ~charged
    takes_up = (latest["fund"] == "01") & (latest["object"] == "5450")
    left = spent - int(year.loc[counted, "cents"].sum())
    return latest.assign(cents=latest["cents"] + left * takes_up)


def budget_of(table: pd.DataFrame, plan: pd.DataFrame, rng) -> pd.DataFrame:
    """The adopted budget: whole dollars, close to what came, programs by their own drift."""
    drift = plan.set_index("program_id")["drift"].reindex(table["local_program"]).to_numpy()
    usual = 0.995 + 0.025 * rng.standard_normal(len(table))
    salary = table["object"].str[0].isin(["1", "2", "3"]).to_numpy()
    usual = np.where(salary, 1 + 0.3 * (usual - 1), usual)
    moved = table["object"].isin(NETS_TO_ZERO).to_numpy()
    change = np.where(moved, 1.0, np.where(np.isnan(drift), usual, drift))
    dollars = np.round(table["cents"] * change / 100).astype(np.int64)
    budget = _netted(table.assign(cents=dollars * 100))
    return budget[budget["cents"] != 0]


def bought(schools: pd.DataFrame, shape: Shape, rng) -> pd.DataFrame:
    """Supplies, services, utilities and equipment by school or district."""
    enrolled = schools["enrollment"].sum()
    rows = []
    for entry in _spending().itertuples():
        if entry.where == "adult" and shape.top_grade < 13:
            continue
        sites = _buyers(entry.where, schools)
        if not len(sites):
            continue
        level = shape.spending_level if entry.fund in ("01", "13") else 1.0
        total = entry.dollars * level * enrolled
        weight = sites["enrollment"].to_numpy() * np.exp(0.15 * rng.standard_normal(len(sites)))
        cents = np.round(100 * total * weight / weight.sum()).astype(np.int64)
        part = pd.DataFrame({"school_code": sites["local_site_code"], "cents": cents})
        for field in ("fund", "resource", "goal", "function", "object", "first", "last"):
            part[field] = getattr(entry, field)
        rows.append(part)
    return pd.concat(rows, ignore_index=True).assign(local_program=None)


def bought_for_programs(plan: pd.DataFrame) -> pd.DataFrame:
    """Materials at the program's schools and services at the district office."""
    rows = []
    for program in plan.itertuples():
        tag = program.program_id if program.tracked else None
        for resource, percent in program.shares:
            base = {"fund": "01", "resource": resource, "goal": program.goal,
                    "function": program.function, "local_program": tag}  # fmt: skip
            for site, cents in _shared_out(round(program.materials * percent), program.site_codes):
                rows.append({**base, "object": "4300", "school_code": site, "cents": cents})
            cents = round(program.services * percent)
            rows.append({**base, "object": "5800", "school_code": "0000", "cents": cents})
    table = pd.DataFrame(rows).assign(first=2000, last=2100)
    return table[table["cents"] != 0]


def cost_transfers(table: pd.DataFrame) -> pd.DataFrame:
    """Indirect costs and field trips charged to programs; each kind adds to zero."""
    general = table[(table["fund"] == "01") & table["resource"].isin(PAYS_INDIRECT)]
    charged = general[general["object"] < "5100"].groupby("resource")["cents"].sum() * INDIRECT
    rows = [("01", resource, "7210", "7310", round(cents)) for resource, cents in charged.items()]
    rows.append(("01", "0000", "7210", "7310", -sum(row[-1] for row in rows)))
    kitchen = round(0.03 * table.loc[table["fund"] == "13", "cents"].sum())
    preschool = round(0.03 * table.loc[table["fund"] == "12", "cents"].sum())
    rows += [
        ("13", "5310", "7210", "7350", kitchen),
        ("12", "6105", "7210", "7350", preschool),
        ("01", "0000", "7210", "7350", -kitchen - preschool),
    ]
    trips = round(0.002 * general["cents"].sum())
    rows += [("01", "3010", "3600", "5710", trips), ("01", "0000", "3600", "5710", -trips)]
    rows += [
        ("12", "6105", "7550", "5750", preschool // 4),
        ("01", "0000", "7550", "5750", -(preschool // 4)),
    ]
    moved = pd.DataFrame(rows, columns=["fund", "resource", "function", "object", "cents"])
    return moved.assign(goal="0000", school_code="0000", local_program=None)[[*ACCOUNT, "cents"]]


def _netted(budget: pd.DataFrame) -> pd.DataFrame:
    """A dollar lost in rounding a transfer goes to general money, so each adds to zero."""
    cents = budget["cents"].copy()
    for code in NETS_TO_ZERO:
        rows = budget["object"] == code
        general = rows & (budget["fund"] == "01") & (budget["resource"] == "0000")
        cents[general] -= cents[rows].sum()
    return budget.assign(cents=cents)


@cache
def _spending() -> pd.DataFrame:
    with files(__package__).joinpath("spending.csv").open(encoding="utf-8") as file:
        codes = dict.fromkeys(("fund", "resource", "goal", "function", "object"), str)
        return pd.read_csv(file, dtype=codes)


def _cents(dollars: pd.Series, percent: np.ndarray) -> np.ndarray:
    """Whole dollars times a whole percentage are whole cents."""
    return dollars.to_numpy().round().astype(np.int64) * percent


def _shared_out(cents: int, sites: tuple[str, ...]):
    """Alike for every site, the odd cents to the first ones, so the parts add to the whole."""
    each, odd = divmod(cents, len(sites))
    return [(site, each + (place < odd)) for place, site in enumerate(sites)]


def _buyers(where: str, schools: pd.DataFrame) -> pd.DataFrame:
    if where == "high":
        return schools[schools["cde_type"].isin(["high", "small high", "continuation"])]
    if where == "title1":
        return schools[schools["title1"]]
    if where == "school":
        return schools
    return pd.DataFrame({"local_site_code": ["0000"], "enrollment": [1.0]})


def _on_behalf(table: pd.DataFrame) -> pd.DataFrame:
    """Resource 7690: pension money the state pays for the district, which is not cash."""
    pay = table[table["object"].str[0].eq("1") & table["fund"].eq("01")]
    by = pay.groupby(["fund", "goal", "function"], as_index=False)["cents"].sum()
    by["cents"] = np.round(by["cents"] * ON_BEHALF).astype(np.int64)
    return by.assign(resource="7690", object="3101", school_code="0000", local_program=None)[
        [*ACCOUNT, "cents"]
    ]
