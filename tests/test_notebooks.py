"""Every notebook keeps the shape that leaders, papermill and nbval rely on."""

import ast
import html
import re
import statistics
import sys
from pathlib import Path

import nbformat
import pytest

from smarter_spending.district.tables import all_tables
from smarter_spending.guide.opening import UNNAMED
from smarter_spending.guide.pages import body_html
from smarter_spending.guide.showing import lists, text_html

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
GUIDE = FOLDER.parent / "smarter_spending" / "guide"
NOTEBOOKS = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
TAGS = {
    "parameters",
    "remove-input",
    "remove-cell",
    "exercise",
    "analyst",
    "facilitator",
    "nbval-ignore-output",
}
# the bar of each page, by what stands on it unfolded: at most, or (pictures) at least; MOST is what
# none may exceed
BAR = {
    "00_start_here": {"words": 800, "tables": 0, "pictures": 2, "boxes": 6},
    "01_partnership": {"words": 900, "tables": 0, "pictures": 3, "boxes": 6},
    "02_student_learning": {"words": 900, "tables": 0, "pictures": 5, "boxes": 6},
    "03_goals": {"words": 900, "tables": 0, "pictures": 3, "boxes": 6},
    "04_root_causes": {"words": 900, "tables": 0, "pictures": 3, "boxes": 6},
    "05_instructional_priorities": {"words": 900, "tables": 1, "pictures": 3, "boxes": 6},
    "06_where_the_money_goes": {"words": 800, "tables": 0, "pictures": 5, "boxes": 4},
    "07_program_inventory": {"words": 900, "tables": 1, "pictures": 3, "boxes": 4},
    "08_what_moved_the_needle": {"words": 900, "tables": 1, "pictures": 3, "boxes": 5},
    "09_cost_per_outcome": {"words": 900, "tables": 3, "pictures": 2, "boxes": 6},
    "10_keep_grow_fix_stop": {"words": 900, "tables": 1, "pictures": 3, "boxes": 5},
    "11_pay_for_priorities": {"words": 900, "tables": 1, "pictures": 4, "boxes": 6},
    "12_financial_plan": {"words": 880, "tables": 0, "pictures": 4, "boxes": 6},
    "13_school_allocations": {"words": 890, "tables": 0, "pictures": 2, "boxes": 6},
    "14_action_and_board_page": {"words": 900, "tables": 3, "pictures": 2, "boxes": 6},
    "15_monitor_and_sustain": {"words": 900, "tables": 3, "pictures": 2, "boxes": 6},
}
MOST = {"words": 900, "tables": 3, "boxes": 6}
ANATOMY = ("Decide: ", "Check yourself", "Say it to your board", "Take it home", "For the analyst",
           "Next: ")  # fmt: skip
READ = 200  # words a minute

sys.path.insert(0, str(FOLDER))
import build  # noqa: E402

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def source_of(path):
    """The notebook's code, and that of every file of its page's own room."""
    files = sorted(GUIDE.glob(f"nb{path.stem[:2]}_*.py"))
    assert GUIDE / f"nb{path.stem}.py" in files
    cells = [cell.source for cell in code_cells(read(path))]
    return "\n".join([*cells, *(file.read_text(encoding="utf-8") for file in files)])


def tags(cell):
    return cell.metadata.get("tags", [])


def test_there_are_notebooks_and_each_has_its_source():
    assert NOTEBOOKS
    assert [p.stem for p in NOTEBOOKS] == [p.stem for p in sorted((FOLDER / "src").glob("*.py"))]
    assert [p.stem for p in NOTEBOOKS] == [*BAR], "every page is at the bar"


@each
def test_the_notebook_is_its_source_run(path):
    made = build.from_source(FOLDER / "src" / f"{path.stem}.py")
    kept = read(path)
    assert [(c.id, c.cell_type, c.source) for c in made.cells] == [
        (c.id, c.cell_type, c.source) for c in kept.cells
    ], "run: python notebooks/build.py"
    assert kept.metadata == made.metadata


