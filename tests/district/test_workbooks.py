"""One reader of workbooks for a folder and for every import: what Excel alone can open is said."""

import gzip
import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from smarter_spending.district.files import (
    UnreadableFileError,
    looks_like,
    read_workbook,
    sheets_of,
)
from smarter_spending.district.importers import (
    ImportRefusedError,
    import_caaspp,
    import_lcap,
    import_public,
    import_sacs,
    import_students,
    import_table,
    import_workbook,
)

SCHOOLS = [["local_site_code", "school_name", "cde_type"], ["0042", "=1+1", "elementary"]]


def saved(path, lines=SCHOOLS, sheet="schools"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def changed(path, part, old, new):
    """The workbook with one of its parts written otherwise, as another program would."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            assert name != part or old in text
            after.writestr(name, text.replace(old, new) if name == part else text)
    return path


PAGE = "xl/worksheets/sheet1.xml"
NO_VALUE = b"<v></v>"  # with lxml, which python-docx brings, openpyxl writes no <v /> any more
LEFT_TO_EXCEL = {
    "no result": lambda path: path,
    "a result of 0": lambda path: changed(path, PAGE, NO_VALUE, b"<v>0</v>"),
    "a result of 0, names with a prefix": lambda path: changed(
        changed(path, PAGE, NO_VALUE, b"<v>0</v>"), PAGE, b"<f>1+1</f>", b"<x:f>1+1</x:f>"
    ),
}


@pytest.fixture(params=LEFT_TO_EXCEL)
def left_to_excel(request, tmp_path):
    path = LEFT_TO_EXCEL[request.param](saved(tmp_path / "schools.xlsx"))
    if "prefix" in request.param:  # the prefix stands for the sheet's own names
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        changed(path, PAGE, b'xmlns="' + main, b'xmlns:x="' + main + b'" xmlns="' + main)
    return path


def test_a_formula_that_excel_never_worked_out_is_named_by_every_reader(left_to_excel, tmp_path):
    (raw,) = read_workbook(left_to_excel)
    assert "formula in cell B2 has no value" in str(raw.problems[0])
    for bring_in in (import_workbook, lambda file, into: import_table(file, "schools", into)):
        with pytest.raises(ImportRefusedError, match="cell B2 of sheet schools has no value"):
            bring_in(left_to_excel, tmp_path / "ours")


def test_a_result_of_0_that_excel_worked_out_is_a_0(tmp_path):
    path = changed(saved(tmp_path / "schools.xlsx"), PAGE, NO_VALUE, b"<v>0</v>")
    changed(path, "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")
    (raw,) = read_workbook(path)
    assert raw.problems == [] and raw.frame["school_name"].tolist() == ["0"]


def test_an_lcap_table_with_a_formula_never_worked_out_is_refused(tmp_path):
    headings = ["Goal #", "Action #", "Action Title", "Student Group(s)", "Total Personnel",
                "Total Non-personnel", "LCFF Funds", "Other State Funds", "Local Funds",
                "Federal Funds", "Total Funds"]  # fmt: skip
    row = [1, 1, "Tutoring", "All", "=1+1", 0, 2, 0, 0, 0, 2]
    with pytest.raises(ImportRefusedError, match="cell E2 of sheet Table 1 has no value"):
        import_lcap(saved(tmp_path / "lcap.xlsx", [headings, row], "Table 1"), tmp_path / "ours")


# a workbook with a password is such a container with a part of this name, in UTF-16
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    "bring_in",
    [import_workbook, import_lcap, lambda file, into: import_table(file, "schools", into)],
    ids=["workbook", "lcap", "table"],
)
def test_a_password_is_said_and_how_it_is_taken_off(tmp_path, bring_in):
    (tmp_path / "schools.xlsx").write_bytes(LOCKED)
    with pytest.raises(ImportRefusedError) as refused:
        bring_in(tmp_path / "schools.xlsx", tmp_path / "ours")
    assert "password" in str(refused.value) and len(refused.value.problems) == 1
    with pytest.raises(UnreadableFileError, match="take the password off"):
        read_workbook(tmp_path / "schools.xlsx")


def test_a_strict_workbook_is_named_and_not_taken_for_an_empty_one(tmp_path):
    path = saved(tmp_path / "schools.xlsx")
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for part in ("xl/workbook.xml", PAGE):
        changed(path, part, main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    for part in ("xl/_rels/workbook.xml.rels", "_rels/.rels"):
        changed(path, part, related, b"http://purl.oclc.org/ooxml/officeDocument/relationships")
    with pytest.raises(UnreadableFileError, match="Strict Open XML"):
        read_workbook(path)


def test_a_hidden_sheet_is_no_sheet_for_any_reader(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "schools"
    for line in [SCHOOLS[0], ["0042", "Oak", "elementary"]]:
        book.active.append(line)
    old = book.create_sheet("schools ")
    old.append(SCHOOLS[0])
    old.append(["0042", "Old Oak", "elementary"])
    old.sheet_state = "hidden"
    book.save(tmp_path / "schools.xlsx")
    assert list(sheets_of((tmp_path / "schools.xlsx").read_bytes())) == ["schools"]
    import_workbook(tmp_path / "schools.xlsx", tmp_path / "ours")
    kept = pd.read_csv(tmp_path / "ours" / "schools.csv", dtype=str)
    assert kept["school_name"].tolist() == ["Oak"]


def test_what_excel_escapes_is_read_as_it_is_shown(tmp_path):
    path = saved(tmp_path / "schools.xlsx", [SCHOOLS[0], ["0042", "Oak _x0033_", "elementary"]])
    (raw,) = read_workbook(path)
    assert raw.frame["school_name"].tolist() == ["Oak 3"]


# --- A file of another kind: one line, whoever is given it ---


def packed(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return file.getvalue()


def old_office(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + stream.encode("utf-16-le") + bytes(64)


KINDS = {
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a compressed file (.gz)": gzip.compress(b"fund,amount\n01,5\n", mtime=0),
    "a compressed file": b"7z\xbc\xaf\x27\x1c" + bytes(40),
    "a Word document (.docx)": packed("[Content_Types].xml", "word/document.xml"),
    "a PowerPoint file (.pptx)": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "a binary workbook (.xlsb)": packed("[Content_Types].xml", "xl/workbook.bin"),
    "an OpenDocument file (.ods or .odt)": packed("mimetype", "content.xml"),
    "a Numbers or Pages file": packed("Index/Document.iwa"),
    "a workbook or a .zip that is damaged": b"PK\x03\x04 cut short",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "a text document (.rtf)": b"{\\rtf1\\ansi Ledger}",
    "a database": b"SQLite format 3\x00" + bytes(40),
    "a web page (HTML)": b"\xef\xbb\xbf\r\n  <!DOCTYPE html><html><table><tr><td>fund</td></tr>",
    "an XML file": b'<?xml version="1.0"?><Workbook><Row/></Workbook>',
    "a JSON file": b'[{"fund": "01", "amount": 5}]',
    "an old workbook (.xls)": old_office("Book"),
    "an old Word document (.doc)": old_office("WordDocument"),
    "a file of another kind, no text": bytes(range(1, 32)) * 40,
}
IMPORTS = {
    "workbook": import_workbook,
    "lcap": import_lcap,
    "table": lambda file, into: import_table(file, "ledger", into),
    "students": import_students,
    "public": import_public,
    "caaspp": import_caaspp,
    "sacs": import_sacs,
}


@pytest.mark.parametrize("what", KINDS)
def test_a_file_of_another_kind_is_one_problem_of_the_folder(folder, what):
    problem = folder.keep("schools").put("ledger.csv", KINDS[what]).problem()
    assert str(problem).startswith(f"ledger.csv: this is {what}. ")
    assert "Save" in str(problem) or "save" in str(problem) or "Unpack" in str(problem)


@pytest.mark.parametrize("what", KINDS)
def test_a_file_of_another_kind_is_one_line_for_every_import(tmp_path, what):
    (tmp_path / "export.csv").write_bytes(KINDS[what])
    for bring_in in IMPORTS.values():
        with pytest.raises(ImportRefusedError) as refused:
            bring_in(tmp_path / "export.csv", tmp_path / "ours")
        (one,) = refused.value.problems
        assert what in one.message and one.file == "export.csv"
    assert not (tmp_path / "ours").exists()


def test_html_and_others_in_utf_16_are_known_and_text_in_utf_16_is_read(folder):
    page = "<html><body>fund</body></html>".encode("utf-16")
    assert "a web page (HTML)" in str(folder.keep("schools").put("ledger.csv", page).problem())


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_text_in_any_unicode_is_read_with_a_mark_at_its_beginning_or_without(folder, codec):
    folder.put("schools.csv", folder.text("schools").encode(codec))
    assert folder.load().schools["school_name"].tolist() == ["Oak Elementary"]


WIDE = ",".join(f"column {n}" for n in range(45_000))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WIDE + "\n" + ",".join("1" * 45_000) + "\n", "its row of headings has 45,000 columns"),
        ("a,b,c\n" + "1,2,3\n" * 2000, "this is not the table ledger, which needs fiscal_year"),
        ("\n".join(f"line {n} of a letter" for n in range(500)), "this is not the table ledger"),
        ("Date,Vendor,amount\n1/1/24,Ace,5\n", "The headings found are: Date, Vendor, amount."),
        ("program_id,program_name,lcff\nP-1,Oak,5\n", "They look like those of programs."),
        ("Fund,Obj,Func,Amt\n01,1100,1000,5\n", "bring it in: smarter-spending import table."),
        ("goal,action,title,lcff,local,total\n", "bring it in: smarter-spending import lcap."),
        ("", "it is empty: there are no headings in it"),
        ("\n\n  \n", "it is empty: there are no headings in it"),
        (",,,,\n,,,,\n", "it is empty: there are no headings in it"),
        ('{\n  "rows": []\n}', "this is a JSON file"),
        ("x" * 300_000, "this is not the table ledger"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_one_problem_of_the_folder(folder, content, words):
    problem = folder.keep("schools").put("ledger.csv", content).problem()
    assert str(problem).startswith("ledger.csv: ") and words in str(problem)


def test_a_wrong_workbook_is_one_problem_of_the_folder(folder):
    folder.keep("schools").write()
    saved(folder.path / "ledger.xlsx", [["Name", "Phone", "Room"], *[["A", 1, 2]] * 500], "Staff")
    assert "this is not the table ledger" in str(folder.problem())


@pytest.mark.parametrize("name", [name for name in IMPORTS if name != "table"])
def test_a_wrong_workbook_is_one_line_for_every_import(tmp_path, name):
    rows = [["Name", "Phone", "Room", "Total"], *[["A", 1, 2, 3]] * 2245]
    path = saved(tmp_path / "phones.xlsx", rows, "Phones")
    with pytest.raises(ImportRefusedError) as refused:
        IMPORTS[name](path, tmp_path / "ours")
    assert len(refused.value.problems) == 1 and not (tmp_path / "ours").exists()


@pytest.mark.parametrize("name", [name for name in IMPORTS if name != "workbook"])
def test_a_text_45_000_columns_wide_is_one_line_for_every_import(tmp_path, name):
    (tmp_path / "wide.csv").write_text(f"{WIDE}\n{WIDE}\n", encoding="utf-8")
    words = "has 45,000 columns|is not a general ledger"
    with pytest.raises(ImportRefusedError, match=words) as refused:
        IMPORTS[name](tmp_path / "wide.csv", tmp_path / "ours")
    assert len(refused.value.problems) == 1


def test_what_lies_in_the_folder_damaged_is_named_by_an_import_too(tmp_path):
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "schools.csv").write_bytes(KINDS["a PDF"])
    path = saved(tmp_path / "book.xlsx", [SCHOOLS[0], ["0042", "Oak", "elementary"]])
    for bring_in in (
        import_workbook,
        lambda file, into: import_table(file, "schools", into, yes=True),
    ):
        with pytest.raises(ImportRefusedError, match=r"schools.csv: this is a PDF.*mend it first"):
            bring_in(path, ours)


# --- A file that was not read is named, with what to do ---

INVENTORY = [["program_id", "program_name", "annual_cost_total"], ["P-1", "Tutoring", 5]]
LCAP = [["Goal #", "Action #", "Action Title", "LCFF Funds", "Local Funds", "Total Funds"]]
OURS = ("README.txt", "readme", "notes.md", "crosswalk.toml", "~$ledger.xlsx", ".DS_Store",
        "old.csv~", "desktop.ini", "Thumbs.db", "logo.png")  # fmt: skip


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_or_no_data_is_not_blamed(folder, name):
    folder.put(name, b"x")
    (folder.path / "choices").mkdir()
    (folder.path / "maps").mkdir()
    (folder.path / "maps" / "crosswalk.csv").write_text("field,code\n")
    assert folder.load().notes == ()


def test_a_workbook_with_no_sheet_of_a_tables_name_is_named_with_the_command(folder):
    saved(folder.write() / "FY25 Program Inventory FINAL.xlsx", INVENTORY, "Sheet1")
    path = folder.path / "FY25 Program Inventory FINAL.xlsx"
    assert folder.notes() == [
        "FY25 Program Inventory FINAL.xlsx: not read: none of its sheets (Sheet1) is named as a "
        "table. It looks like programs: smarter-spending import table "
        f'"{path}" --as programs --into "{folder.path}"'
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ledger (1).csv", "fiscal_year,fund,object,function,amount\n", "It looks like ledger"),
        ("FY25 GL.csv", "Fund Code;Resource Code;Obj;Func;Goal;Amt\n", "--as ledger"),
        ("old.csv", "a title\n\nlocal_site_code,school_name,cde_type\n", "--as schools"),
        ("lcap 2025.csv", ",".join(LCAP[0]), "It looks like lcap: smarter-spending import lcap"),
        ("gl.txt", "Ccode,Dcode,Fiscalyear,Period,Colcode,Account,Fund,Resource,Projectyear,Goal",
         "smarter-spending import sacs"),
        ("sb_ca2024.txt", "County Code^District Code^School Code^Test Year^Type ID^Test ID^Grade",
         "smarter-spending import caaspp"),
        ("snapshot.csv", "District Code,School Code,County Code,\"TK/K-3 ADA Target, B-5\"\n",
         "smarter-spending import public"),
        ("bell.csv", "period,start\n1,8:00\n", "If it holds a table of yours"),
        ("empty.csv", "", "If it holds a table of yours"),
        ("scan.csv", "%PDF-1.7", "this is a PDF"),
        ("students 2024.csv", "student_key,fiscal_year,site_code,grade\n", "import students"),
        ("inventory.xls", "x", "a .xls file is not read"),
        ("budget.ods", "x", "a .ods file is not read"),
        ("budget", "x", "a file with no ending is not read"),
        ("macro.xlsm", "x", "a .xlsm file is not read"),
        ("LCAP 2025.pdf", "%PDF-1.7", "a .pdf file is not read"),
        ("ledger.csv.bak", "x", "a .bak file is not read. ledger.csv is."),
    ],
)  # fmt: skip
def test_a_file_that_was_not_read_is_named_with_what_to_do(folder, name, content, words):
    folder.put(name, content)
    (note,) = folder.notes()
    assert note.startswith(f"{name}: ") and words in note


@pytest.mark.parametrize(
    "name", ["ledger.pdf", "ledger.csv.gz", "ledger.ods", "ledger.txt", "Ledger"]
)
def test_a_table_under_its_own_name_that_cannot_be_read_stops_the_folder(folder, name):
    assert "is not read. Save it as CSV" in str(folder.keep("schools").put(name, b"x").problem())


def test_a_sheet_that_was_not_read_is_named_when_it_looks_like_a_table(folder):
    book = openpyxl.Workbook()
    book.active.title = "budget_adjustments"
    for title, lines in (("Programs FY25", INVENTORY), ("Contacts", [["Name", "Phone"]])):
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(folder.write() / "our figures.xlsx")
    (note,) = folder.notes()
    assert note.startswith("our figures.xlsx sheet Programs FY25: not read: its name is no table's")


def test_folders_and_links_in_place_of_a_table_are_named(folder):
    (folder.keep("schools").write() / "control_totals.csv").mkdir()
    assert "it is a folder, not a table" in str(folder.problem())
    (folder.path / "control_totals.csv").rmdir()
    (folder.path / "control_totals.csv").symlink_to("nowhere.csv")
    assert "it points to a file that is not there" in str(folder.problem())


def test_tables_in_a_folder_inside_are_named_as_not_read(folder):
    (folder.write() / "exports").mkdir()
    (folder.path / "exports" / "ledger.csv").write_text("fund\n")
    assert folder.notes() == [
        "exports: the folder is not read (ledger.csv). A table stands beside district.toml."
    ]


def test_a_workbook_named_csv_is_read_for_what_it_is(folder):
    folder.keep().write()
    saved(folder.path / "schools.xlsx", [SCHOOLS[0], ["0042", "Oak", "elementary"]], "Sheet1")
    (folder.path / "schools.xlsx").rename(folder.path / "schools.csv")
    assert folder.load().schools["school_name"].tolist() == ["Oak"]


def test_headings_of_no_table_look_like_none():
    for lines in ([], [["Sheet", "Column", "Unit"]], [[None, 3, ""]], [["year"], ["site"]]):
        assert looks_like(lines) == ""


# --- What is seen in Excel is what is read ---

AREAS = [["program_id", "program_name", "goal_area", "skill", "annual_cost_total"]] + [
    [f"P-{n}", f"Program {n}", None, None, None] for n in range(1, 7)
]


def merged(path, *places, rows=AREAS, sheet="programs", **cells):
    book = openpyxl.load_workbook(saved(path, rows, sheet))
    for place, value in cells.items():
        book.active[place] = value
    for place in places:
        book.active.merge_cells(place)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("places", "cells", "areas"),
    [
        (["C2:C5"], {"C2": "math"}, ["math"] * 4 + [""] * 2),
        (["C2:C7"], {"C2": "math"}, ["math"] * 6),
        (["C2:C3", "C4:C7"], {"C2": "math", "C4": "attendance"}, ["math"] * 2 + ["attendance"] * 4),
        (["C6:C7"], {"C6": "math"}, [""] * 4 + ["math"] * 2),
        (["C2:D4"], {"C2": "math"}, ["math"] * 3 + [""] * 3),  # the first of the columns
        (["C2:D2"], {"C2": "math"}, ["math"] + [""] * 5),
        (["C2:C5"], {}, [""] * 6),  # an empty merged cell
        (["C5:C90"], {"C5": "math"}, [""] * 3 + ["math"] * 3),  # beyond the last row
        (["C2:C3", "D2:D3"], {"C2": "math", "D2": "math"}, ["math"] * 2 + [""] * 4),
        (["A9:E9"], {"A9": "", "C2": "math"}, ["math"] + [""] * 5),
    ],
)  # fmt: skip
def test_a_text_merged_over_rows_stands_in_each_of_them(tmp_path, places, cells, areas):
    (raw,) = read_workbook(merged(tmp_path / "book.xlsx", *places, **cells))
    assert raw.frame["goal_area"].tolist() == areas and raw.problems == []


def test_merged_text_is_told_and_so_are_cells_merged_across(tmp_path):
    cells = {"C2": "math", "C6": "math"}
    (raw,) = read_workbook(merged(tmp_path / "book.xlsx", "C2:C5", "C6:D6", **cells))
    assert [note.message for note in raw.notes] == [
        "merged cells were read in each of their rows: C2:C5.",
        "cells merged across columns were read in the first one: C6:D6.",
    ]


def test_titles_merged_above_the_headings_are_nothing_to_tell(tmp_path):
    rows = [["Program inventory", *[None] * 4], *AREAS]
    (raw,) = read_workbook(merged(tmp_path / "book.xlsx", "A1:E1", rows=rows))
    assert len(raw.frame) == 6 and "merged" not in str(raw.notes)


def test_headings_two_rows_high_make_no_row_of_data(tmp_path):
    rows = [AREAS[0], [None] * 5, *AREAS[1:]]
    places = [f"{letter}1:{letter}2" for letter in "ABCDE"]
    (raw,) = read_workbook(merged(tmp_path / "book.xlsx", *places, rows=rows))
    assert raw.frame["program_id"].tolist() == [f"P-{n}" for n in range(1, 7)]


def test_an_amount_merged_over_rows_is_not_counted_for_each_but_named(tmp_path):
    path = merged(tmp_path / "book.xlsx", "E2:E5", E2=400000)
    (raw,) = read_workbook(path)
    assert "the cells E2:E5 are merged and hold one number" in str(raw.problems[0])
    for bring_in in (import_workbook, lambda file, into: import_table(file, "programs", into)):
        with pytest.raises(ImportRefusedError, match=r"cells E2:E5.* are merged and hold"):
            bring_in(path, tmp_path / "ours")


def test_a_code_kept_as_a_number_is_spread_like_a_text(tmp_path):
    (raw,) = read_workbook(merged(tmp_path / "book.xlsx", "D2:D4", D2=1110))
    assert raw.frame["skill"].tolist() == ["1110"] * 3 + [""] * 3 and raw.problems == []


def test_every_import_reads_merged_text_in_each_row(tmp_path):
    path = merged(tmp_path / "book.xlsx", "C2:C5", C2="math")
    for n, bring_in in enumerate(
        (import_workbook, lambda file, into: import_table(file, "programs", into, yes=True))
    ):
        report = bring_in(path, tmp_path / f"ours{n}")
        kept = pd.read_csv(tmp_path / f"ours{n}" / "programs.csv", dtype=str)
        assert kept["goal_area"].tolist()[:4] == ["math"] * 4
        assert (
            "sheet programs: merged cells were read in each of their rows: C2:C5." in report.notes
        )


def hidden(path, rows=(), columns=(), sheets=()):
    book = openpyxl.load_workbook(
        saved(path, [*INVENTORY, ["P-2", "Coaches", 7], ["P-3", "Art", 1]], "programs")
    )
    for row in rows:
        book.active.row_dimensions[row].hidden = True
    for column in columns:
        book.active.column_dimensions[column].hidden = True
    for title, state in sheets:
        book.create_sheet(title).sheet_state = state
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"rows": [3]}, ["1 hidden row (a filter?) was read too."]),
        ({"rows": [2, 3, 4]}, ["3 hidden rows (a filter?) were read too."]),
        ({"rows": [9]}, []),  # nothing stands in it
        ({"columns": ["C"]}, ["1 hidden column was read too: C."]),
        ({"columns": ["A", "C"]}, ["2 hidden columns were read too: A, C."]),
        ({"columns": ["F"]}, []),
        ({"sheets": [("old", "hidden")]}, ["hidden sheets of the workbook were not read: old."]),
        ({"sheets": [("x", "veryHidden")]}, ["hidden sheets of the workbook were not read: x."]),
        ({"sheets": [("x", "visible")]}, []),
        ({"rows": [3], "columns": ["C"], "sheets": [("x", "hidden")]}, [
            "1 hidden row (a filter?) was read too.", "1 hidden column was read too: C.",
            "hidden sheets of the workbook were not read: x."]),
    ],
)  # fmt: skip
def test_what_is_hidden_is_told(tmp_path, what, told):
    path = hidden(tmp_path / "book.xlsx", **what)
    (raw,) = read_workbook(path)
    assert len(raw.frame) == 3 and [note.message for note in raw.notes] == told
    report = import_workbook(path, tmp_path / "ours")
    assert [note for note in report.notes] == [f"sheet programs: {one}" for one in told]


def test_a_prefix_of_the_sheets_names_hides_nothing(tmp_path):
    path = hidden(tmp_path / "book.xlsx", rows=[3])
    page = zipfile.ZipFile(path).read(PAGE)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    prefixed = page.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    prefixed = prefixed.replace(b'xmlns="' + main, b'xmlns:x="' + main)
    (raw,) = read_workbook(changed(path, PAGE, page, prefixed))
    assert [note.message for note in raw.notes] == ["1 hidden row (a filter?) was read too."]
