import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.analysis.costs import (
    annual_cost,
    dollars_known,
    gone_missing,
    in_prices_of,
    marginal_cost,
    program_cost,
    program_costs,
    split_shared,
    stated_beside_books,
    to_base_year,
)

prices = st.floats(0, 1e7)
lives = st.floats(0.5, 60)
rates = st.floats(0.001, 0.5)


# --- a year of something that lasts ---------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "years", "factor"),
    # the capital recovery factor as tabled: 3% 10 y, 5% 10 y, 8% 5 y, no interest 5 y
    [(0.03, 10, 0.117231), (0.05, 10, 0.129505), (0.08, 5, 0.250456), (0, 5, 0.2)],
)
def test_a_dollar_of_something_durable_costs_the_tabled_part_of_it_each_year(rate, years, factor):
    assert annual_cost(1, years, rate) == pytest.approx(factor, abs=5e-7)


@pytest.mark.parametrize(
    ("years", "factor"), [(1, 1.0350), (5, 0.2215), (10, 0.1203), (20, 0.0704), (30, 0.0544)]
)
def test_the_british_equivalent_annual_cost_table_at_three_and_a_half_percent(years, factor):
    assert annual_cost(1, years, 0.035) == pytest.approx(factor, abs=2e-4)


def test_what_it_sells_for_in_the_end_is_taken_off_at_its_worth_today():
    # 10% for 2 years: 1,000 - 121 / 1.21 = 900; 900 x 0.1 / (1 - 1/1.21) = 518.571
    assert annual_cost(1_000, 2, 0.10, salvage=121) == pytest.approx(518.571, abs=0.001)


def test_something_sold_for_what_it_cost_costs_the_interest_only():
    assert annual_cost(1_000, 7, 0.05, salvage=1_000) == pytest.approx(50)
    assert annual_cost(1_000, 7, 0, salvage=1_000) == 0


@given(prices, lives, rates)
def test_the_years_payments_are_worth_the_price(price, life, rate):
    annuity = (1 - (1 + rate) ** -life) / rate
    assert annual_cost(price, life, rate) * annuity == pytest.approx(price, rel=1e-9, abs=1e-9)


@given(prices, lives, rates)
def test_interest_never_makes_a_year_cheaper(price, life, rate):
    assert annual_cost(price, life, rate) >= annual_cost(price, life, 0) * (1 - 1e-12)


def test_a_tiny_rate_gives_the_straight_line():
    assert annual_cost(1_000, 10, 1e-14) == pytest.approx(100, rel=1e-9)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((100, 5, 3), "use 0.03 for 3%"),
        ((100, 5, 1), "use 0.03 for 3%"),
        ((100, 5, -0.01), "cannot be below zero"),
        ((100, 5, float("nan")), "rate is not known"),
        ((float("nan"), 5, 0.03), "price is not known"),
        ((-1, 5, 0.03), "price cannot be below zero"),
        ((100, 0, 0.03), "must be above zero"),
        ((100, float("nan"), 0.03), "life in years is not known"),
        ((100, 5, 0.03, 101), "between zero and the price"),
        ((100, 5, 0.03, float("nan")), "salvage value is not known"),
        (("a lot", 5, 0.03), "not a number"),
    ],
)
def test_a_year_of_something_cannot_be_priced_from_impossible_figures(arguments, message):
    with pytest.raises(ValueError, match=message):
        annual_cost(*arguments)


# --- dollars of one year --------------------------------------------------------------------

INDEX = {"2011-12": 100.0, "2022-23": 125.0, "2024-25": 150.0}


def test_dollars_of_another_year_are_scaled_by_the_index():
    # 200 x 150 / 100 = 300
    assert to_base_year(200, "2011-12", "2024-25", INDEX) == 300


def test_each_amount_of_a_column_is_brought_over_from_its_own_year():
    amounts = pd.Series([100.0, 100.0], index=[7, 3])
    years = pd.Series(["2011-12", "2022-23"], index=[7, 3])
    restated = to_base_year(amounts, years, "2024-25", pd.Series(INDEX))
    assert restated.to_dict() == {7: 150.0, 3: 120.0}


