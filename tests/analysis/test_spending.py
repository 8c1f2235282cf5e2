import csv
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.checks import students_on_file
from smarter_spending.analysis.spending import (
    away_from,
    correlation_range,
    disagreements,
    form01,
    on_behalf_dollars,
    people_of_100,
    reconcile,
    set_apart,
    spending_beside_scores,
    spending_by,
    spending_by_fund,
    spending_by_school,
    spending_change,
    spent_once,
    total_change,
    years_of,
)
from smarter_spending.district.sacs import ledger_kind

YEAR = "2024-25"
BY = [
    *["fund", "object", "object_group", "function", "function_group", "goal", "resource"],
    *["restriction", "school_code", "local_program"],
]
FIELDS = [
    *["fiscal_year", "amount_type", "fund", "resource", "goal", "function", "object"],
    *["school_code", "local_program", "amount", "kind"],
]


@pytest.fixture
def ledger():
    rows = [
        (YEAR, "actual", "01", "0000", "1110", "1000", "1100", "0100", None, 500.10, "spending"),
        (YEAR, "actual", "01", "3010", "1110", "1000", "1100", "0200", "P1", 100.20, "spending"),
        (YEAR, "actual", "01", "0000", "0000", "7200", "2300", "0000", None, 200.30, "spending"),
        (YEAR, "actual", "13", "5310", "0000", "3700", "4700", None, None, 50.40, "spending"),
        (YEAR, "actual", "01", "0000", "0000", "0000", "8011", "0000", None, 900.00, "revenue"),
        (YEAR, "actual", "01", "0000", "0000", "7210", "7310", "0000", None, -7.00, "transfer"),
        (YEAR, "actual", "01", "0000", "0000", "0000", "9791", "0000", None, 33.00, "balance"),
        (YEAR, "actual", "01", "0000", "1110", "2700", "PCRA", "0000", None, -9.0, "not_money"),
        ("2022-23", "actual", "01", "0000", "1110", "1000", "1100", "0100", None, 400, "spending"),
        (YEAR, "adopted_budget", "01", "0000", "1110", "1000", "1100", "0100", None, 1, "spending"),
    ]
    return pd.DataFrame(rows, columns=FIELDS)


SPENT = 500.10 + 100.20 + 200.30 + 50.40


# --- spending by ----------------------------------------------------------------------------


@pytest.mark.parametrize("by", BY)
def test_every_way_of_showing_it_adds_to_the_spending_of_the_ledger_to_the_cent(ledger, by):
    table = spending_by(ledger, by, YEAR)
    assert round(table["dollars"].sum(), 2) == round(SPENT, 2)
    assert table["share"].sum() == pytest.approx(1)
    assert list(table) == ["by", "title", "dollars", "share", "per_student"]


def test_revenue_transfers_balances_budgets_and_other_years_are_not_spending(ledger):
    groups = spending_by(ledger, "object_group", YEAR)
    assert groups["by"].tolist() == ["1000", "2000", "4000"]
    assert groups["title"].iloc[0] == "Certificated salaries"
    assert groups["dollars"].iloc[0] == pytest.approx(600.30)


def test_resources_from_2000_up_are_restricted(ledger):
    table = spending_by(ledger, "restriction", YEAR, fund="01").set_index("by")
    assert table.loc["restricted", "dollars"] == pytest.approx(100.20)
    assert table.loc["unrestricted", "dollars"] == pytest.approx(700.40)


@pytest.mark.parametrize(("resource", "side"), [("1999", "unrestricted"), ("2000", "restricted")])
def test_the_line_between_unrestricted_and_restricted_lies_at_2000(ledger, resource, side):
    table = spending_by(ledger.assign(resource=resource), "restriction", YEAR)
    assert table["by"].tolist() == [side]


