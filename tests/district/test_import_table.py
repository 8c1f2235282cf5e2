"""Any export into a table, by a map: proposed, confirmed, used again."""

import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from smarter_spending.district.importers import (
    ImportRefusedError,
    import_caaspp,
    import_public,
    import_sacs,
    import_students,
    import_table,
)
from smarter_spending.district.importers.into_folder import read_table
from smarter_spending.district.importers.workbook import write_template
from smarter_spending.district.privacy import SecretError, pseudonymise

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "sfusd"
GL = (
    "Fiscal Year,Account,Account Description,Adopted Budget,YTD Actual\n"
    '2023-24,01-0709-0-1110-1000-1100-012,Teachers,"1,250.50",(250.25)\n'
    "2023-24,01-0000-0-0000-7200-2400-000,Office,800.00,900.00\n"
)


@pytest.fixture
def ours(tmp_path):
    return tmp_path / "ours"


@pytest.fixture
def export(tmp_path):
    def write(text: str, name: str = "export.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def problems(*given, **options) -> list:
    with pytest.raises(ImportRefusedError) as refused:
        import_table(*given, **options)
    return list(refused.value.problems)


def written(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_first_run_proposes_and_writes_nothing_but_the_map(export, ours):
    report = import_table(export(GL), "ledger", ours)
    assert written(ours) == ["maps/ledger-export.toml"]
    assert "confirmed = true" in report.notes[0]
    chart = tomllib.loads((ours / "maps/ledger-export.toml").read_text())
    assert chart["account"] == {"Account": "FF-RRRR-Y-GGGG-FFFF-OOOO-SSS"}
    assert chart["columns"]["function"] == "Account: function"
    assert chart["columns"]["school_code"] == "Account: school"


def test_an_account_string_is_split_and_budget_and_actuals_become_rows(export, ours):
    path = export(GL)
    import_table(path, "ledger", ours)
    text = (ours / "maps/ledger-export.toml").read_text()
    assert '"Adopted Budget" = "adopted_budget"' in text
    # 0709 is the district's own resource: asked about, not guessed
    assert '"0709" = ""  # NEEDED' in text
    text = text.replace('"0709" = ""', '"0709" = "0000"').replace("= false", "= true", 1)
    assert '"YTD Actual" = "actual"' in text
    (ours / "maps/ledger-export.toml").write_text(text)
    report = import_table(path, "ledger", ours)
    rows = read_table(ours / "ledger.csv")
    assert sorted(rows["amount"]) == ["-250.25", "1250.50", "800.00", "900.00"]
    assert set(rows["school_code"]) == {"0012", "0000"}
    assert set(rows["function"]) == {"1000", "7200"} and set(rows["fund"]) == {"01"}
    totals = report.control_totals.set_index(["amount_type", "what"])["amount"]
    # 1,250.50 + 800 and -250.25 + 900: a budget and actuals are never added together
    for kind, total in (("adopted_budget", 2050.50), ("actual", 649.75)):
        assert totals[kind, "in the file"] == totals[kind, "written"] == total


def test_the_districts_own_ledger_fills_the_year_that_nobody_typed(export, ours):
    write_template(ours, today=date(2026, 11, 27))
    text = (
        "Fiscal Year,Amount Type,Fund,Resource,Goal,Function,Object,Amount\n"
        "2023-24,actual,01,0000,1110,1000,1100,5\n2024-25,adopted_budget,01,0000,1110,1000,1100,6\n"
    )
    report = import_table(export(text), "ledger", ours, yes=True)
    settings = tomllib.loads((ours / "district.toml").read_text())
    assert (settings["fiscal_year"], settings["price_year"]) == ("2023-24", "2023-24")
    assert (settings["name"], settings["cds_code"]) == ("Our district", "0" * 14)
    assert 'the fiscal year is now "2023-24", which was "2025-26"' in report.notes[-1]


def test_a_map_is_used_again_next_year_and_a_new_word_is_asked_about(export, ours):
    first = "Site,School Name,School Type\n42,Oak,Elementary School\n"
    import_table(export(first, "sites_2023-24.csv"), "schools", ours, yes=True)
    later = first + "43,Elm,Elementary School\n44,Fir,Farm\n45,Ash,Farm\n"
    (one,) = problems(export(later, "sites_2024-25.csv"), "schools", ours, yes=True)
    assert one.row == 4 and one.value == "Farm" and one.column == "School Type"
    assert "(2 rows)" in one.message
    assert 'maps/schools-sites.toml, under [values.cde_type], write: "Farm" = ' in one.message
    assert read_table(ours / "schools.csv")["school_name"].tolist() == ["Oak"]
    kept = ours / "maps/schools-sites.toml"
    kept.write_text(kept.read_text() + '"Farm" = "alternative"\n')
    import_table(export(later, "sites_2024-25.csv"), "schools", ours, yes=True)
    assert read_table(ours / "schools.csv")["local_site_code"].tolist() == [
        "0042",
        "0043",
        "0044",
        "0045",
    ]


def test_words_of_other_systems_are_proposed_not_taken_unasked(export, ours):
    path = export(
        "SSID,School Year,Site,Grade,Ethnicity,English Learner Status\n"
        "1234567890,2023-24,0042,K,Hispanic or Latino,RFEP\n"
        "1234567891,2023-24,0042,3,Martian,EL\n"
    )
    import_table(path, "students_outcomes", ours)
    (kept,) = ours.glob("maps/*.toml")
    assert '"Hispanic or Latino" = "hispanic"' in kept.read_text()
    assert '"Martian" = ""  # NEEDED' in kept.read_text()
    assert "1234567890" not in kept.read_text()
    (one,) = problems(path, "students_outcomes", ours, yes=True)
    assert one.value == "Martian" and one.row == 3


def test_ids_become_keys_and_names_are_never_written(export, ours, tmp_path, secret_elsewhere):
    path = export(
        "Student ID,Last Name,Birthdate,School Year,Site,Grade\n"
        "1234567890,Zamboanga,2015-02-03,2023-24,0042,3\n"
    )
    report = import_table(path, "students_outcomes", ours, yes=True)
    everything = "".join(p.read_text() for p in ours.rglob("*") if p.is_file())
    everything += report.mapping.to_string() + " ".join(report.notes)
    for secret in ("1234567890", "Zamboanga", "2015-02-03"):
        assert secret not in everything
    secret = secret_elsewhere.read_text()
    assert secret not in everything
    keys = read_table(ours / "students_outcomes.csv")["student_key"]
    assert keys.tolist() == pseudonymise(pd.Series(["1234567890"]), secret).tolist()
    assert secret_elsewhere.stat().st_mode & 0o077 == 0


def test_another_secret_is_refused_and_so_is_one_inside_the_folder(
    export, ours, tmp_path, monkeypatch, secret_elsewhere
):
    path = export("Student ID,School Year,Site,Grade\nA1,2023-24,0042,3\n")
    import_table(path, "students_outcomes", ours, yes=True)
    secret_elsewhere.write_text("another secret altogether")
    with pytest.raises(SecretError, match="made with another secret"):
        import_table(path, "students_outcomes", ours, yes=True)
    monkeypatch.setenv("SMARTER_SPENDING_SECRET", str(ours / "key.secret"))
    with pytest.raises(SecretError, match="inside the district folder"):
        import_table(path, "students_outcomes", ours, yes=True)


def test_totals_in_the_rows_are_left_out_and_counted(export, ours):
    path = export(
        "Our District\nReport of programs\n\n"
        'Program Number,Program,Total Cost\nP1,Tutoring,"$1,000.00"\nP2,Summer,500\n'
        "P9,Sub Total,1500\n,Grand Total,1500\nSource: budget office\n",
        "programs.csv",
    )
    report = import_table(path, "programs", ours, yes=True)
    assert read_table(ours / "programs.csv")["annual_cost_total"].tolist() == ["1000.00", "500.00"]
    totals = report.control_totals.set_index("what")
    assert totals.loc["in the file", "amount"] == 4500
    assert totals.loc["written", "amount"] == 1500 and totals.loc["written", "rows"] == 2
    assert set(report.left_out["why"]) >= {"titles", "a note, not data"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Site\tSchool Name\tType\n42\tNiños\tElem\n", "utf-16"),
        ("Site;School Name;Type\n42;Niños;Elem\n", "cp1252"),
        ("\ufeffSite,School Name,Type\r\n 42 ,Niños,Elem\r\n\r\n", "utf-8"),
        ("A title\n\nSite^School Name^Type\n42^Niños^Elem\n", "utf-8"),
        ('Site,School Name,Type,Type\n42,Niños,Elem,"later, another"\n', "utf-8"),
        ('="Site",School Name,Type\n="42",Niños,Elem\n', "utf-8"),
    ],
    ids=["utf-16 tabs", "semicolons", "bom, spaces", "title, carets", "heading twice", "excel ="],
)
def test_other_encodings_delimiters_and_headings_are_read(export, ours, text, encoding):
    import_table(export(text, encoding=encoding), "schools", ours, yes=True)
    row = read_table(ours / "schools.csv").iloc[0]
    assert (row["local_site_code"], row["school_name"]) == ("0042", "Niños")
    assert row["cde_type"] == "elementary"


def test_a_workbook_with_titles_is_read_from_its_visible_sheet(tmp_path, ours):
    with pd.ExcelWriter(tmp_path / "sites.xlsx") as book:
        pd.DataFrame({"read": ["me"]}).to_excel(book, sheet_name="notes", index=False)
        pd.DataFrame({"Site": [42], "School Name": ["Oak"], "Type": ["Elem"]}).to_excel(
            book, sheet_name="data", index=False, startrow=3
        )
    report = import_table(tmp_path / "sites.xlsx", "schools", ours, yes=True)
    assert "sheet data" in report.files["shape"].iloc[0]
    assert read_table(ours / "schools.csv")["local_site_code"].tolist() == ["0042"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no row of headings"),
        ("Site,School Name,Type\n", "no rows"),
        ('Site,School Name,Type\n42,"Oak,Elem\n43,Elm,Elem\n', "never closed"),
        # a blank line below the report's title had ended the look for it
        ('Report\n\nSite,School Name,Type\n42,"Oak,Elem\n43,Elm,Elem\n', "never closed"),
    ],
)
def test_a_file_with_nothing_to_read_is_one_line_and_leaves_no_map(export, ours, text, what):
    (one,) = problems(export(text), "schools", ours)
    assert what in one.message and not ours.exists()


