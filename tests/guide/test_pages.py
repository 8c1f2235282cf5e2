"""Pages and workbooks: readable without code, without the network, and the same every time."""

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, unquote, urlsplit

import nbformat
import openpyxl
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from smarter_spending.guide import opening
from smarter_spending.guide.pages import (
    ALL_PAGES,
    DistrictResult,
    NotebookResult,
    Stamp,
    index_page,
    live_cell_html,
    live_page,
    notebook_page,
    write_page,
    write_workbook,
)
from smarter_spending.guide.sentences import to_the_board

STAMP = Stamp(
    "Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv", "programs.csv"), "0.1.0", True
)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WIDGET = "application/vnd.jupyter.widget-view+json"


def shown(data, metadata=None):
    return new_output("display_data", data=data, metadata=metadata or {})


@pytest.fixture
def page(tmp_path):
    """A function that makes a page of some cells and gives its text."""

    def make(*cells, **given):
        nbformat.write(new_notebook(cells=list(cells)), tmp_path / "09_cost.ipynb")
        made = notebook_page(tmp_path / "09_cost.ipynb", tmp_path / "09_cost.html", **given)
        return made.read_text(encoding="utf-8")

    return make


def code(source, *outputs, tags=()):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def test_no_code_is_on_a_page_whatever_its_tags(page):
    text = page(
        code("secret = 1", shown({"text/html": "<b>Found</b>"}), tags=["remove-input"]),
        code("untagged = 2", shown({"text/plain": "two"})),
        code("given = 3", tags=["injected-parameters"]),
        code("default = 4", tags=["parameters"]),
    )
    assert "<b>Found</b>" in text and "two" in text
    assert not re.search("secret|untagged|given|default =", text)


def test_cells_for_facilitators_and_removed_ones_are_left_out(page):
    text = page(
        new_markdown_cell("Say nothing yet.", metadata={"tags": ["facilitator"]}),
        code("x", shown({"text/plain": "hidden result"}), tags=["remove-cell"]),
        new_markdown_cell("For everybody."),
    )
    assert "For everybody." in text
    assert "Say nothing yet." not in text and "hidden result" not in text


def note(text, *tags):
    return new_markdown_cell(text, metadata={"tags": ["facilitator", *tags]})


def test_the_facilitators_edition_has_the_plan_and_a_note_beside_each_part(page):
    expected = {"text/html": {"expected": "**81** of *every* <i>100</i>."}}
    folded = {"text/html": {"expected": "for the analyst alone"}}
    cells = (
        new_markdown_cell("# 6. Money\n\n**Decide:** what first."),
        note("**1 minute:** 1 to read.\n\n**Say:** “Welcome.”"),
        new_markdown_cell("## Guess *before* you look"),
        note("**12 minutes:** 2 to talk, 10 hands-on.\n\n**Say:** “Write it.”"),
        code("a", shown({"text/html": "<p>The boxes</p>"}, expected), tags=["exercise"]),
        code("b", shown({"text/html": "<p>In the fold</p>"}, folded), tags=["analyst"]),
        new_markdown_cell("## Take it home"),
        code("c", shown({"text/html": "<p>Files</p>"}, {"text/html": {"expected": "Told after."}})),
        note("No time is set for this."),
    )
    text = page(*cells, noted=True, following="07_list.facilitator.html")
    main = text[text.index("<main") :]
    plan = re.findall(r"<tr><td>(.*?)</td><th.*?>(?:<a.*?>)?(.*?)</a></th><td>(.*?)</td>", main)
    assert plan == [
        ("0–1", "In short", "1 to read"),
        ("1–13", "Guess before you look", "2 to talk, 10 hands-on"),
    ]
    first, second, third = re.findall(r'<div class="note".*?</div>\n', main, flags=re.S)
    assert "minutes 0–1: 1 to read" in first and "“Welcome.”" in first
    assert "What to expect" not in first and "Told after." not in second
    assert "<strong>81</strong> of <em>every</em> &lt;i&gt;100&lt;/i&gt;." in second
    assert main.index("“Write it.”") < main.index("The boxes")
    assert (
        "for the analyst alone" not in text and "No time is set" in third and "Told after." in third
    )
    assert "<title>6. Money · for the facilitator</title>" in text
    assert 'href="09_cost.html">The leaders&#39; page' in text
    assert 'href="07_list.facilitator.html" rel="next"' in text
    leaders = page(*cells, following="07_list.html")
    assert "The boxes" in leaders
    assert not re.search("facilitator|Welcome|Write it|<strong>81|plan, by the minute", leaders)


