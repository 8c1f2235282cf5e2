"""What a board is told: what stops and grows, from which dollars, and the lines of the LCAP."""

import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.planning.decisions import FIX, GROW, SCALE, STOP, already_ending
from smarter_spending.planning.reallocation import LABELS, ONE_TIME, RECURRING

# --- The district's programs in the columns of the LCAP's table of planned expenditures ----------

# the order of the state template's table, and where each column comes from
TEMPLATE = {
    "goal": "lcap_goal",
    "action": "lcap_action",
    "action_title": "program_name",
    "student_groups": "student_groups",
    "contributing": "contributing",
    "scope": "scope",
    "unduplicated_groups": "student_groups",
    "location": "location",
    "time_span": "time_span",
    "total_personnel": "personnel",
    "total_nonpersonnel": "nonpersonnel",
    "lcff_funds": "lcff",
    "other_state_funds": "other_state",
    "local_funds": "local",
    "federal_funds": "federal",
    "total_funds": "",
    "improved_services": "planned_improved_services",
}
FUNDS = ["lcff_funds", "other_state_funds", "local_funds", "federal_funds"]
AMOUNTS = ["total_personnel", "total_nonpersonnel", *FUNDS, "total_funds"]
UNDUPLICATED = {"el", "sed", "foster"}
YES_NO = {True: "Yes", False: "No"}
IN, NOT_IN = "in the LCAP", "not in the LCAP"
TOTALS = {IN: "Total in the LCAP", NOT_IN: "Total not in the LCAP"}
TOTAL = "Total"


def lcap_crosswalk(programs: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Every program as a line of the LCAP's table, with what was decided beside it.

        total_funds = LCFF + other state + local + federal, to the cent

    The amounts are the plan's, as the inventory states them; what was decided is beside them
    and changes none.  A program without a goal and an action is "not in the LCAP", and a
    program whose funds are not stated has blanks, not zeros.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"], "program_name": ["Tutors", "Club"],
    ...     "lcap_goal": ["1", None], "lcap_action": ["1.2", None], "lcff": [60.5, 10.0],
    ...     "federal": [39.5, None]})
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2"], "decision": ["Grow", "Keep"]})
    >>> table = lcap_crosswalk(programs, decisions)
    >>> table[["action_title", "total_funds", "decision", "place"]].to_numpy().tolist()
    [['Tutors', 100.0, 'Grow', 'in the LCAP'], ['Club', 10.0, 'Keep', 'not in the LCAP']]
    """
    require_columns(programs, ["program_id", "program_name"], "program inventory (programs.csv)")
    table = pd.DataFrame(index=programs.index)
    for name, source in TEMPLATE.items():
        table[name] = programs[source] if source in programs.columns else None
    table["contributing"] = table["contributing"].map(YES_NO)
    table["unduplicated_groups"] = _unduplicated(table)
    cents = (table[FUNDS].astype(float) * 100).round()
    table["total_funds"] = cents.sum(axis=1, min_count=1) / 100
    decided = decisions.set_index("program_id")["decision"]
    table["decision"] = programs["program_id"].map(decided)
    inside = table["goal"].notna() & table["action"].notna()
    table["place"] = inside.map({True: IN, False: NOT_IN})
    order = table.assign(
        out=~inside, first=_number(table["goal"]), second=_number(table["action"])
    ).sort_values(["out", "first", "second", "action_title"])
    return table.loc[order.index].reset_index(drop=True)


def with_totals(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The crosswalk with its totals below: in the LCAP, not in it, and together.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"], "program_name": ["Tutors", "Club"],
    ...     "lcap_goal": ["1", None], "lcap_action": ["1.2", None], "lcff": [60.5, 10.0]})
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2"], "decision": ["Grow", "Keep"]})
    >>> with_totals(lcap_crosswalk(programs, decisions))["total_funds"].tolist()
    [60.5, 10.0, 60.5, 10.0, 70.5]
    """
    parts = {TOTALS[place]: rows for place, rows in crosswalk.groupby("place")} | {TOTAL: crosswalk}
    sums = [
        {"action_title": title} | rows[AMOUNTS].astype(float).sum(min_count=1).round(2).to_dict()
        for title, rows in parts.items()
    ]
    totals = pd.DataFrame(sums, columns=crosswalk.columns).astype(object)
    table = pd.concat([crosswalk.astype(object), totals], ignore_index=True)
    return table.astype(dict.fromkeys(AMOUNTS, float))


