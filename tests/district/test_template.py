"""The blank folder: made from the tables' description, loadable at once, never over anything."""

from datetime import date

import openpyxl
import pytest

from smarter_spending.district.importers.workbook import WORKBOOK, FolderInUseError, write_template
from smarter_spending.district.loading import load_district
from smarter_spending.district.tables import NUMERIC_KINDS, all_tables


@pytest.fixture
def blank(tmp_path):
    return write_template(tmp_path / "our district", today=date(2025, 9, 15))


@pytest.fixture
def book(blank):
    return openpyxl.load_workbook(blank / WORKBOOK)


def test_a_blank_folder_loads_with_every_table_absent_and_nothing_to_mend(blank):
    district = load_district(blank)
    assert district.absent == tuple(all_tables())
    # what nobody has typed yet is asked for: "Our district" once went unasked onto every page
    assert [note.column for note in district.notes] == ["name, cds_code, fiscal_year, price_year"]


@pytest.mark.parametrize(
    ("today", "ended"),
    [
        (date(2025, 9, 15), "2024-25"),
        (date(2025, 7, 1), "2024-25"),
        (date(2025, 6, 30), "2023-24"),
        (date(2000, 8, 1), "1999-00"),
    ],
)
def test_the_year_written_in_is_the_last_that_has_ended_and_no_day_is(tmp_path, today, ended):
    district = load_district(write_template(tmp_path / "new", today=today))
    assert (district.as_of, district.fiscal_year, district.price_year) == (None, ended, ended)


def test_no_worth_is_put_in_the_boards_mouth(blank):
    assert load_district(blank).outcome_worth == {}
    assert "# early_literacy_score = " in (blank / "district.toml").read_text(encoding="utf-8")


def test_there_is_a_sheet_for_every_table_with_every_heading(book):
    assert book.sheetnames == ["Read me first", "Columns", *all_tables()]
    for name, table in all_tables().items():
        assert [cell.value for cell in book[name][1]] == list(table.columns)
        assert book[name].max_row == 1
        assert book[name].freeze_panes == "A2"


def test_the_sheet_of_columns_says_what_every_column_means(book):
    _, *rows = book["Columns"].iter_rows(values_only=True)
    assert [(row[0], row[1], row[5]) for row in rows] == [
        (name, column.name, column.meaning)
        for name, table in all_tables().items()
        for column in table.columns.values()
    ]


def test_the_instructions_name_every_sheet_and_forbid_names(book):
    said = " ".join(str(cell) for row in book["Read me first"].values for cell in row if cell)
    assert all(name in said for name in all_tables())
    assert "Never put in names, birth dates, social security numbers or state student ids" in said


def test_a_heading_explains_itself_with_its_unit(book):
    assert book["staffing"]["J1"].value == "fte"
    assert book["staffing"]["J1"].comment.text == (
        "The line's part of a full-time position.\n"
        "Write a number from 0 to 1.\n"
        "Unit: full-time equivalents on this line.\n"
        "Must be filled in."
    )


def test_what_is_not_a_number_is_formatted_as_text_so_that_zeros_stay(book):
    for name, table in all_tables().items():
        sheet = book[name]
        # neighbours that look alike are kept as one group, from min to max
        groups = sheet.column_dimensions.values()
        looks = {
            place: group.number_format
            for group in groups
            for place in range(group.min, group.max + 1)
        }
        for place, column in enumerate(table.columns.values(), start=1):
            written = looks[place]
            if column.kind not in (*NUMERIC_KINDS, "date"):
                assert written == "@", (name, column.name)
            else:
                assert written != "@", (name, column.name)


def test_a_column_of_choices_has_a_drop_down_of_exactly_these(book):
    rules = {
        str(rule.sqref).split("2:")[0]: rule
        for rule in book["ledger"].data_validations.dataValidation
    }
    assert rules["C"].type == "list"
    assert rules["C"].formula1.strip('"').split(",") == list(
        all_tables()["ledger"].columns["amount_type"].choices
    )
    assert (rules["D"].type, rules["D"].formula1) == ("textLength", "2")  # fund 01


def test_every_list_of_choices_is_in_its_sheet(book):
    # Excel keeps a written-out list of at most 255 characters; xlsxwriter leaves longer ones out
    for name, table in all_tables().items():
        wanted = sum(
            column.kind in ("choice", "flag", "grade") for column in table.columns.values()
        )
        rules = book[name].data_validations.dataValidation
        assert sum(rule.type == "list" for rule in rules) == wanted, name


def test_a_filled_sheet_is_read_back(blank):
    book = openpyxl.load_workbook(blank / WORKBOOK)
    columns = list(all_tables()["schools"].columns)
    filled = {"local_site_code": "0042", "school_name": "Oak", "cde_type": "elementary"}
    for name, value in filled.items():
        book["schools"].cell(2, columns.index(name) + 1).value = value
    book.save(blank / WORKBOOK)
    district = load_district(blank)
    assert district.schools["local_site_code"].tolist() == ["0042"]
    assert "schools" not in district.absent
    assert [note.file for note in district.notes] == ["district.toml"]


def test_a_folder_with_anything_in_it_is_left_as_it_is(tmp_path):
    (tmp_path / "ledger.csv").write_text("kept")
    with pytest.raises(FolderInUseError) as refused:
        write_template(tmp_path)
    assert str(refused.value) == (
        f'The folder "{tmp_path.name}" already holds ledger.csv. Choose a new name, or move these '
        "away; nothing was written."
    )
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.csv"]


def test_an_empty_folder_may_be_filled(tmp_path):
    assert load_district(write_template(tmp_path)).name == "Our district"


def test_a_file_is_not_taken_for_a_folder(tmp_path):
    (tmp_path / "new").write_text("a file")
    with pytest.raises(FolderInUseError, match=r'"new" is a file\. Choose another name'):
        write_template(tmp_path / "new")
