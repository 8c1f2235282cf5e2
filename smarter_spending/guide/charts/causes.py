"""The fishbone: a problem, the families of its causes, and the causes on their bones."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from smarter_spending.guide.charts.look import BLUE, GREY, INK

ON_A_BONE, WIDTH, LINES = 3, 24, 4
HEIGHT, STEP, SLANT = 3.3, 3.15, 0.7  # of a bone, between bones, and how far it leans


def chart_fishbone(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", problem: str = ""
) -> Axes:
    """A fishbone: the problem at the head, seven bones, up to three causes on each.

    Every word is written level and at a size that a room can read; a longer cause is
    wrapped, and what finds no room on a bone is counted.

    Parameters
    ----------
    table : DataFrame, one row per cause, or per family without one
        ``family`` (title) and ``cause`` (words; blank for a family without a cause).  The
        families stand in the order of their first row.
    ax : Axes, optional
    title : str
    problem : str
        What is written at the head.

    Returns
    -------
    Axes
    """
    families = list(dict.fromkeys(table["family"]))
    columns = -(-len(families) // 2)
    if ax is None:
        ax = Figure(figsize=(13.2, 7.4)).add_axes((0, 0, 1, 0.94))
    end = STEP * columns + 0.35
    ax.annotate("", (end, 0), (-0.1, 0), arrowprops={"arrowstyle": "-|>", "lw": 3, "color": INK})
    for place, family in enumerate(families):
        causes = table.loc[table["family"] == family, "cause"].fillna("").astype(str)
        _bone(ax, place // 2 * STEP, 1 if place % 2 == 0 else -1, family, causes[causes != ""])
    head = "\n".join(textwrap.wrap(problem or "the problem, not yet written", 17, max_lines=7))
    ax.text(end + 0.08, 0, head, va="center", fontsize=13, fontweight="bold", color=INK,
            bbox={"boxstyle": "round,pad=0.5", "fc": "#F3F5F9", "ec": INK})  # fmt: skip
    ax.set_xlim(-0.3, end + 2.3)
    ax.set_ylim(-HEIGHT - 0.55, HEIGHT + 0.55)
    ax.set_axis_off()
    ax.set_title(title, loc="left", fontsize=14, fontweight="bold", color=INK)
    return ax


def _bone(ax: Axes, left: float, side: int, family: str, causes: pd.Series) -> None:
    ax.plot([left, left + SLANT], [side * HEIGHT, 0], color=BLUE, linewidth=2)
    ax.text(left - 0.1, side * (HEIGHT + 0.28), family, ha="left", va="center", fontsize=13,
            fontweight="bold", color=BLUE)  # fmt: skip
    shown = list(causes[:ON_A_BONE])
    more = len(causes) - len(shown)
    written = [textwrap.wrap(f"• {cause}", WIDTH, max_lines=LINES, placeholder=" …",
                             subsequent_indent="   ") for cause in shown]  # fmt: skip
    if more > 0:
        written.append([f"and {more} more"])
    if not written:
        written = [["no cause named"]]
    # from the outer end of the bone towards the spine, above as below
    height = 0.25
    y = HEIGHT - 0.12 if side > 0 else -0.35
    for lines in written:
        lean = SLANT * (1 - abs(y) / HEIGHT)
        color = INK if causes.size else GREY
        lower = SLANT * (1 - max(abs(y) - height * len(lines), 0) / HEIGHT) if side > 0 else lean
        ax.text(left + max(lean, lower) + 0.1, y, "\n".join(lines), ha="left", va="top",
                fontsize=12, linespacing=1.15, color=color)  # fmt: skip
        y -= height * len(lines) + 0.12
