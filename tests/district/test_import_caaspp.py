"""The state's test results, in three vintages: hidden is not missing, and nothing is recomputed."""

import csv
import re
import zipfile

import openpyxl
import pytest
from typer.testing import CliRunner

import smarter_spending as ss
from smarter_spending.district.importers import ImportRefusedError, import_caaspp
from smarter_spending.district.importers.workbook import write_template
from smarter_spending.district.loading import load_district
from smarter_spending.running.command import app

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
    # it said "subject", which stands nowhere in the file: its own heading is named
    with pytest.raises(ImportRefusedError, match='Test ID, row 2: "9" is not a test'):
        import_caaspp(path, tmp_path)


# --- One year after another ---

OURS = "39^99999^0000003^^{year}^1^{grade}^1^60^2431.5^{pct}^59"


def year(grade="3", pct="45.00", year="2024"):
    return OURS.format(year=year, grade=grade, pct=pct)


def shares(folder):
    return {(row["test_year"], row["grade"]): row["pct_met_and_above"] for row in rows_of(folder)}


def settings(folder, cds="39999990000000"):
    (folder / "district.toml").write_text(
        f'name = "Ours"\ncds_code = "{cds}"\nfiscal_year = "2023-24"\nas_of = 2024-09-15\n'
        'price_year = "2023-24"\n'
    )


def test_two_years_imported_one_after_the_other_are_both_kept(research_file, tmp_path):
    for each in ("2022", "2023", "2024"):
        import_caaspp(research_file(year(year=each)), tmp_path)
    assert sorted(shares(tmp_path)) == [("2022", "03"), ("2023", "03"), ("2024", "03")]


def test_the_same_file_again_changes_nothing_however_often(research_file, tmp_path):
    path = research_file(year(), year("4", "*"))
    import_caaspp(path, tmp_path)
    before = (tmp_path / "outcomes_public.csv").read_bytes()
    for _ in range(3):
        report = import_caaspp(path, tmp_path)
    assert (tmp_path / "outcomes_public.csv").read_bytes() == before
    assert "outcomes_public.csv held 2 rows; now 2." in report.notes


def test_a_result_that_differs_is_refused_with_its_row_and_both_values(research_file, tmp_path):
    import_caaspp(research_file(year(), year("4")), tmp_path)
    before = (tmp_path / "outcomes_public.csv").read_bytes()
    with pytest.raises(ImportRefusedError) as refused:
        import_caaspp(research_file(year(), year("4", "46.00"), year("5")), tmp_path)
    assert "outcomes_public.csv, pct_met_and_above, row 3" in str(refused.value)
    assert "pct_met_and_above 45.00 here, 46.00 in the other" in str(refused.value)
    assert (tmp_path / "outcomes_public.csv").read_bytes() == before


def test_replace_puts_the_files_results_in_place_and_leaves_all_others(research_file, tmp_path):
    import_caaspp(research_file(year(year="2023"), year(), year("5")), tmp_path)
    path = research_file(year(pct="*"), year("4"))
    done = CliRunner().invoke(
        app, ["import", "caaspp", str(path), "--into", str(tmp_path), "--replace"]
    )
    assert done.exit_code == 0, done.output
    assert "rows read 2, kept 2, of these, hidden by the state 1." in done.output
    # grade 5 of 2024 is not in the file: it stays, as a file of one school once took the
    # district's other results away. What the state hides now is not known from before
    assert shares(tmp_path) == {
        ("2023", "03"): "45.00",
        ("2024", "03"): "",
        ("2024", "04"): "45.00",
        ("2024", "05"): "45.00",
    }


def test_one_number_written_two_ways_is_no_difference(research_file, tmp_path):
    import_caaspp(research_file(year(pct="45")), tmp_path)
    import_caaspp(research_file(year(pct="45.00%")), tmp_path)
    assert len(rows_of(tmp_path)) == 1


