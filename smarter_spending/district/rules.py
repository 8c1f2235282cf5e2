"""Rules between rows and tables: which concern a folder, and in what order they are asked."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from smarter_spending.district.cells import GRADES, Checked, names_a_total
from smarter_spending.district.sacs import FIRST_RESTRICTED, codes, has_kind
from smarter_spending.district.settings import FILE, Settings
from smarter_spending.district.tables import Problem, counted

# --- Rules of the ledger: its codes, its rows, and the totals it must agree with -----------------

CODED = ("fund", "resource", "goal", "function", "object")
NETS_TO_ZERO = {
    "5710": "transfers of direct costs",
    "7310": "transfers of indirect costs",
    "8980": "contributions from unrestricted revenue",
}
BOOK = ["fiscal_year", "amount_type", "fund"]
TRANSFERS = ("5710", "5750", "7310", "7350")
ONE_TIME = ("3210", "3219")
ON_BEHALF = "7690"


def check_codes(checked: Checked, overrides: Checked | None) -> None:
    """Every SACS code is in the state's tables or in code_overrides.csv."""
    own = overrides.frame.groupby("field")["code"].agg(set) if overrides else {}
    for field in CODED:
        known = {*codes(field).index, *own.get(field, ())}
        wrong = checked.where(field, lambda code, known=known: code not in known)
        if field == "resource":
            wrong &= ~checked.where(field, _is_local)
        checked.problem_by_value(
            field,
            wrong,
            lambda code, field=field: (
                f'{field} "{code}" is not a SACS {field} code{_hint(code)}. Fix the code or add '
                "it to code_overrides.csv."
            ),
        )


def _is_local(resource: str) -> bool:
    return "0001" <= resource <= "0999"


def _hint(code: str) -> str:
    letters = {"l": "letter l", "I": "letter I", "O": "letter O", "o": "letter o"}
    found = [name for letter, name in letters.items() if letter in code]
    return f" ({found[0]}?)" if found else ""


def check_overrides(checked: Checked) -> None:
    """A district's own object still has to say what kind of money it is."""
    checked.problem(
        "code",
        checked.where("field", "object".__eq__)
        & checked.where("code", lambda code: not has_kind(code)),
        'object "{value}" cannot be told to be spending or revenue. Give it four digits in the '
        "state's ranges: 1000-7499 is spending, 8000-8799 revenue.",
    )


def check_ledger(checked: Checked, brought: Mapping[str, Checked], fiscal_year: str) -> None:
    """The ledger's own rules: what must hold in a row, and what is worth knowing of the whole."""
    checked.problem(
        "resource",
        checked.where("resource", _is_local) & checked.blank("sacs_resource"),
        'resource "{value}" is locally defined (0001-0999). Say in sacs_resource which SACS '
        "resource it rolls up to, such as 0000.",
    )
    no_function = checked.where("function", "0000".__eq__)
    checked.problem(
        "function",
        no_function & checked.where("object", re.compile(r"[1-6]\d{3}").fullmatch),
        'function "0000" stands beside a spending object. Function 0000 is only for revenue and '
        "balances; write what the money did.",
    )
    # the state accepts these (San Francisco's file has 59), so they are only worth knowing
    earning = checked.where("object", lambda code: code[0] in "89")
    if coded := int((earning & ~no_function).sum()):
        said = f"{counted(coded, 'revenue or balance row')} (objects 8000-9999) with a function. "
        said += "They are kept, and are not spending."
        checked.warn("function", said)
    _has_the_year(checked, fiscal_year)
    _same_account(checked)
    _net_to_zero(checked)
    spent = _actual(checked, fiscal_year)
    spent &= checked.where("object", re.compile(r"[1-7]\d{3}").fullmatch)
    _not_for_keeps(checked, spent, fiscal_year)
    _below_zero(checked, spent, fiscal_year)
    if "programs" in brought:
        _local_programs(checked, brought["programs"], _shared(brought))


def _actual(ledger: Checked, fiscal_year: str) -> np.ndarray:
    """The rows of what was spent or received in a year."""
    actual = ledger.where("amount_type", "actual".__eq__)
    return actual & ledger.where("fiscal_year", fiscal_year.__eq__)


def _has_the_year(checked: Checked, fiscal_year: str) -> None:
    which = ["fiscal_year", "amount_type"]
    held = checked.frame[which].iloc[checked.alike(which)[1]].dropna()
    actual = sorted(held.loc[held["amount_type"] == "actual", "fiscal_year"])
    if held.empty or fiscal_year in actual:
        return
    do = f'In {FILE} write fiscal_year = "{actual[-1]}", or bring' if actual else "Bring"
    sets = sorted(held.agg(" ".join, axis="columns").str.replace("_", " "))
    lacks = f"{FILE} looks at {fiscal_year}, and the ledger has no actual amounts of that year"
    message = f"{lacks}. It has {', '.join(sets)}. {do} that year's actual amounts."
    checked.problems.append(Problem(checked.file, "fiscal_year", None, "", message))


def _same_account(checked: Checked) -> None:
    key = list(checked.table.key)
    account, _ = checked.alike(key)
    twice = checked.frame[np.bincount(account)[account] > 1]
    if twice.empty:
        return
    text = twice[key].fillna("")
    first = twice[(text == text.iloc[0]).all(axis=1)]
    two = first["amount"].head(2).items()
    shown = " and ".join(f"row {checked.rows[place]} ({amount:,.2f})" for place, amount in two)
    said = f"{len(twice):,} rows share an account string with another row of the same year; the "
    said += f"first are {shown}. All are kept and added; if one is a copy, take it out."
    checked.warn("", said)


