"""What every table must pass before anything is computed: columns, students, fiscal years."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

# --- Checks shared by the tables of costs: what is wrong, where, and what to do ------------------


def a_number(name: str, value: object) -> float:
    """A finite number, or a refusal that names what it was to be."""
    try:
        as_number = float(value)
    except (TypeError, ValueError):
        raise ValueError(
            f"The {name} is {value!r}, which is not a number. Give a number."
        ) from None
    if not math.isfinite(as_number):
        raise ValueError(f"The {name} is not known ({as_number}). Give a number.")
    return as_number


def require_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse a table without these columns, naming those it has."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(
            f"The {what} has no column {quoted(missing)}. Its columns are "
            f"{quoted(table.columns)}. Add what is missing, or check the spelling."
        )


def require_numbers(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse blanks and endless numbers, naming column and rows."""
    problems = [
        f"column {column!r} is blank or not a finite number in {rows(table, wrong)}"
        for column in columns
        if (wrong := ~np.isfinite(table[column].to_numpy(dtype=float, na_value=np.nan))).any()
    ]
    if problems:
        raise ValueError(f"In the {what}, {'; '.join(problems)}. Fill these in first.")


def rows(table: pd.DataFrame, wrong: Iterable[bool], most: int = 5) -> str:
    """Spreadsheet rows (the heading is row 1) in which something is wrong."""
    places = [str(place + 2) for place in np.flatnonzero(np.asarray(wrong, dtype=bool))]
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return ("row " if len(places) == 1 else "rows ") + ", ".join(places[:most]) + more


