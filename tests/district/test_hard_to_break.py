"""What a disk, a sync program or a slip makes of a folder is named: file, place, what to do."""

import json
import os
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from smarter_spending.district.choices import (
    ChoicesUnreadableError,
    file_name,
    left_aside,
    open_choices,
    questions_asked,
    read_choices,
)
from smarter_spending.district.files import _breaks_off
from smarter_spending.district.loading import DistrictDataError, load_district
from smarter_spending.guide.opening import first_screen

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import fuzz

# --- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["reserve_floor = " + "9" * 5000, "reserve_floor = " + "[" * 2000 + "]" * 2000,
     "reserve_floor = 0x" + "f" * 6000],
)  # fmt: skip
def test_settings_that_no_parser_takes_are_named(folder, line):
    folder.settings += line
    assert str(folder.problem()) == (
        "district.toml: it cannot be read: a number is too long, or brackets stand in brackets. "
        "Mend it."
    )


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("reserve_floor", "1" + "0" * 400, "is not an amount of dollars."),
        ("reserve_floor", "inf", "reserve_floor = inf is not an amount of dollars."),
        ("review_by", "9999-12-31", "review_by = 9999-12-31 is not a date; write 2025-09-15"),
        ("minimum_group", "100000", "is not a whole number of students, 2 to 1000."),
    ],
)
def test_a_setting_of_an_impossible_size_is_named(folder, setting, value, words):
    folder.settings += f"{setting} = {value}\n"
    problem = folder.problem()
    assert (problem.file, problem.column) == ("district.toml", setting)
    assert words in problem.message


@pytest.mark.parametrize("year", ["9999-00", "0001-02"])
def test_a_fiscal_year_of_no_school_is_named(folder, year):
    folder.settings = folder.settings.replace('fiscal_year = "2024-25"', f'fiscal_year = "{year}"')
    assert "is not a fiscal year; write" in str(folder.problem())


def test_settings_that_are_no_file_are_named(folder):
    place = folder.write()
    (place / "district.toml").unlink()
    (place / "district.toml").mkdir()
    with pytest.raises(DistrictDataError, match=r"district\.toml: it is there, and is no file"):
        load_district(place)


# --- What has a table's name and cannot be opened ------------------------------------------------


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("table", ["ledger", "control_totals", "students_outcomes"])
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (Path.mkdir, "it is a folder"),
        (lambda path: path.symlink_to("nowhere.csv"), "it points to a file that is not there"),
        (lambda path: path.symlink_to(path.name), "it points to a file that is not there"),
        (_pipe, "it is a pipe or a device"),
        (_device, "it is a pipe or a device"),
    ],
)
def test_what_is_no_file_is_never_taken_for_not_brought(folder, table, make, what):
    place = folder.write()
    (place / f"{table}.csv").unlink()
    make(place / f"{table}.csv")
    with pytest.raises(DistrictDataError) as refused:
        load_district(place)
    named = [str(one) for one in refused.value.problems]
    assert f"{table}.csv: {what}, not a table. Move it away." in named


@pytest.mark.parametrize("name", ["ledger.csv", "staffing.xlsx", "letter.pages"])
def test_a_file_that_nobody_may_read_is_named(folder, name, monkeypatch):
    place, read = folder.write(), Path.read_bytes
    (place / name).write_text("?", encoding="utf-8")

    def refuses(path):
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuses)
    said = f"{name}: it cannot be opened (Permission denied). Close it elsewhere, see who may read"
    if name == "letter.pages":  # it is no table: nothing is lost
        assert any(str(note).startswith(said) for note in load_district(place).notes)
        return
    with pytest.raises(DistrictDataError) as refused:
        load_district(place)
    assert any(str(one).startswith(said) for one in refused.value.problems)


# --- What a table has lost -----------------------------------------------------------------------


@pytest.mark.parametrize("table", ["ledger", "students_outcomes", "control_totals", "schools"])
def test_a_table_of_headings_alone_is_named(folder, table):
    heads = folder.text(table).splitlines()[0]
    place = folder.put(f"{table}.csv", heads + "\n").write()
    told = [str(note) for note in load_district(place).notes]
    assert f"{table}.csv: it has headings and no row: it counts as not brought." in told


def test_a_file_cut_inside_its_last_row_names_the_row_and_the_column(samples, tmp_path):
    place = tmp_path / "cold_creek"
    shutil.copytree(samples / "cold_creek", place)
    file = place / "students_outcomes.csv"
    content = file.read_bytes()
    file.write_bytes(content[: int(0.62 * len(content))])
    last = content[: int(0.62 * len(content))].decode().splitlines()
    ends = last[0].split(",")[last[-1].count(",")]
    with pytest.raises(DistrictDataError) as refused:
        load_district(place)
    assert [str(one) for one in refused.value.problems if one.file == file.name] == [
        f"students_outcomes.csv row {len(last)}: the file ends inside this row, in {ends}. Get it "
        "whole, or fill the row in."
    ]


