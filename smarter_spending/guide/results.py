"""What a run says about each district and notebook, and the stamp that every page carries."""

from dataclasses import dataclass
from datetime import date

DONE, FAILED, NOT_RUN = "done", "failed", "not run"
NOT_PUBLISHED = "not published"  # it ran, and its page was refused
HAND_OUT = "-"  # between the notebook's name and the name of what it makes to hand out


@dataclass(frozen=True)
class Stamp:
    """Whose figures a page shows, from when, and what it was made with.

    Attributes
    ----------
    district : str
    fiscal_year : str, such as "2024-25"
    as_of : date
        The day the figures were taken; no page shows any other date.
    sources : tuple of str
        The files read.
    version : str
        The library's.
    invented : bool
        Whether the district is made up; said on every page.
    """

    district: str
    fiscal_year: str
    as_of: date
    sources: tuple[str, ...]
    version: str
    invented: bool

    @property
    def line(self) -> str:
        """District, fiscal year and date in one line."""
        return f"{self.district} · fiscal year {self.fiscal_year} · figures as of {self.day}"

    @property
    def day(self) -> str:
        """The as-of date in words, such as September 15, 2025."""
        return f"{self.as_of:%B} {self.as_of.day}, {self.as_of.year}"

    @property
    def made_from(self) -> str:
        """What the page was made from and with, and that it is a draft."""
        sources = ", ".join(self.sources) or "district.toml only"
        return f"Draft for discussion. Made from {sources} with Smarter Spending {self.version}."


@dataclass(frozen=True)
class NotebookResult:
    """How one notebook went for one district.

    Attributes
    ----------
    district : str
        Name of the district's folder.
    notebook : str
        Such as "09_cost_per_outcome".
    title : str
        The notebook's heading.
    status : str
        ``done``, ``failed``, ``not published`` or ``not run``.
    decision : str
        The question it answers; blank when it names none.
    place : str
        Where it stopped, by heading and the cell's first plain line.
    message : str
        Why it stopped, in plain words; or what else is to be known about it.
    kept : bool
        It was not run again because nothing it is made from has changed.
    warnings : int
        Technical warnings: kept in the executed notebook, not shown on the page.
    has_page : bool
        Whether there is a page and a notebook to look at.
    """

    district: str
    notebook: str
    title: str
    status: str
    decision: str = ""
    place: str = ""
    message: str = ""
    kept: bool = False
    warnings: int = 0
    has_page: bool = True

    @property
    def failed(self) -> bool:
        """Whether it stopped, or what it was to publish was refused."""
        return self.status in (FAILED, NOT_PUBLISHED)


@dataclass(frozen=True)
class DistrictResult:
    """How one district went: what was checked in its folder, and its notebooks.

    Attributes
    ----------
    folder : str
        Name of the district's folder, and of its folder of pages.
    stamp : Stamp or None
        ``None`` when the folder could not be read.
    checks : tuple of (checked, finding)
        What was checked before any figure was shown, in words.
    problems : tuple of str
        What must be mended in the folder before anything can be calculated.
    notes : tuple of str
        How the files were read.
    notebooks : tuple of NotebookResult
    take_home : tuple of str
        Names of the files in the folder ``take_home``.
    """

    folder: str
    stamp: Stamp | None = None
    checks: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    notebooks: tuple[NotebookResult, ...] = ()
    take_home: tuple[str, ...] = ()

    def to_take_home(self, notebook: str) -> dict[str, tuple[str, ...]]:
        """What one notebook left: its own files under "", each hand-out's under its name."""
        left: dict[str, tuple[str, ...]] = {}
        for file in self.take_home:
            stem = file.rpartition(".")[0]
            maker, _, name = stem.partition(HAND_OUT)
            if maker == notebook:
                left[name] = (*left.get(name, ()), file)
        return dict(sorted(left.items()))

    def others(self) -> tuple[str, ...]:
        """Files to take home that belong to none of the notebooks."""
        own = {
            file
            for page in self.notebooks
            for files in self.to_take_home(page.notebook).values()
            for file in files
        }
        return tuple(file for file in self.take_home if file not in own)

    @property
    def failed(self) -> bool:
        """Whether the folder has problems, a notebook failed or a page was refused."""
        return bool(self.problems) or any(page.failed for page in self.notebooks)
