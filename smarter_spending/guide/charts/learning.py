"""Pictures of what students learned: rates through the years, needs, changes with ranges."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.analysis.checks import in_order
from smarter_spending.guide.charts.look import (
    BLUE,
    DASHES,
    GREY,
    INK,
    LINES,
    ORANGE,
    WIDTH,
    axes,
    legend,
    short,
)
from smarter_spending.words import number, percent

MARKERS = ("o", "s", "D", "^", "v", "P", "X")
APART = 0.055  # the least distance between two labels, as a share of the axis


def chart_rates_by_year(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The share of students who reached each goal, year by year, with its range.

    Parameters
    ----------
    table : DataFrame
        ``need_title``, ``fiscal_year``, ``rate``, ``low`` and ``high`` (0 to 1; a row
        with a blank rate is not drawn).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = ax or axes(9, None, title)
    known = table.dropna(subset=["rate"])
    years = sorted(known["fiscal_year"].unique())
    goals = list(dict.fromkeys(known["need_title"]))
    last = []
    for place, goal in enumerate(goals):
        rows = in_order(known[known["need_title"] == goal], "fiscal_year")
        shift = 0.05 * (place - (len(goals) - 1) / 2)  # so that ranges do not lie on one another
        across = [years.index(year) + shift for year in rows["fiscal_year"]]
        color = LINES[place % len(LINES)]
        ax.vlines(across, rows["low"], rows["high"], color=color, linewidth=3, alpha=0.55)
        ax.plot(
            across,
            rows["rate"],
            color=color,
            linestyle=DASHES[place % len(DASHES)],
            marker=MARKERS[place % len(MARKERS)],
            markersize=7,
            linewidth=2,
            label=goal,
        )
        last.append((rows["rate"].iloc[-1], across[-1], color))
    _label_last(ax, last)
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.5, len(years) - 0.5)
    ax.set_ylim(0, 1)
    ax.set_ylabel("Students who reached the goal", fontsize=10, color=INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    ax.grid(axis="y", color="#E3E3E3", linewidth=0.8)
    return legend(ax, columns=2)


def chart_needs(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", name: str = "need_title"
) -> Axes:
    """Each need by its rate, with its range, and beside it by the number of students behind.

    Parameters
    ----------
    table : DataFrame
        ``name``, ``rate``, ``low``, ``high`` (0 to 1), ``behind`` (students),
        ``rank_by_rate`` and ``rank_by_count``, as ``district_needs`` gives.
    ax : Axes, optional
        Ignored: the picture has two sides and makes its own figure.
    title : str
    name : str
        The column that names the need.

    Returns
    -------
    Axes
        The left side; the right side is the figure's second.
    """
    rows = in_order(table, "rank_by_rate", falling=["rank_by_rate"]).reset_index(drop=True)
    figure = Figure(figsize=(WIDTH, 1.5 + 0.36 * len(rows)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.1, 1))
    axes(len(rows), left, title, "Students who reached the goal")
    axes(len(rows), right, "", "Students behind")
    left.hlines(rows.index, rows["low"], rows["high"], color=BLUE, linewidth=4, alpha=0.55)
    left.plot(rows["rate"], rows.index, "o", color=BLUE, markersize=8)
    for place, row in rows.iterrows():
        left.annotate(percent(row["rate"]), (row["high"], place), (7, 0), va="center",
                      textcoords="offset points", fontsize=10, color=INK)  # fmt: skip
    left.set_xlim(0, 1.12)
    left.set_xticks([0, 0.25, 0.5, 0.75, 1])
    left.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    left.set_yticks(rows.index, short(rows[name]))
    first = rows["rank_by_count"] == 1
    bars = right.barh(rows.index, rows["behind"], height=0.62,
                      color=[ORANGE if top else "#C9A27E" for top in first])  # fmt: skip
    words = [
        f"{number(row['behind'])}  (#{row['rank_by_count']:.0f})" for _, row in rows.iterrows()
    ]
    right.bar_label(bars, words, padding=5, fontsize=10)
    right.margins(x=0.32)
    right.locator_params(axis="x", nbins=4)
    right.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    return left


def chart_rate_changes(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", name: str = "school_name"
) -> Axes:
    """How far each rate moved from one year to the next, with its range, around zero.

    Parameters
    ----------
    table : DataFrame
        ``name``, ``change``, ``change_low``, ``change_high`` (-1 to 1) and ``shown``.
    ax : Axes, optional
    title : str
    name : str

    Returns
    -------
    Axes
    """
    rows = in_order(table, "change", name).reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Percentage points, with the 90% range")
    shown = rows["shown"].astype(bool)
    for chosen, color, marker, words in (
        (shown, BLUE, "o", "a change is shown"),
        (~shown, GREY, "D", "no change is shown"),
    ):
        if chosen.any():
            part = rows[chosen]
            low, high, change = (
                [100 * share for share in part[column]]
                for column in ("change_low", "change_high", "change")
            )
            ax.hlines(part.index, low, high, color=color, linewidth=3, alpha=0.55)
            ax.plot(change, part.index, marker, color=color, markersize=7, label=words)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_yticks(rows.index, short(rows[name]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    return legend(ax)


def _label_last(ax: Axes, last: list[tuple[float, float, str]]) -> None:
    height, across = -1.0, max((place for _, place, _ in last), default=0.0)
    for rate, _, color in sorted(last):
        height = max(rate, height + APART)
        ax.annotate(percent(rate), (across, height), (14, 0), textcoords="offset points",
                    va="center", fontsize=10, fontweight="bold", color=color)  # fmt: skip
