"""Student files of the state and of publishers: known by their headings, with no ids left."""

from pathlib import Path

import pytest

from smarter_spending.district.importers import ImportRefusedError, import_students
from smarter_spending.district.importers.into_folder import read_table
from smarter_spending.district.loading import load_district

NAMES = ("Zamboanga", "Quixotesque", "2014-05-06", "1234567890", "2345678901", "9988")
TOMS = (
    "Student Data File 2024\n"
    "RecordType^SSID^StudentLastName^StudentFirstName^DateofBirth^CALPADSGrade^GradeAssessed^"
    "CALPADSSchoolCode^CALPADSSpecialEducation^ELStatus^EconomicDisadvantageStatus^HomelessStatus^"
    "ReportingEthnicity^IncludeIndicator^ScaleScore^AchievementLevels^ScaleScoreMinus1\n"
    "01^1234567890^Zamboanga^Quixotesque^2014-05-06^4^4^6040695^No^RFEP^Yes^^500^Y^2480^3^2440\n"
    "02^1234567890^Zamboanga^Quixotesque^2014-05-06^4^4^6040695^No^RFEP^Yes^^500^Y^2500^3^\n"
    "06^1234567890^Zamboanga^Quixotesque^2014-05-06^4^4^6040695^No^RFEP^Yes^^500^Y^180^2^\n"
    "01^2345678901^Zamboanga^Ann^2014-05-06^3^3^6040695^Yes^EO^No^No^700^N^NS^^\n"
    "02^2345678901^Zamboanga^Ann^2014-05-06^3^3^6040695^Yes^EO^No^No^700^Y^2400^2^\n"
)
MAP = (
    "TermName,StudentID,StudentLastName,SchoolName,Grade,Discipline,GrowthMeasureYN,"
    "TestStartDate,TestRITScore\n"
    "Fall 2023-2024,9988,Zamboanga,Alamo Elementary,2,Reading,TRUE,09/01/2023,170\n"
    "Fall 2023-2024,9988,Zamboanga,Alamo Elementary,2,Reading,FALSE,09/20/2023,150\n"
    "Spring 2023-2024,9988,Zamboanga,Alamo Elementary,2,Reading,TRUE,05/01/2024,185\n"
    "Spring 2023-2024,9988,Zamboanga,Alamo Elementary,2,Mathematics,TRUE,05/02/2024,190\n"
    "Winter 2023-2024,1234567890,Zamboanga,Alamo Elementary,5,Reading,TRUE,01/10/2024,205\n"
)
IREADY = (
    "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Completion Date,"
    "Baseline Diagnostic (Y/N),Norming Window,Overall Scale Score,Overall Relative Placement,"
    "Lexile Measure\n"
    "Zamboanga,Ann,9988,K,2023-2024,Alamo Elementary,09/12/2023,Y,Fall,380,Early On,BR\n"
    "Zamboanga,Ann,9988,K,2023-2024,Alamo Elementary,05/12/2024,N,Spring,430,Mid,100L\n"
)
STAR = (
    "StudentIdentifier,StudentLastName,SchoolName,CurrentGrade,SchoolYear,AssessmentType,"
    "CompletedDate,ScreeningPeriodWindowName,ScaledScore,UnifiedScore\n"
    "9988,Zamboanga,Alamo Elementary,6,2023-2024,Star Math,10/09/2023 21:13:29,Fall,800,1010\n"
    "9988,Zamboanga,Alamo Elementary,6,2023-2024,Star Math,03/09/2024 21:13:29 +00:00,,820,1040\n"
)
DIBELS = (
    "District_Name,Last,First,Student_ID,Birth_Date,Year_1st,School_1st,Composite_1st_Beginning,"
    "Composite_1st_Middle,Benchmark_Status_Composite_1st_Middle,Composite_1st_End,"
    "Benchmark_Status_Composite_1st_End\n"
    "Ours,Zamboanga,Ann,9988,2014-05-06,2023-2024,Alamo Elementary,330,360,At Benchmark,420,"
    "Below Benchmark\n"
)
MCLASS = (
    "School Year,School Name,Student Last Name,Student Primary ID,Assessment Grade,"
    "Benchmark Period,Composite Score,Composite Level\n"
    "2023-2024,Alamo Elementary,Zamboanga,9988,K,BOY,300,Well Below Benchmark\n"
    "2023-2024,Alamo Elementary,Zamboanga,9988,K,EOY,400,Above Benchmark\n"
)
ROSTER = (
    "School Year\tSSID\tStudent Name\tSchoolCode\tGrade\tEthnicityRace\tEnglishLearner Status\t"
    "SocioEconomicallyDisadvantaged\tFoster\tDaysExpectedA\tDaysAbsentCEFG\n"
    "2023-24\t1234567890\tZamboanga, Q\t6040695\tKN\tHispanic\t\tY\t\t100\t5\n"
    "2023-24\t1234567890\tZamboanga, Q\t6040703\tKN\tHispanic\t\tY\t\t80\t10\n"
    "2023-24\t2345678901\tZamboanga, A\t6040695\t1\tWhite\t\tN\tN\t180\t0\n"
)


