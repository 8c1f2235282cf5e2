"""Cells as finance people write them: read when plain, refused when not, never in silence."""

import math

import pandas as pd
import pytest

from smarter_spending.district.cells import parse
from smarter_spending.district.tables import all_tables

PROGRAMS = all_tables()["programs"].columns


@pytest.mark.parametrize(
    ("written", "dollars", "told"),
    [
        ("(1,234.56)", -1234.56, "in brackets or with the minus behind, read as negative"),
        ("$(1,234.56)", -1234.56, "in brackets or with the minus behind, read as negative"),
        ("1,234.56-", -1234.56, "in brackets or with the minus behind, read as negative"),
        ("1,234.56 CR", -1234.56, "marked CR (credit), read as negative"),
        ("1,234.56 DR", 1234.56, "marked DR (debit), read as positive"),
        ("$1,234", 1234.0, "with a dollar sign or thousands commas"),
        ("-$1,234.50", -1234.5, "with a dollar sign or thousands commas"),
        ("−5", -5.0, "with a long minus sign, read as negative"),
        (" - ", 0.0, "a dash, read as zero"),
        ("$-", 0.0, "a dash, read as zero"),
    ],
)
def test_an_accountants_notation_is_read_and_counted(folder, written, dollars, told):
    folder.keep("ledger", "schools", "programs").change("ledger", amount=written)
    assert folder.load().ledger["amount"][0] == dollars
    assert folder.notes() == [f"ledger.csv: amount: 1 cell was {told}."]


@pytest.mark.parametrize("written", [".09", "-.5", "5.", "0012.50"])
def test_plain_figures_need_no_note(folder, written):
    folder.keep("ledger", "schools", "programs").change("ledger", amount=written)
    assert folder.load().ledger["amount"][0] == float(written)
    assert folder.notes() == []


@pytest.mark.parametrize(
    "written",
    [
        "$1,533,772. 20",
        "Not eligible",
        "To be determined",
        "(5",
        "-5-",
        "(-5)",
        "(5) CR",
        "1.2.3",
        "1e5",
        "12%",
        "nan",
        "inf",
        "٣",
        "²",
        "1_000",
        "9" * 400,
    ],
)
def test_an_amount_that_could_mean_two_things_is_refused(folder, written):
    folder.keep("ledger", "schools", "programs").change("ledger", amount=written)
    assert str(folder.problem()) == (
        f'ledger.csv row 2: amount "{written}" is not an amount. Write plain dollars and cents, '
        "such as -1234.56, with nothing else in the cell."
    )


def test_a_decimal_comma_is_named_once_with_what_to_write(folder):
    folder.keep("ledger", "schools", "programs").change("ledger", amount="1,23")
    problem = folder.problem()
    assert problem.value == "1,23" and "a comma before the cents" in problem.message


def test_a_blank_amount_is_refused_and_never_taken_for_zero(folder):
    folder.keep("ledger").change("ledger", amount=" ")
    assert str(folder.problem()) == (
        "ledger.csv row 2: amount is blank. Fill in the amount; may be negative."
    )


def test_a_fiscal_year_with_a_long_dash_is_read_and_counted(folder):
    folder.keep("ledger", "schools", "programs").change("ledger", fiscal_year="2024–25")
    assert folder.load().ledger["fiscal_year"].tolist() == ["2024-25"] * 3
    assert folder.notes() == ["ledger.csv: fiscal_year: 1 cell was written with a long dash."]


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("2023", "Write 2023-24 if it begins in 2023, 2022-23 if it ends then. "),
        ("23-24", "Write 2023-24. "),
        ("2324", "Write 2023-24. "),
        ("2023-2024", "Write 2023-24. "),
        ("2023-25", ""),
        ("FY24", ""),
    ],
)
def test_any_other_fiscal_year_is_refused_with_what_to_write(folder, written, advice):
    folder.keep("ledger").change("ledger", fiscal_year=written)
    assert str(folder.problem()) == (
        f'ledger.csv row 2: fiscal_year "{written}" is not a fiscal year. {advice}'
        "A fiscal year is written as 2024-25 (July 2024 to June 2025)."
    )


def test_a_lost_leading_zero_is_refused_with_the_code_it_may_be(folder):
    folder.keep("ledger").change("ledger", fund="1")
    assert str(folder.problem()) == (
        'ledger.csv row 2: fund "1" has 1 digit and should have 2: "01"? Excel removes leading '
        "zeros. Format the column as Text and write the code again."
    )


