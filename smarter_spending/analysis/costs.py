"""What a program costs: prices of one year, the ingredients method, and the ledger's own lines."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import (
    a_number,
    checked_rate,
    quoted,
    require_columns,
    require_numbers,
    rows,
    typed,
    yearly_part,
)
from smarter_spending.analysis.spending import LEDGER, PEOPLE, first_digit, require_kind, restricted
from smarter_spending.analysis.staffing import position_lines

# --- Prices and costs as figures: a year of something durable, one price year, one more student


def annual_cost(price: float, life_years: float, rate: float, salvage: float = 0.0) -> float:
    """Dollars a year that something bought once and used for years really costs.

    The price is spread evenly over the years of use, with interest, so that a device bought this
    year and one bought three years ago cost the programs that use them the same.

        annual_cost = (price - salvage / (1 + rate)^life) * rate / (1 - (1 + rate)^-life)

    and ``(price - salvage) / life`` when the rate is zero.  Use it for things
    that last longer than a year; what is used up in the year costs its price.

    Raises ValueError when a figure is missing, not a number or out of its limits.  Source: The
    capital recovery factor; Levin, McEwan, Belfield, Bowden and Shand (2018), *Economic Evaluation
    in Education*, 3rd ed., SAGE.

    Parameters
    ----------
    price : float, dollars, zero or more
    life_years : float, years, above zero
        How long it is used, which may be shorter than how long it could last.
    rate : float, a fraction from 0 up to (not including) 1, yearly discount rate: 0.03 for 3%
    salvage : float, dollars, at most the price, what it can be sold for at the end

    Returns
    -------
    float, dollars a year

    Examples
    --------
    A $10,000 cart of tablets used for 5 years, at 3%:

    >>> round(annual_cost(10_000, 5, 0.03), 2)
    2183.55
    >>> annual_cost(10_000, 5, 0)
    2000.0
    """
    price, life_years = a_number("price", price), a_number("life in years", life_years)
    rate, salvage = checked_rate(rate), a_number("salvage value", salvage)
    if price < 0:
        raise ValueError(f"The price is {price:,.2f}; a price cannot be below zero.")
    if life_years <= 0:
        raise ValueError(
            f"The life is {life_years:g} years; it must be above zero. "
            "For something used up within the year, use its price as it is."
        )
    if not 0 <= salvage <= price:
        raise ValueError(
            f"The salvage value is {salvage:,.2f}; it must lie between zero and the price "
            f"({price:,.2f})."
        )
    worn = price - salvage * (1 + rate) ** -life_years
    return float(worn * yearly_part(life_years, rate))


def to_base_year(
    amount: float | pd.Series,
    year: object,
    base_year: object,
    index: Mapping[object, float] | pd.Series,
) -> float | pd.Series:
    """Dollars of one year restated in the prices of another.

        amount * index of the base year / index of the amount's own year

    Bring prices to one year before adding them.  This is not discounting, which is a separate step;
    use a wage index for people and a price index for goods where both are at hand.

    Raises ValueError when a year is not in the index, an index number is zero or less, or an amount
    is missing.  Source: Levin and others (2018), chapter on cost analysis.

    Parameters
    ----------
    amount : float or Series, dollars of ``year``
    year : label, or a Series of labels on the same index as ``amount``
        The year the amount is from, written as in ``index``.
    base_year : label, the year to restate it in
    index : mapping or Series from year to index number, above zero

    Returns
    -------
    float or Series, dollars of ``base_year``

    Examples
    --------
    Prices rose from 100 to 125, so $198 then is $247.50 now:

    >>> to_base_year(198, "2011-12", "2022-23", {"2011-12": 100, "2022-23": 125})
    247.5
    """
    levels = dict(index)
    needed = [*pd.unique(pd.Series(year)), base_year]
    absent = list(dict.fromkeys(label for label in needed if label not in levels))
    if absent:
        raise ValueError(
            f"The price index has no figure for {quoted(absent)}. It has: {quoted(levels)}. "
            "Add the year, or check how it is written."
        )
    for label in needed:
        if a_number(f"price index of {label}", levels[label]) <= 0:
            raise ValueError(
                f"The price index of {label} is {levels[label]:g}; it must be above zero."
            )
    if not isinstance(amount, pd.Series):
        if isinstance(year, pd.Series):
            raise ValueError("Several years were given for one amount. Give an amount for each.")
        return a_number("amount", amount) * levels[base_year] / levels[year]
    require_numbers(amount.to_frame("amount"), ["amount"], "table of amounts")
    own = year.map(levels) if isinstance(year, pd.Series) else levels[year]
    return amount * levels[base_year] / own


def marginal_cost(cost_by_students: pd.DataFrame) -> pd.DataFrame:
    """Dollars for each extra student between one scale of a program and the next.

        marginal_cost = (cost at more - cost at fewer) / (more - fewer students)

    This, and not the average cost, is what growing or shrinking changes.  It
    is jumpy where a program grows in steps (a new section at 25 students).

    Raises ValueError when students do not rise from row to row or a figure is missing.  Source:
    Levin and others (2018), on average and marginal cost.

    Parameters
    ----------
    cost_by_students : DataFrame, one row per scale
        ``students`` (students served, each row more than the one above) and
        ``total_cost`` (dollars a year).

    Returns
    -------
    DataFrame, one row per step
        ``students_from``, ``students_to``, ``extra_cost`` (dollars) and
        ``marginal_cost`` (dollars per extra student).  One scale gives no row.

    Examples
    --------
    >>> marginal_cost(pd.DataFrame({"students": [20, 25, 50],
    ...                             "total_cost": [60_000, 61_000, 121_000]}))
       students_from  students_to  extra_cost  marginal_cost
    0           20.0         25.0      1000.0          200.0
    1           25.0         50.0     60000.0         2400.0
    """
    what = "table of costs by number of students"
    require_columns(cost_by_students, ["students", "total_cost"], what)
    require_numbers(cost_by_students, ["students", "total_cost"], what)
    students = cost_by_students["students"].to_numpy(dtype=float)
    extra = np.diff(students)
    if (extra <= 0).any():
        raise ValueError(
            f"Students do not rise in {rows(cost_by_students, np.r_[False, extra <= 0])} of the "
            f"{what}. List each number of students once, from few to many."
        )
    cost = np.diff(cost_by_students["total_cost"].to_numpy(dtype=float))
    steps = pd.DataFrame({"students_from": students[:-1], "students_to": students[1:]})
    return steps.assign(extra_cost=cost, marginal_cost=cost / extra)


# --- What a program costs by the ingredients method: everything it uses, priced, whoever pays ----

_REQUIRED = ("ingredient", "quantity", "unit_price", "payer")
_ALLOWED = (*_REQUIRED, "share", "life_years", "district_cds", "program_id", "price_year")


@dataclass(frozen=True)
class ProgramCost:
    """What a program costs in a year, and who pays."""

    total: float
    per_student: float
    by_payer: pd.DataFrame
    by_ingredient: pd.DataFrame


def program_cost(ingredients: pd.DataFrame, students: float, rate: float = 0.03) -> ProgramCost:
    """What a program costs in a year from a list of everything it uses, whoever pays.

        dollars of an ingredient = quantity * unit_price * share (* yearly part, if it lasts)
        total = sum over ingredients;  per student = total / students served

    Volunteers' hours, donated rooms and parents' fees count at what they would cost.  The total is
    for comparing programs; what the district itself pays is its row of ``by_payer``.

    Raises ValueError listing every problem of the table at once, each with its spreadsheet row.
    Source: The ingredients method: Levin and others (2018).

    Parameters
    ----------
    ingredients : DataFrame, one row per ingredient of one program
        ``ingredient`` (name), ``quantity`` (units), ``unit_price`` (dollars a unit, one price
        year), ``payer`` (who pays) and, where known, ``share`` (0 to 1, the part this program uses;
        blank means all) and ``life_years`` (years it lasts; blank means used up in the year).
        ``district_cds``, ``program_id`` and ``price_year`` may be there.
    students : float, students served (not seats, not enrolled), above zero
    rate : float, fraction, discount rate for things that last: 0.03 for 3%

    Returns
    -------
    ProgramCost, ``.total``, ``.per_student``, ``.by_payer`` and ``.by_ingredient``

    Examples
    --------
    >>> used = pd.DataFrame({
    ...     "ingredient": ["tutors", "tablets", "parent readers"],
    ...     "quantity": [2, 50, 300], "unit_price": [45_000, 400, 20],
    ...     "share": [1.0, 0.5, None], "life_years": [None, 4, None],
    ...     "payer": ["district", "grant", "volunteers"]})
    >>> cost = program_cost(used, students=100, rate=0)
    >>> cost.total, cost.per_student
    (98500.0, 985.0)
    >>> cost.by_payer[["payer", "dollars"]]
            payer  dollars
    0    district  90000.0
    1  volunteers   6000.0
    2       grant   2500.0
    """
    rate = checked_rate(rate)
    problems = _ingredient_problems(ingredients, students)
    if problems:
        raise ValueError(
            "The list of ingredients cannot be priced yet:\n- " + "\n- ".join(problems)
        )
    served = float(students)
    table = ingredients[["ingredient", "payer"]].reset_index(drop=True)
    table["dollars"] = yearly_dollars(ingredients, rate).to_numpy()
    payers = table.groupby("payer", as_index=False)["dollars"].sum()
    payers = payers.sort_values(["dollars", "payer"], ascending=[False, True], ignore_index=True)
    total = float(table["dollars"].sum())
    parts = (_shares(one, total, served) for one in (payers, table))
    return ProgramCost(total, total / served, *parts)


def yearly_dollars(ingredients: pd.DataFrame, rate: float) -> pd.Series:
    """Dollars a year of each ingredient, durables spread over their life."""
    full = pd.Series(np.nan, index=ingredients.index)
    share = pd.to_numeric(ingredients.get("share", full)).fillna(1.0).astype(float)
    life = pd.to_numeric(ingredients.get("life_years", full)).astype(float)
    yearly = pd.Series(yearly_part(life.to_numpy(), rate), index=life.index).where(life.notna(), 1)
    return ingredients["quantity"].astype(float) * ingredients["unit_price"] * share * yearly


def _ingredient_problems(ingredients: pd.DataFrame, students: float) -> list[str]:
    problems = []
    if pd.isna(students) or not 0 < float(students) < np.inf:
        problems.append(f"students served is {students}; it must be a number above zero")
    unknown = [column for column in ingredients.columns if column not in _ALLOWED]
    if unknown:
        problems.append(f"column {quoted(unknown)} is not one we know; use {quoted(_ALLOWED)}")
    missing = [column for column in _REQUIRED if column not in ingredients.columns]
    if missing:
        problems.append(f"column {quoted(missing)} is missing")
    for column in ("quantity", "unit_price", "share", "life_years"):
        if column in ingredients.columns:
            problems += _number_problems(ingredients, column)
    for column in {"ingredient", "payer"} - set(missing):
        if ingredients[column].isna().any():
            problems.append(
                f"{column!r} is blank in {rows(ingredients, ingredients[column].isna())}"
            )
    if "ingredient" in ingredients.columns:
        again = ingredients["ingredient"].duplicated() & ingredients["ingredient"].notna()
        if again.any():
            names = quoted(ingredients.loc[again, "ingredient"].unique())
            problems.append(f"{names} is listed twice ({rows(ingredients, again)}); count it once")
    for column, word in (("program_id", "program"), ("price_year", "price year")):
        if column in ingredients.columns and ingredients[column].nunique() > 1:
            problems.append(f"there is more than one {word}; give one {word} at a time")
    return sorted(problems)


def _number_problems(ingredients: pd.DataFrame, column: str) -> list[str]:
    given = ingredients[column]
    value = pd.to_numeric(given, errors="coerce").astype(float)
    optional = column in ("share", "life_years")
    problems = []
    unreadable = ~np.isfinite(value) & ~(given.isna() & optional)
    if unreadable.any():
        problems.append(f"{column!r} is blank or not a number in {rows(ingredients, unreadable)}")
    limits = {
        "share": ((value < 0) | (value > 1), "must be between 0 and 1 (0.25 for 25%)"),
        "life_years": (value <= 0, "must be above zero years"),
    }
    wrong, rule = limits.get(column, (value < 0, "cannot be below zero"))
    at = np.flatnonzero(wrong)
    return problems + [f"{column!r} is {value.iloc[n]:g} in row {n + 2}; it {rule}" for n in at]


def _shares(table: pd.DataFrame, total: float, students: float) -> pd.DataFrame:
    share = table["dollars"] / total if total else np.nan
    return table.assign(share=share, per_student=table["dollars"] / students)


# --- What each program costs: its ledger lines, what the ledger does not show, and its students

_COLUMNS = [
    "program_id", "program", "personnel", "nonpersonnel", "outside_ledger", "total_cost",
    "students_served", "cost_per_student", "marginal_cost_per_student", "restricted_share",
    "fund_restriction", "cost_source",
]  # fmt: skip

# how a cost that is not in the ledger came about, by the inventory's cost_method
STATED = {"lcap": "planned in the LCAP", "estimate": "an estimate"}


def program_costs(
    programs: pd.DataFrame,
    ledger: pd.DataFrame,
    staffing: pd.DataFrame,
    ingredients: pd.DataFrame,
    participation: pd.DataFrame,
    fiscal_year: str,
    rate: float = 0.03,
    price_index: Mapping[str, float] | None = None,
    shared: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What every program of the inventory cost in one year, one row per program.

        total_cost = personnel + nonpersonnel + outside_ledger
        cost_per_student = total_cost / students_served
        marginal_cost_per_student = (total_cost - fixed_cost) / students_served

    The ledger comes first: actual spending of the year under the program's ``local_program``,
    people being objects 1000-3999.  Where those lines hold no pay at all, the pay is that of the
    positions assigned to the program: a dollar of pay that is in both is counted once, as the
    ledger has it.  A program with no ledger line has the pay of its positions, with what its
    inventory row states beside people; where that row states a total without such a part, or nobody
    is assigned, it has the cost the row states; with none of these, its cost is not known and stays
    ``NaN``: never zero.  What programs share (``shared``) is split to the cent and counted once.
    All are dollars of ``fiscal_year``: what ``price_year`` says is of another
    year is restated by ``price_index`` first, as ``to_base_year`` does.

    Read the marginal cost when growing or shrinking a program, the average
    when judging what it was worth.  Neither holds far from today's size.

    Raises ValueError when a table lacks a column, the rate is not a fraction, or prices are of a
    year that the index does not have.  Source: Government Finance Officers Association, Smarter
    School Spending, practice 3A (cost analysis); Levin and others (2018) on cost per participant.

    Parameters
    ----------
    programs : DataFrame, one row per program
        The program inventory (programs.csv): ``program_id``, ``program_name`` and, where known,
        ``annual_cost_total, personnel, nonpersonnel, lcff, other_state, local, federal,
        fixed_cost`` (dollars a year) and ``students_served``.
    ledger : DataFrame, one row per account line
        With the column ``kind`` that load_district adds; dollars in ``amount``.
    staffing : DataFrame, one row per position and funding line
    ingredients : DataFrame, one row per program and ingredient
        What the ledger does not show, whoever pays (ingredients.csv).
    participation : DataFrame, one row per student, program and year
        ``group`` "treated" marks who took part.
    fiscal_year : str, the year to cost, written 2024-25
    rate : float, fraction, discount rate for ingredients that last: 0.03 for 3%
    price_index : mapping from year to index number, optional
        Needed only where ``price_year``, in programs or ingredients, names another year.
    shared : DataFrame, one row per shared code and program, optional
        ``shared_code`` (as in ``local_program`` of the ledger, or ``program_id`` of positions and
        ingredients), ``program_id`` and ``share`` (0 to 1); the shares of a code add to 1.

    Returns
    -------
    DataFrame, one row per program, the dearest first, unknown costs last
        ``program_id``, ``program`` (name), ``personnel``, ``nonpersonnel``, ``outside_ledger``,
        ``total_cost`` (dollars of the year), ``students_served`` (different students treated in the
        year, else as the inventory states), ``cost_per_student``, ``marginal_cost_per_student``
        (dollars per student; ``NaN`` while the fixed part is not known or exceeds the total),
        ``restricted_share`` (0 to 1, of the ledger dollars; for a cost from the inventory only
        where LCFF and federal are all its funds), ``fund_restriction`` ("unrestricted",
        "restricted", "mixed", "not known") and ``cost_source`` ("ledger", "ledger and positions",
        "positions", "positions and inventory", "planned in the LCAP", "an estimate", "inventory"
        where it does not say how, "not known").

    Examples
    --------
    >>> programs = pd.DataFrame({"program_id": ["P1", "P2"],
    ...                          "program_name": ["Tutoring", "Reading club"],
    ...                          "fixed_cost": [30_000.0, None], "students_served": [100.0, 40.0]})
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual",
    ...                        "kind": "spending", "resource": ["0000", "3010"],
    ...                        "object": ["1100", "4300"], "local_program": "P1",
    ...                        "amount": [80_000.0, 10_000.0]})
    >>> none = pd.DataFrame()
    >>> costs = program_costs(programs, ledger, none, none, none, "2024-25")
    >>> costs[["program", "total_cost", "cost_per_student", "marginal_cost_per_student"]]
            program  total_cost  cost_per_student  marginal_cost_per_student
    0      Tutoring     90000.0             900.0                      600.0
    1  Reading club         NaN               NaN                        NaN
    >>> costs[["fund_restriction", "cost_source"]].to_numpy().tolist()
    [['mixed', 'ledger'], ['not known', 'not known']]
    """
    require_columns(programs, ["program_id", "program_name"], "program inventory (programs.csv)")
    programs = in_prices_of(programs, fiscal_year, price_index)
    ingredients = in_prices_of(ingredients, fiscal_year, price_index)
    table = programs.drop(columns=["personnel", "nonpersonnel"], errors="ignore")
    table = table.rename(columns={"program_name": "program"}).reset_index(drop=True)
    stated = pd.DataFrame({name: _stated(programs, name) for name in ("personnel", "nonpersonnel")})
    booked = _booked(ledger, staffing, fiscal_year, shared).reindex(table["program_id"])
    booked = booked.reset_index(drop=True)
    budget = _stated_total(programs)
    people, rest = booked["source"].eq("positions"), stated["nonpersonnel"]
    found = booked["source"].notna() & ~(people & budget.notna() & rest.isna())
    beside = people & rest.notna()
    booked["nonpersonnel"] = booked["nonpersonnel"].mask(beside, rest)
    booked["source"] = booked["source"].mask(beside, "positions and inventory")
    booked["restricted_share"] = booked["restricted_share"].mask(beside & rest.ne(0))
    table["personnel"] = booked["personnel"].where(found, stated["personnel"])
    table["nonpersonnel"] = booked["nonpersonnel"].where(found, stated["nonpersonnel"])
    table["outside_ledger"] = _outside_ledger(ingredients, rate, table["program_id"], shared)
    spent = (booked["personnel"] + booked["nonpersonnel"]).where(found, budget)
    table["total_cost"] = spent + table["outside_ledger"]
    table["students_served"] = _served(programs, participation, fiscal_year)
    students = table["students_served"].where(table["students_served"] > 0)
    table["cost_per_student"] = table["total_cost"] / students
    varying = table["total_cost"] - _stated(programs, "fixed_cost")
    table["marginal_cost_per_student"] = varying.where(varying >= 0) / students
    share = booked["restricted_share"].where(found, _stated_restriction(programs, budget))
    table["restricted_share"] = share
    table["fund_restriction"] = np.select(
        [share.isna(), share == 0, share == 1], ["not known", "unrestricted", "restricted"], "mixed"
    )
    method = programs.reindex(columns=["cost_method"])["cost_method"].reset_index(drop=True)
    said = method.map(STATED).fillna("inventory").where(budget.notna(), "not known")
    table["cost_source"] = booked["source"].where(found, said)
    return table[_COLUMNS].sort_values(
        ["total_cost", "program"], ascending=[False, True], ignore_index=True
    )