def _net_to_zero(checked: Checked) -> None:
    rows = checked.frame[checked.where("object", NETS_TO_ZERO.__contains__)]
    by = ["object", "fiscal_year", "amount_type", "fund"]
    sums = rows.groupby(by)["amount"].sum().round(2)
    for (code, year, kind, fund), amount in sums[sums != 0].items():
        said = f"object {code} ({NETS_TO_ZERO[code]}) should add to zero within a fund; in fund "
        said += f"{fund}, {year} {kind.replace('_', ' ')}, it adds to {amount:,.2f}."
        checked.warn("amount", said)


def _not_for_keeps(checked: Checked, spent: np.ndarray, fiscal_year: str) -> None:
    amounts = checked.frame["amount"]
    state = amounts[spent & checked.where("resource", ON_BEHALF.__eq__)]
    if len(state):
        checked.warn(
            "resource",
            f"{state.sum():,.2f} of {fiscal_year} is the state's own payment to the teachers' "
            f"pension (resource {ON_BEHALF}). It is not district cash and is never offered for "
            "reallocation.",
        )
    first, last = ONE_TIME
    once = amounts[spent & checked.where("resource", lambda code: first <= code <= last)]
    if len(once):
        said = f"one-time federal relief (resources {first}-{last}) paid {once.sum():,.2f} in "
        said += f"{fiscal_year}. It has ended and can pay for nothing lasting."
        checked.warn("resource", said)


def _below_zero(checked: Checked, spent: np.ndarray, fiscal_year: str) -> None:
    by = ["fund", "resource", "object"]
    account, _ = checked.alike(by)
    own = spent & ~checked.where("object", TRANSFERS.__contains__)
    sums = checked.frame["amount"][own].groupby(account[own]).sum().round(2)
    rows = checked.frame[own & np.isin(account, sums.index[sums < 0])]
    below = rows.groupby(by)["amount"].sum().round(2)
    if len(below):
        fund, resource, code = below.idxmin()
        checked.warn(
            "amount",
            f"{counted(len(below), 'spending account')} of {fiscal_year} below zero (lowest: "
            f"fund {fund}, resource {resource}, object {code}, {below.min():,.2f}). Explain them, "
            "as the state's review asks.",
        )


def check_control_totals(totals: Checked, ledger: Checked | None) -> None:
    """The ledger agrees with every published total to within a dollar."""
    if ledger is None:
        totals.warn("amount", "there is no ledger to hold these totals against.")
        return
    accounts = _accounts(ledger)
    needed = ["fiscal_year", "amount_type", "fund", "object_from", "object_to", "amount"]
    complete = totals.frame.dropna(subset=needed)
    for place, total in zip(complete.index, complete.to_dict("records"), strict=True):
        restriction = total["restriction"] if pd.notna(total["restriction"]) else "total"
        found = _between(accounts, total, restriction)
        if abs(round(found - total["amount"], 2)) > 1:
            which = "" if restriction == "total" else f", {restriction}"
            totals.problem(
                "amount",
                _at(totals, place),
                f"ledger fund {total['fund']}, objects {total['object_from']}-{total['object_to']}"
                f"{which}, {total['fiscal_year']} {total['amount_type'].replace('_', ' ')}, is "
                f"${found:,.2f}; your control total says ${total['amount']:,.2f} (difference "
                f"${abs(found - total['amount']):,.2f}). Nothing was calculated.",
                f"{total['amount']:,.2f}",
            )


