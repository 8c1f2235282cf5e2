"""The dates on which a district looks again, as a calendar file that any calendar program opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

LONGEST = 75  # octets of a line, RFC 5545


@dataclass(frozen=True)
class Event:
    """One day of the calendar: what happens, and why."""

    day: date
    title: str
    why: str = ""


def review_year(as_of: date, notice_by: date, last_day: date) -> list[Event]:
    """The days of a budget year on which decisions are looked at, in order.

    The interim reports, the budget's adoption and the unaudited actuals are California's;
    the rest follows from the decisions.

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
    >>> events = review_year(date(2025, 9, 15), date(2026, 3, 15), date(2026, 6, 30))
    >>> [event.day.isoformat() for event in events][:2]
    ['2025-10-15', '2025-12-15']

    References
    ----------
    California Education Code 42127 (budget by July 1), 42130 and 42131 (interim reports by
    December 15 and March 15), 42100 (unaudited actuals by September 15), 44949 (notice by
    March 15), 52062 (LCAP mid-year update by February 28).
    """
    end = last_day.year
    events = [
        Event(date(end - 1, 10, 15), "First look: is it delivered?", "Dosage against plan"),
        Event(date(end - 1, 12, 15), "First interim report", "Spending against plan, triggers"),
        Event(date(end, 2, 28), "LCAP mid-year update", "Outcomes and expenditures so far"),
        Event(notice_by, "Staff are told", "The last day for notice to certificated staff"),
        Event(date(end, 3, 15), "Second interim report", "Triggers; the sunset plan"),
        Event(date(end, 5, 15), "Results of the year: wait, change or stop", "Notebook 15"),
        Event(last_day, "What ends, ends; the budget is adopted", "LCAP and budget, together"),
        Event(date(end, 9, 15), "Unaudited actuals", "Identified becomes realised, or not"),
        Event(date(end, 9, 30), "Notebook 0 again", "What this year leaves open"),
    ]
    return sorted((one for one in events if one.day >= as_of), key=lambda one: one.day)


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
        With lines of at most 75 octets that end in CR LF, as RFC 5545 asks.

    Examples
    --------
    >>> text = calendar_file([Event(date(2026, 3, 15), "Notice, by law")], "Oak", date(2025, 9, 15))
    >>> [line for line in text.splitlines() if line.startswith(("DTSTART", "SUMMARY"))]
    ['DTSTART;VALUE=DATE:20260315', 'SUMMARY:Oak: Notice\\\\, by law']
    """
    made = f"{as_of:%Y%m%d}T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Smarter Spending//review calendar//EN"]
    for event in events:
        about = f"{district}|{event.day}|{event.title}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{sha256(about.encode()).hexdigest()[:24]}@smarter-spending",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{district}: {event.title}')}",
            *([f"DESCRIPTION:{_escaped(event.why)}"] if event.why else []),
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> Sequence[str]:
    parts, part = [], ""
    for letter in line:  # never cut inside a letter of several octets
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
