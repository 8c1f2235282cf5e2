"""The other side of the general ledger: revenue, contributions, transfers, balances."""

import numpy as np
import pandas as pd

from tools.samples.ledger import ACCOUNT
from tools.samples.shapes import Shape

# Which revenue object pays each restricted resource, and how much of the year's spending it brings.
PAID_BY = {
    "2600": ("8590", 1.06), "3010": ("8290", 1.00), "3213": ("8290", 1.00), "3214": ("8290", 1.00),
    "3310": ("8181", 1.00), "4035": ("8290", 1.00), "4127": ("8290", 1.00), "4203": ("8290", 1.00),
    "6266": ("8590", 0.45), "6300": ("8560", 1.03), "6387": ("8590", 1.00), "6500": ("8311", 0.58),
    "6546": ("8590", 1.02), "6762": ("8590", 0.30), "6770": ("8590", 1.08), "7425": ("8590", 1.00),
    "7435": ("8590", 0.25), "7690": ("8590", 1.00), "9010": ("8699", 1.02), "1100": ("8560", 1.01),
    "8210": ("8699", 1.01), "6391": ("8590", 1.01), "6105": ("8590", 1.00), "5310": ("8220", 0.92),
    "7710": ("8545", 1.02),
}  # fmt: skip
FUND_REVENUE = {"21": "8660", "25": "8681", "40": "8625", "51": "8611", "67": "8674"}
CONTRIBUTED = ("6500", "8150")
GENERAL = {"8550": 38, "8660": 68, "8699": 74, "8677": 18, "8590": 22}  # dollars a student
TAXES = {"8041": 0.86, "8042": 0.04, "8044": 0.03, "8021": 0.01, "8045": 0.06}
OPENING = {"08": 0.5, "11": 0.2, "12": 0.1, "13": 0.35, "14": 0.8, "21": 2.5, "25": 2.0, "35": 0.6,
           "40": 1.4, "51": 1.05, "67": 0.5, "17": 1.0}  # share of a year's spending  # fmt: skip
ONE_TIME_OPENING = {"7435": 2.1, "6762": 2.6, "6266": 2.0, "2600": 0.15, "9010": 0.3, "6300": 0.2}


def revenue_of(spending: pd.DataFrame, lcff: dict, local: float, enrolled: int) -> pd.DataFrame:
    """Revenue rows of one year, contributions and transfers between funds among them."""
    used = spending.groupby(["fund", "resource"])["cents"].sum()
    rows = _general(used, lcff, local, enrolled)
    rows += _restricted(used)
    rows += _other_funds(used, enrolled)
    table = pd.DataFrame(rows, columns=["fund", "resource", "object", "cents"])
    table["cents"] = table["cents"].round().astype(np.int64)
    table = table.assign(goal="0000", function="0000", school_code="0000", local_program=None)
    out = _transfers_out(enrolled)
    return pd.concat([table, out], ignore_index=True)[[*ACCOUNT, "cents"]]


def balances_of(year_rows: pd.DataFrame, opening: dict) -> tuple[pd.DataFrame, dict]:
    """Balance sheet and fund balance of one year by fund and resource, and what is carried on."""
    signed = np.where(year_rows["object"] >= "8000", 1, -1) * year_rows["cents"]
    change = signed.groupby([year_rows["fund"], year_rows["resource"]]).sum()
    size = year_rows["cents"].abs().groupby([year_rows["fund"], year_rows["resource"]]).sum()
    rows, ending = [], {}
    for key in sorted(set(change.index) | set(opening)):
        begin = opening.get(key, 0)
        end = begin + int(change.get(key, 0))
        ending[key] = end
        rows += [
            (*key, code, cents) for code, cents in _sheet(key, begin, end, int(size.get(key, 0)))
        ]
    table = pd.DataFrame(rows, columns=["fund", "resource", "object", "cents"])
    table = table[table["cents"] != 0]
    full = table.assign(goal="0000", function="0000", school_code="0000", local_program=None)
    return full[[*ACCOUNT, "cents"]], ending


