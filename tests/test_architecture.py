"""The house stands as DESIGN says: who may lean on whom, and who may touch the disk."""

import ast
from pathlib import Path

import pytest

import smarter_spending as ss

PACKAGE = Path(__file__).resolve().parent.parent / "smarter_spending"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("district", "analysis", "planning", "case", "guide", "running")
# a room may import itself and the rooms named here
MAY_LEAN_ON = {
    "district": set(),
    "analysis": set(),
    "planning": {"analysis"},
    "case": {"district", "analysis", "planning"},
    "guide": {"case", "district", "analysis", "planning"},
    "running": {"guide", "case", "district", "analysis", "planning"},
}
ARITHMETIC = {"numpy", "pandas", "scipy", "statsmodels"}
STANDARD_FOR_ARITHMETIC = {
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "functools",
    "hashlib",
    "itertools",
    "math",
    "typing",
}
ONLY_IN = {
    "matplotlib": {"guide/charts"},
    "ipywidgets": {"guide/panels"},
    "anywidget": {"guide/panels"},
    "papermill": {"running"},
}
DISK = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "read_csv", "to_csv"}


def imports(module: Path) -> set[str]:
    """Every module that a file imports, ours written as smarter_spending.room.module."""
    found = set()
    parts = ["smarter_spending", *module.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = parts[: len(parts) - node.level + 1] if node.level else []
            origin = [*base, *(node.module or "").split(".")] if node.module else base
            found |= {".".join([*origin, name.name]) for name in node.names}
    return found


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


in_rooms = [module for module in MODULES if room(module) in ROOMS]


@pytest.mark.parametrize("module", in_rooms, ids=name)
def test_a_room_leans_only_on_the_rooms_below_it(module):
    ours = {i.split(".")[1] for i in imports(module) if i.startswith("smarter_spending.")}
    leans_on = (ours & set(ROOMS)) - {room(module)}
    assert leans_on <= MAY_LEAN_ON[room(module)]


@pytest.mark.parametrize(
    "module", [m for m in in_rooms if room(m) in ("analysis", "planning")], ids=name
)
def test_arithmetic_needs_nothing_but_numbers(module):
    outside = {i.split(".")[0] for i in imports(module)} - {"smarter_spending", "__future__"}
    assert outside <= ARITHMETIC | STANDARD_FOR_ARITHMETIC


@pytest.mark.parametrize(
    "module", [m for m in in_rooms if room(m) in ("analysis", "planning")], ids=name
)
def test_arithmetic_opens_no_file_prints_nothing_and_keeps_no_seed(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not called & (DISK | {"print", "seed", "now", "today", "savefig"})


# these rooms give reason codes and numbers; guide makes the sentence
WITHOUT_SENTENCES = ("analysis",)
# what an analyst who called a function reads in its ``warnings``: no page does
FOR_ANALYSTS = "about_"


def sentences(tree: ast.AST) -> list[str]:
    """Texts of more than six words with a full stop, outside docstrings and words for analysts."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and text(node.value)):
            continue
        if isinstance(node, ast.FunctionDef) and node.name.startswith(FOR_ANALYSTS):
            continue
        if not text(node):
            found += sentences(node)
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        said = "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
        if len(said.split()) > 6 and said.rstrip().endswith("."):
            found.append(said)
    return found


@pytest.mark.parametrize("module", [m for m in in_rooms if room(m) in WITHOUT_SENTENCES], ids=name)
def test_a_rule_gives_its_reason_as_a_code_and_says_no_sentence(module):
    assert not sentences(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "module", [m for m in in_rooms if room(m) == "guide" and m.name != "pages.py"], ids=name
)
def test_guide_writes_no_file_except_through_pages(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"write_text", "write_bytes", "to_csv", "to_excel", "mkdir", "unlink"}


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_heavy_library_has_one_door(library):
    users = {name(m) for m in MODULES if library in {i.split(".")[0] for i in imports(m)}}
    doors = ONLY_IN[library]
    assert users, f"nothing uses {library}: this rule has gone stale"
    assert all(any(user == door or user.startswith(f"{door}/") for door in doors) for user in users)


def test_words_lie_under_everything():
    assert not [i for i in imports(PACKAGE / "words.py") if i.startswith("smarter_spending")]


def test_no_module_is_named_like_a_function_in_it():
    for module in MODULES:
        functions = {
            node.name
            for node in ast.parse(module.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef)
        }
        assert module.stem not in functions, module


def test_importing_the_package_needs_neither_widgets_nor_papermill_nor_pictures():
    import subprocess
    import sys

    heavy = ("ipywidgets", "papermill", "matplotlib", "statsmodels", "jupyterlab")
    code = f"import sys, smarter_spending; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


# guide chooses rows and words them; whatever is computed is computed below it
COMPUTING = {
    "agg", "aggregate", "cdf", "clip", "corr", "crosstab", "cumprod", "cumsum", "cut", "describe",
    "diff", "div", "dot", "groupby", "mean", "median", "merge", "mul", "nlargest", "nsmallest",
    "pct_change", "pivot", "pivot_table", "ppf", "prod", "qcut", "quantile", "rank", "rolling",
    "sort_index", "sort_values", "std", "sum", "value_counts", "var",
}  # fmt: skip
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod, ast.MatMult)


def a_column(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


def text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def computes(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        function = node.func
        return (isinstance(function, ast.Attribute) and function.attr in COMPUTING) or (
            isinstance(function, ast.Name) and function.id == "sum"
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, OPERATORS):
        sides = (node.left, node.right)
        return any(map(a_column, sides)) and not any(map(text, sides))
    return False


@pytest.mark.parametrize("module", [m for m in in_rooms if room(m) == "guide"], ids=name)
def test_guide_holds_no_arithmetic(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert not {i.split(".")[0] for i in imports(module)} & {"numpy", "scipy", "statsmodels"}
    assert not [f"line {node.lineno}" for node in ast.walk(tree) if computes(node)]


def test_each_page_room_is_imported_by_its_own_notebook_alone():
    for module in MODULES:
        pages = {
            i.split(".")[2] for i in imports(module) if i.startswith("smarter_spending.guide.nb")
        }
        assert {page[:4] for page in pages} <= {module.stem[:4]}, module


def our_imports(module: Path) -> set[Path]:
    found = set()
    for origin in imports(module):
        parts = origin.split(".")
        for end in (len(parts), len(parts) - 1):
            file = PACKAGE.parent.joinpath(*parts[:end]).with_suffix(".py")
            if parts[0] == PACKAGE.name and file.is_file():
                found.add(file)
                break
    return found - {module}


def test_no_import_goes_round_in_a_circle():
    left = {module: our_imports(module) & set(MODULES) for module in MODULES}
    while free := [module for module, needs in left.items() if not needs & set(left)]:
        for module in free:
            del left[module]
    assert not left, "these import each other"


def test_the_house_is_small():
    """It may shrink (the aim is 34,000 lines); a larger house is a decision, not an accident."""
    modules = [module for module in MODULES if module.name != "__init__.py"]
    assert len(modules) <= 80
    lines = sum(len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES)
    assert lines <= 39_700


def test_few_modules_serve_one_other_alone():
    modules = [m for m in MODULES if m.name != "__init__.py" and not m.stem.startswith("nb")]
    offered = {PACKAGE.joinpath(*room.split(".")).with_suffix(".py") for room in ss._DOOR}
    users = {m: sum(m in our_imports(one) for one in MODULES) + (m in offered) for m in modules}
    alone = [name(module) for module, by in users.items() if by == 1]
    assert len(alone) < 0.10 * len(modules), alone
