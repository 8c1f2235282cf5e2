"""The whole general fund looked at: every spending row in exactly one lens, by its account code.

The codes are those of the California School Accounting Manual.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import GENERAL_FUND, LEDGER, ON_BEHALF, spending_rows

NOT_PLACED = 0
FIELDS = ("resource", "goal", "function", "object", "local_program")
PEOPLE = "1000-3999"
CLASSES = {"function": "1000-1109 1191-1999"}  # instruction, but for special education
# whose pay a row is: benefits carry it in their last digit, odd for certificated people
CERTIFICATED, CLASSIFIED = {"pay": "certificated"}, {"pay": "classified"}
DISABILITIES = {"special": "yes"}  # goals 5000-5999, functions 1110-1190
NAMED = {"program": "named"}

BOUND, PROGRAMS, SCHOOLS = "Not ours to move", "Named programs", "Classes and schools"
SERVICES, SPECIAL = "Student services", "Students with disabilities"
OFFICES, BUILDINGS, PURCHASES = "Offices and systems", "Buildings", "Purchases"
# In the order in which a row is asked: the first lens that takes it keeps it.  Number, what it
# belongs to, a leader's question, and the conditions of which one is enough: a span of codes each.
LENSES = (
    (27, BOUND, "The state's pension payment: no cash", {"resource": ON_BEHALF}),
    (1, PROGRAMS, "Programs we can name: worth it?", NAMED),
    (14, SERVICES, "Buses: are the seats filled?", {"function": "3600"}),
    (26, BOUND, "Debt, tuition to others: until when?", {"object": "7000-7499"}),
    (13, SPECIAL, "Private schools, therapy contracts: which, and why?",
     DISABILITIES | {"object": "4000-7999"}),
    (11, SPECIAL, "Special-ed teachers, therapists: even caseloads?", DISABILITIES | CERTIFICATED),
    (12, SPECIAL, "Special-ed aides: as the plans ask?", DISABILITIES | CLASSIFIED),
    (16, OFFICES, "Technology: what is used?", {"function": "7700"}),
    (20, BUILDINGS, "Power, water, waste: price or use?", {"object": "5500-5599"}),
    (19, BUILDINGS, "Repairs, buildings: what is put off?",
     {"function": "8100-8199 8400-8999"}, {"resource": "8150"}),
    (21, PURCHASES, "Insurance, legal, leases, dues: up for renewal?",
     {"object": "5300-5499 5600-5699 5900-5999"}, {"function": "7180-7199"}),
    (23, PURCHASES, "Travel, conferences: what came back?", {"object": "5200-5299"}),
    (22, PURCHASES, "Contracts, consultants: bought twice?", {"object": "5100-5199 5800-5899"}),
    (24, PURCHASES, "Books: which money pays first?", {"object": "4100-4299"}),
    (25, PURCHASES, "Supplies, equipment: needed, and when?", {"object": "4300-4799 6000-6999"}),
    (2, SCHOOLS, "Classes, TK-12: as full as our own target?", CERTIFICATED | CLASSES),
    (4, SCHOOLS, "Aides in general classes: doing what?", CLASSIFIED | CLASSES),
    (5, SCHOOLS, "Coaches, curriculum staff: how many teachers each?",
     {"function": "2100-2199", "object": PEOPLE}),
    (6, SCHOOLS, "Library, family help: reaching whom?",
     {"function": "2200-2699", "object": PEOPLE}),
    (7, SCHOOLS, "School leaders: how many students each?", CERTIFICATED | {"function": "2700"}),
    (8, SCHOOLS, "School offices: even between schools?", {"function": "2700"}),
    (9, SERVICES, "Counselors, health, attendance: how many students each?",
     {"function": "3100-3199", "object": PEOPLE}),
    (10, SERVICES, "Athletics, meals, activities: who takes part?", {"function": "3000-5999"}),
    (15, OFFICES, "Central office people: doing what, for whom?",
     {"function": "6000-7699", "object": PEOPLE}),
    (17, BUILDINGS, "Custodians: even between schools?", {"function": "8200", "object": PEOPLE}),
    (18, BUILDINGS, "Safety staff: where incidents are?", {"function": "8300", "object": PEOPLE}),
)  # fmt: skip
UNPLACED = (NOT_PLACED, "Not placed", "Not placed: codes that no lens knows")


def lens_of(rows: pd.DataFrame) -> pd.Series:
    """The number of the one lens that each ledger row stands in; 0 where no lens takes its codes.

    A row's place follows from its own codes alone, so no order of rows can change it.
    """
    require_columns(rows, FIELDS, LEDGER)
    each = rows[list(FIELDS)].astype("str").fillna("")
    codes = _told(each.drop_duplicates())
    place = pd.Series(NOT_PLACED, index=codes.index)
    for number, _, _, *conditions in LENSES:
        takes = np.logical_or.reduce([meets(codes, one) for one in conditions])
        place = place.mask(place.eq(NOT_PLACED) & takes, number)
    known = codes[list(FIELDS)].assign(lens=place)
    return each.merge(known, how="left", on=list(FIELDS))["lens"].set_axis(rows.index)


def _told(codes: pd.DataFrame) -> pd.DataFrame:
    """The codes, with what several of them tell together."""
    kind, last = codes["object"].str[:1], codes["object"].str[3:4]
    first = kind.mask(kind.eq("3"), np.where(last.isin([*"13579"]), "1", "2"))
    special = _within(codes["goal"], "5000-5999") | _within(codes["function"], "1110-1190")
    return codes.assign(
        pay=first.map({"1": "certificated", "2": "classified"}).fillna(""),
        special=np.where(special, "yes", ""),
        program=np.where(codes["local_program"].ne(""), "named", ""),
    )


def meets(codes: pd.DataFrame, condition: Mapping[str, str]) -> np.ndarray:
    """Which rows meet a condition: in each of its fields a span of codes."""
    return np.logical_and.reduce([_within(codes[field], condition[field]) for field in condition])


def _within(code: pd.Series, spans: str) -> np.ndarray:
    """Whether a code lies in one of the spans, such as 1000-1109 1191-1999."""
    ends = [span.split("-") for span in spans.split()]
    return np.logical_or.reduce([code.between(one[0], one[-1]) for one in ends])


def home_lenses(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str = "actual"
) -> pd.DataFrame:
    """Every dollar of general fund spending in exactly one lens, with a leader's question.

        dollars of all lenses = spending of fund 01, to the cent

    It says what is *looked at*, never what is found: no figure here is a saving.  A row whose codes
    no lens takes stands in the lens "Not placed" rather than nowhere.  Pay counts as certificated
    or classified by its object, benefits by the last digit of theirs.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        As load_district gives it, with ``kind``; ``amount`` in dollars.
    fiscal_year : str
        Written 2024-25.
    amount_type : str
        As in ledger.csv.

    Returns
    -------
    DataFrame, one row per lens, by its number; not placed last, where it holds a row
        ``lens`` (number), ``family``, ``question``, ``rows`` (ledger rows), ``dollars`` and
        ``share`` (of all general fund spending, 0 to 1).  A lens without rows has 0; an empty
        ledger gives no lens.  A ledger without that year or a column is refused.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "resource": ["0000", "0000", "6500"], "goal": ["1110", "0000", "5760"],
    ...     "function": ["1000", "8200", "1120"], "object": ["1100", "5500", "3102"],
    ...     "local_program": "", "amount": [60.0, 10.0, 30.0], "kind": "spending"})
    >>> table = home_lenses(ledger, "2024-25")
    >>> table.loc[table["rows"].gt(0), ["lens", "question", "dollars", "share"]]
        lens                                    question  dollars  share
    1      2  Classes, TK-12: as full as our own target?     60.0    0.6
    10    12         Special-ed aides: as the plans ask?     30.0    0.3
    18    20          Power, water, waste: price or use?     10.0    0.1
    """
    rows = spending_rows(ledger, fiscal_year, amount_type, GENERAL_FUND)
    sums = rows["amount"].groupby(lens_of(rows)).agg(rows="size", dollars="sum")
    named = pd.DataFrame(
        [*sorted(one[:3] for one in LENSES), UNPLACED], columns=["lens", "family", "question"]
    )
    table = named.join(sums, on="lens").fillna({"rows": 0, "dollars": 0.0})
    table = table.astype({"rows": "int64", "dollars": float}).round({"dollars": 2})
    total = table["dollars"].sum()
    table["share"] = table["dollars"] / (total if total else np.nan)
    shown = table["rows"].gt(0) | (table["lens"].ne(NOT_PLACED) & len(rows))
    return table[shown].reset_index(drop=True)


def by_family(lenses: pd.DataFrame) -> pd.DataFrame:
    """The lenses that hold dollars, family by family, each with the most first.

    Adds ``family_dollars`` and ``family_share`` (0 to 1).
    """
    table = lenses[lenses["rows"].gt(0)]
    of = table.groupby("family")
    sums = {f"family_{name}": of[name].transform("sum") for name in ("dollars", "share")}
    keys = ["family_dollars", "family", "dollars", "lens"]
    return table.assign(**sums).sort_values(keys, ascending=[False, True, False, True])


def looked_at(lenses: pd.DataFrame) -> tuple[float, int]:
    """The dollars of all lenses, and in how many of them they stand."""
    return round(lenses["dollars"].sum(), 2), int(lenses["rows"].gt(0).sum())