def _accounts(ledger: Checked) -> Mapping[tuple, tuple[np.ndarray, ...]]:
    """For each year, kind of amount and fund: whose money, the object, and what they add to."""
    free = ledger.where("resource", lambda code: code < FIRST_RESTRICTED)
    book, starts = ledger.alike(BOOK)
    account, firsts = ledger.alike([*BOOK, "object"])
    kept = ~ledger.blank("object")
    added = ledger.frame["amount"][kept].groupby(2 * account[kept] + free[kept]).sum()
    rows = firsts[added.index // 2]
    whose = np.where(added.index % 2, "unrestricted", "restricted")
    code = ledger.frame["object"].iloc[rows].to_numpy(dtype="U")
    order = np.lexsort((code, whose))
    columns = whose[order], code[order], added.to_numpy()[order]
    named = ledger.frame[BOOK].iloc[starts].itertuples(index=False, name=None)
    return {
        of: tuple(column[book[rows[order]] == number] for column in columns)
        for number, of in enumerate(named)
    }


def _at(checked: Checked, place: int) -> np.ndarray:
    return np.arange(len(checked.frame)) == place


def _between(accounts: Mapping, total: Mapping, restriction: str) -> float:
    none = np.array([], dtype="U"), np.array([], dtype="U"), np.array([])
    whose, code, amount = accounts.get(tuple(total[name] for name in BOOK), none)
    within = (code >= total["object_from"]) & (code <= total["object_to"])
    if restriction != "total":
        within &= whose == restriction
    return round(float(amount[within].sum()), 2)


# --- Rules of what a district assumes about the years to come ------------------------------------

# what the plan reads as a yearly change or as a share of pay, whatever else a district assumes
SHARES = ("cola", "enrollment", "step_and_column", "health_premiums", "inflation", "strs_rate",
          "pers_rate", "settlement", "contributions")  # fmt: skip
LASTING = "lasting_spread"  # what of a year's error stays in the next year's
SPREADS = (*(f"{rate}_spread" for rate in (*SHARES[:5], "lcff")), LASTING)
SHARES += SPREADS
CALCULATED = "lcff"  # the official calculator's result
READ = (*SHARES, CALCULATED)
CLOSE = 0.8  # how alike two words are that may be the same one misspelled
MOST_RATE = 0.5  # a rate beyond is a percent typed for a share


def check_assumptions(checked: Checked) -> None:
    """Rates are shares; a calculator's result is in dollars and says which version gave it."""
    table = checked.frame
    names = table["assumption"].dropna()
    others = [name for name in names.unique() if name not in READ]
    near = {n: found[0] for n in others if (found := get_close_matches(n.lower(), READ, 1, CLOSE))}
    checked.problem_by_value(
        "assumption",
        table["assumption"].isin(near),
        lambda name: (
            f'the plan does not know "{name}". Write {near[name]}, or give it another name.'
        ),
    )
    rates = table["assumption"].isin(SHARES)
    spread = {name: 0.1 for name in SPREADS} | {LASTING: 0.99}
    most = table["assumption"].map(spread).astype(float).fillna(MOST_RATE)
    said = 'a rate in "{value}" cannot be read. Write it as a share, with unit share: 0.023 for '
    said += "2.3 percent, -0.019 for 1.9 percent fewer students."
    checked.problem("unit", rates & table["unit"].notna() & table["unit"].ne("share"), said)
    checked.problem(
        "value",
        rates
        & table["unit"].eq("share")
        & ~table["value"].abs().le(MOST_RATE)
        & table["value"].notna()
        & ~table["assumption"].isin(SPREADS),
        "{value} is too large for a share. Write 0.023 for 2.3 percent.",
    )
    checked.problem(
        "value",
        table["assumption"].isin(SPREADS) & (table["value"].lt(0) | table["value"].gt(most)),
        "{value} is no spread: how far a rate may lie off is from 0 to 0.1, 0.01 for a point.",
    )
    given = table["assumption"].eq(CALCULATED)
    checked.problem(
        "unit",
        given & table["unit"].notna() & table["unit"].ne("dollars"),
        'the calculator\'s LCFF is in dollars, not in "{value}". Write the dollars of the year.',
    )
    said = "the calculator's LCFF has no source. Name the calculator and its version."
    checked.problem("source", given & table["source"].isna(), said)


# --- Rules of the program inventory, and of who took part in what --------------------------------

MOST_DELIVERED = 3  # times the dosage planned, as planning.decisions has it


def check_programs(checked: Checked) -> None:
    """A program has a name of its own, its parts add to its total, and its dollars are dollars."""
    programs = checked.frame
    _names_apart(checked)
    _adds_up(checked, ["personnel", "nonpersonnel"], "people and everything else add")
    _adds_up(checked, ["lcff", "other_state", "local", "federal"], "funding sources add")
    total = programs["annual_cost_total"].dropna()
    if len(total) >= 5 and total.median() < 2000:
        said = f"half of the programs cost ${total.median():,.0f} a year or less. Are these "
        said += "thousands of dollars? Write whole dollars."
        checked.problem("annual_cost_total", programs["annual_cost_total"].notna(), said)
    checked.problem(
        "lcap_action",
        programs["lcap_action"].notna()
        & ~programs["lcap_action"].str.fullmatch(r"\d{1,2}\.\d{1,2}[a-zA-Z]?"),
        'lcap_action "{value}" is not a goal and action number. Write it as 1.1.',
    )
    delivered, planned = (
        pd.to_numeric(programs[name], errors="coerce")  # what is no number is asked for elsewhere
        for name in ("dosage_delivered", "dosage_planned")
    )
    checked.problem(
        "dosage_delivered",
        delivered > MOST_DELIVERED * planned.where(planned > 0),
        f"dosage_delivered {{value}} is more than {MOST_DELIVERED} times dosage_planned. Write "
        "both as hours per student a year.",
    )


def name_keys(names: pd.Series) -> pd.Series:
    """Names as people hear them: capitals and spaces make no other program."""
    return names.astype("str").str.strip().str.replace(r"\s+", " ", regex=True).str.casefold()


def _names_apart(checked: Checked) -> None:
    # a row with the program_id of another has words of its own for it
    programs = checked.frame[~checked.frame["program_id"].duplicated()]
    keys = name_keys(programs["program_name"]).dropna()
    first = {key: place for place, key in reversed([*keys.items()])}
    for place, key in keys[keys.duplicated()].items():
        checked.problem(
            "program_name",
            _at(checked, place),
            f'program_name "{{value}}" is also in row {checked.rows[first[key]]}. Tables and '
            "charts tell programs apart by their names: add a word, such as the grades or the "
            "school.",
        )


def _adds_up(checked: Checked, parts: list[str], words: str) -> None:
    programs = checked.frame
    known = programs[[*parts, "annual_cost_total"]].notna().all(axis=1)
    added = programs[parts].sum(axis=1)
    off = known & ((added - programs["annual_cost_total"]).abs() > 1)
    for place in programs.index[off]:
        program = programs.loc[place]
        said = f"program {program['program_id']} {program['program_name']}: {words} to "
        said += f"${added[place]:,.0f} but the total is ${program['annual_cost_total']:,.0f}."
        checked.problem("annual_cost_total", _at(checked, place), said)


def _not_more(checked: Checked, column: str, most: str, words: str) -> None:
    message = f"{column} {{value}} is more than {words}. Check both."
    checked.problem(column, checked.frame[column] > checked.frame[most], message)


def check_participation(checked: Checked, students: Checked | None) -> None:
    """Who took part: sessions and dates that are possible, students that are known."""
    rows = checked.frame
    _not_more(checked, "sessions_attended", "sessions_offered", "the sessions offered")
    early = rows["end_date"] < rows["start_date"]
    checked.problem("end_date", early, "end_date {value} is before start_date. Check both.")
    if lost := _not_listed(checked, students) if students else 0:
        said = f"{counted(lost, 'row')} about students with no row in students_outcomes.csv that "
        said += "year; their outcome is not known."
        checked.warn("student_key", said)
    _overlapping(checked)


def _not_listed(checked: Checked, students: Checked) -> int:
    """How many rows are of a year on file, and of a student who is not in it."""
    which = ("student_key", "fiscal_year")
    keys, years = (pd.Index(students.once(name)[1]) for name in which)
    pairs = []
    for rows in (students, checked):
        (who, key), (when, year) = (rows.once(name) for name in which)
        who, when = keys.get_indexer(key)[who], years.get_indexer(year)[when]
        pairs.append(np.where(who < 0, -1, who * len(years) + when)[when >= 0])
    return int((~np.isin(pairs[1], pairs[0])).sum())


def _overlapping(checked: Checked) -> None:
    who, _ = checked.alike(["student_key", "program_id"])
    several = np.bincount(who)[who] > 1
    several &= ~checked.blank("start_date", "end_date", "student_key", "program_id")
    spells = checked.frame.loc[several, ["start_date", "end_date"]].assign(who=who[several])
    spells = spells.sort_values(["who", "start_date"])
    # the latest day of all earlier spells: a long first spell may cover several later ones
    latest = spells.groupby("who")["end_date"].cummax().groupby(spells["who"]).shift()
    over = spells.index[spells["start_date"] <= latest]
    if len(over):
        checked.warn(
            "start_date",
            f"{counted(len(over), 'spell')} beginning before another of the same student in the "
            f"same program has ended (first: row {checked.rows[min(over)]}); hours may be counted "
            "twice.",
        )


# --- Rules of the schools, and of the counts that the state pays by ------------------------------


def check_schools(checked: Checked, ledger: Checked | None, fiscal_year: str) -> None:
    """Schools that are closed or charters, and still in the money."""
    schools = checked.frame
    order = {grade: place for place, grade in enumerate(GRADES)}
    low, high = (schools[name].map(order) for name in ("grade_low", "grade_high"))
    said = 'grade_high "{value}" is below grade_low. Check both.'
    checked.problem("grade_high", low > high, said)
    _not_more(checked, "unduplicated", "enrollment", "the enrollment")
    checked.problem(
        "school_code",
        schools["school_code"].notna() & schools.duplicated("school_code"),
        'the state\'s code "{value}" belongs to two rows. One school is one row; correct the code, '
        "or keep the newer row.",
    )
    _closed_or_charter(checked, ledger, fiscal_year)
    left_out = "they are left out where schools are compared."
    so = f"Whether these schools are directly funded is not known: {left_out}"
    _partly_blank(checked, "charter", so, "local_site_code")
    unsaid = schools["charter"].eq(True) & schools["charter_funding"].isna()
    for school in schools.loc[unsaid, "school_name"]:
        said = f"{school} is a charter, and charter_funding does not say whether it is funded "
        said += "directly: it is left out where schools are compared. Write direct or local."
        checked.warn("charter_funding", said)


def _closed_or_charter(checked: Checked, ledger: Checked | None, fiscal_year: str) -> None:
    if ledger is None:
        return
    schools, start = checked.frame, pd.Timestamp(int(fiscal_year[:4]), 7, 1)
    places, sites = ledger.once("school_code")
    spent = sites[np.unique(places[ledger.where("fiscal_year", fiscal_year.__eq__)])]
    for school in schools[schools["local_site_code"].isin(spent)].itertuples():
        if pd.notna(school.closed_date) and school.closed_date < start:
            said = f"{school.school_name} closed on {school.closed_date:%Y-%m-%d} and still has "
            said += f"ledger rows in {fiscal_year}. Check the site code of those rows."
            checked.warn("closed_date", said)
        if school.charter_funding == "direct":
            said = f"{school.school_name} is a direct-funded charter; its dollars and students are "
            said += "not part of the district's totals in the state's reports."
            checked.warn("charter_funding", said)


# how each kind of attendance is called, and how many times the enrollment it can be at most
ATTENDANCE = {"ada_p2_": ("second-period", 1.02), "ada_annual_": ("annual", 1.02),
              "ada_funded_": ("funded", 2)}  # fmt: skip
SPANS = ("tk3", "46", "78", "912")
FEW, APART = 10, 1.33  # ADA, and times, from which two kinds of one year's are too far apart


def _spans_alike(checked: Checked) -> None:
    """A span's attendance of the second period beside the year's: exchanged headings part them."""
    for span in SPANS:
        two = checked.frame[[f"ada_p2_{span}", f"ada_annual_{span}"]]
        low, high = two.min(axis=1, skipna=False), two.max(axis=1, skipna=False)
        years = checked.frame.loc[(high > APART * low) & (high > low + FEW), "fiscal_year"]
        if len(years):
            said = f"ada_p2_{span} of {', '.join(years.dropna())} is far from ada_annual_{span}. "
            said += "Have two headings, or two columns, changed places?"
            checked.warn(f"ada_p2_{span}", said)


def check_enrollment(checked: Checked) -> None:
    """Counts within enrollment, and the unduplicated percentage from three years of counts."""
    for count in ("upc", "el", "frpm", "foster"):
        _not_more(checked, count, "enrollment", "the enrollment")
    _not_more(checked, "tk_ada", "ada_p2_tk3", "the ADA of TK to grade 3")
    enrolled = checked.frame["enrollment"]
    for kind, (said, most) in ATTENDANCE.items():
        added = sum(checked.frame[kind + span].fillna(0) for span in SPANS)
        message = f"{said} ADA of all grades is more than {'twice ' * (most == 2)}the enrollment. "
        message += "Is enrollment written where ADA belongs?"
        checked.problem(f"{kind}tk3", added > most * enrolled, message)
    _spans_alike(checked)
    small = checked.frame[["el", "frpm", "foster"]].gt(checked.frame["upc"], axis=0).any(axis=1)
    if small.any():
        where = ", ".join(checked.frame.loc[small, "fiscal_year"].dropna())
        message = f"upc of {where} is below el, frpm or foster, which it holds once each."
        checked.warn("upc", message)
    ada = checked.frame[[f"ada_p2_{span}" for span in SPANS]].sum(axis=1)
    same = checked.frame.loc[(ada == enrolled) & (ada > 0), "fiscal_year"].dropna()
    if len(same):
        message = f"second-period ADA of {', '.join(same)} is exactly the enrollment. Attendance "
        message += "is always below it: is enrollment written where ADA belongs?"
        checked.warn("ada_p2_tk3", message)
    _unduplicated_percentage(checked)


def _unduplicated_percentage(checked: Checked) -> None:
    years = checked.frame.dropna(subset="fiscal_year").sort_values("fiscal_year")
    start = years["fiscal_year"].str[:4].to_numpy(dtype=float)
    counts = years[["upc", "enrollment"]].to_numpy()
    unchecked = []
    for place, year, upp, begins in zip(
        years.index, years["fiscal_year"], years["upp"], start, strict=True
    ):
        three = counts[(begins - 2 <= start) & (start <= begins)]
        if np.isnan(upp):
            continue
        if len(three) < 3 or np.isnan(three).any():
            unchecked.append(year)
            continue
        right = round(three[:, 0].sum() / three[:, 1].sum(), 4)
        if abs(right - upp) > 0.00015:
            said = "upp {value} is not the three years' counts over the three years' enrollment "
            said += f"({right:.4f}). Percentages are not averaged."
            checked.problem("upp", _at(checked, place), said)
    if unchecked:
        message = f"UPP of {', '.join(unchecked)} needs three years of counts, and fewer are "
        message += "given: taken as printed, not checked."
        checked.warn("upp", message)


# --- Rules of position control: positions add to themselves, and their pay to the ledger's -------


def check_staffing(checked: Checked, ledger: Checked | None, fiscal_year: str) -> None:
    """A position is one whole at most, is fully paid for, and is charged to salaries."""
    lines = checked.frame
    position, _ = checked.alike(["fiscal_year", "position_id"])
    named = ~checked.blank("fiscal_year", "position_id")
    sums = lines[["funding_pct", "fte"]].groupby(position).transform("sum")
    paid, whole = (sums[name].where(named) for name in sums)
    off = (paid - 100).abs().round(6) > 0.1
    for percent in sorted(paid[off].round(2).unique()):
        wrong = off & (paid.round(2) == percent)
        said = f"position {_first(lines, wrong)}: its funding lines add to {percent:g} percent. "
        said += "They must add to 100."
        checked.problem("funding_pct", wrong, said)
    double = (whole > 1.0005) & (lines["fte"] <= 1)
    said = f"position {_first(lines, double)}: its lines add to more than 1.0 FTE. Give the second "
    said += "job a position number of its own."
    checked.problem("fte", double, said)
    said = 'object "{value}" is not a salary object (1000-2999). Benefits go in benefits_annual.'
    checked.problem(
        "object", checked.where("object", lambda code: not re.fullmatch(r"[12]\d{3}", code)), said
    )
    so = "Whether anybody holds these positions is not known: their pay counts as written."
    _partly_blank(checked, "vacant", so)
    if not lines.empty:
        _full_time_rates(checked)
    if ledger is not None:
        _against_ledger(checked, ledger, fiscal_year)


FULL_TIME = 0.95  # FTE from which a position counts as full-time
WELL_ABOVE = 1.25  # times the best paid full-timer: no list written at this FTE comes to it
FEWEST_FULL_TIME = 3  # full-time positions of a class; below, only pay well above is asked about


def _full_time_rates(checked: Checked) -> None:
    """Part-timers whose pay looks written at the full-time rate, one note for each job class."""
    classes = ["fiscal_year", "job_class"]
    job, _ = checked.alike(classes)
    position, firsts = checked.alike([*classes, "position_id"])
    held = ~checked.where("vacant", bool)
    lines = checked.frame[["fte", "salary_annual"]].assign(row=checked.rows.to_numpy())
    by = lines[held].groupby(position[held])
    one = by.agg(fte=("fte", "sum"), salary=("salary_annual", "first"), row=("row", "first"))
    firsts = firsts[one.index]
    whole, part_time = one["fte"] >= FULL_TIME, one["fte"].between(0, FULL_TIME, "neither")
    most = one["salary"].where(whole).groupby(job[firsts]).transform("max")
    # only in these can anything be odd: no full-timer, or a part-timer paid more than one
    odd_ones = part_time & ~(one["salary"] <= one["fte"] * most)
    asked = np.isin(job[firsts], job[firsts][odd_ones])
    named = checked.frame[[*classes, "position_id"]].iloc[firsts[asked]]
    one = one.assign(whole=whole, part=part_time)[asked].set_axis(named.index).join(named)
    for (_, job_class), rows in one.sort_values([*named]).groupby(classes):
        part, full = rows[rows["part"]], rows.loc[rows["whole"], "salary"]
        if full.empty:
            _one_pay(checked, job_class, part)
            continue
        dear = part["salary"] > part["fte"] * full.max()
        odd = part[dear & (part["salary"] > part["fte"] ** 0.5 * full.median())]
        plain = odd["salary"] > WELL_ABOVE * odd["fte"] * full.max()
        if len(full) < FEWEST_FULL_TIME:
            odd, plain = odd[plain], plain[plain]
        if odd.empty or not (2 * len(odd) >= len(part) or plain.any()):
            continue
        odd = pd.concat([odd[plain], odd[~plain]])
        first = odd.iloc[0]
        checked.warn(
            "salary_annual",
            f"{job_class}: row {first['row']} says {first['salary']:,.0f} for {first['fte']:g} "
            f"FTE, {first['salary'] / first['fte']:,.0f} for a full day, more than any full-timer "
            f"of the class ({full.max():,.0f}). {counted(len(odd), 'position')} of "
            f"{len(part)} part-time in the class. Is the salary written at the full-time rate? "
            "Write what is paid at this FTE, and the benefits too.",
        )


def _one_pay(checked: Checked, job: str, part: pd.DataFrame) -> None:
    """One pay for positions of different FTE, in a class without a full-timer to hold it to."""
    same = part[part.groupby("salary")["fte"].transform("nunique") > 1]
    if 2 * len(same) >= len(part) and len(same):
        ftes = ", ".join(f"{fte:g}" for fte in sorted(same["fte"].unique()))
        checked.warn(
            "salary_annual",
            f"{job}: row {same['row'].iloc[0]} and {counted(len(same) - 1, 'other position')} are "
            f"paid the same, {same['salary'].iloc[0]:,.0f}, at {ftes} FTE. Is the salary written "
            "at the full-time rate? Write what is paid at this FTE, and the benefits too.",
        )


def _first(lines: pd.DataFrame, wrong: pd.Series) -> str:
    return lines.loc[wrong, "position_id"].iloc[0] if wrong.any() else ""


def _against_ledger(staffing: Checked, ledger: Checked, fiscal_year: str) -> None:
    """Salaries of positions beside the ledger's: more than two percent apart is worth knowing."""
    lines = staffing.frame
    vacant = staffing.where("vacant", bool)
    salary = (lines["salary_annual"] * lines["funding_pct"] / 100).mask(vacant, 0.0)
    here = staffing.where("fiscal_year", fiscal_year.__eq__)
    unsaid = staffing.blank("vacant")
    held = unsaid[here].all() | ~(vacant | unsaid)
    booked = _actual(ledger, fiscal_year)
    for digit, name in (("1", "certificated"), ("2", "classified")):
        mine = here & staffing.where("object", lambda code, digit=digit: code[0] == digit)
        theirs = booked & ledger.where("object", lambda code, digit=digit: code[0] == digit)
        by_position, least = salary[mine].sum(), salary[mine & held].sum()
        by_ledger = ledger.frame["amount"][theirs].sum()
        # where it is not known who is vacant, the truth lies between the two
        if by_ledger and (by_position / by_ledger < 0.98 or least / by_ledger > 1.02):
            staffing.warn(
                "salary_annual",
                f"{name} salaries of positions are {by_position:,.0f}, of the ledger "
                f"{by_ledger:,.0f}: {by_position / by_ledger - 1:+.1%}. Substitutes and extra duty "
                "explain a little; more should be looked into.",
            )


# --- Rules of the students' table: once a year each, with scores that are possible ---------------

SUBJECTS = ("ela", "math")


@cache
def caaspp_scores() -> pd.DataFrame:
    """Where each CAASPP achievement level begins, and the lowest and highest score."""
    with files(__package__).joinpath("caaspp_scores.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype={"subject": str, "grade": str})
    return table.set_index(["subject", "grade"])


def check_students(checked: Checked) -> None:
    """Every student once a year, with scores that are possible and levels that fit them."""
    students = checked.frame
    who, _ = checked.alike(["student_key", "fiscal_year"])
    twice = students[np.bincount(who)[who] > 1]
    key = [twice["student_key"], twice["fiscal_year"]]
    sites = twice["site_code"].groupby(key).transform("nunique")
    moved, again = (students.index.isin(sites.index[at]) for at in (sites > 1, sites <= 1))
    message = "this student is listed at two schools in one year, so days would count twice. Keep "
    message += "one row, with the days of both added."
    checked.problem("student_key", moved, message)
    said = "this student is listed twice in one year. Keep one row."
    checked.problem("student_key", again, said)
    _not_more(checked, "days_absent", "days_expected", "the days expected")
    for subject in SUBJECTS:
        _scores(checked, subject)
        _prior_scores(checked, subject)
    groups = ("ltel", "sed", "swd", "foster", "homeless", "migrant")
    for group in groups:
        given = int((~checked.blank(group)).sum())
        if given > 100 and not checked.where(group, bool).any():
            message = f"{group} is N for every one of {given:,} students. If the district did not "
            message += "collect it, leave the column blank."
            checked.warn(group, message)
    so = "A blank is not a no: these students are in no group and on neither side of a gap."
    for group in (*groups, "el_status", "ethnicity"):
        _partly_blank(checked, group, so)


def _partly_blank(checked: Checked, mark: str, so: str, site: str = "site_code") -> None:
    """A mark that some rows have and others lack: those are on neither side of any figure."""
    rows, blank = checked.frame, checked.blank(mark)
    if not blank.any() or blank.all():
        return
    schools = sorted(rows.loc[blank, site].dropna().unique())
    most = ", ".join(schools[:5]) + (f" and {len(schools) - 5} more" if len(schools) > 5 else "")
    said = f"{mark} is blank for {int(blank.sum()):,} of {len(rows):,} rows (schools {most}). {so} "
    said += "Fill it in where it is known."
    checked.warn(mark, said)


def _scores(checked: Checked, subject: str) -> None:
    students, name = checked.frame, f"{subject}_ss"
    places, grades = checked.once("grade")
    limits = caaspp_scores().loc[subject].reindex(grades)
    limits = {column: limits[column].to_numpy()[places] for column in limits}
    score = students[name].to_numpy()
    checked.problem(
        name,
        ~np.isnan(score) & np.isnan(limits["level_3"]) & ~checked.blank("grade"),
        f"{name} {{value}} stands in a grade that takes no CAASPP test (tested: 3 to 8 and 11). "
        "Check the grade, or clear the score.",
    )
    early = checked.where("fiscal_year", lambda year: year < "2020-21")
    low = np.where(early, limits["low_to_2019"], limits["low"])
    high = np.where(early, limits["high_to_2019"], limits["high"])
    _beyond(checked, name, score < low, low, "below the {} minimum")
    _beyond(checked, name, score > high, high, "above the {} maximum")
    _levels(checked, subject, limits)


def _beyond(checked: Checked, name: str, wrong: np.ndarray, limit: np.ndarray, how: str) -> None:
    students = checked.frame
    if not wrong.any():
        return
    for (year, grade), rows in students[wrong].groupby(["fiscal_year", "grade"]):
        side = how.format(f"{year} grade {int(grade)}")
        said = f"{name} {{value}} is {side} {limit[rows.index[0]]:.0f}. Check the score, the grade "
        said += "and the year."
        checked.problem(name, wrong & students.index.isin(rows.index), said)


def _prior_scores(checked: Checked, subject: str) -> None:
    name = f"{subject}_ss_prior"
    limits = caaspp_scores().loc[subject, ["low_to_2019", "high_to_2019", "low", "high"]]
    lowest, highest = limits.min(axis=None), limits.max(axis=None)
    prior = checked.frame[name]
    said = f"{name} {{value}} is no CAASPP score of any grade ({lowest:.0f} to {highest:.0f}). "
    said += "Write the scale score of the spring before, or leave the cell blank."
    checked.problem(name, prior.notna() & ~prior.between(lowest, highest), said)


def _levels(checked: Checked, subject: str, limits: Mapping[str, np.ndarray]) -> None:
    students = checked.frame
    score, level = (students[f"{subject}_{part}"].to_numpy() for part in ("ss", "level"))
    right = 1 + sum((score >= limits[f"level_{n}"]).astype(int) for n in (2, 3, 4))
    wrong = ~(np.isnan(score) | np.isnan(level) | np.isnan(limits["level_2"])) & (right != level)
    words = {1: "not met", 2: "nearly met", 3: "met", 4: "exceeded"}
    for place in np.flatnonzero(wrong)[:1]:
        checked.problem(
            f"{subject}_level",
            wrong,
            f"{subject}_ss {score[place]:.0f} in grade {int(students['grade'][place])} is level "
            f"{right[place]} ({words[int(right[place])]}) but {subject}_level says "
            f"{level[place]:.0f}.",
        )


# --- Rules between rows and tables: which of them concern a folder, in what order they are asked

OFFICE = "0000"  # the site code of the district office
SITES = dict.fromkeys(("staffing", "students_outcomes", "program_participation"), "site_code")
SITES["ledger"] = "school_code"
PROGRAMS = ("staffing", "ingredients", "program_participation", "shared_costs")
CARRY_SHARED = ("staffing", "ingredients")  # may name a shared code in the place of a program
# where a row named "Total" would be counted once more
NO_TOTALS = {
    "staffing": ("position_id", "job_class"),
    "programs": ("program_id", "program_name", "lcap_goal"),
    "schools": ("school_name",),
    "ingredients": ("program_id", "ingredient"),
}


def check_rules(brought: Mapping[str, Checked], settings: Settings) -> None:
    """Ask every rule that concerns the tables of a folder; each records what it finds."""
    for name, checked in brought.items():
        if "district_cds" in checked.frame:
            _same_district(checked, settings.cds_code)
        _no_totals(checked, NO_TOTALS.get(name, ()))
        if name not in ("ledger", "students_outcomes"):  # these have words of their own for it
            _named_once(checked)
        if name in SITES and "schools" in brought:
            _listed(checked, SITES[name], brought["schools"], "local_site_code")
        if name in PROGRAMS and "programs" in brought:
            codes = _shared(brought) if name in CARRY_SHARED else ()
            _listed(checked, "program_id", brought["programs"], "program_id", codes)
        if name in ("ledger", "staffing"):
            check_codes(checked, brought.get("code_overrides"))
        _own_rules(checked, brought, settings.fiscal_year)
        if name in ("programs", "ingredients"):
            check_prices(checked, settings)


def _own_rules(checked: Checked, brought: Mapping[str, Checked], fiscal_year: str) -> None:
    ledger, students = brought.get("ledger"), brought.get("students_outcomes")
    rules = {
        "ledger": lambda: check_ledger(checked, brought, fiscal_year),
        "code_overrides": lambda: check_overrides(checked),
        "control_totals": lambda: check_control_totals(checked, ledger),
        "staffing": lambda: check_staffing(checked, ledger, fiscal_year),
        "programs": lambda: check_programs(checked),
        "program_participation": lambda: check_participation(checked, students),
        "students_outcomes": lambda: check_students(checked),
        "schools": lambda: check_schools(checked, ledger, fiscal_year),
        "enrollment_lcff": lambda: check_enrollment(checked),
        "assumptions": lambda: check_assumptions(checked),
        "shared_costs": lambda: check_shared(checked),
    }
    if checked.table.name in rules:
        rules[checked.table.name]()


def check_prices(checked: Checked, settings: Settings) -> None:
    """Prices of another year need the district's own index: they are never added as they are."""
    base, index = settings.price_year, settings.price_index
    if checked.table.name == "programs" and base != settings.fiscal_year:
        message = (
            f'price_year = "{base}", but the ledger, the positions and what decisions free are in '
            f'dollars of fiscal_year = "{settings.fiscal_year}". Write price_year = '
            f'"{settings.fiscal_year}"; prices of other years are restated in it.'
        )
        checked.problems.append(Problem(FILE, "price_year", None, base, message))
        return
    years = checked.frame["price_year"]
    other = years.notna() & years.ne(base)
    lacking = [year for year in sorted({*years[other], base}) if year not in index]
    if lacking:
        checked.problem_by_value(
            "price_year",
            other,
            lambda year: (
                f"its price is of {year}, and costs are in dollars of {base}. Write under "
                f"[price_index] in {FILE} a source and the index of {' and '.join(lacking)}, such "
                f"as {lacking[0]} = 93.1; or give the price of {base} and write {base} here."
            ),
        )
    elif other.any():
        said = f"{counted(int(other.sum()), 'price')} of {', '.join(sorted(set(years[other])))} "
        said += f"restated in dollars of {base} by: {index['source']}."
        checked.note("price_year", said)


def check_alone(checked: Checked) -> None:
    """The rules that a table must keep whatever else the folder holds, before it is written."""
    _no_totals(checked, NO_TOTALS.get(checked.table.name, ()))
    if checked.table.name not in ("ledger", "code_overrides", "control_totals"):
        _own_rules(checked, {}, "2000-01")


def _same_district(checked: Checked, cds_code: str) -> None:
    checked.problem_by_value(
        "district_cds",
        checked.where("district_cds", cds_code.__ne__),
        lambda code: (
            f'district_cds "{code}" is not this district\'s code in district.toml ({cds_code}). '
            "Take the row out, or correct the code."
        ),
    )


def _no_totals(checked: Checked, columns: tuple[str, ...]) -> None:
    totals = np.zeros(len(checked.frame), dtype=bool)
    for name in columns:
        goals = name == "lcap_goal"  # a program may serve all goals
        totals |= checked.where(
            name,
            lambda text, goals=goals: (
                names_a_total(text) and not (goals and re.match("all", text, re.IGNORECASE))
            ),
        )
    if checked.table.name == "staffing":  # a subtotal often has its figures and nothing else
        totals |= checked.blank("position_id") & checked.frame["salary_annual"].notna().to_numpy()
    rows = ", ".join(str(row) for row in checked.rows[totals])
    said = f"a subtotal would be counted once more. Take out row {rows}."
    checked.problem(columns[0] if columns else "", totals, said)


def _named_once(checked: Checked) -> None:
    key = list(checked.table.key)
    same, firsts = checked.alike(key)
    again = firsts[same] != np.arange(len(same))
    said = f'"{{value}}" is listed more than once (same {", ".join(key)}). Keep one row.'
    checked.problem(key[0], again & ~checked.blank(key[0]), said)


def _listed(checked: Checked, column: str, listing: Checked, listed: str, more=()) -> None:
    known = {*listing.once(listed)[1], *more}
    if column in SITES.values():
        known.add(OFFICE)
    file = f"{listing.table.name}.csv"
    checked.problem_by_value(
        column,
        checked.where(column, lambda value: value not in known),
        lambda value: f'{column} "{value}" is not in {file}. Add it there, or correct it here.',
    )


def _shared(brought: Mapping[str, Checked]) -> set[str]:
    return {*brought["shared_costs"].once("shared_code")[1]} if "shared_costs" in brought else set()


def check_shared(checked: Checked) -> None:
    """The shares of what programs use together add to the whole, so that it is counted once."""
    frame = checked.frame
    total = frame.groupby("shared_code")["share"].transform("sum")
    checked.problem_by_value(
        "shared_code",
        total.round(3).ne(1) & frame["share"].notna(),  # thirds: 0.333, 0.333 and 0.334
        lambda code: (
            f'the shares of "{code}" add to {total[frame["shared_code"].eq(code)].iloc[0]:g}. '
            "Make them add to 1, so that what is shared is counted once."
        ),
    )
    for code, parts in frame.groupby("shared_code"):
        among = zip(parts["program_id"], parts["share"], parts["split_by"], strict=True)
        said = ", ".join(f"{program} {share:.0%} by {key}" for program, share, key in among)
        message = f'what is booked under "{code}" is split: {said}. The end of one of them frees '
        message += "none of it."
        checked.note("shared_code", message)


def _local_programs(ledger: Checked, programs: Checked, shared: set[str]) -> None:
    known = {*programs.once("program_id")[1], *shared}
    unknown = ledger.where("local_program", lambda program: program not in known)
    if unknown.any():
        first = ledger.frame["local_program"][unknown].iloc[0]
        said = f"{counted(int(unknown.sum()), 'row')} with a local_program that programs.csv does "
        said += f'not list (first: "{first}"); their dollars belong to no program of the inventory.'
        ledger.warn("local_program", said)
