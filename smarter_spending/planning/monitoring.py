"""Whether it happened and whether it helped, and the days to look again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.learning import rate_range
from smarter_spending.analysis.spending import spending_rows
from smarter_spending.planning.decisions import (
    BUDGET,
    FIX,
    GROW,
    KEEP,
    NOT_YET_KNOWN,
    SCALE,
    DecisionRule,
    taken_on_by,
)
from smarter_spending.planning.decisions import STOP as ENDED

# --- Whether it happened, whether it helped, and what to do next: by a rule written beforehand ---

WAIT, CHANGE, STOP = "wait", "change", "stop"
MAY_BE_LAW = "find out whether law or contract requires it"
HALF_A_CENT = 0.005  # exactly 10% over a budget is not more than 10%
# how far a goal has come
AWAY, STILL, ON_ITS_WAY, NEARLY, REACHED, PASSED = (
    "away", "still", "on its way", "nearly", "reached", "passed"
)  # fmt: skip
ALL_BUT_THERE = 0.995  # share of the way: rounded to whole percent it would read as all of it
NOT_IN, REFUSED, NO_WAY = "not in", "refused", "no way"  # why nobody can tell how far
ATTAINED = ["number", "measure", "baseline", "target", "now_share", "low", "high", "attainment",
            "state", "may_be_chance"]  # fmt: skip


@dataclass(frozen=True)
class ReviewRule:
    """When to change and when to stop, written before the results are in.

    A program is delivered from ``delivered_enough`` of its plan up; spent as planned within
    ``spent_within`` (a share) of it; of no gain up to ``no_gain`` of the draws, shown to gain
    from ``gain_shown`` up and to lose up to ``loss_shown``.
    """

    delivered_enough: float = 0.60
    spent_within: float = 0.10
    no_gain: float = 0.50
    gain_shown: float = 0.90
    loss_shown: float = 0.05


def review_rule(rule: DecisionRule) -> ReviewRule:
    """The review by the same thresholds as the decision: one board, one rule.

    Examples
    --------
    >>> review_rule(DecisionRule(delivered_enough=0.8)).delivered_enough
    0.8
    """
    return ReviewRule(
        delivered_enough=rule.delivered_enough,
        gain_shown=rule.gain_shown,
        loss_shown=rule.loss_shown,
    )


def goal_attainment(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained, from where it began to where it should end.

        attainment = (actual - baseline) / (target - baseline)

    0 is no step, 1 the target, above 1 beyond it, below 0 a step back.  It works for goals
    that go down (absence) as well.  A third of the way after a third of the time is on its
    way; the range of the actual result says whether it moved at all.

    Examples
    --------
    >>> round(goal_attainment(42, 54, 46), 2), goal_attainment(20, 10, 15)
    (0.33, 0.5)
    """
    if not np.isfinite([baseline, target, actual]).all():
        raise ValueError("Baseline, target and actual must be numbers.")
    if target == baseline:
        raise ValueError(f"The target is the baseline, {baseline:g}: there is no way to go.")
    return (actual - baseline) / (target - baseline)


def attained_percent(baseline: float, target: float, actual: float) -> float:
    """How far a goal has been attained, in whole percent.

    Examples
    --------
    >>> attained_percent(42, 54, 46)
    33.0
    """
    return float(round(100 * goal_attainment(baseline, target, actual)))


@dataclass(frozen=True)
class Way:
    """How far a goal has come: ``state`` in one of six words, ``share`` of the way."""

    state: str
    share: float


def way_gone(attainment: float) -> Way:
    """How far a goal has come, small errors of arithmetic left out.

        away below 0 · still at 0 · on its way · nearly from 0.995 up · reached at 1 · passed

    Examples
    --------
    >>> way_gone(1 / 3).state, way_gone(0.9975).state, way_gone((0.30 - 0.28) / 0.02).state
    ('on its way', 'nearly', 'reached')
    """
    share = round(attainment, 9)  # 0.30 less 0.28 is not quite 0.02
    if share <= 0:
        return Way(AWAY if share < 0 else STILL, share)
    if share >= 1:
        return Way(PASSED if share > 1 else REACHED, share)
    return Way(NEARLY if share >= ALL_BUT_THERE else ON_ITS_WAY, share)


