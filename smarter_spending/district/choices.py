"""What people decided, kept in the district's folder: one file per person per notebook.

    choices/<notebook>/<person>.json

A file belongs to one writer.  It is replaced whole at each change (written beside,
flushed to the disk, then renamed), so a crash or a closed laptop leaves either the
old answers or the new ones, never half of a file.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from smarter_spending.district.writing import write_whole

ANSWER_COLUMNS = ["notebook", "person", "role", "key", "answer"]
ROLES = ("finance", "academics", "school", "board")


@dataclass(frozen=True)
class Choices:
    """One person's answers in one notebook.

    ``file`` is where they are kept; ``answers`` what it held when it was opened
    and every answer kept since.
    """

    notebook: str
    person: str
    file: Path
    answers: dict[str, object] = field(default_factory=dict)

    def keep(self, key: str, answer: object) -> None:
        """Keep one answer, on the disk, now.

        Parameters
        ----------
        key : str
            The question's short name.
        answer : str, number, list or dict
            Anything JSON can hold.

        Raises
        ------
        OSError
            When the folder cannot be written to.
        """
        self.answers[key] = answer
        page = {"person": self.person, "notebook": self.notebook, "answers": self.answers}
        write_whole(self.file, json.dumps(page, indent=1, ensure_ascii=False) + "\n")

    def forget(self) -> None:
        """Start over: remove this person's answers to this notebook."""
        self.answers.clear()
        self.file.unlink(missing_ok=True)


def open_choices(folder: str | Path, notebook: str, person: str = "") -> Choices:
    """A person's answers in one notebook, as they were last left.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook : str
        The notebook's name, such as ``"09_cost_per_outcome"``.
    person : str
        The display name typed by the person; on a hub the user's own name, and
        ``our team`` when nobody said.

    Returns
    -------
    Choices
        Opening writes nothing: a headless run leaves no file behind.
    """
    person = person or os.environ.get("JUPYTERHUB_USER", "") or "our team"
    file = Path(folder) / "choices" / notebook / f"{_file_name(person)}.json"
    return Choices(notebook, person, file, dict(_read(file).get("answers", {})))


def read_choices(folder: str | Path, notebook: str | None = None) -> pd.DataFrame:
    """Everybody's answers, one row per person and question.

    Parameters
    ----------
    folder : path
        The district's folder.
    notebook : str, optional
        One notebook only.

    Returns
    -------
    DataFrame
        ``notebook``, ``person``, ``role`` (blank when not said), ``key``, ``answer``;
        ordered by notebook and person, so that two readings agree.
    """
    files = sorted((Path(folder) / "choices").glob(f"{notebook or '*'}/*.json"))
    rows = []
    for file in files:
        page = _read(file)
        answers: Mapping = page.get("answers", {})
        rows += [
            (file.parent.name, page.get("person", file.stem), answers.get("role", ""), key, answer)
            for key, answer in answers.items()
        ]
    return pd.DataFrame(rows, columns=ANSWER_COLUMNS)


def _read(file: Path) -> dict:
    if not file.exists():
        return {}
    try:
        page = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(
            f"The answers in {file.parent.name}/{file.name} cannot be read (line {error.lineno}). "
            "Somebody may have edited the file by hand: mend that line, or move the file away."
        ) from error
    return page if isinstance(page, dict) else {}


def _file_name(person: str) -> str:
    plain = re.sub(r"[^\w-]+", "-", person.strip().lower()).strip("-")
    return plain or "our-team"
