"""Pictures of what a room scored, and of how much hangs on the weights."""

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.analysis.checks import in_order
from smarter_spending.guide.charts.look import BLUE, GREEN, INK, ORANGE, axes, legend, wrapped
from smarter_spending.words import percent


def chart_scores(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Each candidate's score, how far the raters lie apart, and the two roles.

    Parameters
    ----------
    table : DataFrame
        ``option``, ``score``, ``low``, ``high``, ``finance`` and ``academics`` (1 to 5).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(1.4 * len(rows), ax, title, "1 lowest – 5 highest")
    ax.hlines(rows.index, rows["low"], rows["high"], color="#C9C9C9", linewidth=7)
    for column, color, marker, words in (
        ("score", INK, "|", "the room"),
        ("finance", BLUE, "o", "finance"),
        ("academics", ORANGE, "D", "academics"),
    ):
        ax.scatter(rows[column], rows.index, c=color, marker=marker, s=80, label=words, zorder=3)
    ax.set_yticks(rows.index, wrapped(rows["option"]))
    ax.set_xlim(0.85, 5.15)
    ax.set_xticks([1, 2, 3, 4, 5])
    return legend(ax)


def chart_first_places(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How often each candidate comes first, over every way of weighing the criteria.

    Parameters
    ----------
    table : DataFrame
        ``option`` and ``share_first`` (0 to 1), as ``first_places`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = in_order(table, "share_first", "option", falling=["option"])
    ax = axes(1.4 * len(rows), ax, title, "Share of the weightings in which it comes first")
    ax.barh(wrapped(rows["option"]), rows["share_first"], color=GREEN, height=0.62)
    for place, share in enumerate(rows["share_first"]):
        ax.text(share + 0.012, place, percent(share), va="center", fontsize=10, color=INK)
    ax.set_xlim(0, 1.1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    return ax
