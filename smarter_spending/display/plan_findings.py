"""What the plan of several years says: where it starts, when it breaks, and what would bend it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.display.exercises import BLANK, Question, ask_words, on_paper
from smarter_spending.display.wording import dollars, listed, number, percent
from smarter_spending.display.years_ahead import (
    DRAWS,
    PlanAhead,
    reserves_side_by_side,
    shifts_of,
)
from smarter_spending.planning.finance import compound
from smarter_spending.planning.reserves import break_year, budget_indicator, triggers_met

NO_PLAN = (
    "**Not yet known.** A plan begins with the balance the year began with (object 9791), and the "
    "ledger here books none."
)
ITEMS = {
    "cola": "COLA of the state",
    "enrollment": "Change of enrollment",
    "step_and_column": "Step and column (pay)",
    "health_premiums": "Health premiums",
    "inflation": "Prices of supplies and services",
    "benefits: STRS": "Teachers' pension, dollars",
    "benefits: PERS": "Classified pension, dollars",
    "LCFF": "LCFF, dollars",
}
TRIGGERS = (
    ("reserve_share", "The reserve falls below the board's policy"),
    ("reserve", "The reserve is used up"),
    ("structural_gap", "Lasting spending is above lasting revenue"),
)


def rates_table(rates: pd.DataFrame) -> pd.DataFrame:
    """What is assumed, one line an item and a column a year, with its source.

    Parameters
    ----------
    rates : DataFrame
        As ``plan_rates`` gives.

    Returns
    -------
    DataFrame
        ``assumed``, a text column for each year ("in 2025-26") and ``assumed_source``.
    """
    wide = rates.pivot(index="item", columns="fiscal_year", values="rate")
    wide = wide.reindex([item for item in ITEMS if item in wide.index])
    table = pd.DataFrame({"assumed": [ITEMS[item] for item in wide.index]})
    for place, year in enumerate(wide.columns, start=1):
        table[f"ahead_{place}"] = [percent(rate, 2) for rate in wide[year]]
    sources = rates.drop_duplicates("item").set_index("item")["source"]
    return table.assign(assumed_source=sources.reindex(wide.index).to_list())


def say_begin(ahead: PlanAhead) -> str:
    """Whether the plan's first year ends where the ledger says it ended.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
    """
    ours = ahead.plan.balances.drop_duplicates("fund").set_index("fund")["ending"]
    booked = ahead.began.set_index("fund")["ending"]
    both = pd.DataFrame({"ours": ours, "booked": booked}).dropna()
    if both.empty:
        return "The ledger books no ending balance to hold the first year against."
    off = (both["ours"] - both["booked"]).round(2)
    words = listed(f"{dollars(row.booked, cents=True)} {row.Index}" for row in both.itertuples())
    if (off == 0).all():
        return (
            f"The plan's first year is the ledger's: it ends with {words}, to the cent. What comes "
            "after rests on the assumptions."
        )
    worst = off.abs().idxmax()
    return (
        f"**The first year does not reconcile**: {worst} ends {dollars(off[worst], cents=True)} "
        "off what the ledger books. Settle that before you look ahead."
    )


def say_students_ahead(students: pd.DataFrame, rates: pd.DataFrame) -> str:
    """What the children already here lead to, beside what the district assumes.

    Parameters
    ----------
    students : DataFrame
        As ``students_ahead`` gives.
    rates : DataFrame
        As ``plan_rates`` gives.

    Returns
    -------
    str
    """
    if students.empty:
        return (
            "Two years of students by grade would show what the children already here lead to; "
            "they are not on file."
        )
    now = students[students["on_file"].eq("on file")].iloc[-1]
    last = students.iloc[-1]
    assumed = rates[rates["item"].eq("enrollment")].sort_values("fiscal_year")["rate"]
    same = now["students"] * compound(assumed.head((students["on_file"] == "ahead").sum()))
    return (
        f"If children move up as they did, {number(now['students'])} students become about "
        f"{number(last['students'])} by {last['fiscal_year']}. What the district assumes leads to "
        f"about {number(same)}."
    )


def lcff_table(lcff: pd.DataFrame) -> pd.DataFrame:
    """LCFF by year under the headings a page knows.

    Parameters
    ----------
    lcff : DataFrame
        As ``lcff_ahead`` or ``lcff_given`` gives.

    Returns
    -------
    DataFrame
        ``fiscal_year, ada, funded_ada, lcff_target, lcff_growth, assumed_source``; blank where
        the calculator gave no attendance, or the formula needs no source.
    """
    names = {"target": "lcff_target", "growth": "lcff_growth", "source": "assumed_source"}
    columns = ["fiscal_year", "ada", "funded_ada", *names.values()]
    return lcff.rename(columns=names).reindex(columns=columns)


def say_lcff_ahead(lcff: pd.DataFrame) -> str:
    """How LCFF moves while enrollment falls, and what is still to be felt.

    Parameters
    ----------
    lcff : DataFrame
        As ``lcff_ahead`` gives.

    Returns
    -------
    str
    """
    if lcff.empty:
        return (
            "The formula needs four years of attendance in enrollment_lcff.csv; without them LCFF "
            "moves with the COLA and enrollment alone."
        )
    first, last = lcff.iloc[0], lcff.iloc[-1]
    if "funded_ada" not in lcff:
        return (
            f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
            f"{last['fiscal_year']}, as the district's own calculator gives it ({last['source']})."
        )
    late = last["funded_ada"] - last["ada"]
    return (
        f"LCFF goes from {dollars(first['target'])} to {dollars(last['target'])} in "
        f"{last['fiscal_year']}. It is paid for {number(late)} more students' attendance than will "
        "be there then: the decline is felt late, and then all at once."
    )


def say_plan(ahead: PlanAhead, policy: float) -> str:
    """When the reserve falls below its policy if nothing changes, and by how much it lives beyond.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    table = reserves_side_by_side(ahead, policy)
    first, last = table.iloc[0], table.iloc[-1]
    breaks = break_year(ahead.plan, policy)
    year = (
        f"**In {breaks} it falls below the board's policy of {percent(policy)}.**"
        if isinstance(breaks, str)
        else f"It stays above the board's policy of {percent(policy)}."
    )
    gap = first["structural_gap"]
    lasting = (
        f"Lasting spending is {dollars(-gap)} above lasting revenue already in "
        f"{first['fiscal_year']}."
        if gap < 0
        else f"Lasting revenue covers lasting spending in {first['fiscal_year']}."
    )
    return (
        f"If we go on as we do, the reserve goes from {percent(first['reserve_share'], 1)} of "
        f"spending to {percent(last['reserve_share'], 1)} in {last['fiscal_year']}. {year} "
        f"{lasting}"
    )


