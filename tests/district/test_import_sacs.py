"""A general ledger as filed with the state, read into a district folder."""

import csv
import gzip
import re
import tomllib
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.district.importers import (
    ImportRefusedError,
    MixedLedgerError,
    control_totals,
    import_sacs,
    import_table,
)
from smarter_spending.district.importers.sacs import cents, read_sacs_file
from smarter_spending.district.importers.workbook import write_template
from smarter_spending.district.loading import load_district
from smarter_spending.district.tables import all_tables

CDS = "39999990000000"
WEB = [
    "SubmissionNumber", "CDSCode", "FullFiscalYear", "ReportingPeriod", "ColumnCode",
    "AccountString", "FundCode", "ResourceCode", "ProjectYear", "GoalCode", "FunctionCode",
    "ObjectCode", "Amount", "ImportFlag",
]  # fmt: skip


def web_row(code, account, amount, year="2023-24", cds=CDS):
    parts = [account[a:b] for a, b in ((0, 2), (2, 6), (6, 7), (7, 11), (11, 15), (15, 19))]
    return ["X1", cds, year, "A", code, account, *parts, amount, "I"]


ACTUALS = [
    web_row("BA", "0100000111010001100", 1000.10),  # teachers
    web_row("BA", "0100000000072107310", -50),  # indirect costs, out of one program ...
    web_row("BA", "0130100111021007310", 50),  # ... and into another
    web_row("BA", "0100000000000008011", 2000),  # LCFF
    web_row("BA", "010000000000000979Z", 999.90),  # the balance that leaves
    web_row("BA", "010000000002700PCRA", -66.3),  # cost report allocation, out ...
    web_row("BA", "010000011102700PCRA", 66.3),  # ... and in
]
BUDGET = [web_row("BB", "0100000111010001100", 1100.00, "2024-25")]


@pytest.fixture
def extract(tmp_path):
    def write(rows, name="extract.xlsx", header=WEB, sheet="UserGL", entities=()):
        book = openpyxl.Workbook()
        book.active.title = "UserElement"
        tab = book.create_sheet(sheet)
        for line in [header, *rows]:
            tab.append(line)
        if entities:
            names = book.create_sheet("Entities")
            for line in [["Ccode", "Dcode", "Scode", "EntityName"], *entities]:
                names.append(line)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def legacy(tmp_path):
    header = (
        "Ccode,Dcode,SchoolCode,Fiscalyear,Period,Colcode,Account,Fund,Resource,Projectyear,"
        "Goal,Function,Object,Value"
    )
    row = (
        '"39","99999","0000000","2021","A   ","BA  ","0100000111010001100","01","0000","0",'
        '"1110","1000","1100",1000.10'
    )

    def write(*rows, name="usergl.csv"):
        (tmp_path / name).write_bytes("\r\n".join([header, *(rows or [row])]).encode())
        return tmp_path / name

    write.row = row
    return write


def dat_section(code, accounts, count=None, year="2023-24", trailer=True, closes=None):
    lines = [[year, CDS, "A", code], *([account, amount, "I"] for account, amount in accounts)]
    if trailer:
        count = len(accounts) if count is None else count
        lines.append(["-1", "EOD", CDS, "A", closes or code, str(count)])
    return lines


def write_dat(path, *sections):
    lines = [",".join(f'"{cell}"' for cell in line) for section in sections for line in section]
    path.write_bytes("\r\n".join([*lines, ""]).encode())
    return path


ELEMENTS = [
    ["2023-24", CDS, "A", "BA", "ELEMENT"],
    ["01.BFB.ADJ.BEG.BAL.REST", "115000589.95"],
    ["-1", "EOD", CDS, "A", "BA", "1", "ELEMENT"],
]


def ledger_of(folder):
    ledger = pd.read_csv(folder / "ledger.csv", dtype=str, keep_default_na=False)
    return ledger.assign(amount=ledger["amount"].astype(float))


# --- every row goes in, under its own year and kind -------------------------------------------


def test_every_row_is_kept_with_its_amount_to_the_cent(extract, tmp_path):
    report = import_sacs(extract(ACTUALS + BUDGET), tmp_path / "district")
    written = (tmp_path / "district" / "ledger.csv").read_text().splitlines()
    assert written[0].split(",") == list(all_tables()["ledger"].columns)
    assert len(written) == 1 + len(ACTUALS) + len(BUDGET)
    assert [line.rsplit(",", 1)[1] for line in written[1:]] == [
        "1000.10", "-50.00", "50.00", "2000.00", "999.90", "-66.30", "66.30", "1100.00",
    ]  # fmt: skip
    assert report.rows.values.tolist() == [
        ["2023-24", "actual", "BA", 7],
        ["2024-25", "adopted_budget", "BB", 1],
    ]


def test_estimated_actuals_are_kept_apart_from_actuals(extract, tmp_path):
    rows = [*ACTUALS[:1], web_row("BE", "0100000111010001100", 5, "2024-25")]
    report = import_sacs(extract(rows), tmp_path / "district")
    assert report.rows["amount_type"].tolist() == ["actual", "estimated_actual"]


def test_the_first_school_district_file_makes_the_settings_too(extract, tmp_path):
    names = [["39", "99999", "0000000", 'Oak "Grove" Unified']]
    import_sacs(extract(ACTUALS + BUDGET, entities=names), tmp_path / "district")
    settings = tomllib.loads((tmp_path / "district" / "district.toml").read_text())
    assert settings["name"] == 'Oak "Grove" Unified'
    assert settings["cds_code"] == CDS
    assert settings["fiscal_year"] == settings["price_year"] == "2023-24"  # the latest actuals
    assert "as_of" not in settings, "no file says it: the day a report is due was our word"
    assert settings["minimum_group"] == 11
    assert settings["invented"] is False
    assert settings["outcome_worth"] == {}


def test_a_district_that_no_file_names_gets_a_marked_placeholder(legacy, tmp_path):
    report = import_sacs(legacy(), tmp_path / "district")
    text = (tmp_path / "district" / "district.toml").read_text()
    assert 'name = "District 39-99999"  # PLACEHOLDER' in text
    assert any("write its name in district.toml" in note for note in report.notes)


def test_a_budget_alone_gives_its_year_and_no_day(extract, tmp_path):
    import_sacs(extract(BUDGET), tmp_path / "district")
    settings = tomllib.loads((tmp_path / "district" / "district.toml").read_text())
    assert settings["fiscal_year"] == "2024-25"
    assert "as_of" not in settings, "the day a budget is due is not the day of the figures"


def test_settings_already_there_are_left_alone(extract, legacy, tmp_path):
    import_sacs(legacy(), tmp_path / "district")
    before = (tmp_path / "district" / "district.toml").read_text()
    report = import_sacs(extract(ACTUALS), tmp_path / "district")
    assert (tmp_path / "district" / "district.toml").read_text() == before
    assert report.wrote == ("ledger.csv",)
    assert any("its fiscal year is 2021-22" in note for note in report.notes)


def test_the_older_table_names_a_year_by_its_start_and_pads_its_codes(legacy, tmp_path):
    report = import_sacs(legacy(), tmp_path / "district")
    assert report.rows.values.tolist() == [["2021-22", "actual", "BA", 1]]
    assert report.notes[0] == "usergl.csv: spaces around 1 codes were taken off."


