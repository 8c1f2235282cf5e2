"""Whether every number that somebody typed into the board page agrees with its table's cell.

A number agrees with a figure of its line when the figure, rounded as far as the number is
written, is that number: $1.1 million and $1,140,000 agree, $1.2M and $1,140,000 do not.  Figures
stand in the order of the line's own sentence, and "a year", "once" or a fiscal year beside one
must be its own.  A date or a year is one that the line's own sentence holds; numbers in words are
refused.  The words around a number stay the writer's.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from smarter_spending.guide.showing import headings
from smarter_spending.planning.monitoring import agrees_as_written, number_written
from smarter_spending.words import dollars, literal, number, percent

# --- A line of text, and the cells its numbers come from ---------------------------------------

DOLLARS, PERCENT, COUNT, YEAR, POINTS = "dollars", "percent", "count", "year", "points"
FORMATS = {DOLLARS: dollars, PERCENT: lambda value: percent(value, 1), COUNT: number, YEAR: str,
           POINTS: lambda value: number(value, 1)}  # fmt: skip
PLACEHOLDER = re.compile(r"\{(\w+)\}")
BRACES = re.compile(r"\{\s*(\w+)\s*\}")


@dataclass(frozen=True)
class Figure:
    """One number: ``value`` as in ``column`` of ``table`` at ``row``, ``per`` what and ``when``."""

    value: float | str
    table: str
    row: str
    column: str
    kind: str = DOLLARS
    per: str = ""
    when: str = ""

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], table: str, row: str, column: str, **more):
        """A figure read from its table, whose first column names its rows."""
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
    """One line: heading, sentence with ``{names}``; ``fixed`` stands under it and is not edited."""

    key: str
    heading: str
    template: str
    names: tuple[str, ...] = ()
    fixed: str = ""


def _fill(text: str, figures: Mapping[str, Figure]) -> str:
    return PLACEHOLDER.sub(lambda name: figures[name[1]].words, text)


def filled(line: Line, figures: Mapping[str, Figure]) -> str:
    """A line's sentence as its tables say it."""
    return _fill(line.template, figures)


