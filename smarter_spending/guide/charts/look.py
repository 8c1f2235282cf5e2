"""How every chart looks: colors, axes, and names that do not lie over each other."""

import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import Bbox

from smarter_spending.analysis.spending import furthest_out
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
    """Write words beside the end of a bar."""
    ax.annotate(
        words,
        (end, place),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        fontsize=size,
        color=INK,
    )


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


# --- Names beside the points of a picture, none over another name or over a point ----------------

ALL_NAMED = 12  # points; of more, only the furthest out are named
FURTHEST = 8
SIZE = 9  # points, of the letters
DOT = 5  # points from the middle of a dot to its edge
APART = 16  # points to the left and right of a dot, where the name of another would mislead
DISTANCES = (9, 18, 30, 45, 62, 80)  # points from the middle of a dot to its name
# which way from the dot; the words begin there, end there or are centred on it
SIDES = (
    *((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8)),
    *((0.1, 1), (-0.1, 1), (0.1, -1), (-0.1, -1)),
)


def name_points(ax: Axes, table: pd.DataFrame, places: list[str], name: str) -> None:
    """Write the names of the points, all of a few and of many those furthest out."""
    ax.set_xlim(ax.get_xlim())
    ax.set_ylim(ax.get_ylim())
    table = furthest_out(table, places)
    middles = ax.transData.transform(table[places].to_numpy(dtype=float))
    scale = ax.figure.dpi / 72
    dots, wide = (_around(middles, (reach * scale, DOT * scale)) for reach in (DOT, APART))
    most = len(table) if len(table) <= ALL_NAMED else FURTHEST
    written, taken = 0, []
    for place, text in enumerate(short(table[name], 30)):
        if written == most:
            return
        seat = (ax, middles[place], _size(ax, text))
        others = [*dots[:place], *dots[place + 1 :]]
        away = [dots[place], *wide[:place], *wide[place + 1 :], *taken]
        found = _free_place(*seat, away, [*others, *taken])
        if not found and len(table) == most:  # of a few, every one is named
            found = _free_place(*seat, [*dots, *taken], [])
        if found:
            written += 1
            taken += [found[0], *_around(_steps(middles[place], found[1]), (1.0, 1.0))]
            _write(ax, text, tuple(table[places].iloc[place]), *found[2:])


def _around(middles: Sequence, reach: tuple) -> list[Bbox]:
    return [Bbox([middle - reach, middle + reach]) for middle in middles]


def _size(ax: Axes, text: str) -> Sequence:
    note = ax.text(0, 0, text, fontsize=SIZE, parse_math=False, transform=None)
    box = note.get_window_extent()
    note.remove()
    return box.size + 2


def _free_place(
    ax: Axes, middle: Sequence, size: Sequence, away: list[Bbox], uncrossed: list[Bbox]
) -> tuple[Bbox, Sequence, tuple, float] | None:
    frame, scale = ax.get_window_extent(), ax.figure.dpi / 72
    for distance in DISTANCES:
        for side in SIDES:
            step = (side[0] * distance * scale, side[1] * distance * scale)
            across, up = _near_end(side)
            near = middle + step
            corner = near - (across * size[0], up * size[1])
            box = Bbox([corner, corner + size])
            inside = frame.contains(*box.p0) and frame.contains(*box.p1)
            free = inside and not any(box.overlaps(other) for other in away)
            if free and not _crosses(middle, near, uncrossed):
                return box, near, side, distance
    return None


def _crosses(start: Sequence, end: Sequence, others: list[Bbox]) -> bool:
    # a line over another dot would name that one
    return any(box.contains(*step) for box in others for step in _steps(start, end))


def _steps(start: Sequence, end: Sequence) -> list:
    return [start + step / 14 * (end - start) for step in range(15)]


def _write(ax: Axes, text: str, point: tuple, side: tuple, distance: float) -> None:
    across, up = _near_end(side)
    line = {"arrowstyle": "-", "color": GREY, "lw": 0.6, "shrinkB": DOT, "relpos": (across, up)}
    ax.annotate(
        text,
        point,
        xytext=(side[0] * distance, side[1] * distance),
        textcoords="offset points",
        ha={0: "left", 0.5: "center", 1: "right"}[across],
        va={0: "bottom", 0.5: "center", 1: "top"}[up],
        fontsize=SIZE,
        color=INK,
        parse_math=False,
        # a name further off, or askew, has a line to its point
        arrowprops=line if distance > DISTANCES[0] or 0 not in side else None,
    )


def _near_end(side: tuple) -> tuple[float, ...]:
    # the part of the words that is next to the dot, as shares of their width and height
    return tuple(0 if part > 0 else 1 if part < 0 else 0.5 for part in side)
