"""The pages of a run on a screen, a phone and paper."""

from itertools import pairwise

import pytest

from smarter_spending.running.batch import run_batch

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = {"screen": 1366, "tablet": 768, "phone": 390}


@pytest.fixture(scope="module")
def out(samples, tmp_path_factory):
    """Notebooks 6 and 9 for the small sample district."""
    out = tmp_path_factory.mktemp("pages") / "out"
    result = run_batch(samples / "cold_creek", out, "06,09", jobs=2)
    assert not result.failed, result.failures
    return out


@pytest.fixture(params=["index.html", "cold_creek/06*.html", "cold_creek/09*.html"])
def address(out, request):
    (file,) = out.glob(request.param)
    return file.as_uri()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_a_page_is_never_wider_than_what_it_is_read_on(
    chromium, address, width, screenshots, request
):
    page = chromium.new_page(viewport={"width": width, "height": 768})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    name = address.rsplit("/", 1)[1].removesuffix(".html")
    page.screenshot(path=screenshots / f"page_{name}_{width}.png", full_page=True)
    # only the boxes round tables scroll sideways, never the page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.locator("table").evaluate_all(
        "tables => tables.filter(t => !t.closest('.ss-scroll')).length"
    )
    assert cut == 0
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    page.close()


def test_a_page_can_be_read_by_ear(chromium, address):
    page = chromium.new_page()
    page.goto(address)
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("html[lang=en]").count() == 1
    silent = page.locator("img").evaluate_all("all => all.filter(i => i.alt.length < 15).length")
    assert silent == 0, "a picture without words"
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))
    page.close()
