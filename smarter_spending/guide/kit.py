"""The facilitator's kit: one session on paper and on slides, from its pages as they are run.

make_kit   a session's files: agenda, slides, worksheet, key, cards, letters, numbers
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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from struct import unpack
from textwrap import shorten
from types import SimpleNamespace
from unittest.mock import patch

import nbformat
import pandas as pd

from smarter_spending.guide import panels
from smarter_spending.guide.finding import Finding
from smarter_spending.guide.pages import TEMPLATE, decision_of, document_bytes, read_note, title_of
from smarter_spending.guide.panels import Game, TableForm
from smarter_spending.guide.questions import Question, talks
from smarter_spending.guide.showing import EXPECTED, FORMATS, lists, looks, plain, typesetting
from smarter_spending.guide.take_home import stamp
from smarter_spending.planning.portfolio import SAVING
from smarter_spending.words import (
    NOT_CHOSEN,
    NOT_PRINTED,
    PlainError,
    clock,
    dollars,
    printable,
    short_dollars,
    stretches,
    within,
)

SAID = lists("kit_words")
SESSIONS = SAID["sessions"]
BOARD, HOME = "Say it to your board", "Take it home with you"

# --- A page as it is run: what its cells give, part by part --------------------------------------


@dataclass
class Part:
    """One part of a page: its minutes, what the facilitator says, and what it shows and asks."""

    heading: str
    prose: str = ""
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
        """What it shows as a picture of this district; beside the game, nothing before it."""
        if any(isinstance(one, Game) for one in self.shown):
            return []
        found = [one for one in self.shown if isinstance(one, Finding) and one.picture]
        return [one for one in found if not one.table.empty]

    @property
    def asked(self) -> list:
        """What it asks, without what only moves on a screen."""
        forms_of = [one for one in self.shown if getattr(one, "questions", ())]
        return [one for one in forms_of if not hasattr(one, "back")]

    @property
    def guessed(self) -> bool:
        """Whether people commit in it before they see a picture."""
        later = self.heading.startswith(("Decide:", "Check yourself", BOARD, HOME))
        return bool(self.asked) and not later

    @property
    def asks(self) -> list[str]:
        """Its questions, each once."""
        return [*dict.fromkeys(one.label for form in self.asked for one in form.questions)]


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
    drawn: list["Drawn"] = field(default_factory=list)
    slides: list[SimpleNamespace] = field(default_factory=list)

    @property
    def shown(self) -> list:
        """All that its parts show."""
        return [one for part in self.parts for one in part.shown]

    @property
    def shows(self) -> list[Finding]:
        """Its findings about this district, but for what is said to the board."""
        return [one for part in self.parts if part.heading != BOARD for one in part.shown
                if isinstance(one, Finding) and not one.table.empty]  # fmt: skip

    @property
    def silent(self) -> bool:
        """Whether it has nothing to say in this district."""
        return not self.shows and any(isinstance(one, Finding) for one in self.shown)

    @property
    def may_be_said(self) -> list[str]:
        """What may be said to the board, and what may not."""
        said = [getattr(one, "sentence", getattr(one, "markdown", "")) for part in self.parts
                if part.heading == BOARD for one in part.shown]  # fmt: skip
        return [_text(line.removeprefix("- ")) for one in said for line in one.splitlines() if line]


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
            parts[-1].shown.extend(values)
            parts[-1].expected.extend(expected)
    short = next(one.data for one in parts[0].shown if 'class="lead"' in getattr(one, "data", ""))
    bring = re.search(r"\*\*Bring\*\* (.+?)(?:\n\n|$)", opening, flags=re.S)
    return Page(
        number=notebook.name[:2],
        title=title_of(read, notebook.stem),
        decide=decision_of(read),
        bring=_text(bring[1]) if bring else "",
        parts=_held(parts, held),
        findings=findings,
        short=_lead(short),
        source=" ".join(cell.source for cell in read.cells if cell.cell_type == "markdown"),
        case=names["case"],
    )


def _note(source: str, tags: set[str], parts: list[Part]) -> None:
    """Begin a part at its heading; keep the facilitator's note of it."""
    if "facilitator" not in tags:
        heading = re.search(r"^## +(.+)$", source, flags=re.M)
        if heading:
            parts.append(Part(_text(heading[1]), prose=_text(source[heading.end() :])))
        return
    now = parts[-1]
    now.lasts, now.of, said = read_note(source)
    say, _, sticks = said.partition("**If the room sticks:**")
    now.say, now.sticks = _text(say.replace("**Say:**", "")), _text(sticks)


