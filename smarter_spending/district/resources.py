"""Which resource may pay for what, as data a finance officer can read and correct."""

from collections.abc import Mapping
from importlib.resources import files

import pandas as pd

FILE = "resource_rules.csv"
LISTS = ("students", "aims", "delivery")


def resource_rules(own: Mapping[str, Mapping[str, object]] | None = None) -> pd.DataFrame:
    """The resources whose permitted uses are known, one row each.

    A blank list is no limit.  The rules are a first sieve, shorter than the law: they say
    where a dollar surely may not go, and the finance office has the last word.

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
    file = files(__package__).joinpath(FILE)
    with file.open(encoding="utf-8") as lines:
        table = pd.read_csv(lines, dtype=str, keep_default_na=False).set_index("resource")
    for resource, given in (own or {}).items():
        row = dict(table.loc[resource]) if resource in table.index else dict.fromkeys(table, "")
        row |= {"pool": row["pool"] or f"Resource {resource}", "term": row["term"] or "recurring"}
        row |= {key: ";".join(value) if key in LISTS else value for key, value in given.items()}
        table.loc[resource] = row
    return table.reset_index()
