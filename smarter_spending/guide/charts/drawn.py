"""Charts drawn on axes: their look, where money goes, what students reach, what a room thinks."""

import textwrap
from collections.abc import Sequence
from html import escape

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.analysis.learning import in_points, year_by_year
from smarter_spending.analysis.spending import schools_by_dollars
from smarter_spending.analysis.staffing import schools_by_gap
from smarter_spending.guide.charts.programs import (
    GAINED,
    LOST,
    NONE,
    _bar,
    _bold,
    _figure,
    _line,
    _rows,
    _span,
    _svg,
    _wide,
)
from smarter_spending.planning.partnership import DECIDERS
from smarter_spending.words import dollars, number, percent, short_dollars

# --- The look that every picture shares: colours, an empty picture, dollars along an axis --------
#
# Colours are from Okabe and Ito's palette, which people with any common colour vision
# tell apart; every value that matters is also written as text.

BLUE, ORANGE, GREEN, RED = "#0072B2", "#B35900", "#00785A", "#C0392B"
GREY, INK = "#767676", "#222222"
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


# --- Pictures of where the money goes ------------------------------------------------------------


def chart_change(
    table: pd.DataFrame, ax: Axes | None = None, title: str = "", years: Sequence[str] = ()
) -> Axes:
    """What changed between two years: a line from the earlier figure to the later one."""
    before, after = years[0], years[-1]
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows), ax, title, "Dollars")
    ax.hlines(rows.index, rows[before], rows[after], color=GREY, linewidth=2)
    ax.scatter(rows[before], rows.index, color=GREY, s=46, zorder=3, label=before)
    ax.scatter(rows[after], rows.index, color=BLUE, s=64, zorder=3, label=after, marker="D")
    ax.set_yticks(rows.index, short(rows["title"]))
    return legend(_no_empty_bands(dollar_axis(ax), len(rows)))


