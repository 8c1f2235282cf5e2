"""What nobody in the district has set reaches nothing that leaves the sixteen pages."""

import ast
import re
import zipfile
from pathlib import Path

import nbformat
import pytest

from smarter_spending.planning import finance, schools

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[01]*.ipynb"))
# shares of 0.0777, a weight, a ratio and a percentage of 7.77: so that each can be searched for
ODD = re.compile(r"(?<![\d.])(7\.77|0\.0777|7\.8%)(?!\d)")


@pytest.fixture(scope="module")
def unset(samples, tmp_path_factory):
    """Cold Creek with everything its board and its finance office had set taken out."""
    folder = tmp_path_factory.mktemp("unset") / "cold_creek"
    folder.mkdir()
    for file in (samples / "cold_creek").glob("*.csv"):
        if file.stem != "assumptions":
            (folder / file.name).write_bytes(file.read_bytes())
    text = (samples / "cold_creek" / "district.toml").read_text("utf-8")
    (folder / "district.toml").write_text(text.split("# Who set it")[0], "utf-8")
    return folder


@pytest.fixture(scope="module")
def taken_home(unset, tmp_path_factory):
    """Every file that the sixteen pages write of it, as text."""
    out = tmp_path_factory.mktemp("taken")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finance, "USUAL", dict.fromkeys(finance.USUAL, 0.0777))
        for name in ("USUAL_WEIGHT", "USUAL_RATIO", "USUAL_LOSS"):
            patch.setattr(schools, name, 7.77)
        for notebook in NOTEBOOKS:
            run(notebook, unset, out)
    return {file.name: text_of(file) for file in sorted(out.rglob("*")) if file.is_file()}


def run(notebook: Path, folder: Path, out: Path) -> None:
    cells = {}
    for cell in nbformat.read(notebook, 4).cells:
        if cell.cell_type == "code":
            exec(ast.unparse(ast.parse(cell.source)), cells)
        if "parameters" in cell.metadata.get("tags", []):
            cells |= {"district_folder": str(folder), "take_home": str(out)}


def text_of(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text("utf-8", errors="replace")
    with zipfile.ZipFile(file) as workbook:
        names = [name for name in workbook.namelist() if name.endswith(".xml")]
        return "\n".join(workbook.read(name).decode() for name in names)


def test_no_number_of_ours_is_taken_home(taken_home):
    assert len(taken_home) > 40
    said = {
        (name, text[max(0, at.start() - 60) : at.end() + 20])
        for name, text in taken_home.items()
        for at in ODD.finditer(text)
    }
    assert said == set()


def test_what_leaves_the_page_says_what_is_not_set_and_who_decides(taken_home):
    letters = next(text for name, text in taken_home.items() if "every_school" in name)
    assert "nobody here has set" in letters and "The superintendent and the finance" in letters
    assert not [name for name in taken_home if name.startswith("board_page")]
