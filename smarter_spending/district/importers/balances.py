"""Whether a ledger is whole: what each fund began with, took in, paid out and ended with."""

import pandas as pd

from smarter_spending.district.importers.totals import one_kind_of_amount

BEGINNING = ("9791", "9793", "9795")  # beginning balance, audit adjustments, other restatements
ENDING = "979Z"


def fund_balances(ledger: pd.DataFrame) -> pd.DataFrame:
    """What each fund began with, took in and paid out, beside the ending balance it was filed with.

        ending     = beginning + taken_in - paid_out
        difference = ending - filed_ending

    A difference of zero in every fund means that no row of the ledger was lost
    or counted twice on its way here. Transfers are included on both sides, so
    these are not revenue and spending. The filed ending balance is the row 979Z
    that the state's software adds; a fund without one has no difference to show.

    Parameters
    ----------
    ledger : DataFrame, one row per account
        One fiscal year and one kind of amount: ``fiscal_year``, ``amount_type``,
        ``fund``, ``object`` and ``amount`` (dollars).

    Returns
    -------
    DataFrame, one row per fund
        ``fund, beginning, taken_in, paid_out, ending, filed_ending, difference``
        (dollars, exact to the cent; ``NaN`` where nothing was filed).

    Raises
    ------
    MixedLedgerError
        When the ledger holds more than one fiscal year or kind of amount.

    Examples
    --------
    >>> ledger = pd.DataFrame({"fiscal_year": "2023-24", "amount_type": "actual", "fund": "01",
    ...                        "object": ["9791", "8011", "1100", "979Z"],
    ...                        "amount": [100.0, 50.0, 30.0, 120.0]})
    >>> fund_balances(ledger)[["ending", "filed_ending", "difference"]].values.tolist()
    [[120.0, 120.0, 0.0]]

    References
    ----------
    California Department of Education, SACS Form 01, section F; technical
    review check PY-EFB=CY-BFB.
    """
    one_kind_of_amount(ledger)
    cents = (ledger["amount"] * 100).round()
    objects = ledger["object"]
    parts = {
        "beginning": objects.isin(BEGINNING),
        "taken_in": objects.between("8000", "8999"),
        "paid_out": objects.between("1000", "7999"),
    }
    table = pd.DataFrame(
        {
            name: cents.where(which, 0.0).groupby(ledger["fund"]).sum()
            for name, which in parts.items()
        }
    )
    table["ending"] = table["beginning"] + table["taken_in"] - table["paid_out"]
    filed = objects == ENDING
    table["filed_ending"] = cents[filed].groupby(ledger.loc[filed, "fund"]).sum()
    table["difference"] = table["ending"] - table["filed_ending"]
    return (table / 100).reset_index()