def test_what_is_coded_to_nothing_has_a_row_of_its_own(ledger):
    programs = spending_by(ledger, "local_program", YEAR).set_index("by")
    assert programs.loc["", "title"] == "Not coded to a program"
    assert programs.loc["", "dollars"] == pytest.approx(SPENT - 100.20)
    schools = spending_by(ledger, "school_code", YEAR, titles={"0100": "Oak"}).set_index("by")
    assert schools["title"].to_dict() == {
        "0100": "Oak",
        "0200": "0200",
        "0000": "District office",
        "": "Not coded to a school",
    }


def test_per_student_is_dollars_over_enrollment_and_unknown_without_it(ledger):
    known = spending_by(ledger, "fund", YEAR, students=10)
    assert known["per_student"].tolist() == pytest.approx([80.06, 5.04])
    for unknown in (None, np.nan):
        assert spending_by(ledger, "fund", YEAR, students=unknown)["per_student"].isna().all()


@pytest.mark.parametrize("students", [0, -3])
def test_nobody_enrolled_gives_no_dollars_per_student(ledger, students):
    with pytest.raises(ValueError, match="must be above zero"):
        spending_by(ledger, "fund", YEAR, students=students)


def test_equal_lines_stand_by_name(ledger):
    equal = ledger.assign(amount=1.0)
    titles = spending_by(equal, "function_group", YEAR)["title"].tolist()
    assert titles == ["Instruction", "District administration", "Student services"]


def test_a_year_that_is_not_there_is_refused_with_what_is(ledger):
    with pytest.raises(ValueError) as refusal:
        spending_by(ledger, "fund", "2019-20", "adopted_budget")
    assert str(refusal.value) == (
        "The ledger has no adopted budget amounts for 2019-20. It has: 2022-23 actual, "
        "2024-25 actual, 2024-25 adopted budget. Choose one of these."
    )


def test_a_fund_that_is_not_there_is_refused_with_those_that_are(ledger):
    with pytest.raises(ValueError, match=r"no fund '67'.*'01', '13'"):
        spending_by(ledger, "fund", YEAR, fund="67")


def test_an_unknown_way_of_showing_it_is_refused_with_the_known_ones(ledger):
    with pytest.raises(ValueError, match=r"cannot be shown by 'colour'.*'function_group'"):
        spending_by(ledger, "colour", YEAR)


def test_a_ledger_that_does_not_tell_spending_apart_is_not_added_up(ledger):
    with pytest.raises(ValueError, match="Load the folder with load_district"):
        spending_by(ledger.drop(columns="kind"), "fund", YEAR)


def test_a_blank_amount_is_named_by_its_row(ledger):
    ledger.loc[2, "amount"] = np.nan
    with pytest.raises(ValueError, match="'amount' is blank or not a finite number in row 4"):
        spending_by(ledger, "fund", YEAR)


@pytest.mark.parametrize("by", BY)
def test_an_empty_ledger_gives_the_same_columns(ledger, by):
    empty = spending_by(ledger.head(0), by, YEAR)
    assert empty.empty
    assert list(empty) == list(spending_by(ledger, by, YEAR))


cents = st.integers(-10_000_000, 10_000_000).map(lambda amount: amount / 100)
lines = st.lists(
    st.tuples(
        st.sampled_from(["1100", "2100", "4300", "8011", "979Z"]),
        st.sampled_from(["0000", "1100", "2600", "9010"]),
        cents,
        st.sampled_from(["spending", "revenue", "transfer", "balance", "not_money"]),
    ),
    min_size=1,
    max_size=40,
)


@given(lines, st.sampled_from(["object", "object_group", "restriction", "resource"]))
def test_spending_and_what_is_set_apart_are_the_whole_ledger(rows, by):
    table = pd.DataFrame(rows, columns=["object", "resource", "amount", "kind"]).assign(
        fiscal_year=YEAR, amount_type="actual", fund="01"
    )
    spent = spending_by(table, by, YEAR)["dollars"].sum()
    apart = set_apart(table, YEAR)["dollars"].sum()
    assert spent + apart == pytest.approx(table["amount"].sum(), abs=0.004)