def planned_by_place(crosswalk: pd.DataFrame) -> pd.DataFrame:
    """How many programs stand in the LCAP and how many do not, with the dollars planned.

    Examples
    --------
    >>> crosswalk = pd.DataFrame({"place": [IN, IN, NOT_IN], "total_funds": [60.5, None, 10.0]})
    >>> planned_by_place(crosswalk).values.tolist()
    [['in the LCAP', 2, 1, 60.5], ['not in the LCAP', 1, 1, 10.0]]
    """
    rows = [
        (place, len(funds), funds.count(), funds.sum())
        for place, funds in crosswalk.groupby("place")["total_funds"]
    ]
    return pd.DataFrame(rows, columns=["place", "programs", "stated", "total_funds"])


def _unduplicated(table: pd.DataFrame) -> list[str | None]:
    given = table["student_groups"].astype("object").where(table["student_groups"].notna(), "")
    named = [
        [word.strip() for word in str(cell).split(";") if word.strip() in UNDUPLICATED]
        for cell in given
    ]
    contributes = table["contributing"].eq("Yes")
    both = zip(named, contributes, strict=True)
    return [";".join(words) or None if yes else None for words, yes in both]


def _number(codes: pd.Series) -> pd.Series:
    # 1.10 comes after 1.9: the part behind the dot is counted, not read as a decimal
    text = codes.astype("object").where(codes.notna(), "").astype(str)
    parts = text.str.extract(r"(\d+)(?:\.(\d+))?").astype(float).fillna(0)
    return parts[0] * 1000 + parts[1]


# --- What stands behind a board page: its tables, and whether a number written is one of theirs
#
# what_stops      what ends, is not renewed or is paid only as used, in programs and dollars
# what_grows      what grows, in seats and dollars, and how much of it is paid
# found_by_pool   the dollars found, pool by pool, and for each student
# saved_by_label  how far the dollars have come: identified, approved, realised

STOPPED, NOT_RENEWED, AS_USED, ALL = "stop", "renew", "used", "all"
TERMS = {RECURRING: "every_year", ONE_TIME: "once"}
TWO_DIGITS = 2  # a number in digits is taken as exact to two of them at the least
ONE_DOLLAR = 1.0  # less than this is rounding, and nothing left to pay


def what_stops(
    decisions: pd.DataFrame, savings: pd.DataFrame, endings: pd.DataFrame
) -> pd.DataFrame:
    """What stops, what is not renewed and what is paid for only as used: programs and dollars.

        stopped + not renewed + paid as used = all that is found, by term

    A program whose end was set before anybody decided here frees nothing, and is left out.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1"], "ending": [False]})
    >>> savings = pd.DataFrame({"program_id": ["P1"], "verdict": ["Stop"], "lever": [""],
    ...                         "term": ["recurring"], "likely": [90_000.0]})
    >>> endings = pd.DataFrame({"program_id": ["P1"], "decision": ["Stop"], "students": [40.0]})
    >>> what_stops(decisions, savings, endings)[["kind", "every_year", "once"]].values.tolist()
    [['stop', 90000.0, 0.0], ['all', 90000.0, 0.0]]
    """
    used = savings["verdict"].eq(FIX) & savings["lever"].eq(SCALE)
    ours = endings[~endings["program_id"].isin(already_ending(decisions)["program_id"])]
    ids = {
        STOPPED: ours.loc[ours["decision"].eq(STOP), "program_id"],
        NOT_RENEWED: ours.loc[ours["decision"].eq(FIX), "program_id"],
        AS_USED: savings.loc[used, "program_id"].drop_duplicates(),
    }
    table = pd.DataFrame(
        [{"kind": kind} | _freed_by(some, savings, ours) for kind, some in ids.items()]
    )
    table = table[table["programs"] > 0].round(dict.fromkeys(TERMS.values(), 2))
    return _with_sum(table, "kind")


def _freed_by(ids: pd.Series, savings: pd.DataFrame, endings: pd.DataFrame) -> dict[str, float]:
    freed = savings[savings["program_id"].isin(ids) & savings["likely"].gt(0)]
    sums = freed.groupby("term")["likely"].sum()
    students = endings.loc[endings["program_id"].isin(ids), "students"].astype(float)
    return {
        "programs": len(ids),
        **{column: sums.get(term, 0.0) for term, column in TERMS.items()},
        "without_dollars": int((~ids.isin(freed["program_id"])).sum()),
        "students_affected": students.sum(min_count=1),
        "students_uncounted": int(students.isna().sum()),
    }


