"""How quickly a district's files are read, beside what their bare reading costs, in one run.

    python benchmarks/reading.py [--folder data/samples/altamont_valley] [--extract FILE.xlsx]

Prints seconds of the processor and the ratio to the plainest way there is: pandas' own
reader for a folder, and for one with ten times its rows; openpyxl's own pass over the cells
for the state's extract; and Python starting up for the command line.  The ratio is what
checking and explaining cost.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time

import openpyxl
import pandas as pd

from smarter_spending.district.importers.sacs import import_sacs
from smarter_spending.district.loading import load_district

REPEATS = 3
TIMES = 10
LARGE = {  # the tables that grow with a district, and what tells the rows of a copy from others
    "ledger": "fiscal_year",
    "students_outcomes": "student_key",
    "program_participation": "student_key",
    "staffing": "position_id",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path("data/samples/altamont_valley"))
    parser.add_argument("--extract", type=Path, help="a SACS Web DataExtract.xlsx")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        larger = _larger(arguments.folder, Path(place))
        rows = [_folder(arguments.folder), _folder(larger), _help()]
    if arguments.extract:
        rows.append(_extract(arguments.extract))
    columns = ["what", "ours_s", "plain_s", "ratio"]
    print(pd.DataFrame(rows, columns=columns).round(2).to_string(index=False))


def _folder(folder: Path) -> tuple:
    files = sorted(folder.glob("*.csv"))
    ours = _seconds(lambda: load_district(folder))
    text = {"dtype": str, "keep_default_na": False}
    plain = _seconds(lambda: [pd.read_csv(file, **text) for file in files])
    return f"load_district {folder.name} / pandas.read_csv", ours, plain, ours / plain


def _larger(folder: Path, place: Path) -> Path:
    """A folder with ``TIMES`` the rows, each copy with its own students, positions and years."""
    made = place / f"{folder.name} x {TIMES}"
    shutil.copytree(folder, made, ignore=shutil.ignore_patterns("choices"))
    for name, key in LARGE.items():
        file = made / f"{name}.csv"
        if file.is_file():
            rows = pd.read_csv(file, dtype=str, keep_default_na=False)
            copies = [rows.assign(**{key: _keys(rows[key], copy)}) for copy in range(TIMES)]
            pd.concat(copies).to_csv(file, index=False)
    return made


def _keys(keys: pd.Series, copy: int) -> pd.Series:
    if keys.name != "fiscal_year":
        return keys + f"x{copy}" * bool(copy)
    begins = keys.str[:4].astype(int) - 10 * copy
    return begins.astype(str) + "-" + (begins + 1).astype(str).str[-2:]


def _extract(file: Path) -> tuple:
    def plain() -> None:
        for sheet in openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets:
            for _ in sheet.iter_rows(values_only=True):
                pass

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder:
            import_sacs(file, Path(folder) / "district")

    mine, bare = _seconds(ours), _seconds(plain)
    return "import_sacs / openpyxl", mine, bare, mine / bare


def _help() -> tuple:
    def run(*words: str) -> float:
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], capture_output=True, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    ours = min(run("-m", "smarter_spending.running.command", "--help") for _ in range(REPEATS))
    plain = min(run("-c", "pass") for _ in range(REPEATS))
    return "smarter-spending --help / python", ours, plain, ours / plain


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main()