def test_two_files_may_share_a_row_but_not_say_it_otherwise(tmp_path):
    first, second = tmp_path / "all.txt", tmp_path / "groups.txt"
    first.write_text("\n".join([HEADINGS, year(), year("4")]))
    second.write_text("\n".join([HEADINGS, year("4"), year("5")]))
    report = import_caaspp([first, second], tmp_path / "d")
    totals = dict(report.control_totals.itertuples(index=False))
    assert totals["left out, the same in two files"] == -1
    assert totals["kept"] == 3
    second.write_text("\n".join([HEADINGS, year("4", "46.00")]))
    with pytest.raises(ImportRefusedError, match=r"all.txt.*row 3: it and a file after it hold"):
        import_caaspp([first, second], tmp_path / "d")


# --- One district's rows of a statewide file ---

PLACES = {  # what row: county, district, school
    "state": "00^00000^0000000",
    "county": "39^00000^0000000",
    "ours": "39^99999^0000000",
    "our school": "39^99999^0000001",
    "next door": "39^75499^0000000",
    "another county": "38^00000^0000000",
    "same number, another county": "38^99999^0000000",
}
STATEWIDE = [f"{place}^^2024^1^3^1^60^2431.5^45.00^59" for place in PLACES.values()]
ENTITIES = "\n".join([
    "County Code^District Code^School Code^Filler^Test Year^Type ID^County Name^District Name^"
    "School Name^Zip Code",
    "39^99999^0000000^^2024^6^San Joaquin^Oak Unified^^95376",
    "39^99999^0000001^^2024^7^San Joaquin^Oak Unified^Oak Elementary^95376",
])  # fmt: skip


def codes(folder):
    names = ("county_code", "district_code", "school_code")
    return ["^".join(row[name] for name in names) for row in rows_of(folder)]


def test_a_folder_keeps_its_district_its_schools_its_county_and_the_state(research_file, tmp_path):
    settings(tmp_path)
    report = import_caaspp(research_file(*STATEWIDE), tmp_path)
    assert codes(tmp_path) == [PLACES[w] for w in ("state", "county", "ours", "our school")]
    assert report.left_out.values.tolist() == [["sb_ca.txt", "rows", 3, "of other districts"]]
    totals = report.control_totals["rows"].tolist()
    assert totals == [7, -3, 0, 4, 0]


@pytest.mark.parametrize("cds", ["00000000000000", ""])
def test_a_folder_that_names_no_district_keeps_every_row(research_file, tmp_path, cds):
    settings(tmp_path, cds)
    import_caaspp(research_file(*STATEWIDE), tmp_path)
    assert codes(tmp_path) == list(PLACES.values())


def test_a_blank_folder_learns_its_district_from_a_file_of_one(research_file, tmp_path):
    named, entities = tmp_path / "d", tmp_path / "entities.txt"
    entities.write_text(ENTITIES)
    ss.write_template(named)
    path = research_file(*STATEWIDE[:4])
    report = import_caaspp([path, entities], named)
    settings_now = (named / "district.toml").read_text()
    assert 'cds_code = "39999990000000"' in settings_now and 'name = "Oak Unified"' in settings_now
    assert "district.toml" in report.wrote
    import_caaspp(research_file(*STATEWIDE), named)  # now it is known: no other district comes in
    assert codes(named) == [PLACES[w] for w in ("state", "county", "ours", "our school")]


def test_a_file_of_many_districts_does_not_say_which_is_ours(research_file, tmp_path):
    ss.write_template(tmp_path / "d")
    before = (tmp_path / "d" / "district.toml").read_bytes()
    report = import_caaspp(research_file(*STATEWIDE), tmp_path / "d")
    assert (tmp_path / "d" / "district.toml").read_bytes() == before
    # Tracy's folder stayed nobody's, and nothing said so
    assert [note for note in report.notes if 'write cds_code = "39999990000000"' in note]


