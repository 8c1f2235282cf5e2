"""From text to values: one cell, one column, one table at a time."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from smarter_spending.district.files import RawTable, alike, plain, words_of
from smarter_spending.district.privacy import looks_like_ssn, looks_like_state_ids, looks_personal
from smarter_spending.district.tables import (
    NUMERIC_KINDS,
    Column,
    Note,
    Problem,
    Table,
    all_tables,
    counted,
)
from smarter_spending.words import MOST, YEARS, day_written, is_fiscal_year

# --- One cell at a time: what is plain is read, what is not is named, with what to write instead

# the one list of marks where there is no figure, in small letters without spaces
SUPPRESSED = re.compile(r"[*†‡]+|--+|n?(<|<=|≤)=?\d\d?|suppressed|hidden|masked|redacted")
UNKNOWN = frozenset({"na", "n/a", "n.a.", "nr", "nd", "ns", "nt", "nottested", "notavailable"})
GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
BLANKS = frozenset({""})
EXCEL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)


class Read(NamedTuple):
    """A cell's value, or what is wrong with it, or in which particular way it was read."""

    value: object = None
    fault: str = ""
    reading: str = ""


def no_figure(text: str) -> str:
    """What a cell without a figure says: ``hidden``, ``not known`` or, of any other, nothing."""
    bare = "".join(text.lower().split())
    if SUPPRESSED.fullmatch(bare):
        return "hidden"
    return "not known" if bare in BLANKS or bare in UNKNOWN else ""


def _no_figure(text: str, column: Column) -> Read | None:
    mark = no_figure(text) if text not in BLANKS else ""
    if mark == "hidden":
        return _hidden(text, column)
    return Read(reading="NA, N/A or the like, read as not known") if mark else None


MOST_DIGITS = 15  # Excel keeps so many: a longer figure has already lost some
PLAIN_NUMBER = re.compile(r"-?(?=[0-9.]{1,25}$)([0-9]{1,15}(\.[0-9]*)?|\.[0-9]+)")
_COMMAS = r"[0-9]{1,3}(,[0-9]{3}){1,4}(\.[0-9]{1,9})?"
_MONEY = re.compile(
    r"(?P<minus>[-−–])?\s*\$?\s*(?P<open>\()?\s*\$?\s*"
    rf"(?P<size>{_COMMAS}|[0-9]{{1,15}}(\.[0-9]{{0,9}})?|\.[0-9]{{1,9}})"
    r"\s*(?P<close>\))?\s*(?P<after>-|CR|DR)?",
    re.IGNORECASE,
)
_ZERO = frozenset({"-", "–", "—", "$-", "$ -", "-0-"})


