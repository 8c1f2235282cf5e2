"""Pages and workbooks on the disk: what a run leaves, each one file that asks for nothing."""

import html
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
import pandas as pd

from smarter_spending.district.settings import day_after
from smarter_spending.guide.showing import (
    EXPECTED,
    IN_SHORT,
    boxed,
    heading,
    lists,
    markdown_to_html,
    plain,
)
from smarter_spending.words import DASH, NOT_YET_KNOWN, day, many, points_high, stretches

# --- What a run says about each district and notebook, and the stamp that every page carries -----

DONE, FAILED, NOT_RUN = "done", "failed", "not run"
NOT_PUBLISHED = "not published"  # it ran, and its page was refused
FINDINGS = {  # what a district's first screen says, and the pages that can say it, best first
    "Money": ("06", "12", "11"),
    "Learning": ("02", "08", "09"),
    "Decision": ("10", "11", "14"),
}
SUBJECT = "Where the money goes, and what it buys"
HAND_OUT = "-"  # between the notebook's name and the name of what it makes to hand out


@dataclass(frozen=True)
class Stamp:
    """Whose figures a page shows, from when, and what it was made with."""

    district: str
    fiscal_year: str  # such as "2024-25"
    as_of: date | None  # the day the figures were taken; no page shows any other date
    sources: tuple[str, ...]  # the files read
    version: str  # the library's
    invented: bool  # whether the district is made up; said on every page

    @property
    def line(self) -> str:
        """District, fiscal year and date in one line."""
        return f"{self.district} · fiscal year {self.fiscal_year} · figures as of {self.day}"

    @property
    def day(self) -> str:
        """The as-of date in words, such as September 15, 2025."""
        return day(self.as_of) if self.as_of else "a day that is not set"

    @property
    def dated(self) -> date:
        """The date that a file of ours carries unseen."""
        return self.as_of or day_after(self.fiscal_year)

    @property
    def made_from(self) -> str:
        """What the page was made from and with, and that it is a draft."""
        sources = ", ".join(self.sources) or "district.toml only"
        return f"Draft for discussion. Made from {sources} with Smarter Spending {self.version}."


@dataclass(frozen=True)
class NotebookResult:
    """How one notebook went for one district."""

    district: str  # name of the district's folder
    notebook: str  # such as "09_cost_per_outcome"
    title: str  # the notebook's heading
    status: str  # done, failed, not published or not run
    decision: str = ""  # the question it answers; blank when it names none
    place: str = ""  # where it stopped, by heading and the cell's first plain line
    message: str = ""  # why it stopped, in plain words; or what else is to be known about it
    kept: bool = False  # not run again because nothing it is made from has changed
    warnings: int = 0  # technical ones: kept in the executed notebook, not shown on the page
    has_page: bool = True  # whether there is a page and a notebook to look at
    in_short: str = ""  # its answer in a sentence, as HTML; blank when it gave none
    figure: str = ""  # the number of that sentence with its unit; blank while none is known

    @property
    def failed(self) -> bool:
        """Whether it stopped, or what it was to publish was refused."""
        return self.status in (FAILED, NOT_PUBLISHED)


