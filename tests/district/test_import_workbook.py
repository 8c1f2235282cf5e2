"""A filled template workbook, read into a district folder."""

import tomllib
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from smarter_spending.district.importers import ImportRefusedError, import_workbook
from smarter_spending.district.importers.workbook import WORKBOOK, write_template
from smarter_spending.district.loading import load_district
from smarter_spending.district.tables import DistrictDataError, all_tables

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


def corrected(path, sheet, cell, value):
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)
    return path


@pytest.fixture
def template(tmp_path):
    """A blank folder as `new` makes it, its template filled in where it lies."""
    folder = write_template(tmp_path / "ours", date(2025, 9, 15))
    book = openpyxl.load_workbook(folder / WORKBOOK)
    columns = [cell.value for cell in book["schools"][1]]
    for row, line in enumerate([*SCHOOLS[1:], ["0043", "Elm High", "high"]], start=2):
        for name, value in zip(SCHOOLS[0], line, strict=True):
            book["schools"].cell(row, columns.index(name) + 1, value)
    book["programs"]["B2"], book["programs"]["C2"] = "P-01", "Tutoring"
    book.save(folder / WORKBOOK)
    return folder / WORKBOOK


def about_workbook(folder):
    """The notes on the template; another asks for what nobody has said in district.toml."""
    return [note for note in load_district(folder).notes if note.file != "district.toml"]


def names(folder):
    return load_district(folder).schools["school_name"].tolist()


def test_a_template_is_corrected_and_imported_again_as_often_as_one_likes(template):
    folder = template.parent
    for name in ("Oak Elementary", "Oak Hill", "Oak", "Oak Hill"):
        corrected(template, "schools", "D2", name)
        import_workbook(template, folder, replace=True)
        assert names(folder) == [name, "Elm High"]
        (note,) = about_workbook(folder)
        assert str(note) == (
            "district_template.xlsx: it was imported: programs.csv, schools.csv hold its tables "
            "and are read."
        )


def test_a_correction_not_imported_yet_is_told_with_the_command(template):
    folder = template.parent
    import_workbook(template, folder)
    corrected(template, "schools", "D2", "Oak Hill")
    (note,) = about_workbook(folder)
    assert "It has changed since" in str(note)
    assert f'import workbook "{template}" --into "{folder}" --replace' in str(note)
    with pytest.raises(ImportRefusedError, match="Add --replace"):
        import_workbook(template, folder)
    assert names(folder) == ["Oak Elementary", "Elm High"]


def test_a_row_taken_out_of_the_workbook_goes_with_replace_alone(template):
    folder = template.parent
    import_workbook(template, folder)
    book = openpyxl.load_workbook(template)
    book["schools"].delete_rows(3)
    book.save(template)
    report = import_workbook(template, folder)
    assert "schools.csv keeps 1 row that the workbook no longer has" in report.notes[0]
    import_workbook(template, folder, replace=True)
    assert names(folder) == ["Oak Elementary"]


def test_what_another_file_added_stays_when_the_workbook_is_corrected(template):
    folder = template.parent
    import_workbook(template, folder)
    with (folder / "schools.csv").open("a", encoding="utf-8") as file:
        file.write(",0050,,Added by hand,middle,,,,,,,,\n")
    corrected(template, "schools", "D2", "Oak Hill")
    report = import_workbook(template, folder, replace=True)
    assert names(folder) == ["Oak Hill", "Elm High", "Added by hand"]
    assert "schools.csv held 3 rows; now 3." in report.notes


def test_a_sheet_filled_in_after_the_import_is_read_as_it_stands(template):
    folder = template.parent
    import_workbook(template, folder)
    corrected(corrected(template, "enrollment_lcff", "B2", "2023-24"), "enrollment_lcff", "C2", 10)
    assert len(load_district(folder).enrollment_lcff) == 1


def test_a_table_in_a_workbook_never_imported_and_in_a_file_is_refused(template):
    (template.parent / "schools.csv").write_text("local_site_code,school_name,cde_type\n")
    with pytest.raises(DistrictDataError, match="sheet schools: the table schools is also in"):
        load_district(template.parent)


