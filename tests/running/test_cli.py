"""The command line: what arrives at the library, what is said, and how a command ends."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from smarter_spending.district.choices import open_choices
from smarter_spending.guide.pages import DistrictResult, NotebookResult
from smarter_spending.running import batch, live
from smarter_spending.running import command as cli
from smarter_spending.running.batch import BatchResult, CannotRunError

FAILED = NotebookResult(
    "oak", "09_cost", "Cost", "failed", place='"Costs", under "Money"', message="No ledger."
)
DONE = NotebookResult("oak", "06_money", "Money", "done")


@pytest.fixture
def command():
    return lambda *words: CliRunner().invoke(cli.app, [str(word) for word in words])


def ran(*pages):
    return BatchResult(Path("out/index.html"), (DistrictResult("oak", notebooks=pages),))


def test_what_run_is_told_arrives_and_a_clean_run_ends_well(command, monkeypatch):
    given = {}

    def run_batch(districts, out, notebooks, jobs, resume, report):
        given.update(districts=districts, out=out, notebooks=notebooks, jobs=jobs, resume=resume)
        report(DONE, 1, 1)
        return ran(DONE)

    monkeypatch.setattr(batch, "run_batch", run_batch)
    done = command(
        *("run", "a", "b", "--out", "o", "--jobs", 3, "--notebooks", "07-11", "--resume")
    )
    assert done.exit_code == 0
    assert given == {
        "districts": [Path("a"), Path("b")],
        "out": Path("o"),
        "notebooks": "07-11",
        "jobs": 3,
        "resume": True,
    }
    assert "1 of 1  oak · 06_money: done" in done.output
    assert "Open out/index.html" in done.stdout.replace("\\", "/")


def test_the_facilitators_edition_is_made_when_it_is_asked_for(command, monkeypatch):
    noted, words = [], ("run", "a")
    monkeypatch.setattr(batch, "run_batch", lambda *_: ran(DONE))
    monkeypatch.setattr(batch, "write_notes", noted.append)
    assert command(*words).exit_code == 0 and noted == []
    assert command(*words, "--edition", "facilitator").exit_code == 0 and noted == [ran(DONE)]
    assert command(*words, "--edition", "superintendent").exit_code == 2 and len(noted) == 1


def test_a_run_uses_as_many_processors_as_there_are(command, monkeypatch):
    jobs = []
    monkeypatch.setattr(batch, "run_batch", lambda *given: jobs.append(given[3]) or ran(DONE))
    command("run", "a")
    assert jobs == [cli.cores()]


def test_a_failed_page_is_named_at_the_end_and_the_command_fails(command, monkeypatch):
    monkeypatch.setattr(batch, "run_batch", lambda *_: ran(DONE, FAILED))
    done = command("run", "a")
    assert done.exit_code == 1
    assert 'oak, 09_cost, stopped at "Costs", under "Money":\n  No ledger.' in done.stderr
    assert "1 page done, 1 failed" in done.stdout


def test_an_interrupted_run_says_how_to_go_on(command, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "run_batch", interrupted)
    done = command("run", "a")
    assert done.exit_code == 130
    assert "--resume" in done.stderr


def test_check_lists_every_folder_and_fails_when_one_has_a_problem(
    command, make_district, tmp_path
):
    oak = make_district(tmp_path, "oak")
    elm = make_district(tmp_path, "elm", toml='name = "Elm"\nfiscal_year = "2024"\n')
    assert command("check", oak).exit_code == 0
    done = command("check", elm, oak)
    assert done.exit_code == 1
    assert "elm cannot be used yet" in done.output and "cds_code" in done.output
    assert "Oak Unified, 2024-25" in done.output and "No problems." in done.output


def test_new_makes_a_folder_that_check_accepts(command, tmp_path):
    done = command("new", tmp_path / "ours")
    assert done.exit_code == 0
    assert "district_template.xlsx" in done.output
    assert (tmp_path / "ours" / "district.toml").is_file()


def test_import_prints_control_totals_with_dollars_at_the_right(command, tmp_path):
    export = tmp_path / "export.dat"
    export.write_text(
        '"2023-24","39999990000000","A","BA"\r\n"0100000111010001100","1250.5","I"\r\n'
        '"-1","EOD","39999990000000","A","BA","1"',
        encoding="utf-8",
    )
    done = command("import", "sacs", export, "--into", tmp_path / "ours")
    assert done.exit_code == 0, done.output
    assert "Control totals by fund and object, 2023-24, actual" in done.output
    assert "Certificated salaries" in done.output and "$1,250.50 │" in done.output
    assert "Wrote ledger.csv" in done.output


def test_import_table_shows_the_mapping_first_and_imports_when_it_is_confirmed(command, tmp_path):
    export, ours = tmp_path / "sites.csv", tmp_path / "ours"
    export.write_text("Site,School Name,Type\n42,Oak,Elem\n")
    ask = ("import", "table", export, "--as", "schools", "--into", ours)
    first = command(*ask)
    assert first.exit_code == 0 and not (ours / "schools.csv").exists()
    assert "The mapping: check every line" in first.output and "School Name" in first.output
    assert "maps/schools-sites.toml" in first.output
    kept = ours / "maps" / "schools-sites.toml"
    kept.write_text(kept.read_text().replace("confirmed = false", "confirmed = true"))
    done = command(*ask)
    assert done.exit_code == 0 and "Wrote schools.csv" in done.output
    assert "Control totals" in done.output and "written" in done.output


def test_import_table_needs_to_know_which_table(command, tmp_path):
    done = command("import", "table", "a.csv", "--into", tmp_path)
    assert done.exit_code == 2 and "--as" in done.output


def test_import_workbook_takes_one_file(command, tmp_path):
    done = command("import", "workbook", "a.xlsx", "b.xlsx", "--into", tmp_path / "ours")
    assert done.exit_code == 2
    assert "one workbook at a time" in done.stderr


def test_import_workbook_says_which_tables_it_brought(command, tmp_path):
    schools = pd.DataFrame(
        {"local_site_code": ["0042"], "school_name": ["Oak"], "cde_type": ["elementary"]}
    )
    schools.to_excel(tmp_path / "filled.xlsx", sheet_name="schools", index=False)
    done = command("import", "workbook", tmp_path / "filled.xlsx", "--into", tmp_path / "ours")
    assert done.exit_code == 0
    assert "schools" in done.output and "Wrote schools.csv" in done.output


def test_an_unknown_kind_is_a_mistake_of_usage(command, tmp_path):
    assert command("import", "payroll", "a.csv", "--into", tmp_path).exit_code == 2


def test_what_room_and_lab_are_told_arrives(command, monkeypatch):
    given = []
    monkeypatch.setattr(live, "open_lab", lambda *told: given.append(told) or 0)
    monkeypatch.setattr(live, "open_room", lambda *told: given.append(told) or 0)
    words = ("oak", "--folder", "w", "--notebook", "09", "--port", 9, "--no-browser")
    open_to_all = ("--network", "--certificate", "c.pem", "--key", "k.pem")
    assert command("lab", *words).exit_code == command("room", *words).exit_code == 0
    assert command("room", *words, *open_to_all).exit_code == 0
    told = (Path("oak"), Path("w"), 9, False, "09")
    # --ip, which let anybody in unsaid, is --network now
    assert given == [told, (*told, False, None, None), (*told, True, Path("c.pem"), Path("k.pem"))]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotRunError("Two folders of one name."), "Two folders of one name."),
        (PermissionError(13, "Permission denied", "out"), "out: Permission denied. Check the name"),
        (OSError(28, "No space left on device"), "The disk is full: make room on it"),
        (OSError(30, "Read-only file system", "d/x"), "d/x: Read-only file system. Check the name"),
        (ZeroDivisionError("oh"), "A fault in the program, not in your files: ZeroDivisionError"),
    ],
)
def test_no_error_ever_shows_a_traceback(monkeypatch, capsys, error, words):
    def fails(**_):
        raise error

    monkeypatch.setattr(cli, "app", fails)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    # what was asked and cannot be ended with 1: it is 2 now, as for every option that is wrong
    assert ended.value.code == (2 if isinstance(error, CannotRunError) else 1)
    assert said.startswith(words) and "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lab", "--port", 80000), "'--port'"),
        (("room", "--port", 0), "'--port'"),
        (("room", "--port", "door"), "'--port'"),
        (("run", "a", "--jobs", -1), "'--jobs'"),
        (("run", "a", "--jobs", "many"), "'--jobs'"),
        (("run", "a", "--edition", "boss"), "'--edition'"),
        (("import", "public", "a.csv", "--into", "d", "--year", "9999-00"), "write 2024-25"),
        (("import", "students", "a.csv", "--into", "d", "--year", "2024"), "write 2024-25"),
        (("check", "--minimum", 3), "--minimum"),
    ],
)
def test_an_option_that_cannot_be_meant_is_named_and_the_command_ends_with_2(command, words, said):
    done = command(*words)
    assert done.exit_code == 2
    assert said in done.stderr.splitlines()[-1] and "fault in the program" not in done.output


def test_help_needs_none_of_the_heavy_libraries_and_the_version_is_printed():
    ask = [sys.executable, "-X", "importtime", "-m", "smarter_spending.running.command"]
    told = subprocess.run([*ask, "--help"], capture_output=True, text=True, check=True)
    names = ("run", "check", "new", "import", "room", "lab", "choices")
    assert all(name in told.stdout for name in names)
    loaded = {line.split("|")[-1].strip() for line in told.stderr.splitlines() if "|" in line}
    assert "typer" in loaded, "the list of what was imported was read"
    heavy = {"pandas", "numpy", "scipy", "matplotlib", "papermill", "ipywidgets", "statsmodels"}
    assert not loaded & heavy
    version = subprocess.run([*ask, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("smarter-spending 0.")


def test_choices_shows_who_answered_what_and_writes_a_workbook(command, samples, tmp_path):
    district = tmp_path / "oak"
    district.mkdir()
    (district / "district.toml").write_text(
        (samples / "cold_creek" / "district.toml").read_text("utf-8"), encoding="utf-8"
    )
    team = open_choices(district, "09_cost_per_outcome", "Team 3")
    team.keep_role("finance")
    team.keep("guess", 900, "Dollars for each student")
    open_choices(district, "09_cost_per_outcome", "Team 4").keep("guess", 1500)
    said = command("choices", district, "--workbook", tmp_path / "answers")
    assert said.exit_code == 0
    assert "Team 3, for finance\n    Dollars for each student: 900" in said.stdout
    book = pd.read_excel(tmp_path / "answers.xlsx", sheet_name=None)
    assert list(book) == ["About", "09_cost_per_outcome", "All answers"]
    assert book["09_cost_per_outcome"].values.tolist() == [["Dollars for each student", 900, 1500]]
    assert book["All answers"].shape == (2, 5)


def test_choices_of_a_folder_where_nobody_answered_says_so(command, tmp_path):
    said = command("choices", tmp_path)
    assert said.exit_code == 0
    assert "Nobody has answered anything yet" in said.stdout


def test_choices_knows_a_sample_by_its_name_alone(command):
    said = command("choices", "altamont_valley")
    assert said.exit_code == 0
    assert "01_partnership" in said.stdout


def test_a_kit_is_made_of_the_second_session_unless_another_is_named(
    command, monkeypatch, samples, tmp_path
):
    from smarter_spending.guide import kit

    given = []

    def make_kit(folder, notebooks, session):
        given.append((folder.name, len(notebooks), session))
        return {"agenda.docx": session.encode()}

    monkeypatch.setattr(kit, "make_kit", make_kit)
    words = ("kit", samples / "cold_creek", "--out", tmp_path)
    done = command(*words)
    assert done.exit_code == 0 and "Wrote" in done.output and "agenda.docx" in done.output
    assert command(*words, "--session", "one-hour").exit_code == 0
    assert given == [("cold_creek", 16, "2"), ("cold_creek", 16, "one-hour")]
    agenda = tmp_path / "cold_creek" / "kit" / "agenda.docx"
    assert agenda.read_bytes() == b"one-hour"
    assert os.name != "posix" or agenda.stat().st_mode & 0o077 == 0  # its owner's alone
    assert command(*words, "--session", "4").exit_code == 2


def test_choices_made_apart_are_gathered_and_half_a_command_is_one_sentence(command, tmp_path):
    from smarter_spending.district.choices import open_choices

    for folder in ("a", "b"):
        open_choices(tmp_path / folder, "04_root_causes", f"Table {folder}").keep("problem", folder)
    apart, oak = [tmp_path / "a", tmp_path / "b"], tmp_path / "oak"
    done = command("choices", *apart, "--gather", "--into", oak)
    assert done.exit_code == 0 and "b: answers under 1 name." in done.output
    assert len(list(oak.glob("choices/04_root_causes/*.json"))) == 2
    for half in (("choices", *apart), ("choices", *apart, "--gather"), ("choices", "--into", oak)):
        assert command(*half).exit_code == 2
