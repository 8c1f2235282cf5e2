"""Papermill as its users type it: from anywhere, and with every mistake told in a sentence."""

import ast
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from papermill.translators import PythonTranslator

from smarter_spending import open_case
from smarter_spending.case import CannotOpenError
from smarter_spending.district.choices import open_choices
from smarter_spending.district.loading import DistrictDataError, load_district
from smarter_spending.running.batch import error_in_words

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "09_cost_per_outcome.ipynb"
FIRST_CELLS = 4  # title, parameters, get ready, the first table
LOUD = "NOT YOUR DISTRICT"
MISTAKES = [
    (
        ["-p", "district_folder", "no_such"],
        'There is no district in "no_such": no file district.toml lies there. Name a district\'s '
        "folder, or a sample such as altamont_valley.",
    ),
    (["-p", "seed", "abc"], "The seed is 'abc'; write a whole number, such as 2024."),
    (["-p", "distric_folder", "x"], "There is no parameter distric_folder; did you mean d"),
    (["-p", "district_folder", "2024"], "district_folder is 2024, which is no text; give it to p"),
]
SOURCES = sorted((NOTEBOOK.parent / "src").glob("[0-9][0-9]_*.py"))
NINTH = NOTEBOOK.parent / "src" / f"{NOTEBOOK.stem}.py"
every_page = pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)

sys.path.insert(0, str(NOTEBOOK.parent))
import build  # noqa: E402

# as papermill's users see it in a terminal


@pytest.fixture(scope="module")
def opening(tmp_path_factory) -> Path:
    """The notebook's first cells: enough to see what a page says first."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    of_all = [one for one in notebook.cells if "facilitator" not in one.metadata.get("tags", [])]
    notebook.cells = of_all[:FIRST_CELLS]
    file = tmp_path_factory.mktemp("opening") / "opening.ipynb"
    nbformat.write(notebook, file)
    return file


def papermill(file: Path, out: Path, *given: str, cwd: Path = PROJECT):
    command = [sys.executable, "-m", "papermill", str(file), str(out), "--no-progress-bar", *given]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def said(file: Path) -> str:
    cells = nbformat.read(file, as_version=4).cells
    return " ".join(str(o.get("data", "")) for c in cells for o in c.get("outputs", []))


@pytest.mark.slow
@pytest.mark.parametrize(("given", "words"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_one_sentence_in_the_terminal_and_in_the_notebook(
    opening, tmp_path, given, words
):
    out = tmp_path / "out.ipynb"
    done = papermill(opening, out, *given)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(words)
    (stopped,) = [
        output
        for cell in nbformat.read(out, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert stopped.traceback == [last], "a sentence, not a stack"


@pytest.mark.slow
def test_with_no_district_named_the_page_says_so_first_and_loudly(opening, tmp_path):
    assert papermill(opening, tmp_path / "a.ipynb", cwd=tmp_path).returncode == 0
    assert LOUD in said(tmp_path / "a.ipynb")


@pytest.mark.slow
def test_a_named_district_is_shown_as_named_from_the_projects_root(opening, tmp_path):
    out = tmp_path / "b.ipynb"
    done = papermill(opening, out, "-p", "district_folder", "data/samples/cold_creek")
    assert done.returncode == 0, done.stderr
    assert "Cold Creek" in said(out) and LOUD not in said(out)


def test_our_own_sentence_is_told_as_it_is_though_no_stack_came_with_it():
    words = "The seed is 'abc'; write a whole number, such as 2024."
    assert error_in_words("CannotOpenError", words, [words]) == words


# every page, by its own cells


@cache
def loaded(folder: Path):
    return load_district(folder)


class Kernel:
    """A page's parameters and its get-ready cell, run as a kernel runs them, here."""

    def __init__(self, file: Path, monkeypatch, history: bool = True):
        cells = [c.source for c in build.from_source(file).cells if c.cell_type == "code"]
        self.parameters, self.ready, self.first = cells[:3]
        self.names, self.history = {"In": [""]}, history
        shell = SimpleNamespace(user_ns=self.names)
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)

    def run(self, source: str) -> str | None:
        self.names["In"] += [source] * self.history
        *lines, last = ast.parse(source).body
        exec(compile(ast.Module(lines, []), "cell", "exec"), self.names)
        if not isinstance(last, ast.Expr):
            return exec(compile(ast.Module([last], []), "cell", "exec"), self.names)
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), self.names)
        return str(shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else shown.data)

    def open(self, **given: object) -> str:
        """What the page says first; as papermill gives the parameters."""
        self.run(self.parameters)
        if given:
            self.run(PythonTranslator.codify(given, "Parameters"))
        return self.says_first()

    def says_first(self) -> str:
        return self.run(self.ready) or self.run(self.first)  # page 9 speaks in its second cell


@pytest.fixture
def kernel(monkeypatch):
    monkeypatch.setattr("smarter_spending.case.load_district", loaded)
    return lambda file, **how: Kernel(file, monkeypatch, **how)


@pytest.fixture
def nothing_is_read(monkeypatch):
    def read(folder):
        raise AssertionError("the district's folder was read first")

    return lambda: monkeypatch.setattr("smarter_spending.case.load_district", read)


@every_page
def test_every_page_opens_its_case_before_its_own_room(file):
    ready = [c.source for c in build.from_source(file).cells if c.cell_type == "code"][1]
    assert 0 < ready.find(f'ss.open_case(district_folder, "{file.stem}"') < ready.find(" as page")


