"""What a run leaves beside its pages: how each notebook went, and what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from smarter_spending.district.files import write_whole
from smarter_spending.guide.results import DistrictResult, NotebookResult, Stamp
from smarter_spending.running.notebook_files import PACKAGE, CannotRunError

FILE = "record.json"
MADE_OF = (".py", ".toml", ".csv", ".html", ".css", ".js", ".typ")  # the library's files


@dataclass(frozen=True)
class Record:
    """What is known of a district's pages.

    ``made_from`` maps a notebook to a fingerprint of everything it was made from.
    """

    result: DistrictResult
    made_from: Mapping[str, str] = field(default_factory=dict)


def fingerprint(notebook: Path, district: str) -> str:
    """One line that changes when anything a page is made from changes.

    Parameters
    ----------
    notebook : Path
        Only what it says counts, not what an earlier run showed.
    district : str
        As ``folder_fingerprint`` gives.

    Returns
    -------
    str
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    said = [[cell["cell_type"], cell["source"], cell["metadata"].get("tags")] for cell in cells]
    return _digest(json.dumps(said).encode(), district.encode(), library_fingerprint().encode())


def folder_fingerprint(folder: Path) -> str:
    """One line that changes when a file or a choice in a district's folder changes.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    str
    """
    files = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.is_file() and not any(part[0] in ".~" for part in path.relative_to(folder).parts)
    )
    return _digest(*[part for name, path in files for part in (name.encode(), path.read_bytes())])


@cache
def library_fingerprint() -> str:
    """One line that changes when the library changes.

    Returns
    -------
    str
    """
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in MADE_OF and path.is_file())
    return _digest(*[path.read_bytes() for path in files])


def read_record(out: Path) -> Record | None:
    """The record of a district's folder of pages.

    Parameters
    ----------
    out : Path

    Returns
    -------
    Record or None
        ``None`` when there is none.

    Raises
    ------
    CannotRunError
        When it is there and cannot be read.
    """
    file = out / FILE
    if not file.is_file():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Record(_result(kept["result"]), kept["made_from"])
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRunError(
            f"{out.name}/{FILE} cannot be read: it was changed by hand or by another version. "
            "Delete that file and run again without --resume."
        ) from error


def write_record(record: Record, out: Path) -> None:
    """Keep a record beside the pages it tells of.

    Parameters
    ----------
    record : Record
    out : Path
    """
    kept = json.dumps(asdict(record), indent=1, ensure_ascii=False, default=date.isoformat)
    write_whole(out / FILE, kept + "\n")


def with_page(record: Record, page: NotebookResult, made_from: str) -> Record:
    """A record with one page put in, in the place of what was said of it before.

    Parameters
    ----------
    record : Record
    page : NotebookResult
    made_from : str
        Its fingerprint.

    Returns
    -------
    Record
    """
    others = [other for other in record.result.notebooks if other.notebook != page.notebook]
    pages = tuple(sorted([*others, page], key=lambda one: one.notebook))
    marks = {**record.made_from, page.notebook: made_from}
    return Record(replace(record.result, notebooks=pages), dict(sorted(marks.items())))


def _result(kept: Mapping) -> DistrictResult:
    stamp = kept["stamp"]
    if stamp:
        as_of = date.fromisoformat(stamp["as_of"])
        stamp = Stamp(**{**stamp, "as_of": as_of, "sources": tuple(stamp["sources"])})
    parts = {
        "stamp": stamp,
        "checks": tuple((checked, finding) for checked, finding in kept["checks"]),
        "notebooks": tuple(NotebookResult(**page) for page in kept["notebooks"]),
    }
    lists = {name: tuple(kept[name]) for name in ("problems", "notes", "take_home")}
    return DistrictResult(folder=kept["folder"], **parts, **lists)


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()
