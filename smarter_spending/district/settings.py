"""district.toml: who the district is, which year, and what its board has decided."""

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from smarter_spending.district.tables import Note, Problem, all_tables
from smarter_spending.words import MOST, YEARS, is_fiscal_year

# --- What a board has decided, in district.toml: the worth of an outcome and the two rules -------

# Each threshold of the decision rule with what it is
SHARES = {
    "gain_shown": "chance from which a gain that is shown counts",
    "loss_shown": "chance of a gain up to which a loss that is shown counts",
    "worth_likely": "chance from which a program is likely worth its cost",
    "worth_unlikely": "chance up to which it is unlikely worth its cost",
    "delivered_enough": "share of the planned dosage that is enough",
    "purchase_share": "share of the cost, not people, from which a program is a purchase",
}
# and what holds where a board has not decided, as planning.decisions has it (a test compares)
USUAL = {
    "gain_shown": 0.95,
    "loss_shown": 0.05,
    "worth_likely": 0.75,
    "worth_unlikely": 0.10,
    "delivered_enough": 0.60,
    "purchase_share": 0.50,
}
AIMS, MONTHS = "priority_aims", "transition_months"
RULE_LISTS = {"students": None, "aims": "goal_area", "delivery": "delivery"}
RULE_WORDS = ("pool", "term", "ends", "what_it_may_pay_for", "source")
TERMS = ("recurring", "one-time")


def board_faults(given: Mapping) -> Iterator[tuple[str, str]]:
    """Every fault in what the board has decided, as setting and message."""
    checks = {
        "outcome_worth": _worth_faults,
        "decision_rule": _decision_faults,
        "resource_rules": _resource_faults,
        "price_index": _index_faults,
        "set_by": _set_by_faults,
    }
    for name, faults in checks.items():
        if isinstance(given.get(name), dict):
            yield from ((name, fault) for fault in faults(given[name]))