def goals_attained(goals: pd.DataFrame, answers: Mapping[str, object]) -> pd.DataFrame:
    """How far each goal has been attained by this year's result, and whether it may be chance.

    Examples
    --------
    Chronic absence is to fall from 20% to 12%; it is 18% of 1,000 students now.

    >>> goals = pd.DataFrame({"number": [1], "measure": ["Absence"], "baseline": [0.20],
    ...                       "target": [0.12], "count": [1_000.0]})
    >>> table = goals_attained(goals, {"now_1": 18})
    >>> table[["attainment", "low", "high", "may_be_chance"]].round(3).values.tolist()
    [[0.25, 0.161, 0.201, True]]
    """
    rows = []
    for row in goals.dropna(subset=["baseline", "target"]).itertuples():
        given = answers.get(f"now_{row.number}")
        students = answers.get(f"now_{row.number}_of") or row.count
        found = _attained(row.baseline, row.target, given, students)
        rows.append((row.number, row.measure, row.baseline, row.target, *found))
    return pd.DataFrame(rows, columns=ATTAINED)


def _attained(baseline: float, target: float, given: object, students: object) -> tuple:
    if given in (None, "", 0):
        return None, None, None, None, NOT_IN, False
    if not (isinstance(given, (int, float)) and 0 < given <= 100):
        return None, None, None, None, REFUSED, False  # never cut to a percentage
    now, low, high = given / 100, None, None
    if isinstance(students, (int, float)) and students >= 1:  # NaN is no number of students
        found = rate_range(round(now * round(students)), round(students))
        low, high = found.low, found.high
    if target == baseline:
        return now, low, high, None, NO_WAY, False
    attained = goal_attainment(baseline, target, now)
    way = way_gone(attained)
    chance = low is not None and low <= baseline <= high and way.state != STILL
    return now, low, high, attained, way.state, chance


