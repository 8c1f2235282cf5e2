"""Pictures of where the money goes."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.analysis.checks import in_order
from smarter_spending.guide.charts.look import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    RED,
    axes,
    beside,
    dollar_axis,
    legend,
    short,
)
from smarter_spending.words import dollars, percent, short_dollars


def chart_spending(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Where the money went: a bar for each part, largest on top, with dollars and share.

    Parameters
    ----------
    table : DataFrame
        ``title`` (text), ``dollars`` and ``share`` (0 to 1), as ``spending_by`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1]
    ax = axes(len(rows), ax, title, "Dollars")
    colors = [RED if value < 0 else BLUE for value in rows["dollars"]]
    ax.barh(short(rows["title"]), rows["dollars"], color=colors, height=0.68)
    for place, (amount, share) in enumerate(zip(rows["dollars"], rows["share"], strict=True)):
        beside(ax, f"{short_dollars(amount)}  ({percent(share, 1)})", max(amount, 0), place)
    return _no_empty_bands(dollar_axis(ax, room=1.24), len(rows))


def chart_change(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", years: Sequence[str] = ()
) -> Axes:
    """What changed between two years: a line from the earlier figure to the later one.

    Parameters
    ----------
    table : DataFrame
        ``title`` (text) and one column of dollars for each year named in ``years``.
    ax : Axes, optional
    title : str
    years : sequence of str
        The fiscal years in order; the first and the last are drawn.

    Returns
    -------
    Axes
    """
    before, after = years[0], years[-1]
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Dollars")
    ax.hlines(rows.index, rows[before], rows[after], color=GREY, linewidth=2)
    ax.scatter(rows[before], rows.index, color=GREY, s=46, zorder=3, label=before)
    ax.scatter(rows[after], rows.index, color=BLUE, s=64, zorder=3, label=after, marker="D")
    ax.set_yticks(rows.index, short(rows["title"]))
    return legend(_no_empty_bands(dollar_axis(ax), len(rows)))


def chart_per_pupil(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Direct dollars per pupil at each school, its share of high-need students written beside.

    Parameters
    ----------
    table : DataFrame
        ``school_name``, ``per_pupil`` (dollars) and ``unduplicated_share`` (0 to 1).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = in_order(table.dropna(subset=["per_pupil"]), "per_pupil", "school_name")
    ax = axes(len(rows), ax, title, "Dollars per pupil spent at the school")
    ax.barh(short(rows["school_name"]), rows["per_pupil"], color=BLUE, height=0.68)
    for place, (amount, share) in enumerate(
        zip(rows["per_pupil"], rows["unduplicated_share"], strict=True)
    ):
        need = "" if pd.isna(share) else f"  ({percent(share)} high-need)"
        beside(ax, f"{dollars(amount)}{need}", amount, place, 9.5)
    return _no_empty_bands(dollar_axis(ax, room=1.32), len(rows))


def chart_pay(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Actual pay beside what the same positions would cost at the district's average.

    Parameters
    ----------
    table : DataFrame
        ``school_name`` and ``difference`` (actual less average pay, dollars).
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = in_order(table, "difference", "school_name").reset_index(drop=True)
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
