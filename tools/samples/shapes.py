"""What each invented district looks like: its size, its students, its schools."""

from dataclasses import dataclass, field

import numpy as np

GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
YEARS = ("2022-23", "2023-24", "2024-25")
LATEST = YEARS[-1]

ETHNICITIES = (
    "hispanic", "white", "asian", "filipino", "african_american",
    "american_indian", "pacific_islander", "two_or_more", "not_reported",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One invented district, before any chance is drawn.

    Shares are 0 to 1 of all students; ``decline`` is the yearly fall of each
    new cohort beside the one before; ``score_shift`` is in standard deviations
    from the state mean; ``years_of_students`` and ``years_of_ledger`` name the
    fiscal years that the folder holds. ``spent`` is what the general fund spends
    in the latest year, in cents, costs charged to other funds apart; without it,
    whatever the parts add up to.
    """

    folder: str
    name: str
    cds_district: str
    students: int
    top_grade: int
    hispanic: float
    other_ethnicities: tuple[float, ...]
    english_learners: float
    low_income: float
    disabled: float
    decline: float
    score_shift: float
    schools: dict[str, tuple[str, ...]]
    years_of_students: tuple[str, ...]
    years_of_ledger: tuple[str, ...]
    years_of_counts: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    spending_level: float = 1.0
    spent: int | None = None
    teachers_on_supplemental: float = 0.03
    local_revenue_share: float = 0.31
    teacher_ratio: float = 1.0
    pay_level: float = 1.0
    opening_reserve: float = 0.14
    low_income_spread: float = 1.0
    outcome_worth: dict[str, float] = field(default_factory=dict)
    priority_aims: tuple[str, ...] = ("early_literacy", "grade9_success")

    @property
    def cds_code(self) -> str:
        """The district's 14 digits; no real district has this number."""
        return f"39{self.cds_district}0000000"


WORTH = {
    "ela_score": 10000,
    "math_score": 10000,
    "early_literacy_score": 9000,
    "reading_on_grade": 20000,
    "ninth_grade_on_track": 25000,
    "attendance": 4000,
    "reclassification": 12000,
}

ALTAMONT = Shape(
    folder="altamont_valley",
    name="Altamont Valley Unified",
    cds_district="99999",
    students=17_000,
    top_grade=13,
    hispanic=0.49,
    other_ethnicities=(0.38, 0.19, 0.14, 0.10, 0.01, 0.02, 0.13, 0.03),
    english_learners=0.25,
    low_income=0.46,
    disabled=0.125,
    decline=0.012,
    score_shift=-0.08,
    schools={
        "elementary": (
            "Windmill Elementary", "Patterson Pass Elementary", "Almond Grove Elementary",
            "Delta View Elementary", "Foothill Oaks Elementary", "Larkspur Elementary",
            "Railroad Avenue Elementary", "Cottonwood Elementary", "Sandhill Crane Elementary",
            "Brushy Creek Elementary", "Meadowlark Elementary",
        ),
        "K-8": (
            "Corral Hollow Academy K-8", "Canal Street K-8", "Golden Hills K-8", "Old River K-8",
        ),
        "middle": ("Tule Marsh Middle", "Ridgeline Middle", "Orchard Park Middle"),
        "high": ("Altamont High", "Diablo Range High", "San Joaquin Vista High"),
        "continuation": ("Crossroads Continuation High",),
        "small high": (
            "Altamont Early College", "Delta Technical Academy", "Valley Arts and Media High",
            "Harvest Road Health Academy",
        ),
    },
    years_of_students=YEARS,
    years_of_ledger=YEARS,
    years_of_counts=("2020-21", "2021-22", *YEARS),
    pay_level=1.06,
    spending_level=0.97,
    spent=277_485_297_62,
    outcome_worth=WORTH,
)  # fmt: skip

COLD_CREEK = Shape(
    folder="cold_creek",
    name="Cold Creek Elementary",
    cds_district="99998",
    students=1_100,
    top_grade=9,
    hispanic=0.31,
    other_ethnicities=(0.78, 0.02, 0.01, 0.01, 0.07, 0.01, 0.08, 0.02),
    english_learners=0.14,
    low_income=0.58,
    disabled=0.14,
    decline=0.010,
    score_shift=-0.18,
    schools={
        "elementary": ("Cold Creek School", "Juniper Flat School"),
        "K-8": ("Pine Summit K-8",),
        "middle": (),
        "high": (),
        "continuation": (),
    },
    years_of_students=("2023-24", "2024-25"),
    years_of_ledger=("2022-23", "2024-25"),
    years_of_counts=("2021-22", "2023-24", "2024-25"),
    left_out=("staffing", "ingredients"),
    spending_level=1.25,
    teachers_on_supplemental=0.12,
    local_revenue_share=0.44,
    teacher_ratio=0.86,
    pay_level=0.90,
    opening_reserve=0.22,
    low_income_spread=0.5,
    outcome_worth=WORTH,
    priority_aims=("early_literacy", "attendance"),
)  # fmt: skip

PLACES = (
    "Harbor", "Lighthouse", "Mission Bluff", "Cypress", "Cannery", "Sierra Gate", "Pelican",
    "Eucalyptus", "Dockside", "Breakwater", "Granada", "Monarch", "Tidewater", "Redwood Street",
    "Jefferson Park", "Alameda Court", "Sunset Terrace", "Coral Avenue", "Anchor Bay", "Mariner",
    "Palm Grove", "Heron", "Kelp Beds", "Seabright", "Valencia", "Olive Hill", "Manzanita",
    "Bayshore", "Sand Dollar", "Driftwood", "Starfish", "Calle Real", "Laurel", "Marina",
    "Promenade", "Cove", "Abalone", "Sycamore", "Cordoba", "Poppy Field", "Sea Ranch", "Beacon",
    "Estuary", "Gull Point", "Tamarack", "Juniper", "Pismo",
)  # fmt: skip

PORT_SIERRA = Shape(
    folder="port_sierra",
    name="Port Sierra Unified",
    cds_district="99997",
    students=48_000,
    top_grade=13,
    hispanic=0.68,
    other_ethnicities=(0.22, 0.28, 0.09, 0.26, 0.01, 0.03, 0.09, 0.02),
    english_learners=0.29,
    low_income=0.78,
    disabled=0.14,
    decline=0.015,
    score_shift=-0.42,
    schools={
        "elementary": tuple(f"{place} Elementary" for place in PLACES[:41]),
        "K-8": tuple(f"{place} K-8" for place in PLACES[41:47]),
        "middle": tuple(
            f"{place} Middle"
            for place in (
                "Wharf Street", "Northpoint", "Lagoon", "Sierra Foothill", "Embarcadero",
                "El Camino", "Bayview Heights", "Cabrillo Point", "Westcliff", "Longshore",
            )
        ),
        "high": (
            "Port Sierra High", "Harbor Heights High", "Cannery Row High", "Golden Gate Ridge High",
            "Southport High", "Lighthouse Point High", "Valencia High", "Pacific Crest High",
        ),
        "continuation": ("Compass Continuation High", "New Tide Continuation High"),
    },
    years_of_students=(LATEST,),
    years_of_ledger=("2023-24", "2024-25"),
    years_of_counts=("2020-21", "2021-22", *YEARS),
    spending_level=1.1,
    teachers_on_supplemental=0.44,
    local_revenue_share=0.22,
    teacher_ratio=0.97,
    pay_level=1.035,
    opening_reserve=0.11,
    low_income_spread=0.9,
    outcome_worth=WORTH,
)  # fmt: skip

BY_NAME = {shape.folder: shape for shape in (ALTAMONT, COLD_CREEK, PORT_SIERRA)}
SHAPES = tuple(BY_NAME)


class SampleShapeError(ValueError):
    """No invented district has this name."""


def shape_named(name: str) -> Shape:
    """The invented district of this folder name, or an error that lists the three."""
    if name not in BY_NAME:
        raise SampleShapeError(
            f'There is no sample district "{name}". Use one of: {", ".join(SHAPES)}.'
        )
    return BY_NAME[name]


def stream(seed: int, concern: int) -> np.random.Generator:
    """One independent source of chance for each concern, so that one never moves another."""
    return np.random.default_rng([seed, concern])
