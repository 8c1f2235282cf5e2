"""Pictures: each takes a table, draws one point, and gives back its Axes, or its HTML."""

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from itertools import zip_longest

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from smarter_spending.analysis.learning import in_points, year_by_year
from smarter_spending.analysis.lenses import by_family
from smarter_spending.analysis.spending import schools_by_dollars
from smarter_spending.analysis.staffing import schools_by_gap
from smarter_spending.analysis.uncertainty import GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST, NOT_SHOWN
from smarter_spending.guide.showing import looks
from smarter_spending.planning.partnership import DECIDERS
from smarter_spending.words import dollars, number, percent, short_dollars, signed

# --- Pictures made of rows of text with a line in each, which stay readable on a phone -----------
#
# A line or bar is drawn in the table's own units and stretched by the browser to its column; a
# dot, a ring or a square is the end of a line, so that stretching leaves it as it is.

GAINED, NONE, LOST = "#0072b2", "#6d7681", "#b04a00"
MARKS = {GAIN_SHOWN: (GAINED, "round", False), LOSS_SHOWN: (LOST, "square", False),
         MAY_HAVE_LOST: (LOST, "square", False)}  # fmt: skip
HATCHED = "repeating-linear-gradient(135deg, #a9b1ba 0 3px, #fff 3px 7px)"


def chart_cost_gain(table: pd.DataFrame, title: str = "") -> str:
    """What a seat costs beside what its student gained: ``in_leaders_units``, in words too."""
    reach = min([0.0, *table["gain_low"]]), max([0.0, *table["gain_high"]])
    seats = 0.0, max([0.0, *table["cost_per_student"]])
    note = "Bar: cost per student. Line: the range (90%); upright: no gain. *: read with care."
    return _rows(table, title, note, "test", lambda row: (
        _named(row),
        _span(dollars(row.cost_per_student), _svg(seats, 14, _bar(row.cost_per_student))),
        _wide(reach, 30, _range(row, "gain")), _bold(signed(row.gain, 1), row.range_words),
    ))  # fmt: skip


def chart_bars(table: pd.DataFrame, title: str = "", note: str = "") -> str:
    """A bar for each row's ``size`` beside its ``title``, with what is ``said`` of it."""
    reach = min([0.0, *table["size"]]), max([0.0, *table["size"]])
    return _rows(table, title, note, "", lambda row: (
        f"<b>{escape(row.title)}</b>", _wide(reach, 16, _bar(row.size)), _span(escape(row.said)),
    ))  # fmt: skip


def chart_gaps(table: pd.DataFrame, title: str = "") -> str:
    """The plain gap alone, as most reports show it; each test has its own line."""
    reach, note = _reach(table, ["naive_points"]), "Bar: above or below everyone else this spring."
    return _rows(table, title, note, "test", lambda row: (
        _named(row), _wide(reach[row.test], 24, ZERO + _bar(row.naive_points)),
        _span(f"<b>{row.gap_words}</b>"),
    ))  # fmt: skip


def chart_fair(table: pd.DataFrame, title: str = "") -> str:
    """The plain gap beside the fair comparison with its range; each test has its own line."""
    reach = _reach(table, ["naive_points", "gain_low", "gain_high"])
    note = "Short tick: the plain gap. Line: the fair comparison with its range (90%)."
    tick = '<path d="M{:.2f} .15V.85" stroke="#1a1d21"/>'.format
    return _rows(table, title, note, "test", lambda row: (
        _named(row), _wide(reach[row.test], 30, tick(row.naive_points) + _range(row, "gain")),
        _span(row.gap_words), _bold(row.gain_words, row.range_words),
    ))  # fmt: skip


def chart_unit_cost(table: pd.DataFrame, title: str = "") -> str:
    """What one unit costs with its range, which has a limit; each test has its own line."""
    most = {test: max(table.loc[table["test"].eq(test), "unit_high"]) for test in table["test"]}
    return _rows(table, title, "Line: the range (90%), from $0.", "test", lambda row: (
        f"<b>{escape(row.program)}</b>", _wide((0.0, most[row.test]), 30, _range(row, "unit")),
        _bold(dollars(row.unit_cost), row.unit_range),
    ))  # fmt: skip