def test_line_breaks_and_quotation_marks_in_cells_stay_text(export, ours):
    text = 'Site,School Name,Type\n42,"Oak\n""The"" School","Farm\nschool"\n'
    import_table(export(text), "schools", ours)
    (kept,) = ours.glob("maps/*.toml")
    assert tomllib.loads(kept.read_text())["values"]["cde_type"] == {"Farm\nschool": ""}


def test_a_formula_never_worked_out_is_named_by_its_cell(tmp_path, ours):
    from openpyxl import Workbook

    book = Workbook()
    for line in (["Site", "School Name", "Type"], ["=40+2", "Oak", "Elem"]):
        book.active.append(line)
    book.save(tmp_path / "sites.xlsx")
    (one,) = problems(tmp_path / "sites.xlsx", "schools", ours, yes=True)
    assert "cell A2 of sheet Sheet" in one.message and not ours.exists()


def test_what_is_undecided_is_said_until_it_is_decided(export, ours):
    path = export("Site,School Name,Type\n42,Oak,Farm\n43,Elm,Mill\n")
    assert len(import_table(path, "schools", ours).problems) == 2
    (kept,) = ours.glob("maps/*.toml")
    kept.write_text(kept.read_text().replace('"Farm" = ""', '"Farm" = "alternative"'))
    (left,) = import_table(path, "schools", ours).problems
    assert '"Mill" = "" is still to be filled in' in left


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"%PDF-1.7 x", "a PDF"), (b"\x1f\x8b\x08", "compressed"), (b"\xd0\xcf\x11\xe0a", "old work")],
)
def test_a_file_of_another_kind_is_one_line(tmp_path, ours, content, what):
    path = tmp_path / "report.csv"
    path.write_bytes(content)
    (one,) = problems(path, "ledger", ours)
    assert what in one.message and not ours.exists()


