"""Chains of whys, and causes by impact and influence."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.priorities import (
    ACT,
    FIND,
    LEAVE,
    SMALL,
    cause_ranking,
    causes_by_family,
    causes_written,
    why_chain,
    with_ratings,
)

words = st.sampled_from(["", "  ", "They cannot decode", "Nobody taught it"])


def causes(*ratings):
    return pd.DataFrame(
        [
            (f"cause {n}", "Plant", impact, influence)
            for n, (impact, influence) in enumerate(ratings)
        ],
        columns=["cause", "family", "impact", "influence"],
    )


def test_a_step_without_evidence_is_a_gap_and_a_finding():
    chain = why_chain(
        pd.DataFrame({"why": ["They cannot decode", "Nobody taught it"], "evidence": ["x", None]})
    )
    assert chain["gap"].tolist() == [False, True]


def test_a_why_after_a_blank_one_hangs_in_the_air():
    chain = why_chain(pd.DataFrame({"why": ["One", " ", "Three"], "evidence": "seen"}))
    assert chain["why"].tolist() == ["One"]


@given(st.lists(st.tuples(words, words), max_size=6))
def test_a_chain_is_an_unbroken_beginning_of_what_was_written(rows):
    chain = why_chain(pd.DataFrame(rows, columns=["why", "evidence"]))
    assert chain["why"].tolist() == [why.strip() for why, _ in rows][: len(chain)]
    assert chain["step"].tolist() == list(range(1, len(chain) + 1))
    assert (chain["why"] != "").all()
    assert len(chain) == len(rows) or rows[len(chain)][0].strip() == ""


def test_the_four_ways_to_deal_with_a_cause():
    table = cause_ranking(causes((5, 4), (5, 3), (3, 5), (3, 3))).set_index("cause")
    assert table["advice"].to_dict() == {
        "cause 0": ACT,
        "cause 1": FIND,
        "cause 2": SMALL,
        "cause 3": LEAVE,
    }
    # 5 x 4 = 20, 5 x 3 = 15, 3 x 5 = 15, 3 x 3 = 9: the two fifteens share the second place
    assert table["weight"].to_dict() == {
        "cause 0": 20, "cause 1": 15, "cause 2": 15, "cause 3": 9,
    }  # fmt: skip
    assert table["place"].tolist() == [1, 2, 2, 4]


def test_a_cause_nobody_rated_comes_last_and_is_not_called_unimportant():
    table = cause_ranking(causes((None, 5), (1, 1)))
    assert table["cause"].tolist() == ["cause 1", "cause 0"]
    assert table["advice"].tolist() == [LEAVE, ""]
    assert pd.isna(table["weight"].iloc[1])


def test_no_cause_at_all_gives_the_same_columns():
    assert list(cause_ranking(causes()).columns) == list(cause_ranking(causes((1, 1))).columns)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=6))
def test_making_a_cause_matter_more_never_moves_it_down(ratings):
    before = cause_ranking(causes(*ratings)).set_index("cause")["place"]["cause 0"]
    (impact, influence), *rest = ratings
    after = cause_ranking(causes((min(impact + 1, 5), influence), *rest))
    assert after.set_index("cause")["place"]["cause 0"] <= before


def test_a_rating_beyond_the_scale_names_the_cause():
    with pytest.raises(ValueError, match="impact of 'cause 0' is 6"):
        cause_ranking(causes((6, 1)))


def test_a_family_only_one_side_looks_in_is_marked_and_a_person_counts_once():
    named = pd.DataFrame(
        [("A", "finance", "Community"), ("A", "finance", "Community"),
         ("B", "academics", "Guidance"), ("C", "finance", "Guidance")],
        columns=["person", "role", "family"],
    )  # fmt: skip
    table = causes_by_family(named, ["Guidance", "Community", "Plant"]).set_index("family")
    assert table["people"].to_dict() == {"Guidance": 2, "Community": 1, "Plant": 0}
    assert table["one_sided"].to_dict() == {"Guidance": False, "Community": True, "Plant": False}


def test_a_cause_is_written_when_it_has_words_and_belongs_to_the_family_of_its_key():
    answers = pd.DataFrame(
        {
            "person": "A",
            "role": "finance",
            "key": ["cause_plant_1", "cause_plant_2", "rate_plant_1_impact", "cause_community_3"],
            "answer": ["Two buses", " ", "4", "Rents"],
        }
    )
    written = causes_written(answers)
    assert written[["family", "answer"]].values.tolist() == [
        ["plant", "Two buses"],
        ["community", "Rents"],
    ]


def test_a_rating_is_a_digit_and_anything_else_is_not_rated():
    causes = pd.DataFrame({"code": ["plant_1", "plant_2"]})
    answers = {"rate_plant_1_impact": "5", "rate_plant_2_impact": "choose…"}
    rated = with_ratings(causes, answers)
    assert rated["impact"].iloc[0] == 5 and rated["impact"].isna().tolist() == [False, True]
    assert rated["influence"].isna().all() and "impact" not in causes