def chart_tries(table: pd.DataFrame, title: str = "") -> str:
    """How many of ten tries, or of as many as ``of`` says, as dots to count."""
    rows = table if "of" in table else table.assign(of=10)
    return _rows(rows, title, "", "", lambda row: (
        f'<b>{escape(row.program)}</b><span class="wide"><span class="dots">',
        '<i class="on"></i>' * row.tries + "<i></i>" * len(range(row.tries, row.of)),
        f"</span></span>{_span(escape(row.tries_words))}",
    ))  # fmt: skip


def chart_moved(table: pd.DataFrame, title: str = "", note: str = "", start=None) -> str:
    """From where each row began to where it stands, and what is left to where it should be."""
    ends = table[["began", "now", "goal", "low", "high"]].astype(float)
    scales = {scale: ends[table["scale"].eq(scale)] for scale in table["scale"]}
    reach = {scale: (rows.min().min() if start is None else start, rows.max().max())
             for scale, rows in scales.items()}  # fmt: skip
    return _rows(table, title, note, "group", lambda row: (
        _named(row), _wide(reach[row.scale], 30, _moved(row), 4),
        _bold(escape(row.said), escape(row.more)),
    ))  # fmt: skip


def _moved(row) -> str:
    """A ring where it began, a disc where it stands, upright where it should be."""
    color, here = MARKS.get(row.shown, (NONE, "", False))[0], row.began
    ring = f'<path d="M{row.began:.4f} .5h0" stroke'
    drawn = f'{ring}="{NONE}" style="stroke-width: 13"/>{ring}="#fff" style="stroke-width: 8"/>'
    if pd.notna(row.now):
        here = row.now
        disc = f'<path d="M{row.now:.4f} .5h0" stroke="{color}" style="stroke-width: 13"/>'
        drawn = f'<path d="M{row.began:.4f} .5H{row.now:.4f}" stroke="{color}"/>{drawn}{disc}'
    if pd.notna(row.low):
        spread = f'd="M{row.low:.4f} .5H{row.high:.4f}"'
        drawn = f'<path {spread} stroke="#c9d1d9" style="stroke-width: 18"/>{drawn}'
    if pd.notna(row.goal):
        left = f'<path d="M{here:.4f} .5H{row.goal:.4f}" stroke="{NONE}" class="left"/>'
        drawn = f'{left}{drawn}<path d="M{row.goal:.4f} 0V1" stroke="#1a1d21"/>'
    return drawn


def chart_scores(table: pd.DataFrame, title: str = "") -> str:
    """Each candidate's score of 1 to 5, from its lowest rater to its highest, and the two sides."""
    note = "From 1 to 5. Line: lowest to highest rater. Disc: finance; square: academics."
    return _rows(table, title, note, "", lambda row: (
        f"<b>{escape(row.option)}</b>", _wide((1.0, 5.0), 30, _raters(row)),
        _bold(number(row.score, 1), _sides(row)),
    ))  # fmt: skip


def _sides(row) -> str:
    both = (("finance", row.finance), ("academics", row.academics))
    return ", ".join(f"{side} {number(at, 1)}" for side, at in both if pd.notna(at))


def _raters(row) -> str:
    reach = f'<path d="M{row.low:.2f} .5H{row.high:.2f}" stroke="{NONE}"/>'
    ink = "" if pd.isna(row.low) else reach
    for at, color, end in ((row.finance, GAINED, "round"), (row.academics, LOST, "square")):
        mark = f'style="stroke-linecap: {end}; stroke-width: 13" stroke="{color}"'
        ink += "" if pd.isna(at) else f'<path d="M{at:.2f} .5h0" {mark}/>'
    return ink


