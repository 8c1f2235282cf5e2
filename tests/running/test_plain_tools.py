"""Papermill as its users type it: from anywhere, and with every mistake told in a sentence."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from smarter_spending import open_case
from smarter_spending.running.one_page import error_in_words

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "09_cost_per_outcome.ipynb"
FIRST_CELLS = 4  # title, parameters, get ready, the first table


@pytest.fixture(scope="module")
def opening(tmp_path_factory) -> Path:
    """The notebook's first cells: enough to see what a page says first."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    notebook.cells = notebook.cells[:FIRST_CELLS]
    file = tmp_path_factory.mktemp("opening") / "opening.ipynb"
    nbformat.write(notebook, file)
    return file


def papermill(file: Path, out: Path, *given: str, cwd: Path = PROJECT):
    command = [sys.executable, "-m", "papermill", str(file), str(out), "--no-progress-bar", *given]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def said(file: Path) -> str:
    cells = nbformat.read(file, as_version=4).cells
    return " ".join(str(o.get("data", "")) for c in cells for o in c.get("outputs", []))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["-p", "district_folder", "no_such"], "There is no district in no_such: no file district"),
        (["-p", "seed", "abc"], "The seed is 'abc'; write a whole number, such as 2024."),
        (["-p", "distric_folder", "x"], "no parameter distric_folder; did you mean district_fold"),
    ],
)
def test_a_mistake_is_one_sentence_and_stops_before_anything_is_read(
    opening, tmp_path, given, words
):
    out = tmp_path / "out.ipynb"
    done = papermill(opening, out, *given)
    assert done.returncode != 0
    stopped = [
        output
        for cell in nbformat.read(out, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert len(stopped) == 1 and len(stopped[0].traceback) == 1, "a sentence, not a stack"
    assert words in stopped[0].traceback[0]
    assert stopped[0].traceback[0] in done.stderr


def test_with_no_district_named_the_page_says_so_first_and_loudly(opening, tmp_path):
    assert papermill(opening, tmp_path / "a.ipynb", cwd=tmp_path).returncode == 0
    assert "NOT YOUR DISTRICT" in said(tmp_path / "a.ipynb")


def test_a_named_district_is_shown_as_named_from_the_projects_root(opening, tmp_path):
    out = tmp_path / "b.ipynb"
    done = papermill(opening, out, "-p", "district_folder", "data/samples/cold_creek")
    assert done.returncode == 0, done.stderr
    assert "Cold Creek" in said(out) and "NOT YOUR DISTRICT" not in said(out)


def test_pages_taken_home_lie_under_the_districts_own_name():
    case = open_case(PROJECT / "data" / "samples" / "cold_creek", "09_cost_per_outcome")
    assert case.take_home == PROJECT / "out" / "cold_creek" / "take_home"


def test_our_own_sentence_is_told_as_it_is_though_no_stack_came_with_it():
    words = "The seed is 'abc'; write a whole number, such as 2024."
    assert error_in_words("CannotOpenError", words, [words]) == words
