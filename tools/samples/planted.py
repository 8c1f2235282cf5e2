"""The true effects planted in each invented district.  Never written to a folder."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planted:
    """One program whose students, comparison and true effect the generator knows.

    ``full_effect`` is what a student gets who receives every planned hour:
    standard deviations of the grade for scores, a chance for yes/no outcomes.
    ``dose`` is the average share of the planned hours delivered. ``referral``
    and ``seating`` say how much the prior score counts (negative: low scorers
    first) when students are put forward, and when the seats are given among
    them; those put forward without a seat are the comparison group.
    ``offered`` is the share of schools that have it; ``whole_school`` gives it
    to every student there.
    """

    program_id: str
    outcome: str
    grades: tuple[int, ...]
    prior: str
    full_effect: float
    dose: float
    seats: int
    waiting: int
    referral: float
    seating: float
    story: str
    el: float = 0.0
    sed: float = 0.0
    offered: float = 1.0
    whole_school: bool = False
    can_be_told: bool = True


LOW = "the lowest scorers were sent to it, so it looks harmful beside everybody else"
HIGH = "strong students chose it, so it looks helpful beside everybody else"

# The lesson of the teaching district; tests/test_samples.py holds each line of it.
#   ELA         P-101 is the clear leader; P-104 is popular, costs nearly as much a student and buys
#               nothing; P-105 is cheap and does harm; of P-107 nobody can tell.
#   early       P-102 and P-111 are a true tie: within a few percent the same gain for a dollar, so
#   reading     the better buy cannot be told, and the room must say so. What parts them is the
#               money: P-111 is all Title I, so its seats are no dollars for another's.
#               P-120 is cheap and has no evidence: it kept no list of its students.
#   ninth       P-103 costs more than twice as much a student as P-130 and does more than three
#   grade       times as much: dear is the better buy. P-131 is cheaper still, and kept no list.
#   money       P-109 is paid by the lottery's money for materials. What ending it frees pays for
#               no seat of any program that helps, however much those lack.
ALTAMONT = (
    Planted("P-101", "ela_score", (5, 6, 7), "ela", 0.34, 0.76, 440, 420, -2.2, -0.12,
            LOW + "; the clear leader of its outcome", el=0.5, sed=0.3, offered=0.8),
    Planted("P-102", "early_literacy_score", (1, 2, 3), "boy", 0.38, 0.80, 420, 400, -2.4, -0.10,
            LOW + "; a true tie with P-111", el=0.3, sed=0.3, offered=0.75),
    Planted("P-103", "ninth_grade_on_track", (10,), "ela", 0.22, 0.86, 300, 300, -2.0, -0.08,
            LOW + "; dear, and worth it", el=0.4, sed=0.4),
    Planted("P-104", "ela_score", (5, 6, 7, 8, 9), "ela", 0.0, 0.90, 520, 500, 1.8, 0.07,
            HIGH + "; popular, costly, and it buys nothing", sed=-0.6),
    Planted("P-105", "ela_score", (5, 6, 7, 8, 9), "ela", -0.20, 0.35, 640, 640, 1.1, 0.07,
            HIGH + "; it took the place of reading in class, and most hours were never used",
            sed=-0.3),
    Planted("P-106", "reading_on_grade", (2, 3, 4), "boy", 0.05, 0.80, 0, 0, 0.0, 0.0,
            "whole schools took it up, so there are few to compare", offered=1 / 3,
            whole_school=True, can_be_told=False),
    Planted("P-107", "ela_score", (8, 9), "ela", 0.15, 0.70, 210, 420, -3.0, -2.6,
            "every one of the lowest readers was placed in it, so nobody like them was left out",
            can_be_told=False),
    Planted("P-111", "early_literacy_score", (3, 4), "boy", 0.38, 0.80, 420, 400, -2.2, -0.10,
            LOW + "; a true tie with P-102, paid by Title I alone", el=0.3, sed=0.3),
    Planted("P-130", "ninth_grade_on_track", (10,), "ela", 0.05, 0.67, 300, 300, -1.4, -0.08,
            LOW + "; cheap and liked, and it does little", el=0.2, sed=0.3),
)  # fmt: skip

# three schools: fewer than four a side, so of none can anybody tell
COLD_CREEK = (
    Planted("P-01", "ela_score", (5, 6, 7, 8, 9), "ela", 0.30, 0.75, 46, 44, -2.0, -0.05, LOW,
            sed=0.3, can_be_told=False),
    Planted("P-02", "early_literacy_score", (1, 2, 3), "boy", 0.15, 0.60, 38, 34, -2.0, -0.05,
            LOW, offered=1.0, can_be_told=False),
    Planted("P-03", "ela_score", (5, 6, 7, 8, 9), "ela", 0.0, 0.90, 18, 20, 1.8, 0.05, HIGH,
            can_be_told=False),
)  # fmt: skip

PORT_SIERRA = (
    Planted("P-101", "ela_score", (5, 6, 7), "ela", 0.04, 0.30, 900, 850, -2.2, -0.10,
            LOW + "; a third of the hours were delivered", el=0.5, sed=0.3, offered=0.7),
    Planted("P-102", "early_literacy_score", (1, 2, 3), "boy", 0.05, 0.85, 950, 900, -2.4, -0.08,
            LOW, el=0.3, offered=0.6),
    Planted("P-103", "ninth_grade_on_track", (10,), "ela", 0.02, 0.60, 520, 520, -2.0, -0.10,
            LOW, el=0.4),
    Planted("P-104", "ela_score", (5, 6, 7, 8, 9), "ela", 0.14, 0.90, 900, 900, 1.4, 0.08, HIGH),
    Planted("P-105", "ela_score", (7, 8, 9), "ela", 0.22, 0.80, 1100, 1050, -1.6, -0.10, LOW,
            offered=0.8),
    Planted("P-106", "reading_on_grade", (2, 3, 4), "boy", 0.07, 0.90, 0, 0, 0.0, 0.0,
            "whole schools took it up", offered=0.30, whole_school=True),
    Planted("P-108", "math_score", (7, 8, 9), "math", 0.20, 0.85, 820, 800, -1.8, -0.10, LOW,
            sed=0.2),
    Planted("P-109", "math_score", (5, 6), "math", -0.15, 0.60, 700, 700, 1.5, 0.08, HIGH),
)  # fmt: skip

PLANTED = {"altamont_valley": ALTAMONT, "cold_creek": COLD_CREEK, "port_sierra": PORT_SIERRA}

# Programs with a list of students but no planted effect: something else is missing
# (an outcome, a cost, students enough).  Program, grades, students.
LISTED = {
    "altamont_valley": (
        ("P-121", (3, 4, 5, 6), 9), ("P-133", (1, 2, 3, 4), 760), ("P-143", (10,), 7),
        ("P-147", (10, 11, 12, 13), 640), ("P-128", (7, 8, 9), 88), ("P-152", (5, 6, 7), 150),
    ),
    "cold_creek": (("P-06", (2, 3, 4), 8), ("P-09", (7, 8, 9), 14)),
    "port_sierra": (
        ("P-121", (3, 4, 5, 6), 10), ("P-133", (1, 2, 3, 4), 1900),
        ("P-147", (10, 11, 12, 13), 900),
    ),
}  # fmt: skip