def test_a_run_of_cells_for_the_analyst_is_folded_once_and_in_its_place(page):
    text = page(
        new_markdown_cell("Before."),
        new_markdown_cell("Deviations.", metadata={"tags": ["analyst"]}),
        code("x", shown({"text/html": "<table><tr><td>0.19</td></tr></table>"}), tags=["analyst"]),
        new_markdown_cell("After."),
    )
    main = text[text.index("<main") :]
    (folded,) = re.findall(r'<details class="analyst">.*?</details>', main, flags=re.S)
    assert "Deviations." in folded and "0.19" in folded and "Before." not in folded
    assert main.index("Before.") < main.index("<details") < main.index("After.")


def test_a_form_becomes_its_answers_and_a_bare_control_disappears(page):
    text = page(
        code(
            "f", shown({WIDGET: {"model_id": "abc"}, "text/html": "Our answer", "text/plain": "f"})
        ),
        code("g", shown({WIDGET: {"model_id": "def"}, "text/plain": "IntSlider()"})),
    )
    assert "Our answer" in text
    assert "IntSlider" not in text and "model_id" not in text and "<script" not in text


def test_technical_warnings_and_tracebacks_are_not_for_leaders(page):
    warned = new_output("stream", name="stderr", text="FutureWarning: soon")
    failed = new_output("error", ename="KeyError", evalue="'x'", traceback=["Traceback line 3"])
    text = page(code("a", warned), code("b", failed), new_markdown_cell("After"))
    assert "FutureWarning" not in text and "Traceback" not in text and "KeyError" not in text
    assert "After" not in text, "a page ends where it stopped"


def test_a_page_asks_for_nothing_from_elsewhere(page):
    text = page(
        new_markdown_cell("# Cost\n\n$a$ and $$b$$ <script src='http://evil.example'></script>"),
        code("x", shown({"text/html": "<table><tr><td>1</td></tr></table>"})),
        stamp=STAMP,
    )
    assert not re.search(r"""<[^<>]*\b(src|href)\s*=\s*["']?(https?:)?//""", text)
    assert "<script" not in text and "@import" not in text and "url(" not in text


