import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smarter_spending.analysis.ratios import (
    ProgramMismatchError,
    academic_roi,
    cheapest,
    cheapest_without_gain,
    claims_beside_estimates,
    cost_at_benchmark,
    cost_per_outcome,
    cost_sensitivity,
    effect_per_1000_dollars,
    estimated_options,
    first_to_grow,
    in_leaders_units,
    incremental_ratios,
    largest_outcome,
    price_in_units,
    ratio_ranges,
    ratios_by_outcome,
    reported_options,
    steps_of_growth,
    worth_of_price,
)


@pytest.fixture
def costs():
    return pd.DataFrame(
        {"program": ["Summer", "Tutoring", "Software"], "total_cost": [60_000, 90_000, 10_000]}
    )


@pytest.fixture
def outcomes():
    return pd.DataFrame(
        {
            "program": ["Tutoring", "Summer", "Software"],
            "students_served": [100, 200, 400],
            "effect_per_student": [0.30, 0.05, 0.0],
        }
    )


# --- cost per outcome -----------------------------------------------------------------------


def test_the_ratio_is_all_dollars_over_all_that_was_gained(costs, outcomes):
    table = cost_per_outcome(costs, outcomes).set_index("program")
    # Tutoring: 90,000 / (100 x 0.30) = 3,000; Summer: 60,000 / (200 x 0.05) = 6,000
    assert table.loc["Tutoring", "cost_per_outcome"] == pytest.approx(3_000)
    assert table.loc["Summer", "cost_per_outcome"] == pytest.approx(6_000)


@pytest.mark.parametrize("effect", [0.0, -0.2, np.nan])
def test_no_gain_and_no_knowledge_have_no_ratio_and_come_last(costs, outcomes, effect):
    outcomes["effect_per_student"] = [effect, 0.05, 0.10]
    table = cost_per_outcome(costs, outcomes)
    assert table["program"].tolist() == ["Software", "Summer", "Tutoring"]
    assert np.isnan(table["cost_per_outcome"].iloc[-1])


def test_an_unknown_cost_has_no_ratio(costs, outcomes):
    costs["total_cost"] = [60_000, np.nan, 10_000]
    table = cost_per_outcome(costs, outcomes).set_index("program")
    assert np.isnan(table.loc["Tutoring", "cost_per_outcome"])
    assert table.loc["Tutoring", "outcome_gained"] == pytest.approx(30)


def test_published_figures_come_out():
    # J-PAL: $15 a child and 0.15 SD is $100 per SD; Saga tutoring: $2,600 and 0.16 SD, $16,250
    costs = pd.DataFrame({"program": ["J-PAL", "Saga"], "total_cost": [15.0, 2_600.0]})
    gains = pd.DataFrame(
        {"program": ["J-PAL", "Saga"], "students_served": 1, "effect_per_student": [0.15, 0.16]}
    )
    assert cost_per_outcome(costs, gains)["cost_per_outcome"].tolist() == pytest.approx(
        [100, 16_250]
    )
    # deworming: 13.9 extra years of school for $100 is $7.19 a year
    years = pd.DataFrame(
        {"program": ["Deworming"], "students_served": [1], "effect_per_student": [13.9]}
    )
    dollars = pd.DataFrame({"program": ["Deworming"], "total_cost": [100.0]})
    assert cost_per_outcome(dollars, years)["cost_per_outcome"].item() == pytest.approx(
        7.19, abs=0.005
    )


@given(st.floats(0.01, 100))
def test_dearer_dollars_scale_every_ratio_and_keep_the_order(factor):
    names = ["A", "B", "C"]
    costs = pd.DataFrame({"program": names, "total_cost": [500.0, 200.0, 900.0]})
    gains = pd.DataFrame(
        {"program": names, "students_served": 10, "effect_per_student": [0.1, 0.2, 0.3]}
    )
    one = cost_per_outcome(costs, gains)
    other = cost_per_outcome(costs.assign(total_cost=costs["total_cost"] * factor), gains)
    assert one["program"].tolist() == other["program"].tolist()
    np.testing.assert_allclose(other["cost_per_outcome"], one["cost_per_outcome"] * factor)


