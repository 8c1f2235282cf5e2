"""What was found, said with its label, its fund and its range; what it could buy, and for whom."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from smarter_spending.analysis._ledger import OBJECT_GROUPS
from smarter_spending.display.exercises import Question, ask_choice, on_paper, rows_to_fill
from smarter_spending.display.from_folder import FoundDollars
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
    sums = _by_label(savings)
    known = [f"{dollars(sums[label])} {label}" for label in (APPROVED, REALISED) if sums[label]]
    if not known:
        return POTENTIAL
    rest = f"; {dollars(sums[IDENTIFIED])} is {POTENTIAL}" if sums[IDENTIFIED] else ""
    return f"{listed(known)}{rest}"


def _by_label(savings: pd.DataFrame) -> pd.Series:
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
    sums = _by_label(savings)
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
        else ("the board has not said" if row.told else "not known")
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


def say_paid(paid: Paid, planned: Paid) -> str:
    """Whether the growth can be paid for, what is left where, and what if less comes about.

    Parameters
    ----------
    paid, planned : Paid
        From all that is identified, and from what to plan on.

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
            f"pay for it.{over} From the figures to plan on, "
            f"{dollars(planned.by_use['paid'].sum())} can be paid."
        )
    careful = (
        f" **But from the figures to plan on, {dollars(planned.short)} of it is missing: grow in "
        "steps, as the dollars come.**"
        if planned.short
        else " It can be paid even from the figures to plan on."
    )
    return (
        f"All of the {dollars(needed)} could be paid, and no dollar crosses a fund.{over}{careful}"
    )


def net_in_words(net: pd.DataFrame) -> pd.DataFrame:
    """Savings against growth by fund, under the headings a page knows.

    Parameters
    ----------
    net : DataFrame
        As ``net_table`` gives.

    Returns
    -------
    DataFrame
        ``pool_words``, ``term`` (in words), ``identified, plan_on, planned_use,
        transition, first_year_left, planned_left`` (dollars).
    """
    table = net.rename(columns={"pool": "pool_words", "transition": "moving_once"})
    columns = ["pool_words", "term", "identified", "plan_on", "planned_use", "moving_once"]
    return table.assign(term=net["term"].map(COMES))[[*columns, "first_year_left", "planned_left"]]


def say_net(net: pd.DataFrame) -> str:
    """What is left in the first year, when people are moved, and in every year after it.

    Parameters
    ----------
    net : DataFrame
        As ``net_table`` gives.

    Returns
    -------
    str
        "" where nothing comes every year.
    """
    lasting = net[net["term"].eq(RECURRING)]
    if lasting.empty:
        return ""
    first, later = lasting["first_year_left"].sum(), lasting["planned_left"].sum()
    moving = lasting["transition"].sum()
    after = f"in every year after it {dollars(later)} is left"
    if not moving:
        return f"From the figures to plan on, and with nobody to move, {dollars(later)} is left."
    if first < 0:
        return (
            f"**In the first year {dollars(-first)} is missing**: moving people to their next "
            f"posts takes {dollars(moving)}, once. Let what grows begin later, or find that much "
            f"once; {after}."
        )
    return (
        f"In the first year {dollars(first)} is left: moving people to their next posts takes "
        f"{dollars(moving)}, once; {after}."
    )


def say_both_sides(plan: pd.DataFrame, uses: pd.DataFrame) -> str:
    """Whose places end, beside whose begin.

    Parameters
    ----------
    plan : DataFrame
        As ``sunset_plan`` gives: what ends, and how many students are in it.
    uses : DataFrame
        As ``investments`` gives.

    Returns
    -------
    str
        "" where nothing ends and nothing grows.
    """
    grow = uses[uses["verdict"].eq(GROW)]
    said = []
    if len(plan):
        counted = plan["students"].notna()
        places = f"{number(plan['students'].sum())} places" if counted.any() else "places"
        unknown = f", and of {many((~counted).sum(), 'program')} nobody counted them"
        said.append(
            f"On the one side {places} end, in {listed(plan['program'], most=8)}"
            f"{unknown if (~counted).any() else ''}."
        )
    if len(grow):
        said.append(
            f"On the other {number(grow['seats'].sum())} students who wait get a seat, in "
            f"{listed(grow['program'])}."
        )
    if len(plan):
        said.append("A student in two programs is counted in both. Say both sides aloud, together.")
    return " ".join(said)


def found_statement(
    found: FoundDollars,
    sentences: Sequence[str],
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """The dollars-found statement, to hand out; every figure with its label.

    Parameters
    ----------
    found : FoundDollars
    sentences : sequence of str
        What was found, in words: who is to gain and who is to lose a place among them.
    answers : mapping
    questions : sequence of Question

    Returns
    -------
    str
        Markdown.
    """
    open_ones = _by_label(found.savings)[IDENTIFIED] or not len(found.savings)
    vote = (
        "nothing here was decided by a vote"
        if found.savings["label"].eq(IDENTIFIED).all()
        else ("what is labelled so was decided by a vote, and nothing else")
    )
    lines = [f"*Potential until the board approves it: {vote}.*", ""] if open_ones else []
    lines += [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## Where it would come from", ""]
    lines += ["| Program | How | Fund | Comes | Identified | Label |", "|---|---|---|---|---|---|"]
    for row in found.savings.itertuples():
        how = HOW[row.lever]
        cells = (row.program, how, row.pool, COMES[row.term], dollars(row.likely), row.label)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## What it could pay for", "", say_paid(found.paid, found.planned), ""]
    lines += [say_net(found.net), "", "## What we say", ""]
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
