"""What was found, said with its label, its fund and its range; what it could buy, and for whom."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._ledger import OBJECT_GROUPS
from smarter_spending.display.exercises import Question, ask_choice, on_paper, rows_to_fill
from smarter_spending.display.wording import dollar_range, dollars, listed, many, number
from smarter_spending.planning.decisions import GROW, STOP
from smarter_spending.planning.funds import ONE_TIME, RECURRING, Paid, pay_for
from smarter_spending.planning.savings import APPROVED, HOW, IDENTIFIED, LABELS, REALISED

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
        With ``pool_words``, ``identified``, ``low``, ``middle`` and ``high`` (dollars).
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
        said.append(
            f"**{dollars(year['identified'])} a year is identified{each}**, from "
            f"{many(programs, 'program')}; {POTENTIAL}. Not all of it will come about: in 90% of "
            f"draws it is {dollar_range(year['low'], year['high'])}. Plan on "
            f"{dollars(year['middle'])}."
        )
    if once is not None:
        said.append(
            f"Another {dollars(once['identified'])} is one-time money: it can be spent once, "
            "where its own rules allow, and pays for nothing that lasts."
        )
    return " ".join(said)


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
    lasting = savings[savings["term"].eq(RECURRING)]
    sums = lasting.groupby("label")["likely"].sum()
    parts = [
        f"{dollars(sums.get(label, 0.0))} {label}" for label in (IDENTIFIED, APPROVED, REALISED)
    ]
    return f"Of the dollars of every year: {listed(parts)}. What is only identified is *potential*."


def say_tempting_total(ranges: pd.DataFrame) -> str:
    """The figure a newspaper would print, and what of it can carry a lasting program.

    Parameters
    ----------
    ranges : DataFrame
        As ``savings_range`` gives.

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
    said = f'"We found {dollars(lasting + single)}!" makes a headline. '
    if single:
        said += f"{dollars(single)} of it comes once. "
    return said + f"What comes every year lies in {listed(pools)}: each with its own rules."


def uses_table(uses: pd.DataFrame) -> pd.DataFrame:
    """What growing would cost and bring, in words; a program to stop is not grown.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    DataFrame
        ``program, verdict, seats, cost_per_seat, year_1_dollars`` to ``year_3_dollars``,
        ``worth_words``.
    """
    uses = uses[uses["verdict"].ne(STOP)]
    worth = [
        f"{dollars(row.value)} ({dollar_range(row.value_low, row.value_high)})"
        if row.known
        else "not known"
        for row in uses.itertuples()
    ]
    years = {f"year_{n}": f"year_{n}_dollars" for n in (1, 2, 3)}
    table = uses.rename(columns=years).assign(outcome_worth_words=worth)
    columns = ["program", "verdict", "seats", "cost_per_seat", *years.values()]
    return table[[*columns, "outcome_worth_words"]]


def say_uses(uses: pd.DataFrame) -> str:
    """What it would take to give a seat to every student who waits for a program to grow.

    Parameters
    ----------
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    str
    """
    grow = uses[uses["verdict"].eq(GROW)]
    if grow.empty:
        return "No program that the rule would grow has a waiting list on file."
    return (
        f"A seat for each of the {number(grow['seats'].sum())} students who wait for "
        f"{listed(grow['program'])} costs {dollars(grow['year_1'].sum())} in the first year and "
        f"{dollars(grow['year_3'].sum())} in the third."
    )


def payments_table(paid: Paid) -> pd.DataFrame:
    """Which pool pays for what.

    Parameters
    ----------
    paid : Paid

    Returns
    -------
    DataFrame
        ``program``, ``pool`` and ``dollars``, with a line for what nothing may pay.
    """
    table = paid.payments.rename(columns={"use": "program"})
    short = paid.by_use[paid.by_use["short"] > 0]
    unpaid = pd.DataFrame(
        {"program": short["use"], "pool": "nothing that may pay for it", "dollars": short["short"]}
    )
    return pd.concat([table, unpaid], ignore_index=True) if len(unpaid) else table


def say_paid(paid: Paid, ranges: pd.DataFrame) -> str:
    """Whether the growth can be paid for, what is left where, and what if less comes about.

    Parameters
    ----------
    paid : Paid
    ranges : DataFrame
        As ``savings_range`` gives.

    Returns
    -------
    str
    """
    if paid.by_use.empty:
        return "There is nothing to pay for yet."
    needed, used = paid.by_use["needed"].sum(), paid.by_use["paid"].sum()
    left = [f"{dollars(r.left)} {r.pool}" for r in paid.by_pool.itertuples() if r.left > 0]
    over = f" Left over: {listed(left)}." if left else ""
    if paid.short:
        return (
            f"Of the {dollars(needed)} needed every year, {dollars(used)} can be paid from what "
            f"was found; **{dollars(paid.short)} is missing**, or comes from dollars that may not "
            f"pay for it.{over}"
        )
    year = _total(ranges, RECURRING)
    missing = max(needed - year["middle"], 0.0)
    careful = (
        f" **But plan on {dollars(year['middle'])}, and {dollars(missing)} of it is missing: grow "
        "in steps, as the dollars come.**"
        if missing
        else " It can be paid even from the figure to plan on."
    )
    return (
        f"All of the {dollars(needed)} could be paid, and no dollar crosses a fund.{over}{careful}"
    )


def found_statement(
    ranges: pd.DataFrame,
    savings: pd.DataFrame,
    paid: Paid,
    sentences: Sequence[str],
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """The dollars-found statement, to hand out; every figure with its label.

    Parameters
    ----------
    ranges, savings : DataFrame
        As ``savings_range`` and ``identified_savings`` give.
    paid : Paid
    sentences : sequence of str
        What was found, in words.
    answers : mapping
    questions : sequence of Question

    Returns
    -------
    str
        Markdown.
    """
    lines = ["*Potential until the board approves it: nothing here was decided by a vote.*", ""]
    lines += [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## Where it would come from", ""]
    lines += ["| Program | How | Fund | Comes | Identified | Label |", "|---|---|---|---|---|---|"]
    for row in savings.itertuples():
        how = HOW[row.lever]
        cells = (row.program, how, row.pool, COMES[row.term], dollars(row.likely), row.label)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## What it could pay for", "", say_paid(paid, ranges), "", "## What we say", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)


def lasting_dollars(recurring: float, one_time: float) -> float:
    """What a program that goes on may cost a year: what comes every year, nothing of the rest.

    Parameters
    ----------
    recurring, one_time : float
        Dollars that come every year, and once.

    Returns
    -------
    float

    Examples
    --------
    >>> lasting_dollars(500_000, 700_000)
    500000.0
    """
    use = {"a program that goes on": float(recurring + one_time)}
    pools = {RECURRING: float(recurring), ONE_TIME: float(one_time)}
    return float(pay_for(use, pools, {"a program that goes on": [RECURRING]}).by_use["paid"].sum())


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