@given(st.floats(0, 1e9), st.sampled_from(sorted(INDEX)), st.sampled_from(sorted(INDEX)))
def test_there_and_back_is_the_same_amount(amount, year, base):
    there = to_base_year(amount, year, base, INDEX)
    assert to_base_year(there, base, year, INDEX) == pytest.approx(amount)


def test_a_year_that_the_index_lacks_is_named_with_those_it_has():
    with pytest.raises(ValueError, match=r"no figure for '2019-20'\. It has: '2011-12'"):
        to_base_year(100, "2019-20", "2024-25", INDEX)


def test_an_index_of_zero_is_refused():
    with pytest.raises(ValueError, match="must be above zero"):
        to_base_year(100, "a", "b", {"a": 0, "b": 1})


def test_a_missing_amount_is_named_by_its_row():
    with pytest.raises(ValueError, match="row 3"):
        to_base_year(pd.Series([1.0, np.nan]), "2011-12", "2024-25", INDEX)


# --- ingredients ----------------------------------------------------------------------------


@pytest.fixture
def used():
    return pd.DataFrame(
        {
            "ingredient": ["tutors", "tablets", "room", "parent readers"],
            "quantity": [2.0, 50, 1, 300],
            "unit_price": [45_000.0, 400, 12_000, 20],
            "share": [1.0, 0.5, 0.25, np.nan],
            "life_years": [np.nan, 4, np.nan, np.nan],
            "payer": ["district", "grant", "district", "volunteers"],
        }
    )


def test_a_program_costs_all_it_uses_whoever_pays(used):
    cost = program_cost(used, 100, rate=0)
    # 90,000 + 50 x 400 x 0.5 / 4 = 2,500 + 12,000 x 0.25 = 3,000 + 300 x 20 = 6,000
    assert cost.total == pytest.approx(101_500)
    assert cost.per_student == pytest.approx(1_015)
    assert cost.by_ingredient["dollars"].tolist() == [90_000, 2_500, 3_000, 6_000]
    payers = cost.by_payer.set_index("payer")["dollars"]
    assert payers.to_dict() == {"district": 93_000, "volunteers": 6_000, "grant": 2_500}


def test_things_that_last_carry_interest(used):
    tablets = program_cost(used, 100, rate=0.03).by_ingredient.loc[1, "dollars"]
    assert tablets == pytest.approx(annual_cost(10_000, 4, 0.03))


def test_without_shares_and_lives_everything_is_used_whole_in_the_year(used):
    plain = used[["ingredient", "quantity", "unit_price", "payer"]]
    assert program_cost(plain, 1).total == 90_000 + 20_000 + 12_000 + 6_000


@given(
    st.lists(
        st.tuples(st.floats(0, 1e4), st.floats(0, 1e5), st.floats(0, 1), st.sampled_from("abc")),
        min_size=1,
        max_size=8,
    )
)
def test_the_payers_parts_add_to_the_total(lines):
    table = pd.DataFrame(lines, columns=["quantity", "unit_price", "share", "payer"])
    cost = program_cost(table.assign(ingredient=table.index.astype(str)), 40)
    assert cost.by_payer["dollars"].sum() == pytest.approx(cost.total)
    assert cost.by_ingredient["dollars"].sum() == pytest.approx(cost.total)
    assert cost.per_student * 40 == pytest.approx(cost.total)


def test_every_problem_of_the_list_is_told_in_one_message(used):
    wrong = used.assign(colour="red")
    wrong.loc[0, "quantity"] = -2
    wrong.loc[1, "share"] = 50
    wrong.loc[2, "life_years"] = 0
    wrong.loc[3, "ingredient"] = "room"
    with pytest.raises(ValueError) as refusal:
        program_cost(wrong, 0)
    said = str(refusal.value)
    for part in (
        "'quantity' is -2 in row 2",
        "'share' is 50 in row 3; it must be between 0 and 1",
        "'life_years' is 0 in row 4",
        "'room' is listed twice (row 5)",
        "column 'colour' is not one we know",
        "students served is 0",
    ):
        assert part in said


