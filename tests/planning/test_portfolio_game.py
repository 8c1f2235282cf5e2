"""The trade-off game: when a hand meets its target, and what the best one is."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.district.choices import open_choices, read_choices
from smarter_spending.district.sacs import resource_rules
from smarter_spending.guide import nb11_trade_game as game
from smarter_spending.guide.nb11_pay_for_priorities import NO_PAIR, _move, _say_move
from smarter_spending.guide.nb11_trade_game import NOBODY
from smarter_spending.planning.portfolio import (
    CARD,
    Deck,
    best_hand,
    beyond_its_dollars,
    compare_hands,
    deal_cards,
    labels_given,
    score_hand,
    usual_target,
    waiting_lists,
)
from smarter_spending.planning.reallocation import moving_pair, reallocate, resource_terms

RULES = resource_rules()


def saving(name, dollars, value=0.0, **more):
    given = {"term": "recurring", "students": 50.0, "caution": "", "same_job_as": ""}
    given |= {"tempts": False} | more
    return {
        "card": f"save {name}", "kind": "saving", "program_id": name, "program": name,
        "what": "end it", "dollars": dollars, "used": dollars, "value": value, "value_low": value,
        "value_high": value,
    } | given  # fmt: skip


def growth(name, dollars, value, part="all", **more):
    given = {"students": 30.0, "caution": "", "tempts": False} | more
    return {
        "card": f"grow {name} {part}", "kind": "investment", "program_id": name, "program": name,
        "what": part, "dollars": dollars, "used": dollars, "term": "recurring", "value": value,
        "value_low": value / 2, "value_high": value * 2, "same_job_as": "",
    } | given  # fmt: skip


def dealt(cards, pools, allowed, once=None):
    return Deck(pd.DataFrame(cards, columns=CARD), pools, allowed, once or {})


DECK = dealt(
    [
        saving("App", 100.0),
        saving("Kits", 60.0, np.nan, same_job_as="Tutors", caution="must reach"),
        saving("Grant", 500.0, term="one-time"),
        saving("Aides", 900.0, np.nan, caution="loss unknown", tempts=True),
        growth("Tutors", 150.0, 400.0),
        growth("Tutors", 75.0, 200.0, "half"),
        growth("Seminar", 40.0, np.nan, caution="cannot tell"),
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
    assert score.pairings == ((("Kits",), "Tutors"),)


def test_what_is_still_missing_of_the_target_is_never_below_zero():
    half = score_hand(DECK, ["save App", "grow Tutors half"], 150)
    assert (half.reached, half.missing) == (0.5, 75.0)
    more = score_hand(DECK, ["save App", "grow Tutors half"], 50)
    assert (more.reached, more.missing) == (1.0, 0.0)
    assert score_hand(DECK, [], 0).reached == 0.0


def test_the_usual_target_is_a_seat_for_all_who_wait_in_whole_thousands():
    uses = pd.DataFrame({"verdict": ["Grow", "Grow"], "year_1": [60_500.0, 20_400.0]})
    assert usual_target(uses, DECK) == 80_000.0
    dear = dealt([growth("Tutors", 9_900.0, 1.0), growth("Club", 3_000.0, 1.0)], {}, {})
    assert usual_target(uses[:0], dear) == 9_000.0
    assert usual_target(uses[:0], dealt([], {}, {})) == 0.0


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
    assert twice.conflicts == (("grown twice", "Tutors", ""),)
    both = dealt(
        [saving("Tutors", 100.0), growth("Tutors", 50.0, 5.0)],
        {"save Tutors": {"free": 100.0}}, {"Tutors": ["free"]},
    )  # fmt: skip
    score = score_hand(both, ["save Tutors", "grow Tutors all"], 1)
    assert score.conflicts == (("cut and grown", "Tutors", ""),) and not score.met
    gone = dealt(
        [saving("Kits", 10.0, same_job_as="Tutors"), saving("Tutors", 100.0)],
        {"save Kits": {"free": 10.0}, "save Tutors": {"free": 100.0}}, {},
    )  # fmt: skip
    assert score_hand(gone, ["save Kits", "save Tutors"], 1).conflicts == (
        ("heir cut", "Kits", "Tutors"),
    )


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
    # the best hand: 400 - 150 = 250 net; A's: 200 - 75 = 125
    assert table.loc["A", "given_up"] == 125.0 and table.loc["A", "met"]
    assert not table.loc["C", "met"], "only with Aides, of which nobody can tell"
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
def test_no_affordable_hand_of_known_cards_is_worth_more_beyond_its_dollars(saves, grows):
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
            net = hand.value - hand.invested
            assert hand.short > 0 or hand.conflicts or net <= best.value - best.invested + 1e-9


SEAT = {"students": 7.0, "room": 10.0, "cost_per_seat": 20.0, "used_seat": 25.0, "step": 50.0,
        "each": 10.0, "used_step": 50.0, "shown": "gain shown"}  # fmt: skip


def test_cards_are_dealt_from_the_districts_own_tables():
    decisions = pd.DataFrame(
        {"program_id": ["P1", "P2", "P3"], "program": ["App", "Tutors", "Aides"],
         "verdict": ["Stop", "Grow", "Not yet known"], "ending": False,
         "students_served": [640.0, 440.0, np.nan], "same_job_as": ["Tutors", "", ""],
         "total_cost": [400.0, 900.0, 900.0], "heir_share": [0.5, np.nan, np.nan]}
    )  # fmt: skip
    saved = pd.DataFrame(
        {"program_id": ["P1"], "program": ["App"], "verdict": ["Stop"], "lever": [""],
         "resource": ["0000"], "pool": ["free"], "term": ["recurring"], "likely": [334.0],
         "bound": ["free"]}
    )  # fmt: skip
    uses = pd.DataFrame(
        {"program_id": ["P2"], "program": ["Tutors"], "verdict": ["Grow"], "seats": [5.0],
         "year_1": [100.0], "value": [50.0], "value_low": [10.0], "value_high": [90.0],
         "known": [True], "told": [True], **SEAT}
    )  # fmt: skip
    spending = pd.DataFrame(
        {"program_id": ["P1", "P3"], "resource": "0000", "pool": "free", "term": "recurring",
         "dollars": [334.0, 900.0], "bound": "free"}
    )  # fmt: skip
    programs = pd.DataFrame(
        {"program_id": ["P1", "P2", "P3"], "program_name": ["App", "Tutors", "Aides"]}
    )
    rules = pd.DataFrame(columns=["resource", "pool", "term", "students", "aims", "delivery"])
    deck = deal_cards(decisions, saved, uses, spending, programs, rules)
    table = deck.cards.set_index("card")
    growing = ["grow P2 all", "grow P2 half", "grow P2 room"]
    assert list(table.index) == ["save P1", "save P3", *growing]
    # 3 seats are left of those planned; the fourth and fifth begin a step of 50
    assert table.loc[growing, "dollars"].tolist() == [150.0, 40.0, 60.0]
    assert table.loc[growing, "used"].tolist() == [175.0, 50.0, 75.0]
    assert table.loc["save P3", "caution"] == "loss unknown"
    assert table.loc["grow P2 half", ["students", "dollars"]].tolist() == [2.0, 40.0]
    assert deck.allowed == {"P2": ["free"]}
    assert table["tempts"].tolist() == [False, True, False, False, False]


def test_a_program_paid_from_both_lasting_and_one_time_money_loses_neither():
    both = dealt(
        [saving("Mixed", 70.0), growth("Tutors", 70.0, 5.0)],
        {"save Mixed": {"free": 70.0}}, {"Tutors": ["free"]}, {"save Mixed": 30.0},
    )  # fmt: skip
    score = score_hand(both, ["save Mixed", "grow Tutors all"], 70)
    assert (score.freed, score.once) == (70.0, 30.0) and score.met


def test_the_best_hand_never_buys_at_a_loss():
    # a district spent $692,826 on seats worth $172,869: a shown gain, and a loss of $519,957
    deck = dealt(
        [saving("App", 2_000_000.0), growth("Groups", 692_826.0, 172_869.0),
         growth("Reader", 191_222.0, 1_867_806.0)],
        {"save App": {"free": 2_000_000.0}}, {"Groups": ["free"], "Reader": ["free"]},
    )  # fmt: skip
    assert best_hand(deck) == ("save App", "grow Reader all")


def test_of_two_that_cannot_both_be_paid_the_one_worth_more_beyond_its_dollars_is_best():
    # worth 500 for 450 leaves 50; worth 300 for 100 leaves 200
    deck = dealt(
        [saving("App", 450.0), growth("Dear", 450.0, 500.0), growth("Cheap", 100.0, 300.0)],
        {"save App": {"free": 450.0}}, {"Dear": ["free"], "Cheap": ["free"]},
    )  # fmt: skip
    assert best_hand(deck) == ("save App", "grow Cheap all")


def test_a_gain_that_may_be_none_is_not_in_the_best_hand():
    # (its low end told that no gain is shown, until new seats were counted at a share from none up)
    unshown = growth("Seminar", 40.0, 90.0, caution="not shown") | {"value_low": -5.0}
    deck = dealt(
        [saving("App", 100.0), unshown], {"save App": {"free": 100.0}}, {"Seminar": ["free"]}
    )
    assert best_hand(deck) == ("save App",)


@pytest.mark.parametrize("kits, best", [(60.0, "save Tutors"), (160.0, "save Kits")])
def test_savings_that_shut_each_other_out_are_not_both_in_the_best_hand(kits, best):
    # Kits end because Tutors do their job: ending Tutors too would leave the job undone
    deck = dealt(
        [saving("Kits", kits, np.nan, same_job_as="Tutors"), saving("Tutors", 100.0),
         growth("Reader", 100.0, 400.0), growth("Club", 155.0, 900.0)],
        {"save Kits": {"free": kits}, "save Tutors": {"free": 100.0}},
        {"Reader": ["free"], "Club": ["free"]},
    )  # fmt: skip
    hand = best_hand(deck)
    assert [card for card in hand if card.startswith("save")] == [best]
    assert not score_hand(deck, hand, 0).conflicts


def test_the_best_hand_cuts_a_program_or_grows_it_whichever_leaves_more():
    def deck(value):
        return dealt(
            [saving("Tutors", 100.0), saving("App", 50.0), growth("Tutors", 50.0, value),
             growth("Reader", 150.0, 400.0)],
            {"save Tutors": {"free": 100.0}, "save App": {"free": 50.0}},
            {"Tutors": ["free"], "Reader": ["free"]},
        )  # fmt: skip

    # cut: 400 - 150 = 250 by the Reader; grown: 200 - 50 = 150, or 900 - 50 = 850
    assert best_hand(deck(200.0)) == ("save Tutors", "save App", "grow Reader all")
    assert best_hand(deck(900.0)) == ("save App", "grow Tutors all")


def test_a_hand_that_grows_a_program_twice_has_nothing_to_compare():
    twice = ["save App", "save Kits", "save Aides", "grow Tutors all", "grow Tutors half"]
    table = game._hands_in_words(DECK, {"A": twice}, 75)
    assert table["conflicts"].tolist()[-1] == "", "words, as the workbook shows them"
    assert table["short"].iloc[0] == 0 and np.isnan(table["given_up"].iloc[0])
    said = game._say_given_up(table, "A")
    assert said == ("A: Tutors is grown twice: take one of its cards, so it cannot be held.")


def test_a_worth_nobody_knows_counts_as_nothing_and_the_cautions_say_so():
    score = score_hand(DECK, ["save App", "grow Seminar all"], 40)
    assert score.value == 0 and game._grouped(score.cautions) == [
        "Seminar: nobody can tell what it does; what it is worth is not known and counts as 0 here"
    ]
    known = score_hand(DECK, ["save App", "grow Tutors half"], 40)
    assert known.value == 200 and not known.cautions


def test_two_programs_of_one_name_stay_two():
    reading = [growth("Reading", 60.0, 90.0), growth("Reading", 50.0, 80.0, "half")]
    for card, program_id in zip(reading, ["P1", "P2"], strict=True):
        card |= {"program_id": program_id, "card": f"grow {program_id}"}
    deck = dealt(
        [saving("App", 60.0), saving("Kits", 50.0), *reading],
        {"save App": {"free": 60.0}, "save Kits": {"bound": 50.0}},
        {"P1": ["free"], "P2": ["bound"]},
    )
    score = score_hand(deck, ["save App", "save Kits", "grow P1", "grow P2"], 110)
    assert score.met and not score.conflicts
    assert score.paid.payments[["use", "pool"]].to_numpy().tolist() == [
        ["P1", "free"], ["P2", "bound"]
    ]  # fmt: skip
    assert best_hand(deck) == ("save App", "save Kits", "grow P1", "grow P2")
    paid = [card["lines"][-1] for card in game._cards_in_words(deck)[2:]]
    assert paid == ["may be paid by: free", "may be paid by: bound"]


def test_a_pool_whose_credits_outweigh_what_is_freed_pays_for_nothing():
    deck = dealt(
        [saving("App", 100.0), growth("Tutors", 90.0, 200.0)],
        {"save App": {"free": 120.0, "bound": -20.0}}, {"Tutors": ["free", "bound"]},
    )  # fmt: skip
    score = score_hand(deck, ["save App", "grow Tutors all"], 90)
    assert score.freed == 120 and score.met


def one_use(**more):
    given = {"program_id": ["P2"], "program": ["Tutors"], "verdict": ["Keep"], "seats": [40.0],
             "year_1": [100.0], "value": [np.nan], "value_low": [np.nan], "value_high": [np.nan],
             "known": [False], "told": [False], **SEAT, "room": [99.0]}  # fmt: skip
    return pd.DataFrame(given | {name: [value] for name, value in more.items()})


@pytest.mark.parametrize(
    "use, said",
    [
        (one_use(), "cannot tell"),
        (one_use(told=False), "cannot tell"),
        (one_use(told=True), "worth unsaid"),
        # what is shown decides, not the low end: new seats may gain nothing even where a gain is
        (one_use(told=True, known=True, value=9.0, value_low=-1.0, shown="not shown"), "not shown"),
        (one_use(told=True, known=True, value=9.0, value_low=0.0), ""),
    ],
)
def test_an_investment_says_what_is_missing(use, said):
    decisions = pd.DataFrame(
        columns=["program_id", "program", "verdict", "ending", "students_served", "same_job_as"]
    )
    saved = pd.DataFrame(
        columns=["program_id", "program", "verdict", "lever", "resource", "pool", "bound", "term",
                 "likely"]
    )  # fmt: skip
    spending = pd.DataFrame(columns=["program_id", "resource", "pool", "bound", "term", "dollars"])
    programs = pd.DataFrame({"program_id": ["P2"], "program_name": ["Tutors"]})
    rules = pd.DataFrame(columns=["resource", "pool", "term", "students", "aims", "delivery"])
    deck = deal_cards(decisions, saved, use, spending, programs, rules)
    assert deck.cards["caution"].tolist() == [said, said]


# Said: what a hand gives up, and when the best one is shown.


def test_a_hand_above_the_best_says_which_cut_or_gain_it_counts_on():
    unshown = growth("Seminar", 40.0, 90.0, caution="not shown") | {"value_low": -5.0}
    deck = dealt(
        [saving("App", 100.0), saving("Aides", 900.0, np.nan, tempts=True),
         growth("Tutors", 150.0, 400.0), growth("Reader", 60.0, 100.0), unshown],
        {"save App": {"free": 100.0}, "save Aides": {"free": 900.0}},
        {"Tutors": ["free"], "Reader": ["free"], "Seminar": ["free"]},
    )  # fmt: skip
    hands = {
        "A": ["save App", "save Aides", "grow Tutors all"],
        "B": ["save App", "grow Seminar all", "grow Reader all"],
        "C": ["save App", "save Aides", "grow Tutors all", "grow Seminar all"],
        "D": ["save App"],
    }
    table = compare_hands(deck, hands, 50)
    # the best: 100 - 60 = 40; A: 400 - 150 = 250; B: 190 - 100 = 90; C: 490 - 190 = 300; D: 0
    assert table["given_up"].tolist() == [-210.0, -50.0, -260.0, 40.0, 0.0]
    cut = "it cuts Aides, and nobody knows what students lose by that"
    gain = "it counts on Seminar, of which no gain is shown yet"
    more = "more, after all it uses, than the best affordable set, because"
    assert game._say_given_up(table, "A") == f"A: worth $210 {more} {cut}."
    assert game._say_given_up(table, "B") == f"B: worth $50 {more} {gain}."
    assert game._say_given_up(table, "C") == f"C: worth $260 {more} {cut} and {gain}."
    assert game._say_given_up(table, "D") == "" == game._say_given_up(table, "best affordable set")


def test_a_hand_that_cannot_be_paid_is_not_called_short_of_its_target():
    hands = {"Far": ["save Kits", "grow Seminar all"], "Shy": ["save App"],
             "Twice": ["save App", "save Kits", "save Aides", "grow Tutors all",
                       "grow Tutors half"]}  # fmt: skip
    table = game._hands_in_words(DECK, hands, 40)
    assert table["met_words"].tolist() == [
        "cannot be paid", "not met", "cards shut each other out", "✓ met"
    ]  # fmt: skip
    said = game._say_given_up(table, "Far")
    assert said == "Far: $40 of this hand cannot be paid, so it cannot be held."


def test_the_best_set_stays_covered_until_a_hand_is_on_the_table(tmp_path):
    for hands in ({}, {"Old": ["save of last year", "grow of last year"]}):
        table = game._hands_in_words(DECK, hands, 75)
        assert table.empty and game._say_unplayed(DECK) == NOBODY
    open_choices(tmp_path, "n", "Old").keep("hand", ["save of last year"])
    assert game._hands_html(DECK, read_choices(tmp_path, "n"), 75) == f"<p>{NOBODY}</p>"
    open_choices(tmp_path, "n", "New").keep("hand", ["save App", "save of last year"])
    page = game._hands_html(DECK, read_choices(tmp_path, "n"), 75)
    assert "The best affordable set grows: Tutors, a seat for all who wait." in page
    # every hand with its figures stands in the table of all hands, no longer in what is revealed
    assert "Old" not in page
    hands = game._hands_given(read_choices(tmp_path, "n"))
    assert game._hands_in_words(DECK, hands, 75)["team"].tolist()[0] == "New"


def test_where_nothing_can_be_played_that_is_said_and_not_that_it_costs_too_much():
    none = dealt([], {}, {})
    assert game._hands_in_words(none, {"A": ["save App"]}, 0).empty
    assert game._say_unplayed(none) == (
        "There is nothing to play with yet: no card could be dealt."
    )
    tempting = dealt(
        [saving("Aides", 9.0, np.nan, tempts=True), growth("Tutors", 5.0, 9.0)],
        {"save Aides": {"free": 9.0}}, {"Tutors": ["free"]},
    )  # fmt: skip
    nothing = "no dollars are identified that come every year"
    assert game._say_unplayed(tempting) == (f"There is nothing to play with yet: {nothing}.")
    stuck = dealt([saving("App", 9.0)], {"save App": {"free": 9.0}}, {})
    assert "no program that could grow has a waiting list" in game._say_unplayed(stuck)


def test_a_best_set_that_buys_nothing_says_so(tmp_path):
    dear = dealt(
        [saving("App", 9.0), growth("Tutors", 50.0, 90.0)],
        {"save App": {"free": 9.0}}, {"Tutors": ["free"]},
    )  # fmt: skip
    open_choices(tmp_path, "n", "A").keep("hand", ["save App"])
    why = "no set of cards worth more than all it uses can be paid from what is identified."
    page = game._hands_html(dear, read_choices(tmp_path, "n"), 9)
    assert f"The best affordable set grows nothing: {why}" in page


# Moving dollars from one program to another.


def moving(cost=400.0, freed=300.0, term="recurring", effect=0.0, resource="0000"):
    decisions = pd.DataFrame(
        {"program_id": ["P1", "P2"], "program": ["Club", "Tutors"], "decision": ["Stop", "Grow"],
         "seats_planned": np.nan}
    )  # fmt: skip
    costs = pd.DataFrame(
        {"program_id": ["P1", "P2"], "program": ["Club", "Tutors"], "total_cost": [cost, 500.0],
         "outside_ledger": [0.0, 100.0], "students_served": [40.0, 50.0],
         "marginal_cost_per_student": np.nan}
    )  # fmt: skip
    effects = pd.DataFrame(
        {"program_id": ["P1", "P2"], "program": ["Club", "Tutors"], "verdict": "can tell",
         "outcome": "ela_score", "effect_per_student": [effect, 0.2], "low": [-0.1, 0.1],
         "high": [0.1, 0.3]}
    )  # fmt: skip
    savings = pd.DataFrame(
        {"program_id": "P1", "term": [term, "one-time"], "likely": [freed, 50.0],
         "resource": resource, "pool": resource_terms(pd.Series([resource]), RULES)["pool"].item()}
    )  # fmt: skip
    programs = pd.DataFrame({"program_name": ["Tutors"], "student_groups": ["el"],
                             "contributing": [False]})  # fmt: skip
    return decisions, costs, effects, savings, programs, RULES


def test_no_dollar_is_moved_that_may_not_pay_for_the_other_program():
    # a grant of its own, and money with a duty to a program that is no increased service
    assert moving_pair(*moving(resource="9010")) is None
    assert moving_pair(*moving(resource="0709")) is None
    donor, receiver = moving_pair(*moving())
    assert donor["pools"] == ("Unrestricted General Fund",)
    move = reallocate(donor, receiver, 100.0)
    # the ledger pays 400 for 50 students, 8 each; in all, whoever pays, they use 10 each
    assert (move.students_gaining, move.used_gaining) == (12.5, 125.0)


def test_no_more_can_be_moved_than_the_ledger_frees_every_year():
    # the ingredients cost 400, of which the ledger frees 300 every year and 50 once
    pair = moving_pair(*moving())
    assert pair[0]["most"] == 300.0
    (question,), answer = _move(pair)
    assert question.high == 300.0 and question.default == 300.0 and "at most $300" in question.label
    assert answer({"moved": 400.0}).startswith("$300 from Club to Tutors: about 30 students lose")


def test_more_is_not_moved_than_the_program_costs():
    assert moving_pair(*moving(cost=200.0))[0]["most"] == 200.0


@pytest.mark.parametrize(
    "given", [{"cost": np.nan}, {"cost": 0.0}, {"freed": 0.0}, {"term": "one-time"}]
)
def test_a_program_that_costs_or_frees_nothing_gives_nothing_to_move(given):
    assert moving_pair(*moving(**given)) is None


def test_a_program_of_which_the_ledger_knows_nothing_gives_nothing_to_move():
    *known, savings, programs, rules = moving()
    assert moving_pair(*known, savings.iloc[:0], programs, rules) is None


def test_without_a_pair_nothing_is_asked_and_that_is_said():
    questions, answer = _move(None)
    assert questions == [] and answer({}) == NO_PAIR
    assert NO_PAIR.startswith("There is no pair of programs to move dollars between")


@pytest.mark.parametrize(
    "effect, said",
    [
        (-0.07, "gives up nothing that shows (−0.7) and brings"),
        (-0.001, "gives up nothing that shows (0.0) and brings"),
        (0.0, "gives up nothing that shows (0.0) and brings"),
        (0.07, "gives up 0.7 and brings"),
    ],
)
def test_a_loss_below_zero_is_said_as_nothing_that_shows(effect, said):
    # 100 of 400 dollars for 40 students: 10 students, of -0.07 each
    donor, receiver = moving_pair(*moving(effect=effect))
    assert said in _say_move(reallocate(donor, receiver, 100.0), donor, receiver)


def test_a_hand_is_worth_what_it_brings_beyond_its_dollars():
    # everything the seats use, whoever pays, and not the ledger's dollars, judges their worth
    hands = pd.DataFrame({"value": [400.0], "invested": [150.0], "used": [180.0]})
    assert beyond_its_dollars(hands).tolist() == [220.0]


def test_what_nobody_can_judge_meets_no_target_alone():
    cut = score_hand(DECK, ["save Aides", "grow Tutors all"], 150)
    assert cut.short == 0 and not cut.met and cut.blind == ("Aides",)
    assert game._standing(cut) == (
        "Not met: only with Aides, of which nobody can tell what it does."
    )
    grown = score_hand(DECK, ["save App", "grow Seminar all"], 40)
    assert not grown.met and grown.blind == ("Seminar",)
    both = ["save App", "save Kits", "save Aides", "grow Tutors all", "grow Seminar all"]
    assert score_hand(DECK, both, 150).met, "the target is reached without either of them"


def test_freed_money_with_a_duty_stands_apart_in_a_hand():
    deck = replace(DECK, duty=("bound",))
    score = score_hand(deck, ["save App", "save Kits", "grow Seminar all"], 40)
    assert (score.freed, score.duty, score.left, score.duty_left) == (160.0, 60.0, 120.0, 60.0)
    assert "$60 of what is freed" in game._score_html(score)


def test_the_best_hand_pays_by_the_ledger_and_judges_by_all_that_is_used():
    # the ledger's 90 can be paid from 100; the 210 used in all are more than the 200 it is worth
    dear = growth("Tutors", 90.0, 200.0) | {"used": 210.0}
    given = {"save App": {"free": 100.0}}, {"Tutors": ["free"]}
    assert best_hand(dealt([saving("App", 100.0), dear], *given)) == ("save App",)
    cheap = dear | {"used": 150.0}  # more than the 100 freed, and nobody need pay it from these
    assert "grow Tutors all" in best_hand(dealt([saving("App", 100.0), cheap], *given))


def test_a_waiting_list_too_small_to_show_is_none_and_a_label_is_identified_until_said():
    waits = pd.DataFrame(
        {"program_id": "P1", "student_key": ["a", "b"], "group": "waitlist", "fiscal_year": "2024"}
    )
    assert waiting_lists(waits, "2024", 2) == {"P1": 2}
    assert waiting_lists(waits, "2024", 3) == {}
    assert labels_given({"label_P1_label": "approved"}, pd.Series(["P1", "P2"])) == {
        "P1": "approved"
    }