def what_grows(decisions: pd.DataFrame, uses: pd.DataFrame, by_use: pd.DataFrame) -> pd.DataFrame:
    """What grows: its new seats, what these cost in the first year, and how much of it is paid.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1"], "program": ["Tutors"],
    ...                           "decision": ["Grow"]})
    >>> uses = pd.DataFrame({"program_id": ["P1"], "verdict": ["Grow"], "seats": [20],
    ...                      "year_1": [30_000.0]})
    >>> paid = pd.DataFrame({"use": ["Tutors"], "paid": [10_000.0]})
    >>> what_grows(decisions, uses, paid).values.tolist()[-1]
    ['all', 20.0, 30000.0, 10000.0]
    """
    grow = decisions.loc[decisions["decision"].eq(GROW), ["program_id", "program"]]
    seated = uses.loc[uses["verdict"].eq(GROW), ["program_id", "seats", "year_1"]]
    table = grow.merge(seated, on="program_id", how="left").drop(columns="program_id")
    paid = table["program"].map(by_use.groupby("use")["paid"].sum())
    table["paid_dollars"] = paid.where(table["seats"].notna())
    return _with_sum(table.rename(columns={"year_1": "year_1_dollars"}), "program")


def _with_sum(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if table.empty:
        return table
    total = {name: ALL} | table.drop(columns=name).sum(min_count=1).to_dict()
    return pd.concat([table, pd.DataFrame([total])], ignore_index=True)


def paid_short(wanted: float, paid: float) -> bool:
    """Whether a dollar or more of what is wanted is not paid.

    Examples
    --------
    >>> paid_short(30_000, 29_999), paid_short(30_000, 29_999.50)
    (True, False)
    """
    return wanted - paid >= ONE_DOLLAR


def found_by_pool(ranges: pd.DataFrame, students: float) -> pd.DataFrame:
    """The dollars found, pool by pool, and what they are for each student.

    Examples
    --------
    >>> ranges = pd.DataFrame({"pool": ["all"], "term": ["recurring"], "identified": [90_000.0],
    ...                        "plan_on": [60_000.0], "low": [50_000.0], "high": [95_000.0]})
    >>> found_by_pool(ranges, 1_500)["per_student"].item()
    60.0
    """
    table = ranges[["pool", "term", "identified", "plan_on", "low", "high"]]
    each = students if students > 0 else float("nan")
    return table.assign(per_student=table["identified"] / each)


def saved_by_label(savings: pd.DataFrame) -> pd.DataFrame:
    """How far the dollars found have come.

    Examples
    --------
    >>> savings = pd.DataFrame({"label": ["approved", "identified"], "term": ["one-time",
    ...                         "recurring"], "likely": [5.0, 7.0]})
    >>> saved_by_label(savings).values.tolist()
    [['identified', 7.0, 0.0], ['approved', 0.0, 5.0]]
    """
    sums = savings.pivot_table(index="label", columns="term", values="likely", aggfunc="sum")
    table = sums.reindex(columns=list(TERMS)).rename(columns=TERMS).fillna(0.0).round(2)
    table = table.reindex([label for label in LABELS if label in table.index])
    table.insert(0, "label", table.index)
    return table.reset_index(drop=True)


def number_written(
    digits: str, scale: float = 1.0, share: bool = False, minus: bool = False
) -> tuple[float, float]:
    """A number as it is written in digits: its value, and how far it is rounded.

    It is rounded to its last digit, and a number without decimals as far as its zeros say,
    but exact to two digits at the least.

    Examples
    --------
    >>> number_written("1200000"), number_written("1.5", 1_000), number_written("40", share=True)
    ((1200000.0, 100000.0), (1500.0, 100.0), (40.0, 1.0))
    """
    value = float(digits) * scale * (-1 if minus else 1)
    whole, _, decimals = digits.partition(".")
    if decimals:
        return value, scale * 10.0 ** -len(decimals)
    if share:
        return value, 1.0
    if scale > 1:
        return value, scale / 10 if len(whole) == 1 else scale
    zeros = len(whole) - len(whole.rstrip("0"))
    return value, 10.0 ** max(min(zeros, len(whole) - TWO_DIGITS), 0)


def agrees_as_written(written: float, step: float, figure: float, share: bool = False) -> bool:
    """Whether a figure, rounded as far as a number is written, is that number.

    Examples
    --------
    >>> agrees_as_written(1.1e6, 1e5, 1_140_000), agrees_as_written(1.2e6, 1e5, 1_140_000)
    (True, False)
    >>> agrees_as_written(4.4, 0.1, 0.0437, share=True)
    True
    """
    value = figure * 100 if share else figure
    return abs(written - value) <= step / 2 + 1e-9
