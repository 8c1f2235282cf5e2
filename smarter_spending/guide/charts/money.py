"""Charts of dollars: where they go, what moves, and the years ahead."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.analysis.spending import schools_by_dollars
from smarter_spending.analysis.staffing import schools_by_gap
from smarter_spending.guide.charts.look import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    RED,
    axes,
    beside,
    dollar_axis,
    dollar_ticks,
    legend,
    short,
    wrapped,
)
from smarter_spending.planning.finance import stacked
from smarter_spending.words import dollars, number, percent, short_dollars

# --- Pictures of where the money goes ------------------------------------------------------------


def chart_spending(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Where the money went: a bar for each part, largest on top, with dollars and share."""
    rows = table.iloc[::-1]
    ax = axes(len(rows), ax, title, "Dollars")
    colors = [RED if value < 0 else BLUE for value in rows["dollars"]]
    ax.barh(short(rows["title"]), rows["dollars"], color=colors, height=0.68)
    for place, (amount, share) in enumerate(zip(rows["dollars"], rows["share"], strict=True)):
        beside(ax, f"{short_dollars(amount)}  ({percent(share, 1)})", max(amount, 0), place)
    return _no_empty_bands(dollar_axis(ax, wider=1.24), len(rows))


def chart_change(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", years: Sequence[str] = ()
) -> Axes:
    """What changed between two years: a line from the earlier figure to the later one."""
    before, after = years[0], years[-1]
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Dollars")
    ax.hlines(rows.index, rows[before], rows[after], color=GREY, linewidth=2)
    ax.scatter(rows[before], rows.index, color=GREY, s=46, zorder=3, label=before)
    ax.scatter(rows[after], rows.index, color=BLUE, s=64, zorder=3, label=after, marker="D")
    ax.set_yticks(rows.index, short(rows["title"]))
    return legend(_no_empty_bands(dollar_axis(ax), len(rows)))


