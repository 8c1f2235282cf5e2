"""What may be published: a number that disagrees with its table stops the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from smarter_spending.guide.plan.board_numbers import (
    DATE,
    HIDDEN,
    NAME,
    NUMBER,
    WORDS,
    Written,
    plain,
    read_numbers,
)
from smarter_spending.guide.plan.board_page import (
    DOLLARS,
    PERCENT,
    PLACEHOLDER,
    YEAR,
    Figure,
    Line,
    bound,
    filled,
    label,
    sentence,
)

IN_DIGITS = "write it in digits, so that it can be held against its table"
SOURCES = "Where each number comes from"


class NumbersDisagreeError(ValueError):
    """A number on the page that agrees with no cell it may come from; both are in the message."""


@dataclass(frozen=True)
class Disagreement:
    """A number as it is written, the line it stands in, and what it should agree with."""

    written: str
    heading: str
    figures: tuple[Figure, ...]
    because: str = ""

    def __str__(self) -> str:
        said = f"“{self.heading}” says {self.written}"
        if self.because:
            return f"{said}{self.because}."
        if not self.figures:
            return f"{said}, and no table stands behind that line."
        return f"{said}; the table says {_cells(self.figures)}."


def _cells(figures: Iterable[Figure]) -> str:
    return "; ".join(
        f"{' '.join(filter(None, [figure.words, figure.per]))} ({figure.place})"
        for figure in figures
    )


def disagreements(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> list[Disagreement]:
    """Every number of the page that agrees with none of the figures its line is bound to.

    A number agrees with a figure when the figure, rounded as far as the number is written,
    is that number: $1.1 million and $1,140,000 agree, $1.2M and $1,140,000 do not.  Figures
    stand in the order of the line's own sentence, and "a year", "once" or a fiscal year
    beside one must be its own.  A date or a year is one that the line's own sentence holds;
    numbers in words are refused.  The words around a number stay the writer's.

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
    >>> figures = {"identified": Figure(1_140_000, "By fund", "all", "Identified")}
    >>> [str(one) for one in disagreements([line], figures, {"found": "We found $1.2M."})]
    ['“Found” says $1.2M; the table says $1,140,000 (By fund, all, Identified).']
    """
    return [
        one
        for line in lines
        if plain(edited.get(line.key, ""))
        for one in _held_against(line, figures, edited)[0]
    ]


def _held_against(line, figures, edited) -> tuple[list[Disagreement], list[Figure]]:
    """What disagrees in one line, and the figures that its numbers are."""
    own = bound(line, figures).values()
    cells = [figure for figure in own if figure.kind != YEAR]
    years = [figure for figure in own if figure.kind == YEAR]
    wrong, used, place = [], [], 0
    for one in read_numbers(plain(sentence(line, figures, edited)), line.names):
        if one.kind != NUMBER:
            because, year = _why_refused(one, line, figures, years)
            if because:
                wrong.append(Disagreement(one.text, line.heading, (), because))
            elif year:
                # each year of a table stands once: the next one is another cell's
                used, years = [*used, year], years[years.index(year) + 1 :]
            continue
        at = next((n for n in range(place, len(cells)) if agrees(one, cells[n])), None)
        if at is None:
            wrong.append(_disagreement(one, line, cells, place))
        else:
            place = at
            used.append(cells[at])
    return wrong, used


def _why_refused(
    one: Written, line: Line, figures: Mapping[str, Figure], years: Sequence[Figure]
) -> tuple[str, Figure | None]:
    """Why what is no number is refused ("" where it is not), and the year of a table it is."""
    if one.kind == WORDS:
        return f": {IN_DIGITS}", None
    own = bound(line, figures)
    if one.kind == NAME:
        names = ", ".join(f"{{{name}}}" for name in own) or "none"
        return f", which names no figure of that line; it has {names}", None
    cells = {name: figure for name, figure in own.items() if figure.kind == YEAR}
    covered = {name: replace(figure, value=HIDDEN) for name, figure in cells.items()}
    if any(one.parts <= date.parts for date in _dates(line, {**own, **covered})):
        return "", None
    here = [figure for figure in years if one.parts == frozenset({("fiscal", figure.value)})]
    if here:
        return "", here[0]
    words = ", ".join(dict.fromkeys(date.text for date in _dates(line, own)))
    said = f"; the page says {words}" if words else ", and that line has no date or year"
    return f"{said}; the table says {_cells(cells.values())}" if cells else said, None


def _dates(line: Line, figures: Mapping[str, Figure]) -> list[Written]:
    own = read_numbers(plain(filled(line, figures)), line.names)
    return [one for one in own if one.kind == DATE]


def _disagreement(one: Written, line: Line, cells: list[Figure], place: int) -> Disagreement:
    said = " ".join(filter(None, [one.text, one.per]))
    earlier = [figure for figure in cells[:place] if agrees(one, figure)]
    if earlier:
        because = f" after {cells[place].words}; in this order the table says {_cells(cells)}"
        return Disagreement(one.text, line.heading, tuple(cells), because)
    if one.year and any(figure.when for figure in cells):
        told = "; ".join(
            f"{figure.words}{f' in {figure.when}' if figure.when else ''} ({figure.place})"
            for figure in cells
        )
        because = f" in {one.year}; the table says {told}"
        return Disagreement(one.text, line.heading, tuple(cells), because)
    return Disagreement(said, line.heading, tuple(cells))


def agrees(one: Written, figure: Figure) -> bool:
    """Whether a number, as far as it is written, is a figure.

    Parameters
    ----------
    one : Written
        A number, as ``read_numbers`` gives.
    figure : Figure

    Returns
    -------
    bool

    Examples
    --------
    >>> (number,) = read_numbers("$1.1M a year")
    >>> agrees(number, Figure(1_140_000, "Found", "all", "Identified", per="a year"))
    True
    >>> agrees(number, Figure(1_140_000, "Found", "all", "Identified", per="once"))
    False
    """
    if one.share != (figure.kind == PERCENT) or one.money != (figure.kind == DOLLARS):
        return False
    if one.money and one.per and figure.per and one.per != figure.per:
        return False
    if one.year and figure.when and one.year != figure.when:
        return False
    value = figure.value * 100 if one.share else figure.value
    return abs(one.value - value) <= one.step / 2 + 1e-9


def lines_that_agree(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> dict[str, str]:
    """The edited sentences whose every number agrees: what may leave the room.

    Parameters
    ----------
    lines : sequence of Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence

    Returns
    -------
    dict of key to sentence

    Examples
    --------
    >>> lines = [Line("goal", "The goal", "Every child reads."), Line("risk", "Risk", "None.")]
    >>> lines_that_agree(lines, {}, {"goal": "95% read.", "risk": "Much is open."})
    {'risk': 'Much is open.'}
    """
    return {
        line.key: edited[line.key]
        for line in lines
        if line.key in edited and not disagreements([line], figures, edited)
    }


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
        Markdown: each line under its heading.

    Raises
    ------
    NumbersDisagreeError
        When a number agrees with none of the figures its line is bound to: the message
        holds every one, with both figures.
    """
    wrong = disagreements(lines, figures, edited)
    if wrong:
        raise NumbersDisagreeError(" ".join(str(one) for one in wrong))
    said, used = [f"**{title}**"], []
    for line in lines:
        said += [f"## {line.heading}", sentence(line, figures, edited)]
        said += [label(line, figures)] if line.fixed else []
        used += _used(line, figures, edited)
    said += [f"## {SOURCES}", _sources(used)] if used else []
    return "\n\n".join(said)


def _used(line, figures, edited) -> list[Figure]:
    """The figures that stand in a line, each once."""
    own = bound(line, figures)
    if plain(edited.get(line.key, "")):
        here = _held_against(line, figures, edited)[1]
    else:
        here = list(own.values())
    return [*here, *(figures[name] for name in PLACEHOLDER.findall(line.fixed))]


def _sources(used: Sequence[Figure]) -> str:
    """The cells by table: number, row and column."""
    by_table: dict[str, list[str]] = {}
    for figure in dict.fromkeys(used):
        cell = f"{figure.words} ({figure.row}, {figure.heading})"
        by_table.setdefault(figure.table, []).append(cell)
    return ". ".join(f"{table}: {'; '.join(cells)}" for table, cells in by_table.items()) + "."
