"""Savings stand in ledger rows, are counted once, and fall short more often than they exceed."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending import load_district
from smarter_spending.case import Case
from smarter_spending.district.sacs import resource_rules
from smarter_spending.planning.reallocation import (
    bought_to_last,
    column_total,
    dollars_by_ground,
    dollars_by_label,
    headline,
    identified_savings,
    may_pay,
    net_by_fund,
    plan_on,
    program_spending,
    programs_of,
    resource_terms,
    rows_added_up,
    savings_range,
    savings_rows,
    transition_costs,
    within_spending,
    without_repeated_totals,
)

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
RULES = resource_rules()
GENERAL = {"fund": "01", "resource": "0000"}


def ledger(*rows):
    table = pd.DataFrame(rows, columns=["local_program", "resource", "object", "amount"])
    return table.assign(
        fiscal_year="2024-25", amount_type="actual", kind="spending", fund="01", goal="1110",
        function="1000", school_code="0000",
    )  # fmt: skip


def decisions(*rows):
    columns = ["program_id", "verdict", "lever", "chance_gain", "delivered_share"]
    table = pd.DataFrame(rows, columns=columns)
    # of 100 seats paid the share that is used; the heir serves every grade
    used = table["delivered_share"].astype(float) * 100
    table = table.assign(seats_planned=100.0, students_served=used, heir_share=1.0)
    return table.assign(program="Program " + table["program_id"], same_job_as="")


LEDGER = ledger(
    ("P1", "0709", "1100", 60_000.10),
    ("P1", "0709", "3101", 12_000.02),
    ("P1", "0000", "5800", 40_000.05),
    ("P2", "0709", "5800", 100.01),
    ("P3", "7435", "5800", 300.00),
    ("P3", "7435", "2100", 50.00),
    ("P4", "9010", "4300", 70.00),
)
RULED = decisions(
    ("P1", "Stop", "", 0.4, 0.9),
    ("P2", "Fix", "scale", None, 1 / 3),
    ("P3", "Fix", "budget", None, None),
    ("P4", "Stop", "", 0.01, None),
    ("P5", "Stop", "", 0.01, None),  # its cost is an estimate: no row in the ledger
)


def saved(ruled=RULED, book=LEDGER):
    return identified_savings(savings_rows(ruled, book, "2024-25"), RULES)


def test_a_stop_frees_every_row_and_a_purchase_only_what_is_not_people():
    by_program = saved().groupby("program_id")["likely"].sum().to_dict()
    assert by_program == {"P1": 112_000.17, "P2": 66.67, "P3": 300.0, "P4": 70.0}


def test_low_and_high_are_what_must_and_what_may_come_about():
    table = saved().set_index(["program_id", "resource"])[["low", "likely", "high"]]
    assert table.loc[("P1", "0709")].tolist() == [0.0, 72_000.12, 72_000.12]
    assert table.loc[("P1", "0000")].tolist() == [40_000.05, 40_000.05, 40_000.05]
    # its high was 100.01: a plan could then be made on more than is identified
    assert table.loc[("P2", "0709")].tolist() == [0.0, 66.67, 66.67]


def test_a_grant_without_a_rule_comes_once():
    terms = saved().set_index("program_id")["term"]
    assert terms["P3"] == terms["P4"] == "one-time" and terms["P2"] == "recurring"


@pytest.mark.parametrize(
    "row",
    [
        ("P1", "Keep", "", 0.99, 0.9),
        ("P1", "Fix", "cycle", 0.4, 0.3),
        ("P1", "Fix", "goal", 0.4, 0.9),
        ("P1", "Fix", "budget", 0.99, 0.9),  # its gain is shown: a cheaper way must be named first
        ("P1", "Not yet known", "", None, None),
    ],
)
def test_what_is_kept_mended_or_unknown_frees_nothing(row):
    assert saved(decisions(row)).empty


def test_a_decision_of_the_room_counts_and_one_it_cannot_spell_out_does_not():
    kept = RULED.assign(decision=["Keep", "Fix", "Fix", "Keep", "Keep"])
    assert set(saved(kept)["program_id"]) == {"P2", "P3"}
    mended = decisions(("P1", "Stop", "", 0.4, 0.9)).assign(decision="Fix")
    assert saved(mended).empty, "nobody said what to fix, so no dollar is counted"


def test_a_label_moves_only_by_the_boards_word():
    rows = savings_rows(RULED, LEDGER, "2024-25")
    labels = identified_savings(rows, RULES, {"P2": "approved"}).set_index("program_id")["label"]
    assert labels["P2"] == "approved" and labels["P3"] == "identified"
    with pytest.raises(ValueError, match="'found' is not a label"):
        identified_savings(rows, RULES, {"P2": "found"})


def test_a_program_whose_end_is_set_has_nothing_left_to_be_found():
    assert set(saved(RULED.assign(ending=[True, False, True, False, False]))["program_id"]) == {
        "P2", "P4",
    }  # fmt: skip


def test_the_states_own_pension_payment_is_never_freed():
    book = pd.concat([LEDGER, ledger(("P1", "7690", "3101", 50_000.0))])
    assert "7690" not in set(saved(book=book)["resource"])
    assert "7690" not in set(program_spending(book, "2024-25", RULES)["resource"])


def test_what_was_bought_to_last_is_not_bought_again_so_its_dollars_come_once():
    book = pd.concat([LEDGER, ledger(("P1", "0000", "6400", 9_000.0))])
    table = saved(book=book).query("program_id == 'P1' and resource == '0000'")
    assert table.set_index("term")["likely"].to_dict() == {
        "recurring": 40_000.05, "one-time": 9_000.0,
    }  # fmt: skip


def test_another_funds_dollars_stay_in_their_fund():
    book = pd.concat([LEDGER, ledger(("P1", "0000", "5800", 7_000.0)).assign(fund="11")])
    pools = saved(book=book).query("program_id == 'P1'").set_index("pool")["likely"]
    assert pools["Unrestricted General Fund"] == 40_000.05
    assert pools["Fund 11: Unrestricted General Fund"] == 7_000.0
    uses = pd.DataFrame({"program": ["Tutors"], "year_1": [45_000.0]})
    programs = pd.DataFrame({"program_name": ["Tutors"]})
    only = saved(book=book).query("program_id == 'P1' and resource == '0000'")
    paid = net_by_fund(only, uses, programs, RULES)
    assert paid.short == pytest.approx(45_000 - 40_000.05)


def test_a_credit_larger_than_what_is_freed_pays_for_nothing_and_stops_nothing():
    book = ledger(("P1", "0709", "5800", -3_000.0), ("P2", "0709", "5800", 90.0))
    uses = pd.DataFrame({"program": ["Tutors"], "year_1": [50.0]})
    programs = pd.DataFrame({"program_name": ["Tutors"], "student_groups": ["el"]})
    paid = net_by_fund(saved(book=book), uses, programs, RULES)
    assert paid.by_pool["there"].tolist() == [0.0] and paid.short == 50.0


def test_ledger_rows_are_added_up_by_kind_of_object_in_their_order():
    rows = pd.DataFrame({"program": "Club", "resource": "0000", "share": 1.0,
                         "object": ["5800", "1100", "1200"], "amount": [7.0, 20.001, 30.001],
                         "freed": [7.0, 20.001, 30.001]})  # fmt: skip
    table = rows_added_up(rows)
    assert table["ledger_rows"].tolist() == [1, 2]
    assert table["freed_cents"].tolist() == [7.0, 50.0]


def test_a_total_over_all_pools_is_left_out_where_there_is_one_pool_only():
    ranges = pd.DataFrame({"term": ["recurring"] * 3 + ["one-time"] * 2,
                           "pool": ["a", "b", "all", "c", "all"], "bound": "free",
                           "identified": [1.0, 2.0, 3.0, 4.0, 4.0]})  # fmt: skip
    assert without_repeated_totals(ranges)["pool"].tolist() == ["a", "b", "all", "c"]
    sums = headline(ranges, pd.DataFrame({"dollars": [10.0, 5.0]}))
    assert (sums.lasting, sums.once, sums.ended, sums.total) == (3.0, 4.0, 15.0, 22.0)


def test_only_dollars_of_every_year_are_summed_by_label():
    savings = pd.DataFrame({"term": ["recurring", "recurring", "one-time"],
                            "likely": [5.0, 7.0, 90.0],
                            "label": ["approved", "identified", "realised"]})  # fmt: skip
    assert dollars_by_label(savings).to_dict() == {
        "identified": 7.0, "approved": 5.0, "realised": 0.0
    }  # fmt: skip


def test_no_ledger_no_saving():
    assert saved(book=pd.DataFrame()).empty
    assert program_spending(pd.DataFrame(), "2024-25", RULES).empty


def test_the_second_to_propose_the_same_dollars_gets_what_is_left():
    likely = [80.0, 50.0, 10.0]
    proposed = pd.DataFrame({"program_id": "P1", **GENERAL, "likely": likely})
    there = pd.DataFrame({"program_id": ["P1"], **GENERAL, "dollars": [100.0]})
    table = within_spending(proposed, there)
    assert table["counted"].tolist() == [80.0, 20.0, 0.0]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 5_000)), max_size=8))
def test_however_often_it_is_proposed_no_more_is_counted_than_the_ledger_holds(given_list):
    proposed = pd.DataFrame(given_list, columns=["program_id", "cents"])
    proposed = proposed.assign(**GENERAL, likely=proposed["cents"] / 100)
    there = pd.DataFrame({"program_id": ["A", "B"], **GENERAL, "dollars": [40.0, 25.5]})
    counted = within_spending(proposed, there)
    sums = counted.groupby("program_id")["counted"].sum()
    assert sums.get("A", 0) <= 40.0 + 1e-9 and sums.get("B", 0) <= 25.5 + 1e-9
    assert (counted["counted"] >= 0).all()


def test_the_simulated_range_lies_within_the_bounds_and_is_the_same_again():
    table = saved()
    first, again = savings_range(table, seed=3), savings_range(table, seed=3)
    pd.testing.assert_frame_equal(first, again)
    assert (first["low"] <= first["plan_on"]).all()
    assert (first["plan_on"] <= first["high"]).all()
    pools = first[first["pool"].ne("all")].groupby("term")["plan_on"].sum()
    assert pools["recurring"] == pytest.approx(
        first.loc[first["pool"].eq("all") & first["term"].eq("recurring"), "plan_on"].item()
    ), "what each fund plans on adds up to what the district plans on"
    every = first[first["pool"].eq("all") & first["term"].eq("recurring")].iloc[0]
    lasting = table[table["term"].eq("recurring")]
    assert lasting["low"].sum() <= every["low"] and every["high"] <= lasting["high"].sum()
    assert every["identified"] == pytest.approx(lasting["likely"].sum())


def test_the_triangles_mean_is_the_third_of_its_three_points():
    one = pd.DataFrame(
        {"program_id": ["P"], "term": "recurring", "pool": "x", "bound": "free", "low": 0.0,
         "likely": 60.0, "high": 90.0}
    )  # fmt: skip
    # the mean of the triangle: (0 + 60 + 90) / 3.  (Until November 25 the middle of the draws,
    # 51.96, stood here: medians of funds do not add up to the median of their sum.)
    assert savings_range(one, draws=10)["plan_on"].iloc[0] == 50.0


def test_months_of_transition_are_of_the_people_of_what_stops():
    costs = transition_costs(saved(), 2)
    assert costs["program_id"].tolist() == ["P1"]
    assert costs["transition"].item() == pytest.approx(72_000.12 / 6, abs=0.005)
    with pytest.raises(ValueError, match="13 months of transition"):
        transition_costs(saved(), 13)


@pytest.fixture(scope="module")
def found():
    """What each sample district's decisions could free."""
    figures = {}
    for name in ("altamont_valley", "cold_creek", "port_sierra"):
        district = load_district(SAMPLES / name)
        figures[name] = Case(district).found()
    return figures