def _given(source: str, name: str, names: dict) -> tuple[list, list[str]]:
    """What a cell's statements give, and unseen beside it what may be expected as an answer."""
    values, expected = [], []

    def hears(*_, metadata: Mapping | None = None, **__) -> None:
        told = (metadata or {}).get("text/html", {}).get(EXPECTED)
        expected.extend([told] if told else [])

    with patch.object(panels, "display", hears):
        for line in ast.parse(source).body:
            if isinstance(line, ast.Expr):
                line = ast.parse(f"_given = {ast.unparse(line)}").body[0]
            exec(compile(ast.Module([line], []), name, "exec"), names)
            if isinstance(line, ast.Assign):
                values.append(names[line.targets[0].id])
    return values, expected


# --- Text, as it stands on paper: never markup, whoever wrote it ---------------------------------


def _text(markdown: object) -> str:
    line = re.sub(r"^- |\n- ", lambda mark: "; " if mark.start() else "", str(markdown))
    return printable(plain(line))


def _lead(shown: str) -> str:
    """What a page says of itself in short."""
    from lxml.html import fromstring

    said = fromstring(f"<div>{shown}</div>").xpath("string(.//div[@class='lead'])")
    return _text(said.replace("*", r"\*"))


# --- Pictures: those drawn as rows of text are set anew for paper --------------------------------


@dataclass
class Drawn:
    """A picture as it is printed, with what it shows for who cannot see it."""

    name: str
    title: str
    alt: str
    png: bytes

    @property
    def shape(self) -> tuple[int, int]:
        """Its width and height."""
        return unpack(">II", self.png[16:24])


def _drawn(finding: Finding, name: str) -> Drawn | None:
    """A finding's picture for paper; none where it cannot be set there."""
    from lxml.html import fromstring

    shown, title = finding.picture.html(finding.words), _text(finding.title)
    tree = fromstring(shown)
    for image in tree.xpath("descendant-or-self::img"):
        png = b64decode(image.get("src").partition(",")[2])
        return Drawn(name, title, _text(f"{finding.title}. {image.get('alt')}"), png)
    for rows in re.findall(r'<figure class="ss-rows">.+?</figure>', shown, flags=re.S):
        alt = tree.xpath("string(.//@aria-label)")
        png = _typeset("kit_picture", printable(rows.replace("<br>", "<br/>")), "png")
        return Drawn(name, title, _text(alt), png)
    return None


def _typeset(name: str, data: str, kind: str, pictures: Iterable[Drawn] = ()) -> bytes | int:
    """A template of typst with its data, as a PDF or a PNG; or of how many pages it would be."""
    import typst

    how = typesetting(data=data, images=json.dumps({one.name: list(one.png) for one in pictures}))
    template = looks(f"{name}.typ").encode()
    if kind == "pages":
        return json.loads(typst.query(template, "<pages>", field="value", **how))[-1]
    return typst.compile(template, format=kind, ppi=150, **how)


def _held(parts: Sequence[Part], held: Sequence[int]) -> list[Part]:
    timed = [part for part in parts if part.lasts]
    return [timed[at] for at in held] if held else timed


def _together(parts: Sequence[Part]) -> str:
    """The minutes of all of them."""
    return stretches(part.lasts for part in parts)[-1].partition("–")[2]


# --- What is asked, on paper: answers to tick, lines to write on ---------------------------------

SHORT_SCALE = 6  # answers that stand beside each other, for each row of a list
TO_TICK = 12  # answers that are printed under a question; of more, one writes which
ROWS = 12  # of a table to fill in on paper