# --- set apart ------------------------------------------------------------------------------


def test_what_is_not_spending_is_shown_by_kind(ledger):
    table = set_apart(ledger, YEAR)
    assert table["kind"].tolist() == ["revenue", "transfer", "balance", "not_money"]
    assert table["dollars"].tolist() == [900, -7, 33, -9]
    assert table["rows"].tolist() == [1, 1, 1, 1]
    assert table["title"].iloc[0] == "Revenue"


def test_where_all_is_spending_nothing_is_set_apart_and_the_columns_stay(ledger):
    table = set_apart(ledger[ledger["kind"] == "spending"], YEAR)
    assert table.empty
    assert list(table) == list(set_apart(ledger, YEAR))
    assert list(set_apart(ledger.head(0), YEAR)) == list(table)


# --- change ---------------------------------------------------------------------------------


def test_change_is_the_last_year_less_the_first(ledger):
    table = spending_change(ledger[ledger["fund"] == "01"], "object_group").set_index("by")
    teachers = table.loc["1000"]
    assert (teachers["2022-23"], teachers[YEAR]) == (400, pytest.approx(600.30))
    assert teachers["change"] == pytest.approx(200.30)
    assert teachers["change_share"] == pytest.approx(200.30 / 400)


def test_a_line_that_is_new_has_a_change_and_no_percentage(ledger):
    office = spending_change(ledger, "object_group").set_index("by").loc["2000"]
    assert office["2022-23"] == 0
    assert office["change"] == pytest.approx(200.30)
    assert np.isnan(office["change_share"])


def test_the_largest_change_comes_first_whichever_way_it_goes(ledger):
    last = ledger["fiscal_year"] == YEAR
    falling = ledger.assign(amount=ledger["amount"].where(~last, ledger["amount"] / 100))
    table = spending_change(falling[falling["fund"] == "01"], "object_group")
    assert table["by"].tolist() == ["1000", "2000"]
    assert table["change"].iloc[0] < 0


def test_one_year_has_no_change(ledger):
    table = spending_change(ledger[ledger["fiscal_year"] == YEAR], "fund")
    assert table[["change", "change_share"]].isna().all(axis=None)
    assert table[YEAR].sum() == pytest.approx(SPENT)


def test_every_year_adds_to_its_ledger(ledger):
    table = spending_change(ledger, "goal")
    assert table["2022-23"].sum() == 400
    assert table[YEAR].sum() == pytest.approx(SPENT)


def test_an_empty_ledger_has_no_years_and_no_change(ledger):
    table = spending_change(ledger.head(0), "fund")
    assert table.empty
    assert {"by", "title", "change", "change_share"} <= set(table)


# --- schools --------------------------------------------------------------------------------


@pytest.fixture
def schools():
    return pd.DataFrame(
        {
            "local_site_code": ["0100", "0300"],
            "school_name": ["Oak", "Elm"],
            "enrollment": [100.0, 50.0],
            "unduplicated": [40.0, np.nan],
        }
    )


def test_schools_have_dollars_per_pupil_and_the_district_office_stands_apart(ledger, schools):
    table = spending_by_school(ledger, schools, YEAR)
    assert table["school_name"].tolist() == ["Oak", "Elm", "Site 0200", "District office"]
    assert table["place"].tolist() == [
        *["school", "school"],
        *["not in schools.csv", "district office"],
    ]
    oak = table.iloc[0]
    assert oak["per_pupil"] == pytest.approx(5.001)
    assert oak["unduplicated_share"] == pytest.approx(0.4)
    # what has no school code stands with the district office
    assert table.iloc[-1]["dollars"] == pytest.approx(200.30 + 50.40)
    assert table["per_pupil"].iloc[2:].isna().all()
    assert round(table["dollars"].sum(), 2) == round(SPENT, 2)


