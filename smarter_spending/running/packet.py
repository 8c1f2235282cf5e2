"""The packet a district hands on: one page and one workbook per session, and what the board gets.

write_packet   packet.zip and the same as a folder, from what the run of a district left
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote
from zipfile import is_zipfile

import nbformat
import pandas as pd
from openpyxl import load_workbook

from smarter_spending.guide.pages import (
    ABOUT,
    FORMATS,
    SUBJECT,
    DistrictResult,
    NotebookResult,
    Stamp,
    outputs_of,
    packed_page,
    unzipped,
    workbook_bytes,
    write_file,
    zipped,
)
from smarter_spending.guide.showing import lists
from smarter_spending.running.warm import digest
from smarter_spending.words import listed

WORDS = lists("packet")
PACKET, UNPACKED = "packet.zip", "packet"
Row = tuple[int, str, str]  # of the cover: its place, the name of a file, and for whom it is
Left = tuple[NotebookResult, str, Path]  # a file of a page, with the name of its hand-out or blank


def write_packet(result: DistrictResult, folder: Path) -> None:
    """Pack all that a district hands on, with a cover; where something failed there is none."""
    packet, unpacked = folder / PACKET, folder / UNPACKED
    held = {} if result.failed else _held(result, folder)
    before = unzipped(packet) if is_zipfile(packet) else {}
    for file in sorted(one for one in unpacked.glob("*") if one.is_file()):
        there = file.read_bytes()
        if there == before.get(file.name):
            file.unlink()
        elif there != held.get(file.name, there):  # somebody wrote into it: theirs is kept
            file.rename(file.with_stem(WORDS["edited"].format(file.stem, digest(there)[:6])))
    packet.unlink(missing_ok=True)
    for name, content in held.items():
        write_file(unpacked, name, content)
    if held:
        write_file(folder, f".{PACKET}.part", zipped(held)).replace(packet)
    elif unpacked.is_dir() and not any(unpacked.iterdir()):
        unpacked.rmdir()


def _held(result: DistrictResult, folder: Path) -> dict[str, bytes]:
    """The files of the packet by name, its cover first."""
    home, pages = folder / "take_home", [page for page in result.notebooks if page.has_page]
    left = [(page, name, home / file) for page in pages
            for name, files in result.to_take_home(page.notebook).items()
            for file in files]  # fmt: skip
    called = {file: _called(name, file) for _, name, file in left}
    called |= {home / file: (2, file, "") for file in result.others()}
    rows = {row: file.read_bytes() for file, row in called.items() if row}
    links = {}
    for session in WORDS["sessions"]:
        here = [page for page in pages if _session(page) is session]
        inside = [one for one in left if one[0] in here and not called[one[2]]]
        rows |= _of_session(session, here, inside, folder, result.stamp)
        links |= {page.notebook: f"{quote(session['name'])}.html#{page.notebook}" for page in here}
    rows = {row: rows[row] for row in sorted(rows, key=itemgetter(0))}
    found = [(of, page, links[page.notebook]) for of, page in result.findings()]
    cover = packed_page("cover.html", SUBJECT, result.stamp, rows=rows, found=found)
    return {WORDS["cover"]: cover} | {name: content for (_, name, _), content in rows.items()}


def _session(page: NotebookResult) -> Mapping:
    *earlier, last = WORDS["sessions"]
    return next((one for one in earlier if page.notebook[:2] <= one["last"]), last)


INSIDE = re.compile(
    r'<main id="main">\s*<h1>(.*?)</h1>(?:\s*<p class="whose">.*?</p>)?(.*)</main>', flags=re.S
)  # of a page to take home what is its own: title and body


def _called(name: str, file: Path) -> Row | None:
    """Of a file that stands for itself: its place on the cover, its name there, for whom it is."""
    known = WORDS["files"].get(f"{name}{file.suffix}")
    if known:
        return tuple(known)
    joined = file.suffix in (".xlsx", ".md")  # the words of an .md are in its page
    if joined or (file.suffix == ".html" and INSIDE.search(file.read_text("utf-8"))):
        return None
    return 2, f"{file.stem.replace('_', ' ')}{file.suffix}", ""


def _of_session(
    session: Mapping, pages: Sequence, left: Sequence[Left], folder: Path, seal: Stamp
) -> dict[Row, bytes]:
    """The page, the workbook and the hand-outs of a session, as far as there are any."""
    read = [(page, name, file.stem, *_title_and_body(file)) for page, name, file in left
            if file.suffix == ".html"]  # fmt: skip
    parts = [{"id": page.notebook, "title": page.title, "decision": page.decision,
              "body": _in_short(folder / f"{page.notebook}.ipynb")
              + "".join(body for one, name, *_, body in read if one is page and not name)}
             for page in pages]  # fmt: skip
    signed = [{"id": file, "title": title, "body": body} for _, name, file, title, body in read
              if name]  # fmt: skip
    made = {
        "page": parts and packed_page("session.html", session["name"], seal, parts=parts),
        "workbook": _workbook(session, left, seal),
        "hand_outs": signed and packed_page("session.html", WORDS["signed"], seal, parts=signed),
    }
    told = {kind: (f"{session['name']}{end}", whom) for kind, (end, whom) in WORDS["whom"].items()}
    return {(1, name, whom.format(session["about"])): made[kind]
            for kind, (name, whom) in told.items() if made[kind]}  # fmt: skip


def _in_short(notebook: Path) -> str:
    """What a page says in short, with its picture."""
    outputs = outputs_of(nbformat.read(notebook, as_version=4))
    shown = (output.get("data", {}).get("text/html", "") for output in outputs)
    return next((body for body in shown if 'class="ss-short' in body), "")


def _title_and_body(page: Path) -> tuple[str, str]:
    """A page to take home, without what stands around it and on every one."""
    title, body = INSIDE.search(page.read_text("utf-8")).groups()
    return html.unescape(title), re.sub(r"<(/?)h2\b", r"<\1h3", body)


# --- The workbook of a session: a sheet for each table, and one that says what they show ---------

LONGEST_SHEET_NAME, MOST_BARS, COLORS = 31, 12, ("#0072B2", "#B35900")
KINDS = {code: kind for kind, code in FORMATS.items() if code != "General"}


def _workbook(session: Mapping, left: Sequence[Left], seal: Stamp) -> bytes:
    """The workbook of a session, blank where its pages have no table."""
    tables = _tables(left)
    notes = []
    for name, table in tables.items():
        first, *others = table.columns
        one = "line" if first in WORDS["lines"] else first.lower()
        shown = f"Of each {one}: {listed(others, most=3)}. {table.attrs['page']}"
        notes.append((name, shown))
    chart = partial(_chart, session, tables)
    return workbook_bytes(tables, seal, [WORDS["first"], *notes], chart) if tables else b""


def _tables(left: Sequence[Left]) -> dict[str, pd.DataFrame]:
    """Every table of the workbooks once, each under a name that no other sheet has."""
    tables: dict[str, pd.DataFrame] = {}
    seen = []
    for page, _, file in left:
        for sheet in load_workbook(file).worksheets if file.suffix == ".xlsx" else []:
            values = list(sheet.values)
            if sheet.title == ABOUT or not values or values in seen:
                continue
            seen.append(values)
            head, *rows = [[str(word or "") for word in values[0]], *values[1:]]
            numbers = ([cell for cell in column[1:] if isinstance(cell.value, int | float)]
                       for column in sheet.iter_cols())  # fmt: skip
            kinds = map(_kind, numbers)
            table = pd.DataFrame(rows, columns=head, dtype=object)
            written = [(words, kind, "") for words, kind in zip(head, kinds, strict=True)]
            table.attrs = {"title": sheet.title, "page": page.title, "written": written}
            tables[_unlike(sheet.title, page.notebook[:2], {ABOUT, *tables})] = table
    return tables


def _kind(numbers: Sequence) -> str:
    whole = all(float(cell.value).is_integer() for cell in numbers)
    known = [KINDS.get(cell.number_format, "number" if whole else "number4") for cell in numbers]
    return known[0] if known else "text"


def _unlike(name: str, page: str, taken: set[str]) -> str:
    """The name of a sheet, in whole words; with its page or a number where it is taken."""
    name = name.replace("'", "’")
    while len(name) > 12 and name.rpartition(" ")[2].strip("(,") in WORDS["loose"]:
        name = name.rpartition(" ")[0].rstrip(" ,(")
    ends = ("", f" (page {page.lstrip('0') or 0})", *(f" ({n})" for n in range(2, 99)))
    names = (f"{name[: LONGEST_SHEET_NAME - len(end)]}{end}" for end in ends)
    return next(one for one in names if one.casefold() not in map(str.casefold, taken))


def _chart(session: Mapping, tables: Mapping[str, pd.DataFrame], book):
    """A chart of the first of these tables that has a number in every row of it."""
    for wanted, label, columns, title in session["charts"]:
        for sheet, table in tables.items():
            heads, rows = list(table.columns), table[:MOST_BARS]
            if table.attrs["title"] != wanted or not {label, *columns} <= set(heads):
                continue
            # a hidden or unknown number would be drawn as nought
            if not rows[columns].map(lambda cell: isinstance(cell, int | float)).all(axis=None):
                continue
            chart = book.add_chart({"type": "bar"})
            places = (heads.index(column) for column in (label, *columns))
            names, *values = ([sheet, 1, place, len(rows), place] for place in places)
            for column, cells, color in zip(columns, values, COLORS, strict=False):
                chart.add_series({"name": column, "categories": names, "values": cells, "gap": 60,
                                  "fill": {"color": color}})  # fmt: skip
            chart.set_title({"name": title, "name_font": {"size": 13}})
            chart.set_y_axis({"reverse": True, "label_position": "low", "interval_unit": 1})
            chart.set_x_axis({"num_format": "#,##0", "num_font": {"size": 8}})
            chart.set_legend({"none": len(columns) == 1, "position": "bottom"})
            chart.set_size({"width": 760, "height": 420})
            return chart
    return None
