"""The packet of a district: few files, each with a name that says what it is, nothing twice."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import nbformat
import openpyxl
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from smarter_spending.guide.pages import (
    DistrictResult,
    NotebookResult,
    Stamp,
    write_csv,
    write_file,
    write_page,
    write_workbook,
)
from smarter_spending.running.packet import write_packet

SEAL = Stamp("=Oak & Co", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0", True)
NEEDS = pd.DataFrame({"need_title": ["Reading", "Math"], "students_behind": [700, 900.0]})
CAUSES = pd.DataFrame({"cause": ["No time"], "p_value": [0.0412]})
LONG = pd.DataFrame({"cause": ["No time", "Late"], "why": ["=1+1", "The bus comes late. " * 10]})
PATH = pd.DataFrame({"fiscal_year": ["2024-25"], "rate": [0.381], "low": [0.36], "high": [0.4]})
PAGES = ("02_needs", "04_causes", "14_board")


def made(folder: Path, needs=NEEDS, status="done") -> DistrictResult:
    """What a run of three pages leaves, and what is known of it."""
    home = folder / "take_home"
    home.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        short = f'<div class="ss-short"><img alt="a" src="data:,"> {name}: <b>half</b></div>'
        shown = new_output("execute_result", {"text/html": short})
        nbformat.write(
            new_notebook(cells=[new_code_cell("x", outputs=[shown])]), folder / f"{name}.ipynb"
        )
        write_page(
            home, name, f"Home of {name}", f"## What we found\n\nOf {name}, <i>$5</i>.", SEAL
        )
    titled = {"The schools with the lowest of": needs, "Needs": needs.assign(more=1), "Path": PATH}
    write_workbook(home, "02_needs", titled, SEAL)
    write_workbook(home, "04_causes", {"Causes": CAUSES, "Needs": LONG}, SEAL)
    write_page(home, "04_causes-causes", "Our causes", "To sign.", SEAL)
    write_workbook(home, "04_causes-causes", {"Causes": CAUSES}, SEAL)
    write_page(home, "14_board-board_page", "For the board", "Eight lines.", SEAL, pdf=b"%PDF")
    write_file(home, "14_board-board_page.docx", b"a memo")
    write_csv(home, "14_board-staff_list", CAUSES)
    results = tuple(
        NotebookResult("oak", name, f"{int(name[:2])}. {name[3:]}", status, "Which?",
                       in_short="<p>Half.</p>", figure="50%") for name in PAGES
    )  # fmt: skip
    left = tuple(sorted(file.name for file in home.iterdir()))
    return DistrictResult("oak", SEAL, notebooks=results, take_home=left)


def held(folder: Path) -> dict[str, bytes]:
    with ZipFile(folder / "packet.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture
def packed(tmp_path):
    write_packet(made(tmp_path), tmp_path)
    return tmp_path


def book(folder: Path):
    return openpyxl.load_workbook(BytesIO(held(folder)["1 Where we stand, the tables.xlsx"]))


def test_a_session_has_one_page_and_one_workbook_and_the_folder_is_the_zip(packed):
    names = list(held(packed))
    assert names == [
        "0 Start here.html",
        "Board item.docx",
        "Board page.html",
        "Board page.pdf",
        "1 Where we stand.html",
        "1 Where we stand, the tables.xlsx",
        "1 Where we stand, to sign and hand out.html",
        "3 What we do, and what pays for it.html",
        "14 board-staff list.csv",
    ]
    there = {file.name: file.read_bytes() for file in (packed / "packet").iterdir()}
    assert there == held(packed)
    again = packed / "again"
    write_packet(made(again), again)
    assert (again / "packet.zip").read_bytes() == (packed / "packet.zip").read_bytes()


def test_every_page_of_a_session_stands_in_it_with_its_picture_and_its_sentences(packed):
    page = held(packed)["1 Where we stand.html"].decode()
    for name in PAGES[:2]:
        assert page.count(f'id="{name}"') == 1 and f"{name}: <b>half</b>" in page
        assert f"Of {name}, &lt;i&gt;$5&lt;/i&gt;." in page, "what people type stays text"
    assert "14_board" not in page and "<h3>What we found</h3>" in page
    assert "=Oak &amp; Co" in page and "Invented district" in page
    signed = held(packed)["1 Where we stand, to sign and hand out.html"].decode()
    assert "Our causes" in signed and "To sign." in signed
    assert "Eight lines." not in "".join(
        content.decode() for name, content in held(packed).items()
        if name.endswith(".html") and name != "Board page.html"
    )  # fmt: skip


def test_every_link_leads_to_a_place_of_the_packet_and_nothing_is_fetched(packed):
    files = held(packed)
    for name in [name for name in files if name.endswith(".html")]:
        text = files[name].decode()
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
        for link in re.findall(r'href="([^"]+)"', text):
            led = urlsplit(link)
            target = files[unquote(led.path) or name]
            if led.fragment and led.fragment != "main":
                assert f'id="{unquote(led.fragment)}"'.encode() in target, link
    cover = files["0 Start here.html"].decode()
    listed = {unquote(link) for link in re.findall(r'<th scope="row"><a href="([^"]+)"', cover)}
    assert listed == set(files) - {"0 Start here.html"}
    assert f"in {len(files)} files" in cover


def test_every_table_is_one_sheet_and_every_cell_of_every_sheet_is_formatted(packed):
    sheets = book(packed)
    # the causes stand in the page's workbook and in its hand-out's: once here
    assert sheets.sheetnames == [
        "About", "The schools with the lowest", "Needs", "Path", "Causes", "Needs (page 4)",
    ]  # fmt: skip
    assert all(len(name) <= 31 for name in sheets.sheetnames)
    for sheet in sheets.worksheets[1:]:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f", "nothing that was typed is a formula"
                if isinstance(cell.value, int | float):
                    assert cell.number_format != "General", (sheet.title, cell.coordinate)
    assert sheets["Needs"]["B3"].number_format == "#,##0"
    assert sheets["Causes"]["B2"].number_format == "#,##0.0000"
    assert [cell.number_format for cell in sheets["Path"][2][1:]] == ["0.0%"] * 3, "no dollars"
    assert sheets["Needs (page 4)"]["B2"].value == "=1+1"
    # a row of one line has the height of every row; one of four is as high as its words ask for
    high = [sheets["Needs (page 4)"].row_dimensions[row].height for row in (2, 3)]
    assert high == [None, 60]


def test_the_first_sheet_says_what_each_sheet_shows_and_holds_a_chart(packed):
    sheets = book(packed)
    first = sheets["About"]
    told = {row[0].value: row[1] for row in first.iter_rows()}
    assert told["District"].value == "=Oak & Co" and told["District"].data_type == "s"
    assert "made up" in told["Invented"].value
    assert told["Needs"].value == "Of each goal: Students behind and More. 2. needs"
    links = {cell.hyperlink.location for cell in first["A"] if cell.hyperlink}
    assert {f"'{name}'!A1" for name in sheets.sheetnames[1:]} == links
    (chart,) = first._charts
    assert chart.series[0].val.numRef.f == "Needs!$B$2:$B$3"


def test_a_file_that_is_not_ours_is_handed_on_as_it_is(tmp_path):
    made(tmp_path)
    theirs = openpyxl.Workbook()
    theirs.active.append(["Item", None, "Cost"])
    theirs.active.append(["Bus", date(2025, 1, 1), 1.234])
    theirs.save(tmp_path / "take_home/02_needs-theirs.xlsx")
    (tmp_path / "take_home/02_needs-theirs.html").write_text("<p>Ours</p>", encoding="utf-8")
    (tmp_path / "take_home/loose.txt").write_text("loose", encoding="utf-8")
    left = tuple(sorted(file.name for file in (tmp_path / "take_home").iterdir()))
    write_packet(replace(made(tmp_path), take_home=left), tmp_path)
    files = held(tmp_path)
    assert (files["02 needs-theirs.html"], files["loose.txt"]) == (b"<p>Ours</p>", b"loose")
    cells = [cell.value for cell in book(tmp_path)["Sheet"][2]]
    assert cells[0] == "Bus" and cells[1].startswith("2025-01-01") and cells[2] == 1.234
    assert book(tmp_path)["Sheet"]["C2"].number_format == "#,##0.0000"


def test_a_hidden_number_is_never_drawn_as_nought(tmp_path):
    hidden = NEEDS.assign(students_behind=["too few to show", 900])
    write_packet(made(tmp_path, hidden), tmp_path)
    assert book(tmp_path)["About"]._charts == []


def test_what_somebody_wrote_into_the_folder_is_kept_and_the_rest_is_taken_back(packed):
    folder = packed / "packet"
    (folder / "Board item.docx").write_bytes(b"our own words")
    (folder / "Notes.txt").write_text("mine", encoding="utf-8")
    write_packet(made(packed), packed)
    (kept,) = folder.glob("Board item (changed by hand*.docx")
    assert kept.read_bytes() == b"our own words"
    assert (folder / "Board item.docx").read_bytes() == b"a memo"
    write_packet(made(packed, status="failed"), packed)
    assert not (packed / "packet.zip").exists()
    assert {file.name for file in folder.iterdir()} == {kept.name, "Notes.txt"}


def test_what_else_lies_in_the_packet_stops_nobody(tmp_path):
    result = made(tmp_path)
    (tmp_path / "packet" / "notes").mkdir(parents=True)
    (tmp_path / "packet.zip").write_bytes(b"half a packet")
    write_packet(result, tmp_path)
    with ZipFile(tmp_path / "packet.zip") as packed:
        assert "0 Start here.html" in packed.namelist()
    assert (tmp_path / "packet" / "notes").is_dir()
