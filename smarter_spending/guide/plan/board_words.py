"""Numbers in words: which of them count something a table counts, and which are only language."""

import re
from collections.abc import Iterator

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
    """Where a sentence states a number in words.

    "Twelve programs", "half a million", "a third of" and "twice" state one; "one page", "the
    two sides", "first", "half-day" and "nobody" do not.

    Parameters
    ----------
    text : str

    Yields
    ------
    (int, int)
        Where each begins and ends, with the noun it counts.

    Examples
    --------
    >>> text = "On one page: twelve programs, first, one-time, a third of it."
    >>> [text[start:end] for start, end in numbers_in_words(text)]
    ['twelve programs', 'a third of']
    """
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