def test_a_sentence_comes_in_the_first_second_for_nothing_slow_is_read_in_before_it():
    slow = ("scipy.stats", "scipy.optimize", "statsmodels", "matplotlib", "ipywidgets", "papermill")
    code = (
        "import sys, smarter_spending as ss\n"
        "try: ss.open_case('no_such', '09_cost_per_outcome')\n"
        f"except ValueError: print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@every_page
def test_a_mistake_stops_every_page_in_its_first_cell_before_anything_is_read(
    file, kernel, nothing_is_read
):
    page = kernel(file)
    nothing_is_read()
    for words, given in (
        ('There is no district in "no_such"', {"district_folder": "no_such"}),
        ('There is no district in ""', {"district_folder": ""}),
        ("district_folder is 2024, which is no text", {"district_folder": 2024}),
        ("take_home is 2024, which is no text", {"take_home": 2024}),
        ("person is 5, which is no text", {"person": 5}),
        ("distric_folder; did you mean district_folder?", {"distric_folder": "cold_creek"}),
        ("There is no parameter zzz; there are district_folder, ", {"zzz": 1}),
    ):
        with pytest.raises(CannotOpenError, match=words) as stopped:
            page.open(**given)
        assert len(stopped.value._render_traceback_()) == 1
        assert "page" not in page.names, "the page's own room waits until the case is open"


@every_page
def test_a_parameter_that_is_a_number_refuses_words(file, kernel, nothing_is_read):
    page = kernel(file)
    nothing_is_read()
    for line in ast.parse(page.parameters).body:
        if line.annotation.id in ("int", "float"):
            with pytest.raises(CannotOpenError, match=f"The {line.target.id} is 'abc'; write a"):
                page.open(**{line.target.id: "abc"})


@every_page
def test_only_a_page_for_which_nobody_named_a_district_says_so_loudly(file, kernel, samples):
    page = kernel(file)
    assert LOUD in page.open()
    assert page.names["case"].take_home == PROJECT / "out" / "altamont_valley" / "take_home"
    for named in ("altamont_valley", str(samples / "altamont_valley"), "cold_creek"):
        assert LOUD not in page.open(district_folder=named)
        name = Path(named).name
        assert page.names["case"].take_home == PROJECT / "out" / name / "take_home"


@every_page
def test_nbval_which_keeps_no_history_sees_the_page_as_it_was_built(file, kernel):
    assert LOUD in kernel(file, history=False).open()


def test_a_mistake_mended_in_the_same_kernel_is_forgotten(kernel):
    page = kernel(NINTH)
    with pytest.raises(CannotOpenError):
        page.open(distric_folder="cold_creek")
    assert "Cold Creek" in page.open(district_folder="cold_creek")
    assert LOUD in page.open(), "the given one was taken away again"


def test_a_cell_somebody_is_typing_in_stops_nothing(kernel):
    page = kernel(NINTH)
    page.open(district_folder="cold_creek")
    page.names["In"].append("# Parameters\na, b = 1, 2\nfor")
    assert "Cold Creek" in page.says_first()


def test_an_analysts_own_notebook_is_no_page(kernel):
    page = kernel(NINTH)
    page.run("# Parameters of mine\nanything = 5\nimport math")
    page.run("import smarter_spending as ss")
    page.run("case = ss.open_case('altamont_valley', '09_cost_per_outcome')")
    assert not page.names["case"].unnamed


@pytest.mark.parametrize("seed", ["abc", 20.5, True, None, -1])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(CannotOpenError, match=r"write a whole number, such as 2024"):
        open_case("cold_creek", seed=seed)


def test_a_definition_of_ninth_grade_is_one_of_two():
    with pytest.raises(CannotOpenError, match="write ninth_grade_on_track or ninth_grade_c_or_b"):
        open_case("cold_creek", ninth_grade="on_track")


def test_problems_of_a_folder_are_a_list_without_a_stack(tmp_path):
    (tmp_path / "district.toml").write_text('name = "Oak"\n', encoding="utf-8")
    with pytest.raises(DistrictDataError) as stopped:
        open_case(tmp_path)
    assert stopped.value._render_traceback_() == [str(stopped.value)]


def test_pages_taken_home_lie_under_the_districts_own_name():
    case = open_case(PROJECT / "data" / "samples" / "cold_creek", "09_cost_per_outcome")
    assert case.take_home == PROJECT / "out" / "cold_creek" / "take_home"


def test_what_came_with_the_program_is_never_written_to(samples, tmp_path, monkeypatch):
    shipped = shutil.copytree(samples / "cold_creek", tmp_path / "package/samples/cold_creek")
    for module in ("case", "district.choices"):
        monkeypatch.setattr(f"smarter_spending.{module}.PACKAGE", tmp_path / "package")
    monkeypatch.chdir(tmp_path)
    case = open_case(shipped, "09_cost_per_outcome", "Rosa")
    assert case.take_home == tmp_path / "out" / "cold_creek" / "take_home"
    mine = open_choices(shipped, "09_cost_per_outcome", "Rosa")
    for write in (lambda: mine.keep("a", "b"), lambda: mine.keep_role("board")):
        with pytest.raises(PermissionError, match="smarter-spending room"):
            write()
    assert not (shipped / "choices").exists()
    monkeypatch.chdir(tmp_path / "package")
    with pytest.raises(CannotOpenError, match="name another for take_home"):
        open_case(shipped)


# nbval


@pytest.mark.slow
def test_plain_nbval_finds_every_cell_and_nothing_else():
    environment = os.environ | {"PYTEST_ADDOPTS": "-p no:cacheprovider"}
    command = [sys.executable, "-m", "pytest", "--nbval", "notebooks", "--collect-only", "-q"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    found = {line.split("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert found == {f"notebooks/{file.name}" for file in NOTEBOOK.parent.glob("*.ipynb")}
