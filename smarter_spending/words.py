"""Numbers and findings as a leader would say them.

Every figure a page shows passes through here, so that dollars, shares and
ranges look the same in a table, a sentence, a chart and a workbook.
"""

import math
import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

DASH = "–"
NOT_YET_KNOWN = "not yet known"
NOT_CHOSEN = "choose…"  # what a list says before anybody chooses
UNANSWERED = (None, "", NOT_CHOSEN)
OUTCOMES = {
    "ela_score": "English language arts score",
    "math_score": "mathematics score",
    "early_literacy_score": "early literacy score",
    "reading_test_score": "reading test score",
    "math_test_score": "mathematics test score",
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
    """Dollars as a finance office prints them; an unknown amount stays unknown."""
    if _unknown(amount):
        return NOT_YET_KNOWN
    places = 2 if cents else 0
    size = f"{abs(amount):,.{places}f}"
    sign = "−" if amount < 0 and float(size.replace(",", "")) else ""
    return f"{sign}${size}"


def short_dollars(amount: float) -> str:
    """Dollars for a chart or a headline: thousands and millions shortened."""
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
    """A share between 0 and 1 as a percentage."""
    if _unknown(share):
        return NOT_YET_KNOWN
    return _minus(f"{100 * share:.{places}f}%")


def number(value: float, places: int = 0) -> str:
    """A count or a measure with thousands separated."""
    return NOT_YET_KNOWN if _unknown(value) else _minus(f"{value:,.{places}f}")


def signed(value: float, places: int = 0) -> str:
    """A number with its sign, minus as a minus; what rounds to zero has none."""
    rounded = round(float(value), places) + 0.0  # no minus before a zero
    return f"+{number(rounded, places)}" if rounded > 0 else number(rounded, places)


def tries(of_ten: int, what: str = "tries") -> str:
    """A chance as tries of ten."""
    few = {0: "hardly any of 10", 10: "nearly all 10"}
    return f"{few.get(of_ten, f'{of_ten} of 10')} {what}"


def of_ten(chance: float) -> str:
    """A chance as whole tries of ten; nobody can tell where there is none."""
    return "nobody can tell" if _unknown(chance) else tries(round(10 * chance))


def points(change: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    if _unknown(change):
        return DASH
    whole = signed(100 * change)
    return f"{whole} {'point' if whole[1:] == '1' else 'points'}"


def percent_range(low: float, high: float) -> str:
    """A range of shares, a dash where there is none."""
    return DASH if _unknown(low) else f"{percent(low)} to {percent(high)}"


def signed_range(low: float, high: float) -> str:
    """A range of differences to a tenth, with their signs, a dash where there is none."""
    return DASH if _unknown(low) else f"{signed(low, 1)} to {signed(high, 1)}"


def points_range(low: float, high: float) -> str:
    """A range of differences of shares in percentage points to a tenth, with their signs."""
    return signed_range(100 * low, 100 * high)


STRENGTH = {  # from how much of something known on: how it is said
    1.3: "stronger than", 0.85: "about as strong as", 0.6: "about two thirds as strong as",
    0.42: "about half as strong as", 0.29: "about a third as strong as",
    0.22: "about a quarter as strong as", 0.14: "about a sixth as strong as",
    0.07: "about a tenth as strong as",
}  # fmt: skip


def as_strong(share: float) -> str:
    """How strong one thing is beside another that is known."""
    said = (words for least, words in STRENGTH.items() if share >= least)
    return next(said, "far less than a tenth as strong as")


def many(count: float, one: str, several: str | None = None) -> str:
    """A count with its noun in the right number."""
    noun = one if count == 1 else (several or f"{one}s")
    return f"no {noun}" if count == 0 else f"{count:,.0f} {noun}"


def listed(words: Iterable[object], most: int = 6) -> str:
    """A list as part of a sentence, cut with a count where it is long."""
    words = [str(word) for word in words]
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def dollar_range(low: float, high: float) -> str:
    """A range of dollars, open where it has no limit."""
    if math.isinf(low) or math.isinf(high):
        return "no limit"
    return f"{dollars(low)} to {dollars(high)}"


def day(date: object) -> str:
    """A date as people write it."""
    return f"{date:%B} {date.day}, {date.year}"


def stretches(minutes: Iterable[int]) -> list[str]:
    """Lengths of time, one after another, each as from which minute to which.

    >>> stretches([3, 10])
    ['0–3', '3–13']
    """
    return [f"{begun}–{over}" for begun, over in pairwise(accumulate(minutes, initial=0))]


NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def printable(words: object) -> str:
    """Words as Word, PowerPoint and XML take them: without signs that no page can show."""
    return NOT_PRINTED.sub("", " ".join(str(words).split()))


def points_high(cell: object, width: float) -> float:
    """How high a row of a sheet is for a cell in a column so many signs wide, in points."""
    signs = len(str(cell or ""))
    # words are not broken, so one of several lines holds a little less than its width
    return 15.0 if signs < width else 15.0 * math.ceil(signs / (0.9 * width))


def clock(starts: str, minutes: Iterable[int]) -> list[str]:
    """The time of day at which each of several stretches begins, and at which the last ends.

    >>> clock("9:50", [5, 10])
    ['9:50', '9:55', '10:05']
    """
    hour, minute = map(int, starts.split(":"))
    passed = accumulate(minutes, initial=60 * hour + minute)
    return [f"{(at // 60 - 1) % 12 + 1}:{at % 60:02}" for at in passed]


def within(shape: tuple[float, float], room: tuple[float, float]) -> tuple[int, int]:
    """A width and a height as large as the room allows, in the same proportion."""
    scale = min(most / size for size, most in zip(shape, room, strict=True))
    return round(shape[0] * scale), round(shape[1] * scale)


def outcome_words(outcome: str) -> str:
    """An outcome's name as people say it."""
    return OUTCOMES.get(outcome, str(outcome).replace("_", " "))


def unit_words(outcome: str) -> str:
    """One unit of an outcome, in words: what the dollars of a ratio are dollars for."""
    if outcome in ("reading_on_grade", "ninth_grade_on_track", "reclassification"):
        return "one more student"
    if outcome == "attendance":
        return "one student's whole year of days"
    return "one standard deviation for one student"


def _unknown(value: float) -> bool:
    return value is None or value != value


def _minus(text: str) -> str:
    return text.replace("-", "−")


YEARS = range(1950, 2101)  # in which a school's figures can lie
MOST = 1e11  # dollars, students, days: more than all schools of the state together have


def is_fiscal_year(text: str) -> bool:
    """Whether a text is a fiscal year as 2024-25."""
    two = re.fullmatch("([0-9]{4})-([0-9]{2})", text)
    return bool(two) and int(two[1]) in YEARS and (int(two[1]) + 1) % 100 == int(two[2])


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
    """The year (0 where none is written), the month and the day of a day, or nothing."""
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
