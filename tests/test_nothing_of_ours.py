"""What nobody in the district has set reaches nothing that leaves the sixteen pages."""

import ast
import re
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest

import smarter_spending as ss
from smarter_spending.guide import nb06_where_the_money_goes as page_6
from smarter_spending.guide import nb10_keep_grow_fix_stop as page_10
from smarter_spending.guide import nb14_action_and_board_page as page_14
from smarter_spending.guide import nb15_monitor_and_sustain as page_15
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
    if hasattr(cells["page"], "in_short"):  # what stands on index.html, too
        (out / f"index-{notebook.stem}.html").write_text(cells["page"].in_short(cells["case"]).data)


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


# what rests on California's law, in another state


@pytest.fixture(scope="module")
def nevada(samples, tmp_path_factory):
    """Cold Creek moved to Nevada, its accounts in the codes used here."""
    folder = shutil.copytree(samples / "cold_creek", tmp_path_factory.mktemp("nv") / "creek")
    file = folder / "district.toml"
    file.write_text('state = "NV"\n' + file.read_text("utf-8"), "utf-8")
    return folder


# page 12 said it in each of seven findings; it is held to once by the whole page in test_nb12
@pytest.mark.parametrize(
    ("notebook", "finding"),
    [
        ("06_where_the_money_goes", page_6.state_form),
        ("10_keep_grow_fix_stop", page_10.what_ends),
        ("14_action_and_board_page", page_14.crosswalk),
    ],
)
def test_what_is_californias_says_so_in_another_state_and_no_more(
    nevada, tmp_path, notebook, finding
):
    case = ss.open_case(nevada, notebook, take_home=tmp_path)
    shown = finding(case)
    assert shown.table.empty and "This page is for California" in shown.sentence
    ours = finding(ss.open_case("cold_creek", notebook, take_home=tmp_path))
    assert "This page is for California" not in ours.sentence


def test_the_days_of_californias_law_are_in_no_other_states_calendar(nevada, tmp_path):
    ours, theirs = (
        page_15.calendar(ss.open_case(folder, "15_monitor_and_sustain", take_home=tmp_path)).table
        for folder in ("cold_creek", nevada)
    )
    law = ours["event"].str.contains("interim|Staff are told|adopted")
    assert law.sum() == 4
    assert not theirs["event"].str.contains("interim|Staff are told|adopted").any()


def test_dollars_still_buy_what_they_buy_in_another_state(nevada):
    case, ours = ss.open_case(nevada), ss.open_case("cold_creek")
    assert case.bands.equals(ours.bands) and case.plan() is None


def test_a_state_is_two_letters(nevada, tmp_path):
    folder = shutil.copytree(nevada, tmp_path / "creek")
    text = (folder / "district.toml").read_text("utf-8").replace('"NV"', '"Nevada"', 1)
    (folder / "district.toml").write_text(text, "utf-8")
    with pytest.raises(ss.DistrictDataError, match='state = "Nevada" is not the two letters'):
        ss.load_district(folder)


def test_what_an_outcome_is_worth_counts_once_somebody_has_set_it(unset):
    assert ss.load_district(unset).outcome_worth  # typed, and signed by nobody
    case = ss.open_case(unset)
    assert case.outcome_worth == {}
    assert [one.who for one in case.unset("outcome_worth")] == ["the board"]
    assert set(case.bands["why"]) <= {"no price", "cannot tell", "no cost"}