@pytest.mark.parametrize("written", ["1100.0", "1.1E+3", "1.1e3"])
def test_a_code_that_excel_made_a_number_is_refused(folder, written):
    folder.keep("ledger").change("ledger", object=written)
    assert str(folder.problem()) == (
        f'ledger.csv row 2: object "{written}" has been turned into a number by Excel. Format the '
        "column as Text and write the code again."
    )


def test_a_text_trick_of_excel_is_read_and_counted(folder):
    folder.keep("ledger", "schools", "programs").change("ledger", object='="1100"')
    assert folder.load().ledger["object"][0] == "1100"
    assert folder.notes() == ['ledger.csv: object: 1 cell was written ="…", read as text.']


def test_a_padded_code_is_trimmed_and_counted(folder):
    folder.keep("ledger", "schools", "programs").change("ledger", fund="01  ")
    assert folder.load().ledger["fund"][0] == "01"
    assert folder.notes() == [
        "ledger.csv: fund: 1 cell was written with spaces around the code, read without them."
    ]


def test_a_code_with_its_title_is_refused(folder):
    folder.keep("ledger").change("ledger", resource="00000-Unrestricted Resources")
    assert str(folder.problem()) == (
        'ledger.csv row 2: resource "00000-Unrestricted Resources" is not a code of 4 characters. '
        "Write only the code (SACS resource; 0000-1999 unrestricted, 2000-9999 restricted)."
    )


def test_a_cds_code_of_thirteen_digits_has_lost_its_zero(folder):
    folder.keep("schools").change("schools", district_cds="1611190000000")
    assert str(folder.problem()) == (
        'schools.csv row 2: district_cds "1611190000000": CDS codes have 14 digits; this has 13: '
        "Excel removed the leading zero. Format the column as Text."
    )


def test_a_cds_code_in_powers_of_ten_is_refused(folder):
    folder.keep("schools").change("schools", district_cds="1.96473E+13")
    assert str(folder.problem()) == (
        'schools.csv row 2: district_cds "1.96473E+13" is not a CDS code. Write its 14 digits '
        "(county 2, district 5, school 7), in a column formatted as Text."
    )


def test_a_row_of_another_district_is_refused(folder):
    folder.keep("schools").change("schools", district_cds="39754990000000")
    assert str(folder.problem()) == (
        'schools.csv row 2: district_cds "39754990000000" is not this district\'s code in '
        "district.toml (39999990000000). Take the row out, or correct the code."
    )


@pytest.mark.parametrize("written", ["55.13", "55.13%"])
def test_a_percentage_in_a_share_column_is_asked_about(folder, written):
    folder["enrollment_lcff"][2]["upp"] = written
    assert str(folder.keep("enrollment_lcff").problem()) == (
        f'enrollment_lcff.csv row 4: upp "{written}" is not a share between 0 and 1. Is it a '
        "percentage? Write 0.5513 for 55.13 percent."
    )


@pytest.mark.parametrize("written", ["*", "<11", "--"])
def test_a_figure_hidden_for_privacy_is_counted_apart_from_missing(folder, written):
    folder.keep("students_outcomes").change("students_outcomes", ela_ss=written, math_ss="")
    students = folder.load().students_outcomes
    assert math.isnan(students["ela_ss"][0])
    assert math.isnan(students["math_ss"][0])
    assert folder.notes() == [
        'students_outcomes.csv: ela_ss: 1 cell was hidden for privacy ("*" or "<11") and kept '
        "apart from missing."
    ]


@pytest.mark.parametrize(
    "mark", ["*", "**", "--", "<11", "< 11", "<=10", "N<11", "Suppressed", "†"]
)
def test_every_mark_of_privacy_is_hidden(folder, mark):
    folder.change("students_outcomes", ela_ss=mark, ela_level="")
    assert math.isnan(folder.load().students_outcomes["ela_ss"][0])
    assert any("hidden for privacy" in note for note in folder.notes())


@pytest.mark.parametrize("mark", ["NA", "N/A", "n/a", "NS", "NT", "N.A.", "Not tested"])
def test_every_mark_of_no_result_is_not_known_and_said(folder, mark):
    folder.change("students_outcomes", ela_ss=mark, ela_level="")
    assert math.isnan(folder.load().students_outcomes["ela_ss"][0])
    told = "ela_ss: 1 cell was NA, N/A or the like, read as not known."
    assert f"students_outcomes.csv: {told}" in folder.notes()