def test_equal_buys_stand_by_name_whatever_the_order_they_came_in():
    costs = pd.DataFrame({"program": ["B", "A"], "total_cost": [10.0, 10.0]})
    gains = pd.DataFrame({"program": ["B", "A"], "students_served": 1, "effect_per_student": 1.0})
    assert cost_per_outcome(costs, gains)["program"].tolist() == ["A", "B"]


def test_no_programs_give_the_same_columns(costs, outcomes):
    empty = cost_per_outcome(costs.head(0), outcomes.head(0))
    assert empty.empty
    assert list(empty) == list(cost_per_outcome(costs, outcomes))


def test_a_misspelled_program_is_named_on_both_sides(costs, outcomes):
    misspelled = outcomes.replace({"program": {"Tutoring": "Tutorng"}})
    with pytest.raises(ProgramMismatchError) as refusal:
        cost_per_outcome(costs, misspelled)
    assert str(refusal.value) == (
        "The cost and outcome tables list different programs: 'Tutoring' has a cost but no "
        "outcome; 'Tutorng' has an outcome but no cost. Check the spelling, or leave the program "
        "out of both tables."
    )


def test_a_program_listed_twice_is_not_added_up(costs, outcomes):
    with pytest.raises(ProgramMismatchError, match="'Summer' is listed more than once"):
        cost_per_outcome(pd.concat([costs, costs.head(1)]), outcomes)


def test_cost_and_gain_must_be_of_the_same_students(costs, outcomes):
    counted = costs.assign(students_served=[200, 120, 400])
    with pytest.raises(ProgramMismatchError, match="'Tutoring': 120 and 100"):
        cost_per_outcome(counted, outcomes)
    agreed = cost_per_outcome(costs.assign(students_served=[200, 100, 400]), outcomes)
    assert agreed["students_served"].tolist() == [100, 200, 400]


def test_a_negative_cost_is_refused_by_name(costs, outcomes):
    with pytest.raises(ValueError, match="'total_cost' is below zero or endless for 'Software'"):
        cost_per_outcome(costs.assign(total_cost=[1, 1, -1]), outcomes)


def test_a_missing_column_is_named_with_those_that_are_there(costs, outcomes):
    with pytest.raises(ValueError, match=r"no column 'total_cost'.*'program', 'cost'"):
        cost_per_outcome(costs.rename(columns={"total_cost": "cost"}), outcomes)


# --- return per dollar ----------------------------------------------------------------------


def test_a_roi_is_the_inverse_of_the_cost_per_outcome(costs, outcomes):
    table = cost_per_outcome(costs, outcomes).head(2)
    roi = academic_roi(table["effect_per_student"], table["students_served"], table["total_cost"])
    np.testing.assert_allclose(roi * table["cost_per_outcome"], 1)


def test_a_loss_has_a_negative_return():
    # -0.1 x 50 / 10,000
    assert academic_roi(-0.1, 50, 10_000) == pytest.approx(-0.0005)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.1, 50, 0), "zero or less"),
        ((0.1, 50, -5), "zero or less"),
        ((0.1, -1, 5), "below zero"),
        ((np.nan, 50, 5), "learning increase is not known"),
        ((0.1, np.nan, 5), "number of students is not known"),
        ((0.1, 50, pd.Series([5.0, np.nan])), "dollars spent is not known"),
    ],
)
def test_there_is_no_return_on_nothing_or_on_the_unknown(arguments, message):
    with pytest.raises(ValueError, match=message):
        academic_roi(*arguments)


def test_a_thousand_dollars_buy_ten_standard_deviations_at_a_hundred_dollars_each():
    assert effect_per_1000_dollars(0.15, 15) == pytest.approx(10)


def test_an_unknown_or_free_program_has_no_effect_per_thousand_dollars():
    effects = pd.Series([0.1, 0.1, np.nan])
    answer = effect_per_1000_dollars(effects, pd.Series([np.nan, 0.0, 100.0]))
    assert answer.isna().all()
    assert np.isnan(effect_per_1000_dollars(0.1, 0))


