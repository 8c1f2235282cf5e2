"""What a sentence says in numbers, however they are written: digits, words, dates and years."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from smarter_spending.guide.plan.board_words import COUNTED, NOUN_AFTER, SMALL, numbers_in_words

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
_PER = (
    (A_YEAR, r"\b(?:a|per|each|every)\s+year\b|/\s?(?:year|yr)\b|\b(?:year|annual)ly\b|\bannual\b"),
    (A_YEAR, r"\b(?:recurring|ongoing|lasting)\b"),
    (ONCE, r"\bonce\b|\bone[\s-]time\b"),
    (A_STUDENT, r"\b(?:a|per|each|every)\s+(?:student|pupil|child)\b"),
)


@dataclass(frozen=True)
class Written:
    """A number as a sentence has it.

    ``text`` is how it is written, ``kind`` what it is (a number, number words, a date or a
    year, a name in braces), ``start`` and ``end`` where it stands.  Of a number: its
    ``value``, the ``step`` to which it is rounded, whether it is ``money`` or a ``share``
    (``value`` is then in percent); ``per`` ("a year", "once", "a student") and ``year`` (a
    fiscal year) as the words around it say.  Of a date: its ``parts``.
    """

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
    """A sentence in plain signs: one kind of digits, dashes and spaces, nothing invisible.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        One line; a minus stands at its number, a dash between words does not.

    Examples
    --------
    >>> plain("－$１,２00 – or  − 0.7%"), plain("We&nbsp;stop")
    ('-$1,200 - or -0.7%', 'We stop')
    """
    said = tidy(unicodedata.normalize("NFKC", html.unescape(text)))
    said = re.sub("\N{MINUS SIGN}\\s*", "-", said)
    return "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in said)


def tidy(text: str) -> str:
    """A sentence as it may stand on a page: one line, nothing invisible, no mark of a heading.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> tidy("## We\\n stop – 5%")
    'We stop – 5%'
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return re.sub(r"^(?:#+|>|[-+*])\s+", "", " ".join(seen.split()))


def without_names(text: str, names: Iterable[str]) -> str:
    """A sentence with the names in it covered, so that "Math 180" holds no number.

    Parameters
    ----------
    text : str
        As ``plain`` gives.
    names : iterable of str

    Returns
    -------
    str
        As long as ``text``.

    Examples
    --------
    >>> without_names("Math 180 stops", ["Math 180"])
    '¤¤¤¤¤¤¤¤ stops'
    """
    for name in sorted({plain(name) for name in names}, key=len, reverse=True):
        if re.search(r"[^\W\d]", name):
            whole = rf"(?<!\w){re.escape(name)}(?!\w)"
            text = re.sub(whole, HIDDEN * len(name), text)
    return text


def read_numbers(text: str, names: Iterable[str] = ()) -> list[Written]:
    """Every number, number word, date, year and name in braces of a sentence, in its order.

    Grades, and goals, notebooks and pages of one or two digits, name something and are left
    out; so are number words that count nothing a table does ("one page", "the two sides").

    Parameters
    ----------
    text : str
        As ``plain`` gives.
    names : iterable of str
        Names in it, whose numbers are none.

    Returns
    -------
    list of Written

    Examples
    --------
    >>> [(one.kind, one.text) for one in read_numbers("By June 30, 2026 we stop two programs: $5.")]
    [('date', 'June 30, 2026'), ('words', 'two programs'), ('number', '$5')]
    >>> read_numbers("Grades 1 to 3, goal 1, the 9th grade: one page, first.")
    []
    """
    covered = without_names(text, names)
    covered = _NAMED.sub(lambda found: HIDDEN * len(found[0]), covered)
    found = [_written(match, covered) for match in _TOKENS.finditer(covered)]
    taken = [(one.start, one.end) for one in found]
    found += [
        Written(covered[start:end], WORDS, start, end)
        for start, end in numbers_in_words(covered)
        if all(end <= first or last <= start for first, last in taken)
    ]
    found.sort(key=lambda one: one.start)
    return list(_with_what_is_said(found, covered))


def _written(match: re.Match, text: str) -> Written:
    start, end = match.span()
    if match["name"]:
        return Written(match[0], NAME, start, end)
    if match["slashed"]:
        return Written(match[0], DATE, start, end, parts=frozenset({match[0]}))
    if match["day"] or match["fiscal"]:
        return Written(match[0], DATE, start, end, parts=_parts(match))
    if match["fraction"]:
        return Written(match[0], WORDS, start, end)
    return _number(match, text)


def _parts(match: re.Match) -> frozenset:
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
        start, in_words = start + 1, in_words.removeprefix("(")
    elif match["close"] and not match["open"]:
        end, in_words = end - 1, in_words.removesuffix(")")
    if bare and _YEAR.fullmatch(match["digits"]) and _is_year(text, match.start("digits"), end):
        year = frozenset({("year", int(match["digits"]))})
        return Written(in_words, DATE, start, end, parts=year)
    digits, scale = match["digits"].replace(",", ""), SCALES.get((match["scale"] or "").lower(), 1)
    minus = match["sign"] or match["sign2"] or (match["open"] and match["close"])
    return Written(
        re.sub("-(?=[$.\\d])", "\N{MINUS SIGN}", in_words, count=1),
        NUMBER,
        start,
        end,
        value=float(digits) * scale * (-1 if minus else 1),
        step=_step(digits, scale, bool(match["share"])),
        money=money,
        share=bool(match["share"]),
    )


def _is_year(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE_YEAR.search(text[:start])) and not NOUN_AFTER.match(text[end:])


def _step(digits: str, scale: float, share: bool) -> float:
    """How far a number is rounded: to its last digit, but to two digits at the least."""
    whole, _, decimals = digits.partition(".")
    if decimals:
        return scale * 10.0 ** -len(decimals)
    if share:
        return 1.0
    if scale > 1:
        return scale / 10 if len(whole) == 1 else scale
    # 1,200,000 written out may be rounded too: its trailing zeros say how far
    zeros = len(whole) - len(whole.rstrip("0"))
    return 10.0 ** max(min(zeros, len(whole) - 2), 0)


def _with_what_is_said(found: list[Written], text: str) -> Iterator[Written]:
    numbers = [one for one in found if one.kind == NUMBER]
    edges = [0, *[edge for one in numbers for edge in (one.start, one.end)], len(text)]
    around = {
        one.start: (text[edges[2 * n] : one.start], text[one.end : edges[2 * n + 3]])
        for n, one in enumerate(numbers)
    }
    for one in found:
        if one.kind != NUMBER:
            yield one
            continue
        before, after = around[one.start]
        after = re.split(r"[;:!?]|\.(?:\s|$)", after)[0]
        before = re.split(r"[;:!?]|\.\s", before)[-1]
        per = _per(after) or (_per(before) if one.money else "")
        year = next((part for date in _dates(after) for kind, part in date if kind == "fiscal"), "")
        yield replace(one, per=per, year=year)


def _per(words: str) -> str:
    at = [
        (match.start(), per)
        for per, pattern in _PER
        if (match := re.search(pattern, words, re.IGNORECASE))
    ]
    return min(at)[1] if at else ""


def _dates(words: str) -> list[frozenset]:
    return [_parts(match) for match in _TOKENS.finditer(words) if match["fiscal"]]