def test_several_files_of_one_district_go_into_one_ledger(extract, legacy, tmp_path):
    report = import_sacs([legacy(), extract(ACTUALS)], tmp_path / "district")
    assert report.rows["rows"].tolist() == [1, 7]
    assert len(ledger_of(tmp_path / "district")) == 8


def test_a_renamed_file_is_known_by_what_is_in_it(extract, legacy, tmp_path):
    disguised = extract(ACTUALS, name="ledger.csv")
    table = legacy(name="export.dat")
    report = import_sacs([disguised, table], tmp_path / "district")
    assert report.files["rows"].tolist() == [7, 1]


def test_a_renamed_tab_is_known_by_its_columns(extract, tmp_path):
    report = import_sacs(extract(ACTUALS, sheet="Sheet 2"), tmp_path / "district")
    assert report.files["shape"].item() == "workbook, tab Sheet 2"


def test_the_statewide_csv_shape_is_read_without_an_account_column(tmp_path):
    header = (
        "\ufeffCDSCode,FullFiscalYear,ReportingPeriod,ColumnCode,FundCode,ResourceCode,"
        "GoalCode,FunctionCode,ObjectCode,Amount"
    )
    (tmp_path / "UserGLs.csv").write_text(
        f"{header}\n{CDS},2023\N{EN DASH}24,A,BA,01,0000,1110,1000,1100,.09\n", encoding="utf-8"
    )
    import_sacs(tmp_path / "UserGLs.csv", tmp_path / "district")
    row = ledger_of(tmp_path / "district").iloc[0]
    assert (row["fiscal_year"], row["project_year"], row["amount"]) == ("2023-24", "", 0.09)


def test_nothing_is_written_when_anything_is_refused(extract, tmp_path):
    good, bad = extract(ACTUALS), extract([web_row("BA", "0100000111010001100", "n/a")], "b.xlsx")
    with pytest.raises(ImportRefusedError):
        import_sacs([good, bad], tmp_path / "district")
    assert not (tmp_path / "district").exists()


# --- the export of the older software ---------------------------------------------------------


def test_a_dat_export_is_read_section_by_section(tmp_path):
    path = write_dat(
        tmp_path / "DatExport.dat",
        dat_section("BA", [("0100000111010001100", "1000.10"), ("010000000000000979Z", "-0.10")]),
        dat_section("BB", [("0100000111010001100", "1100.00")], year="2024-25"),
        ELEMENTS,
    )
    report = import_sacs(path, tmp_path / "district")
    assert report.rows["rows"].tolist() == [2, 1]
    ledger = ledger_of(tmp_path / "district")
    assert ledger[["fund", "goal", "function", "object", "amount"]].values.tolist() == [
        ["01", "1110", "1000", "1100", 1000.10],
        ["01", "0000", "0000", "979Z", -0.10],
        ["01", "1110", "1000", "1100", 1100.0],
    ]
    assert report.left_out[["what", "rows"]].values.tolist() == [["section ELEMENT of BA", 1]]


def test_answers_to_forms_are_known_by_their_closing_line_too(tmp_path):
    ledger = dat_section("BA", [("0100000111010001100", "1000.10")])
    opened = [["2023-24", CDS, "A", "BA"], *ELEMENTS[1:]]  # marked only where it closes
    unopened = ELEMENTS[1:]
    path = write_dat(tmp_path / "DatExport.dat", ledger, opened, unopened)
    report = import_sacs(path, tmp_path / "district")
    assert report.rows["rows"].tolist() == [1]
    assert report.left_out["what"].tolist() == ["section ELEMENT of BA"] * 2


def test_a_file_without_ledger_rows_is_refused(extract, tmp_path):
    assert "holds no ledger rows" in str(refusal(extract([]), tmp_path / "d"))
    answers = write_dat(tmp_path / "DatExport.dat", ELEMENTS)
    assert "holds no ledger rows" in str(refusal(answers, tmp_path / "d"))


def test_a_dat_export_whose_closing_line_counts_other_rows_is_refused(tmp_path):
    path = write_dat(
        tmp_path / "e.dat", dat_section("BA", [("0100000111010001100", "1.00")], count=2)
    )
    with pytest.raises(ImportRefusedError, match=r'row 3: .* counts "2" rows, but 1 are in'):
        import_sacs(path, tmp_path / "district")


def test_a_dat_export_cut_short_is_refused(tmp_path):
    section = dat_section("BA", [("0100000111010001100", "1.00")], trailer=False)
    with pytest.raises(ImportRefusedError, match="has no closing line"):
        import_sacs(write_dat(tmp_path / "e.dat", section), tmp_path / "district")


def test_a_dat_section_closed_by_the_line_of_another_is_refused(tmp_path):
    section = dat_section("BA", [("0100000111010001100", "1.00")], closes="BB")
    with pytest.raises(ImportRefusedError, match=f"closed by a line for {CDS} A BB"):
        import_sacs(write_dat(tmp_path / "e.dat", section), tmp_path / "district")


def test_a_dat_row_outside_every_section_is_refused(tmp_path):
    section = dat_section("BA", [("0100000111010001100", "1.00")])
    stray = [["0100000111010001100", "7.00", "I"]]
    with pytest.raises(ImportRefusedError, match=r"row 4: .* outside every section"):
        import_sacs(write_dat(tmp_path / "e.dat", section, stray), tmp_path / "district")


def test_a_dat_account_of_the_wrong_length_is_refused(tmp_path):
    section = dat_section("BA", [("100000111010001100", "1.00")])  # the zero of 01 was lost
    with pytest.raises(ImportRefusedError, match="has not 19 characters"):
        import_sacs(write_dat(tmp_path / "e.dat", section), tmp_path / "district")


# --- what is refused, with its place ----------------------------------------------------------


def refusal(file, folder):
    with pytest.raises(ImportRefusedError) as caught:
        import_sacs(file, folder)
    return caught.value


def test_an_amount_that_is_not_a_number_is_named_by_file_row_and_value(extract, tmp_path):
    rows = [*ACTUALS, web_row("BA", "0100000111010001200", "1,234.56 CR")]
    problem = refusal(extract(rows), tmp_path / "d").problems[0]
    assert (problem.file, problem.column, problem.row) == ("extract.xlsx", "amount", 9)
    assert problem.value == "1,234.56 CR"
    assert 'the amount "1,234.56 CR" is not a number of dollars and cents' in problem.message


@pytest.mark.parametrize("text", ["", "(5.00)", "1,000.00", "1E+05", "nan", "12.345", "$5"])
def test_only_digits_a_point_and_a_sign_make_an_amount(text):
    assert cents(text) is None


@given(st.integers(-(10**13), 10**13))
def test_an_amount_survives_to_the_cent_however_large(amount):
    exact = Decimal(amount) / 100
    assert Decimal(cents(f"{exact:f}")) == exact


def test_the_noise_of_a_workbooks_binary_number_is_not_a_fraction_of_a_cent():
    assert cents(f"{Decimal(repr(0.1 + 0.2)):f}") == "0.30"


