"""Make the notebooks from their sources, run them, and leave them ready to commit.

    python notebooks/build.py            every notebook
    python notebooks/build.py 06 09      only these

A source is ``src/NN_name.py`` (py:percent).  A cell's id is made from its text, so
that a small change in a source is a small change in the commit.
"""

import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def main(wanted: list[str]) -> None:
    """Build the notebooks whose numbers are wanted, or all of them."""
    for source in sorted((HERE / "src").glob("[0-9][0-9]_*.py")):
        if not wanted or source.name[:2] in wanted:
            build(source)
            print(f"built {source.stem}", flush=True)


def build(source: Path) -> Path:
    """One notebook: text to cells, hidden code, run from top to bottom, written."""
    target = HERE / f"{source.stem}.ipynb"
    notebook = from_source(source)
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(HERE)}},
    ).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    nbformat.write(notebook, target)
    return target


def from_source(source: Path) -> nbformat.NotebookNode:
    """The cells of a source, not yet run: code hidden where the source asks for it."""
    notebook = jupytext.read(source)
    notebook.metadata = nbformat.from_dict(METADATA)
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        seen[cell.source] += 1
        cell.id = sha256(f"{seen[cell.source]} {cell.source}".encode()).hexdigest()[:8]
        tags = set(cell.metadata.get("tags", []))
        if {"remove-input", "parameters"} & tags:
            cell.metadata["jupyter"] = {"source_hidden": True}
        if "analyst" in tags and cell.source.startswith("## "):
            cell.metadata["jp-MarkdownHeadingCollapsed"] = True  # folds all down to the next one
    return notebook


if __name__ == "__main__":
    main(sys.argv[1:])