def _asked(form: object) -> list[dict]:
    """A form of the page as it is printed: a grid, or question by question."""
    if isinstance(form, Game):
        return [{"said": SAID["hand"]}]
    if isinstance(form, TableForm):
        columns = [one.label for one in form.columns]
        rows = [[row.title, *("" for _ in columns)] for row in form.rows[:ROWS].itertuples()]
        scales = [f"{one.label}: {' · '.join(_answers(one))}"
                  for one in form.columns if one.options]  # fmt: skip
        more = SAID["on_screen"] if len(form.rows) > ROWS else ""
        return [{"head": columns, "rows": rows}, *({"said": one} for one in [*scales, more] if one)]
    given = []
    for options in dict.fromkeys(one.options for one in form.questions):
        same = [one for one in form.questions if one.options == options]
        answers = _answers(same[0])
        if len(same) > 2 and 0 < len(answers) <= SHORT_SCALE:
            rows = [[one.label, *("☐" for _ in answers)] for one in same]
            given.append({"head": answers, "rows": rows})
            continue
        once = answers and (len(same) > 1 or len(answers) > TO_TICK)
        given += [{"said": f"Choose from: {' · '.join(answers)}"}] if once else []
        given += [{"ask": one, "ticks": [] if once else answers} for one in same]
    return given


def _answers(question: Question) -> list[str]:
    return [option for option in question.options if option != NOT_CHOSEN]


# --- The slides of a page ------------------------------------------------------------------------

MOST = 8  # slides of one notebook


def _slides(page: Page) -> list[SimpleNamespace]:
    """Its opening, its pictures, its questions; where that is too much, what matters most (0)."""
    slides = []
    for part in page.parts:
        titles = [_text(one.title) for one in part.pictures]
        pictures = [one for one in page.drawn if one.title in titles]
        decides = not slides or part.heading.startswith("Decide")
        if decides or part.heading == BOARD or part.guessed:
            title = part.heading if slides else page.title
            slides.append((0 if decides else 2, title, part, None))
        slides += [(3 if at else 1, one.title, part, one) for at, one in enumerate(pictures)]
    best = sorted(slides, key=lambda slide: slide[0])[:MOST]
    kept = [SimpleNamespace(title=one[1], part=one[2], drawn=one[3], tells=[])
            for one in slides if one in best]  # fmt: skip
    now = kept[0]
    for part in page.parts:
        now = next((slide for slide in kept if slide.part is part), now)
        now.tells.append(part)
    return kept


# --- Paper: one text of a template, as Word and as PDF -------------------------------------------

STYLES = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "p": "Normal",
          "small": "Caption", "li": "List Bullet"}  # fmt: skip


def _word(title: str, html: str, pictures: Mapping[str, Drawn], seal, size: float = 10) -> bytes:
    """A text as a Word file: headings, tables whose first row is repeated, described pictures."""
    from docx import Document
    from docx.shared import Pt

    book = Document(str(TEMPLATE / "kit.docx"))  # its looks: letters, margins, language
    book.styles["Normal"].font.size = Pt(size)
    book.sections[0].footer.paragraphs[0].text = _whose(seal)
    book.add_paragraph(title, "Title")
    for element in _elements(html):
        _in_word(book, element, pictures)
    return _saved(book, title, seal)


def _saved(book, title: str, seal) -> bytes:
    """A Word or PowerPoint file, the same whenever it is made: no clock in its parts."""
    about, said = book.core_properties, (f"{title}: {seal.district}", seal.made_from)
    about.author, about.language = "", "en-US"
    # neither program takes a longer one: of many files the first are named
    about.title, about.comments = (shorten(_text(words), 255, placeholder=" …") for words in said)
    about.created = about.modified = datetime.combine(seal.dated, datetime.min.time())
    return document_bytes(book)


def _elements(html: str) -> list:
    from lxml.html import fromstring

    return [one for one in fromstring(f"<div>{html}</div>") if isinstance(one.tag, str)]