# --- the line of choices --------------------------------------------------------------------


def options(programs, cost, effect):
    return pd.DataFrame({"program": programs, "cost": cost, "effect": effect})


def test_the_line_of_the_published_health_example():
    # Virginia's HERC example, as in the tests of the R package dampack
    published = options(
        ["E", "D", "C", "B", "A", "UC"],
        [55_000, 35_000, 25_000, 10_000, 12_000, 5_000],
        [5, 4, 3, 2, 1.5, 1],
    )
    table = incremental_ratios(published)
    assert table["program"].tolist() == ["UC", "B", "D", "E", "A", "C"]
    assert table["status"].tolist() == ["ND", "ND", "ND", "ND", "D", "ED"]
    assert table["incremental_ratio"].tolist()[1:4] == pytest.approx([5_000, 12_500, 20_000])
    assert table["incremental_ratio"].iloc[[0, 4, 5]].isna().all()


def test_a_published_trial_with_one_dominated_strategy():
    # PMC7083239, table 1; the printed 529,365.8 used unrounded effects
    table = incremental_ratios(
        options([1, 2, 3], [1695.865, 12224.17, 12118.17], [8.570992, 8.583273, 8.590681])
    ).set_index("program")
    assert table.loc[2, "status"] == "D"
    assert table.loc[3, "incremental_ratio"] == pytest.approx(529_346.6, abs=0.1)


def test_extended_dominance_is_applied_until_none_is_left():
    # steps 10, 9 and 1 a unit: dropping the second leaves 9.5 > 1, so the first goes too
    table = incremental_ratios(options(list("abcd"), [0, 10, 19, 20], [0, 1, 2, 3]))
    assert table.set_index("program")["status"].to_dict() == {
        "a": "ND",
        "b": "ED",
        "c": "ED",
        "d": "ND",
    }


def test_one_good_option_can_put_several_below_it_off_the_line():
    # steps 1, 2, 3, then 0.5: without c the steps are 1, 2, 1.75; without b as well, 1 and 1.83
    table = incremental_ratios(options(list("oabcd"), [0, 1, 3, 6, 6.5], [0, 1, 2, 3, 4]))
    status = table.set_index("program")["status"]
    assert status.to_dict() == {"o": "ND", "a": "ND", "d": "ND", "b": "ED", "c": "ED"}
    assert table["incremental_ratio"].iloc[2] == pytest.approx(5.5 / 3)


def test_steps_of_equal_price_are_all_kept():
    table = incremental_ratios(options(list("abcd"), [0, 100, 200, 300], [0.0, 0.1, 0.2, 0.3]))
    assert table["status"].eq("ND").all()


def test_of_identical_options_the_second_listed_is_dominated():
    table = incremental_ratios(options(["first", "second"], [10, 10], [1, 1]))
    assert table["status"].tolist() == ["ND", "D"]
    assert table["program"].tolist() == ["first", "second"]


def test_at_equal_cost_the_smaller_effect_is_dominated_and_at_equal_effect_the_dearer():
    status = incremental_ratios(options(list("abc"), [10, 10, 20], [1, 2, 2]))
    assert status.set_index("program")["status"].to_dict() == {"b": "ND", "a": "D", "c": "D"}


def test_one_option_stands_alone_on_the_line():
    table = incremental_ratios(options(["only"], [10], [-1]))
    assert table["status"].tolist() == ["ND"]
    assert table["incremental_ratio"].isna().all()


def test_no_options_and_all_dominated_by_one_keep_the_same_columns():
    many = incremental_ratios(options(list("abc"), [1, 2, 3], [3, 2, 1]))
    assert many["status"].tolist() == ["ND", "D", "D"]
    empty = incremental_ratios(options([], [], []))
    assert empty.empty
    assert list(empty) == list(many)
    assert list(many) == [
        *["program", "cost", "effect", "status"],
        *["incremental_cost", "incremental_effect", "incremental_ratio"],
    ]