@pytest.mark.parametrize(
    ("written", "percent"), [("100%", 100), ("100.00 %", 100), ("100.0", 100), ("100", 100)]
)
def test_a_percentage_may_have_its_sign(folder, written, percent):
    folder.change("staffing", funding_pct=written)
    assert folder.load().staffing["funding_pct"][0] == percent


def test_a_figure_that_must_be_there_may_not_be_hidden(folder):
    folder["enrollment_lcff"][0]["enrollment"] = "*"
    assert str(folder.keep("enrollment_lcff").problem()) == (
        'enrollment_lcff.csv row 2: enrollment "*" is hidden for privacy, but this column must be '
        "filled in. Write the figure, or leave the row out."
    )


def test_an_american_date_is_read_and_counted(folder):
    folder.keep("schools").change("schools", closed_date="11/29/2002")
    assert folder.load().schools["closed_date"][0].isoformat() == "2002-11-29T00:00:00"
    assert folder.notes() == ["schools.csv: closed_date: 1 cell was written month/day/year."]


@pytest.mark.parametrize("written", ["29/11/2002", "20021129", "2024-02-30", "37589", "June 2024"])
def test_any_other_date_is_refused(folder, written):
    folder.keep("schools").change("schools", closed_date=written)
    assert str(folder.problem()) == (
        f'schools.csv row 2: closed_date "{written}" is not a date. Write year, month, day: '
        "2024-09-30."
    )


def test_other_spellings_of_a_grade_are_read_and_counted(folder):
    folder.keep("students_outcomes").change("students_outcomes", grade="3.0")
    assert folder.load().students_outcomes["grade"].tolist() == ["03", "03"]
    assert folder.notes() == [
        "students_outcomes.csv: grade: 1 cell was other spellings of a grade (K, 1, 1.0)."
    ]


def test_a_grade_that_is_none_is_refused(folder):
    folder.keep("students_outcomes").change("students_outcomes", grade="13")
    assert str(folder.problem()) == (
        'students_outcomes.csv row 2: grade "13" is not a grade. Write TK, KN or 01 to 12.'
    )


def test_a_word_outside_the_list_is_refused_with_the_list(folder):
    folder.keep("ledger").change("ledger", amount_type="BA")
    assert str(folder.problem()) == (
        'ledger.csv row 2: amount_type "BA" is not one of: actual, adopted_budget, '
        "revised_budget, estimated_actual, encumbrance. Write one of these."
    )


def test_a_mark_that_is_neither_yes_nor_no_is_refused(folder):
    folder.keep("students_outcomes").change("students_outcomes", sed="✅")
    assert str(folder.problem()) == (
        'students_outcomes.csv row 2: sed "✅" is neither Y nor N. Write Y or N.'
    )


def test_yes_and_no_written_out_are_read_and_counted(folder):
    folder.keep("students_outcomes").change("students_outcomes", sed="Yes")
    assert folder.load().students_outcomes["sed"].tolist() == [True, True]
    assert folder.notes() == ["students_outcomes.csv: sed: 1 cell was yes and no written out."]


def test_a_figure_outside_its_limits_is_refused_with_the_limits(folder):
    folder.keep("staffing").change("staffing", salary_annual="4000000")
    assert str(folder.problem()) == (
        "staffing.csv row 2: salary_annual 4000000 must be between 0 and 400,000 dollars a year "
        "at this FTE. Check what is paid at this FTE, all funding lines together: half time at "
        "108,000 is 54,000."  # the meaning now says which pay is wanted
    )


def test_half_a_day_absent_is_read_as_attendance_systems_write_it(folder):
    # refused until 2026-11-24, which was wrong: real exports count half days
    folder.keep("students_outcomes").change("students_outcomes", days_absent="4.5")
    assert folder.load().students_outcomes["days_absent"].iloc[0] == 4.5


def test_half_a_suspension_is_not_a_whole_number(folder):
    folder.keep("students_outcomes").change("students_outcomes", suspensions="0.5")
    assert str(folder.problem()) == (
        'students_outcomes.csv row 2: suspensions "0.5" is not a whole number (suspensions). '
        "Round it, or move it to the column it belongs in."
    )


def test_an_error_of_excel_is_no_name(folder):
    folder.keep("schools").change("schools", school_name="#REF!")
    assert str(folder.problem()) == (
        "schools.csv row 2: school_name holds #REF!, an Excel error. Mend the formula."
    )


