"""Where the money goes: the ledger by field, school and year, held against what was published."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    a_number,
    quoted,
    require_columns,
    require_numbers,
    typed,
)
from smarter_spending.analysis.comparisons import grade_scale
from smarter_spending.analysis.uncertainty import RANGE

# --- Picking ledger rows and naming the ways in which they can be grouped ------------------------

LEDGER = "ledger (ledger.csv)"
FIRST_RESTRICTED = "2000"
GENERAL_FUND = "01"
ON_BEHALF = "7690"  # the state's own payment to the teachers' pension: in and out, never cash
CAPITAL = "6000"
PEOPLE = ("1000", "2000", "3000")

OBJECT_GROUPS = {
    "1000": "Certificated salaries",
    "2000": "Classified salaries",
    "3000": "Employee benefits",
    "4000": "Books and supplies",
    "5000": "Services and other operating costs",
    "6000": "Capital outlay",
    "7000": "Other outgo and debt payments",
    "8000": "Revenue and other sources",
    "9000": "Balances",
}
# what other states' ledgers tell of an object: California alone has two kinds of salaries
OBJECT_CLASSES = {
    "1000": "Salaries",
    "3000": "Employee benefits",
    "4000": "Supplies and materials",
    "5000": "Purchased services",
    "6000": "Property: land, buildings and equipment",
    "7000": "Debt payments and other outgo",
}
FUNCTION_GROUPS = {
    "0000": "No activity (revenue and balances)",
    "1000": "Instruction",
    "2000": "Support of instruction and school offices",
    "3000": "Student services",
    "4000": "Athletics and activities",
    "5000": "Community services",
    "6000": "Enterprise",
    "7000": "District administration",
    "8000": "Buildings and grounds",
    "9000": "Debt, transfers and other outgo",
}
RESTRICTIONS = {"unrestricted": "Unrestricted", "restricted": "Restricted"}
BLANK_TITLES = {
    "school_code": "Not coded to a school",
    "local_program": "Not coded to a program",
    "program_id": "Not coded to a program",
}
GROUPED = {
    "object_group": ("object", OBJECT_GROUPS),
    "object_class": ("object", OBJECT_CLASSES),
    "function_group": ("function", FUNCTION_GROUPS),
    "restriction": ("resource", RESTRICTIONS),
}
PLAIN = ("fund", "object", "function", "goal", "resource", "school_code", "local_program")


def restricted(resource: pd.Series) -> pd.Series:
    """Whether each resource is restricted (2000 and above)."""
    return resource >= FIRST_RESTRICTED


def first_digit(code: pd.Series) -> pd.Series:
    """Codes by their first digit, as in 1000."""
    return code.str[:1] + "000"


def grouping(ledger: pd.DataFrame, by: str) -> pd.Series:
    """What each ledger row is grouped by."""
    if by in GROUPED:
        column = GROUPED[by][0]
        require_columns(ledger, [column], LEDGER)
        if by != "restriction":
            digit = first_digit(ledger[column])
            return digit.replace("2000", "1000") if by == "object_class" else digit
        words = {True: "restricted", False: "unrestricted"}
        return restricted(ledger[column]).map(words).astype("str")
    if by not in PLAIN:
        raise ValueError(
            f"Spending cannot be shown by {by!r}. Choose one of {quoted([*PLAIN, *GROUPED])}."
        )
    require_columns(ledger, [by], LEDGER)
    return ledger[by].fillna("")


def title_of(codes: pd.Series, by: str, titles: Mapping[str, str] | None) -> pd.Series:
    """What each group is called: the state's title, or our own for a blank."""
    known = dict(GROUPED[by][1]) if by in GROUPED else {"": BLANK_TITLES.get(by, "Not coded")}
    if by in ("school_code", "site_code"):
        known["0000"] = "District office"
    known |= dict(titles or {})
    return codes.map(known).fillna(codes).astype("str")


