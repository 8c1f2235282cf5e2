"""Pictures: each takes a table, draws one point, and gives back its Axes.

Colours are from Okabe and Ito's palette, which people with any common colour
vision tell apart; every value that matters is also written as text.
"""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.display.wording import dollars, number, percent, short_dollars

BLUE, ORANGE, GREEN, RED, GREY, INK = (
    "#0072B2",
    "#B35900",
    "#00785A",
    "#C0392B",
    "#767676",
    "#222222",
)
WIDTH = 8.2


def axes(rows: int, ax: Axes | None = None, title: str = "", unit: str = "") -> Axes:
    """An empty picture in the house's look, tall enough for its rows.

    Parameters
    ----------
    rows : int
        How many rows it will hold.
    ax : Axes, optional
        Draw on this instead of a new figure.
    title, unit : str
        What it shows, and what the horizontal axis measures.

    Returns
    -------
    Axes
    """
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
    ax.barh(_short(rows["title"]), rows["dollars"], color=colors, height=0.68)
    for place, (amount, share) in enumerate(zip(rows["dollars"], rows["share"], strict=True)):
        ax.annotate(
            f"{short_dollars(amount)}  ({percent(share, 1)})",
            (max(amount, 0), place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=INK,
        )
    return _dollar_axis(ax, room=1.24)


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
    ax.set_yticks(rows.index, _short(rows["title"]))
    return _legend(_dollar_axis(ax))


def chart_per_pupil(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Direct dollars per pupil at each school, darker where more students are high-need.

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
    rows = table.dropna(subset=["per_pupil"]).sort_values(["per_pupil", "school_name"])
    ax = axes(len(rows), ax, title, "Dollars per pupil spent at the school")
    ax.barh(_short(rows["school_name"]), rows["per_pupil"], color=BLUE, height=0.68)
    for place, (amount, share) in enumerate(
        zip(rows["per_pupil"], rows["unduplicated_share"], strict=True)
    ):
        need = "" if pd.isna(share) else f"  ({percent(share)} high-need)"
        ax.annotate(
            f"{dollars(amount)}{need}",
            (amount, place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            color=INK,
        )
    return _dollar_axis(ax, room=1.32)


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
    rows = table.sort_values(["difference", "school_name"]).reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Dollars above (+) or below (−) the district's average")
    ax.barh(
        _short(rows["school_name"]),
        rows["difference"],
        color=[ORANGE if gap < 0 else BLUE for gap in rows["difference"]],
        height=0.68,
    )
    ax.axvline(0, color=INK, linewidth=1)
    return _dollar_axis(ax)


def chart_readiness(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How many programs pass each test on the way to a deep review.

    Parameters
    ----------
    table : DataFrame
        ``test`` (text) and ``programs`` (count), in the order of the tests.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1]
    ax = axes(len(rows), ax, title, "Programs")
    bars = ax.barh(_short(rows["test"]), rows["programs"], color=BLUE, height=0.68)
    ax.bar_label(bars, [number(count) for count in rows["programs"]], padding=5, fontsize=10)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    return ax


def chart_cost_effect(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Cost against effect for each program, with the line of best choices.

    Down and to the right is better: more gained for less.  Programs on the line
    (``status`` ND) are not beaten by any other or by a mix of two.

    Parameters
    ----------
    table : DataFrame
        ``program``, ``cost`` (dollars per student), ``effect`` (SD per student)
        and ``status`` (ND, ED or D), as ``incremental_ratios`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = ax or axes(11, None, title, "Effect per student (SD)")
    best = table[table["status"] == "ND"].sort_values("cost")
    ax.plot(best["effect"], best["cost"], color=GREEN, linewidth=2, zorder=2)
    for status, color, marker, words in (
        ("ND", GREEN, "o", "not beaten"),
        ("ED", ORANGE, "s", "beaten by a mix of two others"),
        ("D", GREY, "X", "costs more and gains no more than another"),
    ):
        rows = table[table["status"] == status]
        if len(rows):
            ax.scatter(rows["effect"], rows["cost"], c=color, marker=marker, s=70, label=words)
    _label_points(ax, table)
    ax.set_ylabel("Cost per student", fontsize=10, color=INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short_dollars(value)))
    ax.axvline(0, color=GREY, linewidth=1)
    ax.margins(x=0.22, y=0.12)
    return _legend(ax)


def chart_ratio_ranges(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", unit: str = "Dollars per SD"
) -> Axes:
    """The ratio of each program with its range; an arrow where the range has no limit.

    Parameters
    ----------
    table : DataFrame
        ``program``, ``cost_per_outcome``, ``low``, ``high`` (dollars per unit) and
        ``bounded`` (whether the range has limits).
    ax : Axes, optional
    title, unit : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, unit)
    bounded = rows[rows["bounded"]]
    reach = 1.25 * max([*bounded["high"], 1.0])
    for place, row in rows.iterrows():
        if row["bounded"]:
            ax.hlines(place, row["low"], row["high"], color=BLUE, linewidth=3)
            ax.plot(row["cost_per_outcome"], place, "o", color=BLUE, markersize=9)
        else:
            ax.annotate(
                "no limit: the effect may be zero",
                (0.02 * reach, place),
                va="center",
                fontsize=10,
                color=RED,
            )
    ax.set_yticks(rows.index, _short(rows["program"]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(0, reach)
    return _dollar_axis(ax)


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
    ax.set_yticks(rows.index, _short(rows["title"]))
    ax.set_xlim(-0.15, 3.15)
    ax.set_xticks([0, 1, 2, 3])
    return _legend(ax)


def _short(labels: pd.Series, most: int = 44) -> list[str]:
    return [text if len(text) <= most else f"{text[: most - 1]}…" for text in labels.astype(str)]


def _dollar_axis(ax: Axes, room: float = 1.0) -> Axes:
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short_dollars(value)))
    ax.locator_params(axis="x", nbins=6)
    if room > 1:
        left, right = ax.get_xlim()
        ax.set_xlim(left, right * room)
    return ax


def _legend(ax: Axes, columns: int = 3) -> Axes:
    # between the title and the picture: above the axes by points, so at any height
    rows = -(-len(ax.get_legend_handles_labels()[1]) // columns)
    title = ax.get_title(loc="left")
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=16 + 20 * rows)
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=10,
    )
    return ax


def _label_points(ax: Axes, table: pd.DataFrame) -> None:
    for row in table.itertuples():
        ax.annotate(
            str(row.program),
            (row.effect, row.cost),
            xytext=(8, 6),
            textcoords="offset points",
            fontsize=9.5,
            color=INK,
        )


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
    ax.set_yticks(rows.index, _short(rows["program"]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    return _legend(ax)


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
    rows = table.sort_values(["naive_gap", "program"])
    ax = axes(len(rows), ax, title, "Standard deviations above (+) or below (−) everybody else")
    colors = [RED if gap < 0 else GREEN for gap in rows["naive_gap"]]
    ax.barh(_short(rows["program"]), rows["naive_gap"], color=colors, height=0.68)
    ax.axvline(0, color=INK, linewidth=1)
    return ax


def chart_cross_section(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Spending per pupil beside scores, school by school, with its warning on the picture.

    Parameters
    ----------
    table : DataFrame
        ``per_pupil`` (dollars) and ``mean_score`` (standard deviations), one row per school.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = ax or axes(9, None, title, "Direct dollars per pupil")
    ax.scatter(table["per_pupil"], table["mean_score"], color=BLUE, s=60)
    ax.set_ylabel("Mean reading score (SD)", fontsize=10, color=INK)
    ax.text(
        0.98,
        0.95,
        "A comparison, not an effect",
        transform=ax.transAxes,
        ha="right",
        va="top",
        fontsize=11,
        color=RED,
        fontweight="bold",
    )
    return _dollar_axis(ax)


LINES = (BLUE, ORANGE, GREEN, RED, "#7A4FA3", "#8C6D00", GREY)
DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 3)))


def chart_chances(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The chance of being the best buy as the price the board would pay moves.

    Parameters
    ----------
    table : DataFrame
        ``willingness_to_pay`` (dollars), ``program`` and ``chance`` (0 to 1) of one outcome,
        as ``chances_by_price`` gives.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    ax = ax or axes(9, None, title, "What the board would pay for one unit of outcome")
    for place, (program, rows) in enumerate(table.groupby("program", sort=True)):
        style = {"color": LINES[place % len(LINES)], "linestyle": DASHES[place % len(DASHES)]}
        ax.plot(rows["willingness_to_pay"], rows["chance"], linewidth=2.5, label=program, **style)
    ax.set_ylim(-0.02, 1.02)
    ax.set_ylabel("Chance of being the best buy", fontsize=10, color=INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    return _legend(_dollar_axis(ax), columns=2)


def chart_tornado(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How far the cost of an outcome moves with each figure, the widest on top.

    Parameters
    ----------
    table : DataFrame
        ``input``, ``result_at_low``, ``result_at_high`` and ``result`` (dollars per unit), as
        ``tornado`` gives; an end that is lost (no gain, no ratio) is drawn to the edge.
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows) + 1, ax, title, "Dollars for one unit of outcome")
    ends = rows[["result_at_low", "result_at_high"]]
    edge = 1.6 * max(ends.max(axis=None), rows["result"].max())
    ends = ends.fillna(edge)
    left, right = ends.min(axis=1), ends.max(axis=1)
    ax.barh(rows["input"], right - left, left=left, color=BLUE, height=0.6)
    for place, row in rows.iterrows():
        lost = row[["result_at_low", "result_at_high"]].isna().any()
        words = (
            f"{short_dollars(left[place])} to {'no limit' if lost else short_dollars(right[place])}"
        )
        ax.annotate(
            words, (left[place], place), xytext=(6, 0), textcoords="offset points", va="center",
            fontsize=10, color="white", fontweight="bold",
        )  # fmt: skip
    ax.axvline(rows["result"].iloc[0], color=INK, linewidth=1.5)
    return _dollar_axis(ax)