def _said(element) -> str:
    return re.sub(r"[ \n]+", " ", element.text_content()).strip()


def _in_word(book, element, pictures: Mapping[str, Drawn]) -> None:
    from docx.enum.text import WD_BREAK
    from docx.shared import Inches

    kind = element.get("class") or element.tag
    if kind == "break":
        book.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    elif kind == "line":
        book.add_paragraph("_" * 78)
    elif kind == "table":
        _table_in_word(book, element)
    elif kind == "img":
        drawn = pictures[element.get("src")]
        wide, tall = within(drawn.shape, (Inches(6.4), Inches(3)))
        about = book.add_picture(io.BytesIO(drawn.png), wide, tall)._inline.docPr
        about.set("descr", drawn.alt)
    elif _said(element):
        book.add_paragraph(_said(element), STYLES[kind])


def _table_in_word(book, element) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Inches, Pt

    rows = element.xpath(".//tr")
    wide = [Inches(float(inches)) for inches in element.get("data-wide").split()]
    table = book.add_table(len(rows), len(wide), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    for row, said in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, said, wide, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(_said(text)).bold = text.tag == "th"
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    book.add_paragraph("", "Caption")


def _whose(seal) -> str:
    invented = " · invented district: no real district's figures" if seal.invented else ""
    return _text(f"{seal.line}{invented}")


# --- PowerPoint ----------------------------------------------------------------------------------


def _deck(html: str, pictures: Mapping[str, Drawn], seal) -> bytes:
    """Slides: a title, a picture or a few lines of at least 14 points, and notes to speak from."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for section in _elements(html):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        title, *body, notes = [one for one in section if isinstance(one.tag, str)]
        _box(slide.shapes.title, 0.4, 1.1, [_said(title)], 34 if len(_said(title)) < 51 else 26)
        lines = [_said(one) for one in body if one.tag == "p" and _said(one)]
        for image in (one for one in body if one.tag == "img"):
            drawn = pictures[image.get("src")]
            size = within(drawn.shape, (Inches(12), Inches(5.1)))
            png, left, top = io.BytesIO(drawn.png), Inches(0.6), Inches(1.6)
            shown = slide.shapes.add_picture(png, left, top, *size)
            shown._element.nvPicPr.cNvPr.set("descr", drawn.alt)
        if lines:
            size = 24 if len(" ".join(lines)) < 400 else 18 if len(" ".join(lines)) < 800 else 14
            box = slide.shapes.add_textbox(Inches(0.6), Inches(1.7), Inches(12), Inches(5))
            _box(box, 1.7, 5, lines, size)
        foot = slide.shapes.add_textbox(Inches(0.6), Inches(6.9), Inches(12), Inches(0.4))
        _box(foot, 6.9, 0.4, [_whose(seal)], 14)
        said = [_said(one) for one in notes]
        slide.notes_slide.notes_text_frame.text = "\n".join(said)
    return _saved(deck, "Slides", seal)


def _box(shape, top: float, tall: float, lines: Sequence[str], size: float) -> None:
    from pptx.util import Inches, Pt

    shape.left, shape.top, shape.width = Inches(0.6), Inches(top), Inches(12.1)
    shape.height, frame = Inches(tall), shape.text_frame
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text, run.font.size, run.font.name = line, Pt(size), "Arial"
        paragraph.space_after = Pt(8)


# --- A session's kit -----------------------------------------------------------------------------

SHEETS = 2  # of a worksheet, for one page
# of a worksheet: how many pictures, lines under a question, points of a letter; the first that fits
FITS = ((3, 3, 10.5), (2, 3, 10.5), (2, 3, 9.5), (1, 3, 10.5), (1, 2, 9.5), (1, 1, 9), (1, 1, 8),
        (0, 3, 9.5), (0, 2, 9), (0, 1, 8))  # fmt: skip
PAPERS = {"agenda": "Agenda by the minute", "answer_key": "Answer key", "prework": "Before we meet",
          "letter_after": "After our session", "vocabulary": "Words we share"}  # fmt: skip


def make_kit(folder: Path, notebooks: Sequence[Path], session: str) -> dict[str, bytes]:
    """A session's kit for a district's folder: each file by its name."""
    how = SESSIONS[session]
    with tempfile.TemporaryDirectory() as place:
        pages = [played(one, folder, Path(place), how.get("parts", {}).get(one.name[:2], ()))
                 for one in notebooks if one.name[:2] in how["pages"]]  # fmt: skip
    for page in pages:
        drawn = [_drawn(one, f"{page.number}_{at}.png") for at, one in enumerate(_pictures(page))]
        page.drawn = [one for one in drawn if one]
        page.slides = _slides(page)
    pictures = {one.name: one for page in pages for one in page.drawn}
    parts = [part for page in pages for part in page.parts]
    times = clock(SAID["starts"], [part.lasts for part in parts])
    for part, starts in zip(parts, times, strict=False):
        part.clock = starts
    slides = [slide for page in pages for slide in page.slides]
    for at, slide in enumerate(slides, start=1):
        for part in slide.tells:
            part.slide = at
    seal = stamp(pages[0].case.district)
    game = next((one for page in pages for one in page.shown if isinstance(one, Game)), None)
    known = _known(pages)
    given = {"known": known, "session": how, "pages": pages, "parts": parts, "said": SAID,
             "starts": times[0], "ends": times[-1], "lasts": _together, "asked": _asked,
             "game": game, "board": BOARD, "home": HOME, "talks": talks}  # fmt: skip
    texts = {name: _filled(name, given) for name in (*PAPERS, "slides")}
    made = {f"{name}.docx": _word(title, texts[name], pictures, seal)
            for name, title in PAPERS.items()}  # fmt: skip
    made["slides.pptx"] = _deck(texts["slides"], pictures, seal)
    sheets = [_fitted(page, given, seal) for page in pages]
    texts["worksheet"] = '<hr class="break"/>'.join(html for _, html in sheets)
    size = min(size for size, _ in sheets)
    made["worksheet.docx"] = _word("Worksheet", texts["worksheet"], pictures, seal, size)
    paper = _sheets(sheets, seal)
    made["worksheet.pdf"] = _typeset("kit_worksheet", paper, "pdf", pictures.values())
    if game:
        cards = _cards(game, pages[-1].case.found().savings)
        stamped = json.dumps(cards | {"whose": _whose(seal)})
        made["cards.pdf"] = _typeset("kit_cards", stamped, "pdf")
        texts["cards"] = f"<p>{escape(str(cards))}</p>"
    made["numbers.csv"] = numbers(pages, texts, known)
    return made


def _pictures(page: Page) -> list[Finding]:
    return [one for part in page.parts for one in part.pictures]


def _filled(name: str, given: Mapping) -> str:
    from jinja2 import Environment, FileSystemLoader

    look = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True, trim_blocks=True)
    look.filters |= {"text": _text, "bound": lambda said: _bound(_text(said), given["known"])}
    return NOT_PRINTED.sub("", look.get_template(f"kit_{name}.html").render(given))


def _fitted(page: Page, given: Mapping, seal) -> tuple[float, str]:
    """A page's two sheets, in the largest letters and with as many pictures as they hold."""
    for most, lines, size in FITS:
        html = _filled("worksheet", given | {"pages": [page], "most": most, "lines": lines})
        if _typeset("kit_worksheet", _sheets([(size, html)], seal), "pages", page.drawn) <= SHEETS:
            return size, html
    raise PlainError(f"The questions of page {page.title} do not fit on {SHEETS} sheets.")


def _sheets(sheets: Sequence[tuple[float, str]], seal) -> str:
    return json.dumps({"whose": _whose(seal), "sheets": sheets})


# --- The trade-off game on cards -----------------------------------------------------------------


def _cards(game: Game, savings: pd.DataFrame) -> dict:
    """The cards of the page's game, with what each frees by fund, identified and to plan on."""
    cards = game.deck.cards.set_index("card")
    told = []
    for card in game.table.cards:
        frees, program = card["kind"] == SAVING, cards.loc[card["card"], "program_id"]
        mine = savings[savings["program_id"].eq(program)] if frees else savings.iloc[:0]
        funds = [f"{row.pool}: {dollars(row.likely)}, plan on {dollars(row.plan_on)}"
                 for row in mine.itertuples()]  # fmt: skip
        said = {part: _text(card[part]) for part in ("program", "dollars", "what", "caution")}
        lines = list(map(_text, [*funds, *card["lines"]]))
        told.append(said | {"frees": frees, "lines": lines, "unsure": frees and mine.empty})
    pools = [_text(pool) for pool in game.deck.order]
    return {"cards": told, "said": SAID["game"], "pools": pools, "none": SAID["no_deck"]}


# --- Where each figure is from -------------------------------------------------------------------

FIGURE = re.compile(r"\$?\d+(?:,\d+)*(?:\.\d+)?(?:%|¢|[KMB]\b)?")
WORDS = "the page's own words"


def _bound(text: str, known: Mapping) -> str:
    """The sentences whose every figure stands in a table of the run."""
    sentences = re.split(r"(?<=[.!?”]) (?=[A-Z“])", text)
    return " ".join(one for one in sentences if {*FIGURE.findall(one)} <= {*known})


def numbers(pages: Sequence[Page], texts: Mapping[str, str], known: Mapping) -> bytes:
    """Every figure of the kit but the clock's, with the cell of the run's tables that holds it."""
    checks = [form.questions for page in pages for part in page.parts for form in part.asked
              if part.heading.startswith("Check")]  # fmt: skip
    asked = [talks(page.number) for page in pages]
    words = str([SAID, asked, checks, [page.source for page in pages]])
    told = [(page, place, said) for page in pages for place, said in (
        ("In short", page.short), *((part.heading, one) for part in page.parts
         for one in (*part.expected, *(finding.title for finding in part.pictures))))]  # fmt: skip
    answers = {figure: f"page {page.number}, {place}: computed there, in no table"
               for page, place, said in told for figure in FIGURE.findall(_text(said))}  # fmt: skip
    known = answers | dict.fromkeys(FIGURE.findall(words), WORDS) | known
    used: dict[str, list[str]] = {}
    for name, html in texts.items():
        for element in _elements(html):
            for timed in element.xpath(".//*[@class='clock']"):
                timed.clear()
            described = " ".join(element.xpath("descendant-or-self::img/@alt"))
            for figure in FIGURE.findall(f"{_said(element)} {described}"):
                used.setdefault(figure, []).append(name)
    rows = [[figure, known.get(figure, ""), "; ".join(dict.fromkeys(where))]
            for figure, where in used.items()]  # fmt: skip
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([["text", "source", "used_in"], *rows])
    return lines.getvalue().encode()


def _known(pages: Sequence[Page]) -> dict[str, str]:
    """Each figure of the run's tables as people write it, with the cell that holds it."""
    known: dict[str, str] = {}
    found = [(page.number, one) for page in pages for one in page.findings]
    found += [(page.number, Finding("Cards", one.deck.cards)) for page in pages
              for one in page.shown if isinstance(one, Game)]  # fmt: skip
    for number, one in found:
        drawn = one.picture.table if one.picture else None
        for table in (one.table, one.on_page, drawn):
            for column in () if table is None else table.columns:
                for row, value in enumerate([column, *table[column]]):
                    cell = f"page {number}, {_text(one.title)}: {column}, row {row}"
                    known |= {figure: cell for figure in _written(value) if figure not in known}
    return known


def _written(value: object) -> list[str]:
    """The figures of a cell, in every way in which the pages write them."""
    if not pd.api.types.is_number(value) or isinstance(value, bool):
        return FIGURE.findall(str(value))
    said = [write(value) for write in (*NUMBERS, short_dollars)]
    return [figure for words in said for figure in FIGURE.findall(words)]


NUMBERS = [FORMATS[form] for form in ("dollars", "cents", "percent", "percent1", "count",
                                      "number1", "number2")]  # fmt: skip
