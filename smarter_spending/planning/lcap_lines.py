"""The district's programs in the columns of the LCAP's table of planned expenditures."""

import pandas as pd

from smarter_spending.analysis.checks import require_columns

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

    Parameters
    ----------
    programs : DataFrame, one row per program
        The program inventory: ``program_id, program_name`` and, where known, the LCAP's
        ``lcap_goal, lcap_action, contributing, scope``, ``student_groups``, ``personnel,
        nonpersonnel, lcff, other_state, local, federal`` (dollars).
    decisions : DataFrame, one row per program
        ``program_id`` and ``decision``.

    Returns
    -------
    DataFrame, one row per program, by goal and action, those not in the LCAP last
        The columns of ``TEMPLATE`` in the state's order: ``contributing`` "Yes" or "No",
        ``unduplicated_groups`` only where it is "Yes", dollars, ``total_funds`` ``NaN`` when
        no fund is stated; then ``decision`` and ``place`` ("in the LCAP" or "not in the LCAP").

    Raises
    ------
    ValueError
        When ``program_id`` or ``program_name`` is not a column.

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"], "program_name": ["Tutors", "Club"],
    ...     "lcap_goal": ["1", None], "lcap_action": ["1.2", None], "lcff": [60.5, 10.0],
    ...     "federal": [39.5, None]})
    >>> decisions = pd.DataFrame({"program_id": ["P1", "P2"], "decision": ["Grow", "Keep"]})
    >>> table = lcap_crosswalk(programs, decisions)
    >>> table[["action_title", "total_funds", "decision", "place"]].to_numpy().tolist()
    [['Tutors', 100.0, 'Grow', 'in the LCAP'], ['Club', 10.0, 'Keep', 'not in the LCAP']]

    References
    ----------
    California Department of Education, LCAP template, *Total Planned Expenditures Table*.
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

    Parameters
    ----------
    crosswalk : DataFrame
        As ``lcap_crosswalk`` gives.

    Returns
    -------
    DataFrame
        With a row more for each place that occurs and, last, "Total"; dollars to the cent.

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

    Parameters
    ----------
    crosswalk : DataFrame
        As ``lcap_crosswalk`` gives.

    Returns
    -------
    DataFrame, one row per place that occurs
        ``place``, ``programs``, ``stated`` (programs whose funds are stated) and
        ``total_funds`` (dollars of these).

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
