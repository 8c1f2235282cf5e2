"""Every notebook for every district: one page, the workers, what a run leaves, the main job."""

import json
import logging
import os
import re
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from unittest.mock import patch

import nbformat

from smarter_spending.case import find_district
from smarter_spending.district.files import write_whole
from smarter_spending.guide.pages import (
    DONE,
    FAILED,
    HAND_OUT,
    NOT_PUBLISHED,
    NOT_RUN,
    DistrictResult,
    NotebookResult,
    Stamp,
    decision_of,
    has_failed,
    index_page,
    notebook_page,
    outputs_of,
    said_in_short,
    title_of,
    told,
    without_widget,
)
from smarter_spending.running import warm
from smarter_spending.running.packet import write_packet
from smarter_spending.running.warm import PACKAGE, digest, library_fingerprint
from smarter_spending.words import PlainError

# --- Where the notebooks are, and which of them are meant ----------------------------------------

NUMBERED = "[0-9][0-9]_*.ipynb"


class CannotRunError(PlainError):
    """What was asked cannot be done; the message says why and what to do."""

    exit_code = 2  # as for every option that cannot be meant


def curriculum() -> tuple[Path, ...]:
    """The notebooks, in order: those of this checkout, or those that came with the package."""
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
    """The notebooks that a person asked for."""
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


# --- What went wrong in a notebook, where, and in whose words ------------------------------------

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^(?:File (.+?):\d+|Cell In\[?.*?\]?, line \d+)", flags=re.M)
ARROW = re.compile(r"^-+> *\d+ +(.*)$", flags=re.M)


def failed_cell(notebook: nbformat.NotebookNode) -> int | None:
    """Which cell stopped."""
    return next((place for place, cell in enumerate(notebook.cells) if has_failed(cell)), None)


