"""A filled template workbook, read into a district folder."""

import tomllib
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from smarter_spending.district.importers import ImportRefusedError, import_workbook
from smarter_spending.district.tables import all_tables

SCHOOLS = [["local_site_code", "school_name", "cde_type"], ["0042", "Oak Elementary", "elementary"]]
SETTINGS = [
    ["setting", "value"],
    ["name", "Oak Grove Unified"],
    ["cds_code", 39999990000000],  # Excel keeps digits as a number
    ["fiscal_year", "2024-25"],
    ["as_of", datetime(2025, 9, 15)],
    ["price_year", "2024-25"],
    ["minimum_group", 11],
    ["reserve_policy", 0.03],
    ["invented", False],
    ["outcome_worth.early_literacy_score", 3000],
]


@pytest.fixture
def filled(tmp_path):
    def write(name="filled.xlsx", **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, lines in sheets.items():
            tab = book.create_sheet(title)
            for line in lines:
                tab.append(line)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "district"


def refusal(file, folder):
    with pytest.raises(ImportRefusedError) as caught:
        import_workbook(file, folder)
    assert not folder.exists() or not list(folder.glob(".*"))
    return str(caught.value)


def test_each_filled_sheet_becomes_the_table_of_its_name(filled, folder):
    programs = [
        ["program_id", "program_name", "annual_cost_total", "contributing"],
        ["P-01", "Tutoring", 1234.5, True],
    ]
    report = import_workbook(filled(schools=SCHOOLS, programs=programs), folder)
    assert (folder / "schools.csv").read_text() == (
        "local_site_code,school_name,cde_type\n0042,Oak Elementary,elementary\n"
    )
    assert (folder / "programs.csv").read_text() == (
        "program_id,program_name,annual_cost_total,contributing\nP-01,Tutoring,1234.50,Y\n"
    )
    assert report.rows.values.tolist() == [["schools", 1], ["programs", 1]]
    assert report.wrote == ("schools.csv", "programs.csv")


def test_codes_stay_the_text_they_are(filled, folder):
    header = list(all_tables()["ledger"].required)
    line = ["2024-25", "actual", "01", "0000", "1110", "1000", "1100", 0.1 + 0.2]
    numbers = ["2024-25", "actual", "01", "0000", 1110, 1000.0, 1100, -5]
    import_workbook(filled(ledger=[header, line, numbers]), folder)
    assert (folder / "ledger.csv").read_text().splitlines()[1:] == [
        "2024-25,actual,01,0000,1110,1000,1100,0.30",
        "2024-25,actual,01,0000,1110,1000,1100,-5.00",
    ]


def test_dates_are_written_the_one_way_every_program_reads(filled, folder):
    header = ["from_account", "to_account", "amount", "effective_date"]
    import_workbook(filled(budget_adjustments=[header, ["a", "b", 1, date(2025, 7, 1)]]), folder)
    assert (folder / "budget_adjustments.csv").read_text().splitlines()[1] == "a,b,1.00,2025-07-01"


def test_the_settings_sheet_becomes_the_district_file(filled, folder):
    report = import_workbook(filled(district=SETTINGS, schools=SCHOOLS), folder)
    settings = tomllib.loads((folder / "district.toml").read_text())
    assert settings == {
        "name": "Oak Grove Unified",
        "cds_code": "39999990000000",
        "fiscal_year": "2024-25",
        "as_of": date(2025, 9, 15),
        "price_year": "2024-25",
        "minimum_group": 11,
        "reserve_policy": 0.03,
        "invented": False,
        "outcome_worth": {"early_literacy_score": 3000},
    }
    assert report.district_name == "Oak Grove Unified"
    assert report.problems == ()


def test_a_folder_without_settings_is_pointed_out(filled, folder):
    report = import_workbook(filled(schools=SCHOOLS), folder)
    assert "no district.toml yet" in report.problems[0]


def test_titles_above_the_header_and_blank_rows_are_left_out_and_counted(filled, folder):
    lines = [["Oak Grove Unified"], [None], *SCHOOLS[:1], [None], *SCHOOLS[1:]]
    report = import_workbook(filled(schools=lines), folder)
    assert len(pd.read_csv(folder / "schools.csv")) == 1
    assert report.left_out[["what", "rows"]].values.tolist() == [
        ["schools: rows above the header", 2],
        ["schools: blank rows", 1],
    ]


def test_sheets_that_are_no_table_or_are_empty_are_named(filled, folder):
    book = filled(Instructions=[["Read me"]], staffing=[["fiscal_year"]], schools=SCHOOLS)
    report = import_workbook(book, folder)
    assert report.left_out[["what", "why"]].values.tolist() == [
        ["Instructions: sheet", "not named as a table"],
        ["staffing: sheet", "no rows are filled in"],
    ]
    # maps holds what was imported, so that the workbook can be corrected and imported again
    assert sorted(path.name for path in folder.iterdir()) == ["maps", "schools.csv"]


def test_extra_columns_are_kept_for_the_district(filled, folder):
    lines = [[*SCHOOLS[0], "Board Area"], [*SCHOOLS[1], 3]]
    import_workbook(filled(schools=lines), folder)
    assert (folder / "schools.csv").read_text().splitlines() == [
        "local_site_code,school_name,cde_type,board_area",
        "0042,Oak Elementary,elementary,3",
    ]


def test_a_sheet_without_its_columns_is_refused(filled, folder):
    message = refusal(filled(schools=[["local_site_code"], ["0042"]]), folder)
    # the words were others than those of `check` for the same fault of the same sheet
    assert 'sheet schools, school_name: the column "school_name" is not there' in message
    assert 'sheet schools, cde_type: the column "cde_type" is not there' in message
    assert not folder.exists()


def test_a_column_given_twice_is_refused(filled, folder):
    lines = [[*SCHOOLS[0], "School Name"], [*SCHOOLS[1], "Oak"]]
    # the old words did not say which of the cells is meant
    assert 'cell D1, school_name, row 1: the column "school_name" is there twice' in refusal(
        filled(schools=lines), folder
    )


def test_two_sheets_for_one_table_are_refused(filled, folder):
    book = filled(schools=SCHOOLS, **{"Schools ": SCHOOLS})
    assert 'a second sheet ("Schools ") is for schools.csv' in refusal(book, folder)


def test_an_excel_error_is_refused(filled, folder):
    lines = [SCHOOLS[0], ["0042", "#REF!", "elementary"]]
    # the old words named the sheet and no cell
    assert "sheet schools cell B2, school_name, row 2: school_name holds #REF!" in refusal(
        filled(schools=lines), folder
    )


def test_a_formula_that_was_never_worked_out_is_not_taken_for_a_blank(filled, folder):
    lines = [SCHOOLS[0], ["0042", '="Oak " & "Elementary"', "elementary"]]
    assert "the formula in cell B2 of sheet schools has no value" in refusal(
        filled(schools=lines), folder
    )


def test_what_the_folder_holds_is_never_overwritten(filled, folder):
    import_workbook(filled(schools=SCHOOLS), folder)
    changed = [SCHOOLS[0], ["0042", "Elm Elementary", "elementary"]]
    # the old words told to move the file away, and with it what others had written there
    message = refusal(filled(schools=changed), folder)
    assert "school_name in 1 row" in message and "Add --replace" in message
    assert "Oak Elementary" in (folder / "schools.csv").read_text()


def test_the_same_workbook_again_changes_nothing_and_says_so(filled, folder):
    import_workbook(filled(schools=SCHOOLS), folder)
    report = import_workbook(filled(schools=SCHOOLS), folder)
    assert report.wrote == ()
    assert report.notes == ("schools.csv was there already with the same content.",)


def test_a_workbook_without_any_table_says_how_sheets_are_named(filled, folder):
    message = refusal(filled(Budget=[["a"], ["b"]]), folder)
    assert "no sheet holds a table. Its sheets are Budget" in message


@pytest.mark.parametrize("content", [b"fund,amount\n01,5\n", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, folder, content):
    (tmp_path / "filled.xlsx").write_bytes(content)
    assert "this is not an Excel workbook" in refusal(tmp_path / "filled.xlsx", folder)


def test_another_kind_of_zip_is_not_a_workbook(tmp_path, folder):
    with zipfile.ZipFile(tmp_path / "photos.xlsx", "w") as photos:
        photos.writestr("photo.txt", "a picture")
    assert "this is not an Excel workbook" in refusal(tmp_path / "photos.xlsx", folder)


def test_a_workbook_that_is_not_there_is_named(tmp_path, folder):
    assert "there is no such file" in refusal(tmp_path / "gone.xlsx", folder)
