"""A page that is refused: its notebook is not done, the others go on, and the run says so."""

import json

import pytest
from nbformat.v4 import new_markdown_cell
from typer.testing import CliRunner

from smarter_spending.running import batch
from smarter_spending.running.batch import run_batch
from smarter_spending.running.command import app
from tests.running.conftest import hidden, parameters, write

PUBLISHES = """\
# Publish the board page
import smarter_spending as ss
from smarter_spending.district.choices import open_choices
from smarter_spending.guide.nb14_action_and_board_page import lines_edited
from smarter_spending.guide.nb14_board_page import publish_board_page
from smarter_spending.guide.nb14_numbers_agree import Figure, Line
district = ss.load_district(district_folder)
mine = open_choices(district_folder, "14_board", person)
lines = [Line("found", "Dollars found", "{found} a year is found.")]
figures = {"found": Figure(1_140_000.0, "Dollars found", "Every year", "identified")}
edited = lines_edited(lines, mine.answers)
publish_board_page(district, take_home, "14_board", "What?", lines, figures, edited)"""


@pytest.fixture
def board(tmp_path):
    return write(
        tmp_path / "14_board.ipynb",
        new_markdown_cell("# 14. The board page"),
        parameters(),
        hidden(PUBLISHES),
        new_markdown_cell("What comes after is reached."),
    )


def say(folder, words):
    file = folder / "choices/14_board/our-team.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"answers": {"board_found": words}}), encoding="utf-8")


def test_a_refused_page_is_not_done_and_no_other_notebook_or_district_stops(
    board, notebooks, make_district, tmp_path
):
    oak, elm = make_district(tmp_path, "oak"), make_district(tmp_path, "elm")
    out, home = tmp_path / "out", tmp_path / "out/oak/take_home"
    both = [notebooks["fine"], board]
    run_batch([oak, elm], out, both)
    assert (home / "14_board-board_page.pdf").exists()
    say(oak, "We found $1.2M.")
    result = run_batch([oak, elm], out, both)
    status = {
        (page.district, page.notebook): (page.status, page.message)
        for district in result.districts
        for page in district.notebooks
    }
    assert status.pop(("oak", "14_board")) == ("not published", "a number disagrees")
    assert set(status.values()) == {("done", "")}
    assert result.failed and [page.notebook for page in result.failures] == ["14_board"]
    assert not list(home.glob("14_board*")), "the page of the first run is gone"
    index = (out / "index.html").read_text(encoding="utf-8")
    assert "✗ not published: a number disagrees" in index
    assert "3 pages done. 1 page not published." in index
    shown = (out / "oak/14_board.html").read_text(encoding="utf-8")
    assert "Not published." in shown and "$1.2M" in shown and "$1,140,000" in shown
    assert "What comes after is reached." in shown and "could not be finished" not in shown


def test_the_command_ends_with_1_and_a_mended_sentence_is_published_on_resuming(
    board, make_district, tmp_path, monkeypatch
):
    monkeypatch.setattr(batch, "curriculum", lambda: (board,))
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    say(oak, "We found $1.2M.")
    command = ["run", str(oak), "--out", str(out), "--jobs", "1"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 1
    assert "oak, 14_board, not published:" in first.output
    say(oak, "We found $1.1M.")
    assert CliRunner().invoke(app, [*command, "--resume"]).exit_code == 0
    assert (out / "oak/take_home/14_board-board_page.html").exists()
