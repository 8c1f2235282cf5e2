"""Everything that a folder of pages shows: each table, and each text, of every file in it.

A reader for attackers: a hidden sheet, an alt text, a comment in HTML, what a widget remembers and
the numbers that a chart keeps are shown as much as the words of a page.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
from bs4 import BeautifulSoup, Comment

PACKED = (".docx", ".pptx", ".zip")
SHEETS = (".xlsx", ".xlsm")
PLAIN = (".md", ".txt", ".ics", ".svg", ".toml", ".log", ".css", ".js")


class NotReadError(Exception):
    """A file of a kind that nobody taught the reader: an attack on a part is no attack."""


@dataclass
class Shown:
    """What a folder shows: ``tables`` (where it stands, its rows) and ``texts`` (where, words)."""

    tables: list[tuple[str, pd.DataFrame]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    files: int = 0


def everything_shown(folder: Path) -> Shown:
    """Every table and text of every file under a folder."""
    shown = Shown()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _read(shown, str(path.relative_to(folder)), path.read_bytes())
    return shown


def _read(shown: Shown, name: str, data: bytes) -> None:
    shown.files += 1
    kind = Path(name).suffix.lower()
    if kind in SHEETS:
        _workbook(shown, name, data)
    if kind in (*PACKED, *SHEETS):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                if kind == ".zip" and not inner.endswith("/"):
                    _read(shown, f"{name}!{inner}", packed.read(inner))
                elif inner.endswith((".xml", ".rels")):
                    _html(shown, f"{name}!{inner}", packed.read(inner).decode("utf-8"), "xml")
    elif kind in (".html", ".htm"):
        _html(shown, name, data.decode("utf-8"))
    elif kind in (".json", ".ipynb"):
        _json(shown, name, json.loads(data))
    elif kind == ".csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        _table(shown, name, rows)
    elif kind == ".pdf":
        _pdf(shown, name, data)
    elif kind in PLAIN:
        _markdown(shown, name, data.decode("utf-8"))
    elif kind not in (".png", ".ico"):
        raise NotReadError(name)


def _pdf(shown: Shown, name: str, data: bytes) -> None:
    """A PDF by poppler; without it, the page of the same name says the same and was read."""
    if not shutil.which("pdftotext"):
        beside = {where.removesuffix(".html") for where, _ in shown.texts}
        if name.removesuffix(".pdf") not in beside:
            raise NotReadError(f"{name}: no pdftotext, and no page of this name beside it")
        return
    read = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    shown.texts += [(name, line) for line in read.stdout.decode("utf-8").splitlines()]


def _table(shown: Shown, where: str, rows: list[list]) -> None:
    rows = [[("" if cell is None else str(cell)).strip() for cell in row] for row in rows]
    if len(rows) > 1 and len(set(map(len, rows))) == 1:
        shown.tables.append((where, pd.DataFrame(rows[1:], columns=rows[0])))
    shown.texts += [(where, " | ".join(row)) for row in rows]


def _workbook(shown: Shown, name: str, data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        _table(shown, f"{name}#{sheet.title}", [*sheet.iter_rows(values_only=True)])


def _html(shown: Shown, name: str, text: str, parser: str = "lxml") -> None:
    soup = BeautifulSoup(text, parser)
    for place, table in enumerate(soup.find_all("table")):
        rows = [[c.get_text(" ") for c in r.find_all(["th", "td"])] for r in table.find_all("tr")]
        caption = table.find("caption")
        head = caption or table.find_previous(["h1", "h2", "h3", "h4", "figcaption", "summary"])
        title = head.get_text(" ").strip() if head else str(place)
        _table(shown, f"{name}#{title}", rows)
    for note in soup.find_all(string=lambda text: isinstance(text, Comment)):
        shown.texts.append((name, str(note)))
    for tag in soup.find_all(True):
        for value in tag.attrs.values():
            value = " ".join(value) if isinstance(value, list) else str(value)
            if tag.name not in ("path", "use") and not value.startswith("data:"):
                shown.texts.append((name, value))
    for script in soup.find_all("script"):
        body = script.get_text()
        if "json" in str(script.get("type")):
            _json(shown, name, json.loads(body))
        elif body:
            shown.texts.append((name, body))
        script.decompose()
    for style in soup.find_all("style"):
        style.decompose()
    shown.texts += [(name, line) for line in soup.get_text("\n").splitlines() if line.strip()]


def _markdown(shown: Shown, name: str, text: str) -> None:
    shown.texts += [(name, line) for line in text.splitlines() if line.strip()]
    for block in re.findall(r"(?:^\|.*\|[ ]*$\n?)+", text, re.M):
        rows = [line.strip().strip("|").split("|") for line in block.strip().splitlines()]
        _table(shown, name, [row for row in rows if not set("".join(row)) <= set(" :-")])


def _json(shown: Shown, name: str, value, key: str = "") -> None:
    if isinstance(value, dict):
        for inner, what in value.items():
            _json(shown, name, what, inner)
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            value = (
                "".join(value) if key in ("text/html", "text/plain", "source", "text") else value
            )
        if isinstance(value, str):
            _json(shown, name, value, key)
        elif value and all(isinstance(one, dict) for one in value):
            table = pd.DataFrame(value)
            _table(shown, f"{name}#{key}", [list(table.columns), *table.to_numpy().tolist()])
        for one in value if isinstance(value, list) else ():
            _json(shown, name, one, key)
    elif isinstance(value, str) and re.search(r"<\w+[^>]*>", value):
        _html(shown, name, value)
    elif value is not None and key != "image/png":
        shown.texts.append((name, f"{key}: {value}"))


def words_and_keys(shown: Shown) -> Iterator[tuple[str, set[str]]]:
    """Where something stands, and the words of it."""
    for where, text in shown.texts:
        yield where, set(re.findall(r"\w+", text))
