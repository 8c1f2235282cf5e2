"""The facilitator's kit: one session on paper and on slides, from its pages as they are run.

make_kit   writes a session's files: agenda, slides, worksheet, key, cards, letters, numbers
played     what the cells of a notebook give, part by part of the page

Its words are the pages' own and those of ``kit_words.toml``; its figures the district's.
"""

import ast
import csv
import io
import json
import re
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

import nbformat
import pandas as pd

from smarter_spending.guide.finding import Finding
from smarter_spending.guide.pages import MINUTES, decision_of, title_of
from smarter_spending.guide.panels import Game, TableForm, forms
from smarter_spending.guide.questions import BLANK, Question, talks
from smarter_spending.guide.showing import EXPECTED, FORMATS, IN_SHORT, lists, plain
from smarter_spending.guide.take_home import stamp
from smarter_spending.words import NOT_CHOSEN, clock, listed, many

SAID = lists("kit_words")
SESSIONS = SAID["sessions"]
BOARD, HOME = "Say it to your board", "Take it home with you"
Block = dict[str, object]

# --- A page as it is run: what its cells give, part by part --------------------------------------


@dataclass
class Part:
    """One part of a page: its minutes, what the facilitator says, and what it shows and asks."""

    heading: str
    lasts: int = 0
    of: str = ""
    say: str = ""
    sticks: str = ""
    shown: list = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    clock: str = ""
    slide: int = 0

    @property
    def pictures(self) -> list[Finding]:
        """What it shows as a picture of this district."""
        found = [one for one in self.shown if isinstance(one, Finding) and one.picture]
        return [one for one in found if not one.table.empty]

    @property
    def asked(self) -> list:
        """What it asks, without what only moves on a screen."""
        forms_of = [one for one in self.shown if getattr(one, "questions", ())]
        return [one for one in forms_of if not hasattr(one, "back")]

    @property
    def guessed(self) -> bool:
        """Whether it asks before it shows a picture, so that people commit first."""
        places = [self.shown.index(one) for one in (*self.asked[:1], *self.pictures[:1])]
        return len(places) == 2 and places == sorted(places)


@dataclass
class Page:
    """One page of a session, as it is run for a district."""

    number: str
    title: str
    decide: str
    bring: str
    parts: list[Part]
    findings: list[Finding]  # the analyst's too: its tables hold every figure
    short: str
    source: str
    case: object

    @property
    def silent(self) -> bool:
        """Whether it has nothing to say in this district."""
        mine = [one for part in self.parts for one in part.shown if isinstance(one, Finding)]
        return bool(mine) and all(one.table.empty for one in mine)

    @property
    def pictures(self) -> list[Finding]:
        """Its pictures, the first of each part before the second of any."""
        each = [part.pictures for part in self.parts]
        return [one[at] for at in range(4) for one in each if len(one) > at]

    @property
    def game(self) -> Game | None:
        """The trade-off game, where it is played on this page."""
        shown = [one for part in self.parts for one in part.shown]
        return next((one for one in shown if isinstance(one, Game)), None)


def played(notebook: Path, folder: Path, place: Path, held: Sequence[int] = ()) -> Page:
    """Run a notebook's cells here; ``held`` names the parts of the page that a session keeps."""
    read = nbformat.read(notebook, as_version=4)
    names, parts, findings, opening = {}, [Part("In short")], [], ""
    for cell in read.cells:
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type == "markdown":
            opening = opening or cell.source
            _note(cell.source, tags, parts)
            continue
        values, expected = _given(cell.source, notebook.name, names)
        if "parameters" in tags:
            names |= {"district_folder": str(folder), "take_home": str(place)}
        findings += [one for one in values if isinstance(one, Finding)]
        if "analyst" not in tags:
            parts[-1].shown += values
            parts[-1].expected += expected
    short = next(one.metadata[IN_SHORT]["in_short"] for part in parts for one in part.shown
                 if IN_SHORT in (getattr(one, "metadata", None) or {}))  # fmt: skip
    timed = [part for part in parts if part.lasts]
    bring = re.search(r"\*\*Bring\*\* (.+)", opening)
    return Page(
        number=notebook.name[:2],
        title=title_of(read, notebook.stem),
        decide=decision_of(read),
        bring=_text(bring[1]) if bring else "",
        parts=[timed[at] for at in held] if held else timed,
        findings=findings,
        short=_html_text(short),
        source=" ".join(cell.source for cell in read.cells if cell.cell_type == "markdown"),
        case=names["case"],
    )


def _note(source: str, tags: set[str], parts: list[Part]) -> None:
    """Begin a part at its heading; keep the facilitator's note of it."""
    if "facilitator" not in tags:
        heading = re.search(r"^## +(.+)$", source, flags=re.M)
        if heading:
            parts.append(Part(_text(heading[1])))
        return
    timed = MINUTES.match(source)
    lasts, of, said = timed.groups() if timed else ("0", "", source)
    say, _, sticks = said.partition("**If the room sticks:**")
    now = parts[-1]
    now.lasts, now.of = int(lasts), of
    now.say, now.sticks = _text(say.replace("**Say:**", "")), _text(sticks)