def _amounts_with_cents(folder) -> str:
    folder.again("ledger", amount="3459.71", function="2420")
    folder.change("ledger", amount="100000.00")
    folder["ledger"][1]["amount"] = "2500.50"
    folder["ledger"][2]["amount"] = "150000.00"
    text = folder.keep("ledger").text("ledger").rstrip()
    assert text.endswith("3459.71")
    return text


def test_a_file_cut_inside_its_last_amount_is_named(folder):
    text = _amounts_with_cents(folder)
    folder.keep().put("ledger.csv", text[:-1])
    assert [str(one) for one in folder.problems()] == [
        "ledger.csv row 5: the file ends inside the last cell of this row. Get it whole, or mend "
        "the cell."
    ]


def test_a_file_without_a_last_line_end_is_whole_where_its_last_cell_is(folder):
    text = _amounts_with_cents(folder)
    assert not folder.put("ledger.csv", text).load().notes


@pytest.mark.parametrize(
    "last", ["5,7,12", "100,100,50", "Y,Y,N", "actual,actual,budget", "Adams St.,Main St.,Oak Rd"]
)
def test_what_only_differs_from_the_rows_above_is_not_taken_for_cut(last):
    assert not _breaks_off(pd.Series(last.split(",")))


def test_shorter_rows_before_the_last_are_read_and_named(folder):
    heads, *rest = folder.text("schools").splitlines()
    named = dict(zip(heads.split(","), rest[0].split(","), strict=True)) | {
        "local_site_code": "0102",
        "school_code": "1234567",
        "school_name": "Fir School",
    }
    least = [named[name] for name in heads.split(",")][:-1]
    folder.put("schools.csv", "\n".join([heads, ",".join(least), *rest]) + "\n")
    assert (
        "schools.csv: 1 row ending before the last column (first: row 2): what is not there was "
        "read as blank."
    ) in folder.warnings()


def test_a_row_above_the_headings_is_named_and_a_title_is_not(folder):
    heads, first, *rest = folder.text("ledger").splitlines()
    folder.put("ledger.csv", "\n".join(["General ledger,2024-25", first, heads, *rest]) + "\n")
    assert [str(one) for one in folder.problems() if one.file == "ledger.csv"] == [
        "ledger.csv row 2: this row stands above the headings, and would be left out. Move it "
        "below them."
    ]


# --- Magnitudes no school has --------------------------------------------------------------------


def test_more_attendance_than_students_is_named(folder):
    folder.change("enrollment_lcff", ada_annual_46="999999999999999")
    told = [str(one) for one in folder.problems()]
    assert told[0] == (
        "enrollment_lcff.csv row 2: ada_annual_46 999999999999999 must be between 0 and "
        "100,000,000,000 average daily attendance. Check annual ADA, grades 4 to 6."
    )
    assert told[1].startswith(
        "enrollment_lcff.csv row 2: annual ADA of all grades is more than the enrollment."
    )


def test_exchanged_headings_of_attendance_are_named(samples, tmp_path):
    place = tmp_path / "cold_creek"
    shutil.copytree(samples / "cold_creek", place)
    file = place / "enrollment_lcff.csv"
    text = file.read_text(encoding="utf-8").replace("ada_p2_tk3,ada_p2_46", "ada_p2_46,ada_p2_tk3")
    file.write_text(text, encoding="utf-8")
    told = [str(note) for note in load_district(place).notes]
    for span in ("tk3", "46"):
        assert (
            f"enrollment_lcff.csv: ada_p2_{span} of 2021-22, 2023-24, 2024-25 is far from "
            f"ada_annual_{span}. Have two headings, or two columns, changed places?"
        ) in told


@pytest.mark.parametrize("day", ["9999-12-31", "12/31/9999", "0219-09-03"])
def test_a_date_of_no_school_year_is_named(folder, day):
    folder.change("program_participation", end_date=day)
    assert f'end_date "{day}" lies in no year of a school. Check the year.' in str(folder.problem())


def test_a_year_of_no_school_is_named(folder):
    folder.change("students_outcomes", fiscal_year="9998-99")
    assert 'fiscal_year "9998-99" is not a fiscal year.' in str(folder.problems()[0])


def test_dollars_no_district_has_are_named(folder):
    folder.keep("ledger").change("ledger", amount="999999999999999")
    assert "amount 999999999999999 must be between -100,000,000,000 and" in str(folder.problem())


# --- Copies of a sync program --------------------------------------------------------------------

COPIES = ("{} (1)", "{} (conflicted copy 2026-01-02)", "{}-DESKTOP-7", "Copy of {}")


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_of_a_table_is_left_aside_and_named(folder, copy):
    name = copy.format("ledger") + ".csv"
    content = folder.text("ledger").replace("100000.00", "900000.00")
    (folder.path / name).write_text(content, encoding="utf-8")
    district = folder.load()
    assert district.ledger["amount"].max() == 150000
    assert any(
        str(note).startswith(
            f"{name}: not read: is it a copy of ledger.csv? Keep one of the two, under that name."
        )
        for note in district.notes
    )


