"""A browser without a screen, and a folder for what it saw."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smarter_spending.running.lab import Lab, prepare_lab

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
READY = '[data-smarter="ready"]'


@contextmanager
def running_lab(folder: Path, notebook: str, port: int) -> Iterator[Lab]:
    """JupyterLab on a copy of the teaching sample, until the test is done."""
    ready = prepare_lab(None, folder, port=port, browser=False, notebook=notebook)
    server = subprocess.Popen(ready.command, env=dict(ready.environment))
    try:
        _wait_for(ready.url.split("/notebooks/")[0] + "/api", server)
        yield ready
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address, server):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "JupyterLab ended at once"
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError("JupyterLab did not answer within a minute")


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
