"""The wheel alone, away from any checkout: it has its notebooks and a district to learn on."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pytest

from smarter_spending.running import warm

CLI = ("-m", "smarter_spending.running.command")
PROJECT = Path(__file__).resolve().parents[2]
# the environment of the tests knows the checkout: here it is forgotten, in every process begun
ALONE = """\
import sys
from pathlib import Path
here = Path(__file__).parent
sys.path[:] = [
    place
    for place in sys.path
    if Path(place) == here or not Path(place, "smarter_spending/__init__.py").is_file()
]
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with nothing but the wheel's content."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(place), str(PROJECT)], check=True, capture_output=True)
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        wheel.extractall(place / "site")
    (place / "site" / "sitecustomize.py").write_text(ALONE, encoding="utf-8")
    return place / "site"


def surroundings(installed: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(installed)}


def python(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env=surroundings(installed),
        capture_output=True,
        text=True,
        check=False,
    )


def files(place: Path) -> dict[Path, bytes]:
    there = [file for file in sorted(place.rglob("*")) if file.is_file()]
    return {file: file.read_bytes() for file in there if file.suffix != ".pyc"}


def test_the_wheel_holds_what_it_needs_and_not_the_workshop_behind_it(installed):
    package = installed / "smarter_spending"
    given = sorted(file.name for file in (PROJECT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    assert sorted(file.name for file in (package / "notebooks").glob("*")) == given
    sample = PROJECT / "data" / "samples" / "altamont_valley"
    shipped = package / "samples" / "altamont_valley"
    assert [file.name for file in (package / "samples").iterdir()] == ["altamont_valley"]
    for file in sample.rglob("*.*"):
        if file.is_file() and not file.name.startswith("."):
            assert (shipped / file.relative_to(sample)).read_bytes() == file.read_bytes()
    assert {place.name for place in installed.iterdir() if place.is_dir()} == {
        "smarter_spending",
        next(installed.glob("*.dist-info")).name,
    }
    said = next(installed.glob("*.dist-info/entry_points.txt")).read_text(encoding="utf-8")
    assert f"[jupyter_client.kernel_provisioners]\n{warm.NAME} = {warm.__name__}:Warm\n" in said
    assert not list(package.rglob("catalogue_*.csv")) and not list(package.rglob(".*"))


def test_no_checkout_is_seen_from_it(installed, tmp_path):
    code = "import smarter_spending as s; print(s.__file__); import tools"
    done = python(installed, tmp_path, "-c", code)
    assert done.stdout.strip() == str(installed / "smarter_spending" / "__init__.py")
    assert "No module named 'tools'" in done.stderr


@pytest.mark.slow
def test_run_finds_the_teaching_district_by_name_and_writes_beside_the_user(installed, tmp_path):
    before = files(installed)
    done = python(
        installed, tmp_path, *CLI, "run", "altamont_valley", "--notebooks", "09", "--out", "OUT"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = tmp_path / "OUT" / "altamont_valley" / "09_cost_per_outcome.html"
    assert "Altamont Valley Unified" in page.read_text(encoding="utf-8")
    assert "NOT YOUR DISTRICT" not in page.read_text(encoding="utf-8"), "it was named"
    checked = python(installed, tmp_path, *CLI, "check", "altamont_valley")
    assert checked.returncode == 0 and "No problems" in checked.stdout
    assert files(installed) == before
    assert [place.name for place in tmp_path.iterdir()] == ["OUT"]


@pytest.mark.slow
@pytest.mark.parametrize("named", [("lab",), ("lab", "altamont_valley"), ("room",)], ids=" ".join)
def test_lab_and_room_open_on_a_copy_of_the_teaching_district(installed, tmp_path, named):
    before = files(installed)
    command = [sys.executable, "-m", "smarter_spending.running.command", *named, "--no-browser"]
    with (tmp_path / "said").open("w+", encoding="utf-8") as said:
        server = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=surroundings(installed),
            stdout=said,
            # a suite that runs in the background of a shell is begun deaf to Ctrl+C
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        try:
            answer_of(tmp_path / "said", server)
        finally:
            server.send_signal(signal.SIGINT)  # as Ctrl+C
            server.wait(timeout=60)
    workshop = tmp_path / "smarter-spending-workshop"
    copy = workshop / "districts" / "altamont_valley"
    assert (copy / "district.toml").is_file()
    pages = sorted((workshop / "pages" / "altamont_valley").glob("*.ipynb"))
    given = (PROJECT / "notebooks").glob("[0-9][0-9]_*.ipynb")
    assert [one.name for one in pages] == sorted(one.name for one in given if named[0] == "lab")
    assert all(str(copy) in page.read_text(encoding="utf-8") for page in pages)
    assert (copy / "choices").is_dir() and not list(copy.rglob("our-team.json"))
    assert files(installed) == before


def answer_of(said: Path, server: subprocess.Popen) -> None:
    """Wait until the server that was announced answers."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert server.poll() is None, "it ended at once"
        address = re.search(r"Open (http\S+)", said.read_text(encoding="utf-8"))
        if address:
            try:
                where = urlsplit(address[1])
                urllib.request.urlopen(f"http://{where.netloc}/api", timeout=2).read()
                return
            except HTTPError:
                return  # the room has no such page, and says so
            except (URLError, TimeoutError, ConnectionError):
                pass
        time.sleep(0.3)
    raise AssertionError("nothing answered")


def test_pages_to_take_home_go_to_the_user_and_not_into_the_package(installed, tmp_path):
    code = "from smarter_spending.case import open_case; print(open_case('altamont_valley')"
    done = python(installed, tmp_path, "-c", f"{code}.take_home)")
    assert done.stdout.strip() == str(tmp_path / "out" / "altamont_valley" / "take_home")
