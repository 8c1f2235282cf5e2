"""Pictures of what a room thinks."""

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.guide.charts.look import BLUE, INK, ORANGE, axes, legend, short


def chart_ratings(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The room's ratings of each practice: its range, its median, and the two roles apart.

    Parameters
    ----------
    table : DataFrame
        ``title``, ``low``, ``median``, ``high``, ``finance`` and ``academics`` (0 to 3).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "0 not yet – 1 beginning – 2 working – 3 strong")
    ax.hlines(rows.index, rows["low"], rows["high"], color="#C9C9C9", linewidth=7)
    for column, color, marker, words in (
        ("median", INK, "|", "median of the room"),
        ("finance", BLUE, "o", "finance"),
        ("academics", ORANGE, "D", "academics"),
    ):
        ax.scatter(rows[column], rows.index, c=color, marker=marker, s=80, label=words, zorder=3)
    ax.set_yticks(rows.index, short(rows["title"]))
    ax.set_xlim(-0.15, 3.15)
    ax.set_xticks([0, 1, 2, 3])
    return legend(ax)