def test_an_unknown_column_code_is_refused(extract, tmp_path):
    problem = refusal(extract([web_row("ZZ", "0100000111010001100", 5)]), tmp_path / "d").problems[
        0
    ]
    assert '"ZZ" is not a column code (1 rows)' in problem.message
    assert problem.row == 2


def test_an_interim_report_is_refused_by_its_name(extract, tmp_path):
    rows = [web_row("IA", "0100000111010001100", 5)]
    assert "the actuals to date of an interim report" in str(refusal(extract(rows), tmp_path / "d"))


def test_a_workbook_without_a_ledger_names_the_tabs_it_has(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    book.save(tmp_path / "budget.xlsx")
    message = str(refusal(tmp_path / "budget.xlsx", tmp_path / "d"))
    assert "The tab is called UserGL" in message and "this workbook has Summary" in message


def test_a_missing_column_is_named(extract, tmp_path):
    header = ["Money" if name == "Amount" else name for name in WEB]
    problem = refusal(extract(ACTUALS, header=header), tmp_path / "d").problems[0]
    assert problem.column == "Amount" and 'the column "Amount" is missing' in problem.message


def test_a_file_that_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "notes.csv").write_text("Name,Phone\nfront office,555\n")
    assert "this is not a general ledger" in str(refusal(tmp_path / "notes.csv", tmp_path / "d"))


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"\xd0\xcf\x11\xe0older", "save it as .xlsx"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "Export its table UserGL as .csv"),
        # what a file is, is said by the one reader of all of them, in its own words
        (b"PK\x03\x04 a zip cut short", "that is damaged"),
        (b"", "this is not a general ledger"),
    ],
)
def test_other_formats_are_refused_with_what_to_do(tmp_path, content, advice):
    (tmp_path / "sacs").write_bytes(content)
    assert advice in str(refusal(tmp_path / "sacs", tmp_path / "d"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "there is no such file" in str(refusal(tmp_path / "gone.xlsx", tmp_path / "d"))


def test_a_lost_zero_is_not_put_back_by_guessing(legacy, tmp_path):
    row = legacy.row.replace('"01"', '"1"')
    problem = refusal(legacy(row), tmp_path / "d").problems[0]
    assert problem.column == "fund" and 'the fund "1" has not 2 characters' in problem.message


def test_a_code_that_disagrees_with_its_account_is_refused(legacy, tmp_path):
    row = legacy.row.replace('"1000","1100"', '"1100","1000"')
    assert "is not what its fund, resource" in str(refusal(legacy(row), tmp_path / "d"))


def test_a_letter_in_an_object_is_refused(extract, tmp_path):
    message = str(refusal(extract([web_row("BA", "0100000111010001l00", 5)]), tmp_path / "d"))
    assert '"1l00" is not a SACS object code' in message


def test_all_problems_of_all_files_are_told_at_once(extract, legacy, tmp_path):
    bad = extract([web_row("BA", "0100000111010001100", "x"), web_row("QQ", "01", 1)])
    problems = refusal([bad, legacy(legacy.row.replace("1000.10", "ten"))], tmp_path / "d").problems
    assert {problem.file for problem in problems} == {"extract.xlsx", "usergl.csv"}
    assert {"amount", "column code"} <= {problem.column for problem in problems}


def test_a_thousand_bad_rows_are_counted_not_all_listed(extract, tmp_path):
    bad = [web_row("BA", "0100000111010001100", "x")] * 1000
    problems = refusal(extract(bad), tmp_path / "d").problems
    # twenty lines of one cause and one that counts the others told no more than the first does
    assert len(problems) == 1 and "(999 more rows are like it.)" in problems[0].message


# refusing the two, and giving only one of them, lost what the other alone holds
def test_the_same_rows_in_two_files_are_taken_once_and_that_is_said(extract, tmp_path):
    files = [extract(ACTUALS, "a.xlsx"), extract(ACTUALS, "b.xlsx")]
    report = import_sacs(files, tmp_path / "d")
    assert len(ledger_of(tmp_path / "d")) == len(ACTUALS)
    said = "2023-24 actual is in a.xlsx and in b.xlsx; row for row the same, and was taken once."
    assert said in report.notes


def test_files_of_two_districts_are_refused(extract, tmp_path):
    other = extract([web_row("BA", "0100000111010001100", 5, cds="39999980000000")], "b.xlsx")
    message = str(refusal([extract(ACTUALS), other], tmp_path / "d"))
    assert "this is the ledger of district 39999980000000, but extract.xlsx is of" in message


def test_one_file_with_two_districts_is_refused(extract, tmp_path):
    rows = [*ACTUALS, web_row("BA", "0100000111010001100", 5, cds="39999980000000")]
    assert "the file holds 2 districts" in str(refusal(extract(rows), tmp_path / "d"))


def test_a_folder_of_another_district_is_refused(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    other = extract([web_row("BA", "0100000111010001100", 5, "2022-23", "39999980000000")])
    assert f"district.toml says {CDS}" in str(refusal(other, tmp_path / "d"))
    (tmp_path / "d" / "district.toml").unlink()
    assert f"holds the ledger of district {CDS}" in str(refusal(other, tmp_path / "d"))


def test_a_cds_code_that_lost_its_zero_is_refused(extract, tmp_path):
    rows = [web_row("BA", "0100000111010001100", 5, cds="1611190000000")]
    assert "has not 14 digits" in str(refusal(extract(rows), tmp_path / "d"))


def test_rows_already_there_are_not_added_twice(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    before = (tmp_path / "d" / "ledger.csv").read_text()
    report = import_sacs(extract(ACTUALS + BUDGET), tmp_path / "d")
    assert len(ledger_of(tmp_path / "d")) == len(ACTUALS) + len(BUDGET)
    assert (tmp_path / "d" / "ledger.csv").read_text().startswith(before)
    assert any("2023-24 actual was in ledger.csv already" in note for note in report.notes)


def test_other_rows_of_a_year_already_there_are_refused(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    changed = [web_row("BA", "0100000111010001100", 999), *ACTUALS[1:]]
    message = str(refusal(extract(changed), tmp_path / "d"))
    assert "the folder already holds 7 rows of 2023-24 actual, and they differ" in message


# --- what a program wrote into district.toml is filled, what the district typed is kept ----------


BUDGET_FILING = [
    web_row("BE", "0100000111010001100", 990.00, "2023-24"),
    web_row("BB", "0100000111010001100", 1111.00, "2024-25"),
]
OAK = [["39", "99999", "0000000", "Oak Grove Unified"]]


@pytest.fixture
def blank(tmp_path):
    """A folder as `new` makes it, with lines of district.toml as a district changed them."""

    def make(**typed):
        folder = write_template(tmp_path / "d", today=date(2026, 11, 27))
        text = (folder / "district.toml").read_text()
        for name, line in typed.items():
            text = re.sub(rf"(?m)^{name} = .*$", line, text)
        (folder / "district.toml").write_text(text)
        return folder

    return make


def settings_of(folder):
    return tomllib.loads((folder / "district.toml").read_text(encoding="utf-8"))


def test_a_blank_folder_is_filled_by_the_first_ledger(blank, extract):
    folder = blank()
    report = import_sacs(extract(ACTUALS + BUDGET, entities=OAK), folder)
    settings = settings_of(folder)
    assert (settings["name"], settings["cds_code"]) == ("Oak Grove Unified", CDS)
    assert settings["fiscal_year"] == settings["price_year"] == "2023-24"
    assert "as_of" not in settings, "the day on which `new` ran is no day of the figures"
    assert report.wrote == ("ledger.csv", "district.toml")
    assert report.notes[-1] == (
        f'district.toml, from extract.xlsx: the CDS code is now "{CDS}", which was '
        '"00000000000000"; the name is now "Oak Grove Unified", which was "Our district"; the '
        'fiscal year is now "2023-24", which was "2025-26"; the price year is now "2023-24", '
        'which was "2025-26".'
    )
    assert load_district(folder).name == "Oak Grove Unified"


TYPED = {
    "name": 'name = "Oak, as we print it"',
    "fiscal_year": 'fiscal_year = "2024-25"  # the year you look at, July to June',
    "price_year": 'price_year = "2022-23"',
    "cds_code": f'cds_code = "{CDS}"',
}


@pytest.mark.parametrize("name", TYPED)
def test_what_the_district_typed_is_kept(blank, extract, name):
    folder = blank(**{name: TYPED[name]})
    before = settings_of(folder)[name]
    report = import_sacs(extract(ACTUALS, entities=OAK), folder)
    after = settings_of(folder)
    assert after[name] == before
    rest = {"name": "Oak Grove Unified", "cds_code": CDS, "fiscal_year": "2023-24"}
    assert {key: after[key] for key in rest if key != name} == {
        key: value for key, value in rest.items() if key != name
    }
    named = any(f"left as it is: its {name.replace('_', ' ')} is" in said for said in report.notes)
    assert named == (name in ("name", "fiscal_year"))


@pytest.mark.parametrize(
    "typed",
    [
        {"cds_code": 'cds_code = ""'},
        {"cds_code": 'cds_code = "0000000"'},
        {"cds_code": ""},
        {"fiscal_year": ""},
        {"name": 'name = " "'},
        {"name": 'name = "District 39-99999"  # PLACEHOLDER: write your district\'s name here'},
        {"cds_code": 'cds_code = "3999999"'},
        {"cds_code": 'cds_code = "39-99999-0000000"'},
    ],
    ids=str,
)
def test_what_is_blank_or_short_in_the_settings_stands_in_nobodys_way(blank, extract, typed):
    folder = blank(**typed)
    import_sacs(extract(ACTUALS, entities=OAK), folder)
    settings = settings_of(folder)
    assert settings["cds_code"].replace("-", "")[:7] == "3999999"
    assert (settings["name"], settings["fiscal_year"]) == ("Oak Grove Unified", "2023-24")


def test_what_one_import_filled_the_next_one_leaves(blank, extract):
    folder = blank()
    import_sacs(extract(ACTUALS, entities=OAK), folder)
    before = (folder / "district.toml").read_text()
    later = [web_row("BA", "0100000111010001100", 7, "2025-26")]  # the year that `new` guessed
    report = import_sacs(extract(later, "later.xlsx"), folder)
    assert (folder / "district.toml").read_text() == before
    assert any(
        "its fiscal year is 2023-24, that of later.xlsx is 2025-26" in n for n in report.notes
    )


def test_a_folder_whose_settings_hold_no_name_is_filled_without_one(blank, legacy):
    folder = blank(name="")
    assert import_sacs(legacy(), folder).district_name == ""
    assert settings_of(folder)["cds_code"] == CDS


def test_settings_of_comments_alone_keep_them(extract, tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "district.toml").write_text("# ask the board about the reserve\n")
    import_sacs(extract(ACTUALS), tmp_path / "d")
    assert settings_of(tmp_path / "d")["cds_code"] == CDS
    assert "# ask the board" in (tmp_path / "d" / "district.toml").read_text()


@pytest.mark.parametrize("line", ["[" * 2000, "a = " + "9" * 5000, 'name = "', "x = \xff"])
def test_settings_that_cannot_be_read_are_one_line(extract, tmp_path, line):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "district.toml").write_bytes(line.encode("latin-1"))
    problem, *others = refusal(extract(ACTUALS), tmp_path / "d").problems
    assert problem.file == "district.toml" and "it cannot be read" in problem.message
    assert not others and not (tmp_path / "d" / "ledger.csv").exists()


def test_a_later_file_names_the_district_that_the_first_did_not(legacy, extract, tmp_path):
    import_sacs(legacy(), tmp_path / "d")
    import_sacs(extract(ACTUALS, entities=OAK), tmp_path / "d")
    assert settings_of(tmp_path / "d")["name"] == "Oak Grove Unified"
    assert settings_of(tmp_path / "d")["fiscal_year"] == "2021-22"


def test_settings_with_the_line_ends_of_windows_keep_them(blank, extract):
    folder = blank()
    text = (folder / "district.toml").read_bytes().replace(b"\n", b"\r\n")
    (folder / "district.toml").write_bytes(b"\xef\xbb\xbf" + text)
    import_sacs(extract(ACTUALS), folder)
    written = (folder / "district.toml").read_bytes()
    assert settings_of(folder)["cds_code"] == CDS
    assert written.count(b"\r\n") == written.count(b"\n") == text.count(b"\n")


def test_another_districts_ledger_does_not_fill_a_folder_that_says_whose_it_is(blank, extract):
    folder = blank(cds_code='cds_code = "39-99998"')
    before = (folder / "district.toml").read_text()
    assert "district.toml says 39999980000000" in str(refusal(extract(ACTUALS), folder))
    assert (folder / "district.toml").read_text() == before
    assert not (folder / "ledger.csv").exists()


# --- the last line of a DatExport file --------------------------------------------------------


def dat_file(path, end, code=CDS):
    actual = dat_section("BA", [("0100000111010001100", "1000.10"), ("0100000000000008011", "5")])
    budget = dat_section("BB", [("0100000111010001100", "1100.00")], year="2024-25")
    write_dat(path, actual, budget, ELEMENTS)
    path.write_bytes(path.read_bytes().replace(CDS.encode(), code.encode()) + end)
    return path


@pytest.mark.parametrize(
    "end",
    [
        b'"-1","EOF","39999990000000","4","",""\r\n',
        b'"-1","EOF","39999990000000","4","",""\r\n\x1a',
        b'"-1","EOF","39999990000000","4","",""\x1a',
        b'"-1","EOF","39999990000000","4","",""\r\n\r\n \r\n',
        b'"-1","EOF","3999999","4","",""',
        b'"-1","EOF","39999990000000","4"\n',
        b'"-1","EOF","39999990000000","11","",""\r\n',  # all lines of the file, this one too
        b"\x1a",
        b"",
    ],
)
@pytest.mark.parametrize("code", [CDS, "3999999"])
def test_the_files_last_line_is_read_and_the_ledger_is_that_of_the_workbook(
    extract, tmp_path, end, code
):
    import_sacs(dat_file(tmp_path / "DatExport.dat", end, code), tmp_path / "a")
    rows = [
        web_row("BA", "0100000111010001100", 1000.10),
        web_row("BA", "0100000000000008011", 5),
        web_row("BB", "0100000111010001100", 1100, "2024-25"),
    ]
    import_sacs(extract(rows), tmp_path / "b")
    written = [(tmp_path / name / "ledger.csv").read_bytes() for name in "ab"]
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            b'"-1","EOF","39999990000000","5","",""',
            'row 11: the last line .* counts "5" rows, but 4',
        ),
        (b'"-1","EOF","39999990000000","","",""', 'counts "" rows, but 4 are in it'),
        (b'"-1","EOF","39999980000000","4","",""', "is closed by a line for 39999980000000"),
        (
            b'"-1","EOF","39999990000000","4"\r\n"0100000111010001100","7","I"',
            "outside every section",
        ),
    ],
)
def test_a_last_line_that_does_not_fit_its_file_is_refused(tmp_path, end, said):
    with pytest.raises(ImportRefusedError, match=said) as caught:
        import_sacs(dat_file(tmp_path / "e.dat", end), tmp_path / "d")
    assert len(caught.value.problems) == 1


def test_a_section_cut_short_before_the_last_line_is_refused(tmp_path):
    cut = dat_section("BA", [("0100000111010001100", "1.00")], trailer=False)
    path = write_dat(tmp_path / "e.dat", cut, [["-1", "EOF", CDS, "1", "", ""]])
    assert "has no closing line" in str(refusal(path, tmp_path / "d"))


# --- however a UserGL table was saved -----------------------------------------------------------


LEGACY = (
    ["Ccode", "Dcode", "SchoolCode", "Fiscalyear", "Period", "Colcode", "Account", "Fund",
     "Resource", "Projectyear", "Goal", "Function", "Object", "Value"],
    ["39", "99999", "0000000", "2021", "A   ", "BA  ", "0100000111010001100", "01", "0000", "0",
     "1110", "1000", "1100", "1000.10"],
    ["39", "99999", "0000000", "2021", "A   ", "BA  ", "0100000000000008011", "01", "0000", "0",
     "0000", "0000", "8011", "-2000"],
)  # fmt: skip


def saved(mark, codec, quote='"', above="", below=""):
    lines = [mark.join(f"{quote}{cell}{quote}" for cell in line) for line in LEGACY]
    return "\r\n".join([*[above] * bool(above), *lines, *[below] * bool(below), ""]).encode(codec)


@pytest.mark.parametrize(
    "content",
    [
        saved(",", "utf-8"),
        saved(",", "utf-8-sig", ""),
        saved(",", "utf-16"),
        saved("\t", "utf-16"),
        saved("\t", "utf-16-le", ""),
        saved("\t", "utf-8", ""),
        saved(";", "utf-8"),
        saved(";", "cp1252", "", above="Cañada Unified, ledger of 2021-22"),
        saved("^", "utf-8", ""),
        saved("^", "utf-16"),
        saved("|", "cp1252"),
        saved(",", "utf-8", above="UserGL"),
        saved(",", "utf-8", below="Source: the state's files"),
        saved(",", "utf-8", below="\x1a"),
        saved(",", "utf-8", below=" ,,,"),
        saved(", ", "utf-8"),
        saved(",", "utf-8").replace(b'"01"', b'="01"'),
        saved(",", "utf-8").replace(b'"2021"', b'"2021-2022"'),
        saved(",", "utf-8").replace(b'"2021"', "2021\u201122".encode()),
        saved(",", "utf-8").replace(b"Fiscalyear", b"FISCAL YEAR"),
        saved(",", "utf-8") + saved(",", "utf-8").splitlines()[0],  # the headings again
        saved(",", "utf-8").replace(b'"0000000"', b'""'),
    ],
)
def test_a_table_is_read_however_it_was_saved(legacy, tmp_path, content):
    for name, text in (("plain.csv", saved(",", "utf-8")), ("other.txt", content)):
        (tmp_path / name).write_bytes(text)
        import_sacs(tmp_path / name, tmp_path / name[:5])
    written = [(tmp_path / name / "ledger.csv").read_text() for name in ("plain", "other")]
    assert written[0] == written[1]
    assert written[0].count("\n") == 3 and ",1000.10\n" in written[0]


@pytest.mark.parametrize("code", ["3999999", "39-99999", "39-99999-0000000", 39999990000000])
def test_a_district_is_known_by_its_county_district_code_alone(extract, tmp_path, code):
    report = import_sacs(extract([[*row[:1], code, *row[2:]] for row in ACTUALS]), tmp_path / "d")
    assert report.cds_code == CDS


# --- two filings of one district ------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, -1])
def test_actuals_and_the_next_years_budget_filing_are_both_kept(extract, tmp_path, order):
    files = [extract(ACTUALS + BUDGET, "a.xlsx"), extract(BUDGET_FILING, "b.xlsx")][::order]
    report = import_sacs(files, tmp_path / "d")
    assert report.rows.values.tolist() == [
        ["2023-24", "actual", "BA", 7],
        ["2023-24", "estimated_actual", "BE", 1],
        ["2024-25", "adopted_budget", "BB", 1],
    ]
    assert ledger_of(tmp_path / "d")["amount"].tolist()[-2:] == [990.00, 1111.00]
    assert report.notes[1] == (
        "2024-25 adopted budget is in a.xlsx and in b.xlsx; they differ: the 1 row of b.xlsx, the "
        "later filing, stand, and 1 of a.xlsx were left out."
    )
    assert report.left_out[report.left_out["file"] == "a.xlsx"].values.tolist()[-1] == [
        "a.xlsx", "2024-25 adopted budget", 1, "taken from b.xlsx",
    ]  # fmt: skip
    written = (tmp_path / "d" / "ledger.csv").read_bytes()
    for _ in range(2):
        assert import_sacs(files, tmp_path / "d").wrote == ()
        assert (tmp_path / "d" / "ledger.csv").read_bytes() == written


def test_of_two_versions_of_one_filing_the_one_given_later_stands(extract, tmp_path):
    changed = [web_row("BA", "0100000111010001100", 999), *ACTUALS[1:]]
    import_sacs([extract(ACTUALS, "a.xlsx"), extract(changed, "b.xlsx")], tmp_path / "d")
    assert ledger_of(tmp_path / "d")["amount"][0] == 999


def test_replace_puts_a_filing_in_place_of_its_own_years_and_kinds_alone(extract, legacy, tmp_path):
    import_sacs([legacy(), extract(ACTUALS + BUDGET, "a.xlsx")], tmp_path / "d")
    before = ledger_of(tmp_path / "d")
    filing = extract(BUDGET_FILING, "b.xlsx")
    written = (tmp_path / "d" / "ledger.csv").read_bytes()
    assert "1 row of 2024-25 adopted budget, and they differ" in str(
        refusal(filing, tmp_path / "d")
    )
    assert (tmp_path / "d" / "ledger.csv").read_bytes() == written
    report = import_sacs(filing, tmp_path / "d", replace=True)
    after = ledger_of(tmp_path / "d")
    assert after[:8].equals(before[:8])  # 2021-22, and the actuals of 2023-24
    assert after["amount"].tolist()[8:] == [990.00, 1111.00]
    assert "1 row of 2024-25 adopted budget in ledger.csv were replaced by 1." in report.notes


def test_a_ledger_of_one_fund_leaves_the_others_and_a_narrower_one_is_refused(tmp_path):
    head = "fiscal_year,amount_type,fund,resource,goal,function,object,school_code,amount\n"
    line = "2023-24,actual,{},{},1110,1000,1100,{},{}\n".format
    folder, file = tmp_path / "d", tmp_path / "gl.csv"

    def bring(*lines):
        file.write_text(head + "".join(lines))
        return import_table(file, "ledger", folder, yes=True, replace=True)

    whole = [line("01", "0000", "0042", 100), line("01", "3010", "0042", 30),
             line("01", "3010", "0043", 12.5), line("13", "5310", "0042", 7)]  # fmt: skip
    bring(*whole)
    # a correction brings as many rows as it takes: 3010 of site 43 was 3011, or 0000
    report = bring(*whole[:2], line("01", "0000", "0043", 12.5))
    assert ledger_of(folder)["amount"].sum() == 149.5
    assert "stays: fund 13 (1 row, $7.00)." in str(report.notes)
    for rows, lost in (
        ([line("01", "0000", "0042", 100)], r"2023-24 actual resource 3010 \(1 row, \$30.00\)"),
        (whole[:2], r"school code 0043 \(1 row, \$12.50\)\. Give a file that holds these too"),
    ):
        with pytest.raises(ImportRefusedError, match=lost):
            bring(*rows)
    assert ledger_of(folder)["amount"].sum() == 149.5


def test_a_row_lost_from_two_alike_is_a_difference(extract, tmp_path):
    import_sacs(extract([*ACTUALS, ACTUALS[0]], "a.xlsx"), tmp_path / "d")
    again = refusal(extract(ACTUALS, "b.xlsx"), tmp_path / "d")
    assert "holds 8 rows of 2023-24 actual, and they differ" in str(again)


def test_a_column_that_the_district_added_to_its_ledger_survives_the_same_import(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    path = tmp_path / "d" / "ledger.csv"
    ledger = pd.read_csv(path, dtype=str, keep_default_na=False).assign(our_note="seen")
    ledger.assign(amount=ledger["amount"].astype(float)).to_csv(path, index=False)
    import_sacs(extract(ACTUALS + BUDGET), tmp_path / "d")
    noted = pd.read_csv(path, dtype=str, keep_default_na=False)["our_note"]
    assert noted.tolist() == ["seen"] * len(ACTUALS) + [""]


@pytest.mark.parametrize(
    "content",
    [
        b"fiscal_year;amount\n2023-24;5\n",
        "fiscal_year,amount\n2023-24,5\n".encode("utf-16"),
        b'fiscal_year,amount_type,fund,resource,goal,function,object,amount\n"2023-24,actual\n',
    ],
)
def test_a_ledger_already_there_that_cannot_be_joined_is_left_as_it_is(extract, tmp_path, content):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "ledger.csv").write_bytes(content)
    problem, *others = refusal(extract(ACTUALS), tmp_path / "d").problems
    assert problem.file == "ledger.csv" and not others
    assert (tmp_path / "d" / "ledger.csv").read_bytes() == content
    assert not (tmp_path / "d" / "district.toml").exists()


def test_a_ledger_already_there_that_was_saved_with_semicolons_is_joined(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    path = tmp_path / "d" / "ledger.csv"
    written = path.read_text()
    path.write_text(written.replace(",", ";"), encoding="utf-16")
    import_sacs(extract(ACTUALS + BUDGET), tmp_path / "d")
    assert path.read_text().startswith(written)
    assert len(ledger_of(tmp_path / "d")) == len(ACTUALS) + 1


# --- a file of another kind is one line -------------------------------------------------------


WIDE = ",".join(f"column {n}" for n in range(45_000))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
        (gzip.compress(b"Ccode,Dcode\n39,99999\n", mtime=0), "this is a compressed file (.gz)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is a picture"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "this is a web page"),
        (b'{"rows": [1, 2]}', "this is a JSON file"),
        (f"{WIDE}\n{WIDE}\n".encode(), "this is not a general ledger. It begins: column 0"),
        ("Name;Phone\nFront office;555\n".encode("utf-16"), "It begins: Name, Phone"),
        (b"\x00\x01\x02\x03" * 100, "this is a file of another kind"),
        (b"County Code^District Code^Test Year\n39^99999^2024\n", "It begins: County Code"),
        (b'"a', "a quotation mark in it is never closed"),
        (b" \r\n\x1a", "this is not a general ledger"),
    ],
)
def test_a_file_of_another_kind_is_told_in_one_line(tmp_path, content, what):
    (tmp_path / "gl").write_bytes(content)
    refused = refusal(tmp_path / "gl", tmp_path / "d")
    assert len(refused.problems) == 1 and what in str(refused)
    assert "quotation" in what or "a data extract (.xlsx, tab UserGL)" in str(refused)
    assert len(str(refused)) < 500


