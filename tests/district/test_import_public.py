"""The state's public files about a district: counts, LCFF snapshot, filed totals, its name."""

from pathlib import Path

import pandas as pd
import pytest

from smarter_spending.district.importers import ImportRefusedError, import_public, import_sacs
from smarter_spending.district.importers.into_folder import read_table
from smarter_spending.district.loading import load_district

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEAD = (
    "Academic Year,County Code,District Code,School Code,County Name,District Name,School Name,"
    "District Type,School Type,Educational Option Type,NSLP Provision Status,"
    "Charter School (Y/N),Charter Number,Charter Funding Type,IRC,Low Grade,High Grade,"
    '"Total\nEnrollment","Free & Reduced\nMeal Program",Foster,Homeless,Migrant Program,'
    "Direct Certification,Unduplicated FRPM Eligible Count,English Learner (EL),"
    "CALPADS Unduplicated Pupil Count (UPC),CALPADS Fall 1 Certification Status (Y/N)\n"
)
LEA = HEAD + (
    "2018-2019,39,75499,0000000,San Joaquin,Tracy Joint Unified,N/A,Unified,,,,No,N/A,N/A,,K,12,"
    '"15,000",7000,60,100,5,900,7100,3500,8200,Y\n'
    "2018-2019,39,10397,0000000,San Joaquin,County Office,N/A,Unified,,,,No,N/A,N/A,,K,12,"
    "900,700,6,10,5,90,710,350,820,Y\n"
)
SCHOOLS = HEAD + (
    "2018-2019,39,75499,6042832,San Joaquin,Tracy,Oak Elementary,Unified,"
    "Elementary Schools (Public),Traditional,,No,,,,K,5,500,300,2,,,,310,150,350,Y\n"
    "2018-2019,39,75499,3937208,San Joaquin,Tracy,Fir High,Unified,High Schools (Public),"
    "Traditional,,No,,,,9,12,1900,800,8,,,,810,300,900,Y\n"
    "2018-2019,39,75499,0120717,San Joaquin,Tracy,Elm Charter,Unified,"
    "High Schools (Public),Traditional,,Yes,1146,Directly funded,,9,12,400,100,0,,,,110,30,120,Y\n"
)
SNAPSHOT = SHARED / "lcff" / "lcff_snapshot_2018-19_san_joaquin_county.csv"
EXTRACT = SHARED / "sfusd" / "38-68478-0000000_A_2023-24_E8A85PCFZ6_DataExtract.xlsx"
with_public_files = pytest.mark.skipif(not SHARED.is_dir(), reason="the public files are not here")


@pytest.fixture
def district(tmp_path):
    def make(cds: str = "39754990000000", year: str = "2018-19", name: str = "Tracy") -> Path:
        folder = tmp_path / "ours"
        folder.mkdir()
        (folder / "district.toml").write_text(
            f'name = "{name}"  # as you would print it\ncds_code = "{cds}"\n'
            f'fiscal_year = "{year}"\nas_of = 2024-09-15\nprice_year = "{year}"\ninvented = true\n'
        )
        return folder

    return make


@pytest.fixture
def export(tmp_path):
    def write(text: str, name: str = "cupc1819-k12.csv") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_the_districts_counts_are_its_own_row_alone(export, district):
    ours = district()
    import_public(export(LEA), ours)
    row = read_table(ours / "enrollment_lcff.csv")
    assert len(row) == 1
    assert row.loc[0, ["fiscal_year", "enrollment", "upc", "el", "frpm", "foster"]].tolist() == [
        "2018-19",
        "15000",
        "8200",
        "3500",
        "7000",
        "60",
    ]
    assert load_district(ours).enrollment_lcff["upc"].tolist() == [8200]


def test_a_count_that_is_not_known_is_blank_and_one_that_is_none_is_named(export, district):
    ours = district()
    import_public(export(LEA.replace(",60,100", ",N/A,100")), ours)
    assert read_table(ours / "enrollment_lcff.csv")["foster"].tolist() == [""]
    with pytest.raises(ImportRefusedError, match='foster "sixty" is not a'):
        import_public(export(LEA.replace(",60,100", ",sixty,100")), ours)