def test_everything_needed_is_said_in_one_pass(export, ours):
    found = problems(export("Position,FTE\nTeacher,1.0\n"), "staffing", ours, yes=True)
    assert {one.column for one in found} >= {"employee_type", "salary_annual", "object", "goal"}
    assert all(one.file == "maps/staffing-export.toml" for one in found)


def test_a_cell_that_cannot_be_read_is_named_by_the_files_own_heading_and_row(export, ours):
    path = export("Program Number,Program,Total Cost\nP1,Tutoring,12 thousand-ish\nP2,Art,5\n")
    found = problems(path, "programs", ours, yes=True)
    assert [(one.column, one.row, one.value) for one in found] == [
        ("Total Cost", 2, "12 thousand-ish")
    ]
    assert not (ours / "programs.csv").exists()


def test_a_blank_key_is_named_and_nothing_is_written(export, ours):
    path = export("Program Number,Program,Total Cost\n,Tutoring,12\nP2,Art,5\n")
    (one,) = problems(path, "programs", ours, yes=True)
    assert one.column == "Program Number" and one.row == 2
    assert 'under [leave_out], write: "Program Number" = [""]' in one.message
    assert not (ours / "programs.csv").exists()


def test_positions_given_as_many_fte_on_a_row_become_positions_paid_at_their_fte(export, ours):
    path = export(
        "Job Title,Site,FTE,Annual Salary,Benefits,Resource,Goal,Function,Object,Year\n"
        "Teacher,42,2.5,100000,40000,0000,1110,1000,1100,2023-24\n"
    )
    import_table(path, "staffing", ours)
    (kept,) = ours.glob("maps/*.toml")
    text = kept.read_text().replace("= false", "= true")
    kept.write_text(text.replace('employee_type = ""', 'employee_type = "certificated"'))
    report = import_table(path, "staffing", ours)
    rows = read_table(ours / "staffing.csv")
    assert rows["fte"].tolist() == ["1", "1", "0.5"]
    # half a position at 100,000 for the full time is paid 50,000
    assert rows["salary_annual"].astype(float).tolist() == [100_000, 100_000, 50_000]
    assert rows["position_id"].is_unique
    assert report.control_totals.set_index("what").loc["written", "rows"] == 3


