"""The inventory of programs: how complete it is, what overlaps, what is ready for a review."""

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns, typed

# --- Which programs can be reviewed deeply: five tests, and what each program still lacks --------

ENOUGH_TO_COMPARE = 30  # who took part, before results can be compared
TESTS = {
    "cost_known": ("Cost is known", "what it cost"),
    "outcome_known": ("Outcome is known", "the outcome of its students"),
    "enough_students": ("Enough students took part", "enough students"),
    "comparison_possible": (
        "Similar students did not take part",
        "students of the same grades to compare with",
    ),
    "delivery_known": ("Delivery is known", "how much was planned and delivered"),
}
GOAL_AREAS = {
    "early_literacy": "Early literacy",
    "grade9_success": "9th-grade success",
    "math": "Math",
    "el_development": "English learners",
    "attendance": "Attendance",
    "sel_counseling": "Counseling and well-being",
    "enrichment": "Enrichment",
    "special_education": "Special education",
    "core": "Core program",
    "operations": "Operations",
    "": "No aim named",
}
# What must be filled on a student's row for the outcome to be known there
OUTCOME_COLUMNS = {
    "ela_score": ("ela_ss",),
    "math_score": ("math_ss",),
    "early_literacy_score": ("eoy_score",),
    "reading_test_score": ("reading_eoy",),
    "math_test_score": ("math_eoy",),
    "reading_on_grade": ("literacy_status", "ela_level"),
    "ninth_grade_on_track": ("g9_credits",),
    "attendance": ("days_absent",),
    "reclassification": ("el_status",),
}


def readiness(
    programs: pd.DataFrame,
    costs: pd.DataFrame,
    participation: pd.DataFrame,
    students: pd.DataFrame,
    minimum: int = ENOUGH_TO_COMPARE,
    fiscal_year: str | None = None,
) -> pd.DataFrame:
    """Five yes-or-no tests (``TESTS``) for every program: can it be reviewed deeply?

    The outcome is known where ``minimum`` of those who took part have it on their row of the year;
    a comparison is possible where as many of the same grades did not take part.
    """
    needed = ["program_id", "program_name", "goal_area", "grades", "intended_outcome"]
    require_columns(programs, needed, "program inventory (programs.csv)")
    table = programs[needed].rename(columns={"program_name": "program"}).reset_index(drop=True)
    area = table["goal_area"].astype("str").fillna("")
    table.insert(3, "goal_area_words", area.map(GOAL_AREAS).fillna(area).astype("str"))
    known = costs.set_index("program_id")[["total_cost", "students_served"]]
    table = table.join(known, on="program_id")
    counted = _counts(table, participation, students, fiscal_year)
    table = pd.concat([table, counted], axis=1)
    dosage = programs.reindex(columns=["dosage_planned", "dosage_delivered"])
    named = table["intended_outcome"].isin(list(OUTCOME_COLUMNS))
    passed = pd.DataFrame(
        {
            "cost_known": table["total_cost"].notna(),
            "outcome_known": named & (table["students_with_outcome"] >= minimum),
            "enough_students": table["students_served"] >= minimum,
            "comparison_possible": named & (table["students_compared"] >= minimum),
            "delivery_known": dosage.notna().all(axis=1).to_numpy(),
        },
        dtype=bool,
    )
    lacking = [[test for test in TESTS if not one[test]] for one in passed.to_dict("records")]
    table = pd.concat([table, passed], axis=1)
    table["ready"] = passed.all(axis=1)
    table["missing"] = _texts("; ".join(tests) for tests in lacking)
    table["missing_words"] = _texts("; ".join(TESTS[test][1] for test in one) for one in lacking)
    order = np.lexsort([table["program"].astype(str), -passed.sum(axis=1)])
    table = table.iloc[order].reset_index(drop=True)
    return table.drop(columns=["grades", "intended_outcome"])


def triage_counts(ready: pd.DataFrame) -> pd.DataFrame:
    """How many programs pass each of the five tests, and how many pass all."""
    tests = {**{test: words for test, (words, _) in TESTS.items()}, "ready": "All five"}
    require_columns(ready, tests, "table of programs and tests")
    table = pd.DataFrame({"test": pd.array(list(tests.values()), dtype="str")})
    table["programs"] = ready[list(tests)].sum().to_numpy(dtype=int)
    table["of"] = len(ready)
    table["share"] = table["programs"] / (len(ready) or np.nan)
    return table


def percent_ready(ready: int, programs: int) -> float:
    """How many of every 100 programs can be reviewed deeply."""
    return 100 * ready / programs


def nearly_ready(ready: pd.DataFrame) -> pd.DataFrame:
    """Programs that fail exactly one of the five tests, the dearest first."""
    one_short = ready[ready[list(TESTS)].astype(bool).sum(axis=1) == len(TESTS) - 1]
    order = ["total_cost", "program"]
    return one_short.sort_values(order, ascending=[False, True], ignore_index=True)


