"""Every notebook for every district: the main job."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from smarter_spending.case import find_district
from smarter_spending.guide.pages import index_page, notebook_page
from smarter_spending.guide.results import (
    DONE,
    FAILED,
    NOT_RUN,
    DistrictResult,
    NotebookResult,
)
from smarter_spending.running.folders import district_folders, look_at
from smarter_spending.running.notebook_files import CannotRunError, choose_notebooks
from smarter_spending.running.one_page import Task, clear_page, run_page
from smarter_spending.running.processes import workers
from smarter_spending.running.record import (
    Record,
    fingerprint,
    read_record,
    with_page,
    write_record,
)

Report = Callable[[NotebookResult, int, int], None]
OLD = "Made before the folder, the notebook or the library last changed: run it again."


@dataclass(frozen=True)
class BatchResult:
    """How a run went.

    Attributes
    ----------
    index : Path
        The page to open first.
    districts : tuple of DistrictResult
        By name of their folders.
    """

    index: Path
    districts: tuple[DistrictResult, ...]

    @property
    def failed(self) -> bool:
        """Whether a folder could not be read, a notebook failed or a page was refused."""
        return any(district.failed for district in self.districts)

    @property
    def failures(self) -> tuple[NotebookResult, ...]:
        """The notebooks that failed or were not published, by district and number."""
        pages = [page for district in self.districts for page in district.notebooks]
        return tuple(page for page in pages if page.failed)


def run_batch(
    districts: str | Path | Sequence[str | Path],
    out: str | Path,
    notebooks: str | Sequence[str | Path] | None = None,
    jobs: int = 1,
    resume: bool = False,
    report: Report | None = None,
) -> BatchResult:
    """Run the notebooks for every district through papermill and write their pages.

    For each district ``OUT/<its folder's name>/<notebook>.ipynb`` and ``.html``,
    take-home files, and ``OUT/index.html``, from which all hangs. A folder
    with problems, or a notebook that fails, is reported and the rest goes on.
    The same folders give the same files, byte for byte.

    Parameters
    ----------
    districts : path or sequence of paths
        District folders.
    out : path
        Where to write; made when it is not there.
    notebooks : str or sequence of paths, optional
        ``"06,09"``, ``"07-11"`` or files; the whole curriculum unless given.
    jobs : int, at least 1
        How many notebooks at a time.  With more than one, a script that calls
        this needs ``if __name__ == "__main__":``.
    resume : bool
        Leave alone what is done and made from the same files, choices, notebook and library.
    report : function of (NotebookResult, done, total), optional
        Called as each notebook ends.

    Returns
    -------
    BatchResult

    Raises
    ------
    CannotRunError
        Before anything is run: two folders of one name, pages that would be
        written into a district's folder, a notebook that is not there.

    Examples
    --------
    >>> run_batch(["one/ours", "other/Ours"], "out", notebooks=[])
    Traceback (most recent call last):
    smarter_spending.running.notebook_files.CannotRunError: Two districts' folders are called ...
    """
    places = [districts] if isinstance(districts, str | Path) else list(districts)
    folders = district_folders([find_district(place) for place in places], Path(out))
    if jobs < 1:
        raise CannotRunError("--jobs must be 1 or more.")
    chosen = choose_notebooks(notebooks)
    with workers(jobs) as submit:
        run = _Run(Path(out), chosen, resume, report, len(folders) * len(chosen))
        run.through(folders, submit, at_once=2 * jobs)
    results = tuple(run.records[name].result for name in sorted(run.records))
    return BatchResult(index_page(results, out), results)


def rebuild_pages(out: str | Path) -> BatchResult:
    """Make the pages and the index again from the notebooks as they were executed.

    Parameters
    ----------
    out : path
        A folder that ``run_batch`` wrote.

    Returns
    -------
    BatchResult

    Raises
    ------
    CannotRunError
        When nothing was ever run into the folder.
    """
    place = Path(out)
    records = [read_record(folder) for folder in sorted(place.glob("*/"))]
    results = tuple(record.result for record in records if record is not None)
    if not results:
        raise CannotRunError(
            f"There are no executed notebooks in {place}. Give the folder that "
            "`smarter-spending run` wrote to with --out."
        )
    rebuilt = []
    for result in results:
        folder = place / result.folder
        pages = [page for page in result.notebooks if (folder / f"{page.notebook}.ipynb").exists()]
        for previous, page, following in _with_neighbours([page.notebook for page in pages]):
            said = next(one for one in pages if one.notebook == page)
            notebook = folder / f"{page}.ipynb"
            target = notebook.with_suffix(".html")
            notebook_page(notebook, target, result.stamp, said, previous, following)
        rebuilt.append(replace(result, take_home=_take_home(folder)))
    return BatchResult(index_page(rebuilt, place), tuple(rebuilt))


class _Run:
    """The state of one run: what is waiting, what is known, how far it has come."""

    def __init__(self, out, notebooks, resume, report, total):
        self.out, self.notebooks, self.resume = out, notebooks, resume
        self.report, self.total, self.done = report, total, 0
        self.records: dict[str, Record] = {}
        self.waiting: dict[Future, Path | tuple[Task, str]] = {}

    def through(self, folders: Iterable[Path], submit: Callable, at_once: int) -> None:
        queue = deque(folders)
        while queue or self.waiting:
            while queue and len(self.waiting) < at_once:
                folder = queue.popleft()
                self.waiting[submit(look_at, folder)] = folder
            ended, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
            for future in ended:
                known = self.waiting.pop(future)
                if isinstance(known, Path):
                    self._looked(known, *_looked_at(future, known), submit)
                else:
                    self._ran(*known, _result_of_page(future, known[0]))

    def _looked(self, folder: Path, found: DistrictResult, state: str, submit: Callable) -> None:
        out = self.out / found.folder
        before = read_record(out) if self.resume or out.is_dir() else None
        if found.problems:
            for notebook in self.notebooks:
                clear_page(out, notebook.stem)
            pages = tuple(_not_run(found.folder, notebook) for notebook in self.notebooks)
            self._keep(Record(replace(found, notebooks=pages)))
            for page in pages:
                self._count(page)
            return
        now = {notebook.stem: fingerprint(notebook, state) for notebook in self.notebooks}
        pages = self._earlier(before, state, out)
        self._keep(Record(replace(found, notebooks=pages), before.made_from if before else {}))
        for task in _tasks(self.notebooks, folder, out, found, pages):
            page = task.notebook.stem
            if self.resume and _unchanged(before, page, now[page], task):
                earlier = next(one for one in pages if one.notebook == page)
                self._ran(task, now[page], replace(earlier, kept=True))
            else:
                self.waiting[submit(run_page, task)] = (task, now[page])

    def _earlier(self, before: Record | None, state: str, out: Path) -> tuple:
        # pages of an earlier run that this one does not touch stay on the index
        pages = []
        for page in before.result.notebooks if before else ():
            source = self.notebooks[0].with_name(f"{page.notebook}.ipynb")
            if source.exists() and (out / f"{page.notebook}.html").exists():
                same = before.made_from.get(page.notebook) == fingerprint(source, state)
                stale = page.status == DONE and not same
                pages.append(replace(page, message=OLD) if stale else page)
        return tuple(pages)

    def _ran(self, task: Task, made_from: str, page: NotebookResult) -> None:
        record = self.records[task.out.name]
        self._keep(with_page(record, replace(page, kept=False), made_from))
        self._count(page)

    def _keep(self, record: Record) -> None:
        out = self.out / record.result.folder
        record = replace(record, result=replace(record.result, take_home=_take_home(out)))
        self.records[record.result.folder] = record
        write_record(record, out)

    def _count(self, page: NotebookResult) -> None:
        self.done += 1
        if self.report is not None:
            self.report(page, self.done, self.total)


def _tasks(notebooks, folder: Path, out: Path, found: DistrictResult, earlier) -> Iterator[Task]:
    by_name = {notebook.stem: notebook for notebook in notebooks}
    names = sorted({*by_name, *(page.notebook for page in earlier)})
    for previous, name, following in _with_neighbours(names):
        if name in by_name:
            yield Task(by_name[name], folder, out, found.stamp, previous, following)


def _with_neighbours(names: list[str]) -> Iterator[tuple[str, str, str]]:
    pages = ["", *(f"{name}.html" for name in names), ""]
    yield from zip(pages, names, pages[2:], strict=False)


def _unchanged(before: Record | None, page: str, made_from: str, task: Task) -> bool:
    if before is None or before.made_from.get(page) != made_from:
        return False
    done = any(one.notebook == page and one.status == DONE for one in before.result.notebooks)
    return done and task.executed.exists() and task.page.exists()


def _not_run(district: str, notebook: Path) -> NotebookResult:
    import nbformat

    from smarter_spending.guide.notebook_html import decision_of, title_of

    read = nbformat.read(notebook, as_version=4)
    title = title_of(read, notebook.stem)
    decision = decision_of(read)
    return NotebookResult(district, notebook.stem, title, NOT_RUN, decision, has_page=False)


def _take_home(out: Path) -> tuple[str, ...]:
    return tuple(sorted(file.name for file in (out / "take_home").glob("*") if file.is_file()))


def _looked_at(future: Future, folder: Path) -> tuple[DistrictResult, str]:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # one district's fault must not end the others' run
        fault = f"reading it failed with a fault of the library: {type(error).__name__}: {error}"
        return DistrictResult(folder.resolve().name, problems=(fault,)), ""


def _result_of_page(future: Future, task: Task) -> NotebookResult:
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:  # one notebook's fault must not end the others' run
        page = _not_run(task.out.name, task.notebook)
        fault = f"making the page failed with a fault: {type(error).__name__}: {error}"
        return replace(page, status=FAILED, message=fault)
