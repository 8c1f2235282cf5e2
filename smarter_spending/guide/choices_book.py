"""Everybody's answers, laid out to be read in a room or opened in Excel."""

from pathlib import Path

from smarter_spending.district.choices import answers_side_by_side, questions_asked, read_choices
from smarter_spending.district.settings import read_settings
from smarter_spending.district.tables import DistrictDataError
from smarter_spending.guide.pages import Stamp, write_workbook

LONGEST_SHEET_NAME = 31


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
        str(notebook)[:LONGEST_SHEET_NAME]: answers_side_by_side(
            answers[answers["notebook"] == notebook], asked.get(notebook)
        )
        for notebook in sorted(answers["notebook"].unique())
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
