"""A tiny valid district to be spoilt one cell at a time."""

import csv
from pathlib import Path

import pytest

from smarter_spending.district.loading import DistrictDataError, load_district

SETTINGS = """\
name = "Oak Grove Unified"
cds_code = "39999990000000"
fiscal_year = "2024-25"
as_of = 2025-09-15
price_year = "2024-25"
"""

ACCOUNT = {"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01", "resource": "0000"}
SALARY = {**ACCOUNT, "goal": "1110", "function": "1000", "school_code": "0101"}


def valid_tables() -> dict[str, list[dict[str, str]]]:
    """Rows that load without a note: 100,000 of salaries, one school, two students."""
    return {
        "ledger": [
            {**SALARY, "object": "1100", "local_program": "P-031", "amount": "100000.00"},
            {**SALARY, "object": "4300", "local_program": "", "amount": "2500.50"},
            {
                **SALARY,
                "goal": "0000",
                "function": "0000",
                "school_code": "0000",
                "object": "8011",
                "local_program": "",
                "amount": "150000",
            },
        ],
        "control_totals": [
            {
                "fiscal_year": "2024-25",
                "amount_type": "actual",
                "fund": "01",
                "object_from": "1000",
                "object_to": "7499",
                "restriction": "",
                "amount": "102500.50",
            }
        ],
        "staffing": [
            {
                "fiscal_year": "2024-25",
                "position_id": "00417",
                "job_class": "Teacher",
                "employee_type": "certificated",
                "site_code": "0101",
                "fte": "1.0",
                "hours_per_day": "",
                "salary_annual": "100000",
                "benefits_annual": "40000",
                "resource": "0000",
                "goal": "1110",
                "function": "1000",
                "object": "1100",
                "funding_pct": "100",
                "program_id": "P-031",
            }
        ],
        "programs": [
            {
                "program_id": "P-031",
                "program_name": "Reading Clinics",
                "lcap_action": "1.1",
                "annual_cost_total": "600000",
                "personnel": "500000",
                "nonpersonnel": "100000",
                "lcff": "400000",
                "other_state": "0",
                "local": "0",
                "federal": "200000",
            }
        ],
        "program_participation": [
            {
                "student_key": "S0001",
                "program_id": "P-031",
                "fiscal_year": "2024-25",
                "site_code": "0101",
                "start_date": "2024-09-09",
                "end_date": "2025-05-16",
                "sessions_offered": "60",
                "sessions_attended": "41",
                "group": "treated",
            }
        ],
        "students_outcomes": [
            {
                "student_key": key,
                "fiscal_year": "2024-25",
                "site_code": "0101",
                "grade": "03",
                "sed": "Y",
                "days_expected": "180",
                "days_absent": "9",
                "ela_ss": score,
                "ela_level": level,
                "math_ss": "2500",
                "math_level": "3",
                "ela_ss_prior": "",
            }
            # grade 3 English language arts is met from 2432 (level 3)
            for key, score, level in (("S0001", "2440", "3"), ("S0002", "2400", "2"))
        ],
        "schools": [
            {
                "local_site_code": "0101",
                "school_code": "6901007",
                "school_name": "Oak Elementary",
                "cde_type": "elementary",
                "grade_low": "TK",
                "grade_high": "05",
                "enrollment": "400",
                "unduplicated": "200",
                "charter_funding": "",
                "closed_date": "",
            }
        ],
        "enrollment_lcff": [
            {
                "fiscal_year": year,
                "enrollment": "1000",
                "upc": upc,
                "ada_p2_tk3": "950",
                # (500 + 510 + 520) / 3000 = 0.51
                "upp": upp,
            }
            for year, upc, upp in (
                ("2022-23", "500", ""),
                ("2023-24", "510", ""),
                ("2024-25", "520", "0.51"),
            )
        ],
    }


class Folder:
    """A district folder in the making: ``tables`` by name, each a list of rows."""

    def __init__(self, path: Path):
        self.path = path
        self.settings = SETTINGS
        self.tables = valid_tables()

    def __getitem__(self, table: str) -> list[dict[str, str]]:
        return self.tables[table]

    def keep(self, *names: str) -> "Folder":
        self.tables = {name: self.tables[name] for name in names}
        return self

    def change(self, table: str, **cells: str) -> "Folder":
        """Change cells of a table's first row."""
        self.tables[table][0].update(cells)
        return self

    def again(self, table: str, **cells: str) -> "Folder":
        """Add the first row once more, with some cells changed."""
        self.tables[table].append({**self.tables[table][0], **cells})
        return self

    def write(self, **options) -> Path:
        self.path.mkdir(exist_ok=True)
        (self.path / "district.toml").write_text(self.settings, encoding="utf-8")
        for name, rows in self.tables.items():
            with (self.path / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                columns = dict.fromkeys(column for row in rows for column in row)
                writer = csv.DictWriter(file, columns, restval="", **options)
                writer.writeheader()
                writer.writerows(rows)
        return self.path

    def put(self, name: str, content: str | bytes) -> "Folder":
        """Write a file as it is, in place of the table of that name."""
        self.tables.pop(name.rpartition(".")[0], None)
        self.path.mkdir(exist_ok=True)
        whole = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(whole)
        return self

    def text(self, table: str) -> str:
        """A table as the CSV that would be written."""
        self.write()
        return (self.path / f"{table}.csv").read_text(encoding="utf-8")

    def load(self):
        return load_district(self.write())

    def problems(self) -> list:
        with pytest.raises(DistrictDataError) as refused:
            self.load()
        return refused.value.problems

    def problem(self):
        """The only problem there is."""
        found = self.problems()
        assert len(found) == 1, [str(problem) for problem in found]
        return found[0]

    def notes(self, kind: str = "note") -> list[str]:
        return [str(note) for note in self.load().notes if note.kind == kind]

    def warnings(self) -> list[str]:
        return self.notes("warning")


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "oak_grove")


@pytest.fixture(autouse=True)
def secret_elsewhere(tmp_path_factory, monkeypatch) -> Path:
    """No test makes keys with the secret of whoever runs it."""
    file = tmp_path_factory.mktemp("away") / "student_keys.secret"
    monkeypatch.setenv("SMARTER_SPENDING_SECRET", str(file))
    return file
