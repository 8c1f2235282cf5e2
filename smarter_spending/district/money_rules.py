"""Rules between the columns, rows and tables of money: ledger, positions, programs."""

import pandas as pd

from smarter_spending.district.columns import Checked
from smarter_spending.district.sacs import codes

CODED = ("fund", "resource", "goal", "function", "object")
NETS_TO_ZERO = {
    "5710": "transfers of direct costs",
    "7310": "transfers of indirect costs",
    "8980": "contributions from unrestricted revenue",
}
ONE_TIME = ("3210", "3219")
ON_BEHALF = "7690"
SUBTOTAL = r"^\s*(?:sub-?\s*total|grand total|total)\b"


def check_codes(checked: Checked, overrides: pd.DataFrame) -> None:
    """Every SACS code is in the state's tables or in code_overrides.csv."""
    for field in CODED:
        if field not in checked.frame:
            continue
        known = set(codes(field).index) | set(overrides.loc[overrides["field"] == field, "code"])
        cells = checked.frame[field]
        wrong = cells.notna() & ~cells.isin(known)
        if field == "resource":
            wrong &= ~cells.between("0001", "0999")
        for code in cells[wrong].unique():
            checked.problem(
                field,
                cells == code,
                f'{field} "{code}" is not a SACS {field} code{_hint(code)}. Fix the code or add '
                "it to code_overrides.csv.",
            )


def _hint(code: str) -> str:
    letters = {"l": "letter l", "I": "letter I", "O": "letter O", "o": "letter o"}
    found = [name for letter, name in letters.items() if letter in code]
    return f" ({found[0]}?)" if found else ""


def check_ledger(checked: Checked, fiscal_year: str) -> None:
    """The ledger's own rules: what must hold in a row, and what is worth knowing of the whole."""
    ledger = checked.frame
    _resource_rolls_up(checked)
    earning = ledger["object"].str[:1].isin(["8", "9"])
    checked.problem(
        "function",
        ledger["function"].eq("0000") & ledger["object"].str.fullmatch(r"[1-6]\d{3}"),
        'function "0000" stands beside a spending object. Function 0000 is only for revenue and '
        "balances; write what the money did.",
    )
    # the state accepts these (San Francisco's file has 59), so they are only worth knowing
    coded = int((ledger["function"].ne("0000") & earning).sum())
    if coded:
        checked.note(
            "function",
            f"{coded:,} revenue or balance rows (objects 8000-9999) name a function. They are "
            "kept, and are not spending.",
        )
    key = [name for name in checked.table.key if name in ledger]
    twice = ledger.duplicated(key, keep=False)
    if twice.any():
        rows = checked.rows[twice.to_numpy()]
        checked.note(
            "",
            f"{int(twice.sum()):,} rows share an account string with another row of the same year "
            f"(first: rows {rows[0]} and {rows[1]}). All are kept and added; if one is a copy, "
            "take it out.",
        )
    _net_to_zero(checked)
    _worth_knowing(checked, fiscal_year)


def _resource_rolls_up(checked: Checked) -> None:
    ledger = checked.frame
    local = ledger["resource"].between("0001", "0999")
    checked.problem(
        "resource",
        local & ledger["sacs_resource"].isna(),
        'resource "{value}" is locally defined (0001-0999). Say in sacs_resource which SACS '
        "resource it rolls up to, such as 0000.",
    )


def _net_to_zero(checked: Checked) -> None:
    ledger = checked.frame
    for code, name in NETS_TO_ZERO.items():
        rows = ledger[ledger["object"] == code]
        sums = rows.groupby(["fiscal_year", "amount_type", "fund"])["amount"].sum().round(2)
        for (year, kind, fund), amount in sums[sums != 0].items():
            checked.note(
                "amount",
                f"object {code} ({name}) should add to zero within a fund; in fund {fund}, {year} "
                f"{kind.replace('_', ' ')}, it adds to {amount:,.2f}.",
            )


def _worth_knowing(checked: Checked, fiscal_year: str) -> None:
    ledger = checked.frame
    year = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")]
    spent = year[year["object"].str.fullmatch(r"[1-7]\d{3}", na=False)]
    state = spent.loc[spent["resource"] == ON_BEHALF, "amount"]
    if len(state):
        checked.note(
            "resource",
            f"{state.sum():,.2f} of {fiscal_year} is the state's own payment to the teachers' "
            f"pension (resource {ON_BEHALF}). It is not district cash and is never offered for "
            "reallocation.",
        )
    once = spent[spent["resource"].between(*ONE_TIME)]
    if len(once):
        checked.note(
            "resource",
            f"one-time federal relief (resources {ONE_TIME[0]}-{ONE_TIME[1]}) paid "
            f"{once['amount'].sum():,.2f} in {fiscal_year}. It has ended and can pay for nothing "
            "lasting.",
        )
    own = spent[~spent["object"].isin(NETS_TO_ZERO)]
    sums = own.groupby(["fund", "resource", "object"])["amount"].sum().round(2)
    below = sums[sums < 0]
    if len(below):
        fund, resource, code = below.idxmin()
        checked.note(
            "amount",
            f"{len(below):,} spending accounts of {fiscal_year} add to less than zero (lowest: "
            f"fund {fund}, resource {resource}, object {code}, {below.min():,.2f}). Explain them, "
            "as the state's review asks.",
        )