def bound(line: Line, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures a line's sentence is bound to, in its order."""
    return {name: figures[name] for name in PLACEHOLDER.findall(line.template)}


def sentence(line: Line, figures: Mapping[str, Figure], edited: Mapping[str, str]) -> str:
    """A line's sentence as it stands: as somebody wrote it, or as the tables do."""
    text, own = tidy(edited.get(line.key, "")), bound(line, figures)
    if not text:
        return filled(line, figures)
    return BRACES.sub(lambda name: own[name[1]].words if name[1] in own else name[0], text)


def line_texts(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> list[str]:
    """The page's lines as they stand: as somebody wrote them, or as the tables do."""
    texts = []
    for line in lines:
        typed = tidy(edited.get(line.key, ""))
        said = (literal if typed else str)(sentence(line, figures, edited))  # as it was typed
        texts.append(f"**{line.heading}.** {said} {_fill(line.fixed, figures)}".rstrip())
    return texts


# --- Numbers in words --------------------------------------------------------------------------

SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BIG = "(?:hundred|thousand|million|billion|dozen)s?|double[sd]?|tripled?|triples|twice"
_ANY = f"(?:{SMALL}|{_TEENS}|{_TENS}|zero|half|{_BIG})"
_PART = "(?:third|fourth|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
# nouns that a table counts, and nouns that none does
COUNTED = (
    r"(?:students?|pupils?|learners?|readers?|graders?|kids?|child(?:ren)?|famil(?:y|ies)|people|"
    r"persons?|schools?|programs?|teachers?|staff|positions?|posts?|jobs?|employees?|seats?|"
    r"places?|classes|class(?:rooms?)?|sites?|actions?|decisions?|dollars?|cents?|percent|points?)"
)
_UNCOUNTED = (
    r"(?:pages?|lines?|sentences?|sides?|ways?|steps?|years?|months?|weeks?|days?|times?|hours?|"
    r"minutes?|seconds?|periods?|questions?|things?|hands?|parts?|words?|reasons?|tables?)"
)
NOUN_AFTER = re.compile(rf"[\s-]+{COUNTED}\b", re.IGNORECASE)
_RUN = re.compile(rf"\b{_ANY}\b(?:[\s-]+(?:(?:and|point|a|an)[\s-]+)*{_ANY}\b)*", re.IGNORECASE)
_FRACTIONS = re.compile(
    rf"\b(?:{SMALL}|several)[\s-]+{_PART}s\b"
    rf"|\b(?:a|one)[\s-]+{_PART}\s+(?:of|more|less|fewer|higher|lower)\b"
    rf"|\bone[\s-]+{_PART}(?![\s-]+(?:grade|year|time|party))\b"
    rf"|\b{_PART}s\s+of\b",
    re.IGNORECASE,
)


def numbers_in_words(text: str) -> Iterator[tuple[int, int]]:
    """Where "twelve programs" or "a third of" stand; "one page" and "half-day" count nothing."""
    spans = [match.span() for match in _FRACTIONS.finditer(text)]
    for match in _RUN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _counts_something(match[0].lower(), before, after):
            noun = NOUN_AFTER.match(after)
            spans.append((match.start(), match.end() + (noun.end() if noun else 0)))
    end = 0
    for span in sorted(spans):
        if span[0] >= end:
            end = span[1]
            yield span


def _counts_something(run: str, before: str, after: str) -> bool:
    words = re.findall(r"[a-z]+", run)
    if re.match(r"-[a-z]", after) and len(words) == 1 and not NOUN_AFTER.match(after):
        return False  # one-time, half-day, a twenty-first, double-check
    if any(re.fullmatch(_BIG, word) for word in words):
        return True
    if words == ["half"]:
        return not re.search(r"\b(?:first|second|other|better|last)\s+$", before)
    if words in (["one"], ["zero"]):
        of_many = re.match(r"\s+(?:in|out\s+of)\s+(?:every\s+)?(?:\d|" + _ANY + ")", after)
        return bool(NOUN_AFTER.match(after) or of_many)
    if words == ["two"] and re.search(r"\b(?:the|these|those|our|your)\s+$", before):
        return bool(NOUN_AFTER.match(after))
    return not re.match(rf"[\s-]+{_UNCOUNTED}\b", after, re.IGNORECASE)


# --- What a sentence says in numbers -----------------------------------------------------------

NUMBER, WORDS, DATE, NAME = "number", "words", "date", "name"
SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9}
A_YEAR, ONCE, A_STUDENT = "a year", "once", "a student"
HIDDEN = "¤"  # stands where a program's or a measure's name stood

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_SMALL = rf"(?:\d{{1,2}}|{SMALL})"
_GRADE = r"(?:1[0-2]|[1-9])"
_JOIN = r"\s*(?:-|to|and|or|through|,)\s*"
_GRADES = rf"(?:{_GRADE}|{SMALL})(?:{_JOIN}(?:{_GRADE}|{SMALL}))*"
_AMOUNT = r"\s?(?:%|percent\b|per\s?cent\b|dollars?\b|thousand\b|million\b|billion\b|[kmb]\b)"
# numbers that name something: grades, and goals, notebooks and pages of one or two digits
_NAMED = re.compile(
    rf"""(?<!each\s)(?<!every\s)(?<!per\s)\bgrades?[\s-]+{_GRADES}\b(?![.,]?\d|{_AMOUNT})
    |\b(?:{_GRADE}(?:st|nd|rd|th)(?:{_JOIN}|[\s-]+))+grade(?:rs?|s)?\b
    |\bT?K{_JOIN}{_GRADE}\b(?![.,]?\d|{_AMOUNT})
    |\b(?:goals?|notebooks?|pages?)\s+\#?{_SMALL}(?:{_JOIN}{_SMALL})*\b
        (?![.,]?\d|{_AMOUNT}|\s+{COUNTED}\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_TOKENS = re.compile(
    rf"""(?P<name>\{{[^{{}}]*\}}?)
    |(?P<slashed>\b\d{{1,4}}/\d{{1,2}}/\d{{1,4}}\b|\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b)
    |(?P<day>\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d{{2}}\b)?(?![\d,]*\d)
        |\b(?:{_MONTH}),?\s+(?:19|20)\d{{2}}\b(?![\d,]*\d))
    |(?P<fiscal>(?<![\w.,$])(?:19|20)\d{{2}}\s?[-/]\s?(?:(?:19|20)\d{{2}}|\d{{2}})\b(?!\s?%))
    |(?P<fraction>\b\d+\s?[/⁄]\s?\d+\b)
    |(?P<number>(?P<open>\()?(?P<sign>(?<![\w%)])-|\b(?:minus|negative)\s+)?
        (?P<money>\$\s?)?(?P<sign2>-)?
        (?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)
        (?P<ordinal>(?:st|nd|rd|th)\b)?
        (?:[\s-]?(?P<scale>(?:thousand|million|billion)\b|[kmb](?![a-z])))?
        (?P<share>\s?(?:%|percent\b|per\s?cent\b))?(?P<dollars>[\s-](?:us\s)?dollars?\b|\susd\b)?
        (?P<close>\))?)""",
    re.IGNORECASE | re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
# what stands before a calendar year; "2025 students" counts students
_BEFORE_YEAR = re.compile(
    r"(?:^|\b(?:in|by|until|till|since|from|to|through|before|after|during|and|year|spring|summer|"
    r"fall|autumn|winter|(?:spring|summer|fall|autumn|winter|end|beginning|start)\s+of))\s*$",
    re.IGNORECASE,
)
_PER = {
    A_YEAR: r"\b(?:a|per|each|every)\s+year\b|/\s?(?:year|yr)\b"
            r"|\b(?:yearly|annual(?:ly)?|recurring|ongoing|lasting)\b",
    ONCE: r"\bonce\b|\bone[\s-]time\b",
    A_STUDENT: r"\b(?:a|per|each|every)\s+(?:student|pupil|child)\b",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A number, date or name in braces, with its ``value``, ``step``, ``per`` and ``year``."""

    text: str
    kind: str
    start: int
    end: int
    value: float = 0.0
    step: float = 0.0
    money: bool = False
    share: bool = False
    per: str = ""
    year: str = ""
    parts: frozenset = frozenset()


