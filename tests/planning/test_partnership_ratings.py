"""What a room thinks, and how far its two sides are apart."""

import pandas as pd
import pytest

from smarter_spending.planning.partnership import next_practices, ratings_summary, read_ratings


@pytest.fixture
def room():
    return pd.DataFrame(
        {
            "code": ["1A"] * 6 + ["1B"] * 2,
            "role": ["finance"] * 3 + ["academics"] * 3 + ["finance", "academics"],
            "rating": [3, 3, 2, 1, 1, 2, 1, None],
        }
    )


def test_the_gap_is_between_the_medians_of_finance_and_academics(room):
    # finance 3, 3, 2: median 3; academics 1, 1, 2: median 1; two levels apart
    summary = ratings_summary(room, ["1A", "1B"]).set_index("code")
    assert summary.loc["1A", "role_gap"] == 2
    assert summary.loc["1A", ["low", "median", "high"]].tolist() == [1, 2, 3]


def test_dont_know_is_counted_apart_and_never_as_zero(room):
    summary = ratings_summary(room, ["1A", "1B"]).set_index("code")
    assert summary.loc["1B", "share_dont_know"] == 0.5
    assert summary.loc["1B", "median"] == 1
    assert pd.isna(summary.loc["1B", "role_gap"])


def test_a_practice_nobody_rated_stays_on_the_list_unknown(room):
    summary = ratings_summary(room, ["1A", "1B", "1C"])
    assert summary["code"].tolist() == ["1A", "1B", "1C"]
    assert summary.loc[2, "raters"] == 0
    assert pd.isna(summary.loc[2, "median"])


def test_nobody_has_rated_gives_the_same_columns(room):
    nobody = ratings_summary(room.iloc[:0], ["1A"])
    assert list(nobody.columns) == list(ratings_summary(room, ["1A"]).columns)


def test_a_rating_of_seven_is_refused(room):
    with pytest.raises(ValueError, match="0, 1, 2, 3 or unknown, not 7"):
        ratings_summary(room.assign(rating=7), ["1A"])


def test_the_lowest_rated_comes_first_and_ties_go_to_the_widest_gap():
    room = pd.DataFrame(
        {
            "code": ["1A", "1A", "1B", "1B", "1C", "1C"],
            "role": ["finance", "academics"] * 3,
            "rating": [1, 1, 0, 2, 3, 3],
        }
    )
    # 1A and 1B both have median 1; their roles are 0 and 2 levels apart
    summary = ratings_summary(room, ["1A", "1B", "1C"])
    assert next_practices(summary)["code"].tolist() == ["1B", "1A", "1C"]


def test_when_nobody_has_rated_nothing_is_suggested(room):
    nobody = next_practices(ratings_summary(room.iloc[:0], ["1A", "1B", "1C"]))
    assert nobody.empty
    assert list(nobody.columns) == list(ratings_summary(room, ["1A"]).columns)


def test_an_answer_left_at_choose_is_no_rating_and_dont_know_is_one():
    answers = pd.DataFrame(
        {
            "person": "A",
            "role": "finance",
            "key": ["rate_1A", "rate_1B", "rate_1C", "guess"],
            "answer": ["choose…", "don't know", "3 strong", "2"],
        }
    )
    ratings = read_ratings(answers).set_index("code")["rating"]
    assert ratings.index.tolist() == ["1B", "1C"]
    assert pd.isna(ratings["1B"]) and ratings["1C"] == 3