def test_a_blank_price_is_a_problem_and_a_blank_share_is_not(used):
    used.loc[2, "unit_price"] = np.nan
    with pytest.raises(ValueError, match="'unit_price' is blank or not a number in row 4"):
        program_cost(used, 100)


def test_two_programs_are_not_added_into_one(used):
    with pytest.raises(ValueError, match="more than one program"):
        program_cost(used.assign(program_id=["A", "A", "B", "B"]), 100)


def test_prices_of_two_years_are_not_added(used):
    with pytest.raises(ValueError, match="more than one price year"):
        program_cost(used.assign(price_year=["2023-24", "2024-25"] * 2), 100)


# --- one more student -----------------------------------------------------------------------


def test_one_more_student_costs_the_step_and_not_the_average():
    scales = pd.DataFrame({"students": [20, 25, 26], "total_cost": [60_000, 61_000, 121_000]})
    steps = marginal_cost(scales)
    # 1,000 for 5 more; then a second section: 60,000 for 1 more
    assert steps["marginal_cost"].tolist() == [200, 60_000]
    assert steps["extra_cost"].sum() == 121_000 - 60_000


def test_one_scale_has_no_step_and_the_same_columns():
    one = pd.DataFrame({"students": [20], "total_cost": [60_000]})
    both = pd.DataFrame({"students": [20, 30], "total_cost": [60_000, 70_000]})
    assert marginal_cost(one).empty
    assert list(marginal_cost(one)) == list(marginal_cost(both))


def test_students_must_rise_from_row_to_row():
    with pytest.raises(ValueError, match="Students do not rise in row 3"):
        marginal_cost(pd.DataFrame({"students": [30, 20], "total_cost": [1, 2]}))


# --- the inventory's costs ------------------------------------------------------------------

YEAR = "2024-25"


@pytest.fixture
def programs():
    return pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3", "P4"],
            "program_name": ["Tutoring", "Coaching", "Kits", "Book club"],
            "annual_cost_total": [1.0, np.nan, np.nan, np.nan],
            "personnel": [np.nan, 40_000.0, np.nan, np.nan],
            "nonpersonnel": [np.nan, 10_000.0, np.nan, np.nan],
            "lcff": [np.nan, 25_000.0, np.nan, np.nan],
            "federal": [np.nan, 25_000.0, np.nan, np.nan],
            "fixed_cost": [30_000.0, np.nan, 500.0, np.nan],
            "students_served": [999.0, 50.0, 100.0, 10.0],
        }
    )


@pytest.fixture
def ledger():
    rows = [
        ("P1", "1100", "0000", 60_000.0, "actual", YEAR, "spending"),
        ("P1", "3101", "0000", 20_000.0, "actual", YEAR, "spending"),
        ("P1", "4300", "3010", 20_000.0, "actual", YEAR, "spending"),
        ("P1", "7310", "3010", 7_000.0, "actual", YEAR, "transfer"),
        ("P1", "1100", "0000", 99_000.0, "adopted_budget", YEAR, "spending"),
        ("P1", "1100", "0000", 55_000.0, "actual", "2023-24", "spending"),
        ("P3", "4300", "6500", 2_000.0, "actual", YEAR, "spending"),
        (None, "1100", "0000", 5_000_000.0, "actual", YEAR, "spending"),
    ]
    columns = ["local_program", "object", "resource", "amount", "amount_type", "fiscal_year"]
    return pd.DataFrame(rows, columns=[*columns, "kind"])


@pytest.fixture
def participation():
    return pd.DataFrame(
        {
            "student_key": ["a", "a", "b", "c", "d"],
            "program_id": ["P1"] * 5,
            "fiscal_year": [YEAR, YEAR, YEAR, YEAR, "2023-24"],
            "group": ["treated", "treated", "treated", "comparison", "treated"],
        }
    )


