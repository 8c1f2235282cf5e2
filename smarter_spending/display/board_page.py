"""The one page a board can act on: every number on it is bound to the cell it comes from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smarter_spending.display.wording import dollars, number, percent

FORMATS = {
    "dollars": dollars,
    "percent": lambda value: percent(value, 1),
    "count": number,
}
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9}
# what looks like a number and is none: fiscal years, dates, grades, page and practice numbers
NO_FIGURE = re.compile(
    r"""\b(?:19|20)\d{2}[-–/]\d{2,4}\b            # 2024-25
    |\b(?:January|February|March|April|May|June|July|August|September|October|November
        |December)\s+\d{1,2}(?:,\s*(?:19|20)\d{2})?  # June 30, 2026
    |\b(?:19|20)\d{2}\b                            # 2026
    |\b(?:grades?|notebooks?|pages?|goals?|actions?|steps?|years?|Title|spring\ of)
        \s+\d+(?:\.\d+)?(?:\s*(?:to|and|-|–|,)\s*\d+)*   # grades 1 to 3
    |\b\d+(?:st|nd|rd|th)\b                        # 9th""",
    re.IGNORECASE | re.VERBOSE,
)
FIGURE = re.compile(
    r"(?P<sign>[-−])?(?P<money>\$)?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|[kKmMbB](?![a-zA-Z])))?(?P<share>\s?(?:%|percent\b))?",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class NumbersDisagreeError(ValueError):
    """A number on the page that agrees with no cell it may come from; both are in the message."""


@dataclass(frozen=True)
class Figure:
    """One number of the page: ``value`` as it stands in ``column`` of ``table`` at ``row``, and
    how it is written ("dollars", "percent" of a share, "count")."""

    value: float
    table: str
    row: str
    column: str
    kind: str = "dollars"

    @property
    def words(self) -> str:
        """The number as the page writes it."""
        return FORMATS[self.kind](self.value)


@dataclass(frozen=True)
class Line:
    """One line of the page: its heading, and its sentence with ``{names}`` of figures."""

    key: str
    heading: str
    template: str


@dataclass(frozen=True)
class Disagreement:
    """A number as it is written, and the line and figures it should agree with."""

    written: str
    heading: str
    figures: tuple[Figure, ...]

    def __str__(self) -> str:
        if not self.figures:
            return f"“{self.heading}” says {self.written}, and no table stands behind that line."
        cells = "; ".join(
            f"{figure.words} ({figure.table}, {figure.row}, {figure.column})"
            for figure in self.figures
        )
        return f"“{self.heading}” says {self.written}; the table says {cells}."


def filled(line: Line, figures: Mapping[str, Figure]) -> str:
    """A line's sentence with its figures written in.

    Parameters
    ----------
    line : Line
    figures : mapping of name to Figure

    Returns
    -------
    str

    Raises
    ------
    KeyError
        When the sentence names a figure that is not there.

    Examples
    --------
    >>> line = Line("found", "Found", "{identified} a year is identified.")
    >>> filled(line, {"identified": Figure(1_140_000, "By fund", "all", "identified")})
    '$1,140,000 a year is identified.'
    """
    return PLACEHOLDER.sub(lambda name: figures[name[1]].words, line.template)


def disagreements(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> list[Disagreement]:
    """Every number of the page that agrees with none of the figures its line is bound to.

    A number agrees with a figure when the figure, rounded as far as the number is written,
    is that number: $1.1 million and $1,140,000 agree, $1.2M and $1,140,000 do not.  Fiscal
    years, dates, grades and the like are no figures.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence as somebody wrote it
        Lines that nobody edited are written from their figures, and agree.

    Returns
    -------
    list of Disagreement

    Examples
    --------
    >>> line = Line("found", "Found", "{identified} a year")
    >>> figures = {"identified": Figure(1_140_000, "By fund", "all", "identified")}
    >>> [str(one) for one in disagreements([line], figures, {"found": "We found $1.2M."})]
    ['“Found” says $1.2M; the table says $1,140,000 (By fund, all, identified).']
    """
    found = []
    for line in lines:
        text = edited.get(line.key, "").strip()
        if not text:
            continue
        bound = tuple(figures[name] for name in dict.fromkeys(PLACEHOLDER.findall(line.template)))
        for written in FIGURE.finditer(NO_FIGURE.sub(" ", text)):
            if not any(_agrees(written, figure) for figure in bound):
                found.append(Disagreement(written.group().strip(), line.heading, bound))
    return found


def _agrees(written: re.Match, figure: Figure) -> bool:
    value = -figure.value if written["sign"] else figure.value
    if written["share"]:
        if figure.kind != "percent":
            return False
        value *= 100
    elif (figure.kind == "dollars") != bool(written["money"]):
        return False
    scale = SCALES.get((written["scale"] or "").lower(), 1.0)
    digits = written["digits"].replace(",", "")
    places = len(digits.partition(".")[2])
    step = scale * 10.0**-places
    # 1,200,000 written out may be rounded too: its trailing zeros say how far
    whole = digits.partition(".")[0]
    if not places and scale == 1 and not written["share"]:
        step = 10.0 ** min(len(whole) - len(whole.rstrip("0")), max(len(whole) - 2, 0))
    return abs(float(digits) * scale - value) <= step / 2 + 1e-9


def line_texts(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> list[str]:
    """The page's lines as they stand: as somebody wrote them, or as the tables do.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence

    Returns
    -------
    list of str
        Markdown, a paragraph each.

    Examples
    --------
    >>> line_texts([Line("goal", "The goal", "Every child reads.")], {}, {})
    ['**The goal.** Every child reads.']
    """
    return [
        f"**{line.heading}.** {edited.get(line.key, '').strip() or filled(line, figures)}"
        for line in lines
    ]


def board_text(
    title: str, lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> str:
    """The page's text, line by line, with a list of where each number comes from.

    Parameters
    ----------
    title : str
        The question the page answers.
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    NumbersDisagreeError
        When a number agrees with none of the figures its line is bound to: the message
        holds every one, with both figures.
    """
    wrong = disagreements(lines, figures, edited)
    if wrong:
        raise NumbersDisagreeError(" ".join(str(one) for one in wrong))
    said = [f"**{title}**", ""]
    for text in line_texts(lines, figures, edited):
        said += [text, ""]
    used = [name for line in lines for name in dict.fromkeys(PLACEHOLDER.findall(line.template))]
    said += ["---", "", "*Where each number comes from:* "]
    said[-1] += "; ".join(
        f"{figures[name].words}: {figures[name].table}, {figures[name].row}"
        for name in dict.fromkeys(used)
    )
    return "\n".join(said) + "."