def test_a_very_small_school_shows_nothing_about_its_students(ledger, schools):
    table = spending_by_school(ledger, schools.assign(enrollment=[10.0, 50.0]), YEAR)
    oak = table.set_index("school_name").loc["Oak"]
    assert oak["hidden"]
    assert oak[["enrollment", "per_pupil", "unduplicated_share"]].isna().all()
    assert oak["dollars"] == pytest.approx(500.10)


@pytest.mark.parametrize("unduplicated", [3.0, 95.0])
def test_a_share_that_would_give_a_small_group_away_is_kept_back(ledger, schools, unduplicated):
    table = spending_by_school(ledger, schools.assign(unduplicated=[unduplicated, 20.0]), YEAR)
    oak = table.set_index("school_name").loc["Oak"]
    assert oak["hidden"]
    assert np.isnan(oak["unduplicated_share"])
    assert oak["per_pupil"] == pytest.approx(5.001)


def test_a_school_listed_twice_is_refused(ledger, schools):
    with pytest.raises(ValueError, match="Site code '0100' is listed more than once"):
        spending_by_school(ledger, pd.concat([schools, schools.head(1)]), YEAR)


def test_no_schools_and_no_ledger_keep_the_columns(ledger, schools):
    columns = list(spending_by_school(ledger, schools, YEAR))
    assert list(spending_by_school(ledger.head(0), schools.head(0), YEAR)) == columns
    assert list(spending_by_school(ledger.head(0), schools, YEAR)) == columns
    without = spending_by_school(ledger, schools.head(0), YEAR)
    assert list(without) == columns
    assert round(without["dollars"].sum(), 2) == round(SPENT, 2)


# --- the state's form and published totals --------------------------------------------------


def test_the_form_splits_each_line_by_restriction_and_keeps_transfers(ledger):
    form = form01(ledger, YEAR).set_index("title")
    teachers = form.loc["Certificated salaries"]
    assert (teachers["unrestricted"], teachers["restricted"]) == (500.10, 100.20)
    assert form.loc["Transfers of indirect costs", "total"] == -7
    assert form.loc["Other outgo", "objects"] == "7100-7299, 7400-7499"
    assert (form["unrestricted"] + form["restricted"]).sum() == pytest.approx(form["total"].sum())


def test_an_empty_ledger_gives_an_empty_form(ledger):
    assert list(form01(ledger.head(0), YEAR)) == list(form01(ledger, YEAR))


def totals(**changes):
    row = {
        "fiscal_year": YEAR,
        "amount_type": "actual",
        "fund": "01",
        "object_from": "1000",
        "object_to": "1999",
        "restriction": "total",
        "amount": 600.30,
        "source": "Form 01, page 1",
    }
    return pd.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("restriction", "amount"),
    [("total", 600.30), (np.nan, 600.30), ("restricted", 100.20), ("unrestricted", 500.10)],
)
def test_a_published_total_agrees_with_the_same_sum_of_the_ledger(ledger, restriction, amount):
    row = reconcile(ledger, totals(restriction=restriction, amount=amount), YEAR).iloc[0]
    assert row["agrees"]
    assert row["difference"] == 0


def test_a_difference_of_one_cent_does_not_agree(ledger):
    row = reconcile(ledger, totals(amount=600.29), YEAR).iloc[0]
    assert not row["agrees"]
    assert row["difference"] == pytest.approx(0.01)
    assert row["title"] == "Certificated salaries, fund 01, total"


def test_a_total_of_a_kind_the_ledger_lacks_is_not_compared_with_zero(ledger):
    row = reconcile(ledger, totals(amount_type="revised_budget", amount=0.0), YEAR).iloc[0]
    assert np.isnan(row["ledger_dollars"])
    assert not row["agrees"]


