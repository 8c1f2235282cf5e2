"""A run that is stopped: by Ctrl+C, or because Python ended in the middle of a notebook."""

import os
import signal
import subprocess
import sys
import time

import pytest
from nbformat.v4 import new_markdown_cell

from smarter_spending.running.batch import run_batch
from tests.running.conftest import hidden, parameters, write

# a shell that starts the tests in the background has told them to ignore Ctrl+C
RUN = """\
import signal
import sys
from pathlib import Path
from smarter_spending.running import batch, command

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    there = tuple(sorted(Path(sys.argv.pop(1)).glob("*.ipynb")))
    batch.curriculum = lambda: there
    command.main()
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_when_python_ends_in_silence_the_page_says_where_and_goes_no_further(
    make_district, tmp_path, jobs
):
    silent = write(
        tmp_path / "01_silent.ipynb",
        new_markdown_cell("# 1. Silence"),
        parameters(),
        hidden("print('Before.')"),
        hidden("# What each student costs\nimport os\nos._exit(1)"),
        new_markdown_cell("These figures show what to do."),
        hidden("print('After.')"),
    )
    out = tmp_path / "out"
    (page,) = run_batch(make_district(tmp_path, "oak"), out, [silent], jobs=jobs).failures
    assert page.place == '"What each student costs", under "1. Silence"'
    assert page.message.startswith("Python stopped without a word")
    shown = (out / "oak/01_silent.html").read_text(encoding="utf-8")
    assert "Before." in shown and "What each student costs" in shown
    assert "These figures show" not in shown


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal to a group of processes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_run_soon_without_beginning_anything_more(make_district, tmp_path, jobs):
    notebooks, began = tmp_path / "notebooks", tmp_path / "began"
    notebooks.mkdir()
    began.mkdir()
    for number in range(1, 7):
        mark = f"Path({str(began)!r}, '{number}').touch()"
        wait = f"from pathlib import Path\nimport time\n{mark}\ntime.sleep(120)"
        title = new_markdown_cell(f"# {number}. Slow")
        write(notebooks / f"0{number}_slow.ipynb", title, parameters(), hidden(wait))
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    oak, out = make_district(tmp_path, "oak"), tmp_path / "out"
    words = [tmp_path / "run.py", notebooks, "run", oak, "--out", out, "--jobs", jobs]
    with subprocess.Popen(
        [sys.executable, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        until = time.monotonic() + 60
        while len(list(began.iterdir())) < int(jobs):
            assert run.poll() is None and time.monotonic() < until, run.stderr.read()
            time.sleep(0.1)
        os.killpg(run.pid, signal.SIGINT)
        try:
            _, said = run.communicate(timeout=60)
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == 130
    assert said.strip().startswith("Stopped. What was done is kept")
    assert "Traceback" not in said
    assert len(list(began.iterdir())) == int(jobs)
