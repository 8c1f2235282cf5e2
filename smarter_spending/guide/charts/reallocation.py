"""Pictures of dollars found, and of the hands that were played with them."""

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.guide.charts.look import (
    BLUE,
    GREEN,
    GREY,
    INK,
    axes,
    beside,
    dollar_axis,
    legend,
    wrapped,
)
from smarter_spending.words import number, short_dollars


def chart_savings(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Dollars identified in each pool, and how much of them to plan on.

    Parameters
    ----------
    table : DataFrame
        ``pool_words``, ``identified``, ``low``, ``plan_on`` and ``high`` (dollars).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(1.3 * len(rows), ax, title, "Dollars")
    ax.barh(rows.index, rows["identified"], color="#C9D6EA", height=0.62, label="identified")
    ax.hlines(rows.index, rows["low"], rows["high"], color=BLUE, linewidth=3, label="90% of draws")
    ax.scatter(rows["plan_on"], rows.index, color=INK, zorder=3, s=46, label="plan on this")
    for place, amount in enumerate(rows["identified"]):
        beside(ax, short_dollars(amount), amount, place)
    ax.set_yticks(rows.index, wrapped(rows["pool_words"]))
    return legend(dollar_axis(ax, room=1.18))


def chart_hands(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Each hand's dollars put to work, and how many students gain a seat by them.

    Parameters
    ----------
    table : DataFrame
        ``team, invested, students_gaining, met`` and ``met_words``; the last row is the best
        affordable set.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
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
    return dollar_axis(ax, room=1.36)
