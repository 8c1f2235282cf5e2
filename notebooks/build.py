"""Make the notebooks from their sources, run them, and leave them ready to commit.

    python notebooks/build.py            every notebook
    python notebooks/build.py 06 09      only these

A source is ``src/NN_name.py`` (py:percent).  Cell ids are kept from the notebook that
is there, so that a small change in a source is a small change in the commit.
"""

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
    "smarter": {"autorun": True},
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
    if target.exists():
        keep_ids(notebook, nbformat.read(target, as_version=4))
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
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        if "remove-input" in cell.metadata.get("tags", []):
            cell.metadata["jupyter"] = {"source_hidden": True}
    return notebook


def keep_ids(new: nbformat.NotebookNode, old: nbformat.NotebookNode) -> None:
    """Give every cell the id that the same text had before, where it had one."""
    before = {cell.source: cell.id for cell in old.cells}
    taken = {before[cell.source] for cell in new.cells if cell.source in before}
    for number, cell in enumerate(new.cells):
        fresh = f"cell-{number:02d}"
        while fresh in taken and cell.source not in before:
            fresh = f"{fresh}a"
        cell.id = before.get(cell.source, fresh)
        taken.add(cell.id)


if __name__ == "__main__":
    main(sys.argv[1:])