def test_without_published_totals_there_is_nothing_to_reconcile(ledger):
    full = reconcile(ledger, totals(), YEAR)
    for table in (
        reconcile(ledger, totals().head(0), YEAR),
        reconcile(ledger, totals(), "2019-20"),
        reconcile(ledger.head(0), totals().head(0), YEAR),
    ):
        assert table.empty
        assert list(table) == list(full)
        assert table["agrees"].dtype == bool


def test_a_blank_published_total_is_named(ledger):
    with pytest.raises(ValueError, match=r"control_totals.csv.*'amount' is blank.*row 2"):
        reconcile(ledger, totals(amount=np.nan), YEAR)


@pytest.mark.real_data
def test_san_franciscos_general_fund_reconciles_to_its_printed_form_to_the_cent(shared_data):
    book = next((shared_data / "sfusd").glob("*2023-24*DataExtract.xlsx"))
    with pytest.warns(UserWarning, match="default style"):
        sheet = pd.read_excel(book, sheet_name="UserGL", dtype=str, keep_default_na=False)
    actual = sheet[sheet["ColumnCode"] == "BA"]
    ledger = pd.DataFrame(
        {
            "fiscal_year": "2023-24",
            "amount_type": "actual",
            "fund": actual["FundCode"],
            "resource": actual["ResourceCode"],
            "object": actual["ObjectCode"],
            "amount": actual["Amount"].astype(float),
        }
    )
    form = form01(ledger, "2023-24").set_index("objects")
    with (shared_data / "known_answers.csv").open() as file:
        printed = [row for row in csv.DictReader(file) if row["id"].startswith("sf2324.obj")]
    assert len(printed) == 39
    published = []
    for row in printed:
        low, high = re.search(r"ObjectCode (\d{4})-(\d{4})", row["definition"]).groups()
        side = row["id"].rsplit(".", 1)[1]
        assert form.loc[f"{low}-{high}", side] == float(row["published_value"]), row["quantity"]
        published.append(
            totals(
                fiscal_year="2023-24",
                object_from=low,
                object_to=high,
                restriction=side,
                amount=float(row["published_value"]),
            )
        )
    assert reconcile(ledger, pd.concat(published), "2023-24")["agrees"].sum() == 39


# --- figures that a sentence is made of -----------------------------------------------------


def test_the_largest_disagreement_comes_first_whatever_its_sign():
    table = pd.DataFrame(
        {
            "title": ["Pay", "Books", "Benefits", "Fees"],
            "difference": [0.0, 2.75, -40.0, np.nan],
            "agrees": [True, False, False, False],
        }
    )
    assert disagreements(table)["title"].tolist() == ["Benefits", "Books", "Fees"]
    assert disagreements(table.head(1)).empty


def test_all_spending_moves_beside_enrollment():
    change = pd.DataFrame(
        {"title": ["Pay", "Books"], "2022-23": [150.0, 50.0], "2024-25": [200.0, 20.0]}
    )
    moved = total_change(change, {"2022-23": 20.0, "2024-25": 10.0})
    assert (moved.first, moved.last, moved.before, moved.after) == ("2022-23", "2024-25", 200, 220)
    assert moved.share == pytest.approx(0.10)
    # 20 to 10 students is down by half; 200 / 20 and 220 / 10 a student
    assert (moved.students_share, moved.each_before, moved.each_after) == (-0.5, 10, 22)


def test_without_both_years_of_enrollment_nothing_is_said_per_student():
    change = pd.DataFrame({"title": ["Pay"], "2022-23": [200.0], "2024-25": [220.0]})
    moved = total_change(change, {"2024-25": 10.0})
    assert moved.share == pytest.approx(0.10)
    assert np.isnan([moved.students_share, moved.each_before, moved.each_after]).all()


def test_one_year_is_no_change():
    change = pd.DataFrame({"title": ["Pay"], "2024-25": [220.0], "change": [np.nan]})
    assert years_of(change) == ["2024-25"]
    assert total_change(change, {}) is None and total_change(change[:0], {}) is None


