"""A page of text as a PDF that a screen reader can read: one sheet, the same bytes every time."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from smarter_spending.guide.plan.board_check import SOURCES
from smarter_spending.guide.results import Stamp

SIZES = (11, 10.5, 10, 9.5, 9)  # points; below nine a printed page is hard to read
RUN = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*")


class PageTooLongError(ValueError):
    """A page that does not fit one sheet at a size that can be read."""


class NotPrintableError(ValueError):
    """A page with a sign that the page's letters do not have."""


def page_pdf(title: str, text: str, stamp: Stamp) -> bytes:
    """A short Markdown text as a PDF of one page, tagged for screen readers (PDF/UA-1).

    Parameters
    ----------
    title : str
    text : str
        Markdown with ``##`` headings, paragraphs, ``**bold**`` and ``*italic*`` only.
    stamp : Stamp

    Returns
    -------
    bytes
        The same text gives the same bytes; the letters are the largest that fit.

    Raises
    ------
    PageTooLongError
        When the text does not fit one page at nine points; the longest line is named.
    NotPrintableError
        When a sign has no letter, such as a picture.

    Examples
    --------
    >>> from datetime import date
    >>> stamp = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1", True)
    >>> page_pdf("For the board", "## The goal\\n\\nEvery child **reads**.", stamp)[:5]
    b'%PDF-'
    """
    page = {
        "title": title,
        "district": stamp.district,
        "whose": _whose(stamp),
        "made": stamp.made_from,
        "day": [stamp.as_of.year, stamp.as_of.month, stamp.as_of.day],
        "parts": list(_parts(text)),
    }
    for size in SIZES:
        printed = _printed(page | {"size": size})
        if printed:
            return printed
    longest = max(page["parts"], key=lambda part: 0 if part["small"] else len(str(part)))
    raise PageTooLongError(
        f"The page does not fit one sheet, even in letters of {SIZES[-1]} points. The longest line "
        f"is “{longest['heading'] or title}”: say it shorter."
    )


def _whose(stamp: Stamp) -> str:
    invented = " Invented district: no real district's figures." if stamp.invented else ""
    return f"{stamp.line}.{invented}"


def _parts(text: str) -> Iterator[dict]:
    heading, paragraphs = "", []
    for paragraph in [*text.split("\n\n"), "## "]:
        words = " ".join(paragraph.split())
        if not words.startswith("##"):
            paragraphs.append(_runs(words))
            continue
        if paragraphs or heading:
            yield {"heading": heading, "paragraphs": paragraphs, "small": heading == SOURCES}
        heading, paragraphs = words.lstrip("# "), []


def _runs(words: str) -> list[dict]:
    runs, place = [], 0
    for found in RUN.finditer(words):
        runs.append((words[place : found.start()], False, False))
        runs.append((found["bold"] or found["italic"], bool(found["bold"]), bool(found["italic"])))
        place = found.end()
    runs.append((words[place:], False, False))
    return [{"text": said, "bold": b, "italic": i} for said, b, i in runs if said]


def _printed(page: dict) -> bytes | None:
    """The PDF, or None where it takes more than one page."""
    import typst

    fonts = Path(find_spec("matplotlib").origin).parent / "mpl-data/fonts/ttf"
    how = {
        "font_paths": [str(fonts)],
        "ignore_system_fonts": True,
        "sys_inputs": {"page": json.dumps(page)},
    }
    (pages,) = json.loads(typst.query(_template(), "<pages>", field="value", **how))
    if pages > 1:
        return None
    try:
        return typst.compile(_template(), format="pdf", pdf_standards=["ua-1"], **how)
    except typst.TypstError as error:
        sign = re.search(r'text `"(.+?)"`', error.message)
        what = f"no letter for “{sign[1]}”" if sign else error.message
        raise NotPrintableError(f"The PDF has {what}: write it in plain letters.") from error


@cache
def _template() -> bytes:
    return files(__package__).joinpath("board_page.typ").read_bytes()
