"""Names beside the points of a picture, none over another name or over a point."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

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
    dots, wide = (_around(middles, np.array([reach, DOT]) * scale) for reach in (DOT, APART))
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
            taken += [found[0], *_around(_steps(middles[place], found[1]), np.ones(2))]
            _write(ax, text, tuple(table[places].iloc[place]), *found[2:])


def furthest_out(table: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    """The points in the order in which they are named: furthest from the middle of all first.

    Parameters
    ----------
    table : DataFrame, one row per point
    places : list of two columns
        Distances are measured in each column's own spread.

    Returns
    -------
    DataFrame
        The same rows, furthest out first.

    Examples
    --------
    >>> table = pd.DataFrame({"x": [4.0, 5.0, 40.0], "y": 0.0})
    >>> furthest_out(table, ["x", "y"])["x"].tolist()
    [40.0, 4.0, 5.0]
    """
    values = table[places].astype(float)
    spread = values.std().where(lambda wide: wide > 0, 1.0).fillna(1.0)
    apart = (((values - values.mean()) / spread) ** 2).sum(axis=1)
    return table.loc[apart.sort_values(ascending=False, kind="stable").index]


def _around(middles: np.ndarray, reach: np.ndarray) -> list[Bbox]:
    return [Bbox([middle - reach, middle + reach]) for middle in middles]


def _size(ax: Axes, text: str) -> np.ndarray:
    note = ax.text(0, 0, text, fontsize=SIZE, parse_math=False, transform=None)
    box = note.get_window_extent()
    note.remove()
    return box.size + 2


def _room(
    ax: Axes, middle: np.ndarray, size: np.ndarray, away: list[Bbox], uncrossed: list[Bbox]
) -> tuple[Bbox, np.ndarray, tuple, float] | None:
    frame, scale = ax.get_window_extent(), ax.figure.dpi / 72
    for distance in DISTANCES:
        for side in SIDES:
            near = middle + np.array(side) * distance * scale
            corner = near - np.array(_near_end(side)) * size
            box = Bbox([corner, corner + size])
            inside = frame.contains(*box.p0) and frame.contains(*box.p1)
            free = inside and not any(box.overlaps(other) for other in away)
            if free and not _crosses(middle, near, uncrossed):
                return box, near, side, distance
    return None


def _crosses(start: np.ndarray, end: np.ndarray, others: list[Bbox]) -> bool:
    # a line over another dot would name that one
    return any(box.contains(*step) for box in others for step in _steps(start, end))


def _steps(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return start + np.linspace(0, 1, 15)[:, None] * (end - start)


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