def test_the_browser_is_told_to_run_and_fetch_nothing_whatever_an_output_holds(page):
    text = page(code("x", shown({"text/html": "<img src='https://elsewhere.example/x.png'>"})))
    (rule,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    allowed = dict(part.split(maxsplit=1) for part in rule.split("; "))
    assert allowed == {"default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data:"}
    assert text.index(rule) < text.index("elsewhere.example"), "it holds only for what follows"


def test_a_page_that_ended_early_says_so_even_when_nobody_says_how_it_went(page):
    mark = new_markdown_cell(
        "<span>An Exception was encountered</span>", metadata={"tags": ["papermill-error-cell-tag"]}
    )
    failed = new_output("error", ename="KeyError", evalue="'x'", traceback=["Traceback line 3"])
    text = page(mark, new_markdown_cell("# T\n\nBefore"), code("b", failed))
    assert "This page could not be finished." in text and "Before" in text
    assert "Exception was encountered" not in text and "Traceback" not in text
    assert "could not be finished" not in page(new_markdown_cell("# T"))


def test_dollar_signs_in_prose_stay_dollar_signs(page):
    text = page(new_markdown_cell("From $630 to **$2,196**, and \\$7."))
    assert "From $630 to <strong>$2,196</strong>, and $7." in text


def test_a_picture_keeps_its_words(page):
    alt = "Tutoring costs most"
    text = page(
        code("c", shown({"image/png": PNG, "text/plain": alt}, {"image/png": {"alt": alt}}))
    )
    assert f'alt="{alt}"' in text


def test_every_table_scrolls_in_its_own_box_once(page):
    ready = '<div class="ss-scroll" tabindex="0"><table><tr><td>1</td></tr></table></div>'
    text = page(
        new_markdown_cell("| a | b |\n|---|---|\n| 1 | 2 |"),
        code("x", shown({"text/html": ready})),
        code("y", shown({"text/html": "<table><tr><td>2</td></tr></table>"})),
    )
    assert text.count("<table") == text.count('class="ss-scroll"') == 3


def test_the_title_is_the_notebooks_and_stands_once(page):
    text = page(new_markdown_cell("# 9. What did it buy?\n\nProse."), stamp=STAMP)
    assert "<title>9. What did it buy? · Oak Unified</title>" in text
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", text) == ["9. What did it buy?"]
    assert '<html lang="en">' in text and 'href="#main"' in text and 'id="main"' in text


def test_a_page_says_whose_figures_it_shows_from_when_and_that_they_are_invented(page):
    text = page(new_markdown_cell("# T"), stamp=STAMP)
    assert "Oak Unified · fiscal year 2024-25 · figures as of September 15, 2025" in text
    assert "Invented district" in text
    assert "Draft for discussion. Made from ledger.csv, programs.csv" in text


def test_a_page_leads_to_its_neighbours_and_the_index(page):
    text = page(new_markdown_cell("# T"), previous="08_x.html", following="10_y.html")
    assert re.findall(r'<a href="([^"#]+)" rel', text) == ["08_x.html", "10_y.html"]
    assert '<a href="../index.html">' in text
    assert "The next page" not in page(new_markdown_cell("# T"), previous="08_x.html")


def test_a_districts_name_cannot_become_part_of_the_page(tmp_path):
    result = DistrictResult("oak", problems=('ledger.csv: "<script>alert(1)</script>"',))
    text = index_page([result], tmp_path).read_text(encoding="utf-8")
    assert "<script>" not in text and "&lt;script&gt;" in text


def test_the_index_links_what_a_page_gives_to_take_home(tmp_path):
    done = NotebookResult("oak", "09_cost", "Cost", "done")
    result = DistrictResult(
        "oak", stamp=STAMP, notebooks=(done,), take_home=("09_cost.xlsx", "extra.pdf")
    )
    text = index_page([result], tmp_path).read_text(encoding="utf-8")
    assert 'href="oak/09_cost.html"' in text
    assert 'href="oak/take_home/09_cost.xlsx"' in text and 'href="oak/take_home/extra.pdf"' in text


def test_the_index_names_each_hand_out_in_the_row_of_the_page_that_made_it(tmp_path):
    pages = [NotebookResult("oak", name, name, "done") for name in ("01_room", "09_cost")]
    left = ("01_room.html", "09_cost-charter_of_ours.html", "09_cost-charter_of_ours.xlsx")
    result = DistrictResult("oak", stamp=STAMP, notebooks=tuple(pages), take_home=left)
    assert result.others() == ()
    assert result.to_take_home("01_room") == {"": ("01_room.html",)}
    assert result.to_take_home("09_cost") == {"charter_of_ours": left[1:]}
    text = index_page([result], tmp_path).read_text(encoding="utf-8")
    row = text.split("09_cost</a>")[1].split("</tr>")[0]
    assert 'href="oak/take_home/09_cost-charter_of_ours.html"' in row
    assert 'aria-label="charter of ours, ' in row
    assert text.count("charter_of_ours.html") == 1


def answered(notebook, sentence, figure=""):
    return NotebookResult("oak", notebook, notebook, "done", in_short=sentence, figure=figure)


def test_a_districts_first_screen_says_what_was_found_by_the_page_that_knows_most(tmp_path):
    pages = (
        answered("02_needs", "<p>Not yet known.</p>"),
        answered("06_money", "<p>Most goes to people.</p>", "82% of the fund"),
        answered("09_cost", "<p>A third bought a gain.</p>", "32¢ of each dollar"),
        answered("12_plan", "<p>The reserve falls.</p>", "3.9%"),
    )
    result = DistrictResult("oak", stamp=STAMP, notebooks=pages)
    found = [(of, page.notebook) for of, page in result.findings()]
    # page 2 has no number, page 9 has; of two pages with a number the first named speaks
    assert found == [("Money", "06_money"), ("Learning", "09_cost")]
    text = index_page([result], tmp_path).read_text(encoding="utf-8")
    first_screen = text.split("<details>")[0]
    assert "A third bought a gain." in first_screen and "82% of the fund" in first_screen
    assert "The reserve falls." not in text and "Not yet known." not in text
    assert first_screen.count("Start here") == 1


def test_the_first_screen_says_what_is_missing_who_has_it_and_the_command(tmp_path):
    missing = (("positions.csv", "who works where", "human resources", "import table x"),)
    result = DistrictResult("oak", stamp=STAMP, missing=missing)
    text = index_page([result], tmp_path).read_text(encoding="utf-8")
    said = "<b>positions.csv</b> (who works where): human resources. <code>import table x</code>"
    assert said in text and "who has it, and the command" in text
    assert "Missing" not in index_page([DistrictResult("elm")], tmp_path).read_text("utf-8")


def test_the_board_page_is_one_press_from_the_first_screen(tmp_path):
    left = tuple(f"14_plan-board_page.{kind}" for kind in ("html", "md", "pdf"))
    done = NotebookResult("oak", "14_plan", "Plan", "done")
    result = DistrictResult("oak", stamp=STAMP, notebooks=(done,), take_home=left)
    first_screen = index_page([result], tmp_path).read_text("utf-8").split("<details>")[0]
    assert re.findall(r'take_home/(\S+)"', first_screen) == [left[0], left[2]]


def test_a_page_with_questions_says_where_they_are_answered(page):
    asked = shown({WIDGET: {"model_id": "a"}, "text/html": '<div class="ss-answers">Why?</div>'})
    assert "A page to read and to print" in page(code("f", asked))
    assert "A page to read and to print" not in page(new_markdown_cell("# T"))


@pytest.mark.parametrize("folder", ["oak", "Oak Valley", "Oak #2", "Ca\u00f1on 80%25"])
def test_every_link_of_the_index_leads_to_the_folder_however_it_is_called(tmp_path, folder):
    done = NotebookResult(folder, "09_cost", "Cost", "done")
    result = DistrictResult(
        folder, stamp=STAMP, notebooks=(done,), take_home=("09_cost.xlsx", "a #1.pdf")
    )
    other = DistrictResult("other", stamp=STAMP)
    text = index_page([result, other], tmp_path).read_text(encoding="utf-8")
    led = {urlsplit(link) for link in re.findall(r'href="([^"]+)"', text)}
    files = {unquote(link.path) for link in led if link.path}
    assert files == {
        f"{folder}/09_cost.html",
        f"{folder}/take_home/09_cost.xlsx",
        f"{folder}/take_home/a #1.pdf",
        f"{folder}/packet.zip",  # the index leads to the packet since there is one
        f"{folder}/packet/0 Start here.html",  # and to the same as a folder, by its cover
    }
    places = {unquote(link.fragment) for link in led if link.fragment} - {"main"}
    assert places == {folder, "other"} <= set(re.findall(r'id="([^"]+)"', text))


def test_text_colours_can_be_told_from_white(page):
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    css = page(new_markdown_cell("# T"))
    colours = set(re.findall(r"(?<![-\w])color: (#\w{6})", css))
    colours |= set(re.findall(r"--(?:ink|quiet|accent|ok|warn|loss): (#\w{6})", css))
    assert len(colours) >= 6
    # WCAG 2.1: (1.05) / (luminance + 0.05) of text on white is at least 4.5
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in colours)


