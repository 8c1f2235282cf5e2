"""Several raters, several criteria: what the room's scores say and what only the weights say."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.priorities import (
    first_places,
    full_cost,
    is_clear,
    lead_of_first,
    most_named,
    often_first,
    option_scores,
    options_named,
    points_left,
    ranked_options,
    room_weights,
    scores_given,
    weighted_score,
    weights_given,
    weights_to_begin,
    widest_gap,
)

WEIGHTS = {"need": 0.5, "evidence": 0.3, "reach": 0.2}


def scored(person, role, option, *scores):
    return pd.DataFrame(
        {
            "person": person,
            "role": role,
            "option": option,
            "criterion": list(WEIGHTS)[: len(scores)],
            "score": [float(score) for score in scores],
        }
    )


def room(*rows):
    return pd.concat([scored(*row) for row in rows], ignore_index=True)


def test_the_score_is_the_weighted_mean():
    # 0.5 x 4 + 0.3 x 2 + 0.2 x 5 = 2 + 0.6 + 1 = 3.6
    table = option_scores(room(("A", "finance", "Tutoring", 4, 2, 5)), WEIGHTS)
    assert table["score"].item() == pytest.approx(3.6)


def test_the_rooms_score_spread_and_gap_between_its_two_sides():
    table = option_scores(
        room(("A", "finance", "Tutoring", 4, 2, 5), ("B", "academics", "Tutoring", 5, 4, 5)),
        WEIGHTS,
    )
    row = table.iloc[0]
    # academics: 0.5 x 5 + 0.3 x 4 + 0.2 x 5 = 4.7; the room is half way, (3.6 + 4.7) / 2
    assert row["score"] == pytest.approx(4.15)
    assert (row["low"], row["high"]) == (pytest.approx(3.6), pytest.approx(4.7))
    assert row["spread"] == pytest.approx(1.1 / 2**0.5)
    assert row["role_gap"] == pytest.approx(3.6 - 4.7)
    assert row["raters"] == 2


def test_dont_know_is_counted_and_no_score_is_invented_for_it():
    unknown = float("nan")
    table = option_scores(
        room(("A", "finance", "Tutoring", 4, unknown, 5), ("B", "", "Tutoring", 4, 2, 5)), WEIGHTS
    )
    row = table.iloc[0]
    assert row["share_dont_know"] == pytest.approx(1 / 6)
    assert row["raters"] == 1  # only one person scored every criterion
    assert row["score"] == pytest.approx(3.6)


def test_an_option_with_a_criterion_nobody_could_score_has_no_score_and_no_place():
    unknown = float("nan")
    rows = room(("A", "", "Tutoring", 4, 2, 5), ("A", "", "Coaching", 5, unknown, 5))
    table = option_scores(rows, WEIGHTS).set_index("option")
    assert pd.isna(table.loc["Coaching", "score"])
    assert table.index.tolist() == ["Tutoring", "Coaching"]
    assert first_places(rows)["option"].tolist() == ["Tutoring"]


def test_a_criterion_that_weighs_nothing_need_not_be_scored():
    rows = room(("A", "", "Tutoring", 4, 2, float("nan")))
    table = option_scores(rows, {"need": 0.5, "evidence": 0.5, "reach": 0.0})
    assert table["score"].item() == pytest.approx(3.0)


def test_first_places_of_two_criteria_are_what_geometry_says():
    # X scores 5 and 2, Y scores 3 and 3.  X is first while 5w + 2(1 - w) > 3, w > 1/3:
    # with two criteria the first weight is uniform, so X is first in two thirds of the draws.
    rows = room(("A", "", "X", 5, 2), ("A", "", "Y", 3, 3))
    table = first_places(rows, draws=40_000).set_index("option")
    assert table.loc["X", "share_first"] == pytest.approx(2 / 3, abs=0.01)
    assert not table["clear"].any()  # first in 67% of the weightings is no clear choice


def test_options_scored_alike_share_the_first_place():
    table = first_places(room(("A", "", "X", 4, 4, 4), ("A", "", "Y", 4, 4, 4)))
    assert table["share_first"].tolist() == [0.5, 0.5]
    assert table["worst_place"].tolist() == [1, 1]


@st.composite
def rooms(draw):
    options = draw(st.integers(1, 4))
    people = draw(st.integers(1, 4))
    return room(
        *[
            (f"P{person}", draw(st.sampled_from(["finance", "academics", "school"])), f"O{option}",
             *[draw(st.integers(1, 5)) for _ in WEIGHTS])
            for person in range(people)
            for option in range(options)
        ]
    )  # fmt: skip


@given(rooms())
def test_first_places_add_to_one_and_do_not_depend_on_the_order_of_the_rows(rows):
    table = first_places(rows, draws=200)
    assert table["share_first"].sum() == pytest.approx(1)
    shuffled = rows.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(table, first_places(shuffled, draws=200))


@given(rooms())
def test_the_score_lies_between_the_lowest_and_the_highest_rater(rows):
    table = option_scores(rows, WEIGHTS)
    assert (table["low"] <= table["score"] + 1e-9).all()
    assert (table["score"] <= table["high"] + 1e-9).all()


@given(rooms())
def test_an_option_at_least_as_good_on_everything_is_never_second(rows):
    best = rows[rows["option"] == "O0"].assign(option="best", score=5.0)
    table = first_places(pd.concat([rows, best], ignore_index=True), draws=200)
    assert table.set_index("option").loc["best", "worst_place"] == 1


def test_each_persons_weights_count_the_same_whatever_their_total():
    given_weights = pd.DataFrame(
        {
            "person": ["A", "A", "B", "B"],
            "role": ["finance", "finance", "academics", "academics"],
            "criterion": ["need", "reach"] * 2,
            "weight": [60, 40, 3, 9],
        }
    )
    table = room_weights(given_weights)
    # (0.60 + 0.25) / 2 = 0.425
    assert table["weight"].tolist() == pytest.approx([0.425, 0.575])
    assert table["finance"].tolist() == pytest.approx([0.6, 0.4])


def test_somebody_who_gave_only_zeros_weighs_nothing_and_nobody_is_divided_by_zero():
    table = room_weights(
        pd.DataFrame({"person": "A", "role": "", "criterion": ["need"], "weight": [0]})
    )
    assert table.empty


def test_weights_that_do_not_add_to_one_are_refused():
    with pytest.raises(ValueError, match=r"add to 0\.8, not 1"):
        option_scores(room(("A", "", "X", 4, 4)), {"need": 0.5, "evidence": 0.3})


def test_a_score_beyond_the_scale_names_who_gave_it_to_what():
    with pytest.raises(ValueError, match="A scored X 7 on need"):
        option_scores(room(("A", "", "X", 7, 4, 4)), WEIGHTS)


def test_a_criterion_without_a_weight_is_named():
    with pytest.raises(ValueError, match="no weight for: reach"):
        option_scores(room(("A", "", "X", 4, 4, 4)), {"need": 0.5, "evidence": 0.5})


def test_two_whose_raters_lie_further_apart_than_they_do_are_not_told_apart():
    # 4.4 - 4.0 = 0.4, and the raters of the second lie 0.5 apart
    ranking = pd.DataFrame(
        {"option": ["X", "Y", "Z"], "score": [4.4, 4.0, None], "spread": [0.1, 0.5, None]}
    )
    lead = lead_of_first(ranking)
    assert (lead.option, lead.score, lead.told_apart) == ("X", 4.4, False)
    assert lead_of_first(ranking.assign(spread=0.3)).told_apart
    assert lead_of_first(ranking.iloc[[0, 2]]).told_apart
    assert lead_of_first(ranking.iloc[[2]]) is None


@pytest.mark.parametrize(
    "finance, academics, code, higher",
    [
        (4.0, 3.0, "far", "finance"),
        (3.0, 3.9, "furthest", "academics"),
        (3.0, 3.04, "alike", ""),
        (3.0, None, "not known", ""),
    ],
)
def test_how_far_the_two_sides_lie_apart(finance, academics, code, higher):
    ranking = pd.DataFrame({"option": ["X"], "finance": [finance], "academics": [academics]})
    ranking["role_gap"] = ranking["finance"] - ranking["academics"].astype(float)
    gap = widest_gap(ranking)
    assert (gap.code, gap.higher) == (code, higher)


def test_what_is_seldom_first_is_left_out():
    ranking = pd.DataFrame({"option": ["X", "Y", "Z"], "share_first": [0.004, 0.996, None]})
    assert often_first(ranking)["option"].tolist() == ["Y"]
    assert often_first(ranking.iloc[[0]])["option"].tolist() == ["X"]


def test_what_most_people_name_and_weigh():
    answers = pd.DataFrame(
        {
            "person": ["B", "A", "C", "C"],
            "role": "finance",
            "key": ["option_1", "option_1", "option_1", "weight_need"],
            "answer": ["Reading", "Math", "Reading", 150],
        }
    )
    assert most_named(answers, ["option_1", "option_2"]) == ["Reading"]
    assert most_named(answers.head(2), ["option_1"]) == ["Math"]  # a tie: the first by name
    criteria = pd.DataFrame({"code": ["need", "money"], "title": ["Need", "Money"]})
    # 150 and the half of the hundred that was left standing: 150 and 50 of 200
    assert weights_given(answers, criteria)["weight"].tolist() == [0.75, 0.25]
    assert weights_given(answers.head(3), criteria)["people"].tolist() == [0, 0]
    assert points_left([33.3, 33.3, 33.4]) == (100.0, 0.0)
    assert (points_left([60, 25]), points_left([60, 50])) == ((85.0, 15.0), (110.0, -10.0))
    assert weights_to_begin(criteria)["weight"].tolist() == [50, 50]


def test_an_option_is_named_once_and_a_blank_names_none():
    answers = {"a": " Reading ", "b": "", "c": "Reading"}
    assert options_named(answers, ["a", "b", "c"]) == ["Reading"]


def test_a_score_is_read_of_the_options_and_the_criteria_that_stand():
    keys = ["score_d8f705_need", "score_000000_need", "score_d8f705_luck"]
    answers = pd.DataFrame({"person": "A", "role": "finance", "key": keys, "answer": "4"})
    options = pd.DataFrame({"code": ["d8f705"], "title": ["Reading"]})
    criteria = pd.DataFrame({"code": ["need"], "title": ["Need"]})
    given_scores = scores_given(answers, options, criteria)
    assert given_scores.values.tolist() == [["A", "finance", "Reading", "Need", 4]]


def test_the_rooms_order_holds_how_often_each_comes_first():
    scores = pd.DataFrame(
        {"person": "A", "role": "", "option": ["X", "Y"], "criterion": "need", "score": [3, 5]}
    )
    weights = pd.DataFrame({"criterion": ["need"], "weight": [1.0]})
    table = ranked_options(scores, weights)
    assert table[["option", "score", "share_first"]].values.tolist() == [
        ["Y", 5.0, 1.0],
        ["X", 3.0, 0.0],
    ]


def test_one_persons_score_a_clear_choice_and_the_cost_that_is_known():
    # half of 4, three tenths of 2 and a fifth of 5
    assert weighted_score([0.5, 0.3, 0.2], [4, 2, 5]) == pytest.approx(3.6)
    assert (is_clear(0.52), is_clear(0.80), is_clear(0.93)) == (False, True, True)
    assert full_cost(pd.DataFrame({"cost": [100_000.0, None]})) == 100_000