def test_another_workbook_is_told_in_one_line(blank, tmp_path):
    refused = refusal(blank() / "district_template.xlsx", tmp_path / "other")
    assert len(refused.problems) == 1
    assert "no tab holds a general ledger" in str(refused)


def test_a_row_cut_short_is_told_in_one_line(extract, tmp_path):
    problem, *others = refusal(extract([*ACTUALS, ["X1", CDS, "2023-24"]]), tmp_path / "d").problems
    assert not others and problem.row == 9
    assert problem.message.startswith("the row has no column code, fund, resource, goal, function")


def test_a_formula_that_was_never_worked_out_is_named(extract, tmp_path):
    rows = [*ACTUALS, web_row("BA", "0100000111010001200", "=ROUND(2*3,2)")]
    problem = refusal(extract(rows), tmp_path / "d").problems[0]
    assert "the formula in cell M9 of sheet UserGL has no value" in problem.message


# --- totals -----------------------------------------------------------------------------------


def test_budget_and_actuals_are_never_added_together(extract, tmp_path):
    rows = [*ACTUALS, web_row("BB", "0100000111010001100", 1100)]
    import_sacs(extract(rows), tmp_path / "d")
    with pytest.raises(MixedLedgerError) as caught:
        control_totals(ledger_of(tmp_path / "d"))
    assert str(caught.value) == (
        "This ledger holds actual and adopted_budget amounts; adding them would count money twice. "
        'Choose one: keep only the rows with one amount_type, such as "actual".'
    )