def opening_balances(latest: pd.DataFrame, shape: Shape) -> dict:
    """What each fund and resource holds on the first day of the first year."""
    used = latest.groupby(["fund", "resource"])["cents"].sum()
    general = used.xs("01", level="fund").sum()
    opening = {
        ("01", "0000"): int(general * shape.opening_reserve),
        ("17", "0000"): int(general * 0.02),
    }
    for (fund, resource), cents in used.items():
        if fund == "01" and resource in ONE_TIME_OPENING:
            opening[fund, resource] = int(cents * ONE_TIME_OPENING[resource])
        elif fund != "01":
            opening[fund, resource] = int(cents * OPENING[fund])
    return opening


def _general(used, lcff, local, enrolled) -> list:
    epa = used["01", "1400"]
    cents = {name: value * 100 for name, value in lcff.items()}
    state_aid = cents["total"] - 100 * local - epa - cents["targeted"]
    rows = [("01", "0000", "8011", state_aid), ("01", "0709", "8011", cents["targeted"])]
    rows.append(("01", "1400", "8012", epa))
    taxes = [("01", "0000", code, round(100 * local * share)) for code, share in TAXES.items()]
    taxes[0] = (*taxes[0][:3], round(100 * local) - sum(row[-1] for row in taxes[1:]))
    rows += taxes
    return rows + [("01", "0000", code, 100 * each * enrolled) for code, each in GENERAL.items()]


def _restricted(used) -> list:
    rows, given = [], 0
    for (fund, resource), cents in used.items():
        if fund in FUND_REVENUE or resource in ("0000", "0709", "1400"):
            continue
        code, share = PAID_BY.get(resource, ("8590", 1.0))
        if resource == "8150":
            share = 0.0
        brought = round(cents * share)
        if brought:
            rows.append((fund, resource, code, brought))
        if resource in CONTRIBUTED:
            rows.append((fund, resource, "8980", cents - brought))
            given += cents - brought
    rows.append(("01", "0000", "8980", -given))
    return rows


def _other_funds(used, enrolled: int) -> list:
    rows = []
    for (fund, resource), cents in used.items():
        if fund in FUND_REVENUE:
            rows.append((fund, resource, FUND_REVENUE[fund], round(cents * 0.97)))
            rows.append((fund, resource, "8660", round(cents * 0.02)))
    rows.append(("13", "5310", "8634", 2_100 * enrolled))
    rows.append(("14", "0000", "8919", 8_000 * enrolled))
    rows.append(("17", "0000", "8912", 1_500 * enrolled))
    rows.append(("17", "0000", "8660", 700 * enrolled))
    return rows


def _transfers_out(enrolled: int) -> pd.DataFrame:
    rows = [("7619", 8_000 * enrolled), ("7612", 1_500 * enrolled)]
    table = pd.DataFrame(rows, columns=["object", "cents"])
    return table.assign(
        fund="01",
        resource="0000",
        goal="0000",
        function="9300",
        school_code="0000",
        local_program=None,
    )


def _sheet(key: tuple[str, str], begin: int, end: int, size: int) -> list:
    """Assets less liabilities are the ending balance, and so are its components."""
    fund, resource = key
    if resource == "7690":
        return []  # never cash, so nothing stands in the balance sheet
    owed, due = round(size * 0.024), round(size * 0.016)
    stores = round(size * 0.0006) if key == ("01", "0000") else 0
    rows = [("9791", begin), ("9110", end + owed - due - stores), ("9200", due), ("9320", stores)]
    rows += [("9500", owed), ("979Z", end)]
    if resource >= "2000":
        return [*rows, ("9740", end)]
    if fund != "01" or resource == "0709":
        return [*rows, ("9780", end)]
    reserve = min(round(size * 0.028), max(end - stores, 0))
    return [*rows, ("9712", stores), ("9789", reserve), ("9790", end - stores - reserve)]
