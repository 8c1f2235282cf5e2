"""Putting a table, a picture or a sentence on the page, the same way everywhere.

Tables and pictures go out through plain display objects, which survive saving,
papermill, nbval and the HTML export; nothing here needs a widget or a script.
"""

import base64
import html
import io
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from smarter_spending.district.sacs import codes
from smarter_spending.words import DASH, NOT_YET_KNOWN, dollars, listed, number, percent

FORMATS: dict[str, Callable[[object], str]] = {
    "text": str,
    "dollars": dollars,
    "cents": lambda value: dollars(value, cents=True),
    "percent": percent,
    "percent1": lambda value: percent(value, 1),
    "count": number,
    "number1": lambda value: number(value, 1),
    "number2": lambda value: number(value, 2),
    "yes_no": lambda value: "yes" if value else "NO",
}
IN_SHORT = "in_short"  # under this name an output carries what its page says of itself
EXPECTED = "expected"  # and under this one what a facilitator may expect as an answer
SHORT = 14  # letters that are kept on one line of a table
UNKNOWN = dict.fromkeys(FORMATS, NOT_YET_KNOWN) | {"text": DASH, "yes_no": DASH}
WIDE_TABLE = re.compile(r"(<table\b.*?</table>)", flags=re.S)


def plain(markdown: str) -> str:
    """Markdown without its marks, for a title or a list.

    >>> plain("**Costs** in `ledger.csv`: \\\\$5")
    'Costs in ledger.csv: $5'
    """
    return re.sub(r"\\([^\w\s])|[*`]+", lambda mark: mark[1] or "", markdown).strip()


def markdown_to_html(text: str) -> str:
    """Markdown as HTML: tables and lists, dollar signs as dollars, no raw HTML let through."""
    import mistune

    said = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(text)
    return boxed(re.sub(r"<li>(?=<strong>You may( not)? say)", r'<li class="may\1">', said))


def boxed(body: str) -> str:
    """HTML in which each table scrolls in its own box: none is cut, none widens the page."""
    parts = re.split(r'(<div class="ss-scroll".*?</table>\s*</div>)', body, flags=re.S)
    box = r'<div class="ss-scroll" tabindex="0">\1</div>'
    own = '<div class="ss-scroll"'
    return "".join(part if part.startswith(own) else WIDE_TABLE.sub(box, part) for part in parts)


@cache
def lists(name: str) -> dict:
    """What a file of words beside the pages holds: ``name.toml``, read once."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def looks(name: str) -> str:
    """What a browser needs of what is shown, in a file beside the pages: its looks, or a script."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def typesetting(**inputs: str) -> dict:
    """How typst sets a page of ours: in the letters that come with matplotlib, and in no others."""
    letters = Path(find_spec("matplotlib").origin).parent / "mpl-data/fonts/ttf"
    return {"font_paths": [str(letters)], "ignore_system_fonts": True, "sys_inputs": inputs}


@cache
def headings() -> dict[str, tuple[str, str, str]]:
    """How every column that a page may show is headed and written."""
    entries = lists("headings").items()
    return {column: (*entry, UNKNOWN[entry[1]])[:3] for column, entry in entries}


def heading(column: str) -> tuple[str, str, str]:
    """How one column is headed and written; a fiscal year is a column of dollars."""
    is_year = len(column) == 7 and column[:4].isdigit() and column[4] == "-"
    return (column, "dollars", UNKNOWN["dollars"]) if is_year else headings()[column]


def needs(district, *names: str) -> str:
    """What to say where a table is missing from the folder; empty when all are there."""
    absent = [f"`{name}.csv`" for name in names if name in district.absent]
    here = "is not" if len(absent) == 1 else "are not"
    return f"**Not yet known.** {listed(absent)} {here} in the folder." if absent else ""


def titles(field: str) -> dict[str, str]:
    """What the state calls each code of a field of the account string."""
    return codes(field).to_dict()


def show_table(
    table: pd.DataFrame,
    caption: str,
    columns: list[str] | None = None,
    otherwise: str | None = "",
    rename: dict[str, str] | None = None,
) -> HTML | Markdown | None:
    """A table with its caption, headed and written in words."""
    if table.empty:
        said = f"*{caption}*: there are no rows to show." if otherwise == "" else otherwise
        return in_jupyter(said) if said else None
    return HTML(table_html(*in_words(table, columns, rename), caption))