def chosen(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str, fund: str | None = None
) -> pd.DataFrame:
    """The ledger rows of one fiscal year and kind of amount, of one fund or all."""
    require_columns(ledger, ["fiscal_year", "amount_type", "fund", "amount"], LEDGER)
    if ledger.empty:
        return ledger
    require_numbers(ledger, ["amount"], LEDGER)
    here = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == amount_type)]
    if here.empty:
        pairs = ledger[["fiscal_year", "amount_type"]].drop_duplicates()
        pairs = pairs.sort_values(["fiscal_year", "amount_type"])
        there = [f"{year} {words(kind)}" for year, kind in pairs.itertuples(index=False)]
        raise ValueError(
            f"The ledger has no {words(amount_type)} amounts for {fiscal_year}. "
            f"It has: {', '.join(there)}. Choose one of these."
        )
    if fund is None:
        return here
    in_fund = here[here["fund"] == fund]
    if in_fund.empty:
        raise ValueError(
            f"The ledger has no fund {fund!r} in {fiscal_year}. "
            f"It has: {quoted(sorted(here['fund'].dropna().unique()))}. Choose one of these."
        )
    return in_fund


def spending_rows(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str, fund: str | None = None
) -> pd.DataFrame:
    """The rows that are spending, of one fiscal year and kind of amount."""
    require_kind(ledger)
    here = chosen(ledger, fiscal_year, amount_type, fund)
    return here[here["kind"] == "spending"]


def require_kind(ledger: pd.DataFrame) -> None:
    """Refuse a ledger that does not tell spending from revenue."""
    if "kind" not in ledger.columns:
        raise ValueError(
            "The ledger has no column 'kind', which tells spending from revenue, transfers and "
            "balances. Load the folder with load_district, which adds it."
        )


def words(amount_type: str) -> str:
    """A kind of amount in words, as in adopted budget."""
    return str(amount_type).replace("_", " ")


def above_zero(students: float | None) -> float:
    """A number of students above zero; NaN when it is not known."""
    if students is None or pd.isna(students):
        return np.nan
    if a_number("number of students", students) <= 0:
        raise ValueError(f"The number of students is {students:g}; it must be above zero.")
    return float(students)


# --- The ledger held against what was published: the state's Form 01 and the district's totals ---

CONTROL = "table of control totals (control_totals.csv)"

# Section, line of the form, and the ranges of objects it adds
FORM01_LINES = (
    ("revenue", "LCFF sources", (("8010", "8099"),)),
    ("revenue", "Federal revenue", (("8100", "8299"),)),
    ("revenue", "Other state revenue", (("8300", "8599"),)),
    ("revenue", "Other local revenue", (("8600", "8799"),)),
    ("expenditures", "Certificated salaries", (("1000", "1999"),)),
    ("expenditures", "Classified salaries", (("2000", "2999"),)),
    ("expenditures", "Employee benefits", (("3000", "3999"),)),
    ("expenditures", "Books and supplies", (("4000", "4999"),)),
    ("expenditures", "Services and other operating costs", (("5000", "5999"),)),
    ("expenditures", "Capital outlay", (("6000", "6999"),)),
    ("expenditures", "Other outgo", (("7100", "7299"), ("7400", "7499"))),
    ("expenditures", "Transfers of indirect costs", (("7300", "7399"),)),
    ("other sources and uses", "Interfund transfers in", (("8900", "8929"),)),
    ("other sources and uses", "Interfund transfers out", (("7600", "7629"),)),
    ("other sources and uses", "Other sources", (("8930", "8979"),)),
    ("other sources and uses", "Other uses", (("7630", "7699"),)),
    ("other sources and uses", "Contributions", (("8980", "8999"),)),
)
SIDES = ["unrestricted", "restricted", "total"]
_RANGE = ["amount_type", "fund", "object_from", "object_to"]
_HALF_A_CENT = 0.005