# What the rule names in the teaching district: one program as a whole, and what is not people and
# not used.  Nothing stood here as a whole until the district was drawn again with a lesson in it
# (tools/samples/planted.py): P-104 now costs twice as much and is shown not to be worth it.
WHOLE = ("P-104",)
THINGS = ("P-108", "P-109", "P-133")
# P-110 and P-141 stood here: hours not delivered were read as licenses not used, and of neither
# is on file how many seats are paid and used
UNUSED = ("P-132", "P-147")
PEOPLE = ("1", "2", "3")


def recomputed():
    """The same dollars straight from the two files, with nothing of ours: csv and Decimal."""
    with (SAMPLES / "altamont_valley/programs.csv").open(encoding="utf-8") as file:
        share = {
            row["program_id"]: 1 - Decimal(row["students_served"]) / Decimal(row["seats_planned"])
            for row in csv.DictReader(file)
            if row["program_id"] in UNUSED
        }
    share["P-133"] = Decimal(210 + 173 + 188) / 760  # KN, 01 and 02; 189 of grade 03 have no heir
    dollars = {}
    with (SAMPLES / "altamont_valley/ledger.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            program, people = row["local_program"], row["object"][0] in PEOPLE
            if (row["fiscal_year"], row["amount_type"]) != ("2024-25", "actual"):
                continue
            if row["object"][0] in "89" or program not in (*WHOLE, *THINGS, *UNUSED):
                continue
            if people and program not in WHOLE:
                continue
            amount = Decimal(row["amount"]) * share.get(program, 1)
            dollars[program] = dollars.get(program, Decimal(0)) + amount
    return {program: round(amount, 2) for program, amount in dollars.items()}


def test_the_teaching_districts_dollars_are_its_ledger_rows_to_the_cent(found):
    savings = found["altamont_valley"].savings
    ours = savings.groupby("program_id")["likely"].sum().round(2)
    expected = recomputed()
    assert set(ours.index) == {*WHOLE, *THINGS, *UNUSED} == set(expected)
    for program, amount in expected.items():
        assert Decimal(f"{ours[program]:.2f}") == amount, program
    assert savings["term"].eq("recurring").all()
    assert Decimal(f"{savings['likely'].sum():.2f}") == sum(expected.values())
    # 142,000 + 96,000 + 92,000 x 571/760 + 138,000 x 40/450 + 74,000 x 60/700, and 594,414.00 of
    # P-104; 324,520.06 before the district was drawn again
    assert f"{savings['likely'].sum():.2f}" == "920144.58"
    # The tutoring contract (P-157) stood here until November 25 as $340,000 that come once: its
    # end was set already and its dollars are last year's, so there is nothing left to be found.
    ending = found["altamont_valley"].ending
    assert ending.set_index("program_id")["dollars"]["P-157"] == 340_000.0
    assert not set(ending["program_id"]) & set(savings["program_id"])


def listed_rows():
    """Every ledger row behind the dollars, from the file alone: account, amount, freed share."""
    rows = []
    with (SAMPLES / "altamont_valley/ledger.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            program, people = row["local_program"], row["object"][0] in PEOPLE
            right_year = (row["fiscal_year"], row["amount_type"]) == ("2024-25", "actual")
            named = program in WHOLE or (program in (*THINGS, *UNUSED) and not people)
            if right_year and named and row["object"][0] not in "89":
                account = (row[part] for part in ("fund", "resource", "object", "school_code"))
                rows.append((program, *account, Decimal(row["amount"])))
    return sorted(rows)


def test_the_list_of_ledger_rows_is_the_ledgers_row_by_row(found):
    rows = found["altamont_valley"].rows
    columns = ["program_id", "fund", "resource", "object", "school_code", "amount"]
    ours = [(*row[:-1], Decimal(f"{row[-1]:.2f}")) for row in rows[columns].to_numpy().tolist()]
    assert sorted(ours) == listed_rows()


def test_the_ledger_rows_are_listed_and_add_up_to_the_total(found):
    rows, savings = found["altamont_valley"].rows, found["altamont_valley"].savings
    assert np.isclose(rows["freed"].sum(), savings["likely"].sum(), atol=0.005)
    assert set(rows["program_id"]) == set(savings["program_id"])


def test_the_other_districts_find_clearly_different_dollars(found):
    lasting = {
        name: one.savings.loc[one.savings["term"].eq("recurring"), "likely"].sum()
        for name, one in found.items()
    }
    # 6,000 x 12/50 seats of First Readers Groups (hours not delivered gave 2,426.67); of Practice
    # App Licenses nobody knows how many seats are used (they gave 11,200)
    assert lasting["cold_creek"] == pytest.approx(1_440.0)
    assert lasting["port_sierra"] > 2 * lasting["altamont_valley"]
    share = {
        name: one.savings.groupby("lever")["likely"].sum() / one.savings["likely"].sum()
        for name, one in found.items()
    }
    # "" is a Stop: most of Port Sierra's dollars, none of Cold Creek's; of Altamont's one since it
    # was drawn again
    assert share["cold_creek"].to_dict() == {"scale": 1.0}
    assert set(share["altamont_valley"].index) == {"", "budget", "scale"}
    assert share["port_sierra"][""] > 0.5


def test_a_saving_is_seats_paid_less_seats_used_and_hours_undelivered_are_none():
    book = ledger(("P1", "0709", "5800", 138_000.0), ("P1", "0709", "1100", 50_000.0))
    half = decisions(("P1", "Fix", "scale", None, 0.567)).assign(seats_planned=450.0)
    # (450 - 410) / 450 of the 138,000 that are not people; 43.3% of the hours are not delivered
    assert saved(half.assign(students_served=410.0), book)["likely"].tolist() == [12_266.67]
    for unknown in ({"seats_planned": np.nan}, {"students_served": np.nan}):
        assert saved(half.assign(**unknown), book).empty
    assert saved(half.assign(students_served=460.0), book).empty, "every seat is used"


def test_a_purchase_frees_the_share_of_its_students_who_have_an_heir():
    book = ledger(("P1", "0709", "5800", 1_000.0))
    given = decisions(("P1", "Fix", "budget", None, None))
    assert saved(given.assign(heir_share=369 / 640), book)["likely"].tolist() == [576.56]
    assert saved(given.assign(heir_share=np.nan), book).empty, "not known is no dollar"


@given(st.lists(st.tuples(*[st.integers(-9_000, 9_000)] * 3), min_size=1, max_size=6))
def test_no_more_is_planned_on_than_is_identified(points):
    table = pd.DataFrame(points, columns=["low", "likely", "high"]) / 100
    assert (plan_on(table) <= table["likely"]).all()


def test_grounds_add_up_to_the_dollars_found_and_so_do_funds_resources_and_duties(found):
    for one in found.values():
        savings, table = one.savings, dollars_by_ground(one.savings).set_index("ground")
        total, parts = table.loc["all"], table.drop("all")
        assert (parts.sum().round(2) == total.round(2)).all()
        lasting = savings[savings["term"].eq("recurring")]
        cents = sum(round(amount * 100) for amount in lasting["likely"])
        assert round(total["every_year"] * 100) == cents
        assert round(total[["free", "duty", "restricted"]].sum() * 100) == cents
        by = lasting.groupby(["fund", "resource", "bound"])["likely"].sum().round(2)
        assert round(by.sum() * 100) == cents
        assert set(lasting.loc[lasting["resource"].eq("0709"), "bound"]) <= {"duty"}
        assert (savings["plan_on"] <= savings["likely"]).all()


def test_what_people_stop_against_the_rule_stands_on_a_ground_of_its_own():
    over = decisions(("P2", "Fix", "scale", None, 1 / 3)).assign(decision="Stop")
    assert saved(over)[["lever", "ground"]].values.tolist() == [["", "overruled"]]


def test_money_with_a_duty_is_never_in_one_pool_with_free_money():
    rules = pd.DataFrame({"resource": ["0000", "0710", "3010"], "term": "recurring",
                          "pool": ["General", "General", "Title I"],
                          "students": ["", "el", "el"]})  # fmt: skip
    terms = resource_terms(rules["resource"], rules)
    assert terms["pool"].tolist() == ["General", "Resource 0710", "Title I"]
    assert terms["bound"].tolist() == ["free", "duty", "restricted"]


def test_no_payment_crosses_a_restricted_resource_or_a_duty(found):
    for name, one in found.items():
        about = programs_of(load_district(SAMPLES / name).programs)
        resources = one.savings.groupby("pool")["resource"].unique()
        for payments in (one.paid.payments, one.planned.payments):
            for row in payments.itertuples():
                assert all(may_pay(r, about[row.use], RULES) for r in resources[row.pool])


def test_no_dollar_comes_from_what_law_requires_or_from_what_nobody_knows(found):
    for name, one in found.items():
        district = load_district(SAMPLES / name)
        bound = district.programs.loc[district.programs["mandate"].fillna(False), "program_id"]
        assert not set(bound) & set(one.savings["program_id"])
        assert set(one.savings["verdict"]) <= {"Stop", "Fix"}


def test_a_column_adds_up_without_dust_and_equipment_is_bought_to_last():
    terms = ["every year", "once", "once"]
    assert column_total([5.0, 0.1, 0.2], terms, "once") == 0.3
    assert bought_to_last(pd.DataFrame({"object": ["5800", "6400"]})).tolist() == [False, True]