@pytest.fixture
def ours(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "district.toml").write_text(
        'name = "Ours"\ncds_code = "38684780000000"\nfiscal_year = "2023-24"\n'
        'as_of = 2024-09-15\nprice_year = "2023-24"\ninvented = true\n'
    )
    (folder / "schools.csv").write_text(
        "local_site_code,school_code,school_name,cde_type\n"
        "0413,6040695,Alamo Elementary,elementary\n0420,6040703,Alvarado,elementary\n"
    )
    return folder


@pytest.fixture
def bring(tmp_path, ours):
    def bring(text: str, name: str = "students.csv", encoding: str = "utf-8", **options):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return import_students(path, ours, **options)

    return bring


def rows(folder: Path):
    return read_table(folder / "students_outcomes.csv")


@pytest.mark.parametrize(
    "text",
    [TOMS, MAP, IREADY, STAR, DIBELS, MCLASS, ROSTER],
    ids=["toms", "map", "iready", "star", "dibels", "mclass", "roster"],
)
def test_no_name_id_or_birth_date_is_written_or_said_and_the_folder_loads(bring, ours, text):
    report = bring(text, year="2023-24")
    everything = "".join(p.read_text() for p in ours.rglob("*") if p.is_file())
    everything += report.rows.to_string() + report.left_out.to_string() + " ".join(report.notes)
    assert not [name for name in NAMES if name in everything]
    assert "student_keys.secret" in report.notes[0] and "cannot be joined" in report.notes[0]
    assert len(load_district(ours).students_outcomes) == len(rows(ours)) > 0


def test_the_states_file_gives_both_subjects_of_a_student_on_one_row(bring, ours):
    report = bring(TOMS, year="2023-24")
    table = rows(ours).set_index("grade")
    assert table.loc["04", ["ela_ss", "ela_level", "math_ss", "ela_ss_prior"]].tolist() == [
        "2480",
        "3",
        "2500",
        "2440",
    ]
    # not included in ELA: no score, and the mathematics score stays
    assert table.loc["03", "ela_ss"] == "" and table.loc["03", "math_ss"] == "2400"
    assert table.loc["04", ["ethnicity", "el_status", "sed", "homeless"]].tolist() == [
        "hispanic",
        "RFEP",
        "Y",
        "",
    ]
    assert (table["site_code"] == "0413").all()
    totals = report.control_totals.set_index("what")["rows"]
    assert totals["in the file"] == 5 and totals["left out"] == -2
    assert totals["students written"] == 2 and totals.sum() - totals["students written"] == 2


def test_the_year_is_asked_for_where_the_file_does_not_say_it(bring):
    with pytest.raises(ImportRefusedError, match="--year 2024-25"):
        bring(TOMS)


def test_map_scores_of_the_early_grades_are_early_literacy_and_others_their_own(bring, ours):
    bring(MAP)
    table = rows(ours).set_index("grade")
    assert table.loc["02", ["literacy_assessment", "boy_score", "eoy_score"]].tolist() == [
        "MAP",
        "170",
        "185",
    ]
    assert table.loc["02", ["math_test", "math_eoy", "reading_test"]].tolist() == ["MAP", "190", ""]
    assert table.loc["05", ["reading_test", "reading_moy", "literacy_assessment"]].tolist() == [
        "MAP",
        "205",
        "",
    ]
    assert set(table["fiscal_year"]) == {"2023-24"}


OTHER_MATH = (
    "Student ID,Student Grade,Academic Year,School,Subject,Completion Date,Norming Window,"
    "Overall Scale Score\n"
    "9988,2,2023-2024,Alamo Elementary,Math,05/12/2024,Spring,430\n"
)


