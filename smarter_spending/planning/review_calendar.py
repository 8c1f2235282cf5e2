"""The dates on which a district looks again, as a calendar file that any calendar program opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

LONGEST = 75  # octets of a line, RFC 5545
WRITTEN = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y")
STAFF = (
    "The last day for notice to certificated staff. Classified staff have notice rules of their "
    "own (Education Code 45117): check with human resources."
)


@dataclass(frozen=True)
class Event:
    """One day of the calendar: what happens, and why.

    ``key`` names what it is about where its day may move: a calendar program that opens the
    file again then moves the entry, and adds no second one.
    """

    day: date
    title: str
    why: str = ""
    key: str = ""


def review_year(as_of: date, notice_by: date, last_day: date) -> list[Event]:
    """The days until the next autumn on which decisions are looked at, in order.

    The interim reports, the budget's adoption and the unaudited actuals are California's;
    the rest follows from the decisions.  A day on a weekend says so.

    Parameters
    ----------
    as_of : date
        Days before it are left out.
    notice_by, last_day : date
        Of the sunset plan.

    Returns
    -------
    list of Event

    Examples
    --------
    >>> events = review_year(date(2025, 10, 1), date(2026, 3, 15), date(2026, 6, 30))
    >>> [(event.day.isoformat(), event.title) for event in events][1]
    ('2025-12-15', 'First interim report is due')

    References
    ----------
    California Education Code 42127 (budget by July 1), 42130 and 42131 (interim reports to
    October 31 and January 31, each within 45 days: December 15, and March 15 to be safe), 42100
    (unaudited actuals by September 15), 44949 and 45117 (notice by March 15), 52062 (LCAP
    mid-year update by February 28).
    """
    end = last_day.year
    events = [
        Event(date(end - 1, 10, 15), "First look: is it delivered?", "Dosage against plan."),
        Event(
            date(end - 1, 12, 15),
            "First interim report is due",
            "Spending to October 31 against plan, and the triggers agreed in notebook 12.",
        ),
        Event(date(end, 2, 28), "LCAP mid-year update is due", "Outcomes and expenditures so far."),
        Event(notice_by, "Staff are told", STAFF),
        Event(
            date(end, 3, 15),
            "Second interim report is due",
            "Spending to January 31 against plan, the triggers, and the sunset plan.",
        ),
        Event(last_day, "What ends, ends", "The sunset plan, program by program."),
        *_every_year(end - 1),
        *_every_year(end),
    ]
    kept = sorted((one for one in events if one.day >= as_of), key=lambda one: one.day)
    return [replace(one, why=f"{one.why}{_weekend(one.day)}") for one in kept]


def _every_year(year: int) -> list[Event]:
    return [
        Event(date(year, 5, 15), "Results of the year: wait, change or stop", "Notebook 15."),
        Event(
            date(year, 7, 1),
            "Budget and LCAP must be adopted",
            "The triggers once more; what ends is no longer in it.",
        ),
        Event(date(year, 9, 15), "Unaudited actuals are due", "Are our dollars realised?"),
        Event(date(year, 9, 30), "Notebook 0 again", "It begins with what the year left open."),
    ]


def _weekend(day: date) -> str:
    late = day.weekday() - 4  # days after Friday
    if late <= 0:
        return ""
    friday = day - timedelta(days=late)
    return (
        f" It falls on a {day:%A}: the last working day is {friday:%A}, {friday:%B} {friday.day}."
    )


def day_named(words: str, as_of: date) -> date | None:
    """The day that somebody wrote, where it can be read as one.

    Parameters
    ----------
    words : str
        Such as "March 1", "by March 1, 2026", "3/1/2026" or "2026-03-01".
    as_of : date
        A day without a year is the next such day from here on.

    Returns
    -------
    date or None
        None for anything else: "in spring" is no day of a calendar.

    Examples
    --------
    >>> day_named("March 1", date(2025, 9, 15)).isoformat()
    '2026-03-01'
    >>> day_named("when there is time", date(2025, 9, 15)) is None
    True
    """
    text = " ".join(words.split()).rstrip(".")
    text = text[3:] if text.lower().startswith(("by ", "on ")) else text
    for year in ("", f" {as_of.year}", f" {as_of.year + 1}"):
        found = _read(f"{text}{year}")
        if found and (not year or found >= as_of):
            return found
    return None


def _read(text: str) -> date | None:
    for written in WRITTEN:
        try:
            return datetime.strptime(text, written).date()
        except ValueError:
            continue
    return None


def calendar_file(events: Iterable[Event], district: str, as_of: date) -> str:
    """The events as an iCalendar text: whole days, the same text every time.

    Parameters
    ----------
    events : iterable of Event
    district : str
    as_of : date
        Stands as the day the file was made.

    Returns
    -------
    str
        With lines of at most 75 octets that end in CR LF, as RFC 5545 asks.  The days block
        nobody's calendar (TRANSPARENT).

    Examples
    --------
    >>> text = calendar_file([Event(date(2026, 3, 15), "Notice, by law")], "Oak", date(2025, 9, 15))
    >>> [line for line in text.splitlines() if line.startswith(("DTSTART", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20260315', 'SUMMARY:Oak: Notice\\\\, by law']

    References
    ----------
    RFC 5545, *Internet Calendaring and Scheduling*: 3.1 (folding), 3.3.11 (text), 3.6.1 (the
    day an event ends is not part of it).
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Smarter Spending//review calendar//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += _event_lines(event, district, as_of)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event_lines(event: Event, district: str, as_of: date) -> list[str]:
    about = f"{district}|{event.key or f'{event.day}|{event.title}'}"
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(about.encode()).hexdigest()[:24]}@smarter-spending",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{district}: {event.title}')}",
        *([f"DESCRIPTION:{_escaped(event.why)}"] if event.why else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(letter for letter in text if letter >= " ")  # no other control signs


def _folded(line: str) -> Sequence[str]:
    parts, part = [], ""
    for letter in line:  # never cut inside a letter of several octets
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
