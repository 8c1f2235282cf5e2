"""The README of the sample folders: what the districts are, and what every column means."""

from smarter_spending.district.tables import Column, Table, all_tables
from tools.samples.scores import LITERACY_GOALS
from tools.samples.shapes import BY_NAME

PURPOSE = {
    "altamont_valley": (
        "The teaching district. About 17,000 students in 26 schools, fewer every year; three years "
        "of ledger, and beside the latest year its adopted budget, which must not be added to it; "
        "60 programs, most of which cannot be reviewed yet because something about them was never "
        "written down."
    ),
    "cold_creek": (
        "A small rural elementary district. About 1,100 students in three schools, so many groups "
        "are too small to show; it sent no position control and no ingredients, the ledger lacks "
        "2023-24, the counts lack 2022-23, and the students start in 2023-24."
    ),
    "port_sierra": (
        "A large district with high need. About 48,000 students in 67 schools, more than three in "
        "four of low income; two years of ledger, one of students; its best and worst programs are "
        "not those of Altamont Valley."
    ),
}

OPENING = """# Three invented districts

**Nothing in these folders is real.** The districts, schools, students, employees, programs,
vendors, claims and dollars were drawn by a seeded generator (`tools/samples`)
to have the shape of California districts. No person is behind any row. The district codes 99997,
99998 and 99999 belong to no district.

The claims in `programs.csv` (`reported_effect`: "vendor brochure", "state study of a similar
program") are invented too: some are about right, some are inflated. What each reviewed program
truly did is known to the generator and is written nowhere here.

The early literacy scores are on an invented composite scale shaped like DIBELS 8; its goals at the
end of kindergarten and of grades 1, 2 and 3 are {goals}. Transitional
kindergarten is not tested. Students on a `waitlist` were put forward for a program in the same way
as those who took part; `comparison` students go to schools that do not have it. A blank cell is
missing, never zero.

Write the folders again with `python -m tools.samples`; a test holds them to the
same bytes.
"""


SET_BY = """
### district.toml

Who the district is, and what its board has decided. Nothing is said in its name before it
says who set it and when: `[set_by]` has a line for `reserve_policy`, `decision_rule` (every
threshold of `[decision_rule]` is written then) and, if wanted, `outcome_worth`:

```
[set_by]
reserve_policy = "the board, 2024-06-11"
```

The rates of the years ahead stand in assumptions.csv, and their `source` says who."""


def readme() -> str:
    """The text of data/samples/README.md, made from the shapes and the table descriptions."""
    goals = ", ".join(str(goal) for goal in LITERACY_GOALS)
    parts = [OPENING.format(goals=goals), "## The districts\n"]
    for name, shape in BY_NAME.items():
        parts.append(f"- **{name}** ({shape.name}). {PURPOSE[name]}")
    parts.append(
        "\n## What the files hold\n\nEvery table a district folder may have, and every column. "
        "Columns marked * must be there; the sample districts leave some of the others out."
    )
    parts.append(SET_BY)
    parts += [_described(table) for table in all_tables().values()]
    return "\n".join(parts) + "\n"


def _described(table: Table) -> str:
    lines = [
        f"\n### {table.name}.csv\n",
        f"{table.meaning} One row: {table.grain.removeprefix('one row per ')}.\n",
        "| column | kind | unit or choices | meaning |",
        "|---|---|---|---|",
    ]
    for column in table.columns.values():
        mark = " *" if column.required else ""
        lines.append(
            f"| {column.name}{mark} | {column.kind} | {_limits(column)} | {column.meaning} |"
        )
    return "\n".join(lines)


def _limits(column: Column) -> str:
    if column.choices:
        return ", ".join(column.choices)
    if column.digits:
        return f"{column.digits} digits"
    return column.unit
