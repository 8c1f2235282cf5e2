"""Charts of what students reach and what a room thinks."""

import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.analysis.learning import in_points, year_by_year
from smarter_spending.guide.charts.look import (
    BLUE,
    DASHES,
    GREY,
    INK,
    LINES,
    ORANGE,
    WIDTH,
    axes,
    legend,
    short,
)
from smarter_spending.planning.partnership import DECIDERS
from smarter_spending.words import number, percent

# --- Pictures of what students learned: rates through the years, needs, changes with ranges ------

MARKERS = ("o", "s", "D", "^", "v", "P", "X")
APART = 0.055  # the least distance between two labels, as a share of the axis


def chart_rates_by_year(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The share of students who reached each goal, year by year, with its range."""
    ax = ax or axes(9, None, title)
    known = table.dropna(subset=["rate"])
    years = sorted(known["fiscal_year"].unique())
    goals = list(dict.fromkeys(known["need_title"]))
    last = []
    for place, goal in enumerate(goals):
        rows = year_by_year(known[known["need_title"] == goal])
        shift = 0.05 * (place - (len(goals) - 1) / 2)  # so that ranges do not lie on one another
        across = [years.index(year) + shift for year in rows["fiscal_year"]]
        color = LINES[place % len(LINES)]
        ax.vlines(across, rows["low"], rows["high"], color=color, linewidth=3, alpha=0.55)
        ax.plot(
            across,
            rows["rate"],
            color=color,
            linestyle=DASHES[place % len(DASHES)],
            marker=MARKERS[place % len(MARKERS)],
            markersize=7,
            linewidth=2,
            label=goal,
        )
        last.append((rows["rate"].iloc[-1], across[-1], color))
    _label_last(ax, last)
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.5, len(years) - 0.5)
    ax.set_ylim(0, 1)
    ax.set_ylabel("Students who reached the goal", fontsize=10, color=INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    ax.grid(axis="y", color="#E3E3E3", linewidth=0.8)
    return legend(ax, columns=2)


def chart_needs(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", name: str = "need_title"
) -> Axes:
    """Each need by its rate, with its range, and beside it by the number of students behind."""
    rows = table.iloc[::-1].reset_index(drop=True)
    figure = Figure(figsize=(WIDTH, 1.5 + 0.36 * len(rows)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.1, 1))
    axes(len(rows), left, title, "Students who reached the goal")
    axes(len(rows), right, "", "Students behind")
    left.hlines(rows.index, rows["low"], rows["high"], color=BLUE, linewidth=4, alpha=0.55)
    left.plot(rows["rate"], rows.index, "o", color=BLUE, markersize=8)
    for place, row in rows.iterrows():
        left.annotate(percent(row["rate"]), (row["high"], place), (7, 0), va="center",
                      textcoords="offset points", fontsize=10, color=INK)  # fmt: skip
    left.set_xlim(0, 1.12)
    left.set_xticks([0, 0.25, 0.5, 0.75, 1])
    left.xaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    left.set_yticks(rows.index, short(rows[name]))
    first = rows["rank_by_count"] == 1
    bars = right.barh(rows.index, rows["behind"], height=0.62,
                      color=[ORANGE if top else "#C9A27E" for top in first])  # fmt: skip
    words = [
        f"{number(row['behind'])}  (#{row['rank_by_count']:.0f})" for _, row in rows.iterrows()
    ]
    right.bar_label(bars, words, padding=5, fontsize=10)
    right.margins(x=0.32)
    right.locator_params(axis="x", nbins=4)
    right.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value)))
    return left


def chart_rate_changes(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", name: str = "school_name"
) -> Axes:
    """How far each rate moved from one year to the next, with its range, around zero."""
    rows = in_points(table.iloc[::-1].reset_index(drop=True))
    ax = axes(len(rows), ax, title, "Percentage points, with the 90% range")
    shown = rows["shown"].astype(bool)
    for chosen, color, marker, words in (
        (shown, BLUE, "o", "a change is shown"),
        (~shown, GREY, "D", "no change is shown"),
    ):
        if chosen.any():
            part = rows[chosen]
            ends = (part["low_points"], part["high_points"])
            ax.hlines(part.index, *ends, color=color, linewidth=3, alpha=0.55)
            ax.plot(part["points"], part.index, marker, color=color, markersize=7, label=words)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_yticks(rows.index, short(rows[name]))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    return legend(ax)


def _label_last(ax: Axes, last: list[tuple[float, float, str]]) -> None:
    height, across = -1.0, max((place for _, place, _ in last), default=0.0)
    for rate, _, color in sorted(last):
        height = max(rate, height + APART)
        ax.annotate(percent(rate), (across, height), (14, 0), textcoords="offset points",
                    va="center", fontsize=10, fontweight="bold", color=color)  # fmt: skip


# --- The picture of a goal: where the result was, with its range, and the line to the target -----


def chart_goal(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Past years as points with their ranges, and the planned straight line."""
    years = sorted(table["fiscal_year"].unique())
    place = {year: n for n, year in enumerate(years)}
    ax = axes(1, ax or Figure(figsize=(WIDTH, 4.2)).add_subplot(), title)
    ax.grid(axis="x", visible=False)
    ax.grid(axis="y", color="#E3E3E3", linewidth=0.8)
    was, plan = table[table["kind"] == "was"], table[table["kind"] == "planned"]
    at = was["fiscal_year"].map(place)
    ax.vlines(at, was["low"], was["high"], color=BLUE, linewidth=4, alpha=0.45)
    ax.plot(at, was["rate"], "o", color=BLUE, markersize=8, label="so far, with its 90% range")
    ax.plot(plan["fiscal_year"].map(place), plan["rate"], "D--", color=ORANGE, label="planned")
    for row in table.drop_duplicates("fiscal_year", keep="first").itertuples():
        ax.annotate(percent(row.rate), (place[row.fiscal_year], row.rate), (0, 11),
                    textcoords="offset points", ha="center", fontsize=10.5, color=INK)  # fmt: skip
    ax.set_xticks(range(len(years)), years)
    ax.set_xlim(-0.4, len(years) - 0.6)
    top = min(1.0, max(table[["rate", "high"]].max()) + 0.15)
    ax.set_ylim(0, top)
    ax.set_yticks(ax.get_yticks(), [percent(tick) for tick in ax.get_yticks()])
    ax.set_ylim(0, top)
    return legend(ax)


# --- Pictures of what a room thinks --------------------------------------------------------------


def _sides(ax: Axes, rows: pd.DataFrame, middle: str, words: str) -> None:
    """How far a room lies apart, its middle, and finance and academics as two marks."""
    ax.hlines(rows.index, rows["low"], rows["high"], color="#C9C9C9", linewidth=7)
    for column, color, marker, label in (
        (middle, INK, "|", words),
        ("finance", BLUE, "o", "finance"),
        ("academics", ORANGE, "D", "academics"),
    ):
        ax.scatter(rows[column], rows.index, c=color, marker=marker, s=80, label=label, zorder=3)


def chart_ratings(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """The room's ratings of each practice: its range, its median, and the two roles apart."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "0 not yet – 1 beginning – 2 working – 3 strong")
    _sides(ax, rows, "median", "median of the room")
    ax.set_yticks(rows.index, short(rows["title"]))
    ax.set_xlim(-0.15, 3.15)
    ax.set_xticks([0, 1, 2, 3])
    return legend(ax)


# --- A picture of whom finance and academics each name as the one who decides --------------------


def chart_deciders(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", deciders: Sequence[str] = DECIDERS
) -> Axes:
    """Whom each side names for each decision: where the marks part, two rules are in force."""
    rows = list(dict.fromkeys(table["decision"]))[::-1]
    ax = axes(round(1.6 * len(rows)), ax, title)
    across = table["decider"].map({name: place for place, name in enumerate(deciders)})
    up = {name: height for height, name in enumerate(rows)}
    for side, color, marker, step in (
        ("finance", BLUE, "o", 0.17),
        ("academics", ORANGE, "D", -0.17),
    ):
        named = table[side] > 0
        x, people = across[named], table.loc[named, side]
        y = [up[decision] + step for decision in table.loc[named, "decision"]]
        ax.scatter(x, y, c=color, marker=marker, s=80, label=f"named by {side}", zorder=3)
        for place, high, count in zip(x, y, people, strict=True):
            if count > 1:
                ax.annotate(
                    f"×{count}", (place, high), (8, -4), textcoords="offset points", fontsize=10
                )
    ax.set_yticks(range(len(rows)), short(pd.Series(rows)))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xticks(range(len(deciders)), [name.replace(" ", "\n") for name in deciders])
    ax.set_xlim(-0.5, len(deciders) - 0.4)
    ax.hlines([line + 0.5 for line in range(len(rows) - 1)], *ax.get_xlim(), color="#E3E3E3")
    return legend(ax)


# --- The fishbone: a problem, the families of its causes, and the causes on their bones ----------

ON_A_BONE, BONE_WIDTH, BONE_LINES = 3, 24, 4
HEIGHT, STEP, SLANT = 3.3, 3.15, 0.7  # of a bone, between bones, and how far it leans


def chart_fishbone(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", problem: str = ""
) -> Axes:
    """A fishbone: the problem at the head, seven bones, up to three causes on each."""
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
    written = [textwrap.wrap(f"• {cause}", BONE_WIDTH, max_lines=BONE_LINES, placeholder=" …",
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
