"""The state's account code structure (SACS): codes, kinds of money, what a resource may pay for."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

FIELDS = ("fund", "resource", "goal", "function", "object")


def _ranges(table: str) -> tuple[tuple[str, str, str], ...]:
    # first code, last code, name: the first that holds a code is its own
    rows = _read("sacs_ranges.csv").query("table == @table")
    return tuple(rows[["first", "last", "name"]].itertuples(index=False, name=None))


@cache
def _read(file: str) -> pd.DataFrame:
    with files(__package__).joinpath(file).open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype=str, keep_default_na=False)


LEDGER_KINDS = _ranges("ledger_kinds")  # what is not spending is told before anything is added
OBJECT_GROUPS = _ranges("object_groups")  # in the order of Form 01, then what it does not show
FUNCTION_GROUPS, RESTRICTIONS = _ranges("function_groups"), _ranges("restrictions")


class SacsCodeError(ValueError):
    """A code in the ledger is not of the state's account code structure."""


def codes(field: str) -> pd.Series:
    """What each SACS code of one field is called."""
    return _of_field(field)["title"].copy()


def ledger_kind(ledger: pd.DataFrame) -> pd.Series:
    """What kind of money each ledger row is, by its object; land and principal repaid are spent."""
    # transfers of costs (5710, 5750, 7310, 7350) are none of it: they move a cost and net to zero;
    # the lines of Form 01 include them (``object_group``)
    return _place(ledger["object"], LEDGER_KINDS, "object")


def has_kind(code: str) -> bool:
    """Whether an object can be told to be spending, revenue or another kind of money."""
    return _range_of(code, LEDGER_KINDS) is not None


def object_group(objects: pd.Series) -> pd.Series:
    """The line of the state's Form 01 that each object is printed on."""
    return _place(objects, OBJECT_GROUPS, "object")


def function_group(functions: pd.Series) -> pd.Series:
    """The broad activity of each function, by its first digit."""
    return _place(functions, FUNCTION_GROUPS, "function")


def restriction(resource: pd.Series) -> pd.Series:
    """Whether money may be spent on anything or on its own purpose: columns A and B of Form 01."""
    return _place(resource, RESTRICTIONS, "resource")


def resource_nature(resource: pd.Series) -> pd.Series:
    """Whether a resource's money can carry a lasting commitment, as we read its title and law."""
    # unclassified: it holds many grants (5810, 7810, 9010), or the table does not know it
    known = resource.map(_of_field("resource")["nature"])
    otherwise = restriction(resource).replace("restricted", "restricted-unclassified")
    return known.where(known.notna(), otherwise).astype("str")


def resource_natures() -> pd.DataFrame:
    """Every resource of the state's table, with how lasting its money is."""
    return _of_field("resource")[["title", "nature", "source"]]


@cache
def _of_field(field: str) -> pd.DataFrame:
    if field not in FIELDS:
        raise SacsCodeError(f'"{field}" is not a field of SACS. Use one of: {", ".join(FIELDS)}.')
    table = _read("sacs_codes.csv")
    return table[table["field"] == field].set_index("code")


def _place(values: pd.Series, ranges: tuple, field: str) -> pd.Series:
    places, once = pd.factorize(values, use_na_sentinel=False)
    names = pd.array([_range_of(value, ranges) for value in once], dtype="str")
    placed = pd.Series(names.take(places), index=values.index, name=values.name)
    if names.isna().any():
        raise SacsCodeError(_not_a_code(values[placed.isna()], field))
    return placed


def _range_of(value: str, ranges: tuple) -> str | None:
    if not isinstance(value, str) or len(value) != 4:
        return None
    within = (
        name
        for low, high, name in ranges
        if value == low or (value.isascii() and value.isdecimal() and low <= value <= high)
    )
    return next(within, None)


def _not_a_code(wrong: pd.Series, field: str) -> str:
    shown = [f'"{value}" (row {row})' for row, value in wrong.drop_duplicates().head(5).items()]
    more = "" if len(shown) == wrong.nunique(dropna=False) else ", and others"
    return (
        f"{len(wrong)} ledger rows have a {field} that is not a SACS {field} code: "
        f"{', '.join(shown)}{more}. Codes have four characters, written as text so that zeros "
        f"in front are kept. Correct them in the ledger."
    )


# --- Which resource may pay for what, as data a finance officer can read and correct -------------

FILE = "resource_rules.csv"
LISTS = ("students", "aims", "delivery")
FIRST_RESTRICTED = "2000"
RECURRING, ONE_TIME = "recurring", "one-time"
TERMS = {"restricted-ongoing": RECURRING, "restricted-one-time": ONE_TIME}
NOT_STATED = "not stated here: it pays for no other program until district.toml says for which"


def resource_rules(own: Mapping[str, Mapping[str, object]] | None = None) -> pd.DataFrame:
    """What each resource may pay for, and whether it comes again; a sieve shorter than the law."""
    # a blank list is no limit, but a restricted resource with blank lists pays for no other program
    table = _usual()
    for resource, given in (own or {}).items():
        row = dict(table.loc[resource]) if resource in table.index else dict.fromkeys(table, "")
        usual = RECURRING if resource < FIRST_RESTRICTED else ONE_TIME
        row |= {"pool": row["pool"] or f"Resource {resource}", "term": row["term"] or usual}
        row |= {key: ";".join(value) if key in LISTS else value for key, value in given.items()}
        table.loc[resource] = row
    return table.reset_index()


def _usual() -> pd.DataFrame:
    ruled = _read(FILE).set_index("resource")
    others = resource_natures()
    others = others[others["nature"].isin(TERMS) & ~others.index.isin(ruled.index)]
    named = pd.DataFrame("", index=others.index, columns=ruled.columns)
    named["pool"], named["term"] = others["title"], others["nature"].map(TERMS)
    named["what_it_may_pay_for"], named["source"] = NOT_STATED, others["source"]
    return pd.concat([ruled, named.rename_axis("resource")])