def chart_known(table: pd.DataFrame, title: str = "") -> str:
    """What is known of programs: the chance of a gain and of being worth it, and the delivery."""
    bars = {"chance_gain": GAINED, "chance_worth_it": GAINED, "delivered_share": "#4a525c"}
    return _rows(table, title, "", "", lambda row: (
        _named(row), *(_span(said, _svg((0.0, 1.0), 10, _bar(getattr(row, fact), color, 8)))
                       for said, (fact, color) in zip(row.said, bars.items(), strict=True)),
    ))  # fmt: skip


def chart_dollars(table: pd.DataFrame, title: str = "", note: str = "") -> str:
    """Dollars in rows, group by group, each a bar with its sum and what is said of it."""
    most = max([0.0, *table["dollars"].dropna()])
    return _rows(table, title, note, "group", lambda row: (
        _named(row), _span(row.amount, _svg((0.0, most), 14, _bar(row.dollars))),
        f'<span class="wide">{escape(row.said)}</span>',
    ))  # fmt: skip


def chart_parts(table: pd.DataFrame, title: str = "") -> str:
    """A whole in its parts, side by side, each with its ``figure`` (else dollars) and words."""
    fills = {GAIN_SHOWN: GAINED, NOT_SHOWN: NONE, LOSS_SHOWN: LOST, "first": GAINED, "next": NONE}
    parts = [f'<div style="flex: {row.share:.4f} 1 0; --fill: {fills.get(row.shown, HATCHED)}">'
             f"<b>{getattr(row, 'figure', '') or short_dollars(row.dollars)}</b>"
             f"<small>{escape(row.words)}</small></div>"
             for row in table.itertuples() if row.programs]  # fmt: skip
    return _figure(title, "", [('<div class="parts">', *parts, "</div>")])


def _bar(end: float, color: str = "#4a525c", wide: int = 12) -> str:
    style = f'style="stroke-width: {wide}; stroke-linecap: butt" stroke="{color}"'
    return "" if pd.isna(end) else f'<path d="M0 .5H{end:.2f}" {style}/>'


def counted_parts(counts: Mapping[str, int], words: Mapping[str, str]) -> pd.DataFrame:
    """Counts of programs as the parts that ``chart_parts`` draws."""
    each = [*counts.values()]
    table = pd.DataFrame({"shown": [*counts], "programs": each, "share": each})
    return table.assign(figure=table["programs"].map(number), words=table["shown"].map(words))


ZERO = '<path d="M0 0V1" stroke="#6d7681" style="stroke-width: 1.5"/>'


def _rows(table: pd.DataFrame, title: str, note: str, group: str, cells: Callable) -> str:
    """A picture of the table's rows, each in the ``cells`` made of it, group by group."""
    return _figure(title, note, [*map(cells, table.itertuples())], table[group] if group else ())


def _named(row, name: str = "program") -> str:
    return f"<b>{escape(getattr(row, name))}<small>{escape(row.who)}</small></b>"


def _span(said: str, more: str = "") -> str:
    return f"<span>{said}{more}</span>"


def _bold(said: str, more: str) -> str:
    return _span(f"<b>{said}</b>", f"<small>{more}</small>")


def _wide(reach: tuple[float, float], height: int, ink: str, places: int = 2) -> str:
    return f'<span class="wide">{_svg(reach, height, ink, places)}</span>'


def _reach(table: pd.DataFrame, columns: list[str]) -> dict[str, tuple[float, float]]:
    """How far each test's line goes, from zero to both sides; a share's, ten of 100 at least."""
    ends = {test: [*table.loc[table["test"].eq(test), columns].to_numpy().ravel(),
                   *((-10.0, 10.0) if " of 100" in test else ())]
            for test in table["test"]}  # fmt: skip
    return {test: (min([0.0, *far]), max([0.0, *far])) for test, far in ends.items()}


def _svg(reach: tuple[float, float], height: int, ink: str, places: int = 2) -> str:
    left, right = reach
    box = f"{left:.{places}f} 0 {max(right - left, 0.01):.{places}f} 1"
    return (
        f'<svg viewBox="{box}" height="{height}" '
        f'preserveAspectRatio="none" aria-hidden="true">{ink}</svg>'
    )


