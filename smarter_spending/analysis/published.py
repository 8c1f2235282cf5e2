"""The ledger held against what was published: the state's Form 01 and the district's totals."""

import pandas as pd

from smarter_spending.analysis._checks import require_columns, require_numbers
from smarter_spending.analysis._ledger import LEDGER, OBJECT_GROUPS, chosen, restricted

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
_OUT = ("Interfund transfers out", "Other uses")
_RANGE = ["amount_type", "fund", "object_from", "object_to"]
_HALF_A_CENT = 0.005


def form01(
    ledger: pd.DataFrame, fiscal_year: str, amount_type: str = "actual", fund: str = "01"
) -> pd.DataFrame:
    """One fund in the layout of the state's Form 01, by object.

        a line = sum of amount over its range of objects
        unrestricted: resources 0000-1999;  restricted: resources 2000-9999

    Hold it against the filed report, line by line.  It adds everything in the
    range, transfers of cost included, because the form does.

    Parameters
    ----------
    ledger : DataFrame, one row per account line
        ``object``, ``resource`` (text codes) and ``amount`` (dollars).
    fiscal_year : str
        Written 2024-25.
    amount_type : str
        As in ledger.csv.
    fund : str
        "01" is the General Fund.

    Returns
    -------
    DataFrame, one row per line of the form, in its order
        ``section``, ``title``, ``objects`` (such as "1000-1999"),
        ``unrestricted``, ``restricted`` and ``total`` (dollars).

    Raises
    ------
    ValueError
        When the ledger has no such year, kind of amount or fund.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "object": ["1100", "1100", "8011"], "resource": ["0000", "3010", "0000"],
    ...     "amount": [70.0, 30.0, 120.0]})
    >>> form = form01(ledger, "2024-25").set_index("title")
    >>> form.loc["Certificated salaries", ["unrestricted", "restricted", "total"]].tolist()
    [70.0, 30.0, 100.0]

    References
    ----------
    California Department of Education, Form 01, General Fund: unaudited
    actuals, expenditures by object.
    """
    rows = chosen(ledger, fiscal_year, amount_type, fund)
    lines = pd.DataFrame(
        {
            "section": pd.array([section for section, _, _ in FORM01_LINES], dtype="str"),
            "title": pd.array([title for _, title, _ in FORM01_LINES], dtype="str"),
            "objects": pd.array(
                [", ".join(f"{low}-{high}" for low, high in ranges) for *_, ranges in FORM01_LINES],
                dtype="str",
            ),
        }
    )
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


def form01_totals(form: pd.DataFrame) -> pd.DataFrame:
    """The totals at the foot of each section of Form 01.

        net change = revenue - expenditures + sources and transfers in - uses and transfers out

    Parameters
    ----------
    form : DataFrame
        As :func:`form01` gives.

    Returns
    -------
    DataFrame, five rows (none for an empty form)
        ``title``, ``unrestricted``, ``restricted`` and ``total`` (dollars).

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2024-25", "amount_type": "actual", "fund": "01",
    ...     "object": ["1100", "8011", "7619"], "resource": "0000", "amount": [70.0, 120.0, 10.0]})
    >>> form01_totals(form01(ledger, "2024-25"))[["title", "total"]]
                            title  total
    0               Total revenue  120.0
    1          Total expenditures   70.0
    2   Revenue less expenditures   50.0
    3  Other sources less uses      -10.0
    4      Change in fund balance   40.0
    """
    if form.empty:
        return form[["title", *SIDES]].copy()
    signed = form[SIDES].mul(form["title"].isin(_OUT).map({True: -1, False: 1}), axis=0)
    sums = signed.groupby(form["section"]).sum()
    revenue, spent = sums.loc["revenue"], sums.loc["expenditures"]
    other = sums.loc["other sources and uses"]
    totals = {
        "Total revenue": revenue,
        "Total expenditures": spent,
        "Revenue less expenditures": revenue - spent,
        "Other sources less uses": other,
        "Change in fund balance": revenue - spent + other,
    }
    return pd.DataFrame(totals).T.round(2).rename_axis("title").reset_index()


def reconcile(ledger: pd.DataFrame, control_totals: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    """Every published total of a year beside the same sum of the ledger.

        difference = ledger_dollars - control_total
        agrees = the difference is less than half a cent

    A difference is not an error of the ledger by itself: audited and
    unaudited figures differ, and so do dates of printing.  It must be
    explained before anything is built on the ledger.

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

    Returns
    -------
    DataFrame, one row per published total of that year, in the given order
        ``title``, ``amount_type``, ``fund``, ``object_from``, ``object_to``,
        ``restriction``, ``ledger_dollars`` (``NaN`` where the ledger has no
        amounts of that kind for the year), ``control_total``, ``difference``
        (dollars), ``agrees`` (True or False) and ``source``.

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
    """
    require_columns(control_totals, ["fiscal_year", *_RANGE, "amount"], CONTROL)
    require_numbers(control_totals, ["amount"], CONTROL)
    totals = control_totals[control_totals["fiscal_year"] == fiscal_year].reset_index(drop=True)
    table = totals.reindex(columns=[*_RANGE, "restriction", "source"]).astype("str")
    table["restriction"] = table["restriction"].fillna("total")
    sums = _sums(ledger, fiscal_year)
    asked = table[[*_RANGE, "restriction"]].itertuples(index=False)
    table["ledger_dollars"] = [_ledger_sum(sums, *one) for one in asked]
    table["ledger_dollars"] = table["ledger_dollars"].astype(float)
    table["control_total"] = totals["amount"].astype(float)
    table["difference"] = (table["ledger_dollars"] - table["control_total"]).round(2)
    table["agrees"] = (table["difference"].abs() < _HALF_A_CENT).astype(bool)
    table.insert(0, "title", _titles(table))
    return table[[name for name in table.columns if name != "source"] + ["source"]]


def disagreements(reconciled: pd.DataFrame) -> pd.DataFrame:
    """The published totals that the ledger does not agree with, the largest difference first.

    Parameters
    ----------
    reconciled : DataFrame
        As :func:`reconcile` gives: ``difference`` (dollars) and ``agrees``.

    Returns
    -------
    DataFrame, the rows that do not agree

    Examples
    --------
    >>> table = pd.DataFrame({"title": ["Pay", "Books", "Benefits"],
    ...                       "difference": [0.0, 2.75, -40.0], "agrees": [True, False, False]})
    >>> disagreements(table)["title"].tolist()
    ['Benefits', 'Books']
    """
    off = reconciled[~reconciled["agrees"]]
    return off.sort_values("difference", key=abs, ascending=False, kind="stable")


def _sums(ledger: pd.DataFrame, fiscal_year: str) -> pd.DataFrame:
    keys = ["amount_type", "fund", "object", "held"]
    require_columns(ledger, ["fiscal_year", *keys[:3], "resource", "amount"], LEDGER)
    require_numbers(ledger, ["amount"], LEDGER)
    year = ledger[ledger["fiscal_year"] == fiscal_year]
    held = restricted(year["resource"].astype("str"))
    return year.assign(held=held).groupby(keys, as_index=False)["amount"].sum()


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


def _titles(table: pd.DataFrame) -> pd.Series:
    named = {f"{code}-{code[0]}999": title for code, title in OBJECT_GROUPS.items()}
    named |= {f"{low}-{high}": title for _, title, ((low, high), *_) in FORM01_LINES}
    objects = table["object_from"] + "-" + table["object_to"]
    what = objects.map(named).fillna("Objects " + objects)
    return (what + ", fund " + table["fund"] + ", " + table["restriction"]).astype("str")
