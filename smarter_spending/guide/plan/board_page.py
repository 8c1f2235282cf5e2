"""The one page a board can act on: its lines, and the cell that each number comes from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from smarter_spending.guide.plan.board_numbers import tidy
from smarter_spending.guide.showing import headings
from smarter_spending.words import dollars, number, percent

DOLLARS, PERCENT, COUNT, YEAR = "dollars", "percent", "count", "year"
FORMATS = {
    DOLLARS: dollars,
    PERCENT: lambda value: percent(value, 1),
    COUNT: number,
    YEAR: str,
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
BRACES = re.compile(r"\{\s*(\w+)\s*\}")


@dataclass(frozen=True)
class Figure:
    """One number of the page: ``value`` as it stands in ``column`` of ``table`` at ``row``.

    ``kind`` is how it is written ("dollars", "percent" of a share, "count", or "year" for a
    fiscal year); ``per`` what its dollars are for ("a year", "once", "a student"; "" where
    nothing is said), ``when`` the fiscal year it stands for ("" where it has none).
    """

    value: float | str
    table: str
    row: str
    column: str
    kind: str = DOLLARS
    per: str = ""
    when: str = ""

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], table: str, row: str, column: str, **more):
        """A figure read from its table.

        Parameters
        ----------
        tables : mapping of name to DataFrame
            The first column of each names its rows.
        table, row, column : str
            Which cell.
        **more
            ``kind``, ``per`` and ``when``.

        Returns
        -------
        Figure

        Raises
        ------
        ValueError
            When there is no such row, or more than one.

        Examples
        --------
        >>> found = pd.DataFrame({"pool_words": ["Every year"], "identified": [1_140_000.0]})
        >>> Figure.of({"Dollars found": found}, "Dollars found", "Every year", "identified").words
        '$1,140,000'
        """
        rows = tables[table]
        here = rows[rows.iloc[:, 0].astype(str).eq(row)]
        if len(here) != 1:
            raise ValueError(f"The table {table!r} has {len(here)} rows {row!r}; one was expected.")
        value = here[column].item()
        if not isinstance(value, str):
            value = float("nan") if pd.isna(value) else float(value)
        return cls(value, table, row, column, **more)

    @property
    def words(self) -> str:
        """The number as the page writes it."""
        return FORMATS[self.kind](self.value)

    @property
    def heading(self) -> str:
        """The heading of its column, as it stands in the workbook."""
        known = headings().get(self.column)
        return known[0] if known else self.column

    @property
    def place(self) -> str:
        """Table, row and column, for who wants to look."""
        return f"{self.table}, {self.row}, {self.heading}"


@dataclass(frozen=True)
class Line:
    """One line of the page: its heading, and its sentence with ``{names}`` of figures.

    ``names`` are the names in it (of programs, measures, funds), whose numbers are none;
    ``fixed`` stands under the sentence and cannot be edited.
    """

    key: str
    heading: str
    template: str
    names: tuple[str, ...] = ()
    fixed: str = ""


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


def bound(line: Line, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures a line's sentence is bound to, in its order.

    Parameters
    ----------
    line : Line
    figures : mapping of name to Figure

    Returns
    -------
    dict of name to Figure

    Examples
    --------
    >>> sure = Figure(5, "Seats", "all", "seats", "count")
    >>> list(bound(Line("grows", "Grows", "{seats} students, again {seats}."), {"seats": sure}))
    ['seats']
    """
    return {name: figures[name] for name in PLACEHOLDER.findall(line.template)}


def sentence(line: Line, figures: Mapping[str, Figure], edited: Mapping[str, str]) -> str:
    """A line's sentence as it stands: as somebody wrote it, or as the tables do.

    Parameters
    ----------
    line : Line
    figures : mapping of name to Figure
    edited : mapping of a line's key to its sentence
        ``{names}`` of the line's own figures are filled in.

    Returns
    -------
    str

    Examples
    --------
    >>> line = Line("grows", "Grows", "{seats} seats.")
    >>> figures = {"seats": Figure(820, "Growth", "all", "seats", "count")}
    >>> sentence(line, figures, {"grows": "We add {seats} seats."})
    'We add 820 seats.'
    """
    text = tidy(edited.get(line.key, ""))
    if not text:
        return filled(line, figures)
    own = bound(line, figures)
    return BRACES.sub(lambda name: own[name[1]].words if name[1] in own else name[0], text)


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
    texts = [f"**{line.heading}.** {sentence(line, figures, edited)}" for line in lines]
    return [
        f"{text} {label(line, figures)}".rstrip() for text, line in zip(texts, lines, strict=True)
    ]


def label(line: Line, figures: Mapping[str, Figure]) -> str:
    """What stands under a line and nobody can edit, with its figures written in.

    Parameters
    ----------
    line : Line
    figures : mapping of name to Figure

    Returns
    -------
    str
        "" where the line has nothing fixed.

    Examples
    --------
    >>> label(Line("goal", "The goal", "Every child reads."), {})
    ''
    """
    return PLACEHOLDER.sub(lambda name: figures[name[1]].words, line.fixed)