def with_silent_stop(notebook: nbformat.NotebookNode, words: str) -> nbformat.NotebookNode:
    """A notebook whose Python ended without an error, with the stop written where it happened."""
    begun = [
        place
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    if failed_cell(notebook) is not None or not begun:
        return notebook
    marked = nbformat.from_dict(notebook)
    stop = nbformat.v4.new_output("error", ename="Stopped", evalue=words, traceback=[words])
    marked.cells[begun[-1]].outputs.append(stop)
    return marked


def place_in_words(notebook: nbformat.NotebookNode, cell: int | None) -> str:
    """Where a cell stands: its first plain line, and the heading above it."""
    if cell is None:
        return ""
    first = notebook.cells[cell].source.strip().splitlines() or [""]
    line = first[0].removeprefix("#").strip() if first[0].startswith("#") else ""
    headings = [
        found
        for above in notebook.cells[:cell]
        if above.cell_type == "markdown"
        for found in re.findall(r"^#+ +(.+)$", above.source, flags=re.M)
    ]
    heading = headings[-1].strip() if headings else ""
    if line and heading:
        return f'"{line}", under "{heading}"'
    number = sum(above.cell_type == "code" for above in notebook.cells[: cell + 1])
    return f'"{line or heading}"' if line or heading else f"its step {number}"


def error_in_words(name: str, words: str, traceback: list[str]) -> str:
    """Why a cell stopped: our own message alone; of any other error, what kind it is."""
    if name == "KeyboardInterrupt":
        return "It was interrupted."
    if _raised_by_us("\n".join(traceback), words):
        return COLOURS.sub("", words).strip()
    said = COLOURS.sub("", words).strip().splitlines()
    fault = f"{name}: {said[0]}" if said else name
    return f"A fault in the page or the library, not in your files: {fault}"


def _raised_by_us(traceback: str, words: str) -> bool:
    text = COLOURS.sub("", traceback)
    if text.strip() == COLOURS.sub("", words).strip():  # ours are shown without a stack
        return True
    frames, arrows = list(FRAME.finditer(text)), list(ARROW.finditer(text))
    if not frames or not arrows or arrows[-1].start() < frames[-1].start():
        return False
    file = (frames[-1][1] or "").replace("\\", "/")
    return "/smarter_spending/" in file and arrows[-1][1].lstrip().startswith("raise ")


# --- One notebook for one district: run by papermill, made clean, shown as a page ----------------

SECONDS_A_CELL = 900
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Task:
    """One notebook to be run for one district."""

    notebook: Path
    folder: Path
    out: Path
    stamp: Stamp
    previous: str = ""
    following: str = ""

    @property
    def executed(self) -> Path:
        """Where the executed notebook is written."""
        return self.out / self.notebook.name

    @property
    def page(self) -> Path:
        """Where its page is written."""
        return self.executed.with_suffix(".html")

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook is told."""
        return {
            "district_folder": str(self.folder.resolve()),
            "take_home": str((self.out / "take_home").resolve()),
        }


def run_page(task: Task) -> NotebookResult:
    """Run one notebook for one district; whatever happens, say how it went."""
    clear_page(task.out, task.notebook.stem)
    source = nbformat.read(task.notebook, as_version=4)
    result = replace(_not_run(task.out.name, task.notebook), status=DONE, has_page=True)
    with tempfile.TemporaryDirectory(prefix="smarter-spending-") as place:
        # always the kernel named python3: a name from another machine would not be found here
        ready, named = Path(place, task.notebook.name), nbformat.from_dict(source)
        named.metadata |= {"kernelspec": KERNEL, "language_info": {"name": "python"}}
        nbformat.write(named, ready)
        refused = _unknown(task.parameters, ready)
        if refused:
            return replace(result, status=FAILED, message=refused, has_page=False)
        executed, stopped = _run(ready, task.parameters, Path(place))
    if stopped:
        executed = with_silent_stop(executed, stopped)
        where = place_in_words(executed, failed_cell(executed))
        result = replace(result, status=FAILED, place=where, message=stopped)
    cleaned = _clean(executed, source, task)
    refused = "; ".join(told(outputs_of(cleaned), NOT_PUBLISHED, "text/markdown"))
    if refused and not stopped:
        result = replace(result, status=NOT_PUBLISHED, message=refused)
    warned = sum(output.get("name") == "stderr" for output in outputs_of(cleaned))
    result = replace(result, warnings=warned, **said_in_short(cleaned))
    task.out.mkdir(parents=True, exist_ok=True)
    nbformat.write(cleaned, task.executed)
    notebook_page(task.executed, task.page, task.stamp, result, task.previous, task.following)
    return result


def clear_page(out: Path, notebook: str) -> None:
    """Remove what an earlier run of a notebook left for a district."""
    home = out / "take_home"
    stale = [*out.glob(f"{notebook}.*"), *home.glob(f"{notebook}.*")]
    stale += home.glob(f"{notebook}{HAND_OUT}*")
    for file in stale:
        file.unlink()


def _unknown(parameters: Mapping[str, str], notebook: Path) -> str:
    import papermill

    with _quiet():
        known = sorted(papermill.inspect_notebook(str(notebook)))
    messages = []
    for name in (one for one in parameters if one not in known):
        near = get_close_matches(name, known, n=1, cutoff=0.7)
        meant = f' (is "{near[0]}" meant?)' if near else ""
        messages.append(f'it has no parameter "{name}"{meant}')
    if not messages:
        return ""
    has = f"Its parameters are {', '.join(known)}." if known else "It has no parameters."
    return f"The notebook was not run: {' and '.join(messages)}. {has}"


def _run(
    ready: Path, parameters: Mapping[str, str], place: Path
) -> tuple[nbformat.NotebookNode, str]:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from traitlets.config import Config

    executed, clean_folder = place / "executed.ipynb", place / "work"
    clean_folder.mkdir()
    stopped = ""
    surroundings = _surroundings(place, parameters["district_folder"])
    with _quiet(), patch.dict(os.environ, surroundings), warm.kernels():
        try:
            papermill.execute_notebook(
                str(ready),
                str(executed),
                dict(parameters),
                kernel_name="python3",
                cwd=str(clean_folder),
                report_mode=True,
                progress_bar=False,
                execution_timeout=SECONDS_A_CELL,
                extra_arguments=["--log-level=CRITICAL"],
                config=Config({"KernelManager": private_channel()}),
            )
        except PapermillExecutionError as error:
            stopped = error_in_words(error.ename, error.evalue, error.traceback)
        except CellTimeoutError:
            stopped = f"One step took longer than {SECONDS_A_CELL // 60} minutes and was ended."
        except DeadKernelError:
            stopped = "Python stopped without a word; most often the computer ran out of memory."
    return nbformat.read(executed if executed.exists() else ready, as_version=4), stopped


def private_channel() -> dict[str, str]:
    """How a kernel is talked to: where the system allows it, so that no other user can listen."""
    return {} if os.name == "nt" else {"transport": "ipc"}


@contextmanager
def _quiet() -> Iterator[None]:
    # what papermill would say in passing is checked or shown elsewhere
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets", "nbclient")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _surroundings(place: Path, district: str) -> dict[str, str]:
    # no start-up files of the user's; one thread for arithmetic, so that sums never differ
    return {
        **warm.ONE_THREAD,
        "IPYTHONDIR": str(place / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        warm.DISTRICT: district,
    }


def _clean(
    notebook: nbformat.NotebookNode, source: nbformat.NotebookNode, task: Task
) -> nbformat.NotebookNode:
    clean = nbformat.from_dict(notebook)
    clean.metadata = nbformat.from_dict({**source.metadata, "kernelspec": KERNEL})
    clean.metadata["language_info"] = {"name": "python"}
    clean.metadata.pop("widgets", None)
    mark = "papermill-error-cell-tag"
    clean.cells = [cell for cell in clean.cells if mark not in cell.metadata.get("tags", [])]
    known = {cell.get("id") for cell in source.cells}
    for place, cell in enumerate(clean.cells):
        for noted in ("papermill", "execution"):
            cell.metadata.pop(noted, None)
        if cell.get("id") not in known:
            cell["id"] = f"added-{place}"
        if INJECTED in cell.metadata.get("tags", []):
            cell.source = _parameters_from_here(task)
        if cell.cell_type == "code":
            cell.outputs = [kept for kept in map(without_widget, cell.outputs) if kept]
    return clean


def _parameters_from_here(task: Task) -> str:
    # seen from the written notebook: it can be opened and run where it lies, or elsewhere
    from papermill.translators import PythonTranslator

    here = {name: _from(task.out.resolve(), value) for name, value in task.parameters.items()}
    return PythonTranslator.codify(here, "Parameters")


def _from(out: Path, value: str) -> str:
    try:
        return Path(os.path.relpath(value, out)).as_posix()
    except ValueError:  # another drive of a Windows machine
        return value


# --- Who runs the notebooks: this process alone, or several beside each other --------------------

_STOP: Event  # in a worker only: set when the run was interrupted


@contextmanager
def workers(jobs: int) -> Iterator[Callable[..., Future]]:
    """A way to have work done: call it with a function and its arguments."""
    if jobs == 1:
        yield _at_once
        return
    processes = get_context("spawn")
    stop = processes.Event()
    pool = ProcessPoolExecutor(
        jobs, mp_context=processes, initializer=_in_a_worker, initargs=(stop,)
    )
    try:
        yield lambda function, *arguments: pool.submit(_unless_stopped, function, *arguments)
    except KeyboardInterrupt:
        stop.set()
        raise
    except BrokenProcessPool as error:
        raise CannotRunError(
            "A worker was ended from outside; most often the computer ran out of memory. "
            "What is done is kept: run again with --resume and --jobs 1."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_a_worker(stop: Event) -> None:
    global _STOP
    _STOP = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what asyncio says of a kernel that was ended is said by the result, in words
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _unless_stopped(function: Callable, *arguments: object) -> object:
    # Ctrl+C reaches every process of a terminal: a worker lets go of what it is doing and takes
    # nothing more; what it raises here is raised again in the process that was asked
    if _STOP.is_set():
        raise KeyboardInterrupt
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return function(*arguments)
    except KeyboardInterrupt:
        _STOP.set()
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _at_once(function: Callable, *arguments: object) -> Future:
    future: Future = Future()
    try:
        future.set_result(function(*arguments))
    except Exception as error:
        future.set_exception(error)
    return future


# --- What a run leaves beside its pages: how each notebook went, and what it was made from -------

FILE = "record.json"


@dataclass(frozen=True)
class Record:
    """What is known of a district's pages; ``made_from`` has a notebook's fingerprint."""

    result: DistrictResult
    made_from: Mapping[str, str] = field(default_factory=dict)


def fingerprint(notebook: Path, district: str) -> str:
    """One line that changes when anything a page is made from changes."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    said = [[cell["cell_type"], cell["source"], cell["metadata"].get("tags")] for cell in cells]
    return digest(json.dumps(said).encode(), district.encode(), library_fingerprint().encode())


def folder_fingerprint(folder: Path) -> str:
    """One line that changes when a file or a choice in a district's folder changes."""
    files = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.is_file() and not any(part[0] in ".~" for part in path.relative_to(folder).parts)
    )
    return digest(*[part for name, path in files for part in (name.encode(), path.read_bytes())])


