"""Numbers and findings as a leader would say them.

Every figure a page shows passes through here, so that dollars, shares and
ranges look the same in a table, a sentence, a chart and a workbook.
"""

import math
import re
from collections.abc import Iterable

DASH = "–"
NOT_YET_KNOWN = "not yet known"
OUTCOMES = {
    "ela_score": "English language arts score",
    "math_score": "mathematics score",
    "early_literacy_score": "early literacy score",
    "reading_on_grade": "reading on grade",
    "ninth_grade_on_track": "ninth grade on track",
    "attendance": "attendance",
    "reclassification": "reclassification of English learners",
    "none": "no outcome named",
}


class PlainError(ValueError):
    """An error told in a sentence to who can mend it; in a notebook no stack stands above it."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def literal(typed: object) -> str:
    """What a person typed, as text that no Markdown and no HTML takes for markup.

    >>> print(literal("Tutoring* (A|B) <b>"))
    Tutoring\\* (A\\|B) \\<b\\>
    """
    return re.sub(r"([\\*_`\[\]<>|~])", r"\\\1", str(typed))


def dollars(amount: float, cents: bool = False) -> str:
    """Dollars as a finance office prints them; an unknown amount stays unknown.

    >>> dollars(1382), dollars(-1348517.38), dollars(1234.5, cents=True), dollars(float("nan"))
    ('$1,382', '−$1,348,517', '$1,234.50', 'not yet known')
    """
    if _unknown(amount):
        return NOT_YET_KNOWN
    places = 2 if cents else 0
    size = f"{abs(amount):,.{places}f}"
    sign = "−" if amount < 0 and float(size.replace(",", "")) else ""
    return f"{sign}${size}"


def short_dollars(amount: float) -> str:
    """Dollars for a chart or a headline: thousands and millions shortened.

    >>> [short_dollars(amount) for amount in (1_200_000, 254_300_000, 45_678, 950)]
    ['$1.2M', '$254M', '$46K', '$950']
    """
    if _unknown(amount):
        return NOT_YET_KNOWN
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    for unit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if size >= unit * 0.9995:
            scaled = size / unit
            places = 1 if letter != "K" and scaled < 99.95 else 0
            return f"{sign}${scaled:,.{places}f}{letter}"
    return f"{sign}${size:,.0f}"


def percent(share: float, places: int = 0) -> str:
    """A share between 0 and 1 as a percentage.

    >>> percent(0.117, 1), percent(0.5), percent(-0.03), percent(float("nan"))
    ('11.7%', '50%', '−3%', 'not yet known')
    """
    if _unknown(share):
        return NOT_YET_KNOWN
    return _minus(f"{100 * share:.{places}f}%")


def number(value: float, places: int = 0) -> str:
    """A count or a measure with thousands separated.

    >>> number(17000), number(0.204, 2), number(float("nan"))
    ('17,000', '0.20', 'not yet known')
    """
    return NOT_YET_KNOWN if _unknown(value) else _minus(f"{value:,.{places}f}")


def signed(value: float, places: int = 0) -> str:
    """A number with its sign, minus as a minus; what rounds to zero has none.

    >>> signed(3.6), signed(-0.2), signed(-0.2, 1)
    ('+4', '0', '−0.2')
    """
    rounded = round(float(value), places) + 0.0  # no minus before a zero
    return f"+{number(rounded, places)}" if rounded > 0 else number(rounded, places)


def tries(of_ten: int) -> str:
    """A chance as tries of ten.

    >>> tries(8), tries(10), tries(0)
    ('8 of 10 tries', 'nearly all of 10 tries', 'hardly any of 10 tries')
    """
    few = {0: "hardly any", 10: "nearly all"}
    return f"{few.get(of_ten, of_ten)} of 10 tries"


def points(change: float) -> str:
    """A difference of shares in percentage points, with its sign.

    >>> points(0.036), points(-0.01), points(float("nan"))
    ('+4 points', '−1 point', '–')
    """
    if _unknown(change):
        return DASH
    whole = signed(100 * change)
    return f"{whole} {'point' if whole[1:] == '1' else 'points'}"


def percent_range(low: float, high: float) -> str:
    """A range of shares, a dash where there is none.

    >>> percent_range(0.29, 0.52), percent_range(float("nan"), float("nan"))
    ('29% to 52%', '–')
    """
    return DASH if _unknown(low) else f"{percent(low)} to {percent(high)}"


def signed_range(low: float, high: float) -> str:
    """A range of differences to a tenth, with their signs, a dash where there is none.

    >>> signed_range(-0.8, 24), signed_range(float("nan"), float("nan"))
    ('−0.8 to +24.0', '–')
    """
    return DASH if _unknown(low) else f"{signed(low, 1)} to {signed(high, 1)}"


def points_range(low: float, high: float) -> str:
    """A range of differences of shares in percentage points to a tenth, with their signs.

    >>> points_range(-0.008, 0.24)
    '−0.8 to +24.0'
    """
    return signed_range(100 * low, 100 * high)


STRENGTH = {  # from how much of something known on: how it is said
    1.3: "stronger than", 0.85: "about as strong as", 0.6: "about two thirds as strong as",
    0.42: "about half as strong as", 0.29: "about a third as strong as",
    0.22: "about a quarter as strong as", 0.14: "about a sixth as strong as",
    0.07: "about a tenth as strong as",
}  # fmt: skip


def as_strong(share: float) -> str:
    """How strong one thing is beside another that is known.

    >>> as_strong(0.5), as_strong(0.12), as_strong(0.01)
    ('about half as strong as', 'about a tenth as strong as', 'far less than a tenth as strong as')
    """
    said = (words for least, words in STRENGTH.items() if share >= least)
    return next(said, "far less than a tenth as strong as")


def many(count: float, one: str, several: str | None = None) -> str:
    """A count with its noun in the right number.

    >>> many(1, "program"), many(60, "program"), many(0, "school")
    ('1 program', '60 programs', 'no schools')
    >>> many(2, "inventory", "inventories")
    '2 inventories'
    """
    noun = one if count == 1 else (several or f"{one}s")
    return f"no {noun}" if count == 0 else f"{count:,.0f} {noun}"


def listed(words: Iterable[object], most: int = 6) -> str:
    """A list as part of a sentence, cut with a count where it is long.

    >>> listed(["cost", "outcome", "dosage"])
    'cost, outcome and dosage'
    >>> listed("abcdefgh", most=3)
    'a, b, c and 5 more'
    """
    words = [str(word) for word in words]
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def dollar_range(low: float, high: float) -> str:
    """A range of dollars, open where it has no limit.

    >>> dollar_range(1616.32, 4963.42), dollar_range(-float("inf"), float("inf"))
    ('$1,616 to $4,963', 'no limit')
    """
    if math.isinf(low) or math.isinf(high):
        return "no limit"
    return f"{dollars(low)} to {dollars(high)}"


def day(date: object) -> str:
    """A date as people write it.

    >>> import datetime
    >>> day(datetime.date(2026, 3, 15))
    'March 15, 2026'
    """
    return f"{date:%B} {date.day}, {date.year}"


def outcome_words(outcome: str) -> str:
    """An outcome's name as people say it.

    >>> outcome_words("ninth_grade_on_track")
    'ninth grade on track'
    """
    return OUTCOMES.get(outcome, str(outcome).replace("_", " "))


def unit_words(outcome: str) -> str:
    """One unit of an outcome, in words: what the dollars of a ratio are dollars for.

    >>> unit_words("ninth_grade_on_track"), unit_words("ela_score")
    ('one more student', 'one standard deviation for one student')
    """
    if outcome in ("reading_on_grade", "ninth_grade_on_track", "reclassification"):
        return "one more student"
    if outcome == "attendance":
        return "one student's whole year of days"
    return "one standard deviation for one student"


def _unknown(value: float) -> bool:
    return value is None or value != value


def _minus(text: str) -> str:
    return text.replace("-", "−")


# --- A day as people write it: month before day ---------------------------------------------------

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4}|\d\d)", r"(?P<month>[a-z]{3,})", r"(?P<day>\d\d?)"
_DAYS = [
    re.compile(form)
    for form in (
        rf"(?P<year>\d{{4}})([-/])(?P<month>\d\d?)\2{_DAY}",
        rf"(?P<month>\d\d?)([-/]){_DAY}\2{_YEAR}",
        rf"(?P<month>\d\d?)/{_DAY}(?P<year>)",
        rf"{_MONTH} {_DAY}(?: {_YEAR})?",
        rf"{_DAY} {_MONTH}(?: {_YEAR})?",
    )
]
_AROUND_A_DAY = re.compile(
    r"[,.'’]|(?<=\d)(?:st|nd|rd|th)\b|(?<=[a-z])-|-(?=[a-z])"
    r"|\b(?:by|on|the|of|no later than|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)


def day_written(text: str) -> tuple[int, int, int] | None:
    """The year (0 where none is written), the month and the day of a day, or nothing.

    3/4/26 is March 4, 2026: month and day as California writes them.

    >>> day_written("Sept. 30, 2026"), day_written("1st of March"), day_written("6-8")
    ((2026, 9, 30), (0, 3, 1), None)
    """
    plain = " ".join(_AROUND_A_DAY.sub(" ", text.lower()).split())
    found = next((match for form in _DAYS if (match := form.fullmatch(plain))), None)
    if not found:
        return None
    word, day, year = found["month"], int(found["day"]), int(found["year"] or 0)
    named = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    month = int(word) if word.isdecimal() else sum(named[:1])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return (2000 + year if 0 < year < 100 else year), month, day
