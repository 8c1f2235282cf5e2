"""The plan's tables, the triggers a room agrees on, and the page it hands out."""

from collections.abc import Mapping, Sequence

import pandas as pd

from smarter_spending.guide.exercises import BLANK, Question, ask_words, on_paper
from smarter_spending.planning.finance import compound
from smarter_spending.planning.reserves import lacking_elsewhere, triggers_met
from smarter_spending.planning.years_ahead import PlanAhead
from smarter_spending.words import percent

ITEMS = {
    "cola": "COLA of the state",
    "enrollment": "Change of enrollment",
    "step_and_column": "Step and column (pay)",
    "health_premiums": "Health premiums",
    "inflation": "Prices of supplies and services",
    "benefits: STRS": "Teachers' pension, cost",
    "benefits: PERS": "Classified pension, cost",
    "LCFF": "LCFF, revenue",
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


def scenarios_table(scenarios: pd.DataFrame) -> pd.DataFrame:
    """The reserve in the three cases, a line a year: as in the table beside the policy.

    Parameters
    ----------
    scenarios : DataFrame
        As ``named_scenarios`` gives.

    Returns
    -------
    DataFrame
        ``fiscal_year, low_case, base_case, high_case`` (dollars: the unrestricted balance
        less what restricted programs lack).
    """
    own = scenarios[scenarios["fund"].eq("unrestricted")]
    wide = own.pivot(index="fiscal_year", columns="scenario", values="ending")
    for case, rows in scenarios.groupby("scenario"):
        wide[case] -= lacking_elsewhere(rows)
    cases = {"low": "low_case", "base": "base_case", "high": "high_case"}
    wide = wide.reset_index().rename(columns=cases)[["fiscal_year", *cases.values()]]
    return wide.rename_axis(columns=None)


def changes_table(changes: pd.DataFrame) -> pd.DataFrame:
    """What the decisions change, a line each: what comes every year apart from what comes once.

    Parameters
    ----------
    changes : DataFrame
        As ``decided_changes`` gives.

    Returns
    -------
    DataFrame
        ``change_name, fund, first_year, change_dollars`` (every year from then on) and
        ``change_once`` (in that year alone).
    """
    lasts = changes["last_year"].isna()
    return pd.DataFrame(
        {
            "change_name": changes["name"],
            "fund": changes["fund"],
            "first_year": changes["first_year"],
            "change_dollars": changes["dollars"].where(lasts),
            "change_once": changes["dollars"].where(~lasts),
        }
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