def test_points_of_one_test_do_not_stay_beside_another_that_takes_its_place(bring, ours):
    """Until November 28 the fall of MAP stayed as the fall of i-Ready."""
    fall = "Fall 2023-2024,9988,Zamboanga,Alamo Elementary,2,Mathematics,TRUE,09/01/2023,176\n"
    bring(MAP + fall)
    with pytest.raises(ImportRefusedError, match="math_test in 1 row"):
        bring(OTHER_MATH)
    bring(OTHER_MATH, replace=True)
    row = rows(ours).set_index("grade").loc["02"]
    assert row[["math_test", "math_boy", "math_eoy"]].tolist() == ["iReady", "", "430"]
    assert row[["literacy_assessment", "boy_score"]].tolist() == ["MAP", "170"]


def test_a_column_that_was_read_is_not_said_to_name_a_person(bring):
    left = bring(MAP).left_out["what"].tolist()
    assert "column TermName" not in left and "column StudentLastName" in left


def test_iready_of_kindergarten_in_two_windows(bring, ours):
    bring(IREADY)
    one = rows(ours).iloc[0]
    assert (one["grade"], one["boy_score"], one["eoy_score"]) == ("KN", "380", "430")


def test_star_without_a_window_is_placed_by_its_date(bring, ours):
    bring(STAR)
    one = rows(ours).iloc[0]
    assert (one["math_test"], one["math_boy"], one["math_eoy"]) == ("STAR", "1010", "1040")


def test_dibels_wide_and_mclass_long_give_the_same_columns(bring, ours):
    bring(DIBELS)
    one = rows(ours).iloc[0]
    assert one[["grade", "boy_score", "moy_score", "eoy_score", "literacy_status"]].tolist() == [
        "01",
        "330",
        "360",
        "420",
        "below",
    ]


def test_a_student_of_two_schools_is_one_row_with_the_days_added(bring, ours):
    bring(ROSTER, encoding="utf-16")
    table = rows(ours).set_index("grade")
    # 100 + 80 days expected, 5 + 10 absent, the last school
    assert table.loc["KN", ["days_expected", "days_absent", "site_code"]].tolist() == [
        "180",
        "15",
        "0420",
    ]
    assert table.loc["KN", "foster"] == "" and table.loc["01", "foster"] == "N"


def test_files_of_one_student_meet_on_one_row(bring, ours):
    bring(ROSTER)
    bring(TOMS, year="2023-24", replace=False, name="toms.txt")
    table = rows(ours)
    assert len(table) == 2 and table["ela_ss"].ne("").sum() == 1
    assert table["days_expected"].tolist() == ["180", "180"]
    before = (ours / "students_outcomes.csv").read_bytes()
    bring(TOMS, year="2023-24", name="toms.txt")
    assert (ours / "students_outcomes.csv").read_bytes() == before


def test_a_correction_is_refused_until_it_is_meant(bring, ours):
    bring(IREADY)
    with pytest.raises(ImportRefusedError, match=r"eoy_score in 1 row.*--replace"):
        bring(IREADY.replace(",430,", ",431,"))
    bring(IREADY.replace(",430,", ",431,"), replace=True)
    assert rows(ours)["eoy_score"].tolist() == ["431"]


def test_an_unknown_school_and_word_are_all_listed_and_nothing_is_written(bring, ours):
    with pytest.raises(ImportRefusedError) as refused:
        bring(MAP.replace("Alamo Elementary", "Alamo ES"))
    assert '"Alamo ES" = "its site code"' in str(refused.value)
    assert sorted(p.name for p in ours.rglob("*")) == ["district.toml", "schools.csv"]
    (ours / "maps").mkdir()
    (ours / "maps/students.toml").write_text('[schools]\n"Alamo ES" = "0413"\n')
    bring(MAP.replace("Alamo Elementary", "Alamo ES"))
    with pytest.raises(ImportRefusedError, match=r'under \[values.ethnicity\], write: "Martian"'):
        bring(ROSTER.replace("White", "Martian"), name="roster.txt")


def test_a_blank_id_is_named_by_its_row_alone(bring):
    with pytest.raises(ImportRefusedError) as refused:
        bring(IREADY.replace("Ann,9988,K,2023-2024,Alamo Elementary,05", "Ann,,K,2023-2024,Al,05"))
    (one,) = refused.value.problems
    assert (one.column, one.row) == ("Student ID", 3) and "Zamboanga" not in str(one)