@dataclass(frozen=True)
class DistrictResult:
    """How one district went: what was checked in its folder, and its notebooks."""

    folder: str  # name of the district's folder, and of its folder of pages
    stamp: Stamp | None = None  # none when the folder could not be read
    checks: tuple[tuple[str, str], ...] = ()  # what was checked first, and what was found
    problems: tuple[str, ...] = ()  # to be mended in the folder before anything can be calculated
    notes: tuple[str, ...] = ()  # how the files were read
    notebooks: tuple[NotebookResult, ...] = ()
    take_home: tuple[str, ...] = ()  # names of the files in the folder take_home
    missing: tuple[tuple[str, ...], ...] = ()  # each file not there: what, who has it, the command

    def findings(self) -> Iterator[tuple[str, NotebookResult]]:
        """What was found of money, learning and the decision, each by the page that knows most."""
        for of, numbers in FINDINGS.items():
            said = [page for number in numbers for page in self.notebooks
                    if page.notebook.startswith(number) and page.in_short]  # fmt: skip
            if said:
                yield of, next((page for page in said if page.figure), said[0])

    def to_take_home(self, notebook: str) -> dict[str, tuple[str, ...]]:
        """What one notebook left: its own files under "", each hand-out's under its name."""
        left: dict[str, tuple[str, ...]] = {}
        for file in self.take_home:
            stem = file.rpartition(".")[0]
            maker, _, name = stem.partition(HAND_OUT)
            if maker == notebook:
                left[name] = (*left.get(name, ()), file)
        return dict(sorted(left.items()))

    @property
    def for_the_board(self) -> tuple[str, ...]:
        """The board page, to read, to print, and to edit as an item of the agenda."""
        made = [file for file in self.take_home if file.endswith((".html", ".pdf", ".docx"))]
        return tuple(file for file in made if HAND_OUT + "board_page." in file)

    def others(self) -> tuple[str, ...]:
        """Files to take home that belong to none of the notebooks."""
        left = (self.to_take_home(page.notebook).values() for page in self.notebooks)
        own = {file for each in left for files in each for file in files}
        return tuple(file for file in self.take_home if file not in own)

    @property
    def failed(self) -> bool:
        """Whether the folder has problems, a notebook failed or a page was refused."""
        return bool(self.problems) or any(page.failed for page in self.notebooks)


# --- Tables as an Excel workbook: one sheet each, headed and written in words, and a sheet About

FORMATS = {
    "dollars": "$#,##0;[Red]-$#,##0",
    "cents": "$#,##0.00;[Red]-$#,##0.00",
    "percent": "0%",
    "percent1": "0.0%",
    "count": "#,##0",
    "number1": "#,##0.0",
    "number2": "0.00",
    **dict.fromkeys(("text", "yes_no"), "General"),
    "number": "0",
    "number4": "#,##0.0000",
}
TEXTS = ("text", "yes_no")
# of a column that no page shows: what its name ends or begins with tells its unit
BY_NAME = (
    (r"(^|_)(share|pct|percent|probability|rate|chance|growth)($|_)", "percent1"),
    (r"(^|_)(cost|dollars|amount|budget|price|spent|salary|benefits)($|_)", "dollars"),
    (r"^(recurring_)?(beginning|ending|revenue|spending|freed|short)$", "dollars"),
    (r"(^|_)(students|enrollment|rows|count|schools)($|_)", "count"),
)
# how a column is written beside another one: the range of a share is no dollars
RANGE = {"rate": "percent1", "median": "number1", "effect_per_student": "number2"}
BESIDE = {"low": RANGE, "high": RANGE, "weight": {"impact": "count"}}
WIDEST, NARROWEST, ABOUT = 60, 9, "About"


def workbook_bytes(
    sheets: Mapping[str, pd.DataFrame],
    stamp: Stamp,
    notes: Sequence[str | tuple[str, str]] = (),
    chart: Callable | None = None,
) -> bytes:
    """The bytes of an .xlsx file: the same tables give the same bytes, whenever it is made."""
    file = BytesIO()
    with opened(file, stamp) as (book, looks):
        about = book.add_worksheet(ABOUT)
        show_about(about, list(sheets), stamp, notes, looks)
        drawn = chart and chart(book)
        if drawn:
            about.insert_chart(0, 3, drawn, {"description": drawn.title.name})
        for name, table in sheets.items():
            _table(book.add_worksheet(name), table, stamp, looks)
    return file.getvalue()


