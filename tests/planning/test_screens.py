"""Screens beyond programs: what they claim of a row is counted once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smarter_spending as ss
from smarter_spending.district.sacs import resource_rules
from smarter_spending.planning.screens import (
    KINDS,
    administrators,
    count_once,
    freed_by_resource,
    growth,
    narrowest,
    posts_over,
    screened,
)

ROWS = pd.DataFrame(
    {"row": ["pay", "strs", "health", "books"], "amount": [800.0, 100.0, 200.0, 60.0],
     "fund": "01", "resource": ["0000", "0000", "0000", "6300"],
     "object": ["2200", "3202", "3402", "4100"]}
)  # fmt: skip


def claim(row, screen, kind, dollars, term="yearly", **pays):
    return {"row": row, "screen": screen, "kind": kind, "dollars": dollars, "term": term} | pays


def counted(*claims):
    return count_once(ROWS, pd.DataFrame(claims))["counted"].tolist()


def test_kinds_act_in_order_and_each_on_what_the_earlier_left():
    # 200 of health: a tenth ends (20), of 180 a quarter fewer (45), of 135 a tenth cheaper (13.50)
    given_in = [claim("health", "price", "cheaper", 20.0), claim("health", "posts", "fewer", 50.0),
                claim("health", "program", "end", 20.0)]  # fmt: skip
    assert counted(*given_in) == [13.5, 45.0, 20.0]


def test_of_two_of_a_kind_the_larger_counts_and_not_the_sum():
    two = [claim("pay", "formula", "fewer", 80.0), claim("pay", "median", "fewer", 40.0)]
    assert counted(*two) == [80.0, 0.0]
    # of equal ones the yearly: what is freed once is not said to return
    both = [claim("pay", "a", "fewer", 80.0, "once"), claim("pay", "b", "fewer", 80.0)]
    assert counted(*both) == [0.0, 80.0]


def test_a_claim_above_its_row_takes_the_row_and_no_more():
    assert counted(claim("pay", "a", "end", 900.0), claim("pay", "b", "fewer", 400.0)) == [800.0, 0]


def test_custodians_by_the_formula_the_median_and_the_plan_by_hand():
    """LENSES 4's example in small: its $934,810 and $873,827 rest on a ledger made anew since.

    10 posts of $80 and $20 of health.  Formula 2 posts: 160 + 40; median 1: 80 + 20; plan 5%: 10.
    Added up 310.  Once: formula 200, median 0, plan 5% of what stays, 0.05 x 160 = 8: 208.
    """
    claims = [claim("pay", "formula", "fewer", 160.0), claim("health", "formula", "fewer", 40.0),
              claim("pay", "median", "fewer", 80.0), claim("health", "median", "fewer", 20.0),
              claim("health", "plan", "cheaper", 10.0)]  # fmt: skip
    assert sum(one["dollars"] for one in claims) == 310.0
    assert counted(*claims) == [160.0, 40.0, 0.0, 0.0, 8.0]


def test_what_is_freed_stays_in_its_resource_once_apart_from_yearly_and_swaps_add_to_zero():
    pays = {"to_fund": "01", "to_resource": "6300"}
    table = freed_by_resource(count_once(ROWS, pd.DataFrame([
        claim("pay", "a", "fewer", 80.0), claim("books", "b", "end", 60.0, "once"),
        claim("health", "narrowest", "swap", 50.0, "once", **pays)])))  # fmt: skip
    assert table.to_dict("records") == [
        {"term": "once", "fund": "01", "resource": "0000", "freed": 0.0, "swapped": 50.0},
        {"term": "once", "fund": "01", "resource": "6300", "freed": 60.0, "swapped": -50.0},
        {"term": "yearly", "fund": "01", "resource": "0000", "freed": 80.0, "swapped": 0.0},
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (claim("gone", "a", "end", 1.0), "'gone': no such row"),
        (claim("pay", "a", "less", 1.0), "'pay': none of end"),
        (claim("pay", "a", "end", 1.0, "ever"), "'pay': neither"),
        (claim("pay", "a", "end", -1.0), "'pay': claimed below zero"),
        (claim("strs", "a", "cheaper", 1.0), "'strs': follows pay and has no price"),
        (claim("pay", "a", "swap", 1.0), "does not say who pays"),
        (claim("state", "a", "end", 1.0), "the state's own payment"),
        (claim("credit", "a", "end", 1.0), "'credit': no dollars to claim"),
    ],
)
def test_a_claim_that_cannot_be_counted_is_refused_by_its_reason(wrong, why):
    more = {"row": ["state", "credit"], "amount": [9.0, -4.0], "fund": "01",
            "resource": ["7690", "0000"], "object": "3101"}  # fmt: skip
    with pytest.raises(ValueError, match=why):
        count_once(pd.concat([ROWS, pd.DataFrame(more)]), pd.DataFrame([wrong]))


def test_a_pension_follows_the_posts_whose_pay_it_is():
    assert counted(claim("strs", "posts", "fewer", 10.0)) == [10.0]


CLAIM = st.builds(
    claim,
    row=st.sampled_from(["pay", "health", "books"]),
    screen=st.sampled_from("abcd"),
    kind=st.sampled_from(KINDS),
    dollars=st.integers(0, 90_000).map(lambda cents: cents / 100),
    term=st.sampled_from(["yearly", "once"]),
    to_fund=st.sampled_from(["01", "11"]),
    to_resource=st.sampled_from(["0000", "6300"]),
)


@settings(max_examples=60)
@given(claims=st.lists(CLAIM, min_size=1, max_size=12), order=st.randoms())
def test_no_row_is_claimed_beyond_its_amount_and_no_order_of_screens_changes_a_total(claims, order):
    table = count_once(ROWS, pd.DataFrame(claims))
    assert (table["counted"] >= 0).all()
    assert (table["counted"] <= table["dollars"] + 0.005).all()
    sums = table.groupby("row")["counted"].sum().round(2)
    assert (sums <= ROWS.set_index("row")["amount"].reindex(sums.index)).all()
    freed = freed_by_resource(table)
    assert freed.groupby("term")["swapped"].sum().abs().max() < 0.005
    assert freed["freed"].sum() == pytest.approx(
        table.loc[table["kind"].ne("swap"), "counted"].sum(), abs=0.005
    )
    shuffled = claims[:]
    order.shuffle(shuffled)
    again = freed_by_resource(count_once(ROWS, pd.DataFrame(shuffled)))
    pd.testing.assert_frame_equal(again, freed)
    by_row = count_once(ROWS, pd.DataFrame(shuffled)).groupby("row")["counted"].sum().round(2)
    pd.testing.assert_series_equal(by_row, sums)


# --- The traps of LENSES 3, and what the teaching district shows ---------------------------------


@pytest.fixture(scope="module")
def altamont(samples):
    return ss.load_district(samples / "altamont_valley")


def test_custodians_above_the_formula_are_the_331_thousand_of_lenses(altamont):
    over = posts_over(altamont.staffing, altamont.schools, "2024-25", "custodians by formula")
    # LENSES 3: likely $331 thousand; 3.5 posts at $94,689
    assert over["posts"].sum() == 3.5
    assert over["likely"].sum() == pytest.approx(331_413, abs=1)
    leaders, offices = (posts_over(altamont.staffing, altamont.schools, "2024-25", one)
                        for one in ("leaders", "offices"))  # fmt: skip
    assert leaders["posts"].sum() == offices["posts"].sum() == 0  # no school has half a post


def people(**more):
    plain = {"fiscal_year": "2024-25", "job_class": "Custodian", "site_code": "1", "fte": 1.0,
             "salary_annual": 80.0, "benefits_annual": 20.0, "funding_pct": 100.0, "vacant": False,
             "fund": "01", "resource": "0000", "function": "8200", "object": "2200",
             "program_id": "", "employee_type": "classified"}  # fmt: skip
    return plain | more


SCHOOLS = pd.DataFrame({"local_site_code": list("123"), "school_name": list("ABC"),
                        "cde_type": "high", "enrollment": 100.0})  # fmt: skip


def test_pay_that_repeats_on_each_funding_line_is_counted_by_its_part_and_no_vacant_post_counts():
    # school 1 has 2.0 posts of which one is paid half and half, school 2 and 3 one each; one vacant
    half = {"fte": 0.5, "funding_pct": 50.0}
    rows = [people(), people(**half), people(**half, resource="3010"), people(site_code="2"),
            people(site_code="3"),
            people(site_code="3", vacant=True, salary_annual=0.0)]  # fmt: skip
    over = posts_over(pd.DataFrame(rows), SCHOOLS, "2024-25", "custodians")
    here = over[over["local_site_code"].eq("1")].set_index("resource")
    # one post above the median, at 100 dollars, three quarters of it paid by 0000: half a post
    assert here["over"].to_dict() == {"0000": 0.75, "3010": 0.25}
    assert here["posts"].to_dict() == {"0000": 0.5, "3010": 0.0}
    assert here["likely"].to_dict() == {"0000": 50.0, "3010": 0.0}
    assert over.loc[over["local_site_code"].eq("3"), "over"].sum() == 0


def test_a_balance_is_the_ending_balance_alone_and_never_its_parts_again(altamont):
    table = narrowest(altamont.ledger, "2024-25").set_index("resource")
    assert table["balance"].to_dict() == {"6300": 459_664.81, "6266": 245_192.62}
    assert table["dollars"].to_dict() == table["balance"].to_dict()  # less than is spent unbound


def test_administrators_are_held_to_the_laws_eight_for_a_hundred_teachers():
    rows = [people(object="1300", fte=3.0), people(object="1100", fte=50.0)]
    told = administrators(pd.DataFrame(rows), "2024-25")
    # 3 for 50 are 6 for 100; at 8 for 100 three need 37.5 teachers, so 12.5 may go
    assert (told["per_100"], told["spare"]) == (6.0, 12.5)


def test_the_reserve_is_looked_at_by_the_policy_that_was_set_and_else_not_at_all(altamont):
    asked = (altamont.ledger, altamont.staffing, altamont.schools, "2024-25", resource_rules())
    assert "reserve" not in set(screened(*asked)["screen"])
    line = screened(*asked, 0.05).set_index("screen").loc["reserve"]
    assert (line["likely"], line["term"]) == (0.0, "once") and line["high"] > 0
    assert screened(*asked, 1.0).set_index("screen").loc["reserve", "high"] == 0.0


@pytest.mark.real_data
def test_what_grew_in_san_francisco_is_what_lenses_says_it_is(shared_data, tmp_path):
    ss.import_sacs(sorted((shared_data / "sfusd").glob("*DataExtract.xlsx")), tmp_path)
    table = growth(ss.load_district(tmp_path).ledger, "2023-24").set_index("lens")
    # LENSES 3, in millions of dollars
    faster = {22: 20.2, 13: 11.4, 12: 9.5, 4: -14.9, 17: 3.2, 14: 1.6}
    assert table["faster"].div(1e6).round(1)[[*faster]].to_dict() == faster
    grew = {22: 0.414, 13: 0.358, 12: 0.267, 4: -0.152, 17: 0.225, 14: 0.15, 20: -0.118}
    assert table["grew"].round(3)[[*grew]].to_dict() == grew
