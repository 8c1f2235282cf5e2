"""The picture of a goal: where the result was, with its range, and the line to the target."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from smarter_spending.guide.charts.look import BLUE, INK, ORANGE, WIDTH, axes, legend
from smarter_spending.words import percent


def chart_goal(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Past years as points with their ranges, and the planned straight line.

    Parameters
    ----------
    table : DataFrame
        ``fiscal_year``, ``rate``, ``low``, ``high`` (0 to 1) and ``kind``, as ``goal_path``
        gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    years = sorted(table["fiscal_year"].unique())
    place = {year: n for n, year in enumerate(years)}
    ax = axes(1, ax or Figure(figsize=(WIDTH, 4.2)).add_subplot(), title)
    ax.grid(axis="x", visible=False)
    ax.grid(axis="y", color="#E3E3E3", linewidth=0.8)
    was, plan = table[table["kind"] == "was"], table[table["kind"] == "planned"]
    at = was["fiscal_year"].map(place)
    ax.vlines(at, was["low"], was["high"], color=BLUE, linewidth=4, alpha=0.45)
    ax.plot(at, was["rate"], "o", color=BLUE, markersize=8, label="so far, with its 90% range")
    ax.plot(plan["fiscal_year"].map(place), plan["rate"], "D--", color=ORANGE, label="planned")
    for row in table.drop_duplicates("fiscal_year", keep="first").itertuples():
        ax.annotate(percent(row.rate), (place[row.fiscal_year], row.rate), (0, 11),
                    textcoords="offset points", ha="center", fontsize=10.5, color=INK)  # fmt: skip
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.4, len(years) - 0.6)
    top = min(1.0, max(table[["rate", "high"]].max()) + 0.15)
    ax.set_ylim(0, top)
    ax.set_yticks(ax.get_yticks(), [percent(tick) for tick in ax.get_yticks()])
    ax.set_ylim(0, top)
    return legend(ax)
