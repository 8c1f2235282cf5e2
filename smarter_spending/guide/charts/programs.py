"""Charts of programs: what they cost, what they did, and how sure that is."""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from itertools import zip_longest

import pandas as pd
from matplotlib.axes import Axes

from smarter_spending.analysis.uncertainty import GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST, NOT_SHOWN
from smarter_spending.guide.charts.look import BLUE, INK, RED, axes, dollar_axis, name_points
from smarter_spending.guide.showing import looks
from smarter_spending.words import dollars, number, short_dollars, signed

# --- Pictures of what programs did, and of what must not be read as that -------------------------


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
    cells = [
        (
            _named(row),
            f"<span>{dollars(row.cost_per_student)}" + _svg(seats, 14, _bar(row.cost_per_student)),
            f'</span><span class="wide">{_svg(reach, 30, _range(row, "gain"))}</span>',
            f"<span><b>{signed(row.gain, 1)}</b><small>{row.range_words}</small></span>",
        )
        for row in table.itertuples()
    ]
    note = "Bar: cost per student. Line: the range (90%); upright: no gain."
    return _figure(title, note, cells, table["test"])


def chart_bars(table: pd.DataFrame, title: str = "", note: str = "") -> str:
    """A bar for each row's ``size`` beside its ``title``, with what is ``said`` of it."""
    reach = min([0.0, *table["size"]]), max([0.0, *table["size"]])
    cells = [
        (
            f"<b>{escape(row.title)}</b>",
            f'<span class="wide">{_svg(reach, 16, _bar(row.size))}</span>',
            f"<span>{escape(row.said)}</span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, note, cells)


def chart_gaps(table: pd.DataFrame, title: str = "") -> str:
    """The plain gap alone, as most reports show it; each test has its own line."""
    reach = _reach(table, ["naive_points"])
    cells = [
        (
            _named(row),
            f'<span class="wide">{_svg(reach[row.test], 24, ZERO + _bar(row.naive_points))}</span>',
            f"<span><b>{row.gap_words}</b></span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, "Bar: above or below everyone else this spring.", cells, table["test"])


def chart_fair(table: pd.DataFrame, title: str = "") -> str:
    """The plain gap beside the fair comparison with its range; each test has its own line."""
    reach = _reach(table, ["naive_points", "gain_low", "gain_high"])
    cells = [
        (
            _named(row),
            f'<span class="wide">{_svg(reach[row.test], 30, _tick(row) + _range(row, "gain"))}',
            f"</span><span>{row.gap_words}<small>plain gap</small></span>",
            f"<span><b>{row.gain_words}</b><small>{row.range_words}</small></span>",
        )
        for row in table.itertuples()
    ]
    note = "Short tick: the plain gap. Line: the fair comparison with its range (90%)."
    return _figure(title, note, cells, table["test"])


def chart_unit_cost(table: pd.DataFrame, title: str = "") -> str:
    """What one unit costs with its range, which has a limit; each test has its own line."""
    most = {test: max(table.loc[table["test"].eq(test), "unit_high"]) for test in table["test"]}
    cells = [
        (
            f'<b>{escape(row.program)}</b><span class="wide">',
            _svg((0.0, most[row.test]), 30, _range(row, "unit")),
            f"</span><span><b>{dollars(row.unit_cost)}</b><small>{row.unit_range}</small></span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, "Line: the range (90%), from $0.", cells, table["test"])


def chart_tries(table: pd.DataFrame, title: str = "") -> str:
    """In how many of ten tries each choice is the best buy, as dots to count."""
    cells = [
        (
            f'<b>{escape(row.program)}</b><span class="wide"><span class="dots">',
            '<i class="on"></i>' * row.tries + "<i></i>" * (10 - row.tries),
            f"</span></span><span>{row.tries_words}</span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, "", cells)


def chart_parts(table: pd.DataFrame, title: str = "") -> str:
    """A whole in its parts, side by side, each with its ``figure`` (else dollars) and words."""
    fills = {GAIN_SHOWN: GAINED, NOT_SHOWN: NONE, LOSS_SHOWN: LOST, "first": GAINED, "next": NONE}
    parts = [
        f'<div style="flex: {row.share:.4f} 1 0; --fill: {fills.get(row.shown, HATCHED)}">'
        f"<b>{getattr(row, 'figure', '') or short_dollars(row.dollars)}</b>"
        f"<small>{escape(row.words)}</small></div>"
        for row in table.itertuples()
        if row.programs
    ]
    return _figure(title, "", [('<div class="parts">', *parts, "</div>")])


def counted_parts(counts: Mapping[str, int], words: Mapping[str, str]) -> pd.DataFrame:
    """Counts of programs as the parts that ``chart_parts`` draws."""
    each = [*counts.values()]
    table = pd.DataFrame({"shown": [*counts], "programs": each, "share": each})
    return table.assign(figure=table["programs"].map(number), words=table["shown"].map(words))


ZERO = '<path d="M0 0V1" stroke="#6d7681" style="stroke-width: 1.5"/>'


def _bar(to: float) -> str:
    how = 'style="stroke-width: 12; stroke-linecap: butt" stroke="#4a525c"'
    return f'<path d="M0 .5H{to:.2f}" {how}/>'


def _named(row) -> str:
    return f"<b>{escape(row.program)}<small>{escape(row.who)}</small></b>"


def _tick(row) -> str:
    return f'<path d="M{row.naive_points:.2f} .15V.85" stroke="#1a1d21"/>'


def _reach(table: pd.DataFrame, columns: list[str]) -> dict[str, tuple[float, float]]:
    """How far each test's line goes, from zero to both sides; a share's, ten of 100 at least."""
    ends = {test: [*table.loc[table["test"].eq(test), columns].to_numpy().ravel(),
                   *((-10.0, 10.0) if " of 100" in test else ())]
            for test in table["test"]}  # fmt: skip
    return {test: (min([0.0, *far]), max([0.0, *far])) for test, far in ends.items()}


def _svg(reach: tuple[float, float], height: int, ink: str) -> str:
    left, right = reach
    return (
        f'<svg viewBox="{left:.2f} 0 {max(right - left, 0.01):.2f} 1" height="{height}" '
        f'preserveAspectRatio="none" aria-hidden="true">{ink}</svg>'
    )


def _range(row, of: str) -> str:
    color, end, filled = MARKS.get(row.shown, (NONE, "round", True))
    low, high = getattr(row, f"{of}_low"), getattr(row, f"{of}_high")
    here = row.gain if of == "gain" else row.unit_cost
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
    described = escape(" ".join(f"{title}. {said}".split()))
    above = f"<figcaption>{escape(title)}<span>{note}</span></figcaption>" if title else ""
    return (
        f'<style>{looks("rows.css")}</style><figure class="ss-rows">{above}'
        f'<div role="img" aria-label="{described}">{drawn}</div></figure>'
    )
