"""An attack on what a district hands out: can a hidden count of students be worked out?

Every shown count, percent and cost per student that speaks of a cell (a program, a school, a
group, a grade, a year) is one line of a linear system; so is every sum that must hold between
cells, whoever prints it.  The least and the most that a hidden count can then be are two linear
programs.  The truth is the district's own table of students: a hidden count is any of 1 to
``minimum`` - 1, and it leaks when fewer than three whole numbers apart are left.

    leak: most - least < 3

A reading that the truth contradicts is a wrong reading, of the attacker or of the page: it is
never kept quietly.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from smarter_spending.analysis.inventory import OUTCOME_COLUMNS, grades_listed
from smarter_spending.analysis.learning import (
    MEASURES,
    learning_gaps,
    learning_rates,
    literacy_rates,
    literacy_windows,
    score_growth,
)
from smarter_spending.case import Case
from smarter_spending.guide.sentences import GROUPS
from smarter_spending.guide.sentences import TITLES as GOAL_TITLES
from tests.shown import Shown, everything_shown

NARROW = 3
PARTS = ("n", "r", "b")  # counted, reached the goal, did not
INSIDE = {"foster": "low_income", "homeless": "low_income", "migrant": "low_income"}
TINY = 1e-6


class MisreadError(AssertionError):
    """What a page shows and the district's table say otherwise of the same cell."""


@dataclass
class Leak:
    """One count that nobody should know: what is left of it, ``least`` to ``most``."""

    cell: tuple
    true: int
    least: int
    most: int
    by: tuple | None = None  # the group of one student who can work it out


@dataclass
class Result:
    """What an attack came to."""

    sets: int
    hidden: int
    leaks: list[Leak]
    narrowest: int
    read: int = 0  # lines that pages told, beside those that hold in any district


