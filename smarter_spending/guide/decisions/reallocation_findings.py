"""What was found, said with its label, its fund and its range, down to the ledger."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._ledger import OBJECT_GROUPS
from smarter_spending.guide.exercises import Question, ask_choice, rows_to_fill
from smarter_spending.planning.funds import ONE_TIME, RECURRING
from smarter_spending.planning.savings import APPROVED, HOW, IDENTIFIED, LABELS, REALISED
from smarter_spending.words import dollar_range, dollars, listed, many

PEOPLE_TAKE = "notice by March 15, and talks with those concerned"
THINGS_TAKE = "the next renewal or order"
COMES = {RECURRING: "every year", ONE_TIME: "once"}
POTENTIAL = "potential until the board approves it"


def savings_table(savings: pd.DataFrame) -> pd.DataFrame:
    """What each program could free, one line a program and fund, in words.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.

    Returns
    -------
    DataFrame
        ``program, how, pool, term, low_dollars, likely_dollars, high_dollars, takes`` (what
        it takes: people need notice, a purchase ends at its renewal) and ``label``.
    """
    return pd.DataFrame(
        {
            "program": savings["program"],
            "how": savings["lever"].map(HOW),
            "pool": savings["pool"],
            "term": savings["term"].map(COMES),
            "low_dollars": savings["low"],
            "likely_dollars": savings["likely"],
            "high_dollars": savings["high"],
            "takes": savings["people"].gt(0).map({True: PEOPLE_TAKE, False: THINGS_TAKE}),
            "label": savings["label"],
        }
    )


def ranges_in_words(ranges: pd.DataFrame) -> pd.DataFrame:
    """The ranges with their pool and term in one column.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.

    Returns
    -------
    DataFrame
        With ``pool_words``, ``identified``, ``low``, ``plan_on`` and ``high`` (dollars).
    """
    every = {RECURRING: "Every year, all funds", ONE_TIME: "Once, all funds"}
    words = [every[row.term] if row.pool == "all" else row.pool for row in ranges.itertuples()]
    alone = ranges.groupby("term")["pool"].transform("size").eq(2) & ranges["pool"].eq("all")
    table = ranges.assign(pool_words=pd.array(words, dtype="str"))
    words = table["pool_words"] + np.where(table["term"].eq(ONE_TIME), " (once)", "")
    table["pool_words"] = words.where(table["pool"].ne("all"), table["pool_words"])
    table["term"] = table["term"].map(COMES)
    return table[~alone].reset_index(drop=True)


def _total(ranges: pd.DataFrame, term: str) -> pd.Series | None:
    rows = ranges[ranges["term"].eq(term) & ranges["pool"].eq("all")]
    return None if rows.empty else rows.iloc[0]


def say_found(ranges: pd.DataFrame, savings: pd.DataFrame, students: float) -> str:
    """How many dollars were found, with their label, per student, and what to plan on.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.
    savings : DataFrame
        As ``identified_savings`` gives.
    students : float
        Enrolled; ``NaN`` when not known.

    Returns
    -------
    str
    """
    year, once = _total(ranges, RECURRING), _total(ranges, ONE_TIME)
    if year is None and once is None:
        return "By our rule nothing can be freed yet: too little is known of what programs do."
    said = []
    if year is not None:
        each = f", {dollars(year['identified'] / students)} a student" if students > 0 else ""
        programs = savings.loc[savings["term"].eq(RECURRING), "program"].nunique()
        less = "Not all of it will come about: " if year["high"] < year["identified"] else ""
        span = f"{less}in 90% of draws it is {dollar_range(year['low'], year['high'])}."
        said.append(
            f"**{dollars(year['identified'])} a year is identified{each}**, from "
            f"{many(programs, 'program')}; {_standing(savings)}. {span[0].upper()}{span[1:]} Plan "
            f"on {dollars(year['plan_on'])}."
        )
    if once is not None:
        said.append(
            f"Another {dollars(once['identified'])} is one-time money: as far as it is not spent "
            "yet, it can be spent once, where its own rules allow, and pays for nothing that lasts."
        )
    return " ".join(said)


def _standing(savings: pd.DataFrame) -> str:
    """Potential, or how much of it a board has approved and the ledger has shown."""
    sums = by_label(savings)
    known = [f"{dollars(sums[label])} {label}" for label in (APPROVED, REALISED) if sums[label]]
    if not known:
        return POTENTIAL
    rest = f"; {dollars(sums[IDENTIFIED])} is {POTENTIAL}" if sums[IDENTIFIED] else ""
    return f"{listed(known)}{rest}"


def by_label(savings: pd.DataFrame) -> pd.Series:
    """The dollars of every year by how far they have come.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.

    Returns
    -------
    Series
        "identified", "approved" and "realised", dollars.
    """
    lasting = savings[savings["term"].eq(RECURRING)]
    return lasting.groupby("label")["likely"].sum().reindex(list(LABELS), fill_value=0.0)


def say_labels(savings: pd.DataFrame) -> str:
    """How much is identified, approved and realised.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.

    Returns
    -------
    str
    """
    sums = by_label(savings)
    if not sums.sum():
        return "Nothing is identified yet, so there is nothing to approve."
    parts = [f"{dollars(sums[label])} {label}" for label in LABELS]
    return (
        f"Of the dollars of every year: {listed(parts)}. What is only identified is *potential*; "
        "what is realised, next year's ledger must show."
    )


def say_tempting_total(ranges: pd.DataFrame, ending: pd.DataFrame) -> str:
    """The figure a newspaper would print, and what of it can carry a lasting program.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.
    ending : DataFrame
        What programs cost whose end was set already: ``program``, ``term``, ``dollars``.

    Returns
    -------
    str
    """
    year, once = _total(ranges, RECURRING), _total(ranges, ONE_TIME)
    if year is None and once is None:
        return ""
    lasting = 0.0 if year is None else year["identified"]
    single = 0.0 if once is None else once["identified"]
    bound = ranges[ranges["term"].eq(RECURRING) & ranges["pool"].ne("all")]
    pools = [f"{dollars(row.identified)} {row.pool}" for row in bound.itertuples()]
    ended = ending["dollars"].sum()
    said = [f'"We found {dollars(lasting + single + ended)}!" makes a headline.']
    if ended:
        names = listed(ending["program"].unique())
        said.append(
            f"{dollars(ended)} of it is what {names} cost: their end was set before anybody "
            "decided here, and that money is spent."
        )
    if single:
        said.append(f"{dollars(single)} of it comes once.")
    if lasting:
        rules = ": each with its own rules." if len(pools) > 1 else ", and only there."
        said.append(f"What comes every year lies in {listed(pools)}{rules}")
    return " ".join(said)


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
        ``ledger_amount``, ``share_freed`` and ``freed_cents``.
    """
    kind = rows["object"].astype(str).str[:1] + "000"
    by = [rows["program"], rows["resource"], kind.map(OBJECT_GROUPS).rename("title")]
    table = rows.groupby(by, as_index=False, sort=False).agg(
        ledger_rows=("amount", "size"),
        ledger_amount=("amount", "sum"),
        share_freed=("share", "first"),
        freed_cents=("freed", "sum"),
    )
    cents = ["ledger_amount", "freed_cents"]
    return table.round(dict.fromkeys(cents, 2))


def label_rows(savings: pd.DataFrame) -> pd.DataFrame:
    """The savings as rows to be labelled, one a program.

    Parameters
    ----------
    savings : DataFrame
        As ``identified_savings`` gives.

    Returns
    -------
    DataFrame
        ``code`` and ``title``; a line that says so where nothing is identified.
    """
    each = savings.drop_duplicates("program_id")
    return rows_to_fill(each, "program_id", "program", "Nothing is identified yet")


def label_columns() -> list[Question]:
    """How far a saving has come.

    Returns
    -------
    list of Question

    Examples
    --------
    >>> label_columns()[0].options[1:]
    ('identified', 'approved', 'realised')
    """
    return [ask_choice("label", "It is", list(LABELS))]
