"""Charts of programs: what they cost, what they did, and how sure that is."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from smarter_spending.analysis.best_buy import tornado_bars
from smarter_spending.analysis.evaluation import programs_by_gap
from smarter_spending.guide.charts.look import (
    BLUE,
    DASHES,
    GREEN,
    GREY,
    INK,
    LINES,
    ORANGE,
    RED,
    axes,
    dollar_axis,
    dollar_ticks,
    legend,
    name_points,
    short,
)
from smarter_spending.words import dollars, number, percent

# --- Pictures of programs: which are ready, what they cost, what they buy ------------------------


def chart_readiness(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How many programs pass each test on the way to a deep review."""
    rows = table.iloc[::-1]
    ax = axes(len(rows), ax, title, "Programs")
    bars = ax.barh(short(rows["test"]), rows["programs"], color=BLUE, height=0.68)
    ax.bar_label(bars, [number(count) for count in rows["programs"]], padding=5, fontsize=10)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    return ax


def chart_cost_effect(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Cost against effect for each program, with the line of best choices."""
    ax = ax or axes(11, None, title, "Effect per student")
    best = table[table["status"] == "ND"]  # by cost, as the line has them
    ax.plot(best["effect"], best["cost"], color=GREEN, linewidth=2, zorder=2)
    for status, color, marker, words in (
        ("ND", GREEN, "o", "on the line"),
        ("ED", ORANGE, "s", "a mix of two others gains as much for less"),
        ("D", GREY, "X", "costs more and gains no more than another"),
    ):
        rows = table[table["status"] == status]
        if len(rows):
            ax.scatter(rows["effect"], rows["cost"], c=color, marker=marker, s=70, label=words)
    _label_points(ax, table)
    ax.set_ylabel("Cost per student", fontsize=10, color=INK)
    ax.axvline(0, color=GREY, linewidth=1)
    ax.margins(x=0.22, y=0.12)
    ax.yaxis.set_major_formatter(dollar_ticks(ax.get_ylim()))
    return legend(ax)


def chart_ratio_ranges(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The ratio of each program with its range; an arrow where the range has no limit."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Dollars for one unit gained")
    bounded = rows[rows["bounded"]]
    reach = 1.25 * max([*bounded["high"], 1.0])
    for place, row in rows.iterrows():
        if row["bounded"]:
            ax.hlines(place, row["low"], row["high"], color=BLUE, linewidth=3)
            ax.plot(row["cost_per_outcome"], place, "o", color=BLUE, markersize=9)
        else:
            ax.annotate(
                "no limit: no gain is shown",
                (0.02 * reach, place),
                va="center",
                fontsize=10,
                color=RED,
            )
    ax.set_yticks(rows.index, short(rows["program"]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(0, reach)
    return dollar_axis(ax)


def chart_chances(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The chance of being the best buy as the price the board would pay moves."""
    ax = ax or axes(9, None, title, "What the board would pay for one unit of outcome")
    for place, program in enumerate(sorted(table["program"].unique())):
        rows = table[table["program"] == program]
        style = {"color": LINES[place % len(LINES)], "linestyle": DASHES[place % len(DASHES)]}
        ax.plot(rows["willingness_to_pay"], rows["chance"], linewidth=2.5, label=program, **style)
    ax.set_ylim(-0.02, 1.02)
    ax.set_ylabel("Chance of being the best buy", fontsize=10, color=INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    return legend(dollar_axis(ax), columns=2)


def chart_tornado(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """How far the cost of an outcome moves with each figure, the widest on top."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows) + 1, ax, title, "Dollars for one unit of outcome")
    bars = tornado_bars(rows)
    ax.barh(rows["input"], bars["width"], left=bars["left"], color=BLUE, height=0.6)
    for place, bar in enumerate(bars.itertuples()):
        ax.annotate(
            f"{dollars(bar.left)} to {'no limit' if bar.no_limit else dollars(bar.right)}",
            (bar.left, place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color="white",
            fontweight="bold",
            parse_math=False,  # two dollar signs are not a formula
        )
    ax.axvline(rows["result"].iloc[0], color=INK, linewidth=1.5)
    return dollar_axis(ax)


def _label_points(ax: Axes, table: pd.DataFrame) -> None:
    for row in table.itertuples():
        ax.annotate(
            str(row.program),
            (row.effect, row.cost),
            xytext=(8, 6),
            textcoords="offset points",
            fontsize=9.5,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
        )


# --- Pictures of what programs did, and of what must not be read as that -------------------------


def chart_naive(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The plain gap alone, as most reports show it."""
    rows = programs_by_gap(table)
    ax = axes(len(rows), ax, title, "Standard deviations above (+) or below (−) everybody else")
    colors = [RED if gap < 0 else GREEN for gap in rows["naive_gap"]]
    ax.barh(short(rows["program"]), rows["naive_gap"], color=colors, height=0.68)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_ylim(-0.6, max(len(rows), 1) - 0.4)
    return ax


def chart_effects(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The plain gap and the adjusted effect of each program, with its range, around zero."""
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
    """Spending per pupil beside scores, school by school, with its warning on the picture."""
    ax = ax or axes(9, None, title, "Direct dollars per pupil")
    rows = table.dropna(subset=["per_pupil", "mean_score"]).reset_index(drop=True)
    ax.scatter(rows["per_pupil"], rows["mean_score"], color=BLUE, s=60)
    ax.margins(x=0.14, y=0.12)  # for the names
    label = "Mean reading score, in standard\ndeviations from the grade's mean"
    ax.set_ylabel(label, fontsize=10, color=INK)
    ax.set_title(f"{title}: a comparison, not an effect", loc="left", color=RED, fontsize=12)
    name_points(dollar_axis(ax), rows, ["per_pupil", "mean_score"], "school_name")
    return ax