def chart_per_pupil(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Direct dollars per pupil at each school, its share of high-need students written beside."""
    rows = schools_by_dollars(table)
    ax = axes(len(rows), ax, title, "Dollars per pupil spent at the school")
    ax.barh(short(rows["school_name"]), rows["per_pupil"], color=BLUE, height=0.68)
    for place, (amount, share) in enumerate(
        zip(rows["per_pupil"], rows["unduplicated_share"], strict=True)
    ):
        need = "" if pd.isna(share) else f"  ({percent(share)} high-need)"
        beside(ax, f"{dollars(amount)}{need}", amount, place, 9.5)
    return _no_empty_bands(dollar_axis(ax, wider=1.32), len(rows))


def chart_pay(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Actual pay beside what the same positions would cost at the district's average."""
    rows = schools_by_gap(table)
    ax = axes(len(rows), ax, title, "Dollars above (+) or below (−) the district's average")
    ax.barh(
        short(rows["school_name"]),
        rows["difference"],
        color=[ORANGE if gap < 0 else BLUE for gap in rows["difference"]],
        height=0.68,
    )
    ax.axvline(0, color=INK, linewidth=1)
    for place, gap in enumerate(rows["difference"]):
        sign, side = ("+", "left") if gap > 0 else ("", "right")
        ax.annotate(
            f"{sign}{short_dollars(gap)}",
            (gap, place),
            xytext=(5 if gap > 0 else -5, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=9.5,
            color=INK,
        )
    ax.margins(x=0.16)  # for what is written beyond the longest bars
    return _no_empty_bands(dollar_axis(ax), len(rows))


def _no_empty_bands(ax: Axes, rows: int) -> Axes:
    # matplotlib leaves a share of the height blank: of 67 schools, three bars above and below
    ax.set_ylim(-0.6, max(rows, 1) - 0.4)
    return ax


# --- Pictures of dollars found, and of the hands that were played with them ----------------------


def chart_savings(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Dollars identified in each pool, and how much of them to plan on."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(1.3 * len(rows), ax, title, "Dollars")
    ax.barh(rows.index, rows["identified"], color="#C9D6EA", height=0.62, label="identified")
    ax.hlines(rows.index, rows["low"], rows["high"], color=BLUE, linewidth=3, label="90% of draws")
    ax.scatter(rows["plan_on"], rows.index, color=INK, zorder=3, s=46, label="plan on this")
    for place, amount in enumerate(rows["identified"]):
        beside(ax, short_dollars(amount), amount, place)
    ax.set_yticks(rows.index, wrapped(rows["pool_words"]))
    return legend(dollar_axis(ax, wider=1.18))


def chart_hands(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Each hand's dollars put to work, and how many students gain a seat by them."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows) + 0.6, ax, title, "Dollars a year put to work")
    colors = [GREY if not met else BLUE for met in rows["met"]]
    colors[0] = GREEN
    bars = ax.barh(rows.index, rows["invested"], color=colors, height=0.62)
    for bar, met in zip(bars, rows["met"], strict=True):
        if not met:
            bar.set_hatch("///")
            bar.set_edgecolor("white")
    for place, row in enumerate(rows.itertuples()):
        words = f"{number(row.students_gaining)} students"
        words += "" if row.met else f"; {row.met_words.replace('not met', 'target not met')}"
        beside(ax, words, row.invested, place)
    ax.set_yticks(rows.index, wrapped(rows["team"]))
    return dollar_axis(ax, wider=1.36)


# --- Pictures of the years ahead: the reserve beside its policy, and how far it may lie off ------


def _upright(ax: Axes, years: pd.Series) -> Axes:
    ax.set_xlabel("Fiscal year")
    ax.set_ylabel("Dollars")
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.3, len(years) - 0.5)
    ax.margins(y=0.1)
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.grid(axis="y", color="#DDDDDD")
    ax.grid(axis="x", visible=False)
    ax.yaxis.set_major_formatter(dollar_ticks(ax.get_ylim()))
    return legend(ax)


def chart_reserves(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The reserve year by year, as we go on and with our decisions, beside the policy."""
    ax = axes(6, ax, title)
    places = range(len(table))
    ax.plot(places, table["policy_dollars"], color=GREY, linestyle="--", label="the board's policy")
    ax.plot(places, table["reserve"], color=RED, marker="o", linewidth=2, label="as we go on")
    ax.plot(
        places,
        table["reserve_decided"],
        color=GREEN,
        marker="D",
        linestyle="-.",
        linewidth=2,
        label="with our decisions",
    )
    for place, amount in zip(places, table["reserve"], strict=True):
        ax.annotate(
            short_dollars(amount),
            (place, amount),
            xytext=(8, 6),
            textcoords="offset points",
            fontsize=10,
            color=INK,
        )
    return _upright(ax, table["fiscal_year"])


HELD = {  # from the bottom: what is held for something in greys, what counts as a reserve above
    "nonspendable": ("#6E6E6E", "nonspendable"),
    "restricted_part": ("#8C8C8C", "restricted"),
    "carryover": ("#9B8BB0", "carried over for high-need students"),
    "committed": ("#AAAAAA", "committed"),
    "assigned": ("#C8C8C8", "assigned"),
    "stabilization": ("#14532D", "stabilization"),
    "uncertainties": (GREEN, "economic uncertainties"),
    "special": ("#5FA777", "fund 17"),
    "unappropriated": (BLUE, "unappropriated"),
}


def chart_balance_parts(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The ending balance by its parts, a bar a year; what is lacking lies below zero."""
    ax = axes(6, ax, title)
    parts = [name for name in HELD if table[name].any()]
    begins = stacked(table[parts])
    for name in parts:
        color, label = HELD[name]
        ax.bar(range(len(table)), table[name], 0.5, begins[name], color=color, label=label)
    return _upright(ax, table["fiscal_year"])


def chart_fan(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How far the ending balance may lie off, from a simulation: half, and nine of ten draws."""
    ax = axes(6, ax, title)
    places = list(range(len(table)))
    ax.fill_between(places, table["p5"], table["p95"], color="#C9D6EA", label="nine of ten draws")
    ax.fill_between(places, table["p25"], table["p75"], color="#8FB0DA", label="half of the draws")
    ax.plot(places, table["p50"], color=BLUE, marker="o", label="middle")
    return _upright(ax, table["fiscal_year"])
