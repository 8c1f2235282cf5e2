"""Pictures of what programs did, and of what must not be read as that."""

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.analysis.checks import in_order
from smarter_spending.guide.charts.look import (
    BLUE,
    GREEN,
    GREY,
    INK,
    RED,
    axes,
    dollar_axis,
    legend,
    short,
)
from smarter_spending.guide.charts.point_names import name_points


def chart_naive(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The plain gap alone, as most reports show it.

    Parameters
    ----------
    table : DataFrame
        ``program`` and ``naive_gap`` (standard deviations).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = in_order(table, "naive_gap", "program")
    ax = axes(len(rows), ax, title, "Standard deviations above (+) or below (−) everybody else")
    colors = [RED if gap < 0 else GREEN for gap in rows["naive_gap"]]
    ax.barh(short(rows["program"]), rows["naive_gap"], color=colors, height=0.68)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_ylim(-0.6, max(len(rows), 1) - 0.4)
    return ax


def chart_effects(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The plain gap and the adjusted effect of each program, with its range, around zero.

    Parameters
    ----------
    table : DataFrame
        ``program``, ``naive_gap``, ``effect_per_student``, ``low``, ``high`` (one unit for
        all) and ``verdict``, as ``program_effects`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.dropna(subset=["effect_per_student"]).iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Standard deviations")
    told = rows["verdict"] == "can tell"
    ax.hlines(rows.index[told], rows["low"][told], rows["high"][told], color=BLUE, linewidth=3)
    for chosen, color, marker, words in (
        (told, BLUE, "o", "adjusted, with its 90% range"),
        (~told, GREY, "o", "cannot tell"),
    ):
        if chosen.any():
            ax.scatter(
                rows["effect_per_student"][chosen],
                rows.index[chosen],
                color=color if color == BLUE else "white",
                edgecolors=color,
                s=80,
                zorder=3,
                marker=marker,
                label=words,
            )
    ax.scatter(rows["naive_gap"], rows.index, c=RED, marker="X", s=70, zorder=3, label="plain gap")
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_yticks(rows.index, short(rows["program"]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    return legend(ax)


def chart_cross_section(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Spending per pupil beside scores, school by school, with its warning on the picture.

    Schools are named: all of them when there are few, the furthest out when there are many.

    Parameters
    ----------
    table : DataFrame
        ``school_name``, ``per_pupil`` (dollars) and ``mean_score`` (standard deviations), one
        row per school.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = ax or axes(9, None, title, "Direct dollars per pupil")
    rows = table.dropna(subset=["per_pupil", "mean_score"]).reset_index(drop=True)
    ax.scatter(rows["per_pupil"], rows["mean_score"], color=BLUE, s=60)
    ax.margins(x=0.14, y=0.12)  # for the names
    label = "Mean reading score, in standard\ndeviations from the grade's mean"
    ax.set_ylabel(label, fontsize=10, color=INK)
    ax.set_title(f"{title}: a comparison, not an effect", loc="left", color=RED, fontsize=12)
    name_points(dollar_axis(ax), rows, ["per_pupil", "mean_score"], "school_name")
    return ax