@dataclass
class System:
    """Cells that count students, and what everything shown says of them."""

    truth: dict[tuple, int]
    lines: set[tuple] = field(default_factory=set)
    rules: int = 0

    def shown(self, cell: tuple, low: float, high: float, where: str) -> None:
        """A page shows a count between two numbers."""
        if not low - TINY <= self.truth[cell] <= high + TINY:
            raise MisreadError(f"{where}: {cell} is {self.truth[cell]}, read as {low} to {high}")
        self.lines.add((((cell, 1.0),), low, high))

    def share(self, part: tuple, whole: tuple, low: float, high: float, where: str) -> None:
        """A page shows what share of ``whole`` is ``part``."""
        true = self.truth[part] / self.truth[whole]
        if not low - TINY <= true <= high + TINY:
            raise MisreadError(f"{where}: {part} is {true:.4f} of {whole}, read {low} to {high}")
        self.lines.add((((part, 1.0), (whole, -low)), 0.0, np.inf))
        self.lines.add((((part, 1.0), (whole, -high)), -np.inf, 0.0))

    def odds(self, part: tuple, rest: Iterable[tuple], share: tuple, where: str) -> None:
        """A page shows what share of all, ``part`` and ``rest``, is ``part``."""
        low, high = (max(0.0, one) / (1 - one) for one in share)
        true = self.truth[part] / sum(self.truth[one] for one in rest)
        if not low - TINY <= true <= high + TINY:
            raise MisreadError(f"{where}: {part} is {true:.4f} of the rest, read {low} to {high}")
        for by, ends in ((-low, (0.0, np.inf)), (-high, (-np.inf, 0.0))):
            self.lines.add((((part, 1.0), *((one, by) for one in rest)), *ends))

    def must(self, cells: Mapping[tuple, float], low: float = 0.0, high: float = 0.0) -> None:
        """A sum that holds in this district, shown by nobody: kept where the truth obeys it."""
        known = all(cell in self.truth for cell in cells)
        if known and low <= sum(self.truth[c] * by for c, by in cells.items()) <= high:
            self.lines.add((tuple(cells.items()), low, high))
            self.rules += 1

    def bounds(
        self, cells: set[tuple], known: tuple | None = None
    ) -> dict[tuple, tuple[float, float]]:
        """The least and the most that each of some cells can be, to one who knows another."""
        found = {}
        for one in {self.system.part[self.system.place[cell]] for cell in cells}:
            of = np.flatnonzero(self.system.part == one)
            here = self.system.matrix[:, of]
            told = np.flatnonzero(np.diff(here.indptr))
            names = [self.system.cells[column] for column in of]
            limits = [(0, None)] * len(of)
            if known in names:
                limits[names.index(known)] = (self.truth[known],) * 2
            for at, cell in enumerate(names):
                if cell in cells:
                    problem = here[told], self.system.limit[told], limits
                    found[cell] = tuple(_end(*problem, at, sign) for sign in (1, -1))
        return found

    @cached_property
    def system(self) -> SimpleNamespace:
        """All lines as one matrix; what no line ties together is a part of its own."""
        cells = list(self.truth)
        place = {cell: at for at, cell in enumerate(cells)}
        upper, limit = [], []
        for terms, low, high in sorted(self.lines, key=str):
            for sign, bound in ((1.0, high), (-1.0, -low)):
                if np.isfinite(bound):
                    upper.append([(place[cell], sign * by) for cell, by in terms])
                    limit.append(bound + TINY)
        at = [(line, where, by) for line, terms in enumerate(upper) for where, by in terms]
        lines, columns, values = zip(*at, strict=True)
        matrix = csr_array((values, (lines, columns)), shape=(len(upper), len(cells)))
        _, part = connected_components(abs(matrix).T @ abs(matrix))
        return SimpleNamespace(
            cells=cells, place=place, matrix=matrix, limit=np.array(limit), part=part
        )

    def attacked(self, minimum: int) -> Result:
        """Every hidden count, and what is left of it, to a reader and to a member of the table."""
        spoken = {cell for terms, _, _ in self.lines for cell, _ in terms}
        hidden = {cell for cell, true in self.truth.items() if 0 < true < minimum}
        ends = [(None, self.bounds(hidden & spoken))]
        for one in sorted(hidden & spoken, key=str):
            # who is alone in a group knows it of that group, and of nothing that it did
            if self.truth[one] == 1 and one[-1 if one[-1] in PARTS else 0] in ("n", "served"):
                sums = [terms for terms, _, _ in self.lines if any(c == one for c, _ in terms)]
                beside = {cell for terms in sums for cell, _ in terms if cell[:-1] != one[:-1]}
                ends.append((one, self.bounds((beside & hidden & spoken) - {one}, one)))
        leaks, widths = {}, []
        for by, found in ends:
            for cell, (least, most) in found.items():
                widths.append(most - least)
                if most - least < NARROW and cell not in leaks:
                    leaks[cell] = Leak(cell, self.truth[cell], least, most, by)
        return Result(
            len(self.lines), len(hidden), list(leaks.values()), min(widths, default=np.inf)
        )


def _end(matrix: csr_array, limit: np.ndarray, limits: list, place: int, sign: int) -> float:
    aim = np.zeros(matrix.shape[1])
    aim[place] = sign
    found = linprog(aim, A_ub=matrix, b_ub=limit, bounds=limits, method="highs")
    if found.status == 3:  # no most: nothing shown speaks of it
        return np.inf
    assert found.status == 0, found.message
    end = found.x[place]
    return math.ceil(end - 1e-4) if sign > 0 else math.floor(end + 1e-4)


# --- The truth: every cell of which a page may speak, counted in the district's own tables --------


