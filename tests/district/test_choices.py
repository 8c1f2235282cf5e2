"""What people decided survives whatever happens to the machine."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from smarter_spending.district.choices import open_choices, read_choices

NOTEBOOK = "09_cost_per_outcome"


def test_opening_a_page_writes_nothing(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "Team 3")
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_on_the_disk_as_soon_as_it_is_kept(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "Team 3").keep("guess", 1200)
    assert open_choices(tmp_path, NOTEBOOK, "Team 3").answers == {"guess": 1200}


def test_two_people_keep_two_files_and_are_read_together(tmp_path):
    finance = open_choices(tmp_path, NOTEBOOK, "Finance table")
    finance.keep("role", "finance")
    finance.keep("guess", 900)
    open_choices(tmp_path, NOTEBOOK, "Academics table").keep("guess", 1500)

    answers = read_choices(tmp_path, NOTEBOOK)
    guesses = answers[answers["key"] == "guess"].set_index("person")
    assert guesses["answer"].to_dict() == {"Academics table": 1500, "Finance table": 900}
    assert guesses.loc["Finance table", "role"] == "finance"


def test_nobody_has_answered_yet_gives_the_same_columns(tmp_path):
    empty = read_choices(tmp_path)
    assert list(empty.columns) == ["notebook", "person", "role", "key", "answer"]
    assert empty.empty


def test_a_name_with_slashes_cannot_leave_the_folder(tmp_path):
    open_choices(tmp_path, NOTEBOOK, "../../etc/Team 1").keep("guess", 1)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [tmp_path / "choices" / NOTEBOOK / "etc-team-1.json"]


def test_a_file_edited_by_hand_and_broken_is_named(tmp_path):
    choices = open_choices(tmp_path, NOTEBOOK, "Team 3")
    choices.keep("guess", 1)
    choices.file.write_text('{"answers": {', encoding="utf-8")
    with pytest.raises(ValueError, match=r"team-3\.json cannot be read"):
        open_choices(tmp_path, NOTEBOOK, "Team 3")


def test_choices_of_a_writer_killed_again_and_again_are_never_torn(tmp_path):
    """A writer is killed mid-write; what is left is always a whole file."""
    writer = (
        "import sys\n"
        "from smarter_spending.district.choices import open_choices\n"
        "choices = open_choices(sys.argv[1], 'n', 'writer')\n"
        "print('ready', flush=True)\n"
        "count = 0\n"
        "while True:\n"
        "    count += 1\n"
        "    choices.keep('text', 'x' * 20000)\n"
        "    choices.keep('count', count)\n"
    )
    for attempt in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", writer, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        process.stdout.readline()
        time.sleep(0.02 + 0.011 * attempt)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        page = json.loads((tmp_path / "choices" / "n" / "writer.json").read_text("utf-8"))
        assert set(page["answers"]["text"]) == {"x"}
        assert len(page["answers"]["text"]) == 20000