def test_a_file_of_another_district_and_a_code_cut_short_are_refused(research_file, tmp_path):
    settings(tmp_path, "38684780000000")
    with pytest.raises(ImportRefusedError, match="no row is of district 38-68478"):
        import_caaspp(research_file(STATEWIDE[2]), tmp_path)
    settings(tmp_path, "3899999000000")
    with pytest.raises(ImportRefusedError, match=r"district.toml: cds_code .* is not 14 digits"):
        import_caaspp(research_file(*STATEWIDE), tmp_path)
    assert not (tmp_path / "outcomes_public.csv").exists()


@pytest.mark.parametrize("order", ["with", "after", "before in a zip"])
def test_the_states_file_of_entities_gives_the_names(research_file, tmp_path, order):
    results, entities = research_file(STATEWIDE[2], STATEWIDE[3]), tmp_path / "entities.txt"
    entities.write_text(ENTITIES)
    packed = tmp_path / "both.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(entities, "sb/entities.txt")
        archive.write(results, "sb/results.txt")
    runs = {
        "with": [[results, entities]],
        "after": [results, entities],
        "before in a zip": [packed],
    }
    for files in runs[order]:
        import_caaspp(files, tmp_path / "d")
    import_caaspp(results, tmp_path / "d")  # a file without names leaves those there
    import_caaspp(research_file(STATEWIDE[3].replace("2024", "2023")), tmp_path / "d")
    found = {
        (row["school_code"], row["test_year"]): row["school_name"]
        for row in rows_of(tmp_path / "d")
    }
    assert found == {
        ("0000000", "2024"): "",
        ("0000001", "2024"): "Oak Elementary",
        ("0000001", "2023"): "Oak Elementary",
    }
    assert {row["district_name"] for row in rows_of(tmp_path / "d")} == {"Oak Unified"}


def test_names_without_any_result_are_refused(tmp_path):
    (tmp_path / "entities.txt").write_text(ENTITIES)
    with pytest.raises(ImportRefusedError, match="no result is in it"):
        import_caaspp(tmp_path / "entities.txt", tmp_path / "d")


def test_a_blank_code_is_refused_and_not_taken_for_the_districts_row(research_file, tmp_path):
    settings(tmp_path)
    path = research_file(STATEWIDE[2], "39^99999^^^2024^1^4^1^60^2431.5^45.00^59")
    with pytest.raises(ImportRefusedError, match=r"School Code, row 3.* is not a school.s code"):
        import_caaspp(path, tmp_path)


def test_of_a_statewide_file_only_the_rows_kept_are_held_and_every_row_is_counted(
    research_file, tmp_path
):
    settings(tmp_path)
    others = [f"38^{at:05d}^0000001^^2024^1^3^1^60^2431.5^45.00^59" for at in range(1, 2_001)]
    report = import_caaspp(research_file(*others, *STATEWIDE, "Source: CDE"), tmp_path)
    assert codes(tmp_path) == [PLACES[w] for w in ("state", "county", "ours", "our school")]
    assert report.control_totals["rows"].tolist() == [2_007, -2_003, 0, 4, 0]
    # the row named is the file's own, whatever stood between
    wrong = "39^99999^0000001^^2024^1^3^7^60^2431.5^45.00^59"
    with pytest.raises(ImportRefusedError, match='Test ID, row 2002: "7" is not a test'):
        import_caaspp(research_file(*others, wrong), tmp_path)


# --- Which students: a heading that is not known is never a default ---


@pytest.mark.parametrize(
    "heading",
    [
        "student_group", "subgroup_id", "Student Group ID", "Subgroup ID", "StudentGroupID",
        "Demographic ID", "Demographic ID Num", "STUDENT GROUP", "Student Group Code", "Subgroup",
    ],
)  # fmt: skip
def test_every_known_heading_of_the_student_group_is_read(research_file, tmp_path, heading):
    headings = HEADINGS.replace("Student Group ID", heading)
    path = research_file("39^99999^0000003^^2024^160^3^1^60^2431.5^12.20%^59", headings=headings)
    report = import_caaspp(path, tmp_path)
    row = rows_of(tmp_path)[0]
    assert (row["student_group"], row["pct_met_and_above"]) == ("160", "12.20")
    mapped = dict(zip(report.mapping["our_column"], report.mapping["from_the_export"], strict=True))
    assert mapped["student_group"] == heading


