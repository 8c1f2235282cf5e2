"""One pool shared out to schools: every cent accounted for, every rule explainable."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending import load_district
from smarter_spending.analysis.spending import spending_rows
from smarter_spending.analysis.staffing import average_teacher
from smarter_spending.district.sacs import resource_rules
from smarter_spending.planning.schools import (
    Formula,
    both_formulas,
    by_need,
    counted_need,
    duty_by_need,
    duty_today,
    formula_given,
    hold_harmless,
    most_moved,
    pool_today,
    positions_given,
    school_results,
    schools_in_pool,
    schools_left_out,
    softening,
    staffing_allocation,
    stands_for_few,
    weight_moved,
    weighted_allocation,
)

TWO = pd.DataFrame({"school": ["Oak", "Elm"], "students": [400, 400], "low_income": [100, 300]})


def cents(table):
    return round(sum(round(dollars * 100) for dollars in table["dollars"]))


def test_half_as_much_again_for_low_income_students_gives_450000_and_550000():
    # 400 + 0.5 x 100 = 450 and 400 + 0.5 x 300 = 550 of 1,000 weighted students
    table = weighted_allocation(TWO, 1_000_000, {"low_income": 0.5})
    assert table["dollars"].tolist() == [450_000, 550_000]
    assert table["per_student"].tolist() == [1_125, 1_375]


def test_three_schools_alike_share_ten_cents_as_four_three_three():
    schools = pd.DataFrame({"school": list("abc"), "students": [1, 1, 1]})
    assert weighted_allocation(schools, 0.10, {})["dollars"].tolist() == [0.04, 0.03, 0.03]


@st.composite
def districts(draw):
    heads = draw(st.lists(st.integers(0, 3_000), min_size=1, max_size=12))
    poor = [draw(st.integers(0, count)) for count in heads]
    names = [f"S{n}" for n in range(len(heads))]
    return pd.DataFrame({"school": names, "students": heads, "low_income": poor})


pools = st.integers(0, 10**12).map(lambda whole: whole / 100)
some_weights = st.sampled_from([0, 0.1, 0.3, 0.5, 1, 1 / 3])


@given(districts(), pools, some_weights)
def test_the_schools_add_to_the_pool_to_the_cent(schools, pool, weight):
    if not schools["students"].sum():
        schools.loc[0, "students"] = 1
    table = weighted_allocation(schools, pool, {"low_income": weight})
    assert cents(table) == round(pool * 100)
    exact = pool * table["weighted_students"] / table["weighted_students"].sum()
    assert ((table["dollars"] - exact).abs() < 0.0101).all()


@given(districts(), some_weights)
def test_a_weight_of_zero_changes_nothing_and_twice_the_schools_twice_the_pool(schools, weight):
    schools.loc[0, "students"] += 1
    plain = weighted_allocation(schools, 1_000_000, {})
    zero = weighted_allocation(schools, 1_000_000, {"low_income": 0})
    assert plain["dollars"].tolist() == zero["dollars"].tolist()
    doubled = schools.assign(students=schools["students"] * 2, low_income=schools["low_income"] * 2)
    one = weighted_allocation(schools, 1_000_000, {"low_income": weight})
    two = weighted_allocation(doubled, 1_000_000, {"low_income": weight})
    assert one["dollars"].tolist() == two["dollars"].tolist()


def test_raising_the_weight_moves_dollars_to_where_the_students_are_and_none_is_lost():
    schools = TWO.assign(unduplicated=TWO["low_income"], dollars=500_000.0)
    table = weight_moved(schools, Formula(0.25, 25, "nearest", 0.0), 0.5)
    assert table["change"].iloc[0] < 0 < table["change"].iloc[1]
    assert table["change"].sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "rounding, positions", [("up", [17, 16]), ("down", [16, 15]), ("nearest", [16, 16])]
)
def test_the_rounding_rule_is_the_allocation_at_the_margin(rounding, positions):
    # 410 / 25 = 16.4 and 395 / 25 = 15.8
    schools = pd.DataFrame({"school": ["Oak", "Elm"], "students": [410, 395]})
    table = staffing_allocation(schools, 25, 100_000, rounding)
    assert table["positions"].tolist() == positions
    assert table["dollars"].sum() == sum(positions) * 100_000


def test_holding_harmless_moves_the_pool_and_does_not_make_it_larger():
    now = weighted_allocation(TWO, 1_000_000, {"low_income": 0.5})
    last_year = TWO.assign(dollars=[500_000.0, 500_000.0])
    held = hold_harmless(now, last_year, most_lost=0.02)
    # Oak may lose 2% of 500,000: its floor is 490,000, 40,000 more than the formula gives
    assert held["dollars"].tolist() == [490_000, 510_000]
    assert held["change"].tolist() == [40_000, -40_000]
    assert cents(held) == 100_000_000


def held_from(last_year, by_weights, most_lost):
    names = [f"S{n}" for n in range(len(by_weights))]
    now = pd.DataFrame({"school": names, "students": 100, "dollars": by_weights})
    return hold_harmless(now, now.assign(dollars=last_year), most_lost)


def test_softening_is_paid_out_of_gains_and_no_school_that_gains_ends_below_today():
    # S0 keeps 98% of 500,000: it is given 90,000. S1 gains 5,000 and S2 95,000: each pays 90%
    held = held_from([5e5, 3e5, 2e5], [4e5, 305_000.0, 295_000.0], 0.02)
    assert held["dollars"].tolist() == [490_000, 300_500, 209_500]


def test_a_school_that_loses_less_than_is_allowed_pays_nothing_for_softening():
    # S1 loses 1%, 3,000, and stays there; S2 gains 103,000 and pays the whole 90,000
    held = held_from([5e5, 3e5, 2e5], [4e5, 297_000.0, 303_000.0], 0.02)
    assert held["change"].tolist() == [90_000, 0, -90_000]


def test_only_where_the_gains_do_not_suffice_does_anybody_else_pay():
    # 1,000 last year and 900 now: S0 is given 90; S1 gains 50, and pays it and 40 more
    held = held_from([600.0, 400.0], [450.0, 450.0], 0.1)
    assert held["dollars"].tolist() == [540, 360]


def test_a_new_school_keeps_its_share_while_others_gain():
    # S0 is given 40 of the 50 that S1 gains; the new school's 100 is no gain over anything
    now = pd.DataFrame({"school": ["Oak", "Elm", "New"], "students": 10, "dollars": [50, 150, 100]})
    held = hold_harmless(now, now.head(2).assign(dollars=[90.0, 100.0]))
    assert held["dollars"].tolist() == [90, 110, 100]


def test_a_school_without_students_last_year_has_no_floor_and_breaks_nothing():
    now = weighted_allocation(TWO, 1_000, {})
    held = hold_harmless(now, TWO.assign(students=[0, 400], dollars=[100.0, 400.0]))
    assert held["dollars"].tolist() == [500, 500] and pd.isna(held["floor"].iloc[0])


@given(st.data(), districts(), pools, st.sampled_from([0, 0.02, 0.1, 0.5, 1]))
def test_whoever_gains_stays_at_today_or_above_unless_all_gains_are_spent(
    data, schools, pool, most_lost
):
    schools["students"] += 1
    now = weighted_allocation(schools, pool, {"low_income": 0.5})
    spent = data.draw(st.lists(st.integers(0, 10**9), min_size=len(now), max_size=len(now)))
    today = pd.Series(spent) / 100
    if today.sum() and data.draw(st.booleans()):  # today's dollars are the pool itself
        today = weighted_allocation(schools.assign(students=spent, low_income=0), pool, {})[
            "dollars"
        ]
    try:
        held = hold_harmless(now, schools.assign(dollars=today), most_lost)
    except ValueError:  # the floors are more than the pool
        return
    assert cents(held) == round(pool * 100)
    assert (held["dollars"] >= held["floor"] - 0.0101).all()
    gain = (now["dollars"] - today).clip(lower=0)
    if held["change"].clip(lower=0).sum() <= gain.sum() - 0.005 * len(now):
        assert (held["dollars"] >= today - 0.0051)[gain > 0].all()
        assert (held["change"] >= -0.0051)[gain == 0].all()


def test_a_new_school_is_not_protected_and_floors_beyond_the_pool_are_refused():
    now = weighted_allocation(TWO, 1_000_000, {})
    held = hold_harmless(now, pd.DataFrame({"school": ["Oak"], "students": [400], "dollars": 6e5}))
    assert held["dollars"].tolist() == [600_000, 400_000]
    assert pd.isna(held["floor"].iloc[1])
    with pytest.raises(ValueError, match=r"\$200,000\.00 more than the pool"):
        hold_harmless(now, TWO.assign(dollars=[600_000.0, 600_000.0]))


@pytest.mark.parametrize(
    "schools, pool, weights, said",
    [
        (TWO.assign(students=[400, -1]), 1, {}, "Elm: students is -1"),
        (TWO.assign(low_income=[500, 1]), 1, {"low_income": 1}, "Oak has 500 in low_income"),
        (TWO.assign(school="Oak"), 1, {}, "'Oak' stands twice"),
        (TWO, -1, {}, "The pool is -1"),
        (TWO, 1, {"low_income": -1}, "The weight of low_income is -1"),
        (TWO.assign(students=0, low_income=0), 1, {}, "no student at any school"),
        (TWO, 1, {"foster": 1}, "foster"),
    ],
)
def test_what_cannot_be_shared_out_is_said(schools, pool, weights, said):
    with pytest.raises(ValueError, match=said):
        weighted_allocation(schools, pool, weights)


SCHOOLS = pd.DataFrame(
    {
        "school": ["Oak", "Elm"],
        "students": [400.0, 400.0],
        "unduplicated": [100.0, 300.0],
        "dollars": [520_000.0, 480_000.0],
        "school_code": ["0101", "0102"],
    }
)
HALF = Formula(weight=0.5, ratio=150.0, rounding="nearest", most_lost=0.02)


def test_the_same_pool_both_ways_worked_by_hand():
    table = both_formulas(SCHOOLS, HALF, teacher=100_000.0).set_index("school")
    # 400 + 50 and 400 + 150 weighted students of 1,000
    assert table["by_weights"].tolist() == [450_000.0, 550_000.0]
    # 400 / 150 = 2.67 positions, rounded to 3 each; the other $400,000 by students
    assert table["positions"].tolist() == [3.0, 3.0]
    assert table["by_ratio"].tolist() == [500_000.0, 500_000.0]
    # Oak may lose 2% of $520,000: it keeps $509,600, and Elm pays
    assert table["softened"].tolist() == [509_600.0, 490_400.0]
    # 400 + 0.6 x 100 = 460 and 400 + 0.6 x 300 = 580 of 1,040 at a weight of 0.6
    assert table["tenth_more"].round(2).tolist() == [-7_692.31, 7_692.31]


@pytest.mark.parametrize("name", ["altamont_valley", "cold_creek", "port_sierra"])
def test_every_formula_adds_to_the_pool_to_the_cent(name, samples):
    district = load_district(samples / name)
    minimum = district.minimum_group
    year, rules = district.fiscal_year, resource_rules()
    schools = schools_in_pool(district.schools, district.ledger, year, minimum, rules)
    teacher = average_teacher(district.staffing, district.fiscal_year)
    table = both_formulas(schools, formula_given({}), teacher)
    pool = round(schools["dollars"].sum(), 2)
    for column in ("now", "by_ratio", "by_weights", "softened"):
        if table[column].notna().all():
            assert round(table[column].sum(), 2) == pool, column
    # and nothing free is bound: both pools together are what was spent at schools
    bound = table["duty_now"].sum()
    assert round(table["duty_by_need"].sum(), 2) == round(bound, 2) > 0
    rows = spending_rows(district.ledger, year, "actual", "01")
    rows = rows[(rows["resource"] < "2000") & rows["school_code"].isin(schools["school_code"])]
    assert round(rows["amount"].sum(), 2) == round(pool + bound, 2)
    duty = duty_today(schools, district.ledger, year, rules)
    assert duty.resources == ("0709",) and duty.others == 0
    assert duty.here == round(rows.loc[rows["resource"].eq("0709"), "amount"].sum(), 2)
    assert table["by_weights"].notna().all()
    assert table["by_ratio"].notna().all() == bool(len(district.staffing))


def test_the_formula_counts_half_the_minimum_of_a_group_too_small_to_show():
    needy = pd.Series([1.0, 10.0, 11.0, 0.0, 390.0, 389.0, 400.0])
    counted = counted_need(pd.Series([400.0] * 7), needy, 11)
    assert counted.tolist() == [5, 5, 11, 0, 395, 389, 400]


def test_what_was_set_is_kept_within_what_can_be():
    assert formula_given({"most_lost": 250, "ratio": 0, "rounding": "sideways"}) == Formula(
        0.20, 1.0, "nearest", 1.0
    )


def test_what_a_school_gains_and_gives_of_it():
    # 400 + 50 and 400 + 150 weighted students of 1,000: Oak 450,000, which is 70,000 less; it
    # may lose 2% of 520,000, 10,400, so Elm gives 59,600 of the 70,000 it gains
    table = both_formulas(SCHOOLS, HALF, teacher=100_000.0)
    results = school_results(table, 11).set_index("school")
    assert results["code"].to_dict() == {"Elm": "pays", "Oak": "is held"}
    assert results["moved"].tolist() == [70_000.0, 70_000.0]
    assert results["softening"].tolist() == [59_600.0, 59_600.0]
    assert results["after"].tolist() == [10_400.0, 10_400.0]
    assert results["more"].tolist() == [True, False] and results["seen"].all()
    soft = softening(table)
    assert (soft.code, soft.cost, soft.payers, soft.held) == ("shared", 59_600.0, 1, 1)
    assert soft.kept == pytest.approx(10_400 / 70_000)


def test_schools_of_one_share_of_need_have_no_half_that_needs_more():
    alike = pool_today(SCHOOLS.assign(unduplicated=100.0))
    assert pd.isna(alike.needy_each) and pd.isna(alike.rest_each)
    assert (alike.least, alike.least_each, alike.dollars) == ("Elm", 1_200.0, 1_000_000.0)


def test_positions_without_a_price_or_dearer_than_the_pool():
    assert positions_given(both_formulas(SCHOOLS, HALF, float("nan"))).code == "no price"
    dear = positions_given(both_formulas(SCHOOLS, HALF, 400_000.0))
    # 3 at each school, 6 at $400,000 are $2,400,000; 3 - 2.67 = 0.33 gained at the first
    assert (dear.code, dear.positions, dear.cost) == ("too dear", 6.0, 2_400_000.0)
    assert (dear.gains, dear.gained, dear.loses) == ("Oak", 0.33, "")
    assert pd.isna(dear.left)


def test_who_gains_and_who_pays_and_whose_need_may_be_shown():
    moved = most_moved(pd.DataFrame({"school": ["Oak", "Elm"], "change": [-50.0, 50.0]}))
    assert moved.tolist() == [True, 50.0, "Elm", 50.0, "Oak", 50.0]
    schools = pd.DataFrame(
        {"school": ["Oak", "Elm"], "students": 400.0, "need_share": [0.25, 395 / 400]}
    )
    told = by_need(schools, 11)
    assert told[["school", "need_code"]].values.tolist() == [
        ["Elm", "all but few"],
        ["Oak", "shown"],
    ]
    assert pd.isna(told["need_known"].iloc[0]) and told["need_known"].iloc[1] == 0.25
    assert stands_for_few(11) == 5


def test_without_tables_no_school_is_in_the_pool_and_none_is_left_out():
    for rule in (schools_in_pool, schools_left_out):
        assert rule(pd.DataFrame(), pd.DataFrame(), "2024-25", 11, resource_rules()).empty


def test_the_money_of_high_need_students_is_shared_out_by_them_alone():
    # 100 and 300 high-need students of 400; $100,000.01 is $25,000.0025 and $75,000.0075: the cent
    # left over goes to the larger remainder
    table = duty_by_need(SCHOOLS.assign(duty=[60_000.01, 40_000.0]))
    assert table["by_need"].tolist() == [25_000.0, 75_000.01]
    assert table["change"].tolist() == [-35_000.01, 35_000.01]
    assert table["by_need_each"].round(2).tolist() == [250.0, 250.0]
    both = both_formulas(SCHOOLS.assign(duty=[60_000.01, 40_000.0]), HALF, 100_000.0)
    plain = both_formulas(SCHOOLS, HALF, 100_000.0)
    free = ["now", "by_weights", "softened", "by_ratio", "tenth_more"]
    assert both[free].equals(plain[free]) and plain["duty_by_need"].isna().all()


@pytest.mark.parametrize("change", [{"duty": 0.0}, {"duty": 1e5, "unduplicated": 0.0}])
def test_without_bound_dollars_or_high_need_students_nothing_is_shared_out_by_need(change):
    table = duty_by_need(SCHOOLS.assign(**change))
    assert table.empty and "by_need" in table


def test_what_is_bound_to_other_students_is_in_neither_pool():
    rules = resource_rules({"0711": {"students": ["swd"]}, "0740": {"students": ["el", "foster"]}})
    ledger = pd.DataFrame(
        {
            "fiscal_year": "2024-25", "amount_type": "actual", "fund": "01", "kind": "spending",
            "resource": ["0000", "0709", "0711", "0740", "3010", "0740"],
            "school_code": ["0101", "0101", "0101", "0101", "0101", "0000"],
            "amount": [1_000.0, 200.0, 30.0, 4.0, 0.5, 70.0],
        }
    )  # fmt: skip
    school = {"local_site_code": ["0101"], "school_name": "Oak", "enrollment": 400}
    schools = pd.DataFrame({**school, "unduplicated": 100})
    pool = schools_in_pool(schools, ledger, "2024-25", 11, rules)
    assert pool[["dollars", "duty"]].values.tolist() == [[1_000.0, 204.0]]
    duty = duty_today(pool, ledger, "2024-25", rules)
    assert (duty.resources, duty.here, duty.elsewhere) == (("0709", "0740"), 204.0, 70.0)
    assert (duty.others, duty.each) == (30.0, 2.04)
