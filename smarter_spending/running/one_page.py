"""One notebook for one district: run by papermill, made clean, shown; and what went wrong."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import nbformat

from smarter_spending.guide.pages import (
    DONE,
    FAILED,
    HAND_OUT,
    NOT_PUBLISHED,
    NotebookResult,
    Stamp,
    decision_of,
    notebook_page,
    said_in_short,
    title_of,
    without_widget,
)

# --- What went wrong in a notebook, where, and in whose words ------------------------------------

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^(?:File (.+?):\d+|Cell In\[?.*?\]?, line \d+)", flags=re.M)
ARROW = re.compile(r"^-+> *\d+ +(.*)$", flags=re.M)


def failed_cell(notebook: nbformat.NotebookNode) -> int | None:
    """Which cell stopped."""
    for place, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return place
    return None


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
    result = NotebookResult(
        district=task.out.name,
        notebook=task.notebook.stem,
        title=title_of(source, task.notebook.stem),
        decision=decision_of(source),
        status=DONE,
    )
    with tempfile.TemporaryDirectory(prefix="smarter-spending-") as place:
        ready = _prepared(source, Path(place) / task.notebook.name)
        refused = _unknown(task.parameters, ready)
        if refused:
            return replace(result, status=FAILED, message=refused, has_page=False)
        executed, stopped = _run(ready, task.parameters, Path(place))
    if stopped:
        executed = with_silent_stop(executed, stopped)
        where = place_in_words(executed, failed_cell(executed))
        result = replace(result, status=FAILED, place=where, message=stopped)
    cleaned = _clean(executed, source, task)
    refused = _refused(cleaned)
    if refused and not stopped:
        result = replace(result, status=NOT_PUBLISHED, message=refused)
    result = replace(result, warnings=_warnings(cleaned), **said_in_short(cleaned))
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


def _prepared(source: nbformat.NotebookNode, path: Path) -> Path:
    # always the kernel named python3: a name from another machine would not be found here
    ready = nbformat.from_dict(source)
    ready.metadata["kernelspec"] = KERNEL
    ready.metadata["language_info"] = {"name": "python"}
    nbformat.write(ready, path)
    return path


def _unknown(parameters: Mapping[str, str], notebook: Path) -> str:
    import papermill

    with _quiet():
        known = sorted(papermill.inspect_notebook(str(notebook)))
    messages = []
    for name in parameters:
        if name not in known:
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
    with _quiet(), _kernel_environment(place):
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


@contextmanager
def _kernel_environment(place: Path) -> Iterator[None]:
    # no start-up files of the user's; one thread for arithmetic, so that sums never differ
    added = {
        "IPYTHONDIR": str(place / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _clean(
    notebook: nbformat.NotebookNode, source: nbformat.NotebookNode, task: Task
) -> nbformat.NotebookNode:
    clean = nbformat.from_dict(notebook)
    clean.metadata = nbformat.from_dict({**source.metadata, "kernelspec": KERNEL})
    clean.metadata["language_info"] = {"name": "python"}
    clean.metadata.pop("widgets", None)
    clean.cells = [cell for cell in clean.cells if not _papermill_mark(cell)]
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


def _papermill_mark(cell: nbformat.NotebookNode) -> bool:
    return "papermill-error-cell-tag" in cell.metadata.get("tags", [])


def _parameters_from_here(task: Task) -> str:
    # seen from the written notebook: it can be opened and run where it lies, or elsewhere
    from papermill.translators import PythonTranslator

    return PythonTranslator.codify(
        {name: _from(task.out.resolve(), value) for name, value in task.parameters.items()},
        "Parameters",
    )


def _from(out: Path, value: str) -> str:
    try:
        return Path(os.path.relpath(value, out)).as_posix()
    except ValueError:  # another drive of a Windows machine
        return value


def _refused(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    marks = [output.get("metadata", {}).get("text/markdown", {}) for output in outputs]
    reasons = [mark[NOT_PUBLISHED] for mark in marks if NOT_PUBLISHED in mark]
    return "; ".join(reasons)


def _warnings(notebook: nbformat.NotebookNode) -> int:
    return sum(
        output.get("name") == "stderr"
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