def test_two_years_are_never_added_together(legacy, extract, tmp_path):
    import_sacs([legacy(), extract(ACTUALS)], tmp_path / "d")
    with pytest.raises(MixedLedgerError, match=r"2021-22 and 2023-24 amounts; .* mix years"):
        control_totals(ledger_of(tmp_path / "d"))


def test_a_blank_amount_is_never_added_as_zero(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "d")
    ledger = ledger_of(tmp_path / "d")
    ledger.loc[2, "amount"] = float("nan")
    with pytest.raises(ValueError, match="1 ledger rows have no amount"):
        control_totals(ledger)


def test_what_is_not_spending_is_stated_with_its_amount(extract, tmp_path):
    report = import_sacs(extract(ACTUALS), tmp_path / "d")
    aside = report.not_spending.set_index("line")
    # 979Z 999.90 is a balance, 8011 2,000.00 revenue; 7310: -50 + 50 = 0; PCRA: -66.30 + 66.30 = 0
    assert aside.loc["Ending balance, computed by the state's software", "amount"] == 999.90
    assert aside.loc["LCFF sources", "amount"] == 2000
    assert aside.loc["7310 Transfers of Indirect Costs", ["rows", "amount"]].tolist() == [2, 0]
    assert aside.loc["Program Cost Report allocation", ["kind", "rows", "amount"]].tolist() == [
        "not_money", 2, 0,
    ]  # fmt: skip
    assert report.not_spending["rows"].sum() == len(ACTUALS) - 1  # all but the teachers