def check_control_totals(totals: Checked, ledger: pd.DataFrame) -> None:
    """The ledger agrees with every published total to within a dollar."""
    for place, total in totals.frame.dropna(
        subset=["amount", "object_from", "object_to"]
    ).iterrows():
        rows = ledger[
            (ledger["fiscal_year"] == total["fiscal_year"])
            & (ledger["amount_type"] == total["amount_type"])
            & (ledger["fund"] == total["fund"])
            & ledger["object"].between(total["object_from"], total["object_to"])
        ]
        if total["restriction"] in ("unrestricted", "restricted"):
            free = rows["resource"] < "2000"
            rows = rows[free if total["restriction"] == "unrestricted" else ~free]
        found = round(rows["amount"].sum(), 2)
        off = round(found - total["amount"], 2)
        if abs(off) <= 1:
            continue
        span = f"objects {total['object_from']}-{total['object_to']}"
        totals.problem(
            "amount",
            pd.Series(totals.frame.index == place, index=totals.frame.index),
            f"ledger fund {total['fund']}, {span}, {total['fiscal_year']} "
            f"{total['amount_type'].replace('_', ' ')}, is ${found:,.2f}; your control total says "
            f"${total['amount']:,.2f} (difference ${abs(off):,.2f}). Nothing was calculated.",
            f"{total['amount']:,.2f}",
        )


def check_staffing(checked: Checked) -> None:
    """Positions add to themselves: one whole, fully paid for, and no subtotal among them."""
    lines = checked.frame
    totals = lines["position_id"].str.contains(SUBTOTAL, case=False, na=False)
    totals |= lines["job_class"].str.contains(SUBTOTAL, case=False, na=False)
    rows = ", ".join(str(row) for row in checked.rows[totals.to_numpy()][:8])
    checked.problem(
        "position_id",
        totals,
        f'"{{value}}" is a subtotal, and would count people twice. Take out row {rows}.',
    )
    keys = [lines["fiscal_year"], lines["position_id"]]
    paid = lines["funding_pct"].groupby(keys).transform("sum")
    for off in sorted(paid[(paid - 100).abs() > 0.1].round(2).unique()):
        checked.problem(
            "funding_pct",
            paid.round(2) == off,
            f"the funding lines of this position add to {off:g} percent. They must add to 100.",
        )
    whole = lines["fte"].groupby(keys).transform("sum")
    checked.problem(
        "fte",
        (whole > 1.0005) & (lines["fte"] <= 1),
        "the lines of this position add to more than 1.0 FTE. Give the second job a position "
        "number of its own.",
    )
    checked.problem(
        "object",
        lines["object"].notna() & ~lines["object"].str.fullmatch(r"[12]\d{3}"),
        'object "{value}" is not a salary object (1000-2999). Benefits go in benefits_annual.',
    )


def check_staffing_against_ledger(
    staffing: Checked, ledger: pd.DataFrame, fiscal_year: str
) -> None:
    """Salaries of positions beside the ledger's: more than two percent apart is worth knowing."""
    lines = staffing.frame[staffing.frame["fiscal_year"] == fiscal_year]
    salary = lines["salary_annual"] * lines["funding_pct"] / 100
    salary = salary.where(~lines["vacant"].fillna(False).astype(bool), 0.0)
    booked = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")]
    for digit, name in (("1", "certificated"), ("2", "classified")):
        by_position = salary[lines["object"].str[:1] == digit].sum()
        by_ledger = booked.loc[booked["object"].str[:1] == digit, "amount"].sum()
        if by_ledger and abs(by_position / by_ledger - 1) > 0.02:
            staffing.note(
                "salary_annual",
                f"{name} salaries of positions are {by_position:,.0f}, of the ledger "
                f"{by_ledger:,.0f}: {by_position / by_ledger - 1:+.1%}. Substitutes and extra duty "
                "explain a little; more should be looked into.",
            )


def check_programs(checked: Checked) -> None:
    """A program's parts add to its total, and its dollars are dollars."""
    programs = checked.frame
    _adds_up(checked, ["personnel", "nonpersonnel"], "people and everything else add")
    _adds_up(checked, ["lcff", "other_state", "local", "federal"], "funding sources add")
    total = programs["annual_cost_total"].dropna()
    if len(total) >= 5 and total.median() < 2000:
        checked.problem(
            "annual_cost_total",
            programs["annual_cost_total"].notna(),
            f"half of the programs cost less than ${total.median():,.0f} a year. Are these "
            "thousands of dollars? Write whole dollars.",
        )
    checked.problem(
        "lcap_action",
        programs["lcap_action"].notna()
        & ~programs["lcap_action"].str.fullmatch(r"\d{1,2}\.\d{1,2}[a-zA-Z]?"),
        'lcap_action "{value}" is not a goal and action number. Write it as 1.1.',
    )


def _adds_up(checked: Checked, parts: list[str], words: str) -> None:
    programs = checked.frame
    known = programs[[*parts, "annual_cost_total"]].notna().all(axis=1)
    added = programs[parts].sum(axis=1)
    off = known & ((added - programs["annual_cost_total"]).abs() > 1)
    for place in programs.index[off]:
        program = programs.loc[place]
        checked.problem(
            "annual_cost_total",
            pd.Series(programs.index == place, index=programs.index),
            f"program {program['program_id']} {program['program_name']}: {words} to "
            f"${added[place]:,.0f} but the total is ${program['annual_cost_total']:,.0f}.",
        )
