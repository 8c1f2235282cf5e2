"""How every chart looks: its colors and its axes."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.words import dollars, short_dollars

# --- The look that every picture shares: colours, an empty picture, dollars along an axis --------
#
# Colours are from Okabe and Ito's palette, which people with any common colour vision
# tell apart; every value that matters is also written as text.

BLUE, ORANGE, GREEN, RED, GREY, INK = (
    "#0072B2",
    "#B35900",
    "#00785A",
    "#C0392B",
    "#767676",
    "#222222",
)
WIDTH = 8.2
LINES = (BLUE, ORANGE, GREEN, RED, "#7A4FA3", "#8C6D00", GREY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 3)))


def axes(rows: float, ax: Axes | None = None, title: str = "", unit: str = "") -> Axes:
    """An empty picture in the house's look, tall enough for its rows."""
    if ax is None:
        ax = Figure(figsize=(WIDTH, 1.5 + 0.34 * rows)).add_subplot()
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(GREY)
    ax.tick_params(axis="both", length=0, labelsize=10, labelcolor=INK)
    ax.grid(axis="x", color="#E3E3E3", linewidth=0.8)
    ax.set_axisbelow(True)
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold", color=INK, pad=12)
    ax.set_xlabel(unit, fontsize=10, color=INK)
    return ax


def short(labels: pd.Series, most: int = 44) -> list[str]:
    """Labels cut to a length that fits, never lost altogether."""
    return [text if len(text) <= most else f"{text[: most - 1]}…" for text in labels.astype(str)]


def wrapped(labels: pd.Series, width: int = 36, lines: int = 2) -> list[str]:
    """Labels over a few lines, for sentences that would lose their point when cut."""
    return [
        "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …"))
        for text in labels.astype(str)
    ]


def dollar_ticks(limits: tuple[float, float]) -> FuncFormatter:
    """How dollars are written along an axis with these limits."""
    # below this, "$1K" would stand at two ticks
    words = short_dollars if max(map(abs, limits)) >= 40_000 else dollars
    return FuncFormatter(lambda value, _: words(value))


def dollar_axis(ax: Axes, wider: float = 1.0) -> Axes:
    """Write the horizontal axis in dollars, as much wider as the labels on the right ask for."""
    ax.xaxis.set_major_formatter(dollar_ticks(ax.get_xlim()))
    ax.locator_params(axis="x", nbins=6)
    if wider > 1:
        left, right = ax.get_xlim()
        ax.set_xlim(left, right * wider)
    return ax


def beside(ax: Axes, words: str, end: float, place: float, size: float = 10) -> None:
    """Write words beside the end of a bar, on the side to which it points."""
    way, side = (5, "left") if end >= 0 else (-5, "right")
    look = {"ha": side, "va": "center", "fontsize": size, "color": INK}
    ax.annotate(words, (end, place), xytext=(way, 0), textcoords="offset points", **look)


def legend(ax: Axes, columns: int = 3) -> Axes:
    """Put the legend between the title and the picture."""
    # between the title and the picture: above the axes by points, so at any height
    rows = -(-len(ax.get_legend_handles_labels()[1]) // columns)
    title = ax.get_title(loc="left")
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=16 + 20 * rows)
    ax.legend(
        loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=columns, frameon=False, fontsize=10
    )
    return ax