def _counts(
    programs: pd.DataFrame,
    participation: pd.DataFrame,
    students: pd.DataFrame,
    fiscal_year: str | None,
) -> pd.DataFrame:
    needed = ["student_key", "program_id", "fiscal_year", "group"]
    require_columns(participation, needed, "participation table (program_participation.csv)")
    needed = ["student_key", "fiscal_year", "grade"]
    require_columns(students, needed, "students' table (students_outcomes.csv)")
    year = participation["fiscal_year"].max() if fiscal_year is None else fiscal_year
    treated = participation[participation["fiscal_year"] == year]
    treated = treated[treated["group"] == "treated"]
    keys = treated.groupby("program_id")["student_key"].agg(set).to_dict()
    enrolled = students[students["fiscal_year"] == year]
    who = enrolled[["student_key", "grade"]]
    measured = {
        outcome: who[enrolled.reindex(columns=list(columns)).notna().any(axis=1)]
        for outcome, columns in OUTCOME_COLUMNS.items()
    }
    counts = []
    for row in programs.itertuples(index=False):
        known = measured.get(row.intended_outcome, who[:0])
        took_part = known["student_key"].isin(keys.get(row.program_id, set()))
        served = grades_listed(row.grades) or set(known.loc[took_part, "grade"])
        others = known[~took_part & known["grade"].isin(served)]
        counts.append([side["student_key"].nunique() for side in (known[took_part], others)])
    return pd.DataFrame(counts, columns=["students_with_outcome", "students_compared"], dtype=float)


# --- What the inventory of programs holds: how complete it is, what overlaps, cost by aim --------

INVENTORY = "program inventory (programs.csv)"

# Each question about a program, in words; the first ones a review cannot do without
ESSENTIAL = {
    "goal_area": "the aim it serves",
    "purpose": "what it is for",
    "grades": "the grades it serves",
    "delivery": "how it reaches students",
    "dosage_planned": "how much a student was meant to get",
    "dosage_delivered": "how much a student got",
    "fte": "how many people it uses",
    "annual_cost_total": "what it costs",
    "students_served": "how many students it served",
    "intended_outcome": "the outcome it is meant to move",
    "evidence_tier": "how strong the evidence is",
    "owner": "who answers for it",
    "status": "where it stands",
}
FURTHER = {
    "skill": "the skill it teaches",
    "student_groups": "the students it is for",
    "lcap_goal": "its LCAP goal",
    "lcap_action": "its LCAP action",
    "contributing": "whether the LCAP counts it as improved services",
    "scope": "its LCAP scope",
    "start_year": "when it began",
    "personnel": "what its people cost",
    "nonpersonnel": "what everything else costs",
    "lcff": "what LCFF pays",
    "other_state": "what other state funds pay",
    "local": "what local funds pay",
    "federal": "what federal funds pay",
    "fixed_cost": "what it costs whatever its size",
    "seats_planned": "how many students it was planned for",
    "reported_effect": "the effect claimed for it",
    "reported_effect_se": "how sure that claim is",
    "reported_effect_source": "who makes that claim",
    "cost_method": "where its cost comes from",
    "mandate": "whether law or contract requires it",
}
FIELDS = ESSENTIAL | FURTHER
EVERYONE = ("all", "all students")
GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))


def completeness(programs: pd.DataFrame) -> pd.DataFrame:
    """How often each question about the programs has an answer (right or not), blankest first."""
    if programs.empty:
        empty = {"field": "str", "field_words": "str", "essential": "bool", "filled": "int64"}
        return typed(empty | {"blank": "int64", "share_filled": "float"})
    table = pd.DataFrame(FIELDS.items(), columns=["field", "field_words"])
    table["essential"] = table["field"].isin(list(ESSENTIAL))
    table["filled"] = _given(programs).sum().to_numpy()
    table["blank"] = len(programs) - table["filled"]
    table["share_filled"] = table["filled"] / len(programs)
    order = np.lexsort([np.arange(len(table)), ~table["essential"], table["share_filled"]])
    return table.iloc[order].reset_index(drop=True)