def spending_against_plan(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What each program was budgeted and what it spent, from the ledger.

        difference = spent - budgeted;  share = spent / budgeted

    Under its budget is no success by itself: a program that was not delivered spends less.  A
    program without a budget has none: that is not a budget of zero.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "fund": "01", "kind": "spending",
    ...     "amount_type": ["adopted_budget", "actual", "actual"],
    ...     "local_program": ["P1", "P1", "P2"], "amount": [100.0, 80.0, 5.0]})
    >>> spending_against_plan(ledger, "2024-25")[["program_id", "budgeted", "spent"]].values
    array([['P1', 100.0, 80.0],
           ['P2', nan, 5.0]], dtype=object)
    """
    columns = ["program_id", "budgeted", "spent", "difference", "spent_share"]
    if ledger.empty or "local_program" not in ledger.columns:
        return pd.DataFrame(columns=columns)
    kinds = set(ledger.loc[ledger["fiscal_year"].eq(fiscal_year), "amount_type"])
    sums = {}
    for name, kind in (("budgeted", "adopted_budget"), ("spent", "actual")):
        rows = spending_rows(ledger, fiscal_year, kind) if kind in kinds else ledger.iloc[:0]
        sums[name] = rows.groupby("local_program")["amount"].sum().astype(float).round(2)
    table = pd.DataFrame(sums).rename_axis("program_id").reset_index()
    return table.assign(
        difference=(table["spent"] - table["budgeted"]).round(2),
        spent_share=table["spent"] / table["budgeted"].where(table["budgeted"] > 0),
    )[columns]


@dataclass(frozen=True)
class Spent:
    """What reviewed programs were ``budgeted`` and ``spent``, in dollars.

    ``programs`` is of how many the ledger shows both, ``unknown`` of how many it does not; ``far``
    names those that are further off than the rule allows.
    """

    programs: int
    unknown: int
    budgeted: float
    spent: float
    far: tuple[str, ...]


def spent_beside_budget(reviews: pd.DataFrame, rule: ReviewRule) -> Spent:
    """What reviewed programs were budgeted and spent, and which are too far off.

        too far off: |spent - budgeted| > spent_within * |budgeted|

    Examples
    --------
    >>> reviews = pd.DataFrame({"program": ["A", "B"], "budgeted": [100.0, None],
    ...                         "spent": [85.0, 5.0]})
    >>> spent_beside_budget(reviews, ReviewRule())
    Spent(programs=1, unknown=1, budgeted=100.0, spent=85.0, far=('A',))
    """
    known = reviews.dropna(subset=["budgeted", "spent"])
    allowed = rule.spent_within * known["budgeted"].abs() + HALF_A_CENT
    off = (known["spent"] - known["budgeted"]).abs() > allowed
    return Spent(
        programs=len(known),
        unknown=len(reviews) - len(known),
        budgeted=float(known["budgeted"].sum()),
        spent=float(known["spent"].sum()),
        far=tuple(known.loc[off, "program"]),
    )


def reviewed_programs(
    decisions: pd.DataFrame, rule: ReviewRule, ledger: pd.DataFrame, fiscal_year: str
) -> pd.DataFrame:
    """What happened to each program against its plan; and wait, change or stop."""
    moves = decisions["decision"].isin([GROW, FIX, ENDED]) | decisions["ending"].astype(bool)
    known = decisions["delivered_share"].notna() | decisions["can_tell"].astype(bool)
    facts = decisions.assign(same_job_as=taken_on_by(decisions))[moves | known]
    spending = spending_against_plan(ledger, fiscal_year)
    table = review_programs(facts, rule).merge(spending, on="program_id", how="left")
    shares = {name: table[name].astype(float) for name in ("delivered_share", "spent_share")}
    order = table["review"].map({STOP: 0, CHANGE: 1, WAIT: 2})
    table = table.assign(order=order, **shares).sort_values(["order", "program"], kind="stable")
    columns = ["program_id", "program", "delivered_share", "budgeted", "spent", "spent_share",
               "review", "review_reason"]  # fmt: skip
    return table[columns].reset_index(drop=True)


@dataclass(frozen=True)
class Review:
    """What the rule says of one program: ``review`` (wait, change or stop) and why."""

    review: str
    reason: str


def review_of(delivered_share: float, chance_gain: float, rule: ReviewRule) -> Review:
    """What the rule says of a program that is not required, and of which nothing was decided.

    Examples
    --------
    >>> review_of(0.40, 0.30, ReviewRule()).review, review_of(0.80, 0.30, ReviewRule()).review
    ('change', 'stop')
    """
    facts = {"program_id": "P", "program": "this one", "delivered_share": delivered_share}
    facts |= {"can_tell": True, "chance_gain": chance_gain, "mandate": False}
    row = review_programs(pd.DataFrame([facts]), rule).iloc[0]
    return Review(row["review"], row["review_reason"])


def review_programs(facts: pd.DataFrame, rule: ReviewRule) -> pd.DataFrame:
    """Wait, change or stop: what the rule says of each program, and why.

    What was decided comes first, so that this page ends what notebooks 10 and 11 end:

        its end is already set                     stop; change where it was to be kept
        decided to stop                            stop: see that it ends
        to fix, one purchase for one job           stop: it is not renewed
        to fix, pay for what is used               change: buy that, or see it delivered
        to fix, the same gain for less             change: the same gain at a lower cost

    Then what was measured:

        a loss is shown                            stop, as notebook 10 does
        delivered too little, no gain shown        change: deliver it; it has not failed
        delivered too little, gain shown           wait: it works, see that it is delivered
        delivered, no gain likely                  stop, where nothing else was decided
        delivery or effect not known               wait: and get what is missing, by a date
        everything else                            wait: go on as planned

    A program that was not delivered has not been tried, and has not failed unless its students
    are shown to do worse.  What is only missing stops nothing.  A program to fix never waits.

    Examples
    --------
    Dosage 40% of plan, and no gain: has the program failed?  Not shown.

    >>> facts = pd.DataFrame({"program_id": ["P1"], "program": ["Tutoring"], "mandate": False,
    ...     "delivered_share": [0.40], "can_tell": True, "chance_gain": [0.30]})
    >>> review_programs(facts, ReviewRule())["review"].item()
    'change'
    >>> ended = facts.assign(decision="Stop", same_job_as="Groups")
    >>> print(review_programs(ended, ReviewRule())["review_reason"].item())
    It was decided to stop it: see that it ends, and that Groups takes on its students.
    """
    needed = ["program_id", "program", "delivered_share", "can_tell", "chance_gain", "mandate"]
    require_columns(facts, needed, "table of facts")
    said = [_review(row, rule) for row in facts.itertuples()]
    columns = ["review", "review_reason"]
    return facts.join(pd.DataFrame(said, columns=columns, index=facts.index))


def _review(row, rule: ReviewRule) -> tuple[str, str]:
    decided = _ending(row) if _flag(row, "ending") else _decided(row, rule)
    if decided:
        return decided
    review, reason = _harmed(row, rule) or _delivered(row, rule)
    if review == WAIT and _word(row, "decision") == FIX:
        return CHANGE, f"It was decided to fix it: see that this is done. {reason}"
    return review, reason


def _ending(row) -> tuple[str, str]:
    if _flag(row, "mandate"):
        return CHANGE, "Its end is already set, but law or contract requires it: settle which."
    if _word(row, "decision") in (GROW, KEEP):
        return CHANGE, "Its end is already set, but it was decided to keep it: settle which."
    return STOP, f"Its end is already set: {_see_it_end(row)}"


def _decided(row, rule: ReviewRule) -> tuple[str, str] | None:
    decision, lever = _word(row, "decision"), _word(row, "lever")
    if decision == ENDED:
        harm = ", and its students did worse" if _loses(row, rule) else ""
        return STOP, f"It was decided to stop it{harm}: {_see_it_end(row)}"
    if decision != FIX or lever not in (BUDGET, SCALE):
        return None
    if lever == SCALE:
        used = "" if pd.isna(row.delivered_share) else f" ({row.delivered_share:.1%} of the plan)"
        return CHANGE, f"It was decided to pay for what is used{used}, or to see it delivered."
    if pd.isna(row.chance_gain):
        return STOP, f"One purchase for one job, so it is not renewed: {_see_it_end(row)}"
    return CHANGE, "A gain is shown; it was decided to look for the same gain at a lower cost."


def _see_it_end(row) -> str:
    other = _word(row, "same_job_as")
    place = f"that {other} takes on its students" if other else "where its students go"
    return f"see that it ends, and {place}."


def _harmed(row, rule: ReviewRule) -> tuple[str, str] | None:
    if not _loses(row, rule):
        return None
    worse = "Its students did worse than similar students"
    if _flag(row, "mandate"):
        return CHANGE, f"{worse}; it is required, so change how it is done."
    if pd.isna(row.mandate):
        return CHANGE, f"{worse}; {MAY_BE_LAW}, then bring it to the table of notebook 10."
    held = _word(row, "decision")
    back = f", although it was decided otherwise ({held})" if held else ""
    return STOP, f"{worse}{back}: bring it to the table of notebook 10."


def _delivered(row, rule: ReviewRule) -> tuple[str, str]:
    told = _told(row)
    if pd.isna(row.delivered_share):
        return WAIT, "Nobody knows how much of it students got: count it from now on."
    got = f"{row.delivered_share:.1%} of the plan was delivered"
    low = row.delivered_share < rule.delivered_enough
    if low and told and row.chance_gain >= rule.gain_shown:
        return WAIT, f"It helps even though only {got}: see that the rest is delivered."
    if low:
        return CHANGE, f"Only {got}: it has not failed, it has not been tried. Deliver it."
    if row.delivered_share > 1:
        got = f"{got}, more than was planned,"
    if not told:
        return WAIT, f"{got.rstrip(',')}; what it does cannot be told yet: set a test and a date."
    if row.chance_gain <= rule.no_gain:
        return _no_gain(row, f"{got} and no gain is likely")
    if row.chance_gain >= rule.gain_shown:
        then = {GROW: ": grow it as was decided", FIX: ""}.get(_word(row, "decision"), ": go on")
        return WAIT, f"{got} and a gain is shown{then}."
    return WAIT, f"{got} and it is too early to say: look again after the next scores."


def _no_gain(row, found: str) -> tuple[str, str]:
    held = _word(row, "decision")
    if _flag(row, "mandate"):
        return CHANGE, f"{found}; it is required, so change how it is done."
    if pd.isna(row.mandate):
        return WAIT, f"{found}; {MAY_BE_LAW}."
    if held == FIX:
        return CHANGE, f"{found}: fix it as was decided."
    if held == NOT_YET_KNOWN:
        return WAIT, f"{found}, but too much is open to decide: look again after the next scores."
    if held:
        return CHANGE, f"{found}; it was decided otherwise ({held}), so change how it is done."
    return STOP, f"{found}: bring it to the table of notebook 10."


def _told(row) -> bool:
    return _flag(row, "can_tell") and pd.notna(row.chance_gain)


def _loses(row, rule: ReviewRule) -> bool:
    return _told(row) and row.chance_gain <= rule.loss_shown


def _word(row, column: str) -> str:
    value = getattr(row, column, "")
    return value if isinstance(value, str) else ""


def _flag(row, column: str) -> bool:
    value = getattr(row, column, False)
    return bool(pd.notna(value) and value)


# --- The dates on which a district looks again, as a calendar file that any calendar program opens

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

    Examples
    --------
    >>> events = review_year(date(2025, 10, 1), date(2026, 3, 15), date(2026, 6, 30))
    >>> [(event.day.isoformat(), event.title) for event in events][1]
    ('2025-12-15', 'First interim report is due')
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
