"""Rules of the schools, and of the counts that the state pays by."""

import pandas as pd

from smarter_spending.district.cells import GRADES
from smarter_spending.district.columns import Checked


def check_schools(checked: Checked, ledger: pd.DataFrame, fiscal_year: str) -> None:
    """Schools that are closed or charters, and still in the money."""
    schools = checked.frame
    order = {grade: place for place, grade in enumerate(GRADES)}
    checked.problem(
        "grade_high",
        schools["grade_low"].map(order) > schools["grade_high"].map(order),
        'grade_high "{value}" is below grade_low. Check both.',
    )
    checked.problem(
        "unduplicated",
        schools["unduplicated"] > schools["enrollment"],
        "unduplicated {value} is more than the enrollment. Check both.",
    )
    checked.problem(
        "school_code",
        schools["school_code"].notna() & schools.duplicated("school_code"),
        'the state\'s code "{value}" belongs to two rows. One school is one row; correct the code, '
        "or keep the newer row.",
    )
    _closed_or_charter(checked, ledger, fiscal_year)


def _closed_or_charter(checked: Checked, ledger: pd.DataFrame, fiscal_year: str) -> None:
    schools = checked.frame
    start = pd.Timestamp(int(fiscal_year[:4]), 7, 1)
    spent = set(ledger.loc[ledger["fiscal_year"] == fiscal_year, "school_code"].dropna())
    for school in schools[schools["local_site_code"].isin(spent)].itertuples():
        if pd.notna(school.closed_date) and school.closed_date < start:
            checked.warn(
                "closed_date",
                f"{school.school_name} closed on {school.closed_date:%Y-%m-%d} and still has "
                f"ledger rows in {fiscal_year}. Check the site code of those rows.",
            )
        if school.charter_funding == "direct":
            checked.warn(
                "charter_funding",
                f"{school.school_name} is a direct-funded charter; its dollars and students are "
                "not part of the district's totals in the state's reports.",
            )


def check_enrollment(checked: Checked) -> None:
    """Counts within enrollment, and the unduplicated percentage from three years of counts."""
    for count in ("upc", "el", "frpm", "foster"):
        checked.problem(
            count,
            checked.frame[count] > checked.frame["enrollment"],
            f"{count} {{value}} is more than the enrollment. Check both.",
        )
    spans = [name for name in checked.frame if name.startswith("ada_p2_")]
    ada, enrolled = checked.frame[spans].sum(axis=1), checked.frame["enrollment"]
    checked.problem(
        "ada_p2_tk3",
        ada > 1.02 * enrolled,
        "second-period ADA of all grades is more than the enrollment. Is enrollment written where "
        "ADA belongs?",
    )
    same = checked.frame.loc[(ada == enrolled) & (ada > 0), "fiscal_year"].dropna()
    if len(same):
        checked.warn(
            "ada_p2_tk3",
            f"second-period ADA of {', '.join(same)} is exactly the enrollment. "
            "Attendance is always below it: is enrollment written where ADA belongs?",
        )
    _unduplicated_percentage(checked)


def _unduplicated_percentage(checked: Checked) -> None:
    years = checked.frame.dropna(subset="fiscal_year").sort_values("fiscal_year")
    start = years["fiscal_year"].str[:4].astype(float)
    unchecked = []
    for place, year in years[years["upp"].notna()].iterrows():
        three = years[start.between(start[place] - 2, start[place])]
        if len(three) < 3 or three[["upc", "enrollment"]].isna().any(axis=None):
            unchecked.append(year["fiscal_year"])
            continue
        right = round(three["upc"].sum() / three["enrollment"].sum(), 4)
        checked.problem(
            "upp",
            pd.Series(checked.frame.index == place, index=checked.frame.index)
            & (abs(right - year["upp"]) > 0.00015),
            f"upp {{value}} is not the three years' counts over the three years' enrollment "
            f"({right:.4f}). Percentages are not averaged.",
        )
    if unchecked:
        checked.warn(
            "upp",
            f"UPP of {', '.join(unchecked)} needs three years of counts, and fewer are given: "
            "taken as printed, not checked.",
        )