def test_function_totals_leave_cost_report_rows_and_balances_out(extract, tmp_path):
    report = import_sacs(extract(ACTUALS), tmp_path / "d")
    # instruction 1,000.10; administration -50; instruction-related +50 (not -66.30 or +66.30)
    assert report.function_totals[["function_group", "amount"]].values.tolist() == [
        ["Instruction", 1000.10],
        ["Instruction-related services", 50.0],
        ["General administration", -50.0],
    ]


def test_each_funds_money_in_and_out_leads_to_the_balance_it_was_filed_with(extract, tmp_path):
    report = import_sacs(extract(ACTUALS), tmp_path / "d")
    # began with nothing; 2,000.00 in; 1,000.10 - 50 + 50 = 1,000.10 out; 999.90 left, as filed
    assert report.fund_balances.values.tolist() == [
        ["2023-24", "actual", "01", 0, 2000, 1000.10, 999.90, 999.90, 0]
    ]
    assert report.problems == ()


def test_a_row_lost_on_the_way_shows_in_its_funds_balance(extract, tmp_path):
    report = import_sacs(extract([row for row in ACTUALS if row[12] != 2000]), tmp_path / "d")
    # without the 2,000.00 of LCFF: 0 - 1,000.10 = -1,000.10, and 999.90 was filed
    assert report.problems[0] == (
        "2023-24 actual, fund 01: beginning balance plus money in less money out gives "
        "-$1,000.10, but the ending balance filed is $999.90 (difference -$2,000.00). Rows are "
        "missing, or some are there twice."
    )