def say_decided(ahead: PlanAhead, policy: float) -> str:
    """What the decisions change, and what they do not.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    table = reserves_side_by_side(ahead, policy)
    last = table.iloc[-1]
    moved = last["reserve_decided"] - last["reserve"]
    before, after = break_year(ahead.plan, policy), break_year(ahead.decided, policy)
    if ahead.changes.empty:
        return "Nothing has been decided that would change the plan."
    lasts = ahead.changes["last_year"].isna()
    left = -ahead.changes.loc[lasts, "dollars"].sum()
    kept = (
        f"The decisions free {dollars(left)} a year beyond what they put to work"
        if left >= 1
        else "The decisions put to work all they free"
    )
    same = isinstance(after, str) and after == before
    turn = f" They do not move the year in which it breaks ({after})." if same else ""
    if isinstance(before, str) and not isinstance(after, str):
        turn = " With them the reserve stays above its policy."
    return (
        f"{kept}; by {last['fiscal_year']} the reserve is {dollars(abs(moved))} "
        f"{'higher' if moved >= 0 else 'lower'}.{turn} Moving dollars to what works is not the "
        "same as closing a gap."
    )


def say_indicator(ahead: PlanAhead, policy: float) -> str:
    """The indicator in the county's words, said to be one.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float

    Returns
    -------
    str
    """
    words = budget_indicator(ahead.decided, policy)
    return (
        f"As an indicator, with our decisions: **{words}**. It is no certification and no legal "
        "opinion: the board certifies, and the county superintendent reviews."
    )


def scenarios_table(scenarios: pd.DataFrame) -> pd.DataFrame:
    """The ending balances of the three cases, a line a year.

    Parameters
    ----------
    scenarios : DataFrame
        As ``named_scenarios`` gives.

    Returns
    -------
    DataFrame
        ``fiscal_year, low_case, base_case, high_case`` (dollars, unrestricted).
    """
    own = scenarios[scenarios["fund"].eq("unrestricted")]
    wide = own.pivot(index="fiscal_year", columns="scenario", values="ending").reset_index()
    cases = {"low": "low_case", "base": "base_case", "high": "high_case"}
    wide = wide.rename(columns=cases)[["fiscal_year", *cases.values()]]
    return wide.rename_axis(columns=None)


def say_cases(ahead: PlanAhead) -> str:
    """What the low case takes and adds, every year, and how often the fan draws.

    Parameters
    ----------
    ahead : PlanAhead

    Returns
    -------
    str
    """
    changed = [f"{ITEMS[item]} {signed_points(by)}" for item, by in shifts_of(ahead.rates).items()]
    return (
        f"In every year the low case has: {listed(changed, most=8)}; the high case is its mirror. "
        f"The fan draws every rate {number(DRAWS)} times around the base."
    )


def signed_points(share: float) -> str:
    """A change of a rate in points, with its sign.

    Parameters
    ----------
    share : float

    Returns
    -------
    str

    Examples
    --------
    >>> signed_points(-0.015), signed_points(0.003)
    ('−1.5 points', '+0.3 points')
    """
    return f"{'+' if share > 0 else ''}{number(100 * share, 1)} points"


def say_fan(fan: pd.DataFrame) -> str:
    """How far the last year's balance may lie off.

    Parameters
    ----------
    fan : DataFrame
        As ``fan_chart`` gives.

    Returns
    -------
    str
    """
    last = fan.iloc[-1]
    return (
        f"In nine of ten draws the unrestricted balance of {last['fiscal_year']} lies between "
        f"{dollars(last['p5'])} and {dollars(last['p95'])}. The further ahead, the wider: plan the "
        "response, not the figure."
    )


def trigger_rows() -> pd.DataFrame:
    """The three triggers as rows to be filled in.

    Returns
    -------
    DataFrame
        ``code`` and ``title``.
    """
    return pd.DataFrame(list(TRIGGERS), columns=["code", "title"])


def trigger_columns() -> list[Question]:
    """What the district does when a trigger is met, and who says so.

    Returns
    -------
    list of Question
    """
    return [ask_words("response", "Then we …"), ask_words("who", "Who says so (by role)")]


def triggers_table(ahead: PlanAhead, policy: float, answers: Mapping[str, object]) -> pd.DataFrame:
    """Which trigger is met when, and what was agreed to do then.

    Parameters
    ----------
    ahead : PlanAhead
    policy : float
    answers : mapping

    Returns
    -------
    DataFrame
        ``trigger``, ``met_in`` (a year, or "not in these years"), ``response``, ``who``.
    """
    below = {"reserve_share": policy, "reserve": 0.0, "structural_gap": 0.0}
    given = pd.DataFrame({"measure": list(below), "below": list(below.values()), "response": ""})
    met = triggers_met(ahead.decided, given).set_index("measure")
    rows = []
    for code, title in TRIGGERS:
        year = met.loc[code, "first_year"] if met.loc[code, "met"] else "not in these years"
        said = [answers.get(f"trigger_{code}_{part}") or None for part in ("response", "who")]
        rows.append((title, year, *said))
    return pd.DataFrame(rows, columns=["trigger", "met_in", "response", "who"])


def plan_page(
    sentences: Sequence[str],
    triggers: pd.DataFrame,
    answers: Mapping[str, object],
    questions: Sequence[Question],
) -> str:
    """The plan as a page to hand out.

    Parameters
    ----------
    sentences : sequence of str
    triggers : DataFrame
        As ``triggers_table`` gives.
    answers : mapping
    questions : sequence of Question

    Returns
    -------
    str
        Markdown.
    """
    lines = [line for sentence in sentences if sentence for line in (sentence, "")]
    lines += ["## What we do, and when", ""]
    for row in triggers.astype(object).where(triggers.notna(), None).itertuples():
        lines.append(
            f"- **{row.trigger}** ({row.met_in}): {row.response or BLANK}; "
            f"{row.who or BLANK} says so"
        )
    lines += ["", "## What we decided", ""]
    lines += on_paper(questions, answers)
    return "\n".join(lines)


def compounded(colas: Sequence[float]) -> float:
    """What a dollar becomes after several COLAs, to four decimals.

    Parameters
    ----------
    colas : sequence of float
        Percent.

    Returns
    -------
    float

    Examples
    --------
    >>> compounded([1.07, 2.93, 3.08, 3.30, 3.29])
    1.1442
    """
    return round(compound([cola / 100 for cola in colas]), 4)
