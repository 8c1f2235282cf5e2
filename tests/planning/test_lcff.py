"""The LCFF target, on the state's own published sheets."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smarter_spending.planning.lcff import (
    LCFF_RATES,
    SPANS,
    attended,
    chained,
    funded_ada,
    half_up,
    lcff_target,
    projected_rates,
    tk_add_on,
    unduplicated_share,
)

PRINTED_ADJUSTED = {  # DATA.md 2.2: K-3 and 9-12 with their adjustments
    "2013-14": (7_675, 8_638), "2014-15": (7_740, 8_712), "2015-16": (7_820, 8_801),
    "2016-17": (7_820, 8_801), "2017-18": (7_941, 8_939), "2018-19": (8_235, 9_269),
    "2019-20": (8_503, 9_572), "2020-21": (8_503, 9_572), "2021-22": (8_935, 10_057),
    "2022-23": (10_119, 11_391), "2023-24": (10_951, 12_327), "2024-25": (11_068, 12_460),
    "2025-26": (11_323, 12_746),
}  # fmt: skip

STATUTE = {"TK-3": 6_845, "4-6": 6_947, "7-8": 7_154, "9-12": 8_289}  # 2013-14, before its COLA


@pytest.fixture(scope="module")
def snapshot(shared_data):
    table = pd.read_csv(
        shared_data / "lcff/lcff_snapshot_2018-19_san_joaquin_county.csv",
        dtype={"School Code": str},
    )
    names = {name: name.split(",")[0] for name in table.columns}
    spans = dict(zip(table.columns[5:9], SPANS, strict=True))
    return table.rename(columns=spans | {n: v for n, v in names.items() if n not in spans})


def column(table, start):
    (name,) = [one for one in table.columns if one.startswith(start)]
    return table[name].fillna(0)


def test_the_rates_follow_from_the_statute_by_each_years_cola_to_the_dollar():
    before = STATUTE
    for rates in LCFF_RATES.values():
        assert chained(before, rates.cola) == dict(rates.base), rates.fiscal_year
        before = rates.base


def test_the_adjusted_rates_are_those_the_state_prints():
    for year, (k3, high) in PRINTED_ADJUSTED.items():
        assert (LCFF_RATES[year].adjusted("TK-3"), LCFF_RATES[year].adjusted("9-12")) == (k3, high)


def test_the_chain_of_five_colas_comes_to_their_index_but_for_its_rounding():
    colas = dict(zip(("a", "b", "c", "d", "e"), (1.07, 2.93, 3.08, 3.30, 3.29), strict=True))
    chain = projected_rates(LCFF_RATES["2023-24"], colas)["e"]
    for span, rate in LCFF_RATES["2023-24"].base.items():
        # the published index is 1.1442; rounding each year is at most half a dollar a year off
        assert chain.base[span] == pytest.approx(rate * 1.1442, abs=3)


def test_rounding_every_year_is_the_states_and_no_compounding_at_the_end():
    colas = {"2025-26": 2.93, "2026-27": 3.08, "2027-28": 3.30}
    rates = projected_rates(LCFF_RATES["2024-25"], colas)["2027-28"]
    # 10,025 -> 10,318.7 = 10,319 -> 10,636.8 = 10,637 -> 10,988.02 = 10,988
    assert rates.base["TK-3"] == 10_988


@pytest.mark.real_data
def test_every_district_of_san_joaquin_county_2018_19_is_reproduced(snapshot):
    """Base exact without necessary small school money; supplemental and concentration
    within $2 (charter schools are capped by a district that the sheet does not name)."""
    districts = snapshot[snapshot["School Code"] == "0000000"]
    assert len(districts) > 10
    small = column(districts, "Necessary Small Schools") != 0
    for (_, row), has_small in zip(districts.iterrows(), small, strict=True):
        ada = {span: row[span] for span in SPANS}
        upp = row[next(n for n in districts.columns if n.startswith("Unduplicated"))]
        made = lcff_target(ada, upp, "2018-19")
        name = row["Local Educational Agency"]
        if not has_small:
            assert made.base == row["Base Grant Funding Target"], name
            assert abs(made.supplemental - row["Supplemental Grant Funding Target"]) <= 2, name
            printed = row["Concentration Grant Funding Target"]
            assert abs(made.concentration - (0 if pd.isna(printed) else printed)) <= 2, name


@pytest.mark.real_data
def test_tracy_2018_19_is_reproduced_to_the_dollar(snapshot):
    names = snapshot["Local Educational Agency"].str.contains("Tracy Joint Unified")
    row = snapshot[names & (snapshot["School Code"] == "0000000")].iloc[0]
    upp = row[next(n for n in snapshot.columns if n.startswith("Unduplicated"))]
    made = lcff_target({span: row[span] for span in SPANS}, upp, "2018-19", add_ons=1_061_687)
    assert (made.base, made.supplemental, made.concentration) == (
        120_621_464, 14_597_609, 3_323_122,
    )  # fmt: skip
    assert made.target == 139_603_882


def test_san_franciscos_2023_24_budget_book_is_reproduced():
    ada = {"TK-3": 15_306.20, "4-6": 10_692.07, "7-8": 6_535.37, "9-12": 14_771.98}
    made = lcff_target(ada, 0.5938, "2023-24")
    # base 504,718,171 and adjustments 20,404,856: the book adds them up apart
    assert made.base == pytest.approx(504_718_171 + 20_404_856, abs=3)
    assert made.supplemental == pytest.approx(62_363_611, abs=3)
    # 65% of the 4.38 points above 55%
    assert made.concentration == pytest.approx(14_950_253, abs=3)


def test_concentration_begins_above_55_percent_and_is_65_percent_from_2021_22():
    assert lcff_target({"4-6": 100}, 0.55, "2020-21").concentration == 0
    # 100 x 7,818 = 781,800; x 50% x 5 points = 19,545; 100 x 8,215 x 65% x 5 points = 26,698.75
    assert lcff_target({"4-6": 100}, 0.60, "2020-21").concentration == 19_545
    assert lcff_target({"4-6": 100}, 0.60, "2021-22").concentration == 26_699


def test_a_charter_school_is_capped_by_its_district():
    capped = lcff_target({"4-6": 100}, 0.90, "2024-25", concentration_upp_cap=0.60)
    assert capped.concentration == lcff_target({"4-6": 100}, 0.60, "2024-25").concentration
    assert capped.supplemental == lcff_target({"4-6": 100}, 0.90, "2024-25").supplemental


def test_no_attendance_gives_nothing_but_the_add_ons():
    made = lcff_target({}, 0.8, "2024-25", add_ons=5.0)
    assert (made.base, made.supplemental, made.concentration, made.target) == (0, 0, 0, 5.0)


attendance = st.integers(0, 5_000_000).map(lambda hundredths: hundredths / 100)


@given(st.fixed_dictionaries({span: attendance for span in SPANS}), st.integers(0, 10_000))
def test_more_attendance_or_need_never_gives_less(ada, upp):
    made = lcff_target(ada, upp / 10_000, "2024-25")
    more = lcff_target({**ada, "4-6": ada["4-6"] + 1}, min(upp + 1, 10_000) / 10_000, "2024-25")
    assert more.target >= made.target
    assert made.target == made.base + made.supplemental + made.concentration


def test_three_percentages_are_not_averaged():
    counts = pd.DataFrame(
        {
            "fiscal_year": ["2022-23", "2023-24", "2024-25"],
            "enrollment": [1_000, 900, 800],
            "upc": [500, 500, 500],
        }
    )
    # 1,500 / 2,700 = 0.5556; the mean of 0.5, 0.5556 and 0.625 would be 0.5602
    assert unduplicated_share(counts) == 0.5556
    with pytest.raises(ValueError, match="needs three years of counts"):
        unduplicated_share(counts.iloc[:2])
    with pytest.raises(ValueError, match="one after the other"):
        unduplicated_share(counts.assign(fiscal_year=["2020-21", "2023-24", "2024-25"]))


def test_funded_attendance_is_protected_when_it_declines():
    assert funded_ada({"4-6": [1_000, 900]}, "2021-22") == {"4-6": 1_000}
    # from 2022-23: this year 900, last year 940, three years before (1,000 + 970 + 940) / 3 = 970
    assert funded_ada({"4-6": [1_000, 970, 940, 900]}, "2024-25") == {"4-6": 970}
    with pytest.raises(ValueError, match="needs 4 years of attendance; 2 given"):
        funded_ada({"4-6": [1_000, 900]}, "2024-25")


def test_one_years_children_are_paid_for_and_not_the_best_year_of_each_span():
    """Until November 25 each span had its own best year: a span that grows was then paid for its
    new children while another was still paid for those who had left."""
    ada = {"TK-3": [600, 560, 520, 480], "9-12": [400, 410, 420, 430]}
    # totals 1,000, 970, 940 and 910: the mean of the three before, 970, is the greatest
    assert funded_ada(ada, "2024-25") == {"TK-3": 560.0, "9-12": 410.0}
    # totals 940 and 910: last year's children, also where this year's are more
    assert funded_ada({span: years[2:] for span, years in ada.items()}, "2021-22") == {
        "TK-3": 520.0, "9-12": 420.0,
    }  # fmt: skip


def test_the_tk_add_on_moves_by_the_cola_and_there_was_none_before_2022_23():
    assert [tk_add_on(year) for year in ("2021-22", "2022-23", "2023-24", "2024-25")] == [
        0, 2_813, 3_044, 3_077,
    ]  # fmt: skip
    # 2,813 x 1.0822 = 3,044.2; x 1.0107 = 3,076.6
    assert half_up(Decimal(2_813) * Decimal("1.0822")) == 3_044
    assert tk_add_on("2026-27", {"2025-26": 2.0, "2026-27": 3.0}) == 3_233  # 3,077, 3,139, 3,233
    with pytest.raises(ValueError, match="COLA of 2030-31 is not known"):
        tk_add_on("2030-31")


@pytest.mark.parametrize(
    "ada, upp, year, said",
    [
        ({"K-3": 1}, 0.5, "2024-25", "'K-3' is no grade span"),
        ({"4-6": -1}, 0.5, "2024-25", "The ADA of 4-6 is -1"),
        ({"4-6": float("nan")}, 0.5, "2024-25", "The ADA of 4-6 is nan"),
        ({"4-6": 1}, 55.13, "2024-25", r"Write a share: 0\.5513"),
        ({"4-6": 1}, 0.5, "2040-41", "no LCFF rates of 2040-41"),
    ],
)
def test_what_cannot_be_is_said(ada, upp, year, said):
    with pytest.raises(ValueError, match=said):
        lcff_target(ada, upp, year)


def test_attendance_is_of_every_span_and_not_known_without_one():
    spans = {"ada_p2_tk3": [400.0], "ada_p2_46": 300.0, "ada_p2_78": 200.0, "ada_p2_912": 0.0}
    counts = pd.DataFrame({"fiscal_year": ["2024-25"]} | spans)
    assert attended(counts, "2024-25") == 900
    assert pd.isna(attended(counts.drop(columns="ada_p2_46"), "2024-25"))