def test_a_fund_without_a_filed_balance_is_not_said_to_be_wrong(extract, tmp_path):
    report = import_sacs(extract(ACTUALS[:1]), tmp_path / "d")
    assert report.fund_balances[["filed_ending", "difference"]].isna().all(axis=None)
    assert report.problems == ()


def test_transfers_that_do_not_net_to_zero_are_pointed_out(extract, tmp_path):
    report = import_sacs(extract(ACTUALS[:2]), tmp_path / "d")
    assert report.problems == (
        "2023-24 actual, fund 01: transfers of indirect costs (object 7310) add to -$50.00, "
        "not to zero.",
    )


def test_one_sided_interfund_transfers_are_pointed_out(extract, tmp_path):
    rows = [*ACTUALS, web_row("BA", "0100000000093007619", 10)]
    report = import_sacs(extract(rows), tmp_path / "d")
    assert "differ from transfers out (7610-7629, $10.00) by -$10.00" in report.problems[1]


def test_an_account_given_twice_is_kept_and_pointed_out(extract, tmp_path):
    report = import_sacs(extract([*ACTUALS, ACTUALS[0]]), tmp_path / "d")
    assert report.rows["rows"].item() == len(ACTUALS) + 1
    balance, repeated = report.problems
    assert "(difference -$1,000.10). Rows are missing, or some are there twice" in balance
    assert "2 rows share their account with another row" in repeated
    assert "such as 01.0000.0.1110.1000.1100" in repeated


def test_negative_spending_is_a_warning_not_a_refusal(extract, tmp_path):
    report = import_sacs(extract([web_row("BA", "0100000111010001100", -5)]), tmp_path / "d")
    assert "that are negative: 1, together -$5.00" in report.problems[0]


def test_pension_paid_by_the_state_is_called_out_as_not_cash(extract, tmp_path):
    report = import_sacs(extract([web_row("BA", "0176900111010003101", 39)]), tmp_path / "d")
    assert "$39.00 of spending is resource 7690" in report.problems[0]


def test_a_code_outside_the_states_table_is_pointed_out(extract, tmp_path):
    report = import_sacs(extract([web_row("BA", "0169990111010001100", 5)]), tmp_path / "d")
    assert "resource 6999 (rows: 1) is not in the state's table" in report.problems[0]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["01", "12"]),
            st.sampled_from(["1100", "3101", "7310", "8011", "979Z", "PCRA"]),
            st.integers(-(10**11), 10**11),
        ),
        min_size=1,
    )
)
def test_totals_add_to_the_same_cents_however_rows_are_grouped(rows):
    ledger = pd.DataFrame(
        {
            "fiscal_year": "2023-24",
            "amount_type": "actual",
            "fund": [fund for fund, _, _ in rows],
            "object": [code for _, code, _ in rows],
            "amount": [amount / 100 for *_, amount in rows],
        }
    )
    expected = sum(amount for *_, amount in rows)
    for by in (["fund"], ["object"], ["fund", "object_group"]):
        table = control_totals(ledger, by)
        assert sum(round(amount * 100) for amount in table["amount"]) == expected
        assert table["rows"].sum() == len(rows)


# --- San Francisco Unified, against what it published ------------------------------------------

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
KNOWN = SHARED / "known_answers.csv"


def published_objects():
    if not KNOWN.is_file():
        return []  # pytest skips a test without parameters, and says so
    with KNOWN.open(newline="") as file:
        return [row for row in csv.DictReader(file) if ".obj." in row["id"]]


@pytest.fixture(scope="module")
def san_francisco(shared_data, tmp_path_factory):
    """San Francisco's three ledgers, imported once: the report and the folder."""
    if not (shared_data / "sfusd").is_dir():
        pytest.skip("the San Francisco ledgers are not in the shared folder")
    folder = tmp_path_factory.mktemp("san_francisco")
    files = [
        *sorted((shared_data / "sfusd").glob("*DataExtract.xlsx")),
        shared_data / "sfusd" / "sfusd_usergl_fy2021-22.csv",
    ]
    return import_sacs(files, folder), folder


@pytest.fixture(scope="module")
def as_read(shared_data):
    file = next((shared_data / "sfusd").glob("*2023-24*DataExtract.xlsx"))
    rows = read_sacs_file(file).rows
    return rows[rows["column_code"] == "BA"].assign(amount_type="actual")


@pytest.fixture(scope="module")
def as_written(san_francisco):
    ledger = pd.read_csv(san_francisco[1] / "ledger.csv", dtype=str, keep_default_na=False)
    return ledger[(ledger["fiscal_year"] == "2023-24") & (ledger["amount_type"] == "actual")]


def by_recipe(ledger, answer):
    """The exact sum that the row of known_answers.csv defines in words."""
    fund = re.search(r"FundCode=(\d\d)", answer["dataset"])[1]
    low, high = re.search(r"ObjectCode (\d{4})-(\d{4})", answer["definition"]).groups()
    chosen = ledger[(ledger["fund"] == fund) & ledger["object"].between(low, high)]
    resources = re.search(r"ResourceCode (\d{4})-(\d{4})", answer["definition"])
    if resources:
        chosen = chosen[chosen["resource"].between(*resources.groups())]
    assert resources or "all resources" in answer["definition"]
    assert len(chosen) > 0
    return sum(map(Decimal, chosen["amount"]))


