"""Which resource may pay for what, as data a finance officer can read and correct."""

from collections.abc import Mapping
from importlib.resources import files

import pandas as pd

from smarter_spending.district.sacs import resource_natures

FILE = "resource_rules.csv"
LISTS = ("students", "aims", "delivery")
FIRST_RESTRICTED = "2000"
RECURRING, ONE_TIME = "recurring", "one-time"
TERMS = {"restricted-ongoing": RECURRING, "restricted-one-time": ONE_TIME}
NOT_STATED = "not stated here: it pays for no other program until district.toml says for which"


def resource_rules(own: Mapping[str, Mapping[str, object]] | None = None) -> pd.DataFrame:
    """The resources whose permitted uses are known, one row each.

    A blank list is no limit; a restricted resource whose lists are all blank pays for no
    other program, since nothing is known of what it may pay for.  The rules are a first
    sieve, shorter than the law: they say where a dollar surely may not go, and the finance
    office has the last word.  Of the state's other resources only the name is here, and
    whether their money comes again (``resource_nature``); one that this project cannot place,
    or that ``district.toml`` names without a term, counts as one-time when it is restricted.

    Parameters
    ----------
    own : mapping of resource to mapping, optional
        ``[resource_rules.XXXX]`` of ``district.toml``: what this district knows better, by
        the columns below; lists as lists.

    Returns
    -------
    DataFrame, one row per resource
        ``resource`` (four digits), ``pool`` (its name), ``term`` ("recurring" or
        "one-time"), ``students``, ``aims`` and ``delivery`` (what a program must match, by
        the inventory's words, separated by ";"; "" for any), ``ends`` (last fiscal year, ""
        when it goes on), ``what_it_may_pay_for`` and ``source``.

    Examples
    --------
    >>> rules = resource_rules({"0710": {"pool": "Local parcel tax", "aims": ["math"]}})
    >>> rules.set_index("resource").loc[["0710", "7435"], ["pool", "term"]].to_numpy().tolist()
    [['Local parcel tax', 'recurring'], ['Learning Recovery Emergency Block Grant', 'one-time']]

    References
    ----------
    The laws named in ``source``, in the project's own words.
    """
    table = _usual()
    for resource, given in (own or {}).items():
        row = dict(table.loc[resource]) if resource in table.index else dict.fromkeys(table, "")
        usual = RECURRING if resource < FIRST_RESTRICTED else ONE_TIME
        row |= {"pool": row["pool"] or f"Resource {resource}", "term": row["term"] or usual}
        row |= {key: ";".join(value) if key in LISTS else value for key, value in given.items()}
        table.loc[resource] = row
    return table.reset_index()


def _usual() -> pd.DataFrame:
    file = files(__package__).joinpath(FILE)
    with file.open(encoding="utf-8") as lines:
        ruled = pd.read_csv(lines, dtype=str, keep_default_na=False).set_index("resource")
    others = resource_natures()
    others = others[others["nature"].isin(TERMS) & ~others.index.isin(ruled.index)]
    named = pd.DataFrame("", index=others.index, columns=ruled.columns)
    named["pool"], named["term"] = others["title"], others["nature"].map(TERMS)
    named["what_it_may_pay_for"], named["source"] = NOT_STATED, others["source"]
    return pd.concat([ruled, named.rename_axis("resource")])
