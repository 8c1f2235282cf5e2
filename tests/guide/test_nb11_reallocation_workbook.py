"""The reallocation workbook: its formulas, recalculated elsewhere, give the totals we print."""

import shutil
import subprocess
from datetime import date
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from smarter_spending.guide.nb11_pay_for_priorities import live_workbook
from smarter_spending.guide.pages import Stamp
from smarter_spending.planning.reallocation import (
    identified_savings,
    net_table,
    pay_for,
    plan_on,
    transition_costs,
)

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
        ("P1", "0709", "6400", 9_000.00, 1.0),  # bought to last: it comes once
        ("P1*", "0709", "5800", 5.00, 1.0),  # a number that a pattern would take for P1 and P1*
        ("P2", "0709", "5800", 118_000.00, 1 - 6 / 25),
        ("P3", "7435", "5800", 340_000.00, 1.0),
    ]
    table = pd.DataFrame(accounts, columns=["program_id", "resource", "object", "amount", "share"])
    verdict = table["program_id"].map({"P1": "Stop", "P1*": "Stop", "P2": "Fix", "P3": "Fix"})
    lever = table["program_id"].map({"P1": "", "P1*": "", "P2": "scale", "P3": "budget"})
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


USES = pd.DataFrame(
    {
        "program": ["Tutoring", "Coaching"],
        "verdict": ["Grow", "Keep"],
        "seats": [100.0, 5.0],
        "cost_per_seat": [1236.37, 9.0],
        "raise_2": [0.014, 0.014],
        "raise_3": [0.014, 0.014],
        "year_1": [123_637.00, 45.0],
        "year_2": [125_367.92, 45.63],  # a raise of 1.4%, to the cent
        "year_3": [127_123.07, 46.27],
        "steps": 0.0,
        "used": [150_000.0, 50.0],
    }
)


def found(uses=USES):
    """What ``found_dollars`` would give of these rows: two months of pay to move people."""
    savings = identified_savings(rows(), RULES)
    savings["plan_on"] = plan_on(savings)
    lasting = savings[savings["term"].eq("recurring")]
    needs = uses.loc[uses["verdict"].eq("Grow")].set_index("program")["year_1"].to_dict()
    paid, planned = (
        pay_for(needs, {"Supplemental": lasting[name].sum()}, {"Tutoring": ["Supplemental"]})
        for name in ("likely", "plan_on")
    )
    moving = transition_costs(savings, 2)
    net = net_table(savings, paid, planned, moving)
    return SimpleNamespace(
        rows=rows(), savings=savings, uses=uses, paid=paid, planned=planned, transition=moving,
        net=net,
    )  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    file = tmp_path_factory.mktemp("book") / "reallocation.xlsx"
    file.write_bytes(live_workbook(found(), 2.0, STAMP))
    return file, found().savings


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
    # and what we wrote is what the tables say: 100,005.15... of P1 and P1*, and 118,000 x 19/25
    lasting = savings.loc[savings["term"].eq("recurring"), "likely"].sum()
    assert lasting == pytest.approx(100_000.15 + 5.00 + 89_680.00)
    places = {name: totals(file, name) for name in ("Savings", "Funds")}
    assert places["Savings"]["Total, every year"]["Identified"] == pytest.approx(lasting)
    assert places["Savings"]["Total, once"]["Identified"] == pytest.approx(340_000 + 9_000)
    assert places["Funds"]["Total, every year"]["Identified"] == pytest.approx(lasting)


def totals(file, sheet):
    """The lines of totals of a sheet, by their words and the headings."""
    table = list(openpyxl.load_workbook(file, data_only=True)[sheet].values)
    lines = [row for row in table if str(row[0]).startswith("Total")]
    return {row[0]: dict(zip(table[0], row, strict=True)) for row in lines}


def test_what_comes_once_is_never_added_to_what_comes_every_year(book):
    for sheet in ("Savings", "Funds"):
        assert list(totals(book[0], sheet)) == ["Total, every year", "Total, once"]


def test_a_program_number_is_not_read_as_a_pattern(book, tmp_path):
    after = recalculated(without_values(book[0], tmp_path), tmp_path)["Savings"]
    freed = {(row[0], row[4]): row[9] for row in after.values if str(row[0]).startswith("P1")}
    assert freed["P1*", "no"] == 5.0 and freed["P1", "yes"] == 9_000.0


def test_a_changed_ledger_row_moves_every_total_that_rests_on_it(book, tmp_path):
    file, _ = book
    before = totals(file, "Funds")["Total, every year"]
    changed = without_values(file, tmp_path, [("Ledger rows", "J6", 218_000.00)])
    recalculated(changed, tmp_path)
    after = totals(tmp_path / "out" / changed.name, "Funds")["Total, every year"]
    # the row of P2, of which 19/25 are freed: 100,000 more in the ledger
    assert after["Identified"] == pytest.approx(before["Identified"] + 76_000)
    assert after["Left"] == pytest.approx(before["Left"] + 76_000)


def test_more_seats_show_what_would_then_be_short(book, tmp_path):
    more = [("Investments", "B2", 110), ("Investments", "K2", 500.0)]
    changed = without_values(book[0], tmp_path, more)
    recalculated(changed, tmp_path)
    (line,) = totals(tmp_path / "out" / changed.name, "Investments").values()
    assert line["Year 1"] == pytest.approx(110 * 1236.37 + 500), "a step beyond the seats planned"
    assert line["Short, of what is identified"] == pytest.approx(10 * 1236.37 + 500)


def test_the_first_year_pays_for_moving_people_once(book):
    line = totals(book[0], "Funds")["Total, every year"]
    # two months of 60,000.10 of pay
    assert line["Moving people, once"] == pytest.approx(10_000.02)
    assert line["Left in the first year"] == pytest.approx(line["Left to plan on"] - 10_000.02)


def test_every_total_is_a_formula_and_no_ledger_amount_is(book):
    live = openpyxl.load_workbook(book[0])
    for sheet, column in (("Savings", "J"), ("Funds", "C"), ("Funds", "E"), ("Investments", "F")):
        cells = [cell.value for cell in live[sheet][column][1:] if cell.value is not None]
        assert cells and all(str(value).startswith("=") for value in cells)
    assert all(isinstance(live["Ledger rows"][f"J{row}"].value, float) for row in (2, 3))


def test_the_first_sheet_says_whose_figures_and_that_they_are_potential(book):
    about = openpyxl.load_workbook(book[0])["About"]
    words = " ".join(str(cell.value) for row in about.iter_rows() for cell in row)
    assert "Oak Unified" in words and "made up" in words
    assert "potential until the board approves it" in words


def test_the_same_tables_give_the_same_bytes():
    made = [live_workbook(found(USES.iloc[:0]), 2.0, STAMP) for _ in range(2)]
    assert made[0] == made[1]