def test_parts_are_added_and_people_counted_of_every_100_dollars():
    parts = pd.DataFrame(
        {
            "by": ["1000", "3000", "5000", "4000"],
            "dollars": [50.0, 20.0, 20.0, 10.0],
            "share": [0.5, 0.2, 0.2, 0.1],
        }
    )
    assert people_of_100(parts) == pytest.approx(70)
    assert away_from(50, 84.6) == 35 and away_from(85, 84.6) == 0


# --- each dollar once ---


def funds(*rows):
    """A ledger of fund, object and amount, with the kind that load_district would add."""
    table = pd.DataFrame(rows, columns=["fund", "object", "amount"])
    kind = ledger_kind(table)
    return table.assign(fiscal_year=YEAR, amount_type="actual", kind=kind)


BOTH_ENDS = (
    ("01", "1100", 100.00),
    ("01", "3601", 30.00),  # of it 30 of premiums, which fund 67 takes in
    ("01", "5750", -4.00),  # the General Fund worked for the cafeteria
    ("13", "5750", 4.00),
    ("01", "7350", -6.00),
    ("13", "7350", 6.00),
    ("13", "4700", 50.00),
    ("01", "7619", 20.00),
    ("14", "8919", 20.00),
    ("67", "8674", 30.00),
    ("67", "5800", 35.00),
    ("21", "6200", 70.00),  # built from bonds
    ("51", "7433", 40.00),  # and bonds repaid
    ("51", "7434", 9.00),
)


def lines_of(ledger):
    return spent_once(ledger, YEAR).set_index("line")


def test_what_one_fund_pays_another_is_taken_out_once_line_by_line():
    line = lines_of(funds(*BOTH_ENDS))
    # spending: 100 + 30 + 50 + 35 + 70 + 40 + 9 = 334; charged 4 + 6, transferred 20: 364
    # 364 - 20 - 4 - 6 - 30 = 304; without 70 built and 49 repaid: 185
    assert line["dollars"].to_dict() == {
        "paid_out": 364, "transfers": -20, "direct": -4, "indirect": -6, "premiums": -30,
        "net": 304, "operations": 185, "bond_built": 70, "debt_service": 49, "not_received": 0,
    }  # fmt: skip
    assert line["one_sided"].eq(0).all()


def test_the_total_by_fund_adds_to_the_gross_line_to_the_cent():
    table = spending_by_fund(funds(*BOTH_ENDS), YEAR).set_index("by")
    assert table.loc["13", ["dollars", "to_other_funds", "paid_out"]].tolist() == [50, 10, 60]
    assert table["paid_out"].sum() == 364 and "14" not in table.index


@pytest.mark.parametrize(
    ("without", "line", "taken", "one_sided", "left_in", "net"),
    [
        ("8919", "transfers", 0, 20, 20, 324),  # the other fund's rows are not in the file
        ("7619", "transfers", 0, -20, 0, 304),  # received, and nobody paid
        ("8674", "premiums", 0, 0, 0, 334),  # no self-insurance fund: insured elsewhere
        ("3601", "premiums", 0, -30, 0, 304),  # premiums with no cost of insurance in any fund
    ],
)
def test_nothing_is_taken_out_that_has_one_end_only(without, line, taken, one_sided, left_in, net):
    lines = lines_of(funds(*(row for row in BOTH_ENDS if row[1] != without)))
    assert lines.loc[line, "dollars"] == taken and lines.loc[line, "one_sided"] == one_sided
    assert lines.loc["not_received", "dollars"] == left_in
    assert lines.loc["net", "dollars"] == net


def test_a_charge_beyond_what_was_credited_stays_in_and_is_said():
    lines = lines_of(funds(("01", "1100", 100.0), ("01", "5750", -3.0), ("13", "5750", 4.0)))
    # 100 and a charge of 4, of which 3 are the General Fund's own 100 once more
    assert lines["dollars"][["paid_out", "direct", "net", "not_received"]].tolist() == [
        104,
        -3,
        101,
        1,
    ]
    assert lines.loc["operations", "dollars"] == 100