@contextmanager
def opened(file: BytesIO, stamp: Stamp) -> Iterator[tuple]:
    """A new workbook with its formats, closed and written to ``file`` at the end."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        made = datetime.combine(stamp.dated, datetime.min.time())
        about = {"title": stamp.district, "comments": stamp.made_from, "created": made}
        book.set_properties(about)
        looks = {kind: book.add_format({"num_format": code, "valign": "top"})
                 for kind, code in FORMATS.items()}  # fmt: skip
        for kind in TEXTS:
            looks[kind] = book.add_format({"text_wrap": True, "valign": "top"})
        wrapped = {"bold": True, "text_wrap": True, "valign": "top"}
        looks["head"] = book.add_format(wrapped | {"bottom": 1, "bg_color": "#E8EDF5"})
        total = {"bold": True, "top": 1}
        looks["sum"] = {kind: book.add_format({"num_format": code} | total)
                        for kind, code in FORMATS.items()}  # fmt: skip
        yield book, looks


def show_about(sheet, sheets: Sequence[str], stamp: Stamp, notes: Sequence, looks: Mapping) -> None:
    """Fill the first sheet: whose figures, from when, what they are worth; what a sheet shows."""
    told = dict(note for note in notes if not isinstance(note, str))
    lines = [
        ("District", stamp.district),
        ("Fiscal year", stamp.fiscal_year),
        ("Figures as of", stamp.day),
        ("Made from", ", ".join(stamp.sources) or "district.toml only"),
        ("Made with", f"Smarter Spending {stamp.version}"),
        ("Standing", "Draft for discussion"),
        *([] if told else [("Sheets", ", ".join(sheets))]),
        ("Blank cells", "not known; never zero"),
        *[("Note", note) for note in notes if isinstance(note, str)],
        *told.items(),
    ]
    if stamp.invented:
        lines.insert(1, ("Invented", "This district is made up: no real district's figures."))
    narrow, wide = (33, 60) if told else (16, 90)
    sheet.set_column(0, 0, narrow, looks["head"])
    sheet.set_column(1, 1, wide, looks["text"])
    for row, (label, words) in enumerate(lines):
        sheet.write_string(row, 0, label, looks["head"])
        if label in told:
            sheet.write_url(row, 0, f"internal:'{label}'!A1", looks["head"], label)
        sheet.write_string(row, 1, words, looks["text"])
        sheet.set_row(row, points_high(words, wide))
    show_printing(sheet, stamp)


def _table(sheet, table: pd.DataFrame, stamp: Stamp, looks: Mapping) -> None:
    sheet.freeze_panes(1, 1)
    heights = [0.0 for _ in range(len(table) + 1)]
    for place, (column, values) in enumerate(table.items()):
        read = table.attrs.get("written")  # of a table that was a sheet already
        words, kind, unknown = read[place] if read else _heading(column, values)
        beside = BESIDE.get(column, {})
        kind = next((beside[other] for other in table.columns if other in beside), kind)
        cells = [_cell(value, kind, unknown) for value in values]
        width = _width(words, cells, kind)
        sheet.set_column(place, place, width, looks[kind])
        sheet.write_string(0, place, words, looks["head"])
        for row, value in enumerate(cells, start=1):
            if isinstance(value, str):
                sheet.write_string(row, place, value, looks["text"])  # never read as a formula
            elif value is not None:
                sheet.write_number(row, place, value, looks[kind])
        wrapped = [points_high(cell, width) for cell in (words, *cells)]
        heights = [max(pair) for pair in zip(heights, wrapped, strict=True)]
    for row, height in enumerate(heights):  # not every program fits a row to its words by itself
        sheet.set_row(row, height)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.repeat_rows(0)
    show_printing(sheet, stamp)


def show_printing(sheet, stamp: Stamp) -> None:
    """Set a sheet up for paper: across the page, with the district at its foot."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{stamp.line.replace('&', '&&')}&RDraft for discussion · &P of &N")


def _heading(column: str, values: pd.Series) -> tuple[str, str, str]:
    words = str(column).replace("_", " ")
    words = words[:1].upper() + words[1:]
    try:
        known, kind, unknown = heading(column)
        return known or words, kind, "" if unknown in (DASH, NOT_YET_KNOWN) else unknown
    except KeyError:
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            return words, "text", ""
    kinds = (kind for pattern, kind in BY_NAME if re.search(pattern, str(column)))
    whole = all(float(value).is_integer() for value in values.dropna())
    return words, next(kinds, "number" if whole else "number4"), ""


def _cell(value: object, kind: str, unknown: str) -> str | float | None:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return unknown or None
    if isinstance(value, bool) or kind == "yes_no":
        return "yes" if value else "no"
    if pd.api.types.is_number(value):
        if math.isinf(value):
            return "no upper limit" if value > 0 else "no lower limit"
        return float(value)
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value)


