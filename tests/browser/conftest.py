"""A browser without a screen, a room to visit, and a folder for what was seen."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
READY = ".live .jupyter-widgets"
SLOW = 240_000  # milliseconds for a page's Python to start, on a machine that has much else to do
PROGRAM = "College and Career Software"  # of the teaching district, on pages 7 to 12
SCREENS = {"laptop": (1366, 768), "tablet": (768, 1024), "phone": (375, 812)}
WIDE = "document.documentElement.scrollWidth"
HOSTILE = "<img src=x onerror=window.hit=1>College"


@dataclass(frozen=True)
class Visited:
    """A room that is open: its link, its address, its answers, its process, and its code."""

    link: str
    base: str
    choices: Path
    process: psutil.Process
    code: str

    def answers(self, notebook: str, person: str) -> dict:
        """What a person has answered, as it is on the disk."""
        file = self.choices / notebook / f"{person}.json"
        return json.loads(file.read_text(encoding="utf-8"))["answers"] if file.exists() else {}

    def python(self, page) -> psutil.Process:
        """The Python behind a page that is open."""
        kernel = page.evaluate(KERNEL)
        (found,) = [one for one in psutil.process_iter() if kernel in _listens(one)]
        return found


def _listens(process: psutil.Process) -> str:
    """Where a process can be asked: a warm kernel has no command line of its own."""
    with contextlib.suppress(psutil.Error):
        return " ".join(one.laddr for one in process.net_connections("unix"))
    return ""


@pytest.fixture(scope="session")
def room(samples, tmp_path_factory) -> Iterator[Visited]:
    """The room on a copy of the teaching district in which a program has a hostile name."""
    with opened_room(samples, tmp_path_factory.mktemp("workshop"), 8940) as visited:
        yield visited


@contextlib.contextmanager
def opened_room(samples: Path, folder: Path, port: int) -> Iterator[Visited]:
    """A room of its own, until it is left."""
    district = folder / "districts" / "altamont_valley"
    left_out = shutil.ignore_patterns("our-team.json", ".*")
    shutil.copytree(samples / "altamont_valley", district, ignore=left_out)
    programs = (district / "programs.csv").read_text(encoding="utf-8")
    assert PROGRAM in programs
    programs = programs.replace(PROGRAM, HOSTILE)
    (district / "programs.csv").write_text(programs, encoding="utf-8")
    command = [sys.executable, "-m", "smarter_spending.running.command", "room"]
    port += 40 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])  # two rooms, two doors
    options = ["--folder", str(folder), "--port", str(port), "--no-browser"]
    with (folder / "said").open("w+", encoding="utf-8") as said:
        server = subprocess.Popen([*command, *options], stdout=said, stderr=subprocess.STDOUT)
        try:
            link = _link(folder / "said", server)
            code = re.search(r"with the code (\d{6})", (folder / "said").read_text("utf-8"))[1]
            base, process = link.partition("/?")[0], psutil.Process(server.pid)
            yield Visited(link, base, district / "choices", process, code)
        finally:
            server.terminate()
            server.wait(timeout=60)


def _link(said: Path, server: subprocess.Popen) -> str:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        words = said.read_text(encoding="utf-8")
        assert server.poll() is None, f"the room ended at once: {words}"
        if "To stop" in words:
            return re.search(r"Open (http\S+)", words)[1]
        time.sleep(0.3)
    raise AssertionError("the room did not open within three minutes")


@pytest.fixture(scope="module")
def visitor(room, chromium):
    """A browser that was let in, with every address it asked for and every error it was told."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda request: page.asked.append(request.url))

    def told(said):
        if said.type == "error":
            page.errors.append(f"{said.text} {said.location}")

    page.on("console", told)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(room.link)
    yield page
    page.goto("about:blank")  # as a person leaves: the page's Python is ended
    context.close()


def opened(page, address: str) -> None:
    """Go to a live page and wait until its boxes are there."""
    page.goto(address, wait_until="commit", timeout=SLOW)
    page.wait_for_selector(READY, timeout=SLOW)


def grave(page) -> list[str]:
    """What axe finds that keeps somebody out: the rule, how bad, and where it stands."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.fixture(scope="session")
def chromium():
    """Chromium as the machine has it; nothing is downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed: the tests that look at a page need it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory) -> Path:
    """Where pictures of the pages are put, to be looked at."""
    named = os.environ.get("SMARTER_SPENDING_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
