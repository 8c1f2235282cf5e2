"""Checks shared by the tables of students: what is wrong, where, and what to do."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import a_number, quoted, require_columns, rows

STUDENTS = "table of students"


def checked_level(level: float) -> float:
    level = a_number("level of the range", level)
    if not 0 < level < 1:
        raise ValueError(
            f"The level of the range is {level:g}. Write it as a fraction: use 0.90 for 90%."
        )
    return level


def whole_students(name: str, value: object) -> None:
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
    if pd.api.types.is_float_dtype(values):
        return ~np.isfinite(values.to_numpy(dtype=float, na_value=np.nan))
    return values.isna().to_numpy()


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
    """Covariates as numbers: words become 0/1 columns ('grade: 05'), the first one left out
    unless every word is wanted, since the others already say it."""
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
    return bool(np.isin(values, (0.0, 1.0)).all())


def check_covariates(students: pd.DataFrame, covariates, taken: dict[str, str]) -> list[str]:
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
    if word not in ("refuse", "drop"):
        raise ValueError(f'missing is {word!r}; write "refuse" or "drop".')
