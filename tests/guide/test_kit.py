"""The facilitator's kit: what is printed and shown of a session, read back from its files."""

import csv
import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from smarter_spending.district.tables import all_tables
from smarter_spending.guide import kit
from smarter_spending.guide.pages import MINUTES, Stamp
from smarter_spending.running.batch import curriculum
from smarter_spending.words import clock

NASTY = ("<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def made(samples, tmp_path_factory):
    """A one-hour kit of the teaching district, with two programs named by a malicious hand."""
    folder = tmp_path_factory.mktemp("districts") / "ours"
    shutil.copytree(samples / "altamont_valley", folder)
    file = folder / "programs.csv"
    text = file.read_text(encoding="utf-8")
    for name, nasty in zip(("Canyon Reader Software", "Sound Starters Small Groups"), NASTY,
                           strict=True):  # fmt: skip
        assert name in text
        text = text.replace(name, nasty)
    file.write_text(text, encoding="utf-8")
    return written(kit.make_kit(folder, curriculum(), "one-hour"), tmp_path_factory.mktemp("kit"))


def written(made: dict[str, bytes], place: Path) -> dict[str, Path]:
    for name, content in made.items():
        (place / name).write_bytes(content)
    return {name: place / name for name in made}


def words_of(file: Path) -> str:
    if file.suffix == ".pptx":
        slides = Presentation(str(file)).slides
        shown = [shape.text_frame.text for slide in slides for shape in slide.shapes
                 if shape.has_text_frame]  # fmt: skip
        return "\n".join([*shown, *(one.notes_slide.notes_text_frame.text for one in slides)])
    book = Document(str(file))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in book.paragraphs), *cells])


def papers(made) -> list[Path]:
    return [file for name, file in made.items() if name.endswith(".docx")]


def test_a_session_with_the_game_has_every_file(made):
    assert sorted(made) == [
        "agenda.docx", "answer_key.docx", "cards.pdf", "letter_after.docx", "numbers.csv",
        "prework.docx", "slides.pptx", "vocabulary.docx", "worksheet.docx", "worksheet.pdf",
    ]  # fmt: skip


def minutes_of(session: str) -> int:
    how = kit.SESSIONS[session]
    together = 0
    for notebook in (one for one in curriculum() if one.name[:2] in how["pages"]):
        notes = [MINUTES.match(cell.source) for cell in nbformat.read(notebook, 4).cells
                 if "facilitator" in cell.metadata.get("tags", [])]  # fmt: skip
        lasts = [int(one[1]) for one in notes if one]
        held = how.get("parts", {}).get(notebook.name[:2]) or range(len(lasts))
        together += sum(lasts[at] for at in held)
    return together


@pytest.mark.parametrize("session", kit.SESSIONS)
def test_the_minutes_of_a_session_are_those_of_its_notebooks(session):
    assert minutes_of(session) == kit.SESSIONS[session]["minutes"]


def test_the_sessions_are_the_three_lengths():
    assert [one["minutes"] for one in kit.SESSIONS.values()] == [215, 150, 185, 180, 60]
    half_days = [number for session in "123" for number in kit.SESSIONS[session]["pages"]]
    assert half_days == [f"{number:02}" for number in range(16)]
    told = Path("FACILITATING.md").read_text(encoding="utf-8")
    for name, how in kit.SESSIONS.items():
        assert re.search(rf"\| {name} \| {', '.join(how['pages'])}.* \| {how['minutes']} \|", told)


def test_the_agenda_runs_by_the_clock_without_a_gap(made):
    tables = Document(str(made["agenda.docx"])).tables
    assert "?." not in words_of(made["agenda.docx"])
    rows = [row.cells[0].text for table in tables if table.rows[0].cells[0].text == "Clock"
            for row in table.rows[1:]]  # fmt: skip
    starts, lasts = zip(*(re.fullmatch(r"(\d+:\d\d) / (\d+) min", row).groups() for row in rows),
                        strict=True)  # fmt: skip
    assert [*starts, "10:00"] == clock("9:00", map(int, lasts))


def test_what_people_typed_stays_text(made):
    key = words_of(made["answer_key.docx"])
    assert all(nasty in key for nasty in NASTY)
    assert any(NASTY[0] in words_of(made[name]) for name in ("slides.pptx", "worksheet.docx"))
    for file in (*papers(made), made["slides.pptx"]):
        with zipfile.ZipFile(file) as parts:
            xml = " ".join(parts.read(one).decode("utf-8") for one in parts.namelist()
                           if one.endswith((".xml", ".rels")))  # fmt: skip
        assert "<img" not in xml and "w:fldSimple" not in xml and "instrText" not in xml


