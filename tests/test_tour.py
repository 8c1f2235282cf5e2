"""The picture tour: each stop is on a page, each picture is there, small, and said in words."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from tools import tour

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "docs" / "tour.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[(.+?)\]\((.+?)\)", TEXT)


@pytest.mark.parametrize("stop", tour.STOPS, ids=lambda stop: stop[0])
def test_a_stop_begins_at_a_heading_of_its_page(stop):
    file, heading, told = stop
    if heading and not file.endswith(".facilitator"):
        source = (PROJECT / "notebooks" / "src" / f"{file}.py").read_text(encoding="utf-8")
        assert len(re.findall(rf"^# ## {re.escape(heading)}", source, flags=re.M)) == 1
    assert not re.search(r"\d", told), "the figures are the pages' own"


def test_what_stands_under_a_picture_is_what_the_committed_page_says():
    captions = re.findall(r"^\*(.+)\*$", TEXT, flags=re.M)
    assert len(captions) == len(tour.STOPS)
    told = 0
    for (file, _, _), caption in zip(tour.STOPS, captions, strict=True):
        notebook = PROJECT / "notebooks" / f"{file}.ipynb"
        if notebook.exists():  # the others are made of several pages
            cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            shown = [output.get("data", {}).get("text/html", "") for cell in cells
                     for output in cell.get("outputs", [])]  # fmt: skip
            assert caption in unescape("".join(map("".join, shown))), file
            told += 1
    assert told >= 8


def test_each_stop_has_a_picture_that_is_small_and_said_in_words():
    assert [place for _, place in PICTURES] == [
        f"tour/{Path(file).name}.webp" for file, _, _ in tour.STOPS
    ]
    for words, place in PICTURES:
        picture = PROJECT / "docs" / place
        assert picture.stat().st_size < 80_000
        with Image.open(picture) as shown:
            assert shown.size == tuple(tour.SCREEN.values())
        assert len(words.split(": ", 1)[1]) >= 30, words
    assert "(docs/tour.md)" in (PROJECT / "README.md").read_text(encoding="utf-8")