def test_programs_may_have_any_kind_of_name():
    names = pd.Series([("Reading", 3), 7, None, frozenset({"x"})], dtype=object)
    table = incremental_ratios(options(names, [1, 2, 3, 4], [1, 2, 3, 4]))
    assert table["program"].tolist() == names.tolist()


def test_what_is_not_known_is_left_out_by_the_reader_and_not_by_us():
    with pytest.raises(ValueError, match=r"'effect' is not known for 'b' \(row 3\)"):
        incremental_ratios(options(["a", "b"], [1, 2], [1, np.nan]))


def test_a_name_used_twice_is_refused():
    with pytest.raises(ValueError, match=r"'a' is listed more than once.*row 3"):
        incremental_ratios(options(["a", "a"], [1, 2], [1, 2]))


points = st.lists(
    st.tuples(st.integers(0, 1_000), st.integers(-50, 50)), min_size=1, max_size=12, unique=True
)


def line(table):
    return table[table["status"] == "ND"]


@given(points, st.randoms())
def test_the_line_does_not_depend_on_the_order_of_the_rows(pairs, random):
    cost, effect = zip(*pairs, strict=True)
    table = options(range(len(pairs)), cost, effect)
    shuffled = table.sample(frac=1, random_state=random.randrange(1_000))
    one = incremental_ratios(table).set_index("program").sort_index()
    other = incremental_ratios(shuffled).set_index("program").sort_index()
    pd.testing.assert_frame_equal(one, other)


@given(points)
def test_each_step_of_the_line_is_dearer_than_the_one_below(pairs):
    cost, effect = zip(*pairs, strict=True)
    steps = line(incremental_ratios(options(range(len(pairs)), cost, effect)))
    ratios = steps["incremental_ratio"].to_numpy()[1:]
    assert (np.diff(ratios) >= -1e-9 * np.abs(ratios[1:])).all()
    assert (steps["incremental_cost"].to_numpy()[1:] > 0).all()


@given(points)
def test_nothing_off_the_line_beats_it_at_any_price(pairs):
    cost, effect = zip(*pairs, strict=True)
    table = incremental_ratios(options(range(len(pairs)), cost, effect))
    best = line(table)
    steps = best["incremental_ratio"].dropna()
    for worth in [0.0, *steps, *(steps * 1.5), 1e6]:
        net = worth * table["effect"] - table["cost"]
        on_line = worth * best["effect"] - best["cost"]
        assert on_line.max() >= net.max() - 1e-6 * max(1.0, net.abs().max())


@given(points, st.integers(0, 11))
def test_adding_a_dominated_option_changes_nothing_else(pairs, which):
    cost, effect = zip(*pairs, strict=True)
    table = options(range(len(pairs)), cost, effect)
    beaten = table.iloc[[which % len(pairs)]] + [1_000, 1, -1]
    more = incremental_ratios(pd.concat([table, beaten]))
    assert more.set_index("program").loc[beaten["program"], "status"].item() == "D"
    alone = incremental_ratios(table)
    pd.testing.assert_frame_equal(line(more), line(alone))


@given(points, st.floats(0.01, 100))
def test_another_currency_scales_the_ratios_and_keeps_the_line(pairs, factor):
    cost, effect = zip(*pairs, strict=True)
    table = options(range(len(pairs)), cost, effect)
    one = incremental_ratios(table)
    other = incremental_ratios(table.assign(cost=table["cost"] * factor))
    assert one["status"].tolist() == other["status"].tolist()
    np.testing.assert_allclose(
        other["incremental_ratio"], one["incremental_ratio"] * factor, rtol=1e-9
    )


# --- students at the benchmark --------------------------------------------------------------


def test_each_student_who_would_not_have_got_there_costs_more_than_each_who_did():
    costs = pd.DataFrame({"program": ["Tutoring"], "total_cost": [90_000.0]})
    counts = pd.DataFrame(
        {
            "program": ["Tutoring"],
            "students_served": [100],
            "students_at_benchmark": [60],
            "comparison_share": [0.45],
        }
    )
    row = cost_at_benchmark(costs, counts).iloc[0]
    assert row["cost_per_student_at_benchmark"] == pytest.approx(1_500)  # 90,000 / 60
    assert row["extra_at_benchmark"] == pytest.approx(15)  # 100 x (0.60 - 0.45)
    assert row["cost_per_extra_student"] == pytest.approx(6_000)  # 90,000 / 15