NONE = pd.DataFrame()


def costed(programs, ledger=NONE, staffing=NONE, ingredients=NONE, participation=NONE):
    table = program_costs(programs, ledger, staffing, ingredients, participation, YEAR)
    return table.set_index("program")


def test_a_program_costs_its_actual_spending_of_the_year(programs, ledger, participation):
    tutoring = costed(programs, ledger, participation=participation).loc["Tutoring"]
    # 60,000 + 20,000 for people, 20,000 of books; not the transfer, the budget or last year
    assert (tutoring["personnel"], tutoring["nonpersonnel"]) == (80_000, 20_000)
    assert tutoring["total_cost"] == 100_000
    assert tutoring["cost_source"] == "ledger"
    assert tutoring["restricted_share"] == pytest.approx(0.2)
    assert tutoring["fund_restriction"] == "mixed"


def test_a_student_counts_once_and_only_where_treated_this_year(programs, ledger, participation):
    tutoring = costed(programs, ledger, participation=participation).loc["Tutoring"]
    # a (in twice) and b; c is a comparison, d was there last year
    assert tutoring["students_served"] == 2
    assert tutoring["cost_per_student"] == 50_000
    # (100,000 - 30,000) / 2
    assert tutoring["marginal_cost_per_student"] == 35_000


def test_without_participation_the_inventory_says_how_many_were_served(programs, ledger):
    assert costed(programs, ledger).loc["Tutoring", "students_served"] == 999


def test_a_program_the_ledger_does_not_show_costs_what_the_inventory_states(programs, ledger):
    coaching = costed(programs, ledger).loc["Coaching"]
    assert coaching["total_cost"] == 50_000
    assert coaching["cost_source"] == "inventory"
    # 25,000 from LCFF, 25,000 federal
    assert coaching["restricted_share"] == 0.5
    assert np.isnan(coaching["marginal_cost_per_student"])


def test_the_restriction_of_other_state_dollars_is_not_guessed(programs, ledger):
    stated = programs.assign(other_state=[np.nan, 1.0, np.nan, np.nan])
    coaching = costed(stated, ledger).loc["Coaching"]
    assert coaching["fund_restriction"] == "not known"
    assert np.isnan(coaching["restricted_share"])


@pytest.mark.parametrize(
    "lcff, federal, other_state, local, total, share",
    [
        (40.0, 60.0, 0.0, 0.0, 100.0, 0.6),
        (40.0, 60.0, 0.0, 0.0, np.nan, 0.6),
        (40.0, 60.0, np.nan, np.nan, 100.0, 0.6),  # what is stated is all of it
        (np.nan, 100.0, np.nan, 0.0, 100.0, 1.0),
        (100.0, np.nan, np.nan, np.nan, 100.0, 0.0),
        (40.0, 60.0, np.nan, 0.0, 200.0, np.nan),
        (40.0, 60.0, np.nan, np.nan, np.nan, np.nan),
        (40.0, np.nan, 0.0, 0.0, 100.0, np.nan),
        (np.nan, 60.0, 0.0, 0.0, 100.0, np.nan),
        (np.nan, np.nan, np.nan, np.nan, 100.0, np.nan),
        (0.0, 0.0, 0.0, 0.0, 100.0, np.nan),
        (40.0, 50.0, 10.0, np.nan, 100.0, np.nan),
    ],
)
def test_a_fund_left_blank_is_no_fund_that_pays_nothing(
    lcff, federal, other_state, local, total, share
):
    program = {"program_id": "P1", "program_name": "Club", "annual_cost_total": total,
               "lcff": lcff, "federal": federal, "other_state": other_state,
               "local": local}  # fmt: skip
    none = pd.DataFrame()
    costs = program_costs(pd.DataFrame([program]), none, none, none, none, "2024-25").iloc[0]
    assert costs["restricted_share"] == pytest.approx(share, nan_ok=True)
    assert (costs["fund_restriction"] == "not known") == np.isnan(share)