cents = st.integers(-10_000_00, 10_000_00)
entries = st.tuples(
    st.sampled_from(["01", "13", "21", "51", "67"]),
    st.sampled_from(
        ["1100", "3601", "5750", "7350", "7619", "8919", "8674", "7439", "5800", "8980"]
    ),
    cents,
)


@given(st.lists(entries, min_size=1, max_size=12), st.integers(0, 11), cents)
def test_gross_less_each_line_is_net_and_splitting_a_line_changes_nothing(rows, place, part):
    ledger = funds(*((fund, code, amount / 100) for fund, code, amount in rows))
    lines = lines_of(ledger)["dollars"]
    taken = lines[["transfers", "direct", "indirect", "premiums"]].sum()
    assert lines["paid_out"] + taken == pytest.approx(lines["net"], abs=0.006)
    parts = lines[["operations", "bond_built", "debt_service", "not_received"]].sum()
    assert parts == pytest.approx(lines["net"], abs=0.006)
    by_fund = spending_by_fund(ledger, YEAR)["paid_out"].sum()
    assert by_fund == pytest.approx(lines["paid_out"], abs=0.006)
    fund, code, _ = rows[place % len(rows)]
    split = [*rows, (fund, code, part), (fund, code, -part)]
    again = funds(*((fund, code, amount / 100) for fund, code, amount in split))
    assert spent_once(again, YEAR).equals(spent_once(ledger, YEAR))


def test_salaries_are_one_line_where_there_are_not_two_kinds():
    table = spending_by(
        funds(("01", "1100", 70.0), ("01", "2100", 30.0), ("01", "3101", 9.0)), "object_class", YEAR
    )
    assert table["title"].tolist() == ["Salaries", "Employee benefits"]
    assert table["dollars"].tolist() == [100, 9]


def test_only_actual_spending_of_the_year_under_7690_is_the_states_own_payment():
    rows = [
        ("2024-25", "actual", "spending", "7690", 8.0),
        ("2024-25", "actual", "revenue", "7690", 8.0),
        ("2024-25", "adopted_budget", "spending", "7690", 9.0),
        ("2023-24", "actual", "spending", "7690", 7.0),
        ("2024-25", "actual", "spending", "0000", 90.0),
    ]
    columns = ["fiscal_year", "amount_type", "kind", "resource", "amount"]
    ledger = pd.DataFrame(rows, columns=columns)
    assert on_behalf_dollars(ledger, "2024-25") == 8
    assert on_behalf_dollars(ledger, "2021-22") == 0


def test_a_student_with_two_rows_in_a_year_is_one_student():
    students = pd.DataFrame(
        {"student_key": ["a", "a", "b", "c"], "fiscal_year": [YEAR, YEAR, YEAR, "2023-24"]}
    )
    assert students_on_file(students, YEAR) == 2


def test_the_range_of_a_correlation_is_fishers():
    # arctanh(0.17) is 0.172, and 1.645 / sqrt(19) is 0.377: -0.206 and 0.549, back by tanh
    assert correlation_range(0.17, 22) == pytest.approx((-0.203, 0.500), abs=0.001)


def test_a_schools_scores_are_set_against_the_mean_and_spread_of_their_grade():
    schools = pd.DataFrame({"school_code": ["1", "2"], "school_name": ["Oak", "Elm"]})
    schools = schools.assign(per_pupil=[9_000.0, 12_000.0], unduplicated_share=[0.3, 0.8])
    students = pd.DataFrame({"site_code": ["1", "1", "2", "2"], "grade": "04", "fiscal_year": YEAR})
    students["ela_ss"] = [2500.0, 2480.0, 2420.0, 2440.0]
    table = spending_beside_scores(schools, students, YEAR, minimum=2)
    assert table["mean_score"].round(2).tolist() == [-0.82, 0.82]