def test_position_control_of_a_finance_system_comes_in_with_its_names_unread(export, ours):
    (ours).mkdir()
    (ours / "schools.csv").write_text("local_site_code,school_name,cde_type\n0012,Oak,elementary\n")
    path = export(
        "Ours Unified\nPosition Control 2023-24\n"
        "Pos Id,Employee Name,Job Class,Location,FTE,Salary,Benefits,Account,Percent,Unit\n"
        '1,"Zamboanga, A",TCH,Oak,1.00,"$92,100.00","30,000",01-0000-0-1110-1000-1100,60.00%,CERT\n'
        '1,"Zamboanga, A",TCH,Oak,1.00,"$92,100.00","30,000",01-3010-0-1110-1000-1100,40.00%,CERT\n'
        ",,,,1.00,,,,,\nTotal,,,,1.00,,,,,\n",
        "positions.csv",
    )
    import_table(path, "staffing", ours)
    assert '"Oak" = "0012"' in (ours / "maps/staffing-positions.toml").read_text()
    import_table(path, "staffing", ours, yes=True)
    rows = read_table(ours / "staffing.csv")
    # the position's 1.00 FTE stands on both lines: 0.6 and 0.4 of it are theirs
    assert rows["fte"].tolist() == ["0.6", "0.4"]
    assert rows["funding_pct"].tolist() == ["60", "40"] and set(rows["site_code"]) == {"0012"}
    assert rows["resource"].tolist() == ["0000", "3010"] and set(rows["fiscal_year"]) == {"2023-24"}
    assert not [p for p in ours.rglob("*.*") if "Zamboanga" in p.read_text()]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"Site"', "3", "text in quotation marks"),
        ("[columns]", "[columns", "cannot be read"),
        ('"Site"', '"Sites"', 'Is it "Site" now?'),
        ("school_name =", "school_nam =", "has no such column"),
    ],
)
def test_a_map_that_a_person_broke_is_answered_in_one_line(export, ours, before, after, message):
    path = export("Site,School Name,Type\n42,Oak,Elem\n")
    import_table(path, "schools", ours)
    (kept,) = ours.glob("maps/*.toml")
    kept.write_text(kept.read_text().replace(before, after))
    found = problems(path, "schools", ours, yes=True)
    assert message in found[0].message and found[0].file == "maps/schools-export.toml"