def _width(words: str, cells: Sequence, kind: str) -> float:
    sign = "$" if kind == "dollars" else ""
    written = [len(f"{sign}{value:,.2f}" if isinstance(value, float) else value)
               for value in cells if value is not None]  # fmt: skip
    longest_word = max((len(word) for word in words.split()), default=0)
    return min(WIDEST, max([NARROWEST, longest_word + 3, len(words) / 2, *written])) + 1


# --- An executed notebook as the body of a page: prose, tables and pictures, never code ----------

WIDGET = "application/vnd.jupyter.widget-view+json"
VOILA = "application/vnd.voila.cell-output+json"  # where its script puts a control
FOLD = {"opens": '<details class="analyst"><summary>For the analyst</summary>',
        "closes": "</details>\n"}  # fmt: skip
NOTE = "facilitator"
LEFT_OUT = {"remove-cell", NOTE, "parameters", "injected-parameters"}
MARKS_OF_FAILURE = {"papermill-error-cell-tag"}


def title_of(notebook: nbformat.NotebookNode, otherwise: str) -> str:
    """A notebook's heading, as plain words."""
    for cell in notebook.cells:
        found = re.search(r"^# +(.+)$", cell.source, flags=re.M)
        if cell.cell_type == "markdown" and found:
            return plain(found[1])
    return otherwise


def decision_of(notebook: nbformat.NotebookNode) -> str:
    """The question a notebook answers: what follows **Decide:** in its opening.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> opening = new_markdown_cell("# 6. Money\\n\\n**Decide:** where\\nfirst.\\n\\nMore.")
    >>> decision_of(new_notebook(cells=[opening]))
    'Where first.'
    """
    for cell in notebook.cells:
        opens = r"\*\*(?:Decide:|The decision\.)\*\*(.+?)(?:\n\s*\n|\Z)"
        found = re.search(opens, cell.source, flags=re.S)
        if found:
            said = plain(" ".join(found[1].split()))
            return said[:1].upper() + said[1:]
    return ""


