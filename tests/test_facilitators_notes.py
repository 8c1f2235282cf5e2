"""The facilitator's notes: each part of a page has one, and their minutes are the page's."""

import re

import pytest

from smarter_spending.guide.pages import MINUTES, body_html
from tests.test_notebooks import FOLDER, NOTEBOOKS, READ, build, prose, read, tags, unfolded

WAYS = ("to read", "to talk", "hands-on")
PARTS = rf"(\d+) ({'|'.join(WAYS)})"
SOURCES = {path.stem: build.from_source(path) for path in sorted((FOLDER / "src").glob("*_*.py"))}
each = pytest.mark.parametrize("page", [path.stem for path in NOTEBOOKS])


def notes(page):
    """Each note of a source as it stands: its heading, its minutes by kind, and what it says."""
    found, heading = [], ""
    for cell in SOURCES[page].cells:
        if cell.cell_type == "markdown":
            heading = next(iter(re.findall(r"^## (.+)", cell.source, flags=re.M)), heading)
        if "facilitator" in tags(cell):
            whole, parts, said = MINUTES.fullmatch(cell.source).groups()
            minutes = {way: int(count) for count, way in re.findall(PARTS, parts)}
            assert int(whole) == sum(minutes.values())
            found.append((heading, minutes, said))
    return found


def spent(page, way=""):
    return sum(
        sum(n for kind, n in minutes.items() if way in kind) for _, minutes, _ in notes(page)
    )


@each
def test_each_part_of_a_page_has_its_note_and_the_first_stands_before_them(page):
    headings = re.findall(r"^## (.+)", "\n".join(prose(SOURCES[page])), flags=re.M)
    parts = [one for one in headings if not one.startswith(("For the analyst", "Next: "))]
    assert [heading for heading, _, _ in notes(page)] == ["", *parts]


@each
def test_the_minutes_of_the_notes_are_those_that_the_page_opens_with(page):
    said = re.search(r"\*\*(\d+) minutes:\*\* (.+?)\. ", SOURCES[page].cells[0].source)
    assert spent(page) == int(said[1])
    assert {way: spent(page, way) for way in WAYS} == {
        way: int(count) for count, way in re.findall(PARTS, said[2])
    }


def test_the_minutes_of_the_notes_add_up_to_the_three_lengths():
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    days = re.search(r"\((\d\d–\d\d) · (\S+) · (\S+): (\d+), (\d+) and (\d+) minutes", readme)
    hours = re.search(r"\*three hours\* \(([\d, ]+): (\d+) minutes\)", readme)
    lengths = [
        (range(int(days[n][:2]), int(days[n][-2:]) + 1), int(days[n + 3])) for n in (1, 2, 3)
    ]
    lengths.append(([int(number) for number in hours[1].split(", ")], int(hours[2])))
    assert [minutes for _, minutes in lengths] == [215, 150, 185, 180]  # CURRICULUM's
    for numbers, minutes in lengths:
        assert sum(spent(page) for page in SOURCES if int(page[:2]) in numbers) == minutes


@each
def test_reading_takes_what_the_words_of_each_part_take(page):
    """Within a minute, since minutes are whole; what stands folded is not read aloud."""
    (executed,) = [path for path in NOTEBOOKS if path.stem == page]
    parts = re.split(r"<h2>.*?</h2>", body_html(read(executed)))
    for (heading, minutes, _), body in zip(notes(page), parts, strict=False):
        words = unfolded(body.split('<details class="analyst">')[0])["words"]
        assert abs(minutes.get("to read", 0) - words / READ) <= 1, heading


@each
def test_where_something_is_filled_in_there_is_time_for_it(page):
    cells, given, heading = SOURCES[page].cells, dict.fromkeys(h for h, *_ in notes(page)), ""
    for cell in cells:
        if cell.cell_type == "markdown":
            heading = next(iter(re.findall(r"^## (.+)", cell.source, flags=re.M)), heading)
        elif "exercise" in tags(cell) and "analyst" not in tags(cell):
            given[heading] = True
    timed = {heading: minutes.get("hands-on", 0) for heading, minutes, _ in notes(page)}
    assert not [heading for heading, asks in given.items() if asks and not timed[heading]]


@each
def test_a_note_says_what_to_say_and_what_helps_and_types_no_figure(page):
    for heading, _, said in notes(page):
        say, sticks = re.fullmatch(r"\*\*Say:\*\* (.+)\n\n\*\*If the room sticks:\*\* (.+)", said,
                                   flags=re.S).groups()  # fmt: skip
        assert 5 <= len(say.split()) <= 45 and 8 <= len(sticks.split()) <= 60, heading
        assert not re.search(r"\d", re.sub(r"notebooks? \d+( and \d+)?", "", said)), heading


def test_no_two_parts_are_told_the_same():
    said = [said for page in SOURCES for _, _, said in notes(page)]
    assert len(set(said)) == len(said) > 100