def test_an_unknown_cost_stays_unknown_and_comes_last(programs, ledger):
    table = program_costs(programs, ledger, NONE, NONE, NONE, YEAR)
    assert table["program"].tolist() == ["Tutoring", "Coaching", "Kits", "Book club"]
    last = table.iloc[-1]
    assert np.isnan(last["total_cost"])
    assert np.isnan(last["cost_per_student"])
    assert last["cost_source"] == "not known"


def test_gifts_and_volunteers_alone_do_not_make_a_known_cost(programs, ledger):
    gifts = pd.DataFrame({"program_id": ["P4"], "quantity": [10.0], "unit_price": [20.0]})
    club = costed(programs, ledger, ingredients=gifts).loc["Book club"]
    assert club["outside_ledger"] == 200
    assert np.isnan(club["total_cost"])


def test_what_the_ledger_does_not_show_is_added_by_the_year(programs, ledger):
    devices = pd.DataFrame(
        {
            "program_id": ["P3", "P3"],
            "quantity": [10.0, 5.0],
            "unit_price": [1_000.0, 40.0],
            "share": [0.5, np.nan],
            "life_years": [4.0, np.nan],
            "payer": ["district", "parents"],
        }
    )
    kits = costed(programs, ledger, ingredients=devices).loc["Kits"]
    expected = annual_cost(5_000, 4, 0.03) + 200
    assert kits["outside_ledger"] == pytest.approx(expected)
    assert kits["total_cost"] == pytest.approx(2_000 + expected)


def test_where_the_ledger_has_no_pay_for_a_program_its_positions_are_counted(programs, ledger):
    staffing = pd.DataFrame(
        {
            "fiscal_year": YEAR,
            "job_class": "Teacher",
            "program_id": ["P3", "P1"],
            "resource": "0000",
            "fte": 0.5,
            "salary_annual": 60_000.0,
            "benefits_annual": 20_000.0,
            "funding_pct": [25.0, 100.0],
        }
    )
    table = costed(programs, ledger, staffing)
    # Kits: a quarter of 80,000 beside its 2,000 of materials
    assert table.loc["Kits", "personnel"] == 20_000
    assert table.loc["Kits", "cost_source"] == "ledger and positions"
    assert table.loc["Kits", "restricted_share"] == pytest.approx(2_000 / 22_000)
    # Tutoring's pay is in the ledger already and is not counted again
    assert table.loc["Tutoring", "personnel"] == 80_000
    assert table.loc["Tutoring", "cost_source"] == "ledger"


# --- what several programs share is counted once -----------------------------------------------


def shares(code, **parts):
    return pd.DataFrame(
        {"shared_code": code, "program_id": list(parts), "share": list(parts.values())}
    )


def test_a_cost_that_programs_share_is_split_by_its_key_and_counted_once(programs, ledger):
    # three quarters of what is booked as Tutoring is Tutoring's, a quarter the Kits'
    shared = program_costs(
        programs, ledger, NONE, NONE, NONE, YEAR, shared=shares("P1", P1=0.75, P3=0.25)
    ).set_index("program")
    assert shared.loc["Tutoring", "total_cost"] == 75_000
    assert shared.loc["Kits", "total_cost"] == 2_000 + 25_000
    # the Kits' 20,000 for people are pay of the ledger, 5,000 + 2,000 is restricted
    assert shared.loc["Kits", "personnel"] == 20_000
    assert shared.loc["Kits", "restricted_share"] == pytest.approx(7_000 / 27_000)
    alone = costed(programs, ledger)
    assert shared["total_cost"].sum() == alone["total_cost"].sum()


