"""One cell at a time: what is plain is read, what is not is named, with what to write instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from smarter_spending.district.findings import counted
from smarter_spending.district.tables import Column

SUPPRESSED = frozenset({"*", "**", "<11", "< 11", "--", "<10", "N<11", "suppressed"})
GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
BLANKS = frozenset({""})
EXCEL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)


@dataclass(frozen=True)
class Read:
    """A cell's value, or what is wrong with it, or in which particular way it was read."""

    value: object = None
    fault: str = ""
    reading: str = ""


# Excel keeps 15 digits: a longer figure has already lost some
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
    if text in SUPPRESSED:
        return _hidden(text, column)
    if text in _ZERO:
        return Read(0.0, reading="a dash, read as zero")
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
    if text in SUPPRESSED:
        return _hidden(text, column)
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
    if text in BLANKS or text in SUPPRESSED:
        return _read_number(text, column)
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
    return Read(None if text in BLANKS else text)


def _read_choice(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    if text in column.choices:
        return Read(text)
    alike = {choice.lower(): choice for choice in column.choices}.get(text.lower())
    if alike:
        return Read(alike, reading="written with other capitals")
    return Read(
        fault=f'{column.name} "{text}" is not one of: {", ".join(column.choices)}. '
        "Write one of these."
    )


def _read_code(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    trick = re.fullmatch(r'="?([^"]*)"?', text)
    bare = trick[1].strip() if trick else text
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
    if text in BLANKS:
        return Read()
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
    if text in BLANKS:
        return Read()
    bare = re.sub(r"[–—−]", "-", text)
    written = re.fullmatch("([0-9]{4})-([0-9]{2})", bare)
    if written and (int(written[1]) + 1) % 100 == int(written[2]):
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
    if text in BLANKS:
        return Read()
    bare = re.sub(r"[T ]00:00:00$", "", text)
    american = re.fullmatch("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", bare)
    iso = f"{american[3]}-{american[1]:0>2}-{american[2]:0>2}" if american else bare
    value = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    if pd.isna(value):
        return Read(
            fault=f'{column.name} "{text}" is not a date. Write year, month, day: 2024-09-30.'
        )
    return Read(value, reading="written month/day/year" if american else "")


def _read_flag(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    if text.upper() in ("Y", "N"):
        return Read(text.upper() == "Y")
    if text.lower() in ("yes", "no", "true", "false"):
        return Read(text.lower() in ("yes", "true"), reading="yes and no written out")
    return Read(fault=f'{column.name} "{text}" is neither Y nor N. Write Y or N.')


def _read_grade(text: str, column: Column) -> Read:
    if text in BLANKS:
        return Read()
    if text in GRADES:
        return Read(text)
    other = {"K": "KN", "KG": "KN", "KN": "KN", "TK": "TK"}.get(text.upper())
    if not other and re.fullmatch(r"[0-9]{1,2}(\.0)?", text):
        other = f"{int(float(text)):02d}"
    if other in GRADES:
        return Read(other, reading="other spellings of a grade (K, 1, 1.0)")
    return Read(fault=f'{column.name} "{text}" is not a grade. Write TK, KN or 01 to 12.')


READERS: dict[str, Callable[[str, Column], Read]] = {
    "dollars": _read_dollars,
    "number": _read_number,
    "whole": _read_whole,
    "share": _read_share,
    "text": _read_text,
    "list": _read_text,
    "choice": _read_choice,
    "code": _read_code,
    "cds": _read_code,
    "fiscal_year": _read_fiscal_year,
    "date": _read_date,
    "flag": _read_flag,
    "grade": _read_grade,
}
