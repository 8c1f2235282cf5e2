"""The picture tour of a session, taken from the pages that a run wrote: ``make tour``.

    python -m tools.tour OUT docs    OUT: what smarter-spending run altamont_valley
                                     --edition facilitator wrote

A stop is a page, the heading at which its picture begins, and what happens there in the room.
What stands under a picture, and is read to who cannot see it, are the page's own words.
"""

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

DISTRICT = "altamont_valley"
STOPS = (
    ("../index", "", "Before the day the facilitator runs the district's own files. One screen says"
     " what was found, where to start, and what is missing."),
    ("00_start_here", "The gap matters", "Everybody rates the district alone. Then the room sees "
     "where finance and academics differ, and who does not know."),
    ("02_student_learning", "The lowest rate", "A guess in silence, then the picture: where the "
     "share is lowest, and where most students are behind."),
    ("06_where_the_money_goes", "Guess before", "The same with money: a guess that is written down "
     "is remembered."),
    ("08_what_moved_the_needle", "It measures who", "The figure that most reports show, and what is"
     " left of it beside students who had scored alike."),
    ("09_cost_per_outcome", "The cheapest seat", "What a seat costs, beside what its student "
     "gained."),
    ("09_cost_per_outcome.facilitator", "The plan", "The facilitator has the same page with the "
     "plan by the minute, what to say, and the answers to expect."),
    ("10_keep_grow_fix_stop", "No evidence", "A rule written beforehand speaks. The room may "
     "overrule it, in the open and with a reason."),
    ("11_pay_for_priorities", "Play your hand", "Five seats, one table: cards made from the "
     "district's own dollars."),
    ("12_financial_plan", "Moving dollars", "Do the decisions hold in every year of the plan?"),
    ("14_action_and_board_page", "A decision is not", "Who does what by when, and what will show "
     "it."),
    ("take_home/14_action_and_board_page-board_page", "", "What the board reads: one page, every "
     "number held against its table."),
)  # fmt: skip
OPENING = """# A session in pictures

The teaching district is invented: no figure is a real district's. Each picture is a page as a run
writes it, and the line under it is the page's own. `make tour` takes them all again.
"""
SCREEN = {"width": 1100, "height": 720}
# the line of links stays at the top of a page, and would cover the heading
SCROLL = "one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 60)"
OWN_WORDS = """one => {
    const within = one.closest(".plan") || document
    const said = words => within.querySelector(words)?.innerText.replace(/\\n+/g, " · ")
    if (one.tagName == "H1" || one.closest(".plan"))
        return said(".three") || said("p:not(.whose):not(.skip)")
    const drawn = [...document.querySelectorAll("img[alt], [role=img][aria-label]")]
        .find(other => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)
    return drawn.alt || drawn.ariaLabel
}"""


def main(out: Path, docs: Path) -> None:
    """Take the pictures and write the page that shows them."""
    (docs / "tour").mkdir(parents=True, exist_ok=True)
    for old in (docs / "tour").glob("*.webp"):
        old.unlink()
    with sync_playwright() as playwright:
        installed = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        page = browser.new_page(viewport=SCREEN)
        stops = [stop(page, out / DISTRICT, docs, *told) for told in STOPS]
        browser.close()
    (docs / "tour.md").write_text("\n".join([OPENING, *stops]), encoding="utf-8")


def stop(page: Page, folder: Path, docs: Path, file: str, heading: str, told: str) -> str:
    """Take one picture, and say what the tour says of it."""
    page.goto((folder / f"{file}.html").resolve().as_uri())
    begins = page.locator("h2" if heading else "h1", has_text=heading).first
    if heading:
        begins.evaluate(SCROLL)
    picture = f"tour/{Path(file).name}.webp"
    Image.open(BytesIO(page.screenshot())).save(docs / picture, quality=60, method=6)
    title = page.title().rsplit(" · ", 1)[0]  # the rest names the district
    words = " ".join(begins.evaluate(OWN_WORDS).replace("[", "(").replace("]", ")").split())
    finding = words.split(". ")[0].removesuffix(".")
    return f"## {title}\n\n{told}\n\n![{title}: {words}]({picture})\n\n*{finding}*\n"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