PAGE = "02_student_learning"


@pytest.fixture
def answered(tmp_path):
    for number, person in enumerate(("Ann", "Budget office")):
        open_choices(tmp_path, PAGE, person).keep("ready", f"3{'AB'[number]}", "How ready?")
    return tmp_path


@pytest.mark.parametrize("copy", (*COPIES, "~${}", "title"))
@pytest.mark.parametrize("person", ["Ann", "Budget office"])
def test_a_copy_of_answers_is_left_aside_and_one_person_counts_once(answered, copy, person):
    file = answered / "choices" / PAGE / f"{file_name(person)}.json"
    before = read_choices(answered)
    stem = file.stem.title() if copy == "title" else copy.format(file.stem)
    twin = file.with_name(stem + ".json")
    if not copy.startswith("~"):
        twin.write_text(file.read_text(encoding="utf-8").replace("3", "1"), encoding="utf-8")
    else:
        twin.write_bytes(b"\x00 an owner's mark \xff")
    assert read_choices(answered).equals(before)
    assert questions_asked(answered) == {PAGE: {"ready": "How ready?"}}
    [said] = left_aside(answered)
    assert said.startswith(f"{PAGE}/{twin.name} is left aside: answers of ")
    assert said.endswith(
        f"are read from {file.name} alone. Keep one under that name, and move the other away."
    )


def test_an_owners_mark_of_a_mac_is_no_answer(answered):
    (answered / "choices" / PAGE / "._ann.json").write_bytes(b"\x00\x05\x16\x07")
    assert len(read_choices(answered)) == 2 and left_aside(answered) == []


def test_what_is_left_aside_is_told_where_a_folder_is_checked(folder):
    district = folder.load()
    assert "Answers left aside" not in set(first_screen(district)["checked"])
    open_choices(folder.path, PAGE, "Ann").keep("ready", "3A")
    file = folder.path / "choices" / PAGE / "ann.json"
    shutil.copy(file, file.with_name("ann (1).json"))
    told = first_screen(district).set_index("checked")["what_was_found"]
    assert told["Answers left aside"] == " ".join(left_aside(folder.path))


# --- Answers no program wrote --------------------------------------------------------------------


@pytest.mark.parametrize("part", ["questions", "options"])
def test_a_part_that_is_null_loses_no_later_answer(answered, part):
    file = answered / "choices" / PAGE / "ann.json"
    page = json.loads(file.read_text(encoding="utf-8")) | {part: None}
    file.write_text(json.dumps(page), encoding="utf-8")
    open_choices(answered, PAGE, "Ann").keep("next", "4A", "And now?", ("4A", "4B"))
    assert open_choices(answered, PAGE, "Ann").answers == {"ready": "3A", "next": "4A"}
    assert questions_asked(answered)[PAGE]["next"] == "And now?"


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000 + "]" * 100_000, '{"answers": {"a": ' + "9" * 5000 + "}}", '{"answers": null}',
     '{"answers": {}, "person": 7}', '{"answers": {}, "questions": []}',
     '{"answers": {}, "options": {"a": 7}}', "null", ""],
)  # fmt: skip
def test_answers_that_no_program_wrote_are_named_in_one_sentence(answered, text):
    (answered / "choices" / PAGE / "ann.json").write_text(text, encoding="utf-8")
    for read in (read_choices, questions_asked, lambda at: open_choices(at, PAGE, "Ann")):
        with pytest.raises(ChoicesUnreadableError) as refused:
            read(answered)
        said = str(refused.value)
        assert said.startswith(f"The answers in {PAGE}/ann.json ") and "\n" not in said
        assert said.endswith("move the file away.")


@pytest.mark.parametrize(
    "make", [Path.mkdir, lambda path: path.symlink_to("nowhere"), _pipe, _device]
)
def test_what_is_no_file_of_answers_is_named(answered, make):
    file = answered / "choices" / PAGE / "ann.json"
    file.unlink()
    make(file)
    with pytest.raises(ChoicesUnreadableError) as refused:
        read_choices(answered)
    assert str(refused.value) == (
        f"The answers in {PAGE}/ann.json are no file. Move what has this name away."
    )


# --- Whatever happens to a folder ----------------------------------------------------------------


def test_nothing_is_lost_without_a_word_whatever_happens_to_a_folder():
    found = fuzz.fuzz(len(fuzz.WAYS) + len(fuzz.CHOICES), seed=3)
    wrong = found[~found["fine"]]
    assert wrong.empty, wrong.to_string()
    assert {*fuzz.FINE} <= {*found["came"]}, "each outcome was seen"