def chart_per_pupil(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Direct dollars per pupil at each school, its share of high-need students written beside."""
    rows = schools_by_dollars(table)
    ax = axes(len(rows), ax, title, "Dollars per pupil spent at the school")
    ax.barh(short(rows["school_name"]), rows["per_pupil"], color=BLUE, height=0.68)
    for place, (amount, share) in enumerate(
        zip(rows["per_pupil"], rows["unduplicated_share"], strict=True)
    ):
        need = "" if pd.isna(share) else f"  ({percent(share)} high-need)"
        beside(ax, f"{dollars(amount)}{need}", amount, place, 9.5)
    return _no_empty_bands(dollar_axis(ax, wider=1.32), len(rows))


def chart_pay(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Actual pay beside what the same positions would cost at the district's average."""
    rows = schools_by_gap(table)
    ax = axes(len(rows), ax, title, "Dollars above (+) or below (−) the district's average")
    ax.barh(
        short(rows["school_name"]),
        rows["difference"],
        color=[ORANGE if gap < 0 else BLUE for gap in rows["difference"]],
        height=0.68,
    )
    ax.axvline(0, color=INK, linewidth=1)
    for place, gap in enumerate(rows["difference"]):
        beside(ax, f"{'+' if gap > 0 else ''}{short_dollars(gap)}", gap, place, 9.5)
    ax.margins(x=0.16)  # for what is written beyond the longest bars
    return _no_empty_bands(dollar_axis(ax), len(rows))


def _no_empty_bands(ax: Axes, rows: int) -> Axes:
    # matplotlib leaves a share of the height blank: of 67 schools, three bars above and below
    ax.set_ylim(-0.6, max(rows, 1) - 0.4)
    return ax


# --- The hands that were played with the dollars found -------------------------------------------


def chart_hands(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Each hand's dollars put to work, and how many students gain a seat by them."""
    rows = table.iloc[::-1].reset_index(drop=True)
    ax = axes(len(rows) + 0.6, ax, title, "Dollars a year put to work")
    colors = [GREY if not met else BLUE for met in rows["met"]]
    colors[0] = GREEN
    bars = ax.barh(rows.index, rows["invested"], color=colors, height=0.62)
    for bar, met in zip(bars, rows["met"], strict=True):
        if not met:
            bar.set_hatch("///")
            bar.set_edgecolor("white")
    for place, row in enumerate(rows.itertuples()):
        words = f"{number(row.students_gaining)} students"
        words += "" if row.met else f"; {row.met_words.replace('not met', 'target not met')}"
        beside(ax, words, row.invested, place)
    ax.set_yticks(rows.index, wrapped(rows["team"]))
    return dollar_axis(ax, wider=1.36)


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


def chart_halves(table: pd.DataFrame, title: str = "") -> str:
    """A count in two parts side by side: ``name``, ``one`` and ``other``, each with its words."""
    cells = []
    for row in table.itertuples():
        halves = (row.one, row.one_words, GAINED), (row.other, row.other_words, NONE)
        parts = [
            f'<div style="flex: {count:.0f} 1 0; --fill: {fill}"><b>{number(count)}</b>'
            f"<small>{escape(words)}</small></div>"
            for count, words, fill in halves
            if count
        ]
        cells.append((f'<b>{escape(row.name)}</b><div class="parts wide">', *parts, "</div>"))
    return _figure(title, "", cells)


NEEDS_NOTE = "Mark: reached the goal, 0% to 100%, with its range. Bar: students behind."


def chart_needs(
    table: pd.DataFrame, title: str = "", name: str = "need_title", note: str = NEEDS_NOTE
) -> str:
    """Each need by its rate, with its range, and beside it the number of students behind."""
    most = 0.0, max([0.0, *table["behind"]])
    return _rows(table, title, note, "", lambda row: (
        f"<b>{escape(getattr(row, name))}</b>",
        _wide((0.0, 1.0), 30, _line(row.low, row.rate, row.high, row.stands)),
        _bold(row.rate_words, row.range_words),
        _span(f"{number(row.behind)} behind", _svg(most, 14, _bar(row.behind))),
    ))  # fmt: skip


def chart_rate_changes(table: pd.DataFrame, title: str = "") -> str:
    """How far each rate moved from one year to the next, with its range, around zero."""
    rows = in_points(table)
    reach = min([0.0, *rows["low_points"]]), max([0.0, *rows["high_points"]])
    note = "In points, with the range; upright: no change. Ring: none is shown."
    return _rows(rows, title, note, "", lambda row: (
        f"<b>{escape(row.school_name)}</b>",
        _wide(reach, 30, _line(row.low_points, row.points, row.high_points, row.stands)),
        _bold(row.change_words, row.change_range_words),
    ))  # fmt: skip


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


def chart_ratings(table: pd.DataFrame, title: str = "") -> str:
    """The room's ratings of each practice: its range, its median, and the two roles apart."""
    note = "0, not yet, to 3. Line: all; upright: their middle; disc: finance; square: academics."
    return _rows(table, title, note, "", lambda row: (
        f"<b>{escape(row.title)}</b>", _wide((0.0, 3.0), 34, _rating(row)),
        _bold(f"{row.median:g}", _sides_told(row)),
    ))  # fmt: skip


def _rating(row) -> str:
    ticks = '<path d="M0 0V1M1 0V1M2 0V1M3 0V1" stroke="#d5dae0" style="stroke-width: 1"/>'
    ink = [
        f'<path d="M{row.low:g} .5H{row.high:g}" stroke="#a9b1ba" style="stroke-width: 7"/>',
        f'<path d="M{row.median:g} 0V1" stroke="#1a1d21"/>',
    ]
    sides = {"finance": row.finance, "academics": row.academics}
    ink += [_dot(at, *SIDES[side]) for side, at in sides.items() if pd.notna(at)]
    return "".join([ticks, *ink])


def _sides_told(row) -> str:
    sides = {"finance": row.finance, "academics": row.academics}
    told = [f"{side} {rating:g}" for side, rating in sides.items() if pd.notna(rating)]
    unsure = [f"{percent(row.share_dont_know)} don’t know"] if row.share_dont_know > 0 else []
    return ", ".join([*told, *unsure])


# --- Pictures of whom finance and academics each name, and of what they hold by -----------------


def chart_deciders(table: pd.DataFrame, title: str = "") -> str:
    """Whom each side names for each decision: where the marks part, two rules are in force."""
    slots = {name: place for place, name in enumerate(DECIDERS)}
    cells = []
    for row in table.itertuples():
        ink = "".join(_dot(slots[name], *SIDES["finance"]) for name in row.finance_names)
        ink += "".join(_dot(slots[name], *SIDES["academics"]) for name in row.academics_names)
        said = f"finance: {row.finance_says or '–'}<br>academics: {row.academics_says or '–'}"
        wide = f'<span class="wide">{_svg((0.0, max(slots.values())), 34, ink)}</span>'
        cells.append((f"<b>{escape(row.decision)}</b>", wide, f"<small>{said}</small>"))
    note = f"Disc: finance; square: academics. Left to right: {', '.join(DECIDERS)}."
    return _figure(title, note, cells)


SIDES = {"finance": (".25", GAINED, "round"), "academics": (".75", LOST, "square")}


def _dot(across: float, height: str, color: str, end: str) -> str:
    place = f'd="M{across:g} {height}h0" stroke="{color}"'
    return f'<path {place} style="stroke-linecap: {end}; stroke-width: 13"/>'


def chart_named(table: pd.DataFrame, title: str = "") -> str:
    """How often each principle is named, and by which side."""
    most = 0.0, max([0.0, *table["named"]])
    return _rows(table, title, "", "", lambda row: (
        f"<b>{escape(row.principle)}</b>", _wide(most, 14, _bar(row.named)),
        _bold(row.named, f"finance {row.finance_named}, academics {row.academics_named}"),
    ))  # fmt: skip


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