def truth_of(case: Case) -> dict[tuple, int]:
    """How many students are in each cell."""
    d, year = case.district, case.results_year
    cells = {
        ("enrolled", one): rows
        for one, rows in d.students_outcomes.value_counts("fiscal_year").items()
    }
    cells |= _programs(case)
    rates = {"": learning_rates(case.students)}
    rates["site"] = learning_rates(case.students, "site_code")
    for kind, table in rates.items():
        for row in table.itertuples():
            cells |= _rate((row.measure, row.fiscal_year, getattr(row, "site_code", kind), ""), row)
    here = learning_rates(case.students)
    for measure in here.loc[here["fiscal_year"].eq(year), "measure"]:
        for row in learning_gaps(case.students, measure, year).itertuples():
            if row.group not in ("all", "rest"):
                cells |= _rate((measure, year, "", row.group), row)
            elif row.group == "rest":
                cells |= _rate((measure, year, "", f"not {row.family}"), row)
    now = case.students[case.students["fiscal_year"].eq(year)]
    if now["literacy_assessment"].notna().any():
        for row in literacy_rates(case.students, year).itertuples():
            cells |= _rate(("literacy", row.literacy_assessment, row.grade), row)
        windows = literacy_windows(now).groupby(["literacy_assessment", "grade"])["students"]
        cells |= {("scored", *key): int(most) for key, most in windows.max().items()}
    for row in score_growth(now).itertuples():
        tested = now["grade"].eq(row.grade) & now[f"{row.subject}_level"].notna()
        cells[("tested", row.subject, row.grade)] = int(tested.sum())
        cells[("grew", row.subject, row.grade)] = row.students
        cells[("no spring before", row.subject, row.grade)] = int(tested.sum()) - row.students
    for measure, asked in MEASURES.items():
        grew = _grew(measure, asked, cells)
        if grew and (measure, year, "", "", "n") in cells:
            whole = cells[measure, year, "", "", "n"]
            cells["no spring before", measure] = whole - sum(cells[one] for one in grew)
    return {cell: int(count) for cell, count in cells.items()}


def _grew(measure: str, asked, cells: Iterable[tuple]) -> list[tuple]:
    """The students of a goal of state tests who were tested the spring before, grade by grade."""
    of = [("grew", measure.split("_")[0], grade) for grade in asked.grades]
    return of if all(one in cells for one in of) else []


def _rate(key: tuple, row) -> dict[tuple, int]:
    return dict(
        zip(((*key, p) for p in PARTS), (row.students, row.reached, row.behind), strict=True)
    )


def _programs(case: Case) -> dict[tuple, int]:
    d = case.district
    here = d.program_participation
    here = here[here["fiscal_year"].eq(d.fiscal_year)]
    sets = here.groupby(["program_id", "group"])["student_key"].agg(set).to_dict()
    enrolled = d.students_outcomes[d.students_outcomes["fiscal_year"].eq(d.fiscal_year)]
    served = case.costs.set_index("program_id")["students_served"]
    effects = case.effects.set_index("program_id")
    cells = {}
    for outcome, columns in OUTCOME_COLUMNS.items():
        known = enrolled[enrolled.reindex(columns=list(columns)).notna().any(axis=1)]
        for grade, rows in known.groupby("grade"):
            cells[("outcome", outcome, grade)] = rows["student_key"].nunique()
    for program in d.programs.itertuples():
        one = program.program_id
        if pd.notna(served.get(one)):
            cells[("served", one)] = served[one]
        if (one, "waitlist") in sets:
            cells[("waiting", one)] = len(sets[one, "waitlist"])
        if program.intended_outcome not in OUTCOME_COLUMNS:
            continue
        columns = list(OUTCOME_COLUMNS[program.intended_outcome])
        known = enrolled[enrolled.reindex(columns=columns).notna().any(axis=1)]
        inside = known["student_key"].isin(sets.get((one, "treated"), set()))
        grades = grades_listed(program.grades) or set(known.loc[inside, "grade"])
        cells[("with outcome", one)] = int(inside.sum())
        cells[("similar", one)] = int((~inside & known["grade"].isin(grades)).sum())
        if ("served", one) in cells:
            cells[("without outcome", one)] = cells[("served", one)] - int(inside.sum())
        if one in effects.index and pd.notna(effects.loc[one, "program_students"]):
            found = effects.loc[one]
            cells[("compared", one)] = found["program_students"]
            cells[("compared with", one)] = found["comparison_students"]
            lost = found["share_lost"]
            both = found["program_students"] + found["comparison_students"]
            cells[("lost", one)] = round(lost / (1 - lost) * both)
    return cells


