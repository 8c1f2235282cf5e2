"""The nine invented teams of the teaching district's room, and what each answered.

The answers are plain files in ``room/``, one for each notebook; ``our team`` there is
the room's own record, kept by the facilitator.  No team is a person.
"""

import tomllib
from importlib.resources import files
from pathlib import Path

from smarter_spending.district.choices import TEAM, open_choices

SHAPE = "altamont_valley"
TEAMS = {
    "our_team": (TEAM, ""),
    "business_services": ("Business services", "finance"),
    "budget_office": ("Budget office", "finance"),
    "human_resources": ("Human resources", "finance"),
    "teaching_and_learning": ("Teaching and learning", "academics"),
    "english_learner_services": ("English learner services", "academics"),
    "special_education": ("Special education", "academics"),
    "elementary_principals": ("Elementary principals", "school"),
    "secondary_principals": ("Secondary principals", "school"),
    "board_study_group": ("Board study group", "board"),
}


def answers_of(notebook: str) -> dict[str, dict[str, object]]:
    """What each team answered in one notebook, by team.

    Parameters
    ----------
    notebook : str
        Such as ``"00_start_here"``.

    Returns
    -------
    dict of team to dict of key to answer
    """
    file = files(__package__).joinpath("room", f"{notebook}.toml")
    by_team = tomllib.loads(file.read_text(encoding="utf-8"))
    return {team: _flat(given) for team, given in by_team.items()}


def notebooks() -> list[str]:
    """The notebooks that the room has answered, in order.

    Returns
    -------
    list of str
    """
    folder = files(__package__).joinpath("room")
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir())


def write_room(folder: Path) -> list[Path]:
    """Write the answers of every team into a district's folder.

    Parameters
    ----------
    folder : Path
        The district's folder.

    Returns
    -------
    list of Path
        The files written.
    """
    written = []
    for notebook in notebooks():
        for team, answers in answers_of(notebook).items():
            name, role = TEAMS[team]
            theirs = open_choices(folder, notebook, name)
            theirs.file.unlink(missing_ok=True)
            if role and theirs.role != role:
                theirs.keep_role(role)
            theirs.keep_all(answers)
            written.append(theirs.file)
    for lock in (folder / "choices").rglob(".*.lock"):
        lock.unlink()
    return written


def _flat(given: dict, before: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in given.items():
        name = f"{before}{key}"
        flat |= _flat(value, f"{name}_") if isinstance(value, dict) else {name: value}
    return flat