def test_files_whose_ids_cannot_meet_are_said_to_be_apart(bring):
    assert not bring(ROSTER).problems
    (apart,) = bring(IREADY, name="iready.csv").problems
    assert "none of these students is among the 2 already here" in apart and "--id" in apart


def test_state_and_local_ids_are_told_apart_by_a_word_of_the_user(bring, ours):
    text = (
        "TermName,StudentID,Student_StateID,SchoolName,Grade,Subject,TestStartDate,TestRITScore\n"
        "Fall 2023-2024,9988,1234567890,Alamo Elementary,2,Reading,09/01/2023,170\n"
        "Fall 2023-2024,9989,,Alamo Elementary,2,Reading,09/01/2023,171\n"
    )
    with pytest.raises(ImportRefusedError, match=r"--id \(StudentID\)") as refused:
        bring(text)
    assert "9989" not in str(refused.value)
    bring(text, ids="StudentID")
    assert rows(ours)["boy_score"].tolist() == ["170", "171"]


def test_one_blank_date_among_others_leaves_the_year_to_the_name_of_the_term(bring, ours):
    bring(MAP.replace("05/01/2024", ""))
    assert set(rows(ours)["fiscal_year"]) == {"2023-24"}


def test_a_file_of_another_subject_alone_is_one_line(bring):
    head = "RecordType,SSID,SchoolYear,GradeAssessed,CALPADSSchoolCode,ScaleScore\n"
    with pytest.raises(ImportRefusedError, match="no row of it is a result that is kept"):
        bring(head + "06,1,2024,5,6040695,200\n")
    with pytest.raises(ImportRefusedError, match="two ela results in one year"):
        bring(head + "01,1,2024,3,6040695,2400\n01,1,2024,3,6040695,2410\n")


def test_ids_that_excel_turned_into_numbers_are_refused(bring):
    with pytest.raises(ImportRefusedError, match="turned into numbers"):
        bring(IREADY.replace("9988", "1.23457E+9"))


def test_a_file_of_another_kind_is_answered_by_the_road_there_is(bring):
    with pytest.raises(ImportRefusedError, match="--as students_outcomes"):
        bring("Student ID,Club,Last Name\n1,Chess,Zamboanga\n")


PLAIN = "Student ID,School,Grade,School Year,Days Enrolled,Days Absent,Homeroom\n"


def test_nothing_is_written_that_check_would_refuse(bring, ours):
    with pytest.raises(ImportRefusedError, match=r"Days Absent, row 2: days_absent 200 is more"):
        bring(PLAIN + "0123,Alvarado,3,2023-24,180,200,R1\n")
    assert not (ours / "students_outcomes.csv").exists()


def test_one_id_with_and_without_its_zeros_is_not_made_two_students(bring, ours):
    with pytest.raises(ImportRefusedError, match="1 id with zeros in front and without"):
        bring(PLAIN + "0123,Alvarado,3,2023-24,180,2,R1\n123,Alvarado,3,2023-24,180,2,R1\n")
    bring(PLAIN + "0123,Alvarado,3,2023-24,180,2,R1\n0124,Alvarado,3,2023-24,180,2,R1\n")
    with pytest.raises(ImportRefusedError, match="1 student of it are here already") as refused:
        bring(PLAIN + "123,Alvarado,3,2024-25,180,2,R1\n")
    assert "123" not in str(refused.value)


def test_the_mapping_and_what_is_left_aside_are_shown(bring):
    mapping = bring(PLAIN + "0123,Alvarado,3,2023-24,180,2,R1\n").mapping.set_index(
        "from_the_export"
    )
    assert mapping.loc["Days Absent", "our_column"] == "days_absent"
    assert mapping.loc["Student ID", "first_values"].startswith("made into keys")
    assert mapping.loc["Homeroom", "our_column"] == "(left aside)"


def test_of_another_publishers_test_it_is_said_what_is_needed(bring, ours):
    with pytest.raises(ImportRefusedError, match=r"A test of another publisher needs a row"):
        head = "Student ID,School,Grade,School Year,Assessment,Fall Score\n"
        bring(head + "01,Alvarado,5,2023-24,aR,4\n")
