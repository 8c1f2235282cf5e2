"""No count of one to ten students, and nothing of one student, on any page of any sample."""

import re

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

import smarter_spending as ss

pytestmark = pytest.mark.slow
COUNTS = re.compile(r"(students|similar students|enrollment)\b(?!.*(share|without|gain))", re.I)


@pytest.fixture(scope="module")
def small_district(samples, tmp_path_factory):
    """Every page of the smallest sample: small groups everywhere."""
    out = tmp_path_factory.mktemp("out")
    ss.run_batch([samples / "cold_creek"], out, jobs=2)
    return out / "cold_creek"


def shown_tables(folder):
    for path in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                text = output.get("data", {}).get("text/html", "")
                if 'class="ss-table' in text:
                    rows = BeautifulSoup(text, "html.parser").find_all("tr")
                    cells = [[c.get_text() for c in row.find_all(["th", "td"])] for row in rows]
                    yield path.stem, pd.DataFrame(cells[1:], columns=cells[0])


def counts(table):
    for column in table.columns:
        if COUNTS.match(str(column)):
            cells = table[column].astype(str).str.replace(",", "")
            yield column, pd.to_numeric(cells, errors="coerce").dropna()


def largest_hidden(column):
    """Ten is too few to show, unless the column is rounded: then it may stand for 11 to 14."""
    return 9 if "nearest ten" in str(column) else 10


def test_no_table_shows_a_count_of_one_to_ten_students(small_district):
    seen = 0
    for notebook, table in shown_tables(small_district):
        for column, numbers in counts(table):
            seen += len(numbers)
            assert not numbers.between(1, largest_hidden(column)).any(), (notebook, column)
    assert seen > 20  # there was something to look at


def test_no_workbook_holds_a_count_of_one_to_ten_students(small_district):
    seen = 0
    for path in sorted((small_district / "take_home").glob("*.xlsx")):
        for sheet, table in pd.read_excel(path, sheet_name=None).items():
            for column, numbers in counts(table):
                seen += len(numbers)
                assert not numbers.between(1, largest_hidden(column)).any(), (
                    path.name,
                    sheet,
                    column,
                )
    assert seen > 20


def test_no_students_key_is_on_any_page_or_in_any_workbook(small_district, samples):
    keys = pd.read_csv(samples / "cold_creek/students_outcomes.csv", dtype=str)["student_key"]
    known = set(keys)
    for path in sorted(small_district.rglob("*")):
        if path.suffix in (".ipynb", ".html", ".md"):
            words = set(re.findall(r"\bS\w{5,8}\b", path.read_text(encoding="utf-8")))
            assert not words & known, path.name
    for path in sorted(small_district.rglob("*.xlsx")):
        for table in pd.read_excel(path, sheet_name=None, dtype=str).values():
            assert not table.isin(known).any(axis=None), path.name
