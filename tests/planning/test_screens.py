"""Screens beyond programs: what they claim of a row is counted once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.planning.screens import KINDS, count_once, freed_by_resource

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