def _range(row, of: str) -> str:
    here = row.gain if of == "gain" else row.unit_cost
    return _line(getattr(row, f"{of}_low"), here, getattr(row, f"{of}_high"), row.shown)


def _line(low: float, here: float, high: float, shown: str = "") -> str:
    """A range as a line with its mark: a disc where a gain is shown, a square for a loss."""
    color, end, filled = MARKS.get(shown, (NONE, "round", True))
    dot = f'd="M{here:.2f} .5h0" style="stroke-linecap: {end}; stroke-width: '
    hole = f'<path {dot}7" stroke="#fff"/>' if filled else ""
    line = f'<path d="M{low:.2f} .5H{high:.2f}" stroke="{color}"/>'
    return f'{ZERO}{line}<path {dot}13" stroke="{color}"/>{hole}'


def _figure(title: str, note: str, cells: list[tuple[str, ...]], groups: Sequence = ()) -> str:
    """Rows of cells under their title, each group of rows under its own."""
    drawn, before = "", ""
    for row, group in zip_longest(cells, groups, fillvalue=""):
        drawn += f'<div class="row group">{escape(group)}</div>' * (group != before)
        drawn += f'<div class="row">{"".join(row)}</div>'
        before = group
    said = unescape(re.sub(r"<[^>]+>", " ", drawn))
    described = escape(" ".join(f"{title and f'{title}. '}{said}".split()))
    above = f"<figcaption>{escape(title)}<span>{note}</span></figcaption>" if title else ""
    return (
        f'<style>{looks("rows.css")}</style><figure class="ss-rows">{above}'
        f'<div role="img" aria-label="{described}">{drawn}</div></figure>'
    )


YEARS = {"below": LOST, "ahead": "#a9b1ba"}  # what lies below its mark, and what is only foretold


def chart_years(table: pd.DataFrame, title: str = "", note: str = "") -> str:
    """A year's figure as a bar from zero, or as a dot in its range, and its mark upright."""
    given = [table[name] for name in ("value", "low", "high", "held_to") if name in table]
    reach = min([0.0, *map(min, given)]), max([0.0, *map(max, given)])
    return _rows(table, title, note, "", lambda row: (
        _named(row, "label"), _wide(reach, 30, _year(row)),
        _bold(escape(row.said), escape(row.more)),
    ))  # fmt: skip


def _year(row) -> str:
    color, wide = YEARS.get(row.kind, "#4a525c"), "stroke-linecap: butt; stroke-width: 14"
    ink = f'<path d="M0 .5H{row.value:.2f}" stroke="{color}" style="{wide}"/>'
    if hasattr(row, "low"):
        end = "square" if row.kind == "below" else "round"
        dot = f'd="M{row.value:.2f} .5h0" style="stroke-linecap: {end}; stroke-width: 13"'
        line = f'd="M{row.low:.2f} .5H{row.high:.2f}"'
        ink = f'<path {line} stroke="{color}"/><path {dot} stroke="{color}"/>'
    mark = f'<path d="M{row.held_to:.2f} 0V1" stroke="#1a1d21"/>' if hasattr(row, "held_to") else ""
    return f"{ZERO}{ink}{mark}"


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
    return ["\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …"))
            for text in labels.astype(str)]  # fmt: skip


def dollar_axis(ax: Axes, wider: float = 1.0) -> Axes:
    """Write the horizontal axis in dollars, as much wider as the labels on the right ask for."""
    # below this, "$1K" would stand at two ticks
    words = short_dollars if max(map(abs, ax.get_xlim())) >= 40_000 else dollars
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words(value)))
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
    # above the axes by points, so at any height
    rows = -(-len(ax.get_legend_handles_labels()[1]) // columns)
    title = ax.get_title(loc="left")
    ax.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=16 + 20 * rows)
    place = {"loc": "lower left", "bbox_to_anchor": (-0.01, 1.0), "ncols": columns}
    ax.legend(**place, frameon=False, fontsize=10)
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


