"""Rules of position control: positions add to themselves, and their pay to the ledger's."""

import pandas as pd

from smarter_spending.district.columns import Checked


def check_staffing(checked: Checked) -> None:
    """A position is one whole at most, is fully paid for, and is charged to salaries."""
    lines = checked.frame
    keys = [lines["fiscal_year"], lines["position_id"]]
    paid = lines["funding_pct"].groupby(keys).transform("sum")
    off = (paid - 100).abs().round(6) > 0.1
    for percent in sorted(paid[off].round(2).unique()):
        wrong = off & (paid.round(2) == percent)
        checked.problem(
            "funding_pct",
            wrong,
            f"position {_first(lines, wrong)}: its funding lines add to {percent:g} percent. They "
            "must add to 100.",
        )
    whole = lines["fte"].groupby(keys).transform("sum")
    double = (whole > 1.0005) & (lines["fte"] <= 1)
    checked.problem(
        "fte",
        double,
        f"position {_first(lines, double)}: its lines add to more than 1.0 FTE. Give the second "
        "job a position number of its own.",
    )
    checked.problem(
        "object",
        lines["object"].notna() & ~lines["object"].str.fullmatch(r"[12]\d{3}", na=False),
        'object "{value}" is not a salary object (1000-2999). Benefits go in benefits_annual.',
    )


def _first(lines: pd.DataFrame, wrong: pd.Series) -> str:
    return lines.loc[wrong, "position_id"].iloc[0] if wrong.any() else ""


def check_against_ledger(staffing: Checked, ledger: pd.DataFrame, fiscal_year: str) -> None:
    """Salaries of positions beside the ledger's: more than two percent apart is worth knowing."""
    lines = staffing.frame[staffing.frame["fiscal_year"] == fiscal_year]
    salary = lines["salary_annual"] * lines["funding_pct"] / 100
    salary = salary.where(~lines["vacant"].fillna(False).astype(bool), 0.0)
    booked = ledger[(ledger["fiscal_year"] == fiscal_year) & (ledger["amount_type"] == "actual")]
    for digit, name in (("1", "certificated"), ("2", "classified")):
        by_position = salary[lines["object"].str[:1] == digit].sum()
        by_ledger = booked.loc[booked["object"].str[:1] == digit, "amount"].sum()
        if by_ledger and abs(by_position / by_ledger - 1) > 0.02:
            staffing.warn(
                "salary_annual",
                f"{name} salaries of positions are {by_position:,.0f}, of the ledger "
                f"{by_ledger:,.0f}: {by_position / by_ledger - 1:+.1%}. Substitutes and extra duty "
                "explain a little; more should be looked into.",
            )