# --- What must hold between them ------------------------------------------------------------------


def must_hold(system: System, case: Case) -> None:
    """Rows, columns, complements, one page minus another: every sum that this district obeys."""
    truth, year = system.truth, case.results_year
    rates = {cell[:-1] for cell in truth if cell[-1] in PARTS}
    for one in rates:
        system.must({(*one, "n"): 1, (*one, "r"): -1, (*one, "b"): -1})
    for measure, of in {one[:2] for one in rates if one[0] in MEASURES}:
        groups = {one[3] for one in rates if one[:3] == (measure, of, "") and one[3]}
        sites = {one[2] for one in rates if one[:2] == (measure, of) and one[2]}
        families = [{g, f"not {g}"} for g in groups if f"not {g}" in groups]
        families.append(
            {g for g in groups if f"not {g}" not in groups and not g.startswith("not ")}
        )
        for part in PARTS:
            whole = {(measure, of, "", "", part): -1}
            system.must({(measure, of, site, "", part): 1 for site in sites} | whole)
            for family in families:
                system.must({(measure, of, "", g, part): 1 for g in family} | whole)
            for inner, outer in INSIDE.items():
                cells = {(measure, of, "", outer, part): 1, (measure, of, "", inner, part): -1}
                system.must(cells, 0, np.inf)
    for measure, asked in MEASURES.items():
        whole = {(measure, year, "", "", "n"): -1}
        for subject in ("ela", "math"):
            system.must({("tested", subject, grade): 1 for grade in asked.grades} | whole)
        grew = dict.fromkeys(_grew(measure, asked, truth), 1)
        if grew:
            system.must(grew | {("no spring before", measure): 1} | whole)
        tests = {one[1] for one in rates if one[0] == "literacy"}
        for part in PARTS:
            cells = {("literacy", t, g, part): 1 for t in tests for g in asked.grades}
            cells = {cell: by for cell, by in cells.items() if cell in truth}
            if cells:
                system.must(cells | {(measure, year, "", "", part): -1})
    for kind, *rest in [*truth]:
        if kind == "grew":
            left = {("no spring before", *rest): -1}
            system.must({("tested", *rest): 1, ("grew", *rest): -1} | left)
        if kind == "scored" and len(rest) == 2:
            system.must({("scored", *rest): 1, ("literacy", *rest, "n"): -1})
            for outcome in OUTCOME_COLUMNS:
                system.must({("scored", *rest): 1, ("outcome", outcome, rest[1]): -1})
        if kind == "tested":
            system.must({("tested", *rest): 1, ("outcome", f"{rest[0]}_score", rest[1]): -1})
    for program in case.district.programs.itertuples():
        _of_program(system, program)


def _of_program(system: System, program) -> None:
    one, outcome = program.program_id, program.intended_outcome
    grades = grades_listed(program.grades)
    both = {("with outcome", one): -1, ("similar", one): -1}
    known = {("outcome", outcome, grade): 1 for grade in grades}
    if grades:
        system.must({cell: 1 for cell in known if cell in system.truth} | both)
    parts = {("with outcome", one): -1, ("without outcome", one): -1}
    system.must({("served", one): 1} | parts)
    system.must({("compared", one): -1, ("with outcome", one): 1}, 0, np.inf)
    system.must({("compared with", one): -1, ("similar", one): 1}, 0, np.inf)


# --- What the pages show --------------------------------------------------------------------------

