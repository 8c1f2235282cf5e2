"""What is spent at each school, beside its enrollment and need."""

import numpy as np
import pandas as pd

from smarter_spending.analysis._checks import require_columns, typed
from smarter_spending.analysis._ledger import LEDGER, spending_rows

DISTRICT_OFFICE = "0000"
_COLUMNS = {
    "school_code": "str",
    "school_name": "str",
    "place": "str",
    "dollars": "float",
    "share": "float",
    "enrollment": "float",
    "per_pupil": "float",
    "unduplicated_share": "float",
    "hidden": "bool",
}


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
        ``school_code``, ``school_name``, ``place`` ("school", "not in
        schools.csv", "district office"), ``dollars``, ``share`` (of all
        spending), ``enrollment`` (students), ``per_pupil`` (dollars),
        ``unduplicated_share`` (0 to 1) and ``hidden`` (True where figures are
        kept back because the numbers are small).  Dollars add to the ledger's
        spending to the cent.

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
    """
    spent = spending_rows(ledger, fiscal_year, amount_type, fund)
    if ledger.empty and schools.empty:
        return typed(_COLUMNS)
    require_columns(ledger, ["school_code"], LEDGER)
    what = "list of schools (schools.csv)"
    require_columns(schools, ["local_site_code", "school_name"], what)
    listed = schools.reindex(
        columns=["local_site_code", "school_name", "enrollment", "unduplicated"]
    ).rename(columns={"local_site_code": "school_code"})
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
    table["place"] = np.select(
        [at_office, unlisted], ["district office", "not in schools.csv"], "school"
    )
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