def test_a_total_where_an_account_would_stand_is_left_out(export, ours):
    path = export(GL.replace("0709", "0000") + "2023-24,Grand Total,,2050.50,649.75\n")
    import_table(path, "ledger", ours, yes=True)
    assert sorted(read_table(ours / "ledger.csv")["amount"]) == [
        "-250.25",
        "1250.50",
        "800.00",
        "900.00",
    ]


def test_a_pattern_that_does_not_fit_names_the_account(export, ours):
    path = export(GL)
    import_table(path, "ledger", ours)
    (kept,) = ours.glob("maps/*.toml")
    text = kept.read_text()
    kept.write_text(text.replace("FF-RRRR-Y-GGGG-FFFF-OOOO-SSS", "FF-RRRRR-Y-GGGG-FFFF-OOOO-SSS"))
    (one,) = problems(path, "ledger", ours, yes=True)
    assert one.column == "Account" and one.row == 2 and "2 accounts cannot be split" in one.message
    kept.write_text(text.replace("FF-RRRR-Y-GGGG-FFFF-OOOO-SSS", "FF-FFFF-FFFF"))
    (one,) = problems(path, "ledger", ours, yes=True)
    assert "names function twice" in one.message


def test_another_states_codes_cross_by_nces(export, ours):
    (ours / "maps").mkdir(parents=True)
    (ours / "maps/crosswalk.csv").write_text(
        "field,code,nces,ours,title\nfunction,11,1000,,Instruction\nfunction,41,2310,,Board\n"
        "object,6119,101,,Teachers\nfund,199,,01,General Fund\n"
    )
    path = export(
        "Fund,Function,Object,Amount,FY\n199,11,6119,100.00,2023-24\n199,41,6119,20.00,2023-24\n"
    )
    import_table(path, "ledger", ours)
    (kept,) = ours.glob("maps/ledger-*.toml")
    text = kept.read_text().replace("= false", "= true")
    for name, value in (("resource", "0000"), ("goal", "1110"), ("amount_type", "actual")):
        text = text.replace(f'{name} = ""', f'{name} = "{value}"')
    kept.write_text(text)
    import_table(path, "ledger", ours)
    rows = read_table(ours / "ledger.csv")
    assert rows[["fund", "function", "object"]].values.tolist() == [
        ["01", "1000", "1100"],
        ["01", "7100", "1100"],
    ]


