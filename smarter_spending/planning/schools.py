"""One pool of dollars shared out to schools: to the cent, by rules that can be explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import require_columns
from smarter_spending.analysis.spending import restricted, spending_rows
from smarter_spending.planning.reallocation import with_duty

NEED = "unduplicated"  # high-need students: English learners, of low income or in foster care
HIGH_NEED = {"el", "sed", "foster"}  # the groups that these are, as a resource's rule names them
USUAL_WEIGHT, USUAL_RATIO, USUAL_LOSS = 0.20, 25.0, 2.0  # until somebody sets another
STEP = 0.1  # how far a table moves the weight, to show what it does to every school
SEEN = 0.5  # dollars: what is less is written as $0
SCHOOLS = ["school", "students", NEED, "dollars", "duty", "school_code"]
KNOWN_OF_SCHOOLS = ["enrollment", "unduplicated", "charter", "charter_funding", "closed_date"]
RATIO_COLUMNS = ["positions_exact", "positions", "position_price", "positions_cost", "left_share",
                 "by_ratio"]  # fmt: skip
FEW, ALL_BUT_FEW, SHOWN = "few", "all but few", "shown"
ALLOCATION = ["school", "students", "weighted_students", "dollars", "per_student"]
ROUNDINGS = {"up": np.ceil, "down": np.floor, "nearest": lambda n: np.floor(n + 0.5)}


def weighted_allocation(
    schools: pd.DataFrame, pool: float, weights: Mapping[str, float]
) -> pd.DataFrame:
    """A pool shared out by weighted students; the schools' dollars add to the pool exactly.

        weighted students = students + sum over groups of weight * students of the group
        dollars           = pool * weighted students / all weighted students

    Whole cents go out first; the cents left over go, one each, to the largest remainders
    (the first listed where they are equal).  A weight says what a student of the group
    is given beyond the others; it does not say what helping that student costs.

    Raises ValueError when a column is missing, a school stands twice, a count is blank, negative or
    more than the school's students, a weight or the pool is negative, or there is no student to
    share the pool out to.  Source: Roza (2010), *Educational Economics*, chapter 5 (weighted
    student funding); the largest remainder method is Hamilton's.

    Parameters
    ----------
    schools : DataFrame, one row per school
        ``school`` (name or code, each once), ``students`` and a column of students for
        every group in ``weights``.
    pool : float, dollars, 0 or more; counted in whole cents
    weights : mapping of column to weight
        0.5 gives each student of the group half as much again; 0 changes nothing.

    Returns
    -------
    DataFrame, one row per school, in the order given
        ``school``, ``students``, ``weighted_students``, ``dollars`` (to the cent) and
        ``per_student`` (dollars; ``NaN`` at a school without students).

    Examples
    --------
    Two schools of 400; 100 and 300 students of low income, who count half as much again:
    450 and 550 weighted students of 1,000.

    >>> schools = pd.DataFrame({"school": ["Oak", "Elm"], "students": [400, 400],
    ...                         "low_income": [100, 300]})
    >>> weighted_allocation(schools, 1_000_000, {"low_income": 0.5})["dollars"].tolist()
    [450000.0, 550000.0]
    """
    _check_schools(schools, weights)
    if not pool >= 0:
        raise ValueError(f"The pool is {pool:g} dollars. It is 0 or more.")
    cents = int((Decimal(str(pool)) * 100).to_integral_value())
    heads = schools["students"].astype(float)
    extra = schools[list(weights)].astype(float) * pd.Series(dict(weights), dtype=float)
    weighted = heads + extra.sum(axis=1)
    if cents and not weighted.sum() > 0:
        raise ValueError("There is no student at any school, so the pool cannot be shared out.")
    table = schools[["school", "students"]].assign(weighted_students=weighted)
    table["dollars"] = _shared_out(cents, weighted.to_numpy()) / 100
    table["per_student"] = table["dollars"] / heads.where(heads > 0)
    return table.reset_index(drop=True)[ALLOCATION]


def staffing_allocation(
    schools: pd.DataFrame, ratio: float, cost_per_position: float, rounding: str = "nearest"
) -> pd.DataFrame:
    """Positions by a staffing ratio: students / ratio, a part of one rounded by a rule."""
    _check_schools(schools, {})
    if not ratio > 0:
        raise ValueError(f"The ratio is {ratio:g}. It is a number of students, above 0.")
    if not cost_per_position >= 0:
        raise ValueError(f"A position costs {cost_per_position:g}. It is 0 or more.")
    if rounding not in ROUNDINGS:
        raise ValueError(f"{rounding!r} is no rounding rule. Use {', '.join(ROUNDINGS)}.")
    heads = schools["students"].astype(float)
    table = schools[["school", "students"]].reset_index(drop=True)
    table["positions_exact"] = (heads / ratio).to_numpy()
    table["positions"] = ROUNDINGS[rounding](table["positions_exact"].round(9))
    return table.assign(dollars=table["positions"] * cost_per_position)


def hold_harmless(
    allocation: pd.DataFrame, last_year: pd.DataFrame, most_lost: float = 0.0
) -> pd.DataFrame:
    """No school loses more than a share per student; what that costs is paid out of the gains."""
    if not 0 <= most_lost <= 1:
        raise ValueError(f"most_lost is {most_lost:g}. Write a share: 0.02 for 2%.")
    was = last_year.set_index("school")[["students", "dollars"]].astype(float)
    was = was[was["students"] > 0]
    per_student = allocation["school"].map(was["dollars"] / was["students"])
    floor = per_student * (1 - most_lost) * allocation["students"].astype(float)
    today, before = allocation["school"].map(was["dollars"]), allocation["dollars"]
    cents = np.rint(before.to_numpy(dtype=float) * 100).astype(np.int64)
    least = np.floor(floor.fillna(0).to_numpy() * 100 + 1e-6).astype(np.int64)
    raised = np.maximum(least - cents, 0)
    reached = np.rint(today.fillna(np.inf).to_numpy() * 100)
    gains = np.maximum(cents - np.maximum(reached, least), 0).astype(np.int64)
    after = cents + raised - _paid(int(raised.sum()), gains, np.maximum(cents - least, 0))
    table = allocation.assign(dollars=after / 100, before=before, floor=floor)
    heads = table["students"].astype(float)
    return table.assign(
        per_student=table["dollars"] / heads.where(heads > 0), change=(after - cents) / 100
    )


@dataclass(frozen=True)
class Formula:
    """What a room has set; ``not_set``: what is the usual one because nobody has set it."""

    weight: float
    ratio: float
    rounding: str
    most_lost: float
    not_set: tuple[str, ...] = field(default=(), compare=False)

    @property
    def counts_as(self) -> float:
        """As how many students one of high need is counted."""
        return 1 + self.weight

    @property
    def most_lost_percent(self) -> float:
        """The most a school may lose, in percent."""
        return round(100 * self.most_lost, 4)


def formula_given(answers: Mapping[str, object]) -> Formula:
    """What was set so far, within what can be, and the usual where nothing was."""
    usual = {"weight": USUAL_WEIGHT, "ratio": USUAL_RATIO, "most_lost": USUAL_LOSS}
    given = {key: answers[key] for key in usual if isinstance(answers.get(key), (int, float))}
    not_set, rounding = tuple(key for key in usual if key not in given), answers.get("rounding")
    given = usual | given
    known = rounding in ROUNDINGS
    return Formula(
        max(float(given["weight"]), 0.0),
        max(float(given["ratio"]), 1.0),
        rounding if known else "nearest",
        min(max(float(given["most_lost"]) / 100, 0.0), 1.0),
        not_set if known else (*not_set, "rounding"),
    )


def schools_in_pool(
    schools: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str, minimum: int, rules: pd.DataFrame
) -> pd.DataFrame:
    """Every school with its students, its need, and the free dollars that are spent there now.

    ``dollars``: the general fund's unrestricted spending coded to the school, without what
    ``rules`` bind to some students; ``duty``: what they bind to high-need students, a pool of its
    own.  A few high-need students, or all but a few, count as a fixed few: dollars would tell.
    """
    table = _every_school(schools, ledger, fiscal_year, minimum, rules)
    table = table[table["why_not"] == ""].reset_index(drop=True)
    needy = counted_need(table["students"], table[NEED], minimum)
    return table.assign(**{NEED: needy})[SCHOOLS]


def schools_left_out(
    schools: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str, minimum: int, rules: pd.DataFrame
) -> pd.DataFrame:
    """The schools that no formula shares dollars out to, and why."""
    table = _every_school(schools, ledger, fiscal_year, minimum, rules)
    return table.loc[table["why_not"] != "", ["school", "why_not"]].reset_index(drop=True)


def duty_by_need(schools: pd.DataFrame) -> pd.DataFrame:
    """The money bound to high-need students shared out by them, to the cent; none: no rows."""
    columns = ["school", "now", "by_need", "change", "by_need_each"]
    pool, heads = _cents_of(schools["duty"]), schools[NEED].where(schools[NEED] > 0)
    if not (pool > 0 and heads.sum() > 0):
        return pd.DataFrame(columns=columns)
    shared = weighted_allocation(schools[["school"]].assign(students=schools[NEED]), pool, {})
    table = shared[["school"]].assign(now=schools["duty"], by_need=shared["dollars"])
    return table.assign(
        change=(table["by_need"] - table["now"]).round(2), by_need_each=table["by_need"] / heads
    )[columns]


def duty_today(
    schools: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame
) -> pd.Series:
    """Where the unrestricted dollars that are bound to some students are spent."""
    rows = _unrestricted(ledger, fiscal_year, rules)
    need = rows[rows["for"].eq(NEED)]
    here = _cents_of(schools["duty"])
    found = {"resources": tuple(sorted(need["resource"].unique())), "here": here}
    found["elsewhere"] = round(float(need["amount"].sum()) - here, 2)
    found["each"] = float(duty_by_need(schools)["by_need_each"].max())
    return pd.Series(found | {"others": _cents_of(rows.loc[rows["for"].eq("others"), "amount"])})


def counted_need(students: pd.Series, needy: pd.Series, minimum: int) -> pd.Series:
    """High-need students as the formula counts them: never an exact count of a small group."""
    few, others = stands_for_few(minimum), students - needy
    counted = needy.mask(others.between(1, minimum - 1), students - few)
    return counted.mask(needy.between(1, minimum - 1), few)


def stands_for_few(minimum: int) -> int:
    """How many students are counted for a group smaller than may be shown: half of that."""
    return minimum // 2


def both_formulas(schools: pd.DataFrame, formula: Formula, teacher: float) -> pd.DataFrame:
    """The same pool by staffing ratio and by weighted students, beside what is spent now.

        by ratio    positions * price of a position, and what is left of the pool per student
        by weights  pool * weighted students / all weighted students
        softened    by weights, no school losing more a student than was set

    Both add to the pool to the cent; ``duty_…`` are those of ``duty_by_need`` and stand in neither.
    """
    weighted = weighted_allocation(schools, _cents_of(schools["dollars"]), {NEED: formula.weight})
    soft = hold_harmless(weighted, schools[["school", "students", "dollars"]], formula.most_lost)
    higher = weight_moved(schools, formula, round(formula.weight + STEP, 2))
    table = schools[["school", "students"]].assign(
        need_share=schools[NEED] / schools["students"],
        now=schools["dollars"],
        by_weights=weighted["dollars"],
        softened=soft["dollars"],
        now_each=schools["dollars"] / schools["students"],
        weights_each=weighted["per_student"],
        softened_each=soft["per_student"],
        softened_change=soft["dollars"] - schools["dollars"],
        tenth_more=higher["change"],
    )
    bound = duty_by_need(schools.reindex(columns=schools.columns.union(["duty"])))
    bound = bound.drop(columns="school").add_prefix("duty_").reindex(table.index).astype(float)
    return table.assign(**bound, **_by_ratio(schools, formula, teacher))


def weight_moved(schools: pd.DataFrame, formula: Formula, weight: float) -> pd.DataFrame:
    """What moving the weight of high-need students does to every school; it adds to zero."""
    now, after = (
        weighted_allocation(schools, _cents_of(schools["dollars"]), {NEED: one})
        for one in (formula.weight, weight)
    )
    change = ((after["dollars"] - now["dollars"]) * 100).round() / 100
    return now[["school", "dollars"]].assign(change=change)


def pool_today(schools: pd.DataFrame) -> pd.Series:
    """The pool, where a student has most and least of it, and whether it follows need."""
    each, half = schools["dollars"] / schools["students"], len(schools) // 2
    share = schools[NEED] / schools["students"]
    order = share.sort_values(ascending=False, kind="stable").index
    needy, rest = (
        float(part["dollars"].sum() / part["students"].sum()) if share.nunique() > 1 else np.nan
        for part in (schools.loc[order[:half]], schools.loc[order[half:]])
    )
    return pd.Series(
        {
            "dollars": float(schools["dollars"].sum()),
            "schools": len(schools),
            "students": float(schools["students"].sum()),
            "least": schools.loc[each.idxmin(), "school"],
            "least_each": float(each.min()),
            "most": schools.loc[each.idxmax(), "school"],
            "most_each": float(each.max()),
            "needy_schools": half,
            "needy_each": needy,
            "rest_schools": len(schools) - half,
            "rest_each": rest,
        }
    )


def positions_given(table: pd.DataFrame) -> pd.Series:
    """What the staffing ratio gives all schools, and to whom its rounding gives and takes most.

    ``code``: "no price" (the average pay is not known), "too dear" for the pool, or "paid".
    """
    known = table.dropna(subset=["positions"])
    if known.empty:
        return pd.Series({"code": "no price"})
    gained = (known["positions"] - known["positions_exact"]).round(2)
    paid, left = bool(known["by_ratio"].notna().any()), float(known["left_share"].sum())
    return pd.Series(
        {
            "code": "paid" if paid else "too dear",
            "positions": float(known["positions"].sum()),
            "price": float(known["position_price"].iloc[0]),
            "cost": float(known["positions_cost"].sum()),
            "pool": float(known["now"].sum()),
            "left": left if paid else np.nan,
            "left_each": left / float(known["students"].sum()) if paid else np.nan,
            "gains": known.loc[gained.idxmax(), "school"] if gained.max() > 0 else "",
            "gained": float(gained.max()),
            "loses": known.loc[gained.idxmin(), "school"] if gained.min() < 0 else "",
            "lost": float(-gained.min()),
        }
    )


def most_moved(changes: pd.DataFrame) -> pd.Series:
    """The dollars that change schools (``seen``: a dollar or more), who gains and pays most."""
    change = changes["change"]
    moved = float(change.clip(lower=0).sum())
    up, down = changes.loc[change.idxmax()], changes.loc[change.idxmin()]
    ends = {"up": up["school"], "gained": up["change"]}
    ends |= {"down": down["school"], "paid": -down["change"]}
    return pd.Series({"seen": moved >= SEEN, "dollars": moved} | ends)


def change_most(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The schools that change most when softened, who gains most first."""
    first = table["softened_change"].abs().sort_values(ascending=False, kind="stable").index[:most]
    return table.loc[first].sort_values("softened_change", ascending=False, ignore_index=True)