@pytest.mark.parametrize("heading", ["Pupils", "sg", "Category", "Ethnicity", "Kind of student"])
def test_an_unknown_heading_is_named_where_no_student_group_is_known(
    research_file, tmp_path, heading
):
    headings = HEADINGS.replace("Student Group ID", heading)
    path = research_file("39^99999^0000003^^2024^160^3^1^60^2431.5^12.20^59", headings=headings)
    with pytest.raises(ImportRefusedError, match=f"{heading}: no column is known as the student"):
        import_caaspp(path, tmp_path)


@pytest.mark.parametrize("text", ["", "Asian", "0", "1.5", "*"])
def test_a_student_group_that_is_no_number_is_named_with_its_row(research_file, tmp_path, text):
    path = research_file(year(), f"39^99999^0000003^^2024^{text}^3^1^60^2431.5^12.20^59")
    with pytest.raises(ImportRefusedError, match=r"Student Group ID, row 3: .* is not the number"):
        import_caaspp(path, tmp_path)


def test_a_file_with_no_student_group_at_all_says_how_it_was_read(research_file, tmp_path):
    path = research_file(
        "39^99999^0000003^2024^3^1^60^2431.5^45.00",
        headings="County Code^District Code^School Code^Test Year^Grade^Test ID^Students Tested^"
        "Mean Scale Score^Percentage Standard Met and Above",
    )
    report = import_caaspp(path, tmp_path)
    assert report.problems[:1] == ("sb_ca.txt names no student group: read as all students.",)


# --- Marks and percentages ---


@pytest.mark.parametrize(
    ("tested", "mean", "pct", "kept", "suppressed"),
    [
        *(("6", mark, mark, "", "Y") for mark in ("*", "**", "***", "--", "<11", "< 11", "≤10")),
        *(("6", mark, mark, "", "Y") for mark in ("NA", "N/A", "n/a", "", "Suppressed", "N<11")),
        ("*", "*", "*", "", "Y"),
        ("NA", "NA", "NA", "", "N"),
        ("", "", "", "", "N"),
        ("0", "NA", "**", "", "N"),
        ("1,234", "2431.5", "41.20%", "41.20", "N"),
        ("60", "NA", "39.0", "39.0", "N"),
        ("60", "2431", "0", "0", "N"),
        ("60", "", "100.00 %", "100.00", "N"),
    ],
)
def test_whatever_stands_for_no_figure_is_read_and_the_check_agrees(
    research_file, tmp_path, tested, mean, pct, kept, suppressed
):
    settings(tmp_path)
    path = research_file(f"39^99999^0000003^^2024^1^3^1^{tested}^{mean}^{pct}^")
    import_caaspp(path, tmp_path)
    row = rows_of(tmp_path)[0]
    assert (row["pct_met_and_above"], row["suppressed"]) == (kept, suppressed)
    assert len(ss.load_district(tmp_path).outcomes_public) == 1


@pytest.mark.parametrize("pct", ["a third", "41.20 percent", "141.2", "-3"])
def test_a_percentage_that_is_none_is_named(research_file, tmp_path, pct):
    place = "Percentage Standard Met and Above, row 3"
    with pytest.raises(ImportRefusedError, match=place):
        import_caaspp(research_file(year(), year("4", pct)), tmp_path)


def test_shares_are_not_taken_for_percentages(research_file, tmp_path):
    with pytest.raises(ImportRefusedError, match=r'is "0.412" the share 41.20%'):
        import_caaspp(research_file(year(pct="0.412")), tmp_path)
    import_caaspp(research_file(year(pct="0.41%")), tmp_path)
    assert shares(tmp_path) == {("2024", "03"): "0.41"}


