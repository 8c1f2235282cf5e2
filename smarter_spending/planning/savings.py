"""Dollars that the decisions could free: from which ledger rows, and how sure."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import (
    CAPITAL,
    OBJECT_GROUPS,
    ON_BEHALF,
    PEOPLE,
    first_digit,
    spending_rows,
)
from smarter_spending.planning.decisions import BUDGET, FIX, SCALE, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING, resource_terms

IDENTIFIED, APPROVED, REALISED = "identified", "approved", "realised"
LABELS = (IDENTIFIED, APPROVED, REALISED)
END_IT, ONE_JOB, WHAT_IS_USED = "end it", "one purchase for one job", "pay for what is used"
HOW = {"": END_IT, BUDGET: ONE_JOB, SCALE: WHAT_IS_USED}  # how a saving comes about, by lever
ROW = ["fund", "resource", "goal", "function", "object", "school_code"]


def savings_rows(decisions: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """The ledger rows behind every dollar that the decisions could free.

        a Stop                                     every row of the program
        a Fix: one purchase for one job (budget)   the rows that are not people
        a Fix: pay for what is used (scale)        the rows that are not people, times the
                                                   share of the dosage not delivered

    A program that is to be delivered first, or whose gain is to be had for less, frees
    nothing yet.  A program whose cost is an estimate has no row here and frees nothing, and
    one whose end is already set has nothing left to be found.  The state's own pension
    payment (resource 7690) is no district cash and never freed.

    Parameters
    ----------
    decisions : DataFrame, one row per program
        As ``decide`` or ``with_overrides`` gives, of ``decision_facts``: ``program_id,
        program, verdict`` (or ``decision``), ``lever, chance_gain, delivered_share``.
    ledger : DataFrame
        The ledger as ``load_district`` gives it.
    fiscal_year : str
        Actual amounts of this year.

    Returns
    -------
    DataFrame, one row per ledger row
        ``program_id, program, verdict, lever``, the account string, ``people`` (True for
        salaries and benefits), ``amount`` (dollars in the ledger), ``share`` (0 to 1, of it
        that is freed) and ``freed`` (dollars, unrounded).

    Raises
    ------
    ValueError
        When the ledger has no such year.

    Examples
    --------
    >>> decisions = pd.DataFrame({"program_id": ["P1"], "program": ["App"], "verdict": ["Fix"],
    ...     "lever": ["scale"], "chance_gain": [None], "delivered_share": [0.25]})
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "resource": "0000", "goal": "1110", "function": "1000", "object": ["1100", "5800"],
    ...     "school_code": "0000", "local_program": "P1", "kind": "spending",
    ...     "amount": [50.0, 100.0]})
    >>> savings_rows(decisions, ledger, "2024-25")[["object", "share", "freed"]].values.tolist()
    [['5800', 0.75, 75.0]]
    """
    what = ["program_id", "program", "verdict", "lever", "chance_gain", "delivered_share"]
    require_columns(decisions, what, "table of decisions")
    free = _freeing(decisions)
    columns = ["program_id", "program", "verdict", "lever", *ROW, "people", "amount"]
    columns += ["share", "freed"]
    if ledger.empty or "local_program" not in ledger.columns or free.empty:
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, fiscal_year, "actual")
    rows = rows[rows["local_program"].isin(free["program_id"]) & rows["resource"].ne(ON_BEHALF)]
    table = rows.merge(free, left_on="local_program", right_on="program_id", how="inner")
    table["people"] = first_digit(table["object"]).isin(PEOPLE)
    table["share"] = table["things_share"].where(~table["people"], table["people_share"])
    table["freed"] = table["amount"] * table["share"]
    order = ["program_id", *ROW]
    return table[table["share"] > 0].sort_values(order, ignore_index=True)[columns]


def _freeing(decisions: pd.DataFrame) -> pd.DataFrame:
    held = decisions["decision"] if "decision" in decisions else decisions["verdict"]
    ending = decisions["ending"].astype(bool) if "ending" in decisions else False
    stop = held.eq(STOP)
    # a person who chose Fix against the rule has not said how: nothing is counted then
    fix = held.eq(FIX) & decisions["verdict"].eq(FIX)
    one_job = fix & decisions["lever"].eq(BUDGET) & decisions["chance_gain"].isna()
    used = fix & decisions["lever"].eq(SCALE)
    unused = (1 - decisions["delivered_share"].astype(float)).clip(0, 1)
    things = np.select([stop | one_job, used], [1.0, unused.fillna(0.0)], 0.0)
    table = decisions[["program_id", "program", "lever"]].assign(
        verdict=held, people_share=stop.astype(float), things_share=things
    )
    return table[((table["people_share"] > 0) | (table["things_share"] > 0)) & ~ending]


def bought_to_last(rows: pd.DataFrame) -> pd.Series:
    """Whether each ledger row pays for something that is not bought again next year.

    Parameters
    ----------
    rows : DataFrame
        ``object``; 6000 to 6999 are bought to last.

    Returns
    -------
    Series of bool

    Examples
    --------
    >>> bought_to_last(pd.DataFrame({"object": ["5800", "6400"]})).tolist()
    [False, True]
    """
    return first_digit(rows["object"].astype(str)).eq(CAPITAL)


def rows_added_up(rows: pd.DataFrame) -> pd.DataFrame:
    """The ledger rows behind the savings, added up by program, resource and kind of object.

    Parameters
    ----------
    rows : DataFrame
        As ``savings_rows`` gives.

    Returns
    -------
    DataFrame
        ``program, resource, title`` (the kind of object), ``ledger_rows`` (how many),
        ``ledger_amount`` (dollars), ``share_freed`` (0 to 1) and ``freed_cents`` (dollars).

    Examples
    --------
    >>> rows = pd.DataFrame({"program": "App", "resource": "0000", "object": ["5800", "5810"],
    ...                      "amount": [60.0, 40.0], "share": 0.5, "freed": [30.0, 20.0]})
    >>> rows_added_up(rows)[["ledger_rows", "ledger_amount", "freed_cents"]].values.tolist()
    [[2.0, 100.0, 50.0]]
    """
    kind = rows["object"].astype(str).str[:1] + "000"
    by = [rows["program"], rows["resource"], kind.map(OBJECT_GROUPS).rename("title")]
    table = rows.groupby(by, as_index=False, sort=False).agg(
        ledger_rows=("amount", "size"),
        ledger_amount=("amount", "sum"),
        share_freed=("share", "first"),
        freed_cents=("freed", "sum"),
    )
    return table.round(dict.fromkeys(["ledger_amount", "freed_cents"], 2))


def dollars_by_label(savings: pd.DataFrame) -> pd.Series:
    """The dollars of every year by how far they have come.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.

    Returns
    -------
    Series
        "identified", "approved" and "realised", dollars.

    Examples
    --------
    >>> dollars_by_label(pd.DataFrame({"term": ["recurring", "one-time"], "likely": [5.0, 9.0],
    ...                                "label": "approved"})).tolist()
    [0.0, 5.0, 0.0]
    """
    lasting = savings[savings["term"].eq(RECURRING)]
    return lasting.groupby("label")["likely"].sum().reindex(list(LABELS), fill_value=0.0)


def identified_savings(
    rows: pd.DataFrame, rules: pd.DataFrame, labels: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """What each program could free, by fund and resource: low, likely and high.

        likely = sum of the freed dollars, rounded to the cent
        low    = a Stop: what is not people (positions may stay on the payroll); a Fix: 0
        high   = a Stop: the same as likely; a Fix: everything that is not people

    Every ledger row belongs to one program, so no dollar is in two rows.  What was bought to
    last (objects 6000 to 6999) is not bought again next year: it comes once.  The label is
    "identified" until a board has approved it, and "realised" only when the ledger of the
    next year shows it.

    Parameters
    ----------
    rows : DataFrame
        As ``savings_rows`` gives.
    rules : DataFrame
        As ``resource_rules`` gives.
    labels : mapping of program_id to label, optional
        "approved" or "realised" where the board has acted.

    Returns
    -------
    DataFrame, one row per program, fund, resource and term, most dollars first
        ``program_id, program, verdict, lever, fund, resource, pool, term`` ("recurring" or
        "one-time"), ``lasts`` (False for what was bought to last), ``low, likely, high``
        (dollars), ``people`` (dollars of salaries and benefits in ``likely``) and ``label``.

    Raises
    ------
    ValueError
        When a label is not one of the three.
    """
    given = dict(labels or {})
    wrong = [label for label in given.values() if label not in LABELS]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not a label. Use one of: {', '.join(LABELS)}.")
    by = ["program_id", "program", "verdict", "lever", "fund", "resource"]
    whole = rows.assign(
        lasts=~bought_to_last(rows),
        things=rows["amount"].where(~rows["people"].astype(bool), 0.0),
        paid=rows["freed"].where(rows["people"].astype(bool), 0.0),
    )
    table = whole.groupby([*by, "lasts"], as_index=False)[["freed", "things", "paid"]].sum()
    stop = table["verdict"].eq(STOP)
    terms = resource_terms(table["resource"].astype(str), rules, table["fund"].astype(str))
    table = table.assign(
        pool=terms["pool"],
        term=terms["term"].where(table["lasts"].astype(bool), ONE_TIME),
        low=table["things"].where(stop, 0.0),
        likely=table["freed"],
        high=table["freed"].where(stop, table["things"]),
        people=table["paid"],
        label=[given.get(program_id, IDENTIFIED) for program_id in table["program_id"]],
    )
    dollars = ["low", "likely", "high", "people"]
    table[dollars] = table[dollars].astype(float).round(2)
    order = ["likely", "program", "resource"]
    table = table.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return table[[*by, "pool", "term", "lasts", *dollars, "label"]]


def program_spending(ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame) -> pd.DataFrame:
    """What the ledger says every program cost, by fund and resource.

    Parameters
    ----------
    ledger : DataFrame
        The ledger as ``load_district`` gives it.
    fiscal_year : str
        Actual amounts of this year.
    rules : DataFrame
        As ``resource_rules`` gives.

    Returns
    -------
    DataFrame, one row per program, fund and resource
        ``program_id, fund, resource, pool, term`` and ``dollars``; no row where the ledger
        knows no programs.  Without the state's own pension payment (7690).
    """
    columns = ["program_id", "fund", "resource", "pool", "term", "dollars"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    rows = spending_rows(ledger, fiscal_year, "actual")
    rows = rows[rows["local_program"].notna() & rows["resource"].ne(ON_BEHALF)]
    keys = ["local_program", "fund", "resource"]
    table = rows.groupby(keys, as_index=False)["amount"].sum().round({"amount": 2})
    table = table.rename(columns={"local_program": "program_id", "amount": "dollars"})
    terms = resource_terms(table["resource"].astype(str), rules, table["fund"].astype(str))
    return table.assign(pool=terms["pool"], term=terms["term"])[columns]