def chart_lenses(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Every lens with dollars as a bar beside its question, each family under its own sum."""
    rows = by_family(table)
    families = rows.drop_duplicates("family")
    ax, place = axes(len(rows) + len(families), ax, title), 0
    for family in families.itertuples():
        said = f"{family.family}: {_of_all(family.family_dollars, family.family_share)}"
        _left_of(ax, said, place, fontweight="bold")
        for row in rows[rows["family"].eq(family.family)].itertuples():
            place += 1
            ax.barh(place, row.dollars, color=BLUE, height=0.62)
            beside(ax, _of_all(row.dollars, row.share), row.dollars, place, 9.5)
            _left_of(ax, row.question, place)
        place += 1
    ax.set_yticks([])
    ax.set_ylim(place - 0.4, -0.6)
    return dollar_axis(ax, wider=1.24)


def _left_of(ax: Axes, words: str, place: float, **look) -> None:
    ax.annotate(words, (0, place), (-6, 0), textcoords="offset points", ha="right", va="center",
                fontsize=10, color=INK, **look)  # fmt: skip


def _of_all(amount: float, share: float) -> str:
    small = 0 < share < 0.0005
    return f"{short_dollars(amount)}, {'under 0.1%' if small else percent(share, 1)}"


def chart_per_pupil(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Direct dollars per pupil at each school, its share of high-need students written beside."""
    rows = schools_by_dollars(table)
    ax = axes(len(rows), ax, title, "Dollars per pupil spent at the school")
    ax.barh(short(rows["school_name"]), rows["per_pupil"], color=BLUE, height=0.68)
    for place, row in enumerate(rows.itertuples()):
        share = row.unduplicated_share
        need = "" if pd.isna(share) else f"  ({percent(share)} high-need)"
        beside(ax, f"{dollars(row.per_pupil)}{need}", row.per_pupil, place, 9.5)
    return _no_empty_bands(dollar_axis(ax, wider=1.32), len(rows))


def chart_pay(table: pd.DataFrame, ax: Axes | None = None, title: str = "") -> Axes:
    """Actual pay beside what the same positions would cost at the district's average."""
    rows = schools_by_gap(table)
    ax = axes(len(rows), ax, title, "Dollars above (+) or below (−) the district's average")
    colors = [ORANGE if gap < 0 else BLUE for gap in rows["difference"]]
    ax.barh(short(rows["school_name"]), rows["difference"], color=colors, height=0.68)
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
        ink = {"linestyle": DASHES[place % len(DASHES)], "marker": MARKERS[place % len(MARKERS)]}
        ax.plot(across, rows["rate"], color=color, markersize=7, linewidth=2, label=goal, **ink)
        last.append((rows["rate"].iloc[-1], across[-1], color))
    height, end = -1.0, max((place for _, place, _ in last), default=0.0)
    for rate, _, color in sorted(last):
        height = max(rate, height + APART)
        ax.annotate(percent(rate), (end, height), (14, 0), textcoords="offset points",
                    va="center", fontsize=10, fontweight="bold", color=color)  # fmt: skip
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
        parts = [f'<div style="flex: {count:.0f} 1 0; --fill: {fill}"><b>{number(count)}</b>'
                 f"<small>{escape(words)}</small></div>"
                 for count, words, fill in halves if count]  # fmt: skip
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
    ink = f'<path d="M{row.low:g} .5H{row.high:g}" stroke="#a9b1ba" style="stroke-width: 7"/>'
    ink += f'<path d="M{row.median:g} 0V1" stroke="#1a1d21"/>'
    sides = {"finance": row.finance, "academics": row.academics}
    dots = [_dot(at, *SIDES[side]) for side, at in sides.items() if pd.notna(at)]
    return "".join([ticks, ink, *dots])


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
    written += [[f"and {more} more"]] if more > 0 else []
    written = written or [["no cause named"]]
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
