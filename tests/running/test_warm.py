"""Warm kernels: as plain ones in all that can be seen, and gone when their launcher is."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_client.manager import KernelManager

from smarter_spending.running import warm
from smarter_spending.running.batch import private_channel

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOK = PROJECT / "notebooks" / "09_cost_per_outcome.ipynb"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not warm.FORKS, reason="forks on Linux alone")]
OPENS = """
import os
from smarter_spending.case import REMEMBERED, open_case
known = [sorted(case.kept) for case in REMEMBERED.values()]
case = open_case(os.environ["SMARTER_SPENDING_DISTRICT"])
print(len(REMEMBERED), case.district.name)
"""
LAUNCHER = """
import sys, time
from jupyter_client.manager import start_new_kernel
from smarter_spending.running import warm
with warm.kernels():
    manager, client = start_new_kernel(kernel_name="python3")
print(manager.provisioner.pid, flush=True)
time.sleep(300)
"""


@pytest.fixture(scope="module", autouse=True)
def parents(tmp_path_factory):
    """Parents of these tests alone, for a short while; who asks for them finds their entry."""
    own = tmp_path_factory.mktemp("own")
    known = own / "known" / "smarter_spending_warm-0.dist-info"  # as an installation has it
    known.mkdir(parents=True)
    entry = f"[jupyter_client.kernel_provisioners]\n{warm.NAME} = {warm.__name__}:Warm\n"
    (known / "entry_points.txt").write_text(entry, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warm.tempfile, "tempdir", str(own))
        patch.setenv("TMPDIR", str(own))
        # the same in every test, so that one parent serves them all
        patch.setenv("PYTHONPATH", os.pathsep.join([str(known.parent), str(PROJECT)]))
        yield warm._STARTED
    for one in warm._STARTED:
        one.kill()
        one.wait()


@contextmanager
def kernel(district=""):
    """A warm kernel, and what it says to a line of Python."""
    with warm.kernels():
        manager = KernelManager(kernel_name="python3", **private_channel())
        manager.start_kernel(env={**os.environ, warm.DISTRICT: str(district)})
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=300)

    def says(code: str, error: str = "") -> str:
        said = []
        reply = client.execute_interactive(
            code, timeout=300, output_hook=lambda m: said.append(m["content"].get("text", ""))
        )["content"]
        assert reply.get("ename", "") == error, reply
        return "".join(said).strip()

    try:
        yield manager, says
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def is_fork(manager) -> bool:
    return isinstance(manager.provisioner.process, warm._Fork)


def gone(pid: int, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while psutil.pid_exists(pid) and time.monotonic() < end:
        time.sleep(0.1)
    return not psutil.pid_exists(pid)


def test_a_kernel_finds_its_districts_case_open_and_every_stage_worked_out_once(samples):
    from smarter_spending.case import Case, open_case, stage

    folder = samples / "cold_creek"
    case = open_case(folder)
    asked = {name for name, one in vars(Case).items() if isinstance(one, stage)}
    possible = [name for name in asked if name in case.kept or not _raises(case, name)]
    with kernel(folder) as (manager, says):
        assert is_fork(manager)
        assert says(OPENS) == "1 Cold Creek Elementary", "it was the same case"
        assert says("print(len(known))") == "1"
        assert set(possible) <= set(json.loads(says("import json; print(json.dumps(known[0]))")))


def _raises(case, name) -> bool:
    try:
        getattr(case, name)
    except Exception:
        return True
    return False


def test_two_districts_stand_side_by_side_and_a_changed_folder_is_read_anew(
    make_district, tmp_path
):
    oak, elm = make_district(tmp_path, "oak"), make_district(tmp_path, "elm")
    with kernel(oak) as (first, in_oak), kernel(elm) as (second, in_elm):
        assert is_fork(first) and is_fork(second)
        assert (in_oak(OPENS), in_elm(OPENS)) == ("1 Oak Unified", "1 Elm Unified")
    file = oak / "district.toml"
    file.write_text(file.read_text("utf-8").replace("Oak", "Live Oak"), "utf-8")
    with kernel(oak) as (_, in_oak):
        assert in_oak(OPENS).endswith("Live Oak Unified")


def test_a_case_is_found_open_though_the_folder_its_parent_began_in_is_gone(
    make_district, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", "America/Boise")  # a parent of its own
    begun, oak = tmp_path / "begun", make_district(tmp_path, "oak")
    begun.mkdir()
    with monkeypatch.context() as patch:
        patch.chdir(begun)
        with kernel(make_district(tmp_path, "elm")):
            pass
    shutil.rmtree(begun)
    with kernel(oak) as (_, says):
        assert says(OPENS) == "1 Oak Unified" and says("print(len(known))") == "1"


def test_a_district_that_cannot_be_read_says_so_in_its_own_kernel(make_district, tmp_path):
    broken = make_district(tmp_path, "broken", 'name = "Oak"\n')
    with kernel(broken) as (manager, says):
        assert is_fork(manager)
        says(OPENS, error="DistrictDataError")


def test_each_draws_its_own_numbers_has_its_own_session_and_knows_only_its_surroundings(tmp_path):
    draw = "import random, numpy; print(random.random(), numpy.random.rand())"
    with kernel() as (_, one), kernel() as (_, other):
        assert one(draw) != other(draw)
        assert one("import os; print(os.getsid(0) == os.getpid())") == "True"
        assert one("import sys; print(sys.modules['__main__'].__dict__ is globals())") == "True"
        assert one("print('JPY_PARENT_PID' in os.environ)") == "False"
        assert one("import subprocess; print(subprocess.run(['false']).returncode)") == "1"


def test_it_is_interrupted_ends_when_it_is_told_to_and_is_known_to_be_gone_when_killed(tmp_path):
    left = tmp_path / "left"
    at_end = f"import atexit, pathlib; atexit.register(pathlib.Path({str(left)!r}).touch)"
    with kernel() as (manager, says):
        says(at_end)
        process = psutil.Process(manager.provisioner.pid)
        subprocess.Popen(
            [sys.executable, "-c", f"import os, time; time.sleep(1); os.kill({process.pid}, 2)"]
        )
        says("import time; time.sleep(60)", error="KeyboardInterrupt")
        manager.shutdown_kernel()
        assert gone(process.pid) and left.exists(), "what was to be done at its end was done"
    with kernel() as (manager, says):
        assert manager.is_alive()
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        assert gone(manager.provisioner.pid) and not manager.is_alive()


def test_a_kernel_outlives_its_parent_and_not_its_launcher(parents):
    with kernel() as (_, says):
        parents[-1].kill()
        parents[-1].wait()
        assert says("print(1 + 1)") == "2"
        with kernel() as (manager, again):
            assert is_fork(manager) and again("print(2 + 2)") == "4", "another parent was begun"
    command = [sys.executable, "-c", LAUNCHER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as launcher:
        pid = int(launcher.stdout.readline())
        assert psutil.pid_exists(pid)
        launcher.kill()
    assert gone(pid)


def test_another_library_or_another_start_of_python_is_another_parents(tmp_path, monkeypatch):
    door = warm._door({"HOME": "a"})
    assert door == warm._door({"HOME": "b"})
    assert door != warm._door({"PYTHONWARNINGS": "error"})
    monkeypatch.setattr(warm, "PACKAGE", tmp_path)
    assert door != (before := warm._door({}))
    (tmp_path / "new.py").touch()
    assert before != warm._door({})


def test_where_forks_are_not_safe_kernels_are_plain_and_that_is_said_once(monkeypatch, caplog):
    monkeypatch.setattr(warm, "FORKS", False)
    monkeypatch.setattr(warm, "_SAID", [])
    for _ in range(2):
        with kernel() as (manager, says):
            assert not is_fork(manager) and says("print(1 + 1)") == "2"
    assert [one.message for one in caplog.records].count(warm.PLAIN) == 1


def test_another_users_folder_is_never_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(warm.tempfile, "tempdir", str(tmp_path))
    warm._door({}).parent.chmod(0o755)
    assert warm._asked({}, {}) is None


@pytest.mark.parametrize("sample", ["altamont_valley", "port_sierra", "cold_creek"])
def test_a_page_says_cell_by_cell_what_plain_papermill_makes_it_say(sample, samples, tmp_path):
    warmed = {"JUPYTER_DEFAULT_PROVISIONER_NAME": warm.NAME, warm.DISTRICT: str(samples / sample)}
    said = []
    for name, environment in (("plain", {}), ("warm", warmed)):
        out = tmp_path / f"{name}.ipynb"
        command = [sys.executable, "-m", "papermill", NOTEBOOK, out, "--no-progress-bar"]
        given = ["-p", "district_folder", samples / sample, "-p", "take_home", tmp_path / "home"]
        how = {"env": os.environ | environment, "check": True, "capture_output": True}
        subprocess.run([*command, *given], **how)
        said.append([_shown(one) for one in nbformat.read(out, as_version=4).cells])
    assert len(said[0]) > 20 and said[0] == said[1]


def _shown(cell) -> list:
    outputs = [dict(one) for one in cell.get("outputs", [])]
    for one in outputs:
        one["data"] = {
            kind: text for kind, text in one.get("data", {}).items() if "widget" not in kind
        }
    return [cell.source, cell.get("execution_count"), outputs]