def read_record(out: Path) -> Record | None:
    """The record of a district's folder of pages."""
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


def _result(kept: Mapping) -> DistrictResult:
    stamp = kept["stamp"]
    if stamp:
        as_of = date.fromisoformat(stamp["as_of"]) if stamp["as_of"] else None
        stamp = Stamp(**{**stamp, "as_of": as_of, "sources": tuple(stamp["sources"])})
    parts = {
        "stamp": stamp,
        "checks": tuple((checked, finding) for checked, finding in kept["checks"]),
        "missing": tuple(map(tuple, kept.get("missing", ()))),
        "notebooks": tuple(NotebookResult(**page) for page in kept["notebooks"]),
    }
    lists = {name: tuple(kept[name]) for name in ("problems", "notes", "take_home")}
    return DistrictResult(folder=kept["folder"], **parts, **lists)


# --- The districts of a run: their folders, read and checked before anything is shown ------------


def district_folders(folders: list[Path], out: Path) -> list[Path]:
    """The folders of a run by name, when their pages can stand beside each other."""
    seen: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name.casefold()
        if name in seen:
            raise CannotRunError(
                f"Two districts' folders are called {folder.resolve().name} ({seen[name]} and "
                f"{folder}): their pages would replace each other. Rename one."
            )
        seen[name] = folder
        target, source = out.resolve(), folder.resolve()
        if source in (target, *target.parents) or target / source.name == source:
            raise CannotRunError(
                f"Pages would be written into the district's own folder {folder}. "
                "Choose another folder for --out."
            )
    if not folders:
        raise CannotRunError("No district was given. Name at least one district folder.")
    return sorted(folders, key=lambda folder: folder.resolve().name)