def said_in_short(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """The sentence and the number with which a notebook as it was run answers its question."""
    return dict(next(iter(told(outputs_of(notebook), IN_SHORT)), {}))


def outputs_of(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """All that the cells of a notebook gave."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def body_html(notebook: nbformat.NotebookNode, noted: bool = False) -> str:
    """The part of a page that a notebook fills, without its heading and without code."""
    cells = _folded(_shown(notebook.cells, LEFT_OUT - {NOTE} if noted else LEFT_OUT))
    plan = _template("plan.html").render(notes=_given_notes(cells)) if noted else ""
    return plan + "".join(map(cell_html, cells))


MINUTES = re.compile(r"\*\*(\d+) minutes?:\*\* ([^.]+)\.\s+(.+)", flags=re.S)  # opens a note


def read_note(note: str) -> tuple[int, str, str]:
    """A facilitator's note: its minutes, what they are for, and what it says."""
    found = MINUTES.match(note)
    lasts, parts, said = found.groups() if found else ("0", "", note)
    return int(lasts), parts, said


def _given_notes(cells: Sequence[nbformat.NotebookNode]) -> list[dict]:
    """Give each of the facilitator's notes its heading, its minutes and what is expected here."""
    notes, heading, expected = [], "In short", defaultdict(list)
    for cell in cells:
        titles = re.findall(r"^## +(.+)$", cell.source, flags=re.M)
        heading = plain(titles[-1]) if titles and cell.cell_type == "markdown" else heading
        if NOTE in _tags(cell):
            lasts, parts, said = read_note(cell.source)
            cell.metadata.note = {"heading": heading, "lasts": lasts, "parts": parts,
                                  "said": markdown_to_html(said)}  # fmt: skip
            notes.append(cell.metadata.note)
        elif "analyst" not in _tags(cell):
            outputs = cell.get("outputs", [])
            expected[heading].extend(map(markdown_to_html, told(outputs, EXPECTED)))
    minutes = stretches(note["lasts"] for note in notes)
    for place, (note, of) in enumerate(zip(notes, minutes, strict=True), start=1):
        note |= {"place": place, "minutes": of, "expected": expected[note["heading"]]}
    return notes


def told(outputs: Sequence[nbformat.NotebookNode], name: str, of: str = "text/html") -> list:
    """What outputs carry unseen under a name, beside their HTML or what they are made of."""
    marks = [output.get("metadata", {}).get(of, {}) for output in outputs]
    return [mark[name] for mark in marks if name in mark]


def _folded(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    # each run of cells for the analyst is one fold, opened by its first and closed by its last
    analyst = ["analyst" in _tags(cell) for cell in cells]
    for cell, before, now, after in zip(
        cells, [False, *analyst], analyst, [*analyst[1:], False], strict=False
    ):
        cell.metadata |= {"opens": now and not before, "closes": now and not after}
    return cells


def cell_html(cell: nbformat.NotebookNode, stopped: str = "") -> str:
    """One cell as a page shows it: its prose, or what it gave; each table in its own box."""
    if "note" in cell.metadata:
        said = _template("note.html").render(cell.metadata.note)
    elif cell.cell_type == "markdown":
        said = markdown_to_html(cell.source)
    else:
        said = boxed("".join(map(_output_html, cell.get("outputs", []))))
    shown = f'<div class="cell">{said}</div>\n' if said else ""
    before, after = (words if cell.metadata.get(at) else "" for at, words in FOLD.items())
    return f"{before}{shown}{stopped}{after}"


def _output_html(output: nbformat.NotebookNode) -> str:
    data = {"text/plain": output.get("text", "")} | output.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    if "text/markdown" in data:
        return markdown_to_html(data["text/markdown"])
    if "image/png" in data:
        words = html.escape(output.metadata.get("image/png", {}).get("alt", ""))
        return f'<p><img alt="{words}" src="data:image/png;base64,{data["image/png"].strip()}"></p>'
    return f"<pre>{html.escape(data['text/plain'])}</pre>"


def live_cell_html(cell: nbformat.NotebookNode, stopped: str = "") -> str:
    """One cell of a live page: a control to come, beside its words for paper until it is there."""
    if LEFT_OUT & _tags(cell) and not stopped:
        return ""
    shown = nbformat.from_dict(cell)
    if shown.cell_type == "code":
        shown.outputs = [*map(_alive, _given(shown))]
    said = {"stopped": {"message": stopped}, "live": True}
    return cell_html(shown, _template("stopped.html").render(said) if stopped else "")


def _alive(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    from jinja2.utils import htmlsafe_json_dumps

    data = output.get("data", {})
    if WIDGET not in data:
        return output
    told = {"data": {WIDGET: data[WIDGET]}, "metadata": {}, "output_type": "display_data"}
    live = (
        f'<div class="live"><div class="still">{data.get("text/html", "")}</div>'
        f'<script type="{VOILA}">{htmlsafe_json_dumps(told)}</script></div>'
    )
    return nbformat.v4.new_output("display_data", data={"text/html": live})


def _shown(cells: Sequence, left_out: set[str]) -> list[nbformat.NotebookNode]:
    kept = []
    for cell in _untitled(cells):
        if (left_out | MARKS_OF_FAILURE) & _tags(cell):
            continue
        if cell.cell_type == "code":
            stopped = has_failed(cell)
            cell.outputs = [*filter(None, map(without_widget, _given(cell)))]
            if stopped:
                return [*kept, cell]
        kept.append(cell)
    return kept


def _tags(cell: nbformat.NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _untitled(cells: Sequence[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    copies, titled = [nbformat.from_dict(cell) for cell in cells], False
    for cell in copies:
        if cell.cell_type == "markdown" and not titled:
            cell.source, count = re.subn(r"^# +.+\n?", "", cell.source, count=1, flags=re.M)
            titled = bool(count)
    return copies


def _given(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """What a cell gave, without errors and technical warnings."""
    given = [output for output in cell.outputs if output.output_type != "error"]
    return [output for output in given if output.get("name") != "stderr"]


def has_failed(cell: nbformat.NotebookNode) -> bool:
    """Whether an error ended a cell."""
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def without_widget(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """An output without its live control, which no saved page can bring back to life."""
    data = output.get("data", {})
    if WIDGET not in data:
        return output
    rest = {kind: value for kind, value in data.items() if kind != WIDGET}
    return nbformat.from_dict({**output, "data": rest}) if set(rest) - {"text/plain"} else None


# --- Pages and workbooks on the disk: what a run leaves behind and what a leader takes home ------
#
# Every page is one file that asks for nothing from elsewhere: no script, no remote
# address, readable on a phone and on paper.

TEMPLATE = Path(__file__).parent / "template"  # one look for static and live pages
COMING = '<p class="coming">Getting your figures ready: this takes a few seconds.</p>'
CELLS = "<!-- cells -->"  # where a live page's cells go, as they are ready
ALL_PAGES = len({room.name[:4] for room in Path(__file__).parent.glob("nb[0-9][0-9]_*.py")})
LEFT = re.compile(r"<code>([\w-]+\.(\w+))</code>")  # the name of a file that a notebook wrote
# what each kind of file is called where it is linked
KINDS = {"html": "page", "md": "text", "pdf": "PDF", "xlsx": "workbook", "docx": "Word"}


def notebook_page(
    notebook: str | Path,
    out: str | Path,
    stamp: Stamp | None = None,
    result: NotebookResult | None = None,
    previous: str = "",
    following: str = "",
    noted: bool = False,
) -> Path:
    """Write an executed notebook as a page without code; ``noted`` with the facilitator's notes."""
    read = nbformat.read(notebook, as_version=4)
    name, home = Path(notebook).stem, Path(out).parent / "take_home"
    links = [
        ("../index.html", "All pages", ""),
        (previous, "← The page before", "prev"),
        (following, "The next page →", "next"),
        (f"{name}.html" if noted else "", "The leaders' page", ""),
    ]
    body = LEFT.sub(lambda file: _linked(file, home), body_html(read, noted))
    number = re.match(r"\d\d_", name)
    page = _page(
        title_of(read, name), body, noted=noted, pages=ALL_PAGES, stamp=stamp,
        place=int(number[0][:2]) if number else None,
        to_fill_in='class="ss-answers"' in body, stopped=_where_it_stopped(read, result),
        links=[dict(zip(("href", "words", "rel"), link, strict=True)) for link in links if link[0]],
    )  # fmt: skip
    return _write(Path(out), page)


def _linked(file: re.Match, home: Path) -> str:
    """The name of a file to take home as a link to it, as far as it lies beside the page."""
    words = KINDS.get(file[2], file[1])
    there = home.joinpath(file[1]).exists()
    return f'<a href="take_home/{file[1]}">{words}</a>' if there else file[0]


def live_page(
    cells: Sequence[nbformat.NotebookNode], place: int, pages: Sequence[Mapping], person: str,
    joined: bool = False,
) -> tuple[list[nbformat.NotebookNode], str, str]:  # fmt: skip
    """The cells of a live page, and what stands before and after them."""
    titled = _untitled(cells)
    runs = [cell.cell_type == "code" for cell in titled].index(True)
    opening = "".join(map(live_cell_html, titled[:runs]))  # there before Python has begun
    live = {"place": place, "pages": pages, "person": person, "joined": joined}
    body = f"{opening}{COMING}{CELLS}"
    whole = _page(title=pages[place]["title"], body=body, live=live, served=True)
    top, _, bottom = whole.partition(CELLS)
    return _folded(titled[runs:]), top, bottom


def served_page(name: str, title: str, bare: bool = False, **told) -> str:
    """A page of the room, from its template; ``bare`` without what stands around it."""
    if bare:
        return _template(name.replace(".", "_now.")).render(told)
    look = "room dark" if told.get("projected") else "room"
    return _page(title=title, body=_template(name).render(told), served=True, look=look)


def packed_page(template: str, title: str, stamp: Stamp, **given) -> bytes:
    """A page of a packet, from its template: one file that asks for nothing."""
    body = _template(template).render(given, cover=lists("packet")["cover"])
    return _page(title=title, body=body, stamp=stamp).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a .zip, without a clock in it: the same files give the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return packed.getvalue()


def document_bytes(document) -> bytes:
    """The bytes of a Word or PowerPoint document, without a clock in it."""
    file = BytesIO()
    document.save(file)
    return zipped(unzipped(file))


def unzipped(file: BytesIO | Path) -> dict[str, bytes]:
    """What a .zip holds, by name."""
    with ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def index_page(results: Sequence[DistrictResult], out: str | Path, noted: str = "") -> Path:
    """Write the page from which all else hangs."""
    given = {"districts": results, "lead": _lead(results), "kinds": KINDS}
    given["cover"] = lists("packet")["cover"]
    body = _template("index.html").render(given, noted=noted)
    page = _page(title=SUBJECT, body=body)
    return _write(Path(out) / "index.html", page)


def write_page(
    folder: str | Path, name: str, title: str, body: str, stamp: Stamp,
    pictures: Sequence[tuple[str, str, str]] = (), **others: bytes,
) -> tuple[Path, Path]:  # fmt: skip
    """Write one take-home page: to read (.html), to edit (.md), and as ``pdf`` or ``docx``."""
    invented = " **Invented district: no real district's figures.**" if stamp.invented else ""
    text = f"# {title}\n\n{stamp.line}.{invented}\n\n{body.strip()}\n\n---\n\n{stamp.made_from}\n"
    shown, words = markdown_to_html(body), text
    for number, (image, said, above) in enumerate(pictures, start=1):
        mark = f"[[picture {number}]]"
        figure = _template("figure.html").render(image=image, words=said, title=above)
        shown = shown.replace(f"<p>{mark}</p>", figure) if mark in shown else f"{shown}{figure}"
        words = words.replace(mark, f"*{above}.* {said}")
    page = _page(title=title, body=shown, stamp=stamp)
    place = Path(folder)
    for ending, content in others.items():
        write_file(folder, f"{name}.{ending}", content)
    return _write(place / f"{name}.html", page), _write(place / f"{name}.md", words)


def write_workbook(
    folder: str | Path, name: str, sheets: Mapping, stamp: Stamp, notes: Sequence[str] = ()
) -> Path:
    """Write tables as an Excel workbook, with a first sheet that says what they are."""
    return write_file(folder, f"{name}.xlsx", workbook_bytes(sheets, stamp, notes))


def write_csv(folder: str | Path, name: str, table: pd.DataFrame) -> Path:
    """Write a table as a file that a district folder can hold."""
    text = table.to_csv(index=False, lineterminator="\n")
    return write_file(folder, f"{name}.csv", text.encode())


def write_file(folder: str | Path, name: str, content: bytes) -> Path:
    """Write a file that was made in memory."""
    file = Path(folder) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def remove_files(folder: str | Path, pattern: str) -> list[str]:
    """Take away what an earlier run left."""
    there = sorted(file for file in Path(folder).glob(pattern) if file.is_file())
    for file in there:
        file.unlink()
    return [file.name for file in there]


def _where_it_stopped(notebook, result: NotebookResult | None) -> dict[str, str] | None:
    if result is not None and result.status == FAILED:
        return {"place": f", at {result.place}" if result.place else "", "message": result.message}
    why = {"place": "", "message": "Run it with smarter-spending run, which says why."}
    return why if any(map(has_failed, notebook.cells)) else None


def _lead(results: Sequence[DistrictResult]) -> str:
    pages = [page for result in results for page in result.notebooks]
    came = [page.status for page in pages]
    done, failed, refused = (came.count(status) for status in (DONE, FAILED, NOT_PUBLISHED))
    unread = len([result for result in results if result.problems])
    parts = [
        f"{many(len(results), 'district')}, {many(done, 'page')} done.",
        f"{many(failed, 'page')} failed." if failed else "",
        f"{many(refused, 'page')} not published." if refused else "",
        f"{many(unread, 'folder')} could not be read." if unread else "",
        "Each district's figures come only from its own files; nothing was guessed.",
    ]
    return " ".join(part for part in parts if part)


def _page(title: str, body: str, **more) -> str:
    from markupsafe import Markup

    return _template("page.html").render(title=title, body=Markup(body), **more)


@cache
def _template(name: str):
    from jinja2 import Environment, FileSystemLoader

    rules = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=FileSystemLoader(TEMPLATE), **rules).get_template(name)


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