def written(value: object) -> str:
    """A value as it stands in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def is_number(value: object) -> bool:
    """Whether a value is a number that can be meant (true and false are none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= MOST


def _worth_faults(worth: Mapping) -> Iterator[str]:
    outcomes = _choices("intended_outcome")
    for outcome, dollars in worth.items():
        if outcome not in outcomes:
            yield f'"{outcome}" is not an outcome. Use one of: {", ".join(outcomes)}.'
        elif not is_number(dollars) or dollars < 0:
            yield f"{outcome} = {written(dollars)} is not an amount of dollars."


def _decision_faults(rule: Mapping) -> Iterator[str]:
    known = (AIMS, *SHARES, MONTHS)
    for name, value in rule.items():
        if name not in known:
            yield f'"{name}" is not part of the rule. Its parts are: {", ".join(known)}.'
        elif name == AIMS:
            yield from _list_faults(name, value, _choices("goal_area"))
        elif name == MONTHS:
            if not is_number(value) or not 0 <= value <= 12:
                yield f"{name} = {written(value)} is not a number of months from 0 to 12."
        elif not _is_share(value):
            share = f"{value / 100:g}" if is_number(value) and value > 1 else "0.9"
            percent = f"{value:g}" if is_number(value) and value > 1 else "90"
            yield (
                f"{name} = {written(value)} is not a share between 0 and 1; write {share} for "
                f"{percent} percent."
            )
    yield from _order_faults(rule)


def _order_faults(rule: Mapping) -> Iterator[str]:
    shares = USUAL | {name: value for name, value in rule.items() if _is_share(value)}
    for low, high in (("worth_unlikely", "worth_likely"), ("loss_shown", "gain_shown")):
        if shares[low] >= shares[high]:
            usual = [name for name in (low, high) if name not in rule]
            also = f" (the usual share; write {usual[0]} too to change it)" if usual else ""
            said = [f"{name} = {shares[name]}{also * (name in usual)}" for name in (low, high)]
            yield f"{said[0]} is not below {said[1]}."


def _is_share(value: object) -> bool:
    return is_number(value) and 0 <= value <= 1


def _resource_faults(rules: Mapping) -> Iterator[str]:
    for resource, rule in rules.items():
        if not re.fullmatch(r"\d{4}", resource):
            yield f'"{resource}" is not a resource: four digits, such as [resource_rules.0709].'
        elif not isinstance(rule, dict):
            yield f"{resource} = {written(rule)} is not a list of settings."
        else:
            yield from (f"{resource}: {fault}" for fault in _one_resource(rule))


def _one_resource(rule: Mapping) -> Iterator[str]:
    for name, value in rule.items():
        if name in RULE_LISTS:
            column = RULE_LISTS[name]
            yield from _list_faults(name, value, _choices(column) if column else None)
        elif name not in RULE_WORDS:
            known = ", ".join([*RULE_WORDS, *RULE_LISTS])
            yield f'"{name}" is not part of a resource\'s rule. Its parts are: {known}.'
        elif not isinstance(value, str):
            yield f"{name} = {written(value)} is not text in quotation marks."
        elif name == "term" and value not in TERMS:
            yield f"term = {written(value)} is neither {' nor '.join(map(written, TERMS))}."


def _index_faults(index: Mapping) -> Iterator[str]:
    for name, value in index.items():
        if name == "source":
            if not isinstance(value, str) or not value.strip():
                yield f"source = {written(value)} does not say whose index it is."
        elif not _year(name):
            yield f'"{name}" is not a fiscal year; write 2022-23 = 93.1.'
        elif not is_number(value) or value <= 0:
            yield f"{name} = {written(value)} is not an index number above zero."
    if index and "source" not in index:
        yield 'its source is not there; write source = "the index, who publishes it, as of when".'


def _set_by_faults(given: Mapping) -> Iterator[str]:
    known = tuple(DECIDES)
    for name, by in given.items():
        if name not in known:
            yield f'"{name}" is not what somebody sets. Those are: {", ".join(known)}.'
        elif not isinstance(by, str) or not _who_and_when(by):
            said = written(by)
            yield f'{name} = {said} does not say who and when; write "the board, 2025-06-10".'


def _who_and_when(by: str) -> bool:
    dated = re.search(r"\d{4}-\d{2}-\d{2}", by)
    try:
        when = bool(dated) and bool(date.fromisoformat(dated[0]))
    except ValueError:
        return False
    return when and bool(re.search(r"[^\W\d_]{2}", by.replace(dated[0], "")))


def _list_faults(name: str, value: object, choices: tuple | list | None) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        yield f'{name} = {written(value)} is not a list; write ["first", "second"].'
        return
    wrong = [word for word in value if choices is not None and word not in choices]
    if wrong:
        yield f'{name}: "{wrong[0]}" is none of {", ".join(choices)}.'


def _choices(column: str) -> tuple | list:
    return all_tables()["programs"].columns[column].choices


# --- district.toml: who the district is, which year, and what its board has decided --------------

FILE, CALIFORNIA = "district.toml", "CA"


@dataclass(frozen=True)
class Settings:
    """What ``district.toml`` says.  Shares are 0 to 1; dollars are of ``price_year``."""

    name: str
    cds_code: str
    fiscal_year: str
    as_of: date | None
    price_year: str
    state: str = CALIFORNIA
    minimum_group: int = 11
    reserve_policy: float | None = None
    reserve_floor: float | None = None
    review_by: date | None = None
    invented: bool = False
    outcome_worth: Mapping[str, float] = field(default_factory=dict)
    decision_rule: Mapping[str, object] = field(default_factory=dict)
    resource_rules: Mapping[str, Mapping] = field(default_factory=dict)
    price_index: Mapping[str, object] = field(default_factory=dict)
    set_by: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts_from(self) -> date:
        """The day from which days ahead are counted; it is not the day of the figures."""
        return self.as_of or day_after(self.fiscal_year)


def day_after(fiscal_year: str) -> date:
    """The first day after a fiscal year."""
    return date(int(fiscal_year[:4]) + 1, 7, 1)


@dataclass(frozen=True)
class Spoken:
    """A setting the district answers for: its ``value``, and by whom and when it was set."""

    value: object
    set_by: str


@dataclass(frozen=True)
class NotSet:
    """What nobody in the district has set: a ``code``, who decides it, and where it is written."""

    code: str
    who: str
    file: str
    line: str


RATES = "assumptions.csv"  # where the rates of the years ahead are written
DECIDES = {
    "reserve_policy": "the board",
    "reserve_floor": "the finance office, from form 01CS, criterion 10,",
    "as_of": "the finance office",
    "review_by": "the board",
    "decision_rule": "the board, on the superintendent's proposal,",
    "outcome_worth": "the board",
}
LINES = {
    "reserve_policy": 'reserve_policy = … and, under [set_by], reserve_policy = "who, when"',
    "reserve_floor": (
        "reserve_floor = the dollars of the year after fiscal_year that a district of up to 1,000 "
        'ADA holds and, under [set_by], reserve_floor = "who, when"'
    ),
    "as_of": "as_of = year-month-day, the day the figures were taken",
    "review_by": 'review_by = year-month-day and, under [set_by], review_by = "who, when"',
    "decision_rule": 'every threshold and, under [set_by], decision_rule = "who, when"',
    "outcome_worth": (
        'dollars under [outcome_worth] and, under [set_by], outcome_worth = "who, when"'
    ),
}


def spoken(settings: object, name: str) -> Spoken | NotSet:
    """What the district says of a setting, or that it is not set."""
    value, by = getattr(settings, name), settings.set_by.get(name, "")
    whole = not (name == "decision_rule" and {*SHARES, MONTHS} - set(value))
    said = name == "as_of" or _who_and_when(by)  # a day that a file knows is nobody's choice
    if value is None or value == {} or not said or not whole:
        return NotSet(name, DECIDES[name], FILE, LINES[name])
    return Spoken(value, by)


NO_NAME, NO_CODE = "Our district", "0" * 14  # in a blank folder


def not_typed(text: str) -> set[str]:
    """The settings of a district.toml that stand as a program wrote them, for want of a better."""
    given = tomllib.loads(text)
    ours = {name for name in EXAMPLES if not str(given.get(name, "")).strip(" 0")}
    if re.fullmatch(rf"{NO_NAME}|District \d\d-\d{{5}}", str(given.get("name"))):
        ours.add("name")
    guesses = re.findall(r'^(\w+) = "(.*?)" *# guessed (\S+) from', text, flags=re.M)
    return ours | {name for name, value, guess in guesses if value == guess}


def unsaid(folder: Path) -> list[Note]:
    """What stands in district.toml as a program wrote it, to be asked at check; no note if none."""
    file = folder / FILE
    ours = not_typed(file.read_text(encoding="utf-8-sig")) if file.is_file() else set()
    names = [name for name in EXAMPLES if name in ours]
    if not names:
        return []
    said = f"nobody has said {', '.join(names)}: they stand as a new folder has them. The first "
    said += "file that knows better fills them; or write them yourself."
    return [Note(FILE, ", ".join(names), said, "warning")]


def read_settings(folder: Path) -> tuple[Settings | None, list[Problem]]:
    """Read ``district.toml``, with every problem in it."""
    make_one = "Make one with `smarter-spending new`."
    if not folder.is_dir():
        return None, [_problem("", f"there is no folder {folder}. {make_one}")]
    file = folder / FILE
    try:
        if not file.is_file():
            there = os.path.lexists(file)
            what = "it is there, and is no file" if there else "it is not in the folder"
            return None, [_problem("", f"{what}. {make_one}")]
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        str(given)  # what is too long or too deep to be written is refused here
    except UnicodeDecodeError:
        return None, [_problem("", "it is not plain text in UTF-8. Save it so in a text editor.")]
    except tomllib.TOMLDecodeError as error:
        reason = str(error).removesuffix(".")
        return None, [_problem("", f"it cannot be read: {reason}. Text stands in quotation marks.")]
    except OSError as error:
        return None, [_problem("", f"it cannot be opened ({error.strerror}). See who may read it.")]
    except (ValueError, RecursionError):
        said = "it cannot be read: a number is too long, or brackets stand in brackets. Mend it."
        return None, [_problem("", said)]
    problems = [_problem(name, message, given.get(name)) for name, message in _faults(given)]
    if problems:
        return None, problems
    known = {name: given[name] for name in Settings.__dataclass_fields__ if name in given}
    return Settings(**{"as_of": None, **known}), []


def _faults(given: Mapping) -> list[tuple[str, str]]:
    faults = [
        (name, f"{name} is not there. Write {name} = {example}")
        for name, example in EXAMPLES.items()
        if name not in given
    ]
    settings = ", ".join(Settings.__dataclass_fields__)
    strange = sorted(given.keys() - Settings.__dataclass_fields__.keys())
    faults += [(n, f'"{n}" is not a setting. Those there are: {settings}.') for n in strange]
    for name, (right, what) in RULES.items():
        if name in given and not right(given[name]):
            faults.append((name, f"{name} = {written(given[name])} is not {what}."))
    return [*faults, *board_faults(given)]


def _problem(column: str, message: str, value: object = None) -> Problem:
    return Problem(FILE, column, None, "" if value is None else str(value), message)


def _year(value: object) -> bool:
    return isinstance(value, str) and is_fiscal_year(value)


def _text(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


MOST_HIDDEN = 1000  # students of the smallest group that is shown; beyond, nothing would be
A_CODE = 'a CDS code: 14 digits in quotation marks, such as "39754990000000"'
A_DATE = "a date; write 2025-09-15, without quotation marks"
A_SHARE = "a share between 0 and 1; write 0.03 for 3 percent"
EXAMPLES = {
    "name": '"Our Unified"',
    "cds_code": '"39123450000000"',
    "fiscal_year": '"2024-25"',
    "price_year": '"2024-25"',
}
RULES = {
    "name": (_text(r"(?s).*\S.*"), "a name"),
    "cds_code": (_text(r"\d{14}"), A_CODE),
    "fiscal_year": (_year, 'a fiscal year; write "2024-25"'),
    "price_year": (_year, 'a fiscal year; write "2024-25"'),
    **dict.fromkeys(
        ("as_of", "review_by"), (lambda v: type(v) is date and v.year in YEARS, A_DATE)
    ),
    "state": (_text("[A-Z]{2}"), 'the two letters of a state; write "CA"'),
    "minimum_group": (
        lambda v: isinstance(v, int) and not isinstance(v, bool) and 2 <= v <= MOST_HIDDEN,
        f"a whole number of students, 2 to {MOST_HIDDEN}",
    ),
    "reserve_floor": (lambda v: is_number(v) and v >= 0, "an amount of dollars"),
    "reserve_policy": (lambda v: is_number(v) and 0 <= v < 1, A_SHARE),
    "invented": (lambda v: isinstance(v, bool), "true or false"),
    "outcome_worth": (lambda v: isinstance(v, dict), "a list of outcomes with their dollars"),
    "decision_rule": (lambda v: isinstance(v, dict), "a list of the rule's thresholds"),
    "resource_rules": (lambda v: isinstance(v, dict), "a list of resources with their rules"),
    "price_index": (lambda v: isinstance(v, dict), "a list of years with their index numbers"),
    "set_by": (lambda v: isinstance(v, dict), "a list of settings with who set each, and when"),
}
