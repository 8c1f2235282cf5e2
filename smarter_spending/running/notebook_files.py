"""Where the notebooks are, and which of them are meant."""

import re
from collections.abc import Sequence
from pathlib import Path

from smarter_spending.words import PlainError

PACKAGE = Path(__file__).resolve().parent.parent
NUMBERED = "[0-9][0-9]_*.ipynb"


class CannotRunError(PlainError):
    """What was asked cannot be done; the message says why and what to do."""


def curriculum() -> tuple[Path, ...]:
    """The notebooks, in order: those of this checkout, or those that came with the package.

    Returns
    -------
    tuple of Path

    Raises
    ------
    CannotRunError
        When there are none.
    """
    beside, shipped = PACKAGE.parent / "notebooks", PACKAGE / "notebooks"
    folder = beside if (PACKAGE.parent / "pyproject.toml").is_file() else shipped
    found = tuple(sorted(folder.glob(NUMBERED)))
    if not found:
        raise CannotRunError(
            f"There are no notebooks in {folder}. In a checkout, make them with "
            "`python notebooks/build.py`; otherwise install smarter-spending again."
        )
    return found


def choose_notebooks(
    wanted: str | Sequence[str | Path] | None, available: Sequence[Path] | None = None
) -> tuple[Path, ...]:
    """The notebooks that a person asked for.

    Parameters
    ----------
    wanted : str, sequence of paths, or None
        Numbers and ranges such as ``"06,09"`` or ``"07-11"``; or the files
        themselves; or all.
    available : sequence of Path, optional
        What to choose from; the curriculum unless given.

    Returns
    -------
    tuple of Path
        Each once, in order.

    Raises
    ------
    CannotRunError
        When a number is not there, or nothing is.

    Examples
    --------
    >>> there = [Path("06_money.ipynb"), Path("07_list.ipynb"), Path("09_cost.ipynb")]
    >>> [path.name for path in choose_notebooks("07-11", there)]
    ['07_list.ipynb', '09_cost.ipynb']
    """
    if wanted is not None and not isinstance(wanted, str):
        return _files([Path(path) for path in wanted])
    there = tuple(available) if available is not None else curriculum()
    if wanted is None:
        return there
    numbers = {path.name[:2] for path in there}
    chosen = {number for part in wanted.split(",") for number in _numbers(part, numbers)}
    return tuple(path for path in there if path.name[:2] in chosen)


def _files(paths: list[Path]) -> tuple[Path, ...]:
    absent = [str(path) for path in paths if not path.is_file()]
    if absent or not paths:
        raise CannotRunError(f"There is no notebook {', '.join(absent) or 'given'}.")
    twice = {path.stem for path in paths if [p.stem for p in paths].count(path.stem) > 1}
    if twice:
        raise CannotRunError(
            f"Two notebooks are called {', '.join(sorted(twice))}: their pages would replace "
            "each other. Rename one."
        )
    return tuple(sorted(paths, key=lambda path: path.name))


def _numbers(part: str, there: set[str]) -> set[str]:
    read = re.fullmatch(r"\s*(\d{1,2})\s*(?:-\s*(\d{1,2})\s*)?", part)
    if not read:
        raise CannotRunError(
            f'"{part.strip()}" is not a notebook number. Write numbers and ranges, such as '
            "06,09 or 07-11."
        )
    first, last = int(read[1]), int(read[2] or read[1])
    found = {number for number in there if first <= int(number) <= last}
    if not found:
        raise CannotRunError(
            f"There is no notebook {part.strip()}. There are: {', '.join(sorted(there))}."
        )
    return found