def look_at(folder: Path) -> tuple[DistrictResult, str]:
    """Read and check one district's folder: what its pages may say of it."""
    from smarter_spending.district.loading import DistrictDataError, load_district
    from smarter_spending.guide.opening import first_screen, wanted
    from smarter_spending.guide.take_home import stamp

    name = folder.resolve().name
    try:
        district = load_district(folder)
    except DistrictDataError as error:
        return DistrictResult(name, problems=tuple(str(problem) for problem in error.problems)), ""
    checks = first_screen(district).itertuples(index=False, name=None)
    result = DistrictResult(
        name,
        stamp=stamp(district),
        checks=tuple((str(checked), str(finding)) for checked, finding in checks),
        notes=tuple(str(note) for note in district.notes),
        missing=tuple((f"{name}.csv", *rest) for name, *rest in wanted(district)),
    )
    return result, folder_fingerprint(folder)


# --- Every notebook for every district: the main job ---------------------------------------------

Report = Callable[[NotebookResult, int, int], None]
PAGE, NOTED = ".html", ".facilitator.html"  # how a page ends, and its facilitator's edition
OLD = "Made before the folder, the notebook or the library last changed: run it again."


@dataclass(frozen=True)
class BatchResult:
    """How a run went."""

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
    smarter_spending.running.batch.CannotRunError: Two districts' folders are called ...
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
    for result in results:
        write_packet(result, Path(out) / result.folder)
    index = index_page(results, out)
    for_its_owner(index, *(Path(out) / result.folder for result in results))
    return BatchResult(index, results)


