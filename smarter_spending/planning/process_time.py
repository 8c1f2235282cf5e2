"""What the process takes: hours of people's time, their worth, and seconds of a speech."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns, typed
from smarter_spending.analysis.staffing import position_lines

WORDS_A_MINUTE = 150
SPEECH_SECONDS = 30
FULL_DAY = 8.0  # hours, unless the district's contracts say otherwise
PAID = ("management", "certificated", "classified")
ATTENDING = (*PAID, "others")

_PRICED = {"employee_type": "str", "fte": "float", "hourly_cost": "float", "pay_left_out": "float"}
_HOURS = {"meeting": "str", "person_hours": "float", "priced_hours": "float", "dollars": "float"}


def hourly_pay(staffing: pd.DataFrame, fiscal_year: str, hours_a_day: float) -> pd.DataFrame:
    """What an hour of each kind of employee costs the district, at actual pay and benefits.

        hourly_cost = sum of pay / sum of (fte * paid_days * hours_a_day)

    An average over everybody of that kind, for saying what meetings take; it is no
    person's rate, and nobody is paid by it.  Vacant positions, lines without FTE
    (stipends) and lines whose paid days are blank count on neither side.

    Parameters
    ----------
    staffing : DataFrame, one row per position and funding line
        As in staffing.csv: ``paid_days`` (days a year) and dollars a year.
    fiscal_year : str
        Written 2024-25.
    hours_a_day : float
        Hours of a full-time day, by the district's contracts.

    Returns
    -------
    DataFrame, one row per employee type, by name
        ``employee_type``, ``fte`` (full-time equivalents counted), ``hourly_cost``
        (dollars an hour, pay and benefits) and ``pay_left_out`` (dollars a year of lines
        without FTE or paid days).  No row when there is no staffing table.

    Raises
    ------
    ValueError
        When the year is not there, a figure is blank, or the day is not between 0 and 24 hours.

    Examples
    --------
    (80,000 + 31,000) dollars over 185 days of 8 hours, 1,480 hours: 75 dollars an hour.

    >>> teacher = pd.DataFrame({"fiscal_year": ["2024-25"], "job_class": ["Teacher"],
    ...     "employee_type": ["certificated"], "fte": [1.0], "paid_days": [185],
    ...     "salary_annual": [80_000.0], "benefits_annual": [31_000.0],
    ...     "funding_pct": [100.0]})
    >>> hourly_pay(teacher, "2024-25", 8)[["employee_type", "hourly_cost"]]
      employee_type  hourly_cost
    0  certificated         75.0
    """
    if not 0 < hours_a_day <= 24:
        raise ValueError(f"A full-time day has between 0 and 24 hours, not {hours_a_day:g}.")
    if staffing.empty:
        return typed(_PRICED)
    lines = position_lines(staffing, fiscal_year)
    year = staffing[staffing["fiscal_year"] == fiscal_year].reindex(columns=["paid_days"])
    days = year["paid_days"].to_numpy(dtype=float, na_value=np.nan)
    counted = (lines["fte"] > 0) & ~np.isnan(days)
    hours = (lines["fte"] * days * hours_a_day).where(counted)
    sums = (
        lines.assign(hours=hours, paid=lines["pay"].where(counted), fte=lines["fte"].where(counted))
        .groupby("employee_type")[["fte", "hours", "paid", "pay"]]
        .sum()
    )
    sums["hourly_cost"] = sums["paid"] / sums["hours"].where(sums["hours"] > 0)
    sums["pay_left_out"] = sums["pay"] - sums["paid"]
    return sums.reset_index()[list(_PRICED)]


def pay_left_out(rates: pd.DataFrame) -> float:
    """Dollars a year of pay that stand in no hourly cost; 0 below half a dollar.

    Parameters
    ----------
    rates : DataFrame
        As ``hourly_pay`` gives.

    Examples
    --------
    >>> pay_left_out(pd.DataFrame({"pay_left_out": [5_000.0, 0.4]}))
    5000.4
    """
    left = float(rates["pay_left_out"].sum())
    return left if left > 0.5 else 0.0


def hourly_given(answers: Mapping[str, object], rates: pd.DataFrame) -> dict[str, float]:
    """What an hour of each kind of employee costs: the district's own figure, or its staffing's.

    Parameters
    ----------
    answers : mapping of key to answer
        ``hourly_<kind>``, dollars an hour; 0 is not known.
    rates : DataFrame
        As ``hourly_pay`` gives: used where nothing was answered.

    Returns
    -------
    dict of employee type to dollars an hour
        Without the kinds whose cost is not known: no rate is made up.

    Examples
    --------
    >>> rates = pd.DataFrame({"employee_type": ["management"], "hourly_cost": [101.5]})
    >>> hourly_given({"hourly_classified": 40}, rates)
    {'management': 101.5, 'classified': 40.0}
    """
    paid = dict(zip(rates["employee_type"], rates["hourly_cost"], strict=True))
    told = {kind: _number(answers.get(f"hourly_{kind}", paid.get(kind))) for kind in PAID}
    return {kind: rate for kind, rate in told.items() if rate > 0}


def meetings_given(
    answers: Mapping[str, object], meetings: pd.DataFrame, key: str = "meet"
) -> pd.DataFrame:
    """The meetings somebody has filled in, as ``process_hours`` takes them.

    Parameters
    ----------
    answers : mapping of key to answer
        Kept as ``<key>_<meeting>_<column>``: people of each kind who come, ``hours`` each
        time, and ``times`` a year.
    meetings : DataFrame, one row per meeting
        ``code`` and ``title``.
    key : str

    Returns
    -------
    DataFrame, one row per meeting and kind of people
        Meetings of which nothing was said are left out.  Where people were named, a kind
        left blank is nobody; hours or times left blank are not known.

    Examples
    --------
    >>> team = pd.DataFrame({"code": ["team"], "title": ["Team"]})
    >>> meetings_given({"meet_team_management": 6, "meet_team_hours": 2}, team)[
    ...     ["employee_type", "people", "hours", "meetings"]].iloc[:2].values.tolist()
    [['management', 6.0, 2.0, nan], ['certificated', 0.0, 2.0, nan]]
    """
    columns = ["meeting", "employee_type", "people", "hours", "meetings"]
    rows = []
    for meeting in meetings.itertuples():
        *people, hours, times = (
            _number(answers.get(f"{key}_{meeting.code}_{column}"))
            for column in (*ATTENDING, "hours", "times")
        )
        if np.isnan([*people, hours, times]).all():
            continue
        if not np.isnan(people).all():
            people = np.nan_to_num(people)
        rows += [
            (meeting.title, kind, count, hours, times)
            for kind, count in zip(ATTENDING, people, strict=True)
        ]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], float))


def _number(answer: object) -> float:
    is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    return float(answer) if is_number else np.nan


def process_hours(
    meetings: pd.DataFrame, hourly_cost: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """What the process takes: hours of people's time, and dollars where an hour has a price.

        person_hours = sum of people * hours * meetings
        dollars = sum of person_hours * hourly cost of that kind of employee

    The dollars are paid already, whatever people do in those hours: they are what the
    time is worth, not a new expense.  Without the district's own hourly cost there are
    hours and no dollars.

    Parameters
    ----------
    meetings : DataFrame, one row per meeting and kind of people
        ``meeting`` (name), ``employee_type``, ``people`` (who come), ``hours`` (each time)
        and ``meetings`` (times a year).  A blank is not yet known: so are the hours of
        that meeting.
    hourly_cost : mapping from employee type to dollars an hour, optional
        A kind that is not in it, or whose cost is blank, has hours and no dollars.

    Returns
    -------
    DataFrame, one row per meeting, in the order given
        ``person_hours`` and, of these, ``priced_hours`` (hours a year), and ``dollars``
        a year for the priced hours; ``NaN`` where not known.

    Raises
    ------
    ValueError
        When a column is missing, or a number is below zero.

    Examples
    --------
    Six managers for 2 hours, 10 times: 120 hours; at 90 dollars, 10,800 dollars.

    >>> team = pd.DataFrame({"meeting": ["Team"], "employee_type": ["management"],
    ...     "people": [6], "hours": [2], "meetings": [10]})
    >>> process_hours(team, {"management": 90.0})
      meeting  person_hours  priced_hours  dollars
    0    Team         120.0         120.0  10800.0
    """
    numbers = ["people", "hours", "meetings"]
    require_columns(meetings, ["meeting", "employee_type", *numbers], "list of meetings")
    prices = pd.Series(dict(hourly_cost or {}), dtype=float)
    if (meetings[numbers] < 0).to_numpy().any() or (prices < 0).any():
        raise ValueError(
            "People, hours, meetings and the cost of an hour cannot be below zero. "
            "Check the list of meetings."
        )
    if meetings.empty:
        return typed(_HOURS)
    taken = meetings[numbers].astype(float).prod(axis=1, skipna=False)
    price = meetings["employee_type"].map(prices).astype(float)
    rows = meetings[["meeting"]].assign(
        person_hours=taken,
        priced_hours=taken.where(price.notna(), 0.0),
        dollars=(taken * price).where(price.notna(), 0.0),
    )
    # a sum over a blank is blank: part of a meeting is not the meeting
    table = rows.groupby("meeting", sort=False).agg(lambda known: known.sum(skipna=False))
    table["dollars"] = table["dollars"].where(table["priced_hours"] > 0)
    return table.reset_index()[list(_HOURS)]


def process_total(hours: pd.DataFrame) -> pd.Series:
    """What all meetings together take in a year, as far as it is known.

    Parameters
    ----------
    hours : DataFrame
        As ``process_hours`` gives.

    Returns
    -------
    Series
        ``person_hours`` and, of these, ``priced_hours`` (hours a year), and ``dollars`` a year
        for the priced hours; over the meetings whose hours are known.

    Examples
    --------
    >>> table = pd.DataFrame({"meeting": ["Team", "Board"], "person_hours": [120.0, np.nan],
    ...     "priced_hours": [120.0, np.nan], "dollars": [10_800.0, np.nan]})
    >>> process_total(table).to_dict()
    {'person_hours': 120.0, 'priced_hours': 120.0, 'dollars': 10800.0}
    """
    known = hours.dropna(subset=["person_hours"])
    return known[["person_hours", "priced_hours", "dollars"]].sum()


def speech_seconds(text: str, words_a_minute: float = WORDS_A_MINUTE) -> float:
    """How long a text takes to say, at an ordinary pace.

        seconds = 60 * words / words a minute

    150 words a minute is a rule of thumb for conversation in English, not a measurement
    of anybody: say it aloud with a watch before you rely on it.

    Parameters
    ----------
    text : str
    words_a_minute : float

    Returns
    -------
    float
        Seconds.

    Examples
    --------
    75 words at 150 a minute: half a minute.

    >>> speech_seconds("word " * 75)
    30.0
    """
    return 60 * len(text.split()) / words_a_minute


def words_too_many(text: str, seconds: float = SPEECH_SECONDS) -> int:
    """How many words must go for a text to be said in so many seconds.

    Parameters
    ----------
    text : str
    seconds : float
        The time there is, at ``WORDS_A_MINUTE``.

    Returns
    -------
    int
        Words; 0 when it fits.

    Examples
    --------
    Thirty seconds hold 75 words.

    >>> words_too_many("word " * 80), words_too_many("word " * 60)
    (5, 0)
    """
    return max(len(text.split()) - int(seconds * WORDS_A_MINUTE / 60), 0)
