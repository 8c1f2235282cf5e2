"""The wheel alone, away from any checkout: it has its notebooks and a district to learn on."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with nothing but the wheel's content."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(place), str(PROJECT)], check=True, capture_output=True)
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        wheel.extractall(place / "site")
    return place / "site"


def run(installed: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "smarter_spending.running.command", *words]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_what_it_needs_and_not_the_generator(installed):
    package = installed / "smarter_spending"
    assert len(list((package / "notebooks").glob("[0-9][0-9]_*.ipynb"))) == 16
    assert (package / "samples" / "altamont_valley" / "district.toml").is_file()
    assert not (installed / "tools").exists() and not list(package.rglob("catalogue_*.csv"))


@pytest.mark.slow
def test_run_finds_the_teaching_district_by_name_and_writes_beside_the_user(installed, tmp_path):
    before = sorted(installed.rglob("*.*"))
    done = run(installed, tmp_path, "run", "altamont_valley", "--notebooks", "09", "--out", "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out" / "altamont_valley" / "09_cost_per_outcome.html").is_file()
    after = [file for file in sorted(installed.rglob("*.*")) if "__pycache__" not in file.parts]
    assert after == [file for file in before if "__pycache__" not in file.parts]


@pytest.mark.slow
def test_lab_lays_out_every_page_and_a_copy_of_the_teaching_district(installed, tmp_path):
    code = (
        "from smarter_spending.running.lab import prepare_lab; "
        "import smarter_spending; print(smarter_spending.__file__, prepare_lab().pages)"
    )
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stdout, "the wheel's own package was used"
    workshop = tmp_path / "smarter-spending-workshop"
    assert len(list((workshop / "pages" / "altamont_valley").glob("*.ipynb"))) == 16
    assert (workshop / "districts" / "altamont_valley" / "district.toml").is_file()