# --- What several programs share; prices of other years; what is stated beside what is booked -----


def split_shared(
    lines: pd.DataFrame, shared: pd.DataFrame | None, dollars: str = "amount"
) -> pd.DataFrame:
    """Lines booked under a shared code split among its programs: each line adds up to itself."""
    # a part is what the programs up to it have together less what those before it have, both to
    # the cent: of $10.01 in thirds 3.34, 3.33 and 3.34
    if shared is None or shared.empty or lines.empty:
        return lines
    total = shared.groupby("shared_code")["share"].transform("sum")
    if not_whole := quoted(shared.loc[total.round(3).ne(1), "shared_code"].unique()):
        raise ValueError(f"The shares of {not_whole} do not add to 1 in shared_costs.csv.")
    parts = shared.assign(share=shared["share"] / total)
    parts["upto"] = parts.groupby("shared_code")["share"].cumsum()
    keys = parts.rename(columns={"program_id": "user"})[["shared_code", "user", "share", "upto"]]
    split = lines.assign(_line=range(len(lines))).merge(
        keys, how="left", left_on="program_id", right_on="shared_code"
    )
    is_shared = split["user"].notna()
    upto = (split[dollars] * split["upto"]).round(2)
    before = upto.groupby(split["_line"]).shift(fill_value=0.0)
    split[dollars] = (upto - before).round(2).where(is_shared, split[dollars])
    split["program_id"] = split["user"].where(is_shared, split["program_id"])
    return split[lines.columns]