COUNTED = {
    "Students served": ("served", 0), "Students affected": ("served", 0),
    "Students with outcome": ("with outcome", 0),
    "Similar students to compare": ("similar", 0), "Students waiting": ("waiting", 0),
    "Students in it (to the nearest ten)": ("compared", 5),
    "Compared with (to the nearest ten)": ("compared with", 5),
}  # fmt: skip
# what may be said of a program whoever is in it: its dollars, what others claim, yes and no
ABOUT_ALL = {
    "Total cost", "The inventory states", "Tagged in the ledger", "Pay of its positions",
    "Counted here", "Counted less than that by", "Counted less than that", "Whole", "People",
    "Everything else", "Outside the ledger", "Restricted share", "Of it, from our ledger",
    "Claimed (SD)", "Budgeted", "Spent", "Spent, of the budget", "In the ledger",
    "In the ledger today", "As planned", "Freed a year", "Identified", "Plan on", "At least",
    "At most", "Uses in all, whoever pays", "Ledger rows", "Schools", "Schools that had it",
    "Moving people, once", "Other cost", "Dollars", "What it states", "Shared grades",
    "Grades both serve", "Resource", "Fund", "Goal", "Function", "Object", "School", "Share freed",
    "Freed",
}  # fmt: skip


def number_in(text: str) -> tuple[float, float] | None:
    """The two numbers between which a printed one lies: rounded as far as it is printed."""
    found = re.fullmatch(r"([−-]?)\$?([\d,]+)(?:\.(\d+))?(%?)", str(text).strip())
    if not found:
        return None
    sign, whole, digits, percent = found.groups()
    value = float(f"{whole.replace(',', '')}.{digits or 0}") * (-1 if sign else 1)
    half = 0.5 * 10 ** -len(digits or "")
    by = 100 if percent else 1
    return (value - half) / by, (value + half) / by


def count_in(text: str) -> int | None:
    """A whole number of students, or None."""
    found = re.fullmatch(r"(\d[\d,]*)(?:\.0+)?", str(text).strip())
    return int(found[1].replace(",", "")) if found else None


def read_all(system: System, case: Case, shown: Shown) -> None:
    """Turn every table that speaks of students into lines of the system."""
    costs = {}
    programs = case.district.programs.set_index("program_name")["program_id"].to_dict()
    for where, table in shown.tables:
        table = table.loc[:, ~table.columns.duplicated()]
        columns = set(table.columns)
        rows = table.to_dict("records")
        if "Program" in columns:
            for row in rows:
                one = programs.get(row["Program"])
                if one:
                    _read_program(system, where, one, row, costs)
        if {"School", "Reached the goal"} <= columns:
            _read_rates(system, case, where, rows, "School")
        if {"Group", "Reached the goal"} <= columns:
            _read_rates(system, case, where, rows, "Group")
        if {"Test", "Grade", "Reached the goal"} <= columns:
            _read_literacy(system, where, rows)
        if {"Subject", "Grade", "Change (points)"} <= columns:
            _read_growth(system, where, rows)
        if {"Goal", "Reached the goal"} <= columns:
            _read_goals(system, case, where, rows)
        if {"School", "Before", "After"} <= columns or {"Goal", "Before", "After"} <= columns:
            _read_years(system, case, where, rows)
    seats = case.district.programs.set_index("program_id")["seats_planned"]
    for where, text in shown.texts:
        for used, paid in re.findall(r"(\d+) of the (\d+) seats that are paid", text):
            fits = [
                one
                for one, true in system.truth.items()
                if one[0] == "served" and true == int(used)
            ]
            fits = [one for one in fits if seats.get(one[1]) == int(paid)]
            if len(fits) == 1:
                system.shown(fits[0], int(used), int(used), where)


