"""Writing a file so that a reader finds the old one or the new one, never a part of it."""

import os
import tempfile
import time
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Write a file whole or not at all; the folder is made when needed.

    The text is written beside, flushed to the disk and renamed, so a crash or a closed
    laptop leaves either the old file or the new one.

    Parameters
    ----------
    file : Path
    text : str
        All of it; line ends are written as they are.

    Raises
    ------
    OSError
        When the folder cannot be written to; what was there stays.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "new", "schools.csv"), "local_site_code\\n")
    ...     Path(folder, "new", "schools.csv").read_text()
    'local_site_code\\n'
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as writer:
            writer.write(text)
            writer.flush()
            os.fsync(writer.fileno())
        Path(beside).chmod(0o644)  # as any file a person saves; mkstemp's is for one user
        _replace(Path(beside), file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _replace(beside: Path, file: Path, tries: int = 5) -> None:
    # a synchronised folder on Windows may hold the file for a moment
    for attempt in range(tries):
        try:
            beside.replace(file)
            return
        except PermissionError:
            if attempt == tries - 1:
                raise
            time.sleep(0.05 * 2**attempt)