def in_words(
    table: pd.DataFrame, columns: Sequence[str] | None, rename: Mapping[str, str] | None
) -> tuple[pd.DataFrame, list[bool]]:
    """A table as people read it: headed in words, every figure as text; and which are text."""
    table = table[list(columns or table.columns)].dropna(axis=1, how="all").reset_index(drop=True)
    known = [heading(column) for column in table.columns]
    words = [(rename or {}).get(column, known[n][0]) for n, column in enumerate(table.columns)]
    written = {
        head: [unknown if pd.isna(value) else FORMATS[form](value) for value in table[column]]
        for head, column, (_, form, unknown) in zip(words, table.columns, known, strict=True)
    }
    return pd.DataFrame(written), [form == "text" for _, form, _ in known]


def table_html(written: pd.DataFrame, is_text: list[bool], caption: str) -> str:
    """A table in words as HTML: the same in every run, and scrolling inside its own box."""
    left = {"selector": "caption", "props": "caption-side: top; text-align: left; font-weight: 600"}
    sides = [{"selector": f"th.col{place}, td.col{place}",
              "props": f"text-align: {'left' if text else 'right'}; vertical-align: top"}
             for place, text in enumerate(is_text)]  # fmt: skip
    sides += [{"selector": f"td.col{place}", "props": "white-space: nowrap"}
              for place in range(written.shape[1]) if _short(written.iloc[:, place])]  # fmt: skip
    # an id made from the caption: the same in every run, where pandas would draw one
    slug = "".join(letter if letter.isalnum() else "_" for letter in caption.lower())[:60]
    styler = written.style.hide(axis="index").set_caption(caption).set_uuid(slug)
    styler = styler.set_table_styles([left, *sides]).set_table_attributes('class="ss-table"')
    styler = styler.format(escape="html").format_index(escape="html", axis=1)
    styler.cell_ids = False
    table = styler.to_html().replace('<th class="col_heading', '<th scope="col" class="col_heading')
    return f'<div class="ss-scroll mathjax_ignore" tabindex="0">{table}</div>'


def fold(title: str, body: str) -> str:
    """HTML behind a heading that opens it."""
    return f"<details><summary>{html.escape(title)}</summary>{body}</details>"


def _short(cells: pd.Series) -> bool:
    # a year, a code or an amount is not broken over two lines
    return bool(cells.astype(str).str.len().max() <= SHORT)


def picture(draw: Callable, table: pd.DataFrame, words: str, **options) -> tuple[dict, dict]:
    """A picture as an output of the page: the image, and what it shows for who cannot see it."""
    plain = words.replace("**", "").replace("`", "")
    image = {"image/png": _png(draw(table, **options).figure), "text/plain": plain}
    return image, {"image/png": {"alt": plain}}


def picture_html(draw: Callable, table: pd.DataFrame, words: str, **options) -> str:
    """A picture as HTML, described by the words; one made of rows of text brings its own."""
    if getattr(draw, "func", draw).__annotations__.get("return") is str:  # or a partial of one
        return draw(table, **options)
    image, described = picture(draw, table, words, **options)
    png, alt = image["image/png"], html.escape(described["image/png"]["alt"])
    return f'<p><img alt="{alt}" src="data:image/png;base64,{png}"></p>'


def in_jupyter(text: str) -> Markdown:
    """Markdown whose dollars stay dollars: Jupyter reads two of them as mathematics."""
    return Markdown(text.replace("$", r"\$"))


def _png(figure) -> str:
    # "$5 to $7" is no mathematics, whoever wrote it
    for words in figure.findobj(lambda part: hasattr(part, "set_parse_math")):
        words.set_parse_math(False)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=110, bbox_inches="tight", metadata={"Software": None})
    return base64.b64encode(file.getvalue()).decode("ascii")


class Text:
    """Sentences on a page, as HTML: dollars stay dollars, and nothing in them becomes markup."""

    def __init__(self, markdown: str, under: str = ""):
        self.markdown, self.under = markdown, under

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        shown = text_html(self.markdown)
        shown = fold(self.under, shown) if self.under else shown
        return {"text/html": shown, "text/plain": plain(self.markdown)}


def text_html(markdown: str) -> str:
    """Markdown as HTML that Jupyter leaves alone: it would read two dollars as mathematics."""
    said = markdown_to_html(markdown) if markdown else ""
    return f'<div class="mathjax_ignore">{said}</div>' if said else ""


def show_text(*sentences: str, otherwise: str = "") -> Text:
    """Sentences (Markdown), a paragraph each; ``otherwise`` in their place when not empty."""
    return Text(otherwise or "\n\n".join(sentence for sentence in sentences if sentence))