@pytest.mark.parametrize("written", ["2024", "2023-24", "2023–24", "2023-2024", "23-24", "2024.0"])
def test_the_year_is_the_spring_of_the_test(research_file, tmp_path, written):
    import_caaspp(research_file(year(year=written)), tmp_path)
    assert rows_of(tmp_path)[0]["test_year"] == "2024"


@pytest.mark.parametrize(
    ("written", "grade"),
    [("3", "03"), ("03", "03"), ("Grade 8", "08"), ("11th", "11"), ("7.0", "07"), ("13", "13"),
     ("13.0", "13"), ("All", "13"), ("All Grades", "13")],
)  # fmt: skip
def test_a_grade_however_written_is_one_of_the_states(research_file, tmp_path, written, grade):
    import_caaspp(research_file(year(written)), tmp_path)
    assert rows_of(tmp_path)[0]["grade"] == grade


@pytest.mark.parametrize("written", ["", "K", "2", "14", "99", "3-5", "*"])
def test_a_grade_that_is_not_tested_is_named(research_file, tmp_path, written):
    with pytest.raises(ImportRefusedError, match="Grade, row 2"):
        import_caaspp(research_file(year(written)), tmp_path)


@pytest.mark.parametrize("written", ["24", "2023-25", "", "20245", "Spring"])
def test_a_year_that_is_none_is_named(research_file, tmp_path, written):
    with pytest.raises(ImportRefusedError, match="Test Year, row 2"):
        import_caaspp(research_file(year(year=written)), tmp_path)


# --- Shapes of file ---

GRID = [line.split("^") for line in (HEADINGS, *STATEWIDE)]


def text(mark, titles=0):
    lines = [["Smarter Balanced, Oak Unified"], ["Printed 1 October 2024"]][:titles]
    return "\r\n".join(mark.join(line) for line in [*lines, *GRID])


def workbook(path, titles=0):
    book = openpyxl.Workbook()
    for line in [["Smarter Balanced 2024"]] * titles + GRID:
        book.active.append([float(c) if re.fullmatch(r"\d+\.\d+", c) else c for c in line])
    book.save(path)


def packed(path, name, content):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._x.txt", "nothing")
        archive.writestr(name, content)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.txt", lambda path: path.write_bytes(text("^").encode("utf-16"))),
        ("a.csv", lambda path: path.write_bytes(text("\t").encode("utf-16"))),
        ("a.txt", lambda path: path.write_bytes(text("\t").encode())),
        ("a.csv", lambda path: path.write_bytes(text(";").encode("utf-8-sig"))),
        ("a.csv", lambda path: path.write_bytes(text(",", titles=2).encode())),
        ("a.txt", lambda path: path.write_bytes(text("|", titles=1).encode())),
        ("a.txt", lambda path: path.write_bytes(text("^", titles=2).encode("utf-16"))),
        ("a.txt", lambda path: path.write_bytes(text("^").replace("\r\n", "\r").encode())),
        ("a.csv", lambda path: path.write_bytes((text(",") + "\r\n\r\n\x1a").encode())),
        ("a.xlsx", workbook),
        ("a.xlsx", lambda path: workbook(path, titles=3)),
        ("a.zip", lambda path: packed(path, "sb/sb_ca.txt", text("^"))),
        ("a.zip", lambda path: packed(path, "sb.csv", text(",").encode("utf-16"))),
        ("a.csv", lambda path: packed(path, "a.txt", text("^"))),
    ],
)
def test_the_same_results_in_any_shape_make_the_same_table(research_file, tmp_path, name, write):
    import_caaspp(research_file(*STATEWIDE), tmp_path / "d")
    write(tmp_path / name)
    import_caaspp(tmp_path / name, tmp_path / "e")
    assert [
        {**row, "pct_met_and_above": float(row["pct_met_and_above"])}
        for row in rows_of(tmp_path / "e")
    ] == [
        {**row, "pct_met_and_above": float(row["pct_met_and_above"])}
        for row in rows_of(tmp_path / "d")
    ]


