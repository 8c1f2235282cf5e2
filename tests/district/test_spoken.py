"""What the district itself has set, and what nobody has: no default speaks for it."""

from datetime import date

import pytest

import smarter_spending as ss
from smarter_spending.district.settings import USUAL, NotSet, Settings, Spoken, board_faults, spoken
from smarter_spending.guide import nb10_keep_grow_fix_stop as page_10
from smarter_spending.guide.nb14_board_page import board
from smarter_spending.guide.take_home import stamp

RULE = {**USUAL, "transition_months": 2}
BY = "the board, 2025-06-10"


def settings(**more):
    return Settings("Oak", "39123450000000", "2024-25", date(2025, 9, 15), "2024-25", **more)


def test_a_policy_nobody_wrote_or_signed_is_not_set():
    assert isinstance(spoken(settings(), "reserve_policy"), NotSet)
    assert isinstance(spoken(settings(reserve_policy=0.03), "reserve_policy"), NotSet)
    set_by = {"reserve_policy": BY}
    assert isinstance(spoken(settings(set_by=set_by), "reserve_policy"), NotSet)
    assert spoken(settings(reserve_policy=0.03, set_by=set_by), "reserve_policy") == Spoken(
        0.03, BY
    )


def test_a_rule_is_set_when_every_threshold_is():
    set_by = {"decision_rule": BY}
    part = {name: value for name, value in RULE.items() if name != "delivered_enough"}
    assert isinstance(spoken(settings(decision_rule=part, set_by=set_by), "decision_rule"), NotSet)
    assert spoken(settings(decision_rule=RULE, set_by=set_by), "decision_rule").set_by == BY


@pytest.mark.parametrize("name", ["altamont_valley", "cold_creek", "port_sierra"])
def test_the_samples_say_who_set_what_they_rest_on(name):
    case = ss.open_case(name)
    assert case.not_set(case.plan()) == []


def test_where_nobody_set_the_rule_no_program_is_judged(samples, tmp_path):
    for file in (samples / "cold_creek").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (samples / "cold_creek" / "district.toml").read_text("utf-8")
    (tmp_path / "district.toml").write_text(text.split("# Who set it")[0], "utf-8")
    case = ss.open_case(tmp_path, "10_keep_grow_fix_stop", take_home=tmp_path / "out")
    assert set(case.judged["verdict"]) == {"Not yet known"}
    assert set(case.judged["reason"]) == {"no rule"}
    rule = page_10.rule(case)
    assert rule.table.empty and "on the superintendent's proposal, decides" in rule.missing
    asked = {one.code for one in case.not_set(case.plan())}
    # up to 1,000 ADA the standard is also a floor of dollars, which somebody has to set
    # and the day on which the board looks again was our guess: it is asked for like the rule
    assert asked == {"reserve_policy", "reserve_floor", "review_by", "decision_rule"}


def test_the_days_nobody_set_stand_on_no_page(samples, tmp_path):
    for file in (samples / "cold_creek").glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (samples / "cold_creek" / "district.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("as_of", "review_by"))]
    (tmp_path / "district.toml").write_text("\n".join(lines), "utf-8")
    case = ss.open_case(tmp_path, "14_action_and_board_page", take_home=tmp_path / "out")
    assert stamp(case.district).line.endswith("figures as of a day that is not set")
    page = board(case)
    assert "The board looks again by a day that nobody has set." in str(page.lines)
    for asked in ("the finance office decides; in district.toml write `as_of = ", "review_by = "):
        assert asked in page.refused
    # the same folder, signed, is judged
    assert ss.open_case(samples / "cold_creek").judged["verdict"].nunique() > 1


def test_who_set_it_is_said_in_words_and_only_of_what_somebody_sets():
    faults = dict(board_faults({"set_by": {"reserve_policy": ""}}))
    assert "does not say who and when" in faults["set_by"]
    faults = dict(board_faults({"set_by": {"fiscal_year": BY}}))
    assert '"fiscal_year" is not what somebody sets' in faults["set_by"]


@pytest.mark.parametrize(
    "by", ["?", "TBD", "nobody", "the board", "the board, year-month-day", "2025-06-10",
           "the board, 2025-13-10", "not set"],
)  # fmt: skip
def test_without_a_who_and_a_real_day_nobody_has_set_it(by):
    said = spoken(settings(reserve_policy=0.03, set_by={"reserve_policy": by}), "reserve_policy")
    assert isinstance(said, NotSet)
    faults = dict(board_faults({"set_by": {"reserve_policy": by}}))
    assert "does not say who and when" in faults["set_by"]