@each
def test_every_code_cell_was_run_in_order_and_none_failed(path):
    cells = code_cells(read(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [o for cell in cells for o in cell.outputs if o.output_type in ("error", "stream")]


at_the_bar = pytest.mark.parametrize(
    "path", [p for p in NOTEBOOKS if p.stem in BAR], ids=lambda p: p.stem
)


def unfolded(page: str) -> dict[str, int]:
    """What a leader sees of a page before opening a fold: words, tables, pictures and boxes."""
    page = page.replace(text_html(UNNAMED).split(">", 1)[1].rsplit("<", 1)[0], "")  # of the sample
    seen = re.sub(r"<(style|details)\b.*?</\1>", "", page, flags=re.S)
    forms = re.findall(r'<table class="ss-answers".*?</table>', seen, flags=re.S)
    bodies = [re.sub(r"<thead>.*?</thead>", "", form, flags=re.S) for form in forms]
    return {
        "words": len(html.unescape(re.sub(r"<[^>]+>", " ", seen)).split()),
        "tables": seen.count("<table") - len(forms),
        "pictures": len(re.findall(r'<img\b|role="img"', seen)),
        "boxes": sum(body.count("<td") for body in bodies),
    }


def test_what_stands_unfolded_is_counted_as_it_is_seen():
    page = (
        "<style>p { color: red }</style><p>Five words of prose, here.</p>"
        '<div role="img" aria-label="not counted">$5 &amp; up</div><img alt="a picture">'
        "<table><tr><td>one</td></tr></table>"
        '<table class="ss-answers"><thead><tr><td></td></tr></thead><tr><th>Why?</th><td>blank'
        "</td></tr></table>"
        '<details class="analyst"><summary>More</summary><table></table></details>'
    )
    # 5 of prose, 3 in the picture, 1 in the table, 2 in the form
    assert unfolded(page) == {"words": 11, "tables": 1, "pictures": 2, "boxes": 1}


@at_the_bar
def test_a_page_at_the_bar_keeps_its_budget(path):
    seen, allowed = unfolded(body_html(read(path))), BAR[path.stem]
    assert all(allowed[what] <= most for what, most in MOST.items()), "the bar itself"
    assert seen["pictures"] >= max(2, allowed["pictures"]), seen
    assert all(seen[what] <= allowed[what] for what in MOST), seen


@at_the_bar
def test_a_page_at_the_bar_says_how_long_it_takes_and_that_adds_up(path):
    (said,) = re.findall(
        r"\*\*(\d+) minutes:\*\* (\d+) to read, (\d+) to talk, (\d+) hands-on", prose(read(path))[0]
    )
    whole, reading, *rest = map(int, said)
    assert whole == reading + sum(rest)
    assert READ * reading >= unfolded(body_html(read(path)))["words"]


def test_the_minutes_of_the_readme_are_the_pages_and_its_three_lengths_add_up():
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    table = {int(n): int(m) for n, m in re.findall(r"^\| (\d+) .*\| (\d+) \|$", readme, re.M)}
    pages = {int(p.stem[:2]): re.search(r"\*\*(\d+) minutes", prose(read(p))[0]) for p in NOTEBOOKS}
    assert table == {number: int(found[1]) for number, found in pages.items() if found}
    days = re.search(r"\((\d\d–\d\d) · (\S+) · (\S+): (\d+), (\d+) and (\d+) minutes", readme)
    ranges = [range(int(days[n][:2]), int(days[n][-2:]) + 1) for n in (1, 2, 3)]
    assert [sum(table[n] for n in day) for day in ranges] == [int(days[n]) for n in (4, 5, 6)]
    hours = re.search(r"\*three hours\* \(([\d, ]+): (\d+) minutes\)", readme)
    assert sum(table[int(n)] for n in hours[1].split(", ")) == int(hours[2]) == 180


@at_the_bar
def test_a_page_at_the_bar_has_its_parts_in_their_order(path):
    notebook = read(path)
    texts = prose(notebook)
    assert "**Decide:**" in texts[0] and "**Bring**" in texts[0]
    shown = [cell for cell in code_cells(notebook) if cell.outputs]
    assert re.search(r"\bpage\.in_short\(case\b", shown[0].source)  # page 7 gives a parameter too
    headings = re.findall(r"^## (.+)", "\n".join(texts), flags=re.M)
    assert [h for h in headings if h.startswith(ANATOMY)] == [
        next((h for h in headings if h.startswith(part)), part) for part in ANATOMY
    ]
    assert 2 <= len(headings) - len(ANATOMY) <= 4
    assert any(re.search(r"\bpage\.decide\(case\b", c.source) for c in code_cells(notebook))
    folded = ["analyst" in tags(cell) for cell in notebook.cells if "facilitator" not in tags(cell)]
    assert folded[-1] is False and folded.index(True) + sum(folded) == len(folded) - 1


@each
def test_it_has_one_title_and_headings_that_make_a_point(path):
    text = "\n".join(prose(read(path)))
    assert len(re.findall(r"^# ", text, flags=re.M)) == 1
    headings = re.findall(r"^## (.+)", text, flags=re.M)
    assert len(headings) >= 5
    assert all(len(heading.split()) >= 3 for heading in headings)


@each
def test_tags_come_from_the_house_vocabulary(path):
    assert {tag for cell in read(path).cells for tag in tags(cell)} <= TAGS


@each
def test_parameters_are_typed_literal_and_explained(path):
    cells = [cell for cell in code_cells(read(path)) if "parameters" in tags(cell)]
    assert len(cells) == 1
    lines = cells[0].source.splitlines()
    assert 2 <= len(lines) <= 4
    for line in lines:
        node = ast.parse(line).body[0]
        assert isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
        assert "#" in line, f"say what {line} is for"


@each
def test_all_code_is_hidden_and_opens_with_a_plain_line(path):
    for cell in code_cells(read(path)):
        assert cell.metadata["jupyter"]["source_hidden"] is True
        if "parameters" in tags(cell):
            continue
        assert "remove-input" in tags(cell)
        assert cell.source.startswith("# ")


@each
def test_a_cell_is_a_line_or_two(path):
    cells = [cell for cell in code_cells(read(path)) if "parameters" not in tags(cell)]
    lengths = [len([x for x in cell.source.splitlines() if x and x[0] != "#"]) for cell in cells]
    assert statistics.median(lengths) <= 2 and max(lengths) <= 8


@each
def test_it_defines_no_function_and_imports_only_the_door_and_its_own_room(path):
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    tree = ast.parse(source)
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    imported = [
        ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    assert set(imported) <= {
        "import smarter_spending as ss",
        f"from smarter_spending.guide import nb{path.stem} as page",
    }


@each
def test_prose_is_short_and_something_to_look_at_is_never_far(path):
    run = 0
    for cell in read(path).cells:
        if cell.cell_type == "code":
            run = 0
            continue
        run += 1
        assert run <= 2
        assert len(cell.source.split()) <= 120


@each
def test_results_are_in_the_file_and_not_in_output_widgets(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            data = output.get("data", {})
            text = str(data.get("text/plain", ""))
            assert "Output(" not in text and "interactive(" not in text
            assert " at 0x" not in text
    pictures = [
        o
        for cell in code_cells(read(path))
        for o in cell.outputs
        if "image/png" in o.get("data", {})
    ]
    assert all(o["metadata"]["image/png"]["alt"] for o in pictures)


@each
def test_it_has_an_exercise_a_check_and_a_take_home(path):
    source = source_of(path)
    assert re.search(r"\bpanels\.checks?\(", source)
    assert re.search(r"\btalks\(", source)
    assert re.search(r"\b(ss|page)\.take_home\(", source)
    assert any("exercise" in tags(cell) for cell in read(path).cells)


@each
def test_the_facilitators_template_names_this_notebook_for_every_file_it_asks_for(path):
    for table in needed(path)[0]:
        assert path.name[:2] in all_tables()[table].feeds, f"tables.toml: {table} feeds {path.stem}"


@each
def test_the_page_lists_every_file_whose_absence_it_speaks_of(path):
    listed, spoken_of = needed(path)
    assert spoken_of <= listed


def needed(path):
    """The tables in the page's NEEDS, and those it names where it says that one is missing."""
    tree = ast.parse(source_of(path))
    (listed,) = [
        ast.literal_eval(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "NEEDS"
    ]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    said = [call for call in calls if ast.unparse(call.func).split(".")[-1] in ("needs", "needing")]
    named = {one.value for call in said for one in call.args if isinstance(one, ast.Constant)}
    files = [lists(one.args[0].value) for one in calls if ast.unparse(one.func) == "lists"]
    findings = [one for file in files for one in file.get("finding", {}).values()]
    return set(listed), named | {name for one in findings for name in one.get("needs", ())}