def test_every_paper_has_headings_repeated_header_rows_and_its_language(made):
    for file in papers(made):
        book = Document(str(file))
        assert {one.style.name for one in book.paragraphs} & {"Title", "Heading 1"}
        assert book.core_properties.language == "en-US"
        language = book.styles.element.find(f".//{qn('w:lang')}")
        assert language.get(qn("w:val")) == "en-US"
        for table in book.tables:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
            assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        for shape in book.inline_shapes:
            assert len(shape._inline.docPr.get("descr")) > 20


def test_slides_are_few_titled_readable_described_and_spoken(made):
    slides = Presentation(str(made["slides.pptx"])).slides
    assert len(slides) <= kit.MOST * len(kit.SESSIONS["one-hour"]["pages"])
    pictures = 0
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        assert "CLOCK" in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                pictures += 1
                assert len(shape._element.nvPicPr.cNvPr.get("descr")) > 20
            elif shape.has_text_frame:
                runs = [run for line in shape.text_frame.paragraphs for run in line.runs]
                assert runs and all(run.font.size >= Pt(14) for run in runs)
    assert pictures >= 2


def test_the_guess_comes_before_the_turn_of_the_page(made):
    paragraphs = Document(str(made["worksheet.docx"])).paragraphs
    lines = [one.text for one in paragraphs]
    told = [one._p.xml for one in paragraphs]  # a picture's words stand in its description
    guess = next(at for at, line in enumerate(lines) if line.startswith("Your guess: which gives"))
    seen = next(at for at, line in enumerate(lines)
                if line.startswith("9. ") and line.endswith("to see"))  # fmt: skip
    assert guess < seen
    assert not any("+24." in one for one in told[:seen])
    assert any("+24." in one for one in told[seen:])


def test_every_figure_stands_in_a_table_or_says_that_the_page_computed_it(made):
    rows = list(csv.DictReader(made["numbers.csv"].read_text(encoding="utf-8").splitlines()))
    assert [row["text"] for row in rows if not row["source"]] == []
    held = [row for row in rows if re.search(r": .+, row \d+$", row["source"])]
    assert len(held) > 0.8 * len(rows) > 40
    listed = {row["text"] for row in rows}
    key = words_of(made["answer_key.docx"])
    shown = set(kit.FIGURE.findall(key))
    assert shown <= listed


def test_a_figure_that_no_table_holds_is_not_said_of_a_finding():
    known = {"$62": "a cell", "10": "a cell"}
    said = "One point costs $62. Together it is $9,999. Of 10 tries, 10 pay."
    assert kit._bound(said, known) == "One point costs $62. Of 10 tries, 10 pay."


def test_the_same_folder_gives_the_same_bytes(samples):
    folder = samples / "cold_creek"
    first, second = (kit.make_kit(folder, curriculum(), "one-hour") for _ in range(2))
    assert [name for name in first if first[name] != second[name]] == []


def test_a_page_that_cannot_speak_says_so_in_a_line_of_the_agenda(samples, tmp_path):
    folder = tmp_path / "bare"
    folder.mkdir()
    shutil.copy(samples / "port_sierra" / "district.toml", folder)
    made = written(kit.make_kit(folder, curriculum(), "2"), tmp_path)
    agenda = words_of(made["agenda.docx"])
    assert "Page 09 cannot speak here yet: Not yet known." in agenda
    assert "program_participation.csv" in agenda
    assert "cards.pdf" not in made


@pytest.mark.parametrize("begin", [Document, Presentation])
def test_a_folder_with_every_table_and_signs_no_page_can_show_still_has_its_papers(begin):
    files = tuple(f"{name}.csv" for name in all_tables())
    seal = Stamp("Oak\x0b\ufffe Unified", "2024-25", None, files, "0.1.0", invented=True)
    assert len(seal.made_from) > 255  # longer than Word or PowerPoint takes a remark
    seal = replace(seal, as_of=date(2025, 9, 15))
    saved = kit._saved(begin(), "Agenda", seal)
    assert saved == kit._saved(begin(), "Agenda", seal)
    about = begin(io.BytesIO(saved)).core_properties
    assert about.title == "Agenda: Oak Unified" and len(about.comments) <= 255
