"""What an import did: what it read, wrote and left out, and what the result adds up to."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd


@dataclass(frozen=True, eq=False)
class ImportReport:
    """What one import read, wrote and left out, and what the result adds up to.

    Every part is a table or plain sentences, so that the command line, a page
    or a notebook can show it in its own way. Amounts are dollars.

    Attributes
    ----------
    folder : Path
        The district folder written to.
    wrote : tuple of str
        Names of the files that were made or changed.
    district_name, cds_code : str
        Which district the files are of; blank for a workbook.
    files : DataFrame
        One row per file or sheet read: ``file``, ``shape``, ``rows``.
    rows : DataFrame
        One row per fiscal year and kind of amount: ``fiscal_year``, ``amount_type``,
        ``column_code`` (the state's), ``rows``; for a workbook, ``table`` and ``rows``; for an
        LCAP table, ``lcap_goal``, ``rows`` and ``amount``.
    left_out : DataFrame
        One row per thing not written: ``file``, ``what``, ``rows`` (blank when
        not counted), ``why``. No ledger row is ever left out.
    control_totals : DataFrame
        Of a ledger from the state's files; this and the next three are empty for a workbook.
        ``fiscal_year, amount_type, fund, object_group, rows, amount``: every ledger row. Of an
        LCAP table: ``column, rows, amount, amount_type`` and, where known, ``fiscal_year``.
    function_totals : DataFrame
        ``fiscal_year, amount_type, fund, function_group, rows, amount``: objects 1000-7499,
        as on Form 01 by function.
    not_spending : DataFrame
        ``fiscal_year, amount_type, kind, line, rows, amount``: kept in the ledger, never
        added to spending.
    fund_balances : DataFrame
        ``fiscal_year, amount_type``, and per fund what it began with, took in, paid out and
        ended with, beside the ending balance filed; a difference of zero says the ledger is whole.
    notes : tuple of str
        How things were read: sentences.
    problems : tuple of str
        What a person should look at; none of it stopped the import.
    """

    folder: Path
    wrote: tuple[str, ...]
    files: pd.DataFrame
    rows: pd.DataFrame
    left_out: pd.DataFrame
    control_totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    function_totals: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_spending: pd.DataFrame = field(default_factory=pd.DataFrame)
    fund_balances: pd.DataFrame = field(default_factory=pd.DataFrame)
    district_name: str = ""
    cds_code: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
