"""Names beside the points of a picture, none over another name or over a point."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from smarter_spending.analysis.spending import furthest_out
from smarter_spending.guide.charts.look import GREY, INK, short

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
    """Write the names of the points, all of a few and of many those furthest out.

    A name for which there is no room is left out, and the next furthest is written.

    Parameters
    ----------
    ax : Axes
        With its points drawn; its limits are kept as they are now.
    table : DataFrame, one row per point
    places : list of two columns
        Where each point lies, across and up.
    name : str
        The column with the names.
    """
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
        found = _room(*seat, away, [*others, *taken])
        if not found and len(table) == most:  # of a few, every one is named
            found = _room(*seat, [*dots, *taken], [])
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


def _room(
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