def test_positions_and_rooms_under_a_shared_code_are_split_too(programs, ledger):
    staffing = pd.DataFrame(
        {"fiscal_year": YEAR, "job_class": "Coach", "program_id": ["COACH"], "resource": "0000",
         "fte": 1.0, "salary_annual": 90_000.0, "benefits_annual": 10_000.0, "funding_pct": [100.0]}
    )  # fmt: skip
    room = pd.DataFrame({"program_id": ["COACH"], "quantity": [1.0], "unit_price": [1_000.0]})
    table = program_costs(
        programs, ledger, staffing, room, NONE, YEAR, shared=shares("COACH", P3=0.6, P4=0.4)
    ).set_index("program")
    assert table.loc["Kits", ["personnel", "outside_ledger"]].tolist() == [60_000, 600]
    assert table.loc["Book club", ["personnel", "outside_ledger"]].tolist() == [40_000, 400]
    assert table.loc["Book club", "cost_source"] == "positions"


def test_shares_that_do_not_add_up_are_refused(programs, ledger):
    twice = shares("P1", P1=1.0, P3=0.25)
    with pytest.raises(ValueError, match="The shares of 'P1' do not add to 1"):
        program_costs(programs, ledger, NONE, NONE, NONE, YEAR, shared=twice)


cents = st.integers(-(10**9), 10**9).map(lambda whole: whole / 100)


def test_a_cent_that_thirds_leave_goes_to_one_program():
    thirds = {"shared_code": "COACH", "program_id": ["P1", "P2", "P3"], "share": 1 / 3}
    lines = pd.DataFrame({"program_id": ["COACH", "P1"], "amount": [10.01, 5.0]})
    split = split_shared(lines, pd.DataFrame(thirds)).to_numpy().tolist()
    assert split == [["P1", 3.34], ["P2", 3.33], ["P3", 3.34], ["P1", 5.0]]


@given(st.lists(cents, min_size=1, max_size=5), st.lists(st.integers(1, 99), min_size=1))
def test_what_is_shared_adds_up_to_itself_to_the_cent(amounts, hours):
    lines = pd.DataFrame({"program_id": "SHARED", "amount": amounts})
    parts = {f"P{n}": one / sum(hours) for n, one in enumerate(hours)}
    split = split_shared(lines, shares("SHARED", **parts))
    assert len(split) == len(lines) * len(hours)
    each = split["amount"].to_numpy().reshape(len(lines), -1)
    assert np.rint(each * 100).sum(axis=1).tolist() == np.rint(lines["amount"] * 100).tolist()
    exact = lines["amount"].to_numpy()[:, None] * np.array(list(parts.values()))
    assert np.abs(each - exact).max() <= 0.0101


def positions(program_id, **cells):
    row = {"fiscal_year": YEAR, "job_class": "Nurse", "resource": "0000", "fte": 1.0}
    pay = {"salary_annual": 90_000.0, "benefits_annual": 30_000.0, "funding_pct": 100.0}
    return pd.DataFrame({"program_id": program_id, **row, **pay, **cells})


def test_positions_cost_a_program_without_any_ledger_line(programs, ledger):
    for books in (ledger, ledger.drop(columns="local_program"), NONE):
        club = costed(programs, books, positions(["P4", "P4"])).loc["Book club"]
        # two nurses at 120,000
        assert club["total_cost"] == club["personnel"] == 240_000
        assert (club["cost_source"], club["fund_restriction"]) == ("positions", "unrestricted")


def test_a_vacant_position_and_one_of_another_year_cost_a_program_nothing(programs, ledger):
    for cells in ({"vacant": True}, {"fiscal_year": ["2020-21", YEAR]}):
        staffing = positions(["P4", None], **cells)
        assert np.isnan(costed(programs, ledger, staffing).loc["Book club", "total_cost"])


