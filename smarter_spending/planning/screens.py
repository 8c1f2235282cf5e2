"""Screens: where to look for dollars beyond programs, each figure with its rows, counted once."""

import pandas as pd

from smarter_spending.analysis.checks import quoted, require_columns, require_numbers
from smarter_spending.analysis.spending import ON_BEHALF

# --- Counting once: what several screens claim of the same row -----------------------------------

KINDS = ("end", "fewer", "cheaper", "swap")  # in the order in which they act
YEARLY, ONCE = "yearly", "once"
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
        of a row never pass its amount, and no order of claims changes any total.

    Raises
    ------
    ValueError
        When a column is missing, a claim names no row, a kind or term is not known, dollars are
        below zero, a swap does not say who pays, the state's own pension payment (resource 7690)
        is claimed, or a price is claimed of what only follows pay (objects 3100-3399).

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

    References
    ----------
    Government Finance Officers Association, Smarter School Spending, practice 3B.
    """
    _refuse_claims(rows, claims)
    told = claims.reset_index(drop=True).merge(rows, on="row", how="left", validate="many_to_one")
    share = (told["dollars"] / told["amount"]).clip(upper=1.0)
    told = told.assign(place=told["kind"].map(KINDS.index), share=share)
    # of equal claims the yearly one, then the first by name: no order of screens decides
    keys = {"row": True, "place": True, "share": False, "term": False, "screen": True}
    keys |= {pays: True for pays in ("to_fund", "to_resource") if pays in told}
    told = told.sort_values([*keys], ascending=[*keys.values()])
    larger = ~told.duplicated(["row", "place"])
    stays = (1.0 - told["share"].where(larger, 0.0)).groupby(told["row"]).cumprod()
    left = (told["amount"] * stays).round(2)
    before = left.groupby(told["row"]).shift().fillna(told["amount"])
    told["counted"] = (before - left).round(2) + 0.0
    return told.drop(columns=["place", "share"]).sort_index()


def _refuse_claims(rows: pd.DataFrame, claims: pd.DataFrame) -> None:
    require_columns(rows, ["row", "amount", "fund", "resource", "object"], ROWS)
    require_columns(claims, ["row", "screen", "kind", "dollars", "term"], CLAIMS)
    require_numbers(rows, ["amount"], ROWS)
    require_numbers(claims, ["dollars"], CLAIMS)
    claimed = rows[rows["row"].isin(claims["row"])]
    price = claims.loc[claims["kind"].eq("cheaper"), "row"]
    swaps = claims[claims["kind"].eq("swap")].reindex(columns=["row", "to_fund", "to_resource"])
    faults = {
        "no such row": claims.loc[~claims["row"].isin(rows["row"]), "row"],
        "not one of end, fewer, cheaper and swap": claims.loc[~claims["kind"].isin(KINDS), "kind"],
        "neither yearly nor once": claims.loc[~claims["term"].isin([YEARLY, ONCE]), "term"],
        "claimed below zero": claims.loc[claims["dollars"].lt(0), "row"],
        "two rows of that key": rows.loc[rows["row"].duplicated(), "row"],
        "no dollars to claim": claimed.loc[claimed["amount"].le(0), "row"],
        "the state's own payment": claimed.loc[claimed["resource"].eq(ON_BEHALF), "row"],
        "follows pay and has no price": claimed.loc[
            claimed["object"].between(*FOLLOWS_PAY) & claimed["row"].isin(price), "row"
        ],
        "a swap that does not say who pays": swaps.loc[swaps.isna().any(axis=1), "row"],
    }
    said = [f"{quoted(found.unique())}: {why}" for why, found in faults.items() if len(found)]
    if said:
        raise ValueError(f"These claims cannot be counted. {'; '.join(said)}.")


def freed_by_resource(counted: pd.DataFrame) -> pd.DataFrame:
    """What the counted claims free, each resource and term apart: a dollar stays in its resource.

    ``freed`` is no longer spent; ``swapped`` is paid by another resource (above zero: freed here,
    below: paid here) and adds to zero over all of one term.
    """
    keys = ["term", "fund", "resource"]
    swap = counted["kind"].eq("swap")
    whole = counted.assign(
        freed=counted["counted"].mask(swap, 0.0), swapped=counted["counted"].where(swap, 0.0)
    )
    columns = [*keys, "freed", "swapped"]
    if not swap.any():
        return whole.groupby(keys, as_index=False)[["freed", "swapped"]].sum()
    pays = whole[swap].drop(columns=["fund", "resource"])
    pays = pays.rename(columns={"to_fund": "fund", "to_resource": "resource"})
    pays["swapped"] = -pays["swapped"]
    both = pd.concat([whole[columns], pays[columns]])
    return both.groupby(keys, as_index=False)[["freed", "swapped"]].sum().round(2)