def test_the_same_fault_in_many_rows_is_one_problem_with_its_first_row_and_a_count(folder):
    for _ in range(40):
        folder.again("ledger", fund="1")
    problem = folder.keep("ledger").problem()
    assert (problem.row, problem.more) == (5, 39)
    assert str(problem).endswith("(and 39 more rows with this fault)")


# list columns


@pytest.mark.parametrize(
    ("written", "grades"),
    [
        ("K-5", "KN;01;02;03;04;05"),
        ("K;1;2", "KN;01;02"),
        ("KN,01,02", "KN;01;02"),
        ("TK–2", "TK;KN;01;02"),
        ("6-8", "06;07;08"),
        ("9 to 12", "09;10;11;12"),
        ("Grades 6-8", "06;07;08"),
        ("gr. 4 through 5", "04;05"),
        ("1st, 2nd and 3rd", "01;02;03"),
        ("6th-8th grade", "06;07;08"),
        ("Kindergarten & first grade", "KN;01"),
        ("K/1/2", "KN;01;02"),
        ("K 1 2", "KN;01;02"),
        ("TK, K−2; 5", "TK;KN;01;02;05"),
        ("08; 07", "07;08"),
        ("6.0", "06"),
    ],
)
def test_grades_are_read_however_a_school_writes_them(written, grades):
    read = parse(pd.Series([written]), PROGRAMS["grades"])
    assert read.values.tolist() == [grades]
    assert read.readings == {f"in other words, read as {grades}": 1}


def test_grades_in_the_words_of_the_table_need_no_note(folder):
    folder.keep("programs").change("programs", grades="TK;KN;01")
    assert folder.load().programs["grades"].tolist() == ["TK;KN;01"]
    assert folder.notes() == []


@pytest.mark.parametrize(
    "written",
    ["2025-06-08", "2025-06-08 00:00:00", "8-Jun", "08-Jun-25", "Jun-8", "6/8/2025", "6/8/25",
     "6/8", "06/08/2025", "June 8, 2025", "8 June 2025", "6-8-2025", "KN;8-Jun"],
)  # fmt: skip
def test_a_date_that_excel_made_of_grades_is_refused_with_what_to_write(folder, written):
    folder.keep("programs").change("programs", grades=written)
    assert str(folder.problem()) == (
        f'programs.csv row 2: grades "{written}" is a date, which Excel makes of a range of '
        "grades. Format the column as Text and write the grades again: 06;07;08."
    )


@pytest.mark.parametrize("written", ["45816", "45816.0", "20-Jun", "5-May"])
def test_a_date_that_no_grades_are_seen_in_is_refused_too(folder, written):
    folder.keep("programs").change("programs", grades=written)
    assert "Format the column as Text and write the grades again" in folder.problem().message


@pytest.mark.parametrize(
    "written",
    [
        "8-6",
        "13",
        "PK",
        "all",
        "K5",
        "Elementary",
        "K-5-8",
        "9-13",
        "KN;upper",
        "n/a",
        "6?",
        "3-0",
        "1/2/3",
    ],
)
def test_what_is_no_grade_is_never_taken_for_one(folder, written):
    folder.keep("programs").change("programs", grades=written)
    assert "is not one of: TK, KN, 01, 02" in folder.problem().message


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("English Learners, Foster Youth, and Low Income", "el;foster;sed"),
        ("EL", "el"),
        ("EL/FY/LI", "el;foster;sed"),
        ("English Learners (EL)", "el"),
        ("All Students", "all"),
        ("Unduplicated pupils", "el;sed;foster"),
        ("Hispanic/Latino", "hispanic"),
        ("Black or African American; SED", "african_american;sed"),
        ("Long-Term English Learners", "ltel"),
        ("Students with Disabilities", "swd"),
        ("Homeless & Migrant Youth", "homeless;migrant"),
        ("Socioeconomically disadvantaged students", "sed"),
    ],
)
def test_student_groups_are_read_in_the_words_of_an_lcap(written, groups):
    assert parse(pd.Series([written]), PROGRAMS["student_groups"]).values.tolist() == [groups]


@pytest.mark.parametrize("written", ["teachers", "low readers", "el;parents", "2025-06-08", "?"])
def test_a_group_that_is_not_known_is_refused_with_the_list(folder, written):
    folder.keep("programs").change("programs", student_groups=written)
    assert "is not one of: all, el, ltel, sed" in folder.problem().message


def test_every_list_column_has_its_words():
    lists = [c for t in all_tables().values() for c in t.columns.values() if c.kind == "list"]
    assert len(lists) == 2 and all(column.choices for column in lists)
