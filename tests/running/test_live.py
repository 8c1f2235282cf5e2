"""The room and the lab: on whose folder, and what each lets in; tests/browser visits the room."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from smarter_spending.running import live, warm
from smarter_spending.running.batch import CannotRunError
from smarter_spending.running.live import open_lab, prepare_lab

PARAMETERS = {"tags": ["parameters"]}


@pytest.fixture
def oak(make_district, tmp_path, notebooks, monkeypatch):
    monkeypatch.setattr(live, "curriculum", lambda: (notebooks["fine"], notebooks["fault"]))
    return make_district(tmp_path, "oak")


def laid_out(ready, name="01_fine"):
    return nbformat.read(ready.pages / f"{name}.ipynb", as_version=4)


def test_pages_are_copies_told_which_district_they_are_about(oak, tmp_path):
    ready = prepare_lab(oak, tmp_path / "workshop")
    source = "\n".join(cell.source for cell in laid_out(ready).cells)
    assert ready.pages == tmp_path / "workshop" / "pages" / "oak"
    assert f'district_folder = "{oak}"' in source
    assert f'take_home = "{ready.pages / "take_home"}"' in source


def test_code_and_facilitators_notes_are_there_to_be_read_and_no_other_districts_figures(
    oak, tmp_path
):
    cells = laid_out(prepare_lab(oak, tmp_path / "workshop")).cells
    assert not any("jupyter" in cell.metadata for cell in cells)
    assert not any(cell.get("outputs") for cell in cells)
    assert any("facilitator" in cell.metadata.get("tags", []) for cell in cells)


def test_a_page_that_is_there_is_never_overwritten(oak, tmp_path):
    page = prepare_lab(oak, tmp_path / "workshop").pages / "01_fine.ipynb"
    ours = page.read_text(encoding="utf-8").replace("All is well", "Our own note")
    page.write_text(ours, encoding="utf-8")
    prepare_lab(oak, tmp_path / "workshop")
    assert page.read_text(encoding="utf-8") == ours


def test_a_page_that_was_not_saved_in_full_is_named_and_left_alone(oak, tmp_path):
    page = prepare_lab(oak, tmp_path / "workshop").pages / "01_fine.ipynb"
    half = page.read_bytes()[:200]
    page.write_bytes(half)
    with pytest.raises(CannotRunError, match=r"01_fine\.ipynb cannot be read.*Move it elsewhere"):
        prepare_lab(oak, tmp_path / "workshop")
    assert page.read_bytes() == half


@pytest.mark.parametrize("name", ["Oak Valley", "Oak #2", "Ca\u00f1on 100%"])
def test_the_address_leads_to_the_page_however_the_folder_is_called(
    oak, make_district, tmp_path, name
):
    ready = prepare_lab(make_district(tmp_path, name), tmp_path / "work shop")
    address = urlsplit(ready.url)
    assert unquote(address.path) == f"/lab/tree/pages/{name}/01_fine.ipynb"
    assert address.query == f"token={ready.environment['JUPYTER_TOKEN']}"
    assert " " not in ready.url, "a terminal ends a link at the first space"


def test_pages_of_another_folder_with_the_same_name_are_not_shown_as_ours(
    oak, make_district, tmp_path
):
    prepare_lab(oak, tmp_path / "workshop")
    other = make_district(tmp_path / "elsewhere", "oak")
    with pytest.raises(CannotRunError, match="laid out for another folder of that name"):
        prepare_lab(other, tmp_path / "workshop")


@pytest.mark.parametrize("named", [None, "cold_creek"])
def test_without_a_district_or_by_its_name_leaders_get_a_copy_of_a_sample(
    oak, samples, tmp_path, monkeypatch, named
):
    monkeypatch.setattr(live, "SAMPLE", "cold_creek")  # the small one is quicker to copy
    ready = prepare_lab(named, tmp_path / "workshop")
    copy = tmp_path / "workshop" / "districts" / "cold_creek"
    given = {file.name: file.read_bytes() for file in (samples / "cold_creek").glob("*.*")}
    assert {file.name: file.read_bytes() for file in copy.glob("*.*")} == given
    assert ready.pages.name == "cold_creek"


def test_a_room_that_others_join_plays_the_sample_without_anybodys_answers(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "SAMPLE", "cold_creek")
    place = live._place(None, tmp_path, blank=True)
    assert place == tmp_path / "districts" / "cold_creek_room"
    assert (place / "district.toml").is_file() and not (place / "choices").exists()
    assert (live._place(None, tmp_path) / "district.toml").is_file()


def test_a_folder_that_holds_no_district_is_refused(oak, tmp_path):
    with pytest.raises(CannotRunError, match=r"district\.toml is not there"):
        prepare_lab(tmp_path / "nowhere", tmp_path / "workshop")


def test_the_server_listens_here_only_and_writes_nothing_elsewhere(oak, tmp_path):
    ready = prepare_lab(oak, tmp_path / "workshop")
    assert "--ServerApp.ip=127.0.0.1" in ready.command
    written = [
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    ]
    inside = str(tmp_path / "workshop" / ".settings")
    assert all(ready.environment[name].startswith(inside) for name in written)
    assert ready.environment["JUPYTER_TOKEN"] in ready.url
    assert not any(ready.environment["JUPYTER_TOKEN"] in word for word in ready.command)


def test_a_port_in_use_is_passed_over(oak, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        ready = prepare_lab(oak, tmp_path / "workshop", port=port)
    assert f"--ServerApp.port={port}" not in ready.command
    assert f":{port}/" not in ready.url


def test_open_lab_says_where_and_hands_back_how_it_ended(oak, tmp_path, monkeypatch, capsys):
    class Ended:
        returncode = 3

    monkeypatch.setattr(live.subprocess, "run", lambda *_, **__: Ended)
    assert open_lab(oak, tmp_path / "workshop", browser=False) == 3
    said = capsys.readouterr().out
    assert "http://127.0.0.1:" in said and "Ctrl+C" in said


def test_voilas_button_news_and_mathematics_are_switched_off_in_the_lab():
    config = Path(live.__file__).parent / "jupyter" / "labconfig" / "page_config.json"
    off = json.loads(config.read_text(encoding="utf-8"))["disabledExtensions"]
    assert off["@voila-dashboards/jupyterlab-preview"]
    assert off["@jupyterlab/apputils-extension:announcements"]


def test_a_page_is_told_its_district_below_its_parameters_whatever_the_folder_is_called():
    page = new_notebook(cells=[new_code_cell('district_folder = "x"', metadata=PARAMETERS)])
    told = live._told(page, Path('/a "b"/c'), Path("/d"))
    given = {}
    exec("\n".join(cell.source for cell in told.cells), given)
    assert given["district_folder"] == '/a "b"/c' and given["take_home"] == "/d"


@pytest.mark.slow
@pytest.mark.skipif(not warm.FORKS, reason="elsewhere no page waits for a parent")
def test_the_room_stops_at_once_though_a_page_still_waits_for_its_python(
    make_district, tmp_path, tmp_path_factory, monkeypatch
):
    own = tmp_path_factory.mktemp("mute")
    monkeypatch.setattr(warm.tempfile, "tempdir", str(own))
    surroundings = {**os.environ, "TMPDIR": str(own)}
    door = warm._door(surroundings | live._environment(tmp_path / "w" / ".settings"))
    command = [sys.executable, "-m", "smarter_spending.running.command", "room"]
    where = [make_district(tmp_path, "oak"), "--folder", tmp_path / "w", "--no-browser"]
    with warm._line() as mute:  # a parent that never answers
        mute.bind(str(door))
        mute.listen()
        mute.settimeout(120)
        with subprocess.Popen(
            [*command, *where, "--port", "8970"],
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # a shell that starts the tests in the background has told them to ignore Ctrl+C
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as room:
            link = urlsplit(room.stdout.readline().split()[1])
            line = http.client.HTTPConnection(link.netloc, timeout=60)
            key = {"Authorization": f"token {link.query.partition('=')[2]}"}
            for _ in range(600):  # the link is told a moment before anybody listens behind it
                try:
                    line.connect()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            line.request("GET", "/09_cost_per_outcome", headers=key)
            waiting = [mute.accept() for _ in ("the room itself", "the page")]
            room.send_signal(signal.SIGINT)
            try:
                said, _ = room.communicate(timeout=60)  # a loaded machine; it waited for minutes
            finally:
                room.kill()
    assert len(waiting) == 2 and room.returncode == 0
    assert "Stopped." in said and "rror" not in said
