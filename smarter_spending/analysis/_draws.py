"""How much each student or school counts, draw after draw."""

from collections.abc import Iterator

import numpy as np

METHODS = ("weights", "counts")
CHUNK_BYTES = 32_000_000


def weight_chunks(
    units: int, draws: int, seed: int, method: str, bytes_at_once: int = CHUNK_BYTES
) -> Iterator[tuple[slice, np.ndarray]]:
    """Blocks of draws x units, each row adding up to about the number of units.

    "counts" is drawing with replacement: how often each unit came up.  "weights" gives
    every unit an exponential weight, one on average, so that none is ever absent.
    """
    if method not in METHODS:
        raise ValueError(f'There is no method {method!r}. Use "weights" or "counts".')
    if draws < 1 or units < 1:
        raise ValueError("Drawing needs at least one draw and one student or school.")
    rng = np.random.default_rng(seed)
    rows = max(1, min(draws, bytes_at_once // (8 * units)))
    for start in range(0, draws, rows):
        size = min(rows, draws - start)
        yield slice(start, start + size), _block(rng, size, units, method)


def _block(rng: np.random.Generator, size: int, units: int, method: str) -> np.ndarray:
    if method == "weights":
        return rng.standard_exponential((size, units))
    drawn = rng.integers(0, units, (size, units)) + units * np.arange(size)[:, None]
    return np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units).astype(float)
