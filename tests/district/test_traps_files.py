"""Files as finance offices really send them: titles, delimiters, encodings, workbooks."""

import csv
import unicodedata

import openpyxl
import pytest

from smarter_spending.district.files import as_text, decoded
from smarter_spending.district.loading import load_district
from smarter_spending.district.tables import all_tables


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


def as_rows(table):
    return [list(table[0]), *[list(row.values()) for row in table]]


def test_the_tiny_district_loads_without_a_note(folder):
    assert folder.load().notes == ()


def test_headings_under_three_title_rows_are_found_and_rows_still_count_as_in_the_spreadsheet(
    folder,
):
    folder.change("ledger", object="1l00")
    titles = '"General Ledger, all funds",,\nAs of 9/15/2025\n\n'
    folder.put("ledger.csv", titles + folder.text("ledger"))
    problem = next(p for p in folder.problems() if p.column == "object")
    assert problem.row == 5  # three title rows, headings in row 4


def test_the_row_of_the_headings_is_told(folder):
    folder.put("ledger.csv", "Title\n\n\n" + folder.text("ledger"))
    assert folder.notes() == ["ledger.csv: its headings were found in row 4."]


def test_a_heading_broken_over_two_lines_does_not_shift_the_rows(folder):
    text = folder.text("ledger").replace("amount_type", '"amount\ntype"', 1)
    folder.put("ledger.csv", text)
    assert folder.load().ledger["amount"].tolist() == [100_000.0, 2_500.5, 150_000.0]