@pytest.mark.parametrize("reached", [10, 91])
def test_a_small_number_at_or_below_the_benchmark_cannot_be_worked_out(reached):
    costs = pd.DataFrame({"program": ["Tutoring"], "total_cost": [90_000.0]})
    counts = pd.DataFrame(
        {"program": ["Tutoring"], "students_served": [101 if reached == 91 else 100]}
    ).assign(students_at_benchmark=reached, comparison_share=0.2)
    row = cost_at_benchmark(costs, counts).iloc[0]
    assert row["hidden"]
    leaks = ["students_at_benchmark", "share_at_benchmark", "extra_at_benchmark"]
    leaks += ["cost_per_student_at_benchmark", "cost_per_extra_student"]
    assert row[leaks].isna().all()


def test_without_a_comparison_nobody_can_say_what_an_extra_student_costs():
    costs = pd.DataFrame({"program": ["A"], "total_cost": [900.0]})
    counts = pd.DataFrame({"program": ["A"], "students_served": [40], "students_at_benchmark": 20})
    row = cost_at_benchmark(costs, counts).iloc[0]
    assert row["cost_per_student_at_benchmark"] == 45
    assert np.isnan(row["cost_per_extra_student"])


def test_more_at_the_benchmark_than_served_is_refused():
    costs = pd.DataFrame({"program": ["A"], "total_cost": [900.0]})
    counts = pd.DataFrame({"program": ["A"], "students_served": [40], "students_at_benchmark": 41})
    with pytest.raises(ValueError, match="'A': more students reached the benchmark"):
        cost_at_benchmark(costs, counts)


@given(st.integers(22, 500), st.floats(0.0, 0.4), st.floats(1, 1e6))
def test_the_extra_students_cost_together_what_the_program_cost(served, usual, dollars):
    reached = served // 2
    assume(reached / served > usual + 0.01)
    costs = pd.DataFrame({"program": ["A"], "total_cost": [dollars]})
    counts = pd.DataFrame({"program": ["A"], "students_served": [served]}).assign(
        students_at_benchmark=reached, comparison_share=usual
    )
    row = cost_at_benchmark(costs, counts).iloc[0]
    assert row["cost_per_extra_student"] * row["extra_at_benchmark"] == pytest.approx(dollars)


# --- Programs as options: ranked within an outcome, never across -----------------------------


@pytest.fixture
def choices():
    return pd.DataFrame(
        {
            "program": ["Tutoring", "Coaching", "Software", "Buses"],
            "outcome": ["ela_score", "ela_score", "ela_score", "attendance"],
            "total_cost": [90_000.0, 60_000.0, 10_000.0, 40_000.0],
            "students_served": [100.0, 200.0, 100.0, 400.0],
            "cost_per_student": [900.0, 300.0, 100.0, 100.0],
            "effect_per_student": [0.30, 0.02, 0.0, 0.10],
            "effect_se": [0.03, 0.005, 0.05, 0.01],
            "fund_restriction": "unrestricted",
        }
    )


def test_each_outcome_has_its_own_list(choices):
    table = ratios_by_outcome(choices)
    assert table["outcome"].tolist() == ["attendance"] + ["ela_score"] * 3
    # Tutoring: 90,000 / (100 x 0.30) = 3,000; Coaching: 60,000 / (200 x 0.02) = 15,000
    ela = table[table["outcome"] == "ela_score"]
    assert ela["cost_per_outcome"].head(2).tolist() == pytest.approx([3_000, 15_000])
    assert ela["program"].tolist() == ["Tutoring", "Coaching", "Software"]


def test_no_options_give_the_same_columns(choices):
    full, none = ratios_by_outcome(choices), ratios_by_outcome(choices.iloc[:0])
    assert set(full.columns) == set(none.columns)
    assert list(ratio_ranges(choices).columns) == list(ratio_ranges(choices.iloc[:0]).columns)
    assert list(cost_sensitivity(choices).columns) == list(
        cost_sensitivity(choices.iloc[:0]).columns
    )


