"""The packet a district hands on: one page and one workbook per session, and what the board gets.

write_packet   packet.zip and the same as a folder, from what the run of a district left
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import nbformat
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smarter_spending.guide.finding import sheet_name
from smarter_spending.guide.pages import (
    FORMATS,
    SUBJECT,
    TEXTS,
    DistrictResult,
    NotebookResult,
    Stamp,
    opened,
    outputs_of,
    packed_page,
    show_printing,
    show_rows,
    write_file,
    zipped,
)
from smarter_spending.guide.showing import lists
from smarter_spending.words import listed

WORDS = lists("packet")
PACKET, UNPACKED = "packet.zip", "packet"


def write_packet(result: DistrictResult, folder: Path) -> None:
    """Pack all that a district hands on, with a cover; where something failed there is none."""
    packet, part = folder / PACKET, folder / f".{PACKET}.part"
    held = {} if result.failed else _held(result, folder)
    _take_back(folder / UNPACKED, packet, held)
    if not held:
        packet.unlink(missing_ok=True)
        return
    for name, content in held.items():
        write_file(folder / UNPACKED, name, content)
    part.write_bytes(zipped(held))
    part.replace(packet)


def _take_back(unpacked: Path, packet: Path, held: Mapping[str, bytes]) -> None:
    """Take away what an earlier run left in the folder; what somebody wrote into it is kept."""
    before = {}
    if packet.exists():
        with ZipFile(packet) as packed:
            before = {name: packed.read(name) for name in packed.namelist()}
    for file in sorted(unpacked.glob("*")):
        there = file.read_bytes()
        if there == before.get(file.name):
            file.unlink()
        elif there != held.get(file.name) and file.name in {*before, *held}:
            names = (WORDS["edited"].format(file.stem, n, file.suffix) for n in count(1))
            file.rename(next(free for free in map(file.with_name, names) if not free.exists()))
    if unpacked.is_dir() and not any(unpacked.iterdir()):
        unpacked.rmdir()


# --- What is in it: every file with its name, for whom it is, and what it holds ------------------


@dataclass(frozen=True)
class Left:
    """A file that a page left: ``name`` is its hand-out's, blank for the page's own."""

    page: NotebookResult
    name: str
    file: Path

    @property
    def told(self) -> tuple[str, str] | None:
        """What a file that stands for itself is called, and for whom it is; else nothing."""
        kind = self.file.suffix
        known = WORDS["files"].get(f"{self.name}{kind}")
        if known or kind in (".html", ".xlsx", ".md"):  # the words of an .md stand in its page
            return known
        return f"{self.name.replace('_', ' ').capitalize()}{kind}", ""


def _held(result: DistrictResult, folder: Path) -> dict[str, bytes]:
    """The files of the packet by name, its cover first."""
    home, pages = folder / "take_home", [page for page in result.notebooks if page.has_page]
    left = [
        Left(page, name, home / file)
        for page in pages
        for name, files in result.to_take_home(page.notebook).items()
        for file in files
    ]
    held: dict[str, bytes] = {}
    rows, links = [], {}
    for one in left:
        if one.told:
            name, whom = one.told
            held[name] = one.file.read_bytes()
            rows.append((name, whom, f"From page {one.page.title}"))
    for session in WORDS["sessions"]:
        here = [page for page in pages if _session(page) is session]
        whole = [one for one in left if one.page in here and not one.told]
        made = _of_session(session, here, whole, folder, result.stamp)
        held |= {name: content for name, (content, _) in made.items()}
        rows += [(name, whom, session["about"]) for name, (_, whom) in made.items()]
        links |= {page.notebook: f"{quote(next(iter(made)))}#{page.notebook}" for page in here}
    for file in result.others():
        held[file] = (home / file).read_bytes()
        rows.append((file, "", ""))
    findings = [(of, page, links[page.notebook]) for of, page in result.findings()]
    cover = packed_page("cover.html", SUBJECT, result.stamp, held=rows, findings=findings)
    return {WORDS["cover"]: cover} | held


def _session(page: NotebookResult) -> Mapping:
    *earlier, last = WORDS["sessions"]
    return next((one for one in earlier if page.notebook[:2] <= one["last"]), last)


def _of_session(
    session: Mapping,
    pages: Sequence[NotebookResult],
    left: Sequence[Left],
    folder: Path,
    seal: Stamp,
) -> dict[str, tuple[bytes, str]]:
    """The page, the workbook and the hand-outs of a session, as far as there are any."""
    ran = {page.notebook: nbformat.read(folder / f"{page.notebook}.ipynb", 4) for page in pages}
    shown = {page.notebook: _shown(ran[page.notebook]) for page in pages}
    signed = []
    for one in left:
        if one.file.suffix == ".html":
            title, body = _title_and_body(one.file)
            if one.name:
                signed.append({"id": one.file.stem, "title": title, "body": body})
            else:
                shown[one.page.notebook] += body
    parts = [{"id": page.notebook, "title": page.title, "decision": page.decision,
              "body": shown[page.notebook]} for page in pages]  # fmt: skip
    tables = _tables([one for one in left if one.file.suffix == ".xlsx"])
    there = {"page": parts, "workbook": tables, "hand_outs": signed}
    names = {kind: f"{session['name']}{WORDS['whom'][kind][0]}" for kind in there if there[kind]}
    made = {}
    for kind, name in names.items():
        if kind == "workbook":
            content = session_book(session, tables, _captions(ran.values()), seal)
        else:
            title, files = name.rpartition(".")[0], [one for one in names.values() if one != name]
            content = packed_page("session.html", title, seal, parts=there[kind], files=files)
        made[name] = content, WORDS["whom"][kind][1]
    return made


SHORT = 'class="ss-short'  # the block with which a page answers its question, its picture in it


def _shown(notebook: nbformat.NotebookNode) -> str:
    """What a page says in short, with its picture."""
    shown = (output.get("data", {}).get("text/html", "") for output in outputs_of(notebook))
    return next((body for body in shown if SHORT in body), "")


def _title_and_body(page: Path) -> tuple[str, str]:
    """A page to take home, without what stands around it and on every one."""
    found = re.search(
        r'<main id="main">\s*<h1>(.*?)</h1>(?:\s*<p class="whose">.*?</p>)?(.*)</main>',
        page.read_text("utf-8"),
        flags=re.S,
    )
    return html.unescape(found[1]), re.sub(r"<(/?)h2\b", r"<\1h3", found[2])


# --- The workbook of a session: a sheet for each table, and one that says what they answer -------

LONGEST_SHEET_NAME = 31
OPENING = "Start here"
BLANK_CELLS = "Blank cells are not known; they are never zero."
COLORS = ("#0072B2", "#B35900")
# a title that was cut to the length of a sheet's name does not end on one of these
LOOSE = re.compile(
    r"[ ,(]+(?:an?|and|at|behind|before|by|each|far|from|how|in|is|its|of|on|on its|since|so|that|"
    r"the|their|this|to|what|which|who|with|without)$"
)


@dataclass(frozen=True)
class Table:
    """A table of the session's workbook: its own name and its sheet's, its page and its cells."""

    name: str
    sheet: str
    page: str
    cells: Worksheet


def _tables(books: Sequence[Left]) -> list[Table]:
    """Every table of these workbooks once, each with a name that no other sheet has."""
    tables, taken, seen = [], {OPENING.casefold()}, []
    for one in books:
        for cells in load_workbook(one.file).worksheets[1:]:  # the first says what the others are
            rows = list(cells.values)
            if rows in seen:
                continue
            seen.append(rows)
            name = _unlike(cells.title, one.page.notebook[:2].lstrip("0"), taken)
            taken.add(name.casefold())
            tables.append(Table(cells.title, name, one.page.title, cells))
    return tables


def _unlike(name: str, number: str, taken: set[str]) -> str:
    """The name of a sheet, in whole words; with the number of its page where it is taken."""
    while LOOSE.search(name):
        name = LOOSE.sub("", name)
    ends = ("", f" (page {number or 0})", *(f" ({n})" for n in range(2, 99)))
    names = (f"{name[: LONGEST_SHEET_NAME - len(end)]}{end}" for end in ends)
    return next(one for one in names if one.casefold() not in taken)


def _captions(notebooks) -> dict[str, str]:
    """The full title of each table that pages show, by the name its sheet is given."""
    bodies = (output.get("data", {}).get("text/html", "") for one in notebooks
              for output in outputs_of(one))  # fmt: skip
    said = [found for body in bodies for found in re.findall(r"<caption>(.*?)</caption>", body)]
    return {sheet_name(title): title for title in map(html.unescape, said)}


def session_book(
    session: Mapping, tables: Sequence[Table], captions: Mapping[str, str], seal: Stamp
) -> bytes:
    """The bytes of the workbook of a session: the same tables give the same bytes."""
    file = BytesIO()
    with opened(file, seal) as (book, looks):
        first = book.add_worksheet(OPENING)
        for table in tables:
            _copied(book.add_worksheet(table.sheet), table.cells, looks)
            show_rows(book.get_worksheet_by_name(table.sheet), *_extent(table.cells), seal)
        _opening(book, first, session, tables, captions, looks, seal)
    return file.getvalue()


def _extent(cells: Worksheet) -> tuple[int, int]:
    return cells.max_row - 1, cells.max_column


def _copied(sheet, cells: Worksheet, looks: Mapping) -> None:
    """The cells of a sheet as they stand, in its own formats and widths."""
    numbers = {code: looks[kind] for kind, code in FORMATS.items() if kind not in TEXTS}
    for wide in cells.column_dimensions.values():
        sheet.set_column(wide.min - 1, wide.max - 1, wide.width)
    for row, values in enumerate(cells.iter_rows()):
        for place, cell in enumerate(values):
            if isinstance(cell.value, str):
                sheet.write_string(row, place, cell.value, looks["text" if row else "head"])
            elif cell.value is not None:
                sheet.write_number(row, place, cell.value, numbers[cell.number_format])


CHART_ROWS, MOST_BARS = 20, 12


def _opening(
    book,
    sheet,
    session: Mapping,
    tables: Sequence[Table],
    captions: Mapping[str, str],
    looks: Mapping,
    seal: Stamp,
) -> None:
    """The first sheet: whose figures, one chart, and what each sheet answers."""
    invented = "This district is made up: no real district's figures. " if seal.invented else ""
    told = (session["name"], f"{seal.line}.", f"{invented}{seal.made_from}", BLANK_CELLS)
    sheet.set_column(0, 0, 33)
    sheet.set_column(1, 1, 72)
    sheet.set_column(2, 2, 34)
    for row, said in enumerate(told):
        sheet.merge_range(row, 0, row, 2, said, looks["text" if row else "head"])
    row, chart = len(told) + 1, _chart(book, session, tables)
    if chart:
        sheet.insert_chart(row, 0, *chart)
        row += CHART_ROWS
    for place, words in enumerate(("Sheet", "What it answers", "From page")):
        sheet.write_string(row, place, words, looks["head"])
    link = book.add_format({"font_color": "#14508C", "underline": 1, "valign": "top"})
    for below, table in enumerate(tables, start=row + 1):
        named = table.sheet.replace("'", "''")
        sheet.write_url(below, 0, f"internal:'{named}'!A1", link, table.sheet)
        said = captions.get(table.name) or _columns_told(table.cells)
        sheet.write_string(below, 1, said, looks["text"])
        sheet.write_string(below, 2, table.page, looks["text"])
    show_printing(sheet, seal)


def _columns_told(cells: Worksheet) -> str:
    first, *others = (str(cell.value) for cell in cells[1])
    return f"Of each {first[:1].lower()}{first[1:]}: {listed(others, most=4)}"


def _chart(book, session: Mapping, tables: Sequence[Table]) -> tuple | None:
    """A chart of the first of the session's tables that has a number in every row of it."""
    for name, label, columns, title in session["charts"]:
        for table in tables:
            heads = [cell.value for cell in table.cells[1]]
            if table.name != name or not {label, *columns} <= set(heads):
                continue
            last = min(table.cells.max_row, MOST_BARS + 1)
            at = [heads.index(column) for column in columns]
            cells = [cell for place in at for cell in next(table.cells.iter_cols(
                place + 1, place + 1, 2, last))]  # fmt: skip
            # a hidden or unknown number would be drawn as nought
            if last > 1 and all(isinstance(cell.value, int | float) for cell in cells):
                return _drawn(book, table.sheet, last, heads.index(label), at, columns, title)
    return None


def _drawn(book, sheet, last, names, places, columns, title) -> tuple:
    chart = book.add_chart({"type": "bar"})
    for place, column, color in zip(places, columns, COLORS, strict=False):
        chart.add_series({"name": column, "categories": [sheet, 1, names, last - 1, names],
                          "values": [sheet, 1, place, last - 1, place], "gap": 60,
                          "fill": {"color": color}})  # fmt: skip
    chart.set_title({"name": title, "name_font": {"size": 13}, "overlay": False})
    chart.set_y_axis({"reverse": True, "label_position": "low", "line": {"none": True}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D5DAE0"}}})
    chart.set_legend({"none": True} if len(columns) == 1 else {"position": "bottom"})
    chart.set_size({"width": 980, "height": 20 * CHART_ROWS - 20})
    return chart, {"description": title, "object_position": 3}