@pytest.mark.parametrize(
    ("delimiter", "name"), [("^", '"^"'), (";", '";"'), ("\t", "tabs"), ("|", '"|"')]
)
def test_a_file_with_another_delimiter_is_read_and_told(folder, delimiter, name):
    folder.write(delimiter=delimiter)
    folder.put("ledger.csv", (folder.path / "ledger.csv").read_bytes())
    district = folder.load()
    assert district.ledger["amount"].sum() == 252_500.5
    assert [str(note) for note in district.notes] == [
        f"ledger.csv: its columns are separated by {name} instead of commas."
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(folder):
    folder.put("ledger.csv", b"\xef\xbb\xbf" + folder.text("ledger").encode())
    assert folder.notes() == []


def test_a_windows_1252_file_is_read_and_told(folder):
    folder.change("schools", school_name="Año Nuevo – North")
    folder.put("schools.csv", folder.text("schools").encode("cp1252"))
    district = folder.load()
    assert district.schools["school_name"].tolist() == ["Año Nuevo – North"]
    assert [str(note) for note in district.notes] == [
        "schools.csv: not UTF-8, so read as Windows-1252 (an older Excel)."
    ]


def test_what_excel_calls_unicode_text_is_read_and_told(folder):
    folder.put("ledger.csv", folder.text("ledger").replace(",", "\t").encode("utf-16"))
    assert folder.load().ledger["amount"].sum() == 252_500.5
    assert folder.notes()[0] == "ledger.csv: written as Unicode text (UTF-16), and read so."


def test_windows_line_ends_and_blank_lines_change_no_row_number(folder):
    folder.change("ledger", object="1l00")
    head, *rows = folder.text("ledger").splitlines()
    folder.put("ledger.csv", "\r\n".join([head, "", *rows, ""]))
    assert next(p for p in folder.problems() if p.column == "object").row == 3


def test_headings_may_have_capitals_and_spaces(folder):
    text = folder.text("ledger").replace("fiscal_year", " Fiscal Year ").replace("goal", "GOAL")
    folder.put("ledger.csv", text)
    assert folder.load().ledger["goal"].notna().all()


def test_columns_the_tool_does_not_know_are_left_aside_and_named(folder):
    folder.change("schools", mascot="Otter")
    district = folder.load()
    assert "mascot" not in district.schools
    assert folder.notes() == [
        "schools.csv: columns not known to this tool, and left aside: mascot."
    ]


def test_a_missing_column_is_named_with_its_meaning(folder):
    for row in folder["ledger"]:
        del row["amount"]
    problem = next(p for p in folder.problems() if p.column == "amount" and "not there" in str(p))
    assert str(problem).startswith(
        'ledger.csv: the column "amount" is not there (the amount; may be negative). '
        "The headings found are: fiscal_year, amount_type, "
    )


def test_a_column_given_twice_is_refused(folder):
    folder.put("schools.csv", folder.text("schools").replace("enrollment", "school_name", 1))
    assert str(folder.problems()[0]) == (
        'schools.csv row 1: the column "school_name" is there twice. Keep one.'
    )


@pytest.mark.parametrize("name", ["KING, M. L. MS", "KING, M, L, MS"])
def test_a_comma_inside_a_value_without_quotation_marks_is_named_by_its_row(folder, name):
    folder.change("schools", charter_funding="none", closed_date="2030-01-01")
    text = folder.text("schools").replace("Oak Elementary", name)
    found = [str(problem) for problem in folder.put("schools.csv", text).problems()]
    assert found[0] == (
        "schools.csv row 2: there are more values than headings. A comma inside a value needs "
        "quotation marks round the value."
    )


def test_a_quotation_mark_never_closed_is_named_by_its_row(folder):
    text = folder.text("schools").replace("Oak Elementary", '"Oak Elementary')
    assert str(folder.put("schools.csv", text).problem()) == (
        "schools.csv: row 2 opens a quotation mark that is never closed. Close it, or take it out."
    )


def test_an_old_excel_file_is_not_passed_over_in_silence(folder):
    folder.put("ledger.xls", b"\xd0\xcf\x11\xe0")
    assert str(folder.problem()) == (
        "ledger.xls: a .xls file is not read. Save it as CSV UTF-8 or as an Excel workbook (.xlsx)."
    )


def test_a_csv_of_another_name_is_told_of_and_left(folder):
    folder.put("bell_schedule.csv", "period,start\n1,8:00\n")
    assert folder.notes()[0].startswith(
        "bell_schedule.csv: not read: its name is none of the tables this tool knows (ledger, "
    )


def test_sheets_of_one_workbook_are_read_by_their_names(folder):
    ledger, schools = as_rows(folder["ledger"]), as_rows(folder["schools"])
    del folder.tables["ledger"], folder.tables["schools"]
    folder.write()
    workbook(folder.path / "our figures.xlsx", Notes=[["hello"]], Ledger=ledger, schools=schools)
    district = folder.load()
    assert district.ledger["amount"].sum() == 252_500.5
    assert district.schools["local_site_code"].tolist() == ["0101"]
    assert district.notes == ()


def test_a_workbook_named_as_a_table_gives_its_first_visible_sheet(folder):
    ledger = as_rows(folder["ledger"])
    del folder.tables["ledger"]
    folder.write()
    book = workbook(folder.path / "ledger.xlsx", old=[["x"]], Current=ledger)
    book["old"].sheet_state = "hidden"
    book.save(folder.path / "ledger.xlsx")
    assert folder.load().ledger["amount"].sum() == 252_500.5


def test_numbers_and_dates_of_excel_become_what_they_are(folder):
    from datetime import datetime

    folder.change("ledger", amount=-1e-05)
    folder.change("schools", closed_date=datetime(2030, 6, 30), enrollment=400.0)
    sheets = {name: as_rows(folder[name]) for name in ("ledger", "schools")}
    del folder.tables["control_totals"], folder.tables["staffing"]
    for name in sheets:
        del folder.tables[name]
    folder.write()
    workbook(folder.path / "book.xlsx", **sheets)
    district = folder.load()
    assert district.ledger["amount"][0] == -1e-05
    assert district.schools["enrollment"][0] == 400
    assert district.schools["closed_date"][0].isoformat() == "2030-06-30T00:00:00"


def test_a_code_that_excel_kept_as_a_number_is_refused_by_sheet_and_row(folder):
    folder.change("ledger", fund=1)
    ledger = as_rows(folder["ledger"])
    folder.keep("schools", "programs").write()
    workbook(folder.path / "book.xlsx", ledger=ledger)
    assert str(folder.problem()) == (
        'book.xlsx sheet ledger row 2: fund "1" has 1 digit and should have 2: "01"? Excel '
        "removes leading zeros. Format the column as Text and write the code again."
    )


def test_a_formula_that_was_never_worked_out_is_not_taken_for_a_blank(folder):
    folder.change("schools", unduplicated="=1+1")
    schools = as_rows(folder["schools"])
    del folder.tables["schools"]
    folder.write()
    workbook(folder.path / "book.xlsx", schools=schools)
    assert str(folder.problem()) == (
        "book.xlsx sheet schools row 2: the formula in cell H2 has no value. Open the workbook in "
        "Excel and save it again."
    )


def test_a_table_given_twice_is_refused(folder):
    folder.write()
    workbook(folder.path / "second.xlsx", schools=as_rows(folder["schools"]))
    assert str(folder.problem()) == (
        "second.xlsx sheet schools: the table schools is also in schools.csv. Keep one of the two."
    )


def test_a_file_that_only_calls_itself_a_workbook_is_refused(folder):
    folder.put("ledger.xlsx", b"not a workbook")
    assert str(folder.problem()) == (
        "ledger.xlsx: this workbook cannot be opened. Open it in Excel and save it again as .xlsx."
    )


def test_every_known_table_may_be_a_sheet(folder, tmp_path):
    folder.keep().write()
    heads = {name: [list(table.columns)] for name, table in all_tables().items()}
    workbook(folder.path / "empty.xlsx", **heads)
    assert folder.load().absent == tuple(all_tables())


ACCENTED = ["Niños y Familias", "Educación Bilingüe", "María García", "MUÑOZ", "José Álvarez",
            "Peña", "López", "Español", "matemáticas", "Don’t stop", "O’Brien", "K–5",
            "El Niño — Center", "school—based", "Teacher’s aide", "Título I"]  # fmt: skip


@pytest.mark.parametrize("page", ["mac_roman", "cp1252", "utf-16", "utf-8"])
@pytest.mark.parametrize("written", ACCENTED)
def test_accents_are_read_from_a_mac_as_from_windows(page, written):
    assert decoded("programs.csv", written.encode(page))[0] == written


@pytest.mark.parametrize("written", ACCENTED)
def test_an_accent_put_down_beside_its_letter_is_one_sign(written):
    apart = unicodedata.normalize("NFD", written)
    assert decoded("programs.csv", apart.encode())[0] == written
    assert as_text(apart) == written


def test_a_file_that_may_be_of_either_kind_is_named(folder):
    folder.put("schools.csv", folder.text("schools").encode().replace(b"Oak", b"hist\x97rico"))
    assert folder.warnings() == [
        "schools.csv: it may come from a Mac: look at its accents, or save it as CSV UTF-8."
    ]


@pytest.mark.parametrize(
    "name",
    ["Ni–os", "Educaci—n", "NiÃ±os", "Mar\ufffda", "MatemÃ¡ticas", "Jos√©", "ni‡ez", "Garc\ufffda",
     "LÃ³pez", "Espa–ol"],
)  # fmt: skip
def test_a_name_that_has_lost_an_accent_is_named_as_doubtful(folder, name):
    folder.keep("schools").change("schools", school_name=name)
    assert folder.notes() == [
        f'schools.csv: school_name: 1 cell was doubtful, such as "{name}": an accent seems lost. '
        "Write it again."
    ]


@pytest.mark.parametrize(
    "name", ["Niños", "Pre–K", "K–5", "Reading — and more", "Oak’s", "São Tomé"]
)
def test_a_name_with_signs_of_its_own_is_not_doubtful(folder, name):
    folder.keep("schools").change("schools", school_name=name)
    assert folder.notes() == []


@pytest.mark.parametrize("blank", [" ", "   ", "\t", "\u00a0", '" "', '"\t "', " , ", ",,"])
def test_a_row_of_spaces_is_a_blank_row(folder, blank):
    folder.put("schools.csv", folder.text("schools") + blank + "\n")
    assert len(folder.load().schools) == 1
    assert folder.notes() == []


def test_a_sheet_row_of_spaces_is_a_blank_row(folder):
    book = openpyxl.Workbook()
    book.active.title = "schools"
    for line in csv.reader(folder.text("schools").splitlines()):
        book.active.append(line)
    book.active.append([" ", None, "\u00a0"])
    (folder.path / "schools.csv").unlink()
    book.save(folder.path / "schools.xlsx")
    assert len(load_district(folder.path).schools) == 1
