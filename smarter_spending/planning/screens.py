"""Screens: where to look for dollars beyond programs; and claims on rows, counted once."""

import numpy as np
import pandas as pd

from smarter_spending.analysis.checks import quoted, require_columns, require_numbers
from smarter_spending.analysis.lenses import home_lenses, meets
from smarter_spending.analysis.spending import GENERAL_FUND, ON_BEHALF, chosen, restricted
from smarter_spending.analysis.staffing import position_lines
from smarter_spending.planning.finance import AVAILABLE, balance_parts

# --- Counting once: what several screens claim of the same row -----------------------------------

KINDS = ("end", "fewer", "cheaper", "swap")  # in the order in which they act
YEARLY, ONCE = "yearly", "once"
PAYS = ["to_fund", "to_resource"]
FOLLOWS_PAY = ("3100", "3399")  # pensions and payroll taxes: they have no price of their own
CLAIMS, ROWS = "claims", "rows that are claimed"


def count_once(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """What each claim frees when no dollar of a row is counted twice.

        counted = amount * share * what earlier kinds left,  share = dollars / amount, at most 1

    The kinds act in order: a program ends, then fewer are bought, then cheaper, then another
    resource pays.  Each acts on what the earlier ones left: a price falls on the posts that stay.
    Of two claims of one kind on one row the larger counts, never the sum.

    Parameters
    ----------
    rows : DataFrame, one row per ledger row, or pay line of a position, that is claimed
        ``row`` (its key), ``amount`` (dollars, above zero), ``fund``, ``resource`` and ``object``.
    claims : DataFrame, one row per claim
        ``row``, ``screen`` (its name), ``kind`` ("end", "fewer", "cheaper" or "swap"), ``dollars``
        (0 or more) and ``term`` ("yearly" or "once"); of a swap ``to_fund`` and ``to_resource``.

    Returns
    -------
    DataFrame, one row per claim, in the given order
        The claim and its row's columns, with ``counted`` (dollars to the cent).  The counted claims
        of a row never pass its amount, and no order of claims changes any total.  The state's own
        payment (7690) may not be claimed, nor a price of what only follows pay (3100-3399).

    Examples
    --------
    Two screens find too many custodians, a third a cheaper health plan:

    >>> rows = pd.DataFrame({"row": ["pay", "health"], "amount": [800.0, 200.0], "fund": "01",
    ...     "resource": "0000", "object": ["2200", "3402"]})
    >>> claims = pd.DataFrame({"row": ["pay", "health", "pay", "health", "health"],
    ...     "screen": ["formula", "formula", "median", "median", "plan"], "term": "yearly",
    ...     "kind": ["fewer", "fewer", "fewer", "fewer", "cheaper"],
    ...     "dollars": [80.0, 20.0, 40.0, 10.0, 10.0]})
    >>> count_once(rows, claims)["counted"].tolist()
    [80.0, 20.0, 0.0, 0.0, 9.0]
    """
    told = _checked(rows, claims)
    told["place"] = told["kind"].map(KINDS.index)
    told["share"] = (told["dollars"] / told["amount"]).clip(upper=1.0)
    # of equal claims the yearly one, then the first by name: no order of screens decides
    keys = {"row": True, "place": True, "share": False, "term": False, "screen": True}
    keys |= {pays: True for pays in PAYS if pays in told}
    told = told.sort_values([*keys], ascending=[*keys.values()])
    larger = ~told.duplicated(["row", "place"])
    stays = (1.0 - told["share"].where(larger, 0.0)).groupby(told["row"]).cumprod()
    left = (told["amount"] * stays).round(2)
    before = left.groupby(told["row"]).shift().fillna(told["amount"])
    told["counted"] = (before - left).round(2) + 0.0
    return told.drop(columns=["place", "share"]).sort_index()


def _checked(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Each claim with its row, or what is wrong with it."""
    require_columns(rows, ["row", "amount", "fund", "resource", "object"], ROWS)
    require_columns(claims, ["row", "screen", "kind", "dollars", "term"], CLAIMS)
    require_numbers(claims, ["dollars"], CLAIMS)
    told = claims.reset_index(drop=True).merge(rows, on="row", how="left", validate="many_to_one")
    kind, no_payer = told["kind"], told.reindex(columns=PAYS).isna().any(axis=1)
    faults = {
        "no such row": told["amount"].isna(),
        "none of end, fewer, cheaper and swap": ~kind.isin(KINDS),
        "neither yearly nor once": ~told["term"].isin([YEARLY, ONCE]),
        "claimed below zero": told["dollars"].lt(0),
        "no dollars to claim": told["amount"].le(0),
        "the state's own payment": told["resource"].eq(ON_BEHALF),
        "follows pay and has no price": kind.eq("cheaper") & told["object"].between(*FOLLOWS_PAY),
        "a swap that does not say who pays": kind.eq("swap") & no_payer,
    }
    said = [
        f"{quoted(told.loc[bad, 'row'].unique())}: {why}" for why, bad in faults.items() if any(bad)
    ]
    if said:
        raise ValueError(f"These claims cannot be counted. {'; '.join(said)}.")
    return told


def freed_by_resource(counted: pd.DataFrame) -> pd.DataFrame:
    """What the counted claims free, each resource and term apart: a dollar stays in its resource.

    ``freed`` is no longer spent; ``swapped`` is paid by another resource (above zero: freed here,
    below: paid here) and adds to zero over all of one term.
    """
    keys, swap = ["term", "fund", "resource"], counted["kind"].eq("swap")
    dollars = counted["counted"]
    here = counted.assign(freed=dollars.mask(swap, 0.0), swapped=dollars.where(swap, 0.0))
    pays = here.loc[swap].reindex(columns=["term", *PAYS]).set_axis(keys, axis=1)
    both = pd.concat(
        [here, pays.assign(freed=0.0, swapped=-dollars[swap])] if any(swap) else [here]
    )
    return both.groupby(keys, as_index=False)[["freed", "swapped"]].sum().round(2)


# --- Screens: where the district's own history, schools and balances point -----------------------

POSTS = {  # job classes and function of posts at schools, and the lens in which their pay stands
    "aides": (["Instructional Aide"], "1000", 4),
    "leaders": (["Principal", "Assistant Principal"], "2700", 7),
    "offices": (["Clerk"], "2700", 8),
    "custodians": (["Custodian"], "8200", 17),
    "custodians by formula": (["Custodian"], "8200", 17),
    "safety": (["Campus Supervisor"], "8300", 18),
}
CASBO = {"enrollment": 325, "teachers": 13}  # of its four factors; rooms and area are on no file
FEWEST = 3  # schools of a type: the median of fewer is one of them
ALLOWED = {  # what a narrow resource may pay that unrestricted dollars pay now
    "6300": {"object": "4100-4399", "function": "1000-1999"},  # Government Code 8880.4
    "6266": {"function": "2130-2149"},  # Education Code 41480
}
MOST_ADMINISTRATORS = 8.0  # for each 100 teachers of a unified district: Education Code 41402


def growth(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """How much faster than all cash spending each lens grew since the first year: a question.

    faster = now - then * (all now / all then), without the state's own pension payment
    """
    cash = ledger[ledger["resource"].ne(ON_BEHALF) & ledger["amount_type"].eq("actual")]
    first = cash.loc[cash["fund"].eq(GENERAL_FUND), "fiscal_year"].min()
    years = {"then": first, "now": fiscal_year}
    spent = {of: home_lenses(cash, year).set_index("lens")["dollars"] for of, year in years.items()}
    table = pd.DataFrame(spent).fillna(0.0)
    table["grew"] = table["now"] / table["then"].where(table["then"].gt(0)) - 1
    table["faster"] = table["now"] - table["then"] * (table["now"].sum() / table["then"].sum())
    return table.round({"faster": 2}).rename_axis("lens").reset_index()


def posts_over(
    staffing: pd.DataFrame, schools: pd.DataFrame, fiscal_year: str, screen: str
) -> pd.DataFrame:
    """Filled posts of each school above the median per student of our own schools of its type.

    By the ``resource`` that pays: ``over`` (FTE), ``posts`` (of it whole and half ones inside this
    school) and their dollars, ``likely``; ``high`` those of ``over``.  Custodians by formula: above
    the mean of students / 325 and teachers / 13.  Posts of programs are not among them.
    """
    lines = position_lines(staffing, fiscal_year).rename(columns={"site_code": "local_site_code"})
    jobs, function, _ = POSTS[screen]
    ours = lines["program_id"].eq("") & lines["fund"].eq(GENERAL_FUND)
    here = lines[ours & lines["job_class"].isin(jobs) & lines["function"].eq(function)]
    table = schools.set_index("local_site_code")[["school_name", "cde_type", "enrollment"]]
    teachers = lines[lines["job_class"].eq("Teacher")]
    for name, of in (("fte", here), ("teachers", teachers)):
        table[name] = of.groupby("local_site_code")["fte"].sum()
    table = table.fillna({"fte": 0.0, "teachers": 0.0})
    each = (table["fte"] / table["enrollment"]).groupby(table["cde_type"])
    median = each.transform("median").where(each.transform("size").ge(FEWEST))
    formula = sum(table[factor] / CASBO[factor] for factor in CASBO) / len(CASBO)
    asked = formula if screen == "custodians by formula" else median * table["enrollment"]
    over = (table["fte"] - asked).clip(lower=0).fillna(0.0)
    paid = here.groupby(["local_site_code", "resource"])["pay"].sum()
    part = (paid / paid.groupby("local_site_code").transform("sum")).rename("part")
    table = table.join(part.reset_index("resource"), how="inner").reset_index()
    table["over"] = over.loc[table["local_site_code"]].to_numpy() * table.pop("part")
    table["posts"] = np.floor(2 * table["over"] + 1e-9) / 2
    cost = here["pay"].sum() / here["fte"].sum()
    return table.assign(likely=table["posts"] * cost, high=table["over"] * cost)


def administrators(staffing: pd.DataFrame, fiscal_year: str) -> pd.Series:
    """Administrators (objects 13) for each 100 teachers (11), and the posts to the law's limit.

    ``spare``: teaching posts that may go before 8 are passed.  Who is paid from federal programs is
    still among them, whom the law leaves out: an upper end.
    """
    lines = position_lines(staffing, fiscal_year)
    fte = lines.groupby(lines["object"].str[:2])["fte"].sum().reindex(["13", "11"]).fillna(0.0)
    told = {"administrators": fte["13"], "teachers": fte["11"]}
    spare = fte["11"] - 100 * fte["13"] / MOST_ADMINISTRATORS
    return pd.Series(told | {"per_100": 100 * fte["13"] / fte["11"], "spare": spare})


def narrowest(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """What a narrow balance could pay, once, that unrestricted dollars outside programs pay now.

    dollars = min(ending balance, unrestricted dollars on what it allows).  The balance is object
    979Z alone: the lines that it is made of would count it again.
    """
    rows = chosen(ledger, fiscal_year, "actual", GENERAL_FUND)
    ends = rows[rows["object"].eq("979Z")].groupby("resource")["amount"].sum()
    free = rows[rows["kind"].eq("spending") & ~restricted(rows["resource"])]
    free = free[free["local_program"].fillna("").eq("")]
    pays = [free.loc[meets(free, allowed), "amount"].sum() for allowed in ALLOWED.values()]
    table = pd.DataFrame({"resource": [*ALLOWED], "unrestricted": pays})
    table["balance"] = table["resource"].map(ends).fillna(0.0)
    return table.assign(dollars=table[["balance", "unrestricted"]].min(axis=1).clip(lower=0))


def screened(
    ledger: pd.DataFrame,
    staffing: pd.DataFrame,
    schools: pd.DataFrame,
    fiscal_year: str,
    rules: pd.DataFrame,
    reserve_policy: float | None = None,
) -> pd.DataFrame:
    """Where each screen points: a line by lens and resource; zeros are shown, none is a finding.

    ``low``, ``likely``, ``high`` (dollars; ``NaN`` of a question, whose size is ``asked``), its
    ``term`` and ``posts``.  The reserve is looked at only by the policy that the district set.
    """
    grew = growth(ledger, fiscal_year)[["lens", "faster"]].rename(columns={"faster": "asked"})
    found = [grew.assign(screen="growth", term=YEARLY)]
    for screen, (*_, lens) in POSTS.items() if len(staffing) and len(schools) else ():
        over = posts_over(staffing, schools, fiscal_year, screen).groupby("resource")
        sums = over[["posts", "likely", "high"]].sum().reset_index()
        found.append(sums.assign(screen=screen, lens=lens, term=YEARLY))
    narrow = narrowest(ledger, fiscal_year)
    both = {"likely": narrow["dollars"], "high": narrow["dollars"]}
    found.append(narrow[["resource"]].assign(**both, screen="narrowest", term=ONCE))
    if reserve_policy is not None:
        parts = balance_parts(ledger, fiscal_year, rules)
        rows = chosen(ledger, fiscal_year, "actual", GENERAL_FUND)
        outgo = rows["kind"].eq("spending") | rows["object"].between("7600", "7699")
        held = sum(parts.dollars[part] for part in AVAILABLE) + parts.special
        above = max(held - reserve_policy * rows.loc[outgo, "amount"].sum(), 0.0)
        found.append(pd.DataFrame({"screen": "reserve", "likely": 0.0, "high": above}, [0]))
    columns = ["screen", "lens", "resource", "likely", "high", "asked", "term", "posts"]
    table = pd.concat(found, ignore_index=True).reindex(columns=columns).fillna({"term": ONCE})
    return table.assign(fund=GENERAL_FUND, low=table["likely"] * 0.0).round(2)
