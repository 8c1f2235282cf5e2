"""What went wrong in a notebook, where, and in whose words."""

import re

import nbformat

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^(?:File (.+?):\d+|Cell In\[?.*?\]?, line \d+)", flags=re.M)
ARROW = re.compile(r"^-+> *\d+ +(.*)$", flags=re.M)


def failed_cell(notebook: nbformat.NotebookNode) -> int | None:
    """Which cell stopped.

    Parameters
    ----------
    notebook : NotebookNode
        As it was left.

    Returns
    -------
    int or None
        Its place among the cells; ``None`` when no cell says so.
    """
    for place, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return place
    return None


def with_silent_stop(notebook: nbformat.NotebookNode, words: str) -> nbformat.NotebookNode:
    """A notebook whose Python ended without an error, with the stop written where it happened.

    Without it the page would go on below, with prose but no figures, as if it had ended well.

    Parameters
    ----------
    notebook : NotebookNode
        As papermill left it: the cells that were begun have a start time.
    words : str
        Why it stopped.

    Returns
    -------
    NotebookNode
        The same when a cell already holds an error, or none was begun.
    """
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
    """Where a cell stands: its first plain line, and the heading above it.

    Parameters
    ----------
    notebook : NotebookNode
    cell : int or None

    Returns
    -------
    str
        Blank when it is not known.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell("## Cost"), new_code_cell("# What each program costs\\n1 / 0")]
    >>> place_in_words(new_notebook(cells=cells), 1)
    '"What each program costs", under "Cost"'
    """
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
    """Why a cell stopped: our own message alone; of any other error, what kind it is.

    An error is our own when this library raised it on purpose, to say what to mend.

    Parameters
    ----------
    name, words : str
        The kind of error and what it says.
    traceback : list of str
        As the kernel gave it.

    Returns
    -------
    str

    Examples
    --------
    >>> error_in_words("ZeroDivisionError", "division by zero", [])
    'A fault in the page or the library, not in your files: ZeroDivisionError: division by zero'
    """
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
