"""What warm kernels save, beside plain ones, in one run on one machine.

    python benchmarks/warm.py [--district altamont_valley] [--notebooks 06,09,10] [--visitors 5]

Prints seconds and ratios: a loop of papermill's own command line over the notebooks, the same
with warm kernels, and `run` with its pages; a live page of the room from the request to its first
control and the press of a box, cold and warm; and what each further visitor adds to memory that is
nobody else's.  What else the machine does stands in the first line: trust the ratios.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import psutil

from smarter_spending.case import find_district
from smarter_spending.running import warm
from smarter_spending.running.batch import choose_notebooks

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
READY = ".live .jupyter-widgets"
PAGE = "04_root_causes"
SLOW = 300_000  # milliseconds


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--district", default="altamont_valley")
    parser.add_argument("--notebooks", default="06,09,10")
    parser.add_argument("--visitors", type=int, default=5, help="0: no room is opened")
    asked = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="warm-") as place:
        os.environ["TMPDIR"] = tempfile.tempdir = place  # parents of this benchmark alone
        district = find_district(asked.district).resolve()
        _print(_runs(district, asked.notebooks, Path(place)), "papermill loop")
        if asked.visitors and shutil.which("chromium"):
            _print(_rooms(district, asked.visitors, Path(place)), "plain")


def _print(rows: dict[str, dict[str, float]], beside: str) -> None:
    table = pd.DataFrame(rows).T
    ratios = table.rdiv(table.loc[beside], axis="columns").add_prefix("ratio_")
    print(table.join(ratios).round(2).to_string(), flush=True)


def _runs(district: Path, numbers: str, place: Path) -> dict[str, dict[str, float]]:
    def loop(environment: dict[str, str]) -> float:
        begun = time.monotonic()
        for notebook in choose_notebooks(numbers):
            command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(notebook)]
            given = ["-p", "district_folder", str(district), "-p", "take_home", str(place / "home")]
            said = {"env": os.environ | environment, "check": True, "capture_output": True}
            subprocess.run([*command, str(place / "out.ipynb"), *given], **said)
        return time.monotonic() - begun

    plain = loop({})
    warmed = loop(_warm(district))
    command = [sys.executable, "-m", "smarter_spending.running.command", "run", str(district)]
    begun = time.monotonic()
    options = ["--notebooks", numbers, "--out", str(place / "out"), "--jobs", "2"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    ours = time.monotonic() - begun
    done = {"papermill loop": plain, "papermill loop, warm": warmed, "run --jobs 2": ours}
    return {name: {"seconds": seconds} for name, seconds in done.items()}


def _warm(district: Path) -> dict[str, str]:
    return {"JUPYTER_DEFAULT_PROVISIONER_NAME": warm.NAME, warm.DISTRICT: str(district)}


def _rooms(district: Path, visitors: int, place: Path) -> dict[str, dict[str, float]]:
    found = {}
    for name, forks in (("plain", False), ("warm", True)):
        code = (
            f"from smarter_spending.running import warm, live; warm.FORKS = {forks}; "
            f"live.open_room({str(district)!r}, {str(place / name)!r}, browser=False)"
        )
        said = place / f"{name}.txt"
        with said.open("w") as file:
            room = subprocess.Popen([sys.executable, "-c", code], stdout=file)
        try:
            found[name] = _visited(_link(said, room), visitors, wait=60 * forks)
        finally:
            room.send_signal(2)
            room.wait(60)
    return found


def _link(said: Path, room: subprocess.Popen) -> str:
    while room.poll() is None:
        if link := re.search(r"Open (http\S+)", said.read_text()):
            return link[1]
        time.sleep(0.2)
    raise SystemExit(said.read_text())


def _visited(link: str, visitors: int, wait: float) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    base, memory, opened = link.partition("/?")[0], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        time.sleep(wait)  # until the district is worked out
        for number in range(visitors):
            page = browser.new_page()
            page.goto(link)
            before, begun = _pythons(), time.monotonic()
            page.goto(f"{base}/{PAGE}?person=V{number}", wait_until="commit", timeout=SLOW)
            page.wait_for_selector(READY, timeout=SLOW)
            opened.append(time.monotonic() - begun)
            new = [psutil.Process(pid) for pid in _pythons() - before]
            memory.append(sum(one.memory_full_info().uss for one in new) / 1e6)
        begun = time.monotonic()
        page.locator("textarea").first.fill("Pressed")
        page.locator("#saved.saved", has_text="Saved").wait_for(timeout=SLOW)
        pressed = time.monotonic() - begun
        browser.close()
    middle = pd.DataFrame({"opened": opened, "memory": memory}).median()
    return {"control_s": middle["opened"], "press_s": pressed, "private_mb": middle["memory"]}


def _pythons() -> set[int]:
    return {one.pid for one in psutil.process_iter() if "python" in one.name()}


if __name__ == "__main__":
    main()
