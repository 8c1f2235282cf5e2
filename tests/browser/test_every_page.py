"""Each of the sixteen pages as a run writes it: read by axe, folds open, on three screens."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from smarter_spending.guide.pages import Stamp, notebook_page
from tests.browser.conftest import SCREENS, WIDE, grave
from tests.test_notebooks import build

pytestmark = pytest.mark.browser
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[01]*.ipynb"))
STAMP = Stamp(
    "Altamont Valley Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "1", invented=True
)
OPEN_FOLDS = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def page(request, chromium, tmp_path_factory):
    """A committed notebook as a page, its folds open."""
    written = tmp_path_factory.mktemp("page") / f"{request.param.stem}.html"
    page = chromium.new_page()
    page.goto(notebook_page(request.param, written, STAMP, following="next.html").as_uri())
    page.evaluate(OPEN_FOLDS)
    yield page
    page.close()


@pytest.mark.parametrize(("width", "height"), SCREENS.values(), ids=SCREENS)
def test_nobody_is_kept_out_and_nothing_scrolls_sideways(page, width, height, screenshots):
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate(WIDE) <= width
    page.screenshot(path=screenshots / f"{Path(page.url).stem}_{width}.png", full_page=True)
    assert grave(page) == []


@pytest.mark.parametrize("number", ["00", "06", "11"])
def test_a_facilitators_page_keeps_nobody_out_either(chromium, tmp_path, number):
    (source,) = (NOTEBOOKS[0].parent / "src").glob(f"{number}_*.py")
    notebook = tmp_path / f"{source.stem}.ipynb"
    made = build.from_source(source)  # its notes, with what the committed notebook gives
    ran = {cell.source: cell.outputs for cell in nbformat.read(NOTEBOOKS[0].parent / notebook.name,
           as_version=4).cells if cell.cell_type == "code"}  # fmt: skip
    for cell in made.cells:
        if cell.cell_type == "code":
            cell.outputs = ran[cell.source]
    nbformat.write(made, notebook)
    written = notebook_page(notebook, tmp_path / "page.html", STAMP, noted=True)
    page = chromium.new_page(viewport={"width": 375, "height": 812})
    page.goto(written.as_uri())
    page.evaluate(OPEN_FOLDS)
    assert page.evaluate(WIDE) <= 375
    assert grave(page) == []
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator(".note").count() == page.locator(".plan tbody tr").count() > 6
    page.close()


def test_axe_sees_what_it_is_there_for(chromium):
    page = chromium.new_page()
    page.set_content("<main><h1>A</h1><img src='a.png'><input></main>")
    assert {"image-alt", "label"} <= {one.split()[1].rstrip(":") for one in grave(page)}
    page.close()
