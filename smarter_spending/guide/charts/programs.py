"""Charts of programs: what they cost, what they did, and how sure that is."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from itertools import zip_longest

import pandas as pd

from smarter_spending.analysis.uncertainty import GAIN_SHOWN, LOSS_SHOWN, MAY_HAVE_LOST, NOT_SHOWN
from smarter_spending.guide.showing import looks
from smarter_spending.words import dollars, number, short_dollars, signed

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
    return _rows(table, title, note, "test", lambda row: (
        _named(row), _wide(reach[row.test], 30, _tick(row) + _range(row, "gain")),
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
