"""Everybody's answers, laid out to be read in a room or opened in Excel."""

from pathlib import Path

import pandas as pd

from smarter_spending.district.choices import questions_asked, read_choices
from smarter_spending.district.findings import DistrictDataError
from smarter_spending.district.settings import read_settings
from smarter_spending.guide.pages import Stamp, write_workbook

LONGEST_SHEET_NAME = 31


def answers_side_by_side(answers: pd.DataFrame, questions: dict | None = None) -> pd.DataFrame:
    """One notebook's answers, a row for each question and a column for each person.

    Parameters
    ----------
    answers : DataFrame
        Of one notebook, as ``read_choices`` gives.
    questions : dict of key to words, optional
        How each question was put; its short name where that is not known.

    Returns
    -------
    DataFrame
        ``question``, then a column for each person, headed with the name and the role.

    Examples
    --------
    >>> answers = pd.DataFrame({"person": ["Team 1", "Team 2"], "role": ["finance", ""],
    ...     "key": ["guess", "guess"], "answer": [900, 1500]})
    >>> answers_side_by_side(answers, {"guess": "Dollars for each student"})
                       question Team 1 (finance)  Team 2
    0  Dollars for each student              900    1500
    """
    named = answers.assign(
        who=answers["person"] + answers["role"].map(lambda role: f" ({role})" if role else ""),
        question=answers["key"].map(lambda key: (questions or {}).get(key) or key),
    )
    order = {name: place for place, name in enumerate(dict.fromkeys(named["key"]))}
    wide = named.pivot_table(
        index=["key", "question"], columns="who", values="answer", aggfunc="last", sort=False
    )
    wide = wide.sort_index(level="key", key=lambda keys: keys.map(order)).reset_index("question")
    return wide.reset_index(drop=True).rename_axis(columns=None).convert_dtypes()


def write_choices(folder: str | Path, out: str | Path) -> Path:
    """Write everybody's answers as a workbook: a sheet for each notebook, and all in one list.

    Parameters
    ----------
    folder : path
        The district's folder.
    out : path
        The workbook, ending in .xlsx.

    Returns
    -------
    Path
        ``out``.

    Raises
    ------
    DistrictDataError
        When ``district.toml`` cannot be read.
    ChoicesUnreadableError
        When a file of answers was damaged by hand.
    """
    from smarter_spending import __version__

    settings, problems = read_settings(Path(folder))
    if settings is None:
        raise DistrictDataError(problems)
    answers = read_choices(folder)
    asked = questions_asked(folder)
    sheets = {
        str(notebook)[:LONGEST_SHEET_NAME]: answers_side_by_side(rows, asked.get(notebook))
        for notebook, rows in answers.groupby("notebook", sort=True)
    }
    stamp = Stamp(
        district=settings.name,
        fiscal_year=settings.fiscal_year,
        as_of=settings.as_of,
        sources=("choices",),
        version=__version__,
        invented=settings.invented,
    )
    everything = answers.rename(columns={"key": "short_name"})
    file = Path(out)
    return write_workbook(file.parent, file.stem, {**sheets, "All answers": everything}, stamp)