def test_the_same_again_changes_nothing_and_a_correction_needs_replace(export, ours):
    text = "Program Number,Program,Total Cost\nP1,Tutoring,12\n"
    import_table(export(text), "programs", ours, yes=True)
    before = (ours / "programs.csv").read_bytes()
    import_table(export(text), "programs", ours, yes=True)
    assert (ours / "programs.csv").read_bytes() == before
    corrected = export(text.replace("12", "15") + "P2,Art,5\n")
    (one,) = problems(corrected, "programs", ours, yes=True)
    assert "--replace" in one.message and "annual_cost_total" in one.column
    assert (ours / "programs.csv").read_bytes() == before
    import_table(corrected, "programs", ours, yes=True, replace=True)
    assert read_table(ours / "programs.csv")["annual_cost_total"].tolist() == ["15.00", "5.00"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public files are not here")
def test_san_franciscos_older_ledger_comes_in_to_the_cent(ours):
    path = SHARED / "sfusd_usergl_fy2021-22.csv"
    first = import_table(path, "ledger", ours)
    assert {line.split(": ", 1)[1].split(" = ")[0] for line in first.problems} == {'"2021"'}
    kept = ours / "maps/ledger-sfusd_usergl.toml"
    text = kept.read_text().replace("confirmed = false", "confirmed = true")
    kept.write_text(text.replace('"2021" = ""', '"2021" = "2021-22"'))
    report = import_table(path, "ledger", ours)
    read = pd.read_csv(path, dtype=str)["Value"].astype(float).sum()
    rows = read_table(ours / "ledger.csv")
    assert len(rows) == 5436
    assert rows["amount"].astype(float).sum() == pytest.approx(read, abs=0.005)
    assert report.control_totals["amount"].iloc[-1] == pytest.approx(read, abs=0.005)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public files are not here")
def test_san_franciscos_staffing_list_asks_for_what_it_does_not_say(ours):
    report = import_table(SHARED / "site_staffing_2024-25.csv", "staffing", ours)
    text = (ours / "maps/staffing-site_staffing.toml").read_text()
    assert 'job_class = "position"' in text and 'position_id = "(row number)"' in text
    asked = {line.split(": ", 1)[1].split(" = ")[0] for line in report.problems}
    assert {"employee_type", "salary_annual", "object", '"07090"'} <= asked | {'"07090"'}


def fill(ours, **lines):
    """Answer what a proposed map asks, and give back the map."""
    (kept,) = ours.glob("maps/*.toml")
    text = kept.read_text()
    for name, value in lines.items():
        assert f'{name} = ""' in text
        text = text.replace(f'{name} = ""', f'{name} = "{value}"')
    kept.write_text(text)
    return text


def test_debit_and_credit_make_one_amount_and_revenue_is_what_comes_in(export, ours):
    path = export(
        "Account Number,Debit,Credit\n"
        '01-0000-0-1110-1000-1100-101-000,"1,000.00",\n01-0000-0-1110-1000-1100-101-000,,200\n'
        "01-0000-0-0000-0000-8011-000-000,,5000\n",
        "GL FY24.csv",
    )
    import_table(path, "ledger", ours)
    text = fill(ours, amount_type="actual")
    assert "FF-RRRR-Y-GGGG-FFFF-OOOO-SSS-PPP" in text and 'fiscal_year = "2023-24"' in text
    report = import_table(path, "ledger", ours, yes=True)
    rows = read_table(ours / "ledger.csv")
    # 1,000 - 200 spent; the revenue of 5,000 stands as a credit
    assert rows["amount"].astype(float).tolist() == [800, 5000]
    assert rows["school_code"].tolist() == ["0101", "0000"] and set(rows["local_program"]) == {""}
    assert "of revenue (8000-8999) credit less debit" in str(report.notes)
    assert report.control_totals["amount"].tolist() == [5800, 0, 5800]


def test_a_year_named_by_its_end_is_proposed(export, ours):
    text = "FY,Fund,Resource,Goal,Function,Object,YTD Actual,Encumbrance\n"
    import_table(export(text + "FY24,01,0000,1110,1000,1100,100,5\n"), "ledger", ours, yes=True)
    rows = read_table(ours / "ledger.csv")
    assert set(rows["fiscal_year"]) == {"2023-24"}
    assert rows["amount_type"].tolist() == ["actual", "encumbrance"]


def test_a_schools_code_is_never_the_districts_and_its_kind_is_asked_school_by_school(export, ours):
    path = export(
        "CDSCode,Site,School\n39999990000042,42,Oak Elementary\n39999990000043,43,Elm High\n"
        "39999990000044,44,Fig\n39999990000045,45,Ash Jr. High\n"
    )
    import_table(path, "schools", ours)
    assert "district_cds = " not in fill(ours, **{'"Fig"': "K-8"})
    import_table(path, "schools", ours, yes=True)
    rows = read_table(ours / "schools.csv")
    assert rows["cde_type"].tolist() == ["elementary", "high", "K-8", "middle"]
    assert rows["school_code"].tolist()[0] == "0000042"


def test_a_district_code_of_an_earlier_map_goes_with_a_corrected_one(export, ours):
    head = "CDSCode,Site,School,Type\n"
    path = export(head + "39999990000042,42,Oak,Elem\n39999990000043,43,Elm,HS\n")
    import_table(path, "schools", ours)
    (kept,) = ours.glob("maps/*.toml")
    right = kept.read_text()
    kept.write_text(right.replace("[columns]", '[columns]\ndistrict_cds = "CDSCode"'))
    (one,) = problems(path, "schools", ours, yes=True)
    assert one.column == "CDSCode" and "take the line district_cds out" in one.message
    kept.write_text(right)
    (ours / "schools.csv").write_text(  # as it was once written
        "district_cds,local_site_code,school_name,cde_type\n39999990000042,0042,Oak,elementary\n"
    )
    import_table(path, "schools", ours, yes=True, replace=True)
    assert set(read_table(ours / "schools.csv")["district_cds"]) == {""}


def test_a_line_still_blank_in_a_map_does_not_overrule_the_crosswalk(export, ours):
    head = "Year,Balance Type,Fund,Resource,Goal,Function,Object,Amount\n"
    path = export(head + "2023-24,BA,01,0000,1110,199,1100,5\n")
    import_table(path, "ledger", ours)
    (kept,) = ours.glob("maps/ledger*.toml")
    assert '"199" = ""' in kept.read_text()
    cross = ours / "maps/crosswalk.csv"
    cross.write_text("field,code,nces\nfunction,199,9999\n")
    (one,) = problems(path, "ledger", ours, yes=True)
    assert 'needs an NCES code, and "9999" is none of those known here, which begin: 1, 21' in (
        one.message
    )
    cross.write_text("field,code,nces\nfunction,199,1000\n")
    import_table(path, "ledger", ours, yes=True)
    assert read_table(ours / "ledger.csv")["function"].tolist() == ["1000"]


def test_hours_are_asked_about_before_they_are_read_as_fte_and_totals_are_of_fte_and_pay(
    export, ours
):
    path = export(
        "Job Title,Site,FTE,Annual Salary,Benefits,Resource,Goal,Function,Object,Year,Unit\n"
        "Noon Monitor Daily Hours,42,6,20000,5000,0000,1110,1000,2900,2023-24,Class\n"
        "Teacher,42,1,100000,40000,0000,1110,1000,1100,2023-24,Cert\n"
    )
    import_table(path, "staffing", ours)
    (one,) = problems(path, "staffing", ours, yes=True)
    assert '"Noon Monitor Daily Hours" (1 row) says hours' in one.message and one.column == "FTE"
    fill(ours, **{'"Noon Monitor Daily Hours"': "8"})
    totals = import_table(path, "staffing", ours, yes=True).control_totals.set_index("what")
    # 6 of 8 hours and one teacher; 25,000 and 140,000
    assert totals.loc["written"].tolist() == [2, 1.75, 165_000]


def test_a_folder_in_place_of_a_file_is_called_one(ours, tmp_path):
    (tmp_path / "gl.csv").write_text("a,b\n")
    for importer in (import_sacs, import_students, import_public, import_caaspp):
        with pytest.raises(
            ImportRefusedError, match=r"this is a folder\. Name the file in it \(gl"
        ):
            importer(tmp_path, ours)


def proposed(ours, file: Path, table: str) -> dict:
    import_table(file, table, ours)
    return tomllib.loads(next((ours / "maps").glob(f"{table}-*.toml")).read_text())


@pytest.mark.parametrize(
    ("title", "year"),
    [
        # it proposed 2024-06, of the end of one day and the month of the next
        ("GL Detail 07/01/2024 - 06/30/2025", "2024-25"),
        ("Period 7/1/2023 to 12/31/2023", "2023-24"),
        ("Budget 2024-25 as of 10/05/2025", "2024-25"),
        ("Run 01/02/2024, for 09/30/2025", ""),
        ("FY 2025 report of 08/01/2025", "2024-25"),
    ],
)
def test_the_year_of_a_title_is_a_fiscal_year_or_is_asked(export, ours, title, year):
    text = f'"{title}",,\nAccount,Actual,Note\n01-0000-0-0000-7200-2400,5,a\n'
    chart = proposed(ours, export(text, "gl.csv"), "ledger")
    assert chart["fixed"]["fiscal_year"] == year


def test_short_headings_of_budgets_are_kinds_of_amount(export, ours):
    text = (
        "Account,Orig Budget,Rev Bud,YTD Exp,Enc\n01-0000-0-0000-7200-2400,1,2,3,4\n"
        "01-0000-0-0000-7200-2300,1,2,3,4\n"
    )
    assert proposed(ours, export(text), "ledger")["amounts"] == {
        "Orig Budget": "adopted_budget", "Rev Bud": "revised_budget", "YTD Exp": "actual",
        "Enc": "encumbrance",
    }  # fmt: skip


def test_a_percent_is_no_fund_and_a_numbered_position_no_row_number(export, ours):
    heads = "Pos #,Job Title,Barg Unit,Location,FTE,Annual Salary,Benefits,Fund %"
    text = f"{heads}\nP1,a,CTA,1,1,2,3,100%\n"
    columns = proposed(ours, export(text), "staffing")["columns"]
    assert (columns["position_id"], columns["funding_pct"]) == ("Pos #", "Fund %")
    assert columns["employee_type"] == "Barg Unit" and "fund" not in columns


def test_scores_of_any_publisher_are_known_by_subject_and_season_and_their_test_is_asked(
    export, ours, secret_elsewhere
):
    write_template(ours)
    schools = "local_site_code,school_name,cde_type\n0101,Oak,elementary\n"
    (ours / "schools.csv").write_text(schools)
    text = (
        "Student ID,School,Grade,School Year,aReading Fall,aReading Spring,aMath Spring,"
        "aReading Fall Percentile\n31,Oak,4,2024-25,500,510,210,44\n32,Oak,5,2024-25,505,,212,50\n"
    )
    file = export(text, "fastbridge.csv")
    chart = proposed(ours, file, "students_outcomes")
    assert {n: h for n, h in chart["columns"].items() if n[:4] in ("read", "math")} == {
        "reading_boy": "aReading Fall", "reading_eoy": "aReading Spring",
        "math_eoy": "aMath Spring",
    }  # fmt: skip
    assert chart["fixed"] == {"reading_test": "", "math_test": ""}
    kept = ours / "maps" / "students_outcomes-fastbridge.toml"
    kept.write_text(
        kept.read_text().replace('_test = ""', '_test = "other"').replace("= false", "= true")
    )
    import_table(file, "students_outcomes", ours)
    row = read_table(ours / "students_outcomes.csv").iloc[0]
    assert row[["reading_test", "reading_boy", "reading_eoy", "math_eoy"]].tolist() == [
        "other", "500", "510", "210",
    ]  # fmt: skip