def test_a_program_whose_effect_may_be_zero_has_no_limit(choices):
    ranges = ratio_ranges(choices).set_index("program")
    assert not ranges.loc["Software", "bounded"]
    # Tutoring: 900 / 0.30 = 3,000, with the effect between 0.251 and 0.349
    assert ranges.loc["Tutoring", "bounded"]
    assert ranges.loc["Tutoring", ["low", "high"]].tolist() == pytest.approx(
        [900 / 0.34935, 900 / 0.25065], rel=1e-3
    )


def test_a_loss_has_no_limit_either(choices):
    harm = choices.assign(effect_per_student=[-0.30, 0.02, 0.0, 0.10])
    assert not ratio_ranges(harm).set_index("program").loc["Tutoring", "bounded"]


def test_a_claim_without_a_standard_error_has_no_range(choices):
    blank = choices.assign(effect_se=[None, 0.005, 0.05, 0.01]).astype({"effect_se": float})
    row = ratio_ranges(blank).set_index("program").loc["Tutoring"]
    assert pd.isna(row["low"]) and not row["bounded"]


def test_programs_without_a_claim_or_a_cost_are_no_options():
    costs = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "program": ["A", "B", "C"],
            "total_cost": [1.0, None, 1.0],
            "students_served": [10.0, 10.0, 10.0],
        }
    )
    programs = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "intended_outcome": ["ela_score", "ela_score", "none"],
            "reported_effect": 0.2,
            "reported_effect_se": 0.1,
            "reported_effect_source": "vendor",
        }
    )
    assert reported_options(costs, programs)["program"].tolist() == ["A"]


def test_the_largest_outcome_is_the_one_most_programs_share(choices):
    line_up = largest_outcome(choices)
    assert line_up["program"].tolist() == ["None of them", "Tutoring", "Coaching", "Software"]
    assert largest_outcome(choices.iloc[:0]).empty


def test_a_program_that_does_harm_is_beaten_by_none_of_them(choices):
    harm = choices.assign(effect_per_student=[0.30, 0.02, -0.05, 0.10])
    line = incremental_ratios(largest_outcome(harm)).set_index("program")["status"]
    assert line["None of them"] == "ND"
    assert line["Software"] == "D"


def test_a_close_second_does_not_keep_its_place():
    choices = pd.DataFrame(
        {
            "program": ["A", "B", "C"],
            "outcome": "ela_score",
            "total_cost": [100.0, 110.0, 900.0],
            "students_served": 1.0,
            "effect_per_student": 0.5,
        }
    )
    # ratios 200, 220 and 1,800: A and B change places within 20%, C does not
    kept = cost_sensitivity(choices).set_index("program")["keeps_place"]
    assert kept.to_dict() == {"A": False, "B": False, "C": True}


@pytest.fixture
def units():
    """Tutoring: 0.2 SD are 20 points, for $1,000; coaching and a class that brings 8 of 100."""
    options = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "program": ["Tutoring", "Coaching", "Ninth grade class"],
            "outcome": ["ela_score", "ela_score", "ninth_grade_on_track"],
            "total_cost": [100_000.0, 30_000.0, 80_000.0],
            "cost_per_student": [1_000.0, 300.0, 800.0],
            "students_served": 100.0,
            "effect_per_student": [0.20, 0.01, 0.08],
            "effect_se": [0.05, 0.05, 0.02],
        }
    )
    effects = pd.DataFrame(
        {
            "program_id": ["P1", "P2", "P3"],
            "low": [0.1, -0.09, 0.04],
            "high": [0.3, 0.11, 0.12],
            "points_low": [10.0, -9.0, 4.0],
            "points_high": [30.0, 11.0, 12.0],
            "unit": ["standard deviations of the grade"] * 2 + ["share of students"],
            "shown": ["gain shown", "not shown", "gain shown"],
            "chance_gain": [0.953, 0.58, 0.999],
        }
    )
    return in_leaders_units(options, effects).set_index("program")


