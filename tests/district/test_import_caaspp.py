"""The state's test results, in three vintages: hidden is not missing, and nothing is recomputed."""

import csv

import pytest

import smarter_spending as ss
from smarter_spending.district.importers import ImportRefusedError, import_caaspp

HEADINGS = (
    "County Code^District Code^School Code^Filler^Test Year^Student Group ID^Grade^Test ID^"
    "Students Tested^Mean Scale Score^Percentage Standard Met and Above^Students with Scores"
)


@pytest.fixture
def research_file(tmp_path):
    """A caret file in the state's shape with the given rows."""

    def write(*rows, headings=HEADINGS, encoding="utf-8"):
        path = tmp_path / "sb_ca.txt"
        path.write_bytes("\r\n".join([headings, *rows]).encode(encoding))
        return path

    return write


def rows_of(folder):
    with (folder / "outcomes_public.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_result_the_state_hid_is_suppressed_and_nobody_tested_is_missing(research_file, tmp_path):
    path = research_file(
        "39^99999^0000001^^2024^1^3^1^6^*^*^6",
        "39^99999^0000002^^2024^1^3^1^0^^^0",
        "39^99999^0000003^^2024^1^3^1^60^2431.5^45.00^59",
    )
    import_caaspp(path, tmp_path)
    hidden, nobody, shown = rows_of(tmp_path)
    assert (hidden["suppressed"], hidden["pct_met_and_above"]) == ("Y", "")
    assert (nobody["suppressed"], nobody["pct_met_and_above"]) == ("N", "")
    assert (shown["suppressed"], shown["pct_met_and_above"]) == ("N", "45.00")


def test_codes_keep_their_zeros_and_grades_have_two_digits(research_file, tmp_path):
    import_caaspp(research_file("1^99999^17^^2024^001^3^2^60^2431.5^45.00^59"), tmp_path)
    row = rows_of(tmp_path)[0]
    assert (row["county_code"], row["school_code"]) == ("01", "0000017")
    assert (row["grade"], row["subject"], row["student_group"]) == ("03", "Math", "1")


def test_a_group_name_in_latin_1_does_not_stop_the_file(research_file, tmp_path):
    path = research_file(
        "39^99999^0000003^Ever\x96EL^2022^1^3^1^60^2431.5^45.00^59", encoding="latin-1"
    )
    assert import_caaspp(path, tmp_path).rows["rows"].tolist() == [1]


def test_a_file_without_its_columns_is_refused_by_name(research_file, tmp_path):
    path = research_file("39^1", headings="County Code^Somethings")
    with pytest.raises(ImportRefusedError, match='no column "Percentage Standard Met And Above"'):
        import_caaspp(path, tmp_path)
    assert not (tmp_path / "outcomes_public.csv").exists()


def test_the_same_file_twice_is_refused(research_file, tmp_path):
    path = research_file("39^99999^0000003^^2024^1^3^1^60^2431.5^45.00^59")
    with pytest.raises(ImportRefusedError, match="there twice"):
        import_caaspp([path, path], tmp_path)


def test_a_test_that_is_neither_ela_nor_mathematics_is_named_with_its_row(research_file, tmp_path):
    path = research_file("39^99999^0000003^^2024^1^3^9^60^2431.5^45.00^59")
    with pytest.raises(ImportRefusedError, match='subject, row 2: "9" is not a test'):
        import_caaspp(path, tmp_path)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "year", "state_grade_3_ela"),
    [
        ("sb_ca2017_sample_raw_quoted.csv", "2017", "43.90"),
        ("sb_ca2023_sample_raw_caret.txt", "2023", "42.96"),
        ("caaspp2024_tracy_sfusd_sanjuan.csv", "2024", "42.8"),
    ],
)
def test_three_vintages_of_the_states_file_import(
    shared_data, tmp_path, file, year, state_grade_3_ela
):
    import_caaspp(shared_data / "caaspp" / file, tmp_path)
    state = next(
        row
        for row in rows_of(tmp_path)
        if (row["county_code"], row["grade"], row["subject"]) == ("00", "03", "ELA")
    )
    assert (state["test_year"], state["pct_met_and_above"]) == (year, state_grade_3_ela)


@pytest.mark.real_data
def test_tracy_2024_gives_the_published_share_and_its_one_hidden_school(shared_data, tmp_path):
    import_caaspp(shared_data / "caaspp/caaspp2024_tracy_sfusd_sanjuan.csv", tmp_path)
    tracy = [row for row in rows_of(tmp_path) if row["district_code"] == "75499"]
    all_grades = next(
        row
        for row in tracy
        if (row["school_code"], row["grade"], row["subject"]) == ("0000000", "13", "ELA")
    )
    assert all_grades["pct_met_and_above"] == "39.12"
    hidden = {row["school_code"] for row in tracy if row["suppressed"] == "Y"}
    assert len(hidden) >= 1


@pytest.mark.real_data
def test_the_imported_table_loads_with_the_folder(shared_data, tmp_path):
    (tmp_path / "district.toml").write_text(
        'name = "Tracy"\ncds_code = "39754990000000"\nfiscal_year = "2023-24"\n'
        'as_of = 2024-09-15\nprice_year = "2023-24"\n'
    )
    import_caaspp(shared_data / "caaspp/caaspp2024_tracy_sfusd_sanjuan.csv", tmp_path)
    table = ss.load_district(tmp_path).outcomes_public
    assert table["suppressed"].sum() > 0
    assert table["pct_met_and_above"].max() <= 100