def quoted(names: Iterable[object], most: int = 30) -> str:
    """Names as a list in a message, cut with a count where it is long."""
    words = [repr(name) for name in names]
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def typed(columns: dict[str, str]) -> pd.DataFrame:
    """An empty table with these columns and dtypes."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def yearly_part(life_years, rate: float):
    """What one dollar of price comes to each year of a life, at a rate (the annuity factor)."""
    if rate == 0:
        return 1 / life_years
    # log1p and expm1 keep the digits when the rate is tiny
    return rate / -np.expm1(-life_years * np.log1p(rate))


def checked_rate(rate: float) -> float:
    """A yearly rate as a fraction, 0 to below 1."""
    rate = a_number("rate", rate)
    if rate >= 1:
        raise ValueError(
            f"The rate is {rate:g}, which would be {rate:.0%} a year. Write it as a fraction: "
            "use 0.03 for 3%."
        )
    if rate < 0:
        raise ValueError(f"The rate is {rate:g}; it cannot be below zero. Use 0.03 for 3%.")
    return rate


# --- Checks shared by the tables of students: what is wrong, where, and what to do ---------------

STUDENTS = "table of students"


def checked_level(level: float) -> float:
    """The level of a range as a fraction between 0 and 1."""
    level = a_number("level of the range", level)
    if not 0 < level < 1:
        raise ValueError(
            f"The level of the range is {level:g}. Write it as a fraction: use 0.90 for 90%."
        )
    return level


def whole_students(name: str, value: object) -> None:
    """Refuse a group that is no whole number of at least two students."""
    number = a_number(f"number of students in the {name} group", value)
    if number != int(number) or number < 2:
        raise ValueError(
            f"The number of students in the {name} group is {number:g}. It must be a whole number "
            "of 2 or more: one student has no spread."
        )


def took_part(students: pd.DataFrame, group: str) -> np.ndarray:
    """True for each student who took part; the column must be 0/1 or True/False."""
    require_columns(students, [group], STUDENTS)
    if students.empty:
        raise ValueError("The table of students is empty, so there is nobody to compare.")
    refuse_missing(students, [group])
    values = students[group]
    if pd.api.types.is_bool_dtype(values):
        flags = values.to_numpy(dtype=bool)
    else:
        as_text = values.astype(str).str.strip()
        wrong = ~as_text.isin(["0", "1", "0.0", "1.0", "True", "False"])
        if wrong.any():
            raise ValueError(
                f"Column {group!r} must say 1 for students who took part and 0 for those who did "
                f"not; it says {quoted(sorted(set(as_text[wrong])), 5)} in {rows(students, wrong)}."
            )
        flags = as_text.isin(["1", "1.0", "True"]).to_numpy()
    return two_groups(flags, group)


def two_groups(flags: np.ndarray, group: str) -> np.ndarray:
    """Refuse students of whom all, or none, took part."""
    if flags.all():
        raise ValueError(
            f"All {len(flags)} students took part ({group!r} is 1 in every row), so there is "
            "nobody to compare them with. Add similar students who did not take part; until then "
            "only how these students did can be said, not what the program did."
        )
    if not flags.any():
        raise ValueError(
            f"Nobody took part ({group!r} is 0 in all {len(flags)} rows). Check which students "
            "were in the program; until then nothing can be said of it."
        )
    return flags


def refuse_missing(students: pd.DataFrame, columns) -> None:
    """Refuse blanks in these columns, naming the rows."""
    said = []
    for column in dict.fromkeys(columns):
        wrong = is_missing(students[column])
        if wrong.any():
            said.append(f"{column!r} in {wrong.sum()} ({rows(wrong, wrong)})")
    if said:
        raise ValueError(
            f"Of {len(students)} students, some have no value: {'; '.join(said)}. Fill these in, "
            'or leave the students out with missing="drop": the number left out is then part of '
            "the result."
        )


def is_missing(values: pd.Series) -> np.ndarray:
    """Which values are blank or endless."""
    if pd.api.types.is_float_dtype(values):
        return ~np.isfinite(values.to_numpy(dtype=float, na_value=np.nan))
    return values.isna().to_numpy()


def any_missing(students: pd.DataFrame, columns: Iterable[str]) -> np.ndarray:
    """Which students have a blank in any of these columns."""
    return np.logical_or.reduce([is_missing(students[name]) for name in columns])


def numeric(students: pd.DataFrame, column: str) -> np.ndarray:
    """The column as numbers; True/False is 1/0."""
    values = students[column]
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=float, na_value=np.nan)
    raise ValueError(
        f"Column {column!r} holds words ({quoted(values.dropna().unique()[:3])}), not numbers. "
        "Give a score, a number, or a yes/no column of 1 and 0."
    )


def as_columns(students: pd.DataFrame, covariates, every_word: bool = True) -> pd.DataFrame:
    """Covariates as numbers, a column of words as 0/1 columns such as 'grade: 05'."""
    parts = []
    for name in covariates:
        values = students[name]
        if pd.api.types.is_bool_dtype(values) or pd.api.types.is_numeric_dtype(values):
            parts.append(pd.Series(numeric(students, name), index=students.index, name=str(name)))
        else:
            words = pd.get_dummies(values.astype(str), dtype=float, drop_first=not every_word)
            parts.append(words.rename(columns=lambda word, name=name: f"{name}: {word}"))
    return pd.concat(parts, axis=1) if parts else pd.DataFrame(index=students.index)


def yes_no(values: np.ndarray) -> bool:
    """Whether values are only 0 and 1."""
    return bool(np.isin(values, (0.0, 1.0)).all())


def check_covariates(students: pd.DataFrame, covariates, taken: dict[str, str]) -> list[str]:
    """The covariates, each there, each once, none with another part to play."""
    covariates = [covariates] if isinstance(covariates, str) else list(covariates)
    require_columns(students, covariates, STUDENTS)
    for column, part in taken.items():
        if column in covariates:
            raise ValueError(
                f"Column {column!r} is the {part}, so it cannot also be held constant. Take it out "
                "of the covariates."
            )
    return covariates


def checked_missing(word: str) -> None:
    """What to do with blanks: "refuse" or "drop"."""
    if word not in ("refuse", "drop"):
        raise ValueError(f'missing is {word!r}; write "refuse" or "drop".')


# --- Fiscal years as they are written, and how many years lie between them -----------------------


def fiscal_year(begins: int) -> str:
    """The fiscal year that begins in July of a calendar year: 2024-25."""
    return f"{begins:04d}-{(begins + 1) % 100:02d}"


def year_after(year: str, years: int = 1) -> str:
    """The fiscal year some years later, or earlier when ``years`` is below zero."""
    text = str(year)
    begins = int(text[:4]) if text[:4].isdigit() else -1
    if begins < 0 or text != fiscal_year(begins):
        raise ValueError(f"{text!r} is not a fiscal year. Write it as 2024-25.")
    return fiscal_year(begins + years)


# --- How many students, by year: the denominator of every per-student figure ---------------------


def enrollment_by_year(enrollment: pd.DataFrame) -> dict[str, float]:
    """Census Day enrollment by fiscal year: not attendance, by which the state's formula pays."""
    known = enrollment.dropna(subset=["enrollment"])
    return dict(zip(known["fiscal_year"], known["enrollment"].astype(float), strict=True))


def students_on_file(students: pd.DataFrame, fiscal_year: str) -> int:
    """How many different students have a row in one year."""
    return int(students.loc[students["fiscal_year"] == fiscal_year, "student_key"].nunique())


def enrolled(enrollment: pd.DataFrame, fiscal_year: str) -> float:
    """How many students are enrolled in one fiscal year; NaN when it is not on file."""
    return float(enrollment_by_year(enrollment).get(fiscal_year, float("nan")))
