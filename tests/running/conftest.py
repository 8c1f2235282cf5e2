"""Small notebooks and small districts to run them for."""

from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = """\
district_folder: str = "nowhere"  # the folder holding your district's spreadsheets
take_home: str = "nowhere"  # where the pages you take home are written
person: str = ""  # your display name"""
READS = """\
# Get ready
import smarter_spending as ss
from smarter_spending.district.choices import open_choices
from smarter_spending.guide import opening, panels, showing, take_home as home
from smarter_spending.guide.questions import ask_words
district = ss.load_district(district_folder)
mine = open_choices(district_folder, "01_fine", person)
showing.show_text(district.name)"""
IN_SHORT = """\
# In short
case = ss.open_case(district_folder, "01_fine", person)
opening.in_short(case, "Half is *shown*.", "50%", "of it", "", {})"""
ASKS = """\
# A form
panels.form(mine, ask_words("why", "Why?"))"""
TAKES_HOME = """\
# Take it home
said = ["It costs **$5**."]
home.page_and_workbook(district, take_home, "01_fine", "Home", said, {}, [], mine)"""


def parameters(text=PARAMETERS):
    return new_code_cell(text, metadata={"tags": ["parameters"]})


def hidden(text):
    return new_code_cell(text, metadata={"tags": ["remove-input"]})


def write(path: Path, *cells) -> Path:
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("notebooks")
    opening = "# 1. All is well\n\n**The decision.** What comes *first*?\n\nFrom $5 to **$7**."
    return {
        "fine": write(
            folder / "01_fine.ipynb",
            new_markdown_cell(opening),
            parameters(),
            hidden(READS),
            hidden(IN_SHORT),
            hidden(ASKS),
            hidden(TAKES_HOME),
            new_markdown_cell("Let silence stand.", metadata={"tags": ["facilitator"]}),
        ),
        "fault": write(
            folder / "02_fault.ipynb",
            new_markdown_cell("# 2. A fault"),
            parameters(),
            new_markdown_cell("## Money goes somewhere"),
            hidden("# What each program costs\n1 / 0"),
            new_markdown_cell("What comes after is not reached."),
        ),
        "ours": write(
            folder / "03_ours.ipynb",
            new_markdown_cell("# 3. A price"),
            parameters(),
            hidden(
                "# A price\nimport smarter_spending as ss\n"
                "ss.annual_cost(price=-1, life_years=4, rate=0.03)"
            ),
        ),
        "misspelt": write(
            folder / "04_misspelt.ipynb",
            new_markdown_cell("# 4. Misspelt"),
            parameters('district_foldr: str = "x"\ntake_home: str = "x"'),
            hidden("# Never reached\nraise SystemError"),
        ),
    }


def district(folder: Path, name: str, toml: str = "") -> Path:
    place = folder / name
    place.mkdir(parents=True)
    settings = f"""\
name = "{name.title()} Unified"
cds_code = "39999990000000"
fiscal_year = "2024-25"
as_of = {date(2025, 9, 15)}
price_year = "2024-25"
invented = true
"""
    (place / "district.toml").write_text(toml or settings, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def make_district():
    """A function that makes a folder holding only district.toml."""
    return district