def test_a_take_home_page_is_written_to_read_and_to_edit(tmp_path):
    page, text = write_page(tmp_path / "new", "memo", "What we found", "Costs **$5**.", STAMP)
    assert "<strong>$5</strong>" in page.read_text(encoding="utf-8")
    lines = text.read_text(encoding="utf-8")
    assert lines.startswith("# What we found\n\nOak Unified")
    assert "Costs **$5**." in lines and "Invented district" in lines and "Draft" in lines


TABLE = pd.DataFrame(
    {
        "program": ["Tutoring", "=2+3"],
        "total_cost": [90_000.0, float("nan")],
        "share": [0.25, 0.5],
        "students_served": [100, 200],
        "upper_cost": [float("inf"), 5.0],
        "kept": [True, False],
    }
)


@pytest.fixture
def sheet(tmp_path):
    file = write_workbook(tmp_path, "costs", {"Costs": TABLE}, STAMP, ["A note."])
    return openpyxl.load_workbook(file)["Costs"]


def test_numbers_stay_numbers_with_their_unit(sheet):
    assert [cell.value for cell in sheet[2]] == [
        "Tutoring",
        90_000,
        0.25,
        100,
        "no upper limit",
        "yes",
    ]
    assert sheet["B2"].number_format.startswith("$#,##0")
    assert sheet["C2"].number_format == "0.0%"
    assert sheet["D2"].number_format == "#,##0"