def test_positions_take_the_place_of_planned_people_and_of_nothing_else(programs, ledger):
    planned = programs.drop(columns=["personnel", "nonpersonnel"], errors="ignore")
    one = positions(["P4"])
    split = costed(planned.assign(nonpersonnel=5_000.0), ledger, one).loc["Book club"]
    # 120,000 of people beside the 5,000 the inventory plans for all else
    assert (split["total_cost"], split["cost_source"]) == (125_000, "positions and inventory")
    # a total that does not say what people are of it may hold more than one position
    whole = costed(planned.assign(annual_cost_total=900_000.0), ledger, one).loc["Book club"]
    assert (whole["total_cost"], whole["cost_source"]) == (900_000, "inventory")


def test_a_fixed_part_larger_than_the_whole_gives_no_marginal_cost(programs, ledger):
    table = costed(programs.assign(fixed_cost=1e9), ledger)
    assert table["marginal_cost_per_student"].isna().all()


def test_a_program_that_served_nobody_has_no_cost_per_student(programs, ledger):
    assert costed(programs.assign(students_served=0.0), ledger)["cost_per_student"].isna().all()


def test_an_empty_inventory_has_the_same_columns(programs, ledger, participation):
    full = program_costs(programs, ledger, NONE, NONE, participation, YEAR)
    empty = program_costs(programs.head(0), ledger.head(0), NONE, NONE, participation.head(0), YEAR)
    assert empty.empty
    assert list(empty) == list(full)


def test_the_order_of_the_ledger_changes_nothing(programs, ledger, participation):
    one = program_costs(programs, ledger, NONE, NONE, participation, YEAR)
    other = program_costs(
        programs.iloc[::-1], ledger.iloc[::-1], NONE, NONE, participation.iloc[::-1], YEAR
    )
    pd.testing.assert_frame_equal(one, other)