def _read_program(system: System, where: str, one: str, row: dict, costs: dict) -> None:
    for heading, (kind, half) in COUNTED.items():
        count = count_in(row.get(heading, ""))
        if count is not None and (kind, one) in system.truth:
            system.shown((kind, one), count - half, count + half, where)
    if "Everything else" in row:
        costs[one] = number_in(row["Everything else"])
    pairs = ((number_in(row.get("Total cost", "")), "Cost per student"),
             (costs.get(one), "One more seat, from our ledger"))  # fmt: skip
    for whole, heading in pairs:
        each = number_in(row.get(heading, ""))
        if whole and each and each[0] > 0 and ("served", one) in system.truth:
            system.shown(("served", one), whole[0] / each[1], whole[1] / each[0], where)
    lost = number_in(row.get("Students without a score", ""))
    if lost and ("lost", one) in system.truth:
        system.odds(("lost", one), (("compared", one), ("compared with", one)), lost, where)


def _read_rate(system: System, where: str, key: tuple, row: dict) -> None:
    whole, part = (*key, "n"), (*key, "r")
    for heading, cell in (("Students", whole), ("Students behind", (*key, "b"))):
        count = count_in(row.get(heading, ""))
        if count is not None:
            system.shown(cell, count, count, where)
    _read_share(system, where, part, whole, row.get("Reached the goal", ""))


def _read_share(system: System, where: str, part: tuple, whole: tuple, text: str) -> None:
    percent = re.fullmatch(r"(\d+(?:\.\d+)?%)( or less| or more)?", str(text).strip())
    if percent:
        low, high = number_in(percent[1])
        low, high = (
            (0.0 if percent[2] == " or less" else low),
            (1.0 if percent[2] == " or more" else high),
        )
        system.share(part, whole, max(0.0, low), min(1.0, high), where)


def _fits(system: System, case: Case, rows: list[dict], key) -> list[str]:
    """The goals of which a table without a goal can speak: every count in it is theirs."""
    fits = []
    for measure in MEASURES:
        counts = [(key(measure, row), count_in(row.get("Students", ""))) for row in rows]
        told = [(cell, count) for cell, count in counts if cell and count is not None]
        if told and all(system.truth.get((*cell, "n")) == count for cell, count in told):
            fits.append(measure)
    return fits


def _read_rates(system: System, case: Case, where: str, rows: list[dict], of: str) -> None:
    year = case.results_year
    names = {title: code for code, title in GROUPS.items()}
    sites = case.district.schools.set_index("school_name")["local_site_code"].to_dict()

    def key(measure: str, row: dict) -> tuple:
        if of == "School":
            return measure, year, sites[row["School"]], ""
        return measure, year, "", {"All students": ""}.get(row["Group"], names.get(row["Group"]))

    told = [row for row in rows if count_in(row.get("Students", "")) is not None]
    fits = _fits(system, case, told, key)
    if told and not fits:
        raise MisreadError(f"{where}: no goal has these students: {told[:3]}")
    for row in rows if len(fits) == 1 else ():
        cell = key(fits[0], row)
        if (*cell, "n") in system.truth:
            _read_rate(system, where, cell, row)


def _read_literacy(system: System, where: str, rows: list[dict]) -> None:
    for row in rows:
        grade, count = _grade(row["Grade"]), count_in(row["Students"])
        fits = [one for one in system.truth if one[0] == "literacy" and one[2:] == (grade, "n")]
        if len(fits) == 1 and count is not None:
            _read_rate(system, where, fits[0][:3], row)
        elif len(fits) == 1:
            _read_share(system, where, (*fits[0][:3], "r"), fits[0], row["Reached the goal"])


def _read_growth(system: System, where: str, rows: list[dict]) -> None:
    subjects = {"English language arts": "ela", "Mathematics": "math"}
    for row in rows:
        cell = ("grew", subjects[row["Subject"]], _grade(row["Grade"]))
        count = count_in(row["Students"])
        if count is not None:
            system.shown(cell, count, count, where)


def _grade(words: str) -> str:
    number = re.fullmatch(r"Grade (\d+)", words)
    return f"{int(number[1]):02d}" if number else {"Kindergarten": "KN"}.get(words, "TK")