def test_what_is_not_known_is_blank_and_never_zero(sheet):
    assert sheet["B3"].value is None


def test_text_is_never_read_as_a_formula(sheet):
    assert sheet["A3"].value == "=2+3"
    assert sheet["A3"].data_type == "s"


def test_headings_are_words_and_stay_in_sight(sheet):
    assert [cell.value for cell in sheet[1]][:2] == ["Program", "Total cost"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"


def test_the_first_sheet_says_what_the_workbook_is(tmp_path):
    file = write_workbook(tmp_path, "costs", {"Costs": TABLE}, STAMP, ["A note."])
    about = openpyxl.load_workbook(file)["About"]
    lines = {row[0].value: row[1].value for row in about.iter_rows()}
    assert lines["District"] == "Oak Unified" and lines["Fiscal year"] == "2024-25"
    assert lines["Figures as of"] == "September 15, 2025"
    assert lines["Standing"] == "Draft for discussion" and lines["Note"] == "A note."
    assert "made up" in lines["Invented"]


def test_the_same_tables_give_the_same_workbook_byte_for_byte(tmp_path):
    one = write_workbook(tmp_path, "one", {"Costs": TABLE}, STAMP)
    other = write_workbook(tmp_path, "other", {"Costs": TABLE}, STAMP)
    assert one.read_bytes() == other.read_bytes()


def test_the_first_screen_says_what_was_looked_for_and_warns_of_what_was_found():
    students = pd.DataFrame({"student_key": ["S1", "S2", "S3"], "fiscal_year": "2024-25"})
    district = SimpleNamespace(students_outcomes=students, fiscal_year="2024-25", minimum_group=11)
    assert "Looked for and not found" in opening._students(district)
    district.students_outcomes = students.replace("S3", "1234567890")
    said = opening._students(district)
    assert "WARNING: 1 key is written like state student ids" in said
    assert "not found" not in said


# live pages

HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_a_live_cell_holds_its_control_and_until_then_its_words_for_paper():
    control = {"model_id": HOSTILE, "version_major": 2}
    text = live_cell_html(code("f", shown({WIDGET: control, "text/html": "Our answer"})))
    assert '<div class="still">Our answer</div>' in text
    (script,) = re.findall(r"<script type=\"application/vnd.voila.cell-output\+json\">(.*?)<", text)
    assert json.loads(script)["data"][WIDGET] == control, "as it was, and no tag can end it"
    assert "<img" not in text and text.count("</script>") == 1


def test_a_live_page_shows_no_code_no_warning_and_nothing_for_facilitators():
    warned = new_output("stream", name="stderr", text="FutureWarning: soon")
    assert live_cell_html(code("secret = 1", warned)) == ""
    assert live_cell_html(code("given", shown({"text/html": "x"}), tags=["parameters"])) == ""
    hint = new_markdown_cell("Say nothing yet.", metadata={"tags": ["facilitator"]})
    assert live_cell_html(hint) == ""


def test_what_stops_a_live_page_is_said_in_words():
    failed = new_output("error", ename="KeyError", evalue="'x'", traceback=["Traceback line 3"])
    text = live_cell_html(code("b", failed), f"ledger.csv: {HOSTILE} is no amount.")
    assert "This page could not be finished." in text and "is no amount." in text
    assert "Traceback" not in text and "<img" not in text


PAGES = [
    {"href": f"/0{place}_page", "title": f"{place}. {title}"}
    for place, title in enumerate(["Begin", "Spend & save", "End"])
]


def test_a_live_page_says_where_we_are_who_writes_and_what_is_next():
    cells = [new_markdown_cell("# 1. Spend\n\n**Decide.**"), code("x"), new_markdown_cell("Then")]
    below, top, bottom = live_page(cells, 1, PAGES, HOSTILE)
    assert [cell.source for cell in below] == ["x", "Then"]
    assert "<h1>1. Spend &amp; save</h1>" in top and top.count("<h1") == 1
    assert "<strong>Decide.</strong>" in top, "there before Python has begun"
    assert "Page 1 · 2 of 3" in top and top.count("<rect") == 3
    assert 'rel="prev"' in top and 'rel="next"' in top and "Next: 2. End" in bottom
    assert "<img" not in top + bottom and "&lt;img" in top
    assert f"/02_page?person={quote(HOSTILE)}" in bottom
    first, last = (live_page(cells, place, PAGES, "")[1] for place in (0, 2))
    assert 'rel="prev"' not in first and 'rel="next"' not in last and "Our team" in first


@pytest.mark.parametrize("live", [False, True])
def test_the_analysts_cells_are_one_fold(page, live):
    cells = [
        code("", shown({"text/html": name}), tags=["analyst"] if name in "bc" else [])
        for name in "abcd"
    ]
    text = "".join(map(live_cell_html, live_page(cells, 0, PAGES, "")[0])) if live else page(*cells)
    (folded,) = re.findall(r"<details.*?</details>", text, flags=re.S)
    assert re.findall(r">([a-d])<", text) == list("abcd")
    assert re.findall(r">([a-d])<", folded) == list("bc")


def test_a_page_says_which_of_sixteen_it_is_and_the_facilitators_copy_too(page):
    sources = Path(__file__).parents[2] / "notebooks" / "src"
    assert len(list(sources.glob("*.py"))) == ALL_PAGES
    for given in ({}, {"noted": True}):
        text = page(new_markdown_cell("# 9. Cost"), following="10.html", **given)
        assert "Page 9 · 10 of 16" in text
        steps = re.findall(r'<rect(?: class="(\w+)")?', text)
        assert steps == ["done"] * 9 + ["here"] + [""] * 6


def test_what_a_page_left_to_take_home_is_one_press_away_and_nothing_else_is(page, tmp_path):
    said = "(`09_cost.xlsx`, `09_cost.md`), in the folder `take_home`. See `staffing.csv`."
    assert "take_home/" not in page(new_markdown_cell(said))  # nothing lies there yet
    (tmp_path / "take_home").mkdir()
    (tmp_path / "take_home" / "09_cost.xlsx").touch()
    text = page(new_markdown_cell(said))
    assert '(<a href="take_home/09_cost.xlsx">workbook</a>, <code>09_cost.md</code>)' in text
    assert "<code>staffing.csv</code>" in text and "<code>take_home</code>" in text


def test_what_may_be_said_and_what_may_not_stand_side_by_side(page):
    text = page(new_markdown_cell(to_the_board(["It is so."], ["“It was us.” Not shown."])))
    may, may_not = re.findall(r'<li class="([^"]+)"><strong>You may', text)
    assert (may, may_not) == ("may", "may not")
    # a list of anything else stays a list
    assert "<li>" in page(new_markdown_cell("- You may say what you like"))