def test_the_tables_given_are_left_as_they_were(programs, ledger, participation):
    before = [table.copy() for table in (programs, ledger, participation)]
    program_costs(programs, ledger, NONE, NONE, participation, YEAR)
    for table, copy in zip((programs, ledger, participation), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


def test_a_ledger_that_does_not_tell_spending_apart_is_refused(programs, ledger):
    with pytest.raises(ValueError, match="Load the folder with load_district"):
        program_costs(programs, ledger.drop(columns="kind"), NONE, NONE, NONE, YEAR)


@pytest.mark.parametrize(
    "method, source",
    [("lcap", "planned in the LCAP"), ("estimate", "an estimate"), (None, "inventory")],
)
def test_a_planned_or_estimated_cost_is_not_called_spent(method, source):
    programs = pd.DataFrame(
        {"program_id": ["P1"], "program_name": ["Coaching"], "annual_cost_total": [5_000.0],
         "cost_method": pd.array([method], "str")}
    )  # fmt: skip
    nothing = pd.DataFrame()
    costs = program_costs(programs, nothing, nothing, nothing, nothing, "2024-25")
    assert costs["cost_source"].item() == source


def test_what_is_not_known_adds_nothing():
    costs = pd.DataFrame({"total_cost": [60_000.0, np.nan, 40_000.0]})
    assert dollars_known(costs) == 100_000 and dollars_known(costs[1:2]) == 0


# --- prices of other years, and the inventory beside the books ---

NONE = pd.DataFrame()
PRICES = {"2022-23": 80.0, "2024-25": 100.0}


def one_program(**row):
    given = {"program_id": "P1", "program_name": "Tutoring", "annual_cost_total": 1000.0} | row
    return pd.DataFrame([given])


def tagged(*lines):
    rows = pd.DataFrame(lines, columns=["object", "amount"])
    return rows.assign(
        fiscal_year="2024-25", amount_type="actual", kind="spending", resource="0000",
        local_program="P1",
    )  # fmt: skip


def assigned(pay):
    return pd.DataFrame(
        {"fiscal_year": ["2024-25"], "job_class": "Tutor", "fte": 1.0, "salary_annual": pay,
         "benefits_annual": 0.0, "funding_pct": 100.0, "program_id": "P1", "object": "1100",
         "resource": "0000"}
    )  # fmt: skip


def ingredient(**row):
    given = {"program_id": "P1", "quantity": 2.0, "unit_price": 40.0, "price_year": None} | row
    return pd.DataFrame([given])


def cost_of(programs, ledger=NONE, staffing=NONE, ingredients=NONE, index=None):
    return program_costs(
        programs, ledger, staffing, ingredients, NONE, "2024-25", price_index=index
    )


def test_prices_of_another_year_are_restated_before_they_are_added():
    programs = one_program(price_year="2022-23", fixed_cost=400.0, students_served=10.0)
    cost = cost_of(programs, ingredients=ingredient(price_year="2022-23"), index=PRICES).iloc[0]
    # 1,000 x 100/80 = 1,250; 2 x 40 x 100/80 = 100; the fixed 400 is 500: (1,350 - 500) / 10
    assert cost[["total_cost", "outside_ledger"]].tolist() == [1350, 100]
    assert cost["marginal_cost_per_student"] == 85


@pytest.mark.parametrize("year", [None, "2024-25"])
def test_prices_of_the_year_itself_stay_as_they_are_index_or_not(year):
    programs, ingredients = one_program(price_year=year), ingredient(price_year=year)
    plain = cost_of(one_program(), ingredients=ingredient())
    for index in (None, PRICES):
        assert cost_of(programs, ingredients=ingredients, index=index).equals(plain)


def test_prices_of_another_year_are_never_added_without_an_index():
    with pytest.raises(ValueError, match="The price index has no figure for '2022-23'"):
        cost_of(one_program(), ingredients=ingredient(price_year="2022-23"))
    with pytest.raises(ValueError, match="The price index has no figure for '2022-23'"):
        cost_of(one_program(price_year="2022-23"))


def beside(programs, ledger=NONE, staffing=NONE):
    costs = cost_of(programs, ledger, staffing)
    return stated_beside_books(programs, costs, ledger, staffing, "2024-25").iloc[0]


@pytest.mark.parametrize(
    ("stated", "ledger", "pay", "check", "short_by"),
    [
        (1000.0, 900.0, None, "agrees", 100),  # a tenth is still a tenth
        (1000.0, 899.0, None, "less than stated", 101),
        (1000.0, 1101.0, None, "more than stated", -101),
        (1000.0, None, None, "nothing booked", 0),
        (None, 900.0, None, "nothing stated", None),
        (None, None, None, "not known", None),
        (None, 900.0, 2000.0, "less than its positions", 1100),  # a stipend tagged, and no pay
        (0.0, 0.0, None, "agrees", 0),  # $0 is $0
    ],
)
def test_of_a_cost_more_than_a_tenth_does_not_go_missing_in_silence(
    stated, ledger, pay, check, short_by
):
    lines = NONE if ledger is None else tagged(("1100", ledger))
    row = beside(
        one_program(annual_cost_total=stated), lines, NONE if pay is None else assigned(pay)
    )
    assert row["cost_check"] == check
    assert row["short_by"] == short_by or (short_by is None and pd.isna(row["short_by"]))
    in_doubt = gone_missing(pd.DataFrame([row]))
    assert len(in_doubt) == check.startswith("less than")


def test_what_is_in_the_ledger_and_in_positions_stands_apart_and_is_counted_once():
    row = beside(one_program(), tagged(("4300", 100.0)), assigned(850.0))
    assert row[["in_ledger", "in_positions", "counted"]].tolist() == [100, 850, 950]
    assert row["cost_check"] == "agrees"


def test_splitting_a_line_of_a_program_changes_neither_its_cost_nor_its_check():
    whole = beside(one_program(), tagged(("1100", 500.0)))
    assert beside(one_program(), tagged(("1100", 200.0), ("1100", 300.0))).equals(whole)


def test_a_price_of_another_year_is_restated_and_one_of_this_year_stays():
    table = pd.DataFrame({"unit_price": [198.0, 50.0], "price_year": ["2011-12", None]})
    restated = in_prices_of(table, "2022-23", {"2011-12": 100, "2022-23": 125})
    assert restated["unit_price"].tolist() == [247.5, 50.0]
