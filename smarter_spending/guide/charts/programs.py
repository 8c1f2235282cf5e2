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
    note = "Bar: cost per student. Line: the range (90%); upright: no gain. *: read with care."
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
            f"</span><span>{row.gap_words}</span>",
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
    """How many of ten tries, or of as many as ``of`` says, as dots to count."""
    of = table["of"] if "of" in table else [10] * len(table)
    cells = [
        (
            f'<b>{escape(row.program)}</b><span class="wide"><span class="dots">',
            '<i class="on"></i>' * row.tries + "<i></i>" * len(range(row.tries, most)),
            f"</span></span><span>{escape(row.tries_words)}</span>",
        )
        for row, most in zip(table.itertuples(), of, strict=True)
    ]
    return _figure(title, "", cells)


def chart_moved(table: pd.DataFrame, title: str = "", note: str = "", start=None) -> str:
    """From where each row began to where it stands, and what is left to where it should be."""
    ends = table[["began", "now", "goal", "low", "high"]].astype(float)
    scales = {scale: ends[table["scale"].eq(scale)] for scale in table["scale"]}
    reach = {scale: (rows.min().min() if start is None else start, rows.max().max())
             for scale, rows in scales.items()}  # fmt: skip
    cells = [
        (
            f'<b>{escape(row.program)}<small>{escape(row.who)}</small></b><span class="wide">',
            _svg(reach[row.scale], 30, _moved(row), 4),
            f"</span><span><b>{escape(row.said)}</b><small>{escape(row.more)}</small></span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, note, cells, table["group"])


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
    cells = [
        (
            f'<b>{escape(row.option)}</b><span class="wide">{_svg((1.0, 5.0), 30, _raters(row))}',
            f"</span><span><b>{number(row.score, 1)}</b><small>{_sides(row)}</small></span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, note, cells)


def _sides(row) -> str:
    both = (("finance", row.finance), ("academics", row.academics))
    return ", ".join(f"{side} {number(at, 1)}" for side, at in both if pd.notna(at))


def _raters(row) -> str:
    ink = (
        "" if pd.isna(row.low) else f'<path d="M{row.low:.2f} .5H{row.high:.2f}" stroke="{NONE}"/>'
    )
    for at, color, end in ((row.finance, GAINED, "round"), (row.academics, LOST, "square")):
        mark = f'style="stroke-linecap: {end}; stroke-width: 13" stroke="{color}"'
        ink += "" if pd.isna(at) else f'<path d="M{at:.2f} .5h0" {mark}/>'
    return ink


def chart_known(table: pd.DataFrame, title: str = "") -> str:
    """What is known of programs: the chance of a gain and of being worth it, and the delivery."""
    bars = {"chance_gain": GAINED, "chance_worth_it": GAINED, "delivered_share": "#4a525c"}
    cells = [
        (
            _named(row),
            *(
                f"<span>{said}{_svg((0.0, 1.0), 10, _bar(getattr(row, fact), color, 8))}</span>"
                for said, (fact, color) in zip(row.said, bars.items(), strict=True)
            ),
        )
        for row in table.itertuples()
    ]
    return _figure(title, "", cells)


def chart_dollars(table: pd.DataFrame, title: str = "", note: str = "") -> str:
    """Dollars in rows, group by group, each a bar with its sum and what is said of it."""
    most = max([0.0, *table["dollars"].dropna()])
    cells = [
        (
            _named(row),
            f"<span>{row.amount}" + _svg((0.0, most), 14, _bar(row.dollars)),
            f'</span><span class="wide">{escape(row.said)}</span>',
        )
        for row in table.itertuples()
    ]
    return _figure(title, note, cells, table["group"])


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


def _bar(end: float, color: str = "#4a525c", wide: int = 12) -> str:
    style = f'style="stroke-width: {wide}; stroke-linecap: butt" stroke="{color}"'
    return "" if pd.isna(end) else f'<path d="M0 .5H{end:.2f}" {style}/>'


def counted_parts(counts: Mapping[str, int], words: Mapping[str, str]) -> pd.DataFrame:
    """Counts of programs as the parts that ``chart_parts`` draws."""
    each = [*counts.values()]
    table = pd.DataFrame({"shown": [*counts], "programs": each, "share": each})
    return table.assign(figure=table["programs"].map(number), words=table["shown"].map(words))


ZERO = '<path d="M0 0V1" stroke="#6d7681" style="stroke-width: 1.5"/>'


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
    described = escape(" ".join(f"{title}. {said}".split()))
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
    cells = [
        (
            f"<b>{escape(row.label)}<small>{escape(row.who)}</small></b>",
            f'<span class="wide">{_svg(reach, 30, _year(row))}</span>',
            f"<span><b>{escape(row.said)}</b><small>{escape(row.more)}</small></span>",
        )
        for row in table.itertuples()
    ]
    return _figure(title, note, cells)


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