def _read_goals(system: System, case: Case, where: str, rows: list[dict]) -> None:
    codes = {title: code for code, title in GOAL_TITLES.items()}
    for row in rows:
        if row["Goal"] in codes:
            _read_rate(system, where, (codes[row["Goal"]], case.results_year, "", ""), row)


def _read_years(system: System, case: Case, where: str, rows: list[dict]) -> None:
    codes = {title: code for code, title in GOAL_TITLES.items()}
    for row in rows:
        measure = codes.get(row.get("Goal"))
        years = sorted({one[1] for one in system.truth if one[0] == measure})
        if measure and len(years) == 2:
            for year, heading in zip(years, ("Before", "After"), strict=True):
                cell = measure, year, "", ""
                _read_share(system, where, (*cell, "r"), (*cell, "n"), row[heading])


def about_hidden(case: Case, shown: Shown) -> list[tuple[str, str, str, str]]:
    """Figures about a program of too few students: (where, program, heading, what is shown)."""
    served = case.costs.set_index("program")["students_served"]
    few = set(served[served.between(1, case.district.minimum_group - 1)].index)
    found = []
    for where, table in shown.tables:
        for row in table.loc[:, ~table.columns.duplicated()].to_dict("records"):
            if row.get("Program") in few:
                found += [
                    (where, row["Program"], heading, text)
                    for heading, text in row.items()
                    if number_in(text) and heading not in ABOUT_ALL
                ]
    return found


_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SMALL_WORDS = {word: count for count, word in enumerate(_WORDS, 1)}
SMALL_WORDS |= {str(count): count for count in range(1, 11)}
SAID = re.compile(
    rf"(?<![$\w.,-])({'|'.join(SMALL_WORDS)})(?: of (?:the |all |its |our )?([\d,]+))? "
    r"(?:students|children|pupils|kindergartners|participants)\b", re.I
)  # fmt: skip
OF = re.compile(r"(?<![$\w.,])([\d,]+) of (?:the |all |its |our )?([\d,]+) (?:students|children)\b")
# of statistics in general, and of no district: the very words of a question and of its answer
GENERAL = re.compile(r"two of three students lie within|two or three students more")


def small_in_words(shown: Shown, minimum: int) -> list[tuple[str, str]]:
    """Sentences that count 1 to ``minimum`` - 1 students, in figures, in words, or as the rest."""
    found = []
    for where, text in shown.texts:
        for said in [*SAID.finditer(text), *OF.finditer(text)]:
            part, whole = said[1].lower(), said[2]
            count = SMALL_WORDS.get(part) or int(part.replace(",", ""))
            rest = int(whole.replace(",", "")) - count if whole else 0
            around = text[max(0, said.start() - 40) : said.end() + 40]
            small = 0 < count < minimum or 0 < rest < minimum
            bound = text[: said.start()].lower().rstrip().endswith("fewer than")
            if small and not bound and not GENERAL.search(around.lower()):
                found.append((where, around))
    return found


# the pages that speak of students
PAGES = (
    "02_student_learning", "03_goals", "07_program_inventory", "08_what_moved_the_needle",
    "09_cost_per_outcome", "10_keep_grow_fix_stop", "11_pay_for_priorities",
    "13_school_allocations", "14_action_and_board_page", "15_monitor_and_sustain",
)  # fmt: skip


def handed_out(case: Case, pages: Iterable[str] = PAGES) -> Shown:
    """What pages of a case take home, written without a notebook, and read again."""
    for page in pages:
        vars(case)["notebook"] = page  # one case for all, so that no stage is found twice
        import_module(f"smarter_spending.guide.nb{page}").take_home(case)
    return everything_shown(case.take_home)


def attack(case: Case, shown: Shown, minimum: int | None = None) -> Result:
    """Everything that a folder shows, against the district's own count of every cell."""
    system = System(truth_of(case))
    must_hold(system, case)
    rules = len(system.lines)
    read_all(system, case, shown)
    result = system.attacked(minimum or case.district.minimum_group)
    return replace(result, read=len(system.lines) - rules)