def test_the_schools_come_with_names_kinds_and_need(export, district):
    ours = district()
    report = import_public(export(SCHOOLS), ours)
    table = read_table(ours / "schools.csv").set_index("school_name")
    assert table.loc["Oak Elementary", ["local_site_code", "cde_type", "grade_low"]].tolist() == [
        "2832",
        "elementary",
        "KN",
    ]
    assert table.loc["Elm Charter", ["charter", "charter_funding"]].tolist() == ["Y", "direct"]
    assert table.loc["Fir High", ["enrollment", "unduplicated"]].tolist() == ["1900", "900"]
    assert any("stand in" in note for note in report.notes)
    assert any("not made up from the schools" in note for note in report.notes)
    assert len(load_district(ours).schools) == 3


def test_a_districts_own_site_codes_and_names_stay(export, district):
    ours = district()
    (ours / "schools.csv").write_text(
        "local_site_code,school_code,school_name,cde_type\n0042,6042832,Oak,K-8\n"
    )
    report = import_public(export(SCHOOLS), ours)
    table = read_table(ours / "schools.csv").set_index("school_code")
    assert table.loc["6042832", ["local_site_code", "school_name", "cde_type"]].tolist() == [
        "0042",
        "Oak",
        "K-8",
    ]
    assert table.loc["6042832", "enrollment"] == "500"
    assert any("2 schools had no site code" in note for note in report.notes)


def test_both_sheets_of_the_states_workbook_are_read(tmp_path, district, export):
    ours = district()
    with pd.ExcelWriter(tmp_path / "cupc1819-k12.xlsx") as book:
        for sheet, text in (
            ("LEA-Level CALPADS UPC Data", LEA),
            ("School-Level CALPADS UPC Data", SCHOOLS),
        ):
            frame = pd.read_csv(export(text), dtype=str)
            frame.to_excel(book, sheet_name=sheet, index=False, startrow=2)
    report = import_public(tmp_path / "cupc1819-k12.xlsx", ours)
    assert set(report.rows["table"]) == {"enrollment_lcff", "schools"}
    assert set(report.wrote) == {"enrollment_lcff.csv", "schools.csv"}


@with_public_files
def test_tracys_snapshot_joins_its_counts_and_gives_the_states_target(export, district):
    ours = district()
    with pytest.raises(ImportRefusedError, match="Import the unduplicated counts"):
        import_public(SNAPSHOT, ours)
    assert not (ours / "enrollment_lcff.csv").exists()
    import_public(export(LEA), ours)
    import_public(SNAPSHOT, ours)
    row = load_district(ours).enrollment_lcff.iloc[0]
    from smarter_spending import lcff_target

    spans = {"TK-3": "tk3", "4-6": "46", "7-8": "78", "9-12": "912"}
    target = lcff_target(
        {span: row[f"ada_funded_{short}"] for span, short in spans.items()},
        row["upp"],
        "2018-19",
        add_ons=row["tiig"] + row["hts"],
    )
    # known_answers.csv: lcff1819.tracy.target and .addons
    assert row["tiig"] + row["hts"] == 1_061_687
    assert target.target == pytest.approx(139_603_882, abs=2)


@with_public_files
def test_the_filed_form_01_is_what_the_ledger_is_held_against(district):
    ours = district("38684780000000", "2023-24", "San Francisco")
    import_public(EXTRACT, ours)
    totals = read_table(ours / "control_totals.csv")
    actual = totals[totals["amount_type"].eq("actual") & totals["fund"].eq("01")]
    by = actual.set_index(["object_from", "restriction"])["amount"].astype(float)
    # known_answers.csv: sf2324.obj.1000
    assert by["1000", "total"].tolist() == [475_700_243.87, 1_208_902_664.92]
    assert by["2000", "unrestricted"] == 79_129_683.62
    assert by["8980", "unrestricted"] == -194_019_017.92
    import_sacs(EXTRACT, ours)
    load_district(ours)  # every filed total agrees with the ledger, or this would refuse