def for_its_owner(*places: Path) -> None:
    """Files and folders that only the account which wrote them may read (POSIX)."""
    for place in places:
        for path in (place, *place.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)


def write_notes(run: BatchResult) -> None:
    """Write each page's facilitator's edition beside it, and link them from the index."""
    for result in run.districts:
        folder = run.index.parent / result.folder
        pages = {page.notebook: page for page in result.notebooks}
        there = [name for name in pages if (folder / f"{name}.ipynb").exists()]
        for previous, name, following in _with_neighbours(there, NOTED):
            files = folder / f"{name}.ipynb", folder / f"{name}{NOTED}"
            notebook_page(*files, result.stamp, pages[name], previous, following, True)
            for_its_owner(files[1])
    for_its_owner(index_page(run.districts, run.index.parent, NOTED))


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
                    found = _unless_it_failed(future, partial(_unreadable, known))
                    self._looked(known, *found, submit)
                else:
                    self._ran(*known, _unless_it_failed(future, partial(_failed, known[0])))

    def _looked(self, folder: Path, found: DistrictResult, state: str, submit: Callable) -> None:
        out = self.out / found.folder
        before = read_record(out) if self.resume or out.is_dir() else None
        out.mkdir(mode=0o700, parents=True, exist_ok=True)  # closed before anything is in it
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
        """Put one page in, in the place of what was said of it before."""
        record = self.records[task.out.name]
        pages = {one.notebook: one for one in record.result.notebooks}
        pages[page.notebook] = replace(page, kept=False)
        marks = {**record.made_from, page.notebook: made_from}
        result = replace(record.result, notebooks=tuple(pages[name] for name in sorted(pages)))
        self._keep(Record(result, dict(sorted(marks.items()))))
        self._count(page)

    def _keep(self, record: Record) -> None:
        out = self.out / record.result.folder
        files = sorted(file.name for file in (out / "take_home").glob("*") if file.is_file())
        record = replace(record, result=replace(record.result, take_home=tuple(files)))
        self.records[record.result.folder] = record
        kept = json.dumps(asdict(record), indent=1, ensure_ascii=False, default=date.isoformat)
        write_whole(out / FILE, kept + "\n")

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


def _with_neighbours(names: list[str], ending: str = PAGE) -> Iterator[tuple[str, str, str]]:
    pages = ["", *(f"{name}{ending}" for name in names), ""]
    yield from zip(pages, names, pages[2:], strict=False)


def _unchanged(before: Record | None, page: str, made_from: str, task: Task) -> bool:
    if before is None or before.made_from.get(page) != made_from:
        return False
    done = any(one.notebook == page and one.status == DONE for one in before.result.notebooks)
    return done and task.executed.exists() and task.page.exists()


def _not_run(district: str, notebook: Path) -> NotebookResult:
    read, name = nbformat.read(notebook, as_version=4), notebook.stem
    said = title_of(read, name), NOT_RUN, decision_of(read)
    return NotebookResult(district, name, *said, has_page=False)


def _unless_it_failed(future: Future, told: Callable[[str], object]) -> object:
    """What was worked out; one district's or notebook's fault is told, and the others go on."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        return told(f"{type(error).__name__}: {error}")


def _unreadable(folder: Path, fault: str) -> tuple[DistrictResult, str]:
    problem = f"reading it failed with a fault of the library: {fault}"
    return DistrictResult(folder.resolve().name, problems=(problem,)), ""


def _failed(task: Task, fault: str) -> NotebookResult:
    message = f"making the page failed with a fault: {fault}"
    return replace(_not_run(task.out.name, task.notebook), status=FAILED, message=message)
