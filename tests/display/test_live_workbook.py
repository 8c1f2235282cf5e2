"""The reallocation workbook: its formulas, recalculated elsewhere, give the totals we print."""

import shutil
import subprocess
from datetime import date

import openpyxl
import pandas as pd
import pytest

from smarter_spending.display.live_workbook import reallocation_workbook
from smarter_spending.display.results import Stamp
from smarter_spending.planning.funds import pay_for
from smarter_spending.planning.savings import identified_savings

STAMP = Stamp("Oak Unified", "2024-25", date(2025, 9, 15), ("ledger.csv",), "0.1.0", True)
RULES = pd.DataFrame(
    {
        "resource": ["0709", "7435"],
        "pool": ["Supplemental", "Recovery grant"],
        "term": ["recurring", "one-time"],
    }
)


def rows():
    accounts = [  # program, resource, object, amount, share
        ("P1", "0709", "1100", 60_000.10, 1.0),
        ("P1", "0709", "5800", 40_000.05, 1.0),
        ("P2", "0709", "5800", 118_000.00, 1 - 6 / 25),
        ("P3", "7435", "5800", 340_000.00, 1.0),
    ]
    table = pd.DataFrame(accounts, columns=["program_id", "resource", "object", "amount", "share"])
    verdict = table["program_id"].map({"P1": "Stop", "P2": "Fix", "P3": "Fix"})
    lever = table["program_id"].map({"P1": "", "P2": "scale", "P3": "budget"})
    return table.assign(
        program="Program " + table["program_id"],
        verdict=verdict,
        lever=lever,
        fund="01",
        goal="1110",
        function="1000",
        school_code="0000",
        people=table["object"].eq("1100"),
        freed=table["amount"] * table["share"],
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    savings = identified_savings(rows(), RULES)
    uses = pd.DataFrame(
        {
            "program": ["Tutoring"],
            "seats": [100.0],
            "cost_per_seat": [1236.37],
            "raise_2": [0.014],
            "raise_3": [0.014],
            "year_1": [123_637.00],
            "year_2": [125_367.92],  # a raise of 1.4%, to the cent
            "year_3": [127_123.07],
        }
    )
    paid = pay_for({"Tutoring": 123_637.0}, {"Supplemental": 189_680.15}, {"Tutoring": RULES.pool})
    file = tmp_path_factory.mktemp("book") / "reallocation.xlsx"
    file.write_bytes(reallocation_workbook(rows(), savings, uses, paid, STAMP))
    return file, savings


def recalculated(file, folder):
    """The values LibreOffice computes from the formulas, by sheet and cell."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: the workbook cannot be recalculated")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, "--headless", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    command += ["--outdir", str(folder / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "out" / file.name, data_only=True)


def without_values(file, folder, changes=()):
    """The same workbook with formulas only, and some cells changed."""
    book = openpyxl.load_workbook(file)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    copy = folder / "copy.xlsx"
    book.save(copy)  # openpyxl keeps the formulas and drops what they gave
    return copy


def numbers(book):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float))
    }


def test_libreoffice_computes_from_the_formulas_what_we_wrote_into_the_cells(book, tmp_path):
    file, savings = book
    ours = numbers(openpyxl.load_workbook(file, data_only=True))
    theirs = numbers(recalculated(without_values(file, tmp_path), tmp_path))
    assert theirs.keys() == ours.keys()
    for place, value in ours.items():
        assert theirs[place] == pytest.approx(value, abs=0.005), place
    # and what we wrote is what the tables say: 100,000.15 + 118,000 × 19/25 + 340,000 once
    assert savings["likely"].sum() == pytest.approx(529_680.15)
    assert ours["Savings", "G6"] == ours["Funds", "C5"] == pytest.approx(529_680.15)


def test_a_changed_ledger_row_moves_every_total_that_rests_on_it(book, tmp_path):
    file, _ = book
    changed = without_values(file, tmp_path, [("Ledger rows", "I4", 218_000.00)])
    after = recalculated(changed, tmp_path)
    assert after["Funds"]["C5"].value == pytest.approx(529_680.15 + 76_000)
    assert after["Funds"]["E5"].value == pytest.approx(529_680.15 + 76_000 - 123_637)


def test_every_total_is_a_formula_and_no_ledger_amount_is(book):
    live = openpyxl.load_workbook(book[0])
    for sheet, column in (("Savings", "G"), ("Funds", "C"), ("Funds", "E"), ("Investments", "F")):
        cells = [cell.value for cell in live[sheet][column][1:] if cell.value is not None]
        assert cells and all(str(value).startswith("=") for value in cells)
    assert all(isinstance(live["Ledger rows"][f"I{row}"].value, float) for row in (2, 3))


def test_the_first_sheet_says_whose_figures_and_that_they_are_potential(book):
    about = openpyxl.load_workbook(book[0])["About"]
    words = " ".join(str(cell.value) for row in about.iter_rows() for cell in row)
    assert "Oak Unified" in words and "made up" in words
    assert "Potential until the board approves it" in words


def test_the_same_tables_give_the_same_bytes(book):
    savings = identified_savings(rows(), RULES)
    none = pay_for({}, {}, {})
    uses = pd.DataFrame(
        columns=[
            "program",
            "seats",
            "cost_per_seat",
            "raise_2",
            "raise_3",
            "year_1",
            "year_2",
            "year_3",
        ]
    )
    made = [reallocation_workbook(rows(), savings, uses, none, STAMP) for _ in range(2)]
    assert made[0] == made[1]
