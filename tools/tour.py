"""A picture tour of a session, made from the real pages: `python tools/tour.py OUT docs/tour`.

OUT is what `smarter-spending run altamont_valley` wrote.  Each picture is the first screen of a
page as a leader sees it; the words beside it are the page's own answer, from the run's record.
"""

import html
import json
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

STOPS = ("00", "02", "06", "08", "09", "10", "11", "12", "14")
SCREEN = {"width": 1200, "height": 860}
OPENING = """# A session in pictures

The teaching district, which is invented. Each picture is the first screen of a page; the sentence
is the page's own. Made by `python tools/tour.py OUT docs/tour`.
"""


def main(out: Path, into: Path) -> None:
    """Take the pictures and write the page that shows them."""
    folder = out / "altamont_valley"
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))["result"]
    pages = [page for page in record["notebooks"] if page["notebook"][:2] in STOPS]
    into.mkdir(parents=True, exist_ok=True)
    text = [OPENING, picture(into, out / "index.html", "index", "The first screen of a run.")]
    with_words = [(page, words(page)) for page in pages]
    for page, said in with_words:
        name = page["notebook"]
        shown = picture(into, folder / f"{name}.html", name, said)
        text.append(f"## {page['title']}\n\n{page['decision']}\n\n{shown}")
    (into / "README.md").write_text("\n\n".join(text).rstrip() + "\n", encoding="utf-8")


def words(page: dict) -> str:
    """A page's answer in a sentence, as plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", page["in_short"])).strip()


def picture(into: Path, page: Path, name: str, said: str) -> str:
    """Take one picture, and give the line that shows it with its words."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        shown = chromium.new_page(viewport=SCREEN)
        shown.goto(page.resolve().as_uri())
        shown.screenshot(path=into / f"{name}.jpg", type="jpeg", quality=60)
        chromium.close()
    return f"![{said}]({name}.jpg)\n\n{said}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
