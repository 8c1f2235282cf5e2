"""Bringing a district's own exports into a district folder."""

# ruff: noqa: F401 (what brings files in, and what it says of them)

from smarter_spending.district.importers.into_folder import (
    ImportProblem,
    ImportRefusedError,
    ImportReport,
)
from smarter_spending.district.importers.lcap import import_lcap
from smarter_spending.district.importers.public import import_caaspp, import_public
from smarter_spending.district.importers.sacs import (
    MixedLedgerError,
    control_totals,
    fund_balances,
    import_sacs,
)
from smarter_spending.district.importers.students import import_students
from smarter_spending.district.importers.table import import_table
from smarter_spending.district.importers.workbook import import_workbook