@pytest.mark.real_data
@pytest.mark.parametrize("answer", published_objects(), ids=lambda answer: answer["id"])
def test_the_published_object_totals_are_reproduced_to_the_cent(as_read, as_written, answer):
    published = Decimal(answer["published_value"]).quantize(Decimal("0.01"))
    assert by_recipe(as_read, answer).quantize(Decimal("0.01")) == published
    assert by_recipe(as_written, answer) == published


@pytest.mark.real_data
def test_all_39_published_object_totals_are_checked(shared_data):
    assert len(published_objects()) == 39


@pytest.mark.real_data
def test_the_reports_totals_are_the_published_ones(san_francisco):
    report, _ = san_francisco
    totals = report.control_totals.query(
        "fiscal_year == '2023-24' and amount_type == 'actual' and fund == '01'"
    ).set_index("object_group")["amount"]
    # Form 01, page 1, column C
    assert totals["LCFF sources"] == 687_858_215.00
    assert totals["Certificated salaries"] == 475_700_243.87
    assert totals["Transfers of indirect costs"] == -1_348_517.38
    assert totals["Contributions between unrestricted and restricted"] == 0


@pytest.mark.real_data
@pytest.mark.parametrize("year", ["2021-22", "2022-23", "2023-24"])
def test_spending_by_function_adds_to_spending_by_object_in_every_fund(san_francisco, year):
    _, folder = san_francisco
    ledger = ledger_of(folder)
    ledger = ledger[(ledger["fiscal_year"] == year) & (ledger["amount_type"] == "actual")]
    spent = ledger[ledger["object"].between("1000", "7499")]
    by_object = control_totals(spent, ("fund", "object_group")).groupby("fund")["amount"].sum()
    by_function = control_totals(spent, ("fund", "function_group")).groupby("fund")["amount"].sum()
    assert by_object.round(2).equals(by_function.round(2))


@pytest.mark.real_data
def test_the_shares_by_function_are_those_worked_out_for_san_francisco(san_francisco):
    report, _ = san_francisco
    totals = report.function_totals.query(
        "fiscal_year == '2023-24' and amount_type == 'actual' and fund == '01'"
    ).set_index("function_group")["amount"]
    shares = (100 * totals / totals.sum()).round(1)
    # DATA.md 1.2: function 1 58.4%, 2 12.9, 3 14.7, 4 0.3, 7 6.4, 8 7.1, 9 0.3
    assert shares["Instruction"] == 58.4
    assert shares["Instruction-related services"] == 12.9
    assert shares["Pupil services"] == 14.7
    assert shares["Ancillary services"] == 0.3
    assert shares["General administration"] == 6.4
    assert shares["Plant services"] == 7.1
    assert shares["Other outgo"] == 0.3


@pytest.mark.real_data
def test_the_older_ledger_gives_the_known_total_of_2021_22(san_francisco):
    _, folder = san_francisco
    ledger = ledger_of(folder).query("fiscal_year == '2021-22' and fund == '01'")
    total = control_totals(ledger[ledger["object"].between("1000", "7499")], ["fund"])
    assert total["amount"].item() == 1_146_345_153.47  # DATA.md 1.2


@pytest.mark.real_data
def test_the_budget_in_the_same_sheet_is_of_the_next_year(san_francisco):
    report, _ = san_francisco
    assert report.rows.values.tolist() == [
        ["2021-22", "actual", "BA", 5436],
        ["2022-23", "actual", "BA", 5634],
        ["2023-24", "actual", "BA", 5644],
        ["2023-24", "adopted_budget", "BB", 3807],
        ["2024-25", "adopted_budget", "BB", 3630],
    ]
    assert report.district_name == "San Francisco Unified"


@pytest.mark.real_data
def test_every_fund_of_every_year_leads_to_its_filed_ending_balance_to_the_cent(san_francisco):
    balances = san_francisco[0].fund_balances
    # objects 9791 + 9793 + 9795 + 8000-8999 - 1000-7999 = 979Z, five ledgers, every fund
    filed = balances.dropna(subset="filed_ending")
    assert len(filed) >= 5 * 15
    assert (filed["difference"] == 0).all()
    assert set(balances["fund"]) - set(filed["fund"]) <= {"76"}  # money held for others
    assert not any("ending balance filed" in problem for problem in san_francisco[0].problems)


@pytest.mark.real_data
def test_cost_report_rows_left_in_would_move_millions_between_goals(san_francisco):
    _, folder = san_francisco
    ledger = ledger_of(folder).query("fiscal_year == '2023-24' and amount_type == 'actual'")
    school_offices = ledger[(ledger["function"] == "2700") & (ledger["goal"] == "0000")]
    allocation = school_offices.loc[school_offices["object"] == "PCRA", "amount"].sum()
    assert round(allocation / 1e6, 1) == -66.3  # DATA.md: -$66.3M on function 2700
    assert abs(ledger.loc[ledger["object"] == "PCRA", "amount"].sum()) < 1  # it is no money


@pytest.mark.real_data
def test_a_dat_export_of_the_same_filing_gives_the_same_ledger_to_the_byte(shared_data, tmp_path):
    file = next((shared_data / "sfusd").glob("*2023-24*DataExtract.xlsx"))
    rows = read_sacs_file(file).rows
    assert len(rows) == 9_274
    lines = []
    for (year, code), section in rows.groupby(["fiscal_year", "column_code"]):
        lines.append([year, "3868478", "A", code])
        lines += [
            [account, amount, "I"] for account, amount in section[["account", "amount"]].values
        ]
        lines.append(["-1", "EOD", "3868478", "A", code, str(len(section))])
    lines.append(["-1", "EOF", "38684780000000", str(len(rows)), "", ""])
    write_dat(tmp_path / "DatExport.dat", lines)
    import_sacs(file, tmp_path / "a")
    import_sacs(tmp_path / "DatExport.dat", tmp_path / "b")
    written = [(tmp_path / name / "ledger.csv").read_bytes() for name in "ab"]
    assert written[0] == written[1]
    budget = ledger_of(tmp_path / "a").query("amount_type == 'adopted_budget' and fund == '01'")
    unrestricted = budget[budget["resource"] < "2000"]
    begins = unrestricted.loc[unrestricted["object"].isin(["9791", "9793", "9795"]), "amount"]
    assert round(begins.sum()) == 229_338_015  # known of 2024-25


def test_a_zip_of_a_filing_is_opened_like_every_other_import_opens_one(extract, tmp_path):
    import_sacs(extract(ACTUALS), tmp_path / "plain")
    with zipfile.ZipFile(tmp_path / "filing.zip", "w") as packed:
        packed.write(extract(ACTUALS), "extract.xlsx")
    import_sacs(tmp_path / "filing.zip", tmp_path / "d")
    assert ledger_of(tmp_path / "d").equals(ledger_of(tmp_path / "plain"))
