"""Charts of dollars: where they go, and what moves."""

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
    axes,
    beside,
    dollar_axis,
    legend,
    short,
    wrapped,
)
from smarter_spending.words import dollars, number, percent, short_dollars

# --- Pictures of where the money goes ------------------------------------------------------------


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
        beside(ax, f"{'+' if gap > 0 else ''}{short_dollars(gap)}", gap, place, 9.5)
    ax.margins(x=0.16)  # for what is written beyond the longest bars
    return _no_empty_bands(dollar_axis(ax), len(rows))


def _no_empty_bands(ax: Axes, rows: int) -> Axes:
    # matplotlib leaves a share of the height blank: of 67 schools, three bars above and below
    ax.set_ylim(-0.6, max(rows, 1) - 0.4)
    return ax


# --- The hands that were played with the dollars found -------------------------------------------


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