def plain(text: str) -> str:
    """A sentence in plain signs: one kind of digits, dashes and spaces, nothing invisible."""
    said = tidy(unicodedata.normalize("NFKC", html.unescape(text)))
    said = re.sub("\N{MINUS SIGN}\\s*", "-", said)
    return "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in said)


def tidy(text: str) -> str:
    """A sentence as it may stand on a page: one line, nothing invisible, no mark of a heading."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return re.sub(r"^(?:#+|>|[-+*])\s+", "", " ".join(seen.split()))


def without_names(text: str, names: Iterable[str]) -> str:
    """A sentence with the names in it covered, so that "Math 180" holds no number."""
    for name in sorted({plain(name) for name in names}, key=len, reverse=True):
        if re.search(r"[^\W\d]", name):
            whole = rf"(?<!\w){re.escape(name)}(?!\w)"
            text = re.sub(whole, HIDDEN * len(name), text)
    return text


def read_numbers(text: str, names: Iterable[str] = ()) -> list[Written]:
    """Every number, number word, date, year and name in braces of a sentence, in its order."""
    covered = without_names(text, names)
    covered = _NAMED.sub(lambda found: HIDDEN * len(found[0]), covered)
    found = [_written(match, covered) for match in _TOKENS.finditer(covered)]
    taken = [(one.start, one.end) for one in found]
    found += [Written(covered[start:end], WORDS, start, end)
              for start, end in numbers_in_words(covered)
              if all(end <= first or last <= start for first, last in taken)]  # fmt: skip
    found.sort(key=lambda one: one.start)
    return list(_with_what_is_said(found, covered))


def _written(match: re.Match, text: str) -> Written:
    if match["number"]:
        return _number(match, text)
    kind = NAME if match["name"] else WORDS if match["fraction"] else DATE
    return Written(match[0], kind, *match.span(), parts=_parts(match))


def _parts(match: re.Match) -> frozenset:
    if not (match["fiscal"] or match["day"]):
        return frozenset({match[0]})
    if match["fiscal"]:
        first, last = re.findall(r"\d+", match["fiscal"])
        return frozenset({("fiscal", f"{first}-{last[-2:]}")})
    month, *rest = re.findall(r"[a-z]+|\d+", match["day"].lower())
    numbers = [word for word in rest if word.isdigit()]
    kinds = ["year" if len(number) == 4 else "day" for number in numbers]
    return frozenset({("month", month), *zip(kinds, map(int, numbers), strict=True)})


def _number(match: re.Match, text: str) -> Written:
    start, end = match.span()
    money = bool(match["money"] or match["dollars"])
    bare = not (money or match["share"] or match["scale"] or match["sign"] or match["ordinal"])
    in_words = match[0].strip()
    if match["open"] and not match["close"]:
        start, in_words = match.end("open"), in_words.removeprefix("(")
    elif match["close"] and not match["open"]:
        end, in_words = match.start("close"), in_words.removesuffix(")")
    about = _BEFORE_YEAR.search(text[: match.start("digits")]) and not NOUN_AFTER.match(text[end:])
    if bare and _YEAR.fullmatch(match["digits"]) and about:
        year = frozenset({("year", int(match["digits"]))})
        return Written(in_words, DATE, start, end, parts=year)
    digits, scale = match["digits"].replace(",", ""), SCALES.get((match["scale"] or "").lower(), 1)
    minus = match["sign"] or match["sign2"] or (match["open"] and match["close"])
    value, step = number_written(digits, scale, bool(match["share"]), bool(minus))
    in_words = re.sub("-(?=[$.\\d])", "\N{MINUS SIGN}", in_words, count=1)
    return Written(in_words, NUMBER, start, end, value, step, money, bool(match["share"]))


def _with_what_is_said(found: list[Written], text: str) -> Iterator[Written]:
    """Each number with "a year" or a fiscal year of the words between it and its neighbors."""
    numbers = [one for one in found if one.kind == NUMBER]
    ends = [0, *(one.end for one in numbers)]
    starts = [*(one.start for one in numbers), len(text)]
    for one in found:
        if one.kind == NUMBER:
            place = numbers.index(one)
            after = re.split(r"[;:!?]|\.(?:\s|$)", text[one.end : starts[place + 1]])[0]
            before = re.split(r"[;:!?]|\.\s", text[ends[place] : one.start])[-1]
            per = _per(after) or (_per(before) if one.money else "")
            dates = [_parts(match) for match in _TOKENS.finditer(after) if match["fiscal"]]
            year = next((part for date in dates for _, part in date), "")
            one = replace(one, per=per, year=year)
        yield one


def _per(words: str) -> str:
    found = ((re.search(pattern, words, re.IGNORECASE), per) for per, pattern in _PER.items())
    return min(((match.start(), per) for match, per in found if match), default=(0, ""))[1]


# --- What may be published ---------------------------------------------------------------------

IN_DIGITS = "write it in digits, so that it can be held against its table"
SOURCES = "Where each number comes from"


class NumbersDisagreeError(ValueError):
    """A number on the page that agrees with no cell it may come from; both are in the message."""


@dataclass(frozen=True)
class Disagreement:
    """A number as it is written, the line it stands in, and why it may not stand there."""

    written: str
    heading: str
    because: str

    def __str__(self) -> str:
        return f"“{self.heading}” says {self.written}{self.because}."


def _cells(figures: Iterable[Figure], when: bool = False) -> str:
    """The figures that a table says, with what their dollars are for or else their year."""
    said = []
    for figure in figures:
        beside = (f"in {figure.when}" if figure.when else "") if when else figure.per
        said.append(f"{' '.join(filter(None, [figure.words, beside]))} ({figure.place})")
    return "; ".join(said)


def disagreements(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> list[Disagreement]:
    """Every number of the page that agrees with none of the figures its line is bound to."""
    written = [line for line in lines if plain(edited.get(line.key, ""))]
    return [one for line in written for one in _held_against(line, figures, edited)[0]]


def _held_against(line, figures, edited) -> tuple[list[Disagreement], list[Figure]]:
    """What disagrees in one line, and the figures that its numbers are."""
    own = bound(line, figures).values()
    cells = [figure for figure in own if figure.kind != YEAR]
    years = [figure for figure in own if figure.kind == YEAR]
    wrong, used, again, place = [], [], [], 0
    for one in read_numbers(plain(sentence(line, figures, edited)), line.names):
        if one.kind != NUMBER:
            because, year = _why_refused(one, line, figures, years)
            if because:
                wrong.append(Disagreement(one.text, line.heading, because))
            elif year:
                # each year of a table stands once: the next one is another cell's
                used, years = [*used, year], years[years.index(year) + 1 :]
            continue
        at = next((n for n in range(place, len(cells)) if agrees(one, cells[n])), None)
        if at == place and used[-1:] == [cells[at]]:  # said once more, or the next of that value
            if any(agrees(one, following) for following in cells[at:][1:2]):
                at = cells.index(cells[at:][1])
            else:
                again.append(one)
        if at is None:
            wrong.append(_disagreement(one, line, cells, place))
        else:
            place = at
            used.append(cells[at])
    unsaid = [cell for cell in cells if cell.kind in {one.kind for one in cells if one not in used}]
    twice = [one for one in again if any(agrees(one, cell) for cell in unsaid)]
    return wrong + [_disagreement(one, line, cells, place) for one in twice], used


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
    said, told = one.text, f"the table says {_cells(cells)}"
    if any(agrees(one, figure) for figure in cells[:place]):
        because = f" after {cells[place].words}; in this order {told}"
    elif one.year and any(figure.when for figure in cells):
        because = f" in {one.year}; the table says {_cells(cells, when=True)}"
    else:
        said = " ".join(filter(None, [one.text, one.per]))
        because = f"; {told}" if cells else ", and no table stands behind that line"
    return Disagreement(said, line.heading, because)


def agrees(one: Written, figure: Figure) -> bool:
    """Whether a number, as far as it is written, is a figure."""
    if one.share != (figure.kind == PERCENT) or one.money != (figure.kind == DOLLARS):
        return False
    if one.money and one.per and figure.per and one.per != figure.per:
        return False
    if one.year and figure.when and one.year != figure.when:
        return False
    return agrees_as_written(one.value, one.step, figure.value, one.share)


def lines_that_agree(
    lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> dict[str, str]:
    """The edited sentences whose every number agrees: what may leave the room."""
    return {line.key: edited[line.key] for line in lines
            if line.key in edited and not disagreements([line], figures, edited)}  # fmt: skip


def board_text(
    title: str, lines: Sequence[Line], figures: Mapping[str, Figure], edited: Mapping[str, str]
) -> str:
    """The page's text, line by line, with a list of where each number comes from."""
    wrong = disagreements(lines, figures, edited)
    if wrong:
        raise NumbersDisagreeError(" ".join(str(one) for one in wrong))
    said, used = [f"**{title}**"], []
    for line in lines:
        said += [f"## {line.heading}", sentence(line, figures, edited)]
        said += [_fill(line.fixed, figures)] if line.fixed else []
        own = plain(edited.get(line.key, ""))
        used += _held_against(line, figures, edited)[1] if own else bound(line, figures).values()
        used += [figures[name] for name in PLACEHOLDER.findall(line.fixed)]
    said += [f"## {SOURCES}", _sources(used)] if used else []
    return "\n\n".join(said)


def _sources(used: Sequence[Figure]) -> str:
    """The cells by table: number, row and column."""
    by_table: dict[str, list[str]] = {}
    for figure in dict.fromkeys(used):
        cell = f"{figure.words} ({figure.row}, {figure.heading})"
        by_table.setdefault(figure.table, []).append(cell)
    return ". ".join(f"{table}: {'; '.join(cells)}" for table, cells in by_table.items()) + "."
