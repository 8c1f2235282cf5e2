"""From text to values, one column at a time.

A column's cells come as text and go back as values, with the cells that could not be read
(and what to do about each) and a count of those read in a particular way.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.district.cells import PLAIN_NUMBER, READERS, Read
from smarter_spending.district.tables import NUMERIC_KINDS, Column


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
    read = READERS[column.kind]
    if column.kind in NUMERIC_KINDS:
        values = pd.to_numeric(pd.Series(texts), errors="coerce").to_numpy(dtype=float, copy=True)
        hard = [n for n, text in enumerate(texts) if not PLAIN_NUMBER.fullmatch(text)]
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
        _readings(results, places) | _trimmed(cells, plain, column),
    )


def _faults(results: dict[int, Read], places: np.ndarray, index: pd.Index) -> pd.Series:
    faulty = {n: result.fault for n, result in results.items() if result.fault}
    messages = pd.Series(places, index=index).map(faulty) if faulty else pd.Series(dtype=object)
    return messages.dropna()


def _readings(results: dict[int, Read], places: np.ndarray) -> dict[str, int]:
    particular = {n: result.reading for n, result in results.items() if result.reading}
    if not particular:
        return {}
    return pd.Series(places).map(particular).dropna().value_counts(sort=False).to_dict()


def _typed(values: np.ndarray, index: pd.Index, column: Column) -> pd.Series:
    if column.kind in NUMERIC_KINDS:
        return pd.Series(values.astype(float), index=index)
    if column.kind == "flag":
        return pd.Series(values, index=index, dtype=object).astype("boolean")
    if column.kind == "date":
        return pd.to_datetime(pd.Series(values, index=index, dtype=object), errors="coerce")
    return pd.Series(values, index=index, dtype=object).astype("str").where(lambda v: v.notna())


def _trimmed(cells: pd.Series, plain: pd.Series, column: Column) -> dict[str, int]:
    padded = int((cells != plain).sum()) if column.kind in ("code", "cds") else 0
    return {"written with spaces around the code, read without them": padded} if padded else {}