PRICED = (
    "unit_price", "annual_cost_total", "personnel", "nonpersonnel", "lcff", "other_state", "local",
    "federal", "fixed_cost",
)  # fmt: skip
MISSING = 0.10  # of a cost; more than this is not passed over in silence
AGREES, LESS_THAN_STATED, MORE_THAN_STATED = "agrees", "less than stated", "more than stated"
LESS_THAN_POSITIONS = "less than its positions"
NOTHING_BOOKED, NOTHING_STATED, NOT_KNOWN = "nothing booked", "nothing stated", "not known"
HALF_A_CENT = 0.005
GONE_MISSING = (LESS_THAN_STATED, LESS_THAN_POSITIONS)


def in_prices_of(
    table: pd.DataFrame, fiscal_year: str, price_index: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The table, prices of another ``price_year`` restated by the index; blank is this year."""
    if "price_year" not in table.columns:
        return table
    other = table["price_year"].notna() & table["price_year"].ne(fiscal_year)
    columns = [name for name in PRICED if name in table.columns]
    priced = other & table[columns].notna().any(axis=1)
    if not priced.any():
        return table
    years = table["price_year"][priced]
    ones = pd.Series(1.0, index=years.index)
    factor = to_base_year(ones, years, fiscal_year, price_index or {})
    factor = factor.reindex(table.index).fillna(1.0)
    restated = {name: table[name].astype(float) * factor for name in columns}
    return table.assign(**restated, price_year=table["price_year"].mask(priced, fiscal_year))


def stated_beside_books(
    programs: pd.DataFrame,
    costs: pd.DataFrame,
    ledger: pd.DataFrame,
    staffing: pd.DataFrame,
    fiscal_year: str,
    shared: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What the inventory states of each program's cost beside what ledger and positions hold.

        counted = total_cost - outside_ledger;  short_by = whole - counted, furthest apart first
        whole = what is stated or, where its people are paid more than is booked, the cost so paid

    No worth may be read off a cost of which more than a tenth (``MISSING``) has gone missing
    without a word: where ``cost_check`` is one of ``GONE_MISSING`` the cost goes with a note.  It
    does not say which of the two is right: a tag may be missing in the ledger, or the inventory be
    out of date.  ``programs`` in prices of the year, ``costs`` as ``program_costs`` gives.
    """
    ids = programs["program_id"].reset_index(drop=True)
    booked = split_shared(_program_lines(ledger, fiscal_year), shared)
    lines = _by_people(booked).reindex(ids).reset_index(drop=True)
    table = pd.DataFrame({"program_id": ids})
    known = costs.set_index("program_id").reindex(ids).reset_index(drop=True)
    table["program"] = known["program"]
    table["stated"] = _stated_total(programs)
    table["in_ledger"] = lines["personnel"] + lines["nonpersonnel"]
    pay = pd.Series(dtype=float)
    if not staffing.empty and (staffing["fiscal_year"] == fiscal_year).any():
        held = split_shared(position_lines(staffing, fiscal_year), shared, "pay")
        pay = held[held["program_id"].ne("")].groupby("program_id")["pay"].sum()
    table["in_positions"] = ids.map(pay)
    table["counted"] = known["total_cost"] - known["outside_ledger"]
    with_pay = lines["nonpersonnel"].fillna(0.0) + table["in_positions"]
    by_books = table["in_ledger"].notna() | table["in_positions"].notna()
    wholes = {LESS_THAN_STATED: table["stated"], LESS_THAN_POSITIONS: with_pay}
    gone = {code: whole - table["counted"] for code, whole in wholes.items()}
    short = {code: gone[code].gt(MISSING * wholes[code] + HALF_A_CENT) for code in wholes}
    more = (-gone[LESS_THAN_STATED]).gt(MISSING * table["stated"] + HALF_A_CENT)
    nobody = ~by_books & table["stated"].isna()
    table["cost_check"] = np.select(
        [*short.values(), nobody, ~by_books, table["stated"].isna(), more],
        [*short, NOT_KNOWN, NOTHING_BOOKED, NOTHING_STATED, MORE_THAN_STATED],
        AGREES,
    )
    people = table["cost_check"].eq(LESS_THAN_POSITIONS)
    table["whole"] = table["stated"].mask(people, with_pay)
    table["short_by"] = (table["whole"] - table["counted"]).round(2) + 0.0
    columns = ["program_id", "program", "stated", "in_ledger", "in_positions", "counted"]
    order = np.lexsort([table["program"], -table["short_by"].abs()])
    return table.iloc[order].reset_index(drop=True)[[*columns, "whole", "short_by", "cost_check"]]


def gone_missing(beside: pd.DataFrame) -> pd.DataFrame:
    """The programs of whose cost more than a tenth has gone missing, the most dollars first."""
    return beside[beside["cost_check"].isin(GONE_MISSING)]


def _stated_total(programs: pd.DataFrame) -> pd.Series:
    parts = _stated(programs, "personnel") + _stated(programs, "nonpersonnel")
    return _stated(programs, "annual_cost_total").fillna(parts)


def dollars_known(costs: pd.DataFrame) -> float:
    """What programs cost together, as far as it is known."""
    return float(costs["total_cost"].sum())


def _stated(programs: pd.DataFrame, column: str) -> pd.Series:
    return programs.reindex(columns=[column])[column].astype(float).reset_index(drop=True)


def _booked(
    ledger: pd.DataFrame, staffing: pd.DataFrame, fiscal_year: str, shared: pd.DataFrame | None
) -> pd.DataFrame:
    columns = ["personnel", "nonpersonnel", "restricted_share", "source"]
    lines = split_shared(_program_lines(ledger, fiscal_year), shared)
    booked = _by_people(lines)
    if staffing.empty or not (staffing["fiscal_year"] == fiscal_year).any():
        return booked[columns]
    positions = position_lines(staffing, fiscal_year).rename(columns={"pay": "amount"})
    positions = split_shared(positions, shared)
    paid = booked.index[booked["lines_of_pay"] > 0]
    # a program whose positions nobody holds has none whose pay could be added
    held = positions[positions["program_id"].ne("") & positions["amount"].ne(0)]
    pay = held[~held["program_id"].isin(paid)].assign(people=True)
    if pay.empty:
        return booked[columns]
    pay["restricted"] = restricted(pay["resource"])
    both = [part for part in (lines, pay[lines.columns]) if len(part)]
    mended = _by_people(pd.concat(both, ignore_index=True))
    there = mended.index.isin(pay["program_id"])
    mended.loc[there, "source"] = "ledger and positions"
    mended.loc[there & ~mended.index.isin(booked.index), "source"] = "positions"
    return mended[columns]


def _program_lines(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    if ledger.empty or "local_program" not in ledger.columns:
        kinds = {"program_id": "str", "people": "bool", "restricted": "bool", "amount": "float"}
        return typed(kinds)
    require_kind(ledger)
    require_numbers(ledger, ["amount"], LEDGER)
    year = (ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")
    lines = ledger[year & (ledger["kind"] == "spending") & ledger["local_program"].notna()]
    return lines[[]].assign(
        program_id=lines["local_program"],
        people=first_digit(lines["object"]).isin(PEOPLE),
        restricted=restricted(lines["resource"]),
        amount=lines["amount"],
    )


def _by_people(lines: pd.DataFrame) -> pd.DataFrame:
    amount = lines["amount"]
    parts = lines[[]].assign(
        personnel=amount.where(lines["people"], 0.0),
        nonpersonnel=amount.where(~lines["people"], 0.0),
        restricted=amount.where(lines["restricted"], 0.0),
        lines_of_pay=lines["people"].astype(int),
    )
    # cents only: a share of exactly 0 or 1 must not be missed for a rounding error
    sums = parts.groupby(lines["program_id"]).sum().round(2)
    total = sums["personnel"] + sums["nonpersonnel"]
    share = (sums["restricted"] / total.round(2)).where(total > 0)
    sums["restricted_share"] = share.where(share.between(0, 1))
    sums["source"] = "ledger"
    return sums


def _outside_ledger(
    ingredients: pd.DataFrame, rate: float, program_id: pd.Series, shared: pd.DataFrame | None
) -> pd.Series:
    if ingredients.empty:
        return pd.Series(0.0, index=program_id.index)
    what = ["program_id", "quantity", "unit_price"]
    require_columns(ingredients, what, "list of ingredients (ingredients.csv)")
    used = ingredients[["program_id"]].assign(amount=yearly_dollars(ingredients, rate))
    used = split_shared(used, shared)
    yearly = used.groupby("program_id")["amount"].sum(min_count=1)
    return program_id.map(yearly).where(program_id.isin(used["program_id"]), 0.0)


def _served(programs: pd.DataFrame, participation: pd.DataFrame, fiscal_year: str) -> pd.Series:
    stated = _stated(programs, "students_served")
    if participation.empty:
        return stated
    needed = ["student_key", "program_id", "fiscal_year", "group"]
    require_columns(participation, needed, "participation table (program_participation.csv)")
    year = participation[participation["fiscal_year"] == fiscal_year]
    treated = year[year["group"] == "treated"]
    counted = treated.groupby("program_id")["student_key"].nunique()
    ids = programs["program_id"].reset_index(drop=True)
    return ids.map(counted).astype(float).fillna(stated)


def _stated_restriction(programs: pd.DataFrame, budget: pd.Series) -> pd.Series:
    # LCFF is unrestricted and federal money restricted; other state and local money may be either.
    # A blank is no zero, unless what is stated adds to the whole budget
    parts = {name: _stated(programs, name) for name in ("lcff", "federal", "other_state", "local")}
    stated = pd.DataFrame(parts)
    whole = stated.notna().all(axis=1) | (stated.sum(axis=1) - budget).abs().lt(1)
    stated = stated.fillna(0.0)
    both = stated["lcff"] + stated["federal"]
    known = whole & stated["other_state"].eq(0) & stated["local"].eq(0)
    return (stated["federal"] / both.where(both > 0)).where(known)