def softening(table: pd.DataFrame) -> pd.Series:
    """What it costs that no school loses more than was set, and the share its payers have ``kept``.

    ``code``: "free" (no school would lose more), "undone" (it costs all that is gained), "shared".
    """
    gain = (table["by_weights"] - table["now"]).clip(lower=0)
    given = (table["softened"] - table["by_weights"]).clip(lower=0)
    cost, gained = float(given.sum()), float(gain.sum())
    counted = {"payers": int((gain >= SEEN).sum()), "held": int((given >= SEEN).sum())}
    if cost < SEEN:
        return pd.Series({"code": "free", "cost": cost, "kept": 1.0} | counted)
    code = "undone" if gained - cost < SEEN else "shared"
    kept = 1 - cost / gained if gained else np.nan
    return pd.Series({"code": code, "cost": cost, "kept": kept} | counted)


def by_need(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The schools, most need first, and whether their share of need may be shown."""
    table = table.sort_values(["need_share", "school"], ascending=[False, True])
    return _with_need(table, minimum).reset_index(drop=True)


def school_results(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """What the weights do to every school, and who pays for softening, by the schools' names."""
    table = _with_need(table.sort_values("school"), minimum).reset_index(drop=True)
    gain, paid = table["by_weights"] - table["now"], table["by_weights"] - table["softened"]
    change, step = table["softened"] - table["now"], table["tenth_more"]
    codes = {
        "same": gain.abs() < SEEN,
        "loses little": (gain < 0) & (-paid < SEEN),
        "is held": gain < 0,
        "keeps all": paid < SEEN,
    }
    steps = {"": step.abs() < SEEN, "brings": step > 0}
    return table.assign(
        moved=gain.abs(),
        softening=paid.abs(),
        after=change.abs(),
        more=change > 0,
        seen=~(change.abs() < SEEN),
        code=np.select([test.to_numpy() for test in codes.values()], list(codes), "pays"),
        step=step.abs(),
        step_code=np.select([test.to_numpy() for test in steps.values()], list(steps), "takes"),
    )


def _with_need(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    needy, students = table["need_share"] * table["students"], table["students"]
    few = needy.round().between(0, minimum, inclusive="neither")
    others = (students - needy).round().between(0, minimum, inclusive="neither")
    code = np.select([few.to_numpy(), others.to_numpy()], [FEW, ALL_BUT_FEW], SHOWN)
    return table.assign(need_code=code, need_known=(needy / students).mask(few | others))


def _every_school(
    schools: pd.DataFrame, ledger: pd.DataFrame, fiscal_year: str, minimum: int, rules: pd.DataFrame
) -> pd.DataFrame:
    if schools.empty or ledger.empty:
        return pd.DataFrame(columns=[*SCHOOLS, "why_not"])
    listed = schools.reindex(columns=[*schools.columns.union(KNOWN_OF_SCHOOLS)])
    twice = listed["school_name"].duplicated(keep=False)
    names = listed["school_name"] + " (" + listed["local_site_code"] + ")"
    rows = _unrestricted(ledger, fiscal_year, rules)
    spent = rows.pivot_table("amount", "school_code", "for", "sum").round(2)
    free, bound = (listed["local_site_code"].map(spent.get(name, {})) for name in ("all", NEED))
    table = listed[[]].assign(
        school=listed["school_name"].mask(twice, names),
        students=listed["enrollment"].astype(float),
        **{NEED: listed["unduplicated"].astype(float)},
        dollars=free.astype(float),
        duty=bound.astype(float).fillna(0.0),
        school_code=listed["local_site_code"],
    )
    return table.assign(why_not=_why_not(table, listed, fiscal_year, minimum))


def _unrestricted(ledger: pd.DataFrame, fiscal_year: str, rules: pd.DataFrame) -> pd.DataFrame:
    """The general fund's unrestricted spending, and ``for`` whom: all, the high-need or others."""
    general = ledger["fund"].eq("01") & ledger["amount_type"].eq("actual")
    rows = ledger[general & ledger["fiscal_year"].eq(fiscal_year)]
    rows = spending_rows(ledger, fiscal_year, "actual", "01") if len(rows) else rows
    rows = rows[~restricted(rows["resource"])]
    groups = rules.set_index("resource")["students"].str.split(";")
    need = groups.index[[HIGH_NEED.issuperset(each) for each in groups]]
    whom = np.where(rows["resource"].isin(need), NEED, "others")
    return rows.assign(**{"for": np.where(with_duty(rows["resource"], rules), whom, "all")})


def _why_not(
    table: pd.DataFrame, listed: pd.DataFrame, fiscal_year: str, minimum: int
) -> np.ndarray:
    last_day = pd.Timestamp(int(fiscal_year[:4]) + 1, 6, 30)
    charter = listed["charter"].astype("boolean")
    # a blank is no "no", unless no school has the mark at all
    may_be = charter.fillna(bool(charter.notna().any())) & listed["charter_funding"].isna()
    reasons = {
        "charter": listed["charter_funding"].eq("direct").fillna(False),
        "charter not known": may_be,
        "closed": pd.to_datetime(listed["closed_date"]).le(last_day),
        "no students": ~table["students"].gt(0),
        "too few": table["students"].lt(minimum),
        "need not known": table[NEED].isna(),
        "no dollars": ~table["dollars"].gt(0),
    }
    return np.select([test.to_numpy(dtype=bool) for test in reasons.values()], list(reasons), "")


def _by_ratio(schools: pd.DataFrame, formula: Formula, teacher: float) -> dict[str, object]:
    blank = dict.fromkeys(RATIO_COLUMNS, np.nan)
    if not teacher > 0:
        return blank
    price = round(teacher, 2)
    staffed = staffing_allocation(schools, formula.ratio, price, formula.rounding)
    cost = staffed["dollars"].round(2)
    made = blank | {name: staffed[name] for name in ("positions", "positions_exact")}
    made |= {"position_price": price, "positions_cost": cost}
    left = round(_cents_of(schools["dollars"]) - float(cost.sum()), 2)
    if left < 0:
        return made
    rest = weighted_allocation(schools, left, {})["dollars"]
    return made | {"left_share": rest, "by_ratio": (cost + rest).round(2)}


def _cents_of(dollars: pd.Series) -> float:
    return round(float(dollars.sum()), 2)


def _paid(cost: int, gains: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """What each pays of the floors' cost: out of gains first, then out of what is left above."""
    if cost > spare.sum():
        raise ValueError(
            f"The floors together are ${(cost - spare.sum()) / 100:,.2f} more than the pool. Let "
            "schools lose a larger share, or put more into the pool."
        )
    first = _shared_out(min(cost, int(gains.sum())), gains)
    return first + _shared_out(cost - int(first.sum()), spare - first)


def _shared_out(cents: int, by: np.ndarray) -> np.ndarray:
    """Whole cents in proportion, the rest to the largest remainders, first listed first."""
    total = float(np.sum(by))
    if cents == 0 or total <= 0:
        return np.zeros(len(by), dtype=np.int64)
    exact = [Decimal(cents) * Decimal(str(share)) for share in by]
    whole_of = sum((Decimal(str(share)) for share in by), Decimal(0))
    whole = np.array([int(part // whole_of) for part in exact], dtype=np.int64)
    remainder = [part % whole_of for part in exact]
    order = sorted(range(len(by)), key=lambda place: (-remainder[place], place))
    for place in order[: cents - int(whole.sum())]:
        whole[place] += 1
    return whole


def _check_schools(schools: pd.DataFrame, weights: Mapping[str, float]) -> None:
    require_columns(schools, ["school", "students", *weights], "table of schools")
    twice = schools["school"][schools["school"].duplicated()]
    if len(twice):
        raise ValueError(f"The school {twice.iloc[0]!r} stands twice. Keep one row for it.")
    for column in ("students", *weights):
        counts, students = (schools[name].astype(float) for name in (column, "students"))
        for _, row in schools[~(counts >= 0)].iterrows():
            raise ValueError(
                f"{row['school']}: {column} is {row[column]}. Write a number of students."
            )
        for _, row in schools[counts > students].iterrows():
            raise ValueError(
                f"{row['school']} has {row[column]:g} in {column} and {row['students']:g} students."
            )
    for column, weight in weights.items():
        if not weight >= 0:
            raise ValueError(f"The weight of {column} is {weight}. It is 0 or more.")