def test_files_put_one_below_the_other_may_keep_their_headings(research_file, tmp_path):
    report = import_caaspp(research_file(year(), HEADINGS, year("4")), tmp_path)
    assert len(rows_of(tmp_path)) == 2
    assert report.left_out.values.tolist() == [
        ["sb_ca.txt", "the headings again", 1, "printed on every page, not data"]
    ]


def test_a_file_whose_last_row_is_cut_short_is_refused(research_file, tmp_path):
    path = research_file(year(), year("4")[:-8])
    with pytest.raises(ImportRefusedError, match=r"row 3: the last row is cut short: 11 cells"):
        import_caaspp(path, tmp_path)


def test_a_sheet_that_was_not_read_is_named(tmp_path):
    workbook(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book.create_sheet("Entities").append(["District Code", "District Name"])
    book.save(tmp_path / "a.xlsx")
    report = import_caaspp(tmp_path / "a.xlsx", tmp_path / "d")
    assert report.left_out["what"].tolist() == ["sheet Entities"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "this is a PDF"),
        (b"PK\x03\x04 cut short", "a workbook or a .zip that is damaged"),
        (b"", "no row of headings"),
        (b"County Code,Test Year\n", 'no column "Percentage|there are headings in it and no rows'),
        (b"fund,object,amount\n01,1000,5\n", 'no column "Percentage Standard Met And Above" nor'),
    ],
)
def test_a_file_of_another_kind_is_one_problem(tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(ImportRefusedError, match=said) as refused:
        import_caaspp(tmp_path / "a.csv", tmp_path / "d")
    assert len(refused.value.problems) == 1
    assert not (tmp_path / "d").exists()


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


def test_the_states_counts_are_kept_and_their_sum_is_the_students_with_scores(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text(
        "test_year,county_code,district_code,school_code,grade,subject,students_tested,"
        "pct_met_and_above,n_met_and_above,n_nearly_met,n_not_met\n"
        "2024,39,99999,0000000,03,ELA,60,45.61,26,20,11\n"
    )
    report = import_caaspp(path, tmp_path / "d")
    (row,) = rows_of(tmp_path / "d")
    # 26 + 20 + 11
    assert (row["students_with_scores"], row["students_met_and_above"]) == ("57", "26")
    assert "students with scores" not in str(report.problems)


def test_a_group_that_the_state_does_not_list_is_left_out_by_name(research_file, tmp_path):
    path = research_file(year(), year("4").replace("^1^", "^999^", 1))
    report = import_caaspp(path, tmp_path)
    assert len(rows_of(tmp_path)) == 1
    assert "student group 999" in report.left_out["what"].tolist()


def test_one_wrong_test_is_one_line_however_many_rows_have_it(research_file, tmp_path):
    rows = [f"39^99999^000000{n}^^2024^1^3^17^60^2431.5^45.00^59" for n in range(1, 6)]
    with pytest.raises(ImportRefusedError) as refused:
        import_caaspp(research_file(*rows), tmp_path)
    assert [p.message for p in refused.value.problems] == [
        '"17" is not a test (1 for ELA, 2 for mathematics). (4 more rows)'
    ]


def test_a_folder_that_knows_its_code_learns_its_name_from_a_file_of_several(tmp_path):
    write_template(tmp_path / "d")
    toml = tmp_path / "d" / "district.toml"
    toml.write_text(toml.read_text().replace("0" * 14, "39" + "9" * 5 + "0" * 7))
    assert "nobody has said name" in str(load_district(tmp_path / "d").notes)
    head = ("county_code,district_code,district_name,school_code,test_year,grade,subject,"
            "students_tested,pct_met_and_above\n")  # fmt: skip
    rows = "39,99999,Oak Unified,0000000,2024,3,ELA,50,40\n39,99998,Elm,0000000,2024,3,ELA,50,40\n"
    (tmp_path / "several.csv").write_text(head + rows)
    import_caaspp(tmp_path / "several.csv", tmp_path / "d")
    assert load_district(tmp_path / "d").name == "Oak Unified"