def test_a_workbook_of_any_name_goes_the_same_round(filled, tmp_path):
    folder = write_template(tmp_path / "ours", date(2025, 9, 15))
    own = filled("our figures.xlsx", schools=SCHOOLS).rename(folder / "our figures.xlsx")
    import_workbook(own, folder)
    import_workbook(corrected(own, "schools", "B2", "Oak Hill"), folder, replace=True)
    assert names(folder) == ["Oak Hill"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("schools", "E2", "elementry", "schools cell E2, cde_type, row 2"),
        # 43 is a district's own site 0043, as every other import reads it; 43A7B is none
        (
            "schools",
            "B3",
            "43A7B",
            'schools cell B3, local_site_code, row 3: local_site_code "43A7B',
        ),
        (
            "schools",
            "B3",
            None,
            "schools cell B3, local_site_code, row 3: local_site_code is blank",
        ),
        ("schools", "B3", "0042", "schools, row 3: 1 row say the same local_site_code"),
        ("schools", "H3", "many", "schools cell H3, enrollment, row 3"),
        ("schools", "H3", -3, "schools cell H3, enrollment, row 3"),
        ("schools", "M2", "last June", "schools cell M2, closed_date, row 2"),
        ("programs", "C2", None, "programs cell C2, program_name, row 2: program_name is blank"),
        ("programs", "C2", "#N/A", "programs cell C2, program_name, row 2"),
        ("programs", "C1", "programme", 'sheet programs, program_name: the column "program_name"'),
        ("schools", "N1", "Student Name", 'schools, student_name: Column "student_name" found'),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_at_all_is_written(
    template, sheet, cell, value, words
):
    before = {path: path.read_bytes() for path in template.parent.iterdir()}
    del before[template]
    with pytest.raises(ImportRefusedError) as refused:
        import_workbook(corrected(template, sheet, cell, value), template.parent)
    assert len(refused.value.problems) == 1
    assert words in str(refused.value) and "district_template.xlsx sheet" in str(refused.value)
    after = {path: path.read_bytes() for path in template.parent.iterdir() if path != template}
    assert after == before


def test_one_table_that_differs_keeps_every_other_from_being_written(filled, folder):
    import_workbook(filled(schools=SCHOOLS), folder)
    programs = [["program_id", "program_name"], ["P-01", "Tutoring"]]
    other = [SCHOOLS[0], ["0042", "Elm", "elementary"]]
    with pytest.raises(ImportRefusedError):
        import_workbook(filled(programs=programs, schools=other), folder)
    assert not (folder / "programs.csv").exists()


def test_parts_of_a_cent_are_not_rounded_away(filled, folder):
    header = [*all_tables()["control_totals"].required]
    line = ["2024-25", "actual", "01", "1000", "7499", 1.005]
    import_workbook(filled(control_totals=[header, line]), folder)
    assert (folder / "control_totals.csv").read_text().splitlines()[1].endswith(",1.005")


def test_settings_that_differ_from_the_folders_are_named(filled, folder):
    import_workbook(filled(district=SETTINGS), folder)
    other = [line if line[0] != "fiscal_year" else ["fiscal_year", "2023-24"] for line in SETTINGS]
    assert "it says fiscal_year = 2024-25, and the workbook 2023-24" in refusal(
        filled(district=other), folder
    )


def test_settings_of_a_blank_folder_are_filled_from_the_workbook(filled, tmp_path):
    folder = write_template(tmp_path / "ours", date(2025, 9, 15))
    report = import_workbook(filled(district=SETTINGS, schools=SCHOOLS), folder)
    assert "district.toml says no outcome_worth: write it there." in report.notes
    district = load_district(folder)
    assert (district.name, district.cds_code) == ("Oak Grove Unified", "39999990000000")


def test_a_site_number_is_read_with_its_zeros_in_front(template):
    folder = template.parent
    corrected(template, "schools", "B3", 413)
    import_workbook(template, folder)
    assert load_district(folder).schools["local_site_code"].tolist() == ["0042", "0413"]
