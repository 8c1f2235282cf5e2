"""From text to values, one column at a time: what is plain is read, what is not is named.

Every reader takes the cells of a column as text and gives back the values, the cells it
could not read (with what to do), and notes on the cells it read in a particular way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.district.tables import Column

SUPPRESSED = frozenset({"*", "**", "<11", "< 11", "--", "<10", "N<11", "suppressed"})
GRADES = ("TK", "KN", *(f"{grade:02d}" for grade in range(1, 13)))
BLANKS = frozenset({""})


@dataclass
class Parsed:
    """A column's values, and for each unreadable cell what to do about it.

    ``faults`` has the faulty cells' places as index and the messages as values;
    ``readings`` counts the cells read in a particular way, by how.
    """

    values: pd.Series
    faults: pd.Series
    readings: dict[str, int]


def parse(cells: pd.Series, column: Column) -> Parsed:
    """Read one column by its kind.

    Each different text is read once, whatever the number of rows it stands in.

    Parameters
    ----------
    cells : Series of str
    column : Column

    Returns
    -------
    Parsed
    """
    plain = cells.str.strip()
    places, texts = pd.factorize(plain)
    read = READERS.get(column.kind, _read_text)
    if column.kind in ("dollars", "number", "whole", "share"):
        values = pd.to_numeric(pd.Series(texts), errors="coerce").to_numpy(dtype=float, copy=True)
        hard = [n for n, text in enumerate(texts) if not _PLAIN_NUMBER.fullmatch(text)]
        results = {n: read(texts[n], column) for n in hard}
        if column.kind in ("whole", "share"):
            easy = [n for n in range(len(texts)) if n not in results]
            results |= {n: read(texts[n], column) for n in easy}
        for n, result in results.items():
            values[n] = np.nan if result.value is None else result.value
    else:
        results = {n: read(text, column) for n, text in enumerate(texts)}
        values = np.array([results[n].value for n in range(len(texts))], dtype=object)
    return Parsed(
        _typed(values[places] if len(texts) else values[:0], cells.index, column),
        _faults(results, places, cells.index),
        _readings(results, places),
    )


@dataclass(frozen=True)
class _Read:
    value: object = None
    fault: str = ""
    reading: str = ""


def _faults(results: dict[int, _Read], places: np.ndarray, index: pd.Index) -> pd.Series:
    faulty = {n: result.fault for n, result in results.items() if result.fault}
    messages = pd.Series(places, index=index).map(faulty) if faulty else pd.Series(dtype=object)
    return messages.dropna()


def _readings(results: dict[int, _Read], places: np.ndarray) -> dict[str, int]:
    particular = {n: result.reading for n, result in results.items() if result.reading}
    if not particular:
        return {}
    return pd.Series(places).map(particular).dropna().value_counts(sort=False).to_dict()


def _typed(values: np.ndarray, index: pd.Index, column: Column) -> pd.Series:
    if column.kind in ("dollars", "number", "whole", "share"):
        return pd.Series(values.astype(float), index=index)
    if column.kind == "flag":
        return pd.Series(values, index=index, dtype=object).astype("boolean")
    if column.kind == "date":
        return pd.to_datetime(pd.Series(values, index=index, dtype=object), errors="coerce")
    return pd.Series(values, index=index, dtype=object).astype("str").where(lambda v: v.notna())


_PLAIN_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_MONEY = re.compile(
    r"(?P<open>\()?(?P<minus>[-−–])?\s*\$?\s*(?P<size>\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d*)?|\.\d+)"
    r"\s*(?P<after>-|CR|DR)?(?P<close>\))?",
    re.IGNORECASE,
)
_ZERO = frozenset({"-", "–", "—", "$-", "$ -", "-0-"})


def _read_dollars(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if text in SUPPRESSED:
        return _Read(reading='hidden for privacy ("*" or "<11") and kept apart from missing')
    if text in _ZERO:
        return _Read(0.0, reading="a dash, read as zero")
    written = _MONEY.fullmatch(text)
    if not written or bool(written["open"]) != bool(written["close"]):
        return _Read(
            fault=f'{column.name} "{text}" is not an amount. Write plain dollars and cents, '
            "such as -1234.56, with nothing else in the cell."
        )
    negative = bool(written["open"]) or bool(written["minus"])
    after = (written["after"] or "").upper()
    negative ^= after in ("-", "CR")
    size = float(written["size"].replace(",", ""))
    if after in ("CR", "DR"):
        how = "credits (CR) and debits (DR), read as minus and plus"
    elif written["open"] or after == "-":
        how = "in brackets or with the minus behind, read as negative"
    else:
        how = "with a dollar sign or thousands commas"
    return _Read(-size if negative else size, reading=how)


def _read_number(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if text in SUPPRESSED:
        return _Read(reading='hidden for privacy ("*" or "<11") and kept apart from missing')
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return _Read(float(text.replace(",", "")), reading="with thousands commas")
    if _PLAIN_NUMBER.fullmatch(text):
        return _Read(float(text))
    return _Read(
        fault=f'{column.name} "{text}" is not a number ({column.unit or "a plain number"}). '
        "Write digits only, or leave the cell blank when it is not known."
    )


def _read_whole(text: str, column: Column) -> _Read:
    number = _read_number(text, column)
    if number.value is None or float(number.value).is_integer():
        return number
    return _Read(
        fault=f'{column.name} "{text}" is not a whole number ({column.unit or column.meaning}). '
        "Round it, or move it to the column it belongs in."
    )


def _read_share(text: str, column: Column) -> _Read:
    bare = text.removesuffix("%").strip()
    if text in BLANKS or text in SUPPRESSED:
        return _read_number(text, column)
    if not _PLAIN_NUMBER.fullmatch(bare):
        return _read_number(text, column)
    value = float(bare)
    if text != bare or not 0 <= value <= 1:
        return _Read(
            fault=f'{column.name} "{text}" is not a share between 0 and 1. Is it a percentage? '
            f"Write {value / 100:g} for {value:g} percent."
        )
    return _Read(value)


def _read_text(text: str, column: Column) -> _Read:
    return _Read(None if text in BLANKS else text)


def _read_choice(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if text in column.choices:
        return _Read(text)
    alike = {choice.lower(): choice for choice in column.choices}.get(text.lower())
    if alike:
        return _Read(alike, reading="written with other capitals")
    return _Read(
        fault=f'{column.name} "{text}" is not one of: {", ".join(column.choices)}. '
        "Write one of these."
    )


def _read_code(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    trick = re.fullmatch(r'="?([^"]*)"?', text)
    bare = trick[1].strip() if trick else text
    if column.name == "district_cds" or column.kind == "cds":
        return _read_cds(bare, column)
    if re.fullmatch(r"\d+\.0*", bare) or re.fullmatch(r"[\d.]+E\+?\d+", bare, re.IGNORECASE):
        return _Read(
            fault=f'{column.name} "{text}" has been turned into a number by Excel. Format the '
            "column as Text and write the code again."
        )
    if column.digits and len(bare) < column.digits and bare.isdigit():
        return _Read(
            fault=f'{column.name} "{text}" has {len(bare)} digits and should have '
            f'{column.digits}: "{bare.zfill(column.digits)}"? Excel removes leading zeros. Format '
            "the column as Text and write the code again."
        )
    if column.digits and len(bare) != column.digits:
        return _Read(
            fault=f'{column.name} "{text}" is not a code of {column.digits} characters. '
            f"Write only the code ({column.meaning})."
        )
    return _Read(bare, reading='written ="…", read as text' if trick else "")


def _read_cds(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if re.fullmatch(r"\d{14}", text):
        return _Read(text)
    if re.fullmatch(r"\d{13}", text):
        return _Read(
            fault=f'{column.name} "{text}": CDS codes have 14 digits; this has 13: Excel removed '
            "the leading zero. Format the column as Text."
        )
    return _Read(
        fault=f'{column.name} "{text}" is not a CDS code. Write its 14 digits (county 2, district '
        "5, school 7), in a column formatted as Text."
    )


def _read_fiscal_year(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    bare = re.sub(r"[–—−]", "-", text)
    written = re.fullmatch(r"(\d{4})-(\d{2})", bare)
    if written and (int(written[1]) + 1) % 100 == int(written[2]):
        return _Read(bare, reading="" if bare == text else "written with a long dash")
    return _Read(
        fault=f'{column.name} "{text}" is not a fiscal year. Write it as 2024-25 (July 2024 to '
        "June 2025)."
    )


def _read_date(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    bare = re.sub(r"[T ]00:00:00$", "", text)
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", bare)
    iso = f"{american[3]}-{american[1]:0>2}-{american[2]:0>2}" if american else bare
    value = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    if pd.isna(value):
        return _Read(
            fault=f'{column.name} "{text}" is not a date. Write year, month, day: 2024-09-30.'
        )
    return _Read(value, reading="written month/day/year" if american else "")


def _read_flag(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if text.upper() in ("Y", "N"):
        return _Read(text.upper() == "Y")
    if text.lower() in ("yes", "no", "true", "false"):
        return _Read(text.lower() in ("yes", "true"), reading="yes and no written out")
    return _Read(fault=f'{column.name} "{text}" is neither Y nor N. Write Y or N.')


def _read_grade(text: str, column: Column) -> _Read:
    if text in BLANKS:
        return _Read()
    if text in GRADES:
        return _Read(text)
    other = {"K": "KN", "KG": "KN", "KN": "KN", "TK": "TK"}.get(text.upper())
    if not other and re.fullmatch(r"\d{1,2}(\.0)?", text):
        other = f"{int(float(text)):02d}"
    if other in GRADES:
        return _Read(other, reading="other spellings of a grade (K, 1, 1.0)")
    return _Read(fault=f'{column.name} "{text}" is not a grade. Write TK, KN or 01 to 12.')


READERS: dict[str, Callable[[str, Column], _Read]] = {
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
