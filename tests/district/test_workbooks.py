"""One reader of workbooks for a folder and for every import: what Excel alone can open is said."""

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from smarter_spending.district.files import UnreadableFileError, read_workbook, sheets_of
from smarter_spending.district.importers import (
    ImportRefusedError,
    import_lcap,
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
LEFT_TO_EXCEL = {
    "no result": lambda path: path,
    "a result of 0": lambda path: changed(path, PAGE, b"<v />", b"<v>0</v>"),
    "a result of 0, names with a prefix": lambda path: changed(
        changed(path, PAGE, b"<v />", b"<v>0</v>"), PAGE, b"<f>1+1</f>", b"<x:f>1+1</x:f>"
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
    path = changed(saved(tmp_path / "schools.xlsx"), PAGE, b"<v />", b"<v>0</v>")
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


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


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