def overlaps(
    programs: pd.DataFrame, costs: pd.DataFrame | None = None, unstated: bool = False
) -> pd.DataFrame:
    """Pairs of programs that teach the same skill to the same students of the same grades.

    "all" shares with every group, a blank or a grade not known with none.  Ended programs are left
    out.  Most ``dollars`` of both first; ``NaN`` while either cost is not known.
    """
    needed = ["program_id", "program_name", "skill", "grades", "student_groups"]
    require_columns(programs, needed, INVENTORY)
    running = _running(programs)
    one = running[needed].rename(columns={"program_name": "program"}).reset_index(drop=True)
    one = one[_given(one)["skill"]].assign(place=lambda table: range(len(table)))
    one["skill"] = one["skill"].astype("str").str.strip()
    one["key"] = one["skill"].str.casefold()
    one["cost"] = one["program_id"].map(_known_costs(programs, costs)).astype(float)
    others = one.drop(columns="skill").add_prefix("other_")
    pairs = one.merge(others, left_on="key", right_on="other_key")
    pairs = pairs[pairs["place"] < pairs["other_place"]].copy()
    both = zip(pairs["grades"], pairs["other_grades"], strict=True)
    shared = (grades_listed(ours) & grades_listed(theirs) for ours, theirs in both)
    before = {"TK": "-2", "KN": "-1"}
    in_order = (sorted(one, key=lambda grade: before.get(grade, f"~{grade}")) for one in shared)
    pairs["shared_grades"] = _texts(map(";".join, in_order))
    groups = zip(pairs["student_groups"], pairs["other_student_groups"], strict=True)
    pairs["shared_groups"] = _texts(_shared_groups(_listed(a), _listed(b)) for a, b in groups)
    unnamed = pairs["student_groups"].isna() | pairs["other_student_groups"].isna()
    shared = (pairs["shared_groups"] != "") | (unnamed & unstated)
    pairs = pairs[(pairs["shared_grades"] != "") & shared]
    pairs["shared_grades_words"] = pairs["shared_grades"].str.replace(";", ", ")
    pairs["dollars"] = pairs["cost"] + pairs["other_cost"]
    columns = ["skill", "program", "other_program", "program_id", "other_program_id"]
    columns += ["shared_grades", "shared_groups", "shared_grades_words", "cost", "other_cost"]
    order = ["dollars", "program", "other_program"]
    pairs = pairs.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return pairs[[*columns, "dollars"]]


def crowding(overlapping: pd.DataFrame) -> tuple[int, str]:
    """How many programs the overlapping pairs are made of, and the skill with most pairs."""
    names = {*overlapping["program"], *overlapping["other_program"]}
    skill = overlapping["skill"].value_counts().sort_index(kind="stable").idxmax()
    return len(names), skill


def cost_by_goal_area(programs: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Program dollars by the aim they serve (``by``; "" for none), largest first.

        share = dollars of the aim / dollars of all programs whose cost is known

    A program with no known cost (``cost_not_known``) adds no dollars, so an aim may be larger than
    it looks; where no cost of an aim is known, its dollars are ``NaN``, not zero.
    """
    require_columns(programs, ["program_id", "goal_area"], INVENTORY)
    area = programs["goal_area"].astype("str").fillna("").rename("by")
    cost = programs["program_id"].map(_known_costs(programs, costs)).astype(float)
    table = pd.DataFrame({"by": area, "cost": cost, "unknown": cost.isna()})
    table = table.groupby("by", as_index=False).agg(
        programs=("by", "size"), cost_not_known=("unknown", "sum"), dollars=("cost", "sum")
    )
    table["dollars"] = table["dollars"].mask(table["cost_not_known"].eq(table["programs"]))
    title = table["by"].map(GOAL_AREAS).fillna(table["by"]).astype("str")
    table.insert(1, "title", title)
    table["share"] = table["dollars"] / (table["dollars"].sum() or np.nan)
    return table.sort_values(["dollars", "title"], ascending=[False, True], ignore_index=True)


def aims_of_programs(programs: pd.DataFrame) -> list[str]:
    """What the programs are for, in words: the aim of most programs first, then by name."""
    counts = programs["goal_area"].dropna().map(GOAL_AREAS).value_counts()
    return sorted(counts.index, key=lambda title: (-counts[title], title))


def _given(programs: pd.DataFrame) -> pd.DataFrame:
    answers = programs.reindex(columns=list(FIELDS))
    blank_text = answers.astype("str").apply(lambda column: column.str.strip()).eq("")
    return answers.notna() & ~blank_text.fillna(False)


def _known_costs(programs: pd.DataFrame, costs: pd.DataFrame | None) -> pd.Series:
    if costs is not None:
        require_columns(costs, ["program_id", "total_cost"], "table of costs")
        return costs.set_index("program_id")["total_cost"]
    if "annual_cost_total" not in programs.columns:
        return pd.Series(dtype=float)
    return programs.set_index("program_id")["annual_cost_total"]


def _listed(cell: object) -> frozenset[str]:
    if pd.isna(cell):
        return frozenset()
    return frozenset(word for part in str(cell).split(";") if (word := part.strip()))


def grades_listed(cell: object) -> frozenset[str]:
    """The grades of a list; none where it is blank or any of them is no grade we know."""
    listed = _listed(cell)
    return listed if listed <= set(GRADES) else frozenset()


def cannot_be_placed(programs: pd.DataFrame) -> int:
    """How many programs name no skill or no grades we know: whether they overlap is not known."""
    running = _running(programs)
    placed = _given(running)["skill"] & running["grades"].map(grades_listed).astype(bool)
    return int((~placed).sum())


def _running(programs: pd.DataFrame) -> pd.DataFrame:
    if "status" not in programs.columns:
        return programs
    return programs[~programs["status"].astype("str").eq("ended").fillna(False)]


def _shared_groups(ours: frozenset[str], theirs: frozenset[str]) -> str:
    if not ours or not theirs:
        return ""
    ours_all, theirs_all = (any(g.lower() in EVERYONE for g in side) for side in (ours, theirs))
    shared = theirs if ours_all else ours if theirs_all else ours & theirs
    return ";".join(sorted(shared))


def _texts(words: object) -> pd.api.extensions.ExtensionArray:
    return pd.array(list(words), dtype="str")