def form01(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """One fund in the layout of the state's Form 01: a line adds its range, transfers of cost too.

    unrestricted: resources 0000-1999;  restricted: resources 2000-9999
    """
    rows = chosen(ledger, fiscal_year, "actual", "01")
    lines = pd.DataFrame(FORM01_LINES, columns=["section", "title", "objects"])
    lines["objects"] = [", ".join(map("-".join, ranges)) for ranges in lines["objects"]]
    if rows.empty:
        return lines.head(0).assign(**{side: pd.Series(dtype=float) for side in SIDES})
    line_of = {
        code: place
        for code in rows["object"].unique()
        for place, (*_, ranges) in enumerate(FORM01_LINES)
        if any(low <= code <= high for low, high in ranges)
    }
    held = restricted(rows["resource"])
    sides = {
        "unrestricted": rows["amount"].mask(held, 0.0),
        "restricted": rows["amount"].where(held, 0.0),
        "total": rows["amount"],
    }
    sums = pd.DataFrame(sides).groupby(rows["object"].map(line_of)).sum()
    # to the cent, as the form prints it; the ledger is in cents, so nothing is lost
    return lines.join(sums.reindex(lines.index).fillna(0.0).round(2))


def reconcile(
    ledger: pd.DataFrame, control_totals: pd.DataFrame, fiscal_year: str, named: bool = True
) -> pd.DataFrame:
    """Every published total of a year beside the same sum of the ledger.

        difference = ledger_dollars - control_total
        agrees = the difference is less than half a cent

    A difference is not an error of the ledger by itself: audited and unaudited figures differ, and
    so do dates of printing.  It must be explained before anything is built on the ledger.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        ``fiscal_year, amount_type, fund, object, resource`` and ``amount`` (dollars).
    control_totals : DataFrame, one row per published total
        ``fiscal_year, amount_type, fund, object_from, object_to`` (both
        included), ``restriction`` ("unrestricted", "restricted" or "total";
        blank means total), ``amount`` (dollars) and ``source``.
    fiscal_year : str
        Written 2024-25.
    named : bool
        Whether objects are called as in California; else by their range alone.

    Returns
    -------
    DataFrame, one row per published total of that year, in the given order
        ``title``, ``amount_type``, ``fund``, ``object_from``, ``object_to``, ``restriction``,
        ``ledger_dollars`` (``NaN`` where the ledger has no amounts of that kind for the year),
        ``control_total``, ``difference`` (dollars), ``agrees`` (True or False) and ``source``.

    Raises
    ------
    ValueError
        When a column is missing or a published total is blank.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "object": ["1100", "1300"], "resource": "0000", "amount": [70.10, 30.20]})
    >>> totals = pd.DataFrame({"fiscal_year": ["2024-25"], "amount_type": ["actual"],
    ...     "fund": ["01"], "object_from": ["1000"], "object_to": ["1999"],
    ...     "restriction": ["total"], "amount": [100.30], "source": ["Form 01, page 1"]})
    >>> reconcile(ledger, totals, "2024-25")[["title", "ledger_dollars", "difference", "agrees"]]
                                      title  ledger_dollars  difference  agrees
    0  Certificated salaries, fund 01, total           100.3         0.0    True

    References
    ----------
    California School Accounting Manual, on the standardized account code structure and Form 01.
    """
    require_columns(control_totals, ["fiscal_year", *_RANGE, "amount"], CONTROL)
    require_numbers(control_totals, ["amount"], CONTROL)
    totals = control_totals[control_totals["fiscal_year"] == fiscal_year].reset_index(drop=True)
    table = totals.reindex(columns=[*_RANGE, "restriction", "source"]).astype("str")
    table["restriction"] = table["restriction"].fillna("total")
    keys = ["amount_type", "fund", "object", "held"]
    require_columns(ledger, ["fiscal_year", *keys[:3], "resource", "amount"], LEDGER)
    require_numbers(ledger, ["amount"], LEDGER)
    year = ledger[ledger["fiscal_year"] == fiscal_year]
    held = restricted(year["resource"].astype("str"))
    sums = year.assign(held=held).groupby(keys, as_index=False)["amount"].sum()
    asked = table[[*_RANGE, "restriction"]].itertuples(index=False)
    table["ledger_dollars"] = [_ledger_sum(sums, *one) for one in asked]
    table["ledger_dollars"] = table["ledger_dollars"].astype(float)
    table["control_total"] = totals["amount"].astype(float)
    table["difference"] = (table["ledger_dollars"] - table["control_total"]).round(2)
    table["agrees"] = (table["difference"].abs() < _HALF_A_CENT).astype(bool)
    table.insert(0, "title", _titles(table, named))
    return table[[name for name in table.columns if name != "source"] + ["source"]]


def disagreements(reconciled: pd.DataFrame) -> pd.DataFrame:
    """The published totals that the ledger does not agree with, the largest difference first."""
    off = reconciled[~reconciled["agrees"]]
    return off.sort_values("difference", key=abs, ascending=False, kind="stable")


def _ledger_sum(
    sums: pd.DataFrame, amount_type: str, fund: str, low: str, high: str, restriction: str
) -> float:
    kind = sums[sums["amount_type"] == amount_type]
    if kind.empty:
        return float("nan")
    rows = kind[(kind["fund"] == fund) & kind["object"].between(low, high)]
    if restriction != "total":
        rows = rows[rows["held"] == (restriction == "restricted")]
    return float(rows["amount"].sum())


def _titles(table: pd.DataFrame, by_name: bool) -> pd.Series:
    named = {f"{code}-{code[0]}999": title for code, title in OBJECT_GROUPS.items()}
    named |= {f"{low}-{high}": title for _, title, ((low, high), *_) in FORM01_LINES}
    objects = table["object_from"] + "-" + table["object_to"]
    names = named if by_name else {}
    what = objects.map(lambda code: names.get(code, f"Objects {code}")).astype("str")
    return (what + ", fund " + table["fund"] + ", " + table["restriction"]).astype("str")


# --- What is spent at each school, beside its enrollment and need --------------------------------

DISTRICT_OFFICE = "0000"
_COLUMNS = {
    "school_code": "str", "school_name": "str", "place": "str", "dollars": "float",
    "share": "float", "enrollment": "float", "per_pupil": "float", "unduplicated_share": "float",
    "hidden": "bool",
}  # fmt: skip


def spending_by_school(
    ledger: pd.DataFrame,
    schools: pd.DataFrame,
    fiscal_year: str,
    amount_type: str = "actual",
    fund: str | None = None,
    minimum: int = 11,
) -> pd.DataFrame:
    """Dollars coded to each school, per pupil, with the district office apart.

        per_pupil = dollars coded to the school / its enrollment
        unduplicated_share = English learners, low income or foster / enrollment

    Money tends to follow need, and small schools cost more per pupil: a
    cross-section of schools never shows what a dollar bought.  What the
    district office pays for all schools is not shared out here.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        With ``kind`` and ``school_code`` (local site code, 0000 for the
        district office); ``amount`` in dollars.
    schools : DataFrame, one row per school
        ``local_site_code``, ``school_name``, ``enrollment`` and
        ``unduplicated`` (students, of the folder's fiscal year).
    fiscal_year : str
        Written 2024-25; the year that the enrollment is of.
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund; every fund unless given.
    minimum : int, students
        A school with fewer students has no figures about them here; neither
        has the share of a group smaller than this, or leaving fewer out.

    Returns
    -------
    DataFrame, one row per school, most per pupil first; then codes that
    schools.csv does not list, then the district office
        ``school_code``, ``school_name``, ``place`` ("school", "not in schools.csv", "district
        office"), ``dollars``, ``share`` (of all spending), ``enrollment`` (students), ``per_pupil``
        (dollars), ``unduplicated_share`` (0 to 1) and ``hidden`` (True where figures are kept back
        because the numbers are small).  Dollars add to the ledger's spending to the cent.

    Raises
    ------
    ValueError
        When the ledger has no such year, or a school is listed twice.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "kind": "spending", "school_code": ["0100", "0200", "0000"],
    ...     "amount": [900_000.0, 800_000.0, 300_000.0]})
    >>> schools = pd.DataFrame({"local_site_code": ["0100", "0200"],
    ...     "school_name": ["Oak", "Elm"], "enrollment": [100.0, 80.0],
    ...     "unduplicated": [40.0, 60.0]})
    >>> spending_by_school(ledger, schools, "2024-25")[
    ...     ["school_name", "dollars", "per_pupil", "unduplicated_share"]]
           school_name   dollars  per_pupil  unduplicated_share
    0              Elm  800000.0    10000.0                0.75
    1              Oak  900000.0     9000.0                0.40
    2  District office  300000.0        NaN                 NaN

    References
    ----------
    Elementary and Secondary Education Act, section 1111(h)(1)(C)(x): spending per pupil by school.
    """
    spent = spending_rows(ledger, fiscal_year, amount_type, fund)
    if ledger.empty and schools.empty:
        return typed(_COLUMNS)
    require_columns(ledger, ["school_code"], LEDGER)
    what = "list of schools (schools.csv)"
    require_columns(schools, ["local_site_code", "school_name"], what)
    columns = ["local_site_code", "school_name", "enrollment", "unduplicated"]
    listed = schools.reindex(columns=columns).rename(columns={columns[0]: "school_code"})
    twice = listed["school_code"].duplicated()
    if twice.any():
        raise ValueError(
            f"Site code {listed.loc[twice, 'school_code'].iloc[0]!r} is listed more than once in "
            "the list of schools (schools.csv). Give each school one row."
        )
    code = spent["school_code"].astype("str").fillna(DISTRICT_OFFICE)
    dollars = spent["amount"].groupby(code.rename("school_code")).sum().rename("dollars")
    table = listed.astype({"school_code": "str", "school_name": "str"})
    table = table.merge(dollars.reset_index(), on="school_code", how="outer")
    at_office = table["school_code"] == DISTRICT_OFFICE
    unlisted = ~table["school_code"].isin(listed["school_code"]) & ~at_office
    places = ["district office", "not in schools.csv"]
    table["place"] = np.select([at_office, unlisted], places, "school")
    table["school_name"] = table["school_name"].mask(at_office, "District office")
    table["school_name"] = table["school_name"].fillna("Site " + table["school_code"])
    table["dollars"] = table["dollars"].fillna(0.0)
    table["share"] = table["dollars"] / (table["dollars"].sum() or np.nan)
    table = _with_students(table, minimum)
    rank = table["place"].map({"school": 0, "not in schools.csv": 1, "district office": 2})
    order = np.lexsort([table["school_name"], -table["per_pupil"], rank])
    return table.iloc[order].reset_index(drop=True)[list(_COLUMNS)]


def _with_students(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    students = table["enrollment"].astype(float)
    high_need = table["unduplicated"].astype(float)
    few = (students > 0) & (students < minimum)
    few_in_group = (high_need > 0) & (high_need < minimum)
    few_others = (students - high_need > 0) & (students - high_need < minimum)
    shown = students.mask(few)
    return table.assign(
        enrollment=shown,
        per_pupil=table["dollars"] / shown.where(shown > 0),
        unduplicated_share=(high_need / shown.where(shown > 0)).mask(few_in_group | few_others),
        hidden=few | ((few_in_group | few_others) & shown.notna()),
    )


# --- Where the money goes: the ledger's spending by every field, by school and from year to year

NOT_SPENDING = {
    "revenue": "Revenue",
    "transfer": "Transfers and contributions",
    "balance": "Balances",
    "not_money": "Program cost report entries",
}


def spending_by(
    ledger: pd.DataFrame,
    by: str,
    fiscal_year: str,
    amount_type: str = "actual",
    fund: str | None = None,
    students: float | None = None,
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Spending of one year by any field of the account string, largest first.

        dollars = sum of amount over rows whose kind is "spending"
        share = dollars / all spending chosen;  per_student = dollars / students

    The rows add to the ledger's spending to the cent: what is coded to nothing has a row of its
    own.  Transfers, revenue and balances are in :func:`set_apart`.  A small line is not a wasteful
    one, and one kind of amount (actual, budget) is never added to another.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        As load_district gives it, with ``kind``; ``amount`` in dollars.
    by : str
        "fund", "object", "object_group" (first digit: 1000, 2000 ...), "object_class" (salaries in
        one, as other states have them), "function", "function_group", "goal", "resource",
        "restriction" (resources 2000-9999 are restricted), "school_code" or "local_program".
    fiscal_year : str
        Written 2024-25.
    amount_type : str
        As in ledger.csv.
    fund : str, optional
        One fund, such as "01"; every fund unless given.
    students : float, optional
        Enrollment of that year, for ``per_student``; unknown unless given.
    titles : mapping from code to name, optional
        What the codes are called; groups have names of their own.

    Returns
    -------
    DataFrame, one row per code, equal ones by title
        ``by`` (the code; "" where the ledger has none), ``title``, ``dollars``, ``share`` (of the
        total, 0 to 1) and ``per_student`` (dollars; ``NaN`` while students are unknown).

    Raises
    ------
    ValueError
        When the ledger has no such year, kind of amount or fund (naming what
        it has), or ``by`` is not one of the fields.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "object": ["1100", "1200", "4300", "8011"], "amount": [60.0, 15.0, 25.0, 110.0],
    ...     "kind": ["spending", "spending", "spending", "revenue"]})
    >>> spending_by(ledger, "object_group", "2024-25", students=10)
         by                  title  dollars  share  per_student
    0  1000  Certificated salaries     75.0   0.75          7.5
    1  4000     Books and supplies     25.0   0.25          2.5

    References
    ----------
    California School Accounting Manual, on the standardized account code structure; resources from
    2000 up being restricted reproduces the printed Form 01 to the cent.
    """
    spent = spending_rows(ledger, fiscal_year, amount_type, fund)
    table = spent.groupby(grouping(spent, by).rename("by"))["amount"].sum().rename("dollars")
    table = table.reset_index()
    table.insert(1, "title", title_of(table["by"], by, titles))
    total = table["dollars"].sum()
    table["share"] = table["dollars"] / (total if total else np.nan)
    table["per_student"] = table["dollars"] / above_zero(students)
    return table.sort_values(["dollars", "title"], ascending=[False, True], ignore_index=True)


# --- What was spent, each dollar once: less what one fund pays another ---------------------------

CHARGED = {"direct": "5750", "indirect": "7350"}  # costs that one fund charges another
TRANSFERS_OUT, TRANSFERS_IN = ("7600", "7629"), ("8900", "8929")
PREMIUMS = "8674"  # what the self-insurance fund takes in from the district's other funds
INSURANCE = (("3400", "3999"), ("5400", "5499"))  # where the other funds book what they pay it
BOND_FUND, DEBT_SERVICE = "21", ("7430", "7439")


def spending_by_fund(
    ledger: pd.DataFrame,
    fiscal_year: str,
    students: float | None = None,
    titles: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """What every fund paid out, and how much of it to other funds, the largest first.

    to_other_funds = transfers out + costs that another fund charged it
    paid_out = dollars (spending) + to_other_funds; adds to the first line of ``spent_once``
    """
    parts = _between_funds(ledger, fiscal_year)
    table = spending_by(ledger, "fund", fiscal_year, students=students, titles=titles)
    table = table.merge(parts["to_other_funds"].rename_axis("by").reset_index(), "outer", on="by")
    table["title"] = title_of(table["by"], "fund", titles)
    table = table.fillna({"dollars": 0.0, "share": 0.0, "to_other_funds": 0.0})
    table["paid_out"] = (table["dollars"] + table["to_other_funds"]).round(2)
    paying = table[table["paid_out"].ne(0) | table["dollars"].ne(0)]
    return paying.sort_values(["paid_out", "title"], ascending=[False, True], ignore_index=True)


def spent_once(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """From what all funds paid out to what was spent, each dollar once: one ``line`` a row.

        net = paid_out - transfers - direct - indirect - premiums
        net = operations + bond_built + debt_service + not_received

    What one fund pays another is taken out (below zero in ``dollars``) only as far as the ledger
    holds both ends of it: transfers out (7600-7629) against transfers in (8900-8929), costs charged
    (5750, 7350) against costs credited, premiums (8674) against what other funds book for benefits
    and insurance.  ``one_sided`` has the dollars of one end only: above zero, paid to a fund that
    books no receipt and left in; below, received from a fund that books no payment.  What is built
    from bonds (fund 21) and what repays debt (7430-7439) are not both spending of one year's
    resources, so each stands apart from ``operations``.

    California School Accounting Manual, on interfund transfers, transfers of costs and the
    self-insurance fund.
    """
    funds = _between_funds(ledger, fiscal_year)
    spent, pays = funds["spent"].sum(), funds["insurance"]
    ends = {
        "transfers": (funds["transfers_out"].sum(), funds["transfers_in"].sum()),
        **{
            name: (funds[name].clip(lower=0).sum(), -funds[name].clip(upper=0).sum())
            for name in CHARGED
        },
        "premiums": (pays[funds["premiums"].eq(0)].sum(), funds["premiums"].sum()),
    }
    taken = {name: max(min(ends[name]), 0.0) for name in ends}
    apart = {name: ends[name][0] - ends[name][1] for name in ends}
    apart["premiums"] = min(apart["premiums"], 0.0)  # other funds insure elsewhere as well
    paid = spent + funds["to_other_funds"].sum()
    net = paid - sum(taken.values())
    built, debt = funds["bond_built"].sum(), funds["debt_service"].sum()
    left_in = sum(max(dollars, 0.0) for dollars in apart.values())
    dollars = {
        "paid_out": paid,
        **{name: -taken[name] for name in ends},
        "net": net,
        "operations": net - built - debt - left_in,
        "bond_built": built,
        "debt_service": debt,
        "not_received": left_in,
    }
    table = pd.DataFrame({"line": pd.array(list(dollars), dtype="str")})
    table["dollars"] = pd.Series(list(dollars.values()), dtype=float).round(2) + 0.0
    table["one_sided"] = table["line"].map(apart).fillna(0.0).round(2)
    return table if len(funds) else table.head(0)


def _between_funds(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What each fund spent, paid to other funds and received from them, summed by fund."""
    require_kind(ledger)
    rows = chosen(ledger, fiscal_year, "actual")
    code, spends = rows["object"], rows["kind"].eq("spending")
    debt = spends & code.between(*DEBT_SERVICE)
    insures = code.between(*INSURANCE[0]) | code.between(*INSURANCE[1])
    parts = {
        "spent": spends,
        "transfers_out": code.between(*TRANSFERS_OUT),
        "transfers_in": code.between(*TRANSFERS_IN),
        **{name: code.eq(charged) for name, charged in CHARGED.items()},
        "premiums": code.eq(PREMIUMS),
        "insurance": spends & insures,
        "debt_service": debt,
        "bond_built": spends & ~debt & rows["fund"].eq(BOND_FUND),
    }
    dollars = pd.DataFrame({name: rows["amount"].where(here, 0.0) for name, here in parts.items()})
    funds = dollars.groupby(rows["fund"]).sum().round(2)
    charged = funds[list(CHARGED)].clip(lower=0).sum(axis=1)
    return funds.assign(to_other_funds=(funds["transfers_out"] + charged).round(2))


def set_apart(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What the ledger holds besides spending, by kind; with spending it is the whole ledger."""
    require_kind(ledger)
    here = chosen(ledger, fiscal_year, "actual")
    here = here[here["kind"] != "spending"]
    if here.empty:
        return typed({"kind": "str", "title": "str", "rows": "int64", "dollars": "float"})
    sums = here.groupby("kind")["amount"].agg(rows="size", dollars="sum")
    known = [kind for kind in NOT_SPENDING if kind in sums.index]
    table = sums.loc[[*known, *sums.index.difference(known)]].reset_index()
    table.insert(1, "title", table["kind"].replace(NOT_SPENDING))
    return table


def spending_change(ledger: pd.DataFrame, by: str) -> pd.DataFrame:
    """Actual spending year by year, and the change from the first year to the last.

        change = dollars of the last year - dollars of the first
        change_share = change / dollars of the first

    Dollars are of each year: prices rose in between, and enrollment moved (``total_change``).
    """
    require_columns(ledger, ["fiscal_year", "amount_type"], LEDGER)
    actual = ledger.loc[ledger["amount_type"] == "actual", "fiscal_year"]
    years = sorted(actual.dropna().unique())
    spent = {year: spending_rows(ledger, year, "actual") for year in years}
    dollars = {y: here.groupby(grouping(here, by))["amount"].sum() for y, here in spent.items()}
    wide = pd.DataFrame(dollars, columns=years, dtype=float).fillna(0.0)
    table = wide.rename_axis("by").reset_index()
    table["by"] = table["by"].astype("str")
    table.insert(1, "title", title_of(table["by"], by, None))
    comparable = len(years) > 1
    first = table[years[0]] if comparable else pd.Series(np.nan, index=table.index)
    last = table[years[-1]] if comparable else first
    table["change"] = last - first
    table["change_share"] = table["change"] / first.where(first > 0)
    moved = table["change"].abs().fillna(0.0)
    return table.iloc[np.lexsort([table["title"], -moved])].reset_index(drop=True)


def years_of(change: pd.DataFrame) -> list[str]:
    """The fiscal years that a table of changes has a column for, earliest first."""
    return sorted(name for name in change.columns if name[:4].isdigit() and name[4:5] == "-")


def total_change(change: pd.DataFrame, students: Mapping[str, float]) -> pd.Series | None:
    """All spending in the first and latest year: share = after / before - 1, and per student."""
    years = years_of(change)
    if change.empty or len(years) < 2:
        return None
    first, last = years[0], years[-1]
    before, after = float(change[first].sum()), float(change[last].sum())
    counted = {first, last} <= set(students)
    was, now = (students[first], students[last]) if counted else (np.nan, np.nan)
    dollars = {"first": first, "last": last, "before": before, "after": after}
    dollars["share"] = after / before - 1 if before else np.nan
    counts = {"students_before": was, "students_after": now, "students_share": (now - was) / was}
    return pd.Series(dollars | counts | {"each_before": before / was, "each_after": after / now})


def people_of_100(by_object: pd.DataFrame) -> float:
    """How many of every 100 dollars pay people: salaries and benefits, objects 1000-3999."""
    return float(100 * by_object.loc[by_object["by"].isin(PEOPLE), "share"].sum())


def away_from(guess: float, figure: float) -> int:
    """How far a guess is from the figure, in whole units."""
    return round(abs(guess - figure))


def on_behalf_dollars(ledger: pd.DataFrame, fiscal_year: str) -> float:
    """The state's own payment to the teachers' pension (resource 7690): booked, never the cash."""
    asked = {"resource": ON_BEHALF, "fiscal_year": fiscal_year, "amount_type": "actual"}
    here = ledger[[*asked, "kind"]].eq({**asked, "kind": "spending"}).all(axis=1)
    return float(ledger.loc[here, "amount"].sum())


# --- Spending beside scores, school by school: a picture that must come with its warning ---------

FEWEST = 4  # schools; with fewer, chance can make any correlation
NOTHING_KNOWN, NO_PATTERN = "nothing known", "no pattern"
LOWER, HIGHER = "lower", "higher"


def schools_by_dollars(schools: pd.DataFrame) -> pd.DataFrame:
    """The schools whose dollars per pupil are known, the fewest first, then by name."""
    known = schools.dropna(subset=["per_pupil"])
    return known.sort_values(["per_pupil", "school_name"], kind="stable")


def spending_beside_scores(
    schools: pd.DataFrame, students: pd.DataFrame, fiscal_year: str, minimum: int = 11
) -> pd.DataFrame:
    """Each school's direct dollars per pupil beside its students' mean reading score, by name.

        mean_score = mean of (score - the grade's mean) / the grade's spread

    Never read it as what a dollar buys: money is sent where students start further behind, so more
    spending stands beside lower scores without causing them.  ``schools`` as ``spending_by_school``
    gives; schools with fewer scores than ``minimum`` are left out.
    """
    require_columns(schools, ["school_code", "per_pupil"], "table of schools")
    year = students[(students["fiscal_year"] == fiscal_year) & students["ela_ss"].notna()]
    scale = grade_scale(year, year["ela_ss"], test="")
    placed = (year["ela_ss"] - scale["mean"]) / scale["spread"]
    by_school = placed.groupby(year["site_code"]).agg(["mean", "count"])
    by_school = by_school.rename(columns={"mean": "mean_score", "count": "students"})
    table = schools.merge(by_school, left_on="school_code", right_index=True, how="inner")
    table = table[(table["students"] >= minimum) & table["per_pupil"].notna()]
    columns = ["school_name", "per_pupil", "mean_score", "students", "unduplicated_share"]
    return table.sort_values("school_name")[columns].reset_index(drop=True)


def correlation_range(correlation: float, schools: int) -> tuple[float, float]:
    """The 90% range by Fisher: tanh(arctanh(correlation) +- 1.645 / sqrt(schools - 3))."""
    from scipy.stats import norm

    if schools < FEWEST or not abs(correlation) <= 1 + 1e-9:
        return (float("nan"), float("nan"))
    with np.errstate(divide="ignore"):  # schools on one line: the range is that one number
        middle = np.arctanh(np.clip(correlation, -1, 1))
    apart = norm.ppf((1 + RANGE) / 2) / np.sqrt(schools - 3)
    return (float(np.tanh(middle - apart)), float(np.tanh(middle + apart)))


def pattern_across(schools: pd.DataFrame) -> pd.Series:
    """What spending beside scores shows, a pattern only if its range leaves zero.

    Whether schools that spend more have lower or higher scores: never what a dollar buys.
    """
    known = schools[["per_pupil", "mean_score"]].astype(float).dropna()
    spread = len(known) > 0 and known.nunique().min() > 1
    correlation = float(known["per_pupil"].corr(known["mean_score"])) if spread else float("nan")
    low, high = correlation_range(correlation, len(known))
    code = (LOWER if correlation < 0 else HIGHER) if low > 0 or high < 0 else NO_PATTERN
    found = {"code": NOTHING_KNOWN if known.empty else code, "schools": len(known)}
    return pd.Series(found | {"correlation": correlation, "low": low, "high": high})
