"""The years ahead: to the cent, in order, and one-time money ends."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smarter_spending.planning.finance import (
    break_year,
    budget_indicator,
    cohort_survival,
    compound,
    fan_chart,
    lasting_errors,
    multi_year_plan,
    named_scenarios,
    progression_ratios,
    reserve_table,
    total_by_year,
    triggers_met,
)

YEARS = ["2025-26", "2026-27"]
GROUPS = ["LCFF", "certificated pay", "benefits: pension", "benefits: health", "services", "other"]
ITEMS = ["cola", "enrollment", "step_and_column", "pension_rate", "health_premiums", "inflation"]


def rates(years=YEARS, **items):
    rows = [
        (year, item, given[n] if isinstance(given, list) else given)
        for item, given in items.items()
        for n, year in enumerate(years)
    ]
    return pd.DataFrame(rows, columns=["fiscal_year", "item", "rate"])


def line(kind, group, dollars, fund="unrestricted", **more):
    return {"fund": fund, "kind": kind, "object_group": group, "dollars": dollars, **more}


def change(dollars, first_year, last_year=None, kind="spending", fund="unrestricted", **more):
    return {"fund": fund, "first_year": first_year, "last_year": last_year, "kind": kind,
            "dollars": dollars, "name": "a decision", **more}  # fmt: skip


def cents(column):
    return [round(dollars * 100) for dollars in column]


# Three years by hand.  LCFF 100,000 grows by 3% and falls by 2% with enrollment, 1.0094 each
# year; pay 80,000 by 1.5%; health 10,000 by 6%; a one-time grant of 5,000; a program of 4,000
# begins in 2025-26, and a saving of 1,000 is made in 2026-27 only.
#             revenue                     spending
#   2024-25   100,000 + 5,000             80,000 + 10,000
#   2025-26   100,940                     81,200 + 10,600 + 4,000
#   2026-27   101,888.836 -> .84          82,418 + 11,236 + 4,000 - 1,000
HAND_LINES = pd.DataFrame(
    [
        line("revenue", "LCFF", 100_000),
        line("revenue", "other", 5_000, one_time=True),
        line("spending", "certificated pay", 80_000),
        line("spending", "benefits: health", 10_000),
    ]
)
HAND_RATES = rates(cola=0.03, enrollment=-0.02, step_and_column=0.015, health_premiums=0.06)
HAND_CHANGES = pd.DataFrame([change(4_000, "2025-26"), change(-1_000, "2026-27", "2026-27")])


@pytest.fixture
def by_hand():
    return multi_year_plan({"unrestricted": 2_000}, HAND_LINES, HAND_RATES, HAND_CHANGES)


def test_three_years_by_hand(by_hand):
    table = by_hand.balances
    assert table["fiscal_year"].tolist() == ["2024-25", "2025-26", "2026-27"]
    assert table["revenue"].tolist() == [105_000, 100_940, 101_888.84]
    assert table["spending"].tolist() == [90_000, 95_800, 96_654]
    assert table["beginning"].tolist() == [2_000, 17_000, 22_140]
    assert table["ending"].tolist() == [17_000, 22_140, 27_374.84]
    assert table["recurring_revenue"].tolist() == [100_000, 100_940, 101_888.84]
    assert table["recurring_spending"].tolist() == [90_000, 95_800, 97_654]


def test_the_lines_add_up_to_the_balances(by_hand):
    summed = by_hand.lines.groupby(["fiscal_year", "kind"])["dollars"].sum().unstack()
    assert cents(summed["revenue"]) == cents(by_hand.balances["revenue"])
    assert cents(summed["spending"]) == cents(by_hand.balances["spending"])


def test_colas_of_five_years_compound():
    assert round(compound([0.0107, 0.0293, 0.0308, 0.0330, 0.0329]), 4) == 1.1442
    assert compound([]) == 1


def test_lcff_of_five_years_follows_its_colas():
    years = ["2024-25", "2025-26", "2026-27", "2027-28", "2028-29"]
    colas = rates(years, cola=[0.0107, 0.0293, 0.0308, 0.0330, 0.0329])
    plan = multi_year_plan({"unrestricted": 0}, pd.DataFrame([line("revenue", "LCFF", 1e8)]), colas)
    assert plan.balances["revenue"].iloc[-1] / 1e8 == pytest.approx(1.1442, abs=5e-5)


def test_pension_follows_both_pay_and_its_own_rate():
    lines = pd.DataFrame([line("spending", "benefits: pension", 1_000)])
    plan = multi_year_plan(
        {"unrestricted": 0}, lines, rates(step_and_column=0.02, pension_rate=0.1)
    )
    assert plan.balances["spending"].tolist() == [1_000, 1_122, 1_258.88]


def test_a_rate_of_the_group_itself_takes_the_place_of_its_drivers():
    lines = pd.DataFrame([line("revenue", "LCFF", 1_000), line("revenue", "lottery", 100)])
    plan = multi_year_plan({"unrestricted": 0}, lines, rates(cola=0.03, LCFF=-0.01, lottery=0.5))
    assert plan.balances["revenue"].tolist() == [1_100, 1_140, 980.1 + 225]


def test_one_time_money_ends_and_does_not_grow():
    lines = pd.DataFrame(
        [
            line("revenue", "LCFF", 1_000, one_time=True),
            line("revenue", "LCFF", 100, one_time=True, last_year="2025-26"),
            line("revenue", "LCFF", 10, last_year="2025-26"),
        ]
    )
    plan = multi_year_plan({"unrestricted": 0}, lines, rates(cola=0.10))
    assert plan.balances["revenue"].tolist() == [1_110, 111, 0]
    assert plan.balances["recurring_revenue"].tolist() == [0, 0, 0]


def test_a_change_grows_only_after_its_first_year_and_only_with_a_group():
    changes = pd.DataFrame(
        [
            change(1_000, "2025-26", object_group="certificated pay"),
            change(1, "2025-26", last_year=pd.NA),
        ]
    )
    lines = pd.DataFrame([line("revenue", "other", 5_000)])
    plan = multi_year_plan({"unrestricted": 0}, lines, rates(step_and_column=0.02), changes)
    assert plan.balances["spending"].tolist() == [0, 1_001, 1_021]
    spent = plan.lines[plan.lines["kind"] == "spending"]
    assert spent["growth"].round(9).tolist() == [0, 0, 0.02, 0]


def test_dollars_become_the_nearest_cent():
    lines = pd.DataFrame([line("revenue", "other", 0.29), line("revenue", "other", 4.35)])
    plan = multi_year_plan({"unrestricted": 0.57}, lines, rates(cola=0))
    assert plan.balances["ending"].tolist() == [5.21, 9.85, 14.49]


def test_the_given_tables_are_left_as_they_were():
    before = [table.copy() for table in (HAND_LINES, HAND_RATES, HAND_CHANGES)]
    multi_year_plan({"unrestricted": 2_000}, HAND_LINES, HAND_RATES, HAND_CHANGES)
    for table, copy in zip((HAND_LINES, HAND_RATES, HAND_CHANGES), before, strict=True):
        pd.testing.assert_frame_equal(table, copy)


funds = st.sampled_from(["unrestricted", "restricted"])
kinds = st.sampled_from(["revenue", "spending"])
any_dollars = st.integers(-(10**11), 10**11).map(lambda amount: amount / 100)
some_dollars = st.integers(0, 10**11).map(lambda amount: amount / 100)
any_rate = st.floats(-0.3, 0.3)
all_rates = st.lists(any_rate, min_size=12, max_size=12).map(
    lambda drawn: rates(**{item: drawn[2 * n : 2 * n + 2] for n, item in enumerate(ITEMS)})
)


def any_lines(dollars):
    return st.lists(
        st.builds(
            line,
            kinds,
            st.sampled_from(GROUPS),
            dollars,
            fund=funds,
            one_time=st.booleans(),
            last_year=st.sampled_from([None, "2024-25", "2025-26", "2026-27", "2030-31"]),
        ),
        min_size=1,
        max_size=6,
    ).map(pd.DataFrame)


any_changes = st.lists(
    st.builds(
        change,
        any_dollars,
        st.sampled_from(["2024-25", *YEARS]),
        st.sampled_from([None, "2026-27"]),
        kind=kinds,
        fund=funds,
        object_group=st.sampled_from([None, *GROUPS]),
    ),
    max_size=4,
).map(lambda rows: pd.DataFrame(rows) if rows else None)
START = {"unrestricted": 1_000.01, "restricted": 0.1}


@settings(max_examples=60, deadline=None)
@given(any_lines(any_dollars), all_rates, any_changes)
def test_no_cent_is_made_or_lost(lines, assumptions, changes):
    plan = multi_year_plan(START, lines, assumptions, changes)
    for fund, table in plan.balances.groupby("fund"):
        begin, revenue, spending, ending = (
            cents(table[name]) for name in ("beginning", "revenue", "spending", "ending")
        )
        assert begin == [round(START[fund] * 100), *ending[:-1]]
        for n in range(3):
            assert begin[n] + revenue[n] - spending[n] == ending[n]
            listed = plan.lines[
                (plan.lines["fund"] == fund)
                & plan.lines["fiscal_year"].eq(table["fiscal_year"].iloc[n])
            ]
            for kind, total in (("revenue", revenue[n]), ("spending", spending[n])):
                assert sum(cents(listed.loc[listed["kind"] == kind, "dollars"])) == total


@settings(max_examples=40, deadline=None)
@given(any_lines(any_dollars), all_rates, any_changes, some_dollars, st.sampled_from(GROUPS))
def test_more_revenue_is_never_worse(lines, assumptions, changes, dollars, group):
    more = pd.concat([lines, pd.DataFrame([line("revenue", group, dollars)])])
    before, after = (multi_year_plan(START, table, assumptions, changes) for table in (lines, more))
    assert (after.balances["ending"] >= before.balances["ending"]).all()
    old, new = (reserve_table(plan, 0.03) for plan in (before, after))
    assert (new["meets_policy"] >= old["meets_policy"]).all()
    order = ["negative", "qualified", "positive"]
    words = [order.index(budget_indicator(plan, 0.03)) for plan in (before, after)]
    assert words[0] <= words[1]


@settings(max_examples=30, deadline=None)
@given(any_lines(some_dollars), all_rates, st.floats(0, 0.05), st.floats(0, 0.05))
def test_scenarios_are_in_order(lines, assumptions, worse, better):
    lines["kind"] = np.where(lines["object_group"].eq("LCFF"), "revenue", "spending")
    shifts = {
        "low": {"cola": -worse, "enrollment": -worse, "health_premiums": worse},
        "high": {"cola": better, "step_and_column": -better},
    }
    table = named_scenarios(START, lines, assumptions, None, shifts)
    low, base, high = (
        table[table["scenario"] == name]["ending"].array for name in ("low", "base", "high")
    )
    assert (low <= base).all() and (base <= high).all()
    plan = multi_year_plan(START, lines, assumptions)
    assert base.tolist() == plan.balances["ending"].tolist()


def simple(endings, spending=1_000):
    """A plan whose unrestricted fund ends at these dollars: revenue enters as changes."""
    revenue = np.diff([0, *endings]) + spending
    lines = pd.DataFrame([line("spending", "other", spending)])
    years = ["2024-25", *YEARS]
    rows = [change(r, y, y, "revenue") for r, y in zip(revenue, years, strict=True)]
    return multi_year_plan({"unrestricted": 0}, lines, rates(cola=0), pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("endings", "word", "breaks"),
    [
        ([30, 30, 30], "positive", None),
        ([30, 30, 29.99], "qualified", "2026-27"),
        ([30, 30, -1], "qualified", "2026-27"),
        ([29, 40, 40], "qualified", "2024-25"),
        ([30, -0.01, 90], "negative", "2025-26"),
        ([-5, 50, 50], "negative", "2024-25"),
    ],
)
def test_the_indicator_and_the_break_year(endings, word, breaks):
    plan = simple(endings)
    assert budget_indicator(plan, 0.03) == word
    found = break_year(plan, 0.03)
    assert found is pd.NA if breaks is None else found == breaks


def test_the_reserve_and_the_structural_gap_by_hand(by_hand):
    table = reserve_table(by_hand, 0.20)
    assert table["reserve"].tolist() == [17_000, 22_140, 27_374.84]
    assert table["policy_dollars"].tolist() == [18_000, 19_160, 19_330.80]
    assert table["meets_policy"].tolist() == [False, True, True]
    assert table["structural_gap"].tolist() == [10_000, 5_140, 4_234.84]
    assert table["reserve_share"].iloc[0] == pytest.approx(17 / 90)


def test_the_reserve_makes_good_what_a_restricted_fund_lacks():
    lines = pd.DataFrame([line("spending", "other", 70, fund="restricted")])
    plan = multi_year_plan({"unrestricted": 100, "restricted": 20}, lines, rates(cola=0))
    table = reserve_table(plan, 0.03)
    assert table["ending"].tolist() == [100, 100, 100]
    assert table["lacking_elsewhere"].tolist() == [50, 120, 190]
    assert table["reserve"].tolist() == [50, -20, -90]
    assert budget_indicator(plan, 0.03) == "negative"


def test_what_is_left_in_a_restricted_fund_is_no_reserve():
    lines = pd.DataFrame([line("revenue", "other", 70, fund="restricted")])
    plan = multi_year_plan({"unrestricted": 1, "restricted": 20}, lines, rates(cola=0))
    assert reserve_table(plan, 0.03)["reserve"].tolist() == [1, 1, 1]


def test_triggers_say_when():
    table = triggers_met(
        simple([30, 20, 5]), {"reserve": 25, "reserve_share": 0.01, "structural_gap": -2_000}
    )
    assert table["measure"].tolist() == ["reserve", "reserve_share", "structural_gap"]
    assert table["met"].tolist() == [True, True, False]
    assert table["first_year"].tolist()[:2] == ["2025-26", "2026-27"]
    assert pd.isna(table["first_year"].iloc[2])


def fan(**changed):
    given = {"spread": {"cola": 0.01, "health_premiums": 0.02}, "draws": 400, "seed": 7, **changed}
    return fan_chart({"unrestricted": 2_000}, HAND_LINES, HAND_RATES, HAND_CHANGES, **given)


def test_the_fan_is_the_plan_where_nothing_is_uncertain(by_hand):
    table = fan(spread={}, draws=3)
    for name in ("p5", "p50", "p95"):
        assert table[name].tolist() == by_hand.balances["ending"].tolist()


def test_a_shock_to_one_year_shifts_every_year_after_it():
    lines = pd.DataFrame(
        {"fund": "unrestricted", "kind": "revenue", "object_group": ["LCFF"], "dollars": [1_000]}
    )
    given = rates(cola=0.0).iloc[:2]
    hit = given.assign(rate=[-0.01, 0.0])
    calm, hurt = (multi_year_plan({"unrestricted": 0}, lines, one).balances for one in (given, hit))
    # 990 in the year of the shock and 990 again: 10 lost, then 20 in all
    assert hurt["revenue"].tolist() == [1_000, 990, 990]
    assert (hurt["ending"] - calm["ending"]).tolist() == [0, -10, -20]


def test_an_error_that_lasts_is_as_large_in_every_year_and_widens_the_fan():
    errors = lasting_errors((20_000, 3, 1), 0.5, 1)[:, :, 0]
    assert errors.std(axis=0) == pytest.approx([1, 1, 1], abs=0.02)
    # half of an error stays: a correlation of 0.5 a year apart, of a quarter two years apart
    together = np.corrcoef(errors.T)
    assert together[0, 1] == pytest.approx(0.5, abs=0.02) == together[1, 2]
    assert together[0, 2] == pytest.approx(0.25, abs=0.02)
    plain = np.random.default_rng(7).normal(size=(5, 3, 2))
    assert (lasting_errors((5, 3, 2), 0.0, 7) == plain).all()
    once, lasts = fan(), fan(lasting=0.5)
    width = [(table["p95"] - table["p5"]).tolist() for table in (once, lasts)]
    assert width[0][1] == width[1][1] and width[0][2] < width[1][2]
    with pytest.raises(ValueError, match="spread is zero or more"):
        fan(lasting=1.0)


def test_a_settlement_moves_pay_and_what_follows_it_and_contributions_grow_on_both_sides():
    lines = pd.DataFrame(
        {
            "fund": ["unrestricted"] * 3 + ["resource 6500"],
            "kind": ["spending", "spending", "revenue", "revenue"],
            "object_group": ["certificated pay", "benefits: other", "contributions"] * 1
            + ["contributions"],
            "dollars": [1_000, 100, -50, 50],
        }
    )
    given = rates(step_and_column=0.01, settlement=0.02, contributions=0.1)
    plan = multi_year_plan({"unrestricted": 0, "resource 6500": 0}, lines, given)
    second = plan.lines[plan.lines["fiscal_year"].eq("2025-26")]
    # 1.01 * 1.02 = 1.0302
    assert second["dollars"].tolist() == [1_030.2, 103.02, -55, 55]


def test_the_fan_opens_around_the_plan_and_comes_out_the_same_each_time(by_hand):
    table = fan()
    pd.testing.assert_frame_equal(table, fan())
    assert not table.equals(fan(seed=8))
    figures = table[["p5", "p25", "p50", "p75", "p95"]]
    assert (figures.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    width = (table["p95"] - table["p5"]).tolist()
    assert width[0] == 0 < width[1] < width[2]
    # one year out: 98,000 * 1 point of COLA and 10,000 * 2 points of health, on their own
    sd = np.hypot(98_000 * 0.01, 10_000 * 0.02)
    assert width[1] == pytest.approx(2 * 1.645 * sd, rel=0.15)
    assert table["p50"].iloc[1] == pytest.approx(by_hand.balances["ending"].iloc[1], abs=0.15 * sd)


def plan_with(lines=HAND_LINES, assumptions=HAND_RATES, changes=None, beginning=None):
    return multi_year_plan(beginning or {"unrestricted": 0}, lines, assumptions, changes)


one_change = pd.DataFrame([change(1, "2025-26")])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"lines": HAND_LINES.drop(columns="fund")}, "lines has no column 'fund'"),
        ({"lines": HAND_LINES.assign(kind="spent")}, "'spent' is not known"),
        ({"lines": HAND_LINES.assign(fund="cafeteria")}, "'cafeteria' is not known"),
        ({"lines": HAND_LINES.assign(dollars=np.nan)}, "An amount is blank"),
        ({"lines": HAND_LINES.assign(dollars="a lot")}, "An amount is blank"),
        ({"lines": HAND_LINES.assign(one_time="no")}, "Give True or False"),
        ({"lines": HAND_LINES.assign(last_year="2025")}, "Write it as 2024-25"),
        ({"lines": HAND_LINES.assign(last_year="2020-21")}, "ends before it begins"),
        ({"assumptions": rates(cola=2.93)}, "0.0293 for 2.93%"),
        ({"assumptions": rates(step_and_colum=0.01)}, "'step_and_colum' is not known"),
        ({"assumptions": rates(["2025-26", "2027-28"], cola=0)}, "Fill the years between"),
        ({"assumptions": rates([], cola=0)}, "at least one year to come"),
        ({"assumptions": HAND_RATES.iloc[:-1]}, "a rate in every year"),
        ({"assumptions": pd.concat([HAND_RATES] * 2)}, "two rates in one year"),
        ({"changes": one_change.drop(columns="name")}, "changes has no column 'name'"),
        ({"changes": one_change.assign(first_year="2030-31")}, "begins outside 2024-25 to 2026-27"),
        ({"beginning": {"unrestricted": None}}, "An amount is blank"),
    ],
)
def test_messages_of_the_plan(given, says):
    with pytest.raises(ValueError, match=says):
        plan_with(**given)


def test_messages_of_what_follows(by_hand):
    with pytest.raises(ValueError, match=r"0\.03 for 3%"):
        reserve_table(by_hand, 3)
    with pytest.raises(ValueError, match="needs three years"):
        budget_indicator(plan_with(assumptions=rates(["2025-26"], cola=0)), 0.03)
    with pytest.raises(ValueError, match="'colas' is not known"):
        fan(spread={"colas": 0.01})
    with pytest.raises(ValueError, match="zero or more"):
        fan(spread={"cola": -0.01})
    with pytest.raises(ValueError, match="'mood' is not known"):
        triggers_met(by_hand, {"mood": 1})
    start = {"unrestricted": 0}
    with pytest.raises(ValueError, match="low case ends above the base case in unrestricted"):
        named_scenarios(start, HAND_LINES, HAND_RATES, None, {"low": {"cola": 0.01}, "high": {}})
    with pytest.raises(ValueError, match="'low' and 'high'"):
        named_scenarios(start, HAND_LINES, HAND_RATES, None, {"low": {}})


# Enrollment.  Kindergarten 100, 90, 81; first grade 95 of the 100 and 81 of the 90: 176 of 190.
def seen(**by_grade):
    years = ["2022-23", "2023-24", "2024-25"]
    rows = [
        (year, grade.lstrip("g"), count)
        for grade, counts in by_grade.items()
        for year, count in zip(years, counts, strict=True)
        if count is not None
    ]
    return pd.DataFrame(rows, columns=["fiscal_year", "grade", "students"])


SCHOOL = seen(KN=[100, 90, 81], g01=[104, 95, 81], g02=[98, 104, 95])


def test_grades_move_up_by_hand():
    ratio = progression_ratios(SCHOOL).set_index("grade")
    assert ratio["follows"].to_dict() == {"KN": "KN", "01": "KN", "02": "01"}
    assert ratio["ratio"].tolist() == pytest.approx([171 / 190, 176 / 190, 199 / 199])
    ahead = cohort_survival(SCHOOL, 2)
    first, second = (ahead[ahead["fiscal_year"] == year]["students"].tolist() for year in YEARS)
    assert first == pytest.approx([81 * 0.9, 81 * 176 / 190, 81])
    assert second == pytest.approx([81 * 0.81, 72.9 * 176 / 190, 81 * 176 / 190])


def test_tk_and_the_first_grade_of_a_high_school_district_enter():
    high = progression_ratios(seen(g09=[100, 100, 90], g10=[90, 99, 95]))
    assert high["follows"].tolist() == ["09", "09"]
    young = progression_ratios(seen(TK=[10, 20, 40], KN=[100, 100, 100]))
    assert young["follows"].tolist() == ["TK", "KN"]


def test_totals_give_the_change_that_the_plan_needs():
    total = total_by_year(pd.concat([SCHOOL, cohort_survival(SCHOOL, 1)]))
    assert total["fiscal_year"].tolist() == ["2022-23", "2023-24", "2024-25", "2025-26"]
    assert total["students"].iloc[2] == 257
    assert total["change"].iloc[3] == pytest.approx((72.9 + 81 * 176 / 190 + 81) / 257 - 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=9, max_size=9), st.integers(1, 6))
def test_a_school_seen_twice_as_large_is_projected_twice_as_large(counts, years):
    table = seen(KN=counts[:3], g01=counts[3:6], g02=counts[6:])
    once, twice = (
        cohort_survival(t, years) for t in (table, table.assign(students=table["students"] * 2))
    )
    assert twice["students"].tolist() == pytest.approx((once["students"] * 2).tolist())
    assert len(once) == 3 * years and (once["students"] >= 0).all()


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (SCHOOL[SCHOOL["fiscal_year"] == "2024-25"], "at least two years .* CALPADS"),
        (SCHOOL[SCHOOL["fiscal_year"] != "2023-24"], "two years in a row"),
        (SCHOOL.drop(columns="grade"), "no column 'grade'"),
        (SCHOOL.assign(grade="13"), "'13' is not a grade"),
        (pd.concat([SCHOOL, SCHOOL.head(1)]), "stands twice in 2022-23"),
        (SCHOOL.assign(students=-1), "below zero"),
        (SCHOOL.assign(fiscal_year=["2022"] * 3 + ["2023"] * 3 + ["2024"] * 3,
                       grade=["KN", "01", "02"] * 3), "Write it as 2024-25"),
    ],
)  # fmt: skip
def test_messages_of_enrollment(table, says):
    with pytest.raises(ValueError, match=says):
        cohort_survival(table, 1)


def test_a_projection_looks_at_least_one_year_ahead():
    with pytest.raises(ValueError, match="at least one year ahead"):
        cohort_survival(SCHOOL, 0)