def test_the_list_of_entities_names_a_district_that_has_no_name_yet(export, district):
    ours = district(name="Our district")
    listed = "Ccode,Dcode,Scode,EntityName\n39,75499,0000000,Tracy Joint Unified\n1,2,3,Other\n"
    import_public(export(listed, "entities.csv"), ours)
    assert 'name = "Tracy Joint Unified"' in (ours / "district.toml").read_text()
    before = (ours / "district.toml").read_text()
    import_public(export(listed.replace("Joint", "Elementary"), "entities.csv"), ours)
    assert (ours / "district.toml").read_text() == before


def test_a_name_that_the_district_typed_is_kept_whatever_stands_beside_it(export, district):
    ours = district(name="Tracy, as we print it")
    text = (ours / "district.toml").read_text().replace('it"', 'it"  # PLACEHOLDER: your name')
    (ours / "district.toml").write_text(text)
    listed = "Ccode,Dcode,Scode,EntityName\n39,75499,0000000,Tracy Joint Unified\n1,2,3,Other\n"
    report = import_public(export(listed, "entities.csv"), ours)
    assert (ours / "district.toml").read_text() == text
    assert "its name is Tracy, as we print it, that of entities.csv is Tracy" in report.notes[-1]


def test_a_filed_form_of_one_district_says_which_district_a_blank_folder_is(export, district):
    ours = district("00000000000000")
    filed = "CDSCode,FullFiscalYear,ColumnCode,ElementCode,ValueData\n"
    line = "39754990000000,2023-24,BA,01.CERT.SALARIES,5.00\n"
    import_public(export(filed + line, "element.csv"), ours)
    assert 'cds_code = "39754990000000"  # from element.csv' in (ours / "district.toml").read_text()
    assert read_table(ours / "control_totals.csv")["amount"].tolist() == ["5.00"]


def test_a_filed_form_of_two_districts_does_not_say_whose_a_blank_folder_is(export, district):
    filed = "CDSCode,FullFiscalYear,ColumnCode,ElementCode,ValueData\n"
    line = "39754990000000,2023-24,BA,01.CERT.SALARIES,5.00\n"
    two = export(filed + line + line.replace("75499", "75500"), "element.csv")
    with pytest.raises(ImportRefusedError, match="which district this is"):
        import_public(two, district("00000000000000"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A,B\nx,y\n", "none of the public files"),
        (LEA.replace("75499", "75498"), "no row is of district 39-75499"),
    ],
)
def test_a_file_that_says_nothing_of_the_district_is_one_line(export, district, text, message):
    ours = district()
    with pytest.raises(ImportRefusedError, match=message) as refused:
        import_public(export(text), ours)
    assert len(refused.value.problems) == 1
    assert [p.name for p in ours.iterdir()] == ["district.toml"]


def test_a_folder_that_does_not_say_which_district_it_is_is_asked(export, district):
    with pytest.raises(ImportRefusedError, match="which district this is"):
        import_public(export(LEA), district("00000000000000"))


def test_a_kind_of_school_that_nobody_named_is_asked_about_not_guessed(district, export):
    folder = district()
    text = SCHOOLS.replace("High Schools (Public),Traditional,,No", "Farm Schools,Traditional,,No")
    with pytest.raises(ImportRefusedError, match=r"1 school of a kind not known.*Farm Schools"):
        import_public(export(text), folder)
    assert not (folder / "schools.csv").exists()
    (folder / "schools.csv").write_text(
        "local_site_code,school_code,school_name,cde_type\n0099,3937208,Fir High,alternative\n"
    )
    import_public(export(text), folder)
    kinds = read_table(folder / "schools.csv").set_index("school_code")["cde_type"]
    assert kinds["3937208"] == "alternative" and kinds["6042832"] == "elementary"
