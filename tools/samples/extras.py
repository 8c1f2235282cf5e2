"""The small tables: control totals, ingredients, assumptions, and the types of columns."""

import pandas as pd

from smarter_spending.district.settings import USUAL
from smarter_spending.district.tables import NUMERIC_KINDS, all_tables
from tools.samples.planted import PLANTED
from tools.samples.shapes import LATEST, Shape

RANGES = (
    ("01", "1000", "1999"), ("01", "2000", "2999"), ("01", "3000", "3999"), ("01", "4000", "4999"),
    ("01", "5000", "5999"), ("01", "6000", "6999"), ("01", "1000", "7499"), ("01", "8010", "8099"),
    ("01", "8100", "8299"), ("01", "8300", "8599"), ("01", "8600", "8799"), ("01", "8980", "8999"),
    ("11", "1000", "7499"), ("12", "1000", "7499"), ("13", "1000", "7499"), ("14", "1000", "7499"),
    ("25", "1000", "7499"), ("40", "1000", "7499"),
)  # fmt: skip


def control_totals(books: pd.DataFrame, shape: Shape) -> pd.DataFrame:
    """Totals as printed on the district's own forms, added up cent by cent in plain Python."""
    totals: dict[tuple, int] = {}
    actual = books[books["amount_type"] == "actual"]
    columns = ["fiscal_year", "fund", "resource", "object", "amount"]
    for year, fund, resource, code, amount in actual[columns].itertuples(index=False):
        column = "unrestricted" if resource < "2000" else "restricted"
        for wanted, low, high in RANGES:
            if fund == wanted and low <= code <= high:
                for kind in (column, "total") if fund == "01" else ("total",):
                    key = (year, fund, low, high, kind)
                    totals[key] = totals.get(key, 0) + round(amount * 100)
    rows = [(*key[:1], "actual", *key[1:], cents / 100) for key, cents in sorted(totals.items())]
    names = [
        "fiscal_year",
        "amount_type",
        "fund",
        "object_from",
        "object_to",
        "restriction",
        "amount",
    ]
    table = pd.DataFrame(rows, columns=names)
    table.insert(0, "district_cds", shape.cds_code)
    return table.assign(source="Unaudited actuals, Form " + table["fund"] + " (invented)")


def ingredients(shape: Shape, listing: pd.DataFrame, participation: pd.DataFrame) -> pd.DataFrame:
    """Rooms, devices, volunteers and rides that the ledger lines of reviewed programs leave out."""
    rows = []
    reviewed = [program.program_id for program in PLANTED[shape.folder]]
    for program in listing[listing["program_id"].isin(reviewed)].itertuples():
        seats = float(program.students_served)
        rows += [(program.program_id, *row) for row in _of_delivery(program.delivery, seats)]
    names = ["program_id", "ingredient", "quantity", "unit_price", "share", "life_years", "payer"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(0, "district_cds", shape.cds_code)
    return table.assign(price_year=LATEST)


def assumptions(shape: Shape) -> pd.DataFrame:
    """What the district assumes about the three years to come."""
    years = ("2025-26", "2026-27", "2027-28")
    said = {
        "cola": (0.0230, 0.0302, 0.0342, "share"),
        "step_and_column": (0.014, 0.014, 0.014, "share"),
        "strs_rate": (0.191, 0.191, 0.191, "share"),
        "pers_rate": (0.2681, 0.2690, 0.2780, "share"),
        "health_premiums": (0.06, 0.06, 0.06, "share"),
        "inflation": (0.03, 0.03, 0.03, "share"),
        "enrollment": (-0.019, -0.018, -0.016, "share"),
    }
    rows = [
        (name, year, value, unit, "invented, in the shape of a district's budget assumptions")
        for name, (*values, unit) in said.items()
        for year, value in zip(years, values, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["assumption", "fiscal_year", "value", "unit", "source"])
    table.insert(0, "district_cds", shape.cds_code)
    return table


def settings(shape: Shape) -> dict:
    """What district.toml says."""
    small = shape.students < 2_000  # so few that the state's standard has a floor of dollars
    return {
        "name": shape.name,
        "cds_code": shape.cds_code,
        "fiscal_year": LATEST,
        "as_of": "2025-09-15",
        "price_year": LATEST,
        "minimum_group": 11,
        "review_by": "2026-06-30",
        "reserve_policy": 0.05 if shape.students > 5_000 else 0.10,
        **({"reserve_floor": 88_000} if small else {}),
        "invented": True,
        "outcome_worth": dict(shape.outcome_worth),
        "decision_rule": {"priority_aims": list(shape.priority_aims), **USUAL}
        | {"transition_months": 2},
        "set_by": dict.fromkeys(
            ["reserve_policy", "review_by", "outcome_worth", "decision_rule"],
            "the board, 2024-06-11",
        )
        | ({"reserve_floor": "the finance office, 2025-06-10"} if small else {}),
    }


def typed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with columns in the order of its description, each of its kind's type."""
    columns = all_tables()[name].columns
    result = table[[column for column in columns if column in table]].copy()
    for column in result:
        kind = columns[column].kind
        if kind in NUMERIC_KINDS:
            result[column] = result[column].astype("float64")
        elif kind == "flag":
            result[column] = result[column].astype("boolean")
        elif kind == "date":
            result[column] = pd.to_datetime(result[column])
        else:
            result[column] = result[column].astype("str")
    return result


def _of_delivery(delivery: str, seats: float) -> list[tuple]:
    rooms = max(round(seats / 60), 1)
    room = ("Classroom, part of the day", rooms, 16_800.0, 0.25, None, "district")
    device = ("Tablets", round(seats * 0.6), 340.0, 1.0, 4.0, "district")
    helpers = ("Volunteer hours", round(seats * 1.5), 24.0, None, None, "volunteers")
    rides = ("Rides home by parents", round(seats * 6), 7.5, None, None, "parents")
    training = ("Teacher training days", max(round(seats / 20), 2), 520.0, None, 3.0, "district")
    gift = ("Books given by the foundation", round(seats * 2), 9.0, None, None, "grant")
    return {
        "one_to_one": [room, helpers, training],
        "small_group": [room, training],
        "extended_time": [room, rides, gift],
        "technology": [device, training],
        "coaching": [training, gift],
    }[delivery]