def _given(source: str, name: str, names: dict) -> tuple[list, list[str]]:
    """What a cell's statements give, and unseen beside it what may be expected as an answer."""
    values, expected = [], []

    def hears(*_, metadata: Mapping | None = None, **__) -> None:
        told = (metadata or {}).get("text/html", {}).get(EXPECTED)
        expected.extend([told] if told else [])

    with patch.object(forms, "display", hears):
        for line in ast.parse(source).body:
            if isinstance(line, ast.Expr):
                values.append(eval(compile(ast.Expression(line.value), name, "eval"), names))
            else:
                exec(compile(ast.Module([line], []), name, "exec"), names)
            if isinstance(line, ast.Assign):
                values.append(names[line.targets[0].id])
    return values, expected


# --- Text, as it stands on paper: never markup, whoever wrote it ---------------------------------

NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def _text(markdown: object) -> str:
    return NOT_PRINTED.sub("", " ".join(plain(str(markdown)).split()))


def _html_text(said: str) -> str:
    from lxml.html import fromstring

    return _text(fromstring(said).text_content().replace("*", r"\*")) if said else ""


def _prose(markdown: str) -> list[Block]:
    """Markdown as paragraphs and bullets of plain text."""
    lines = [line for line in markdown.replace("\n- ", "\n\n- ").split("\n\n") if line.strip()]
    return [_block("bullet" if line.startswith("- ") else "p", line.removeprefix("- "))
            for line in lines]  # fmt: skip


def _block(kind: str, text: object = "", **more) -> Block:
    return {"kind": kind, "text": _text(text), **more}


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], wide: Sequence[float]) -> Block:
    cells = [[_text(cell) for cell in row] for row in rows]
    return _block("table", head=list(map(_text, head)), rows=cells, wide=list(wide))


# --- Pictures: those drawn as rows of text are set anew for paper --------------------------------

STEP = re.compile(r"M(-?[\d.]+) (-?[\d.]+)([HVh])(-?[\d.]*)")


@dataclass
class Drawn:
    """A picture as it is printed, with what it shows for who cannot see it."""

    title: str
    alt: str
    png: bytes

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Its width and height."""
        from PIL import Image

        return Image.open(io.BytesIO(self.png)).size


def _drawn(finding: Finding) -> Drawn | None:
    """A finding's picture for paper; none where it cannot be set there."""
    from lxml.html import fromstring

    tree = fromstring(finding.picture.html(finding.words))
    title = _text(finding.title)
    for image in tree.xpath("descendant-or-self::img"):
        png = b64decode(image.get("src").partition(",")[2])
        return Drawn(title, _text(f"{finding.title}. {image.get('alt')}"), png)
    for figure in tree.xpath("descendant-or-self::figure[@class='ss-rows']"):
        note = " ".join(figure.xpath("figcaption/span//text()"))
        rows = [_row(row) for row in figure.xpath(".//div[contains(@class, 'row')]")]
        png = _typeset("kit_picture", {"note": note, "rows": rows}, "png")
        return Drawn(title, _text(figure.xpath("string(div/@aria-label)")), png)
    return None


def _row(row) -> dict:
    parts = "self::div[contains(@class, 'parts')]"
    cells = row.xpath(f"./*[not({parts})] | ./*[{parts}]/*")
    if "group" in row.get("class"):
        return {"group": True, "cells": [{"text": [_run(row.text_content())]}]}
    return {"group": False, "cells": [_cell(cell, at == 0) for at, cell in enumerate(cells)]}


def _run(text: str, tag: str = "") -> dict:
    return {"text": _text(text.replace("*", r"\*")), "bold": tag == "b", "small": tag == "small"}


def _cell(cell, first: bool) -> dict:
    words = cell.xpath("descendant-or-self::*[not(ancestor-or-self::svg)]/text()")
    dots = cell.xpath(".//i")
    return {
        "text": [_run(word, word.getparent().tag) for word in words if word.strip()],
        "count": len([dot for dot in dots if dot.get("class") == "on"]),
        "of": len(dots),
        "svg": [_lines(svg) for svg in cell.xpath("descendant-or-self::svg")],
        "wide": 3 if "wide" in cell.get("class", "") else 2.2 if first else 1.5,
    }


def _lines(svg) -> dict:
    left, _, wide, _ = map(float, svg.get("viewbox", svg.get("viewBox")).split())
    lines = []
    for path in svg.xpath(".//path"):
        style = dict(part.split(":") for part in path.get("style", "").split(";") if ":" in part)
        style = {name.strip(): value.strip() for name, value in style.items()}
        for x, y, way, to in STEP.findall(path.get("d")):
            lines.append({
                "x0": float(x), "y0": float(y),
                "x1": float(to if way == "H" else x), "y1": float(to if way == "V" else y),
                "color": path.get("stroke"), "wide": float(style.get("stroke-width", 4)),
                "cap": style.get("stroke-linecap", "round"), "dashed": path.get("class") == "left",
            })  # fmt: skip
    return {"box": [left, wide], "height": float(svg.get("height")), "lines": lines}


def _typeset(name: str, data: dict, kind: str, images: Mapping[str, bytes] | None = None) -> bytes:
    """A template of typst with its data, as a PDF or a PNG."""
    import matplotlib
    import typst

    fonts = str(Path(matplotlib.get_data_path(), "fonts", "ttf"))
    with tempfile.TemporaryDirectory() as place:
        main = Path(place, "main.typ")
        main.write_bytes(files(__package__).joinpath(f"{name}.typ").read_bytes())
        for image, png in (images or {}).items():
            Path(place, image).write_bytes(png)
        return typst.compile(
            str(main), root=place, font_paths=[fonts], ignore_system_fonts=True, format=kind,
            ppi=110, sys_inputs={"data": json.dumps(data)},
        )  # fmt: skip