def test_a_leader_reads_points_of_the_test_or_students_of_100_and_what_one_costs(units):
    # $1,000 for 20 points: $50 a point; $800 for 0.08 of a student: $10,000 for one more student
    assert units.loc["Tutoring", ["gain", "unit_cost"]].tolist() == pytest.approx([20, 50])
    assert units.loc["Ninth grade class", ["gain", "unit_cost"]].tolist() == pytest.approx(
        [8, 10_000]
    )
    assert not units.loc["Coaching", "bounded"]
    # the outcome of most programs first, within it the cheapest seat
    assert units.index.tolist() == ["Coaching", "Tutoring", "Ninth grade class"]


def test_a_verdict_that_hangs_on_a_hair_says_on_what(units):
    assert units["hangs_on"].dropna().to_dict() == {"Tutoring": 0.953}


def test_a_price_for_a_point_is_the_price_of_a_deviation_over_its_points(units):
    table = units.reset_index()
    assert price_in_units(table, "ela_score", 10_000) == 100
    assert worth_of_price(table, "ela_score", 100) == pytest.approx(10_000)
    assert price_in_units(table, "ninth_grade_on_track", 25_000) == 25_000


def test_the_cheapest_seats_without_a_gain_end_where_one_is_shown(units):
    table = units.reset_index()
    assert cheapest_without_gain(table)["program"].tolist() == ["Coaching"]
    assert cheapest(table, 2)["program"].tolist() == ["Coaching", "Ninth grade class"]


def test_the_program_to_grow_is_of_the_first_outcome_and_has_a_gain(units):
    assert first_to_grow(units.reset_index())["program"].tolist() == ["Tutoring"]
    assert first_to_grow(units.reset_index()[:1]).empty


def test_growing_costs_a_teacher_when_the_seats_are_full():
    option = pd.Series(
        {"program_id": "P1", "total_cost": 7_800.0, "nonpersonnel": 1_800.0,
         "students_served": 18.0}
    )  # fmt: skip
    on_file = pd.DataFrame(
        {"program_id": ["P1"], "fte": 2.0, "seats_planned": 20.0, "fixed_cost": 1_000.0}
    )
    steps = steps_of_growth(option, on_file)
    # $100 a seat; what else varies, 7,800 - 1,000 - 1,800 = 5,000, is two teachers' $2,500 each
    assert steps.loc[steps["is_step"], "extra_cost"].tolist() == [2_600.0]
    full = steps_of_growth(option, on_file.assign(seats_planned=18.0))
    assert full["is_step"].tolist() == [True, False]
    assert steps_of_growth(option, on_file.assign(fte=None)).empty
    assert steps_of_growth(option, on_file[:0]).empty
    assert not steps_of_growth(option, on_file.assign(fixed_cost=6_000.0))["is_step"].any()


def test_only_programs_of_which_one_can_tell_are_options_of_our_own():
    costs = pd.DataFrame(
        {"program_id": ["P1", "P2"], "program": ["Tutoring", "Lab"], "total_cost": 90_000.0}
    ).assign(students_served=100.0)
    effects = pd.DataFrame(
        {"program_id": ["P1", "P2"], "verdict": ["can tell", "cannot tell"], "outcome": "ela_score"}
    ).assign(effect_per_student=0.2, standard_error=0.05, evidence_grade="promising")
    assert estimated_options(costs, effects)["program"].tolist() == ["Tutoring"]


def test_a_claim_stands_beside_what_our_own_students_show():
    claims = pd.DataFrame({"program_id": ["P1"], "program": "Lab", "effect_source": "vendor"})
    effects = pd.DataFrame({"program_id": ["P1"], "verdict": "can tell", "effect_size": 0.06})
    effects = effects.assign(effect_per_student=0.05, evidence_grade="no gain shown")
    effects["unit"] = "standard deviations of the grade"
    beside = claims_beside_estimates(claims.assign(effect_per_student=0.4), effects)
    assert beside[["claim", "own_effect"]].values.tolist() == [[0.4, 0.05]]