def _read_dollars(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    if text in _ZERO:
        return Read(0.0, reading="a dash, read as zero")
    if mark := _no_figure(text, column):
        return mark
    if re.fullmatch(r"\W*\d{1,3}(\.?\d{3})*,(\d\d?|\d{4,})\W*", text):
        return Read(
            fault=f"{column.name} has a comma before the cents. Write plain dollars and cents "
            "with a point, such as 1234.56."
        )
    written = _MONEY.fullmatch(text)
    signs = [bool(written[sign]) for sign in ("minus", "open", "after")] if written else []
    if not written or bool(written["open"]) != bool(written["close"]) or sum(signs) > 1:
        return Read(
            fault=f'{column.name} "{text}" is not an amount. Write plain dollars and cents, '
            "such as -1234.56, with nothing else in the cell."
        )
    after = (written["after"] or "").upper()
    negative = bool(written["open"] or written["minus"]) or after in ("-", "CR")
    size = float(written["size"].replace(",", ""))
    return Read(-size if negative else size, reading=_notation(written, after))


def _notation(written: re.Match, after: str) -> str:
    if after == "CR":
        return "marked CR (credit), read as negative"
    if after == "DR":
        return "marked DR (debit), read as positive"
    if written["open"] or after == "-":
        return "in brackets or with the minus behind, read as negative"
    if written["minus"] in ("−", "–"):
        return "with a long minus sign, read as negative"
    return "with a dollar sign or thousands commas"


def _hidden(text: str, column: Column) -> Read:
    if column.filled:
        return Read(
            fault=f'{column.name} "{text}" is hidden for privacy, but this column must be filled '
            "in. Write the figure, or leave the row out."
        )
    return Read(reading='hidden for privacy ("*" or "<11") and kept apart from missing')


def _read_number(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    if mark := _no_figure(text, column):
        return mark
    if column.unit == "percent" and PLAIN_NUMBER.fullmatch(text.removesuffix("%").strip()):
        signed = "with a percent sign" if "%" in text else ""
        return Read(float(text.removesuffix("%")), reading=signed)
    if re.fullmatch(f"-?{_COMMAS}", text):
        return Read(float(text.replace(",", "")), reading="with thousands commas")
    if PLAIN_NUMBER.fullmatch(text):
        return Read(float(text))
    return Read(
        fault=f'{column.name} "{text}" is not a number ({column.unit or "a plain number"}). '
        "Write digits only, or leave the cell blank when it is not known."
    )


def _read_whole(text: str, column: Column) -> Read:
    number = _read_number(text, column)
    if number.value is None or float(number.value).is_integer():
        return number
    return Read(
        fault=f'{column.name} "{text}" is not a whole number ({column.unit or column.meaning}). '
        "Round it, or move it to the column it belongs in."
    )


def _read_share(text: str, column: Column) -> Read:
    bare = text.removesuffix("%").strip()
    if not PLAIN_NUMBER.fullmatch(bare):
        return _read_number(text, column)
    value = float(bare)
    if text != bare or not 0 <= value <= 1:
        return Read(
            fault=f'{column.name} "{text}" is not a share between 0 and 1. Is it a percentage? '
            f"Write {value / 100:g} for {value:g} percent."
        )
    return Read(value)


def _read_text(text: str, column: Column) -> Read:
    if text in EXCEL_ERRORS:
        return Read(fault=f"{column.name} holds {text}, an Excel error. Mend the formula.")
    if column.filled and not re.search(r"\w", text):
        return Read(fault=f'{column.name} "{text}" says nothing. Write {column.meaning}.')
    return Read(text)


def _read_choice(text: str, column: Column) -> Read:
    if text in column.choices:
        return Read(text)
    alike = {choice.lower(): choice for choice in column.choices}.get(text.lower())
    if alike:
        return Read(alike, reading="written with other capitals")
    said = f'{column.name} "{text}" is not one of: {", ".join(column.choices)}. Write one of these.'
    return Read(fault=said)


def _read_code(text: str, column: Column) -> Read:
    trick = re.fullmatch(r'="?([^"]*)"?', text)
    bare = trick[1].strip() if trick else text
    if bare in BLANKS:
        return Read()
    if column.name == "district_cds" or column.kind == "cds":
        return _read_cds(bare, column)
    if re.fullmatch(r"[0-9]+\.0*|[0-9.]+E\+?[0-9]+", bare, re.IGNORECASE):
        return Read(
            fault=f'{column.name} "{text}" has been turned into a number by Excel. Format the '
            "column as Text and write the code again."
        )
    if column.digits and len(bare) < column.digits and re.fullmatch("[0-9]+", bare):
        return Read(
            fault=f'{column.name} "{text}" has {counted(len(bare), "digit")} and should have '
            f'{column.digits}: "{bare.zfill(column.digits)}"? Excel removes leading zeros. Format '
            "the column as Text and write the code again."
        )
    if column.digits and len(bare) != column.digits:
        return Read(
            fault=f'{column.name} "{text}" is not a code of {column.digits} characters. '
            f"Write only the code ({column.meaning})."
        )
    return Read(bare, reading='written ="…", read as text' if trick else "")


def _read_cds(text: str, column: Column) -> Read:
    if re.fullmatch("[0-9]{14}", text):
        return Read(text)
    if re.fullmatch("[0-9]{13}", text):
        return Read(
            fault=f'{column.name} "{text}": CDS codes have 14 digits; this has 13: Excel removed '
            "the leading zero. Format the column as Text."
        )
    return Read(
        fault=f'{column.name} "{text}" is not a CDS code. Write its 14 digits (county 2, district '
        "5, school 7), in a column formatted as Text."
    )


def _read_fiscal_year(text: str, column: Column) -> Read:
    bare = re.sub(r"[–—−]", "-", text)
    if is_fiscal_year(bare):
        return Read(bare, reading="" if bare == text else "written with a long dash")
    return Read(
        fault=f'{column.name} "{text}" is not a fiscal year. {_meant_year(bare)}'
        "A fiscal year is written as 2024-25 (July 2024 to June 2025)."
    )


def _meant_year(text: str) -> str:
    one = re.fullmatch("(20[0-9]{2})(\\.0)?", text)
    if one:
        year = int(one[1])
        return (
            f"Write {year}-{(year + 1) % 100:02d} if it begins in {year}, "
            f"{year - 1}-{year % 100:02d} if it ends then. "
        )
    two = re.fullmatch("(?:20)?([0-9]{2})[-/]?(?:20)?([0-9]{2})", text)
    if two and (int(two[1]) + 1) % 100 == int(two[2]):
        return f"Write 20{two[1]}-{two[2]}. "
    return ""


def _read_date(text: str, column: Column) -> Read:
    bare = re.sub(r"[T ]00:00:00$", "", text)
    american = re.fullmatch("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", bare)
    iso = f"{american[3]}-{american[1]:0>2}-{american[2]:0>2}" if american else bare
    value = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    if pd.notna(value) and value.year not in YEARS:
        return Read(fault=f'{column.name} "{text}" lies in no year of a school. Check the year.')
    if pd.isna(value):
        said = f'{column.name} "{text}" is not a date. Write year, month, day: 2024-09-30.'
        return Read(fault=said)
    return Read(value, reading="written month/day/year" if american else "")


def _read_flag(text: str, column: Column) -> Read:
    if text.upper() in ("Y", "N"):
        return Read(text.upper() == "Y")
    if text.lower() in ("yes", "no", "true", "false"):
        return Read(text.lower() in ("yes", "true"), reading="yes and no written out")
    return Read(fault=f'{column.name} "{text}" is neither Y nor N. Write Y or N.')


TIME = re.compile(r"[T ]\d\d?:[\d:. ]+([ap]m)?$", re.IGNORECASE)
SAID_RANGE = re.compile(r"\s*(?:[‐-―−-]|\b(?:to|through|thru)\b)\s*", re.IGNORECASE)
_APART = re.compile(r"[;,&+\n]|\band\b", re.IGNORECASE)


def grade_named(text: str) -> str:
    """A grade as the tables write it, or nothing when it is none."""
    bare = re.sub(r"\b(grades?|graders?|gr(?=\d|\b))|\.0*$", "", text.strip().lower())
    bare = bare.strip(" .")
    number = re.fullmatch("([0-9]{1,2})(st|nd|rd|th)?", bare)
    bare = number[1].zfill(2) if number else bare if re.fullmatch(r"[\w ]+", bare) else ""
    return bare if bare in GRADES else words_of("grade").get(plain(bare), "")


def _read_grade(text: str, column: Column) -> Read:
    if text in GRADES:
        return Read(text)
    if other := grade_named(text):
        return Read(other, reading="other spellings of a grade (K, 1, 1.0)")
    return Read(fault=f'{column.name} "{text}" is not a grade. Write TK, KN or 01 to 12.')


def _read_list(text: str, column: Column) -> Read:
    """The words of a list as the tables write them: grades one by one, groups by their codes."""
    named = _grades_named if column.name == "grades" else _groups_named
    words, strange = named(text, column)
    if strange and column.name == "grades" and (day := _excel_date(text, strange)):
        return Read(
            fault=f'{column.name} "{text}" is a date, which Excel makes of a range of grades. '
            f"Format the column as Text and write the grades again: {day}."
        )
    if strange:
        return Read(
            fault=f'{column.name}: "{strange}" is not one of: {", ".join(column.choices)}. Write '
            'these, with ";" between, or leave the cell blank when it is not known.'
        )
    said = ";".join(words)
    plain = said == ";".join(word.strip() for word in text.split(";"))
    return Read(said or None, reading="" if plain else f"in other words, read as {said or 'blank'}")


def _grades_named(text: str, column: Column) -> tuple[list[str], str]:
    if day_written(TIME.sub("", text)):
        return [], text
    found: set[str] = set()
    for part in _listed(text, slash=bool(re.search("[A-Za-z]", text))):
        for piece in [part] if _grade_range(part) else part.split():
            if not _grade_range(piece):
                return [], part
            found |= set(_grade_range(piece))
    return sorted(found, key=GRADES.index), ""


def _grade_range(text: str) -> tuple[str, ...]:
    bare = re.sub(r"^\s*grades?\s+", "", text, flags=re.IGNORECASE)
    ends = [grade_named(end) for end in SAID_RANGE.split(bare)]
    if len(ends) > 2 or "" in ends:
        return ()
    first, last = GRADES.index(ends[0]), GRADES.index(ends[-1])
    return GRADES[first : last + 1]


def _excel_date(text: str, part: str) -> str:
    """What to write in place of a date that Excel made; blank where it is no date."""
    found = day_written(TIME.sub("", text)) or day_written(part)
    if not found and not re.fullmatch(r"[34]\d{4}(\.0*)?", part):  # how Excel counts days
        return ""
    _, first, last = found or (0, 0, 0)
    return ";".join(GRADES[first + 1 : last + 2]) if 0 < first < last <= 12 else "such as 06;07;08"


def _groups_named(text: str, column: Column) -> tuple[list[str], str]:
    known = {plain(word): word for word in column.choices} | words_of("student_groups")
    known |= {said: ours for said, ours in words_of("ethnicity").items() if ours in column.choices}
    found: dict[str, None] = {}
    for part in _listed(text, slash=False):
        for piece in [part] if _key(part) in known else part.split("/"):
            if _key(piece) not in known:
                return [], piece.strip()
            found |= dict.fromkeys(filter(None, known[_key(piece)].split(";")))
    return list(found), ""


def _listed(text: str, slash: bool) -> list[str]:
    apart = _APART.split(text.replace("/", ";") if slash else text)
    return [part.strip() for part in apart if part.strip()]


def _key(text: str) -> str:
    bare = re.sub(r"\([^)]*\)|\b(students?|pupils?|youths?|children|groups?)\b", " ", text.lower())
    return re.sub("(learner|bilingual)s$", r"\1", plain(bare)) or plain(text)


# what totals are of; a name that says more ("Total Reading Intervention") is the name of a thing
_SUMMED = (
    "all|amount|and|benefits|budgets?|certificated|classified|costs?|county|departments?|districts?"
    "|dollars|elementary|enrollment|expenditures?|expenses?|fte|fund|funding|funds|general|goals?"
    "|grand|high|i{1,3}|iv|v|management|middle|personnel|positions?|programs?|restricted|revenues?"
    "|salaries|salary|schools?|sites?|spending|staff|staffing|state|students?|supplies|teachers?"
    "|title|total|unrestricted"
)
_REST = rf"(?:\W+(?:(?:{_SUMMED})\b|[\d.]+))*"
TOTAL = re.compile(
    rf"(?:.*\W)?sub[\s-]*totals?\b.*|(?:.*\W)?totals?{_REST}\W*(?:\(.*)?|sum(?:\s+of)?{_REST}"
    r"|totals?(?:\s*[:,/(]|\s+(?:-|–|—|of\b|for\b|in\b)).*",
    re.IGNORECASE,
)
ALL_OF_THEM = re.compile(
    r"all(?:\W+(?:of|the|our|elementary|middle|high|district|k-\d+))*"
    r"(?:\W+(?:programs|schools|sites|goals|funds|departments|districts|positions|students|grades))?",
    re.IGNORECASE,
)


SAYS_ALL = re.compile("total|sum|all", re.IGNORECASE)  # quickly asked of every name


def names_a_total(name: str) -> bool:
    """Whether a name is that of a sum of the other rows, or of them all."""
    if not SAYS_ALL.search(name):
        return False
    bare = name.replace("_", " ").strip(" *.:-–—")
    return bool(TOTAL.fullmatch(bare) or ALL_OF_THEM.fullmatch(bare))


READERS: dict[str, Callable[[str, Column], Read]] = {
    "dollars": _read_dollars, "number": _read_number, "whole": _read_whole, "share": _read_share,
    "text": _read_text, "list": _read_list, "choice": _read_choice, "code": _read_code,
    "cds": _read_code, "fiscal_year": _read_fiscal_year, "date": _read_date, "flag": _read_flag,
    "grade": _read_grade,
}  # fmt: skip


Rows = pd.Series | np.ndarray  # whether each row is meant
Values = np.ndarray | pd.api.extensions.ExtensionArray


# --- From text to values, one column at a time ---------------------------------------------------
#
# A column's cells come as text and go back as values, with the cells that could not be read
# (and what to do about each) and a count of those read in a particular way.


@dataclass(frozen=True)
class Parsed:
    """A column's different values, each cell's place among them, and what was hard to read."""

    index: pd.Index
    places: np.ndarray
    once: Values
    hard: Mapping[int, Read]
    said: Mapping[str, int]
    apart: bool = False  # no value stands twice among them

    @property
    def values(self) -> pd.Series:
        """The column, row by row."""
        return pd.Series(self.once.take(self.places), index=self.index)

    @cached_property
    def unread(self) -> list[int]:
        """The values that could not be read."""
        return [place for place, read in self.hard.items() if read.fault]

    @property
    def faults(self) -> pd.Series:
        """For each unreadable cell what to do about it."""
        told = {place: self.hard[place].fault for place in self.unread}
        return self._told(told) if told else NOTHING

    @property
    def readings(self) -> dict[str, int]:
        """How many cells were read in a particular way."""
        told = {place: read.reading for place, read in self.hard.items() if read.reading}
        times = self._told(told).value_counts(sort=False).to_dict() if told else {}
        return times | self.said

    def _told(self, messages: dict[int, str]) -> pd.Series:
        return pd.Series(self.places, index=self.index).map(messages).dropna()


NOTHING = pd.Series(dtype=object)
ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse(cells: pd.Series, column: Column) -> Parsed:
    """Read one column by its kind."""
    return _parsed(*alike(cells), cells.index, column)


def _parsed(places: np.ndarray, written: np.ndarray, index: pd.Index, column: Column) -> Parsed:
    places, texts, padded = _stripped(places, written)
    if column.kind in NUMERIC_KINDS:
        values, hard = _numbers(texts, column)
    elif column.kind == "date":
        values = pd.to_datetime(pd.Series(texts), format="%Y-%m-%d", errors="coerce")
        hard = [n for n, text in enumerate(texts) if not ISO_DATE.fullmatch(text)]
        strange = np.flatnonzero(~values.dt.year.between(YEARS[0], YEARS[-1]))
        hard += [n for n in strange if ISO_DATE.fullmatch(texts[n])]
        values = values.astype(object).to_numpy(copy=True)
    else:
        plain_text = column.kind == "text"  # letters and digits alone stand as they are
        hard = [n for n, text in enumerate(texts) if not (plain_text and text.isalnum())]
        values = texts.copy()
    reader = READERS[column.kind]
    results = {n: reader(texts[n], column) if texts[n] else Read() for n in hard}
    for n, result in results.items():
        values[n] = result.value
    said = _doubtful(texts, places, column)
    if padded and column.kind in ("code", "cds"):
        said = {"written with spaces around the code, read without them": padded} | said
    apart = all(read.value == texts[n] or not texts[n] for n, read in results.items())
    apart &= column.kind not in (*NUMERIC_KINDS, "date")
    return Parsed(index, places, _typed(values, column), results, said, apart)


def _numbers(texts: np.ndarray, column: Column) -> tuple[np.ndarray, list[int]]:
    """The numbers that are written plainly, and the places of all that is not."""
    values = pd.to_numeric(texts, errors="coerce").astype(float)
    signed = ("\n" + "\n".join(texts)).replace("\n-", "\n").encode()
    strange = np.flatnonzero(np.isnan(values)).tolist()
    short = max(map(len, texts), default=0) <= MOST_DIGITS
    if column.kind == "share":
        return values, list(range(len(texts)))
    if signed.translate(None, b"0123456789.\n") or not short or any(texts[n] for n in strange):
        strange = [n for n, text in enumerate(texts) if not PLAIN_NUMBER.fullmatch(text)]
    if column.kind == "whole":
        plain_parts = np.flatnonzero(values != np.floor(values)).tolist()
        strange = sorted({*strange, *plain_parts})
    return values, strange


def _stripped(places: np.ndarray, written: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Each cell's place among the texts without their outer spaces; how many had any."""
    bare = [*map(str.strip, written)]
    if bare == written.tolist():
        return places, written, 0
    bare = np.array(bare, dtype=object)
    same, texts = pd.factorize(bare)
    return same[places], texts, int((bare != written)[places].sum())


def _typed(values: np.ndarray, column: Column) -> Values:
    if column.kind in NUMERIC_KINDS:
        return values.astype(float)
    if column.kind == "date":
        return pd.to_datetime(pd.Series(values, dtype=object), errors="coerce").array
    return pd.array(values, dtype="boolean" if column.kind == "flag" else "str")


# what an accent becomes when a file is read by the wrong code page: Ni–os, Educaci—n, NiÃ±os
LOST_ACCENT = re.compile(
    "\ufffd|[\u00c3\u00c2][\u0080-\u00bf\u0192\u2018-\u203a\u20ac\u2122]|[a-z][‡†ƒ„ŽŸ˙¸][a-z]|√."
    "|[aeiou]–[aeiou]|[a-z]i—n\\b",
    re.IGNORECASE,
)


def _doubtful(texts: np.ndarray, places: np.ndarray, column: Column) -> dict[str, int]:
    if column.kind not in ("text", "list") or "".join(texts).isascii():
        return {}
    lost = [n for n, text in enumerate(texts) if not text.isascii() and LOST_ACCENT.search(text)]
    if not lost:
        return {}
    said = f'doubtful, such as "{texts[lost[0]]}": an accent seems lost. Write it again'
    return {said: int(np.isin(places, lost).sum())}


# --- One table at a time: its columns are there, every cell can be read, every value allowed -----
#
# The limits are those of ``tables.toml``, said in a finance office's words.

MASKED = "(not shown)"
MOST_GROUPS = 2**40  # rows are told apart by one number up to here
KEYS = ("student_key", "employee_key")


@dataclass
class Checked:
    """A table read and checked; ``rows`` are spreadsheet rows, ``once`` different values."""

    table: Table
    file: str
    frame: pd.DataFrame
    rows: pd.Index
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    read: dict[str, Parsed] = field(default_factory=dict, repr=False)
    kept: dict[str, tuple] = field(default_factory=dict, repr=False)

    def once(self, name: str) -> tuple[np.ndarray, Values]:
        """Each row's place among a column's different values, and these; blank is one of them."""
        if name not in self.kept:
            read = self.read.get(name)
            if read and read.apart:
                self.kept[name] = read.places, read.once
            else:
                values = read.once if read else self.frame[name].array
                same, once = pd.factorize(values, use_na_sentinel=False)
                self.kept[name] = same[read.places] if read else same, once
        return self.kept[name]

    def where(self, name: str, test: Callable[[object], object]) -> np.ndarray:
        """The rows in which a column's value passes a test; a blank passes none."""
        places, once = self.once(name)
        known = pd.notna(once)
        passed = [bool(yes and test(value)) for yes, value in zip(known, once, strict=True)]
        return np.array(passed, dtype=bool)[places]

    def blank(self, *names: str) -> np.ndarray:
        """The rows in which one of these columns is blank."""
        blank = np.zeros(len(self.frame), dtype=bool)
        for name in names:
            places, once = self.once(name)
            blank |= np.asarray(pd.isna(once))[places]
        return blank

    def alike(self, names: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
        """Each row's group, of rows with the same values in these columns; each one's first row."""
        groups, many = np.zeros(len(self.frame), dtype=np.int64), 1
        for name in names:
            places, once = self.once(name)
            if many * len(once) > MOST_GROUPS:
                groups, different = pd.factorize(groups)
                many = len(different)
            groups, many = groups * len(once) + places, many * len(once)
        groups, different = pd.factorize(groups)
        firsts = np.empty(len(different), dtype=np.int64)
        firsts[groups[::-1]] = np.arange(len(groups))[::-1]
        return groups, firsts

    def problem(self, column: str, wrong: Rows, message: str, value: str | None = None) -> None:
        """Record a fault of some rows once, with the first row and a count of the others."""
        places = _as_mask(wrong).nonzero()[0]
        if not len(places):
            return
        first = int(places[0])
        if value is None and column in self.frame:
            value = written(self.frame[column].iloc[first])
        text = message.format(value=value) if "{value}" in message else message
        row = int(self.rows[first])
        self.problems.append(Problem(self.file, column, row, value or "", text, len(places) - 1))

    def problem_by_value(self, column: str, wrong: Rows, message: Callable[[str], str]) -> None:
        """Record a fault once for each different value, with its first row and a count."""
        if not wrong.any():
            return
        cells = self.frame.loc[_as_mask(wrong), column]
        counts = cells.value_counts()
        for place, value in cells.dropna().drop_duplicates().items():
            row, more = int(self.rows[place]), int(counts[value]) - 1
            told = written(value)
            self.problems.append(Problem(self.file, column, row, told, message(told), more))

    def note(self, column: str, message: str) -> None:
        """Record a particular way in which something was read."""
        self.notes.append(Note(self.file, column, message))

    def warn(self, column: str, message: str) -> None:
        """Record something in the figures that should be looked into, and that stops nothing."""
        self.notes.append(Note(self.file, column, message, "warning"))


def _as_mask(wrong: Rows) -> np.ndarray:
    if isinstance(wrong, pd.Series):
        wrong = wrong.fillna(False) if wrong.dtype.kind != "b" or wrong.hasnans else wrong
    return np.asarray(wrong, dtype=bool)


def check_columns(raw: RawTable) -> Checked:
    """Read every column of a table, and gather all that is wrong with any cell."""
    checked = Checked(
        raw.table, raw.file, pd.DataFrame(), raw.rows, list(raw.problems), list(raw.notes)
    )
    cells = raw.once or {name: alike(raw.frame[name]) for name in raw.frame}
    if _refused(raw, cells, checked):
        checked.frame, checked.rows = empty(raw.table), raw.rows[:0]
        return checked
    _headings(raw, checked)
    _above(raw, checked)
    columns, index = {}, raw.frame.index
    for name, column in raw.table.columns.items():
        if name not in cells:
            nothing = np.zeros(len(index), dtype=np.intp)
            read = Parsed(index, nothing, _none(column), {}, {})
        else:
            read = _parsed(*cells[name], index, column)
            _unreadable(raw, checked, name, read.faults)
            for how, times in read.readings.items():
                checked.note(name, f"{name}: {times:,} {_cells(times)} {how}.")
        checked.read[name], columns[name] = read, read.once.take(read.places)
    checked.frame = pd.DataFrame(columns, index=index, copy=False)
    _limits(checked, [name for name in raw.table.columns if name in cells])
    return checked


def empty(table: Table) -> pd.DataFrame:
    """A table with no rows and the right columns, for a file that is not there."""
    return _empty(table.name).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    columns = all_tables()[table].columns
    return pd.DataFrame({name: _none(column)[:0] for name, column in columns.items()})


@cache
def _none(column: Column) -> Values:
    """One blank of a column."""
    return _typed(np.array([None], dtype=object), column)


def _refused(raw: RawTable, cells: Mapping[str, tuple], checked: Checked) -> bool:
    told = {name: _personal(raw, name, texts) for name, (_, texts) in cells.items()}
    found = [Problem(raw.file, name, None, MASKED, said) for name, said in told.items() if said]
    checked.problems += found
    return bool(found)


def _personal(raw: RawTable, name: str, texts: np.ndarray) -> str:
    heading = raw.written[name].strip()
    if looks_personal(heading):
        what, it = ("names", "them") if "name" in heading.lower() else ("the column", "it")
        return (
            f'Column "{heading}" found in {raw.file}. Remove {what} before loading; this tool '
            f"must not read {it}."
        )
    if looks_like_ssn(texts):
        return (
            f'Column "{heading}" in {raw.file} holds what looks like social security numbers. '
            "Remove it before loading; this tool must not read them."
        )
    if name in KEYS and looks_like_state_ids(texts):
        return (
            f"{name} looks like a state SSID. Run ss.pseudonymise(keys, secret) on it first, "
            "with the same secret for every file with that key."
        )
    return ""


def _headings(raw: RawTable, checked: Checked) -> None:
    for name in raw.table.required:
        if name not in raw.frame:
            message = f'the column "{name}" is not there ({raw.table.columns[name].meaning}). The '
            message += f"headings found are: {', '.join(map(str, raw.frame.columns)) or 'none'}."
            checked.problems.append(Problem(raw.file, name, None, "", message))
    unknown = [name for name in raw.frame.columns if name and name not in raw.table.columns]
    if unknown:
        checked.note("", f"columns not known to this tool, and left aside: {', '.join(unknown)}.")


def _above(raw: RawTable, checked: Checked) -> None:
    """A row above the headings that can be read as one of the table, and would be left out."""
    known = raw.table.columns
    for place, row in enumerate(raw.above):
        ours = {name: at for name, at in raw.places.items() if name in known and at < len(row)}
        filled = [(known[name], cell) for name, at in ours.items() if (cell := row[at].strip())]
        read = all(not READERS[column.kind](cell, column).fault for column, cell in filled)
        plain = all(column.kind == "text" for column, _ in filled)
        if read and not plain and len(filled) > 2:
            said = "this row stands above the headings, and would be left out. Move it below them."
            checked.problems.append(Problem(raw.file, "", place + 1, "", said))


def _unreadable(raw: RawTable, checked: Checked, name: str, faults: pd.Series) -> None:
    for message, rows in faults.groupby(faults, sort=False) if len(faults) else ():
        first = raw.frame.index.get_loc(rows.index[0])
        row, cell = int(raw.rows[first]), raw.frame[name].iloc[first].strip()
        checked.problems.append(Problem(raw.file, name, row, cell, message, len(rows) - 1))


def _limits(checked: Checked, present: list[str]) -> None:
    for name in present:
        column, read = checked.table.columns[name], checked.read[name]
        blank = np.asarray(pd.isna(read.once)) & column.filled
        outside = np.zeros(len(blank), dtype=bool)
        if column.kind in NUMERIC_KINDS:
            low, high = _bounds(column)
            outside |= (read.once < low) | (read.once > high)
        blank[read.unread] = outside[read.unread] = False
        if not (blank.any() or outside.any()):
            continue
        blank, outside = blank[read.places], outside[read.places]
        checked.problem(name, blank, f"{name} is blank. Fill in {column.meaning}.")
        if (checked.table.name, name) == ("staffing", "fte"):
            _hours_for_fte(checked, outside & (checked.frame["fte"] > 1))
            outside &= checked.frame["fte"] < 0
        if outside.any():
            checked.problem(name, outside, _outside(column))


def _bounds(column: Column) -> tuple[float, float]:
    low, high = column.low, column.high
    return -MOST if low is None else low, MOST if high is None else high


def _hours_for_fte(checked: Checked, wrong: pd.Series) -> None:
    positions = checked.frame.loc[wrong, "position_id"]
    position = f"position {positions.iloc[0]}: " if positions.notna().any() else ""
    hours = "Is this hours per day? Put hours in hours_per_day."
    checked.problem("fte", wrong, f"{position}fte {{value}} is more than 1.0. {hours}")


def _outside(column: Column) -> str:
    low, high = _bounds(column)
    limits = f"must be between {low:,.15g} and {high:,.15g}"
    unit = f" {column.unit}" if column.unit else ""
    return f"{column.name} {{value}} {limits}{unit}. Check {column.meaning}."


def written(value: object) -> str:
    """A value as it would stand in a cell."""
    if value is None or value != value or value is pd.NA:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _cells(count: int) -> str:
    return "cell was" if count == 1 else "cells were"
