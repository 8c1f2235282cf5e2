"""The trade-off game: when a hand meets its target, and what the best one is."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.planning.trade_offs import (
    CARD,
    Deck,
    best_hand,
    compare_hands,
    deal_cards,
    score_hand,
)


def saving(name, dollars, value=0.0, **more):
    given = {"term": "recurring", "students": 50.0, "caution": "", "same_job_as": ""}
    given |= {"tempts": False} | more
    return {
        "card": f"save {name}", "kind": "saving", "program_id": name, "program": name,
        "what": "end it", "dollars": dollars, "value": value, "value_low": value,
        "value_high": value,
    } | given  # fmt: skip


def growth(name, dollars, value, part="all", **more):
    given = {"students": 30.0, "caution": "", "tempts": False} | more
    return {
        "card": f"grow {name} {part}", "kind": "investment", "program_id": name, "program": name,
        "what": f"seats for {part}", "dollars": dollars, "term": "recurring", "value": value,
        "value_low": value / 2, "value_high": value * 2, "same_job_as": "",
    } | given  # fmt: skip


def dealt(cards, pools, allowed, once=None):
    return Deck(pd.DataFrame(cards, columns=CARD), pools, allowed, once or {})


DECK = dealt(
    [
        saving("App", 100.0),
        saving("Kits", 60.0, np.nan, same_job_as="Tutors", caution="must reach its students"),
        saving("Grant", 500.0, term="one-time"),
        saving("Aides", 900.0, np.nan, caution="nobody can tell", tempts=True),
        growth("Tutors", 150.0, 400.0),
        growth("Tutors", 75.0, 200.0, "half"),
        growth("Seminar", 40.0, np.nan, caution="nobody can tell what it does"),
    ],
    {
        "save App": {"free": 100.0},
        "save Kits": {"bound": 60.0},
        "save Grant": {},
        "save Aides": {"free": 900.0},
    },
    {"Tutors": ["free", "bound"], "Seminar": ["free"]},
    {"save Grant": 500.0},
)


def test_the_target_is_met_when_it_is_reached_and_every_dollar_may_pay():
    score = score_hand(DECK, ["save App", "save Kits", "grow Tutors all"], 150)
    assert score.met and score.short == 0
    assert (score.freed, score.invested, score.left) == (160.0, 150.0, 10.0)
    assert score.value == 400.0 and (score.value_low, score.value_high) == (200.0, 800.0)
    assert score.students_gaining == 30 and score.students_losing == 100
    assert score.pairings == ("Kits goes and Tutors, which does the same job, grows",)


def test_enough_dollars_in_the_wrong_fund_do_not_meet_it():
    score = score_hand(DECK, ["save Kits", "grow Seminar all"], 40)
    assert score.freed > score.invested and score.short == 40 and not score.met


def test_dollars_that_come_once_pay_for_nothing_that_lasts():
    score = score_hand(DECK, ["save Grant", "grow Tutors half"], 75)
    assert (score.once, score.freed, score.short) == (500.0, 0.0, 75.0) and not score.met


def test_freeing_alone_meets_nothing():
    assert not score_hand(DECK, ["save App"], 0).met


def test_cards_that_shut_each_other_out_are_said():
    twice = score_hand(DECK, ["save App", "save Kits", "grow Tutors all", "grow Tutors half"], 1)
    assert twice.conflicts == ("Tutors is grown twice: all who wait, or half of them",)
    both = dealt(
        [saving("Tutors", 100.0), growth("Tutors", 50.0, 5.0)],
        {"save Tutors": {"free": 100.0}}, {"Tutors": ["free"]},
    )  # fmt: skip
    score = score_hand(both, ["save Tutors", "grow Tutors all"], 1)
    assert score.conflicts == ("Tutors is cut and grown in the same hand",) and not score.met
    gone = dealt(
        [saving("Kits", 10.0, same_job_as="Tutors"), saving("Tutors", 100.0)],
        {"save Kits": {"free": 10.0}, "save Tutors": {"free": 100.0}}, {},
    )  # fmt: skip
    assert "Tutors is cut" in score_hand(gone, ["save Kits", "save Tutors"], 1).conflicts[0]


def test_a_card_no_longer_in_the_deck_is_left_out_and_a_target_below_zero_refused():
    assert score_hand(DECK, ["save of last year"], 1).freed == 0
    with pytest.raises(ValueError, match="target is -1"):
        score_hand(DECK, [], -1)


def test_the_best_hand_knows_only_what_is_known():
    hand = best_hand(DECK)
    assert hand == ("save App", "save Kits", "grow Tutors all")
    assert "save Aides" not in hand and "grow Seminar all" not in hand


def test_a_hand_is_set_beside_the_best_one():
    hands = {"A": ["save App", "grow Tutors half"], "B": ["save Kits", "grow Tutors all"],
             "C": ["save Aides", "grow Tutors all"]}  # fmt: skip
    table = compare_hands(DECK, hands, 75).set_index("team")
    assert table.index[-1] == "best affordable set"
    assert table.loc["A", "given_up"] == 200.0 and table.loc["A", "met"]
    assert np.isnan(table.loc["B", "given_up"]), "its dollars do not reach"
    assert table.loc["C", "given_up"] == 0 and table.loc["C", "cautions"] == 1


money = st.integers(0, 60).map(float)
pool = st.sampled_from(["free", "bound"])
savings = st.lists(st.tuples(money, pool), max_size=3)
growths = st.lists(
    st.tuples(money, st.integers(1, 40).map(float), st.sets(pool)), min_size=1, max_size=4
)


@settings(max_examples=60)
@given(savings, growths)
def test_no_affordable_hand_of_known_cards_is_worth_more_than_the_best(saves, grows):
    cards = [saving(f"S{n}", dollars) for n, (dollars, _) in enumerate(saves)]
    cards += [growth(f"G{n}", dollars, value) for n, (dollars, value, _) in enumerate(grows)]
    pools = {f"save S{n}": {where: dollars} for n, (dollars, where) in enumerate(saves)}
    allowed = {f"G{n}": sorted(where) for n, (_, _, where) in enumerate(grows)}
    deck = dealt(cards, pools, allowed)
    best = score_hand(deck, best_hand(deck), 0)
    assert best.short == 0
    freed = [card["card"] for card in cards if card["kind"] == "saving"]
    bought = [card["card"] for card in cards if card["kind"] == "investment"]
    for size in range(len(bought) + 1):
        for some in combinations(bought, size):
            hand = score_hand(deck, [*freed, *some], 0)
            assert hand.short > 0 or hand.value <= best.value + 1e-9


def test_cards_are_dealt_from_the_districts_own_tables():
    decisions = pd.DataFrame(
        {"program_id": ["P1", "P2", "P3"], "program": ["App", "Tutors", "Aides"],
         "verdict": ["Stop", "Grow", "Not yet known"], "ending": False,
         "students_served": [640.0, 440.0, np.nan], "same_job_as": ["Tutors", "", ""]}
    )  # fmt: skip
    saved = pd.DataFrame(
        {"program_id": ["P1"], "program": ["App"], "verdict": ["Stop"], "lever": [""],
         "resource": ["0000"], "pool": ["free"], "term": ["recurring"], "likely": [334.0]}
    )  # fmt: skip
    uses = pd.DataFrame(
        {"program_id": ["P2"], "program": ["Tutors"], "verdict": ["Grow"], "seats": [5.0],
         "year_1": [100.0], "value": [50.0], "value_low": [10.0], "value_high": [90.0],
         "known": [True]}
    )  # fmt: skip
    spending = pd.DataFrame(
        {"program_id": ["P1", "P3"], "resource": "0000", "pool": "free", "term": "recurring",
         "dollars": [334.0, 900.0]}
    )  # fmt: skip
    programs = pd.DataFrame({"program_name": ["App", "Tutors", "Aides"]})
    rules = pd.DataFrame(columns=["resource", "pool", "term", "students", "aims", "delivery"])
    deck = deal_cards(decisions, saved, uses, spending, programs, rules)
    table = deck.cards.set_index("card")
    assert list(table.index) == ["save P1", "save P3", "grow P2 all", "grow P2 half"]
    assert table.loc["save P3", "caution"] == "nobody can tell what students would lose"
    assert table.loc["grow P2 half", ["students", "dollars"]].tolist() == [2.0, 40.0]
    assert deck.allowed == {"Tutors": ["free"]}
    assert table["tempts"].tolist() == [False, True, False, False]


def test_a_program_paid_from_both_lasting_and_one_time_money_loses_neither():
    both = dealt(
        [saving("Mixed", 70.0), growth("Tutors", 70.0, 5.0)],
        {"save Mixed": {"free": 70.0}}, {"Tutors": ["free"]}, {"save Mixed": 30.0},
    )  # fmt: skip
    score = score_hand(both, ["save Mixed", "grow Tutors all"], 70)
    assert (score.freed, score.once) == (70.0, 30.0) and score.met
